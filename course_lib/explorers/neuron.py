"""One neuron: its net input as a plane's distance, its output, its equation (lesson 02)."""

import math

import numpy as np

from course_lib import Network
from course_lib.activations import HIDDEN
from course_lib.checks import one_of
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import beside, factor, formula, number, over, said
from course_lib.explorers._svg import (
    Frame,
    arrow,
    card,
    document,
    dot,
    path,
    plate,
    words,
)
from course_lib.plots import Picture
from course_lib.plots.style import FORWARD, FORWARD_TINT, INK, INK_TINT, MUTED, UPDATE

WIDTH, HEIGHT = 800, 500
PLANE = Frame((50, 56, 320, 320), (-3, 3), (-3, 3))


def picture(w1: float, w2: float, b: float, x1: float, x2: float, activation: str) -> Picture:
    """Draw the plane of the inputs beside the neuron, and its equation with the live numbers."""
    neuron = Network([2, 1], output=activation)
    neuron.layers[0].W, neuron.layers[0].b = [[w1], [w2]], [b]
    with np.errstate(all="ignore"):
        passed = neuron.forward([[x1, x2]])[0]
    net, out = passed.net.item(), passed.out.item()
    length = math.hypot(w1, w2)
    parts = [
        words(50, 27, "all inputs: drag the point", 15, weight="bold"),
        *_plane(w1, w2, b, x1, x2, net, length),
        words(430, 27, "the neuron with these weights", 15, weight="bold"),
        *_unit(w1, w2, b, x1, x2, net, out, activation),
        *_activation(net, out, activation),
        *_equation(w1, w2, b, x1, x2, net, out),
    ]
    left, top, width, height = PLANE.box
    pad = (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" '
        'fill="transparent" data-drag="point"/>'
    )
    return document(WIDTH, HEIGHT, parts, _message(net, out, b, length), [pad])


def _plane(
    w1: float, w2: float, b: float, x1: float, x2: float, net: float, length: float
) -> list[str]:
    parts = []
    label: list[str] = []
    if length > 0 and math.isfinite(length) and math.isfinite(b / length):
        n1, n2 = w1 / length, w2 / length
        distance = -b / length  # signed distance of the line from the origin
        foot = (n1 * distance, n2 * distance)
        far = 30.0

        def at(along: float, across: float) -> tuple[float, float]:
            """The pixel `along` the line from its foot, and `across` it on the positive side."""
            u = foot[0] - n2 * along + n1 * across
            v = foot[1] + n1 * along + n2 * across
            return PLANE.x(u), PLANE.y(v)

        if abs(distance) < far:
            half = [at(-far, 0), at(far, 0), at(far, far), at(-far, far)]
            parts.append(path(half, "none", 0, fill=FORWARD_TINT))
            parts.append(path([at(-far, 0), at(far, 0)], FORWARD, 2.5))
        elif net > 0:
            parts.append(card(*PLANE.box, FORWARD_TINT, radius=0))
        along = (x1 - foot[0]) * -n2 + (x2 - foot[1]) * n1
        if abs(distance) < 4:
            parts.append(path([at(along, 0), at(along, net / length)], MUTED, 1.5, dash="3 3"))
            reach = min(max(length, 0.6), 1.8)
            # The normal stands where the line passes closest to the middle of the plane.
            parts.append(arrow(at(0, 0), at(0, reach), UPDATE, 3))
            x, y = at(0, reach + 0.28)
            if 66 < x < 354 and 76 < y < 360:
                label.append(plate(formula("w", 18, UPDATE, "bold"), x, y))
    elif net > 0:
        parts.append(card(*PLANE.box, FORWARD_TINT, radius=0))
    point = (PLANE.x(x1), PLANE.y(x2))
    return [
        PLANE.inside(*parts),
        PLANE.axes(formula("x_1", 18), formula("x_2", 18)),
        path([(PLANE.x(0), 56), (PLANE.x(0), 376)], MUTED, 1),
        path([(50, PLANE.y(0)), (370, PLANE.y(0))], MUTED, 1),
        *label,
        dot(*point, 8, INK),
        words(92, 396 + 26, "tinted: net > 0", 13, FORWARD),
        words(214, 396 + 26, "line: net = 0", 13, FORWARD),
    ]


def _unit(
    w1: float,
    w2: float,
    b: float,
    x1: float,
    x2: float,
    net: float,
    out: float,
    activation: str,
) -> list[str]:
    inputs = [(452.0, 90.0), (452.0, 160.0), (452.0, 230.0)]
    unit = (618.0, 160.0)
    parts = []
    for place, weight in zip(inputs, (w1, w2, b)):
        width = min(1.2 + 1.3 * math.log1p(abs(weight)), 6) if math.isfinite(weight) else 6
        end = (unit[0] - 46, unit[1] + 0.22 * (place[1] - unit[1]))
        parts.append(arrow((place[0] + 27, place[1]), end, FORWARD, width))
    for place, name, value in zip(inputs, ("x_1", "x_2", "1"), (x1, x2, None)):
        bias = value is None
        parts.append(dot(*place, 26, INK_TINT if bias else FORWARD_TINT, FORWARD, 2))
        if value is None:
            parts.append(formula("1", 18, FORWARD).at(place[0], place[1] + 6, "middle"))
        else:
            parts.append(formula(name, 16, MUTED).at(place[0], place[1] - 4, "middle"))
            parts.append(
                formula(number(value, 3), 16, FORWARD).fit(46).at(place[0], place[1] + 14, "middle")
            )
    for place, name, weight in zip(inputs, ("w_1", "w_2", "b"), (w1, w2, b)):
        x = place[0] + 0.46 * (unit[0] - place[0])
        y = place[1] + 0.46 * 0.78 * (unit[1] - place[1])
        label = beside(formula(name, 16, UPDATE), formula(number(weight, 3), 16, UPDATE), gap=6)
        parts.append(plate(label.fit(84), x, y))
    parts.append(card(unit[0] - 46, unit[1] - 34, 92, 68, FORWARD_TINT, FORWARD, radius=34, line=2))
    parts.append(formula("net", 16, MUTED).at(*_off(unit, 0, -9), "middle"))
    parts.append(
        formula(number(net, 3), 19, FORWARD, "bold").fit(78).at(*_off(unit, 0, 14), "middle")
    )
    parts.append(arrow((unit[0] + 47, unit[1]), (708, unit[1]), FORWARD, 2.5))
    parts.append(formula("φ", 18, FORWARD).at(686, 150, "middle"))
    parts.append(dot(740, 160, 31, FORWARD_TINT, FORWARD, 2))
    parts.append(formula("o", 16, MUTED).at(740, 151, "middle"))
    parts.append(formula(number(out, 3), 18, FORWARD, "bold").fit(54).at(740, 173, "middle"))
    return parts


