"""Each page that runs code as a notebook to take away, with its outputs, in plain Markdown."""

from __future__ import annotations

import base64
import json
import mimetypes
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.sphinx_ext import OUTPUT_FOLDER
from pybtex import format_from_file
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from course import __version__
from course.references import FILE, UnknownReferenceError, reference

SOURCES = "_sources"
HIDDEN = {"remove-cell", "remove-input", "hide-input", "hide-cell"}
LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
ROLE = re.compile(r"\{([\w:-]+)\}`([^`]+)`")
DIRECTIVE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w:-]+)\}[ ]?(?P<argument>.*)\n(?P<body>(?:.*\n)*?)(?P=fence)[ ]*$",
    re.MULTILINE,
)
OPTION = re.compile(r"\A:([\w-]+):[ ]?(.*)\n?")
TITLED = re.compile(r"(.+?)\s*<.+>\Z", re.DOTALL)

FIND_THE_COURSE = """\
# Finds the course's package from any folder in a copy of the course.
import sys
from pathlib import Path

for folder in (Path.cwd(), *Path.cwd().parents):
    if (folder / "book" / "course").is_dir():
        sys.path.insert(0, str(folder / "book"))
        break
try:
    import course
except ImportError:
    raise ImportError(
        "This notebook needs a copy of the course: put it in the copy's folder 'book', and open it from "
        "there. The page 'Run it live' of the course says how to get one."
    ) from None
if course.__version__ != "VERSION":
    print(
        f"This notebook is of version VERSION of the course, and the package is of version "
        f"{course.__version__}. If a cell fails, download the notebook again from that version's page."
    )"""


def plain_notebook(
    notebook: nbformat.NotebookNode, env: BuildEnvironment, docname: str, glued: dict[str, Any]
) -> nbformat.NotebookNode:
    """Return a copy of an executed notebook that any notebook program can show.

    Parameters
    ----------
    notebook
        The page's cells, with outputs.
    env
        Sphinx's environment, for the titles that the page refers to.
    docname
        The page's name in `env`.
    glued
        The page's numbers, by name: MIME bundles as MyST-NB keeps them.
    """
    notebook = deepcopy(notebook)
    notebook.metadata = {name: notebook.metadata[name] for name in ("kernelspec", "language_info")}
    page = _Page(env, docname, glued)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source, attachments = page.plain(cell.source)
            if attachments:
                cell.attachments = attachments
        elif HIDDEN & set(cell.metadata.get("tags", ())):
            cell.metadata = {**cell.metadata, "jupyter": {"source_hidden": True}}
    first = next(
        (place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"), len(notebook.cells)
    )
    finder = nbformat.v4.new_code_cell(
        FIND_THE_COURSE.replace("VERSION", __version__),
        id="find-the-course",
        metadata={"jupyter": {"source_hidden": True}},
    )
    notebook.cells.insert(first, finder)
    return notebook


class _Page:
    """Turns one page's MyST into Markdown: roles into text and links, directives into quotes."""

    def __init__(self, env: BuildEnvironment, docname: str, glued: dict[str, Any]) -> None:
        self.env = env
        self.docname = docname
        self.glued = glued
        self.cited: list[str] = []
        self.attachments: dict[str, dict[str, str]] = {}

    def plain(self, text: str) -> tuple[str, dict[str, dict[str, str]]]:
        self.attachments = {}
        text = DIRECTIVE.sub(self._directive, LABEL.sub("", text))
        return ROLE.sub(self._role, text), self.attachments

    def _role(self, match: re.Match[str]) -> str:
        name, text = match.groups()
        try:
            if name.startswith("cite"):
                return self._cite(text, in_brackets=not name.startswith("cite:t"))
            if name.startswith("glue"):
                return self._number(text)
            return self._title(name, text)
        except (KeyError, UnknownReferenceError):  # Sphinx has warned of it when it read the page
            return text

    def _title(self, role: str, text: str) -> str:
        titled = TITLED.match(text)
        if titled:
            return titled[1]
        if role == "doc":
            page = f"{self.docname.rpartition('/')[0]}/{text}".lstrip("/")
            return f"*{self.env.titles[page].astext()}*"
        if role == "ref":
            return f"*{self.env.get_domain('std').labels[text][2]}*"
        return text

    def _cite(self, keys: str, *, in_brackets: bool) -> str:
        sources = [reference(key.strip()) for key in keys.split(",")]
        self.cited += [source.key for source in sources if source.key not in self.cited]
        links = "; ".join(
            f"[{source.label}]({source.url})" if source.url else source.label for source in sources
        )
        return f"({links})" if in_brackets else links

    def _number(self, text: str) -> str:
        name, _, form = text.partition(":")
        value = self.glued[name]["data"]["text/plain"].strip("'\"")
        return format(float(value), form) if form else value

    def _directive(self, match: re.Match[str]) -> str:
        body, options = match["body"], {}
        while option := OPTION.match(body):
            options[option[1]] = option[2]
            body = body[option.end() :]
        if match["name"] == "bibliography":
            return format_from_file(str(FILE), style="unsrt", citations=self.cited, output_backend="markdown")
        if match["name"] == "figure":
            return self._figure(match["argument"].strip(), options.get("alt", ""), body.strip())
        quote = f"**{match['argument'].strip()}**\n\n{body.strip()}".splitlines()
        return "\n".join(f"> {line}".rstrip() for line in quote)

    def _figure(self, address: str, alt: str, caption: str) -> str:
        path = Path(self.env.doc2path(self.docname)).parent / address
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.attachments[path.name] = {kind: base64.b64encode(path.read_bytes()).decode()}
        return f"![{alt}](attachment:{path.name})\n\n{caption}"


def offer(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Let the theme's download button offer the notebook."""
    if _executed(app, pagename).is_file():
        context["ipynb_source"] = f"{pagename}.ipynb"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the notebooks where the theme's download button looks for them."""
    if exception or app.builder.format != "html":
        return
    for docname in sorted(app.env.found_docs):
        source = _executed(app, docname)
        if source.is_file():
            glued = source.with_suffix(".glue.json")
            notebook = plain_notebook(
                nbformat.read(source, as_version=4),
                app.env,
                docname,
                json.loads(glued.read_text(encoding="utf-8")) if glued.is_file() else {},
            )
            place = Path(app.outdir, SOURCES, f"{docname}.ipynb")
            place.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, place)


def _executed(app: Sphinx, docname: str) -> Path:
    return Path(app.outdir).parent / OUTPUT_FOLDER / f"{docname}.ipynb"
