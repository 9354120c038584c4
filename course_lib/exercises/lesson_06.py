"""Lesson 06, gradient descent and the linear neuron: references, mistakes, cases and hints."""

import numpy as np

from .declare import Mistake, choice, code, fix, number

_rng = np.random.default_rng(6)


def sigmoid(net):
    return 0.5 * (1 + np.tanh(net / 2))


# -- delta_rule_step ---------------------------------------------------------------------------


def delta_rule_step(w, b, x, t, learning_rate):
    """One step of the delta rule: the new `(w, b)`; the old ones stay.

    w : (n,), weights; b : a number, the bias
    x : (n,), the inputs of one example; t : a number, its target
    learning_rate : a number
    """
    y = x @ w + b  # (2.1): the neuron is linear, its output is its net input
    error = y - t  # (5.3): the derivative of the example's loss with respect to y
    w_new = w - learning_rate * error * x  # (6.4): weight i moves the output x_i times as much
    b_new = b - learning_rate * error  # (2.2): the bias is the weight from an input of 1
    return w_new, b_new  # both from the same error, and the old ones are still there


def _delta_rule(error):
    """The delta rule with another error."""

    def step(w, b, x, t, eta):
        e = error(x @ w + b, t)
        return w - eta * e * x, b - eta * e

    return step


def _step(new):
    """New weights and bias from the old ones, the inputs and the right error."""
    return lambda w, b, x, t, eta: new(w, b, x, x @ w + b - t, eta)


def _one_weight_after_the_other(w, b, x, t, eta):
    w = w.copy()
    for i in range(len(w)):
        w[i] -= eta * (x @ w + b - t) * x[i]
    return w, b - eta * (x @ w + b - t)


def _bias_after_the_weights(w, b, x, t, eta):
    w = w - eta * (x @ w + b - t) * x
    return w, b - eta * (x @ w + b - t)


def _weights_after_the_bias(w, b, x, t, eta):
    b = b - eta * (x @ w + b - t)
    return w - eta * (x @ w + b - t) * x, b


def _bias_in_the_loop(w, b, x, t, eta):
    w = w.copy()
    error = x @ w + b - t
    for i in range(len(w)):
        w[i] -= eta * error * x[i]
        b = b - eta * error
    return w, b


def _only_weights(which):
    """A step of some of the weights, and of the bias."""

    def step(w, b, x, t, eta):
        error = x @ w + b - t
        moved = w.copy()
        moved[which] -= eta * error * x[which]
        return moved, b - eta * error

    return step


def _example(n):
    w, x = _rng.normal(size=n), _rng.normal(size=n)
    return w, np.float64(_rng.normal()), x, np.float64(_rng.normal() + 1)


DELTA_RULE_CASES = [(*_example(3), 0.1), (*_example(5), 0.3), (*_example(4), 0.05)]

