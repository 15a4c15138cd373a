"""How each source of the bibliography was read, and when it should be read again."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessonkit.bibliography import linked, reference
from lessonkit.course import current

SEEN = {
    "text": "The text, or the part of it that is cited",
    "abstract": "The abstract, or a summary",
    "opening": "The first page, or an opening",
    "secondary": "Another's account, or the citation alone",
}
"""What can have been seen of a source, from most to least, with what each means."""

IDENTITY = frozenset({"title", "journal", "year", "doi"})
"""The fields by which a source is found. One of them from memory may lead to another paper."""

PAGE_YEARS = 1
"""A page of the web or the text of a product may change at any time."""
REVIEW_YEARS = 5
"""A review, a guideline or a reference intake rests on a search that grows old with it."""

_REVIEW = re.compile(
    r"review|meta-analy|guideline|recommend|consensus|scientific opinion|update|management|criteria"
    r"|perspective|current concepts",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"(\d{4}-\d\d-\d\d): (.+)")


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography, as it was read."""

    key: str
    kind: str
    title: str
    published: int | None
    seen: str
    recalled: frozenset[str]
    checked: datetime.date
    found: str

    @property
    def is_weak(self) -> bool:
        """Whether another's account stands for it, or a part of what it is found by is from memory."""
        return self.seen == "secondary" or bool(self.recalled & IDENTITY)

    @property
    def is_page(self) -> bool:
        """Whether it is a page of the web or the text of a product."""
        return self.kind == "misc"

    @property
    def due(self) -> int | None:
        """The year in which to read it again; none for a study, whose result stays what it was."""
        next_look = self.checked.year + PAGE_YEARS
        if self.is_page:
            return next_look
        is_review = self.kind in ("book", "techreport") or _REVIEW.search(self.title)
        if is_review and self.published is not None:
            return max(self.published + REVIEW_YEARS, next_look)
        return None


@functools.lru_cache(maxsize=2)
def read_sources(file: Path | None = None) -> dict[str, Source]:
    """Return the sources of the bibliography by their keys.

    Raises
    ------
    ValueError
        If an entry does not say what was seen, or when; the message names it and the remedy.
    """
    from pybtex.database import parse_file  # not at the top: importing the course should cost little

    entries = parse_file(str(file or current().bibliography), bib_format="bibtex").entries
    return {key: _source(key, entry) for key, entry in entries.items()}


def _source(key: str, entry: Any) -> Source:
    fields = entry.fields
    checked = _CHECKED.fullmatch(fields.get("checked", ""))
    if not checked:
        raise ValueError(f"{key}: write checked = {{YEAR-MONTH-DAY: what was seen, and where}}")
    if fields.get("seen") not in SEEN:
        raise ValueError(f"{key}: seen = {fields.get('seen')!r}: write one of {', '.join(SEEN)}")
    recalled = frozenset(filter(None, fields.get("recalled", "").split(", ")))
    if absent := recalled - set(fields) - set(entry.persons):
        raise ValueError(f"{key}: recalled names {', '.join(sorted(absent))}, which the entry has not")
    year = fields["year"]
    return Source(
        key,
        entry.type,
        re.sub(r"[{}\\]", "", fields["title"]),
        int(year) if year.isdigit() else None,
        fields["seen"],
        recalled,
        datetime.date.fromisoformat(checked[1]),
        checked[2],
    )


def seen_table() -> Any:
    """Return a table in Markdown: how many sources were seen, and how much of each."""
    sources = read_sources().values()
    rows = [(SEEN[level], sum(source.seen == level for source in sources)) for level in SEEN]
    return _table(("What was seen", "Sources"), rows)


def weak_list() -> Any:
    """Return a list in Markdown of the sources that are known at second hand, or in part from memory."""
    from IPython.display import Markdown

    weak = [source for source in read_sources().values() if source.is_weak]
    return Markdown("\n".join(f"- {_name(source)}: {_why(source)}." for source in weak))


def _why(source: Source) -> str:
    parts = [source.found] if source.seen == "secondary" else []
    if memory := sorted(source.recalled & IDENTITY):
        parts.append(f"from memory: {', '.join(memory)}")
    return "; ".join(parts)


def due_list() -> Any:
    """Return a list in Markdown: in which year which sources should be read again."""
    from IPython.display import Markdown

    due = [source for source in read_sources().values() if source.due is not None]
    lines = []
    for year in sorted({source.due for source in due if source.due is not None}):
        for heading, is_page in (
            ("pages and product texts", True),
            ("reviews, guidelines and tables", False),
        ):
            names = [_name(source) for source in due if source.due == year and source.is_page == is_page]
            if names:
                lines.append(f"- **{year}, {heading}** ({len(names)}): {'; '.join(names)}.")
    return Markdown("\n".join(lines))


def _name(source: Source) -> str:
    return linked([reference(source.key)])


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Any:
    from IPython.display import Markdown

    heads = tuple(heads)
    lines = [heads, ("---",) * len(heads), *(tuple(map(str, row)) for row in rows)]
    return Markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
