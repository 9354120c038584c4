"""Shows a message: HTML in a notebook, text elsewhere. Words carry it; colour only repeats them."""

import html
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

# Okabe and Ito's palette: apart for every eye, and visible on white and on black.
GREEN, ORANGE, BLUE, GREY = "#009E73", "#D55E00", "#3C8DC5", "#888888"

TITLES = {
    "unattempted": ("○ Not attempted yet", GREY),
    "raised": ("✗ Stopped by an error", ORANGE),
    "timeout": ("✗ Stopped: it took too long", ORANGE),
    "random": ("✗ Two calls, two results", ORANGE),
    "mutated_input": ("✗ It changes what it was given", ORANGE),
    "correct": ("✓ Correct", GREEN),
    "known_mistake": ("✗ Not right yet", ORANGE),
    "wrong": ("✗ Not right yet", ORANGE),
}


@dataclass(frozen=True)
class Note:
    """A title, paragraphs (`code` in backticks), and perhaps a block of code."""

    title: str
    paragraphs: Sequence[str] = ()
    code: str = ""
    colour: str = BLUE

    def __str__(self) -> str:
        blocks = [self.title, *self.paragraphs]
        return "\n".join(blocks) + (f"\n\n{self.code.rstrip()}" if self.code else "")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        body = "".join(f'<p style="margin:4px 0">{_inline(p)}</p>' for p in self.paragraphs)
        if self.code:
            body += f'<pre style="white-space:pre-wrap">{html.escape(self.code.rstrip())}</pre>'
        return (
            f'<div role="status" style="border-left:4px solid {self.colour};padding:2px 12px">'
            f"<strong>{html.escape(self.title)}</strong>{body}</div>"
        )


def _inline(text: str) -> str:
    """Backticks become code, and stars around words outside of it emphasis."""
    pieces = html.escape(text).split("`")
    pieces[::2] = [re.sub(r"\*(\w[\w ]*)\*", r"<em>\1</em>", piece) for piece in pieces[::2]]
    pieces[1::2] = [f"<code>{piece}</code>" for piece in pieces[1::2]]
    return "".join(pieces)


def show(note: Note) -> None:
    """Display the note in a notebook; print it elsewhere."""
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        from IPython.display import display

        display(note)
    else:
        print(note)
