"""Bars and bands that carry their names, so that long names fit a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from lessonkit.figures.figure import Figure
from lessonkit.figures.layout import layout_of_plot
from lessonkit.page.tokens import colour

BAR_PX = 50
FRAME_PX = 86
BAR_WIDTH = 0.32
BAND_PX = 45


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
        "",
        quantity,
        x_range=(0, max(values) * 1.05),
        y_range=(len(rows) - 0.5, -0.75),
        height=FRAME_PX + BAR_PX * len(rows),
    )
    figure = go.Figure(layout=layout)
    figure.update_layout(hovermode="closest", margin={"l": 14, "t": 8})
    figure.update_yaxes(type="category", tickvals=[], showgrid=False)
    figure.add_bar(
        x=values,
        y=names,
        orientation="h",
        width=BAR_WIDTH,
        name=quantity,
        marker_color=[colour(colours[place % len(colours)]) for place in range(len(rows))],
    )
    for place, (name, value) in enumerate(rows):
        figure.add_annotation(
            x=0,
            y=place,
            yshift=16,
            text=f"{name}: {value:.3g}",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
        )
    return Figure(
        figure, alt=alt, caption=caption, table=[{"Bar": name, quantity: value} for name, value in rows]
    )


@dataclass(frozen=True)
class Band:
    """A range on an axis, with its name above it.

    Parameters
    ----------
    name : str
    low, high : float
        Its ends.
    ink : str
        A colour token.
    at_end : bool
        Whether the name ends with the band, and does not begin with it.
    says : str, optional
        What is told in the place of the ends.
    """

    name: str
    low: float
    high: float
    ink: str = "series-1"
    at_end: bool = False
    says: str | None = None


def named_bands(
    bands: Sequence[Band],
    heading: str,
    quantity: str,
    x_range: tuple[float, float],
    row_px: int = BAND_PX,
) -> go.Figure:
    """Return the plot of some bands, from the top down.

    Parameters
    ----------
    bands : sequence of Band
    heading : str
        What they are.
    quantity : str
        What their ends are, with the unit.
    x_range : (float, float)
    row_px : int
        The height of each.
    """
    figure = go.Figure(
        layout=layout_of_plot(
            heading, quantity, x_range=x_range, y_range=(-0.5, len(bands)), height=row_px * len(bands)
        )
    )
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(type="category", tickvals=[], showgrid=False)
    for place, band in enumerate(reversed(bands)):
        told = {"hovertext": [band.says] * 2, "hovertemplate": "%{y}<br>%{hovertext}<extra></extra>"}
        figure.add_scatter(
            x=[band.low, band.high],
            y=[band.name] * 2,
            mode="lines",
            name=band.name,
            line={"color": colour(band.ink), "width": 8},
            **(told if band.says else {}),
        )
        figure.add_annotation(
            x=band.high if band.at_end else band.low,
            y=place,
            yshift=8,
            showarrow=False,
            text=band.name,
            xanchor="right" if band.at_end else "left",
            yanchor="bottom",
        )
    return figure
