"""Lesson 05: right answers in other forms, and mistakes written in other ways."""

import math

import numpy as np


def squares_by_loops(Y, T):
    total = 0
    for y, t in zip(Y, T, strict=True):
        total += sum((a - b) ** 2 for a, b in zip(y, t, strict=True)) / 2
    return total / len(Y)


def bits_by_loops(Y, T):
    total = 0.0
    for n in range(Y.shape[0]):
        for k in range(Y.shape[1]):
            total -= math.log(Y[n, k]) if T[n, k] == 1 else math.log(1 - Y[n, k])
    return total / Y.shape[0]


def die_by_loops(Y, T):
    total = 0.0
    for y, t in zip(Y, T, strict=True):
        for k in range(len(t)):
            if t[k]:
                total -= math.log(y[k])
    return total / len(Y)


LOG_LOSSES = [
    bits_by_loops,
    lambda Y, T: -np.sum(np.log(np.where(T == 1, Y, 1 - Y))) / len(Y),
    lambda Y, T: -np.mean(np.sum(T * np.log(Y / (1 - Y)) + np.log(1 - Y), axis=1)),
    lambda Y, T: (
        -(np.einsum("nk,nk->", T, np.log(Y)) + np.einsum("nk,nk->", 1 - T, np.log1p(-Y))) / len(T)
    ),
    lambda Y, T: np.float32(-np.mean(np.log(np.prod(np.abs(1 - T - Y), axis=1)))),
    lambda Y, T: -np.mean(np.sum(T * np.log(Y + 1e-12) + (1 - T) * np.log(1 - Y + 1e-12), axis=-1)),
]

FORMS = {
    "squared_error": [
        squares_by_loops,
        lambda Y, T: np.sum((Y - T) ** 2) / (2 * len(Y)),
        lambda Y, T: 0.5 * np.einsum("nk,nk->", Y - T, Y - T) / Y.shape[0],
        lambda Y, T: np.float32(0.5) * np.mean(np.sum((T - Y).astype("f4") ** 2, axis=1)),
        lambda Y, T: np.linalg.norm(Y - T) ** 2 / 2 / len(T),
        lambda Y, T: Y.shape[1] * np.mean((Y - T) ** 2) / 2,
        lambda Y, T: float(np.trace((Y - T) @ (Y - T).T) / (2 * len(Y))),
    ],
    "log_loss": LOG_LOSSES,
    "fix_05": LOG_LOSSES,
    "cross_entropy": [
        die_by_loops,
        lambda Y, T: -np.mean(np.log(Y[T.astype(bool)])),
        lambda Y, T: -np.log(Y[np.arange(len(Y)), T.argmax(axis=1)]).mean(),
        lambda Y, T: -np.einsum("nk,nk", T, np.log(Y)) / len(Y),
        lambda Y, T: np.mean(-np.log(np.sum(Y * T, axis=1))).astype(np.float32),
        lambda Y, T: np.sum(T * np.log(1 / Y)) / T.sum(),
    ],
    "log_loss_derivative": [
        lambda y, t: (y - t) / (y * (1 - y)),
        lambda y, t: (y - t) / (y - y**2),
        lambda y, t: -(np.divide(t, y) - np.divide(1 - t, 1 - y)),
        lambda y, t: [
            [-b / a + (1 - b) / (1 - a) for a, b in zip(p, q, strict=True)]
            for p, q in zip(y, t, strict=True)
        ],
        lambda y, t: (y - t).astype("f4") / (y * (1 - y)).astype("f4"),
        lambda y, t: 1 / (1 - y) - t / (y * (1 - y)),
    ],
}

WRONG = {
    "squared_error": {
        "mean_over_everything": [lambda Y, T: ((T - Y) ** 2).mean()],
        "no_half": [lambda Y, T: np.sum(np.square(T - Y), axis=1).mean()],
    },
    "log_loss": {
        "bracket": [lambda Y, T: -(T * np.log(Y) - (1 - T) * np.log(1 - Y)).sum(axis=1).mean()],
        "mean_over_outputs_only": [
            lambda Y, T: -(T * np.log(Y) + (1 - T) * np.log(1 - Y)).sum(axis=0).mean()
        ],
    },
    "cross_entropy": {
        "mean_over_classes_only": [lambda Y, T: -(T * np.log(Y)).sum(axis=0).mean()],
    },
    "log_loss_derivative": {
        "zero_or_one_only": [lambda y, t: -np.where(t == 1, 1 / y, -1 / (1 - y))],
    },
}
