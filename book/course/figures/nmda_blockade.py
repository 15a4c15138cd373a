"""Figures and tables of the chapter “Magnesium and the NMDA receptor”."""

from __future__ import annotations

import re

import plotly.graph_objects as go
from IPython.display import Markdown

from course.figures.curves import add_curve, add_name, in_words
from course.models.channel_stays import channel_stays
from course.models.nmda_block import nmda_block
from course.models.one_channel import one_channel
from course.numbers.nmda_blockade import unblocked
from lessonkit import Figure
from lessonkit.figures import colour, layout_of_plot

INKS = {
    0.3: ("series-2", "dash"),
    0.8: ("series-3", "dot"),
    1.0: ("series-1", "solid"),
    2.0: ("series-4", "dashdot"),
}
"""Colour and dashes of each magnesium, mM."""
EVERY_MV = slice(None, None, 10)
FITS = {option.id: option.label for choice in nmda_block.choices for option in choice.options}
MADE_FOR_A_MODEL = {"maex_1998", "vargas_caballero_2003", "polsky_type", "poirazi_ca1", "milstein_2015"}
"""The fits whose constants the makers of a model set."""


def fractions_at_four_concentrations() -> Figure:
    """Draw the unblocked fraction against potential, a curve for each magnesium."""
    figure = go.Figure(
        layout=layout_of_plot(
            "Unblocked fraction B", "Membrane potential (mV)", x_range=(-100, 60), y_range=(0, 1)
        )
    )
    runs = {magnesium: nmda_block.run(Mg=magnesium) for magnesium in INKS}
    for magnesium, run in runs.items():
        add_curve(
            figure, run.t[EVERY_MV], run.series["unblocked_fraction"][EVERY_MV], f"{magnesium:g} mM",
            *INKS[magnesium],
        )  # fmt: skip
    add_name(figure, (-43, 0.52), "0.3 mM", "series-2", "right")
    add_name(figure, (-19, 0.58), "0.8 mM", "series-3", away=(-120, -60))
    add_name(figure, (-14, 0.6), "1 mM", "series-1", away=(80, 50))
    add_name(figure, (-18, 0.3), "2 mM", "series-4", "left")
    halves = ", ".join(f"{run.scalars['half_unblock_potential']:.1f}" for run in runs.values())
    return Figure(
        figure,
        alt=(
            "Four S-shaped curves of the unblocked fraction against membrane potential, from −100 to 60 mV, "
            "for 0.3, 0.8, 1 and 2 mM magnesium. All rise from near 0 on the left to near 1 on the right. "
            f"They pass one half at {in_words(halves)} mV: the less magnesium, the further left."
        ),
        caption=(
            "Unblocked fraction at four concentrations of free magnesium. Computed with the constants of "
            "Jahr and Stevens."
        ),
    )


def table_of_fractions() -> Markdown:
    """Return the same curves as numbers, at three potentials."""
    rows = [
        "| Free magnesium | B at −70 mV | B at −40 mV | B at 0 mV | Half-unblock voltage |",
        "|---|---|---|---|---|",
    ]
    for magnesium in INKS:
        values = " | ".join(f"{unblocked(potential, magnesium):.3f}" for potential in (-70.0, -40.0, 0.0))
        half = nmda_block.run(Mg=magnesium).scalars["half_unblock_potential"]
        rows.append(f"| {magnesium:.1f} mM | {values} | {in_words(f'{half:.1f}')} mV |")
    return Markdown("\n".join(rows))


NAMES = {
    0.0: ((-32, -27), "no magnesium", "muted", "right"),
    0.3: ((-37, -22), "0.3 mM", "series-2"),
    0.8: ((-28, -14.2), "0.8 mM", "series-3"),
    1.0: ((-27, -8.9), "1 mM", "series-1"),
    2.0: ((-25, -4.8), "2 mM", "series-4"),
}
"""Where the name of each curve of current stands."""


def _currents(*concentrations: float) -> go.Figure:
    figure = go.Figure(
        layout=layout_of_plot(
            "NMDA current (pA)", "Membrane potential (mV)", x_range=(-100, 20), y_range=(-30, 20), height=340
        )
    )
    for magnesium in (0.0, *concentrations):
        run = nmda_block.run(Mg=magnesium)
        shown = (run.t <= 20) & (run.series["nmda_current"] >= -30)
        name = f"{magnesium:g} mM" if magnesium else "No magnesium"
        line = (*INKS[magnesium], 2.5) if magnesium else ("muted", "solid", 1.5)
        add_curve(
            figure, run.t[shown][EVERY_MV], run.series["nmda_current"][shown][EVERY_MV], name, *line
        )  # fmt: skip
        add_name(figure, *NAMES[magnesium])
    return figure


def current_with_and_without() -> Figure:
    """Draw the current against potential, with 1 mM magnesium and with none."""
    run = nmda_block.run(Mg=1.0).scalars
    trough, place = f"{run['peak_inward_current']:.1f}", f"{run['peak_inward_potential']:.0f}"
    return Figure(
        _currents(1.0),
        alt=(
            "Current against membrane potential, from −100 to 20 mV. With no magnesium the line is straight "
            "through 0 mV and leaves the frame at −30 pA. With 1 mM magnesium the curve starts near zero on "
            f"the left, falls to a trough of {in_words(trough)} pA at {in_words(place)} mV and returns to "
            "zero at 0 mV. Above 0 mV both rise steeply."
        ),
        caption=(
            "Current through 1 nS of open channels. From the left edge to the trough the slope is negative: "
            "the current grows inwards while the driving force shrinks. Computed with the constants of Jahr "
            "and Stevens."
        ),
    )


