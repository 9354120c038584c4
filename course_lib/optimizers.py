"""How a gradient changes the weights: gradient descent, and descent with momentum."""

import math

import numpy as np

from course_lib.checks import real_number

# Vectors are updated in parts of this many numbers, so that each part is read from memory once
# and stays in the processor's cache until it is written
PART = 32_768


def in_parts(*vectors):
    """Yield vectors of one length part by part, as views."""
    if len(vectors[0]) <= PART:
        yield vectors
        return
    for start in range(0, len(vectors[0]), PART):
        yield [vector[start : start + PART] for vector in vectors]


def _learning_rate(value):
    return real_number("learning_rate", value, lambda r: 0 < r < math.inf, "a number above 0")


class GradientDescent:
    r"""Gradient descent (1.8): $\mathbf w\leftarrow\mathbf w-\eta\mathbf g$.

    Parameters
    ----------
    learning_rate : float
        $\eta$, above 0.

    Raises
    ------
    ValueError
        A learning rate that is not a finite number above 0.
    """

    def __init__(self, learning_rate):
        self.learning_rate = _learning_rate(learning_rate)

    def step(self, w, g):
        """Update the weights `w`, shape (P,), in place; leave the gradient `g` alone."""
        for w_part, g_part in in_parts(w, g):
            w_part -= self.learning_rate * g_part  # (1.8)

    def __repr__(self):
        return f"GradientDescent({self.learning_rate:g})"


class Momentum:
    r"""Descent with momentum.

    $\mathbf v\leftarrow\mu\mathbf v-\eta\mathbf g$, then $\mathbf w\leftarrow\mathbf w+\mathbf v$.

    Parameters
    ----------
    learning_rate : float
        $\eta$, above 0.
    momentum : float
        $\mu$, at least 0 and below 1.

    Attributes
    ----------
    velocity : ndarray, shape (P,), or None before the first step
        It starts at 0, and again at 0 when the optimizer is given another network's weights.

    Raises
    ------
    ValueError
        A learning rate that is not a finite number above 0, a momentum outside [0, 1).
    """

    def __init__(self, learning_rate, momentum=0.9):
        self.learning_rate = _learning_rate(learning_rate)
        self.momentum = real_number(
            "momentum", momentum, lambda m: 0 <= m < 1, "a number of at least 0 and below 1"
        )
        self.velocity = None
        self._weights = None

    def step(self, w, g):
        """Update the weights `w`, shape (P,), in place; leave the gradient `g` alone."""
        if w is not self._weights:
            self._weights = w
            self.velocity = np.zeros_like(w)
        for w_part, g_part, v_part in in_parts(w, g, self.velocity):
            v_part *= self.momentum
            v_part -= self.learning_rate * g_part
            w_part += v_part

    def __repr__(self):
        return f"Momentum({self.learning_rate:g}, momentum={self.momentum:g})"
