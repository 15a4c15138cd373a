"""Cases told in branches: by mouse and by keys, kept, taken back, voted on, and read without a script."""

from __future__ import annotations

import gzip
import json
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from conftest import axe_violations, change_at_once, set_aside, watch
from course import course
from lessonkit.cases.case import ASKED, Case, Node, ways_from
from lessonkit.cases.files import case_files
from lessonkit.lessons.branching import page_of
from lessonkit.page.numbers import written

CASES = {file.id: file for file in case_files()}
ONE = "jerks-on-a-stomach-tablet"
NUMBER = next(id for id, file in CASES.items() if any(node.ask for node in file.case.nodes))
HEARD = """() => {
  window.heard = [];
  document.addEventListener("course:case", ({ detail }) => window.heard.push(detail));
}"""


def address(id: str) -> str:
    return f"book/{page_of(CASES[id]).address}"


def key(id: str) -> str:
    return f"course:2:{course.id}:case:{id}"


def opened(page: Page, origin: str, id: str) -> Locator:
    page.goto(f"{origin}/{address(id)}")
    page.locator("course-case[ready]").wait_for()
    return page.locator("course-case")


def way_to(case: Case, is_there: Callable[[Node], bool]) -> list[tuple[str, str]]:
    """Return a shortest way from the start: each node with the id of what is chosen there."""
    waiting: deque[tuple[str, list[tuple[str, str]]]] = deque([(case.start, [])])
    seen = {case.start}
    while waiting:
        at, gone = waiting.popleft()
        node = case.node(at)
        if is_there(node):
            return gone
        for way in ways_from(node):
            if way.step.to not in seen:
                seen.add(way.step.to)
                waiting.append((way.step.to, [*gone, (at, way.id)]))
    raise AssertionError(f"nowhere in {case.title}")


def way_to_an_end(case: Case, outcome: str | None = None) -> list[tuple[str, str]]:
    return way_to(case, lambda node: node.is_end and outcome in (None, node.outcome))


def choose(widget: Locator, case: Case, at: str, id: str) -> None:
    """Take a step by mouse, and go on."""
    node = widget.locator(f'.case-node[data-node="{at}"]')
    expect(node).to_be_visible()
    if case.node(at).ask:
        answer = case.node(at).ask.answer * (1 if id == ASKED[0] else 3) + (0 if id == ASKED[0] else 1)
        node.get_by_role("textbox").fill(written(answer, 6))
        node.get_by_role("button", name="Answer").click()
    else:
        node.locator(f'[data-way="{id}"] .case-say button').click()
    expect(node.locator(f'[data-way="{id}"] .case-consequence')).to_be_focused()
    widget.locator("[data-case=on]").click()


def gone_to_an_end(widget: Locator, id: str, outcome: str | None = None) -> list[tuple[str, str]]:
    case = CASES[id].case
    steps = way_to_an_end(case, outcome)
    for at, way in steps:
        choose(widget, case, at, way)
    return steps


@pytest.mark.parametrize(
    ("id", "outcome"), [(id, end.outcome) for id, file in CASES.items() for end in file.case.ends]
)
def test_each_outcome_is_reached_by_mouse_and_ends_in_a_debrief(id, outcome, page, server):
    widget = opened(page, server, id)
    page.evaluate(HEARD)
    steps = gone_to_an_end(widget, id, outcome)
    end = widget.locator(".case-node[data-now]")
    expect(end.get_by_text("What decided:")).to_be_visible()
    expect(end.locator(".case-lessons a").first).to_be_visible()
    expect(widget.locator(".case-seen")).to_contain_text("endings seen")
    expect(widget.locator(".case-gone summary")).to_contain_text(f"{len(steps)} step")
    heard = page.evaluate("heard")
    assert heard[-1]["end"] == end.get_attribute("data-node")
    assert [each["end"] for each in heard[:-1]] == [None] * (len(heard) - 1)
    assert [step["node"] for step in heard[-1]["way"]] == [at for at, _ in steps]
    ideas = {
        way.step.misconception
        for at, chosen in steps
        for way in ways_from(CASES[id].case.node(at))
        if way.id == chosen and way.is_wrong
    }
    expect(widget.locator(".case-ideas li")).to_have_count(len(ideas))


