"""The index of the course: every chapter that has questions, with what the learner's record refers to."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from course.quiz.bank import FOLDER, Bank, BankError, Item, check_banks
from course.quiz.widget import _hash

CONTENTS = "_toc.yml"


def reading_order(folder: Path = FOLDER) -> list[Bank]:
    """Return the banks of the chapters that the table of contents names, in its order.

    Where there is no table of contents beside the book, all banks are returned.

    Raises
    ------
    BankError
        If a bank has a fault.
    """
    banks = {bank.chapter: bank for bank in check_banks(folder)}
    contents = Path(folder).parents[1] / CONTENTS
    if not contents.is_file():
        return list(banks.values())
    named = _files(yaml.safe_load(contents.read_text(encoding="utf-8")))
    return [banks[name] for name in named if name in banks]


def course_index(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return, for each chapter, its id, title, page, objectives and items.

    Each item has its id, type, objective, level, stem, `hash` (of its content, see `Quiz`) and `key`: a
    number of 24 bits that stands for id and content where every bit counts (``pack.js``).

    Raises
    ------
    BankError
        If a bank has a fault, or two items happen to share a key.
    """
    index = [
        {
            "chapter": bank.chapter,
            "title": bank.title,
            "page": f"{bank.chapter}.html",
            "objectives": bank.objectives,
            "items": [_entry(item) for item in bank.items],
        }
        for bank in reading_order(folder)
    ]
    items = [item for chapter in index for item in chapter["items"]]
    count = Counter(item["key"] for item in items)
    same = [item["id"] for item in items if count[item["key"]] > 1]
    if same:
        raise BankError(f"{folder}: the items {', '.join(same)} share a key: change a word in one's stem")
    return index


def _entry(item: Item) -> dict[str, Any]:
    names = ("id", "type", "objective", "level", "stem")
    return {name: getattr(item, name) for name in names} | {"hash": _hash(item), "key": _key(item)}


def _key(item: Item) -> int:
    return int(hashlib.sha256(f"{item.id} {_hash(item)}".encode()).hexdigest()[:6], 16)


def _files(node: Any) -> Iterator[str]:
    """Yield the names of the pages of a table of contents, without their folders."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("file", "root"):
                yield str(value).rpartition("/")[2]
            else:
                yield from _files(value)
    elif isinstance(node, list):
        for child in node:
            yield from _files(child)
