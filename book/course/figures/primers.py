"""Figures of the primers."""

from __future__ import annotations

import plotly.graph_objects as go

from course.numbers.primers import GROUPS, ratio_with_interval
from course.nutrition.salts import read_salts
from lessonkit.figures import Figure, colour, layout_of_plot, named_bars
from lessonkit.page.numbers import fixed

SALTS = ("oxide", "citrate", "bisglycinate", "gluconate")
ROW_PX = 56


def millimole_masses() -> Figure:
    """Return the mass of one millimole of magnesium, alone and in four salts."""
    salts = {salt.id: salt for salt in read_salts()}
    magnesium = next(iter(salts.values()))
    rows = [("Magnesium alone", magnesium.fraction * magnesium.compound_per_mmol)]
    rows += [(salts[name].name, salts[name].compound_per_mmol) for name in SALTS]
    return named_bars(
        rows,
        "Mass that holds one millimole of magnesium (mg)",
        alt=(
            "Bar chart of the mass that holds one millimole of magnesium. "
            + ". ".join(f"{name}: {fixed(mass)} mg" for name, mass in rows)
            + "."
        ),
        caption="The same number of magnesium ions in each row. Computed from formulas and atomic masses.",
        colours=("series-2", "series-1", "series-1", "series-1", "series-1"),
    )


def intervals_by_size() -> Figure:
    """Return the risk ratio of the invented trial with its interval, for each size of the groups."""
    rows = [(people, *ratio_with_interval(people)) for people in GROUPS]
    places = list(range(len(rows)))
    names = [
        f"{people} in each group: {ratio:.2f} ({low:.2f} to {high:.2f})" for people, ratio, low, high in rows
    ]
    figure = go.Figure(
        layout=layout_of_plot(
            "",
            "Risk ratio (below 1: fewer events)",
            x_range=(0.0, 2.0),
            y_range=(len(rows) - 0.5, -0.75),
            height=86 + ROW_PX * len(rows),
        )
    )
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(tickvals=[], showgrid=False)
    figure.add_shape(
        type="line", x0=1, x1=1, y0=0, y1=1, yref="y domain",
        line={"color": colour("muted"), "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    figure.add_scatter(
        x=[ratio for _, ratio, _, _ in rows],
        y=places,
        error_x={
            "type": "data",
            "array": [high - ratio for _, ratio, _, high in rows],
            "arrayminus": [ratio - low for _, ratio, low, _ in rows],
            "thickness": 2,
            "width": 0,
        },
        mode="markers",
        name="Risk ratio",
        marker={"color": colour("series-2"), "size": 9},
        text=names,
    )
    for place, name in zip(places, names, strict=True):
        figure.add_annotation(
            x=0.02, y=place, yshift=10, text=name, showarrow=False, xanchor="left", yanchor="bottom"
        )
    return Figure(
        figure,
        alt="Risk ratio with its 95 per cent interval for four sizes of the groups. "
        + ". ".join(names)
        + ".",
        caption=(
            "An invented trial: 35 % against 50 % in each row. The dashed line at 1 means no difference. "
            "Intervals by the method of Katz."
        ),
        table=[
            {"In each group": people, "Risk ratio": ratio, "Interval from": low, "to": high}
            for people, ratio, low, high in rows
        ],
    )
