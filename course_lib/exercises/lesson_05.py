"""Lesson 05, losses: references, mistakes, cases and hints."""

import numpy as np

from .declare import Mistake, choice, code, fix, number

_rng = np.random.default_rng(5)


def _rows(N, n):
    """Outputs in (0, 1) whose rows add up to 1."""
    parts = np.exp(_rng.normal(size=(N, n)))
    return parts / parts.sum(axis=1, keepdims=True)


def _one_hot(N, n):
    return np.eye(n)[_rng.integers(n, size=N)]


def _bits(N, n):
    T = _rng.integers(2, size=(N, n)).astype(float)
    T[0], T[1] = 0.0, 1.0  # both answers occur, whatever the draw
    return T


# -- squared_error -----------------------------------------------------------------------------


def squared_error(Y, T):
    """The squared error of a batch, a number: half the sum of squares of
    each example, averaged.

    Y, T : (N, n), outputs and targets, one row an example
    """
    each = 0.5 * np.sum((Y - T) ** 2, axis=1)  # (5.2): of one example, a sum over its outputs
    return np.mean(each)  # (5.1): the mean over the batch


SQUARED_CASES = [(_rng.normal(size=s), _rng.normal(size=s)) for s in ((5, 3), (7, 4), (4, 4))]


def _sse(Y, T):
    return np.sum((Y - T) ** 2)


SQUARED_MISTAKES = [
    Mistake(
        "no_half",
        lambda Y, T: _sse(Y, T) / len(Y),
        "The ½ of (5.2) is missing. It cancels the 2 of the derivative; leave it out in one place "
        "and loss and gradient no longer fit.",
        "Compare your formula with (5.2).",
        "dlib#1169, caffe#2176",
    ),
    Mistake(
        "sum_over_the_batch",
        lambda Y, T: 0.5 * _sse(Y, T),
        "You added up the examples. The loss of a batch is their mean, so that it doesn't grow "
        "with the batch.",
        "What does (5.1) do with the E_n?",
        "ml-glossary#6",
    ),
    Mistake(
        "sum_without_half",
        lambda Y, T: _sse(Y, T),
        "That is the bare sum of squares: the mean over the examples and the ½ are missing.",
        "Compare with (5.1) and (5.2).",
        "pytorch-examples#38, creative_ml PR#6",
    ),
    Mistake(
        "mean_over_everything",
        lambda Y, T: np.mean((Y - T) ** 2),
        "That is the mean over examples *and* outputs. An example's loss is the (halved) sum over "
        "its outputs.",
        "By what did `np.mean` divide?",
        "pytorch#3924, scikit-learn#8349",
    ),
    Mistake(
        "mean_over_outputs",
        lambda Y, T: 0.5 * np.mean((Y - T) ** 2),
        "You took the mean over the outputs, too. An example's loss is the halved *sum* over its "
        "outputs.",
        "By what did `np.mean` divide?",
        "scikit-learn#8349",
    ),
    Mistake(
        "mean_over_outputs_only",
        lambda Y, T: 0.5 * _sse(Y, T) / Y.shape[1],
        "Outputs and examples have changed places: add over the outputs, average the examples.",
        "Which axis is which?",
        also=(lambda Y, T: _sse(Y, T) / Y.shape[1],),
    ),
    Mistake(
        "one_loss_per_example",
        lambda Y, T: 0.5 * np.sum((Y - T) ** 2, axis=1),
        "Those are the losses of the examples, one each; asked for is their mean.",
        "One step is missing, (5.1).",
        also=(
            lambda Y, T: np.sum((Y - T) ** 2, axis=1),
            lambda Y, T: np.mean((Y - T) ** 2, axis=1),
            lambda Y, T: 0.5 * np.mean((Y - T) ** 2, axis=1),
        ),
    ),
    Mistake(
        "one_loss_per_output",
        lambda Y, T: 0.5 * np.mean((Y - T) ** 2, axis=0),
        "That is a number for each output; an example's loss adds up its outputs.",
        "Which axis do the outputs lie on?",
        also=(
            lambda Y, T: np.mean((Y - T) ** 2, axis=0),
            lambda Y, T: 0.5 * np.sum((Y - T) ** 2, axis=0),
        ),
    ),
    Mistake(
        "one_loss_per_entry",
        lambda Y, T: 0.5 * (Y - T) ** 2,
        "Those are the pieces, entry by entry; asked for is one number.",
        "Add over the outputs, average over the examples.",
        also=(lambda Y, T: (Y - T) ** 2,),
    ),
    Mistake(
        "root",
        lambda Y, T: np.sqrt(np.mean((Y - T) ** 2)),
        "You took a root. The loss stays squared: that is what makes its slope y − t.",
        "There is no root in (5.2).",
        also=(
            lambda Y, T: np.mean(np.sqrt(np.sum((Y - T) ** 2, axis=1))),
            lambda Y, T: np.sqrt(_sse(Y, T)),
            lambda Y, T: 0.5 * np.mean(np.sqrt(np.sum((Y - T) ** 2, axis=1))),
            lambda Y, T: 0.5 * np.sqrt(_sse(Y, T)),
            lambda Y, T: np.sqrt(0.5 * _sse(Y, T) / len(Y)),
            lambda Y, T: np.sqrt(_sse(Y, T) / len(Y)),
        ),
    ),
    Mistake(
        "absolute",
        lambda Y, T: np.mean(np.sum(np.abs(Y - T), axis=1)),
        "You took distances, not their squares.",
        "What stands inside the sum of (5.2)?",
        also=(
            lambda Y, T: np.mean(np.abs(Y - T)),
            lambda Y, T: 0.5 * np.mean(np.sum(np.abs(Y - T), axis=1)),
            lambda Y, T: np.sum(np.abs(Y - T)),
            lambda Y, T: 0.5 * np.mean(np.abs(Y - T)),
        ),
    ),
    Mistake(
        "not_squared",
        lambda Y, T: 0.5 * np.mean(np.sum(Y - T, axis=1)),
        "Without the square, errors up and down cancel.",
        "An error of −1 must count like one of +1.",
        also=(
            lambda Y, T: np.mean(Y - T),
            lambda Y, T: np.mean(np.sum(Y - T, axis=1)),
            lambda Y, T: 0.5 * np.mean(Y - T),
            lambda Y, T: np.sum(Y - T),
            lambda Y, T: 0.5 * np.sum(Y - T),
        ),
    ),
    Mistake(
        "squared_at_the_end",
        lambda Y, T: 0.5 * np.mean(np.sum(Y - T, axis=1) ** 2),
        "You added first and squared then: errors up and down have cancelled before.",
        "Square every difference by itself.",
        also=(lambda Y, T: 0.5 * np.mean(Y - T) ** 2, lambda Y, T: 0.5 * np.sum(Y - T) ** 2),
    ),
    Mistake(
        "difference_of_squares",
        lambda Y, T: 0.5 * np.mean(np.sum(Y**2 - T**2, axis=1)),
        "You squared outputs and targets separately; squared is their difference.",
        "Which comes first, the minus or the square?",
    ),
    Mistake(
        "added",
        lambda Y, T: 0.5 * np.mean(np.sum((Y + T) ** 2, axis=1)),
        "Outputs and targets are added; the loss is about their difference.",
        "A perfect output must have the loss 0.",
    ),
    Mistake(
        "derivative",
        lambda Y, T: Y - T,
        "That is the slope of the loss, (5.3), not the loss.",
        "The loss is one number.",
        also=(lambda Y, T: (Y - T) / len(Y), lambda Y, T: T - Y),
    ),
    Mistake(
        "mean_twice",
        lambda Y, T: 0.5 * _sse(Y, T) / len(Y) ** 2,
        "You divided by the number of examples twice.",
        "`np.mean` divides already.",
    ),
    Mistake(
        "wrong_sign",
        lambda Y, T: -0.5 * _sse(Y, T) / len(Y),
        "The sign is reversed: a sum of squares can't be negative.",
        "Leave out the minus.",
        also=(lambda Y, T: -_sse(Y, T) / len(Y),),
    ),
    Mistake(
        "half_twice",
        lambda Y, T: 0.25 * _sse(Y, T) / len(Y),
        "The ½ is in it twice.",
        "Compare your formula with (5.2).",
    ),
    Mistake(
        "two_for_half",
        lambda Y, T: 2 * _sse(Y, T) / len(Y),
        "There is a 2 where (5.2) has ½.",
        "Compare your formula with (5.2).",
        also=(lambda Y, T: 2 * np.mean((Y - T) ** 2), lambda Y, T: 2 * _sse(Y, T)),
    ),
    Mistake(
        "first_example_only",
        lambda Y, T: 0.5 * np.sum((Y[0] - T[0]) ** 2),
        "That is the loss of a single example.",
        "Take the mean over all of them.",
        also=(lambda Y, T: 0.5 * np.sum((Y[-1] - T[-1]) ** 2),),
    ),
]

