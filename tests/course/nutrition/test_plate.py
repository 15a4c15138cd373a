"""The day's plate: sample days, smallest swaps against brute force, the page without a script, the kernel."""

from __future__ import annotations

import itertools
import json
import shutil

import pytest
import traitlets
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from course import course
from course.nutrition import DayPlate
from course.nutrition.foods import read_foods
from course.nutrition.intakes import read_reference_intakes
from course.nutrition.plate import read_sample_days
from lessonkit.page.linker import classic_script, link_module
from lessonkit.tables import DataError
from node_tools import node_modules

FOODS = {food.id: food for food in read_foods()}
DAYS = read_sample_days(FOODS)


def total(day, *, kcal=False):
    each = {id: FOODS[id].kcal_per_100g if kcal else FOODS[id].mg_per_100g for id in day}
    return sum(n * each[id] * FOODS[id].serving_g / 100 for id, n in day.items())


@pytest.fixture(scope="module")
def document():
    return BeautifulSoup(DayPlate().html, "html.parser")


@pytest.fixture(scope="module")
def swaps():
    with node_modules(course.package / "nutrition" / "swaps.js") as evaluate:
        yield evaluate


def test_the_sample_days_are_plausible_and_differ():
    assert list(DAYS) == ["refined", "mixed", "plant-rich"]
    for day in DAYS.values():
        assert 1800 <= total(day, kcal=True) <= 2300
    assert total(DAYS["refined"]) < 310  # below each US allowance of adults
    assert 320 < total(DAYS["mixed"]) < 420
    assert total(DAYS["plant-rich"]) > 420


def test_without_a_script_the_days_and_the_reference_intakes_stand_in_tables(document):
    *days, intakes = document.select(".plate-samples table")
    for table, (name, day) in zip(days, DAYS.items(), strict=True):
        sums = f"{total(day):.0f} mg of magnesium, {total(day, kcal=True):.0f} kcal"
        assert table.caption.text == f"{name.capitalize()} day: {sums}"
        assert len(table.select("tbody tr")) == len(day)
    assert len(intakes.select("tbody tr")) == sum(row.below_years > 1 for row in read_reference_intakes())
    assert "not a deficiency" in intakes.caption.text
    assert document.select_one("[data-needs-script]").has_attr("hidden")


def test_grains_swap_by_use_and_other_foods_within_their_group(document):
    by_use = {food.swap for food in FOODS.values()} - {food.group for food in FOODS.values()} - {""}
    assert by_use == {"bread", "cooked grain", "breakfast cereal"}
    grains = {"refined grains", "whole grains"}
    assert {food.group for food in FOODS.values() if food.swap in by_use} == grains
    assert all(food.swap in ("", food.group) for food in FOODS.values() if food.group not in grains)
    assert FOODS["NDB-18069"].swap == FOODS["NDB-18075"].swap == "bread"
    assert FOODS["NDB-20081"].swap == FOODS["NDB-14411"].swap == ""
    assert FOODS["NDB-09040"].swap == "fruit"
    said = document.select_one("details p").text
    assert [kind for kind in by_use if f"{kind} for {kind}" not in said] == []


def brute_force(choices, gap):
    """Return how few options close the gap and what they cost, by trying all."""
    taken = [
        [option for option in way if option]
        for way in itertools.product(*[[None, *options] for options in choices])
    ]
    enough = [
        (len(way), sum(option["cost"] for option in way))
        for way in taken
        if sum(option["gain"] for option in way) >= gap
    ]
    return min(enough, default=None)


option = st.fixed_dictionaries({"gain": st.integers(0, 60), "cost": st.integers(0, 40)})


@settings(max_examples=150)
@given(st.lists(st.lists(option, max_size=4), max_size=5), st.integers(-5, 200))
def test_the_smallest_change_is_that_of_brute_force(swaps, choices, gap):
    way = swaps("lib.smallestChange(...given)", [choices, gap])
    expected = brute_force(choices, gap)
    if expected is None:
        assert way is None
        return
    assert (len(way), sum(option["cost"] for option in way)) == expected
    assert sum(option["gain"] for option in way) >= gap


