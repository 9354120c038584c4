"""The equations on real numbers: a neuron, paths, deltas, in the example published in 2015.

M. Mazur, A Step by Step Backpropagation Example (2015): two inputs (units 1 and 2), two hidden
units (3 and 4), two outputs (5 and 6), all sigmoids, and the squared error. Units 3 and 4 are its
h1 and h2, units 5 and 6 its o1 and o2.
"""

from collections.abc import Callable

import numpy as np

from course_lib.activations import sigmoid
from course_lib.losses import squared_error
from course_lib.network import Network
from course_lib.plots.picture import Picture, picture
from course_lib.plots.shapes import (
    arrow,
    arrow_between,
    card,
    circle,
    draw,
    factor,
    frame,
    number,
    stroke,
    write,
)
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_TINT,
    FORWARD,
    FORWARD_TINT,
    INK,
    LOSS,
    LOSS_TINT,
    MUTED,
    PAPER,
    RULE,
    canvas,
    styled,
)

X = np.array([[0.05, 0.1]])
T = np.array([[0.01, 0.99]])


def published_network() -> Network:
    """Return the 2-2-2 network of the published example, before its first update."""
    network = Network([2, 2, 2], hidden="sigmoid", output="sigmoid", loss="squared_error")
    network.layers[0].W = [[0.15, 0.25], [0.2, 0.3]]
    network.layers[0].b = [0.35, 0.35]
    network.layers[1].W = [[0.4, 0.5], [0.45, 0.55]]
    network.layers[1].b = [0.6, 0.6]
    return network


def example_2015() -> Picture:
    """Draw the network's six units, with every weight on its connection and every bias."""
    network = published_network()
    with styled():
        figure, axes = canvas(880, 312)
        rows, columns = (112.0, 242.0), (120.0, 440.0, 760.0)
        for x, words in zip(columns, ["inputs", "hidden units", "outputs"]):
            write(axes, x, 26, words, 14, colour=MUTED)
        for k, layer in enumerate(network.layers):
            for i, j in np.ndindex(2, 2):
                start, end = (columns[k], rows[i]), (columns[k + 1], rows[j])
                arrow_between(axes, start, end, 32, 33, FORWARD)
                # On its line, near its start: the lines that cross do so in the middle.
                x, y = (start[n] + 0.29 * (end[n] - start[n]) for n in (0, 1))
                weight = f"$w_{{{2 * k + i + 1}{2 * k + j + 3}}}={number(layer.W[i, j])}$"
                back = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
                write(axes, x, y, weight, 18, colour=FORWARD, bbox=back)
            for j, y in enumerate(rows):
                bias = f"$b_{{{2 * k + j + 3}}}={number(layer.b[j])}$"
                write(axes, columns[k + 1], y + (46 if j else -46), bias, 18, colour=FORWARD)
        for unit, (x, y) in enumerate(((x, y) for x in columns for y in rows), 1):
            circle(axes, (x, y), 29, FORWARD_TINT, FORWARD)
            write(axes, x, y, f"{unit}", 20, colour=FORWARD)
        for j, y in enumerate(rows):
            write(axes, 78, y, f"$x_{j + 1}={number(X[0, j])}$", 18, ha="right", colour=FORWARD)
            write(axes, 802, y, f"$y_{j + 5}$", 20, ha="left", colour=FORWARD)
        return picture(
            figure,
            "The network published in 2015: inputs 1 and 2, hidden units 3 and 4, outputs 5 and 6. "
            "Each input is connected to both hidden units, and each hidden unit to both outputs; "
            "every connection bears its weight, every unit but the inputs its bias.",
            title="Six units, eight weights, four biases",
        )


