"""Lesson 04, the forward pass: references, mistakes, cases and hints."""

import numpy as np

from .declare import Mistake, choice, code, fix, judged, number

_rng = np.random.default_rng(4)


def sigmoid(net):
    return 0.5 * (1 + np.tanh(net / 2))


def softplus(net):
    return np.logaddexp(0, net)


# -- forward -----------------------------------------------------------------------------------


def forward(X, layers):
    """The output of the last layer for a batch, (N, n_L).

    X : (N, n_0), one row an example
    layers : list of (W, b, phi), from first to last;
        W (n_in, n_out), b (n_out,), phi a function
    """
    out = X  # (4.1): the inputs are the outputs of layer 0
    for W, b, phi in layers:  # from the first layer to the last
        net = out @ W + b  # (2.7): net inputs from the outputs of the layer before
        out = phi(net)  # (4.1): what the next layer reads
    return out  # the outputs of the last layer


def _net(*sizes_and_functions):
    sizes, functions = sizes_and_functions
    return [
        (_rng.normal(size=(n_in, n_out)), _rng.normal(size=n_out), phi)
        for n_in, n_out, phi in zip(sizes, sizes[1:], functions, strict=False)
    ]


FORWARD_CASES = [
    (_rng.normal(size=(5, 3)), _net((3, 4, 6), (np.tanh, sigmoid))),
    (_rng.normal(size=(7, 2)), _net((2, 4, 5, 3), (sigmoid, softplus, np.tanh))),
    (_rng.normal(size=(5, 4)), _net((4, 4, 4), (softplus, np.tanh))),  # square
    (_rng.normal(size=(7, 3)), _net((3, 5), (np.tanh,))),
    (_rng.normal(size=(4, 4)), _net((4, 4, 4), (np.tanh, sigmoid))),  # all equal
]


def _pass(X, layers, step):
    """A forward pass whose step for (out, W, b, phi, is_last) is wrong."""
    out = X
    for k, (W, b, phi) in enumerate(layers):
        out = step(out, W, b, phi, k == len(layers) - 1)
    return out


def _passing(step):
    return lambda X, layers: _pass(X, layers, step)


def _shares(out):
    return np.exp(out) / np.exp(out).sum(axis=1, keepdims=True)


def _all_outputs(X, layers):
    out, outs = X, []
    for W, b, phi in layers:
        out = phi(out @ W + b)
        outs.append(out)
    return outs


def _inputs_again(X, layers):
    out = X
    for W, b, phi in layers:
        out = phi(X @ W + b)
    return out


def _first_phi(X, layers):
    return _pass(X, layers, lambda o, W, b, phi, last: layers[0][2](o @ W + b))


def _last_phi(X, layers):
    return _pass(X, layers, lambda o, W, b, phi, last: layers[-1][2](o @ W + b))


def _forward(X, layers):
    return _pass(X, layers, lambda out, W, b, phi, last: phi(out @ W + b))


def _same(net):
    return net


def _inputs_added(X, layers):
    def step(out, W, b, phi, last):
        after = phi(out @ W + b)
        return after + out if after.shape == out.shape else after

    return _pass(X, layers, step)


def _next_phi(X, layers):
    out = X
    for k, (W, b, phi) in enumerate(layers):
        out = (phi(out) if k else out) @ W + b
    return layers[-1][2](out)


