"""Each term that a chapter sets as a term is in the glossary, and the glossary holds no other."""

from __future__ import annotations

import re

import pytest

from chapter_text import BOOK, blocks, chapters, plain, text_of
from lessonkit.sphinx.terms import pattern

STRESSED = frozenset(
    {
        # words that are stressed
        *("why", "where", "more", "upwards", "downwards", "in the brain", "persistent and pathological"),
        *("treat", "cause", "causes", "reduce", "grows", "rise", "weaker", "recovered", "impulse", "intake"),
        *("lowered magnesium", "n"),
        # short for a term that stands in the glossary in full
        "essential",
        # names on the buttons of a widget
        *("resting synapse", "coincidence", "low magnesium", "no block"),
    }
)
"""What chapters set in italics though it is no term; questions and quotations need not be listed."""

TERM = re.compile(r"\{term\}`(?:[^`<]*<([^`>]+)>|([^`<]+))`")
ITALIC = re.compile(r"(?<![*\w])\*([^*\n]+?)\*(?![*\w])")
QUESTION_OR_QUOTATION = re.compile(r"[?“”]")


def glossary() -> list[tuple[list[str], str]]:
    """Return the entries in the order of the page: a term with its other forms, and its definition."""
    page = (BOOK / "glossary.md").read_text(encoding="utf-8")
    entries = re.search(r"```\{glossary\}\n(.*?)```", page, re.DOTALL)[1].strip().split("\n\n")
    told = [entry.split("\n    ") for entry in entries]
    return [(terms.split("\n"), definition) for terms, definition in told]


ENTRIES = glossary()
TERMS = {term.lower() for terms, _ in ENTRIES for term in terms}


def prose(chapter: str) -> str:
    return "\n".join(block.text for block in blocks(text_of(chapter)))


def test_the_glossary_is_in_order():
    first = [terms[0].lower() for terms, _ in ENTRIES]
    assert first == sorted(first)
    assert len(TERMS) == sum(len(terms) for terms, _ in ENTRIES) > 50


@pytest.mark.parametrize("definition", [definition for _, definition in ENTRIES])
def test_an_entry_is_short(definition):
    assert 4 <= len(definition.split()) <= 45
    assert len(re.findall(r"[.!?](?:\s|$)", definition)) <= 3
    assert definition.endswith(".")


@pytest.mark.parametrize("chapter", chapters())
def test_each_term_of_a_chapter_is_in_the_glossary(chapter):
    text = prose(chapter)
    terms = {(explicit or shown).strip().lower() for explicit, shown in TERM.findall(text)}
    italics = {
        span.strip().lower() for span in ITALIC.findall(text) if not QUESTION_OR_QUOTATION.search(span)
    }
    italics -= STRESSED | {f"{term}s" for term in TERMS}
    missing = sorted((terms | italics) - TERMS)
    assert not missing, "add them to book/glossary.md, or list them as stressed in tests/test_glossary.py"


def test_each_entry_is_used_by_a_chapter():
    text = " ".join(f"{prose(name)} {plain(prose(name))}" for name in chapters())
    unused = [terms[0] for terms, _ in ENTRIES if not any(re.search(pattern(term), text) for term in terms)]
    assert unused == []
