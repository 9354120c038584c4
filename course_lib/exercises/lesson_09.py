"""Lesson 09, the hidden delta: references, mistakes, cases and hints."""

import numpy as np

from .declare import Mistake, choice, code, fix, number


def sigmoid(net):
    return 0.5 * (1 + np.tanh(net / 2))


def sigmoid_slope(net):
    return sigmoid(net) * (1 - sigmoid(net))


def tanh_slope(net):
    return 1 - np.tanh(net) ** 2


# -- hidden_delta ------------------------------------------------------------------------------


def hidden_delta(delta_next, W_next, net, phi_derivative):
    """The deltas of a hidden layer, (N, n), one row an example.

    delta_next : (N, n_next), the deltas of the layer that this one feeds
    W_next : (n, n_next), the weights from this layer to that one
    net : (N, n), the net inputs of this layer
    phi_derivative : this layer's slope, a function of net
    """
    arriving = delta_next @ W_next.T  # (9.1): unit j adds up delta_k w_jk over all k that it feeds
    return arriving * phi_derivative(net)  # (9.2): from its output to its net input, its own slope


_rng = np.random.default_rng(9)


def _case(N, n, n_next, slope):
    return (_rng.normal(size=(N, n_next)), _rng.normal(size=(n, n_next)),
            _rng.normal(size=(N, n)), slope)  # fmt: skip


HIDDEN_CASES = [
    _case(5, 4, 3, sigmoid_slope),
    _case(7, 3, 6, tanh_slope),
    _case(5, 4, 4, tanh_slope),  # square: the untransposed product gives a value, a wrong one
    _case(7, 2, 3, sigmoid_slope),
    _case(4, 4, 4, tanh_slope),  # all equal: products in the wrong order give a value, too
]


def _loop_over_first_example(d, W, net, slope):
    return (d[:1] @ W.T) * slope(net)


