"""The neuron: its numbers are a network's, and its line is where the net input is 0."""

import math

import pytest
from explorer_pictures import SVG, flaws, root, says, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import explorers
from course_lib.activations import HIDDEN
from course_lib.explorers._formula import number
from course_lib.explorers.neuron import PLANE, picture
from course_lib.plots.style import FORWARD

NET = 0.9 * 1.7 + 1.3 * -1.1 + 0.4


@pytest.mark.parametrize("activation", HIDDEN)
def test_numbers(activation):
    shown = picture(1.7, -1.1, 0.4, 0.9, 1.3, activation)
    out = HIDDEN[activation](NET)
    assert number(NET, 5) in texts(shown)
    assert number(out, 5) in texts(shown)


def test_equation_stands_over_its_numbers():
    shown = picture(1.7, -1.1, 0.4, 0.9, 1.3, "sigmoid")
    assert says(shown, f"net{number(NET, 5)}==x_10.9··w_11.7++x_21.3··w_2(−1.1)++b0.4")


@pytest.mark.parametrize(("w1", "w2", "b"), [(1.7, -1.1, 0.4), (-2.0, 0.5, -1.0), (0.0, 3.0, 2.0)])
def test_line_is_where_the_net_input_is_0(w1, w2, b):
    shown = picture(w1, w2, b, 0.9, 1.3, "tanh")
    lines = [
        p
        for p in root(shown).iter(f"{SVG}path")
        if p.get("stroke") == FORWARD and p.get("stroke-width") == "2.5"
    ]
    for point in lines[0].get("d").lstrip("M").split("L"):
        px, py = map(float, point.split())
        x1 = -3 + 6 * (px - 50) / 320
        x2 = 3 - 6 * (py - 56) / 320
        assert x1 * w1 + x2 * w2 + b == pytest.approx(0, abs=0.02)


def test_distance_times_length_is_the_net_input():
    alt = picture(3.0, 4.0, 0.0, 1.0, 1.0, "identity").alt
    assert "1.4 from the line" in alt and "length of the weights, 5" in alt
    assert "the side to which the weights point" in alt
    assert "the other side" in picture(3.0, 4.0, 0.0, -1.0, 1e-9, "identity").alt


def test_dragging_moves_the_inputs():
    explorer = explorers.neuron()
    explorer.stage.point = [PLANE.x(-2.0), PLANE.y(1.5)]
    assert (explorer.state["x1"], explorer.state["x2"]) == pytest.approx((-2.0, 1.5))
    assert "−2" in texts(explorer.picture)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(*[st.integers(-80, 80)] * 3, *[st.integers(-60, 60)] * 2),
    st.sampled_from(list(HIDDEN)),
)
def test_readable_everywhere(steps, activation):
    assert not flaws(picture(*(step / 20 for step in steps), activation))


@pytest.mark.parametrize("big", [1e6, 1e300, -1e308])
@pytest.mark.parametrize("activation", HIDDEN)
def test_extremes_give_a_picture_and_a_sentence(big, activation):
    for numbers in [(big, 1, 1, 1, 1), (1, 1, big, 1, 1), (big, big, big, 3, 3), (0, 0, 0, 0, 0)]:
        shown = picture(*map(float, numbers), activation)
        assert len(shown.alt) > 40
        assert "nan" not in shown.svg.lower().replace("tanh", "")


def test_weights_of_0():
    assert "Both weights are 0" in picture(0.0, 0.0, 0.7, 1.0, 1.0, "sigmoid").alt


def test_unknown_activation_is_one_sentence():
    with pytest.raises(ValueError, match="unknown activation 'softmax'"):
        explorers.neuron(activation="softmax")


def test_infinite_weights_are_refused_by_the_network():
    with pytest.raises(ValueError, match="finite"):
        picture(math.inf, 0.0, 0.0, 0.0, 0.0, "sigmoid")
