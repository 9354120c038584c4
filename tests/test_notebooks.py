"""The form of the lessons.

That each runs without an error and that its saved outputs are up to date is nbval's to check: it
runs every cell and compares, as `conftest.py` says. A warning in an output is found here, since
the build saves nothing that came on stderr.
"""

import ast
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course_lib.exercises import bank
from tools import build_notebooks, reference
from tools.build_notebooks import NOTEBOOKS

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
MARKDOWN_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
MARKDOWN_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]*)\)")


class Pictures(HTMLParser):
    """Collects the words that stand for each `<img>` and `<svg>` of some HTML."""

    def __init__(self, text):
        super().__init__()
        self.alts = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "img":
            self.alts.append(attributes.get("alt") or "")
        elif tag == "svg":
            self.alts.append(attributes.get("aria-label") or "")


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return request.param


@pytest.fixture
def notebook(lesson):
    return nbformat.read(lesson, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def outputs(notebook):
    return [output for cell in code(notebook) for output in cell.outputs]


def test_there_are_lessons():
    assert LESSONS[0].stem == "00_start_here"


def test_saved_as_the_build_saves(lesson, notebook):
    # The build's own rules: metadata, ids, no stderr, no errors, no widget, no path of a machine.
    build_notebooks.normalise(notebook)
    saved = lesson.read_bytes().decode("utf-8")
    assert saved == build_notebooks.to_text(notebook), (
        f"rebuild it: python -m tools.build_notebooks {lesson.stem}"
    )


def test_every_code_cell_was_run_in_order(notebook):
    # nbval compares nothing for a cell that was saved without being run.
    counts = [cell.execution_count for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_code_cells_are_short(notebook):
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 15, cell.source
        assert cell.source.strip(), "an empty cell"


def test_a_sentence_follows_every_output(notebook):
    for cell, following in zip(notebook.cells, [*notebook.cells[1:], None], strict=True):
        if cell.get("outputs"):
            assert following is not None and following.cell_type == "markdown", cell.source
            assert not following.source.startswith("#"), cell.source


def test_every_picture_has_an_alt_text(lesson, notebook):
    for output in outputs(notebook):
        data = output.get("data", {})
        pictures = Pictures("".join(data.get("text/html", "")))
        assert all(len(alt) >= 20 for alt in pictures.alts), pictures.alts
        if any(kind.startswith("image/") for kind in data):
            assert pictures.alts, "a picture without an alt text: show a Picture, not a figure"
    for cell in markdown(notebook):
        assert all(len(alt) >= 20 for alt in Pictures(cell.source).alts)
        for alt, target in MARKDOWN_PICTURE.findall(cell.source):
            assert len(alt) >= 20, target
            assert (lesson.parent / target).is_file(), target


def test_links_to_other_lessons_are_alive(lesson, notebook):
    for cell in markdown(notebook):
        for target in MARKDOWN_LINK.findall(cell.source):
            if not re.match(r"https?://|#", target):
                assert (lesson.parent / target.partition("#")[0]).is_file(), target


def test_the_index_links_every_lesson():
    index = LESSONS[0].read_text(encoding="utf-8")
    assert [path.name for path in LESSONS[1:] if f"]({path.name})" not in index] == []


def test_its_map_is_at_the_top(lesson, notebook):
    first = notebook.cells[0].source
    assert first.startswith("# ")
    assert f"../figures/map_{lesson.stem[:2]}.svg" in first


def test_exercises_are_blank_and_those_of_the_lesson(lesson, notebook):
    slugs = []
    for cell in code(notebook):
        for tag in cell.metadata.get("tags", []):
            if tag.startswith("exercise:"):
                slugs.append(tag.removeprefix("exercise:"))
                assert cell.source.startswith(bank.stub(slugs[-1]).strip())
                said = "".join(o.get("data", {}).get("text/html", "") for o in cell.outputs)
                assert ("Not attempted yet" in said) == (bank.find(slugs[-1]).kind != "fix")
    number = int(lesson.stem[:2])
    wanted = [slug for slug, exercise in bank.exercises().items() if exercise.lesson == number]
    assert sorted(slugs) == sorted(wanted)


def test_only_known_tags(notebook):
    # `nbval-ignore-output` exempts a progress bar or a duration from the comparison, and only a
    # duration keeps the output it was saved with.
    for cell in code(notebook):
        tags = [tag for tag in cell.metadata.get("tags", []) if not tag.startswith("exercise:")]
        assert set(tags) <= {"nbval-ignore-output", "timing"}
        if "timing" in tags:
            assert "nbval-ignore-output" in tags


def test_exemptions_are_tags_and_no_comments(notebook):
    for cell in code(notebook):
        assert "NBVAL" not in cell.source


# The headings and times of the lessons from 01 on, and their predictions

STEPS = ["By hand", "Derivation", "Proof", "In code", "Check", "Explore"]
LAST = ["What people get wrong", "In one page", "Sources"]
ANSWER = "**The answer to the question.**"


def sections(notebook):
    """The text and the code cells below each `##` heading, by heading, in order."""
    found = [["", "", []]]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            found[-1][2].append(cell.source)
            continue
        for line in re.sub(r"(?s)```.*?```", "", cell.source).splitlines():
            if line.startswith("## "):
                found.append([line[3:], "", []])
            else:
                found[-1][1] += line + "\n"
        found[-1][1] += "\n"
    return found


def form_faults(notebook):
    """What is wrong with the headings of a lesson, and with its times."""
    (_, top, _), *rest = sections(notebook)
    headings = [heading for heading, _, _ in rest]
    titles = [line for _, text, _ in sections(notebook) for line in re.findall(r"(?m)^# .*", text)]
    if len(titles) != 1 or not re.match(r"# \d\d \S", top):
        yield f"one title, as in '# 01 Slopes and gradients', not {titles}"
    parts = [heading for heading in headings if re.match(r"\d", heading)]
    appendices = [heading for heading in headings if heading.startswith("Appendix: ")]
    if headings != ["A question first", *parts, *appendices, *LAST]:
        yield f"the headings, or their order: {headings}"
    if [part.partition(". ")[0] for part in parts] != [f"{n + 1}" for n in range(len(parts))]:
        yield f"the parts are not numbered from 1: {parts}"

    total, seen = 0, set()
    for heading, text, _ in rest:
        time = re.match(r"\s*\*(\d+) minutes\*\n", text)
        if bool(time) == (heading in LAST):
            yield f"{heading}: a time on a line of its own belongs below every heading but the last"
        minutes = int(time[1]) if time else 0
        total += minutes
        if heading in parts:
            steps = re.findall(r"(?m)^### (.*)", text)
            seen |= {*steps}
            inner = [step for step in steps if step != "Exercises"]
            if inner != [step for step in STEPS if step in inner] or steps[:1] == ["Exercises"]:
                yield f"{heading}: {steps}"
            if minutes > 20:
                yield f"{heading}: {minutes} minutes, and 20 are the most"
    if missing := {*STEPS, "Exercises"} - seen:
        yield f"never in the lesson: {sorted(missing)}"
    first = notebook.cells[0].source
    said = re.search(r"(?m)^\*\*Time\*\*: (\d+) minutes in (\d+) parts\. \*\*You need\*\*: ", first)
    if not said or (int(said[1]), int(said[2])) != (total, len(parts)):
        yield f"the first cell should say: {total} minutes in {len(parts)} parts"


def names(source, kind):
    """The variables that some code reads (`ast.Load`) or writes (`ast.Store`)."""
    nodes = ast.walk(ast.parse(source))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, kind)}


