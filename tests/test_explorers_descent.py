"""The descent explorer: path, minimum, eigenvalues and bound are those of the linear neuron."""

import numpy as np
import pytest
from explorer_pictures import flaws, says, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import explorers
from course_lib.explorers._formula import number
from course_lib.explorers.descent import DATA, MAP, WAYS, bowl, descend, picture

BATCH, SINGLE = WAYS
START = (-2.0, 1.5)


def mean_loss(data, w):
    X, t = (np.array(part, float) for part in DATA[data])
    return ((X @ w - t) ** 2).mean() / 2


@pytest.mark.parametrize("data", DATA)
def test_closed_form(data):
    shape, h = bowl(data), 1e-3
    assert shape.lowest == pytest.approx(mean_loss(data, shape.minimum))
    for step in ([h, 0], [0, h], [h, h], [-h, h]):
        step = np.array(step)
        up, down = (mean_loss(data, shape.minimum + sign * step) for sign in (1, -1))
        assert up - down == pytest.approx(0, abs=1e-14)
        bend = (up - 2 * shape.lowest + down) / h**2
        assert bend == pytest.approx(step @ shape.H @ step / h**2, abs=1e-8)
    assert shape.rates == pytest.approx(np.linalg.eigvalsh(shape.H), abs=1e-12)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_path_of_the_whole_batch(data, momentum):
    X, t = (np.array(part, float) for part in DATA[data])
    w, v = np.array(START), np.zeros(2)
    run = descend(data, START, BATCH, 0.3, momentum, 12)
    for place, loss in zip(run.weights, run.losses, strict=True):
        assert place == pytest.approx(w)
        assert loss == pytest.approx(mean_loss(data, w))
        v = momentum * v - 0.3 * X.T @ (X @ w - t) / len(X)
        w = w + v


def test_path_example_by_example():
    X, t = (np.array(part, float) for part in DATA["correlated"])
    w = np.array(START)
    run = descend("correlated", START, SINGLE, 0.2, 0.0, 9)
    for n, place in enumerate(run.weights):
        assert place == pytest.approx(w)
        x = X[n % 4]
        w = w - 0.2 * (x @ w - t[n % 4]) * x


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_bound(data, momentum):
    """Just below it the path comes closer, just above it leaves."""
    shape = bowl(data)
    bound = shape.bound * (1 + momentum)
    for share, closer in ((0.97, True), (1.03, False)):
        run = descend(data, START, BATCH, share * bound, momentum, 300)
        assert (run.losses[-1] - shape.lowest < run.losses[0] - shape.lowest) == closer


@pytest.mark.parametrize("data", DATA)
def test_an_example_s_own_bound(data):
    X, t = (np.array(part, float) for part in DATA[data])
    n = int((X**2).sum(axis=1).argmax())
    for share, shrinks in ((0.99, True), (1.01, False)):
        w = np.array(START)
        error = X[n] @ w - t[n]
        after = X[n] @ (w - share * bowl(data).own_bound * error * X[n]) - t[n]
        assert (abs(after) < abs(error)) == shrinks


def test_numbers():
    shown = picture("uncorrelated, unlike", BATCH, *START, 0.3, 0.0, 10)
    assert says(shown, "2 / λ_{max} = 1")
    assert says(shown, "11−−η0.3··λ_{min}0.125==")
    assert {number(1 - 0.3 * 0.125), number(1 - 0.3 * 2)} <= set(texts(shown))
    shown = picture("uncorrelated, unlike", BATCH, *START, 0.3, 0.5, 10)
    assert says(shown, "2 (1 + μ) / λ_{max} = 1.5")
    shown = picture("uncorrelated, unlike", SINGLE, *START, 0.3, 0.0, 10)
    assert says(shown, "2 / |x|^2 = 0.5")


def test_messages():
    def alt(rate, data="correlated", way=BATCH, momentum=0.0, updates=40):
        return picture(data, way, *START, rate, momentum, updates).alt

    assert "It creeps" in alt(0.05)
    assert "never crosses the bowl" in alt(0.6)
    assert "jumps across the bowl" in alt(1.2)
    assert "leaves the bowl" in alt(1.6)
    assert "exactly the bound" in alt(1.0, "uncorrelated, unlike")
    assert "trough" in alt(0.5, "a single example")
    assert "velocity" in alt(0.3, momentum=0.5)
    assert "never settles" in alt(0.3, way=SINGLE)
    assert "It is lost" in alt(5.0, way=SINGLE)


def test_running_past_all_bounds_ends_the_path():
    run = descend("correlated", START, BATCH, 1e6, 0.0, 120)
    assert run.diverged
    assert np.isfinite(run.losses).all()
    assert "past all bounds" in picture("correlated", BATCH, *START, 1e6, 0.0, 120).alt


def test_dragging_moves_the_start():
    explorer = explorers.descent()
    explorer.stage.point = [MAP.x(3.0), MAP.y(-1.0)]
    assert (explorer.state["w1"], explorer.state["w2"]) == (3.0, -1.0)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(DATA)),
    st.sampled_from(WAYS),
    st.integers(-60, 100),
    st.floats(-2, 1),
    st.integers(0, 19),
    st.integers(0, 120),
)
def test_readable_everywhere(data, way, place, power, momentum, updates):
    shown = picture(data, way, place / 20, -place / 20, 10**power, momentum / 20, updates)
    assert not flaws(shown)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("rate", [1e-300, 1e6, 1e300])
def test_extremes_give_a_picture_and_a_sentence(data, way, rate):
    for w in (0.0, 1e6, -1e100):
        shown = picture(data, way, w, -w, rate, 0.9, 50)
        assert len(shown.alt) > 40
        assert "nan" not in shown.svg and "inf" not in shown.svg


def test_bad_names_are_one_sentence():
    with pytest.raises(ValueError, match="unknown data 'moons'; known are uncorrelated, alike"):
        explorers.descent("moons")
    with pytest.raises(ValueError, match="unknown way 'mini-batch'"):
        explorers.descent(way="mini-batch")
