"""Lesson 07, the chain rule: references, mistakes, cases and hints."""

import functools
import math
import operator

import numpy as np

from .declare import Mistake, choice, code, fix, formula, number

_rng = np.random.default_rng(7)

# -- count_paths -------------------------------------------------------------------------------


def count_paths(sizes):
    """How many paths lead from one input unit to one output unit, an int.

    sizes : list of int, the units of each layer, inputs first;
    neighbouring layers are fully connected
    """
    paths = 1  # one way so far: the input unit that you start from
    for units in sizes[1:-1]:  # only hidden layers offer a choice; both ends are given
        paths = paths * units  # every path so far can go on through each unit of this layer
    return paths  # the last step leads to the one output unit: no choice


def _weights(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:], strict=False))


def _sum_over_neighbours(sizes):
    """Paths of the right kind, added where they multiply."""
    hidden = sizes[1:-1]
    return sum(a * b for a, b in zip(hidden, hidden[1:], strict=False))


PATHS_CASES = [([3, 4, 5, 2],), ([2, 3, 6, 4, 7],), ([5, 6, 3],), ([4, 2, 3, 5, 2, 6],)]

PATHS_MISTAKES = [
    Mistake(
        "all_layers",
        math.prod,
        "You multiplied over all layers. That counts the paths from every input to every output; "
        "both ends are given here.",
        "In which layers is there a choice of the unit to go through?",
        "common",
    ),
    Mistake(
        "outputs_counted",
        lambda sizes: math.prod(sizes[1:]),
        "You counted the paths to all output units. One output unit is given.",
        "Does the last step leave a choice?",
        "common",
    ),
    Mistake(
        "inputs_counted",
        lambda sizes: math.prod(sizes[:-1]),
        "You counted the paths from all input units. One input unit is given.",
        "Does the start leave a choice?",
        "common",
    ),
    Mistake(
        "hidden_units_added",
        lambda sizes: sum(sizes[1:-1]),
        "You added the hidden layers' units. Each unit of one layer can be combined with each unit "
        "of the next.",
        "Draw two hidden layers of two units: there are paths through each pair.",
        "common",
        also=(
            sum,
            lambda sizes: sum(sizes[1:]),
            lambda sizes: sum(sizes[:-1]),
            lambda sizes: sum(sizes[1:-1]) + 1,
            lambda sizes: sum(sizes[1:-1]) + 2,
            lambda sizes: math.comb(sum(sizes[1:-1]), len(sizes) - 2),
        ),
    ),
    Mistake(
        "weights_counted",
        _weights,
        "You counted the weights, the single connections. A path is a chain of them, one from each "
        "layer to the next.",
        "How many connections does one path use, and how many choices make it?",
        also=(
            _sum_over_neighbours,
            lambda sizes: _weights(sizes) + sum(sizes[1:]),
            lambda sizes: math.prod(a * b for a, b in zip(sizes, sizes[1:], strict=False)),
        ),
    ),
    Mistake(
        "one_layer_left_out",
        lambda sizes: math.prod(sizes[1:-2]),
        "A hidden layer is left out: check both ends of your range, and what lies between.",
        "Print the list of the layers that you multiply over.",
        "common",
        also=(
            lambda sizes: math.prod(sizes[2:-1]),
            lambda sizes: math.prod(sizes[2:]),
            lambda sizes: math.prod(sizes[:-2]),
            lambda sizes: math.prod(sizes[2:-2]),
            lambda sizes: sizes[1],
            lambda sizes: sizes[-2],
            lambda sizes: sizes[1] * sizes[-2],
        ),
    ),
    Mistake(
        "all_layers_alike",
        lambda sizes: sizes[1] ** (len(sizes) - 2),
        "You raised one width to the power of the depth. That is right only where all hidden "
        "layers are equally wide.",
        "Give each layer its own factor.",
        also=(
            lambda sizes: max(sizes[1:-1]) ** (len(sizes) - 2),
            lambda sizes: sizes[-2] ** (len(sizes) - 2),
            lambda sizes: np.mean(sizes[1:-1]) ** (len(sizes) - 2),
            lambda sizes: 2 ** (len(sizes) - 2),
            lambda sizes: max(sizes) ** (len(sizes) - 2),
            lambda sizes: sizes[1] ** (len(sizes) - 1),
            lambda sizes: 2 ** sum(sizes[1:-1]),
        ),
    ),
    Mistake(
        "ends_only",
        lambda sizes: sizes[0] * sizes[-1],
        "You multiplied the inputs and the outputs. Those are the pairs of ends; asked for is how "
        "many ways lead from one to the other.",
        "Which layers lie between the two ends?",
        also=(lambda sizes: sizes[0], lambda sizes: sizes[-1]),
    ),
    Mistake(
        "layers_counted",
        lambda sizes: len(sizes) - 1,
        "You counted layers: that is how long a path is, not how many there are.",
        "At each layer on its way a path can go through any unit.",
        also=(
            lambda sizes: len(sizes) - 2,
            len,
            lambda sizes: max(sizes[1:-1]),
            lambda sizes: math.factorial(len(sizes) - 2),
            lambda sizes: math.factorial(len(sizes) - 1),
        ),
    ),
    Mistake(
        "bias_units_counted",
        lambda sizes: math.prod(n + 1 for n in sizes[1:-1]),
        "You counted a bias unit in each layer. Nothing leads into it, so that no path from an "
        "input goes through it.",
        "Which units does an input reach?",
        also=(
            lambda sizes: math.prod(n + 1 for n in sizes),
            lambda sizes: math.prod(sizes[1:-1]) + 1,
            lambda sizes: math.prod(sizes[1:-1]) - 1,
            lambda sizes: math.prod(n - 1 for n in sizes[1:-1]),
        ),
    ),
    Mistake(
        "counted_twice",
        lambda sizes: 2 * math.prod(sizes[1:-1]),
        "You counted each path more than once: once forward and once backward, or once for each "
        "layer. It is one path, whichever way you walk it.",
        "List the paths of a 1-2-1 network.",
        also=(
            lambda sizes: (len(sizes) - 1) * math.prod(sizes[1:-1]),
            lambda sizes: (len(sizes) - 2) * math.prod(sizes[1:-1]),
            lambda sizes: len(sizes) * math.prod(sizes[1:-1]),
            lambda sizes: math.prod(sizes[1:-1]) ** 2,
            lambda sizes: sum(n**2 for n in sizes[1:-1]),
        ),
    ),
    Mistake(
        "paths_of_all_lengths",
        lambda sizes: sum(math.prod(sizes[1:k]) for k in range(2, len(sizes))),
        "You added up the paths to each layer on the way. Only those that arrive at the output "
        "count, and all of them go through every layer.",
        "What is the number of paths before the last layer, and what is added after it?",
        also=(
            lambda sizes: 1 + sum(math.prod(sizes[1:k]) for k in range(2, len(sizes))),
            lambda sizes: sum(math.prod(sizes[:k]) for k in range(1, len(sizes) + 1)),
            lambda sizes: sum(math.prod(sizes[1:k]) for k in range(2, len(sizes) + 1)),
        ),
    ),
    Mistake(
        "always_the_same",
        lambda sizes: 0,
        "Your number doesn't depend on the layers. A product that starts from 0 stays 0; one that "
        "is never multiplied stays where it started.",
        "How many ways are there before the first step, and what does each layer do to them?",
        "common",
        also=(lambda sizes: 1,),
    ),
    Mistake(
        "nothing_for_no_hidden_layer",
        lambda sizes: math.prod(sizes[1:-1]) if sizes[1:-1] else 0,
        "It is right as soon as there is a hidden layer. Without one the input is connected to the "
        "output directly, and that is a path as well.",
        "What is a product without factors?",
        also=(
            lambda sizes: functools.reduce(operator.mul, sizes[1:-1]),
            lambda sizes: functools.reduce(operator.mul, sizes[2:-1], sizes[1]),
            lambda sizes: math.prod(sizes[1:-1]) if sizes[1:-1] else sizes[0],
            lambda sizes: math.prod(sizes[1:-1]) if sizes[1:-1] else math.prod(sizes),
        ),
    ),
]

