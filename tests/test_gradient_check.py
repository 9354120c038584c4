"""The gradient check: it catches planted bugs, and says when it could not have."""

import numpy as np
import pytest

from course_lib import Network, check_gradient
from course_lib.gradient_check import gradient_error, numerical_gradient
from course_lib.planted_bugs import BUGS, PlantedNetwork

# The nets that between them catch every bug
NETS = {
    "A": (5, dict(sizes=[3, 4, 4, 3], hidden="tanh", output="softmax", loss="cross_entropy")),
    "B": (5, dict(sizes=[3, 3, 3, 3], hidden="relu")),
    "C": (3, dict(sizes=[3, 3, 3, 3], hidden="sigmoid", output="sigmoid", loss="log_loss")),
    "D": (5, dict(sizes=[3, 4, 2], hidden="sigmoid", output="sigmoid")),
    "E": (7, dict(sizes=[2, 4, 3], hidden="tanh", output="softmax")),
}

# Which nets catch which bug. A letter is missing where the bug changes nothing in that net.
CAUGHT_BY = {
    "hidden: no slope": "ABCDE",
    "hidden: slope at the output": "ACDE",
    "hidden: the output for its slope": "ABCDE",
    "hidden: slope from the net input, net (1 - net)": "ABCDE",
    "hidden: slope twice": "ACDE",
    "hidden: W untransposed": "ABC",
    "hidden: deltas summed without W": "ABCDE",
    "hidden: weights already updated": "ABCDE",
    "hidden: the wrong layer's W": "BC",
    "hidden: slope of the next layer": "ABC",
    "hidden: y - t sent back": "DE",
    "hidden: what arrives instead of delta sent on": "ABC",
    "output: no slope": "D",
    "output: slope a second time": "ABCDE",
    "output: t - y": "ABCDE",
    "output: the error squared": "ABCDE",
    "output: -t / y": "ABCDE",
    "output: a factor of 2": "ABCDE",
    "output: only the diagonal of softmax": "E",
    "gradient: sum for mean": "ABCDE",
    "gradient: 1/N twice": "ABCDE",
    "gradient: divided by the outputs": "ABCDE",
    "gradient: transposed": "ABC",
    "gradient: net for output": "ABCDE",
    "gradient: only the first example": "ABCDE",
    "gradient: nothing for the first layer": "ABCDE",
    "gradient: a stub of zeros": "ABCDE",
    "bias: forgotten": "ABCDE",
    "bias: one number for all": "ABCDE",
    "bias: not summed over the batch": "ABCDE",
    "bias: sum where the weights take the mean": "ABCDE",
    "bias: multiplied by the input": "ABCDE",
}


def planted(letter, bug=None):
    n_examples, arguments = NETS[letter]
    rng = np.random.default_rng(7)
    network = PlantedNetwork(**arguments)
    network.w = rng.normal(size=network.w.size)
    network.bug = bug
    X = rng.normal(size=(n_examples, network.sizes[0]))
    T = rng.dirichlet(np.ones(network.sizes[-1]), size=n_examples)
    return network, X, T


@pytest.mark.parametrize("letter", NETS)
def test_without_a_bug_the_copy_is_the_original(letter):
    network, X, T = planted(letter)
    original = Network.gradient(network, X, T)
    assert np.abs(network.gradient(X, T) - original).max() <= 1e-15
    report = check_gradient(network, X, T)
    assert report.ok and report.relative_error < 1e-7, str(report)


@pytest.mark.parametrize("bug", BUGS)
def test_every_planted_bug_is_caught(bug):
    caught = "".join(letter for letter in NETS if not check_gradient(*planted(letter, bug)).ok)
    changed = ""
    for letter in NETS:
        network, X, T = planted(letter, bug)
        right = Network.gradient(network, X, T)
        if np.abs(network.gradient(X, T) - right).max() > 1e-12:
            changed += letter
    assert caught == changed, "the check must see every net in which the bug changes the gradient"
    assert caught == CAUGHT_BY[bug]
    assert caught


def test_a_mistake_in_a_small_gradient_is_seen():
    # The first layer's gradient is a millionth of the last one's: one common scale would hide it
    network, X, T = planted("D")
    network.layers[1].W *= 1e-6
    assert check_gradient(network, X, T).ok
    network.bug = "hidden: no slope"
    assert not check_gradient(network, X, T).agrees


@pytest.mark.parametrize("bug", ["hidden: no slope", "bias: not summed over the batch"])
def test_float32_is_checked_too(bug):
    class Planted32(PlantedNetwork):
        pass

    network, X, T = planted("A", bug)
    single = Planted32(**NETS["A"][1], dtype="float32")
    single.w, single.bug = network.w, bug
    assert not check_gradient(single, X, T).ok
    single.bug = None
    assert check_gradient(single, X, T).ok


