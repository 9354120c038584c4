"""An activation function with its slope, and what the slope lets back through (lesson 03)."""

import math
from typing import NamedTuple

import numpy as np

from course_lib.activations import ACTIVATIONS, HIDDEN, softmax, softmax_jacobian
from course_lib.checks import one_of
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import Box, beside, factor, formula, number, over, said
from course_lib.explorers._svg import Frame, card, document, dot, path, target, words
from course_lib.plots import Picture
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_TINT,
    FORWARD,
    FORWARD_TINT,
    INK,
    INK_TINT,
    MUTED,
    PAPER,
    RULE,
)

WIDTH, HEIGHT = 800, 540
REACH = 8.0  # net inputs are shown from -REACH to REACH
NETS = np.linspace(-REACH, REACH, 321)
DEEP = 10  # units in a row
SATURATED = 0.05  # of the largest slope: less counts as saturated


class Written(NamedTuple):
    """How a function and its slope are written, in symbols and in numbers.

    The net input stands for `{n}`, in a product for `{f}`; the output for `{o}`.
    """

    out: str
    out_numbers: str
    slope: str
    slope_numbers: str
    ylim: tuple[float, float]


WRITTEN = {
    "identity": Written("net", "{n}", "1", "1", (-8.5, 8.5)),
    "sigmoid": Written(
        "1 / (1 + exp(−net))", "1 / (1 + exp(−{f}))", "o (1 − o)", "{o} · (1 − {o})", (-0.15, 1.15)
    ),
    "tanh": Written("tanh(net)", "tanh({n})", "1 − o^{2}", "1 − {o}^2", (-1.3, 1.3)),
    "relu": Written("max(0, net)", "max(0, {n})", "[net > 0]", "[{n} > 0]", (-1.5, 8.5)),
    "leaky_relu": Written(
        "max(0.01 net, net)",
        "max(0.01 · {f}, {n})",
        "max(0.01, [net > 0])",
        "max(0.01, [{n} > 0])",
        (-1.5, 8.5),
    ),
    "softplus": Written(
        "ln(1 + exp(net))", "ln(1 + exp({n}))", "1 − exp(−o)", "1 − exp(−{o})", (-1.5, 8.5)
    ),
}


def picture(
    activation: str, net: float, net2: float, net3: float, shift: float, chosen: str
) -> Picture:
    """Draw an elementwise function above its slope, or softmax beside its Jacobian.

    Parameters
    ----------
    activation : str
        A name in `ACTIVATIONS`.
    net, net2, net3, shift : float
        The net input; softmax takes three, `shift` added to each.
    chosen : str
        For softmax, the entry of the Jacobian that is spelt out: "12" is row 1, column 2.
    """
    if activation == "softmax":
        return _softmax_picture([net + shift, net2 + shift, net3 + shift], chosen)
    phi = HIDDEN[activation]
    with np.errstate(all="ignore"):
        out = float(phi(np.float64(net)))
        slope = float(phi.derivative(np.float64(net), np.float64(out)))
    parts = [
        *_curves(activation, net, out, slope),
        *_deep(slope),
        *_equations(activation, net, out, slope),
    ]
    return document(WIDTH, HEIGHT, parts, _message(activation, net, out, slope))


