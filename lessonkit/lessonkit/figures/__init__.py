"""Figures: written for Plotly, drawn by a renderer of their own as SVG, with a table everywhere."""

from lessonkit.figures.bars import Band, named_bands, named_bars
from lessonkit.figures.figure import Figure
from lessonkit.figures.layout import layout_of_panels, layout_of_plot
from lessonkit.figures.svg import picture
from lessonkit.figures.table import rows_of
from lessonkit.page.tokens import colour
from lessonkit.static import is_static_build

if is_static_build():
    from lessonkit.figures.bare import refuse_bare_figures

    refuse_bare_figures()

__all__ = [
    "Band",
    "Figure",
    "colour",
    "layout_of_panels",
    "layout_of_plot",
    "named_bands",
    "named_bars",
    "picture",
    "rows_of",
]
