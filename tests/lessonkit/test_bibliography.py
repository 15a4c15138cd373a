"""The bibliography as widgets see it: who, when, where; and what is not in it."""

from __future__ import annotations

import re

import pytest
from pybtex.database import parse_file

from course import course
from lessonkit.bibliography import UnknownReferenceError, reference


@pytest.mark.parametrize(
    ("key", "label", "url"),
    [
        ("jahr1990voltage", "Jahr and Stevens 1990", "https://doi.org/"),
        ("nowak1984magnesium", "Nowak and others 1984", "https://doi.org/10.1038/307462a0"),
        ("caviness2014treatment", "Caviness 2014", "https://doi.org/10.1007/s13311-013-0216-3"),
        ("garrison2020magnesium", "Garrison and others 2020", "https://doi.org/"),
        ("vonluckner2018magnesium", "von Luckner and Riederer 2018", "https://doi.org/"),
        ("fda2011proton", "U.S. Food and Drug Administration 2011", "https://www.fda.gov/"),
    ],
)
def test_a_source_has_a_label_and_an_address(key, label, url):
    found = reference(key)
    assert (found.key, found.label) == (key, label)
    assert found.url.startswith(url)


def test_no_label_holds_latex():
    keys = re.findall(r"^@\w+\{(\w+),", course.bibliography.read_text(encoding="utf-8"), re.MULTILINE)
    labels = [reference(key).label for key in keys]
    assert len(labels) > 50
    assert [label for label in labels if re.search(r"[{}\\]", label)] == []


def test_an_unknown_key_is_named():
    with pytest.raises(
        UnknownReferenceError, match=r"references\.bib has no entry 'me2026': add it, or mend"
    ):
        reference("me2026")


ENTRIES = parse_file(str(course.bibliography), "bibtex").entries
KEY = re.compile(r"\b[a-z]+\d{4}[a-z]+\b")


def cited() -> set[str]:
    """Return what looks like a key in chapters, banks, tables and models."""
    book = course.bibliography.parent
    files = [
        *book.glob("**/*.md"),
        *book.glob("quizzes/*.yml"),
        *book.glob("cases/*.yml"),
        book / "misconceptions.yml",
        *book.glob("data/*.csv"),
        *book.rglob("course/**/*.py"),
    ]
    return {key for file in files for key in KEY.findall(file.read_text(encoding="utf-8"))}


def test_each_source_is_cited_and_each_citation_has_a_source():
    assert cited() == set(ENTRIES)


@pytest.mark.parametrize("key", ENTRIES)
def test_a_source_can_be_found(key):
    fields = ENTRIES[key].fields
    assert {"doi", "pmid", "url", "isbn"} & set(fields), "give a doi, a PubMed number, an address or an ISBN"
