"""Wrong answers name misconceptions of the book's list, if it has one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from course import course
from lessonkit.quiz.bank import BankError, BankFile, check_banks, find_bank
from lessonkit.quiz.misconceptions import MisconceptionFile, told

SAMPLE = Path(__file__).parent / "banks" / "sample.yml"


def sample(folder: Path) -> Path:
    """The bank with an item of each type, in the folder of a book."""
    path = folder / "quizzes" / SAMPLE.name
    path.parent.mkdir()
    shutil.copy(SAMPLE, path)
    return path


def listed(folder: Path, *entries: dict[str, Any]) -> MisconceptionFile:
    path = folder / "misconceptions.yml"
    path.write_text(yaml.safe_dump({"misconceptions": [*entries]}, sort_keys=False), encoding="utf-8")
    return MisconceptionFile(path)


def ours(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "text": f"The {name} idea.", "ours": True, **fields}


def named(value: Any) -> list[str]:
    """All misconceptions below a value of a bank."""
    if isinstance(value, list):
        return [name for part in value for name in named(part)]
    if isinstance(value, dict):
        own = [value["misconception"]] if "misconception" in value else []
        return own + named([*value.values()])
    return []


def test_each_one_that_is_not_in_the_list_is_refused_with_its_line(tmp_path):
    path = sample(tmp_path)
    count = len(named(BankFile(path).data))
    assert count > 10
    listed(tmp_path, ours("sign-turned"))
    faults = BankFile(path).faults
    assert len(faults) == count
    lines = path.read_text(encoding="utf-8").splitlines()
    for fault in faults:
        assert "misconception:" in lines[int(fault.removeprefix(f"{path}:").partition(":")[0]) - 1]
        assert "is not in misconceptions.yml: choose an id of it" in fault
        assert fault.endswith("or add it there")
    assert any("such as sign-turned," in fault for fault in faults)


def test_a_bank_that_names_what_is_listed_is_sound(tmp_path):
    path = sample(tmp_path)
    data = BankFile(path).data
    text = path.read_text(encoding="utf-8")
    for name in sorted(set(named(data)), key=len, reverse=True):
        text = text.replace(f"misconception: {name}", "misconception: one-idea")
    path.write_text(text, encoding="utf-8")
    listed(tmp_path, ours("one-idea"))
    assert BankFile(path).faults == []


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"id": "b", "text": "An idea."}, "misconception b, source: is missing: add it, or write ours: true"),
        (ours("b", source="jahr1990voltage"), "has a source beside it: remove one of the two"),
        (ours("a"), "id = 'a': is used earlier in this list: choose another id"),
        ({"id": "b", "text": "An idea.", "source": "nobody1900"}, "has no entry 'nobody1900': add it"),
        ({"id": "b", "ours": True}, "misconception b, text: is missing: add it"),
    ],
)
def test_a_fault_of_the_list_is_told_with_its_line_and_once(entry, found, tmp_path):
    sample(tmp_path)
    (fault,) = listed(tmp_path, ours("a"), entry).faults
    assert found in fault
    assert fault.startswith(f"{tmp_path / 'misconceptions.yml'}:")
    shutil.copy(SAMPLE, tmp_path / "quizzes" / "other.yml")
    with pytest.raises(BankError) as caught:
        check_banks(tmp_path / "quizzes")
    assert str(caught.value).count(found) == 1
    assert "is not in" not in str(caught.value)


def test_paper_tells_the_idea_and_free_text_as_it_is():
    item = next(item for item in find_bank("safety").items if item.type == "single")
    wrong = next(option for option in item.options if not option.correct)
    file = MisconceptionFile(course.root / "misconceptions.yml")
    idea = file.named[wrong.misconception].text.removesuffix(".")
    assert any(idea in answer["lead"] for answer in item.for_paper({})["answers"])
    assert told(wrong.misconception) == idea
    assert told("sign turned round") == "sign turned round"


def test_each_idea_of_the_course_stands_behind_an_answer():
    file = MisconceptionFile(course.root / "misconceptions.yml")
    assert file.faults == []
    used = {name for path in course.quizzes.glob("*.yml") for name in named(BankFile(path).data)}
    assert used == set(file.named)
