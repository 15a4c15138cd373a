"""Figures of the chapter “Diet, tablets or drip”."""

from __future__ import annotations

from course.numbers.diet_tablets_drip import treatment_mg
from lessonkit import Figure
from lessonkit.figures import Band, named_bands

NUMBERS = (
    ("Reference intake, EFSA, women", "series-1", (0, 300)),
    ("Reference intake, US, women", "series-1", (0, 320)),
    ("Reference intake, EFSA, men", "series-1", (0, 350)),
    ("Reference intake, US, men", "series-1", (0, 420)),
    ("Upper level without food, EU", "series-2", (0, 250)),
    ("Upper level without food, US", "series-2", (0, 350)),
    ("Upper level without food, Norway", "series-2", (0, 350)),
    ("Treatment as described", "series-3", treatment_mg),
)
"""Name, colour and ends of each bar, mg a day; the chapter cites them."""


def three_kinds_of_numbers() -> Figure:
    """Draw reference intakes, upper levels and a treatment dose on one axis."""
    bands = [Band(name, low, high, ink, at_end=bool(low)) for name, ink, (low, high) in NUMBERS]
    figure = named_bands(bands, "Adults", "Magnesium (mg a day)", (0, 800))
    low, high = treatment_mg
    return Figure(
        figure,
        alt=(
            "Horizontal bars of three kinds of daily numbers for adults, in milligrams. Reference intakes: "
            "EFSA 300 for women and 350 for men, United States 320 for women and 420 for men aged 31 or "
            "more. Upper levels for supplements: European Union 250, United States 350, Norway 350. "
            f"Treatment as described in a textbook: {low} to {high}."
        ),
        caption=(
            "The bars answer different questions and must not be subtracted from each other. An upper level "
            "below a reference intake is no error: it leaves out food."
        ),
    )
