"""The text of the chapters: numbers have a source, sentences are short, the welcome page names them all."""

from __future__ import annotations

import re

import pytest

from chapter_text import BOOK, blocks, chapters, plain, text_of
from evidence_lines import (
    CLINICAL,
    JUSTIFIED,
    unsupported,
    unsupported_in,
    weakly_supported,
    weakly_supported_in,
)
from lessonkit.contents import read_contents
from lessonkit.quiz.words import reading_grade

GRADE = 12
"""Flesch–Kincaid grade that the body of a chapter may ask for."""
WELCOME = (BOOK / "index.md").read_text(encoding="utf-8")
TIME = re.compile(r"Time: about (\d+) minutes to read, and about (\d+) minutes for the questions")


@pytest.mark.parametrize("chapter", chapters())
def test_a_sentence_with_a_number_has_a_source(chapter):
    found = [str(one) for one in unsupported(chapter)]
    assert not found, "cite the source, compute the number, or justify it in tests/evidence_lines.py"


@pytest.mark.parametrize("chapter", CLINICAL)
def test_a_clinical_sentence_does_not_rest_on_a_weak_source_alone(chapter):
    found = [str(one) for one in weakly_supported(chapter)]
    assert not found, "cite what was seen, or say in the sentence that the source was not"


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


def minutes_of(chapter: str) -> str:
    """Return what the welcome page says of the time that a chapter takes."""
    contents = next(each for each in read_contents(BOOK) if each.id == chapter)
    if contents.is_folder:
        main = [lesson.facts for lesson in contents.lessons if not lesson.facts.deeper]
        return str(sum(facts.minutes for facts in main))
    return " + ".join(TIME.search(text_of(chapter)).groups())


@pytest.mark.parametrize("chapter", chapters())
def test_the_welcome_page_lists_the_chapter_with_its_time(chapter):
    entry = re.compile(
        rf"^1\. {{doc}}`{chapter}(?:/index)?` \({re.escape(minutes_of(chapter))} minutes\)\. ", re.M
    )
    assert entry.search(WELCOME), f"book/index.md should have a line like {entry.pattern}"


def test_the_welcome_page_lists_the_chapters_in_their_order():
    listed = re.findall(r"^1\. \{doc\}`([\w-]+)(?:/index)?`", WELCOME, re.MULTILINE)
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
    assert len(list(unsupported_in("sample", CHAPTER.replace("{sentence}", sentence)))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "in 12 people {cite:p}`nowak1984magnesium`.",
        "in 12 people. So said the study {cite:p}`nowak1984magnesium`.",
        "in {eval}`n.share` of 100 people.",
        "in 12 people, see {doc}`safety`.",
        "in 12 people, as computed by hand.",
        "since 1984.",
        "no number, but IC50 and Mg²⁺.",
        "these {cite:p}`nowak1984magnesium`:\n\n- 12 people\n- 13 people\n",
    ],
)
def test_a_number_with_source_is_let_pass(sentence):
    assert list(unsupported_in("sample", CHAPTER.replace("{sentence}", sentence))) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Six had it {cite:p}`guler2005magnesium`.", 1),
        ("Six had it {cite:p}`guler2005magnesium`. We know this from a lay summary.", 0),
        ("Six had it {cite:p}`guler2005magnesium,nowak1984magnesium`.", 0),
        ("Six had it {cite:t}`nowak1984magnesium`.", 0),
        ("Six had it.", 0),
    ],
)
def test_a_weak_source_alone_is_found(sentence, found):
    assert len(list(weakly_supported_in("sample", sentence))) == found


def test_a_finding_names_file_line_and_sentence():
    (found,) = unsupported_in("sample", CHAPTER.replace("{sentence}", "*in* 12 people."))
    assert str(found) == "book/sample.md:8: It holds in 12 people."


def test_roles_read_as_what_they_show():
    text = "The {term}`ionised <ionised magnesium>` part, {eval}`n.x` mM, {doc}`safety` {cite:p}`a,b`."
    assert plain(text) == "The ionised part, 0 mM, safety ."
