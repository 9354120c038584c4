"""Every explorer in JupyterLab in a real browser: light and dark, keyboard and mouse."""

import re

import nbformat
import pytest
from test_browser import Visit

from course_lib import explorers
from course_lib.explorers._formula import number
from course_lib.explorers._network import Plan, height
from course_lib.explorers.gradient_map import MAP
from course_lib.explorers.neuron import PLANE

LESSON = "explorers"
# What a browser sets wider, higher or elsewhere than the layout says.
CUT_OFF = """stage => {
  const svg = stage.querySelector('svg'), around = svg.getBoundingClientRect(), flaws = [];
  for (const text of svg.querySelectorAll('text')) {
    const box = text.getBoundingClientRect();
    if (box.left < around.left - 1 || box.right > around.right + 1 ||
        box.top < around.top - 2 || box.bottom > around.bottom + 2)
      flaws.push(text.textContent);
    if (box.height < 8) flaws.push(`small: ${text.textContent}`);
  }
  return flaws;
}"""


@pytest.fixture(scope="module")
def visit(chromium, jupyterlab):
    _, folder = jupyterlab
    cells = [nbformat.v4.new_markdown_cell("# Explorers")]
    for name in explorers.__all__:
        source = f"from course_lib import explorers\nshown = explorers.{name}()\nshown"
        cells.append(nbformat.v4.new_code_cell(source))
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3", "language": "python", "name": "python3"
    }  # fmt: skip
    nbformat.write(notebook, folder / "notebooks" / f"{LESSON}.ipynb")
    visit = Visit(chromium, jupyterlab, LESSON)
    visit.run_all()
    visit.page.wait_for_selector(".course-stage svg")
    yield visit
    visit.context.close()


class Shown:
    """One explorer on the page, and its twin in Python, which says what it should show."""

    def __init__(self, visit, name):
        self.page = visit.page
        self.cell = visit.page.locator(".jp-CodeCell").nth(explorers.__all__.index(name))
        self.stage = self.cell.locator(".course-stage")
        self.svg = self.stage.locator("> div > svg")
        self.stage.scroll_into_view_if_needed()
        self.twin = getattr(explorers, name)()

    def message(self):
        return self.stage.locator("[role=status]").inner_text()

    def wait_for(self, message):
        status = self.stage.locator("[role=status]", has_text=message)
        status.wait_for(timeout=10_000)

    def wait_for_twin(self):
        """Wait until the page shows what the twin shows: its message and its numbers."""
        self.wait_for(self.twin.stage.message)
        shown = self.svg.evaluate("svg => svg.textContent")
        wanted = self.page.evaluate(
            "svg => new DOMParser().parseFromString(svg, 'text/html').body.textContent",
            self.twin.picture.svg,
        )
        assert shown == wanted

    def click(self, x, y):
        """Click on a point of the picture, in its own coordinates."""
        box = self.svg.bounding_box()
        width = float(self.svg.get_attribute("width"))
        scale = box["width"] / width
        self.page.mouse.click(box["x"] + x * scale, box["y"] + y * scale)


def test_each_shows_in_light_and_dark(visit):
    flaws = []
    for theme in ("Light", "Dark"):
        visit.theme(theme)
        for width in (1280, 800):
            flaws += visit.look(f"explorers_{theme.lower()}", width)
            for name in explorers.__all__:
                shown = Shown(visit, name)
                assert shown.svg.is_visible()
                flaws += [f"{name}: {flaw}" for flaw in shown.stage.evaluate(CUT_OFF)]
                # The picture brings its background; the message takes the theme's colours.
                paper = shown.svg.locator("rect").first.get_attribute("fill")
                assert paper == "#FFFFFF"
    assert not flaws
    visit.theme("Light")
    visit.look("explorers", 1280)


@pytest.mark.parametrize("name", explorers.__all__)
def test_each_shows_what_python_computes(visit, name):
    Shown(visit, name).wait_for_twin()


def test_secant_by_keyboard(visit):
    shown = Shown(visit, "secant")
    handle = shown.cell.locator(".noUi-handle").nth(1)
    handle.focus()
    for _ in range(3):
        visit.page.keyboard.press("ArrowLeft")
    slider = shown.twin.controls["h"]
    shown.twin.set(h=slider.base ** (-3 * slider.step))
    shown.wait_for_twin()


def test_neuron_by_mouse(visit):
    shown = Shown(visit, "neuron")
    shown.click(PLANE.x(-2.0), PLANE.y(1.0))
    shown.wait_for("the other side")
    net = number(1.5 * -2.0 - 1.0 * 1.0 + 0.5, 5)
    assert net in shown.svg.evaluate("svg => svg.textContent")


def test_network_stepper_by_mouse(visit):
    shown = Shown(visit, "network_stepper")
    for _ in range(3):
        shown.cell.get_by_role("button", name="step ▶").click()
    shown.twin.set(step=3)
    shown.wait_for_twin()
    plan = Plan([2, 2, 2], 44, 574, 14, 14 + height([2, 2, 2]), 124)
    (x, y), (u, v) = plan.line((1, 0, 0))
    shown.click(0.8 * x + 0.2 * u, 0.8 * y + 0.2 * v)
    shown.twin.set(chosen="w:1:0:0")
    shown.wait_for_twin()
    assert "2 paths lead from here" in shown.message()


