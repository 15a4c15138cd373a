"""The role ``{widget}``: a link to a page that opens with a widget in a given state."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

logger = logging.getLogger(__name__)


class WidgetRole(ReferenceRole):
    """Link to ``<page?settings>``, where settings are what a widget's “Copy link” writes."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, or its text with a warning if there is no such page."""
        page, _, settings = self.target.partition("?")
        here = self.env.docname
        target = f"{here.rpartition('/')[0]}/{page}".lstrip("/")
        if target not in self.env.found_docs:
            logger.warning("widget: no page %r beside this one: mend its name", page, location=self.get_location())
            return [nodes.Text(self.title)], []
        address = self.env.app.builder.get_relative_uri(here, target)
        return [nodes.reference(self.rawtext, self.title, refuri=f"{address}?{settings}", internal=True)], []


def register(app: Sphinx) -> None:
    """Add the role."""
    app.add_role("widget", WidgetRole())
