"""What the package does when it runs: a descent, the cost of a gradient, deltas over ten layers."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_lib.network import Network
from course_lib.optimizers import GradientDescent
from course_lib.plots.picture import Picture, picture
from course_lib.plots.shapes import Point, arrow, circle, number, panel, stroke, write
from course_lib.plots.style import (
    BACKWARD,
    FORWARD,
    INK,
    LOSS,
    LOSS_TINT,
    MUTED,
    RULE,
    UPDATE,
    canvas,
    styled,
)

RATE, STEPS = 0.4, 15  # of the descent into the bowl


def bowl() -> Picture:
    """Draw the loss of a linear neuron over its two weights, and a descent to its minimum."""
    rng = np.random.default_rng(2)
    X = rng.standard_normal((20, 2)) @ [[1.1, -0.45], [0.0, 0.75]]
    T = X @ [[1.0], [0.5]] + 0.3 * rng.standard_normal((20, 1))
    network = Network([2, 1])  # the bias is held at 0, so that there are two weights
    W = network.layers[0].W

    def loss(w: Any) -> float:
        W[:, 0] = w
        return float(network.loss(X, T))

    def gradient(w: Any) -> Any:
        W[:, 0] = w
        return network.unpack(network.gradient(X, T))[0][0][:, 0]

    # Rounded, so that the last bits of a platform's arithmetic don't show in the drawing.
    lowest = np.linalg.lstsq(X, T, rcond=None)[0][:, 0].round(6)  # (6.5)
    least = round(loss(lowest), 6)
    w, descent = np.array([-1.4, -0.9]), GradientDescent(RATE)
    path = [w.copy()]
    for _ in range(STEPS):
        descent.step(w, gradient(w))
        path.append(w.round(6))
    heights = [round(loss(w), 6) for w in path]

    # At a distance r from the minimum E has risen by r^2 times its rise at the distance 1 (6.2).
    turns = np.linspace(0, 2 * np.pi, 145)
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1).round(6)
    rises = np.array([loss(lowest + way) - least for way in ways]).round(6)
    levels = (heights[0] - least) * np.linspace(1 / 7, 1, 7) ** 2
    rings = [lowest + ways * np.sqrt(level / rises)[:, None] for level in levels]

    with styled():
        figure, axes = canvas(880, 520)

        def place(w: Any, height: float) -> Point:
            across, deep = np.asarray(w) - lowest
            up = (height - least) / (heights[0] - least)
            return float(254 + 59 * (across + 0.3 * deep)), float(404 - 23 * deep - 270 * up)

        write(axes, 24, 32, "The bowl", 18, weight="bold", ha="left")
        for ring, level in zip(rings[::-1], levels[::-1]):
            points = [place(w, least + level) for w in ring]
            axes.fill(*zip(*points), color=LOSS_TINT, alpha=0.5, lw=0, zorder=1)
            stroke(axes, points, LOSS, 1.5, alpha=0.8, zorder=2)
        for k in range(0, 144, 12):
            reach = np.sqrt(levels[-1] / rises[k]) * np.linspace(0, 1, 25)
            wall = [place(lowest + ways[k] * r, least + rises[k] * r * r) for r in reach]
            stroke(axes, wall, LOSS, 1, alpha=0.3, zorder=2)
        stops = [place(w, height) for w, height in zip(path, heights)]
        for start, end in zip(stops, stops[1:]):
            stroke(axes, [start, end], UPDATE, 2.4, zorder=4)
        for stop in stops:
            circle(axes, stop, 4.5, UPDATE, UPDATE)
        foot = place(lowest, least)
        stroke(axes, [(foot[0] - 6, foot[1] - 6), (foot[0] + 6, foot[1] + 6)], INK, 3, zorder=5)
        stroke(axes, [(foot[0] - 6, foot[1] + 6), (foot[0] + 6, foot[1] - 6)], INK, 3, zorder=5)
        write(axes, stops[0][0] + 14, stops[0][1] - 4, "start", 15, colour=UPDATE, ha="left")
        write(axes, foot[0] + 16, foot[1] + 16, "minimum", 15, ha="left")
        arrow(axes, (42, foot[1]), (42, 150), LOSS, 2)
        write(axes, 42, 130, "$E$", 21, colour=LOSS)

        write(axes, 492, 32, "The same from above", 18, weight="bold", ha="left")
        plot = panel(figure, 500, 66, 350, 330)
        plot.grid(visible=False)
        for k, ring in enumerate(rings):
            plot.plot(*ring.T, color=LOSS, lw=1.1, alpha=0.8, gid=f"contour-{k}")
        plot.plot(*np.array(path).T, "o-", color=UPDATE, ms=5.5, lw=1.8, gid="path")
        plot.plot(*lowest, "x", color=INK, ms=10, mew=2.4, zorder=5, gid="minimum")
        here, way = path[0], 0.45 * gradient(path[0])
        plot.annotate(
            "",
            (here[0] + way[0], here[1] + way[1]),
            (here[0], here[1]),
            arrowprops={"arrowstyle": "-|>", "color": BACKWARD, "lw": 2.4},
        )
        beside = here + way + [-0.2, 0.25]
        write(plot, beside[0], beside[1], r"$\mathbf{g}$", 20, colour=BACKWARD)
        plot.set_aspect("equal")
        plot.set(xlim=(-3, 4.4), ylim=(-3.2, 4))
        plot.set_xlabel("$w_1$", size=15)
        plot.set_ylabel("$w_2$", size=15)

        stroke(axes, [(20, 452), (860, 452)], RULE, 1)
        write(
            axes,
            24,
            486,
            r"$\mathbf{w}\leftarrow\mathbf{w}-\eta\,\mathbf{g}$",
            23,
            colour=UPDATE,
            ha="left",
        )
        said = (
            f"learning rate {number(RATE)}, {STEPS} steps: the loss falls from "
            f"{number(heights[0])} to {number(heights[-1])}; its minimum is {number(least)}."
        )
        write(axes, 190, 487, said, 15, ha="left")
        return picture(
            figure,
            "The loss of a linear neuron over its two weights is a bowl, and its contours are "
            "ellipses. Each step of gradient descent goes against the gradient, at right angles to "
            f"the contour. Here, {said}",
            title="The bowl and the path",
        )


# Ten hidden layers of 64 units, 100 random examples, ten different starts.
DEPTH, WIDTH, EXAMPLES, STARTS = 10, 64, 100, 10


def _delta_sizes(hidden: str) -> Any:
    """Return the root mean square of each hidden layer's deltas, (starts, layers), last = 1."""
    sizes = np.empty((STARTS, DEPTH))
    for start in range(STARTS):
        network = Network([WIDTH] * (DEPTH + 1) + [10], hidden=hidden, seed=start)
        rng = np.random.default_rng(1000 + start)
        X = rng.standard_normal((EXAMPLES, WIDTH))
        T = rng.standard_normal((EXAMPLES, 10))
        deltas = network.deltas(network.forward(X), T)[:-1]
        sizes[start] = [np.sqrt(np.mean(delta**2)) for delta in deltas]
    sizes /= sizes[:, -1:]
    # To three digits, so that the last bits of a platform's matrix products don't show.
    return np.vectorize(lambda size: float(f"{size:.3g}"))(sizes)


