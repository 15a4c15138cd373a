"""A Plotly figure as a small SVG: what a reader sees before any script, without one, and in print.

The page's own renderer (``draw.js``) makes it while the book is built, in V8 without a browser: picture and
drawing are one. It knows a part of Plotly's language; the rest is refused, on a page and in a notebook.
"""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Any

from lessonkit.figures.layout import dressed
from lessonkit.figures.plain import plain
from lessonkit.page.linker import ROOT, declaring_script
from lessonkit.page.tokens import figure_palette

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from py_mini_racer import MiniRacer

WIDTH = 560

_SEEN_LIVE = {
    "type",
    "name",
    "uid",
    "meta",
    "hoverinfo",
    "hovertemplate",
    "hovertext",
    "customdata",
    "showlegend",
    "cliponaxis",
}
_SHARED = _SEEN_LIVE | {"x", "y", "xaxis", "yaxis"}
DRAWN = {
    "scatter": _SHARED
    | {
        "mode",
        "line",
        "marker",
        "error_x",
        "error_y",
        "fill",
        "fillcolor",
        "text",
        "textposition",
        "textfont",
    },
    "bar": _SHARED | {"orientation", "marker", "width", "error_x", "error_y"},
    "heatmap": _SHARED | {"z", "text", "colorscale", "colorbar", "showscale", "xgap", "ygap", "zmin", "zmax"},
}
"""The attributes of each kind of trace that are drawn, or that only Plotly shows."""

DRAWN_WITHIN = {
    "line": {"color", "width", "dash", "simplify"},
    "marker": {"color", "size", "symbol", "line"},
    "error_x": {"type", "array", "arrayminus", "symmetric", "thickness", "width", "color"},
}
DRAWN_WITHIN["error_y"] = DRAWN_WITHIN["error_x"]
"""What is drawn of an attribute that has parts."""

AXIS = {
    "anchor", "automargin", "domain", "fixedrange", "gridcolor", "gridwidth", "linecolor", "nticks", "range",
    "showgrid", "tickcolor", "ticklen", "ticks", "ticktext", "tickvals", "title", "type", "zeroline",
}  # fmt: skip
"""The attributes of an axis that are drawn, or that `lessonkit.figures.layout` sets for Plotly."""

FILLS = (None, "none", "tozeroy", "tonexty")
DASHES = (None, "solid", "dash", "dot", "dashdot")
SYMBOLS = (None, "circle", "circle-open")
SHAPES = ("line", "rect")
SCALES = (None, "-", "linear", "log", "category")
BAR_MODES = (None, "group")


class FigureError(ValueError):
    """A figure cannot be drawn, or lacks what a reader needs."""


def picture(figure: go.Figure) -> str:
    """Return `figure` as SVG markup whose colours follow the page's light and dark.

    Raises
    ------
    FigureError
        As `refuse_what_is_not_drawn` does.
    """
    figure = dressed(figure)
    refuse_what_is_not_drawn(figure)
    with _one_at_a_time:
        return str(_renderer().call("pictureOf", plain(figure), figure_palette(), {"width": WIDTH}))


_one_at_a_time = threading.Lock()


@functools.lru_cache(maxsize=1)
def _renderer() -> MiniRacer:
    from py_mini_racer import MiniRacer  # not at the top: a reader's kernel draws nothing

    engine = MiniRacer()
    engine.eval(declaring_script(ROOT / "figures" / "draw.js"))
    return engine


def refuse_what_is_not_drawn(figure: go.Figure) -> None:
    """Raise a `FigureError` that names what the renderer of the page does not draw, and what to use."""
    layout = figure.layout.to_plotly_json()
    for name, axis in layout.items():
        if name[1:].startswith("axis"):
            _refuse_attributes(f"the axis {name}", axis, AXIS)
            _refuse("axis", axis.get("type"), SCALES)
    _refuse("barmode", layout.get("barmode"), BAR_MODES)
    for shape in layout.get("shapes", ()):
        _refuse("shape", shape["type"], SHAPES)
        _refuse("dash", shape.get("line", {}).get("dash"), DASHES)
    for trace in figure.data:
        _refuse("trace", trace.type, tuple(DRAWN))
        _refuse_parts(trace)


def _refuse_parts(trace: Any) -> None:
    given = trace.to_plotly_json()
    called = f"the {trace.type} trace {trace.name!r}"
    _refuse_attributes(called, given, DRAWN[trace.type])
    for name, known in DRAWN_WITHIN.items():
        _refuse_attributes(f"{name} of {called}", given.get(name, {}), known)
    if given.get("xaxis", "x") != "x":
        raise FigureError(
            f"{called} stands on {given['xaxis']}, and panels share one axis of x: leave xaxis out"
        )
    if trace.type == "heatmap" and "colorscale" not in given:
        raise FigureError(
            "a 'heatmap' trace cannot be drawn without colours: use colorscale=[[0, …], [1, …]]"
        )
    if trace.type == "scatter":
        _refuse("fill", given.get("fill"), FILLS)
        _refuse("dash", given.get("line", {}).get("dash"), DASHES)
        _refuse("symbol", given.get("marker", {}).get("symbol"), SYMBOLS)


def _refuse_attributes(called: str, given: dict[str, Any], known: set[str]) -> None:
    if lost := sorted(set(given) - known):
        raise FigureError(
            f"{called} has {', '.join(lost)}, which cannot be drawn: leave it out, or extend draw.js"
        )


def _refuse(what: str, value: str | None, known: tuple[str | None, ...]) -> None:
    if value not in known:
        names = ", ".join(filter(None, known))
        raise FigureError(f"a {value!r} {what} cannot be drawn: use {names}, or extend draw.js")
