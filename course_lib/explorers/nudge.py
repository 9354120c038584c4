"""A weight or a net input, nudged: what its slope predicts, and what the loss does (lesson 08)."""

import copy
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from course_lib import Network
from course_lib.activations import HIDDEN
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import (
    Box,
    beside,
    factor,
    fitted,
    formula,
    lines,
    number,
    plain,
    said,
)
from course_lib.explorers._network import (
    CIRCLE,
    HALF,
    PAIRS,
    WIDTH,
    Plan,
    Run,
    build,
    choices,
    height,
    loss_box,
    panel,
    parts_to_choose,
    run,
    thickness,
    to_loss,
)
from course_lib.explorers._paths import Chosen, chosen_part, routes, swept
from course_lib.explorers._svg import Frame, card, document, dot, path, plate
from course_lib.plots import Picture
from course_lib.plots.style import (
    BACKWARD,
    FORWARD,
    FORWARD_TINT,
    INK,
    INK_TINT,
    LOSS,
    MUTED,
    PAPER,
    RULE,
)

FAR = 2.0  # how far a nudge can go either way
NUDGES = np.linspace(-FAR, FAR, 81)


def nudged(
    network: Network, x: Sequence[float], part: Chosen, by: float
) -> tuple[Network, np.ndarray]:
    """Return the network and the input with one number moved."""
    moved, moved_x = copy.deepcopy(network), np.array(x, float)
    array, place = _held(moved, moved_x, part)
    array[place] += by
    return moved, moved_x


def losses(
    network: Network, x: Sequence[float], t: Sequence[float], part: Chosen, steps: Sequence[float]
) -> list[float]:
    """Return the loss for each nudge of one number."""
    moved, moved_x = copy.deepcopy(network), np.array(x, float)
    array, place = _held(moved, moved_x, part)
    start, found = array[place], []
    with np.errstate(all="ignore"):
        for step in steps:
            array[place] = start + step
            found.append(float(moved.loss([moved_x], [t])))
    return found


def _held(network: Network, x: np.ndarray, part: Chosen) -> tuple[np.ndarray, Any]:
    """Return the array that holds the number to be moved, and its place there."""
    kind, k, j, i = part
    if kind == "w":
        return network.layers[k - 1].W, (i, j)
    if k == 0:
        return x, j
    return network.layers[k - 1].b, j  # for a net input the same as for its bias, by (2.4)


class Prediction(NamedTuple):
    """A nudge of one number: what the slope says the loss does, and what it does."""

    symbol: str
    value: float
    by: float
    slope: float
    before: float
    after: float

    @property
    def predicted(self) -> float:
        return self.slope * self.by  # (1.6)

    @property
    def actual(self) -> float:
        return self.after - self.before


def picture(
    network: Network,
    x: Sequence[float],
    t: Sequence[float],
    *,
    by: float = 0.5,
    chosen: str = "u:1:0",
) -> Picture:
    """Draw a network with one number nudged, and the loss over a range of nudges.

    Parameters
    ----------
    network : Network
    x, t : sequence of float
        One example's input and target.
    by : float
        The nudge.
    chosen : str
        What is nudged: "w:k:i:j", "b:k:j", or "u:k:j" for a net input or an input.
    """
    part = chosen_part(chosen)
    plan = Plan(
        network.sizes,
        44,
        574,
        14,
        14 + height(network.sizes),
        98 if len(network.sizes) > 3 else 124,
    )
    before = run(network, x, t)
    moved, moved_x = nudged(network, x, part, by)
    after = run(moved, moved_x.tolist(), t)
    symbol, value = _number(plan, before, part)
    derivative, _, slope = swept(plan, before, part)
    nudges = [by, by / 2, *NUDGES.tolist()]
    there, halfway, *curve = losses(network, x, t, part, nudges)
    found = Prediction(symbol, value, by, slope, before.loss, there)
    half = found._replace(by=by / 2, after=halfway)
    parts = [
        *_network(plan, before, after, part, found),
        *panel(
            plan.bottom + 2, INK, INK_TINT, "(1.6), (8.1)", "the slope’s promise, and the truth"
        ),
        *_equations(plan, found, derivative),
        *_plot(plan, found, curve),
    ]
    targets = parts_to_choose(plan, network, chosen)
    return document(WIDTH, plan.bottom + 250, parts, _message(found, half), targets)


def _number(plan: Plan, now: Run, part: Chosen) -> tuple[str, float]:
    """Return the symbol and the value of what is nudged."""
    kind, k, j, i = part
    if kind == "w":
        return plan.w(k, i, j), float(now.network.layers[k - 1].W[i, j])
    if kind == "b":
        return plan.of("b", k, j), float(now.network.layers[k - 1].b[j])
    if k > 0:
        return plan.of("net", k, j), float(now.nets[k][j])
    return plan.out(0, j), float(now.outs[0][j])


