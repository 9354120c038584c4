"""Activation functions: their values, their slopes, and what happens far from 0."""

import mpmath
import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS, HIDDEN, softmax, softmax_jacobian

EXACT = {
    "identity": (lambda z: z, lambda z: 1),
    "sigmoid": (
        lambda z: 1 / (1 + mpmath.exp(-z)),
        lambda z: mpmath.exp(-z) / (1 + mpmath.exp(-z)) ** 2,
    ),
    "tanh": (mpmath.tanh, lambda z: mpmath.sech(z) ** 2),
    "relu": (lambda z: max(z, 0), lambda z: int(z > 0)),
    "leaky_relu": (
        lambda z: z if z > 0 else mpmath.mpf("0.01") * z,
        lambda z: 1 if z > 0 else 0.01,
    ),
    "softplus": (lambda z: mpmath.log1p(mpmath.exp(z)), lambda z: 1 / (1 + mpmath.exp(-z))),
}
POINTS = [-1e4, -1000, -37.5, -3, -0.7, -1e-8, 0, 1e-8, 0.3, 2, 9.5, 36, 1000, 1e4]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", HIDDEN)
def test_values_and_slopes(name, dtype):
    # (3.2), (3.3), (3.5), (3.6), (3.8), (3.12)
    activation, (value, slope) = ACTIVATIONS[name], EXACT[name]
    net = np.array(POINTS, dtype)
    out = activation(net)
    derivative = activation.derivative(net, out)
    assert out.dtype == derivative.dtype == dtype
    eps = float(np.finfo(dtype).eps)
    with mpmath.workdps(40):
        exact = [float(value(mpmath.mpf(float(z)))) for z in net]
        exact_slope = [float(slope(mpmath.mpf(float(z)))) for z in net]
    assert out == pytest.approx(exact, rel=4 * eps, abs=4 * eps)
    assert derivative == pytest.approx(exact_slope, rel=4 * eps, abs=4 * eps)


@pytest.mark.parametrize("name, slope_at_0", [("relu", 0), ("leaky_relu", 0.01)])
def test_the_choice_at_0(name, slope_at_0):
    activation = ACTIVATIONS[name]
    net = np.array([0.0, -0.0])
    assert activation.derivative(net, activation(net)).tolist() == [slope_at_0] * 2


def test_softmax():
    # (3.9), (3.11)
    net = np.array([[1.0, 2.0, 3.0, -1.0], [0.5, 0.0, -2.0, 1.5]])
    exact = np.exp(net) / np.exp(net).sum(axis=1, keepdims=True)
    assert softmax(net) == pytest.approx(exact, rel=1e-14)
    assert softmax(net + 700) == pytest.approx(exact, rel=1e-12)  # (3.11)
    assert softmax([[1e4, 0.0, -1e4]]).tolist() == [[1, 0, 0]]
    assert softmax([[-1e4, -1e4, -2e4]]).tolist() == [[0.5, 0.5, 0]]
    assert softmax(net[0]) == pytest.approx(exact[0], rel=1e-14)


def test_softmax_jacobian():
    net, h = np.array([[1.0, -0.5, 0.3], [0.2, 0.1, 2.0]]), 1e-6
    jacobian = softmax_jacobian(softmax(net))
    assert jacobian.shape == (2, 3, 3)
    for j in range(3):
        nudge = h * np.eye(3)[j]
        slope = (softmax(net + nudge) - softmax(net - nudge)) / (2 * h)
        assert jacobian[:, :, j] == pytest.approx(slope, abs=1e-9)
    with pytest.raises(TypeError, match="not elementwise"):
        softmax.derivative(net, softmax(net))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_arguments_are_left_alone_and_lists_and_numbers_are_welcome(name):
    activation = ACTIVATIONS[name]
    net = np.array([[0.3, -1.0, 2.0]])
    kept = net.copy()
    out = activation(net)
    assert np.array_equal(net, kept) and not np.shares_memory(out, net)
    assert np.array_equal(activation([[0.3, -1, 2]]), out)
    if activation.slope:
        kept = out.copy()
        slope = activation.derivative(net, out)
        assert np.array_equal(out, kept) and not np.shares_memory(slope, out)
        assert f"{activation(1):.3f}" == f"{activation([1.0])[0]:.3f}"
    # in place, as training does it
    assert np.array_equal(activation.function(net, net), out)
