"""Lesson 10, backpropagation: references, mistakes, cases and hints."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from .declare import OWN, Mistake, choice, code, fix, number

_rng = np.random.default_rng(10)


def sigmoid(net):
    return 0.5 * (1 + np.tanh(net / 2))


# -- backprop ----------------------------------------------------------------------------------


def backprop(X, T, W1, b1, W2, b2):
    """Gradient of E, two sigmoid layers: (dW1, db1, dW2, db2).

    E is the squared error, its mean over the batch.
    X : (N, n_0), T : (N, n_2)
    W1 : (n_0, n_1), b1 : (n_1,), W2 : (n_1, n_2), b2 : (n_2,)
    """
    N = len(X)  # the gradient is a mean over so many examples
    out_1 = 1 / (1 + np.exp(-(X @ W1 + b1)))  # (4.1): forward, and kept for the way back
    Y = 1 / (1 + np.exp(-(out_1 @ W2 + b2)))  # (4.1): the same once more
    delta_2 = (Y - T) * Y * (1 - Y)  # (10.1): error times the sigmoid's slope
    delta_1 = (delta_2 @ W2.T) * out_1 * (1 - out_1)  # (10.2): back along the old weights
    dW1, dW2 = X.T @ delta_1 / N, out_1.T @ delta_2 / N  # (10.3): what came in, times delta
    db1, db2 = delta_1.sum(axis=0) / N, delta_2.sum(axis=0) / N  # (10.4): here a 1 came in
    return dW1, db1, dW2, db2  # in the order asked for


def _network(N, n_0, n_1, n_2):
    return (_rng.normal(size=(N, n_0)), _rng.uniform(0.1, 0.9, size=(N, n_2)),
            _rng.normal(size=(n_0, n_1)) * 0.7, _rng.normal(size=n_1) * 0.7,
            _rng.normal(size=(n_1, n_2)) * 0.9, _rng.normal(size=n_2) * 0.7)  # fmt: skip


BACKPROP_CASES = [
    _network(5, 4, 6, 3),
    _network(7, 2, 5, 3),
    _network(5, 4, 4, 4),  # square: transposes and wrong layers give a value, a wrong one
    _network(4, 4, 4, 4),  # here any product gives a value
]
PARTS = ("dW1", "db1", "dW2", "db2")

# The whole computation in steps, so that a mistake is the same with some of them replaced
STEPS: dict[str, Callable[[Any], Any]] = {
    "N": lambda c: len(c.X),
    "net1": lambda c: c.X @ c.W1 + c.b1,
    "out1": lambda c: sigmoid(c.net1),
    "net2": lambda c: c.out1 @ c.W2 + c.b2,
    "Y": lambda c: sigmoid(c.net2),
    "error": lambda c: c.Y - c.T,
    "slope2": lambda c: c.Y * (1 - c.Y),
    "delta2": lambda c: c.error * c.slope2,
    "weights": lambda c: c.W2,
    "sent": lambda c: c.delta2,
    "arriving": lambda c: c.sent @ c.weights.T,
    "slope1": lambda c: c.out1 * (1 - c.out1),
    "delta1": lambda c: c.arriving * c.slope1,
    "dW1": lambda c: c.X.T @ c.delta1 / c.N,
    "db1": lambda c: c.delta1.sum(axis=0) / c.N,
    "dW2": lambda c: c.out1.T @ c.delta2 / c.N,
    "db2": lambda c: c.delta2.sum(axis=0) / c.N,
    "gradient": lambda c: (c.dW1, c.db1, c.dW2, c.db2),
}


def _planted(**steps):
    """`backprop` with the steps that are named replaced."""
    plan = STEPS | steps

    def wrong(X, T, W1, b1, W2, b2):
        c = SimpleNamespace(X=X, T=T, W1=W1, b1=b1, W2=W2, b2=b2)
        for name, step in plan.items():
            setattr(c, name, step(c))
        return c.gradient

    return wrong


def _both(weights, biases):
    """The steps that make dW from (inputs, delta, N) and db from (delta, N, inputs)."""
    return {
        "dW1": lambda c: weights(c.X, c.delta1, c.N),
        "db1": lambda c: biases(c.delta1, c.N, c.X),
        "dW2": lambda c: weights(c.out1, c.delta2, c.N),
        "db2": lambda c: biases(c.delta2, c.N, c.out1),
    }


def _mean_weights(o, d, N):
    return o.T @ d / N


def _mean_biases(d, N, o):
    return d.sum(axis=0) / N


def _sum_weights(o, d, N):
    return o.T @ d


def _sum_biases(d, N, o):
    return d.sum(axis=0)


SUMS = _both(_sum_weights, _sum_biases)
REVERSED = {"error": lambda c: c.T - c.Y}


def _times(factor):
    """All four parts times a number, which may depend on the computation."""
    return _planted(gradient=lambda c: tuple(g * factor(c) for g in (c.dW1, c.db1, c.dW2, c.db2)))


def _slip(name, explanation, hint, seen, *forms, reversed_too=False):
    """A mistake in the deltas; made with sums for means it keeps its name, or with t - y."""
    more = [*forms, *[form | SUMS for form in forms[:2]]]
    if reversed_too:
        more += [forms[0] | REVERSED, forms[0] | REVERSED | SUMS]
    answers = [_planted(**form) for form in more]
    return Mistake(name, answers[0], explanation, hint, seen, tuple(answers[1:]))


def _weight_slip(name, explanation, hint, seen, *rules):
    """A mistake in how the gradient of the weights is made; the biases' as mean or sum."""
    answers = [_planted(**_both(rule, biases)) for rule in rules
               for biases in (_mean_biases, _sum_biases)]  # fmt: skip
    return Mistake(name, answers[0], explanation, hint, seen, tuple(answers[1:]))


def _bias_slip(name, explanation, hint, seen, *rules):
    """A mistake in how the gradient of the biases is made, in both layers or in one."""
    answers = [_planted(**_both(weights, rule)) for rule in rules
               for weights in (_mean_weights, _sum_weights)]  # fmt: skip
    answers += [
        _planted(**{part: _both(_mean_weights, rule)[part]})
        for rule in rules[:2]
        for part in ("db1", "db2")
    ]
    return Mistake(name, answers[0], explanation, hint, seen, tuple(answers[1:]))


def _no_scale(c):
    return 1.0


def _twice_1(c):
    return sigmoid(c.out1) * (1 - sigmoid(c.out1))


def _twice_2(c):
    return sigmoid(c.Y) * (1 - sigmoid(c.Y))


def _net_1(c):
    return c.net1 * (1 - c.net1)


def _net_2(c):
    return c.net2 * (1 - c.net2)


def _tanh_1(c):
    return 1 - c.out1**2


def _tanh_2(c):
    return 1 - c.Y**2


def _out_1(c):
    return c.out1


def _out_2(c):
    return c.Y


def _if_it_fits(wrong, right):
    """The wrong array where its shape would pass for the right one's."""
    return wrong if wrong.shape == right.shape else right


def _updated(eta, mean):
    """W2 after a step of gradient descent, before the hidden deltas were made."""
    return lambda c: c.W2 - eta * c.out1.T @ c.delta2 / (c.N if mean else 1)


def _moved(eta):
    """Parameters after a step, where their gradient is asked for."""
    return lambda c: (c.W1 - eta * c.dW1, c.b1 - eta * c.db1,
                      c.W2 - eta * c.dW2, c.b2 - eta * c.db2)  # fmt: skip


def _softmaxed(c):
    return np.exp(c.net2) / np.exp(c.net2).sum(axis=1, keepdims=True)


def _one_example(k, over_N=False):
    return lambda o, d, N: np.outer(o[k], d[k]) / (N if over_N else 1)


def _one_bias(k, over_N=False):
    return lambda d, N, o: d[k] / (N if over_N else 1)


ORDERS: list[Callable[[Any], tuple]] = [
    lambda c: (c.dW2, c.db2, c.dW1, c.db1),
    lambda c: (c.dW1, c.dW2, c.db1, c.db2),
    lambda c: (c.db1, c.dW1, c.db2, c.dW2),
    lambda c: (c.dW1, c.dW2),
    lambda c: (c.db2, c.dW2, c.db1, c.dW1),
    lambda c: (c.dW2, c.dW1, c.db2, c.db1),
    lambda c: (c.Y, c.dW1, c.db1, c.dW2, c.db2),
]