@pytest.mark.parametrize("id", CASES)
def test_a_whole_case_by_keyboard_alone(id, page, server):
    case = CASES[id].case
    widget = opened(page, server, id)
    widget.locator(".case-node[data-now] h2").focus()

    def tab_to(target: Locator) -> None:
        for _ in range(80):
            if target.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")

    for at, way in way_to_an_end(case):
        node = widget.locator(f'.case-node[data-node="{at}"]')
        if case.node(at).ask:
            tab_to(node.get_by_role("textbox"))
            page.keyboard.type(written(case.node(at).ask.answer, 6))
        else:
            tab_to(node.locator(f'[data-way="{way}"] .case-say button'))
        page.keyboard.press("Enter")
        expect(node.locator(f'[data-way="{way}"] .case-consequence')).to_be_focused()
        tab_to(widget.locator("[data-case=on]"))
        page.keyboard.press("Enter")
        expect(widget.locator(".case-node[data-now] h2")).to_be_focused()
    expect(widget.get_by_text("What decided:").locator("visible=true")).to_be_visible()


def test_a_step_is_undone_and_another_way_is_tried(page, server):
    case = CASES[ONE].case
    widget = opened(page, server, ONE)
    start = widget.locator(".case-node[data-now]")
    first, second, *_ = ways_from(case.node(case.start))
    start.locator(f'[data-way="{first.id}"] .case-say button').click()
    expect(widget.locator(".case-costs").locator("visible=true")).to_have_count(1)
    widget.locator("[data-case=undo]").click()
    expect(start.locator(f'[data-way="{first.id}"] .case-consequence')).to_be_hidden()
    expect(widget.locator("[data-case=undo]")).to_be_hidden()
    choose(widget, case, case.start, first.id)
    widget.locator(".case-gone summary").click()
    widget.get_by_role("button", name="Try another way").first.click()
    expect(widget.locator(".case-node[data-now]")).to_have_attribute("data-node", case.start)
    choose(widget, case, case.start, second.id)
    expect(widget.locator(".case-node[data-now]")).to_have_attribute("data-node", second.step.to)
    expect(widget.locator(".case-gone summary")).to_contain_text("1 step")


def test_costs_add_up_and_begin_again(page, server):
    widget = opened(page, server, ONE)
    expect(widget.locator(".case-spent")).to_have_text("So far: no time, no money, no harm.")
    steps = gone_to_an_end(widget, ONE)
    case = CASES[ONE].case
    costs = [way.step.cost for at, id in steps for way in ways_from(case.node(at)) if way.id == id]
    days = int(sum(cost.days + cost.minutes / (24 * 60) for cost in costs))
    told = widget.locator(".case-spent").inner_text()
    assert (f"{days} day" in told) == (days > 0)
    widget.get_by_role("button", name="Begin again").click()
    expect(widget.locator(".case-spent")).to_have_text("So far: no time, no money, no harm.")
    expect(widget.locator(".case-seen")).to_contain_text("1 of")


def test_a_number_is_taken_as_people_write_it_and_what_is_none_is_said(page, server):
    case = CASES[NUMBER].case
    node = next(node for node in case.nodes if node.ask)
    widget = opened(page, server, NUMBER)
    for at, way in way_to(case, lambda each: each.ask):
        choose(widget, case, at, way)
    shown = widget.locator(f'.case-node[data-node="{node.id}"]')
    shown.get_by_role("textbox").fill("some")
    shown.get_by_role("button", name="Answer").click()
    expect(widget.get_by_role("alert")).to_contain_text("Your number")
    expect(shown.get_by_role("textbox")).to_be_focused()
    shown.get_by_role("textbox").fill(written(node.ask.answer, 6).replace(".", ","))
    shown.get_by_role("button", name="Answer").click()
    expect(shown.locator('[data-way="right"] .case-consequence')).to_be_visible()
    expect(widget.get_by_role("alert")).to_be_hidden()


