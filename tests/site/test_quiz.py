"""Questions as a reader meets them: by keyboard, in every state, over reloads, with damaged storage."""

from __future__ import annotations

import json
import math

import pytest

from conftest import axe_violations, set_aside
from course import course
from drawing import drawn
from lessonkit.page.tokens import colour
from lessonkit.quiz import check_banks
from lessonkit.quiz.places import look_again
from pages import page_asking

KEY = f"course:2:{course.id}:quiz:nmda-blockade"
STEPS = ("fresh", "problem", "hint", "wrong", "shown", "right")


def open_page(page, server, item):
    page.goto(f"{server}/book/{page_asking(item)}.html")
    page.locator("course-quiz[ready]").first.wait_for(state="attached")


def question(page, item):
    return page.locator(f"fieldset[data-item={item}]")


def feedback(page, item):
    return question(page, item).get_by_role("status")


def press(page, item, name):
    question(page, item).get_by_role("button", name=name).click()


def key_of(page, item):
    """The places of the right options, and of the others, from the data in the page."""
    options = page.evaluate(
        """item => [...document.querySelectorAll('course-quiz script')]
             .flatMap((script) => JSON.parse(script.textContent).items)
             .find(({ id }) => id === item).options.map(({ correct }) => correct)""",
        item,
    )
    right = [i for i, correct in enumerate(options) if correct]
    return right, [i for i in range(len(options)) if i not in right]


def choose(page, item, places):
    inputs = question(page, item).locator("input")
    for place in places:
        inputs.nth(place).check()


def stored(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))


def test_choosing_is_not_submitting(page, server):
    open_page(page, server, "negative-slope")
    choose(page, "negative-slope", [0])
    assert feedback(page, "negative-slope").inner_text() == ""
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None


def test_check_with_nothing_chosen_counts_nothing(page, server):
    open_page(page, server, "negative-slope")
    press(page, "negative-slope", "Check")
    assert "Choose one option first" in feedback(page, "negative-slope").inner_text()
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None


def test_a_wrong_answer_leads_to_the_lesson(page, server):
    open_page(page, server, "halving-at-rest")
    choose(page, "halving-at-rest", [key_of(page, "halving-at-rest")[1][0]])
    press(page, "halving-at-rest", "Check")
    assert "Look again:" in feedback(page, "halving-at-rest").inner_text()
    feedback(page, "halving-at-rest").get_by_role("link").click()
    page.wait_for_url("**/nmda-blockade/change-the-magnesium.html")


@pytest.mark.parametrize(
    ("item", "said", "anchor"),
    [
        (
            "negative-slope",
            "Look again, on this page: Inward current peaks",
            "inward-current-peaks-between-rest-and-zero",
        ),
        ("slice-and-person", "Look again, below: How low is low?", "how-low-is-low"),
        ("spine-total", "Look again, above: A worked example", "a-worked-example"),
    ],
)
def test_where_the_page_itself_teaches_it_a_wrong_answer_leads_to_a_part_of_it(
    page, server, item, said, anchor
):
    open_page(page, server, item)
    if box := question(page, item).locator("input[type=text]").all():
        box[0].fill("123456")
        for unit in question(page, item).get_by_role("combobox").all():
            unit.select_option(index=1)
    else:
        choose(page, item, [key_of(page, item)[1][0]])
    press(page, item, "Check")
    assert said in feedback(page, item).inner_text()
    here = page.url
    feedback(page, item).get_by_role("link").click()
    page.wait_for_url(f"{here}#{anchor}")
    assert page.locator(f"section#{anchor} > :is(h1, h2)").is_visible()


def test_each_place_to_look_at_again_is_in_the_built_book(site):
    pages = {}
    for bank in check_banks():
        for place in look_again(bank, course.quizzes).values():
            address, _, anchor = place.page.partition("#")
            text = pages.setdefault(address, (site / address).read_text(encoding="utf-8"))
            assert not anchor or f'id="{anchor}"' in text, place


