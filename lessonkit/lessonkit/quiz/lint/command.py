"""The command ``lessonkit lint``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from lessonkit.course import current
from lessonkit.quiz.bank import ENDING, BankFile
from lessonkit.quiz.lint.banks import objective_map
from lessonkit.quiz.lint.judge import lint
from lessonkit.quiz.lint.strict import Survey


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table of what form gives away, the findings and the objective map; return 1 after an error.

    Findings that are not advisory are errors; those of the strict rules are looked for in a strict run alone.
    """
    parser = argparse.ArgumentParser(prog="lessonkit lint", description="Judge question banks.")
    default = [Path(os.path.relpath(current().quizzes))]
    parser.add_argument("banks", nargs="*", type=Path, default=default, help="banks, or folders of banks")
    parser.add_argument("--strict", action="store_true", help="also what a guesser sees, and what is printed")
    given = parser.parse_args(arguments)
    paths = [
        path
        for each in given.banks
        for path in (sorted(each.glob(f"*{ENDING}")) if each.is_dir() else [each])
    ]
    if missing := [str(path) for path in paths if not path.is_file()]:
        parser.error(f"no such bank: {', '.join(missing)}")
    if not paths:
        parser.error(f"no bank (*{ENDING}) in the folder")
    files = [BankFile(path) for path in paths]
    sound = [file for file in files if not file.faults]
    survey = Survey(sound)
    print(survey.table(), end="\n\n")
    findings = lint(files) + (survey.findings() if given.strict else [])
    for finding in sorted(findings, key=lambda finding: finding.advisory):
        print(finding)
    if findings:
        print()
    for file in sound:
        print(objective_map(file.data), end="\n\n")
    advisory = sum(finding.advisory for finding in findings)
    items = sum(len(file.data["items"]) for file in sound)
    errors = len(findings) - advisory
    print(f"Banks: {len(files)}, items: {items}, errors: {errors}, advisory findings: {advisory}")
    return int(errors > 0)
