"""Lesson 08: right answers in other forms, and mistakes written in other ways."""

import math

import numpy as np


def delta_by_loops(Y, T, net, slope):
    delta = np.zeros(Y.shape)
    for n in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            delta[n][j] = (Y[n][j] - T[n][j]) * slope(net[n][j])
    return delta


def softmax_by_loops(net, T):
    rows = []
    for z, t in zip(net.tolist(), T.tolist(), strict=True):
        top = max(z)
        powers = [math.exp(a - top) for a in z]
        rows.append([p / sum(powers) - b for p, b in zip(powers, t, strict=True)])
    return rows


def softmax_through_jacobian(net, T):
    shifted = net - net.max(axis=1, keepdims=True)
    log_y = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    Y = np.exp(log_y)
    jacobian_row = np.eye(net.shape[1])[None] - Y[:, None, :]  # dy_k/dnet_j / y_k
    return -np.einsum("nk,nkj->nj", T, jacobian_row)


def softmax_class_by_class(net, T):
    powers = np.exp((net.T - net.max(axis=1)).T)
    delta = (powers.T / powers.sum(axis=1)).T
    delta[np.arange(len(T)), T.argmax(axis=1)] -= 1
    return delta


def weights_by_loops(out_previous, delta):
    N = len(delta)
    gradient = np.zeros((out_previous.shape[1], delta.shape[1]))
    for o, d in zip(out_previous, delta, strict=True):
        for i in range(len(o)):
            for j in range(len(d)):
                gradient[i, j] += o[i] * d[j] / N
    return gradient


def weights_overwritten(out_previous, delta):
    gradient = np.zeros((out_previous.shape[1], delta.shape[1]))
    for o, d in zip(out_previous, delta, strict=True):
        gradient = np.outer(o, d)
    return gradient


def bias_by_loops(delta):
    total = [0.0] * delta.shape[1]
    for row in delta:
        for j, d in enumerate(row):
            total[j] += d
    return [t / len(delta) for t in total]


def sigmoid(net):
    return 1 / (1 + np.exp(-net))


def diagonal_by_loops(net, T):
    Y = np.exp(net) / np.exp(net).sum(axis=1, keepdims=True)
    delta = np.zeros_like(net)
    for n in range(len(net)):
        for j in range(net.shape[1]):
            delta[n, j] = -T[n, j] / Y[n, j] * Y[n, j] * (1 - Y[n, j])
    return delta


FORMS = {
    "output_delta": [
        delta_by_loops,
        lambda Y, T, net, slope: np.einsum("nj,nj->nj", Y - T, slope(net)),
        lambda Y, T, net, slope: -slope(net) * (T - Y),
        lambda Y, T, net, slope: Y * slope(net) - T * slope(net),
        lambda Y, T, net, slope: (Y - T).astype("f4") * slope(net.astype("f4")),
        lambda Y, T, net, slope: [(y - t) * slope(z) for y, t, z in zip(Y, T, net, strict=True)],
        lambda Y, T, net, slope: np.multiply(np.subtract(Y, T), slope(net.tolist())).tolist(),
        lambda Y, T, net, slope: np.array([np.diag(slope(z)) @ (y - t)
                                           for y, t, z in zip(Y, T, net, strict=True)]),
    ],
    "softmax_cross_entropy_delta": [
        softmax_by_loops, softmax_through_jacobian, softmax_class_by_class,
        lambda net, T: np.float32(softmax_through_jacobian(net, T)),
        lambda net, T: np.exp(net - net.max() - np.log(
            np.exp(net - net.max()).sum(axis=-1)[:, None])) - T,
        lambda net, T: 1 / np.exp(net[:, None, :] - net[:, :, None]).sum(axis=2) - T,
    ],
    "weight_gradient": [
        weights_by_loops,
        lambda o, d: np.einsum("ni,nj->ij", o, d) / o.shape[0],
        lambda o, d: (d.T @ o).T / len(o),
        lambda o, d: o.T @ (d / len(d)),
        lambda o, d: np.mean([np.outer(a, b) for a, b in zip(o, d, strict=True)], axis=0),
        lambda o, d: (o[:, :, None] * d[:, None, :]).mean(axis=0).tolist(),
        lambda o, d: np.tensordot(o.astype("f4"), d.astype("f4"), axes=(0, 0)) / len(o),
    ],
    "bias_gradient": [
        bias_by_loops,
        lambda d: d.sum(axis=0) / d.shape[0],
        lambda d: np.ones(len(d)) @ d / len(d),
        lambda d: np.einsum("nj->j", d) / len(d),
        lambda d: tuple(math.fsum(column) / len(d) for column in d.T),
        lambda d: np.mean(d.astype(np.float32), 0),
        lambda d: np.average(d, axis=0).tolist(),
    ],
    "fix_08": [
        lambda net, T: 1 / (1 + np.exp(-net)) - T,
        lambda net, T: T * (sigmoid(net) - 1) + (1 - T) * sigmoid(net),
        lambda net, T: [[1 / (1 + math.exp(-z)) - t for z, t in zip(row, targets, strict=True)]
                        for row, targets in zip(net, T, strict=True)],
        lambda net, T: (sigmoid(net) - T) / (sigmoid(net) * sigmoid(-net)) * sigmoid(net)
        * (1 - sigmoid(net)),
        lambda net, T: np.where(T == 1, -sigmoid(-net), sigmoid(net)).astype(np.float32),
        lambda net, T: (-T / sigmoid(net) + (1 - T) / (1 - sigmoid(net)))
        * sigmoid(net) * (1 - sigmoid(net)),
    ],
}  # fmt: skip

