"""The neurons: their membranes, their spikes beside Brian2's, and the page's solver beside SciPy."""

from __future__ import annotations

import functools
import itertools
import json

import numpy as np
import pytest
from brian2_neuron import record, settings_to_compare
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Symbol, cos, pi

from course.models import excitable_neuron, pyramidal_neuron
from lessonkit.model import (
    Axis,
    Input,
    Model,
    ModelError,
    Parameter,
    RandomTrain,
    Reset,
    Scalar,
    Series,
    Spikes,
    State,
    Train,
)
from lessonkit.model.trains import times
from lessonkit.page.linker import ROOT
from lessonkit.page.random import integers, uniforms
from node_tools import node_modules

NEURONS = (excitable_neuron, pyramidal_neuron)
RECORDS = {model.id: json.loads(record(model.id).read_text(encoding="utf-8"))["runs"] for model in NEURONS}
COMPARED = [
    pytest.param(model, index, id=f"{model.id}-{index}")
    for model in NEURONS
    for index in range(len(RECORDS[model.id]))
]
each_neuron = pytest.mark.parametrize("neuron", NEURONS, ids=lambda model: model.id)

t, x, push, seed, rate = (Symbol(name) for name in ("t", "x", "push", "seed", "rate"))
PERIOD = 10.0
THRESHOLD = 0.5
FIRST = PERIOD / 12
"""The sine of this period first rises through the threshold here."""


@functools.cache
def compared(neuron: Model, index: int):
    """The kit's run with the settings of one of Brian2's runs."""
    return neuron.run(**RECORDS[neuron.id][index]["settings"])


