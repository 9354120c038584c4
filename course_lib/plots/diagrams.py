"""The course at a glance: its map, its loop, its notation, its banner."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from course_lib.plots.picture import Picture, picture
from course_lib.plots.shapes import (
    arrow,
    arrow_between,
    card,
    circle,
    open_unit,
    stroke,
    write,
    write_lines,
)
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_TINT,
    FORWARD,
    FORWARD_TINT,
    INK,
    INK_TINT,
    LOSS,
    LOSS_TINT,
    MUTED,
    PAPER,
    RULE,
    UPDATE,
    UPDATE_TINT,
    canvas,
    styled,
)

# The parts of the course: name, colour, tint, and the titles of its lessons in their order.
PARTS: list[tuple[str, str, str, list[str]]] = [
    ("start", INK, INK_TINT, ["Start here"]),
    ("tools", INK, INK_TINT, ["Slopes and\ngradients"]),
    (
        "forward pass",
        FORWARD,
        FORWARD_TINT,
        ["Net input", "Activation\nfunctions", "The forward\npass"],
    ),
    ("loss", LOSS, LOSS_TINT, ["Losses"]),
    ("update", UPDATE, UPDATE_TINT, ["Gradient\ndescent"]),
    (
        "backward pass",
        BACKWARD,
        BACKWARD_TINT,
        ["The chain\nrule", "The output\ndelta", "The hidden\ndelta", "Back-\npropagation"],
    ),
    ("the whole loop", INK, INK_TINT, ["Training"]),
]
LESSONS = [(part, colour, tint, title) for part, colour, tint, titles in PARTS for title in titles]


def course_map(lit: int) -> Picture:
    """Draw the twelve lessons by the step of the loop that each explains, one of them lit.

    Parameters
    ----------
    lit : int
        The number of the lesson to light, 0 to 11.

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    if lit not in range(len(LESSONS)):
        raise ValueError(f"There is no lesson {lit}; the map has lessons 0 to {len(LESSONS) - 1}.")
    columns, wide, high, gap = 6, 131, 82, 15
    with styled():
        figure, axes = canvas(880, 300)
        previous = ""
        for number, (part, colour, tint, title) in enumerate(LESSONS):
            row, column = divmod(number, columns)
            x, y = 9.5 + column * (wide + gap), 42 + row * (high + 66)
            if part != previous:
                run = sum(other[0] == part for other in LESSONS[number:])
                end = x + run * (wide + gap) - gap
                stroke(axes, [(x, y - 8), (end, y - 8)], colour, 2.5)
                write(axes, x, y - 20, part, 13, colour=colour, weight="bold", ha="left")
                previous = part
            here = number == lit
            card(axes, x, y, wide, high, colour if here else tint, colour if here else tint)
            on_card = PAPER if here else colour
            write(
                axes, x + 12, y + 19, f"{number:02d}", 15, colour=on_card, weight="bold", ha="left"
            )
            name = PAPER if here else INK
            write_lines(axes, x + 12, y + 28, title, 14, colour=name)
            if here:
                write(axes, x + wide / 2, y + high + 13, "you are here", 12, colour=colour)
        title = LESSONS[lit][3].replace("-\n", "").replace("\n", " ")
        return picture(
            figure,
            "Map of the course. Lessons 00 and 01 prepare; 02 to 04 explain the forward pass, 05 "
            "the loss, 06 the update, 07 to 10 the backward pass, 11 the whole loop. "
            f"You are in lesson {lit:02d}, {title}.",
            title="The course",
        )