def _curves(activation: str, net: float, out: float, slope: float) -> list[str]:
    phi, (low, high) = HIDDEN[activation], WRITTEN[activation].ylim
    outs = phi(NETS)
    slopes = phi.derivative(NETS, outs)
    top = Frame((56, 56, 420, 176), (-REACH, REACH), (low, high))
    below = Frame((56, 282, 420, 122), (-REACH, REACH), (-0.1, 1.15))
    x = top.x(min(max(net, -REACH), REACH)) if math.isfinite(net) else math.nan
    # Where the slope jumps, the line is broken.
    broken = np.where(np.abs(np.diff(slopes, append=slopes[-1])) > 0.5, math.nan, slopes)
    flat = slopes < SATURATED * slopes.max()
    bands = []
    for start, stop in _runs_of(flat):
        left, right = top.x(NETS[start]), top.x(NETS[stop])
        for _, y, _, height in (top.box, below.box):
            bands.append(card(left, y, right - left, height, INK_TINT, radius=0))
    labels = []
    if bands:
        start, stop = _runs_of(flat)[0]
        middle = below.x((NETS[start] + NETS[stop]) / 2)
        name = "saturated" if activation in ("sigmoid", "tanh") else "flat"
        labels.append(words(middle, 300, name, 12.5, MUTED, anchor="middle"))
    far = [(top.x(u), top.y(out + slope * (u - net))) for u in (-REACH, REACH)]
    return [
        words(56, 26, "the function", 15, FORWARD, weight="bold"),
        *bands,
        top.axes(formula("", 17), formula("o = φ(net)", 17, FORWARD), ticks=4, xticks=()),
        top.inside(
            path([(x, 56), (x, 232)], RULE, 1.5),
            path(far, BACKWARD, 2.2, dash="7 5"),
            top.curve(NETS, outs, FORWARD, 3),
        ),
        dot(x, min(max(top.y(out), 56.0), 232.0), 6.5, FORWARD) if math.isfinite(out) else "",
        below.axes(
            formula("net", 17), formula("φ′(net)", 17, BACKWARD), ticks=2, xticks=(-8, -4, 0, 4, 8)
        ),
        *labels,
        below.inside(
            path([(x, 282), (x, 404)], RULE, 1.5),
            below.curve(NETS, broken, BACKWARD, 3),
            path([(x, below.y(0.0)), (x, below.y(slope))], BACKWARD, 1.6),
        ),
        dot(x, below.y(slope), 6.5, BACKWARD),
    ]


def _runs_of(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return where runs of True begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(int(a), min(int(b), len(flags) - 1)) for a, b in edges.reshape(-1, 2)]


def _deep(slope: float) -> list[str]:
    """What is left of what comes back, after one, two, ... such units (weights of 1)."""
    frame = Frame((546, 92, 226, 312), (0.4, DEEP + 0.6), (0, 1.05))
    left = [slope**k for k in range(DEEP + 1)]
    bars = []
    for k, share in enumerate(left[1:], 1):
        x, y = frame.x(k - 0.36), frame.y(share)
        bars.append(card(x, y, frame.x(k + 0.36) - x, frame.y(0) - y, BACKWARD, radius=1))
        if share < 0.004:
            bars.append(path([(x, 404), (frame.x(k + 0.36), 404)], BACKWARD, 2))
    return [
        words(508, 26, "what comes back through", 15, BACKWARD, weight="bold"),
        words(508, 46, "a row of such units", 15, BACKWARD, weight="bold"),
        frame.axes(
            formula("units", 16), formula("φ′ · φ′ · …", 16, BACKWARD), ticks=4, xticks=(1, 5, 10)
        ),
        frame.inside(*bars),
        words(772, 80, "(weights of 1)", 12.5, MUTED, anchor="end"),
        words(772, 118, f"after {DEEP}:", 13, MUTED, anchor="end"),
        formula(number(left[-1], 2), 17, BACKWARD, "bold").at(772, 139, "end"),
    ]


def _equations(activation: str, net: float, out: float, slope: float) -> list[str]:
    written = WRITTEN[activation]

    def in_numbers(template: str) -> str:
        for name, value in (("n", number(net)), ("f", factor(net)), ("o", factor(out))):
            template = template.replace(f"{{{name}}}", value)
        return template

    def line(symbol: str, value: float, right: str, right_numbers: str, colour: str) -> Box:
        return beside(
            over(formula(symbol, 20), formula(number(value, 5), 18, colour, "bold")),
            over(formula("=", 20), formula("=", 18)),
            over(formula(right, 20, colour), formula(in_numbers(right_numbers), 18, colour)),
            gap=9,
        )

    forward = line("o", out, written.out, written.out_numbers, FORWARD)
    backward = line("φ′(net)", slope, written.slope, written.slope_numbers, BACKWARD)
    return [
        card(30, 454, 360, 74, FORWARD_TINT),
        forward.fit(336).at(44, 482),
        card(410, 454, 362, 74, BACKWARD_TINT),
        backward.fit(338).at(424, 482),
    ]


