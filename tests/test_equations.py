"""Every equation of the lessons has its number, its proof and its line in `EQUATIONS.md`."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from tools import build_equations
from tools.build_equations import REFERENCE, ROOT, base, claims, comments, equations, prose

# How many equations each lesson from 01 on has.
COUNTS = [8, 7, 12, 4, 9, 8, 4, 10, 5, 6, 6]
PROMISED = {f"{n}.{k}" for n, count in enumerate(COUNTS, start=1) for k in range(1, count + 1)}
LESSONS = build_equations.lessons()
SOURCES = sorted((ROOT / "course_lib").rglob("*.py"))


def order(number):
    lesson, _, rest = number.partition(".")
    return int(lesson), int(base(rest)), number


def number_of(path):
    return int(path.stem[:2])


def resolves(number, lessons):
    """Whether there is such an equation, or will be: in a lesson still to come."""
    for path, notebook in lessons.items():
        if number_of(path) == order(number)[0]:
            there = {tag for tag, _ in equations(notebook)} | {*claims(notebook)}
            return number in there | {base(tag) for tag in there}
    return base(number) in PROMISED


def tag_faults(lessons):
    """What is wrong with the numbers of the equations and with their proofs."""
    for path, notebook in lessons.items():
        n, name = number_of(path), path.stem
        tags, shown = [number for number, _ in equations(notebook)], claims(notebook)
        sources = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        written = sum(source.count(r"\tag") for source in sources)
        displays = sum(
            r"\tag" in display
            for source in sources
            for display in build_equations.DISPLAY.findall(source)
        )
        if not written == displays == len(tags):
            yield f"{name}: a tag belongs alone in a display equation and reads like 9.2 or 9.2a"
        if len(set(tags)) < len(tags) or tags != sorted(tags, key=order):
            yield f"{name}: not once each, in rising order: {tags}"
        promised = [k for k in PROMISED if k.startswith(f"{n}.")]
        there = {base(number) for number in tags}
        if there != {*promised}:
            yield f"{name}: {len(promised)} equations are promised, not {sorted(there)}"
        for number in tags:
            if number not in shown:
                yield f"{name}: ({number}) is not proved, defined or measured"
        for number in shown:
            if base(number) not in there:
                yield f"{name}: ({number}) is shown, but no equation here has that number"


def reference_faults(lessons):
    """Which references of the lessons lead nowhere, or ahead without saying so."""
    for path, notebook in lessons.items():
        for place, cell in enumerate(notebook.cells):
            where = f"{path.stem}, cell {place}"
            if cell.cell_type == "markdown":
                text = prose(cell.source)
            else:
                text = " ".join(comment for _, comment in comments(cell.source))
            for number in REFERENCE.findall(text):
                if not resolves(number, lessons):
                    yield f"{where}: there is no equation ({number})"
                ahead = order(number)[0]
                said = re.search(rf"(?i)\blessons?\b[^.]*\b{ahead:02d}\b", text)
                if ahead > number_of(path) and not said:
                    yield f"{where}: ({number}) needs the words lesson {ahead:02d} near it"


def code_faults(path, source, lessons):
    """Which citations in the comments and texts of a module lead nowhere, or ahead."""
    texts = [text for _, text in comments(source)]
    texts += [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    bank = re.fullmatch(r"lesson_(\d\d)", path.stem)
    for number in REFERENCE.findall("\n".join(texts)):
        if not resolves(number, lessons):
            yield f"{path.name}: there is no equation ({number})"
        if bank and order(number)[0] > int(bank[1]):
            yield f"{path.name}: ({number}) comes later than the exercise"


def test_equations_are_numbered_and_shown():
    assert list(tag_faults(LESSONS)) == []


def test_references_of_the_lessons_resolve():
    assert list(reference_faults(LESSONS)) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_equations_that_the_code_cites_exist(path):
    assert list(code_faults(path, path.read_text(encoding="utf-8"), LESSONS)) == []


def test_the_page_is_up_to_date():
    saved = build_equations.PAGE.read_bytes().decode("utf-8")
    assert saved == build_equations.table(), "stale: python -m tools.build_equations"


def test_the_page_has_a_row_for_every_equation():
    rows = [line for line in build_equations.table().splitlines() if line.startswith("| (")]
    tags = [number for notebook in LESSONS.values() for number, _ in equations(notebook)]
    assert [row.split(")")[0] for row in rows] == [f"| ({number}" for number in tags]
    for row in rows:
        cells = row.strip("|").split(" | ")
        assert row.count("|") == 7 and len(cells) == 6, row
        assert cells[4] in ("proved", "checked", "defined", "measured"), row
        for target in re.findall(r"\]\(([^)]*)\)", row):
            assert (ROOT / target).is_file(), target


# The same on planted faults


def lesson(*markdown, shown=(), code="1"):
    """A lesson with these Markdown cells and one that shows these numbers."""
    cells = [nbformat.v4.new_markdown_cell(source) for source in markdown]
    output = nbformat.v4.new_output
    lines = [f"({number})  a = b   {verdict}" for number, verdict in shown]
    outputs = [output("display_data", data={"text/plain": line}) for line in lines]
    cells.append(nbformat.v4.new_code_cell(code, outputs=outputs))
    return nbformat.v4.new_notebook(cells=cells)


def display(number):
    return rf"$$ a = b \tag{{{number}}} $$"


FOURTH = ["4.1", "4.2", "4.3", "4.4"]
FINE = [(number, "proved") for number in FOURTH]
PATH = Path("04_forward.ipynb")


@pytest.mark.parametrize(
    ("tags", "shown", "complaint"),
    [
        (FOURTH, FINE, None),
        (["4.1", "4.2a", "4.2b", "4.3", "4.4"], [*FINE, ("4.2a", "measured"),
         ("4.2b", "1 number agrees to 1e-09")], None),
        (FOURTH, [*FINE, ("4.2c", "checked at 20 random points to 30 digits")], None),
        (["4.1", *FOURTH], FINE, "not once each"),
        (["4.2", "4.1", "4.3", "4.4"], FINE, "in rising order"),
        (FOURTH[:3], FINE[:3], "4 equations are promised"),
        ([*FOURTH, "4.5"], [*FINE, ("4.5", "proved")], "4 equations are promised"),
        ([*FOURTH, "5.1"], [*FINE, ("5.1", "proved")], "4 equations are promised"),
        (FOURTH, FINE[:3], r"\(4.4\) is not proved"),
        (FOURTH, [*FINE[:3], ("4.4", "said")], r"\(4.4\) is not proved"),
        (FOURTH, [*FINE, ("5.1", "proved")], r"\(5.1\) is shown, but"),
        ([*FOURTH, "4.x"], FINE, "a tag belongs"),
        ([*FOURTH[:3], r"4.4}\tag{4.4a"], FINE, "a tag belongs"),
    ],
)  # fmt: skip
def test_faults_of_tags_are_found(tags, shown, complaint):
    faults = list(tag_faults({PATH: lesson(*map(display, tags), shown=shown)}))
    assert not faults if complaint is None else any(re.search(complaint, f) for f in faults)


def test_a_tag_outside_of_a_display_is_found():
    small = lesson(*map(display, FOURTH), r"$a = b \tag{4.4}$", shown=FINE)
    assert "a tag belongs" in next(tag_faults({PATH: small}))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("By (4.1), and (3.12) of lesson 03.", None),
        ("By (4.5).", "no equation (4.5)"),
        ("By (4.2b).", "no equation (4.2b)"),
        ("By (3.13).", "no equation (3.13)"),
        ("In lesson 09, (9.2) and (9.2a) say why.", None),
        ("Lessons 08 and 09 say why: (8.2), (9.2).", None),
        ("In lesson 08, (9.2) says why.", "(9.2) needs the words lesson 09"),
        ("In lesson 09, (9.6) says why.", "no equation (9.6)"),
        ("$f(4.9)$, `f (4.9)`, $$ (4.9) $$, [x](4.9), f(4.9), (0.5), (4.9, 2) and (12.5).", None),
    ],
)
def test_faults_of_references_are_found(words, complaint):
    faults = list(reference_faults({PATH: lesson(*map(display, FOURTH), words)}))
    assert len(faults) == (complaint is not None)
    assert all(complaint in fault for fault in faults)


def test_faults_of_references_in_comments_are_found():
    small = lesson(*map(display, FOURTH), code="x = (4.9)  # (4.4), (4.6)")
    assert list(reference_faults({PATH: small})) == [
        "04_forward, cell 4: there is no equation (4.6)"
    ]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("x = (9.9)  # (9.2), by (4.4)", None),
        ("x = 1  # (9.9)", "no equation (9.9)"),
        ("def f():\n    '''Says (4.5).'''", "no equation (4.5)"),
        ("HINT = f'Look at (4.{1}) and (4.6).'", "no equation (4.6)"),
        ("HINT = 'Look at (10.1).'", "(10.1) comes later than the exercise"),
    ],
)
def test_faults_of_citations_are_found(source, complaint):
    lessons = {PATH: lesson(*map(display, FOURTH))}
    faults = list(code_faults(Path("lesson_09.py"), source, lessons))
    assert len(faults) == (complaint is not None)
    assert all(complaint in fault for fault in faults)


def test_citations_are_found_where_they_stand(tmp_path):
    path = tmp_path / "some.py"
    path.write_text(
        "'''All of (4.1).'''\n"
        "CASES = {'4.2 twice': 1, '0.25': 2, '4.2x3': 3}\n"
        "class Net:\n"
        "    '''Has (4.3).'''\n"
        "    def forward(self):\n"
        "        return '(4.9)'  # (4.4a), not 4.8\n",
        encoding="utf-8",
    )
    found = [(c.number, c.name) for c in build_equations.citations(path)]
    assert found == [
        ("4.1", "some"),
        ("4.2", "some.CASES"),
        ("4.3", "some.Net"),
        ("4.4a", "some.Net.forward"),
    ]


def test_bars_of_an_equation_do_not_end_its_cell():
    assert build_equations.inline(r"\|w\| = |w|, \left|x\right|.") == (
        r"$`\Vert w\Vert  = \vert w\vert , \left\vert x\right\vert `$"
    )


def test_links_take_parts_for_the_whole_but_not_for_one_another():
    path = ROOT / "course_lib" / "network.py"
    cited = [build_equations.Citation(n, f"f{n}", path) for n in ("4.2", "4.2a", "4.2b", "4.20")]
    assert re.findall("f([^`]*)", build_equations.links("4.2", cited)) == ["4.2", "4.2a", "4.2b"]
    assert re.findall("f([^`]*)", build_equations.links("4.2a", cited)) == ["4.2", "4.2a"]