FORWARD_MISTAKES = [
    Mistake(
        "no_activation",
        _passing(lambda o, W, b, phi, last: o @ W + b),
        "No activation is applied: layer after layer, this is one linear layer.",
        "What happens to the net input before it is passed on?",
        "common",
        also=(_passing(lambda o, W, b, phi, last: o @ W),),
    ),
    Mistake(
        "no_activation_at_the_end",
        _passing(lambda o, W, b, phi, last: o @ W + b if last else phi(o @ W + b)),
        "You return the net input of the last layer; its activation is missing.",
        "Every layer has its own phi, the last one as well.",
        "common",
    ),
    Mistake(
        "activation_only_at_the_end",
        _passing(lambda o, W, b, phi, last: phi(o @ W + b) if last else o @ W + b),
        "The hidden layers pass their net inputs on: without an activation they collapse into the "
        "layer that follows.",
        "What does layer 2 read: net inputs or outputs?",
        "common",
    ),
    Mistake(
        "no_bias",
        _passing(lambda o, W, b, phi, last: phi(o @ W)),
        "The biases are missing.",
        "Which part of each layer haven't you used?",
        "common",
    ),
    Mistake(
        "bias_after_the_activation",
        _passing(lambda o, W, b, phi, last: phi(o @ W) + b),
        "The bias comes after the activation; it belongs to the net input.",
        "What goes into phi?",
    ),
    Mistake(
        "bias_subtracted",
        _passing(lambda o, W, b, phi, last: phi(o @ W - b)),
        "You subtracted the biases. A threshold would be subtracted; a bias is added.",
        "Look at the sign in (2.1).",
    ),
    Mistake(
        "weights_transposed",
        _passing(lambda o, W, b, phi, last: phi(o @ W.T + b)),
        "You turned the weights round. W[i, j] leads *from* i *to* j; going forward it is used as "
        "it stands. Where the layers are equally wide nothing warns you.",
        "Write the shapes side by side.",
        "common",
        also=(
            _passing(lambda o, W, b, phi, last: phi(o @ W.T)),
            _passing(lambda o, W, b, phi, last: o @ W.T + b),
        ),
    ),
    Mistake(
        "weights_first",
        _passing(lambda o, W, b, phi, last: phi(W @ o + b)),
        "The weights stand in front. Books that write one *column* an example do it so; here one "
        "row is one example, and what comes from the layer before stands in front.",
        "Write the shapes side by side: in which order do they fit?",
        "common",
        also=(
            _passing(lambda o, W, b, phi, last: phi(W.T @ o + b)),
            _passing(lambda o, W, b, phi, last: phi(W @ o + b[:, None])),
            _passing(lambda o, W, b, phi, last: phi(W.T @ o + b[:, None])),
            _passing(lambda o, W, b, phi, last: phi(W @ o)),
            _passing(lambda o, W, b, phi, last: phi(W.T @ o)),
        ),
    ),
    Mistake(
        "inputs_again",
        _inputs_again,
        "Every layer reads X. The second layer reads the outputs of the first.",
        "Which variable should change from layer to layer?",
        "common",
        also=(lambda X, layers: layers[-1][2](X @ layers[-1][0] + layers[-1][1]),),
    ),
    Mistake(
        "first_layer_only",
        lambda X, layers: _pass(X, layers[:1], lambda o, W, b, phi, last: phi(o @ W + b)),
        "You stopped after the first layer (is the `return` inside the loop?).",
        "Return after the last layer.",
        "common",
        also=(lambda X, layers: X @ layers[0][0] + layers[0][1],),
    ),
    Mistake(
        "last_layer_missing",
        lambda X, layers: _pass(X, layers[:-1], lambda o, W, b, phi, last: phi(o @ W + b)),
        "You stopped one layer too early.",
        "How often does the loop run?",
    ),
    Mistake(
        "first_layer_missing",
        lambda X, layers: _pass(X, layers[1:], lambda o, W, b, phi, last: phi(o @ W + b)),
        "The first layer is left out: the inputs are layer 0, but have no weights in `layers`.",
        "Which layer does your loop begin with?",
    ),
    Mistake(
        "backwards",
        lambda X, layers: _pass(X, layers[::-1], lambda o, W, b, phi, last: phi(o @ W + b)),
        "You went through the layers from last to first.",
        "Which layer reads the inputs?",
    ),
    Mistake(
        "activation_of_the_inputs",
        _passing(lambda o, W, b, phi, last: phi(o) @ W + b),
        "The activation comes before the weights; it belongs after them.",
        "First the net input, then phi.",
    ),
    Mistake(
        "activation_twice",
        _passing(lambda o, W, b, phi, last: phi(phi(o @ W + b))),
        "Each activation is applied twice.",
        "One phi a layer.",
        also=(lambda X, layers: layers[-1][2](_all_outputs(X, layers)[-1]),),
    ),
    Mistake(
        "always_the_same_activation",
        _first_phi,
        "You used one activation for all layers: each layer brings its own.",
        "Take phi from the layer that you are in.",
        also=(
            _last_phi,
            _passing(lambda o, W, b, phi, last: sigmoid(o @ W + b)),
            _passing(lambda o, W, b, phi, last: np.tanh(o @ W + b)),
            _passing(lambda o, W, b, phi, last: np.maximum(o @ W + b, 0)),
        ),
    ),
    Mistake(
        "all_outputs",
        _all_outputs,
        "You return the outputs of all layers; asked for are those of the last.",
        "Which one of them?",
        also=(lambda X, layers: [X, *_all_outputs(X, layers)],),
    ),
    Mistake(
        "averaged",
        lambda X, layers: _all_outputs(X, layers)[-1].mean(axis=0),
        "You put the examples together: each has an output of its own.",
        "One row an example.",
        also=(
            lambda X, layers: _all_outputs(X, layers)[-1].sum(axis=0),
            lambda X, layers: _all_outputs(X, layers)[-1].sum(axis=1),
        ),
    ),
    Mistake(
        "softmax_on_top",
        lambda X, layers: _shares(_all_outputs(X, layers)[-1]),
        "You put softmax on top; the last layer brings its own activation.",
        "Leave the last step out.",
        also=(
            lambda X, layers: sigmoid(_all_outputs(X, layers)[-1]),
            lambda X, layers: _shares(
                _pass(X, layers, lambda o, W, b, phi, last: o @ W + b if last else phi(o @ W + b))
            ),
        ),
    ),
    Mistake(
        "largest_output",
        lambda X, layers: _all_outputs(X, layers)[-1].argmax(axis=1),
        "You return which output is largest; asked for are the outputs.",
        "Leave the last step out.",
        also=(lambda X, layers: (_all_outputs(X, layers)[-1] > 0.5) * 1.0,),
    ),
    Mistake(
        "examples_in_columns",
        lambda X, layers: _all_outputs(X, layers)[-1].T,
        "The values are right but the table lies on its side: one row an example is asked for.",
        "Give back one row an example.",
    ),
    Mistake(
        "first_example_only",
        lambda X, layers: _forward(X[:1], layers)[0],
        "That is the output for the first example alone.",
        "Give the whole batch to the first layer.",
        also=(lambda X, layers: _forward(X[:1], layers),),
    ),
    Mistake(
        "first_layer_linear",
        lambda X, layers: _forward(X, [(layers[0][0], layers[0][1], _same), *layers[1:]]),
        "The first layer has no activation function; every layer has its own.",
        "Apply φ in each round of the loop.",
    ),
    Mistake(
        "bias_only_at_the_end",
        lambda X, layers: _forward(
            X, [*((W, 0 * b, phi) for W, b, phi in layers[:-1]), layers[-1]]
        ),
        "Only the last layer gets its bias.",
        "Every layer has a b of its own.",
    ),
    Mistake(
        "no_bias_at_the_end",
        lambda X, layers: _forward(
            X, [*layers[:-1], (layers[-1][0], 0 * layers[-1][1], layers[-1][2])]
        ),
        "The last layer's bias is missing.",
        "Every layer has a b of its own.",
    ),
    Mistake(
        "two_layers_only",
        lambda X, layers: _forward(X, [layers[0], layers[1]]),
        "This passes through exactly two layers; the list may hold fewer or more.",
        "Loop over `layers`.",
        also=(lambda X, layers: _forward(X, [layers[0], layers[-1]]),),
    ),
    Mistake(
        "inputs_added",
        _inputs_added,
        "Each layer's input is added to its output: that is another kind of network.",
        "(4.1) hands on φ(net) alone.",
    ),
    Mistake(
        "times_net",
        _passing(lambda out, W, b, phi, last: phi(out @ W + b) * (out @ W + b)),
        "The activation is multiplied by the net input.",
        "(4.1) hands on φ(net) alone.",
    ),
]

