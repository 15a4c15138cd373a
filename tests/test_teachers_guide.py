"""The teacher's guide has a run sheet for each chapter, and its minutes add up."""

from __future__ import annotations

import re

import pytest
from chapter_text import BOOK, chapters

from course.quiz.bank import find_bank
from course.quiz.outline import objectives

GUIDE = (BOOK / "teachers-guide.md").read_text(encoding="utf-8")
SECTIONS = {
    re.search(r'objectives\("([\w-]+)"\)', section)[1]: section
    for section in GUIDE.split("\n## ")
    if "objectives(" in section
}
STEP = re.compile(r"^\| \*\*(\w+)\.\*\* .+ \| (\d+|–) \| (\d+) \|$", re.MULTILINE)


def test_each_chapter_has_a_section_in_the_order_of_the_book():
    assert list(SECTIONS) == chapters()


@pytest.mark.parametrize("chapter", chapters())
def test_a_section_is_complete(chapter):
    section = SECTIONS[chapter]
    assert section.startswith(find_bank(chapter).title + "\n")
    steps = STEP.findall(section)
    assert [step for step, _, _ in steps] == ["Predict", "Discuss", "Run", "Explain", "Apply", "Close"]
    assert sum(int(short) for _, short, _ in steps if short != "–") == 50
    assert sum(int(long) for _, _, long in steps) == 90
    assert len(re.findall(r"^- \*“.+”\* Ask: .+\?$", section, re.MULTILINE)) >= 3
    assert "\nAnswer notes: " in section
    assert "{widget}`" in section


def test_objectives_come_from_the_bank_with_their_number_of_questions():
    bank = find_bank("safety")
    text = objectives("safety").data
    assert len(text.splitlines()) == len(bank.objectives)
    assert all(objective in text for objective in bank.objectives.values())
    assert sum(map(int, re.findall(r"\((\d+) questions\)", text))) == len(bank.items)
