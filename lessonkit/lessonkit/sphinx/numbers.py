"""The role ``{eval}``: a number that a page's code has worked out, in its sentences."""

from __future__ import annotations

from ast import literal_eval
from typing import cast

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.eval import retrieve_eval_data
from myst_nb.sphinx_ import NbMetadataCollector, SphinxEnvType
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

logger = logging.getLogger(__name__)

KEPT = "numbers"


class NumberRole(SphinxRole):
    """Write what an expression gives as words of the sentence, and keep it for the page's notebook.

    MyST-NB's own role makes an output of it, which it names neither in a fault nor afterwards.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number, or nothing with a warning if the expression fails."""
        try:
            [output] = retrieve_eval_data(self.inliner.document, self.text)
            quoted = output.data["text/plain"]
            if not quoted.startswith(("'", '"')):
                raise RetrievalError(f"{quoted} is no text: write it with lessonkit.page.numbers.fixed")
        except RetrievalError as error:
            logger.warning("eval: %s: %s", self.text, error, location=self.get_location())
            return [], []
        text = literal_eval(quoted)
        numbers = {**numbers_of(self.env, self.env.docname), self.text: text}
        NbMetadataCollector.set_doc_data(cast(SphinxEnvType, self.env), self.env.docname, KEPT, numbers)
        return [nodes.Text(text)], []


def numbers_of(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """Return what the expressions in a page's sentences gave."""
    return NbMetadataCollector.get_doc_data(cast(SphinxEnvType, env)).get(docname, {}).get(KEPT, {})


def register(app: Sphinx) -> None:
    """Put the role in place of MyST-NB's."""
    app.add_role("eval", NumberRole(), override=True)
