"""The explorers' machinery: formulas, pictures, the widget; and what holds for every explorer."""

import inspect
import math
import pkgutil
import re
import subprocess
import sys

import ipywidgets as widgets
import pytest
from explorer_pictures import attribute, flaws, runs, texts

from course_lib import explorers
from course_lib.explorers import _formula, _svg
from course_lib.explorers._explorer import Explorer, latencies, slider
from course_lib.explorers._formula import formula, number, said

# Every explorer

NAMES = explorers.__all__


@pytest.fixture(params=NAMES)
def explorer(request):
    return getattr(explorers, request.param)()


def test_every_module_is_an_explorer_of_its_name():
    modules = {m.name for m in pkgutil.iter_modules(explorers.__path__) if m.name[0] != "_"}
    assert modules == set(NAMES)
    for name in NAMES:
        explorer = getattr(explorers, name)
        assert inspect.isfunction(explorer), name
        assert explorer.__doc__


def test_works_without_a_notebook():
    calls = "; ".join(f"explorers.{name}()" for name in NAMES)
    program = f"from course_lib import explorers; {calls}; print('done')"
    command = [sys.executable, "-W", "error", "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert run.stdout.strip() == "done", run.stderr


def test_carries_a_picture_beside_the_widget(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == explorer.picture.alt
    assert bundle["text/html"].startswith('<img alt="')
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_shows_its_picture_and_says_its_message(explorer):
    assert explorer.stage.svg == explorer.picture.svg
    assert explorer.stage.message == explorer.picture.alt
    assert explorer.picture.alt.endswith((".", "!"))
    assert len(explorer.picture.alt) > 40


def test_readable(explorer):
    assert not flaws(explorer.picture)


def test_every_choice_of_its_menus_gives_a_readable_picture(explorer):
    for name, control in explorer.controls.items():
        if isinstance(control, (widgets.Dropdown, widgets.ToggleButtons)):
            before = control.value
            for _, value in control._options_full:
                explorer.set(**{name: value})
                assert not flaws(explorer.picture), (name, value)
            explorer.set(**{name: before})


def test_every_end_of_its_sliders_gives_a_readable_picture(explorer):
    for name, control in explorer.controls.items():
        if hasattr(control, "min"):
            before = control.value
            for end in (control.min, control.max):
                explorer.set(**{name: control.base**end if hasattr(control, "base") else end})
                assert not flaws(explorer.picture), (name, end)
                assert len(explorer.picture.alt) > 40
            explorer.set(**{name: before})


def test_is_colour_of_the_palette_only(explorer):
    from course_lib.plots import style

    palette = {
        value for name, value in vars(style).items() if name.isupper() and isinstance(value, str)
    }
    for colour in re.findall(r"#[0-9A-Fa-f]{6}", explorer.picture.svg):
        assert colour in palette


def test_asks_nothing_of_any_other_machine(explorer):
    without = explorer.picture.svg.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in without and "url(" not in without


def test_latencies_leave_the_explorer_as_it_was(explorer):
    before = explorer.state
    found = latencies(explorer, moves=3)
    assert explorer.state == before
    assert all(len(seconds) == 3 for seconds in found.values())


# The machinery


def doubled(a, chosen):
    return _svg.document(100, 50, [_svg.words(5, 20, f"{2 * a}")], f"Twice {a} {chosen}.")


def test_explorer_draws_when_a_control_or_the_choice_changes():
    control = widgets.IntSlider(3, max=9)
    explorer = Explorer(doubled, {"a": control}, chosen="")
    assert texts(explorer.picture) == ["6"]
    control.value = 4
    assert texts(explorer.picture) == ["8"]
    explorer.stage.chosen = "here"
    assert explorer.stage.message == "Twice 4 here."


@pytest.mark.parametrize(
    ("value", "low", "high", "step", "log"),
    [(0.12, -4, 4, 0.05, False), (0.5, -3, 6, 0.1, True), (7.3, -4, 4, 0.05, False)],
)
def test_a_slider_has_its_value_among_its_steps(value, low, high, step, log):
    # The browser counts steps from the lower end.
    made = slider("x", value, low, high, step, log=log)
    place = math.log10(value) if log else value
    assert made.value == value
    assert (place - made.min) / made.step == pytest.approx(round((place - made.min) / made.step))
    assert low - 1e-9 < made.min < low + step
    assert made.max <= max(high + 1e-9, place)


def test_set_draws_once():
    drawn = []

    def draw(a, b):
        drawn.append((a, b))
        return _svg.document(9, 9, [], "Nothing.")

    explorer = Explorer(draw, {"a": widgets.IntSlider(), "b": widgets.IntSlider()})
    explorer.set(a=5, b=6)
    assert drawn == [(0, 0), (5, 6)]


def test_dragged_reports_a_point():
    heard = []
    explorer = Explorer(
        lambda: _svg.document(9, 9, [], "Nothing."), {}, dragged=lambda x, y: heard.append((x, y))
    )
    explorer.stage.point = [3.0, 4.0]
    assert heard == [(3.0, 4.0)]


def test_words_and_labels_are_escaped():
    shape = '<circle cx="5" cy="5" r="9"'
    picture = _svg.document(
        99, 50, [_svg.words(5, 20, "a < b & c")], 'x < "y"', [_svg.target(shape, '"k"', "<w>")]
    )
    assert texts(picture) == ["a < b & c"]
    assert attribute(picture, "circle", "data-choose") == ['"k"']
    assert attribute(picture, "circle", "aria-label") == ["<w>"]
    assert 'x < "y"' in attribute(picture, "g", "aria-label")


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.0, 4, "0"),
        (0.5, 4, "0.5"),
        (-1.0, 4, "−1"),
        (0.13849856, 4, "0.1385"),
        (0.59999999, 4, "0.6000"),
        (9.99996, 4, "10.00"),
        (12345.678, 4, "12346"),
        (123456.78, 4, "1.235×10^{5}"),
        (1234.5678, 4, "1235"),
        (360.0, 3, "360"),
        (1e-12, 4, "10^{−12}"),
        (-2.5e30, 4, "−2.5×10^{30}"),
        (float("nan"), 4, "undefined"),
        (float("-inf"), 4, "−∞"),
    ],
)
def test_number(value, digits, shown):
    assert number(value, digits) == shown


