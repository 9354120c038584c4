"""Scans of digits, with what was read in them; and the weights that look at them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from course_lib.plots.picture import Picture, picture
from course_lib.plots.style import (
    FORWARD_SIGNED,
    INK,
    LOSS,
    MUTED,
    PAPER,
    POINTS_PER_PIXEL,
    RULE,
    SCAN,
    canvas,
    styled,
)


def scan(pixels: Any, *, full: float = 16) -> Picture:
    """Show one scan twice: as ink, and as the numbers that a network is given.

    Parameters
    ----------
    pixels : array_like, shape (64,) or (8, 8)
    full : float
        The number that means full ink.
    """
    image = np.asarray(pixels, float).reshape(8, 8)
    with styled():
        figure, axes = canvas(760, 340)
        size = 38
        for left, heading in [(14, "a scan: 8 × 8 pixels"), (442, "the same scan: 64 numbers")]:
            axes.text(left, 14, heading, size=11, weight="bold", va="center")
            _ink(axes, image, left, 30, size, full)
        for row in range(8):
            for column in range(8):
                value = image[row, column]
                light = SCAN(value / full)[:3]
                axes.text(
                    442 + size * (column + 0.5),
                    30 + size * (row + 0.5),
                    f"{value:g}",
                    size=10.5,
                    color=PAPER if np.dot(light, (0.21, 0.72, 0.07)) < 0.5 else INK,
                    ha="center",
                    va="center",
                )
        axes.annotate(
            "", (432, 182), (328, 182), arrowprops={"arrowstyle": "-|>", "color": MUTED, "lw": 1.5}
        )
        axes.text(380, 166, "as numbers", size=11, ha="center", color=INK)
        return picture(
            figure,
            f"A scanned digit as 8 rows of 8 pixels, and beside it the same pixels as numbers "
            f"from 0 for paper to {full:g} for full ink. The rows read: "
            + "; ".join(" ".join(f"{value:g}" for value in row) for row in image)
            + ".",
        )


def digit_gallery(
    images: Any,
    labels: Sequence[int],
    predictions: Sequence[int] | None = None,
    *,
    shares: Sequence[float] | None = None,
    full: float = 16,
) -> Picture:
    """Show scans with what they are, and with what was read in them.

    Parameters
    ----------
    images : array_like, shape (K, 64) or (K, 8, 8)
    labels : sequence of int, length K
        What each scan is.
    predictions : sequence of int, length K, optional
        What was read. A wrong reading is set in purple, and said in words.
    shares : sequence of float, length K, optional
        How sure each reading was, from 0 to 1.
    full : float
        The number that means full ink.

    Raises
    ------
    ValueError
        Without a single scan, or with a label, prediction or share too many or too few.
    """
    scans = np.asarray(images, float).reshape(len(images), 8, 8)
    given = [values for values in (labels, predictions, shares) if values is not None]
    if len(scans) == 0 or any(len(values) != len(scans) for values in given):
        counts = ", ".join(str(len(values)) for values in given)
        raise ValueError(f"The gallery has {len(scans)} scans, but {counts} labels go with them.")
    rows = math.ceil(len(scans) / 6)
    columns = math.ceil(len(scans) / rows)  # rows of equal length, where that can be
    lines = 1 + (predictions is not None)
    step_x, step_y, pixel = 126, 98 + 20 * lines, 10.5
    with styled():
        figure, axes = canvas(columns * step_x + 16, rows * step_y + 16)
        said = []
        for index, image in enumerate(scans):
            left = 16 + step_x * (index % columns) + 13
            top = 12 + step_y * (index // columns)
            _ink(axes, image, left, top, pixel, full)
            middle, below = left + 4 * pixel, top + 8 * pixel + 14
            axes.text(middle, below, f"a {labels[index]}", size=10, ha="center", va="center")
            said.append(f"a {labels[index]}")
            if predictions is None:
                continue
            wrong = predictions[index] != labels[index]
            reading = f"read as {predictions[index]}"
            if shares is not None:
                reading += f", {shares[index]:.0%}"
            said[-1] += " " + reading
            axes.text(
                middle,
                below + 19,
                reading,
                size=9.5,
                ha="center",
                va="center",
                color=LOSS if wrong else MUTED,
                weight="bold" if wrong else "normal",
            )
        return picture(figure, f"{len(scans)} scanned digits: " + "; ".join(said) + ".")


def weight_gallery(weights: Any, captions: Sequence[str], *, alt: str) -> Picture:
    """Show the weights into units, each as 8 × 8 pixels: grey below 0, white at 0, blue above.

    Parameters
    ----------
    weights : array_like, shape (64, K)
        One column a unit, as in `W`. All have one scale of colours.
    captions : sequence of str, length K
    alt : str
        What to see in the picture: its alt text, which is not drawn.

    Raises
    ------
    ValueError
        Without a single unit, or with a caption too many or too few.
    """
    units = np.asarray(weights, float).T.reshape(-1, 8, 8)
    if len(units) == 0 or len(captions) != len(units):
        raise ValueError(f"The gallery has {len(units)} units, but {len(captions)} captions.")
    limit = np.abs(units).max() or 1.0
    columns = min(len(units), 6)
    step_x, step_y, pixel = 126, 134, 12.5
    with styled():
        figure, axes = canvas(columns * step_x + 16, math.ceil(len(units) / 6) * step_y + 16)
        for index, (unit, caption) in enumerate(zip(units, captions, strict=True)):
            left, top = 16 + step_x * (index % 6) + 13, 12 + step_y * (index // 6)
            shades = (1 + unit / limit) / 2  # 0 is the middle of the colours
            _cells(axes, np.ones((8, 8), bool), FORWARD_SIGNED(shades), left, top, pixel)
            middle, below = left + 4 * pixel, top + 8 * pixel + 14
            axes.text(middle, below, caption, size=9.5, ha="center", va="center", color=INK)
        return picture(figure, alt)


def _ink(axes: Axes, image: np.ndarray, left: float, top: float, pixel: float, full: float) -> None:
    """Draw an 8 × 8 scan at a place on a canvas; paper needs no ink."""
    _cells(axes, image != 0, SCAN(image / full), left, top, pixel)


def _cells(
    axes: Axes, where: np.ndarray, shades: np.ndarray, left: float, top: float, pixel: float
) -> None:
    """Draw the cells of 8 × 8 that are asked for, sharp at any size, with a frame around all."""
    corners, colours = [], []
    for row, column in np.argwhere(where):
        x, y = left + pixel * column, top + pixel * row
        corners.append([(x, y), (x + pixel, y), (x + pixel, y + pixel), (x, y + pixel)])
        colours.append(shades[row, column])
    axes.add_collection(
        PolyCollection(corners, facecolors=colours, edgecolors=colours, linewidths=0.4)
    )
    side = 8 * pixel
    axes.plot(
        [left, left + side, left + side, left, left],
        [top, top, top + side, top + side, top],
        color=RULE,
        lw=POINTS_PER_PIXEL,
    )
