"""The nudge: what it predicts is the gradient's, what it finds is the network's."""

import copy
import itertools
import math
import re

import pytest
from explorer_pictures import SVG, flaws, root, says, texts

from course_lib import Network, explorers
from course_lib.explorers._formula import number
from course_lib.explorers._network import EXAMPLES, PAIRS, build
from course_lib.explorers._paths import chosen_part
from course_lib.explorers.nudge import _keys, losses, picture
from course_lib.plots.style import BACKWARD, LOSS

PUBLISHED = EXAMPLES["2-2-2, published 2015"]
X, T = PUBLISHED.x, PUBLISHED.t
NETWORK = build(PUBLISHED, "sigmoid", "sigmoid", "squared_error")


def moved_by_hand(key, by):
    """The loss with one number moved, by a forward pass written out here."""
    kind, *place = key.split(":")
    place = list(map(int, place))
    out = list(X)
    if kind == "u" and place[0] == 0:
        out[place[1]] += by
    for k, layer in enumerate(NETWORK.layers, 1):
        W, b = layer.W.copy(), layer.b.copy()
        if kind == "w" and place[0] == k:
            W[place[1], place[2]] += by
        nets = [sum(o * w for o, w in zip(out, W[:, j])) + b[j] for j in range(len(b))]
        if kind in "bu" and place[0] == k:
            nets[place[1]] += by
        out = [1 / (1 + math.exp(-net)) for net in nets]
    return sum((y - t) ** 2 for y, t in zip(out, T)) / 2


@pytest.mark.parametrize("key", sorted(_keys((2, 2, 2))))
def test_numbers(key):
    by, h = 0.7, 1e-5
    before, after = moved_by_hand(key, 0), moved_by_hand(key, by)
    slope = (moved_by_hand(key, h) - moved_by_hand(key, -h)) / (2 * h)
    shown = picture(NETWORK, X, T, by=by, chosen=key)
    assert says(shown, f"{number(slope)}·0.7={number(slope * by)}")
    assert says(shown, f"{number(after, 5)}−{number(before, 5)}={number(after - before)}")
    assert said_number(shown, "predicts that the loss changes by") == pytest.approx(
        slope * by, rel=1e-3
    )
    assert said_number(shown, "it really changes by") == pytest.approx(after - before, rel=1e-3)


def said_number(shown, words):
    text = re.search(words + r" (−?[\d.]+)(?:×10([⁻⁰-⁹]+))?", shown.alt)
    power = (text[2] or "⁰").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(text[1].replace("−", "-").rstrip(".")) * 10 ** int(power)


def test_tangent_touches_the_curve():
    shown = picture(NETWORK, X, T, by=1.0, chosen="u:2:0")
    curve, tangent = (
        next(
            p.get("d")
            for p in root(shown).iter(f"{SVG}path")
            if (p.get("stroke"), p.get("stroke-width")) == how
        )
        for how in ((LOSS, "2.8"), (BACKWARD, "2.2"))
    )
    points = [tuple(map(float, p.split())) for p in re.split("[ML]", curve)[1:]]
    (x0, y0), (x1, y1) = (tuple(map(float, p.split())) for p in re.split("[ML]", tangent)[1:])
    middle = points[40]
    on_tangent = [y0 + (y1 - y0) * (x - x0) / (x1 - x0) for x, _ in points]
    assert middle[0] == pytest.approx((x0 + x1) / 2, abs=0.2)
    assert on_tangent[40] == pytest.approx(middle[1], abs=0.2)
    for place in (38, 42):  # near by they stay close, farther off they part
        assert on_tangent[place] == pytest.approx(points[place][1], abs=0.3)
    assert abs(on_tangent[80] - points[80][1]) > 5


def test_gap_shrinks_with_the_square():
    small = picture(NETWORK, X, T, by=0.02, chosen="u:1:0").alt
    assert re.search(r"would be (4\.0|3\.9) times smaller", small), small


def test_a_straight_loss_has_no_gap():
    network = Network([1, 1], output="identity", loss="squared_error")
    network.w = [1.0, 0.0]
    flat = picture(network, [0.0], [0.5], by=0.7, chosen="w:1:0:0")
    assert "as straight as its tangent" in flat.alt


def test_nothing_moved():
    assert "Nothing is moved yet" in picture(NETWORK, X, T, by=0.0).alt


def test_the_network_is_left_alone():
    before = copy.deepcopy(NETWORK)
    for key in _keys((2, 2, 2)):
        losses(NETWORK, X, T, chosen_part(key), [1.0, -1.0])
        picture(NETWORK, X, T, chosen=key)
    assert (NETWORK.w == before.w).all()


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("hidden", ["sigmoid", "relu"])
def test_every_choice_is_readable(example, hidden):
    for pair, by in itertools.product(list(PAIRS.values())[::4], (-2.0, 0.01)):
        network = build(EXAMPLES[example], hidden, *pair)
        for key in _keys(network.sizes):
            shown = picture(network, EXAMPLES[example].x, EXAMPLES[example].t, by=by, chosen=key)
            assert not flaws(shown), (pair, by, key)


@pytest.mark.parametrize("scale", [1e3, 1e6, 1e150, 1e300])
def test_extremes_give_a_picture_and_a_sentence(scale):
    for hidden, pair in itertools.product(("sigmoid", "relu", "softplus"), PAIRS.values()):
        network = build(EXAMPLES["2-3-3-2"], hidden, *pair)
        network.w = scale * network.w
        for key in sorted(_keys(network.sizes))[::4]:
            shown = picture(network, (0.8, -0.5), (0.0, 1.0), by=1.0, chosen=key)
            assert len(shown.alt) > 40
            assert "nan" not in texts(shown) and "nan" not in shown.svg.replace("tanh", "")


def test_choosing_and_letting_go():
    explorer = explorers.nudge()
    explorer.stage.chosen = "w:2:1:0"
    assert explorer.stage.message.startswith("Moving w_45 by 0.5")
    explorer.stage.chosen = ""
    assert explorer.stage.message.startswith("Moving net_3")
    explorer.set(example="2-3-1", chosen="u:2:1")  # a unit that this network does not have
    assert explorer.stage.message.startswith("Moving net_3")


def test_own_network():
    network = Network([1, 1], output="sigmoid")
    network.w = [0.6, 0.9]
    explorer = explorers.nudge(network, [1.0], [0.0], chosen="u:1:0", by=0.1)
    y = 1 / (1 + math.exp(-1.5))
    assert f"slope of {number(y * y * (1 - y))} predicts" in explorer.stage.message
    with pytest.raises(ValueError, match="needs an example"):
        explorers.nudge(network)
