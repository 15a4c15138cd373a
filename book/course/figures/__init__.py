"""Figures: Plotly where there is a screen and a script, SVG and a table everywhere."""

from course.figures.bars import named_bars
from course.figures.figure import Figure
from course.figures.layout import layout_of_panels, layout_of_plot
from course.figures.svg import picture
from course.figures.table import rows_of
from course.widget import is_static_build

if is_static_build():
    from course.figures.bare import refuse_bare_figures

    refuse_bare_figures()

__all__ = ["Figure", "layout_of_panels", "layout_of_plot", "named_bars", "picture", "rows_of"]
