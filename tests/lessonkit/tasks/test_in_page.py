"""A reader at the tasks of an explorer, in a browser: by keyboard, in two tabs, after a reload, on paper."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from conftest import axe_violations
from course import Explorer, course
from course.models import calcium_influx
from lessonkit.page.linker import classic_script, link_style
from lessonkit.page.tokens import token_style
from lessonkit.quiz import Progress

KEY = f"course:2:{course.id}:tasks:magnesium-and-calcium"


def page_of(widget) -> str:
    """Return a page with a widget."""
    style = token_style() + link_style(*map(widget.file, widget.styles))
    script = classic_script(widget.file(widget.module), widget.tag)
    head = f'<!doctype html><html lang="en"><title>Tasks</title><style>{style}</style>'
    return f"{head}<body><main><h1>Tasks</h1>{widget.html}</main><script>{script}</script>"


@pytest.fixture(scope="module")
def document():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LESSONKIT_STATIC", "1")
        return page_of(
            Explorer(
                calcium_influx,
                vary=["Mg", "clamp", "V_hold", "kappa"],
                compare_with={"Mg": 1.0},
                id="here",
                tasks="magnesium-and-calcium",
            )
        )


@pytest.fixture(scope="module")
def progress():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LESSONKIT_STATIC", "1")
        return page_of(Progress())


@pytest.fixture
def tab(browser, document, progress):
    """Open the page in one more tab of the same reader; the test fails if a tab logs an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    html_type = "text/html; charset=utf-8"
    # The settings come to the address half a second after a move.
    context.route(
        re.compile(r"http://tasks\.test/($|\?)"),
        lambda route: route.fulfill(body=document, content_type=html_type),
    )
    context.route(
        "http://tasks.test/progress", lambda route: route.fulfill(body=progress, content_type=html_type)
    )
    faults = []

    def opened(name="", **options):
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.emulate_media(**options)
        page.goto(f"http://tasks.test/{name}")
        page.locator("[ready]").first.wait_for(state="attached")
        return page

    yield opened
    context.close()
    assert faults == []


def strip(page):
    return page.get_by_role("group", name="Tasks", exact=True)


def button(page, name):
    return strip(page).get_by_role("button", name=name)


def said(page):
    return strip(page).get_by_role("status")


def stored(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or '{"items": {}}')["items"]


def settings(page):
    return page.evaluate("document.querySelector('course-explorer').parameters")


def move(page, name, value):
    page.locator("course-explorer").evaluate("(e, given) => { e.parameters = given; }", {name: value})


def solve(page, value=0.25):
    button(page, "Start this task").click()
    move(page, "Mg", value)


HEAR = """() => {
  window.told = [];
  addEventListener("course:task", ({ detail }) => window.told.push(detail));
}"""


def told(solved, tries, hints):
    which = {"tasks": "magnesium-and-calcium", "task": "match-coincidence"}
    return which | {"solved": solved, "tries": tries, "hints": hints}


def test_closed_the_tasks_take_a_name_and_a_row_of_buttons(tab):
    page = tab()
    assert strip(page).bounding_box()["height"] <= 90
    expect(strip(page)).to_contain_text("Task 1 of 3: Rest as high as coincidence")
    expect(strip(page).get_by_text("Find the magnesium")).to_be_hidden()
    expect(strip(page).get_by_text("Nothing but magnesium")).to_be_hidden()
    expect(button(page, "Why?")).to_be_hidden()


