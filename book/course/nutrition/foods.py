"""Magnesium in foods, reference intakes and upper levels; an explorer that ranks the foods."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.assets import link_module, link_style
from course.data import FOLDER, DataError, read_table
from course.design import token_style
from course.references import Reference, reference
from course.text import written
from course.widget import CourseWidget

RELEASES = {"sr28": "usda2016national", "foundation-2019": "usda2019foundation"}
"""The releases of the US Department of Agriculture that the foods come from, with their bibliography keys."""

LEAST_KCAL = 5.0
"""Energy in kcal per 100 g below which magnesium per 100 kcal is not given.

The tables print whole kcal. At 1 kcal, as in coffee, rounding alone changes the quotient by half.
"""

MOST_MG_PER_100G = 1000.0
MOST_KCAL_PER_100G = 902.0
MOST_SERVING_G = 1000.0
MOST_MG_PER_DAY = 1000.0
"""Bounds that catch slips of the decimal point; 902 kcal is the energy of pure fat in the tables."""

MEASURES = {"serving": "serving", "mass": "100 g", "energy": "100 kcal"}
"""The measures by which foods can be ranked, with the words for what magnesium is counted in."""


@dataclass(frozen=True)
class Food:
    """A food with its magnesium in mg and energy in kcal per 100 g, and a household serving in g."""

    id: str
    food: str
    group: str
    mg_per_100g: float
    kcal_per_100g: float
    serving: str
    serving_g: float
    release: str

    @property
    def per_serving(self) -> float:
        """Magnesium of a serving, in mg."""
        return self.mg_per_100g * self.serving_g / 100

    @property
    def per_100_kcal(self) -> float:
        """Magnesium of 100 kcal of the food, in mg; nan below `LEAST_KCAL`."""
        if self.kcal_per_100g < LEAST_KCAL:
            return math.nan
        return self.mg_per_100g / self.kcal_per_100g * 100

    @property
    def measures(self) -> dict[str, float]:
        """Magnesium in mg by each of `MEASURES`."""
        return {"serving": self.per_serving, "mass": self.mg_per_100g, "energy": self.per_100_kcal}


@dataclass(frozen=True)
class ReferenceIntake:
    """A reference intake in mg a day for the ages from `from_years` to below `below_years` (inf: no end)."""

    body: str
    from_years: float
    below_years: float
    who: str
    stage: str
    kind: str
    mg_per_day: float
    source: Reference


@dataclass(frozen=True)
class UpperLevel:
    """An upper level in mg a day; ages are nan or inf where the source gives none."""

    body: str
    from_years: float
    below_years: float
    mg_per_day: float
    applies_to: str
    source: Reference


@dataclass(frozen=True)
class ReleaseValue:
    """The magnesium of a food in mg per 100 g as one release prints it."""

    food_id: str
    food: str
    release: str
    mg_per_100g: float
    source: Reference
    status: str


def read_foods(folder: Path = FOLDER) -> list[Food]:
    """Return the rows of ``foods.csv``.

    Raises
    ------
    DataError
        If the table cannot be read, an id or a name repeats, a release is unknown, or a number cannot be.
    """
    texts = ("id", "food", "group", "serving", "release")
    rows = read_table(
        "foods", texts=texts, numbers=("mg_per_100g", "kcal_per_100g", "serving_g"), folder=folder
    )
    for column in ("id", "food"):
        _refuse_repeats(rows, "foods.csv", column)
    for row in rows:
        where = f"foods.csv, {row['id']}"
        if row["release"] not in RELEASES:
            known = ", ".join(RELEASES)
            raise DataError(f"{where}: release {row['release']!r} is unknown: choose from {known}")
        _check_range(row, "mg_per_100g", MOST_MG_PER_100G, where)
        _check_range(row, "kcal_per_100g", MOST_KCAL_PER_100G, where)
        if not 0 < row["serving_g"] <= MOST_SERVING_G:
            raise DataError(
                f"{where}: serving_g = {row['serving_g']:g} is not above 0 to {MOST_SERVING_G:g}: look it up"
            )
    return [Food(**row) for row in rows]


def read_releases(folder: Path = FOLDER) -> list[ReleaseValue]:
    """Return the rows of ``food_releases.csv``: what each release prints for a food that they disagree on.

    Raises
    ------
    DataError
        If the table cannot be read, a row repeats, a value cannot be, a food is not in ``foods.csv``, or none
        of its rows has the value that ``foods.csv`` uses.
    UnknownReferenceError
        If a source is not in the bibliography.
    """
    texts = ("food_id", "food", "release", "source", "status")
    rows = read_table("food_releases", texts=texts, numbers=("mg_per_100g",), folder=folder)
    _refuse_repeats(rows, "food_releases.csv", "food_id", "release")
    foods = {food.id: food for food in read_foods(folder)}
    printed = defaultdict(set)
    for row in rows:
        where = f"food_releases.csv, {row['food_id']}"
        if row["food_id"] not in foods:
            raise DataError(f"{where}: no such food in foods.csv: add it there or mend the id")
        _check_range(row, "mg_per_100g", MOST_MG_PER_100G, where)
        printed[row["food_id"]].add(row["mg_per_100g"])
    for id, values in printed.items():
        if foods[id].mg_per_100g not in values:
            raise DataError(
                f"food_releases.csv, {id}: no release has {foods[id].mg_per_100g:g} mg per 100 g, which "
                f"foods.csv uses: add its row or mend foods.csv"
            )
    return [ReleaseValue(**{**row, "source": reference(row["source"])}) for row in rows]


def read_reference_intakes(folder: Path = FOLDER) -> list[ReferenceIntake]:
    """Return the rows of ``reference_intakes.csv``.

    Raises
    ------
    DataError
        If the table cannot be read, a row repeats, or an age or an intake cannot be.
    UnknownReferenceError
        If a source is not in the bibliography.
    """
    texts = ("body", "who", "stage", "kind", "source")
    numbers = ("from_years", "mg_per_day")
    rows = read_table(
        "reference_intakes", texts=texts, numbers=numbers, optional=("below_years",), folder=folder
    )
    _refuse_repeats(rows, "reference_intakes.csv", "body", "from_years", "who", "stage", "kind")
    return [ReferenceIntake(**_checked_ages(row, "reference_intakes.csv")) for row in rows]


def read_upper_levels(folder: Path = FOLDER) -> list[UpperLevel]:
    """Return the rows of ``upper_levels.csv``; raises as `read_reference_intakes` does."""
    texts = ("body", "applies_to", "source")
    optional = ("from_years", "below_years")
    rows = read_table("upper_levels", texts=texts, numbers=("mg_per_day",), optional=optional, folder=folder)
    _refuse_repeats(rows, "upper_levels.csv", "body", "from_years")
    return [UpperLevel(**_checked_ages(row, "upper_levels.csv")) for row in rows]


def _refuse_repeats(rows: list[dict[str, Any]], table: str, *columns: str) -> None:
    for key, count in Counter(tuple(row[column] for column in columns) for row in rows).items():
        if count > 1:
            named = ", ".join(f"{column} {cell!r}" for column, cell in zip(columns, key, strict=True))
            raise DataError(f"{table}: {named} stands twice: rename one or take one away")


def _check_range(row: dict[str, Any], column: str, most: float, where: str) -> None:
    if not 0 <= row[column] <= most:
        raise DataError(f"{where}: {column} = {row[column]:g} is not in 0 to {most:g}: look it up")


def _checked_ages(row: dict[str, Any], table: str) -> dict[str, Any]:
    """Return the row with its end of age as a number and its source as a reference."""
    where = f"{table}, {row['body']} from the age of {row['from_years']:g}"
    end = math.inf if math.isnan(row["below_years"]) else row["below_years"]
    if row["from_years"] < 0 or end <= row["from_years"]:
        raise DataError(f"{where}: the ages end at {end:g}: start at 0 or later, and end after it")
    if not 0 < row["mg_per_day"] <= MOST_MG_PER_DAY:
        raise DataError(
            f"{where}: mg_per_day = {row['mg_per_day']:g} is not above 0 to {MOST_MG_PER_DAY:g}: look it up"
        )
    return {**row, "below_years": end, "source": reference(row["source"])}


class FoodExplorer(CourseWidget):
    """Show all foods, ranked by serving, 100 g or 100 kcal; the reader may look for words or a group."""

    tag = "course-foods"
    template = "nutrition/foods.html.j2"
    _esm = link_module(Path(__file__).with_name("foods.js"))
    _css = token_style() + link_style("design/widget.css", "nutrition/foods.css")

    def __init__(self, folder: Path = FOLDER) -> None:
        self._foods = sorted(read_foods(folder), key=lambda food: -food.per_serving)
        self._releases = defaultdict(list)
        for each in read_releases(folder):
            self._releases[each.food_id].append(each)
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        most = {
            name: max((food.measures[name] for food in self._foods if food.measures[name] > 0), default=1.0)
            for name in MEASURES
        }
        rows = [
            {
                "food": food,
                "releases": self._releases.get(food.id, ()),
                "numbers": {name: f"{value:.4g}" for name, value in food.measures.items()},
                "shown": {name: _shown(value) for name, value in food.measures.items()},
                "shares": _shares(food, most),
            }
            for food in self._foods
        ]
        groups = sorted({food.group for food in self._foods})
        data = {"groups": groups, "measures": MEASURES, "start": {"q": "", "group": "", "by": "serving"}}
        return {
            "rows": rows,
            "groups": groups,
            "measures": MEASURES,
            "sources": {release: reference(key) for release, key in RELEASES.items()},
            "least_kcal": written(LEAST_KCAL),
            "data": json.dumps(data).replace("</", "<\\/"),
        }


def _shares(food: Food, most: dict[str, float]) -> str:
    """Return the lengths of the food's bars, in % of the longest, as custom properties of CSS."""
    shares = {name: 100 * value / most[name] for name, value in food.measures.items() if value > 0}
    return "; ".join(f"--{name}: {share:.1f}" for name, share in shares.items())


def _shown(milligrams: float) -> str:
    if math.isnan(milligrams):
        return "–"
    return f"{milligrams:.0f}" if milligrams >= 10 else f"{milligrams:.1f}"
