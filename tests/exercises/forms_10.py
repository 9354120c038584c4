"""Lesson 10: right answers in other forms, and mistakes written in other ways."""

import math

import numpy as np


def sigmoid(net):
    return 1 / (1 + np.exp(-net))


def example_by_example(X, T, W1, b1, W2, b2):
    dW1, db1, dW2, db2 = (np.zeros(w.shape) for w in (W1, b1, W2, b2))
    for x, t in zip(X, T, strict=True):
        h = sigmoid(x @ W1 + b1)
        y = sigmoid(h @ W2 + b2)
        d2 = (y - t) * y * (1 - y)
        d1 = W2 @ d2 * h * (1 - h)
        dW1 += np.outer(x, d1)
        db1 += d1
        dW2 += np.outer(h, d2)
        db2 += d2
    return [g / len(X) for g in (dW1, db1, dW2, db2)]


def loops(X, T, W1, b1, W2, b2):
    n_0, n_1, n_2 = len(W1), len(W2), len(b2)
    dW1 = [[0.0] * n_1 for _ in range(n_0)]
    dW2 = [[0.0] * n_2 for _ in range(n_1)]
    db1, db2 = [0.0] * n_1, [0.0] * n_2
    for x, t in zip(X.tolist(), T.tolist(), strict=True):
        h = [1 / (1 + math.exp(-sum(x[i] * W1[i][j] for i in range(n_0)) - b1[j]))
             for j in range(n_1)]  # fmt: skip
        y = [1 / (1 + math.exp(-sum(h[j] * W2[j][k] for j in range(n_1)) - b2[k]))
             for k in range(n_2)]  # fmt: skip
        d2 = [(y[k] - t[k]) * y[k] * (1 - y[k]) for k in range(n_2)]
        for j in range(n_1):
            d1 = sum(W2[j][k] * d2[k] for k in range(n_2)) * h[j] * (1 - h[j])
            db1[j] += d1 / len(X)
            for i in range(n_0):
                dW1[i][j] += x[i] * d1 / len(X)
            for k in range(n_2):
                dW2[j][k] += h[j] * d2[k] / len(X)
        for k in range(n_2):
            db2[k] += d2[k] / len(X)
    return dW1, db1, dW2, db2


def einsums(X, T, W1, b1, W2, b2):
    h = sigmoid(np.einsum("ni,ij->nj", X, W1) + b1)
    y = sigmoid(np.einsum("nj,jk->nk", h, W2) + b2)
    d2 = np.einsum("nk,nk,nk->nk", y - T, y, 1 - y) / len(X)
    d1 = np.einsum("nk,jk,nj,nj->nj", d2, W2, h, 1 - h)
    return (np.einsum("ni,nj->ij", X, d1), np.einsum("nj->j", d1),
            np.einsum("nj,nk->jk", h, d2), np.einsum("nk->k", d2))  # fmt: skip


def scaled_first(X, T, W1, b1, W2, b2):
    h = 0.5 * np.tanh((X @ W1 + b1) / 2) + 0.5
    y = 0.5 * np.tanh((h @ W2 + b2) / 2) + 0.5
    d2 = (y - T) / X.shape[0] * (y - y**2)
    d1 = np.dot(d2, W2.T) * (h - h**2)
    ones = np.ones(len(X))
    return X.T.dot(d1), ones @ d1, h.T.dot(d2), ones @ d2


def examples_in_columns(X, T, W1, b1, W2, b2):
    N = len(X)
    H = sigmoid(W1.T @ X.T + b1[:, None])
    Y = sigmoid(W2.T @ H + b2[:, None])
    D2 = (Y - T.T) * Y * (1 - Y)
    D1 = (W2 @ D2) * H * (1 - H)
    return [(D1 @ X / N).T, D1.mean(axis=1), (D2 @ H.T / N).T, D2.mean(axis=1)]


