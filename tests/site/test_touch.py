"""Under a finger: a tap on a plot chooses, a swipe over it scrolls the page and chooses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from conftest import TWO_FRAMES, open_outcomes, watch
from drawing import drawn, place_in
from pages import page_asking, page_showing

EXPLORER = "course-explorer[ready]"


@pytest.fixture
def phone(browser, server):
    context = browser.new_context(viewport={"width": 412, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults = watch(page, server)
    yield page
    context.close()
    assert faults == []


def tap(holder, x: float, y: float) -> None:
    """Tap on the place of a drawing that stands for two values, once it stands still."""
    drawn(holder).locator("svg").tap(**place_in(holder, x, y))


def swiped(page, place) -> float:
    """Swipe up from the middle of `place` and return by how much the page scrolled."""
    place.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    page.evaluate(TWO_FRAMES)
    box = place.bounding_box()
    before = page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *places: float) -> None:
        points = [{"x": x, "y": place} for place in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", y)
    for step in range(1, 16):
        finger("touchMove", y - 12 * step)
    finger("touchEnd")
    page.evaluate(TWO_FRAMES)
    return page.evaluate("scrollY") - before


VALUES = """() => JSON.stringify([
  [...document.querySelectorAll("course-explorer[ready]")].map((e) => e.parameters),
  [...document.querySelectorAll("article input")].map((e) => [e.name, e.value, e.checked]),
  [...document.querySelectorAll("course-map [role=status]")].map((e) => e.textContent),
])"""


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (page_showing("coincidence"), "course-explorer .course-picture"),
        (page_asking("explain-same-peak"), "course-map .course-picture"),
        (page_showing("coincidence"), "course-figure .course-picture"),
        (page_asking("mark-peak"), ".quiz-mark .course-picture"),
        (page_showing("coincidence"), f"{EXPLORER} input[type=range]:visible"),
    ],
)
def test_a_swipe_scrolls_the_page_and_sets_nothing(name, place, phone, server):
    phone.goto(f"{server}/book/{name}.html")
    open_outcomes(phone)
    holder = phone.locator(place).first
    holder.scroll_into_view_if_needed()
    if "picture" in place:
        drawn(holder)
    before = phone.evaluate(VALUES)
    assert swiped(phone, holder) > 100
    phone.evaluate(TWO_FRAMES)
    assert phone.evaluate(VALUES) == before


def test_a_tap_marks_a_place_on_the_curve(phone, server):
    phone.goto(f"{server}/book/{page_asking('mark-peak')}.html")
    question = phone.locator("fieldset[data-item=mark-peak]").first
    plot = question.locator(".course-picture")
    box = question.get_by_label("Your mark")
    for potential, told in [(0, "turns from inward to outward"), (-25, "Right")]:
        before = box.input_value()
        tap(plot, potential, -5)
        expect(box).not_to_have_value(before)
        assert float(box.input_value().replace("−", "-")) == pytest.approx(potential, abs=2)
        question.locator("[type=submit]").tap()
        expect(question.get_by_role("status")).to_contain_text(told)


def test_two_taps_mark_an_interval(phone, server):
    phone.goto(f"{server}/book/{page_asking('transient-interval')}.html")
    open_outcomes(phone)
    question = phone.locator("fieldset[data-item=transient-interval]").first
    plot = question.locator(".course-picture")
    for label, time in [("From", 26), ("To", 99)]:
        tap(plot, time, 0.4)
        box = question.get_by_label(label, exact=True)
        expect(box).not_to_have_value("")
        assert float(box.input_value()) == pytest.approx(time, abs=5)
    question.locator("[type=submit]").tap()
    expect(question.get_by_role("status")).to_contain_text("Right")


def test_a_tap_on_a_map_sets_the_explorer(phone, server):
    phone.goto(f"{server}/book/{page_asking('explain-same-peak')}.html")
    open_outcomes(phone)
    chart = phone.locator("course-map[ready]").first
    plot = chart.locator(".course-sets")
    explorer = phone.locator("#magnesium-and-calcium")
    for magnesium, rate in [(0.4, 40), (2.6, 90)]:
        tap(plot, magnesium, rate)
        expect(chart.get_by_role("status")).to_contain_text(f"magnesium {magnesium:g} mM")
        assert explorer.evaluate("e => [e.parameters.Mg, e.parameters.rate]") == [magnesium, rate]