HIDDEN_MISTAKES = [
    Mistake(
        "no_slope",
        lambda d, W, net, slope: d @ W.T,
        "You have dE/do, what arrives at the unit's output. A delta is dE/dnet: one step further "
        "back, through the unit's own activation.",
        "By how much does this unit's output move when its net input moves?",
        "makeyourownneuralnetwork#88",
    ),
    Mistake(
        "weights_not_transposed",
        lambda d, W, net, slope: (d @ W) * slope(net),
        "You multiplied by the weights as they stand. Row j of W holds the weights *leaving* unit "
        "j; going back, unit j needs the sum over that row, and this product sums over a column. "
        "Where the layers are equally wide nothing warns you.",
        "Write the sum for one unit j, and see which index of W runs and which stays.",
        "deeplearning_ai_books#21",
        also=(
            lambda d, W, net, slope: (W.T @ d.T).T * slope(net),
            lambda d, W, net, slope: d @ W,
            lambda d, W, net, slope: (d @ W) * net,
        ),
    ),
    Mistake(
        "weights_first",
        lambda d, W, net, slope: (W.T @ d) * slope(net),
        "The weights stand in front. Books that write one *column* an example do it so; here one "
        "row is one example, and the deltas come first.",
        "Write the shapes (N, n_next) and (n, n_next) side by side: in which order do they fit?",
        "common",
        also=(
            lambda d, W, net, slope: (W @ d) * slope(net),
            lambda d, W, net, slope: (d.T @ W) * slope(net),
            lambda d, W, net, slope: (d.T @ W.T) * slope(net),
            lambda d, W, net, slope: W.T @ d,
            lambda d, W, net, slope: W @ d,
            lambda d, W, net, slope: (W @ d.T) * slope(net),
            lambda d, W, net, slope: (W.T @ d.T) * slope(net),
        ),
    ),
    Mistake(
        "slope_at_the_output",
        lambda d, W, net, slope: (d @ W.T) * slope(sigmoid(net)),
        "You took the slope at the unit's output. φ′ is a function of the net input; put the "
        "output into it, and the activation is applied twice.",
        "Which of the arguments does `phi_derivative` want?",
        "libBrain#78",
        also=(
            lambda d, W, net, slope: (d @ W.T) * slope(np.tanh(net)),
            lambda d, W, net, slope: (
                (d @ W.T) * slope((np.tanh if slope is tanh_slope else sigmoid)(net))
            ),
            lambda d, W, net, slope: (d @ W.T) * slope(slope(net)),
        ),
    ),
    Mistake(
        "net_times_one_minus_net",
        lambda d, W, net, slope: (d @ W.T) * net * (1 - net),
        "o(1 − o) is the sigmoid's slope in terms of its *output*; you put the net input in. And "
        "this layer need not be a sigmoid one.",
        "You are given the slope as a function: use it.",
        "interviews.ai#4",
        also=(lambda d, W, net, slope: (d @ W.T) * (1 - net**2),),
    ),
    Mistake(
        "always_sigmoid",
        lambda d, W, net, slope: (d @ W.T) * sigmoid_slope(net),
        "You built in the slope of one activation, the sigmoid's or tanh's. It is right in layers "
        "with that activation alone, and this one may have another.",
        "The slope is handed to you as a function.",
        "common",
        also=(lambda d, W, net, slope: (d @ W.T) * tanh_slope(net),),
    ),
    Mistake(
        "activation_for_slope",
        lambda d, W, net, slope: (d @ W.T) * sigmoid(net),
        "You multiplied by the unit's output. What passes a change back is the slope of the "
        "activation, not its value.",
        "A saturated unit has an output near 1 and passes almost nothing back.",
        "common",
        also=(lambda d, W, net, slope: (d @ W.T) * np.tanh(net),),
    ),
    Mistake(
        "net_for_slope",
        lambda d, W, net, slope: (d @ W.T) * net,
        "You multiplied by the net input itself. What passes a change back is the slope of the "
        "activation at that net input.",
        "One of the arguments is a function that you haven't called.",
        also=(lambda d, W, net, slope: (d @ W.T) * slope(net) * net,),
    ),
    Mistake(
        "sum_without_weights",
        lambda d, W, net, slope: d.sum(axis=1, keepdims=True) * slope(net),
        "You added up the next layer's deltas without weighting them. A unit is answerable for the "
        "delta of unit k only as far as its weight to k carries its output there.",
        "What does unit k's net input gain when this unit's output grows by 1?",
        "common",
        also=(
            lambda d, W, net, slope: d.mean(axis=1, keepdims=True) * slope(net),
            lambda d, W, net, slope: d.mean() * slope(net),
            lambda d, W, net, slope: d.sum() * slope(net),
            lambda d, W, net, slope: d.sum(axis=1, keepdims=True) * np.ones_like(net),
            lambda d, W, net, slope: d.sum(axis=1, keepdims=True),
        ),
    ),
    Mistake(
        "mean_over_next_units",
        lambda d, W, net, slope: (d @ W.T) * slope(net) / d.shape[1],
        "You divided by the number of units in the next layer. The paths to the loss add up; "
        "nothing is averaged over them.",
        "Two paths carry the effect of both, not the half.",
    ),
    Mistake(
        "divided_by_N",
        lambda d, W, net, slope: (d @ W.T) * slope(net) / len(d),
        "You divided by the number of examples. A row of deltas belongs to one example; the 1/N "
        "enters once, in the gradient.",
        "Does the delta of one example change when another one joins the batch?",
        "DeepLearningZeroToAll#173",
        also=(lambda d, W, net, slope: d @ W.T / len(d),),
    ),
    Mistake(
        "summed_over_the_batch",
        lambda d, W, net, slope: ((d @ W.T) * slope(net)).sum(axis=0),
        "You put the examples of the batch together. Every example keeps its own row of deltas.",
        "Compare the shape of your result with that of `net`.",
        also=(
            lambda d, W, net, slope: ((d @ W.T) * slope(net)).mean(axis=0),
            lambda d, W, net, slope: (d.sum(axis=0) @ W.T) * slope(net),
            lambda d, W, net, slope: (d.mean(axis=0) @ W.T) * slope(net),
            lambda d, W, net, slope: ((d @ W.T) * slope(net)).mean(axis=0, keepdims=True),
            lambda d, W, net, slope: ((d @ W.T) * slope(net)).sum(axis=0, keepdims=True),
            lambda d, W, net, slope: (d @ W.T).sum(axis=0),
            lambda d, W, net, slope: (d @ W.T).mean(axis=0),
        ),
    ),
    Mistake(
        "slope_twice",
        lambda d, W, net, slope: (d @ W.T) * slope(net) ** 2,
        "You multiplied by the slope twice. What arrives passes through this unit's activation "
        "once.",
        "The next layer's slope is in `delta_next` already; only this layer's is missing.",
    ),
    Mistake(
        "wrong_sign",
        lambda d, W, net, slope: -(d @ W.T) * slope(net),
        "Every sign is reversed. A delta is the derivative itself; the minus of 'downhill' belongs "
        "to the update.",
        "Do you subtract anywhere?",
        "nn-from-scratch#11",
        also=(lambda d, W, net, slope: -(d @ W.T),),
    ),
    Mistake(
        "slope_of_the_next_layer",
        lambda d, W, net, slope: (d * slope(d)) @ W.T,
        "You multiplied the next layer's deltas by a slope. That layer's slope is in them already; "
        "what is missing is this layer's, at `net`.",
        "What is a delta the derivative of, and with respect to what?",
        also=(
            lambda d, W, net, slope: ((d * slope(d)) @ W.T) * slope(net),
            lambda d, W, net, slope: (slope(d) @ W.T) * slope(net),
            lambda d, W, net, slope: slope(d) @ W.T,
            lambda d, W, net, slope: (d * d * (1 - d)) @ W.T,
            lambda d, W, net, slope: (d * (1 - d)) @ W.T,
        ),
    ),
    Mistake(
        "slope_taken_for_the_output",
        lambda d, W, net, slope: (d @ W.T) * slope(net) * (1 - slope(net)),
        "`phi_derivative(net)` is the slope already; you treated it as the unit's output.",
        "One call gives the whole factor.",
        also=(
            lambda d, W, net, slope: (d @ W.T) * (1 - slope(net)),
            lambda d, W, net, slope: (d @ W.T) * (1 - slope(net) ** 2),
        ),
    ),
    Mistake(
        "shares_of_the_error",
        lambda d, W, net, slope: (d @ (W / W.sum(axis=0)).T) * slope(net),
        "You split each delta in proportion to the weights. Nothing is shared out here: the "
        "weight itself says how far this unit moves that one.",
        "If all weights of a unit double, does its effect on the loss stay the same?",
        "makeyourownneuralnetwork, and the book beside it",
        also=(
            lambda d, W, net, slope: (d @ (W / np.abs(W).sum(axis=0)).T) * slope(net),
            lambda d, W, net, slope: d @ (W / W.sum(axis=0)).T,
            lambda d, W, net, slope: (d @ (W / W.sum(axis=1, keepdims=True)).T) * slope(net),
        ),
    ),
    Mistake(
        "slope_of_what_arrives",
        lambda d, W, net, slope: slope(d @ W.T),
        "You put what arrives into φ′. It is a factor beside the slope, not its argument.",
        "φ′ is taken where the unit stood in the forward pass.",
        also=(
            lambda d, W, net, slope: (d @ W.T) * slope(d @ W.T),
            lambda d, W, net, slope: slope((d @ W.T) * net),
        ),
    ),
    Mistake(
        "added_instead_of_multiplied",
        lambda d, W, net, slope: d @ W.T + slope(net),
        "You added the slope. Along a path the factors multiply; only separate paths add.",
        "dE/dnet = dE/do · do/dnet.",
        also=(
            lambda d, W, net, slope: (d @ W.T) - slope(net),
            lambda d, W, net, slope: (d @ W.T) + net,
        ),
    ),
    Mistake(
        "divided_by_the_slope",
        lambda d, W, net, slope: (d @ W.T) / slope(net),
        "You divided by the slope. Going back one step multiplies by the derivative of that step.",
        "dE/dnet = dE/do · do/dnet.",
    ),
    Mistake(
        "no_delta",
        lambda d, W, net, slope: W.sum(axis=1) * slope(net),
        "Nothing of the next layer's deltas is in this: you added up the weights alone.",
        "Each weight leads to a unit; by how much does the loss react to that unit?",
        also=(
            lambda d, W, net, slope: slope(net),
            lambda d, W, net, slope: net * slope(net),
        ),
    ),
    Mistake(
        "one_path_only",
        lambda d, W, net, slope: (d[:, :1] @ W[:, :1].T) * slope(net),
        "You followed one path only. A unit reaches the loss through every unit that it feeds.",
        "Which index should the sum run over?",
        "common",
        also=(
            lambda d, W, net, slope: (d[:, -1:] @ W[:, -1:].T) * slope(net),
            lambda d, W, net, slope: d[:, -1:] @ W[:, -1:].T,
        ),
    ),
    Mistake(
        "first_example_only",
        _loop_over_first_example,
        "You used the first example's deltas for all of them. Each row has its own.",
        "Look at the rows of `delta_next`.",
    ),
    Mistake(
        "examples_in_columns",
        lambda d, W, net, slope: ((d @ W.T) * slope(net)).T,
        "The values are right but the table lies on its side: one row an example is asked for.",
        "Give the result the shape of `net`.",
    ),
    Mistake(
        "matrix_product_with_the_slope",
        lambda d, W, net, slope: (d @ W.T) @ slope(net).T,
        "You multiplied by the slopes as by a matrix. Each unit has its own slope, and only its "
        "own: entry by entry.",
        "`*` multiplies entry by entry, `@` mixes the entries.",
        "common",
        also=(
            lambda d, W, net, slope: slope(net).T @ (d @ W.T),
            lambda d, W, net, slope: (d @ W.T).T @ slope(net),
            lambda d, W, net, slope: slope(net) @ (d @ W.T).T,
            lambda d, W, net, slope: (d @ W.T) @ slope(net),
            lambda d, W, net, slope: slope(net) @ (d @ W.T),
        ),
    ),
    Mistake(
        "size_of_the_weights",
        lambda d, W, net, slope: (d @ np.abs(W).T) * slope(net),
        "You took the weights without their signs. A negative weight turns a rise of this unit "
        "into a fall of the next.",
        "Keep the sign of each weight.",
        also=(
            lambda d, W, net, slope: (np.abs(d) @ np.abs(W).T) * slope(net),
            lambda d, W, net, slope: (np.abs(d) @ W.T) * slope(net),
        ),
    ),
    Mistake(
        "no_weights",
        lambda d, W, net, slope: d * slope(net),
        "The weights are missing. The next layer's deltas belong to its units; they reach this "
        "layer's through the weights between.",
        "Try it with two layers of different widths: do the shapes fit?",
        also=(lambda d, W, net, slope: d, lambda d, W, net, slope: d * net),
    ),
    Mistake(
        "entries_instead_of_a_product",
        lambda d, W, net, slope: (d * W.T) * slope(net),
        "You multiplied deltas and weights entry by entry, with `*`. Then nothing is added up, but "
        "a unit adds what comes back along all its paths.",
        "Which product of two arrays multiplies and adds?",
        also=(
            lambda d, W, net, slope: (d * W) * slope(net),
            lambda d, W, net, slope: d * W.T,
            lambda d, W, net, slope: d * W,
        ),
    ),
    Mistake(
        "one_slope_for_all",
        lambda d, W, net, slope: (d @ W.T) * slope(net).mean(axis=0),
        "You put the slopes of several examples or units together. Each unit stood somewhere else "
        "for each example, and has a slope of its own there.",
        "What is the shape of `phi_derivative(net)`, before you reduce it?",
        also=(
            lambda d, W, net, slope: (d @ W.T) * slope(net).mean(),
            lambda d, W, net, slope: (d @ W.T) * slope(net).sum(),
            lambda d, W, net, slope: (d @ W.T) * slope(net).sum(axis=0),
            lambda d, W, net, slope: (d @ W.T) * slope(net)[0],
            lambda d, W, net, slope: (d @ W.T) * slope(net.mean(axis=0)),
            lambda d, W, net, slope: (d @ W.T) * slope(net).mean(axis=1, keepdims=True),
            lambda d, W, net, slope: (d @ W.T) * slope(net).sum(axis=1, keepdims=True),
        ),
    ),
    Mistake(
        "inverse_of_the_weights",
        lambda d, W, net, slope: (d @ np.linalg.pinv(W)) * slope(net),
        "You inverted the weights. The way back doesn't undo the forward pass; it asks how far a "
        "small change travels along it, and each weight says that as it is.",
        "Which derivative connects one net input of the next layer with one output of this one?",
        also=(
            lambda d, W, net, slope: d @ np.linalg.pinv(W),
            lambda d, W, net, slope: (d @ np.linalg.inv(W)) * slope(net),
            lambda d, W, net, slope: (d @ np.linalg.inv(W).T) * slope(net),
        ),
    ),
    Mistake(
        "gradient_for_delta",
        lambda d, W, net, slope: net.T @ d,
        "That looks like a gradient of weights: a sum over the examples, which mixes them. A delta "
        "belongs to a unit and an example.",
        "Which index should disappear: that of the example, or that of the next unit?",
        also=(
            lambda d, W, net, slope: net.T @ d / len(d),
            lambda d, W, net, slope: sigmoid(net).T @ d,
            lambda d, W, net, slope: sigmoid(net).T @ d / len(d),
            lambda d, W, net, slope: slope(net).T @ d,
            lambda d, W, net, slope: np.tanh(net).T @ d,
        ),
    ),
    Mistake(
        "squared",
        lambda d, W, net, slope: (d**2 @ W.T) * slope(net),
        "Something is squared here. A derivative is passed back as it is, with its sign.",
        "Which factor stands there twice?",
        also=(
            lambda d, W, net, slope: (d @ (W**2).T) * slope(net),
            lambda d, W, net, slope: (d @ W.T) ** 2 * slope(net),
        ),
    ),
    Mistake(
        "factor_of_two",
        lambda d, W, net, slope: 2 * (d @ W.T) * slope(net),
        "Everything is twice, or half, as large as it should be. The factor of the loss is dealt "
        "with in the output deltas; no layer adds another.",
        "Where does your factor come from?",
        also=(lambda d, W, net, slope: 0.5 * (d @ W.T) * slope(net),),
    ),
]