def bias_as_a_unit(X, T, W1, b1, W2, b2):
    X1 = np.column_stack([X, np.ones(len(X))])
    h = sigmoid(X1 @ np.vstack([W1, b1]))
    h1 = np.column_stack([h, np.ones(len(X))])
    y = sigmoid(h1 @ np.vstack([W2, b2]))
    d2 = (y - T) * y * (1 - y)
    d1 = (d2 @ np.vstack([W2, b2]).T)[:, :-1] * h * (1 - h)
    G1, G2 = X1.T @ d1 / len(X), h1.T @ d2 / len(X)
    return G1[:-1], G1[-1], G2[:-1], G2[-1]


def in_float32(X, T, W1, b1, W2, b2):
    return scaled_first(*(a.astype(np.float32) for a in (X, T, W1, b1, W2, b2)))


def downhill_turned_round(X, T, W1, b1, W2, b2):
    h = sigmoid(X @ W1 + b1)
    y = sigmoid(h @ W2 + b2)
    d2 = (T - y) * y * (1 - y)
    d1 = d2 @ W2.T * h * (1 - h)
    return -X.T @ d1 / len(X), -d1.mean(0), -h.T @ d2 / len(X), -d2.mean(0)


def by_differences(X, T, W1, b1, W2, b2):
    w = [W1.copy(), b1.copy(), W2.copy(), b2.copy()]
    gradient = [np.zeros(part.shape) for part in w]

    def loss():
        y = sigmoid(sigmoid(X @ w[0] + w[1]) @ w[2] + w[3])
        return 0.5 * np.mean(np.sum((y - T) ** 2, axis=1))

    for part, slopes in zip(w, gradient, strict=True):
        for i in np.ndindex(part.shape):
            kept = part[i]
            part[i] = kept + 1e-5
            upper = loss()
            part[i] = kept - 1e-5
            slopes[i] = (upper - loss()) / 2e-5
            part[i] = kept
    return tuple(gradient)


RIGHT = [
    example_by_example, loops, einsums, scaled_first, examples_in_columns, bias_as_a_unit,
    in_float32, downhill_turned_round, by_differences,
]  # fmt: skip


def step_with(gradient):
    def step(X, T, W1, b1, W2, b2, learning_rate):
        g = gradient(X, T, W1, b1, W2, b2)
        return [w - learning_rate * np.asarray(part)
                for w, part in zip((W1, b1, W2, b2), g, strict=True)]  # fmt: skip

    return step


def kept_a_copy(X, T, W1, b1, W2, b2, learning_rate):
    h = sigmoid(X @ W1 + b1)
    y = sigmoid(h @ W2 + b2)
    d2 = (y - T) * y * (1 - y)
    old = W2.copy()
    W2 = W2 - learning_rate * h.T @ d2 / len(X)
    b2 = b2 - learning_rate * d2.sum(0) / len(X)
    d1 = (d2 @ old.T) * h * (1 - h)
    return (W1 - learning_rate * X.T @ d1 / len(X), b1 - learning_rate * d1.sum(0) / len(X), W2, b2)


def first_layer_updated_first(X, T, W1, b1, W2, b2, learning_rate):
    h = sigmoid(X @ W1 + b1)
    y = sigmoid(h @ W2 + b2)
    d2 = (y - T) * y * (1 - y)
    d1 = (d2 @ W2.T) * h * (1 - h)
    W1 = W1 - learning_rate / len(X) * X.T @ d1
    W2 = W2 - learning_rate / len(X) * h.T @ d2
    return W1, b1 - learning_rate * d1.mean(0), W2, b2 - learning_rate * d2.mean(0)


# -- wrong ones, as people write them ----------------------------------------------------------


def derivative_of_a_value(x):
    return sigmoid(x) * (1 - sigmoid(x))


