"""Proofs: the hard statements of the lessons are proved, their false variants refuted."""

import doctest
import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import sympy as sp
from sympy import Abs, HadamardProduct, Limit, Matrix, Max, Rational, exp, log, ones, sqrt, symbols

from course_lib import Network, proofs
from course_lib.proofs import (
    FalseClaim,
    SymbolicNetwork,
    arbitrary,
    define,
    examine,
    let,
    measure,
    partial,
    prove,
    refute,
)


@pytest.fixture(autouse=True)
def no_tag_used(monkeypatch):
    monkeypatch.setattr(proofs, "_used", {})


def sigmoid(z):
    return 1 / (1 + exp(-z))


x, z, h, t, y, c, eta, net = symbols("x z h t y c eta net", real=True)
positive, lam, gap = symbols("p lambda g", positive=True)
nets, d, g = (symbols(f"{name}_1:4", real=True) for name in ("net", "d", "g"))
f, f1, f3, k, k1 = (arbitrary(name) for name in ("f", "f'", "f'''", "k", "k'"))
E = arbitrary("E", 2)
sigma = let("sigma", sigmoid(z))
lam_max = let("lambda_max", lam + gap)


def slope(function, variable=x):
    return Limit((function.subs(variable, variable + h) - function) / h, h, 0, "+-")


def ln_slope():
    return Limit((log(positive + h) - log(positive)) / h, h, 0)


def dot(a, b):
    return sum(i * j for i, j in zip(a, b, strict=True))


def shares(nets):
    return [exp(n) / sum(map(exp, nets)) for n in nets]


def cross_entropy(targets, nets):
    return -sum(a * log(s) for a, s in zip(targets, shares(nets), strict=True))


def logsumexp(nets):
    return log(sum(map(exp, nets)))


# Networks are slow to build next to a proof: one each.
N = SymbolicNetwork([2, 3, 2])
HIDDEN, OUTPUT = N.layers
SQUARE = SymbolicNetwork([2, 2, 2])
BATCH = SymbolicNetwork([2, 3, 2], examples=2)
BATCH_HIDDEN, BATCH_OUTPUT = BATCH.layers
SOFTMAX = SymbolicNetwork([2, 2, 3], output="softmax", loss="cross_entropy")
JACOBIAN = Matrix(3, 3, lambda i, j: partial(SOFTMAX.out[5 + i], SOFTMAX.net[5 + j]))
SHARES = [SOFTMAX.out[j] for j in (5, 6, 7)]
SIGMOID = SymbolicNetwork([2, 3, 2], output="sigmoid", loss="log_loss")

# The linear neuron of lesson 6: three examples, two inputs and the constant 1.
DATA = let("X", Matrix(3, 2, symbols("x_1:4(1:3)", real=True)).row_join(ones(3, 1)))
WEIGHTS = let("w", Matrix(symbols("w_1 w_2 b", real=True)))
TARGETS = let("t", Matrix(symbols("t_1:4", real=True)))
ERRORS = DATA.meaning * WEIGHTS.meaning - TARGETS.meaning
MEAN_ERROR = let("E", dot(ERRORS, ERRORS) / 6)

# t_3 = 1 - t_1 - t_2, and the same without that condition.
ONE = [*symbols("t_1 t_2", real=True), 1 - sum(symbols("t_1 t_2", real=True))]
FREE = symbols("t_1:4", real=True)


def back(network, j, following, slope=True, weights=True):
    """The hidden delta of (9.2), with parts left out to make it false."""
    total = sum((network.w[j, n] if weights else 1) * network.delta[n] for n in following)
    return (network.phi_prime(network.net[j]) if slope else 1) * total


