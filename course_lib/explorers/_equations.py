"""The equation that each step of an iteration applies: in symbols, and with the live numbers."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from course_lib.activations import softmax_jacobian
from course_lib.explorers._formula import (
    Box,
    beside,
    factor,
    formula,
    lines,
    matrix,
    number,
    over,
    said,
)
from course_lib.explorers._iteration import Scene
from course_lib.explorers._network import applied, matched, names
from course_lib.plots.style import BACKWARD, FORWARD, INK, LOSS, UPDATE

ROOM = 728.0  # the widest that an equation may be
DEEP = 196.0  # and the deepest that all of them together may be
TAGS = {"squared_error": "(5.2)", "log_loss": "(5.4)", "cross_entropy": "(5.6)"}
MATCHED_TAGS = {"squared_error": "(8.6)", "log_loss": "(8.7)", "cross_entropy": "(8.8)"}


class Explanation(NamedTuple):
    """A step in words and equations; `tags` are the equations' numbers in the lessons."""

    title: str
    tags: str
    message: str
    equations: Box
    note: str = ""


def explain(scene: Scene) -> Explanation:
    """Explain the step that a scene is at."""
    phase, k, j = scene.at
    if phase == "start":
        return _start(scene)
    if phase == "loss":
        return _loss(scene)
    if phase == "update":
        return _update(scene)
    if j is None:
        return _layer_forward(scene, k) if phase == "forward" else _layer_backward(scene, k)
    return _unit_forward(scene, k, j) if phase == "forward" else _unit_backward(scene, k, j)


# Symbols over their numbers

_FALL = 29.0  # from the baseline of a symbol to that of its number


def _pair(symbol: str, shown: str, colour: str = INK, weight: str = "normal") -> Box:
    return over(formula(symbol, 21, colour), formula(shown, 18, colour, weight), _FALL)


def _sign(symbol: str) -> Box:
    return _pair(symbol, symbol)


def _sum(terms: Sequence[Sequence[Box]]) -> list[Box]:
    """Join the factors of each term by dots, and the terms by plus signs."""
    boxes: list[Box] = []
    for term in terms:
        for place, box in enumerate(term):
            if place or boxes:
                boxes.append(_sign("·" if place else "+"))
            boxes.append(box)
    return boxes


def _line(*boxes: Box) -> Box:
    return beside(*boxes, gap=7).fit(ROOM)


def _start(scene: Scene) -> Explanation:
    sizes = ", ".join(map(str, scene.plan.sizes))
    x = ", ".join(said(number(value, 3)) for value in scene.now.outs[0])
    message = (
        f"A network with {sizes} units, layer by layer. Its input is {x}; nothing is computed yet. "
        "The thicker a line, the larger its weight."
    )
    note = "Step on. Or choose a weight, a bias or a unit, to see each of its paths to the loss."
    return Explanation(
        "the input is the output of layer 0",
        "(4.1)",
        message,
        formula("o^{(0)} = x", 21, FORWARD),
        note,
    )


def _unit_forward(scene: Scene, k: int, j: int) -> Explanation:
    plan, now = scene.plan, scene.now
    layer = now.network.layers[k - 1]
    digits = 4 if plan.sizes[k - 1] < 4 else 3
    terms = [
        [
            _pair(
                plan.out(k - 1, i),
                (factor if i else number)(now.outs[k - 1][i], digits),
                FORWARD,
            ),
            _pair(plan.w(k, i, j), factor(layer.W[i, j], digits), UPDATE),
        ]
        for i in range(plan.sizes[k - 1])
    ]
    terms.append([_pair(plan.of("b", k, j), factor(layer.b[j], digits), UPDATE)])
    net, out, name = now.nets[k][j], now.outs[k][j], layer.activation.name
    symbol, unit = plan.of("net", k, j), plan.unit(k, j)
    adds = _line(_pair(symbol, number(net), FORWARD, "bold"), _sign("="), *_sum(terms))
    if layer.activation.slope is None:
        return Explanation(
            f"forward: unit {unit} adds up its inputs; softmax waits for its whole layer",
            "(2.1)",
            f"Forward: the net input of unit {unit} is {said(number(net))}.",
            adds,
        )
    applies = _line(
        _pair(plan.out(k, j), number(out), FORWARD, "bold"),
        _sign("="),
        _pair(applied(name, symbol), applied(name, number(net)), FORWARD),
    )
    called = {"sigmoid": "the sigmoid", "relu": "ReLU"}.get(name, name.replace("_", " "))
    return Explanation(
        f"forward: unit {unit} adds up its inputs, then applies {called}",
        "(2.1), (4.1)",
        f"Forward: unit {unit} adds up its inputs to the net input {said(number(net))}, and puts "
        f"out {said(number(out))}.",
        lines(adds, applies, gap=18),
    )


