"""What a page owes to a reader's eye and network: it stands still, and says what did not come."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from conftest import CHAPTERS, MOST_SHIFT, open_outcomes, shift_of
from drawing import drawn
from pages import page_asking, page_showing, page_with

EXPLORER = "course-explorer[ready]"
POINTS = "e => e.querySelector('.js-plotly-plot').data.map(({ x, y }) => [Array.from(x), Array.from(y)])"


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_page_stands_still_while_it_loads_on_a_phone(name, browser, server):
    context = browser.new_context(viewport={"width": 412, "height": 800})
    assert shift_of(context.new_page(), f"{server}/book/{name}.html") <= MOST_SHIFT
    context.close()


def test_a_drawing_shows_what_is_set_and_plotly_the_same_when_it_comes_late(page, server):
    held = []
    page.route("**/plotly.min.js", lambda route: held.append(route))
    page.goto(f"{server}/book/{page_asking('explain-same-peak')}.html")
    open_outcomes(page)
    explorer = page.locator("#magnesium-and-calcium[ready]")
    chart = page.locator("course-map[ready]").first
    for widget in (explorer, chart):
        drawn(widget)
        widget.locator(".course-zoom").click()
    line = explorer.locator(".course-key-curves [data-part=trace-3] path")
    before = line.get_attribute("d")
    explorer.get_by_role("slider", name="Extracellular magnesium").press("ArrowLeft")
    expect(line).not_to_have_attribute("d", before)
    chart.get_by_text("Table of values").click()
    cell = chart.locator("tbody button").nth(2)
    cell.click()
    expect(cell).to_have_attribute("aria-pressed", "true")
    expect(chart.locator("[data-part=trace-1] circle")).to_have_count(1)
    assert len(held) == 1
    held.pop().continue_()
    for widget in (explorer, chart):
        widget.locator(".course-zoomed .main-svg").first.wait_for()
    run = explorer.evaluate("e => Object.values(e.result.series).map((curve) => Array.from(curve))")
    assert any(y in run for _, y in explorer.evaluate(POINTS))
    parameters = explorer.evaluate("e => [e.parameters.Mg, e.parameters.rate]")
    assert chart.evaluate(POINTS)[1] == [[number] for number in parameters]

    explorer.locator(".course-zoom").click()  # back to the drawing, which went on
    expect(explorer.locator(".course-key-curves > svg")).to_be_visible()
    expect(explorer.locator(".js-plotly-plot")).to_have_count(0)

    page.goto(f"{server}/book/{page_asking('transient-interval')}.html")
    open_outcomes(page)
    question = page.locator("fieldset[data-item=transient-interval]").first
    drawn(question)
    question.locator(".course-zoom").click()
    for label, time in [("From", "26"), ("To", "99")]:
        question.get_by_label(label, exact=True).fill(time)
    question.locator("[type=submit]").click()
    expect(question.get_by_role("status")).to_contain_text("Right")
    held.pop().continue_()
    question.locator(".course-zoomed .main-svg").first.wait_for()
    assert len(question.evaluate(POINTS)[1][0]) > 10  # the interval that was typed


def test_plotly_that_does_not_load_says_so_and_can_be_asked_for_again(browser, server):
    page = browser.new_page()
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(f"{server}/book/{page_showing('coincidence')}.html")
    explorer = page.locator(EXPLORER).first
    drawn(explorer)
    zoom = explorer.locator(".course-zoom")
    for _ in range(2):
        zoom.click()
        explorer.get_by_text("The plot could not be loaded").wait_for()
        assert explorer.locator(".course-key-curves > svg").is_visible()
    page.unroute("**/plotly.min.js")
    zoom.click()
    explorer.locator(".main-svg").first.wait_for()
    assert not explorer.get_by_text("The plot could not be loaded").is_visible()
    page.close()


def test_a_moved_explorer_prints_as_wide_as_its_card(page, server):
    page.goto(f"{server}/book/{page_showing('coincidence')}.html")
    explorer = page.locator(EXPLORER).first
    holder = drawn(explorer)
    explorer.locator("input[type=range]:visible").first.press("ArrowRight")
    page.emulate_media(media="print")
    wide = explorer.locator(".course-reach").bounding_box()["width"]
    assert holder.bounding_box()["width"] == pytest.approx(wide, abs=1)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert holder.locator("> svg").get_attribute("viewBox").startswith("0 0 600 ")


GROUND = "(e, part) => getComputedStyle(e, part).backgroundColor"


@pytest.mark.parametrize(
    ("name", "bar", "part"),
    [
        (page_with("FoodExplorer()"), ".foods-table tbody th", "::after"),
        (page_with("DayPlate()"), ".plate-bar", "::after"),
        (page_showing("coincidence"), "course-explorer [aria-pressed=true]", None),
    ],
)
def test_what_is_told_by_a_ground_is_seen_in_forced_colours(name, bar, part, browser, server):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{server}/book/{name}.html")
    page.locator("[ready]").first.wait_for(state="attached")
    if part is None:
        page.locator("[data-preset]").first.click()
    ground = page.locator(bar).first.evaluate(GROUND, part)
    plain = page.locator("body").evaluate(GROUND)
    assert ground not in (plain, "rgba(0, 0, 0, 0)")
    context.close()
