"""A picture that carries its message as text, wherever a notebook is read."""

import base64
import html
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from course_lib.plots.style import PAPER


class Picture:
    """An SVG picture whose alt text reaches the reader of a notebook.

    Jupyter drops the alt text of an SVG or PNG output. The text of an `<img>` in an HTML output is
    kept by JupyterLab (trusted or not), nbconvert and the static sites made from notebooks.

    Parameters
    ----------
    svg : str
        The picture, with a background of its own: inside an `<img>` it can't see the theme.
    alt : str
        Its message, in a sentence or two.
    png : bytes, optional
        The same picture for viewers that refuse SVG.
    """

    def __init__(self, svg: str, alt: str, png: bytes | None = None) -> None:
        if not alt.strip():
            raise ValueError("A picture needs an alt text that states its message.")
        self.svg = svg
        self.alt = alt
        self.png = png

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        data = base64.b64encode(self.svg.encode()).decode()
        image = f'<img alt="{html.escape(self.alt)}" src="data:image/svg+xml;base64,{data}">'
        bundle = {"text/html": image, "text/plain": self.alt}
        if self.png is not None:
            bundle["image/png"] = base64.b64encode(self.png).decode()
        return bundle

    def __repr__(self) -> str:
        return self.alt

    def save(self, path: str | Path) -> None:
        """Write the SVG to `path`, with the message inside as its description."""
        Path(path).write_text(self.svg, encoding="utf-8", newline="\n")


def picture(figure: Figure, alt: str, *, title: str = "") -> Picture:
    """Draw a Matplotlib figure as a `Picture`: the same bytes each time.

    Call it inside `styled()`, as drawing reads the style too. The alt text, and the title where
    there is one, are written into the SVG for screen readers.
    """
    buffer = BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(buffer, format="svg", facecolor=PAPER, metadata=nothing)
    svg = buffer.getvalue().decode()
    svg = svg[svg.index("<svg") :]  # neither the XML prolog nor the DTD's address is needed
    said = f"<title>{html.escape(title)}</title>\n " if title else ""
    said += f"<desc>{html.escape(alt)}</desc>\n <defs>"
    svg = svg.replace("<svg ", '<svg role="img" ', 1).replace("<defs>", said, 1)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", facecolor=PAPER, dpi=100, metadata={"Software": None})
    return Picture(svg, alt, buffer.getvalue())