# -- input_gradient ----------------------------------------------------------------------------


def input_gradient(delta_1, W_1):
    """dE_n/dx, (N, n_0): how each example's loss changes with its inputs.

    delta_1 : (N, n_1), the deltas of the first layer
    W_1 : (n_0, n_1), the weights from the inputs to the first layer
    """
    return delta_1 @ W_1.T  # (9.5): an input feeds all units of layer 1, and has no activation


INPUT_CASES = [
    (_rng.normal(size=(5, 3)), _rng.normal(size=(4, 3))),
    (_rng.normal(size=(7, 3)), _rng.normal(size=(2, 3))),
    (_rng.normal(size=(5, 4)), _rng.normal(size=(4, 4))),  # square
    (_rng.normal(size=(4, 4)), _rng.normal(size=(4, 4))),  # all equal
]

INPUT_MISTAKES = [
    Mistake(
        "weights_not_transposed",
        lambda d, W: d @ W,
        "You multiplied by the weights as they stand. Row i of W holds the weights leaving input "
        "i; the sum for that input runs along the row.",
        "Write the sum for one input i, and see which index of W runs.",
        "deeplearning_ai_books#21",
        also=(lambda d, W: (W.T @ d.T).T,),
    ),
    Mistake(
        "weights_first",
        lambda d, W: W.T @ d,
        "The weights stand in front. Books that write one *column* an example do it so; here one "
        "row is one example, and the deltas come first.",
        "Write both shapes side by side: in which order do they fit?",
        "common",
        also=(
            lambda d, W: W @ d,
            lambda d, W: d.T @ W,
            lambda d, W: d.T @ W.T,
            lambda d, W: W.T @ d.T,
        ),
    ),
    Mistake(
        "sum_without_weights",
        lambda d, W: np.tile(d.sum(axis=1, keepdims=True), (1, len(W))),
        "You added up the deltas without weighting them. An input moves unit j by its weight.",
        "What does net_j gain when input i grows by 1?",
        also=(lambda d, W: d.sum(axis=1, keepdims=True), lambda d, W: d.sum(axis=1)),
    ),
    Mistake(
        "divided_by_N",
        lambda d, W: d @ W.T / len(d),
        "You divided by the number of examples. Asked for is the derivative of each example's own "
        "loss.",
        "Does one example's loss know how many others there are?",
    ),
    Mistake(
        "summed_over_the_batch",
        lambda d, W: (d @ W.T).sum(axis=0),
        "You put the examples together. Each has inputs of its own, and its own row of slopes.",
        "Give the result the shape of X.",
        also=(
            lambda d, W: (d @ W.T).mean(axis=0),
            lambda d, W: (d @ W.T).sum(axis=0, keepdims=True),
            lambda d, W: (d @ W.T).mean(axis=0, keepdims=True),
        ),
    ),
    Mistake(
        "mean_over_units",
        lambda d, W: d @ W.T / d.shape[1],
        "You divided by the number of units. The paths from an input add up; none is averaged.",
        "Two paths carry the effect of both.",
    ),
    Mistake(
        "wrong_sign",
        lambda d, W: -d @ W.T,
        "Every sign is reversed: the derivative itself is asked for, no step downhill.",
        "Do you subtract anywhere?",
    ),
    Mistake(
        "a_slope_too_many",
        lambda d, W: (d @ W.T) * sigmoid_slope(d @ W.T),
        "You multiplied by the slope of an activation. The inputs have none, and layer 1's slope "
        "is in its deltas already.",
        "From net_1 to x there are only the weights.",
        also=(
            lambda d, W: (d * sigmoid_slope(d)) @ W.T,
            lambda d, W: (d * (1 - d)) @ W.T,
            lambda d, W: (d * d * (1 - d)) @ W.T,
            lambda d, W: (d @ W.T) * tanh_slope(d @ W.T),
            lambda d, W: (d @ W.T) * (d @ W.T) * (1 - d @ W.T),
            lambda d, W: (d @ W.T) * (1 - (d @ W.T) ** 2),
        ),
    ),
    Mistake(
        "one_path_only",
        lambda d, W: d[:, :1] @ W[:, :1].T,
        "You followed one path only. An input reaches the loss through every unit of layer 1.",
        "Which index should the sum run over?",
        also=(lambda d, W: d[:, -1:] @ W[:, -1:].T,),
    ),
    Mistake(
        "examples_in_columns",
        lambda d, W: W @ d.T,
        "The values are right but the table lies on its side: one row an example is asked for.",
        "Give the result the shape of X.",
    ),
    Mistake(
        "no_delta",
        lambda d, W: np.tile(W.sum(axis=1), (len(d), 1)),
        "Nothing of the deltas is in this: you added up the weights alone.",
        "Each weight leads to a unit; how does the loss react to that unit?",
        also=(lambda d, W: W.sum(axis=1),),
    ),
    Mistake(
        "inputs_summed",
        lambda d, W: (d @ W.T).sum(axis=1),
        "You put the inputs of an example together; each has a slope of its own.",
        "Give the result the shape of X.",
        also=(lambda d, W: (d @ W.T).mean(axis=1),),
    ),
    Mistake(
        "no_weights",
        lambda d, W: d,
        "Those are the deltas of layer 1, one for each of its units; asked for is a slope for each "
        "input.",
        "What leads from the inputs to layer 1?",
    ),
    Mistake(
        "shares_of_the_error",
        lambda d, W: d @ (W / W.sum(axis=0)).T,
        "You split each delta in proportion to the weights. Nothing is shared out: the weight "
        "itself says how far an input moves a unit.",
        "If all weights of an input double, does its effect stay the same?",
        also=(lambda d, W: d @ (W / np.abs(W).sum(axis=0)).T,),
    ),
    Mistake(
        "sums_multiplied",
        lambda d, W: np.outer(d.sum(axis=1), W.sum(axis=1)),
        "You summed before you multiplied. Each delta goes back along its own weight; only then "
        "are the paths added.",
        "With two units in layer 1, write the two terms for one input.",
        also=(
            lambda d, W: d * W.sum(axis=0),
            lambda d, W: np.outer(d.sum(axis=1), W.mean(axis=1)),
            lambda d, W: np.outer(d.mean(axis=1), W.mean(axis=1)),
        ),
    ),
    Mistake(
        "size_of_the_weights",
        lambda d, W: d @ np.abs(W).T,
        "You lost a sign: a negative weight turns a rise of this input into a fall of net_j.",
        "Keep the signs of weights and deltas.",
        also=(
            lambda d, W: np.abs(d) @ np.abs(W).T,
            lambda d, W: np.abs(d @ W.T),
            lambda d, W: np.abs(d) @ W.T,
        ),
    ),
    Mistake(
        "inverse_of_the_weights",
        lambda d, W: d @ np.linalg.pinv(W),
        "You inverted the weights. The way back doesn't undo the forward pass; it asks how far a "
        "small change travels along it, and each weight says that as it is.",
        "Which derivative connects net_j with input i?",
        also=(lambda d, W: d @ np.linalg.inv(W), lambda d, W: d @ np.linalg.inv(W).T),
    ),
    Mistake(
        "factor_of_two",
        lambda d, W: 2 * d @ W.T,
        "Everything is twice, or half, as large as it should be. The factor of the loss is in the "
        "deltas already.",
        "Where does your factor come from?",
        also=(lambda d, W: 0.5 * d @ W.T,),
    ),
    Mistake(
        "first_example_only",
        lambda d, W: d[:1] @ W.T,
        "You used the first example alone. Each row of deltas belongs to an example of its own.",
        "How many rows should the result have?",
        also=(
            lambda d, W: d[0] @ W.T,
            lambda d, W: np.tile(d[0] @ W.T, (len(d), 1)),
        ),
    ),
]

