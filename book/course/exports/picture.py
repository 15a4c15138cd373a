"""The plot of a question as an SVG file of its own: what paper and other systems show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from course.design import colour
from course.figures import picture
from course.quiz.plot import figure_of

_VARIABLE = re.compile(r"var\(--course-([\w-]+)\)")
_OPENING = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"')


def standalone_svg(plot: Mapping[str, Any]) -> str:
    """Return the plot of an item, without marks, in the light colours and with a size of its own.

    Parameters
    ----------
    plot : mapping
        The field ``plot`` of an item of type mark.

    Returns
    -------
    str
        An SVG document.
    """
    figure = figure_of(plot)
    figure.data = figure.data[:1]
    svg = _VARIABLE.sub(lambda variable: colour(variable[1]), picture(figure))
    size = r'width="\1" height="\2" viewBox="0 0 \1 \2"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" {size}'
    return _OPENING.sub(opening, svg, count=1)