def _off(point: tuple[float, float], x: float, y: float) -> tuple[float, float]:
    return point[0] + x, point[1] + y


def _activation(net: float, out: float, activation: str) -> list[str]:
    nets = np.linspace(-6, 6, 121)
    outs = HIDDEN[activation](nets)
    low, high = float(outs.min()), float(outs.max())
    margin = 0.12 * (high - low)
    frame = Frame((480, 286, 280, 90), (-6, 6), (low - margin, high + margin))
    shown = min(max(net, -6.0), 6.0) if math.isfinite(net) else math.nan
    height = min(max(out, low), high) if math.isfinite(out) else math.nan
    return [
        frame.axes(formula("net", 17), formula("o = φ(net)", 17, FORWARD), ticks=3),
        frame.curve(nets, outs, FORWARD, 2.5),
        path([(frame.x(shown), 376), (frame.x(shown), frame.y(height))], INK, 1.3, dash="3 3"),
        dot(frame.x(shown), frame.y(height), 6, INK),
    ]


def _equation(
    w1: float, w2: float, b: float, x1: float, x2: float, net: float, out: float
) -> list[str]:
    def pair(symbol: str, value: float, colour: str, *, first: bool = False):
        text = number(value, 4) if first else factor(value, 4)
        return over(formula(symbol, 21, colour), formula(text, 18, colour))

    def sign(symbol: str):
        return over(formula(symbol, 21), formula(symbol, 18))

    line = beside(
        over(formula("net", 21), formula(number(net, 5), 18, FORWARD, "bold")),
        sign("="),
        pair("x_1", x1, FORWARD, first=True),
        sign("·"),
        pair("w_1", w1, UPDATE),
        sign("+"),
        pair("x_2", x2, FORWARD),
        sign("·"),
        pair("w_2", w2, UPDATE),
        sign("+"),
        pair("b", b, UPDATE),
        gap=9,
    )
    output = beside(
        over(formula("o", 21), formula(number(out, 5), 18, FORWARD, "bold")),
        sign("="),
        over(formula("φ(net)", 21), formula(f"φ({number(net, 5)})", 18, FORWARD)),
        gap=9,
    )
    return [line.fit(500).at(50, 456), output.fit(220).at(WIDTH - 30, 456, "end")]


def _message(net: float, out: float, b: float, length: float) -> str:
    text = f"The net input is {said(number(net, 5))} and the output {said(number(out, 5))}."
    if not (math.isfinite(net) and math.isfinite(out)):
        return f"{text} The numbers are too large for the machine."
    if length == 0:
        return f"{text} Both weights are 0: the net input is b = {said(number(b, 4))} everywhere."
    away = said(number(abs(net) / length, 4))
    if net == 0:
        return f"{text} The point lies on the line where the net input is 0."
    side = "the side to which the weights point" if net > 0 else "the other side"
    return (
        f"{text} The point lies {away} from the line, on {side}: that distance times the length of "
        f"the weights, {said(number(length, 4))}, is the net input, {said(number(net, 5))}."
    )


def neuron(
    w: tuple[float, float] = (1.5, -1.0),
    b: float = 0.5,
    x: tuple[float, float] = (1.0, 1.5),
    activation: str = "sigmoid",
) -> Explorer:
    """Explore one neuron with two inputs.

    Parameters
    ----------
    w : (float, float)
        Weights, from -4 to 4.
    b : float
        Bias, from -4 to 4.
    x : (float, float)
        Inputs, from -3 to 3.
    activation : str
        The name of an elementwise activation function.

    Raises
    ------
    ValueError
        An unknown activation function.
    """
    one_of("activation", activation, HIDDEN)

    controls = {
        "w1": slider("w₁", w[0], -4, 4),
        "w2": slider("w₂", w[1], -4, 4),
        "b": slider("b", b, -4, 4),
        "x1": slider("x₁", x[0], -3, 3),
        "x2": slider("x₂", x[1], -3, 3),
        "activation": menu("activation", activation, list(HIDDEN)),
    }
    parts = list(controls.values())

    def dragged(x: float, y: float) -> None:
        x1, x2 = PLANE.value(x, y)
        explorer.set(x1=round(x1, 2), x2=round(x2, 2))

    explorer = Explorer(picture, controls, rows=[parts[:3], parts[3:]], dragged=dragged)
    return explorer