# -- count_parameters --------------------------------------------------------------------------


def count_parameters(sizes):
    """How many weights and biases a fully connected network has.

    sizes : list of layer widths, inputs first, as in [64, 32, 10]
    """
    total = 0  # P of (4.3)
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):  # each layer and the one before
        total += (n_in + 1) * n_out  # each unit has n_in weights and one bias
    return total  # all layers together


def _pairs(sizes):
    return list(zip(sizes[:-1], sizes[1:], strict=True))


COUNT_MISTAKES = [
    Mistake(
        "no_biases",
        lambda sizes: sum(a * b for a, b in _pairs(sizes)),
        "Those are the weights; the biases are missing.",
        "How many biases has a unit?",
        "common",
    ),
    Mistake(
        "biases_for_the_inputs",
        lambda sizes: sum(a * b for a, b in _pairs(sizes)) + sum(sizes),
        "You gave the inputs biases. They have no net input, so nothing to add a bias to.",
        "Which layer has no biases?",
        "common",
    ),
    Mistake(
        "one_bias_a_layer",
        lambda sizes: sum(a * b + 1 for a, b in _pairs(sizes)),
        "You counted one bias for a layer; every unit has its own.",
        "How long is b?",
        also=(
            lambda sizes: sum(a * b for a, b in _pairs(sizes)) + 1,
            lambda sizes: sum(a * b + 1 for a, b in _pairs(sizes)) + 1,
        ),
    ),
    Mistake(
        "biases_of_the_wrong_layer",
        lambda sizes: sum(a * (b + 1) for a, b in _pairs(sizes)),
        "You counted a bias for each unit that a layer *reads*; biases belong to the units that it "
        "has.",
        "Does b have n_in or n_out entries?",
    ),
    Mistake(
        "units",
        lambda sizes: sum(sizes),
        "Those are the units; asked for are the numbers on the connections, and the biases.",
        "How many weights arrive at one unit?",
        also=(
            lambda sizes: sum(sizes[1:]),
            lambda sizes: sum(a + b for a, b in _pairs(sizes)),
            lambda sizes: len(sizes),
        ),
    ),
    Mistake(
        "all_multiplied",
        lambda sizes: int(np.prod(sizes)),
        "You multiplied all widths. That counts paths from inputs to outputs; layers' parameters "
        "add.",
        "Count layer by layer.",
        also=(
            lambda sizes: int(np.prod(sizes)) + sum(sizes[1:]),
            lambda sizes: int(np.prod([n + 1 for n in sizes])),
        ),
    ),
    Mistake(
        "first_layer_only",
        lambda sizes: (sizes[0] + 1) * sizes[1],
        "Those are the parameters of the first layer.",
        "Add the other layers.",
        also=(lambda sizes: sizes[0] * sizes[1],),
    ),
    Mistake(
        "last_layer_only",
        lambda sizes: (sizes[-2] + 1) * sizes[-1],
        "Those are the parameters of the last layer (is there an `=` where `+=` should be?).",
        "Add the other layers.",
        also=(lambda sizes: sizes[-2] * sizes[-1],),
    ),
    Mistake(
        "last_layer_missing",
        lambda sizes: sum((a + 1) * b for a, b in _pairs(sizes)[:-1]),
        "The last layer is missing from your sum.",
        "How many pairs of neighbours are there?",
        also=(lambda sizes: sum(a * b for a, b in _pairs(sizes)[:-1]),),
    ),
    Mistake(
        "first_layer_missing",
        lambda sizes: sum((a + 1) * b for a, b in _pairs(sizes)[1:]),
        "The weights from the inputs are missing from your sum.",
        "How many pairs of neighbours are there?",
        also=(lambda sizes: sum(a * b for a, b in _pairs(sizes)[1:]),),
    ),
    Mistake(
        "squares",
        lambda sizes: sum(n * n for n in sizes),
        "You multiplied each size by itself; weights lead from one layer to the next.",
        "Which two sizes belong to one weight matrix?",
    ),
    Mistake(
        "list",
        lambda sizes: [(a + 1) * b for a, b in _pairs(sizes)],
        "Those are the parameters layer by layer; asked for is one number.",
        "What is to be done with the list?",
    ),
    Mistake(
        "no_output_biases",
        lambda sizes: sum(a * b for a, b in _pairs(sizes)) + sum(sizes[1:-1]),
        "The output units have biases, too.",
        "Which units have a net input?",
    ),
    Mistake(
        "input_biases_instead_of_output",
        lambda sizes: sum((a + 1) * (b + 1) for a, b in _pairs(sizes)),
        "You counted one bias too many in each layer: (n_in + 1)(n_out + 1) gives weights to the "
        "next layer's unit of 1, which has none.",
        "The unit that is always 1 has no incoming weights.",
    ),
    Mistake(
        "twice",
        lambda sizes: 2 * sum((a + 1) * b for a, b in _pairs(sizes)),
        "You counted everything twice.",
        "A connection has one weight, whichever end you look from.",
        also=(lambda sizes: 2 * sum(a * b for a, b in _pairs(sizes)),),
    ),
    Mistake(
        "off_by_one",
        lambda sizes: sum((a + 1) * b for a, b in _pairs(sizes)) + 1,
        "You are off by one.",
        "Where does your sum begin?",
        also=(lambda sizes: sum((a + 1) * b for a, b in _pairs(sizes)) - 1,),
    ),
    Mistake(
        "only_output_biases",
        lambda sizes: sum(a * b for a, b in _pairs(sizes)) + sizes[-1],
        "Only the output units were given a bias; hidden units have one each, too.",
        "Which units have a net input?",
    ),
    Mistake(
        "every_pair_of_layers",
        lambda sizes: (
            sum(a * b for i, a in enumerate(sizes) for b in sizes[i + 1 :]) + sum(sizes[1:])
        ),
        "Every layer was joined with every later one; a layer feeds only the next.",
        "Which layers are neighbours?",
    ),
    Mistake(
        "hidden_layers_left_out",
        lambda sizes: (sizes[0] + 1) * sizes[-1],
        "You counted a network whose inputs lead straight to the outputs.",
        "Count layer by layer.",
    ),
    Mistake(
        "two_biases_a_unit",
        lambda sizes: sum((a + 2) * b for a, b in _pairs(sizes)),
        "Each unit was given two biases.",
        "A unit has one weight for each input and one bias.",
    ),
    Mistake(
        "added_for_multiplied",
        lambda sizes: sum(a + 1 + b for a, b in _pairs(sizes)),
        "Widths were added; each unit has a weight for *each* unit before it.",
        "How many lines run between 3 and 4 units?",
    ),
]

