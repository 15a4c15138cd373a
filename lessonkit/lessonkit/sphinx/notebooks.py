"""Each page that runs code as a notebook to take away, with its outputs, in plain Markdown."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import os
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.sphinx_ext import OUTPUT_FOLDER
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join

from lessonkit.bibliography import UnknownReferenceError, linked, listed, reference
from lessonkit.course import current
from lessonkit.figures.portable import png, portable_svg
from lessonkit.quiz.outcome import END, START
from lessonkit.sphinx.numbers import numbers_of
from lessonkit.sphinx.sources import is_newer
from lessonkit.sphinx.still import still

SOURCES = "_sources"
HIDDEN = {"remove-cell", "remove-input", "hide-input", "hide-cell"}
UNSHOWN = {"remove-cell", "remove-output"}
LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
MARK = re.compile(rf"^(?:{START}|{END})(?:\n|\Z)", re.MULTILINE)
ROLE = re.compile(r"\{([\w:-]+)\}`([^`]+)`")
DIRECTIVE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w:-]+)\}[ ]?(?P<argument>.*)\n(?P<body>(?:.*\n)*?)(?P=fence)[ ]*$",
    re.MULTILINE,
)
OPTION = re.compile(r"\A:([\w-]+):[ ]?(.*)\n?")
_SPECIAL = re.compile(r"[\\`*_$\[\]<>]")
_ESCAPED = r"\\\g<0>"
SETTING_LINK = re.compile(r"\[([^\]]+)\]\([\w./-]+\.md\?[^)\s]*\)")
TITLED = re.compile(r"(.+?)\s*<.+>\Z", re.DOTALL)

READ_OR_RUN = """\
You can read this notebook without running it, for its results are stored as text and pictures, and nothing
that you run takes them away; to run it, you need the course, which the next cell installs."""

INSTALL = """\
# Installs the course and the packages that it needs. Needs git.
# Take "# " away from the line below, run this cell once, restart the kernel, and run all cells.
# %pip install --quiet WHAT"""

INSTALL_IN_A_COPY = """\
# Put this notebook into PLACE a copy of the course.
# Then take "# " away from each line below, run this cell once, restart the kernel, and run all cells.
WHAT"""

IS_IT_THERE = """\
# Is the course there, and is it of the version of this notebook?
from IPython.display import HTML, display

try:
    from MODULE import NAME as this_course
except ImportError as error:
    raise ImportError(
        f"To run this notebook, install the course: the cell above says how ({error}). "
        "The results that are stored here stay as they are."
    ) from None
if this_course.version != "VERSION":
    print(
        "This notebook is of version VERSION of the course, and the one that is installed is of version "
        f"{this_course.version}. If a cell fails, download the notebook again from that version's page."
    )
# Where a cell has shown its result anew, JupyterLab and Notebook hide the stored one below it.
display(HTML(
    "<style>.jp-CodeCell:has(.jp-OutputArea-output:not(.jupyter-widgets), .jupyter-widgets > *)"
    ":not(:has([data-mime-type='application/vnd.jupyter.stderr']))"
    " + .jp-MarkdownCell:has(.stored-result) {display: none}</style>"
))"""

OF_JUPYTER_BOOK = "https://github.com/executablebooks/jupyter-book"
"""What Jupyter Book takes for the repository where an author names none."""

STORED = '<div class="stored-result"></div>'
"""Marks a Markdown cell with the result of the cell above it."""


def plain_notebook(
    notebook: nbformat.NotebookNode,
    env: BuildEnvironment,
    docname: str,
    numbers: dict[str, str],
    pictures: Pictures,
) -> nbformat.NotebookNode:
    """Return a copy of an executed notebook that any notebook program can show.

    A result stands in a Markdown cell below its code. In an output it would need the reader's trust, and
    JupyterLab and Notebook clear the outputs of all cells as soon as "Run all" is chosen, before the first
    cell can say that the course is missing.

    Parameters
    ----------
    notebook
        The page's cells, with outputs.
    env
        Sphinx's environment, for the titles that the page refers to and the address of the repository.
    docname
        The page's name in `env`.
    numbers
        What the expressions in the page's sentences gave.
    pictures
        Makes the PNGs.
    """
    plain = nbformat.v4.new_notebook(
        metadata={name: deepcopy(notebook.metadata[name]) for name in ("kernelspec", "language_info")}
    )
    page = _Page(env, docname, numbers, pictures)
    has_code = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            plain.cells.append(_markdown_cell(*page.plain(cell.source), id=cell.id))
            continue
        if not has_code:
            plain.cells += _getting_the_course(env.config)
            has_code = True
        tags = {*cell.metadata.get("tags", ())}
        hidden = {"jupyter": {"source_hidden": True}} if HIDDEN & tags else {}
        plain.cells.append(
            nbformat.v4.new_code_cell(cell.source, id=cell.id, metadata={**cell.metadata, **hidden})
        )
        shown, attachments = page.results(cell.outputs) if not UNSHOWN & tags else ("", {})
        if shown:
            id = f"stored-{len(plain.cells)}"
            plain.cells.append(_markdown_cell(f"{STORED}\n\n{shown}", attachments, id=id))
    return plain


