"""What the contract of the page says in words, in types and in tests is the same."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT
from lessonkit.page.linker import ROOT as KIT

TYPES = (KIT / "page" / "contract.d.ts").read_text("utf-8")
WORDS = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
CONTRACT = WORDS[WORDS.index("## The contract of the page (version 2)") : WORDS.index("## Add a model")]
FIELD = re.compile(r"(\w+)\??:")


def block(name: str) -> str:
    """Return what stands in an interface of the types."""
    return re.search(rf"interface {name}(?: extends \w+)? \{{\n(.*?)\n\}}", TYPES, re.DOTALL)[1]


def events() -> dict[str, list[str]]:
    """Return the fields of each event."""
    found = re.findall(r'"(course:\w+)": CustomEvent<\{(.*?)\}>;', block("CourseEventMap"), re.DOTALL)
    return {name: FIELD.findall(fields) for name, fields in found}


def all_tests() -> str:
    return "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("event", events())
def test_an_event_is_told_in_words_with_its_fields_and_heard_by_a_test(event):
    assert f"`{event}`" in CONTRACT
    told = CONTRACT[CONTRACT.index(f"`{event}`") :][:500]
    for field in events()[event]:
        assert re.search(rf"\b{field}\b", told), field
    assert re.search(rf"addEventListener\([\"']{event}[\"']", all_tests())


def test_no_script_tells_of_more_than_the_contract_has():
    scripts = "\n".join(path.read_text("utf-8") for path in KIT.rglob("*.js"))
    told = set(re.findall(r'announce\(\w+, "(course:\w+)"', scripts))
    assert told == set(events())
    own = set(re.findall(r'CustomEvent\("(course:\w+)"', scripts))  # between the parts of one drawing
    assert own == {"course:point"}


@pytest.mark.parametrize("name", ["parameters", "result", "cursor"])
def test_a_property_of_an_explorer_is_told_in_words_and_read_by_a_test(name):
    assert re.search(rf"\b{name}\b", block("ExplorerElement"))
    assert re.search(rf"[Pp]roperty `{name}`", CONTRACT)
    assert re.search(rf"\b(?:e|explorer|\))\.{name}\b", all_tests())


@pytest.mark.parametrize("kind", ["ItemRecord", "StoredExam", "RecordFile"])
def test_what_is_stored_is_told_field_by_field(kind):
    outer = re.sub(r"\{[^{}]*\}", "", block(kind))
    for field in FIELD.findall(outer):
        assert re.search(rf"`?\b{field}\b`?", CONTRACT), field