def test_the_page_and_a_kernel_move_each_other(browser):
    page = browser.new_page()
    shown = page.evaluate(
        """async ([source, values]) => {
             const type = "text/javascript";
             const { default: plate } = await import(URL.createObjectURL(new Blob([source], { type })));
             const calls = [];
             const model = {
               get: (name) => values[name],
               set: (name, value) => { values[name] = value; },
               save_changes() {},
               on: (_, call) => calls.push(call),
             };
             const el = document.body.appendChild(document.createElement("div"));
             plate.render({ model, el });
             const text = () => el.querySelector(".plate-total").textContent;
             const before = text();
             el.querySelector("[data-id=NDB-18069] [data-do=more]").click();
             const told = values.plate;
             values.plate = { "NDB-12061": 2 };
             calls.forEach((call) => call());
             const names = [...el.querySelectorAll(".plate-now tbody tr")].map((row) => row.dataset.id);
             return { before, told, names, after: text(), linked: !!el.querySelector("input[list]").list };
           }""",
        [
            link_module(course.package / "nutrition" / "plate.js"),
            {"html": DayPlate().html, "plate": DAYS["mixed"]},
        ],
    )
    page.close()
    assert f"{total(DAYS['mixed']):.0f} mg" in shown["before"]
    assert shown["told"] == {**DAYS["mixed"], "NDB-18069": 2.5}
    assert shown["names"] == ["NDB-12061"]
    assert "153 mg of 320 mg" in shown["after"]
    assert shown["linked"]


@pytest.fixture
def enlarged(tables):
    """The tables with a body, a kind, a life stage and foods that the course does not have."""
    more = {
        "intake_kinds": "PRI,population reference intake",
        "reference_intakes": (
            "D-A-CH,1,,all,–,PRI,345,efsa2015scientific\n"
            "D-A-CH,15,50,female,third trimester,PRI,366,efsa2015scientific"
        ),
        "foods": (
            "X-1,Bran bread,whole grains,700,266,1 slice,29,sr28,bread\n"
            "X-2,Oat drink,drinks from plants,10,45,1 cup,240,sr28,drink from plants\n"
            "X-3,Almond drink,drinks from plants,25,30,1 cup,240,sr28,drink from plants"
        ),
    }
    folder = tables("upper_levels.csv", "added to food,EFSA,", "added to food,EFSA;D-A-CH,")
    for name, rows in more.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{rows}\n")
    return folder


@pytest.fixture
def at(browser):
    """Open a plate on a page with this address."""
    page = browser.new_page()
    script = classic_script(course.package / "nutrition" / "plate.js", DayPlate.tag)
    page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))

    def visit(plate, query):
        page.goto(f"http://plate.test/?{query}")
        page.set_content(f"{plate.html}<script>{script}</script>")
        return page.locator("course-plate[ready]")

    yield visit
    page.close()


@pytest.mark.parametrize(
    ("foods", "total", "swap"),
    [
        # White bread has 23 mg and 266 kcal in 100 g, a slice 29 g: bran bread changes no energy.
        ("NDB-18069:2", 13, "Bran bread instead of White bread, 2 servings: +393 mg"),
        ("X-2:9", 216, "Almond drink instead of Oat drink, 9 servings: +324 mg"),
    ],
)
def test_what_the_tables_gain_is_offered_and_swapped(at, enlarged, foods, total, swap):
    plate = at(DayPlate(folder=enlarged), f"plate.foods={foods}")
    plate.get_by_label("Reference intake").select_option("D-A-CH")
    shown = plate.locator(".plate-total")
    assert f"{total} mg of 345 mg" in shown.inner_text()
    plate.get_by_label("Life stage").select_option("third trimester")
    assert f"{total} mg of 366 mg" in shown.inner_text()
    named = "PRI, population reference intake, D-A-CH; female, from 15 years to below 50, third trimester"
    assert named in plate.locator(".plate-reference").inner_text()
    assert "upper level of 250 mg a day (EU" in plate.locator(".plate-supplements").inner_text()
    plate.get_by_role("button", name="Suggest swaps").click()
    (said,) = plate.locator(".plate-swaps li").all_inner_texts()
    assert said.startswith(swap)