# -- log_loss ----------------------------------------------------------------------------------


def log_loss(Y, T):
    """The log loss of a batch, a number: added over each example's
    outputs, averaged.

    Y : (N, n), outputs strictly between 0 and 1
    T : (N, n), each 0 or 1
    """
    likely = T * np.log(Y) + (1 - T) * np.log(
        1 - Y
    )  # (5.4): the log of what was given to the truth
    each = -np.sum(likely, axis=1)  # one example: all its outputs; the minus makes it a loss
    return np.mean(each)  # (5.1)


def _bit_case(N, n):
    return _rng.uniform(0.05, 0.95, size=(N, n)), _bits(N, n)


LOG_CASES = [_bit_case(5, 3), _bit_case(7, 4), _bit_case(4, 4)]


def _ll(Y, T):
    return T * np.log(Y) + (1 - T) * np.log(1 - Y)


EPSILONS = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)  # what people add to avoid ln 0


def _ll_shifted(Y, T, e):
    return T * np.log(Y + e) + (1 - T) * np.log(1 - Y + e)


LOG_MISTAKES = [
    Mistake(
        "bracket",
        lambda Y, T: np.mean(np.sum(-T * np.log(Y) + (1 - T) * np.log(1 - Y), axis=1)),
        "The minus covers the first term only. Both logarithms are negative; both must be turned "
        "round.",
        "Put a bracket after the minus.",
        "ai.stackexchange 27010",
        also=(
            lambda Y, T: np.mean(np.sum(T * np.log(Y) - (1 - T) * np.log(1 - Y), axis=1)),
            lambda Y, T: np.mean(-T * np.log(Y) + (1 - T) * np.log(1 - Y)),
            lambda Y, T: np.sum(-T * np.log(Y) + (1 - T) * np.log(1 - Y)),
        ),
    ),
    Mistake(
        "wrong_sign",
        lambda Y, T: np.mean(np.sum(_ll(Y, T), axis=1)),
        "The minus is missing: logarithms of probabilities are negative, a loss isn't.",
        "Where does the minus stand in (5.4)?",
        "common",
        also=(
            lambda Y, T: np.mean(_ll(Y, T)),
            lambda Y, T: np.sum(_ll(Y, T)),
        ),
    ),
    Mistake(
        "sum_over_the_batch",
        lambda Y, T: -np.sum(_ll(Y, T)),
        "You added up the examples. The loss of a batch is their mean.",
        "What does (5.1) do with the E_n?",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "mean_over_outputs",
        lambda Y, T: -np.mean(_ll(Y, T)),
        "You took the mean over examples *and* outputs. An example's loss is the sum over its "
        "outputs.",
        "By what did `np.mean` divide?",
        "scikit-learn#8349",
    ),
    Mistake(
        "mean_over_outputs_only",
        lambda Y, T: -np.sum(_ll(Y, T)) / Y.shape[1],
        "Outputs and examples have changed places: add over the outputs, average the examples.",
        "Which axis is which?",
    ),
    Mistake(
        "first_term_only",
        lambda Y, T: -np.mean(np.sum(T * np.log(Y), axis=1)),
        "Where the target is 0 nothing is counted: such an output could be anything.",
        "What should an output of 0.9 cost when the target is 0?",
        "common",
        also=(
            lambda Y, T: -np.mean(T * np.log(Y)),
            lambda Y, T: -np.sum(T * np.log(Y)),
            lambda Y, T: np.mean(np.sum(T * np.log(Y), axis=1)),
        ),
    ),
    Mistake(
        "second_term_only",
        lambda Y, T: -np.mean(np.sum((1 - T) * np.log(1 - Y), axis=1)),
        "Where the target is 1 nothing is counted.",
        "What should an output of 0.1 cost when the target is 1?",
    ),
    Mistake(
        "same_logarithm_twice",
        lambda Y, T: -np.mean(np.sum(T * np.log(Y) + (1 - T) * np.log(Y), axis=1)),
        "Both terms use the logarithm of y; where the target is 0, 1 − y should be large.",
        "Which probability does the network give to a 0?",
        also=(
            lambda Y, T: -np.mean(np.sum(T * np.log(Y) + (1 - T) * (1 - np.log(Y)), axis=1)),
            lambda Y, T: -np.mean(np.log(Y)),
        ),
    ),
    Mistake(
        "crossed",
        lambda Y, T: -np.mean(np.sum(T * np.log(1 - Y) + (1 - T) * np.log(Y), axis=1)),
        "The two logarithms have changed places: this is smallest when every answer is wrong.",
        "Which probability does the network give to a 1?",
    ),
    Mistake(
        "other_base",
        lambda Y, T: -np.mean(np.sum(_ll(Y, T), axis=1)) / np.log(2),
        "You used another logarithm; here it is the natural one, `np.log`.",
        "The base is e.",
        also=(lambda Y, T: -np.mean(np.sum(_ll(Y, T), axis=1)) / np.log(10),),
    ),
    Mistake(
        "exchanged",
        lambda Y, T: -np.mean(np.sum(_ll(T, Y), axis=1)),
        "Outputs and targets have changed places: the logarithm of a target of 0 is infinite.",
        "Whose logarithm does (5.4) take?",
        "common",
        also=(
            lambda Y, T: -np.mean(np.sum(Y * np.log(T + 1e-12), axis=1)),
            *[lambda Y, T, e=e: -np.mean(np.sum(_ll_shifted(T, Y, e), axis=1)) for e in EPSILONS],
            *[lambda Y, T, e=e: -np.mean(_ll_shifted(T, Y, e)) for e in EPSILONS],
            *[
                lambda Y, T, e=e: -np.mean(np.sum(_ll(np.clip(T, e, 1 - e), Y), axis=1))
                for e in EPSILONS
            ],
        ),
    ),
    Mistake(
        "one_loss_per_example",
        lambda Y, T: -np.sum(_ll(Y, T), axis=1),
        "Those are the losses of the examples, one each; asked for is their mean.",
        "One step is missing, (5.1).",
        also=(lambda Y, T: -np.mean(_ll(Y, T), axis=1),),
    ),
    Mistake(
        "one_loss_per_output",
        lambda Y, T: -np.mean(_ll(Y, T), axis=0),
        "That is a number for each output; an example's loss adds up its outputs.",
        "Which axis do the outputs lie on?",
        also=(lambda Y, T: -np.sum(_ll(Y, T), axis=0), lambda Y, T: -_ll(Y, T)),
    ),
    Mistake(
        "half",
        lambda Y, T: -0.5 * np.mean(np.sum(_ll(Y, T), axis=1)),
        "A ½ has come in. It belongs to the squared error; here there is no 2 to cancel.",
        "Compare with (5.4).",
    ),
    Mistake(
        "squared_error",
        lambda Y, T: 0.5 * np.mean(np.sum((Y - T) ** 2, axis=1)),
        "That is the squared error.",
        "The log loss is made of logarithms.",
        also=(lambda Y, T: np.mean((Y - T) ** 2),),
    ),
    Mistake(
        "no_logarithm",
        lambda Y, T: -np.mean(np.sum(T * Y + (1 - T) * (1 - Y), axis=1)),
        "The logarithms are missing: this adds probabilities where their product counts.",
        "What turns a product of probabilities into a sum?",
        also=(
            lambda Y, T: np.mean(np.sum(T * Y + (1 - T) * (1 - Y), axis=1)),
            lambda Y, T: np.mean(np.sum(T * (1 - Y) + (1 - T) * Y, axis=1)),
        ),
    ),
    Mistake(
        "logarithm_of_the_sum",
        lambda Y, T: -np.mean(np.log(np.sum(T * Y + (1 - T) * (1 - Y), axis=1))),
        "You took the logarithm after adding up the outputs; each probability has its own.",
        "First the logarithm, then the sum.",
        also=(
            lambda Y, T: -np.mean(np.log(np.mean(T * Y + (1 - T) * (1 - Y), axis=1))),
            lambda Y, T: -np.log(np.mean(np.sum(T * Y + (1 - T) * (1 - Y), axis=1))),
            lambda Y, T: -np.log(np.mean(T * Y + (1 - T) * (1 - Y))),
        ),
    ),
    Mistake(
        "sigmoid_again",
        lambda Y, T: -np.mean(np.sum(_ll(1 / (1 + np.exp(-Y)), T), axis=1)),
        "You applied the sigmoid to Y; Y holds outputs, the sigmoid is in them already.",
        "Use Y as it is.",
        "common",
    ),
    Mistake(
        "first_example_only",
        lambda Y, T: -np.sum(_ll(Y, T)[0]),
        "That is the loss of a single example.",
        "Take the mean over all of them.",
        also=(lambda Y, T: -np.sum(_ll(Y, T)[-1]),),
    ),
    Mistake(
        "mean_twice",
        lambda Y, T: -np.sum(_ll(Y, T)) / len(Y) ** 2,
        "You divided by the number of examples twice.",
        "`np.mean` divides already.",
    ),
    Mistake(
        "targets_forgotten",
        lambda Y, T: -np.mean(np.sum(np.log(Y) + np.log(1 - Y), axis=1)),
        "The targets are missing: both logarithms count for every output.",
        "Only one of them counts: which, and what chooses it?",
    ),
    Mistake(
        "targets_in_both",
        lambda Y, T: -np.mean(np.sum(T * np.log(Y) + T * np.log(1 - Y), axis=1)),
        "Both terms are multiplied by t, so that an output whose target is 0 costs nothing.",
        "What should be the factor of the second term?",
    ),
    Mistake(
        "outputs_for_targets",
        lambda Y, T: -np.mean(np.sum(Y * np.log(Y) + (1 - Y) * np.log(1 - Y), axis=1)),
        "The outputs weigh their own logarithms; the targets don't come in.",
        "What says which outcome was the true one?",
    ),
    Mistake(
        "derivative",
        lambda Y, T: (Y - T) / (Y * (1 - Y)),
        "That is the slope of the loss, (5.5), or of its net input, not the loss.",
        "The loss is one number.",
        also=(
            lambda Y, T: Y - T,
            lambda Y, T: (Y - T) / len(Y),
        ),
    ),
    Mistake(
        "one_minus_without_brackets",
        lambda Y, T: -np.mean(np.sum(T * np.log(Y) + 1 - T * np.log(1 - Y), axis=1)),
        (
            "A bracket is missing: 1 − t is the factor of the second logarithm, and the product"
            " comes before the minus."
        ),
        "Put 1 − t into brackets.",
        also=(lambda Y, T: -np.mean(T * np.log(Y) + 1 - T * np.log(1 - Y)),),
    ),
]

