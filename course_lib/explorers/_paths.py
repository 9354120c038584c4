"""Every path from a weight, a bias or a unit to the loss: lit up, its factors multiplied."""

import itertools
import math
from typing import NamedTuple

from course_lib.explorers._formula import Box, beside, factor, fitted, formula, number, over, said
from course_lib.explorers._network import (
    CIRCLE,
    HALF,
    WIDTH,
    Edge,
    Plan,
    Run,
    loss_box,
    matched,
    panel,
    thickness,
    to_loss,
)
from course_lib.explorers._svg import card, dot, path, plate, words
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_TINT,
    FORWARD,
    FORWARD_TINT,
    INK,
    LOSS,
    MUTED,
    PAPER,
    RULE,
    UPDATE,
)

ROWS = 5  # how many paths are written out
LEFT, RIGHT = 36.0, WIDTH - 36.0


class Factor(NamedTuple):
    """One local derivative on a path: its symbol, its value, its colour."""

    symbol: str
    value: float
    colour: str


class Route(NamedTuple):
    """One path to the loss: the units it passes, as (layer, unit), and its factors (7.1)."""

    units: tuple[tuple[int, int], ...]
    factors: tuple[Factor, ...]

    @property
    def product(self) -> float:
        return math.prod(factor.value for factor in self.factors)


class Chosen(NamedTuple):
    """What is chosen: its kind ("w", "b" or "u"), layer, unit, and for a weight where it starts."""

    kind: str
    k: int
    j: int
    i: int = -1


def chosen_part(key: str) -> Chosen:
    """Read the key of a target: "w:k:i:j", "b:k:j" or "u:k:j"."""
    kind, *numbers = key.split(":")
    k, *rest = map(int, numbers)
    return Chosen(kind, k, rest[-1], rest[0] if kind == "w" else -1)


def routes(plan: Plan, now: Run, part: Chosen) -> list[Route]:
    """Return every path from what is chosen to the loss, with its factors."""
    start: list[Factor] = []
    before: list[tuple[int, int]] = []
    if part.kind == "w":
        value = float(now.outs[part.k - 1][part.i])
        start = [Factor(plan.out(part.k - 1, part.i), value, FORWARD)]  # (2.3)
        before = [(part.k - 1, part.i)]
    found = []
    for others in itertools.product(*(range(size) for size in plan.sizes[part.k + 1 :])):
        units = [(part.k, part.j), *enumerate(others, part.k + 1)]
        factors = list(start)
        for unit, following in itertools.pairwise([*units, None]):
            assert unit is not None
            k, j = unit
            slopes = now.slopes[k]
            if k > 0 and slopes is not None and not _ends_in_delta(plan, now, k):
                symbol = f"φ′({plan.of('net', k, j)})"
                factors.append(Factor(symbol, float(slopes[j]), FORWARD))  # (3.12)
            if following is not None:
                m = following[1]
                weight = float(now.network.layers[k].W[j, m])
                factors.append(Factor(plan.w(k + 1, j, m), weight, UPDATE))  # (2.5)
        factors.append(_last_factor(plan, now, units[-1][1]))
        found.append(Route((*before, *units), tuple(factors)))
    return found


def _ends_in_delta(plan: Plan, now: Run, k: int) -> bool:
    """Whether a path's last factor at layer k is an output's delta as a whole."""
    return k == len(plan.sizes) - 1 and (matched(now.network) or now.slopes[k] is None)


def _last_factor(plan: Plan, now: Run, j: int) -> Factor:
    last = len(plan.sizes) - 1
    if now.slopes[last] is None and not matched(now.network):
        return Factor(plan.of("δ", last, j), float(now.deltas[last][j]), BACKWARD)  # (8.5)
    symbol = f"({plan.out(last, j)} − {plan.of('t', last, j)})"
    return Factor(symbol, float(now.outs[last][j] - now.t[j]), BACKWARD)


