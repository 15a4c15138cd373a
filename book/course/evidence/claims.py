"""Popular claims, each with its verdict and sources, in a table that can be filtered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessonkit.bibliography import Reference, reference
from lessonkit.page.widget import Widget
from lessonkit.tables import DataError, read_table

VERDICTS = {
    "holds": "The literature bears it out.",
    "holds with limits": "True in part, or with a condition that the claim leaves out.",
    "overstated": "There is something to it, but less than it says.",
    "wrong in part": "A part of it contradicts the sources.",
}
"""The verdicts from best to worst, with what each means."""


@dataclass(frozen=True)
class Claim:
    """A claim in our words, what its sources make of it, and why."""

    id: str
    topic: str
    claim: str
    verdict: str
    why: str
    sources: tuple[Reference, ...]


def read_claims(folder: Path | None = None) -> list[Claim]:
    """Return the rows of ``claims.csv``.

    Raises
    ------
    DataError
        If the table cannot be read, an id repeats, or a verdict is none of `VERDICTS`.
    UnknownReferenceError
        If a source is not in the bibliography.
    """
    rows = read_table(
        "claims", texts=("id", "topic", "claim", "verdict", "why", "sources"), numbers=(), folder=folder
    )
    repeated = [id for id, count in Counter(row["id"] for row in rows).items() if count > 1]
    if repeated:
        raise DataError(f"claims.csv: the id {repeated[0]!r} stands twice: rename one")
    for row in rows:
        if row["verdict"] not in VERDICTS:
            raise DataError(
                f"claims.csv, {row['id']}: verdict {row['verdict']!r} is unknown: "
                f"choose from {', '.join(VERDICTS)}"
            )
    return [
        Claim(**{**row, "sources": tuple(reference(key.strip()) for key in row["sources"].split(";"))})
        for row in rows
    ]


class Claims(Widget):
    """Show all claims; the reader may look for words, a topic or a verdict."""

    tag = "course-claims"
    template = "claims.html.j2"
    module = "claims.js"
    styles = ("lessonkit/page/widget.css", "claims.css")

    def __init__(self, folder: Path | None = None) -> None:
        self._claims = read_claims(folder)
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        counts = Counter(claim.verdict for claim in self._claims)
        return {
            "claims": self._claims,
            "topics": list(dict.fromkeys(claim.topic for claim in self._claims)),
            "verdicts": [(verdict, meaning, counts[verdict]) for verdict, meaning in VERDICTS.items()],
        }
