"""The equations as matrices: where the transposes come from, and every shape on one page."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_lib.network import Network
from course_lib.plots.picture import Picture, picture
from course_lib.plots.shapes import Point, stroke, width_of, write, write_lines
from course_lib.plots.style import (
    BACKWARD,
    BACKWARD_SIGNED,
    FORWARD,
    FORWARD_SIGNED,
    INK,
    INK_TINT,
    MUTED,
    PAPER,
    POINTS_PER_PIXEL,
    RULE,
    canvas,
    styled,
)

CELL = 22  # pixels
N, n_in, n_out = "$N$", "$n_{in}$", "$n_{out}$"
OUTLINED = {"n": 4, "i": 1, "j": 1}  # the example and the units whose numbers are outlined


class Matrix(NamedTuple):
    """A matrix to draw: symbol, numbers, the names of its dimensions, outlined row and column."""

    symbol: str
    values: np.ndarray
    dims: tuple[str, str]
    colour: str
    row: str = ""
    column: str = ""


def layer() -> Picture:
    """Draw a layer's net inputs for a batch, (2.7), as rectangles of cells with their shapes."""
    network, X, _ = _example()
    with styled():
        figure, axes = canvas(880, 225)
        words = "Example $n$, unit $j$:\nrow $n$ of $o$ times\ncolumn $j$ of $W$,"
        write_lines(axes, 24, 66, f"{words}\nplus entry $j$ of $b$.", 15)
        _forward_product(axes, 112, network, X)
        return picture(
            figure,
            "A layer for a batch: o, N by n_in, times W, n_in by n_out, plus b is net, N by n_out. "
            "The net input of example n and unit j is row n of o times column j of W, plus entry j "
            "of b. The two dimensions that meet in the product are the same, n_in.",
            title="The net inputs of a batch",
        )


def transposes() -> Picture:
    """Draw one layer's three matrix products, as rectangles of cells with their shapes.

    The cells are shaded by the numbers of a small network: the same W, turned over, serves on the
    way back.
    """
    network, X, T = _example()
    p = network.forward(X)
    o, W = p[1].inputs, network.layers[1].W
    delta = network.deltas(p, T)[1]
    dW, _ = network.unpack(network.gradient(X, T))[1]
    with styled():
        figure, axes = canvas(880, 722)
        for y, colour, title, words in [
            (112, FORWARD, "forward", "Unit $j$ adds up\nwhat arrives there:\ncolumn $j$ of $W$."),
            (
                350,
                BACKWARD,
                "backward",
                "Unit $i$ collects\nfrom where it leads:\nrow $i$ of $W$, which is\n"
                r"column $i$ of $W^\top$.",
            ),
            (
                592,
                BACKWARD,
                "gradient",
                "The weight from\nunit $i$ to unit $j$ adds\nup all examples $n$.",
            ),
        ]:
            write(axes, 24, y - 56, title, 20, colour=colour, weight="bold", ha="left")
            write_lines(axes, 24, y - 44, words, 15)
        for y in (235, 473):
            stroke(axes, [(20, y), (860, y)], RULE, 1)
        _forward_product(axes, 112, network, X)
        _product(
            axes,
            350,
            Matrix(r"$\delta$", delta, (N, n_out), BACKWARD, row="n"),
            Matrix(r"$W^\top$", W.T, (n_out, n_in), FORWARD, column="i"),
            Matrix(r"$\partial E_n/\partial o$", delta @ W.T, (N, n_in), BACKWARD, "n", "i"),
        )
        _product(
            axes,
            592,
            Matrix(r"$o^\top$", o.T, (n_in, N), FORWARD, row="i"),
            Matrix(r"$\delta$", delta, (N, n_out), BACKWARD, column="j"),
            Matrix(r"$N\,\partial E/\partial W$", len(X) * dW, (n_in, n_out), BACKWARD, "i", "j"),
        )
        return picture(
            figure,
            "One layer as matrices. Forward: o, N by n_in, times W, n_in by n_out, plus b is net, "
            "N by n_out; unit j uses column j of W. Backward: delta, N by n_out, times W "
            "transposed, n_out by n_in, has the shape of o; unit i uses row i of W, a column of "
            "the transpose. Gradient: o transposed, n_in by N, times delta, N by n_out, has the "
            "shape of W. The two dimensions that meet in a product are always the same.",
            title="Where the transpose comes from",
        )


