"""A Plotly figure of its own would be lost on the built page: it is refused while the page is built."""

from __future__ import annotations

import plotly.io
from plotly.io.base_renderers import MimetypeRenderer

from lessonkit.figures.svg import FigureError


class _RefuseBareFigure(MimetypeRenderer):
    def to_mimebundle(self, fig_dict: dict) -> dict:
        raise FigureError(
            "a Plotly figure is shown without words: write Figure(fig, alt=…, caption=…), so that it has a "
            "description, a table and a picture without a script"
        )


def refuse_bare_figures() -> None:
    """Make this the way in which Plotly shows a figure."""
    plotly.io.renderers["course"] = _RefuseBareFigure()
    plotly.io.renderers.default = "course"
