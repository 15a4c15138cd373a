"""All of a chapter on one page: what a reader prints, or searches with the browser."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from posixpath import basename, dirname

from sphinx.application import Sphinx

from lessonkit.contents import Chapter, read_contents
from lessonkit.course import current
from lessonkit.sphinx.sources import is_newer

NAME = "whole-chapter.html"

_HTML = re.compile(r"<html[^>]*>")
_STYLE = re.compile(r'<link\b[^>]*\brel="(?:stylesheet|icon)"[^>]*>')
_INLINE = re.compile(r"<script(?: data-cfasync=\"false\")?>(?!DOCUMENTATION_OPTIONS).*?</script>", re.DOTALL)
_OWN = re.compile(r'<script\b[^>]*\bsrc="[^"]*_static/course/([\w-]+)\.js[^"]*"[^>]*></script>')
_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_ID = re.compile(r'(?<![\w-])id="([^"]+)"')
_NAVIGATING = {"follow", "projector"}  # of a page that has a sidebar

_PAGE = """\
<!DOCTYPE html>
{html}
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="description" content="All lessons of the chapter “{chapter}” on one page, to print or to search.">
<title>{title}: the whole chapter</title>
{head}
<style>
.bd-article ~ .bd-article {{ break-before: page; }}
.bd-article-container > p {{ padding: 1rem; }}
</style>
</head>
<body>
<div class="bd-container"><main class="bd-main" id="main-content">
<div class="bd-content"><div class="bd-article-container">
<p class="d-print-none"><a href="{back}">Back to the lessons</a></p>
{articles}
</div></div></main></div>
</body>
</html>
"""


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write it beside the first page of each chapter of lessons."""
    if exception or app.builder.name != "html":
        return
    home = Path(app.outdir, dirname(app.config.root_doc))
    for chapter in read_contents():
        if chapter.is_folder:
            whole, pages = (
                home / dirname(chapter.page.address) / NAME,
                [home / p.address for p in chapter.pages],
            )
            if not is_newer(whole, pages):
                texts = [page.read_text(encoding="utf-8") for page in pages]
                whole.write_text(_whole(chapter, texts), encoding="utf-8")


def _whole(chapter: Chapter, pages: list[str]) -> str:
    found = _HTML.search(pages[0])
    heads = [page[: page.index("</head>")] for page in pages]
    styles = dict.fromkeys(tag for head in heads for tag in _STYLE.findall(head))
    scripts = {
        name: tag[0] for head in heads for tag in _OWN.finditer(head) if (name := tag[1]) not in _NAVIGATING
    }
    taken: set[str] = set()
    return _PAGE.format(
        html=found[0] if found else "<html>",
        chapter=escape(chapter.page.title),
        title=escape(f"{chapter.page.title} · {current().title}"),
        head="\n".join(
            [*_INLINE.findall(heads[0]), *styles, *(scripts[name] for name in sorted(scripts, key=_order))]
        ),
        back=basename(chapter.page.address),
        articles="\n".join(_article(page, place, taken) for place, page in enumerate(pages)),
    )


def _order(script: str) -> tuple[int, int, str]:
    """Sort what modules share before the modules, as on a page of its own."""
    number = re.fullmatch(r"shared-(\d+)", script)
    return (1, int(number[1]), "") if number else (2, 0, script) if script != "scheme" else (0, 0, "")


def _article(page: str, place: int, taken: set[str]) -> str:
    """Return the article of a page; ids that an article before has are given the place of this one."""
    found = _ARTICLE.search(page)
    text = found[0] if found else ""
    ids = set(_ID.findall(text))
    for id in ids & taken:
        value = re.escape(id)
        text = re.sub(
            rf'((?<![\w-])(?:id|for|popovertarget|list)="|href="#){value}"', rf'\g<1>{id}-{place}"', text
        )
        text = re.sub(
            rf'(aria-(?:labelledby|describedby|controls)="(?:[^"]* )?){value}(?=[ "])',
            rf"\g<1>{id}-{place}",
            text,
        )
    taken |= ids
    return text
