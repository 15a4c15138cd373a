"""What readers look for is folded alike in Python and in the page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from lessonkit.page.search import folded
from node_tools import run_node

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cn"]), max_size=30)


def in_node(texts: list[str]) -> list[str]:
    module = (ROOT / "lessonkit" / "lessonkit" / "page" / "search.js").as_uri()
    program = (
        f"import {{ folded }} from {json.dumps(module)}; import {{ readFileSync }} from 'node:fs';"
        "console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf-8')).map(folded)));"
    )
    done = run_node("--input-type=module", "-e", program, input=json.dumps(texts), check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "texts",
    [("5 µM", "5 μM", "5 ΜM"), ("Ménière’s", "meniere's"), ("non‐ionised", "non-ionised"), ("Mg²⁺", "mg2+")],
)
def test_what_looks_the_same_is_the_same(texts):
    assert len({folded(text) for text in texts}) == 1


@settings(max_examples=20)
@given(st.lists(TEXTS, min_size=50, max_size=50))
def test_both_languages_fold_alike(texts):
    assert in_node(texts) == [folded(text) for text in texts]


@given(TEXTS)
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)
