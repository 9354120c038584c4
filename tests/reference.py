"""An independent differentiator: the networks in plain formulas, and HIPS autograd.

Nothing here is shared with `course_lib` but the numbers in `network.w`.
"""

import autograd.numpy as anp
import numpy as np
from autograd import grad
from autograd.scipy.special import logsumexp

ACTIVATIONS = {
    "identity": lambda net: net,
    "sigmoid": lambda net: 1 / (1 + anp.exp(-net)),
    "tanh": lambda net: anp.tanh(net),
    "relu": lambda net: anp.where(net > 0, net, 0.0),
    "leaky_relu": lambda net: anp.where(net > 0, net, 0.01 * net),
    "softplus": lambda net: anp.log(1 + anp.exp(net)),
    "softmax": lambda net: anp.exp(net - logsumexp(net, axis=1, keepdims=True)),
}

# The losses of an output's net input and target, each by another route than the package's
LOSSES = {
    "squared_error": lambda phi, net, T: anp.sum((phi(net) - T) ** 2) / 2,
    "log_loss": lambda phi, net, T: anp.sum(
        T * anp.log1p(anp.exp(-net)) + (1 - T) * anp.log1p(anp.exp(net))
    ),
    "cross_entropy": lambda phi, net, T: anp.sum(T * (logsumexp(net, axis=1, keepdims=True) - net)),
}


def loss_of(w, X, T, sizes, hidden, output, loss):
    """Return the mean loss of the network whose weights and biases are the vector `w`."""
    out, start = X, 0
    for layer in range(1, len(sizes)):
        n_in, n_out = sizes[layer - 1], sizes[layer]
        W = anp.reshape(w[start : start + n_in * n_out], (n_in, n_out))
        start += n_in * n_out
        b = w[start : start + n_out]
        start += n_out
        net = anp.dot(out, W) + b
        out = ACTIVATIONS[hidden](net)
    return LOSSES[loss](ACTIVATIONS[output], net, T) / len(X)


def autograd_gradient(w, X, T, sizes, hidden, output, loss):
    """Return the gradient of `loss_of` at `w`, in float64."""
    w, X, T = (np.asarray(array, float) for array in (w, X, T))
    return grad(loss_of)(w, X, T, sizes, hidden, output, loss)