def test_wrong_then_retry_then_right(page, server):
    open_page(page, server, "negative-slope")
    (right,), wrong = key_of(page, "negative-slope")
    events = page.evaluate_handle(
        """() => { const seen = [];
                   document.addEventListener('course:answer', ({ detail }) => seen.push(detail));
                   return seen; }"""
    )
    choose(page, "negative-slope", [wrong[0]])
    press(page, "negative-slope", "Check")
    said = feedback(page, "negative-slope").inner_text()
    assert "Not yet" in said
    assert "Look again, on this page:" in said
    assert len(said) > 40
    assert question(page, "negative-slope").get_by_role("button", name="Show answer").is_visible()
    press(page, "negative-slope", "Retry")
    choose(page, "negative-slope", [right])
    press(page, "negative-slope", "Check")
    assert feedback(page, "negative-slope").inner_text().startswith("Right")
    seen = events.json_value()
    assert [event["score"] for event in seen] == [0, 1]
    assert [event["attempts"] for event in seen] == [1, 2]
    assert {event["quiz"] for event in seen} == {"nmda-blockade"}


def test_multiple_choice_gives_partial_credit_once_for_a_click_on_a_label(page, server):
    open_page(page, server, "two-changes")
    right, wrong = key_of(page, "two-changes")
    labels = question(page, "two-changes").locator("label")
    labels.nth(right[0]).click()
    press(page, "two-changes", "Check")
    assert f"Partly right: 1 of {len(right)}" in feedback(page, "two-changes").inner_text()
    assert stored(page)["items"]["two-changes"]["score"] == pytest.approx(1 / len(right))
    press(page, "two-changes", "Retry")
    labels.nth(wrong[0]).click()
    press(page, "two-changes", "Check")
    assert stored(page)["items"]["two-changes"]["score"] == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("−31.7", "Right"),
        (" -31.5 ", "Right"),
        ("-3.17e1", "Right"),
        ("31.7", "Not yet"),
        ("-13.8", "base 10"),
        ("12", "Not yet"),
        ("-31,7", "Right"),
        ("-1,000", "“-1,000” can be −1000 or −1: write the one you mean"),
        ("", "Type a number first"),
        ("minus one", "“minus one” is no number on its own"),
        ("-31.7 mV", "“-31.7 mV” is no number on its own"),
    ],
)
def test_numbers(typed, said, page, server):
    open_page(page, server, "half-unblock")
    box = question(page, "half-unblock").get_by_label("Your answer")
    box.fill(typed)
    box.press("Enter")
    assert said in feedback(page, "half-unblock").inner_text()
    assert box.input_value().strip() == typed.strip() or "Right" in said or "Not yet" in said


def test_prediction_is_recorded_before_it_is_judged(page, server):
    item = "predict-low-magnesium"
    open_page(page, server, item)
    _, wrong = key_of(page, item)
    choose(page, item, [wrong[0]])
    press(page, item, "Record my prediction")
    assert "You predicted" in feedback(page, item).inner_text()
    assert "outcome" not in feedback(page, item).inner_text().lower()
    assert stored(page)["items"][item]["score"] is None
    press(page, item, "Set the model")
    press(page, item, "I have run the model: compare")
    assert "The outcome differs" in feedback(page, item).inner_text()


def test_answers_survive_a_reload_and_a_reset_clears_this_spot_alone(page, server):
    open_page(page, server, "negative-slope")
    (right,), _ = key_of(page, "negative-slope")
    choose(page, "negative-slope", [right])
    press(page, "negative-slope", "Check")
    choose(page, "driving-force-zero", [0])
    press(page, "driving-force-zero", "Check")
    page.reload()
    page.locator("course-quiz[ready]").first.wait_for(state="attached")
    assert feedback(page, "negative-slope").inner_text().startswith("Right")
    assert question(page, "negative-slope").locator("input").nth(right).is_checked()
    spot = page.locator("course-quiz", has=question(page, "negative-slope"))
    spot.get_by_role("button", name="Reset answers").click()
    spot.get_by_role("button", name="Yes").click()
    assert feedback(page, "negative-slope").inner_text() == ""
    kept = [id for id, record in stored(page)["items"].items() if "hash" in record]
    assert kept == ["driving-force-zero"]