PROVED = {
    "1.1": (slope(f(x)), f1(x)),
    "1.2": (Limit(((f(x + h) - f(x - h)) / (2 * h) - f1(x)) / h**2, h, 0), f3(x) / 6),
    "1.3 sum": (slope(f(x) + k(x)), f1(x) + k1(x)),
    "1.3 product": (slope(f(x) * k(x)), f1(x) * k(x) + f(x) * k1(x)),
    "1.3 chain": (slope(f(k(x))), f1(k(x)) * k1(x)),
    "1.3 exp": (slope(exp(x)), exp(x)),
    "1.3 ln": (ln_slope(), 1 / positive),
    "1.6": (
        Limit((E(x + h * d[0], y + h * d[1]) - E(x, y)) / h, h, 0, "+-"),
        partial(E(x, y), x) * d[0] + partial(E(x, y), y) * d[1],
    ),
    "1.4 order of slopes": (partial(partial(E(x, y), x), y), partial(partial(E(x, y), y), x)),
    "1.7": (dot(g, d), sqrt(dot(g, g)) * sqrt(dot(d, d)), "<="),
    "1.7 squares": (dot(g, d) ** 2, dot(g, g) * dot(d, d), "<="),
    "3.3": (partial(sigma, z), sigma * (1 - sigma)),
    "3.3 limit": (slope(sigmoid(z), z), sigma * (1 - sigma)),
    "3.4": (partial(sigma, z), Rational(1, 4), "<="),
    "3.7": (sp.tanh(z), 2 * sigmoid(2 * z) - 1),
    "3.10": (JACOBIAN, Matrix(3, 3, lambda i, j: SHARES[i] * (int(i == j) - SHARES[j]))),
    "3.11": (Matrix(shares([n + c for n in nets])), Matrix(shares(nets))),
    "5.8": (
        -t * log(sigmoid(net)) - (1 - t) * log(1 - sigmoid(net)),
        log(1 + exp(net)) - t * net,
    ),
    "5.9": (cross_entropy(ONE, nets), logsumexp(nets) - dot(ONE, nets)),
    "6.3": (partial(MEAN_ERROR, WEIGHTS), DATA.T * (DATA * WEIGHTS - TARGETS) / 3),
    "6.6": (
        Matrix(
            [[partial(partial(MEAN_ERROR, u), v) for v in WEIGHTS.meaning] for u in WEIGHTS.meaning]
        ),
        DATA.T * DATA / 3,
    ),
    "6.7": (Abs(1 - eta * lam) < 1, (eta > 0) & (eta < 2 / lam), "iff"),
    "6.7 all": (
        (Abs(1 - eta * lam) < 1) & (Abs(1 - eta * lam_max) < 1),
        (eta > 0) & (eta < 2 / lam_max),
        "iff",
    ),
    "8.2": (partial(N.E_n, N.w[1, 3]), N.out[1] * N.delta[3]),
    "8.2 output": (partial(N.E_n, N.w[3, 6]), N.out[3] * N.delta[6]),
    "8.4": (N.delta[6], partial(N.E_n, N.out[6]) * N.phi_prime(N.net[6])),
    "8.5": (
        SOFTMAX.delta[5],
        sum(
            partial(SOFTMAX.E_n, SOFTMAX.out[n]) * partial(SOFTMAX.out[n], SOFTMAX.net[5])
            for n in (5, 6, 7)
        ),
    ),
    "8.7": (SIGMOID.delta[6], SIGMOID.out[6] - SIGMOID.t[6]),
    "8.8": (SOFTMAX.layers[-1].delta, SOFTMAX.layers[-1].out - SOFTMAX.T),
    "8.9": (partial(BATCH.E, BATCH_OUTPUT.W), BATCH_HIDDEN.out.T * BATCH_OUTPUT.delta / 2),
    "9.1": (partial(N.E_n, N.out[3]), N.w[3, 6] * N.delta[6] + N.w[3, 7] * N.delta[7]),
    "9.2": (N.delta[3], back(N, 3, (6, 7))),
    "9.3": (
        BATCH_HIDDEN.delta,
        HadamardProduct(BATCH_OUTPUT.delta * BATCH_OUTPUT.W.T, BATCH.phi_prime(BATCH_HIDDEN.net)),
    ),
    "9.5": (partial(N.E_n, HIDDEN.inputs), HIDDEN.delta * HIDDEN.W.T),
    "10.5": (1 + positive * lam / (gap * positive + positive * lam), 2, "<"),
}