# -- backward_through_graph --------------------------------------------------------------------


def backward_through_graph(a, b, c):
    """`(df/da, df/db, df/dc)` of f = (a b + c) a, by a backward sweep.

    a, b, c : numbers
    """
    p = a * b  # forward first: each intermediate value will be needed
    q = p + c  # a sum
    # backward, from f = q a, the last step, to the first
    dq = a  # (7.3): in a product each factor's local slope is the other factor
    da = q  # what reaches a along its own path, as the last factor of f
    dp = dq  # a sum passes what arrives to each of its terms unchanged
    dc = dq  # the other term of the sum
    da = da + dp * b  # (7.2): a is used twice, so what arrives along p = a b is added
    db = dp * a  # (7.3): for b the local slope is the other factor, a
    return da, db, dc  # what arrives at a, b and c


def _graph(slopes):
    """Slopes from the inputs and the value q of the sum."""
    return lambda a, b, c: slopes(a, b, c, a * b + c)


def _one_sided(h):
    def f(a, b, c):
        return (a * b + c) * a

    return lambda a, b, c: (
        (f(a + h, b, c) - f(a, b, c)) / h,
        (f(a, b + h, c) - f(a, b, c)) / h,
        (f(a, b, c + h) - f(a, b, c)) / h,
    )


GRAPH_CASES = [tuple(np.float64(v) for v in row) for row in
               ((1.7, -0.6, 2.3), (-0.8, 1.4, 0.5), (2.6, 0.7, -1.9))]  # fmt: skip