def one_neuron() -> Picture:
    """Draw unit 3 at work: weighted inputs, the bias as a weight from 1, net input, output."""
    network = published_network()
    W, b = network.layers[0].W[:, 0], network.layers[0].b[0]
    (o1, o2), net, out = X[0], *(values[0, 0] for values in network.forward(X)[0][1:])
    with styled():
        figure, axes = canvas(880, 470)
        for x, words in [(105, "outputs of\nunits before"), (280, "weights")]:
            write(axes, x, 38, words, 14, colour=MUTED)
        write(axes, 465, 38, "net input", 14, colour=MUTED)
        write(axes, 595, 38, "activation", 14, colour=MUTED)
        write(axes, 800, 38, "output", 14, colour=MUTED)

        middle = 195.0
        rows = [
            (105.0, r"$o_1$", o1, r"$w_{13}$", W[0]),
            (middle, r"$o_2$", o2, r"$w_{23}$", W[1]),
            (285.0, "1", None, r"$b_3$", b),
        ]
        for y, symbol, value, weight, size in rows:
            start = (125.0, y)
            circle(axes, start, 29, FORWARD_TINT, FORWARD)
            write(axes, *start, symbol, 20, colour=FORWARD)
            if value is not None:
                write(axes, 82, y, number(value), 16, ha="right")
            end = (394.0, middle + 0.36 * (y - middle))
            arrow_between(axes, start, end, 33, 0, FORWARD)
            beside = y + 0.38 * (end[1] - y) + (26 if y > middle else -22)
            write(axes, 236, beside, weight, 20, colour=FORWARD, ha="right")
            write(axes, 244, beside, f"= {number(size)}", 16, ha="left")
        write(axes, 82, 285, "always", 14, colour=MUTED, ha="right")

        card(axes, 398, 110, 270, 170, FORWARD_TINT, FORWARD)
        stroke(axes, [(532, 110), (532, 280)], FORWARD, 1.4, zorder=3)
        write(axes, 465, 176, r"$net_3$", 26, colour=FORWARD)
        write(axes, 465, 220, number(net), 18, weight="bold")
        write(axes, 600, 132, r"$\varphi=\sigma$", 20, colour=FORWARD)
        place = frame(axes, (546, 654), (264, 156), (-4, 4), (0, 1))
        draw(axes, place, sigmoid, (-4, 4), FORWARD)
        circle(axes, place(net, out), 5.5, INK, INK)
        arrow(axes, (672, middle), (752, middle), FORWARD, 3)
        write(axes, 800, middle - 18, r"$o_3$", 26, colour=FORWARD)
        write(axes, 800, middle + 22, number(out), 18, weight="bold")

        stroke(axes, [(20, 342), (860, 342)], RULE, 1)
        sums = rf"{number(o1)}\cdot{number(W[0])}+{number(o2)}\cdot{number(W[1])}"
        for y, left, right in [
            (
                378,
                r"$net_3=o_1w_{13}+o_2w_{23}+1\cdot b_3$",
                rf"$={sums}+1\cdot{number(b)}={number(net)}$",
            ),
            (
                428,
                r"$o_3=\varphi(net_3)$",
                rf"$=1\,/\,(1+e^{{-{number(net)}}})={number(out)}$",
            ),
        ]:
            write(axes, 340, y, left, 21, colour=FORWARD, ha="right")
            write(axes, 350, y, right, 21, ha="left")
        return picture(
            figure,
            "One neuron, unit 3 of the example published in 2015. It multiplies what comes in, "
            f"{number(o1)} and {number(o2)}, by its weights {number(W[0])} and {number(W[1])}, "
            f"and adds the bias {number(b)}, which is the weight from a unit that is always 1. "
            f"The sum is its net input, {number(net)}. The activation function, a sigmoid, turns "
            f"it into its output, {number(out)}.",
            title="One neuron",
        )


