"""The `course` command: your own copy of the lessons, opened in JupyterLab.

Only the standard library is imported at the top, so that a missing package can be named.
"""

import argparse
import hashlib
import importlib
import importlib.util
import itertools
import json
import os
import sys
from importlib import metadata
from pathlib import Path

DISTRIBUTION = "backpropagation-course"
FOLDER = "my_course"
RECORD = ".delivered.json"  # what was delivered, by name: tells what you have changed since
IMPORT_NAMES = {"scikit-learn": "sklearn"}
LAB_EXTENSIONS = {
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
    "anywidget": "anywidget",
}


def lessons_folder() -> Path:
    """The folder that holds `notebooks/` and `figures/` as the course ships them."""
    package = Path(__file__).resolve().parent
    # In the repository first: an editable install has copies inside the package, but stale ones.
    in_repository = (package.parent / "notebooks" / "00_start_here.ipynb").is_file()
    return package.parent if in_repository else package / "lessons"


def lesson_names() -> list[str]:
    """The names of the lessons, such as `00_start_here`, in their order."""
    return sorted(path.stem for path in (lessons_folder() / "notebooks").glob("*.ipynb"))


def find_lesson(wanted: str) -> str:
    """The lesson meant by `3`, `03` or its whole name.

    Raises
    ------
    SystemExit
        If there is no such lesson; the message lists those there are.
    """
    names = lesson_names()
    for name in names:
        if name == wanted or name.startswith(f"{wanted:0>2}_"):
            return name
    known = ", ".join(name.partition("_")[0] for name in names) or "none"
    sys.exit(f"There is no lesson {wanted}; there are: {known}.")


# Is the installation complete?


def _problems(load: bool) -> dict[str, str]:
    """What is wrong with this installation, each with the package to install again.

    `load` imports every dependency, which takes seconds but also finds a damaged one.
    """
    try:
        from packaging.requirements import Requirement

        requirements = [Requirement(line) for line in metadata.requires(DISTRIBUTION) or []]
    except ModuleNotFoundError as missing:  # also raised for a distribution that isn't installed
        return {f"{missing.name} is missing": str(missing.name)}

    problems = {}
    for requirement in requirements:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        module = IMPORT_NAMES.get(requirement.name, requirement.name)
        package = f"{requirement.name}{requirement.specifier}"
        try:
            version = metadata.version(requirement.name)
            if not requirement.specifier.contains(version, prereleases=True):
                problems[f"{requirement.name} is {version}, not {requirement.specifier}"] = package
            elif load:
                importlib.import_module(module)
            elif importlib.util.find_spec(module) is None:
                problems[f"{requirement.name} is missing"] = package
        except metadata.PackageNotFoundError:
            problems[f"{requirement.name} is missing"] = package
        except Exception as error:  # a damaged package can raise anything
            problems[f"{requirement.name} can't be imported ({type(error).__name__})"] = package
    if not problems:
        from jupyter_core.paths import jupyter_path

        for extension, package in LAB_EXTENSIONS.items():
            folders = (Path(path, extension) for path in jupyter_path("labextensions"))
            if not any((folder / "package.json").is_file() for folder in folders):
                problems[f"JupyterLab's extension {extension} is missing"] = package
        if not lesson_names():
            problems["the lessons are missing"] = DISTRIBUTION
    return problems


def _describe(problems: dict[str, str]) -> str:
    if not problems:
        return "This installation is complete."
    packages = list(problems.values())
    if DISTRIBUTION in packages:
        advice = "Install the course again, as its README says."
    elif importlib.util.find_spec("pip") is None:  # an environment that uv made
        launcher = "py" if os.name == "nt" else "python3"
        advice = f"In the course's folder, type: {launcher} -m uv sync --reinstall"
    else:
        wanted = " ".join(f'"{package}"' for package in packages)
        python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
        advice = f"Type: {python} -m pip install --force-reinstall {wanted}"
    return f"This installation is incomplete: {'; '.join(problems)}. {advice}"


def check_installation() -> str:
    """One line that says whether everything the lessons need is here, and if not, what to type."""
    return _describe(_problems(load=True))


# The learner's copy


