"""The text of the chapters: numbers have a source, sentences are short, the welcome page names them all."""

from __future__ import annotations

import re

import pytest
from chapter_text import BOOK, blocks, chapters, plain
from evidence_lines import JUSTIFIED, unsupported

from course.quiz.lint import reading_grade

GRADE = 12
"""Flesch–Kincaid grade that the body of a chapter may ask for."""
TIME = re.compile(r"Time: about (\d+) minutes to read, and about (\d+) minutes for the questions")


def text_of(chapter: str) -> str:
    return (BOOK / f"{chapter}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("chapter", chapters())
def test_a_sentence_with_a_number_has_a_source(chapter):
    found = [str(one) for one in unsupported(chapter)]
    assert not found, "cite the source, compute the number, or justify it in tests/evidence_lines.py"


@pytest.mark.parametrize("chapter", JUSTIFIED)
def test_each_justified_sentence_is_still_there(chapter):
    sentences = [plain(sentence) for block in blocks(text_of(chapter)) for sentence in block.sentences()]
    for beginning in JUSTIFIED[chapter]:
        assert any(sentence.startswith(beginning) for sentence in sentences), beginning


@pytest.mark.parametrize("chapter", chapters())
def test_the_body_reads_at_school_level(chapter):
    passages = [plain(block.text) for block in blocks(text_of(chapter)) if block.kind != "row"]
    body = " ".join(passage if passage.endswith((".", "?", "!")) else f"{passage}." for passage in passages)
    assert len(body.split()) > 500
    assert reading_grade(body) <= GRADE


@pytest.mark.parametrize("chapter", chapters())
def test_the_welcome_page_lists_the_chapter_with_its_time(chapter):
    reading, questions = map(int, TIME.search(text_of(chapter)).groups())
    entry = f"1. {{doc}}`{chapter}` ({reading} + {questions} minutes). "
    assert entry in text_of("index"), f"book/index.md should have the line {entry}…"


def test_the_welcome_page_lists_the_chapters_in_their_order():
    listed = re.findall(r"^1\. \{doc\}`([\w-]+)`", text_of("index"), re.MULTILINE)
    assert listed == chapters()


CHAPTER = """---
kernelspec: {name: python3}
---

(here)=
# A title with 3 words

It holds {sentence}

```{code-cell} ipython3
print("7 lines of code are no prose")
```

$$
x = 5
$$

About 6 minutes.
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "in 12 people.",
        "in some. Another 4 did not.",
        "−3.5 mV.",
        "\n\n| Where | 350 mg |\n",
        "\n\n- one\n- 20 mmol\n",
        "\n\n```{note}\nA note of 9 words.\n```\n",
    ],
)
def test_a_number_without_source_is_found(sentence):
    assert len(list(unsupported("sample", CHAPTER.replace("{sentence}", sentence)))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "in 12 people {cite:p}`nowak1984magnesium`.",
        "in 12 people. So said the study {cite:p}`nowak1984magnesium`.",
        "in {glue:text}`share` of 100 people.",
        "in 12 people, see {doc}`safety`.",
        "in 12 people, as computed by hand.",
        "since 1984.",
        "no number, but IC50 and Mg²⁺.",
        "these {cite:p}`nowak1984magnesium`:\n\n- 12 people\n- 13 people\n",
    ],
)
def test_a_number_with_source_is_let_pass(sentence):
    assert list(unsupported("sample", CHAPTER.replace("{sentence}", sentence))) == []


def test_a_finding_names_file_line_and_sentence():
    (found,) = unsupported("sample", CHAPTER.replace("{sentence}", "*in* 12 people."))
    assert str(found) == "book/sample.md:8: It holds in 12 people."


def test_roles_read_as_what_they_show():
    text = "The {term}`ionised <ionised magnesium>` part, {glue:text}`x:.1f` mM, {doc}`safety` {cite:p}`a,b`."
    assert plain(text) == "The ionised part, 0 mM, safety ."