def prediction_faults(notebook):
    """Which predictions are not asked for, or never compared under the words of `ANSWER`."""
    asked, answered = set(), set()
    for heading, text, cells in sections(notebook):
        if heading == "A question first":
            written = {name for source in cells for name in names(source, ast.Store)}
            asked = {name for name in written if name.startswith("guess_")}
            for name in sorted(asked):
                if not any(f"{name} = ..." in source for source in cells):
                    yield f"{name} is not left open"
        elif ANSWER in text:
            answered |= {name for source in cells for name in names(source, ast.Load)}
    if not asked:
        yield "nothing is predicted"
    for name in sorted(asked - answered):
        yield f"{name} is never compared with the answer"


@pytest.mark.parametrize("path", LESSONS[1:], ids=lambda path: path.stem)
def test_headings_and_times(path):
    assert list(form_faults(nbformat.read(path, as_version=4))) == []


def test_predictions_are_answered(notebook):
    assert list(prediction_faults(notebook)) == []


FORM = """\
# 01 Slopes
You will.

**Time**: 25 minutes in 2 parts. **You need**: nothing.
~
## A question first

*5 minutes*

How many?
~ guess_1 = ...
~
## 1. Slopes
*10 minutes*
### By hand
### Derivation
### Exercises
~
```
# no heading
```
### Proof
### Exercises
~
## 2. Steps
*10 minutes*
### In code
### Check
### Explore
~
**The answer to the question.**
~ print(guess_1)
~
## What people get wrong
## In one page
## Sources"""


