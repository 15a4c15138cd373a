"""Where a chain is, and how long it stays, drawn from seeded random numbers. The same as in chains.js."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lessonkit.page.random import uniforms

SEEDS_APART = 1000
"""Between the sequence numbers of two copies, so that neighbouring draws share none."""

Rates = list[list[tuple[int, float]]]
"""For each place the places that can be reached from it, with the rates of the jumps."""


@dataclass(frozen=True)
class Stretch:
    """A part of the axis on which the rates are constant."""

    begin: float
    end: float
    rates: Rates


Stay = tuple[int, float, float, bool]
"""A place, when it was entered and left, and whether it was left by a jump (or is cut by the end)."""


def stays_of(stretches: Sequence[Stretch], seed: float) -> Iterator[Stay]:
    """Yield the stays of one copy, which begins at the first place.

    The time to the next jump is exponential, and has no memory: it is drawn anew where the rates change.
    """
    number = uniforms(seed)
    place, since = 0, stretches[0].begin
    for stretch in stretches:
        now = stretch.begin
        while True:
            ways = stretch.rates[place]
            total = sum(rate for _, rate in ways)
            if total <= 0:
                break
            now -= math.log(next(number)) / total
            if now >= stretch.end:
                break
            yield place, since, now, True
            place, since = _chosen(ways, next(number) * total), now
    yield place, since, stretches[-1].end, False


def _chosen(ways: list[tuple[int, float]], mark: float) -> int:
    for place, rate in ways:
        mark -= rate
        if mark < 0:
            return place
    return ways[-1][0]


def copies_of(stretches: Sequence[Stretch], seed: float, copies: float) -> list[list[Stay]]:
    """Return the stays of each copy."""
    return [list(stays_of(stretches, seed + SEEDS_APART * k)) for k in range(round(copies))]


def shares(copies: Sequence[Sequence[Stay]], places: int, grid: np.ndarray) -> np.ndarray:
    """Return the share of copies and time spent in each place since the point of `grid` before.

    The shape is (places, n). At the first point all copies are at the first place.
    """
    spent = np.zeros((places, grid.size))
    for copy, place in itertools.product(copies, range(places)):
        knots, sums = [grid[0]], [0.0]
        for at, begin, end, _ in copy:
            if at == place:
                knots += [begin, end]
                sums += [sums[-1], sums[-1] + end - begin]
        spent[place] += np.interp(grid, knots, sums)
    found = np.diff(spent, axis=1, prepend=0.0) / (grid[1] - grid[0]) / len(copies)
    found[:, 0] = 0.0
    found[0, 0] = 1.0
    return found


def lengths(copies: Sequence[Sequence[Stay]], place: int) -> np.ndarray:
    """Return how long the stays in `place` were that ended by a jump."""
    return np.array(
        [end - begin for copy in copies for at, begin, end, whole in copy if whole and at == place]
    )


def spread(found: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Return the share of lengths that lie nearest to each point of a logarithmic `grid`, by their ratio."""
    half = math.sqrt(grid[1] / grid[0])
    edges = np.append(grid / half, grid[-1] * half)
    counts, _ = np.histogram(found, edges)
    return counts / max(1, found.size)
