"""The trials of magnesium before etomidate: how many had myoclonus, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import plotly.graph_objects as go

from course.data import FOLDER, DataError, read_table
from course.design import colour
from course.figures import Figure, layout_of_plot
from course.references import Reference, reference
from course.text import written

ROW_PX = 74
ARM_GAP = 0.22
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Arm:
    """One group of a trial; `n` or `events` is nan where the report does not give it."""

    n: float
    events: float

    @property
    def is_reported(self) -> bool:
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


@dataclass(frozen=True)
class Trial:
    """One trial of magnesium into a vein before etomidate."""

    study: str
    magnesium: Arm
    control: Arm
    dose_mmol: float
    dose: str
    outcome: str
    source: Reference

    @property
    def has_both_arms(self) -> bool:
        return self.magnesium.is_reported and self.control.is_reported

    def risk_ratio(self) -> tuple[float, float, float]:
        """Return the risk ratio of magnesium against control with its 95 % interval (Katz), by SciPy.

        Raises
        ------
        DataError
            If an arm is not reported.
        """
        from scipy.stats.contingency import relative_risk

        if not self.has_both_arms:
            raise DataError(f"{self.study}: a risk ratio needs both arms, and one is not reported")
        numbers = (self.magnesium.events, self.magnesium.n, self.control.events, self.control.n)
        found = relative_risk(*map(int, numbers))
        interval = found.confidence_interval(CONFIDENCE)
        return float(found.relative_risk), float(interval.low), float(interval.high)


def read_trials(folder: Path = FOLDER) -> list[Trial]:
    """Return the rows of ``etomidate_trials.csv``, in their order.

    Raises
    ------
    DataError
        If the table cannot be read, or an arm has more events than people.
    """
    rows = read_table(
        "etomidate_trials",
        texts=("study", "dose", "outcome", "source", "status"),
        numbers=("n_magnesium",),
        optional=("year", "events_magnesium", "n_control", "events_control", "dose_mmol"),
        folder=folder,
    )
    trials = []
    for row in rows:
        arms = [Arm(row[f"n_{arm}"], row[f"events_{arm}"]) for arm in ("magnesium", "control")]
        for arm in arms:
            whole = float(arm.events).is_integer() and float(arm.n).is_integer()
            if arm.is_reported and not (whole and 0 <= arm.events <= arm.n):
                raise DataError(
                    f"etomidate_trials.csv, {row['study']}: {arm.events:g} events of {arm.n:g} people: "
                    "write whole numbers, the events no more than the people"
                )
        study = f"{row['study']} {row['year']:.0f}" if math.isfinite(row["year"]) else row["study"]
        source = reference(row["source"])
        trials.append(Trial(study, *arms, row["dose_mmol"], row["dose"], row["outcome"], source))
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
            hovertemplate=f"{name} %{{x:.0f}} %<extra></extra>",
        )
    for place, trial in rows:
        figure.add_annotation(
            x=0, y=place + ARM_GAP, xanchor="left", yanchor="bottom", showarrow=False, yshift=2,
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
            {"Trial": t.study, "Dose": t.dose}
            | {
                f"{name.capitalize()} {what}": value
                for name, arm in (("magnesium", t.magnesium), ("control", t.control))
                for what, value in (("count", str(arm)), ("share and 95 % interval", _share(arm)))
            }
            for t in trials
        ],
    )


def _counts(trial: Trial) -> str:
    if not (trial.magnesium.is_reported or trial.control.is_reported):
        return trial.outcome
    return f"magnesium {trial.magnesium}, control {trial.control}"


def _share(arm: Arm) -> str:
    if not arm.is_reported:
        return "not reported"
    low, high = arm.interval()
    return f"{100 * arm.rate:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def doses_and_rates(trials: list[Trial]) -> Figure:
    """Return the share with myoclonus on magnesium over the dose, for trials that give both."""
    known = [t for t in trials if t.magnesium.is_reported and math.isfinite(t.dose_mmol)]
    figure = go.Figure(
        layout=layout_of_plot(
            "People with myoclonus on magnesium (%)", "Magnesium (mmol)", x_range=(0.0, 10.0),
            y_range=(0.0, 100.0),
        )
    )
    figure.update_layout(hovermode="closest")
    figure.add_scatter(
        x=[t.dose_mmol for t in known], y=[100 * t.magnesium.rate for t in known], mode="markers",
        name="People with myoclonus (%)", marker={"color": colour("series-2"), "size": 9},
        text=[t.study for t in known], hovertemplate="%{text}: %{y:.0f} %<extra></extra>",
    )
    heights = {t.study: 100 * t.magnesium.rate for t in known}
    for trial in known:
        others = [h for study, h in heights.items() if study != trial.study]
        below = any(0 <= other - heights[trial.study] < 10 for other in others)
        figure.add_annotation(
            x=trial.dose_mmol, y=heights[trial.study], text=trial.study, showarrow=False,
            yshift=-12 if below else 12, yanchor="top" if below else "bottom",
        )
    words = ", ".join(f"{t.study} {written(t.dose_mmol)} mmol and {heights[t.study]:.0f} %" for t in known)
    return Figure(
        figure,
        alt=f"Share with myoclonus over the dose of magnesium: {words}.",
        caption=(
            "If more magnesium helped more, the points would fall to the right. Three trials cannot tell a "
            "law of dose; they can contradict one."
        ),
        table=[
            {"Trial": t.study, "Dose (mmol)": t.dose_mmol, "Myoclonus on magnesium": str(t.magnesium)}
            for t in known
        ],
    )
