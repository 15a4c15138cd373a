"""The food explorer in its chapter: search, groups, three rankings, the address, CSV, phone and print."""

from __future__ import annotations

import csv
import math
import shutil
from pathlib import Path

import pytest

from conftest import axe_violations, choose_by_keyboard
from course import course
from course.nutrition import FoodExplorer
from course.nutrition.foods import LEAST_KCAL, read_foods
from lessonkit.page.linker import classic_script
from pages import page_with

FOODS = read_foods()
MEASURES = {"serving": "a serving", "mass": "100 g", "energy": "100 kcal"}


@pytest.fixture
def open_foods(page, server):
    def visit(query: str = ""):
        page.goto(f"{server}/book/{page_with('FoodExplorer()')}.html{query}")
        element = page.locator("course-foods[ready]")
        element.wait_for(state="attached")
        return element

    return visit


@pytest.fixture
def foods(open_foods):
    return open_foods()


def ranked(measure: str, foods=FOODS) -> list[str]:
    """Return the ids in the order that the page should have; equal values keep the order by serving."""

    def place(food) -> float:
        value = float(f"{food.measures[measure]:.4g}")
        return math.inf if math.isnan(value) else -value

    return [food.id for food in sorted(sorted(foods, key=lambda food: -food.per_serving), key=place)]


def shown(element) -> list[str]:
    """Return the ids in the table, all of those that were found."""
    more = element.get_by_role("button", name="Show more rows")
    if more.is_visible():
        more.click()
    assert more.is_hidden()
    return element.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.id)")


def status(element) -> str:
    return element.get_by_role("status").inner_text()


def test_words_group_and_measure_work_together(foods, page):
    assert shown(foods) == ranked("serving")
    for measure, words in MEASURES.items():
        foods.get_by_label("Rank by magnesium in").select_option(measure)
        order = ranked(measure)
        first = next(food.food for food in FOODS if food.id == order[0])
        assert shown(foods) == order
        assert status(foods) == f"{len(FOODS)} of {len(FOODS)} foods. Most magnesium in {words}: {first}."
        (head,) = foods.locator("thead [aria-sort]").all()
        assert head.get_attribute("aria-sort") == "descending"
        assert head.get_attribute("data-by") == measure
    foods.get_by_label("Group").select_option("leafy greens")
    greens = [food for food in FOODS if food.group == "leafy greens"]
    assert shown(foods) == ranked("energy", greens)
    foods.get_by_label("Look for").fill("  RAW kale ")
    raw_kale = ["NDB-11233", "FDC-323505"]
    assert shown(foods) == raw_kale
    note = foods.locator(".foods-releases").inner_text()
    assert "34; SR26 to SR28, 47; Foundation Foods 2019, 32.7." in note
    assert page.url.endswith("?foods.q=++RAW+kale+&foods.group=leafy+greens&foods.by=energy")
    foods.get_by_role("button", name="Show all").click()
    assert shown(foods) == ranked("serving")
    assert "foods." not in page.url


def test_foods_of_too_little_energy_have_no_value_per_energy(open_foods):
    foods = open_foods("?foods.by=energy&foods.q=water, mineral")
    assert status(foods).endswith("No value per 100 kcal: they hold too little energy.")
    assert foods.locator("td[data-by=energy]").all_inner_texts() == ["–", "–"]
    foods.get_by_label("Look for").fill("")
    meagre = {food.id for food in FOODS if food.kcal_per_100g < LEAST_KCAL}
    assert set(shown(foods)[-len(meagre) :]) == meagre


def test_by_keyboard_alone(foods, page):
    foods.get_by_label("Look for").focus()
    page.keyboard.type("pumpkin kernels")
    page.keyboard.press("Enter")
    assert shown(foods) == ["NDB-12014", "NDB-12016"]
    page.keyboard.press("Tab")
    choose_by_keyboard(page, "leafy")
    assert status(foods) == f"None of the {len(FOODS)} foods fits: use fewer words, or press “Show all”."
    assert shown(foods) == []
    assert foods.locator("[data-do=csv]").is_disabled()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(foods) == ranked("serving")