BACKPROP_MISTAKES = [
    # the output deltas
    _slip(
        "no_slope_at_output",
        "The slope of the output units is missing from delta_2, and with it from everything "
        "behind. y − t alone is the delta of sigmoid units under *log loss* or of softmax under "
        "cross-entropy; under the squared error the slope doesn't cancel.",
        "Which function stands between net_2 and y?",
        "NeuralNetworkFromScratch PR#3, jiexunsee/Neural-Network-with-Python#1",
        {"slope2": _no_scale},
        reversed_too=True,
    ),
    _slip(
        "slope_at_out_output",
        "The slope of the output units is taken at their output: the sigmoid was applied once "
        "more. In terms of y the slope needs no further sigmoid.",
        "Compare (3.3) with your slope in delta_2.",
        "skynet PR#1, neural2d#40",
        {"slope2": _twice_2},
        reversed_too=True,
    ),
    _slip(
        "loss_for_its_derivative",
        "You sent the loss back, not its derivative: the error is squared. It is never negative, "
        "so it can't tell too high from too low.",
        "Differentiate ½(y − t)² with respect to y.",
        "common",
        {"error": lambda c: (c.Y - c.T) ** 2},
        {"error": lambda c: (c.Y - c.T) ** 2 / 2},
        {"error": lambda c: (c.Y - c.T) ** 2, "slope2": _no_scale},
        {"error": lambda c: (c.Y - c.T) ** 2 / 2, "slope2": _no_scale},
        {"error": lambda c: ((c.Y - c.T) ** 2).sum(axis=1, keepdims=True) / 2},
        {"error": lambda c: ((c.Y - c.T) ** 2).mean()},
        {"error": lambda c: ((c.Y - c.T) ** 2).sum() / 2 / c.N},
        {"error": lambda c: ((c.Y - c.T) ** 2).mean() / 2},
    ),
    _slip(
        "another_loss",
        "You started from the derivative of cross-entropy or log loss. The loss here is the "
        "squared error.",
        "What is the derivative of ½(y − t)² with respect to y?",
        "rasbt/python-machine-learning-book-2nd-edition#54",
        {"error": lambda c: -c.T / c.Y},
        {"error": lambda c: -c.T / c.Y, "slope2": _no_scale},
        {"error": lambda c: (c.Y - c.T) / (c.Y * (1 - c.Y)), "slope2": _no_scale},
        {"error": lambda c: (c.Y - c.T) / (c.Y * (1 - c.Y)) ** 2},
    ),
    _slip(
        "size_of_the_error",
        "The sign of the error is lost, or its size. Too high and too low pull in opposite "
        "directions, and far pulls harder than near.",
        "Leave the difference as it is.",
        OWN,
        {"error": lambda c: np.abs(c.Y - c.T)},
        {"error": lambda c: np.sign(c.Y - c.T)},
    ),
    _slip(
        "net_for_output",
        "The *net input* of the output units is compared with the targets. The loss compares "
        "their outputs.",
        "What does the network answer, net_2 or y?",
        OWN,
        {"error": lambda c: c.net2 - c.T},
    ),
    _slip(
        "no_target",
        "The targets don't enter: the outputs are sent back where their distance from the targets "
        "should be.",
        "What is ∂E/∂y?",
        OWN,
        {"error": lambda c: c.Y},
        {"error": lambda c: c.T},
        {"error": lambda c: 1.0},
    ),
    # the hidden deltas
    _slip(
        "no_slope_at_hidden",
        "The slope of the hidden units is missing from delta_1: what arrives at their outputs "
        "hasn't gone back through their sigmoid. dW2 and db2 are not touched by this.",
        "delta_1 is ∂E/∂net_1; what you have is ∂E/∂out_1.",
        "makeyourownneuralnetwork#88",
        {"slope1": _no_scale},
        reversed_too=True,
    ),
    _slip(
        "slope_at_out_hidden",
        "The slope of the hidden units is taken at their output: the sigmoid was applied once "
        "more. In terms of the output the slope needs no further sigmoid.",
        "Compare (3.3) with your slope in delta_1.",
        "libBrain#78, neural2d#40",
        {"slope1": _twice_1},
        reversed_too=True,
    ),
    _slip(
        "errors_sent_back",
        "You sent y − t back to the hidden layer, not delta_2: the slope of the output units is "
        "in dW2, but missing from dW1.",
        "What does (10.2) multiply by the weights?",
        "common",
        {"sent": lambda c: c.error},
        {"sent": lambda c: c.error, "slope1": _no_scale},
        {"sent": lambda c: c.error, "slope1": _twice_1},
        reversed_too=True,
    ),
    _slip(
        "weights_not_transposed",
        "You sent the deltas back through the weights as they stand. Hidden unit j needs the sum "
        "over *its row* of W2. Where both layers are equally wide nothing warns you.",
        "Which shapes have delta_2 and W2, and which should the product have?",
        "deeplearning_ai_books#21",
        {"arriving": lambda c: c.delta2 @ c.W2},
        {"weights": lambda c: _if_it_fits(c.W2.T, c.W2)},
        {"arriving": lambda c: c.delta2 @ c.W2, "slope1": _no_scale},
        {"arriving": lambda c: c.error @ c.W2},
    ),
    _slip(
        "weights_on_the_left",
        "The product of weights and deltas doesn't put one example after the other: with one row "
        "an example, the deltas stand on the left. Books that write one *column* an example have "
        "the weights first.",
        "Which shapes have the two factors, and which should the product have?",
        "common",
        {"arriving": lambda c: c.W2 @ c.delta2},
        {"arriving": lambda c: c.W2.T @ c.delta2},
        {"arriving": lambda c: c.W2 @ c.delta2.T},
        {"arriving": lambda c: c.W2.T @ c.delta2.T},
        {"arriving": lambda c: c.delta2.T @ c.W2},
        {"arriving": lambda c: c.delta2.T @ c.W2.T},
        {"arriving": lambda c: c.delta2 * c.W2},
    ),
    _slip(
        "matrix_product_with_the_slope",
        "You multiplied by the slopes as by a matrix. Each unit has its own slope, and only its "
        "own: entry by entry.",
        "`*` multiplies entry by entry, `@` mixes the entries.",
        "common",
        {"delta1": lambda c: c.arriving @ c.slope1},
        {"delta1": lambda c: c.arriving @ c.slope1.T},
        {"delta1": lambda c: c.arriving.T @ c.slope1},
        {"delta2": lambda c: c.error @ c.slope2},
        {"delta2": lambda c: c.error @ c.slope2.T},
        {"delta2": lambda c: c.error.T @ c.slope2},
        {"delta2": lambda c: c.error @ c.slope2, "delta1": lambda c: c.arriving @ c.slope1},
    ),
    _slip(
        "another_layers_weights",
        "You sent the deltas back through W1. From the output layer to the hidden one the signal "
        "takes the weights that join these two.",
        "Which weights does a hidden unit's output meet next?",
        "common",
        {"arriving": lambda c: c.delta2 @ c.W1.T},
        {"weights": lambda c: _if_it_fits(c.W1, c.W2)},
        {"arriving": lambda c: c.delta2 @ c.W1},
        {"weights": lambda c: _if_it_fits(c.W1.T, c.W2)},
    ),
    _slip(
        "updated_weights",
        "The hidden deltas are made with a W2 that has been updated already. The gradient belongs "
        "to the weights that made the forward pass. Besides, `backprop` has nothing to update.",
        "Compute the whole gradient first.",
        "data-science-from-scratch#31, basic_neural_network#7, Toy-Neural-Network-JS#72",
        *[{"weights": _updated(eta, mean)} for eta in (0.5, 1, 0.1) for mean in (True, False)],
        *[{"weights": _updated(eta, True)} for eta in (0.05, 0.2, 0.25, 0.3, 2)],
        {"weights": lambda c: c.W2 + 0.5 * c.out1.T @ c.delta2 / c.N},
    ),
    _slip(
        "sum_without_weights",
        "You sent the deltas back without weighting them. A hidden unit answers for delta_k only "
        "as far as its weight to unit k carries.",
        "What does net_k gain when the hidden unit's output grows by 1?",
        "common",
        {"arriving": lambda c: c.delta2.sum(axis=1, keepdims=True)},
        {"arriving": lambda c: c.delta2.mean(axis=1, keepdims=True)},
        {"arriving": lambda c: c.error.sum(axis=1, keepdims=True)},
    ),
    _slip(
        "no_delta_sent",
        "Nothing of delta_2 reaches the hidden layer: the weights alone are there.",
        "What does (10.2) multiply by the weights?",
        OWN,
        {"arriving": lambda c: c.W2.sum(axis=1)},
        {"arriving": _no_scale},
    ),
    _slip(
        "shares_of_the_error",
        "You split the signal in proportion to the weights. Nothing is shared out on the way "
        "back: the weight itself is the factor.",
        "If all weights of a unit double, does its effect on the loss stay the same?",
        "makeyourownneuralnetwork, and the book beside it",
        {"weights": lambda c: c.W2 / c.W2.sum(axis=0)},
        {"weights": lambda c: c.W2 / np.abs(c.W2).sum(axis=0)},
        {"weights": lambda c: c.W2 / c.W2.sum(axis=0), "sent": lambda c: c.error},
        {"weights": lambda c: np.abs(c.W2)},
    ),
    _slip(
        "averaged_over_the_paths",
        "You divided what arrives at a hidden unit by the number of output units (or of its "
        "own layer). The paths add up; the only mean is over the examples, and it comes last.",
        "Does (10.2) divide by anything?",
        OWN,
        {"arriving": lambda c: c.sent @ c.W2.T / c.T.shape[1]},
        {"arriving": lambda c: c.sent @ c.W2.T / len(c.b1)},
    ),
    _slip(
        "one_path_only",
        "The hidden deltas know one output unit only: in a loop each path overwrites the one "
        "before. A hidden unit feeds every output unit, and the paths add.",
        "Use `+=` where your loop says `=`.",
        "micrograd#2",
        {"arriving": lambda c: c.delta2[:, -1:] @ c.W2[:, -1:].T},
        {"arriving": lambda c: c.delta2[:, :1] @ c.W2[:, :1].T},
    ),
    _slip(
        "hidden_sign",
        "dW2 and db2 are right, but the sign turns on the way to the hidden layer.",
        "(10.2) has no minus in it.",
        OWN,
        {"arriving": lambda c: -c.sent @ c.W2.T},
    ),
    # both deltas
    _slip(
        "no_slope_anywhere",
        "No slope is in it, neither of the output nor of the hidden units: that is the gradient of "
        "a network without activation functions on the way back.",
        "Each delta is ∂E/∂net: which factor leads from a unit's output to its net input?",
        "common",
        {"slope2": _no_scale, "slope1": _no_scale},
        reversed_too=True,
    ),
    _slip(
        "slope_at_out_everywhere",
        "Both slopes are taken at the outputs: the sigmoid was applied twice before y(1 − y). "
        "A derivative that takes the *net input* was given the output.",
        "What does your derivative function expect as its argument?",
        "skynet PR#1, libBrain#78, tsoding/nn.h#18",
        {"slope2": _twice_2, "slope1": _twice_1},
        reversed_too=True,
    ),
    _slip(
        "net_times_one_minus_net",
        "y(1 − y) is the sigmoid's slope in terms of its *output*; at one layer or both you put "
        "the net input in.",
        "Which of the two arrays of each layer is its output?",
        "interviews.ai#4, kyle8998/Sudo-Productivity#3",
        {"slope2": _net_2, "slope1": _net_1},
        {"slope1": _net_1},
        {"slope2": _net_2},
        {"slope2": _no_scale, "slope1": _net_1},
    ),
    _slip(
        "activation_for_slope",
        "At one layer or both you multiplied by the output itself, or by half of the slope. What "
        "passes a change back is the slope of the activation.",
        "A saturated unit has an output near 1 and hardly moves.",
        "common",
        {"slope2": _out_2, "slope1": _out_1},
        {"slope1": _out_1},
        {"slope2": _out_2},
        {"slope2": lambda c: 1 - c.Y, "slope1": lambda c: 1 - c.out1},
        {"slope1": lambda c: 1 - c.out1},
        {"slope2": lambda c: 1 - c.Y},
        {"slope1": lambda c: c.net1},
        {"slope2": lambda c: c.net2, "slope1": lambda c: c.net1},
    ),
    _slip(
        "tanh_slope",
        "1 − o² is the slope of tanh. These layers are sigmoid ones, at both ends.",
        "Look up (3.3).",
        "common",
        {"slope2": _tanh_2, "slope1": _tanh_1},
        {"slope1": _tanh_1},
        {"slope2": _tanh_2},
        {"slope2": lambda c: 1 - np.tanh(c.net2) ** 2,
         "slope1": lambda c: 1 - np.tanh(c.net1) ** 2},
        {"slope1": lambda c: c.net1 > 0},
        {"slope2": lambda c: c.net2 > 0, "slope1": lambda c: c.net1 > 0},
    ),
    _slip(
        "slope_of_the_other_layer",
        "A slope of the wrong layer is in it. Each delta takes the slope of the units whose delta "
        "it is; where both layers are equally wide nothing warns you.",
        "Whose net input is each delta the derivative for?",
        "common",
        {"slope1": lambda c: c.Y * (1 - c.Y)},
        {"slope1": lambda c: _if_it_fits(c.Y * (1 - c.Y), c.out1 * (1 - c.out1))},
        {"slope2": lambda c: c.out1 * (1 - c.out1)},
        {"slope2": lambda c: _if_it_fits(c.out1 * (1 - c.out1), c.Y * (1 - c.Y))},
        {"slope1": lambda c: c.Y * (1 - c.out1)},
        {"slope1": lambda c: c.out1 * (1 - c.Y)},
        {"sent": lambda c: c.error, "slope1": lambda c: c.Y * (1 - c.Y)},
    ),
    _slip(
        "averaged_too_early",
        "You averaged over the batch before the products were made. Every example goes back on "
        "its own, with its own slopes; the mean comes last.",
        "Which shape has each delta, and where does N disappear?",
        OWN,
        {"sent": lambda c: c.delta2.mean(axis=0)},
        {"error": lambda c: (c.Y - c.T).mean(axis=0)},
        {"slope1": lambda c: (c.out1 * (1 - c.out1)).mean(axis=0)},
        {"slope2": lambda c: (c.Y * (1 - c.Y)).mean(axis=0)},
    ),
    _slip(
        "slope_twice",
        "A slope is in it twice: delta_2 contains that of the output units when it is sent back.",
        "Count the activations between the loss and net_1.",
        OWN,
        {"sent": lambda c: c.delta2 * c.slope2},
        {"slope1": lambda c: (c.out1 * (1 - c.out1)) ** 2},
        {"slope2": lambda c: (c.Y * (1 - c.Y)) ** 2},
        {"slope2": lambda c: (c.Y * (1 - c.Y)) ** 2,
         "slope1": lambda c: (c.out1 * (1 - c.out1)) ** 2},
    ),
    _slip(
        "factors_added",
        "You added where factors multiply, or divided. Along a path derivatives multiply; only "
        "separate paths add.",
        "dE/dnet = dE/do · do/dnet.",
        OWN,
        {"delta1": lambda c: c.arriving + c.slope1},
        {"delta2": lambda c: c.error + c.slope2},
        {"delta2": lambda c: c.error + c.slope2, "delta1": lambda c: c.arriving + c.slope1},
        {"delta1": lambda c: c.arriving / c.slope1},
        {"delta2": lambda c: c.error / c.slope2, "delta1": lambda c: c.arriving / c.slope1},
    ),
    # sign and scale
    Mistake(
        "wrong_sign",
        _planted(**REVERSED),
        "Every sign is reversed: you took target minus output, or the step downhill for the "
        "gradient. The gradient points *uphill*; descent subtracts it.",
        "If y lies above t and rises, does the loss rise or fall?",
        "nn-from-scratch#11, Grokking-Deep-Learning#37",
        also=(
            _planted(**REVERSED, **SUMS),
            _planted(error=lambda c: 2 * (c.T - c.Y)),
            _times(lambda c: -1 / c.T.shape[1]),
            _times(lambda c: -2 / c.T.shape[1]),
        ),
    ),
    Mistake(
        "sum_for_mean",
        _planted(**SUMS),
        "You added up over the examples. E is the *mean* of their losses, and so is its gradient: "
        "with twice the batch, yours would be twice as long.",
        "Where does the 1/N of E come in?",
        "DeepLearningZeroToAll#173, mistnet#33",
        also=(
            _planted(**SUMS, error=lambda c: 2 * (c.Y - c.T)),
            _planted(**SUMS, error=lambda c: (c.Y - c.T) / 2),
        ),
    ),
    Mistake(
        "sum_for_weights",
        _planted(**_both(_sum_weights, _mean_biases)),
        "The biases' gradient is a mean over the examples, as it should be, but the weights' is a "
        "sum. Both are parts of one gradient.",
        "Which of your four lines divide by N?",
        "kvfrans/notes#5",
    ),
    Mistake(
        "sum_for_biases",
        _planted(**_both(_mean_weights, _sum_biases)),
        "The weights' gradient is a mean over the examples, as it should be, but the biases' is a "
        "sum. Both are parts of one gradient.",
        "Which of your four lines divide by N?",
        "kvfrans/notes#5",
    ),
    Mistake(
        "sum_in_one_layer",
        _planted(dW1=SUMS["dW1"], db1=SUMS["db1"]),
        "The gradient of one layer (or of one part of it) is a sum over the examples, that of the "
        "rest a mean.",
        "Which of your four lines divide by N?",
        OWN,
        also=(
            _planted(dW2=SUMS["dW2"], db2=SUMS["db2"]),
            *[_planted(**{part: SUMS[part]}) for part in PARTS],
            *[_planted(**SUMS | {part: STEPS[part]}) for part in PARTS],
        ),
    ),
    Mistake(
        "mean_twice",
        _times(lambda c: 1 / c.N),
        "You divided by N twice, once in the deltas and once more in the gradient: it shrinks as "
        "the batch grows.",
        "A mean over the examples takes one division: which one do you keep?",
        "DeepLearningZeroToAll#173",
        also=(
            _planted(error=lambda c: 2 * (c.Y - c.T) / c.N),
            _planted(error=lambda c: 2 * (c.Y - c.T) / c.T.size),
            _planted(error=lambda c: (c.Y - c.T) / c.T.size),
            _planted(sent=lambda c: c.delta2 / c.N, dW2=lambda c: c.out1.T @ c.delta2 / c.N**2,
                     db2=lambda c: c.delta2.sum(axis=0) / c.N**2,
                     dW1=lambda c: c.X.T @ c.delta1 / c.N**2,
                     db1=lambda c: c.delta1.sum(axis=0) / c.N**2),
            _planted(arriving=lambda c: c.sent @ c.W2.T / c.N),
            _planted(**_both(lambda o, d, N: o.T @ d / N**2, _mean_biases)),
            _planted(**_both(_mean_weights, lambda d, N, o: d.sum(axis=0) / N**2)),
        ),
    ),
    Mistake(
        "divided_by_the_outputs",
        _times(lambda c: 1 / c.T.shape[1]),
        "You divided by the number of outputs (or of units), too or instead: an example's loss "
        "adds its outputs up, and the mean runs over the examples alone.",
        "What is E divided by, and what is it not?",
        "scikit-learn#8349",
        also=(
            _times(lambda c: c.N / c.T.shape[1]),
            _times(lambda c: c.N / c.X.shape[1]),
            _planted(gradient=lambda c: (c.dW1 * c.N / c.X.shape[1], c.db1,
                                         c.dW2 * c.N / c.X.shape[1], c.db2)),
            _times(lambda c: 2 / c.T.shape[1]),
            _times(lambda c: 2 * c.N / c.T.shape[1]),
            _planted(**_both(lambda o, d, N: o.T @ d / d.shape[1],
                             lambda d, N, o: d.sum(axis=0) / d.shape[1])),
            _planted(**_both(lambda o, d, N: o.T @ d / d.size,
                             lambda d, N, o: d.sum(axis=0) / d.size)),
            _planted(**_both(lambda o, d, N: o.T @ d / o.shape[1],
                             lambda d, N, o: d.sum(axis=0) / o.shape[1])),
        ),
    ),
    Mistake(
        "factor_of_two",
        _times(lambda c: 2),
        "A factor of 2 is off. The loss of this course carries a ½, and the 2 of the square "
        "cancels it.",
        "Differentiate ½(y − t)², with the ½.",
        "dlib#1169",
        also=(_times(lambda c: 0.5),),
    ),
    Mistake(
        "one_part_scaled",
        _planted(dW2=lambda c: 2 * STEPS["dW2"](c)),
        "One part of the gradient has a factor that the others don't have.",
        "Compare your four last lines with each other.",
        "bighuang624/Andrew-Ng-Deep-Learning-notes#10",
        also=(
            _planted(db1=lambda c: 4 * STEPS["db1"](c)),
            _planted(dW2=lambda c: 2 * STEPS["dW2"](c), db1=lambda c: 4 * STEPS["db1"](c)),
            _planted(dW1=lambda c: 2 * STEPS["dW1"](c)),
            _planted(sent=lambda c: 2 * c.delta2),
            _planted(sent=lambda c: c.delta2 / 2),
            *[_planted(**{part: lambda c, part=part: -STEPS[part](c)}) for part in PARTS],
            _planted(gradient=lambda c: (-c.dW1, c.db1, -c.dW2, c.db2)),
            _planted(gradient=lambda c: (c.dW1, -c.db1, c.dW2, -c.db2)),
        ),
    ),
    Mistake(
        "one_less",
        _times(lambda c: c.N / (c.N - 1)),
        "You divided by N − 1. That is for the variance of a sample; a mean divides by N.",
        "How many examples are there?",
        also=(_planted(**_both(lambda o, d, N: o.T @ d / (N - 1), _mean_biases)),),
    ),
    # the gradient of the weights
    _weight_slip(
        "transposed",
        "The gradient of the weights is transposed: row and column have changed roles. W[i, j] "
        "leads from unit i to unit j, and dW has the shape of W.",
        "Compare the shapes of dW1 and W1.",
        "common",
        lambda o, d, N: d.T @ o / N,
        lambda o, d, N: d.T @ o,
        lambda o, d, N: _if_it_fits(d.T @ o, o.T @ d) / N,
    ),
    Mistake(
        "one_transposed",
        _planted(dW1=lambda c: c.delta1.T @ c.X / c.N),
        "The gradient of one layer's weights is transposed, the other one isn't. dW has the shape "
        "of W, in both layers.",
        "Compare the shapes of your dW with those of W.",
        "common",
        also=(
            _planted(dW2=lambda c: c.delta2.T @ c.out1 / c.N),
            _planted(**SUMS | {"dW1": lambda c: c.delta1.T @ c.X}),
            _planted(**SUMS | {"dW2": lambda c: c.delta2.T @ c.out1}),
        ),
    ),
    Mistake(
        "gradient_from_net",
        _planted(dW2=lambda c: c.net1.T @ c.delta2 / c.N),
        "dW2 is built from the net inputs of the hidden layer. What W2 carries is the hidden "
        "units' *outputs*.",
        "∂net/∂w is what the weight is multiplied by in the forward pass.",
        "common",
        also=(
            _planted(**SUMS | {"dW2": lambda c: c.net1.T @ c.delta2}),
            _planted(dW2=lambda c: c.net1.T @ c.delta2 / c.N, slope2=_no_scale),
            _planted(dW2=lambda c: (c.out1 * (1 - c.out1)).T @ c.delta2 / c.N),
            _planted(dW2=lambda c: sigmoid(c.out1).T @ c.delta2 / c.N),
        ),
    ),
    Mistake(
        "wrong_inputs",
        _planted(dW1=lambda c: c.out1.T @ c.delta1 / c.N),
        "A gradient of weights is built from the wrong layer's outputs. Each takes what came *in* "
        "to its own layer: X for the first, the hidden outputs for the second.",
        "What is W1 multiplied by in the forward pass, and what is W2?",
        "common",
        also=(
            _planted(**SUMS | {"dW1": lambda c: c.out1.T @ c.delta1}),
            _planted(dW2=lambda c: c.X.T @ c.delta2 / c.N),
            _planted(**SUMS | {"dW2": lambda c: c.X.T @ c.delta2}),
            _planted(dW2=lambda c: c.Y.T @ c.delta2 / c.N),
            _planted(**SUMS | {"dW2": lambda c: c.Y.T @ c.delta2}),
            _planted(dW1=lambda c: c.out1.T @ c.delta1 / c.N,
                     dW2=lambda c: c.Y.T @ c.delta2 / c.N),
            _planted(**SUMS | {"dW1": lambda c: c.out1.T @ c.delta1,
                               "dW2": lambda c: c.Y.T @ c.delta2}),
            _planted(dW1=lambda c: c.net1.T @ c.delta1 / c.N,
                     dW2=lambda c: c.net2.T @ c.delta2 / c.N),
            _planted(dW1=lambda c: c.X.T @ c.delta2 / c.N),
        ),
    ),
    _weight_slip(
        "examples_against_examples",
        "Your product for the weights doesn't sum over the examples: it pairs them with each other "
        "or with units. The index that disappears should be the example.",
        "Write the shapes of both factors: which dimensions must meet?",
        "common",
        lambda o, d, N: o @ d.T / N,
        lambda o, d, N: o @ d / N,
        lambda o, d, N: d @ o / N,
        lambda o, d, N: d @ o.T / N,
        lambda o, d, N: o * d / N,
        lambda o, d, N: o * d,
    ),
    _weight_slip(
        "weights_not_summed",
        "You kept a gradient for each example. Asked for is that of their mean loss, one array of "
        "the shape of the weights.",
        "Over which axis does the mean run?",
        OWN,
        lambda o, d, N: o[:, :, None] * d[:, None, :],
        lambda o, d, N: o[:, :, None] * d[:, None, :] / N,
    ),
    _weight_slip(
        "means_multiplied",
        "You averaged outputs and deltas over the batch first and multiplied the means. The mean "
        "of products is not the product of means.",
        "Multiply within each example, then average.",
        OWN,
        lambda o, d, N: np.outer(o.mean(axis=0), d.mean(axis=0)),
        lambda o, d, N: np.outer(o.sum(axis=0), d.sum(axis=0)),
        lambda o, d, N: np.outer(o.sum(axis=0), d.sum(axis=0)) / N,
    ),
    _weight_slip(
        "no_inputs",
        "The gradient of the weights lacks what came in: it holds deltas alone. A weight's effect "
        "on net is as large as the output that it carries.",
        "(10.3) has two factors.",
        OWN,
        lambda o, d, N: d,
        lambda o, d, N: d / N,
        lambda o, d, N: d.mean(axis=0),
        lambda o, d, N: np.tile(d.mean(axis=0), (o.shape[1], 1)),
    ),
    # the gradient of the biases
    _bias_slip(
        "bias_forgotten",
        "The biases (of one layer or both) got no gradient: they would never move. A bias is a "
        "weight like any other, from a unit that is always 1.",
        "Put a 1 in the place of what came in, in (10.3).",
        "tinn#30",
        lambda d, N, o: np.zeros(d.shape[1]),
        lambda d, N, o: np.ones(d.shape[1]),
        lambda d, N, o: 0.0,
    ),
    _bias_slip(
        "bias_one_number",
        "The biases of a layer share one number: the sum or mean ran over the units, too. NumPy "
        "would give every bias the same change, without a warning.",
        "How many biases does the layer have? Name the axis to run over.",
        "stat453#5, tinn#30",
        lambda d, N, o: d.mean(),
        lambda d, N, o: d.sum() / N,
        lambda d, N, o: d.sum(),
        lambda d, N, o: np.full(d.shape[1], d.mean()),
        lambda d, N, o: np.full(d.shape[1], d.sum() / N),
        lambda d, N, o: np.full(d.shape[1], d.sum()),
    ),
    _bias_slip(
        "bias_not_summed",
        "The biases' gradient has a row for each example. A layer has one bias a unit, whatever "
        "the size of the batch.",
        "Which axis should be gone?",
        "differentiation#1, mlpack PR#3679",
        lambda d, N, o: d,
        lambda d, N, o: d / N,
    ),
    _bias_slip(
        "bias_along_the_units",
        "The biases' gradient holds a number for each example: the sum ran along the units. "
        "Biases belong to units, so the examples should be gone.",
        "Which axis of a delta counts the examples, 0 or 1?",
        "common",
        lambda d, N, o: d.mean(axis=1),
        lambda d, N, o: d.sum(axis=1),
        lambda d, N, o: d.sum(axis=1) / N,
        lambda d, N, o: d.sum(axis=1, keepdims=True) / N,
        lambda d, N, o: d.mean(axis=1, keepdims=True),
    ),
    _bias_slip(
        "bias_kept_as_a_row",
        "The biases' gradient is a table of one row (or column). The biases have the shape (n,), "
        "and so has their gradient.",
        "Print the shapes of `db1` and `b1`.",
        "common",
        lambda d, N, o: d.mean(axis=0, keepdims=True),
        lambda d, N, o: d.mean(axis=0)[:, None],
        lambda d, N, o: d.sum(axis=0, keepdims=True),
        lambda d, N, o: d.sum(axis=0)[:, None],
    ),
    _bias_slip(
        "bias_times_the_input",
        "The biases' gradient contains what came in to the layer. A bias carries a 1, whatever the "
        "inputs are.",
        "∂net/∂b is not ∂net/∂w.",
        "Deeplearning.ai-Natural-Language-Processing-Specialization#62",
        lambda d, N, o: (d * o.sum(axis=1, keepdims=True)).mean(axis=0),
        lambda d, N, o: (d * o.sum(axis=1, keepdims=True)).sum(axis=0),
        lambda d, N, o: (d * o.mean(axis=1, keepdims=True)).mean(axis=0),
        lambda d, N, o: (o.T @ d).mean(axis=0),
        lambda d, N, o: (o.T @ d).mean(axis=0) / N,
        lambda d, N, o: (d * o).mean(axis=0),
        lambda d, N, o: (d * o).sum(axis=0),
        lambda d, N, o: (o.T @ d).sum(axis=1),
        lambda d, N, o: (o.T @ d).sum(axis=1) / N,
        lambda d, N, o: d.T @ o / N,
    ),
    Mistake(
        "bias_times_itself",
        _planted(db1=lambda c: c.b1 * c.delta1.mean(axis=0),
                 db2=lambda c: c.b2 * c.delta2.mean(axis=0)),
        "You multiplied the biases' gradient by the biases. A weight's gradient contains what the "
        "weight *carries*, never the weight; a bias carries a 1.",
        "By how much does net_j rise when b_j does?",
        "xnought/backprop-explainer#18",
        also=(
            _planted(**SUMS | {"db1": lambda c: c.b1 * c.delta1.sum(axis=0),
                               "db2": lambda c: c.b2 * c.delta2.sum(axis=0)}),
        ),
    ),
    # examples, layers, results
    Mistake(
        "first_example_only",
        _planted(**_both(_one_example(0), _one_bias(0))),
        "Only one example counts in this gradient; every example of the batch has its say.",
        "What happens to the other rows? In a loop, `+=` adds and `=` overwrites.",
        "common",
        also=(
            *[_planted(**_both(_one_example(k, over_N), biases))
              for k in (-1, 0) for over_N in (False, True)
              for biases in (_one_bias(k, over_N), _mean_biases)],
            *[_planted(**_both(weights, _one_bias(k, over_N))) for k in (0, -1)
              for over_N in (False, True) for weights in (_mean_weights, _sum_weights)],
        ),
    ),
    Mistake(
        "nothing_for_the_first_layer",
        _planted(dW1=lambda c: np.zeros_like(c.W1), db1=lambda c: np.zeros_like(c.b1)),
        "The first layer got no gradient. Its weights reach the loss through the hidden units, and "
        "that is what backpropagation is for.",
        "Send delta_2 back and make a gradient of what arrives.",
        OWN,
        also=(
            _planted(dW1=lambda c: np.zeros_like(c.W1)),
            _planted(**SUMS | {"dW1": lambda c: np.zeros_like(c.W1),
                               "db1": lambda c: np.zeros_like(c.b1)}),
        ),
    ),
    Mistake(
        "zeros",
        _planted(gradient=lambda c: tuple(np.zeros_like(w) for w in (c.W1, c.b1, c.W2, c.b2))),
        "Everything is 0: that is the gradient at a minimum, and these weights are at none.",
        "Does your loop ever add anything?",
        OWN,
    ),
    Mistake(
        "parameters_updated",
        _planted(gradient=_moved(0.5)),
        "You returned new weights, or the step to them. Asked for is the gradient; using it is "
        "gradient descent's business.",
        "Stop before the update.",
        "common",
        also=(
            *[_planted(gradient=_moved(eta)) for eta in (0.01, 0.1, 1.0, -0.1, -0.5, -1.0)],
            *[_planted(**SUMS, gradient=_moved(eta)) for eta in (0.01, 0.1, 0.5, 1.0)],
            *[_times(lambda c, eta=eta: eta) for eta in (0.1, 0.01, -0.01, -0.1, -0.5)],
        ),
    ),
    Mistake(
        "wrong_order",
        _planted(gradient=ORDERS[0]),
        "The parts come in another order, or not all of them. Asked for are the weights' and the "
        "biases' gradient of the first layer, then those of the second, four parts in a row.",
        "The backward pass meets the second layer first, but the answer begins with the first.",
        OWN,
        also=(
            *[_planted(gradient=order) for order in ORDERS[1:]],
            *[_planted(**SUMS, gradient=order) for order in ORDERS],
        ),
    ),
    # the forward pass
    _slip(
        "bias_not_added",
        "The forward pass runs without its biases (or without one layer's): every net input is "
        "off, and all that follows with it.",
        "Compare your forward pass with (4.1).",
        "Kulbear/deep-learning-coursera PR#48",
        {"net1": lambda c: c.X @ c.W1, "net2": lambda c: c.out1 @ c.W2},
        {"net1": lambda c: c.X @ c.W1},
        {"net2": lambda c: c.out1 @ c.W2},
    ),
    _slip(
        "another_forward_pass",
        "The forward pass is that of another network: both layers, hidden and output, are sigmoid "
        "ones, each applied once.",
        "Compare your forward pass with (4.1).",
        "common",
        {"Y": lambda c: c.net2, "slope2": _no_scale},  # also that of net - t without a slope
        {"Y": lambda c: c.net2},
        {"out1": lambda c: np.tanh(c.net1), "slope1": _tanh_1},
        {"out1": lambda c: np.tanh(c.net1), "slope1": _tanh_1,
         "Y": lambda c: np.tanh(c.net2), "slope2": _tanh_2},
        {"out1": lambda c: np.maximum(c.net1, 0), "slope1": lambda c: c.net1 > 0},
        {"out1": lambda c: np.tanh(c.net1)},
        {"Y": lambda c: np.tanh(c.net2), "slope2": _tanh_2},
        {"Y": _softmaxed},
        {"Y": _softmaxed, "slope2": _no_scale},
        {"out1": lambda c: c.net1, "slope1": _no_scale},
        {"out1": lambda c: c.net1},
        {"out1": lambda c: sigmoid(sigmoid(c.net1))},
        {"Y": lambda c: sigmoid(sigmoid(c.net2))},
        {"out1": lambda c: 1 / (1 + np.exp(c.net1)), "Y": lambda c: 1 / (1 + np.exp(c.net2))},
    ),
]  # fmt: skip


