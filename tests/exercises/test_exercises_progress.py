"""Progress is kept, lost by nobody, and fatal to nobody; what the learner sees of it all."""

import json
import os
import subprocess
import sys

import pytest

from course_lib import exercises
from course_lib.exercises import bank, check, hint, progress, progress_file, solution
from course_lib.exercises.display import Note


@pytest.fixture
def shown(monkeypatch):
    notes = []
    monkeypatch.setattr(exercises, "show", notes.append)
    monkeypatch.setattr(exercises, "_hints_given", {})
    monkeypatch.setattr(exercises, "_asked", set())
    return notes


def file():
    return progress_file.path()


def saved():
    return json.loads(file().read_text(encoding="utf-8"))


def new_kernel(monkeypatch):
    monkeypatch.setattr(progress_file, "session", {})


# -- the file ----------------------------------------------------------------------------------


def test_tried_then_solved(shown):
    check("blame", "a")
    assert saved() == {"blame": "tried"}
    check("blame", "d")
    assert saved() == {"blame": "solved"}
    check("blame", "a")
    assert saved() == {"blame": "solved"}


def test_blank_is_not_recorded(shown):
    assert check("blame", ...) is None
    assert not file().exists()


def test_another_kernel_finds_it(shown, monkeypatch):
    check("blame", "d")
    new_kernel(monkeypatch)
    assert progress_file.read() == {"blame": "solved"}


def test_what_another_kernel_saved_meanwhile_is_kept(shown):
    check("blame", "d")
    file().write_text('{"blame": "tried", "softmax": "solved"}', encoding="utf-8")
    check("first_answer", 12)
    assert saved() == {"blame": "solved", "softmax": "solved", "first_answer": "tried"}


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'{"softmax": 7, "blame": "sol', b"null", b"[" * 9999],
)
def test_a_damaged_file_stops_nobody_and_is_kept(damage, shown):
    file().write_bytes(damage)
    progress()
    check("blame", "d")
    assert saved() == {"blame": "solved"}
    assert file().with_name("progress.json.damaged").read_bytes() == damage


def test_odd_entries_are_ignored(shown):
    file().write_text('{"softmax": 7, "sigmoid": "solved", "x": ["y"]}', encoding="utf-8")
    assert progress_file.read() == {"sigmoid": "solved"}
    check("blame", "d")
    assert saved() == {"blame": "solved", "sigmoid": "solved"}


@pytest.mark.parametrize("place", ["under_a_file", "is_a_folder", "null_byte"])
def test_where_nothing_can_be_written_it_says_so_and_goes_on(place, shown, tmp_path, monkeypatch):
    if place == "under_a_file":
        (tmp_path / "file").write_text("", encoding="utf-8")
        where = tmp_path / "file" / "progress.json"
    elif place == "is_a_folder":
        where = tmp_path / "folder"
        (where / "inside").mkdir(parents=True)
    else:
        where = tmp_path / ("long" * 100) / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(where))
    check("blame", "d")
    assert "Correct" in shown[-1].title
    assert progress_file.read() == {"blame": "solved"}
    progress()
    assert "can't be saved" in str(shown[-1])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only(shown, tmp_path):
    check("blame", "d")
    tmp_path.chmod(0o500)
    try:
        check("first_answer", 144)
        assert progress_file.read() == {"blame": "solved", "first_answer": "solved"}
        assert saved() == {"blame": "solved"}
    finally:
        tmp_path.chmod(0o700)


