"""The scripts and styles of the built site: written once, loaded only where a page needs them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import plotly
from sphinx.application import Sphinx

from course.assets import ROOT, classic_script, link_style, without_comments
from course.design import token_style

FOLDER = "course"

STYLES = {
    "theme.css": ("site/theme.css", "site/icons.css", "site/projector.css"),
    "widget.css": ("design/widget.css",),
    "quiz.css": ("quiz/quiz.css",),
    "progress.css": ("quiz/progress.css",),
    "exam.css": ("quiz/exam.css",),
    "explorer.css": ("explorer/explorer.css",),
    "map.css": ("explorer/map.css",),
    "figure.css": ("figures/figure.css",),
    "claims.css": ("evidence/claims.css",),
    "foods.css": ("nutrition/foods.css",),
    "label.css": ("nutrition/label.css",),
    "plate.css": ("nutrition/plate.css",),
}

SCRIPTS = {
    "course-quiz": "quiz/quiz.js",
    "course-progress": "quiz/progress.js",
    "course-exam": "quiz/exam.js",
    "course-explorer": "explorer/explorer.js",
    "course-map": "explorer/map.js",
    "course-figure": "figures/figure.js",
    "course-claims": "evidence/claims.js",
    "course-foods": "nutrition/foods.js",
    "course-label": "nutrition/label.js",
    "course-plate": "nutrition/plate.js",
}

EVERYWHERE = ("theme.css",)
NEEDS = {
    "course-quiz": ("widget.css", "figure.css", "quiz.css", "quiz.js"),
    "course-progress": ("widget.css", "progress.css", "progress.js"),
    "course-exam": ("widget.css", "figure.css", "quiz.css", "exam.css", "exam.js"),
    "course-explorer": ("widget.css", "figure.css", "explorer.css", "explorer.js"),
    "course-map": ("figure.css", "map.css", "map.js"),
    "course-figure": ("figure.css", "figure.js"),
    "course-claims": ("widget.css", "claims.css", "claims.js"),
    "course-foods": ("widget.css", "foods.css", "foods.js"),
    "course-label": ("widget.css", "label.css", "label.js"),
    "course-plate": ("widget.css", "plate.css", "plate.js"),
}

MADE_FROM = ("course", "quizzes", "data")


def write(app: Sphinx) -> None:
    """Write the course's own assets, and Plotly's script from its package, into the site."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, parts in STYLES.items():
        text = without_comments(link_style(*parts))
        if name in EVERYWHERE:
            text = token_style() + text
        (folder / name).write_text(text, encoding="utf-8")
    for tag, source in SCRIPTS.items():
        script = classic_script(ROOT / source, tag)
        (folder / Path(source).name).write_text(script, encoding="utf-8")
    shutil.copyfile(ROOT / "site" / "projector.js", folder / "projector.js")
    app.add_js_file(f"{FOLDER}/projector.js")
    package = Path(plotly.__file__).parent
    shutil.copyfile(package / "package_data" / "plotly.min.js", folder / "plotly.min.js")
    for name in EVERYWHERE:
        app.add_css_file(f"{FOLDER}/{name}")


def add_to_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load on this page what its widgets need, and nothing else."""
    body = context.get("body", "")
    needed = [name for tag, names in NEEDS.items() if f"<{tag}" in body for name in names]
    for name in dict.fromkeys(needed):
        if name.endswith(".css"):
            app.add_css_file(f"{FOLDER}/{name}")
        else:
            app.add_js_file(f"{FOLDER}/{name}", loading_method="defer")


def note_sources(app: Sphinx, docname: str, source: list[str]) -> None:
    """Let a page that runs code be built anew when the package, a bank, a table or the contents changed."""
    if "{code-cell}" not in source[0]:
        return
    book = ROOT.parent
    app.env.note_dependency(str(book.parent / "_toc.yml"))
    for folder in MADE_FROM:
        for path in sorted((book / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                app.env.note_dependency(str(path))
