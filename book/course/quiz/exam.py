"""The final exam: questions drawn from all banks, with feedback at the end and a record to print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from course.assets import link_module, link_style
from course.design import token_style
from course.quiz.bank import FOLDER
from course.quiz.index import reading_order
from course.quiz.widget import KINDS, asked, palette_for
from course.widget import CourseWidget, send_plotly

HERE = Path(__file__).parent


class Exam(CourseWidget):
    """Ask a mixed exam: a new draw each time, balanced over chapters and objectives, without predictions.

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
    template = "quiz/exam.html.j2"
    _esm = link_module(HERE / "exam.js")
    _css = token_style() + link_style(
        "design/widget.css", "figures/figure.css", "quiz/quiz.css", "quiz/exam.css"
    )

    def __init__(self, n_questions: int = 20, *, folder: Path = FOLDER) -> None:
        if not isinstance(n_questions, int) or n_questions < 1:
            raise ValueError(f"Exam: n_questions = {n_questions!r} has to be a whole number from 1")
        self._n_questions = n_questions
        self._banks = reading_order(folder)
        super().__init__()
        self.on_msg(send_plotly)
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        from course import __version__  # not at the top: the package imports this module

        pool, chapters, every = [], [], []
        for bank in self._banks:
            items = [item for item in bank.items if item.type != "predict"]
            shown, data = asked(items)
            every += items
            pool += shown
            chapters.append(
                {
                    "chapter": bank.chapter,
                    "title": bank.title,
                    "page": f"{bank.chapter}.html",
                    "objectives": bank.objectives,
                    "items": [
                        fields | {"objective": item.objective}
                        for item, fields in zip(items, data, strict=True)
                    ],
                }
            )
        return {
            "pool": pool,
            "kinds": KINDS,
            "chapters": chapters,
            "n_questions": min(self._n_questions, len(every)),
            "data": {
                "version": __version__,
                "count": self._n_questions,
                "chapters": chapters,
                **palette_for(every),
            },
        }
