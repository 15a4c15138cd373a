"""What items have to be together: in one bank, and in all."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.item import LEVELS
from lessonkit.quiz.lint.fields import choices, is_key, plain
from lessonkit.quiz.lint.findings import OBJECTIVE_ITEMS, TYPES, Remark


def objective_map(data: dict[str, Any]) -> str:
    """Return how many items of a bank each objective has at each level, as an aligned table."""
    counts = Counter((item["objective"], item["level"]) for item in data["items"])
    types = Counter(item["type"] for item in data["items"])
    rows: list[tuple[str, ...]] = [("objective", *LEVELS, "items")]
    for objective in data["objectives"]:
        row = [counts[objective, level] for level in LEVELS]
        rows.append((objective, *map(str, row), str(sum(row))))
    totals = [sum(counts[objective, level] for objective in data["objectives"]) for level in LEVELS]
    rows.append(("all", *map(str, totals), str(sum(totals))))
    kinds = ", ".join(f"{n} {name}" for name, n in types.most_common())
    return f"{data['chapter']}: {kinds}\n{aligned(rows)}"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return a table, its first column to the left, the rest to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([f"  {first.ljust(widths[0])}", *map(str.rjust, rest, widths[1:])]) for first, *rest in rows
    )


def together_remarks(data: dict[str, Any]) -> Iterator[Remark]:
    """Yield what is wrong with the items of a bank taken together."""
    yield from _objectives(data)
    yield from _mix(data["items"])
    yield from _positions(data["items"])


def _objectives(data: dict[str, Any]) -> Iterator[Remark]:
    counts = Counter(item["objective"] for item in data["items"])
    for objective in data["objectives"]:
        if counts[objective] < OBJECTIVE_ITEMS:
            yield ("objectives", objective), "objective-items", f"has {counts[objective]} items"


def _mix(items: list[dict[str, Any]]) -> Iterator[Remark]:
    recall = sum(item["level"] == "recall" for item in items)
    if 2 * recall > len(items):
        yield ("items",), "level-mix", f"{recall} of {len(items)} only ask to recall"
    kinds = {item["type"] for item in items}
    if len(kinds) < TYPES:
        yield ("items",), "type-mix", f"all are of type {' or '.join(sorted(kinds))}"


def _positions(items: list[dict[str, Any]]) -> Iterator[Remark]:
    """Compare where the keys stand over all items that have one key.

    Chance alone moves a share, so a place may have from half to one and a half times its part.
    """
    keys: dict[int, list[int]] = defaultdict(list)
    for item in items:
        for _, options in choices(item):
            places = [i for i, option in enumerate(options) if is_key(option)]
            if len(places) == 1:
                keys[len(options)].append(places[0])
    for size, places in sorted(keys.items()):
        part = len(places) / size
        counts = [places.count(place) for place in range(size)]
        if part >= 2 and not all(math.floor(part / 2) <= n <= math.ceil(1.5 * part) for n in counts):
            found = f"of the {len(places)} items with {size} options the right one is {_listed(counts)}"
            yield ("items",), "key-position", found


def _listed(counts: list[int]) -> str:
    return ", ".join(f"{n} times option {place}" for place, n in enumerate(counts, 1))


def repeated(files: Sequence[BankFile]) -> Iterator[tuple[BankFile, Remark]]:
    """Yield the stems used twice in the course, and the ids that two banks share."""
    first: dict[tuple[str, str], str] = {}
    for file in files:
        for i, item in enumerate(file.data["items"]):
            for field, rule, value in (
                ("id", "repeated-id", item["id"]),
                ("stem", "repeated-stem", plain(item["stem"])),
            ):
                place = ("items", i, field)
                here = file.where(place)
                if (other := first.setdefault((field, value), here)) != here:
                    yield file, (place, rule, f"is the same as at {other}")
