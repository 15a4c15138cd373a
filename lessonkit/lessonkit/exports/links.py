"""The list of what a teacher can take from the site, chapter by chapter."""

from __future__ import annotations

from pathlib import Path

from lessonkit.cases import all_cases
from lessonkit.exports.moodle import has_ordering, moodle_file, moodle_name
from lessonkit.page.widget import templates
from lessonkit.quiz.index import reading_order

SHEETS = "_static/worksheets"
"""Where in the site the files lie."""


class SheetLinks:
    """Links to the worksheet, the answer key and the questions for Moodle of each chapter, and to each case.

    They lead to files of the built site; in a live notebook there are none.

    Parameters
    ----------
    folder : Path, optional
        Where the banks lie.

    Raises
    ------
    BankError
        If a bank has a fault.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._banks = reading_order(folder)
        self._cases = [(file.id, file.case.title) for file in all_cases(folder and folder.parent / "cases")]
        self._questions = moodle_file(self._banks, "").questions
        self._in_order = len(moodle_file(self._banks, "", ordering=False).left_out)

    def _repr_html_(self) -> str:
        template = templates().get_template("exports/links.html.j2")
        return template.render(
            banks=self._banks,
            cases=self._cases,
            folder=f"../{SHEETS}",
            moodle_name=moodle_name,
            has_ordering=has_ordering,
            questions=self._questions,
            in_order=self._in_order,
        )
