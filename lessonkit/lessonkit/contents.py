"""What a book consists of, in reading order: chapters, each a page or a folder of lessons.

A chapter is ``NAME.md``, which counts as one lesson, or ``NAME/index.md`` with its lessons as ``sections`` in
the table of contents. What a lesson is stands in its front matter, under ``lesson``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import msgspec
import yaml

from lessonkit.authored.file import AuthoredFile
from lessonkit.authored.records import MISSING, Fault, Record, about, faults_of
from lessonkit.course import contents_beside, current

MOST_WORDS = 1200
MOST_MINUTES = 10
MOST_CHAPTER_MINUTES = 60

PageName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$")]

_FENCED = re.compile(
    r"\A---\n.*?^---$|^(`{3,}|:{3,})\{(?:code-cell|bibliography)\}.*?^\1 *$", re.DOTALL | re.MULTILINE
)
_NO_ANCHOR = re.compile("[^a-z0-9]+")
_UNREAD = re.compile(r"<!--.*?-->|\{cite:p\}`[^`]*`|^\([\w-]+\)=$|^(?:`{3,}|:{3,}|:[\w-]+:).*$", re.MULTILINE)


class ContentsError(ValueError):
    """A page of the book is not as it has to be; each line names file and line, field, value and remedy."""


class LessonFacts(Record, frozen=True):
    """What the front matter of a lesson says under ``lesson``."""

    minutes: Annotated[int, msgspec.Meta(gt=0), about("How long it takes, with its questions and models.")]
    deeper: Annotated[bool, about("Whether it is for the curious, off the main path.")] = False
    needs: Annotated[tuple[PageName, ...], about("The lessons that it builds on, by name.")] = ()


class FrontMatter(AuthoredFile):
    """What stands between the first two ``---`` of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "", "", "---, what the page is, and ---")
        if not self.faults:
            self.add(self._broken())

    def source(self) -> str:
        """Return the front matter, without what follows it."""
        first, *lines = super().source().split("\n")
        if first != "---" or "---" not in lines:
            return ""
        return "\n".join(["", *lines[: lines.index("---")]])

    @property
    def lesson(self) -> dict[str, Any] | None:
        """What it says of the lesson; None if it is silent."""
        return self.data.get("lesson") if isinstance(self.data, dict) else None

    def _broken(self) -> Iterator[Fault]:
        if self.lesson is None:
            yield ("lesson",), f"{MISSING}, such as lesson: {{minutes: 8}}"
        else:
            yield from faults_of(self.lesson, _shape(), ("lesson",))


@functools.cache
def _shape() -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(LessonFacts)


@dataclass(frozen=True)
class Page:
    """A page of the book.

    Parameters
    ----------
    name : str
        Its name seen from the first page, such as ``"safety"`` or ``"safety/who-is-at-risk"``.
    path : Path
        Where its text lies; an installed course has none.
    """

    name: str
    path: Path

    @property
    def address(self) -> str:
        """Where the page is, seen from the first page."""
        return f"{self.name}.html"

    @cached_property
    def text(self) -> str:
        """The page as it is written; empty if it is not at hand."""
        return self.path.read_text(encoding="utf-8") if self.path.is_file() else ""

    @property
    def title(self) -> str:
        """The first heading."""
        found = re.search(r"^# +(.+)$", self.text, re.MULTILINE)
        return found[1] if found else self.name

    @cached_property
    def headings(self) -> dict[str, str]:
        """The headings, by the anchors that the site gives them."""
        found = re.findall(r"^#+ +(.+?) *$", _FENCED.sub("", self.text), re.MULTILINE)
        return {_NO_ANCHOR.sub("-", text.lower()).strip("-"): text for text in found}

    @cached_property
    def facts(self) -> LessonFacts:
        """What its front matter says of it.

        Raises
        ------
        ContentsError
            If it says nothing, or not what it has to.
        """
        front = FrontMatter(self.path)
        if front.faults:
            raise ContentsError("\n".join(front.faults))
        return msgspec.convert(front.lesson, LessonFacts)

    @property
    def is_lesson(self) -> bool:
        """Whether its front matter says of it what it says of a lesson."""
        return bool(self.text) and FrontMatter(self.path).lesson is not None

    @property
    def words(self) -> int:
        """How many words a reader meets in its text, questions and models left out."""
        return sum(
            any(map(str.isalnum, word)) for word in _UNREAD.sub("", _FENCED.sub("", self.text)).split()
        )