def _loss(scene: Scene) -> Explanation:
    plan, now = scene.plan, scene.now
    last = len(plan.sizes) - 1
    loss = names(now.network)[2]
    form = {
        "squared_error": lambda y, t, bracketed: f"½({y} − {bracketed})^2",
        "log_loss": lambda y, t, bracketed: f"{t} ln {y} + (1 − {t}) ln(1 − {y})",
        "cross_entropy": lambda y, t, bracketed: f"{t} ln {y}",
    }[loss]
    outputs = range(plan.sizes[-1])
    symbols = [
        form(plan.out(last, j), plan.of("t", last, j), plan.of("t", last, j)) for j in outputs
    ]
    numbers = [
        form(number(now.outs[last][j]), number(now.t[j], 3), factor(now.t[j], 3)) for j in outputs
    ]
    sums = [" + ".join(terms) for terms in (symbols, numbers)]
    if loss != "squared_error":
        sums = [f"−({terms})" if len(symbols) == 1 else f"−[{terms}]" for terms in sums]
    result = number(now.loss, 6)
    box = lines(
        formula(f"E_n = {sums[0]}", 21, LOSS).fit(ROOM),
        formula(f"= {sums[1]}", 18, LOSS).fit(ROOM),
        beside(formula("E_n =", 21, LOSS), formula(result, 21, LOSS, "bold"), gap=8),
        gap=16,
    )
    message = (
        f"The loss, {loss.replace('_', ' ')}, says how far the outputs are from the targets: "
        f"{said(result)}."
    )
    if not math.isfinite(now.loss):
        message += " The numbers have become too large for the machine."
    return Explanation(
        "the loss: one number for how wrong the outputs are", TAGS[loss], message, box
    )


def _unit_backward(scene: Scene, k: int, j: int) -> Explanation:
    plan, now = scene.plan, scene.now
    delta, unit = now.deltas[k][j], plan.unit(k, j)
    head = [_pair(plan.of("δ", k, j), number(delta), BACKWARD, "bold"), _sign("=")]
    if k == len(plan.sizes) - 1:
        right, tag = _output_delta(scene, j)
        title = f"backward: output unit {unit} gets its delta from the loss"
        message = (
            f"Backward: the delta of output unit {unit} is {said(number(delta))}: so fast does the "
            "loss change with its net input."
        )
    else:
        feeds = plan.sizes[k + 1]
        digits = 4 if feeds < 4 else 3
        terms = [
            [
                _pair(
                    plan.w(k + 1, j, m),
                    (factor if m else number)(now.network.layers[k].W[j, m], digits),
                    UPDATE,
                ),
                _pair(plan.of("δ", k + 1, m), factor(now.deltas[k + 1][m], digits), BACKWARD),
            ]
            for m in range(feeds)
        ]
        right = [_slope(scene, k, j), _sign("·"), _sign("("), *_sum(terms), _sign(")")]
        tag = "(9.2)"
        title = f"backward: unit {unit} gets its delta from what it feeds"
        message = (
            f"Backward: unit {unit} has the delta {said(number(delta))}: the sum of the deltas it "
            "feeds, each times the weight that leads there, and all of it times φ′."
        )
    box = lines(_line(*head, *right), _gradients(scene, k, j), gap=20)
    return Explanation(title, f"{tag}, (8.2), (8.3)", message, box)


def _slope(scene: Scene, k: int, j: int) -> Box:
    slopes = scene.now.slopes[k]
    assert slopes is not None
    return _pair(f"φ′({scene.plan.of('net', k, j)})", factor(slopes[j]), FORWARD)


def _output_delta(scene: Scene, j: int) -> tuple[list[Box], str]:
    """Return the right side of an output's delta, and its tag."""
    plan, now = scene.plan, scene.now
    last = len(plan.sizes) - 1
    y, t = now.outs[last], now.t

    def error(m: int) -> Box:
        symbol = f"{plan.out(last, m)} − {plan.of('t', last, m)}"
        return _pair(symbol, f"{number(y[m])} − {factor(t[m], 3)}", BACKWARD)

    def bracketed(m: int) -> Box:
        return beside(_sign("("), error(m), _sign(")"))

    if matched(now.network):
        return [error(j)], MATCHED_TAGS[names(now.network)[2]]
    if now.slopes[last] is not None:
        return [bracketed(j), _sign("·"), _slope(scene, last, j)], "(8.4)"
    jacobian, net = softmax_jacobian(y), plan.of("net", last, j)
    terms = [
        [
            bracketed(m),
            _pair(f"∂{plan.out(last, m)}/∂{net}", factor(jacobian[m, j]), FORWARD),
        ]
        for m in range(plan.sizes[-1])
    ]
    return _sum(terms), "(8.5)"