def _message(activation: str, net: float, out: float, slope: float) -> str:
    text = (
        f"At net = {said(number(net, 4))} the output is {said(number(out, 4))} and the slope "
        f"{said(number(slope, 3))}."
    )
    if not math.isfinite(out):
        return f"{text} The numbers are too large for the machine."
    if activation == "identity":
        return f"{text} All that comes back passes: but such layers collapse into one."
    if activation == "relu" and net == 0:
        return f"{text} At the corner there is no slope; the course chooses 0."
    if activation == "relu" and net < 0:
        return f"{text} The unit is off: nothing that comes back passes it."
    if activation == "leaky_relu" and net <= 0:
        return f"{text} One hundredth of what comes back passes; ReLU would let nothing through."
    if slope == 1:
        return f"{text} All that comes back passes, through any number of such units."
    if slope == 0:
        return (
            f"{text} The curve is so flat that the slope is lost in rounding: nothing that comes "
            "back passes this unit."
        )
    after = said(number(slope**DEEP, 2))
    if slope < SATURATED:
        return (
            f"{text} The unit is saturated: moving net hardly moves the output, so hardly anything "
            f"comes back through it, and after {DEEP} such units {after} of it."
        )
    if activation == "sigmoid" and slope > 0.2499:
        return (
            f"{text} This is as steep as the sigmoid gets, 1/4: even here {DEEP} units in a row "
            f"let back only {after}."
        )
    return (
        f"{text} Of what comes back, {said(number(100 * slope, 3))} % passes this unit; "
        f"after {DEEP} such units in a row {after} of it is left."
    )


# Softmax


def _softmax_picture(nets: list[float], chosen: str) -> Picture:
    with np.errstate(all="ignore"):
        out = softmax(nets)
        jacobian = softmax_jacobian(out)
    i, j = (int(place) - 1 for place in chosen) if chosen else (0, 0)
    parts = [
        *_bars(nets, out),
        *_jacobian(jacobian, chosen),
        *_entry(out, jacobian, i, j, chosen),
    ]
    targets = [
        target(
            f'<rect x="{_cell(b)[0]:.1f}" y="{_cell(a)[1]:.1f}" width="98" height="78"',
            f"{a + 1}{b + 1}",
            f"slope of output {a + 1} by net input {b + 1}",
            pressed=chosen == f"{a + 1}{b + 1}",
        )
        for a in range(3)
        for b in range(3)
    ]
    return document(
        WIDTH, HEIGHT, parts, _softmax_message(nets, out, jacobian, i, j, chosen), targets
    )


def _bars(nets: list[float], out: np.ndarray) -> list[str]:
    frame = Frame((56, 66, 300, 250), (0.4, 3.6), (0, 1.08))
    parts = []
    for k, (net, y) in enumerate(zip(nets, out.tolist(), strict=True), 1):
        x, top = frame.x(k - 0.3), frame.y(y if math.isfinite(y) else 0.0)
        parts.append(card(x, top, frame.x(k + 0.3) - x, frame.y(0) - top, FORWARD, radius=2))
        value = formula(number(y, 4), 17, FORWARD, "bold").fit(88)
        parts.append(value.at(frame.x(k), top - 6, "middle"))
        parts.append(formula(f"o_{k}", 18, FORWARD).at(frame.x(k), 337, "middle"))
        parts.append(formula(f"net_{k} = {number(net, 4)}", 16).at(frame.x(k), 366, "middle"))
    return [
        words(56, 26, "three outputs share 1", 15, FORWARD, weight="bold"),
        frame.axes(formula("", 16), formula("o", 18, FORWARD), ticks=4, xticks=()),
        *parts,
    ]


def _cell(k: int) -> tuple[float, float]:
    """The left of column k and the top of row k."""
    return 454.0 + 102 * k, 92.0 + 82 * k


def _jacobian(jacobian: np.ndarray, chosen: str) -> list[str]:
    largest = max(float(np.abs(jacobian).max()), 1e-300)
    parts = [words(416, 26, "each output by each net input", 15, BACKWARD, weight="bold")]
    for k in range(3):
        x, y = _cell(k)
        parts.append(formula(f"by net_{k + 1}", 16, MUTED).at(x + 49, 80, "middle"))
        parts.append(formula(f"∂o_{k + 1}", 17, MUTED).at(442, y + 45, "end"))
        parts.append(words(x + 49, 364, "sum 0", 12.5, MUTED, anchor="middle"))
        parts.append(words(777, y + 36, "sum", 12.5, MUTED, anchor="middle"))
        parts.append(words(777, y + 52, "0", 12.5, MUTED, anchor="middle"))
    for i in range(3):
        for j in range(3):
            (x, _), (_, y) = _cell(j), _cell(i)
            value = float(jacobian[i, j])
            share = abs(value) / largest if math.isfinite(value) else 0.0
            lit = chosen == f"{i + 1}{j + 1}"
            colour = BACKWARD if value > 0 else INK
            parts.append(card(x, y, 98, 78, PAPER, RULE, radius=4))
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="98" height="78" rx="4" fill="{colour}" '
                f'fill-opacity="{0.85 * share:.3f}"/>'
            )
            if lit:
                parts.append(card(x - 1, y - 1, 100, 80, "none", INK, radius=5, line=3))
            paper = PAPER if share > 0.6 else INK
            parts.append(
                formula(number(value, 4), 18, paper, "bold").fit(88).at(x + 49, y + 45, "middle")
            )
    return parts