@dataclass(frozen=True)
class Chapter:
    """An entry of the table of contents.

    Parameters
    ----------
    id : str
        The name of its bank.
    page : Page
        The page that it begins with.
    lessons : tuple of Page
        Those in its folder, in order; a chapter of one page is its own lesson.
    """

    id: str
    page: Page
    lessons: tuple[Page, ...]

    @property
    def is_folder(self) -> bool:
        """Whether it consists of lessons with pages of their own."""
        return self.lessons != (self.page,)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All its pages, in order."""
        return (self.page, *self.lessons) if self.is_folder else self.lessons


def read_contents(root: Path | None = None) -> list[Chapter]:
    """Return the chapters, and what else the table of contents lists, in its order.

    Parameters
    ----------
    root : Path, optional
        The folder of the first page: that of the course if it is not given.
    """
    root = root or current().root
    contents = contents_beside(root)
    if not contents.is_file():
        return []
    data = _parsed(contents.read_text(encoding="utf-8"))
    folder = str(data["root"]).rpartition("/")[0]

    def walk(entries: Iterator[dict[str, Any]]) -> Iterator[Chapter]:
        for entry in entries:
            if "file" not in entry:
                continue
            name = str(entry["file"]).removeprefix(f"{folder}/")
            id = name.removesuffix("/index")
            within = [each for each in walk(_entries(entry)) if each.id.startswith(f"{id}/")]
            page = Page(name, root / f"{name}.md")
            yield Chapter(id, page, tuple(each.page for each in within) or (page,))
            yield from (each for each in walk(_entries(entry)) if each not in within)

    return [*walk(iter([{"file": data["root"]}])), *walk(_entries(data))]


@functools.lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)


def one_page(root: Path, id: str) -> Chapter:
    """Return a chapter of one page in `root`."""
    page = Page(id, root / f"{id}.md")
    return Chapter(id, page, (page,))


def _entries(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (node, *node.get("parts", ()), *node.get("subtrees", ())):
        for listed in ("chapters", "sections", "entries"):
            yield from part.get(listed, ())


def check_contents(root: Path | None = None) -> int:
    """Check the pages of the book and what its lessons say of themselves; return how many lessons there are.

    Raises
    ------
    ContentsError
        With all the faults.
    """
    root = root or current().root
    contents = contents_beside(root)
    chapters = read_contents(root)
    if not any(chapter.page.path.is_file() for chapter in chapters):
        return 0  # an installed course has the table of contents alone
    faults = [
        f"{contents}:{_line_of(contents, page.name)}: {page.name}: there is no file {page.path}: "
        "write it, or mend the name"
        for chapter in chapters
        for page in chapter.pages
        if not any(page.path.with_suffix(ending).is_file() for ending in (".md", ".ipynb", ".rst"))
    ]
    folders = [chapter for chapter in chapters if chapter.is_folder] if not faults else []
    known = {page.name for chapter in chapters for page in chapter.lessons}
    for chapter in chapters if not faults else []:
        for lesson in chapter.lessons:
            if chapter.is_folder or lesson.is_lesson:
                faults += _faults_of(lesson, known, is_whole=not chapter.is_folder)
    if not faults:
        faults += [_too_long(chapter) for chapter in folders if _minutes(chapter) > MOST_CHAPTER_MINUTES]
    if faults:
        raise ContentsError("\n".join(faults))
    return sum(len(chapter.lessons) for chapter in folders)


def _faults_of(lesson: Page, known: set[str], *, is_whole: bool) -> list[str]:
    """Return what is wrong with a lesson; one that is a whole chapter may be long."""
    front = FrontMatter(lesson.path)
    if front.faults:
        return front.faults
    facts = lesson.facts
    if facts.minutes > MOST_MINUTES and not is_whole:
        front.add(
            [(("lesson", "minutes"), f"is too long: cut the lesson to {MOST_MINUTES} minutes, or in two")]
        )
    front.add(
        (("lesson", "needs", i), f"is no lesson: choose one of {', '.join(sorted(known))}")
        for i, name in enumerate(facts.needs)
        if name not in known
    )
    if lesson.words > MOST_WORDS and not is_whole:
        front.faults.append(
            f"{lesson.path}:1: has {lesson.words} words: cut it to {MOST_WORDS}, or make two lessons of it"
        )
    return front.faults


def _minutes(chapter: Chapter) -> int:
    return sum(lesson.facts.minutes for lesson in chapter.lessons if not lesson.facts.deeper)


def _too_long(chapter: Chapter) -> str:
    return (
        f"{chapter.page.path}:1: its lessons take {_minutes(chapter)} minutes: cut them to "
        f"{MOST_CHAPTER_MINUTES}, mark one as deeper, or make two chapters"
    )


def _line_of(contents: Path, name: str) -> int:
    lines = contents.read_text(encoding="utf-8").split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.rstrip("\"' ").endswith(name)), 1)
