"""The trials: arithmetic against independent formulas, and nothing made up for what is not reported."""

from __future__ import annotations

import math

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course.evidence.trials import (
    Arm,
    Dose,
    doses_and_rates,
    event_rates,
    ratio_of_ratios,
    read_trials,
    risk_ratios,
)
from lessonkit.tables import DataError

TRIALS = {trial.study: trial for trial in read_trials()}
HEAD = (
    "study,year,design,comparator,etomidate_mg_per_kg,n_magnesium,events_magnesium,n_control,"
    "events_control,dose_value,dose_unit,dose,outcome,source,status\n"
)
GOOD = "Guler,2005,randomised,placebo,,25,6,25,18,2.48,mmol,2.48 mmol,any,guler2005magnesium,seen\n"


@pytest.mark.parametrize(
    ("study", "ratio", "low", "high"),
    [
        ("Guler 2005", 0.3333333333333333, 0.15917341750451894, 0.6980506723615244),
        ("Rashdi 2013", 1.0666666666666667, 0.6906961849583598, 1.647291244045848),
    ],
)
def test_risk_ratios_are_those_of_statsmodels(study, ratio, low, high):
    """Against ``Table2x2.riskratio`` and ``riskratio_confint`` of statsmodels 0.15.0."""
    assert TRIALS[study].risk_ratio() == pytest.approx((ratio, low, high), rel=1e-9)


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


def test_an_arm_without_events_has_no_interval(tmp_path):
    (tmp_path / "etomidate_trials.csv").write_text(HEAD + GOOD.replace(",6,", ",0,"), encoding="utf-8")
    (trial,) = read_trials(tmp_path)
    with pytest.raises(DataError, match="Guler 2005: an arm has no events"):
        trial.risk_ratio()