def _again(of_form, *but):
    """The mistakes of `backprop` but some, with their likeliest forms, for another exercise."""
    return [
        Mistake(m.name, of_form(m.answer), m.explanation, m.hint, m.seen,
                tuple(of_form(form) for form in m.also[:3]))
        for m in BACKPROP_MISTAKES if m.name not in but
    ]  # fmt: skip


# -- gradient_error ----------------------------------------------------------------------------


def gradient_error(gradient, numerical):
    """The relative error (10.6) between two gradients, one number.

    gradient, numerical : (P,), by backpropagation, by differences
    The largest difference of two entries, over the largest size of
    any entry of either; 0 if both are 0 everywhere.
    """
    difference = np.abs(gradient - numerical).max()  # the worst entry, whichever way it is off
    largest = max(np.abs(gradient).max(), np.abs(numerical).max())  # the scale of both
    return difference / largest if largest > 0 else 0.0  # (10.6): nothing to divide by at 0


def _gradients(P, size, scales):
    gradient = size * _rng.normal(size=P)
    return gradient, gradient * scales + 0.2 * size * _rng.normal(size=P)


ERROR_CASES = [
    _gradients(7, 0.2, 0.7),  # everything well below 1
    _gradients(5, 3.0, 1.4),
    _gradients(11, 30.0, np.where(np.arange(11) == 4, -0.8, 1.0)),  # one entry has its sign wrong
    _gradients(6, 0.3, 1.5)[::-1],
]