def vanishing_deltas() -> Picture:
    """Draw how large the deltas are in each of ten hidden layers, for three activations."""
    layers = np.arange(1, DEPTH + 1)
    ends = {}
    with styled():
        figure, axes = canvas(880, 560)
        title = "How large are the deltas that arrive in each layer?"
        write(axes, 24, 32, title, 18, weight="bold", ha="left")
        plot = _log_panel(figure)
        plot.set(xlim=(0.6, 10.4), ylim=(3e-7, 60), xticks=layers)
        plot.set_yticks([10.0**power for power in range(-6, 2)])
        for hidden, line, marker in [
            ("relu", "-", "s"),
            ("tanh", "--", "o"),
            ("sigmoid", "-", "D"),
        ]:
            sizes = _delta_sizes(hidden)
            for one in sizes:
                plot.plot(layers, one, color=BACKWARD, lw=0.9, alpha=0.35)
            middle = np.median(sizes, axis=0)
            plot.plot(layers, middle, color=BACKWARD, ls=line, marker=marker, ms=7, gid=hidden)
            ends[hidden] = middle[0]
        smaller = f"{round(1 / ends['sigmoid'], -4):,.0f}"
        for x, y, name, words in [
            (1, 17, "ReLU, weights of variance 2/n", f"in layer 1: {ends['relu']:.2g}"),
            (1, 0.085, "tanh, variance 1/n", f"in layer 1: {ends['tanh']:.2g}"),
            (4.2, 1.6e-5, "sigmoid, variance 1/n", f"in layer 1: {smaller} times smaller"),
        ]:
            write(plot, x, y, name, 15, colour=BACKWARD, weight="bold", ha="left")
            write(plot, x, y / 2.6, words, 15, ha="left")
        write(axes, 469, 496, "hidden layer", 15)
        arrow(axes, (854, 496), (764, 496), BACKWARD, 3)
        write(axes, 754, 496, "backward", 15, colour=BACKWARD, ha="right")
        said = (
            f"{DEPTH} layers of {WIDTH} units. Root mean square of the deltas, layer {DEPTH} = 1. "
            f"Thick: the median of {STARTS} starts."
        )
        write(axes, 24, 536, said, 14, colour=MUTED, ha="left")
        return picture(
            figure,
            f"The size of the deltas in {DEPTH} hidden layers of {WIDTH} units, layer {DEPTH} "
            f"taken as 1. With sigmoids they vanish on the way back: in layer 1 they are {smaller} "
            f"times smaller. With tanh and starting weights of variance 1/n they are still "
            f"{ends['tanh']:.2g}, with ReLU and variance 2/n {ends['relu']:.2g}.",
            title="Vanishing deltas",
        )