def course_folder() -> Path:
    """Where the learner's copy is: `my_course` here, or the copy that we are inside of."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / RECORD).is_file():
            return folder
    return here / FOLDER


def _fresh_files() -> dict[str, bytes]:
    """The files of a new copy by their names, outputs cleared: you predict before you see."""
    import nbformat

    files = {}
    for path in sorted((lessons_folder() / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = []
                cell.execution_count = None
        files[f"notebooks/{path.name}"] = nbformat.writes(notebook).encode("utf-8")
    for path in sorted((lessons_folder() / "figures").glob("[!.]*")):
        files[f"figures/{path.name}"] = path.read_bytes()
    return files


def _fingerprint(content: bytes) -> str:
    """The same for two files between which the learner has changed nothing.

    JupyterLab writes a notebook's own metadata, ids and counters: those are no change of theirs.
    """
    try:
        cells = [
            {key: cell[key] for key in cell if key not in ("id", "execution_count", "source")}
            | {"source": "".join(cell["source"])}
            for cell in json.loads(content)["cells"]
        ]
        content = json.dumps(cells, sort_keys=True).encode("utf-8")
    except (ValueError, KeyError, TypeError):  # a figure, or a notebook that isn't whole
        pass
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all: half a lesson would look like one that the learner changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _sign(notebooks: list[bytes]) -> None:
    """Tell Jupyter that these notebooks are trusted, so that they open without a warning."""
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for content in notebooks:
        notary.sign(nbformat.reads(content.decode("utf-8"), as_version=4))
    notary.store.close()


def deliver(folder: Path) -> list[str]:
    """Bring the learner's copy in `folder` up to date, and leave alone what they have changed.

    Returns
    -------
    list of str
        One sentence for each file of theirs that differs from a newer one.

    Raises
    ------
    OSError
        If `folder` can't be written.
    """
    record_file = folder / RECORD
    try:
        record = dict(json.loads(record_file.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        record = {}
    delivered = dict(record)
    new_notebooks, notices = [], []
    for name, content in _fresh_files().items():
        path = folder / name
        new = _fingerprint(content)
        theirs = _fingerprint(path.read_bytes()) if path.exists() else None
        if theirs == new:
            delivered[name] = new
        elif theirs is None or theirs == record.get(name):
            _write(path, content)
            delivered[name] = new
            if path.suffix == ".ipynb":
                new_notebooks.append(content)
        elif record.get(name) != new:
            lesson = path.name.partition("_")[0]
            way = f"type `course --fresh {lesson}`" if path.suffix == ".ipynb" else "delete yours"
            notices.append(f"Kept your {name}: the course has a newer one; to get it, {way}.")
    if delivered != record:
        _write(record_file, json.dumps(delivered, indent=1).encode("utf-8"))
    _sign(new_notebooks)
    return notices


def start_again(folder: Path, lesson: str) -> str:
    """Replace the learner's copy of one lesson by a new one, and keep theirs beside it.

    Returns
    -------
    str
        One sentence that says where the old copy is.
    """
    path = folder / "notebooks" / f"{lesson}.ipynb"
    kept = None
    if path.exists():
        names = (path.with_name(f"{lesson}-kept-{n}.ipynb") for n in itertools.count(1))
        kept = next(name for name in names if not name.exists())
        path.rename(kept)
    deliver(folder)
    return f"{path.name} is fresh" + (f"; your old copy is {kept.name}." if kept else ".")


# The command


def _open_jupyterlab(folder: Path, lesson: str, browser: bool) -> None:
    from jupyterlab.labapp import LabApp

    # JupyterLab without its news, which would ask the learner and then leave the machine.
    settings = [str(Path(__file__).parent / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, settings))
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={folder}",  # above notebooks/, or ../figures/ would not resolve
            f"--LabApp.default_url=/lab/tree/notebooks/{lesson}.ipynb",
            f"--LabApp.workspaces_dir={folder / '.workspaces'}",  # not among your other tabs
            "--allow-root",  # containers; the token still guards the server
            *([] if browser else ["--no-browser"]),
        ]
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the `course` command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(
        prog="course",
        description=f"Open the course in JupyterLab, on your own copy of it in {FOLDER}.",
    )
    parser.add_argument("lesson", nargs="?", default="00", help="the lesson to open, such as 03")
    parser.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--check", action="store_true", help="is this installation complete?")
    only.add_argument(
        "--fresh", metavar="LESSON", help="start a lesson again; your old copy is kept beside it"
    )
    options = parser.parse_args(arguments)

    problems = _problems(load=options.check)
    if options.check or problems:
        print(_describe(problems), file=sys.stderr if problems else sys.stdout)
        return 1 if problems else 0

    lesson = find_lesson(options.fresh or options.lesson)
    folder = course_folder()
    try:
        if options.fresh:
            print(start_again(folder, lesson))
            return 0
        for notice in deliver(folder):
            print(notice)
    except OSError as error:
        sys.exit(
            f"Can't write {error.filename or folder} ({error.strerror}): "
            "go to a folder of your own and type it again there."
        )
    print(f"Your lessons are in {folder}. To stop JupyterLab, press Ctrl-C here.", flush=True)
    _open_jupyterlab(folder, lesson, browser=not options.no_browser)
    return 0