def chain_rule() -> Picture:
    """Draw the two paths from unit 3 to the loss: factors along each multiplied, then added."""
    network = published_network()
    p = network.forward(X)
    weights, errors = network.layers[1].W[0], p.output[0] - T[0]  # (5.3)
    slopes = network.layers[1].activation.derivative(p[1].net, p[1].out)[0]
    products = weights * slopes * errors  # (7.1)
    with styled():
        figure, axes = canvas(880, 560)
        start, loss = (62.0, 196.0), (818.0, 196.0)
        for k, (row, sign) in enumerate([(108.0, -1), (284.0, 1)]):
            unit = 5 + k
            net, out = (340.0, row), (580.0, row)
            steps = [
                (start, net, rf"\partial net_{unit}/\partial o_3=w_{{3{unit}}}", weights[k], 180),
                (
                    net,
                    out,
                    rf"\partial y_{unit}/\partial net_{unit}=\varphi\,'(net_{unit})",
                    slopes[k],
                    460,
                ),
                (
                    out,
                    loss,
                    rf"\partial E_n/\partial y_{unit}=y_{unit}-t_{unit}",
                    errors[k],
                    724,
                ),
            ]
            for a, b, symbols, value, x in steps:
                arrow_between(axes, a, b, 40, 42, FORWARD)
                y = row - 10 + sign * (52 if a is net else 32)
                write(axes, x, y, f"${symbols}$", 18, colour=BACKWARD)
                write(axes, x, y + 26, number(value), 16, colour=BACKWARD, weight="bold")
            for place, symbol in [(net, f"$net_{unit}$"), (out, f"$y_{unit}$")]:
                circle(axes, place, 36, FORWARD_TINT, FORWARD)
                write(axes, *place, symbol, 20, colour=FORWARD)
        circle(axes, start, 36, FORWARD_TINT, FORWARD)
        write(axes, *start, "$o_3$", 22, colour=FORWARD)
        card(axes, loss[0] - 36, loss[1] - 36, 72, 72, LOSS_TINT, LOSS)
        write(axes, *loss, "$E_n$", 22, colour=LOSS)
        write(axes, 460, 196, "How does the loss change with the output of unit 3?", 15)

        stroke(axes, [(20, 384), (860, 384)], RULE, 1)
        for y, words in [(440, "Along a path,\nmultiply."), (526, "Over paths, add.")]:
            write(axes, 22, y, words, 17, weight="bold", ha="left", linespacing=1.5)
        for y, name, k in [(424, "upper path", 0), (460, "lower path", 1)]:
            write(axes, 330, y, name, 15, colour=MUTED, ha="right")
            parts = r"\cdot ".join(factor(v) for v in (weights[k], slopes[k], errors[k]))
            write(axes, 350, y, f"${parts}={number(products[k])}$", 21, colour=BACKWARD, ha="left")
        parts = "+".join(factor(v) for v in products)
        total = number(products.sum())  # (7.2)
        write(axes, 340, 526, r"$\partial E_n/\partial o_3$", 21, colour=BACKWARD, ha="right")
        write(axes, 350, 526, f"$={parts}={total}$", 21, colour=BACKWARD, ha="left")
        return picture(
            figure,
            "The chain rule on two paths, in the example published in 2015. The output of unit 3 "
            "reaches the loss through units 5 and 6. Along a path its factors multiply: weight, "
            "slope, error. "
            f"One path gives {number(products[0])}, the other {number(products[1])}. "
            f"Over paths they add: the loss changes with that output at the rate {total}.",
            title="Paths multiply and add",
        )


