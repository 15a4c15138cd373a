"""What the widgets of a chapter's lessons know of each lesson."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessonkit.contents import Chapter, ContentsError
from lessonkit.page.widget import Widget
from lessonkit.quiz.bank import Bank
from lessonkit.quiz.index import chapters_with_banks
from lessonkit.quiz.item import Item
from lessonkit.quiz.places import asked_by_name


class OfChapter(Widget):
    """A widget that is made of a chapter's lessons and its bank.

    Parameters
    ----------
    chapter_id : str
        The chapter: the name of its folder.
    folder : Path, optional
        Where the banks lie.

    Raises
    ------
    ContentsError
        If there is no such chapter of lessons.
    BankError
        If a bank has a fault.
    """

    def __init__(self, chapter_id: str, *, folder: Path | None = None) -> None:
        found = {chapter.id: (chapter, bank) for chapter, bank in chapters_with_banks(folder)}
        if chapter_id not in found or not found[chapter_id][0].is_folder:
            names = ", ".join(id for id, (chapter, _) in found.items() if chapter.is_folder) or "none"
            raise ContentsError(
                f"{type(self).__name__}({chapter_id!r}): the table of contents has no such chapter with "
                f"lessons: choose one of {names}"
            )
        self._chapter, self._bank = found[chapter_id]
        super().__init__()
        self.refresh()


def known(items: list[Item]) -> list[dict[str, Any]]:
    """Return by what a record is known to belong to each item: its id and hash."""
    return [{"id": item.id, "hash": item.hash} for item in items]


def entries(chapter: Chapter, bank: Bank[Item] | None) -> list[dict[str, Any]]:
    """Return name, title, address, minutes and questions of each lesson of a chapter."""
    asked = asked_by_name(chapter, bank) if bank else {}
    items = bank.items if bank else []
    return [
        {
            "name": lesson.name,
            "title": lesson.title,
            "address": lesson.address,
            "minutes": lesson.facts.minutes,
            "deeper": lesson.facts.deeper,
            "chapter": chapter.id,
            "items": known([item for item in items if asked.get(item.id) == lesson.address]),
        }
        for lesson in chapter.lessons
    ]
