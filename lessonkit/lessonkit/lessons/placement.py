"""What the questions of a chapter's first page show: which of its lessons a reader can leave out."""

from __future__ import annotations

from posixpath import dirname, relpath
from typing import Any

from lessonkit.contents import ContentsError, read_contents
from lessonkit.learner import page_identity
from lessonkit.lessons.entry import OfChapter, entries, known
from lessonkit.quiz.places import items_asked


class Placement(OfChapter):
    """Say of each lesson whether the reader brings it already, by the questions of the chapter's first page.

    A lesson stands for the objectives that its own questions ask for. The first page asks for the same
    objectives by other questions: who has all of an objective right at the first try can leave the lesson
    out.

    Raises
    ------
    ContentsError
        If there is no such chapter, or its first page has no question for one of its lessons.
    BankError
        If a bank has a fault.
    """

    tag = "course-placement"
    template = "placement.html.j2"
    module = "placement.js"
    styles = ("lessonkit/page/widget.css", "go.css", "placement.css")

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        page, items = self._chapter.page, {item.id: item for item in self._bank.items}
        asked = [items[id] for id in dict.fromkeys(items_asked(page, self._bank))]
        lessons = []
        for lesson in entries(self._chapter, self._bank):
            own = {items[item["id"]].objective for item in lesson["items"]}
            asking = known([item for item in asked if item.objective in own])
            if page.text and not asking:
                raise ContentsError(
                    f"Placement({self._chapter.id!r}): {page.path} asks for no objective of "
                    f"{lesson['name']}: add a question there that has one of them"
                )
            lessons.append({**lesson, "asked": asking})
        return {
            "lessons": lessons,
            "home": f"{relpath(read_contents()[0].page.address, dirname(page.address))}#paths",
            "data": {**page_identity(), "chapter": self._chapter.id, "lessons": lessons},
        }