GRAPH_MISTAKES = [
    Mistake(
        "last_path_only",
        _graph(lambda a, b, c, q: (a * b, a**2, a)),
        "What reached a along one of its paths is lost: it was overwritten, or never added. a is "
        "used twice, once in the product a b and once as the last factor.",
        "(7.2): what happens where several paths arrive?",
        "micrograd#2",
        also=(
            _graph(lambda a, b, c, q: (q, a**2, a)),
            _graph(lambda a, b, c, q: (b, a**2, a)),
            _graph(lambda a, b, c, q: (b, a, 1)),
            _graph(lambda a, b, c, q: (a * b, a, 1)),
            _graph(lambda a, b, c, q: (q, a, 1)),
        ),
    ),
    Mistake(
        "paths_multiplied",
        _graph(lambda a, b, c, q: (q * a * b, a**2, a)),
        "You multiplied what arrives at a along its two paths. Factors belong to one path; "
        "separate paths add.",
        "If both factors of f pull upwards, by how much does f rise?",
        "common",
    ),
    Mistake(
        "paths_averaged",
        _graph(lambda a, b, c, q: ((q + a * b) / 2, a**2, a)),
        "You took the mean of the two paths that arrive at a, or their difference. They add.",
        "Two paths carry the effect of both, not the half.",
        also=(
            _graph(lambda a, b, c, q: (q - a * b, a**2, a)),
            _graph(lambda a, b, c, q: (a * b - q, a**2, a)),
        ),
    ),
    Mistake(
        "what_arrives_forgotten",
        _graph(lambda a, b, c, q: (q + b, a, 1)),
        "You have the local slopes, but not what arrives: the last factor a multiplies everything "
        "that comes through the sum.",
        "(7.3): a node multiplies its local slope by what?",
        "smile#528",
        also=(
            _graph(lambda a, b, c, q: (q + b, a**2, a)),
            _graph(lambda a, b, c, q: (q + a * b, a, a)),
            _graph(lambda a, b, c, q: (q + a * b, a, 1)),
            _graph(lambda a, b, c, q: (q + a * b, a**2, 1)),
            _graph(lambda a, b, c, q: (q + b, a, a)),
        ),
    ),
    Mistake(
        "own_factor",
        _graph(lambda a, b, c, q: (q + a * a, a * b, a)),
        "In a product you gave each factor itself as its slope. If b is large, f reacts strongly "
        "to *a*: the slope of a factor is the other one.",
        "What is ∂(a b)/∂a?",
        "common",
        also=(
            _graph(lambda a, b, c, q: (a + q * a, q * b, q)),
            _graph(lambda a, b, c, q: (a + a * a, a * b, a)),
            _graph(lambda a, b, c, q: (a + a * b, a * a, a)),
            _graph(lambda a, b, c, q: (q + a * b, a * b, a)),
            _graph(lambda a, b, c, q: (q + a * a, a**2, a)),
            _graph(lambda a, b, c, q: (a + q * b, q * a, q)),
            _graph(lambda a, b, c, q: (q + a * b, q * a, q)),
            _graph(lambda a, b, c, q: (q + a * b, q * a, a)),
            _graph(lambda a, b, c, q: (q + a * b, b**2, a)),
            _graph(lambda a, b, c, q: (q + a * b, b, a)),
            _graph(lambda a, b, c, q: (q + a * b, b, 1)),
        ),
    ),
    Mistake(
        "sum_like_a_product",
        _graph(lambda a, b, c, q: (q + a * c * b, a * c * a, a * a * b)),
        "You treated the sum like a product: its slopes are not the other terms. If c grows by 1, "
        "the sum grows by 1, whatever the other term is.",
        "What is ∂(p + c)/∂c?",
        "common",
        also=(
            _graph(lambda a, b, c, q: (q + a * b, a**2, a * c)),
            _graph(lambda a, b, c, q: (q + a * b, a**2, a * a * b)),
            _graph(lambda a, b, c, q: (q + a * b, a**2, c)),
            _graph(lambda a, b, c, q: (q + a * b, a**2 * c, a * a * b)),
            _graph(lambda a, b, c, q: (q + a * b, a**2, q)),
        ),
    ),
    Mistake(
        "sum_shared_out",
        _graph(lambda a, b, c, q: (q + a * b / 2, a**2 / 2, a / 2)),
        "You split what arrives at the sum between its terms. Nothing is shared out: each term "
        "moves the sum by all of its own change.",
        "What is ∂(p + c)/∂p?",
        "makeyourownneuralnetwork, and the book beside it",
    ),
    Mistake(
        "starts_from_f",
        _graph(lambda a, b, c, q: ((q + a * b) * q * a, a**2 * q * a, a * q * a)),
        "You started the backward sweep from the value of f. It starts from ∂f/∂f.",
        "By how much does f move when f moves by 1?",
        "common",
    ),
    Mistake(
        "last_factor_forgotten",
        _graph(lambda a, b, c, q: (a * b + q * b, a**2, a)),
        "Somewhere the value and the slope got mixed: what reaches a as the last factor of f is "
        "the value of the sum, and what reaches it through the product is another thing.",
        "Write the two paths of a side by side, and what each multiplies.",
        also=(
            _graph(lambda a, b, c, q: (a * b + c * b, a**2, a)),
            _graph(lambda a, b, c, q: (q + q * b, q * a, q)),
            _graph(lambda a, b, c, q: (a * q, a**2, a)),
            _graph(lambda a, b, c, q: (b * q, a**2, a)),
            _graph(lambda a, b, c, q: (q + q * b, a * a, a)),
        ),
    ),
    Mistake(
        "a_term_lost",
        _graph(lambda a, b, c, q: (2 * a * b, a**2, a)),
        "Multiplied out, f has two terms with a in them, and your ∂f/∂a misses a part of one of "
        "them.",
        "Multiply f out and differentiate term by term, to compare.",
        "common",
        also=(
            _graph(lambda a, b, c, q: (2 * a * b + 1, a**2, a)),
            _graph(lambda a, b, c, q: (a * b + 2 * c, a**2, a)),
            _graph(lambda a, b, c, q: (2 * a * c + b, a**2, a)),
            _graph(lambda a, b, c, q: (a + c, a**2, a)),
            _graph(lambda a, b, c, q: (b + c, a**2, a)),
            _graph(lambda a, b, c, q: (a * b + a * c, a**2, a)),
            _graph(lambda a, b, c, q: (2 * a + c, a**2, a)),
            _graph(lambda a, b, c, q: (2 * a * b + c * a, a**2, a)),
            _graph(lambda a, b, c, q: (a**2 * b + c, a**2, a)),
            _graph(lambda a, b, c, q: (2 * a * b + a, a**2, a)),
            _graph(lambda a, b, c, q: (2 * b + c, a**2, a)),
        ),
    ),
    Mistake(
        "twice_for_used_twice",
        _graph(lambda a, b, c, q: (2 * q, a**2, a)),
        "You doubled one path of a instead of adding the two. They are different: one goes through "
        "the product, the other is the last factor.",
        "Follow each of the two arrows that leave a.",
        also=(
            _graph(lambda a, b, c, q: (2 * (q + a * b), a**2, a)),
            _graph(lambda a, b, c, q: (q + 2 * a * b, a**2, a)),
            _graph(lambda a, b, c, q: (2 * a * b + 2 * c, 2 * a**2, a)),
            _graph(lambda a, b, c, q: (q + a * b, 2 * a**2, a)),
            _graph(lambda a, b, c, q: (q + a * b, a**2, 2 * a)),
            _graph(lambda a, b, c, q: (q + a * b, 2 * a**2, 2 * a)),
            _graph(lambda a, b, c, q: (2 * q + a * b, a**2, a)),
            _graph(lambda a, b, c, q: (q + a * b, 2 * a, a)),
            _graph(lambda a, b, c, q: (2 * q, 2 * a**2, 2 * a)),
            _graph(lambda a, b, c, q: (2 * (q + a * b), 2 * a**2, 2 * a)),
        ),
    ),
    Mistake(
        "forward_values",
        _graph(lambda a, b, c, q: (a * b, q, q * a)),
        "Those are values of the forward pass, not slopes.",
        "How does f answer when a alone moves by a little?",
        also=(
            _graph(lambda a, b, c, q: q * a),
            _graph(lambda a, b, c, q: (a, b, c)),
            _graph(lambda a, b, c, q: (q * a, q * a, q * a)),
            _graph(lambda a, b, c, q: (q + a * b, a * a * b, a * c)),
            _graph(lambda a, b, c, q: (q * a, a * a * b, a * c)),
        ),
    ),
    Mistake(
        "taken_for_a_constant",
        _graph(lambda a, b, c, q: (q + a * b, a**2, 0)),
        "One of your slopes is 0, as if f didn't answer to that input at all. Every input here has "
        "a path to f.",
        "Move that input a little and compute f again.",
        also=(
            _graph(lambda a, b, c, q: (q + a * b, 0, a)),
            _graph(lambda a, b, c, q: (0, a**2, a)),
            _graph(lambda a, b, c, q: (2 * a * b, a**2, 0)),
            _graph(lambda a, b, c, q: (0, 0, 0)),
        ),
    ),
    Mistake(
        "wrong_order",
        _graph(lambda a, b, c, q: (a, a**2, q + a * b)),
        "The slopes are right, but they stand in another order: first a, then b, then c.",
        "Look at the order in the docstring.",
        also=(
            _graph(lambda a, b, c, q: (q + a * b, a, a**2)),
            _graph(lambda a, b, c, q: (a**2, q + a * b, a)),
            _graph(lambda a, b, c, q: (a**2, a, q + a * b)),
            _graph(lambda a, b, c, q: (a, q + a * b, a**2)),
        ),
    ),
    Mistake(
        "wrong_sign",
        _graph(lambda a, b, c, q: (-q - a * b, -(a**2), -a)),
        "Every sign is reversed: asked for are the slopes, no step downhill.",
        "Do you subtract anywhere?",
    ),
    Mistake(
        "added_along_a_path",
        _graph(lambda a, b, c, q: (q + a + b, a + a, a + 1)),
        "Along a path you added the slopes. Factors along a path multiply; only separate paths "
        "add.",
        "(7.1): what joins the steps of one path?",
        "common",
        also=(
            _graph(lambda a, b, c, q: (q + a + b, a**2, a)),
            _graph(lambda a, b, c, q: (q + a + b, a + a, a)),
        ),
    ),
    Mistake(
        "one_sided_difference",
        _one_sided(0.01),
        "You took differences with a step that is too large, and to one side: near, but not the "
        "slopes.",
        "The sweep gives them exactly.",
        also=(_one_sided(0.1), _one_sided(0.001)),
    ),
    Mistake(
        "summed",
        _graph(lambda a, b, c, q: q + a * b + a**2 + a),
        "You added up the three slopes. Each input has its own.",
        "Return three numbers, separated by commas.",
        also=(_graph(lambda a, b, c, q: q + a * b),),
    ),
]

