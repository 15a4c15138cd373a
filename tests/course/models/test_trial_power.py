"""The size of a trial: against statsmodels, against all pairs of counts, and both ways round."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats
from scipy.stats.contingency import relative_risk
from sympy import Symbol, jscode

from course import Explorer, course
from course.models import trial_power
from course.models.normal_law import Phi
from node_tools import node_modules

PAGE = course.root / "model-trial-power.md"
ROW = re.compile(r"^\| (\d+) a group, (\d+) % without, ratio ([\d.]+) \|(.*)\|$", re.MULTILINE)

law = settings(max_examples=25)
shares = st.floats(5.0, 95.0)
ratios = st.floats(0.1, 0.95)
tests = st.sampled_from(["fisher", "chi-squared"])
goals = st.sampled_from([("80-percent", 80.0), ("90-percent", 90.0), ("95-percent", 95.0)])
losses = st.floats(0.0, 40.0)


def scalars(**changes) -> dict[str, float]:
    return trial_power.run(**changes).scalars


@pytest.mark.parametrize(
    ("p_0", "R", "people", "alpha", "power"),
    [
        (65.0, 0.70, 100, "5-percent", 0.7964981464115024),
        (65.0, 0.70, 25, "5-percent", 0.27934315141933863),
        (72.0, 0.33, 25, "5-percent", 0.9516010796492412),
        (2.0, 0.50, 1000, "5-percent", 0.4520534285901212),
        (65.0, 0.70, 100, "1-percent", 0.5796977239040478),
        (30.0, 0.90, 500, "10-percent", 0.2761249232024049),
    ],
)
def test_power_is_that_of_statsmodels(p_0, R, people, alpha, power):
    """Against ``power_proportions_2indep`` of statsmodels 0.15.0, one-sided with half the level."""
    run = scalars(p_0=p_0, R=R, n_read=people, alpha=alpha, test="chi-squared", d=0)
    assert run["power_of_yours"] == pytest.approx(100 * power, rel=1e-9)


@pytest.mark.parametrize(
    ("p_0", "R", "alpha", "goal", "people"),
    [
        (65.0, 0.70, "5-percent", "80-percent", 100.8819578805693),
        (65.0, 0.70, "1-percent", "95-percent", 228.16829932418463),
        (2.0, 0.50, "5-percent", "80-percent", 2318.164675512037),
        (30.0, 0.90, "10-percent", "90-percent", 3876.12008128113),
    ],
)
def test_people_are_those_of_statsmodels(p_0, R, alpha, goal, people):
    """Against ``samplesize_proportions_2indep_onetail`` of statsmodels 0.15.0, with half the level."""
    run = scalars(p_0=p_0, R=R, alpha=alpha, goal=goal, test="chi-squared", d=0)
    assert run["people_per_group"] == np.ceil(people)
    assert run["people_in_all"] == 2 * np.ceil(people)


@law
@given(p_0=shares, R=ratios, test=tests, goal=goals, d=losses)
def test_the_people_needed_have_the_power_wanted_and_one_fewer_has_not(p_0, R, test, goal, d):
    name, power = goal
    set_ = {"p_0": p_0, "R": R, "test": test, "d": d}
    needed = scalars(goal=name, **set_)["people_per_group"]
    if 11 <= needed <= 1000:
        assert scalars(n_read=needed, **set_)["power_of_yours"] >= power - 1e-6
        assert scalars(n_read=needed - 1, **set_)["power_of_yours"] < power + 1e-6


@law
@given(p_0=shares, R=ratios, test=tests, d=losses)
def test_power_rises_with_people_and_the_dot_lies_on_the_curve(p_0, R, test, d):
    run = trial_power.run(p_0=p_0, R=R, test=test, d=d, n_read=100)
    assert (np.diff(run.series["power"]) >= 0).all()
    there = np.flatnonzero(np.isclose(run.t, 100.0))
    assert run.series["power"][there] == pytest.approx(run.scalars["power_of_yours"])


@law
@given(p_0=shares, two=st.tuples(ratios, ratios).filter(lambda two: abs(two[0] - two[1]) > 0.01), test=tests)
def test_a_smaller_effect_needs_at_least_as_many_people(p_0, two, test):
    large, small = (scalars(p_0=p_0, R=R, test=test)["people_per_group"] for R in sorted(two))
    assert small >= large


def test_the_interval_is_that_of_counts_as_assumed():
    run = scalars(p_0=60.0, R=0.5, n_read=50, d=0)
    expected = relative_risk(15, 50, 30, 50).confidence_interval(0.95)
    assert (run["ratio_low"], run["ratio_high"]) == pytest.approx(expected)


def exact_power(people: int, control: float, magnesium: float, test: str) -> float:
    """Return the power in % over all pairs of counts, for a significance level of 5 %."""
    counts = np.arange(people + 1)
    on_magnesium, on_control = np.meshgrid(counts, counts, indexing="ij")
    both = on_magnesium + on_control
    if test == "chi-squared":
        error = np.sqrt(both * (2 * people - both) / (2 * people))
        z = np.divide(on_control - on_magnesium, error, out=np.zeros(both.shape), where=error > 0)
        significant = abs(z) >= stats.norm.isf(0.025)
    else:
        significant = np.zeros(both.shape, dtype=bool)
        for k in range(2 * people + 1):
            on = np.arange(max(0, k - people), min(people, k) + 1)
            chances = stats.hypergeom.pmf(on, 2 * people, people, k)
            no_likelier = chances[None, :] <= chances[:, None] * (1 + 1e-7)
            significant[on, k - on] = (no_likelier * chances).sum(axis=1) <= 0.05
    chance = np.outer(stats.binom.pmf(counts, people, magnesium), stats.binom.pmf(counts, people, control))
    return 100 * chance[significant & (on_magnesium < on_control)].sum()


def test_the_page_says_how_far_the_approximation_is_off():
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) == 8
    for people, p_0, R, numbers in rows:
        printed = [float(cell) for cell in numbers.split("|")]
        set_ = {"p_0": float(p_0), "R": float(R), "n_read": int(people), "d": 0}
        risks = float(p_0) / 100, float(p_0) / 100 * float(R)
        found = []
        for test in ("fisher", "chi-squared"):
            found += [scalars(test=test, **set_)["power_of_yours"], exact_power(int(people), *risks, test)]
        assert printed == pytest.approx(found, abs=0.051)
        if 0.2 <= risks[1] <= risks[0] <= 0.8:
            assert abs(found[0] - found[1]) < 6
            assert abs(found[2] - found[3]) < 6


def test_the_normal_law_in_the_page_is_that_of_scipy():
    places = [float(x) for x in (*np.linspace(-12, 12, 961), -40, 40)]
    with node_modules() as evaluate:
        found = evaluate(f"given.map((x) => {jscode(Phi(Symbol('x')))})", places)
    assert found == pytest.approx(special.ndtr(places), abs=1e-15)


def test_the_sizes_of_the_trials_are_marked():
    figure = Explorer(trial_power, compare_with={"R": 0.33}).context()["data"]["figure"]["layout"]
    assert [shape["x0"] for shape in figure["shapes"]] == [25, 50, 71]
    named = {words["text"]: words["x"] for words in figure["annotations"]}
    assert named["Guler, Rashdi"] == pytest.approx(np.log10(25))
