"""List what chapters say with a number and no source: ``python tests/evidence_lines.py [CHAPTER …]``.

A sentence with a number is borne out by a citation, a number from a model, or a link to a chapter, model or
table: in the sentence itself, elsewhere in its paragraph, list item or row, or in the paragraph that the list
or table belongs to. A sentence may also say where the number comes from, with one of `SAYS_SO`. Where a
reader is led through arithmetic, the numbers are given or follow from each other: those sections are named
in `ARITHMETIC`. What is left is listed in `JUSTIFIED`, each with its reason. Numbers in words, and claims
without a number, need a human eye.

A second list has the sentences whose sources are all weak: known from another's account, or found by a title,
journal, year or DOI from memory. In the chapters of `CLINICAL` such a sentence must say so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from chapter_text import BOOK, Block, blocks, chapters, pages_of, plain
from course.evidence.sources import read_sources

SOURCE = re.compile(r"\{(?:cite|eval|doc|ref|eq|numref)\b[^}]*\}`")
CITED = re.compile(r"\{cite:\w+\}`([^`]*)`")
NUMBER = re.compile(r"(?<![\w.])(?!(?:19|20)\d\d\b)[−+]?\d+(?:[.,]\d+)*")  # a year alone is a name
NO_CLAIM = re.compile(
    r"^(?:Time: )?[Aa]bout \d+ minutes|\b\d+ minutes to read\b|\bparts take ten minutes\b"
    r"|\b(?:Step|step|Part|part|question|level|Level)s? \d",
)
SAYS_SO = re.compile(
    r"\b(?:comput|the model|this model|explorer|slider|preset|values? used here|simulat|in our words|assum"
    r"|for example|[Ss]ay that|[Ss]uppose|[Ss]tart (?:with|from)|[Mm]ove|[Cc]hoose|[Ss]et "
    r"|[Ll]ower the|[Rr]aise|[Rr]ank by)",
)
ARITHMETIC = re.compile(r"[Ww]orked example|[Bb]efore you start|[Yy]our turn|[Nn]ow you|[Ss]ummary")
"""Headings of sections where numbers are given, follow from each other, or repeat what was cited above."""

CLINICAL = (
    "myoclonus",
    "magnesium-in-the-body",
    "too-much-too-little",
    "etomidate-trials",
    "dietary-sources",
    "diet-tablets-drip",
    "safety",
    "can-magnesium-help",
    "hyperexcitability/generators",
)
"""The chapters that a patient or a clinician reads, and pages about patients in others."""
SAYS_WEAK = re.compile(r"lay summary|did not see|have not seen|account of|collection of")
"""How a sentence, or its paragraph, says that its source is known at second hand."""

JUSTIFIED: dict[str, dict[str, str]] = {
    "magnesium-in-the-body": {
        "A value of 0.80 mmol/L is thus": "an example that the cited rows of the table above judge",
    },
    "nmda-blockade": {
        "x, in mM, is the concentration": "defines a symbol",
        "If it is 1, there are as many": "explains an equation with a round number",
        "A 5 mV correction": "follows from the equation, as it says",
    },
    "calcium-influx": {
        "The factor x, 5.18": "a factor that the worked example derives",
        "Pumps remove calcium": "a constant of the model; its parameter table has the source",
        "So a spine with buffers": "arithmetic with two constants of the model",
        "Compare two situations": "a setting of the runs that follow",
        "One pulse reaches a spine": "a setting of the runs that follow",
        "The same pulse comes": "a setting of the runs that follow",
        "An action potential of 60 mV": "a setting of the runs that follow",
        "The integrals agree to within": "reads off the figure's own table",
        "The NMDA conductance of 0.5 nS": "choices for teaching, as it says",
        "You may change one of two": "a task with its settings",
        "Here κ is the same": "an assumption of the model, under the heading that names it",
    },
    "etomidate-trials": {
        "As a review would": "date and place of our own search",
    },
    "hyperexcitability": {
        "In words: count magnesium": "the toy rule in words; its sources stand with the equation",
        "Compare with the reference": "the toy rule in words; its sources stand with the equation",
        "Each factor of ten": "the toy rule in words; its sources stand with the equation",
        "The quotient of the two": "arithmetic",
        "Magnesium falls from 0.8": "an example with given numbers",
    },
    "neuromuscular-function": {
        "The 1 stands for": "explains an equation",
        "The model stimulates a nerve": "a setting of the model",
    },
    "too-much-too-little": {
        "Sources also mix units": "arithmetic: two charges an ion",
    },
}
"""By chapter, the beginning of a sentence and the reason why it needs no source."""


@dataclass(frozen=True)
class Unsupported:
    """A sentence with a number and no source, and the line where its block begins."""

    page: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"book/{self.page}.md:{self.line}: {self.sentence}"


def unsupported(chapter: str) -> Iterator[Unsupported]:
    """Yield what the chapter says with a number and without a source, but for what is justified."""
    for page in pages_of(chapter):
        text = (BOOK / f"{page}.md").read_text(encoding="utf-8")
        yield from unsupported_in(page, text, tuple(JUSTIFIED.get(chapter, {})))


def unsupported_in(page: str, text: str, excuses: tuple[str, ...] = ()) -> Iterator[Unsupported]:
    """Yield what a page says with a number and no source, but for sentences that begin with an excuse."""
    parent_has_source, heading = False, ""
    for block in blocks(text):
        has_source = bool(SOURCE.search(block.text))
        if block.kind == "paragraph" or block.heading != heading:
            parent_has_source, heading = block.kind == "paragraph" and has_source, block.heading
        if (
            has_source
            or (block.kind != "paragraph" and parent_has_source)
            or ARITHMETIC.search(block.heading)
        ):
            continue
        for sentence in block.sentences():
            shown = plain(sentence)
            if _needs_source(shown, block) and not (excuses and shown.startswith(excuses)):
                yield Unsupported(page, block.line, shown)


def weakly_supported(chapter: str) -> Iterator[Unsupported]:
    """Yield the sentences of a chapter that cite sources, all of them weak, in blocks that do not say so."""
    for page in pages_of(chapter):
        yield from weakly_supported_in(page, (BOOK / f"{page}.md").read_text(encoding="utf-8"))


def weakly_supported_in(page: str, text: str) -> Iterator[Unsupported]:
    """Yield what `weakly_supported` does of one page."""
    sources = read_sources()
    for block in blocks(text):
        if SAYS_WEAK.search(block.text):
            continue
        for sentence in block.sentences():
            keys = [key.strip() for cited in CITED.findall(sentence) for key in cited.split(",")]
            if keys and all(sources[key].is_weak for key in keys):
                yield Unsupported(page, block.line, plain(sentence))


def _needs_source(shown: str, block: Block) -> bool:
    ranked = re.sub(r"^\| \d+\. ", "", shown)  # a row may be numbered as a list is
    return bool(NUMBER.search(ranked)) and not NO_CLAIM.search(shown) and not SAYS_SO.search(block.text)


def main(names: list[str]) -> int:
    """Print both lists; return 1 if a number has no source, or a clinical sentence a weak one alone."""
    names = names or chapters()
    bare = [one for name in names for one in unsupported(name)]
    print(*bare, sep="\n")
    print(f"{len(bare)} sentences with a number and no source")
    weak = [one for name in names for one in weakly_supported(name)]
    print(*weak, sep="\n")
    print(f"{len(weak)} sentences whose sources are known at second hand, or in part from memory")
    return int(bool(bare) or any(one.page.startswith(CLINICAL) for one in weak))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
