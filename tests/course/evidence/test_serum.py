"""The tables of serum magnesium: complete, cited, and drawn."""

from __future__ import annotations

import re

import pytest

from course import course
from course.evidence.serum import HIGHEST_MM, magnesium_bands, serum_csf
from lessonkit.figures import Figure
from lessonkit.tables import DataError, read_table

BOOK = course.root
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
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    context = Figure(figure(), alt="What it shows.", caption="What to take from it.").context()
    names = [name for table in context["tables"] for name in table["names"]]
    column = "sign" if rows is BANDS else "study"
    for row in rows:
        assert any(name.startswith(row[column]) for name in names)
        assert row[column].replace("&", "&amp;") in context["picture"]
    assert len(names) == len({row[column] for row in rows})


@pytest.fixture
def folder(tmp_path):
    """Copy a table, with a row more, and return its folder."""

    def write(table: str, row: str):
        text = (course.data / table).read_text(encoding="utf-8")
        (tmp_path / table).write_text(f"{text}{row}\n", encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "3,2,no,New,x,x",
            "magnesium_bands.csv, New: 3 to 2 mmol/L: write ends from 0 to 10, the lower first",
        ),
        ("9,12,no,New,x,x", "New: 9 to 12 mmol/L"),
        ("9,9.5,above,New,x,x", "New: has no upper end: write 10, the end of the figure"),
        ("9,10,yes,New,x,x", "New: open = 'yes': write one of no, above"),
        ("9,10,no,Coma (review),x,x", "magnesium_bands.csv: sign 'Coma (review)' stands twice"),
    ],
)
def test_a_band_that_cannot_be_drawn_is_refused(row, message, folder):
    with pytest.raises(DataError, match=re.escape(message)):
        magnesium_bands(folder("magnesium_bands.csv", row))


def test_studies_more_than_colours_and_a_point_far_out_are_drawn(folder):
    rows = "\n".join(f"New {n},total,10,before,{1.5 + n},0.9,x,x" for n in range(3))
    figure = serum_csf(folder("serum_csf.csv", f"{rows}\nMcKee 2005,total,30,after,1.2,1.3,x,x"))
    assert [line.name for line in figure.data[-3:]] == [f"New {n} (total)" for n in range(3)]
    assert figure.data[5].line.color == figure.data[0].line.color
    assert list(figure.layout.xaxis.range) == pytest.approx([0.4, 3.6])
    assert list(figure.layout.yaxis.range) == [0.5, 1.4]
    (mckee,) = [line for line in figure.data if line.name.startswith("McKee")]
    assert list(mckee.x) == [0.92, 1.2]
