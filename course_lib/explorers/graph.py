"""A computational graph of a formula, walked backward (lesson 07)."""

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np

from course_lib.activations import relu, sigmoid, tanh
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import (
    Box,
    beside,
    factor,
    fitted,
    formula,
    lines,
    number,
    over,
    said,
)
from course_lib.explorers._svg import card, document, plate, words
from course_lib.plots import Picture
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_TINT,
    FORWARD,
    FORWARD_TINT,
    INK,
    MUTED,
    PAPER,
    RULE,
)

WIDTH = 800.0
PANEL = 196.0
WIDE, HALF = 86.0, 19.0  # a node's greatest width, and half its height
LONG = 7  # columns that stand side by side without a zigzag
SLIDERS = 3  # how many variables can be moved

FORMULAS: dict[str, dict[str, float]] = {
    "(x + y) * z": {"x": -2, "y": 5, "z": -4},
    "(a * b) * (a + b)": {"a": -2, "b": 3},
    "(a * b + c) * a": {"a": 2, "b": -1, "c": 3},
    "sigmoid(w1 * x + b)": {"w1": 2, "x": -1, "b": 3},
    "(tanh(w1 * x + b) - t) ** 2": {"w1": 1, "x": 0.5, "b": 0.2, "t": 1},
    # S. J. D. Prince, Understanding Deep Learning, notebook 7.1: its toy model at its own numbers
    "(0.4 + 3 * cos(-3 + 2 * exp(2 - 0.4 * sin(1 + 0.1 * x))) - y) ** 2": {"x": 2.3, "y": 2},
}
LETTERS = {"alpha": "α", "beta": "β", "omega": "ω", "sigma": "σ", "delta": "δ", "eta": "η"}


class Operation(NamedTuple):
    """What a node does: how it is written, its value, and its derivative by each input."""

    written: Callable[..., str]
    value: Callable[..., float]
    local: Callable[..., tuple[float, ...]]  # of the node's value and its inputs'


OPERATIONS = {
    "Add": Operation(lambda a, b: f"{a} + {b}", lambda a, b: a + b, lambda f, a, b: (1, 1)),
    "Sub": Operation(lambda a, b: f"{a} − {b}", lambda a, b: a - b, lambda f, a, b: (1, -1)),
    "Mult": Operation(lambda a, b: f"{a} · {b}", lambda a, b: a * b, lambda f, a, b: (b, a)),
    "Div": Operation(
        lambda a, b: f"{a} / {b}", lambda a, b: a / b, lambda f, a, b: (1 / b, -f / b)
    ),
    "Pow": Operation(
        lambda a, n: f"{a}^{{{n}}}",
        lambda a, n: a**n,
        lambda f, a, n: (n * a ** (n - 1), f * np.log(a)),
    ),
    "affine": Operation(
        lambda a, b, c: f"{a} {'−' if b[0] == '−' else '+'} {b.lstrip('−')} {c}",
        lambda a, b, c: a + b * c,
        lambda f, a, b, c: (1, c, b),
    ),
    "USub": Operation(lambda a: f"−{a}", lambda a: -a, lambda f, a: (-1,)),
    "exp": Operation(lambda a: f"exp {a}", np.exp, lambda f, a: (f,)),
    "ln": Operation(lambda a: f"ln {a}", np.log, lambda f, a: (1 / a,)),
    "sin": Operation(lambda a: f"sin {a}", np.sin, lambda f, a: (np.cos(a),)),
    "cos": Operation(lambda a: f"cos {a}", np.cos, lambda f, a: (-np.sin(a),)),
    "sigmoid": Operation(lambda a: f"σ({a})", sigmoid, lambda f, a: (sigmoid.derivative(a, f),)),
    "tanh": Operation(lambda a: f"tanh {a}", tanh, lambda f, a: (tanh.derivative(a, f),)),
    "relu": Operation(lambda a: f"max(0, {a})", relu, lambda f, a: (relu.derivative(a, f),)),
}


