"""Every box for a number in a real page: read as people write, asked back if unclear, put back on leaving."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

from conftest import open_outcomes
from pages import page_asking, page_showing, page_with

UNREAD = "is no number on its own: write one such as 0.5, 1200 or 1e-3, without a unit"


@dataclass(frozen=True)
class Box:
    """A box that keeps a number of its widget: where it is, and how that number can be asked for."""

    page: str
    tag: str
    label: str
    value: Callable[[Locator], float]
    start: float
    low: float
    high: float
    step: float | None
    kept: str

    def open(self, page: Page, server: str) -> tuple[Locator, Locator]:
        page.goto(f"{server}/book/{self.page}")
        widget = page.locator(f"{self.tag}[ready]")
        widget.wait_for(state="attached")
        return widget, widget.get_by_label(self.label, exact=True)


def setting(name: str) -> Callable[[Locator], float]:
    """Read a number of the plate or the label from the address of its page."""

    def read(widget: Locator) -> float:
        text = widget.page.evaluate("name => new URLSearchParams(location.search).get(name)", name)
        return float(text.rpartition(":")[2])

    return read


def age(widget: Locator) -> float:
    return float(widget.page.evaluate("new URLSearchParams(location.search).get('plate.who').split('-')[1]"))


ALMONDS = "NDB-12061"
PLATE = page_with("DayPlate()")
BLOCK = f"{page_showing('nmda-block')}.html"
BOXES = {
    "explorer": Box(
        f"{BLOCK}?nmda-block.Mg=0.5", "course-explorer#nmda-block",
        "Extracellular magnesium, in mM", lambda e: e.evaluate("e => e.parameters.Mg"), 0.5, 0, 5, 0.05,
        "The last good value is kept.",
    ),
    "servings": Box(
        f"{PLATE}.html?plate.foods={ALMONDS}:2", "course-plate", "Servings of Almonds",
        setting("plate.foods"), 2, 0, 20, 0.5, "The plate still has 2.",
    ),
    "age": Box(
        f"{PLATE}.html?plate.who=US-40-male", "course-plate", "Age (years)", age, 40, 0, 120, 1,
        "The plate is still held against ",
    ),
    "supplement": Box(
        f"{PLATE}.html?plate.supplement=100", "course-plate",
        "Magnesium from supplements (mg a day)", setting("plate.supplement"), 100, 0, 2000, 10,
        "It is still 100 mg.",
    ),
    "label": Box(
        "diet-tablets-drip/read-the-label.html?label.amount=100", "course-label", "Amount",
        setting("label.amount"), 100, 0, 100_000, None, "The results still show 100 mg.",
    ),
}  # fmt: skip


@pytest.fixture(params=BOXES)
def box(request, page, server):
    """One of the boxes, with its widget and what is known of it."""
    known = BOXES[request.param]
    widget, place = known.open(page, server)
    assert known.value(widget) == known.start
    return known, widget, place


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,5", 1.5), ("3 1/2", 3.5), ("1½", 1.5), ("1.5e0", 1.5), ("15 × 10⁻¹", 1.5), ("４，５", 4.5)],
)
def test_a_box_takes_a_number_however_it_is_written(typed, number, box, page):
    known, widget, place = box
    place.click()
    place.press("ControlOrMeta+a")
    page.keyboard.type(typed)
    assert known.value(widget) == number
    expect(place).to_have_value(typed)
    assert place.get_attribute("aria-invalid") is None
    place.blur()
    expect(place).to_have_value(f"{number:g}")


@pytest.mark.parametrize("name", ["supplement", "label"])
def test_a_number_that_a_page_prints_can_be_pasted(name, page, server):
    known = BOXES[name]
    widget, place = known.open(page, server)
    for printed, number in [("1\u202f200", 1200), ("1 200,5", 1200.5), ("62,5", 62.5), ("1'200", 1200)]:
        place.fill("")
        place.evaluate("(e, text) => document.execCommand('insertText', false, text)", printed)
        assert known.value(widget) == number


def test_a_true_minus_can_be_pasted_and_is_printed(page, server):
    page.goto(f"{server}/book/{BLOCK}")
    explorer = page.locator("course-explorer#nmda-block[ready]")
    box = explorer.locator("input[type=text][name=V_read]")
    for minus in "-−–‐‑﹣－":
        box.fill("5")
        box.fill(f"{minus}23")
        assert explorer.evaluate("e => e.parameters.V_read") == -23
    box.blur()
    expect(box).to_have_value("−23")


def test_a_phones_keypad_has_what_each_box_takes(site):
    """The decimal keypad of an iPhone has no minus; a box of type number takes what was not typed."""
    kinds = set()
    for path in sorted(site.glob("book/**/*.html")):  # an old address has no box
        html = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert html.find_all("input", type="number") == [], path.name
        for box in html.find_all("input", inputmode=True):  # `select` passes over a template
            widget = box.find_parent(re.compile("^course-")).name
            keypad = "decimal"
            if widget == "course-explorer":
                (slider,) = box.find_parent("form").select(f"input[type=range][name={box['name']}]")
                keypad = "text" if float(slider["min"]) < 0 else "decimal"
            elif widget == "course-quiz":
                keypad = "text"  # another one would tell the sign of the answer
            assert (box["type"], box["inputmode"]) == ("text", keypad), (path.name, box.get("name"))
            kinds.add((widget, keypad))
    for path in (site / "_static" / "course" / "exam").glob("*.js"):  # a question of the exam
        assert not re.search(r'type=\\"number|inputmode=\\"decimal', path.read_text(encoding="utf-8")), (
            path.name
        )
    assert kinds == {
        ("course-explorer", "text"), ("course-explorer", "decimal"), ("course-plate", "decimal"),
        ("course-label", "decimal"), ("course-quiz", "text"),
    }  # fmt: skip


def test_a_number_that_is_unclear_or_none_is_asked_back_and_goes_with_the_box(box, page):
    known, widget, place = box
    fault = widget.get_by_role("alert")
    for typed, told in [
        ("1,000", "“1,000” can be 1000 or 1: write the one you mean without a comma"),
        ("5 mM", f"“5 mM” {UNREAD}"),
        ("1/0", "“1/0” divides by zero"),
        ("", "no number is given"),
        ("-7", ""),
        ("9e9", ""),
    ]:
        place.fill(typed)
        expect(fault).to_contain_text(told)
        expect(fault).to_contain_text(known.kept)
        assert place.get_attribute("aria-invalid") == "true"
        assert known.value(widget) == known.start
    place.press("Tab")
    expect(fault).to_be_hidden()
    expect(place).to_have_value(f"{known.start:g}")
    assert place.get_attribute("aria-invalid") is None


def test_what_was_taken_while_a_number_was_only_begun_is_not_kept(box, page):
    known, widget, place = box
    place.click()
    place.press("ControlOrMeta+a")
    page.keyboard.type("1,500")
    expect(widget.get_by_role("alert")).to_contain_text("“1,500” can be 1500 or 1.5")
    assert known.value(widget) == known.start
    expect(place).to_have_value("1,500")
    place.press("Backspace")
    assert known.value(widget) == 1.5
    expect(widget.get_by_role("alert")).to_be_hidden()


def turn_the_wheel(page: Page) -> None:
    """Turn the wheel to and fro where the pointer is, and wait until the page has heard of it."""
    page.evaluate("window.turns = 0; addEventListener('wheel', () => { window.turns += 1; })")
    for turns, by in enumerate((120, -120, -120), start=1):
        page.mouse.wheel(0, by)
        page.wait_for_function("turns => window.turns === turns", arg=turns)


def test_the_wheel_changes_nothing_and_arrows_step(box, page):
    known, widget, place = box
    place.click()
    turn_the_wheel(page)
    expect(place).to_have_value(f"{known.start:g}")
    assert known.value(widget) == known.start
    for key, steps in [("ArrowUp", 1), ("ArrowDown", 0), ("ArrowDown", -1)]:
        value = known.start + steps * (known.step or 0)
        place.press(key)
        assert known.value(widget) == pytest.approx(value)
        expect(place).to_have_value(f"{value:g}")


def test_arrows_stop_at_the_limits(page, server):
    known = BOXES["explorer"]
    explorer, place = known.open(page, server)
    place.fill("4,99")
    place.press("ArrowUp")
    assert known.value(explorer) == known.high
    place.press("ArrowUp")
    expect(place).to_have_value("5")
    expect(explorer.get_by_role("alert")).to_be_hidden()


# Messages


def test_a_press_that_takes_the_message_away_still_meets_its_button(page, server):
    """The message stands above the button: as it goes, the button moves away under the pointer."""
    known = BOXES["explorer"]
    explorer, place = known.open(page, server)
    reset = explorer.get_by_role("button", name="Reset")
    place.fill("1,000")
    expect(explorer.get_by_role("alert")).to_be_visible()
    reset.scroll_into_view_if_needed()
    below = "([button, box]) => button.getBoundingClientRect().y - box.getBoundingClientRect().y"
    both = [reset.element_handle(), place.element_handle()]
    before = page.evaluate(below, both)
    reset.hover()
    page.mouse.down()
    assert page.evaluate("document.activeElement.dataset.action") == "reset"
    assert page.evaluate(below, both) == before
    page.mouse.up()
    expect(explorer.get_by_role("alert")).to_be_hidden()
    assert known.value(explorer) == 1


def test_two_wrong_places_are_both_said_and_each_goes_alone(page, server):
    known = BOXES["servings"]
    plate, servings = known.open(page, server)
    food = plate.get_by_label("Food to add")
    food.fill("unicorn")
    food.press("Enter")
    servings.fill("1,000")
    fault = plate.get_by_role("alert")
    expect(fault).to_contain_text("No food is called “unicorn”")
    expect(fault).to_contain_text("“1,000” can be 1000 or 1")
    assert [food.get_attribute("aria-invalid"), servings.get_attribute("aria-invalid")] == ["true", "true"]
    servings.fill("1,5")
    expect(fault).not_to_contain_text("1,000")
    expect(fault).to_contain_text("No food is called “unicorn”")
    food.fill("oat")
    expect(fault).to_be_hidden()


@pytest.mark.parametrize("way", ["slider", "preset", "reset", "script"])
def test_a_message_goes_when_the_value_is_put_back_in_another_way(way, page, server):
    known = BOXES["explorer"]
    explorer, place = known.open(page, server)
    place.fill("99")
    expect(explorer.get_by_role("alert")).to_contain_text("Mg = 99 is out of range")
    if way == "slider":
        explorer.get_by_role("slider", name="Extracellular magnesium").press("ArrowRight")
    elif way == "script":  # the box keeps the focus
        explorer.evaluate("e => { e.parameters = { Mg: 0.4 }; }")
    else:
        explorer.get_by_role("button", name={"preset": "Low magnesium", "reset": "Reset"}[way]).click()
    expect(explorer.get_by_role("alert")).to_be_hidden()
    assert place.get_attribute("aria-invalid") is None
    expect(place).to_have_value(f"{known.value(explorer):g}")


def test_a_removed_food_takes_its_message_along(page, server):
    plate, servings = BOXES["servings"].open(page, server)
    servings.fill("much")
    expect(plate.get_by_role("alert")).to_contain_text(f"Almonds: “much” {UNREAD}")
    plate.get_by_role("button", name="Remove Almonds").click()
    expect(plate.get_by_role("alert")).to_be_hidden()


# Addresses


def test_an_address_may_hold_a_number_as_people_write_it(page, server):
    page.goto(
        f"{server}/book/{PLATE}.html?plate.foods={ALMONDS}:1,5,NDB-20121:½"
        "&plate.who=US-1/2-male&plate.supplement=62,5"
    )
    plate = page.locator("course-plate[ready]")
    expect(plate.get_by_label("Servings of Almonds", exact=True)).to_have_value("1.5")
    expect(plate.locator("[data-id=NDB-20121] input")).to_have_value("0.5")
    expect(plate.get_by_label("supplements")).to_have_value("62.5")
    expect(plate.get_by_role("alert")).to_contain_text("Age: write a number of years from 1 to 120")
    page.goto(f"{server}/book/diet-tablets-drip/read-the-label.html?label.amount=62,5")
    expect(page.locator("course-label[ready]").get_by_label("Amount", exact=True)).to_have_value("62.5")
    page.goto(f"{server}/book/{BLOCK}?nmda-block.Mg=0,3&nmda-block.V_read=%E2%88%9240")
    explorer = page.locator("course-explorer#nmda-block[ready]")
    assert explorer.evaluate("e => [e.parameters.Mg, e.parameters.V_read]") == [0.3, -40]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"{PLATE}.html?plate.foods={ALMONDS}:1,000", f"“{ALMONDS}:1,000”: “1,000” can be 1000 or 1"),
        (f"{PLATE}.html?plate.supplement=1,000", "plate.supplement: “1,000” can be 1000 or 1"),
        (f"{PLATE}.html?plate.who=US-old-male", f"plate.who: Age: “old” {UNREAD}"),
        (
            "diet-tablets-drip/read-the-label.html?label.amount=1,000",
            "label.amount: “1,000” can be 1000 or 1",
        ),
        (f"{BLOCK}?nmda-block.Mg=1,000", "Mg: “1,000” can be 1000 or 1"),
    ],
)
def test_an_unclear_number_in_an_address_is_asked_back(address, told, page, server):
    page.goto(f"{server}/book/{address}")
    expect(page.get_by_role("alert")).to_contain_text(told)


# Questions

QUESTIONS = {"half-unblock": "Your answer", "mark-peak": "Your mark"}
"""Two questions whose right answers are −31.7 and −24.5, with what their boxes are called."""


@pytest.fixture
def ask(page, server):
    """Show one of the questions and return it with its box."""

    def show(item: str) -> tuple[Locator, Locator]:
        page.goto(f"{server}/book/{page_asking(item)}.html")
        page.locator("course-quiz[ready]").first.wait_for(state="attached")
        question = page.locator(f"fieldset[data-item={item}]").first
        return question, question.get_by_label(QUESTIONS[item])

    return show


@pytest.mark.parametrize(
    ("item", "typed", "number"),
    [
        *(("half-unblock", typed, -31.7) for typed in ("-31,7", "−31.7", "－31,7", "-317/10", "−3,17 × 10¹")),
        ("half-unblock", "-31 7/10", -31.7),
        *(("mark-peak", typed, -24.5) for typed in ("-24,5", "−24.5", "－24,5", "−24½", "−2,45e1")),
    ],
)
def test_an_answer_may_be_written_as_people_write_numbers(item, typed, number, ask, page):
    question, box = ask(item)
    answers = page.evaluate_handle(
        """() => { const seen = [];
                   document.addEventListener("course:answer", ({ detail }) => seen.push(detail.response));
                   return seen; }"""
    )
    box.fill(typed)
    box.press("Enter")
    assert question.get_by_role("status").inner_text().startswith("Right")
    assert answers.json_value() == [number]


@pytest.mark.parametrize("item", QUESTIONS)
def test_an_unclear_answer_is_asked_back_and_the_message_goes_as_it_is_mended(item, ask):
    question, box = ask(item)
    told = question.get_by_role("status")
    box.fill("-1,000")
    box.press("Enter")
    expect(told).to_contain_text("“-1,000” can be −1000 or −1: write the one you mean without a comma")
    assert box.get_attribute("aria-invalid") == "true"
    box.press("Backspace")
    expect(told).to_have_text("")
    assert box.get_attribute("aria-invalid") is None


def test_each_end_of_an_interval_is_asked_back_by_its_name(page, server):
    page.goto(f"{server}/book/{page_asking('transient-interval')}.html")
    page.locator("course-quiz[ready]").first.wait_for(state="attached")
    open_outcomes(page)
    question = page.locator("fieldset[data-item=transient-interval]").first
    low, high = (question.get_by_label(name, exact=True) for name in ("From", "To"))
    low.fill("1,000")
    high.fill("99 ms")
    high.press("Enter")
    told = question.get_by_role("status")
    expect(told).to_contain_text("From: “1,000” can be 1000 or 1")
    expect(told).to_contain_text(f"To: “99 ms” {UNREAD}")
    low.fill("26,0")
    expect(told).not_to_contain_text("From:")
    expect(told).to_contain_text("To:")
    high.fill("99,0")
    high.press("Enter")
    expect(told).to_contain_text("Right")


@pytest.mark.parametrize("item", QUESTIONS)
def test_the_wheel_leaves_an_answer_as_it_was_typed(item, ask, page):
    _, box = ask(item)
    box.click()
    box.fill("-12,5")
    turn_the_wheel(page)
    expect(box).to_have_value("-12,5")


def test_an_exam_says_what_it_cannot_read_instead_of_taking_it_for_no_answer(page, server):
    exam = page.locator("course-exam[ready]")
    numbers = exam.locator("fieldset:has(.quiz-number input[inputmode])")
    while not numbers.count():  # an exam is drawn at random
        page.goto(f"{server}/book/exam.html")
        page.evaluate("localStorage.clear()")
        page.reload()
        exam.get_by_role("button", name="Start the exam").click()
        page.locator("course-exam[data-state=asking]").wait_for(state="attached")
    question = numbers.first
    box = question.locator("input[type=text]").first
    box.fill("1,000")
    box.press("Tab")
    told = question.locator(".quiz-feedback")
    expect(told).to_contain_text("“1,000” can be 1000 or 1")
    assert box.get_attribute("aria-invalid") == "true"
    box.fill("1000")
    box.press("Tab")
    expect(told).not_to_contain_text("1,000")
    assert box.get_attribute("aria-invalid") is None
