"""Tables that cannot be used are named by file, line and column, with what to mend."""

from __future__ import annotations

import math
import re

import pytest

from course import course
from lessonkit.tables import DataError, read_table

GOOD = "fit,K0_mM,note\nfirst,3.57,printed\nsecond,4.1,from code\n"


@pytest.fixture
def table(tmp_path):
    """Write a table and read it."""

    def read(text: str) -> list[dict]:
        (tmp_path / "fits.csv").write_text(text, encoding="utf-8")
        return read_table("fits", texts=("fit",), numbers=("K0_mM",), folder=tmp_path)

    return read


def test_rows_come_in_order_with_numbers_as_floats(table):
    assert table(GOOD) == [{"fit": "first", "K0_mM": 3.57}, {"fit": "second", "K0_mM": 4.1}]


def test_blanks_around_a_cell_do_not_count(table):
    assert table("fit,K0_mM\n first , 3.57 \n") == [{"fit": "first", "K0_mM": 3.57}]


def test_a_quoted_cell_may_hold_a_comma(table):
    assert table('fit,K0_mM\n"Spruston, Jonas",4.1\n')[0]["fit"] == "Spruston, Jonas"


@pytest.mark.parametrize(("cell", "value"), [('"62,5"', 62.5), ("−3", -3.0), ("1 200", 1200.0), ("1/2", 0.5)])
def test_numbers_are_read_as_people_write_them(table, cell, value):
    assert table(f"fit,K0_mM\nfirst,{cell}\n")[0]["K0_mM"] == value


def test_a_byte_order_mark_does_not_count(table):
    assert table("\ufeff" + GOOD)[0]["fit"] == "first"


def test_an_optional_number_may_be_blank(tmp_path):
    (tmp_path / "fits.csv").write_text("fit,K0_mM\nfirst,\nsecond,4.1\n", encoding="utf-8")
    rows = read_table("fits", texts=("fit",), numbers=(), optional=("K0_mM",), folder=tmp_path)
    assert math.isnan(rows[0]["K0_mM"])
    assert rows[1]["K0_mM"] == 4.1


def test_a_missing_file(tmp_path):
    with pytest.raises(DataError, match=r"^fits\.csv: no such table in .*: restore it or mend its name$"):
        read_table("fits", texts=("fit",), numbers=(), folder=tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"^fits\.csv, line 1: lacks the column fit, K0_mM: add it; found nothing$"),
        ("fit,K0\nfirst,1\n", r"^fits\.csv, line 1: lacks the column K0_mM: add it; found fit, K0$"),
        ("fit,K0_mM\n", r"^fits\.csv: has no rows below its heads: restore them$"),
        ("fit,K0_mM\nfirst,1\nsecond,\n", r"^fits\.csv, line 3: K0_mM is blank: write its value$"),
        ("fit,K0_mM\n  ,1\n", r"^fits\.csv, line 2: fit is blank: write its value$"),
        ("fit,K0_mM\nfirst\n", r"^fits\.csv, line 2: K0_mM is blank: write its value$"),
        ("fit,K0_mM\nfirst,much\n", r"^fits\.csv, line 2: K0_mM: “much” is no number on its own: write one"),
        ("fit,K0_mM\nfirst,nan\n", r"^fits\.csv, line 2: K0_mM: “nan” is no number on its own: write one"),
        ("fit,K0_mM\nfirst,inf\n", r"^fits\.csv, line 2: K0_mM: “inf” is no number on its own: write one"),
        ("fit,K0_mM\nfirst,1_0\n", r"^fits\.csv, line 2: K0_mM: “1_0” is no number on its own: write one"),
        ('fit,K0_mM\nfirst,"1,000"\n', r"^fits\.csv, line 2: K0_mM: “1,000” can be 1000 or 1: write the"),
        (
            "fit;K0_mM\nfirst;0,5\n",
            r"^fits\.csv, line 1: this table is separated by semicolons: save it with",
        ),
        ("fit\tK0_mM\nfirst\t1\n", r"^fits\.csv, line 1: this table is separated by tabs: save it with"),
        ("fit,K0_mM\nfirst,1,2\n", r"^fits\.csv, line 2: has more cells than heads: put a cell with"),
        ('fit,K0_mM\n"first,1\nsecond,2\n', r"^fits\.csv, line \d: .*: mend the quotes up to there$"),
    ],
    ids=[
        "empty file", "missing column", "no rows", "blank number", "blank text", "short row",
        "word", "nan", "inf", "underscore", "two readings", "semicolons", "tabs", "cell too many",
        "open quote",
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place_and_remedy(table, text, message):
    with pytest.raises(DataError, match=message):
        table(text)


def test_a_table_in_another_encoding(tmp_path):
    (tmp_path / "fits.csv").write_bytes("fit,K0_mM\nfirst,1\nCrête,2\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"^fits\.csv, line 3: is not UTF-8: save the table as UTF-8$"):
        read_table("fits", texts=("fit",), numbers=("K0_mM",), folder=tmp_path)


def test_the_fits_of_the_block_can_be_read():
    texts, numbers = ("fit", "label", "source"), ("K0_mM", "steepness_per_mV")
    rows = read_table("nmda_block_fits", texts=texts, numbers=numbers)
    assert len({row["fit"] for row in rows}) == len(rows) == 8
    assert all(row["K0_mM"] > 0 and row["steepness_per_mV"] > 0 for row in rows)


def test_the_data_page_offers_each_table():
    page = (course.data.parent / "data.md").read_text(encoding="utf-8")
    offered = re.findall(r"\{download\}`([\w.]+) <data/\1>`", page)
    assert sorted(offered) == sorted(table.name for table in course.data.glob("*.csv"))


def test_the_readme_describes_each_column_of_each_table():
    sections = (course.data / "README.md").read_text(encoding="utf-8").split("\n## ")[1:]
    described = {}
    for section in sections:
        first_cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        described[section.split("`")[1]] = re.findall(r"`(\w+)`", " ".join(first_cells))
    heads = {
        table.name: sorted(table.read_text(encoding="utf-8").splitlines()[0].split(","))
        for table in course.data.glob("*.csv")
    }
    assert {name: sorted(columns) for name, columns in described.items()} == heads
