"""Gradient descent on the bowl of a linear neuron, and the rate at which it breaks (lesson 06)."""

import math
from functools import lru_cache
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_lib import GradientDescent, Momentum, Network
from course_lib.checks import one_of
from course_lib.explorers._contours import contours, grid
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import Box, beside, formula, number, over, said
from course_lib.explorers._svg import Frame, arrow, card, document, dot, path, plate, words
from course_lib.plots import Picture
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_TINT,
    INK,
    LOSS,
    MUTED,
    RULE,
    UPDATE,
    UPDATE_TINT,
)

WIDTH, HEIGHT = 800, 584
MAP = Frame((50, 56, 330, 330), (-3, 5), (-3, 5))
RATES = (0.01, 10.0)

# Inputs and targets of a neuron whose right weights are 2 and 1, up to small errors.
DATA = {
    "uncorrelated, alike": ([[1, 0], [-1, 0], [0, 1], [0, -1]], [2.1, -1.9, 0.9, -1.1]),
    "uncorrelated, unlike": ([[2, 0], [-2, 0], [0, 0.5], [0, -0.5]], [4.1, -3.9, 0.6, -0.4]),
    "correlated": ([[1, 0.2], [-0.2, -1], [1.2, 0.8], [-0.8, -1.2]], [2.3, -1.3, 3.1, -2.9]),
    "a single example": ([[1, 0.5]], [2.5]),
}
WAYS = ("whole batch", "example by example")


class Bowl(NamedTuple):
    """The loss over two weights, and what is known of it in closed form."""

    X: np.ndarray
    T: np.ndarray
    H: np.ndarray  # the Hessian (6.6a), with the bias held
    rates: np.ndarray  # its eigenvalues, the smaller first
    axes: np.ndarray  # its eigenvectors, in columns
    minimum: np.ndarray  # (6.5), the shortest of them in a trough
    lowest: float

    @property
    def bound(self) -> float:
        """The learning rate at which the whole batch stops converging (6.7a)."""
        return float(2 / self.rates[1])

    @property
    def own_bound(self) -> float:
        """The learning rate above which some example overshoots its own minimum (6.7b)."""
        return float(2 / (self.X**2).sum(axis=1).max())


@lru_cache(maxsize=8)
def bowl(data: str) -> Bowl:
    X, t = (np.array(part, float) for part in DATA[data])
    H = X.T @ X / len(X)
    rates, axes = np.linalg.eigh(H)
    rates = np.where(rates < 1e-12, 0.0, rates)
    minimum = np.linalg.lstsq(X, t, rcond=None)[0]
    T = t[:, None]
    return Bowl(X, T, H, rates, axes, minimum, float(_neuron(minimum).loss(X, T)))


def _neuron(w: np.ndarray) -> Network:
    neuron = Network([2, 1])
    neuron.w = [*w, 0.0]
    return neuron


class Run(NamedTuple):
    """The weights after 0, 1, 2, ... updates, the whole batch's loss there, and how it ended."""

    weights: np.ndarray
    losses: np.ndarray
    diverged: bool


def descend(
    data: str, w: tuple[float, float], way: str, learning_rate: float, momentum: float, updates: int
) -> Run:
    """Return the path of so many updates; it ends early where the numbers grow past all bounds."""
    shape = bowl(data)
    neuron = _neuron(np.asarray(w))
    optimizer = Momentum(learning_rate, momentum) if momentum else GradientDescent(learning_rate)
    weights, losses = [neuron.w[:2].copy()], [float(neuron.loss(shape.X, shape.T))]
    with np.errstate(all="ignore"):
        for update in range(updates):
            n = update % len(shape.X)
            rows = slice(None) if way == "whole batch" else slice(n, n + 1)
            g = neuron.gradient(shape.X[rows], shape.T[rows])
            g[2] = 0.0  # the bias is held
            optimizer.step(neuron.w, g)
            if not (np.isfinite(neuron.w).all() and np.abs(neuron.w).max() < 1e150):
                return Run(np.array(weights), np.array(losses), True)
            weights.append(neuron.w[:2].copy())
            losses.append(float(neuron.loss(shape.X, shape.T)))
    return Run(np.array(weights), np.array(losses), False)


