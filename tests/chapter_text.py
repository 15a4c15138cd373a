"""The prose of a chapter, in blocks and sentences, for the tests that read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from lessonkit.contents import read_contents

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"

_FENCE = re.compile(r"^(`{3,}|:{3,})(\{[^}]+\})?(.*)$")
_PROSE_FENCES = (
    "{admonition}",
    "{note}",
    "{warning}",
    "{tip}",
    "{important}",
    "{figure}",
    "{grid",
    "{dropdown}",
)
_ROLE = re.compile(r"\{(\w+(?::\w+)*)\}`([^`]*)`")
_SHOWN = re.compile(r"^(.*?)\s*<[^>]*>$", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])[)”\"*]*\s+(?=[\"“*({\[A-Z0-9−$])")
_ABBREVIATION = re.compile(r"(?:\be\.g|\bi\.e|\bvs|\bFig|\bNo|\bDr)\.$")


def chapters() -> list[str]:
    """Return the names of the chapters, in the order of the table of contents."""
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    part = next(part for part in parts if part["caption"] == "Chapters")
    return [entry["file"].removeprefix("book/").removesuffix("/index") for entry in part["chapters"]]


def page_names() -> tuple[str, ...]:
    """Return the names of all pages, as addresses in ``book/`` have them, without ending."""
    paths = [*BOOK.glob("*.md"), *(path for name in chapters() for path in (BOOK / name).glob("*.md"))]
    return tuple(sorted(path.relative_to(BOOK).with_suffix("").as_posix() for path in paths))


def pages_of(chapter: str) -> list[str]:
    """Return the names of a chapter's pages, in order; of a page, its own."""
    pages = [(each.id, page.name) for each in read_contents(BOOK) for page in each.pages]
    return [name for each, name in pages if chapter in (each, name)]


def text_of(chapter: str) -> str:
    """Return the text of a chapter: of all its pages, in order, with the first one's front matter alone."""
    first, *others = [(BOOK / f"{name}.md").read_text(encoding="utf-8") for name in pages_of(chapter)]
    return "\n".join([first, *(other.partition("\n---\n")[2] for other in others)])


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item or a row of a table: its first line, its kind, its heading and its text."""

    line: int
    kind: str
    heading: str
    text: str

    def sentences(self) -> list[str]:
        """Return the sentences, with their markup; a row of a table is one."""
        if self.kind == "row":
            return [self.text]
        found: list[str] = []
        for part in _SENTENCE.split(self.text):
            if found and _ABBREVIATION.search(found[-1]):
                found[-1] += f" {part}"
            else:
                found.append(part)
        return found


def blocks(markdown: str) -> Iterator[Block]:
    """Yield the blocks of prose: no front matter, code, displayed equation, label, heading or option."""
    lines = markdown.split("\n")
    start = lines.index("---", 1) + 1 if lines[0] == "---" else 0
    heading, fences, held, first, kind = "", [], [], 0, "paragraph"
    in_math = False

    def close() -> Iterator[Block]:
        if held:
            yield Block(first + 1, kind, heading, " ".join(held))
            held.clear()

    for number, line in enumerate(lines[start:], start):
        stripped = line.strip()
        fence = _FENCE.match(stripped)
        if fence:
            yield from close()
            if fences and not fence[2] and len(fence[1]) >= len(fences[-1][0]) and not fence[3].strip():
                fences.pop()
            else:
                fences.append((fence[1], (fence[2] or "").startswith(_PROSE_FENCES)))
            continue
        if any(not is_prose for _, is_prose in fences):
            continue
        if stripped.startswith("$$"):
            yield from close()
            in_math = not in_math and stripped.count("$$") == 1
            continue
        if in_math:
            continue
        if (
            not stripped
            or re.fullmatch(r"\([\w-]+\)=|<!--.*-->", stripped)
            or re.match(r":[\w-]+:", stripped)
        ):
            yield from close()
            continue
        if title := re.match(r"#+\s+(.*)", stripped):
            yield from close()
            heading = title[1]
            continue
        item = re.match(r"(?:[-*+]|\d+\.)\s+", stripped)
        row = stripped.startswith("|")
        if row or item:
            yield from close()
        if row and re.fullmatch(r"[|\s:-]+", stripped):
            continue
        if not held:
            first, kind = number, "row" if row else "item" if item else "paragraph"
        held.append(stripped[item.end() :] if item else stripped)
    yield from close()


def plain(text: str) -> str:
    """Return a text as a reader sees it: roles as what they show, citations left out."""

    def shown(match: re.Match[str]) -> str:
        role, content = match.groups()
        if role.startswith("cite:p"):
            return ""
        if role == "eval":
            return "0"
        explicit = _SHOWN.match(content)
        return explicit[1] if explicit else content.removesuffix("/index").split("/")[-1].replace("-", " ")

    text = _ROLE.sub(shown, text)
    text = re.sub(r"\$[^$]*\$", "x", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*_`]+", "", text)).strip()
