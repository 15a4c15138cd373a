"""The day's plate: sample days, smallest swaps against brute force, the page without a script, the kernel."""

from __future__ import annotations

import itertools
import json
import shutil
from collections import Counter

import pytest
import traitlets
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from course.assets import ROOT, link_module
from course.data import FOLDER, DataError
from course.nutrition import DayPlate
from course.nutrition.foods import read_foods, read_reference_intakes
from course.nutrition.plate import GRAINS, INGREDIENTS, LEFT_ALONE, read_sample_days, swap_kind

FOODS = {food.id: food for food in read_foods()}
DAYS = read_sample_days(FOODS)


def total(day, *, kcal=False):
    each = {id: FOODS[id].kcal_per_100g if kcal else FOODS[id].mg_per_100g for id in day}
    return sum(n * each[id] * FOODS[id].serving_g / 100 for id, n in day.items())


@pytest.fixture(scope="module")
def document():
    return BeautifulSoup(DayPlate().html, "html.parser")


@pytest.fixture(scope="module")
def module(browser):
    """A page with what swaps.js exports as ``lib`` and the live widget as ``plate``."""
    page = browser.new_page()
    page.evaluate(
        """async ([swaps, plate]) => {
             const type = "text/javascript";
             const load = (source) => import(URL.createObjectURL(new Blob([source], { type })));
             window.lib = await load(swaps);
             window.plate = (await load(plate)).default;
           }""",
        [link_module(ROOT / "nutrition" / "swaps.js"), link_module(ROOT / "nutrition" / "plate.js")],
    )
    yield page
    page.close()


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


def test_swaps_stay_within_a_kind():
    named = Counter(itertools.chain(*GRAINS.values(), INGREDIENTS))
    assert max(named.values()) == 1
    assert set(named) <= set(FOODS)
    assert {FOODS[id].group for ids in GRAINS.values() for id in ids} == {"refined grains", "whole grains"}
    assert set(LEFT_ALONE) <= {food.group for food in FOODS.values()}
    assert swap_kind(FOODS["NDB-18069"]) == swap_kind(FOODS["NDB-18075"]) == "bread"
    assert swap_kind(FOODS["NDB-20081"]) == swap_kind(FOODS["NDB-14411"]) == ""
    assert swap_kind(FOODS["NDB-09040"]) == "fruit"


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


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(option, max_size=4), max_size=5), st.integers(-5, 200))
def test_the_smallest_change_is_that_of_brute_force(module, choices, gap):
    way = module.evaluate("([choices, gap]) => lib.smallestChange(choices, gap)", [choices, gap])
    expected = brute_force(choices, gap)
    if expected is None:
        assert way is None
        return
    assert (len(way), sum(option["cost"] for option in way)) == expected
    assert sum(option["gain"] for option in way) >= gap


def test_the_page_and_a_kernel_move_each_other(module):
    shown = module.evaluate(
        """(values) => {
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
        {"html": DayPlate().html, "plate": DAYS["mixed"]},
    )
    assert f"{total(DAYS['mixed']):.0f} mg" in shown["before"]
    assert shown["told"] == {**DAYS["mixed"], "NDB-18069": 2.5}
    assert shown["names"] == ["NDB-12061"]
    assert "153 mg of 320 mg" in shown["after"]
    assert shown["linked"]


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
        ("refined,NDB-12061,much", "line 2: servings = 'much' is no number"),
    ],
)
def test_a_faulty_table_of_days_is_refused(row, message, tmp_path):
    shutil.copy(FOLDER / "foods.csv", tmp_path)
    (tmp_path / "sample_days.csv").write_text(f"day,food_id,servings\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=message):
        DayPlate(folder=tmp_path)
