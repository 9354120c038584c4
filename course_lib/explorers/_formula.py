"""Formulas as SVG text, set piece by piece, so that a number can stand where its symbol stood.

A formula is a `Box`: how much room it takes, and the SVG that draws it with the start of its
baseline at (0, 0). Every run of text is given its width, so that a layout made here holds in
every browser, whichever of the fonts it has.
"""

import html
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from course_lib.plots.style import INK

FONT = "'Times New Roman', 'Liberation Serif', 'Nimbus Roman', Tinos, Times, serif"

# Advance widths of Times New Roman and of the fonts made to its measure, per 1000 of font size.
_UPRIGHT = {
    width: characters
    for characters, width in [
        ("|", 200), ("′", 219), (" .,·", 250), ("ijlt;:/", 278), ("²³", 300), ("frI!()[]-", 333),
        ("sJ", 389), ("acez?", 444), ("δ", 471), ("^", 469), ("{}", 480), ("∂", 494),
        ("bdghknopquvxy0123456789*_#", 500), ("η", 523), ("σ", 539), ("÷±≈≤≥≠√", 549),
        ("FPS", 556), ("+=<>−×", 564), ("φ", 577), ("Σ", 582), ("ELTZ", 611), ("Δ", 643),
        ("BCR", 667), ("∞", 713), ("wADGHKNOQUVXY", 722), ("Ω", 743), ("m&", 778), ("%", 833),
        ("M", 889), ("W", 944), ("→←…", 1000),
    ]
}  # fmt: skip
_ITALIC = {
    width: characters
    for characters, width in [
        ("fijlt", 278), ("I", 333), ("τ", 358), ("rsz", 389), ("γε", 394), ("ζ", 405),
        ("λ", 433), ("cekvxyJν", 444), ("δ", 465), ("κρ", 480), ("θ", 491), ("σ", 493),
        ("η", 496), ("β", 498), ("abdghnopquS", 500), ("π", 501), ("μ", 502), ("α", 525),
        ("φ", 553), ("LTYZ", 556), ("ABEFPRVX", 611), ("ψ", 621), ("wCKN", 667), ("ω", 706),
        ("mDGHOQU", 722), ("MW", 833),
    ]
}  # fmt: skip
UPRIGHT = {character: width for width, characters in _UPRIGHT.items() for character in characters}
ITALIC = {character: width for width, characters in _ITALIC.items() for character in characters}

_NAMES = {"ln", "exp", "sin", "cos", "tanh", "max", "min"}  # upright, as a function’s name is
_RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SCRIPT = 0.7  # the size of a subscript
_TOKEN = re.compile(r"(?P<script>[_^](?:\{(?P<many>[^}]*)\}|(?P<one>.)))|(?P<letters>[A-Za-z]+)")


class Box(NamedTuple):
    """A piece of a formula: its width, its height above and depth below the baseline, its SVG."""

    width: float
    up: float
    down: float
    svg: str

    def at(self, x: float, y: float, anchor: str = "start") -> str:
        """Return the SVG with the baseline at `y` and x at its "start", "middle" or "end"."""
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * self.width
        return f'<g transform="translate({x:.1f} {y:.1f})" font-family="{FONT}">{self.svg}</g>'

    def fit(self, width: float) -> "Box":
        """Return the box made smaller, if it is wider than `width`."""
        if self.width <= width:
            return self
        scale = width / self.width
        svg = f'<g transform="scale({scale:.4f})">{self.svg}</g>'
        return Box(width, scale * self.up, scale * self.down, svg)


