"""Small repairs of the markup that the packages below us write."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the entries of a bibliography a role that their list allows.

    Sphinx writes ``doc-biblioentry``, which is deprecated, on the children of ``role="list"``.
    """
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
