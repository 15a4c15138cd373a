"""Foods, reference intakes and upper levels: reviewed values, arithmetic, bad tables, no script."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import shutil

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from course.data import FOLDER, DataError
from course.nutrition import FoodExplorer
from course.nutrition.foods import (
    LEAST_KCAL,
    MEASURES,
    RELEASES,
    Food,
    read_foods,
    read_reference_intakes,
    read_releases,
    read_upper_levels,
)

FOODS = {food.id: food for food in read_foods()}

CHECKSUM = "d5d5fa38deb38652f10bbe526180fc59fa555230740e384c2ba4d3ca269eafb0"

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

# Ages from and below, who, stage, kind, mg a day; typed in from the fact sheet.
END = math.inf
INTAKES = {
    "US": [
        (0, 0.5, "all", "–", "AI", 30), (0.5, 1, "all", "–", "AI", 75),
        (1, 4, "all", "–", "RDA", 80), (4, 9, "all", "–", "RDA", 130), (9, 14, "all", "–", "RDA", 240),
        (14, 19, "male", "–", "RDA", 410), (14, 19, "female", "–", "RDA", 360),
        (19, 31, "male", "–", "RDA", 400), (19, 31, "female", "–", "RDA", 310),
        (31, END, "male", "–", "RDA", 420), (31, END, "female", "–", "RDA", 320),
        (14, 19, "female", "pregnancy", "RDA", 400), (19, 31, "female", "pregnancy", "RDA", 350),
        (31, 51, "female", "pregnancy", "RDA", 360), (14, 19, "female", "lactation", "RDA", 360),
        (19, 31, "female", "lactation", "RDA", 310), (31, 51, "female", "lactation", "RDA", 320),
    ],
    "EFSA": [
        (0.58, 1, "all", "–", "AI", 80), (1, 3, "all", "–", "AI", 170), (3, 10, "all", "–", "AI", 230),
        (10, 18, "male", "–", "AI", 300), (10, 18, "female", "–", "AI", 250),
        (18, END, "male", "–", "AI", 350), (18, END, "female", "–", "AI", 300),
        (18, END, "female", "pregnancy", "AI", 300), (18, END, "female", "lactation", "AI", 300),
    ],
}  # fmt: skip

UPPER_LEVELS = {("US", 1, 4): 65, ("US", 4, 9): 110, ("US", 9, END): 350, ("EU", 4, END): 250}


# What the tables say


def test_no_cell_of_the_reviewed_table_has_changed():
    with (FOLDER / "foods.csv").open(encoding="utf-8", newline="") as file:
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


def test_reference_intakes_agree_with_the_fact_sheet():
    found = {body: [] for body in INTAKES}
    for row in read_reference_intakes():
        ages = (row.from_years, row.below_years)
        found[row.body].append((*ages, row.who, row.stage, row.kind, row.mg_per_day))
    assert {body: set(rows) for body, rows in found.items()} == {b: set(rows) for b, rows in INTAKES.items()}


def test_the_bands_of_age_meet_without_gap_or_overlap():
    bands = {}
    for row in read_reference_intakes():
        for who in ("male", "female") if row.who == "all" else (row.who,):
            bands.setdefault((row.body, who, row.stage), []).append((row.from_years, row.below_years))
    for ages in bands.values():
        ages.sort()
        assert [end for _, end in ages[:-1]] == [start for start, _ in ages[1:]]


def test_upper_levels_agree_with_the_fact_sheet():
    *aged, norway = read_upper_levels()
    assert {(row.body, row.from_years, row.below_years): row.mg_per_day for row in aged} == UPPER_LEVELS
    assert (norway.body, norway.mg_per_day, norway.below_years) == ("Norway", 350, END)
    assert math.isnan(norway.from_years)
    assert all("supplements" in row.applies_to for row in (*aged, norway))


# Arithmetic


def food_of(mg: float, kcal: float, grams: float) -> Food:
    return Food("x", "x", "x", mg, kcal, "x", grams, "sr28")


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


@pytest.fixture
def tables(tmp_path):
    """Copy the tables, with `old` replaced by `new` where it stands first in one of them."""

    def damage(table: str, old: str, new: str):
        for path in FOLDER.glob("*.csv"):
            shutil.copy(path, tmp_path)
        text = (tmp_path / table).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / table).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return damage


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",499,", ",-499,", "foods.csv, NDB-19165: mg_per_100g = -499 is not in 0 to 1000: look it up"),
        (",499,", ",4990,", "foods.csv, NDB-19165: mg_per_100g = 4990 is not in 0 to 1000: look it up"),
        (",499,", ",49g,", "foods.csv, line 2: mg_per_100g = '49g' is no number: write a number"),
        (",499,", ",,", "foods.csv, line 2: mg_per_100g is blank: write its value"),
        (",228,", ",2280,", "foods.csv, NDB-19165: kcal_per_100g = 2280 is not in 0 to 902: look it up"),
        (",5.4,", ",0,", "foods.csv, NDB-19165: serving_g = 0 is not above 0 to 1000: look it up"),
        (",sr28", ",sr99", "release 'sr99' is unknown: choose from sr28, foundation-2019"),
        ("NDB-19904", "NDB-19165", "foods.csv: id 'NDB-19165' stands twice: rename one or take one away"),
        ("Milk chocolate", "Cheddar", "foods.csv: food 'Cheddar' stands twice: rename one or take"),
        ('"Cocoa powder, unsweetened"', "Cocoa powder, unsweetened", "foods.csv, line 2: has more cells"),
        ('unsweetened"', "unsweetened", "foods.csv, line "),
        ("mg_per_100g", "mg", "foods.csv, line 1: lacks the column mg_per_100g: add it"),
    ],
    ids=[
        "negative", "too much", "no number", "blank", "too much energy", "no serving", "unknown release",
        "same id", "same name", "comma without quotes", "open quote", "lost column",
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


@pytest.mark.parametrize(
    ("read", "table", "old", "new", "message"),
    [
        (read_reference_intakes, "reference_intakes.csv", ",30,", ",-30,",
         "reference_intakes.csv, US from the age of 0: mg_per_day = -30 is not above 0 to 1000: look it up"),
        (read_reference_intakes, "reference_intakes.csv", "US,4,9", "US,5,4",
         "reference_intakes.csv, US from the age of 5: the ages end at 4"),
        (read_reference_intakes, "reference_intakes.csv", "US,4,9", "US,1,4", "stands twice"),
        (read_upper_levels, "upper_levels.csv", ",65,", ",6500,",
         "upper_levels.csv, US from the age of 1: mg_per_day = 6500 is not above 0 to 1000: look it up"),
        (read_upper_levels, "upper_levels.csv", "US,4,9", "US,1,9", "stands twice"),
    ],
)  # fmt: skip
def test_a_bad_table_of_intakes_is_refused(tables, read, table, old, new, message):
    with pytest.raises(DataError, match=re.escape(message)):
        read(tables(table, old, new))


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
