"""Source text of the front end: ES modules linked into one, styles joined.

The modules import each other with relative paths, so that Node and editors understand them as they
are. A live kernel hands one module to anywidget, and the built site needs a classic script, because
browsers refuse ``<script type="module" src>`` on ``file://``; both are made here, with no bundler.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^ *(?:/\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|class)", re.MULTILINE)


def link_module(entry: Path) -> str:
    """Return one ES module that holds `entry` and all that it imports by relative path.

    Parameters
    ----------
    entry : Path
        A module that ends in ``export default``.

    Returns
    -------
    str
        The text of the module, imported files first, each once.

    Raises
    ------
    FileNotFoundError
        If an imported file does not exist; the message names the file that imports it.
    """
    linked: dict[Path, str] = {}

    def visit(path: Path, importer: Path) -> None:
        if path in linked:
            return
        if not path.is_file():
            raise FileNotFoundError(f"{importer}: imports {path.name!r}, which is not at {path}")
        text = path.read_text(encoding="utf-8")
        linked[path] = ""
        for relative in _IMPORT.findall(text):
            visit((path.parent / relative).resolve(), path)
        del linked[path]
        text = _IMPORT.sub("", text)
        linked[path] = text if path == entry else _EXPORT.sub("", text)

    entry = entry.resolve()
    visit(entry, entry)
    return "\n".join(linked.values())


def classic_script(entry: Path, tag: str) -> str:
    """Return a classic script that mounts the widget module `entry` on every ``<tag>`` of a page."""
    module = _EXPORT.sub("", link_module(entry))
    module, found = re.subn(r"^export default ", "const widget = ", module, flags=re.MULTILINE)
    if found != 1:
        raise ValueError(f"{entry}: needs exactly one 'export default', found {found}")
    mount = _EXPORT.sub("", (ROOT / "site" / "mount.js").read_text(encoding="utf-8"))
    script = f'(() => {{\n"use strict";\n{module}\n{mount}\nmount("{tag}", widget);\n}})();\n'
    return without_comments(script)


def without_comments(text: str) -> str:
    """Return a script or a style without the comments that have lines of their own: readers skip them."""
    return _COMMENT.sub("", text)


def link_style(*names: str) -> str:
    """Return the style sheets `names` (relative to the package) joined in order."""
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)