def swept(plan: Plan, now: Run, part: Chosen) -> tuple[str, str, float]:
    """Return what one backward sweep says: the derivative, how it is got, its value."""
    kind, k, j, i = part
    delta = plan.of("δ", k, j)
    if kind == "w":
        symbol, right = plan.w(k, i, j), f"{plan.out(k - 1, i)} {delta}"
        return f"∂E_n/∂{symbol}", right, float(now.gradients[k][0][i, j])  # (8.2)
    if kind == "b":
        return f"∂E_n/∂{plan.of('b', k, j)}", delta, float(now.gradients[k][1][j])  # (8.3)
    if k > 0:
        return f"∂E_n/∂{plan.of('net', k, j)}", delta, float(now.deltas[k][j])  # (8.1)
    arrives = now.network.layers[0].W[j] @ now.deltas[1]  # (9.5)
    return f"∂E_n/∂{plan.out(0, j)}", f"Σ_j w_{{{plan.unit(0, j)}j}} δ_j", float(arrives)


def paths_picture(plan: Plan, now: Run, key: str) -> tuple[list[str], str]:
    """Draw every path from what is chosen, and write out their factors; return the message too."""
    part = chosen_part(key)
    found = routes(plan, now, part)
    units = {unit for route in found for unit in route.units}
    edges = {(b[0], a[1], b[1]) for route in found for a, b in itertools.pairwise(route.units)}
    origin = (part.k, part.i, part.j) if part.kind == "w" else None
    parts = []
    for edge in plan.edges():
        k, i, j = edge
        if edge == origin:
            parts.append(path(plan.line(edge), INK, 4.5))
        elif edge in edges:
            width = thickness(now.network.layers[k - 1].W[i, j]) + 0.8
            parts.append(path(plan.line(edge), BACKWARD, width))
        else:
            parts.append(path(plan.line(edge), RULE, 1.2))
    parts += _ends(plan, now, units)
    parts += _labels(plan, now, edges - {origin}, origin)
    for unit in plan.units():
        parts += _unit(plan, now, unit, unit in units, part)
    parts += loss_box(plan, now.loss, LOSS)
    return parts + _table(plan, now, part, found), _message(plan, now, part, found)


def _ends(plan: Plan, now: Run, lit: set[tuple[int, int]]) -> list[str]:
    last = len(plan.sizes) - 1
    parts = []
    for j in range(plan.sizes[-1]):
        if (last, j) not in lit:
            parts += to_loss(plan, j, RULE, 1.2)
            continue
        final = _last_factor(plan, now, j)
        label = beside(
            formula("y − t" if "−" in final.symbol else "δ", 15, BACKWARD),
            fitted(final.value, 42, 15, BACKWARD, "bold", 3),
            gap=4,
        )
        parts += to_loss(plan, j, BACKWARD, 2.5, label)
    return parts


def _labels(plan: Plan, now: Run, lit: set[Edge], origin: Edge | None) -> list[str]:
    digits = 3 if len(plan.sizes) > 3 else 4
    parts = []
    for edge, (x, y) in plan.labels(lit, 20).items():
        value = now.network.layers[edge[0] - 1].W[edge[1], edge[2]]
        parts.append(plate(fitted(value, 64, 15, UPDATE, digits=digits), x, y))
    if origin is not None:
        x, y = plan.labels([origin], 20)[origin]
        value = number(now.network.layers[origin[0] - 1].W[origin[1], origin[2]], digits)
        box = beside(formula(plan.w(*origin), 15), formula(value, 15), gap=5)
        parts.append(plate(box.fit(88), x, y, PAPER, INK))
    return parts


def _unit(plan: Plan, now: Run, unit: tuple[int, int], lit: bool, part: Chosen) -> list[str]:
    (k, j), (x, y) = unit, plan.centre(*unit)
    source = part.kind == "w" and unit == (part.k - 1, part.i)
    edge = FORWARD if source else BACKWARD if lit else RULE
    tint = FORWARD_TINT if source else BACKWARD_TINT if lit else PAPER
    line = 2.5 if lit else 1.5
    slopes = now.slopes[k]
    ink = INK if part.kind == "u" and unit == (part.k, part.j) else MUTED
    if k == 0:
        colour = FORWARD if lit else MUTED
        return [
            dot(x, y, CIRCLE, tint, edge, line),
            fitted(now.outs[0][j], 42, 17, colour, digits=3).at(x, y + 6, "middle"),
            formula(plan.out(0, j), 15, ink).at(x, y - CIRCLE - 7, "middle"),
        ]
    half = plan.wide / 2
    parts = [card(x - half, y - HALF, plan.wide, 2 * HALF, tint, edge, radius=HALF, line=line)]
    if source:
        symbol, value = plan.out(k, j), float(now.outs[k][j])
    elif lit and slopes is not None and not _ends_in_delta(plan, now, k):
        symbol, value = "φ′", float(slopes[j])
    else:
        return [*parts, formula(plan.of("net", k, j), 16, MUTED).at(x, y + 5, "middle")]
    shown = fitted(value, plan.wide - 46, 16, FORWARD, "bold", 3)
    box = beside(formula(symbol, 16, FORWARD), shown, gap=7)
    parts.append(box.fit(plan.wide - 14).at(x, y + 5, "middle"))
    above = plan.of("b" if part.kind == "b" and unit == (part.k, part.j) else "net", k, j)
    bold = "bold" if unit == (part.k, part.j) and part.kind != "w" else "normal"
    ink = INK if bold == "bold" else MUTED
    parts.append(plate(formula(above, 15, ink, bold), x, y - HALF - 10))
    return parts


