"""Numbers in words, as the pages and the widgets write them."""

from __future__ import annotations

import math

SPOKEN_UNITS = {
    "mM": "millimolar",
    "µM": "micromolar",
    "mV": "millivolts",
    "ms": "milliseconds",
    "Hz": "hertz",
    "nS": "nanosiemens",
    "pA": "picoamperes",
    "mmol/L": "millimoles per litre",
    "mg/dL": "milligrams per decilitre",
    "mEq/L": "milliequivalents per litre",
    "mS/cm²": "millisiemens per square centimetre",
    "µA/cm²": "microamperes per square centimetre",
}
"""How a screen reader should say a unit."""


def written(value: float) -> str:
    """Return a number for a sentence or a table: three digits, a true minus sign, "none" if not finite."""
    if not math.isfinite(value):
        return "none"
    rounded = float(f"{value:.3g}")
    text = str(int(rounded)) if rounded == int(rounded) and abs(rounded) < 1e15 else repr(rounded)
    return text.replace("-", "−")


def with_unit(text: str, unit: str) -> str:
    """Return the number with its unit, if it has one and the number exists."""
    return f"{text} {unit}" if unit and text != "none" else text


def compared(value: float, reference: float, unit: str, *, has_zero: bool = True) -> str:
    """Return how `value` stands to `reference`: how many times it, or how far from it without a zero."""
    if not (math.isfinite(value) and math.isfinite(reference)):
        return "–"
    if value == reference:
        return "the same"
    if has_zero and value * reference > 0:
        return f"× {written(value / reference)}"
    change = value - reference
    return with_unit(f"{'+' if change > 0 else ''}{written(change)}", unit)
