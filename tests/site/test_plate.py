"""The day's plate in its chapter: by keyboard alone, swaps, address, bad input, CSV, without a script."""

from __future__ import annotations

import csv
import itertools
import re

import pytest

from conftest import axe_violations, choose_by_keyboard
from course.nutrition.foods import read_foods
from course.nutrition.plate import read_sample_days
from pages import page_with

FOODS = {food.id: food for food in read_foods()}
DAYS = read_sample_days(FOODS)


def magnesium(day):
    return sum(servings * FOODS[id].per_serving for id, servings in day.items())


def energy(id):
    return FOODS[id].kcal_per_100g * FOODS[id].serving_g / 100


@pytest.fixture
def open_plate(page, server):
    def visit(query: str = ""):
        page.goto(f"{server}/book/{page_with('DayPlate()')}.html{query}")
        element = page.locator("course-plate[ready]")
        element.wait_for(state="attached")
        return element

    return visit


def on_plate(plate):
    rows = plate.locator(".plate-now tbody tr")
    return {row.get_attribute("data-id"): float(row.locator("input").input_value()) for row in rows.all()}


def fault(plate):
    return plate.get_by_role("alert").inner_text()


def shown(plate):
    return plate.locator(".plate-total").inner_text()


def test_by_keyboard_alone(open_plate, page):
    plate = open_plate()
    keys = page.keyboard
    assert on_plate(plate) == DAYS["refined"]
    plate.get_by_label("Reference intake").focus()
    choose_by_keyboard(page, "EFSA")
    keys.press("Tab")
    keys.type("40")
    keys.press("Tab")
    choose_by_keyboard(page, "male")
    assert "of 350 mg" in shown(plate)
    for _ in range(4):
        keys.press("Tab")  # life stage, supplements, the source of their upper level, the refined day
    keys.press("Tab")
    keys.press("Enter")
    assert on_plate(plate) == DAYS["mixed"]
    for _ in range(3):
        keys.press("Tab")
    keys.type("brazil")
    keys.press("Enter")
    assert on_plate(plate) == {**DAYS["mixed"], "NDB-12078": 1}
    for _ in range(3):
        keys.press("Tab")
    keys.press("ControlOrMeta+a")
    keys.type("2.5")
    first = next(iter(DAYS["mixed"]))
    assert on_plate(plate)[first] == 2.5
    keys.press("Shift+Tab")
    keys.press("Enter")
    assert on_plate(plate)[first] == 2
    assert plate.locator(":focus").get_attribute("data-do") == "less"
    for _ in range(3):
        keys.press("Tab")
    keys.press("Enter")
    expected = {id: servings for id, servings in DAYS["mixed"].items() if id != first} | {"NDB-12078": 1}
    assert on_plate(plate) == expected
    assert plate.locator(":focus").get_attribute("aria-label").startswith("Remove ")
    assert f"Food: {magnesium(expected):.0f} mg of 350 mg" in shown(plate)
    plate.get_by_text("Magnesium by food group").focus()
    keys.press("Enter")
    groups = plate.locator(".plate-groups tbody tr td:nth-child(2)").all_inner_texts()
    assert sum(map(int, groups)) == pytest.approx(magnesium(expected), abs=len(groups) / 2 + 0.5)


def options(day):
    """Return all single swaps of a day as (gain, change of energy, from, to)."""
    return [
        (n * (other.per_serving - FOODS[id].per_serving), n * (energy(other.id) - energy(id)), id, other.id)
        for id, n in day.items()
        for other in FOODS.values()
        if other.swap and other.swap == FOODS[id].swap
    ]


def test_the_suggested_swaps_are_the_smallest_and_can_be_used(open_plate, page):
    query = "NDB-18069:3,NDB-20121:2,NDB-20045:2,NDB-09040:2,NDB-16033:1,NDB-11124:2"
    day = {item.split(":")[0]: float(item.split(":")[1]) for item in query.split(",")}
    plate, need = open_plate(f"?plate.who=US-50-male&plate.foods={query}"), 420
    suggest = plate.get_by_role("button", name="Suggest swaps")
    suggest.click()
    assert all(magnesium(day) + gain < need for gain, *_ in options(day))
    pairs = [
        (abs(a[1]) + abs(b[1]), {a[2:], b[2:]})
        for a, b in itertools.combinations(options(day), 2)
        if a[2] != b[2] and magnesium(day) + a[0] + b[0] >= need
    ]
    _, best = min(pairs, key=lambda pair: pair[0])
    assert plate.locator(".plate-advice").inner_text().startswith("2 swaps would close the gap: +")
    for _ in range(2):
        plate.get_by_role("button", name="Use it").first.click()
    swapped = dict(best)
    assert on_plate(plate) == {swapped.get(id, id): servings for id, servings in day.items()}
    assert "the reference intake is reached" in shown(plate)
    assert suggest.evaluate("button => button === document.activeElement")

    page.goto("about:blank")  # one food that has no swap: another is added, the one with the least energy
    plate = open_plate("?plate.foods=NDB-14075:8")
    plate.get_by_role("button", name="Suggest swaps").click()
    gap = 320 - magnesium({"NDB-14075": 8})
    enough = [food for food in FOODS.values() if food.swap and food.per_serving >= gap]
    least = min(enough, key=lambda food: energy(food.id))
    assert f"Add {least.food}, 1 serving" in plate.locator(".plate-swaps li").inner_text()

    plate.get_by_role("button", name="Empty plate").click()
    plate.get_by_label("Food to add").fill("tap water")
    plate.get_by_role("button", name="Add", exact=True).click()
    plate.get_by_role("button", name="Suggest swaps").click()
    assert "do not close this gap: add foods first" in plate.locator(".plate-advice").inner_text()


