"""Magnesium in foods, and an explorer that ranks them."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessonkit.bibliography import Reference, reference
from lessonkit.course import current
from lessonkit.page.numbers import written
from lessonkit.page.widget import Widget
from lessonkit.tables import NONE, DataError, read_table, refuse_repeats

RELEASES = {"sr28": "usda2016national", "foundation-2019": "usda2019foundation"}
"""The releases of the US Department of Agriculture that the foods come from, with their bibliography keys."""

LEAST_KCAL = 5.0
"""Energy in kcal per 100 g below which magnesium per 100 kcal is not given.

The tables print whole kcal. At 1 kcal, as in coffee, rounding alone changes the quotient by half.
"""

MOST_MG_PER_100G = 1000.0
MOST_KCAL_PER_100G = 902.0
MOST_SERVING_G = 1000.0
"""Bounds that catch slips of the decimal point; 902 kcal is the energy of pure fat in the tables."""

ID = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
"""An id of a food: in an address, a comma before a digit would be a decimal one, and a colon ends the id."""

MEASURES = {"serving": "serving", "mass": "100 g", "energy": "100 kcal"}
"""The measures by which foods can be ranked, with the words for what magnesium is counted in."""


@dataclass(frozen=True)
class Food:
    """A food with its magnesium in mg and energy in kcal per 100 g, and a household serving in g.

    Foods with the same `swap` may stand in for each other; one with an empty `swap` is left alone.
    """

    id: str
    food: str
    group: str
    mg_per_100g: float
    kcal_per_100g: float
    serving: str
    serving_g: float
    release: str
    swap: str

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
class ReleaseValue:
    """The magnesium of a food in mg per 100 g as one release prints it."""

    food_id: str
    food: str
    release: str
    mg_per_100g: float
    source: Reference
    status: str


def read_foods(folder: Path | None = None) -> list[Food]:
    """Return the rows of ``foods.csv``.

    Raises
    ------
    DataError
        If the table cannot be read, an id or a name repeats, an id does not fit into an address, a release is
        unknown, a number cannot be, or a food is the only one of its kind of swap.
    """
    texts = ("id", "food", "group", "serving", "release", "swap")
    rows = read_table(
        "foods", texts=texts, numbers=("mg_per_100g", "kcal_per_100g", "serving_g"), folder=folder
    )
    for column in ("id", "food"):
        refuse_repeats(rows, "foods.csv", column)
    kinds = Counter(row["swap"] for row in rows)
    for row in rows:
        where = f"foods.csv, {row['id']}"
        if not ID.fullmatch(row["id"]):
            raise DataError(
                f"{where}: the id stands in addresses: write a letter, then letters, digits, hyphens or dots"
            )
        if row["release"] not in RELEASES:
            known = ", ".join(RELEASES)
            raise DataError(f"{where}: release {row['release']!r} is unknown: choose from {known}")
        _check_range(row, "mg_per_100g", MOST_MG_PER_100G, where)
        _check_range(row, "kcal_per_100g", MOST_KCAL_PER_100G, where)
        if not 0 < row["serving_g"] <= MOST_SERVING_G:
            raise DataError(
                f"{where}: serving_g = {row['serving_g']:g} is not above 0 to {MOST_SERVING_G:g}: look it up"
            )
        if row["swap"] != NONE and kinds[row["swap"]] == 1:
            raise DataError(
                f"{where}: swap = {row['swap']!r} is a kind of no other food: write the kind of a food that "
                f"may stand in for this one, or {NONE}"
            )
    return [Food(**{**row, "swap": "" if row["swap"] == NONE else row["swap"]}) for row in rows]


def read_releases(folder: Path | None = None) -> list[ReleaseValue]:
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
    refuse_repeats(rows, "food_releases.csv", "food_id", "release")
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


def _check_range(row: dict[str, Any], column: str, most: float, where: str) -> None:
    if not 0 <= row[column] <= most:
        raise DataError(f"{where}: {column} = {row[column]:g} is not in 0 to {most:g}: look it up")


class FoodExplorer(Widget):
    """Show all foods, ranked by serving, 100 g or 100 kcal; the reader may look for words or a group."""

    tag = "course-foods"
    template = "foods.html.j2"
    module = "foods.js"
    styles = ("lessonkit/page/widget.css", "foods.css")

    def __init__(self, folder: Path | None = None) -> None:
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
        data = {
            "groups": groups,
            "measures": MEASURES,
            "start": {"q": "", "group": "", "by": "serving"},
            "course": current().id,
        }
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