def _gradients(scene: Scene, k: int, j: int) -> Box:
    """The derivatives by the weights and the bias that lead into a unit."""
    plan, now = scene.plan, scene.now
    delta = factor(now.deltas[k][j], 3)
    inputs = range(plan.sizes[k - 1])
    values, name = now.gradients[k][0][:, j], plan.of("δ", k, j)
    bias = over(
        formula(f"∂E_n/∂{plan.of('b', k, j)} = {name}", 17, BACKWARD),
        formula(number(now.gradients[k][1][j]), 17, BACKWARD, "bold"),
        25,
    )
    if len(inputs) < 4:
        columns = [
            over(
                formula(f"∂E_n/∂{plan.w(k, i, j)} = {plan.out(k - 1, i)} {name}", 17, BACKWARD),
                beside(
                    formula(number(now.outs[k - 1][i], 3), 17, FORWARD),
                    formula(f"· {delta} =", 17, BACKWARD),
                    formula(number(values[i]), 17, BACKWARD, "bold"),
                    gap=5,
                ),
                25,
            )
            for i in inputs
        ]
    else:
        columns = [
            over(
                formula("x_i" if k == 1 else "o_i", 17, FORWARD),
                formula(
                    f"∂E_n/∂{plan.from_any(k, j)} = {'x_i' if k == 1 else 'o_i'} {name}",
                    17,
                    BACKWARD,
                ),
                25,
            ),
            *(
                over(
                    formula(number(now.outs[k - 1][i], 3), 17, FORWARD),
                    formula(number(values[i], 3), 17, BACKWARD, "bold"),
                    25,
                )
                for i in inputs
            ),
        ]
    return beside(*columns, bias, gap=24).fit(ROOM)


def _update(scene: Scene) -> Explanation:
    plan, now = scene.plan, scene.now

    def steepness(edge: tuple[int, int, int]) -> float:
        slope = abs(now.gradients[edge[0]][0][edge[1], edge[2]])
        return slope if math.isfinite(slope) else -1.0

    k, i, j = max(plan.edges(), key=steepness)
    symbol = plan.w(k, i, j)
    line = _line(
        _pair(f"{symbol} ←", number(scene.after.layers[k - 1].W[i, j]) + " =", UPDATE, "bold"),
        _pair(symbol, number(now.network.layers[k - 1].W[i, j]), UPDATE),
        _sign("−"),
        _pair("η", number(scene.learning_rate, 3)),
        _sign("·"),
        _pair(f"∂E_n/∂{symbol}", factor(now.gradients[k][0][i, j]), BACKWARD),
    )
    old, new = number(now.loss, 6), number(scene.loss_after, 6)
    loss = beside(formula(f"E_n: {old} →", 21, LOSS), formula(new, 21, UPDATE, "bold"), gap=8).fit(
        ROOM
    )
    if not math.isfinite(scene.loss_after):
        change = "the step is so long that the numbers become too large for the machine"
    elif scene.loss_after < now.loss:
        change = f"the loss falls from {said(old)} to {said(new)}"
    elif scene.loss_after == now.loss:
        change = f"the loss stays at {said(old)}"
    else:
        change = f"the loss rises from {said(old)} to {said(new)}, as the step was too long"
    biases = "" if scene.train_biases else " The biases stay as they are, as in the publication."
    return Explanation(
        "the update: every weight steps against its slope",
        "(1.8)",
        f"Update: every weight takes a step against its slope, all at once, and {change}.{biases}",
        lines(line, loss, gap=20),
        f"All weights step at once, each by its own slope.{biases}",
    )


# Whole layers, as matrices


def _matrix(rows: Any, colour: str, weight: str = "normal") -> Box:
    rows = np.asarray(rows)
    digits = 3 if rows.shape[1] < 5 else 2  # five columns of three digits would be too small
    boxes = [[formula(number(v, digits), 16, colour, weight) for v in row] for row in rows]
    return matrix(boxes, 16, colour)