def test_said():
    assert said("2×10^{−12}") == "2×10⁻¹²"
    assert said("w_{13}") == "w_13"


def test_formula_sets_letters_italic_and_names_of_functions_upright():
    svg = formula("ln net_3 + 2").svg
    slants = re.findall(r'<text[^>]*?(font-style="italic")?[^>]*>([^<]*)</text>', svg)
    styles = {
        text: "italic" in tag for tag, text in re.findall(r"(<text[^>]*>)([^<]*)</text>", svg)
    }
    assert styles == {"ln": False, "net": True, "3": False, "+ 2": False}, slants


def test_formula_puts_scripts_above_and_below():
    picture = _svg.document(99, 50, [formula("x_1^{2}", 20).at(10, 30)], "A square.")
    x, below, above = runs(picture)
    assert below.bottom > x.bottom and above.top < x.top
    assert below.left == pytest.approx(above.left)
    assert below.size == above.size < x.size


def test_fraction_rule_lies_between_its_parts():
    whole = _formula.fraction(formula("a"), formula("b"))
    picture = _svg.document(99, 60, [whole.at(10, 30)], "A fraction.")
    above, below = runs(picture)
    rule = 30 + float(re.search(r"M[\d.]+ ([-\d.]+)H", whole.svg)[1])
    assert above.bottom < rule < below.top


def test_fit_shrinks_what_is_too_wide():
    box = formula("a + b + c + d")
    assert box.fit(1000) is box
    assert box.fit(30).width == 30
    picture = _svg.document(99, 60, [box.fit(30).at(10, 30)], "A sum.")
    assert max(run.right for run in runs(picture)) == pytest.approx(40, abs=0.5)


def test_frame_maps_data_to_pixels_and_back():
    frame = _svg.Frame((100, 50, 200, 100), (-1, 3), (0, 10))
    assert (frame.x(-1), frame.x(3), frame.y(0), frame.y(10)) == (100, 300, 150, 50)
    assert frame.value(frame.x(2), frame.y(7)) == pytest.approx((2, 7))
    assert frame.value(-1e6, 1e6) == (-1, 0)


def test_frame_with_logarithms():
    frame = _svg.Frame((0, 0, 300, 100), (1e-3, 1), (1, 10), xlog=True, ylog=True)
    assert [frame.x(v) for v in (1e-3, 1e-2, 1)] == pytest.approx([0, 100, 300])
    assert frame.x(0) < -1000 and frame.x(-1) < -1000


def test_path_is_broken_where_a_number_is_missing():
    nan = float("nan")
    drawn = _svg.path([(0, 0), (1, 1), (nan, 2), (3, 3), (4, 4)], "#000000")
    assert re.search(r'd="([^"]*)"', drawn)[1] == "M0.0 0.0L1.0 1.0M3.0 3.0L4.0 4.0"
