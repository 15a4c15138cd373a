"""Numbers drawn for a question: the same for the same seed, here and in the page (``values.js``)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lessonkit.authored.expression import parsed, value_of
from lessonkit.page.numbers import written
from lessonkit.page.random import uniforms

FIRST_SEED = 1
DIGITS = 4
"""Significant digits that a computed answer, slip or tolerance keeps."""

FIELD = re.compile(r"\{([^{}]*)\}")


def count_of(drawn: Mapping[str, float]) -> int:
    """Return how many numbers the range ``{from, to, step}`` holds."""
    return int((drawn["to"] - drawn["from"]) / drawn["step"] + 1e-6) + 1


def _at(drawn: Mapping[str, float], place: int) -> float:
    return float(f"{drawn['from'] + place * drawn['step']:.10g}")


def _completed(values: Mapping[str, Mapping[str, Any]], places: Iterator[int]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in values.items():
        found[name] = value_of(parsed(value["of"]), found) if "of" in value else _at(value, next(places))
    return found


def all_draws(values: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, float]]:
    """Yield every set of numbers that the ranges allow; `ExpressionError` where one has no value."""
    ranges = [range(count_of(value)) for value in values.values() if "of" not in value]
    for places in itertools.product(*ranges):
        yield _completed(values, iter(places))


def draw(values: Mapping[str, Mapping[str, Any]], seed: int) -> dict[str, float]:
    """Return the numbers of a seed; what is computed from others (``of``) comes after them."""
    random = uniforms(seed)
    counts = (count_of(value) for value in values.values() if "of" not in value)
    return _completed(values, (int(next(random) * count) for count in counts))


def filled(text: str, values: Mapping[str, float]) -> str:
    """Return `text` with each ``{name}`` replaced by its number, in three digits."""
    return FIELD.sub(lambda field: written(values[field[1]]), text)


def computed(number: float | str, values: Mapping[str, float]) -> float:
    """Return a number of a bank, which may be an expression of the values, in four digits then."""
    if isinstance(number, str):
        return float(f"{value_of(parsed(number), values):.{DIGITS}g}")
    return number
