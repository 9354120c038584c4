"""Lesson 01, slopes and gradients: references, mistakes, cases and hints."""

import numpy as np

from .declare import Mistake, choice, code, fix, number

_rng = np.random.default_rng(1)

# -- numerical_derivative ----------------------------------------------------------------------


def numerical_derivative(f, x, h):
    """The slope of f at x by a central difference.

    f : function of one number
    x : where
    h : how far to go to each side
    """
    rise = f(x + h) - f(x - h)  # (1.2): from h to the left of x to h to its right
    return rise / (2 * h)  # the run between the two points is 2h


def _cubic(x):
    return x**3 - 2 * x + 5


def _wave(x):
    return np.sin(3 * x) + 2


def _growth(x):
    return np.exp(x) + x


DERIVATIVE_MISTAKES = [
    Mistake(
        "divided_by_h",
        lambda f, x, h: (f(x + h) - f(x - h)) / h,
        "You divided by h, but the two points lie further apart than that: every slope comes out "
        "twice as steep.",
        "How far is it from x − h to x + h?",
        "common",
    ),
    Mistake(
        "one_side_only",
        lambda f, x, h: (f(x + h) - f(x)) / h,
        "That is a one-sided difference. It leans to one side, with an error that shrinks like h "
        "instead of like h².",
        "Step to both sides of x.",
        "mxnet#3693, isosurface PR#11",
        also=(
            lambda f, x, h: (f(x) - f(x - h)) / h,
            lambda f, x, h: (f(x + 2 * h) - f(x)) / (2 * h),
        ),
    ),
    Mistake(
        "one_side_over_two_h",
        lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
        "The rise is taken over h, the run over 2h: the slope comes out about half as steep.",
        "Rise and run must belong to the same two points.",
        also=(lambda f, x, h: (f(x) - f(x - h)) / (2 * h),),
    ),
    Mistake(
        "not_divided",
        lambda f, x, h: f(x + h) - f(x - h),
        "That is the rise alone. A slope is rise over run.",
        "What is the run?",
        also=(lambda f, x, h: f(x + h) - f(x), lambda f, x, h: f(x) - f(x - h)),
    ),
    Mistake(
        "divided_by_two",
        lambda f, x, h: (f(x + h) - f(x - h)) / 2,
        "You divided by 2 alone; the step is missing from the run.",
        "How far is it from x − h to x + h?",
    ),
    Mistake(
        "run_without_brackets",
        lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
        "Python reads `/ 2 * h` from left to right: divide by 2, then *multiply* by h.",
        "Put the run in brackets.",
        "common",
        also=(lambda f, x, h: (f(x + h) - f(x - h)) * 2 * h, lambda f, x, h: (f(x + h) - f(x)) * h),
    ),
    Mistake(
        "rise_without_brackets",
        lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
        "Division comes before subtraction: only the second value is divided by the run.",
        "Put the rise in brackets.",
        "common",
        also=(
            lambda f, x, h: f(x + h) - f(x) / h,
            lambda f, x, h: f(x + h) - f(x - h) / h,
            lambda f, x, h: f(x + h) - f(x - h) / 2 * h,
        ),
    ),
    Mistake(
        "wrong_sign",
        lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h),
        "The difference is taken backwards: where f rises you report a fall.",
        "Which of the two values comes first?",
        also=(
            lambda f, x, h: (f(x) - f(x + h)) / h,
            lambda f, x, h: (f(x - h) - f(x)) / h,
            lambda f, x, h: (f(x - h) - f(x + h)) / h,
        ),
    ),
    Mistake(
        "added",
        lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h),
        "You added the two values. A slope compares them: it needs their difference.",
        "A constant function must come out with slope 0.",
    ),
    Mistake(
        "half_the_step",
        lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h,
        "You went h/2 to each side. That is a central difference too, but of half the step asked "
        "for.",
        "The points are x − h and x + h.",
        also=(lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / (2 * h),),
    ),
    Mistake(
        "twice_the_step",
        lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (4 * h),
        "You went 2h to each side. That is a central difference too, but of twice the step.",
        "The points are x − h and x + h.",
        also=(lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (2 * h),),
    ),
    Mistake(
        "own_step",
        lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5,
        "You used a step of your own instead of the h that is handed in.",
        "The step is an argument.",
        also=(lambda f, x, h: (f(x + 1e-4) - f(x)) / 1e-4,),
    ),
    Mistake(
        "second_derivative",
        lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2,
        "That is the curvature, how the slope itself changes.",
        "The slope needs two values of f only.",
    ),
    Mistake(
        "other_run",
        lambda f, x, h: (f(x + h) - f(x - h)) / (4 * h),
        "The rise is right, but the run isn't: it is the distance from x − h to x + h.",
        "Draw the two points on the x axis.",
        also=(
            lambda f, x, h: (f(x + h) - f(x - h)) / h**2,
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * x),
            lambda f, x, h: (f(x + h) - f(x - h)) / x,
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h**2),
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 + h),
        ),
    ),
    Mistake(
        "step_as_a_factor",
        lambda f, x, h: (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h),
        "You stretched x by h instead of moving it by h.",
        "The points are x − h and x + h.",
        also=(
            lambda f, x, h: (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h * x),
            lambda f, x, h: (f(x * h) - f(x)) / h,
        ),
    ),
    Mistake(
        "x_forgotten",
        lambda f, x, h: (f(h) - f(-h)) / (2 * h),
        "That is the slope at 0: the x that was handed in isn't used.",
        "Where is the slope asked for?",
        also=(lambda f, x, h: f(h) / h, lambda f, x, h: (f(h) - f(0)) / h),
    ),
    Mistake(
        "only_the_value",
        lambda f, x, h: f(x),
        "That is the height of f at x, not its slope.",
        "A slope compares the heights at two points.",
        also=(lambda f, x, h: f(x + h), lambda f, x, h: f(x) / x, lambda f, x, h: f(x) / h),
    ),
    Mistake(
        "h_added_to_the_value",
        lambda f, x, h: ((f(x) + h) - (f(x) - h)) / (2 * h) * np.ones_like(f(x)),
        "You added h to the value of f, not to x: that gives 1 for every function.",
        "Move x, and let f answer.",
    ),
    Mistake(
        "sign_dropped",
        lambda f, x, h: abs(f(x + h) - f(x - h)) / (2 * h),
        "The size is right, but the sign is gone: a slope is negative where f falls.",
        "Leave the difference as it is.",
    ),
]