# -- cross_entropy -----------------------------------------------------------------------------


def cross_entropy(Y, T):
    """The cross-entropy of a batch, a number: added over each example's
    classes, averaged.

    Y : (N, n), rows of probabilities strictly between 0 and 1
    T : (N, n), one-hot rows
    """
    each = -np.sum(T * np.log(Y), axis=1)  # (5.6): minus the log of what the right class was given
    return np.mean(each)  # (5.1)


CROSS_CASES = [(_rows(N, n), _one_hot(N, n)) for N, n in ((5, 3), (7, 4), (4, 4))]


def _ce(Y, T):
    return T * np.log(Y)


CROSS_MISTAKES = [
    Mistake(
        "wrong_sign",
        lambda Y, T: np.mean(np.sum(_ce(Y, T), axis=1)),
        "The minus is missing: logarithms of probabilities are negative, a loss isn't.",
        "Where does the minus stand in (5.6)?",
        "common",
        also=(
            lambda Y, T: np.mean(_ce(Y, T)),
            lambda Y, T: np.sum(_ce(Y, T)),
        ),
    ),
    Mistake(
        "sum_over_the_batch",
        lambda Y, T: -np.sum(_ce(Y, T)),
        "You added up the examples. The loss of a batch is their mean.",
        "What does (5.1) do with the E_n?",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "mean_over_classes",
        lambda Y, T: -np.mean(_ce(Y, T)),
        "You took the mean over examples *and* classes: the loss comes out too small by the number "
        "of classes.",
        "By what did `np.mean` divide?",
        "scikit-learn#8349",
    ),
    Mistake(
        "mean_over_classes_only",
        lambda Y, T: -np.sum(_ce(Y, T)) / Y.shape[1],
        "Classes and examples have changed places: add over the classes, average the examples.",
        "Which axis is which?",
    ),
    Mistake(
        "log_loss",
        lambda Y, T: -np.mean(np.sum(_ll(Y, T), axis=1)),
        "That is the log loss, for outputs that answer yes or no each by itself. Here one die is "
        "thrown, and only the right class's probability counts.",
        "Compare (5.4) and (5.6).",
        "common",
        also=(lambda Y, T: -np.mean(_ll(Y, T)), lambda Y, T: -np.sum(_ll(Y, T))),
    ),
    Mistake(
        "wrong_classes",
        lambda Y, T: -np.mean(np.sum((1 - T) * np.log(1 - Y), axis=1)),
        "You counted the classes that did *not* occur.",
        "Whose probability should be large?",
        also=(
            lambda Y, T: -np.mean(np.sum((1 - T) * np.log(Y), axis=1)),
            lambda Y, T: -np.mean(np.sum(T * np.log(1 - Y), axis=1)),
        ),
    ),
    Mistake(
        "targets_forgotten",
        lambda Y, T: -np.mean(np.sum(np.log(Y), axis=1)),
        "The targets are not in this: the probabilities of all classes are counted.",
        "What does T pick out?",
        also=(lambda Y, T: -np.mean(np.log(Y)), lambda Y, T: -np.sum(np.log(Y))),
    ),
    Mistake(
        "outputs_for_targets",
        lambda Y, T: -np.mean(np.sum(Y * np.log(Y), axis=1)),
        "That is the entropy of the outputs themselves; the targets are not in it.",
        "What stands before the logarithm in (5.6)?",
    ),
    Mistake(
        "other_base",
        lambda Y, T: -np.mean(np.sum(_ce(Y, T), axis=1)) / np.log(2),
        "You used another logarithm; here it is the natural one, `np.log`.",
        "The base is e.",
        also=(lambda Y, T: -np.mean(np.sum(_ce(Y, T), axis=1)) / np.log(10),),
    ),
    Mistake(
        "exchanged",
        lambda Y, T: -np.mean(np.sum(Y * np.log(T), axis=1)),
        "Outputs and targets have changed places: the logarithm of a target of 0 is infinite.",
        "Whose logarithm does (5.6) take?",
        "common",
        also=(
            *[lambda Y, T, e=e: -np.mean(np.sum(Y * np.log(T + e), axis=1)) for e in EPSILONS],
            *[
                lambda Y, T, e=e: -np.mean(np.sum(Y * np.log(np.clip(T, e, 1)), axis=1))
                for e in EPSILONS
            ],
        ),
    ),
    Mistake(
        "one_loss_per_example",
        lambda Y, T: -np.sum(_ce(Y, T), axis=1),
        "Those are the losses of the examples, one each; asked for is their mean.",
        "One step is missing, (5.1).",
        also=(lambda Y, T: -np.mean(_ce(Y, T), axis=1),),
    ),
    Mistake(
        "one_loss_per_class",
        lambda Y, T: -np.mean(_ce(Y, T), axis=0),
        "That is a number for each class; an example's loss adds up its classes.",
        "Which axis do the classes lie on?",
        also=(lambda Y, T: -np.sum(_ce(Y, T), axis=0), lambda Y, T: -_ce(Y, T)),
    ),
    Mistake(
        "no_logarithm",
        lambda Y, T: -np.mean(np.sum(T * Y, axis=1)),
        "The logarithm is missing: this adds probabilities where their product counts.",
        "What turns a product of probabilities into a sum?",
        also=(
            lambda Y, T: np.mean(np.sum(T * Y, axis=1)),
            lambda Y, T: 1 - np.mean(np.sum(T * Y, axis=1)),
        ),
    ),
    Mistake(
        "logarithm_of_the_mean",
        lambda Y, T: -np.log(np.mean(np.sum(T * Y, axis=1))),
        "You averaged first and took the logarithm then; each example has its own.",
        "First the logarithm, then the mean.",
        also=(lambda Y, T: -np.log(np.sum(T * Y)),),
    ),
    Mistake(
        "softmax_again",
        lambda Y, T: (
            -np.mean(np.sum(T * np.log(np.exp(Y) / np.exp(Y).sum(axis=1, keepdims=True)), axis=1))
        ),
        "You applied softmax to Y; Y holds outputs, softmax is in them already.",
        "Use Y as it is.",
        "common",
        also=(
            lambda Y, T: -np.mean(T * np.log(np.exp(Y) / np.sum(np.exp(Y), axis=1, keepdims=True))),
        ),
    ),
    Mistake(
        "half",
        lambda Y, T: -0.5 * np.mean(np.sum(_ce(Y, T), axis=1)),
        "A ½ has come in. It belongs to the squared error; here there is no 2 to cancel.",
        "Compare with (5.6).",
    ),
    Mistake(
        "squared_error",
        lambda Y, T: 0.5 * np.mean(np.sum((Y - T) ** 2, axis=1)),
        "That is the squared error.",
        "Cross-entropy is made of logarithms.",
        also=(lambda Y, T: np.mean((Y - T) ** 2),),
    ),
    Mistake(
        "share_of_errors",
        lambda Y, T: np.mean(Y.argmax(axis=1) != T.argmax(axis=1)),
        "That is the share it gets wrong (or right), however sure the network was.",
        "Which probability did the right class get?",
        also=(lambda Y, T: np.mean(Y.argmax(axis=1) == T.argmax(axis=1)),),
    ),
    Mistake(
        "largest_output",
        lambda Y, T: -np.mean(np.log(Y.max(axis=1))),
        "You took the largest probability, whichever class it belongs to.",
        "Which probability did the *right* class get?",
    ),
    Mistake(
        "first_example_only",
        lambda Y, T: -np.sum(_ce(Y, T)[0]),
        "That is the loss of a single example.",
        "Take the mean over all of them.",
        also=(lambda Y, T: -np.sum(_ce(Y, T)[-1]),),
    ),
    Mistake(
        "mean_twice",
        lambda Y, T: -np.sum(_ce(Y, T)) / len(Y) ** 2,
        "You divided by the number of examples twice.",
        "`np.mean` divides already.",
    ),
    Mistake(
        "every_example_with_every_target",
        lambda Y, T: -np.mean(T @ np.log(Y).T),
        "The product of matrices pairs each example's outputs with every example's target.",
        "Each example goes with its own target: multiply entry by entry.",
        also=(
            lambda Y, T: -np.sum(T @ np.log(Y).T) / len(Y),
            lambda Y, T: -np.sum(T @ np.log(Y).T),
        ),
    ),
    Mistake(
        "derivative",
        lambda Y, T: Y - T,
        "That is a slope, that of the loss by the net inputs, not the loss.",
        "The loss is one number.",
        also=(
            lambda Y, T: (Y - T) / len(Y),
            lambda Y, T: -T / Y,
        ),
    ),
]

