"""Reading the tables of ``book/data``, with errors that say what to mend."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "data"


class DataError(ValueError):
    """A table cannot be used; the message names file, line, column, value and remedy."""


def read_table(
    name: str,
    *,
    texts: tuple[str, ...],
    numbers: tuple[str, ...],
    optional: tuple[str, ...] = (),
    folder: Path = FOLDER,
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
    folder : Path
        Where the table lies.

    Raises
    ------
    DataError
        If the file is missing, empty or damaged, lacks a column, has a row with more cells than heads, or a
        cell is blank or no finite number.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise DataError(f"{path.name}: no such table in {folder.name}/: restore it or mend its name")
    reader = csv.DictReader(io.StringIO(_decoded(path), newline=""), strict=True)
    rows = []
    try:
        missing = [c for c in (*texts, *numbers, *optional) if c not in (reader.fieldnames or [])]
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
        number = float(cell)
    except ValueError:
        remedy = "write a point, not a comma" if "," in cell else "write a number"
        raise DataError(f"{where} = {cell!r} is no number: {remedy}") from None
    if not math.isfinite(number):
        raise DataError(f"{where} = {cell!r} is not finite: write a number")
    return number
