"""Lesson 08, the output delta: references, mistakes, cases and hints."""

import numpy as np

from .declare import Mistake, choice, code, fix, number


def sigmoid(net):
    return 0.5 * (1 + np.tanh(np.multiply(net, 0.5)))


def sigmoid_slope(net):
    return sigmoid(net) * (1 - sigmoid(net))


def tanh_slope(net):
    return 1 - np.tanh(net) ** 2


_rng = np.random.default_rng(8)

# -- output_delta ------------------------------------------------------------------------------


def output_delta(Y, T, net, phi_derivative):
    """The deltas of the output layer, (N, n), one row an example.

    The loss is the squared error, half the sum of (y - t)**2.
    Y : (N, n), the outputs
    T : (N, n), the targets
    net : (N, n), the net inputs of the output units
    phi_derivative : the activation's derivative, a function of net
    """
    error = Y - T  # (5.3): dE_n/dy of the squared error, whose 2 the half has cancelled
    return error * phi_derivative(net)  # (8.4): from the output to the net input, unit by unit


def _outputs(N, n, activation, slope):
    """A case; targets are where the activation's outputs can be."""
    net = _rng.normal(size=(N, n))
    return activation(net), activation(_rng.normal(size=(N, n))), net, slope


OUTPUT_CASES = [
    _outputs(5, 3, sigmoid, sigmoid_slope),
    _outputs(7, 4, np.tanh, tanh_slope),
    _outputs(5, 4, np.tanh, tanh_slope),
    _outputs(7, 3, sigmoid, sigmoid_slope),
    _outputs(4, 4, np.tanh, tanh_slope),  # as many examples as outputs: any product gives a value
]