def test_the_figure_draws_what_is_reported_and_names_what_is_not(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    figure = event_rates(list(TRIALS.values()))
    magnesium, control = figure.figure.data
    assert list(magnesium.x) == pytest.approx([86, 64, 26, 24], abs=0.5)
    assert list(control.x) == pytest.approx([60, 72])
    page = BeautifulSoup(figure.html, "html.parser")
    cells = [cell.text for cell in page.select("tbody :is(th, td)")]
    assert cells.count("not reported") == 6
    assert "16 of 25, 64 % (43 to 82)" in cells
    assert "6 of 25, 24 % (9 to 45)" in cells
    said = page.select_one(".course-picture")["aria-label"]
    assert "Isfahan: mean severity, no counts" in said
    assert "Ghodki 2021: incidence and severity, results not seen" in said
    assert "Sedighinejad 2016: magnesium 61 of 71, no placebo group" in said


def test_the_table_tells_design_comparator_and_the_dose_of_etomidate(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    page = BeautifulSoup(event_rates(list(TRIALS.values())).html, "html.parser")
    rows = {row.th.text: [cell.text for cell in row.select("td")] for row in page.select("tbody tr")}
    assert rows["Un 2011"][:3] == ["randomised, two groups", "saline", "0.3"]
    assert rows["Ghodki 2021"][:3] == ["randomised, double-blind", "dexmedetomidine", "not seen"]
    assert "saline" not in rows["Sedighinejad 2016"][1]
    assert "saline" in rows["Isfahan"][1]


def test_the_p_value_is_the_sum_of_the_tables_that_are_no_likelier():
    for study in ("Guler 2005", "Rashdi 2013"):
        trial = TRIALS[study]
        n, m = trial.magnesium.n, trial.control.n
        chances = stats.hypergeom(n + m, trial.magnesium.events + trial.control.events, n).pmf(range(26))
        seen = chances[int(trial.magnesium.events)]
        assert trial.p_value() == pytest.approx(chances[chances <= seen * (1 + 1e-9)].sum())


def test_how_far_two_ratios_are_apart():
    """The logarithm of a ratio of ratios has the sum of all four parts as its variance."""
    variance = 1 / 6 - 1 / 25 + 1 / 18 - 1 / 25 + 1 / 16 - 1 / 25 + 1 / 15 - 1 / 25
    factor = math.exp(1.959963984540054 * math.sqrt(variance))
    guler, rashdi = TRIALS["Guler 2005"], TRIALS["Rashdi 2013"]
    assert ratio_of_ratios(guler, rashdi) == pytest.approx((3.2, 3.2 / factor, 3.2 * factor))
    assert ratio_of_ratios(guler, guler)[0] == pytest.approx(1.0)
    with pytest.raises(DataError, match="Un 2011: a risk ratio needs both arms"):
        ratio_of_ratios(guler, TRIALS["Un 2011"])


def test_the_forest_has_a_point_for_each_ratio_a_reason_for_each_gap_and_no_mean(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    figure = risk_ratios(list(TRIALS.values()))
    (points,) = figure.figure.data
    assert list(points.x) == pytest.approx([16 / 15, 1 / 3])
    assert list(points.error_x.array) == pytest.approx([0.5806, 0.3647], abs=1e-4)
    assert list(points.error_x.arrayminus) == pytest.approx([0.3760, 0.1742], abs=1e-4)
    assert figure.figure.layout.xaxis.type == "log"
    page = BeautifulSoup(figure.html, "html.parser")
    rows = {row.th.text: [cell.text for cell in row.select("td")] for row in page.select("tbody tr")}
    assert rows["Guler 2005"] == ["6 of 25", "18 of 25", "0.33 (0.16 to 0.70)", "0.0016"]
    assert rows["Un 2011"][1:] == ["not reported", "control count not reported", "none"]
    assert rows["Sedighinejad 2016"][2] == "no placebo group"
    assert rows["Isfahan"][2] == rows["Ghodki 2021"][2] == "counts not reported"
    assert len(rows) == len(TRIALS)


def test_a_trial_without_events_in_an_arm_is_drawn_and_has_no_ratio(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    rows = GOOD + GOOD.replace("Guler", "New").replace(",6,", ",0,")
    (tmp_path / "etomidate_trials.csv").write_text(HEAD + rows, encoding="utf-8")
    trials = read_trials(tmp_path)
    assert list(event_rates(trials).figure.data[0].x) == [0, 24]
    figure = risk_ratios(trials)
    (points,) = figure.figure.data
    assert list(points.x) == pytest.approx([1 / 3])
    rows = BeautifulSoup(figure.html, "html.parser").select("tbody tr")
    assert [row.select("td")[2].text for row in rows] == [
        "0.33 (0.16 to 0.70)",
        "no ratio, as an arm had no events",
    ]


def test_a_trial_far_out_widens_the_axes(tmp_path):
    rows = GOOD + GOOD.replace("Guler", "New").replace("25,6,25,18,2.48", "200,1,200,150,40")
    (tmp_path / "etomidate_trials.csv").write_text(HEAD + rows, encoding="utf-8")
    trials = read_trials(tmp_path)
    low = trials[1].risk_ratio()[1]  # about 0.001
    ratios, doses = (figure(trials).figure.layout.xaxis for figure in (risk_ratios, doses_and_rates))
    assert ratios.range[0] <= math.log10(low)
    assert list(ratios.tickvals) == [
        0.0005,
        0.001,
        0.002,
        0.005,
        0.01,
        0.02,
        0.05,
        0.1,
        0.2,
        0.5,
        1,
        2,
        5,
        10,
    ]
    assert list(doses.tickvals) == [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]


def test_the_pictures_of_the_chapter_have_no_ids_to_share(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    trials = list(TRIALS.values())
    pages = [figure(trials).html for figure in (event_rates, risk_ratios, doses_and_rates)]
    pictures = [BeautifulSoup(page, "html.parser").select_one("svg") for page in pages]
    assert all(pictures)
    assert not [tag["id"] for picture in pictures for tag in picture.select("[id]")]


@pytest.mark.parametrize(
    ("dose", "readings"),
    [
        (Dose(2.48, "mmol"), [(2.48, 2.48, 2.48)]),
        (Dose(60, "mg"), [(60 / 24.305,) * 3, (60 / 246.47,) * 3]),
        (Dose(30, "mg salt/kg"), [(2100 / 246.47, 1500 / 246.47, 2700 / 246.47)]),
        (Dose(math.nan, "not stated"), []),
    ],
)
def test_a_dose_is_converted_in_every_way_that_it_can_be_read(dose, readings):
    found = [(reading.mmol, reading.low, reading.high) for reading in dose.readings]
    assert found == [pytest.approx(reading, rel=1e-4) for reading in readings]
    assert math.isfinite(dose.mmol) == (len(readings) == 1)


def test_an_open_dose_stands_twice_and_open_and_the_others_once():
    figure = doses_and_rates(list(TRIALS.values()))
    clear, either = figure.figure.data
    assert list(clear.x) == pytest.approx([2.48, 2.48, 8.52], abs=0.005)
    assert list(clear.error_x.array) == pytest.approx([0, 0, 2.43], abs=0.005)
    assert list(either.x) == pytest.approx([2.469, 0.2434], abs=0.001)
    assert list(either.y) == pytest.approx([64, 64])
    assert either.marker.symbol == "circle-open"
    assert "2.47 mmol if of the element or 0.243 mmol if of the salt, 64 %" in figure.alt


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (GOOD.replace(",6,", ",26,"), r"Guler: 26 events of 25 people: write whole numbers"),
        (GOOD.replace(",6,", ",6.5,"), "6.5 events"),
        (GOOD.replace(",6,", ",-1,"), "-1 events"),
        (GOOD.replace("25,6", "0,0"), "Guler: 0 events of 0 people: write whole numbers above 0 people"),
        (GOOD + GOOD, "etomidate_trials.csv: study 'Guler', year 2005.0 stands twice"),
        (GOOD.replace("25,6", ",6"), "Guler: 6 events of nan people"),
        (GOOD.replace(",mmol,", ",grams,"), "Guler: dose_unit = 'grams': write one of mmol, mg, mg salt/kg"),
        (GOOD.replace("2.48,mmol", ",mmol"), 'Guler: dose_value = nan mmol: write a number above 0, or "not'),
        (GOOD.replace("2.48,mmol", "-1,mmol"), "Guler: dose_value = -1 mmol"),
    ],
)
def test_a_faulty_table_is_refused(row, message, tmp_path):
    (tmp_path / "etomidate_trials.csv").write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_trials(tmp_path)
