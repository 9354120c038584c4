"""Lesson 09: right answers in other forms, and mistakes written in other ways."""

import math

import numpy as np


def loops(d, W, net, slope):
    N, n = net.shape
    delta = np.zeros((N, n))
    for example in range(N):
        for j in range(n):
            total = 0.0
            for k in range(d.shape[1]):
                total += d[example, k] * W[j, k]
            delta[example, j] = total * slope(net[example, j])
    return delta


def einsum(d, W, net, slope):
    return np.einsum("ek,jk,ej->ej", d, W, slope(net))


def float32(d, W, net, slope):
    return d.astype(np.float32) @ W.T.astype(np.float32) * slope(net.astype(np.float32))


def transposed_throughout(d, W, net, slope):
    return ((W @ d.T) * slope(net).T).T


def rows_as_lists(delta_next, W_next, net, phi_derivative):
    return [list((W_next @ row) * phi_derivative(one)) for row, one in
            zip(delta_next, net, strict=True)]  # fmt: skip


def summed_by_broadcasting(d, W, net, slope):
    return (d[:, None, :] * W[None]).sum(axis=-1) * slope(net)


def add_paths(d, W, net, slope):
    total = 0
    for k in range(W.shape[1]):
        total = total + np.outer(d[:, k], W[:, k])
    return np.multiply(slope(net), total)


def wrong_loop_one_path(d, W, net, slope):
    delta = np.zeros_like(net)
    for j in range(net.shape[1]):
        for k in range(d.shape[1]):
            delta[:, j] = d[:, k] * W[j, k] * slope(net[:, j])
    return delta


def wrong_loop_transposed(d, W, net, slope):
    delta = np.zeros_like(net)
    for j in range(net.shape[1]):
        for k in range(d.shape[1]):
            delta[:, j] += d[:, k] * W[k, j]
    return delta * slope(net)


FORMS = {
    "hidden_delta": [
        loops, einsum, float32, transposed_throughout, rows_as_lists, summed_by_broadcasting,
        add_paths,
    ],
    "input_gradient": [
        lambda d, W: np.einsum("nj,ij->ni", d, W),
        lambda d, W: (W @ d.T).T,
        lambda d, W: [[sum(a * b for a, b in zip(row, w, strict=True)) for w in W] for row in d],
        lambda delta_1, W_1: np.dot(delta_1.astype("f4"), W_1.transpose().astype("f4")),
        lambda d, W: tuple(tuple(math.fsum(row * w) for w in W) for row in d),
    ],
    "fix_09": [
        lambda d, W, net_1, net_2, slope: (W @ d.T).T * slope(net_1),
        lambda d, W, net_1, net_2, slope: loops(d, W, net_1, slope),
        lambda d, W, net_1, net_2, slope: einsum(d, W, net_1, slope),
        lambda d, W, net_1, net_2, slope: float32(d, W, net_1, slope),
        lambda d, W, net_1, net_2, slope: rows_as_lists(d, W, net_1, slope),
    ],
}  # fmt: skip

WRONG = {
    "hidden_delta": {
        "no_slope": [lambda d, W, net, slope: np.einsum("nk,jk->nj", d, W)],
        "weights_not_transposed": [
            wrong_loop_transposed,
            lambda d, W, net, slope: np.einsum("nk,kj->nj", d, W) * slope(net),
        ],
        "slope_at_the_output": [
            lambda d, W, net, slope: d @ W.T * slope(1 / (1 + np.exp(-net))),
        ],
        "always_sigmoid": [
            lambda d, W, net, slope: d @ W.T * np.exp(-net) / (1 + np.exp(-net)) ** 2,
        ],
        "one_path_only": [wrong_loop_one_path],
        "divided_by_N": [lambda d, W, net, slope: (d / d.shape[0]) @ W.T * slope(net)],
    },
}