DELTA_RULE_MISTAKES = [
    Mistake(
        "uphill",
        _delta_rule(lambda y, t: t - y),
        "The step goes uphill: the error of this example grows. It happens with t − y where y − t "
        "belongs, and with a plus where the minus of 'downhill' belongs (doing both is right).",
        "If the output is too large and an input is positive, should its weight grow?",
        "makeyourownneuralnetwork#66, udacity/deep-learning#285",
        also=(
            _step(lambda w, b, x, e, eta: (w + e * x, b + e)),
            _delta_rule(lambda y, t: 2 * (t - y)),
            _step(lambda w, b, x, e, eta: (w + eta * e * x, b)),
        ),
    ),
    Mistake(
        "one_sign_reversed",
        _step(lambda w, b, x, e, eta: (w - eta * e * x, b + eta * e)),
        "Weights and bias go in opposite directions: one of them downhill, the other one uphill.",
        "The bias is a weight, too; both updates carry the same sign.",
        "neuroph#48",
        also=(
            _step(lambda w, b, x, e, eta: (w + eta * e * x, b - eta * e)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b + e)),
        ),
    ),
    Mistake(
        "no_learning_rate",
        _step(lambda w, b, x, e, eta: (w - e * x, b - e)),
        "The learning rate is missing, in the step of the weights, of the bias or of both.",
        "Which argument says how far to go? It scales both updates.",
        "common",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - e)),
            _step(lambda w, b, x, e, eta: (w - e * x, b - eta * e)),
        ),
    ),
    Mistake(
        "learning_rate_misused",
        _step(lambda w, b, x, e, eta: (w - e * x / eta, b - e / eta)),
        "The learning rate is not a factor of the step here: you divided by it, used it twice or "
        "subtracted it by itself. Half the rate must mean half the step.",
        "How often does the learning rate stand in (6.4), and where?",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta**2 * e * x, b - eta**2 * e)),
            _step(lambda w, b, x, e, eta: (w - eta * x, b - eta)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta**2 * e)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta)),
            _step(lambda w, b, x, e, eta: (eta * w - e * x, eta * b - e)),
            lambda w, b, x, t, eta: (eta * (w - (x @ w + b - t) * x), eta * (b - (x @ w + b - t))),
            lambda w, b, x, t, eta: (
                (1 - eta) * w - eta * (x @ w + b - t) * x,
                (1 - eta) * b - eta * (x @ w + b - t),
            ),
        ),
    ),
    Mistake(
        "bias_not_updated",
        _step(lambda w, b, x, e, eta: (w - eta * e * x, b)),
        "The bias comes back as it went in. It learns as well: without it the line that the neuron "
        "draws can turn, but not move.",
        "By how much does the output change when b grows by a little?",
        "nntrainer PR#219, simple-neural-network PR#10",
        also=(_step(lambda w, b, x, e, eta: (w - eta * e * x, 0.0)),),
    ),
    Mistake(
        "weights_not_updated",
        _step(lambda w, b, x, e, eta: (w, b - eta * e)),
        "The weights come back as they went in; only the bias has learnt.",
        "Write the update of one weight w_i first.",
    ),
    Mistake(
        "not_at_the_same_time",
        _bias_after_the_weights,
        "You updated one part first and let the other one react to it: its error is that of a "
        "neuron which is no longer the one you started from. A gradient belongs to one point.",
        "Compute the error once, before anything changes.",
        "Coursera, Machine Learning: simultaneous update",
        also=(_weights_after_the_bias, _one_weight_after_the_other),
    ),
    Mistake(
        "input_forgotten",
        _step(lambda w, b, x, e, eta: (w - eta * e, b - eta * e)),
        "Every weight moves by the same amount. A weight whose input is 0 had no part in this "
        "output, and one with a large input had a large part.",
        "What is ∂y/∂w_i of a linear neuron?",
        "common",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e * x.sum(), b - eta * e)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x.mean(), b - eta * e)),
            _step(lambda w, b, x, e, eta: (w + eta * e, b + eta * e)),
            _step(lambda w, b, x, e, eta: (w - e, b - e)),
            _step(lambda w, b, x, e, eta: (w - eta * e, b)),
        ),
    ),
    Mistake(
        "input_not_a_factor",
        _step(lambda w, b, x, e, eta: (w - eta * e * x**2, b - eta * e)),
        "The inputs are in the weights' step, but not as they should be: squared, divided by, or "
        "without their signs. If an input doubles, its weight has twice the effect.",
        "What is ∂y/∂w_i?",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e / x, b - eta * e)),
            _step(lambda w, b, x, e, eta: (w - eta * e * np.abs(x), b - eta * e)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x[::-1], b - eta * e)),
        ),
    ),
    Mistake(
        "divided_by_the_size_of_x",
        _step(lambda w, b, x, e, eta: (w - eta * e * x / (x @ x), b - eta * e / (x @ x))),
        "You divided the step by the size of the inputs. That makes another rule (a normalised "
        "one); the delta rule has the learning rate alone.",
        "Which factors stand in (6.4)?",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e * x / (x @ x), b - eta * e)),
            _step(
                lambda w, b, x, e, eta: (w - eta * e * x / (x @ x + 1), b - eta * e / (x @ x + 1))
            ),
            _step(lambda w, b, x, e, eta: (w - eta * e * x / np.sqrt(x @ x), b - eta * e)),
        ),
    ),
    Mistake(
        "sum_forgotten",
        lambda w, b, x, t, eta: (
            w - eta * (w * x + b - t) * x,
            b - eta * (w * x + b - t),
        ),
        "You computed one output for each input. The neuron has one: the products w_i x_i are "
        "added up, and then the bias comes once.",
        "`*` multiplies entry by entry. What does (2.1) do after that?",
        "common",
        also=(
            lambda w, b, x, t, eta: (
                w - eta * (w * x + b - t) * x,
                b - eta * (w * x + b - t).sum(),
            ),
            lambda w, b, x, t, eta: (
                w - eta * (w * x + b - t) * x,
                b - eta * (w * x + b - t).mean(),
            ),
            lambda w, b, x, t, eta: (
                w - eta * (w.sum() * x.sum() + b - t) * x,
                b - eta * (w.sum() * x.sum() + b - t),
            ),
            lambda w, b, x, t, eta: (
                w - eta * ((w * x + b).sum() - t) * x,
                b - eta * ((w * x + b).sum() - t),
            ),
        ),
    ),
    Mistake(
        "no_error_in_it",
        lambda w, b, x, t, eta: (w - eta * w, b - eta * b),
        "The error isn't in your step: it would be the same whatever the target is.",
        "By how much is the output wrong? The step is in proportion to it.",
        also=(
            lambda w, b, x, t, eta: (w, b),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * b)),
            lambda w, b, x, t, eta: (w - eta * w * x, b - eta * b),
            lambda w, b, x, t, eta: (w + eta * x, b + eta),
        ),
    ),
    Mistake(
        "a_weight_left_out",
        _only_weights(slice(0, -1)),
        "Some of the weights have not moved: the loop misses the first or the last, or ends after "
        "one round.",
        "Which numbers does your index run through?",
        "common",
        also=(
            _only_weights(slice(1, None)),
            _only_weights(slice(0, 1)),
            _only_weights(slice(-1, None)),
        ),
    ),
    Mistake(
        "bias_times_input",
        _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e * x.sum())),
        "The inputs got into the bias's step. The bias is the weight from a unit that is always 1: "
        "what the inputs are is nothing to it.",
        "What is ∂y/∂b?",
        "stat453#5",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e * x.mean())),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e * x)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e * x[-1])),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e * x[0])),
        ),
    ),
    Mistake(
        "bias_times_itself",
        _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e * b)),
        "You multiplied the bias's step by the bias. The weights' steps are multiplied by what "
        "comes in over them; what comes in over the bias is always the same.",
        "What is ∂y/∂b?",
    ),
    Mistake(
        "bias_once_per_input",
        _bias_in_the_loop,
        "The bias takes its step once for every input: it is updated inside the loop over the "
        "weights.",
        "How many biases does this neuron have, and how many steps may it take?",
        "luisguiserrano/manning#46, trustyai-explainability PR#26",
        also=(_step(lambda w, b, x, e, eta: (w - eta * e * x, b - 2 * eta * e)),),
    ),
    Mistake(
        "bias_missing_in_the_output",
        lambda w, b, x, t, eta: (w - eta * (x @ w - t) * x, b - eta * (x @ w - t)),
        "The output was computed without the bias, or with another one, so that the error belongs "
        "to another neuron.",
        "Write down y for this neuron, with all its terms.",
        "common",
        also=(
            lambda w, b, x, t, eta: (w - eta * (x @ w - t) * x, b - eta * (x @ w + b - t)),
            lambda w, b, x, t, eta: (w - eta * (x @ w - b - t) * x, b - eta * (x @ w - b - t)),
            lambda w, b, x, t, eta: (w - eta * (x @ w - t) * x, b),
            lambda w, b, x, t, eta: (w - eta * (x @ w + b - t) * x, b - eta * (x @ w - t)),
            lambda w, b, x, t, eta: (w + eta * (x @ w - t) * x, b + eta * (x @ w - t)),
            lambda w, b, x, t, eta: (
                w - eta * (x @ w + 2 * b - t) * x,
                b - eta * (x @ w + 2 * b - t),
            ),
        ),
    ),
    Mistake(
        "output_for_error",
        _delta_rule(lambda y, t: y),
        "The target isn't used: the output is driven towards 0, whatever was asked for.",
        "Which argument haven't you used?",
        also=(
            _delta_rule(lambda y, t: t),
            _delta_rule(lambda y, t: -t),
            _delta_rule(lambda y, t: -y),
            lambda w, b, x, t, eta: (w - eta * (x @ w + b - t) * x, b - eta * (x @ w + b)),
            lambda w, b, x, t, eta: (w - eta * (x @ w + b - t) * x, b - eta * t),
            lambda w, b, x, t, eta: (w - eta * (x @ w + b - t) * x, b + eta * t),
        ),
    ),
    Mistake(
        "target_added",
        _delta_rule(lambda y, t: y + t),
        "You added the target to the output. An error is a difference: 0 where the output is "
        "right.",
        "What should the step be when y equals t?",
    ),
    Mistake(
        "squared_error_for_its_slope",
        _delta_rule(lambda y, t: (y - t) ** 2),
        "You used the loss where its derivative belongs. A squared error has lost its sign: the "
        "step would always go the same way.",
        "Differentiate the loss of one example with respect to y.",
        "common",
        also=(
            _delta_rule(lambda y, t: (y - t) ** 2 / 2),
            _delta_rule(lambda y, t: np.abs(y - t)),
            _delta_rule(lambda y, t: -((y - t) ** 2)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e**2)),
            _delta_rule(lambda y, t: (y - t) ** 3),
        ),
    ),
    Mistake(
        "factor_two",
        _delta_rule(lambda y, t: 2 * (y - t)),
        "The step is twice as long, or half as long, as it should be. With the ½ in the loss, "
        "(5.2), the 2 from the square is gone.",
        "Differentiate the loss of this course, with its ½.",
        "dlib#1169",
        also=(
            _delta_rule(lambda y, t: (y - t) / 2),
            _step(lambda w, b, x, e, eta: (w - 2 * eta * e * x, b - eta * e)),
        ),
    ),
    Mistake(
        "only_the_step",
        lambda w, b, x, t, eta: (-eta * (x @ w + b - t) * x, -eta * (x @ w + b - t)),
        "You returned the change, not the new weights and bias.",
        "Add the step to where you are.",
        "learn_dl PR#25",
        also=(
            lambda w, b, x, t, eta: (eta * (x @ w + b - t) * x, eta * (x @ w + b - t)),
            lambda w, b, x, t, eta: ((x @ w + b - t) * x, x @ w + b - t),
        ),
    ),
    Mistake(
        "weight_for_input",
        _step(lambda w, b, x, e, eta: (w - eta * e * w, b - eta * e)),
        "You multiplied each weight's step by the weight. The output answers to a weight as "
        "strongly as its input is large.",
        "What is ∂y/∂w_i: which of the two factors of w_i x_i is left?",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e * w, b - eta * e * b)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x * w, b - eta * e)),
            _step(lambda w, b, x, e, eta: (w - eta * e * x * w, b - eta * e * b)),
        ),
    ),
    Mistake(
        "mean_over_inputs",
        _step(lambda w, b, x, e, eta: (w - eta * e * x / len(x), b - eta * e)),
        "You divided by the number of inputs. This is one example, a net input is a sum, and "
        "nothing is averaged.",
        "Where would a mean come from, with a single example?",
        "DeepLearningZeroToAll#173",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e / len(x))),
            lambda w, b, x, t, eta: (
                w - eta * ((w * x).mean() + b - t) * x,
                b - eta * ((w * x).mean() + b - t),
            ),
            _step(lambda w, b, x, e, eta: (w - eta * e * x / len(x), b - eta * e / len(x))),
        ),
    ),
    Mistake(
        "activation_too_many",
        lambda w, b, x, t, eta: (
            w - eta * (sigmoid(x @ w + b) - t) * x,
            b - eta * (sigmoid(x @ w + b) - t),
        ),
        "There is a sigmoid, or its slope, in your step. This neuron is linear: its output is its "
        "net input, and its slope is 1.",
        "Which activation function does a linear neuron have?",
        "common",
        also=(
            _delta_rule(lambda y, t: (y - t) * y * (1 - y)),
            _delta_rule(lambda y, t: (y - t) * sigmoid(y) * (1 - sigmoid(y))),
            _delta_rule(lambda y, t: (sigmoid(y) - t) * sigmoid(y) * (1 - sigmoid(y))),
            _delta_rule(lambda y, t: np.tanh(y) - t),
            _delta_rule(lambda y, t: max(y, 0) - t),
            _delta_rule(lambda y, t: (np.tanh(y) - t) * (1 - np.tanh(y) ** 2)),
            _delta_rule(lambda y, t: (y - t) * (1 - y**2)),
        ),
    ),
    Mistake(
        "threshold_unit",
        _delta_rule(lambda y, t: (y > 0) - t),
        "Your output is 0 or 1, as in the perceptron rule, or only the sign of the error is used. "
        "The delta rule uses the error's size as well: large errors make large steps.",
        "A linear neuron's output is any number.",
        "common",
        also=(
            _delta_rule(lambda y, t: (y >= 0.5) - t),
            _delta_rule(lambda y, t: np.sign(y - t)),
            _delta_rule(lambda y, t: np.sign(y) - t),
        ),
    ),
    Mistake(
        "parts_swapped",
        lambda w, b, x, t, eta: (b - eta * (x @ w + b - t), w - eta * (x @ w + b - t) * x),
        "The values are right, but the bias comes first: the weights were asked for first.",
        "Look at the order in the docstring.",
    ),
    Mistake(
        "not_two_parts",
        lambda w, b, x, t, eta: w - eta * (x @ w + b - t) * x,
        "Two things are asked for, the new weights and the new bias: no more, no less, and each as "
        "a part of its own.",
        "Return both, separated by a comma.",
        also=(
            _step(lambda w, b, x, e, eta: (w - eta * e * x, b - eta * e, e)),
            _step(lambda w, b, x, e, eta: e**2 / 2),
            _step(lambda w, b, x, e, eta: e),
            lambda w, b, x, t, eta: x @ w + b,
            lambda w, b, x, t, eta: (
                w - eta * (x @ w + b - t) * x,
                b - eta * (x @ w + b - t),
                x @ w + b,
            ),
            lambda w, b, x, t, eta: np.append(
                w - eta * (x @ w + b - t) * x, b - eta * (x @ w + b - t)
            ),
        ),
    ),
]