def _markdown_cell(source: str, attachments: dict[str, Any], id: str) -> nbformat.NotebookNode:
    more = {"attachments": attachments} if attachments else {}
    return nbformat.v4.new_markdown_cell(source, id=id, **more)


def _getting_the_course(config: Config) -> list[nbformat.NotebookNode]:
    """Return the cells that say how to run a notebook, offer it, and look for the course."""
    module, _, name = config.lessonkit_course.partition(":")
    check = IS_IT_THERE.replace("MODULE", module).replace("NAME", name)
    return [
        nbformat.v4.new_markdown_cell(READ_OR_RUN, id="read-or-run"),
        nbformat.v4.new_code_cell(_installing(config), id="install-the-course"),
        nbformat.v4.new_code_cell(
            check.replace("VERSION", current().version),
            id="look-for-the-course",
            metadata={"jupyter": {"source_hidden": True}},
        ),
    ]


def _installing(config: Config) -> str:
    """Return the cell that installs the course once a reader takes the marks away."""
    course = current()
    address = config.html_theme_options.get("repository_url", "")
    if course.install and address not in ("", OF_JUPYTER_BOOK):
        asked = (f'"{wanted.format(address=address)}"' for wanted in course.install)
        return INSTALL.replace("WHAT", " ".join(asked))
    top = course.contents.parent
    lines = ["%pip install --quiet -r requirements.txt"]
    place = os.path.relpath(course.root, top)
    if place != ".":
        # pip takes ./folder in a list of requirements for a folder of the working directory.
        lines = [f"%cd -q {Path(os.path.relpath(top, course.root)).as_posix()}", *lines, "%cd -q -"]
    within = "" if place == "." else f'the folder "{Path(place).as_posix()}" of '
    return INSTALL_IN_A_COPY.replace("PLACE ", within).replace(
        "WHAT", "\n".join(f"# {line}" for line in lines)
    )