# -- fan_out -----------------------------------------------------------------------------------

_W, _D = np.array([0.5, -1.5, 2.5]), np.array([0.8, 0.4, -0.3])


def fan_out():
    """The slope dE/do of an output o that feeds three units, to two decimals.

    The weights from o to them are 0.5, -1.5 and 2.5; their slopes dE/dnet are 0.8, 0.4 and -0.3.
    """
    first = 0.5 * 0.8  # (7.1): along a path multiply, dnet/do is the weight (2.5)
    second = -1.5 * 0.4  # a negative weight turns the effect round
    third = 2.5 * -0.3  # here it is the slope that is negative
    return first + second + third  # (7.2): the paths add, each with its sign


FAN_MISTAKES = [
    Mistake(
        "one_path_only",
        _W[0] * _D[0],
        "That is one path, or two of them. A change of o reaches the loss along all three.",
        "How many arrows leave o?",
        "common",
        also=(
            _W[1] * _D[1],
            _W[2] * _D[2],
            (_W * _D)[:2].sum(),
            (_W * _D)[1:].sum(),
            (_W * _D)[::2].sum(),
        ),
    ),
    Mistake(
        "mean_over_paths",
        (_W * _D).mean(),
        "You took the mean of the three paths. They add: nothing is averaged.",
        "Two paths carry the effect of both, not the half.",
    ),
    Mistake(
        "signs_lost",
        np.abs(_W * _D).sum(),
        "A sign got lost. Two of the three paths work against the first one.",
        "Give each product its sign before you add.",
        "common",
        also=(0.4 + 0.6 - 0.75, 0.4 - 0.6 + 0.75),
    ),
    Mistake(
        "slopes_without_weights",
        _D.sum(),
        "You added the slopes without their weights. A unit hears of o only as strongly as its "
        "weight says.",
        "What does net of the second unit gain when o grows by 1?",
        "common",
        also=(_D.mean(),),
    ),
    Mistake(
        "weights_without_slopes",
        _W.sum(),
        "You added the weights alone. They say how far each net input moves, not how the loss "
        "answers.",
        "What is missing on each path?",
        also=(_W.mean(),),
    ),
    Mistake(
        "sums_multiplied",
        _W.sum() * _D.sum(),
        "You multiplied the sum of the weights by the sum of the slopes: each weight would meet "
        "the slopes of the other units, too.",
        "Multiply path by path first, then add.",
    ),
    Mistake(
        "paths_multiplied",
        (_W * _D).prod(),
        "You multiplied the three paths. Factors belong to one path; separate paths add.",
        "Read (7.2) again: what happens where paths meet?",
        also=(_W.prod() * _D.sum(), _W.prod(), _D.prod()),
    ),
    Mistake(
        "wrong_sign",
        -(_W * _D).sum(),
        "The size is right, the sign is reversed: asked for is the slope, no step downhill.",
        "Add the three products once more.",
    ),
    Mistake(
        "added_along_a_path",
        (_W + _D).sum(),
        "You added the weight and the slope. Along a path they multiply.",
        "Read (7.1) again: what joins the steps of a path?",
    ),
    Mistake(
        "largest_path",
        2.5 * 0.3,
        "That is the size of the strongest path. All three count, with their signs.",
        "Add the others.",
    ),
]

