"""Where the units and weights of a small network stand in a picture, and what they are called.

Units are numbered through the network, inputs first; a weight is named by the units it joins.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from course_lib import Network
from course_lib.explorers._formula import Box, fitted, formula, number, said
from course_lib.explorers._svg import card, path, target, words
from course_lib.losses import LOSSES
from course_lib.plots.style import LOSS, LOSS_TINT, MUTED

Point = tuple[float, float]
Edge = tuple[int, int, int]  # layer k, from unit i of layer k - 1, to unit j of layer k

WIDTH = 800.0  # of a picture
LOSS_X = 754.0  # where the loss stands
PANEL = 236.0  # the height of the panel below the network
CIRCLE = 25.0  # the radius of an input unit
HALF = 19.5  # half the height of any other unit


class Plan:
    """The places of a network's units.

    Parameters
    ----------
    sizes : sequence of int
        Units of each layer, inputs first.
    left, right : float
        The x of the first and of the last layer.
    top, bottom : float
    wide : float
        The width of a unit that is no input.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        left: float,
        right: float,
        top: float,
        bottom: float,
        wide: float,
    ) -> None:
        self.sizes = list(sizes)
        self.wide = wide
        self.middle = (top + bottom) / 2
        self.bottom = bottom
        self._x = np.linspace(left, right, len(sizes)).tolist()
        self._pitch = [min((bottom - top) / size, 155.0) for size in sizes]
        self._first = [0, *itertools.accumulate(sizes)]
        self._comma = "," if sum(sizes) > 9 else ""

    def centre(self, k: int, j: int) -> Point:
        """The centre of unit j of layer k; layer 0 are the inputs."""
        return self._x[k], self.middle + self._pitch[k] * (j - (self.sizes[k] - 1) / 2)

    def units(self) -> list[tuple[int, int]]:
        return [(k, j) for k, size in enumerate(self.sizes) for j in range(size)]

    def edges(self) -> list[Edge]:
        layers = enumerate(zip(self.sizes, self.sizes[1:], strict=False), 1)
        return [(k, i, j) for k, (n, m) in layers for i in range(n) for j in range(m)]

    def unit(self, k: int, j: int) -> str:
        """The number of a unit, "3"."""
        return str(self._first[k] + j + 1)

    def of(self, symbol: str, k: int, j: int) -> str:
        """A unit's symbol as markup, "net_{3}"."""
        return f"{symbol}_{{{self.unit(k, j)}}}"

    def out(self, k: int, j: int) -> str:
        """The symbol of a unit's output: x for an input, y for the last layer, o between."""
        return self.of("x" if k == 0 else "y" if k == len(self.sizes) - 1 else "o", k, j)

    def w(self, k: int, i: int, j: int) -> str:
        """A weight's symbol as markup, "w_{13}"."""
        return f"w_{{{self.unit(k - 1, i)}{self._comma}{self.unit(k, j)}}}"

    def from_any(self, k: int, j: int) -> str:
        """The symbol of a weight into a unit, from a unit i of the layer before."""
        return f"w_{{i{self._comma}{self.unit(k, j)}}}"

    def line(self, edge: Edge) -> tuple[Point, Point]:
        """The ends of an edge: from the right of one unit to the left of the next."""
        k, i, j = edge
        (x, y), (u, v) = self.centre(k - 1, i), self.centre(k, j)
        return (x + (CIRCLE if k == 1 else self.wide / 2), y), (u - self.wide / 2, v)

    def labels(self, edges: Iterable[Edge], high: float) -> dict[Edge, Point]:
        """Return where labels of that height can stand on the edges without touching.

        All labels between two layers stand one above the other, where they are farthest apart.
        Where there is no room, there is no label.
        """
        found: dict[Edge, Point] = {}
        ordered = sorted(edges)
        for k in sorted({edge[0] for edge in ordered}):
            layer = [edge for edge in ordered if edge[0] == k]
            lines = [self.line(edge) for edge in layer]
            rooms = []
            gap = lines[0][1][0] - lines[0][0][0]
            first = min(max(0.3, 38 / gap), 0.5)  # not on the units at its ends
            for share in np.linspace(first, 1 - first, 17).tolist():
                heights = sorted(a[1] + share * (b[1] - a[1]) for a, b in lines)
                apart = [v - u for u, v in itertools.pairwise(heights)]
                rooms.append((round(min(apart, default=99.0), 1), -abs(share - 0.5), share))
            room, _, share = max(rooms)
            if room >= high:
                for edge, (a, b) in zip(layer, lines, strict=True):
                    found[edge] = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
        return found


