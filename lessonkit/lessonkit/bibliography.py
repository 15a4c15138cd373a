"""The bibliography of a course, for widgets that name their sources."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessonkit.course import current


class UnknownReferenceError(ValueError):
    """A key is not in the bibliography; the message names it, the file and the remedy."""


@dataclass(frozen=True)
class Reference:
    """One source: how a sentence names it, and where it can be read."""

    key: str
    label: str
    url: str


def reference(key: str) -> Reference:
    """Return the source that has this key in the course's bibliography.

    Raises
    ------
    UnknownReferenceError
        If the bibliography has no such key, or is missing.
    """
    file = current().bibliography
    if not file.is_file():
        raise UnknownReferenceError(f"{file} is missing: write {key!r} there, or mend Course(root=…)")
    entries = _database(file).entries
    if key not in entries:
        raise UnknownReferenceError(f"{file.name} has no entry {key!r}: add it, or mend the key")
    entry = entries[key]
    return Reference(key, f"{_authors(entry)} {entry.fields['year']}", _url(entry))


def linked(sources: Iterable[Reference]) -> str:
    """Return sources as Markdown, each by its label and with its address."""
    return "; ".join(f"[{source.label}]({source.url})" if source.url else source.label for source in sources)


def listed(keys: Sequence[str]) -> str:
    """Return the sources that have these keys as a numbered list in Markdown."""
    from pybtex.plugin import find_plugin  # not at the top: importing a course should cost little

    style = find_plugin("pybtex.style.formatting", "unsrt")()
    text = io.StringIO()
    found = style.format_bibliography(_database(current().bibliography), keys)
    find_plugin("pybtex.backends", "markdown")().write_to_stream(found, text)
    return text.getvalue()


@functools.lru_cache(maxsize=1)
def _database(file: Path) -> Any:
    from pybtex.database import parse_file

    return parse_file(str(file), bib_format="bibtex")


def _authors(entry: Any) -> str:
    from pybtex.richtext import Text

    people = entry.persons["author"]
    names = [str(Text.from_latex(" ".join((*p.prelast_names, *p.last_names)))) for p in people]
    if len(names) > 2 or names[-1] == "others":
        return f"{names[0]} and others"
    return " and ".join(names)


def _url(entry: Any) -> str:
    doi = entry.fields.get("doi")
    return f"https://doi.org/{doi}" if doi else entry.fields.get("url", "")