def picture(
    data: str,
    way: str,
    w1: float,
    w2: float,
    learning_rate: float,
    momentum: float,
    updates: int,
) -> Picture:
    """Draw the path on the map, the loss after each update, and the learning rate's place.

    Parameters
    ----------
    data, way : str
        A name in `DATA`, and one of `WAYS`.
    w1, w2 : float
        The start.
    learning_rate : float
        Above 0.
    momentum : float
        At least 0 and below 1.
    updates : int
    """
    shape = bowl(data)
    run = descend(data, (w1, w2), way, learning_rate, momentum, updates)
    # With momentum the bound grows: both roots of r² − (1 + μ − ηλ) r + μ lie inside the circle.
    bound = shape.bound * (1 + momentum) if way == "whole batch" else shape.own_bound
    parts = [
        words(50, 27, "the path: drag its start", 15, weight="bold"),
        *_map(data, shape, run),
        words(468, 27, "the loss after each update", 15, LOSS, weight="bold"),
        *_losses(shape, run, way, learning_rate, momentum, updates),
        *_rate(way, learning_rate, momentum, bound),
        *_equations(shape, way, learning_rate, momentum),
    ]
    left, top, width, height = MAP.box
    pad = (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" '
        'fill="transparent" data-drag="point"/>'
    )
    message = _message(shape, run, way, learning_rate, momentum, bound)
    return document(WIDTH, HEIGHT, parts, message, [pad])


@lru_cache(maxsize=8)
def _surface(data: str) -> str:
    shape = bowl(data)
    u, v = grid(MAP)
    away = np.stack([u - shape.minimum[0], v - shape.minimum[1]])
    heights = np.einsum("iab,ij,jab->ab", away, shape.H, away) / 2 + shape.lowest
    # Levels in steps of a square, so that contours of a bowl lie at equal distances.
    top = heights.max() - shape.lowest
    return contours(MAP, heights, shape.lowest + top * np.linspace(0, 1, 15)[1:-1] ** 2)


def _map(data: str, shape: Bowl, run: Run) -> list[str]:
    x, y = MAP.x(shape.minimum[0]), MAP.y(shape.minimum[1])
    parts = [_surface(data)]
    for direction in shape.axes.T:
        ends = [shape.minimum + far * direction for far in (-12, 12)]
        parts.append(path([(MAP.x(a), MAP.y(b)) for a, b in ends], MUTED, 1.1, dash="2 4"))
    points = [(MAP.x(a), MAP.y(b)) for a, b in run.weights.tolist()]
    for start, end in zip(points, points[1:], strict=False):
        far = math.dist(start, end) > 14
        parts.append(arrow(start, end, UPDATE, 1.8) if far else path([start, end], UPDATE, 1.8))
    parts += [dot(a, b, 3.2, UPDATE, width=0.8) for a, b in points[1:]]
    cross = [[(x - 6, y - 6), (x + 6, y + 6)], [(x - 6, y + 6), (x + 6, y - 6)]]
    parts += [path(line, INK, 3) for line in cross]
    parts.append(plate(formula("w^*", 16, INK, "bold"), x + 20, y - 14))
    return [
        MAP.axes(formula("w_1", 18), formula("w_2", 18), ticks=4),
        MAP.inside(*parts, dot(*points[0], 7, INK)),
        words(50, 424, "× minimum in closed form", 12.5, INK),
    ]


