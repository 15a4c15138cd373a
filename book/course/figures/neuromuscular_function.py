"""Figures of the chapter “Neuromuscular function”."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from course.figures.curves import add_curve, add_name
from course.models.end_plate import end_plate
from lessonkit import Figure, Map
from lessonkit.figures import layout_of_plot
from lessonkit.model.sweep import sweep

CURVES = {
    0.0: ("series-2", "dash", "no magnesium", 0.35, (-50, -62)),
    0.55: ("series-1", "solid", "0.55 mM", 0.75, (-62, -50)),
    2.0: ("series-3", "dot", "2 mM", 0.5, (84, 62)),
    5.0: ("series-4", "dashdot", "5 mM", 0.45, (62, 30)),
}
"""By magnesium, mM: colour, dashes, name, the calcium, mM, that the name points at, and its distance."""


def release_at_four_concentrations() -> Figure:
    """Draw the release against calcium on two logarithmic axes, a curve for each magnesium."""
    figure = go.Figure(
        layout=layout_of_plot(
            "Release relative to normal", "Extracellular calcium (mM)", x_range=(-1, 1), y_range=(-4, 1)
        )
    )
    ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10]
    figure.update_xaxes(type="log", tickvals=ticks, ticktext=[f"{tick:g}" for tick in ticks])
    ticks = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10]
    figure.update_yaxes(
        type="log", tickvals=ticks, ticktext=[f"{tick:f}".rstrip("0").rstrip(".") for tick in ticks]
    )
    for magnesium, (ink, dash, name, calcium, away) in CURVES.items():
        run = end_plate.run(Mg=magnesium, Ca_read=calcium)
        add_curve(
            figure, run.t[::4], run.series["relative_release"][::4], f"{magnesium:g} mM magnesium", ink, dash
        )
        at = math.log10(calcium), math.log10(run.scalars["relative_release_read"])
        add_name(figure, at, name, ink, away=away)
    return Figure(
        figure,
        alt=(
            "Release against extracellular calcium from 0.1 to 10 mM, both axes logarithmic, for 0, 0.55, "
            "2 and 5 mM magnesium. Each curve starts as a steep straight line at the lower left and bends "
            "towards the right. More magnesium moves the curve to the right. At 10 mM calcium the four "
            "curves come close together."
        ),
        caption=(
            "The release law at four levels of magnesium, relative to 1.2 mM calcium and 0.55 mM "
            "magnesium. Computed with K1 = 1.1 mM, K2 = 3.0 mM and the fourth power, values used here."
        ),
    )


def safety_over_both_ions() -> Map:
    """Show the safety factor over magnesium and calcium."""
    return Map(
        sweep(
            end_plate,
            vary={
                "Mg": [0.0, 0.55, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0],
                "Ca_read": [0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 2.5, 3.0],
            },
            read="safety_factor",
            jobs=1,
        ),
        alt=(
            "Map of the safety factor over magnesium from 0 to 5 mM and calcium from 0.6 to 3 mM. It is "
            "highest at the upper left, with much calcium and no magnesium, and lowest at the lower "
            "right. The border of 1 runs as a straight line from about 0.7 mM calcium without magnesium "
            "to about 1.9 mM calcium at 5 mM magnesium."
        ),
        caption=(
            "Safety factor of the model. Below 1 the fibre does not fire. The border is a straight line, "
            "because the two ions compete for one site. Choose a cell to set the explorer above."
        ),
        sets="both-ions",
    )
