"""What pages are made from: the contents name them, and those that run code need the course's files."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from lessonkit.contents import read_contents
from lessonkit.course import current
from lessonkit.page.linker import ROOT
from lessonkit.quiz.misconceptions import FILE as MISCONCEPTIONS

MADE_FROM = ("quizzes", "tasks", "cases", "data")
TELLS_OF_PAGES = re.compile(
    r"^(?:Case|CaseLead|Chapter|Exam|Paths|Progress|Retrieval|wrong_ideas)\(", re.MULTILINE
)
"""Widgets, and what else says what stands on other pages."""

_SAYS_OF_ITSELF = re.compile(
    r"\A---\n.*?^---$|^# [^\n]+$|^(`{3,})\{code-cell\}.*?^\1 *$", re.DOTALL | re.MULTILINE
)


def keep_to_contents(app: Sphinx, config: Config) -> None:
    """Let Sphinx read the pages of the contents alone.

    Listing instead what it should leave out would make the settings, and so all pages, depend on whatever
    else lies in the folder.
    """
    pages = config.external_site_map
    config.include_patterns = [f"{page}.*" for page in (*pages, *pages.globs())]


def write_outline(app: Sphinx) -> None:
    """Keep what the pages say of themselves to other pages; the file is new when one of them says it anew."""
    said = "\n".join(
        part
        for chapter in read_contents()
        for page in chapter.pages
        for part in (page.name, *(match[0] for match in _SAYS_OF_ITSELF.finditer(page.text)))
    )
    kept = outline(app)
    if not kept.is_file() or kept.read_text(encoding="utf-8") != said:
        kept.write_text(said, encoding="utf-8")


def outline(app: Sphinx) -> Path:
    """Return the file with what the pages say of themselves; a change of nothing else leaves it as it is."""
    return Path(app.doctreedir, "outline.txt")


def note(app: Sphinx, docname: str, source: list[str]) -> None:
    """Let a page that runs code be built anew when the package, a bank, a table or the contents changed."""
    if "{code-cell}" not in source[0]:
        return
    course = current()
    app.env.note_dependency(str(course.contents))
    if (ideas := course.root / MISCONCEPTIONS).is_file():
        app.env.note_dependency(str(ideas))
    if TELLS_OF_PAGES.search(source[0]):
        app.env.note_dependency(str(outline(app)))
    for path in inputs():
        app.env.note_dependency(str(path))


def inputs() -> Iterator[Path]:
    """Yield the files of the package, of the course's own and of the folders that widgets are made from."""
    course = current()
    folders = [ROOT, *(course.root / name for name in MADE_FROM)]
    if course.package:
        folders.append(course.package)
    for folder in folders:
        yield from made_from(folder)


@contextmanager
def unless_made(app: Sphinx, name: str) -> Iterator[bool]:
    """Give whether what has this `name` has to be made: not if nothing that it is made from changed since.

    What a lesson says in its text alone is no such change. If making it fails, it is made the next time,
    and so it is where somebody has deleted the site, and with it the stamp.
    """
    course, stamp = current(), Path(app.outdir, f".{name}")
    given = [outline(app), course.contents, course.bibliography, course.root / MISCONCEPTIONS, *inputs()]
    is_made = is_newer(stamp, [path for path in given if path.is_file()])
    began = time.time()
    yield not is_made
    if not is_made:
        stamp.touch()
        os.utime(stamp, (began, began))


def is_newer(made: Path, given: Iterable[Path]) -> bool:
    """Return whether a file is there and was made after the files that it was made from."""
    return made.is_file() and all(path.stat().st_mtime <= made.stat().st_mtime for path in given)


def made_from(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder in order, without environments, caches and what editors leave behind."""
    for parent, folders, files in os.walk(folder):
        if "pyvenv.cfg" in files or Path(parent, "conda-meta").is_dir():
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        yield from (
            Path(parent, name) for name in sorted(files) if not name.startswith(".") and name[-1] != "~"
        )
