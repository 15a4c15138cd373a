"""Reading the tables of a course, with errors that say what to mend."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from pathlib import Path
from typing import Any

from lessonkit.course import current
from lessonkit.page.numbers import NumberError, read_number

NONE = "–"
"""What stands in a cell of words that has nothing to say: a blank one might be forgotten."""


class DataError(ValueError):
    """A table cannot be used; the message names file, line, column, value and remedy."""


def read_table(
    name: str,
    *,
    texts: tuple[str, ...],
    numbers: tuple[str, ...],
    optional: tuple[str, ...] = (),
    folder: Path | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of ``<name>.csv`` with its number columns as floats.

    Parameters
    ----------
    name : str
        The table's name, without ending.
    texts, numbers : tuple of str
        The columns that the table must have; no cell of them may be blank.
    optional : tuple of str
        Columns of numbers that are not known for each row: a blank cell is nan.
    folder : Path, optional
        Where the table lies, if not in the course's folder of data.

    Raises
    ------
    DataError
        If the file is missing, empty or damaged, lacks a column, is separated by other than commas,
        has a row with more cells than heads, or a cell is blank or no finite number, or a number with
        two readings.
    """
    folder = folder or current().data
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise DataError(f"{path.name}: no such table in {folder.name}/: restore it or mend its name")
    reader = csv.DictReader(io.StringIO(_decoded(path), newline=""), strict=True)
    rows = []
    try:
        missing = [c for c in (*texts, *numbers, *optional) if c not in (reader.fieldnames or [])]
        for sign, name in ((";", "semicolons"), ("\t", "tabs")):
            if missing and sign in "".join(reader.fieldnames or []):
                raise DataError(
                    f"{path.name}, line 1: this table is separated by {name}: save it with commas"
                )
        if missing:
            raise DataError(
                f"{path.name}, line 1: lacks the column {', '.join(missing)}: add it; "
                f"found {', '.join(reader.fieldnames or ['nothing'])}"
            )
        for row in reader:
            where = f"{path.name}, line {reader.line_num}"
            if None in row:
                raise DataError(f"{where}: has more cells than heads: put a cell with a comma in quotes")
            rows.append(_checked_row(row, where, texts, numbers, optional))
    except csv.Error as error:
        raise DataError(
            f"{path.name}, line {reader.line_num}: {error}: mend the quotes up to there"
        ) from None
    if not rows:
        raise DataError(f"{path.name}: has no rows below its heads: restore them")
    return rows


def refuse_repeats(rows: list[dict[str, Any]], table: str, *columns: str) -> None:
    """Raise a DataError if two rows of `table` have the same cells in `columns`."""
    for key, count in Counter(tuple(row[column] for column in columns) for row in rows).items():
        if count > 1:
            named = ", ".join(f"{column} {cell!r}" for column, cell in zip(columns, key, strict=True))
            raise DataError(f"{table}: {named} stands twice: rename one or take one away")


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")  # spreadsheets write a byte-order mark
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path.name}, line {line}: is not UTF-8: save the table as UTF-8") from None


def _checked_row(
    row: dict[str, str | None],
    where: str,
    texts: tuple[str, ...],
    numbers: tuple[str, ...],
    optional: tuple[str, ...],
) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for column in (*texts, *numbers, *optional):
        cell = (row[column] or "").strip()
        if not cell and column in optional:
            checked[column] = math.nan
            continue
        if not cell:
            raise DataError(f"{where}: {column} is blank: write its value")
        checked[column] = cell if column in texts else _number(cell, f"{where}: {column}")
    return checked


def _number(cell: str, where: str) -> float:
    try:
        return read_number(cell)
    except NumberError as error:
        raise DataError(f"{where}: {error}") from None