# -- mean_gradient -----------------------------------------------------------------------------


def mean_gradient(w, b, X, t):
    """The gradient of a linear neuron's mean loss, `(dw, db)`.

    w : (n,), weights; b : a number, the bias
    X : (N, n), one row an example; t : (N,), their targets
    Returns dw : (n,) and db : a number
    """
    error = X @ w + b - t  # (5.3): one y - t for each example
    dw = X.T @ error / len(X)  # (6.3): for each weight the mean of its input times the error
    db = error.mean()  # (6.3) with an input of 1
    return dw, db  # the gradient itself: no learning rate, no minus


def _gradient(error, mean=len):
    """The gradient with another error for each example, or divided by something else."""

    def gradient(w, b, X, t):
        e = error(X @ w + b, t)
        return X.T @ e / mean(X), e.sum() / mean(X)

    return gradient


def _from_right(change):
    """The gradient made wrong afterwards."""
    return lambda w, b, X, t: change(*mean_gradient(w, b, X, t), w, b)


def _of_some(which, whole):
    """The mean gradient of some of the examples, divided by their number or that of all."""

    def gradient(w, b, X, t):
        e, N = (X @ w + b - t)[which], len(X if whole else X[which])
        return X[which].T @ e / N, e.sum() / N

    return gradient


def _table(error, product):
    """The gradient with a table of N by N in the place of the errors."""

    def gradient(w, b, X, t):
        e = error(X @ w + b, t)
        return product(X, e), e.mean()

    return gradient


def _of_one(n):
    return lambda w, b, X, t: ((X[n] @ w + b - t[n]) * X[n], X[n] @ w + b - t[n])


def _batch(N, n):
    w, X, t = _rng.normal(size=n), _rng.normal(size=(N, n)) + 0.3, _rng.normal(size=N) + 1
    return w, np.float64(_rng.normal()), X, t


GRADIENT_CASES = [
    _batch(5, 3),
    _batch(7, 4),
    _batch(7, 3),
    _batch(6, 6),  # square: turned round where it should not be, X gives a value, a wrong one
]

_sum = _gradient(lambda y, t: y - t, lambda X: 1)
_twice = _gradient(lambda y, t: y - t, lambda X: len(X) ** 2)
_half = _gradient(lambda y, t: (y - t) / 2)
_double = _gradient(lambda y, t: 2 * (y - t))
_reversed = _gradient(lambda y, t: t - y)
_squares = _gradient(lambda y, t: (y - t) ** 2)
_no_target = _gradient(lambda y, t: y)
_added = _gradient(lambda y, t: y + t)


def _from_output_alone(w, b, X, t):
    return mean_gradient(w, b, X, t)[0], (X @ w + b).mean()


def _weights_summed(w, b, X, t):
    dw, db = mean_gradient(w, b, X, t)
    return dw * len(X), db


def _bias_summed(w, b, X, t):
    dw, db = mean_gradient(w, b, X, t)
    return dw, db * len(X)


def _by_features(w, b, X, t):
    dw, db = mean_gradient(w, b, X, t)
    return dw * len(X) / len(w), db


def _no_inputs(w, b, X, t):
    _, db = mean_gradient(w, b, X, t)
    return np.full(len(w), db), db


def _output_without_bias(w, b, X, t):
    return mean_gradient(w, 0.0, X, t)


def _product_of_means(w, b, X, t):
    _, db = mean_gradient(w, b, X, t)
    return X.mean(axis=0) * db, db


def _bias_as_a_weight(w, b, X, t):
    dw, _ = mean_gradient(w, b, X, t)
    return dw, dw.sum()


