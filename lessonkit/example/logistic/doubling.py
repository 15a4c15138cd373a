"""A widget of this book's own: from a rate of growth to the time of one doubling."""

import json
import math
from typing import Any

import traitlets

from lessonkit import Widget


class Doubling(Widget):
    """Convert a rate of growth, per hour, into the time in which a population doubles."""

    tag = "logistic-doubling"
    template = "doubling.html.j2"
    module = "doubling.js"
    styles = ("lessonkit/page/widget.css", "doubling.css")

    rate = traitlets.Float(help="The rate on the slider, per hour.").tag(sync=True)

    def __init__(self, rate: float = 0.5) -> None:
        super().__init__(rate=rate)
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        return {
            "rate": self.rate,
            "hours": math.log(2) / self.rate,
            "data": json.dumps({"rate": self.rate}),
        }