class Equation(NamedTuple):
    """An equation piece by piece: each piece with its shape, "" for signs, and its line of code."""

    tag: str
    name: str
    words: str
    pieces: list[tuple[str, str]]
    code: str


EQUATIONS = [
    Equation(
        "(10.1)",
        "output delta",
        "how the loss changes with\nthe last net inputs",
        [
            (r"$\delta^{(L)}$", "(N, n_L)"),
            ("$=$", ""),
            (r"$\partial E_n/\partial y$", "(N, n_L)"),
            (r"$\circ$", ""),
            (r"$\varphi\,'(net^{(L)})$", "(N, n_L)"),
        ],
        "delta = (Y - T) * phi_derivative(net)  # squared error",
    ),
    Equation(
        "(10.2)",
        "hidden delta",
        "back through the weights,\nthen through the slope",
        [
            (r"$\delta^{(k)}$", "(N, n_k)"),
            ("$=$", ""),
            ("$($", ""),
            (r"$\delta^{(k+1)}$", "(N, n_{k+1})"),
            (r"$W^{(k+1)\top}$", "(n_{k+1}, n_k)"),
            ("$)$", ""),
            (r"$\circ$", ""),
            (r"$\varphi\,'(net^{(k)})$", "(N, n_k)"),
        ],
        "delta = (delta_next @ W_next.T) * phi_derivative(net)",
    ),
    Equation(
        "(10.3)",
        "gradient of the weights",
        "what came in, times delta,\nits mean over the batch",
        [
            (r"$\partial E/\partial W^{(k)}$", "(n_{k-1}, n_k)"),
            (r"$=\;\dfrac{1}{N}$", ""),
            (r"$o^{(k-1)\top}$", "(n_{k-1}, N)"),
            (r"$\delta^{(k)}$", "(N, n_k)"),
        ],
        "dW = out_previous.T @ delta / N",
    ),
    Equation(
        "(10.4)",
        "gradient of the biases",
        "the same, with the 1 that\ncomes in for a bias",
        [
            (r"$\partial E/\partial b^{(k)}$", "(n_k{,})"),
            (r"$=\;\dfrac{1}{N}\;\sum_n$", ""),
            (r"$\delta_n^{(k)}$", "(n_k{,})"),
        ],
        "db = delta.sum(axis=0) / N",
    ),
]


def four_equations() -> Picture:
    """Draw the four equations of backpropagation on one page, with every shape."""
    high = 152
    with styled():
        figure, axes = canvas(880, 74 + len(EQUATIONS) * high)
        write(axes, 24, 36, "Backpropagation in four equations", 22, weight="bold", ha="left")
        for row, equation in enumerate(EQUATIONS):
            y = 74 + row * high
            stroke(axes, [(20, y), (860, y)], RULE, 1)
            write(axes, 24, y + 32, equation.name, 17, colour=BACKWARD, weight="bold", ha="left")
            write_lines(axes, 24, y + 46, equation.words, 14)
            write(axes, 24, y + 124, equation.tag, 15, colour=MUTED, ha="left")
            x = 300.0
            for piece, shape in equation.pieces:
                wide = width_of(piece, 27)
                room = max(wide, width_of(f"${shape}$", 17) if shape else 0)
                x -= 14 if piece == "$)$" else 0  # brackets stand close to what they hold
                came_forward = any(symbol in piece for symbol in ("net", "W^{(k+1)", "o^{(k-1)"))
                colour = FORWARD if came_forward else BACKWARD if shape else INK
                write(axes, x + room / 2, y + 54, piece, 27, colour=colour, va="baseline")
                if shape:
                    write(axes, x + room / 2, y + 88, f"${shape}$", 17, colour=MUTED)
                x += room + (6 if piece == "$($" else 20)
            write(axes, 300, y + 124, equation.code, 15, ha="left", family="DejaVu Sans Mono")
        return picture(
            figure,
            "The four equations of backpropagation with the shape of every factor. "
            + " ".join(
                f"{equation.tag}, {equation.name}: {equation.code.split('  #')[0]}."
                for equation in EQUATIONS
            ),
            title="Backpropagation in four equations",
        )


