"""The numbers of the lessons on hyperexcitability are those that its question bank quotes."""

from __future__ import annotations

from course.numbers import hyperexcitability as n
from course.numbers import hyperexcitability_runs as runs


def test_single_runs_give_the_counts_of_the_bank():
    assert (runs.n_one, runs.n_low, runs.n_none, runs.n_inputs) == ("5", "9", "43", "5")
    assert (runs.strong_one, runs.strong_low) == ("135", "16")
    assert set(runs.without_nmda.values()) == {1}
    assert (runs.n_interneuron_low, runs.n_low_toy, runs.n_calcium_toy) == ("11", "21", "10")


def test_the_map_gives_the_means_of_the_bank():
    assert (n.map_one_10, n.map_low_10, n.map_one_40, n.map_low_40) == ("4.3", "7.8", "19.8", "52.3")
