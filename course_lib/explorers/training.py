"""Training to watch: the regions, the loss, and how large the deltas of each layer are (lesson 11).

Playing trains a little, draws, and waits until the browser has shown it. Where nothing shows the
picture any more, because its cell was run again or deleted, it stops by itself.
"""

import asyncio
import math
from collections.abc import Callable

import ipywidgets as widgets
import numpy as np

from course_lib import GradientDescent, Network, datasets, train
from course_lib.activations import HIDDEN
from course_lib.checks import one_of
from course_lib.explorers._contours import contours, grid, level_line
from course_lib.explorers._explorer import Explorer, menu, slider
from course_lib.explorers._formula import formula, number, said
from course_lib.explorers._svg import Frame, card, document, dot, words
from course_lib.plots import Picture
from course_lib.plots.style import BACKWARD, FORWARD, INK, LOSS, MUTED, PAPER
from course_lib.training import TrainingDiverged

WIDTH, HEIGHT = 800, 500
BATCH = 20
A_FRAME = 5  # epochs from one picture to the next while it plays
PATIENCE = 100  # looks for a sign from the browser, 20 ms apart
LEVELS = (0.6, 0.7, 0.8, 0.9, 0.99)

DATA: dict[str, tuple[Callable, tuple[float, float], tuple[float, float]]] = {
    "xor": (datasets.xor, (-0.5, 1.5), (-0.5, 1.5)),
    "moons": (datasets.moons, (-1.6, 2.6), (-1.8, 2.4)),
    "spirals": (datasets.spirals, (-1.25, 1.25), (-1.25, 1.25)),
}
HIDDEN_LAYERS: dict[str, list[int]] = {
    "none": [],
    "4": [4],
    "16": [16],
    "16, 16": [16, 16],
    "8, 8, 8, 8, 8, 8": [8] * 6,
}


class Run:
    """A network on its way: its data, its weights now, and what it has been through."""

    def __init__(self, data: str, hidden: str, activation: str, seed: int = 0) -> None:
        make, self.xlim, self.ylim = DATA[data]
        self.X, self.T = make()
        sizes = [2, *HIDDEN_LAYERS[hidden], 1]
        self.network = Network(sizes, activation, "sigmoid", "log_loss", seed=seed)
        self.losses: list[float] = []
        self.diverged = False

    def advance(self, learning_rate: float, epochs: int) -> None:
        """Train so many epochs more; if training diverges, say so and stay."""
        try:
            history = train(
                self.network,
                self.X,
                self.T,
                optimizer=GradientDescent(learning_rate),
                epochs=epochs,
                batch_size=BATCH,
                seed=len(self.losses),
            )
        except TrainingDiverged as error:
            history, self.diverged = error.history, True
        self.losses += history.losses


def picture(run: Run) -> Picture:
    """Draw the regions, the loss after each epoch, and the deltas of each layer."""
    with np.errstate(all="ignore"):
        p = run.network.forward(run.X)
        loss = float(run.network.loss(run.X, run.T))
        sizes = [float(np.abs(delta).mean()) for delta in run.network.deltas(p, run.T)]
        right = float(((p.output > 0.5) == (run.T > 0.5)).mean())
    parts = [
        words(50, 27, "what the network says where", 15, FORWARD, weight="bold"),
        *_regions(run),
        words(486, 27, "the loss after each epoch", 15, LOSS, weight="bold"),
        *_losses(run, loss),
        words(486, 265, "how large the deltas are", 15, BACKWARD, weight="bold"),
        *_deltas(sizes),
        formula(f"epoch {len(run.losses)}", 18).at(50, 482),
        formula(f"E = {number(loss, 4)}", 18, LOSS, "bold").at(200, 482),
        formula(f"{number(100 * right, 3)} % right", 18, FORWARD, "bold").at(410, 482, "end"),
    ]
    return document(WIDTH, HEIGHT, parts, _message(run, loss, right, sizes))


def _regions(run: Run) -> list[str]:
    frame = Frame((50, 56, 360, 360), run.xlim, run.ylim)
    u, v = grid(frame)
    with np.errstate(all="ignore"):
        y = run.network.predict(np.stack([u.ravel(), v.ravel()], axis=1)).reshape(u.shape)
    points = []
    for (x1, x2), (t,) in zip(run.X.tolist(), run.T.tolist(), strict=True):
        fill, edge = (FORWARD, PAPER) if t else (PAPER, INK)
        points.append(dot(frame.x(x1), frame.y(x2), 4.5 if len(run.X) > 9 else 8, fill, edge, 1.4))
    return [
        frame.axes(formula("x_1", 18), formula("x_2", 18), ticks=4),
        frame.inside(
            contours(frame, y, LEVELS, FORWARD),
            contours(frame, 1 - y, LEVELS, INK),
            level_line(frame, y, 0.5, INK),
            *points,
        ),
        dot(56, 444, 5, FORWARD),
        words(67, 448, "target 1, blue side", 12.5, FORWARD),
        dot(216, 444, 5, PAPER, INK, 1.4),
        words(227, 448, "target 0, grey side", 12.5, INK),
    ]