OUTPUT_MISTAKES = [
    Mistake(
        "no_slope",
        lambda Y, T, net, slope: Y - T,
        "You have dE/dy, how the loss answers to the *output*. A delta asks about the net input: "
        "one step further back, through the output unit's own activation.",
        "By how much does this output move when its net input moves?",
        "NeuralNetworkFromScratch PR#3, jiexunsee/Neural-Network-with-Python#1, tinyml#1",
        also=(
            lambda Y, T, net, slope: T - Y,
            lambda Y, T, net, slope: (Y - T) / len(Y),
            lambda Y, T, net, slope: (Y - T) / Y.shape[1],
            lambda Y, T, net, slope: (Y - T) / Y.size,
            lambda Y, T, net, slope: 2 * (Y - T),
            lambda Y, T, net, slope: 2 * (Y - T) / len(Y),
            lambda Y, T, net, slope: 2 * (Y - T) / Y.shape[1],
            lambda Y, T, net, slope: 2 * (Y - T) / Y.size,
        ),
    ),
    Mistake(
        "wrong_sign",
        lambda Y, T, net, slope: (T - Y) * slope(net),
        "Every sign is reversed: you took target minus output. An output that is too high has a "
        "positive slope of the loss; the minus of 'downhill' belongs to the update.",
        "If y lies above t and rises further, does the loss rise or fall?",
        "nn-from-scratch#11, Grokking-Deep-Learning#37",
        also=(
            lambda Y, T, net, slope: (T - Y) * slope(net) / len(Y),
            lambda Y, T, net, slope: 2 * (T - Y) * slope(net),
        ),
    ),
    Mistake(
        "loss_for_its_derivative",
        lambda Y, T, net, slope: (Y - T) ** 2 * slope(net),
        "You squared the error: that is the loss, not its derivative. It is never negative, so it "
        "can't tell too high from too low.",
        "Differentiate ½(y − t)² with respect to y.",
        "common",
        also=(
            lambda Y, T, net, slope: 0.5 * (Y - T) ** 2 * slope(net),
            lambda Y, T, net, slope: (Y - T) ** 2,
            lambda Y, T, net, slope: 0.5 * (Y - T) ** 2,
            lambda Y, T, net, slope: (0.5 * (Y - T) ** 2).sum(axis=1, keepdims=True) * slope(net),
            lambda Y, T, net, slope: (0.5 * (Y - T) ** 2).sum(axis=1).mean() * slope(net),
            lambda Y, T, net, slope: (0.5 * (Y - T) ** 2).sum(axis=1),
            lambda Y, T, net, slope: (0.5 * (Y - T) ** 2).sum(axis=1).mean(),
            lambda Y, T, net, slope: (0.5 * (Y - T) ** 2).sum(),
            lambda Y, T, net, slope: ((Y - T) ** 2).mean(),
            lambda Y, T, net, slope: ((Y - T) ** 2).mean() * slope(net),
            lambda Y, T, net, slope: (0.5 * (Y - T) ** 2).mean() * slope(net),
            lambda Y, T, net, slope: ((Y - T) ** 2).sum() * slope(net),
            lambda Y, T, net, slope: (0.5 * (Y - T) ** 2).sum() * slope(net),
        ),
    ),
    Mistake(
        "slope_at_the_output",
        lambda Y, T, net, slope: (Y - T) * slope(Y),
        "You took the slope at the output. φ′ is a function of the net input; put the output into "
        "it, and the activation is applied twice.",
        "Which of the arguments does `phi_derivative` want?",
        "libBrain#78, tsoding/nn.h#18",
        also=(
            lambda Y, T, net, slope: (T - Y) * slope(Y),
            lambda Y, T, net, slope: (Y - T) * slope(sigmoid(net)),
            lambda Y, T, net, slope: (Y - T) * slope(np.tanh(net)),
            lambda Y, T, net, slope: (Y - T) * sigmoid_slope(Y),
        ),
    ),
    Mistake(
        "always_sigmoid",
        lambda Y, T, net, slope: (Y - T) * Y * (1 - Y),
        "You built in the slope of one activation. It is right for layers of that kind alone, and "
        "this one may have another.",
        "The slope is handed to you as a function.",
        "ttezel/nn#8",
        also=(
            lambda Y, T, net, slope: (T - Y) * Y * (1 - Y),
            lambda Y, T, net, slope: (T - Y) * sigmoid_slope(net),
            lambda Y, T, net, slope: (Y - T) * sigmoid_slope(net),
            lambda Y, T, net, slope: (Y - T) * (1 - Y**2),
            lambda Y, T, net, slope: (Y - T) * tanh_slope(net),
            lambda Y, T, net, slope: (Y - T) * (net > 0),
            lambda Y, T, net, slope: (Y - T) * (Y > 0),
        ),
    ),
    Mistake(
        "net_times_one_minus_net",
        lambda Y, T, net, slope: (Y - T) * net * (1 - net),
        "y(1 − y) is the sigmoid's slope in terms of its *output*; you put the net input in. And "
        "this layer need not be a sigmoid one.",
        "You are given the slope as a function: use it.",
        "interviews.ai#4, kyle8998/Sudo-Productivity#3",
        also=(lambda Y, T, net, slope: (Y - T) * (1 - net**2),),
    ),
    Mistake(
        "activation_for_slope",
        lambda Y, T, net, slope: (Y - T) * Y,
        "You multiplied by the output. What passes a change back is the slope of the activation, "
        "not its value.",
        "A saturated unit has an output near 1, and hardly moves when its net input does.",
        "common",
        also=(
            lambda Y, T, net, slope: (Y - T) * (1 - Y),
            lambda Y, T, net, slope: (Y - T) * sigmoid(net),
            lambda Y, T, net, slope: (Y - T) * np.tanh(net),
        ),
    ),
    Mistake(
        "net_for_slope",
        lambda Y, T, net, slope: (Y - T) * net,
        "You multiplied by the net input itself. What passes a change back is the slope of the "
        "activation *at* that net input.",
        "One of the arguments is a function that you haven't called.",
        also=(lambda Y, T, net, slope: (Y - T) / net,),
    ),
    Mistake(
        "slope_of_the_error",
        lambda Y, T, net, slope: (Y - T) * slope(Y - T),
        "You put the error into φ′. It is a factor beside the slope, not its argument.",
        "φ′ is taken where the unit stood in the forward pass.",
        also=(
            lambda Y, T, net, slope: slope(Y - T),
            lambda Y, T, net, slope: slope((Y - T) * net),
            lambda Y, T, net, slope: (Y - T) * slope(T),
            lambda Y, T, net, slope: (Y - T) * slope(net - T),
            lambda Y, T, net, slope: slope(net) * slope(Y - T),
        ),
    ),
    Mistake(
        "no_error",
        lambda Y, T, net, slope: slope(net),
        "The error is missing: how far each output lies from its target doesn't enter, or enters "
        "by half.",
        "What is dE/dy for the squared error?",
        also=(
            lambda Y, T, net, slope: Y * slope(net),
            lambda Y, T, net, slope: T * slope(net),
            lambda Y, T, net, slope: -T * slope(net),
            lambda Y, T, net, slope: net * slope(net),
        ),
    ),
    Mistake(
        "divided_by_N",
        lambda Y, T, net, slope: (Y - T) * slope(net) / len(Y),
        "You divided by the number of examples. A row of deltas belongs to one example; the 1/N "
        "enters once, in the gradient.",
        "Does the delta of one example change when another one joins the batch?",
        "DeepLearningZeroToAll#173",
        also=(lambda Y, T, net, slope: 2 * (Y - T) * slope(net) / len(Y),),
    ),
    Mistake(
        "divided_by_the_outputs",
        lambda Y, T, net, slope: (Y - T) * slope(net) / Y.shape[1],
        "You averaged over the outputs. The loss of an example adds its outputs' errors up, and "
        "each output has its own delta.",
        "Read the loss (5.2) again: which sum is in it, and is it divided by anything?",
        "scikit-learn#8349",
        also=(
            lambda Y, T, net, slope: (Y - T) * slope(net) / Y.size,
            lambda Y, T, net, slope: 2 * (Y - T) * slope(net) / Y.shape[1],
            lambda Y, T, net, slope: 2 * (Y - T) * slope(net) / Y.size,
        ),
    ),
    Mistake(
        "factor_of_two",
        lambda Y, T, net, slope: 2 * (Y - T) * slope(net),
        "A factor of 2 is off. The loss of this course carries a ½, and the 2 of the square "
        "cancels it.",
        "Differentiate ½(y − t)², with the ½.",
        "dlib#1169, teaching-monolith#1",
        also=(lambda Y, T, net, slope: 0.5 * (Y - T) * slope(net),),
    ),
    Mistake(
        "summed_over_the_batch",
        lambda Y, T, net, slope: ((Y - T) * slope(net)).sum(axis=0),
        "You put the examples of the batch together. Every example keeps its own row of deltas.",
        "Compare the shape of your result with that of `net`.",
        also=(
            lambda Y, T, net, slope: ((Y - T) * slope(net)).mean(axis=0),
            lambda Y, T, net, slope: ((Y - T) * slope(net)).sum(axis=0, keepdims=True),
            lambda Y, T, net, slope: ((Y - T) * slope(net)).mean(axis=0, keepdims=True),
            lambda Y, T, net, slope: (Y - T).mean(axis=0) * slope(net),
            lambda Y, T, net, slope: (Y - T).sum(axis=0) * slope(net),
            lambda Y, T, net, slope: (Y - T).mean() * slope(net),
            lambda Y, T, net, slope: (Y - T).sum() * slope(net),
            lambda Y, T, net, slope: (Y - T) * slope(net).mean(axis=0),
            lambda Y, T, net, slope: (Y - T) * slope(net).mean(),
            lambda Y, T, net, slope: (Y - T) * slope(net.mean()),
            lambda Y, T, net, slope: ((Y - T) * slope(net)).sum(),
            lambda Y, T, net, slope: ((Y - T) * slope(net)).mean(),
        ),
    ),
    Mistake(
        "summed_over_the_outputs",
        lambda Y, T, net, slope: ((Y - T) * slope(net)).sum(axis=1),
        "You put the outputs of an example together. An elementwise activation lets each net input "
        "reach its own output alone, so each output unit has a delta of its own.",
        "Compare the shape of your result with that of `net`.",
        also=(
            lambda Y, T, net, slope: ((Y - T) * slope(net)).mean(axis=1),
            lambda Y, T, net, slope: ((Y - T) * slope(net)).sum(axis=1, keepdims=True),
            lambda Y, T, net, slope: (Y - T).sum(axis=1, keepdims=True) * slope(net),
            lambda Y, T, net, slope: (Y - T).mean(axis=1, keepdims=True) * slope(net),
        ),
    ),
    Mistake(
        "slope_twice",
        lambda Y, T, net, slope: (Y - T) * slope(net) ** 2,
        "You multiplied by the slope twice. From y to net there is one activation, and its slope "
        "counts once.",
        "Count the steps from the loss to the net input.",
        also=(
            lambda Y, T, net, slope: (Y - T) * slope(net) * Y * (1 - Y),
            lambda Y, T, net, slope: (Y - T) * slope(slope(net)),
        ),
    ),
    Mistake(
        "added_instead_of_multiplied",
        lambda Y, T, net, slope: (Y - T) + slope(net),
        "You added the slope. Along a path the factors multiply; only separate paths add.",
        "dE/dnet = dE/dy · dy/dnet.",
        also=(
            lambda Y, T, net, slope: (Y - T) - slope(net),
            lambda Y, T, net, slope: Y - T * slope(net),
            lambda Y, T, net, slope: Y * slope(net) - T,
        ),
    ),
    Mistake(
        "divided_by_the_slope",
        lambda Y, T, net, slope: (Y - T) / slope(net),
        "You divided by the slope. Going back one step multiplies by the derivative of that step.",
        "dE/dnet = dE/dy · dy/dnet.",
    ),
    Mistake(
        "another_loss",
        lambda Y, T, net, slope: (Y - T) / (Y * (1 - Y)) * slope(net),
        "You differentiated log loss or cross-entropy. This exercise is about the squared error.",
        "What is the derivative of ½(y − t)² with respect to y?",
        "rasbt/python-machine-learning-book-2nd-edition#54",
        also=(
            lambda Y, T, net, slope: (Y - T) / (Y * (1 - Y)),
            lambda Y, T, net, slope: -T / Y * slope(net),
            lambda Y, T, net, slope: -T / Y,
            lambda Y, T, net, slope: -T * (1 - Y),
        ),
    ),
    Mistake(
        "net_for_output",
        lambda Y, T, net, slope: (net - T) * slope(net),
        "You compared the *net input* with the target. The loss compares the output with it.",
        "Which of the arguments is the network's answer?",
        also=(
            lambda Y, T, net, slope: net - T,
            lambda Y, T, net, slope: (T - net) * slope(net),
        ),
    ),
    Mistake(
        "one_factor_too_many",
        lambda Y, T, net, slope: (Y - T) * slope(net) * net,
        "There is one factor too many. A delta ends at the net input; what feeds it comes in with "
        "the gradient of the weights.",
        "Two factors make it: one from the loss, one from the activation.",
        also=(
            lambda Y, T, net, slope: (Y - T) * slope(net) * Y,
            lambda Y, T, net, slope: (Y - T) * slope(net) * T,
        ),
    ),
    Mistake(
        "size_of_the_error",
        lambda Y, T, net, slope: np.abs(Y - T) * slope(net),
        "The sign of the error is lost, or its size. Too high and too low pull in opposite "
        "directions, and far pulls harder than near.",
        "Leave the difference as it is.",
        also=(
            lambda Y, T, net, slope: np.sign(Y - T) * slope(net),
            lambda Y, T, net, slope: np.abs(Y - T),
        ),
    ),
    Mistake(
        "matrix_product",
        lambda Y, T, net, slope: (Y - T) @ slope(net),
        "You multiplied by the slopes as by a matrix. Each output has its own slope, and only its "
        "own: entry by entry.",
        "`*` multiplies entry by entry, `@` mixes the entries.",
        "common",
        also=(
            lambda Y, T, net, slope: (Y - T) @ slope(net).T,
            lambda Y, T, net, slope: slope(net) @ (Y - T),
            lambda Y, T, net, slope: (Y - T).T @ slope(net),
            lambda Y, T, net, slope: slope(net) @ (Y - T).T,
            lambda Y, T, net, slope: slope(net).T @ (Y - T),
        ),
    ),
    Mistake(
        "first_example_only",
        lambda Y, T, net, slope: (Y[0] - T[0]) * slope(net),
        "You used one example for all of them. Each row has its own error and its own slope.",
        "Look at the rows of `Y`, `T` and `net`.",
        also=(
            lambda Y, T, net, slope: (Y - T) * slope(net[0]),
            lambda Y, T, net, slope: (Y[0] - T[0]) * slope(net[0]),
            lambda Y, T, net, slope: (Y[:1] - T[:1]) * slope(net[:1]),
            lambda Y, T, net, slope: (Y[-1] - T[-1]) * slope(net[-1]),
        ),
    ),
    Mistake(
        "examples_in_columns",
        lambda Y, T, net, slope: ((Y - T) * slope(net)).T,
        "The values are right but the table lies on its side: one row an example is asked for.",
        "Give the result the shape of `net`.",
    ),
]

