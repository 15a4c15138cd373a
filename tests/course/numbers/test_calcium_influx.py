"""The numbers of the lessons on calcium influx are those of its question bank, and its claims hold."""

import pytest

from course.numbers import calcium_influx as n
from course.numbers import calcium_influx_fits as runs


def test_the_questions_on_the_coincidence_quote_what_the_text_shows():
    assert (n.peak_rest, n.peak_coincidence, n.ratio_peak) == ("0.40", "1.22", "3.0")
    assert (n.ratio_unblocked, n.half_ms) == ("14", "3.5")


def test_the_questions_on_magnesium_and_rate_quote_what_the_text_shows():
    assert (n.factor_rest, n.factor_coincidence) == ("2.6", "1.8")
    assert (n.factor_faster, n.factor_less) == ("2.3", "2.1")


def test_the_question_on_open_receptors_starts_from_those_of_the_text():
    assert (n.open_nmda, n.decay_nmda) == ("0.0692", "151.5")


def test_with_each_fit_less_magnesium_counts_more_at_rest():
    assert min(runs.factors_rest) > max(runs.factors_coincidence)


def test_the_area_by_hand_is_that_of_the_run():
    assert float(n.hand_integral) == pytest.approx(float(n.integral_rest), rel=0.01)


def test_the_usual_calcium_share_takes_a_smaller_ratio_than_the_published_one():
    assert n.ghk_share(3.6) == pytest.approx(0.1, abs=0.005)
    assert n.ghk_share(10.6) > 0.19