# -- mazur_delta_h1 ----------------------------------------------------------------------------

X = np.array([0.05, 0.1])
T = np.array([0.01, 0.99])
W1 = np.array([[0.15, 0.25], [0.2, 0.3]])
W2 = np.array([[0.4, 0.5], [0.45, 0.55]])
OUT1 = sigmoid(X @ W1 + 0.35)
OUT2 = sigmoid(OUT1 @ W2 + 0.6)
DELTA2 = (OUT2 - T) * OUT2 * (1 - OUT2)
ARRIVING = DELTA2 @ W2.T
SLOPE1 = OUT1 * (1 - OUT1)


def mazur_delta_h1():
    """The delta of hidden unit 3 in the 2015 example, to six decimals."""
    delta_5, delta_6 = 0.138498562, -0.038098237  # the output deltas, from lesson 08
    w_35, w_36 = 0.4, 0.5  # the two weights that leave unit 3
    o_3 = 0.593269992  # from the forward pass, lesson 04
    arriving = delta_5 * w_35 + delta_6 * w_36  # (9.1): both paths, added
    return arriving * o_3 * (1 - o_3)  # (9.2): times the sigmoid's slope, o(1 - o)


MAZUR_MISTAKES = [
    Mistake(
        "no_slope",
        ARRIVING[0],
        "That is dE/do_3: what arrives at its output. The step through its activation is missing.",
        "Multiply by the slope of the sigmoid at unit 3.",
        "makeyourownneuralnetwork#88",
    ),
    Mistake(
        "one_path_only",
        DELTA2[0] * W2[0, 0] * SLOPE1[0],
        "That is the path through unit 5 alone. Unit 3 feeds unit 6, too.",
        "Add the second path before you multiply by the slope.",
        also=(DELTA2[1] * W2[0, 1] * SLOPE1[0], DELTA2[0] * W2[0, 0], DELTA2[1] * W2[0, 1]),
    ),
    Mistake(
        "weights_not_transposed",
        (DELTA2 @ W2)[0] * SLOPE1[0],
        "You used w_35 and w_45, the weights that arrive at unit 5. Going back you need "
        "those that leave unit 3.",
        "Follow the two arrows out of unit 3.",
        "deeplearning_ai_books#21",
    ),
    Mistake(
        "slope_at_the_output",
        ARRIVING[0] * sigmoid_slope(OUT1[0]),
        "You put the output into the sigmoid once more before taking o(1 − o).",
        "The output of unit 3 is known from the forward pass; use it as it is.",
        "libBrain#78",
    ),
    Mistake(
        "net_times_one_minus_net",
        ARRIVING[0] * 0.3775 * (1 - 0.3775),
        "o(1 − o) wants the output of unit 3; you put in its net input, 0.3775.",
        "Which of the two numbers of unit 3 is its output?",
        "interviews.ai#4",
    ),
    Mistake(
        "times_the_input",
        ARRIVING[0] * SLOPE1[0] * X[0],
        "You multiplied by an input as well: that is dE/dw_13 or dE/dw_23. The delta comes first.",
        "Stop one factor earlier.",
        also=(ARRIVING[0] * SLOPE1[0] * X[1],),
    ),
    Mistake(
        "sum_without_weights",
        DELTA2.sum() * SLOPE1[0],
        "You added the two output deltas without their weights.",
        "How strongly is unit 3 connected to each of the outputs?",
        also=(DELTA2.sum(),),
    ),
    Mistake(
        "errors_sent_back",
        (OUT2 - T) @ W2[0] * SLOPE1[0],
        "You sent y − t back instead of the output deltas: the slopes of the output units are "
        "missing.",
        "What goes back is dE/dnet of units 5 and 6.",
        "common",
        also=((OUT2 - T) @ W2[0],),
    ),
    Mistake(
        "updated_weights",
        DELTA2 @ np.array([0.35891648, 0.51130127]) * SLOPE1[0],
        "You used the weights after the update. The deltas belong to the forward pass that was "
        "made, with the old ones.",
        "Take w_35 and w_36 as they were in the forward pass.",
        "data-science-from-scratch#31",
    ),
    Mistake(
        "other_unit",
        (ARRIVING * SLOPE1)[1],
        "That is the delta of unit 4.",
        "Take the weights that leave unit 3, and its own output.",
        also=(ARRIVING[1],),
    ),
    Mistake(
        "weights_of_the_other_unit",
        ARRIVING[1] * SLOPE1[0],
        "The slope is that of unit 3, but the weights are those that leave unit 4.",
        "Along which two arrows does unit 3 reach the loss?",
    ),
    Mistake(
        "another_units_slope",
        ARRIVING[0] * SLOPE1[1],
        "The deltas went back along the right weights, but then you took the slope of unit 4.",
        "Whose net input is the delta of unit 3 about?",
        also=tuple(ARRIVING[0] * OUT2 * (1 - OUT2)),
    ),
    Mistake(
        "activation_for_slope",
        ARRIVING[0] * OUT1[0],
        "You multiplied by the output of unit 3, or by 1 minus it. The slope of the sigmoid needs "
        "both factors.",
        "Look up (3.3).",
        also=(ARRIVING[0] * (1 - OUT1[0]),),
    ),
    Mistake(
        "tanh_slope",
        ARRIVING[0] * (1 - OUT1[0] ** 2),
        "That is the slope of tanh, in terms of its output. Unit 3 is a sigmoid unit.",
        "Look up (3.3).",
    ),
    Mistake(
        "no_delta",
        W2[0].sum() * SLOPE1[0],
        "Nothing of the output deltas is in this.",
        "How does the loss react to units 5 and 6?",
        also=(SLOPE1[0],),
    ),
    Mistake(
        "factor_of_two",
        2 * ARRIVING[0] * SLOPE1[0],
        "That is twice, or half, the delta. The two paths add, and nothing is averaged or doubled.",
        "Where does your factor come from?",
        also=(ARRIVING[0] * SLOPE1[0] / 2,),
    ),
    Mistake(
        "wrong_sign",
        -(ARRIVING * SLOPE1)[0],
        "The size is right, the sign is reversed.",
        "The error is y − t, output minus target.",
        "nn-from-scratch#11",
    ),
    Mistake(
        "paths_subtracted",
        (DELTA2[0] * W2[0, 0] - DELTA2[1] * W2[0, 1]) * SLOPE1[0],
        "One of the output deltas is negative, and you lost its sign (or subtracted it).",
        "Add the two paths with their signs.",
    ),
]

