"""The Sphinx extension of the course: local assets, pages without a kernel, notebooks to take away, mathematics as MathML."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from course import __version__
from course.site import assets, inputs, links, markup, mathml, notebooks, sheets
from course.widget import STATIC_BUILD

HERE = Path(__file__).parent


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    os.environ[STATIC_BUILD] = "1"
    app.config.templates_path.insert(0, str(HERE / "templates"))
    mathml.register(app)
    links.register(app)
    app.connect("builder-inited", inputs.check)
    app.connect("builder-inited", assets.write)
    app.connect("env-before-read-docs", sheets.write)
    app.connect("source-read", assets.note_sources)
    app.connect("html-page-context", assets.add_to_page)
    app.connect("html-page-context", markup.mend)
    app.connect("html-page-context", notebooks.offer)
    app.connect("build-finished", notebooks.write)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}
