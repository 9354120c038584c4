"""Lesson 03, activation functions and their derivatives: references, mistakes, cases and hints."""

import math

import numpy as np

from .declare import Mistake, code, fix, formula, number

_rng = np.random.default_rng(3)

CASES = [(_rng.normal(size=shape) * 1.5,) for shape in ((5, 3), (7, 4), (5, 5))]
# 0.5 and −2 give the slopes a scale: beside 0 alone, e^−700 from a clipped net input counts as far.
FAR = {"at a net input of ±1000": (np.array([[1000.0, -1000.0, 0.5], [-1000.0, 1000.0, -2.0]]),)}


def _s(net):
    return 0.5 * (1 + np.tanh(net / 2))


def _entrywise(function):
    """The function written with `math`, one entry after the other."""
    return lambda net: np.array([function(z) for z in net.flat]).reshape(net.shape)


# -- sigmoid -----------------------------------------------------------------------------------


def sigmoid(net):
    """The sigmoid of every entry, in the shape of net; ±1000 included.

    net : (N, n)
    """
    wide = np.tanh(net / 2)  # (3.7), in part 5: the sigmoid is a tanh, twice as wide...
    return (1 + wide) / 2  # ...moved from between -1 and 1 to between 0 and 1; nothing overflows


SIGMOID_MISTAKES = [
    Mistake(
        "sign_in_the_exponent",
        lambda net: 1 / (1 + np.exp(net)),
        "The exponent has the wrong sign: your curve falls from 1 to 0.",
        "For a large net input the output should be near 1; what must the exponential do there?",
        "common",
        also=(lambda net: np.exp(-net) / (1 + np.exp(-net)), lambda net: 1 - _s(net)),
    ),
    Mistake(
        "minus_in_the_denominator",
        lambda net: 1 / (1 - np.exp(-net)),
        "There is a minus between 1 and the exponential: the curve shoots to infinity at 0.",
        "Both terms below are positive.",
        also=(lambda net: 1 / (1 - np.exp(net)), lambda net: 1 / (np.exp(-net) - 1)),
    ),
    Mistake(
        "no_one",
        lambda net: 1 / np.exp(-net),
        "Without the 1 below, this is an exponential function and grows without end.",
        "The output must stay below 1.",
        also=(lambda net: np.exp(-net), lambda net: 1 / np.exp(-net) + 1),
    ),
    Mistake(
        "brackets",
        lambda net: 1 / 1 + np.exp(-net),
        "Division comes before addition: Python reads this as (1/1) + the exponential.",
        "Put the whole denominator in brackets.",
        "makeyourownneuralnetwork#25",
        also=(lambda net: 1 + np.exp(-net),),
    ),
    Mistake(
        "tanh",
        lambda net: np.tanh(net),
        "That is tanh: it runs from −1 to 1.",
        "Between which values does the sigmoid run?",
        "common",
        also=(
            lambda net: 2 * _s(net) - 1,
            lambda net: (1 - np.exp(-net)) / (1 + np.exp(-net)),
        ),
    ),
    Mistake(
        "tanh_not_halved",
        lambda net: (1 + np.tanh(net)) / 2,
        "The curve runs from 0 to 1, but it is twice too steep.",
        "The table of part 2 says 0.881 at a net input of 2: where does yours get there?",
        also=(lambda net: 1 / (1 + np.exp(-2 * net)),),
    ),
    Mistake(
        "half_the_exponent",
        lambda net: 1 / (1 + np.exp(-net / 2)),
        "The curve runs from 0 to 1, but it is twice too wide.",
        "What is the exponent in (3.2)?",
    ),
    Mistake(
        "tanh_not_scaled",
        lambda net: 1 + np.tanh(net / 2),
        "This runs from 0 to 2: the half outside is missing.",
        "What is the largest value?",
    ),
    Mistake(
        "derivative",
        lambda net: _s(net) * (1 - _s(net)),
        "That is the sigmoid's slope, a bump with its top at 0.",
        "The function itself is asked for.",
        also=(lambda net: np.exp(-net) / (1 + np.exp(-net)) ** 2,),
    ),
    Mistake(
        "relu",
        lambda net: np.maximum(net, 0),
        "That is ReLU.",
        "The sigmoid is smooth and stays between 0 and 1.",
        also=(lambda net: np.log1p(np.exp(net)), lambda net: np.clip(net, 0, 1)),
    ),
    Mistake(
        "step",
        lambda net: (net > 0) * 1.0,
        "That is a step from 0 to 1. The sigmoid is its smooth relative.",
        "What should come out at 0.1?",
        also=(lambda net: np.round(_s(net)),),
    ),
    Mistake(
        "softmax",
        lambda net: np.exp(net) / np.exp(net).sum(axis=1, keepdims=True),
        "That is softmax: there the units share one sum. The sigmoid looks at its own net input "
        "alone.",
        "Is the output of one unit to depend on the other units?",
        also=(
            lambda net: np.exp(net) / np.exp(net).sum(),
            lambda net: np.exp(net) / np.exp(net).sum(axis=0),
        ),
    ),
    Mistake(
        "one_part_of_the_exponential",
        lambda net: np.exp(net) / (1 + np.exp(-net)),
        "The exponents above and below have different signs.",
        "Multiply numerator and denominator by the same thing, or by nothing.",
        also=(lambda net: np.exp(-net) / (1 + np.exp(net)),),
    ),
    Mistake(
        "overflow",
        lambda net: np.exp(net) / (1 + np.exp(net)),
        "At a net input of 1000 the exponential overflows, and infinity over infinity is NaN.",
        "Use an exponential that goes to 0 where the net input is large.",
        "common",
    ),
    Mistake(
        "math_overflow",
        _entrywise(lambda z: 1 / (1 + math.exp(-z))),
        "`math.exp` stops where its result is too large for the machine; `np.exp` goes on with "
        "infinity.",
        "Which exponential is infinite at −1000, which at 1000? 1 over infinity is 0, but infinity "
        "over infinity is NaN.",
        "common",
        also=(_entrywise(lambda z: math.exp(z) / (1 + math.exp(z))),),
    ),
    Mistake(
        "twice",
        lambda net: _s(_s(net)),
        "The sigmoid is applied twice.",
        "Apply it to the net input, once.",
    ),
    Mistake(
        "other_base",
        lambda net: 1 / (1 + 10.0**-net),
        "The base is another number than e.",
        "Use `np.exp`.",
        also=(lambda net: 1 / (1 + 2.0**-net),),
    ),
    Mistake(
        "sign_of_net_lost",
        lambda net: _s(np.abs(net)),
        "The sign of the net input is lost: every output is at least a half.",
        "Which output belongs to a very negative net input?",
        also=(
            lambda net: _s(net**2),
            lambda net: _s(-np.abs(net)),
        ),
    ),
    Mistake(
        "softsign",
        lambda net: net / (1 + np.abs(net)),
        "That is another squashing function, from −1 to 1, without an exponential.",
        "Write down (3.2).",
    ),
    Mistake(
        "clipped_too_tightly",
        lambda net: _s(np.clip(net, -5, 5)),
        "The net input is cut off where the sigmoid isn't flat yet.",
        "How far from 1 is the sigmoid there?",
        also=(lambda net: _s(np.clip(net, -6, 6)),),
    ),
]

