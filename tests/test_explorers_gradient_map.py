"""The map of the gradient: its numbers, the right angle at the contour, the steepest direction."""

import math

import numpy as np
import pytest
from explorer_pictures import flaws, says, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import explorers
from course_lib.explorers._contours import GRID, grid
from course_lib.explorers._formula import number
from course_lib.explorers.gradient_map import ANGLES, MAP, SURFACES, picture, step

places = st.floats(-2, 2)


def exact(u, v):
    return (1 - u * v) ** 2 / 2


@pytest.mark.parametrize("angle", [0, 60, -135, 180])
def test_numbers(angle):
    u, v, length = 1.4, 1.2, 0.5
    g = ((u * v - 1) * v, (u * v - 1) * u)
    turn = math.atan2(g[1], g[0]) + math.radians(angle)
    dw = (length * math.cos(turn), length * math.sin(turn))
    predicted = math.hypot(*g) * length * math.cos(math.radians(angle))
    actual = exact(u + dw[0], v + dw[1]) - exact(u, v)
    shown = picture("two weights in a row", u, v, angle, length)
    assert {number(predicted), number(actual), number(g[0]), number(math.hypot(*g))} <= set(
        texts(shown)
    )
    assert says(shown, f"E(w + dw) − E(w) = {number(exact(u + dw[0], v + dw[1]), 5)}")
    for value in (predicted, actual):
        assert number(value) in shown.alt


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(SURFACES)), places, places)
def test_gradients_agree_with_differences(surface, u, v):
    E, h = SURFACES[surface].E, 1e-5
    differences = ((E(u + h, v) - E(u - h, v)) / (2 * h), (E(u, v + h) - E(u, v - h)) / (2 * h))
    assert SURFACES[surface].gradient(u, v) == pytest.approx(differences, abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(SURFACES)), places, places)
def test_prediction_is_a_cosine_that_E_follows_for_short_steps(surface, u, v):
    length = 1e-4
    every = [step(surface, u, v, angle, length) for angle in ANGLES]
    predicted = np.array([one.predicted for one in every])
    steep = math.hypot(*SURFACES[surface].gradient(u, v))
    assert predicted == pytest.approx(steep * length * np.cos(np.radians(ANGLES)), abs=1e-15)
    # What is left is half the bend, at most 13 here, times the length squared.
    assert [one.actual for one in every] == pytest.approx(predicted, abs=6.6 * length**2)


def test_the_grid_has_the_map_s_corners():
    u, v = grid(MAP)
    assert u.shape == (GRID, GRID)
    assert (u[0, 0], v[0, 0], u[-1, -1], v[-1, -1]) == (-2, -2, 2, 2)


def test_the_contour_through_the_point():
    svg = picture("bowl", 1.0, 0.0, 0.0, 0.5).svg
    line = svg.split('" fill="none" stroke="#8A2F7F" stroke-width="2.2"/>')[0].rsplit('d="M', 1)[1]
    for point in line.replace("M", "L").split("L"):
        u, v = MAP.value(*map(float, point.split()))
        assert math.hypot(u, v) == pytest.approx(1, abs=0.01)


def test_messages():
    assert "disagree even on the sign" in picture("ravine", 0.0, 0.5, 180.0, 2.0).alt
    assert "no direction promises a greater fall" in picture("bowl", 1.0, 1.0, 180.0, 0.01).alt
    assert "no direction promises a greater rise" in picture("bowl", 1.0, 1.0, 0.0, 0.01).alt
    assert "starts along the contour" in picture("bowl", 1.0, 1.0, 90.0, 0.01).alt
    assert "tilted plane" in picture("waves", 1.0, 1.0, 30.0, 0.01).alt
    assert "predicts no change" in picture("saddle", 0.0, 0.0, 30.0, 0.5).alt
    # In a bowl the error is half the length squared: 25 % of a fall of 1 × 0.5.
    assert "25 % off" in picture("bowl", 1.0, 0.0, 180.0, 0.5).alt


def test_dragging_moves_the_point():
    explorer = explorers.gradient_map()
    explorer.stage.point = [MAP.x(-1.5), MAP.y(0.5)]
    assert (explorer.state["w1"], explorer.state["w2"]) == (-1.5, 0.5)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(SURFACES)),
    st.tuples(st.integers(-40, 40), st.integers(-40, 40)),
    st.integers(-36, 36),
    st.floats(-3, 0.3),
)
def test_readable_everywhere(surface, w, turns, power):
    assert not flaws(picture(surface, w[0] / 20, w[1] / 20, 5.0 * turns, 10**power))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("big", [1e6, -1e100, 1e300, 1e308])
def test_extremes_give_a_picture_and_a_sentence(surface, big):
    for w1, w2, length in [(big, 1, 1), (big, big, 1), (0, 0, abs(big)), (big, big, abs(big))]:
        shown = picture(surface, float(w1), float(w2), 180.0, float(length))
        assert len(shown.alt) > 40
        assert "nan" not in shown.svg and "inf" not in shown.svg


def test_unknown_surface_is_one_sentence():
    with pytest.raises(ValueError, match="unknown surface 'hill'; known are bowl"):
        explorers.gradient_map(surface="hill")
