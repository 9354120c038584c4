"""The network against central differences, autograd, and the contract of its names."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import autograd_gradient, loss_of

from course_lib import Network, check_gradient
from course_lib.activations import HIDDEN
from course_lib.losses import LOSSES

PAIRS = [(output, name) for name, loss in LOSSES.items() for output in loss.outputs]


def example(sizes, hidden, output, loss, n_examples, dtype="float64", seed=0):
    """A network with weights and biases that are not zero, and data for it."""
    rng = np.random.default_rng(seed)
    network = Network(sizes, hidden, output, loss, dtype=dtype)
    network.w = rng.normal(scale=0.7, size=network.w.size)
    network.layers[-1].b += 1.5  # so that no rectifier at the output is silent on every example
    X = rng.normal(size=(n_examples, sizes[0])).astype(dtype)
    if loss == "cross_entropy":
        T = rng.dirichlet(np.ones(sizes[-1]), size=n_examples)
    else:
        T = rng.uniform(size=(n_examples, sizes[-1]))
    return network, X, T.astype(dtype)


def relative_error(a, b):
    return np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max())


def test_the_table_of_pairs_is_the_contract():
    elementwise = {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "softplus"}
    assert set(PAIRS) == {
        *((output, "squared_error") for output in elementwise | {"softmax"}),
        ("sigmoid", "log_loss"),
        ("softmax", "cross_entropy"),
    }
    assert set(HIDDEN) == elementwise


@pytest.mark.parametrize("n_examples", [1, 5])
@pytest.mark.parametrize("sizes", [[2, 4, 5, 3], [3, 3, 3, 3], [4, 2, 3, 1]])
@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("output, loss", PAIRS)
def test_gradient(output, loss, hidden, sizes, n_examples):
    # (10.1), (10.2), (10.3), (10.4), so (8.4), (8.9), (8.10), (9.3), by two other ways
    case = (sizes, hidden, output, loss)
    network, X, T = example(*case, n_examples)
    exact = autograd_gradient(network.w, X, T, *case)
    assert network.loss(X, T) == pytest.approx(loss_of(network.w, X, T, *case), rel=1e-12)
    if (output, sizes[-1]) == ("softmax", 1):
        assert np.abs(network.gradient(X, T)).max() <= 1e-16  # softmax of one number is always 1
        return
    assert np.abs(exact).max() > 1e-5
    assert relative_error(network.gradient(X, T), exact) <= 1e-12

    report = check_gradient(network, X, T)
    assert report.agrees and report.relative_error <= 1e-6, str(report)
    if np.abs(exact).min() > 0:
        assert report.ok == ((n_examples, sizes[-1]) != (1, 1)), str(report)

    network, X, T = example(*case, n_examples, dtype="float32")
    g = network.gradient(X, T)
    assert g.dtype == np.float32
    exact = autograd_gradient(network.w, X, T, *case)
    assert relative_error(g, exact) <= 1e-5
    assert check_gradient(network, X, T).agrees


@settings(deadline=None, max_examples=60)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    hidden=st.sampled_from(sorted(HIDDEN)),
    pair=st.sampled_from(PAIRS),
    n_examples=st.integers(1, 7),
    scale=st.floats(0.01, 3),
    seed=st.integers(0, 10**6),
)
def test_gradient_of_any_network(sizes, hidden, pair, n_examples, scale, seed):
    case = (sizes, hidden, *pair)
    network, X, T = example(*case, n_examples, seed=seed)
    network.w *= scale
    g, exact = network.gradient(X, T), autograd_gradient(network.w, X, T, *case)
    # A gradient can cancel to nearly nothing; then rounding is relative to what cancelled
    assert np.abs(g - exact).max() <= 1e-12 * max(np.abs(exact).max(), 1)


@pytest.mark.parametrize("hidden, slope_at_0", [("relu", 0.0), ("leaky_relu", 0.01)])
def test_the_slope_at_exactly_0(hidden, slope_at_0):
    # (3.8)
    network = Network([1, 1, 1], hidden)
    network.w = [1.0, 0.0, 2.0, 0.5]
    g = network.gradient([[0.0]], [[0.0]])  # hidden net input 0, y = 0.5, delta = 0.5
    assert g == pytest.approx([0, 0.5 * 2.0 * slope_at_0, 0, 0.5], abs=1e-15)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("output, loss", [("sigmoid", "log_loss"), ("softmax", "cross_entropy")])
def test_net_inputs_up_to_10000(output, loss, dtype):
    net = np.array([[1e4, -1e4, 3.0], [-1e4, 1e4, 1e4], [0.0, 1e4, -1e4]])
    T = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    network = Network([3, 3], output=output, loss=loss, dtype=dtype)
    network.layers[0].W = np.eye(3)
    value = network.loss(net, T)
    assert value.dtype == dtype and np.isfinite(value)
    if loss == "log_loss":
        per_example = [1e4 + np.log1p(np.exp(-3)), 3e4, np.log(2)]
        y = np.array([[1, 0, 1 / (1 + np.exp(-3))], [0, 1, 1], [0.5, 1, 0]])
    else:
        per_example = [1e4 - 3, 2e4 + np.log(2), 0]
        y = np.array([[1, 0, 0], [0, 0.5, 0.5], [0, 1, 0]])
    assert value == pytest.approx(np.mean(per_example), rel=4 * float(np.finfo(dtype).eps))
    (delta,) = network.deltas(network.forward(net), T)
    assert np.abs(delta - (y - T)).max() <= 4 * np.finfo(dtype).eps


@pytest.mark.parametrize("hidden", HIDDEN)
def test_large_hidden_net_inputs_give_no_nan(hidden):
    network = Network([1, 2, 1], hidden)
    network.layers[0].W = [[1e4, -1e4]]
    for x in (1.0, -1.0):
        assert np.isfinite(network.gradient([[x]], [[0.0]])).all()


def test_forward_gives_inputs_net_and_out_of_each_layer():
    # (2.1), (2.7), (4.1), (4.2)
    network, X, _ = example([2, 3, 1], "tanh", "sigmoid", "log_loss", 4)
    p = network.forward(X)
    assert len(p) == 2
    (inputs, net, out), last = p
    assert np.array_equal(inputs, X)
    first = network.layers[0]
    by_hand = [
        [sum(X[n, i] * first.W[i, j] for i in range(2)) + first.b[j] for j in range(3)]
        for n in range(4)
    ]
    assert net == pytest.approx(np.array(by_hand), rel=1e-14)
    assert out == pytest.approx(np.tanh(net), rel=1e-14)
    assert last.inputs is out and p.output is last.out
    assert np.array_equal(network.predict(X), p.output)


def test_deltas_carry_no_1_over_n_and_leave_the_pass_alone():
    # (8.1)
    network, X, T = example([2, 3, 2], "sigmoid", "tanh", "squared_error", 5)
    p = network.forward(X)
    before = copy.deepcopy(p)
    deltas = network.deltas(p, T)
    assert [delta.shape for delta in deltas] == [(5, 3), (5, 2)]
    assert all(np.array_equal(a, b) for mine, old in zip(p, before) for a, b in zip(mine, old))
    for n in range(5):  # each row is that of the example alone
        alone = network.deltas(network.forward(X[n : n + 1]), T[n : n + 1])
        for delta, row in zip(deltas, alone):
            assert delta[n] == pytest.approx(row[0], rel=1e-13)
    # delta of an output: nudge its bias, which moves its net input alone
    nudged = copy.deepcopy(network)
    losses = []
    for h in (1e-6, -1e-6):
        nudged.layers[-1].b = network.layers[-1].b + [h, 0]
        losses.append(nudged.loss(X[:1], T[:1]))
    assert deltas[-1][0, 0] == pytest.approx((losses[0] - losses[1]) / 2e-6, rel=1e-7)


def test_results_are_fresh_arrays():
    network, X, T = example([2, 3, 2], "relu", "identity", "squared_error", 5)
    p, q = network.forward(X), network.forward(X)
    arrays = [a for layer in p for a in layer] + network.deltas(p, T) + [network.gradient(X, T)]
    others = [a for layer in q for a in layer] + [network.w, X, T]
    assert not any(np.shares_memory(a, b) for a in arrays for b in others)
    assert not np.shares_memory(p[-1].net, p[-1].out)


def test_layers_are_views_into_w():
    network = Network([2, 3, 1])
    assert network.w.shape == (13,)
    network.w[:] = np.arange(13)
    assert network.layers[0].W.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert network.layers[0].b.tolist() == [6, 7, 8]
    assert network.layers[1].W.tolist() == [[9], [10], [11]]
    w = network.w
    network.w = np.zeros(13)
    network.w += 1
    network.layers[0].W = [[1, 2, 3], [4, 5, 6]]
    network.layers[0].b -= 1
    assert w is network.w
    assert w.tolist() == [1, 2, 3, 4, 5, 6, 0, 0, 0, 1, 1, 1, 1]
    assert [part.shape for pair in network.unpack(w) for part in pair] == [
        (2, 3),
        (3,),
        (3, 1),
        (1,),
    ]
    network.unpack(w)[0][1][2] = 9
    assert w[8] == 9


@pytest.mark.parametrize(
    "duplicate",
    [
        copy.copy,
        copy.deepcopy,
        lambda n: pickle.loads(pickle.dumps(n)),
        lambda n: n.astype("float64"),
    ],
)
def test_a_copy_owns_its_weights(duplicate):
    network, X, T = example([2, 3, 1], "tanh", "sigmoid", "log_loss", 4)
    twin = duplicate(network)
    assert twin.loss(X, T) == network.loss(X, T)
    twin.w -= 1
    assert np.array_equal(twin.layers[0].W, network.layers[0].W - 1)
    assert repr(twin) == repr(network)


def test_seed_and_scale_of_the_starting_weights():
    # (11.4), (11.5), and biases of 0
    assert np.array_equal(Network([2, 3, 1]).w, Network([2, 3, 1], seed=0).w)
    assert not np.array_equal(Network([2, 3, 1]).w, Network([2, 3, 1], seed=1).w)
    for hidden, scale in [("sigmoid", 1 / 20), ("relu", 2**0.5 / 20), ("tanh", 1 / 20)]:
        first = Network([400, 300, 1], hidden).layers[0]
        assert first.W.std() == pytest.approx(scale, rel=0.02)
        assert not first.b.any()


def test_nested_lists_and_integers_are_welcome():
    network = Network([2, 2], output="sigmoid", loss="log_loss")
    X, T = [[0, 1], [1, 1]], [[True, False], [1, 0]]
    assert network.gradient(X, T).dtype == np.float64
    assert network.loss(X, T) == network.loss(np.array(X, float), np.array(T, float))


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (dict(sizes=[3]), "at least one layer"),
        (dict(sizes=3), "a list like"),
        (dict(sizes=[3, 0]), "at least 1, not 0"),
        (dict(sizes=[3, 2.5]), "not 2.5"),
        (dict(sizes=[2, 1], hidden="sigmiod"), "identity, sigmoid, tanh, relu"),
        (dict(sizes=[2, 1], hidden=None), "unknown hidden activation None"),
        (dict(sizes=[2, 1], hidden="softmax"), "last layer only"),
        (dict(sizes=[2, 1], output="argmax"), "softmax"),
        (dict(sizes=[2, 1], loss="hinge"), "squared_error, log_loss, cross_entropy"),
        (dict(sizes=[2, 1], output="tanh", loss="log_loss"), "log_loss goes with"),
        (dict(sizes=[2, 1], output="sigmoid", loss="cross_entropy"), "goes with the output soft"),
        (dict(sizes=[2, 1], dtype="float16"), "float64, float32"),
    ],
)
def test_a_bad_network_is_refused_in_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        Network(**arguments)


NAN = float("nan")


@pytest.mark.parametrize(
    "X, T, sentence",
    [
        ([[0.0, 1.0]], [[1.0, 0, 0]], r"X has shape \(1, 2\).*\(N, 3\)"),
        ([0.0, 1.0, 2.0], [[1.0, 0]], r"X has shape \(3,\).*\(N, 3\)"),
        ([[0.0, 1.0, 2.0]], [[1.0]], r"T has shape \(1, 1\).*\(1, 2\)"),
        ([[0.0, 1.0, 2.0]], [1.0, 0.0], r"T has shape \(2,\).*\(1, 2\)"),
        ([[0.0, 1, 2]] * 2, [[1.0, 0]], r"T has shape \(1, 2\).*\(2, 2\)"),
        (np.zeros((0, 3)), np.zeros((0, 2)), "at least one example"),
        ([[0.0, NAN, 2.0]], [[1.0, 0]], r"X holds nan at \[0, 1\]"),
        ([[0.0, 1.0, 2.0]], [[1.0, np.inf]], r"T holds inf at \[0, 1\]"),
        ([[0.0, 1.0, "2"]], [[1.0, 0]], "X must hold real numbers"),
        ([[0.0, 1.0, 2j]], [[1.0, 0]], "X must hold real numbers"),
        ([[0.0, 1.0], [1.0]], [[1.0, 0]], "X has rows of different lengths"),
        (None, [[1.0, 0]], "X must hold real numbers"),
        ([[0.0, 1.0, 2.0]], [[1.5, -0.5]], "-0.5"),
        ([[0.0, 1.0, 2.0]], [[0.5, 0.4]], "sums to 0.9"),
    ],
)
def test_bad_data_is_refused_in_a_sentence(X, T, sentence):
    network = Network([3, 2], output="softmax", loss="cross_entropy")
    before = network.w.copy()
    for call in (network.loss, network.gradient, lambda X, T: check_gradient(network, X, T)):
        with pytest.raises(ValueError, match=sentence) as caught:
            call(X, T)
        assert "\n" not in str(caught.value)
    assert np.array_equal(network.w, before)


def test_log_loss_refuses_targets_outside_0_to_1():
    network = Network([1, 1], output="sigmoid", loss="log_loss")
    with pytest.raises(ValueError, match="1.5.*0 to 1"):
        network.deltas(network.forward([[1.0]]), [[1.5]])


def test_assigning_weights_of_another_shape_changes_nothing():
    network = Network([2, 3, 1])
    before = network.w.copy()
    for assign in (
        lambda: setattr(network, "w", np.zeros(12)),
        lambda: setattr(network, "w", 0.0),
        lambda: setattr(network.layers[0], "W", np.zeros((3, 2))),
        lambda: setattr(network.layers[0], "b", np.zeros((1, 3))),
        lambda: setattr(network, "w", np.full(13, NAN)),
        lambda: network.unpack(np.zeros(12)),
    ):
        with pytest.raises(ValueError, match="shape|finite"):
            assign()
    assert np.array_equal(network.w, before)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("other", [0.0, 1.0, -2.0])
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 5), (101, 7)])
def test_a_number_that_is_not_finite_is_found_wherever_it_stands(shape, other, bad):
    network = Network([shape[1], 1])
    for place in np.ndindex(shape):
        X = np.full(shape, other)
        X[place] = bad
        with pytest.raises(ValueError, match=rf"X holds {bad} at \[{place[0]}, {place[1]}\]"):
            network.predict(X)
    # and nothing is found where nothing is, though a product of two is infinite
    assert network.predict(np.full(shape, 1e200)).shape == (shape[0], 1)
