"""Each lesson with answers in it: with the right ones all is correct, each mistake is named.

The lessons run as a learner runs them, from top to bottom in a kernel. That they run blank is
nbval's to check.
"""

import ast
import functools
import inspect
import json
import os

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course_lib.exercises import bank
from tools import build_notebooks
from tools.build_notebooks import NOTEBOOKS

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))


def formula(parsed):
    """The text of a formula that the bank has parsed."""
    return ast.unparse(inspect.getclosurevars(parsed).nonlocals["tree"])


def right_answer(exercise):
    """What a learner types who has it right: the code that `solution` prints, or the value."""
    if exercise.kind == "choice":
        return repr(exercise.right)
    if exercise.kind == "formula":
        return repr(formula(exercise.reference))
    if exercise.kind == "number":
        value = float(exercise.reference())
        return repr(
            round(value) if exercise.counts else round(value / exercise.unit) * exercise.unit
        )
    return exercise.solution


def wrong_answer(exercise):
    """What a learner types who makes the last of the known mistakes."""
    answer = exercise.mistakes[-1].answer
    if exercise.kind == "choice":
        return repr(answer)
    if exercise.kind == "formula":
        return repr(formula(answer))
    if exercise.kind == "number":
        return repr(float(answer))
    return (
        f"from course_lib.exercises import bank as _bank\n\n\ndef {exercise.slug}(*arguments):\n"
        f"    return _bank.find('{exercise.slug}').mistakes[-1].answer(*arguments)"
    )


def slug_of(cell):
    tags = cell.metadata.get("tags", [])
    return next((tag.removeprefix("exercise:") for tag in tags if tag.startswith("exercise:")), "")


def answer_all(notebook, answer):
    """Put answers into the tagged cells, in place; a last cell checks each function once more."""
    again = []
    for cell in notebook.cells:
        if slug := slug_of(cell):
            exercise, stub = bank.find(slug), bank.stub(slug).strip()
            assert stub in cell.source
            check = f"check({slug})"
            if stub.endswith(check):
                cell.source = cell.source.replace(stub, f"{answer(exercise)}\n\n\n{check}")
                again.append(check)
            else:
                filled = stub.replace("...", answer(exercise))
                cell.source = cell.source.replace(stub, filled)
    notebook.cells.append(nbformat.v4.new_code_cell("\n".join(again)))


def run(notebook, folder, progress):
    """Run a lesson; return what it says of each exercise, its other outputs, and the progress."""
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env={**os.environ, "COURSE_PROGRESS": str(progress)})
    *cells, last = notebook.cells
    build_notebooks.normalise(notebook)  # refuses errors and warnings, drops what differs anyway
    said, others = {}, []
    for cell in cells:
        if slug := slug_of(cell):
            said[slug] = text_of(cell)
        elif cell.cell_type == "code" and "nbval-ignore-output" not in cell.metadata.get(
            "tags", []
        ):
            others.append((cell.source, cell.outputs))
    return said, text_of(last), others, json.loads(progress.read_text(encoding="utf-8"))


def text_of(cell):
    return "\n".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return request.param


@pytest.fixture(scope="module")
def answered(lesson, tmp_path_factory):
    """Runs the lesson with all the answers of a kind, once for each kind."""

    @functools.cache
    def runs(answer):
        notebook = nbformat.read(lesson, as_version=4)
        answer_all(notebook, answer)
        progress = tmp_path_factory.mktemp("answers") / "progress.json"
        return run(notebook, lesson.parent, progress)

    return runs


def test_right_answers_are_correct(lesson, answered):
    said, again, _, progress = answered(right_answer)
    number = int(lesson.stem[:2])
    assert set(said) == {s for s, exercise in bank.exercises().items() if exercise.lesson == number}
    for slug, text in said.items():
        assert text.startswith(f"✓ Correct · {slug}\n"), f"{slug}: {text}"
    assert "✗" not in again
    assert progress == dict.fromkeys(said, "solved")


def test_known_mistakes_are_named(answered):
    said, again, _, progress = answered(wrong_answer)
    for slug, text in said.items():
        mistake = bank.find(slug).mistakes[-1]
        assert f"✗ Not right yet · {slug}\n" in text, f"{slug}: {text}"
        assert f"{mistake.explanation} {mistake.hint}" in text, f"{slug}: {text}"
    # A later cell that takes a learner's name would be checked in the place of their function.
    assert "✓" not in again
    assert progress == dict.fromkeys(said, "tried")


def test_nothing_else_depends_on_the_answers(answered):
    assert answered(right_answer)[2] == answered(wrong_answer)[2]


def test_faults_are_found(tmp_path):
    """A later cell that calls the learner's function, and one that takes its name."""
    slug = "gradient_descent_step"
    cell = nbformat.v4.new_code_cell
    sources = [
        "import numpy as np\nfrom course_lib.exercises import bank, check",
        f"{bank.stub(slug)}\n# more",
        f"print({slug}(np.ones(2), np.ones(2), 0.5))",
        f"{slug} = bank.find('{slug}').reference",
    ]
    found = {}
    for answer in (right_answer, wrong_answer):
        notebook = nbformat.v4.new_notebook(cells=[cell(source) for source in sources])
        notebook.cells[1].metadata["tags"] = [f"exercise:{slug}"]
        answer_all(notebook, answer)
        found[answer] = run(notebook, tmp_path, tmp_path / f"{answer.__name__}.json")
    said, again, others, progress = found[right_answer]
    assert said[slug].startswith("✓ Correct") and progress == {slug: "solved"}
    said, again, others_when_wrong, progress = found[wrong_answer]
    assert said[slug].startswith("✗ Not right yet")
    assert "✓" in again and progress == {slug: "solved"}
    assert others != others_when_wrong


@pytest.mark.parametrize("source", ["1 / 0", "import warnings\nwarnings.warn('careful')"])
def test_a_cell_that_breaks_or_warns_is_found(tmp_path, source):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    with pytest.raises((CellExecutionError, ValueError), match="ZeroDivision|stderr"):
        run(notebook, tmp_path, tmp_path / "progress.json")