# -- numerical_gradient ------------------------------------------------------------------------


def numerical_gradient(f, w, h):
    """The gradient of f at w by central differences, in the shape of w.

    f : function of an array like w; returns a number
    w : array of any shape
    h : how far to go to each side
    """
    gradient = np.zeros(w.shape)  # one slope for each entry of w
    for i in np.ndindex(w.shape):  # every entry in turn, whatever the shape
        step = np.zeros(w.shape)  # (1.4): a partial derivative moves one entry...
        step[i] = h  # ...and holds all the others still
        gradient[i] = (f(w + step) - f(w - step)) / (2 * h)  # (1.2) along this entry
    return gradient  # (1.5): the gradient is the array of these slopes


_c = _rng.normal(size=12)


def _tangled(w):
    v = np.ravel(w)
    c = _c[: v.size]
    return np.exp(0.3 * np.sum(c * v)) + np.sum(v**3) + v[0] * v[-1]


def _wavy(w):
    v = np.ravel(w)
    return np.sin(np.sum(v)) * (2 + v[0]) + np.sum(np.cos(v * np.roll(v, 1)))


def _entries(f, w, h, slope):
    """Apply a wrong one-entry slope to all entries."""
    result = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[i] = h
        result[i] = slope(f, w, step, h)
    return result


def _by_entry(slope):
    return lambda f, w, h: _entries(f, w, h, slope)


def _kept_low(f, w, h):
    w = np.array(w, dtype=float)
    result = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] += h
        upper = f(w)
        w[i] -= 2 * h
        result[i] = (upper - f(w)) / (2 * h)
    return result


def _kept_high(f, w, h):
    w = np.array(w, dtype=float)
    result = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] -= h
        lower = f(w)
        w[i] += 2 * h
        result[i] = (f(w) - lower) / (2 * h)
    return result


def _moving_forward(f, w, h):
    w = np.array(w, dtype=float)
    result = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        before = f(w)
        w[i] += h
        result[i] = (f(w) - before) / h
    return result


def _forward_kept(f, w, h):
    w = np.array(w, dtype=float)
    result = np.zeros(w.shape)
    before = f(w)
    for i in np.ndindex(w.shape):
        w[i] += h
        result[i] = (f(w) - before) / h
    return result


