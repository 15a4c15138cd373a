"""When a question comes back: the equations of FSRS-6, and what a record keeps of an answer."""

from __future__ import annotations

import pytest

from lessonkit.page.linker import ROOT
from node_tools import node_modules

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
# Stability (days), difficulty and interval (days) after answers of (rating, days since the one before), as
# the Python package fsrs 6.3.2 gives them: Scheduler(learning_steps=(), relearning_steps=(),
# enable_fuzzing=False, maximum_interval=365).
FSRS = [
    ([(AGAIN, 0)], 0.212, 6.4133, 1),
    ([(HARD, 0)], 1.2931, 5.112170705601056, 1),
    ([(GOOD, 0)], 2.3065, 2.118103970459016, 2),
    ([(EASY, 0)], 8.2956, 1.0, 8),
    ([(GOOD, 0), (GOOD, 2)], 10.964332335820698, 2.111214235785395, 11),
    ([(GOOD, 0), (GOOD, 2), (GOOD, 11), (AGAIN, 46)], 2.9325804541638116, 7.389975788014609, 3),
    ([(AGAIN, 0), (GOOD, 0), (GOOD, 1)], 2.021477251638192, 6.3909413235243795, 2),
    ([(EASY, 0), (EASY, 8), (HARD, 40)], 138.5333487987651, 4.010608969296839, 139),
    ([(AGAIN, 0), (AGAIN, 0), (AGAIN, 1), (AGAIN, 3)], 0.03429422871139513, 9.85140710095639, 1),
    ([(GOOD, 0), (GOOD, 2), (GOOD, 2), (GOOD, 60), (EASY, 200)], 832.6835749169661, 1.0, 365),
    ([(GOOD, 0), (EASY, 0), (AGAIN, 30), (HARD, 1)], 2.5451285360422125, 8.011605503110008, 3),
]
REPLAY = """(() => {
  const [[first], ...later] = given;
  const next = (known, [rating, days]) => lib.nextMemory(known, days, rating);
  const memory = later.reduce(next, lib.firstMemory(first));
  return { ...memory, interval: lib.interval(memory.stability) };
})()"""


@pytest.fixture(scope="module")
def js():
    modules = [ROOT / "quiz" / f"{name}.js" for name in ("fsrs", "reviews", "confidence")]
    with node_modules(*modules) as evaluate:
        yield evaluate


@pytest.mark.parametrize(("answers", "stability", "difficulty", "interval"), FSRS)
def test_the_equations_give_what_the_package_of_fsrs_gives(answers, stability, difficulty, interval, js):
    found = js(REPLAY, answers)
    assert found["interval"] == interval
    assert (found["stability"], found["difficulty"]) == pytest.approx((stability, difficulty), rel=1e-12)


def test_recall_is_at_90_percent_after_the_stability(js):
    assert js("[0.5, 3, 100].map((days) => lib.retrievability(days, days))") == pytest.approx([0.9] * 3)


@pytest.mark.parametrize(
    ("streak", "gap"), [(0, 1), (1, 1), (2, 3), (3, 7), (4, 16), (5, 35), (9, 35), ("x", 1), (-1, 1)]
)
def test_a_record_of_before_fsrs_keeps_its_gap_and_goes_on_from_there(streak, gap, js):
    record = {"attempts": 1, "score": int(streak != 0), "day": 20_000, "streak": streak}
    assert js("lib.dueDay(given)", record) == 20_000 + gap
    assert js("lib.dueDay({ attempts: 1, score: 1, ...lib.memoryOf(given) })", record) == 20_000 + gap
    right, wrong = js("[1, 0.5].map((score) => lib.scheduled(given, score))", record)
    assert right["stability"] > gap >= wrong["stability"]


@pytest.mark.parametrize("score", [1, 0.5, 0, None])
def test_a_first_answer_is_kept_with_its_day_and_a_prediction_with_no_more(score, js):
    kept = js(
        "[lib.scheduled({ attempts: 0 }, given), lib.today(), lib.firstMemory(3), lib.firstMemory(1)]", score
    )
    expected = {"day": kept[1]} | ({} if score is None else kept[2] if score == 1 else kept[3])
    assert kept[0] == expected
    due = js("lib.dueDay({ attempts: 1, score: given, ...lib.scheduled({}, given) }) - lib.today()", score)
    assert due == (-kept[1] if score is None else 2 if score == 1 else 1)


def test_a_guess_that_was_right_comes_back_sooner_than_what_was_sure(js):
    code = "['guess', 'fairly', undefined, 'sure'].map((said) => lib.scheduled({}, given, said).stability)"
    guess, fairly, silent, sure = js(code, 1)
    assert guess < fairly == silent < sure
    assert len(set(js(code, 0))) == 1


def test_calibration_counts_the_answers_of_which_something_was_said(js):
    said = [("sure", 1), ("sure", 0.5), ("guess", 1), ("certain", 1), ("sure", None), (None, 1)]
    records = [{"confidence": level, "firstScore": score} for level, score in said]
    counts = [(each["level"], each["given"], each["right"]) for each in js("lib.calibration(given)", records)]
    assert counts == [("sure", 2, 1), ("fairly", 0, 0), ("guess", 1, 1)]


@pytest.mark.parametrize("record", [{"day": None}, {"day": "1", "stability": 3, "difficulty": 3}, {}])
def test_a_record_without_a_day_is_never_due(record, js):
    assert js("lib.dueDay({ attempts: 1, score: 1, ...given })", record) is None
