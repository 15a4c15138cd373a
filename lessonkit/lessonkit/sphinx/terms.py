"""Words explained where they stand: the first use of a term on a page opens its entry in the glossary.

Authors write Sphinx's ``glossary`` and, where they want to, its role ``{term}``. What a page says of the
glossary for the first time in running text becomes a button for a native popover, which needs no script. The
entries stand at the end of the page, on paper as a list; a browser without popovers shows that list too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from lessonkit.sphinx.search import join_text

logger = logging.getLogger(__name__)

KEPT = "lessonkit_glossary"
BY_HAND = "lessonkit_terms_by_hand"
NO_PROSE = (
    *(nodes.title, nodes.rubric, nodes.caption, nodes.term, nodes.thead, nodes.citation, nodes.footnote),
    *(nodes.reference, nodes.FixedTextElement, nodes.literal, nodes.math, nodes.raw, nodes.problematic),
    *(addnodes.pending_xref, addnodes.download_reference),
)
"""Where an ordinary word is not made a button: headings, links, code, sources."""
NO_PROSE_CLASSES = frozenset({"cell_output", "sd-card", "sd-summary-title", "sidebar"})


@dataclass(frozen=True)
class Entry:
    """An entry of the glossary.

    Attributes
    ----------
    terms
        The words it explains, as the glossary writes them: the first one, and its other forms.
    page, id
        Where it stands.
    html
        The first paragraph of its explanation.
    """

    terms: tuple[str, ...]
    page: str
    id: str
    html: str


class term_button(nodes.inline):  # noqa: N801 - docutils names its nodes so
    """The first use of a term on a page; ``entry`` is its entry."""


def read(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the glossary; return the pages to write anew, which are all if an entry changed."""
    before = env.__dict__.get(KEPT, ())
    env.__dict__[KEPT] = tuple(_entries(app, env)) if app.builder.format == "html" else ()
    known = {term.lower() for entry in env.__dict__[KEPT] for term in entry.terms}
    for name in app.config[BY_HAND] if known else ():
        if name.lower() not in known:
            logger.warning("_config.yml, %s: %r is no term of the glossary", BY_HAND, name)
    return sorted(env.found_docs) if env.__dict__[KEPT] != before else []


def _entries(app: Sphinx, env: BuildEnvironment) -> Iterator[Entry]:
    objects = env.get_domain("std").get_objects()
    for page in sorted({page for _, _, kind, page, _, _ in objects if kind == "term"}):
        for glossary in env.get_doctree(page).findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                terms = [node for node in item if isinstance(node, nodes.term)]
                paragraph = next(item.findall(nodes.paragraph), None)
                if paragraph is not None:
                    names = tuple(term.astext() for term in terms)
                    yield Entry(names, page, terms[0]["ids"][0], _html(app, paragraph))


def _html(app: Sphinx, paragraph: nodes.paragraph) -> str:
    """Return a paragraph in HTML that is the same on every page: without links and citations."""
    paragraph = paragraph.deepcopy()
    for link in list(paragraph.findall(addnodes.pending_xref)):
        link.replace_self([] if link["refdomain"] == "cite" else nodes.Text(link.astext()))
    html = app.builder.render_partial(paragraph)["fragment"]  # type: ignore[attr-defined] # format is html
    return re.sub(r"\s+([.,;:])", r"\1", re.sub(r"\s*</?p\b[^>]*>\s*", "", html))


def pattern(term: str) -> str:
    """Return the pattern of a term and its plural; one with capitals is an abbreviation or a name."""
    words = r"\s+".join(map(re.escape, term.split())).replace("'", "['’]")
    forms = f"{words[:-1]}(?:y|ies)" if re.search("[^aeiou]y$", term) else f"{words}(?:e?s)?"
    return forms if term != term.lower() else f"(?i:{forms})"