@lru_cache(maxsize=4096)
def formula(markup: str, size: float = 18, colour: str = INK, weight: str = "normal") -> Box:
    """Set a line of mathematics: letters italic, digits upright, `_` and `^` for scripts.

    Parameters
    ----------
    markup : str
        Such as "net_3 = o_1 w_{13} + b_3", "φ′(net_j)", "10^{−6}". Write the signs themselves:
        −, ×, ·, Σ, ∂, δ, η, φ, ′. The names ln, exp, sin, cos, tanh and max stay upright.
    size : float
        Of the font, in pixels.
    colour, weight : str
        Of every part; `beside` puts boxes of several colours on one line.
    """
    parts: list[str] = []
    x, start, script_end = 0.0, 0.0, 0.0
    up, down = 0.68 * size, 0.04 * size
    previous = ""
    for kind, run in _runs(markup):
        if kind in "_^":
            small = formula(run, _SCRIPT * size, colour, weight)
            shift = 0.22 * size if kind == "_" else -0.36 * size
            if previous not in ("_", "^"):
                start, script_end = x, x
            parts.append(f'<g transform="translate({start:.2f} {shift:.2f})">{small.svg}</g>')
            script_end = max(script_end, start + small.width + 0.04 * size)
            x = script_end
            up, down = max(up, small.up - shift), max(down, small.down + shift)
        elif run.strip():
            parts.append(_run(run, x, size, colour, weight, italic=kind == "i"))
            x += _width(run, kind == "i") * size
            if re.search(r"[()\[\]{}|gjpqyφηδβμ,;/Σ∂]", run):
                up, down = max(up, 0.72 * size), max(down, 0.22 * size)
        else:
            x += _width(run, False) * size
        previous = kind
    return Box(x, up, down, "".join(parts))


def plain(text: str, size: float = 18, colour: str = INK) -> Box:
    """Set words in upright letters, as they stand beside a formula."""
    svg = _run(text, 0, size, colour, "normal", italic=False)
    return Box(_width(text, italic=False) * size, 0.72 * size, 0.22 * size, svg)


def _runs(markup: str) -> Iterable[tuple[str, str]]:
    """Split markup into ("i" or "u", text) and ("_" or "^", script)."""
    place = 0
    plain = ""
    while place < len(markup):
        token = _TOKEN.match(markup, place)
        greek = not token and markup[place] in ITALIC
        if (token or greek) and plain:
            yield "u", plain
            plain = ""
        if greek:
            yield "i", markup[place]
            place += 1
        elif not token:
            plain += markup[place]
            place += 1
        else:
            place = token.end()
            if token["script"]:
                inside = token["many"] if token["many"] is not None else token["one"]
                yield token["script"][0], inside
            else:
                yield ("u" if token["letters"] in _NAMES else "i"), token["letters"]
    if plain:
        yield "u", plain


def _width(run: str, italic: bool) -> float:
    widths = ITALIC if italic else UPRIGHT
    return sum(widths.get(character, 560) for character in run) / 1000


def _run(run: str, x: float, size: float, colour: str, weight: str, *, italic: bool) -> str:
    slant = ' font-style="italic"' if italic else ""
    heavy = ' font-weight="bold"' if weight == "bold" else ""
    lead = len(run) - len(run.lstrip())
    x += _width(run[:lead], italic) * size
    run = run.strip()
    width = _width(run, italic) * size
    return (
        f'<text x="{x:.2f}" font-size="{size:.4g}" fill="{colour}"{slant}{heavy} '
        f'textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs">{html.escape(run)}</text>'
    )


def number(value: float, digits: int = 4) -> str:
    """Return a number as markup: so many significant digits, and powers of ten where needed.

    NaN is "undefined": that is what it tells a learner.
    """
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    shown = f"{value:.{digits - 1}e}"
    mantissa, _, exponent = shown.partition("e")
    power = int(exponent)
    # Zeros at the end say that the digits are known to be zeros: they stay on a rounded number.
    exact = math.isclose(float(shown), value, rel_tol=1e-13)
    if -4 <= power < max(digits, 5):
        plain = f"{value:.{max(digits - 1 - power, 0)}f}"
        if exact and "." in plain:
            plain = plain.rstrip("0").rstrip(".")
        return plain.replace("-", "−")
    if exact and "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    mantissa = {"1": "", "-1": "-"}.get(mantissa, f"{mantissa}×")
    return f"{mantissa}10^{{{power}}}".replace("-", "−")


