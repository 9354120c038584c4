"""A second backward pass, slow and plain, in which every known mistake can be planted (lesson 10).

It is there to be broken: a gradient check that was never seen to fail proves nothing. Unbroken
it agrees with `Network.gradient`, as the tests hold. Each step of it is a function in `STEPS`; a
bug is another function for one of them. Most are mistakes that people have made and published.
`c` holds what a step may look at:

    network, p, T, N, deltas    the forward pass p[k], the targets, the deltas already made
    k                           the layer (0 for the first) whose delta or gradient is being made
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from course_lib import Network
from course_lib.activations import softmax_jacobian


def slope_of(layer, passed):
    return layer.activation.derivative(passed.net, passed.out)


def output_delta(c):
    layer, last = c.network.layers[-1], c.p[-1]
    error = c.error(c)
    if layer.activation.name == c.network._loss.matched:
        return error
    if layer.activation.slope is None:
        return c.through_jacobian(c, error, softmax_jacobian(last.out))
    return c.gate_output(c, error)


def hidden_delta(c):
    return c.arrives(c) * c.hidden_slope(c)


STEPS: dict[str, Callable[..., Any]] = {
    "output_delta": output_delta,
    "hidden_delta": hidden_delta,
    "error": lambda c: c.p.output - c.T,
    "through_jacobian": lambda c, error, jacobian: np.einsum("nk,nkj->nj", error, jacobian),
    "gate_output": lambda c, error: error * slope_of(c.network.layers[-1], c.p[-1]),
    "sent_back": lambda c: c.deltas[c.k + 1],
    "arrives": lambda c: c.sent_back(c) @ c.network.layers[c.k + 1].W.T,
    "hidden_slope": lambda c: slope_of(c.network.layers[c.k], c.p[c.k]),
    "inputs": lambda c: c.p[c.k].inputs,
    "dW": lambda c: c.inputs(c).T @ c.deltas[c.k] / c.N,
    "db": lambda c: c.deltas[c.k].sum(axis=0) / c.N,
    "finish": lambda c, g: g,
}


def backward(network, X, T, steps):
    """Return the gradient, made with `steps` in the places of the right ones."""
    X, T = network.check(X, T)
    p = network.forward(X)
    c = SimpleNamespace(network=network, p=p, T=T, N=len(X), deltas={}, **(STEPS | steps))
    g = np.empty_like(network.w)
    for c.k in reversed(range(len(p))):
        c.deltas[c.k] = c.output_delta(c) if c.k == len(p) - 1 else c.hidden_delta(c)
        dW, db = network.unpack(g)[c.k]
        dW[:], db[:] = c.dW(c), c.db(c)
    return c.finish(c, g)


def if_it_fits(wrong, right):
    """Return the wrong array where its shape would give a value, else the right one."""
    return wrong if wrong.shape == right.shape else right


def updated_weights(c):
    return c.network.layers[c.k + 1].W - 0.5 * c.p[c.k].out.T @ c.deltas[c.k + 1] / c.N


# Each bug with the steps that it replaces
BUGS: dict[str, dict[str, Callable[..., Any]]] = {
    "hidden: no slope": dict(hidden_slope=lambda c: 1.0),
    "hidden: slope at the output": dict(
        hidden_slope=lambda c: slope_of(
            c.network.layers[c.k],
            SimpleNamespace(net=c.p[c.k].out, out=c.network.layers[c.k].activation(c.p[c.k].out)),
        )
    ),
    "hidden: the output for its slope": dict(hidden_slope=lambda c: c.p[c.k].out),
    "hidden: slope from the net input, net (1 - net)": dict(
        hidden_slope=lambda c: c.p[c.k].net * (1 - c.p[c.k].net)
    ),
    "hidden: slope twice": dict(
        hidden_slope=lambda c: slope_of(c.network.layers[c.k], c.p[c.k]) ** 2
    ),
    "hidden: W untransposed": dict(
        arrives=lambda c: (
            c.deltas[c.k + 1]
            @ if_it_fits(c.network.layers[c.k + 1].W, c.network.layers[c.k + 1].W.T)
        )
    ),
    "hidden: deltas summed without W": dict(
        arrives=lambda c: c.deltas[c.k + 1].sum(axis=1, keepdims=True)
    ),
    "hidden: weights already updated": dict(
        arrives=lambda c: c.deltas[c.k + 1] @ updated_weights(c).T
    ),
    "hidden: the wrong layer's W": dict(
        arrives=lambda c: (
            c.deltas[c.k + 1] @ if_it_fits(c.network.layers[c.k].W, c.network.layers[c.k + 1].W).T
        )
    ),
    "hidden: slope of the next layer": dict(
        hidden_slope=lambda c: if_it_fits(
            slope_of(c.network.layers[c.k], c.p[c.k + 1]), STEPS["hidden_slope"](c)
        )
    ),
    "hidden: y - t sent back": dict(
        sent_back=lambda c: c.p.output - c.T if c.k == len(c.p) - 2 else c.deltas[c.k + 1]
    ),
    "hidden: what arrives instead of delta sent on": dict(
        hidden_delta=lambda c: c.arrives(c) * (c.hidden_slope(c) if c.k == 0 else 1)
    ),
    "output: no slope": dict(gate_output=lambda c, error: error),
    "output: slope a second time": dict(
        output_delta=lambda c: output_delta(c) * c.p.output * (1 - c.p.output)
    ),
    "output: t - y": dict(error=lambda c: c.T - c.p.output),
    "output: the error squared": dict(error=lambda c: (c.p.output - c.T) ** 2),
    "output: -t / y": dict(error=lambda c: -c.T / c.p.output),
    "output: a factor of 2": dict(error=lambda c: 2 * (c.p.output - c.T)),
    "output: only the diagonal of softmax": dict(
        through_jacobian=lambda c, error, jacobian: error * np.einsum("njj->nj", jacobian)
    ),
    "gradient: sum for mean": dict(finish=lambda c, g: g * c.N),
    "gradient: 1/N twice": dict(finish=lambda c, g: g / c.N),
    "gradient: divided by the outputs": dict(finish=lambda c, g: g / c.T.shape[1]),
    "gradient: transposed": dict(dW=lambda c: if_it_fits(STEPS["dW"](c).T, STEPS["dW"](c))),
    "gradient: net for output": dict(inputs=lambda c: c.p[c.k - 1].net if c.k else c.p[0].inputs),
    "gradient: only the first example": dict(
        dW=lambda c: np.outer(c.p[c.k].inputs[0], c.deltas[c.k][0]),
        db=lambda c: c.deltas[c.k][0],
    ),
    "gradient: nothing for the first layer": dict(dW=lambda c: STEPS["dW"](c) * (c.k > 0)),
    "gradient: a stub of zeros": dict(finish=lambda c, g: np.zeros_like(g)),
    "bias: forgotten": dict(db=lambda c: 0.0),
    "bias: one number for all": dict(db=lambda c: c.deltas[c.k].sum(axis=0).mean() / c.N),
    "bias: not summed over the batch": dict(db=lambda c: c.deltas[c.k][0] / c.N),
    "bias: sum where the weights take the mean": dict(db=lambda c: c.deltas[c.k].sum(axis=0)),
    "bias: multiplied by the input": dict(
        db=lambda c: (c.deltas[c.k] * c.p[c.k].inputs.sum(axis=1, keepdims=True)).mean(axis=0)
    ),
}


class PlantedNetwork(Network):
    """A network whose gradient is made by `backward`, with a bug in it or (None) without.

    Attributes
    ----------
    bug : str or None
        One of the names in `BUGS`.
    """

    bug: str | None = None

    def gradient(self, X, T):
        return backward(self, X, T, BUGS[self.bug] if self.bug else {})
