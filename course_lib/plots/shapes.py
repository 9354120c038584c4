"""What diagrams are made of: words, lines, arrows, cards and units on a canvas of pixels."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from course_lib.plots.style import (
    FORWARD,
    FORWARD_TINT,
    INK,
    MUTED,
    POINTS_PER_PIXEL,
    RULE,
)

Point = tuple[float, float]


def write(
    axes: Axes, x: float, y: float, words: str, pixels: float, *, colour: str = INK, **how: Any
) -> None:
    """Write words of a size in pixels, centred unless told otherwise."""
    middle: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 6}
    axes.text(x, y, words, size=pixels * POINTS_PER_PIXEL, color=colour, **(middle | how))


def width_of(words: str, pixels: float) -> float:
    """Return how wide words of a size are, in pixels; they may hold mathematics."""
    return float(MathTextParser("path").parse(words, 72, FontProperties(size=pixels))[0])


def write_lines(
    axes: Axes, x: float, y: float, words: str, pixels: float, *, colour: str = INK
) -> None:
    """Write lines to the right of x, their baselines evenly spaced below y."""
    for number, line in enumerate(words.split("\n"), 1):
        baseline = y + 1.4 * pixels * number
        write(axes, x, baseline, line, pixels, colour=colour, ha="left", va="baseline")


def number(value: float) -> str:
    """Return a number to four significant digits, as pictures and their alt texts show it."""
    # Adding 0 turns -0 into 0.
    return f"{value + 0.0:.4g}".replace("-", "−").replace("inf", "∞")


def factor(value: float) -> str:
    """Return a number as it stands in a product or a sum: a negative one in brackets."""
    return f"({number(value)})" if value < 0 else number(value)


def stroke(axes: Axes, points: Sequence[Point], colour: str, width: float, **how: Any) -> None:
    axes.plot(*zip(*points, strict=True), color=colour, lw=width * POINTS_PER_PIXEL, **how)


def arrow(
    axes: Axes, start: Point, end: Point, colour: str, width: float, *, bend: float = 0
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle=f"-|>,head_length={2.6 + width},head_width={1.3 + 0.55 * width}",
            mutation_scale=1,
            shrinkA=0,
            shrinkB=0,
            color=colour,
            lw=width * POINTS_PER_PIXEL,
            joinstyle="miter",
            capstyle="butt",
            zorder=4,
        )
    )


def arrow_between(
    axes: Axes,
    start: Point,
    end: Point,
    leave: float,
    reach: float,
    colour: str,
    *,
    side: float = 0,
) -> None:
    """Draw an arrow between two units, from `leave` pixels off one to `reach` off the other.

    It keeps `side` pixels to the right of its way, so that two that meet pass each other.
    """
    a, b = np.array(start), np.array(end)
    way = (b - a) / np.linalg.norm(b - a)
    right = side * np.array([-way[1], way[0]])
    tail, head = a + leave * way + right, b - reach * way + right
    arrow(axes, (tail[0], tail[1]), (head[0], head[1]), colour, 2.6)


def card(axes: Axes, x: float, y: float, wide: float, high: float, face: str, edge: str) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (x, y),
            wide,
            high,
            boxstyle="round,pad=0,rounding_size=9",
            facecolor=face,
            edgecolor=edge,
            lw=1.2,
            zorder=2,
        )
    )


def circle(
    axes: Axes, centre: Point, radius: float, face: str, edge: str, *, width: float = 2
) -> None:
    axes.add_patch(
        Circle(
            centre, radius, facecolor=face, edgecolor=edge, lw=width * POINTS_PER_PIXEL, zorder=3
        )
    )


def open_unit(axes: Axes, centre: Point, net: str, out: str) -> None:
    """Draw a unit opened up: its net input, then its output."""
    x, y = centre
    axes.add_patch(
        FancyBboxPatch(
            (x - 60, y - 32),
            120,
            64,
            boxstyle="round,pad=0,rounding_size=32",
            facecolor=FORWARD_TINT,
            edgecolor=FORWARD,
            lw=1.5,
            zorder=3,
        )
    )
    write(axes, x - 27, y, net, 19, colour=FORWARD)
    write(axes, x + 37, y, out, 19, colour=FORWARD)
    stroke(axes, [(x + 8, y - 31), (x + 8, y + 31)], FORWARD, 1.2, zorder=5)
    write(
        axes,
        x + 8,
        y,
        r"$\varphi$",
        17,
        colour=FORWARD,
        bbox={"facecolor": FORWARD_TINT, "edgecolor": "none", "pad": 1},
    )


def frame(
    axes: Axes, across: Point, up: Point, xs: Point, ys: Point, *, upright: float = 0
) -> Callable[[float, float], Point]:
    """Draw two thin axes on the canvas, and return where they put a point (x, y).

    Parameters
    ----------
    across, up : (float, float)
        Pixels at which the numbers of `xs` and `ys` stand.
    xs, ys : (float, float)
        The smallest and the largest number of each axis.
    upright : float
        The x at which the upright axis stands.
    """

    def place(x: float, y: float) -> Point:
        across_x = across[0] + (x - xs[0]) / (xs[1] - xs[0]) * (across[1] - across[0])
        up_y = up[0] + (y - ys[0]) / (ys[1] - ys[0]) * (up[1] - up[0])
        return float(across_x), float(up_y)

    for ends in [((xs[0], 0), (xs[1], 0)), ((upright, ys[0]), (upright, ys[1]))]:
        stroke(axes, [place(*end) for end in ends], MUTED, 1, zorder=3)
    return place


def panel(figure: Figure, x: float, y: float, wide: float, high: float) -> Axes:
    """Add axes with ticks and a grid to a canvas, at pixels counted from its top left corner."""
    width, height = figure.get_size_inches() * 96
    axes = figure.add_axes((x / width, 1 - (y + high) / height, wide / width, high / height))
    axes.set_axisbelow(True)
    axes.tick_params(color=RULE, labelcolor=MUTED, labelsize=13 * POINTS_PER_PIXEL)
    axes.grid()
    return axes


def draw(
    axes: Axes,
    place: Callable[[float, float], Point],
    function: Callable[[float], float],
    between: Point,
    colour: str,
) -> None:
    """Draw a function on a `frame`."""
    points = [place(x, function(x)) for x in np.linspace(*between, 81)]
    stroke(axes, points, colour, 2.6, zorder=4)