# -- fix_07 ------------------------------------------------------------------------------------


def fix_07(edges, n_values):
    """The slope of a graph's last value by each value, (n_values,).

    edges : list of (source, target, slope), in forward order: value
    `target` is computed from `source`, with this local slope
    n_values : how many values there are, numbered from 0
    """
    gradient = np.zeros(n_values)  # nothing has arrived anywhere yet
    gradient[-1] = 1.0  # the last value moves with itself, one to one
    for source, target, slope in reversed(edges):  # backward: what arrives is complete by then
        gradient[source] += slope * gradient[target]  # (7.3) along this edge, (7.2) over all
    return gradient  # one slope for each value


def fix_07_shown(edges, n_values):
    """The slope of a graph's last value by each value, (n_values,).

    edges : list of (source, target, slope), in forward order: value
    `target` is computed from `source`, with this local slope
    n_values : how many values there are, numbered from 0
    """
    gradient = np.zeros(n_values)
    gradient[-1] = 1.0
    for source, target, slope in reversed(edges):
        gradient[source] = slope * gradient[target]
    return gradient


def _edges(pairs):
    return [(i, j, round(float(_rng.uniform(0.5, 1.8) * _rng.choice([-1, 1])), 3))
            for i, j in pairs]  # fmt: skip


def _sweep(rule, start=1.0, order=reversed, first=0.0):
    """A backward sweep with another rule for an edge."""

    def go(edges, n_values):
        gradient = np.full(n_values, first)
        gradient[-1] = start
        for source, target, slope in order(edges):
            gradient[source] = rule(gradient[source], slope, gradient[target])
        return gradient

    return go


def _started_at_the_inputs(edges, n_values):
    gradient = np.zeros(n_values)
    gradient[0] = 1.0
    for source, target, slope in reversed(edges):
        gradient[source] += slope * gradient[target]
    return gradient


def _mean_over_edges(edges, n_values):
    gradient = np.zeros(n_values)
    gradient[-1] = 1.0
    for source, target, slope in reversed(edges):
        uses = sum(s == source for s, _, _ in edges)
        gradient[source] += slope * gradient[target] / uses
    return gradient


def _direct_edges(edges, n_values):
    gradient = np.zeros(n_values)
    gradient[-1] = 1.0
    for source, target, slope in edges:
        if target == n_values - 1:
            gradient[source] += slope
    return gradient


def _pushed_forward(edges, n_values):
    gradient = np.zeros(n_values)
    gradient[-1] = 1.0
    for source, target, slope in reversed(edges):
        gradient[target] += slope * gradient[source]
    return gradient


def _forward_from_the_first(edges, n_values):
    gradient = np.zeros(n_values)
    gradient[0] = 1.0
    for source, target, slope in edges:
        gradient[target] += slope * gradient[source]
    return gradient


