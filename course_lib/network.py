r"""A fully connected network, its forward pass and its gradient (lessons 02 to 10).

Every equation stands here once: the methods of `Network` and the training loop run the same
lines. Arrays are batch-first: one row an example.
"""

from typing import NamedTuple

import numpy as np

from course_lib.activations import ACTIVATIONS, HIDDEN
from course_lib.checks import as_rows, one_of, whole_number, write_through
from course_lib.losses import LOSSES

DTYPES = {"float64": np.dtype("float64"), "float32": np.dtype("float32")}

# A starting weight's variance, times n_in: 1 by (11.4), for rectifiers 2 by (11.5)
GAIN = {"relu": 2.0, "leaky_relu": 2.0}


class LayerPass(NamedTuple):
    """What one layer saw and did: `inputs` (N, n_in), `net` and `out` (N, n_out)."""

    inputs: np.ndarray
    net: np.ndarray
    out: np.ndarray


class ForwardPass(tuple):
    """A forward pass: one `LayerPass` a layer, what the way back must remember."""

    __slots__ = ()

    @property
    def output(self):
        """The output $y$ of the last layer, (N, n_L)."""
        return self[-1].out


class Layer:
    """One layer: its weights and biases, which are views into the network's one vector.

    Attributes
    ----------
    W : ndarray, shape (n_in, n_out)
        `W[i, j]` is the weight from unit i to unit j. Assigned values are written through.
    b : ndarray, shape (n_out,)
        Biases. Assigned values are written through.
    activation : Activation
    """

    __slots__ = ("_W", "_b", "_number", "activation")

    def __init__(self, W, b, activation, number):
        self._W = W
        self._b = b
        self._number = number
        self.activation = activation

    @property
    def W(self):
        return self._W

    @W.setter
    def W(self, value):
        write_through(f"W of layer {self._number}", self._W, value)

    @property
    def b(self):
        return self._b

    @b.setter
    def b(self, value):
        write_through(f"b of layer {self._number}", self._b, value)

    def __repr__(self):
        n_in, n_out = self.W.shape
        return f"Layer({n_in} to {n_out}, {self.activation})"


