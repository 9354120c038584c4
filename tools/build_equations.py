r"""Write `EQUATIONS.md`, the table of every tagged equation: `python -m tools.build_equations`.

An equation is a display `$$ ... \tag{9.2} $$` of a lesson. Code cites it as `(9.2)` in a comment or
a docstring, tests also by a key of a table of cases, `"9.2 output": ...`. How it is proved is read
from the output that `prove`, `define` or `measure` left in the lesson.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "EQUATIONS.md"

NUMBER = r"(?:[1-9]|1[01])\.[1-9]\d?[a-z]?"
REFERENCE = re.compile(rf"(?<!\w)\(({NUMBER})\)")
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
TAG = re.compile(rf"\s*\\tag\{{({NUMBER})\}}")
NO_PROSE = re.compile(r"```.*?```|\$\$.*?\$\$|`[^`]*`|(?<!\\)\$[^$]*\$|\]\([^)]*\)", re.DOTALL)
CLAIM = re.compile(rf"\(({NUMBER})\)  .*   (proved|checked|measured|\d+ numbers? agree)", re.DOTALL)

HEAD = """\
# The equations

Every tagged equation of the lessons: where it is derived, the code that computes it, how it is
shown to hold, and the tests that cite it. `python -m tools.build_equations` makes this page.

*proved*: by algebra, for every value of its symbols. *checked*: at 20 random points, to 30 digits.
*defined*: a definition, compared with numbers got another way. *measured*: an empirical law, with
its data.

Where no code is named, the equation is a step on the way, and the lesson has its code. Where no
test is named, the lesson is the test: `pytest` runs all its cells and compares what they show.

| | Equation | Lesson | In `course_lib` | Shown | Tests |
|---|---|---|---|---|---|
"""


class Citation(NamedTuple):
    """An equation's number, and the name and file of the code that cites it."""

    number: str
    name: str
    path: Path


def base(number: str) -> str:
    """The number without the letter of a part: 9.2 for 9.2a."""
    return number.rstrip("abcdefghijklmnopqrstuvwxyz")


def lessons() -> dict[Path, NotebookNode]:
    """Every lesson there is, by its path, in order."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return {path: nbformat.read(path, as_version=4) for path in paths}


def equations(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Each tagged equation of a lesson, in order: its number and its LaTeX."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for display in DISPLAY.findall(cell.source):
                for number in TAG.findall(display):
                    yield number, " ".join(TAG.sub("", display).split())


def claims(notebook: NotebookNode) -> dict[str, str]:
    """What the lesson shows of each number: "proved", "checked", "defined" or "measured"."""
    texts = (
        output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    found = [match.groups() for text in texts if (match := CLAIM.match(text))]
    return {number: "defined" if "agree" in verdict else verdict for number, verdict in found}


def prose(source: str) -> str:
    """The words of a Markdown cell, without formulas, code and addresses."""
    return NO_PROSE.sub(" ", source)


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Each comment of some code, with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def citations(path: Path) -> list[Citation]:
    """What the comments, docstrings and tables of cases of a file cite, and in which definition."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    texts = list(comments(source))
    names: dict[int, str] = {}
    for definition, name in _definitions(tree, path.stem):
        lines = range(definition.lineno, (definition.end_lineno or 0) + 1)
        names |= dict.fromkeys(lines, name)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            line = getattr(node, "lineno", 0)
            texts.append((line, ast.get_docstring(node) or ""))
        elif isinstance(node, ast.Dict):
            keys = [key for key in node.keys if isinstance(key, ast.Constant)]
            found = [(key, re.match(rf"{NUMBER}(?= |$)", str(key.value))) for key in keys]
            texts += [(key.lineno, f"({match[0]})") for key, match in found if match]
    return [
        Citation(number, names.get(line, path.stem), path)
        for line, text in sorted(texts)
        for number in REFERENCE.findall(text)
    ]


def _definitions(node: ast.AST, prefix: str) -> Iterator[tuple[ast.stmt, str]]:
    """Each function, class and named value of a module, outer ones first, with its full name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child, f"{prefix}.{child.name}"
            yield from _definitions(child, f"{prefix}.{child.name}")
        elif isinstance(child, ast.Assign | ast.AnnAssign) and isinstance(node, ast.Module):
            target = child.targets[0] if isinstance(child, ast.Assign) else child.target
            yield child, f"{prefix}.{ast.unparse(target)}"


def inline(latex: str) -> str:
    """A display equation as inline mathematics that survives a cell of a GitHub table."""
    latex = re.sub(r"(?<!\\)[.,;]$", "", latex)
    # A bar would end the cell, even inside of a formula.
    latex = latex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return f"$`{latex}`$"


def links(number: str, cited: Iterable[Citation]) -> str:
    """Links to the code that cites an equation, one of its parts or all of it, each once."""
    near = [c for c in cited if number in (c.number, base(c.number)) or c.number == base(number)]
    return ", ".join(
        dict.fromkeys(f"[`{c.name}`]({c.path.relative_to(ROOT).as_posix()})" for c in near)
    )


def table() -> str:
    """The whole page."""
    # The docstrings of proofs.py quote what `prove` prints; they compute none of it.
    modules = [p for p in sorted((ROOT / "course_lib").glob("*.py")) if p.stem != "proofs"]
    code = [citation for path in modules for citation in citations(path)]
    paths = sorted((ROOT / "tests").rglob("*.py"))
    tests = [citation for path in paths for citation in citations(path)]
    rows = []
    for path, notebook in lessons().items():
        shown = claims(notebook)
        lesson = f"[{path.stem[:2]}](notebooks/{path.name})"
        for number, latex in equations(notebook):
            row = [
                f"({number})",
                inline(latex),
                lesson,
                links(number, code),
                shown.get(number, ""),
                links(number, tests),
            ]
            rows.append(f"| {' | '.join(row)} |\n")
    return HEAD + "".join(rows)


def main() -> None:
    """Write the page."""
    PAGE.write_text(table(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