# -- log_loss_derivative -----------------------------------------------------------------------


def log_loss_derivative(y, t):
    """The slope of the log loss of one output with respect to it, entry
    by entry, like y; without 1/N.

    y : (N, n), outputs strictly between 0 and 1
    t : (N, n), targets, any number from 0 to 1 (0.3, too)
    """
    one = -t / y  # (1.3): the slope of -t ln y
    zero = (1 - t) / (1 - y)  # the slope of -(1 - t) ln(1 - y); the inner derivative is -1
    return one + zero  # (5.5)


def _slope_case(N, n):
    t = _rng.uniform(size=(N, n))
    t[0, 0], t[1, 1] = 0.0, 1.0
    return _rng.uniform(0.1, 0.9, size=(N, n)), t


SLOPE_CASES = [_slope_case(5, 3), _slope_case(7, 4), _bit_case(4, 4)]


def _sig(net):
    return 1 / (1 + np.exp(-net))


SLOPE_MISTAKES = [
    Mistake(
        "delta",
        lambda y, t: y - t,
        "That is the slope with respect to the *net input* of a sigmoid unit; asked for is the "
        "one with respect to the output.",
        "Differentiate (5.4) itself; no activation is involved yet.",
        "common",
        also=(
            lambda y, t: t - y,
            lambda y, t: 2 * (y - t),
            lambda y, t: (y - t) / len(y),
        ),
    ),
    Mistake(
        "first_term_only",
        lambda y, t: -t / y,
        "That is the slope of the first term; the second one depends on y, too.",
        "Differentiate (1 − t) ln(1 − y).",
        "common",
        also=(lambda y, t: t / y,),
    ),
    Mistake(
        "second_term_only",
        lambda y, t: (1 - t) / (1 - y),
        "That is the slope of the second term; the first one depends on y, too.",
        "Differentiate t ln y.",
        also=(lambda y, t: -(1 - t) / (1 - y),),
    ),
    Mistake(
        "inner_derivative",
        lambda y, t: -t / y - (1 - t) / (1 - y),
        "The inner derivative of ln(1 − y) is missing: 1 − y falls when y rises.",
        "Use the chain rule on the second term.",
        "common",
        also=(lambda y, t: t / y + (1 - t) / (1 - y),),
    ),
    Mistake(
        "wrong_sign",
        lambda y, t: t / y - (1 - t) / (1 - y),
        "The sign is reversed: you differentiated the likelihood, not the loss.",
        "Where the output is above the target, the loss must rise with it.",
        "nn-from-scratch#11",
    ),
    Mistake(
        "multiplied",
        lambda y, t: (y - t) * y * (1 - y),
        "You multiplied by y(1 − y). That is the slope of the squared error's net input; here it "
        "stands below.",
        "Bring −t/y and (1 − t)/(1 − y) over one denominator.",
        "DeepLearnToolbox#113",
        also=(lambda y, t: y * (1 - y),),
    ),
    Mistake(
        "multiplied_for_divided",
        lambda y, t: -t / y + (1 - t) * (1 - y),
        "The slope of a logarithm is 1 *over* its argument; you multiplied by it.",
        "Differentiate ln y and ln(1 − y) again.",
        also=(
            lambda y, t: -t * y + (1 - t) * (1 - y),
            lambda y, t: -t * y - (1 - t) * (1 - y),
            lambda y, t: -t * y + (1 - t) / (1 - y),
        ),
    ),
    Mistake(
        "half_denominator",
        lambda y, t: (y - t) / y,
        "One factor of the denominator is missing.",
        "Bring −t/y and (1 − t)/(1 − y) over one denominator.",
        also=(lambda y, t: (y - t) / (1 - y),),
    ),
    Mistake(
        "denominator_plus",
        lambda y, t: (y - t) / (y * (1 + y)),
        "A sign in the denominator is wrong: one of the factors is 1 − y.",
        "What is differentiated in the second term?",
    ),
    Mistake(
        "divided_by_N",
        lambda y, t: (y - t) / (y * (1 - y)) / len(y),
        "You divided by the number of examples. Asked for is the slope of one example's loss.",
        "No 1/N yet.",
        also=(lambda y, t: (y - t) / (y * (1 - y)) / y.size,),
    ),
    Mistake(
        "averaged",
        lambda y, t: np.mean((y - t) / (y * (1 - y)), axis=0),
        "You put the examples together: each entry has its own slope.",
        "The result has the shape of y.",
        also=(
            lambda y, t: np.mean((y - t) / (y * (1 - y))),
            lambda y, t: np.sum((y - t) / (y * (1 - y))),
            lambda y, t: np.sum((y - t) / (y * (1 - y)), axis=1),
            lambda y, t: np.sum((y - t) / (y * (1 - y)), axis=0),
        ),
    ),
    Mistake(
        "the_loss",
        lambda y, t: -_ll(y, t),
        "That is the loss itself, not its slope.",
        "Differentiate with respect to y.",
        also=(
            lambda y, t: -np.mean(np.sum(_ll(y, t), axis=1)),
            lambda y, t: 0.5 * (y - t) ** 2,
        ),
    ),
    Mistake(
        "logarithm_kept",
        lambda y, t: -np.log(y) + np.log(1 - y),
        "You differentiated with respect to t.",
        "t is held still; y moves.",
        also=(
            lambda y, t: -t * np.log(y) + (1 - t) * np.log(1 - y),
            lambda y, t: np.log(y) - np.log(1 - y),
        ),
    ),
    Mistake(
        "one_over_square",
        lambda y, t: (y - t) / (y * (1 - y)) ** 2,
        "The denominator is squared; the slope of ln y is 1/y, once.",
        "Differentiate each logarithm again.",
        also=(lambda y, t: t / y**2 + (1 - t) / (1 - y) ** 2,),
    ),
    Mistake(
        "factor",
        lambda y, t: 2 * (y - t) / (y * (1 - y)),
        "A constant factor has come in.",
        "There is no square here, so no 2 comes down.",
        also=(lambda y, t: (y - t) / (y * (1 - y)) / 2,),
    ),
    Mistake(
        "brackets",
        lambda y, t: (y - t) / y * (1 - y),
        "Without brackets this divides by y and multiplies by 1 − y.",
        "Which factors stand under the line?",
    ),
    Mistake(
        "targets_forgotten",
        lambda y, t: -1 / y,
        "The targets are missing: the slope must depend on which outcome was the true one.",
        "Differentiate (5.4) with its t.",
        also=(
            lambda y, t: 1 / y,
            lambda y, t: -1 / y + 1 / (1 - y),
            lambda y, t: 1 / (y * (1 - y)),
        ),
    ),
    Mistake(
        "zero_or_one_only",
        lambda y, t: np.where(t == 1, -1 / y, 1 / (1 - y)),
        "That is right for targets 0 and 1. What if t is 0.3? Differentiate (5.4) as it stands.",
        "Keep both terms, each with its factor.",
        also=(
            lambda y, t: np.where(t == 0, 1 / (1 - y), -1 / y),
            lambda y, t: np.where(t > 0.5, -1 / y, 1 / (1 - y)),
        ),
    ),
    Mistake(
        "divided_by_outputs",
        lambda y, t: (y - t) / (y * (1 - y)) / y.shape[1],
        ("You divided by the number of outputs; each entry is the slope of one output's own loss."),
        "Nothing is averaged here.",
    ),
    Mistake(
        "size_only",
        lambda y, t: np.abs(y - t) / (y * (1 - y)),
        "The sizes are right, but the signs are gone: they say which way the loss rises.",
        "Leave the difference as it is.",
    ),
    Mistake(
        "slope_of_tanh",
        lambda y, t: (y - t) / (1 - y**2),
        "The denominator is the slope of tanh; the log loss goes with a probability y.",
        "Bring the two fractions of (5.5) together.",
        also=(lambda y, t: (y - t) / (1 - y) ** 2,),
    ),
    Mistake(
        "sigmoid_again",
        lambda y, t: (_sig(y) - t) / (_sig(y) * (1 - _sig(y))),
        "y is an output already; a second sigmoid changes it.",
        "Use y as it is.",
    ),
]