def _first_entry(f, w, h):
    result = np.zeros(w.shape)
    step = np.zeros(w.shape)
    step.flat[0] = h
    result.flat[0] = (f(w + step) - f(w - step)) / (2 * h)
    return result


def _rows(f, w, h):
    result = np.zeros(w.shape)
    for i in range(len(w)):
        step = np.zeros(w.shape)
        step[i] = h
        result[i] = (f(w + step) - f(w - step)) / (2 * h)
    return result


def _central(f, w, e, h):
    return (f(w + e) - f(w - e)) / (2 * h)


def _numbers_alone(f, w, h):
    return np.reshape([(f(v + h) - f(v - h)) / (2 * h) for v in w.ravel()], w.shape)


def _both_moving(f, w, h):
    slopes, high, low = np.zeros(w.shape), w.copy(), w.copy()
    for k in np.ndindex(w.shape):
        high[k] += h
        low[k] -= h
        slopes[k] = (f(high) - f(low)) / (2 * h)
    return slopes


GRADIENT_CASES = [
    (_tangled, _rng.normal(size=(5,)), 0.1),
    (_wavy, _rng.normal(size=(4, 3)), 0.2),
    (_tangled, _rng.normal(size=(2, 3)) / 2, 0.3),
    (_wavy, _rng.normal(size=(3, 3)), 0.1),
]

