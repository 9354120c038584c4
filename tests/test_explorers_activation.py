"""The activation explorer: its numbers are the functions', its slopes those of differences."""

import math

import numpy as np
import pytest
from explorer_pictures import SVG, flaws, root, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import explorers
from course_lib.activations import ACTIVATIONS, HIDDEN
from course_lib.explorers._formula import number
from course_lib.explorers.activation import DEEP, SATURATED, picture
from course_lib.plots.style import BACKWARD, INK_TINT


def drawn(activation, net):
    return picture(activation, net, 0.0, 0.0, 0.0, "")


def shares(nets):
    top = [math.exp(net) for net in nets]
    return np.array(top) / sum(top)


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("net", [-3.1, -0.7, 0.9, 2.0])
def test_numbers(activation, net):
    phi, h = HIDDEN[activation], 1e-6
    slope = (phi(net + h) - phi(net - h)) / (2 * h)
    shown = texts(drawn(activation, net))
    assert number(phi(net), 5) in shown
    # Differences are good to nine digits, more than are shown unless a rounding lies between.
    assert {number(round(slope, 8) + e, 5) for e in (-1e-8, 0, 1e-8)} & set(shown)


def bars(shown):
    """Return the heights of the bars, as shares of 1."""
    heights = [
        float(bar.get("height"))
        for bar in root(shown).iter(f"{SVG}rect")
        if bar.get("fill") == BACKWARD and bar.get("rx") == "1"
    ]
    return [height * 1.05 / 312 for height in heights]


@pytest.mark.parametrize(("activation", "net"), [("sigmoid", 0.0), ("tanh", 0.5), ("relu", 1.0)])
def test_bars_are_powers_of_the_slope(activation, net):
    slope = {"sigmoid": 0.25, "tanh": 1 - math.tanh(0.5) ** 2, "relu": 1.0}[activation]
    expected = [slope**k for k in range(1, DEEP + 1)]
    assert bars(drawn(activation, net)) == pytest.approx(expected, abs=5e-4)


def test_saturation_is_where_the_slope_is_small():
    bands = [
        (float(r.get("x")), float(r.get("width")))
        for r in root(drawn("sigmoid", 0.0)).iter(f"{SVG}rect")
        if r.get("fill") == INK_TINT
    ]
    assert len(bands) == 4  # on both sides, behind both curves
    left = min(bands)
    edge = -8 + 16 * (left[0] + left[1] - 56) / 420
    slope = math.exp(-edge) / (1 + math.exp(-edge)) ** 2
    assert slope == pytest.approx(SATURATED * 0.25, rel=0.06)


def test_messages():
    assert "as steep as the sigmoid gets" in drawn("sigmoid", 0.0).alt
    assert "saturated" in drawn("sigmoid", -7.0).alt
    assert "saturated" in drawn("tanh", 4.0).alt
    assert "The unit is off" in drawn("relu", -0.1).alt
    assert "the course chooses 0" in drawn("relu", 0.0).alt
    assert "One hundredth" in drawn("leaky_relu", 0.0).alt
    assert "through any number" in drawn("relu", 0.1).alt
    assert "collapse into one" in drawn("identity", 0.1).alt
    assert "42.0 % passes" in drawn("tanh", 1.0).alt
    assert "lost in rounding" in drawn("sigmoid", 50.0).alt


@pytest.mark.parametrize(("i", "j"), [(1, 1), (2, 1), (3, 2)])
def test_softmax_and_its_jacobian(i, j):
    nets = (1.0, 0.5, -1.0)
    out, h = shares(nets), 1e-6
    moved = np.array(nets)
    moved[j - 1] += h
    slope = (shares(moved) - out)[i - 1] / h
    shown = picture("softmax", *nets, 0.0, f"{i}{j}")
    assert {number(y, 4) for y in out} <= set(texts(shown))
    entry = out[i - 1] * ((i == j) - out[j - 1])
    assert entry == pytest.approx(slope, abs=1e-6)
    assert number(entry, 5) in texts(shown)
    assert said_sign(shown.alt) == (1 if i == j else -1)


def said_sign(alt):
    return 1 if "raises its own output" in alt else -1 if "lowers output" in alt else 0


def test_every_entry_of_the_jacobian_is_in_its_cell():
    out = shares((1.0, 0.5, -1.0))
    cells = [number(out[i] * ((i == j) - out[j]), 4) for i in range(3) for j in range(3)]
    shown = texts(picture("softmax", 1.0, 0.5, -1.0, 0.0, ""))
    places = [shown.index(cells[0])]
    assert shown[places[0] : places[0] + 9] == cells


@pytest.mark.parametrize("shift", [-1000.0, 1000.0])
def test_adding_to_all_net_inputs_changes_no_share(shift):
    plain = picture("softmax", 1.0, 0.5, -1.0, 0.0, "")
    moved = picture("softmax", 1.0, 0.5, -1.0, shift, "")
    assert plain.alt == moved.alt
    assert plain.svg != moved.svg


def test_sliders_follow_the_function():
    explorer = explorers.activation()
    assert explorer.controls["net2"].layout.display == "none"
    explorer.set(activation="softmax")
    assert explorer.controls["net2"].layout.display is None
    assert explorer.controls["net"].description == "net₁"


def test_choosing_a_cell():
    explorer = explorers.activation("softmax", nets=(0.0, 0.0, 0.0))
    explorer.stage.chosen = "33"
    assert "Raising net_3 raises its own output 3, with slope 0.222" in explorer.picture.alt
    explorer.stage.chosen = ""
    assert "Choose a cell" in " ".join(texts(explorer.picture))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(ACTIVATIONS)),
    st.tuples(*[st.integers(-160, 160)] * 3),
    st.integers(-20, 20),
    st.sampled_from(["", "11", "23", "31"]),
)
def test_readable_everywhere(activation, nets, shift, chosen):
    assert not flaws(picture(activation, *(net / 20 for net in nets), 50.0 * shift, chosen))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("big", [1e3, -1e6, 1e300, -1e308, 1.5e308])
def test_extremes_give_a_picture_and_a_sentence(activation, big):
    for nets in [(big, 0.0, 0.0), (big, -big, big), (0.0, 0.0, 0.0)]:
        shown = picture(activation, *nets, big, "12")
        assert len(shown.alt) > 40
        assert "nan" not in shown.svg.replace("tanh", "") and "inf" not in shown.svg


def test_unknown_activation_is_one_sentence():
    with pytest.raises(ValueError, match="unknown activation 'gelu'; known are identity"):
        explorers.activation("gelu")
