"""The Sphinx extension: local assets, pages without a kernel, notebooks to take away, MathML."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any

import pybtex.plugin
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from lessonkit import __version__
from lessonkit.course import CourseError, load
from lessonkit.sphinx import (
    ahead,
    assets,
    cited,
    description,
    due,
    found,
    front,
    ids,
    inputs,
    links,
    markup,
    mathml,
    notebooks,
    numbers,
    offline,
    outcomes,
    paths,
    redirects,
    search,
    sheets,
    sources,
    terms,
    warm,
    whole,
)
from lessonkit.static import STATIC_BUILD

HERE = Path(__file__).parent


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension; ``lessonkit_course`` names the course, such as ``"course:course"``."""
    os.environ[STATIC_BUILD] = "1"
    # For each citation pybtex looks through all packages of the environment again.
    pybtex.plugin.entry_points = functools.cache(pybtex.plugin.entry_points)
    app.config.templates_path.insert(0, str(HERE / "templates"))
    app.add_config_value("lessonkit_course", "", "env", [str])
    app.connect("config-inited", _find_course)
    ahead.register(app)
    cited.register(app)
    mathml.register(app)
    links.register(app)
    numbers.register(app)
    offline.register(app)
    outcomes.register(app)
    search.register(app)
    terms.register(app)
    warm.register(app)
    app.connect("config-inited", sources.keep_to_contents, priority=950)  # the contents are read at 900
    app.connect("config-inited", found.prepare)
    app.connect("builder-inited", found.tell)
    app.connect("builder-inited", inputs.stop_if_faulty)
    app.connect("builder-inited", assets.write)
    app.connect("builder-inited", paths.write)
    app.connect("builder-inited", sources.write_outline)
    app.connect("builder-inited", due.write)
    app.connect("env-before-read-docs", sheets.write)
    app.connect("source-read", sources.note)
    app.connect("doctree-read", assets.note_widgets)
    app.connect("env-updated", assets.write_widgets)
    app.connect("html-page-context", assets.add_to_page)
    app.connect("html-page-context", markup.mend)
    app.connect("html-page-context", markup.name_folds, priority=900)  # after the theme has made them
    app.connect("html-page-context", markup.leave_out, priority=990)  # all have added what they need
    app.connect("html-page-context", ids.check)
    app.connect("html-page-context", description.add_to_page)
    app.connect("html-page-context", found.add_to_page)
    app.connect("html-page-context", notebooks.offer)
    app.connect("build-finished", found.write)
    app.connect("build-finished", front.write)
    app.connect("build-finished", whole.write)
    app.connect("build-finished", redirects.write)
    app.connect("build-finished", notebooks.write)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}


def _find_course(app: Sphinx, config: Config) -> None:
    try:
        load(config.lessonkit_course, Path(app.srcdir))
    except CourseError as error:
        raise ExtensionError(f"_config.yml, lessonkit_course: {error}") from None