def test_a_task_is_begun_helped_with_and_solved_by_keyboard(tab):
    page = tab()
    move(page, "V_hold", -20)
    page.evaluate(HEAR)
    button(page, "Start this task").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Leave the task")).to_be_focused()
    expect(strip(page).get_by_text("Find the magnesium at which")).to_be_visible()
    assert settings(page)["V_hold"] == -65
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(button(page, "Hint 1 of 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(strip(page).get_by_text("Nothing but magnesium moves here")).to_be_visible()
    slider = page.locator("input[type=range][name=Mg]")
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(said(page)).to_have_text("Not yet. Peak calcium: 0.701 µM, too low.")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(said(page)).to_have_text("✓ That is it. The controls are yours again.")
    expect(strip(page)).to_contain_text("✓ solved in 2 tries")
    expect(strip(page).get_by_text("as much as a coincidence does at 1 mM")).to_be_visible()
    assert page.evaluate("window.told") == [
        {
            "tasks": "magnesium-and-calcium",
            "task": "match-coincidence",
            "solved": False,
            "tries": 0,
            "hints": 1,
        },
        {
            "tasks": "magnesium-and-calcium",
            "task": "match-coincidence",
            "solved": False,
            "tries": 1,
            "hints": 1,
        },
        {
            "tasks": "magnesium-and-calcium",
            "task": "match-coincidence",
            "solved": True,
            "tries": 2,
            "hints": 1,
        },
    ]
    record = stored(page)["match-coincidence"]
    assert (record["checked"], record["attempts"], record["hints"]) == (True, 2, 1)
    assert record["response"] == {"Mg": 0.25}


def test_a_held_control_says_so_and_stays_until_the_task_is_left(tab):
    page = tab()
    button(page, "Start this task").click()
    slider = page.locator("input[type=range][name=V_hold]")
    expect(slider).to_have_attribute("aria-disabled", "true")
    expect(slider).to_have_accessible_description("Held by the task: leave the task to move it.")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("-65")
    expect(page.get_by_role("alert")).to_contain_text(
        "The task holds Held potential: leave the task to move it"
    )
    page.locator("select[name=clamp]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("select[name=clamp]")).to_have_value("held")
    page.get_by_role("button", name="Coincidence").click()
    assert settings(page)["clamp"] == "held"
    expect(page.locator("input[type=range][name=Mg]")).not_to_have_attribute("aria-disabled", "true")
    button(page, "Leave the task").click()
    expect(slider).not_to_have_attribute("aria-disabled", "true")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert settings(page)["V_hold"] == -64
    assert stored(page) == {}


def test_settings_from_elsewhere_end_the_task(tab):
    page = tab()
    button(page, "Start this task").click()
    move(page, "V_hold", -20)
    expect(said(page)).to_have_text("The task has ended: its model was set from elsewhere.")
    assert settings(page)["V_hold"] == -20
    expect(button(page, "Start this task")).to_be_visible()
    assert stored(page) == {}


def test_a_task_can_be_begun_again_and_settings_without_a_task_are_no_try(tab):
    page = tab()
    move(page, "Mg", 0.25)
    button(page, "Start this task").click()
    assert settings(page)["Mg"] == 1
    move(page, "Mg", 0.5)
    expect(said(page)).to_contain_text("Not yet.")
    button(page, "Start again").click()
    assert settings(page)["Mg"] == 1
    assert stored(page)["match-coincidence"]["attempts"] == 1


def test_what_is_solved_is_there_after_a_reload_and_in_another_tab(tab):
    first, second = tab(), tab()
    solve(first)
    expect(strip(first)).to_contain_text("✓ solved in one try")
    expect(strip(second)).to_contain_text("✓ solved in one try")
    first.reload()
    expect(strip(first)).to_contain_text("Task 2 of 3")
    button(first, "Next task").click()
    button(first, "Next task").click()
    expect(strip(first)).to_contain_text("Task 1 of 3: Rest as high as coincidence ✓ solved in one try")
    button(first, "Why?").click()
    expect(strip(first).get_by_text("as much as a coincidence does at 1 mM")).to_be_visible()
    expect(button(first, "Do it again")).to_be_visible()


def test_hints_and_reasons_are_folded_and_unfolded_by_keyboard(tab):
    page = tab()
    button(page, "Start this task").focus()
    page.keyboard.press("Enter")
    button(page, "Hint 1 of 2").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(button(page, "Start again")).to_be_focused()  # the button for hints has gone
    folds = strip(page).locator("li[data-open] summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for place, words in enumerate(("Nothing but magnesium moves here", None)):
        expect(folds.nth(place)).to_be_focused()
        page.keyboard.press("Enter")
        if words:
            expect(strip(page).get_by_text(words)).to_be_hidden()
            page.keyboard.press("Space")
            expect(strip(page).get_by_text(words)).to_be_visible()
        page.keyboard.press("Tab")
    move(page, "Mg", 0.25)
    expect(said(page)).to_contain_text("That is it")
    button(page, "Why?").focus()
    expect(button(page, "Why?")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(strip(page).get_by_text("as much as a coincidence does at 1 mM")).to_be_hidden()
    expect(button(page, "Why?")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(strip(page).get_by_text("as much as a coincidence does at 1 mM")).to_be_visible()


def test_tasks_stand_on_the_page_of_progress_and_go_to_another_browser_in_the_file(tab, tmp_path):
    page = tab()
    record = tab("progress")
    row = record.locator("[data-tasks=magnesium-and-calcium]")
    expect(row).to_contain_text("3 tasks, none begun")
    solve(page)
    expect(row).to_contain_text("1 of 3 solved · 1 try")
    before = stored(page)
    with record.expect_download() as download:
        record.get_by_role("button", name="Save as a file").click()
    path = tmp_path / "record.json"
    download.value.save_as(path)
    assert json.loads(path.read_text("utf-8"))["tasks"]["magnesium-and-calcium"] == before
    record.get_by_role("button", name="Clear the whole course").click()
    record.locator(".progress-record").get_by_role("button", name="Yes").click()
    expect(row).to_contain_text("3 tasks, none begun")
    expect(strip(page)).not_to_contain_text("solved")
    record.evaluate("localStorage.clear()")
    record.reload()
    record.get_by_label("Read a file").set_input_files(path)
    expect(record.locator(".progress-found")).to_contain_text("1 task")
    record.get_by_role("button", name="Merge").click()
    expect(row).to_contain_text("1 of 3 solved · 1 try")
    assert stored(page) == before


def test_a_record_of_a_task_that_has_changed_does_not_count_as_solved(tab):
    page = tab()
    record = {
        "hash": "old",
        "response": None,
        "checked": True,
        "score": 1,
        "attempts": 3,
        "hints": 0,
        "at": 1,
    }
    kept = {"schema": 2, "items": {"match-coincidence": record | {"shown": False}}}
    page.evaluate("([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))", [KEY, kept])
    page.reload()
    expect(strip(page)).to_contain_text("Task 1 of 3")
    expect(strip(page)).not_to_contain_text("solved")
    solve(page)
    expect(strip(page)).to_contain_text("✓ solved in one try")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_stage(tab, scheme):
    page = tab(color_scheme=scheme)
    page.evaluate("scheme => { document.documentElement.dataset.theme = scheme; }", scheme)
    assert axe_violations(page) == []
    button(page, "Start this task").click()
    button(page, "Hint").click()
    assert axe_violations(page) == []
    move(page, "Mg", 0.25)
    expect(strip(page)).to_contain_text("solved")
    assert axe_violations(page) == []


def test_on_paper_all_tasks_stand_and_no_button(tab):
    page = tab(media="print")
    for words in ("Find the magnesium at which", "With 0.3 mM magnesium", "Find the buffer capacity"):
        expect(strip(page).get_by_text(words)).to_be_visible()
    expect(strip(page).get_by_role("button", name="Start this task")).to_be_hidden()


def test_without_a_script_all_tasks_stand_with_their_hints_and_reasons_folded(browser, document):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(document)
    assert strip(page).get_by_role("listitem").count() == 3
    expect(strip(page).get_by_text("Find the buffer capacity")).to_be_visible()
    expect(strip(page).get_by_text("as much as a coincidence does at 1 mM")).to_be_hidden()
    strip(page).locator("summary", has_text="Why?").first.click()
    expect(strip(page).get_by_text("as much as a coincidence does at 1 mM")).to_be_visible()
    assert strip(page).get_by_role("button").count() == 0
    context.close()


LIVE = """async ([source, html]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  const traits = { html, parameters: {}, tasks: {} };
  window.heard = [];
  window.traits = traits;
  const model = {
    get: (name) => traits[name],
    set: (name, value) => { traits[name] = value; },
    save_changes() {},
    on() {},
    off() {},
    send: (message) => window.heard.push(message),
  };
  widget.render({ model, el });
}"""


def test_python_hears_of_each_try_and_has_the_state_of_all_tasks(browser, monkeypatch):
    page = browser.new_page()
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    explorer = Explorer(calcium_influx, id="here", tasks="magnesium-and-calcium")
    page.evaluate(LIVE, [str(explorer._esm), explorer.html])
    solve(page)
    expect(strip(page)).to_contain_text("solved in one try")
    state = {"solved": True, "tries": 1, "hints": 0}
    heard = [message for message in page.evaluate("window.heard") if message["type"] == "task"]
    assert heard == [{"type": "task", "task": "match-coincidence", "state": state}]
    assert page.evaluate("window.traits.tasks") == {"match-coincidence": state}
    called = []
    explorer.on_task(lambda *told: called.append(told))
    explorer._handle_custom_msg(heard[0], [])
    assert called == [("match-coincidence", state)]
    page.close()