# -- sigmoid_derivative ------------------------------------------------------------------------


def sigmoid_derivative(net):
    """The slope of the sigmoid at every net input, also at ±1000.

    The result has the shape of net.

    net : (N, n)
    """
    out = (1 + np.tanh(net / 2)) / 2  # the output; (3.7), in part 5, writes (3.2) so
    return out * (1 - out)  # (3.3)


SIGMOID_SLOPE_MISTAKES = [
    Mistake(
        "the_function",
        lambda net: _s(net),
        "That is the sigmoid itself, its height and not its slope.",
        "Where the curve is flat, at the far right, what should come out?",
        "common",
        also=(lambda net: 1 - _s(net),),
    ),
    Mistake(
        "net_times_one_minus_net",
        lambda net: net * (1 - net),
        "y(1 − y) wants the output; you put the net input in.",
        "Compute the output first.",
        "interviews.ai#4, interviews.ai#15",
    ),
    Mistake(
        "half_net",
        lambda net: _s(net) * (1 - net),
        "One of the two factors uses the net input where the output belongs.",
        "Both factors are made from the output.",
        also=(lambda net: net * (1 - _s(net)),),
    ),
    Mistake(
        "tanh_formula",
        lambda net: 1 - _s(net) ** 2,
        "1 − y² is the slope of tanh in terms of its output.",
        "Which activation is this about?",
        "common",
    ),
    Mistake(
        "tanh_slope",
        lambda net: 1 - np.tanh(net) ** 2,
        "That is the slope of tanh.",
        "Which activation is this about?",
        "common",
        also=(lambda net: np.tanh(net) * (1 - np.tanh(net)),),
    ),
    Mistake(
        "sigmoid_twice",
        lambda net: _s(_s(net)) * (1 - _s(_s(net))),
        "The sigmoid was applied twice: its slope at the output instead of at the net input.",
        "Apply it once, then use y(1 − y).",
        "skynet PR#1, neural2d#40, gophernet#6, DeepLearnToolbox#165",
    ),
    Mistake(
        "plus",
        lambda net: _s(net) * (1 + _s(net)),
        "A sign is wrong: the slope must fall to 0 on both sides.",
        "What happens to each factor at the far right?",
    ),
    Mistake(
        "wrong_sign",
        lambda net: _s(net) * (_s(net) - 1),
        "The sign is reversed: the sigmoid rises everywhere.",
        "Is your slope positive?",
        also=(lambda net: -np.exp(-net) / (1 + np.exp(-net)) ** 2,),
    ),
    Mistake(
        "not_squared",
        lambda net: np.exp(-net) / (1 + np.exp(-net)) * 1.0 * _s(-net),
        "The outer derivative of 1/u is −1/u²: a power or a factor is off.",
        "Count the powers of the denominator.",
        also=(
            lambda net: 1 / (1 + np.exp(-net)) ** 2,
            lambda net: np.exp(-net) * (1 + np.exp(-net)),
            lambda net: -1 / (1 + np.exp(-net)) ** 2,
        ),
    ),
    Mistake(
        "squares_in_the_wrong_place",
        lambda net: _s(net) ** 2 * (1 - _s(net)),
        "One factor too many is in it.",
        "y(1 − y) has each factor once.",
        also=(
            lambda net: _s(net) * (1 - _s(net)) ** 2,
            lambda net: (_s(net) * (1 - _s(net))) ** 2,
            lambda net: _s(net) * (1 - _s(net) ** 2),
        ),
    ),
    Mistake(
        "scaled_to_one",
        lambda net: 4 * _s(net) * (1 - _s(net)),
        "The shape is right, the height isn't: the steepest slope of the sigmoid is 1/4.",
        "Drop the extra factor.",
        also=(
            lambda net: 2 * _s(net) * (1 - _s(net)),
            lambda net: _s(net) * (1 - _s(net)) / 2,
        ),
    ),
    Mistake(
        "relu_slope",
        lambda net: (net > 0) * 1.0,
        "That is the slope of ReLU.",
        "Which activation is this about?",
        also=(lambda net: np.ones_like(net),),
    ),
    Mistake(
        "overflow",
        lambda net: np.exp(-net) / (1 + np.exp(-net)) ** 2,
        "Far from 0 an exponential overflows, and infinity over infinity is NaN.",
        "Write the slope in terms of an output that survives ±1000.",
        "common",
        also=(
            lambda net: np.exp(net) / (1 + np.exp(net)) ** 2,
            lambda net: (np.exp(net) / (1 + np.exp(net))) * (1 - np.exp(net) / (1 + np.exp(net))),
        ),
    ),
    Mistake(
        "math_overflow",
        _entrywise(lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
        "`math.exp` stops where its result is too large for the machine; `np.exp` goes on with "
        "infinity.",
        "1 over infinity is 0: compute the output in such a way, and the slope from the output.",
        "common",
        also=(
            _entrywise(lambda z: math.exp(z) / (1 + math.exp(z)) ** 2),
            _entrywise(lambda z: 1 / (1 + math.exp(-z)) * (1 - 1 / (1 + math.exp(-z)))),
        ),
    ),
    Mistake(
        "net_squared",
        lambda net: 1 - net**2,
        "That is the formula of tanh, and with the net input in place of the output.",
        "Which formula belongs to the sigmoid, and of what is it made?",
    ),
    Mistake(
        "times_net",
        lambda net: net * _s(net) * (1 - _s(net)),
        "There is a factor too many: the net input itself isn't in the slope.",
        "What does (3.3) hold besides the output?",
    ),
    Mistake(
        "always_the_largest",
        lambda net: np.full(net.shape, 0.25),
        "That is the largest slope, at 0; elsewhere it is smaller.",
        "The slope depends on the net input.",
    ),
    Mistake(
        "second_derivative",
        lambda net: _s(net) * (1 - _s(net)) * (1 - 2 * _s(net)),
        "That is the slope of the slope.",
        "One derivative is asked for.",
    ),
    Mistake(
        "minus_the_function",
        lambda net: -_s(net),
        "That is the sigmoid itself with a minus; its slope is never negative.",
        "Where is the sigmoid steepest?",
    ),
]

# -- tanh_derivative ---------------------------------------------------------------------------


def tanh_derivative(net):
    """The slope of tanh at every net input, also at ±1000.

    The result has the shape of net.

    net : (N, n)
    """
    out = np.tanh(net)  # (3.5): the output
    return 1 - out**2  # (3.6)


TANH_MISTAKES = [
    Mistake(
        "net_squared",
        lambda net: 1 - net**2,
        "You squared the net input; 1 − y² wants the output.",
        "Compute tanh first.",
        "incubator-retired-horn PR#4",
    ),
    Mistake(
        "the_function",
        lambda net: np.tanh(net),
        "That is tanh itself, its height and not its slope.",
        "Where the curve is flat, what should come out?",
        "common",
    ),
    Mistake(
        "not_squared",
        lambda net: 1 - np.tanh(net),
        "The output isn't squared: on the left this gives 2 where the curve is flat.",
        "What should come out at the far left?",
    ),
    Mistake(
        "something_else_for_the_square",
        lambda net: 1 - np.abs(np.tanh(net)),
        "A square is missing.",
        "What does (3.6) take from 1?",
        also=(lambda net: 1 / np.cosh(net), lambda net: 1 - 2 * np.tanh(net)),
    ),
    Mistake(
        "plus",
        lambda net: 1 + np.tanh(net) ** 2,
        "A sign is wrong: the slope must fall to 0 on both sides.",
        "What happens at the far right?",
        "lstm#41",
    ),
    Mistake(
        "wrong_sign",
        lambda net: np.tanh(net) ** 2 - 1,
        "The sign is reversed: tanh rises everywhere.",
        "Is your slope positive?",
        "DeepLearning-500-questions#544",
    ),
    Mistake(
        "sigmoid_formula",
        lambda net: np.tanh(net) * (1 - np.tanh(net)),
        "y(1 − y) is the slope of the sigmoid in terms of its output.",
        "Which activation is this about?",
        "common",
    ),
    Mistake(
        "sigmoid_slope",
        lambda net: _s(net) * (1 - _s(net)),
        "That is the slope of the sigmoid.",
        "Which activation is this about?",
        "common",
        also=(lambda net: 1 - _s(net) ** 2,),
    ),
    Mistake(
        "tanh_twice",
        lambda net: 1 - np.tanh(np.tanh(net)) ** 2,
        "tanh was applied twice: its slope at the output instead of at the net input.",
        "Apply it once, then square.",
        "skynet PR#1",
    ),
    Mistake(
        "square_outside",
        lambda net: (1 - np.tanh(net)) ** 2,
        "You squared the difference instead of the output.",
        "Which brackets do you need?",
        also=(lambda net: (1 - np.tanh(net) ** 2) ** 2,),
    ),
    Mistake(
        "square_of_the_function",
        lambda net: np.tanh(net) ** 2,
        "That is how much of the slope is lost, not what is left.",
        "At 0 the slope is 1.",
    ),
    Mistake(
        "square_inside",
        lambda net: 1 - np.tanh(net**2),
        "You squared the net input before tanh.",
        "First tanh, then the square.",
        also=(lambda net: np.tanh(1 - net**2), lambda net: 1 - np.tanh(net) * net),
    ),
    Mistake(
        "relu_slope",
        lambda net: (net > 0) * 1.0,
        "That is the slope of ReLU.",
        "Which activation is this about?",
        also=(lambda net: np.ones_like(net),),
    ),
    Mistake(
        "factor",
        lambda net: 2 * (1 - np.tanh(net) ** 2),
        "A factor has come in: at 0 the slope of tanh is 1.",
        "Leave (3.6) as it is.",
        also=(
            lambda net: _s(2 * net) * (1 - _s(2 * net)),
            lambda net: (1 - np.tanh(net) ** 2) / 2,
            lambda net: -2 * np.tanh(net),
            lambda net: -2 * np.tanh(net) * (1 - np.tanh(net) ** 2),
        ),
    ),
    Mistake(
        "overflow",
        lambda net: 1 - ((np.exp(net) - np.exp(-net)) / (np.exp(net) + np.exp(-net))) ** 2,
        "At ±1000 the exponentials overflow, and infinity over infinity is NaN.",
        "`np.tanh` doesn't overflow.",
        "common",
        also=(
            lambda net: 1 - ((np.exp(2 * net) - 1) / (np.exp(2 * net) + 1)) ** 2,
            lambda net: 1 - ((1 - np.exp(-2 * net)) / (1 + np.exp(-2 * net))) ** 2,
        ),
    ),
    Mistake(
        "math_overflow",
        _entrywise(lambda z: 1 - (math.sinh(z) / math.cosh(z)) ** 2),
        "The functions of `math` stop where a result is too large for the machine.",
        "`np.tanh` needs no number above 1.",
        "common",
        also=(
            _entrywise(
                lambda z: 1 - ((math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z))) ** 2
            ),
        ),
    ),
    Mistake(
        "upside_down",
        lambda net: np.cosh(net) ** 2,
        "That is one over the slope: it grows where tanh is flat.",
        "The slope is largest at 0.",
        also=(lambda net: np.cosh(net),),
    ),
    Mistake(
        "tan_for_tanh",
        lambda net: 1 - np.tan(net) ** 2,
        "This holds the tangent of an angle instead of the hyperbolic tangent.",
        "Look at the name of the function.",
    ),
    Mistake(
        "slope_of_the_arctangent",
        lambda net: 1 / (1 + net**2),
        "That is the slope of the arctangent, another curve of the same shape.",
        "Write down (3.6).",
    ),
    Mistake(
        "times_net",
        lambda net: net * (1 - np.tanh(net) ** 2),
        "There is a factor too many: the net input itself isn't in the slope.",
        "At 0 the slope is not 0.",
    ),
    Mistake(
        "net_times_one_minus_net",
        lambda net: net * (1 - net),
        "That is the sigmoid's formula, and with the net input in place of the output.",
        "Which formula belongs to tanh, and of what is it made?",
    ),
]

