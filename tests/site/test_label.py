"""The label reader in its chapter: the same numbers as Python, bad input said, state in the address."""

from __future__ import annotations

import pytest

from conftest import axe_violations, choose_by_keyboard
from course.nutrition.salts import read_salts
from lessonkit.page.numbers import written

SALTS = {salt.id: salt for salt in read_salts()}
FIELDS = ("compound", "element", "mmol", "meq")


@pytest.fixture
def open_reader(page, server):
    def visit(query: str = ""):
        page.goto(f"{server}/book/diet-tablets-drip/read-the-label.html{query}")
        element = page.locator("course-label[ready]")
        element.wait_for(state="attached")
        return element

    return visit


@pytest.fixture
def reader(open_reader):
    return open_reader()


def readings(reader):
    """Return the two columns of the comparison."""
    rows = [reader.locator(f"[data-row={field}] td").all_inner_texts() for field in FIELDS]
    return [list(column) for column in zip(*rows, strict=True)]


def settings(reader):
    return (
        reader.get_by_label("Salt", exact=True).input_value(),
        reader.get_by_label("Amount", exact=True).input_value(),
        reader.get_by_label("The amount is").input_value(),
    )


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("id", ["oxide", "citrate-nonahydrate", "gluconate"])
def test_the_page_computes_what_python_computes(reader, id, kind):
    reader.get_by_label("Salt", exact=True).select_option(id)
    reader.get_by_label("The amount is").select_option(kind)
    reader.get_by_label("Amount", exact=True).fill("2.48")
    expected = SALTS[id].amounts(2.48, kind)
    assert readings(reader)[0] == [written(getattr(expected, field)) for field in FIELDS]
    for field in FIELDS:
        shown = reader.locator(f"[role=status] [data-of={field}]").inner_text()
        assert shown == written(getattr(expected, field))
    assert SALTS[id].name in reader.get_by_role("status").inner_text()


def test_the_script_starts_with_what_the_page_showed(open_reader, browser, server):
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{server}/book/diet-tablets-drip/read-the-label.html")
    still = plain.locator("course-label")
    before = (
        readings(still),
        still.locator(".label-now").inner_text(),
        still.locator(".label-warning").inner_text(),
    )
    assert still.locator("form").is_hidden()
    assert still.locator(".label-salts tbody tr").count() == len(SALTS)
    plain.close()
    reader = open_reader()
    after = (
        readings(reader),
        reader.locator(".label-now").inner_text(),
        reader.locator(".label-warning").inner_text(),
    )
    assert before == after


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1,000", "Amount: “1,000” can be 1000 or 1: write the one you mean without a comma"),
        (
            "60 mg",
            "Amount: “60 mg” is no number on its own: write one such as 0.5, 1200 or 1e-3, without a unit",
        ),
        ("much", "is no number"),
        ("-5", "is not above 0"),
        ("0", "is not above 0"),
        ("1e9", "is more than 100000: check the unit"),
        ("0.00001", "is less than 0.001: check the unit"),
        ("", "Amount: no number is given: write one"),
    ],
)
def test_bad_input_is_said_and_the_last_good_amount_kept(reader, typed, message):
    amount = reader.get_by_label("Amount", exact=True)
    amount.fill("250")
    good = readings(reader)
    amount.fill(typed)
    fault = reader.get_by_role("alert").inner_text()
    assert message in fault
    assert "The results still show 250 mg." in fault
    assert amount.get_attribute("aria-invalid") == "true"
    assert readings(reader) == good
    amount.fill("251")
    assert reader.get_by_role("alert").count() == 0
    assert amount.get_attribute("aria-invalid") is None


def test_state_lives_in_the_address(reader, page, open_reader):
    reader.get_by_label("Salt", exact=True).select_option("citrate")
    reader.get_by_label("Amount", exact=True).fill("300")
    reader.get_by_label("The amount is").select_option("element")
    assert page.url.endswith("?label.salt=citrate&label.amount=300&label.as=element")
    shown = readings(reader)
    again = open_reader("?" + page.url.split("?")[1])
    assert settings(again) == ("citrate", "300", "element")
    assert readings(again) == shown
    again.get_by_role("button", name="Reset").click()
    assert "?" not in page.url
    assert settings(again) == ("sulfate-heptahydrate", "60", "compound")


def test_a_bad_address_is_said_and_the_rest_of_it_used(open_reader):
    reader = open_reader("?label.salt=gold&label.amount=-3&label.as=mmol&label.dose=4")
    fault = reader.get_by_role("alert").inner_text()
    assert "label.salt: “gold” is unknown: choose one of oxide, " in fault
    assert "label.amount: −3 is not above 0" in fault
    assert "label.dose: there is no such setting: use label.salt, label.amount, label.as." in fault
    assert settings(reader) == ("sulfate-heptahydrate", "60", "mmol")


def test_by_keyboard_alone(reader, page):
    reader.get_by_label("Salt", exact=True).focus()
    choose_by_keyboard(page, "magnesium oxide")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    assert settings(reader) == ("oxide", "500", "compound")
    assert readings(reader)[0][1] == written(SALTS["oxide"].amounts(500, "compound").element)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert settings(reader) == ("sulfate-heptahydrate", "60", "compound")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_phone(open_reader, page, theme):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 360, "height": 800})
    reader = open_reader("?label.amount=many")
    reader.locator("[data-fold=salts] summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for part in ("form", ".label-readings", ".label-salts"):
        box = reader.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert axe_violations(page) == []


def test_the_whole_table_is_printed(reader, page):
    page.emulate_media(media="print")
    assert reader.locator("form").is_hidden()
    assert reader.locator(".label-salts tbody tr:visible").count() == len(SALTS)
