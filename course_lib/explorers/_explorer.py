"""What every explorer is: controls above a picture that follows them.

The picture is drawn by a pure function of the controls' values, which needs no browser.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from course_lib.plots import Picture

_HERE = Path(__file__).parent


class Stage(anywidget.AnyWidget):
    """A picture in the browser: it shows SVG, says a message, reports what is chosen on it."""

    _esm = _HERE / "_stage.js"
    _css = _HERE / "_stage.css"
    svg = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)
    point = traitlets.List(traitlets.Float()).tag(sync=True)
    # For pictures that move by themselves: the browser says of each frame that it was seen.
    frame = traitlets.Int().tag(sync=True)
    seen = traitlets.Int().tag(sync=True)


class Explorer(widgets.VBox):
    """Controls above the picture that `draw` makes of their values.

    Parameters
    ----------
    draw : callable
        `draw(**values)` returns a `Picture`, for whatever values the controls can take; `values`
        holds each control's value by its name and, if `chosen` is given, the part of the picture
        that is chosen.
    controls : mapping of str to ipywidgets.Widget
        In the order of `draw`'s arguments.
    rows : sequence of sequence of Widget, optional
        How controls and buttons are laid out; all controls in one row that wraps, if not given.
    chosen : str, optional
        The part of the picture that is chosen at first, "" for none: the `key` of a `target`.
    dragged : callable, optional
        `dragged(x, y)` is called with the picture's coordinates of a point that is moved.
    """

    def __init__(
        self,
        draw: Callable[..., Picture],
        controls: Mapping[str, Any],
        *,
        rows: Sequence[Sequence[Any]] | None = None,
        chosen: str | None = None,
        dragged: Callable[[float, float], None] | None = None,
    ) -> None:
        self.draw = draw
        self.controls = dict(controls)
        self.stage = Stage()
        self._choosable = chosen is not None
        self._held = False
        if chosen is not None:
            self.stage.chosen = chosen
            self.stage.observe(self._redraw, "chosen")
        if dragged is not None:
            self.stage.observe(lambda change: dragged(*change.new), "point")
        for control in self.controls.values():
            control.observe(self._redraw, "value")
        self._redraw()
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center")
        above = [
            widgets.Box(list(row), layout=wrap) for row in rows or [list(self.controls.values())]
        ]
        super().__init__([*above, self.stage], layout=widgets.Layout(max_width="900px"))

    @property
    def state(self) -> dict[str, Any]:
        """What the picture is drawn from."""
        values = {name: control.value for name, control in self.controls.items()}
        return values | ({"chosen": self.stage.chosen} if self._choosable else {})

    def set(self, **values: Any) -> None:
        """Give controls new values, and `chosen` a new part, and draw once."""
        self._held = True
        try:
            for name, value in values.items():
                if name == "chosen":
                    self.stage.chosen = value
                else:
                    self.controls[name].value = value
        finally:
            self._held = False
            self._redraw()

    def _redraw(self, change: object = None) -> None:
        if self._held:
            return
        self.picture = self.draw(**self.state)
        with self.stage.hold_sync():
            self.stage.svg = self.picture.svg
            self.stage.message = self.picture.alt

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        # Where widgets don't run, the picture shows, with its alt text.
        return {**super()._repr_mimebundle_(**kwargs), **self.picture._repr_mimebundle_()}


def slider(
    name: str, value: float, low: float, high: float, step: float = 0.05, *, log: bool = False
) -> widgets.FloatSlider | widgets.FloatLogSlider:
    """Return a slider, three of which stand beside one another; low and high are powers if log.

    Its ends move by less than a step, so that `value` is one of its steps: the browser would move
    it to the nearest one, and show other numbers than the lesson's.
    """
    place = math.log10(value) if log else value
    low = place - step * math.floor(max(place - low, 0.0) / step + 1e-9)
    high = place + step * math.floor(max(high - place, 0.0) / step + 1e-9)
    layout, style = widgets.Layout(width="262px"), {"description_width": "80px"}
    if log:
        return widgets.FloatLogSlider(
            value,
            base=10,
            min=low,
            max=high,
            step=step,
            description=name,
            readout_format=".2g",
            layout=layout,
            style=style,
        )
    return widgets.FloatSlider(
        value, min=low, max=high, step=step, description=name, layout=layout, style=style
    )


def menu(name: str, value: Any, options: Any) -> widgets.Dropdown:
    """Return a menu as wide as a slider; `options` are values, or a mapping of words to values."""
    return widgets.Dropdown(
        options=options,
        value=value,
        description=name,
        layout=widgets.Layout(width="262px"),
        style={"description_width": "80px"},
    )


def latencies(explorer: Explorer, moves: int = 15) -> dict[str, list[float]]:
    """Return, for each slider, the seconds from each of its moves to the new picture.

    The slider ends where it was.
    """
    found = {}
    for name, control in explorer.controls.items():
        if not isinstance(
            control, (widgets.IntSlider, widgets.FloatSlider, widgets.FloatLogSlider)
        ):
            continue
        before = control.value
        low, high = control.min, control.max
        seconds = []
        for move in range(1, moves + 1):
            place = low + (high - low) * move / moves
            value: Any = control.base**place if hasattr(control, "base") else place
            start = time.perf_counter()
            control.value = int(value) if isinstance(control, widgets.IntSlider) else value
            seconds.append(time.perf_counter() - start)
        control.value = before
        found[name] = seconds
    return found
