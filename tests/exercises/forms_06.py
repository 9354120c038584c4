"""Lesson 06: right answers in other forms, and mistakes written in other ways."""

import numpy as np


def rule_by_loops(w, b, x, t, learning_rate):
    y = b
    for i in range(len(w)):
        y += w[i] * x[i]
    new = []
    for i in range(len(w)):
        new.append(w[i] - learning_rate * (y - t) * x[i])
    return new, b - learning_rate * (y - t)


def rule_in_one_vector(w, b, x, t, learning_rate):
    x1 = np.append(x, 1.0)
    w1 = np.append(w, b)
    w1 = w1 + learning_rate * (t - w1 @ x1) * x1
    return w1[:-1], w1[-1]


def rule_on_a_copy(w, b, x, t, learning_rate):
    w = w.copy()
    error = np.dot(w, x) + b - t
    w -= learning_rate * error * x
    b -= learning_rate * error
    return [w, b]


def rule_as_lists(w, b, x, t, learning_rate):
    delta = sum(p * q for p, q in zip(w.tolist(), x.tolist(), strict=True)) + float(b) - float(t)
    return tuple(p - learning_rate * delta * q for p, q in zip(w, x, strict=True)), float(
        b - learning_rate * delta
    )


def rule_in_float32(w, b, x, t, learning_rate):
    w, x = w.astype(np.float32), x.astype(np.float32)
    error = np.float32(w @ x + np.float32(b) - np.float32(t))
    return w - np.float32(learning_rate) * error * x, np.float32(b - learning_rate * error)


def gradient_by_loops(w, b, X, t):
    N, n = X.shape
    dw, db = [0.0] * n, 0.0
    for k in range(N):
        error = b - t[k]
        for i in range(n):
            error += w[i] * X[k, i]
        for i in range(n):
            dw[i] += error * X[k][i] / N
        db += error / N
    return dw, db


def gradient_in_one_matrix(w, b, X, t):
    X1 = np.column_stack([X, np.ones(len(X))])
    g = X1.T @ (X1 @ np.r_[w, b] - t) / t.size
    return g[:-1], g[-1]


def gradient_by_differences(w, b, X, t):
    def loss(w, b):
        return np.mean((X @ w + b - t) ** 2) / 2

    h = 1e-4
    steps = h * np.eye(len(w))
    dw = [(loss(w + step, b) - loss(w - step, b)) / (2 * h) for step in steps]
    return np.array(dw), (loss(w, b + h) - loss(w, b - h)) / (2 * h)


def gradient_of_float32(w, b, X, t):
    X, w, t = (a.astype(np.float32) for a in (X, w, t))
    error = X @ w + np.float32(b) - t
    return (error[:, None] * X).mean(axis=0), error.mean()


def gradient_multiplied_out(w, b, X, t):
    N = len(X)
    means = X.mean(axis=0)
    return X.T @ X @ w / N + b * means - X.T @ t / N, means @ w + b - t.mean()


def descend_by_examples_and_sums(w, b, X, t, learning_rate, steps):
    w, b = list(w), float(b)
    for _ in range(steps):
        dw, db = np.zeros(len(w)), 0.0
        for x, target in zip(X, t, strict=True):
            error = np.dot(w, x) + b - target
            dw += error * x
            db += error
        w = [old - learning_rate * slope / len(X) for old, slope in zip(w, dw, strict=True)]
        b -= learning_rate * db / len(X)
    return w, b


def descend_by_recursion(w, b, X, t, learning_rate, steps):
    if steps == 0:
        return w, b
    dw, db = gradient_in_one_matrix(w, b, X, t)
    return descend_by_recursion(
        w - learning_rate * dw, b - learning_rate * db, X, t, learning_rate, steps - 1
    )


def descend_by_its_law(w, b, X, t, learning_rate, steps):
    X1 = np.column_stack([X, np.ones(len(X))])
    H = X1.T @ X1 / len(X)
    best = np.linalg.pinv(H) @ X1.T @ t / len(X)
    shrink = np.linalg.matrix_power(np.eye(len(H)) - learning_rate * H, steps)
    end = best + shrink @ (np.append(w, b) - best)
    return end[:-1], end[-1]


def descend_in_place_on_copies(w, b, X, t, learning_rate, steps):
    w = np.array(w)
    while steps > 0:
        error = np.einsum("ni,i->n", X, w) + b - t
        w -= learning_rate * np.einsum("ni,n->i", X, error) / len(t)
        b = b - learning_rate * np.average(error)
        steps -= 1
    return w, b


