"""Which misconceptions a class holds: what the records say that learners saved as files.

``lessonkit misconceptions RECORD…`` writes the table for a spreadsheet.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lessonkit.course import current
from lessonkit.quiz.bank import BankError, check_banks
from lessonkit.quiz.misconceptions import told

FORMS = (1, 2)


class RecordFileError(ValueError):
    """A file is no record of this course; the message names it and the remedy."""


class Held(NamedTuple):
    """A misconception that learners' last answers show.

    Parameters
    ----------
    misconception : str
        Its id.
    text : str
        What the course's list says of it.
    learners : int
        How many records have an answer that shows it.
    answers : int
        How many answers show it, in all records.
    questions : tuple of str
        The ids of the items that were answered so.
    """

    misconception: str
    text: str
    learners: int
    answers: int
    questions: tuple[str, ...]


def misconceptions_held(records: Iterable[Path | str], folder: Path | None = None) -> list[Held]:
    """Return the misconceptions that the records of several learners show, what most of them show first.

    Answers to questions that have changed since do not count, nor do those that records of before this
    was kept hold. ``pandas.DataFrame(misconceptions_held(files))`` makes a data frame of it.

    Parameters
    ----------
    records : iterable of Path or str
        The files that learners saved on the page of their progress, one a learner.
    folder : Path, optional
        Where the banks lie.

    Raises
    ------
    RecordFileError
        If a file is missing, or is no record of this course.
    BankError
        If a bank has a fault.
    """
    hashes = {item.id: item.hash for bank in check_banks(folder) for item in bank.items}
    learners: dict[str, int] = {}
    answers: dict[str, list[str]] = {}
    for path in records:
        shown = list(_shown(_read(Path(path)), hashes))
        for misconception, item in shown:
            answers.setdefault(misconception, []).append(item)
        for misconception in {misconception for misconception, _ in shown}:
            learners[misconception] = learners.get(misconception, 0) + 1
    held = [
        Held(id, told(id), learners[id], len(items), tuple(dict.fromkeys(items)))
        for id, items in answers.items()
    ]
    return sorted(held, key=lambda each: (-each.learners, -each.answers, each.misconception))


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordFileError(f"{path}: cannot be read ({error.strerror}): mend the name") from None
    except ValueError:
        raise RecordFileError(f"{path}: is not JSON: save the record anew on the page of progress") from None
    course = current().id
    if not isinstance(record, dict) or record.get("course") != course:
        raise RecordFileError(f"{path}: is no record of the course {course}: leave it out")
    if record.get("schema") not in FORMS or not isinstance(record.get("quizzes"), dict):
        raise RecordFileError(f"{path}: is of a form that cannot be read here: save it anew")
    return record


def _shown(record: dict[str, Any], hashes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each misconception that a record shows, with the item."""
    for items in record["quizzes"].values():
        for id, answer in items.items() if isinstance(items, dict) else ():
            if isinstance(answer, dict) and id in hashes and answer.get("hash") == hashes[id]:
                shown = answer.get("misconceptions")
                yield from ((str(each), id) for each in (shown if isinstance(shown, list) else ()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table as CSV; returns the exit status."""
    parser = argparse.ArgumentParser(prog="lessonkit misconceptions", description=__doc__)
    parser.add_argument("records", nargs="+", type=Path, metavar="RECORD", help="a file that a learner saved")
    given = parser.parse_args(arguments)
    try:
        held = misconceptions_held(given.records)
    except (RecordFileError, BankError) as error:
        print(error, file=sys.stderr)
        return 2
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(Held._fields)
    table.writerows([*each[:-1], " ".join(each.questions)] for each in held)
    return 0