# -- fix_09 ------------------------------------------------------------------------------------


def fix_09(delta_2, W_2, net_1, net_2, phi_derivative):
    """The deltas of layer 1, (N, n_1), from those of layer 2.

    delta_2 : (N, n_2); W_2 : (n_1, n_2); net_1 : (N, n_1); net_2 : (N, n_2)
    phi_derivative : the derivative of the activation of both layers
    """
    arriving = delta_2 @ W_2.T  # (9.1): delta_2 is dE/dnet already, layer 2's slope is in it
    return arriving * phi_derivative(net_1)  # (9.2): the slope of the layer that is asked about


def fix_09_shown(delta_2, W_2, net_1, net_2, phi_derivative):
    """The deltas of layer 1, (N, n_1), from those of layer 2.

    delta_2 : (N, n_2); W_2 : (n_1, n_2); net_1 : (N, n_1); net_2 : (N, n_2)
    phi_derivative : the derivative of the activation of both layers
    """
    return (delta_2 * phi_derivative(net_2)) @ W_2.T


def _two_layers(N, n_1, n_2, slope):
    return (_rng.normal(size=(N, n_2)), _rng.normal(size=(n_1, n_2)),
            _rng.normal(size=(N, n_1)), _rng.normal(size=(N, n_2)), slope)  # fmt: skip


