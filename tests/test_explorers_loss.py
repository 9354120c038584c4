"""The loss explorer: its numbers are the losses', its slopes those of differences."""

import math

import numpy as np
import pytest
from explorer_pictures import flaws, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import Network, explorers
from course_lib.explorers._formula import number
from course_lib.explorers.loss import NETS, PAIRS, _over_net, look, picture

LOG, CROSS = "log loss, sigmoid", "cross-entropy, softmax"
inside = st.floats(0.05, 0.95)


def loss_of(pair, t, y, other=None):
    """The loss of one output y; the second of softmax stays where it was."""
    if pair.startswith("squared"):
        return (y - t) ** 2 / 2
    other = 1 - y if other is None else other
    return -t * math.log(y) - (1 - t) * math.log(other)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(("t", "y"), [(1.0, 0.2), (0.0, 0.2), (0.3, 0.85)])
def test_numbers(pair, t, y):
    E = loss_of(pair, t, y)
    delta = (y - t) * y * (1 - y) if pair == "squared error, sigmoid" else y - t
    shown = texts(picture(pair, t, y))
    assert {number(E), number(delta), number(look(pair, t, y).slope)} <= set(shown)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(PAIRS)), st.floats(0, 1), inside)
def test_slopes_agree_with_differences(pair, t, y):
    h = 1e-6
    held = 1 - y if pair == CROSS else None
    slope = (loss_of(pair, t, y + h, held) - loss_of(pair, t, y - h, held)) / (2 * h)
    assert look(pair, t, y).slope == pytest.approx(slope, rel=1e-6, abs=1e-6)
    term = -t * math.log(y) if pair == CROSS else loss_of(pair, t, y)
    assert look(pair, t, y).term == pytest.approx(term)
    if "identity" in pair:
        return
    net = math.log(y / (1 - y))
    assert look(pair, t, y).net == pytest.approx(net)
    up, down = (1 / (1 + math.exp(-net - step)) for step in (h, -h))
    delta = (loss_of(pair, t, up) - loss_of(pair, t, down)) / (2 * h)
    assert look(pair, t, y).delta == pytest.approx(delta, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if "identity" not in pair])
@pytest.mark.parametrize("t", [0.0, 0.3, 1.0])
def test_curves_over_the_net_input_pass_through_the_points(pair, t):
    losses, deltas = _over_net(pair, t)
    for place in (20, 60, 75):
        y = 1 / (1 + math.exp(-NETS[place]))
        seen = look(pair, t, y)
        assert losses[place] == pytest.approx(loss_of(pair, t, y))
        assert deltas[place] == pytest.approx(seen.delta)


def test_what_a_network_computes_is_shown():
    network = Network([1, 1], output="sigmoid", loss="log_loss")
    network.w = [1.0, 0.0]
    net = -1.5
    y = network.predict([[net]]).item()
    seen = look(LOG, 1.0, y)
    assert seen.loss == pytest.approx(network.loss([[net]], [[1.0]]))
    assert seen.delta == pytest.approx(network.gradient([[net]], [[1.0]])[1])


@pytest.mark.parametrize("pair", [LOG, CROSS])
@pytest.mark.parametrize(("t", "y"), [(1.0, 0.0), (0.0, 1.0), (0.4, 0.0), (0.4, 1.0)])
def test_at_0_and_1_the_loss_is_infinite_and_delta_is_not(pair, t, y):
    shown = picture(pair, t, y)
    assert "∞" in texts(shown) and "→" in texts(shown)
    assert number(y - t) in texts(shown)
    assert "stays finite" in shown.alt


def test_messages():
    assert "learns slowly" in picture("squared error, sigmoid", 1.0, 0.03).alt
    assert "never more than 1" in picture("squared error, identity", 1.0, 0.03).alt
    assert "Confident and wrong" in picture(LOG, 1.0, 0.03).alt
    assert "denominators cancel" in picture(LOG, 1.0, 0.5).alt
    assert "doesn’t look at" in picture(CROSS, 0.0, 0.5).alt
    for pair in PAIRS:
        assert "nothing pulls" in picture(pair, 1.0, 1.0).alt


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(PAIRS)), st.integers(0, 20), st.integers(0, 100))
def test_readable_everywhere(pair, t, y):
    assert not flaws(picture(pair, t / 20, y / 100))


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("y", [0.0, 1e-300, 1e-16, 1 - 1e-16, 1.0])
@pytest.mark.parametrize("t", [0.0, 1e-300, 0.5, 1.0])
def test_extremes_give_a_picture_and_a_sentence(pair, t, y):
    shown = picture(pair, t, y)
    assert len(shown.alt) > 40
    assert "nan" not in shown.svg and "undefined" not in shown.svg
    assert not np.isnan(look(pair, t, y).loss)


def test_unknown_loss_is_one_sentence():
    with pytest.raises(ValueError, match="unknown loss 'hinge'; known are squared error"):
        explorers.loss("hinge")