WRONG = {
    "output_delta": {
        "no_slope": [lambda Y, T, net, slope: np.subtract(Y, T).tolist()],
        "wrong_sign": [lambda Y, T, net, slope: -(Y - T) * slope(net)],
        "loss_for_its_derivative": [lambda Y, T, net, slope: np.square(T - Y) * slope(net) / 2],
        "slope_at_the_output": [lambda Y, T, net, slope: (Y - T) * np.vectorize(slope)(Y)],
        "always_sigmoid": [
            lambda Y, T, net, slope: (Y - T) * sigmoid(net) * sigmoid(-net),
            lambda Y, T, net, slope: (Y - T) * (Y - Y**2),
            lambda Y, T, net, slope: (Y - T) / np.cosh(net) ** 2,
        ],
        "divided_by_N": [lambda Y, T, net, slope: (Y - T) / Y.shape[0] * slope(net)],
        "summed_over_the_batch": [
            lambda Y, T, net, slope: np.einsum("nj,nj->j", Y - T, slope(net)),
        ],
        "matrix_product": [lambda Y, T, net, slope: np.dot(Y - T, slope(net).T)],
    },
    "softmax_cross_entropy_delta": {
        "diagonal_only": [diagonal_by_loops],
        "no_shift": [lambda net, T: np.exp(net) / np.sum(np.exp(net), 1)[:, None] - T],
        "normalised_over_the_batch": [lambda net, T: np.exp(net) / np.exp(net).sum(0) - T],
        "not_normalised": [lambda net, T: np.exp(net.astype(float)) - T.astype(float)],
        "slope_too_many": [
            lambda net, T: softmax_class_by_class(net, T) * (lambda y: y - y * y)(
                softmax_class_by_class(net, T) + T),
        ],
    },
    "weight_gradient": {
        "sum_for_mean": [
            lambda o, d: sum(np.outer(a, b) for a, b in zip(o, d, strict=True)),
            lambda o, d: np.einsum("ni,nj->ij", o, d),
        ],
        "transposed": [lambda o, d: np.einsum("ni,nj->ji", o, d) / len(o)],
        "last_example_only": [weights_overwritten],
        "not_summed": [lambda o, d: np.einsum("ni,nj->nij", o, d)],
        "entry_by_entry": [lambda o, d: np.multiply(o, d)],
    },
    "bias_gradient": {
        "sum_for_mean": [lambda d: [float(column.sum()) for column in d.T]],
        "one_number_for_all": [lambda d: np.mean(d), lambda d: np.sum(d) / d.shape[0]],
        "along_the_units": [lambda d: [sum(row) / len(row) for row in d]],
        "kept_as_a_row": [lambda d: [d.sum(axis=0) / len(d)]],
    },
    "fix_08": {
        "still_the_bug": [lambda net, T: (sigmoid(net) - T) * (sigmoid(net) - sigmoid(net) ** 2)],
        "derivative_at_the_output": [
            lambda net, T: -T / sigmoid(net) + (1 - T) / (1 - sigmoid(net)),
        ],
    },
}  # fmt: skip
