"""Items of all banks that ask nearly the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.lint.fields import is_key
from lessonkit.quiz.lint.findings import Remark
from lessonkit.quiz.lint.printed import content_words

ALIKE = 0.55
"""Two choices ask the same if stem and keys together are so alike, with half the likeness of the keys …"""
KEYS_ALIKE = 0.3
"""… and their keys so: a prediction and its why share the case, and not the answer."""
STEMS_ALIKE = 0.6
"""Two items of one type ask the same if their stems are so alike."""


@dataclass(frozen=True)
class _Asked:
    file: BankFile
    place: int
    id: str
    type: str
    stem: set[str]
    key: set[str]


def near_duplicates(files: Sequence[BankFile]) -> Iterator[tuple[BankFile, Remark]]:
    """Yield the later one of each two items that ask nearly the same, by the words that they share.

    The likeness of two sets of words is the cosine, each word weighted by how few items have it.
    """
    asked = [
        _Asked(file, i, item["id"], item["type"], content_words(_asks(item)), content_words(_key(item)))
        for file in files
        for i, item in enumerate(file.data["items"])
    ]
    counts = Counter(word for each in asked for word in each.stem | each.key)
    weights = {word: math.log(1 + len(asked) / count) for word, count in counts.items()}

    def likeness(one: set[str], other: set[str]) -> float:
        def weight(words: set[str]) -> float:
            return sum(weights[word] for word in words)

        return weight(one & other) / math.sqrt(weight(one) * weight(other)) if one and other else 0.0

    for i, other in enumerate(asked):
        for one in asked[:i]:
            keys = likeness(one.key, other.key)
            both = likeness(one.stem | one.key, other.stem | other.key)
            by_key = keys >= KEYS_ALIKE and both + keys / 2 >= ALIKE
            if by_key or (one.type == other.type and likeness(one.stem, other.stem) >= STEMS_ALIKE):
                place = ("items", other.place, "stem")
                yield (
                    other.file,
                    (place, "near-duplicate", f"asks nearly what {one.id} of {one.file.path.stem} asks"),
                )


def _key(item: dict[str, Any]) -> str:
    return " ".join(option["text"] for option in item.get("options", ()) if is_key(option))


def _asks(item: dict[str, Any]) -> str:
    listed = [*item.get("entries", ()), *item.get("pairs", ())]
    return " ".join([item["stem"], *(each["text"] for each in listed)])
