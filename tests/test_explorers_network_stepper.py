"""The stepper: its numbers are the network's, its paths add up to the gradient."""

import copy
import itertools
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from explorer_pictures import attribute, flaws, says, texts

from course_lib import Network, explorers
from course_lib.activations import HIDDEN, softmax_jacobian
from course_lib.explorers._formula import factor, number
from course_lib.explorers._iteration import descend, steps
from course_lib.explorers._network import EXAMPLES, PAIRS, Plan, run
from course_lib.explorers._paths import chosen_part, routes, swept
from course_lib.explorers.network_stepper import picture

ORACLE = next(
    oracle
    for oracle in json.loads(
        Path(__file__).with_name("oracles").joinpath("published.json").read_text(encoding="utf-8")
    )["oracles"]
    if oracle["id"] == "mazur_2015"
)["values"]


def network_of(example, hidden="sigmoid", output="sigmoid", loss="squared_error"):
    sizes, w, x, t, _ = EXAMPLES[example]
    network = Network(sizes, hidden, output, loss)
    if w is not None:
        network.w = w
    return network, x, t


MAZUR = network_of("2-2-2, published 2015")
DEEP = network_of("4-5-4-3", "tanh", "softmax", "cross_entropy")


def keys(network):
    plan = Plan(network.sizes, 0, 500, 0, 400, 100)
    weights = [f"w:{k}:{i}:{j}" for k, i, j in plan.edges()]
    units = [f"u:{k}:{j}" for k, j in plan.units()]
    return weights + units + [f"b:{k}:{j}" for k, j in plan.units() if k]


# The steps


def test_steps_walk_forward_then_back():
    walk = [(s.phase, s.k, s.j) for s in steps(MAZUR[0])]
    assert walk == [
        ("start", 0, None),
        *(("forward", k, j) for k in (1, 2) for j in (0, 1)),
        ("loss", 0, None),
        *(("backward", k, j) for k in (2, 1) for j in (0, 1)),
        ("update", 0, None),
    ]
    assert len(steps(MAZUR[0], "layer")) == 7
    assert [s.phase for s in steps(MAZUR[0], "layer", "forward")][-1] == "loss"
    assert [s.phase for s in steps(MAZUR[0], "layer", "backward")] == ["loss"] + 2 * ["backward"]


def test_nothing_is_shown_before_its_step():
    network, x, t = MAZUR
    now = run(network, x, t)
    walk = steps(network)
    for place, step in enumerate(walk):
        shown = texts(picture(network, x, t, step=place))
        for other, later in enumerate(walk):
            if other > place and later.phase == "forward":
                assert number(now.nets[later.k][later.j]) not in shown, (step, later)
            if other > place and later.phase == "backward":
                assert number(now.deltas[later.k][later.j]) not in shown, (step, later)
        assert (number(now.loss) in shown) == (place >= walk.index(("loss", 0, None)))


# The numbers are the published ones


def published(name, digits=4):
    return number(ORACLE[name]["published"], digits)


def shown_at(phase, k=0, j=None, **how):
    network, x, t = MAZUR
    place = steps(network).index((phase, k, j))
    return picture(network, x, t, step=place, train_biases=False, **how)


def test_published_forward_pass():
    shown = shown_at("forward", 1, 0)
    assert {published("net_h1"), published("out_h1")} <= set(texts(shown))
    assert says(shown, "net_30.3775==x_10.05··w_130.15++x_20.1··w_230.2++b_30.35")
    assert says(shown, f"o_3{published('out_h1')}==σ(net_3)σ(0.3775)")
    shown = shown_at("forward", 2, 0)
    assert {published("net_o1"), published("out_o1")} <= set(texts(shown))


def test_published_loss():
    shown = shown_at("loss")
    assert published("E_total", 6) in texts(shown)
    assert says(shown, "E_n=½(y_5−t_5)^2+½(y_6−t_6)^2")
    assert says(shown, f"=½({published('out_o1')}−0.01)^2+½({published('out_o2')}−0.99)^2")


def test_published_backward_pass():
    shown = shown_at("backward", 2, 0)
    assert {published("delta_o1"), published("dE_dw5")} <= set(texts(shown))
    slope = published("dout_dnet_o1")
    assert says(shown, f"(({published('out_o1')}−0.01".replace("((", "")) and slope in texts(shown)
    shown = shown_at("backward", 1, 0)
    assert {published("dE_dw1"), published("dout_dnet_h1")} <= set(texts(shown))


