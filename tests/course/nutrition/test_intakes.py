"""Reference intakes and upper levels: reviewed values, and tables that cannot be used."""

from __future__ import annotations

import math
import re

import pytest

from course.nutrition.intakes import read_reference_intakes, read_upper_levels
from lessonkit.tables import DataError

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

UPPER_LEVELS = {
    ("US", 1, 4): 65, ("US", 4, 9): 110, ("US", 9, END): 350, ("EU", 4, END): 250,
    ("Norway", 1, 3): 85, ("Norway", 10, 18): 280, ("Norway", 18, END): 350,
}  # fmt: skip


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
    levels = read_upper_levels()
    assert {(row.body, row.from_years, row.below_years): row.mg_per_day for row in levels} == UPPER_LEVELS
    assert all("supplements" in row.applies_to for row in levels)


def test_upper_levels_stand_beside_the_intakes_of_their_part_of_the_world():
    assert {row.body: row.beside for row in read_upper_levels()} == {
        "US": ("US",),
        "EU": ("EFSA",),
        "Norway": (),
    }


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
        (read_reference_intakes, "reference_intakes.csv", "US,4,9,all,–,RDA", "US,4,9,all,–,PRI",
         "reference_intakes.csv, US from the age of 4: kind 'PRI' is not in intake_kinds.csv: add its row "
         "there, or write one of RDA, AI"),
        (read_reference_intakes, "reference_intakes.csv", "US,4,9,all", "US,4,9,women",
         "reference_intakes.csv, US from the age of 4: who = 'women': write one of female, male, all"),
        (read_reference_intakes, "reference_intakes.csv", "US,4,9", "US,3,9",
         "two rows of US hold at the age of 3, 80 and 130 mg a day: end one where the other begins"),
        (read_reference_intakes, "reference_intakes.csv", "US,14,19,male", "US,14,19,all",
         "two rows of US hold at the age of 14, 410 and 360 mg a day"),
        (read_reference_intakes, "intake_kinds.csv", "AI,", "RDA,",
         "intake_kinds.csv: kind 'RDA' stands twice"),
        (read_upper_levels, "upper_levels.csv", "US,4,9", "US,1,9", "stands twice"),
        (read_upper_levels, "upper_levels.csv", "added to food,EFSA", "added to food,DACH",
         "upper_levels.csv, EU from the age of 4: beside = 'DACH' has no row in reference_intakes.csv: "
         "write – or some of US, EFSA"),
        (read_upper_levels, "upper_levels.csv", "Norway,1,3,85,supplements,–",
         "Norway,,3,85,supplements,EFSA",
         "upper_levels.csv, Norway: from_years is blank: write the age, or –"),
        (read_upper_levels, "upper_levels.csv", "added to food,EFSA", "added to food,EFSA;US",
         "upper_levels.csv: two rows of US hold at the age of 4, 110 and 250 mg a day"),
    ],
)  # fmt: skip
def test_a_bad_table_of_intakes_is_refused(tables, read, table, old, new, message):
    with pytest.raises(DataError, match=re.escape(message)):
        read(tables(table, old, new))
