"""Worked examples from the literature: their exact values, their printed ones, and their errata.

`oracles/published.json` says for each number what its source prints, what it really is, the
tolerance that covers the printed rounding, and whether the printed number is an erratum.
"""

import json
import math
from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course_lib import GradientDescent, Network, train

ORACLES = {
    oracle["id"]: oracle
    for oracle in json.loads(
        Path(__file__).with_name("oracles").joinpath("published.json").read_text(encoding="utf-8")
    )["oracles"]
}


def compare(oracle_id, computed, rel=1e-12):
    """Check every published number of an example: none left out, none made up."""
    values = ORACLES[oracle_id]["values"]
    assert set(computed) == set(values)
    for name, value in values.items():
        mine, recomputed = np.asarray(computed[name]), np.array(value["recomputed"])
        assert mine.shape == recomputed.shape, name
        assert np.allclose(mine, recomputed, rtol=rel, atol=1e-15), name
        gap = np.abs(mine - np.array(value["published"])).max()
        if value.get("erratum"):
            assert gap > value["tol"], f"{name} is listed as an erratum, but agrees"
        else:
            assert gap <= value["tol"] * (1 + 1e-9), name


def network_of(oracle_id, **names):
    layers = ORACLES[oracle_id]["inputs"]["layers"]
    sizes = [len(layers[0]["W"]), *(len(layer["b"]) for layer in layers)]
    network = Network(sizes, **names)
    for layer, given in zip(network.layers, layers):
        layer.W, layer.b = given["W"], given["b"]
    return network


def masked(network, g, masks=None):
    """Return g without the biases, which the example freezes, and the weights that don't exist."""
    g = g.copy()
    for layer, (dW, db) in enumerate(network.unpack(g)):
        db[:] = 0
        if masks:
            dW *= np.array(masks[layer])
    return g


def mazur():
    network = network_of("mazur_2015", output="sigmoid")
    inputs = ORACLES["mazur_2015"]["inputs"]
    return network, np.array(inputs["X"]), np.array(inputs["T"]), inputs["lr"]


def test_mazur_2015():
    # (2.1), (4.1), (5.2), (8.2), (8.4), (9.2), (1.8)
    network, X, T, rate = mazur()
    hidden, last = network.forward(X)
    y, t = last.out[0], T[0]
    delta_h, delta_o = (delta[0] for delta in network.deltas(network.forward(X), T))
    (dW1, _), (dW2, _) = network.unpack(network.gradient(X, T))
    back = delta_o * network.layers[1].W  # row i: what reaches hidden unit i, path by path
    computed = {
        "net_h1": hidden.net[0, 0],
        "out_h1": hidden.out[0, 0],
        "out_h2": hidden.out[0, 1],
        "net_o1": last.net[0, 0],
        "out_o1": y[0],
        "out_o2": y[1],
        "E_o1": (y[0] - t[0]) ** 2 / 2,
        "E_o2": (y[1] - t[1]) ** 2 / 2,
        "E_total": network.loss(X, T),
        "dE_dout_o1": y[0] - t[0],
        "dout_dnet_o1": network.layers[1].activation.derivative(last.net, last.out)[0, 0],
        "delta_o1": delta_o[0],
        "dE_dw5": dW2[0, 0],
        "dEo1_douth1": back[0, 0],
        "dEo2_douth1": back[0, 1],
        "dE_douth1": back[0].sum(),
        "dout_dnet_h1": network.layers[0].activation.derivative(hidden.net, hidden.out)[0, 0],
        "dE_dw1": dW1[0, 0],
    }
    assert delta_h == pytest.approx(ORACLES["mazur_2015"]["full"]["delta"][0][0], rel=1e-13)

    network.w -= rate * masked(network, network.gradient(X, T))
    computed["W2_after"] = network.layers[1].W.copy()
    computed["W1_after"] = network.layers[0].W.copy()
    computed["E_after_1"] = computed["author_script_E_after_1"] = network.loss(X, T)
    for _ in range(9_998):
        network.w -= rate * masked(network, network.gradient(X, T))
    computed["E_after_9999_simultaneous"] = network.loss(X, T)
    network.w -= rate * masked(network, network.gradient(X, T))
    computed["E_after_10000"] = computed["author_script_E_after_10000"] = network.loss(X, T)
    computed["outputs_after_10000"] = network.predict(X)[0]

    sequential = mazur()[0]
    for step in range(10_000):
        p = sequential.forward(X)
        out, delta_o = p[0].out, sequential.deltas(p, T)[1]
        sequential.layers[1].W -= rate * out.T @ delta_o
        # the slip: the hidden deltas are made with output weights that are new already
        delta_h = delta_o @ sequential.layers[1].W.T * out * (1 - out)
        sequential.layers[0].W -= rate * X.T @ delta_h
        if step == 0:
            computed["E_after_1_sequential_bug"] = sequential.loss(X, T)
    computed["outputs_after_10000_sequential_bug"] = sequential.predict(X)[0]
    compare("mazur_2015", computed, rel=1e-9)


