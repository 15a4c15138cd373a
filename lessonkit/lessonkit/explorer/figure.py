"""The figure of an explorer: one panel a series, the reference behind the run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lessonkit.figures import layout_of_panels
from lessonkit.model import Axis, Model, Series
from lessonkit.page.numbers import written
from lessonkit.page.tokens import colour

if TYPE_CHECKING:
    from lessonkit.model.solve import Result

KEY_PANELS = 2
"""How many curves stand beside the controls; with their numbers they fit one screen."""

PANEL_HEIGHT = 90
SINGLE_HEIGHT = 210

OPEN_BAND = 2
"""Where a band without an upper end is cut, as a multiple of its lower end."""

MARK_STEP = 0.09
"""How much higher than its left neighbour a mark is named, as a share of the panel."""


def panels(
    model: Model, shown: Sequence[Series], run: Result | None = None, reference: Result | None = None
) -> go.Figure:
    """Return stacked panels over the model's axis, empty or with the curves of `run` and `reference`.

    A dot marks where the numbers of the run are read, if a parameter says so. The page finds each trace by
    its `meta`: what it shows, and the name of its series.
    """
    axis = model.axis
    hosts = own_panels(shown)
    titles = [f"{s.label} ({s.unit})" if s.unit else s.label for s in hosts]
    x_range = (axis.low, axis.high)
    figure = go.Figure(
        layout=layout_of_panels(
            titles,
            x_title=f"{axis.label} ({axis.unit})" if axis.unit else axis.label,
            x_range=x_range,
            y_ranges=[s.range for s in hosts],
            panel_height=PANEL_HEIGHT if len(hosts) > 1 else SINGLE_HEIGHT,
        )
    )
    if axis.scale == "log":
        figure.update_layout(xaxis=_logarithmic(x_range, (1, 2, 5)))
    _mark(figure, axis)
    for i, series in enumerate(hosts):
        place = {"xaxis": "x", "yaxis": f"y{i + 1 if i else ''}"}
        if series.scale == "log":
            figure.layout[place["yaxis"].replace("y", "yaxis")].update(_logarithmic(series.range, (1,)))
        _shade(figure, series, place["yaxis"])
        muted, ink = colour("muted"), colour(f"series-{i % 5 + 1}")
        for result, trace, name, line in (
            (
                reference,
                "reference",
                "Reference",
                {"color": muted, "width": 1.6, "dash": "dash", "simplify": False},
            ),
            (run, "run", "This run", {"color": ink, "width": 2.4, "simplify": False}),
        ):
            curve = {} if result is None else {"x": result.t, "y": result.series[series.name]}
            figure.add_scatter(
                name=name,
                meta=f"{trace}:{series.name}",
                **_look(series.mode, line),
                **place,
                **curve,
                hovertemplate=f"%{{y:.3g}} {series.unit}",
            )
        if model.read_at is not None:
            figure.add_scatter(
                name="Read here",
                meta=f"read:{series.name}",
                **place,
                **_point(model.read_at.name, run, series),
                mode="markers",
                marker={"color": ink, "size": 10},
                hoverinfo="skip",
            )
        for guest in shown:
            if guest.beside == series.name:
                curve = {} if run is None else {"x": run.t, "y": run.series[guest.name]}
                figure.add_scatter(
                    name=guest.label,
                    meta=f"run:{guest.name}",
                    **_look(guest.mode, {"color": colour("ink"), "width": 1.6, "simplify": False}),
                    **place,
                    **curve,
                    hovertemplate=f"%{{y:.3g}} {guest.unit}",
                )
    return figure


def own_panels(shown: Sequence[Series]) -> list[Series]:
    """Return those of the series that have a panel of their own: not `beside` another one that is shown."""
    names = {series.name for series in shown}
    return [series for series in shown if series.beside not in names]


def _point(name: str, run: Result | None, series: Series) -> dict:
    if run is None:
        return {}
    place = run.parameters[name]
    return {"x": [place], "y": [float(np.interp(place, run.t, run.series[series.name]))]}


def _mark(figure: go.Figure, axis: Axis) -> None:
    """Draw a line at each marked place, named in steps so that the names of neighbours keep apart."""
    for i, (place, words) in enumerate(axis.marks):
        figure.add_shape(
            type="line",
            x0=place,
            x1=place,
            y0=0,
            y1=1,
            yref="y domain",
            layer="below",
            line={"color": colour("muted"), "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=math.log10(place) if axis.scale == "log" else place,
            y=MARK_STEP * i,
            yref="y domain",
            text=words,
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            xshift=3,
            font={"color": colour("muted")},
        )


def _shade(figure: go.Figure, series: Series, axis: str) -> None:
    """Draw the bands of a series, named below the lower edge, or above it if there is no upper one."""
    for band in series.bands:
        is_open = band.high is None
        figure.add_shape(
            type="rect",
            xref="x domain",
            x0=0,
            x1=1,
            yref=axis,
            y0=band.low,
            y1=OPEN_BAND * band.low if band.high is None else band.high,
            layer="below",
            fillcolor=colour("sunken"),
            line={"width": 0},
        )
        figure.add_annotation(
            xref="x domain",
            x=1,
            yref=axis,
            y=band.low,
            text=band.words,
            showarrow=False,
            xanchor="right",
            yanchor="bottom" if is_open else "top",
            xshift=-3,
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
    return {"type": "log", "range": (low, high), "tickvals": ticks, "ticktext": [written(t) for t in ticks]}
