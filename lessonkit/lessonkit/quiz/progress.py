"""The progress page: what the reader has answered, what is due for review, and the record as a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from lessonkit.course import current
from lessonkit.learner import page_identity
from lessonkit.page.widget import Widget
from lessonkit.quiz.index import case_index, chapters_with_banks, course_index, task_index
from lessonkit.quiz.misconceptions import texts_of_misconceptions
from lessonkit.quiz.places import look_again


class Progress(Widget):
    """Show the reader's progress by chapter and objective, and what is due for review.

    The answers lie in the browser, so Python does not see them; with ``Quiz.responses`` it does.

    Parameters
    ----------
    folder : Path, optional
        Where the banks lie.

    Raises
    ------
    BankError
        If a bank has a fault.
    """

    tag = "course-progress"
    template = "progress.html.j2"
    module = "progress.js"
    styles = ("lessonkit/page/widget.css", "progress.css")

    def __init__(self, folder: Path | None = None) -> None:
        self._chapters = course_index(folder)
        self._again = _places(folder)
        self._tasks = task_index(folder and folder.parent / "tasks")
        self._cases = case_index(folder and folder.parent / "cases")
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        return {
            "chapters": [
                chapter | {"counts": Counter(item["objective"] for item in chapter["items"])}
                for chapter in self._chapters
            ],
            "data": {
                **page_identity(),
                "chapters": self._chapters,
                "tasks": self._tasks,
                "cases": self._cases,
                "misconceptions": texts_of_misconceptions(),
                "again": self._again,
            },
            "tasks": self._tasks,
            "cases": self._cases,
        }


def _places(folder: Path | None) -> dict[str, dict[str, str]]:
    """Return the lesson that a wrong answer to each item leads to."""
    folder = folder or current().quizzes
    return {
        id: place.whole.for_page
        for _, bank in chapters_with_banks(folder)
        for id, place in look_again(bank, folder).items()
    }
