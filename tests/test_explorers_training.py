"""The training explorer: its numbers are a network's; it plays, pauses, leaves nothing running."""

import asyncio
import importlib
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from explorer_pictures import flaws, texts

from course_lib import GradientDescent, Network, datasets, explorers, train
from course_lib.activations import HIDDEN
from course_lib.explorers._formula import number

module = importlib.import_module("course_lib.explorers.training")


def button(explorer, name):
    buttons = explorer.children[0].children
    return next(b for b in buttons if getattr(b, "description", "") == name)


def twin(epochs, learning_rate=0.3):
    """Train a network as the explorer should, epoch by epoch."""
    X, T = datasets.moons()
    network = Network([2, 16, 1], "tanh", "sigmoid", "log_loss")
    for epoch in range(epochs):
        optimizer = GradientDescent(learning_rate)
        train(network, X, T, optimizer=optimizer, epochs=1, batch_size=20, seed=epoch)
    return network, X, T


@pytest.mark.parametrize("epochs", [0, 3])
def test_numbers(epochs):
    explorer = explorers.training()
    for _ in range(epochs):
        button(explorer, "step").click()
    network, X, T = twin(epochs)
    p = network.forward(X)
    sizes = [number(np.abs(delta).mean(), 2) for delta in network.deltas(p, T)]
    shown = texts(explorer.picture)
    assert set(sizes) <= set(shown)
    assert f"= {number(network.loss(X, T), 4)}" in shown
    assert f"{number(100 * ((p.output > 0.5) == T).mean(), 3)} %" in " ".join(shown)
    assert f"After {epochs} epochs" in explorer.picture.alt


def test_choices_and_reset_begin_again():
    explorer = explorers.training()
    for change in ({"hidden": "4"}, {"activation": "relu"}, {"data": "spirals"}):
        button(explorer, "step").click()
        assert "After 1 epoch " in explorer.picture.alt
        explorer.set(**change)
        assert "After 0 epochs" in explorer.picture.alt
    button(explorer, "step").click()
    explorer.set(learning_rate=1.0)
    assert "After 1 epoch " in explorer.picture.alt
    button(explorer, "reset").click()
    assert "After 0 epochs" in explorer.picture.alt


def in_a_thread(function, *arguments):
    """Call it where no event loop runs: the browser tests leave theirs in the main thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *arguments).result()


def others():
    return asyncio.all_tasks() - {asyncio.current_task()}


async def watched(explorer, frames):
    """Be the browser: see frame after frame, and return how often anything else could run."""
    turns = 0
    while explorer.stage.frame < frames:
        explorer.stage.seen = explorer.stage.frame
        await asyncio.sleep(0)
        turns += 1
    return turns


def test_plays_while_it_is_seen_and_lets_others_run():
    async def play():
        explorer = explorers.training()
        button(explorer, "play").click()
        turns = await watched(explorer, 4)
        assert turns > 4
        assert f"After {4 * module.A_FRAME} epochs" in explorer.picture.alt
        button(explorer, "pause").click()
        await asyncio.gather(*others(), return_exceptions=True)
        assert not others()
        assert button(explorer, "play")
        button(explorer, "play").click()
        await watched(explorer, 6)
        assert f"After {6 * module.A_FRAME} epochs" in explorer.picture.alt
        button(explorer, "pause").click()

    in_a_thread(asyncio.run, play())


def test_stops_when_nobody_sees_it(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 3)

    async def play():
        explorer = explorers.training()
        button(explorer, "play").click()
        await asyncio.wait_for(asyncio.gather(*others()), 60)
        assert explorer.stage.frame == 1
        assert button(explorer, "play")

    in_a_thread(asyncio.run, play())


def test_divergence_stops_it():
    async def play():
        explorer = explorers.training(activation="identity", learning_rate=100.0)
        explorer.controls["learning_rate"].max = 308
        explorer.set(learning_rate=1e308)
        button(explorer, "play").click()
        await asyncio.sleep(0)
        explorer.stage.seen = 1
        await asyncio.wait_for(asyncio.gather(*others()), 60)
        assert "diverged" in explorer.picture.alt
        assert explorer.stage.frame == 1
        button(explorer, "step").click()
        assert "diverged" in explorer.picture.alt

    in_a_thread(asyncio.run, play())


def test_without_an_event_loop_it_can_be_stepped():
    def play_and_step():
        explorer = explorers.training()
        button(explorer, "play").click()
        assert "take single steps" in explorer.stage.message
        button(explorer, "step").click()
        assert "After 1 epoch " in explorer.stage.message

    in_a_thread(play_and_step)


@pytest.mark.parametrize("data", module.DATA)
@pytest.mark.parametrize("hidden", module.HIDDEN_LAYERS)
@pytest.mark.parametrize("learning_rate", [0.3, 1e6, 1e200])
def test_readable_and_finite_whatever_the_rate(data, hidden, learning_rate):
    for activation in HIDDEN:
        run = module.Run(data, hidden, activation)
        run.advance(learning_rate, 5)
        shown = module.picture(run)
        assert not flaws(shown)
        assert len(shown.alt) > 40
        assert "nan" not in shown.svg and "inf" not in shown.svg


def test_messages():
    def alt(data, hidden, activation, rate, epochs):
        run = module.Run(data, hidden, activation)
        run.advance(rate, epochs)
        return module.picture(run).alt

    assert "straight line" in alt("moons", "none", "tanh", 0.3, 5)
    assert "it hardly learns" in alt("moons", "8, 8, 8, 8, 8, 8", "sigmoid", 0.3, 5)
    assert "Press play" in alt("moons", "16", "tanh", 0.3, 0)
    assert "100 %" in alt("xor", "16", "tanh", 0.5, 300)


def test_the_border_is_where_the_output_is_half():
    run = module.Run("moons", "16", "tanh")
    run.advance(0.3, 20)
    svg = module.picture(run).svg
    line = svg.split('" fill="none" stroke="#1D2730" stroke-width="2.2"/>')[0].rsplit('d="M', 1)[1]
    points = [tuple(map(float, p.split())) for p in line.replace("M", "L").split("L")]
    (left, right), (low, high) = run.xlim, run.ylim
    X = [
        (left + (right - left) * (x - 50) / 360, high - (high - low) * (y - 56) / 360)
        for x, y in points
    ]
    assert len(X) > 20
    assert run.network.predict(X) == pytest.approx(0.5, abs=0.05)
    assert not math.isnan(run.losses[-1])


def test_bad_names_are_one_sentence():
    with pytest.raises(ValueError, match="unknown data 'digits'; known are xor"):
        explorers.training("digits")
    with pytest.raises(ValueError, match="unknown hidden '64'; known are none, 4"):
        explorers.training(hidden="64")
    with pytest.raises(ValueError, match="unknown activation 'softmax'"):
        explorers.training(activation="softmax")
