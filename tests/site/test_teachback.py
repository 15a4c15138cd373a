"""The summary in the reader's own words: ours waits for it; it is kept, saved and cleared."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from conftest import axe_violations
from course import course

CHAPTER = "magnesium-in-the-body"
PAGE = f"{CHAPTER}/check-yourself"
KEY = f"course:2:{course.id}:summary:{CHAPTER}"
WORDS = "Serum is a small window. Low stores can stand behind a normal value."


def open_page(page, server):
    page.goto(f"{server}/book/{PAGE}.html")
    page.locator("course-teachback[ready]").wait_for()
    return page.locator("course-teachback")


def write(widget):
    widget.get_by_role("textbox").fill(WORDS)
    widget.get_by_role("button", name="Compare with ours").press("Enter")


def test_ours_waits_for_the_readers_own_words_and_they_are_kept(page, server):
    widget = open_page(page, server)
    ours = page.locator(f"[data-outcome=summary-{CHAPTER}]")
    expect(ours.locator("ul")).to_be_hidden()
    expect(ours).to_contain_text("Our summary is folded until you have written yours")
    expect(widget.get_by_role("group")).to_be_hidden()
    widget.get_by_role("button", name="Compare with ours").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("Write two sentences first")
    expect(widget.get_by_role("textbox")).to_be_focused()
    write(widget)
    expect(ours.locator("ul")).to_be_visible()
    widget.get_by_role("checkbox").nth(1).check()
    assert axe_violations(page) == []

    widget = open_page(page, server)
    expect(widget.get_by_role("textbox")).to_have_value(WORDS)
    expect(widget.get_by_role("checkbox").nth(1)).to_be_checked()
    expect(widget.get_by_role("checkbox").first).not_to_be_checked()
    expect(ours.locator("ul")).to_be_visible()


def test_words_on_a_question_that_reads_otherwise_now_are_set_aside(page, server):
    old = {
        "hash": "reworded",
        "response": {"text": "Old words.", "ticks": []},
        "checked": True,
        "score": None,
    }
    kept = {"schema": 2, "items": {"summary": old | {"attempts": 1, "hints": 0, "shown": False, "at": 1}}}
    open_page(page, server)
    page.evaluate("([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))", [KEY, kept])
    widget = open_page(page, server)
    expect(widget.get_by_role("textbox")).to_have_value("")
    write(widget)
    aside = page.evaluate(
        "Object.keys(localStorage).filter((key) => key.includes('set-aside')).map((key) => localStorage[key])"
    )
    assert ["Old words." in text for text in aside] == [True]


def test_the_words_leave_as_a_file_come_back_and_are_cleared_with_the_chapter(page, server, tmp_path):
    write(open_page(page, server))
    page.goto(f"{server}/book/progress.html")
    page.locator("course-progress[ready]").wait_for()
    expect(page.locator(".progress-unsaved")).to_contain_text("1 text is in this browser alone")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").first.click()
    file = tmp_path / "record.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text(encoding="utf-8"))["summaries"][CHAPTER]["summary"]
    assert saved["response"] == {"text": WORDS, "ticks": []}

    section = page.locator(f"[data-chapter={CHAPTER}]")
    section.get_by_role("button", name="Clear this chapter").click()
    section.get_by_role("button", name="Yes").click()
    assert "hash" not in json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))["items"]["summary"]
    page.locator("[type=file]").set_input_files(file)
    expect(page.locator(".progress-found")).to_contain_text("It holds 1 text of yours too")
    page.get_by_role("button", name="Replace all").click()
    expect(open_page(page, server).get_by_role("textbox")).to_have_value(WORDS)


def test_without_a_script_all_of_it_is_there(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/{PAGE}.html")
    expect(page.locator(f"[data-outcome=summary-{CHAPTER}] ul")).to_be_visible()
    expect(page.locator("course-teachback fieldset label")).to_have_count(4)
    context.close()
