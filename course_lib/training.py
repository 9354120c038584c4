"""The training loop (lesson 11): forward pass, loss, backward pass, update, repeated."""

import math
from typing import NamedTuple

import numpy as np

from course_lib.checks import all_finite, check_finite, whole_number
from course_lib.network import ForwardPass


class History:
    """What a training run left behind.

    Attributes
    ----------
    losses : list of float
        One number an epoch: the mean over the examples of their losses in that epoch, each
        measured before its batch's update.
    validation_losses : list of float
        One number an epoch: the loss on the validation data after that epoch's updates. Empty
        without validation data.
    """

    def __init__(self):
        self.losses = []
        self.validation_losses = []

    def __repr__(self):
        last = f", last loss {self.losses[-1]:.4g}" if self.losses else ""
        return f"History({len(self.losses)} epochs{last})"


class TrainingDiverged(ArithmeticError):
    """The loss or the weights were no longer finite; the network keeps its last finite weights.

    Attributes
    ----------
    epoch : int
        The epoch it happened in; epochs count from 0, as in `history.losses`.
    history : History
        The epochs before it.
    """

    def __init__(self, epoch, history):
        super().__init__(
            f"training diverged in epoch {epoch} (counted from 0): the numbers grew past all "
            "bounds; the last finite weights are kept. A smaller learning rate may help."
        )
        self.epoch = epoch
        self.history = history


def train(
    network,
    X,
    T,
    *,
    optimizer,
    epochs,
    batch_size=None,
    shuffle=True,
    seed=0,
    validation=None,
    callback=None,
    progress=False,
):
    """Train `network` on inputs X and targets T; its weights change in place.

    Parameters
    ----------
    network : Network
    X : array_like, shape (N, n_0)
    T : array_like, shape (N, n_L)
    optimizer : GradientDescent or Momentum
        Anything with `step(w, g)`, which updates w in place.
    epochs : int
        How many times to go through the examples.
    batch_size : int, optional
        Examples in a batch (11.1); the short last one is kept. The default is the whole batch.
    shuffle : bool
        New batches every epoch; otherwise batches are consecutive.
    seed : int
        Seed of the shuffling.
    validation : (Xv, Tv), optional
        Data to measure the loss on after each epoch.
    callback : callable, optional
        `callback(epoch, network, history)` after each epoch, epochs counted from 0. If it returns
        True, the training stops.
    progress : bool
        Show a progress bar.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        Bad input, in one sentence; the network is unchanged.
    TrainingDiverged
        The loss or the weights are no longer finite; the last finite weights are kept.
    """
    X, T = network.check(X, T)
    check_finite("network.w", network.w)
    epochs = whole_number("epochs", epochs, 0)
    size = len(X) if batch_size is None else whole_number("batch_size", batch_size, 1)
    size = min(size, len(X))
    if not callable(getattr(optimizer, "step", None)):
        raise ValueError(f"optimizer must have a method step(w, g), but {optimizer!r} has none.")
    if validation is not None:
        try:
            Xv, Tv = validation
        except (TypeError, ValueError):
            raise ValueError("validation must be a pair (Xv, Tv) of inputs and targets.") from None
        Xv, Tv = network.check(Xv, Tv)

    history = History()
    buffers = _Buffers(network, size)
    batches_of_an_epoch = _batches(buffers, X, T, size, shuffle, np.random.default_rng(seed))
    w = network.w
    g, last_finite = np.empty_like(w), np.empty_like(w)
    gradients = network.unpack(g)

    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in _with_progress_bar(range(epochs), progress):
            total = 0.0
            for batch in batches_of_an_epoch():
                total += _loss_and_gradient(network, batch, gradients)
                if not math.isfinite(total):
                    raise TrainingDiverged(epoch, history)
                last_finite[...] = w
                optimizer.step(w, g)
                if not all_finite(w):
                    w[...] = last_finite
                    raise TrainingDiverged(epoch, history)
            history.losses.append(total / len(X))
            if validation is not None:
                batches = _consecutive(buffers, Xv, Tv, size)
                total = sum(_forward_loss(network, batch) for batch in batches)
                history.validation_losses.append(total / len(Xv))
            if callback is not None and callback(epoch, network, history) is True:
                break
    return history


def _forward_loss(network, batch):
    """Run forward, leave $y-t$ in `batch.deltas[-1]`, return the sum of the batch's losses."""
    network._forward(batch.p)
    return float(network._total_loss(batch.p, batch.T, batch.deltas[-1]))


def _loss_and_gradient(network, batch, gradients):
    """Return the sum of the batch's losses, and fill `gradients` with those of their mean."""
    total = _forward_loss(network, batch)
    network._gradient(batch.p, batch.deltas, batch.spare, batch.ones, gradients)
    return total


def _with_progress_bar(epochs, show):
    if not show:
        return epochs
    from tqdm.auto import tqdm

    return tqdm(epochs, unit="epoch")


class _Batch(NamedTuple):
    """A batch with the arrays that its forward and backward pass fill."""

    p: ForwardPass
    T: np.ndarray
    deltas: list
    spare: list
    ones: np.ndarray


class _Buffers:
    """The arrays that the batches of a training run share, with room for `size` examples.

    Net input and output share an array, because the derivatives need the output alone. Only the
    last net input is kept, for (5.8) and (5.9), where $y-t$ will stand once the loss is known. An
    output that the backward sweep has passed is spare for what the sweep computes next.
    """

    def __init__(self, network, size):
        self._network = network
        self._outs = [np.empty((size, n), network.dtype) for n in network.sizes[1:]]
        self._deltas = [np.empty_like(out) for out in self._outs]
        self._nets = [*self._outs[:-1], self._deltas[-1]]
        self._ones = np.ones(size, network.dtype)

    def around(self, X, T):
        """Return the batch (X, T), which is not copied, with views into the buffers."""
        n = len(X)
        nets, outs, deltas = (
            [array[:n] for array in arrays] for arrays in (self._nets, self._outs, self._deltas)
        )
        p = self._network._pass_for(X, nets, outs)
        return _Batch(p, T, deltas, spare=outs, ones=self._ones[:n])


def _batches(buffers, X, T, size, shuffle, rng):
    """Return a function that gives the batches of the next epoch."""
    if size == len(X):
        whole = [buffers.around(X, T)]
        return lambda: whole
    if not shuffle:
        return lambda: _consecutive(buffers, X, T, size)
    X_rows, T_rows = np.empty_like(X[:size]), np.empty_like(T[:size])
    places = {n: buffers.around(X_rows[:n], T_rows[:n]) for n in (size, len(X) % size) if n}
    return lambda: _shuffled(places, X, T, size, rng.permutation(len(X)))


def _consecutive(buffers, X, T, size):
    for start in range(0, len(X), size):
        yield buffers.around(X[start : start + size], T[start : start + size])


def _shuffled(places, X, T, size, order):
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        batch = places[len(rows)]
        # mode="clip" writes straight into `out`; the default makes a copy first
        X.take(rows, axis=0, out=batch.p[0].inputs, mode="clip")
        T.take(rows, axis=0, out=batch.T, mode="clip")
        yield batch
