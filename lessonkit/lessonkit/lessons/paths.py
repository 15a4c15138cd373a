"""The ways through the course, with the one that the reader is on, and one button to go on."""

from __future__ import annotations

from typing import Any

from lessonkit.contents import ContentsError
from lessonkit.course import current
from lessonkit.learner import page_identity
from lessonkit.lessons.entry import entries
from lessonkit.page.widget import Widget
from lessonkit.paths import lessons_of, read_paths
from lessonkit.quiz.index import chapters_with_banks


class Paths(Widget):
    """Offer the paths of ``paths.yml``, keep the reader's choice, and lead to the next lesson.

    Raises
    ------
    ContentsError
        If the book has no paths, or the file has a fault.
    BankError
        If a bank has a fault.
    """

    tag = "course-paths"
    template = "paths.html.j2"
    module = "paths.js"
    styles = ("lessonkit/page/widget.css", "go.css", "paths.css")

    def __init__(self) -> None:
        self._paths = read_paths()
        if not self._paths:
            raise ContentsError(f"Paths(): there is no {current().root / 'paths.yml'}: write it")
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        banks = {chapter.id: bank for chapter, bank in chapters_with_banks()}
        chapters = {chapter.id: chapter for chapter, _ in lessons_of(current().root).values()}
        lessons = {
            lesson["name"]: lesson
            for id, chapter in chapters.items()
            for lesson in entries(chapter, banks.get(id))
        }
        paths = [
            {
                "id": id,
                "title": way.title,
                "whom": way.whom,
                "minutes": sum(lesson.facts.minutes for lesson in own),
                "lessons": [lesson.name for lesson in own],
            }
            for id, (way, own) in self._paths.items()
        ]
        return {
            "paths": paths,
            "lessons": lessons,
            "data": {**page_identity(), "paths": paths, "lessons": lessons},
        }