def test_mazur_2015_with_trained_biases():
    network, X, T, rate = mazur()
    variant = ORACLES["mazur_2015"]["bias_variant"]
    train(network, X, T, optimizer=GradientDescent(rate), epochs=1)
    for layer, W, b in zip(network.layers, variant["W"], variant["b"]):
        assert np.allclose(layer.W, W, rtol=1e-13, atol=0)
        assert np.allclose(layer.b, b, rtol=1e-13, atol=0)
    assert network.loss(X, T) == pytest.approx(variant["E_after_1"], rel=1e-12)
    train(network, X, T, optimizer=GradientDescent(rate), epochs=9_999)
    assert network.loss(X, T) == pytest.approx(variant["E_after_10000"], rel=1e-9)


def test_yehoshua_2023():
    network = network_of("yehoshua_tds", output="sigmoid", loss="log_loss")
    oracle = ORACLES["yehoshua_tds"]
    X, T, masks = (oracle["inputs"][name] for name in ("X", "T", "masks"))
    p = network.forward(X)
    deltas = network.deltas(p, T)
    g = masked(network, network.gradient(X, T), masks)
    computed = {"z1": p[0].net[0], "a1": p[0].out[0], "z2": p[1].net[0], "a2": p[1].out[0]}
    computed |= {"z3": p[2].net[0, 0], "a3": p[2].out[0, 0]}
    computed["delta_out"] = deltas[2][0, 0]
    computed["delta_hidden2"], computed["delta_hidden1"] = deltas[1][0], deltas[0][0]
    for (dW, _), exact in zip(network.unpack(g), oracle["full"]["gW_masked"]):
        assert dW == pytest.approx(np.array(exact), rel=1e-12, abs=1e-18)
    assert network.loss(X, T) == pytest.approx(oracle["full"]["loss"], rel=1e-13)
    network.w -= oracle["inputs"]["lr"] * g
    for k in range(3):
        computed[f"W{k + 1}_after"] = network.layers[k].W
    computed["output_after_update"] = network.predict(X)[0, 0]
    assert network.loss(X, T) == pytest.approx(oracle["full"]["loss_after"], rel=1e-13)
    compare("yehoshua_tds", computed)


def test_the_slip_in_an_early_edition_of_yehoshua_2023():
    # delta = a2 (1 - a1) sum instead of a2 (1 - a2) sum, at the second unit of the second layer
    network = network_of("yehoshua_tds", output="sigmoid", loss="log_loss")
    p = network.forward([[1.0, 1.0]])
    deltas = network.deltas(p, [[1.0]])
    a = p[1].out[0]
    arrives = (deltas[2] @ network.layers[2].W.T)[0]
    assert deltas[1][0, 1] == pytest.approx(a[1] * (1 - a[1]) * arrives[1], rel=1e-12)
    slip = a[1] * (1 - a[0]) * arrives[1]
    assert slip == pytest.approx(-0.082294, abs=2e-5)
    assert abs(slip - deltas[1][0, 1]) > 0.03


def unit_of(oracle_id, activation, w, x, b):
    """Return output, dW, db, dx of one unit: a target one below the output makes dE/do = 1."""
    network = Network([len(x), 1], output=activation)
    network.layers[0].W, network.layers[0].b = np.reshape(w, (-1, 1)), [b]
    X = np.array([x], float)
    y = network.predict(X)
    (dW, db), *_ = network.unpack(network.gradient(X, y - 1))
    delta = network.deltas(network.forward(X), y - 1)[0]
    return y[0, 0], dW[:, 0], db[0], (delta @ network.layers[0].W.T)[0]


def test_cs231n_sigmoid_neuron():
    inputs = ORACLES["cs231n_sigmoid_neuron"]["inputs"]
    w0, w1, w2 = inputs["w"]
    f, dw, db, dx = unit_of("cs231n", "sigmoid", [w0, w1], inputs["x"], w2)
    compare(
        "cs231n_sigmoid_neuron",
        {"f": f, "dw0": dw[0], "dw1": dw[1], "dw2": db, "dx0": dx[0], "dx1": dx[1]},
    )


def test_karpathy_tanh_neuron():
    inputs = ORACLES["karpathy_tanh_neuron"]["inputs"]
    o, dw, db, dx = unit_of("karpathy", "tanh", inputs["w"], inputs["x"], inputs["b"])
    names = {"o": o, "dw1": dw[0], "dw2": dw[1], "dx1": dx[0], "dx2": dx[1], "db": db}
    compare("karpathy_tanh_neuron", names)


def micrograd(a, b):
    c, d = a + b, a * b + b**3
    c = c + c + 1
    c = c + 1 + c + (-a)
    d = d + d * 2 + anp.maximum(b + a, 0)
    d = d + 3 * d + anp.maximum(b - a, 0)
    f = (c - d) ** 2
    return f / 2 + 10 / f


