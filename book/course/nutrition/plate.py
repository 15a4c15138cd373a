"""A day's plate: foods and servings held against a reference intake, and swaps that close a gap."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import traitlets

from course.nutrition.foods import RELEASES, Food, read_foods
from course.nutrition.intakes import (
    ReferenceIntake,
    UpperLevel,
    read_reference_intakes,
    read_upper_levels,
)
from lessonkit.bibliography import reference
from lessonkit.course import current
from lessonkit.page.numbers import fixed, written
from lessonkit.page.widget import Widget
from lessonkit.tables import DataError, read_table

MOST_SERVINGS = 20
"""Servings of one food a day beyond which the number is taken for a slip."""

START_AGE = 35
START_SEX = "female"
"""Whose reference intake the plate is held against first."""


def servings_fault(servings: object) -> str:
    """Return what is wrong with a number of servings; empty if nothing is."""
    if isinstance(servings, bool) or not isinstance(servings, int | float) or not math.isfinite(servings):
        return f"{servings!r} is no number of servings: write one such as 1.5"
    if not 0 < servings <= MOST_SERVINGS:
        return f"{servings:g} servings: write more than 0 and at most {MOST_SERVINGS}"
    return ""


def read_sample_days(foods: dict[str, Food], folder: Path | None = None) -> dict[str, dict[str, float]]:
    """Return the days of ``sample_days.csv``: for each its servings by the id of the food.

    Raises
    ------
    DataError
        If the table cannot be read, a food is not in `foods` or stands twice, or servings are out of range.
    """
    rows = read_table("sample_days", texts=("day", "food_id"), numbers=("servings",), folder=folder)
    days: dict[str, dict[str, float]] = {}
    for row in rows:
        day, food = days.setdefault(row["day"], {}), row["food_id"]
        where = f"sample_days.csv, {row['day']}, {food}"
        if food not in foods:
            raise DataError(f"{where}: no such food in foods.csv: mend the id or add the food")
        if food in day:
            raise DataError(f"{where}: the food stands twice: add the servings up in one row")
        if fault := servings_fault(row["servings"]):
            raise DataError(f"{where}: {fault}")
        day[food] = row["servings"]
    return days


class DayPlate(Widget):
    """Let the reader fill a plate and hold its magnesium against a reference intake.

    Parameters
    ----------
    day : str
        The day of ``sample_days.csv`` to start from.
    folder : Path
        Where the tables lie.

    Raises
    ------
    ValueError
        If there is no such day; the message lists those that exist.
    """

    tag = "course-plate"
    template = "plate.html.j2"
    module = "plate.js"
    styles = ("lessonkit/page/widget.css", "plate.css")

    plate = traitlets.Dict(help="Servings by the id of the food.").tag(sync=True)

    def __init__(self, day: str = "refined", folder: Path | None = None) -> None:
        self._foods = {food.id: food for food in read_foods(folder)}
        self._days = read_sample_days(self._foods, folder)
        if day not in self._days:
            raise ValueError(f"there is no sample day {day!r}: choose one of {', '.join(self._days)}")
        self._intakes = [row for row in read_reference_intakes(folder) if row.below_years > 1]
        self._levels = read_upper_levels(folder)
        self._who = _first_person(self._intakes)
        super().__init__(plate=self._days[day])
        self._start = self._days[day]
        self.refresh()

    @traitlets.validate("plate")
    def _check(self, proposal: Any) -> dict[str, float]:
        for id, servings in proposal["value"].items():
            if id not in self._foods:
                raise traitlets.TraitError(f"plate: there is no food {id!r}: look its id up in foods.csv")
            if fault := servings_fault(servings):
                raise traitlets.TraitError(f"plate, {self._foods[id].food}: {fault}")
        return proposal["value"]

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        return {
            "foods": sorted(self._foods.values(), key=lambda food: food.food),
            "days": {name: self._listed(day) for name, day in self._days.items()},
            "intakes": [{"row": row, "who": _whom(row), "kind": row.kind_name} for row in self._intakes],
            "bodies": dict.fromkeys(row.body for row in self._intakes),
            "stages": dict.fromkeys(row.life_stage for row in self._intakes if row.life_stage),
            "sources": [reference(key) for key in RELEASES.values()],
            "written": written,
            "fixed": fixed,
            "data": json.dumps(self._data()).replace("</", "<\\/"),
        }

    def _listed(self, day: dict[str, float]) -> dict[str, Any]:
        rows = [
            {
                "food": self._foods[id],
                "servings": servings,
                "mg": servings * self._foods[id].per_serving,
                "kcal": servings * _kcal(self._foods[id]),
            }
            for id, servings in day.items()
        ]
        return {"rows": rows, "mg": sum(r["mg"] for r in rows), "kcal": sum(r["kcal"] for r in rows)}

    def _data(self) -> dict[str, Any]:
        return {
            "foods": {
                food.id: {
                    "name": food.food,
                    "group": food.group,
                    "kind": food.swap,
                    "serving": f"{food.serving}, {food.serving_g:g} g",
                    "mg": round(food.per_serving, 6),
                    "kcal": round(_kcal(food), 6),
                }
                for food in self._foods.values()
            },
            "course": current().id,
            "days": self._days,
            "plate": self._start,
            "mostServings": MOST_SERVINGS,
            "who": self._who,
            "intakes": [
                _banded(
                    row,
                    row.body,
                    f"{row.kind}, {row.kind_name}, {row.body}; {_whom(row)}",
                    sex=row.who,
                    stage=row.life_stage,
                )
                for row in self._intakes
            ],
            "levels": [
                _banded(
                    row,
                    body,
                    f"upper level of {row.mg_per_day:g} mg a day ({row.body}, {row.applies_to})",
                )
                for row in self._levels
                for body in row.beside
            ],
        }


def _first_person(intakes: list[ReferenceIntake]) -> dict[str, Any]:
    """Return the person to start with, of the first body that has an intake for her."""
    for row in intakes:
        if row.holds_for(START_AGE, START_SEX):
            return {"body": row.body, "age": START_AGE, "sex": START_SEX, "stage": ""}
    raise DataError(
        f"reference_intakes.csv: has no intake for a {START_SEX} of {START_AGE} years, with whom the plate "
        "starts: add its row"
    )


def _kcal(food: Food) -> float:
    return food.kcal_per_100g * food.serving_g / 100


def _banded(row: ReferenceIntake | UpperLevel, body: str, label: str, **more: str) -> dict[str, Any]:
    return {
        "body": body,
        "from": row.from_years,
        "below": row.below_years if math.isfinite(row.below_years) else None,
        "mg": row.mg_per_day,
        "label": label,
        "source": row.source.label,
        "url": row.source.url,
        **more,
    }


def _whom(row: ReferenceIntake) -> str:
    ages = f"from {row.from_years:g} years"
    if math.isfinite(row.below_years):
        ages += f" to below {row.below_years:g}"
    return ", ".join([row.who, ages, *([row.life_stage] if row.life_stage else [])])