def test_a_body_whose_name_has_hyphens_stands_in_the_address(at, enlarged):
    plate = at(DayPlate(folder=enlarged), "plate.who=D-A-CH-30-female-third+trimester")
    assert plate.get_by_label("Reference intake").input_value() == "D-A-CH"
    assert "of 366 mg" in plate.locator(".plate-total").inner_text()
    plate.get_by_label("Age (years)").fill("31")
    plate.page.wait_for_url("**plate.who=D-A-CH-31-female-third+trimester")


@pytest.mark.parametrize("who", ["US-35", "US-35-woman", "female"])
def test_a_person_that_cannot_be_read_is_answered_with_examples(at, who):
    said = at(DayPlate(), f"plate.who={who}").get_by_role("alert").inner_text()
    assert f"“{who}” cannot be read: write for example US-35-female or US-35-female-pregnancy." in said


def test_the_plate_starts_with_the_first_body_that_has_an_intake_for_its_person(tables):
    def first(old, new):
        html = DayPlate(folder=tables("reference_intakes.csv", old, new)).html
        return json.loads(BeautifulSoup(html, "html.parser").script.string)["who"]

    person = {"age": 35, "sex": "female", "stage": ""}
    assert first("US,31,,female,–", "US,31,,female,–") == {"body": "US", **person}
    assert first("US,31,,female,–", "US,61,,female,–") == {"body": "EFSA", **person}
    folder = tables("reference_intakes.csv", "US,31,,female,–", "US,61,,female,–")
    table = folder / "reference_intakes.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("EFSA,18,,female,–", "EFSA,61,,female,–"), "utf-8"
    )
    with pytest.raises(DataError, match="has no intake for a female of 35 years, with whom the plate starts"):
        DayPlate(folder=folder)


def test_python_sets_the_plate_and_refuses_what_cannot_be():
    plate = DayPlate("mixed")
    assert plate.plate == DAYS["mixed"]
    assert json.loads(BeautifulSoup(plate.html, "html.parser").script.string)["plate"] == DAYS["mixed"]
    plate.plate = {"NDB-12061": 1.5}
    for bad, message in [
        ({"NDB-0": 1}, "there is no food 'NDB-0': look its id up"),
        ({"NDB-12061": -1}, "Almonds: -1 servings: write more than 0 and at most 20"),
        ({"NDB-12061": 21}, "Almonds: 21 servings"),
        ({"NDB-12061": "two"}, "'two' is no number of servings"),
    ]:
        with pytest.raises(traitlets.TraitError, match=message):
            plate.plate = bad
    assert plate.plate == {"NDB-12061": 1.5}
    with pytest.raises(ValueError, match="no sample day 'lean': choose one of refined, mixed, plant-rich"):
        DayPlate("lean")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("refined,NDB-0,1", "refined, NDB-0: no such food in foods.csv"),
        ("refined,NDB-12061,1\nrefined,NDB-12061,2", "NDB-12061: the food stands twice"),
        ("refined,NDB-12061,0", "NDB-12061: 0 servings: write more than 0"),
        ("refined,NDB-12061,much", "line 2: servings: “much” is no number on its own"),
    ],
)
def test_a_faulty_table_of_days_is_refused(row, message, tmp_path):
    shutil.copy(course.data / "foods.csv", tmp_path)
    (tmp_path / "sample_days.csv").write_text(f"day,food_id,servings\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=message):
        DayPlate(folder=tmp_path)
