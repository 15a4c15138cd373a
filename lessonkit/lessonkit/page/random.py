"""Seeded random numbers, the same bits as those of ``random.js``.

The generator is mulberry32 (T. Ettinger, public domain): 32 bits of state, of which each number is a hash.
It serves to draw a picture again, not to prove anything by statistics.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

_MASK = 0xFFFFFFFF
_INCREMENT = 0x6D2B79F5


def integers(seed: float) -> Iterator[int]:
    """Yield whole numbers from 0 to 2³² − 1 without end; a `seed` that is no whole number is rounded down."""
    state = math.floor(seed) & _MASK
    while True:
        state = (state + _INCREMENT) & _MASK
        mixed = (state ^ state >> 15) * (state | 1) & _MASK
        mixed ^= mixed + ((mixed ^ mixed >> 7) * (mixed | 61) & _MASK) & _MASK
        yield mixed ^ mixed >> 14


def uniforms(seed: float) -> Iterator[float]:
    """Yield independent numbers evenly spread over the open interval from 0 to 1, without end."""
    return ((number + 0.5) / 2**32 for number in integers(seed))
