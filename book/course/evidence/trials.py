"""The trials of magnesium before etomidate: how many had myoclonus, and how sure that is."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from course.nutrition.salts import Salt, read_salts
from lessonkit.bibliography import Reference, reference
from lessonkit.figures import Figure, layout_of_plot
from lessonkit.page.numbers import written
from lessonkit.page.tokens import colour
from lessonkit.tables import DataError, read_table, refuse_repeats

ROW_PX = 74
ARM_GAP = 0.22
CONFIDENCE = 0.95

SALT = "sulfate-heptahydrate"
"""What stands in an ampoule; a dose in mg that does not say so may be of the element."""

BODY_KG = (50.0, 70.0, 90.0)
"""Body masses for which a dose by the kilogram is converted: light, usual, heavy."""

NEAR_THE_EDGE_MMOL = 5.0
"""Above it a name goes to the left of its point, for it would be cut off on a phone."""

DOSE_UNITS = ("mmol", "mg", "mg salt/kg", "not stated")


@dataclass(frozen=True)
class Arm:
    """One group of a trial; `n` or `events` is nan where the report does not give it."""

    n: float
    events: float

    @property
    def is_reported(self) -> bool:
        """Whether both numbers are known."""
        return math.isfinite(self.n) and math.isfinite(self.events)

    @property
    def rate(self) -> float:
        """The share with myoclonus, 0 to 1; nan if it is not reported."""
        return self.events / self.n

    def interval(self) -> tuple[float, float]:
        """Return the exact 95 % interval of the rate (Clopper and Pearson), by SciPy."""
        from scipy.stats import binomtest

        found = binomtest(int(self.events), int(self.n)).proportion_ci(CONFIDENCE, method="exact")
        return float(found.low), float(found.high)

    def __str__(self) -> str:
        return f"{self.events:.0f} of {self.n:.0f}" if self.is_reported else "not reported"


@functools.cache
def _salt() -> Salt:
    for salt in read_salts():
        if salt.id == SALT:
            return salt
    raise DataError(f"salts.csv has no {SALT}, which doses in mg are converted with: restore its row")


@dataclass(frozen=True)
class DoseReading:
    """One way to read a dose, in mmol of magnesium; `low` and `high` are for a light and a heavy person."""

    meaning: str
    mmol: float
    low: float
    high: float

    def __str__(self) -> str:
        text = f"{written(self.mmol)} mmol"
        if self.low < self.high:
            text += f" ({written(self.low)} to {written(self.high)} mmol)"
        return f"{text} {self.meaning}".strip()


@dataclass(frozen=True)
class Dose:
    """A dose as it is reported; `unit` is one of `DOSE_UNITS`, and "mg" leaves open of what."""

    value: float
    unit: str

    @property
    def readings(self) -> tuple[DoseReading, ...]:
        """All ways to read the dose: none if it is not stated, two if it may be the salt or the element."""
        if self.unit == "not stated":
            return ()
        if self.unit == "mg salt/kg":
            low, usual, high = (_salt().amounts(self.value * kg, "compound").mmol for kg in BODY_KG)
            people = " to ".join(f"{kg:.0f}" for kg in BODY_KG[::2])
            return (DoseReading(f"for {BODY_KG[1]:.0f} kg ({people} kg)", usual, low, high),)
        if self.unit == "mmol":
            return (DoseReading("", self.value, self.value, self.value),)
        found = []
        for kind, meaning in (("element", "if of the element"), ("compound", "if of the salt")):
            mmol = _salt().amounts(self.value, kind).mmol
            found.append(DoseReading(meaning, mmol, mmol, mmol))
        return tuple(found)

    @property
    def mmol(self) -> float:
        """The dose in mmol of magnesium, for a usual person; nan if it is open or not stated."""
        return self.readings[0].mmol if len(self.readings) == 1 else math.nan

    def __str__(self) -> str:
        return " or ".join(map(str, self.readings)) or "not stated"


@dataclass(frozen=True)
class Trial:
    """One trial of magnesium into a vein before etomidate; `dose_in_words` is how it is reported.

    `control` is the arm on placebo or saline, without people where there is none; `comparator` names all
    other arms. `etomidate_mg_per_kg` is the dose of the anaesthetic, nan where it was not seen.
    """

    study: str
    design: str
    comparator: str
    etomidate_mg_per_kg: float
    magnesium: Arm
    control: Arm
    dose: Dose
    dose_in_words: str
    outcome: str
    source: Reference

    @property
    def has_both_arms(self) -> bool:
        """Whether both arms are reported."""
        return self.magnesium.is_reported and self.control.is_reported

    @property
    def has_risk_ratio(self) -> bool:
        """Whether there is a risk ratio with an interval: both arms are reported and have events."""
        return self.has_both_arms and bool(self.magnesium.events and self.control.events)

    def risk_ratio(self) -> tuple[float, float, float]:
        """Return the risk ratio of magnesium against control with its 95 % interval (Katz), by SciPy.

        Raises
        ------
        DataError
            If an arm is not reported, or has no events: the interval is then without end.
        """
        from scipy.stats.contingency import relative_risk

        self._need_both_arms()
        if not self.has_risk_ratio:
            raise DataError(f"{self.study}: an arm has no events, so that its risk ratio has no interval")
        numbers = (self.magnesium.events, self.magnesium.n, self.control.events, self.control.n)
        found = relative_risk(*map(int, numbers))
        interval = found.confidence_interval(CONFIDENCE)
        return float(found.relative_risk), float(interval.low), float(interval.high)

    def p_value(self) -> float:
        """Return the two-sided p value of Fisher's exact test, by SciPy.

        Raises
        ------
        DataError
            If an arm is not reported.
        """
        from scipy.stats import fisher_exact

        self._need_both_arms()
        table = [[arm.events, arm.n - arm.events] for arm in (self.magnesium, self.control)]
        found: Any = fisher_exact(table)
        return float(found.pvalue)

    def _need_both_arms(self) -> None:
        if not self.has_both_arms:
            raise DataError(f"{self.study}: a risk ratio needs both arms, and one is not reported")


def ratio_of_ratios(first: Trial, second: Trial) -> tuple[float, float, float]:
    """Return the risk ratio of `second` over that of `first`, with its 95 % interval.

    The errors of the two logarithms add as squares, since no person was in both trials.

    Raises
    ------
    DataError
        If an arm of either is not reported, or has no events.
    """
    ratio, error = 0.0, 0.0
    for trial, sign in ((second, 1), (first, -1)):
        estimate, low, high = map(math.log, trial.risk_ratio())
        ratio += sign * estimate
        error = math.hypot(error, (high - low) / 2)
    return math.exp(ratio), math.exp(ratio - error), math.exp(ratio + error)


def read_trials(folder: Path | None = None) -> list[Trial]:
    """Return the rows of ``etomidate_trials.csv``, in their order.

    Raises
    ------
    DataError
        If the table cannot be read, a trial stands twice, an arm has more events than people, or a dose
        cannot be converted.
    """
    rows = read_table(
        "etomidate_trials",
        texts=("study", "design", "comparator", "dose", "dose_unit", "outcome", "source", "status"),
        numbers=(),
        optional=(
            *("year", "etomidate_mg_per_kg", "n_magnesium", "events_magnesium", "n_control"),
            *("events_control", "dose_value"),
        ),
        folder=folder,
    )
    refuse_repeats(rows, "etomidate_trials.csv", "study", "year")
    trials = []
    for row in rows:
        magnesium, control = (Arm(row[f"n_{arm}"], row[f"events_{arm}"]) for arm in ("magnesium", "control"))
        for arm in (magnesium, control):
            whole = float(arm.events).is_integer() and float(arm.n).is_integer()
            if math.isfinite(arm.events) and not (whole and 0 <= arm.events <= arm.n > 0):
                raise DataError(
                    f"etomidate_trials.csv, {row['study']}: {arm.events:g} events of {arm.n:g} people: "
                    "write whole numbers above 0 people, and events no more than these"
                )
        dose = Dose(row["dose_value"], row["dose_unit"])
        if dose.unit not in DOSE_UNITS:
            raise DataError(
                f"etomidate_trials.csv, {row['study']}: dose_unit = {dose.unit!r}: "
                f"write one of {', '.join(DOSE_UNITS)}"
            )
        if dose.unit != "not stated" and not dose.value > 0:
            raise DataError(
                f"etomidate_trials.csv, {row['study']}: dose_value = {dose.value:g} {dose.unit}: "
                'write a number above 0, or "not stated" as its unit'
            )
        study = f"{row['study']} {row['year']:.0f}" if math.isfinite(row["year"]) else row["study"]
        source = reference(row["source"])
        told = (row["design"], row["comparator"], row["etomidate_mg_per_kg"])
        trials.append(Trial(study, *told, magnesium, control, dose, row["dose"], row["outcome"], source))
    return trials


def event_rates(trials: list[Trial]) -> Figure:
    """Return the share of people with myoclonus in each arm, with exact intervals; what lacks is named."""
    figure = go.Figure(
        layout=layout_of_plot(
            "Each trial: magnesium above, control below",
            "People with myoclonus (%)",
            x_range=(0.0, 100.0),
            y_range=(-0.6, len(trials) - 0.2),
            height=ROW_PX * len(trials),
        )
    )
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(tickvals=[], showgrid=False)
    rows = list(enumerate(reversed(trials)))
    for name, tint, symbol, side in (
        ("magnesium", "series-2", "circle", 1),
        ("control", "series-1", "circle-open", -1),
    ):
        found = [(place + side * ARM_GAP / 2, getattr(trial, name)) for place, trial in rows]
        found = [(place, arm, arm.interval()) for place, arm in found if arm.is_reported]
        figure.add_scatter(
            x=[100 * arm.rate for _, arm, _ in found],
            y=[place for place, _, _ in found],
            error_x={
                "type": "data",
                "array": [100 * (high - arm.rate) for _, arm, (_, high) in found],
                "arrayminus": [100 * (arm.rate - low) for _, arm, (low, _) in found],
                "thickness": 2,
                "width": 0,
            },
            mode="markers",
            name=name.capitalize(),
            marker={"color": colour(tint), "size": 9, "symbol": symbol},
            text=[trial.study for _, trial in rows if getattr(trial, name).is_reported],
            hovertemplate=f"%{{text}}: {name} %{{x:.0f}} %<extra></extra>",
        )
    for place, trial in rows:
        figure.add_annotation(
            x=0,
            y=place + ARM_GAP,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            yshift=2,
            text=f"{trial.study}: {_counts(trial)}",
        )
    return Figure(
        figure,
        alt=(
            "People with myoclonus after etomidate, in per cent with 95 per cent intervals. "
            + ". ".join(f"{t.study}: {_counts(t)}" for t in trials)
            + "."
        ),
        caption=(
            "Filled: magnesium. Open: control. The lines are exact 95 % intervals. What a report does not "
            "give is not drawn."
        ),
        table=[
            {
                "Trial": t.study,
                "Design": t.design,
                "Compared with": t.comparator,
                "Etomidate (mg/kg)": _seen(t.etomidate_mg_per_kg),
                "On magnesium (95 % interval)": _count_and_share(t.magnesium),
                "On control (95 % interval)": _count_and_share(t.control),
            }
            for t in trials
        ],
    )


def _counts(trial: Trial) -> str:
    if not (trial.magnesium.is_reported or trial.control.is_reported):
        return trial.outcome
    return f"magnesium {trial.magnesium}, {_control(trial)}"


def _control(trial: Trial) -> str:
    return f"control {trial.control}" if math.isfinite(trial.control.n) else "no placebo group"


def _seen(value: float) -> str:
    return written(value) if math.isfinite(value) else "not seen"


def _share(arm: Arm) -> str:
    if not arm.is_reported:
        return "not reported"
    low, high = arm.interval()
    return f"{100 * arm.rate:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def _count_and_share(arm: Arm) -> str:
    return f"{arm}, {_share(arm)}" if arm.is_reported else str(arm)


def risk_ratios(trials: list[Trial]) -> Figure:
    """Return the risk ratio of each trial with both arms, and why the others have none; nothing is pooled."""
    figure = go.Figure(
        layout=layout_of_plot(
            "Each trial by itself",
            "Risk ratio (below 1: fewer on magnesium)",
            y_range=(-0.4, len(trials) - 0.2),
            height=round(0.75 * ROW_PX * len(trials)),
        )
    )
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(tickvals=[], showgrid=False)
    rows = list(enumerate(reversed(trials)))
    known = [(place, trial.study, trial.risk_ratio()) for place, trial in rows if trial.has_risk_ratio]
    left = _make_logarithmic(figure, 0.1, 10, [end for _, _, (_, *interval) in known for end in interval])
    figure.add_shape(
        type="line",
        x0=1,
        x1=1,
        y0=0,
        y1=1,
        yref="y domain",
        line={"color": colour("muted"), "width": 1.5, "dash": "dash"},
    )
    figure.add_scatter(
        x=[ratio for _, _, (ratio, _, _) in known],
        y=[place for place, _, _ in known],
        error_x={
            "type": "data",
            "array": [high - ratio for _, _, (ratio, _, high) in known],
            "arrayminus": [ratio - low for _, _, (ratio, low, _) in known],
            "thickness": 2,
            "width": 0,
        },
        mode="markers",
        name="Risk ratio",
        marker={"color": colour("series-2"), "size": 9},
        text=[study for _, study, _ in known],
        hovertemplate="%{text}: %{x:.2f}<extra></extra>",
    )
    for place, trial in rows:
        figure.add_annotation(
            x=left,
            y=place,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            yshift=5,
            text=f"{trial.study}: {_ratio(trial)}",
        )
    return Figure(
        figure,
        alt=(
            "Risk ratio of myoclonus, magnesium against control, with 95 per cent intervals. "
            + ". ".join(f"{t.study}: {_ratio(t)}" for t in trials)
            + "."
        ),
        caption=(
            "A point is one trial; its line is the 95 % interval by the method of Katz. The dashed line at 1 "
            "means no difference. A trial without both counts has no point, and no mean is drawn."
        ),
        table=[
            {
                "Trial": t.study,
                "Magnesium": str(t.magnesium),
                "Control": str(t.control),
                "Risk ratio and 95 % interval": _ratio(t),
                "p (Fisher’s exact test)": f"{t.p_value():.2g}" if t.has_both_arms else "none",
            }
            for t in trials
        ],
    )


def _ratio(trial: Trial) -> str:
    if trial.has_risk_ratio:
        ratio, low, high = trial.risk_ratio()
        return f"{ratio:.2f} ({low:.2f} to {high:.2f})"
    if trial.has_both_arms:
        return "no ratio, as an arm had no events"
    if not trial.magnesium.is_reported:
        return "counts not reported"
    if math.isfinite(trial.control.n):
        return "control count not reported"
    return "no placebo group"


def _make_logarithmic(figure: go.Figure, low: float, high: float, values: Sequence[float]) -> float:
    """Let the axis of x reach from `low` to `high`, farther if a value lies beyond; ticks at 1, 2 and 5.

    Return where the axis begins, as a logarithm.
    """
    low, high = min([low, *values]), max([high, *values])
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = [float(f"{step}e{decade}") for decade in decades for step in (1, 2, 5)]
    first, last = max(t for t in every if t <= low), min(t for t in every if t >= high)
    ticks = [tick for tick in every if first <= tick <= last]
    figure.update_xaxes(
        type="log",
        range=[math.log10(ticks[0]), math.log10(ticks[-1])],
        tickvals=ticks,
        ticktext=[written(tick) for tick in ticks],
    )
    return math.log10(ticks[0])


def doses_and_rates(trials: list[Trial]) -> Figure:
    """Return the share with myoclonus on magnesium over the dose; a dose with two meanings stands twice."""
    known = [t for t in trials if t.magnesium.is_reported and t.dose.readings]
    figure = go.Figure(
        layout=layout_of_plot("Myoclonus on magnesium (%)", "Magnesium (mmol)", y_range=(0.0, 100.0))
    )
    figure.update_layout(hovermode="closest")
    spans = [end for t in known for reading in t.dose.readings for end in (reading.low, reading.high)]
    _make_logarithmic(figure, 0.1, 20, spans)
    clear = [t for t in known if len(t.dose.readings) == 1]
    figure.add_scatter(
        x=[t.dose.mmol for t in clear],
        y=[100 * t.magnesium.rate for t in clear],
        mode="markers",
        error_x={
            "type": "data",
            "array": [t.dose.readings[0].high - t.dose.mmol for t in clear],
            "arrayminus": [t.dose.mmol - t.dose.readings[0].low for t in clear],
            "thickness": 2,
            "width": 0,
        },
        name="Dose is clear",
        marker={"color": colour("series-2"), "size": 9},
        text=[t.study for t in clear],
        hovertemplate="%{text}: %{x:.2f} mmol, %{y:.0f} %<extra></extra>",
    )
    heights = {t.study: 100 * t.magnesium.rate for t in known}
    for trial in known:
        if trial not in clear:
            figure.add_scatter(
                x=[reading.mmol for reading in trial.dose.readings],
                y=[heights[trial.study]] * len(trial.dose.readings),
                mode="lines+markers",
                name=f"{trial.study}: dose may be either",
                line={"color": colour("series-2"), "width": 1.5, "dash": "dot"},
                marker={"color": colour("series-2"), "size": 9, "symbol": "circle-open"},
                text=[reading.meaning for reading in trial.dose.readings],
                hovertemplate=f"{trial.study}: %{{x:.2f}} mmol %{{text}}<extra></extra>",
            )
        doses = [reading.mmol for reading in trial.dose.readings]
        others = [heights[t.study] for t in clear if t is not trial and t.dose.mmol in doses]
        below = any(0 <= other - heights[trial.study] < 10 for other in others)
        figure.add_annotation(
            x=sum(map(math.log10, doses)) / len(doses),
            y=heights[trial.study],
            xanchor="right" if min(doses) > NEAR_THE_EDGE_MMOL else "center",
            text=trial.study if trial in clear else f"{trial.study}: which?",
            showarrow=False,
            yshift=-12 if below else 12,
            yanchor="top" if below else "bottom",
        )
    words = ". ".join(f"{t.study}: {t.dose}, {heights[t.study]:.0f} %" for t in known)
    return Figure(
        figure,
        alt=f"Share with myoclonus over the dose of magnesium, on a logarithmic axis. {words}.",
        caption=(
            "If more magnesium helped more, the points would fall to the right. Open points: the report says "
            "mg, but not of what, and only one of the two is true. The line through a point spans people of "
            f"{BODY_KG[0]:.0f} to {BODY_KG[-1]:.0f} kg, where the dose was by the kilogram. So few trials "
            "cannot tell a law of dose; they can contradict one."
        ),
        table=[
            {
                "Trial": t.study,
                "Dose as reported": t.dose_in_words,
                "Magnesium": str(t.dose),
                "Myoclonus on magnesium": str(t.magnesium),
                "Share and 95 % interval": _share(t.magnesium),
            }
            for t in trials
        ],
    )
