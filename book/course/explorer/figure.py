"""The figure of an explorer: one panel a series, the reference behind the run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from course.design import colour
from course.figures import layout_of_panels
from course.models.kit import Model, Series

if TYPE_CHECKING:
    from course.models.solve import Result

PANEL_HEIGHT = 128


def panels(
    model: Model, shown: Sequence[Series], run: Result | None = None, reference: Result | None = None
) -> go.Figure:
    """Return stacked panels over the model's axis, empty or with the curves of `run` and `reference`."""
    axis = model.axis
    titles = [f"{s.label} ({s.unit})" if s.unit else s.label for s in shown]
    figure = go.Figure(
        layout=layout_of_panels(
            titles,
            x_title=f"{axis.label} ({axis.unit})",
            x_range=(axis.low, axis.high),
            y_ranges=[s.range for s in shown],
            panel_height=max(PANEL_HEIGHT, 240 // len(shown)),
        )
    )
    for i, series in enumerate(shown):
        place = {"xaxis": "x", "yaxis": f"y{i + 1 if i else ''}"}
        for result, name, line in (
            (reference, "Reference", {"color": colour("muted"), "width": 1.6, "dash": "dash", "simplify": False}),
            (run, "This run", {"color": colour(f"series-{i % 5 + 1}"), "width": 2.4, "simplify": False}),
        ):
            curve = {} if result is None else {"x": result.t, "y": result.series[series.name]}
            figure.add_scatter(
                mode="lines", name=name, line=line, **place, **curve,
                hovertemplate=f"%{{y:.3g}} {series.unit}",
            )
    return figure
