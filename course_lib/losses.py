r"""Losses (lesson 05): what is wrong with the outputs `Y` when the targets are `T`.

`squared_error`, `log_loss` and `cross_entropy` are means over the batch (5.1). A network computes
the last two from its net inputs instead of its outputs, so that they stay finite where an output
rounds to 0 or 1: these forms, (5.8) and (5.9), are the `total` functions in `LOSSES`.
"""

from typing import NamedTuple

import numpy as np

from course_lib.activations import softplus
from course_lib.checks import as_numbers, as_rows


def squared_error(Y, T):
    r"""Return the mean over the batch of $\frac12\sum_k(y_k-t_k)^2$ (5.2).

    Parameters
    ----------
    Y, T : array_like, shape (N, n)
        Outputs and targets, one row an example.

    Returns
    -------
    scalar

    Raises
    ------
    ValueError
        Shapes that differ, NaN or infinity.
    """
    Y, T = _outputs_and_targets(Y, T)
    return _total_squared_error(None, Y, T, np.empty_like(Y)) / len(Y)


def log_loss(Y, T):
    r"""Return the mean over the batch of $-\sum_k[t_k\ln y_k+(1-t_k)\ln(1-y_k)]$ (5.4).

    Parameters
    ----------
    Y, T : array_like, shape (N, n)
        Outputs and targets, all from 0 to 1, one row an example.

    Returns
    -------
    scalar
        Infinite where an output of 0 or 1 says that what happened can't happen.

    Raises
    ------
    ValueError
        Shapes that differ, NaN or infinity, numbers outside 0 to 1.
    """
    Y, T = _outputs_and_targets(Y, T)
    _check_between_0_and_1("Y", Y)
    _check_between_0_and_1("T", T)
    return -(_t_ln_y(T, Y) + _t_ln_y(1 - T, 1 - Y)).sum() / len(Y)


def cross_entropy(Y, T):
    r"""Return the mean over the batch of $-\sum_k t_k\ln y_k$ (5.6).

    Parameters
    ----------
    Y, T : array_like, shape (N, n)
        Outputs from 0 to 1; targets whose rows are probabilities.

    Returns
    -------
    scalar
        Infinite where an output of 0 says that what happened can't happen.

    Raises
    ------
    ValueError
        Shapes that differ, NaN or infinity, outputs outside 0 to 1, rows of targets that are
        negative somewhere or don't sum to 1.
    """
    Y, T = _outputs_and_targets(Y, T)
    _check_between_0_and_1("Y", Y)
    _check_probabilities("T", T)
    return -_t_ln_y(T, Y).sum() / len(Y)


def _outputs_and_targets(Y, T):
    Y = as_numbers("Y", Y)
    dtype = Y.dtype if Y.dtype.kind == "f" else np.dtype(float)
    columns = Y.shape[1] if Y.ndim == 2 else "n"
    Y = as_rows("Y", Y, columns, dtype)
    return Y, as_rows("T", T, columns, dtype, rows=len(Y))


def _t_ln_y(T, Y):
    # What never happens (t = 0) costs nothing, whatever the network thought of it: 0 ln 0 = 0
    with np.errstate(divide="ignore"):
        return T * np.log(Y, out=np.zeros_like(Y), where=T > 0)


def _check_between_0_and_1(name, array):
    if array.min() < 0 or array.max() > 1:
        worst = array.min() if array.min() < 0 else array.max()
        raise ValueError(f"{name} holds {worst:g}, but log_loss needs every number from 0 to 1.")


def _check_probabilities(name, T):
    if T.min() < 0:
        raise ValueError(f"{name} holds {T.min():g}, but a probability can't be negative.")
    sums = T.sum(axis=1)
    row = int(np.abs(sums - 1).argmax())
    if abs(sums[row] - 1) > 1e-5:  # what float32 rounding may leave
        raise ValueError(
            f"row {row} of {name} sums to {sums[row]:g}, but cross_entropy needs rows that "
            "sum to 1."
        )


# What a network calls. Each returns the sum of the losses over the batch and leaves y - t, with
# which the way back begins, in `error`, an array that may be `net` itself.


def _total_squared_error(net, Y, T, error):
    np.subtract(Y, T, out=error)  # (5.3)
    return np.vdot(error, error) * 0.5  # (5.2)


def _total_log_loss(net, Y, T, error):
    losses = softplus(net)
    losses -= T * net  # (5.8)
    np.subtract(Y, T, out=error)
    return losses.sum()


def _total_cross_entropy(net, Y, T, error):
    # (5.9) logsumexp(net) - sum t net; a shift of net changes nothing, because sum t = 1
    shifted = net - net.max(axis=1, keepdims=True)
    total = np.log(np.exp(shifted).sum(axis=1)).sum() - np.vdot(T, shifted)
    np.subtract(Y, T, out=error)
    return total


class Loss(NamedTuple):
    """A loss as a network uses it.

    `total(net, Y, T, error)` is the sum over the batch, from the last layer's net inputs and
    outputs, all (N, n), and writes $y-t$ into `error`; `outputs` are the activations that the
    last layer may have; `matched` is the one for which $\\delta=y-t$; `check(T)` refuses targets
    out of range.
    """

    name: str
    total: object
    outputs: tuple
    matched: str
    check: object


LOSSES = {
    loss.name: loss
    for loss in (
        Loss(
            "squared_error",
            _total_squared_error,
            ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "softplus", "softmax"),
            "identity",
            lambda T: None,
        ),
        Loss(
            "log_loss",
            _total_log_loss,
            ("sigmoid",),
            "sigmoid",
            lambda T: _check_between_0_and_1("T", T),
        ),
        Loss(
            "cross_entropy",
            _total_cross_entropy,
            ("softmax",),
            "softmax",
            lambda T: _check_probabilities("T", T),
        ),
    )
}
