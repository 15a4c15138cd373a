"""Numbers of the chapter “From synapse to jerk”: arithmetic, and means over many draws."""

import math

import numpy as np

from course.models.excitable_neuron import excitable_neuron
from course.models.pyramidal_neuron import pyramidal_neuron
from course.models.spike_counts import STRONG, Counts, by_magnesium, mean_map
from lessonkit.page.numbers import fixed

REFERENCE_MM = (1.2, 0.8)
"""Calcium and magnesium that the toy rule compares with."""


def _effective(Ca: float, Mg: float) -> float:
    return Ca + Mg / 1.4


def _decades(Ca: float, Mg: float) -> float:
    return math.log10(_effective(Ca, Mg) / _effective(*REFERENCE_MM))


def shift(Ca: float, Mg: float) -> float:
    """Return the shift of the toy rule, mV."""
    return 22.5 * _decades(Ca, Mg)


effective_before = fixed(_effective(*REFERENCE_MM), 2)
effective_after = fixed(_effective(1.2, 0.3), 2)
shift_logarithm = fixed(_decades(1.2, 0.3), 3)
shift_low = fixed(shift(1.2, 0.3), 1)
shift_tenth = fixed(shift(0.12, 0.08), 1)
shift_hundredth = fixed(shift(0.012, 0.008))
shift_calcium = fixed(shift(0.8, 1.0), 1)

sheep_mmol = fixed(0.6 * 10 / 24.305, 2)
share_myoclonus = fixed(100 * 4 / 60, 1)

by_drive = mean_map(pyramidal_neuron)
"""Mean spikes of the pyramidal cell over magnesium and the rate of its inputs."""


def mean_at(Mg: float, rate: float) -> float:
    """Return the mean spikes at a magnesium, mM, and a rate, Hz, of the map."""
    magnesium, rates = (list(axis.values) for axis in by_drive.axes)
    return float(by_drive.values[magnesium.index(Mg), rates.index(rate)])


def _factor(rate: float) -> str:
    return fixed(mean_at(0.3, rate) / mean_at(1.0, rate), 1)


map_one_10, map_low_10, map_factor_10 = (
    fixed(mean_at(1.0, 10.0), 1),
    fixed(mean_at(0.3, 10.0), 1),
    _factor(10.0),
)
map_one_40, map_low_40, map_factor_40 = (
    fixed(mean_at(1.0, 40.0), 1),
    fixed(mean_at(0.3, 40.0), 1),
    _factor(40.0),
)
map_factor_80 = _factor(80.0)


def _with_interval(counts: Counts, digits: int = 0) -> str:
    least, most = (fixed(end, digits) for end in counts.interval)
    return f"{fixed(counts.mean, digits)} ({least} to {most})"


def _change(draws: dict[float, Counts]) -> np.ndarray:
    return draws[2.0].spikes - draws[1.0].spikes


pyramidal = by_magnesium(pyramidal_neuron)
interneuron = by_magnesium(excitable_neuron)
"""Counts of 100 draws at 10 Hz, by magnesium, mM."""

mean_none, mean_low, mean_csf, mean_one, mean_raised = (
    _with_interval(pyramidal[Mg], 1) for Mg in (0.0, 0.3, 0.8, 1.0, 2.0)
)
inter_mean_none, inter_mean_low, inter_mean_csf, inter_mean_one, inter_mean_raised = (
    _with_interval(interneuron[Mg], 1) for Mg in (0.0, 0.3, 0.8, 1.0, 2.0)
)
fell, rose = (fixed(int(np.count_nonzero(sign * _change(pyramidal) > 0))) for sign in (-1, 1))
inter_fell, inter_rose = (fixed(int(np.count_nonzero(sign * _change(interneuron) > 0))) for sign in (-1, 1))
draws_one_most = fixed(int(pyramidal[1.0].spikes.max()))
draws_low_least = fixed(int(pyramidal[0.3].spikes.min()))

_driven = by_magnesium(pyramidal_neuron, **STRONG)
driven_low, driven_one, driven_raised = (_with_interval(_driven[Mg]) for Mg in (0.3, 1.0, 2.0))
driven_low_at_0, driven_one_at_0, driven_raised_at_0 = (
    fixed(_driven[Mg].past_zero.mean()) for Mg in (0.3, 1.0, 2.0)
)
