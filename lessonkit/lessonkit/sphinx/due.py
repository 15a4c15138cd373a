"""What is due for review, on every page: a small number at the link to the reader's progress."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

from lessonkit.course import current
from lessonkit.page.files import text_of
from lessonkit.page.linker import ROOT, declaring_script
from lessonkit.quiz.apart import INDEX, index_script
from lessonkit.sphinx.sources import unless_made

FOLDER = "course"
HERE = Path(__file__).parent
SHOWS_PROGRESS = re.compile(r"^Progress\(", re.MULTILINE)


def write(app: Sphinx) -> None:
    """Write script and style into the site and load them on each page, if a page shows the progress."""
    page = next((name for name in app.config.external_site_map if _shows_progress(app, name)), None)
    if app.builder.format != "html" or page is None:
        return
    known = {"course": current().id, "progress": app.builder.get_target_uri(page)}
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    script = (
        f"(() => {{\n{declaring_script(ROOT / 'quiz' / 'due.js')}\nkeepBadge({json.dumps(known)});\n}})();\n"
    )
    (folder / "due.js").write_text(script, encoding="utf-8")
    (folder / "due.css").write_text(text_of(HERE / "due.css"), encoding="utf-8")
    with unless_made(app, "question-index") as is_needed:
        if is_needed:
            (folder / INDEX).write_text(index_script(), encoding="utf-8")
    app.add_js_file(f"{FOLDER}/due.js", loading_method="defer")
    app.add_css_file(f"{FOLDER}/due.css")


def _shows_progress(app: Sphinx, name: str) -> bool:
    path = Path(app.srcdir, f"{name}.md")
    return path.is_file() and bool(SHOWS_PROGRESS.search(path.read_text(encoding="utf-8")))