GRADIENT_MISTAKES = [
    Mistake(
        "all_at_once",
        lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),
        "You moved all entries together and got one number: the sum of all the slopes.",
        "A partial derivative moves one entry and holds the others still.",
        "common",
        also=(
            lambda f, w, h: np.full(w.shape, (f(w + h) - f(w - h)) / (2 * h)),
            lambda f, w, h: np.full(w.shape, (f(w + h) - f(w)) / h),
            lambda f, w, h: (f(w + h) - f(w)) / h,
        ),
    ),
    Mistake(
        "divided_by_h",
        _by_entry(lambda f, w, e, h: (f(w + e) - f(w - e)) / h),
        "You divided by h, but the two points lie further apart: every slope is doubled.",
        "How far is it from w − h to w + h?",
        "common",
    ),
    Mistake(
        "one_side_only",
        _by_entry(lambda f, w, e, h: (f(w + e) - f(w)) / h),
        "Those are one-sided differences, with an error that shrinks like h instead of like h².",
        "Step to both sides of each entry.",
        "mxnet#3693",
        also=(_by_entry(lambda f, w, e, h: (f(w) - f(w - e)) / h),),
    ),
    Mistake(
        "one_side_over_two_h",
        _by_entry(lambda f, w, e, h: (f(w + e) - f(w)) / (2 * h)),
        "The rise is taken over h, the run over 2h: the slopes come out about half as steep.",
        "Rise and run must belong to the same two points.",
    ),
    Mistake(
        "not_put_back",
        _kept_low,
        "An entry that you have moved stays moved while you go on to the next one.",
        "Put each entry back before you move the next.",
        "common",
        also=(_both_moving, _kept_high, _moving_forward, _forward_kept),
    ),
    Mistake(
        "whole_rows",
        _rows,
        "You moved whole rows at a time: a loop over `len(w)` meets the rows of a matrix, not its "
        "entries.",
        "How do you visit every entry of an array of any shape?",
        also=(
            lambda f, w, h: np.array(
                [_rows(f, w, h)[i].flat[0] for i in range(len(w))]  # one slope a row
            ),
        ),
    ),
    Mistake(
        "flattened",
        lambda f, w, h: _entries(
            f, w, h, lambda f, w, e, h: (f(w + e) - f(w - e)) / (2 * h)
        ).ravel(),
        "The slopes are right, but they stand in one line: the gradient has the shape of w.",
        "Give the result the shape of w.",
        also=(
            lambda f, w, h: _entries(
                f, w, h, lambda f, w, e, h: (f(w + e) - f(w - e)) / (2 * h)
            ).reshape(-1, 1),
        ),
    ),
    Mistake(
        "wrong_sign",
        _by_entry(lambda f, w, e, h: (f(w - e) - f(w + e)) / (2 * h)),
        "The difference is taken backwards: where f rises you report a fall.",
        "Which of the two values comes first?",
    ),
    Mistake(
        "not_divided",
        _by_entry(lambda f, w, e, h: f(w + e) - f(w - e)),
        "Those are rises. A slope is rise over run.",
        "What is the run?",
        also=(_by_entry(lambda f, w, e, h: f(w + e) - f(w)),),
    ),
    Mistake(
        "run_without_brackets",
        _by_entry(lambda f, w, e, h: (f(w + e) - f(w - e)) / 2 * h),
        "Python reads `/ 2 * h` from left to right: divide by 2, then *multiply* by h.",
        "Put the run in brackets.",
        "common",
    ),
    Mistake(
        "own_step",
        _by_entry(lambda f, w, e, h: (f(w + e / h * 1e-5) - f(w - e / h * 1e-5)) / 2e-5),
        "You used a step of your own instead of the h that is handed in.",
        "The step is an argument.",
    ),
    Mistake(
        "unit_length",
        lambda f, w, h: (lambda g: g / np.linalg.norm(g))(
            _entries(f, w, h, lambda f, w, e, h: (f(w + e) - f(w - e)) / (2 * h))
        ),
        "You scaled the gradient to length 1. Its length is the slope itself: keep it.",
        "Leave the last step out.",
    ),
    Mistake(
        "added",
        _by_entry(lambda f, w, e, h: (f(w + e) + f(w - e)) / (2 * h)),
        "You added the two values. A slope compares them: it needs their difference.",
        "A constant function must come out with slope 0.",
    ),
    Mistake(
        "same_array_twice",
        lambda f, w, h: np.zeros(w.shape),
        "Everything is 0, as if upper and lower value were taken at the same place. `up = w` makes "
        "no copy: then both names stand for one array.",
        "`w.copy()` makes an array of its own.",
        "Odyssey PR#2089",
    ),
    Mistake(
        "one_entry_only",
        lambda f, w, h: _first_entry(f, w, h),
        "Only one entry got its slope (is the `return` inside the loop?).",
        "Every entry of w has a slope.",
        also=(
            lambda f, w, h: np.full(w.shape, _first_entry(f, w, h).flat[0]),
            lambda f, w, h: _first_entry(f, w, h).flat[0],
        ),
    ),
    Mistake(
        "step_as_a_factor",
        _by_entry(lambda f, w, e, h: (f(w + e * w) - f(w - e * w)) / (2 * h)),
        "You stretched the entries by h instead of moving them by h.",
        "The points are w − h and w + h.",
    ),
    Mistake(
        "half_the_step",
        _by_entry(lambda f, w, e, h: (f(w + e / 2) - f(w - e / 2)) / h),
        "You went h/2 to each side: a central difference too, but of half the step asked for.",
        "The points are w − h and w + h.",
    ),
    Mistake(
        "entries_alone",
        lambda f, w, h: np.reshape(
            [(f(np.array([v + h])) - f(np.array([v - h]))) / (2 * h) for v in w.ravel()], w.shape
        ),
        "f was given one entry at a time; it is a function of the whole array.",
        "Change one entry of a copy of w and give f all of it.",
        also=(_numbers_alone,),
    ),
    Mistake(
        "transposed",
        lambda f, w, h: _by_entry(_central)(f, w, h).T,
        "Rows and columns have changed places: the gradient has the shape of w.",
        "Write the slope of w[i, j] to [i, j].",
    ),
    Mistake(
        "one_number",
        lambda f, w, h: np.sum(_by_entry(_central)(f, w, h)),
        "The slopes were added up: a gradient keeps one for each weight.",
        "What shape has w?",
        also=(lambda f, w, h: np.mean(_by_entry(_central)(f, w, h)),),
    ),
    Mistake(
        "divided_by_the_count",
        lambda f, w, h: _by_entry(_central)(f, w, h) / w.size,
        "Each slope was divided by the number of weights: nothing is averaged here.",
        "Each entry is a slope of its own.",
    ),
    Mistake(
        "sign_dropped",
        lambda f, w, h: np.abs(_by_entry(_central)(f, w, h)),
        "The sizes are right, but the signs are gone: they say which way f rises.",
        "Leave each difference as it is.",
    ),
]

# -- gradient_descent_step ---------------------------------------------------------------------