def height(sizes: Sequence[int]) -> float:
    """The height that a network's units need, with what is written above and below each."""
    pitch = {1: 150.0, 2: 145.0, 3: 116.0, 4: 98.0}
    return max(size * pitch.get(size, 86.0) for size in sizes)


class Run(NamedTuple):
    """One example's way through a network and back, all of it from `course_lib`.

    Lists are by layer: `outs[0]` is the input, `nets[k]`, `slopes[k]` and `deltas[k]` belong to
    layer k, and have nothing at 0; `slopes[k]` is None where the activation is not elementwise.
    """

    network: Network
    t: np.ndarray
    outs: list[np.ndarray]
    nets: list[np.ndarray]
    slopes: list[np.ndarray | None]
    deltas: list[np.ndarray]
    gradients: list[tuple[np.ndarray, np.ndarray]]
    loss: float


def run(network: Network, x: Sequence[float], t: Sequence[float]) -> Run:
    """Send one example forward and back."""
    nothing = np.zeros(0)
    with np.errstate(all="ignore"):
        p = network.forward([x])
        slopes: list[np.ndarray | None] = [nothing]
        for layer, passed in zip(network.layers, p, strict=True):
            elementwise = layer.activation.slope is not None
            slopes.append(
                layer.activation.derivative(passed.net, passed.out)[0] if elementwise else None
            )
        return Run(
            network,
            np.asarray(t, float),
            [p[0].inputs[0], *(passed.out[0] for passed in p)],
            [nothing, *(passed.net[0] for passed in p)],
            slopes,
            [nothing, *(delta[0] for delta in network.deltas(p, [t]))],
            [(nothing, nothing), *network.unpack(network.gradient([x], [t]))],
            float(network.loss([x], [t])),
        )


def names(network: Network) -> tuple[str, str, str]:
    """The names of a network's hidden activation, output activation and loss."""
    return network._names


def applied(name: str, net: str) -> str:
    """How an activation of `net` is written: "σ(net_3)", "max(0, net_3)"."""
    return {
        "identity": net,
        "sigmoid": f"σ({net})",
        "relu": f"max(0, {net})",
        "leaky_relu": f"max(0.01 {net}, {net})",
        "softplus": f"ln(1 + exp({net}))",
    }.get(name, f"{name}({net})")


def matched(network: Network) -> bool:
    """Whether the slopes of the output and of the loss cancel, so that its delta is y - t."""
    _, output, loss = names(network)
    return LOSSES[loss].matched == output


def thickness(weight: float) -> float:
    """The thickness of a weight's line: the larger, the thicker."""
    size = abs(weight) if math.isfinite(weight) else 100.0
    return round(min(1.2 + 1.3 * math.log1p(size), 4.5), 2)


def to_loss(plan: Plan, j: int, colour: str, width: float, label: Box | None = None) -> list[str]:
    """Draw the line from an output to the loss, with a label out of its way."""
    x, y = plan.centre(len(plan.sizes) - 1, j)
    x += plan.wide / 2
    parts = [path([(x, y), (LOSS_X - 38, plan.middle)], colour, width)]
    if label is not None:
        below = y > plan.middle + 1
        parts.append(label.fit(LOSS_X - 44 - x).at(x + 4, y + (24 if below else -14)))
    return parts


def loss_box(plan: Plan, value: float | None, edge: str) -> list[str]:
    """Draw the loss as a box with its value, or a question mark."""
    y = plan.middle
    shown = formula("?", 18, LOSS) if value is None else fitted(value, 70, 18, LOSS, "bold")
    return [
        card(LOSS_X - 38, y - 32, 76, 64, LOSS_TINT, edge, line=2),
        formula("E_n", 17, MUTED).at(LOSS_X, y - 9, "middle"),
        shown.at(LOSS_X, y + 17, "middle"),
    ]