class Node(NamedTuple):
    """A value in a graph: a variable, or an operation on nodes before it.

    `inputs` are their places in the graph, None for a number that stands in the formula.
    """

    name: str
    written: str
    inputs: tuple[int | None, ...]
    constants: tuple[float, ...]
    operation: Operation | None


class Swept(NamedTuple):
    """Numbers of a graph: each node's value, its local derivatives, its derivative of f."""

    values: list[float]
    locals: list[tuple[float, ...]]
    slopes: list[float]


def parse(text: str) -> list[Node]:
    """Return the nodes of a formula, each after those that it needs; the last is f.

    Raises
    ------
    ValueError
        What is no formula of + - * / ** and the known functions.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(f"{text!r} is not a formula.") from None
    variables = []
    for part in ast.walk(tree):
        if isinstance(part, ast.Name) and part.id not in OPERATIONS and part.id not in variables:
            variables.append(part.id)
    variables.sort(key=lambda name: _first_place(tree, name))
    nodes = [Node(_symbol(name), _symbol(name), (), (), None) for name in variables]

    def add(part: ast.AST) -> tuple[int | None, float]:
        """Add a part's nodes; return its place, or None and its number."""
        if isinstance(part, ast.Constant) and isinstance(part.value, int | float):
            return None, float(part.value)
        if isinstance(part, ast.Name) and part.id in variables:
            return variables.index(part.id), math.nan
        if (fused := _affine(part)) is not None:
            name, operands = "affine", fused
        elif isinstance(part, ast.BinOp):
            name, operands = type(part.op).__name__, [part.left, part.right]
        elif isinstance(part, ast.UnaryOp):
            name, operands = type(part.op).__name__, [part.operand]
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and len(part.args) == 1:
            name, operands = part.func.id, list(part.args)
        else:
            raise ValueError(f"{ast.unparse(part)!r} is not understood in the formula.")
        if name not in OPERATIONS:
            known = "+ - * / ** and " + ", ".join(
                n for n in OPERATIONS if n.islower() and n != "affine"
            )
            raise ValueError(f"{ast.unparse(part)!r} is not understood; known are {known}.")
        places = [add(operand) for operand in operands]
        if all(place is None for place, _ in places):
            with np.errstate(all="ignore"):
                return None, float(OPERATIONS[name].value(*(np.float64(v) for _, v in places)))
        shown = [number(v) if place is None else nodes[place].name for place, v in places]
        operation = OPERATIONS[name]
        inputs = tuple(place for place, _ in places)
        constants = tuple(value for _, value in places)
        count = sum(node.operation is not None for node in nodes) + 1
        written = operation.written(*shown)
        nodes.append(Node(f"u_{{{count}}}", written, inputs, constants, operation))
        return len(nodes) - 1, math.nan

    place, _ = add(tree)
    if place is None or nodes[place].operation is None:
        raise ValueError(f"{text!r} has nothing to differentiate.")
    nodes[-1] = nodes[-1]._replace(name="f")
    return nodes


def _affine(part: ast.AST) -> list[ast.expr] | None:
    """Return the parts of a number plus or minus a number times something, which is one node."""
    if not (
        isinstance(part, ast.BinOp)
        and isinstance(part.op, ast.Add | ast.Sub)
        and isinstance(part.right, ast.BinOp)
        and isinstance(part.right.op, ast.Mult)
    ):
        return None
    numbers = []
    for operand in (part.left, part.right.left):
        try:
            numbers.append(ast.literal_eval(operand))
        except ValueError:
            return None
    sign = -1 if isinstance(part.op, ast.Sub) else 1
    return [ast.Constant(numbers[0]), ast.Constant(sign * numbers[1]), part.right.right]


def _first_place(tree: ast.AST, name: str) -> tuple[int, int]:
    return min(
        (part.lineno, part.col_offset)
        for part in ast.walk(tree)
        if isinstance(part, ast.Name) and part.id == name
    )