def _network(plan: Plan, before: Run, after: Run, part: Chosen, found: Prediction) -> list[str]:
    found_routes = routes(plan, before, part)
    touched = {unit for route in found_routes for unit in route.units}
    if part.kind == "w":
        touched.discard((part.k - 1, part.i))
    parts = []
    for edge in plan.edges():
        k, i, j = edge
        width = thickness(before.network.layers[k - 1].W[i, j])
        if part.kind == "w" and edge == (part.k, part.i, part.j):
            parts.append(path(plan.line(edge), INK, 4.5))
        elif (k - 1, i) in touched:
            parts.append(path(plan.line(edge), FORWARD, width + 0.8))
        else:
            parts.append(path(plan.line(edge), RULE, width))
    last = len(plan.sizes) - 1
    for j in range(plan.sizes[-1]):
        lit = (last, j) in touched
        label = beside(
            formula(plan.of("t", last, j), 15, MUTED), formula(number(after.t[j], 3), 15), gap=5
        )
        parts += to_loss(plan, j, LOSS if lit else RULE, 2.5 if lit else 1.5, label)
    for unit in plan.units():
        parts += _unit(plan, after, unit, unit in touched, part.kind != "w" and unit == part[1:3])
    parts += loss_box(plan, after.loss, LOSS)
    was = beside(formula("was", 15, MUTED), fitted(before.loss, 50, 15, MUTED), gap=5)
    parts.append(was.at(754, plan.middle + 52, "middle"))

    sign = "−" if found.by < 0 else "+"
    name = formula(f"{found.symbol} =", 15, INK, "bold")
    sum_ = formula(f"{number(found.value, 3)} {sign} {number(abs(found.by), 3)}", 15, INK, "bold")
    label = beside(name, sum_, gap=5)
    if part.kind == "w":
        edge = (part.k, part.i, part.j)
        (left, _), (right, _) = plan.line(edge)
        if label.width > right - left - 12:
            label = lines(name, sum_, gap=4).fit(right - left - 4)
        x, y = plan.labels([edge], 20)[edge]
    else:
        x, y = plan.centre(part.k, part.j)
        y -= (HALF if part.k else CIRCLE) + 11
        x = max(x, 14 + label.width / 2)
    parts.append(plate(label.fit(140), x, y, PAPER, INK))
    return parts


def _unit(plan: Plan, after: Run, unit: tuple[int, int], touched: bool, nudged: bool) -> list[str]:
    (k, j), (x, y) = unit, plan.centre(*unit)
    edge, colour = (FORWARD, FORWARD) if touched else (MUTED, MUTED)
    tint = FORWARD_TINT if touched else PAPER
    weight, line = ("bold", 2.5) if touched else ("normal", 1.5)
    if k == 0:
        return [
            dot(x, y, CIRCLE, tint, edge, line),
            fitted(after.outs[0][j], 42, 17, colour, weight, 3).at(x, y + 6, "middle"),
            "" if nudged else formula(plan.out(0, j), 15, MUTED).at(x, y - CIRCLE - 7, "middle"),
        ]
    half = plan.wide / 2
    parts = [
        card(x - half, y - HALF, plan.wide, 2 * HALF, tint, edge, radius=HALF, line=line),
        path([(x, y - HALF + 1), (x, y + HALF - 1)], edge, 1),
        "" if nudged else formula(plan.unit(k, j), 14, MUTED).at(x, y - HALF - 6, "middle"),
    ]
    for place, value in (
        (x - half / 2 + 2, after.nets[k][j]),
        (x + half / 2 - 2, after.outs[k][j]),
    ):
        parts.append(fitted(value, half - 9, 16, colour, weight).at(place, y + 5, "middle"))
    return parts


def _equations(plan: Plan, found: Prediction, derivative: str) -> list[str]:
    def pair(name: Box, *rest: Box) -> Box:
        return beside(name, *rest, gap=7)

    promise = lines(
        pair(plain("predicted", 18, BACKWARD), formula(f"{derivative} · Δ", 18, BACKWARD)),
        pair(
            formula("=", 18, BACKWARD),
            formula(f"{number(found.slope)} · {factor(found.by, 3)} =", 18, BACKWARD),
            formula(number(found.predicted), 18, BACKWARD, "bold"),
        ),
        gap=10,
    )
    truth = lines(
        pair(
            plain("actual", 18, LOSS),
            formula(f"E_n({found.symbol} + Δ) − E_n({found.symbol})", 18, LOSS),
        ),
        pair(
            formula("=", 18, LOSS),
            formula(f"{number(found.after, 5)} − {number(found.before, 5)} =", 18, LOSS),
            formula(number(found.actual), 18, LOSS, "bold"),
        ),
        gap=10,
    )
    off = pair(plain("off by"), formula(number(found.predicted - found.actual, 2), 18, INK, "bold"))
    box = lines(promise, truth, off, gap=18).fit(352)
    return [box.at(36, plan.bottom + 2 + 46 + box.up)]


