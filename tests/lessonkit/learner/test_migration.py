"""What version 1 of the contract kept is read as it was, for every kind of record that it kept."""

from __future__ import annotations

import pytest

from lessonkit.page.linker import ROOT
from node_tools import node_modules

DAY_MS = 86_400_000
PLAIN = {"hash": "h", "response": 0, "checked": True, "score": 1, "attempts": 1, "hints": 0, "shown": False}
DRAWN = PLAIN | {"response": -20.5, "seed": 4_294_967_295}
KINDS = {
    "one option": PLAIN,
    "several options": PLAIN | {"response": [0, 2], "score": 0.5},
    "a prediction": PLAIN | {"score": None},
    "a number": PLAIN | {"response": -31.7},
    "drawn numbers": DRAWN,
    "a number with its unit": PLAIN | {"response": {"value": 20.5, "unit": "mV"}},
    "an order": PLAIN | {"response": [2, 0, 1]},
    "an interval": PLAIN | {"response": [-60, -20]},
    "a text": PLAIN | {"response": "negative slope"},
    "an answer that is shown": PLAIN | {"score": 0, "shown": True, "attempts": 3},
    "hints alone": PLAIN | {"response": None, "checked": False, "score": None, "attempts": 0, "hints": 2},
    "a review": PLAIN | {"day": 20_000, "streak": 2},
}
ASKED = [{"id": "a", "hash": "h"}, {"id": "b", "hash": "i"}]
EXAM = {"schema": 1, "seed": 7, "items": ASKED, "responses": {"a": 0, "b": [1, 2]}}


@pytest.fixture(scope="module")
def js():
    with node_modules(ROOT / "learner" / "state.js", ROOT / "learner" / "record.js") as evaluate:
        yield evaluate


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_a_question_comes_with_all_that_it_held(kind, js):
    record = KINDS[kind]
    kept = {"schema": 1, "items": {"a": record}}
    at = record.get("day", 0) * DAY_MS
    assert js("lib.itemsIn(given)", kept) == {"a": record | {"at": at}}
    assert js("lib.wholeItems(given)", kept) is not None  # so does one in a file of form 1


def test_a_record_that_cannot_be_read_does_not_take_the_others_with_it(js):
    kept = {"schema": 1, "items": {"a": PLAIN, "b": {"score": 1}, "c": None}}
    assert js("lib.itemsIn(given)", kept) == {"a": PLAIN | {"at": 0}}
    assert js("lib.wholeItems(given)", kept) is None


@pytest.mark.parametrize(
    ("held", "comes"),
    [
        ({}, {}),
        ({"name": "Ada"}, {"name": {"text": "Ada", "at": 0}}),
        ({"finished": "2026-11-22T10:00:00Z", "version": "1"},) * 2,
        ({"name": ""}, {}),
    ],
    ids=["begun", "named", "finished", "without a name"],
)
def test_an_exam_comes_with_its_answers_and_its_end(held, comes, js):
    responses = {"a": {"response": 0, "at": 0}, "b": {"response": [1, 2], "at": 0}}
    expected = {"seed": 7, "items": ASKED, "at": 0, "responses": responses} | comes
    found = js("lib.examIn(given)", EXAM | held)
    assert found == ({"name": ""} if held == {"name": ""} else {}) | expected


@pytest.mark.parametrize("kept", [None, [], {"schema": 3, "items": {}}, {"schema": 1}, "text", 1])
def test_what_version_1_never_kept_is_none(kept, js):
    assert js("[lib.itemsIn(given), lib.examIn(given)]", kept) == [None, None]


STORAGE = """(() => {
  const kept = new Map(Object.entries(given).map(([key, value]) => [key, JSON.stringify(value)]));
  const storage = Object.create({
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, text) { kept.set(key, text); this[key] = text; },
  });
  for (const key of kept.keys()) storage[key] = kept.get(key);
  globalThis.localStorage = storage;
  const state = lib.learnerOf("course");
  const quiz = state.quiz("new", [{ id: "a", hash: "h" }, { id: "b", hash: "i" }]);
  %s
})()"""


def test_an_item_that_moved_to_another_bank_keeps_its_record(js):
    other = PLAIN | {"hash": "reworded"}
    held = {
        "course:2:course:quiz:old": {"schema": 2, "items": {"a": PLAIN | {"at": 5}, "b": other | {"at": 5}}},
        "course:2:course:tasks:old": {"schema": 2, "items": {"b": PLAIN | {"hash": "i", "at": 5}}},
        "course:2:elsewhere:quiz:old": {"schema": 2, "items": {"b": PLAIN | {"hash": "i", "at": 5}}},
    }
    assert js(STORAGE % "return quiz.now();", held) == {"a": PLAIN | {"at": 5}}
    older = {"course:1:quiz:old": {"schema": 1, "items": {"a": DRAWN, "c": PLAIN}}}
    assert js(STORAGE % "return quiz.now();", older) == {"a": DRAWN | {"at": 0}}
    assert js(STORAGE % "quiz.change({ a: null }); return quiz.now();", held)["a"].keys() == {"at"}


def test_an_item_that_moved_is_found_in_an_older_file(js):
    known = [{"name": "quiz:old", "items": []}, {"name": "quiz:new", "items": ASKED}]
    later = PLAIN | {"at": 9, "score": 0}
    file = {
        "course": "course",
        "schema": 2,
        "quizzes": {
            "old": {"a": PLAIN | {"at": 5}, "c": PLAIN | {"at": 5}},
            "new": {"a": later},
        },
    }
    found = js(
        "lib.checkedRecord(JSON.stringify(given.file), 'course', given.known)", {"file": file, "known": known}
    )
    assert found["sets"] == {"quiz:new": {"a": later}}
    assert (found["counts"], found["strange"]) == ({"quiz": 1, "tasks": 0, "summary": 0, "case": 0}, 1)