GRAPHS = {
    "cs231n_xyz": (lambda x, y, z: (x + y) * z, "xyz", ["f", "dx", "dy", "dz"]),
    "micrograd_readme": (micrograd, "ab", ["g", "dg_da", "dg_db"]),
    "karpathy_reuse": (lambda a, b: (a * b) * (a + b), "ab", ["f", "da", "db"]),
    "baydin_table3": (
        lambda x1, x2: anp.log(x1) + x1 * x2 - anp.sin(x2),
        ["x1", "x2"],
        ["f", "dx1", "dx2"],
    ),
}


@pytest.mark.parametrize("oracle_id", GRAPHS)
def test_graphs_by_an_independent_differentiator(oracle_id):
    f, arguments, names = GRAPHS[oracle_id]
    at = [float(ORACLES[oracle_id]["inputs"][name]) for name in arguments]
    slopes = [grad(f, place)(*at) for place in range(len(at))]
    compare(oracle_id, dict(zip(names, [f(*at), *slopes])))


def test_udl_7_1():
    # (7.1), (7.3)
    inputs = ORACLES["udl_7_1"]["inputs"]
    beta, omega = np.array(inputs["beta"]), np.array(inputs["omega"])

    def after(start, value, beta=beta, omega=omega):
        """Return the loss, given the value of the node `start` of f0, h1, f1, ..., f3."""
        steps = [anp.sin, None, anp.exp, None, anp.cos, None]
        for node in range(start, 6):
            if steps[node] is not None:
                value = steps[node](value)
            else:
                k = node // 2 + 1
                value = beta[k] + omega[k] * value
        return (value - inputs["y"]) ** 2

    nodes = [beta[0] + omega[0] * inputs["x"]]
    for k, function in enumerate([math.sin, math.exp, math.cos], 1):
        nodes.append(function(nodes[-1]))
        nodes.append(beta[k] + omega[k] * nodes[-1])
    names = ["f0", "h1", "f1", "h2", "f2", "h3", "f3"]
    computed = dict(zip(names, nodes)) | {"l": after(6, nodes[-1])}
    for place, name in enumerate(names):
        computed[f"dld{name}"] = grad(lambda v, place=place: after(place, v))(nodes[place])

    def whole(beta, omega):
        return after(0, beta[0] + omega[0] * inputs["x"], beta, omega)

    computed["dldbeta"] = grad(whole, 0)(beta, omega)
    computed["dldomega"] = grad(whole, 1)(beta, omega)
    compare("udl_7_1", computed)


def test_goodfellow_xor():
    inputs = ORACLES["goodfellow_xor"]["inputs"]
    network = Network([2, 2, 1], hidden="relu")
    network.layers[0].W, network.layers[0].b = inputs["W"], inputs["c"]
    network.layers[1].W, network.layers[1].b = np.reshape(inputs["w"], (2, 1)), [inputs["b"]]
    p = network.forward([[0, 0], [0, 1], [1, 0], [1, 1]])
    compare("goodfellow_xor", {"h": p[0].out, "out": p.output[:, 0]})


def test_trask_11_lines():
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], float)
    T = np.array([[0], [1], [1], [0]], float)
    rng = np.random.RandomState(1)  # noqa: NPY002 (the published numbers are those of this one)
    network = Network([3, 4, 1], output="sigmoid")
    network.layers[0].W, network.layers[1].W = (
        2 * rng.random((3, 4)) - 1,
        2 * rng.random((4, 1)) - 1,
    )
    errors = []
    for step in range(60_000):
        if step % 10_000 == 0:
            errors.append(np.abs(T - network.predict(X)).mean())
        if step == 59_999:
            output = network.predict(X)
        network.w -= len(X) * masked(network, network.gradient(X, T))

    single = Network([3, 1], output="sigmoid")
    single.layers[0].W = 2 * np.random.RandomState(1).random((3, 1)) - 1  # noqa: NPY002
    T = np.array([[0], [0], [1], [1]], float)
    for step in range(10_000):
        if step == 9_999:
            single_output = single.predict(X)
        single.w -= len(X) * masked(single, single.gradient(X, T))
    compare(
        "trask_11_lines",
        {
            "errors": errors,
            "output_60000": output,
            "single_layer_output_10000": single_output,
        },
        rel=1e-9,
    )


def test_nielsen_chapter_3():
    inputs = ORACLES["nielsen_ch3_neuron"]["inputs"]
    computed = {}
    for letter, (w, b) in zip("ab", inputs["starts"]):
        network = Network([1, 1], output="sigmoid")
        network.w = [w, b]
        X, T = [[inputs["x"]]], [[inputs["y"]]]
        computed[f"out0_{letter}"] = network.predict(X)[0, 0]
        train(network, X, T, optimizer=GradientDescent(inputs["eta"]), epochs=inputs["epochs"])
        computed[f"out300_{letter}"] = network.predict(X)[0, 0]
    compare("nielsen_ch3_neuron", computed)


def test_no_example_is_left_out():
    tested = Path(__file__).read_text(encoding="utf-8")
    assert [
        name for name in ORACLES if f'"{name}"' not in tested.split("def test_no_example")[0]
    ] == []
