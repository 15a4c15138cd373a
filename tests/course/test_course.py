"""The course as a whole: chapters and banks name the same objectives, and ask for each of them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from chapter_text import BOOK, chapters, text_of
from lessonkit.contents import read_contents
from lessonkit.quiz.bank import find_bank

ASKED = re.compile(r"Quiz\(\s*\"[\w-]+\",\s*only=\[(.*?)\]", re.DOTALL)
OBJECTIVES = re.compile(r"you will be able to:\n\n(.*?)\n\n", re.DOTALL)
TERM = re.compile(r"\{term\}`([^`<]+?)(?: <[^`]*>)?`")
BANKS = [find_bank(chapter) for chapter in chapters()]
ITEMS = [item for bank in BANKS for item in bank.items]


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.chapter)
def test_a_chapter_names_the_objectives_of_its_bank_and_asks_twice_for_each(bank):
    text = TERM.sub(r"\1", text_of(bank.chapter))
    named = re.findall(r"^\d\. (.*)[;.]$", OBJECTIVES.search(text)[1], re.MULTILINE)
    assert [name.lower() for name in named] == [objective.lower() for objective in bank.objectives.values()]
    count = Counter(item.objective for item in bank.items)
    assert min(count[objective] for objective in bank.objectives) >= 2


def asked(text: str) -> set[str]:
    """Return the ids of the items that a text shows."""
    return {item for items in ASKED.findall(text) for item in re.findall(r'"([\w-]+)"', items)}


def test_the_course_has_enough_questions_of_every_type_and_half_of_them_above_recall():
    assert len(ITEMS) >= 150
    assert {item.type for item in ITEMS} == {
        *("single", "multiple", "numeric", "ordering", "matching", "mark", "short", "predict")
    }
    assert sum(item.level != "recall" for item in ITEMS) >= len(ITEMS) / 2


MINUTES = re.compile(r"^About (\d+) minutes", re.MULTILINE)
CASE = re.compile(r"^Case\(", re.MULTILINE)
SIMULATION = re.compile(r"^(?:Explorer|FoodExplorer|DayPlate|LabelReader)\(", re.MULTILINE)
TYPES = {item.id: item.type for item in ITEMS}


def parts(chapter: str) -> dict[str, str]:
    """Return by heading what a learner takes in one go: the parts of a chapter, or its lessons."""
    contents = next(each for each in read_contents(BOOK) if each.id == chapter)
    if contents.is_folder:
        return {lesson.title: lesson.text for lesson in contents.lessons}
    sections = (BOOK / f"{chapter}.md").read_text(encoding="utf-8").split("\n## ")[1:]
    timed = {section.partition("\n")[0]: section for section in sections if MINUTES.search(section)}
    return {heading: text for heading, text in timed.items() if not heading.startswith("Go further")}


@pytest.mark.parametrize("chapter", chapters())
def test_a_part_takes_ten_minutes_at_most_and_asks_a_question(chapter):
    assert len(parts(chapter)) >= 5
    for heading, text in parts(chapter).items():
        minutes = MINUTES.search(text)  # of a lesson, the build looks at what its front matter says
        assert not minutes or int(minutes[1]) <= 10, heading
        assert asked(text) or CASE.search(text), heading  # a case asks at each of its steps


@pytest.mark.parametrize("chapter", chapters())
def test_a_prediction_comes_before_each_first_simulation_of_a_part(chapter):
    for heading, text in parts(chapter).items():
        found = SIMULATION.search(text)
        if found:
            assert "predict" in {TYPES[item] for item in asked(text[: found.start()])}, heading