def _plot(plan: Plan, found: Prediction, curve: list[float]) -> list[str]:
    top = plan.bottom + 2
    if not (math.isfinite(found.before) and math.isfinite(found.slope)):
        return []
    finite = [loss for loss in curve if math.isfinite(loss)]
    low, high = min([*finite, found.before]), max([*finite, found.before])
    if not math.isfinite(high - low):
        return []
    room = max(high - low, 0.02 * abs(high), 1e-3)
    frame = Frame(
        (470, top + 52, 292, 138),
        (found.value - FAR, found.value + FAR),
        (low - 0.15 * room, high + 0.15 * room),
    )
    if frame.xlim[0] == frame.xlim[1]:
        return []
    here, there = frame.x(found.value), frame.x(found.value + found.by)
    ends = [(step, found.before + found.slope * step) for step in (-FAR, FAR)]
    tangent = [(frame.x(found.value + step), frame.y(loss)) for step, loss in ends]
    guessed = frame.y(found.before + found.predicted)
    real = frame.y(found.after) if math.isfinite(found.after) else math.nan
    level = frame.y(found.before)
    return [
        card(470, top + 52, 292, 138, PAPER, radius=0),
        frame.axes(formula(found.symbol, 17), formula("E_n", 17, LOSS), ticks=4),
        frame.inside(
            frame.curve(found.value + NUDGES, curve, LOSS, 2.8),
            path(tangent, BACKWARD, 2.2, dash="7 5"),
            path([(here, level), (there, level)], MUTED, 1.3, dash="2 3"),
            path([(there, level), (there, guessed)], BACKWARD, 3),
            path([(there, guessed), (there, real)], INK, 1.6, dash="3 3"),
            dot(there, guessed, 5, BACKWARD),
            dot(there, real, 6, LOSS),
            dot(here, level, 6, INK),
        ),
    ]


def _message(found: Prediction, half: Prediction) -> str:
    name, by = said(found.symbol), said(number(found.by, 3))
    if not all(math.isfinite(v) for v in (found.before, found.after, found.slope, found.predicted)):
        return f"Moving {name} by {by}, the numbers become too large for the machine to compare."
    slope = said(number(found.slope))
    if found.by == 0:
        return (
            f"Nothing is moved yet. The slope at this point, {slope}, comes from backpropagation."
        )
    text = (
        f"Moving {name} by {by}, its slope of {slope} predicts that the loss changes by "
        f"{said(number(found.predicted))}; it really changes by {said(number(found.actual))}."
    )
    gap, less = abs(found.predicted - found.actual), abs(half.predicted - half.actual)
    noise = 1e-14 * max(abs(found.before), abs(found.after))
    if gap <= noise:
        return f"{text} Here the loss is as straight as its tangent."
    if less <= noise:
        return f"{text} With half the nudge nothing would be left of that gap."
    return (
        f"{text} With half the nudge that gap would be {said(number(gap / less, 2))} times smaller."
    )


def nudge(
    network: Network | None = None,
    x: Sequence[float] | None = None,
    t: Sequence[float] | None = None,
    *,
    chosen: str = "u:1:0",
    by: float = 0.5,
) -> Explorer:
    """Nudge a weight, a bias, an input or a net input, and watch the loss.

    Parameters
    ----------
    network : Network, optional
        The published example of 2015 if not given. It is left as it is.
    x, t : sequence of float, shapes (n_0,) and (n_L,), optional
        One example for it.
    chosen : str
        What is nudged at first: "w:k:i:j" is the weight of layer k from unit i to unit j, "b:k:j"
        a bias, "u:k:j" a net input, or an input if k is 0.
    by : float
        The first nudge, from -2 to 2.

    Raises
    ------
    ValueError
        A network without its example, or an example that does not fit it.
    """
    examples, (hidden, output, loss) = choices(network, x, t)
    controls: dict[str, Any] = {
        "example": menu("network", next(iter(examples)), list(examples)),
        "hidden": menu("hidden", hidden, list(HIDDEN)),
        "pair": menu("output", (output, loss), PAIRS),
        "by": slider("nudge Δ", by, -FAR, FAR, 0.01),
    }
    make = lru_cache(maxsize=16)(
        lambda example, hidden, pair: build(examples[example], hidden, *pair)
    )

    def draw(example: str, hidden: str, pair: tuple[str, str], by: float, chosen: str) -> Picture:
        _, _, x, t, _ = examples[example]
        # Something is always nudged; what another network does not have, this one may not either.
        known = chosen in _keys(examples[example].sizes)
        part = chosen if known else "u:1:0"
        return picture(make(example, hidden, pair), x, t, by=by, chosen=part)

    row = list(controls.values())
    return Explorer(draw, controls, rows=[row[:3], row[3:]], chosen=chosen)


def _keys(sizes: Sequence[int]) -> set[str]:
    plan = Plan(sizes, 0, 1, 0, 1, 0)
    weights = {f"w:{k}:{i}:{j}" for k, i, j in plan.edges()}
    units = {f"u:{k}:{j}" for k, j in plan.units()}
    return weights | units | {f"b:{k}:{j}" for k, j in plan.units() if k}
