"""How a gradient changes the weights: gradient descent, and descent with momentum."""

import math

import numpy as np

from course_lib.checks import real_number


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
        self._step = np.empty(0)

    def step(self, w, g):
        """Update the weights `w`, shape (P,), in place; leave the gradient `g` alone."""
        if self._step.shape != w.shape or self._step.dtype != w.dtype:
            self._step = np.empty_like(w)
        np.multiply(self.learning_rate, g, out=self._step)
        np.subtract(w, self._step, out=w)  # (1.8) w - eta g

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
        v = self.velocity
        # mu v - eta g, written eta ((mu / eta) v - g): in place, it needs no second vector
        v *= self.momentum / self.learning_rate
        v -= g
        v *= self.learning_rate
        np.add(w, v, out=w)

    def __repr__(self):
        return f"Momentum({self.learning_rate:g}, momentum={self.momentum:g})"