FALSE = {
    "1.6 one slope": (PROVED["1.6"][0], partial(E(x, y), x) * d[0]),
    "1.3 product of slopes": (slope(f(x) * k(x)), f1(x) * k1(x)),
    "1.3 slope at x": (slope(f(k(x))), f1(x) * k1(x)),
    "1.3 slope of slope": (partial(f(k(x)), x), f1(k1(x))),
    "1.3 ln": (ln_slope(), log(positive)),
    "1.7 sum for product": (dot(g, d) ** 2, dot(g, g) + dot(d, d), "<="),
    "1.7 other way": (dot(g, d), sqrt(dot(g, g)) * sqrt(dot(d, d)), ">="),
    "1.7 strict": (dot(g, d) ** 2, dot(g, g) * dot(d, d), "<"),
    "3.3 itself": (partial(sigma, z), sigma),
    "3.3 net for out": (partial(sigma, z), z * (1 - z)),
    "3.3 tanh's": (partial(sigma, z), 1 - sigma**2),
    "3.4 strict": (partial(sigma, z), Rational(1, 4), "<"),
    "3.7 not doubled": (sp.tanh(z), 2 * sigmoid(z) - 1),
    "3.7 sign": (sp.tanh(z), 1 - 2 * sigmoid(2 * z)),
    "3.10 diagonal alone": (
        JACOBIAN,
        Matrix(3, 3, lambda i, j: SHARES[i] * (1 - SHARES[i]) * int(i == j)),
    ),
    "3.10 sign": (JACOBIAN, Matrix(3, 3, lambda i, j: SHARES[i] * (SHARES[j] - int(i == j)))),
    "5.8 sign": (PROVED["5.8"][0], log(1 + exp(net)) + t * net),
    "5.8 bracket": (
        -t * log(sigmoid(net)) + (1 - t) * log(1 - sigmoid(net)),
        PROVED["5.8"][1],
    ),
    "5.9 no target": (cross_entropy(ONE, nets), logsumexp(nets)),
    "5.9 any targets": (cross_entropy(FREE, nets), logsumexp(nets) - dot(FREE, nets)),
    "6.3 sum": (PROVED["6.3"][0], DATA.T * (DATA * WEIGHTS - TARGETS)),
    "6.3 sign": (PROVED["6.3"][0], DATA.T * (TARGETS - DATA * WEIGHTS) / 3),
    "6.7 half": (Abs(1 - eta * lam) < 1, (eta > 0) & (eta < 1 / lam), "iff"),
    "6.7 zero": (Abs(1 - eta * lam) < 1, (eta >= 0) & (eta < 2 / lam), "iff"),
    "6.7 one side": (1 - eta * lam < 1, (eta > 0) & (eta < 2 / lam), "iff"),
    "6.7 smallest": (PROVED["6.7 all"][0], (eta > 0) & (eta < 2 / lam), "iff"),
    "6.7 far": (Abs(eta) < 1000, eta < 1000, "iff"),
    "6.7 far between": ((eta > 1999) & (eta < 2001), (eta > 3000) & (eta < 1999), "iff"),
    "8.2 net for out": (partial(N.E_n, N.w[3, 6]), N.net[3] * N.delta[6]),
    "8.2 wrong unit": (partial(N.E_n, N.w[3, 6]), N.out[4] * N.delta[6]),
    "8.5 diagonal alone": (
        SOFTMAX.delta[5],
        partial(SOFTMAX.E_n, SOFTMAX.out[5]) * partial(SOFTMAX.out[5], SOFTMAX.net[5]),
    ),
    "8.7 sign": (SIGMOID.delta[6], SIGMOID.t[6] - SIGMOID.out[6]),
    "8.7 slope": (
        SIGMOID.delta[6],
        (SIGMOID.out[6] - SIGMOID.t[6]) * SIGMOID.phi_prime(SIGMOID.net[6]),
    ),
    "8.8 sign": (SOFTMAX.layers[-1].delta, SOFTMAX.T - SOFTMAX.layers[-1].out),
    "8.8 any targets": (
        partial(let("E", cross_entropy(FREE, nets)), nets[0]),
        shares(nets)[0] - FREE[0],
    ),
    "8.9 sum": (PROVED["8.9"][0], BATCH_HIDDEN.out.T * BATCH_OUTPUT.delta),
    "9.1 one path": (partial(N.E_n, N.out[3]), N.w[3, 6] * N.delta[6]),
    "9.1 unweighted": (partial(N.E_n, N.out[3]), N.delta[6] + N.delta[7]),
    "9.2 no slope": (N.delta[3], back(N, 3, (6, 7), slope=False)),
    "9.2 unweighted": (N.delta[3], back(N, 3, (6, 7), weights=False)),
    "9.2 one path": (N.delta[3], back(N, 3, (6,))),
    "9.2 slope at out": (
        N.delta[3],
        N.phi_prime(N.out[3]) * sum(N.w[3, n] * N.delta[n] for n in (6, 7)),
    ),
    "9.2 wrong layer": (
        N.delta[3],
        N.phi_prime(N.net[6]) * sum(N.w[3, n] * N.delta[n] for n in (6, 7)),
    ),
    "9.3 transposed": (
        SQUARE.layers[0].delta,
        HadamardProduct(
            SQUARE.layers[1].delta * SQUARE.layers[1].W, SQUARE.phi_prime(SQUARE.layers[0].net)
        ),
    ),
    "9.3 no slope": (BATCH_HIDDEN.delta, BATCH_OUTPUT.delta * BATCH_OUTPUT.W.T),
    "6.7 far above": (eta > 2000, (eta > 2000) & (eta < 1000), "iff"),
    "exponent doubled": (exp(2 * x), exp(x)),
    "exponent's sign": (exp(-x), exp(x)),
    "logarithms of negatives": (log(x * y), log(x) + log(y)),
    "root of a square": (sqrt(x**2), x),
}


