"""The progress page: what the reader has answered, what is due for review, and the record as a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from course.assets import link_module, link_style
from course.design import token_style
from course.quiz.bank import FOLDER
from course.quiz.index import course_index
from course.widget import CourseWidget

HERE = Path(__file__).parent


class Progress(CourseWidget):
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
    template = "quiz/progress.html.j2"
    _esm = link_module(HERE / "progress.js")
    _css = token_style() + link_style("design/widget.css", "quiz/progress.css")

    def __init__(self, folder: Path = FOLDER) -> None:
        self._chapters = course_index(folder)
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        from course import __version__  # not at the top: the package imports this module

        return {
            "chapters": [
                chapter | {"counts": Counter(item["objective"] for item in chapter["items"])}
                for chapter in self._chapters
            ],
            "data": {"version": __version__, "chapters": self._chapters},
        }