GRADIENT_MISTAKES = [
    Mistake(
        "sum_for_mean",
        _sum,
        "You added the examples' gradients up. E is the mean loss: with twice as many examples of "
        "the same kind the gradient must stay the same.",
        "How does (5.1) combine the losses of the examples?",
        "DeepLearningZeroToAll#173",
        also=(_gradient(lambda y, t: 2 * (y - t), lambda X: 1),),
    ),
    Mistake(
        "only_one_part_averaged",
        _bias_summed,
        "One of the two is a mean over the batch, the other one a sum: the bias would learn at "
        "another speed than the weights.",
        "Both parts belong to the same E; compare what each is divided by.",
        "tinn#30, DeepLearningZeroToAll#173",
        also=(_weights_summed,),
    ),
    Mistake(
        "mean_taken_twice",
        _twice,
        "You divided by the number of examples twice (a mean of something that was divided "
        "already).",
        "Where does the 1/N enter? Once is enough.",
        "DeepLearningZeroToAll#173",
        also=(
            lambda w, b, X, t: (
                X.T @ (X @ w + b - t) / len(X) ** 2,
                (X @ w + b - t).mean(),
            ),
            lambda w, b, X, t: (
                X.T @ (X @ w + b - t) / len(X),
                (X @ w + b - t).mean() / len(X),
            ),
        ),
    ),
    Mistake(
        "divided_by_the_inputs",
        _by_features,
        "You divided by the number of inputs instead of the number of examples, or by the number "
        "of all entries of X.",
        "Which of the two dimensions of X counts the examples?",
        "DeepLearningZeroToAll#173",
        also=(
            _gradient(lambda y, t: y - t, lambda X: X.shape[1]),
            _gradient(lambda y, t: y - t, lambda X: X.size),
            lambda w, b, X, t: (X.T @ (X @ w + b - t) / X.size, (X @ w + b - t).mean()),
        ),
    ),
    Mistake(
        "wrong_divisor",
        _gradient(lambda y, t: y - t, lambda X: len(X) - 1),
        "You divided by something near the number of examples: by N − 1, as one does to estimate a "
        "variance, or by its root. E is the plain mean over the examples.",
        "How does (5.1) combine the losses of the examples?",
        also=(
            _gradient(lambda y, t: y - t, lambda X: len(X) + 1),
            _gradient(lambda y, t: y - t, lambda X: np.sqrt(len(X))),
        ),
    ),
    Mistake(
        "broadcast_to_a_table",
        _table(lambda y, t: y[:, None] - t, lambda X, e: X.T @ e.sum(axis=1) / len(X)),
        "Your errors are a table of N by N: each output minus each target. That happens when one "
        "of the two is a column, (N, 1), and the other one a row of numbers, (N,); NumPy stretches "
        "both without a word.",
        "Print the shape of y − t: it should be (N,).",
        "fast.ai minai 03",
        also=tuple(
            _table(error, product)
            for error in (lambda y, t: y[:, None] - t, lambda y, t: y - t[:, None])
            for product in (
                lambda X, e: X.T @ e.mean(axis=1) / len(X),
                lambda X, e: X.T @ e / len(X),
                lambda X, e: X.T @ e,
                lambda X, e: X.T @ e.sum(axis=1) / len(X),
                lambda X, e: X.T @ e.mean(axis=1),
                lambda X, e: (e @ X).mean(axis=0) / len(X),
            )
        ),
    ),
    Mistake(
        "inputs_transposed",
        lambda w, b, X, t: (X @ (X @ w + b - t) / len(X), (X @ w + b - t).mean()),
        "X lies on the wrong side, or is turned round where it shouldn't be (or not where it "
        "should): your sum runs over the inputs instead of the examples. Where there are as many "
        "examples as inputs nothing warns you.",
        "Write the shapes side by side; the N must be what is summed over in dw.",
        "common",
        also=(
            lambda w, b, X, t: (X.T @ (X.T @ w + b - t) / len(X), (X.T @ w + b - t).mean()),
            lambda w, b, X, t: (X @ (X.T @ w + b - t) / len(X), (X.T @ w + b - t).mean()),
            lambda w, b, X, t: (X @ (X @ w + b - t), (X @ w + b - t).sum()),
        ),
    ),
    Mistake(
        "errors_along_the_inputs",
        lambda w, b, X, t: (
            (X * (X @ w + b - t)[:, None]).mean(axis=1),
            (X @ w + b - t).mean(),
        ),
        "The products are summed or averaged over the inputs, or the errors met the columns of X "
        "instead of its rows. An error belongs to an example, a row of X; over the examples the "
        "mean is taken, and the inputs stay apart.",
        "Along which axis of X do the examples lie?",
        "common",
        also=(
            lambda w, b, X, t: (
                (X * (X @ w + b - t)[:, None]).sum(axis=1),
                (X @ w + b - t).mean(),
            ),
            lambda w, b, X, t: ((X * (X @ w + b - t)).mean(axis=0), (X @ w + b - t).mean()),
            lambda w, b, X, t: (X * (X @ w + b - t) / len(X), (X @ w + b - t).mean()),
            lambda w, b, X, t: ((X * (X @ w + b - t)).sum(axis=0), (X @ w + b - t).sum()),
        ),
    ),
    Mistake(
        "wrong_sign",
        _reversed,
        "Every sign is reversed. The gradient points uphill; the minus of 'downhill' belongs to "
        "the update.",
        "The error is the derivative of the loss with respect to y: which way round is it?",
        "nn-from-scratch#11",
        also=(
            _gradient(lambda y, t: t - y, lambda X: 1),
            _gradient(lambda y, t: 2 * (t - y)),
            _gradient(lambda y, t: 2 * (t - y), lambda X: 1),
            lambda w, b, X, t: (X.T @ (t - X @ w - b) / len(X), (X @ w + b - t).mean()),
            lambda w, b, X, t: (X.T @ (X @ w + b - t) / len(X), (t - X @ w - b).mean()),
        ),
    ),
    Mistake(
        "factor_two",
        _double,
        "Your gradient is twice, or half, as large as it should be. With the ½ in the loss, (5.2), "
        "the 2 from the square is gone.",
        "Differentiate the loss of this course, with its ½.",
        "dlib#1169",
        also=(
            _half,
            _from_right(lambda dw, db, w, b: (2 * dw, db)),
            _from_right(lambda dw, db, w, b: (dw, 2 * db)),
        ),
    ),
    Mistake(
        "bias_missing_in_the_output",
        _output_without_bias,
        "The outputs were computed without the bias (or with its sign reversed), so that the "
        "errors belong to another neuron.",
        "Write down y for one example, with all its terms.",
        "common",
        also=(
            lambda w, b, X, t: mean_gradient(w, -b, X, t),
            lambda w, b, X, t: _double(w, 0.0, X, t),
            lambda w, b, X, t: _sum(w, 0.0, X, t),
            lambda w, b, X, t: _reversed(w, 0.0, X, t),
            lambda w, b, X, t: (
                mean_gradient(w, 0.0, X, t)[0],
                mean_gradient(w, b, X, t)[1],
            ),
        ),
    ),
    Mistake(
        "no_slope_for_the_bias",
        _from_right(lambda dw, db, w, b: (dw, 0.0)),
        "The slope along the bias isn't 0: the output moves with it, and so does the loss.",
        "What is ∂y/∂b?",
        "tinn#30",
        also=(
            _from_right(lambda dw, db, w, b: (dw, 1.0)),
            _from_right(lambda dw, db, w, b: (dw, b)),
        ),
    ),
    Mistake(
        "inputs_in_the_bias",
        _bias_as_a_weight,
        "The inputs got into the bias's slope. The bias is the weight from a unit that is always "
        "1.",
        "What is ∂y/∂b?",
        "stat453#5",
        also=(
            _from_right(lambda dw, db, w, b: (dw, dw)),
            _from_right(lambda dw, db, w, b: (dw, dw.mean())),
            _from_right(lambda dw, db, w, b: (dw, db * b)),
        ),
    ),
    Mistake(
        "inputs_forgotten",
        _no_inputs,
        "Every weight gets the same slope: the inputs aren't in it. A weight whose input is 0 in "
        "all examples can't change the loss.",
        "What is ∂y/∂w_i?",
        "common",
        also=(
            _from_right(lambda dw, db, w, b: (db, db)),
            lambda w, b, X, t: (np.full(len(w), _sum(w, b, X, t)[1]), _sum(w, b, X, t)[1]),
            lambda w, b, X, t: (_sum(w, b, X, t)[1],) * 2,
        ),
    ),
    Mistake(
        "means_multiplied",
        _product_of_means,
        "You took the mean inputs and the mean error and multiplied them. The mean of products is "
        "not the product of means: each error must meet the inputs of its own example.",
        "Multiply example by example first, then take the mean.",
        also=(
            lambda w, b, X, t: (X.sum(axis=0) * (X @ w + b - t).mean(), (X @ w + b - t).mean()),
            lambda w, b, X, t: (X.mean() * (X @ w + b - t).mean(), (X @ w + b - t).mean()),
            lambda w, b, X, t: (
                np.full(len(w), X.mean() * (X @ w + b - t).mean()),
                (X @ w + b - t).mean(),
            ),
        ),
    ),
    Mistake(
        "squared_error_for_its_slope",
        _squares,
        "You used the loss where its derivative belongs. A squared error has lost its sign.",
        "Differentiate the loss of one example with respect to y.",
        "common",
        also=(
            _gradient(lambda y, t: (y - t) ** 2 / 2),
            _gradient(lambda y, t: np.abs(y - t)),
            _gradient(lambda y, t: np.sign(y - t)),
            _gradient(lambda y, t: (y - t) ** 2, lambda X: 1),
            lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], np.abs(X @ w + b - t).mean()),
            lambda w, b, X, t: ((X @ w + b - t) ** 2).mean() / 2,
            lambda w, b, X, t: ((X @ w + b - t) ** 2).mean(),
            lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], ((X @ w + b - t) ** 2).mean()),
            lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], ((X @ w + b - t) ** 2).mean() / 2),
        ),
    ),
    Mistake(
        "output_for_error",
        _no_target,
        "The targets aren't used: these are the outputs, not the errors.",
        "Which argument haven't you used?",
        also=(
            _gradient(lambda y, t: t),
            _gradient(lambda y, t: -t),
            lambda w, b, X, t: _no_target(w, 0.0, X, t),
            _gradient(lambda y, t: y, lambda X: 1),
            _from_output_alone,
        ),
    ),
    Mistake(
        "target_added",
        _added,
        "You added the targets to the outputs. An error is a difference: 0 where the output is "
        "right.",
        "What should the gradient be when every y equals its t?",
    ),
    Mistake(
        "first_example_only",
        _of_one(0),
        "This is the gradient of one example, the first or the last. The whole batch counts.",
        "Does your result change when you change the second example?",
        "common",
        also=(
            _of_one(-1),
            lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], X[-1] @ w + b - t[-1]),
            lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], X[0] @ w + b - t[0]),
            lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], (X[-1] @ w + b - t[-1]) / len(X)),
            lambda w, b, X, t: (
                (X[-1] @ w + b - t[-1]) * X[-1] / len(X),
                (X[-1] @ w + b - t[-1]) / len(X),
            ),
            lambda w, b, X, t: (
                (X[0] @ w + b - t[0]) * X[0] / len(X),
                (X[0] @ w + b - t[0]) / len(X),
            ),
        ),
    ),
    Mistake(
        "an_example_left_out",
        _of_some(slice(0, -1), True),
        "One of the examples isn't in it: the loop misses the first or the last.",
        "Which numbers does your index run through?",
        "common",
        also=(
            _of_some(slice(0, -1), False),
            _of_some(slice(1, None), True),
            _of_some(slice(1, None), False),
        ),
    ),
    Mistake(
        "one_row_per_example",
        lambda w, b, X, t: ((X @ w + b - t)[:, None] * X, X @ w + b - t),
        "You have one gradient for each example. The loss of the batch is one number, and so each "
        "weight has one slope.",
        "What is still to be done over the first dimension?",
        also=(
            lambda w, b, X, t: ((X @ w + b - t)[:, None] * X / len(X), (X @ w + b - t) / len(X)),
            lambda w, b, X, t: (X.T @ (X @ w + b - t) / len(X), X @ w + b - t),
            lambda w, b, X, t: (X.T @ (X @ w + b - t) / len(X), (X @ w + b - t) / len(X)),
        ),
    ),
    Mistake(
        "inputs_summed",
        _from_right(lambda dw, db, w, b: (dw.sum(), db)),
        "You have one number for all the weights. Each weight has its own slope: keep the inputs "
        "apart.",
        "Give dw the shape of w.",
        also=(
            _from_right(lambda dw, db, w, b: (dw.mean(), db)),
            lambda w, b, X, t: (_sum(w, b, X, t)[0].sum(), _sum(w, b, X, t)[1]),
            lambda w, b, X, t: (_sum(w, b, X, t)[0].sum(), mean_gradient(w, b, X, t)[1]),
            _from_right(lambda dw, db, w, b: (np.full(len(w), dw.sum()), db)),
            _from_right(lambda dw, db, w, b: (np.full(len(w), dw.mean()), db)),
        ),
    ),
    Mistake(
        "weights_for_inputs",
        _from_right(lambda dw, db, w, b: (db * w, db)),
        "You multiplied by the weights where the inputs belong. The output answers to a weight as "
        "strongly as its input is large.",
        "What is ∂y/∂w_i: which of the two factors of w_i x_i is left?",
        also=(
            _from_right(lambda dw, db, w, b: (db * w, db * b)),
            _from_right(lambda dw, db, w, b: (dw * w, db)),
            _from_right(lambda dw, db, w, b: (dw + w, db + b)),
        ),
    ),
    Mistake(
        "already_a_step",
        _from_right(lambda dw, db, w, b: (w - dw, b - db)),
        "You went on and took a step. Asked for is the gradient alone.",
        "There is no learning rate among the arguments.",
        also=(
            _from_right(lambda dw, db, w, b: (w - 0.1 * dw, b - 0.1 * db)),
            _from_right(lambda dw, db, w, b: (w - 0.01 * dw, b - 0.01 * db)),
            _from_right(lambda dw, db, w, b: (-0.1 * dw, -0.1 * db)),
        ),
    ),
    Mistake(
        "activation_too_many",
        _gradient(lambda y, t: sigmoid(y) - t),
        "There is a sigmoid, or its slope, in your gradient. This neuron is linear: its output is "
        "its net input, and its slope is 1.",
        "Which activation function does a linear neuron have?",
        "common",
        also=(
            _gradient(lambda y, t: (y - t) * y * (1 - y)),
            _gradient(lambda y, t: (y - t) * sigmoid(y) * (1 - sigmoid(y))),
            _gradient(lambda y, t: (sigmoid(y) - t) * sigmoid(y) * (1 - sigmoid(y))),
        ),
    ),
    Mistake(
        "parts_swapped",
        lambda w, b, X, t: mean_gradient(w, b, X, t)[::-1],
        "The values are right, but db comes first: dw was asked for first.",
        "Look at the order in the docstring.",
    ),
    Mistake(
        "not_two_parts",
        _from_right(lambda dw, db, w, b: dw),
        "Two things are asked for, dw and db: no more, no less, and each as a part of its own.",
        "Return both, separated by a comma.",
        also=(
            lambda w, b, X, t: np.append(*mean_gradient(w, b, X, t)),
            lambda w, b, X, t: (*mean_gradient(w, b, X, t), X @ w + b - t),
        ),
    ),
]