def steady_rate(spikes: np.ndarray) -> float:
    """The rate in Hz of the later half of the spikes."""
    return 1000 / np.diff(spikes)[spikes.size // 2 :].mean()


def sine(**changes) -> Model:
    """A model whose level is a sine that rises through the threshold once in each period."""
    reads = ("spike count", "spike rate", "burst count", "first spike")
    parts = {
        "id": "sine",
        "title": "Sine",
        "summary": "A sine.",
        "axis": Axis(t, 0.0, 95.0, 0.5, "ms", "Time"),
        "parameters": (
            Parameter(rate, 50.0, 0.0, 200.0, 1.0, "Hz", "Rate", "Rate of the pushes", "your choice"),
            Parameter(seed, 1, 0, 99, 1, "", "Draw", "Which draw", "your choice"),
        ),
        "states": (
            State(x, 2 * pi / PERIOD * cos(2 * pi * t / PERIOD), 0, "Level"),
            State(Symbol("pushed"), push, 0, "Pushed"),
        ),
        "inputs": (Input(push, RandomTrain(5, rate / 1000, seed), 0.001, 1000, "Push"),),
        "spikes": Spikes(of="level", threshold=THRESHOLD, burst_gap=PERIOD + 0.5),
        "series": (
            Series("level", x, "", "Level"),
            Series("pushed", Symbol("pushed"), "", "Pushed"),
        ),
        "scalars": tuple(Scalar(how, how, "", of="level", how=how) for how in reads),
        "presets": (),
        "not_modelled": (),
    }
    return Model(**{**parts, **changes})


# Random numbers and irregular trains


def test_the_random_numbers_are_those_of_the_published_generator():
    """The first numbers of mulberry32 for the seed 0, worked out apart from the course's code."""
    assert list(itertools.islice(integers(0), 3)) == [1144304738, 1416247, 958946056]


@pytest.mark.parametrize("number", [0, 1, 4, 99, 2**31, 2**32 - 1, 7.9])
def test_python_and_the_page_draw_the_same_bits(number):
    with node_modules(ROOT / "page" / "random.js") as evaluate:
        draw = "(([whole, even]) => Array.from({ length: 1000 }, () => [whole(), even()]))"
        drawn = evaluate(f"{draw}([lib.integers(given), lib.uniforms(given)])", number)
    expected = zip(integers(number), uniforms(number), strict=True)
    assert [tuple(pair) for pair in drawn] == list(itertools.islice(expected, 1000))


def test_the_random_numbers_are_spread_evenly():
    drawn = np.array(list(itertools.islice(uniforms(1), 20_000)))
    assert drawn.min() > 0
    assert drawn.max() < 1
    assert np.histogram(drawn, 10, (0, 1))[0] == pytest.approx(2000, abs=200)
    assert np.corrcoef(drawn[1:], drawn[:-1])[0, 1] == pytest.approx(0, abs=0.03)


def test_a_random_train_has_its_rate_and_stays_on_the_axis():
    found = np.array(times(RandomTrain(100, 0.05, 3), 40_100.0))
    assert found[0] > 100
    assert found[-1] <= 40_100
    assert found.size == pytest.approx(2000, rel=0.05)
    intervals = np.diff(found)
    assert (intervals > 0).all()
    assert intervals.std() / intervals.mean() == pytest.approx(1, abs=0.1)


def test_a_rate_scales_the_same_draw():
    slow, fast = (np.array(times(RandomTrain(20, r, 3), 5000.0)) for r in (0.01, 0.02))
    assert fast.size > slow.size
    assert (fast[: slow.size] - 20) * 2 == pytest.approx(slow - 20)
    assert times(RandomTrain(20, 0, 3), 5000.0) == []


def test_seeds_differ_and_repeat():
    draws = [tuple(times(RandomTrain(0, 0.05, number), 500.0)) for number in (*range(100), 0)]
    assert len(set(draws)) == 100
    assert draws[0] == draws[-1]


# Spikes


@pytest.mark.parametrize(("gap", "size", "bursts"), [(10.5, 3, 1), (9.5, 3, 0), (10.5, 11, 0), (9.5, 1, 10)])
def test_spikes_of_a_sine(gap, size, bursts, solve_as_page):
    model = sine(spikes=Spikes("level", THRESHOLD, gap, size))
    result = model.run()
    expected = FIRST + PERIOD * np.arange(10)
    assert result.spikes == pytest.approx(expected, abs=1e-6)
    read = {"spike count": 10, "spike rate": 1e4 / 95, "burst count": bursts, "first spike": FIRST}
    assert result.scalars == pytest.approx(read, abs=1e-6)
    (run,) = solve_as_page(model, [{}])
    assert run["spikes"] == pytest.approx(expected, abs=1e-3)
    assert run["scalars"] == pytest.approx(read, abs=1e-3)


def test_no_spike_is_no_first_spike(solve_as_page):
    model = sine(spikes=Spikes("level", 1.5, 10.5))
    result = model.run()
    assert result.spikes.size == 0
    assert np.isnan(result.scalars["first spike"])
    (run,) = solve_as_page(model, [{}])
    assert run["spikes"] == []
    assert np.isnan(run["scalars"]["first spike"])


def test_a_jump_is_no_spike(solve_as_page):
    model = sine(
        states=(State(x, 0.1, 0, "Level"),),
        inputs=(),
        resets=(Reset(x, Train(start=2, count=2, interval=20), x + 1), Reset(x, Train(12, 1, 1), 0)),
        series=(Series("level", x, "", "Level"),),
    )
    assert model.run().spikes == pytest.approx([17.0], abs=1e-6)
    (run,) = solve_as_page(model, [{}])
    assert run["spikes"] == pytest.approx([17.0], abs=1e-6)


def test_a_random_input_acts_alike_in_python_and_the_page(solve_as_page):
    model = sine()
    sets = [{"rate": r, "seed": number} for r in (0, 100, 200) for number in (1, 7)]
    for values, run in zip(sets, solve_as_page(model, sets), strict=True):
        pushed = model.run(**values).series["pushed"]
        expected = times(RandomTrain(5.0, values["rate"] / 1000, values["seed"]), 95.0)
        assert pushed[-1] == pytest.approx(len(expected), abs=1e-6)
        np.testing.assert_allclose(run["series"]["pushed"], pushed, atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"spikes": Spikes("height", 0.5, 1.0)}, r"looked for in 'height': choose one of level, pushed"),
        ({"spikes": None}, r"scalar 'spike count' .* of 'level'.*: give the model Spikes\(of='level'"),
        ({"axis": Axis(t, 0.0, 1.0, 0.1, "s", "Time")}, r"spikes need an axis in ms, not in 's'"),
        ({"states": (), "inputs": (), "series": (Series("level", t, "", "Level"),)}, r"it has none"),
        ({"inputs": (Input(push, RandomTrain(0, 1, Symbol("stray")), 1, 1, "Push"),)}, r"\bstray\b.*declare"),
    ],
    ids=["series", "no spikes", "axis", "no states", "seed"],
)
def test_spikes_that_cannot_be_found_are_refused(changes, fault):
    with pytest.raises(ModelError, match=f"model sine: .*{fault}"):
        sine(**changes)


# The membrane


@pytest.mark.parametrize(("current", "expected"), [(0.2, 8.6), (0.5, 32.2), (1.0, 59.7), (2.0, 101.8)])
def test_the_membrane_fires_at_its_reference_rate(current, expected):
    spikes = excitable_neuron.run(I_app=current, rate=0).spikes
    assert steady_rate(spikes) == pytest.approx(expected, rel=0.01)


def test_the_membrane_is_silent_below_its_least_current():
    assert excitable_neuron.run(I_app=0.16, rate=0).scalars["spike_count"] == 0


def test_the_pyramidal_cell_is_silent_and_then_adapts():
    assert pyramidal_neuron.run(I_app=1.5, rate=0).spikes.size == 0
    between = np.diff(pyramidal_neuron.run(I_app=3.0, rate=0).spikes)
    assert (np.diff(between) > 0).all()
    assert between[-1] > 1.5 * between[0]