FIX_MISTAKES = [
    Mistake(
        "both_slopes",
        lambda d, W, net_1, net_2, slope: (d * slope(net_2)) @ W.T * slope(net_1),
        "Layer 1's slope is there now, but so is layer 2's, a second time: `delta_2` contains it.",
        "What is a delta the derivative of, and with respect to what?",
    ),
    Mistake(
        "no_slope",
        lambda d, W, net_1, net_2, slope: d @ W.T,
        "Now there is no slope at all: you have dE/do of layer 1, not dE/dnet.",
        "Which layer's activation does the signal still have to pass?",
        "makeyourownneuralnetwork#88",
    ),
    Mistake(
        "weights_not_transposed",
        lambda d, W, net_1, net_2, slope: (d @ W) * slope(net_1),
        "The slope is right; the weights are now untransposed, and fit only where both layers are "
        "equally wide.",
        "The sum for unit j runs along row j of W.",
        "deeplearning_ai_books#21",
    ),
    Mistake(
        "slope_at_the_output",
        lambda d, W, net_1, net_2, slope: (d @ W.T) * slope(sigmoid(net_1)),
        "The layer is right, but the slope is taken at its output; φ′ wants the net input.",
        "Which argument holds it?",
        "libBrain#78",
        also=(lambda d, W, net_1, net_2, slope: (d @ W.T) * slope(np.tanh(net_1)),),
    ),
    Mistake(
        "wrong_sign",
        lambda d, W, net_1, net_2, slope: -(d @ W.T) * slope(net_1),
        "The factors are right; the sign is reversed.",
        "Nothing is subtracted in (9.2).",
    ),
    Mistake(
        "divided_by_N",
        lambda d, W, net_1, net_2, slope: (d @ W.T) * slope(net_1) / len(d),
        "The factors are right, but you divided by the number of examples. A row of deltas belongs "
        "to one example; the 1/N enters once, in the gradient.",
        "Leave the mean to the gradient.",
    ),
    Mistake(
        "slope_of_the_next_layer",
        lambda d, W, net_1, net_2, slope: (d @ W.T) * slope(net_2),
        "A slope or net input of layer 2 is still in it, or the slope of layer 1 meets the deltas "
        "before the weights. Each layer's slope comes where its own net input is.",
        "Which layer has the deltas that you are asked for, and what is its shape?",
        also=(
            lambda d, W, net_1, net_2, slope: (d * slope(net_1)) @ W.T,
            lambda d, W, net_1, net_2, slope: (d * net_2) @ W.T * slope(net_1),
            lambda d, W, net_1, net_2, slope: (d / slope(net_2)) @ W.T * slope(net_1),
            lambda d, W, net_1, net_2, slope: (d * slope(net_2)) @ W.T * net_1,
            lambda d, W, net_1, net_2, slope: (d * slope(net_2)) @ W * slope(net_1),
            lambda d, W, net_1, net_2, slope: (d * slope(net_2)) @ W,
            lambda d, W, net_1, net_2, slope: (d * net_2) @ W.T,
            lambda d, W, net_1, net_2, slope: d * slope(net_2),
        ),
    ),
]


