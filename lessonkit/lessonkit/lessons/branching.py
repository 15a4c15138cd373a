"""What a case says of the chapter's bank and of the course's misconceptions, checked and told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from posixpath import dirname, relpath

from lessonkit.authored.file import refuse_faults
from lessonkit.authored.records import Fault
from lessonkit.cases import CaseError, CaseFile, case_files
from lessonkit.contents import Page, one_page, read_contents
from lessonkit.course import current
from lessonkit.quiz.bank import Bank, BankError, find_bank
from lessonkit.quiz.item import Item
from lessonkit.quiz.misconceptions import misconceptions_in, unknown_misconceptions
from lessonkit.quiz.places import page_with_case


def check_cases(folder: Path | None = None) -> list[CaseFile]:
    """Read all cases of a folder, and check what they say of the course's banks and misconceptions.

    Raises
    ------
    CaseError
        With the faults of all the files.
    """
    files = case_files(folder)
    refuse_unknown(files)
    return files


def refuse_unknown(files: Iterable[CaseFile]) -> None:
    """Raise a CaseError with all that is wrong with some files."""
    files = list(files)
    for file in files:
        if not file.faults:
            file.add(_unknown(file))
    refuse_faults((fault for file in files for fault in file.faults), CaseError)


def _unknown(file: CaseFile) -> Iterable[Fault]:
    root = root_of(file)
    if listed := misconceptions_in(root):
        file.faults += listed.faults
        yield from [] if listed.faults else unknown_misconceptions(file.data, listed.named)
    try:
        bank = _bank(file)
    except BankError as error:
        yield ("chapter",), f"has no bank to ask a question of later: {error}"
        return
    ids = [item.id for item in bank.items]
    if file.case.review not in ids:
        yield ("review",), f"is no item of the bank {bank.chapter}: choose one of {', '.join(ids)}"


def root_of(file: CaseFile) -> Path:
    """Return the folder of the book that a case lies in."""
    return file.path.parent.parent


def _bank(file: CaseFile) -> Bank[Item]:
    return find_bank(file.case.chapter, root_of(file) / current().quizzes.name)


def review_of(file: CaseFile) -> dict[str, str]:
    """Return the item that is asked a week after the end: its chapter, id and hash."""
    item = next(item for item in _bank(file).items if item.id == file.case.review)
    return {"chapter": file.case.chapter, "id": item.id, "hash": item.hash}


def page_of(file: CaseFile) -> Page:
    """Return the page that tells a case."""
    root = root_of(file)
    chapters = (chapter for chapter in read_contents(root) if chapter.id == file.case.chapter)
    return page_with_case(next(chapters, one_page(root, file.case.chapter)), file.id)


def linked_page(name: str, file: CaseFile) -> dict[str, str]:
    """Return the title of a page of the book, and its address seen from the page that tells a case."""
    root = root_of(file)
    pages = (page for chapter in read_contents(root) for page in chapter.pages if page.name == name)
    page = next(pages, Page(name, root / f"{name}.md"))
    return {"title": page.title, "address": relpath(page.address, dirname(page_of(file).address) or ".")}