def test_one_nmda_response_peaks_at_one():
    result = excitable_neuron.run(Mg=0.0)
    relative = result.series["nmda_current"] / (0.1 * 0.4 * result.series["potential"])
    first, second = RECORDS[excitable_neuron.id][0]["inputs"][:2]
    alone = result.t < second
    assert relative[alone].max() == pytest.approx(1.0, abs=1e-3)
    assert result.t[relative[alone].argmax()] - first == pytest.approx(7.984, abs=0.25)


@settings(max_examples=15)
@given(two=st.tuples(st.floats(0, 5), st.floats(0, 5)).filter(lambda two: abs(two[0] - two[1]) > 1e-6))
def test_more_magnesium_leaves_less_unblocked_at_the_same_potential(two):
    less, more = (excitable_neuron.run(Mg=Mg, rate=0) for Mg in sorted(two))
    assert (more.series["potential"] == less.series["potential"]).all()
    assert (more.series["unblocked_fraction"] < less.series["unblocked_fraction"]).all()
    assert more.scalars["unblocked_at_rest"] < less.scalars["unblocked_at_rest"]


def test_the_toy_rule_shifts_nothing_at_its_reference_and_makes_the_cell_fire_below_it():
    def run(surface, **changes):
        return excitable_neuron.run(Ca=1.2, surface=surface, **changes)

    np.testing.assert_array_equal(run("off", Mg=0.8).spikes, run("toy_rule", Mg=0.8).spikes)
    assert run("toy_rule", Mg=0.3).spikes.size > run("off", Mg=0.3).spikes.size
    assert excitable_neuron.run(Ca=4.0, surface="toy_rule").spikes.size < 3


def test_calcium_acts_through_the_toy_rule_only():
    few, many = (excitable_neuron.run(Ca=Ca).spikes for Ca in (0.5, 4.0))
    np.testing.assert_array_equal(few, many)


# What the presets tell


@each_neuron
def test_the_presets_tell_what_they_show(neuron):
    runs = {p.id: neuron.run(**p.parameters) for p in neuron.presets}
    count = {name: result.scalars["spike_count"] for name, result in runs.items()}
    bursts = {name: result.scalars["burst_count"] for name, result in runs.items()}
    inputs = RECORDS[neuron.id][0]["inputs"]
    resting = runs["resting-drive"].spikes
    assert resting.size == len(inputs)
    for spike, begin, end in zip(resting, inputs, [*inputs[1:], 500.0], strict=True):
        assert begin < spike < end
    assert count["raised-magnesium"] <= count["resting-drive"]
    assert 1.5 * count["resting-drive"] < count["low-magnesium"] < count["no-block"]
    assert count["low-magnesium"] < count["surface-charge"]
    assert bursts["no-block"] > bursts["resting-drive"] == 0
    assert bursts["low-magnesium"] < bursts["no-block"]


# Beside Brian2, and in the page


@each_neuron
def test_the_recorded_settings_are_those_of_the_model(neuron):
    assert [run["settings"] for run in RECORDS[neuron.id]] == settings_to_compare(neuron)


@pytest.mark.parametrize(("neuron", "index"), COMPARED)
def test_spikes_agree_with_brian2(neuron, index):
    recorded = RECORDS[neuron.id][index]
    values = recorded["settings"]
    train = RandomTrain(0, values["rate"] / 1000, values["seed"])
    found = times(train, neuron.axis.high)
    assert found == pytest.approx(recorded["inputs"], abs=1e-8)
    spikes = compared(neuron, index).spikes
    assert spikes.size == len(recorded["spikes"])
    np.testing.assert_allclose(spikes, recorded["spikes"], rtol=0, atol=0.1)


@each_neuron
def test_the_page_and_scipy_agree(neuron, solve_as_page):
    sets = [run["settings"] for run in RECORDS[neuron.id]]
    for index, run in enumerate(solve_as_page(neuron, sets)):
        expected = compared(neuron, index)
        assert len(run["spikes"]) == expected.spikes.size, sets[index]
        np.testing.assert_allclose(run["spikes"], expected.spikes, rtol=0, atol=neuron.max_step)
        assert run["scalars"] == pytest.approx(expected.scalars, abs=neuron.max_step, nan_ok=True)
        curve = expected.series["ampa_conductance"]
        np.testing.assert_allclose(run["series"]["ampa_conductance"], curve, rtol=0, atol=1e-6)


def test_a_run_repeats_to_the_bit():
    first, again = (excitable_neuron.run(Mg=0.3) for _ in range(2))
    np.testing.assert_array_equal(first.spikes, again.spikes)
    for name, curve in first.series.items():
        np.testing.assert_array_equal(curve, again.series[name])