# -- descend -----------------------------------------------------------------------------------


def descend(w, b, X, t, learning_rate, steps):
    """The `(w, b)` after so many full-batch steps; the old ones stay.

    w : (n,), weights at the start; b : a number, the bias at the start
    X : (N, n), one row an example; t : (N,), their targets
    learning_rate : a number; steps : how many steps, an int
    """
    for _ in range(steps):  # one step after the other, each from where the last one ended
        error = X @ w + b - t  # (5.3): of all examples, at the present w and b
        dw, db = X.T @ error / len(X), error.mean()  # (6.3): the gradient of the mean loss there
        w, b = w - learning_rate * dw, b - learning_rate * db  # (1.8): both from the same error
    return w, b  # w - ... made new arrays, so the caller's are untouched


def _down(gradient, sign=-1):
    """Descent along another gradient."""

    def go(w, b, X, t, eta, steps):
        for _ in range(steps):
            dw, db = gradient(w, b, X, t)
            w, b = w + sign * eta * dw, b + sign * eta * db
        return w, b

    return go


def _steps(change):
    """Descent with another number of steps."""
    return lambda w, b, X, t, eta, steps: descend(w, b, X, t, eta, change(steps))


def _rates(rate):
    """Descent with a learning rate of its own for step k."""

    def go(w, b, X, t, eta, steps):
        for k in range(steps):
            w, b = descend(w, b, X, t, rate(eta, k), 1)
        return w, b

    return go


def _rated(w_rate, b_rate):
    """Descent with separate learning rates."""

    def go(w, b, X, t, eta, steps):
        for _ in range(steps):
            dw, db = mean_gradient(w, b, X, t)
            w, b = w - w_rate(eta) * dw, b - b_rate(eta) * db
        return w, b

    return go


def _only_steps(w, b, X, t, eta, steps):
    for _ in range(steps):
        dw, db = mean_gradient(w, b, X, t)
        w, b = -eta * dw, -eta * db
    return w, b


def _bias_follows(w, b, X, t, eta, steps):
    for _ in range(steps):
        w = w - eta * X.T @ (X @ w + b - t) / len(X)
        b = b - eta * (X @ w + b - t).mean()
    return w, b


def _weights_follow(w, b, X, t, eta, steps):
    for _ in range(steps):
        b = b - eta * (X @ w + b - t).mean()
        w = w - eta * X.T @ (X @ w + b - t) / len(X)
    return w, b


def _weights_first(w, b, X, t, eta, steps):
    """All steps of the weights, then all steps of the bias."""
    for _ in range(steps):
        w = w - eta * X.T @ (X @ w + b - t) / len(X)
    for _ in range(steps):
        b = b - eta * (X @ w + b - t).mean()
    return w, b


def _same_gradient(w, b, X, t, eta, steps):
    dw, db = mean_gradient(w, b, X, t)
    return w - steps * eta * dw, b - steps * eta * db


def _always_from_the_start(w, b, X, t, eta, steps):
    for _ in range(steps):
        dw, db = mean_gradient(w, b, X, t)
        w_new, b_new = w - eta * dw, b - eta * db
    return w_new, b_new


def _by_example(scale):
    def go(w, b, X, t, eta, steps):
        for _ in range(steps):
            for x, target in zip(X, t, strict=True):
                error = x @ w + b - target
                w, b = w - scale(X) * eta * error * x, b - scale(X) * eta * error
        return w, b

    return go


def _one_example_a_step(w, b, X, t, eta, steps):
    for k in range(steps):
        n = k % len(X)
        error = X[n] @ w + b - t[n]
        w, b = w - eta * error * X[n], b - eta * error
    return w, b


def _once_over_the_examples(w, b, X, t, eta, steps):
    return _by_example(lambda X: 1)(w, b, X, t, eta, 1)


def _old_error(w, b, X, t, eta, steps):
    error = X @ w + b - t
    for _ in range(steps):
        w, b = w - eta * X.T @ error / len(X), b - eta * (X @ w + b - t).mean()
    return w, b


def _old_error_for_the_bias(w, b, X, t, eta, steps):
    error = X @ w + b - t
    for _ in range(steps):
        w, b = w - eta * mean_gradient(w, b, X, t)[0], b - eta * error.mean()
    return w, b


def _accumulated(kept):
    def go(w, b, X, t, eta, steps):
        total_w, total_b = np.zeros(len(w)), 0.0
        for _ in range(steps):
            dw, db = mean_gradient(w, b, X, t)
            total_w, total_b = kept * total_w + dw, kept * total_b + db
            w, b = w - eta * total_w, b - eta * total_b
        return w, b

    return go


def _at_the_minimum(w, b, X, t, eta, steps):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    best = np.linalg.lstsq(X1, t, rcond=None)[0]
    return best[:-1], best[-1]


def _last_gradient(shift):
    def go(w, b, X, t, eta, steps):
        w, b = descend(w, b, X, t, eta, steps + shift)
        return mean_gradient(w, b, X, t)

    return go


def _loss_at_the_end(w, b, X, t, eta, steps):
    w, b = descend(w, b, X, t, eta, steps)
    return ((X @ w + b - t) ** 2).mean() / 2


def _losses_on_the_way(w, b, X, t, eta, steps):
    return [_loss_at_the_end(w, b, X, t, eta, k) for k in range(steps)]


def _all_of_the_way(w, b, X, t, eta, steps):
    places = [descend(w, b, X, t, eta, k + 1) for k in range(steps)]
    return np.array([p[0] for p in places]), np.array([p[1] for p in places])


def _with_the_start(w, b, X, t, eta, steps):
    places = [descend(w, b, X, t, eta, k) for k in range(steps + 1)]
    return np.array([p[0] for p in places]), np.array([p[1] for p in places])


DESCEND_CASES = [
    (*_batch(6, 3), 0.1, 4),
    (*_batch(7, 4), 0.2, 3),
    (*_batch(7, 2), 0.15, 6),
    (*_batch(4, 4), 0.1, 3),
]