class Pictures:
    """Makes PNGs of drawings, and keeps them for the next build.

    Parameters
    ----------
    folder : Path
        Where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def attached(self, svg: str) -> dict[str, str]:
        """Return a drawing as notebooks attach it: PNG first, which JupyterLab takes, then SVG."""
        kept = self.folder / f"{hashlib.sha256(svg.encode()).hexdigest()}.png"
        if not kept.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(png(svg))
        return {
            "image/png": base64.b64encode(kept.read_bytes()).decode(),
            "image/svg+xml": base64.b64encode(svg.encode()).decode(),
        }


class _Page:
    """Turns one page's MyST into Markdown: roles into text and links, directives into quotes."""

    def __init__(
        self, env: BuildEnvironment, docname: str, numbers: dict[str, str], pictures: Pictures
    ) -> None:
        self.env = env
        self.pictures = pictures
        self.docname = docname
        self.numbers = numbers
        self.cited: list[str] = []
        self.attachments: dict[str, dict[str, str]] = {}

    def plain(self, text: str) -> tuple[str, dict[str, dict[str, str]]]:
        self.attachments = {}
        return self._plain(text), self.attachments

    def results(self, outputs: list[nbformat.NotebookNode]) -> tuple[str, dict[str, dict[str, str]]]:
        """Return what a cell showed as Markdown, with its pictures."""
        self.attachments = {}
        return "\n\n".join(filter(None, map(self._result, outputs))), self.attachments

    def _plain(self, text: str) -> str:
        text = DIRECTIVE.sub(self._directive, MARK.sub("", LABEL.sub("", text)))
        return ROLE.sub(self._role, SETTING_LINK.sub(r"\1", text))

    def _result(self, output: nbformat.NotebookNode) -> str:
        if output.output_type == "stream":
            return f"```text\n{output.text.rstrip()}\n```"
        data = output.get("data", {})
        if "text/html" in data and (shown := still(data["text/html"], self._plot)):
            return shown
        if "text/markdown" in data:
            return self._plain(data["text/markdown"])
        if "text/latex" in data:
            return data["text/latex"]
        words = output.get("evalue", data.get("text/plain", ""))
        for kind in {"image/png", "image/jpeg"} & {*data}:
            name = f"picture-{len(self.attachments) + 1}.{kind.partition('/')[2]}"
            self.attachments[name] = {kind: data[kind]}
            return _image(name, words)
        return f"```text\n{words}\n```" if words else ""

    def _plot(self, svg: str, alt: str) -> str:
        return self._attached(f"plot-{len(self.attachments) + 1}", svg, alt)

    def _attached(self, name: str, svg: str, alt: str) -> str:
        self.attachments[f"{name}.png"] = self.pictures.attached(portable_svg(svg))
        return _image(f"{name}.png", alt)

    def _role(self, match: re.Match[str]) -> str:
        name, text = match.groups()
        try:
            if name.startswith("cite"):
                return self._cite(text, in_brackets=not name.startswith("cite:t"))
            if name == "eval":
                return self.numbers[text]
            return self._title(name, text)
        except (KeyError, UnknownReferenceError):  # Sphinx has warned of it when it read the page
            return text

    def _title(self, role: str, text: str) -> str:
        titled = TITLED.match(text)
        if titled:
            return titled[1]
        if role == "doc":
            return f"*{self.env.titles[docname_join(self.docname, text)].astext()}*"
        if role == "ref":
            return f"*{self.env.domaindata['std']['labels'][text][2]}*"
        return text

    def _cite(self, keys: str, *, in_brackets: bool) -> str:
        sources = [reference(key.strip()) for key in keys.split(",")]
        self.cited += [source.key for source in sources if source.key not in self.cited]
        links = linked(sources)
        return f"({links})" if in_brackets else links

    def _directive(self, match: re.Match[str]) -> str:
        body, options = match["body"], {}
        while option := OPTION.match(body):
            options[option[1]] = option[2]
            body = body[option.end() :]
        if match["name"] == "bibliography":
            return listed(self.cited)
        if match["name"] == "figure":
            return self._figure(match["argument"].strip(), options.get("alt", ""), body.strip())
        quote = f"**{match['argument'].strip()}**\n\n{body.strip()}".splitlines()
        return "\n".join(f"> {line}".rstrip() for line in quote)

    def _figure(self, address: str, alt: str, caption: str) -> str:
        path = Path(self.env.doc2path(self.docname)).parent / address
        if path.suffix == ".svg":
            return f"{self._attached(path.stem, path.read_text(encoding='utf-8'), alt)}\n\n{caption}"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.attachments[path.name] = {kind: base64.b64encode(path.read_bytes()).decode()}
        return f"{_image(path.name, alt)}\n\n{caption}"


def _image(name: str, alt: str) -> str:
    return f"![{_SPECIAL.sub(_ESCAPED, alt)}](attachment:{name})"


def offer(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Let the theme's download button offer the notebook."""
    if _executed(app, pagename).is_file():
        context["ipynb_source"] = f"{pagename}.ipynb"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the notebooks of the pages read anew where the theme's download button looks for them."""
    if exception or app.builder.format != "html":
        return
    pictures = Pictures(Path(app.doctreedir) / "pictures")
    for docname in sorted(app.env.found_docs):
        source = _executed(app, docname)
        place = Path(app.outdir, SOURCES, f"{docname}.ipynb")
        if source.is_file() and not is_newer(place, [Path(app.doctreedir, f"{docname}.doctree")]):
            notebook = plain_notebook(
                nbformat.read(source, as_version=4),
                app.env,
                docname,
                numbers_of(app.env, docname),
                pictures,
            )
            place.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, place)


def _executed(app: Sphinx, docname: str) -> Path:
    return Path(app.outdir).parent / OUTPUT_FOLDER / f"{docname}.ipynb"
