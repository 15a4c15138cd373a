"""The sources under each page: sphinxcontrib.bibtex, whose cost grows with pages times sources."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from pybtex.database import Entry
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.domain import BibtexDomain

_OF_THE_PAGE = ast.dump(ast.parse("docname in docnames").body[0])


class CitedDomain(BibtexDomain):
    """Finds what a page cites by a look at that page's citations, and not at those of all pages."""

    def get_filtered_entries(self, bibliography_key: BibliographyKey) -> Iterable[tuple[str, Entry]]:
        """Yield the sources that a bibliography's filter asks for, each after its key."""
        bibliography = self.bibliographies[bibliography_key]
        if _without_module(bibliography.filter_) != _OF_THE_PAGE:
            yield from super().get_filtered_entries(bibliography_key)
            return
        docname = bibliography_key.docname
        cited = {t.key for each in self.citation_refs if each.docname == docname for t in each.targets}
        for entry in self.get_entries(bibliography.bibfiles):
            key = f"{bibliography.keyprefix}{entry.key}"
            if key in cited or entry.key in bibliography.keys:
                yield key, entry


def _without_module(filter: ast.AST) -> str:
    return ast.dump(filter.body[0] if isinstance(filter, ast.Module) else filter)


def register(app: Sphinx) -> None:
    """Let the domain take the place of the one that it is made from, and each source be set once."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(CitedDomain, override=True)
    BaseStyle.format_entry = _set_once(BaseStyle.format_entry)


def _set_once(format_entry: Any) -> Any:
    kept: dict[tuple[type, str, str | None], tuple[Entry, FormattedEntry]] = {}

    def kept_or_set(self: BaseStyle, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        name = type(self), label, entry.key
        if name not in kept or kept[name][0] is not entry:
            kept[name] = entry, format_entry(self, label, entry, bib_data)
        return kept[name][1]

    return kept_or_set
