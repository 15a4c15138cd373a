"""Two tables of serum magnesium as figures: signs over its concentration, and the brain's fluid beside it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from lessonkit.figures import Band, layout_of_plot, named_bands
from lessonkit.page.tokens import colour, tokens
from lessonkit.tables import DataError, read_table, refuse_repeats

HIGHEST_MM = 10.0
ROW_PX = 40
OPEN = ("no", "above")


def read_bands(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return the rows of ``magnesium_bands.csv``.

    Raises
    ------
    DataError
        If the table cannot be read, a sign repeats, or a band does not lie on the axis of the figure.
    """
    rows = read_table(
        "magnesium_bands",
        texts=("open", "sign", "source", "status"),
        numbers=("low_mM", "high_mM"),
        folder=folder,
    )
    refuse_repeats(rows, "magnesium_bands.csv", "sign")
    for row in rows:
        where = f"magnesium_bands.csv, {row['sign']}"
        low, high = row["low_mM"], row["high_mM"]
        if row["open"] not in OPEN:
            raise DataError(f"{where}: open = {row['open']!r}: write one of {', '.join(OPEN)}")
        if not 0 <= low < high <= HIGHEST_MM:
            raise DataError(
                f"{where}: {low:g} to {high:g} mmol/L: write ends from 0 to {HIGHEST_MM:g}, the lower first"
            )
        if row["open"] == "above" and high != HIGHEST_MM:
            raise DataError(f"{where}: has no upper end: write {HIGHEST_MM:g}, the end of the figure")
    return rows


def magnesium_bands(folder: Path | None = None) -> go.Figure:
    """Return the bands of signs and ranges on the axis of serum magnesium, mmol/L.

    Each row of ``magnesium_bands.csv`` is a bar, the lowest on top; sources that disagree have a row each.
    """
    rows = sorted(read_bands(folder), key=lambda row: (row["low_mM"], row["high_mM"]))
    bands = [
        Band(
            row["sign"],
            row["low_mM"],
            row["high_mM"],
            "series-1" if row["high_mM"] <= 1.0 else "series-2",
            at_end=row["low_mM"] > HIGHEST_MM / 3,
            says=f"{limits(row)} mmol/L",
        )
        for row in rows
    ]
    return named_bands(
        bands, "Signs, each with its source", "Serum magnesium (mmol/L)", (0.0, HIGHEST_MM), ROW_PX
    )


def limits(row: dict[str, Any]) -> str:
    """Return the ends of a band in words, mmol/L."""
    low, high = row["low_mM"], row["high_mM"]
    return f"above {low:g}" if row["open"] == "above" else f"{low:g} to {high:g}"


def serum_csf(folder: Path | None = None) -> go.Figure:
    """Return magnesium of the cerebrospinal fluid against that of serum, one line a study, both mmol/L.

    The points of a study (``serum_csf.csv``) are joined in the order of time.
    """
    rows = read_table(
        "serum_csf",
        texts=("study", "kind", "moment", "source", "status"),
        numbers=("people", "serum_mM", "csf_mM"),
        folder=folder,
    )
    figure = go.Figure(
        layout=layout_of_plot(
            "Magnesium in cerebrospinal fluid (mmol/L)",
            "Magnesium in serum or plasma (mmol/L)",
            x_range=_holding([row["serum_mM"] for row in rows], 0.4, 1.4),
            y_range=_holding([row["csf_mM"] for row in rows], 0.5, 1.4),
        )
    )
    studies: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        studies.setdefault(row["study"], []).append(row)
    inks = itertools.cycle(name for name in tokens()["colour"] if name.startswith("series-"))
    for (study, points), ink_name in zip(studies.items(), inks, strict=False):
        ink = colour(ink_name)
        figure.add_scatter(
            x=[row["serum_mM"] for row in points],
            y=[row["csf_mM"] for row in points],
            mode="lines+markers",
            name=f"{study} ({points[0]['kind']})",
            line={"color": ink, "width": 2},
            marker={"color": ink, "size": 7},
            text=[row["moment"] for row in points],
            hovertemplate="%{text}: %{y} at %{x} mmol/L",
        )
        last = points[-1]
        figure.add_annotation(
            x=last["serum_mM"],
            y=last["csf_mM"],
            xshift=8,
            yshift=8,
            showarrow=False,
            text=f"{study}, {last['kind']}",
            xanchor="left",
            yanchor="bottom",
            font={"color": ink},
        )
    return figure


def _holding(values: list[float], low: float, high: float) -> tuple[float, float]:
    """Return `low` and `high`, or ends 0.1 beyond the values that lie outside of them."""
    least, most = min(values), max(values)
    return (low if least >= low else least - 0.1, high if most <= high else most + 0.1)
