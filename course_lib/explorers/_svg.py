"""The pieces of an explorer's picture, as SVG text: lines, words, arrows, axes.

Coordinates are pixels from the top left corner.
"""

import html
import math
from collections.abc import Iterable, Sequence

import numpy as np

from course_lib.explorers._formula import Box, formula, number
from course_lib.plots import Picture
from course_lib.plots.style import INK, MUTED, PAPER, RULE

SANS = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif"


def document(
    width: float, height: float, parts: Iterable[str], alt: str, targets: Iterable[str] = ()
) -> Picture:
    """Return a picture of `parts`, drawn one over the other, below the `target`s."""
    label = html.escape(alt, quote=True)
    # Two groups: to a screen reader the drawing is one image, and its targets are buttons.
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{SANS}">'
        f'<g role="img" aria-label="{label}">'
        f'<rect width="{width:g}" height="{height:g}" rx="6" fill="{PAPER}"/>'
        f"{''.join(parts)}</g><g>{''.join(targets)}</g></svg>"
    )
    return Picture(svg, alt)


def words(
    x: float,
    y: float,
    text: str,
    size: float = 14,
    colour: str = INK,
    *,
    anchor: str = "start",
    weight: str = "normal",
) -> str:
    """Write words with their baseline at y."""
    heavy = ' font-weight="bold"' if weight == "bold" else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" '
        f'text-anchor="{anchor}"{heavy}>{html.escape(text)}</text>'
    )


def path(
    points: Iterable[tuple[float, float]],
    colour: str,
    width: float = 2,
    *,
    dash: str = "",
    fill: str = "none",
    opacity: float = 1,
) -> str:
    """Draw a line through points, broken where a point is not finite."""
    d, pen = [], "M"
    for x, y in points:
        if math.isfinite(x) and math.isfinite(y):
            d.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
        else:
            pen = "M"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    clear = f' opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<path d="{"".join(d)}" fill="{fill}" stroke="{colour}" stroke-width="{width:g}" '
        f'stroke-linejoin="round" stroke-linecap="{"butt" if dash else "round"}"{dashed}{clear}/>'
    )


def arrow(
    start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 2
) -> str:
    """Draw a straight arrow; nothing if it would be shorter than a pixel."""
    (x, y), (u, v) = start, end
    length = math.hypot(u - x, v - y)
    if not length > 1:
        return ""
    dx, dy = (u - x) / length, (v - y) / length
    head = min(4 + 2.2 * width, length)
    side = 0.42 * head
    neck = (u - head * dx, v - head * dy)
    tip = [(u, v), (neck[0] - side * dy, neck[1] + side * dx)]
    tip.append((neck[0] + side * dy, neck[1] - side * dx))
    corners = " ".join(f"{a:.1f},{b:.1f}" for a, b in tip)
    return path([start, neck], colour, width) + f'<polygon points="{corners}" fill="{colour}"/>'


def dot(x: float, y: float, radius: float, fill: str, edge: str = PAPER, width: float = 1.5) -> str:
    if not (math.isfinite(x) and math.isfinite(y)):
        return ""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{edge}" '
        f'stroke-width="{width:g}"/>'
    )


def card(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    edge: str = "none",
    *,
    radius: float = 8,
    line: float = 1.5,
) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="{radius:g}" fill="{fill}" stroke="{edge}" stroke-width="{line:g}"/>'
    )


def plate(box: Box, x: float, y: float, fill: str = PAPER, edge: str = "none") -> str:
    """Draw a formula centred on (x, y), on a plate that keeps lines behind it out of its way."""
    high = box.up + box.down
    return card(
        x - box.width / 2 - 4,
        y - high / 2 - 2.5,
        box.width + 8,
        high + 5,
        fill,
        edge,
        radius=4,
        line=1,
    ) + box.at(x, y - high / 2 + box.up, "middle")


def target(shape: str, key: str, label: str, *, pressed: bool = False) -> str:
    """Return an invisible shape that a learner can choose, by mouse or by Tab and Enter.

    Parameters
    ----------
    shape : str
        The start of an SVG element without its end: '<circle cx="5" cy="5" r="9"'.
    key : str
        What the explorer's `chosen` becomes.
    label : str
        What a screen reader calls it.
    pressed : bool
        It is the one chosen now.
    """
    return (
        f'{shape} data-choose="{html.escape(key, quote=True)}" tabindex="0" role="button" '
        f'aria-pressed="{str(pressed).lower()}" aria-label="{html.escape(label, quote=True)}" '
        'fill="transparent" stroke="transparent" pointer-events="all"/>'
    )


