"""Execute the lessons and save them with their outputs: `python -m tools.build_notebooks [names]`.

What is saved depends on the notebook's source alone: building twice changes nothing.
"""

import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE_DATA = re.compile(r"base64,[A-Za-z0-9+/=]+")
PROGRESS_BAR = re.compile(r"\d+%\|.*\d+/\d+ \[")
# What differs from machine to machine or from run to run, and so may not be saved.
UNSTABLE = re.compile(
    r"(?:/home/|/root/|/Users/|/tmp/|/work/|/usr/|[A-Za-z]:\\)[\w.\\/-]*|\bat 0x[0-9a-fA-F]{6,}"
)


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run every cell of `notebook` in `folder`, in place, as a learner without any progress."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    with tempfile.TemporaryDirectory() as empty:
        client.execute(env={**os.environ, "COURSE_PROGRESS": str(Path(empty) / "progress.json")})


def normalise(notebook: NotebookNode) -> None:
    """Leave in `notebook` only what is the same on every machine and in every run, in place.

    Raises
    ------
    ValueError
        If an output holds what no saved notebook may hold: an error, anything on stderr, a widget
        without a picture, a path of this machine.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for cell in notebook.cells:
        cell.source = cell.source.rstrip()
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.id = _cell_id(cell, taken)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _is_progress_bar(output)]
            for output in cell.outputs:
                _normalise_output(output, cell)


def _cell_id(cell: NotebookNode, taken: set[str]) -> str:
    """Name a cell by what it says, so that its name survives a move and a rebuild."""
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
    name, count = digest, 1
    while name in taken:
        count += 1
        name = f"{digest}-{count}"
    taken.add(name)
    return name


def _is_progress_bar(output: NotebookNode) -> bool:
    data = output.get("data", {})
    return VIEW in data and bool(PROGRESS_BAR.search(data.get("text/plain", "")))


def _normalise_output(output: NotebookNode, cell: NotebookNode) -> None:
    where = f"the cell that starts with {cell.source.splitlines()[0]!r}"
    if output.output_type == "error":
        raise ValueError(f"{where} raises {output.ename}: {output.evalue}")
    if output.output_type == "stream":
        if output.name == "stderr":
            raise ValueError(f"{where} writes to stderr: {output.text}")
        text = output.text
    else:
        output.metadata = NotebookNode()
        if VIEW in output.data:
            if "text/html" not in output.data:
                raise ValueError(f"{where} shows a widget without a picture beside it")
            # Reopened without its state, a view shows an error in place of the picture.
            del output.data[VIEW]
        text = "\n".join(v for k, v in output.data.items() if k.startswith("text/"))
    if found := UNSTABLE.search(PICTURE_DATA.sub("", text)):
        raise ValueError(f"{where} shows what only this machine or this run has: {found[0]}")


def build(path: Path) -> str:
    """Return the text that the notebook at `path` should have, with fresh outputs.

    A cell tagged `timing` keeps the outputs it was saved with for as long as its source is the
    same: a duration differs from run to run, and a reader needs only one.
    """
    notebook = nbformat.read(path, as_version=4)
    normalise(notebook)
    saved = {cell.id: cell.outputs for cell in notebook.cells if cell.get("outputs")}
    execute(notebook, path.parent)
    normalise(notebook)
    for cell in notebook.cells:
        if "timing" in cell.metadata.get("tags", []):
            cell.outputs = saved.get(cell.id, cell.outputs)
    return to_text(notebook)


def to_text(notebook: NotebookNode) -> str:
    """Return a notebook as the text of its file, with one newline at the end."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def main(names: list[str]) -> None:
    """Build the lessons whose file names start with one of `names`, or all of them."""
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    for name in names:
        if not any(path.name.startswith(name) for path in paths):
            sys.exit(f"There is no lesson {name!r}; there are {', '.join(p.stem for p in paths)}.")
    for path in paths:
        if not names or path.name.startswith(tuple(names)):
            before = path.read_text(encoding="utf-8")
            after = build(path)
            if after != before:
                path.write_text(after, encoding="utf-8", newline="\n")
            print(f"{path.stem}: {'unchanged' if after == before else 'written'}")


if __name__ == "__main__":
    main(sys.argv[1:])