@pytest.mark.parametrize("claim", PROVED.values(), ids=PROVED)
def test_true_statement_is_proved(claim):
    assert examine(*claim) == "proved"


@pytest.mark.parametrize("claim", FALSE.values(), ids=FALSE)
def test_false_statement_is_refuted(claim):
    with pytest.raises(FalseClaim, match="the left side is .*, the right side") as refuted:
        examine(*claim)
    assert refuted.value.point


def test_depth_and_every_concrete_pair():
    deep = SymbolicNetwork([2, 2, 3, 2])
    assert examine(deep.delta[3], back(deep, 3, (5, 6, 7))) == "proved"
    for hidden, output, loss in [
        ("tanh", "identity", "squared_error"),
        ("sigmoid", "sigmoid", "log_loss"),
        ("softplus", "softmax", "cross_entropy"),
    ]:
        network = SymbolicNetwork([2, 2, 2], hidden=hidden, output=output, loss=loss)
        assert examine(network.delta[3], back(network, 3, (5, 6))) == "proved"
        assert examine(network.delta[5], network.out[5] - network.t[5]) == "proved"


def test_what_algebra_cannot_show_is_only_checked():
    checked = "checked at 20 random points to 30 digits"
    assert examine(log(exp(nets[0]) + exp(nets[1])), Max(*nets[:2]), ">=") == checked
    # True, but too large to try: its size bounds the work.
    g, d = (symbols(f"{name}_1:9", real=True) for name in "gd")
    assert examine(dot(g, d) ** 2, dot(g, g) * dot(d, d), "<=") == checked


