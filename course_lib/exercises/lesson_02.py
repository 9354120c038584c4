"""Lesson 02, net input: references, mistakes, cases and hints."""

import numpy as np

from .declare import Mistake, choice, code, fix, number

_rng = np.random.default_rng(2)


def sigmoid(net):
    return 0.5 * (1 + np.tanh(net / 2))


def _layer(N, n_in, n_out):
    return _rng.normal(size=(N, n_in)), _rng.normal(size=(n_in, n_out)), _rng.normal(size=n_out)


# -- net_input ---------------------------------------------------------------------------------


def net_input(X, W, b):
    """The net inputs of a layer for a batch, (N, n_out).

    X : (N, n_in), one row an example
    W : (n_in, n_out), W[i, j] leads from unit i to unit j
    b : (n_out,)
    """
    weighted = X @ W  # (2.1): for each example and unit j the sum of x_i w_ij over i
    return weighted + b  # (2.7): the same biases for every example, added to each row


# In the last case all sizes are equal: there products in the wrong order give a value, too.
NET_CASES = [_layer(5, 4, 3), _layer(7, 2, 3), _layer(5, 4, 4), _layer(7, 3, 5), _layer(4, 4, 4)]

NET_MISTAKES = [
    Mistake(
        "no_bias",
        lambda X, W, b: X @ W,
        "The bias is missing: with it, a unit can have a net input when all its inputs are 0.",
        "Which of the three arguments haven't you used?",
        "common",
    ),
    Mistake(
        "weights_transposed",
        lambda X, W, b: X @ W.T + b,
        "You turned the weights round. Here W[i, j] leads *from* i *to* j, so that a row of X "
        "meets a column of W as they stand. Where the layers are equally wide nothing warns you.",
        "Write the shapes side by side; which dimension is summed over?",
        "common",
        also=(
            lambda X, W, b: (W @ X.T).T + b,
            lambda X, W, b: X @ W.T,
        ),
    ),
    Mistake(
        "weights_first",
        lambda X, W, b: W @ X + b,
        "The weights stand in front. Books that write one *column* an example do it so; here one "
        "row is one example, and the inputs come first.",
        "Write the shapes (N, n_in) and (n_in, n_out) side by side: in which order do they fit?",
        "common",
        also=(
            lambda X, W, b: W.T @ X + b,
            lambda X, W, b: W @ X + b[:, None],
            lambda X, W, b: W.T @ X + b[:, None],
            lambda X, W, b: W @ X,
            lambda X, W, b: W.T @ X,
        ),
    ),
    Mistake(
        "bias_along_the_examples",
        lambda X, W, b: (X @ W).T + b,
        "Your result has one *column* for each example; here one row is one example.",
        "Which axis of the product belongs to the units?",
        also=(lambda X, W, b: (X @ W.T).T + b,),
    ),
    Mistake(
        "entry_by_entry",
        lambda X, W, b: X * W + b,
        "`*` multiplies entry by entry, which only fits where both arrays have the same shape. A "
        "net input adds up over the inputs.",
        "`@` multiplies rows by columns.",
        "common",
        also=(lambda X, W, b: X * W.T + b, lambda X, W, b: (X * W).sum(axis=1) + b),
    ),
    Mistake(
        "bias_per_example",
        lambda X, W, b: X @ W + b[:, None],
        "You gave each example a bias of its own: it fits only where there are as many examples as "
        "units, and is wrong there.",
        "b has an entry for each unit: along which direction of the result do the units lie?",
        "common",
        also=(lambda X, W, b: X @ W.T + b[:, None],),
    ),
    Mistake(
        "bias_subtracted",
        lambda X, W, b: X @ W - b,
        "You subtracted the bias. A threshold would be subtracted; a bias is added.",
        "Look at the sign in (2.1).",
        also=(lambda X, W, b: b - X @ W,),
    ),
    Mistake(
        "bias_multiplied",
        lambda X, W, b: (X @ W) * b,
        "You multiplied by the bias. It is added: the weight from a unit that is always 1.",
        "What should the net input be when all inputs are 0?",
    ),
    Mistake(
        "one_bias_for_all",
        lambda X, W, b: X @ W + b.sum(),
        "You gave all units the same bias. Each unit has its own, one entry of b.",
        "b has as many entries as there are columns in the result.",
        also=(lambda X, W, b: X @ W + b.mean(), lambda X, W, b: X @ W + b[0]),
    ),
    Mistake(
        "bias_before_the_weights",
        lambda X, W, b: (X + b) @ W,
        "You added the bias to the inputs. It belongs to the unit's sum, after the weights.",
        "How long is b: is there an entry for each input, or for each unit?",
    ),
    Mistake(
        "bias_in_the_weights",
        lambda X, W, b: X @ (W + b),
        "You added the bias before the product, so that it is multiplied by the inputs. It is "
        "added once, to the finished sum.",
        "What should the net input be when all inputs are 0?",
    ),
    Mistake(
        "activated",
        lambda X, W, b: sigmoid(X @ W + b),
        "You went on to the output: the activation function comes after the net input.",
        "Stop before the activation.",
        also=(
            lambda X, W, b: np.tanh(X @ W + b),
            lambda X, W, b: np.maximum(X @ W + b, 0),
            lambda X, W, b: (X @ W + b > 0).astype(float),
        ),
    ),
    Mistake(
        "units_summed",
        lambda X, W, b: (X @ W + b).sum(axis=1),
        "You added up the units of the layer: each has a net input of its own.",
        "The result has one row an example and one column a unit.",
        also=(
            lambda X, W, b: (X @ W + b).sum(axis=1, keepdims=True),
            lambda X, W, b: (X @ W + b).sum(),
        ),
    ),
    Mistake(
        "batch_summed",
        lambda X, W, b: (X @ W + b).sum(axis=0),
        "You put the examples together: each has net inputs of its own.",
        "The result has one row an example and one column a unit.",
        also=(
            lambda X, W, b: (X @ W + b).mean(axis=0),
            lambda X, W, b: X.sum(axis=0) @ W + b,
            lambda X, W, b: X.mean(axis=0) @ W + b,
        ),
    ),
    Mistake(
        "mean_over_inputs",
        lambda X, W, b: X @ W / X.shape[1] + b,
        "You took the mean over the inputs. A net input is their weighted sum.",
        "Nothing is divided in (2.1).",
        also=(lambda X, W, b: (X @ W + b) / X.shape[1],),
    ),
    Mistake(
        "divided_by_N",
        lambda X, W, b: (X @ W + b) / len(X),
        "You divided by the number of examples. An example's net input doesn't depend on the "
        "others.",
        "Nothing is divided in (2.1).",
        also=(lambda X, W, b: X @ W / len(X) + b,),
    ),
    Mistake(
        "examples_in_columns",
        lambda X, W, b: (X @ W + b).T,
        "The values are right but the table lies on its side: one row an example is asked for.",
        "Which comes first in (N, n_out)?",
        "common",
    ),
    Mistake(
        "no_inputs",
        lambda X, W, b: np.tile(W.sum(axis=0) + b, (len(X), 1)),
        "The inputs are not in this: you added up the weights alone.",
        "Each weight multiplies the input that it comes from.",
        also=(lambda X, W, b: W.sum(axis=0) + b, lambda X, W, b: W + b),
    ),
    Mistake(
        "no_weights",
        lambda X, W, b: X.sum(axis=1, keepdims=True) + b,
        "You added up the inputs without their weights.",
        "Each input counts as much as its weight says.",
    ),
    Mistake(
        "first_example_only",
        lambda X, W, b: X[0] @ W + b,
        "That is the first example alone; the batch has N of them.",
        "One product does all the rows at once.",
        also=(lambda X, W, b: np.tile(X[0] @ W + b, (len(X), 1)), lambda X, W, b: X[:1] @ W + b),
    ),
    Mistake(
        "last_input_only",
        lambda X, W, b: X[:, -1:] @ W[-1:] + b,
        "Only the last input is in the sum (is there an `=` where `+=` should be?).",
        "The sum runs over all inputs.",
        also=(
            lambda X, W, b: X[:, :1] @ W[:1] + b,
            lambda X, W, b: X[:, -1:] @ W[-1:],
        ),
    ),
    Mistake(
        "bias_counted_for_each_input",
        lambda X, W, b: X @ W + X.shape[1] * b,
        "The bias came in once for every input; it is added once.",
        "Is it inside your loop over the inputs?",
        also=(lambda X, W, b: X @ W + len(X) * b,),
    ),
    Mistake(
        "bias_twice",
        lambda X, W, b: X @ W + 2 * b,
        "The bias is added twice.",
        "Each unit adds its bias once.",
        also=(lambda X, W, b: X @ W + b + b,),
    ),
    Mistake(
        "all_added_up",
        lambda X, W, b: np.sum(X @ W) + b,
        "All examples and all units were added into one number before the bias.",
        "A product of matrices needs no further sum.",
    ),
]