def test_a_node_opens_its_model_in_its_state(page, server):
    id, node = next((id, node) for id, file in CASES.items() for node in file.case.nodes if node.explore)
    case = CASES[id].case
    widget = opened(page, server, id)
    for at, way in way_to(case, lambda each: each.explore):
        choose(widget, case, at, way)
    shown = widget.locator(f'.case-node[data-node="{node.id}"]')
    shown.get_by_role("button", name="Open the model").click()
    explorer = shown.locator("course-explorer[ready]")
    expect(explorer).to_be_visible()
    settings = explorer.evaluate("explorer => explorer.parameters")
    assert {name: settings[name] for name in node.explore.set} == node.explore.set
    assert axe_violations(page) == []
    shown.get_by_role("button", name="Close the model").click()
    expect(explorer).to_have_count(0)


# What is kept


def test_the_way_is_there_after_a_reload_and_in_another_tab(context, page, server):
    case = CASES[ONE].case
    widget = opened(page, server, ONE)
    other = opened(context.new_page(), server, ONE)
    steps = way_to_an_end(case)
    choose(widget, case, *steps[0])
    at = widget.locator(".case-node[data-now]").get_attribute("data-node")
    expect(other.locator(".case-node[data-now]")).to_have_attribute("data-node", at)
    widget = opened(page, server, ONE)
    expect(widget.locator(".case-node[data-now]")).to_have_attribute("data-node", at)
    expect(widget.locator(".case-changed")).to_be_hidden()


def test_other_words_leave_the_way_as_it_is(page, server):
    case = CASES[ONE].case
    widget = opened(page, server, ONE)
    at, id = way_to_an_end(case)[0]
    choose(widget, case, at, id)
    now = widget.locator(".case-node[data-now]").get_attribute("data-node")
    words = next(way.step.say for way in ways_from(case.node(at)) if way.id == id)

    def reworded(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        assert words in text
        route.fulfill(response=answer, body=text.replace(words, "In other words"))

    page.route(f"**/{address(ONE)}", reworded)
    widget = opened(page, server, ONE)
    expect(widget.locator(".case-node[data-now]")).to_have_attribute("data-node", now)
    expect(widget.locator(".case-changed")).to_be_hidden()
    widget.locator(".case-gone summary").click()
    expect(widget.locator(".case-gone li")).to_contain_text("In other words")


def keep(page: Page, id: str, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key(id), text])


def test_a_way_with_a_node_that_is_gone_goes_as_far_as_it_can(page, server):
    case = CASES[ONE].case
    widget = opened(page, server, ONE)
    first = way_to_an_end(case)[0]
    choose(widget, case, *first)
    kept = json.loads(page.evaluate("key => localStorage.getItem(key)", key(ONE)))
    kept["items"]["way"]["response"]["way"].append({"node": "gone", "action": "gone"})
    keep(page, ONE, json.dumps(kept))
    widget = opened(page, server, ONE)
    expect(widget.locator(".case-changed")).to_contain_text("The case has changed since you were here")
    expect(widget.locator(".case-gone summary")).to_contain_text("1 step")


@pytest.mark.parametrize("text", ["{", "null", '{"schema":3}', '{"schema":2,"items":[]}'])
def test_a_record_that_does_not_fit_is_set_aside(text, page, server):
    opened(page, server, ONE)
    keep(page, ONE, text)
    widget = opened(page, server, ONE)
    expect(widget.locator(".case-node[data-now]")).to_have_attribute("data-node", CASES[ONE].case.start)
    assert set_aside(page) == {f"case:{ONE}": [text]}


def test_an_end_asks_for_one_review_in_a_week(page, server):
    widget = opened(page, server, ONE)
    gone_to_an_end(widget, ONE)
    expect(widget.locator(".case-seen")).to_contain_text(
        "In a week, one question on this comes to your review"
    )
    case = CASES[ONE].case
    answers = json.loads(
        page.evaluate("key => localStorage.getItem(key)", f"course:2:{course.id}:quiz:{case.chapter}")
    )
    today = page.evaluate("Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / 86400000)")
    assert {id: item["due"] for id, item in answers["items"].items()} == {case.review: today + 7}
    due = page.locator(".progress-due li a")
    for days, links in ((6, 0), (7, 1)):
        page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=days))
        page.goto(f"{server}/book/progress.html")
        page.locator("course-progress[ready]").wait_for()
        expect(due).to_have_count(links)
    due.click()
    expect(page.locator(f'[data-item="{case.review}"]')).to_be_in_viewport()


