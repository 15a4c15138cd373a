"""Quanta trial by trial: the law of the draws, what the failures tell, and the page's draws."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from scipy import stats

from course.models import quanta
from lessonkit.page.random import uniforms

SEEDS = range(1, 41)
TRIALS = 200

few = {"Ca": 0.6, "Mg": 3.0}
many = {"Ca": 0.6, "Mg": 0.0}


@functools.cache
def pooled(law: str, sites: int = 12, **changes) -> tuple[np.ndarray, np.ndarray, float]:
    """Return all numbers and sizes of the seeds, and the mean that was set."""
    runs = [quanta.run(law=law, sites=sites, seed=seed, **changes) for seed in SEEDS]
    series = ("released", "amplitude")
    numbers, sizes = (np.concatenate([run.series[name] for run in runs]) for name in series)
    return numbers, sizes, runs[0].scalars["m_true"]


def content_for(m: float) -> dict[str, float]:
    """Return settings whose quantal content is `m`, found along the slider of magnesium."""
    low, high = 0.0, 10.0
    Ca = 0.6 if m > 0.5 else 0.3
    for _ in range(60):
        middle = (low + high) / 2
        if quanta.run(Ca=Ca, Mg=middle).scalars["m_true"] > m:
            low = middle
        else:
            high = middle
    return {"Ca": Ca, "Mg": middle}


@pytest.mark.parametrize(
    ("m", "P_0"), [(0.1, 0.9048), (0.5, 0.6065), (1.0, 0.3679), (2.0, 0.1353), (3.0, 0.0498), (5.0, 0.0067)]
)
def test_failures_follow_poisson(m, P_0):
    numbers, _, set_ = pooled("poisson", **content_for(m))
    assert set_ == pytest.approx(m)
    error = np.sqrt(P_0 * (1 - P_0) / numbers.size)
    assert np.mean(numbers == 0) == pytest.approx(P_0, abs=4 * error + 5e-5)


def test_the_numbers_are_those_of_the_inverse_distribution():
    """Trial by trial, against SciPy's own inverse for the same random numbers."""
    draw = uniforms(7)
    numbers = [next(draw) for _ in range(TRIALS)]
    for changes in (few, many):
        run = quanta.run(seed=7, **changes)
        assert run.series["released"] == pytest.approx(stats.poisson.ppf(numbers, run.scalars["m_true"]))
        for sites in (12, 25, 40):
            run = quanta.run(seed=7, law="binomial", sites=sites, **changes)
            expected = stats.binom.ppf(numbers, sites, run.scalars["m_true"] / sites)
            assert run.series["released"] == pytest.approx(expected)


@pytest.mark.parametrize("law", ["poisson", "binomial"])
@pytest.mark.parametrize("changes", [few, many], ids=["few", "many"])
def test_mean_and_variance_are_those_of_the_law(law, changes):
    numbers, sizes, m = pooled(law, **changes)
    variance = m if law == "poisson" else m * (1 - m / 12)
    assert numbers.mean() == pytest.approx(m, abs=4 * np.sqrt(variance / numbers.size))
    assert numbers.var() == pytest.approx(variance, rel=0.1)
    spread = 0.4 * np.sqrt(variance + m * 0.2**2)
    assert sizes.mean() == pytest.approx(0.4 * m, abs=4 * spread / np.sqrt(sizes.size))
    assert sizes.std() == pytest.approx(spread, rel=0.05)


def test_the_sizes_of_single_quanta_are_normal():
    numbers, sizes, _ = pooled("poisson", **few)
    single = (sizes[numbers == 1] / 0.4 - 1) / 0.2
    assert stats.kstest(single, "norm").pvalue > 1e-3
    assert (sizes[numbers == 0] == 0).all()


def test_the_failures_invert_the_law():
    scalars = quanta.run(**few).scalars
    assert TRIALS * np.exp(-scalars["m_from_failures"]) == pytest.approx(scalars["failures"])
    m = scalars["m_from_failures"]
    assert scalars["m_standard_error"] == pytest.approx(np.sqrt((np.exp(m) - 1) / TRIALS))


def test_the_standard_error_is_the_scatter_of_the_estimates():
    runs = [quanta.run(seed=seed, **content_for(1.0)).scalars for seed in range(1, 201)]
    estimates = np.array([run["m_from_failures"] for run in runs])
    expected = np.sqrt((np.e - 1) / TRIALS)
    assert estimates.mean() == pytest.approx(1.0, abs=4 * expected / np.sqrt(200) + 0.01)
    assert estimates.std() == pytest.approx(expected, rel=0.2)
    assert np.mean([run["m_standard_error"] for run in runs]) == pytest.approx(expected, rel=0.05)


def test_without_failures_there_is_no_estimate():
    scalars = quanta.run(**many).scalars
    assert scalars["failures"] == 0
    assert not np.isfinite([scalars["m_from_failures"], scalars["m_standard_error"]]).any()


def test_no_setting_asks_for_more_quanta_than_sites():
    assert quanta.run(Ca=0.6, Mg=0.0, m_0=40.0).scalars["m_true"] < 12


def test_one_seed_is_one_draw():
    first, again, other = (quanta.run(seed=seed).series["amplitude"] for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()