def test_hints_come_one_by_one(page, server):
    open_page(page, server, "half-unblock")
    press(page, "half-unblock", "Hint (2 left)")
    assert question(page, "half-unblock").get_by_text("Hint 1:").is_visible()
    press(page, "half-unblock", "Hint (1 left)")
    assert question(page, "half-unblock").get_by_text("Hint 2:").is_visible()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "null",
        "[]",
        '{"schema":3,"items":{}}',
        '{"schema":2,"items":{"negative-slope":{"score":1}}}',
        "<b>",
    ],
)
def test_storage_that_cannot_be_read_is_set_aside(text, page, server):
    page.add_init_script(
        f"if (!sessionStorage.seen) {{ sessionStorage.seen = 1; "
        f"localStorage.setItem({json.dumps(KEY)}, {json.dumps(text)}); }}"
    )
    open_page(page, server, "negative-slope")
    assert set_aside(page) == {"quiz:nmda-blockade": [text]}
    (right,), _ = key_of(page, "negative-slope")
    choose(page, "negative-slope", [right])
    press(page, "negative-slope", "Check")
    assert stored(page)["items"]["negative-slope"]["score"] == 1


def test_a_browser_that_refuses_storage_still_asks(page, server):
    # The theme reads localStorage as the page starts; storage fails after that, as it does when full.
    page.goto(f"{server}/book/{page_asking('negative-slope')}.html")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    (right,), _ = key_of(page, "negative-slope")
    choose(page, "negative-slope", [right])
    press(page, "negative-slope", "Check")
    assert feedback(page, "negative-slope").inner_text().startswith("Right")


