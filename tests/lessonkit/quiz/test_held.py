"""Which misconceptions learners hold: of one in a live kernel, of a class from the files that they saved."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from course import course
from lessonkit.quiz import Quiz, check_banks, misconceptions_held
from lessonkit.quiz.held import RecordFileError

ITEMS = {item.id: item for bank in check_banks() for item in bank.items}
NOTHING = {"response": 0, "checked": True, "attempts": 1, "hints": 0, "shown": False, "score": 0}


def saved(folder: Path, name: str, **answers: list[str]) -> Path:
    """A record as the page saves it, with what the last answer to each item shows."""
    items = {
        id.replace("_", "-"): {**NOTHING, "hash": ITEMS[id.replace("_", "-")].hash, "misconceptions": shown}
        for id, shown in answers.items()
    }
    return written(folder / f"{name}.json", {"quizzes": {"any": items}})


def written(path: Path, more: dict) -> Path:
    path.write_text(json.dumps({"course": course.id, "schema": 2, **more}), encoding="utf-8")
    return path


def test_a_class_is_counted_by_learners_and_by_answers(tmp_path):
    amina = saved(tmp_path, "amina", negative_slope=["block-misplaced"], least_safe_use=["block-misplaced"])
    jonas = saved(tmp_path, "jonas", negative_slope=["block-misplaced", "unit-mistaken"])
    ruth = saved(tmp_path, "ruth", gates=[])
    first, second = misconceptions_held([amina, jonas, ruth])
    assert (first.misconception, first.learners, first.answers) == ("block-misplaced", 2, 3)
    assert first.questions == ("negative-slope", "least-safe-use")
    assert first.text.startswith("Magnesium works by another step")
    assert (second.misconception, second.learners, second.answers) == ("unit-mistaken", 1, 1)


def test_what_no_longer_fits_is_left_out_and_records_of_before_are_read(tmp_path):
    stale = {"negative-slope": {**NOTHING, "hash": "000000000000", "misconceptions": ["unit-mistaken"]}}
    gone = {"no-such-item": {**NOTHING, "hash": "000000000000", "misconceptions": ["unit-mistaken"]}}
    before = {"gates": {**NOTHING, "hash": ITEMS["gates"].hash}}
    record = written(tmp_path / "old.json", {"quizzes": {"a": stale | gone, "b": before}})
    assert misconceptions_held([record, written(tmp_path / "one.json", {"schema": 1, "quizzes": {}})]) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read (No such file or directory): mend the name"),
        ("{", "is not JSON: save the record anew"),
        ("[]", f"is no record of the course {course.id}: leave it out"),
        ('{"course": "tea", "schema": 2, "quizzes": {}}', "is no record of the course"),
        (json.dumps({"course": course.id, "schema": 3, "quizzes": {}}), "is of a form that cannot be read"),
        (json.dumps({"course": course.id, "schema": 2}), "is of a form that cannot be read here"),
    ],
)
def test_a_file_that_is_no_record_is_named(text, message, tmp_path):
    path = tmp_path / "record.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordFileError) as caught:
        misconceptions_held([path])
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


def test_the_command_writes_a_table_for_a_spreadsheet(tmp_path):
    files = [
        saved(tmp_path, "one", negative_slope=["block-misplaced"]),
        saved(tmp_path, "two", gates=["kidneys-do-not-matter"], negative_slope=["block-misplaced"]),
    ]

    def run(*paths: Path) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "lessonkit", "misconceptions", *map(str, paths)],
            cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    done = run(*files)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["misconception"], row["learners"], row["questions"]) for row in rows] == [
        ("block-misplaced", "2", "negative-slope"),
        ("kidneys-do-not-matter", "1", "gates"),
    ]
    faulty = run(tmp_path / "none.json")
    assert faulty.returncode == 2
    assert "none.json: cannot be read" in faulty.stderr
    assert faulty.stdout == ""


def test_responses_of_one_learner_tell_what_they_show():
    quiz = Quiz("nmda-blockade", only=["negative-slope", "least-safe-use", "straight-line"])
    assert quiz.misconceptions == {}
    quiz.responses = {
        "negative-slope": {"response": 1, "score": 0, "attempts": 1, "misconceptions": ["unit-mistaken"]},
        "least-safe-use": {
            "response": 1, "score": 0, "attempts": 1, "misconceptions": ["block-misplaced"]
        },
        "straight-line": {
            "response": 0, "score": 0, "attempts": 2, "misconceptions": ["block-misplaced"]
        },
    }  # fmt: skip
    assert quiz.misconceptions == {
        "block-misplaced": ["least-safe-use", "straight-line"],
        "unit-mistaken": ["negative-slope"],
    }
