"""The first page of a chapter: its lessons with what is done already, and one button to go on."""

from __future__ import annotations

from typing import Any

from lessonkit.learner import page_identity
from lessonkit.lessons.entry import OfChapter, entries


class Chapter(OfChapter):
    """Show the lessons of a chapter, what the reader has done of each, and where to go on.

    A lesson is done when each of its questions is answered.

    Raises
    ------
    ContentsError
        If there is no such chapter, or the front matter of a lesson has a fault.
    BankError
        If a bank has a fault.
    """

    tag = "course-chapter"
    template = "chapter.html.j2"
    module = "chapter.js"
    styles = ("lessonkit/page/widget.css", "go.css", "chapter.css")

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        lessons = entries(self._chapter, self._bank)
        return {
            "lessons": lessons,
            "minutes": sum(lesson["minutes"] for lesson in lessons if not lesson["deeper"]),
            "data": {**page_identity(), "chapter": self._chapter.id, "lessons": lessons},
        }