def _at_layer_1(form):
    return lambda d, W, net_1, net_2, slope: form(d, W, net_1, slope)


def _also_here(mistake):
    """A mistake of `hidden_delta`, with the names that the arguments have here."""
    own = next((m for m in FIX_MISTAKES if m.name == mistake.name), mistake)
    texts = [text.replace("`delta_next`", "`delta_2`").replace("`net`", "`net_1`")
             for text in (own.explanation, own.hint)]  # fmt: skip
    forms = tuple(_at_layer_1(form) for form in (mistake.answer, *mistake.also))
    forms += (own.answer, *own.also) if own is not mistake else ()
    return Mistake(own.name, forms[0], *texts, own.seen, forms[1:])


FIX_MISTAKES = [
    *(m for m in FIX_MISTAKES if m.name not in {other.name for other in HIDDEN_MISTAKES}),
    *map(_also_here, HIDDEN_MISTAKES),
]

EXERCISES = [
    code(
        hidden_delta,
        cases=HIDDEN_CASES,
        mistakes=HIDDEN_MISTAKES,
        hints=[
            "A hidden unit reaches the loss through every unit that it feeds. What does it cost "
            "the loss when its output moves by a little, along one of these paths?",
            "Along a path factors multiply: the weight, then the delta at its end. Over the paths "
            "they add. As matrices: which product of `delta_next` and `W_next` has shape (N, n)?",
            "That product is dE/do. One factor is missing to get to dE/dnet, entry by entry, and "
            "`phi_derivative` gives it.",
        ],
        praise="Right: the deltas of the next layer, weighted on their way back and added over all "
        "paths, then through this unit's own slope.",
    ),
    code(
        input_gradient,
        cases=INPUT_CASES,
        mistakes=INPUT_MISTAKES,
        hints=[
            "An input feeds every unit of layer 1, as a hidden unit feeds the next layer.",
            "Follow (9.1) and ask which step of (9.2) an input doesn't have.",
            "One product of `delta_1` and `W_1`, of shape (N, n_0): check which one has to be "
            "transposed.",
        ],
        praise="Right: the same sum as for a hidden unit, and no slope, for an input has no "
        "activation.",
    ),
    number(
        mazur_delta_h1,
        unit=1e-6,
        mistakes=MAZUR_MISTAKES,
        hints=[
            "Unit 3 feeds units 5 and 6. Start with the two deltas that lesson 08 found there.",
            "Weigh each with the weight that leads from unit 3 to it, and add: that is dE/do_3.",
            "Then multiply by the sigmoid's slope at unit 3, in terms of its output.",
        ],
        praise="Right: two paths added, then through the slope of unit 3. It is smaller than the "
        "first path alone, because the two paths pull in opposite directions.",
    ),
    choice(
        "which_transpose",
        question="A hidden layer of 3 units feeds a layer of 2. For a batch of 5 examples "
        "`delta_next` is (5, 2) and `W_next` is (3, 2). Which product gives dE/do of the hidden "
        "layer, (5, 3), and why?",
        options={
            "a": "`delta_next @ W_next`, since that is the order of the forward pass",
            "b": "`delta_next.T @ W_next`, since going back turns the deltas round",
            "c": "`delta_next @ W_next.T`, since the sum runs over the units that a unit feeds",
            "d": "`W_next @ delta_next`, since weights come first going back",
        },
        right="c",
        mistakes=[
            Mistake(
                "weights_not_transposed",
                "a",
                "This sums over the first index of W, the units that weights come from. Going back "
                "the sum runs over those they lead to. With equal widths it would run, silently "
                "wrong.",
                "Write the shapes (5, 2) and (3, 2) side by side.",
                "deeplearning_ai_books#21",
            ),
            Mistake(
                "deltas_transposed",
                "b",
                "Here the sum would run over the examples of the batch, and mix them. That happens "
                "in the gradient, not in the deltas.",
                "Which index should disappear: that of the example, or that of the next unit?",
            ),
            Mistake(
                "weights_first",
                "d",
                "With one row an example the deltas stand on the left. Books that write one "
                "*column* an example have the weights first.",
                "Write down both shapes and see whether they fit.",
                "common",
            ),
        ],
        hints=[
            "Give the matrices their shapes: 5 examples, 3 units that feed 2.",
            "The result needs one row an example and one column for each of the 3 units.",
            "The inner dimensions that meet are summed over: they must be the units of the next "
            "layer.",
        ],
        praise="Right: the index that is summed over is that of the next layer, the second one of "
        "W, and so W is turned round.",
        solution="(9.1) sums delta_k w_jk over k, the second index of both. A matrix product sums "
        "over the second index of its left and the first of its right factor: (5, 2) times (2, 3) "
        "gives (5, 3).",
    ),
    choice(
        "blame",
        question="A hidden unit has a delta of 0.8, the largest of its layer. What does that say?",
        options={
            "a": "Its weights should get smaller.",
            "b": "Its output is 0.8 too large.",
            "c": "It has made 0.8 of the network's error.",
            "d": "Raising its net input by a little raises the loss by about 0.8 times as much.",
        },
        right="d",
        mistakes=[
            Mistake(
                "lower_weights",
                "a",
                "The gradient for a weight is the input times the delta. Where the input is "
                "negative, this weight goes up; and 'lower' is not 'nearer to 0'.",
                "What else enters dE/dw beside the delta?",
                "common",
            ),
            Mistake(
                "output_too_large",
                "b",
                "A hidden unit has no target, so no output of it is too large. A delta is a slope, "
                "not a distance.",
                "What is a delta the derivative of, and with respect to what?",
                "common",
            ),
            Mistake(
                "share_of_the_error",
                "c",
                "Deltas are no shares: they can be negative, and they don't add up to the error.",
                "What is a delta the derivative of, and with respect to what?",
                "makeyourownneuralnetwork, and the book beside it",
            ),
        ],
        hints=[
            "Read the definition (8.1) again, in words.",
            "A delta is a slope: it speaks of a small change, and of what it is a change of.",
            "It is a change of the unit's net input, and the loss answers.",
        ],
        praise="Right: a delta is a slope. It says how the loss answers to a small change of this "
        "net input, and nothing more.",
        solution="δ = ∂E/∂net by (8.1). A slope of 0.8 says that a small rise of net raises the "
        "loss 0.8 times as much, all other things equal. It names no culprit and no target.",
    ),
    fix(
        fix_09,
        shown=fix_09_shown,
        symptom="the result has the right shape, but nudging net_1 gives other slopes.",
        look="Write beside each factor which step it stands for, from net_1 to the loss.",
        seen="common",
        cases=[
            _two_layers(5, 4, 3, sigmoid_slope),
            _two_layers(7, 2, 3, tanh_slope),
            _two_layers(5, 4, 4, tanh_slope),
            _two_layers(4, 4, 4, tanh_slope),  # all equal: the wrong order gives a value, too
        ],
        mistakes=FIX_MISTAKES,
        hints=[
            "`delta_2` is dE/dnet of layer 2. Which factors are in it already?",
            "Go back one step at a time: from net_2 to o_1, then from o_1 to net_1.",
            "The first step takes the weights, the second a slope. Of which layer?",
        ],
        praise="Right: `delta_2` has passed layer 2's activation already; what is left are the "
        "weights and the slope of layer 1.",
    ),
]
