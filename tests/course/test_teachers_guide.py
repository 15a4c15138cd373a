"""The teacher's guide has a run sheet for each chapter, and its minutes add up."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from chapter_text import BOOK, chapters
from lessonkit.quiz.bank import find_bank
from lessonkit.quiz.misconceptions import shown_by, told
from lessonkit.quiz.outline import objectives, wrong_ideas

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
    assert ".md?" in section


def test_objectives_come_from_the_bank_with_their_number_of_questions():
    bank = find_bank("safety")
    text = objectives("safety").data
    assert len(text.splitlines()) == len(bank.objectives)
    assert all(objective in text for objective in bank.objectives.values())
    assert sum(map(int, re.findall(r"\((\d+) questions\)", text))) == len(bank.items)


@pytest.mark.parametrize("chapter", chapters())
def test_wrong_ideas_come_from_the_bank_with_their_questions_and_lessons(chapter):
    assert f'wrong_ideas("{chapter}")' in SECTIONS[chapter]
    rows = BeautifulSoup(wrong_ideas(chapter).data, "html.parser").select("details > ul > li")
    linked = [{link["href"] for link in row.find_all("a")} for row in rows]
    items = find_bank(chapter).items
    ideas = {idea for item in items for idea in shown_by(item)}
    assert len(rows) == len(ideas) > 8
    for idea in ideas:
        ((row, links),) = [
            pair for pair in zip(rows, linked, strict=True) if pair[0].get_text().startswith(told(idea))
        ]
        asking = [item for item in items if idea in shown_by(item)]
        for item in asking:
            assert any(link.endswith(f"#item-{item.id}") for link in links)
            assert item.id.replace("-", " ") in row.get_text()
        pages = {link.partition("#")[0] for link in links if not link.startswith("http")}
        assert all((BOOK / page).with_suffix(".md").is_file() for page in pages)
        assert "Answered in" in row.get_text()


def test_a_wrong_idea_names_the_work_that_documents_it():
    links = BeautifulSoup(wrong_ideas("etomidate-trials").data, "html.parser").find_all("a")
    assert "https://doi.org/10.3758/s13423-013-0572-3" in [link["href"] for link in links]
