"""Small repairs of the markup that other packages write; `templates/` has those of the theme's frame."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

VIEWPORT = re.compile(r'<meta [^>]*name="viewport"[^>]*>\n?')
SUMMARY = re.compile(r"<summary.*?</summary>", re.DOTALL)
PARAGRAPH = re.compile(r"(</?)p\b")
FOR_CODE = {"clipboard.min.js", "copybutton.js", "copybutton.css", "pygments.css"}
"""What colours code and gives it its button to copy it."""

MADE_BY_SPHINX = {"genindex": "Index of terms", "search": "Search"}
"""Pages whose title stands in their template alone."""


def title_of(pagename: str, context: dict[str, Any]) -> str:
    """Return the title of a page, also of one that Sphinx makes by itself."""
    return context.get("title") or MADE_BY_SPHINX.get(pagename, pagename)


def name_folds(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give each fold of the sidebar a name: the theme leaves in it a picture whose role says nothing."""
    toctree = context["generate_toctree_html"]

    def named(*args: Any, **kwargs: Any) -> Any:
        soup = toctree(*args, **kwargs)
        for item in soup.select("li.has-children") if soup else ():
            fold = item.select_one("details > summary")
            fold["aria-label"] = f"Lessons of “{item.a.get_text(strip=True)}”"
            del fold.span["role"]
        return soup

    context["generate_toctree_html"] = named


def mend(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Make the page's own HTML valid.

    Sphinx writes ``doc-biblioentry``, which is deprecated, on the children of ``role="list"``; MyST-NB puts
    paragraphs into the summary of folded code, which holds words alone; docutils says the size of the view,
    as Sphinx does before it; a page that Sphinx makes by itself has no title for the theme's print heading.
    """
    if "body" in context:
        body = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
        context["body"] = SUMMARY.sub(lambda summary: PARAGRAPH.sub(r"\1span", summary[0]), body)
    context["metatags"] = VIEWPORT.sub("", context.get("metatags") or "")
    context["pagetitle"] = context.get("pagetitle") or title_of(pagename, context)


def leave_out(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Load what code needs where there is code alone."""
    if "highlight" in context.get("body", ""):
        return
    for kind in ("script_files", "css_files"):
        context[kind] = [
            file for file in context[kind] if str(file.filename or "").rpartition("/")[2] not in FOR_CODE
        ]
