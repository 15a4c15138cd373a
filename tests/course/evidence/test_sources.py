"""The bibliography of the course: its form, what was seen of each source, and when it is due again."""

from __future__ import annotations

import re
import unicodedata

import pytest
from pybtex.database import parse_file
from pybtex.errors import capture
from pybtex.plugin import find_plugin
from pybtex.richtext import Text

from course import course
from course.evidence.claims import read_claims
from course.evidence.sources import SEEN, due_list, read_sources, seen_table, weak_list

ENTRIES = parse_file(str(course.bibliography), "bibtex").entries
NEEDED = {
    "article": {"journal"},
    "book": {"publisher"},
    "incollection": {"booktitle", "publisher"},
    "techreport": {"institution", "number"},
    "inproceedings": {"booktitle"},
    "misc": set(),
}
UNDATED = "0000"
"""What stands in the key of a source whose year is not known."""
ENTRY = """@article{smith2020magnesium, author = {Smith, A.}, title = {Magnesium}, year = {2020},
journal = {J}, doi = {10.1000/1}, %s}"""


def letters(words: str) -> str:
    """Return the letters a to z of words, without accents."""
    plain = unicodedata.normalize("NFKD", words.lower().replace("ø", "o").replace("ł", "l"))
    return re.sub("[^a-z]", "", plain)


def first_author(entry) -> str:
    if "shortauthor" in entry.fields:
        return letters(entry.fields["shortauthor"])
    first = entry.persons["author"][0]
    return letters(str(Text.from_latex("".join((*first.prelast_names, *first.last_names)))))


@pytest.mark.parametrize("key", ENTRIES)
def test_a_key_says_first_author_year_and_a_word_of_the_title(key):
    author, year, word = re.fullmatch(r"([a-z]+?)(\d{4})([a-z]+)", key).groups()
    entry = ENTRIES[key]
    assert author == first_author(entry)
    assert year == (entry.fields["year"] if entry.fields["year"] != "n.d." else UNDATED)
    title = str(Text.from_latex(entry.fields["title"]))
    assert word in {letters(part) for cut in (r"[\s–—/:]+", r"[\s–—/:-]+") for part in re.split(cut, title)}


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_has_what_its_kind_needs(key):
    entry = ENTRIES[key]
    assert NEEDED[entry.type] <= set(entry.fields), entry.type
    journal = entry.fields.get("journal")
    assert journal is None or journal not in [str(p) for p in entry.persons["author"]], (
        "a journal is no author"
    )
    assert re.fullmatch(r"[12]\d{3}|n\.d\.", entry.fields["year"])
    if doi := entry.fields.get("doi"):
        assert re.fullmatch(r"10\.\d{4,9}/[^\s{}]+[^\s{}.,;]", doi), "a DOI, not its address"
    if pmid := entry.fields.get("pmid"):
        assert re.fullmatch(r"\d{1,8}", pmid)
    if url := entry.fields.get("url"):
        assert re.fullmatch(r"https?://[^/\s]+/\S+", url), "a home page does not say where"


def test_each_entry_can_be_set_in_a_list_of_references():
    with capture() as faults:
        list(find_plugin("pybtex.style.formatting", "alpha")().format_entries(ENTRIES.values()))
    assert [str(fault) for fault in faults] == []


def test_each_entry_says_what_was_seen_and_when():
    assert set(read_sources()) == set(ENTRIES)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("seen = {abstract}", "write checked"),
        ("seen = {abstract}, checked = {recalled}", "write checked"),
        ("checked = {2026-11-22: abstract}", "seen = None: write one of text, abstract"),
        ("seen = {memory}, checked = {2026-11-22: abstract}", "seen = 'memory': write one of text, abstract"),
        ("seen = {abstract}, recalled = {pages}, checked = {2026-11-22: abstract}", "recalled names pages"),
    ],
)
def test_an_entry_that_does_not_say_it_is_refused(tmp_path, fields, message):
    file = tmp_path / "references.bib"
    file.write_text(ENTRY % fields, encoding="utf-8")
    with pytest.raises(ValueError, match=f"smith2020magnesium: {message}"):
        read_sources(file)


@pytest.mark.parametrize(
    ("seen", "recalled", "is_weak"),
    [
        ("abstract", "", False),
        ("secondary", "", True),
        ("text", "author", False),
        ("text", "year, author", True),
    ],
)
def test_a_source_at_second_hand_or_found_from_memory_is_weak(tmp_path, seen, recalled, is_weak):
    file = tmp_path / f"{seen}-{len(recalled)}.bib"
    fields = f"seen = {{{seen}}}, recalled = {{{recalled}}}, checked = {{2026-11-22: abstract}}"
    file.write_text(ENTRY % fields, encoding="utf-8")
    assert read_sources(file)["smith2020magnesium"].is_weak == is_weak


@pytest.mark.parametrize(
    ("key", "due"),
    [
        ("nowak1984magnesium", None),  # an experiment
        ("magpie2002women", None),  # a trial
        ("msd2026hypermagnesemia", 2027),  # a page
        ("garrison2020magnesium", None),
        ("zhang2022comparison", 2027),  # a meta-analysis
        ("rissardo2025drug", 2030),  # a review
        ("iom1997dietary", 2027),  # overdue, so at the next look
    ],
)
def test_pages_and_reviews_grow_old_and_studies_do_not(key, due):
    assert read_sources()[key].due == due


def test_no_claim_rests_on_weak_sources_alone():
    sources = read_sources()
    weak = [
        claim.id for claim in read_claims() if all(sources[source.key].is_weak for source in claim.sources)
    ]
    assert weak == []


def test_the_page_counts_each_source_once_and_lists_the_weak_and_the_due():
    sources = read_sources().values()
    counts = [int(row.split("|")[2]) for row in seen_table().data.splitlines()[2:]]
    assert len(counts) == len(SEEN)
    assert sum(counts) == len(sources)
    assert weak_list().data.count("\n") + 1 == sum(source.is_weak for source in sources)
    in_brackets = map(int, re.findall(r"\*\* \((\d+)\)", due_list().data))
    assert sum(in_brackets) == sum(source.due is not None for source in sources)
