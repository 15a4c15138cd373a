"""Which answers stand in the chapter: an item that asks for one only asks to recall it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lessonkit.quiz.lint.fields import is_key
from lessonkit.quiz.words import WORD, telling_words

PART = 0.5
"""A sentence states an answer if it has this part of the answer's telling words, and at least `LEAST`."""
LEAST = 2

_UNREAD = re.compile(
    r"\A---\n.*?^---$|^```\{(?:code-cell|bibliography)\}.*?^```$|<!--.*?-->|\{[\w:-]+\}`[^`]*<[^`]*>`"
    r"|\{cite:\w+\}`[^`]*`|^\([\w-]+\)=$",
    re.DOTALL | re.MULTILINE,
)
_PASSAGE = re.compile(r"\n\s*\n|\n(?=[-*#|]|\d+\. )")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")

Sentences = Sequence[tuple[frozenset[str], str]]
"""Of each sentence, list entry and row of a table: its telling words, and how it reads in small letters."""


def sentences(pages: Iterable[str]) -> Sentences:
    """Return the sentences of a chapter, without its code and its sources."""
    return [
        (frozenset(content_words(text)), " ".join(text.casefold().split()))
        for page in pages
        for passage in _PASSAGE.split(_UNREAD.sub("", page))
        for text in _SENTENCE.split(passage)
        if text.strip()
    ]


def content_words(text: str) -> set[str]:
    """Return the telling words of four letters or more, without their endings, and the numbers."""
    return telling_words(text, 4).keys() | {word for word in WORD.findall(text) if word[0].isdigit()}


def is_printed(item: dict[str, Any], chapter: Sentences) -> bool:
    """Tell whether all that is right about an item stands in the chapter.

    A rule of thumb: it misses what is said in other words, and takes words for a statement. Drawn numbers and
    curves to read are never printed.
    """
    answer = item.get("answer", {})
    if item.get("values") or item.get("plot"):
        return False
    if "accept" in answer:
        return any(text.casefold() in said for text in answer["accept"] for _, said in chapter)
    if "value" in answer:
        value = re.escape(f"{answer['value']:g} {answer['unit']}".casefold())
        number = re.compile(rf"(?<![\d.]){value}")
        return any(number.search(said.replace("−", "-")) for _, said in chapter)
    return all(_stands(text, chapter) for text in _statements(item))


def _statements(item: dict[str, Any]) -> Iterator[str]:
    for option in item.get("options", ()):
        if is_key(option):
            yield option["text"]
    for entry in item.get("entries", ()):
        yield entry["text"]
    for pair in item.get("pairs", ()):
        yield f"{pair['text']} {pair['match']}"


def _stands(text: str, chapter: Sentences) -> bool:
    words = content_words(text)
    needed = max(LEAST, PART * len(words))
    return any(len(words & there) >= needed for there, _ in chapter)
