"""The tables of serum magnesium: complete, cited, and drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.data import read_table
from course.figures import Figure
from course.evidence.serum import HIGHEST_MM, magnesium_bands, serum_csf

BOOK = Path(__file__).parents[2] / "book"
KEYS = set(re.findall(r"^@\w+\{(\w+),", (BOOK / "references.bib").read_text(encoding="utf-8"), re.MULTILINE))
BANDS = read_table("magnesium_bands", texts=("open", "sign", "source"), numbers=("low_mM", "high_mM"))
PAIRS = read_table("serum_csf", texts=("study", "source"), numbers=("serum_mM", "csf_mM"))


def test_every_row_has_a_source_of_the_bibliography():
    assert {row["source"] for row in (*BANDS, *PAIRS)} <= KEYS


def test_every_band_is_a_band_with_a_name_of_its_own():
    assert all(0 <= row["low_mM"] < row["high_mM"] <= HIGHEST_MM for row in BANDS)
    assert {row["open"] for row in BANDS} == {"no", "above"}
    assert all(row["high_mM"] == HIGHEST_MM for row in BANDS if row["open"] == "above")
    assert len({row["sign"] for row in BANDS}) == len(BANDS)


@pytest.mark.parametrize(("figure", "rows"), [(magnesium_bands, BANDS), (serum_csf, PAIRS)])
def test_the_figures_have_picture_table_and_labels(figure, rows, monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    context = Figure(figure(), alt="What it shows.", caption="What to take from it.").context()
    names = [name for table in context["tables"] for name in table["names"]]
    column = "sign" if rows is BANDS else "study"
    for row in rows:
        assert any(name.startswith(row[column]) for name in names)
        assert row[column].replace("&", "&amp;") in context["picture"]
    assert len(names) == len({row[column] for row in rows})
