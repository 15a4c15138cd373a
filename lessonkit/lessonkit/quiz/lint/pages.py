"""What a chapter does to its questions: whether it gives answers away, and whether it holds outcomes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.lint.fields import is_key
from lessonkit.quiz.lint.findings import Remark
from lessonkit.quiz.outcome import START
from lessonkit.quiz.words import WORD, telling_words

SHARE = 0.5
"""A text gives a key away if it has this part of the words that the key has for itself."""

_FENCE = re.compile(r"^(`{3,}|:{3,}).*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_PART = re.compile(r"^## +", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LABEL = re.compile(r"^\([\w-]+\)=$", re.MULTILINE)
_ASKED = re.compile(r"^Quiz\(", re.MULTILINE)
_EXPLORER = re.compile(r"^Explorer\(", re.MULTILINE)


def page_texts(file: BankFile) -> list[str]:
    """Return the texts of the chapter, which lies beside the folder of its bank."""
    root, chapter = file.path.resolve().parents[1], file.path.stem
    paths = [root / f"{chapter}.md", *sorted((root / chapter).glob("*.md"))]
    return [path.read_text(encoding="utf-8") for path in paths if path.is_file()]


def prediction_remarks(data: dict[str, Any], page: str) -> Iterator[Remark]:
    """Yield what is wrong between the predictions of a bank and the text of its chapter."""
    for i, item, above, below in _asked(data, page):
        if item["type"] != "predict":
            continue
        yield from _given(i, item, "given-away", [*_headings(above, below), _last_paragraph(above)])
        if item["id"] not in re.findall(START, below):
            yield ("items", i), "outcome-missing", "has no outcome below it on its page"
        following = _ASKED.split(below, maxsplit=1)[0]
        if not item.get("observe") and _EXPLORER.search(following):
            yield ("items", i), "observe-missing", "stands before an explorer"


def told_before(data: dict[str, Any], page: str) -> Iterator[Remark]:
    """Yield the other questions with one key that a heading, or the sentence before them, answers."""
    for i, item, above, below in _asked(data, page):
        one_key = sum(map(is_key, item.get("options", ()))) == 1
        if one_key and item["type"] != "predict":
            last = re.split(r"(?<=[.?!])\s+", _last_paragraph(above))[-1]
            yield from _given(i, item, "told-before", [*_headings(above, below), last])


def _asked(data: dict[str, Any], page: str) -> Iterator[tuple[int, dict[str, Any], str, str]]:
    """Yield the items that a page asks by name, with their places, and what stands above and below."""
    for i, item in enumerate(data["items"]):
        asked = re.search(rf"""^Quiz\(.*["']{re.escape(item["id"])}["']""", page, re.MULTILINE)
        if asked:
            yield i, item, page[: page.rfind("\n```", 0, asked.start())], page[asked.end() :]


def _given(i: int, item: dict[str, Any], rule: str, texts: list[str]) -> Iterator[Remark]:
    key = next(k for k, option in enumerate(item["options"]) if is_key(option))
    for text in texts:
        if given := _shared(item, text):
            found = f"has {' and '.join(given)} of the page's “{shorten(text, 120, placeholder=' …')}”"
            yield ("items", i, "options", key, "text"), rule, found


def _headings(above: str, below: str) -> list[str]:
    """Return the title of the page and the headings of the part: its contents have those below, too."""
    above, below = _FENCE.sub("", above), _FENCE.sub("", below[below.find("\n```") + 4 :])
    page, *parts = _PART.split(above)
    return [
        *_HEADING.findall(page),
        *_HEADING.findall(f"## {parts[-1]}" if parts else ""),
        *_HEADING.findall(_PART.split(below)[0]),
    ]


def _last_paragraph(text: str) -> str:
    prose = _LABEL.sub("", _COMMENT.sub("", _HEADING.sub("", _FENCE.sub("", text))))
    return " ".join(re.split(r"\n\s*\n", prose.strip())[-1].split())


def _shared(item: dict[str, Any], text: str) -> list[str]:
    """Return the words that a text shares with the key alone, if they are telling."""
    options = item["options"]
    [right] = [_words(option["text"]) for option in options if is_key(option)]
    others = [item["stem"], *(option["text"] for option in options if not is_key(option))]
    own = right.keys() - set().union(*map(_words, others))
    given = own & _words(text).keys()
    return [right[word] for word in sorted(given)] if own and len(given) >= SHARE * len(own) else []


def _words(text: str) -> dict[str, str]:
    numbers = {word: word for word in WORD.findall(text) if word[0].isdigit() and len(word) > 1}
    return telling_words(text, 4) | numbers