def _entry(out: np.ndarray, jacobian: np.ndarray, i: int, j: int, chosen: str) -> list[str]:
    if not chosen:
        rule = formula("∂o_i / ∂net_j = o_i ([i = j] − o_j)", 20, BACKWARD)
        return [
            card(30, 400, 742, 112, BACKWARD_TINT),
            words(50, 434, "Choose a cell to see where its number comes from.", 14),
            rule.at(50, 478),
        ]
    own = "1" if i == j else "0"
    o_i, o_j = float(out[i]), float(out[j])

    def pair(symbol: str, value: str, colour: str = INK, weight: str = "normal") -> Box:
        return over(formula(symbol, 21, colour), formula(value, 18, colour, weight), 34)

    line = beside(
        pair(f"∂o_{i + 1}/∂net_{j + 1}", number(float(jacobian[i, j]), 5), BACKWARD, "bold"),
        pair("=", "="),
        pair(f"o_{i + 1}", number(o_i, 5), FORWARD),
        pair("(", "("),
        pair(f"[{i + 1} = {j + 1}]", own),
        pair("−", "−"),
        pair(f"o_{j + 1}", number(o_j, 5), FORWARD),
        pair(")", ")"),
        gap=9,
    )
    return [card(30, 400, 742, 112, BACKWARD_TINT), line.fit(700).at(50, 446)]


def _softmax_message(
    nets: list[float], out: np.ndarray, jacobian: np.ndarray, i: int, j: int, chosen: str
) -> str:
    if not np.isfinite(out).all():
        return "The net inputs are too large for the machine: no shares come out."
    shares = ", ".join(said(number(y, 3)) for y in out.tolist())
    text = f"The shares are {shares}: they depend on the differences of the net inputs alone."
    if out.max() > 1 - 1e-3:
        return (
            f"{text} One output has nearly all: softmax is saturated, every slope is close to 0, "
            "and hardly anything comes back."
        )
    if not chosen:
        return f"{text} In the Jacobian each row and each column sums to 0."
    value = said(number(float(jacobian[i, j]), 3))
    if i == j:
        return f"{text} Raising net_{j + 1} raises its own output {i + 1}, with slope {value}."
    return (
        f"{text} Raising net_{j + 1} lowers output {i + 1}, with slope {value}: what one output "
        "gains, the others lose."
    )


def activation(
    activation: str = "sigmoid",
    net: float = 2.0,
    nets: tuple[float, float, float] = (1.0, 0.5, -1.0),
) -> Explorer:
    """Explore an activation function and its slope.

    Parameters
    ----------
    activation : str
        "identity", "sigmoid", "tanh", "relu", "leaky_relu", "softplus" or "softmax".
    net : float
        The net input of an elementwise function, from -8 to 8.
    nets : (float, float, float)
        The net inputs of softmax, from -8 to 8.

    Raises
    ------
    ValueError
        An unknown activation function.
    """
    one_of("activation", activation, ACTIVATIONS)
    first = nets[0] if activation == "softmax" else net
    controls = {
        "activation": menu("activation", activation, list(ACTIVATIONS)),
        "net": slider("net", first, -REACH, REACH),
        "net2": slider("net₂", nets[1], -REACH, REACH),
        "net3": slider("net₃", nets[2], -REACH, REACH),
        "shift": slider("add to all", 0.0, -1000, 1000, 50),
    }

    def show(change: object = None) -> None:
        shares = controls["activation"].value == "softmax"
        controls["net"].description = "net₁" if shares else "net"
        for name in ("net2", "net3", "shift"):
            controls[name].layout.display = None if shares else "none"

    controls["activation"].observe(show, "value")
    show()
    parts = list(controls.values())
    return Explorer(picture, controls, rows=[parts[:2], parts[2:]], chosen="21")
