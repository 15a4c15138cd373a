"""Old addresses of a book, in ``redirects.yml`` beside its first page: where each leads, with its anchors.

.. code-block:: yaml

    redirects:
      - from: safety                      # a page that is no more
        to: safety/index
        also: [emergencies/index]         # further chapters that have parts of it
        anchors:                          # only those that no page of these folders has any more
          who-to-ask: safety/who-is-at-risk#ask

An anchor, or the id of a widget in a query, that a page in the folder of `to` or of `also` has needs no line.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec

from lessonkit.authored.file import AuthoredFile
from lessonkit.authored.records import Fault, Record, about, faults_of
from lessonkit.contents import ContentsError, read_contents
from lessonkit.course import current

NAME = "redirects.yml"


class Redirect(Record, frozen=True, rename={"old": "from"}):
    """An old page, and where it leads."""

    old: Annotated[str, about("The old page, as its file was called, without ending.")]
    to: Annotated[str, about("The page that it leads to.")]
    also: Annotated[tuple[str, ...], about("First pages of further chapters that have parts of it.")] = ()
    anchors: Annotated[dict[str, str], about("Old anchors, and the page or page#anchor each leads to.")] = {}


class Redirects(Record, frozen=True):
    """All the old addresses."""

    redirects: tuple[Redirect, ...]


@functools.cache
def _shape() -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(Redirects)


class RedirectFile(AuthoredFile):
    """The old addresses as they are written."""

    table: Redirects

    def __init__(self, path: Path) -> None:
        super().__init__(path, "redirects", "redirect", "redirects")
        if self.data is None:
            return
        broken = list(faults_of(self.data, _shape()))
        if not broken:
            self.table = msgspec.convert(self.data, Redirects)
            broken = list(_broken_rules(self.table, path.parent))
        self.add(broken)


def _broken_rules(table: Redirects, root: Path) -> Iterator[Fault]:
    pages = [page.name for chapter in read_contents(root) for page in chapter.pages]
    for i, each in enumerate(table.redirects):
        if each.old in pages:
            yield ("redirects", i, "from"), "is a page of the book: remove the redirect, or rename the page"
        targets: list[tuple[tuple[str | int, ...], str]] = [
            (("to",), each.to),
            *((("also", j), page) for j, page in enumerate(each.also)),
            *((("anchors", anchor), target) for anchor, target in each.anchors.items()),
        ]
        for place, target in targets:
            if target.partition("#")[0] not in pages:
                yield ("redirects", i, *place), "is no page of the table of contents: mend it"


def read_redirects(root: Path | None = None) -> RedirectFile | None:
    """Return the old addresses of a book; None if it has none.

    Raises
    ------
    ContentsError
        If the file has a fault.
    """
    path = (root or current().root) / NAME
    if not path.is_file():
        return None
    file = RedirectFile(path)
    if file.faults:
        raise ContentsError("\n".join(file.faults))
    return file