def trask(X, T, W1, b1, W2, b2):
    """The eleven lines: target minus output, and sums."""
    l1 = 1 / (1 + np.exp(-(np.dot(X, W1) + b1)))
    l2 = 1 / (1 + np.exp(-(np.dot(l1, W2) + b2)))
    l2_delta = (T - l2) * (l2 * (1 - l2))
    l1_delta = l2_delta.dot(W2.T) * (l1 * (1 - l1))
    return X.T.dot(l1_delta), l1_delta.sum(0), l1.T.dot(l2_delta), l2_delta.sum(0)


def prime_of_the_output(X, T, W1, b1, W2, b2):
    a1 = sigmoid(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    d2 = (a2 - T) * derivative_of_a_value(a2)
    d1 = d2 @ W2.T * derivative_of_a_value(a1)
    m = X.shape[0]
    return X.T @ d1 / m, d1.sum(axis=0) / m, a1.T @ d2 / m, d2.sum(axis=0) / m


def cross_entropys(X, T, W1, b1, W2, b2):
    a1 = sigmoid(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    dz2 = a2 - T
    dz1 = np.multiply(np.dot(dz2, W2.T), a1 - np.power(a1, 2))
    m = len(X)
    return np.dot(X.T, dz1) / m, np.mean(dz1, axis=0), np.dot(a1.T, dz2) / m, np.mean(dz2, axis=0)


def keepdims(X, T, W1, b1, W2, b2):
    a1 = sigmoid(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    d2 = (a2 - T) * a2 * (1 - a2)
    d1 = d2 @ W2.T * a1 * (1 - a1)
    m = len(X)
    return (X.T @ d1 / m, np.sum(d1, axis=0, keepdims=True) / m,
            a1.T @ d2 / m, np.sum(d2, axis=0, keepdims=True) / m)  # fmt: skip


def loop_that_overwrites(X, T, W1, b1, W2, b2):
    for x, t in zip(X, T, strict=True):
        h = sigmoid(x @ W1 + b1)
        y = sigmoid(h @ W2 + b2)
        db2 = (y - t) * y * (1 - y)
        dW2 = np.outer(h, db2)
        db1 = W2 @ db2 * h * (1 - h)
        dW1 = np.outer(x, db1)
    return dW1, db1, dW2, db2


def updates_in_place(X, T, W1, b1, W2, b2):
    h = sigmoid(X @ W1 + b1)
    y = sigmoid(h @ W2 + b2)
    d2 = (y - T) * y * (1 - y)
    dW2 = h.T @ d2 / len(X)
    W2 -= 0.5 * dW2
    d1 = d2 @ W2.T * h * (1 - h)
    return X.T @ d1 / len(X), d1.mean(0), dW2, d2.mean(0)


def mse_of_everything(X, T, W1, b1, W2, b2):
    h = sigmoid(X @ W1 + b1)
    y = sigmoid(h @ W2 + b2)
    d2 = 2 * (y - T) / y.size * y * (1 - y)
    d1 = d2 @ W2.T * h * (1 - h)
    return X.T @ d1, d1.sum(0), h.T @ d2, d2.sum(0)


def loops_transposed(X, T, W1, b1, W2, b2):
    h = sigmoid(X @ W1 + b1)
    y = sigmoid(h @ W2 + b2)
    d2 = (y - T) * y * (1 - y)
    arriving = np.zeros_like(h)
    for n in range(len(X)):
        for j in range(len(b1)):
            for k in range(len(b2)):
                arriving[n, j] += W2[k, j] * d2[n, k]
    d1 = arriving * h * (1 - h)
    return X.T @ d1 / len(X), d1.mean(0), h.T @ d2 / len(X), d2.mean(0)


def shares(X, T, W1, b1, W2, b2):
    h = sigmoid(X @ W1 + b1)
    y = sigmoid(h @ W2 + b2)
    e2 = y - T
    e1 = e2 @ (W2 / W2.sum(axis=0, keepdims=True)).T
    d2, d1 = e2 * y * (1 - y), e1 * h * (1 - h)
    return X.T @ d1 / len(X), d1.mean(0), h.T @ d2 / len(X), d2.mean(0)


def error_by_loops(gradient, numerical):
    worst = largest = 0.0
    for a, b in zip(gradient, numerical, strict=True):
        worst = max(worst, abs(a - b))
        largest = max(largest, abs(a), abs(b))
    if largest == 0:
        return 0
    return worst / largest


FORMS = {
    "backprop": RIGHT,
    "fix_10a": RIGHT,
    "fix_10b": [kept_a_copy, first_layer_updated_first, *[step_with(form) for form in RIGHT]],
    "fix_10c": [
        lambda o, d: (np.einsum("ni,nj->ij", o, d) / len(o), d.mean(axis=0)),
        lambda o, d: [o.T @ d / len(d), np.ones(len(d)) @ d / len(d)],
        lambda o, d: (np.mean([np.outer(a, b) for a, b in zip(o, d, strict=True)], axis=0),
                      [math.fsum(column) / len(d) for column in d.T]),
        lambda o, d: ((d.T @ o).T / len(o), np.mean(d, 0)),
        lambda o, d: (o.astype("f4").T @ d.astype("f4") / len(d), d.astype("f4").mean(axis=0)),
    ],
    "gradient_error": [
        error_by_loops,
        lambda a, b: np.max(np.abs(a - b)) / max(np.max(np.abs([a, b])), 1e-300),
        lambda a, b: np.linalg.norm(a - b, np.inf) / (np.abs(np.stack([a, b])).max() or 1),
        lambda a, b: (np.abs(a - b) / (np.maximum(np.abs(a), np.abs(b)).max() or 1)).max(),
        lambda a, b: (0.0 if not (a.any() or b.any()) else max(abs(p - q) for p, q in zip(
            a.tolist(), b.tolist(), strict=True)) / max(map(abs, [*a, *b]))),
        lambda a, b: np.nan_to_num(np.float32(np.abs(b - a).max()) / np.float32(
            max(a.max(), -a.min(), b.max(), -b.min()))),
        lambda a, b: np.abs(a - b).max() / (max(np.abs(a).max(), np.abs(b).max()) + 1e-12),
    ],
}  # fmt: skip

WRONG = {
    "backprop": {
        "wrong_sign": [trask],
        "slope_at_out_everywhere": [prime_of_the_output],
        "no_slope_at_output": [cross_entropys],
        "bias_kept_as_a_row": [keepdims],
        "first_example_only": [loop_that_overwrites],
        "updated_weights": [updates_in_place],
        "divided_by_the_outputs": [mse_of_everything],
        "weights_not_transposed": [loops_transposed],
        "shares_of_the_error": [shares],
    },
    "fix_10a": {
        "slope_at_out_everywhere": [prime_of_the_output],
        "no_slope_at_output": [cross_entropys],
    },
    "fix_10b": {
        "no_slope_at_output": [step_with(cross_entropys)],
        "first_example_only": [step_with(loop_that_overwrites)],
    },
    "fix_10c": {
        "still_the_bug": [lambda o, d: (o.T @ d / len(o), float(d.sum()) / len(o))],
        "still_one_number": [lambda o, d: (o.T @ d / len(o), np.mean(d))],
        "along_the_units": [lambda o, d: (o.T @ d / len(o), [sum(row) / len(o) for row in d])],
    },
    "gradient_error": {
        "norms": [
            lambda a, b: np.sqrt(((a - b) ** 2).sum()) / (np.sqrt(a @ a) + np.sqrt(b @ b)),
        ],
        "entry_by_entry": [
            lambda a, b: max(abs(p - q) / max(abs(p), abs(q)) for p, q in zip(a, b, strict=True)),
        ],
        "zero_over_zero": [
            lambda a, b: max(abs(a - b)) / max(max(abs(a)), max(abs(b))),
            lambda a, b: max(abs(a - b).tolist()) / max(abs(np.r_[a, b]).tolist()),
        ],
    },
}  # fmt: skip
