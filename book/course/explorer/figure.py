"""The figure of an explorer: one panel a series, the reference behind the run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from course.design import colour
from course.figures import layout_of_panels
from course.models.kit import Axis, Model, Series
from course.text import written

if TYPE_CHECKING:
    from course.models.solve import Result

PANEL_HEIGHT = 128

MARK_STEP = 0.09
"""How much higher than its left neighbour a mark is named, as a share of the panel."""


def panels(
    model: Model, shown: Sequence[Series], run: Result | None = None, reference: Result | None = None
) -> go.Figure:
    """Return stacked panels over the model's axis, empty or with the curves of `run` and `reference`.

    A dot marks where the numbers of the run are read, if a parameter says so.
    """
    axis = model.axis
    titles = [f"{s.label} ({s.unit})" if s.unit else s.label for s in shown]
    x_range = (axis.low, axis.high)
    figure = go.Figure(
        layout=layout_of_panels(
            titles,
            x_title=f"{axis.label} ({axis.unit})" if axis.unit else axis.label,
            x_range=x_range,
            y_ranges=[s.range for s in shown],
            panel_height=max(PANEL_HEIGHT, 240 // len(shown)),
        )
    )
    if axis.scale == "log":
        figure.layout.xaxis.update(_logarithmic(x_range, (1, 2, 5)))
    _mark(figure, axis)
    for i, series in enumerate(shown):
        place = {"xaxis": "x", "yaxis": f"y{i + 1 if i else ''}"}
        if series.scale == "log":
            figure.layout[place["yaxis"].replace("y", "yaxis")].update(_logarithmic(series.range, (1,)))
        muted, ink = colour("muted"), colour(f"series-{i % 5 + 1}")
        for result, name, line in (
            (reference, "Reference", {"color": muted, "width": 1.6, "dash": "dash", "simplify": False}),
            (run, "This run", {"color": ink, "width": 2.4, "simplify": False}),
        ):
            curve = {} if result is None else {"x": result.t, "y": result.series[series.name]}
            figure.add_scatter(
                name=name, **_look(series.mode, line), **place, **curve,
                hovertemplate=f"%{{y:.3g}} {series.unit}",
            )
        if model.read_at is not None:
            figure.add_scatter(
                name="Read here", **place, **_point(model.read_at.name, run, series), mode="markers",
                marker={"color": ink, "size": 10}, hoverinfo="skip",
            )
    return figure


def _point(name: str, run: Result | None, series: Series) -> dict:
    if run is None:
        return {}
    place = run.parameters[name]
    return {"x": [place], "y": [float(np.interp(place, run.t, run.series[series.name]))]}


def _mark(figure: go.Figure, axis: Axis) -> None:
    """Draw a line at each marked place, named in steps so that the names of neighbours keep apart."""
    for i, (place, words) in enumerate(axis.marks):
        figure.add_shape(
            type="line", x0=place, x1=place, y0=0, y1=1, yref="y domain", layer="below",
            line={"color": colour("muted"), "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=math.log10(place) if axis.scale == "log" else place, y=MARK_STEP * i, yref="y domain",
            text=words, showarrow=False, xanchor="left", yanchor="bottom", xshift=3,
            font={"color": colour("muted")},
        )


def _look(mode: str, line: dict) -> dict:
    if mode == "lines":
        return {"mode": mode, "line": line}
    is_reference = "dash" in line
    symbol = "circle-open" if is_reference else "circle"
    return {"mode": mode, "marker": {"color": line["color"], "size": 5, "symbol": symbol}}


def _logarithmic(limits: tuple[float, float] | None, multiples: tuple[int, ...]) -> dict:
    """Return a logarithmic axis that is marked at `multiples` of each power of ten."""
    if limits is None:
        return {"type": "log"}
    low, high = (math.log10(limit) for limit in limits)
    decades = range(math.floor(low), math.floor(high) + 1)
    ticks = [m * 10.0**decade for decade in decades for m in multiples]
    ticks = [tick for tick in ticks if limits[0] * 0.999 <= tick <= limits[1] * 1.001]
    return {
        "type": "log", "range": (low, high), "tickvals": ticks, "ticktext": [written(t) for t in ticks]
    }
