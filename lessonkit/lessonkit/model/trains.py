"""When something happens to a model: the times of its trains, and its pulses. The same as in trains.js."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from lessonkit.model.describe import RandomTrain, Train
from lessonkit.page.random import uniforms

SHORTEST_STRETCH = 1e-9
"""Two events that differ by rounding alone happen at once: the integrator refuses such a stretch."""


def times(train: Train | RandomTrain, end: float) -> list[float]:
    """Return the times of `train`, which holds plain numbers, on an axis that ends at `end`."""
    start = float(train.start)
    if isinstance(train, Train):
        return [start + k * float(train.interval) for k in range(round(float(train.count)))]
    rate = float(train.rate)
    if rate <= 0:
        return []
    intervals = (-math.log(number) for number in uniforms(float(train.seed)))
    reached = (start + sum_ / rate for sum_ in itertools.accumulate(intervals))
    return list(itertools.takewhile(lambda time: time <= end, reached))


def pulses(begins: Sequence[float], width: float) -> list[tuple[float, float]]:
    """Return when pulses of `width` that begin at these times rise and fall; those that meet are one."""
    found: list[tuple[float, float]] = []
    for on in sorted(begins):
        if found and on <= found[-1][1] + SHORTEST_STRETCH:
            found[-1] = (found[-1][0], on + width)
        else:
            found.append((on, on + width))
    return found
