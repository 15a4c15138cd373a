"""The index of the course: every chapter that has questions, with what the learner's record refers to."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from lessonkit.cases import all_cases
from lessonkit.cases.kept import kept_of
from lessonkit.contents import Chapter, one_page, read_contents
from lessonkit.course import contents_beside, current
from lessonkit.quiz.bank import Bank, BankError, check_banks
from lessonkit.quiz.item import Item
from lessonkit.quiz.places import page_with_case, page_with_tasks, places, taught
from lessonkit.tasks import all_tasks
from lessonkit.tasks.task import hash_of


def reading_order(folder: Path | None = None) -> list[Bank]:
    """Return the banks of the chapters that the table of contents names, in its order.

    Where there is no table of contents beside the book, all banks are returned.

    Raises
    ------
    BankError
        If a bank has a fault.
    """
    return [bank for _, bank in chapters_with_banks(folder)]


def chapters_with_banks(folder: Path | None = None) -> list[tuple[Chapter, Bank[Item]]]:
    """Return each chapter that has a bank, with it, as `reading_order` does.

    Raises
    ------
    BankError
        If a bank has a fault.
    """
    folder = folder or current().quizzes
    banks = {bank.chapter: bank for bank in check_banks(folder)}
    if not contents_beside(folder.parent).is_file():
        return [(one_page(folder.parent, id), bank) for id, bank in banks.items()]
    chapters = read_contents(folder.parent)
    return [(chapter, banks[chapter.id]) for chapter in chapters if chapter.id in banks]


def course_index(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return, for each chapter, its id, title, page, objectives, where each is `taught`, and its items.

    If the chapter asks for a `summary` in the reader's words, its id and hash are there too.

    Each item has its id, type, objective, level, stem, the `page` that asks it, `hash` (of its content, see
    `Quiz`) and `key`: a number of 24 bits that stands for id and content where every bit counts
    (``exports/pack.js``).

    Raises
    ------
    BankError
        If a bank has a fault, or two items happen to share a key.
    """
    folder = folder or current().quizzes
    index = [
        {
            "chapter": bank.chapter,
            "title": bank.title,
            "page": chapter.page.address,
            "objectives": bank.objectives,
            "taught": taught(chapter, bank),
            "items": [_entry(item) | {"page": asked[item.id]} for item in bank.items],
            "summary": bank.summary and {"id": "summary", "hash": bank.summary.hash},
        }
        for chapter, bank in chapters_with_banks(folder)
        for asked in [places(chapter, bank)]
    ]
    items = [item for chapter in index for item in chapter["items"]]
    count = Counter(item["key"] for item in items)
    same = [item["id"] for item in items if count[item["key"]] > 1]
    if same:
        raise BankError(f"{folder}: the items {', '.join(same)} share a key: change a word in one's stem")
    return index


def task_index(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return, for each set of tasks, its id, title, chapter, the place in a page, and its items.

    Each item has its id, title, `hash` (of what makes an old record stale) and `key`, as in `course_index`.
    The sets stand in the order of the table of contents; those of pages that it does not name are left out.

    Raises
    ------
    TaskError
        If a file of tasks has a fault.
    """
    folder = folder or current().tasks
    sets = all_tasks(folder)
    chapters = {chapter.id: chapter for chapter in read_contents(folder.parent)}
    if chapters:
        order = list(chapters)
        sets = sorted(
            (each for each in sets if each.chapter in order), key=lambda each: order.index(each.chapter)
        )
    return [
        {
            "set": each.set,
            "title": each.title,
            "chapter": each.chapter,
            "page": f"{page.address}#tasks-{each.set}",
            "items": [
                {
                    "id": task.id,
                    "title": task.title,
                    "hash": hash_of(task),
                    "key": _key_of(f"{each.set}/{task.id}", hash_of(task)),
                }
                for task in each.tasks
            ],
        }
        for each in sets
        for page in [
            page_with_tasks(chapters.get(each.chapter) or one_page(folder.parent, each.chapter), each.set)
        ]
    ]


def case_index(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return, for each case, its id, title, chapter, the place in a page, and what is kept of it.

    The cases stand in the order of their chapters; those of chapters that are not in the book are left out.

    Raises
    ------
    CaseError
        If a case has a fault.
    """
    folder = folder or current().cases
    files = all_cases(folder)
    chapters = {chapter.id: chapter for chapter in read_contents(folder.parent)}
    if chapters:
        order = list(chapters)
        files = sorted(
            (file for file in files if file.case.chapter in order),
            key=lambda file: order.index(file.case.chapter),
        )
    return [
        {
            "case": file.id,
            "title": file.case.title,
            "chapter": file.case.chapter,
            "page": f"{page.address}#case-{file.id}",
            "ends": len(file.case.ends),
            "items": kept_of(file),
        }
        for file in files
        for page in [
            page_with_case(
                chapters.get(file.case.chapter) or one_page(folder.parent, file.case.chapter), file.id
            )
        ]
    ]


def _entry(item: Item) -> dict[str, Any]:
    names = ("id", "type", "objective", "level", "stem")
    return {name: getattr(item, name) for name in names} | {"hash": item.hash, "key": _key(item)}


def _key(item: Item) -> int:
    return _key_of(item.id, item.hash)


def _key_of(id_: str, hash_: str) -> int:
    return int(hashlib.sha256(f"{id_} {hash_}".encode()).hexdigest()[:6], 16)