def test_published_update():
    shown = shown_at("update")
    for k in (1, 2):
        for weight in np.ravel(ORACLE[f"W{k}_after"]["recomputed"]):
            assert number(weight) in texts(shown)
    assert number(ORACLE["E_after_1"]["recomputed"], 6) in texts(shown)
    assert "0.35" in texts(shown) and "0.6" in texts(shown)  # the biases stay


def test_published_result_after_10000_updates():
    explorer = explorers.network_stepper()
    explorer.set(iteration=10_000, step=5)
    assert number(ORACLE["E_after_10000"]["recomputed"], 6)[:7] in explorer.picture.svg
    assert explorer.stage.message.count("10⁻⁵") == 1


def test_update_with_biases():
    network, x, t = MAZUR
    after = descend(network, x, t, 0.5, True)
    assert after.w == pytest.approx(network.w - 0.5 * network.gradient([x], [t]))
    frozen = descend(network, x, t, 0.5, False)
    assert (frozen.layers[0].b == network.layers[0].b).all()
    assert pytest.approx(after.layers[0].W) == frozen.layers[0].W


# Every equation has the numbers of its own units and weights


def equation(*parts):
    """Symbols over their numbers, as they stand in the picture one after the other."""
    return "".join(part if isinstance(part, str) else "".join(part) for part in parts)


def all_steps(by):
    for pair in (("tanh", "squared_error"), ("softmax", "cross_entropy")):
        network, x, t = network_of("2-3-3-2", "sigmoid", *pair)
        network.w = network.w + np.linspace(-0.3, 0.4, len(network.w))  # no bias is 0
        plan, now = Plan(network.sizes, 0, 500, 0, 400, 100), run(network, x, t)
        for place, step in enumerate(steps(network, by)):
            yield network, plan, now, step, picture(network, x, t, step=place, by=by)


def test_every_sum_forward():
    for network, plan, now, (phase, k, j), shown in all_steps("unit"):
        if phase != "forward" or j is None:
            continue
        layer = network.layers[k - 1]
        terms = []
        for i, o in enumerate(now.outs[k - 1]):
            terms += ["++"] if i else []
            terms += [(plan.out(k - 1, i), (factor if i else number)(o)), "··"]
            terms += [(plan.w(k, i, j), factor(layer.W[i, j]))]
        terms += ["++", (plan.of("b", k, j), factor(layer.b[j]))]
        head = (plan.of("net", k, j), number(now.nets[k][j]))
        assert says(shown, equation(head, "==", *terms)), (k, j)
        if layer.activation.slope is not None:
            assert says(shown, equation(plan.out(k, j), number(now.outs[k][j]), "=="))


def test_every_sum_backward():
    for network, plan, now, (phase, k, j), shown in all_steps("unit"):
        if phase != "backward" or k == 3:
            continue
        terms = []
        for m, delta in enumerate(now.deltas[k + 1]):
            terms += ["++"] if m else []
            terms += [(plan.w(k + 1, j, m), (factor if m else number)(network.layers[k].W[j, m]))]
            terms += ["··", (plan.of("δ", k + 1, m), factor(delta))]
        head = (plan.of("δ", k, j), number(now.deltas[k][j]))
        slope = ("φ′(" + plan.of("net", k, j) + ")", factor(now.slopes[k][j]))
        assert says(shown, equation(head, "==", slope, "··", "((", *terms, "))")), (k, j)


def test_every_gradient():
    for _, plan, now, (phase, k, j), shown in all_steps("unit"):
        if phase != "backward":
            continue
        delta = factor(now.deltas[k][j], 3)
        for i, o in enumerate(now.outs[k - 1]):
            symbols = f"∂E_n/∂{plan.w(k, i, j)}={plan.out(k - 1, i)}{plan.of('δ', k, j)}"
            value = number(now.gradients[k][0][i, j])
            assert says(shown, f"{symbols}{number(o, 3)}·{delta}={value}"), (k, i, j)
        bias = f"∂E_n/∂{plan.of('b', k, j)}={plan.of('δ', k, j)}"
        assert says(shown, bias + number(now.gradients[k][1][j]))