# -- relu_derivative ---------------------------------------------------------------------------


def relu_derivative(net):
    """The slope of ReLU at every net input, also at 0 and ±1000.

    The result has the shape of net.

    net : (N, n)
    """
    return np.where(net > 0, 1.0, 0.0)  # (3.8): flat below 0, slope 1 above, and 0 at 0 by choice


AT_ZERO = {
    "at a net input of exactly 0": (np.array([[0.0, 2.0], [-3.0, 0.0]]),),
    **FAR,
}

RELU_MISTAKES = [
    Mistake(
        "one_at_zero",
        lambda net: (net >= 0) * 1.0,
        "At exactly 0 ReLU has a corner and no slope; this course takes 0 there, you take 1.",
        "Look at the comparison.",
        "Grokking-Deep-Learning#9, tensorflow/playground#19",
    ),
    Mistake(
        "half_at_zero",
        lambda net: np.heaviside(net, 0.5),
        "At exactly 0 ReLU has a corner and no slope; this course takes 0 there, you take the "
        "middle.",
        "Look at what you do at 0.",
    ),
    Mistake(
        "nan_at_zero",
        lambda net: np.maximum(net, 0) / net,
        "At exactly 0 this divides 0 by 0.",
        "Compare instead of dividing.",
        also=(lambda net: (1 + net / np.abs(net)) / 2,),
    ),
    Mistake(
        "the_function",
        lambda net: np.maximum(net, 0),
        "That is ReLU itself, its height and not its slope.",
        "How steep is the curve to the right of 0?",
        "common",
    ),
    Mistake(
        "always_one",
        lambda net: (np.maximum(net, 0) >= 0) * 1.0,
        "This is 1 everywhere: an output of ReLU is never below 0.",
        "Which entries let a change through, and which don't?",
        "Grokking-Deep-Learning#9",
    ),
    Mistake(
        "upside_down",
        lambda net: (net < 0) * 1.0,
        "The comparison is reversed: this is 1 where ReLU is flat.",
        "Where does ReLU rise?",
        also=(lambda net: (net <= 0) * 1.0,),
    ),
    Mistake(
        "sign",
        lambda net: np.sign(net),
        "That is the sign: −1 below 0, where ReLU is flat.",
        "How steep is the curve to the left of 0?",
        also=(lambda net: np.where(net > 0, 1.0, -1.0),),
    ),
    Mistake(
        "leaky",
        lambda net: np.where(net > 0, 1.0, 0.01),
        "That is the slope of leaky ReLU: ReLU itself is flat below 0.",
        "How steep is the curve to the left of 0?",
        also=(
            lambda net: np.where(net > 0, 1.0, 0.2),
            lambda net: np.where(net > 0, 1.0, 0.1),
            lambda net: np.where(net > 0, net, 0.01),
        ),
    ),
    Mistake(
        "net_below_zero",
        lambda net: np.where(net > 0, 1.0, net),
        "Below 0 you give the net input back; ReLU is flat there.",
        "How steep is the curve to the left of 0?",
        also=(lambda net: np.minimum(net, 1), lambda net: np.minimum(net, 0)),
    ),
    Mistake(
        "threshold_at_one",
        lambda net: (net > 1) * 1.0,
        "The corner of ReLU is at 0.",
        "Where does ReLU begin to rise?",
        also=(lambda net: (net > 0.5) * 1.0,),
    ),
    Mistake(
        "sigmoid_slope",
        lambda net: _s(net) * (1 - _s(net)),
        "That is the slope of the sigmoid.",
        "Which activation is this about?",
        also=(lambda net: _s(net), lambda net: 1 - np.tanh(net) ** 2),
    ),
    Mistake(
        "size",
        lambda net: np.abs(net),
        "That is the size of the net input.",
        "A slope of ReLU is one of two numbers.",
        also=(lambda net: net,),
    ),
    Mistake(
        "squashed_to_the_largest",
        lambda net: np.clip(net, 0, 1),
        "That rises with the net input; the slope jumps.",
        "A slope of ReLU is one of two numbers.",
    ),
    Mistake(
        "positive_entries_only",
        lambda net: net[net > 0],
        "You picked out entries; asked for is a slope for every entry, in the shape of net.",
        "What becomes of the others?",
        also=(lambda net: np.ones(int((net > 0).sum())),),
    ),
    Mistake(
        "one_number_for_all",
        lambda net: 1.0 if np.sum(net) > 0 else 0.0,
        "One number was given for all units; each has its own net input.",
        "Ask the question entry by entry.",
        also=(
            lambda net: 1.0 if np.any(net > 0) else 0.0,
            lambda net: 1.0 if np.all(net > 0) else 0.0,
        ),
    ),
    Mistake(
        "the_leaky_function",
        lambda net: np.where(net > 0, net, 0.01 * net),
        "That is leaky ReLU itself: neither a slope nor ReLU.",
        "How steep is ReLU on each side of 0?",
        also=(lambda net: np.where(net > 0, net, 0.1 * net),),
    ),
]

