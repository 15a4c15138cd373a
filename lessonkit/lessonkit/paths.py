"""The ways through a book, in ``paths.yml`` beside its first page: the lessons of each, in order.

.. code-block:: yaml

    paths:
      - id: clinical
        title: Clinical
        whom: Those who meet patients; no equation is needed.
        lessons: [myoclonus, safety/who-is-at-risk]     # none named: all lessons that are not deeper
      - id: full
        title: Everything
        whom: From first principles.
        without: [primers]                              # of all lessons, leave out those of these chapters

Nothing is locked: a path says what comes next.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec

from lessonkit.authored.file import AuthoredFile
from lessonkit.authored.records import Fault, Id, Record, Text, about, faults_of
from lessonkit.contents import Chapter, ContentsError, Page, PageName, read_contents
from lessonkit.course import current

NAME = "paths.yml"


class Way(Record, frozen=True):
    """A path as it is written."""

    id: Annotated[Id, about("What addresses call it: ?path=ID.")]
    title: Annotated[Text, about("What readers call it.")]
    whom: Annotated[Text, about("Whom it is for, in a sentence.")]
    lessons: Annotated[
        tuple[PageName, ...], about("Its lessons in order; all that are not deeper if none is named.")
    ] = ()
    without: Annotated[tuple[PageName, ...], about("Chapters left out where no lesson is named.")] = ()


class Ways(Record, frozen=True):
    """All the paths."""

    paths: Annotated[tuple[Way, ...], about("The paths, the first the shortest.", 1)]


@functools.cache
def _shape() -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(Ways)


class PathFile(AuthoredFile):
    """The paths as they are written."""

    ways: tuple[Way, ...] = ()

    def __init__(self, path: Path) -> None:
        super().__init__(path, "paths", "path", "paths")
        if self.data is None:
            return
        broken = list(faults_of(self.data, _shape()))
        if not broken:
            self.ways = msgspec.convert(self.data, Ways).paths
            broken = list(_broken_rules(self.ways, lessons_of(path.parent)))
        self.add(broken)


def lessons_of(root: Path) -> dict[str, tuple[Chapter, Page]]:
    """Return the lessons that say of themselves how long they take, by name, with their chapters."""
    return {
        lesson.name: (chapter, lesson)
        for chapter in read_contents(root)
        for lesson in chapter.lessons
        if chapter.is_folder or lesson.is_lesson
    }


def _broken_rules(ways: tuple[Way, ...], known: dict[str, tuple[Chapter, Page]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, way in enumerate(ways):
        if way.id in seen:
            yield ("paths", i, "id"), "is used earlier in this file: choose another id"
        seen.add(way.id)
        chapters = list(dict.fromkeys(chapter.id for chapter, _ in known.values()))
        for j, name in enumerate(way.without):
            place = ("paths", i, "without", j)
            if way.lessons:
                yield place, "is left out of named lessons: take it out of `lessons`, or name none"
            elif name not in chapters:
                yield place, f"is no chapter: choose one of {', '.join(chapters)}"
        before: set[str] = set()
        for j, name in enumerate(way.lessons):
            place = ("paths", i, "lessons", j)
            if name not in known:
                yield place, f"is no lesson: choose one of {', '.join(known)}"
                continue
            before.add(name)
            missing = [need for need in known[name][1].facts.needs if need not in before]
            if missing:
                yield place, f"needs {' and '.join(missing)}: put it before this one"


def read_paths(root: Path | None = None) -> dict[str, tuple[Way, list[Page]]]:
    """Return each path by its id, with its lessons in order; nothing if the book has none.

    Raises
    ------
    ContentsError
        If the file has a fault.
    """
    root = root or current().root
    path = root / NAME
    if not path.is_file():
        return {}
    file = PathFile(path)
    if file.faults:
        raise ContentsError("\n".join(file.faults))
    known = lessons_of(root)
    every = [(chapter.id, lesson) for chapter, lesson in known.values() if not lesson.facts.deeper]
    return {
        way.id: (
            way,
            [known[name][1] for name in way.lessons]
            or [lesson for chapter, lesson in every if chapter not in way.without],
        )
        for way in file.ways
    }


def pages_along(lessons: list[Page], root: Path | None = None) -> list[Page]:
    """Return the pages of a path in order: each chapter's first page comes before its lessons."""
    known = lessons_of(root or current().root)
    pages: list[Page] = []
    for lesson in lessons:
        chapter, _ = known[lesson.name]
        pages += [chapter.page, lesson]
    return list(dict.fromkeys(pages))
