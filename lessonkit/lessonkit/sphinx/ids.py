"""Two widgets of a page that would answer to one id: address, links and labels could not tell them apart."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

_WIDGET_ID = re.compile(r'<(course-[\w-]+)\b[^>]*\sid="([^"]+)"')


def repeated(body: str) -> list[tuple[str, str]]:
    """Return tag and id of each widget in the HTML of a page whose id stands there before."""
    return [place for place, count in Counter(_WIDGET_ID.findall(body)).items() if count > 1]


def check(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Warn of ids that repeat on this page, which stops a build with ``-W``."""
    for tag, id in repeated(context.get("body", "")):
        logger.warning(
            "%s: two <%s> have the id %r: give one of them an id of its own, such as Explorer(…, id='%s-2'); "
            "of a widget that takes none, show one on a page",
            pagename, tag, id, id,
        )  # fmt: skip
