"""Bars that carry their names, so that long names fit a phone."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from course.design import colour
from course.figures.figure import Figure
from course.figures.layout import layout_of_plot

BAR_PX = 50
FRAME_PX = 86
BAR_WIDTH = 0.32


def named_bars(
    rows: Sequence[tuple[str, float]],
    quantity: str,
    *,
    alt: str,
    caption: str,
    colours: Sequence[str] = ("series-1",),
) -> Figure:
    """Return a figure of lying bars from the top down, each with its name and value above it.

    Parameters
    ----------
    rows : sequence of (str, float)
        Name and value of each bar.
    quantity : str
        What the values are, with their unit.
    alt, caption : str
        As for `Figure`.
    colours : sequence of str
        Colour tokens; they repeat over the rows.
    """
    names = [name for name, _ in rows]
    values = [value for _, value in rows]
    layout = layout_of_plot(
        "", quantity, x_range=(0, max(values) * 1.05), y_range=(len(rows) - 0.5, -0.75),
        height=FRAME_PX + BAR_PX * len(rows),
    )
    figure = go.Figure(layout=layout)
    figure.update_layout(hovermode="closest", margin={"l": 14, "t": 8})
    figure.update_yaxes(type="category", tickvals=[], showgrid=False)
    figure.add_bar(
        x=values, y=names, orientation="h", width=BAR_WIDTH, name=quantity,
        marker_color=[colour(colours[place % len(colours)]) for place in range(len(rows))],
    )
    for place, (name, value) in enumerate(rows):
        figure.add_annotation(
            x=0, y=place, yshift=11, text=f"{name}: {value:.3g}", showarrow=False, xanchor="left", yanchor="bottom",
        )
    return Figure(figure, alt=alt, caption=caption, table=[{"Bar": name, quantity: value} for name, value in rows])
