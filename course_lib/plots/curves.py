"""Curves: how a loss falls, a function with its slopes, how results spread."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from course_lib.plots.picture import Picture, picture
from course_lib.plots.style import (
    BACKWARD,
    FORWARD,
    INK,
    LOSS,
    MUTED,
    PAPER,
    RULE,
    UPDATE,
    styled,
)

# One after the other, the way the lines differ when colour can't be seen. Orange comes last: most
# of what is drawn here has nothing to do with the backward pass.
_LINES = [(FORWARD, "-"), (INK, "--"), (UPDATE, "-."), (LOSS, ":"), (BACKWARD, (0, (6, 1.5)))]


def learning_curve(losses: Sequence[float], held_out: Sequence[float] = ()) -> Picture:
    """Draw the loss epoch by epoch, on the training data and on held-out data.

    Parameters
    ----------
    losses, held_out : sequence of float
        One number an epoch, the first for epoch 1: `history.losses` and
        `history.validation_losses`.
    """
    with styled():
        figure, axes = _axes(620, 330)
        alt = _fall(axes, losses, "training data", LOSS, "-")
        alt = f"The mean loss against epochs. On the training data it goes from {alt}"
        if len(held_out):
            alt += f"; on held-out data from {_fall(axes, held_out, 'held-out data', INK, '--')}"
        axes.set(xlabel="epoch", ylabel="mean loss", ylim=(0, None), xlim=(0, None))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.grid(axis="y")
        axes.legend(loc="best")  # the upper right, unless a rising curve is there
        return picture(figure, alt + ".")


def _fall(axes: Axes, losses: Sequence[float], label: str, colour: str, style: str) -> str:
    epochs = range(1, len(losses) + 1)
    axes.plot(epochs, losses, color=colour, ls=style, label=label, zorder=3)
    return f"{losses[0]:.3g} in epoch 1 to {losses[-1]:.3g} in epoch {len(losses)}"


def curves(
    x: Any,
    lines: Mapping[str, Any],
    *,
    alt: str,
    xlabel: str,
    ylabel: str,
    slopes: Sequence[tuple[float, float, float]] = (),
    levels: Mapping[str, float] = {},
    bottom: float | None = None,
) -> Picture:
    """Draw functions of one variable, with tangents where slopes are given.

    Parameters
    ----------
    x : array_like, shape (K,)
    lines : mapping of str to array_like, shape (K,)
        Values for each label, at most five of them.
    alt : str
        What to see in the picture: its alt text, which is not drawn.
    slopes : sequence of (x0, y0, slope)
        Points with the slope there: each is drawn as a short tangent with its number.
    levels : mapping of str to float
        Heights to compare with, each a dashed line with its label at the right.
    bottom : float, optional
        Where the vertical axis starts; without it, a little below the lowest value.
    """
    x = np.asarray(x, float)
    with styled():
        figure, axes = _axes(620, 360)
        for (label, y), (colour, style) in zip(lines.items(), _LINES, strict=False):
            axes.plot(x, y, color=colour, ls=style, label=label, zorder=3)
        for label, height in levels.items():
            axes.axhline(height, color=INK, ls=(0, (4, 3)), lw=1.2, zorder=2)
            axes.annotate(
                label,
                (x.max(), height),
                (0, -5),
                textcoords="offset points",
                ha="right",
                va="top",
                size=9,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
            )
        half = 0.09 * (x.max() - x.min())
        for x0, y0, slope in slopes:
            run = half / np.hypot(1, slope)
            axes.plot(
                [x0 - run, x0 + run],
                [y0 - slope * run, y0 + slope * run],
                color=INK,
                lw=1.6,
                zorder=4,
            )
            axes.plot(x0, y0, "o", color=INK, ms=5, zorder=5)
            axes.annotate(
                f"slope {slope:.3g}",
                (x0, y0),
                (0, 12),
                textcoords="offset points",
                ha="center",
                size=9,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1, "alpha": 0.85},
                zorder=6,
            )
        axes.set(xlabel=xlabel, ylabel=ylabel, ylim=(bottom, None))
        axes.grid()
        if len(lines) > 1:
            axes.legend()
        return picture(figure, alt)


def spread(groups: Mapping[str, Sequence[float]], *, alt: str, xlabel: str) -> Picture:
    """Draw every single result as a dot, one row a group, with the mean marked.

    Parameters
    ----------
    groups : mapping of str to sequence of float
        The results of each group, drawn from top to bottom.
    alt : str
        What to see in the picture: its alt text, which is not drawn.
    """
    # Equal results are stacked, so that each of them is seen: a row is as high as its stacks.
    heights = [1.6 + max(Counter(values).values()) for values in groups.values()]
    floors = np.cumsum(heights)
    with styled():
        figure, axes = _axes(620, 80 + 15 * sum(heights))
        for floor, values in zip(floors, groups.values(), strict=True):
            for value, count in Counter(values).items():
                stack = floor - np.arange(count)
                axes.plot([value] * count, stack, "o", color=FORWARD, ms=7, alpha=0.9)
            mean = float(np.mean(values))
            axes.plot([mean, mean], [floor + 0.7, floor + 1.7], color=INK, lw=2.5)
            axes.text(mean, floor + 1.2, f"  mean {mean:.3g}", va="center", size=9)
        axes.set(xlabel=xlabel, ylim=(floors[-1] + 2, 0.6))
        axes.set_yticks(floors, list(groups))
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        return picture(figure, alt)


def histograms(groups: Mapping[str, Any], *, alt: str, xlabel: str, bins: int = 40) -> Picture:
    """Draw how values are distributed, one panel a group, all on the same scales.

    Parameters
    ----------
    groups : mapping of str to array_like
        The values of each group, of any shape; each label becomes a heading.
    alt : str
        What to see in the picture: its alt text, which is not drawn.
    """
    flat = {label: np.ravel(np.asarray(values, float)) for label, values in groups.items()}
    edges = np.histogram_bin_edges(np.concatenate(list(flat.values())), bins)
    with styled():
        figure = Figure(figsize=(760 / 96, 230 / 96), layout="constrained")
        panels = figure.subplots(1, len(flat), sharex=True, sharey=True, squeeze=False)[0]
        for axes, (label, values) in zip(panels, flat.items(), strict=True):
            shares = np.histogram(values, edges)[0] / len(values)
            axes.stairs(shares, edges, fill=True, color=FORWARD)
            axes.set_title(label)
            axes.set_xlabel(xlabel)
        panels[0].set_ylabel("share of values")
        return picture(figure, alt)


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    """Return one pair of axes on a figure of so many pixels."""
    figure = Figure(figsize=(width / 96, height / 96), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axisbelow(True)
    axes.tick_params(color=RULE, labelcolor=MUTED)
    return figure, axes