# -- xor_by_hand -------------------------------------------------------------------------------


def xor_by_hand():
    """Weights with which a 2-2-1 network solves XOR: `(W1, b1, W2, b2)`.

    W1 : (2, 2); b1 : (2,); W2 : (2, 1); b2 : (1,)
    The hidden units are ReLU, the output is linear; each of its four
    outputs must lie within 0.1 of XOR.
    """
    W1 = np.array([[1, 1], [1, 1]])  # both hidden units add up the two inputs: 0, 1 or 2
    b1 = np.array([0, -1])  # the first passes the sum on, the second only what exceeds 1
    W2 = np.array([[1], [-2]])  # the sum, less twice the excess: 0, 1, and 2 - 2 = 0
    b2 = np.array([0])  # nothing to add: (0, 0) gives 0 already
    return W1, b1, W2, b2  # any network that does it is right, this is one


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _corners(W1, b1, W2, b2, phi):
    return phi(CORNERS @ W1 + b1) @ W2 + b2


def _relu(net):
    return np.maximum(net, 0)


def _step(net):
    return (net > 0) * 1.0


def judge_xor(result, *_):
    if not isinstance(result, list) or len(result) != 4:
        return "Four arrays are asked for, as a tuple: (W1, b1, W2, b2)."
    W1, b1, W2, b2 = result
    if not all(np.isfinite(part).all() for part in result):
        return "The weights contain NaN or infinity."
    if W1.shape == (2, 2) and b1.size == 2 and W2.shape == (1, 2):
        return "second_weights_transposed"
    if W1.shape != (2, 2) or b1.size != 2 or W2.size != 2 or b2.size != 1:
        shapes = ", ".join(str(part.shape) for part in result)
        return f"The shapes are {shapes}; asked for are (2, 2), (2,), (2, 1), (1,)."
    W2, b1, b2 = W2.reshape(2), b1.reshape(2), b2.item()

    def like(outputs, *wanted):
        return np.abs(outputs - wanted).max() <= 0.1

    outputs = _corners(W1, b1, W2, b2, _relu)
    if like(outputs, 0, 1, 1, 0):
        return None
    for name, wanted in PATTERNS.items():
        if like(outputs, *wanted):
            return name
    if like(outputs - outputs[0], 0, 1, 1, 0):
        return "output_bias"
    if abs(outputs[1]) > 0.1 and like(outputs / outputs[1], 0, 1, 1, 0):
        return "output_weights_scaled"
    others = {
        "first_weights_transposed": _corners(W1.T, b1, W2, b2, _relu),
        "step_units": _corners(W1, b1, W2, b2, _step),
        "no_relu": _corners(W1, b1, W2, b2, lambda net: net),
        "threshold_at_the_output": _step(outputs),
        "step_at_the_output": _step(_corners(W1, b1, W2, b2, _step)),
        "biases_subtracted": _corners(W1, -b1, W2, -b2, _relu),
        "second_unit_added": _corners(W1, b1, W2 * [1, -1], b2, _relu),
        "first_unit_subtracted": _corners(W1, b1, W2 * [-1, 1], b2, _relu),
        "no_hidden_biases": _corners(W1, b1 + [0, -1], W2, b2, _relu),
    }
    for name, corners in others.items():
        if like(corners, 0, 1, 1, 0):
            return name
    listed = ", ".join(f"{output:.2g}" for output in outputs)
    return f"For (0,0), (0,1), (1,0), (1,1) your network gives {listed}; XOR is 0, 1, 1, 0."


