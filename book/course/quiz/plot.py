"""The curve of a question that asks for a mark on a plot: of a model, or of a table in ``book/data``."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course.data import DataError, read_table

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from course.models.kit import Model

HEIGHT = 260
DIGITS = 5


class PlotError(ValueError):
    """There is no such curve; `field` is the one of the plot that is at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Curve:
    """The points of a plot, with what its axes show."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    x_title: str
    y_title: str


def find_model(model_id: str, field: str) -> Model:
    """Return the model `model_id`; raises `PlotError` about `field` if the course has none."""
    import course.models as models

    known = [name.replace("_", "-") for name in models.__all__]
    found = getattr(models, model_id.replace("-", "_"), None) if model_id in known else None
    if not hasattr(found, "series"):
        raise PlotError(field, f"names no model: choose one of {', '.join(known)}")
    return found


def curve_of(plot: Mapping[str, Any]) -> Curve:
    """Return the curve that the field ``plot`` of an item describes.

    Raises
    ------
    PlotError
        If the model, the series, the settings, the table or the range do not fit.
    """
    return _curve(json.dumps(plot, sort_keys=True))


@functools.lru_cache(maxsize=256)
def _curve(text: str) -> Curve:
    plot = json.loads(text)
    whole = _of_model(plot) if "model" in plot else _of_table(plot)
    low, high = plot.get("from", -math.inf), plot.get("to", math.inf)
    points = [(x, y) for x, y in zip(whole.x, whole.y) if low <= x <= high]
    if len(points) < 2:
        raise PlotError("from", f"leaves fewer than 2 points of those from {whole.x[0]:g} to {whole.x[-1]:g}")
    x, y = zip(*points)
    return Curve(x, y, whole.x_title, whole.y_title)


def _short(numbers: Any) -> tuple[float, ...]:
    return tuple(float(f"{number:.{DIGITS}g}") for number in numbers)


def _of_model(plot: dict[str, Any]) -> Curve:
    model = find_model(plot["model"], "model")
    series = {s.name: s for s in model.series}
    if plot["series"] not in series:
        raise PlotError("series", f"is none of the model: choose one of {', '.join(series)}")
    try:
        run = model.run(**plot.get("settings", {}))
    except (ValueError, TypeError) as error:
        raise PlotError("settings", f"do not fit the model: {error}") from None
    shown = series[plot["series"]]
    return Curve(
        _short(run.t),
        _short(run.series[shown.name]),
        _titled(model.axis.label, model.axis.unit),
        _titled(shown.label, shown.unit),
    )


def _titled(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label


def _of_table(plot: dict[str, Any]) -> Curve:
    try:
        rows = read_table(plot["table"], texts=(), numbers=(plot["x"], plot["y"]))
    except DataError as error:
        raise PlotError("table", str(error)) from None
    rows.sort(key=lambda row: row[plot["x"]])
    x, y = (_short(row[plot[name]] for row in rows) for name in ("x", "y"))
    return Curve(x, y, plot["x_title"], plot["y_title"])


def figure_of(plot: Mapping[str, Any]) -> go.Figure:
    """Return the plot with its curve; the second trace is the reader's mark, the third the answer."""
    import plotly.graph_objects as go

    from course.design import colour
    from course.figures import layout_of_plot

    curve = curve_of(plot)
    layout = layout_of_plot(curve.y_title, curve.x_title, x_range=(curve.x[0], curve.x[-1]), height=HEIGHT)
    figure = go.Figure(layout=layout)
    line = {"color": colour("series-1"), "width": 2.4, "simplify": False}
    figure.add_scatter(x=curve.x, y=curve.y, mode="lines", name=curve.y_title, line=line)
    for name, token, size in (("Your mark", "series-2", 11), ("Answer", "right", 6)):
        look = {"color": colour(token), "size": size}
        figure.add_scatter(x=[], y=[], mode="markers", name=name, marker=look, cliponaxis=False)
    return figure
