"""Foods: reviewed values, arithmetic, bad tables, no script."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from course import course
from course.nutrition import FoodExplorer
from course.nutrition.foods import (
    LEAST_KCAL,
    MEASURES,
    RELEASES,
    Food,
    read_foods,
    read_releases,
)
from lessonkit.tables import DataError

FOODS = {food.id: food for food in read_foods()}

CHECKSUM = "c5cefc0c5ea8bd1ef920f2e700e686b2ba42808ff2451aca2eb0e5307eb45e84"

# Magnesium in mg and energy in kcal per 100 g, and the serving in g, typed in from the fact sheet.
REVIEWED = {
    "NDB-12016": (550, 574, 28.35), "NDB-12012": (700, 553, 30), "NDB-12006": (335, 486, 28.35),
    "NDB-12061": (270, 579, 28.35), "NDB-12085": (260, 574, 28.35), "NDB-12063": (279, 598, 28.35),
    "NDB-12078": (376, 659, 28.35), "NDB-12023": (351, 573, 9), "NDB-12155": (158, 654, 28.35),
    "NDB-11458": (87, 23, 90), "NDB-11148": (86, 20, 87.5), "NDB-11233": (47, 49, 16),
    "NDB-11234": (18, 28, 65), "NDB-11162": (21, 33, 95), "NDB-11271": (13, 26, 70),
    "NDB-16015": (70, 132, 86), "NDB-11212": (64, 121, 77.5), "NDB-16070": (36, 116, 99),
    "NDB-16057": (48, 164, 82), "NDB-16109": (86, 172, 86), "NDB-16126": (37, 78, 126),
    "NDB-18075": (75, 252, 32), "NDB-18069": (23, 266, 29), "NDB-08121": (27, 71, 234),
    "NDB-08120": (138, 379, 40.5), "NDB-20037": (39, 123, 101), "NDB-20045": (12, 130, 79),
    "NDB-20137": (64, 120, 92.5), "NDB-20080": (137, 340, 30), "NDB-20081": (22, 364, 31.25),
    "NDB-20077": (611, 216, 14.5), "NDB-15237": (30, 206, 85), "NDB-15209": (37, 182, 85),
    "NDB-15037": (28, 111, 85), "NDB-15047": (97, 262, 85), "NDB-15016": (42, 105, 85),
    "NDB-19904": (228, 598, 28.35), "NDB-19165": (499, 228, 5.4), "NDB-01077": (10, 61, 244),
    "NDB-01085": (11, 34, 245), "NDB-01118": (19, 56, 227), "NDB-09040": (27, 89, 118),
    "NDB-09037": (29, 160, 100.5), "NDB-09094": (68, 249, 33.6), "NDB-14411": (1, 0, 237),
    "NDB-14075": (11, 0, 240), "NDB-14209": (3, 1, 237), "NDB-05064": (29, 165, 85.05),
    "NDB-01129": (10, 155, 50), "NDB-19335": (0, 387, 4.2), "FDC-323505": (32.7, 35, 20.6),
    "FDC-321358": (71.1, 229, 33.9), "FDC-323294": (258, 620, 33.75),
}  # fmt: skip

# What the tables say


def test_no_cell_of_the_reviewed_table_has_changed():
    with (course.data / "foods.csv").open(encoding="utf-8", newline="") as file:
        rows = [{column: cell.strip() for column, cell in row.items()} for row in csv.DictReader(file)]
    for row in rows:
        row |= {column: float(row[column]) for column in ("mg_per_100g", "kcal_per_100g", "serving_g")}
    rows.sort(key=lambda row: row["id"])
    found = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    assert found == CHECKSUM, (
        "foods.csv is no longer the table that was reviewed. Undo the change; or, if it was meant, compare "
        f"each changed cell with its USDA release and set CHECKSUM in this file to {found!r}"
    )


@pytest.mark.parametrize("id", REVIEWED)
def test_values_agree_with_the_fact_sheet(id):
    food = FOODS[id]
    assert (food.mg_per_100g, food.kcal_per_100g, food.serving_g) == REVIEWED[id]
    assert food.release == {"NDB": "sr28", "FDC": "foundation-2019"}[id[:3]]


def test_the_table_has_the_foods_that_the_course_speaks_of():
    assert len(FOODS) >= 120
    assert {food.release for food in FOODS.values()} == set(RELEASES)
    groups = {food.group for food in FOODS.values()}
    wanted = ("cocoa", "dairy", "fish", "fruit", "greens", "legumes", "nuts", "refined", "water", "whole")
    assert [word for word in wanted if not any(word in group for group in groups)] == []


def test_foods_that_releases_disagree_on_keep_each_value():
    values = {}
    for each in read_releases():
        values.setdefault(each.food_id, []).append(each.mg_per_100g)
        assert each.food == FOODS[each.food_id].food
    assert values == {"NDB-11233": [34, 47, 32.7], "NDB-15037": [107, 28]}


# Arithmetic


def food_of(mg: float, kcal: float, grams: float) -> Food:
    return Food("x", "x", "x", mg, kcal, "x", grams, "sr28", "x")


def test_measures_of_a_known_food():
    spinach = FOODS["NDB-11458"]
    assert spinach.measures == pytest.approx({"serving": 78.3, "mass": 87, "energy": 378.26}, rel=1e-4)


@given(st.floats(0, 1000), st.floats(LEAST_KCAL, 902), st.floats(0.1, 1000), st.floats(0.1, 10))
def test_measures_grow_as_they_should(mg, kcal, grams, factor):
    food = food_of(mg, kcal, grams)
    assert food_of(mg, kcal, grams * factor).per_serving == pytest.approx(factor * food.per_serving)
    assert food_of(mg * factor, kcal, grams).per_100_kcal == pytest.approx(factor * food.per_100_kcal)
    assert food.per_100_kcal * kcal == pytest.approx(100 * mg)
    assert food_of(mg, kcal, 100).per_serving == pytest.approx(mg)


def test_too_little_energy_gives_no_value_per_energy():
    assert math.isnan(food_of(3, LEAST_KCAL - 1, 100).per_100_kcal)
    assert food_of(3, LEAST_KCAL, 100).per_100_kcal == pytest.approx(60)


# Tables that cannot be used


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",499,", ",-499,", "foods.csv, NDB-19165: mg_per_100g = -499 is not in 0 to 1000: look it up"),
        (",499,", ",4990,", "foods.csv, NDB-19165: mg_per_100g = 4990 is not in 0 to 1000: look it up"),
        (
            ",499,",
            ",49g,",
            "foods.csv, line 2: mg_per_100g: “49g” is no number on its own: write one such as 0.5",
        ),
        (",499,", ",,", "foods.csv, line 2: mg_per_100g is blank: write its value"),
        (",228,", ",2280,", "foods.csv, NDB-19165: kcal_per_100g = 2280 is not in 0 to 902: look it up"),
        (",5.4,", ",0,", "foods.csv, NDB-19165: serving_g = 0 is not above 0 to 1000: look it up"),
        (",sr28", ",sr99", "release 'sr99' is unknown: choose from sr28, foundation-2019"),
        ("NDB-19904", "NDB-19165", "foods.csv: id 'NDB-19165' stands twice: rename one or take one away"),
        ("Milk chocolate", "Cheddar", "foods.csv: food 'Cheddar' stands twice: rename one or take"),
        ('"Cocoa powder, unsweetened"', "Cocoa powder, unsweetened", "foods.csv, line 2: has more cells"),
        ('unsweetened"', "unsweetened", "foods.csv, line "),
        ("mg_per_100g", "mg", "foods.csv, line 1: lacks the column mg_per_100g: add it"),
        ("NDB-19165", "19165", "foods.csv, 19165: the id stands in addresses: write a letter, then"),
        ("NDB-19165", "NDB:19165", "foods.csv, NDB:19165: the id stands in addresses"),
        (",sr28,dairy", ",sr28,dairies", "swap = 'dairies' is a kind of no other food: write the kind"),
        (",sr28,dairy", ",sr28,", "foods.csv, line 7: swap is blank: write its value"),
    ],
    ids=[
        "negative", "too much", "no number", "blank", "too much energy", "no serving", "unknown release",
        "same id", "same name", "comma without quotes", "open quote", "lost column", "id without a letter",
        "id with a colon", "kind of one food", "blank kind",
    ],
)  # fmt: skip
def test_a_bad_table_of_foods_is_refused(tables, old, new, message):
    with pytest.raises(DataError, match=re.escape(message)):
        read_foods(tables("foods.csv", old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("NDB-11233", "NDB-1", "food_releases.csv, NDB-1: no such food in foods.csv: add it there or mend"),
        (",47,", ",74,", "food_releases.csv, NDB-11233: no release has 47 mg per 100 g, which"),
        (",34,", ",-34,", "food_releases.csv, NDB-11233: mg_per_100g = -34 is not in 0 to 1000: look it up"),
        ("Foundation Foods 2019", "SR26 to SR28", "food_id 'NDB-11233', release 'SR26 to SR28' stands twice"),
    ],
)
def test_a_bad_table_of_releases_is_refused(tables, old, new, message):
    with pytest.raises(DataError, match=re.escape(message)):
        read_releases(tables("food_releases.csv", old, new))


# The page before any script


@pytest.fixture(scope="module")
def page():
    return BeautifulSoup(FoodExplorer().html, "html.parser")


def test_all_foods_stand_in_the_table_by_serving(page):
    rows = page.select("tbody tr")
    assert [row["data-id"] for row in rows] == [
        food.id for food in sorted(FOODS.values(), key=lambda food: -food.per_serving)
    ]
    for row in rows:
        food = FOODS[row["data-id"]]
        assert row.select_one(".foods-name").text == food.food
        shown = {cell["data-by"]: cell for cell in row.select("td")}
        assert list(shown) == list(MEASURES)
        for measure, value in food.measures.items():
            if math.isnan(value):
                assert (shown[measure].text, shown[measure]["data-mg"]) == ("–", "nan")
            else:
                assert float(shown[measure]["data-mg"]) == pytest.approx(value, rel=1e-3)
                assert float(shown[measure].text) == pytest.approx(value, abs=0.5 if value >= 10 else 0.05)
    assert page.form.has_attr("hidden")
    assert [head.get("aria-sort") for head in page.select("thead th")] == [None, "descending", None, None]


def test_the_values_of_other_releases_stand_in_the_row(page):
    notes = {row["data-id"]: row.select_one(".foods-releases") for row in page.select("tbody tr")}
    assert {id for id, note in notes.items() if note} == {"NDB-11233", "NDB-15037"}
    assert notes["NDB-15037"].text == (
        "Releases differ, in mg per 100 g: older file, no date, 107; SR26 to SR28, 28."
    )


def test_each_control_has_a_label(page):
    controls = page.select("form select, form input")
    assert [control["name"] for control in controls] == ["q", "group", "by"]
    assert {control["id"] for control in controls} == {label["for"] for label in page.select("label")}
    groups = [option.text for option in page.select("#foods-group option")]
    assert groups == ["all", *sorted({food.group for food in FOODS.values()})]


def test_the_explorer_takes_another_folder(tables):
    folder = tables("foods.csv", "Milk chocolate", "Chocolate with milk")
    assert "Chocolate with milk" in FoodExplorer(folder).html
