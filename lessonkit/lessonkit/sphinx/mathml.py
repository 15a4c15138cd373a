"""Mathematics as MathML, made while the book is built: no script, no font and no request is needed."""

from __future__ import annotations

from docutils import nodes
from latex2mathml.converter import convert
from latex2mathml.exceptions import NoAvailableTokensError
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)


def register(app: Sphinx) -> None:
    """Make MathML the renderer that ``html_math_renderer: mathml`` names."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))


def _converted(node: nodes.Element, display: str) -> str:
    try:
        return convert(node.astext(), display=display)
    except (NoAvailableTokensError, ValueError, IndexError, StopIteration) as error:
        logger.warning("cannot be turned into MathML: %s (%r)", node.astext(), error, location=node)
        return ""


def _visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(_converted(node, "inline"))
    raise nodes.SkipNode


def _visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="math course-equation"))
    translator.body.append(_converted(node, "block"))
    if node.get("number"):
        translator.body.append(f'<span class="eqno">({node["number"]})</span>')
    translator.body.append("</div>\n")
    raise nodes.SkipNode