def _sizes(a, b):
    return np.maximum(np.abs(a), np.abs(b))


def _worst(a, b):
    return np.abs(a - b).max()


def _norm(a):
    return np.linalg.norm(a)


ERROR_MISTAKES = [
    Mistake(
        "entry_by_entry",
        lambda a, b: (np.abs(a - b) / _sizes(a, b)).max(),
        "You compared each difference with its own entry. A slope that is 0 but for rounding would "
        "then look terribly wrong; (10.6) measures all differences against one scale.",
        "Find the worst difference and the largest entry first, then divide once.",
        "karpathy/neuraltalk#19",
        also=(
            lambda a, b: (np.abs(a - b) / (np.abs(a) + np.abs(b))).max(),
            lambda a, b: (np.abs(a - b) / np.abs(b)).max(),
            lambda a, b: (np.abs(a - b) / np.abs(a)).max(),
            lambda a, b: np.abs(a - b) / _sizes(a, b),
            lambda a, b: (2 * np.abs(a - b) / (np.abs(a) + np.abs(b))).max(),
            lambda a, b: (np.abs(a - b) / np.maximum(a, b)).max(),
            lambda a, b: ((a - b) / b).max(),
            lambda a, b: ((a - b) / a).max(),
            lambda a, b: np.abs(a - b) / (np.abs(a) + np.abs(b)),
            lambda a, b: np.abs(a - b) / np.abs(b),
        ),
    ),
    Mistake(
        "not_relative",
        lambda a, b: np.abs(a - b).max(),
        "You didn't divide. A difference of 0.01 is nothing beside a gradient of 1000, and "
        "everything beside one of 0.01.",
        "Relative to what?",
        "scipy#7766",
        also=(
            lambda a, b: np.abs(a - b),
            lambda a, b: np.abs(a - b).sum(),
            lambda a, b: np.abs(a - b).mean(),
            lambda a, b: a - b,
            lambda a, b: np.linalg.norm(a - b),
            lambda a, b: ((a - b) ** 2).mean(),
            lambda a, b: ((a - b) ** 2).sum(),
            lambda a, b: np.sqrt(((a - b) ** 2).mean()),
            lambda a, b: (a - b).max(),
        ),
    ),
    Mistake(
        "at_least_one",
        lambda a, b: _worst(a, b) / max(1.0, _sizes(a, b).max()),
        "Your denominator never falls below 1 (or adds 1). Where the whole gradient is small, "
        "the error is then measured absolutely, and a wrong gradient passes.",
        "What would your number be if both gradients were a thousand times smaller?",
        "Coursera gradient check, UDL 7.2",
        also=(
            lambda a, b: (np.abs(a - b) / np.maximum(1.0, _sizes(a, b))).max(),
            lambda a, b: (np.abs(a - b) / np.maximum(1.0, np.abs(a) + np.abs(b))).max(),
            lambda a, b: _worst(a, b) / (1 + _sizes(a, b).max()),
            lambda a, b: _worst(a, b) / max(1.0, np.abs(a).max() + np.abs(b).max()),
        ),
    ),
    Mistake(
        "mean_for_largest",
        lambda a, b: np.abs(a - b).mean() / _sizes(a, b).max(),
        "You averaged. One wrong entry among many that are right disappears in a mean, and it is "
        "the one you are looking for.",
        "One wrong entry is enough to make the gradient wrong.",
        "apache/mxnet#3997",
        also=(
            lambda a, b: (np.abs(a - b) / _sizes(a, b)).mean(),
            lambda a, b: (np.abs(a - b) / (np.abs(a) + np.abs(b))).mean(),
            lambda a, b: np.abs(a - b).mean() / _sizes(a, b).mean(),
            lambda a, b: np.abs(a - b).sum() / (np.abs(a) + np.abs(b)).sum(),
            lambda a, b: np.abs(a - b).sum() / _sizes(a, b).sum(),
            lambda a, b: np.abs(a - b).max() / _sizes(a, b).mean(),
            lambda a, b: np.abs(a - b).sum() / _sizes(a, b).max(),
            lambda a, b: (np.abs(a - b) / np.abs(b)).mean(),
        ),
    ),
    Mistake(
        "one_side_as_the_scale",
        lambda a, b: _worst(a, b) / np.abs(b).max(),
        "You took the scale from one of the two gradients. Either may be the wrong one, a stub of "
        "zeros for instance; (10.6) takes the larger.",
        "What happens if the gradient that you divide by is 0 everywhere?",
        also=(
            lambda a, b: _worst(a, b) / np.abs(a).max(),
            lambda a, b: np.linalg.norm(a - b) / np.linalg.norm(b),
            lambda a, b: np.linalg.norm(a - b) / np.linalg.norm(a),
            lambda a, b: _worst(a, b) / min(np.abs(a).max(), np.abs(b).max()),
            lambda a, b: (a - b).max() / np.abs(b).max(),
        ),
    ),
    Mistake(
        "sum_of_both_as_the_scale",
        lambda a, b: _worst(a, b) / (np.abs(a).max() + np.abs(b).max()),
        "You divided by the sum of both sizes (or their mean): where the gradients agree that is "
        "about twice (or once) the scale of (10.6), and where they don't, something else.",
        "(10.6) takes the larger of the two.",
        "torch-rnn#13",
        also=(
            lambda a, b: 2 * _worst(a, b) / (np.abs(a).max() + np.abs(b).max()),
            lambda a, b: _worst(a, b) / (np.abs(a) + np.abs(b)).max(),
            lambda a, b: 2 * _worst(a, b) / (np.abs(a) + np.abs(b)).max(),
        ),
    ),
    Mistake(
        "norms",
        lambda a, b: _norm(a - b) / (_norm(a) + _norm(b)),
        "You took the length of the difference. That is another good measure, but one wrong entry "
        "among thousands hardly makes a length longer; (10.6) looks at the worst entry.",
        "Replace each length by the largest entry, in size.",
        "Coursera gradient check",
        also=(
            lambda a, b: _norm(a - b) / max(_norm(a), _norm(b)),
            lambda a, b: _norm(a - b) / _norm(a + b),
            lambda a, b: _norm(a - b) / _sizes(a, b).max(),
            lambda a, b: 2 * _norm(a - b) / (_norm(a) + _norm(b)),
            lambda a, b: _norm(a - b) ** 2 / (_norm(a) ** 2 + _norm(b) ** 2),
            lambda a, b: 1 - a @ b / _norm(a) / _norm(b),
            lambda a, b: a @ b / _norm(a) / _norm(b),
        ),
    ),
    Mistake(
        "sign_kept",
        lambda a, b: (a - b).max() / _sizes(a, b).max(),
        "The sign of the difference (or of the entries) is still there: an entry that is far too "
        "low counts as less than one that is a little too high.",
        "Both ways of being off are wrong. Where do the bars of (10.6) stand?",
        also=(
            lambda a, b: (b - a).max() / _sizes(a, b).max(),
            lambda a, b: (a - b).max() / max(a.max(), b.max()),
            lambda a, b: _worst(a, b) / max(a.max(), b.max()),
            lambda a, b: (a - b) / _sizes(a, b).max(),
            lambda a, b: np.abs(a.max() - b.max()) / max(a.max(), b.max()),
        ),
    ),
    Mistake(
        "sizes_compared",
        lambda a, b: np.abs(np.abs(a) - np.abs(b)).max() / _sizes(a, b).max(),
        "You compared sizes, not entries: a gradient whose sign is wrong, or whose entries stand "
        "at the wrong places, would pass.",
        "Subtract entry by entry before you take the size.",
        also=(
            lambda a, b: abs(np.abs(a).max() - np.abs(b).max()) / _sizes(a, b).max(),
            lambda a, b: abs(_norm(a) - _norm(b)) / max(_norm(a), _norm(b)),
            lambda a, b: abs(a.sum() - b.sum()) / max(abs(a.sum()), abs(b.sum())),
            lambda a, b: abs(a.mean() - b.mean()) / max(abs(a).max(), abs(b).max()),
        ),
    ),
    Mistake(
        "not_reduced",
        lambda a, b: np.abs(a - b) / _sizes(a, b).max(),
        "You kept a number for each entry. One number is asked for: that of the worst.",
        "What do you do with the differences before you divide?",
    ),
    Mistake(
        "smallest",
        lambda a, b: np.abs(a - b).min() / _sizes(a, b).max(),
        "You took the entry that agrees best (or the smallest entry as the scale). A check is as "
        "good as its worst entry.",
        "The largest difference, beside the largest entry.",
        also=(lambda a, b: _worst(a, b) / _sizes(a, b).min(),),
    ),
    Mistake(
        "squared",
        lambda a, b: ((a - b) ** 2).max() / _sizes(a, b).max(),
        "You squared the difference: small errors get far smaller than they are.",
        "Use the size of the difference.",
        also=(
            lambda a, b: ((a - b) ** 2).max() / _sizes(a, b).max() ** 2,
            lambda a, b: np.sqrt(((a - b) ** 2).mean()) / _sizes(a, b).max(),
        ),
    ),
    Mistake(
        "a_verdict_for_a_number",
        lambda a, b: float(np.allclose(a, b)),
        "That is a verdict, yes or no. Asked for is the number that the verdict rests on.",
        "How far off is the worst entry, relative to the largest?",
        also=(lambda a, b: float(not np.allclose(a, b)), lambda a, b: np.isclose(a, b)),
    ),
    Mistake(
        "upside_down",
        lambda a, b: _sizes(a, b).max() / _worst(a, b),
        "Numerator and denominator have changed places: the better two gradients agree, the "
        "larger your number.",
        "It should be 0 where they agree.",
        also=(lambda a, b: 1 - _worst(a, b) / _sizes(a, b).max(),),
    ),
    Mistake(
        "zero_over_zero",
        lambda a, b: _worst(a, b) / _sizes(a, b).max(),
        "Where both gradients are 0 everywhere you divide 0 by 0 (or say something else than that "
        "they agree).",
        "Ask for the scale before you divide by it.",
        also=(
            lambda a, b: float(_worst(a, b)) / float(_sizes(a, b).max()),
            lambda a, b: _worst(a, b) / _sizes(a, b).max() if _sizes(a, b).max() else 1.0,
            lambda a, b: _worst(a, b) / _sizes(a, b).max() if _sizes(a, b).max() else np.inf,
        ),
    ),
]

