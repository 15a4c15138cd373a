"""Pages that lead elsewhere with the address's settings: that at the root of the site, and old addresses."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from sphinx.application import Sphinx

from lessonkit.sphinx.description import description

FRONT = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{description}">
{robots}<script>{script}</script>
<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript>
</head>
<body>
<p><a href="{address}">{title}</a></p>
</body>
</html>
"""


STRAIGHT = "location.replace({address} + location.search + location.hash);"


def leading(
    app: Sphinx, title: str, address: str, about: str, script: str = "", *, is_found: bool = True
) -> str:
    """Return a page that leads to `address`; `is_found` by search engines, unlike an old address."""
    return FRONT.format(
        language=app.config.language.replace("_", "-"),
        title=escape(title),
        address=escape(address),
        description=escape(about),
        script=script or STRAIGHT.replace("{address}", json.dumps(address)),
        robots="" if is_found else '<meta name="robots" content="noindex">\n',
    )


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write ``index.html`` at the root; a redirection by HTML alone would drop query and fragment."""
    first = app.config.root_doc
    if exception or app.builder.name != "html" or first == "index":
        return
    title = app.config.html_title
    about = description(app.env.get_and_resolve_doctree(first, app.builder), title, title)
    page = leading(app, title, app.builder.get_target_uri(first), about)
    Path(app.outdir, "index.html").write_text(page, encoding="utf-8")