def gradient_descent_step(w, gradient, learning_rate):
    """The weights after one step downhill; w itself stays as it is.

    w : array; gradient : array like w; learning_rate : number
    """
    step = -learning_rate * gradient  # (1.7): the gradient points uphill, so go against it
    return w + step  # (1.8): from where you are


STEP_CASES = [
    (_rng.normal(size=(5,)), _rng.normal(size=(5,)), 0.3),
    (_rng.normal(size=(3, 4)), _rng.normal(size=(3, 4)), 0.1),
    (_rng.normal(size=(7,)), _rng.normal(size=(7,)), 1.7),
]

STEP_MISTAKES = [
    Mistake(
        "uphill",
        lambda w, g, eta: w + eta * g,
        "You went along the gradient. It points uphill: the loss would grow.",
        "Which way is down?",
        "nn-from-scratch#11",
    ),
    Mistake(
        "no_learning_rate",
        lambda w, g, eta: w - g,
        "You took the whole gradient as the step. The learning rate says how far to go.",
        "Which of the three arguments haven't you used?",
        "common",
        also=(lambda w, g, eta: w + g,),
    ),
    Mistake(
        "only_the_step",
        lambda w, g, eta: -eta * g,
        "That is the step, not the place where it leads.",
        "The new weights are the old ones and the step.",
        "common",
        also=(lambda w, g, eta: eta * g,),
    ),
    Mistake(
        "divided_by_learning_rate",
        lambda w, g, eta: w - g / eta,
        "You divided by the learning rate: a small rate would give a huge step.",
        "A smaller rate means a smaller step.",
        also=(
            lambda w, g, eta: w - eta / g,
            lambda w, g, eta: w + g / eta,
        ),
    ),
    Mistake(
        "no_gradient",
        lambda w, g, eta: w - eta,
        "Every weight moves by the same amount: the gradient isn't used.",
        "Which of the three arguments haven't you used?",
        also=(lambda w, g, eta: w * (1 - eta), lambda w, g, eta: w + eta),
    ),
    Mistake(
        "sign_only",
        lambda w, g, eta: w - eta * np.sign(g),
        "You used the signs of the gradient alone. Where it is steep the step is longer.",
        "The size of the gradient counts, too.",
    ),
    Mistake(
        "direction_only",
        lambda w, g, eta: w - eta * g / np.linalg.norm(g),
        "You scaled the gradient to length 1, so that every step is equally long. In (1.8) the "
        "step is long where the slope is steep.",
        "Leave the gradient its length.",
    ),
    Mistake(
        "brackets",
        lambda w, g, eta: eta * (w - g),
        "The learning rate multiplies the weights as well: it belongs to the gradient alone.",
        "Look at your brackets.",
        also=(
            lambda w, g, eta: (w - eta) * g,
            lambda w, g, eta: eta * w - g,
            lambda w, g, eta: w - (eta + g),
            lambda w, g, eta: eta * (w + g),
            lambda w, g, eta: w - eta + g,
        ),
    ),
    Mistake(
        "exchanged",
        lambda w, g, eta: g - eta * w,
        "Weights and gradient have changed places.",
        "Start from the weights.",
        also=(lambda w, g, eta: eta * g - w, lambda w, g, eta: g + eta * w),
    ),
    Mistake(
        "times_the_weights",
        lambda w, g, eta: w - eta * g * w,
        "You multiplied the step by the weights as well.",
        "Two factors make the step, no third.",
        also=(
            lambda w, g, eta: w * (1 + eta * g),
            lambda w, g, eta: -w * eta * g,
            lambda w, g, eta: w * eta * g,
            lambda w, g, eta: w - w * g,
        ),
    ),
    Mistake(
        "one_slope_for_all",
        lambda w, g, eta: w - eta * g.mean(),
        "You moved all weights by the same amount. Each has its own slope.",
        "Use the gradient entry by entry.",
        also=(lambda w, g, eta: w - eta * g.sum(), lambda w, g, eta: w - eta * np.linalg.norm(g)),
    ),
    Mistake(
        "squared",
        lambda w, g, eta: w - eta * g**2,
        "You squared the gradient: every weight goes down, whichever way its slope points.",
        "Where the slope is negative, the weight must go up.",
        also=(lambda w, g, eta: w - eta * np.abs(g), lambda w, g, eta: w - eta**2 * g),
    ),
    Mistake(
        "divided_by_the_count",
        lambda w, g, eta: w - eta * g / len(w),
        "You divided by the number of weights. The gradient is a slope for each; nothing is "
        "averaged.",
        "The learning rate is the only scale here.",
        also=(lambda w, g, eta: w - eta * g / w.size,),
    ),
    Mistake(
        "half_or_double",
        lambda w, g, eta: w - 2 * eta * g,
        "The direction is right, but a factor of 2 has come in.",
        "(1.8) has no 2 and no ½ in it.",
        also=(lambda w, g, eta: w - eta * g / 2,),
    ),
]

