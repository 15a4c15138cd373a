"""What the cases ask and state as numbers is what the models, the food table and atomic masses give."""

from __future__ import annotations

import re

import pytest
import yaml

from chapter_text import BOOK
from course import course
from course.evidence.trials import read_trials
from course.models.end_plate import end_plate
from course.models.nmda_block import nmda_block
from course.nutrition.foods import read_foods

CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in BOOK.glob("cases/*.yml")}
MG, HEPTAHYDRATE = 24.305, 246.47
"""g/mol"""


def node(case: str, id: str) -> dict:
    return next(node for node in CASES[case]["nodes"] if node["id"] == id)


ASKED = [
    # case, node, what the reader sets, the number that the page then shows
    ("jerks-on-a-stomach-tablet", "old-slip", {"Mg_serum": 0.45}, ("serum_mg_per_dl", 1, 1.1)),
    ("cramps-and-a-label", "letter", {"Mg_serum": 1.07}, ("serum_mg_per_dl", 1, 2.6)),
    ("weak-after-the-drip", "level", {"Mg": 0.8}, ("safety_factor", 2, 1.09)),
    ("nothing-helps", "fluid", {"Mg": 0.98}, ("unblocked_at_V", 3, 0.045)),
    ("magnesium-before-etomidate", "plan", {"R": 0.7}, ("people_per_group", 0, 117)),
]


@pytest.mark.parametrize(("case", "id", "move", "read"), ASKED)
def test_the_model_gives_what_is_asked(case, id, move, read):
    asked = node(case, id)
    model = course.model(asked["explore"]["model"])
    scalar, digits, value = read
    run = model.run(**{**asked["explore"]["set"], **move})
    assert round(run.scalars[scalar], digits) == value
    percent = 100 if asked["ask"]["unit"] == "%" else 1
    answer = next(iter(move.values())) if scalar == "serum_mg_per_dl" else percent * run.scalars[scalar]
    assert answer == pytest.approx(asked["ask"]["answer"], abs=asked["ask"]["tolerance"])


@pytest.mark.parametrize(("case", "id", "move", "read"), ASKED)
def test_the_answer_is_not_shown_before_the_reader_moves(case, id, move, read):
    asked = node(case, id)
    run = course.model(asked["explore"]["model"]).run(**asked["explore"]["set"])
    assert round(run.scalars[read[0]], read[1]) != read[2]


def test_every_number_asked_is_worked_out_here():
    worked_out = {("cramps-and-a-label", "label"), ("magnesium-before-etomidate", "dose")}
    asked = {(case, node["id"]) for case, told in CASES.items() for node in told["nodes"] if "ask" in node}
    assert asked == {(case, id) for case, id, *_ in ASKED} | worked_out


def test_a_tenth_of_the_jar_and_of_the_ampoule_is_magnesium():
    jar = node("cramps-and-a-label", "label")["ask"]
    assert jar["answer"] == pytest.approx(3000 * MG / HEPTAHYDRATE, abs=0.5)
    ampoule = node("magnesium-before-etomidate", "dose")["ask"]
    assert ampoule["answer"] == pytest.approx(2.48 * HEPTAHYDRATE / 500, abs=0.005)
    assert round(2.48 * HEPTAHYDRATE) == 611
    assert round(2.48 * MG) == 60
    assert round(60 / 500, 2) == 0.12


def test_the_end_plate_and_the_receptor_are_as_the_case_says():
    assert round(end_plate.run(Mg=0.8).scalars["safety_factor"], 1) == 1.6
    assert round(100 * nmda_block.run(Mg=0.82).scalars["unblocked_at_V"], 1) == 5.4


def test_the_plate_is_that_of_the_food_table():
    eaten = {
        "Porridge": (("NDB-08121", 1), ("NDB-01082", 1)),
        "Whole-wheat": (("NDB-18075", 2),),
        "A banana": (("NDB-09040", 1), ("NDB-09003", 1)),
        "Chicken": (("NDB-05064", 1), ("NDB-11091", 1), ("NDB-20045", 2)),
        "Tea": (("NDB-14355", 3),),
    }
    foods = {food.id: food for food in read_foods()}
    *rows, day = node("cramps-and-a-label", "plate")["findings"]
    sums = [sum(foods[id].per_serving * servings for id, servings in part) for part in eaten.values()]
    assert [row["name"].split(",")[0].startswith(name) for row, name in zip(rows, eaten, strict=True)] == [
        True
    ] * 5
    assert [row["value"] for row in rows] == [round(part) for part in sums]
    assert day["value"] == round(sum(sums))


def test_the_risk_ratios_are_those_of_the_table():
    told = yaml.safe_dump(CASES["magnesium-before-etomidate"], width=10_000, allow_unicode=True)
    for trial in read_trials():
        if trial.study in ("Guler 2005", "Rashdi 2013"):
            assert "{:.2f} ({:.2f} to {:.2f})".format(*trial.risk_ratio()) in told
            assert f"{trial.magnesium.events:g} of {trial.magnesium.n:g} against" in told


@pytest.mark.parametrize("case", CASES)
def test_what_is_right_stands_at_no_place_more_than_at_another(case):
    places = [
        place
        for told in CASES[case]["nodes"]
        for place, action in enumerate(told.get("actions", []))
        if not action.get("wrong")
    ]
    assert max(places.count(place) for place in range(3)) <= len(places) / 2


@pytest.mark.parametrize("case", CASES)
def test_the_actions_of_a_node_are_alike_in_length(case):
    for told in CASES[case]["nodes"]:
        lengths = [len(action["say"]) for action in told.get("actions", [])]
        if lengths:
            assert max(lengths) <= 1.25 * min(lengths), told["id"]


def test_a_reason_is_given_for_right_and_wrong_actions_alike():
    """“Since”, “because” or “as” on the wrong ones alone would tell them by their form."""
    shares = []
    for wrong in (False, True):
        said = [
            action["say"]
            for told in CASES.values()
            for node in told["nodes"]
            for action in node.get("actions", [])
            if action.get("wrong", False) == wrong
        ]
        shares.append(sum(bool(re.search(r"\b(since|because|as)\b", say)) for say in said) / len(said))
    assert abs(shares[0] - shares[1]) < 0.1
