"""The reader's path on every page: one script, which knows the paths of the book."""

from __future__ import annotations

import json
from pathlib import Path
from posixpath import dirname

from sphinx.application import Sphinx

from lessonkit.course import current
from lessonkit.page.files import text_of
from lessonkit.paths import pages_along, read_paths

HERE = Path(__file__).parent
FOLDER = "course"


def write(app: Sphinx) -> None:
    """Write script and style into the site and load them on each page, if the book has paths."""
    paths = read_paths()
    if app.builder.format != "html" or not paths:
        return
    along = {id: pages_along(lessons) for id, (_, lessons) in paths.items()}
    known = {
        "course": current().id,
        "home": f"{dirname(app.config.root_doc)}/".lstrip("/"),
        "first": app.builder.get_target_uri(app.config.root_doc),
        "paths": [
            {"id": id, "title": way.title, "pages": [page.name for page in along[id]]}
            for id, (way, _) in paths.items()
        ],
        "titles": {page.name: page.title for pages in along.values() for page in pages},
    }
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    script = text_of(HERE / "follow.js").replace("COURSE_PATHS", json.dumps(known, ensure_ascii=False))
    (folder / "follow.js").write_text(script, encoding="utf-8")
    (folder / "follow.css").write_text(text_of(HERE / "follow.css"), encoding="utf-8")
    app.add_js_file(f"{FOLDER}/follow.js")
    app.add_css_file(f"{FOLDER}/follow.css")
