"""The scripts and styles of the built site: written once, loaded only where a page needs them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, cast

import plotly
from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector, SphinxEnvType
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from lessonkit.page.files import text_of
from lessonkit.page.linker import classic_scripts, link_style
from lessonkit.page.registry import class_named, names_in, taken_names
from lessonkit.page.tokens import token_style
from lessonkit.sphinx.outcomes import outcome
from lessonkit.sphinx.sources import unless_made
from lessonkit.sphinx.terms import term_button

FOLDER = "course"
KEPT = "widgets"
HERE = Path(__file__).parent

EVERYWHERE = ("theme.css", "icons.css", "projector.css", "outcomes.css", "terms.css", "offline/page.css")
EARLY = ("scheme.js", "projector.js")  # in the head, before anything is painted
EARLY_WITH: dict[type[nodes.Node], str] = {outcome: "outcomes.js", term_button: "terms.js"}
"""The script of each kind of node, in the head of the pages that have one."""


def write(app: Sphinx) -> None:
    """Write what every page has, and Plotly's script from its package, into the site."""
    if app.builder.format != "html":
        return
    folder = _folder(app)
    folder.mkdir(parents=True, exist_ok=True)
    style = token_style() + link_style(*(HERE / name for name in EVERYWHERE))
    (folder / "theme.css").write_text(style, encoding="utf-8")
    app.add_css_file(f"{FOLDER}/theme.css")
    for name in EARLY:
        (folder / name).write_text(text_of(HERE / name), encoding="utf-8")
        app.add_js_file(f"{FOLDER}/{name}")
    package = Path(plotly.__file__).parent
    shutil.copyfile(package / "package_data" / "plotly.min.js", folder / "plotly.min.js")
    (Path(app.outdir) / ".nojekyll").touch()  # GitHub Pages leaves out _static without it


def note_widgets(app: Sphinx, doctree: nodes.document) -> None:
    """Keep which widgets a page has: which scripts they share is known when all pages are read."""
    html = "".join(raw.astext() for raw in doctree.findall(nodes.raw))
    NbMetadataCollector.set_doc_data(cast(SphinxEnvType, app.env), app.env.docname, KEPT, names_in(html))


def write_widgets(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write scripts and styles of all widgets; return the pages that need other scripts than before."""
    if app.builder.format != "html":
        return []
    pages = NbMetadataCollector.get_doc_data(cast(SphinxEnvType, env))
    names = {page: data[KEPT] for page, data in pages.items() if data.get(KEPT)}
    classes = {name: class_named(name) for name in sorted({name for each in names.values() for name in each})}
    widgets = {cls.tag: (cls.file(cls.module), cls.first_modules()) for cls in classes.values()}
    scripts = classic_scripts(widgets)
    for script in scripts:
        _put(app, script.source, script.text)
    for cls in classes.values():
        for path in map(cls.file, cls.styles):
            _put(app, path, text_of(path))
    with unless_made(app, "site-files") as is_needed:
        for cls in classes.values() if is_needed else ():
            for name, text in cls.site_files().items():
                (_folder(app) / name).parent.mkdir(exist_ok=True)
                (_folder(app) / name).write_text(text, encoding="utf-8")
    loaded = {
        page: [script.name for script in scripts if script.tags & {classes[name].tag for name in each}]
        for page, each in names.items()
    }
    before: dict[str, list[str]] = env.__dict__.get(KEPT, {})
    env.__dict__[KEPT] = loaded
    for stale in {name for each in before.values() for name in each} - {script.name for script in scripts}:
        (_folder(app) / stale).unlink(missing_ok=True)
    return [page for page, each in loaded.items() if each != before.get(page)]


def add_to_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Load on this page what its widgets need, and nothing else."""
    first = text_of(HERE / "storage.js")
    context["metatags"] = f"<script>\n{first}</script>\n{context.get('metatags', '')}"
    if "body" not in context:
        return
    for kind, name in EARLY_WITH.items():
        if doctree is not None and next(doctree.findall(kind), None):
            early = HERE / name
            app.add_js_file(f"{FOLDER}/{_put(app, early, text_of(early))}")
    pages = NbMetadataCollector.get_doc_data(cast(SphinxEnvType, app.env))
    if unknown := set(names_in(context["body"])).difference(pages.get(pagename, {}).get(KEPT, ())):
        raise ExtensionError(
            f"{pagename}: shows {', '.join(sorted(unknown))}, with which no cell of the page ends: "
            "write one that does"
        )
    context["body"], widgets = taken_names(context["body"])
    for name in dict.fromkeys(widget.file(name).name for widget in widgets for name in widget.styles):
        app.add_css_file(f"{FOLDER}/{name}")
    for name in app.env.__dict__[KEPT].get(pagename, ()):
        app.add_js_file(f"{FOLDER}/{name}", loading_method="defer")


def _put(app: Sphinx, source: Path, text: str) -> str:
    """Write a file into the site, once a build; return its name."""
    known: dict[str, Path] = app.__dict__.setdefault("lessonkit_assets", {})
    if source.name not in known:
        (_folder(app) / source.name).write_text(text, encoding="utf-8")
    if known.setdefault(source.name, source) != source:
        raise ExtensionError(f"{source} and {known[source.name]} have one name: rename one of them")
    return source.name


def _folder(app: Sphinx) -> Path:
    return Path(app.outdir) / "_static" / FOLDER
