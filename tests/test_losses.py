"""The losses as functions of outputs and targets, and their refusals."""

import numpy as np
import pytest

from course_lib import Network
from course_lib.losses import cross_entropy, log_loss, squared_error

Y = np.array([[0.2, 0.5, 0.3], [0.7, 0.1, 0.2]])
T = np.array([[0.0, 1.0, 0.0], [0.4, 0.0, 0.6]])


def by_hand(term):
    return sum(term(y, t) for row, targets in zip(Y, T) for y, t in zip(row, targets)) / 2


@pytest.mark.parametrize(
    "loss, term",
    [
        (squared_error, lambda y, t: 0.5 * (y - t) ** 2),
        (log_loss, lambda y, t: -(t * np.log(y) + (1 - t) * np.log(1 - y))),
        (cross_entropy, lambda y, t: -t * np.log(y)),
    ],
)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_means_over_the_batch(loss, term, dtype):
    # (5.1), (5.2), (5.4), (5.6)
    value = loss(Y.astype(dtype), T.astype(dtype))
    assert value == pytest.approx(by_hand(term), rel=4 * float(np.finfo(dtype).eps))
    assert value.dtype == dtype
    assert loss(Y.tolist(), T.tolist()) == loss(Y, T)


@pytest.mark.parametrize(
    "output, loss, function",
    [
        ("sigmoid", "log_loss", log_loss),
        ("softmax", "cross_entropy", cross_entropy),
        ("tanh", "squared_error", squared_error),
    ],
)
def test_the_network_computes_the_same_from_its_net_inputs(output, loss, function):
    network = Network([2, 3], output=output, loss=loss)
    X = np.array([[0.3, -1.2], [2.0, 0.7]])
    assert network.loss(X, T) == pytest.approx(function(network.predict(X), T), rel=1e-14)


def test_outputs_of_exactly_0_and_1():
    assert log_loss([[0.0, 1.0]], [[0, 1]]) == 0
    assert cross_entropy([[0.0, 1.0]], [[0, 1]]) == 0
    assert log_loss([[0.0]], [[1]]) == log_loss([[1.0]], [[0]]) == np.inf
    assert cross_entropy([[0.0, 1.0]], [[1, 0]]) == np.inf


@pytest.mark.parametrize(
    "loss, Y, T, sentence",
    [
        (squared_error, [[1.0], [2.0]], [1.0, 2.0], r"T has shape \(2,\).*\(2, 1\)"),
        (squared_error, [1.0, 2.0], [1.0, 2.0], r"Y has shape \(2,\).*\(N, n\)"),
        (squared_error, [[1.0, 2.0]], [[1.0]], r"T has shape \(1, 1\).*\(1, 2\)"),
        (squared_error, [[np.nan]], [[1.0]], "Y holds nan"),
        (log_loss, [[1.1]], [[1.0]], "Y holds 1.1"),
        (log_loss, [[0.5]], [[-0.5]], "T holds -0.5"),
        (cross_entropy, [[0.5, -0.5]], [[1.0, 0.0]], "Y holds -0.5"),
        (cross_entropy, [[0.5, 0.5]], [[1.0, 0.5]], "row 0 of T sums to 1.5"),
        (cross_entropy, [[0.5, 0.5]], [[1.5, -0.5]], "T holds -0.5"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(loss, Y, T, sentence):
    with pytest.raises(ValueError, match=sentence):
        loss(Y, T)