# -- loss_of_guess -----------------------------------------------------------------------------


def loss_of_guess():
    """A network that knows nothing gives each of ten digits the same probability. What is its
    cross-entropy? To three decimals.
    """
    given = 1 / 10  # what the right digit gets, whichever it is
    return -np.log(given)  # (5.6): only the right digit's logarithm counts; the same for every scan


GUESS_MISTAKES = [
    Mistake(
        "base_two",
        float(np.log2(10)),
        "That is in bits, with the logarithm to base 2; here it is the natural one.",
        "Use `np.log`.",
    ),
    Mistake(
        "base_ten",
        1.0,
        "That is the logarithm to base 10; here it is the natural one.",
        "Use `np.log`.",
    ),
    Mistake(
        "wrong_sign",
        float(-np.log(10)),
        "The minus is missing: a loss isn't negative.",
        "Where does the minus stand in (5.6)?",
    ),
    Mistake(
        "probability",
        0.1,
        "That is the probability that the right digit gets; the loss is made of its logarithm.",
        "Put it into (5.6).",
        also=(0.9,),
    ),
    Mistake(
        "log_loss",
        float(np.log(10) - 9 * np.log(0.9)),
        "That is the log loss of ten yes-or-no outputs. Here only the right digit counts.",
        "Compare (5.4) and (5.6).",
        "common",
        also=(-(np.log(0.1) + 9 * np.log(0.9)) / 10,),
    ),
    Mistake(
        "wrong_digits",
        float(-np.log(0.9)),
        "That uses what the *wrong* digits get together.",
        "How much does the right digit get?",
    ),
    Mistake(
        "mean_over_classes",
        float(np.log(10) / 10),
        "You divided by the number of digits. The sum over the classes is not averaged.",
        "Compare with (5.6).",
        "scikit-learn#8349",
    ),
    Mistake(
        "all_digits",
        float(10 * np.log(10)),
        "You added up all ten digits; the targets are 0 for nine of them.",
        "What does T pick out?",
    ),
    Mistake(
        "two_classes",
        float(np.log(2)),
        "That is the loss of a guess between two.",
        "Among how many digits is the guess?",
    ),
    Mistake(
        "squared_error",
        0.45,
        "That is the squared error of the guess.",
        "Cross-entropy is made of logarithms.",
        also=(
            0.09,
            0.045,
        ),
    ),
    Mistake(
        "nothing",
        0.0,
        "A loss of 0 belongs to a network that is certain, and right.",
        "How much does it give to the true digit?",
    ),
    Mistake(
        "number_of_classes",
        10.0,
        "That is one over the probability; the loss is a logarithm.",
        "One step is missing, (5.6).",
    ),
    Mistake(
        "nine_classes",
        np.log(9),
        "There are ten digits with the one that is right.",
        "Count the 0.",
    ),
]

