"""Activation functions and their derivatives (lesson 03).

Each function stands beside its derivative. All take the net input `net` and an optional array
for the result, so that training can use the same lines without allocating: `out` may be `net`
itself. The derivatives are written with the output `out` alone, which the forward pass has
already computed.
"""

import numpy as np

LEAK = 0.01  # the slope of leaky ReLU for net <= 0


def _identity(net, out):
    if out is not net:
        np.copyto(out, net)
    return out


def _identity_derivative(out, slope):
    slope[...] = 1
    return slope


def _sigmoid(net, out):
    # (3.2) 1 / (1 + exp(-net)) = (1 + tanh(net / 2)) / 2, by (3.7): this form never overflows
    np.multiply(net, 0.5, out=out)
    np.tanh(out, out=out)
    out += 1
    out *= 0.5
    return out


def _sigmoid_derivative(out, slope):
    np.subtract(1, out, out=slope)
    slope *= out  # (3.3) out (1 - out)
    return slope


def _tanh(net, out):
    return np.tanh(net, out=out)  # (3.5)


def _tanh_derivative(out, slope):
    np.multiply(out, out, out=slope)
    return np.subtract(1, slope, out=slope)  # (3.6) 1 - out^2


def _relu(net, out):
    return np.maximum(net, 0, out=out)  # (3.8)


def _relu_derivative(out, slope):
    return np.heaviside(out, 0, out=slope)  # (3.8) 1 where out > 0, and the choice 0 at 0


def _leaky_relu(net, out):
    return np.maximum(net, LEAK * net, out=out)


def _leaky_relu_derivative(out, slope):
    np.heaviside(out, 0, out=slope)
    return np.maximum(slope, LEAK, out=slope)


def _softplus(net, out):
    return np.logaddexp(0, net, out=out)  # ln(1 + exp(net))


def _softplus_derivative(out, slope):
    # The sigmoid of net; and 1 - sigmoid(net) = 1 / (1 + exp(net)) = exp(-out)
    np.negative(out, out=slope)
    np.expm1(slope, out=slope)
    return np.negative(slope, out=slope)


def _softmax(net, out):
    # (3.9), shifted by the largest net input of each example: (3.11) says that changes nothing
    np.subtract(net, net.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)
    return out


class Activation:
    r"""An activation function $\varphi$ with its derivative $\varphi'$.

    Parameters
    ----------
    name : str
    function : callable
        `function(net, out)` writes $\varphi(net)$ into `out` and returns it.
    slope : callable or None
        `slope(out, slope)` writes $\varphi'(net)$ into `slope` and returns it, or None for a
        function that is not elementwise.

    Examples
    --------
    >>> out = tanh([0.0, 1.0])
    >>> tanh.derivative([0.0, 1.0], out).round(3)
    array([1.  , 0.42])
    """

    __slots__ = ("function", "name", "slope")

    def __init__(self, name, function, slope):
        self.name = name
        self.function = function
        self.slope = slope

    def __call__(self, net):
        """Return the output for `net`: same shape; softmax works along the last axis."""
        net = _floating(net)
        return self.function(net, np.empty_like(net))[()]

    def derivative(self, net, out):
        r"""Return $\varphi'(net)$ (3.12), the same shape as `net`.

        Parameters
        ----------
        net, out : array_like
            Net input and output, $out=\varphi(net)$, as the forward pass left them. These
            derivatives need the output alone.

        Raises
        ------
        TypeError
            For softmax: each of its outputs depends on every net input, so that its derivative
            is a Jacobian, `softmax_jacobian`.
        """
        if self.slope is None:
            raise TypeError(f"{self.name} is not elementwise: its derivative is a Jacobian.")
        out = _floating(out)
        return self.slope(out, np.empty_like(out))[()]

    def __repr__(self):
        return self.name


def _floating(array):
    array = np.asarray(array)
    return array if array.dtype.kind == "f" else array.astype(float)


identity = Activation("identity", _identity, _identity_derivative)
sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_derivative)
tanh = Activation("tanh", _tanh, _tanh_derivative)
relu = Activation("relu", _relu, _relu_derivative)
leaky_relu = Activation("leaky_relu", _leaky_relu, _leaky_relu_derivative)
softplus = Activation("softplus", _softplus, _softplus_derivative)
softmax = Activation("softmax", _softmax, None)

ACTIVATIONS = {
    activation.name: activation
    for activation in (identity, sigmoid, tanh, relu, leaky_relu, softplus, softmax)
}
HIDDEN = {name: activation for name, activation in ACTIVATIONS.items() if activation.slope}


def softmax_jacobian(out):
    r"""Return the Jacobian of softmax (3.10), $\partial o_i/\partial net_j=o_i([i=j]-o_j)$.

    Parameters
    ----------
    out : array_like, shape (..., n)
        Outputs of softmax.

    Returns
    -------
    ndarray, shape (..., n, n)
        Entry `[..., i, j]` is the derivative of output i with respect to net input j.
    """
    out = _floating(out)
    return out[..., :, None] * (np.eye(out.shape[-1], dtype=out.dtype) - out[..., None, :])
