"""Lesson 03: right answers in other forms, and mistakes written in other ways."""

import math

import numpy as np


def two_branches(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def nested(function):
    return lambda net: [[function(z) for z in row] for row in net]


def masked(net):
    out = np.zeros_like(net)
    up = net >= 0
    out[up] = 1 / (1 + np.exp(-net[up]))
    out[~up] = np.exp(net[~up]) / (1 + np.exp(net[~up]))
    return out


def softmax_by_rows(net):
    rows = []
    for row in net:
        largest = max(row)
        parts = [math.exp(z - largest) for z in row]
        rows.append([part / sum(parts) for part in parts])
    return rows


def softmax_from_logarithms(net):
    top = net.max(axis=-1)[:, None]
    return np.exp(net - top - np.log(np.exp(net - top).sum(axis=-1))[:, None])


def nested_sigmoid_slope(z):
    return two_branches(z) * two_branches(-z)


sigmoid_slopes = [
    lambda net: 1 / (4 * np.cosh(np.clip(net, -700, 700) / 2) ** 2),
    lambda net: masked(net) - masked(net) ** 2,
    nested(nested_sigmoid_slope),
    lambda net: (1 - np.tanh(net / 2) ** 2) / 4,
    lambda net: 1 / (2 + np.exp(net) + np.exp(-net)),
    lambda net: (1 / (1 + np.exp(-net)) * (1 - 1 / (1 + np.exp(-net)))).astype(np.float32),
    lambda net: 0.25 / np.cosh(net / 2) ** 2,
]

FORMS = {
    "sigmoid": [
        lambda net: 1 / (1 + np.exp(-net)),
        masked,
        nested(two_branches),
        lambda net: np.exp(-np.logaddexp(0, -net)),
        lambda net: 1 / (1 + np.exp(-net.astype(np.float32))),
        lambda net: np.power(1 + np.exp(-1.0 * net), -1),
        lambda net: 1 / (1 + np.exp(-np.clip(net, -500, 500))),
    ],
    "sigmoid_derivative": sigmoid_slopes,
    "tanh_derivative": [
        lambda net: 1 / np.cosh(np.clip(net, -300, 300)) ** 2,
        lambda net: (1 - np.tanh(net)) * (1 + np.tanh(net)),
        lambda net: 1 / np.cosh(net) ** 2,
        nested(lambda z: 1 - math.tanh(z) ** 2),
        lambda net: 1 - np.square(np.tanh(net.astype("f4"))),
        lambda net: 4 / (np.exp(net) + np.exp(-net)) ** 2,
        lambda net: 4 * masked(2 * net) * (1 - masked(2 * net)),
    ],
    "relu_derivative": [
        lambda net: net > 0,
        lambda net: (net > 0).astype(int),
        lambda net: np.heaviside(net, 0),
        nested(lambda z: 1 if z > 0 else 0),
        lambda net: np.maximum(net, 0) > 0,
        lambda net: 1.0 - (net <= 0),
        lambda net: np.maximum(np.sign(net), 0).astype(np.float32),
    ],
    "softmax": [
        softmax_by_rows,
        softmax_from_logarithms,
        lambda net: np.exp(net - np.logaddexp.reduce(net, axis=1)[:, None]),
        lambda net: (lambda e: (e.T / e.sum(axis=1)).T)(np.exp((net.T - net.max(axis=1)).T)),
        lambda net: (lambda e: e / np.einsum("ij->i", e)[:, None])(
            np.exp(net.astype("f4") - net.astype("f4").max(1, keepdims=True))
        ),
        lambda net: 1 / np.exp(net[:, None, :] - net[:, :, None]).sum(axis=2),
    ],
    "fix_03": sigmoid_slopes,
}

WRONG = {
    "sigmoid": {
        "overflow": [lambda net: np.where(net >= 0, 1, 1) * np.exp(net) / (np.exp(net) + 1)],
        "sign_in_the_exponent": [lambda net: 1 / (np.exp(net) + 1)],
        "math_overflow": [nested(lambda z: math.pow(1 + math.exp(-z), -1))],
    },
    "sigmoid_derivative": {
        "math_overflow": [nested(lambda z: 1 / (math.exp(z) + 2 + math.exp(-z)))],
    },
    "softmax": {
        "no_shift": [lambda net: np.exp(net) / np.sum(np.exp(net), axis=1)[:, None]],
        "over_the_batch": [lambda net: np.exp(net) / sum(np.exp(net))],
    },
    "relu_derivative": {"one_at_zero": [lambda net: 1 * (net >= 0)]},
}
