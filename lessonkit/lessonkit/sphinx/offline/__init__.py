"""The site without a network: a service worker, the list of what it may keep, and a manifest to install it.

Nothing here works from disk or in a frame of another site; there the pages are as they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from lessonkit.course import current
from lessonkit.page.files import text_of
from lessonkit.page.linker import declaring_script
from lessonkit.page.tokens import colour
from lessonkit.sphinx.assets import FOLDER

HERE = Path(__file__).parent
WORKER, FILES, MANIFEST = "worker.js", "offline.json", "manifest.webmanifest"
LEFT_OUT = ("_sources", "_downloads", "_static/worksheets", "_static/locales")
"""What no page shows: sources, and files to take away."""
DIGITS = 16
"""Of a file's SHA-256 in hexadecimal: enough to tell two versions of a file from each other."""


def register(app: Sphinx) -> None:
    """Give the built site its worker, and each page the script that asks for it."""
    app.connect("builder-inited", _write_page_script)
    app.connect("build-finished", _write, priority=900)  # after all that others write then


def _write_page_script(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    known = {"worker": WORKER, "manifest": MANIFEST}
    script = f"(() => {{\n{declaring_script(HERE / 'page.js')}\nkeepOffline({json.dumps(known)});\n}})();\n"
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "offline.js").write_text(script, encoding="utf-8")
    app.add_js_file(f"{FOLDER}/offline.js", loading_method="defer")


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    root = Path(app.outdir)
    (root / MANIFEST).write_text(json.dumps(_manifest(app), ensure_ascii=False), encoding="utf-8")
    write_worker(root, current().id)


def write_worker(root: Path, course: str) -> None:
    """Write the worker of a site, and the list of the files that it may keep, with their sizes in bytes.

    Parameters
    ----------
    root : Path
        The folder of the site, with all its files.
    course : str
        The id of the course: what is kept is kept under its name.
    """
    files = {address: _known(root / address) for address in _kept(root)}
    version = _digest(json.dumps(files).encode())
    (root / FILES).write_text(json.dumps({"version": version, "files": files}), encoding="utf-8")
    told = {"id": course, "version": version, "files": FILES}
    text = f"self.courseSite = {json.dumps(told)};\n{text_of(HERE / 'worker.js')}"
    (root / WORKER).write_text(text, encoding="utf-8")


def _known(path: Path) -> tuple[int, str]:
    content = path.read_bytes()
    return len(content), _digest(content)


def _kept(root: Path) -> Iterator[str]:
    """Yield the files that pages are made of, as addresses seen from the site's root."""
    for path in sorted(root.rglob("*")):
        address = path.relative_to(root).as_posix()
        is_hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        is_own = address in (WORKER, FILES, "objects.inv")
        if path.is_file() and not (is_hidden or is_own or address.startswith(LEFT_OUT)):
            yield address


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def _manifest(app: Sphinx) -> dict[str, Any]:
    """Return what a browser needs to install the site; see https://www.w3.org/TR/appmanifest/."""
    start = app.builder.get_target_uri(app.config.root_doc)
    icon = Path(app.config.html_favicon or "").name
    return {
        "name": app.config.html_title,
        "lang": app.config.language.replace("_", "-"),
        "start_url": start,
        "scope": "./",
        "display": "minimal-ui",
        "background_color": colour("paper"),
        "theme_color": colour("accent"),
        "icons": [{"src": f"_static/{icon}", "sizes": "any"}] if icon else [],
    }