class Frame:
    """Axes: a rectangle of the picture in which data have coordinates of their own.

    Parameters
    ----------
    box : (x, y, width, height)
        In pixels.
    xlim, ylim : (float, float)
        The data's coordinates at the frame's edges.
    xlog, ylog : bool
        Logarithmic scales.
    """

    def __init__(
        self,
        box: tuple[float, float, float, float],
        xlim: tuple[float, float],
        ylim: tuple[float, float],
        *,
        xlog: bool = False,
        ylog: bool = False,
    ) -> None:
        self.box = box
        self.xlim, self.ylim = xlim, ylim
        self.xlog, self.ylog = xlog, ylog

    def x(self, value: float) -> float:
        """Return the pixel of a coordinate; far outside the frame it stays near enough to draw."""
        left, _, width, _ = self.box
        return left + width * _share(value, self.xlim, self.xlog)

    def y(self, value: float) -> float:
        _, top, _, height = self.box
        return top + height * (1 - _share(value, self.ylim, self.ylog))

    def value(self, x: float, y: float) -> tuple[float, float]:
        """Return the data's coordinates at a pixel, kept inside the frame (linear scales)."""
        left, top, width, height = self.box
        across = min(max((x - left) / width, 0.0), 1.0)
        up = min(max(1 - (y - top) / height, 0.0), 1.0)
        return (
            self.xlim[0] + across * (self.xlim[1] - self.xlim[0]),
            self.ylim[0] + up * (self.ylim[1] - self.ylim[0]),
        )

    def inside(self, *parts: str) -> str:
        """Return parts, given in pixels of the whole picture, cut off at the frame's edges."""
        left, top, width, height = self.box
        return (
            f'<svg x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" '
            f'viewBox="{left:g} {top:g} {width:g} {height:g}">{"".join(parts)}</svg>'
        )

    def curve(
        self,
        x: Iterable[float],
        y: Iterable[float],
        colour: str,
        width: float = 2.5,
        dash: str = "",
    ) -> str:
        """Draw y over x, broken where it is not finite."""
        points = [(self.x(a), self.y(b)) for a, b in zip(x, y, strict=True)]
        return path(points, colour, width, dash=dash)

    def axes(
        self,
        xlabel: Box,
        ylabel: Box,
        *,
        ticks: int = 5,
        xticks: Sequence[float] | None = None,
    ) -> str:
        """Draw the axes with their numbers, a faint grid, and a label at the end of each.

        Numbers stand at about so many round `ticks`, and along x at `xticks`, if given.
        """
        left, top, width, height = self.box
        bottom = top + height
        parts = []
        for value in _ticks(self.xlim, self.xlog, ticks) if xticks is None else xticks:
            x = self.x(value)
            parts.append(path([(x, top), (x, bottom)], RULE, 1, opacity=0.7))
            parts.append(_tick(value, self.xlog).at(x, bottom + 17, "middle"))
        for value in _ticks(self.ylim, self.ylog, ticks):
            y = self.y(value)
            parts.append(path([(left, y), (left + width, y)], RULE, 1, opacity=0.7))
            parts.append(_tick(value, self.ylog).at(left - 7, y + 5, "end"))
        parts.append(path([(left, top), (left, bottom), (left + width, bottom)], MUTED, 1.2))
        parts.append(xlabel.at(left + width, bottom + 37, "end"))
        parts.append(ylabel.at(left - 4, top - 12))
        return "".join(parts)


def _tick(value: float, log: bool) -> Box:
    power = f"10^{{{number(math.log10(value))}}}" if log else ""
    return formula(power or number(value, 3), 14, MUTED)


def _share(value: float, limits: tuple[float, float], log: bool) -> float:
    low, high = limits
    if log:
        value = math.log10(value) if value > 0 else -math.inf
        low, high = math.log10(low), math.log10(high)
    share = (value - low) / (high - low)
    return share if math.isnan(share) else min(max(share, -50.0), 50.0)


def _ticks(limits: tuple[float, float], log: bool, count: int) -> list[float]:
    low, high = limits
    if log:
        first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
        every = max(1, math.ceil((last - first) / count))
        return [10.0**power for power in range(first, last + 1) if power % every == 0]
    rough = (high - low) / count
    size = 10.0 ** math.floor(math.log10(rough))
    step = size * next(k for k in (1, 2, 5, 10) if k * size >= rough * 0.999)
    found = step * np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    return [0.0 if abs(tick) < step / 1e6 else float(tick) for tick in found]
