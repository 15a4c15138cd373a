"""Curves with their names beside them, as the figures of several chapters draw them."""

from __future__ import annotations

import plotly.graph_objects as go
from numpy.typing import ArrayLike

from lessonkit.figures import colour


def add_curve(
    figure: go.Figure,
    x: ArrayLike,
    y: ArrayLike,
    name: str,
    ink: str,
    dash: str = "solid",
    width: float = 2.5,
) -> None:
    """Add a curve whose colour is named by a token of the design."""
    figure.add_scatter(
        x=x, y=y, mode="lines", name=name, line={"color": colour(ink), "dash": dash, "width": width}
    )


def add_name(
    figure: go.Figure,
    at: tuple[float, float],
    text: str,
    ink: str,
    anchor: str = "center",
    away: tuple[int, int] | None = None,
    above: bool = False,
) -> None:
    """Write the name of a curve at a point: `above` it, or `away` pixels from it with a pointer."""
    place = {"ax": away[0], "ay": away[1]} if away else {}
    figure.add_annotation(
        x=at[0],
        y=at[1],
        text=text,
        showarrow=bool(away),
        arrowcolor=colour("muted"),
        arrowwidth=1,
        xanchor=anchor,
        yanchor="bottom" if above else "auto",
        font={"color": colour(ink)},
        **place,
    )


def in_words(text: str) -> str:
    """Return a text whose numbers have a true minus."""
    return text.replace("-", "−")