# -- cost_of_backprop --------------------------------------------------------------------------


def cost_of_backprop():
    """A network has 30 inputs, hidden layers of 20 and 10 units, and 5 outputs. Count the
    multiplications in the matrix products. How many does the backward pass take (all deltas, and
    the gradient of all weights) for each one of the forward pass? To three decimals.
    """
    forward = 30 * 20 + 20 * 10 + 10 * 5  # (4.4): one for each weight
    gradient = forward  # (8.2): one product, o_i delta_j, for each weight
    deltas = 20 * 10 + 10 * 5  # (9.1): back along every weight but the first layer's
    return (gradient + deltas) / forward  # (10.5)


COST_MISTAKES = [
    Mistake(
        "deltas_of_the_inputs",
        2.0,
        "You sent the deltas back to the inputs, too. Inputs have no weights before them to be "
        "learnt, so nothing asks for ∂E/∂x.",
        "Which layers need a delta?",
        "common",
    ),
    Mistake(
        "gradient_only",
        1.0,
        "You counted the gradient of the weights alone. The deltas have to be sent back, too.",
        "Which matrix products does (10.2) take?",
    ),
    Mistake(
        "deltas_only",
        250 / 850,
        "You counted the deltas alone. Each weight's gradient takes a product, too.",
        "Which matrix products does (10.3) take?",
    ),
    Mistake(
        "forward_counted_too",
        1 + 1100 / 850,
        "You counted the forward pass as well. Asked for is the backward pass beside it.",
        "Leave out what the forward pass has done.",
        also=(3.0,),
    ),
    Mistake(
        "upside_down",
        850 / 1100,
        "That is the forward pass for each multiplication of the backward pass.",
        "Which of the two is to be divided by which?",
    ),
    Mistake(
        "last_layer_left_out",
        1 + 800 / 850,
        "You left out the wrong end: the deltas come in at the outputs and travel back along the "
        "weights of the last layer first.",
        "Which layer's weights does no delta travel back along?",
    ),
    Mistake(
        "one_layer_of_deltas",
        1 + 50 / 850,
        "You sent the deltas back along one layer of weights only.",
        "Two layers are hidden, and each needs deltas.",
        also=(1 + 200 / 850, 1 + 600 / 850, 600 / 850, 50 / 850, 200 / 850, 650 / 850),
    ),
    Mistake(
        "the_small_example",
        24 / 18,
        "That is the number of the example by hand, with the sizes 4, 3 and 2.",
        "Count the same two sums for the sizes 30, 20, 10 and 5.",
    ),
    Mistake(
        "biases_counted",
        1 + (21 * 10 + 11 * 5) / 885,
        "You counted the biases as weights. A bias multiplies nothing: its gradient is the delta "
        "itself.",
        "Count the entries of the matrices alone.",
        also=(1 + 250 / 885, 1 + 265 / 850, (885 + 250) / 850),
    ),
    Mistake(
        "cost_of_differences",
        2 * 885,
        "That is the number of forward passes that central differences take, two a parameter. "
        "Backpropagation needs far less.",
        "Count the multiplications of (10.2) and (10.3).",
        also=(2 * 850, 885, 886),
    ),
    Mistake(
        "not_a_ratio",
        1100,
        "That is a number of multiplications. Asked for is how many for each one of the forward "
        "pass.",
        "Divide by those of the forward pass.",
        also=(850, 250, 1950),
    ),
    Mistake(
        "units_counted",
        1 + 15 / 35,
        "You counted units. A product is taken for each *weight*, that is for each pair of units "
        "that are joined.",
        "How many weights join 20 units to 10?",
        also=(1 + 30 / 65, 65 / 35, 35 / 65),
    ),
]