def test_a_step_across_a_kink_is_no_mistake():
    network = Network([2, 3, 1], hidden="relu", seed=3)
    X = np.array([[1.0, 0.5], [0.3, -1.0]])
    network.layers[0].b = -X[0] @ network.layers[0].W + 1e-6  # net inputs 1e-6 above the kink
    report = check_gradient(network, X, [[1.0], [0.0]])
    assert report.agrees, str(report)


def test_the_report_names_the_worst_parameter():
    class Off(Network):
        def gradient(self, X, T):
            g = super().gradient(X, T)
            self.unpack(g)[1][0][2, 1] *= 1.5
            return g

    network = Off([2, 3, 2], seed=4)
    report = check_gradient(network, [[1.0, 2.0], [0.5, -1.0]], [[1.0, 0.0], [0.3, 0.7]])
    assert not report.ok and not report.agrees and report.blind == ()
    assert report.worst.name == "W2[2, 1]"
    assert report.worst.gradient == pytest.approx(1.5 * report.worst.numerical, rel=1e-6)
    assert "DIFFERS" in str(report) and "W2[2, 1]" in str(report)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_gradient_that_is_not_finite_is_refused(wrong):
    class Broken(Network):
        def gradient(self, X, T):
            g = super().gradient(X, T)
            g[1] = wrong
            return g

    with pytest.raises(ValueError, match=r"the gradient holds (nan|inf) at \[1\]"):
        check_gradient(Broken([2, 2, 1]), [[1.0, 2.0], [0.5, -1.0]], [[1.0], [0.3]])


def test_a_gradient_of_another_shape_is_refused():
    class Short(Network):
        def gradient(self, X, T):
            return super().gradient(X, T)[1:]

    with pytest.raises(ValueError, match=r"\(8,\).*\(9,\)"):
        check_gradient(Short([2, 2, 1]), [[1.0, 2.0]], [[1.0]])


def zero_weights(network):
    for layer in network.layers:
        layer.W = np.zeros_like(layer.W)


def zero_output_weights(network):
    network.layers[-1].W = np.zeros_like(network.layers[-1].W)


def silence_the_hidden_layer(network):
    network.layers[0].b = [-25.0] * 3


@pytest.mark.parametrize(
    "sizes, hidden, n_examples, prepare, sentence",
    [
        ([2, 3, 2], "sigmoid", 3, zero_weights, "all weights are 0"),
        ([2, 3, 2], "sigmoid", 3, zero_output_weights, "the gradient of W1 is zero"),
        ([2, 3, 2], "relu", 3, silence_the_hidden_layer, "the gradient of W1 is zero"),
        ([2, 3, 2], "sigmoid", 3, silence_the_hidden_layer, "the gradient of W1 is zero"),
        ([2, 3, 1], "sigmoid", 1, lambda network: None, "one example and one output"),
    ],
)
def test_what_the_check_cannot_see_is_reported(sizes, hidden, n_examples, prepare, sentence):
    network = Network(sizes, hidden)
    prepare(network)
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(n_examples, 2)), rng.normal(size=(n_examples, sizes[-1]))
    report = check_gradient(network, X, T)
    assert report.agrees and not report.ok
    assert any(sentence in blind for blind in report.blind), report.blind
    assert sentence in str(report)


def test_a_zero_gradient_and_a_net_input_at_the_kink_are_reported():
    network = Network([1, 2, 2], hidden="relu")
    p = network.forward([[1.0], [2.0]])
    report = check_gradient(network, [[1.0], [2.0]], p.output)
    assert report.agrees and not report.ok and "the gradient of W2 is zero" in str(report)

    network.layers[0].W, network.layers[0].b = [[1.0, 0.5]], [-1.0, 0.2]
    report = check_gradient(network, [[1.0], [2.0]], [[0.0, 1.0], [1.0, 0.5]])
    assert not report.ok and "a net input of layer 1 is exactly 0" in str(report)


def test_the_network_is_left_as_it_was():
    network, X, T = planted("A")
    w = network.w.copy()
    check_gradient(network, X, T)
    assert np.array_equal(network.w, w)


def test_numerical_gradient_is_a_central_difference():
    # (1.2), (1.4), (1.5)
    network, X, T = planted("D")
    w, losses, h = network.w.copy(), [], np.cbrt(np.finfo(float).eps)
    for sign in (1, -1):
        network.w = w
        network.w[4] += sign * h
        losses.append(network.loss(X, T))
    network.w = w
    mine = numerical_gradient(network, X, T)
    assert mine.shape == w.shape
    assert mine[4] == pytest.approx((losses[0] - losses[1]) / (2 * h), rel=1e-8)
    assert numerical_gradient(network, X, T, [4, 2]) == pytest.approx(mine[[4, 2]], rel=1e-12)


@pytest.mark.parametrize(
    "a, b, error",
    [([0, 0], [0, 0], 0), ([1, 2], [1, 2], 0), ([1, 2], [1, 4], 0.5), ([1e-9], [0], 1)],
)
def test_gradient_error(a, b, error):
    # (10.6)
    assert gradient_error(a, b) == gradient_error(b, a) == error
