"""The misconceptions that a course names once, in ``misconceptions.yml``, and its wrong answers stand for.

A course without that file writes them as free texts beside its answers.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec

from lessonkit.authored.file import AuthoredFile
from lessonkit.authored.records import MISSING, Fault, Id, Place, Record, Text, about, faults_of
from lessonkit.bibliography import UnknownReferenceError, reference
from lessonkit.course import current

FILE = "misconceptions.yml"


class Misconception(Record, frozen=True):
    """One wrong idea that wrong answers to several questions show."""

    id: Annotated[Id, about("What answers name it by.")]
    text: Annotated[Text, about("The idea in one sentence, as a teacher would tell it.")]
    source: Annotated[Text | None, about("The key in references.bib of a work that documents it.")] = None
    ours: Annotated[bool, about("true in place of a source: seen or supposed by the authors.")] = False


class Misconceptions(Record, frozen=True):
    """The misconceptions of a course."""

    misconceptions: Annotated[
        tuple[Misconception, ...], about("In the order in which teachers read them.", 1)
    ]


class MisconceptionFile(AuthoredFile):
    """The list as it is written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "misconceptions", "misconception", "misconceptions with id, text and ours")
        self.named: dict[str, Misconception] = {}
        if self.data is None:
            return
        broken = list(faults_of(self.data, msgspec.inspect.type_info(Misconceptions)))
        if not broken:
            found = msgspec.convert(self.data, Misconceptions).misconceptions
            self.named = {each.id: each for each in found}
            broken = list(_broken_rules(found))
        self.add(broken)


def _broken_rules(found: tuple[Misconception, ...]) -> Iterator[Fault]:
    ids = [each.id for each in found]
    for i, each in enumerate(found):
        place = ("misconceptions", i)
        if each.id in ids[:i]:
            yield (*place, "id"), "is used earlier in this list: choose another id"
        if not each.source and not each.ours:
            yield (*place, "source"), f"{MISSING}, or write ours: true"
        if each.source and each.ours:
            yield (*place, "ours"), "has a source beside it: remove one of the two"
        if each.source:
            try:
                reference(each.source)
            except UnknownReferenceError as error:
                yield (*place, "source"), str(error)


def misconceptions_in(book: Path) -> MisconceptionFile | None:
    """Return the list that lies in the folder of a book; None if the book has none."""
    path = book / FILE
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> MisconceptionFile:
    return MisconceptionFile(path)


def unknown_misconceptions(data: Any, named: Collection[str], place: Place = ()) -> Iterator[Fault]:
    """Yield the place and the remedy of each misconception in a bank that the list does not have."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in parts:
        if name == "misconception" and value not in named:
            near = difflib.get_close_matches(str(value), named, 3, 0.4)
            such = f", such as {', '.join(near)}," if near else ""
            yield (*place, name), f"is not in {FILE}: choose an id of it{such} or add it there"
        yield from unknown_misconceptions(value, named, (*place, name))


def shown_by(item: Any) -> list[str]:
    """Return the misconceptions that answers to an item can show, each once, in the order of its fields."""

    def walk(value: Any) -> Iterator[str]:
        parts = (
            value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
        )
        for part in parts:
            yield from walk(part)
        if isinstance(value, dict) and "misconception" in value:
            yield value["misconception"]

    return list(dict.fromkeys(walk(msgspec.to_builtins(item))))


def told(misconception: str) -> str:
    """Return what a reader is told of a misconception: the text that the course's list has, or itself."""
    return texts_of_misconceptions().get(misconception, misconception).removesuffix(".")


def texts_of_misconceptions() -> dict[str, str]:
    """Return the text of each misconception of the course by its id; none if the course has no list."""
    found = misconceptions_in(current().root)
    return {id: each.text for id, each in found.named.items()} if found else {}
