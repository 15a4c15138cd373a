"""The counted spikes of many draws: the table is what the models give, and bears out what chapters say."""

from __future__ import annotations

import random

import numpy as np
import pytest

from course.models import excitable_neuron, pyramidal_neuron
from course.models.spike_counts import STRONG, by_magnesium, conditions, counted, mean_map, table

NEURONS = pytest.mark.parametrize("neuron", [excitable_neuron, pyramidal_neuron], ids=lambda model: model.id)


def test_the_table_holds_the_conditions():
    assert list(table()) == list(conditions())


@pytest.mark.parametrize("condition", random.Random(100).sample(list(conditions()), 8), ids=str)
def test_a_sample_of_the_runs_gives_the_counts_of_the_table(condition):
    counts = table()[condition]
    for draw in random.Random(condition.Mg).sample(range(condition.draws), 2):
        assert counted(condition, draw) == (counts.spikes[draw], counts.past_zero[draw])


@NEURONS
def test_with_sparse_inputs_less_magnesium_means_more_spikes(neuron):
    counts = by_magnesium(neuron)
    means = [counts[Mg].mean for Mg in sorted(counts)]
    assert means == sorted(means, reverse=True)
    assert counts[0.0].interval[0] > counts[0.3].interval[1] > counts[1.0].interval[1]


def test_from_one_to_two_millimolar_the_interneuron_never_fires_more():
    counts = by_magnesium(excitable_neuron)
    change = counts[2.0].spikes - counts[1.0].spikes
    assert (change <= 0).all()
    assert np.count_nonzero(change < 0) == 68


def test_the_criterion_for_a_spike_does_not_turn_the_order_of_the_pyramidal_cell():
    counts = by_magnesium(pyramidal_neuron, **STRONG)
    for of in ("spikes", "past_zero"):
        low, one, raised = (getattr(counts[Mg], of).mean() for Mg in (0.3, 1.0, 2.0))
        assert low < one < raised


def test_the_map_shows_the_means():
    sweep = mean_map(pyramidal_neuron)
    assert sweep.values.shape == (6, 5)
    assert sweep.values[5, 0] == by_magnesium(pyramidal_neuron)[2.0].mean
    assert (np.diff(sweep.values[:, :3], axis=0) <= 0).all()