def test_by_keyboard_alone(page, server):
    open_page(page, server, "negative-slope")
    (right,), _ = key_of(page, "negative-slope")
    first = question(page, "negative-slope").get_by_role("radio").first
    first.focus()
    page.keyboard.press("Space")
    for _ in range(right):
        page.keyboard.press("ArrowDown")
    assert feedback(page, "negative-slope").inner_text() == ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Enter")
    assert feedback(page, "negative-slope").inner_text().startswith("Right")
    assert page.evaluate("document.activeElement.textContent") == "Check"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(theme, page, server):
    page.add_init_script(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
    for item in ("negative-slope", "two-changes", "half-unblock", "predict-low-magnesium"):
        open_page(page, server, item)
        question(page, item).locator("button[type=submit]").click()
        assert axe_violations(page) == []
        inputs = question(page, item).locator("input")
        if inputs.first.get_attribute("type") == "text":
            inputs.first.fill("31.7")
        else:
            _, wrong = key_of(page, item)
            choose(page, item, [wrong[0]])
        question(page, item).locator("button[type=submit]").click()
        if item != "predict-low-magnesium":
            question(page, item).get_by_role("button", name="Hint").click()
        assert axe_violations(page) == []
        if item == "predict-low-magnesium":
            press(page, item, "Set the model")
        question(page, item).locator("[data-action=show]").click()
        assert axe_violations(page) == []


def test_targets_are_large_enough_on_a_narrow_screen(page, server):
    page.set_viewport_size({"width": 320, "height": 700})
    open_page(page, server, "predict-low-magnesium")
    small = page.evaluate(
        """[...document.querySelectorAll('course-quiz :is(button, label, summary), '
             + 'course-explorer :is(button, select, input, summary)')]
             .filter((e) => e.checkVisibility())
             .map((e) => [e.textContent, e.getBoundingClientRect()])
             .filter(([, box]) => box.width < 24 || box.height < 24)"""
    )
    assert small == []


def test_text_may_be_twice_as_large(page, server):
    open_page(page, server, "predict-low-magnesium")
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_html_in_a_bank_is_text(page, server):
    """What a bank holds reaches the page as text, also in what the script writes."""
    page.goto(f"{server}/book/{page_asking('predict-low-magnesium')}.html")
    assert page.locator("course-quiz :is(script:not([type='application/json']), iframe, img)").count() == 0


# Types beyond options, on the pages of the book


def data_of(page, item):
    return page.evaluate(
        """item => [...document.querySelectorAll('course-quiz script')]
             .flatMap((script) => JSON.parse(script.textContent).items).find(({ id }) => id === item)""",
        item,
    )


def test_an_order_is_made_with_buttons(page, server):
    open_page(page, server, "relief-order")
    entries = [entry["text"] for entry in data_of(page, "relief-order")["entries"]]
    rows = question(page, "relief-order").locator(".quiz-text")
    for place, text in enumerate(entries):
        while rows.all_inner_texts().index(text) != place:
            press(page, "relief-order", f"Move up: {text}")
    press(page, "relief-order", "Check")
    assert feedback(page, "relief-order").inner_text().startswith("Right")
    page.reload()
    page.locator("course-quiz[ready]").first.wait_for(state="attached")
    assert rows.all_inner_texts() == entries


def test_units_are_matched(page, server):
    open_page(page, server, "symbols-and-units")
    lists = question(page, "symbols-and-units").locator("select")
    for box, pair in zip(lists.all(), data_of(page, "symbols-and-units")["pairs"], strict=True):
        box.select_option(label=pair["match"])
    press(page, "symbols-and-units", "Check")
    assert feedback(page, "symbols-and-units").inner_text().startswith("Right")


def test_a_drawn_number_is_asked_anew(page, server):
    open_page(page, server, "magnesium-for-half")
    legend = question(page, "magnesium-for-half").locator("legend")
    first = legend.inner_text()
    potential = float(first.split(" mV. How")[0].rpartition(" ")[2].replace("−", "-"))
    half = 3.57 * math.exp(0.062 * potential)
    question(page, "magnesium-for-half").get_by_label("Your answer").fill(f"{half * 1000:.1f}")
    question(page, "magnesium-for-half").get_by_label("Unit").select_option("µM")
    press(page, "magnesium-for-half", "Check")
    assert feedback(page, "magnesium-for-half").inner_text().startswith("Right")
    press(page, "magnesium-for-half", "New numbers")
    assert feedback(page, "magnesium-for-half").inner_text() == ""


@pytest.mark.parametrize(
    ("typed", "said"), [("-25", "Right"), ("0", "turns from inward to outward"), ("20", "look down")]
)
def test_a_mark_on_the_curve(typed, said, page, server):
    open_page(page, server, "mark-peak")
    question(page, "mark-peak").get_by_label("Your mark").fill(typed)
    press(page, "mark-peak", "Check")
    assert said in feedback(page, "mark-peak").inner_text()


def test_a_curve_to_mark_has_the_colour_of_the_dark_page(page, server):
    page.emulate_media(color_scheme="dark")
    open_page(page, server, "mark-peak")
    figure = question(page, "mark-peak").locator(".course-picture")
    drawn(figure)
    question(page, "mark-peak").get_by_label("Your mark").fill("-30")
    stroke = figure.locator("[data-part=trace-0] path").evaluate("e => getComputedStyle(e).stroke")
    red, green, blue = bytes.fromhex(colour("series-1", "dark").removeprefix("#"))
    assert stroke == f"rgb({red}, {green}, {blue})"
    assert figure.locator("[data-part=trace-1] circle").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [("Zero.", "Right"), ("Negative slope", "to the left of this point"), ("slope", "floor of a valley")],
)
def test_a_short_text(typed, said, page, server):
    open_page(page, server, "slope-at-peak")
    box = question(page, "slope-at-peak").get_by_label("Your answer")
    box.fill(typed)
    box.press("Enter")
    assert said in feedback(page, "slope-at-peak").inner_text()


@pytest.mark.parametrize(
    "item",
    [
        "predict-lifted-block",
        "predict-strong-drive",
        "predict-surface",
        "predict-units",
        "predict-no-failures",
        "predict-raise-magnesium",
        "predict-low-magnesium",
        "predict-margin",
        "predict-coincidence",
        "predict-magnesium-calcium",
        "predict-no-block",
        "predict-fluid-rise",
    ],
)
def test_each_prediction_is_shown_beside_the_outcome(item, page, server):
    page.goto(f"{server}/book/{page_asking(item)}.html")
    page.locator("course-quiz[ready]").first.wait_for(state="attached")
    page.locator("course-explorer[ready]").last.wait_for(state="attached")
    choose(page, item, [0])
    press(page, item, "Record my prediction")
    press(page, item, "Set the model")
    outcome = question(page, item).locator(".quiz-outcome")
    assert outcome.inner_text().startswith("The model is at the settings of this prediction")
    assert "You predicted: " in outcome.inner_text()