def written(text):
    """The lesson that this text stands for: cells are set apart by ~, code begins beside it."""
    cells = [
        nbformat.v4.new_markdown_cell(source.strip())
        if source.startswith("\n")
        else nbformat.v4.new_code_cell(source.strip())
        for source in f"\n{text}".split("\n~")
    ]
    return nbformat.v4.new_notebook(cells=cells)


def test_a_lesson_in_form_has_no_faults():
    for text in (FORM, FORM.replace("25 m", "28 m").replace(
        "## What", "## Appendix: more\n*3 minutes*\n### Anything\n## What"
    )):  # fmt: skip
        assert list(form_faults(written(text))) == []
        assert list(prediction_faults(written(text))) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# 01 Slopes\n", "# Slopes\n", "one title"),
        ("*10 minutes*\n### By", "*10 minutes*\n# Again\n### By", "one title"),
        ("parts. **You", "parts.\n**You", "should say: 25 minutes in 2 parts"),
        ("You will.\n", "You will.\n~\n", "should say: 25 minutes in 2 parts"),
        ("25 minutes", "26 minutes", "should say: 25 minutes in 2 parts"),
        ("in 2 parts", "in 3 parts", "should say: 25 minutes in 2 parts"),
        ("*5 minutes*", "*5 minutes*, or 6", "A question first: a time"),
        ("## Sources", "## Sources\n*5 minutes*", "Sources: a time"),
        ("*10 minutes*", "*21 minutes*", "21 minutes, and 20 are the most"),
        ("## In one page\n", "", "the headings"),
        ("## A question first", "## A question", "the headings"),
        ("## 2. Steps", "## Steps", "the headings"),
        ("## 2. Steps", "## 3. Steps", "not numbered from 1"),
        ("### By hand\n### Derivation", "### Derivation\n### By hand", "1. Slopes: ['Deriv"),
        ("### Check", "### Checks", "2. Steps: ['In code', 'Checks"),
        ("### Check", "### Check\n### Check", "2. Steps: ['In code', 'Check', 'Check"),
        ("### By hand", "### Exercises\n### By hand", "1. Slopes: ['Exercises"),
        ("### Explore\n", "", "never in the lesson: ['Explore']"),
    ],
)
def test_faults_of_form_are_found(old, new, complaint):
    assert old in FORM
    assert any(complaint in fault for fault in form_faults(written(FORM.replace(old, new))))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("guess_1 = ...", "1", "nothing is predicted"),
        ("guess_1 = ...", "guess_1 = 3", "guess_1 is not left open"),
        ("guess_1 = ...", "guess_1 = ...\nguess_2 = ...", "guess_2 is never compared"),
        ("print(guess_1)", "guess_1 = 3  # guess_1", "guess_1 is never compared"),
        ("**The answer to the question.**", "The answer.", "guess_1 is never compared"),
        ("print(guess_1)", "1\n~\n## 3. More\n~ print(guess_1)", "guess_1 is never compared"),
    ],
)
def test_faults_of_predictions_are_found(old, new, complaint):
    assert old in FORM
    faults = list(prediction_faults(written(FORM.replace(old, new))))
    assert len(faults) == 1 and complaint in faults[0]