def fitted(
    value: float, width: float, size: float, colour: str, weight: str = "normal", digits: int = 4
) -> Box:
    """Set a number with as many digits as there is room for, made a little smaller if need be."""
    box = formula(number(value, digits), size, colour, weight)
    while box.width > 1.15 * width and digits > 1:
        digits -= 1
        box = formula(number(value, digits), size, colour, weight)
    return box.fit(width)


def factor(value: float, digits: int = 4) -> str:
    """Return a number as it stands in a product or after a plus: a negative one in brackets."""
    return f"({number(value, digits)})" if value < 0 else number(value, digits)


def said(markup: str) -> str:
    """Return markup as a sentence can hold it: "10^{−6}" as "10⁻⁶", "w_{13}" as "w_13"."""
    raised = re.sub(r"\^\{?([−\d]+)\}?", lambda m: m[1].translate(_RAISED), markup)
    return raised.replace("{", "").replace("}", "")


def beside(*boxes: Box, gap: float = 0) -> Box:
    """Put boxes on one line, from left to right."""
    parts, x = [], 0.0
    for box in boxes:
        parts.append(_shift(box, x, 0))
        x += box.width + gap
    return Box(
        max(x - gap, 0),
        max(box.up for box in boxes),
        max(box.down for box in boxes),
        "".join(parts),
    )


def fraction(above: Box, below: Box, size: float = 18, colour: str = INK) -> Box:
    """Put one box above another, with a rule between them at the height of a minus sign."""
    width = max(above.width, below.width) + 0.3 * size
    axis = 0.25 * size
    rise, fall = axis + 0.22 * size + above.down, -axis + 0.18 * size + below.up
    svg = (
        _shift(above, (width - above.width) / 2, -rise)
        + f'<path d="M{0.06 * size:.2f} {-axis:.2f}H{width - 0.06 * size:.2f}" '
        f'stroke="{colour}" stroke-width="{max(size / 16, 1):.2g}"/>'
        + _shift(below, (width - below.width) / 2, fall)
    )
    return Box(width, rise + above.up, fall + below.down, svg)


def over(above: Box, below: Box, fall: float = 30) -> Box:
    """Put a symbol over the number it stands for, both centred, with baselines `fall` apart."""
    width = max(above.width, below.width)
    svg = _shift(above, (width - above.width) / 2, 0) + _shift(
        below, (width - below.width) / 2, fall
    )
    return Box(width, above.up, fall + below.down, svg)


def lines(*boxes: Box, gap: float = 8) -> Box:
    """Put boxes below one another, their left edges aligned; the baseline is the first one's."""
    parts, y, before = [], 0.0, 0.0
    for place, box in enumerate(boxes):
        y += (before + gap + box.up) if place else 0
        parts.append(_shift(box, 0, y))
        before = box.down
    return Box(max(box.width for box in boxes), boxes[0].up, y + before, "".join(parts))


def matrix(rows: Sequence[Sequence[Box]], size: float = 15, colour: str = INK) -> Box:
    """Put boxes in rows and columns between square brackets, centred on the line."""
    columns = [max(row[j].width for row in rows) for j in range(len(rows[0]))]
    gap, pitch, inset = 0.7 * size, 1.35 * size, 0.45 * size
    width = sum(columns) + gap * (len(columns) - 1) + 2 * inset
    high = pitch * len(rows)
    top = -0.25 * size - high / 2
    parts = []
    for i, row in enumerate(rows):
        x = inset
        for box, column in zip(row, columns, strict=True):
            parts.append(_shift(box, x + column - box.width, top + pitch * (i + 0.72)))
            x += column + gap
    edge = 0.25 * size
    for x, into in ((0.8, edge), (width - 0.8, -edge)):
        parts.append(
            f'<path d="M{x + into:.1f} {top:.1f}H{x:.1f}V{top + high:.1f}H{x + into:.1f}" '
            f'fill="none" stroke="{colour}" stroke-width="1.3"/>'
        )
    return Box(width, -top, top + high, "".join(parts))


def _shift(box: Box, x: float, y: float) -> str:
    return f'<g transform="translate({x:.2f} {y:.2f})">{box.svg}</g>'
