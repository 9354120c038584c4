"""The same training, done by this package, by its peers, and by the matrix products alone.

Each function takes a `Workload` and a dtype and returns a function that runs it once; it returns
None where the peer is not installed. All start from equal sizes, activations, loss, batch size and
learning rate, all shuffle each epoch, and all keep track of the loss.
"""

import warnings
from typing import NamedTuple

import numpy as np

from course_lib import GradientDescent, Network, train

LEARNING_RATE = 0.01


class Workload(NamedTuple):
    """A network, its data, and how long to train; `batch_size` None is the whole batch."""

    name: str
    sizes: list
    n_examples: int
    batch_size: int | None
    epochs: int

    def data(self, dtype):
        rng = np.random.default_rng(0)
        X = rng.random((self.n_examples, self.sizes[0])).astype(dtype)
        return X, rng.random((self.n_examples, self.sizes[-1])).astype(dtype)


WORKLOADS = [
    Workload("XOR 2-2-1, full batch of 4, 500 epochs", [2, 2, 1], 4, None, 500),
    Workload("digits 64-32-10, batch 32, 10 epochs", [64, 32, 10], 1437, 32, 10),
    Workload("784-128-64-10, batch 128, 12,800 examples", [784, 128, 64, 10], 12_800, 128, 1),
    Workload("1024-1024-1024-10, batch 256, 1,024 examples", [1024, 1024, 1024, 10], 1024, 256, 1),
]


def course(workload, dtype):
    """`train` with sigmoid hidden layers, identity output and squared error."""
    X, T = workload.data(dtype)
    network = Network(workload.sizes, dtype=dtype)

    def run():
        train(
            network,
            X,
            T,
            optimizer=GradientDescent(LEARNING_RATE),
            epochs=workload.epochs,
            batch_size=workload.batch_size,
        )

    return run


def floor(workload, dtype):
    """The matrix products of the same training, into arrays that are there already."""
    rng = np.random.default_rng(0)
    rows = workload.batch_size or workload.n_examples
    outs = [rng.random((rows, n)).astype(dtype) for n in workload.sizes]
    deltas = [rng.random((rows, n)).astype(dtype) for n in workload.sizes]
    pairs = list(zip(workload.sizes, workload.sizes[1:]))
    weights = [rng.random(pair).astype(dtype) / pair[0] for pair in pairs]
    gradients = [np.empty_like(W) for W in weights]
    layers = range(len(weights))
    # whole batches and the short last one, together as many rows as there are examples
    batches = workload.epochs * workload.n_examples // rows

    def run():
        for _ in range(batches):
            for k in layers:
                np.matmul(outs[k], weights[k], out=outs[k + 1])
            for k in reversed(layers):
                np.matmul(outs[k].T, deltas[k + 1], out=gradients[k])
                if k:
                    np.matmul(deltas[k + 1], weights[k].T, out=deltas[k])

    return run


def torch_eager(workload, dtype):
    """PyTorch: `nn.Sequential`, autograd and `optim.SGD`, without a compiler."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    kind = getattr(torch, dtype)
    X, T = (torch.tensor(array, dtype=kind) for array in workload.data(dtype))
    modules = []
    for n_in, n_out in zip(workload.sizes, workload.sizes[1:]):
        modules += [torch.nn.Linear(n_in, n_out, dtype=kind), torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*modules[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    N, rows = len(X), workload.batch_size or workload.n_examples

    def run():
        for _ in range(workload.epochs):
            order = torch.randperm(N) if rows < N else None
            total = 0.0
            for start in range(0, N, rows):
                batch = slice(None) if order is None else order[start : start + rows]
                targets = T[batch]
                loss = ((model(X[batch]) - targets) ** 2).sum() / (2 * len(targets))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(targets)

    return run


def scikit_learn(workload, dtype):
    """scikit-learn's `MLPRegressor` with plain stochastic gradient descent."""
    try:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPRegressor
    except ImportError:
        return None
    X, T = workload.data(dtype)
    T = T[:, 0] if T.shape[1] == 1 else T

    def run():
        model = MLPRegressor(
            hidden_layer_sizes=workload.sizes[1:-1],
            activation="logistic",
            solver="sgd",
            alpha=0,
            batch_size=workload.batch_size or workload.n_examples,
            learning_rate_init=LEARNING_RATE,
            momentum=0,
            nesterovs_momentum=False,
            max_iter=workload.epochs,
            tol=0,
            n_iter_no_change=workload.epochs + 1,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(X, T)

    return run