def loop() -> Picture:
    """Draw the four steps that every network in the course repeats while it learns."""
    with styled():
        figure, axes = canvas(880, 540)
        wide, high = 346, 216
        left, right, top, bottom = 12, 880 - 12 - wide, 14, 540 - 14 - high
        steps = [
            (left, top, FORWARD, FORWARD_TINT, "1  forward pass", "lessons 02 to 04"),
            (right, top, LOSS, LOSS_TINT, "2  loss", "lesson 05"),
            (right, bottom, BACKWARD, BACKWARD_TINT, "3  backward pass", "lessons 07 to 10"),
            (left, bottom, UPDATE, UPDATE_TINT, "4  update", "lessons 01 and 06"),
        ]
        said = [
            (
                "Inputs become outputs,\nlayer by layer.",
                r"$o^{(k)}=\varphi\,(o^{(k-1)}W^{(k)}+b^{(k)})$",
            ),
            (
                "One number says how far\nthe outputs are from the\ntargets.",
                r"$E=\frac{1}{N}\sum_n\;E_n$",
            ),
            (
                "How much does the loss\nchange with each weight?\nFrom the outputs back.",
                r"$\partial E_n/\partial w_{ij}=o_i\,\delta_j$",
            ),
            (
                "Every weight takes a\nsmall step that lowers\nthe loss.",
                r"$\mathbf{w}\leftarrow\mathbf{w}-\eta\,\mathbf{g}$",
            ),
        ]
        for (x, y, colour, tint, title, lessons), (words, formula) in zip(steps, said, strict=True):
            card(axes, x, y, wide, high, tint, tint)
            write(axes, x + 18, y + 25, title, 18, colour=colour, weight="bold", ha="left")
            write(axes, x + wide - 16, y + 25, lessons, 13, ha="right")
            write_lines(axes, x + 148, y + 44, words, 14)
            write(axes, x + wide / 2, y + high - 36, formula, 20, colour=colour)
        _small_network(axes, left + 22, top + 56, FORWARD, forward=True)
        _small_parabola(axes, right + 22, top + 52)
        _small_network(axes, right + 22, bottom + 56, BACKWARD, forward=False)
        _small_bowl(axes, left + 74, bottom + 98)

        middle = 440.0
        arrow(axes, (left + wide + 12, top + 108), (right - 12, top + 108), FORWARD, 3)
        write(axes, middle, top + 90, r"outputs $y$", 14, colour=FORWARD)
        arrow(axes, (right + wide / 2, top + high + 8), (right + wide / 2, bottom - 8), LOSS, 3)
        write(
            axes,
            right + wide / 2 + 14,
            270,
            r"how $E$ changes with $y$",
            14,
            colour=LOSS,
            ha="left",
        )
        arrow(axes, (right - 12, bottom + 108), (left + wide + 12, bottom + 108), BACKWARD, 3)
        write(axes, middle, bottom + 90, r"gradient $\mathbf{g}$", 14, colour=BACKWARD)
        arrow(axes, (left + wide / 2, bottom - 8), (left + wide / 2, top + high + 8), UPDATE, 3)
        write(
            axes,
            left + wide / 2 + 14,
            270,
            r"new weights $\mathbf{w}$",
            14,
            colour=UPDATE,
            ha="left",
        )
        write(axes, middle, 270, "repeat", 18, weight="bold")
        return picture(
            figure,
            "The loop in four steps. 1, forward pass: inputs become outputs, layer by layer. 2, "
            "loss: one number says how far the outputs are from the targets. 3, backward pass: "
            "how much does the loss change with each weight? It is found from the outputs back "
            "to the inputs. 4, update: every weight takes a small step that lowers the loss. Then "
            "the loop starts again.",
            title="The loop of learning",
        )