DESCEND_MISTAKES = [
    Mistake(
        "sum_for_mean",
        _down(_sum),
        "The gradient is a sum over the examples here. E is their mean loss: with the sum the step "
        "grows with the batch, and large batches diverge.",
        "How does (5.1) combine the losses of the examples?",
        "DeepLearningZeroToAll#173",
        also=(
            _down(_gradient(lambda y, t: 2 * (y - t), lambda X: 1)),
            lambda w, b, X, t, eta, steps: _down(_sum)(w, b, X, t, 1.0, steps),
        ),
    ),
    Mistake(
        "only_one_part_averaged",
        _down(_bias_summed),
        "For one of the two, weights or bias, you take the mean over the batch, for the other one "
        "the sum.",
        "Both belong to the same E; compare what each is divided by.",
        "tinn#30, DeepLearningZeroToAll#173",
        also=(_down(_weights_summed),),
    ),
    Mistake(
        "mean_taken_twice",
        _down(_twice),
        "You divided by the number of examples twice: the steps are N times too short.",
        "Where does the 1/N enter? Once is enough.",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "divided_by_the_inputs",
        _down(_by_features),
        "You divided by the number of inputs, or of steps, instead of the number of examples.",
        "Which of the two dimensions of X counts the examples?",
        "DeepLearningZeroToAll#173",
        also=(
            _down(_gradient(lambda y, t: y - t, lambda X: X.shape[1])),
            _down(_gradient(lambda y, t: y - t, lambda X: X.size)),
            lambda w, b, X, t, eta, steps: _down(_gradient(lambda y, t: y - t, lambda X: steps))(
                w, b, X, t, eta, steps
            ),
        ),
    ),
    Mistake(
        "uphill",
        _down(mean_gradient, +1),
        "Every step goes uphill: the loss grows faster and faster. It happens with t − y where "
        "y − t belongs, and with a plus where the minus belongs (doing both is right).",
        "Compute the loss before and after one step.",
        "nn-from-scratch#11",
        also=(_down(_sum, +1), _down(_double, +1), _rates(lambda eta, k: -1.0)),
    ),
    Mistake(
        "one_sign_reversed",
        _down(lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], -mean_gradient(w, b, X, t)[1])),
        "Weights and bias go in opposite directions: one of them downhill, the other one uphill.",
        "The bias is a weight, too; both updates carry the same sign.",
        also=(
            _down(lambda w, b, X, t: (-mean_gradient(w, b, X, t)[0], mean_gradient(w, b, X, t)[1])),
        ),
    ),
    Mistake(
        "factor_two",
        _down(_double),
        "The steps are twice, or half, as long as they should be. With the ½ in the loss, (5.2), "
        "the 2 from the square is gone.",
        "Differentiate the loss of this course, with its ½.",
        "dlib#1169",
        also=(
            _down(_half),
            _down(_from_right(lambda dw, db, w, b: (2 * dw, db))),
            _down(_from_right(lambda dw, db, w, b: (dw, 2 * db))),
        ),
    ),
    Mistake(
        "no_learning_rate",
        _rates(lambda eta, k: 1.0),
        "The learning rate isn't used, for the weights, for the bias or for both: these steps are "
        "as long as the gradient.",
        "Which argument says how far to go? It scales both updates.",
        "common",
        also=(_rated(lambda eta: 1.0, lambda eta: eta), _rated(lambda eta: eta, lambda eta: 1.0)),
    ),
    Mistake(
        "learning_rate_misused",
        _rates(lambda eta, k: eta / (k + 1)),
        "Your learning rate is not the one handed in, or it changes from step to step. Here it is "
        "the same number throughout.",
        "Look at what multiplies the gradient in the first step, and in the second.",
        also=(
            _rates(lambda eta, k: eta * (k + 1)),
            _rates(lambda eta, k: eta ** (k + 1)),
            _rates(lambda eta, k: 1 / eta),
            _rates(lambda eta, k: eta**2),
            _rates(lambda eta, k: eta * 0.9**k),
            _rates(lambda eta, k: eta * 0.5**k),
            _rates(lambda eta, k: 0.1 * eta),
            _rates(lambda eta, k: 0.01),
            lambda w, b, X, t, eta, steps: descend(w, b, X, t, eta / steps, steps),
        ),
    ),
    Mistake(
        "one_step_only",
        _steps(lambda steps: 1),
        "You took one step, whatever `steps` says. A `return` inside the loop ends it in the first "
        "round; so does starting each round from the weights at the start.",
        "Where is your `return`, and from which w does the second round start?",
        "common",
        also=(_always_from_the_start,),
    ),
    Mistake(
        "other_number_of_steps",
        _steps(lambda steps: steps - 1),
        "You took another number of steps: one too few or too many, or one for each example.",
        "Count the rounds for `steps` = 1.",
        "common",
        also=(
            _steps(lambda steps: steps + 1),
            _steps(lambda steps: 2 * steps),
            lambda w, b, X, t, eta, steps: descend(w, b, X, t, eta, steps * len(X)),
            lambda w, b, X, t, eta, steps: descend(w, b, X, t, eta, len(X)),
        ),
    ),
    Mistake(
        "gradient_of_the_start",
        _same_gradient,
        "You used the gradient of the start for all steps. It is different at each place on the "
        "way: shorter, the nearer you come to the minimum.",
        "Which lines must be repeated for each step?",
        "common",
        also=(_old_error, _old_error_for_the_bias),
    ),
    Mistake(
        "gradients_pile_up",
        _accumulated(1),
        "The gradients of earlier steps are still in it when the next step is made (momentum is "
        "made like this, on purpose, with a factor). Each step here uses the gradient of where it "
        "starts, and that alone.",
        "What must be set back to 0 at the beginning of each round?",
        "udacity/deep-learning-v2-pytorch PR#160",
        also=(_accumulated(0.9), _accumulated(0.5)),
    ),
    Mistake(
        "not_at_the_same_time",
        _bias_follows,
        "You updated one part first and let the other one react to it: its error is that of a "
        "neuron which is no longer the one the step started from.",
        "In each round compute the error once, before anything changes.",
        "Coursera, Machine Learning: simultaneous update",
        also=(_weights_follow, _weights_first),
    ),
    Mistake(
        "example_by_example",
        _by_example(lambda X: 1),
        "You update after each single example. That is descent, too, but full-batch steps use the "
        "mean gradient of all examples at the same w.",
        "How many updates should there be for `steps` = 1?",
        "common",
        also=(
            _by_example(lambda X: 1 / len(X)),
            lambda w, b, X, t, eta, steps: _by_example(lambda X: 1)(
                w, b, X[::-1], t[::-1], eta, steps
            ),
            _one_example_a_step,
            _once_over_the_examples,
        ),
    ),
    Mistake(
        "bias_not_updated",
        _down(lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], 0.0)),
        "The bias stays where it was. It learns as well.",
        "What is ∂E/∂b?",
        "nntrainer PR#219, simple-neural-network PR#10",
        also=(
            lambda w, b, X, t, eta, steps: (
                _down(lambda w, b, X, t: (mean_gradient(w, b, X, t)[0], 0.0))(
                    w, b, X, t, eta, steps
                )[0],
                0.0,
            ),
        ),
    ),
    Mistake(
        "weights_not_updated",
        _down(lambda w, b, X, t: (0.0, mean_gradient(w, b, X, t)[1])),
        "The weights stay where they were; only the bias has learnt.",
        "Write the update of the weights first.",
    ),
    Mistake(
        "bias_missing_in_the_output",
        _down(_output_without_bias),
        "The outputs are computed without the bias, so that the errors belong to another neuron.",
        "Write down y for one example, with all its terms.",
        "common",
        also=(
            lambda w, b, X, t, eta, steps: (
                _down(lambda w, _, X, t: (mean_gradient(w, 0.0, X, t)[0], 0.0))(
                    w, b, X, t, eta, steps
                )[0],
                b,
            ),
        ),
    ),
    Mistake(
        "inputs_forgotten",
        _down(_no_inputs),
        "All weights move by the same amount: the inputs aren't in their gradient, or they are put "
        "together.",
        "What is ∂y/∂w_i? Each weight has its own.",
        "common",
        also=(
            _down(_from_right(lambda dw, db, w, b: (dw.sum(), db))),
            _down(_from_right(lambda dw, db, w, b: (dw.mean(), db))),
        ),
    ),
    Mistake(
        "means_multiplied",
        _down(_product_of_means),
        "You multiplied the mean inputs by the mean error. The mean of products is not the product "
        "of means: each error must meet the inputs of its own example.",
        "Multiply example by example first, then take the mean.",
    ),
    Mistake(
        "weights_for_inputs",
        _down(_from_right(lambda dw, db, w, b: (db * w, db))),
        "You multiplied by the weights where the inputs belong.",
        "What is ∂y/∂w_i: which of the two factors of w_i x_i is left?",
    ),
    Mistake(
        "inputs_transposed",
        _down(lambda w, b, X, t: (X @ (X @ w + b - t) / len(X), (X @ w + b - t).mean())),
        "X is turned round where it shouldn't be, or not where it should: a sum runs over the "
        "inputs instead of the examples. Where there are as many examples as inputs nothing warns "
        "you.",
        "Write the shapes side by side; the N must be what is summed over in dw.",
        "common",
        also=(
            _down(lambda w, b, X, t: (X.T @ (X.T @ w + b - t) / len(X), (X.T @ w + b - t).mean())),
            _down(lambda w, b, X, t: (X @ (X.T @ w + b - t) / len(X), (X.T @ w + b - t).mean())),
            _down(lambda w, b, X, t: ((X * (X @ w + b - t)).mean(axis=0), (X @ w + b - t).mean())),
        ),
    ),
    Mistake(
        "inputs_in_the_bias",
        _down(_bias_as_a_weight),
        "The inputs got into the bias's step. The bias is the weight from a unit that is always 1.",
        "What is ∂y/∂b?",
        "stat453#5",
        also=(
            _down(
                lambda w, b, X, t: (
                    mean_gradient(w, b, X, t)[0],
                    mean_gradient(w, b, X, t)[0].mean(),
                )
            ),
        ),
    ),
    Mistake(
        "squared_error_for_its_slope",
        _down(_squares),
        "You used the loss where its derivative belongs. A squared error has lost its sign: every "
        "step goes the same way.",
        "Differentiate the loss of one example with respect to y.",
        "common",
        also=(
            _down(_gradient(lambda y, t: np.abs(y - t))),
            _down(_gradient(lambda y, t: np.sign(y - t))),
        ),
    ),
    Mistake(
        "output_for_error",
        _down(_no_target),
        "The targets aren't used: the outputs are driven towards 0.",
        "Which argument haven't you used?",
    ),
    Mistake(
        "target_added",
        _down(_added),
        "You added the targets to the outputs. An error is a difference: 0 where the output is "
        "right.",
        "What should a step do when every y equals its t?",
    ),
    Mistake(
        "one_example_only",
        _down(_of_one(0)),
        "Your gradient is that of one example, the first or the last. The whole batch counts.",
        "Does your result change when you change the second example?",
        "common",
        also=(_down(_of_one(-1)),),
    ),
    Mistake(
        "an_example_left_out",
        _down(_of_some(slice(0, -1), True)),
        "One of the examples isn't in your gradient: the loop misses the first or the last.",
        "Which numbers does your index run through?",
        "common",
        also=(
            _down(_of_some(slice(0, -1), False)),
            _down(_of_some(slice(1, None), True)),
            _down(_of_some(slice(1, None), False)),
        ),
    ),
    Mistake(
        "start_forgotten",
        lambda w, b, X, t, eta, steps: descend(np.zeros(len(w)), 0.0, X, t, eta, steps),
        "You started from zero (or one), not from the w and b that were handed in.",
        "Use the arguments as the place where the descent begins.",
        also=(
            lambda w, b, X, t, eta, steps: descend(w, 0.0, X, t, eta, steps),
            lambda w, b, X, t, eta, steps: descend(np.zeros(len(w)), b, X, t, eta, steps),
            lambda w, b, X, t, eta, steps: descend(np.ones(len(w)), 1.0, X, t, eta, steps),
        ),
    ),
    Mistake(
        "at_the_minimum",
        _at_the_minimum,
        "That is the bottom of the bowl, (6.5). So few steps don't reach it.",
        "Go only as far as `steps` steps lead.",
    ),
    Mistake(
        "only_the_change",
        lambda w, b, X, t, eta, steps: tuple(
            new - old for new, old in zip(descend(w, b, X, t, eta, steps), (w, b), strict=True)
        ),
        "You returned how far it went, or the last gradient, not where it ended.",
        "Return w and b themselves.",
        also=(
            _only_steps,
            _last_gradient(-1),
            _last_gradient(0),
        ),
    ),
    Mistake(
        "whole_way_returned",
        _all_of_the_way,
        "You returned the place after every step. Asked for is the last one.",
        "Return w and b once, after the loop.",
        also=(
            _with_the_start,
            lambda *given: (_all_of_the_way(*given)[0], descend(*given)[1]),
            lambda *given: (_with_the_start(*given)[0], descend(*given)[1]),
        ),
    ),
    Mistake(
        "parts_swapped",
        lambda *given: descend(*given)[::-1],
        "The values are right, but the bias comes first: the weights were asked for first.",
        "Look at the order in the docstring.",
    ),
    Mistake(
        "not_two_parts",
        lambda *given: descend(*given)[0],
        "Two things are asked for, the weights and the bias: no more, no less, and each as a part "
        "of its own.",
        "Return both, separated by a comma.",
        also=(
            lambda *given: np.append(*descend(*given)),
            lambda *given: _loss_at_the_end(*given),
            _losses_on_the_way,
            lambda *given: (*descend(*given), _loss_at_the_end(*given)),
        ),
    ),
]

