"""The form of the lessons; that they run, and say the same again, is nbval's to check."""

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
