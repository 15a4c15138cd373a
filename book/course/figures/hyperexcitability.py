"""Figures of the chapter “From synapse to jerk”."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from course.numbers import hyperexcitability as n
from lessonkit import Figure, Map
from lessonkit.figures import colour, layout_of_panels, layout_of_plot

PANELS = {1.0: "series-1", 0.3: "series-2", 0.0: "series-3"}
"""Colours of the runs of one drive, by magnesium, mM."""

MARKS = (
    (0.05, "slice bath", 60, -50),
    (0.25, "sheep", 44, -62),
    (0.5, "cows", 36, -54),
    (0.8, "people", 36, -48),
)
"""Magnesium, mM, what has it, and where its name stands from there."""


def _named(Mg: float) -> str:
    return f"{Mg:g} mM" if Mg else "No magnesium"


def same_inputs_three_concentrations() -> Figure:
    """Draw the potential of the pyramidal cell with the same inputs at three concentrations."""
    from course.numbers import hyperexcitability_runs as runs

    counts, moments = runs.counts, runs.input_ms
    titles = [f"{_named(Mg)}{' magnesium' if Mg else ''}: {counts[Mg]} spikes (mV)" for Mg in PANELS]
    figure = go.Figure(layout=layout_of_panels(titles, "Time (ms)", (0, 500), [(-105, 55)] * 3))
    for place, (Mg, token) in enumerate(PANELS.items(), start=1):
        run = runs.by_magnesium[Mg]
        figure.add_scatter(
            x=run.t[::2],
            y=run.series["potential"][::2],
            yaxis="y" if place == 1 else f"y{place}",
            mode="lines",
            name=_named(Mg),
            line={"color": colour(token), "width": 1.5},
        )
    for place in range(1, 4):
        figure.add_scatter(
            x=moments,
            y=[-99] * len(moments),
            yaxis="y" if place == 1 else f"y{place}",
            mode="markers",
            name="Inputs (mark at the foot)",
            marker={"color": colour("ink"), "size": 7},
        )
    return Figure(
        figure,
        alt=(
            "Three traces of membrane potential over 500 ms with the same inputs at "
            f"{', '.join(f'{moment:.0f}' for moment in moments)} ms. With 1 mM magnesium each input makes "
            f"one spike, {counts[1.0]} in all. With 0.3 mM more spikes follow some inputs, {counts[0.3]} in "
            f"all. With no magnesium spikes follow in dense groups, {counts[0.0]} in all."
        ),
        caption=(
            "The same inputs, three concentrations of magnesium. Dots at the foot of each panel mark the "
            "inputs. Computed by the model."
        ),
    )


def spikes_by_drive() -> Map:
    """Show the mean spikes of the pyramidal cell over magnesium and the rate of its inputs."""
    means = {(Mg, rate): n.mean_at(Mg, rate) for Mg in (0.0, 1.0) for rate in (10.0, 80.0)}
    return Map(
        n.by_drive,
        alt=(
            "Map of the mean number of spikes in 500 ms over magnesium, from 0 to 2 mM, and the rate of all "
            "inputs, from 10 to 80 Hz. It grows with the rate and falls with magnesium. At 10 Hz it is "
            f"{means[0.0, 10.0]:.1f} without magnesium and {means[1.0, 10.0]:.1f} at 1 mM; at 80 Hz "
            f"{means[0.0, 80.0]:.0f} and {means[1.0, 80.0]:.0f}."
        ),
        caption=(
            "Mean spikes in 500 ms, over 20 draws of the inputs, in the row of 10 Hz over 100. Colour steps "
            "are ratios. Less magnesium means more spikes, by a factor that differs from row to row. Choose "
            "a cell to set the explorer below, which shows one draw. Computed by the model."
        ),
        sets="firing",
        log=True,
    )


def two_cells_over_many_draws() -> Figure:
    """Draw the mean firing of the pyramidal cell and the interneuron over magnesium, with its interval."""
    figure = go.Figure(
        layout=layout_of_plot(
            "Spikes in 500 ms", "Magnesium (mM)", x_range=(-0.03, 2), y_range=(0, 50), height=340
        )
    )
    magnesium = sorted(n.pyramidal)
    means = {}
    for name, draws, token, dash, up in (
        ("Pyramidal cell", n.pyramidal, "series-1", "solid", -16),
        ("Interneuron", n.interneuron, "series-2", "dash", 18),
    ):
        means[name] = [draws[Mg].mean for Mg in magnesium]
        for place, end in enumerate(("from", "to")):
            figure.add_scatter(
                x=magnesium,
                y=[draws[Mg].interval[place] for Mg in magnesium],
                mode="lines",
                name=f"{name}, 95 % interval {end}",
                line={"color": colour("muted"), "width": 1},
            )
        figure.add_scatter(
            x=magnesium,
            y=means[name],
            mode="lines+markers",
            name=f"{name}, mean of 100 draws",
            line={"color": colour(token), "width": 3, "dash": dash},
            marker={"color": colour(token), "size": 6},
        )
        figure.add_annotation(
            x=1.5,
            y=np.interp(1.5, magnesium, means[name]),
            text=name,
            showarrow=False,
            yshift=up,
            font={"color": colour(token)},
        )
    for x, text, right, down in MARKS:
        figure.add_annotation(
            x=x,
            y=np.interp(x, magnesium, means["Interneuron"]),
            text=text,
            showarrow=True,
            ax=right,
            ay=down,
            arrowcolor=colour("ink"),
            arrowwidth=1,
            font={"color": colour("ink")},
        )
    at = {name: dict(zip(magnesium, values, strict=True)) for name, values in means.items()}
    cell, inter = at["Pyramidal cell"], at["Interneuron"]
    return Figure(
        figure,
        alt=(
            "Mean spikes in 500 ms against magnesium from 0 to 2 mM, for two cells, each with a narrow "
            f"interval. The pyramidal cell falls from {cell[0.0]:.1f} without magnesium to {cell[0.3]:.1f} "
            f"at 0.3 mM and {cell[1.0]:.1f} at 1 mM, and is at {cell[2.0]:.1f} at 2 mM. The interneuron "
            f"falls from {inter[0.0]:.1f} to {inter[0.3]:.1f}, {inter[1.0]:.1f} and {inter[2.0]:.1f}. "
            "Marked: a slice bath near 0.05 mM, sheep at 0.25 mM, cows at 0.5 mM and people with brain "
            "injury at 0.8 mM."
        ),
        caption=(
            "Mean firing of two model cells at 10 Hz, over 100 draws of the inputs; thin lines bound the 95 "
            "% interval of the mean. The marks are concentrations of later lessons: a slice bath with no "
            "magnesium added, the brain fluid at which sheep and cows had tetany, and that of people with "
            "brain injury. They are laid on model curves, and are not firing rates of those animals or "
            "people. Computed by the models."
        ),
    )