def _symbol(name: str) -> str:
    """ "w1" as markup is "w_{1}", "beta0" is "β_{0}"."""
    letters = name.rstrip("0123456789").rstrip("_")
    index = name[len(letters) :].lstrip("_")
    letters = LETTERS.get(letters, letters)
    return f"{letters}_{{{index}}}" if index else letters


def sweep(nodes: list[Node], variables: list[float]) -> Swept:
    """Compute every value forward, and every derivative of f in one sweep backward (7.3)."""
    values = [float(value) for value in variables]
    local: list[tuple[float, ...]] = [() for _ in variables]
    with np.errstate(all="ignore"):
        for node in nodes[len(variables) :]:
            assert node.operation is not None
            inputs = [
                np.float64(constant if place is None else values[place])
                for place, constant in zip(node.inputs, node.constants, strict=True)
            ]
            value = np.float64(node.operation.value(*inputs))
            values.append(float(value))
            local.append(tuple(float(d) for d in node.operation.local(value, *inputs)))
        slopes = [0.0] * len(nodes)
        slopes[-1] = 1.0
        for place in range(len(nodes) - 1, -1, -1):
            for source, derivative in zip(nodes[place].inputs, local[place], strict=False):
                if source is not None:
                    slopes[source] += slopes[place] * derivative  # (7.2): paths add
    return Swept(values, local, slopes)


# The picture


def picture(text: str, values: Mapping[str, float] | list[float], step: int = 0) -> Picture:
    """Draw a formula's graph after some steps backward, with the products of the last one.

    Parameters
    ----------
    text : str
    values : sequence or mapping of float
        The variables, in the order in which the formula names them first.
    step : int
        0 is the forward pass, 1 sets df/df to 1, each further one takes one node backward.
    """
    nodes = parse(text)
    given = list(values.values()) if isinstance(values, Mapping) else list(values)
    swept = sweep(nodes, given)
    operations = [n for n, node in enumerate(nodes) if node.operation is not None]
    walk = operations[::-1]
    step = min(step, len(walk) + 1)
    done = walk[: max(step - 1, 0)]
    at = done[-1] if done else None
    places, bottom = _layout(nodes)
    arrived = _arrived(nodes, swept, done, step)
    columns = 1 + max(_depths(nodes))
    wide = min(WIDE, (0.72 if columns > LONG else 0.56) * (WIDTH - 40) / columns)
    parts, labels = _edges(nodes, swept, places, done, at, wide)
    for n, node in enumerate(nodes):
        slope = arrived[n] if step else None
        complete = n in done or n == len(nodes) - 1
        parts += _node(node, swept.values[n], slope, places[n], wide, n == at, complete)
    parts += labels
    parts += _panel(nodes, swept, arrived, at, step, len(walk) + 1, bottom)
    message = _message(nodes, swept, arrived, at, step, len(walk) + 1)
    return document(WIDTH, bottom + PANEL + 14, parts, message)


def _depths(nodes: list[Node]) -> list[int]:
    """The column of each node: an operation after all that it needs, a variable just before."""
    depths: list[int] = []
    for node in nodes:
        depths.append(max((depths[i] + 1 for i in node.inputs if i is not None), default=0))
    for n, node in enumerate(nodes):
        if node.operation is None:
            users = [depths[m] for m, other in enumerate(nodes) if n in other.inputs]
            depths[n] = min(users) - 1
    return depths


def _layout(nodes: list[Node]) -> tuple[list[tuple[float, float]], float]:
    """Return each node's centre, and the lower edge of the graph."""
    depths = _depths(nodes)
    columns = [[n for n, d in enumerate(depths) if d == c] for c in range(max(depths) + 1)]
    row = 84.0
    zigzag = len(columns) > LONG  # neighbours stand higher and lower, so that there is room
    if zigzag:
        row = 112.0
        for c, column in enumerate(columns):
            # The operation leads, above in every second column; a variable takes the other place.
            column.sort(key=lambda n: (nodes[n].operation is None) == (c % 2 == 0))
    most = max(2 if zigzag else 1, *map(len, columns))
    high = max(most * row, 150.0) + (40 if _skips(nodes, depths) else 0)
    pitch = (WIDTH - 40) / len(columns)
    places = [(0.0, 0.0)] * len(nodes)
    for c, column in enumerate(columns):
        for position, n in enumerate(column):
            place = position - (len(column) - 1) / 2
            if zigzag and len(column) == 1:
                place = -0.5 if c % 2 == 0 else 0.5
            places[n] = (20 + pitch * (c + 0.5), 26 + high / 2 + row * place)
    return places, 26 + high + 20