def _example() -> tuple[Network, np.ndarray, np.ndarray]:
    """A small network with a batch, whose numbers shade the cells of its second layer."""
    network = Network([5, 4, 3], hidden="tanh", seed=1)
    rng = np.random.default_rng(2)
    network.layers[1].b = rng.standard_normal(3)
    return network, rng.standard_normal((6, 5)), rng.standard_normal((6, 3))


def _forward_product(axes: Axes, y: float, network: Network, X: np.ndarray) -> None:
    """Draw (2.7) for the second layer around the height y."""
    o, net, _ = network.forward(X)[1]
    W, b = network.layers[1].W, network.layers[1].b
    _product(
        axes,
        y,
        Matrix(r"$o$", o, (N, n_in), FORWARD, row="n"),
        Matrix(r"$W$", W, (n_in, n_out), FORWARD, column="j"),
        Matrix(r"$net$", net, (N, n_out), FORWARD, "n", "j"),
        bias=Matrix(r"$b$", b[None], ("", n_out), FORWARD, column="j"),
    )


def _product(
    axes: Axes, y: float, left: Matrix, right: Matrix, result: Matrix, bias: Matrix | None = None
) -> None:
    """Draw a product of matrices around the height y."""
    x = 282.0
    _matrix(axes, x, y, left, meets="columns")
    x += left.values.shape[1] * CELL
    write(axes, x + 32, y, r"$\cdot$", 34)
    x += 92
    _matrix(axes, x, y, right, meets="rows")
    x += right.values.shape[1] * CELL
    if bias:
        write(axes, x + 30, y, "+", 24)
        x += 58
        _matrix(axes, x, y, bias)
        x += bias.values.shape[1] * CELL
    write(axes, x + 36, y, "=", 24)
    _matrix(axes, x + 98, y, result)


def _matrix(axes: Axes, x: float, y: float, matrix: Matrix, meets: str = "") -> None:
    """Draw a matrix as shaded cells, its left edge at x, its middle at the height y."""
    rows, columns = matrix.values.shape
    top, right = y - rows * CELL / 2, x + columns * CELL
    bottom = y + rows * CELL / 2
    shades = {FORWARD: FORWARD_SIGNED, BACKWARD: BACKWARD_SIGNED}[matrix.colour]
    sizes = np.abs(matrix.values) / np.abs(matrix.values).max()
    for (r, c), size in np.ndenumerate(sizes):
        cell = (x + c * CELL, top + r * CELL)
        _frame(axes, cell, 1, 1, PAPER, 1, face=shades(0.54 + 0.36 * round(float(size), 3)))
    _frame(axes, (x, top), columns, rows, matrix.colour, 1)
    if matrix.row or matrix.column:
        r, c = OUTLINED.get(matrix.row, 0), OUTLINED.get(matrix.column, 0)
        wide, high = 1 if matrix.column else columns, 1 if matrix.row else rows
        _frame(axes, (x + c * CELL, top + r * CELL), wide, high, INK, 2.6)
        if matrix.row:
            write(axes, right + 11, top + (r + 0.5) * CELL, f"${matrix.row}$", 16)
        if matrix.column:
            write(axes, x + (c + 0.5) * CELL, bottom + 12, f"${matrix.column}$", 16)
    write(
        axes,
        (x + right) / 2,
        bottom + (36 if matrix.column else 22),
        matrix.symbol,
        21,
        colour=matrix.colour,
    )
    for side, words, place in [
        ("rows", matrix.dims[0], (x - 21, y)),
        ("columns", matrix.dims[1], ((x + right) / 2, top - 18)),
    ]:
        pill = {"facecolor": INK_TINT, "edgecolor": "none", "boxstyle": "round,pad=0.25"}
        write(axes, *place, words, 16, bbox=pill if meets == side else None)


def _frame(
    axes: Axes, corner: Point, columns: int, rows: int, edge: str, width: float, face: Any = "none"
) -> None:
    axes.add_patch(
        Rectangle(
            corner,
            columns * CELL,
            rows * CELL,
            facecolor=face,
            edgecolor=edge,
            lw=width * POINTS_PER_PIXEL,
            zorder=3,
        )
    )
