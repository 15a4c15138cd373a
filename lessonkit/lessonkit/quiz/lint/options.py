"""What the options of one item give away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lessonkit.quiz.lint.fields import CHOSEN, choices, is_key, plain, texts, texts_of
from lessonkit.quiz.lint.findings import Remark
from lessonkit.quiz.words import telling_words

KEY_LENGTH = 1.2
"""A right option has at most this many times the characters of the longest wrong one."""

OPTION_LENGTH = 2.5
"""The shortest wrong option has at most this many times the characters of a right one: brevity cues too.

Beyond that spread between any two options the finding is advisory.
"""

LENGTH_SLACK = 15
"""Characters by which two options may differ whatever their ratio: "It falls" beside "It stays the same"."""

ALL_NONE = re.compile(
    r"\b(?:all|none|both|neither|any) (?:of )?(?:the |these |those )"
    r"(?:others?|above|below|answers|options|statements)\b"
    r"|^(?:all|none) of (?:these|those)\W*$"
    r"|\b(?:both|neither) [a-f] (?:and|n?or) [a-f]\b",
    re.IGNORECASE,
)

VAGUE = re.compile(
    r"\b(?:often|usually|sometimes|frequently|generally|typically|mostly|rarely|seldom|occasionally)\b",
    re.IGNORECASE,
)

ABSOLUTE = re.compile(r"\b(?:always|never|completely|entirely|totally|absolutely)\b", re.IGNORECASE)

LEADING_NUMBER = re.compile(r"([−+-]?\d+(?:\.\d+)?)(.*)", re.DOTALL)


def option_remarks(item: dict[str, Any]) -> Iterator[Remark]:
    """Yield what gives an option away."""
    for place, text in texts(item, CHOSEN):
        if match := ALL_NONE.search(text):
            yield place, "all-none", f"says {match[0]!r}"
        for word in VAGUE.findall(text):
            yield place, "vague", f"says {word!r}"
    for place, text in texts(item.get("distractors", []), CHOSEN, ("distractors",)):
        for word in ABSOLUTE.findall(text):
            yield place, "absolute", f"is wrong and says {word!r}"
    for place, options in choices(item):
        for rule in (_lengths, _absolutes, _echoes, _orders, _repeats):
            for inner, name, found in rule(options, item["stem"]):
                yield (*place, *inner), name, found


def _lengths(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    sizes = [len(text) for text in texts_of(options)]
    wrong = [size for size, option in zip(sizes, options, strict=True) if not is_key(option)]
    for i, option in enumerate(options):
        if is_key(option) and _outgrows(sizes[i], max(wrong), KEY_LENGTH):
            found = f"is right and has {sizes[i]} characters, the longest wrong one {max(wrong)}"
            yield (i, "text"), "key-length", found
        elif is_key(option) and _outgrows(min(wrong), sizes[i], OPTION_LENGTH):
            found = f"is right and has {sizes[i]} characters, the shortest wrong one {min(wrong)}"
            yield (i, "text"), "key-length", found
    if _outgrows(max(sizes), min(sizes), OPTION_LENGTH):
        yield (), "option-length", f"has texts of {min(sizes)} to {max(sizes)} characters"


def _outgrows(size: int, other: int, ratio: float) -> bool:
    return size > ratio * other and size - other > LENGTH_SLACK


def _absolutes(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    if any(ABSOLUTE.search(option["text"]) for option in options if is_key(option)):
        return
    for i, option in enumerate(options):
        for word in ABSOLUTE.findall(option["text"]):
            yield (i, "text"), "absolute", f"is wrong and says {word!r}"


def _echoes(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    right = [telling_words(option["text"]) for option in options if is_key(option)]
    wrong = [telling_words(option["text"]) for option in options if not is_key(option)]
    echoed = telling_words(stem).keys() & set.intersection(*map(set, right)) - set().union(*wrong)
    if echoed:
        i = next(i for i, option in enumerate(options) if is_key(option))
        words = ", ".join(right[0][word] for word in sorted(echoed))
        yield (i, "text"), "clang", f"alone repeats {words} of the stem"


def _orders(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    texts = texts_of(options)
    matches = [match for text in texts if (match := LEADING_NUMBER.fullmatch(text.strip()))]
    if len(matches) == len(texts) > 2 and len({match[2].strip() for match in matches}) == 1:
        numbers = [float(match[1].replace("−", "-")) for match in matches]
        if numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
            yield (), "number-order", f"has the numbers {', '.join(match[1] for match in matches)}"


def _repeats(options: list[dict[str, Any]], stem: str) -> Iterator[Remark]:
    first: dict[str, int] = {}
    for i, text in enumerate(texts_of(options)):
        if (same := first.setdefault(plain(text), i)) != i:
            yield (i, "text"), "repeated-option", f"says the same as option {same + 1}"