# -- predict_change ----------------------------------------------------------------------------


def predict_change():
    """At some point the gradient of E is (2, -3). By about how much does E change if the two
    weights move by (0.2, 0.5)? To two decimals.
    """
    first = 2 * 0.2  # slope along the first weight, times how far it moves
    second = -3 * 0.5  # the same for the second
    return first + second  # (1.6): the changes of both add up


PREDICT_MISTAKES = [
    Mistake(
        "sign_lost",
        1.9,
        "The second slope is negative: moving that weight up takes E down.",
        "Keep the sign of each slope.",
    ),
    Mistake(
        "first_only_or_crossed",
        0.4,
        "That is the part of the first weight alone, or each slope times the other weight's move.",
        "First with first, second with second; then add both.",
    ),
    Mistake(
        "second_only",
        -1.5,
        "That is the part of the second weight. The first one moves, too.",
        "Add the part of the first weight.",
    ),
    Mistake(
        "downhill_minus",
        1.1,
        "The sign is reversed. The minus belongs to a step downhill; here the weights move by the "
        "amounts that are given.",
        "Multiply and add, with the signs as they stand.",
    ),
    Mistake(
        "sums_multiplied",
        -0.7,
        "You added the slopes, added the moves, and multiplied the sums.",
        "Each slope goes with its own weight's move.",
    ),
    Mistake(
        "gradient_plus_move",
        2.2 - 2.5,
        "You added slopes and moves. A slope multiplies the move.",
        "How much does E change per unit of the first weight?",
    ),
    Mistake(
        "length_of_both",
        float(np.hypot(2, 3) * np.hypot(0.2, 0.5)),
        "You multiplied the lengths. That is the change only if the move points straight uphill.",
        "Use the dot product.",
    ),
    Mistake(
        "parts_multiplied",
        0.4 * -1.5,
        "You multiplied the two parts. The changes of both weights add up.",
        "What replaces the product?",
    ),
    Mistake(
        "both_down",
        -1.9,
        (
            "You took both parts negative: a part is negative only where slope and move have "
            "different signs."
        ),
        "What does a rise along the first weight do?",
    ),
    Mistake(
        "crossed_sizes",
        1.6,
        "Each slope was multiplied by the move of the other weight, and the signs are gone.",
        "Which slope belongs to which weight?",
    ),
    Mistake(
        "the_gradient_alone",
        np.hypot(2, 3),
        "That is made of the slopes alone; how far each weight moves isn't in it.",
        "Both the slopes and the moves are needed.",
        also=(-1.0,),
    ),
    Mistake(
        "the_move_alone",
        np.hypot(0.2, 0.5),
        "That is how far the weights move; the slopes aren't in it.",
        "Both the slopes and the moves are needed.",
    ),
    Mistake(
        "minus_lengths",
        -np.hypot(2, 3) * np.hypot(0.2, 0.5),
        (
            "The product of the lengths is the change along the steepest line only; this move "
            "isn't along it."
        ),
        "Multiply part by part.",
    ),
    Mistake(
        "halved",
        -0.55,
        "There is a half too many: the change is the sum of the parts, not their mean.",
        "Look at (1.6).",
    ),
]

# -- fix_01 ------------------------------------------------------------------------------------


def fix_01(f, w, h):
    """The gradient of f at w, (n,), by central differences."""
    w = w.copy()  # the caller's weights stay as they are
    gradient = np.zeros(len(w))  # one slope for each weight
    for i in range(len(w)):  # one weight after the other
        w[i] += h  # a little up
        upper = f(w)  # the height there
        w[i] -= 2 * h  # a little down: 2h from where it is now
        lower = f(w)  # the height there
        w[i] += h  # put back, so that the next slope is taken at w itself
        gradient[i] = (upper - lower) / (2 * h)  # (1.2)
    return gradient  # (1.5)


