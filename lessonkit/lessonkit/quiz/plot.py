"""The curve of a question that asks for a mark on a plot: of a model, or of a table of the course."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from lessonkit.authored.records import Id, Number, Symbol, Text, about
from lessonkit.course import current
from lessonkit.tables import DataError, read_table

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lessonkit.model import Model

HEIGHT = 260
DIGITS = 5
FEWEST_POINTS = 200
UNSEEN = 0.002
"""The share of a curve's height by which it may differ from itself with all its points."""

_RANGE = about("The part of the horizontal axis that is shown.")
Plot = TypedDict(
    "Plot",
    {
        "model": Annotated[Id, about("The id of a model of the course.")],
        "series": Annotated[Symbol, about("The name of one of its series.")],
        "settings": Annotated[dict[Symbol, Number | str], about("Parameters that differ from the defaults.")],
        "table": Annotated[Symbol, about("The name of the table, without ending.")],
        "x": Annotated[Text, about("The column of the horizontal axis.")],
        "y": Annotated[Text, about("The column of the vertical axis.")],
        "x_title": Annotated[Text, about("The quantity of the axis, with its unit.")],
        "y_title": Annotated[Text, about("The quantity of the curve, with its unit.")],
        "from": Annotated[Number, _RANGE],
        "to": Annotated[Number, _RANGE],
        "alt": Annotated[Text, about("What the plot shows, for those who cannot see it.")],
    },
    total=False,
)
Plot.__doc__ = "A series of a model (model, series, settings), or columns of a table (table, x, y, …)."


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
    known = current().model_ids
    if model_id not in known:
        raise PlotError(field, f"names no model: choose one of {', '.join(known)}")
    return current().model(model_id)


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
    points = [(x, y) for x, y in zip(whole.x, whole.y, strict=True) if low <= x <= high]
    if len(points) < 2:
        raise PlotError("from", f"leaves fewer than 2 points of those from {whole.x[0]:g} to {whole.x[-1]:g}")
    x, y = _thinned(*zip(*points, strict=True)) if "model" in plot else zip(*points, strict=True)
    return Curve(x, y, whole.x_title, whole.y_title)


def _thinned(x: tuple[float, ...], y: tuple[float, ...]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return every second, fourth or eighth point of a curve where no eye sees that others are gone.

    They stay evenly spaced, because a reader marks one of them.
    """
    import numpy as np  # not at the top: most questions have no curve

    for stride in (8, 4, 2):
        kept = [*range(0, len(x) - 1, stride), len(x) - 1]
        few_x, few_y = tuple(x[i] for i in kept), tuple(y[i] for i in kept)
        error = np.abs(np.interp(x, few_x, few_y) - y).max()
        if len(kept) >= FEWEST_POINTS and error <= UNSEEN * (max(y) - min(y)):
            return few_x, few_y
    return x, y


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
    """Return the plot: traces whose `meta` is the curve, the reader's mark and the answer."""
    import plotly.graph_objects as go

    from lessonkit.figures import layout_of_plot
    from lessonkit.page.tokens import colour

    curve = curve_of(plot)
    layout = layout_of_plot(curve.y_title, curve.x_title, x_range=(curve.x[0], curve.x[-1]), height=HEIGHT)
    figure = go.Figure(layout=layout)
    line = {"color": colour("series-1"), "width": 2.4, "simplify": False}
    figure.add_scatter(x=curve.x, y=curve.y, mode="lines", name=curve.y_title, meta="curve", line=line)
    for meta, name, token, size in (
        ("mark", "Your mark", "series-2", 11),
        ("answer", "Answer", "right", 6),
    ):
        look = {"color": colour(token), "size": size}
        figure.add_scatter(
            x=[],
            y=[],
            mode="markers",
            name=name,
            meta=meta,
            marker=look,
            cliponaxis=False,
            hoverinfo="skip",
        )
    return figure


def standalone_svg(plot: Mapping[str, Any]) -> str:
    """Return the plot, without marks, as an SVG in the light colours and with a size of its own."""
    from lessonkit.figures import picture
    from lessonkit.figures.portable import portable_svg

    figure = figure_of(plot)
    figure.data = figure.data[:1]
    return portable_svg(picture(figure))
