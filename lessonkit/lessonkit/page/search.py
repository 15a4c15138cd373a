"""Texts as readers look for them: the same as in search.js."""

from __future__ import annotations

import re
import unicodedata

_SINGLE_QUOTES = re.compile("[\u2018-\u201b\u02bc]")
_DOUBLE_QUOTES = re.compile("[\u201c-\u201f\u00ab\u00bb]")


def folded(text: str) -> str:
    """Return the text with what looks or means the same written the same: case, accents, micro, dashes."""
    kept = unicodedata.normalize("NFKD", text).lower()
    kept = "".join(_plain(c) for c in kept)
    return _DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", kept))


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if kind.startswith("M") or kind == "Cf":
        return ""
    return "-" if kind == "Pd" or character == "\u2212" else character
