"""Every number in a picture is the one it was given; every picture says its message."""

import base64
import re
import subprocess
import sys

import numpy as np
import pytest
from matplotlib import rcParams
from matplotlib.colors import to_hex, to_rgb

from course_lib import plots
from course_lib.plots import style

PALETTE = ["FORWARD", "BACKWARD", "LOSS", "UPDATE", "INK"]
RNG = np.random.default_rng(0)

# What a reader with each deficiency sees of linear light: G. M. Machado, M. M. Oliveira and
# L. A. F. Fernandes, A physiologically-based model for simulation of color vision deficiency,
# IEEE TVCG 15 (2009), table 1, severity 1.0.
VISION = {
    "all cones": np.eye(3),
    "no long cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no middle cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no short cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def light(colour):
    c = np.array(to_rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    low, high = sorted(light(c) @ [0.2126, 0.7152, 0.0722] for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(linear):
    """CIELAB, in which a distance of 10 is seen at a glance."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(linear, 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def words(picture):
    """The texts of a picture in the order they were drawn; Matplotlib names them in comments."""
    return re.findall(r"<!-- (.*?) -->", picture.svg)


def strokes(picture, colour):
    """The points of each line drawn in a colour."""
    found = re.findall(
        rf'<path d="([^"]*)"[^>]*style="fill: none; stroke(?:-dasharray: [^;]*; stroke)?[^"]*'
        rf'stroke: {colour.lower()}|<path d="([^"]*)"[^>]*style="fill: none; stroke: '
        rf"{colour.lower()}",
        picture.svg,
    )
    return [np.array(re.findall(r"[ML] (\S+) (\S+)", a or b), float) for a, b in found]


def same_up_to_scale(drawn, given):
    """Axes place numbers by a straight line: whatever the scale, nothing is bent or reordered."""
    slope, start = np.polyfit(given, drawn, 1)
    return np.allclose(slope * np.asarray(given) + start, drawn, atol=1e-4) and abs(slope) > 1e-9


EXAMPLES = {
    "scan": lambda: plots.scan(np.arange(64) % 17),
    "digit_gallery": lambda: plots.digit_gallery(
        np.eye(64)[:7] * 16, range(7), [0, 1, 2, 8, 4, 5, 6]
    ),
    "learning_curve": lambda: plots.learning_curve([2.0, 1.0, 0.75], [2.5, 1.5, 1.75]),
    "curves": lambda: plots.curves(
        [0, 1, 2],
        {"f": [0, 1, 4]},
        alt="f bends up",
        xlabel="x",
        ylabel="f",
        slopes=[(1, 1, 2)],
    ),
    "spread": lambda: plots.spread({"a": [1, 2, 2]}, alt="from 1 to 2", xlabel="right"),
    "histograms": lambda: plots.histograms({"a": [1, 2, 2]}, alt="two 2s", xlabel="net", bins=2),
    "heat_map": lambda: plots.heat_map([[1, -2], [0, 0.5]], alt="-2 is the largest"),
    "contours": lambda: plots.contours(
        [0, 1], [0, 1], [[0, 1], [1, 2]], alt="a slope", xlabel="x", ylabel="y"
    ),
    "planes": lambda: plots.planes(
        {("x", "y"): [(0, 0), (1, 2)]}, [0, 1], ["a", "b"], alt="b is above a"
    ),
    "weight_gallery": lambda: plots.weight_gallery(
        np.eye(64)[:, :7] - 0.5, list("abcdefg"), alt="one pixel each"
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_same_bytes_each_time_and_the_message_inside(name):
    picture, again = EXAMPLES[name](), EXAMPLES[name]()
    assert picture.svg == again.svg
    assert picture.png == again.png
    bundle = picture._repr_mimebundle_()
    assert bundle["text/plain"] == picture.alt == repr(picture)
    assert f'alt="{picture.alt}"' in bundle["text/html"]
    assert f"<desc>{picture.alt}</desc>" in picture.svg
    data = re.search(r"base64,([^\"]*)", bundle["text/html"])[1]
    assert base64.b64decode(data).decode() == picture.svg
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "fill: #ffffff" in picture.svg  # a background of its own, in either theme
    assert not re.search(r"\d{4}-\d\d-\d\d|[Mm]atplotlib v", picture.svg)


def test_every_plot_of_the_package_is_tested():
    assert set(EXAMPLES) == set(plots.__all__) - {"Picture", "picture"}


def test_alt_text_is_escaped_and_never_missing(tmp_path):
    picture = plots.Picture("<svg/>", 'loss < 1 & "falling"')
    assert 'alt="loss &lt; 1 &amp; &quot;falling&quot;"' in picture._repr_mimebundle_()["text/html"]
    picture.save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_bytes() == b"<svg/>"
    with pytest.raises(ValueError, match="alt text"):
        plots.Picture("<svg/>", " ")


def test_drawing_leaves_no_global_state_behind():
    before = dict(rcParams)
    for draw in EXAMPLES.values():
        draw()
    assert dict(rcParams) == before
    program = (
        "import sys; from course_lib import plots; plots.learning_curve([1, 2]);"
        "print([m for m in ('matplotlib.pyplot', 'IPython', 'ipywidgets') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stdout + run.stderr


def test_style_ignores_the_settings_of_the_reader():
    picture = EXAMPLES["curves"]()
    try:
        rcParams["axes.linewidth"] = 17
        assert EXAMPLES["curves"]().svg == picture.svg
    finally:
        rcParams["axes.linewidth"] = 0.8


def test_colours_are_readable_as_text_and_apart_for_every_eye():
    colours = {name: getattr(style, name) for name in PALETTE}
    for name, colour in colours.items():
        assert contrast(colour, style.PAPER) >= 4.5, name
        tint = getattr(style, f"{name}_TINT")
        assert contrast(colour, tint) >= 4, name
    for vision, matrix in VISION.items():
        seen = {name: lab(np.array(matrix) @ light(c)) for name, c in colours.items()}
        for a in seen:
            for b in seen:
                if a < b:
                    assert np.linalg.norm(seen[a] - seen[b]) >= 10, (vision, a, b)
        assert np.linalg.norm(seen["FORWARD"] - seen["BACKWARD"]) >= 40, vision


def test_scan_shows_its_64_numbers_in_order():
    pixels = RNG.integers(0, 17, 64)
    drawn = words(plots.scan(pixels))
    assert [int(word) for word in drawn if word.isdigit()] == list(pixels)
    assert "The rows read: " + " ".join(str(v) for v in pixels[:8]) + ";" in plots.scan(pixels).alt


def test_gallery_says_which_readings_are_wrong():
    picture = plots.digit_gallery(np.zeros((3, 64)), [3, 5, 9], [3, 8, 9], shares=[0.9, 0.625, 1])
    assert words(picture) == [
        *("a 3", "read as 3, 90%"),
        *("a 5", "read as 8, 62%"),
        *("a 9", "read as 9, 100%"),
    ]
    assert "a 5 read as 8, 62%; a 9" in picture.alt
    purple = re.findall(r"<!-- ([^>]*) -->\s*<g style=\"fill: " + style.LOSS.lower(), picture.svg)
    assert purple == ["read as 8, 62%"]


def test_gallery_draws_ink_where_the_ink_is():
    image = np.full((8, 8), 4)
    image[2, 5] = 16
    picture = plots.digit_gallery([image], [1])
    cells = re.findall(
        r'<path d="M (\S+) (\S+)[^"]*"[^>]*style="fill: (#\w+); stroke: #\w+; stroke-width: 0.4',
        picture.svg,
    )
    assert len(cells) == 64
    dark = [(float(x), float(y)) for x, y, colour in cells if colour == style.INK.lower()]
    xs, ys = (sorted({float(cell[axis]) for cell in cells}) for axis in (0, 1))
    assert dark == [(xs[5], ys[2])]
    image[0] = 0  # paper
    assert plots.digit_gallery([image], [1]).svg.count("stroke-width: 0.4") == 56


def test_weights_are_blue_above_0_grey_below_and_white_at_0():
    weights = np.zeros((64, 2))
    weights[8 * 2 + 5, 0], weights[8 * 6 + 1, 0], weights[3, 1] = 0.5, -0.5, 0.25
    picture = plots.weight_gallery(weights, ["first", "second"], alt="two units")
    assert words(picture) == ["first", "second"]
    cells = re.findall(
        r'<path d="M (\S+) (\S+)[^"]*"[^>]*style="fill: (#\w+); stroke: #\w+; stroke-width: 0.4',
        picture.svg,
    )
    assert len(cells) == 128
    seen = np.array([colour for _, _, colour in cells]).reshape(2, 8, 8)
    white = to_hex(style.FORWARD_SIGNED(0.5))
    other = {(int(u), int(r), int(c)) for u, r, c in np.argwhere(seen != white)}
    assert other == {(0, 2, 5), (0, 6, 1), (1, 0, 3)}
    assert (seen[0, 2, 5], seen[0, 6, 1]) == (style.FORWARD.lower(), style.INK.lower())
    assert seen[1, 0, 3] not in (style.FORWARD.lower(), white)  # one scale for both units


def test_weight_gallery_refuses_captions_that_do_not_fit():
    with pytest.raises(ValueError, match="3 units, but 2 captions"):
        plots.weight_gallery(np.zeros((64, 3)), ["a", "b"], alt="x")
    with pytest.raises(ValueError, match="0 units"):
        plots.weight_gallery(np.zeros((64, 0)), [], alt="x")


def test_gallery_refuses_labels_that_do_not_fit():
    with pytest.raises(ValueError, match="3 scans, but 2 labels"):
        plots.digit_gallery(np.zeros((3, 64)), [1, 2])
    with pytest.raises(ValueError, match="0 scans"):
        plots.digit_gallery(np.zeros((0, 64)), [])


def test_learning_curve_draws_the_losses():
    losses, held_out = RNG.uniform(1, 2, 6), RNG.uniform(1, 2, 6)
    picture = plots.learning_curve(losses, held_out)
    line = max(strokes(picture, style.LOSS), key=len)
    assert len(line) == 6
    assert same_up_to_scale(line[:, 1], losses)
    assert same_up_to_scale(line[:, 0], range(1, 7))
    dashed = max((s for s in strokes(picture, style.INK) if len(s) == 6), key=len)
    both = np.concatenate([line[:, 1], dashed[:, 1]])
    assert same_up_to_scale(both, np.concatenate([losses, held_out]))
    assert f"from {losses[0]:.3g} in epoch 1 to {losses[-1]:.3g} in epoch 6;" in picture.alt
    assert f"held-out data from {held_out[0]:.3g} " in picture.alt


def test_learning_curve_counts_epochs_in_round_steps():
    drawn = words(plots.learning_curve(np.linspace(2, 1, 30)))
    assert drawn[: drawn.index("epoch")] == ["0", "5", "10", "15", "20", "25", "30"]


def test_curves_draw_values_and_tangents():
    x = np.linspace(-1, 2, 9)
    picture = plots.curves(
        x, {"f": x**2, "g": x**3}, alt="m", xlabel="x", ylabel="f", slopes=[(1, 1, 2)]
    )
    f, g = (
        next(s for s in strokes(picture, colour) if len(s) == 9)
        for colour in (style.FORWARD, style.INK)
    )
    assert same_up_to_scale(np.concatenate([f[:, 1], g[:, 1]]), np.concatenate([x**2, x**3]))
    tangent = next(s for s in strokes(picture, style.INK) if len(s) == 2)
    # In units of the data, by the same scale as the curve.
    scale = np.polyfit(x, f[:, 0], 1)[0], np.polyfit(x**2, f[:, 1], 1)[0]
    run, rise = (tangent[1] - tangent[0]) / scale
    assert rise / run == pytest.approx(2, abs=1e-3)
    assert "slope 2" in words(picture)


def test_curves_mark_levels_above_a_chosen_bottom():
    counts = np.array([40.0, 283, 350])
    words_around = {"alt": "m", "xlabel": "epochs", "ylabel": "right"}
    picture = plots.curves(
        range(3), {"right": counts}, levels={"nine in ten": 324}, bottom=0, **words_around
    )
    curve = next(s for s in strokes(picture, style.FORWARD) if len(s) == 3)
    slope, start = np.polyfit(counts, curve[:, 1], 1)
    level = next(s for s in strokes(picture, style.INK) if len(s) == 2)
    assert level[:, 1] == pytest.approx(start + slope * 324, abs=0.01)
    assert "nine in ten" in words(picture)
    axis = [s for s in strokes(picture, style.MUTED) if len(s) == 2]  # the frame's two sides
    assert max(s[:, 1].max() for s in axis) == pytest.approx(start, abs=0.01)


def test_spread_draws_every_result_and_the_mean():
    groups = {"a": [96.0, 97.0, 97.0, 99.0], "b": [95.0, 95.5]}
    picture = plots.spread(groups, alt="m", xlabel="right")
    dots = re.findall(
        r'<use [^>]*x="(\S+)" y="\S+" style="fill: ' + style.FORWARD.lower(), picture.svg
    )
    assert same_up_to_scale(np.array(dots, float), sum(groups.values(), []))
    assert len(set(re.findall(r'<use [^>]*x="\S+" y="\S+" style="fill: #0a66b0', picture.svg))) == 6
    assert [word for word in words(picture) if "mean" in word] == ["  mean 97.2", "  mean 95.2"]


def test_histograms_share_their_scales():
    values = {"a": [0.0, 0.1, 0.9], "b": [0.3, 0.5, 0.9]}
    picture = plots.histograms(values, alt="m", xlabel="net", bins=2)
    shapes = re.findall(r'<path d="([^"]*)"[^>]*style="fill: ' + style.FORWARD.lower(), picture.svg)
    heights = []
    for shape in shapes:
        y = np.array(re.findall(r"[ML] (\S+) (\S+)", shape), float)[:, 1]
        floor = y.max()
        heights += list(floor - y[[1, 3]])
    assert same_up_to_scale(heights, [2 / 3, 1 / 3, 1 / 3, 2 / 3])


def test_heat_map_colours_by_sign_and_writes_the_numbers():
    values = np.array([[2.0, -1.0, 0.0], [0.5, -0.25, 1.0]])
    for direction, colour in [("backward", style.BACKWARD), ("forward", style.FORWARD)]:
        picture = plots.heat_map(values, alt="m", direction=direction)
        cells = re.findall(r'style="fill: (#\w+); stroke: ' + style.RULE.lower(), picture.svg)
        assert cells[0] == colour.lower()
        assert np.ptp(to_rgb(cells[1])) < 0.06  # grey
        middle = np.array(to_rgb(cells[2]))
        assert np.allclose(middle, 1, atol=0.01)
        blues = [to_rgb(cell)[2] for cell in cells]
        assert blues[4] > blues[1]  # a small negative number is a lighter grey than a large one
    drawn = words(picture)
    numbers = ["2", "-1", "0", "0.5", "-0.25", "1"]
    assert any(drawn[i : i + 6] == numbers for i in range(len(drawn)))


def test_contours_draw_path_minimum_and_gradient():
    x = np.linspace(-2, 2, 41)
    path = np.array([[1.5, 1.0], [0.5, 0.25], [0.25, 0.125]])
    picture = plots.contours(
        x,
        x,
        x**2 + x[:, None] ** 2,
        alt="m",
        xlabel="$w_1$",
        ylabel="$w_2$",
        path=path,
        arrow=(1, 0, 0.5, 0.5),
        minimum=(0, 0),
    )
    line = next(s for s in strokes(picture, style.UPDATE) if len(s) == 3)
    assert same_up_to_scale(line[:, 0], path[:, 0])
    assert same_up_to_scale(line[:, 1], path[:, 1])
    assert style.BACKWARD.lower() in picture.svg
    # The contours of a round bowl are round: all points of one at one distance from the minimum.
    rings = re.findall(r'<path d="([^"]*)"[^>]*style="fill: none; stroke: #b98fb3', picture.svg)
    assert len(rings) > 5
    scale = [np.polyfit(path[:, axis], line[:, axis], 1) for axis in (0, 1)]
    for ring in rings:
        for piece in ring.split("M ")[1:]:
            points = np.array(re.findall(r"(-?\d\S*) (-?\d\S*)", piece), float)
            data = (points - [s[1] for s in scale]) / [s[0] for s in scale]
            radius = np.hypot(*data.T)
            assert np.ptp(radius) < 0.03 * radius.mean() + 0.02


def marks(picture, colour):
    """Where the markers of a colour are, in the order they were drawn."""
    return np.array(
        re.findall(rf'<use [^>]*x="(\S+)" y="(\S+)" style="[^"]*stroke: {colour}', picture.svg),
        float,
    )


def test_planes_put_points_and_lines_on_one_scale():
    plane, targets = ("u", "v"), [0, 1, 1, 0]
    points = np.array([[0, 0.5], [2, 1], [0.25, 1.75], [0, 0.5]])
    picture = plots.planes(
        {plane: points}, targets, ["p", "q", "r", "s"], alt="m", lines={plane: [(2, -1, 0.5)]}
    )
    drawn = words(picture)
    assert drawn[drawn.index("p") :][:2] == ["p", "s"]  # at one place, so in one label
    assert {"q", "r", "target 0", "target 1"} <= {*drawn}
    dots, squares = marks(picture, style.FORWARD.lower()), marks(picture, style.INK.lower())
    # A mark of each kind more than there are points: the legend's.
    dots, squares = dots[:2], squares[squares[:, 1] > 40][:2]
    x, y = (np.polyfit(points[1:3, axis], dots[:, axis], 1) for axis in (0, 1))
    assert x[0] == pytest.approx(-y[0], rel=1e-3)  # equal scales, y upwards
    assert np.allclose(squares, [np.polyval(x, 0), np.polyval(y, 0.5)], atol=0.01)
    (line,) = [s for s in strokes(picture, style.UPDATE) if len(s) == 2]
    ends = [(line[:, axis] - scale[1]) / scale[0] for axis, scale in enumerate((x, y))]
    assert np.allclose(2 * ends[0] - ends[1] + 0.5, 0, atol=1e-3)
