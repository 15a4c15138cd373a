"""A dose and a kidney: against a second integration, what must be conserved, and published numbers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from course.evidence.serum import read_bands
from course.models import magnesium_dose
from course.models.magnesium_dose import LOW_MM, SIGNS

V_C, V_P, V_S, Q, Q_S = 24.0, 25.0, 116.0, 5.6, 0.3
FILTERED, FOOD, PER_GRAM = 0.7, 4 / 24, 4.057

drips = {
    "load": st.floats(0.0, 6.0),
    "load_min": st.floats(5.0, 60.0),
    "rate": st.floats(0.0, 3.0),
    "hours": st.integers(1, 48),
    "GFR": st.floats(10.0, 150.0),
    "Tm": st.floats(0.4, 0.7),
    "deficit": st.floats(0.0, 80.0),
}
tablets = {
    "tablet": st.floats(0.0, 600.0),
    "per_day": st.integers(1, 4),
    "salt": st.sampled_from(["soluble", "oxide"]),
}
law = settings(max_examples=10, deadline=None)


def again(run) -> np.ndarray:
    """Serum, tissue fluid, stores and the fluid of the brain, from equations written apart from the model."""
    p = run.parameters
    clearance, threshold = FILTERED * p["GFR"] * 0.06, p["Tm"] / FILTERED
    start = threshold + FOOD / clearance - p["deficit"] / (V_C + V_P + V_S)
    end_of_load = p["load_min"] / 60
    ends = (0.0, end_of_load, end_of_load + p["hours"])
    rates = (0.0, PER_GRAM * p["load"] / end_of_load, PER_GRAM * p["rate"], 0.0)

    def slope(t, y, inflow):
        serum, tissue, stores, fluid = y
        out = clearance * max(0.0, serum - threshold)
        to_tissue, to_stores = Q * (serum - tissue), Q_S * (serum - stores)
        moves = (inflow + FOOD - out - to_tissue - to_stores) / V_C
        return moves, to_tissue / V_P, to_stores / V_S, (1.1 + 0.13 * (serum - start) - fluid) / 8

    y, found = np.array([start, start, start, 1.1]), []
    stops = (run.t[0], *ends, run.t[-1])
    for (begin, end), inflow in zip(itertools.pairwise(stops), rates, strict=True):
        inside = (run.t >= begin) & (run.t < end)
        at = [*run.t[inside], end]
        solved = solve_ivp(
            slope, (begin, end), y, "DOP853", at, args=(inflow,), rtol=1e-10, atol=1e-12, max_step=0.1
        )
        found.append(solved.y[:, :-1])
        y = solved.y[:, -1]
    return np.concatenate([*found, y[:, np.newaxis]], axis=1)


@law
@given(changes=st.fixed_dictionaries(drips))
def test_a_second_integration_by_another_method_agrees(changes):
    run = magnesium_dose.run(**changes)
    serum, tissue, stores, fluid = again(run)
    assert run.series["serum"] == pytest.approx(serum, rel=1e-3)
    assert run.series["tissue"] == pytest.approx(tissue, rel=1e-3)
    assert run.series["csf"] == pytest.approx(fluid, rel=1e-3)
    gained = V_S * (stores - stores[0])
    assert run.series["stored"] == pytest.approx(gained, rel=1e-3, abs=1e-3 * max(1, np.ptp(gained)))


@law
@given(changes=st.fixed_dictionaries(drips | tablets))
def test_what_is_given_is_found_again(changes):
    run = magnesium_dose.run(**changes)
    series, start = run.series, run.scalars["start"]
    doses = 3 * changes["per_day"]
    taken = doses * run.scalars["absorbed"]
    left = sum(
        run.scalars["absorbed"] * np.exp(-0.2 * (72 - k * 24 / changes["per_day"])) for k in range(doses)
    )
    held = V_C * (series["serum"][-1] - start) + V_P * (series["tissue"][-1] - start) + series["stored"][-1]
    before = FILTERED * changes["GFR"] * 0.06 * max(0, start - changes["Tm"] / FILTERED) * 6
    food = FOOD * 78
    urine = series["urine"][-1] + (before if changes["deficit"] == 0 else early_urine(run))
    assert held + urine == pytest.approx(run.scalars["given"] + taken - left + food, abs=2e-3)


def early_urine(run) -> float:
    """What left before the first dose."""
    before = run.t <= 0
    return float(np.trapezoid(run.series["excretion"][before], run.t[before]))


@law
@given(GFR=drips["GFR"], Tm=drips["Tm"])
def test_without_a_dose_nothing_moves(GFR, Tm):
    run = magnesium_dose.run(load=0, rate=0, GFR=GFR, Tm=Tm)
    assert np.ptp(run.series["serum"]) == pytest.approx(0, abs=1e-7)
    assert run.series["excretion"] == pytest.approx(FOOD, rel=1e-6)


def test_a_long_drip_nears_the_level_that_is_stated():
    run = magnesium_dose.run(rate=1.0, hours=48, load=0, GFR=150.0)
    assert run.series["serum"].max() < run.scalars["settles_at"]
    assert run.scalars["peak"] == pytest.approx(run.scalars["settles_at"], rel=0.05)


def test_without_anything_into_the_vein_no_share_is_kept():
    assert not np.isfinite(magnesium_dose.run(load=0, rate=0, tablet=300).scalars["kept"])


@law
@given(dose=st.tuples(st.floats(10, 600), st.floats(10, 600)).filter(lambda two: abs(two[0] - two[1]) > 1))
def test_more_is_absorbed_of_a_larger_tablet_and_a_smaller_share(dose):
    less, more = (magnesium_dose.run(tablet=mg).scalars["absorbed"] for mg in sorted(dose))
    assert less < more
    assert less / min(dose) > more / max(dose)


def test_the_shares_of_a_tablet_lie_between_the_published_ones():
    shares = [magnesium_dose.run(tablet=mg).scalars["absorbed"] * 24.305 / mg for mg in (50, 600)]
    assert 0.65 > shares[0] > shares[1] > 0.11
    assert magnesium_dose.run(tablet=300, salt="oxide").scalars["absorbed"] * 24.305 == pytest.approx(
        0.04 * 300
    )


def test_failing_kidneys_start_higher_and_rise_more():
    runs = [magnesium_dose.run(GFR=GFR).scalars for GFR in (100, 60, 30, 15)]
    assert [run["start"] for run in runs] == sorted(run["start"] for run in runs)
    rises = [run["peak"] - run["start"] for run in runs]
    assert rises == sorted(rises)
    assert 2 < rises[-1] / rises[0] < 3


def test_the_bands_are_rows_of_the_table_of_signs():
    rows = {(row["low_mM"], None if row["open"] == "above" else row["high_mM"]) for row in read_bands()}
    assert {(band.low, band.high) for band in SIGNS} <= rows
    assert SIGNS[0].low == LOW_MM
