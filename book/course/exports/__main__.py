"""Write what leaves the book: ``python -m course.exports moodle --to FOLDER``; or ``worksheets``, ``zip``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from course.exports import (
    COURSE,
    MoodleError,
    MoodleFile,
    SheetError,
    SiteError,
    write_moodle,
    write_sheets,
    zip_site,
)
from course.quiz.bank import BankError, find_bank
from course.quiz.index import reading_order


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m course.exports", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("moodle", "questions as Moodle XML"), ("worksheets", "worksheets and answer keys")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--chapter", help="one chapter, as its bank is called; all if it is not given")
        command.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where the files go")
    command = commands.add_parser("zip", help="the built site in one file")
    command.add_argument("site", type=Path, help="the folder of the built site")
    command.add_argument("file", type=Path, help="the file to write")
    given = parser.parse_args(arguments)
    try:
        if given.command == "zip":
            print(zip_site(given.site, given.file, COURSE))
            return 0
        banks = [find_bank(given.chapter)] if given.chapter else reading_order()
        if given.command == "moodle":
            _say(*write_moodle(banks, given.to, COURSE, given.chapter or "course"))
        else:
            print(*write_sheets(banks, given.to, COURSE), sep="\n")
    except (BankError, MoodleError, SheetError, SiteError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _say(path: Path, file: MoodleFile) -> None:
    print(path)
    print("Moodle cannot hold:")
    for what, ids in file.lost.items():
        print(f"- {what}:\n    {', '.join(ids)}")


if __name__ == "__main__":
    raise SystemExit(main())