class Network:
    r"""A fully connected feedforward network with its loss.

    Parameters
    ----------
    sizes : sequence of int
        Units of each layer, inputs first: $[n_0, n_1, \dots, n_L]$.
    hidden : str
        Activation function of the hidden layers: "identity", "sigmoid", "tanh", "relu",
        "leaky_relu" or "softplus".
    output : str
        Activation function of the last layer: the same, or "softmax".
    loss : str
        "squared_error" with any output, "log_loss" with "sigmoid", "cross_entropy" with "softmax".
    seed : int or None
        Seed of the starting weights; None for other weights each time.
    dtype : {"float64", "float32"}

    Attributes
    ----------
    w : ndarray, shape (P,)
        Every weight and bias, in the order $W^{(1)}, b^{(1)}, W^{(2)}, \dots$ The layers are
        views into it. Assigned values are written through.
    layers : list of Layer
    sizes : list of int
    dtype : numpy.dtype

    Raises
    ------
    ValueError
        Sizes that are not whole numbers of at least 1, an unknown name (the sentence lists the
        known ones), an output and a loss that don't go together.

    Notes
    -----
    Starting weights are normal with variance $1/n_{in}$ (11.4), $2/n_{in}$ after rectifiers
    (11.5); starting biases are 0.

    Examples
    --------
    >>> network = Network([2, 3, 1])
    >>> network.w.shape
    (13,)
    >>> network.predict([[0.5, -1.0]]).shape
    (1, 1)
    """

    def __init__(
        self,
        sizes,
        hidden="sigmoid",
        output="identity",
        loss="squared_error",
        seed=0,
        dtype="float64",
    ):
        try:
            sizes = list(sizes)
        except TypeError:
            raise ValueError(f"sizes must be a list like [64, 32, 10], not {sizes!r}.") from None
        if isinstance(hidden, str) and hidden == "softmax":
            raise ValueError("softmax is for the last layer only: it is not elementwise.")
        one_of("hidden activation", hidden, HIDDEN)
        one_of("output activation", output, ACTIVATIONS)
        allowed = one_of("loss", loss, LOSSES).outputs
        if output not in allowed:
            raise ValueError(f"{loss} goes with the output {' or '.join(allowed)}, not {output}.")
        if len(sizes) < 2:
            raise ValueError(f"sizes must name the inputs and at least one layer, not {sizes}.")
        sizes = [whole_number("each of sizes", size, 1) for size in sizes]
        if isinstance(dtype, (type, np.dtype)):
            dtype = np.dtype(dtype).name
        dtype = one_of("dtype", dtype, DTYPES)

        parameters = sum((n_in + 1) * n_out for n_in, n_out in zip(sizes, sizes[1:]))  # (4.3)
        self._build(sizes, (hidden, output, loss), np.zeros(parameters, dtype))
        rng = np.random.default_rng(seed)
        for layer in self.layers:
            variance = GAIN.get(layer.activation.name, 1.0) / len(layer.W)
            layer.W = np.sqrt(variance) * rng.standard_normal(layer.W.shape)

    def _build(self, sizes, names, w):
        hidden, output, loss = names
        self.sizes = sizes
        self.dtype = w.dtype
        self._names = names
        self._w = w
        self._loss = LOSSES[loss]
        activations = [HIDDEN[hidden]] * (len(sizes) - 2) + [ACTIVATIONS[output]]
        self.layers = [
            Layer(W, b, activation, number)
            for number, ((W, b), activation) in enumerate(zip(self.unpack(w), activations), 1)
        ]

    # A copy must own its vector, with layers that are views into it: so copy, deepcopy and
    # pickle carry the vector alone.
    def __getstate__(self):
        return self.sizes, self._names, self._w

    def __setstate__(self, state):
        sizes, names, w = state
        self._build(list(sizes), names, w.copy())

    def astype(self, dtype):
        """Return a copy of the network with the same weights in another dtype."""
        twin = Network(self.sizes, *self._names, dtype=dtype)
        twin.w = self.w
        return twin

    def __repr__(self):
        hidden, output, loss = self._names
        return (
            f"Network({self.sizes}, hidden={hidden!r}, output={output!r}, loss={loss!r}, "
            f"dtype={self.dtype.name!r})"
        )

    @property
    def w(self):
        return self._w

    @w.setter
    def w(self, value):
        write_through("w", self._w, value)

    def unpack(self, vector):
        """Return `vector`, shape (P,), as `[(dW, db), ...]`: views, in layer order.

        Raises
        ------
        ValueError
            Another shape.
        """
        vector = np.asarray(vector)
        if vector.shape != self._w.shape:
            raise ValueError(
                f"the vector has shape {vector.shape}, but this network has {self._w.shape} "
                "weights and biases."
            )
        pairs, start = [], 0
        for n_in, n_out in zip(self.sizes, self.sizes[1:]):
            middle = start + n_in * n_out
            stop = middle + n_out
            pairs.append((vector[start:middle].reshape(n_in, n_out), vector[middle:stop]))
            start = stop
        return pairs

    # What learners call: inputs are checked, results are fresh arrays.

    def forward(self, X):
        """Run the network forward, layer by layer (4.1): net inputs (2.1), then outputs.

        A batch at once, (2.6) and (2.7), multiplying as often as (4.4) says for each example.

        Parameters
        ----------
        X : array_like, shape (N, n_0)

        Returns
        -------
        ForwardPass
            A sequence with one `(inputs, net, out)` a layer; `.output` is $y$, (N, n_L).

        Raises
        ------
        ValueError
            Another shape, NaN or infinity.
        """
        X = self._as_inputs(X)
        p = self._pass_for(X.copy(), [self._empty(X, n) for n in self.sizes[1:]])
        self._forward(p)
        return p

    def predict(self, X):
        """Return the output $y$ (4.2), shape (N, n_L), for inputs X of shape (N, n_0)."""
        return self.forward(X).output

    def loss(self, X, T):
        """Return the loss (5.1), the mean over the batch, a scalar.

        Parameters
        ----------
        X : array_like, shape (N, n_0)
        T : array_like, shape (N, n_L)
            Targets: 0 to 1 for log_loss, rows of probabilities for cross_entropy.

        Raises
        ------
        ValueError
            Another shape, NaN or infinity, targets out of range.
        """
        X, T = self.check(X, T)
        p = self.forward(X)
        return self._total_loss(p, T, np.empty_like(T)) / self.dtype.type(len(X))

    def deltas(self, p, T):
        r"""Return $\delta_j=\partial E_n/\partial net_j$ of every layer (8.1), without 1/N.

        The last layer's first (10.1), then each from the one after it (10.2): (9.2), to any
        depth (9.4). Each step is a local slope times what arrives (7.3).

        Parameters
        ----------
        p : ForwardPass
            From `forward(X)`; it is left as it is.
        T : array_like, shape (N, n_L)

        Returns
        -------
        list of ndarray
            `[(N, n_1), ..., (N, n_L)]`, first layer first.

        Raises
        ------
        ValueError
            Targets of another shape, not finite or out of range.
        """
        T = self._as_targets(T, len(p.output))
        deltas, arriving = ([np.empty_like(layer.out) for layer in p] for _ in range(2))
        np.subtract(p.output, T, out=deltas[-1])
        return list(self._backward(p, deltas, arriving))[::-1]

    def gradient(self, X, T):
        r"""Return $\mathbf g=\nabla E(\mathbf w)$ (1.5), the batch's mean, by backpropagation.

        Weights by (8.2), which is (10.3) for a batch, and biases by (8.3) and (10.4); the work is
        that of (10.5).

        Parameters
        ----------
        X : array_like, shape (N, n_0)
        T : array_like, shape (N, n_L)

        Returns
        -------
        ndarray, shape (P,)
            In the order of `network.w`; `network.unpack(g)` gives its parts.

        Raises
        ------
        ValueError
            Another shape, NaN or infinity, targets out of range.
        """
        X, T = self.check(X, T)
        p = self.forward(X)
        g = np.empty_like(self._w)
        shares, arriving = ([np.empty_like(layer.out) for layer in p] for _ in range(2))
        np.subtract(p.output, T, out=shares[-1])
        self._gradient(p, shares, arriving, np.ones(len(X), self.dtype), self.unpack(g))
        return g

    def check(self, X, T):
        """Return X and T as arrays of the network's dtype, or raise a ValueError saying why not."""
        X = self._as_inputs(X)
        return X, self._as_targets(T, len(X))

    # The equations. They write into arrays that they are given: fresh ones above, the same ones
    # for every batch in `train`.

    def _forward(self, p):
        for layer, (inputs, net, out) in zip(self.layers, p):
            inputs.dot(layer.W, out=net)
            net += layer.b  # (2.7) net = o W + b
            layer.activation.function(net, out)  # (4.1) o = phi(net)

    def _total_loss(self, p, T, error):
        """Return the sum of the batch's losses, and leave $y-t$ in `error`."""
        return self._loss.total(p[-1].net, p.output, T, error)

    def _backward(self, p, deltas, arriving):
        """Yield the delta of each layer, the last first.

        `deltas[-1]` holds $y-t$ and is turned into the output delta; the others are filled.
        `arriving[k]` may be `p[k].out`, if the caller has done with it when the sweep goes on.
        """
        delta = self._output_delta(p[-1], deltas[-1])
        yield delta
        for k in range(len(self.layers) - 2, -1, -1):
            slope = self.layers[k].activation.slope(p[k].out, deltas[k])  # (3.12) phi'(net)
            arrives = delta.dot(self.layers[k + 1].W.T, out=arriving[k])  # (9.1) dE_n / do
            delta = np.multiply(arrives, slope, out=deltas[k])  # (9.3)
            yield delta

    def _output_delta(self, last, error):
        r"""Turn $y-t$ into $\partial E_n/\partial net$, in place."""
        activation = self.layers[-1].activation
        if activation.name == self._loss.matched:
            return error  # (8.6), (8.7), (8.8): delta = y - t
        y = last.out
        if activation.slope is None:
            # (8.5) with the Jacobian (3.10): delta_j = y_j (e_j - sum_k e_k y_k), e = y - t
            error -= np.vecdot(error, y)[:, None]
            error *= y
        else:
            error *= activation.derivative(last.net, y)  # (8.4)
        return error

    def _gradient(self, p, shares, arriving, ones, gradients):
        """Fill `gradients`, `[(dW, db), ...]`; `shares[-1]` holds $y-t$.

        (8.4) and (9.3) are linear in $y-t$: a sweep that begins with 1/N of it gives 1/N of every
        delta, each example's share of the mean.
        """
        shares[-1] *= 1 / len(ones)  # (5.1)
        for layer, share, (dW, db) in zip(
            reversed(p), self._backward(p, shares, arriving), reversed(gradients)
        ):
            layer.inputs.T.dot(share, out=dW)  # (8.9)
            ones.dot(share, out=db)  # (8.10): as (2.2) says, the same with 1 for o_i

    def _pass_for(self, X, nets, outs=None):
        outs = outs or [np.empty_like(net) for net in nets]
        return ForwardPass(map(LayerPass, [X, *outs[:-1]], nets, outs))

    def _empty(self, X, columns):
        return np.empty((len(X), columns), self.dtype)

    def _as_inputs(self, X):
        return as_rows("X", X, self.sizes[0], self.dtype)

    def _as_targets(self, T, examples):
        T = as_rows("T", T, self.sizes[-1], self.dtype, rows=examples)
        self._loss.check(T)
        return T
