"""Lesson 01: right answers in other forms, and mistakes written in other ways."""

import numpy as np


def kept_apart(f, x, h):
    left, right = x - h, x + h
    return (f(right) - f(left)) / (right - left)


def restored(f, w, h):
    w = w.copy()
    gradient = np.empty_like(w)
    for i in np.ndindex(*w.shape):
        old = w[i]
        w[i] = old + h
        upper = f(w)
        w[i] = old - h
        lower = f(w)
        w[i] = old
        gradient[i] = (upper - lower) / 2 / h
    return gradient


def in_place_and_back(f, w, h):
    gradient = np.zeros_like(w)
    for i, _ in np.ndenumerate(w):
        w[i] += h
        upper = f(w)
        w[i] -= 2 * h
        lower = f(w)
        w[i] += h
        gradient[i] = (upper - lower) / (2 * h)
    return gradient


def unit_vectors(f, w, h):
    steps = h * np.eye(w.size)
    return np.array([
        (f(w + e.reshape(w.shape)) - f(w - e.reshape(w.shape))) / (2 * h) for e in steps
    ]).reshape(w.shape)  # fmt: skip


def flat_iteration(f, w, h):
    gradient = np.zeros(w.shape, dtype=np.float32)
    for k in range(w.size):
        up, down = w.copy(), w.copy()
        up.flat[k] += h
        down.flat[k] -= h
        gradient.flat[k] = (f(up) - f(down)) / (2 * h)
    return gradient


def as_lists(f, w, h):
    return restored(f, w, h).tolist()


def not_restored(f, w, h):
    w = w.copy()
    gradient = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        w[i] = w[i] + h
        upper = f(w)
        w[i] = w[i] - 2 * h
        gradient[i] = 0.5 * (upper - f(w)) / h
    return gradient


FORMS = {
    "numerical_derivative": [
        kept_apart,
        lambda f, x, h: f(x + h) / (2 * h) - f(x - h) / (2 * h),
        lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2,
        lambda f, x, h: np.float32((f(x + h) - f(x - h)) * 0.5 / h),
        lambda f, x, h: np.array(f(x + h) - f(x - h)) / h / 2,
        lambda f, x, h: -(f(x - h) - f(x + h)) / (2 * h),
    ],
    "numerical_gradient": [restored, in_place_and_back, unit_vectors, flat_iteration, as_lists],
    "gradient_descent_step": [
        lambda w, g, eta: w - eta * g,
        lambda w, g, eta: -(eta * g) + w,
        lambda w, g, eta: np.subtract(w, np.multiply(g, eta)).tolist(),
        lambda w, g, eta: (w.astype("f4") - np.float32(eta) * g.astype("f4")),
        lambda w, g, eta: np.array([
            a - eta * b for a, b in zip(w.flat, g.flat, strict=True)
        ]).reshape(w.shape),
    ],
    "fix_01": [restored, in_place_and_back, unit_vectors, flat_iteration, as_lists],
}  # fmt: skip

WRONG = {
    "numerical_derivative": {
        "one_side_only": [lambda f, x, h: f(x + h) / h - f(x) / h],
        "divided_by_h": [lambda f, x, h: 1 / h * (f(x + h) - f(x - h))],
    },
    "numerical_gradient": {"not_put_back": [not_restored]},
    "fix_01": {"still_the_bug": [not_restored]},
    "gradient_descent_step": {"uphill": [lambda w, g, eta: np.add(w, g * eta)]},
}
