"""A summary in the reader's own words, which is then held against ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessonkit.learner import page_identity
from lessonkit.page.widget import Widget
from lessonkit.quiz.bank import BankError, find_bank


class TeachBack(Widget):
    """Ask for a summary, then show ours and a list to tick.

    What it asks stands in the chapter's bank under ``summary``. Ours stands on the page behind it, between
    ``<!-- outcome: summary-CHAPTER -->`` and ``<!-- end of outcome -->``, folded until there are words.

    Parameters
    ----------
    chapter_id : str
        The chapter: the name of its bank.
    folder : Path, optional
        Where the banks lie.

    Raises
    ------
    BankError
        If the bank is missing or faulty, or has no summary.
    """

    tag = "course-teachback"
    template = "teachback.html.j2"
    module = "teachback.js"
    styles = ("lessonkit/page/widget.css", "teachback.css")

    def __init__(self, chapter_id: str, *, folder: Path | None = None) -> None:
        bank = find_bank(chapter_id, folder)
        if bank.summary is None:
            raise BankError(f"TeachBack({chapter_id!r}): the bank has no summary: write ask and rubric")
        self._chapter, self._summary = bank.chapter, bank.summary
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        return {
            "summary": self._summary,
            "data": {**page_identity(), "chapter": self._chapter, "hash": self._summary.hash},
        }