def _losses(
    shape: Bowl, run: Run, way: str, learning_rate: float, momentum: float, updates: int
) -> list[str]:
    above = np.maximum(run.losses - shape.lowest, 1e-300)
    frame = Frame((478, 70, 290, 200), (0, max(updates, 1)), (1e-8, 1e4), ylog=True)
    times = range(len(above))
    parts = [frame.curve(times, above, LOSS, 2.5)]
    note = []
    if way == "whole batch" and not momentum:
        # (6.8a): the slowest direction shrinks the distance by this factor, the loss by its square.
        factors = np.abs(1 - learning_rate * shape.rates[shape.rates > 0])
        with np.errstate(all="ignore"):
            law = above[0] * factors.max() ** (2.0 * np.arange(updates + 1))
        parts.insert(0, frame.curve(range(updates + 1), law, MUTED, 1.8, dash="5 4"))
        note = [
            path([(478, 49), (504, 49)], MUTED, 1.8, dash="5 4"),
            words(510, 54, "at most this, by (6.8a)", 12.5, MUTED),
        ]
    return [
        *note,
        frame.axes(formula("updates", 16), formula("", 16), ticks=4),
        frame.inside(*parts, dot(frame.x(len(above) - 1), frame.y(above[-1]), 5.5, LOSS)),
        formula("E − E(w^*)", 17, LOSS).at(768, 90, "end"),
    ]


def _rate(way: str, learning_rate: float, momentum: float, bound: float) -> list[str]:
    frame = Frame((478, 346, 290, 22), RATES, (0, 1), xlog=True)
    edge = frame.x(min(bound, RATES[1]))
    here = frame.x(learning_rate)
    parts = [
        card(478, 346, 290, 22, BACKWARD_TINT, RULE, radius=3, line=1),
        card(478, 346, max(edge - 478, 0), 22, UPDATE_TINT, RULE, radius=3, line=1),
        path([(edge, 340), (edge, 374)], INK, 2),
    ]
    for power in range(-2, 2):
        x = frame.x(10.0**power)
        parts.append(path([(x, 368), (x, 373)], MUTED, 1.2))
        parts.append(formula(f"10^{{{power}}}".replace("-", "−"), 14, MUTED).at(x, 391, "middle"))
    limit = "2 / λ_{max}" if not momentum else "2 (1 + μ) / λ_{max}"
    sides = ("converges", "diverges")
    if way != "whole batch":
        limit, sides = "2 / |x|^2", ("each shrinks its own error", "overshoots")
    return [
        words(478, 330, "learning rate", 14, UPDATE, weight="bold"),
        formula(f"{limit} = {number(bound, 3)}", 16).at(768, 331, "end"),
        *parts,
        dot(min(max(here, 478.0), 768.0), 357, 7, UPDATE),
        words(478, 414, sides[0], 12.5, UPDATE),
        words(768, 414, sides[1], 12.5, BACKWARD, anchor="end"),
    ]


def _equations(shape: Bowl, way: str, learning_rate: float, momentum: float) -> list[str]:
    size = 19

    def pair(symbol: str, value: str, colour: str = INK, weight: str = "normal") -> Box:
        return over(formula(symbol, size, colour), formula(value, 17, colour, weight), 27)

    rows = []
    names = ("min", "max")
    for place, (name, rate) in enumerate(zip(names, shape.rates.tolist(), strict=True)):
        shrinks = 1 - learning_rate * rate
        row = beside(
            pair("1", "1"),
            pair("−", "−"),
            pair("η", number(learning_rate, 3), UPDATE),
            pair("·", "·"),
            pair(f"λ_{{{name}}}", number(rate), LOSS),
            pair("=", "="),
            pair("factor", number(shrinks, 4), UPDATE if abs(shrinks) < 1 else BACKWARD, "bold"),
            gap=8,
        )
        left = 40 + 380 * place
        what = "along the flat axis" if place == 0 else "along the steep axis"
        if math.isclose(*shape.rates):
            what = "along every axis"
        rows.append(words(left, 470, what, 14, weight="bold"))
        rows.append(row.fit(350).at(left, 502))
    update = "w ← w − η ∇E" if not momentum else "v ← μ v − η ∇E,   w ← w + v"
    note = "each update multiplies the distance to w* by its factor"
    if way != "whole batch":
        note = "these factors are those of the whole batch"
    elif momentum:
        note = "these factors are those without momentum"
    return [
        *rows,
        formula(update, 19, UPDATE).at(40, 566),
        words(420, 565, note, 12.5, MUTED),
    ]


