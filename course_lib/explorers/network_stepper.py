"""A whole iteration, step by step: forward, loss, backward, update (lessons 04, 09 and 10)."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import ipywidgets as widgets

from course_lib import Network
from course_lib.activations import HIDDEN
from course_lib.checks import one_of, real_number
from course_lib.explorers._equations import explain
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import beside, fitted, formula, number
from course_lib.explorers._iteration import PHASES, Scene, descend, steps
from course_lib.explorers._network import (
    CIRCLE,
    HALF,
    LOSS_X,
    PAIRS,
    PANEL,
    WIDTH,
    Edge,
    Plan,
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
from course_lib.explorers._paths import paths_picture
from course_lib.explorers._svg import arrow, card, document, dot, path, plate, words
from course_lib.plots import Picture
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_TINT,
    FORWARD,
    FORWARD_TINT,
    INK,
    INK_TINT,
    LOSS,
    LOSS_TINT,
    MUTED,
    PAPER,
    RULE,
    UPDATE,
    UPDATE_TINT,
)

COLOURS = {
    "start": (INK, INK_TINT),
    "forward": (FORWARD, FORWARD_TINT),
    "loss": (LOSS, LOSS_TINT),
    "backward": (BACKWARD, BACKWARD_TINT),
    "update": (UPDATE, UPDATE_TINT),
}


# The picture


def picture(
    network: Network,
    x: Sequence[float],
    t: Sequence[float],
    *,
    step: int = 0,
    by: str = "unit",
    show: str = "iteration",
    learning_rate: float = 0.5,
    train_biases: bool = True,
    chosen: str = "",
) -> Picture:
    """Draw the network after some steps of an iteration, and the equation of the last one.

    Parameters
    ----------
    network : Network
    x, t : sequence of float
        One example's input and target.
    step : int
        Which of `steps(network, by, show)` was done last.
    by : {"unit", "layer"}
    show : {"iteration", "forward", "backward"}
    learning_rate : float
    train_biases : bool
    chosen : str
        "w:k:i:j", "b:k:j" or "u:k:j": then every path from there to the loss is shown instead.
    """
    now = run(network, x, t)
    top, wide = 14, 98 if len(network.sizes) > 3 else 124
    plan = Plan(network.sizes, 44, 574, top, top + height(network.sizes), wide)
    if chosen:
        parts, message = paths_picture(plan, now, chosen)
    else:
        walk, whole = steps(network, by, show), steps(network, by)
        at = walk[min(step, len(walk) - 1)]
        done = whole[: whole.index(at) + 1]
        after = descend(network, x, t, learning_rate, train_biases)
        scene = Scene(plan, now, at, done, after, learning_rate, train_biases, x, t)
        parts, message = _step_picture(scene, f"step {walk.index(at) + 1} of {len(walk)}")
    targets = parts_to_choose(plan, now.network, chosen)
    return document(WIDTH, plan.bottom + PANEL + 14, parts, message, targets)


def _step_picture(scene: Scene, where: str) -> tuple[list[str], str]:
    plan, now, at = scene.plan, scene.now, scene.at
    updating = at.phase == "update"
    parts = []
    shown: list[Edge] = []
    for edge in plan.edges():
        k, i, j = edge
        ends = plan.line(edge)
        width = thickness(now.network.layers[k - 1].W[i, j])
        if updating:
            parts.append(path(ends, UPDATE, width))
        elif scene.is_now("forward", k, j):
            parts.append(arrow(*ends, FORWARD, width + 1))
            shown.append(edge)
        elif scene.is_now("backward", k, j):
            parts.append(path(ends, BACKWARD, width + 1))
            shown.append(edge)
        elif scene.at.phase == "backward" and _feeds(scene, k, i):
            # The weights through which this unit's blame arrives.
            parts.append(arrow(*ends[::-1], BACKWARD, width + 0.6))
            shown.append(edge)
        elif scene.has("backward", k, j):
            parts.append(path(ends, BACKWARD, width, opacity=0.45))
        elif scene.has("forward", k, j):
            parts.append(path(ends, FORWARD, width, opacity=0.45))
        else:
            parts.append(path(ends, RULE, width))
    parts += _targets_and_loss(scene)
    parts += _edge_labels(scene, shown)
    for k, j in plan.units():
        parts += _unit(scene, k, j)
    colour, tint = COLOURS[at.phase]
    said = explain(scene)
    top = plan.bottom + 2
    parts += panel(top, colour, tint, f"{said.tags} · {where}", said.title)
    free = PANEL - 36 - said.equations.up - said.equations.down - (28 if said.note else 0)
    parts.append(said.equations.at(36, top + 34 + min(free / 2, 36) + said.equations.up))
    parts.append(words(36, top + PANEL - 20, said.note, 14) if said.note else "")
    return parts, said.message


def _feeds(scene: Scene, k: int, i: int) -> bool:
    """Whether the weights from unit i of the layer before k bring it its delta just now."""
    return k >= 2 and scene.is_now("backward", k - 1, i)


def _edge_labels(scene: Scene, shown: list[Edge]) -> list[str]:
    plan, now = scene.plan, scene.now
    everything = plan.edges()

    def lines_of(edge: Edge) -> list[tuple[float, str]]:
        k, i, j = edge
        if scene.at.phase == "update":
            return [(scene.after.layers[k - 1].W[i, j], UPDATE)]
        lines = [(now.network.layers[k - 1].W[i, j], UPDATE)]
        if scene.has("backward", k, j):
            lines.append((now.gradients[k][0][i, j], BACKWARD))
        return lines

    high = 21.0 if max(len(lines_of(edge)) for edge in everything) == 1 else 38.0
    places = plan.labels(everything, high)
    if len(places) < len(everything):
        places = plan.labels(shown, high)
    parts = []
    digits = scene.digits
    for edge, (x, y) in places.items():
        lines = lines_of(edge)
        boxes = [fitted(value, 64, 15, colour, digits=digits) for value, colour in lines]
        if len(boxes) == 2:
            parts.append(plate(boxes[0], x, y - 9))
            parts.append(plate(boxes[1], x, y + 9))
        else:
            parts.append(plate(boxes[0], x, y))
    return parts


def _unit(scene: Scene, k: int, j: int) -> list[str]:
    plan, now = scene.plan, scene.now
    x, y = plan.centre(k, j)
    digits = scene.digits
    if k == 0:
        return [
            dot(x, y, CIRCLE, FORWARD_TINT, FORWARD, 2),
            fitted(now.outs[0][j], 42, 17, FORWARD, digits=3).at(x, y + 6, "middle"),
            formula(plan.out(0, j), 15, MUTED).at(x, y - CIRCLE - 7, "middle"),
        ]
    half = plan.wide / 2
    forward, backward = scene.is_now("forward", k, j), scene.is_now("backward", k, j)
    edge = FORWARD if forward else BACKWARD if backward else MUTED
    tint = FORWARD_TINT if scene.has("forward", k, j) else PAPER
    parts = [
        card(
            x - half,
            y - HALF,
            plan.wide,
            2 * HALF,
            BACKWARD_TINT if backward else tint,
            edge,
            radius=HALF,
            line=3 if forward or backward else 1.5,
        ),
        path([(x, y - HALF + 1), (x, y + HALF - 1)], edge, 1),
    ]
    has_net, has_out = scene.has("forward", k, j), scene.has_out(k, j)
    for place, value, symbol in (
        (x - half / 2 + 2, now.nets[k][j] if has_net else None, plan.of("net", k, j)),
        (x + half / 2 - 2, now.outs[k][j] if has_out else None, plan.out(k, j)),
    ):
        box = formula(symbol, 15, MUTED)
        if value is not None:
            box = fitted(value, half - 9, 16, FORWARD, digits=digits)
        parts.append(box.at(place, y + 5, "middle"))
    bias = (scene.after if scene.at.phase == "update" else now.network).layers[k - 1].b[j]
    label = beside(
        formula(plan.of("b", k, j), 14, MUTED),
        fitted(bias, plan.wide - 36, 14, UPDATE, digits=digits),
        gap=5,
    )
    parts.append(plate(label.fit(plan.wide), x, y - HALF - 10))
    if scene.has("backward", k, j):
        delta = beside(
            formula(plan.of("δ", k, j), 15, BACKWARD),
            fitted(now.deltas[k][j], plan.wide - 24, 15, BACKWARD, "bold", digits),
            gap=5,
        )
        parts.append(plate(delta.fit(plan.wide + 8), x, y + HALF + 12))
    return parts


def _targets_and_loss(scene: Scene) -> list[str]:
    plan, last = scene.plan, len(scene.plan.sizes) - 1
    known = scene.loss_known
    parts = []
    for j in range(plan.sizes[-1]):
        colour = LOSS if known else RULE
        if scene.is_now("backward", last, j):
            colour = BACKWARD
        label = beside(
            formula(plan.of("t", last, j), 15, MUTED), formula(number(scene.now.t[j], 3), 15), gap=5
        )
        parts += to_loss(plan, j, colour, 3 if scene.at.phase == "loss" else 1.8, label)
    value = scene.now.loss if known else None
    parts += loss_box(plan, value, LOSS if known else MUTED)
    if scene.at.phase == "update":
        after = formula(f"→ {number(scene.loss_after, 4)}", 18, UPDATE, "bold")
        parts.append(after.fit(84).at(LOSS_X, plan.middle + 54, "middle"))
    return parts


# The explorer


def network_stepper(
    network: Network | None = None,
    x: Sequence[float] | None = None,
    t: Sequence[float] | None = None,
    *,
    learning_rate: float = 0.5,
    train_biases: bool = True,
    show: str = "iteration",
    by: str = "unit",
    step: int = 0,
) -> Explorer:
    """Step through a network: forward, loss, backward, update; see every path to the loss.

    Without a network it is the published example of 2015, whose biases stay as they are.

    Parameters
    ----------
    network : Network, optional
        From 2-2-2 to 4-5-4-3 it is well readable. It is left as it is.
    x, t : sequence of float, shapes (n_0,) and (n_L,), optional
        One example for it.
    learning_rate : float
    train_biases : bool
        Whether the biases of `network` take part in the update.
    show : {"iteration", "forward", "backward"}
        What to walk through: all, up to the loss, or from the loss back.
    by : {"unit", "layer"}
        The length of a step at first.
    step : int
        How many steps are done at first.

    Raises
    ------
    ValueError
        A network without its example, or an example that does not fit it; an unknown name.
    """
    one_of("show", show, PHASES)
    one_of("by", by, {"unit": 0, "layer": 0})
    real_number("learning_rate", learning_rate, lambda r: 0 < r < math.inf, "a number above 0")
    examples, (hidden, output, loss) = choices(network, x, t, train_biases)
    controls: dict[str, Any] = {
        "example": menu("network", next(iter(examples)), list(examples)),
        "hidden": menu("hidden", hidden, list(HIDDEN)),
        "pair": menu("output", (output, loss), PAIRS),
        "by": menu("step by", by, ["unit", "layer"]),
        "learning_rate": slider("η", learning_rate, -3, 6, 0.1, log=True),
        "iteration": widgets.BoundedIntText(
            0,
            min=0,
            max=10_000,
            description="updates done",
            layout=widgets.Layout(width="200px"),
            style={"description_width": "96px"},
        ),
        "step": widgets.IntSlider(
            0, max=1, description="step", layout=widgets.Layout(width="330px"), readout=False
        ),
    }

    @lru_cache(maxsize=64)
    def trained(
        example: str, hidden: str, pair: tuple[str, str], learning_rate: float, iteration: int
    ) -> Network:
        """The network after so many updates."""
        _, _, x, t, train_biases = examples[example]
        start = build(examples[example], hidden, *pair)
        return descend(start, x, t, learning_rate, train_biases, iteration)

    def draw(
        example: str,
        hidden: str,
        pair: tuple[str, str],
        by: str,
        learning_rate: float,
        iteration: int,
        step: int,
        chosen: str,
    ) -> Picture:
        network = trained(example, hidden, pair, learning_rate, iteration)
        _, _, x, t, train_biases = examples[example]
        return picture(
            network,
            x,
            t,
            step=step,
            by=by,
            show=show,
            learning_rate=learning_rate,
            train_biases=train_biases,
            chosen=chosen,
        )

    def button(text: str, tip: str) -> widgets.Button:
        return widgets.Button(description=text, tooltip=tip, layout=widgets.Layout(width="110px"))

    back, forward = button("◀ back", "One step back"), button("step ▶", "One step on")
    again = button("next update", "Update the weights, and start again")
    c = controls
    rows = [
        [c["example"], c["hidden"], c["pair"]],
        [c["by"], c["learning_rate"], c["iteration"]],
        [back, forward, c["step"], again],
    ]
    explorer = Explorer(draw, controls, rows=rows, chosen="")

    def count(change: object = None) -> None:
        state = explorer.state
        network = trained(*(state[n] for n in ("example", "hidden", "pair", "learning_rate")), 0)
        c["step"].max = len(steps(network, state["by"], show)) - 1

    for name in ("example", "hidden", "pair", "by"):
        c[name].observe(count, "value")
        c[name].observe(lambda change: explorer.set(step=0, iteration=0, chosen=""), "value")
    count()
    explorer.set(step=min(step, c["step"].max))
    back.on_click(lambda _: explorer.set(step=max(c["step"].value - 1, 0), chosen=""))
    forward.on_click(
        lambda _: explorer.set(step=min(c["step"].value + 1, c["step"].max), chosen="")
    )
    again.on_click(
        lambda _: explorer.set(step=0, iteration=min(c["iteration"].value + 1, 10_000), chosen="")
    )
    return explorer