# -- add_bias_unit -----------------------------------------------------------------------------


def add_bias_unit(X, W, b):
    """The layer with its biases as weights: X1 @ W1 is the net input.

    Returns the pair (X1, W1).
    X : (N, n_in); W : (n_in, n_out); b : (n_out,)
    X1 : (N, n_in + 1), the unit that is always 1 as the last column
    W1 : (n_in + 1, n_out), b as the last row
    """
    ones = np.ones((len(X), 1))  # (2.2): a unit that is 1 for every example...
    X1 = np.hstack([X, ones])  # ...stands as one more input after the others
    W1 = np.vstack([W, b])  # and its weights to the units are their biases
    return X1, W1  # together: X @ W + 1 · b


def _ones(X):
    return np.ones((len(X), 1))


BIAS_MISTAKES = [
    Mistake(
        "in_front",
        lambda X, W, b: (np.hstack([_ones(X), X]), np.vstack([b, W])),
        "Unit and biases stand in front. The net input would be right, too, but asked for are the "
        "last column and the last row.",
        "Put both behind.",
        "common",
    ),
    Mistake(
        "ones_in_front",
        lambda X, W, b: (np.hstack([_ones(X), X]), np.vstack([W, b])),
        "The ones stand in front, the biases at the end: the first input now meets the wrong "
        "weights.",
        "Column i of X1 must belong to row i of W1.",
    ),
    Mistake(
        "biases_in_front",
        lambda X, W, b: (np.hstack([X, _ones(X)]), np.vstack([b, W])),
        "The biases stand in front, the ones at the end: every input meets the wrong weights.",
        "Column i of X1 must belong to row i of W1.",
    ),
    Mistake(
        "zeros",
        lambda X, W, b: (np.hstack([X, 0 * _ones(X)]), np.vstack([W, b])),
        "The added unit is 0: then its weights never count.",
        "What must the unit's output be, so that its weight is added as it is?",
    ),
    Mistake(
        "row_of_ones",
        lambda X, W, b: (np.vstack([X, np.ones(X.shape[1])]), np.vstack([W, b])),
        "You added an example whose inputs are 1, not a unit: units are columns of X.",
        "How many rows does X1 have?",
        also=(lambda X, W, b: (np.vstack([X, np.ones(X.shape[1])]), np.hstack([W, b[:, None]])),),
    ),
    Mistake(
        "bias_as_column",
        lambda X, W, b: (np.hstack([X, _ones(X)]), np.hstack([W, b[:, None]])),
        "The biases stand in a column of W. The weights that *leave* a unit are a row of W.",
        "From which unit do the biases lead, and to which?",
    ),
    Mistake(
        "bias_in_X",
        lambda X, W, b: (np.hstack([X, np.tile(b, (len(X), 1))]), np.vstack([W, b])),
        "The biases went into the inputs. The added unit is 1; the biases are its weights.",
        "Which of the two is the same for every layer?",
        also=(
            lambda X, W, b: (
                np.hstack([X, np.tile(b, (len(X), 1))]),
                np.vstack([W, np.ones(W.shape[1])]),
            ),
        ),
    ),
    Mistake(
        "ones_in_W",
        lambda X, W, b: (np.hstack([X, _ones(X)]), np.vstack([W, np.ones(W.shape[1])])),
        "The weights of the added unit are 1: the biases are gone.",
        "Which weights make the sum X @ W + b?",
    ),
    Mistake(
        "W_unchanged",
        lambda X, W, b: (np.hstack([X, _ones(X)]), W),
        "X1 has a unit more, but W has no weights for it.",
        "What leads from the added unit to the layer?",
    ),
    Mistake(
        "X_unchanged",
        lambda X, W, b: (X, np.vstack([W, b])),
        "W1 has weights for a unit that is missing in X1.",
        "Which column does X1 need?",
    ),
    Mistake(
        "bias_added_to_W",
        lambda X, W, b: (np.hstack([X, _ones(X)]), W + b),
        "You added the biases to every weight. They are weights of their own, in a row of their "
        "own.",
        "W1 has one row more than W.",
        also=(lambda X, W, b: (X, W + b),),
    ),
    Mistake(
        "one_added",
        lambda X, W, b: (X + 1, np.vstack([W, b])),
        "You added 1 to every input. The unit that is always 1 is one more unit, in a column of "
        "its own.",
        "X1 has one column more than X.",
        also=(lambda X, W, b: (X + 1, W + b), lambda X, W, b: (X + 1, W)),
    ),
    Mistake(
        "flattened",
        lambda X, W, b: (np.append(X, np.ones(len(X))), np.append(W, b)),
        "`np.append` without an axis lays everything in one line.",
        "Join the arrays along an axis.",
        "common",
        also=(lambda X, W, b: (np.append(X, 1), np.append(W, b)),),
    ),
    Mistake(
        "exchanged",
        lambda X, W, b: (np.vstack([W, b]), np.hstack([X, _ones(X)])),
        "Both are right, in the wrong order.",
        "The inputs come first.",
    ),
    Mistake(
        "multiplied_out",
        lambda X, W, b: np.hstack([X, _ones(X)]) @ np.vstack([W, b]),
        "You multiplied them out. That is the net input; asked for are the two arrays.",
        "Return the pair.",
        also=(lambda X, W, b: X @ W + b,),
    ),
    Mistake(
        "one_array_only",
        lambda X, W, b: np.hstack([X, _ones(X)]),
        "One of the two arrays is missing.",
        "Return both as a pair, inputs first.",
        also=(lambda X, W, b: np.vstack([W, b]),),
    ),
    Mistake(
        "negative_bias",
        lambda X, W, b: (np.hstack([X, _ones(X)]), np.vstack([W, -b])),
        "The biases have changed their sign: that would be thresholds with a unit of +1.",
        "1 times the weight must give + b.",
        also=(lambda X, W, b: (np.hstack([X, -_ones(X)]), np.vstack([W, b])),
              lambda X, W, b: (np.hstack([X, -_ones(X)]), np.vstack([W, -b]))),
    ),
    Mistake(
        "weights_transposed",
        lambda X, W, b: (np.hstack([X, _ones(X)]), np.vstack([W, b]).T),
        "W1 is transposed: its rows belong to the inputs, its columns to the units.",
        "X1 @ W1 must fit.",
    ),
    Mistake(
        "zeros_for_the_biases",
        lambda X, W, b: (np.hstack([X, _ones(X)]), np.vstack([W, np.zeros(W.shape[1])])),
        "The last row of W1 is 0: the unit that is always 1 then has no effect.",
        "Which weight leads from it to each unit?",
    ),
    Mistake(
        "one_bias_for_all",
        lambda X, W, b: (np.hstack([X, _ones(X)]), np.vstack([W, np.full(W.shape[1], b.mean())])),
        "Every unit was given the same bias; each has its own.",
        "The last row of W1 has one entry a unit.",
        also=(
            lambda X, W, b: (np.hstack([X, _ones(X)]), np.vstack([W, np.full(W.shape[1], b[0])])),
            lambda X, W, b: (
                np.hstack([X, _ones(X)]),
                np.vstack([W, np.full(W.shape[1], b.sum())]),
            ),
        ),
    ),
]  # fmt: skip