def test_every_output_delta():
    for pair in PAIRS.values():
        network, x, t = network_of("2-3-3-2", "tanh", *pair)
        plan, now = Plan(network.sizes, 0, 500, 0, 400, 100), run(network, x, t)
        for place, (phase, k, j) in enumerate(steps(network)):
            if (phase, k) != ("backward", 3):
                continue
            shown = picture(network, x, t, step=place)
            y, delta = plan.out(3, j), (plan.of("δ", 3, j), number(now.deltas[3][j]))
            error = (f"{y}−{plan.of('t', 3, j)}", f"{number(now.outs[3][j])}−{number(t[j])}")
            matched = pair in [("identity", "squared_error"), ("sigmoid", "log_loss")] + [
                ("softmax", "cross_entropy")
            ]
            if matched:
                assert says(shown, equation(delta, "==", error)), pair
            elif pair[0] != "softmax":
                slope = (f"φ′({plan.of('net', 3, j)})", factor(now.slopes[3][j]))
                assert says(shown, equation(delta, "==", "((", error, "))", "··", slope)), pair
            else:
                jacobian = softmax_jacobian(now.outs[3])
                for m in range(2):
                    symbol = f"∂{plan.out(3, m)}/∂{plan.of('net', 3, j)}"
                    assert says(shown, symbol + factor(jacobian[m, j])), (m, j)


def test_every_matrix():
    def shows(shown, rows):
        return says(shown, "".join(number(v, 3) for row in np.atleast_2d(rows) for v in row))

    for network, _, now, (phase, k, _), shown in all_steps("layer"):
        if phase == "forward":
            layer = network.layers[k - 1]
            for rows in (now.outs[k - 1], layer.W, layer.b, now.nets[k], now.outs[k]):
                assert shows(shown, rows), (phase, k)
        if phase == "backward":
            for rows in (now.deltas[k], now.gradients[k][0], now.outs[k - 1][:, None]):
                assert shows(shown, rows), (phase, k)
            if k < 3:
                assert shows(shown, network.layers[k].W.T), (phase, k)
                assert shows(shown, now.slopes[k]), (phase, k)
                assert shows(shown, now.deltas[k + 1]), (phase, k)


# The paths


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("example", ["2-3-1", "2-3-3-2", "4-5-4-3"])
def test_paths_add_up_to_what_the_backward_sweep_finds(example, hidden, pair):
    network, x, t = network_of(example, hidden, *pair)
    plan = Plan(network.sizes, 0, 500, 0, 400, 100)
    now = run(network, x, t)
    gradients = network.unpack(network.gradient([x], [t]))
    deltas = network.deltas(network.forward([x]), [t])
    for key in keys(network):
        part = chosen_part(key)
        found = routes(plan, now, part)
        assert len(found) == math.prod(network.sizes[part.k + 1 :])
        total = sum(route.product for route in found)
        expected = {
            "w": lambda p: gradients[p.k - 1][0][p.i, p.j],
            "b": lambda p: gradients[p.k - 1][1][p.j],
            "u": lambda p: deltas[p.k - 1][0, p.j] if p.k else None,
        }[part.kind](part)
        if expected is None:  # an input: by central differences
            h = 1e-6
            above, below = (np.array(x) + s * h * np.eye(len(x))[part.j] for s in (1, -1))
            expected = (network.loss([above], [t]) - network.loss([below], [t])) / (2 * h)
            assert total == pytest.approx(expected, rel=1e-4, abs=1e-8)
        else:
            assert total == pytest.approx(expected, rel=1e-9, abs=1e-15)
        assert swept(plan, now, part)[2] == pytest.approx(total, rel=1e-9, abs=1e-15)


def test_chosen_weight_shows_its_paths_and_their_factors():
    network, x, t = MAZUR
    shown = picture(network, x, t, chosen="w:1:0:0")
    first = published("dEo1_douth1"), published("dEo2_douth1")
    y = [ORACLE["out_o1"]["published"], ORACLE["out_o2"]["published"]]
    slopes = [ORACLE["dout_dnet_o1"]["published"], y[1] * (1 - y[1])]
    for w, slope, error, part in zip((0.4, 0.5), slopes, (y[0] - 0.01, y[1] - 0.99), first):
        assert factor(slope) in texts(shown) and factor(error) in texts(shown), part
        product = 0.05 * ORACLE["dout_dnet_h1"]["published"] * w * slope * error
        assert f"= {number(product)}" in texts(shown)
    assert published("dE_dw1") in texts(shown)
    assert "2 paths lead from here" in shown.alt


def test_chosen_part_is_pressed():
    network, x, t = MAZUR
    svg = picture(network, x, t, chosen="w:2:1:0").svg
    assert re.findall(r'data-choose="([^"]*)"[^>]*aria-pressed="true"', svg) == ["w:2:1:0"]


