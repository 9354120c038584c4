"""The functions of the course with their slopes: every activation, every loss."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from course_lib.activations import HIDDEN, LEAK
from course_lib.losses import cross_entropy, log_loss, squared_error
from course_lib.plots.picture import Picture, picture
from course_lib.plots.shapes import number, panel, stroke, write
from course_lib.plots.style import (
    BACKWARD,
    FORWARD,
    INK,
    LOSS,
    MUTED,
    PAPER,
    canvas,
    styled,
)

DASHED = (0, (3, 1.5))

FORMULAS = {
    "identity": ("identity", r"$net$"),
    "sigmoid": ("sigmoid", r"$1\,/\,(1+e^{-net})$"),
    "tanh": ("tanh", r"$\tanh(net)$"),
    "relu": ("ReLU", r"$\max(0,\,net)$"),
    "leaky_relu": ("leaky ReLU", rf"$\max({LEAK:g}\,net,\,net)$"),
    "softplus": ("softplus", r"$\ln(1+e^{net})$"),
}


def activations() -> Picture:
    """Draw every elementwise activation function, and its slope."""
    net = np.linspace(-4, 4, 161)
    tops = {}
    with styled():
        figure, axes = canvas(880, 590)
        stroke(axes, [(46, 30), (92, 30)], FORWARD, 3)
        write(axes, 102, 30, r"output $\varphi(net)$", 17, colour=FORWARD, ha="left")
        stroke(axes, [(280, 30), (326, 30)], BACKWARD, 3, ls=DASHED)
        write(axes, 336, 30, r"slope $\varphi\,'(net)$", 17, colour=BACKWARD, ha="left")
        for place, (name, activation) in enumerate(HIDDEN.items()):
            row, column = divmod(place, 3)
            x, y = 46 + 290 * column, 108 + 256 * row
            title, formula = FORMULAS[name]
            write(axes, x, y - 26, title, 16, weight="bold", ha="left")
            write(axes, x + 236, y - 26, formula, 15, colour=FORWARD, ha="right")
            out = activation(net)
            slope = activation.derivative(net, out)
            plot = panel(figure, x, y, 236, 176)
            plot.set(xlim=(-4, 4), ylim=(-1.2, 2.2), xticks=range(-4, 5, 2), yticks=range(-1, 3))
            plot.plot(net, out, color=FORWARD, lw=2.4, gid=f"{name}-output")
            middle = len(net) // 2
            if slope[middle + 1] - slope[middle] > 0.5:
                # The slope jumps at 0, where it has the value chosen there.
                after = slope[middle + 1]
                plot.plot(0, slope[middle], "o", color=BACKWARD, ms=6, zorder=4)
                plot.plot(0, after, "o", color=BACKWARD, mfc=PAPER, ms=6, zorder=4)
                said = f"slope {number(slope[middle])} at 0, by choice"
                write(plot, 3.9, -0.55, said, 14, colour=BACKWARD, ha="right")
                plot.plot(net[: middle + 1], slope[: middle + 1], color=BACKWARD, lw=2.4, ls=DASHED)
                plot.plot([0, 4], [after, after], color=BACKWARD, lw=2.4, ls=DASHED)
            else:
                plot.plot(net, slope, color=BACKWARD, lw=2.4, ls=DASHED, gid=f"{name}-slope")
            if name in ("sigmoid", "tanh"):
                tops[name] = Fraction(slope.max()).limit_denominator(100)
                plot.plot(net[slope.argmax()], slope.max(), "o", color=BACKWARD, ms=6, zorder=4)
                above = slope.max() + 0.26 if name == "tanh" else -0.42
                write(plot, 0, above, f"largest slope {tops[name]}", 14, colour=BACKWARD)
        return picture(
            figure,
            "Six elementwise activation functions, each with its slope: identity, sigmoid, tanh, "
            f"ReLU, leaky ReLU, softplus. The sigmoid's slope is largest at 0, {tops['sigmoid']}; "
            f"that of tanh is {tops['tanh']} there. Far from 0 both are flat. The slope of ReLU "
            "jumps from 0 to 1, and at 0 it is 0 by choice.",
            title="Activation functions and their slopes",
        )


STEP = 1e-6  # of the differences from which the slopes of the losses come

# The loss of one output y whose target is t. In the last one the other output is 1, which costs
# nothing: what is left is the part of y.
OUTPUT_LOSSES: dict[str, Callable[[float, float], float]] = {
    "squared error": lambda y, t: float(squared_error([[y]], [[t]])),
    "log loss": lambda y, t: float(log_loss([[y]], [[t]])),
    "cross-entropy": lambda y, t: float(cross_entropy([[y, 1.0]], [[t, 1.0 - t]])),
}


def losses() -> Picture:
    """Draw each loss of one output against that output, for the targets 0 and 1, and its slope."""
    ys = np.linspace(0, 1, 201)
    said = {
        "squared error": ("a number", r"$\frac{1}{2}\,(y-t)^2$"),
        "log loss": ("yes or no", r"$-t\,\ln y-(1-t)\,\ln(1-y)$"),
        "cross-entropy": ("one of many", r"$-t\,\ln y$"),
    }
    with styled():
        figure, axes = canvas(880, 700)
        for x, words, line in [(56, "target 1", "-"), (206, "target 0", DASHED)]:
            stroke(axes, [(x, 28), (x + 46, 28)], INK, 3, ls=line)
            write(axes, x + 56, 28, words, 15, ha="left")
        for column, (name, loss) in enumerate(OUTPUT_LOSSES.items()):
            x = 56 + 286 * column
            asked, formula = said[name]
            write(axes, x, 76, name, 16, weight="bold", ha="left")
            write(axes, x + 226, 77, asked, 14, colour=MUTED, ha="right")
            write(axes, x, 108, formula, 18, colour=LOSS, ha="left")
            upper = panel(figure, x, 162, 226, 180)
            lower = panel(figure, x, 394, 226, 180)
            upper.set(ylim=(-0.1, 4), yticks=range(5))
            lower.set(ylim=(-6, 6), yticks=range(-6, 7, 2))
            for plot in (upper, lower):
                plot.set(xlim=(-0.03, 1.03), xticks=(0, 0.5, 1), xticklabels=("0", "0.5", "1"))
            write(axes, x, 148, "loss $E_n$", 15, colour=LOSS, ha="left")
            write(axes, x, 378, r"slope $\partial E_n/\partial y$", 15, colour=BACKWARD, ha="left")
            write(axes, x + 113, 606, "output $y$", 15, colour=FORWARD)
            for t, style in [(1, "-"), (0, DASHED)]:
                for plot, kind, values, colour, edge in [
                    (upper, "loss", [loss(y, t) for y in ys], LOSS, 3.7),
                    (lower, "slope", [_slope(loss, y, t) for y in ys], BACKWARD, 5.4),
                ]:
                    line = f"{name.replace(' ', '-')}-{kind}-{t}"
                    plot.plot(ys, values, color=colour, ls=style, lw=2.4, gid=line)
                    for y, value in [(0, values[0]), (1, values[-1])]:
                        if np.isinf(value):
                            inside, top = y + 0.07 * (1 - 2 * y), edge * np.sign(value)
                            write(plot, inside, top, number(value), 17, colour=colour)
                        else:
                            plot.plot(y, value, "o", color=colour, ms=5, zorder=4)
            for y in (0, 1):
                words = f"loss {number(loss(y, 1))}, slope {number(_slope(loss, y, 1))}"
                write(axes, x, 640 + 26 * y, f"y = {y}, target 1:  {words}", 14, ha="left")
        costs = [
            f"by {name} an output of {y} costs {number(OUTPUT_LOSSES[name](y, 1))} with slope "
            f"{number(_slope(OUTPUT_LOSSES[name], y, 1))}"
            for name in ("squared error", "log loss")
            for y in (0, 1)
        ]
        return picture(
            figure,
            "Three losses of one output between 0 and 1, for target 1 and target 0, each with its "
            f"slope. For target 1, {'; '.join(costs)}. Cross-entropy does the same as log loss for "
            "target 1, and an output whose target is 0 adds nothing to it.",
            title="Losses and their slopes",
        )


def _slope(loss: Callable[[float, float], float], y: float, t: float) -> float:
    """Return the slope of a loss against y, by differences (1.2) that stay from 0 to 1."""
    low, high = max(y - STEP, 0), min(y + STEP, 1)
    return round((loss(high, t) - loss(low, t)) / (high - low), 4)