@pytest.mark.parametrize(
    "claim",
    [
        (exp(-(x**2) * 10**6 - 500), 0),
        (log(1 + exp(-x)), log(1 + exp(x)) - x + Rational(1, 10**40)),
        (log((2000 - x) ** 2) / 2, log(2000 - x)),
        ((x - sqrt(2)) ** 2, 0, ">"),
        ((x - 2000) ** 2, 2, ">="),
        ((x**2 + 1) * (10**6 - y**2), 0, ">="),
        (Abs(x - 2000), 2000 - x, "<="),
    ],
)
def test_what_is_false_where_no_point_lies_is_not_proved(claim):
    assert examine(*claim) == "checked at 20 random points to 30 digits"


def test_digits_that_cannot_be_had_are_not_made_up():
    point = proofs.Point([z], 2)
    point.values[z] = sp.Integer(9000)
    assert point.evaluate((1 - sigmoid(z)) * exp(z)) is sp.nan  # 1, after losing 3,900 digits


def test_counterexample_can_be_checked_by_hand():
    with pytest.raises(FalseClaim) as refuted:
        examine(N.delta[3], N.w[3, 6] * N.delta[6])
    given = dict(part.split(" = ") for part in str(refuted.value)[5:].split(": ")[0].split(", "))
    right = str(refuted.value).split("right side ")[1].rstrip(".")
    assert sp.Rational(given["w_36"]) * sp.Rational(given["delta_6"]) == sp.Rational(right)
    assert set(refuted.value.point) >= {N.w[3, 6], N.b[3], N.out[1]}


def test_refute_shows_the_counterexample(monkeypatch, capsys):
    assert refute(N.delta[3], N.delta[6] + N.delta[7]) is None
    assert capsys.readouterr().out.startswith(
        "delta_3 = delta_6 + delta_7   false: with delta_6 = "
    )
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    refute(partial(f(k(x)), x), f1(x) * k1(x))
    math, verdict = shown[0]._repr_markdown_().split(" &emsp;")
    assert math.startswith(r"$\displaystyle \frac{d f\left(k\left(x\right)\right)}{d x} = ")
    assert verdict.startswith(r"*false: with f(z) = -z\*\*2 + 2\*z, k(z) = ")
    with pytest.raises(ValueError, match=r"Not refuted: \(x \+ 1\)\*\*2 = .* is proved"):
        refute((x + 1) ** 2, x**2 + 2 * x + 1)


def test_counterexample_of_two_lone_names(capsys):
    # The other letters of net_3 drop out of its slope, and have no value to state.
    refute(partial(N.net[3], N.w[1, 3]), N.w[1, 3])
    assert "d(net_3)/d(w_13) = w_13   false: with w_13 = " in capsys.readouterr().out


def test_a_network_is_made_of_the_functions_of_those_names():
    assert N.out[6].meaning == arbitrary("phi2")(N.net[6])
    assert N.E_n.meaning == arbitrary("E", 2)(N.out[6], N.out[7])


def test_counterexample_states_arbitrary_functions():
    with pytest.raises(FalseClaim, match=r"f\(z\) = .*, k\(z\) = .*, x = "):
        examine(partial(f(k(x)), x), f1(x) * k1(x))


@pytest.mark.parametrize(
    "left, right",
    [
        (f(x), f(x)),
        (N.net[3], N.out[1] * N.w[1, 3] + N.out[2] * N.w[2, 3] + N.b[3]),
        (N.delta[6], partial(N.E_n, N.net[6])),
        (sp.diff(exp(x), x), exp(x)),
        (HIDDEN.net, Matrix([[N.net[3], N.net[4], N.net[5]]])),
    ],
)
def test_two_identical_sides_prove_nothing(left, right):
    with pytest.raises(ValueError, match="proves nothing"):
        prove("9.2", left, right)