def test_state_lives_in_the_address_and_in_the_file(open_plate, page):
    plate = open_plate("?plate.foods=NDB-12061:1.5&plate.who=EFSA-30-female-pregnancy&plate.supplement=250")
    assert f"{1.5 * FOODS['NDB-12061'].per_serving:.0f} mg of 300 mg, 38 %" in shown(plate)
    supplements = plate.locator(".plate-supplements")
    assert "250 mg a day, at the upper level of 250 mg a day (EU" in supplements.inner_text()
    plate.get_by_label("supplements").fill("300")
    assert "together: 415 mg" in supplements.inner_text()
    assert "above the upper level" in supplements.inner_text()
    assert "mg of 300 mg, 38 %" in shown(plate)  # supplements never count as food
    plate.get_by_role("button", name="Half a serving more of Almonds").click()
    assert page.url.endswith(
        "?plate.foods=NDB-12061%3A2&plate.who=EFSA-30-female-pregnancy&plate.supplement=300"
    )
    plate.get_by_text("Link and file").click()
    plate.get_by_role("button", name="Copy link").click()
    assert plate.get_by_label("Link to this plate").input_value() == page.url
    with page.expect_download() as saved:
        plate.get_by_role("button", name="Download the plate").click()
    with saved.value.path().open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["food_id"], row["servings"]) == ("NDB-12061", "2")
    assert float(row["magnesium_mg"]) == pytest.approx(2 * FOODS["NDB-12061"].per_serving, rel=1e-5)
    plate.get_by_label("Age (years)").fill("60")  # no pregnancy in the US table at this age
    plate.get_by_label("Reference intake").select_option("US")
    assert "The life stage is set to neither." in fault(plate)
    assert "of 320 mg" in shown(plate)


def test_bad_input_is_said_and_the_rest_of_the_plate_kept(open_plate):
    bad = "NDB-12061:1,NDB-0:2,NDB-18069:-1,NDB-09040:21,NDB-18075:x,NDB-12061:2"
    plate = open_plate(f"?plate.foods={bad}&plate.who=US-200-female&plate.supplement=lots&plate.salt=1")
    for message in (
        "“NDB-0:2”: there is no food with this id. It is left out.",
        "“NDB-18069:-1”: −1 servings cannot be",
        "“NDB-09040:21”: 21 servings are too many for a day: write at most 20",
        "“NDB-18075:x”: “x” is no number on its own",
        "“NDB-12061:2”: the food stands twice",
        "plate.who: Age: write a number of years from 1 to 120",
        "plate.supplement: “lots” is no number on its own",
        "plate.salt: there is no such setting: use plate.foods, plate.who, plate.supplement.",
    ):
        assert message in fault(plate)
    assert on_plate(plate) == {"NDB-12061": 1}
    box = plate.get_by_label("Servings of Almonds")
    for typed, message in [("-2", "−2 servings cannot be"), ("400", "too many"), ("", "no number is given")]:
        box.fill(typed)
        assert message in fault(plate)
        assert "Almonds: " in fault(plate)
        assert "The plate still has 1." in fault(plate)
        assert box.get_attribute("aria-invalid") == "true"
    box.blur()
    assert box.input_value() == "1"
    assert "Almonds: " not in fault(plate)
    plate.get_by_label("Food to add").fill("bread")
    plate.get_by_role("button", name="Add", exact=True).click()
    assert re.search(r"“bread” fits \d+ foods: choose one, such as ", fault(plate))
    plate.get_by_label("Food to add").fill("unicorn")
    plate.get_by_role("button", name="Add", exact=True).click()
    assert "No food is called “unicorn”" in fault(plate)
    assert on_plate(plate) == {"NDB-12061": 1}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_phone(open_plate, page, theme):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 360, "height": 800})
    plate = open_plate("?plate.supplement=-1")
    plate.get_by_role("button", name="Suggest swaps").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for button in plate.get_by_role("button").all():
        box = button.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24
        assert box["x"] + box["width"] <= 360
    assert axe_violations(page) == []


def test_paper_and_pages_without_a_script_show_the_sample_days(open_plate, page, browser, server):
    plate = open_plate()
    assert plate.locator(".plate-samples").is_hidden()
    page.emulate_media(media="print")
    assert plate.locator(".plate-samples table:visible").count() == len(DAYS) + 1
    assert plate.locator("button:visible").count() == 0
    assert plate.locator(".plate-groups tbody tr:visible").count() > 3
    page.set_viewport_size({"width": 650, "height": 900})
    plate.locator(".plate-reference").scroll_into_view_if_needed()
    total, foods = (plate.locator(part).bounding_box() for part in (".plate-answer", ".plate-foods"))
    assert total["y"] + total["height"] <= foods["y"]
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{server}/book/{page_with('DayPlate()')}.html")
    assert plain.locator(".plate-samples table:visible").count() == len(DAYS) + 1
    assert plain.locator("course-plate [data-needs-script]").is_hidden()
    plain.close()
