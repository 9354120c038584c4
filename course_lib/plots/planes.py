"""Points of two kinds in the plane, and the lines that part them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from course_lib.plots.picture import Picture, picture
from course_lib.plots.style import FORWARD, INK, MUTED, PAPER, RULE, UPDATE, styled

_MARKS: list[tuple[str, dict[str, Any]]] = [
    ("target 0", {"marker": "s", "mfc": PAPER, "color": INK, "ms": 10, "mew": 2}),
    ("target 1", {"marker": "o", "color": FORWARD, "ms": 11}),
]


def planes(
    views: Mapping[tuple[str, str], Any],
    targets: Sequence[int],
    names: Sequence[str],
    *,
    alt: str,
    lines: Mapping[tuple[str, str], Sequence[tuple[float, float, float]]] = {},
) -> Picture:
    """Draw the same examples in one plane or several, each with lines of net input 0.

    Parameters
    ----------
    views : mapping of (str, str) to array_like, shape (K, 2)
        The examples' coordinates, one panel for each pair of axis labels.
    targets : sequence of int, length K
        1 is drawn as a blue dot, 0 as an open square.
    names : sequence of str, length K
        What stands beside each example; examples at one place share it.
    alt : str
        What to see in the picture: its alt text, which is not drawn.
    lines : mapping of (str, str) to sequence of (w_1, w_2, b), optional
        For a panel, the lines on which $w_1x+w_2y+b=0$.
    """
    with styled():
        figure = Figure(figsize=(360 * len(views) / 96, 370 / 96), layout="constrained")
        panels = figure.subplots(1, len(views), squeeze=False)[0]
        for axes, (labels, given) in zip(panels, views.items(), strict=True):
            points = np.asarray(given, float)
            low, high = points.min() - 0.5, points.max() + 0.5
            for w_1, w_2, b in lines.get(labels, ()):
                size = w_1**2 + w_2**2
                foot = np.array([-b * w_1 / size, -b * w_2 / size])
                axes.axline(tuple(foot), tuple(foot + [-w_2, w_1]), color=UPDATE, lw=2.2)
            for target, (label, look) in enumerate(_MARKS):
                kind = points[np.equal(targets, target)]
                axes.plot(*kind.T, ls="none", label=label, zorder=4, **look)
            places: dict[tuple[float, ...], list[str]] = {}
            for point, name in zip(points.tolist(), names, strict=True):
                places.setdefault(tuple(point), []).append(name)
            for (x, y), here in places.items():
                axes.annotate(
                    "\n".join(here),
                    (x, y),
                    (0, -10),
                    textcoords="offset points",
                    ha="center",
                    va="top",
                    size=9,
                    zorder=5,
                )
            axes.set(xlabel=labels[0], ylabel=labels[1], xlim=(low, high), ylim=(low, high))
            axes.set_aspect("equal")
            axes.xaxis.set_major_locator(MultipleLocator(0.5))
            axes.yaxis.set_major_locator(MultipleLocator(0.5))
            axes.grid()
            axes.tick_params(color=RULE, labelcolor=MUTED)
        figure.legend(
            *panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=len(_MARKS)
        )
        return picture(figure, alt)
