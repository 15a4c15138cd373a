"""What differs between two builds of the site: ``python tests/compare_sites.py OLD NEW``.

Compares, page by page, the text that a reader sees, the data of the widgets and the files that a page loads;
prints each difference and returns 1 if there is one.
"""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path

from bs4 import BeautifulSoup

BLOCKS = "br, button, div, dd, dt, h1, h2, h3, h4, label, li, option, p, pre, td, text, th"


def facts(page: Path) -> list[str]:
    """Return a page line by line: what it loads, its text, its widgets' data in order of their keys."""
    document = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    loaded = [
        tag.get("src") or tag.get("href") for tag in document.select("script[src], link[rel=stylesheet]")
    ]
    data = []
    for script in document.select('script[type="application/json"]'):
        data += json.dumps(json.loads(script.string), indent=1, sort_keys=True).splitlines()
    for tag in document(["script", "style"]):
        tag.decompose()
    for block in document.select(BLOCKS):
        block.append("\n")  # a number in a sentence is part of it, whatever element it stands in
    text = (" ".join(line.split()) for line in document.get_text().splitlines())
    return [*(str(address).partition("?")[0] for address in loaded), *filter(None, text), *data]


def main(old: Path, new: Path) -> int:
    """Print what differs; returns the exit status."""
    names = sorted({str(path.relative_to(site)) for site in (old, new) for path in site.rglob("*.html")})
    differ = 0
    for name in names:
        if not ((old / name).is_file() and (new / name).is_file()):
            print(f"{name}: only in {old if (old / name).is_file() else new}")
            differ += 1
            continue
        lines = list(difflib.unified_diff(facts(old / name), facts(new / name), lineterm="", n=0))[2:]
        differ += bool(lines)
        if lines:
            print(name, *lines, sep="\n  ")
    print(f"{len(names)} pages, {differ} differ")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
