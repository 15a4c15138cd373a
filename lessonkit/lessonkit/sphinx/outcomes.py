"""Outcomes of predictions: ``<!-- outcome: ITEM-ID -->`` … ``<!-- end of outcome -->`` in a page.

On the page they are folded until the reader has predicted and, where there is a model, has run it
(``outcomes.js``). Without a script, on paper, in a notebook and in mystmd they stand open.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from lessonkit.quiz.outcome import END, START

logger = logging.getLogger(__name__)

STARTS, ENDS = re.compile(rf"\s*{START}\s*"), re.compile(rf"\s*{END}\s*")
SUMMARY = re.compile(r'<course-teachback\b[^>]*data-item="([^"]+)"')
LEAD = """\
<p class="prediction-outcome-lead" hidden>{what} until you have
<a href="#item-{item}">{done}</a><span></span>.
<button type="button" aria-expanded="false" aria-controls="{id}">Show it anyway</button></p>
"""
SAID = ("The outcome is folded", "recorded your prediction"), ("Our summary is folded", "written yours")
"""What is folded and what opens it, for an outcome and for a summary."""


class outcome(nodes.container):  # noqa: N801 - docutils names its nodes so
    """What happened: the part of a page that a prediction is about."""


class Outcomes(SphinxTransform):
    """Gather what stands between the two comments."""

    default_priority = 400

    def apply(self, **_: Any) -> None:
        """Gather the outcomes of the whole page, with a warning for each comment that stands wrongly."""
        asked: set[str] = set()
        self.summaries: set[str] = set()
        seen: Counter[str] = Counter()
        for raw in list(self.document.findall(nodes.raw)):
            asked.update(re.findall(r'data-item="([^"]+)"', raw.astext()))
            self.summaries.update(SUMMARY.findall(raw.astext()))
            if start := STARTS.fullmatch(raw.astext()):
                item = start[1]
                if item not in asked:
                    self._warn(raw, f"outcome of {item!r}: no question above it has this id: ask it first")
                seen[item] += 1
                self._gather(raw, item, seen[item])
        for raw in list(self.document.findall(nodes.raw)):
            if ENDS.fullmatch(raw.astext()):
                self._warn(
                    raw, "end of outcome: no outcome begins in this part of the page: write where it does"
                )

    def _gather(self, start: nodes.raw, item: str, count: int) -> None:
        parent = start.parent
        first = parent.index(start)
        within = parent.children[first + 1 :]
        last = next((i for i, node in enumerate(within) if _is(node, ENDS)), None)
        if last is None or any(_is(node, STARTS) for node in within[:last]):
            self._warn(
                start, f"outcome of {item!r}: write <!-- end of outcome --> after it, before the next heading"
            )
            return
        id = f"outcome-{item}" + (f"-{count}" if count > 1 else "")
        found = outcome("", *within[:last], item=item, ids=[id], is_summary=item in self.summaries)
        parent.children[first : first + last + 2] = []
        parent.insert(first, found)

    def _warn(self, node: nodes.Node, fault: str) -> None:
        logger.warning(fault, location=node)


def _is(node: nodes.Node, comment: re.Pattern[str]) -> bool:
    return isinstance(node, nodes.raw) and comment.fullmatch(node.astext()) is not None


def _visit(translator: Any, node: outcome) -> None:
    id, item = node["ids"][0], node["item"]
    what, done = SAID[node["is_summary"]]
    lead = LEAD.format(id=id, item=item, what=what, done=done)
    translator.body.append(
        f'<div class="prediction-outcome" data-outcome="{item}">\n{lead}'
        f'<div class="prediction-outcome-body" id="{id}">\n'
    )


def _depart(translator: Any, node: outcome) -> None:
    translator.body.append("</div>\n</div>\n")


def register(app: Sphinx) -> None:
    """Let pages have outcomes."""
    app.add_node(outcome, html=(_visit, _depart))
    app.add_transform(Outcomes)
