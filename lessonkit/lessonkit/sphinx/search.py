"""The search of the site: words of the pages and of the reader are folded alike."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessonkit.page.linker import ROOT
from lessonkit.page.search import folded


class FoldedEnglish(SearchEnglish):
    """English in which the micro sign is the Greek letter, and accents make no difference."""

    def split(self, text: str) -> list[str]:
        """Return the words of a text, as the page's script splits what a reader types."""
        return super().split(folded(text))

    # `folded` stands here as search.js has it; the pattern is that of Sphinx's own script.
    js_splitter_code = (
        "var splitQuery = (() => {\n"
        + (ROOT / "page" / "search.js").read_text(encoding="utf-8").replace("export ", "")
        + (ROOT / "sphinx" / "summary.js").read_text(encoding="utf-8")
        + "return (query) => folded(query)"
        ".split(/[^\\p{Letter}\\p{Number}_\\p{Emoji_Presentation}]+/gu).filter(Boolean);\n})();\n"
    )


class JoinedText(SphinxPostTransform):
    """Pieces of text that follow each other are one: TeX's braces would cut a name in the index."""

    default_priority = 900  # after the bibliography and its citations are put in

    def run(self, **_: object) -> None:
        """Join them in the whole page."""
        join_text(self.document)


def join_text(page: nodes.document) -> None:
    """Make one text of those that follow each other in a page."""
    for element in list(page.findall(nodes.TextElement)):
        groups = groupby(element.children, lambda child: type(child) is nodes.Text)
        joined = [
            node
            for is_text, group in groups
            for node in ([nodes.Text("".join(map(str, group)))] if is_text else group)
        ]
        if len(joined) < len(element.children):
            element.clear()
            element.extend(joined)


def register(app: Sphinx) -> None:
    """Let the site's search use it, on whole words."""
    app.add_search_language(FoldedEnglish)
    app.add_post_transform(JoinedText)
