"""Sweeps: each number is that of a single run, wherever it is computed; mistakes are named before a run."""

from __future__ import annotations

import itertools

import joblib
import numpy as np
import pytest
from dask.distributed import Client, LocalCluster
from hypothesis import given, settings
from hypothesis import strategies as st

from course.models import calcium_influx, nmda_block
from lessonkit.model import ModelError
from lessonkit.model.sweep import _model, sweep

VARY = {"Mg": [0.0, 0.3, 1.0], "rate": [20, 100]}
TRAIN = {"n_pulses": 3, "clamp": "free"}
FITS = {fit.id: fit.label for fit in nmda_block.choices[0].options}


def singles(read: str = "peak_calcium") -> np.ndarray:
    points = itertools.product(*VARY.values())
    runs = [calcium_influx.run(Mg=Mg, rate=rate, **TRAIN) for Mg, rate in points]
    return np.array([run.scalars[read] for run in runs]).reshape(3, 2)


def test_each_number_is_that_of_a_single_run():
    swept = sweep(calcium_influx, VARY, "calcium_time_integral", TRAIN, jobs=1)
    assert np.array_equal(swept.values, singles("calcium_time_integral"))
    assert swept.unit == "µM·ms"
    assert [(axis.name, axis.unit, axis.values) for axis in swept.axes] == [
        ("Mg", "mM", (0.0, 0.3, 1.0)), ("rate", "Hz", (20.0, 100.0)),
    ]  # fmt: skip
    assert swept.settings == calcium_influx.settings(TRAIN)


def test_several_processes_give_the_same_numbers():
    assert np.array_equal(sweep(calcium_influx, VARY, "peak_calcium", TRAIN, jobs=2).values, singles())


def test_threads_give_the_same_numbers():
    """SciPy's LSODA (1.15) refuses two threads at once, and a worker of a cluster may have several."""
    with joblib.parallel_config(backend="threading"):
        swept = sweep(calcium_influx, VARY, "peak_calcium", TRAIN, jobs=4)
    assert np.array_equal(swept.values, singles())


def test_a_cluster_gives_the_same_numbers():
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    )
    with cluster, Client(cluster) as client, joblib.parallel_config(backend="dask"):
        swept = sweep(calcium_influx, VARY, "peak_calcium", TRAIN)
        done = client.run(lambda: _model.cache_info().hits + _model.cache_info().misses)
    assert np.array_equal(swept.values, singles())
    assert sum(done.values()) == swept.values.size


@settings(max_examples=20)
@given(
    st.lists(st.floats(0, 5), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(list(FITS)), min_size=1, max_size=3, unique=True),
)
def test_the_order_of_the_axes_is_the_order_given(concentrations, fits):
    """A choice can be varied as a number can, and turning the axes turns the numbers."""
    swept = sweep(nmda_block, {"Mg": concentrations, "fit": fits}, "unblocked_at_V", jobs=1)
    turned = sweep(nmda_block, {"fit": fits, "Mg": concentrations}, "unblocked_at_V", jobs=1)
    assert np.array_equal(swept.values, turned.values.T)
    assert swept.axes[1].words == tuple(FITS[fit] for fit in fits)


def test_one_parameter_gives_a_curve():
    swept = sweep(nmda_block, {"Mg": np.array([0.5, 1.0])}, "unblocked_at_V", {"V_read": -40}, jobs=1)
    expected = [nmda_block.run(Mg=Mg, V_read=-40).scalars["unblocked_at_V"] for Mg in (0.5, 1.0)]
    assert np.array_equal(swept.values, expected)


def test_a_run_without_the_number_is_nan():
    swept = sweep(nmda_block, {"Mg": [0.0, 1.0]}, "half_unblock_potential", jobs=1)
    assert np.isfinite(swept.values).tolist() == [False, True]


@pytest.mark.parametrize(
    ("vary", "read", "fixed", "message"),
    [
        ({"Mg": [1.0]}, "peak", {}, "read='peak' is no scalar of it: choose one of peak_calcium"),
        ({}, "peak_calcium", {}, "vary names 0 parameters: name one or two"),
        ({"Mg": [1], "rate": [20], "kappa": [24]}, "peak_calcium", {}, "vary names 3 parameters"),
        ({"magnesium": [1.0]}, "peak_calcium", {}, "vary names 'magnesium'; choose from Mg"),
        ({"Mg": []}, "peak_calcium", {}, "vary.'Mg'. is empty: write at least one value"),
        ({"Mg": 1.0}, "peak_calcium", {}, "vary.'Mg'. = 1.0 is no list: write its values"),
        ({"clamp": "free"}, "peak_calcium", {}, "vary.'clamp'. = 'free' is no list"),
        ({"Mg": [1.0, 1]}, "peak_calcium", {}, "vary.'Mg'. holds 1.0 twice: drop one"),
        ({"Mg": [1.0, -1]}, "peak_calcium", {}, "Mg = -1 mM is out of range: write a number from 0 to 5"),
        ({"Mg": [float("nan")]}, "peak_calcium", {}, "Mg = nan is not finite: write a number"),
        ({"Mg": ["1"]}, "peak_calcium", {}, "Mg = '1' is no number: write a number"),
        ({"clamp": ["loose"]}, "peak_calcium", {}, "clamp = 'loose' is no option: choose one of held, free"),
        ({"Mg": [1.0]}, "peak_calcium", {"Mg": 2}, "Mg is varied and fixed: drop one of the two"),
        ({"Mg": [1.0]}, "peak_calcium", {"rate": 1e9}, "rate = 1e.09 Hz is out of range: write a number"),
    ],
    ids=lambda part: str(part)[:40],
)
def test_a_mistake_is_named_before_anything_runs(vary, read, fixed, message, monkeypatch):
    monkeypatch.setattr("lessonkit.model.model.solve", lambda *_: pytest.fail("a run was started"))
    with pytest.raises(ModelError, match=message):
        sweep(calcium_influx, vary, read, fixed, jobs=1)


def test_a_run_that_fails_is_named(monkeypatch):
    def stopped(model, values):
        raise ModelError("model calcium-influx: the integrator stopped")

    monkeypatch.setattr("lessonkit.model.model.solve", stopped)
    with pytest.raises(ModelError, match=r"integrator stopped \(at Mg = 0.3, clamp = free\)"):
        sweep(calcium_influx, {"Mg": [0.3, 1.0], "clamp": ["free"]}, "peak_calcium", jobs=1)
