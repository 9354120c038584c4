"""Each lesson in JupyterLab in a real browser: read as saved, then run from top to bottom."""

import os
import re
from pathlib import Path
from urllib.parse import urlparse

import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
SCREENSHOTS = os.environ.get("COURSE_SCREENSHOTS")  # a folder, for pictures to look at

CELLS = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  const kernel = panel?.sessionContext?.session?.kernel;
  if (!panel?.content?.model || !kernel) return null;
  const code = Array.from(panel.content.model.cells).filter(cell => cell.type === 'code');
  return {
    kernel: kernel.status,
    counts: code.map(cell => cell.executionCount),
    outputs: code.map(cell => cell.outputs.toJSON()),
  };
}"""
# What a reader would stumble over: a picture that is not there or wider than its place,
# mathematics left raw, text that is cut off at the side.
FLAWS = r"""() => {
  const notebook = document.querySelector('.jp-Notebook:not(.lm-mod-hidden)');
  const flaws = [];
  for (const image of notebook.querySelectorAll('img')) {
    const name = (image.alt || image.src).slice(0, 60);
    if (!image.complete || !image.naturalWidth) flaws.push(`not shown: ${name}`);
    const place = image.closest('.jp-OutputArea-output, .jp-MarkdownOutput');
    if (image.getBoundingClientRect().right > place.getBoundingClientRect().right + 1)
      flaws.push(`too wide: ${name}`);
  }
  for (const text of notebook.querySelectorAll('.jp-RenderedMarkdown')) {
    const shown = text.cloneNode(true);
    shown.querySelectorAll('mjx-container, code, pre').forEach(part => part.remove());
    if (/\$|\\[a-z]+/.test(shown.textContent)) flaws.push(`raw: ${shown.textContent.slice(0, 60)}`);
  }
  for (const text of notebook.querySelectorAll('.jp-RenderedMarkdown'))
    if (text.scrollWidth > text.clientWidth + 1)
      flaws.push(`cut off: ${text.textContent.slice(0, 60)}`);
  if (notebook.querySelector('mjx-merror, [data-mjx-error]')) flaws.push('a formula with an error');
  for (const output of notebook.querySelectorAll('.jp-OutputArea-output'))
    if (output.scrollWidth > output.clientWidth + 1)
      flaws.push(`cut off: ${output.textContent.slice(0, 60)}`);
  for (const code of notebook.querySelectorAll('.jp-CodeCell .cm-scroller'))
    if (code.scrollWidth > code.clientWidth + 1)
      flaws.push(`cut off: ${code.textContent.slice(0, 60)}`);
  return flaws;
}"""


class Visit:
    """A page on one lesson, with what it asked for and what it complained about."""

    def __init__(self, chromium, jupyterlab, lesson):
        self.home, self.folder = jupyterlab
        self.lesson = lesson
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.foreign, self.complaints = [], []
        self.context.route("**/*", self._guard)
        self.page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", lambda socket: self._note(socket.url))
        # ?reset: not the tabs that another visit left open
        self.page.goto(f"{self.home}/lab/tree/notebooks/{lesson}.ipynb?reset")

    def _note(self, url):
        address = urlparse(url)
        local = address.netloc == urlparse(self.home).netloc or address.scheme in ("data", "blob")
        if not local:
            self.foreign.append(url)
        return local

    def _guard(self, route):
        if self._note(route.request.url):
            route.continue_()
        else:
            route.abort()

    def _listen(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def cells(self):
        return self.page.evaluate(CELLS)

    def wait(self, condition, what, seconds=60):
        for _ in range(4 * seconds):
            cells = self.cells()
            if cells and condition(cells):
                return cells
            self.page.wait_for_timeout(250)
        return pytest.fail(f"waited {seconds} s for {what}; at the end: {cells}")

    def ready(self):
        self.wait(lambda cells: cells["kernel"] == "idle", "a kernel")
        self.page.wait_for_selector(".jp-Notebook .jp-RenderedMarkdown h1")
        self.page.wait_for_timeout(1000)  # mathematics is set after the text

    def run_all(self):
        """Run every cell. A run-all that does nothing is JupyterLab's, so try it again."""
        command = "window.jupyterapp.commands.execute('{}')"
        for _ in range(3):
            self.ready()
            self.page.evaluate(command.format("notebook:clear-all-cell-outputs"))
            self.page.evaluate(f"void {command.format('notebook:run-all-cells')}")
            for _ in range(60):  # the first cell may take a while
                self.page.wait_for_timeout(250)
                if any(self.cells()["counts"]):
                    break
            else:
                self.page.reload()
                continue
            break
        return self.wait(
            lambda cells: cells["kernel"] == "idle" and all(cells["counts"]), "the last cell", 240
        )

    def theme(self, name):
        self.page.evaluate(
            "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})",
            f"JupyterLab {name}",
        )
        light = {"Light": "true", "Dark": "false"}[name]
        self.page.wait_for_selector(f'body[data-jp-theme-light="{light}"]', state="attached")
        self.page.wait_for_timeout(500)

    def look(self, name, width):
        """Say what is wrong at this width; keep a picture of it all where one is wanted."""
        self.page.set_viewport_size({"width": width, "height": 900})
        # A narrow window is for the lesson alone, as with Ctrl+B.
        hidden = self.page.evaluate("() => window.jupyterapp.shell.leftCollapsed")
        if hidden != (width < 1000):
            self.page.evaluate(
                "() => window.jupyterapp.commands.execute('application:toggle-left-area')"
            )
        self.page.wait_for_timeout(500)
        if SCREENSHOTS:
            high = self.page.evaluate(
                "() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight + 150"
            )
            self.page.set_viewport_size({"width": width, "height": high})
            self.page.wait_for_timeout(500)
            # Running scrolls to the last cell.
            self.page.evaluate(
                "() => document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)"
            )
            self.page.wait_for_timeout(300)
            picture = Path(SCREENSHOTS) / f"{self.lesson[:2]}_{name}_{width}.png"
            self.page.screenshot(path=picture)
        return [f"{name}, {width} px: {flaw}" for flaw in self.page.evaluate(FLAWS)]


@pytest.fixture(params=LESSONS)
def visit(request, chromium, jupyterlab):
    visit = Visit(chromium, jupyterlab, request.param)
    yield visit
    visit.context.close()


def test_lesson_reads_and_runs(visit):
    visit.ready()
    flaws = visit.look("saved", 1280)
    saved = visit.cells()["outputs"]

    outputs = visit.run_all()["outputs"]
    visit.page.wait_for_timeout(1000)
    flaws += [f"raises {o['ename']}" for cell in outputs for o in cell if "ename" in o]
    # Running shows all that reading showed, and the live progress bars besides.
    flaws += [f"shows less: {b}" for b, a in zip(saved, outputs, strict=True) if len(a) < len(b)]
    flaws += re.findall("Error displaying widget|model not found", visit.page.content())
    for theme in ("Light", "Dark"):
        visit.theme(theme)
        for width in (1280, 800):
            flaws += visit.look(f"run_{theme.lower()}", width)
    found = {"flaws": flaws, "foreign": visit.foreign, "complaints": visit.complaints}
    assert found == {"flaws": [], "foreign": [], "complaints": []}
