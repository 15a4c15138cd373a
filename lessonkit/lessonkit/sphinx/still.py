"""What a widget shows where it never comes alive: plain blocks of text, tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

BLOCKS = {"p", "ul", "ol", "dl", "table", "details", *(f"h{n}" for n in range(1, 7))}
KEPT = BLOCKS | {
    "a", "b", "br", "caption", "code", "dd", "dt", "em", "i", "li", "small", "strong", "sub", "summary",
    "sup", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
"""Tags that every notebook program lets through; of others the content is kept."""
ATTRIBUTES = {"href", "colspan", "rowspan", "scope", "start"}

DEAD = "[hidden], [data-needs-script], script, style, template, datalist, button, .course-still"
CHOICES = "input[type=radio], input[type=checkbox]"
BLANK = "____"
"""Stands where a reader would write."""
SET_AS = {"legend": "strong", ".course-title": "strong", ".course-kicker": "em", "figcaption": "em"}
"""How the words are set that a style sets apart on a page; each becomes a paragraph of its own."""
LINES = {".course-now": " (solid line)", ".course-reference": " (dashed line)"}
"""What a style draws beside the words of a key."""

_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_MARK = re.compile("\ue000(\\d+)\ue001")
_SPACE = re.compile(r"\s+")


def still(html: str, show: Callable[[str, str], str]) -> str:
    """Return Markdown that holds what a widget's HTML says without a script or a style.

    Controls go. Each block of HTML stands on one line, so that Markdown takes it as it is, and has nothing
    that the sanitisers of JupyterLab and Notebook take out.

    Parameters
    ----------
    html : str
        The element, as the page has it.
    show : callable
        Takes a picture's SVG and its alt text, and returns its Markdown.
    """
    pictures: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        pictures.append(match[0])  # an HTML parser would spoil the case of its names
        return f"\ue000{len(pictures) - 1}\ue001"

    soup = BeautifulSoup(_SVG.sub(set_aside, html), "html.parser")
    pictured = soup.select(".course-picture, .course-moment")
    alts = {box.get_text(strip=True): str(box["aria-label"]) for box in pictured}
    _without_controls(soup)
    _without_style(soup)
    blocks = []
    for piece in _pieces(soup):
        blocks += [_MARK.sub("", piece)] if _MARK.sub("", piece) else []
        blocks += [show(pictures[int(mark[1])], alts[mark[0]]) for mark in _MARK.finditer(piece)]
    return "\n\n".join(blocks)


def _without_controls(soup: BeautifulSoup) -> None:
    for tag in soup.select(f"{DEAD}, {CHOICES}"):
        tag.decompose()
    for tag in soup.select("input, select, textarea"):
        tag.replace_with(BLANK)


def _without_style(soup: BeautifulSoup) -> None:
    for selector, words in LINES.items():
        for tag in soup.select(selector):
            tag.append(words)
    for selector, name in SET_AS.items():
        for tag in soup.select(selector):
            tag.name = "p"
            words = soup.new_tag(name)
            words.extend(tag.contents[:])
            tag.append(words)
    for tag in soup.find_all(True):
        if tag.decomposed:  # with the empty list that it stood in
            continue
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in ATTRIBUTES}
        leads_nowhere = tag.name == "a" and not str(tag.get("href", "")).startswith(("https:", "http:"))
        if tag.name not in KEPT or leads_nowhere:
            tag.unwrap()
        elif tag.name in {"p", "li", "dl", "ul", "ol"} and not tag.get_text(strip=True):
            tag.decompose()


def _pieces(soup: BeautifulSoup) -> Iterator[str]:
    """Yield each block on one line; what stands between blocks becomes a paragraph."""
    loose = ""
    for node in [*soup.contents, None]:
        if node is not None and not (isinstance(node, Tag) and node.name in BLOCKS):
            loose += str(node) if isinstance(node, Tag) else node.output_ready("minimal")
            continue
        if loose.strip():
            yield loose.strip() if _MARK.fullmatch(loose.strip()) else f"<p>{_line(loose)}</p>"
        loose = ""
        if node is not None:
            yield _line(str(node))


def _line(html: str) -> str:
    # Notebook programs look for formulas between two dollars, in HTML too.
    return _SPACE.sub(" ", html).strip().replace("$", "&#36;")
