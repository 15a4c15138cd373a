"""What a page is about, in a sentence or two: for search engines and for those who get a link to it."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from lessonkit.sphinx.markup import title_of

LONGEST = 160
"""Characters that search engines show of a description."""
SHORTEST = 70
"""Characters below which the next paragraph joins."""

CITATION = re.compile(r"\s*\[[^\[\]]*\b\d{4}[a-z]?\]")
SENTENCES = re.compile(r".+[.?!](?=\s)")


def description(doctree: nodes.document | None, title: str, course: str) -> str:
    """Return the first paragraphs of a page, of one section, as plain text, cut after a sentence or a word.

    Parameters
    ----------
    doctree : docutils.nodes.document or None
        The page with its references resolved; None for a page that Sphinx makes by itself.
    title, course : str
        What the page and the course are called: the description of a page without a paragraph of its own.
    """
    text, home = "", None
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        is_of_page = isinstance(paragraph.parent, nodes.section) and not any(paragraph.findall(nodes.math))
        if is_of_page and len(text) < SHORTEST and home in (None, paragraph.parent):
            home = paragraph.parent
            text = f"{text} {_words(paragraph)}".strip()
    if text and len(text) < SHORTEST:  # such as what each chapter's last page begins with
        text = f"{title}{'' if title.endswith(('.', '?', '!')) else '.'} {text}"
    return shortened(text) if text else f"{title}: a page of the course “{course}”."


def shortened(text: str) -> str:
    """Return `text` in at most `LONGEST` characters: whole sentences if they tell enough, else words."""
    if len(text) <= LONGEST:
        return text
    sentences = SENTENCES.match(text[: LONGEST + 1])
    if sentences and len(sentences[0]) >= SHORTEST:
        return sentences[0]
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;:–") + "…"


def _words(paragraph: nodes.paragraph) -> str:
    return CITATION.sub("", " ".join(paragraph.astext().split()))


def add_to_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the page its description, unless its front matter has one (``html_meta``)."""
    if 'name="description"' in context["metatags"]:
        return
    text = description(doctree, title_of(pagename, context), app.config.html_title)
    context["metatags"] += f'\n    <meta name="description" content="{escape(text)}">'