def _message(
    shape: Bowl, run: Run, way: str, learning_rate: float, momentum: float, bound: float
) -> str:
    rate, most = said(number(learning_rate, 3)), said(number(bound, 3))
    above, updates = run.losses - shape.lowest, len(run.losses) - 1
    if way == "example by example":
        text = f"Example by example with η = {rate}: after {updates} updates the loss is "
        text += f"{said(number(float(run.losses[-1]), 3))}, {said(number(float(above[-1]), 2))} "
        text += "above the minimum."
        if run.diverged or above[-1] > max(above[0], 1e-9):
            return f"{text} It is lost: above η = {most} the largest example overshoots its own t."
        return (
            f"{text} Each update looks at one example and overshoots for the others: the path "
            "never settles at a fixed learning rate, unless one minimum serves them all."
        )
    if run.diverged:
        return f"η = {rate} is far above {most}: the numbers grew past all bounds."
    if learning_rate > bound * (1 + 1e-9):
        return (
            f"η = {rate} is above {most}: along the steep axis each update overshoots by more than "
            "it came, and the path leaves the bowl."
        )
    if math.isclose(learning_rate, bound):
        return f"η = {rate} is exactly the bound: the path jumps from side to side for ever."
    left = (
        f"η = {rate} is below {most}: after {updates} updates the loss is "
        f"{said(number(float(above[-1]), 2))} above the minimum."
    )
    if shape.rates[0] == 0:
        return f"{left} One example makes a trough: its whole floor is the minimum."
    if momentum:
        return f"{left} The velocity carries the path along the flat axis and through the turns."
    factors = np.abs(1 - learning_rate * shape.rates)
    if 1 - learning_rate * shape.rates[1] < 0:
        return (
            f"{left} It jumps across the bowl, because the steep factor is negative, and yet "
            "comes closer each time."
        )
    if factors.max() > 0.9:
        return (
            f"{left} It creeps: along the flat axis only "
            f"{said(number(float(100 * (1 - factors.max())), 2))} % of the way is gone each time."
        )
    return f"{left} No factor is negative: the path never crosses the bowl."


def descent(
    data: str = "correlated",
    way: str = "whole batch",
    w: tuple[float, float] = (-2.0, 1.5),
    learning_rate: float = 1.2,
    momentum: float = 0.0,
    updates: int = 40,
) -> Explorer:
    """Explore gradient descent on the loss of a linear neuron with two weights; its bias is 0.

    Parameters
    ----------
    data : {"uncorrelated, alike", "uncorrelated, unlike", "correlated", "a single example"}
    way : {"whole batch", "example by example"}
    w : (float, float)
        The start, each weight from -3 to 5.
    learning_rate : float
        From 0.01 to 10.
    momentum : float
        From 0 to 0.95.
    updates : int
        From 0 to 120.

    Raises
    ------
    ValueError
        Unknown data, an unknown way.
    """
    one_of("data", data, DATA)
    one_of("way", way, dict.fromkeys(WAYS))
    controls = {
        "data": menu("data", data, list(DATA)),
        "way": menu("updates by", way, list(WAYS)),
        "w1": slider("w₁", w[0], -3, 5),
        "w2": slider("w₂", w[1], -3, 5),
        "learning_rate": slider("η", learning_rate, -2, 1, 0.01, log=True),
        "momentum": slider("μ", momentum, 0, 0.95),
        "updates": widgets.IntSlider(
            updates,
            min=0,
            max=120,
            description="updates",
            layout=widgets.Layout(width="262px"),
            style={"description_width": "80px"},
        ),
    }
    c = controls
    rows = [
        [c["learning_rate"], c["momentum"], c["updates"]],
        [c["data"], c["way"]],
        [c["w1"], c["w2"]],
    ]

    def dragged(x: float, y: float) -> None:
        w1, w2 = MAP.value(x, y)
        explorer.set(w1=round(w1, 2), w2=round(w2, 2))

    explorer = Explorer(picture, controls, rows=rows, dragged=dragged)
    return explorer
