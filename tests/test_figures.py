"""`figures/` holds what the code draws; each drawing states its message to a screen reader."""

import functools
import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from course_lib import Network
from course_lib.plots import diagrams, matrices, style
from tools import reference
from tools.build_figures import FIGURES, FOLDER

SVG = "{http://www.w3.org/2000/svg}"


@functools.cache
def drawn(name):
    return FIGURES[name]()


@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_what_the_code_draws(name):
    if found := reference.differences():
        pytest.skip("bytes belong to the reference environment: " + "; ".join(found))
    saved = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert saved == drawn(name).svg, "stale: python -m tools.build_figures"


def test_folder_holds_the_figures_and_nothing_else():
    assert {path.stem for path in FOLDER.glob("[!.]*")} == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_figure_carries_its_message_and_nothing_from_elsewhere(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert len(root.find(f"{SVG}title").text) >= 10
    assert len(root.find(f"{SVG}desc").text) >= 60
    first = root.find(f".//{SVG}path[@style]")
    assert first.get("style") == f"fill: {style.PAPER.lower()}"  # the background
    # No address but the names of XML, no picture or style sheet from elsewhere, no raw LaTeX.
    addresses = set(re.findall(r"https?://[^\"\s]*", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', text))
    assert not list(root.iter(f"{SVG}image")) + list(root.iter(f"{SVG}script"))


def cards(picture):
    """The colours of the map's cards, which are its only shapes with round corners."""
    return re.findall(r'<path d="[^"]*Q[^"]*"[^>]*style="fill: (#\w+); stroke: #\w+', picture.svg)


@pytest.mark.parametrize("lit", range(12))
def test_map_lights_its_lesson_alone(lit):
    colours = cards(diagrams.course_map(lit))
    assert len(colours) == 12
    for number, (_, colour, tint, _) in enumerate(diagrams.LESSONS):
        assert colours[number] == (colour if number == lit else tint).lower()


def test_map_names_the_lessons_in_order():
    picture = diagrams.course_map(8)
    assert "You are in lesson 08, The output delta." in picture.alt
    numbers = re.findall(r"<!-- (\d\d) -->", picture.svg)
    assert numbers == [f"{n:02d}" for n in range(12)]


@pytest.mark.parametrize("lit", [-1, 12, 1.5, "03"])
def test_map_refuses_a_lesson_that_is_not_there(lit):
    with pytest.raises(ValueError, match="There is no lesson"):
        diagrams.course_map(lit)


# What is written in a picture, which draws each text as outlines, with the text as a comment.


def texts(picture):
    return re.findall(r"<!-- (.*?) -->", picture.svg)


def sides(formula):
    """The values of those sides of an equation that hold nothing but numbers."""
    formula = formula.strip("$").replace("−", "-").replace(r"\cdot", "*").replace(r"\,", "")
    formula = re.sub(r"e\^\{(.*?)\}", r"exp(\1)", formula)
    arithmetic = re.compile(r"(?:exp|[\d.+*/() -])*\d(?:exp|[\d.+*/() -])*")
    return [eval(s, {"exp": math.exp}) for s in formula.split("=") if arithmetic.fullmatch(s)]


MAZUR = json.loads(
    Path(__file__).with_name("oracles").joinpath("published.json").read_text(encoding="utf-8")
)["oracles"][0]
(_, DELTA_H2), (_, DELTA_O2) = (layer[0] for layer in MAZUR["full"]["delta"])
PUBLISHED = MAZUR["values"] | {
    "delta_h2": {"recomputed": DELTA_H2},
    "delta_o2": {"recomputed": DELTA_O2},
}
ON_2015 = {
    "one_neuron": (["net_h1", "out_h1"], 2),
    "chain_rule": (["dEo1_douth1", "dEo2_douth1", "dE_douth1", "dE_dout_o1", "dout_dnet_o1"], 3),
    "output_delta": (["out_o2", "E_total", "delta_o2"], 1),
    "hidden_delta": (
        ["out_h2", "out_o1", "out_o2", "delta_o1", "delta_o2", "delta_h2"],
        3,
    ),
}


@pytest.mark.parametrize("name", ON_2015)
def test_worked_example_shows_the_published_numbers(name):
    values, equations = ON_2015[name]
    picture = drawn(name)
    shown = re.findall(r"−?[\d.]+", " ".join(texts(picture)))
    for value in values:
        assert f"{PUBLISHED[value]['recomputed']:.4g}".replace("-", "−") in shown, value
    # And every line of arithmetic in the picture is right, as far as its digits go.
    chains = [found for found in map(sides, texts(picture)) if len(found) > 1]
    assert len(chains) == equations
    for found in chains:
        assert found == pytest.approx([found[-1]] * len(found), rel=1e-3)


def test_example_2015_writes_each_weight_on_its_connection():
    picture = drawn("example_2015")
    place = {
        words: np.array([float(x), float(y)])
        for words, x, y in re.findall(
            r"<!-- (.*?) -->\s*<g [^>]*translate\((\S+) (\S+)\)", picture.svg
        )
    }
    weights, expected = {}, {f"$x_{i + 1}={x:.4g}$" for i, x in enumerate(MAZUR["inputs"]["X"][0])}
    for k, layer in enumerate(MAZUR["inputs"]["layers"]):
        for j in range(2):
            expected.add(f"$b_{{{2 * k + 3 + j}}}={layer['b'][j]:.4g}$")
            for i in range(2):
                start, end = 2 * k + 1 + i, 2 * k + 3 + j
                weights[f"$w_{{{start}{end}}}={layer['W'][i][j]:.4g}$"] = (start, end)
    assert {words for words in place if "=" in words} == expected | set(weights)
    for words, (start, end) in weights.items():
        a, b = place[str(start)], place[str(end)]
        box = re.search(
            r'<path d="([^"]*)"[^>]*/>\s*</g>\s*<!-- ' + re.escape(words) + " -->", picture.svg
        )[1]
        corners = np.array(re.findall(r"-?[\d.]+", box), float).reshape(-1, 2)
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2 - a
        way = (b - a) / np.linalg.norm(b - a)
        assert abs(way[0] * middle[1] - way[1] * middle[0]) < 8, words  # its distance from the line
        assert 0 < middle @ way < np.linalg.norm(b - a) / 2


# Where the curves of a picture run.


def curve(picture, name):
    """The points of a line, in the picture's coordinates, shape (K, 2)."""
    path = re.search(rf'<g id="{name}">\s*<path d="([^"]*)"', picture.svg)[1]
    return np.array([float(n) for n in re.findall(r"-?[\d.]+", path)]).reshape(-1, 2)


def scale_of(points, values, within=0.01):
    """The scale and offset that put values at the heights of points; they must fit."""
    A = np.column_stack([values, np.ones(len(values))])
    fit = np.linalg.lstsq(A, points[:, 1], rcond=None)[0]
    assert A @ fit == pytest.approx(points[:, 1], abs=within)
    return fit


SMOOTH = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "softplus": (lambda z: np.log(1 + np.exp(z)), lambda z: 1 / (1 + np.exp(-z))),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_activation_and_its_slope_run_where_the_mathematics_says(name):
    picture = drawn("activations")
    out, slope = curve(picture, f"{name}-output"), curve(picture, f"{name}-slope")
    left, right = slope[0, 0], slope[-1, 0]
    fits = [
        scale_of(line, function((line[:, 0] - left) / (right - left) * 8 - 4))
        for line, function in zip((out, slope), SMOOTH[name])
    ]
    assert fits[0] == pytest.approx(fits[1], abs=0.01)
    assert fits[0][0] < 0  # up is up


def test_activations_mark_the_largest_slope_and_the_choice_at_0():
    shown = texts(drawn("activations"))
    for words in ("largest slope 1/4", "largest slope 1", "slope 0 at 0, by choice"):
        assert words in shown
    assert "slope 0.01 at 0, by choice" in shown


LOSS_CURVES = {
    "squared-error": (lambda y, t: (y - t) ** 2 / 2, lambda y, t: y - t),
    "log-loss": (
        lambda y, t: -np.log(y if t else 1 - y),
        lambda y, t: (y - t) / (y * (1 - y)),
    ),
    "cross-entropy": (lambda y, t: -t * np.log(y), lambda y, t: -t / y),
}


def test_losses_and_their_slopes_run_where_the_mathematics_says():
    picture = drawn("losses")
    for kind in (0, 1):
        scales = []
        for name, functions in LOSS_CURVES.items():
            lines = [curve(picture, f"{name}-{('loss', 'slope')[kind]}-{t}") for t in (0, 1)]
            left = min(line[:, 0].min() for line in lines)
            right = max(line[:, 0].max() for line in lines)
            heights, values = [], []
            for t, line in enumerate(lines):
                y = (line[:, 0] - left) / (right - left)
                with np.errstate(divide="ignore", invalid="ignore"):
                    expected = functions[kind](y, t)
                inside = np.abs(expected) < 6  # beyond, the lines leave the picture
                heights.append(line[inside])
                values.append(expected[inside])
            scales.append(scale_of(np.concatenate(heights), np.concatenate(values)))
        assert scales[1] == pytest.approx(scales[0], abs=0.01)
        assert scales[2] == pytest.approx(scales[0], abs=0.01)


def test_losses_say_what_happens_at_0_and_1():
    shown = [text for text in texts(drawn("losses")) if "target 1:" in text]
    ends = [("0.5", "−1"), ("0", "0")] + 2 * [("∞", "−∞"), ("0", "−1")]
    assert shown == [
        f"y = {k % 2}, target 1:  loss {loss}, slope {slope}"
        for k, (loss, slope) in enumerate(ends)
    ]


MATRICES = ["$o$", "$W$", "$b$", "$net$", r"$\delta$", r"$W^\top$", r"$\partial E_n/\partial o$"]
MATRICES += [r"$o^\top$", r"$N\,\partial E/\partial W$"]


def test_transposes_turn_over_the_same_numbers():
    """Each matrix has the cells that its dimensions say, and the transposes are transposes."""
    picture = drawn("transposes")
    cells = re.findall(r'style="fill: (#\w+); stroke: #ffffff', picture.svg)
    sizes = {"$N$": 6, "$n_{in}$": 4, "$n_{out}$": 3}
    shown = iter(texts(picture))
    found = []
    for symbol in shown:
        if symbol not in MATRICES:
            continue
        rows = 1 if symbol == "$b$" else sizes[next(shown)]
        columns = sizes[next(shown)]
        found.append(np.array(cells[: rows * columns]).reshape(rows, columns))
        del cells[: rows * columns]
    assert not cells
    o, W, b, net, delta, W_T, back, o_T, same_delta, gradient = found
    assert (o_T == o.T).all()
    assert (W_T == W.T).all()
    assert (same_delta == delta).all()
    assert (net.shape, back.shape, gradient.shape) == (delta.shape, o.shape, W.shape)
    assert b.shape == (1, 3)


def test_layer_is_the_way_forward_of_the_transposes():
    """The same cells: N n_in of o, n_in n_out of W, n_out of b, N n_out of net."""
    cells, both = (
        re.findall(r'style="fill: (#\w+); stroke: #ffffff', drawn(name).svg)
        for name in ("layer", "transposes")
    )
    assert len(cells) == 6 * 4 + 4 * 3 + 3 + 6 * 3
    assert cells == both[: len(cells)]


@pytest.mark.parametrize("k", [1, 2, 3])
def test_four_equations_are_right_in_shape_and_in_code(k):
    """The lines of code, run, give the package's gradient; the shapes are those of its arrays."""
    network = Network([7, 5, 4, 3], hidden="tanh", output="tanh", seed=1)
    rng = np.random.default_rng(2)
    X, T = rng.standard_normal((6, 7)), rng.standard_normal((6, 3))
    p = network.forward(X)
    deltas, gradients = network.deltas(p, T), network.unpack(network.gradient(X, T))
    output, hidden, weights, biases = matrices.EQUATIONS
    names = {"Y": p.output, "T": T, "net": p[k - 1].net, "out_previous": p[k - 1].inputs, "N": 6}
    names["phi_derivative"] = lambda net: 1 - np.tanh(net) ** 2
    if k < 3:
        names |= {"delta_next": deltas[k], "W_next": network.layers[k].W}
    for equation in (output if k == 3 else hidden, weights, biases):
        exec(equation.code, names)
    assert names["delta"] == pytest.approx(deltas[k - 1], rel=1e-12)
    assert names["dW"] == pytest.approx(gradients[k - 1][0], rel=1e-12)
    assert names["db"] == pytest.approx(gradients[k - 1][1], rel=1e-12)

    arrays = {
        r"\delta^{(L)}": deltas[2],
        r"\partial E_n/\partial y": p.output,
        r"\varphi\,'(net^{(L)})": p[2].net,
        r"\delta^{(k)}": deltas[k - 1],
        r"\varphi\,'(net^{(k)})": p[k - 1].net,
        r"\partial E/\partial W^{(k)}": gradients[k - 1][0],
        r"o^{(k-1)\top}": p[k - 1].inputs.T,
        r"\partial E/\partial b^{(k)}": gradients[k - 1][1],
        r"\delta_n^{(k)}": deltas[k - 1][0],
    }
    if k < 3:
        arrays |= {
            r"\delta^{(k+1)}": deltas[k],
            r"W^{(k+1)\top}": network.layers[k].W.T,
        }
    sizes = {"N": 6, "n_L": 3, "n_{k-1}": network.sizes[k - 1], "n_k": network.sizes[k]}
    sizes["n_{k+1}"] = network.sizes[k + 1] if k < 3 else 0
    for equation in (output, weights, biases) if k == 3 else matrices.EQUATIONS:
        for piece, shape in equation.pieces:
            if shape:
                dims = re.findall(r"n_\{k.1\}|n_\w|N", shape)
                assert tuple(sizes[dim] for dim in dims) == arrays[piece.strip("$")].shape


def test_descent_into_the_bowl_obeys_its_equation():
    """w - w* is multiplied by I - eta H in every step (6.6), from a contour, across it."""
    picture = drawn("bowl")
    path = curve(picture, "path")
    assert len(path) == 16
    # The next point is an affine function of the last; where it stays, the minimum is marked.
    before = np.column_stack([path[:-1], np.ones(15)])
    step = np.linalg.lstsq(before, path[1:], rcond=None)[0]
    assert before @ step == pytest.approx(path[1:], abs=1e-3)
    M, shift = step[:2].T, step[2]
    lowest = np.linalg.solve(np.eye(2) - M, shift)
    marked = re.search(r'<g id="minimum">.*?<use [^>]*x="([\d.]+)" y="([\d.]+)"', picture.svg, re.S)
    assert lowest == pytest.approx([float(n) for n in marked.groups()], abs=0.05)
    assert np.abs(M - M.T).max() < 1e-3
    assert np.all(np.abs(np.linalg.eigvalsh(M)) < 1)

    # The contours are those of the same H, the outermost through the start.
    def height(points):
        return np.einsum("ni,ij,nj->n", points - lowest, np.eye(2) - M, points - lowest)

    outermost = height(curve(picture, "contour-6"))
    assert outermost == pytest.approx(height(path[:1])[0], rel=0.01)
    losses = re.search(r"from ([\d.]+) to ([\d.]+); its minimum is ([\d.]+)\.", picture.alt)
    start, end, least = (float(n) for n in losses.groups())
    fallen = height(path[-1:])[0] / height(path[:1])[0]
    assert (end - least) / (start - least) == pytest.approx(fallen, rel=0.01)


def test_cost_counts_multiplications_and_forward_passes():
    picture = drawn("cost")
    widths = [2**power for power in range(1, 11)]
    parameters = [64 * h + h + h * h + h + 10 * h + 10 for h in widths]
    assert parameters[4] == Network([64, 32, 32, 10]).w.size
    # Forward, and for each weight's gradient: one product a weight. For the deltas: all weights
    # but the first layer's.
    ratios = [1 + (h * h + 10 * h) / (64 * h + h * h + 10 * h) for h in widths]
    differences, backward = curve(picture, "differences"), curve(picture, "backward")
    assert len(backward) == 10
    scale = scale_of(backward, np.log10(ratios))
    # The line of the differences is nearly straight: it may be drawn with fewer points.
    across = np.interp(differences[:, 0], backward[:, 0], np.log10(parameters))
    assert scale_of(differences, across + np.log10(2)) == pytest.approx(scale, rel=1e-3)
    shown = " ".join(texts(picture))
    assert f"here {2 * parameters[0]:,} to {2 * parameters[-1]:,}" in shown
    assert f"below 2 at any size: here {ratios[0]:.2f} to {ratios[-1]:.2f}" in shown


SLOPES = {
    "sigmoid": lambda net: np.exp(-net) / (1 + np.exp(-net)) ** 2,
    "tanh": lambda net: 1 / np.cosh(net) ** 2,
    "relu": lambda net: 1.0 * (net > 0),
}


def test_vanishing_deltas_are_those_of_ten_networks():
    picture = drawn("vanishing_deltas")
    scales = []
    for hidden, slope in SLOPES.items():
        sizes = []
        for start in range(10):
            network = Network([64] * 11 + [10], hidden=hidden, seed=start)
            rng = np.random.default_rng(1000 + start)
            p = network.forward(rng.standard_normal((100, 64)))
            delta = p.output - rng.standard_normal((100, 10))  # (8.6)
            sizes.append([])
            for layer, after in zip(p[-2::-1], network.layers[::-1]):
                delta = delta @ after.W.T * slope(layer.net)  # (9.3)
                sizes[-1].insert(0, np.sqrt((delta**2).mean()))
        middle = np.median(np.array(sizes) / np.array(sizes)[:, -1:], axis=0)
        line = curve(picture, hidden)
        layers = np.interp(line[:, 0], [line[0, 0], line[-1, 0]], [1, 10])
        heights = np.interp(layers, range(1, 11), np.log10(middle))
        scales.append(scale_of(line, heights, within=0.1))  # drawn to three digits
        if hidden != "sigmoid":
            assert f"in layer 1: {middle[0]:.2g}" in texts(picture)
        else:
            assert f"in layer 1: {round(1 / middle[0], -4):,.0f} times smaller" in texts(picture)
    assert scales[1:] == [pytest.approx(scales[0], rel=0.01)] * 2