# Where outputs are compared


def test_another_version_is_not_the_reference(monkeypatch):
    monkeypatch.delenv("COURSE_REFERENCE", raising=False)
    monkeypatch.setitem(reference.VERSIONS, "numpy", "1.0")
    assert f"numpy {'.'.join(np.__version__.split('.')[:2])}, not 1.0" in reference.differences()
    monkeypatch.setattr("platform.machine", lambda: "abacus")
    assert f"system {sys.platform} abacus, not linux x86_64" in reference.differences()
    monkeypatch.setenv("COURSE_REFERENCE", "1")
    assert reference.differences() == []


# The build itself


def small_notebook(*sources, tags=()):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    for cell in cells:
        cell.metadata["tags"] = list(tags)
        cell.metadata["scrolled"] = True
    return nbformat.v4.new_notebook(cells=cells, metadata={"widgets": {}, "title": "x"})


def build_twice(folder, notebook):
    path = Path(folder) / "00_small.ipynb"
    nbformat.write(notebook, path)
    path.write_text(build_notebooks.build(path), encoding="utf-8")
    once = path.read_text(encoding="utf-8")
    assert build_notebooks.build(path) == once
    return nbformat.reads(once, as_version=4)


def test_build_keeps_outputs_and_drops_progress_bars(tmp_path):
    built = build_twice(
        tmp_path,
        small_notebook(
            "from tqdm.auto import tqdm\nfor _ in tqdm(range(3)):\n    pass\n'done'",
            "import os\nprint(os.path.exists(os.environ['COURSE_PROGRESS']))\n\n",
        ),
    )
    assert [len(cell.outputs) for cell in built.cells] == [1, 1]
    assert built.cells[0].outputs[0].data["text/plain"] == "'done'"
    assert built.cells[1].outputs[0].text == "False\n"
    assert built.metadata == build_notebooks.METADATA
    assert "scrolled" not in built.cells[0].metadata
    assert built.cells[1].source.endswith(")")


def test_build_keeps_a_duration_until_its_source_changes(tmp_path):
    timing = small_notebook("import time\nprint(time.perf_counter())", tags=["timing"])
    first = build_twice(tmp_path, timing).cells[0].outputs[0].text
    timing.cells[0].source += "  # changed"
    assert build_twice(tmp_path, timing).cells[0].outputs[0].text != first


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("import sys\nprint('careful', file=sys.stderr)", "stderr"),
        ("import warnings\nwarnings.warn('careful')", "stderr"),
        ("import os\nprint(os.path.expanduser('~/x'), '/home/me/x')", "only this machine"),
        ("class A: pass\nA()", "only this machine"),
        ("import ipywidgets\nipywidgets.IntSlider()", "widget without a picture"),
    ],
)
def test_build_refuses_what_may_not_be_saved(tmp_path, source, complaint):
    path = tmp_path / "00_small.ipynb"
    nbformat.write(small_notebook(source), path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=complaint):
        build_notebooks.build(path)
    assert path.read_bytes() == before


def test_a_widget_leaves_its_picture_behind(tmp_path):
    view = build_notebooks.VIEW
    notebook = small_notebook(
        "from IPython.display import display\n"
        f"display({{'{view}': {{'model_id': '1'}}, 'text/html': '<b>a picture</b>',"
        " 'text/plain': 'its message'}, raw=True)"
    )
    built = build_twice(tmp_path, notebook)
    assert set(built.cells[0].outputs[0].data) == {"text/html", "text/plain"}


def test_cells_are_named_by_what_they_say():
    notebook = small_notebook("1", "2", "1")
    build_notebooks.normalise(notebook)
    names = [cell.id for cell in notebook.cells]
    assert len(set(names)) == 3
    moved = small_notebook("0", "1", "2")
    build_notebooks.normalise(moved)
    assert [cell.id for cell in moved.cells][1:] == names[:2]


def test_unknown_lesson_is_one_sentence():
    with pytest.raises(SystemExit, match="There is no lesson '77'; there are 00_start_here"):
        build_notebooks.main(["77"])