def _skips(nodes: list[Node], depths: list[int]) -> bool:
    return any(
        depths[n] - depths[i] > 1
        for n, node in enumerate(nodes)
        for i in node.inputs
        if i is not None
    )


def _arrived(nodes: list[Node], swept: Swept, done: list[int], step: int) -> list[float]:
    """Return what has arrived at each node so far."""
    arrived = [0.0] * len(nodes)
    if step:
        arrived[-1] = 1.0
    for n in done:
        for source, derivative in zip(nodes[n].inputs, swept.locals[n], strict=True):
            if source is not None:
                arrived[source] += arrived[n] * derivative
    return arrived


def _edges(
    nodes: list[Node],
    swept: Swept,
    places: list[tuple[float, float]],
    done: list[int],
    at: int | None,
    wide: float,
) -> tuple[list[str], list[str]]:
    parts, labels = [], []
    depths = _depths(nodes)
    for n, node in enumerate(nodes):
        for slot, source in enumerate(node.inputs):
            if source is None:
                continue
            (x, y), (u, v) = places[source], places[n]
            x, u = x + wide / 2, u - wide / 2
            twice = node.inputs.count(source) > 1
            v += (12 if slot else -12) if twice else 0
            lift = 0.0
            if depths[n] - depths[source] > 1:
                lift = -1.0 if y <= v else 1.0
            bend = (u - x) * 0.45
            rise = 76.0 * lift
            colour = BACKWARD if n in done else FORWARD
            width = 3.2 if n == at else 1.8
            opacity = 0.5 if n in done and n != at else 1
            parts.append(
                f'<path d="M{x:.1f} {y:.1f}C{x + bend:.1f} {y + rise:.1f} {u - bend:.1f} '
                f'{v + rise:.1f} {u:.1f} {v:.1f}" fill="none" stroke="{colour}" '
                f'stroke-width="{width}" opacity="{opacity}"/>'
            )
            if n in done:
                # Past the middle, where lines that cross are apart, and so are those that meet.
                share = 0.6 if u - x > 40 else 0.5
                curve = [(x, y), (x + bend, y + rise), (u - bend, v + rise), (u, v)]
                box = fitted(swept.locals[n][slot], max(u - x - 18, 52), 15, INK, digits=3)
                edge = BACKWARD if n == at else RULE
                labels.append(plate(box, *_along(curve, share), PAPER, edge))
    return parts, labels


