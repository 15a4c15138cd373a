"""A sweep as a map: colours over two parameters, and a way from each cell to the run behind it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go
from plotly.colors import sequential

from lessonkit.figures import Figure, layout_of_plot
from lessonkit.figures.layout import FONT_SIZE
from lessonkit.figures.svg import FigureError
from lessonkit.page.numbers import with_unit, written
from lessonkit.page.tokens import colour

if TYPE_CHECKING:
    from lessonkit.model.sweep import Sweep, Swept

HEIGHT = 320
ROOM_FOR_BAR = 84
ROOM_FOR_TITLE = 22

SCALE = sequential.Cividis
"""Even to the eye, in greys and for the colour-blind alike, and the same in light and dark."""

MARK = {"symbol": "circle", "size": 11, "color": "white", "line": {"color": "black", "width": 2}}
"""Seen on every colour of the scale."""


class Map(Figure):
    """Show a sweep over two parameters; a cell sets an explorer on the same page.

    A click on the picture does so, and so does each cell of the table behind it, a button where a script
    runs. The explorer takes all settings of the cell's run, so that it shows the number that the map
    shows; the map marks where the explorer stands. In a live notebook it sets the explorer's first view.

    Parameters
    ----------
    sweep : Sweep
        Of two parameters, with at least two values each.
    alt : str
        What the map shows, for those who cannot see it.
    caption : str
        What the reader should take from it.
    sets : str, optional
        The id of an `Explorer` of the same model on the same page.
    log : bool, optional
        Whether equal steps of colour are equal ratios: for numbers that span more than a decade.

    Raises
    ------
    FigureError
        If the sweep makes no map, or a text is blank.
    """

    tag = "course-map"
    template = "map.html.j2"
    module = "map.js"
    styles = ("lessonkit/figures/figure.css", "map.css")

    def __init__(
        self, sweep: Sweep, *, alt: str, caption: str, sets: str | None = None, log: bool = False
    ) -> None:
        _check(sweep, log)
        self.sweep = sweep
        self.sets = sets
        super().__init__(_figure(sweep, log), alt=alt, caption=caption)

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        sweep = self.sweep
        whole = super().context()
        whole["data"] |= {
            "sets": self.sets,
            "settings": sweep.settings,
            "axes": [{"name": a.name, "values": list(a.values), "said": _said(a)} for a in sweep.axes],
            "read": sweep.scalar.label,
        }
        return whole | {
            "sets": self.sets,
            "read": _titled(sweep.scalar.label, sweep.unit),
            "table": self._table(),
        }

    def _tables(self) -> list[dict[str, Any]]:
        return []  # those of curves: a map has one of its own

    def _table(self) -> dict[str, Any]:
        """Return the table of the map: the first parameter across, the second down."""
        across, down = self.sweep.axes
        cells = [[written(value) for value in row] for row in self.sweep.values.T]
        return {
            "across": _titled(across.label, across.unit),
            "down": _titled(down.label, down.unit),
            "names": _words(across),
            "rows": [[head, *row] for head, row in zip(_words(down), cells, strict=True)],
        }


def _check(sweep: Sweep, log: bool) -> None:
    if len(sweep.axes) != 2:
        raise FigureError("a Map needs a sweep of two parameters: plot one as a curve, with Figure")
    for axis in sweep.axes:
        if len(axis.values) < 2:
            raise FigureError(f"a Map needs two values of {axis.name} or more: add one to the sweep")
        if not axis.words and list(axis.values) != sorted(axis.values):
            raise FigureError(f"a Map needs the values of {axis.name} in rising order: sort them")
    finite = _finite(sweep)
    if not finite:
        raise FigureError(f"a Map of {sweep.scalar.name} is empty: no run of the sweep has this number")
    if log and min(finite) <= 0:
        raise FigureError(f"a Map with log=True needs {sweep.scalar.name} above zero: leave log out")


def _figure(sweep: Sweep, log: bool) -> go.Figure:
    across, down = sweep.axes
    layout = layout_of_plot(_titled(down.label, down.unit), _titled(across.label, across.unit), height=HEIGHT)
    plain = layout.to_plotly_json()
    layout.update(
        height=plain["height"] + ROOM_FOR_TITLE,
        margin={"t": plain["margin"]["t"] + ROOM_FOR_TITLE, "r": ROOM_FOR_BAR},
        hovermode="closest",
    )
    figure = go.Figure(layout=layout)
    figure.update_xaxes(showgrid=False, type="category" if across.words else "linear")
    figure.update_yaxes(showgrid=False, type="category" if down.words else "linear")
    figure.add_annotation(
        text=f"Colour: {_titled(sweep.scalar.label.lower(), sweep.unit)}",
        x=0,
        xref="paper",
        y=1,
        yref="y domain",
        yshift=5 + ROOM_FOR_TITLE,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": FONT_SIZE, "color": colour("ink")},
    )
    cells = sweep.values.T
    finite = _finite(sweep)
    figure.add_heatmap(
        x=_places(across),
        y=_places(down),
        z=[[_logarithm(value) for value in row] for row in cells] if log else cells,
        text=[[with_unit(written(value), sweep.unit) for value in row] for row in cells],
        name=sweep.scalar.label,
        meta="cells",
        colorscale=SCALE,
        colorbar=_logarithmic_bar(min(finite), max(finite)) if log else _BAR,
        hovertemplate=(
            f"{across.label} {with_unit('%{x}', across.unit)}<br>"
            f"{down.label} {with_unit('%{y}', down.unit)}<br>"
            f"{sweep.scalar.label} %{{text}}<extra></extra>"
        ),
    )
    figure.add_scatter(
        x=[], y=[], mode="markers", marker=MARK, name="Chosen", meta="chosen", hoverinfo="skip"
    )
    return figure


_BAR = {
    "thickness": 14,
    "xpad": 12,
    "ypad": 0,
    "outlinewidth": 0,
    "ticks": "outside",
    "ticklen": 4,
    "tickcolor": colour("control"),
}


def _logarithmic_bar(low: float, high: float) -> dict[str, Any]:
    """Return a colour bar of logarithms that is marked at 1, 2 and 5 of each decade."""
    decades = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    ticks = [m * 10.0**decade for decade, m in itertools.product(decades, (1, 2, 5))]
    ticks = [tick for tick in ticks if low <= tick <= high]
    return _BAR | {"tickvals": [math.log10(t) for t in ticks], "ticktext": [written(t) for t in ticks]}


def _logarithm(value: float) -> float:
    return math.log10(value) if math.isfinite(value) else math.nan


def _finite(sweep: Sweep) -> list[float]:
    return [value for value in sweep.values.ravel().tolist() if math.isfinite(value)]


def _said(axis: Swept) -> list[str]:
    return [f"{axis.label.lower()} {with_unit(word, axis.unit)}" for word in _words(axis)]


def _titled(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label


def _words(axis: Swept) -> list[str]:
    return list(axis.words) or [written(float(value)) for value in axis.values]


def _places(axis: Swept) -> list[Any]:
    return list(axis.words or axis.values)
