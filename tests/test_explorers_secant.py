"""The secant: its numbers are those of the function, its error curve has its minimum in place."""

import math

import numpy as np
import pytest
from explorer_pictures import SVG, flaws, root, says, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import explorers
from course_lib.explorers._formula import number
from course_lib.explorers.secant import FUNCTIONS, STEPS, picture, secant_slope


@pytest.mark.parametrize("kind", ["central", "forward"])
@pytest.mark.parametrize(
    ("function", "f", "slope"),
    [
        ("square", lambda x: x * x, 1.4),
        ("sin", math.sin, math.cos(0.7)),
        ("exp", math.exp, math.exp(0.7)),
        ("sigmoid", lambda x: 1 / (1 + math.exp(-x)), math.exp(-0.7) / (1 + math.exp(-0.7)) ** 2),
        ("relu", lambda x: max(0, x), 1.0),
    ],
)
def test_numbers(function, f, slope, kind):
    x, h = 0.7, 0.25
    low = x if kind == "forward" else x - h
    expected = (f(x + h) - f(low)) / (x + h - low)
    shown = picture(function, kind, x, h)
    assert number(expected, 7) in texts(shown)
    assert number(slope, 7) in texts(shown)
    assert says(shown, f"{number(f(x + h), 4)} − {number(f(low), 4)}")


def test_points_lie_on_the_curve():
    shown = picture("sin", "central", 1.0, 1.0)
    circles = [c for c in root(shown).iter(f"{SVG}circle") if c.get("r") == "5.5"]
    # The frame spans 330 pixels for 6 units of x and 258 for 3.2 of y.
    for circle, x in zip(circles, (0.0, 2.0, 1.0), strict=True):
        assert float(circle.get("cx")) == pytest.approx(56 + 330 * (x + 3) / 6, abs=0.1)
        assert float(circle.get("cy")) == pytest.approx(
            58 + 258 * (1 - (math.sin(x) + 1.6) / 3.2), abs=0.1
        )


@pytest.mark.parametrize(("kind", "power", "order"), [("central", 1 / 3, 2), ("forward", 1 / 2, 1)])
def test_error_curve(kind, power, order):
    errors = np.abs(secant_slope(np.sin, 1.0, STEPS, kind) - math.cos(1.0))
    best = STEPS[errors.argmin()]
    assert 1 / 30 < best / np.finfo(float).eps ** power < 30
    bend = (STEPS > 1e-3) & (STEPS < 0.1)
    line = np.polyfit(np.log(STEPS[bend]), np.log(errors[bend]), 1)
    assert line[0] == pytest.approx(order, abs=0.02)


def test_messages():
    assert "bends" in picture("sin", "central", 1.0, 1.0).alt
    assert "close to the best" in picture("sin", "central", 1.0, 5e-6).alt
    assert "makes it worse" in picture("sin", "central", 1.0, 1e-12).alt
    assert "nothing is left" in picture("sin", "forward", 1.0, 1e-16).alt
    assert "agree to the last digit" in picture("relu", "central", 1.0, 0.5).alt


@settings(max_examples=60, deadline=None)
@given(
    function=st.sampled_from(list(FUNCTIONS)),
    kind=st.sampled_from(["central", "forward"]),
    x=st.floats(-2.5, 2.5),
    power=st.floats(-16, 0.5),
)
def test_readable_everywhere(function, kind, x, power):
    assert not flaws(picture(function, kind, x, 10**power))


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("x", [0.0, 1e6, -1e300, 1e308])
@pytest.mark.parametrize("h", [1e-300, 1e-16, 1e6, 1e308])
def test_extremes_give_a_picture_and_a_sentence(function, x, h):
    for kind in ("central", "forward"):
        assert len(picture(function, kind, x, h).alt) > 40


def test_bad_names_are_one_sentence():
    with pytest.raises(ValueError, match="unknown function 'cube'; known are square"):
        explorers.secant(function="cube")
    with pytest.raises(ValueError, match="unknown kind 'left'"):
        explorers.secant(kind="left")
    with pytest.raises(ValueError, match="h must be a number above 0"):
        explorers.secant(h=0)
