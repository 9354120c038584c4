"""The graph: its derivatives are those of differences and of published examples."""

import itertools
import json
import math
from pathlib import Path

import pytest
from explorer_pictures import flaws, says, texts

from course_lib import explorers
from course_lib.explorers._formula import number
from course_lib.explorers.graph import FORMULAS, OPERATIONS, _variables, parse, picture, sweep

ORACLES = {
    oracle["id"]: oracle
    for oracle in json.loads(
        Path(__file__).with_name("oracles").joinpath("published.json").read_text(encoding="utf-8")
    )["oracles"]
}
KNOWN = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "exp": math.exp,
    "ln": math.log,
    "sin": math.sin,
    "cos": math.cos,
}
OTHERS = {
    "x * x + x": {"x": 1.5},
    "a / b - b / a": {"a": 2.0, "b": -0.7},
    "ln(x1) + x1 * x2 - sin(x2)": {"x1": 2, "x2": 5},
    "relu(-x) * exp(y ** 2) + 3": {"x": -1.2, "y": 0.4},
    "2 - 0.5 * cos(x) - y": {"x": 0.3, "y": 1.0},
    "x ** y": {"x": 1.7, "y": 2.2},
}


def slopes(text, values):
    """The derivative of f by each variable, by the sweep."""
    nodes = parse(text)
    return sweep(nodes, list(values.values())).slopes[: len(values)]


def by_hand(text, values):
    return eval(text, KNOWN, dict(values))


@pytest.mark.parametrize(("text", "values"), [*FORMULAS.items(), *OTHERS.items()])
def test_values_and_derivatives(text, values):
    nodes = parse(text)
    swept = sweep(nodes, list(values.values()))
    assert swept.values[-1] == pytest.approx(by_hand(text, values), rel=1e-12)
    for place, name in enumerate(values):
        h = 1e-6
        above, below = (by_hand(text, values | {name: values[name] + s}) for s in (h, -h))
        assert swept.slopes[place] == pytest.approx((above - below) / (2 * h), rel=1e-7, abs=1e-8)


def test_published_examples():
    xyz = ORACLES["cs231n_xyz"]
    assert FORMULAS["(x + y) * z"] == {name: xyz["inputs"][name] for name in "xyz"}
    found = slopes("(x + y) * z", FORMULAS["(x + y) * z"])
    assert found == [xyz["values"][name]["published"] for name in ("dx", "dy", "dz")]

    neuron = ORACLES["cs231n_sigmoid_neuron"]
    (w0, w1, w2), (x0, x1) = neuron["inputs"]["w"], neuron["inputs"]["x"]
    values = {"w0": w0, "x0": x0, "w1": w1, "x1": x1, "w2": w2}
    found = slopes("sigmoid(w0 * x0 + w1 * x1 + w2)", values)
    for slope, name in zip(found, values):
        assert slope == pytest.approx(neuron["values"][f"d{name}"]["recomputed"], rel=1e-12)


def test_toy_model_of_understanding_deep_learning():
    oracle = ORACLES["udl_7_1"]
    text = next(text for text in FORMULAS if "cos" in text)
    nodes = parse(text)
    swept = sweep(nodes, list(FORMULAS[text].values()))
    names = ["f0", "h1", "f1", "h2", "f2", "h3", "f3"]
    places = [n for n, node in enumerate(nodes) if node.operation is not None]
    for place, name in zip(places, names):
        assert swept.values[place] == pytest.approx(oracle["values"][name]["recomputed"])
        if f"dld{name}" in oracle["values"]:
            slope = oracle["values"][f"dld{name}"]["recomputed"]
            assert swept.slopes[place] == pytest.approx(slope)
    assert swept.values[-1] == pytest.approx(oracle["values"]["l"]["recomputed"])


def test_products_are_shown_where_they_are_made():
    text = "(x + y) * z"
    shown = picture(text, FORMULAS[text], 2)
    assert says(shown, "∂f/∂u_1−4==∂f/∂f1··∂f/∂u_1(−4)")
    shown = picture(text, FORMULAS[text], 3)
    assert says(shown, "∂f/∂x−4==∂f/∂u_1(−4)··∂u_1/∂x1")
    assert "−4 by x, −4 by y, 3 by z" in shown.alt