# -- largest_stable_rate -----------------------------------------------------------------------


def largest_stable_rate():
    """Up to which learning rate does full-batch descent converge from every start? Two decimals.

    The loss of a linear neuron with two weights (bias held) has the Hessian H = [[7, 2], [2, 4]].
    """
    trace, determinant = 7 + 4, 7 * 4 - 2 * 2  # the eigenvalues' sum and their product
    root = (trace**2 - 4 * determinant) ** 0.5  # from the quadratic equation of the eigenvalues
    largest = (trace + root) / 2  # the steepest direction is the first to diverge
    return 2 / largest  # (6.7a): beyond it |1 - rate * eigenvalue| is above 1


RATE_MISTAKES = [
    Mistake(
        "smallest_eigenvalue",
        2 / 3,
        "You used the smaller eigenvalue. Along its direction the descent would still converge, "
        "but along the steep one it has diverged long before.",
        "Which direction of the bowl is the first to overshoot?",
        "common",
    ),
    Mistake(
        "one_for_two",
        1 / 8,
        "With this rate the distance along the steep direction is gone in one step. It may "
        "overshoot the bottom and still come nearer: you can go further.",
        "For which rates is |1 − ηλ| below 1?",
        "common",
        also=(0.12, 0.13),
    ),
    Mistake(
        "one_over_the_smallest",
        1 / 3,
        "You used the smaller eigenvalue, and stopped where the distance along its direction is "
        "gone in one step.",
        "Which direction is the first to overshoot, and when does overshooting become divergence?",
    ),
    Mistake(
        "fastest_rate",
        2 / 11,
        "That is the rate with the fastest convergence, 2 over the sum of both eigenvalues (or you "
        "used the trace of H). Asked for is the limit of stability.",
        "(6.7a) needs one eigenvalue only.",
    ),
    Mistake(
        "diagonal_entry",
        2 / 7,
        "You took an entry of H's diagonal for its largest eigenvalue. Its entries are the "
        "eigenvalues only where H is diagonal, where the inputs are uncorrelated.",
        "Find the eigenvalues: both weights are coupled by the 2 beside the diagonal.",
        also=(2 / 4, 1 / 7),
    ),
    Mistake(
        "mean_eigenvalue",
        2 / 5.5,
        "You used the mean of both eigenvalues. Along the steeper direction that is too far.",
        "Which direction of the bowl is the first to overshoot?",
    ),
    Mistake(
        "condition_number",
        8 / 3,
        "That is the ratio of both eigenvalues, the condition number. It says how slow the descent "
        "is at best; asked for is a learning rate.",
        "(6.7a) needs one eigenvalue only.",
    ),
    Mistake(
        "largest_row_sum",
        2 / 9,
        "You took the largest row sum of H for its largest eigenvalue. It is a bound, and a little "
        "too large.",
        "Find the eigenvalues themselves.",
    ),
    Mistake(
        "eigenvalue_itself",
        8.0,
        "That is an eigenvalue of H. A steeper bowl needs a smaller rate.",
        "How does (6.7a) turn an eigenvalue into a rate?",
        also=(3.0,),
    ),
    Mistake(
        "upside_down",
        8 / 2,
        "You have it upside down: a steeper bowl needs a smaller rate.",
        "For which rates is |1 − ηλ| below 1?",
        also=(3 / 2,),
    ),
    Mistake(
        "determinant",
        2 / 24,
        "You used the determinant of H, the product of both eigenvalues.",
        "(6.7a) needs one eigenvalue only.",
        also=(24.0,),
    ),
    Mistake(
        "number_of_steps_rate",
        (8 - 3) / (8 + 3),
        "That is the best factor by which the distance shrinks in a step, (6.8b). Asked for is a "
        "learning rate.",
        "Go back to (6.7a).",
    ),
]

# -- fix_06 ------------------------------------------------------------------------------------


def fix_06(w, b, X, t, learning_rate):
    """One full-batch step for a linear neuron: the new `(w, b)`.

    w : (n,); b : a number; X : (N, n), one row an example
    t : (N,); learning_rate : a number
    """
    error = X @ w + b - t  # once, and before anything changes: both slopes belong to this point
    w = w - learning_rate * X.T @ error / len(X)  # (6.3) and (1.8); a new array
    b = b - learning_rate * error.mean()  # the same errors, though w is another by now
    return w, b  # one step along the gradient of one point


def fix_06_shown(w, b, X, t, learning_rate):
    """One full-batch step for a linear neuron: the new `(w, b)`.

    w : (n,); b : a number; X : (N, n), one row an example
    t : (N,); learning_rate : a number
    """
    w = w - learning_rate * X.T @ (X @ w + b - t) / len(X)
    b = b - learning_rate * (X @ w + b - t).mean()
    return w, b


def _one_step(gradient, sign=-1):
    return lambda w, b, X, t, eta: _down(gradient, sign)(w, b, X, t, eta, 1)


