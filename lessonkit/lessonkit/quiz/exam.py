"""The final exam: questions drawn from all banks, with feedback at the end and a record to print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessonkit.course import current
from lessonkit.learner import page_identity
from lessonkit.page.widget import Widget, send_plotly
from lessonkit.quiz.apart import asked_apart, question_scripts, scored
from lessonkit.quiz.index import chapters_with_banks
from lessonkit.quiz.item import Item, type_modules
from lessonkit.quiz.places import taught
from lessonkit.quiz.widget import palette_for
from lessonkit.static import is_static_build


class Exam(Widget):
    """Ask a mixed exam: a new draw each time, balanced over chapters and objectives, without predictions.

    On the built site each question is a script of its own, which the page loads once it is drawn.

    Parameters
    ----------
    n_questions : int, default 20
        How many questions an exam has; all there are if there are fewer.
    folder : Path, optional
        Where the banks lie.

    Raises
    ------
    BankError
        If a bank has a fault.
    ValueError
        If `n_questions` is no positive whole number.
    """

    tag = "course-exam"
    template = "exam.html.j2"
    module = "exam.js"
    styles = ("lessonkit/page/widget.css", "lessonkit/figures/figure.css", "quiz.css", "exam.css")

    @classmethod
    def first_modules(cls) -> tuple[Path, ...]:
        """Return the modules of the types of items, which add to ``types.js``."""
        return type_modules()

    @classmethod
    def site_files(cls) -> dict[str, str]:
        """Return a script for each question: its form, and what the page needs to grade it."""
        return question_scripts()

    def __init__(self, n_questions: int = 20, *, folder: Path | None = None) -> None:
        if not isinstance(n_questions, int) or n_questions < 1:
            raise ValueError(f"Exam: n_questions = {n_questions!r} has to be a whole number from 1")
        self._n_questions = n_questions
        self._folder = folder or current().quizzes
        self._chapters = chapters_with_banks(folder)
        super().__init__()
        self.on_msg(send_plotly)
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        pool, chapters, every = [], [], []
        for chapter, bank in self._chapters:
            items = scored(bank)
            every += items
            if is_static_build():
                graded = [_short(item) for item in items]
            else:
                shown, graded = asked_apart(items, bank, self._folder)
                pool += shown
            chapters.append(
                {
                    "chapter": bank.chapter,
                    "title": bank.title,
                    "page": chapter.page.address,
                    "objectives": bank.objectives,
                    "taught": taught(chapter, bank),
                    "items": graded,
                }
            )
        return {
            "pool": pool,
            "chapters": chapters,
            "n_questions": min(self._n_questions, len(every)),
            "data": {
                **page_identity(),
                "count": self._n_questions,
                "chapters": chapters,
                **palette_for(every),
            },
        }


def _short(item: Item) -> dict[str, Any]:
    """Return what the draw has to know of an item."""
    known = {"id": item.id, "hash": item.hash, "objective": item.objective}
    return known | {"figure": True} if item.has_plot else known