def test_a_case_leaves_as_a_file_comes_back_and_is_cleared(page, server, tmp_path):
    gone_to_an_end(opened(page, server, ONE), ONE)
    page.goto(f"{server}/book/progress.html")
    page.locator("course-progress[ready]").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").first.click()
    file = tmp_path / "record.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text(encoding="utf-8"))["cases"][ONE]
    assert len(saved["way"]["response"]["way"]) == len(way_to_an_end(CASES[ONE].case))
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("course-progress[ready]").wait_for()
    page.get_by_label("Read a file").set_input_files(file)
    expect(page.locator(".progress-found")).to_contain_text("It holds your way through cases too.")
    page.get_by_role("button", name="Replace all").click()
    widget = opened(page, server, ONE)
    expect(widget.get_by_text("What decided:").locator("visible=true")).to_be_visible()
    page.goto(f"{server}/book/progress.html")
    page.locator("course-progress[ready]").wait_for()
    page.get_by_role("button", name="Clear the whole course").click()
    page.locator(".progress-record").get_by_role("button", name="Yes").click()
    widget = opened(page, server, ONE)
    expect(widget.locator(".case-node[data-now]")).to_have_attribute("data-node", CASES[ONE].case.start)
    expect(widget.locator(".case-seen")).to_be_hidden()


# In the class


def test_a_class_votes_and_goes_where_most_hands_are(page, server):
    page.goto(f"{server}/{address(ONE)}?view=projector")
    page.locator("course-case[ready]").wait_for()
    widget = page.locator("course-case")
    boxes = widget.locator(".case-node[data-now]").get_by_role("textbox")
    expect(boxes.first).to_be_visible()
    majority = widget.get_by_role("button", name="Go the way of the majority").locator("visible=true")
    boxes.nth(1).fill("3")
    boxes.first.fill("3")
    expect(widget.get_by_text("As many hands for two ways")).to_be_visible()
    expect(majority).to_have_attribute("aria-disabled", "true")
    boxes.first.fill("some")
    expect(widget.get_by_text("Write a whole number.")).to_be_visible()
    boxes.first.fill("3")
    boxes.nth(1).fill("12")
    expect(widget.get_by_text("12 of 15")).to_be_visible()
    assert axe_violations(page) == []
    majority.click()
    _, second, *_ = ways_from(CASES[ONE].case.node(CASES[ONE].case.start))
    taken = widget.locator(f'.case-node[data-now] [data-way="{second.id}"]')
    expect(taken.locator(".case-consequence")).to_be_focused()
    expect(boxes.locator("visible=true")).to_have_count(0)


def test_the_bars_of_a_vote_are_seen_in_forced_colours(browser, server):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{server}/{address(ONE)}?view=projector")
    widget = page.locator("course-case[ready]")
    widget.locator(".case-node[data-now]").get_by_role("textbox").first.fill("12")
    grounds = [
        page.locator(each).first.evaluate("element => getComputedStyle(element).backgroundColor")
        for each in (".case-node[data-now] .case-bar", "course-case .course-card")
    ]
    assert grounds[0] not in (grounds[1], "rgba(0, 0, 0, 0)")
    context.close()


@pytest.mark.parametrize("id", CASES)
def test_what_others_would_do_is_told_after_the_choice_alone(id, page, server):
    case = CASES[id].case
    widget = opened(page, server, id)
    for at, way in way_to(case, lambda node: node.others):
        choose(widget, case, at, way)
    node = widget.locator(".case-node[data-now]")
    told = node.locator(".case-others")
    expect(told).to_be_hidden()
    node.locator(".case-say button").first.click()
    expect(told.locator("p").first).to_be_hidden()
    told.locator("summary").click()
    expect(told.locator("p").first).to_be_visible()