def fix_01_shown(f, w, h):
    """The gradient of f at w, (n,), by central differences."""
    w = w.copy()
    gradient = np.zeros(len(w))
    for i in range(len(w)):
        w[i] += h
        upper = f(w)
        w[i] -= 2 * h
        lower = f(w)
        gradient[i] = (upper - lower) / (2 * h)
    return gradient


def _put_back_too_far(f, w, h):
    w = w.copy()
    result = np.zeros(len(w))
    for i in range(len(w)):
        w[i] += h
        upper = f(w)
        w[i] -= 2 * h
        lower = f(w)
        w[i] += 2 * h
        result[i] = (upper - lower) / (2 * h)
    return result


def _put_back(first, second, third):
    def walk(f, w, h):
        w, slopes = w.copy(), np.zeros(len(w))
        for i in range(len(w)):
            w[i] += first * h
            upper = f(w)
            w[i] += second * h
            slopes[i] = (upper - f(w)) / (2 * h)
            w[i] += third * h
        return slopes

    return walk


def _first_only(f, w, h):
    slopes = np.zeros(len(w))
    e = np.eye(len(w))[0] * h
    slopes[0] = (f(w + e) - f(w - e)) / (2 * h)
    return slopes


def _weights_lost(f, w, h):
    w, slopes = w.copy(), np.zeros(len(w))
    for i in range(len(w)):
        w[i] = h
        upper = f(w)
        w[i] = -h
        slopes[i] = (upper - f(w)) / (2 * h)
        w[i] = 0
    return slopes


def _down_by_h(f, w, h):
    w = w.copy()
    result = np.zeros(len(w))
    for i in range(len(w)):
        w[i] += h
        upper = f(w)
        w[i] -= h
        lower = f(w)
        result[i] = (upper - lower) / (2 * h)
    return result