def test_names_with_different_meanings_differ():
    other = SymbolicNetwork([2, 3, 2])
    assert other.net[3] == N.net[3] and other.layers[0].W == HIDDEN.W
    assert SQUARE.net[5] != N.net[5] and let("a", x) != let("a", y)
    assert let("A", [[x]]) != let("A", [[y]])


def test_derivative_by_two_that_depend_on_each_other():
    with pytest.raises(ValueError, match="net_6 depends on net_3"):
        examine(partial(partial(N.E_n, N.net[3]), N.net[6]), 0)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: prove("9.2", x, y, "~"), "Unknown relation '~'"),
        (lambda: prove("nine", 2 * x, x + x + y - y + z - z + sp.Integer(0) * x), "proves nothing"),
        (lambda: prove("nine", (x + 1) ** 2, x**2 + 2 * x + 1), "A tag reads like 9.2"),
        (lambda: prove("9.3", Matrix([[x, y]]), Matrix([x, y])), r"shape \(1, 2\)"),
        (lambda: partial(x, x), "Can't differentiate"),
        (lambda: partial(x, 2), "Can't differentiate"),
        (lambda: SymbolicNetwork([2, 2], output="relu"), "choose one of identity, sigmoid"),
        (lambda: SymbolicNetwork([2]), "two sizes"),
        (lambda: N.phi_prime(N.out[1]), "x_1 is not a net input"),
        (lambda: SOFTMAX.phi_prime(SOFTMAX.net[5]), "Softmax is not elementwise"),
        (lambda: arbitrary("E'", 2), "one variable"),
        (lambda: prove("1.1", log(-(positive**2)), positive, "<"), "Found no 20 points"),
    ],
)
def test_bad_input_gets_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_symbolic_deltas_are_the_numeric_ones():
    network = Network([2, 3, 2], hidden="tanh", output="softmax", loss="cross_entropy", seed=1)
    rng = np.random.default_rng(0)
    network.w += rng.normal(size=network.w.size)
    X, T = rng.normal(size=(1, 2)), np.array([[0.3, 0.7]])
    symbolic = SymbolicNetwork([2, 3, 2], hidden="tanh", output="softmax", loss="cross_entropy")
    values = {symbolic.out[1]: X[0, 0], symbolic.out[2]: X[0, 1], symbolic.t[6]: T[0, 0]}
    for layer, numeric in zip(symbolic.layers, network.layers, strict=True):
        values |= dict(zip(layer.W.meaning, numeric.W.ravel(), strict=True))
        values |= dict(zip(layer.b.meaning, numeric.b.ravel(), strict=True))
    for layer, delta in zip(symbolic.layers, network.deltas(network.forward(X), T), strict=True):
        spelled = proofs._meaning(layer.delta).xreplace(values)
        np.testing.assert_allclose(np.array(spelled, dtype=float), delta, rtol=1e-12)


# ------------------------------------------------------------------------------- display


def test_prove_shows_one_line(capsys):
    assert prove("9.2", N.delta[3], back(N, 3, (6, 7))) is None
    line = "(9.2)  delta_3 = phi_prime(net_3)*(delta_6*w_36 + delta_7*w_37)   proved\n"
    assert capsys.readouterr().out == line


