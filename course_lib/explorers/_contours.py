"""Contours of a surface over two weights: the higher, the darker."""

from collections.abc import Iterable

import numpy as np
from contourpy import FillType, contour_generator

from course_lib.explorers._svg import Frame
from course_lib.plots.style import LOSS

GRID = 49  # points each way


def grid(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Return the coordinates of a grid over the frame, each of shape (GRID, GRID)."""
    u, v = np.meshgrid(np.linspace(*frame.xlim, GRID), np.linspace(*frame.ylim, GRID))
    return u, v


def contours(frame: Frame, heights: np.ndarray, levels: Iterable[float], colour: str = LOSS) -> str:
    """Draw a surface's contours, whatever lies above one tinted a little more.

    Parameters
    ----------
    frame : Frame
    heights : ndarray, shape (GRID, GRID)
        On the points of `grid(frame)`.
    levels : iterable of float
    """
    found = _generator(frame, heights)
    # One path for each level: the tints add up.
    return "".join(
        f'<path d="{_outlines(found.filled(level, np.inf))}" fill="{colour}" fill-opacity="0.05" '
        f'fill-rule="evenodd" stroke="{colour}" stroke-opacity="0.45" stroke-width="1"/>'
        for level in levels
    )


def level_line(frame: Frame, heights: np.ndarray, level: float, colour: str = LOSS) -> str:
    """Draw the contour of one level, heavier."""
    d = ""
    for line in _generator(frame, heights).lines(level):
        d += "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.tolist())
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="2.2"/>'


def _generator(frame: Frame, heights: np.ndarray):
    left, top, width, height = frame.box
    x = np.linspace(left, left + width, GRID)
    y = np.linspace(top + height, top, GRID)
    return contour_generator(x, y, heights, fill_type=FillType.OuterOffset)


def _outlines(filled: tuple) -> str:
    d = []
    for points, offsets in zip(*filled, strict=True):
        for start, stop in zip(offsets, offsets[1:], strict=False):
            corners = points[start : stop - 1].tolist()
            d.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z")
    return "".join(d)