def test_a_value_used_twice_adds_up():
    shown = picture("(a * b + c) * a", {"a": 2, "b": -1, "c": 3}, 4)
    assert says(shown, "∂f/∂a−1==before1++∂f/∂u_12··∂u_1/∂a(−1)")
    shown = picture("x * x", {"x": 3}, 2)
    assert says(shown, "∂f/∂x6==∂f/∂f1··∂f/∂x3++∂f/∂f1··∂f/∂x3")


@pytest.mark.parametrize(("text", "values"), FORMULAS.items())
def test_nothing_is_shown_before_its_step(text, values):
    nodes = parse(text)
    operations = [n for n, node in enumerate(nodes) if node.operation is not None]
    total = sweep(nodes, list(values.values())).slopes[0]
    last_use = min(n for n in operations if 0 in nodes[n].inputs)
    arrives = 2 + operations[::-1].index(last_use)
    for step in range(len(operations) + 2):
        message = picture(text, values, step).alt
        assert (f"{number(total)} by" in message) == (step == len(operations) + 1)
    assert number(total) in texts(picture(text, values, arrives))


@pytest.mark.parametrize(("text", "values"), FORMULAS.items())
def test_every_step_is_readable(text, values):
    steps = sum(node.operation is not None for node in parse(text)) + 1
    names = list(values)
    for moved in itertools.product((-5.0, -0.1, 3.7), repeat=min(len(names), 2)):
        state = values | dict(zip(names, moved))
        for step in range(steps + 1):
            assert not flaws(picture(text, state, step)), (state, step)


@pytest.mark.parametrize("text", [*FORMULAS, *OTHERS])
@pytest.mark.parametrize("big", [0.0, 1e6, -1e6, 1e300])
def test_extremes_give_a_picture_and_a_sentence(text, big):
    names = _variables(text)
    for step in (0, 1, 2, 99):
        shown = picture(text, dict.fromkeys(names, big), step)
        assert len(shown.alt) > 30
        assert "nan" not in shown.svg.replace("tanh", "")


def test_undefined_is_said():
    shown = picture("ln(x) * y", {"x": -1.0, "y": 2.0}, 0)
    assert "f is undefined" in shown.alt


def test_steps_and_values_by_the_controls():
    explorer = explorers.graph()
    *_, row, stage = explorer.children
    back, forward, slider = row.children
    forward.click()
    forward.click()
    assert explorer.state["step"] == 2
    assert "u_1 has now −4, z has now 3" in explorer.stage.message
    back.click()
    assert explorer.state["step"] == 1
    explorer.set(v0=1.5, step=0)
    assert "f is −26" in explorer.stage.message
    explorer.set(text="(a * b + c) * a")
    assert explorer.state["step"] == 0
    assert explorer.state["v1"] == -1
    assert slider.max == 4


def test_starts_at_a_step():
    assert "3 by z" in explorers.graph(step=99).stage.message


def test_own_formula():
    explorer = explorers.graph("exp(k * x0) - k", {"k": 0.5, "x0": 2})
    assert f"f is {number(math.e - 0.5)}" in explorer.stage.message
    assert explorer.controls["v1"].description == "x0"
    odd = explorers.graph("x * y", {"x": 0.123, "y": 7.5})
    assert (odd.state["v0"], odd.state["v1"]) == (0.123, 7.5)
    steps = (0.123 - odd.controls["v0"].min) / 0.1  # the browser counts steps from the lower end
    assert steps == pytest.approx(round(steps))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x +", "is not a formula"),
        ("x + y[0]", "'y\\[0\\]' is not understood"),
        ("log(x)", "'log\\(x\\)' is not understood; known are"),
        ("x % 2", "not understood"),
        ("3 + 4", "nothing to differentiate"),
        ("x", "nothing to differentiate"),
        ("__import__('os')", "not understood"),
        ("max(x, y)", "not understood"),
    ],
)
def test_bad_formulas_are_one_sentence(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        explorers.graph(text)


def test_value_of_no_variable():
    with pytest.raises(ValueError, match="'z' is no variable"):
        explorers.graph("x * y", {"z": 3})


def test_every_operation_is_differentiated_somewhere():
    used = {
        name
        for text in [*FORMULAS, *OTHERS]
        for node in parse(text)
        for name, operation in OPERATIONS.items()
        if node.operation is operation
    }
    assert used == set(OPERATIONS)
