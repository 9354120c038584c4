"""`train` against a plain loop over the public names; and what it promises of data and memory."""

import tracemalloc

import numpy as np
import pytest
from test_network import PAIRS, example

from course_lib import GradientDescent, Momentum, Network, TrainingDiverged, train

SIZES = [3, 4, 5, 2]


def plain_loop(network, X, T, optimizer, epochs, batches):
    """Train as a lesson would write it: `gradient` and `loss` called for each batch."""
    losses = []
    for _ in range(epochs):
        total = 0
        for rows in batches():
            total += network.loss(X[rows], T[rows]) * len(rows)
            optimizer.step(network.w, network.gradient(X[rows], T[rows]))
        losses.append(total / len(X))
    return losses


@pytest.mark.parametrize("dtype, tolerance", [("float64", 1e-12), ("float32", 1e-4)])
@pytest.mark.parametrize("output, loss", PAIRS)
@pytest.mark.parametrize(
    "batch_size, shuffle",
    [(None, True), (None, False), (3, True), (3, False), (7, True), (1, True)],
)
def test_train_is_the_plain_loop(batch_size, shuffle, output, loss, dtype, tolerance):
    N = 7
    network, X, T = example(SIZES, "tanh", output, loss, N, dtype)
    twin = network.astype(dtype)
    rng = np.random.default_rng(5)

    def batches():
        order = rng.permutation(N) if shuffle and batch_size not in (None, N) else np.arange(N)
        size = batch_size or N
        return [order[start : start + size] for start in range(0, N, size)]

    expected = plain_loop(twin, X, T, Momentum(0.1), 4, batches)
    before = X.copy(), T.copy()
    history = train(
        network,
        X,
        T,
        optimizer=Momentum(0.1),
        epochs=4,
        batch_size=batch_size,
        shuffle=shuffle,
        seed=5,
    )
    assert np.allclose(network.w, twin.w, rtol=tolerance, atol=tolerance)
    assert np.allclose(history.losses, expected, rtol=tolerance)
    assert len(set(history.losses)) > 1
    assert history.validation_losses == []
    assert network.w.dtype == dtype
    assert all(isinstance(value, float) for value in history.losses)
    assert np.array_equal(X, before[0]) and np.array_equal(T, before[1])


@pytest.mark.parametrize("hidden", ["identity", "sigmoid", "relu", "leaky_relu", "softplus"])
def test_every_hidden_activation_trains_as_in_the_plain_loop(hidden):
    network, X, T = example(SIZES, hidden, "sigmoid", "log_loss", 6)
    twin = network.astype("float64")
    plain_loop(twin, X, T, GradientDescent(0.5), 3, lambda: [np.arange(4), np.arange(4, 6)])
    train(network, X, T, optimizer=GradientDescent(0.5), epochs=3, batch_size=4, shuffle=False)
    assert np.allclose(network.w, twin.w, rtol=1e-12, atol=1e-12)


def test_every_example_is_seen_once_an_epoch():
    # (11.1)
    seen = []

    class Spy:
        def step(self, w, g):
            seen.append(-g[1])  # a linear unit without weights: dE/db = y - t, the mean of -t

    X, T = np.zeros((10, 1)), np.arange(10.0)[:, None]
    network = Network([1, 1])
    network.w = [0, 0]
    train(network, X, T, optimizer=Spy(), epochs=2, batch_size=4)
    sizes = np.array([4, 4, 2])
    first, second = np.array(seen[:3]) * sizes, np.array(seen[3:]) * sizes
    assert first.sum() == pytest.approx(45) and second.sum() == pytest.approx(45)
    assert first.tolist() != second.tolist(), "new batches every epoch"


def test_the_seed_decides_the_batches():
    def run(seed):
        network, X, T = example(SIZES, "tanh", "identity", "squared_error", 9)
        train(network, X, T, optimizer=GradientDescent(0.1), epochs=2, batch_size=2, seed=seed)
        return network.w

    assert np.array_equal(run(1), run(1))
    assert not np.array_equal(run(1), run(2))


@pytest.mark.parametrize("batch_size", [None, 4])
def test_validation_losses_are_those_after_each_epoch(batch_size):
    network, X, T = example(SIZES, "relu", "softmax", "cross_entropy", 9)
    _, Xv, Tv = example(SIZES, "relu", "softmax", "cross_entropy", 30, seed=1)
    after = []
    history = train(
        network,
        X,
        T,
        optimizer=GradientDescent(0.1),
        epochs=3,
        batch_size=batch_size,
        validation=(Xv, Tv),
        callback=lambda epoch, network, history: after.append(network.loss(Xv, Tv)),
    )
    assert history.validation_losses == pytest.approx(after, rel=1e-12)
    assert len(set(after)) == 3


def test_the_callback_sees_each_epoch_and_can_stop():
    network, X, T = example(SIZES, "tanh", "identity", "squared_error", 5)
    seen = []

    def callback(epoch, same_network, history):
        assert same_network is network
        seen.append((epoch, len(history.losses)))
        return epoch == 2

    history = train(network, X, T, optimizer=GradientDescent(0.1), epochs=9, callback=callback)
    assert seen == [(0, 1), (1, 2), (2, 3)] and len(history.losses) == 3
    # anything else than True goes on
    history = train(
        network, X, T, optimizer=GradientDescent(0.1), epochs=2, callback=lambda *_: "stop"
    )
    assert len(history.losses) == 2


