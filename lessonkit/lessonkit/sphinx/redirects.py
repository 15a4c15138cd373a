"""Pages at old addresses: they lead to where their text is now, to the anchor and the widget's settings."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from posixpath import dirname, join, relpath

from sphinx.application import Sphinx
from sphinx.util import logging

from lessonkit.course import current
from lessonkit.redirects import Redirect, RedirectFile, read_redirects
from lessonkit.sphinx.front import leading

logger = logging.getLogger(__name__)

_ID = re.compile(r'\sid="([^"]+)"')
_ITEM = re.compile(r'\sdata-item="([^"]+)"')
_MADE_UP = re.compile(r"id\d+|quiz-\d+.*")
# A query names the widget that it sets, in front of the first dot.
SCRIPT = """\
(() => {{
  const [first, places] = {known};
  const anchor = decodeURIComponent(location.hash.slice(1));
  const widget = [...new URLSearchParams(location.search).keys()].map((key) => key.split(".")[0])
    .find((id) => Object.hasOwn(places, id));
  const key = anchor || widget;
  const place = Object.hasOwn(places, key) ? places[key] : first;
  const [page, own] = place.split("#");
  location.replace(page + location.search + (own ? "#" + own : location.hash));
}})();"""


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write them into the site; a page or an anchor that is not there is warned of."""
    if exception or app.builder.name != "html" or (file := read_redirects()) is None:
        return
    home = dirname(app.config.root_doc)
    for i, each in enumerate(file.table.redirects):
        _write(app, home, file, i, each)


def _write(app: Sphinx, home: str, file: RedirectFile, i: int, redirect: Redirect) -> None:
    folder = Path(app.outdir, home)
    within = [chapter for page in (redirect.to, *redirect.also) if (chapter := dirname(page))]
    ids = {page: _ids(path) for chapter in within for page, path in _pages(folder, chapter)}
    count = Counter(id for found in ids.values() for id in found)
    places = {id: f"{page}.html" for page, found in ids.items() for id in found if count[id] == 1}
    for anchor, target in redirect.anchors.items():
        page, _, wanted = target.partition("#")
        if wanted and wanted not in ids.get(page, _ids(folder / f"{page}.html")):
            logger.warning(
                "%s",
                file.fault(("redirects", i, "anchors", anchor), f"{page} has no anchor {wanted!r}: mend it"),
            )
        places[anchor] = f"{page}.html" + (f"#{wanted}" if wanted else "")
    here = dirname(redirect.old)
    first = relpath(f"{redirect.to}.html", here or ".")
    places = {id: _relative(place, here) for id, place in sorted(places.items()) if place != first}
    title = app.env.titles[join(home, redirect.to)].astext()
    script = SCRIPT.format(known=json.dumps([first, places], ensure_ascii=False).replace("</", "<\\/"))
    about = f"{title}: this page of the course “{current().title}” has moved."
    page = leading(app, title, first, about, script, is_found=False)
    (folder / f"{redirect.old}.html").write_text(page, encoding="utf-8")


def _relative(place: str, here: str) -> str:
    page, mark, anchor = place.partition("#")
    return relpath(page, here or ".") + mark + anchor


def _pages(folder: Path, within: str) -> list[tuple[str, Path]]:
    return [(f"{within}/{path.stem}", path) for path in sorted((folder / within).glob("*.html"))]


def _ids(path: Path) -> set[str]:
    """Return the ids in the text of a page that an author or a title has given."""
    if not path.is_file():
        return set()
    html = path.read_text(encoding="utf-8")
    article = html[html.find("<article") : html.find("</article>")]
    named = {id for id in _ID.findall(article) if not _MADE_UP.fullmatch(id)}
    return named | {f"item-{id}" for id in _ITEM.findall(article)}  # the anchor that the page's script makes