def test_network_stepper_by_keyboard(visit):
    shown = Shown(visit, "network_stepper")
    weight = shown.svg.locator('[data-choose="w:2:1:1"]')
    weight.focus()
    visit.page.keyboard.press("Enter")
    shown.wait_for("One path leads from here")
    # The picture is a new one; what was chosen keeps the focus, and Escape lets it go.
    focused = "document.activeElement.dataset.choose"
    assert visit.page.evaluate(focused) == "w:2:1:1"
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate(focused) != "w:2:1:1"
    visit.page.keyboard.press("Escape")
    shown.twin.set(step=3)
    shown.wait_for_twin()


def test_nudge_by_mouse_and_keyboard(visit):
    shown = Shown(visit, "nudge")
    shown.svg.locator('[data-choose="w:2:0:1"]').focus()
    visit.page.keyboard.press(" ")
    shown.twin.set(chosen="w:2:0:1")
    shown.wait_for_twin()
    shown.cell.locator(".noUi-handle").focus()
    visit.page.keyboard.press("ArrowLeft")
    shown.twin.set(by=0.49)
    shown.wait_for_twin()


def test_graph_by_mouse(visit):
    shown = Shown(visit, "graph")
    for _ in range(3):
        shown.cell.get_by_role("button", name="step ▶").click()
    shown.twin.set(step=3)
    shown.wait_for_twin()
    assert "−4 by x, −4 by y, 3 by z" in shown.message()


def test_gradient_map_by_mouse_and_keyboard(visit):
    shown = Shown(visit, "gradient_map")
    shown.click(MAP.x(-1.0), MAP.y(0.5))
    angle = shown.cell.locator(".noUi-handle").nth(2)
    angle.focus()
    visit.page.keyboard.press("ArrowLeft")
    shown.svg.locator("text", has_text="(175°)").wait_for()
    point = shown.svg.locator('circle[r="7"]')
    assert float(point.get_attribute("cx")) == pytest.approx(MAP.x(-1.0), abs=2)
    assert "cos(175°)" in shown.svg.evaluate("svg => svg.textContent")


def test_activation_by_mouse_and_keyboard(visit):
    shown = Shown(visit, "activation")
    shown.cell.locator("select").select_option("softmax")
    shown.twin.set(activation="softmax")
    shown.wait_for_twin()
    shown.svg.locator('[data-choose="33"]').click()
    shown.twin.set(chosen="33")
    shown.wait_for_twin()
    assert shown.cell.locator(".noUi-handle:visible").count() == 4
    shown.cell.locator(".noUi-handle").first.focus()
    visit.page.keyboard.press("ArrowRight")
    shown.twin.set(net=2.05)
    shown.wait_for_twin()


def test_loss_by_keyboard(visit):
    shown = Shown(visit, "loss")
    shown.cell.locator(".noUi-handle").nth(1).focus()
    visit.page.keyboard.press("Home")
    shown.twin.set(y=0.0)
    shown.wait_for_twin()
    assert "can’t happen" in shown.message()


def test_descent_by_keyboard(visit):
    shown = Shown(visit, "descent")
    shown.cell.locator(".noUi-handle").first.focus()
    visit.page.keyboard.press("End")
    shown.twin.set(learning_rate=10.0)
    shown.wait_for_twin()


def playing(visit):
    """Ask the kernel how many trainings it has under way."""
    return visit.page.evaluate(
        """async () => {
          const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
          const code = `import asyncio
print(sum("playing" in repr(task) for task in asyncio.all_tasks()))`;
          const asked = session.kernel.requestExecute({ code });
          let printed = '';
          asked.onIOPub = message => { printed += message.content.text ?? ''; };
          await asked.done;
          return Number(printed);
        }"""
    )


def test_training_plays_between_cells_and_stops_when_its_cell_runs_again(visit):
    shown = Shown(visit, "training")
    assert playing(visit) == 0
    shown.cell.get_by_role("button", name="play").click()
    shown.wait_for(re.compile(r"After \d\d+ epochs"))
    assert playing(visit) == 1
    shown.cell.get_by_role("button", name="pause").click()
    shown.cell.get_by_role("button", name="play").wait_for()
    assert playing(visit) == 0
    shown.cell.get_by_role("button", name="play").click()
    shown.cell.get_by_role("button", name="pause").wait_for()
    shown.cell.locator(".jp-InputArea-editor").click()
    visit.page.keyboard.press("Control+Enter")
    shown.wait_for("After 0 epochs")
    for _ in range(40):
        if not playing(visit):
            break
        visit.page.wait_for_timeout(250)
    assert playing(visit) == 0
    shown.wait_for_twin()


def test_asked_no_other_machine_and_complained_of_nothing(visit):
    assert not visit.foreign
    assert not visit.complaints
