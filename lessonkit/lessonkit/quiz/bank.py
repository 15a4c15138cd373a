"""The question bank: one YAML file per chapter, checked before a reader meets it."""

from __future__ import annotations

import difflib
import functools
import hashlib
import json
import operator
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec

import lessonkit.quiz.types  # makes the types of items known  # noqa: F401
from lessonkit.authored.file import ENDING, AuthoredFile, file_named, refuse_faults
from lessonkit.authored.records import Fault, Id, Record, Text, about, faults_of, schema_of
from lessonkit.contents import Page, read_contents
from lessonkit.course import current
from lessonkit.quiz.item import TYPES, Item
from lessonkit.quiz.misconceptions import misconceptions_in, unknown_misconceptions


class BankError(ValueError):
    """A bank cannot be used; each line names file and line, item, field, value and remedy."""


_Item = TypeVar("_Item")


class Summary(Record, frozen=True):
    """What a reader is to say of the chapter in their own words, and what such words should hold."""

    ask: Annotated[Text, about("What to write.")]
    rubric: Annotated[
        tuple[Text, ...], about("What the reader looks for in it, each a short statement.", 2, 6)
    ]

    @property
    def hash(self) -> str:
        """A short hash of what makes old words stale."""
        return hashlib.sha256(json.dumps([self.ask, self.rubric]).encode()).hexdigest()[:12]


class Bank(Record, Generic[_Item], frozen=True):
    """The questions of one chapter. Every text is plain: HTML and Markdown are shown as they are written."""

    chapter: Annotated[Id, about("The bank's id: the name of its file and of its chapter.")]
    title: Annotated[Text, about("The chapter's title, shown where the questions leave the book.")]
    objectives: Annotated[
        dict[Id, Text],
        about("What the reader will be able to do: an id and the text, as in the chapter.", 1),
    ]
    items: Annotated[
        tuple[_Item, ...],
        about("The questions, in the order in which the chapter shows them.", 1),
    ]
    summary: Annotated[Summary | None, about("Of a chapter of lessons: what `TeachBack` asks.")] = None


def _kind() -> Any:
    """Return the type of a bank whose items are of the types that are known now."""
    return Bank[functools.reduce(operator.or_, TYPES.values())]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a bank, for editors; rules between fields are not in it."""
    return schema_of(_kind(), "Question bank of one chapter")


def find_bank(bank_id: str, folder: Path | None = None) -> Bank[Item]:
    """Return the bank of the chapter `bank_id`.

    Raises
    ------
    BankError
        If there is no such bank (the message lists those that there are), or it has a fault.
    """
    return load_bank(file_named(bank_id, folder or current().quizzes, "bank", BankError))


def load_bank(path: Path) -> Bank[Item]:
    """Read and check one bank.

    Raises
    ------
    BankError
        If anything in the file breaks a rule; all faults are reported together.
    """
    file = BankFile(Path(path))
    refuse_faults(file.faults, BankError)
    return file.bank


def check_banks(folder: Path | None = None) -> list[Bank[Item]]:
    """Read all banks of a folder and check that no item id is used twice in the course.

    Raises
    ------
    BankError
        With the faults of all the files.
    """
    folder = folder or current().quizzes
    files = [BankFile(path) for path in sorted(folder.glob(f"*{ENDING}"))]
    faults = list(dict.fromkeys(fault for file in files for fault in file.faults))
    first_use: dict[str, str] = {}
    for file in files:
        for i, item in enumerate(file.entries):
            if not isinstance(item.get("id"), str):
                continue
            first = first_use.setdefault(item["id"], file.where(("items", i, "id")))
            if first.rpartition(":")[0] != str(file.path):
                faults.append(file.fault(("items", i, "id"), f"is used at {first} too: choose another id"))
    refuse_faults(faults, BankError)
    return [file.bank for file in files]


class BankFile(AuthoredFile):
    """A bank as it is written."""

    bank: Bank[Item]

    def __init__(self, path: Path) -> None:
        super().__init__(path, "items", "item", "chapter, title, objectives and items")
        if self.data is None:
            return
        broken = list(faults_of(self.data, _shape(tuple(TYPES.values()))))
        if not broken:
            self.bank = msgspec.convert(self.data, _kind())
            broken = list(_broken_rules(self.bank, self.path))
            if listed := misconceptions_in(self.path.parent.parent):
                self.faults += listed.faults
                broken += [] if listed.faults else unknown_misconceptions(self.data, listed.named)
        self.add(broken)


@functools.lru_cache(maxsize=1)
def _shape(types: tuple[type[Item], ...]) -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(_kind())


def _broken_rules(bank: Bank[Item], path: Path) -> Iterator[Fault]:
    """Yield the faults that the shape of a bank does not show."""
    if bank.chapter != path.stem:
        yield ("chapter",), f"has to be the file's name: write {path.stem}, or rename the file"
    seen: set[str] = set()
    for i, item in enumerate(bank.items):
        place = ("items", i)
        if item.id in seen:
            yield (*place, "id"), "is used earlier in this bank: choose another id"
        seen.add(item.id)
        if item.objective not in bank.objectives:
            yield (*place, "objective"), f"is not declared: choose one of {', '.join(bank.objectives)}"
        for inner, remedy in item.faults():
            yield (*place, *inner), remedy
    yield from _broken_places(bank, path.parent)


def _broken_places(bank: Bank[Item], folder: Path) -> Iterator[Fault]:
    """Yield a fault for each place to look at again that is not there; a book may leave out one that is.

    It may leave out a whole chapter, too: then the bank of that chapter lies in the `folder`, and no page.
    """
    if not any(item.see for item in bank.items):
        return
    root = folder.parent
    pages = {page.name: page for chapter in read_contents(root) for page in chapter.pages}
    for i, item in enumerate(bank.items):
        name, _, heading = (item.see or "").partition("#")
        page = pages.get(name, Page(name, root / f"{name}.md"))
        place = ("items", i, "see")
        chapter = name.partition("/")[0]
        if (folder / f"{chapter}{ENDING}").is_file() and not (root / chapter).exists():
            continue
        if name and name not in pages and not page.text:
            yield place, f"is no page of the book{_such_as(name, pages)}: mend it"
        elif heading and page.text and heading not in page.headings:
            known = ", ".join(page.headings) or "none"
            yield place, f"names a heading that the page does not have: choose one of {known}"


def _such_as(name: str, pages: Collection[str]) -> str:
    near = difflib.get_close_matches(name, pages, 3, 0.4)
    return f", such as {', '.join(near)}" if near else ""