def cost() -> Picture:
    """Draw the cost of a gradient in forward passes: backpropagation against differences."""
    widths = [2**power for power in range(1, 11)]
    parameters, ratios = [], []
    for width in widths:
        sizes = [64, width, width, 10]
        products = [n_in * n_out for n_in, n_out in zip(sizes, sizes[1:])]  # (4.4)
        parameters.append(sum(products) + sum(sizes[1:]))  # (4.3)
        ratios.append(1 + sum(products[1:]) / sum(products))  # (10.5)
    differences = [2 * P for P in parameters]
    with styled():
        figure, axes = canvas(880, 590)
        title = "What does one gradient cost, in forward passes?"
        write(axes, 24, 32, title, 18, weight="bold", ha="left")
        plot = _log_panel(figure)
        plot.set(xscale="log", xlim=(100, 2.4e6), ylim=(0.2, 2e7))
        plot.set_yticks([10.0**power for power in range(8)])
        plot.minorticks_off()
        plot.axhline(1, color=FORWARD, lw=2)
        plot.plot(parameters, differences, "--s", color=INK, ms=6, gid="differences")
        plot.plot(parameters, ratios, "-o", color=BACKWARD, ms=7, gid="backward")
        write(plot, 130, 0.45, "one forward pass", 15, colour=FORWARD, ha="left")
        for x, y, name, words, colour in [
            (
                200,
                3e5,
                "central differences",
                f"$2P$ forward passes: here {differences[0]:,} to {differences[-1]:,}",
                INK,
            ),
            (
                1500,
                17,
                "the backward pass",
                f"below 2 at any size: here {ratios[0]:.2f} to {ratios[-1]:.2f}",
                BACKWARD,
            ),
        ]:
            write(plot, x, y, name, 15, colour=colour, weight="bold", ha="left")
            write(plot, x, y / 2.5, words, 15, ha="left")
        write(axes, 469, 496, r"weights and biases $P$", 15)
        formula = r"$1+\sum_{k\geq 2}\;n_{k-1}n_k\;/\;\sum_{k\geq 1}\;n_{k-1}n_k$"
        write(axes, 24, 550, formula, 19, colour=BACKWARD, ha="left")
        write(axes, 300, 550, "(10.5)", 15, colour=MUTED, ha="left")
        said = "networks of 64 inputs, two hidden layers of\n2 to 1,024 units, and 10 outputs"
        write(axes, 858, 550, said, 14, colour=MUTED, ha="right", linespacing=1.4)
        return picture(
            figure,
            "The cost of one gradient in forward passes, against the number P of weights and "
            f"biases. Central differences take 2P of them: {differences[0]:,} for the smallest "
            f"network here, {differences[-1]:,} for the largest. Backpropagation takes one, and a "
            f"backward pass that costs {ratios[0]:.2f} to {ratios[-1]:.2f}, below 2 at any size.",
            title="The cost of a gradient",
        )


def _log_panel(figure: Figure) -> Axes:
    """Return wide axes with powers of ten going up."""
    plot = panel(figure, 84, 66, 770, 390)
    plot.set_yscale("log")
    plot.minorticks_off()
    return plot