def test_a_crash_while_saving_leaves_the_old_file(shown, monkeypatch):
    check("blame", "d")

    def broken(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr(json, "dump", broken)
    check("first_answer", 144)
    assert saved() == {"blame": "solved"}
    assert sorted(path.name for path in file().parent.iterdir()) == [
        "progress.json",
        "progress.json.lock",
    ]


def test_two_kernels_writing_at_once_lose_nothing():
    program = """
import sys
from course_lib.exercises import progress_file
for k in range(60):
    progress_file.record(f"{sys.argv[1]}_{k}", "tried")
    progress_file.record(f"{sys.argv[1]}_{k}", "solved" if k % 2 else "tried")
"""
    writers = [subprocess.Popen([sys.executable, "-c", program, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    expected = {f"{name}_{k}": "solved" if k % 2 else "tried" for name in "ab" for k in range(60)}
    assert saved() == expected


def test_a_kernel_waits_while_another_one_saves():
    program = """
import json, sys, time
from course_lib.exercises import progress_file
dump = json.dump
json.dump = lambda *a, **k: time.sleep(0.3) or dump(*a, **k)  # both are at it at the same time
progress_file.record(sys.argv[1], "tried")
"""
    writers = [subprocess.Popen([sys.executable, "-c", program, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert saved() == {"a": "tried", "b": "tried"}


# -- what is seen -------------------------------------------------------------------------------


def test_hints_come_in_levels(shown):
    for _ in range(4):
        assert hint("blame") is None
    assert [note.title for note in shown[:3]] == [f"Hint {k} of 3 · blame" for k in (1, 2, 3)]
    assert [note.paragraphs[0] for note in shown[:3]] == list(bank.find("blame").hints)
    assert "solution(" in str(shown[3])


def test_solution_asks_before_it_spoils(shown):
    source = bank.find("softmax").solution
    solution("softmax")
    assert source not in str(shown[-1]) and "once more" in str(shown[-1])
    solution("softmax")
    assert source.rstrip() in str(shown[-1])


def test_solution_of_an_exercise_that_was_tried(shown, monkeypatch):
    check("softmax", lambda net: net)
    new_kernel(monkeypatch)
    solution("softmax")
    assert "def softmax(net):" in str(shown[-1])


def test_solution_of_a_choice_says_which_and_why(shown):
    check("blame", "a")
    solution("blame")
    assert "(d)" in str(shown[-1]) and "∂E/∂net" in str(shown[-1])


def test_progress_counts(shown):
    check("blame", "d")
    check("which_transpose", "a")
    progress()
    note = shown[-1]
    assert note.title == f"1 of {len(bank.exercises())} exercises solved"
    line = next(line for line in note.paragraphs if line.startswith("Lesson 09"))
    assert "1 of 6 solved" in line and "which_transpose (tried)" in line and "blame" not in line


def test_check_grades_a_function_by_its_name(shown):
    def relu_derivative(net):
        return net > 0

    assert check(relu_derivative) is None
    assert shown[-1].title == "✓ Correct · relu_derivative"


def test_check_names_the_mistake(shown):
    check("first_answer", 24)
    assert shown[-1].title == "✗ Not right yet · first_answer"
    assert shown[-1].paragraphs[0].startswith("You added the two sides")


def test_a_blank_answer_is_said_once(shown):
    check("first_answer", ...)
    assert str(shown[-1]).count("ttempted") == 1


@pytest.mark.parametrize("answer", [143, 146, 144.5, 144.0001, 24.4])
def test_a_count_is_exact(answer):
    verdict = exercises.grade("first_answer", answer)
    assert verdict.outcome == "wrong"
    assert (verdict.message == "A count is a whole number.") == (answer % 1 != 0)


@pytest.mark.parametrize("answer", [144, 144.0, [144], 12**2, (12**0.5) ** 4])
def test_a_count_may_come_in_any_form(answer):
    assert exercises.grade("first_answer", answer).outcome == "correct"


@pytest.mark.parametrize(
    "arguments",
    [("no_such_exercise", 1), (3.5,), (lambda net: net,), (None,), ([1, 2],), ("blame", "a", "b")],
)
def test_check_of_something_else_gets_a_sentence(arguments, shown):
    check(*arguments)
    assert shown[-1].title == "Which exercise?"


def test_misspelt_slugs_get_a_suggestion(shown):
    for call in (hint, solution, lambda slug: check(slug, 1)):
        call("hidden_dleta")
        assert "hidden_delta" in str(shown[-1])
    with pytest.raises(ValueError, match="hidden_delta"):
        exercises.grade("hidden_dleta", 1)


def test_outside_a_notebook_it_is_printed(capsys):
    check("blame", "d")
    assert capsys.readouterr().out.startswith("✓ Correct · blame\nRight:")


def test_html_is_escaped_and_says_it_in_words():
    note = Note("✗ a < b", ["use `x < y` & more", "*from* i, not `2*a*b`"], code="if a < b: pass")
    html = note._repr_html_()
    assert "<strong>✗ a &lt; b</strong>" in html
    assert "<code>x &lt; y</code> &amp; more" in html
    assert "<em>from</em> i, not <code>2*a*b</code>" in html
    assert "<pre" in html and "if a &lt; b: pass" in html
    assert 'role="status"' in html
    assert str(note) == "✗ a < b\nuse `x < y` & more\n*from* i, not `2*a*b`\n\nif a < b: pass"


def test_import_loads_nothing_heavy():
    program = (
        "import sys; from course_lib.exercises import bank, grade; grade('blame', 'a'); "
        "print([m for m in ('sympy', 'matplotlib', 'IPython', 'scipy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr
