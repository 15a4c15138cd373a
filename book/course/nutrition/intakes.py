"""Reference intakes and upper levels of magnesium, by the body that sets them, age, sex and life stage."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from lessonkit.bibliography import Reference, reference
from lessonkit.tables import NONE, DataError, read_table, refuse_repeats

MOST_MG_PER_DAY = 1000.0
"""Bound that catches slips of the decimal point."""

SEXES = ("female", "male")
ALL = "all"
"""Whom a row is for, if not for one of `SEXES`."""


@dataclass(frozen=True)
class ReferenceIntake:
    """A reference intake in mg a day for the ages from `from_years` to below `below_years` (inf: no end)."""

    body: str
    from_years: float
    below_years: float
    who: str
    stage: str
    kind: str
    kind_name: str
    mg_per_day: float
    source: Reference

    @property
    def life_stage(self) -> str:
        """The life stage; empty if there is none."""
        return "" if self.stage == NONE else self.stage

    def holds_for(self, age: float, sex: str) -> bool:
        """Return whether the row is for a person of this age in years and sex, in no special life stage."""
        return not self.life_stage and self.who in (sex, ALL) and self.from_years <= age < self.below_years


@dataclass(frozen=True)
class UpperLevel:
    """An upper level in mg a day; ages are nan or inf where the source gives none.

    It stands beside the reference intakes of the bodies in `beside`.
    """

    body: str
    from_years: float
    below_years: float
    mg_per_day: float
    applies_to: str
    beside: tuple[str, ...]
    source: Reference


def read_reference_intakes(folder: Path | None = None) -> list[ReferenceIntake]:
    """Return the rows of ``reference_intakes.csv``, with the names of their kinds (``intake_kinds.csv``).

    Raises
    ------
    DataError
        If a table cannot be read, a row repeats, an age or an intake cannot be, a kind has no name, it is
        unclear for whom a row is, or two rows are for the same people.
    UnknownReferenceError
        If a source is not in the bibliography.
    """
    rows = read_table(
        "reference_intakes",
        texts=("body", "who", "stage", "kind", "source"),
        numbers=("from_years", "mg_per_day"),
        optional=("below_years",),
        folder=folder,
    )
    refuse_repeats(rows, "reference_intakes.csv", "body", "from_years", "who", "stage", "kind")
    kinds = read_table("intake_kinds", texts=("kind", "name"), numbers=(), folder=folder)
    refuse_repeats(kinds, "intake_kinds.csv", "kind")
    names = {row["kind"]: row["name"] for row in kinds}
    for row in rows:
        where = _where(row, "reference_intakes.csv")
        if row["kind"] not in names:
            raise DataError(
                f"{where}: kind {row['kind']!r} is not in intake_kinds.csv: add its row there, or write "
                f"one of {', '.join(names)}"
            )
        if row["who"] not in (*SEXES, ALL):
            raise DataError(f"{where}: who = {row['who']!r}: write one of {', '.join((*SEXES, ALL))}")
    intakes = [
        ReferenceIntake(**_checked(row, "reference_intakes.csv"), kind_name=names[row["kind"]])
        for row in rows
    ]
    _refuse_overlaps(
        intakes,
        "reference_intakes.csv",
        lambda one, other: (
            (one.body, one.stage) == (other.body, other.stage)
            and (one.who == other.who or ALL in (one.who, other.who))
        ),
    )
    return intakes


def read_upper_levels(folder: Path | None = None) -> list[UpperLevel]:
    """Return the rows of ``upper_levels.csv``.

    Raises
    ------
    DataError
        If the table cannot be read, a row repeats, an age or a level cannot be, a body that it stands beside
        has no reference intake, or two levels stand beside the same intake.
    UnknownReferenceError
        If a source is not in the bibliography.
    """
    rows = read_table(
        "upper_levels",
        texts=("body", "applies_to", "beside", "source"),
        numbers=("mg_per_day",),
        optional=("from_years", "below_years"),
        folder=folder,
    )
    refuse_repeats(rows, "upper_levels.csv", "body", "from_years")
    bodies = list(dict.fromkeys(row.body for row in read_reference_intakes(folder)))
    levels = []
    for row in rows:
        where = _where(row, "upper_levels.csv")
        beside = () if row["beside"] == NONE else tuple(body.strip() for body in row["beside"].split(";"))
        if unknown := [body for body in beside if body not in bodies]:
            raise DataError(
                f"{where}: beside = {unknown[0]!r} has no row in reference_intakes.csv: write {NONE} or some "
                f"of {', '.join(bodies)}, with ; between them"
            )
        if beside and math.isnan(row["from_years"]):
            raise DataError(f"{where}: from_years is blank: write the age, or {NONE} under beside")
        levels.append(UpperLevel(**{**_checked(row, "upper_levels.csv"), "beside": beside}))
    _refuse_overlaps(
        levels, "upper_levels.csv", lambda one, other: not set(one.beside).isdisjoint(other.beside)
    )
    return levels


def _where(row: dict[str, Any], table: str) -> str:
    age = "" if math.isnan(row["from_years"]) else f" from the age of {row['from_years']:g}"
    return f"{table}, {row['body']}{age}"


def _checked(row: dict[str, Any], table: str) -> dict[str, Any]:
    """Return the row with its end of age as a number and its source as a reference."""
    where = _where(row, table)
    end = math.inf if math.isnan(row["below_years"]) else row["below_years"]
    if row["from_years"] < 0 or end <= row["from_years"]:
        raise DataError(f"{where}: the ages end at {end:g}: start at 0 or later, and end after it")
    if not 0 < row["mg_per_day"] <= MOST_MG_PER_DAY:
        raise DataError(
            f"{where}: mg_per_day = {row['mg_per_day']:g} is not above 0 to {MOST_MG_PER_DAY:g}: look it up"
        )
    return {**row, "below_years": end, "source": reference(row["source"])}


Row = TypeVar("Row", ReferenceIntake, UpperLevel)


def _refuse_overlaps(rows: list[Row], table: str, are_for_the_same: Callable[[Row, Row], bool]) -> None:
    """Raise a DataError if two rows are for the same people at the same age: which one holds is then open."""
    for one, other in itertools.combinations(rows, 2):
        age = max(one.from_years, other.from_years)
        if are_for_the_same(one, other) and age < min(one.below_years, other.below_years):
            raise DataError(
                f"{table}: two rows of {one.body} hold at the age of {age:g}, {one.mg_per_day:g} and "
                f"{other.mg_per_day:g} mg a day: end one where the other begins, or give it a body of its own"
            )
