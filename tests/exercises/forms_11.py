"""Lesson 11: right answers in other forms, and mistakes written in other ways."""

import copy
import math

import numpy as np


def shuffle_and_slice(n_examples, batch_size, rng):
    indices = np.arange(n_examples)
    rng.shuffle(indices)
    batches = []
    start = 0
    while start < n_examples:
        batches.append(indices[start : start + batch_size])
        start += batch_size
    return batches


def _cut(order, size):
    return [order[k * size : (k + 1) * size] for k in range(math.ceil(len(order) / size))]


def lists_of_ints(n_examples, batch_size, rng):
    left = list(range(n_examples))
    rng.shuffle(left)
    batches = []
    while left:
        batches.append([left.pop() for _ in range(min(batch_size, len(left)))])
    return batches


def drawn_one_by_one(n_examples, batch_size, rng):
    left, batches = list(range(n_examples)), []
    while left:
        batch = []
        while left and len(batch) < batch_size:
            batch.append(left.pop(int(rng.integers(len(left)))))
        batches.append(np.array(batch))
    return batches


def epoch_on_a_copy(w, batches, gradient, learning_rate):
    w = w.copy()
    for batch in batches:
        w -= learning_rate * gradient(w, batch)
    return w


def epoch_by_recursion(w, batches, gradient, learning_rate):
    if not batches:
        return w
    w = w - learning_rate * gradient(w, batches[0])
    return epoch_by_recursion(w, batches[1:], gradient, learning_rate)


def epoch_with_lists(w, batches, gradient, learning_rate):
    w = list(w)
    for k in range(len(batches)):
        g = gradient(np.array(w), batches[k])
        for i in range(len(w)):
            w[i] = w[i] - learning_rate * g[i]
    return w


def epoch_in_float32(w, batches, gradient, learning_rate):
    w = w.astype(np.float32)
    for batch in batches:
        w = w + np.float32(-learning_rate) * gradient(w, batch).astype(np.float32)
    return w


def keep_all_then_choose(w, gradient, validation_loss, learning_rate, epochs):
    places = [w]
    for _ in range(epochs):
        w = w - learning_rate * gradient(w)
        places.append(w)
    return min(places, key=validation_loss)


def without_in_place(w, gradient, validation_loss, learning_rate, epochs):
    best, smallest = w, validation_loss(w)
    for _ in range(epochs):
        w = w - learning_rate * gradient(w)
        if validation_loss(w) < smallest:
            best, smallest = w, validation_loss(w)
    return best


def with_deepcopy(w, gradient, validation_loss, learning_rate, epochs):
    w = copy.deepcopy(w)
    best, smallest = copy.deepcopy(w), math.inf
    for epoch in range(epochs + 1):
        if validation_loss(w) < smallest:
            best, smallest = copy.deepcopy(w), validation_loss(w)
        if epoch < epochs:
            w -= learning_rate * gradient(w)
    return best.tolist()


def filled_in_place(w, gradient, validation_loss, learning_rate, epochs):
    w, best = np.array(w), np.array(w)
    smallest = validation_loss(w)
    for _ in range(epochs):
        w -= learning_rate * gradient(w)
        if validation_loss(w) < smallest:
            smallest = validation_loss(w)
            best[:] = w
    return best


FORMS = {
    "minibatches": [
        shuffle_and_slice, lists_of_ints, drawn_one_by_one,
        lambda n, size, rng: np.split(rng.permutation(n), range(size, n, size)),
        lambda n, size, rng: tuple(np.sort(b) for b in shuffle_and_slice(n, size, rng)),
        lambda n, size, rng: shuffle_and_slice(n, size, np.random.default_rng(rng)),
        lambda n, size, rng: _cut(np.argsort(rng.random(n)), size),
        lambda n, size, rng: _cut(rng.choice(n, n, replace=False).astype(float), size),
        lambda n, size, rng: [range(n)] if n <= size else _cut(rng.permutation(n), size),
    ],
    "sgd_epoch": [
        epoch_on_a_copy, epoch_by_recursion, epoch_with_lists, epoch_in_float32,
    ],
    "initial_scale": [
        lambda n_in, activation: np.sqrt({"tanh": 1, "relu": 2}[activation] / n_in),
        lambda n_in, activation: np.float32((1 + (activation == "relu")) ** 0.5 / n_in**0.5),
        lambda n_in, activation: (2 / n_in if activation == "relu" else 1 / n_in) ** 0.5,
        lambda n_in, activation: math.exp(-math.log(n_in / (2 if "r" in activation else 1)) / 2),
        lambda n_in, activation: np.sqrt(2 / (n_in + n_in * (activation == "tanh"))),
    ],
    "rescue": [
        lambda: {"hidden": "relu", "scale": 1, "learning_rate": 0.3, "epochs": 500},
        lambda: {"scale": np.float64(2), "learning_rate": np.float32(3), "epochs": np.int64(600)},
        lambda: {"scale": 1.0, "learning_rate": 3, "epochs": 400.0},
        lambda: {"hidden": "softplus", "scale": 1.0, "learning_rate": 1.0, "epochs": 1000},
        lambda: {"hidden": "leaky_relu", "scale": -1.0, "learning_rate": 0.5, "epochs": 1000},
        lambda: dict(hidden="tanh", scale=0.7, learning_rate=2.0, epochs=300),
    ],
    "fix_11": [keep_all_then_choose, without_in_place, with_deepcopy, filled_in_place],
}  # fmt: skip


def wrong_returned_in_the_loop(w, batches, gradient, learning_rate):
    for batch in batches:
        w = w - learning_rate * gradient(w, batch)
        break
    return w


def wrong_copy_at_the_start_only(w, gradient, validation_loss, learning_rate, epochs):
    w = w.copy()
    best, smallest = w.copy(), validation_loss(w)
    for _ in range(epochs):
        w -= learning_rate * gradient(w)
        if validation_loss(w) < smallest:
            best, smallest = w, validation_loss(w)
    return best


def wrong_copy_in_the_loop_only(w, gradient, validation_loss, learning_rate, epochs):
    w = w.copy()
    best, smallest = w, validation_loss(w)
    for _ in range(epochs):
        w -= learning_rate * gradient(w)
        if validation_loss(w) < smallest:
            best, smallest = w.copy(), validation_loss(w)
    return best


WRONG = {
    "minibatches": {
        "short_batch_dropped": [
            lambda n, size, rng: list(
                rng.permutation(n)[: n - n % size].reshape(-1, size)),
        ],
        "example_twice": [
            lambda n, size, rng: [rng.choice(n, size) for _ in range(-(-n // size))],
            lambda n, size, rng: [rng.permutation(n)[k : k + size] for k in range(0, n, size)],
        ],
        "own_chance": [
            lambda n, size, rng: shuffle_and_slice(n, size, np.random.default_rng(7)),
            lambda n, size, rng: shuffle_and_slice(n, size, np.random.RandomState(0)),
        ],
    },
    "sgd_epoch": {
        "first_batch_only": [wrong_returned_in_the_loop],
        "one_step_for_all": [
            lambda w, batches, g, eta: w - eta * np.mean([g(w, b) for b in batches], axis=0),
        ],
    },
    "fix_11": {"half_mended": [wrong_copy_at_the_start_only, wrong_copy_in_the_loop_only]},
}  # fmt: skip