def _along(curve: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """Return a point of a Bézier curve."""
    weights = [math.comb(3, n) * share**n * (1 - share) ** (3 - n) for n in range(4)]
    x, y = (math.fsum(w * p[axis] for w, p in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y


def _node(
    node: Node,
    value: float,
    slope: float | None,
    place: tuple[float, float],
    wide: float,
    at: bool,
    complete: bool,
) -> list[str]:
    x, y = place
    edge = BACKWARD if at else FORWARD
    title = node.name if node.operation is None else f"{node.name} = {node.written}"
    parts = [
        card(
            x - wide / 2,
            y - HALF,
            wide,
            2 * HALF,
            BACKWARD_TINT if at else FORWARD_TINT,
            edge,
            radius=HALF if node.operation is None else 7,
            line=3 if at else 1.6,
        ),
        fitted(value, wide - 12, 17, FORWARD, "bold").at(x, y + 6, "middle"),
        plate(
            formula(title, 15, MUTED).fit(1.85 * wide if wide < 70 else wide + 26), x, y - HALF - 11
        ),
    ]
    if slope is not None and (complete or slope != 0):
        box = fitted(slope, wide, 16, BACKWARD, "bold")
        parts.append(plate(box, x, y + HALF + 12))
    return parts


def _panel(
    nodes: list[Node],
    swept: Swept,
    arrived: list[float],
    at: int | None,
    step: int,
    steps: int,
    bottom: float,
) -> list[str]:
    tint, colour = (FORWARD_TINT, FORWARD) if step == 0 else (BACKWARD_TINT, BACKWARD)
    title = "forward: every node computes its value"
    if step == 1:
        title = "backward starts at the end: f changes with itself at the rate 1"
    elif at is not None:
        title = "backward: what arrives, times the local derivative, goes on"
    parts = [
        card(14, bottom, WIDTH - 28, PANEL, tint),
        words(36, bottom + 26, title, 15, colour, weight="bold"),
        words(
            WIDTH - 36,
            bottom + 26,
            f"(7.2), (7.3) · step {step} of {steps}",
            13,
            MUTED,
            anchor="end",
        ),
    ]
    if step == 0:
        value = fitted(swept.values[-1], 300, 21, FORWARD, "bold", 6)
        box = beside(formula("f =", 21, FORWARD), value, gap=8)
    elif at is None:
        box = formula("∂f/∂f = 1", 21, BACKWARD)
    else:
        box = _products(nodes, swept, arrived, at)
    box = box.fit(min(WIDTH - 72, box.width * (PANEL - 56) / (box.up + box.down)))
    parts.append(box.at(36, bottom + 48 + box.up))
    return parts


def _products(nodes: list[Node], swept: Swept, arrived: list[float], at: int) -> Box:
    """What the node passes on to each of its inputs."""
    node = nodes[at]
    columns = []
    sources = list(dict.fromkeys(i for i in node.inputs if i is not None))
    for source in sources:
        name = nodes[source].name
        slots = [s for s, i in enumerate(node.inputs) if i == source]
        sent = [arrived[at] * swept.locals[at][s] for s in slots]
        before = arrived[source] - math.fsum(sent)
        earlier = any(source in nodes[m].inputs for m in range(at + 1, len(nodes)))

        def pair(symbol: str, shown: str, colour: str, weight: str = "normal") -> Box:
            return over(formula(symbol, 19, colour), formula(shown, 17, colour, weight), 28)

        boxes = [pair(f"∂f/∂{name}", number(arrived[source]), BACKWARD, "bold")]
        boxes.append(pair("=", "=", INK))
        if earlier:
            boxes.append(pair("before", number(before), MUTED))
            boxes.append(pair("+", "+", INK))
        for position, slot in enumerate(slots):
            if position:
                boxes.append(pair("+", "+", INK))
            boxes.append(pair(f"∂f/∂{node.name}", factor(arrived[at]), BACKWARD))
            boxes.append(pair("·", "·", INK))
            local = swept.locals[at][slot]
            boxes.append(pair(f"∂{node.name}/∂{name}", factor(local), INK))
        columns.append(beside(*boxes, gap=7))
    return lines(*columns, gap=16)


def _message(
    nodes: list[Node], swept: Swept, arrived: list[float], at: int | None, step: int, steps: int
) -> str:
    value = said(number(swept.values[-1]))
    if not all(map(math.isfinite, [*swept.values, *swept.slopes])):
        return f"f is {value}: somewhere on the way a number is undefined or too large."
    if step == 0:
        return f"Forward, from left to right, every node computes its value; f is {value}."
    if at is None:
        return "Backward starts at f, with the derivative of f by itself, 1."
    passed = [
        f"{said(nodes[source].name)} has now {said(number(arrived[source]))}"
        for source in dict.fromkeys(i for i in nodes[at].inputs if i is not None)
    ]
    text = (
        f"At {said(nodes[at].name)} arrives {said(number(arrived[at]))}. Times each local "
        f"derivative it goes on: {', '.join(passed)}."
    )
    if step == steps:
        found = ", ".join(
            f"{said(number(slope))} by {said(node.name)}"
            for node, slope in zip(nodes, swept.slopes, strict=True)
            if node.operation is None
        )
        text += f" That was the last: the derivatives of f are {found}."
    return text


def graph(
    text: str | None = None, values: Mapping[str, float] | None = None, *, step: int = 0
) -> Explorer:
    """Walk backward through the computational graph of a formula.

    Parameters
    ----------
    text : str, optional
        A formula of + - * / **, numbers, variables, and exp, ln, sin, cos, sigmoid, tanh, relu:
        "(x + y) * z" if not given. Names like w1 and beta0 are shown as such.
    values : mapping of str to float, optional
        Its variables, from -5 to 5 to start with; 1 where none is given.
    step : int
        How many steps are done at first.

    Raises
    ------
    ValueError
        What is no such formula; a value for what is no variable of it.
    """
    formulas = {name: dict(given) for name, given in FORMULAS.items()}
    if text is not None:
        variables = _variables(text)
        given = dict(values or FORMULAS.get(text, {}))
        if unknown := sorted(set(given) - set(variables)):
            raise ValueError(f"{unknown[0]!r} is no variable of {text!r}.")
        own = {name: float(given.get(name, 1.0)) for name in variables}
        formulas = {text: own} | {name: f for name, f in formulas.items() if name != text}
    first = next(iter(formulas))
    picked = menu("formula", first, list(formulas))
    picked.layout.width = "560px"
    sliders = [slider(f"v{n}", 0, -5, 5, 0.1) for n in range(SLIDERS)]
    walk = widgets.IntSlider(
        0, max=1, description="step", layout=widgets.Layout(width="330px"), readout=False
    )
    controls: dict[str, Any] = {"text": picked, "step": walk}
    controls |= {f"v{n}": control for n, control in enumerate(sliders)}

    def draw(text: str, step: int, **moved: float) -> Picture:
        names = _variables(text)
        held = [formulas[text][name] for name in names]
        return picture(text, [*moved.values()][: len(held)] + held[SLIDERS:], step)

    def button(words: str, tip: str) -> widgets.Button:
        return widgets.Button(description=words, tooltip=tip, layout=widgets.Layout(width="110px"))

    back, forward = button("◀ back", "One step back"), button("step ▶", "One step on")

    def start(change: object = None) -> None:
        names = _variables(picked.value)
        values = [formulas[picked.value][name] for name in names]
        fresh: dict[str, Any] = {"step": 0}
        ends: dict[Any, tuple[float, float]] = {}
        for n, control in enumerate(sliders):
            used = n < len(names)
            control.layout.display = "" if used else "none"
            control.description = said(_symbol(names[n])).replace("_", "") if used else ""
            fresh[f"v{n}"] = value = float(values[n]) if used else 0.0
            like = slider("", value, -5, 5, 0.1)  # whose steps hold this value
            control.set_trait("min", min(like.min, control.min))
            control.set_trait("max", max(like.max, control.max))
            ends[control] = like.min, like.max
        nodes = parse(picked.value)
        walk.max = 1 + sum(node.operation is not None for node in nodes)
        explorer.set(**fresh)
        for control, (low, high) in ends.items():
            control.min, control.max = low, high

    rows = [[picked], sliders, [back, forward, walk]]
    explorer = Explorer(draw, controls, rows=rows)
    picked.observe(start, "value")
    start()
    explorer.set(step=min(step, walk.max))
    back.on_click(lambda _: explorer.set(step=max(walk.value - 1, 0)))
    forward.on_click(lambda _: explorer.set(step=min(walk.value + 1, walk.max)))
    return explorer


def _variables(text: str) -> list[str]:
    """The names of a formula's variables, in their order."""
    parse(text)
    tree = ast.parse(text.strip(), mode="eval")
    names = {p.id for p in ast.walk(tree) if isinstance(p, ast.Name)} - set(OPERATIONS)
    return sorted(names, key=lambda name: _first_place(tree, name))
