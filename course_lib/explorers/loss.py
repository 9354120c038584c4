"""A loss and its slope as the output moves, and as the net input behind it moves (lesson 05)."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_lib import Network
from course_lib.activations import sigmoid
from course_lib.checks import one_of
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import Box, beside, factor, formula, number, over, said
from course_lib.explorers._svg import Frame, card, document, dot, path, words
from course_lib.losses import cross_entropy, log_loss, squared_error
from course_lib.plots import Picture
from course_lib.plots.style import BACKWARD, BACKWARD_TINT, FORWARD, INK, LOSS, MUTED

WIDTH, HEIGHT = 800, 560
YS = np.linspace(0, 1, 201)
NETS = np.linspace(-6, 6, 121)


class Pair(NamedTuple):
    """A loss with the activation of the outputs that it judges, and how both are written."""

    loss: str
    output: str
    E: str
    slope: str
    steepest: float  # the largest slope that is shown


PAIRS = {
    "squared error, identity": Pair("squared_error", "identity", "½ (y − t)^{2}", "y − t", 1.1),
    "squared error, sigmoid": Pair("squared_error", "sigmoid", "½ (y − t)^{2}", "y − t", 1.1),
    "log loss, sigmoid": Pair(
        "log_loss", "sigmoid", "−t ln y − (1 − t) ln(1 − y)", "−t / y + (1 − t) / (1 − y)", 10.0
    ),
    "cross-entropy, softmax": Pair("cross_entropy", "softmax", "−t ln y + …", "−t / y", 10.0),
}


class Seen(NamedTuple):
    """What one output does to the loss; the second output of softmax is 1 - y."""

    net: float
    loss: float
    term: float  # the part of the loss in which y stands
    slope: float
    passes: float  # the activation's own slope
    delta: float


def look(pair: str, t: float, y: float) -> Seen:
    """Return what the loss is and how it changes where the output is y."""
    shown = PAIRS[pair]
    with np.errstate(all="ignore"):
        net = y if shown.output == "identity" else float(np.log(y) - np.log1p(-y))
        passes = 1.0 if shown.output == "identity" else float(sigmoid.derivative(net, y))
        up, down = (float(np.float64(a) / b) if a else 0.0 for a, b in ((t, y), (1 - t, 1 - y)))
        if shown.loss == "squared_error":
            E, slope = float(squared_error([[y]], [[t]])), y - t  # (5.2), (5.3)
        elif shown.loss == "log_loss":
            E, slope = float(log_loss([[y]], [[t]])), down - up  # (5.4), (5.5)
        else:
            E, slope = float(cross_entropy([[y, 1 - y]], [[t, 1 - t]])), -up  # (5.6), (5.7)
        term = E
        if shown.output == "softmax":
            term = float(-t * np.log(y)) if t else 0.0
    delta = y - t if _plain(pair) else slope * passes  # (8.6) to (8.8), or (8.4)
    return Seen(net, E, term, slope, passes, delta)


@lru_cache(maxsize=64)
def _over_y(pair: str, t: float) -> list[Seen]:
    return [look(pair, t, float(y)) for y in YS]


@lru_cache(maxsize=64)
def _over_net(pair: str, t: float) -> tuple[np.ndarray, np.ndarray]:
    """Return loss and delta at `NETS`, from a network whose net input is its input."""
    shown = PAIRS[pair]
    units = 2 if shown.output == "softmax" else 1
    network = Network([1, units], output=shown.output, loss=shown.loss)
    network.w = [1.0] + [0.0] * (2 * units - 1)
    X = NETS[:, None]
    T = np.tile([t, 1 - t][:units], (len(X), 1))
    losses = [network.loss(x[None], T[:1]) for x in X]
    return np.array(losses), network.deltas(network.forward(X), T)[0][:, 0]


def picture(pair: str, t: float, y: float) -> Picture:
    """Draw the loss and its slope over the output, and both over the net input.

    Parameters
    ----------
    pair : str
        A name in `PAIRS`.
    t, y : float
        Target and output, from 0 to 1.
    """
    seen = look(pair, t, y)
    parts = [
        *_over_output(pair, t, y, seen),
        *_over_net_input(pair, t, y, seen),
        *_equations(pair, t, y, seen),
    ]
    return document(WIDTH, HEIGHT, parts, _message(pair, t, y, seen))


def _over_output(pair: str, t: float, y: float, seen: Seen) -> list[str]:
    shown = PAIRS[pair]
    every = _over_y(pair, t)
    squared = shown.loss == "squared_error"
    top = Frame((64, 70, 310, 150), (0, 1), (-0.04, 0.6) if squared else (-0.3, 4.5))
    below = Frame((64, 272, 310, 130), (0, 1), (-shown.steepest, shown.steepest))
    x = top.x(y)
    far = [(top.x(u), top.y(seen.term + seen.slope * (u - y))) for u in (-0.5, 1.5)]
    return [
        words(64, 27, "as the output y moves", 15, weight="bold"),
        top.axes(formula("", 17), formula(f"E = {shown.E}", 17, LOSS), ticks=3, xticks=()),
        *_target(top, t),
        formula("t", 16).at(top.x(t) + 6, 84),
        top.inside(
            path([(x, 70), (x, 220)], MUTED, 1, dash="2 3"),
            path(far, BACKWARD, 2, dash="7 5"),
            top.curve(YS, [one.term for one in every], LOSS, 3),
        ),
        _marked(top, x, seen.term, LOSS),
        below.axes(formula("y", 18), formula(f"∂E/∂y = {shown.slope}", 17, BACKWARD), ticks=3),
        *_target(below, t),
        path([(64, below.y(0)), (374, below.y(0))], MUTED, 1.2),
        below.inside(
            path([(x, 272), (x, 402)], MUTED, 1, dash="2 3"),
            below.curve(YS, [one.slope for one in every], BACKWARD, 3),
        ),
        _marked(below, x, seen.slope, BACKWARD),
    ]


def _over_net_input(pair: str, t: float, y: float, seen: Seen) -> list[str]:
    shown = PAIRS[pair]
    losses, deltas = _over_net(pair, t)
    own = shown.output == "identity"
    limits = (0.0, 1.0) if own else (-6.0, 6.0)
    tall = (-0.04, 0.6) if shown.loss == "squared_error" else (-0.3, 4.5)
    top = Frame((470, 70, 302, 150), limits, tall)
    below = Frame((470, 272, 302, 130), limits, (-1.1, 1.1))
    nets = YS if own else NETS
    if own:
        every = _over_y(pair, t)
        losses = np.array([one.loss for one in every])
        deltas = np.array([one.delta for one in every])
    x = top.x(min(max(seen.net, limits[0]), limits[1]))
    symbol = {"identity": "net", "sigmoid": "σ(net)", "softmax": "softmax(net)"}[shown.output]
    return [
        words(470, 27, "as the net input moves", 15, weight="bold"),
        formula(f"y = {symbol}", 17, FORWARD).at(772, 58, "end"),
        top.axes(formula("", 17), formula("E", 17, LOSS), ticks=3, xticks=()),
        top.inside(
            path([(x, 70), (x, 220)], MUTED, 1, dash="2 3"),
            top.curve(nets, losses, LOSS, 3),
        ),
        _marked(top, x, float(np.interp(seen.net, nets, losses)), LOSS),
        below.axes(formula("net", 18), formula("∂E/∂net = δ", 17, BACKWARD), ticks=3),
        path([(470, below.y(0)), (772, below.y(0))], MUTED, 1.2),
        below.inside(
            path([(x, 272), (x, 402)], MUTED, 1, dash="2 3"),
            below.curve(nets, deltas, BACKWARD, 3),
        ),
        _marked(below, x, seen.delta, BACKWARD),
    ]


def _target(frame: Frame, t: float) -> list[str]:
    """A line where the output would be right."""
    _, top, _, height = frame.box
    x = frame.x(t)
    return [path([(x, top), (x, top + height)], INK, 1.6)]


def _marked(frame: Frame, x: float, value: float, colour: str) -> str:
    """A dot on the curve; an arrow's head at the edge where the curve has left the frame."""
    _, top, _, height = frame.box
    if math.isnan(value):
        return ""
    y = min(max(frame.y(value), top), top + height)
    if y == frame.y(value):
        return dot(x, y, 6.5, colour)
    up = -1 if y == top else 1
    corners = (
        f"{x:.1f},{y + 4 * up:.1f} {x - 8:.1f},{y - 10 * up:.1f} {x + 8:.1f},{y - 10 * up:.1f}"
    )
    return f'<polygon points="{corners}" fill="{colour}"/>'