# -- fix_10a -----------------------------------------------------------------------------------


def fix_10a(X, T, W1, b1, W2, b2):
    """(dW1, db1, dW2, db2), with the same arguments as `backprop`."""
    N = len(X)  # the gradient is a mean over so many examples
    out_1 = 1 / (1 + np.exp(-(X @ W1 + b1)))  # (4.1): this was right
    Y = 1 / (1 + np.exp(-(out_1 @ W2 + b2)))  # (4.1): this, too
    delta_2 = (Y - T) * Y * (1 - Y)  # (10.1): and this
    delta_1 = (delta_2 @ W2.T) * out_1 * (1 - out_1)  # (10.2): what goes back is delta_2
    dW1, dW2 = X.T @ delta_1 / N, out_1.T @ delta_2 / N  # (10.3): as before
    return dW1, delta_1.mean(axis=0), dW2, delta_2.mean(axis=0)  # (10.4): as before


def fix_10a_shown(X, T, W1, b1, W2, b2):
    """(dW1, db1, dW2, db2), with the same arguments as `backprop`."""
    N = len(X)
    out_1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    Y = 1 / (1 + np.exp(-(out_1 @ W2 + b2)))
    error = Y - T
    delta_2 = error * Y * (1 - Y)
    delta_1 = (error @ W2.T) * out_1 * (1 - out_1)
    dW1, dW2 = X.T @ delta_1 / N, out_1.T @ delta_2 / N
    return dW1, delta_1.mean(axis=0), dW2, delta_2.mean(axis=0)


# -- fix_10b -----------------------------------------------------------------------------------