def panel(top: float, colour: str, tint: str, where: str, title: str) -> list[str]:
    """Draw the panel below the network, with its title and, at the right, where we are."""
    return [
        card(14, top, WIDTH - 28, PANEL, tint),
        words(36, top + 26, title, 15, colour, weight="bold"),
        words(WIDTH - 36, top + 26, where, 13, MUTED, anchor="end"),
    ]


def parts_to_choose(plan: Plan, network: Network, chosen: str) -> list[str]:
    """Return a target for each weight, unit and bias: "w:k:i:j", "u:k:j", "b:k:j"."""
    found = []
    for k, i, j in plan.edges():
        (x, y), (u, v) = plan.line((k, i, j))
        key = f"w:{k}:{i}:{j}"
        weight = said(number(network.layers[k - 1].W[i, j]))
        label = f"weight {said(plan.w(k, i, j))}, {weight}"
        shape = f'<path d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}" stroke-width="13"'
        found.append(target(shape, key, label, pressed=key == chosen))
    for k, j in plan.units():
        x, y = plan.centre(k, j)
        key, name = f"u:{k}:{j}", "input" if k == 0 else "unit"
        half = CIRCLE if k == 0 else plan.wide / 2
        high = CIRCLE if k == 0 else HALF
        shape = (
            f'<rect x="{x - half:.1f}" y="{y - high:.1f}" width="{2 * half:.1f}" '
            f'height="{2 * high:.1f}" rx="{high}" stroke-width="5"'
        )
        found.append(target(shape, key, f"{name} {plan.unit(k, j)}", pressed=key == chosen))
        if k > 0:
            key = f"b:{k}:{j}"
            shape = (
                f'<rect x="{x - half:.1f}" y="{y - HALF - 19:.1f}" width="{2 * half:.1f}" '
                'height="17" rx="4" stroke-width="3"'
            )
            label = f"bias {said(plan.of('b', k, j))}"
            found.append(target(shape, key, label, pressed=key == chosen))
    return found


# What to start with


class Example(NamedTuple):
    """A network to start with: its sizes, weights (None for random ones), input and target."""

    sizes: tuple[int, ...]
    w: tuple[float, ...] | None
    x: tuple[float, ...]
    t: tuple[float, ...]
    train_biases: bool


# M. Mazur, A Step by Step Backpropagation Example (2015); its biases stay as they are
PUBLISHED = (0.15, 0.25, 0.2, 0.3, 0.35, 0.35, 0.4, 0.5, 0.45, 0.55, 0.6, 0.6)
EXAMPLES = {
    "2-2-2, published 2015": Example((2, 2, 2), PUBLISHED, (0.05, 0.1), (0.01, 0.99), False),
    "2-3-1": Example((2, 3, 1), None, (0.8, -0.5), (1.0,), True),
    "3-3-2": Example((3, 3, 2), None, (0.5, -1.0, 0.7), (1.0, 0.0), True),
    "2-3-3-2": Example((2, 3, 3, 2), None, (0.8, -0.5), (0.0, 1.0), True),
    "4-5-4-3": Example((4, 5, 4, 3), None, (0.5, -1.0, 0.7, 0.2), (0.0, 1.0, 0.0), True),
}
PAIRS = {
    f"{output}, {loss.name.replace('_', ' ')}": (output, loss.name)
    for loss in LOSSES.values()
    for output in loss.outputs
}


def choices(
    network: Network | None,
    x: Sequence[float] | None,
    t: Sequence[float] | None,
    train_biases: bool = True,
) -> tuple[dict[str, Example], tuple[str, str, str]]:
    """Return what there is to start with, a network of one's own first, and the names it has.

    Raises
    ------
    ValueError
        A network without its example, or an example that does not fit it.
    """
    if network is None:
        return EXAMPLES, ("sigmoid", "sigmoid", "squared_error")
    if x is None or t is None:
        raise ValueError("a network needs an example to go with it: give x and t as well.")
    X, T = network.check([x], [t])
    sizes, w = tuple(network.sizes), tuple(network.w.tolist())
    own = Example(sizes, w, tuple(X[0].tolist()), tuple(T[0].tolist()), train_biases)
    return {"-".join(map(str, sizes)) + ", yours": own} | EXAMPLES, names(network)


def build(example: Example, hidden: str, output: str, loss: str) -> Network:
    """Return the network of an example, with these functions."""
    network = Network(example.sizes, hidden, output, loss)
    if example.w is not None:
        network.w = example.w
    return network