def current_at_four_concentrations() -> Figure:
    """Draw the same current for each magnesium."""
    runs = {magnesium: nmda_block.run(Mg=magnesium).scalars for magnesium in INKS}
    peaks = "; ".join(
        f"{magnesium:g} mM, {run['peak_inward_current']:.1f} pA at {run['peak_inward_potential']:.0f} mV"
        for magnesium, run in runs.items()
    )
    return Figure(
        _currents(*INKS),
        alt=(
            "The current of the figure before, for 0.3, 0.8, 1 and 2 mM magnesium. Each curve has its trough "
            f"between −100 mV and 0 mV: {in_words(peaks)}."
        ),
        caption="The same current at four concentrations of magnesium.",
    )


def _fits_by_rest() -> list[tuple[str, float]]:
    return sorted(((fit, unblocked(-70.0, fit=fit)) for fit in FITS), key=lambda each: each[1])


def eight_fits() -> Figure:
    """Draw the unblocked fraction of each published fit at 1 mM, and their range at rest."""
    figure = go.Figure(
        layout=layout_of_plot(
            "Unblocked fraction B",
            "Membrane potential (mV)",
            x_range=(-90, -35),
            y_range=(0, 0.3),
            height=360,
        )
    )
    (lowest, low), *_, (highest, high) = _fits_by_rest()
    usual = "jahr_stevens_1990"
    bold = {
        lowest: ("series-2", "dot", 2.5),
        highest: ("series-3", "dash", 2.5),
        usual: ("series-1", "solid", 3),
    }
    for fit in sorted(FITS, key=lambda fit: fit in bold):
        run = nmda_block.run(Mg=1.0, fit=fit)
        shown = (run.t >= -90) & (run.t <= -35)
        x, y = run.t[shown][EVERY_MV], run.series["unblocked_fraction"][shown][EVERY_MV]
        add_curve(figure, x, y, FITS[fit], *bold.get(fit, ("muted", "solid", 1)))
    figure.add_scatter(
        x=[-70, -70],
        y=[low, high],
        mode="lines+markers",
        name="Range at −70 mV",
        line={"color": colour("ink"), "width": 3},
        marker={"color": colour("ink"), "size": 6},
    )
    for end, (fit, value), ink, y in (
        ("highest", (highest, high), "series-3", 0.19),
        ("lowest", (lowest, low), "series-2", 0.14),
    ):
        who = re.sub(r",.* (?=\d{4})", " ", FITS[fit])
        add_name(figure, (-88, y), f"{end} at −70 mV:<br>{who}, {value:.3f}", ink, "left")
    add_name(figure, (-46, unblocked(-46.0)), "Jahr and Stevens 1990", "series-1", away=(-110, -70))
    return Figure(
        figure,
        alt=(
            "Eight rising curves of the unblocked fraction against membrane potential, from −90 to −35 mV, "
            "at 1 mM magnesium, one for each published fit. They fan out to the right. A bar at −70 mV marks "
            f"the range there, from {low:.4f} ({FITS[lowest]}) to {high:.4f} ({FITS[highest]}). Jahr and "
            f"Stevens 1990, drawn thick, gives {unblocked(-70.0):.4f}, near the top of that range."
        ),
        caption=(
            "Eight published fits at 1.0 mM. Drawn bold: Jahr and Stevens, and the fits that are lowest and "
            f"highest at −70 mV. The bar there spans a factor of {high / low:.1f}. The other five are thin."
        ),
    )


def table_of_fits() -> Markdown:
    """Return where each fit comes from, and what it gives at rest and at zero."""
    rows = ["| Curve, at 1.0 mM | Where it comes from | B at −70 mV | B at 0 mV |", "|---|---|---|---|"]
    rows += [
        f"| {FITS[fit]} | {'constants of a model' if fit in MADE_FOR_A_MODEL else 'recordings'} "
        f"| {value:.4f} | {unblocked(0.0, fit=fit):.2f} |"
        for fit, value in reversed(_fits_by_rest())
    ]
    return Markdown("\n".join(rows))


def shares_by_chance() -> Figure:
    """Draw the unblocked share against potential: found in 200 channels each, and from the rates."""
    potentials = range(-100, 61, 10)
    found = [one_channel.run(Mg=1.0, V_1=mV, n=200).scalars["unblocked"] for mV in potentials]
    at = range(-100, 61, 2)
    expected = [channel_stays.run(Mg=1.0, V=mV).scalars["unblocked"] for mV in at]
    figure = go.Figure(
        layout=layout_of_plot(
            "Unblocked share", "Membrane potential (mV)", x_range=(-100, 60), y_range=(0, 1)
        )
    )
    add_curve(figure, list(at), expected, "From the rates", "series-1", "solid")
    figure.add_scatter(
        x=list(potentials),
        y=found,
        mode="markers",
        name="Found",
        marker={"color": colour("series-2"), "size": 8},
    )
    return Figure(
        figure,
        alt=(
            "An S-shaped curve of the unblocked share against membrane potential from −100 to 60 mV, and 17 "
            "dots from draws of 200 channels each, which lie on it or close by."
        ),
        caption=(
            "Unblocked share in 1 mM magnesium: of 200 channels over 50 ms, by chance, and from the rates."
        ),
    )