def _equations(pair: str, t: float, y: float, seen: Seen) -> list[str]:
    shown = PAIRS[pair]
    size = 20

    def pair_of(symbol: str, value: str, colour: str = INK, weight: str = "normal") -> Box:
        return over(formula(symbol, size, colour), formula(value, 18, colour, weight), 28)

    numbers = beside(
        pair_of("t", number(t)),
        pair_of("y", number(y), FORWARD),
        pair_of("E", number(seen.loss), LOSS, "bold"),
        gap=18,
    )
    if shown.output == "softmax":
        own, other = (float(a) for a in (y * (1 - y), -y * (1 - y)))
        with np.errstate(all="ignore"):
            second = look(pair, 1 - t, 1 - y).slope
        product = [
            pair_of("∂E/∂y_1", number(seen.slope), BACKWARD),
            pair_of("·", "·"),
            pair_of("y_1 (1 − y_1)", number(own), FORWARD),
            pair_of("+", "+"),
            pair_of("∂E/∂y_2", factor(second), BACKWARD),
            pair_of("·", "·"),
            pair_of("(−y_1 y_2)", factor(other), FORWARD),
        ]
    else:
        product = [
            pair_of("∂E/∂y", number(seen.slope), BACKWARD),
            pair_of("·", "·"),
            pair_of("φ′(net)", number(seen.passes), FORWARD),
        ]
    chain = beside(
        *product,
        pair_of("=", "→" if math.isinf(seen.loss) else "="),
        pair_of("δ", number(seen.delta), BACKWARD, "bold"),
        *(
            [pair_of("=", "="), pair_of("y − t", f"{number(y)} − {number(t)}")]
            if _plain(pair)
            else []
        ),
        gap=9,
    )
    return [
        numbers.fit(178).at(40, 484),
        card(236, 452, 544, 82, BACKWARD_TINT),
        chain.fit(512).at(252, 484),
    ]


