"""A figure of a chapter: a Plotly figure with the words and numbers that it stands for."""

from __future__ import annotations

import itertools
import math
from typing import Any

import plotly.graph_objects as go

from course.design import figure_palette
from course.figures.svg import FigureError, picture
from course.figures.table import rows_of
from course.widget import is_static_build, templates

TABLE_ROWS = 11


class Figure:
    """Show a Plotly figure with its alt text, its caption and the table behind it.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Scatter and bar traces, each with a ``name``; colours from `course.design.colour`.
    alt : str
        What the figure shows, for those who cannot see it.
    caption : str
        What the reader should take from it.

    Raises
    ------
    FigureError
        If `alt` or `caption` is blank, or a trace has no name.
    """

    def __init__(self, figure: go.Figure, *, alt: str, caption: str) -> None:
        for name, text in (("alt", alt), ("caption", caption)):
            if not text.strip():
                raise FigureError(f"a Figure needs {name}=…: say what it shows")
        unnamed = [i for i, trace in enumerate(figure.data) if not trace.name]
        if unnamed:
            raise FigureError(f"trace {unnamed[0]} of a Figure needs name=…: the table uses it")
        self.figure = figure
        self.alt = alt
        self.caption = caption

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        if not is_static_build():
            return self.figure._repr_mimebundle_(**kwargs)
        return {"text/html": self.html(), "text/plain": self.alt}

    def html(self) -> str:
        """Return the figure for a page: SVG, caption, table, and the data for Plotly."""
        return templates().get_template("figures/figure.html.j2").render(
            alt=self.alt,
            caption=self.caption,
            picture=picture(self.figure),
            height=self.figure.layout.height,
            x_title=self.figure.layout.xaxis.title.text or "x",
            tables=self._tables(),
            data={"figure": _without_binary(self.figure), "palette": figure_palette()},
        )

    def _tables(self) -> list[dict[str, Any]]:
        """Return one table for each run of traces that share their x values."""
        groups = itertools.groupby(self.figure.data, key=lambda trace: tuple(trace.x))
        tables = []
        for x, traces in groups:
            shared = list(traces)
            rows = rows_of(x, [trace.y for trace in shared], TABLE_ROWS)
            tables.append({"names": [trace.name for trace in shared], "rows": rows})
        return tables


def _without_binary(figure: go.Figure) -> dict[str, Any]:
    """Return the figure as plain JSON with five digits: Plotly would pack its arrays in base 64."""
    plain = figure.to_dict()
    for written, trace in zip(plain["data"], figure.data):
        written["x"], written["y"] = _plain(trace.x), _plain(trace.y)
    return plain


def _plain(values: Any) -> list:
    import numpy as np

    return [_plain_number(v) if isinstance(v, float) else v for v in np.asarray(values).tolist()]


def _plain_number(value: float) -> float | None:
    return float(f"{value:.5g}") if math.isfinite(value) else None
