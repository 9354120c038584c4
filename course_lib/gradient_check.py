r"""The gradient check (lesson 10): backpropagation against central differences.

A check that can't fail proves nothing. So the report also says what this check could not see:
with all weights zero, one example and one output, or a gradient of zeros, wrong code passes too.
"""

from typing import NamedTuple

import numpy as np

from course_lib.checks import check_finite

# A relative error above this is a mistake, not rounding: differences of a float64 loss are good
# to about 1e-9, and a float32 gradient to about 1e-6 of its largest entry
TOLERANCE = {"float64": 1e-6, "float32": 1e-4}


class Entry(NamedTuple):
    """One parameter: its `name` ("W2[0, 1]"), its `gradient` and the `numerical` slope."""

    name: str
    gradient: float
    numerical: float


class GradientReport(NamedTuple):
    """What `check_gradient` found.

    Attributes
    ----------
    ok : bool
        The gradient agrees with the differences, and nothing is listed in `blind`.
    relative_error : float
        (10.6) of each layer's weights and of its biases, the largest of them.
    worst : Entry
        The parameter behind it.
    agrees : bool
        The relative error is within the tolerance.
    blind : tuple of str
        Why this check would miss mistakes, a sentence each; empty if it would not.
    """

    ok: bool
    relative_error: float
    worst: Entry
    agrees: bool
    blind: tuple

    def __str__(self):
        name, gradient, numerical = self.worst
        verdict = "agrees with" if self.agrees else "DIFFERS from"
        lines = [
            f"The gradient {verdict} central differences: relative error "
            f"{self.relative_error:.1e}, largest at {name} "
            f"(gradient {gradient:.6g}, difference {numerical:.6g})."
        ]
        return "\n".join(lines + [f"But this proves little: {reason}" for reason in self.blind])


def gradient_error(gradient, numerical):
    r"""Return the relative error (10.6), $\max|a-b|/\max(|a|,|b|)$ over all entries.

    Parameters
    ----------
    gradient, numerical : array_like
        Of one shape.

    Returns
    -------
    float
        0 if both are 0 everywhere.
    """
    a, b = np.asarray(gradient, float), np.asarray(numerical, float)
    largest = max(np.abs(a).max(), np.abs(b).max())
    return float(np.abs(a - b).max() / largest) if largest > 0 else 0.0


def numerical_gradient(network, X, T, places=None, shrink=1):
    r"""Return the gradient by central differences (1.2), two forward passes a parameter.

    One entry of $\mathbf w$ moves at a time, the others are held still (1.4).

    Parameters
    ----------
    network : Network
        Left alone: a float64 copy is nudged.
    X, T : array_like, shapes (N, n_0) and (N, n_L)
    places : sequence of int, optional
        Which entries of $\mathbf w$ to nudge; all by default.
    shrink : float
        Divides the steps $h=\varepsilon^{1/3}\max(1,|w|)$.

    Returns
    -------
    ndarray, shape (P,) or (len(places),)
        float64.
    """
    twin = network.astype("float64")
    places = range(twin.w.size) if places is None else places
    numerical = np.empty(len(places))
    for n, i in enumerate(places):
        w_i = twin.w[i]
        h = np.cbrt(np.finfo(float).eps) * max(1.0, abs(w_i)) / shrink
        twin.w[i] = above = w_i + h
        loss_above = twin.loss(X, T)
        twin.w[i] = below = w_i - h
        loss_below = twin.loss(X, T)
        twin.w[i] = w_i
        # (1.2), with the step as the machine really took it
        numerical[n] = (loss_above - loss_below) / (above - below)
    return numerical


def check_gradient(network, X, T):
    r"""Compare `network.gradient(X, T)` with central differences of `network.loss`.

    Each layer's weights, and each layer's biases, are compared on their own scale, so that a
    mistake in a small gradient is not hidden behind a large one.

    Parameters
    ----------
    network : Network
        Left as it is.
    X : array_like, shape (N, n_0)
    T : array_like, shape (N, n_L)

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError
        Bad input, as `network.gradient` says; a gradient of another shape or not finite.

    Notes
    -----
    A step across the kink of a ReLU makes a difference wrong, not the gradient: an entry that
    disagrees is measured again with a step a hundredth as long.

    Examples
    --------
    >>> from course_lib import Network
    >>> network = Network([2, 3, 2])
    >>> check_gradient(network, [[0.5, -1.0], [1.5, 0.3]], [[0.0, 1.0], [1.0, 0.2]]).ok
    True
    """
    X, T = network.check(X, T)
    gradient = np.array(network.gradient(X, T), float)
    if gradient.shape != network.w.shape:
        raise ValueError(f"the gradient has shape {gradient.shape}, but w has {network.w.shape}.")
    check_finite("the gradient", gradient)
    numerical = numerical_gradient(network, X, T)
    tolerance = TOLERANCE[network.dtype.name]
    # What rounding may leave in a difference: some eps of the loss over the step, eps^(1/3), and
    # some eps of what the loss moves by
    eps = np.finfo(float).eps
    noise = 10 * (eps ** (2 / 3) * float(network.astype("float64").loss(X, T)) + eps)

    agrees, blind, found = True, _blind_spots(network, X), []
    for name, places in _blocks(network):
        a, b = gradient[places], numerical[places]
        scale = max(np.abs(a).max(), np.abs(b).max())
        invisible = scale <= 100 * noise
        if invisible:
            blind.append(f"the gradient of {name} is zero, as far as a difference can tell.")
        bound = np.full(a.shape, tolerance * scale + noise)
        apart = np.abs(a - b) > bound
        if apart.any():
            b[apart] = numerical_gradient(network, X, T, places[apart], shrink=100)
            bound[apart] += 100 * noise
        gap = np.abs(a - b)
        agrees &= invisible or bool((gap <= bound).all())
        worst = np.unravel_index(gap.argmax(), gap.shape)
        entry = Entry(f"{name}{list(map(int, worst))}", float(a[worst]), float(b[worst]))
        found.append((0.0 if invisible else gap.max() / scale, entry))
    relative_error, worst = max(found, key=lambda pair: pair[0])
    ok = agrees and not blind
    return GradientReport(ok, float(relative_error), worst, agrees, tuple(blind))


def _blocks(network):
    """Yield the name and the places in `w` of each layer's weights, and of its biases."""
    for number, (W, b) in enumerate(network.unpack(np.arange(network.w.size)), 1):
        yield f"W{number}", W
        yield f"b{number}", b


def _blind_spots(network, X):
    spots = []
    if len(X) == 1 and network.sizes[-1] == 1:
        spots.append("with one example and one output, a sum looks like a mean.")
    if not any(layer.W.any() for layer in network.layers):
        spots.append("all weights are 0, which hides whatever is multiplied by a weight.")
    for number, (layer, passed) in enumerate(zip(network.layers, network.forward(X)), 1):
        if layer.activation.name in ("relu", "leaky_relu") and (passed.net == 0).any():
            spots.append(f"a net input of layer {number} is exactly 0, where there is no slope.")
    return spots
