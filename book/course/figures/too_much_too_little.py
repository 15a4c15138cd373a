"""Figures of the chapter “Too much, too little”."""

from __future__ import annotations

from course.evidence.serum import limits, read_bands
from lessonkit import Figure
from lessonkit.figures import Band, named_bands

EDGE_MM = 7.0
"""Where the scale of serum magnesium ends, mmol/L."""
ROW_PX = 56


def reflexes_by_source() -> Figure:
    """Draw the serum magnesium at which reflexes fade and go, a bar for each source."""
    rows = sorted(
        (row for row in read_bands() if "eflex" in row["sign"]),
        key=lambda row: (row["low_mM"], row["high_mM"]),
    )
    bands, said = [], []
    for row in rows:
        sign, _, source = row["sign"].partition(" (")
        name = f"{sign.removeprefix('Reflexes ').split(',')[0]} ({source}"
        ink = "series-2" if name.startswith("lost") else "series-1"
        low, high = row["low_mM"], min(row["high_mM"], EDGE_MM)
        bands.append(Band(name, low, high, ink, at_end=low >= 4.5))
        said.append(f"{name}, {limits(row)}")
    figure = named_bands(
        bands, "Tendon reflexes, by source", "Serum magnesium (mmol/L)", (1.5, EDGE_MM), ROW_PX
    )
    return Figure(
        figure,
        alt=(
            "Bars of serum magnesium on a scale from 1.5 to 7 mmol/L, each with what its source says. "
            f"{'; '.join(said)}. The bars of fading and of loss overlap."
        ),
        caption=(
            "Tendon reflexes and serum magnesium, in three sources. Bars that reach the right edge have no "
            "upper end. The MSD Manual says that reflexes go as 5.0 mmol/L is approached; the bar is drawn "
            "from there."
        ),
    )