# Everywhere


@pytest.mark.parametrize("id", CASES)
def test_without_a_script_all_of_a_case_is_there(id, browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{address(id)}")
    for node in CASES[id].case.nodes:
        shown = page.locator(f'.case-node[data-node="{node.id}"]')
        expect(shown).to_be_visible()
        for way in ways_from(node):
            expect(shown.locator(f'[data-way="{way.id}"] .case-consequence')).to_be_visible()
    expect(page.locator(".case-tree svg")).to_be_visible()
    expect(page.locator(".case-buttons")).to_be_hidden()
    context.close()


def test_on_paper_it_is_the_whole_tree(page, server):
    opened(page, server, ONE)
    page.emulate_media(media="print")
    expect(page.locator(".case-tree svg")).to_be_visible()
    for node in page.locator(".case-node").all():
        expect(node).to_be_visible()
    expect(page.locator(".case-buttons")).to_be_hidden()


def test_from_disk(context, site):
    page = context.new_page()
    faults = watch(page, site.as_uri())
    widget = opened(page, site.as_uri(), ONE)
    gone_to_an_end(widget, ONE)
    expect(widget.get_by_text("What decided:").locator("visible=true")).to_be_visible()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("id", CASES)
def test_start_middle_and_end_are_accessible(id, scheme, page, server):
    page.emulate_media(color_scheme=scheme)
    case = CASES[id].case
    widget = opened(page, server, id)
    change_at_once(page)
    assert axe_violations(page) == []
    first, *rest = way_to_an_end(case)
    choose(widget, case, *first)
    assert axe_violations(page) == []
    for step in rest:
        choose(widget, case, *step)
    assert axe_violations(page) == []


ACTIONS_WITH_THEIR_TEXT = """() => {
  const nodes = [...document.querySelectorAll(".case-node")];
  const tall = {};
  for (const node of nodes) {
    for (const each of nodes) each.toggleAttribute("data-now", each === node);
    const actions = [...node.querySelectorAll(".case-say button, .case-answer")];
    const last = actions.findLast((each) => each.offsetParent)?.getBoundingClientRect();
    if (last) tall[node.dataset.node] = last.bottom - node.getBoundingClientRect().top;
  }
  return tall;
}"""


@pytest.mark.parametrize("id", CASES)
def test_the_actions_stand_in_one_screen_with_the_text_of_their_node(id, page, server):
    page.set_viewport_size({"width": 1280, "height": 720})
    opened(page, server, id)
    bar = page.locator(".bd-header-article").first.bounding_box()["height"]
    tall = page.evaluate(ACTIONS_WITH_THEIR_TEXT)
    assert set(tall) == {node.id for node in CASES[id].case.nodes if not node.is_end}
    assert {node: height for node, height in tall.items() if height > 720 - bar} == {}


@pytest.mark.parametrize("id", CASES)
def test_on_a_phone_nothing_is_wider_than_the_screen(id, page, server):
    page.set_viewport_size({"width": 360, "height": 640})
    widget = opened(page, server, id)
    for at, way in way_to_an_end(CASES[id].case):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        choose(widget, CASES[id].case, at, way)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_lead_on_the_chapters_page_leads_there_and_tells_when_it_has_ended(page, server):
    case = CASES[ONE].case
    page.goto(f"{server}/book/{case.chapter}/index.html")
    lead = page.locator("course-case-lead")
    expect(lead).to_contain_text(case.person)
    lead.get_by_role("link").click()
    page.locator("course-case[ready]").wait_for()
    gone_to_an_end(page.locator("course-case"), ONE)
    page.goto(f"{server}/book/{case.chapter}/index.html")
    expect(page.locator("course-case-lead")).to_contain_text("1 of")


@pytest.mark.parametrize("id", CASES)
def test_a_page_with_a_case_is_light(id, page, server):
    sizes: dict[str, int] = {}

    def add(response) -> None:
        if response.ok:
            sizes[response.url] = len(gzip.compress(response.body()))

    page.on("response", add)
    opened(page, server, id)
    page.mouse.wheel(0, 9000)
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) <= 250_000, sizes