class FirstUses(SphinxPostTransform):
    """Make the first use of each term a button; later ones with ``{term}`` stay links to the glossary."""

    default_priority = 3  # before Sphinx resolves {term}, at 10, and the sources are put in, at 5
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Go through the page in its order."""
        entries: tuple[Entry, ...] = self.env.__dict__.get(KEPT, ())
        self.left = {
            term: entry for entry in entries for term in entry.terms if entry.page != self.env.docname
        }
        if not self.left:
            return
        folded = {term.lower(): term for term in self.left}
        by_hand = {term.lower() for term in self.config[BY_HAND]}
        automatic = sorted((term for term in self.left if term.lower() not in by_hand), key=len, reverse=True)
        self.names = {f"_{number}": term for number, term in enumerate(automatic)}
        forms = "|".join(f"(?P<{group}>{pattern(term)})" for group, term in self.names.items())
        self.found = re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])")
        join_text(self.document)  # MyST breaks a text at the ends of its lines
        for node in list(self.document.findall(_is_text_or_term)):
            if isinstance(node, addnodes.pending_xref):
                target = node["reftarget"]
                name = target if target in self.left else folded.get(target.lower())
                if name and not _is_within(node, nodes.title):
                    self._take(node, name)
            elif automatic and isinstance(node, nodes.Text) and _is_prose(node):
                self._mark(node)
        for button in list(self.document.findall(term_button)):
            _keep_together(button)

    def _take(self, node: addnodes.pending_xref, name: str) -> None:
        if name in self.left:
            node.replace_self(self._button(name, node.astext()))

    def _mark(self, text: nodes.Text) -> None:
        pieces: list[nodes.Node] = []
        words, end = text.astext(), 0
        for match in self.found.finditer(words):
            name = self.names[str(match.lastgroup)]
            if name in self.left:
                pieces += [nodes.Text(words[end : match.start()]), self._button(name, match[0])]
                end = match.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(words[end:])])

    def _button(self, name: str, shown: str) -> term_button:
        entry = self.left[name]
        for term in entry.terms:
            self.left.pop(term, None)
        return term_button("", shown, entry=entry)


def _keep_together(button: term_button) -> None:
    """Let no line end between a button and the marks around it: browsers break there, as beside a picture."""
    parent, at = button.parent, button.parent.index(button)
    before, after = (
        parent[i].astext() if 0 <= i < len(parent) and isinstance(parent[i], nodes.Text) else ""
        for i in (at - 1, at + 1)
    )
    opening = before[len(before.rstrip("([“‘\"'")) :]
    closing = re.match(r"(?:[’']s)?[^\s\w([“‘–—-]*", after)[0]  # type: ignore[index] # matches nothing too
    if not opening + closing:
        return
    kept = nodes.inline("", "", nodes.Text(opening), button, nodes.Text(closing), classes=["term-kept"])
    parent[at] = kept
    if closing:
        parent[at + 1] = nodes.Text(after[len(closing) :])
    if opening:
        parent[at - 1] = nodes.Text(before[: -len(opening)])


def _is_text_or_term(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text) or (
        isinstance(node, addnodes.pending_xref) and (node["refdomain"], node["reftype"]) == ("std", "term")
    )


def _is_within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    return any(isinstance(each, kinds) for each in _ancestors(node))


def _is_prose(node: nodes.Node) -> bool:
    around = list(_ancestors(node))
    return any(isinstance(each, nodes.paragraph) for each in around) and not any(
        isinstance(each, NO_PROSE) or NO_PROSE_CLASSES.intersection(each["classes"]) for each in around
    )


def _ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _visit(translator: Any, node: term_button) -> None:
    id = _popover(node["entry"])
    translator.body.append(f'<button type="button" class="term" popovertarget="{id}">')


def _depart(translator: Any, node: term_button) -> None:
    translator.body.append("</button>")


def _popover(entry: Entry) -> str:
    return f"word-{entry.id.removeprefix('term-')}"


def add_to_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the entries that the page's buttons open at its end, outside what the search indexes."""
    if doctree is None or not (buttons := list(doctree.findall(term_button))):
        return
    told = []
    for entry in (button["entry"] for button in buttons):
        address = f"{app.builder.get_relative_uri(pagename, entry.page)}#{entry.id}"
        told.append(
            f'<div class="term-entry" id="{_popover(entry)}" popover>'
            f'<a href="{escape(address)}">{escape(entry.terms[0])}</a>: {entry.html}</div>\n'
        )
    context["body"] += f'<div class="page-terms"><p>Words of this page</p>\n{"".join(told)}</div>\n'


def register(app: Sphinx) -> None:
    """Let pages explain the words of their glossary."""
    app.add_config_value(BY_HAND, [], "html", [list])
    app.add_node(term_button, html=(_visit, _depart))
    app.add_post_transform(FirstUses)
    app.connect("env-updated", read)
    app.connect("html-page-context", add_to_page)
