"""How costs grow and relate: forward to backward, width, batch and depth, the check, memory."""

import statistics
import subprocess
import sys
import time
import tracemalloc

import numpy as np

from benchmarks.contenders import LEARNING_RATE, Workload, course
from course_lib import GradientDescent, Network, check_gradient, train
from course_lib.training import _Buffers, _forward_loss, _loss_and_gradient


def interleaved(runs, rounds):
    """Return the seconds of each of `runs` in each of `rounds`, one after the other each round.

    One round more comes first and is not counted.
    """
    seconds = np.zeros((rounds + 1, len(runs)))
    for row in seconds:
        for place, run in enumerate(runs):
            start = time.perf_counter()
            run()
            row[place] = time.perf_counter() - start
    return seconds[1:]


def median_ratio(run, other, rounds=15):
    """Return the median over the rounds of the time of `run` over that of `other`."""
    seconds = interleaved([run, other], rounds)
    return statistics.median(seconds[:, 0] / seconds[:, 1])


def import_ratio(rounds=15):
    """Return the time of `import course_lib` over that of `import numpy`, each in a new Python."""

    def importing(module):
        return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)

    return median_ratio(importing("course_lib"), importing("numpy"), rounds)


def batch_of(workload, dtype):
    """Return a network and a batch as `train` would use it, with the gradient's parts."""
    X, T = workload.data(dtype)
    rows = workload.batch_size or workload.n_examples
    network = Network(workload.sizes, dtype=dtype)
    batch = _Buffers(network, rows).around(X[:rows], T[:rows])
    return network, batch, network.unpack(np.empty_like(network.w))


def backward_over_forward(workload, dtype, rounds=15, repeats=10):
    """Return the time from the loss to the gradient over that from the inputs to the loss."""
    network, batch, gradients = batch_of(workload, dtype)

    def forward():
        for _ in range(repeats):
            _forward_loss(network, batch)

    def both():
        for _ in range(repeats):
            _loss_and_gradient(network, batch, gradients)

    return median_ratio(both, forward, rounds) - 1


def exponent(workloads, sizes, rounds=7):
    """Return p of time ~ size**p, fitted to the fastest run of each of `workloads`."""
    seconds = interleaved([course(workload, "float64") for workload in workloads], rounds)
    return np.polyfit(np.log(sizes), np.log(seconds.min(axis=0)), 1)[0]


def growth():
    """Return how time grows with width, batch and depth: `[(what, sizes, exponent), ...]`."""
    widths = [128, 256, 512, 1024]
    batches = [256, 512, 1024, 2048]
    depths = [4, 8, 16, 32]
    return [
        ("width", widths, exponent([Workload("", [w] * 4, 256, None, 3) for w in widths], widths)),
        (
            "batch",
            batches,
            exponent([Workload("", [256] * 4, b, None, 3) for b in batches], batches),
        ),
        (
            "depth",
            depths,
            exponent([Workload("", [256] * (d + 1), 128, None, 3) for d in depths], depths),
        ),
    ]


def gradient_check_ratio(rounds=5):
    """Return the time of a gradient check over that of P forward and backward passes."""
    workload = Workload("", [64, 32, 10], 32, None, 1)
    X, T = workload.data("float64")
    network = Network(workload.sizes)
    passes = network.w.size

    def as_many_gradients():
        for _ in range(passes):
            network.gradient(X, T)

    return median_ratio(lambda: check_gradient(network, X, T), as_many_gradients, rounds)


def memory_over_formula(workload, dtype):
    """Return what `train` allocates at most, over three times w and two batches' activations."""
    X, T = workload.data(dtype)
    network = Network(workload.sizes, dtype=dtype)
    rows = workload.batch_size or workload.n_examples
    tracemalloc.start()
    train(
        network,
        X,
        T,
        optimizer=GradientDescent(LEARNING_RATE),
        epochs=1,
        batch_size=workload.batch_size,
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / (network.w.itemsize * (3 * network.w.size + 2 * rows * sum(workload.sizes)))