FIX_MISTAKES = [
    Mistake(
        "the_other_way_round",
        lambda w, b, X, t, eta: _weights_follow(w, b, X, t, eta, 1),
        "Now the bias goes first and the weights react to it: the same bug with the roles "
        "exchanged.",
        "Neither part may see the other one's new value.",
        "Coursera, Machine Learning: simultaneous update",
    ),
    Mistake(
        "bias_not_updated",
        lambda w, b, X, t, eta: (_one_step(mean_gradient)(w, b, X, t, eta)[0], b),
        "The bias doesn't move any more.",
        "Keep both updates; only what they are computed from is wrong.",
    ),
    Mistake(
        "weights_not_updated",
        lambda w, b, X, t, eta: (w, _one_step(mean_gradient)(w, b, X, t, eta)[1]),
        "The bias is right now, but the weights come back as they went in.",
        "Keep both updates; only what they are computed from is wrong.",
    ),
    Mistake(
        "sum_for_mean",
        _one_step(_sum),
        "Both parts use the old weights now, but the mean over the batch became a sum.",
        "Leave the 1/N where it was.",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "only_one_part_averaged",
        _one_step(_bias_summed),
        "Both parts use the old weights now, but for one of them the mean became a sum.",
        "Compare what each part is divided by.",
        "tinn#30, DeepLearningZeroToAll#173",
        also=(_one_step(_weights_summed),),
    ),
    Mistake(
        "uphill",
        _one_step(mean_gradient, +1),
        "Both parts use the old weights now, but the step goes uphill.",
        "The signs were right before.",
        "nn-from-scratch#11",
    ),
    Mistake(
        "no_learning_rate",
        lambda w, b, X, t, eta: _one_step(mean_gradient)(w, b, X, t, 1.0),
        "Both parts use the old weights now, but the learning rate is gone.",
        "The rates were right before.",
    ),
    Mistake(
        "bias_missing_in_the_output",
        _one_step(_output_without_bias),
        "Both parts use the old weights now, but the bias has gone from the output.",
        "The outputs were right before.",
        also=(
            _one_step(
                lambda w, b, X, t: (mean_gradient(w, 0.0, X, t)[0], mean_gradient(w, b, X, t)[1])
            ),
        ),
    ),
    Mistake(
        "factor_two",
        _one_step(_double),
        "Both parts use the old weights now, but the step has become twice, or half, as long.",
        "The lengths were right before.",
        also=(_one_step(_half),),
    ),
    Mistake(
        "gradient_returned",
        lambda w, b, X, t, eta: mean_gradient(w, b, X, t),
        "Both parts use the old weights now, but you returned a gradient or a step, not the place "
        "that it leads to.",
        "Where are `w` and `b` after the step?",
        also=(
            lambda w, b, X, t, eta: [-eta * part for part in mean_gradient(w, b, X, t)],
            lambda w, b, X, t, eta: [eta * part for part in mean_gradient(w, b, X, t)],
        ),
    ),
    Mistake(
        "mean_twice",
        lambda w, b, X, t, eta: _one_step(mean_gradient)(w, b, X, t, eta / len(X)),
        "Both parts use the old weights now, but you divided by the number of examples once more "
        "than before.",
        "A mean has its 1/N already.",
        also=(
            lambda w, b, X, t, eta: (
                _one_step(mean_gradient)(w, b, X, t, eta)[0],
                _one_step(mean_gradient)(w, b, X, t, eta / len(X))[1],
            ),
            lambda w, b, X, t, eta: (
                _one_step(mean_gradient)(w, b, X, t, eta / len(X))[0],
                _one_step(mean_gradient)(w, b, X, t, eta)[1],
            ),
        ),
    ),
    Mistake(
        "new_weights_for_both",
        lambda w, b, X, t, eta: descend(w, b, X, t, eta, 2),
        "You took a second step: the errors are computed again, with what is new already.",
        "One step needs the errors of the start alone.",
        also=(
            lambda w, b, X, t, eta: (
                w + np.subtract(*(descend(w, b, X, t, eta, k)[0] for k in (2, 1))),
                b + np.subtract(*(descend(w, b, X, t, eta, k)[1] for k in (2, 1))),
            ),
        ),
    ),
]

EXERCISES = [
    code(
        delta_rule_step,
        cases=DELTA_RULE_CASES,
        parts=("w", "b"),
        mistakes=DELTA_RULE_MISTAKES,
        hints=[
            "Three things in this order: the output, the error, the step. How large is the error "
            "y − t of this example?",
            "The output moves x_i times as much as weight i, and as much as b itself. So what is "
            "the slope of the example's loss along each of them?",
            "Each new value is the old one minus the learning rate times its slope. Compute the "
            "error once, and use `-`, not `-=`, so that the old weights stay.",
        ],
        praise="Right: one error for both, each weight moved in proportion to its own input, and "
        "the bias as a weight whose input is 1.",
    ),
    code(
        mean_gradient,
        cases=GRADIENT_CASES,
        parts=("dw", "db"),
        mistakes=GRADIENT_MISTAKES,
        hints=[
            "Begin with the errors: one y − t for each of the N examples.",
            "For one weight: multiply each example's error by that example's input, then take the "
            "mean over the examples. Which shapes do you need for all weights at once?",
            "A product with X turned round sums over the examples; what is left is the 1/N. For "
            "the bias put 1 in the place of the inputs.",
        ],
        praise="Right: each error meets the inputs of its own example, and then the mean over the "
        "batch; for the bias the input is 1.",
    ),
    code(
        descend,
        cases=DESCEND_CASES,
        parts=("w", "b"),
        mistakes=DESCEND_MISTAKES,
        hints=[
            "You have the gradient already, from `mean_gradient`. What must be done with it, "
            "and how often?",
            "Each round: the errors at the present w and b, the gradient from them, then one step "
            "of both. The next round starts from there.",
            "Update both from the same error, and write `w = w - …` so that the array that was "
            "handed in stays as it is. Return the last w and b only, after the loop.",
        ],
        praise="Right: the gradient is taken anew at every place on the way, from all examples, "
        "and both parts step together.",
    ),
    number(
        largest_stable_rate,
        unit=0.01,
        mistakes=RATE_MISTAKES,
        hints=[
            "Along an eigenvector of H the distance from the lowest point is multiplied by 1 − ηλ "
            "in each step, (6.6c).",
            "The eigenvalues' sum is 7 + 4, their product 7·4 − 2·2. Which two numbers are they, "
            "and which of them sets the limit?",
            "Descent converges as long as |1 − ηλ| < 1 along both directions; solve this for η, "
            "for the steeper one.",
        ],
        praise="Right: the steepest direction is the first to diverge, and (6.7a) needs its "
        "eigenvalue alone.",
    ),
    choice(
        "which_surface",
        question="A linear neuron has two weights, its bias is held at 0. It is trained on a "
        "single example with the inputs (2, 1). What does its loss look like over the two weights?",
        options={
            "a": "A round bowl with one lowest point",
            "b": "A trough: a whole line of lowest points",
            "c": "A tilted plane without a lowest point",
            "d": "A bowl stretched along one direction, with one lowest point",
            "e": "A saddle: up one way, down the other",
        },
        right="b",
        mistakes=[
            Mistake(
                "round_bowl",
                "a",
                "One example asks for one thing: 2w₁ + w₂ = t. There are many pairs of weights "
                "that do it, and all of them have the loss 0.",
                "Find two different pairs of weights that give this example the right output.",
                "common",
            ),
            Mistake(
                "plane",
                "c",
                "The loss is a square, so it can't fall without end. What is a plane here is the "
                "output over the weights.",
                "(6.1): what does the loss look like over the output?",
            ),
            Mistake(
                "stretched_bowl",
                "d",
                "A bowl rises in every direction from its lowest point. Here you can walk one way "
                "from it without the loss changing.",
                "From weights with the loss 0, take 1 more of w₁ and 2 less of w₂. How far does "
                "the output move?",
                "common",
            ),
            Mistake(
                "saddle",
                "e",
                "A saddle goes below its middle. A squared error is never negative, and where the "
                "output is right it is 0.",
                "Can ½(2w₁ + w₂ − t)² be below 0?",
            ),
        ],
        hints=[
            "The loss depends on the weights only through the output, 2w₁ + w₂.",
            "Which weights give the same output? Draw them in the plane of w₁ and w₂.",
            "Take 1 more of w₁. How much less of w₂ keeps the output as it was? Do it again and "
            "again: where do you walk?",
        ],
        praise="Right: all weights on one line give the same output, and so the same loss; one "
        "example can't decide between them.",
        solution="The loss is ½(2w₁ + w₂ − t)². It is constant along each line 2w₁ + w₂ = const, "
        "and 0 on the line 2w₁ + w₂ = t: a trough.",
    ),
    fix(
        fix_06,
        shown=fix_06_shown,
        symptom="the weights come out right, but the bias doesn't.",
        look="Make one step by hand, with one example, and compare both results.",
        seen="Coursera, Machine Learning: simultaneous update",
        cases=[(*_batch(5, 3), 0.3), (*_batch(7, 4), 0.2), (*_batch(4, 4), 0.4)],
        parts=("w", "b"),
        mistakes=FIX_MISTAKES,
        hints=[
            "The gradient belongs to one point: one w and one b.",
            "Follow the name `w` through the function: which one does b's line see, old or new?",
            "Compute what both lines need before either of them changes anything.",
        ],
        praise="Right: both slopes are taken at the same point, and only then does it move.",
    ),
]
