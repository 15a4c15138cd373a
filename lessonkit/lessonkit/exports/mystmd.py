"""A course in mystmd, the engine of Jupyter Book 2: a plugin that does what mystmd does not by itself.

mystmd runs an executable file that calls `main`: for what it offers, and then once a page and transform, when
it gives and takes the page's tree as JSON.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import plotly

from lessonkit.bibliography import linked, reference
from lessonkit.contents import read_contents
from lessonkit.course import current
from lessonkit.page.linker import link_style, mystmd_module
from lessonkit.page.registry import taken_names
from lessonkit.page.tokens import token_style
from lessonkit.page.widget import Widget

Node = dict[str, Any]

MODULES = Path("_build", "widgets")
PLOTLY = Path("_build", "site", "public", "plotly.min.js")
"""Beside the modules, where mystmd copies them to."""

SETTING = re.compile(r"(?P<page>[\w./-]+\.md)\?(?P<settings>.+)")
CITED = re.compile(r"\{cite:p\}`([^`]+)`")
GLOSSARY = re.compile(r"^```+\{glossary\}\n(.*?)^```+$", re.MULTILINE | re.DOTALL)
TERM = re.compile(r"^\S.*$", re.MULTILINE)
PAGE = re.compile(r"\{doc\}`([^`]+)`")


def nodes(tree: Node) -> Iterator[Node]:
    """Yield a tree's nodes."""
    yield tree
    for child in tree.get("children", ()):
        yield from nodes(child)


def before_links(tree: Node) -> None:
    """Change what code has shown, glossaries in Sphinx's form, and links that set a widget."""
    for node in nodes(tree):
        if node["type"] == "output":
            _change_output(node)
        elif node["type"] == "glossary" and all(child["type"] == "paragraph" for child in node["children"]):
            node["children"] = [_definitions(node["children"])]
        elif node["type"] == "link" and (found := SETTING.fullmatch(node["url"])):
            node["url"] = found["page"]
            node["data"] = {"settings": found["settings"]}


def after_links(tree: Node) -> None:
    """Give the links that set a widget their settings back, now that mystmd has found their pages."""
    for node in nodes(tree):
        if settings := node.get("data", {}).get("settings"):
            node["url"] += f"?{settings}"


def _change_output(output: Node) -> None:
    data = output["jupyter_data"].get("data", {})
    html, widgets = taken_names(data.get("text/html", ""))
    if widgets:
        module, style = _written(widgets[0])
        output.clear()
        output |= {"type": "anywidget", "esm": module, "css": style, "model": {"html": html}}
    elif "text/markdown" in data:  # mystmd reads no roles in outputs
        text = CITED.sub(lambda found: linked(map(reference, found[1].split(","))), data["text/markdown"])
        data["text/markdown"] = PAGE.sub(lambda found: _title(found[1]), text)


def _written(widget: type[Widget]) -> tuple[str, str]:
    """Write a widget's module and style, and Plotly; return where the two lie in the project."""
    module, style = MODULES / f"{widget.tag}.mjs", MODULES / f"{widget.tag}.css"
    MODULES.mkdir(parents=True, exist_ok=True)
    module.write_text(mystmd_module(widget.file(widget.module), widget.first_modules()), encoding="utf-8")
    style.write_text(token_style() + link_style(*map(widget.file, widget.styles)), encoding="utf-8")
    if not PLOTLY.is_file():
        shutil.copyfile(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", PLOTLY)
    return f"/{module.as_posix()}", f"/{style.as_posix()}"


def _title(page: str) -> str:
    text = (current().root / f"{page}.md").read_text(encoding="utf-8")
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return heading[1] if heading else page


def _definitions(entries: list[Node]) -> Node:
    """Return entries as mystmd asks for them; each is a paragraph that starts with its terms, a line each."""
    items, known = [], _terms()
    for entry in entries:
        first, *rest = entry["children"]
        lines = first["value"].split("\n")
        while len(lines) > 1 and lines[0] in known:
            items.append({"type": "definitionTerm", "children": [{"type": "text", "value": lines.pop(0)}]})
        start = {**first, "value": "\n".join(lines)}
        items.append({"type": "definitionDescription", "children": [start, *rest]})
    return {"type": "definitionList", "children": items}


def _terms() -> set[str]:
    """Return the terms of the book's glossaries; of their lines mystmd does not say which are indented."""
    pages = (page.text for chapter in read_contents() for page in chapter.pages)
    return {line for page in pages for body in GLOSSARY.findall(page) for line in TERM.findall(body)}


TRANSFORMS: dict[str, tuple[str, Callable[[Node], None]]] = {
    "course-outputs": ("document", before_links),
    "course-settings": ("project", after_links),
}
"""By name: the stage at which mystmd runs a transform, and what it does to a page's tree."""


def main() -> None:
    """Say which transforms there are, or carry one out."""
    arguments = sys.argv[1:]
    if not arguments:
        offered = [{"name": name, "stage": stage} for name, (stage, _) in TRANSFORMS.items()]
        print(json.dumps({"name": "course", "transforms": offered}))
        return
    _, change = TRANSFORMS[arguments[arguments.index("--transform") + 1]]
    tree = json.load(sys.stdin)
    change(tree)
    print(json.dumps(tree))
