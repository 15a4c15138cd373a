"""A figure of a chapter: a Plotly figure with the words and numbers that it stands for."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from lessonkit.figures.layout import dressed
from lessonkit.figures.plain import plain
from lessonkit.figures.svg import FigureError, picture, refuse_what_is_not_drawn
from lessonkit.figures.table import rows_of
from lessonkit.page.tokens import figure_palette
from lessonkit.page.widget import Widget, send_plotly
from lessonkit.static import is_static_build

TABLE_ROWS = 11


class Figure(Widget):
    """Show a Plotly figure with its alt text, its caption and the table behind it.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Scatter and bar traces, each with a ``name``; colours from `lessonkit.page.tokens.colour`.
    alt : str
        What the figure shows, for those who cannot see it.
    caption : str
        What the reader should take from it.
    table : sequence of mapping, optional
        The rows of the table behind the figure, a cell for each heading; the points of the traces if it is
        not given.

    Raises
    ------
    FigureError
        If `alt` or `caption` is blank, a trace has no name, or the figure has what the page does not draw.
    """

    tag = "course-figure"
    template = "figure.html.j2"
    module = "figure.js"
    styles = ("figure.css",)

    def __init__(
        self,
        figure: go.Figure,
        *,
        alt: str,
        caption: str,
        table: Sequence[Mapping[str, str | float]] | None = None,
    ) -> None:
        for name, text in (("alt", alt), ("caption", caption)):
            if not text.strip():
                raise FigureError(f"a Figure needs {name}=…: say what it shows")
        unnamed = [i for i, trace in enumerate(figure.data) if not trace.name]
        if unnamed:
            raise FigureError(f"trace {unnamed[0]} of a Figure needs name=…: the table uses it")
        self.figure = dressed(figure)
        refuse_what_is_not_drawn(self.figure)
        self.alt = alt
        self.caption = caption
        self._rows = table
        super().__init__()
        self.on_msg(send_plotly)
        self.refresh()

    def __repr__(self) -> str:
        return self.alt

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "alt": self.alt,
            "caption": self.caption,
            "picture": picture(self.figure) if is_static_build() else "",
            "height": self.figure.layout["height"],
            "has_curve": any(_is_curve(trace) for trace in self.figure.data),
            "x_title": next(iter(self._rows[0]))
            if self._rows
            else self.figure.layout["xaxis"]["title"]["text"] or "x",
            "tables": self._tables(),
            "data": {"figure": plain(self.figure), "palette": figure_palette()},
        }

    def _tables(self) -> list[dict[str, Any]]:
        """Return the given table, or one for each run of traces that share their x values."""
        if self._rows:
            columns = [[row[name] for row in self._rows] for name in self._rows[0]]
            rows = rows_of(columns[0], columns[1:], len(self._rows))
            return [{"names": list(self._rows[0])[1:], "rows": rows}]
        if any(trace.type == "heatmap" for trace in self.figure.data):
            raise FigureError("a heatmap needs a table of two axes: show it with Map")
        groups = itertools.groupby(self.figure.data, key=lambda trace: tuple(trace.x))
        tables = []
        for x, traces in groups:
            shared = list(traces)
            rows = rows_of(x, [trace.y for trace in shared], TABLE_ROWS)
            tables.append({"names": [trace.name for trace in shared], "rows": rows})
        return tables


def _is_curve(trace: Any) -> bool:
    return trace.type == "scatter" and trace.mode in (None, "lines")