# -- softmax_cross_entropy_delta ---------------------------------------------------------------


def softmax_cross_entropy_delta(net, T):
    """The deltas of a softmax layer under cross-entropy, (N, n).

    net : (N, n), the net inputs, which may be as large as 1000
    T : (N, n), one-hot: a 1 for the right class and 0 elsewhere
    """
    shifted = net - net.max(axis=1, keepdims=True)  # (3.11): the same softmax, no overflow
    powers = np.exp(shifted)  # (3.9): at most 1 each
    Y = powers / powers.sum(axis=1, keepdims=True)  # (3.9): each example shares out 1
    return Y - T  # (8.8): through the whole Jacobian; the targets of an example add up to 1


def _softmax(net, axis=1):
    powers = np.exp(net - net.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _unshifted(net, T):
    return np.exp(net) / np.exp(net).sum(axis=1, keepdims=True) - T


def _shifted_by_size(net):
    powers = np.exp(net - np.abs(net).max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _one_hot(N, n, size=1.0):
    return size * _rng.normal(size=(N, n)), np.eye(n)[_rng.permutation(np.arange(N) % n)]


# As many examples as classes, last: a sum that lost its column divides there without an error
SOFTMAX_CASES = [_one_hot(5, 3), _one_hot(7, 4, 1.5), _one_hot(5, 4), _one_hot(4, 4)]

_LARGE = np.array([[1000.0, 999.0, 998.0, 1001.0], [999.5, 1000.0, 998.5, 999.0]])
SOFTMAX_SPECIAL = {
    "at net inputs of 1000": (_LARGE, np.eye(4)[[1, 3]]),
    "at net inputs of -1000": (_LARGE[:, :3] - 2000, np.eye(3)[[0, 1]]),
}


def _squared_error_delta(net, T):
    Y = _softmax(net)
    return Y * ((Y - T) - ((Y - T) * Y).sum(axis=1, keepdims=True))


SOFTMAX_MISTAKES = [
    Mistake(
        "slope_too_many",
        lambda net, T: (_softmax(net) - T) * _softmax(net) * (1 - _softmax(net)),
        "You multiplied by a slope y(1 − y) that has cancelled already: going through the softmax "
        "takes away the 1/y that the logarithm brings.",
        "Start from ∂E/∂y = −t/y and follow it through the whole Jacobian once.",
        "DeepLearnToolbox#113, neural-networks-and-deep-learning PR#77",
        also=(
            lambda net, T: (_softmax(net) - T) * sigmoid_slope(net),
            lambda net, T: (_softmax(net) - T) * sigmoid_slope(_softmax(net)),
            lambda net, T: (T - _softmax(net)) * _softmax(net) * (1 - _softmax(net)),
            lambda net, T: (_softmax(net) - T) * _softmax(net),
        ),
    ),
    Mistake(
        "another_loss",
        _squared_error_delta,
        "You took the derivative of the squared error back through the softmax. The loss here is "
        "cross-entropy, whose derivative with respect to y is another one.",
        "What is ∂E/∂y for −Σ t ln y?",
        also=(lambda net, T: (_softmax(net) - T) / (_softmax(net) * (1 - _softmax(net))),),
    ),
    Mistake(
        "derivative_at_the_output",
        lambda net, T: -T / _softmax(net),
        "You stopped at ∂E/∂y. A delta is ∂E/∂net: the step back through the softmax is missing.",
        "Multiply by the Jacobian of the softmax, and sum over the outputs.",
        "common",
        also=(
            lambda net, T: T / _softmax(net),
            lambda net, T: -T / _softmax(net) / len(net),
        ),
    ),
    Mistake(
        "diagonal_only",
        lambda net, T: -T * (1 - _softmax(net)),
        "You went through the diagonal of the Jacobian alone. Softmax outputs share one sum, so "
        "each net input moves all of them; the columns of the wrong classes must not be 0.",
        "Sum ∂E/∂y_k · ∂y_k/∂net_j over every k, k ≠ j too.",
        "libnd4j#440, eesen#29",
        also=(
            lambda net, T: T * (1 - _softmax(net)),
            lambda net, T: _softmax(net) * (1 - _softmax(net)),
        ),
    ),
    Mistake(
        "off_diagonal_only",
        lambda net, T: _softmax(net) * (1 - T),
        "You went through the off-diagonal entries of the Jacobian alone: the right class's own "
        "share, i = j, is missing.",
        "The sum runs over every k, and k = j is one of them.",
        also=(lambda net, T: -_softmax(net) * (1 - T),),
    ),
    Mistake(
        "jacobian_sign",
        lambda net, T: -T * (1 - _softmax(net)) - _softmax(net) * (1 - T),
        "The entries of the Jacobian off its diagonal have the wrong sign: when one net input "
        "rises, the *other* outputs fall.",
        "∂y_k/∂net_j for k ≠ j is negative; −t/y brings another minus.",
    ),
    Mistake(
        "wrong_sign",
        lambda net, T: T - _softmax(net),
        "Every sign is reversed: target minus output. A class that got too large a share has a "
        "positive delta; the minus of 'downhill' belongs to the update.",
        "If a wrong class's net input rises, does the loss rise or fall?",
        "deeplearning4j#349",
        also=(lambda net, T: (T - _softmax(net)) / len(net),),
    ),
    Mistake(
        "no_target",
        lambda net, T: _softmax(net),
        "That is the softmax: the outputs of the forward pass. The targets don't enter.",
        "What does the loss compare the outputs with?",
    ),
    Mistake(
        "no_softmax",
        lambda net, T: net - T,
        "You compared the *net inputs* with the targets. The outputs of this layer are their "
        "softmax.",
        "Make the outputs first: they are positive and add up to 1 in each row.",
        also=(lambda net, T: T - net, lambda net, T: (net - T) / len(net)),
    ),
    Mistake(
        "sigmoid_for_softmax",
        lambda net, T: sigmoid(net) - T,
        "You used the sigmoid (or another function entry by entry). Softmax is not elementwise: "
        "the classes of an example share out 1.",
        "Do your outputs add up to 1 in each row?",
        "common",
        also=(
            lambda net, T: T - sigmoid(net),
            lambda net, T: (sigmoid(net) - T) * sigmoid_slope(net),
            lambda net, T: np.tanh(net) - T,
            lambda net, T: sigmoid(net) / sigmoid(net).sum(axis=1, keepdims=True) - T,
        ),
    ),
    Mistake(
        "not_normalised",
        lambda net, T: np.exp(net) - T,
        "The exponentials are there, but not divided by their sum (or divided by something else): "
        "softmax shares out 1.",
        "Do your outputs add up to 1 in each row?",
        also=(
            lambda net, T: np.exp(net - net.max(axis=1, keepdims=True)) - T,
            lambda net, T: np.exp(net) / np.exp(net).max(axis=1, keepdims=True) - T,
            lambda net, T: net / net.sum(axis=1, keepdims=True) - T,
            lambda net, T: np.exp(net) / net.sum(axis=1, keepdims=True) - T,
            lambda net, T: np.exp(net) / np.exp(net).mean(axis=1, keepdims=True) - T,
        ),
    ),
    Mistake(
        "normalised_over_the_batch",
        lambda net, T: _softmax(net, axis=0) - T,
        "You normalised down the columns: the examples of the batch share out 1. The classes of "
        "one example should.",
        "Which axis runs over the classes?",
        "common",
        also=(lambda net, T: T - _softmax(net, axis=0),),
    ),
    Mistake(
        "normalised_over_everything",
        lambda net, T: np.exp(net) / np.exp(net).sum() - T,
        "You divided by the sum over the whole array: all examples together share out 1. Each "
        "example should.",
        "Sum within a row, and keep the column that this leaves.",
        "common",
        also=(
            lambda net, T: np.exp(net - net.max()) / np.exp(net - net.max()).sum() - T,
            lambda net, T: T - np.exp(net - net.max()) / np.exp(net - net.max()).sum(),
        ),
    ),
    Mistake(
        "column_lost",
        lambda net, T: np.exp(net) / np.exp(net).sum(axis=1) - T,
        "The sums of the rows, (N,), were stretched along the columns: each entry met another "
        "example's sum. With as many examples as classes nothing warns you.",
        "Keep the sums as a column, (N, 1).",
        "common",
        also=(
            lambda net, T: (
                np.exp(net - net.max(axis=1)) / np.exp(net - net.max(axis=1)).sum(axis=1) - T
            ),
            lambda net, T: (
                np.exp(net - net.max(axis=1))
                / np.exp(net - net.max(axis=1)).sum(axis=1, keepdims=True)
                - T
            ),
            lambda net, T: (
                np.exp(net - net.max(axis=1, keepdims=True))
                / np.exp(net - net.max(axis=1, keepdims=True)).sum(axis=1)
                - T
            ),
        ),
    ),
    Mistake(
        "softmax_twice",
        lambda net, T: _softmax(_softmax(net)) - T,
        "You applied the softmax twice: its outputs went into it again, which levels them.",
        "`net` holds net inputs, and needs one softmax.",
        "EffectiveTensorflow#9",
    ),
    Mistake(
        "log_of_the_output",
        lambda net, T: np.log(_softmax(net)) - T,
        "There is a logarithm in it. It belongs to the loss, and its derivative has none.",
        "Differentiate −Σ t ln y; what becomes of the ln?",
        also=(
            lambda net, T: -T * np.log(_softmax(net)),
            lambda net, T: -(T * np.log(_softmax(net))).sum(axis=1),
            lambda net, T: -(T * np.log(_softmax(net))).sum(axis=1, keepdims=True),
            lambda net, T: -(T * np.log(_softmax(net))).sum(axis=1).mean(),
            lambda net, T: -(T * np.log(_softmax(net))).mean(),
            lambda net, T: -(T * np.log(_softmax(net))).sum(),
            lambda net, T: T * np.log(_softmax(net)),
        ),
    ),
    Mistake(
        "divided_by_N",
        lambda net, T: (_softmax(net) - T) / len(net),
        "You divided by the number of examples. A row of deltas belongs to one example; the 1/N "
        "enters once, in the gradient.",
        "Does the delta of one example change when another one joins the batch?",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "divided_by_the_classes",
        lambda net, T: (_softmax(net) - T) / net.shape[1],
        "You averaged over the classes. Cross-entropy adds them up, and each unit has its own "
        "delta.",
        "Is the sum in (5.6) divided by anything?",
        also=(lambda net, T: (_softmax(net) - T) / net.size,),
    ),
    Mistake(
        "right_class_only",
        lambda net, T: _softmax(net) - 1,
        "You subtracted 1 from every class, or from the wrong ones. Only the right class has the "
        "target 1.",
        "What are the targets of the other classes?",
        "mantasu/cs231n#10",
        also=(
            lambda net, T: _softmax(net) - (1 - T),
            lambda net, T: 1 - _softmax(net),
            lambda net, T: _softmax(net) * T,
        ),
    ),
    Mistake(
        "squared",
        lambda net, T: (_softmax(net) - T) ** 2,
        "You squared the difference: never negative, it can't tell too large a share from too "
        "small a one.",
        "No square is left of this loss, for there was none in it.",
        also=(
            lambda net, T: 0.5 * (_softmax(net) - T) ** 2,
            lambda net, T: np.abs(_softmax(net) - T),
        ),
    ),
    Mistake(
        "factor_of_two",
        lambda net, T: 2 * (_softmax(net) - T),
        "A factor of 2 (or ½) has come in. It belongs to squares, and this loss has none.",
        "Differentiate −Σ t ln y once more.",
        also=(lambda net, T: 0.5 * (_softmax(net) - T),),
    ),
    Mistake(
        "summed_over_the_batch",
        lambda net, T: (_softmax(net) - T).sum(axis=0),
        "You put the examples of the batch together. Every example keeps its own row of deltas.",
        "Compare the shape of your result with that of `net`.",
        also=(
            lambda net, T: (_softmax(net) - T).mean(axis=0),
            lambda net, T: (_softmax(net) - T).sum(axis=0, keepdims=True),
            lambda net, T: (_softmax(net) - T).mean(axis=0, keepdims=True),
            lambda net, T: (_softmax(net) - T).mean(),
            lambda net, T: (_softmax(net) - T).sum(axis=1),
        ),
    ),
    Mistake(
        "winner_takes_all",
        lambda net, T: (net == net.max(axis=1, keepdims=True)) - T,
        "You took the winning class as 1 and the others as 0. That is a decision, and has no slope "
        "to follow; softmax gives every class a share.",
        "Use the outputs as they are, before anybody picks a winner.",
        also=(
            lambda net, T: (net == net.max(axis=1, keepdims=True)) * 1.0,
            lambda net, T: (_softmax(net) > 0.5) - T,
        ),
    ),
    Mistake(
        "examples_in_columns",
        lambda net, T: (_softmax(net) - T).T,
        "The values are right but the table lies on its side: one row an example is asked for.",
        "Give the result the shape of `net`.",
    ),
    Mistake(
        "net_negated",
        lambda net, T: _softmax(-net) - T,
        "You made the shares from the net inputs with their signs reversed: the largest net input "
        "gets the smallest share.",
        "Which unit should have the largest output?",
    ),
    Mistake(
        "no_shift",
        _unshifted,
        "e to the power of a large net input overflows to infinity (and of a very negative one "
        "vanishes), and the share becomes NaN.",
        "(3.11): the softmax stays the same if the same number is taken off all net inputs of an "
        "example. Which number makes every power harmless?",
        "common",
        also=(
            lambda net, T: _shifted_by_size(net) - T,
            lambda net, T: np.exp(net) / (np.exp(net).sum(axis=1, keepdims=True) + 1e-9) - T,
            lambda net, T: np.exp(net) / (np.exp(net).sum(axis=1, keepdims=True) + 1e-300) - T,
        ),
    ),
]

# -- weight_gradient ---------------------------------------------------------------------------


def weight_gradient(out_previous, delta):
    """The gradient of the mean loss for a layer's weights, (n_in, n_out).

    out_previous : (N, n_in), the outputs that feed the layer
    delta : (N, n_out), the deltas of the layer
    """
    total = out_previous.T @ delta  # (8.2): o_i delta_j, added up over the examples
    return total / len(delta)  # (8.9): the loss is a mean, and here its 1/N comes in


def _one_layer(N, n_in, n_out):
    return _rng.normal(size=(N, n_in)), _rng.normal(size=(N, n_out))


WEIGHT_CASES = [_one_layer(5, 4, 3), _one_layer(7, 3, 6), _one_layer(5, 4, 4), _one_layer(4, 4, 4)]

WEIGHT_MISTAKES = [
    Mistake(
        "sum_for_mean",
        lambda o, d: o.T @ d,
        "You added up over the examples. The loss of a batch is the *mean* of its examples' "
        "losses, and so is its gradient: with twice the batch, yours would be twice as large.",
        "What does E have in front of its sum over the examples?",
        "DeepLearningZeroToAll#173, mistnet#33",
    ),
    Mistake(
        "transposed",
        lambda o, d: d.T @ o / len(d),
        "The values stand at the wrong places: row and column have changed roles. W[i, j] leads "
        "from unit i to unit j, and the gradient has the shape of W.",
        "Which shape does W have, and which one your result?",
        "common",
        also=(
            lambda o, d: d.T @ o,
            lambda o, d: (d.T @ o if o.shape == d.shape else o.T @ d) / len(d),
        ),
    ),
    Mistake(
        "mean_twice",
        lambda o, d: o.T @ d / len(d) ** 2,
        "You divided by N twice: the gradient shrinks as the batch grows.",
        "A mean over the examples takes one division.",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "divided_by_the_outputs",
        lambda o, d: o.T @ d / d.shape[1],
        "You divided by the number of units (or of entries), not of examples. The mean runs over "
        "the batch.",
        "Which axis of `delta` counts the examples?",
        "scikit-learn#8349",
        also=(
            lambda o, d: o.T @ d / d.size,
            lambda o, d: d.T @ o / d.shape[1],
        ),
    ),
    Mistake(
        "divided_by_the_inputs",
        lambda o, d: o.T @ d / o.shape[1],
        "You divided by the number of units that feed the layer. The mean runs over the examples.",
        "Which axis counts the examples?",
        also=(lambda o, d: o.T @ d / o.size, lambda o, d: o.T @ d / (o.shape[1] * d.shape[1])),
    ),
    Mistake(
        "not_summed",
        lambda o, d: o[:, :, None] * d[:, None, :],
        "You kept a gradient for each example. Asked for is the gradient of their mean loss, one "
        "array of the shape of W.",
        "Over which axis does the mean run?",
        also=(lambda o, d: o[:, :, None] * d[:, None, :] / len(d),),
    ),
    Mistake(
        "first_example_only",
        lambda o, d: np.outer(o[0], d[0]),
        "Only the first example counts in this; every example of the batch has its say.",
        "What happens to the other rows?",
        "common",
        also=(lambda o, d: np.outer(o[0], d[0]) / len(d),),
    ),
    Mistake(
        "last_example_only",
        lambda o, d: np.outer(o[-1], d[-1]),
        "Only the last example is left: each one overwrites the one before.",
        "In a loop, add with `+=` what `=` would replace.",
        "micrograd#2",
        also=(lambda o, d: np.outer(o[-1], d[-1]) / len(d),),
    ),
    Mistake(
        "wrong_sign",
        lambda o, d: -o.T @ d / len(d),
        "Every sign is reversed. The gradient points uphill; the minus belongs to the update.",
        "Do you subtract anywhere?",
        "nn-from-scratch#11",
        also=(lambda o, d: -o.T @ d,),
    ),
    Mistake(
        "means_multiplied",
        lambda o, d: np.outer(o.mean(axis=0), d.mean(axis=0)),
        "You averaged outputs and deltas first and multiplied the means. The mean of products is "
        "not the product of means.",
        "Multiply within each example, then average.",
        also=(
            lambda o, d: np.outer(o.sum(axis=0), d.sum(axis=0)) / len(d),
            lambda o, d: np.outer(o.sum(axis=0), d.sum(axis=0)),
            lambda o, d: np.outer(o.mean(axis=0), d.sum(axis=0)) / len(d) ** 2,
        ),
    ),
    Mistake(
        "no_output",
        lambda o, d: np.tile(d.mean(axis=0), (o.shape[1], 1)),
        "The outputs that feed the layer don't enter: this is the biases' gradient in every row. A "
        "weight's effect on net is as large as the output that it carries, (2.3).",
        "How much does net_j rise when w_ij grows by 1?",
        also=(
            lambda o, d: d.mean(axis=0),
            lambda o, d: np.tile(d.sum(axis=0), (o.shape[1], 1)),
            lambda o, d: d,
        ),
    ),
    Mistake(
        "no_delta",
        lambda o, d: np.tile(o.mean(axis=0)[:, None], (1, d.shape[1])),
        "The deltas don't enter: how the loss answers to a net input is missing.",
        "dE/dw_ij has two factors, (8.2).",
        also=(lambda o, d: o.mean(axis=0), lambda o, d: o),
    ),
    Mistake(
        "units_put_together",
        lambda o, d: (o.T @ d / len(d)).sum(axis=0),
        "You added or averaged over units as well. Every weight has a slope of its own; only the "
        "examples disappear.",
        "Compare the shape of your result with that of W.",
        also=(
            lambda o, d: (o.T @ d / len(d)).mean(axis=0),
            lambda o, d: (o.T @ d / len(d)).sum(axis=1),
            lambda o, d: (o.T @ d).sum(axis=0),
            lambda o, d: (o.T @ d).mean(axis=0),
            lambda o, d: (o.T @ d).sum(),
            lambda o, d: (o.T @ d).mean(),
            lambda o, d: (o.T @ d).sum() / len(d),
            lambda o, d: (o.T @ d).mean() / len(d),
        ),
    ),
    Mistake(
        "step_for_gradient",
        lambda o, d: 0.1 * o.T @ d / len(d),
        "A learning rate is in it. Asked for is the gradient; how far to step along it is decided "
        "elsewhere.",
        "(8.9) has one number in it, 1/N.",
        also=(
            lambda o, d: -0.1 * o.T @ d / len(d),
            lambda o, d: 0.01 * o.T @ d / len(d),
            lambda o, d: -0.01 * o.T @ d / len(d),
            lambda o, d: -0.5 * o.T @ d / len(d),
            lambda o, d: 0.1 * o.T @ d,
        ),
    ),
    Mistake(
        "entry_by_entry",
        lambda o, d: o * d,
        "You multiplied entry by entry. Each input unit meets *each* unit of the layer: every pair "
        "has a weight. Where both layers are equally wide, nothing warns you.",
        "The result needs a row for each input unit and a column for each unit of the layer.",
        "common",
        also=(
            lambda o, d: o * d / len(d),
            lambda o, d: (o * d).mean(axis=0),
            lambda o, d: (o * d).sum(axis=0),
        ),
    ),
    Mistake(
        "examples_against_examples",
        lambda o, d: o @ d.T / len(d),
        "Your product pairs examples with examples, (N, N), and sums over units. The index to be "
        "summed over is the example.",
        "Write the shapes of both factors: which dimensions must meet?",
        also=(
            lambda o, d: o @ d.T,
            lambda o, d: o @ d,
            lambda o, d: o @ d / len(d),
            lambda o, d: d @ o,
            lambda o, d: d @ o / len(d),
            lambda o, d: d @ o.T,
            lambda o, d: d @ o.T / len(d),
        ),
    ),
    Mistake(
        "factor_of_two",
        lambda o, d: 2 * o.T @ d / len(d),
        "A factor of 2 (or ½) has come in. The deltas know the loss already; nothing of its square "
        "is left to do here.",
        "(8.9) has one number in it, 1/N.",
        "bighuang624/Andrew-Ng-Deep-Learning-notes#10",
        also=(lambda o, d: o.T @ d / (2 * len(d)), lambda o, d: 2 * o.T @ d),
    ),
    Mistake(
        "one_less",
        lambda o, d: o.T @ d / (len(d) - 1),
        "You divided by N − 1. That is for the variance of a sample; a mean divides by N.",
        "How many examples are there?",
    ),
    Mistake(
        "slope_too_many",
        lambda o, d: (o * (1 - o)).T @ d / len(d),
        "There is a slope in it. The deltas have passed the activations already; a weight's effect "
        "on net is the output itself.",
        "∂net_j/∂w_ij is what the weight carries, (2.3).",
        also=(
            lambda o, d: o.T @ (d * (1 - d)) / len(d),
            lambda o, d: o.T @ (d * sigmoid_slope(d)) / len(d),
            lambda o, d: sigmoid(o).T @ d / len(d),
            lambda o, d: (o * (1 - o)).T @ d,
        ),
    ),
    Mistake(
        "squared",
        lambda o, d: o.T @ d**2 / len(d),
        "Something is squared, or has lost its sign. The gradient is linear in the deltas and in "
        "the outputs.",
        "dE/dw_ij has two factors, each once, (8.2).",
        also=(
            lambda o, d: (o**2).T @ d / len(d),
            lambda o, d: o.T @ np.abs(d) / len(d),
            lambda o, d: np.abs(o.T @ d) / len(d),
        ),
    ),
]

# -- bias_gradient -----------------------------------------------------------------------------


def bias_gradient(delta):
    """The gradient of the mean loss for a layer's biases, (n_out,).

    delta : (N, n_out), the deltas of the layer
    """
    return delta.mean(axis=0)  # (8.3), (8.10): a bias carries a 1, so what is left is the mean


BIAS_CASES = [(_rng.normal(size=size),) for size in ((5, 3), (7, 4), (5, 4))]

BIAS_MISTAKES = [
    Mistake(
        "sum_for_mean",
        lambda d: d.sum(axis=0),
        "You added up over the examples. The loss is their *mean*, and so is its gradient, for "
        "the biases as for the weights.",
        "What does E have in front of its sum over the examples?",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "one_number_for_all",
        lambda d: d.mean(),
        "You averaged or added over the units, too: one number. NumPy would give every bias of the "
        "layer the same change, without a warning.",
        "How many biases does the layer have? Name the axis to run over.",
        "stat453#5, tinn#30",
        also=(
            lambda d: d.sum(),
            lambda d: d.sum() / len(d),
            lambda d: np.full(d.shape[1], d.mean()),
            lambda d: np.full(d.shape[1], d.sum()),
            lambda d: np.full(d.shape[1], d.sum() / len(d)),
            lambda d: np.array([d.mean()]),
            lambda d: np.array([d.sum()]),
            lambda d: np.array([d.sum() / len(d)]),
        ),
    ),
    Mistake(
        "not_summed",
        lambda d: d,
        "You kept a row for each example. A layer has one bias a unit, whatever the size of the "
        "batch; subtracted from the biases, yours would stretch them to (N, n_out).",
        "Which axis should be gone?",
        "differentiation#1, mlpack PR#3679",
        also=(lambda d: d / len(d), lambda d: d.T),
    ),
    Mistake(
        "along_the_units",
        lambda d: d.mean(axis=1),
        "You ran along the units: one number an example. Biases belong to units, so the examples "
        "should be gone.",
        "Which axis of `delta` counts the examples, 0 or 1?",
        "common",
        also=(
            lambda d: d.sum(axis=1),
            lambda d: d.sum(axis=1) / len(d),
            lambda d: d.mean(axis=1, keepdims=True),
            lambda d: d.sum(axis=1, keepdims=True),
        ),
    ),
    Mistake(
        "kept_as_a_row",
        lambda d: d.mean(axis=0, keepdims=True),
        "The values may be right, but they stand in a table of one row (or column). A layer's "
        "biases have the shape (n_out,), and so has their gradient.",
        "Print the shape of your result.",
        "common",
        also=(
            lambda d: d.sum(axis=0, keepdims=True),
            lambda d: d.mean(axis=0)[:, None],
            lambda d: d.sum(axis=0)[:, None],
        ),
    ),
    Mistake(
        "forgotten",
        lambda d: np.zeros(d.shape[1]),
        "You left the biases out: with a gradient of 0 they never move. A bias is a weight like "
        "any other, from a unit that is always 1.",
        "By how much does net_j rise when b_j does?",
        "tinn#30",
        also=(lambda d: 0.0,),
    ),
    Mistake(
        "only_ones",
        lambda d: np.ones(d.shape[1]),
        "∂net/∂b is 1, as you found, but that is one factor of two: how the loss answers to net "
        "is missing.",
        "dE/db = dE/dnet · dnet/db.",
        also=(lambda d: 1.0,),
    ),
    Mistake(
        "step_for_gradient",
        lambda d: 0.1 * d.mean(axis=0),
        "A learning rate is in it. Asked for is the gradient; how far to step along it is decided "
        "elsewhere.",
        "(8.10) has one number in it, 1/N.",
        also=(
            lambda d: -0.1 * d.mean(axis=0),
            lambda d: 0.01 * d.mean(axis=0),
            lambda d: -0.01 * d.mean(axis=0),
            lambda d: -0.5 * d.mean(axis=0),
            lambda d: 0.1 * d.sum(axis=0),
        ),
    ),
    Mistake(
        "mean_twice",
        lambda d: d.mean(axis=0) / len(d),
        "You divided by N twice: the gradient shrinks as the batch grows.",
        "A mean over the examples takes one division.",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "divided_by_the_units",
        lambda d: d.sum(axis=0) / d.shape[1],
        "You divided by the number of units (or of entries), not of examples. The mean runs over "
        "the batch.",
        "Which axis of `delta` counts the examples?",
        "scikit-learn#8349",
        also=(lambda d: d.sum(axis=0) / d.size,),
    ),
    Mistake(
        "first_example_only",
        lambda d: d[0],
        "Only one example counts in this; every example of the batch has its say.",
        "What happens to the other rows? In a loop, `+=` adds and `=` overwrites.",
        "common",
        also=(lambda d: d[0] / len(d), lambda d: d[-1], lambda d: d[-1] / len(d)),
    ),
    Mistake(
        "wrong_sign",
        lambda d: -d.mean(axis=0),
        "Every sign is reversed. The gradient points uphill; the minus belongs to the update.",
        "Do you subtract anywhere?",
        "nn-from-scratch#11",
        also=(lambda d: -d.sum(axis=0),),
    ),
    Mistake(
        "one_less",
        lambda d: d.sum(axis=0) / (len(d) - 1),
        "You divided by N − 1. That is for the variance of a sample; a mean divides by N.",
        "How many examples are there?",
    ),
    Mistake(
        "factor_of_two",
        lambda d: 2 * d.mean(axis=0),
        "A factor of 2 (or ½) has come in. The deltas know the loss already.",
        "(8.10) has one number in it, 1/N.",
        "bighuang624/Andrew-Ng-Deep-Learning-notes#10",
        also=(lambda d: d.mean(axis=0) / 2,),
    ),
    Mistake(
        "squared",
        lambda d: (d**2).mean(axis=0),
        "The signs are lost: examples that pull a bias up and down no longer balance.",
        "A bias carries a 1, not a delta.",
        also=(lambda d: np.abs(d).mean(axis=0), lambda d: np.abs(d.mean(axis=0)),
              lambda d: (d**2).sum(axis=0)),
    ),
    Mistake(
        "slope_too_many",
        lambda d: (d * (1 - d)).mean(axis=0),
        "There is a slope in it. The deltas have passed the activation already.",
        "From net to the bias there is one step, and its slope is 1.",
        also=(
            lambda d: sigmoid_slope(d).mean(axis=0),
            lambda d: (d * sigmoid_slope(d)).mean(axis=0),
        ),
    ),
    Mistake(
        "extreme_or_middle",
        lambda d: np.median(d, axis=0),
        "You took the median, the largest delta or the spread. The gradient of a mean is a mean.",
        "Every example counts with the same weight, 1/N.",
        also=(
            lambda d: d.max(axis=0),
            lambda d: np.linalg.norm(d, axis=0),
            lambda d: d.std(axis=0),
            lambda d: d.var(axis=0),
        ),
    ),
]  # fmt: skip

# -- mazur_delta_o1 ----------------------------------------------------------------------------

OUT1 = sigmoid(np.array([0.05, 0.1]) @ np.array([[0.15, 0.25], [0.2, 0.3]]) + 0.35)
NET2 = OUT1 @ np.array([[0.4, 0.5], [0.45, 0.55]]) + 0.6
Y2 = sigmoid(NET2)
T2 = np.array([0.01, 0.99])
ERROR = Y2 - T2
SLOPE = Y2 * (1 - Y2)


def mazur_delta_o1():
    """The delta of output unit o1 in the 2015 example, to four decimals: its output is 0.75136507,
    its target 0.01; the unit is a sigmoid and the loss the squared error.
    """
    y, t = 0.75136507, 0.01  # from the forward pass of lesson 04, and the target
    error = y - t  # (5.3): dE/dy
    slope = y * (1 - y)  # (3.3): dy/dnet, in terms of the output
    return error * slope  # (8.4): dE/dnet


MAZUR_MISTAKES = [
    Mistake(
        "no_slope",
        ERROR[0],
        "That is dE/dy of o1. The step back through its sigmoid is missing.",
        "Multiply by the slope of the sigmoid at o1.",
        "NeuralNetworkFromScratch PR#3",
        also=(-ERROR[0],),
    ),
    Mistake(
        "wrong_sign",
        -ERROR[0] * SLOPE[0],
        "The size is right, the sign is reversed. The output lies above its target, so raising "
        "the net input raises the loss.",
        "The error is output minus target.",
        "nn-from-scratch#11",
    ),
    Mistake(
        "slope_alone",
        SLOPE[0],
        "That is the slope of the sigmoid at o1. How the loss answers to the output is missing.",
        "Multiply by dE/dy.",
    ),
    Mistake(
        "slope_at_the_output",
        ERROR[0] * sigmoid_slope(Y2[0]),
        "You put the output into the sigmoid once more before taking y(1 − y).",
        "The output is known; use it as it is.",
        "skynet PR#1, neural2d#40",
    ),
    Mistake(
        "net_times_one_minus_net",
        ERROR[0] * NET2[0] * (1 - NET2[0]),
        "y(1 − y) wants the output of o1; you put in its net input.",
        "Which of the two numbers of o1 is its output?",
        "interviews.ai#4",
    ),
    Mistake(
        "activation_for_slope",
        ERROR[0] * Y2[0],
        "You multiplied by the output, or by half of the slope. The sigmoid's slope has two "
        "factors, (3.3).",
        "How steep is the sigmoid where its output is 0.75?",
        also=(ERROR[0] * (1 - Y2[0]),),
    ),
    Mistake(
        "tanh_slope",
        ERROR[0] * (1 - Y2[0] ** 2),
        "1 − y² is the slope of tanh. This unit is a sigmoid.",
        "Look up (3.3).",
        "common",
    ),
    Mistake(
        "times_the_input",
        ERROR[0] * SLOPE[0] * OUT1[0],
        "That is dE/dw5: you multiplied by the output of h1 as well. The delta comes first.",
        "Stop one factor earlier.",
        "common",
    ),
    Mistake(
        "other_unit",
        ERROR[1] * SLOPE[1],
        "That is the delta, or the error, of o2.",
        "Take the output and the target of o1.",
        also=(ERROR[1],),
    ),
    Mistake(
        "both_units",
        (ERROR * SLOPE).sum(),
        "You added the deltas of both outputs. Each unit has its own.",
        "The error of o2 doesn't depend on the net input of o1.",
    ),
    Mistake(
        "loss_for_its_derivative",
        ERROR[0] ** 2 / 2 * SLOPE[0],
        "You started from the loss, not from its derivative.",
        "Differentiate ½(y − t)² first.",
        "common",
        also=(ERROR[0] ** 2 * SLOPE[0], ERROR[0] ** 2 / 2, ERROR[0] ** 2,
              (ERROR**2).sum() / 2 * SLOPE[0]),
    ),
    Mistake(
        "factor_of_two",
        2 * ERROR[0] * SLOPE[0],
        "A factor of 2 is off. The 2 of the square and the ½ of the loss cancel, and nothing is "
        "averaged over the outputs.",
        "Differentiate ½(y − t)², with the ½.",
        "dlib#1169",
        also=(ERROR[0] * SLOPE[0] / 2,),
    ),
    Mistake(
        "slope_twice",
        ERROR[0] * SLOPE[0] ** 2,
        "You multiplied by the slope twice.",
        "From y to net there is one activation.",
    ),
    Mistake(
        "another_units_slope",
        ERROR[0] * OUT1[0] * (1 - OUT1[0]),
        "You took the slope of another unit.",
        "The slope belongs to the unit whose delta it is.",
        also=(ERROR[0] * OUT1[1] * (1 - OUT1[1]), ERROR[0] * SLOPE[1], ERROR[0] * 0.01 * 0.99,
              ERROR[0] / 4),
    ),
    Mistake(
        "other_target",
        (Y2[0] - 0.99) * SLOPE[0],
        "You used the target of o2.",
        "The targets are 0.01 for o1 and 0.99 for o2.",
    ),
    Mistake(
        "net_for_output",
        (NET2[0] - 0.01) * SLOPE[0],
        "You compared the net input with the target. The loss compares the output with it.",
        "Which of the two numbers of o1 is the network's answer?",
        also=((NET2[0] - 0.01) * NET2[0] * (1 - NET2[0]), NET2[0] - 0.01),
    ),
    Mistake(
        "another_loss",
        ERROR[0] / SLOPE[0],
        "That is the derivative of log loss or cross-entropy, or a slope you divided by. The "
        "example uses the squared error, and one step back multiplies.",
        "dE/dnet = dE/dy · dy/dnet.",
        also=(-0.01 / Y2[0], -0.01 * (1 - Y2[0])),
    ),
    Mistake(
        "rounded_too_early",
        round(ERROR[0] * SLOPE[0], 2),
        "It rounds to the right number, but only two decimals of it are here.",
        "Four decimals are asked for: round at the very end.",
    ),
    Mistake(
        "no_target",
        Y2[0] * SLOPE[0],
        "The target doesn't enter.",
        "How far is the output from where it should be?",
    ),
    Mistake(
        "added_instead_of_multiplied",
        ERROR[0] + SLOPE[0],
        "You added the two slopes. Along a path they multiply.",
        "dE/dnet = dE/dy · dy/dnet.",
        also=(ERROR[0] - SLOPE[0],),
    ),
]  # fmt: skip

# -- fix_08 ------------------------------------------------------------------------------------


def fix_08(net, T):
    """The deltas of sigmoid units under log loss, (N, n).

    net : (N, n), the net inputs
    T : (N, n), the targets, each 0 or 1
    """
    Y = 0.5 * (1 + np.tanh(net / 2))  # (3.2) in a form that never overflows
    return Y - T  # (8.7): the logarithm's 1/(y(1 - y)) has cancelled the sigmoid's slope


def fix_08_shown(net, T):
    """The deltas of sigmoid units under log loss, (N, n).

    net : (N, n), the net inputs
    T : (N, n), the targets, each 0 or 1
    """
    Y = 1 / (1 + np.exp(-net))
    error = Y - T
    return error * Y * (1 - Y)


def _yes_or_no(N, n):
    return _rng.normal(size=(N, n)) * 1.5, _rng.permutation(np.arange(N * n) % 2).reshape(
        N, n
    ) * 1.0


def _log_loss(net, T):
    return -(T * np.log(sigmoid(net)) + (1 - T) * np.log(1 - sigmoid(net)))


FIX_MISTAKES = [
    Mistake(
        "derivative_at_the_output",
        lambda net, T: (sigmoid(net) - T) / sigmoid_slope(net),
        "Now you have ∂E/∂y of log loss. A delta is ∂E/∂net: this derivative has to go back "
        "through the sigmoid.",
        "Multiply by ∂y/∂net and see what cancels.",
        also=(
            lambda net, T: -(T / sigmoid(net) - (1 - T) / (1 - sigmoid(net))) / len(net),
        ),
    ),
    Mistake(
        "half_of_the_loss",
        lambda net, T: -T / sigmoid(net),
        "You differentiated −t ln y alone. Log loss has a second part, for the targets that are 0.",
        "Write both parts of log loss and differentiate each.",
        "common",
        also=(
            lambda net, T: -T * (1 - sigmoid(net)),
            lambda net, T: T / sigmoid(net),
            lambda net, T: -T / sigmoid(net) - (1 - T) / (1 - sigmoid(net)),
            lambda net, T: -T / sigmoid(net) + (1 - T) / sigmoid(net),
            lambda net, T: sigmoid(net) * (1 - T),
        ),
    ),
    Mistake(
        "wrong_sign",
        lambda net, T: T - sigmoid(net),
        "The slope is gone, but now every sign is reversed.",
        "If a net input rises where the target is 0, does the loss rise or fall?",
        "nn-from-scratch#11",
        also=(lambda net, T: (T - sigmoid(net)) * sigmoid_slope(net),),
    ),
    Mistake(
        "half_a_slope",
        lambda net, T: (sigmoid(net) - T) * sigmoid(net),
        "Part of the slope is still there. It cancels as a whole, y and 1 − y.",
        "Write ∂E/∂y of log loss over a common denominator.",
        also=(lambda net, T: (sigmoid(net) - T) * (1 - sigmoid(net)),),
    ),
    Mistake(
        "slope_elsewhere",
        lambda net, T: (sigmoid(net) - T) * sigmoid_slope(sigmoid(net)),
        "There still is a slope, now taken at another place. The question is not where it is "
        "taken but whether this loss leaves one.",
        "What does ∂E/∂y of log loss have in its denominator?",
        also=(
            lambda net, T: (sigmoid(net) - T) * net * (1 - net),
            lambda net, T: (sigmoid(net) - T) * (1 - sigmoid(net) ** 2),
            lambda net, T: (sigmoid(net) - T) * sigmoid_slope(net) ** 2,
        ),
    ),
    Mistake(
        "no_sigmoid",
        lambda net, T: net - T,
        "You compared the net inputs with the targets. The loss is told the outputs.",
        "The line that makes the outputs was right.",
        also=(lambda net, T: (net - T) * sigmoid_slope(net),),
    ),
    Mistake(
        "softmax_for_sigmoid",
        lambda net, T: _softmax(net) - T,
        "That is a softmax layer. Sigmoid units answer yes or no each on its own; their outputs "
        "don't share a sum.",
        "The line that makes the outputs was right.",
        also=(lambda net, T: np.tanh(net) - T,),
    ),
    Mistake(
        "divided_by_N",
        lambda net, T: (sigmoid(net) - T) / len(net),
        "The slope is gone, but you divided by the number of examples or of outputs. A row of "
        "deltas belongs to one example.",
        "Leave the mean to the gradient.",
        also=(
            lambda net, T: (sigmoid(net) - T) / net.shape[1],
            lambda net, T: (sigmoid(net) - T) / net.size,
        ),
    ),
    Mistake(
        "factor_of_two",
        lambda net, T: 2 * (sigmoid(net) - T),
        "The slope is gone, but a factor of 2 (or ½) came in. This loss has no square.",
        "Differentiate log loss, no more.",
        also=(lambda net, T: 0.5 * (sigmoid(net) - T),),
    ),
    Mistake(
        "loss_for_its_derivative",
        lambda net, T: _log_loss(net, T),
        "That is the loss itself, or a square. A delta is a derivative, and has a sign.",
        "Differentiate it with respect to net.",
        also=(
            lambda net, T: _log_loss(net, T).sum(axis=1).mean(),
            lambda net, T: _log_loss(net, T).mean(),
            lambda net, T: _log_loss(net, T).sum(axis=1),
            lambda net, T: (sigmoid(net) - T) ** 2,
            lambda net, T: 0.5 * (sigmoid(net) - T) ** 2,
            lambda net, T: np.abs(sigmoid(net) - T),
        ),
    ),
    Mistake(
        "no_target",
        lambda net, T: sigmoid(net),
        "The targets got lost.",
        "What does the loss compare the outputs with?",
        also=(lambda net, T: sigmoid_slope(net),),
    ),
    Mistake(
        "summed_over_the_batch",
        lambda net, T: (sigmoid(net) - T).sum(axis=0),
        "You put the examples of the batch together. Every example keeps its own row of deltas.",
        "Compare the shape of your result with that of `net`.",
        also=(lambda net, T: (sigmoid(net) - T).mean(axis=0),),
    ),
]  # fmt: skip

EXERCISES = [
    code(
        output_delta,
        cases=OUTPUT_CASES,
        mistakes=OUTPUT_MISTAKES,
        hints=[
            "A delta says how the loss answers to a unit's net input. How many steps are there "
            "from the loss back to the net input of an output unit?",
            "The first step is dE/dy, which the loss gives; the second is dy/dnet, which the "
            "activation gives.",
            "Differentiate ½(y − t)² with respect to y. Then multiply entry by entry with what "
            "`phi_derivative` says, asked at the right place.",
        ],
        praise="Right: how the loss answers to the output, times how the output answers to the net "
        "input. Each example keeps its own row, and nothing is averaged yet.",
    ),
    code(
        softmax_cross_entropy_delta,
        cases=SOFTMAX_CASES,
        special=SOFTMAX_SPECIAL,
        mistakes=SOFTMAX_MISTAKES,
        hints=[
            "Make the outputs first. Lesson 03 has a form of the softmax that survives net inputs "
            "of 1000.",
            "∂E/∂y_k is −t_k/y_k. Send it through the whole Jacobian, y_k([k = j] − y_j), and sum "
            "over k.",
            "The y_k cancels in every term. What is left of the sum over the targets of one "
            "example, when they are one-hot?",
        ],
        praise="Right: through the whole Jacobian everything cancels but the difference, and the "
        "shift keeps large net inputs harmless.",
    ),
    code(
        weight_gradient,
        cases=WEIGHT_CASES,
        mistakes=WEIGHT_MISTAKES,
        hints=[
            "Take one example: which two numbers make dE/dw_ij? One of them belongs to unit i, the "
            "other to unit j.",
            "Over the batch, those products are averaged for each pair (i, j). Which matrix "
            "product sums over the examples and has the shape of W, (n_in, n_out)?",
            "Examples are the rows of both arrays. To sum over them, the rows of one have to "
            "become columns. Then think of the mean.",
        ],
        praise="Right: what the weight carries times how the loss answers, averaged over the "
        "examples; the transpose makes the product sum over them.",
    ),
    code(
        bias_gradient,
        cases=BIAS_CASES,
        mistakes=BIAS_MISTAKES,
        hints=[
            "A bias is the weight from a unit whose output is always 1. Put a 1 in the place of o "
            "in the gradient of a weight.",
            "One number for each unit: which of the two axes of `delta` has to disappear?",
            "It disappears by an average over the examples, as for the weights.",
        ],
        praise="Right: a bias carries a 1, so its gradient is the mean of its unit's deltas.",
    ),
    number(
        mazur_delta_o1,
        unit=1e-4,
        mistakes=MAZUR_MISTAKES,
        hints=[
            "Two factors: how the loss answers to the output of o1, and how that answers to its "
            "net input.",
            "The first is output minus target.",
            "The second is the sigmoid's slope, which needs no more than the output: (3.3).",
        ],
        praise="Right: error times slope. The unit is far from its target, but its slope lets only "
        "a fifth of that through.",
    ),
    choice(
        "which_pair",
        question="Three of these pairs of output activation and loss have an output delta of "
        "y − t. Which one doesn't, and so learns slowly where its unit is saturated and wrong?",
        options={
            "a": "identity and squared error",
            "b": "sigmoid and squared error",
            "c": "sigmoid and log loss",
            "d": "softmax and cross-entropy",
        },
        right="b",
        mistakes=[
            Mistake(
                "identity",
                "a",
                "The identity can't saturate: its slope is 1 everywhere, so nothing is missing "
                "from (8.6).",
                "For which pair does a slope below 1 stay in the delta?",
            ),
            Mistake(
                "log_loss",
                "c",
                "Log loss answers to a saturated wrong output with a huge ∂E/∂y, which cancels the "
                "small slope exactly, (8.7). This unit learns fast.",
                "Which loss has nothing in it that could cancel the slope?",
                "rasbt/python-machine-learning-book-2nd-edition#54",
            ),
            Mistake(
                "cross_entropy",
                "d",
                "Through the whole Jacobian of the softmax, not its diagonal alone, the 1/y of "
                "cross-entropy cancels, (8.8).",
                "Which loss has no logarithm, and which activation a slope below 1?",
                "hankcs/CS224n#17",
            ),
        ],
        hints=[
            "Write each delta as ∂E/∂y times ∂y/∂net.",
            "A saturated unit has a slope ∂y/∂net near 0. It does no harm if ∂E/∂y grows as fast "
            "as the slope shrinks.",
            "Logarithms have a derivative that grows so, and the identity never saturates. Where "
            "is neither?",
        ],
        praise="Right: (y − t) times a slope that is almost 0 where the unit is saturated, however "
        "wrong it is. Nielsen's neuron shows it.",
        solution="∂E/∂y of the squared error is y − t, at most 1 in size here. The sigmoid's slope "
        "y(1 − y) stays in the delta and is 0.02 at y = 0.98. In the other pairs the slope is 1, "
        "or the logarithm's 1/y cancels it.",
    ),
    fix(
        fix_08,
        shown=fix_08_shown,
        symptom="for a net input of 8 and the target 0 it gives 0.0003, where a nudge of log loss "
        "finds 0.9997.",
        look="Put net = 8 and t = 0 in, and write down what each line makes of them.",
        seen="DeepLearnToolbox#113, hunkim/DeepLearningZeroToAll PR#113",
        cases=[_yes_or_no(5, 3), _yes_or_no(7, 4), _yes_or_no(5, 4)],
        mistakes=FIX_MISTAKES,
        hints=[
            "For which loss would these three lines be right?",
            "The second line, `error`, is ∂E/∂y of the squared error. What is it for log loss?",
            "Put ∂E/∂y of log loss over a common denominator. Then multiply by the sigmoid's "
            "slope, and watch the denominator.",
        ],
        praise="Right: for log loss the slope of the sigmoid cancels, and a unit that is wrong "
        "learns however saturated it is.",
    ),
]