FIX_CASES = [
    (_edges([(0, 2), (1, 2), (0, 3), (2, 3), (2, 4), (3, 4)]), 5),
    (_edges([(0, 3), (1, 3), (1, 4), (2, 4), (3, 5), (0, 5), (4, 6), (5, 6), (3, 6)]), 7),
    (_edges([(0, 1), (0, 2), (1, 3), (2, 3), (0, 3)]), 4),
]

FIX_MISTAKES = [
    Mistake(
        "no_start",
        _sweep(lambda old, slope, arriving: old + slope * arriving, start=0.0),
        "Nothing arrives at the last value, so that nothing goes back from it: the sweep doesn't "
        "start where it should, with the slope that it should.",
        "Where does the sweep start, and with which slope?",
        also=(_started_at_the_inputs, _sweep(lambda old, slope, arriving: slope * arriving, 0.0)),
    ),
    Mistake(
        "nothing_goes_back",
        _sweep(lambda old, slope, arriving: old * slope * arriving),
        "Only the last value has a slope, nothing has gone back from it: what stands at a source "
        "before the sweep is 0, and `*=` leaves it so; so does a step from source to target.",
        "Which of the two ends of an edge gets something, and how does it join what is there?",
        also=(
            _pushed_forward,
            _sweep(lambda old, slope, arriving: old),
            lambda edges, n_values: fix_07(edges[-1:], n_values),
        ),
    ),
    Mistake(
        "wrong_direction_of_the_sweep",
        _sweep(lambda old, slope, arriving: old + slope * arriving, order=iter),
        "You go through the edges in the order of the forward pass, or follow them in the wrong "
        "direction: a value passes its slope on before anything has arrived, so that only the last "
        "steps of the graph have an effect.",
        "When may a value pass its slope on?",
        "micrograd#68",
        also=(
            _direct_edges,
            _forward_from_the_first,
        ),
    ),
    Mistake(
        "local_slope_lost",
        _sweep(lambda old, slope, arriving: old + arriving),
        "The paths are added now, but the local slope of the edge isn't a factor: it is gone, or "
        "you divide by it.",
        "(7.3): two things are multiplied on each edge.",
        also=(
            _sweep(lambda old, slope, arriving: arriving),
            _sweep(lambda old, slope, arriving: old + arriving / slope),
        ),
    ),
    Mistake(
        "what_arrives_lost",
        _sweep(lambda old, slope, arriving: old + slope),
        "You add up the local slopes alone. Along a path they multiply.",
        "(7.3): two things are multiplied on each edge.",
    ),
    Mistake(
        "paths_multiplied",
        _sweep(lambda old, slope, arriving: old * slope * arriving, first=1.0),
        "You multiply what arrives along several edges. Factors belong to one path; separate paths "
        "add.",
        "Read (7.2) again: what happens where paths meet?",
        also=(
            lambda edges, n: _sweep(
                lambda old, slope, arriving: slope * arriving * (old if old else 1.0)
            )(edges, n),
        ),
    ),
    Mistake(
        "paths_averaged",
        _mean_over_edges,
        "You take the mean of what arrives along several paths, or the largest. Paths add.",
        "Two paths carry the effect of both.",
        also=(
            _sweep(lambda old, slope, arriving: max(old, slope * arriving)),
            _sweep(lambda old, slope, arriving: max(old, slope * arriving, key=abs)),
            _sweep(lambda old, slope, arriving: (old + slope * arriving) / 2),
            _sweep(lambda old, slope, arriving: (old + slope * arriving) / (2 if old else 1)),
        ),
    ),
    Mistake(
        "added_along_a_path",
        _sweep(lambda old, slope, arriving: old + slope + arriving),
        "Something is added on each edge that doesn't belong there. The local slope multiplies "
        "what arrives, and that alone is added to what is there.",
        "Read (7.3) again: what does an edge do with what arrives?",
        also=(
            _sweep(lambda old, slope, arriving: slope + arriving),
            _sweep(lambda old, slope, arriving: slope * arriving + 1),
            _sweep(lambda old, slope, arriving: old + slope * arriving + 1),
        ),
    ),
    Mistake(
        "every_slope_starts_at_one",
        _sweep(lambda old, slope, arriving: old + slope * arriving, first=1.0),
        "All values start with the slope 1, as if each of them were the last one.",
        "What has arrived at a value before the sweep begins?",
        "micrograd#53",
    ),
    Mistake(
        "wrong_sign",
        _sweep(lambda old, slope, arriving: old - slope * arriving),
        "You subtract what arrives: asked for are slopes, no step downhill.",
        "(7.2): what happens where paths meet?",
        also=(lambda edges, n: -fix_07(edges, n),),
    ),
    Mistake(
        "changed_afterwards",
        lambda edges, n: fix_07(edges, n)[0],
        "The sweep is right, but what comes back isn't all of it as it is: one slope alone, or the "
        "slopes scaled or in another order.",
        "Return `gradient` as the loop has left it.",
        also=(
            lambda edges, n: fix_07(edges, n)[::-1],
            lambda edges, n: fix_07(edges, n) / np.abs(fix_07(edges, n)).max(),
            lambda edges, n: fix_07(edges, n) / fix_07(edges, n).max(),
            lambda edges, n: fix_07(edges, n)[:-1],
        ),
    ),
    Mistake(
        "slope_not_as_it_is",
        _sweep(lambda old, slope, arriving: old + slope**2 * arriving),
        "The local slope is not used as it is, but squared or without its sign.",
        "(7.3): two things are multiplied on each edge.",
        also=(_sweep(lambda old, slope, arriving: old + abs(slope) * arriving),),
    ),
    Mistake(
        "first_path_only",
        _sweep(lambda old, slope, arriving: old if old else slope * arriving),
        "Now the first edge that arrives is kept and the later ones are ignored.",
        "(7.2): what happens where paths meet?",
    ),
]

