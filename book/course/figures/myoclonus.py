"""Figures of the chapter “Myoclonus”."""

from __future__ import annotations

from lessonkit import Figure
from lessonkit.figures import named_bars

KINDS = {"Symptomatic": 72, "Epileptic": 17, "Essential": 11}
"""Per cent of the cases in Olmsted County, by Caviness and others (1999)."""


def kinds_of_myoclonus() -> Figure:
    """Draw how often each kind was counted in a whole population."""
    return named_bars(
        list(KINDS.items()),
        "Share of cases (%)",
        alt=(
            "Bar chart of three kinds of myoclonus in Olmsted County. Symptomatic 72 per cent, epileptic 17 "
            "per cent, essential 11 per cent."
        ),
        caption=(
            "Nearly three in four cases had a cause outside the myoclonus itself. Olmsted County, 1976 to "
            "1990 (Caviness and others 1999)."
        ),
    )
