"""The secant that turns into the tangent, and why its step can be too small (lesson 01)."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_lib.activations import relu, sigmoid
from course_lib.checks import one_of, real_number
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import Box, beside, formula, fraction, number, said
from course_lib.explorers._svg import Frame, document, dot, path, words
from course_lib.plots import Picture
from course_lib.plots.style import BACKWARD, FORWARD, INK, MUTED

WIDTH, HEIGHT = 800, 470
EPS = float(np.finfo(float).eps)
STEPS = np.logspace(-16, 0.5, 230)


class Function(NamedTuple):
    """A function, its name as markup, its exact derivative, and the heights that are shown."""

    name: str
    f: Callable
    slope: Callable
    ylim: tuple[float, float]


FUNCTIONS = {
    "square": Function("x^2", np.square, lambda x: 2 * x, (-1.5, 7.5)),
    "sin": Function("sin x", np.sin, np.cos, (-1.6, 1.6)),
    "exp": Function("e^x", np.exp, np.exp, (-1.5, 8.5)),
    "sigmoid": Function(
        "σ(x)", sigmoid, lambda x: sigmoid.derivative(x, sigmoid(x)), (-0.25, 1.25)
    ),
    "relu": Function("max(0, x)", relu, lambda x: relu.derivative(x, relu(x)), (-0.8, 3.2)),
}


def secant_slope(f: Callable, x: float, h: float | np.ndarray, kind: str) -> np.ndarray:
    """Return the slope of the secant over a step `h`: (1.1) "forward", or (1.2) "central"."""
    with np.errstate(all="ignore"):
        if kind == "forward":
            return (f(x + h) - f(x)) / h
        return (f(x + h) - f(x - h)) / (2 * h)


def picture(function: str, kind: str, x: float, h: float) -> Picture:
    """Draw the secant beside its error over all steps.

    Parameters
    ----------
    function : str
        A name in `FUNCTIONS`.
    kind : {"central", "forward"}
    x, h : float
        The point, and the step h > 0.
    """
    shown = FUNCTIONS[function]
    start = x if kind == "forward" else x - h
    with np.errstate(all="ignore"):
        low, middle, high = (float(shown.f(np.float64(place))) for place in (start, x, x + h))
        slope = float(shown.slope(np.float64(x)))
        found = float(secant_slope(shown.f, x, h, kind))
        error = abs(found - slope)
        errors = np.abs(secant_slope(shown.f, x, STEPS, kind) - slope)
    best = float(STEPS[np.nanargmin(errors)]) if np.isfinite(errors).any() else math.nan

    parts = [
        words(56, 27, "the secant and the tangent", 15, weight="bold"),
        *_curve(shown, x, middle, slope, (start, low), (x + h, high), found),
        words(478, 27, "how far the secant’s slope is off", 15, weight="bold"),
        *_errors(errors, h, error, kind),
        *_equations(kind, h, low, high, found, slope, error),
    ]
    return document(WIDTH, HEIGHT, parts, _message(kind, h, low, high, found, slope, error, best))


def _curve(
    shown: Function,
    x: float,
    y: float,
    slope: float,
    left: tuple[float, float],
    right: tuple[float, float],
    found: float,
) -> list[str]:
    frame = Frame((56, 58, 330, 258), (-3, 3), shown.ylim)
    xs = np.linspace(-3, 3, 241)

    def through(point: tuple[float, float], slope: float) -> list[tuple[float, float]]:
        return [(frame.x(u), frame.y(point[1] + slope * (u - point[0]))) for u in (-3.0, 3.0)]

    corner = (frame.x(right[0]), frame.y(left[1]))
    run = [(frame.x(left[0]), frame.y(left[1])), corner, (corner[0], frame.y(right[1]))]
    return [
        frame.axes(formula("x", 18), formula(f"f(x) = {shown.name}", 18, FORWARD)),
        frame.inside(
            frame.curve(xs, shown.f(xs), FORWARD, 3),
            path(run, MUTED, 1.3, dash="2 3"),
            path(through(left, found), INK, 2),
            path(through((x, y), slope), BACKWARD, 2.5, dash="7 5"),
            dot(*run[0], 5.5, INK),
            dot(*run[2], 5.5, INK),
            dot(frame.x(x), frame.y(y), 5.5, BACKWARD),
        ),
    ]


def _errors(errors: np.ndarray, h: float, error: float, kind: str) -> list[str]:
    frame = Frame((478, 58, 300, 258), (1e-16, 10**0.5), (1e-15, 10), xlog=True, ylog=True)
    power = "1/3" if kind == "central" else "1/2"
    balance = EPS ** (1 / 3 if kind == "central" else 1 / 2)
    floor = np.where(np.isnan(errors), np.nan, np.maximum(errors, 1e-17))
    here = min(max(error, 1.3e-15), 8.0) if math.isfinite(error) else math.nan
    x = frame.x(balance)
    return [
        frame.axes(formula("h", 18), formula("|secant − slope|", 16)),
        path([(x, 58), (x, 316)], MUTED, 1.3, dash="4 4"),
        formula(f"ε^{{{power}}}", 16, MUTED).at(x + 5, 74),
        words(frame.x(3e-12), 74, "digits lost", 12.5, MUTED, anchor="middle"),
        words(frame.x(6e-2), 74, "bend", 12.5, MUTED, anchor="middle"),
        frame.inside(
            frame.curve(STEPS, floor, INK, 1.8),
            path([(frame.x(h), 316), (frame.x(h), frame.y(here))], BACKWARD, 1.6),
            dot(frame.x(h), frame.y(here), 7, BACKWARD),
        ),
    ]


def _equations(
    kind: str, h: float, low: float, high: float, found: float, slope: float, error: float
) -> list[str]:
    digits = min(max(4, 3 - math.floor(math.log10(h))), 16)  # enough to see them differ
    size = 18 if digits < 9 else 16
    before = "f(x)" if kind == "forward" else "f(x − h)"
    under = "h" if kind == "forward" else "2h"

    def share(above: str, below: str) -> Box:
        return fraction(formula(above, size), formula(below, size), size)

    run = number(h if kind == "forward" else 2 * h, 3)
    secant = beside(
        share(f"f(x + h) − {before}", under),
        formula("=", size),
        share(f"{number(high, digits)} − {number(low, digits)}".replace("− −", "+ "), run),
        formula("=", size),
        formula(number(found, 7), size, weight="bold"),
        gap=9,
    )
    exact = beside(
        formula("f′(x) =", 18, BACKWARD), formula(number(slope, 7), 18, BACKWARD, "bold"), gap=8
    )
    off = beside(formula("error", 18), formula(number(error, 2), 18, weight="bold"), gap=8)
    return [
        words(56, 399, "secant", 14, weight="bold"),
        secant.fit(600).at(150, 398),
        words(56, 448, "tangent", 14, BACKWARD, weight="bold"),
        exact.at(150, 449),
        off.at(400, 449),
    ]


def _message(
    kind: str,
    h: float,
    low: float,
    high: float,
    found: float,
    slope: float,
    error: float,
    best: float,
) -> str:
    step = said(number(h, 2))
    if not (math.isfinite(found) and math.isfinite(slope)):
        return f"With h = {step} the numbers are too large for the machine: no slope comes out."
    text = (
        f"With h = {step} the secant’s slope is {said(number(found, 7))}, the tangent’s "
        f"{said(number(slope, 7))}."
    )
    rise, size = abs(high - low), max(abs(high), abs(low))
    if error == 0:
        return f"{text} They agree to the last digit."
    lost = max(math.floor(-math.log10(rise / size)), 0) if rise > 0 else 16
    off = said(number(error, 2))
    if rise == 0 and slope != 0:
        return (
            f"{text} At this distance the machine can’t tell the two values of f apart: nothing is "
            "left after the subtraction."
        )
    if h < best / 30 and lost > 2:
        return (
            f"{text} It is off by {off}, and a smaller h makes it worse: the two values of f agree "
            f"in their first {lost} digits, and the subtraction throws those away."
        )
    if h > best * 30:
        order = "h" if kind == "forward" else "h²"
        return (
            f"{text} It is off by {off}, because the curve bends between the two points; for small "
            f"h this error shrinks like {order}."
        )
    return f"{text} It is off by {off}: close to the best that this machine’s 16 digits allow."


def secant(
    function: str = "sin", x: float = 1.0, h: float = 1.0, kind: str = "central"
) -> Explorer:
    """Explore how the secant's slope approaches the tangent's, and how rounding stops it.

    Parameters
    ----------
    function : {"square", "sin", "exp", "sigmoid", "relu"}
    x : float
        The point, from -2.5 to 2.5.
    h : float
        The step, from 1e-16 to 3.
    kind : {"central", "forward"}
        The secant over [x - h, x + h], or over [x, x + h].

    Raises
    ------
    ValueError
        An unknown function or kind; a step that is not above 0.
    """
    one_of("function", function, FUNCTIONS)
    real_number("h", h, lambda h: 0 < h < math.inf, "a number above 0")
    kinds = {"x − h to x + h": "central", "x to x + h": "forward"}
    one_of("kind", kind, dict.fromkeys(kinds.values()))
    controls = {
        "function": menu("function", function, list(FUNCTIONS)),
        "kind": menu("secant", kind, kinds),
        "x": slider("x", x, -2.5, 2.5),
        "h": slider("h", h, -16, 0.5, 0.1, log=True),
    }
    rows = [list(controls.values())[:2], list(controls.values())[2:]]
    return Explorer(picture, controls, rows=rows)