def test_markdown_of_a_proof(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    prove("8.8", SOFTMAX.delta[5], SOFTMAX.out[5] - SOFTMAX.t[5])
    prove("8.2", partial(N.E_n, N.w[1, 3]), N.out[1] * N.delta[3])
    prove("6.7", *PROVED["6.7"])
    math = [verdict._repr_markdown_() for verdict in shown]
    assert math[0] == r"**(8.8)**&ensp; $\displaystyle \delta_{5} = y_{5} - t_{5}$ &emsp;*proved*"
    assert r"\frac{\partial E_{n}}{\partial w_{13}} = \delta_{3} x_{1}" in math[1]
    assert "<" not in math[2] and r"\iff" in math[2]
    prove("9.3", *PROVED["9.3"])
    prove("8.9", *PROVED["8.9"])
    prove("8.8a", *PROVED["8.8"])
    math = [verdict._repr_markdown_() for verdict in shown[3:]]
    assert (
        r"\delta^{(1)} = \left(\delta^{(2)} W^{(2)\top}\right) \circ \varphi'(net^{(1)})" in math[0]
    )
    assert r"\frac{\partial E}{\partial W^{(2)}} = \frac{1}{2} o^{(1)\top} \delta^{(2)}$" in math[1]
    assert r"\delta^{(2)} = y - t$" in math[2]


def test_powers_of_derivatives_get_brackets():
    assert proofs._tex(partial(sigma, z) ** 2) == r"\left(\frac{d \sigma}{d z}\right)^{2}"


def test_long_sums_stay_on_one_line(capsys):
    many = symbols("a_1:10", real=True)
    prove("2.1", sum(many) ** 2, sum(a * b for a in many for b in many))
    assert capsys.readouterr().out == (
        "(2.1)  (a_1 + a_2 + ... + a_9)**2 = a_1**2 + 2*a_1*a_2 + ... + a_9**2   proved\n"
    )


def test_floats_are_the_fractions_they_mean():
    assert examine(partial(sigma, z), 1 / 4, "<=") == "proved"
    assert examine((x + 0.1) ** 2, x**2 + 0.2 * x + 0.01) == "proved"


def test_sentences_are_the_same_in_every_process():
    program = (
        "from course_lib.proofs import *\n"
        "n = SymbolicNetwork([2, 3, 2])\n"
        "try: prove('9.2', n.delta[3], n.delta[6] + n.delta[7])\n"
        "except FalseClaim as false: print(false)\n"
        "prove('9.1', partial(n.E_n, n.out[3]), n.w[3, 6] * n.delta[6] + n.w[3, 7] * n.delta[7])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(outputs) == 1 and "is false: with delta_6 = " in outputs.pop()


def test_docstrings_say_what_happens():
    assert doctest.testmod(proofs).failed == 0


# ---------------------------------------------------------------------------------- tags


def test_a_tag_belongs_to_one_claim():
    square = (x + 1) ** 2, x**2 + 2 * x + 1
    prove("1.3", *square)
    prove("1.3", *square)  # the same cell run again
    with pytest.raises(ValueError, match=r"tag \(1.3\) already belongs to another claim: \(x"):
        prove("1.3", (x - 1) ** 2, x**2 - 2 * x + 1)
    with pytest.raises(ValueError, match="already belongs"):
        define("1.3", {"a": 1.0, "b": 1.0})
    prove("1.3a", (x - 1) ** 2, x**2 - 2 * x + 1)


def test_a_false_claim_takes_no_tag():
    with pytest.raises(FalseClaim, match=r"^\(1.3\)  x\*\*2 = x   is false: with x = -1: "):
        prove("1.3", x**2, x)
    prove("1.3", (x + 1) ** 2, x**2 + 2 * x + 1)


def test_an_edited_cell_may_change_its_claim(monkeypatch):
    shell = SimpleNamespace(parent_header={"metadata": {"cellId": "a"}}, execution_count=1)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    prove("1.3", (x + 1) ** 2, x**2 + 2 * x + 1)
    with pytest.raises(ValueError, match="already belongs"):  # twice in one run of one cell
        prove("1.3", (x + 2) ** 2, x**2 + 4 * x + 4)
    shell.execution_count = 2
    prove("1.3", (x + 2) ** 2, x**2 + 4 * x + 4)
    shell.parent_header["metadata"]["cellId"], shell.execution_count = "b", 3
    with pytest.raises(ValueError, match="already belongs"):
        prove("1.3", (x + 1) ** 2, x**2 + 2 * x + 1)


# ----------------------------------------------------------------------- define, measure


def test_define_shows_agreement(capsys):
    a = np.array([1.0, 2.0, 3.0])
    assert define("8.1", {"delta": a, "nudge": a + 1e-8}, tolerance=1e-6) is None
    define("3.5", {"tanh": np.tanh, "quotient": lambda z: np.sinh(z) / np.cosh(z)}, at=a)
    define("4.3", {"formula": 17, "counted": 17})
    assert capsys.readouterr().out == (
        "(8.1)  delta = nudge   3 numbers agree to 1e-06\n"
        "(3.5)  tanh = quotient   3 numbers agree to 1e-09\n"
        "(4.3)  formula = counted   1 number agrees to 1e-09\n"
    )


def test_define_refutes():
    a = np.array([[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(FalseClaim, match=r"entry \(1, 0\): 3 is not 3.0001\."):
        define("8.1", {"a": a, "b": a + [[0, 0], [1e-4, 1e-5]]}, tolerance=1e-6)
    # Relative to the largest entry: 4e-6 of 4 is on the line.
    define("8.1", {"a": a, "b": a + 3.9e-6}, tolerance=1e-6)
    with pytest.raises(FalseClaim):
        define("8.1", {"a": a, "b": a + 4.1e-6}, tolerance=1e-6)


ARRAY = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    "sides, message",
    [
        ({"a": ARRAY, "b": ARRAY}, "same object"),
        ({"a": ARRAY, "b": ARRAY[:]}, "same object"),
        ({"a": np.tanh, "b": np.tanh}, "at given points"),
        ({"a": ARRAY, "b": [1.0]}, r"a has the shape \(2,\), b has \(1,\)"),
        ({"a": ARRAY, "b": [1.0, np.nan]}, "finite"),
        ({"a": [], "b": []}, "need numbers"),
        ({"a": ARRAY}, "two sides, not 1"),
    ],
)
def test_define_refuses(sides, message):
    with pytest.raises(ValueError, match=message):
        define("8.1", sides)


def test_define_refuses_one_function_twice():
    with pytest.raises(ValueError, match="same object"):
        define("8.1", {"a": np.tanh, "b": np.tanh}, at=ARRAY)


def test_measure_shows_its_data(capsys):
    assert measure("1.2", "order of the error", [1.98, 2.01], 2, tolerance=0.02) is None
    measure("10.5", "backward over forward", 1.73, 2.1, "<=")
    measure("10.5", "backward over forward", 1.91, 2.1, "<=")  # measured again
    measure("7.4", "seconds over seconds", [1.7, 1.8], 2.1, "<", digits=0)
    assert capsys.readouterr().out == (
        "(1.2)  order of the error: 2.0 = 2   measured, to 2 %\n"
        "(10.5)  backward over forward: 1.7 <= 2.1   measured\n"
        "(10.5)  backward over forward: 1.9 <= 2.1   measured\n"
        "(7.4)  seconds over seconds < 2.1   measured\n"
    )


@pytest.mark.parametrize(
    "data, predicted, relation, tolerance",
    [
        ([1.0, 2.2], 2.1, "<=", 0),
        (2.1, 2.1, "<", 0),
        ([1.0, 2.0], [1.0, 2.1], ">=", 0),
        (2.1, 2.1, ">", 0),
        (-2.05, -2, "=", 0.02),
        (1e-9, 0, "=", 0.02),
    ],
)
def test_measure_refutes(data, predicted, relation, tolerance):
    with pytest.raises(FalseClaim, match="measured .*, and the law says"):
        measure("10.5", "law", data, predicted, relation, tolerance)


@pytest.mark.parametrize(
    "data, relation, tolerance, message",
    [
        (1.0, "=", 0, "needs a tolerance"),
        (1.0, "<", 0.1, "needs a tolerance"),
        (1.0, "iff", 0, "Unknown relation"),
        ([], "<", 0, "need numbers"),
        (np.nan, "<", 0, "finite"),
    ],
)
def test_measure_refuses(data, relation, tolerance, message):
    with pytest.raises(ValueError, match=message):
        measure("10.5", "law", data, 2.0, relation, tolerance)
