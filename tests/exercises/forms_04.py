"""Lesson 04: right answers in other forms, and mistakes written in other ways."""

from functools import reduce

import numpy as np


def recursive(X, layers):
    if not layers:
        return X
    W, b, phi = layers[0]
    return recursive(phi(X @ W + b), layers[1:])


def by_example(X, layers):
    outputs = []
    for x in X:
        for W, b, phi in layers:
            x = phi(np.array([sum(x[i] * W[i, j] for i in range(len(x))) + b[j]
                              for j in range(len(b))]))  # fmt: skip
        outputs.append(list(x))
    return outputs


def in_columns(X, layers):
    out = X.T
    for W, b, phi in layers:
        out = phi(W.T @ out + b[:, None])
    return out.T


def with_bias_unit(X, layers):
    out = X.astype(np.float32)
    for W, b, phi in layers:
        out = phi(np.c_[out, np.ones(len(out))] @ np.r_[W, [b]])
    return out.astype(np.float32)


FORWARDS = [
    recursive,
    by_example,
    in_columns,
    with_bias_unit,
    lambda X, layers: reduce(lambda out, layer: layer[2](out @ layer[0] + layer[1]), layers, X),
    lambda X, layers: reduce(
        lambda o, k: k[2](np.einsum("ni,ij->nj", o, k[0]) + k[1]), layers, X
    ).tolist(),
]


def counted_by_hand(sizes):
    count = 0
    for k in range(1, len(sizes)):
        for _ in range(sizes[k]):
            count += 1
            for _ in range(sizes[k - 1]):
                count += 1
    return count


FORMS = {
    "forward": FORWARDS,
    "fix_04": FORWARDS,
    "count_parameters": [
        counted_by_hand,
        lambda sizes: sum(a * b + b for a, b in zip(sizes, sizes[1:], strict=False)),
        lambda sizes: float(np.dot(sizes[:-1], sizes[1:]) + sum(sizes[1:])),
        lambda sizes: np.sum((np.array(sizes[:-1]) + 1) * np.array(sizes[1:])),
        lambda sizes: sum(
            np.zeros((a, b)).size + np.zeros(b).size
            for a, b in zip(sizes[:-1], sizes[1:], strict=True)
        ),
    ],
    "xor_by_hand": [
        lambda: ([[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0]),
        lambda: ([[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]),
        lambda: (np.array([[1, 1], [1, 1.0]]), np.array([0, -1.0]), np.array([1, -2.0]), 0.02),
        lambda: [
            np.float32([[2, -1], [-2, 1]]),
            np.zeros(2),
            np.array([[0.5], [1.0]]),
            np.zeros(1),
        ],
        lambda: ([[-1, 1], [-1, 1]], [1, -1], [[-1], [-1]], [1]),
    ],
}

WRONG = {
    "forward": {
        "inputs_again": [lambda X, layers: [phi(X @ W + b) for W, b, phi in layers][-1]],
    },
    "count_parameters": {
        "no_biases": [lambda sizes: np.dot(sizes[:-1], sizes[1:])],
    },
}