def descend_in_float32(w, b, X, t, learning_rate, steps):
    X, w, t, b = X.astype("f4"), w.astype("f4"), t.astype("f4"), np.float32(b)
    for _ in range(steps):
        error = X @ w + b - t
        w = w - np.float32(learning_rate) * (X * error[:, None]).mean(0)
        b = b - np.float32(learning_rate) * error.mean()
    return w, b


def mended_with_new_names(w, b, X, t, learning_rate):
    new_w = w - learning_rate * X.T @ (X @ w + b - t) / len(X)
    new_b = b - learning_rate * (X @ w + b - t).mean()
    return new_w, new_b


def mended_in_one_line(w, b, X, t, learning_rate):
    w, b = (
        w - learning_rate * X.T @ (X @ w + b - t) / len(X),
        b - learning_rate * (X @ w + b - t).mean(),
    )
    return w, b


FORMS = {
    "delta_rule_step": [
        rule_by_loops, rule_in_one_vector, rule_on_a_copy, rule_as_lists, rule_in_float32,
        lambda w, b, x, t, eta: (w + eta * (t - (w * x).sum() - b) * x,
                                 b + eta * (t - (w * x).sum() - b)),
    ],
    "mean_gradient": [
        gradient_by_loops, gradient_in_one_matrix, gradient_by_differences, gradient_of_float32,
        gradient_multiplied_out,
        lambda w, b, X, t: (np.einsum("n,ni->i", X @ w + b - t, X) / len(t),
                            np.average(X @ w + b - t)),
        lambda w, b, X, t: (np.mean((X @ w + b - t).reshape(-1, 1) * X, axis=0),
                            np.mean(X @ w) + b - np.mean(t)),
    ],
    "descend": [
        descend_by_examples_and_sums, descend_by_recursion, descend_by_its_law,
        descend_in_place_on_copies, descend_in_float32,
    ],
    "fix_06": [
        mended_with_new_names, mended_in_one_line,
        lambda w, b, X, t, eta: descend_by_examples_and_sums(w, b, X, t, eta, 1),
        lambda w, b, X, t, eta: descend_by_its_law(w, b, X, t, eta, 1),
        lambda w, b, X, t, eta: descend_in_float32(w, b, X, t, eta, 1),
    ],
}  # fmt: skip


def wrong_recomputed_error(w, b, x, t, learning_rate):
    def error():
        return np.dot(w, x) + b - t

    w = w - learning_rate * error() * x
    b = b - learning_rate * error()
    return w, b


def wrong_returned_too_early(w, b, X, t, learning_rate, steps):
    while True:
        error = X @ w + b - t
        w = w - learning_rate * X.T @ error / len(X)
        b = b - learning_rate * error.mean()
        return w, b


def wrong_mean_of_a_matrix(w, b, X, t):
    error = X @ w + b - t
    return (error[:, None] * X).mean(), error.mean()


def wrong_overwritten_in_the_loop(w, b, X, t):
    for x, target in zip(X, t, strict=True):
        error = x @ w + b - target
        dw, db = error * x, error
    return dw / len(X), db / len(X)


WRONG = {
    "delta_rule_step": {
        "uphill": [lambda w, b, x, t, eta: (w - eta * (t - w @ x - b) * x,
                                            b - eta * (t - w @ x - b))],
        "not_at_the_same_time": [wrong_recomputed_error],
        "input_forgotten": [lambda w, b, x, t, eta: ([v - eta * (x @ w + b - t) for v in w],
                                                     b - eta * (x @ w + b - t))],
        "factor_two": [lambda w, b, x, t, eta: (w + 2 * eta * (t - x @ w - b) * x,
                                                b + 2 * eta * (t - x @ w - b))],
    },
    "mean_gradient": {
        "sum_for_mean": [lambda w, b, X, t: (np.sum((X @ w + b - t)[:, None] * X, axis=0),
                                             np.sum(X @ w + b - t))],
        "inputs_summed": [wrong_mean_of_a_matrix,
            lambda w, b, X, t: (np.dot(X.T, X @ w + b - t).sum() / len(t),
                                np.mean(X @ w + b - t)),
        ],
        "first_example_only": [wrong_overwritten_in_the_loop],
        "factor_two": [lambda w, b, X, t: (-2 * X.T @ (t - X @ w - b) / len(t),
                                           -2 * np.mean(t - X @ w - b))],
    },
    "descend": {
        "one_step_only": [wrong_returned_too_early],
    },
}  # fmt: skip