def _named(symbol: str, box: Box, colour: str) -> Box:
    """Put a symbol above its matrix; the baseline is the matrix's."""
    name = formula(symbol, 19, colour)
    stacked = lines(name, box, gap=6)
    wide = max(name.width, box.width)
    rise = name.down + 6 + box.up
    svg = (
        f'<g transform="translate({(wide - name.width) / 2:.1f} {-rise:.1f})">{name.svg}</g>'
        f'<g transform="translate({(wide - box.width) / 2:.1f} 0)">{box.svg}</g>'
    )
    return Box(stacked.width, rise + name.up, box.down, svg)


def _ring() -> Box:
    """The sign of an elementwise product."""
    svg = f'<circle cx="5" cy="-5" r="3.4" fill="none" stroke="{INK}" stroke-width="1.3"/>'
    return Box(10, 9, 0, svg)


def _matrices(*rows: Sequence[Box]) -> Box:
    """Lines of matrices, made smaller until they fit the panel."""
    whole = lines(*(beside(*row, gap=8) for row in rows), gap=14)
    return whole.fit(min(ROOM, whole.width * DEEP / (whole.up + whole.down)))


def _layer_forward(scene: Scene, k: int) -> Explanation:
    now = scene.now
    layer = now.network.layers[k - 1]
    name = layer.activation.name
    called = "softmax" if name == "softmax" else "φ"
    box = _matrices(
        [
            _named(f"net^{{({k})}}", _matrix([now.nets[k]], FORWARD), FORWARD),
            formula("=", 18),
            _named(f"o^{{({k - 1})}}", _matrix([now.outs[k - 1]], FORWARD), FORWARD),
            _named(f"W^{{({k})}}", _matrix(layer.W, UPDATE), UPDATE),
            formula("+", 18),
            _named(f"b^{{({k})}}", _matrix([layer.b], UPDATE), UPDATE),
        ],
        [
            formula(f"o^{{({k})}} = {called}(net^{{({k})}}) =", 18, FORWARD),
            _matrix([now.outs[k]], FORWARD, "bold"),
        ],
    )
    outs = ", ".join(said(number(value)) for value in now.outs[k])
    n, m = layer.W.shape
    return Explanation(
        f"forward: layer {k}, a row of {n} times a matrix of {n} × {m}",
        "(4.1)",
        f"Forward: layer {k} puts out {outs}, all its units at once.",
        box,
    )


def _layer_backward(scene: Scene, k: int) -> Explanation:
    plan, now = scene.plan, scene.now
    slopes = now.slopes[k]
    head = _named(f"δ^{{({k})}}", _matrix([now.deltas[k]], BACKWARD, "bold"), BACKWARD)
    line = [head, formula("=", 18)]
    if k < len(plan.sizes) - 1:
        line += [
            formula("(", 18),
            _named(f"δ^{{({k + 1})}}", _matrix([now.deltas[k + 1]], BACKWARD), BACKWARD),
            _named(f"W^{{({k + 1})⊤}}", _matrix(now.network.layers[k].W.T, UPDATE), UPDATE),
            formula(")", 18),
        ]
        tag = "(9.3)"
        title = f"backward: layer {k}, through the transposed weights of layer {k + 1}"
    else:
        line.append(_named("y − t", _matrix([now.outs[k] - now.t], BACKWARD), BACKWARD))
        tag = "(8.4)"
        title = f"backward: layer {k}, the outputs, from the loss"
    if k == len(plan.sizes) - 1 and matched(now.network):
        tag = MATCHED_TAGS[names(now.network)[2]]
    elif slopes is not None:
        slope = _named(f"φ′(net^{{({k})}})", _matrix([slopes], FORWARD), FORWARD)
        line += [_ring(), slope]
    else:
        tag = "(8.5)"
        jacobian = softmax_jacobian(now.outs[k])
        line.append(_named("∂y/∂net", _matrix(jacobian, FORWARD), FORWARD))
    gradient = [
        _named(f"∂E_n/∂W^{{({k})}}", _matrix(now.gradients[k][0], BACKWARD, "bold"), BACKWARD),
        formula("=", 18),
        _named(f"o^{{({k - 1})⊤}}", _matrix(now.outs[k - 1][:, None], FORWARD), FORWARD),
        _named(f"δ^{{({k})}}", _matrix([now.deltas[k]], BACKWARD), BACKWARD),
    ]
    deltas = ", ".join(said(number(value)) for value in now.deltas[k])
    message = f"Backward: the deltas of layer {k} are {deltas}, all its units at once."
    return Explanation(title, f"{tag}, (8.9)", message, _matrices(line, gradient))