def test_a_run_that_diverges_says_where_and_keeps_finite_weights():
    network, X, T = example([3, 4, 2], "relu", "identity", "squared_error", 5)
    twin = network.astype("float64")
    with pytest.raises(TrainingDiverged, match="diverged in epoch") as caught:
        train(network, X, T, optimizer=GradientDescent(1e3), epochs=500)
    assert np.isfinite(network.w).all()
    assert caught.value.epoch == len(caught.value.history.losses) > 0
    assert np.isfinite(caught.value.history.losses).all()
    # the weights are those at the start of that epoch: nothing is rolled back further than needed
    with np.errstate(over="ignore"):
        plain_loop(twin, X, T, GradientDescent(1e3), caught.value.epoch, lambda: [np.arange(5)])
    assert np.array_equal(network.w, twin.w)


@pytest.mark.parametrize("step", [np.nan, np.inf, -np.inf])
def test_weights_that_stop_being_finite_are_restored(step):
    # With rectifiers, weights of -inf can still give a finite loss: the weights are watched too
    class Bad:
        steps = 0

        def step(self, w, g):
            self.steps += 1
            w -= 0.1 * g
            if self.steps == 3:
                w[0] = step

    network, X, T = example([3, 4, 2], "relu", "identity", "squared_error", 5)
    twin = network.astype("float64")
    with pytest.raises(TrainingDiverged) as caught:
        train(network, X, T, optimizer=Bad(), epochs=5)
    assert caught.value.epoch == 2
    plain_loop(twin, X, T, GradientDescent(0.1), 2, lambda: [np.arange(5)])
    assert np.allclose(network.w, twin.w, rtol=1e-13)


def test_large_weights_are_not_taken_for_infinite_ones():
    network = Network([1, 1], output="sigmoid")
    network.w = [1e200, 0]  # whose square is infinite
    history = train(network, [[1.0]], [[1.0]], optimizer=GradientDescent(0.1), epochs=2)
    assert history.losses == [0.0, 0.0]


NETWORK = Network([2, 1])
GOOD = dict(optimizer=GradientDescent(0.1), epochs=1)


@pytest.mark.parametrize(
    "X, T, arguments, sentence",
    [
        ([[1.0]], [[1.0]], {}, r"X has shape \(1, 1\).*\(N, 2\)"),
        ([[1.0, 2.0]], [1.0], {}, r"T has shape \(1,\)"),
        ([[1.0, np.nan]], [[1.0]], {}, "X holds nan"),
        ([[1.0, 2.0]], [[1.0]], dict(epochs=-1), "epochs must be a whole number"),
        ([[1.0, 2.0]], [[1.0]], dict(epochs=1.5), "epochs must be a whole number"),
        ([[1.0, 2.0]], [[1.0]], dict(batch_size=0), "batch_size must be a whole number"),
        ([[1.0, 2.0]], [[1.0]], dict(batch_size=True), "batch_size must be a whole number"),
        ([[1.0, 2.0]], [[1.0]], dict(optimizer=0.1), r"step\(w, g\)"),
        ([[1.0, 2.0]], [[1.0]], dict(validation=[[1.0, 2.0]]), "a pair"),
        ([[1.0, 2.0]], [[1.0]], dict(validation=([[1.0]], [[1.0]])), r"X has shape \(1, 1\)"),
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_changes_nothing(X, T, arguments, sentence):
    before = NETWORK.w.copy()
    with pytest.raises(ValueError, match=sentence):
        train(NETWORK, X, T, **(GOOD | arguments))
    assert np.array_equal(NETWORK.w, before)


def test_weights_that_are_not_finite_are_refused():
    network = Network([2, 1])
    network.w[0] = np.nan
    with pytest.raises(ValueError, match="network.w holds nan"):
        train(network, [[1.0, 2.0]], [[1.0]], **GOOD)


def test_no_epochs_is_no_training():
    before = NETWORK.w.copy()
    history = train(NETWORK, [[1.0, 2.0]], [[1.0]], optimizer=GradientDescent(0.1), epochs=0)
    assert history.losses == [] and np.array_equal(NETWORK.w, before)


def test_the_progress_bar_counts_epochs(capsys):
    train(NETWORK, [[1.0, 2.0]], [[1.0]], optimizer=GradientDescent(1e-3), epochs=3, progress=True)
    assert "3/3" in capsys.readouterr().err


@pytest.mark.parametrize("optimizer", [GradientDescent(1e-3), Momentum(1e-3)])
@pytest.mark.parametrize("sizes, batch_size", [([300, 400, 300, 10], 64), ([20, 30, 30, 5], 2000)])
@pytest.mark.parametrize("output, loss", [("identity", "squared_error"), ("sigmoid", "log_loss")])
def test_memory(output, loss, sizes, batch_size, optimizer):
    network, X, T = example(sizes, "sigmoid", output, loss, 2 * batch_size)

    def peak(epochs):
        tracemalloc.start()
        train(network, X, T, optimizer=optimizer, epochs=epochs, batch_size=batch_size)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(1)  # what is loaded at the first call
    activations = batch_size * sum(sizes)
    allowed = 8 * (3 * network.w.size + 2 * activations)
    small = 60_000 + 8 * len(X)  # objects, and the order of the examples
    assert peak(1) <= allowed + small
    assert peak(30) <= peak(1) + 5_000