EXERCISES = [
    code(
        count_paths,
        cases=PATHS_CASES,
        special={"without a hidden layer": ([3, 4],)},
        mistakes=PATHS_MISTAKES,
        hints=[
            "Draw a 1-2-3-1 network and list its paths. Where do you choose?",
            "A path goes through exactly one unit of each layer. At the two ends that unit is "
            "given; in the other layers it is free.",
            "For each free choice every path splits into as many as the layer has units: the "
            "numbers multiply.",
        ],
        praise="Right: one free choice in each hidden layer, and choices multiply. That is why the "
        "number of paths grows exponentially with depth.",
    ),
    code(
        backward_through_graph,
        cases=GRAPH_CASES,
        parts=("df/da", "df/db", "df/dc"),
        mistakes=GRAPH_MISTAKES,
        hints=[
            "Give the steps names: p = a b, then q = p + c, then f = q a. Draw the arrows; how "
            "many leave a?",
            "Go back from f. A product passes to each factor what arrives times the *other* "
            "factor; a sum passes what arrives to each term as it is.",
            "First ∂f/∂q, and the first share of a. Then ∂f/∂p and c. Then b, and the second share "
            "of a: add it to the first.",
        ],
        praise="Right: local slope times what arrives at every step, and the two paths that arrive "
        "at a are added.",
    ),
    formula(
        "chain_derivative",
        "(y - t)*(1 - y**2)*x",
        question="A neuron has one input x, y = tanh(net) with net = w x + b, and the loss is "
        "E = ½(y − t)². Write dE/dw as a formula in x, y and t.",
        variables={"x": (-2, 2), "y": (-0.9, 0.9), "t": (-0.9, 0.9)},
        mistakes=[
            Mistake(
                "no_slope",
                "(y - t)*x",
                "The step through the activation is missing: between the net input and y lies the "
                "tanh.",
                "(7.1) has three factors here.",
                "NeuralNetworkFromScratch PR#3",
            ),
            Mistake(
                "sigmoid_slope",
                "(y - t)*y*(1 - y)*x",
                "You used the sigmoid's slope. This neuron has a tanh.",
                "Look up (3.6).",
                "common",
                also=("(t - y)*y*(1 - y)*x", "y*(1 - y)*x"),
            ),
            Mistake(
                "one_slope_alone",
                "y - t",
                "That is one slope of the path: ∂E/∂y is y − t, and ∂y/∂net is 1 − y². The path "
                "from w to E has three steps.",
                "Which slopes does (7.1) multiply?",
                also=("1 - y**2",),
            ),
            Mistake(
                "no_input",
                "(y - t)*(1 - y**2)",
                "That is dE/dnet. One step is missing: how far does net move when w moves?",
                "What is ∂net/∂w?",
                "common",
            ),
            Mistake(
                "no_error",
                "(1 - y**2)*x",
                "That is dy/dw: how the output answers to the weight. The loss, and with it the "
                "target, is missing.",
                "What is the last step of the path, from y to E?",
            ),
            Mistake(
                "half_of_the_error",
                "y*(1 - y**2)*x",
                "The last step of the path, from y to E, has another slope: it holds the output "
                "*and* the target.",
                "Differentiate the loss with respect to y.",
                also=("-t*(1 - y**2)*x", "t*(1 - y**2)*x"),
            ),
            Mistake(
                "slope_twice",
                "(y - t)*(1 - y**2)**2*x",
                "The slope of tanh is there twice. The path goes through it once.",
                "List the steps from w to E.",
            ),
            Mistake(
                "wrong_sign",
                "(t - y)*(1 - y**2)*x",
                "Every factor is there, but the sign is reversed. The derivative of the loss with "
                "respect to y is output minus target, that of tanh is never negative.",
                "Does the loss grow or fall when y is above t and rises?",
                "nn-from-scratch#11",
                also=("(y - t)*(y**2 - 1)*x",),
            ),
            Mistake(
                "wrong_sign_and_a_factor_missing",
                "(t - y)*x",
                "Two things: the derivative of the loss with respect to y is output minus target; "
                "and one of the three slopes is missing.",
                "Name the three steps of the path. Which of them has no slope in your answer?",
                also=("(t - y)*(1 - y**2)",),
            ),
            Mistake(
                "loss_for_its_slope",
                "(y - t)**2/2*(1 - y**2)*x",
                "Your first factor is the loss itself. The chain is made of slopes.",
                "Differentiate the loss with respect to y.",
                "common",
                also=("(y - t)**2*(1 - y**2)*x", "(y - t)**2/2*x"),
            ),
            Mistake(
                "factor_two",
                "2*(y - t)*(1 - y**2)*x",
                "There is a 2, or a ½, too many: the ½ in the loss takes away the 2 from the "
                "square.",
                "Differentiate the loss with respect to y once more.",
                "dlib#1169",
                also=("(y - t)*(1 - y**2)*x/2",),
            ),
            Mistake(
                "slope_at_the_wrong_place",
                "(y - t)*(1 - x**2)*x",
                "The slope of tanh is taken at the wrong place. It is taken where tanh stands in "
                "the chain, and written with the *output* it is one minus its square.",
                "tanh′ = 1 − tanh², and tanh(net) has a name here.",
                "common",
                also=(
                    "(y - t)*(1 - tanh(x)**2)*x",
                    "(y - t)*(1 - tanh(y)**2)*x",
                    "(y - t)*(1 - t**2)*x",
                    "(y - t)*(1 - (y - t)**2)*x",
                ),
            ),
            Mistake(
                "slope_of_the_square_missing",
                "(y - t)*(1 - y)*x",
                "The slope of tanh is nearly there: the output must be squared.",
                "Look up (3.6).",
                also=("(y - t)*(1 - 2*y)*x", "(y - t)*(1 + y**2)*x", "(y - t)*y*x"),
            ),
            Mistake(
                "activation_for_slope",
                "(y - t)*tanh(x)*x",
                "You used the activation where its slope belongs.",
                "What passes a change on is the slope.",
                also=("(y - t)*tanh(y)*x", "tanh(x)*x"),
            ),
            Mistake(
                "factors_added",
                "(y - t) + (1 - y**2) + x",
                "You added the three slopes. Along a path they multiply.",
                "Read (7.1) again: what joins the steps of a path?",
                also=("(y - t)*(1 - y**2) + x", "(y - t) + (1 - y**2)*x"),
            ),
            Mistake(
                "wrong_last_factor",
                "(y - t)*(1 - y**2)*t",
                "Your last factor is not the one of the first step, from the weight to the net "
                "input.",
                "What is ∂net/∂w?",
                also=(
                    "(y - t)*(1 - y**2)*y",
                    "(y - t)*(1 - y**2)*x**2",
                    "(y - t)*(1 - y**2)/x",
                ),
            ),
        ],
        hints=[
            "Follow the one path from w to E: w moves net, net moves y, y moves E. One slope for "
            "each of the three.",
            "For E over y differentiate the square; for y over net take (3.6), written with the "
            "output; for net over w look which factor is left.",
            "Multiply the three.",
        ],
        praise="Right: three slopes along one path, multiplied. The slope of tanh costs nothing, "
        "for y is known from the forward pass.",
        solution="dE/dy = y − t, (5.3): the 2 of the square meets the ½.\n"
        "dy/dnet = 1 − y², (3.6): the slope of tanh, written with its output.\n"
        "dnet/dw = x, (2.3): what is left of w x.\n"
        "(7.1): along one path they multiply, (y − t)(1 − y²) x.",
    ),
    number(
        fan_out,
        unit=0.01,
        mistakes=FAN_MISTAKES,
        hints=[
            "Three arrows leave o. Take one of them: what happens to the loss along it, if o grows "
            "by a little?",
            "Along one arrow multiply the weight by the slope at its end, with their signs.",
            "Then add the three products.",
        ],
        praise="Right: along each path a product, and the paths added with their signs. This sum "
        "is the heart of backpropagation.",
    ),
    choice(
        "two_paths",
        question="x reaches f along two paths. The local slopes along the first are 2 and 3, along "
        "the second −1 and 4. What is df/dx?",
        options={
            "a": "8: all four slopes added",
            "b": "−24: all four slopes multiplied",
            "c": "15: each path's slopes added, then both multiplied",
            "d": "2: each path's slopes multiplied, then both added",
            "e": "6: the stronger path decides",
            "f": "1: the mean of both paths",
        },
        right="d",
        mistakes=[
            Mistake(
                "everything_added",
                "a",
                "Within a path the steps follow each other: if x moves by 1, the middle value "
                "moves 2 times as much, and the end 3 times as much as that.",
                "What joins the steps of one path?",
                "common",
            ),
            Mistake(
                "everything_multiplied",
                "b",
                "The two paths are separate: each adds its own change to f, and neither makes the "
                "other one larger.",
                "If the second path did nothing (a slope of 0), what should be left?",
                "common",
            ),
            Mistake(
                "wrong_way_round",
                "c",
                "You have them the wrong way round: where do the steps follow each other, and "
                "where do changes meet?",
                "If one step of a path has the slope 0, what gets through this path?",
            ),
            Mistake(
                "strongest_path",
                "e",
                "The other path works as well, and against the first one.",
                "Let x move by 0.1, and follow both paths.",
            ),
            Mistake(
                "mean_of_paths",
                "f",
                "Nothing is averaged: f receives the change of both paths.",
                "Let x move by 0.1, and follow both paths.",
            ),
        ],
        hints=[
            "Let x move by 0.1 and follow the change along each path.",
            "Along one path every step multiplies the change by its slope.",
            "At f the changes of both paths meet: what does f do with them?",
        ],
        praise="Right: multiply along a path, add over the paths.",
        solution="First path: 2 · 3 = 6, (7.1). Second path: −1 · 4 = −4. Both arrive at f, and "
        "(7.2) adds them: 6 − 4 = 2.",
    ),
    fix(
        fix_07,
        shown=fix_07_shown,
        symptom="graphs in which every value is used once come out right, others do not.",
        look="Try it on the arrows of a formula of which you know the slopes.",
        seen="micrograd#2",
        cases=FIX_CASES,
        mistakes=FIX_MISTAKES,
        hints=[
            "Follow a value that two edges leave, through both rounds of the loop.",
            "(7.2): what arrives along several paths ... what?",
            "One character is missing in the line inside the loop.",
        ],
        praise="Right: what arrives along each path is added to what is there already.",
    ),
]
