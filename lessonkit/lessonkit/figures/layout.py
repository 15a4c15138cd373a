"""The look of every plot of the course, from the design tokens."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from lessonkit.page.tokens import colour, tokens

TITLE_ROOM = 30
FOOT = 46
FONT_SIZE = 13
DEFAULT_HEIGHT = 300

Range = tuple[float, float]


def _axis(**changes: object) -> dict:
    return {
        "showgrid": True,
        "gridcolor": colour("line"),
        "gridwidth": 1,
        "zeroline": False,
        "linecolor": colour("control"),
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": colour("control"),
        "fixedrange": True,
        "automargin": False,
        **changes,
    }


def _frame(height: int) -> dict:
    return {
        "template": "none",
        "height": height,
        "margin": {"l": 52, "r": 14, "t": TITLE_ROOM, "b": FOOT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": tokens()["font"]["ui"], "size": FONT_SIZE, "color": colour("ink")},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": colour("surface"), "font": {"color": colour("ink")}},
    }


def _title(text: str, axis: str) -> dict:
    return {
        "text": text,
        "xref": "paper",
        "yref": f"{axis} domain",
        "x": 0,
        "y": 1,
        "yshift": 5,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": FONT_SIZE, "color": colour("ink")},
    }


def layout_of_panels(
    titles: Sequence[str],
    x_title: str,
    x_range: Range | None = None,
    y_ranges: Sequence[Range | None] | None = None,
    panel_height: int = 128,
) -> go.Layout:
    """Return the layout of panels under each other that share their x axis.

    Parameters
    ----------
    titles : sequence of str
        What each panel shows, with its unit, from the top.
    x_title : str
        The quantity of the shared axis, with its unit.
    x_range, y_ranges : optional
        Fixed ranges; from the data where there is none.
    panel_height : int
        Pixels of a panel without its title.
    """
    n = len(titles)
    inner = n * panel_height + (n - 1) * TITLE_ROOM
    layout = _frame(inner + TITLE_ROOM + FOOT)
    layout["annotations"] = []
    for i, title in enumerate(titles):
        name = f"y{i + 1 if i else ''}"
        top = 1 - i * (panel_height + TITLE_ROOM) / inner
        layout[name.replace("y", "yaxis")] = _axis(
            domain=[max(0.0, top - panel_height / inner), top],
            range=(y_ranges or {i: None})[i],
            nticks=5,
        )
        layout["annotations"].append(_title(title, name))
    layout["xaxis"] = _axis(
        anchor=f"y{n if n > 1 else ''}",
        range=x_range,
        title={"text": x_title, "standoff": 8, "font": {"size": FONT_SIZE}},
    )
    return go.Layout(layout)


def layout_of_plot(
    y_title: str,
    x_title: str,
    x_range: Range | None = None,
    y_range: Range | None = None,
    height: int = DEFAULT_HEIGHT,
) -> go.Layout:
    """Return the layout of a single plot; its y title stands over it, where it is read first."""
    return layout_of_panels([y_title], x_title, x_range, [y_range], height)


def dressed(figure: go.Figure) -> go.Figure:
    """Return a copy of `figure` in which the look of `layout_of_plot` fills what its layout leaves open.

    A trace without x values gets the numbers 0, 1, … that Plotly would take; so do the cells of a heat map.
    """
    look = _frame(DEFAULT_HEIGHT)
    axes = {f"{trace.yaxis or 'y'}".replace("y", "yaxis") for trace in figure.data if trace.type != "pie"}
    for name in {"xaxis", "yaxis"} | axes:
        look[name] = _axis()
    copy = go.Figure(figure.data, go.Layout(look))
    copy.update_layout(figure.layout.to_plotly_json())
    for trace in copy.data:
        if trace.type in ("scatter", "bar") and trace.x is None and trace.y is not None:
            trace.x = list(range(len(trace.y)))
        if trace.type == "heatmap" and trace.z is not None:
            trace.x = list(range(len(trace.z[0]))) if trace.x is None else trace.x
            trace.y = list(range(len(trace.z))) if trace.y is None else trace.y
    return copy
