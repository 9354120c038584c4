"""The `course` command: the learner's copy, its care, and what is said when something is wrong."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_lib import cli

START, SLOPES = "00_start_here.ipynb", "01_slopes_and_gradients.ipynb"


def write_lesson(path, text="Predict."):
    output = new_output("stream", text="0.97\n")
    notebook = new_notebook(
        cells=[
            new_markdown_cell(f"{text} ![a loop](../figures/loop.svg)", id="text"),
            new_code_cell("1 + 1", id="code", execution_count=1, outputs=[output]),
            new_code_cell("...", id="stub", metadata={"tags": ["exercise:first_answer"]}),
        ],
        metadata={"language_info": {"name": "python"}},
    )
    nbformat.write(notebook, path)


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Two lessons and a figure as shipped; we stand in an empty folder, with an empty home."""
    folder = tmp_path / "shipped"
    for part in ("notebooks", "figures"):
        (folder / part).mkdir(parents=True)
    write_lesson(folder / "notebooks" / START)
    write_lesson(folder / "notebooks" / SLOPES)
    (folder / "figures" / "loop.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "figures" / ".gitkeep").touch()
    monkeypatch.setattr(cli, "lessons_folder", lambda: folder)
    for kind in ("DATA", "CONFIG", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{kind}_DIR", str(tmp_path / "home" / kind))
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    return folder


@pytest.fixture
def course(shipped, monkeypatch):
    """The command without JupyterLab; it returns what would have been opened."""
    opened = []
    monkeypatch.setattr(cli, "_open_jupyterlab", lambda *args, **how: opened.append((args, how)))

    def run(*arguments):
        assert cli.main(list(arguments)) == 0
        return opened.pop() if opened else None

    return run


def copy_of(name):
    return Path("my_course", "notebooks", name)


def change_cell(path, source, cell=0):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[cell].source = source
    nbformat.write(notebook, path)


def first_text(path):
    return nbformat.read(path, as_version=4).cells[0].source


def test_copy_is_cleared_signed_and_beside_its_figures(course, shipped):
    before = (shipped / "notebooks" / START).read_bytes()
    course()
    notebook = nbformat.read(copy_of(START), as_version=4)
    assert [cell.get("outputs", []) for cell in notebook.cells] == [[], [], []]
    assert notebook.cells[1].execution_count is None
    assert notebook.cells[2].metadata.tags == ["exercise:first_answer"]
    assert (copy_of(START).parent / "../figures/loop.svg").read_text(encoding="utf-8") == "<svg/>"
    assert sorted(path.name for path in Path("my_course/figures").iterdir()) == ["loop.svg"]
    notary = NotebookNotary()
    assert notary.check_signature(notebook)
    notary.store.close()
    assert (shipped / "notebooks" / START).read_bytes() == before


def test_what_is_opened(course):
    folder = Path.cwd() / "my_course"
    assert course() == ((folder, "00_start_here"), {"browser": True})
    assert course("--no-browser") == ((folder, "00_start_here"), {"browser": False})
    for name in ("1", "01", "01_slopes_and_gradients"):
        assert course(name)[0] == (folder, "01_slopes_and_gradients")
    os.chdir(folder / "notebooks")
    assert course()[0][0] == folder, "no copy inside a copy"


def test_new_version_replaces_an_untouched_copy(course, shipped, capsys):
    course()
    write_lesson(shipped / "notebooks" / START, "Newer.")
    (shipped / "figures" / "loop.svg").write_text("<svg>newer</svg>", encoding="utf-8")
    course()
    assert first_text(copy_of(START)).startswith("Newer.")
    assert "newer" in Path("my_course/figures/loop.svg").read_text(encoding="utf-8")
    assert "Kept" not in capsys.readouterr().out


def test_opening_and_saving_in_jupyterlab_is_no_change(course, shipped):
    course()
    notebook = json.loads(copy_of(START).read_text(encoding="utf-8"))
    notebook["metadata"]["language_info"]["version"] = "3.14.0"
    copy_of(START).write_text(json.dumps(notebook), encoding="utf-8")
    write_lesson(shipped / "notebooks" / START, "Newer.")
    course()
    assert first_text(copy_of(START)).startswith("Newer.")


@pytest.mark.parametrize("change", ["source", "outputs", "tags", "damaged"])
def test_what_the_learner_changed_is_kept(course, shipped, capsys, change):
    course()
    path = copy_of(START)
    notebook = nbformat.read(path, as_version=4)
    if change == "source":
        notebook.cells[2].source = "my answer"
    elif change == "outputs":
        notebook.cells[1].outputs = [new_output("stream", text="mine")]
    elif change == "tags":
        notebook.cells[1].metadata["tags"] = ["mine"]
    text = "{ half a" if change == "damaged" else nbformat.writes(notebook)
    path.write_text(text, encoding="utf-8")
    theirs = path.read_bytes()

    capsys.readouterr()
    course()
    assert "Kept" not in capsys.readouterr().out, "nothing newer: nothing to say"
    write_lesson(shipped / "notebooks" / START, "Newer.")
    course()
    assert path.read_bytes() == theirs
    notices = [line for line in capsys.readouterr().out.splitlines() if "Kept" in line]
    assert len(notices) == 1
    assert START in notices[0] and "course --fresh 00" in notices[0]

    assert course("--fresh", "00") is None, "it prepares, and opens nothing"
    assert first_text(path).startswith("Newer.")
    assert path.with_name("00_start_here-kept-1.ipynb").read_bytes() == theirs
    capsys.readouterr()
    course()
    assert "Kept" not in capsys.readouterr().out


def test_changed_figure_is_kept(course, shipped, capsys):
    course()
    mine = Path("my_course/figures/loop.svg")
    mine.write_text("<svg>mine</svg>", encoding="utf-8")
    (shipped / "figures" / "loop.svg").write_text("<svg>newer</svg>", encoding="utf-8")
    course()
    assert mine.read_text(encoding="utf-8") == "<svg>mine</svg>"
    assert "Kept your figures/loop.svg" in capsys.readouterr().out


@pytest.mark.parametrize("record", [None, "", "[1]", "{}", '"text"'])
def test_lost_record_loses_no_work(course, shipped, record):
    course()
    change_cell(copy_of(START), "my answer")
    record_file = Path("my_course", cli.RECORD)
    if record is None:
        record_file.unlink()
    else:
        record_file.write_text(record, encoding="utf-8")
    write_lesson(shipped / "notebooks" / START, "Newer.")
    course()
    assert first_text(copy_of(START)) == "my answer"
    # The other lesson is as shipped: known again, so that it can be brought up to date.
    write_lesson(shipped / "notebooks" / SLOPES, "Newer.")
    course()
    assert first_text(copy_of(SLOPES)).startswith("Newer.")


def test_fresh_keeps_every_older_copy(course, capsys):
    course()
    for answer in ("first", "second", "third"):
        change_cell(copy_of(START), answer)
        course("--fresh", "0")
    assert "00_start_here-kept-3.ipynb" in capsys.readouterr().out
    kept = [copy_of(f"00_start_here-kept-{n}.ipynb") for n in (1, 2, 3)]
    assert [first_text(path) for path in kept] == ["first", "second", "third"]
    assert first_text(copy_of(START)).startswith("Predict.")
    course()
    assert [first_text(path) for path in kept] == ["first", "second", "third"]


def test_fresh_starts_a_course_too(course, capsys):
    course("--fresh", "01")
    assert capsys.readouterr().out == "01_slopes_and_gradients.ipynb is fresh.\n"
    assert copy_of(START).exists() and copy_of(SLOPES).exists()


def refused(*arguments):
    """The one sentence with which the command refuses; nothing else may come out."""
    with pytest.raises(SystemExit) as stop:
        cli.main(list(arguments))
    assert isinstance(stop.value.code, str), "a sentence, so that the exit code is 1"
    assert "\n" not in stop.value.code
    return stop.value.code


@pytest.mark.parametrize("arguments", [["42"], ["--fresh", "42"], ["start"]])
def test_unknown_lesson(course, arguments):
    assert refused(*arguments) == f"There is no lesson {arguments[-1]}; there are: 00, 01."
    assert not Path("my_course").exists()


def test_file_in_the_way(course):
    Path("my_course").touch()
    assert "my_course" in refused()


def test_read_only_folder(course, monkeypatch):
    def mkdir(path, *args, **options):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", mkdir)
    here = Path.cwd() / "my_course" / "notebooks"
    assert refused() == (
        f"Can't write {here} (Permission denied): "
        "go to a folder of your own and type it again there."
    )


def test_complete(shipped, capsys):
    assert cli.check_installation() == "This installation is complete."
    assert cli.main(["--check"]) == 0
    assert capsys.readouterr().out == "This installation is complete.\n"
    assert not Path("my_course").exists()


def test_dependencies_that_are_missing_old_or_damaged(shipped, monkeypatch, capsys):
    requirements = ["nbformat>=1", "sympy>=99", "absent-package>=2", 'absent; extra == "test"']
    monkeypatch.setattr(cli.metadata, "requires", lambda name: requirements)
    monkeypatch.setattr(cli.importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(cli.sys, "executable", "/a b/python")
    message = cli.check_installation()
    assert re.fullmatch(
        r"This installation is incomplete: sympy is [\d.]+, not >=99; absent-package is missing\. "
        r'Type: "/a b/python" -m pip install --force-reinstall "sympy>=99" "absent-package>=2"',
        message,
    )
    for arguments in ([], ["--check"]):
        assert cli.main(arguments) == 1
        assert capsys.readouterr().err == message + "\n"
    assert not Path("my_course").exists()

    def damaged(name):
        raise OSError("no such shared library")

    requirements[1:] = []
    monkeypatch.setattr(cli.importlib, "import_module", damaged)
    assert "nbformat can't be imported (OSError)" in cli.check_installation()
    monkeypatch.setattr(cli.importlib.util, "find_spec", lambda name: None)
    message = cli._describe(cli._problems(load=False))
    assert "nbformat is missing" in message and "-m uv sync --reinstall" in message


def test_course_that_is_not_whole(shipped, monkeypatch):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *parts: [])
    message = cli.check_installation()
    assert "extension @jupyter-widgets/jupyterlab-manager is missing" in message
    assert "extension anywidget is missing" in message
    monkeypatch.undo()
    monkeypatch.setattr(cli, "lessons_folder", lambda: shipped / "nowhere")
    assert cli.check_installation() == (
        "This installation is incomplete: the lessons are missing. "
        "Install the course again, as its README says."
    )
    monkeypatch.setattr(cli, "DISTRIBUTION", "never-installed-course")
    assert "never-installed-course is missing" in cli.check_installation()


@pytest.mark.parametrize("name", ["numpy", "nbformat"])
def test_what_even_the_command_needs(name, tmp_path):
    program = f"import sys; sys.modules[{name!r}] = None; import course_command; "
    program += "sys.argv[1:] = ['--fresh', '00']; course_command.main()"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert run.returncode == 1
    assert run.stderr == f"{name} is missing: install the course again, as its README says.\n"


def test_jupyterlab_serves_the_copy(shipped, tmp_path):
    """The whole command, in a folder whose name the terminal's encoding lacks."""
    folder = tmp_path / "élève 学"
    folder.mkdir()
    program = "import sys; from pathlib import Path; from course_lib import cli; "
    program += f"cli.lessons_folder = lambda: Path({str(shipped)!r}); "
    program += "sys.exit(cli.main(['--no-browser']))"
    with socket.socket() as free:  # not 8888, for which other servers may be reaching too
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "home" / "CONFIG" / "jupyter_server_config.json"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"ServerApp": {"port": port}}), encoding="utf-8")
    log = tmp_path / "log.txt"
    server = f"http://127.0.0.1:{port}"
    open_local = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def get(path, data=None):
        headers = {"Authorization": f"token {token}"}
        request = urllib.request.Request(f"{server}/{path}", data=data, headers=headers)
        with open_local(request, timeout=300) as answer:
            return answer.read().decode("utf-8")

    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=folder,
            env=os.environ | {"PYTHONIOENCODING": "cp1252"},
            stdout=stream,
            stderr=stream,
        )
    try:
        listening = False
        deadline = time.monotonic() + 300
        while not listening and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
            with contextlib.suppress(OSError):  # the address is printed before it answers
                socket.create_connection(("127.0.0.1", port), timeout=10).close()
                listening = True
        text = log.read_text(encoding="utf-8", errors="replace")
        address = re.search(re.escape(server) + r"(/lab/tree/\S+)\?token=(\w+)\s", text)
        assert address, text
        page, token = address.groups()
        assert page == f"/lab/tree/notebooks/{START}"
        assert str(folder / "my_course") in text
        lesson = json.loads(get(f"api/contents/notebooks/{START}"))["content"]
        assert all(cell["metadata"]["trusted"] for cell in lesson["cells"] if "outputs" in cell)
        assert get("files/figures/loop.svg") == "<svg/>"
        page = get("lab")
        assert '"disabledExtensions": ["@jupyterlab/apputils-extension:announcements"]' in page
        get("api/shutdown", data=b"")
        assert process.wait(timeout=300) == 0
    finally:
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
