"""One look for every figure and plot: colours, type, sizes.

Forward is blue, backward is orange. The colours keep apart for readers with any of the common
colour deficiencies, and each has a contrast of at least 4.5 on the background, enough for text.
Line style, position or a word always says the same as the colour.
"""

from contextlib import AbstractContextManager
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

FORWARD = "#0A66B0"  # blue: inputs, net inputs, outputs, and all that flows to the loss
BACKWARD = "#C44E00"  # orange: deltas, gradients, and all that flows back from the loss
LOSS = "#8A2F7F"  # purple: the loss
UPDATE = "#00755A"  # green: the weights and the step they take
INK = "#1D2730"  # text, axes, targets
MUTED = "#5C6873"  # what supports: ticks, captions
RULE = "#CBD2D9"  # grids and borders
PAPER = "#FFFFFF"  # every picture brings its background: it can't see the reader's theme

FORWARD_TINT = "#E4F0FA"
BACKWARD_TINT = "#FDEDE1"
LOSS_TINT = "#F7E8F5"
UPDATE_TINT = "#E0F3EC"
INK_TINT = "#EEF1F4"

# Signed quantities: negative is dark grey, positive is the colour of its direction.
FORWARD_SIGNED = LinearSegmentedColormap.from_list("forward", [INK, PAPER, FORWARD])
BACKWARD_SIGNED = LinearSegmentedColormap.from_list("backward", [INK, PAPER, BACKWARD])
# The ink of a scan, and other quantities that start at 0.
SCAN = LinearSegmentedColormap.from_list("scan", [PAPER, INK])

POINTS_PER_PIXEL = 0.75  # an SVG pixel is 1/96 inch, a point 1/72

_RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "mathtext.fontset": "cm",
    "text.color": INK,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": 10,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "figure.constrained_layout.w_pad": 0.12,
    "figure.constrained_layout.h_pad": 0.12,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "path",
    "svg.hashsalt": "course",
}


def styled() -> AbstractContextManager[None]:
    """Return a context in which Matplotlib draws in the course's style, and only there."""
    # All but the backend, which is the reader's own, and which the context would not put back.
    default: dict[Any, Any] = {key: matplotlib.rcParamsDefault[key] for key in matplotlib.rcParams}
    del default["backend"]
    return matplotlib.rc_context({**default, **_RC})


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure and axes whose coordinates are its pixels, the origin at the top left."""
    figure = Figure(figsize=(width / 96, height / 96))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return figure, axes