# -- softmax -----------------------------------------------------------------------------------


def softmax(net):
    """The softmax of every row, in the shape of net; ±1000 included.

    net : (N, n)
    """
    shifted = net - net.max(axis=1, keepdims=True)  # (3.11): the same result, and no overflow
    parts = np.exp(shifted)  # (3.9): every unit's part, the largest one is 1
    return parts / parts.sum(axis=1, keepdims=True)  # (3.9): as shares of the row's sum


SOFTMAX_FAR = {
    "at net inputs of ±1000": (
        np.array([[1000.0, 0.0, -1000.0], [-1000.0, -1001.0, -999.0], [1000.0, 999.0, 998.0]]),
    )
}


def _over(parts, axis=1):
    return parts / parts.sum(axis=axis, keepdims=True)


SOFTMAX_MISTAKES = [
    Mistake(
        "over_the_batch",
        lambda net: _over(np.exp(net), axis=0),
        "You normalised down the columns, over the examples. The units of one example share a sum.",
        "Which sums must be 1: those of the rows, or of the columns?",
        "NRI#25",
    ),
    Mistake(
        "whole_array",
        lambda net: np.exp(net) / np.exp(net).sum(),
        "You divided by the sum of the whole array: now all examples share one sum.",
        "Each row should add up to 1.",
        "nntrainer PR#430",
    ),
    Mistake(
        "dimension_lost",
        lambda net: np.exp(net) / np.exp(net).sum(axis=1),
        "The sums stand in one line, (N,), and NumPy lays them along the columns: it fits only "
        "where N equals n, and is wrong there.",
        "Keep the sums in a column: `keepdims`.",
        "common",
        also=(lambda net: np.exp(net - net.max()) / np.exp(net - net.max()).sum(axis=1),
              lambda net: (lambda e: e / e.sum(axis=1))(np.exp(net - net.max(1, keepdims=True))),
              lambda net: (lambda e: e / e.sum(axis=1, keepdims=True))(np.exp(net - net.max(1)))),
    ),
    Mistake(
        "no_exponential",
        lambda net: _over(net),
        "Without the exponential the shares can be negative, and the sum can be 0.",
        "What makes every part positive?",
        also=(lambda net: _over(np.abs(net)), lambda net: _over(net - net.min(1, keepdims=True)),
              lambda net: _over(net**2)),
    ),
    Mistake(
        "not_normalised",
        lambda net: np.exp(net),
        "These are the parts; as shares of their sum they would add up to 1 in each row.",
        "Which step is missing?",
        "common",
        also=(lambda net: np.exp(net - net.max(axis=1, keepdims=True)),),
    ),
    Mistake(
        "sigmoid",
        lambda net: _s(net),
        "That is the sigmoid of each entry: the units don't know of each other, and the rows don't "
        "add up to 1.",
        "The units of one example share a sum.",
        "common",
        also=(lambda net: _over(_s(net)),),
    ),
    Mistake(
        "minus",
        lambda net: _over(np.exp(-net)),
        "The exponent has the wrong sign: the largest net input gets the smallest share.",
        "There is no minus in (3.9).",
        also=(lambda net: 1 - _over(np.exp(net)),),
    ),
    Mistake(
        "logarithm",
        lambda net: np.log(_over(np.exp(net))),
        "That is the logarithm of softmax.",
        "Stop one step earlier.",
        also=(lambda net: net - np.exp(net).sum(axis=1, keepdims=True),),
    ),
    Mistake(
        "winner_takes_all",
        lambda net: (net == net.max(axis=1, keepdims=True)) * 1.0,
        "You gave everything to the largest. Softmax is its *soft* relative.",
        "How much goes to the second largest?",
        also=(lambda net: net.argmax(axis=1), lambda net: net.max(axis=1)),
    ),
    Mistake(
        "shift_by_column",
        lambda net: _over(np.exp(net - net.max(axis=0))),
        "You subtracted the largest of each column: within a row every entry is shifted "
        "differently, and that changes the shares.",
        "Subtract the same number from all entries of a row.",
    ),
    Mistake(
        "divided_by_the_largest",
        lambda net: _over(np.exp(net / np.abs(net).max(axis=1, keepdims=True))),
        "You scaled the net inputs. Shifting leaves softmax as it is, scaling doesn't.",
        "Subtract instead.",
        also=(
            lambda net: _over(np.exp(net / net.max(axis=1, keepdims=True))),
            lambda net: _over(np.exp(net / np.linalg.norm(net, axis=1, keepdims=True))),
        ),
    ),
    Mistake(
        "other_base",
        lambda net: _over(2.0**net),
        "The base is e, not another number.",
        "Use `np.exp`.",
        also=(lambda net: _over(10.0**net),),
    ),
    Mistake(
        "shifted_sum_only",
        lambda net: (
            np.exp(net) / np.exp(net - net.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
        ),
        "The shift is in one place only, above or below: it must be in both, to cancel.",
        "Compute the shifted parts once and use them twice.",
        also=(
            lambda net: np.exp(net - net.max(1, keepdims=True)) / np.exp(net).sum(1, keepdims=True),
        ),
    ),
    Mistake(
        "mean_for_sum",
        lambda net: np.exp(net) / np.exp(net).mean(axis=1, keepdims=True),
        "You divided by the mean: the rows add up to n instead of 1.",
        "What should a row add up to?",
    ),
    Mistake(
        "itself_left_out",
        lambda net: np.exp(net) / (np.exp(net).sum(axis=1, keepdims=True) - np.exp(net)),
        "The sum below leaves the unit itself out.",
        "It runs over all units.",
        also=(lambda net: np.exp(net) / (1 + np.exp(net).sum(axis=1, keepdims=True)),),
    ),
    Mistake(
        "length_one",
        lambda net: np.exp(net) / np.linalg.norm(np.exp(net), axis=1, keepdims=True),
        "You scaled the rows to length 1; shares add up to 1.",
        "Divide by the sum.",
    ),
    Mistake(
        "exponential_in_one_place",
        lambda net: np.exp(net) / net.sum(axis=1, keepdims=True),
        "The exponential is above or below only; a share is a part over the sum of the same parts.",
        "Compute the parts once and use them twice.",
        also=(
            lambda net: net / np.exp(net).sum(axis=1, keepdims=True),
            lambda net: np.exp(net) / np.exp(net.sum(axis=1, keepdims=True)),
        ),
    ),
    Mistake(
        "no_shift",
        lambda net: _over(np.exp(net)),
        "At ±1000 the exponentials overflow or vanish, and the result is NaN.",
        "Any number may be taken from a whole row. Which one makes the largest exponential "
        "exactly 1?",
        "nupic-legacy PR#3818, minpy PR#48",
        also=(
            lambda net: _over(np.exp(net - net.min(axis=1, keepdims=True))),
            lambda net: _over(np.exp(net - net.mean(axis=1, keepdims=True))),
        ),
    ),
    Mistake(
        "math_overflow",
        lambda net: _over(_entrywise(math.exp)(net)),
        "`math.exp` stops at 1000: its result is too large for the machine.",
        "Any number may be taken from a whole row. Which one leaves no exponent above 0?",
        "common",
    ),
    Mistake(
        "one_shift_for_all",
        lambda net: _over(np.exp(net - net.max())),
        "One shift for the whole array saves the largest row; a row far below it vanishes, and 0 "
        "over 0 is NaN.",
        "Every row needs a shift of its own.",
    ),
    Mistake(
        "slope",
        lambda net: _over(np.exp(net)) * (1 - _over(np.exp(net))),
        "That is a slope, the diagonal of the Jacobian; asked for are the shares themselves.",
        "Stop at (3.9).",
    ),
    Mistake(
        "twice",
        lambda net: _over(np.exp(_over(np.exp(net)))),
        "The softmax is applied to its own output.",
        "Apply it to the net inputs, once.",
    ),
    Mistake(
        "shift_only",
        lambda net: net - net.max(axis=1, keepdims=True),
        "Only the shift is there: no exponential and no sum.",
        "A row of shares adds up to 1.",
    ),
    Mistake(
        "clipped",
        lambda net: _over(np.exp(np.clip(net, -500, 500))),
        "Cutting the net inputs off makes large ones equal, though one is larger.",
        "Subtract something that leaves their differences as they are.",
        also=(
            lambda net: _over(np.exp(np.clip(net, -100, 100))),
            lambda net: _over(np.exp(np.clip(net, -700, 700))),
        ),
    ),
]  # fmt: skip

# -- softmax_share -----------------------------------------------------------------------------


def softmax_share():
    """Three softmax units have the net inputs 2, 1 and 0. Which share does the first one get? To
    three decimals.
    """
    parts = np.exp([2, 1, 0])  # every unit's part; that of net input 0 is 1, not 0
    return parts[0] / parts.sum()  # (3.9): the first part as a share of the sum


_PARTS = np.exp([2.0, 1.0, 0.0])

SHARE_MISTAKES = [
    Mistake(
        "no_exponential",
        2 / 3,
        "You took the net inputs themselves as the parts.",
        "Take the exponential first.",
        "common",
    ),
    Mistake(
        "sigmoid",
        float(_s(2.0)),
        "That is the sigmoid of 2: the other units have no part in it.",
        "The three units share one sum.",
        "common",
    ),
    Mistake(
        "zero_left_out",
        float(_PARTS[0] / (_PARTS[0] + _PARTS[1])),
        "The unit with net input 0 has a part, too: the exponential of 0 isn't 0.",
        "What is e to the power of 0?",
    ),
    Mistake(
        "second_unit",
        float(_PARTS[1] / _PARTS.sum()),
        "That is the share of the second unit.",
        "Whose part stands above?",
    ),
    Mistake(
        "third_unit",
        float(_PARTS[2] / _PARTS.sum()),
        "That is the share of the third unit (or the exponents are reversed).",
        "Whose part stands above?",
    ),
    Mistake(
        "not_normalised",
        float(_PARTS[0]),
        "That is the part, not its share.",
        "Divide by what?",
    ),
    Mistake(
        "base_two",
        4 / 7,
        "You used powers of 2; the base is e.",
        "Use `np.exp`.",
    ),
    Mistake(
        "base_ten",
        100 / 111,
        "You used powers of 10; the base is e.",
        "Use `np.exp`.",
    ),
    Mistake(
        "itself_left_out",
        float(_PARTS[0] / (_PARTS[1] + _PARTS[2])),
        "You divided by the other two parts alone; a share can't be above 1.",
        "The sum runs over all three.",
    ),
    Mistake(
        "percent",
        float(100 * _PARTS[0] / _PARTS.sum()),
        "That is in percent; a share of the whole, between 0 and 1, is asked for.",
        "Divide by 100.",
    ),
    Mistake(
        "equal_shares",
        1 / 3,
        "The shares would be equal only if the net inputs were.",
        "Put the three numbers into (3.9).",
    ),
    Mistake(
        "over_the_second",
        np.exp(1),
        "That is how many times the second unit's share fits into the first's.",
        "A share is a part of the sum of all three.",
    ),
    Mistake(
        "the_sum",
        np.exp(2) + np.exp(1) + 1,
        "That is the sum by which each exponential is divided.",
        "Divide by it.",
    ),
    Mistake(
        "the_others",
        (np.exp(1) + 1) / (np.exp(2) + np.exp(1) + 1),
        "That is what is left for the other two.",
        "Which exponential belongs on top?",
    ),
    Mistake(
        "squares",
        0.8,
        "You squared the net inputs instead of raising e to them.",
        "e^2 is not 2^2.",
    ),
    Mistake(
        "length_one",
        np.exp(2) / np.sqrt(np.exp(4) + np.exp(2) + 1),
        "You divided by the length of the vector; shares add up to 1.",
        "Divide by the sum.",
    ),
    Mistake(
        "logarithm",
        2 - np.log(np.exp(2) + np.exp(1) + 1),
        "That is the logarithm of the share.",
        "A share lies between 0 and 1.",
    ),
]

# -- fix_03 ------------------------------------------------------------------------------------


def fix_03(net):
    """The slope of the sigmoid at every net input, in the shape of net.

    net : (N, n)
    """

    # (3.2), written so that it can't overflow
    def sigmoid(z):
        return (1 + np.tanh(z / 2)) / 2  # (3.7)

    out = sigmoid(net)  # the sigmoid, once
    return out * (1 - out)  # (3.3): in terms of the output, which needs no second sigmoid


def fix_03_shown(net):
    """The slope of the sigmoid at every net input, in the shape of net.

    net : (N, n)
    """

    def sigmoid(z):
        return (1 + np.tanh(z / 2)) / 2

    out = sigmoid(net)
    return sigmoid(out) * (1 - sigmoid(out))


FIX_MISTAKES = [
    Mistake(
        "half_mended",
        lambda net: _s(_s(net)) * (1 - _s(net)),
        "One of the two factors still applies the sigmoid to the output.",
        "Both factors are made from the output itself.",
        also=(lambda net: _s(net) * (1 - _s(_s(net))),),
    ),
    Mistake(
        "net_times_one_minus_net",
        lambda net: net * (1 - net),
        "Now there is no sigmoid at all: y(1 − y) wants the output.",
        "Apply it once.",
        "interviews.ai#4",
    ),
    Mistake(
        "half_net",
        lambda net: _s(net) * (1 - net),
        "One of the two factors uses the net input where the output belongs.",
        "Both factors are made from the output.",
        also=(lambda net: net * (1 - _s(net)),),
    ),
    Mistake(
        "the_function",
        lambda net: _s(net),
        "That is the sigmoid, not its slope.",
        "Keep both factors.",
        also=(lambda net: 1 - _s(net), lambda net: _s(_s(net))),
    ),
    Mistake(
        "tanh_formula",
        lambda net: 1 - _s(net) ** 2,
        "1 − y² is the slope of tanh in terms of its output.",
        "Keep both factors.",
        "common",
        also=(lambda net: 1 - np.tanh(net) ** 2,),
    ),
    Mistake(
        "three_times",
        lambda net: _s(_s(_s(net))) * (1 - _s(_s(_s(net)))),
        "Now the sigmoid is applied once more instead of once less.",
        "Count how often the net input passes through it.",
    ),
    Mistake(
        "wrong_sign",
        lambda net: -_s(net) * (1 - _s(net)),
        "The second sigmoid is gone, but a minus has come in: the sigmoid never falls.",
        "Compare with (3.3).",
    ),
    Mistake(
        "plus",
        lambda net: _s(net) * (1 + _s(net)),
        "The second sigmoid is gone, but a minus became a plus.",
        "Compare with (3.3).",
    ),
    Mistake(
        "squares_in_the_wrong_place",
        lambda net: _s(net) ** 2 * (1 - _s(net)),
        "One of the two factors is squared.",
        "Compare with (3.3), factor by factor.",
        also=(
            lambda net: _s(net) * (1 - _s(net) ** 2),
            lambda net: _s(net) * (1 - _s(net)) ** 2,
            lambda net: _s(net) ** 2,
        ),
    ),
    Mistake(
        "slope_of_the_slope",
        lambda net: _s(net) * (1 - _s(net)) * (1 - _s(net) * (1 - _s(net))),
        "The formula was applied to its own result.",
        "Its y is the output of the unit.",
    ),
    Mistake(
        "sigmoid_of_the_slope",
        lambda net: _s(_s(net) * (1 - _s(net))),
        "There is still a sigmoid too many: now it is applied to the slope.",
        "Apply the sigmoid once, to the net input.",
    ),
    Mistake(
        "both_slopes",
        lambda net: _s(net) * (1 - _s(net)) * _s(_s(net)) * (1 - _s(_s(net))),
        "That is the slope of a sigmoid of a sigmoid; the unit applies one.",
        "Leave out what belongs to the second.",
    ),
    Mistake(
        "second_derivative",
        lambda net: _s(net) * (1 - _s(net)) * (1 - 2 * _s(net)),
        "That is the slope of the slope.",
        "One derivative is asked for.",
    ),
]

EXERCISES = [
    code(
        sigmoid,
        cases=CASES,
        special=FAR,
        mistakes=SIGMOID_MISTAKES,
        hints=[
            "Write down (3.2). Which outputs do you expect at −1000, 0 and 1000?",
            "1 over a sum of two terms, one of them an exponential that vanishes for large net "
            "inputs.",
            "Mind the brackets around the denominator, and the sign in the exponent.",
        ],
        praise="Right: from 0 to 1, ½ at 0, and it survives ±1000.",
    ),
    code(
        sigmoid_derivative,
        cases=CASES,
        special=FAR,
        mistakes=SIGMOID_SLOPE_MISTAKES,
        hints=[
            "(3.3) gives the slope in terms of the output.",
            "So compute the output first, once, from net.",
            "Two factors: the output, and what it lacks to 1.",
        ],
        praise="Right: the slope from the output, at most 1/4, and 0 far out on both sides.",
    ),
    code(
        tanh_derivative,
        cases=CASES,
        special=FAR,
        mistakes=TANH_MISTAKES,
        hints=[
            "(3.6) gives the slope in terms of the output.",
            "So compute the output first, with `np.tanh`.",
            "The slope is 1 where the output is 0, and 0 where it is ±1: which square does that?",
        ],
        praise="Right: the slope from the output, 1 at the middle and 0 far out.",
    ),
    code(
        relu_derivative,
        cases=CASES,
        special=AT_ZERO,
        mistakes=RELU_MISTAKES,
        hints=[
            "Draw ReLU: how steep is it to the left of 0, and to the right?",
            "Only two numbers occur. A comparison of net with 0 tells which.",
            "At exactly 0 this course takes the left one, (3.8).",
        ],
        praise="Right: a gate that is open or shut, and shut at exactly 0.",
    ),
    code(
        softmax,
        cases=CASES,
        special=SOFTMAX_FAR,
        mistakes=SOFTMAX_MISTAKES,
        hints=[
            "Every unit of a row gets a share. What is shared out, and what do the shares add up "
            "to?",
            "Exponentials over their sum, within each row: `axis=1`, and `keepdims=True` so that "
            "the sums stay in a column.",
            "For ±1000 use (3.11): take the row's largest net input away from the whole row first.",
        ],
        praise="Right: shares within each row that add up to 1, and the shift keeps them finite.",
    ),
    formula(
        "sigmoid_slope_formula",
        "y*(1-y)",
        question="Let y be the output of a sigmoid unit. Write the slope dy/dnet as a "
        "formula in y.",
        variables={"y": (0.05, 0.95)},
        mistakes=[
            Mistake(
                "the_output",
                "y",
                "That is the output itself.",
                "Differentiate (3.2) with the chain rule.",
            ),
            Mistake(
                "what_it_lacks",
                "1 - y",
                "That is largest where y is near 0: at the far left, where the curve is flat.",
                "It is a part of the slope. By what must it be multiplied?",
            ),
            Mistake(
                "tanh_formula",
                "1 - y**2",
                "That is the slope of tanh in terms of its output.",
                "Which activation is this about?",
                "common",
            ),
            Mistake(
                "plus",
                "y*(1+y)",
                "A sign is wrong: the slope must vanish where the output is near 1.",
                "Put y = 1 into your formula.",
                also=("y + y**2",),
            ),
            Mistake(
                "wrong_sign",
                "y*(y-1)",
                "The sign is reversed: the sigmoid rises everywhere.",
                "Put y = ½ into your formula.",
            ),
            Mistake(
                "squared",
                "y**2",
                "That is a square. At y = 1, where the curve is flat, it gives 1.",
                "Put y = 1 into your formula.",
            ),
            Mistake(
                "what_it_lacks_squared",
                "(1-y)**2",
                "That is a square. At y = 0, where the curve is flat, it gives 1.",
                "Put y = 0 into your formula.",
            ),
            Mistake(
                "one_factor_squared",
                "y**2*(1-y)",
                "It is 0 at both ends, as it must be, but lopsided: the S is equally steep at "
                "y = 0.2 and at y = 0.8.",
                "Count the powers of the denominator u in each factor.",
                also=("y*(1-y)**2", "y*(1-y**2)"),
            ),
            Mistake(
                "outer_slope_alone",
                "-y**2",
                "That is −1/u² alone: the chain rule wants the slope of u as well.",
                "What is the slope of u = 1 + exp(−net)?",
            ),
            Mistake(
                "y_taken_for_the_denominator",
                "-1/y**2",
                "That is the slope of 1/x with y in the place of x. But y is the whole fraction, "
                "not its denominator.",
                "Call the denominator u, so that y = 1/u, and use the chain rule.",
                also=("1/y**2",),
            ),
            Mistake(
                "one_derivative_too_many",
                "1-2*y",
                "That is 0 at y = ½, where the curve is steepest.",
                "Did you differentiate once too often?",
                also=("2*y-1",),
            ),
            Mistake(
                "y_taken_for_net",
                "exp(-y)/(1+exp(-y))**2",
                "That formula wants the net input; y is the output already.",
                "Which of its pieces is y, and which is 1 − y in disguise?",
                "skynet PR#1",
                also=(
                    "1/(1+exp(-y))",
                    "sigmoid(y)*(1-sigmoid(y))",
                ),
            ),
            Mistake(
                "factor",
                "2*y*(1-y)",
                "A constant factor is off: the largest slope of the sigmoid is 1/4.",
                "Put y = ½ into your formula.",
                also=("4*y*(1-y)", "y*(1-y)/2"),
            ),
            Mistake(
                "largest_slope",
                "1/4",
                "That is the largest slope, for one output only; elsewhere it is smaller.",
                "The slope depends on y.",
            ),
            Mistake(
                "upside_down",
                "1/(y*(1-y))",
                "That is dnet/dy: how the net input moves with the output.",
                "Which of the two is moved, and which follows?",
            ),
            Mistake(
                "the_net_input",
                "log(y/(1-y))",
                "That is the net input that gives y, not a slope.",
                "Start from (3.2) and differentiate.",
            ),
            Mistake(
                "odds",
                "y/(1-y)",
                "Those are the odds, not a slope: near y = 1 they grow without end.",
                "Start from (3.2) and differentiate.",
            ),
            Mistake(
                "slope_of_a_line",
                "1",
                "A slope of 1 everywhere belongs to a unit without a sigmoid.",
                "Where is the sigmoid flat?",
            ),
        ],
        hints=[
            "Differentiate (3.2): 1 over something.",
            "The derivative of 1/u is −1/u² times that of u. Split the result into two factors.",
            "One factor is y. The other is what y lacks to be 1.",
        ],
        praise="Right: the output and what it lacks to 1. That is why the forward pass has already "
        "done the work.",
        solution="y = 1/u with u = 1 + exp(-net)      (3.2)\n"
        "dy/dnet = -1/u**2 * (-exp(-net))    chain rule, (1.3)\n"
        "        = 1/u * (u - 1)/u           since exp(-net) = u - 1\n"
        "        = y*(1 - y)                 since (u - 1)/u = 1 - 1/u   (3.3)",
    ),
    number(
        softmax_share,
        unit=0.001,
        mistakes=SHARE_MISTAKES,
        hints=[
            "Write down the three parts first: exponentials.",
            "e², e and 1.",
            "The first one, divided by the sum of the three.",
        ],
        praise="Right: twice the net input is more than twice the share.",
    ),
    fix(
        fix_03,
        shown=fix_03_shown,
        symptom="it gives 0.235 at a net input of 0, where the sigmoid's slope is 0.25.",
        look="Put 0 in, and write down what each line makes of it.",
        seen="skynet PR#1, neural2d#40",
        cases=CASES,
        special=FAR,
        mistakes=FIX_MISTAKES,
        hints=[
            "Follow net = 0 through the function: how often does it meet the sigmoid?",
            "(3.3) is written in terms of the output. What does `out` hold?",
            "`out` has passed the sigmoid already; the last line sends it through again.",
        ],
        praise="Right: the sigmoid is applied once, and its slope is made from the output.",
    ),
]