def _losses(run: Run, loss: float) -> list[str]:
    every = max(len(run.losses) // 200, 1)
    times = [*range(0, len(run.losses), every), len(run.losses)]
    shown = [*run.losses[::every], loss]
    frame = Frame((486, 64, 284, 140), (0, max(len(run.losses), 20)), (1e-4, 10), ylog=True)
    kept = [min(max(value, 1e-4), 10.0) if not math.isnan(value) else value for value in shown]
    return [
        frame.axes(formula("epochs", 16), formula("E", 17, LOSS), ticks=4),
        frame.inside(frame.curve(times, kept, LOSS, 2.2)),
        dot(frame.x(times[-1]), frame.y(kept[-1]), 5, LOSS),
    ]


def _deltas(sizes: list[float]) -> list[str]:
    count = len(sizes)
    frame = Frame((486, 312, 284, 104), (0.4, count + 0.6), (1e-8, 1), ylog=True)
    bars = []
    for k, size in enumerate(sizes, 1):
        left, right = frame.x(k - 0.32), frame.x(k + 0.32)
        top = min(max(frame.y(size), 312.0), 416.0) if math.isfinite(size) else 416.0
        bars.append(card(left, top, right - left, 416 - top, BACKWARD, radius=1))
        value = formula(number(size, 2), 15, BACKWARD, "bold")
        # Many layers' numbers stand in two rows.
        raised = 18 if count > 3 and k % 2 else 0
        bars.append(value.at((left + right) / 2, 303 - raised, "middle"))
    return [
        frame.axes(formula("layer", 16), formula("", 16), ticks=3, xticks=range(1, count + 1)),
        *bars,
        words(486, 448, "mean of |δ| over examples and units", 12.5, MUTED),
    ]


def _message(run: Run, loss: float, right: float, sizes: list[float]) -> str:
    share = said(number(100 * right, 3))
    epochs = "1 epoch" if len(run.losses) == 1 else f"{len(run.losses)} epochs"
    if run.diverged:
        return (
            f"Training diverged after {epochs}: the numbers grew past all bounds, "
            "and the last finite weights are kept. Reset, and take a smaller learning rate."
        )
    text = (
        f"After {epochs} the loss is {said(number(loss, 3))} and {share} % of the "
        "examples are on the right side."
    )
    if not run.losses:
        return f"{text} Press play: each epoch goes through all of them once."
    if len(sizes) == 1:
        return f"{text} Without a hidden layer the border can only be a straight line."
    if 0 < sizes[0] < 0.01 * sizes[-1]:
        return (
            f"{text} The deltas of the first layer are {said(number(sizes[-1] / sizes[0], 2))} "
            "times smaller than those of the last: it hardly learns."
        )
    if sizes[0] == 0 < sizes[-1]:
        return f"{text} No delta reaches the first layer: its units are saturated or off."
    if right == 1:
        return f"{text} As the outputs come right, the deltas shrink in every layer."
    return f"{text} The border moves to where the deltas still push."


def training(
    data: str = "moons",
    hidden: str = "16",
    activation: str = "tanh",
    learning_rate: float = 0.3,
) -> Explorer:
    """Explore training: play, pause, step by single epochs, begin again.

    Parameters
    ----------
    data : {"xor", "moons", "spirals"}
    hidden : str
        Units of the hidden layers: "none", "4", "16", "16, 16" or "8, 8, 8, 8, 8, 8".
    activation : str
        Of the hidden layers, an elementwise one.
    learning_rate : float
        From 0.001 to 100.

    Raises
    ------
    ValueError
        An unknown name.

    Notes
    -----
    It plays on the event loop of the notebook's kernel, between cells; where there is none, it
    can be stepped.
    """
    one_of("data", data, DATA)
    one_of("hidden", hidden, HIDDEN_LAYERS)
    one_of("activation", activation, HIDDEN)
    controls = {
        "data": menu("data", data, list(DATA)),
        "hidden": menu("hidden", hidden, list(HIDDEN_LAYERS)),
        "activation": menu("activation", activation, list(HIDDEN)),
        "learning_rate": slider("η", learning_rate, -3, 2, 0.05, log=True),
    }
    play, step, reset = (
        widgets.Button(description=name, layout=widgets.Layout(width="84px"))
        for name in ("play", "step", "reset")
    )
    run = Run(data, hidden, activation)
    task: asyncio.Task | None = None

    def begin(change: object = None) -> None:
        nonlocal run
        chosen = [controls[name].value for name in ("data", "hidden", "activation")]
        run = Run(*chosen)

    for name in ("data", "hidden", "activation"):
        controls[name].observe(begin, "value")

    def draw(**state: object) -> Picture:
        return picture(run)

    def advance(epochs: int) -> None:
        if not run.diverged:
            run.advance(controls["learning_rate"].value, epochs)
        explorer.set()

    async def playing() -> None:
        stage = explorer.stage
        while not run.diverged:
            advance(A_FRAME)
            stage.frame += 1
            for _ in range(PATIENCE):
                await asyncio.sleep(0.02)
                if stage.seen == stage.frame:
                    break
            else:
                return

    def stopped(ended: asyncio.Task) -> None:
        nonlocal task
        if ended is task:
            task, play.description = None, "play"

    def on_play(button: object) -> None:
        nonlocal task
        if task is not None:
            task.cancel()
            return
        try:
            task = asyncio.get_running_loop().create_task(playing())
        except RuntimeError:
            explorer.stage.message = "Nothing can play here, without a notebook: take single steps."
            return
        task.add_done_callback(stopped)
        play.description = "pause"

    def on_reset(button: object) -> None:
        begin()
        explorer.set()

    play.on_click(on_play)
    step.on_click(lambda button: advance(1))
    reset.on_click(on_reset)
    parts = list(controls.values())
    rows = [[play, step, reset, parts[3]], parts[:3]]
    explorer = Explorer(draw, controls, rows=rows)
    return explorer
