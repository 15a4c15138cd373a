"""Numbers of the chapter “From synapse to jerk” that come from single runs of its two neurons."""

import numpy as np

from course.models.excitable_neuron import excitable_neuron
from course.models.pyramidal_neuron import pyramidal_neuron
from course.models.spike_counts import STRONG
from lessonkit.model import Model
from lessonkit.page.numbers import fixed


def spikes(neuron: Model, **settings: float | str) -> int:
    """Return how many spikes one run has in 500 ms."""
    return int(neuron.run(**settings).scalars["spike_count"])


by_magnesium = {Mg: pyramidal_neuron.run(Mg=Mg) for Mg in (1.0, 0.3, 0.0)}
"""Runs of the pyramidal cell at its usual drive, by magnesium, mM."""

counts = {Mg: int(run.scalars["spike_count"]) for Mg, run in by_magnesium.items()}
strong_counts = {Mg: spikes(pyramidal_neuron, Mg=Mg, **STRONG) for Mg in (0.0, 0.3, 1.0, 2.0)}
without_nmda = {Mg: spikes(pyramidal_neuron, ratio=0.0, Mg=Mg) for Mg in (0.0, 1.0)}

_one, _low = by_magnesium[1.0], by_magnesium[0.3]
input_ms = _one.t[1:][np.diff(_one.series["ampa_conductance"]) > 0.15]
"""When the inputs arrive, in each of these runs."""

n_inputs = fixed(len(input_ms))
n_one, n_low, n_none = (fixed(counts[Mg]) for Mg in (1.0, 0.3, 0.0))
n_raised = fixed(spikes(pyramidal_neuron, Mg=2.0))
n_no_nmda = fixed(without_nmda[0.0])
rate_one = fixed(_one.scalars["spike_rate"])
b_one, b_low = (fixed(run.scalars["unblocked_at_rest"], 3) for run in (_one, _low))
b_ratio = fixed(_low.scalars["unblocked_at_rest"] / _one.scalars["unblocked_at_rest"], 1)
strong_none, strong_low, strong_one, strong_raised = map(fixed, strong_counts.values())

n_interneuron_one = fixed(spikes(excitable_neuron))
n_interneuron_low = fixed(spikes(excitable_neuron, Mg=0.3))
n_low_toy = fixed(spikes(excitable_neuron, Mg=0.3, surface="toy_rule"))
n_calcium_toy = fixed(spikes(excitable_neuron, Mg=1.0, Ca=0.8, surface="toy_rule"))
n_low_toy_pyramidal = fixed(spikes(pyramidal_neuron, Mg=0.3, surface="toy_rule"))
