"""The two update rules, number by number."""

import numpy as np
import pytest

from course_lib import GradientDescent, Momentum
from course_lib.optimizers import PART

LENGTHS = [3, PART, 2 * PART + 5]


@pytest.mark.parametrize("size", LENGTHS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_gradient_descent_steps_downhill(size, dtype):
    # (1.8)
    rng = np.random.default_rng(0)
    w, g = rng.normal(size=(2, size)).astype(dtype)
    start, gradient = w.copy(), g.copy()
    GradientDescent(0.25).step(w, g)
    assert w.dtype == dtype and np.array_equal(w, start - np.dtype(dtype).type(0.25) * g)
    assert np.array_equal(g, gradient)


@pytest.mark.parametrize("size", LENGTHS)
def test_momentum_remembers(size):
    rng = np.random.default_rng(0)
    w, g1, g2 = rng.normal(size=(3, size))
    start, optimizer = w.copy(), Momentum(0.1, momentum=0.9)
    optimizer.step(w, g1)
    v1 = -0.1 * g1
    assert np.allclose(w, start + v1, rtol=1e-14)
    optimizer.step(w, g2)
    v2 = 0.9 * v1 - 0.1 * g2
    assert np.allclose(optimizer.velocity, v2, rtol=1e-14)
    assert np.allclose(w, start + v1 + v2, rtol=1e-14)


def test_the_velocity_starts_at_0_for_another_network():
    optimizer, g = Momentum(0.1), np.ones(2)
    first, second = np.zeros(2), np.zeros(2)
    optimizer.step(first, g)
    optimizer.step(second, g)
    assert first.tolist() == second.tolist() == [-0.1, -0.1]
    optimizer.step(second, g)
    assert second == pytest.approx([-0.29, -0.29])


@pytest.mark.parametrize("rate", [0, -1, float("nan"), float("inf"), "0.1", None, True])
@pytest.mark.parametrize("optimizer", [GradientDescent, Momentum])
def test_a_bad_learning_rate_is_refused(optimizer, rate):
    with pytest.raises(ValueError, match="learning_rate must be a number above 0"):
        optimizer(rate)


@pytest.mark.parametrize("momentum", [-0.1, 1, 2, float("nan"), None])
def test_a_bad_momentum_is_refused(momentum):
    with pytest.raises(ValueError, match="momentum must be"):
        Momentum(0.1, momentum)
