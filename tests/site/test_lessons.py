"""Chapters that are folders of lessons: short pages, a first page that goes on, and old addresses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from conftest import axe_violations
from course import course
from lessonkit.contents import read_contents
from lessonkit.quiz.index import course_index
from lessonkit.redirects import read_redirects

FOLDERS = [chapter for chapter in read_contents() if chapter.is_folder]
PAGES = [page for chapter in FOLDERS for page in chapter.pages]
TAUGHT = [chapter for chapter in FOLDERS if chapter.lessons[-1].name == f"{chapter.id}/check-yourself"]
CHAPTER = TAUGHT[0]
FIRST = CHAPTER.lessons[0]
ITEMS = next(chapter["items"] for chapter in course_index() if chapter["chapter"] == CHAPTER.id)
ASKED_FIRST = [item for item in ITEMS if item["page"] == FIRST.address]


@pytest.mark.parametrize("chapter", TAUGHT, ids=lambda chapter: chapter.id)
def test_its_last_page_has_the_sources_of_all_of_it(chapter):
    named = re.findall(
        r'"book/([^"]+)"', re.search(r":filter: docnames & \{(.+)\}", chapter.lessons[-1].text)[1]
    )
    assert named == [page.name for page in chapter.pages]


def answer(page, count: int) -> None:
    """Keep right answers to the first questions of the chapter's first lesson, as its page does."""
    record = {"response": 0, "checked": True, "score": 1, "attempts": 1, "hints": 0, "shown": False, "at": 1}
    page.evaluate(
        "([key, items]) => localStorage.setItem(key, JSON.stringify({ schema: 2, items }))",
        [
            f"course:2:{course.id}:quiz:{CHAPTER.id}",
            {item["id"]: {**record, "hash": item["hash"]} for item in ASKED_FIRST[:count]},
        ],
    )
    page.reload()
    page.locator("course-chapter[ready]").wait_for()


def test_the_whole_chapter_is_on_one_page_too(page, server):
    page.goto(f"{server}/book/{CHAPTER.page.address}")
    page.get_by_role("link", name="The whole chapter on one page").click()
    page.wait_for_load_state("load")
    headings = page.get_by_role("heading", level=1)
    assert headings.all_inner_texts() == [each.title for each in CHAPTER.pages]
    widgets = page.locator("course-chapter, course-quiz, course-explorer, course-figure, course-teachback")
    for widget in widgets.all():
        expect(widget).to_have_attribute("ready", "")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_the_first_page_tells_what_is_done_and_goes_on(page, server):
    page.goto(f"{server}/book/{CHAPTER.page.address}")
    first, second, *_ = CHAPTER.lessons
    go = page.locator(".course-go a")
    rows = page.locator(".chapter-lessons > li")
    expect(go).to_have_text(f"Start: {first.title}")
    expect(page.locator(".course-left")).to_contain_text("in all")
    answer(page, 1)
    expect(rows.first).to_contain_text(f"1 of {len(ASKED_FIRST)} questions")
    expect(go).to_have_text(f"Continue: {first.title}")
    answer(page, len(ASKED_FIRST))
    expect(rows.first).to_contain_text("done")
    expect(go).to_have_text(f"Continue: {second.title}")
    rest = sum(lesson.facts.minutes for lesson in CHAPTER.lessons[1:] if not lesson.facts.deeper)
    expect(page.locator(".course-left")).to_have_text(f"{rest} minutes left in this chapter.")
    assert axe_violations(page) == []
    go.press("Enter")
    expect(page.locator("article h1")).to_contain_text(second.title)


REDIRECTS = read_redirects().table.redirects


@pytest.mark.parametrize("redirect", REDIRECTS, ids=lambda redirect: redirect.old)
def test_an_old_address_leads_to_its_page_and_each_old_anchor_to_its_own(redirect, context, origin):
    old, to = redirect.old, redirect.to
    page = context.new_page()
    page.goto(f"{origin}/book/{old}.html")
    page.wait_for_url(f"{origin}/book/{to}.html")
    chapters = [each for each in FOLDERS if each.page.name in (to, *redirect.also)]
    lessons = [lesson for chapter in chapters for lesson in chapter.lessons]
    kept = {re.search(r"^\(([\w-]+)\)=", lesson.text, re.M)[1]: lesson.name for lesson in lessons}
    for anchor, target in {**kept, **redirect.anchors}.items():
        name, _, own = target.partition("#")
        page.goto(f"{origin}/book/{old}.html#{anchor}", wait_until="commit")
        page.wait_for_url(f"{origin}/book/{name}.html#{own or anchor}", wait_until="commit")


def test_an_old_link_that_sets_a_widget_finds_it(page, server):
    page.goto(f"{server}/book/magnesium-in-the-body.html?concentrations.Mg_serum=0.78&view=projector")
    expect(page.locator("course-explorer[ready] input[name=Mg_serum][type=range]")).to_have_value("0.78")


def test_an_old_question_is_found_on_the_page_that_asks_it_now(page, server):
    page.goto(f"{server}/book/magnesium-in-the-body.html#item-wrong-unit")
    page.wait_for_url(f"{server}/book/magnesium-in-the-body/check-yourself.html#item-wrong-unit")
    page.goto(f"{server}/book/neuromuscular-function.html#item-hand-spasm")  # in another chapter now
    page.wait_for_url(f"{server}/book/too-much-too-little/check-yourself.html#item-hand-spasm")


def test_a_question_that_moved_to_another_chapter_keeps_its_answer(page, server):
    moved_to = next(each for each in course_index() if each["chapter"] == "too-much-too-little")
    item = next(item for item in moved_to["items"] if item["id"] == "hand-spasm")
    record = {"response": 0, "checked": True, "score": 1, "attempts": 1, "hints": 0, "shown": False, "at": 1}
    page.goto(f"{server}/book/{item['page']}")
    page.evaluate(
        "([key, items]) => localStorage.setItem(key, JSON.stringify({ schema: 2, items }))",
        [
            f"course:2:{course.id}:quiz:neuromuscular-function",
            {"hand-spasm": record | {"hash": item["hash"]}},
        ],
    )
    page.reload()
    form = page.locator("form:has([data-item=hand-spasm])")
    expect(form.get_by_role("status")).not_to_be_empty()
    page.goto(f"{server}/book/progress.html")
    figures = page.locator("[data-chapter=too-much-too-little] .progress-figures").first
    expect(figures).to_contain_text(f"1 of {len(moved_to['items'])} answered")
    expect(page.locator("[data-chapter=neuromuscular-function] .progress-figures").first).to_contain_text(
        "none"
    )
    expect(page.locator(".progress-unsaved")).to_contain_text("1 answer is in this browser alone")
    page.get_by_role("button", name="Clear the whole course").click()
    page.locator(".progress-record").get_by_role("button", name="Yes").click()
    expect(figures).to_contain_text("none answered")
    page.goto(f"{server}/book/{item['page']}")
    page.locator("course-quiz[ready]:has([data-item=hand-spasm])").wait_for()
    expect(form.get_by_role("status")).to_be_empty()


def test_without_a_script_an_old_address_leads_on_too(browser, origin):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    old, to = REDIRECTS[0].old, REDIRECTS[0].to
    page.goto(f"{origin}/book/{old}.html")
    page.wait_for_url(f"{origin}/book/{to}.html")
    chapter = next(each for each in FOLDERS if each.page.name == to)
    rows = page.locator(".chapter-lessons a")
    assert [row.get_attribute("href") for row in rows.all()] == [
        lesson.address.rpartition("/")[2] for lesson in chapter.lessons
    ]
    context.close()
