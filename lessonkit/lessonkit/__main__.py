"""The commands of a course: ``lessonkit check``, ``lint``, ``export``, ``misconceptions``.

And, for editors, ``schema``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lessonkit.console import print_anything
from lessonkit.course import CourseError, of_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit status."""
    print_anything()
    parser = argparse.ArgumentParser(prog="lessonkit", description=__doc__)
    commands = ["check", "lint", "export", "misconceptions", "schema"]
    parser.add_argument("command", choices=commands, help="what to do")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="its arguments: add --help to see them")
    given = parser.parse_args(arguments)
    try:
        of_folder(Path.cwd())
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    if given.command == "lint":
        from lessonkit.quiz import lint

        return lint.main(given.rest)
    if given.command == "export":
        from lessonkit.exports import command

        return command.main(given.rest)
    if given.command == "misconceptions":
        from lessonkit.quiz import held

        return held.main(given.rest)
    if given.command == "schema":
        return _schema(given.rest)
    return _check(given.rest)


def _schema(arguments: Sequence[str]) -> int:
    """Print the JSON Schema of the files that authors write; returns the exit status."""
    from lessonkit.cases import files as cases
    from lessonkit.quiz import bank as questions
    from lessonkit.tasks import bank as tasks

    kinds = {"questions": questions, "tasks": tasks, "cases": cases}
    parser = argparse.ArgumentParser(prog="lessonkit schema", description=_schema.__doc__)
    parser.add_argument("of", choices=list(kinds), nargs="?", default="questions")
    given = parser.parse_args(arguments)
    print(json.dumps(kinds[given.of].schema(), indent=2))
    return 0


def _check(arguments: Sequence[str]) -> int:
    """Check what goes into the book, also what no chapter uses yet; returns the exit status."""
    from lessonkit.check import InputError, check, draw_trees

    parser = argparse.ArgumentParser(prog="lessonkit check", description=_check.__doc__)
    parser.add_argument("--trees", type=Path, metavar="FOLDER", help="draw each case there, as ID.svg")
    given = parser.parse_args(arguments)
    try:
        print(check())
        if given.trees:
            print(*draw_trees(given.trees), sep="\n")
    except (InputError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