def _table(plan: Plan, now: Run, part: Chosen, found: list[Route]) -> list[str]:
    derivative, right, value = swept(plan, now, part)
    top = plan.bottom + 2
    count = f"{len(found)} paths to the loss: multiply along each, add them up"
    if len(found) == 1:
        count = "one path to the loss: multiply along it"
    parts = panel(top, BACKWARD, BACKWARD_TINT, "(7.1), (7.2)", count)
    steepest = sorted(found, key=lambda route: -_size(route.product))
    few = len(found) < 3
    y = top + 58
    for route in steepest[:ROWS]:
        parts += _row(plan, route, y, symbols=few)
        y += 60 if few else 24
    rest = steepest[ROWS:]
    if rest:
        text = f"{len(rest)} further path{'s' if len(rest) > 1 else ''}"
        parts.append(words(LEFT, y, text, 13, MUTED))
        total = number(math.fsum(route.product for route in rest))
        parts.append(formula(f"= {total}", 17, BACKWARD).fit(104).at(RIGHT - 104, y))
    foot = top + 222
    parts.append(path([(LEFT, foot - 23), (RIGHT, foot - 23)], BACKWARD, 1))
    total = number(sum(route.product for route in found))
    parts.append(words(LEFT, foot, "together", 13, MUTED))
    summed = beside(
        formula(f"{derivative} =", 19, BACKWARD), formula(total, 19, BACKWARD, "bold"), gap=7
    )
    parts.append(summed.fit(262).at(LEFT + 76, foot))
    parts.append(words(LEFT + 356, foot, "one backward sweep", 13, MUTED))
    sweep = beside(
        formula(f"{right} =", 19, BACKWARD), formula(number(value), 19, BACKWARD, "bold"), gap=7
    )
    parts.append(sweep.fit(222).at(RIGHT, foot, "end"))
    return parts


def _row(plan: Plan, route: Route, y: float, *, symbols: bool) -> list[str]:
    by = " → ".join([*(plan.unit(*unit) for unit in route.units), "E"])
    boxes: list[Box] = []
    for place, one in enumerate(route.factors):
        value = formula((factor if place else number)(one.value), 17, one.colour)
        symbol = formula(one.symbol, 18, one.colour)
        dot = formula("·", 17)
        if place:
            boxes.append(over(dot, dot, 26) if symbols else dot)
        boxes.append(over(symbol, value, 26) if symbols else value)
    product = beside(*boxes, gap=6).fit(RIGHT - LEFT - 252)
    base = y + (26 * product.up / max(box.up for box in boxes) if symbols else 0)
    return [
        formula(by, 15, MUTED).fit(130).at(LEFT, y),
        product.at(LEFT + 138, y),
        formula(f"= {number(route.product)}", 17, BACKWARD, "bold").fit(104).at(RIGHT - 104, base),
    ]


def _size(value: float) -> float:
    return abs(value) if math.isfinite(value) else math.inf


def _message(plan: Plan, now: Run, part: Chosen, found: list[Route]) -> str:
    derivative, right, value = swept(plan, now, part)
    total = said(number(sum(route.product for route in found)))
    if len(found) == 1:
        text = "One path leads from here to the loss. Its factors, multiplied, give"
    else:
        text = (
            f"{len(found)} paths lead from here to the loss. The factors along each are "
            "multiplied, and the products added, which gives"
        )
    return (
        f"{text} {said(derivative)} = {total}. One backward sweep finds the same, "
        f"{said(number(value))}, as {said(right)}. Choose it again, or press Escape, to go back."
    )