# -- net_slope ---------------------------------------------------------------------------------


def net_slope():
    """In the 2015 example h1 gets 0.05 from i1 with weight w1 = 0.15 and 0.1 from i2 with weight
    w2 = 0.2; its bias is 0.35. What is the slope of net_h1 along w2? To three decimals.
    """
    i2 = 0.1  # the input that w2 multiplies; the other terms don't contain w2 and drop out
    return 1 * i2  # (2.3): the slope along a weight is the output that it carries


SLOPE_MISTAKES = [
    Mistake(
        "the_weight",
        0.2,
        "That is the slope along i2. Which of the two factors moves?",
        "In the product of weight and input, hold the input still and move the weight.",
        "common",
    ),
    Mistake(
        "the_product",
        0.02,
        "That is the term itself, or a change not yet divided by the move.",
        "By how much does the term grow when w2 grows by 1?",
    ),
    Mistake(
        "not_divided",
        0.01,
        "That is how much the net input changes when w2 moves by 0.1: not yet divided by the move.",
        "A slope is the change divided by the move.",
    ),
    Mistake(
        "other_input",
        0.05,
        "That is the slope along w1.",
        "Which input does w2 multiply?",
    ),
    Mistake(
        "the_net_input",
        0.3775,
        "That is the value of the net input, not its slope.",
        "By how much does it change when w2 grows by 1?",
        also=(0.38,),
    ),
    Mistake(
        "the_bias",
        0.35,
        "The bias doesn't change when w2 does: it drops out.",
        "Which term contains w2?",
        also=(0.45, 0.55),
    ),
    Mistake(
        "sum_of_inputs",
        0.15,
        "That is the sum of both inputs (or w1). Only one term contains w2.",
        "Which input does w2 multiply?",
    ),
    Mistake(
        "slope_of_the_bias",
        1.0,
        "That is the slope along the bias, whose unit is always 1.",
        "What does w2 carry instead of that 1?",
    ),
    Mistake(
        "activated",
        0.1 * 0.24130070857232525,
        "You went through the activation as well. Asked for is the net input alone.",
        "Stop one factor earlier.",
    ),
    Mistake(
        "net_without_bias",
        0.0275,
        "That is the weighted sum of the inputs, not a slope.",
        "Only one term of the sum changes with w2.",
    ),
    Mistake(
        "the_output",
        sigmoid(0.3775),
        "That is the unit's output; asked for is a slope of its net input.",
        "How much does net_h1 move when w2 does?",
    ),
    Mistake(
        "slope_of_the_sigmoid",
        sigmoid(0.3775) * (1 - sigmoid(0.3775)),
        "That is the slope of the output along the net input, one step further on.",
        "Stop at the net input.",
    ),
    Mistake(
        "taken_for_constant",
        0.0,
        "w2 was taken for a constant; it is the one that moves.",
        "Write the net input as a sum and look for w2.",
    ),
]