def notation() -> Picture:
    """Draw a small network with the symbols of the course where they belong."""
    with styled():
        figure, axes = canvas(880, 540)
        inputs = [(95.0, 150.0), (95.0, 290.0)]
        hidden = [(375.0, 110.0), (375.0, 220.0), (375.0, 330.0)]
        outputs = [(655.0, 150.0), (655.0, 290.0)]
        i, j, k = inputs[0], hidden[1], outputs[1]
        for start, end in [(a, b) for a in inputs for b in hidden] + [
            (a, b) for a in hidden for b in outputs
        ]:
            if (start, end) not in [(i, j), (j, k)]:
                stroke(axes, [start, end], RULE, 1.5, zorder=1)
        circle(axes, inputs[1], 24, FORWARD_TINT, RULE)
        circle(axes, hidden[0], 24, FORWARD_TINT, RULE)
        circle(axes, hidden[2], 24, FORWARD_TINT, RULE)
        circle(axes, outputs[0], 24, FORWARD_TINT, RULE)

        for x, heading, count in [
            (95, "layer 0: inputs", r"$n_0=2$"),
            (375, "layer 1: hidden", r"$n_1=3$"),
            (655, r"layer 2: outputs", r"$n_2=2$,  $L=2$"),
        ]:
            write(axes, x, 26, heading, 15, weight="bold")
            write(axes, x, 51, count, 15)

        # Forward: from unit i to unit j to unit k to the loss.
        circle(axes, i, 32, FORWARD_TINT, FORWARD)
        write(axes, *i, r"$o_i$", 20, colour=FORWARD)
        write(axes, i[0], i[1] + 48, r"$o_i=x_i$", 15)
        arrow_between(axes, i, j, 34, 64, FORWARD)
        write(axes, 218, 162, r"$w_{ij}$", 20, colour=FORWARD)
        open_unit(axes, j, r"$net_j$", r"$o_j$")
        bias = (232.0, 92.0)
        circle(axes, bias, 17, FORWARD_TINT, FORWARD)
        write(axes, *bias, "1", 16, colour=FORWARD)
        arrow_between(axes, bias, (350.0, 190.0), 18, 4, FORWARD)
        write(axes, 306, 126, r"$b_j$", 20, colour=FORWARD)
        arrow_between(axes, j, k, 66, 66, FORWARD)
        write(axes, 482, 221, r"$w_{jk}$", 20, colour=FORWARD)
        open_unit(axes, k, r"$net_k$", r"$y_k$")
        stroke(axes, [outputs[0], (800.0, 262.0)], RULE, 1.5, zorder=0)
        card(axes, 790, 256, 76, 68, LOSS_TINT, LOSS)
        write(axes, 828, 290, r"$E_n$", 22, colour=LOSS)
        arrow(axes, (k[0] + 64, k[1]), (786, k[1]), FORWARD, 2.6)
        write(axes, 828, 218, r"target $t_k$", 15, colour=INK)
        arrow(axes, (828, 230), (828, 252), INK, 1.6)

        # Backward: the same way, below it.
        arrow(axes, (808, 330), (k[0] + 46, k[1] + 52), BACKWARD, 2.6, bend=-0.25)
        write(axes, k[0], k[1] + 58, r"$\delta_k$", 21, colour=BACKWARD)
        arrow(axes, (k[0] - 26, k[1] + 60), (j[0] + 34, j[1] + 62), BACKWARD, 2.6, bend=-0.18)
        write(axes, j[0], j[1] + 57, r"$\delta_j$", 21, colour=BACKWARD)

        stroke(axes, [(20, 420), (860, 420)], RULE, 1)
        for x, formula, words, colour in [
            (150, r"$net_j=\sum_i\;o_i\,w_{ij}+b_j$", "net input", FORWARD),
            (390, r"$o_j=\varphi(net_j)$", "output", FORWARD),
            (575, r"$\delta_j=\partial E_n/\partial net_j$", "delta", BACKWARD),
            (770, r"$\mathbf{g}=\nabla E(\mathbf{w})$", "gradient", BACKWARD),
        ]:
            write(axes, x, 458, formula, 20, colour=colour)
            write(axes, x, 502, words, 14)
        return picture(
            figure,
            "The notation on a network with two inputs, three hidden units and two outputs. The "
            "weight w_ij leads from unit i to unit j. Unit j adds up its net input net_j, with "
            "its bias b_j, and puts out o_j, which goes on with weight w_jk to unit k, whose "
            "output y_k is compared with the target t_k in the loss E_n; so is the other output, "
            "with its own target. On the way back unit k gets delta_k, and unit j gets delta_j.",
            title="The notation",
        )


