"""Write what leaves the book: ``lessonkit export moodle --to FOLDER``; or ``worksheets``, ``zip``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lessonkit.cases import CaseError, all_cases
from lessonkit.course import current
from lessonkit.exports import (
    MoodleError,
    MoodleFile,
    SheetError,
    SiteError,
    write_case_sheets,
    write_moodle,
    write_sheets,
    zip_site,
)
from lessonkit.quiz.bank import BankError, find_bank
from lessonkit.quiz.index import reading_order


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit status."""
    parser = argparse.ArgumentParser(prog="lessonkit export", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("moodle", "questions as Moodle XML"),
        ("worksheets", "worksheets and answer keys, and cases"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--chapter", help="one chapter, as its bank is called; all if it is not given")
        command.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where the files go")
    command = commands.add_parser("zip", help="the built site in one file")
    command.add_argument("site", type=Path, help="the folder of the built site")
    command.add_argument("file", type=Path, help="the file to write")
    given, title = parser.parse_args(arguments), current().title
    try:
        if given.command == "zip":
            print(zip_site(given.site, given.file, title))
            return 0
        banks = [find_bank(given.chapter)] if given.chapter else reading_order()
        if given.command == "moodle":
            _say(write_moodle(banks, given.to, title, given.chapter or "course"))
        else:
            cases = [file for file in all_cases() if given.chapter in (None, file.case.chapter)]
            written = write_sheets(banks, given.to, title) + write_case_sheets(cases, given.to, title)
            print(*written, sep="\n")
    except (BankError, CaseError, MoodleError, SheetError, SiteError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _say(written: list[tuple[Path, MoodleFile]]) -> None:
    for path, file in written:
        print(f"{path}: {file.questions} questions")
        if file.left_out:
            print(f"  for Moodle before 4.4, without these to put in order:\n    {', '.join(file.left_out)}")
    print("Moodle cannot hold:")
    for what, ids in written[0][1].lost.items():
        print(f"- {what}:\n    {', '.join(ids)}")
