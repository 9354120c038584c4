"""The gradient on a map of contours, and what it predicts of every small step (lesson 01)."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_lib.checks import one_of
from course_lib.explorers._contours import contours, grid, level_line
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import Box, beside, factor, formula, number, over, said
from course_lib.explorers._svg import Frame, arrow, document, dot, path, plate, words
from course_lib.plots import Picture
from course_lib.plots.style import BACKWARD, INK, LOSS, MUTED, UPDATE

WIDTH, HEIGHT = 800, 556
MAP = Frame((50, 56, 330, 330), (-2, 2), (-2, 2))
ANGLES = np.linspace(-180, 180, 145)


class Surface(NamedTuple):
    """A function of two weights, its formula as markup, its exact gradient."""

    name: str
    E: Callable
    gradient: Callable


SURFACES = {
    "bowl": Surface(
        "E = ½ w_1^{2} + ½ w_2^{2}", lambda u, v: (u * u + v * v) / 2, lambda u, v: (u, v)
    ),
    "ravine": Surface(
        "E = ½ w_1^{2} + 5 w_2^{2}",
        lambda u, v: u * u / 2 + 5 * v * v,
        lambda u, v: (u, 10 * v),
    ),
    "saddle": Surface(
        "E = ½ w_1^{2} − ½ w_2^{2}", lambda u, v: (u * u - v * v) / 2, lambda u, v: (u, -v)
    ),
    "two weights in a row": Surface(
        "E = ½ (1 − w_1 w_2)^{2}",
        lambda u, v: (1 - u * v) ** 2 / 2,
        lambda u, v: ((u * v - 1) * v, (u * v - 1) * u),
    ),
    "waves": Surface(
        "E = sin(2 w_1) cos(2 w_2)",
        lambda u, v: np.sin(2 * u) * np.cos(2 * v),
        lambda u, v: (2 * np.cos(2 * u) * np.cos(2 * v), -2 * np.sin(2 * u) * np.sin(2 * v)),
    ),
}


class Step(NamedTuple):
    """A step from a point, what (1.6) predicts of it, and what it does."""

    w: tuple[float, float]
    gradient: tuple[float, float]
    dw: tuple[float, float]
    before: float
    after: float

    @property
    def predicted(self) -> float:
        return self.gradient[0] * self.dw[0] + self.gradient[1] * self.dw[1]  # (1.6)

    @property
    def actual(self) -> float:
        return self.after - self.before


def step(surface: str, w1: float, w2: float, angle: float, length: float) -> Step:
    """Return the step of that length, `angle` degrees from the gradient's direction.

    Where the gradient is 0, the angle counts from the direction of the first weight.
    """
    shown = SURFACES[surface]
    with np.errstate(all="ignore"):
        u, v = np.float64(w1), np.float64(w2)
        g1, g2 = map(float, shown.gradient(u, v))
        turn = math.atan2(g2, g1) + math.radians(angle)
        dw = (length * math.cos(turn), length * math.sin(turn))
        after = float(shown.E(u + dw[0], v + dw[1]))
        return Step((w1, w2), (g1, g2), dw, float(shown.E(u, v)), after)


def picture(surface: str, w1: float, w2: float, angle: float, length: float) -> Picture:
    """Draw the map beside the change of E for steps of that length in every direction.

    Parameters
    ----------
    surface : str
        A name in `SURFACES`.
    w1, w2 : float
        The point.
    angle : float
        From the gradient to the step, in degrees.
    length : float
        Of the step, above 0.
    """
    taken = step(surface, w1, w2, angle, length)
    steep = math.hypot(*taken.gradient)
    parts = [
        words(50, 27, "the map: drag the point", 15, weight="bold"),
        *_map(surface, taken, steep),
        words(468, 27, "every step of this length", 15, weight="bold"),
        *_all_steps(surface, taken, angle, length),
        *_equations(taken, angle, length, steep),
    ]
    left, top, width, height = MAP.box
    pad = (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" '
        'fill="transparent" data-drag="point"/>'
    )
    return document(WIDTH, HEIGHT, parts, _message(taken, angle, length, steep), [pad])


@lru_cache(maxsize=8)
def _surface(surface: str) -> tuple[np.ndarray, str]:
    heights = SURFACES[surface].E(*grid(MAP))
    levels = np.linspace(heights.min(), heights.max(), 23)[1:-1]
    return heights, contours(MAP, heights, levels)


def _map(surface: str, taken: Step, steep: float) -> list[str]:
    heights, lines = _surface(surface)
    x, y = MAP.x(taken.w[0]), MAP.y(taken.w[1])
    parts = [lines]
    if heights.min() < taken.before < heights.max():
        parts.append(level_line(MAP, heights, taken.before))
    labels = []
    radius = MAP.x(math.hypot(*taken.dw)) - MAP.x(0.0)
    if 5 < radius < 400:
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="{MUTED}" '
            'stroke-width="1.2" stroke-dasharray="2 3"/>'
        )
    if 0 < steep < math.inf:
        # Longer where it is steeper, but never out of sight: the number says the rest.
        reach = 110 - 210 / (steep + 2.5)
        g1, g2 = (g / steep for g in taken.gradient)
        tip = (x + reach * g1, y - reach * g2)
        parts.append(path([(x, y), (tip[0], y), tip], BACKWARD, 1.3, dash="3 3"))
        parts.append(arrow((x, y), tip, BACKWARD, 3.2))
        labels.append((formula("∇E", 17, BACKWARD, "bold"), _beyond(tip, g1, -g2)))
    if 1 < radius < math.inf:
        dx, dy = MAP.x(taken.dw[0]) - MAP.x(0.0), MAP.y(taken.dw[1]) - MAP.y(0.0)
        parts.append(arrow((x, y), (x + dx, y + dy), UPDATE, 3.2))
        if radius > 22:
            tip = (x + dx, y + dy)
            labels.append(
                (formula("dw", 17, UPDATE, "bold"), _beyond(tip, dx / radius, dy / radius))
            )
    taken_up = [(x, y)]
    for box, (u, v) in labels:
        place = (min(max(u, 66.0), 364.0), min(max(v, 69.0), 373.0))
        if all(math.dist(place, other) > 22 for other in taken_up):
            taken_up.append(place)
            parts.append(plate(box, *place))
    return [
        MAP.axes(formula("w_1", 18), formula("w_2", 18), ticks=4),
        MAP.inside(*parts),
        dot(x, y, 7, INK),
        formula(SURFACES[surface].name, 17, LOSS).at(380, 46, "end"),
    ]


def _beyond(tip: tuple[float, float], dx: float, dy: float) -> tuple[float, float]:
    return tip[0] + 17 * dx, tip[1] + 14 * dy


def _all_steps(surface: str, taken: Step, angle: float, length: float) -> list[str]:
    every = [step(surface, *taken.w, float(a), length) for a in ANGLES]
    predicted = np.array([one.predicted for one in every])
    actual = np.array([one.actual for one in every])
    seen = np.abs(np.concatenate([predicted, actual, [taken.predicted, taken.actual]]))
    largest = seen[np.isfinite(seen)].max(initial=0.0)
    limit = 1.15 * largest if 1e-300 < largest < 1e300 else 1.0
    frame = Frame((468, 92, 300, 294), (-180, 180), (-limit, limit))
    x, zero = frame.x(angle), frame.y(0.0)
    return [
        path([(470, 49), (496, 49)], BACKWARD, 2.5, dash="6 4"),
        formula("∇E · dw", 16, BACKWARD).at(502, 54),
        words(562, 54, "predicted", 13, BACKWARD),
        path([(650, 49), (676, 49)], LOSS, 2.5),
        words(682, 54, "what E does", 13, LOSS),
        frame.axes(
            formula("θ", 18),
            formula("dE", 17, LOSS),
            ticks=4,
            xticks=(-180, -90, 0, 90, 180),
        ),
        path([(468, zero), (768, zero)], MUTED, 1.2),
        frame.inside(
            frame.curve(ANGLES, actual, LOSS, 2.8),
            frame.curve(ANGLES, predicted, BACKWARD, 2.5, dash="6 4"),
            path([(x, frame.y(taken.predicted)), (x, frame.y(taken.actual))], INK, 1.5),
        ),
        dot(x, frame.y(taken.actual), 6.5, LOSS),
        dot(x, frame.y(taken.predicted), 5.5, BACKWARD),
        words(468, 423, "0°: along the gradient · ±180°: downhill", 12.5, MUTED),
    ]


def _equations(taken: Step, angle: float, length: float, steep: float) -> list[str]:
    size = 19

    def pair(symbol: str, value: str, colour: str = INK, weight: str = "normal") -> Box:
        return over(formula(symbol, size, colour), formula(value, 17, colour, weight), 26)

    (g1, g2), (d1, d2) = taken.gradient, taken.dw
    equals, times = pair("=", "="), pair("·", "·")
    predicted = beside(
        pair("dE", number(taken.predicted), BACKWARD, "bold"),
        pair("≈", "="),
        pair("∂E/∂w_1", number(g1), BACKWARD),
        times,
        pair("dw_1", factor(d1), UPDATE),
        pair("+", "+"),
        pair("∂E/∂w_2", factor(g2), BACKWARD),
        times,
        pair("dw_2", factor(d2), UPDATE),
        equals,
        pair("|∇E|", number(steep), BACKWARD),
        times,
        pair("|dw|", number(length, 3), UPDATE),
        times,
        pair("cos θ", f"cos({number(angle, 3)}°)"),
        gap=8,
    )
    digits = 5
    if 0 < abs(taken.actual) < abs(taken.before) < math.inf:
        digits = min(5 + int(math.log10(abs(taken.before / taken.actual))), 14)
    actual = beside(
        formula("E(w + dw) − E(w)", size, LOSS),
        formula("=", size),
        formula(f"{number(taken.after, digits)} − {factor(taken.before, digits)}", 17, LOSS),
        formula("=", size),
        formula(number(taken.actual), 17, LOSS, "bold"),
        gap=9,
    )
    return [
        words(30, 466, "predicted", 14, BACKWARD, weight="bold"),
        predicted.fit(650).at(126, 466),
        words(30, 534, "actual", 14, LOSS, weight="bold"),
        actual.fit(640).at(126, 534),
    ]


def _message(taken: Step, angle: float, length: float, steep: float) -> str:
    numbers = (*taken.gradient, taken.before, taken.after, taken.predicted)
    if not all(map(math.isfinite, numbers)):
        return "These numbers are too large for the machine: neither change comes out."
    predicted, actual = taken.predicted, taken.actual
    text = (
        f"The prediction of the gradient for this step is {said(number(predicted))}; "
        f"E changes by {said(number(actual))}."
    )
    if steep == 0:
        return (
            f"{text} The gradient is 0 here, so it predicts no change in any direction; what "
            "changes E is the bend of the surface, and that shrinks like the square of the length."
        )
    if abs(math.cos(math.radians(angle))) < 1e-9:
        return (
            f"{text} At a right angle to the gradient the step starts along the contour, where E "
            "stays the same: the prediction is 0."
        )
    if predicted * actual < 0:
        return (
            f"{text} They disagree even on the sign: the step is so long that the surface bends "
            "away from what its slope at the point promised."
        )
    off = abs(actual - predicted) / abs(predicted)
    if off > 0.1:
        return (
            f"{text} That is {said(number(100 * off, 2))} % off, because the surface bends along "
            "the step. For short steps, half the length halves that percentage."
        )
    if abs(angle) == 180:
        return f"{text} Straight against the gradient: no direction promises a greater fall."
    if angle == 0:
        return f"{text} Straight along the gradient: no direction promises a greater rise."
    return (
        f"{text} For so short a step the two nearly agree, in every direction: the map looks "
        "like a tilted plane."
    )


def gradient_map(
    surface: str = "two weights in a row",
    w: tuple[float, float] = (1.4, 1.2),
    angle: float = 180.0,
    length: float = 0.5,
) -> Explorer:
    """Explore what the gradient says of a step in any direction.

    Parameters
    ----------
    surface : {"bowl", "ravine", "saddle", "two weights in a row", "waves"}
    w : (float, float)
        The point, each weight from -2 to 2.
    angle : float
        From the gradient to the step, from -180 to 180 degrees.
    length : float
        Of the step, from 0.001 to 2.

    Raises
    ------
    ValueError
        An unknown surface.
    """
    one_of("surface", surface, SURFACES)
    controls = {
        "surface": menu("surface", surface, list(SURFACES)),
        "w1": slider("w₁", w[0], -2, 2),
        "w2": slider("w₂", w[1], -2, 2),
        "angle": slider("angle θ", angle, -180, 180, 5),
        "length": slider("length", length, -3, 0.3, 0.05, log=True),
    }
    parts = list(controls.values())

    def dragged(x: float, y: float) -> None:
        w1, w2 = MAP.value(x, y)
        explorer.set(w1=round(w1, 2), w2=round(w2, 2))

    explorer = Explorer(picture, controls, rows=[parts[:3], parts[3:]], dragged=dragged)
    return explorer
