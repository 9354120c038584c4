"""Lesson 07: right answers in other forms, and mistakes written in other ways."""

import math
from functools import reduce

import numpy as np


def paths_by_matrices(sizes):
    ones = [np.ones((a, b)) for a, b in zip(sizes, sizes[1:], strict=False)]
    return reduce(np.matmul, ones)[0, 0]


def paths_unit_by_unit(sizes):
    reached = [1] + [0] * (sizes[0] - 1)
    for n in sizes[1:]:
        reached = [sum(reached)] * n
    return reached[-1]


def paths_by_walking(sizes):
    def walk(layer):
        if layer == len(sizes) - 1:
            return 1
        units = sizes[layer + 1] if layer + 1 < len(sizes) - 1 else 1
        return sum(walk(layer + 1) for _ in range(units))

    return walk(0)


def sweep_with_names(a, b, c):
    p = a * b
    q = p + c
    grad = {"f": 1.0, "a": 0.0}
    grad["q"] = grad["f"] * a
    grad["a"] += grad["f"] * q
    grad["p"] = grad["q"]
    grad["c"] = grad["q"]
    grad["a"] += grad["p"] * b
    grad["b"] = grad["p"] * a
    return [grad["a"], grad["b"], grad["c"]]


def by_central_differences(a, b, c):
    def f(v):
        return (v[0] * v[1] + v[2]) * v[0]

    v, h = np.array([a, b, c]), 1e-4
    return np.array([(f(v + h * e) - f(v - h * e)) / (2 * h) for e in np.eye(3)])


def by_dual_numbers(a, b, c):
    value = np.array([a, b, c], dtype=np.float32)
    da, db, dc = np.eye(3, dtype=np.float32)
    product = value[0] * db + value[1] * da
    total = product + dc
    q = value[0] * value[1] + value[2]
    return tuple(q * da + value[0] * total)


def recursion_over_edges(edges, n_values):
    def slope_of_last(value):
        if value == n_values - 1:
            return 1.0
        return sum(slope * slope_of_last(target) for source, target, slope in edges
                   if source == value)  # fmt: skip

    return [slope_of_last(value) for value in range(n_values)]


def as_a_linear_system(edges, n_values):
    A = np.zeros((n_values, n_values))
    for source, target, slope in edges:
        A[source, target] += slope
    return np.linalg.solve(np.eye(n_values) - A, np.eye(n_values)[-1])


def target_by_target(edges, n_values):
    gradient = [0.0] * n_values
    gradient[n_values - 1] = 1
    for value in range(n_values - 1, -1, -1):
        for source, target, slope in edges:
            if target == value:
                gradient[source] = gradient[source] + gradient[target] * slope
    return tuple(gradient)


def with_plain_plus(edges, n_values):
    gradient = np.zeros(n_values, dtype=np.float32)
    gradient[n_values - 1] = 1
    for source, target, slope in edges[::-1]:
        gradient[source] = gradient[source] + slope * gradient[target]
    return gradient


FORMS = {
    "count_paths": [
        paths_by_matrices, paths_unit_by_unit, paths_by_walking,
        lambda sizes: math.prod(sizes[1:-1]),
        lambda sizes: np.prod(sizes[1:-1]),
        lambda sizes: reduce(lambda p, n: p * n, sizes[1:-1], 1),
        lambda sizes: round(np.exp(np.sum(np.log(sizes[1:-1])))),
        lambda sizes: math.prod(sizes) // (sizes[0] * sizes[-1]),
    ],
    "backward_through_graph": [
        sweep_with_names, by_central_differences, by_dual_numbers,
        lambda a, b, c: (2 * a * b + c, a**2, a),
        lambda a, b, c: np.array([a * b + (a * b + c), a * a, a]),
    ],
    "fix_07": [recursion_over_edges, as_a_linear_system, target_by_target, with_plain_plus],
}  # fmt: skip


def wrong_overwritten(a, b, c):
    q = a * b + c
    dq, da = a, q
    dp, dc = dq, dq
    da, db = dp * b, dp * a
    return da, db, dc


def wrong_local_only(a, b, c):
    p = a * b
    q = p + c
    dq = a
    da = q
    dc = 1
    dp = 1
    da += dp * b
    db = dp * a
    assert dq == a
    return da, db, dc


def wrong_range(sizes):
    paths = 1
    for k in range(1, len(sizes)):
        paths *= sizes[k]
    return paths


def wrong_short_range(sizes):
    paths = 1
    for k in range(1, len(sizes) - 2):
        paths *= sizes[k]
    return paths


def wrong_forward_order(edges, n_values):
    gradient = [0.0] * (n_values - 1) + [1.0]
    for source, target, slope in edges:
        gradient[source] += gradient[target] * slope
    return gradient


WRONG = {
    "count_paths": {
        "outputs_counted": [wrong_range],
        "one_layer_left_out": [wrong_short_range],
        "all_layers": [lambda sizes: np.prod(sizes)],
    },
    "backward_through_graph": {
        "last_path_only": [wrong_overwritten],
        "what_arrives_forgotten": [wrong_local_only],
    },
    "fix_07": {
        "wrong_direction_of_the_sweep": [wrong_forward_order],
        "wrong_sign": [lambda edges, n: [-g for g in recursion_over_edges(edges, n)]],
    },
}  # fmt: skip
