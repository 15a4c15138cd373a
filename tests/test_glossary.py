"""Each term that a chapter sets as a term is in the glossary, and the glossary holds no other."""

from __future__ import annotations

import re

import pytest
from chapter_text import BOOK, blocks, chapters, plain

STRESSED = frozenset(
    {
        # words that are stressed
        *("why", "where", "more", "upwards", "downwards", "in the brain", "persistent and pathological"),
        *("treat", "cause", "causes", "reduce", "grows", "rise", "weaker", "recovered", "impulse", "intake"),
        *("lowered magnesium", "n"),
        # short for a term that stands in the glossary in full
        "essential",
        # names on the buttons of a widget
        *("resting synapse", "coincidence", "more controls", "low magnesium", "no block"),
    }
)
"""What chapters set in italics though it is no term; questions and quotations need not be listed."""

TERM = re.compile(r"\{term\}`(?:[^`<]*<([^`>]+)>|([^`<]+))`")
ITALIC = re.compile(r"(?<![*\w])\*([^*\n]+?)\*(?![*\w])")
QUESTION_OR_QUOTATION = re.compile(r"[?“”]")


def glossary() -> list[tuple[list[str], str]]:
    """Return the entries in the order of the page: the names of a term, and its definition."""
    page = (BOOK / "glossary.md").read_text(encoding="utf-8")
    entries = re.search(r"```\{glossary\}\n(.*?)```", page, re.DOTALL)[1].strip().split("\n\n")
    return [
        (
            [line for line in entry.split("\n") if not line.startswith(" ")],
            " ".join(line.strip() for line in entry.split("\n") if line.startswith(" ")),
        )
        for entry in entries
    ]


TERMS = {name.lower() for names, _ in glossary() for name in names}


def prose(chapter: str) -> str:
    text = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
    return "\n".join(block.text for block in blocks(text))


def test_the_glossary_is_in_order():
    terms = [names[0].lower() for names, _ in glossary()]
    assert len(terms) == len(set(terms)) > 50
    assert terms == sorted(terms)


@pytest.mark.parametrize(("names", "definition"), glossary())
def test_an_entry_is_short(names, definition):
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


@pytest.mark.parametrize("term", sorted(TERMS))
def test_each_entry_is_used_by_a_chapter(term):
    text = " ".join(f"{prose(name)} {plain(prose(name))}" for name in chapters()).lower()
    assert term in text
