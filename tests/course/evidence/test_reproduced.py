"""Published numbers and ours: each row runs, says where it agrees, and a bad row is named."""

from __future__ import annotations

from collections import Counter

import pytest

from course.evidence.reproduced import reproduced, table_of
from lessonkit.tables import DataError

DISAGREE = {
    "Serum half an hour after a first dose of 5 g, times that before it",
    "Urine in those 12 hours",
    "Serum an hour after the start of 20 mmol over 30 min, times that before it",
    "Rate at which it leaves at 0 mV",
    "Unblocked share at −60 mV, 1 mM",
    "Fast time constant of unblock, in a step to 40 mV",
}
"""What the pages say that their models do not reproduce within a tenth or the source's range."""

HEAD = "model,quantity,settings,reads,published,low,high,unit,source,status\n"


def test_each_model_of_the_table_reproduces_three_numbers_and_the_rest_is_known():
    rows = reproduced()
    agreeing = Counter(row.model.id for row in rows if row.agrees)
    assert all(agreeing[row.model.id] >= 3 for row in rows)
    assert {row.quantity for row in rows if not row.agrees} == DISAGREE


def test_no_quantity_is_told_twice():
    quantities = [(row.model.id, row.quantity) for row in reproduced()]
    assert len(set(quantities)) == len(quantities)


def test_the_table_of_a_model_has_its_rows_with_their_sources():
    for model in {row.model for row in reproduced()}:
        rows = [row for row in reproduced() if row.model is model]
        text = table_of(model)
        assert len(text.splitlines()) == len(rows) + 2
        assert all(row.quantity in text and f"`{row.source}`" in text for row in rows)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("magnesium-dose,Level,rate=2,peek,1,,,mM,lu,seen", "needs peek, which no run gives"),
        ("magnesium-dose,Level,speed=2,peak,1,,,mM,lu,seen", "'speed' is no parameter of magnesium-dose"),
        ("magnesium-dose,Level,rate,peak,1,,,mM,lu,seen", "write NAME=NUMBER;NAME=NUMBER"),
        ("dose,Level,–,peak,1,,,mM,lu,seen", "no model 'dose': choose one of"),
    ],
)
def test_a_row_that_no_model_gives_is_named(row, told, tmp_path):
    (tmp_path / "reproduced.csv").write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"^reproduced\.csv, Level: ") as error:
        reproduced(tmp_path)
    assert told in str(error.value)