def fix_10b(X, T, W1, b1, W2, b2, learning_rate):
    """(W1, b1, W2, b2) after one step of gradient descent."""
    N = len(X)  # the gradient is a mean over so many examples
    out_1 = 1 / (1 + np.exp(-(X @ W1 + b1)))  # (4.1)
    Y = 1 / (1 + np.exp(-(out_1 @ W2 + b2)))  # (4.1)
    delta_2 = (Y - T) * Y * (1 - Y)  # (10.1)
    delta_1 = (delta_2 @ W2.T) * out_1 * (1 - out_1)  # (10.2): before W2 changes
    W2 = W2 - learning_rate * out_1.T @ delta_2 / N  # (1.8): all deltas are made, now the step
    b2 = b2 - learning_rate * delta_2.mean(axis=0)  # (1.8)
    W1 = W1 - learning_rate * X.T @ delta_1 / N  # (1.8)
    b1 = b1 - learning_rate * delta_1.mean(axis=0)  # (1.8)
    return W1, b1, W2, b2  # new arrays: the caller's are as they were


def fix_10b_shown(X, T, W1, b1, W2, b2, learning_rate):
    """(W1, b1, W2, b2) after one step of gradient descent."""
    N = len(X)
    out_1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    Y = 1 / (1 + np.exp(-(out_1 @ W2 + b2)))
    delta_2 = (Y - T) * Y * (1 - Y)
    W2 = W2 - learning_rate * out_1.T @ delta_2 / N
    b2 = b2 - learning_rate * delta_2.mean(axis=0)
    delta_1 = (delta_2 @ W2.T) * out_1 * (1 - out_1)
    W1 = W1 - learning_rate * X.T @ delta_1 / N
    b1 = b1 - learning_rate * delta_1.mean(axis=0)
    return W1, b1, W2, b2


STEP_CASES = [
    (*case, rate) for case, rate in zip(BACKPROP_CASES, (3.0, 2.0, 4.0, 3.0), strict=True)
]


def _stepped(gradient):
    """A step of descent along what `gradient` gives."""

    def step(X, T, W1, b1, W2, b2, eta):
        g = gradient(X, T, W1, b1, W2, b2)
        return tuple(w - eta * part for w, part in zip((W1, b1, W2, b2), g, strict=True))

    return step


def _parts_from(sign, *parts):
    """A step of these parts alone; the others move `sign` times as far."""

    def step(X, T, W1, b1, W2, b2, eta):
        g = backprop(X, T, W1, b1, W2, b2)
        factors = [1 if k in parts else sign for k in range(4)]
        return tuple(w - eta * f * part
                     for w, f, part in zip((W1, b1, W2, b2), factors, g, strict=True))  # fmt: skip

    return step


def _ordered(*order):
    return lambda *arguments: tuple(fix_10b(*arguments)[k] for k in order)


def _forward_again(X, T, W1, b1, W2, b2, eta):
    """The second layer is updated, and the forward pass made anew before the first is."""
    dW1, db1, dW2, db2 = backprop(X, T, W1, b1, W2, b2)
    new_W2, new_b2 = W2 - eta * dW2, b2 - eta * db2
    dW1, db1, _, _ = backprop(X, T, W1, b1, new_W2, new_b2)
    return W1 - eta * dW1, b1 - eta * db1, new_W2, new_b2


def _first_layer_first(X, T, W1, b1, W2, b2, eta):
    """The first layer is updated, and the forward pass made anew before the second is."""
    dW1, db1, dW2, db2 = backprop(X, T, W1, b1, W2, b2)
    W1, b1 = W1 - eta * dW1, b1 - eta * db1
    _, _, dW2, db2 = backprop(X, T, W1, b1, W2, b2)
    return W1, b1, W2 - eta * dW2, b2 - eta * db2


# What is another mistake of a step, or none
NOT_OF_A_STEP = ("updated_weights", "parameters_updated", "wrong_order", "zeros", "wrong_sign",
                 "hidden_sign", "nothing_for_the_first_layer", "bias_forgotten")  # fmt: skip


def _hidden_outputs_again(X, T, W1, b1, W2, b2, eta):
    """The first layer is updated, and its new outputs are used for dW2."""
    dW1, db1, dW2, db2 = backprop(X, T, W1, b1, W2, b2)
    new_W1, new_b1 = W1 - eta * dW1, b1 - eta * db1
    dW2 = _planted(dW2=lambda c: sigmoid(X @ new_W1 + b1).T @ c.delta2 / c.N)(
        X, T, W1, b1, W2, b2)[2]  # fmt: skip
    return new_W1, new_b1, W2 - eta * dW2, b2 - eta * db2


STEP_MISTAKES = [
    Mistake(
        "uphill",
        _stepped(_planted(**REVERSED)),
        "You stepped uphill, with all parameters or some: the gradient is to be *subtracted*.",
        "Compare with (1.8).",
        "nn-from-scratch#11",
        also=tuple(_parts_from(-1, *down) for down in (
            (0, 1), (2, 3), (1, 3), (0, 2), (0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3))),
    ),
    Mistake(
        "no_learning_rate",
        lambda X, T, W1, b1, W2, b2, eta: _stepped(backprop)(X, T, W1, b1, W2, b2, 1),
        "The learning rate got lost.",
        "Compare with (1.8).",
        "common",
    ),
    Mistake(
        "gradient_returned",
        lambda X, T, W1, b1, W2, b2, eta: backprop(X, T, W1, b1, W2, b2),
        "You returned the gradient (or the step). Asked for are the parameters after the step.",
        "Subtract it from the old parameters.",
        also=(
            lambda X, T, W1, b1, W2, b2, eta: tuple(
                eta * g for g in backprop(X, T, W1, b1, W2, b2)),
            lambda X, T, W1, b1, W2, b2, eta: tuple(
                -eta * g for g in backprop(X, T, W1, b1, W2, b2)),
        ),
    ),
    Mistake(
        "nothing_moved",
        lambda X, T, W1, b1, W2, b2, eta: (W1, b1, W2, b2),
        "Some parameters are what they were before: a step moves all four.",
        "Which of the four lines of the update got lost?",
        also=tuple(_parts_from(0, *moved) for moved in (
            (0, 1, 3), (0, 1), (2, 3), (0, 2, 3), (1, 2, 3), (0, 1, 2), (0, 2), (1, 3))),
    ),
    Mistake(
        "forward_again",
        _forward_again,
        "You made the forward pass anew between the two updates. One step of descent belongs to "
        "one gradient, at one point: all four parts are computed there.",
        "Compute everything first, change afterwards.",
        also=(_first_layer_first, _hidden_outputs_again),
    ),
    Mistake(
        "wrong_order",
        _ordered(2, 3, 0, 1),
        "The parts come in another order: first the first layer's, then the second's.",
        "The last line that was shown was right.",
        also=(_ordered(0, 2, 1, 3), _ordered(2, 0, 3, 1), _ordered(0, 2)),
    ),
    *_again(_stepped, *NOT_OF_A_STEP),
]  # fmt: skip

# -- fix_10c -----------------------------------------------------------------------------------


def fix_10c(out_previous, delta):
    """The gradient of the mean loss for one layer, (dW, db).

    out_previous : (N, n_in); delta : (N, n_out)
    dW : (n_in, n_out); db : (n_out,)
    """
    N = len(delta)  # examples
    dW = out_previous.T @ delta / N  # (10.3): this was right
    db = np.sum(delta, axis=0) / N  # (10.4): over the examples alone; each unit keeps its own
    return dW, db  # db has the shape of the biases


def fix_10c_shown(out_previous, delta):
    """The gradient of the mean loss for one layer, (dW, db).

    out_previous : (N, n_in); delta : (N, n_out)
    dW : (n_in, n_out); db : (n_out,)
    """
    N = len(delta)
    dW = out_previous.T @ delta / N
    db = np.sum(delta) / N
    return dW, db


def _layer(N, n_in, n_out):
    return _rng.normal(size=(N, n_in)), _rng.normal(size=(N, n_out))


def _pair(weights, biases):
    return lambda o, d: (weights(o, d, len(d)), biases(d, len(d), o))


def _with_biases(*rules):
    return tuple(_pair(_mean_weights, rule) for rule in rules)


