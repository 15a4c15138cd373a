"""What is read from a run, by its name: of a curve, or of the times of spikes. As in reductions.js."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lessonkit.model.describe import Spikes


def _integral(t: np.ndarray, curve: np.ndarray) -> float:
    return float(np.sum((curve[1:] + curve[:-1]) / 2 * np.diff(t)))


def _trough(t: np.ndarray, curve: np.ndarray) -> tuple[float, float]:
    """Return where the curve is lowest and how low, from the parabola through the lowest three points.

    Both are nan if the lowest point is at an end: then the curve has no trough.
    """
    k = int(curve.argmin())
    if k in (0, curve.size - 1):
        return np.nan, np.nan
    before, lowest, after = curve[k - 1 : k + 2]
    shift = (before - after) / (2 * (before - 2 * lowest + after))
    return t[k] + shift * (t[k + 1] - t[k]), lowest - (before - after) * shift / 4


REDUCTIONS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "max": lambda t, curve: curve.max(),
    "integral": _integral,
    "trough": lambda t, curve: _trough(t, curve)[1],
    "trough position": lambda t, curve: _trough(t, curve)[0],
    "mean": lambda t, curve: curve.mean(),
    # A NumPy number: n / 0 is then infinite, no error.
    "count below": lambda t, curve: np.float64(np.count_nonzero(curve < 0)),
}
"""Of the points `t` of the axis and a curve, from which its baseline is taken off."""


def _bursts(spikes: np.ndarray, t: np.ndarray, looked_for: Spikes) -> int:
    runs = np.split(spikes, np.flatnonzero(np.diff(spikes) > looked_for.burst_gap) + 1)
    return sum(run.size >= looked_for.burst_size for run in runs)


SPIKE_REDUCTIONS: dict[str, Callable[[np.ndarray, np.ndarray, Spikes], float]] = {
    "spike count": lambda spikes, t, looked_for: spikes.size,
    "spike rate": lambda spikes, t, looked_for: 1000.0 * spikes.size / (t[-1] - t[0]),
    "burst count": _bursts,
    "first spike": lambda spikes, t, looked_for: spikes[0] if spikes.size else np.nan,
}
"""Of the times of the spikes, the points `t` of the axis in ms, and how the spikes are looked for."""
