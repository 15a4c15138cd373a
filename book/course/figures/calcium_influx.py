"""Figures and tables of the chapter “A toy model of calcium influx”."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from IPython.display import Markdown

from course.exercises import ampa_open_fraction
from course.figures.curves import add_curve, add_name, in_words
from course.models.calcium_influx import FIRST_PULSE, calcium_influx
from course.numbers import calcium_influx as n
from lessonkit import Figure, Map
from lessonkit.figures import layout_of_plot, named_bars
from lessonkit.model.solve import Result
from lessonkit.model.sweep import sweep

FIRST, SECOND, THIRD = ("series-1", "solid"), ("series-2", "dash"), ("series-3", "dot")
"""Colour and dashes of the curves of one figure."""
BUFFERED = {10: (SECOND, (46, 1.55)), 24: (FIRST, (64, 0.98)), 100: (THIRD, (120, 0.5))}
"""By buffer capacity: how its curve is drawn, and where its name stands."""
HELD = {-65.0: (FIRST, (1.75, 0.28)), -40.0: (SECOND, (1.05, 1.25)), 0.0: (THIRD, (1.65, 2.7))}
"""The same by held potential, mV."""
LEFT = {
    0.0: (("series-2", "solid"), (-60, 4.75), "left"),
    0.1: (("series-4", "dash"), (-64, 2.1), "right"),
    1.0: (("series-1", "dot"), (-26, 0.7), "left"),
}
"""The same by the magnesium that is left, mM."""


def _plot(
    y_title: str, x_title: str, x_range: tuple[float, float], y_range: tuple[float, float]
) -> go.Figure:
    return go.Figure(layout=layout_of_plot(y_title, x_title, x_range=x_range, y_range=y_range))


def _calcium(run: Result, until_ms: float, every: int) -> tuple[np.ndarray, np.ndarray]:
    shown = run.t <= until_ms
    return run.t[shown][::every], run.series["calcium"][shown][::every]


def _table(heads: str, rows: list[str]) -> Markdown:
    return Markdown("\n".join([heads, "|---" * (heads.count("|") - 1) + "|", *rows]))


def receptors_after_a_pulse() -> Figure:
    """Draw how many of the receptors that one pulse opens are still open."""
    shown = (n.rest.t >= FIRST_PULSE) & (n.rest.t <= FIRST_PULSE + 200)
    after = n.rest.t[shown] - FIRST_PULSE
    figure = _plot("Open, as a share of the most", "Time after the pulse (ms)", (0, 200), (0, 1.05))
    nmda, ampa = n.rest.series["open_receptors"][shown], ampa_open_fraction(after, 0.0)
    add_curve(figure, after, nmda / nmda.max(), "NMDA receptors", *FIRST)
    add_curve(figure, after, ampa / ampa.max(), "AMPA receptors", *SECOND)
    add_name(figure, (70, 0.68), "NMDA receptors", "series-1", "left", above=True)
    add_name(figure, (22, 0.16), "AMPA receptors", "series-2", "left", above=True)
    return Figure(
        figure,
        alt=(
            "Two curves of open receptors after a pulse, from 0 to 200 ms, each as a share of its largest "
            "value. Both rise within 1 ms. The curve of the AMPA receptors is back near zero after 25 ms. "
            "That of the NMDA receptors falls slowly and is still near 0.3 at 200 ms."
        ),
        caption=(
            "Open receptors after one pulse, each as a share of the most that are open. Their largest "
            f"values differ: {n.open_ampa} of the AMPA receptors and {n.open_nmda} of the NMDA receptors. "
            "Computed by the model."
        ),
    )


def net_and_calcium_current() -> Figure:
    """Draw the net NMDA current and its calcium part against potential."""
    potentials = np.arange(-90, 41, 2.0)
    net, calcium = n.currents_after_a_pulse(potentials)
    figure = _plot("Current (pA)", "Membrane potential (mV)", (-90, 40), (-0.45, 0.45))
    add_curve(figure, potentials, net, "net NMDA current", "series-1")
    add_curve(figure, potentials, calcium, "calcium current", "series-3", "dash")
    add_name(figure, (3, 0.3), "net NMDA current", "series-1", "right", above=True)
    add_name(figure, (-88, 0.02), "calcium current", "series-3", "left", above=True)
    return Figure(
        figure,
        alt=(
            "Two curves of current against membrane potential, from −90 to 40 mV, at 1 mM magnesium. The "
            f"net NMDA current is close to zero on the left, falls to about −{-net.min():.2f} pA near "
            f"{in_words(f'{potentials[net.argmin()]:.0f}')} mV, crosses zero at 0 mV and leaves the frame "
            "upwards. The calcium current stays below zero everywhere. It is close to zero on the left, "
            f"−{-n.current_at_zero:.2f} pA at 0 mV, and changes little from there to 40 mV."
        ),
        caption=(
            "Net NMDA current and its calcium part just after one pulse, at 1 mM magnesium. Where the "
            "net current is zero, calcium still enters. Computed by the model."
        ),
    )


def share_by_permeability_ratio() -> Figure:
    """Draw the calcium share by the Goldman–Hodgkin–Katz equation against the permeability ratio."""
    ratios = np.arange(0, 12.01, 0.2)
    figure = _plot("Calcium share (%)", "Permeability ratio of calcium to sodium", (0, 12), (0, 30))
    for share in (8, 19):
        add_curve(figure, [0, 12], [share, share], f"measured: {share} %", "muted", "dash", 1.5)
    add_curve(figure, ratios, [100 * n.ghk_share(ratio) for ratio in ratios], "equation", "series-1")
    add_name(figure, (0.3, 17), "measured: 8 % to 19 %", "muted", "left")
    add_name(figure, (10.6, 100 * n.ghk_share(10.6)), f"10.6: {n.share_ghk} %", "series-1", away=(-70, -22))
    add_name(figure, (3.6, 100 * n.ghk_share(3.6)), f"3.6: {n.share_ghk_low} %", "series-1", away=(60, 50))
    return Figure(
        figure,
        alt=(
            "The calcium share of the current against the permeability ratio, from 0 to 12. The curve rises "
            f"from zero, ever less steeply, through {n.share_ghk_low} % at a ratio of 3.6, to {n.share_ghk} "
            "% at 10.6. Two level lines mark the measured shares, 8 % and 19 %. The curve leaves that band "
            "above a ratio of about 7."
        ),
        caption=(
            "Calcium share by the Goldman–Hodgkin–Katz equation with plain concentrations, at −60 mV and "
            "1.2 mM calcium. Dashed: the range of measured shares. Computed."
        ),
    )


def three_buffer_capacities() -> Figure:
    """Draw free calcium after the same influx into spines with three buffer capacities."""
    runs = _buffered()
    figure = _plot("Free calcium (µM)", "Time (ms)", (0, 300), (0, 2))
    for kappa, (line, at) in BUFFERED.items():
        add_curve(figure, *_calcium(runs[kappa], 300, 4), f"κ = {kappa}", *line)
        add_name(figure, at, f"κ = {kappa}", line[0], "left", above=True)
    peaks = ", ".join(f"{run.scalars['peak_calcium']:.2f} µM" for run in runs.values())
    return Figure(
        figure,
        alt=(
            "Three curves of free calcium in the spine against time, from 0 to 300 ms, for buffer "
            "capacities of 10, 24 and 100. All start at 0.07 µM and rise after 20 ms. Their peaks are "
            f"{peaks}. The lower the peak, the later it comes and the longer the tail: from about 80 ms on "
            "the order is reversed and the curve for 100 lies on top."
        ),
        caption=(
            "The same influx into spines with three buffer capacities. A larger one gives a lower, later "
            "peak and a longer tail. Computed by the model at coincidence, 1 mM magnesium."
        ),
    )


def table_of_buffer_capacities() -> Markdown:
    """Return the same runs as numbers."""
    return _table(
        "| Buffer capacity κ | Peak of free calcium | Time integral above rest, to 500 ms |",
        [
            f"| {kappa} | {run.scalars['peak_calcium']:.2f} µM | {run.scalars['calcium_time_integral']:.1f} "
            "µM·ms |"
            for kappa, run in _buffered().items()
        ],
    )


def _buffered() -> dict[int, Result]:
    return {kappa: calcium_influx.run(kappa=float(kappa), **n.COINCIDENCE) for kappa in BUFFERED}


def rest_and_coincidence() -> Figure:
    """Draw free calcium of the resting synapse and of the coincidence."""
    figure = _plot("Free calcium (µM)", "Time (ms)", (0, 250), (0, 1.4))
    add_curve(figure, *_calcium(n.coincidence, 250, 7), "coincidence", "series-2")
    add_curve(figure, *_calcium(n.rest, 250, 7), "resting synapse", "series-1", "dash")
    add_name(figure, (52, 1.0), "coincidence", "series-2", "left", above=True)
    add_name(figure, (110, 0.12), "resting synapse", "series-1", "left", above=True)
    late, soon = (run.t[run.series["calcium"].argmax()] for run in (n.rest, n.coincidence))
    return Figure(
        figure,
        alt=(
            "Two curves of free calcium against time, from 0 to 250 ms. Both start at 0.07 µM. The resting "
            f"synapse rises slowly to {n.peak_rest} µM at {late:.0f} ms. "
            f"The coincidence rises steeply to {n.peak_coincidence} µM at "
            f"{soon:.0f} ms and falls again; from about "
            "100 ms on the two curves are close to each other."
        ),
        caption=(
            "Free calcium after one pulse at 20 ms, at rest and at coincidence, with 1 mM magnesium. "
            "Computed by the model."
        ),
    )


def factor_at_each_step() -> Figure:
    """Draw by what factor each step of the chain is larger at coincidence than at rest."""
    return named_bars(
        list(n.factors.items()),
        "Coincidence divided by rest",
        colours=["series-2"],
        alt=(
            "Four bars that show by what factor each step is larger at coincidence than at rest: "
            + ", ".join(f"{label} {value:.1f}" for label, value in n.factors.items())
            + "."
        ),
        caption=(
            "The factor from rest to coincidence at four steps of the chain: peak of the open NMDA "
            "receptors, peak of the unblocked fraction, peak of calcium above rest, and its time integral "
            "above rest. A factor of 1 means no change. Computed by the model."
        ),
    )


def table_by_magnesium() -> Markdown:
    """Return the peaks at rest and at coincidence at four concentrations of magnesium, and their quotient."""
    peaks = {Mg: (n.peak(Mg=Mg), n.peak(Mg=Mg, **n.COINCIDENCE)) for Mg in (0.3, 0.8, 1.0, 2.0)}
    return _table(
        "| Magnesium | Peak at rest | Peak at coincidence | Coincidence ÷ rest |",
        [
            f"| {Mg:.1f} mM | {at_rest:.2f} µM | {together:.2f} µM | {together / at_rest:.2f} |"
            for Mg, (at_rest, together) in peaks.items()
        ],
    )


def peak_by_magnesium() -> Figure:
    """Draw the peak of free calcium against magnesium at three held potentials."""
    magnesium = [0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.5, 2.0, 3.0]
    figure = _plot("Peak of free calcium (µM)", "Magnesium (mM)", (0, 3), (0, 4))
    peaks = {V: {Mg: n.peak(Mg=Mg, V_hold=V) for Mg in magnesium} for V in HELD}
    for V, (line, at) in HELD.items():
        name = in_words(f"held at {V:g} mV")
        add_curve(figure, magnesium, list(peaks[V].values()), name, *line)
        add_name(figure, at, name, line[0], "left", above=True)
    at_rest, between, at_zero = peaks.values()
    return Figure(
        figure,
        alt=(
            "Three curves of the calcium peak against magnesium, from 0.2 to 3 mM. At −65 mV the peak falls "
            f"steeply from {at_rest[0.2]:.1f} µM at 0.2 mM to {at_rest[0.3]:.1f} µM at "
            f"0.3 mM and {at_rest[1.0]:.1f} µM at 1 mM. At −40 mV it falls from "
            f"{between[0.2]:.1f} to {between[1.0]:.1f} µM at 1 mM. At 0 mV it falls gently from "
            f"{at_zero[0.2]:.1f} to {at_zero[1.0]:.1f} µM at 1 mM."
        ),
        caption=(
            "Peak of free calcium after one pulse, at three held potentials. Near rest calcium depends "
            "steeply on magnesium. At 0 mV it depends on it only a little. Computed by the model."
        ),
    )


def peak_by_magnesium_and_rate() -> Map:
    """Show the peak of free calcium after five pulses over magnesium and the rate of the pulses."""
    peaks = sweep(
        calcium_influx,
        vary={"Mg": [k / 5 for k in range(1, 16)], "rate": range(10, 101, 10)},
        read="peak_calcium",
        fixed={name: value for name, value in n.FIVE_PULSES.items() if name != "rate"},
    )
    return Map(
        peaks,
        alt=(
            "A map of the calcium peak over magnesium, 0.2 to 3 mM, and the rate of five pulses, 10 to 100 "
            f"Hz. The peak is largest, {peaks.values[0, -1]:.1f} µM, at the top left, with little magnesium "
            f"and fast pulses. It falls to the right and downwards, to {peaks.values[-1, 0]:.2f} µM at the "
            "bottom right. Bands of one colour run from the bottom left to the top right."
        ),
        caption=(
            "Peak of free calcium after five pulses, on a free membrane. Follow one colour: more magnesium "
            "needs a faster train for the same peak, so the peak alone does not tell which of the two "
            "changed. Equal steps of colour are equal factors. Computed by the model."
        ),
        sets="magnesium-and-calcium",
        log=True,
    )


def table_with_and_without_magnesium() -> Markdown:
    """Return the peak above rest of both models at four held potentials, with magnesium and without."""
    rows = []
    for V in (-65.0, -40.0, 0.0, 40.0):
        toy = [n.above_rest(n.peak(Mg=Mg, V_hold=V)) for Mg in (1.0, 0.0)]
        published = [n.published_peak(Mg=Mg, V_hold=V) for Mg in (1.0, 0.0)]
        peaks = " | ".join(f"{uM:.2f} µM" for uM in toy + published)
        rows.append(f"| {in_words(f'{V:g}')} mV | {peaks} |")
    return _table(
        "| Held potential | Toy model, 1 mM | Toy model, 0 mM | Shouval et al., 1 mM "
        "| Shouval et al., 0 mM |",
        rows,
    )


def published_peak_by_potential() -> Figure:
    """Draw the peak of the published model against held potential, with less and less magnesium."""
    potentials = np.arange(-90.0, 41.0, 10.0)
    figure = _plot("Peak calcium above rest (µM)", "Held potential (mV)", (-90, 40), (0, 6))
    peaks = {Mg: [n.published_peak(Mg=Mg, V_hold=V) for V in potentials] for Mg in LEFT}
    for Mg, (line, at, anchor) in LEFT.items():
        name = f"{Mg:g} mM" if Mg else "no magnesium"
        add_curve(figure, potentials, peaks[Mg], name, *line)
        add_name(figure, at, name, line[0], anchor, above=True)
    return Figure(
        figure,
        alt=(
            "Peak calcium above rest against held potential, from −90 to 40 mV, in the published model. "
            f"With no magnesium a straight line falls from {peaks[0.0][0]:.1f} µM at −90 mV to "
            f"{peaks[0.0][-1]:.1f} µM at 40 mV. With 0.1 mM the curve rises to a flat top near −25 mV and "
            f"falls again. With 1 mM it rises from nearly zero to a flat top of {max(peaks[1.0]):.1f} µM "
            "near 10 mV. On the right the three curves come together."
        ),
        caption=(
            "Peak calcium against held potential in the model of Shouval, Bear and Cooper. The straight "
            "line is the driving force alone. What magnesium takes away from it makes calcium depend on "
            "depolarisation. Computed."
        ),
    )