def test_a_bad_address_is_said_and_the_rest_of_it_used(open_foods):
    foods = open_foods("?foods.group=sweets&foods.by=mass&foods.q=spinach&foods.sort=up")
    fault = foods.get_by_role("alert").inner_text()
    assert "foods.group: “sweets” is unknown: choose one of cocoa and chocolate, dairy, " in fault
    assert "foods.sort: there is no such setting: use foods.q, foods.group, foods.by." in fault
    assert shown(foods) == ranked("mass", [food for food in FOODS if "Spinach" in food.food])
    foods.get_by_label("Look for").fill("chard")
    assert foods.get_by_role("alert").count() == 0


def test_the_rows_can_be_downloaded(open_foods, page):
    foods = open_foods("?foods.group=cocoa and chocolate&foods.by=mass")
    foods.get_by_text("These rows as a file").click()
    with page.expect_download() as download:
        foods.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "magnesium-in-foods.csv"
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
    cocoa = {food.id: food for food in FOODS if food.group == "cocoa and chocolate"}
    assert [row["id"] for row in rows] == ranked("mass", list(cocoa.values()))
    for row in rows:
        food = cocoa[row["id"]]
        assert (row["food"], row["serving"], row["release"]) == (food.food, food.serving, food.release)
        assert float(row["serving_g"]) == food.serving_g
        assert float(row["kcal_per_100g"]) == food.kcal_per_100g
        assert float(row["mg_per_100g"]) == food.mg_per_100g
        assert float(row["mg_per_serving"]) == pytest.approx(food.per_serving, rel=1e-3)
        assert float(row["mg_per_100kcal"]) == pytest.approx(food.per_100_kcal, rel=1e-3)


def test_a_long_table_comes_in_parts(page, server, tmp_path):
    for table in course.data.glob("*.csv"):
        shutil.copy(table, tmp_path)
    with (tmp_path / "foods.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"x-{n},Food {n},dairy,1,100,1 cup,100,sr28,dairy\n" for n in range(450 - len(FOODS)))
    explorer = FoodExplorer(tmp_path)
    script = classic_script(explorer.file(explorer.module), explorer.tag)
    page.goto(f"{server}/book/index.html")
    page.set_content(f"{explorer.html}<script>{script}</script>")
    rows = page.locator("course-foods[ready] tbody tr")
    more = page.get_by_role("button", name="Show more rows")
    for number in (10, 210, 410, 450):
        assert rows.count() == number
        assert more.is_visible() == (number < 450)
        if number < 450:
            more.click()
    assert len(set(rows.evaluate_all("rows => rows.map((row) => row.dataset.id)"))) == 450


def test_without_a_script_all_foods_stand_there(browser, server):
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(f"{server}/book/{page_with('FoodExplorer()')}.html")
    foods = plain.locator("course-foods")
    rows = foods.locator("tbody tr:visible").evaluate_all("rows => rows.map((row) => row.dataset.id)")
    hidden = foods.locator("form").is_hidden()
    plain.close()
    assert rows == ranked("serving")
    assert hidden


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_phone(open_foods, page, theme):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 360, "height": 800})
    foods = open_foods("?foods.group=sweets&foods.q=kale")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for part in ("form", "tbody"):
        box = foods.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert foods.get_by_role("row").count() == 1 + len(shown(foods))
    assert axe_violations(page) == []


def test_all_foods_that_were_found_are_printed(open_foods, page):
    foods = open_foods("?foods.group=legumes")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert foods.locator("form").is_hidden()
    legumes = [food for food in FOODS if food.group == "legumes"]
    assert len(legumes) > 20
    assert foods.locator("tbody tr:visible").count() == len(legumes)
