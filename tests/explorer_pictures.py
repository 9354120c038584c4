"""What stands where in the picture of an explorer: for tests that read it without a browser."""

import re
from functools import cache
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

SVG = "{http://www.w3.org/2000/svg}"


class Run(NamedTuple):
    """A run of text and the box around it, in the picture's pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def root(picture):
    return ElementTree.fromstring(picture.svg)


def runs(picture):
    """Return every run of text, with its box."""
    found = []
    _walk(root(picture), 0.0, 0.0, 1.0, found)
    return found


@cache
def _words_width(text, weight):
    """Return the width of words, per pixel of size, in DejaVu Sans, the widest of their fonts."""
    font = FontProperties(family="DejaVu Sans", weight=weight, size=72)
    return TextToPath().get_text_width_height_descent(text, font, False)[0] / 72


def _walk(element, x, y, scale, found):
    transform = element.get("transform", "")
    if move := re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", transform):
        x, y = x + scale * float(move[1]), y + scale * float(move[2])
    elif grow := re.match(r"scale\(([-\d.]+)\)", transform):
        scale *= float(grow[1])
    if element.tag == f"{SVG}text":
        size = float(element.get("font-size")) * scale
        width = float(element.get("textLength", 0)) * scale or size * _words_width(
            element.text, element.get("font-weight", "normal")
        )
        left = x + scale * float(element.get("x", 0))
        left -= {"middle": 0.5, "end": 1}.get(element.get("text-anchor"), 0) * width
        base = y + scale * float(element.get("y", 0))
        found.append(
            Run(element.text, left, base - 0.68 * size, left + width, base + 0.02 * size, size)
        )
    for child in element:
        _walk(child, x, y, scale, found)


def texts(picture):
    return [run.text for run in runs(picture)]


def attribute(picture, tag, name):
    return [element.get(name) for element in root(picture).iter(f"{SVG}{tag}")]


def flaws(picture):
    """Return what is unreadable: runs that overlap, leave the picture, or are too small."""
    width, height = float(root(picture).get("width")), float(root(picture).get("height"))
    found = []
    placed = runs(picture)
    for run in placed:
        if run.left < 0 or run.right > width or run.top < 0 or run.bottom > height:
            found.append(f"{run.text!r} leaves the picture: {run}")
        if run.size < 8:
            found.append(f"{run.text!r} is {run.size:.1f} px small")
    left, top, right, bottom = np.array([run[1:5] for run in placed]).reshape(-1, 4).T
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    down = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    for i, j in np.argwhere(np.triu((across > 1.5) & (down > 1.5), 1)):
        found.append(f"{placed[i]} overlaps {placed[j]}")
    return found


def says(picture, markup):
    """Whether a formula's runs stand in the picture one after the other, in this order."""
    wanted = re.sub(r"[_^{}\s]", "", markup)
    return wanted in re.sub(r"\s", "", "".join(texts(picture)))