def output_delta() -> Picture:
    """Draw how the loss reaches the net input of unit 6: two slopes, multiplied (8.4)."""
    network = published_network()
    p = network.forward(X)
    net, y, t = p[1].net[0, 1], p.output[0, 1], T[0, 1]
    slope = network.layers[1].activation.derivative(p[1].net, p[1].out)[0, 1]
    error, delta = y - t, network.deltas(p, T)[1][0, 1]
    loss, y5 = network.loss(X, T), p.output[0, 0]

    def loss_at(y6: float) -> float:
        return float(squared_error([[y5, y6]], T))

    with styled():
        figure, axes = canvas(880, 520)
        upper, lower = 138.0, 348.0
        ends = [78.0, 440.0, 802.0]
        for x, symbol, value, face, colour in [
            (ends[0], "$net_6$", net, FORWARD_TINT, FORWARD),
            (ends[1], "$y_6$", y, FORWARD_TINT, FORWARD),
            (ends[2], "$E_n$", loss, LOSS_TINT, LOSS),
        ]:
            card(axes, x - 56, upper - 42, 112, 84, face, colour)
            write(axes, x, upper - 15, symbol, 23, colour=colour)
            write(axes, x, upper + 20, number(value), 17, weight="bold")
        curves: list[Callable[[float], float]] = [sigmoid, loss_at]
        for curve, (x, words, low, high, top, at, rise, zero, colour) in zip(
            curves,
            [
                (180, r"$y_6=\varphi(net_6)$", -4, 4, 1.0, net, slope, 0, FORWARD),
                (542, r"$E_n$ against $y_6$", -0.2, 1.2, 1.0, y, error, t, LOSS),
            ],
        ):
            card(axes, x, 30, 158, 210, PAPER, RULE)
            write(axes, x + 79, 54, words, 17, colour=colour)
            place = frame(axes, (x + 12, x + 146), (202, 84), (low, high), (0, top), upright=zero)
            draw(axes, place, curve, (low, high), colour)
            reach, height = 0.19 * (high - low), curve(at)
            tangent = [place(z, height + rise * (z - at)) for z in (at - reach, at + reach)]
            stroke(axes, tangent, BACKWARD, 3, zorder=4)
            circle(axes, place(at, height), 5.5, INK, INK)
            write(axes, x + 79, 222, f"slope {number(rise)}", 14, colour=BACKWARD)
            arrow(axes, (x - 44, upper), (x - 5, upper), FORWARD, 2.6)
            arrow(axes, (x + 163, upper), (x + 202, upper), FORWARD, 2.6)
        write(axes, *place(t - 0.07, 0.86), rf"$t_6={number(t)}$", 16, ha="right")

        for x, symbol, value, wide in [
            (ends[0], r"$\delta_6$", delta, 112),
            (ends[1], r"$\partial E_n/\partial y_6$", error, 128),
        ]:
            card(axes, x - wide / 2, lower - 42, wide, 84, BACKWARD_TINT, BACKWARD)
            write(axes, x, lower - 15, symbol, 23, colour=BACKWARD)
            write(axes, x, lower + 20, number(value), 17, weight="bold")
        for start, end, words in [
            (ends[1] - 70, ends[0] + 62, rf"times $\varphi\,'(net_6)={number(slope)}$"),
            (ends[2], ends[1] + 70, r"$y_6-t_6$"),
        ]:
            arrow(axes, (start, lower), (end, lower), BACKWARD, 3)
            write(axes, (start + end) / 2, lower - 22, words, 17, colour=BACKWARD)
        stroke(axes, [(ends[2], upper + 50), (ends[2], lower)], BACKWARD, 3, zorder=4)
        write(axes, 259, lower + 24, "slope of the activation", 14, colour=MUTED)
        write(axes, 653, lower + 24, "output minus target", 14, colour=MUTED)

        stroke(axes, [(20, 424), (860, 424)], RULE, 1)
        formula = (
            r"$\delta_6=\frac{\partial E_n}{\partial y_6}\,\varphi\,'(net_6)"
            rf"={factor(error)}\cdot {number(slope)}={number(delta)}$"
        )
        write(axes, 440, 472, formula, 25, colour=BACKWARD)
        write(axes, 858, 472, "(8.4)", 15, colour=MUTED, ha="right")
        return picture(
            figure,
            "The delta of output unit 6 of the example published in 2015. Forward: its net input "
            f"{number(net)} becomes its output {number(y)}, which the loss, {number(loss)}, "
            f"compares with the target {number(t)}. "
            f"Backward: the loss changes with the output at the rate {number(error)}, the output "
            f"with the net input at the rate {number(slope)}; multiplied, they are the delta, "
            f"{number(delta)}.",
            title="The output delta",
        )


