"""Figures of the chapter “Dietary sources”."""

from __future__ import annotations

from course.nutrition.foods import read_foods, read_releases
from lessonkit import Figure
from lessonkit.figures import named_bars

PAIRS = (
    ("Flour", "NDB-20080", "NDB-20081"),
    ("Bread", "NDB-18075", "NDB-18069"),
    ("Tortilla", "NDB-28295", "NDB-18364"),
    ("Pasta, cooked", "NDB-20125", "NDB-20121"),
    ("Rice, cooked", "NDB-20037", "NDB-20045"),
)
"""What is eaten, its whole grain and its refined form."""


def whole_grain_beside_refined() -> Figure:
    """Draw the magnesium of five foods, each as whole grain and refined."""
    content = {food.id: food.mg_per_100g for food in read_foods()}
    rows = [(name, content[whole], content[refined]) for name, whole, refined in PAIRS]
    return named_bars(
        [
            (f"{name}, {kind}", mg)
            for name, *pair in rows
            for kind, mg in zip(("whole grain", "refined"), pair, strict=True)
        ],
        "Magnesium (mg per 100 g)",
        colours=["series-1", "series-2"],
        alt=(
            "Pairs of bars, whole grain beside refined, in milligrams of magnesium per 100 grams. "
            + ". ".join(f"{name}: {whole:g} against {refined:g}" for name, whole, refined in rows)
            + "."
        ),
        caption=(
            "In each pair the whole grain has three times as much or more. Cooked pasta and rice hold much "
            "water, so their bars are lower than that of flour. Values: USDA, Standard Reference 28."
        ),
    )


def same_food_by_release() -> Figure:
    """Draw what several releases of the tables say of the same food."""
    values = read_releases()
    return named_bars(
        [(f"{value.food}, {value.release}", value.mg_per_100g) for value in values],
        "Magnesium (mg per 100 g)",
        alt=(
            "Horizontal bars of magnesium in 100 grams by release of the tables. "
            + ". ".join(
                f"{value.food}, {value.release}: {value.mg_per_100g:g} milligrams" for value in values
            )
            + "."
        ),
        caption=(
            "The same food in different releases. A value in a table is a measurement of some samples in "
            "some year, and it can be replaced."
        ),
    )
