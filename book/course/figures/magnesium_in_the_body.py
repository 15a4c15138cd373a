"""Figures of the chapter “Magnesium in the body”."""

from __future__ import annotations

from course.evidence.serum import magnesium_bands, serum_csf
from lessonkit import Figure
from lessonkit.figures import named_bars

SHARES = {"Bone": 60, "Muscle": 20, "Other soft tissue": 20, "Red cells": 0.5, "Serum": 0.3}
"""Per cent of the body's magnesium, rounded, by Hansen and Bruserud (2018)."""


def where_magnesium_is() -> Figure:
    """Draw the share of each place in the body."""
    return named_bars(
        list(SHARES.items()),
        "Share of the body's magnesium (%)",
        alt=(
            "Bar chart of where magnesium is. Bone about 60 per cent, muscle 20, other soft tissue 20, red "
            "cells half a per cent, serum 0.3 per cent. The last two bars can hardly be seen."
        ),
        caption=(
            "The part that a blood test measures is the bar that you can hardly see. Rounded values of "
            "Hansen and Bruserud (2018), which add up to a little more than 100 %."
        ),
    )


def serum_beside_the_fluid() -> Figure:
    """Draw magnesium of the cerebrospinal fluid over that of serum, as four studies found them."""
    return Figure(
        serum_csf(),
        alt=(
            "Magnesium of the cerebrospinal fluid over that of serum, four studies. Brewer 2001, ionised: "
            "serum rises from 0.58 to 0.89 mmol/L while the fluid stays at 0.82. Fuchs-Buder 1997, total: "
            "serum goes from 0.74 to 1.24 and back to 0.82 in four hours, the fluid rises from 0.95 to 1.13. "
            "McKee 2005 and Sakamoto 2005 are single points."
        ),
        caption=(
            "If the fluid followed serum, each line would climb to the right. In one study it did not move; "
            "in the other it rose late and by a fifth."
        ),
    )


def bands_of_signs() -> Figure:
    """Draw the bands of serum magnesium in which each source sees a sign."""
    return Figure(
        magnesium_bands(),
        alt=(
            "Bands of serum magnesium with the sign that each source gives. From low to high: signs of low "
            "magnesium below 0.4 or 0.6, reference range 0.7 to 1.0, ranges in eclampsia between 1.25 and 4, "
            "fading or lost reflexes from 2 to 5 and above, changes of the heart's recording from 2.5 to 5, "
            "failing breath and heart above 5 mmol/L."
        ),
        caption=(
            "Thresholds are bands, and sources differ. Loss of reflexes warns before breathing fails. Groups "
            "of patients, not a scale for one person."
        ),
    )