def hidden_delta() -> Picture:
    """Draw how unit 4 collects the deltas of units 5 and 6, each through its weight (9.2)."""
    network = published_network()
    p = network.forward(X)
    hidden, output = (delta[0] for delta in network.deltas(p, T))
    weights = network.layers[1].W[1]
    shares = weights * output  # (9.1)
    slope = network.layers[0].activation.derivative(p[0].net, p[0].out)[0, 1]
    with styled():
        figure, axes = canvas(880, 580)
        here, loss = (300.0, 194.0), (818.0, 194.0)
        for y in (138.0, 250.0):
            stroke(axes, [(84, y), here], RULE, 1.5, zorder=1)
            circle(axes, (84, y), 24, FORWARD_TINT, RULE)
        for k, (there, sign) in enumerate([((630.0, 92.0), -1), ((630.0, 296.0), 1)]):
            unit = 5 + k
            for start, end, leave, reach in [(here, there, 62, 52), (there, loss, 52, 50)]:
                # The way forward lies outside, the way back inside.
                arrow_between(axes, start, end, leave, reach, FORWARD, side=8 * sign)
                arrow_between(axes, end, start, reach, leave, BACKWARD, side=8 * sign)
            circle(axes, there, 46, FORWARD_TINT, FORWARD)
            write(axes, there[0], there[1] - 15, f"$y_{unit}$", 21, colour=FORWARD)
            write(axes, there[0], there[1] + 14, number(p.output[0, k]), 15)
            weight = rf"$w_{{4{unit}}}={number(weights[k])}$"
            write(axes, 440, 194 + sign * 80, weight, 20, colour=FORWARD)
            share = rf"${number(weights[k])}\cdot{factor(output[k])}={number(shares[k])}$"
            write(axes, 562, 194 + sign * 19, share, 18, colour=BACKWARD)
            card(axes, 700, there[1] + sign * 42 - 22, 156, 44, BACKWARD_TINT, BACKWARD)
            delta = rf"$\delta_{unit}={number(output[k])}$"
            write(axes, 778, there[1] + sign * 42, delta, 20, colour=BACKWARD)
        circle(axes, here, 54, FORWARD_TINT, FORWARD)
        write(axes, here[0], here[1] - 16, "$o_4$", 24, colour=FORWARD)
        write(axes, here[0], here[1] + 17, number(p[0].out[0, 1]), 16)
        card(axes, loss[0] - 36, loss[1] - 36, 72, 72, LOSS_TINT, LOSS)
        write(axes, *loss, "$E_n$", 22, colour=LOSS)

        below = 358.0
        arrow(axes, (here[0], 254), (here[0], below - 44), BACKWARD, 3)
        write(axes, here[0] + 14, 284, "add", 15, colour=BACKWARD, ha="left")
        for x, symbol, value, wide in [
            (84, r"$\delta_4$", hidden[1], 128),
            (here[0], r"$\partial E_n/\partial o_4$", shares.sum(), 128),
        ]:
            card(axes, x - wide / 2, below - 39, wide, 78, BACKWARD_TINT, BACKWARD)
            write(axes, x, below - 14, symbol, 22, colour=BACKWARD)
            write(axes, x, below + 19, number(value), 17, weight="bold")
        arrow(axes, (here[0] - 70, below), (154, below), BACKWARD, 3)
        write(axes, 192, below - 22, rf"$\times\,{number(slope)}$", 17, colour=BACKWARD)
        write(axes, 192, below + 22, r"$\varphi\,'(net_4)$", 17, colour=BACKWARD)

        stroke(axes, [(20, 430), (860, 430)], RULE, 1)
        sums = "+".join(rf"{number(w)}\cdot{factor(d)}" for w, d in zip(weights, output))
        for y, left, right in [
            (470, r"$\delta_4$", r"$=\varphi\,'(net_4)\,(w_{45}\,\delta_5+w_{46}\,\delta_6)$"),
            (526, "", rf"$={number(slope)}\cdot({sums})={number(hidden[1])}$"),
        ]:
            write(axes, 218, y, left, 23, colour=BACKWARD, ha="right")
            write(axes, 226, y, right, 23, colour=BACKWARD, ha="left")
        write(axes, 858, 470, "(9.2)", 15, colour=MUTED, ha="right")
        return picture(
            figure,
            "The delta of hidden unit 4 of the example published in 2015. Forward, in blue, its "
            "output goes through the weights "
            f"{number(weights[0])} and {number(weights[1])} to units 5 and 6. Backward, in orange, "
            f"their deltas {number(output[0])} and {number(output[1])} come back through the same "
            f"weights and add to {number(shares.sum())}; times the slope of unit 4, "
            f"{number(slope)}, that is its delta, {number(hidden[1])}.",
            title="The hidden delta",
        )
