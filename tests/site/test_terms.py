"""Words explained where they stand: by keyboard, under a finger, without a script and on paper."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from conftest import axe_violations
from lessonkit.contents import read_contents

LESSONS = [page.name for chapter in read_contents() if chapter.is_folder for page in chapter.lessons]
PAGE = "nmda-blockade/two-conditions"


def test_lessons_explain_words_that_the_glossary_has(site):
    without = []
    for name in LESSONS:
        page = BeautifulSoup((site / "book" / f"{name}.html").read_text("utf-8"), "html.parser")
        told = [button["popovertarget"] for button in page.select("button.term")]
        assert told == [entry["id"] for entry in page.select(".page-terms > [popover]")], name
        if not told:
            without.append(name)
        for link in page.select(".term-entry > a"):
            path, _, id = link["href"].partition("#")
            assert (path, id[:5]) == ("../glossary.html", "term-")
    assert len(without) <= len(LESSONS) / 20, without


@pytest.fixture(params=["script", "no script"])
def reader(request, browser):
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, java_script_enabled=request.param == "script"
    )
    yield context.new_page()
    context.close()


def test_a_word_opens_and_closes_by_keyboard_without_a_script_too(reader, server):
    reader.goto(f"{server}/book/{PAGE}.html")
    word = reader.locator("button.term").first
    entry = reader.locator(f"#{word.get_attribute('popovertarget')}")
    expect(entry).to_be_hidden()
    word.focus()
    reader.keyboard.press("Enter")
    expect(entry).to_be_visible()
    reader.keyboard.press("Tab")
    expect(entry.get_by_role("link")).to_be_focused()
    reader.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(word).to_be_focused()
    reader.keyboard.press("Space")
    entry.get_by_role("link").press("Enter")
    reader.wait_for_url(re.compile(r"/book/glossary\.html#term-"))


INSIDE = """e => { const b = e.getBoundingClientRect();
  return b.left >= 0 && b.top >= 0 && b.right <= innerWidth && b.bottom <= innerHeight; }"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_under_a_finger_each_entry_stays_on_a_small_screen(theme, browser, server):
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, color_scheme=theme
    )
    page = context.new_page()
    page.goto(f"{server}/book/{PAGE}.html")
    words = page.locator("button.term:visible").all()
    assert len(words) >= 8
    for word in words:
        word.tap()
        entry = page.locator(f"#{word.get_attribute('popovertarget')}")
        expect(entry).to_be_visible()
        assert entry.evaluate(INSIDE), entry.inner_text()
        beside = abs(entry.bounding_box()["y"] - word.bounding_box()["y"])
        assert beside <= entry.bounding_box()["height"] + 2 * word.bounding_box()["height"]
        word.tap()
        expect(entry).to_be_hidden()
    words[0].tap()
    expect(page.locator(":popover-open")).to_have_count(1)
    assert axe_violations(page) == []
    context.close()


def test_a_selected_sentence_has_its_words(page, server):
    page.goto(f"{server}/book/{PAGE}.html")
    shown = """() => {
      const part = document.querySelector("p:has(button.term)");
      getSelection().selectAllChildren(part);
      return [String(getSelection()), part.textContent].map((text) => text.replaceAll(/\\s+/g, " ").trim());
    }"""
    selected, text = page.evaluate(shown)
    assert selected == text


def test_on_paper_the_entries_stand_below_the_page(page, server):
    page.goto(f"{server}/book/{PAGE}.html")
    entries = page.locator(".term-entry")
    expect(entries.first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("Words of this page")).to_be_visible()
    for entry in entries.all():
        expect(entry).to_be_visible()
    assert page.locator("button.term").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