def _plain(pair: str) -> bool:
    """Whether the slope of the activation cancels, so that delta is y - t."""
    return pair != "squared error, sigmoid"


def _message(pair: str, t: float, y: float, seen: Seen) -> str:
    shown = PAIRS[pair]
    text = (
        f"Target {said(number(t))}, output {said(number(y))}: the loss is {said(number(seen.loss))}"
        f" and its slope in the output {said(number(seen.slope))}."
    )
    if math.isinf(seen.loss):
        return (
            f"{text} The output says that what happened can’t happen, and no loss is large enough "
            f"for that; but over the net input the curve nears a straight line, whose slope y − t "
            f"= {said(number(seen.delta))} stays finite, which is why a network computes it there."
        )
    if pair == "squared error, sigmoid" and abs(y - t) > 0.5 and seen.passes < 0.1:
        return (
            f"{text} The output is badly wrong, but the flat sigmoid lets only "
            f"{said(number(seen.delta, 3))} through to the net input: it learns slowly where it is "
            "most wrong."
        )
    if y == t:
        return f"{text} The output is right: here the loss is smallest, and nothing pulls."
    if shown.loss == "cross_entropy" and t == 0:
        return (
            f"{text} This loss doesn’t look at the outputs of the wrong classes; yet the net input "
            f"is pushed down by y − t = {said(number(seen.delta, 3))}, because all outputs share 1."
        )
    if shown.loss == "squared_error":
        return (
            f"{text} The slope is the error itself, y − t; never more than 1 here, however wrong "
            "the output is."
        )
    if abs(y - t) > 0.8:
        return (
            f"{text} Confident and wrong: the slope in y grows without bound, the activation’s own "
            f"shrinks as fast, and their product is y − t = {said(number(seen.delta, 3))}."
        )
    return (
        f"{text} Times the slope of the activation: the denominators cancel, and y − t = "
        f"{said(number(seen.delta, 3))} is left."
    )


def loss(loss: str = "log loss, sigmoid", t: float = 1.0, y: float = 0.2) -> Explorer:
    """Explore what a loss says of an output, and how strongly it pulls.

    Parameters
    ----------
    loss : str
        "squared error, identity", "squared error, sigmoid", "log loss, sigmoid" or
        "cross-entropy, softmax": the loss with the activation before it.
    t, y : float
        Target and output, from 0 to 1.

    Raises
    ------
    ValueError
        An unknown loss.
    """
    one_of("loss", loss, PAIRS)
    controls = {
        "pair": menu("loss", loss, list(PAIRS)),
        "t": slider("target t", t, 0, 1),
        "y": slider("output y", y, 0, 1, 0.01),
    }
    return Explorer(picture, controls)
