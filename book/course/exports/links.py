"""The list of what a teacher can take from the site, chapter by chapter."""

from __future__ import annotations

from pathlib import Path

from course.quiz.bank import FOLDER
from course.quiz.index import reading_order
from course.widget import templates

SHEETS = "_static/worksheets"
"""Where in the site the files lie."""


class SheetLinks:
    """Links to the worksheet, the answer key and the questions for Moodle of each chapter.

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

    def __init__(self, folder: Path = FOLDER) -> None:
        self._banks = reading_order(folder)

    def _repr_html_(self) -> str:
        template = templates().get_template("exports/links.html.j2")
        return template.render(banks=self._banks, folder=f"../{SHEETS}")