# -- fix_02 ------------------------------------------------------------------------------------


def fix_02(X, W, b, wanted):
    """How far a single unit's net inputs are above the wanted ones, (N,).

    X : (N, n); W : (n, 1); b : (1,)
    wanted : (N,), one number an example
    """
    net = (X @ W + b)[:, 0]  # (N, 1) becomes (N,): one number an example, as in `wanted`
    return net - wanted  # equal shapes: example by example, nothing to broadcast


def fix_02_shown(X, W, b, wanted):
    """How far a single unit's net inputs are above the wanted ones, (N,).

    X : (N, n); W : (n, 1); b : (1,)
    wanted : (N,), one number an example
    """
    net = X @ W + b
    return net - wanted


def _one_unit(N, n):
    return (_rng.normal(size=(N, n)), _rng.normal(size=(n, 1)), _rng.normal(size=1),
            _rng.normal(size=N))  # fmt: skip


EXERCISES = [
    code(
        net_input,
        cases=NET_CASES,
        mistakes=NET_MISTAKES,
        hints=[
            "Start with one example and one unit: which products are added, and what comes last?",
            "The sum over the inputs is a matrix product. In which order do shapes (N, n_in) and "
            "(n_in, n_out) fit?",
            "The product has one row an example; NumPy adds an array of shape (n_out,) to each "
            "row.",
        ],
        praise="Right: each example's inputs, weighted and added for every unit, and the unit's "
        "bias on top.",
    ),
    code(
        add_bias_unit,
        cases=[_layer(5, 4, 3), _layer(7, 2, 3), _layer(5, 4, 4)],
        parts=("X1", "W1"),
        mistakes=BIAS_MISTAKES,
        hints=[
            "A bias is the weight from a unit whose output is always 1. Where do outputs stand, "
            "and where do the weights that leave a unit?",
            "X gets a column more, W a row more.",
            "`np.hstack` puts arrays side by side, `np.vstack` one below the other; a column of "
            "ones has shape (N, 1).",
        ],
        praise="Right: the bias is a weight like any other, from a unit that is always 1.",
    ),
    number(
        net_slope,
        unit=0.001,
        mistakes=SLOPE_MISTAKES,
        hints=[
            "Write net_h1 as a sum of three terms. Which of them contain w2?",
            "In that term w2 is multiplied by something that doesn't change.",
            "The slope of c · w along w is c.",
        ],
        praise="Right: the slope along a weight is the output that it carries, (2.3).",
    ),
    choice(
        "layer_shapes",
        question="A layer of 3 units reads 4 inputs, in batches of 7 examples. Which shapes do W, "
        "b and the net inputs have?",
        options={
            "a": "W (3, 4), b (3,), net (7, 3)",
            "b": "W (4, 3), b (7,), net (7, 3)",
            "c": "W (4, 3), b (3,), net (3, 7)",
            "d": "W (4, 3), b (3,), net (7, 3)",
        },
        right="d",
        mistakes=[
            Mistake(
                "weights_transposed",
                "a",
                "That W leads from 3 units to 4. In W[i, j] the first index is where a weight "
                "comes *from*. Some libraries store it the other way.",
                "How many units do the weights come from?",
                "common",
            ),
            Mistake(
                "bias_per_example",
                "b",
                "That is a bias for each example. A bias belongs to a unit, whatever it reads.",
                "Does the number of biases depend on the batch?",
            ),
            Mistake(
                "examples_in_columns",
                "c",
                "Here one row is one example, in X as in net.",
                "How many rows does X have?",
                "common",
            ),
        ],
        hints=[
            "One row is one example, in every array that has examples.",
            "W[i, j] leads from unit i to unit j.",
            "The shape of X is (7, 4): with what must it be multiplied to have one column a unit?",
        ],
        praise="Right: (7, 4) times (4, 3) gives (7, 3), and every unit has its own bias.",
        solution="X is (7, 4): one row an example, one column an input. W[i, j] leads from input i "
        "to unit j, so W is (4, 3). The product is (7, 3), and b has one entry for each of the 3 "
        "columns.",
    ),
    fix(
        fix_02,
        shown=fix_02_shown,
        symptom="the result has shape (N, N), where (N,) is asked for, and nothing warned you.",
        look="Write the shape of every array beside its line.",
        seen="fast.ai minai 03",
        cases=[_one_unit(5, 4), _one_unit(7, 3), _one_unit(4, 4)],
        mistakes=[
            Mistake(
                "still_a_column",
                lambda X, W, b, wanted: X @ W + b - wanted[:, None],
                "The values are right now, but they stand in a column, (N, 1); (N,) is asked for.",
                "Which of the two sides should change its shape?",
                also=(lambda X, W, b, wanted: (X @ W + b - wanted[:, None]).T,),
            ),
            Mistake(
                "wrong_sign",
                lambda X, W, b, wanted: wanted - (X @ W + b)[:, 0],
                "The shape is right, the sign reversed: how far *above* is asked for.",
                "Which of the two comes first?",
            ),
            Mistake(
                "averaged",
                lambda X, W, b, wanted: (X @ W + b - wanted).mean(axis=1),
                "The shape is right, but each entry is a mean over comparisons that were never "
                "asked for.",
                "Mend the shapes before the subtraction, not after.",
                also=(
                    lambda X, W, b, wanted: (X @ W + b - wanted).mean(axis=0),
                    lambda X, W, b, wanted: (X @ W + b - wanted).sum(axis=1),
                    lambda X, W, b, wanted: (X @ W + b - wanted).sum(axis=0),
                    lambda X, W, b, wanted: (X @ W + b - wanted).mean(),
                ),
            ),
            Mistake(
                "one_row",
                lambda X, W, b, wanted: (X @ W + b - wanted)[0],
                "The shape is right, but this compares one example with all the wanted values (or "
                "all examples with one).",
                "Mend the shapes before the subtraction, not after.",
                also=(lambda X, W, b, wanted: (X @ W + b - wanted)[:, 0],),
            ),
            Mistake(
                "no_bias",
                lambda X, W, b, wanted: (X @ W)[:, 0] - wanted,
                "The shape is right, but the bias got lost.",
                "Compare with the line that was shown.",
            ),
            Mistake(
                "distance",
                lambda X, W, b, wanted: np.abs((X @ W + b)[:, 0] - wanted),
                "The shape is right, but the sign is gone: above is positive, below negative.",
                "Leave the difference as it is.",
                also=(
                    lambda X, W, b, wanted: 0.5 * ((X @ W + b).ravel() - wanted) ** 2,
                    lambda X, W, b, wanted: ((X @ W + b)[:, 0] - wanted) ** 2,
                ),
            ),
            Mistake(
                "flattened_grid",
                lambda X, W, b, wanted: (X @ W + b - wanted).ravel(),
                (
                    "The grid of all examples against all wanted numbers is flattened, but it is "
                    "still there."
                ),
                "Flatten before you subtract.",
                also=(lambda X, W, b, wanted: (wanted - (X @ W + b)).ravel(),),
            ),
            Mistake(
                "added",
                lambda X, W, b, wanted: (X @ W + b).ravel() + wanted,
                "Now the wanted number is added.",
                "How far above means a difference.",
            ),
            Mistake(
                "wanted_forgotten",
                lambda X, W, b, wanted: (X @ W + b).ravel(),
                "That is the net input alone; the wanted one isn't subtracted.",
                "How far is it above?",
                also=(lambda X, W, b, wanted: X @ W + b,),
            ),
            Mistake(
                "only_turned_round",
                lambda X, W, b, wanted: wanted - (X @ W + b),
                "The difference is turned round, and the shape is still that of a grid.",
                "Look at the two shapes, (N, 1) and (N,).",
                also=(lambda X, W, b, wanted: wanted[:, None] - (X @ W + b),),
            ),
            Mistake(
                "all_examples_lumped",
                lambda X, W, b, wanted: np.sum(X @ W + b) - wanted,
                "The net inputs of all examples were added up; each example keeps its own.",
                "Change the shape without adding anything.",
                also=(lambda X, W, b, wanted: np.sum(X @ W + b, axis=0) - wanted,),
            ),
        ],
        hints=[
            "Print `net.shape` and `wanted.shape`.",
            "(N, 1) and (N,) don't match entry by entry: NumPy stretches both to (N, N).",
            "Take the only column of `net` before you subtract.",
        ],
        praise="Right: one number for each example. It is safest to give both sides the shape (N,) "
        "before you subtract; then nothing is stretched.",
    ),
]