# -- fix_05 ------------------------------------------------------------------------------------


def fix_05(Y, T):
    """The log loss of a batch, a number: added over each example's
    outputs, averaged.

    Y : (N, n), outputs strictly between 0 and 1
    T : (N, n), each 0 or 1
    """
    each = -(T * np.log(Y) + (1 - T) * np.log(1 - Y))  # (5.4): the minus belongs to both terms
    return each.sum(axis=1).mean()  # an example's outputs added, then the mean, (5.1)


def fix_05_shown(Y, T):
    """The log loss of a batch, a number: added over each example's
    outputs, averaged.

    Y : (N, n), outputs strictly between 0 and 1
    T : (N, n), each 0 or 1
    """
    each = -T * np.log(Y) + (1 - T) * np.log(1 - Y)
    return each.sum(axis=1).mean()


EXERCISES = [
    code(
        squared_error,
        cases=SQUARED_CASES,
        mistakes=SQUARED_MISTAKES,
        hints=[
            "Begin with one example: what does (5.2) say?",
            "An example's loss adds up its outputs; the batch's loss is a mean over the examples. "
            "Which axis is which?",
            "Square the differences, add along axis 1, halve, and take the mean of what is left.",
        ],
        praise="Right: half the sum over the outputs, and the mean over the examples.",
    ),
    code(
        log_loss,
        cases=LOG_CASES,
        mistakes=LOG_MISTAKES,
        hints=[
            "Which probability does the network give to what really happened, if that is a 1, and "
            "if it is a 0?",
            "(5.4): for each output one of two logarithms counts, and T picks it.",
            "Add along axis 1, turn the sign of the *whole*, and take the mean.",
        ],
        praise="Right: the target picks the logarithm, the minus belongs to both, and the examples "
        "are averaged.",
    ),
    code(
        cross_entropy,
        cases=CROSS_CASES,
        mistakes=CROSS_MISTAKES,
        hints=[
            "One row of T has a single 1. What does it pick out of the row of Y?",
            "(5.6): minus the logarithm of the probability that the right class got.",
            "Add along axis 1 (all but one term are 0), and take the mean over the examples.",
        ],
        praise="Right: only what the right class was given counts, and the examples are averaged.",
    ),
    code(
        log_loss_derivative,
        cases=SLOPE_CASES,
        mistakes=SLOPE_MISTAKES,
        hints=[
            "Differentiate (5.4) term by term with respect to y; t is a constant.",
            "The slope of ln y is 1/y. That of ln(1 − y) has an inner derivative.",
            "Two fractions, the first negative where t is 1. Together they can be written over "
            "y(1 − y).",
        ],
        praise="Right: both terms, and the inner derivative of 1 − y. Watch what its denominator "
        "does in lesson 08.",
    ),
    number(
        loss_of_guess,
        unit=0.001,
        mistakes=GUESS_MISTAKES,
        hints=[
            "Which probability does the right digit get?",
            "Only that one counts in (5.6), and it is the same for every scan.",
            "Minus the natural logarithm of it.",
        ],
        praise="Right. If a digits network starts far above this number, it is sure of wrong "
        "answers before it has learnt anything.",
    ),
    choice(
        "which_loss",
        question="A network has to say, for each photograph, which of these are in it: a cat, a "
        "dog, a bicycle. Several may be, or none. Which output and loss?",
        options={
            "a": "softmax and cross-entropy",
            "b": "identity and squared error",
            "c": "sigmoid and log loss",
            "d": "sigmoid and cross-entropy",
        },
        right="c",
        mistakes=[
            Mistake(
                "one_of_many",
                "a",
                "Softmax shares out one probability: it says *which one*. Here a photograph may "
                "show two of them, or none.",
                "Do the three answers have to add up to 1?",
                "common",
            ),
            Mistake(
                "regression",
                "b",
                "That is for quantities. These targets are yes or no, and probabilities beyond 0 "
                "and 1 make no sense.",
                "What kind of target is each of the three?",
                "common",
            ),
            Mistake(
                "nothing_for_a_no",
                "d",
                "Cross-entropy counts only the targets that are 1: the network could say yes to "
                "everything and be praised for it.",
                "What should a yes cost where the answer is no?",
                "common",
            ),
        ],
        hints=[
            "How many questions does the network answer for a photograph?",
            "Each is a yes or a no, independent of the others: a coin, not a die.",
            "Which loss came from coins?",
        ],
        praise="Right: three coins, each with its own probability, and a loss for yes as for no.",
        solution="Three independent questions of yes or no are three coin flips: a sigmoid output "
        "and the log loss (5.4) for each. Softmax with cross-entropy (5.6) is for one of many.",
    ),
    fix(
        fix_05,
        shown=fix_05_shown,
        symptom="for targets of 0 it goes *down* as the output goes wrong, and can be negative.",
        look="Put t = 0 and y = 0.9 into it by hand. Which sign should come out?",
        seen="ai.stackexchange 27010",
        cases=LOG_CASES,
        mistakes=[
            Mistake(
                "other_bracket",
                lambda Y, T: np.mean(np.sum(T * np.log(Y) - (1 - T) * np.log(1 - Y), axis=1)),
                "Now the minus covers the second term only.",
                "Both logarithms are negative; both must be turned round.",
            ),
            Mistake(
                "wrong_sign",
                lambda Y, T: np.mean(np.sum(_ll(Y, T), axis=1)),
                "Now no term is turned round: the loss is negative.",
                "Both logarithms are negative; both must be turned round.",
            ),
            Mistake(
                "first_term_only",
                lambda Y, T: -np.mean(np.sum(T * np.log(Y), axis=1)),
                "The second term is gone; where the target is 0 nothing is counted.",
                "Keep both terms.",
                "common",
            ),
            Mistake(
                "absolute",
                lambda Y, T: np.abs(
                    np.mean(np.sum(-T * np.log(Y) + (1 - T) * np.log(1 - Y), axis=1))
                ),
                "You made the result positive; its terms still work against each other.",
                "Mend the sign where it is wrong.",
            ),
            Mistake(
                "mean_over_outputs",
                lambda Y, T: -np.mean(_ll(Y, T)),
                "The sign is right now, but the sum over the outputs has become a mean.",
                "Leave the last line as it was.",
                "scikit-learn#8349",
                also=(lambda Y, T: -np.sum(_ll(Y, T)) / Y.shape[1],),
            ),
            Mistake(
                "sum_over_the_batch",
                lambda Y, T: -np.sum(_ll(Y, T)),
                "The sign is right now, but the mean over the batch has become a sum.",
                "Leave the last line as it was.",
            ),
            Mistake(
                "same_logarithm_twice",
                lambda Y, T: -np.mean(np.sum(T * np.log(Y) + (1 - T) * np.log(Y), axis=1)),
                "Both terms use the logarithm of y now.",
                "Only a bracket was missing.",
            ),
            Mistake(
                "crossed",
                lambda Y, T: -np.mean(np.sum(T * np.log(1 - Y) + (1 - T) * np.log(Y), axis=1)),
                "The two logarithms have changed places.",
                "Which probability does the network give to a 1?",
            ),
            Mistake(
                "one_loss_per_example",
                lambda Y, T: -np.sum(_ll(Y, T), axis=1),
                "The minus is right now, but the mean over the examples is lost.",
                "The loss is one number.",
                also=(lambda Y, T: -_ll(Y, T),),
            ),
            Mistake(
                "one_loss_per_output",
                lambda Y, T: -np.sum(_ll(Y, T), axis=0),
                "The minus is right now, but the sum runs over the examples.",
                "Which axis holds an example's outputs?",
                also=(lambda Y, T: -np.mean(_ll(Y, T), axis=0),),
            ),
            Mistake(
                "second_term_only",
                lambda Y, T: -np.mean(np.sum((1 - T) * np.log(1 - Y), axis=1)),
                "Where the target is 1 nothing is counted.",
                "What should an output of 0.1 cost when the target is 1?",
            ),
            Mistake(
                "first_example_only",
                lambda Y, T: -np.sum(_ll(Y, T)[0]),
                "That is the loss of a single example.",
                "Take the mean over all of them.",
                also=(lambda Y, T: -np.sum(_ll(Y, T)[-1]),),
            ),
            Mistake(
                "targets_forgotten",
                lambda Y, T: -np.mean(np.sum(np.log(Y) + np.log(1 - Y), axis=1)),
                "The targets are lost: both logarithms count for every output.",
                "What chooses one of them?",
            ),
            Mistake(
                "one_minus_without_brackets",
                lambda Y, T: -np.mean(np.sum(T * np.log(Y) + 1 - T * np.log(1 - Y), axis=1)),
                "The minus is right, but 1 − t has lost its brackets.",
                "The product comes before the minus.",
                also=(
                    lambda Y, T: np.mean(np.sum(-T * np.log(Y) - 1 - T * np.log(1 - Y), axis=1)),
                ),
            ),
        ],
        hints=[
            "Both logarithms are negative, for probabilities are below 1.",
            "A minus in front of a sum covers only its first term.",
            "Put a bracket around the two terms.",
        ],
        praise="Right: the minus belongs to both terms, and every wrong answer costs something.",
    ),
]
