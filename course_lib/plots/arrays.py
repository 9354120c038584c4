"""Arrays and landscapes: numbers in their cells, a loss over two weights with the path taken."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from matplotlib.figure import Figure

from course_lib.plots.picture import Picture, picture
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_SIGNED,
    FORWARD_SIGNED,
    INK,
    LOSS_TINT,
    PAPER,
    RULE,
    UPDATE,
    styled,
)

_SIGNED = {"forward": FORWARD_SIGNED, "backward": BACKWARD_SIGNED}


def heat_map(
    values: Any,
    *,
    alt: str,
    direction: Literal["forward", "backward"] = "backward",
    row: str = "example",
    column: str = "unit",
) -> Picture:
    """Draw an array as coloured cells: grey below 0, white at 0, its direction's colour above.

    Cells carry their numbers while there are at most 120 of them.

    Parameters
    ----------
    values : array_like, shape (rows, columns)
        Deltas, gradients (backward) or weights, net inputs, outputs (forward).
    alt : str
        What to see in the picture: its alt text, which is not drawn.
    row, column : str
        What a row and a column are.
    """
    values = np.asarray(values, float)
    limit = np.abs(values).max() or 1.0
    rows, columns = values.shape
    with styled():
        cell = min(58, 640 / columns)
        figure = Figure(
            figsize=((columns * cell + 160) / 96, (rows * min(cell, 36) + 90) / 96),
            layout="constrained",
        )
        axes = figure.add_subplot()
        mesh = axes.pcolormesh(
            values, cmap=_SIGNED[direction], vmin=-limit, vmax=limit, edgecolors=RULE, lw=0.6
        )
        if values.size <= 120:
            for (i, j), value in np.ndenumerate(values):
                axes.text(
                    j + 0.5,
                    i + 0.5,
                    f"{value:.2g}",
                    size=8.5,
                    ha="center",
                    va="center",
                    color=PAPER if abs(value) > 0.6 * limit else INK,
                )
        axes.invert_yaxis()
        axes.set(xlabel=column, ylabel=row)
        axes.set_xticks(np.arange(columns) + 0.5, [str(j + 1) for j in range(columns)])
        axes.set_yticks(np.arange(rows) + 0.5, [str(i + 1) for i in range(rows)])
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        bar = figure.colorbar(mesh, ax=axes, fraction=0.06)
        bar.outline.set_visible(False)  # type: ignore[operator]
        return picture(figure, alt)


def contours(
    x: Any,
    y: Any,
    heights: Any,
    *,
    alt: str,
    xlabel: str,
    ylabel: str,
    path: Any = (),
    arrow: Sequence[float] | None = None,
    minimum: Sequence[float] | None = None,
) -> Picture:
    """Draw a function of two variables by its contours, with a path, a gradient, a minimum.

    Parameters
    ----------
    x, y : array_like, shape (K,) and (M,)
    heights : array_like, shape (M, K)
        `heights[i, j]` is the function at `x[j], y[i]`.
    alt : str
        What to see in the picture: its alt text, which is not drawn.
    path : array_like, shape (S, 2)
        Points visited, in order: green, with the first one ringed.
    arrow : (x0, y0, dx, dy), optional
        An arrow from a point, for a gradient: orange.
    minimum : (x0, y0), optional
        Marked with a cross.
    """
    heights = np.asarray(heights, float)
    low = heights.min()
    # Levels that lie as close in the valley as on the slope, so that its shape is seen.
    levels = low + np.linspace(0.04, 1, 12) ** 2 * (heights.max() - low)
    with styled():
        figure = Figure(figsize=(520 / 96, 440 / 96), layout="constrained")
        axes = figure.add_subplot()
        axes.contourf(x, y, heights, levels=[low, *levels[:1]], colors=[LOSS_TINT])
        lines = axes.contour(x, y, heights, levels=levels, colors="#B98FB3", linewidths=1)
        axes.clabel(lines, levels[::2], fmt="%.2g", fontsize=8, colors=INK)
        if len(path):
            points = np.asarray(path, float)
            axes.plot(*points.T, "o-", color=UPDATE, ms=3.5, lw=1.4, zorder=4)
            axes.plot(*points[0], "o", color=UPDATE, ms=10, mfc="none", mew=1.6, zorder=4)
        if minimum is not None:
            axes.plot(*minimum, "x", color=INK, ms=9, mew=2.2, zorder=5)
        if arrow is not None:
            start, step = np.asarray(arrow[:2], float), np.asarray(arrow[2:], float)
            axes.annotate(
                "",
                tuple(start + step),
                tuple(start),
                arrowprops={"arrowstyle": "-|>", "color": BACKWARD, "lw": 2.4},
                zorder=6,
            )
        axes.set(
            xlabel=xlabel, ylabel=ylabel, xlim=(np.min(x), np.max(x)), ylim=(np.min(y), np.max(y))
        )
        return picture(figure, alt)
