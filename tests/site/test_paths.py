"""The ways through the course: chosen on the first page or by the address, and followed; nothing locked."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from conftest import axe_violations
from course import course
from lessonkit.contents import read_contents
from lessonkit.paths import pages_along, read_paths
from lessonkit.quiz.index import chapters_with_banks, course_index
from lessonkit.quiz.places import items_asked

PATHS = read_paths()
TOUR, LESSONS = PATHS["tour"]
ALONG = pages_along(LESSONS)
KEY = f"course:2:{course.id}:path"


def home(page, origin, tail=""):
    page.goto(f"{origin}/book/index.html{tail}")
    page.locator("course-paths[ready]").wait_for()
    return page.locator("course-paths")


def test_a_path_is_chosen_by_keyboard_and_followed_to_its_end(page, server):
    paths = home(page, server)
    expect(page.locator(".course-path")).to_have_count(0)
    paths.get_by_role("radio", name=TOUR.title).press("Space")
    expect(page.locator(".course-path")).to_contain_text(TOUR.title)
    assert axe_violations(page) == []
    page.reload()
    paths = home(page, server)
    expect(paths.get_by_role("radio", name=TOUR.title)).to_be_checked()
    expect(paths.locator(".course-go a")).to_have_text(f"Start: {LESSONS[0].title}")
    for step in ALONG:
        page.locator("a.right-next").press("Enter")
        page.wait_for_url(f"{server}/book/{step.address}")
        expect(page.locator(".course-path")).to_contain_text(TOUR.title)


def test_the_sidebar_shows_the_path_and_all_of_it_when_asked(page, server):
    home(page, server, "?path=tour")
    nav = page.locator(".bd-docs-nav")
    first, second, *_ = LESSONS
    here = next(each for each in read_contents() if first in each.lessons)
    other = next(each for each in here.lessons if each not in LESSONS)
    off = nav.locator(f"a[href='{other.address.rpartition('/')[2]}']")
    page.goto(f"{server}/book/{first.address}")
    expect(off).to_be_hidden()
    expect(nav.locator(f"a[href*='{second.name.partition('/')[0]}/index']")).to_be_visible()
    nav.get_by_role("button", name="Show all lessons").press("Enter")
    expect(off).to_be_visible()
    page.goto(f"{server}/book/magnesium-in-the-body/three-units.html")  # nothing is locked
    expect(page.locator("article h1")).to_contain_text("Three units")


def test_home_goes_on_where_the_reader_stopped_and_says_how_long_it_takes(page, server):
    home(page, server, "?path=tour")
    first, *rest = LESSONS
    chapter = next(each for each in course_index() if each["chapter"] == first.name.partition("/")[0])
    record = {"response": 0, "checked": True, "score": 1, "attempts": 1, "hints": 0, "shown": False, "at": 1}
    items = {
        item["id"]: {**record, "hash": item["hash"]}
        for item in chapter["items"]
        if item["page"] == first.address
    }
    page.evaluate(
        "([key, items]) => localStorage.setItem(key, JSON.stringify({ schema: 2, items }))",
        [f"course:2:{course.id}:quiz:{chapter['chapter']}", items],
    )
    paths = home(page, server)
    expect(paths.locator(".course-go a")).to_have_text(f"Continue: {rest[0].title}")
    here = [lesson for lesson in rest if lesson.name.partition("/")[0] == rest[0].name.partition("/")[0]]
    minutes = sum(lesson.facts.minutes for lesson in here)
    expect(paths.locator(".course-left")).to_have_text(f"{minutes} minutes left in this chapter")
    paths.locator(".course-go a").press("Enter")
    page.wait_for_url(f"{server}/book/{rest[0].address}")


def test_who_knows_no_logarithms_is_led_to_their_primer_and_who_knows_all_past_them(page, server):
    chapter = next(each for each in course_index() if each["chapter"] == "primers")
    by_id = {item["id"]: item for item in chapter["items"]}
    [primers] = [(each, bank) for each, bank in chapters_with_banks() if each.id == "primers"]
    asked = [by_id[id] for id in items_asked(primers[0].page, primers[1])]
    assert len(asked) == 10
    right = {"response": 0, "checked": True, "score": 1, "attempts": 1, "hints": 0, "shown": False, "at": 1}
    items = {item["id"]: {**right, "hash": item["hash"]} for item in asked}
    last = asked[-1]["id"]
    keep = "([key, items]) => localStorage.setItem(key, JSON.stringify({ schema: 2, items }))"
    key = f"course:2:{course.id}:quiz:primers"
    page.goto(f"{server}/book/primers/index.html")
    page.evaluate(keep, [key, {id: record for id, record in items.items() if id != last}])
    page.reload()
    go = page.locator("course-placement[ready] .course-go")
    expect(go).to_have_text(f"{len(asked) - 1} of {len(asked)} questions answered.", use_inner_text=True)
    question = page.locator(f"fieldset[data-item={last}]")
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    expect(go.get_by_role("link")).to_be_visible()
    assert axe_violations(page) == []

    page.evaluate(keep, [key, items])
    page.reload()
    go.get_by_role("link", name="Skip the primers").click()
    page.wait_for_url(f"{server}/book/index.html#paths")

    items["logarithm-of-a-thousand"]["score"] = 0
    page.goto(f"{server}/book/primers/index.html")
    page.evaluate(keep, [key, items])
    page.reload()
    go.get_by_role("link", name="Start").click()
    page.wait_for_url(f"{server}/book/primers/exponentials.html")


def test_progress_shows_the_chapters_of_the_path(page, server):
    home(page, server, "?path=tour")
    page.goto(f"{server}/book/progress.html")
    progress = page.locator("course-progress[ready]")
    expect(progress.locator(".progress-total")).to_contain_text("Your path: ")
    chapters = {lesson.name.partition("/")[0] for lesson in LESSONS}
    shown = progress.locator("[data-chapter]:visible")
    expect(shown).to_have_count(len(chapters))
    assert {each.get_attribute("data-chapter") for each in shown.all()} == chapters


def test_an_unknown_path_is_said_and_left_alone(page, server):
    home(page, server, "?path=tour")
    page.goto(f"{server}/book/{LESSONS[0].address}?path=nowhere")
    expect(page.locator(".course-path-note")).to_contain_text("There is no path “nowhere” in this course")
    assert json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))["id"] == "tour"


@pytest.mark.parametrize("kept", ["{", "null", '{"schema":2,"id":"gone","at":1}', '{"schema":3}'])
def test_what_was_kept_and_cannot_be_read_leaves_the_book_as_it_is(kept, page, server):
    home(page, server)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, kept])
    paths = home(page, server)
    expect(page.locator(".course-path")).to_have_count(0)
    paths.get_by_role("radio", name=TOUR.title).check()
    expect(page.locator(".course-path")).to_contain_text(TOUR.title)


def test_the_path_leaves_and_comes_back_with_the_record(page, server, tmp_path):
    home(page, server, "?path=tour")
    page.goto(f"{server}/book/progress.html")
    page.locator("course-progress[ready]").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").first.click()
    file = tmp_path / "record.json"
    download.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["path"]["id"] == "tour"
    page.evaluate(f"localStorage.removeItem('{KEY}')")
    page.locator("[type=file]").set_input_files(file)
    page.get_by_role("button", name="Merge: keep the later answers").click()
    expect(page.locator(".progress-found")).to_be_hidden()
    assert json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))["id"] == "tour"


def test_without_a_script_each_path_lists_its_lessons(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/book/index.html")
    lists = page.locator("course-paths details")
    expect(lists).to_have_count(len(PATHS))
    for place, (_, lessons) in enumerate(PATHS.values()):
        addresses = [link.get_attribute("href") for link in lists.nth(place).locator("a").all()]
        assert addresses == [lesson.address for lesson in lessons]
    context.close()