EXERCISES = [
    code(
        numerical_derivative,
        cases=[(_cubic, 1.3, 0.1), (_wave, -0.7, 0.2), (_growth, 0.4, 0.5), (_wave, 1.1, 0.05)],
        mistakes=DERIVATIVE_MISTAKES,
        hints=[
            "A slope is rise over run. Which two points does a *central* difference use?",
            "One point lies h to the left of x, the other h to the right.",
            "Subtract the left value from the right one, in brackets; then divide by the distance "
            "of the two points, in brackets as well.",
        ],
        praise="Right: rise over run, with one point on each side, so that the errors of first "
        "order cancel.",
    ),
    code(
        numerical_gradient,
        cases=GRADIENT_CASES,
        mistakes=GRADIENT_MISTAKES,
        hints=[
            "One entry of the gradient is the slope along one entry of w, all others held still.",
            "Make a copy of w (or a step that is 0 but for one entry) and use the central "
            "difference for this entry. Then the next, from w as it was.",
            "`np.ndindex(w.shape)` runs through all entries of an array of any shape; "
            "`np.zeros(w.shape)` has the place for the slopes.",
        ],
        praise="Right: one entry moved at a time, all others held still, and the slopes in the "
        "shape of w.",
    ),
    code(
        gradient_descent_step,
        cases=STEP_CASES,
        mistakes=STEP_MISTAKES,
        hints=[
            "The gradient points where E grows fastest. Where do you want to go?",
            "The step is the gradient, scaled by the learning rate, turned round.",
            "Write (1.8) with the three arguments, and return a new array.",
        ],
        praise="Right: against the gradient, as far as the learning rate says, and the old weights "
        "are still there.",
    ),
    number(
        predict_change,
        unit=0.01,
        mistakes=PREDICT_MISTAKES,
        hints=[
            "Use (1.6): what does each weight contribute?",
            "A weight's contribution is its slope times its move, with the sign.",
            "Two products, one positive and one negative; add them.",
        ],
        praise="Right: each slope times its own move, added with their signs. A first guess only, "
        "good for small moves.",
    ),
    choice(
        "steepest_direction",
        question="At a point the gradient of E is (3, −4). A step of length 1 in which direction "
        "raises E fastest?",
        options={
            "a": "(0, −1): along the weight with the steeper slope",
            "b": "(−0.6, 0.8)",
            "c": "(0.6, −0.8)",
            "d": "(0.8, 0.6)",
        },
        right="c",
        mistakes=[
            Mistake(
                "largest_entry_only",
                "a",
                "Along that weight alone E rises by 4 per unit. Using both weights does better.",
                "Compute the change by (1.6) for each of the four.",
                "common",
            ),
            Mistake(
                "downhill",
                "b",
                "That is the way down, the steepest there is.",
                "Which sign has the change (1.6) here?",
                "common",
            ),
            Mistake(
                "along_the_contour",
                "d",
                "That is at right angles to the gradient: E doesn't change at all, to first order.",
                "Compute the dot product of this step and the gradient.",
            ),
        ],
        hints=[
            "(1.6) gives the change of E for any small step.",
            "The dot product with the gradient is largest for a step that ... the gradient?",
            "Scale the gradient to length 1: divide by its length.",
        ],
        praise="Right: along the gradient itself, scaled to length 1, by (1.7).",
        solution="The gradient has length 5; divided by it, it is (0.6, −0.8), and E rises by 5 "
        "per unit of length. By Cauchy–Schwarz, (1.7), no step of length 1 does better: (0, −1) "
        "gives 4, (0.8, 0.6) gives 0, (−0.6, 0.8) gives −5.",
    ),
    fix(
        fix_01,
        shown=fix_01_shown,
        symptom="the first slope is right, the later ones are not.",
        look="Print its slopes beside those of your `numerical_gradient`.",
        seen="common",
        cases=[
            (_tangled, _rng.normal(size=5), 0.1),
            (_wavy, _rng.normal(size=7), 0.2),
            (_wavy, _rng.normal(size=4), 0.1),
        ],
        mistakes=[
            Mistake(
                "put_back_too_far",
                _put_back_too_far,
                "Now each weight ends up above where it began.",
                "It stands h below its old place after the second step; how far is it home?",
                also=(_put_back(1, -1, 1),),
            ),
            Mistake(
                "down_by_h",
                _down_by_h,
                "Now the weight goes back to where it was instead of to the other side, but the "
                "run is still 2h.",
                "The two points of a central difference lie 2h apart.",
            ),
            Mistake(
                "one_side_only",
                lambda f, w, h: _entries(f, w, h, lambda f, w, e, h: (f(w + e) - f(w)) / h),
                "Each slope is taken at w now, but to one side only.",
                "A central difference steps to both sides.",
            ),
            Mistake(
                "divided_by_h",
                lambda f, w, h: _entries(f, w, h, lambda f, w, e, h: (f(w + e) - f(w - e)) / h),
                "Each slope is taken at w now, but divided by h: the points lie 2h apart.",
                "Leave the run as it was.",
            ),
            Mistake(
                "all_at_once",
                lambda f, w, h: np.full(w.shape, (f(w + h) - f(w - h)) / (2 * h)),
                "Now all weights move together.",
                "One weight at a time.",
                also=(lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),),
            ),
            Mistake(
                "put_back_the_wrong_way",
                _put_back(1, -2, -1),
                "After each round the weight stands even lower than before.",
                "It stands h below its old place; which way is home?",
                also=(_put_back(1, -2, 0.5),),
            ),
            Mistake(
                "returned_in_the_loop",
                _first_only,
                ("The function returns in its loop's first round: only one slope is taken."),
                "How far is `return` indented?",
            ),
            Mistake(
                "weights_lost",
                _weights_lost,
                "The weights are overwritten by h, −h and 0; the slope is wanted at w.",
                "Add to a weight, don't set it.",
            ),
            Mistake(
                "two_copies_moving",
                _both_moving,
                "There are two copies now, and neither is put back: both drift away from w.",
                "Where is each copy when i is 1?",
            ),
            Mistake(
                "same_array_twice",
                lambda f, w, h: np.zeros(w.shape),
                "Every slope is 0: both values of f were taken at the same point.",
                "`a = w` gives the array a second name, not a copy.",
            ),
            Mistake(
                "wrong_sign",
                _put_back(-1, 2, -1),
                "The slopes have the wrong sign: the lower value was taken first.",
                "Which value belongs to w + h?",
            ),
        ],
        hints=[
            "A partial derivative holds all other weights still, at w.",
            "Follow `w[0]` through the loop: where is it when i is 1?",
            "One line is missing at the end of the loop.",
        ],
        praise="Right: each weight is put back, so that every slope is taken at w itself.",
    ),
]
