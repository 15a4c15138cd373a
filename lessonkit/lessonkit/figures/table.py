"""The table behind a plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lessonkit.page.numbers import written

if TYPE_CHECKING:
    from numpy import ndarray

    Column = Sequence[Any] | ndarray


def rows_of(x: Column, curves: Sequence[Column], count: int) -> list[list[str]]:
    """Return up to `count` evenly spaced rows of `x` and `curves`, written for a reader."""
    last = len(x) - 1
    shown = min(count, len(x))
    picks = [round(i * last / (shown - 1)) for i in range(shown)] if shown > 1 else range(shown)
    columns = [x, *curves]
    return [[_cell(column[k]) for column in columns] for k in picks]


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else written(float(value))
