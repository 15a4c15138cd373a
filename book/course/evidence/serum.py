"""Two tables of serum magnesium as figures: signs over its concentration, and the brain's fluid beside it."""

from __future__ import annotations

import itertools

import plotly.graph_objects as go

from course.data import read_table
from course.design import colour
from course.figures import layout_of_plot

HIGHEST_MM = 10.0
ROW_PX = 40


def magnesium_bands() -> go.Figure:
    """Return the bands of signs and ranges on the axis of serum magnesium, mmol/L.

    Each row of ``book/data/magnesium_bands.csv`` is a bar, the lowest on top; sources that disagree have
    a row each.
    """
    rows = read_table(
        "magnesium_bands", texts=("open", "sign", "source", "status"), numbers=("low_mM", "high_mM")
    )
    rows.sort(key=lambda row: (row["low_mM"], row["high_mM"]), reverse=True)
    figure = go.Figure(
        layout=layout_of_plot(
            "Signs, each with its source",
            "Serum magnesium (mmol/L)",
            x_range=(0.0, HIGHEST_MM),
            y_range=(-0.5, len(rows)),
            height=ROW_PX * len(rows),
        )
    )
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(type="category", tickvals=[], showgrid=False)
    for place, row in enumerate(rows):
        low, high = row["low_mM"], row["high_mM"]
        limits = f"above {low:g}" if row["open"] == "above" else f"{low:g} to {high:g}"
        figure.add_scatter(
            x=[low, high], y=[row["sign"]] * 2, mode="lines", name=row["sign"],
            line={"color": colour("series-1" if high <= 1.0 else "series-2"), "width": 8},
            hovertemplate=f"{row['sign']}<br>{limits} mmol/L<extra></extra>",
        )
        right = low > HIGHEST_MM / 3
        figure.add_annotation(
            x=min(high, HIGHEST_MM) if right else low, y=place, yshift=8, showarrow=False,
            text=row["sign"], xanchor="right" if right else "left", yanchor="bottom",
        )
    return figure


def serum_csf() -> go.Figure:
    """Return magnesium of the cerebrospinal fluid against that of serum, one line a study, both mmol/L.

    The points of a study (``book/data/serum_csf.csv``) are joined in the order of time.
    """
    rows = read_table(
        "serum_csf", texts=("study", "kind", "moment", "source", "status"),
        numbers=("people", "serum_mM", "csf_mM"),
    )
    figure = go.Figure(
        layout=layout_of_plot(
            "Magnesium in cerebrospinal fluid (mmol/L)", "Magnesium in serum or plasma (mmol/L)",
            x_range=(0.4, 1.4), y_range=(0.5, 1.4),
        )
    )
    studies = itertools.groupby(rows, key=lambda row: row["study"])
    for number, (study, group) in enumerate(studies, start=1):
        points = list(group)
        ink = colour(f"series-{number}")
        figure.add_scatter(
            x=[row["serum_mM"] for row in points], y=[row["csf_mM"] for row in points],
            mode="lines+markers", name=f"{study} ({points[0]['kind']})",
            line={"color": ink, "width": 2}, marker={"color": ink, "size": 7},
            text=[row["moment"] for row in points], hovertemplate="%{text}: %{y} at %{x} mmol/L",
        )
        last = points[-1]
        figure.add_annotation(
            x=last["serum_mM"], y=last["csf_mM"], xshift=8, yshift=8, showarrow=False,
            text=f"{study}, {last['kind']}", xanchor="left", yanchor="bottom", font={"color": ink},
        )
    return figure
