"""Lesson 02: right answers in other forms, and mistakes written in other ways."""

import numpy as np


def net_by_loops(X, W, b):
    net = []
    for x in X:
        row = []
        for j in range(len(b)):
            total = b[j]
            for i in range(len(x)):
                total += x[i] * W[i][j]
            row.append(total)
        net.append(row)
    return net


def net_transposed_loops(X, W, b):
    net = np.zeros((len(X), len(b)))
    for n in range(len(X)):
        for j in range(len(b)):
            net[n, j] = sum(X[n, i] * W[j, i] for i in range(X.shape[1])) + b[j]
    return net


def net_overwritten(X, W, b):
    net = np.zeros((len(X), len(b)))
    for i in range(X.shape[1]):
        net = np.outer(X[:, i], W[i])
    return net + b


def concatenated(X, W, b):
    X1 = np.concatenate((X, np.ones((X.shape[0], 1))), axis=1)
    W1 = np.concatenate((W, b.reshape(1, -1)), axis=0)
    return [X1, W1]


def filled(X, W, b):
    X1 = np.empty((X.shape[0], X.shape[1] + 1), dtype=np.float32)
    X1[:, :-1], X1[:, -1] = X, 1
    W1 = np.empty((W.shape[0] + 1, W.shape[1]), dtype=np.float32)
    W1[:-1], W1[-1] = W, b
    return X1, W1


FORMS = {
    "net_input": [
        net_by_loops,
        lambda X, W, b: np.einsum("ni,ij->nj", X, W) + b[None, :],
        lambda X, W, b: (W.T @ X.T + b[:, None]).T,
        lambda X, W, b: X.astype("f4") @ W.astype("f4") + b.astype("f4"),
        lambda X, W, b: np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b]),
        lambda X, W, b: np.tensordot(X, W, axes=1) + np.tile(b, (len(X), 1)),
        lambda X, W, b: [(x @ W + b).tolist() for x in X],
    ],
    "add_bias_unit": [
        concatenated,
        filled,
        lambda X, W, b: (np.c_[X, np.ones(len(X))], np.r_[W, [b]]),
        lambda X, W, b: ([[*x, 1] for x in X], [*W, b]),
        lambda X, W, b: (np.pad(X, ((0, 0), (0, 1)), constant_values=1), np.vstack((W, b[None]))),
        lambda X, W, b: (np.insert(X, X.shape[1], True, axis=1), np.append(W, [b], axis=0)),
    ],
    "fix_02": [
        lambda X, W, b, wanted: (X @ W + b).ravel() - wanted,
        lambda X, W, b, wanted: X @ W[:, 0] + b - wanted,
        lambda X, W, b, wanted: (X @ W + b - wanted[:, None])[:, 0],
        lambda X, W, b, wanted: np.diag(X @ W + b - wanted),
        lambda X, W, b, wanted: [
            float(x @ W[:, 0] + b[0] - t) for x, t in zip(X, wanted, strict=True)
        ],
        lambda X, W, b, wanted: ((X @ W + b).squeeze() - wanted).astype(np.float32),
    ],
}

WRONG = {
    "net_input": {
        "weights_transposed": [net_transposed_loops, lambda X, W, b: X.dot(W.T) + b],
        "last_input_only": [net_overwritten],
        "bias_along_the_examples": [
            lambda X, W, b: W.T @ X.T + b,
            lambda X, W, b: (X @ W).transpose() + b[None, :],
        ],
        "bias_in_the_weights": [lambda X, W, b: X @ W + X.sum(axis=1, keepdims=True) * b],
    },
}