def banner() -> Picture:
    """Draw the banner of the README."""
    with styled():
        figure, axes = canvas(1280, 360)
        sizes = [4, 6, 5, 3]
        columns = [
            [(760.0 + 140 * layer, 180 + 50 * (unit - (size - 1) / 2)) for unit in range(size)]
            for layer, size in enumerate(sizes)
        ]
        for before, after in zip(columns, columns[1:], strict=False):
            for a in before:
                for b in after:
                    colour = FORWARD if (a[1] + b[1]) / 2 < 180 else BACKWARD
                    stroke(axes, [a, b], colour, 1.1, zorder=1, alpha=0.42)
        for column in columns:
            for unit in column:
                circle(axes, unit, 13, PAPER, INK, width=1.8)
        arrow(axes, (748, 34), (1128, 34), FORWARD, 4)
        write(axes, 1192, 34, "forward", 18, colour=FORWARD, weight="bold")
        arrow(axes, (1128, 326), (748, 326), BACKWARD, 4)
        write(axes, 1192, 326, "backward", 18, colour=BACKWARD, weight="bold")
        for y in (130, 180, 230):
            stroke(axes, [(1180, y), (1226, 180)], LOSS, 1.1, zorder=1, alpha=0.5)
        circle(axes, (1238, 180), 22, LOSS_TINT, LOSS)
        write(axes, 1238, 180, r"$E$", 24, colour=LOSS)

        write(axes, 48, 92, "Backpropagation", 58, weight="bold", ha="left")
        write(axes, 50, 146, "from first principles", 32, colour=MUTED, ha="left")
        write(
            axes,
            50,
            212,
            "Every equation derived, proved, coded, checked.",
            21,
            ha="left",
        )
        write(
            axes,
            50,
            286,
            r"$\delta_j=\varphi'(net_j)\,\sum_k\;w_{jk}\,\delta_k$",
            34,
            colour=BACKWARD,
            ha="left",
        )
        return picture(
            figure,
            "Backpropagation from first principles: every equation derived, proved, coded, "
            "checked. Beside it a network: forward in blue to the loss E, backward in orange.",
            title="Backpropagation from first principles",
        )


def _small_network(axes: Axes, x: float, y: float, colour: str, *, forward: bool) -> None:
    sizes, step = [3, 3, 2], 50
    layers = [
        [(x + step * layer, y + 36 + 34 * (unit - (size - 1) / 2)) for unit in range(size)]
        for layer, size in enumerate(sizes)
    ]
    for before, after in zip(layers, layers[1:], strict=False):
        for a in before:
            for b in after:
                stroke(axes, [a, b], colour, 1.1, alpha=0.55)
    for layer in layers:
        for unit in layer:
            circle(axes, unit, 8.5, PAPER, colour)
    left, right = (x - 6, y + 90), (x + 2 * step + 6, y + 90)
    start, end = (left, right) if forward else (right, left)
    arrow(axes, start, end, colour, 2.4)


def _small_parabola(axes: Axes, x: float, y: float) -> None:
    t = np.linspace(-1, 1, 60)
    stroke(axes, [(x + 52 + 48 * u, y + 80 - 70 * u * u) for u in t], LOSS, 2.4, zorder=4)
    stroke(axes, [(x, y + 80), (x + 108, y + 80)], MUTED, 1.2, zorder=3)
    u = 0.72
    stroke(
        axes,
        [(x + 52 + 48 * u, y + 80), (x + 52 + 48 * u, y + 80 - 70 * u * u)],
        MUTED,
        1.2,
        ls="--",
        zorder=3,
    )
    circle(axes, (x + 52 + 48 * u, y + 80 - 70 * u * u), 5.5, LOSS, LOSS)
    write(axes, x + 52, y + 95, r"$t$", 16)
    write(axes, x + 52 + 48 * u, y + 95, r"$y$", 16, colour=FORWARD)


def _small_bowl(axes: Axes, x: float, y: float) -> None:
    for scale in (1.0, 0.68, 0.36):
        axes.add_patch(
            Ellipse(
                (x, y),
                116 * scale,
                84 * scale,
                angle=-18,
                facecolor="none",
                edgecolor=UPDATE,
                lw=1.1,
                alpha=0.75,
                zorder=3,
            )
        )
    stops = [(x - 46.0, y - 24.0), (x - 22.0, y - 4.0), (x - 6.0, y + 1.0)]
    for start, end in zip(stops, stops[1:], strict=False):
        arrow(axes, start, end, UPDATE, 2.2)
    circle(axes, stops[0], 4.5, UPDATE, UPDATE)
