"""Release at the end plate: the law's reference points, its slope, summation and threshold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.models import end_plate

law = settings(max_examples=25)
magnesium = st.floats(0.0, 10.0)
calcium = st.floats(0.1, 10.0)


def read(**changes) -> dict[str, float]:
    return end_plate.run(**changes).scalars


@pytest.mark.parametrize(
    ("Mg", "relative"),
    [(0.0, 1.3996), (0.3, 1.161), (0.55, 1.0), (1.0, 0.7745), (2.0, 0.4626), (3.0, 0.2931), (5.0, 0.1342)],
)
def test_release_relative_to_normal(Mg, relative):
    assert read(Mg=Mg)["relative_release_read"] == pytest.approx(relative, abs=6e-5)


@pytest.mark.parametrize(
    ("Mg", "relative"), [(1.0, 0.6211), (2.0, 0.4059), (4.0, 0.1945), (6.0, 0.1045), (10.0, 0.0380)]
)
def test_magnesium_cuts_release_in_the_bath_of_a_frog(Mg, relative):
    without = read(Ca_read=1.8, Mg=0.0)["relative_release_read"]
    assert read(Ca_read=1.8, Mg=Mg)["relative_release_read"] / without == pytest.approx(relative, abs=6e-5)


@pytest.mark.parametrize(("Ca", "Mg", "slope"), [(0.1, 1.0, 3.74), (1.8, 0.0, 1.52)])
def test_log_log_slope(Ca, Mg, slope):
    assert read(Ca_read=Ca, Mg=Mg)["log_log_slope"] == pytest.approx(slope, abs=5e-3)


@law
@given(Mg=magnesium, n=st.floats(1.0, 5.0))
def test_the_slope_is_that_of_the_curve(Mg, n):
    run = end_plate.run(Mg=Mg, n=n)
    found = np.gradient(np.log(run.series["relative_release"]), np.log(run.t))
    assert run.series["slope_curve"][1:-1] == pytest.approx(found[1:-1], abs=2e-3)


def test_the_axis_is_evenly_spaced_in_the_logarithm():
    t = end_plate.run().t
    assert (t[0], t[100], t[-1]) == pytest.approx((0.1, 1.0, 10.0))
    assert np.diff(np.log10(t)) == pytest.approx(0.01)


@law
@given(two=st.tuples(magnesium, magnesium).filter(lambda two: abs(two[0] - two[1]) > 1e-3))
def test_magnesium_lowers_the_whole_curve(two):
    less, more = (end_plate.run(Mg=Mg).series for Mg in sorted(two))
    for name in ("relative_release", "end_plate_potential", "safety_factor_curve"):
        assert (more[name] < less[name]).all()
        assert (np.diff(less[name]) > 0).all()


@law
@given(Ca_read=calcium, Mg=magnesium, m_0=st.floats(10.0, 200.0), q=st.floats(0.1, 1.5))
def test_quanta_sum_to_less_than_their_sizes_and_less_than_the_driving_force(Ca_read, Mg, m_0, q):
    scalars = read(Ca_read=Ca_read, Mg=Mg, m_0=m_0, q=q)
    v, linear = scalars["epp"], scalars["quantal_content"] * q
    assert 0 < v < min(linear, 80.0)
    assert v / (1 - v / 80.0) == pytest.approx(linear)  # the correction of Martin 1955


@law
@given(Mg=magnesium, threshold=st.floats(5.0, 25.0))
def test_the_calcium_at_threshold_gives_a_safety_factor_of_one(Mg, threshold):
    needed = read(Mg=Mg, threshold=threshold)["calcium_at_threshold"]
    there = read(Mg=Mg, threshold=threshold, Ca_read=min(max(needed, 0.1), 10.0))["safety_factor"]
    assert there == pytest.approx(1.0) if 0.1 <= needed <= 10.0 else there != pytest.approx(1.0)


def test_no_calcium_reaches_threshold_if_all_quanta_are_too_few():
    assert np.isinf(read(m_0=10.0, q=0.1, threshold=25.0)["calcium_at_threshold"])
