"""The trials: arithmetic against independent formulas, and nothing made up for what is not reported."""

from __future__ import annotations

import math

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course.data import DataError
from course.evidence.trials import Arm, doses_and_rates, event_rates, read_trials

TRIALS = {trial.study: trial for trial in read_trials()}
HEAD = (
    "study,year,n_magnesium,events_magnesium,n_control,events_control,dose_mmol,dose,outcome,source,status\n"
)
GOOD = "Guler,2005,25,6,25,18,2.48,2.48 mmol,any,guler2005magnesium,seen\n"


@pytest.mark.parametrize(
    ("study", "ratio", "low", "high"),
    [("Guler 2005", 0.33, 0.16, 0.70), ("Rashdi 2013", 1.07, 0.69, 1.65)],
)
def test_risk_ratios(study, ratio, low, high):
    assert TRIALS[study].risk_ratio() == pytest.approx((ratio, low, high), abs=0.006)


@pytest.mark.parametrize("study", ["Guler 2005", "Rashdi 2013"])
def test_risk_ratios_agree_with_katz_by_hand(study):
    trial = TRIALS[study]
    (a, n), (b, m) = ((arm.events, arm.n) for arm in (trial.magnesium, trial.control))
    ratio = (a / n) / (b / m)
    error = 1.959963984540054 * math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    by_hand = (ratio, ratio * math.exp(-error), ratio * math.exp(error))
    assert trial.risk_ratio() == pytest.approx(by_hand, rel=1e-6)


@given(n=st.integers(1, 200), share=st.floats(0, 1))
def test_intervals_are_those_of_clopper_and_pearson(n, share):
    events = round(share * n)
    low, high = Arm(n, events).interval()
    by_beta = (
        stats.beta.ppf(0.025, events, n - events + 1) if events else 0.0,
        stats.beta.ppf(0.975, events + 1, n - events) if events < n else 1.0,
    )
    assert (low, high) == pytest.approx(by_beta, abs=1e-9)
    assert low <= events / n <= high


def test_only_trials_with_both_arms_have_a_risk_ratio():
    assert {study for study, trial in TRIALS.items() if trial.has_both_arms} == {"Guler 2005", "Rashdi 2013"}
    with pytest.raises(DataError, match="Un 2011: a risk ratio needs both arms, and one is not reported"):
        TRIALS["Un 2011"].risk_ratio()


def test_the_figure_draws_what_is_reported_and_names_what_is_not(monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    figure = event_rates(list(TRIALS.values()))
    magnesium, control = figure.figure.data
    assert list(magnesium.x) == pytest.approx([86, 64, 26, 24], abs=0.5)
    assert list(control.x) == pytest.approx([60, 72])
    page = BeautifulSoup(figure.html, "html.parser")
    cells = [cell.text for cell in page.select("tbody :is(th, td)")]
    assert cells.count("not reported") >= 8
    assert "64 % (43 to 82)" in cells
    assert "24 % (9 to 45)" in cells
    assert "Isfahan: mean severity, no counts" in page.select_one(".course-picture")["aria-label"]


def test_doses_are_drawn_where_they_are_known():
    figure = doses_and_rates(list(TRIALS.values()))
    assert list(figure.figure.data[0].x) == [2.48, 2.48, 8.5]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (GOOD.replace(",6,", ",26,"), r"Guler: 26 events of 25 people: write whole numbers"),
        (GOOD.replace(",6,", ",6.5,"), "6.5 events"),
        (GOOD.replace(",6,", ",-1,"), "-1 events"),
        (GOOD.replace("25,6", ",6"), "line 2: n_magnesium is blank"),
    ],
)
def test_a_faulty_table_is_refused(row, message, tmp_path):
    (tmp_path / "etomidate_trials.csv").write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_trials(tmp_path)
