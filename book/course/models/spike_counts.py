"""How many spikes the model neurons make over many draws of the same drive: ``python -m course.models.spike_counts``.

The command runs the models and writes ``data/spike_counts.csv`` (some minutes on two cores). A chapter reads
the table: thousands of runs are too many for each build. Run it again when a neuron changes; a test repeats a
sample of the runs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course.models.excitable_neuron import excitable_neuron
from course.models.pyramidal_neuron import pyramidal_neuron
from lessonkit.model import Model
from lessonkit.model.sweep import Sweep, Swept
from lessonkit.tables import read_table

TABLE = "spike_counts"
MAGNESIUM_MM = (0.0, 0.1, 0.3, 0.5, 0.8, 1.0, 2.0)
MAP_MAGNESIUM_MM = (0.0, 0.3, 0.5, 0.8, 1.0, 2.0)
MAP_RATES_HZ = (10.0, 20.0, 40.0, 60.0, 80.0)
STRONG = {"rate": 100.0, "ratio": 2.0}
MODELS = {model.id: model for model in (pyramidal_neuron, excitable_neuron)}


@dataclass(frozen=True)
class Condition:
    """A drive at one concentration of magnesium, and how many of its draws are counted."""

    model: str
    rate: float
    ratio: float
    Mg: float
    draws: int

    def settings(self, draw: int) -> dict[str, float]:
        """Return the settings of one draw."""
        return {"rate": self.rate, "ratio": self.ratio, "Mg": self.Mg, "seed": draw}


@dataclass(frozen=True)
class Counts:
    """Spikes of each draw: at the model's criterion, and counted where the potential passes 0 mV."""

    spikes: np.ndarray
    past_zero: np.ndarray

    @property
    def mean(self) -> float:
        """The mean of the draws."""
        return float(self.spikes.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean, by its standard error."""
        half = 1.96 * self.spikes.std(ddof=1) / np.sqrt(self.spikes.size)
        return self.mean - half, self.mean + half


def conditions() -> Iterator[Condition]:
    """Yield what the table holds."""
    for model in MODELS:
        for Mg in MAGNESIUM_MM:
            yield Condition(model, 10.0, 0.4, Mg, 100)
    for model in MODELS:
        for Mg in (0.3, 1.0, 2.0):
            yield Condition(model, STRONG["rate"], STRONG["ratio"], Mg, 100)
    for rate in MAP_RATES_HZ[1:]:
        for Mg in MAP_MAGNESIUM_MM:
            yield Condition(pyramidal_neuron.id, rate, 0.4, Mg, 20)


def counted(condition: Condition, draw: int) -> tuple[int, int]:
    """Return the spikes of one run at the model's criterion, and those that pass 0 mV."""
    run = MODELS[condition.model].run(**condition.settings(draw))
    above = run.series["potential"] >= 0
    return run.spikes.size, int(np.count_nonzero(above[1:] & ~above[:-1]))


def table() -> dict[Condition, Counts]:
    """Return the counts of all conditions."""
    texts = ("model", "spikes", "spikes_at_0_mV")
    rows = read_table(TABLE, texts=texts, numbers=("rate_Hz", "nmda_per_ampa", "Mg_mM"))
    found = {}
    for row in rows:
        spikes, past_zero = (np.array(row[name].split(), int) for name in texts[1:])
        condition = Condition(row["model"], row["rate_Hz"], row["nmda_per_ampa"], row["Mg_mM"], spikes.size)
        found[condition] = Counts(spikes, past_zero)
    return found


def by_magnesium(model: Model, rate: float = 10.0, ratio: float = 0.4) -> dict[float, Counts]:
    """Return the counts of a model at one drive, by magnesium, mM."""
    return {
        condition.Mg: counts
        for condition, counts in table().items()
        if (condition.model, condition.rate, condition.ratio) == (model.id, rate, ratio)
    }


def mean_map(model: Model) -> Sweep:
    """Return the mean counts over magnesium and the rate of inputs, as a sweep of the model."""
    names = {"Mg": MAP_MAGNESIUM_MM, "rate": MAP_RATES_HZ}
    described = {p.name: p for p in model.parameters}
    axes = tuple(Swept(name, described[name].label, described[name].unit, at) for name, at in names.items())
    rows = [by_magnesium(model, rate) for rate in MAP_RATES_HZ]
    values = np.array([[row[Mg].mean for row in rows] for Mg in MAP_MAGNESIUM_MM])
    scalar = next(s for s in model.scalars if s.name == "spike_count")
    return Sweep(model, axes, scalar, values, model.settings({}))


def main() -> None:
    """Run all conditions and write the table."""
    import joblib

    tasks = [(condition, draw) for condition in conditions() for draw in range(condition.draws)]
    found = joblib.Parallel(n_jobs=-1)(joblib.delayed(counted)(*task) for task in tasks)
    path = Path(__file__).parents[2] / "data" / f"{TABLE}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("model", "rate_Hz", "nmda_per_ampa", "Mg_mM", "spikes", "spikes_at_0_mV"))
        for condition in conditions():
            pairs = [pair for (of, _), pair in zip(tasks, found, strict=True) if of == condition]
            columns = (" ".join(map(str, column)) for column in zip(*pairs, strict=True))
            of = (condition.model, condition.rate, condition.ratio, condition.Mg)
            writer.writerow((of[0], *(f"{number:g}" for number in of[1:]), *columns))


if __name__ == "__main__":
    main()