def test_everything_can_be_chosen():
    shown = picture(*DEEP, step=3)
    chosen = [
        key
        for tag in ("path", "rect")
        for key in attribute(shown, tag, "data-choose")
        if key is not None
    ]
    assert sorted(chosen) == sorted(keys(DEEP[0]))


# Every picture is readable


@pytest.mark.parametrize("by", ["unit", "layer"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_step_is_readable(example, by):
    for pair in PAIRS.values():
        network, x, t = network_of(example, "tanh", *pair)
        for place, step in enumerate(steps(network, by)):
            shown = picture(network, x, t, step=place, by=by)
            assert not flaws(shown), (pair, step)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_choice_is_readable(example):
    for pair in PAIRS.values():
        network, x, t = network_of(example, "relu", *pair)
        for key in keys(network):
            assert not flaws(picture(network, x, t, chosen=key)), (pair, key)


def extreme_networks():
    for example, scale in itertools.product(("2-2-2, published 2015", "2-3-3-2"), (1e6, 1e200)):
        for hidden, pair in itertools.product(("sigmoid", "relu", "softplus"), PAIRS.values()):
            network, x, t = network_of(example, hidden, *pair)
            network.w = scale * network.w
            yield network, x, t
    network, x, t = network_of("2-3-3-2", "relu", "identity")
    network._w[:] = math.nan
    yield network, x, t


def test_extremes_give_a_picture_and_a_sentence():
    for network, x, t in extreme_networks():
        for by in ("unit", "layer"):
            for place in range(len(steps(network, by))):
                shown = picture(network, x, t, step=place, by=by, learning_rate=1e6)
                assert len(shown.alt) > 30
        for key in keys(network)[::5]:
            assert "nan" not in texts(picture(network, x, t, chosen=key))


def test_a_rate_of_a_million_is_survived():
    explorer = explorers.network_stepper()
    explorer.set(example="2-3-3-2", hidden="relu", pair=("identity", "squared_error"))
    explorer.set(learning_rate=1e6, iteration=40, step=999)
    assert "too large for the machine" in explorer.stage.message
    assert "→ ∞" in "".join(texts(explorer.picture))


# The explorer


def test_buttons_step_and_update():
    explorer = explorers.network_stepper()
    back, forward, _, again = explorer.children[2].children
    forward.click()
    forward.click()
    assert explorer.state["step"] == 2
    assert "unit 4 adds up" in explorer.stage.message
    back.click()
    assert explorer.state["step"] == 1
    for _ in range(30):
        forward.click()
    assert explorer.stage.message.startswith("Update")
    again.click()
    assert (explorer.state["step"], explorer.state["iteration"]) == (0, 1)
    explorer.set(step=5)
    assert said_loss(explorer) == pytest.approx(ORACLE["E_after_1"]["recomputed"], abs=1e-6)


def said_loss(explorer):
    return float(re.search(r"targets: ([\d.]+)\.", explorer.stage.message)[1])


def test_another_network_starts_from_its_beginning():
    explorer = explorers.network_stepper()
    explorer.set(step=7, chosen="w:1:0:0", iteration=3)
    explorer.set(example="4-5-4-3")
    state = explorer.state
    assert (state["step"], state["iteration"], state["chosen"]) == (0, 0, "")
    assert explorer.controls["step"].max == len(steps(network_of("4-5-4-3")[0])) - 1


def test_own_network_is_left_alone():
    network = Network([3, 4, 2], hidden="tanh", output="softmax", loss="cross_entropy", seed=3)
    before = copy.deepcopy(network)
    explorer = explorers.network_stepper(network, [0.1, 0.2, 0.3], [0, 1], learning_rate=2.0)
    explorer.set(iteration=5)
    assert (network.w == before.w).all()
    explorer.set(iteration=0, step=len(steps(network)) - 1)
    now = run(network, [0.1, 0.2, 0.3], [0, 1])
    assert number(now.loss, 6) in explorer.stage.message
    assert explorers.network_stepper(step=5).stage.message.startswith("The loss")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"network": Network([2, 2])}, "needs an example"),
        ({"network": Network([2, 2]), "x": [1, 2, 3], "t": [0, 1]}, "X has shape"),
        ({"show": "sideways"}, "unknown show"),
        ({"by": "weight"}, "unknown by"),
        ({"learning_rate": -1}, "learning_rate must be"),
    ],
)
def test_bad_input_is_one_sentence(given, complaint):
    with pytest.raises(ValueError, match=complaint):
        explorers.network_stepper(**given)
