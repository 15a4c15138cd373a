"""The base of the course's widgets: one rendering for the page, a live view for a kernel."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import traitlets
from ipywidgets import Layout

from course.assets import ROOT

if TYPE_CHECKING:
    import jinja2

STATIC_BUILD = "COURSE_STATIC"
"""Environment variable that the site build sets for the kernels which it runs."""


def is_static_build() -> bool:
    """Tell whether this kernel runs for the built site rather than for a reader."""
    return os.environ.get(STATIC_BUILD) == "1"


@functools.lru_cache(maxsize=1)
def templates() -> jinja2.Environment:
    """Return the environment of the course's templates: HTML is escaped, a missing name is an error."""
    import jinja2  # not at the top: importing the course should cost little

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class CourseWidget(anywidget.AnyWidget):
    """A widget whose HTML is complete before any script runs.

    Subclasses name their `tag` and `template`, give `_esm` and `_css`, implement `context` and call
    `refresh` when their data are set.
    """

    tag: ClassVar[str]
    template: ClassVar[str]

    html = traitlets.Unicode(help="The server-rendered element.").tag(sync=True)

    @traitlets.default("layout")
    def _fill_the_box(self) -> Layout:
        return Layout(width="100%")  # a card has no width of its own that an HBox could keep

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Render the template anew into `html`."""
        self.html = templates().get_template(self.template).render(self.context())

    def open(self) -> None:
        """Open the comm to the browser, unless the page is built: there is nobody to talk to."""
        if not is_static_build():
            super().open()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = {}, {}
        if not is_static_build():
            data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/html"] = self.html
        data.setdefault("text/plain", repr(self))
        return data, metadata


def send_plotly(widget: CourseWidget, message: dict[str, Any], buffers: list[bytes]) -> None:
    """Answer a front end that asks for Plotly: a live notebook needs no network for its plots."""
    if message.get("type") == "plotly":
        from plotly.offline import get_plotlyjs

        widget.send({"type": "plotly"}, buffers=[get_plotlyjs().encode()])