PATTERNS = {
    "or_gate": (0, 1, 1, 1),
    "nand_gate": (1, 1, 1, 0),
    "and_gate": (0, 0, 0, 1),
    "turned_round": (1, 0, 0, 1),
    "always_a_half": (0.5, 0.5, 0.5, 0.5),
    "sum": (0, 1, 1, 2),
    "all_zero": (0, 0, 0, 0),
    "difference": (0, -1, 1, 0),
    "other_difference": (0, 1, -1, 0),
}


def _xor(W1, b1, W2, b2):
    def answer():
        return tuple(np.array(part, dtype=float) for part in (W1, b1, W2, b2))

    return answer


XOR_MISTAKES = [
    Mistake(
        "or_gate",
        _xor([[1, 1], [1, 1]], [0, -1], [[1], [-1]], [0]),
        "Your network computes OR: it is right but for (1, 1).",
        "How much must (1, 1) lose, and which hidden unit can see it alone?",
        "common",
    ),
    Mistake(
        "and_gate",
        _xor([[1, 1], [1, 1]], [0, -1], [[0], [1]], [0]),
        "Your network computes AND.",
        "Use the unit that sees (1, 1) alone to take something away, not to add.",
    ),
    Mistake(
        "turned_round",
        _xor([[1, 1], [1, 1]], [0, -1], [[-1], [2]], [1]),
        "Your network computes the opposite of XOR.",
        "Turn the output round: which two things change?",
    ),
    Mistake(
        "always_a_half",
        _xor([[0, 0], [0, 0]], [0, 0], [[0], [0]], [0.5]),
        "Your network answers ½ to everything: the best that a single line can do.",
        "The hidden units must bend: where does each begin to pass something on?",
        "common",
    ),
    Mistake(
        "sum",
        _xor([[1, 1], [1, 1]], [0, 0], [[0.5], [0.5]], [0]),
        "Your network adds the inputs: (1, 1) gives 2.",
        "A unit that begins to pass something on only above 1 could take it back.",
    ),
    Mistake(
        "all_zero",
        _xor([[1, 1], [1, 1]], [-2, -2], [[1], [-2]], [0]),
        "Your network answers 0 to everything: its hidden units never pass anything on.",
        "For which inputs is each hidden net input above 0?",
    ),
    Mistake(
        "difference",
        _xor([[1, -1], [-1, 1]], [0, 0], [[1], [-1]], [0]),
        "(1, 0) and (0, 1) come out with opposite signs.",
        "Look at the signs of the two output weights.",
    ),
    Mistake(
        "other_difference",
        _xor([[1, -1], [-1, 1]], [0, 0], [[-1], [1]], [0]),
        "(1, 0) and (0, 1) come out with opposite signs.",
        "Look at the signs of the two output weights.",
    ),
    Mistake(
        "first_weights_transposed",
        _xor([[2, -2], [-1, 1]], [0, 0], [[0.5], [1]], [0]),
        "With W1 turned round it would be right: W1[i, j] leads from input i to hidden unit j.",
        "One *column* of W1 holds what arrives at one hidden unit.",
        "common",
    ),
    Mistake(
        "second_weights_transposed",
        _xor([[1, 1], [1, 1]], [0, -1], [[1, -2]], [0]),
        "W2 lies on its side: it leads from 2 hidden units to 1 output, (2, 1).",
        "The first index is where a weight comes from.",
        "common",
    ),
    Mistake(
        "step_units",
        _xor([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [0]),
        "With units that jump from 0 to 1 (steps, or steep sigmoids) this would be right. ReLU "
        "units pass on how far they are above 0.",
        "Compute both hidden outputs for (1, 1).",
        "common",
        also=(_xor([[40, 40], [40, 40]], [-20, -60], [[1], [-1]], [0]),),
    ),
    Mistake(
        "step_at_the_output",
        _xor([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-2]], [-0.5]),
        "With units that jump from 0 to 1 (steps, or steep sigmoids), the output one included, "
        "this would be right. Here the hidden units are ReLU and the output is linear.",
        "Compute the output for (0, 0).",
        "common",
        also=(_xor([[20, 20], [20, 20]], [-10, -30], [[20], [-20]], [-10]),),
    ),
    Mistake(
        "threshold_at_the_output",
        _xor([[1, 1], [1, 1]], [0, -1], [[3], [-6]], [-1]),
        "The signs are right, but the output is a number and no decision: it must itself be near 0 "
        "and 1.",
        "Scale and shift your output.",
    ),
    Mistake(
        "biases_subtracted",
        _xor([[1, 1], [1, 1]], [0, 1], [[1], [-2]], [0]),
        "With the biases subtracted this would be right; they are added.",
        "Look at their signs.",
    ),
    Mistake(
        "nand_gate",
        _xor([[1, 1], [1, 1]], [0, -1], [[0], [-1]], [1]),
        "This gives 1 unless both inputs are 1: it lacks the 0 at (0,0).",
        "What must change at (0,0), and there alone?",
    ),
    Mistake(
        "second_unit_added",
        _xor([[1, 1], [1, 1]], [0, -1], [[1], [2]], [0]),
        "With the other sign on one output weight this would be XOR: the second hidden unit raises "
        "the output at (1,1) instead of pulling it down.",
        "Which hidden unit must take something away?",
    ),
    Mistake(
        "first_unit_subtracted",
        _xor([[1, 1], [1, 1]], [0, -1], [[-1], [-2]], [0]),
        "With the other sign on one output weight this would be XOR: the first hidden unit lowers "
        "the output where it should raise it.",
        "Which hidden unit must lift (0,1) and (1,0)?",
    ),
    Mistake(
        "no_hidden_biases",
        _xor([[1, 1], [1, 1]], [0, 0], [[1], [-2]], [0]),
        "Both hidden units start at the same line, so they bend nothing: the second needs a bias.",
        "It should stay at 0 unless both inputs are 1.",
    ),
    Mistake(
        "output_bias",
        _xor([[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0.5]),
        "All four outputs are off by the same amount; their differences are those of XOR.",
        "Which one number shifts them all?",
    ),
    Mistake(
        "output_weights_scaled",
        _xor([[1, 1], [1, 1]], [0, -1], [[3], [-6]], [0]),
        (
            "The outputs have XOR's pattern, but not its height: all are too large or too small"
            " by one factor."
        ),
        "Which weights scale the output?",
    ),
]

# -- mazur_o1 ----------------------------------------------------------------------------------

X = np.array([0.05, 0.1])
W1 = np.array([[0.15, 0.25], [0.2, 0.3]])
W2 = np.array([[0.4, 0.5], [0.45, 0.55]])
NET1 = X @ W1 + 0.35
OUT1 = sigmoid(NET1)
NET2 = OUT1 @ W2 + 0.6


def mazur_o1():
    """The output of unit 5 (his o1) in the 2015 example, to four decimals.

    The hidden outputs are o_3 = 0.593269992 and o_4 = 0.596884378; the weights
    w_35 = 0.4 and w_45 = 0.45 lead from them to unit 5, and its bias is 0.6.
    """
    net_5 = 0.4 * 0.593269992 + 0.45 * 0.596884378 + 0.6  # (2.1): two weighted outputs and a bias
    return 1 / (1 + np.exp(-net_5))  # (3.2): through the sigmoid


_NET_5 = 0.4 * 0.593269992 + 0.45 * 0.596884378 + 0.6

MAZUR_MISTAKES = [
    Mistake(
        "net_input",
        NET2[0],
        "That is the net input of unit 5 (his o1). An output comes after the activation.",
        "What does unit 5 do with its net input?",
        "common",
    ),
    Mistake(
        "other_output",
        sigmoid(NET2)[1],
        "That is the output of unit 6 (his o2).",
        "Which weights lead to unit 5?",
    ),
    Mistake(
        "weights_transposed",
        sigmoid(OUT1 @ W2.T + 0.6)[0],
        "You used w_35 and w_36 (his w5 and w7), the weights that leave unit 3.",
        "Which two arrows arrive at unit 5?",
        "common",
    ),
    Mistake(
        "no_bias",
        sigmoid(OUT1 @ W2)[0],
        "The bias is missing.",
        "What is added to the two products?",
        "common",
    ),
    Mistake(
        "first_bias",
        sigmoid(OUT1 @ W2 + 0.35)[0],
        "You used the bias of the hidden layer.",
        "Which bias belongs to the outputs?",
    ),
    Mistake(
        "inputs_again",
        sigmoid(X @ W2 + 0.6)[0],
        "You gave unit 5 the inputs of the network; it reads the hidden outputs.",
        "What comes before the output layer?",
    ),
    Mistake(
        "hidden_net_inputs",
        sigmoid(NET1 @ W2 + 0.6)[0],
        "You passed on the hidden *net inputs*.",
        "Which of a hidden unit's two numbers is passed on?",
        "common",
    ),
    Mistake(
        "sigmoid_twice",
        sigmoid(sigmoid(NET2))[0],
        "The sigmoid was applied twice.",
        "Once is enough.",
    ),
    Mistake(
        "tanh",
        np.tanh(NET2)[0],
        "You used tanh; this network's units are sigmoid.",
        "Take (3.2) for the activation.",
    ),
    Mistake(
        "sign_in_the_exponent",
        sigmoid(-NET2)[0],
        "The exponent of the sigmoid has the wrong sign.",
        "A positive net input gives more than ½.",
        "common",
    ),
    Mistake(
        "one_input_only",
        sigmoid(OUT1[0] * 0.4 + 0.6),
        "Only one of the two hidden units is in it.",
        "Two arrows arrive at unit 5.",
        also=(sigmoid(OUT1[1] * 0.45 + 0.6),),
    ),
    Mistake(
        "error",
        0.2748110831761550,
        "The target is in there: his E_o1, or the output minus its target.",
        "Stop before the target comes in.",
        also=(0.7413650695523157,),
    ),
    Mistake(
        "the_slope",
        sigmoid(_NET_5) * (1 - sigmoid(_NET_5)),
        "That is the slope of the output with respect to the net input.",
        "Asked for is the output itself.",
    ),
    Mistake(
        "net_without_bias",
        _NET_5 - 0.6,
        "That is the weighted sum alone, without bias and sigmoid.",
        "Two steps are missing.",
    ),
    Mistake(
        "bias_twice",
        sigmoid(_NET_5 + 0.6),
        "The bias is added twice.",
        "Each unit adds its bias once.",
    ),
    Mistake(
        "weights_left_out",
        sigmoid(0.593269992 + 0.596884378 + 0.6),
        "The hidden outputs were added without their weights.",
        "Multiply each by the weight that leads on from it.",
    ),
    Mistake(
        "bias_multiplied",
        sigmoid((_NET_5 - 0.6) * 0.6),
        "The sum is multiplied by the bias.",
        "A bias is added.",
    ),
]

# -- fix_04 ------------------------------------------------------------------------------------


def fix_04(X, layers):
    """The output of the last layer for a batch, (N, n_L).

    X : (N, n_0); layers : list of (W, b, phi), from first to last
    """
    out = X  # (4.1): layer 0
    for W, b, phi in layers:  # from the first layer to the last
        net = out @ W + b  # (2.7)
        out = phi(net)  # (4.1): every layer's activation, before its output is passed on
    return out  # activated already


def fix_04_shown(X, layers):
    """The output of the last layer for a batch, (N, n_L).

    X : (N, n_0); layers : list of (W, b, phi), from first to last
    """
    out = X
    for layer in layers:
        W, b, phi = layer
        net = out @ W + b
        out = net
    return phi(out)


EXERCISES = [
    code(
        forward,
        cases=FORWARD_CASES,
        mistakes=FORWARD_MISTAKES,
        hints=[
            "One layer does two things to what it reads. What does the next layer read?",
            "Keep one variable for the outputs, start it with X, and let every layer change it.",
            "In the loop: the net inputs from the outputs so far, (2.7); then this layer's own "
            "phi. Return after the loop.",
        ],
        praise="Right: every layer reads the outputs of the one before, and applies its own "
        "activation.",
    ),
    code(
        count_parameters,
        cases=[([3, 4, 2],), ([5, 7],), ([2, 3, 4, 5],), ([8, 6, 3],)],
        mistakes=COUNT_MISTAKES,
        hints=[
            "Count for one unit first: how many weights arrive, and how many biases has it?",
            "A layer has so many for each of its units. Which two sizes does a layer need?",
            "Go through neighbouring pairs of sizes, (4.3), and add up.",
        ],
        praise="Right: each unit has a weight from every unit before it, and one bias.",
    ),
    judged(
        xor_by_hand,
        judge=judge_xor,
        mistakes=XOR_MISTAKES,
        hints=[
            "XOR depends on the sum of the inputs alone: 0 gives 0, 1 gives 1, 2 gives 0. Can you "
            "bend a curve like that from two ReLUs?",
            "Let both hidden units see the sum, one of them from 0 on, the other from 1 on.",
            "The output takes the first and subtracts a multiple of the second, so that a sum of 2 "
            "comes back to 0.",
        ],
        praise="Right: the hidden layer makes a new picture of the four points, in which one line "
        "is enough.",
    ),
    number(
        mazur_o1,
        unit=1e-4,
        mistakes=MAZUR_MISTAKES,
        hints=[
            "First the net input of unit 5 (his o1): two products and the bias.",
            "It is a little above 1.",
            "Then the sigmoid, (3.2).",
        ],
        praise="Right: the net input first, then the sigmoid, as in the published example.",
    ),
    choice(
        "why_hidden",
        question="Why does a network without a hidden layer fail on XOR?",
        options={
            "a": "One output unit has too few weights to store four answers.",
            "b": "Its net input is 0 on a line, and no line has (0,1), (1,0) on one side and "
            "(0,0), (1,1) on the other.",
            "c": "Gradient descent gets stuck; other ways to train it would find the weights.",
            "d": "The sigmoid saturates at the four points.",
        },
        right="b",
        mistakes=[
            Mistake(
                "too_few_weights",
                "a",
                "OR and AND have four answers, too, and three numbers are enough for them.",
                "What distinguishes XOR from OR, on a sheet of paper?",
                "common",
            ),
            Mistake(
                "training_stuck",
                "c",
                "No way of training helps: the weights don't exist.",
                "Try to find them by hand, on a sheet of paper.",
                "common",
            ),
            Mistake(
                "saturation",
                "d",
                "Saturation slows learning; it doesn't decide what a network can represent.",
                "What shape has the boundary between high and low outputs?",
            ),
        ],
        hints=[
            "Draw the four points, and colour them.",
            "Where is the net input of a single unit 0?",
            "Try to separate the colours with a ruler.",
        ],
        praise="Right: one unit draws one line, and no line separates these points.",
        solution="The net input w1 x1 + w2 x2 + b is 0 on a line and positive on one side. XOR "
        "needs b ≤ 0, w1 + b > 0, w2 + b > 0; adding the last two, w1 + w2 + 2b > 0, so that "
        "w1 + w2 + b > −b ≥ 0: then (1, 1) is on the wrong side.",
    ),
    fix(
        fix_04,
        shown=fix_04_shown,
        symptom="it runs, the shapes are right, and yet however many layers it has, they do no "
        "more than one.",
        look="What does the second layer read: net inputs or outputs?",
        seen="common",
        cases=FORWARD_CASES,
        mistakes=[
            Mistake(
                "activation_twice_at_the_end",
                lambda X, layers: layers[-1][2](_all_outputs(X, layers)[-1]),
                "Every layer has its activation now, and the last one has it twice.",
                "What does `return` still do?",
            ),
            Mistake(
                "no_activation",
                _passing(lambda o, W, b, phi, last: o @ W + b),
                "Now no activation is left at all.",
                "Put it into the loop.",
            ),
            Mistake(
                "no_activation_at_the_end",
                _passing(lambda o, W, b, phi, last: o @ W + b if last else phi(o @ W + b)),
                "The hidden layers are right now; the last one lost its activation.",
                "Which variable do you return?",
            ),
            Mistake(
                "activation_of_the_inputs",
                _passing(lambda o, W, b, phi, last: phi(o) @ W + b),
                "The activation comes before the weights; it belongs after them.",
                "First the net input, then phi.",
            ),
            Mistake(
                "inputs_again",
                _inputs_again,
                "Now every layer reads X.",
                "Which variable should the product use?",
            ),
            Mistake(
                "first_layer_only",
                lambda X, layers: _pass(X, layers[:1], lambda o, W, b, phi, last: phi(o @ W + b)),
                "Now it stops after the first layer (is the `return` inside the loop?).",
                "Return after the last layer.",
            ),
            Mistake(
                "always_the_same_activation",
                _last_phi,
                "Every layer has an activation now, but not its own.",
                "Take phi from the layer that you are in.",
                also=(_first_phi,),
            ),
            Mistake(
                "first_layer_linear",
                lambda X, layers: _forward(X, [(layers[0][0], layers[0][1], _same), *layers[1:]]),
                "The first layer still has no activation function.",
                "Apply φ in each round of the loop.",
            ),
            Mistake(
                "bias_after_the_activation",
                _passing(lambda out, W, b, phi, last: phi(out @ W) + b),
                "Each layer has its φ now, but the bias is added after it.",
                "The bias belongs to the net input.",
            ),
            Mistake(
                "no_bias",
                _passing(lambda out, W, b, phi, last: phi(out @ W)),
                "Each layer has its φ now, but its bias is lost.",
                "The line with `net` was right.",
            ),
            Mistake(
                "activation_twice_in_each_layer",
                _passing(lambda out, W, b, phi, last: phi(phi(out @ W + b))),
                "Every layer applies its φ twice.",
                "Once a layer, inside the loop.",
            ),
            Mistake(
                "activation_of_the_next_layer",
                _next_phi,
                "Each layer's output goes through the φ of the layer after it.",
                "Apply φ in the round in which it was taken out of the list.",
            ),
            Mistake(
                "everywhere_the_same",
                _passing(lambda out, W, b, phi, last: sigmoid(out @ W + b)),
                "One fixed function is used in every layer; each brings its own φ.",
                "The loop hands you `phi`.",
                also=(
                    _passing(lambda out, W, b, phi, last: np.maximum(0, out @ W + b)),
                    _passing(lambda out, W, b, phi, last: np.tanh(out @ W + b)),
                ),
            ),
            Mistake(
                "all_outputs",
                _all_outputs,
                "All layers' outputs are returned; asked for is the last one's.",
                "Return what the last round leaves.",
            ),
        ],
        hints=[
            "Write down what `out` is after the first round of the loop.",
            "Two linear layers in a row are one linear layer, (3.1).",
            "phi belongs into the loop, once a layer.",
        ],
        praise="Right: each layer's activation comes before its output is passed on.",
    ),
]
