"""What an item holds, by the names of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lessonkit.authored.records import Place

RESPONSES = ("feedback", "otherwise")
"""Fields that hold what the reader is told after an attempt."""

CHOSEN = ("text", "match")
"""Fields that hold what the reader chooses, orders or matches."""


def texts(value: Any, fields: Iterable[str], place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield the texts below `value` that stand in one of the `fields`, however deep, with their places."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str):
                if name in fields:
                    yield (*place, name), inner
            else:
                yield from texts(inner, fields, (*place, name))
    elif isinstance(value, list):
        name = next((step for step in reversed(place) if isinstance(step, str)), "")
        for i, inner in enumerate(value):
            if isinstance(inner, str):
                if name in fields:
                    yield (*place, i), inner
            else:
                yield from texts(inner, fields, (*place, i))


def choices(item: dict[str, Any]) -> Iterator[tuple[Place, list[dict[str, Any]]]]:
    """Yield the lists of an item from which the reader chooses: texts, some right and some wrong."""
    for name, value in item.items():
        if isinstance(value, list) and all(isinstance(one, dict) and "text" in one for one in value):
            right = sum(is_key(one) for one in value)
            if 0 < right < len(value):
                yield (name,), value


def is_key(option: dict[str, Any]) -> bool:
    """Tell whether an option is right."""
    return option.get("correct") is True


def texts_of(options: Iterable[dict[str, Any]]) -> list[str]:
    """Return what options say."""
    return [option["text"] for option in options]


def plain(text: str) -> str:
    """Return a text without case, blanks and punctuation; signs of numbers stay."""
    return re.sub(r"[^\w−+<>=/×-]+|_", " ", text.casefold()).strip() or text