LAYER_MISTAKES = [
    Mistake(
        "still_one_number",
        _pair(_mean_weights, lambda d, N, o: np.full(d.shape[1], d.sum() / N)),
        "The shape may be right now, but every bias of the layer still gets the same number: the "
        "sum runs over the units, too.",
        "Which axis of `delta` may disappear?",
        "stat453#5",
        also=_with_biases(
            lambda d, N, o: d.mean(),
            lambda d, N, o: d.sum(),
            lambda d, N, o: np.full(d.shape[1], d.mean()),
            lambda d, N, o: np.full(d.shape[1], d.sum()),
            lambda d, N, o: np.array([d.sum() / N]),
            lambda d, N, o: np.array([d.mean()]),
        ),
    ),
    Mistake(
        "along_the_units",
        _pair(_mean_weights, lambda d, N, o: d.sum(axis=1) / N),
        "Now there is a number for each example: the sum runs along the units. The examples "
        "should be gone, the units stay.",
        "Which axis of `delta` counts the examples, 0 or 1?",
        "common",
        also=_with_biases(
            lambda d, N, o: d.mean(axis=1),
            lambda d, N, o: d.sum(axis=1),
            lambda d, N, o: d.sum(axis=1, keepdims=True) / N,
        ),
    ),
    Mistake(
        "not_summed",
        _pair(_mean_weights, lambda d, N, o: d / N),
        "Now there is a row for each example. A layer has one bias a unit, whatever the size of "
        "the batch.",
        "The sum was needed, but not over everything.",
        "differentiation#1",
        also=_with_biases(lambda d, N, o: d),
    ),
    Mistake(
        "sum_for_biases",
        _pair(_mean_weights, _sum_biases),
        "The shape is right, but the biases now take the sum over the examples where the weights "
        "take the mean.",
        "Compare the ends of both lines.",
        "kvfrans/notes#5",
    ),
    Mistake(
        "sum_for_mean",
        _pair(_sum_weights, _sum_biases),
        "The shape is right, but the mean over the examples got lost (for the weights at least).",
        "E is a mean, and so is its gradient.",
        "DeepLearningZeroToAll#173",
        also=(_pair(_sum_weights, _mean_biases),),
    ),
    Mistake(
        "mean_twice",
        _pair(_mean_weights, lambda d, N, o: d.mean(axis=0) / N),
        "The shape is right, but the biases' gradient is divided by N twice: a mean is a sum that "
        "has been divided.",
        "Keep the mean, or the sum and the division.",
        "DeepLearningZeroToAll#173",
        also=(_pair(lambda o, d, N: o.T @ d / N**2, lambda d, N, o: d.mean(axis=0) / N),),
    ),
    Mistake(
        "divided_by_the_units",
        _pair(_mean_weights, lambda d, N, o: d.sum(axis=0) / d.shape[1]),
        "The shape is right, but you divided by the number of units (or of entries).",
        "The mean runs over the examples.",
        "scikit-learn#8349",
        also=_with_biases(lambda d, N, o: d.sum(axis=0) / d.size),
    ),
    Mistake(
        "kept_as_a_row",
        _pair(_mean_weights, lambda d, N, o: d.sum(axis=0, keepdims=True) / N),
        "The values may be right now, but they stand in a table of one row (or column); the biases "
        "have the shape (n_out,).",
        "Print the shape of `db`.",
        "common",
        also=_with_biases(
            lambda d, N, o: d.sum(axis=0, keepdims=True),
            lambda d, N, o: (d.sum(axis=0) / N)[:, None],
        ),
    ),
    Mistake(
        "forgotten",
        _pair(_mean_weights, lambda d, N, o: np.zeros(d.shape[1])),
        "Now the biases get no gradient at all: they would never move.",
        "Put a 1 in the place of `out_previous`, in the line above.",
        "tinn#30",
        also=_with_biases(lambda d, N, o: 0.0),
    ),
    Mistake(
        "weights_changed",
        _pair(lambda o, d, N: d.T @ o / N, _mean_biases),
        "The biases are right now, but the line of the weights was right as well, and you changed "
        "it.",
        "Put the line of `dW` back as it was.",
        also=(
            _pair(lambda o, d, N: d.T @ o / N, lambda d, N, o: d.sum() / N),
            _pair(lambda o, d, N: o.T @ d / d.shape[1], _mean_biases),
            _pair(lambda o, d, N: o.T @ d / N**2, _mean_biases),
        ),
    ),
    Mistake(
        "first_example_only",
        _pair(_mean_weights, lambda d, N, o: d[0] / N),
        "The shape is right, but one example alone counts in the biases' gradient.",
        "Every row of `delta` has its say.",
        "common",
        also=_with_biases(
            lambda d, N, o: d[0], lambda d, N, o: d[-1], lambda d, N, o: d[-1] / N),
    ),
    Mistake(
        "times_the_input",
        _pair(_mean_weights, lambda d, N, o: (o.T @ d).mean(axis=0) / N),
        "The shape is right, but the biases' gradient contains what came in to the layer. A bias "
        "carries a 1.",
        "∂net/∂b is not ∂net/∂w.",
        "Deeplearning.ai-Natural-Language-Processing-Specialization#62",
        also=_with_biases(
            lambda d, N, o: (o.T @ d).mean(axis=0),
            lambda d, N, o: (o.T @ d).sum(axis=0) / N,
            lambda d, N, o: (o.T @ d).sum(axis=0),
        ),
    ),
    Mistake(
        "wrong_sign",
        _pair(_mean_weights, lambda d, N, o: -d.sum(axis=0) / N),
        "The shape is right, but a sign is reversed: the gradient points uphill.",
        "Nothing is subtracted in (10.4).",
        also=(_pair(lambda o, d, N: -o.T @ d / N, lambda d, N, o: -d.sum(axis=0) / N),),
    ),
    Mistake(
        "wrong_order",
        lambda o, d: (d.mean(axis=0), o.T @ d / len(d)),
        "The parts are exchanged, or one of them is missing: asked for is the weights' gradient, "
        "then the biases'.",
        "The last line that was shown was right.",
        also=(lambda o, d: d.mean(axis=0), lambda o, d: o.T @ d / len(d)),
    ),
]  # fmt: skip

EXERCISES = [
    code(
        backprop,
        cases=BACKPROP_CASES,
        parts=PARTS,
        mistakes=BACKPROP_MISTAKES,
        hints=[
            "Five stages: forward through both layers, keeping the outputs; the output deltas; the "
            "hidden deltas; the gradients; nothing else. Which arrays does each stage need?",
            "delta_2 is error times slope. delta_1 is what arrives from delta_2 along the weights, "
            "times slope. A gradient is what came in, times delta, averaged over the batch.",
            "Write the shape beside each array: delta_1 is (N, n_1), dW1 has the shape of W1. The "
            "shapes tell which factor is transposed, and which axis a bias sums over.",
        ],
        praise="Right, all four parts: the deltas go back along the old weights and through the "
        "slope of each layer, and the mean over the batch comes in once, for weights and biases "
        "alike. This is backpropagation.",
    ),
    code(
        gradient_error,
        cases=ERROR_CASES,
        special={"where both gradients are 0 everywhere": (np.zeros(4), np.zeros(4))},
        mistakes=ERROR_MISTAKES,
        hints=[
            "Two numbers are needed: how far apart the two gradients are at their worst entry, and "
            "how large the gradients are.",
            "Both are maxima over all entries, and both are sizes: signs don't count. The scale "
            "looks at both gradients.",
            "Divide the first by the second, and think of two gradients that are 0 everywhere.",
        ],
        praise="Right: the worst entry counts, one scale holds for all, and two gradients of zeros "
        "agree.",
    ),
    number(
        cost_of_backprop,
        unit=0.001,
        mistakes=COST_MISTAKES,
        hints=[
            "Count the forward pass first: one multiplication for each weight, (4.4).",
            "The gradient takes one product for each weight, too. Then there are the deltas: along "
            "which weights are they sent back?",
            "Along all but those of the first layer: nobody needs the delta of an input. Add both "
            "counts and divide by that of the forward pass.",
        ],
        praise="Right: less than twice the forward pass, for the slopes of all 885 parameters at "
        "once. Differences would take 1,770 forward passes.",
    ),
    choice(
        "who_changes_weights",
        question="Backpropagation has just run on a mini-batch. What has it done to the network?",
        options={
            "a": "It has moved each weight a step against its gradient.",
            "b": "It has lowered the weights that caused most of the error.",
            "c": "Nothing: it has computed how the loss answers to each weight.",
            "d": "It has set the weights to where the loss of the batch is smallest.",
        },
        right="c",
        mistakes=[
            Mistake(
                "descent",
                "a",
                "That is gradient descent's part. It *uses* the gradient; any other rule, with "
                "momentum or of second order, could use it instead.",
                "What does `backprop` return, and what does it leave alone?",
                "common",
            ),
            Mistake(
                "blame",
                "b",
                "A gradient is a slope, not a share of guilt, and 'against the slope' may well be "
                "up. Besides, who takes the step?",
                "What does `backprop` return, and what does it leave alone?",
                "common",
            ),
            Mistake(
                "solved",
                "d",
                "A gradient is known at one point only. It says which way is down there, not where "
                "the bottom is.",
                "What does `backprop` return, and what does it leave alone?",
                "common",
            ),
        ],
        hints=[
            "Look at the arguments and at the result of `backprop`.",
            "Which line of a training loop changes `w`? Which one calls `gradient`?",
            "They are two lines, and the learning rate occurs in only one of them.",
        ],
        praise="Right: backpropagation computes the gradient, descent uses it. That is why the "
        "learning rate is no argument of `backprop`.",
        solution="Backpropagation is a way to compute ∇E(w), exactly and for less than twice the "
        "work of a forward pass. The weights move when an optimizer takes a step, (1.8).",
    ),
    fix(
        fix_10a,
        shown=fix_10a_shown,
        symptom="dW2 and db2 are right, dW1 and db1 are not. It trains all the same; only a "
        "gradient check sees it.",
        look="Write the four equations down, and put each line of the function beside its own.",
        seen="common",
        cases=BACKPROP_CASES,
        parts=PARTS,
        mistakes=[
            *_again(lambda form: form, "errors_sent_back"),
            Mistake(
                "slope_lost_beside_it",
                _planted(sent=lambda c: c.error, slope1=_no_scale),
                "y − t still goes back to the hidden layer, and the hidden units' slope isn't what "
                "it was: that factor was right.",
                "Look at what the weights are multiplied by, not at the slope.",
                also=(
                    _planted(sent=lambda c: c.error, slope1=_twice_1),
                    _planted(sent=lambda c: c.error, slope1=lambda c: (c.out1 * (1 - c.out1)) ** 2),
                    _planted(sent=lambda c: c.error, slope1=_out_1),
                ),
            ),
        ],
        hints=[
            "A gradient check says that the second layer is right. So look behind it.",
            "A hidden unit moves the *net inputs* of the units that it feeds. Which array says how "
            "the loss answers to those?",
            "`error` is ∂E/∂y: it stands before the output units' sigmoid, seen from the loss.",
        ],
        praise="Right: what travels back is how the loss answers to the net inputs, with the slope "
        "of the output units in it.",
    ),
    fix(
        fix_10b,
        shown=fix_10b_shown,
        symptom="the second layer's step is right, the first layer's is not.",
        look="Take one small step by hand, line by line, and compare with (10.1) to (10.4).",
        seen="data-science-from-scratch#31, basic_neural_network#7, and a published loss",
        cases=STEP_CASES,
        parts=("W1", "b1", "W2", "b2"),
        mistakes=STEP_MISTAKES,
        hints=[
            "Every line is right by itself. Look at their order.",
            "The gradient belongs to one point: the weights of the forward pass.",
            "Which line reads `W2` after another has changed it?",
        ],
        praise="Right: first the whole gradient, at the weights of the forward pass, then the "
        "step.",
    ),
    fix(
        fix_10c,
        shown=fix_10c_shown,
        symptom="`dW` is right, `db` is not, though a step with it raises no error.",
        look="Print the shapes of both results beside those you expect.",
        seen="stat453#5, tinn#30",
        cases=[_layer(5, 4, 3), _layer(7, 2, 6), _layer(5, 4, 4), _layer(4, 4, 4)],
        parts=("dW", "db"),
        mistakes=LAYER_MISTAKES,
        hints=[
            "One of the two results has the wrong shape. Which?",
            "The sum should run over the examples and leave the units.",
            "`np.sum` takes an `axis`. Axis 0 of `delta` counts the examples, axis 1 the units.",
        ],
        praise="Right: the sum runs over the examples, and every bias keeps a slope of its own.",
    ),
]
