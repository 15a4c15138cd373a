"""How a stem asks, what a reader is told, and how hard both read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lessonkit.authored.records import Place
from lessonkit.quiz.lint.fields import RESPONSES, choices, texts
from lessonkit.quiz.lint.findings import FEEDBACK_WORDS, Remark
from lessonkit.quiz.words import WORD, reading_grade

FEEDBACK_GRADE = 9
"""Flesch–Kincaid grade of the feedback and hints of one item, read together: the formula needs a passage."""

STEM_GRADE = 12

SINGLE_GRADE = 12
"""Grade of one feedback or hint; advisory."""

PASSAGE_WORDS = 30
"""Words from which the formula can be trusted: in a shorter text one long term decides, so it is advisory."""

PHRASE_WORDS = 10
"""Shorter texts, such as an equation with names in it, have no grade."""

_NEGATIVE = r"not|except|excluding|never|neither|nor|incorrect|untrue|(?!can)\w+n['’]t"

NEGATIVE = re.compile(rf"\b(?:{_NEGATIVE})\b", re.IGNORECASE)

ELSEWHERE = re.compile(
    r"\b(?:this|last|next|previous|earlier) (?:chapter|lesson|page|section|course|explorer)\b"
    r"|\bthe (chapters?|lessons?|pages?|maps?|figures?|tables?|explorers?)\b"
    r"|\b(?:these|those|the same)(?: two| three| four)? "
    r"(maps?|figures?|tables?|constants|trials?|studies|recordings?|experiments?)\b"
    r"|\bthe (?:two|three|four|five|six|seven|eight) (questions|fits|bands|rungs)\b"
    r"|\b(?:shown|given|listed|drawn|seen|described|equation|model|text|plot|formula) (?:above|below)\b"
    r"|\b(?:above|below)[.?!]",
    re.IGNORECASE,
)
"""Words that point to something; what a group of the pattern names may stand earlier in the stem."""
PRAISE = re.compile(
    r"\b(?:well done|good (?:job|work)|great|excellent|perfect|bravo|(?:in)?correct|right|wrong|yes|no)\b",
    re.IGNORECASE,
)

GRADE = re.compile(
    r"\b(?:most|many|few|other) (?:of the )?(?:students|learners|readers)\b|\byour (?:score|grade|mark)\b",
    re.IGNORECASE,
)


def stem_remarks(item: dict[str, Any]) -> Iterator[Remark]:
    """Yield what is wrong with the way a stem asks."""
    stem = item["stem"].strip()
    place = ("stem",)
    if not re.search(r"[.?!][)”\"’']*$", stem):
        yield place, "open-stem", f"ends with {stem[-10:]!r}"
    for sentence in _task(stem):
        for word in NEGATIVE.findall(sentence):
            rule = "negative-kept" if word.isupper() else "negative-stem"
            yield place, rule, f"asks with {word!r}"
    for match in ELSEWHERE.finditer(stem):
        named = next(filter(None, match.groups()), "").casefold().removesuffix("s")
        if not named or named not in stem[: match.start()].casefold():
            yield place, "stem-alone", f"says {match[0]!r}, which it does not hold"


def _task(stem: str) -> list[str]:
    """Return the sentences that ask: what comes before them may well say what is not.

    A question for the reason of something that does not happen asks for no negative answer.
    """
    sentences = re.split(r"(?<=[.?!])\s+", stem)
    asking = [sentence for sentence in sentences if sentence.endswith("?")] or sentences[-1:]
    return [sentence for sentence in asking if not re.match(r"why\b", sentence, re.IGNORECASE)]


def feedback_remarks(item: dict[str, Any]) -> Iterator[Remark]:
    """Yield what is wrong with what the reader is told after an attempt."""
    responses = list(texts(item, RESPONSES))
    for place, options in choices(item):
        for i, option in enumerate(options):
            if "feedback" not in option:
                yield (*place, i, "text"), "feedback-missing", "has no feedback"
    if len(responses) < 2:
        yield (), "feedback-missing", f"has {len(responses)} feedback for the answers that it can get"
    for place, text in responses:
        if (words := len(text.split())) > FEEDBACK_WORDS:
            yield place, "feedback-length", f"has {words} words"
        if len(WORD.findall(PRAISE.sub("", text))) < 3:
            yield place, "feedback-reason", "gives no reason"
        if match := GRADE.search(text):
            yield place, "feedback-grade", f"says {match[0]!r}"


def reading_remarks(item: dict[str, Any]) -> Iterator[Remark]:
    """Yield what reads too hard."""
    yield from _graded(("stem",), item["stem"], STEM_GRADE, "reads")
    told = list(texts(item, (*RESPONSES, "hints")))
    passage = " ".join(text if re.search(r"[.?!]\W*$", text) else f"{text}." for _, text in told)
    yield from _graded((), passage, FEEDBACK_GRADE, "has feedback and hints")
    for place, text in told:
        for _, _, found in _graded(place, text, SINGLE_GRADE, "reads"):
            yield place, "reading-level-one", found


def _graded(place: Place, text: str, limit: float, what: str) -> Iterator[Remark]:
    words = len(WORD.findall(text))
    if words >= PHRASE_WORDS and (grade := reading_grade(text)) > limit:
        rule = "reading-level" if words >= PASSAGE_WORDS else "reading-level-one"
        yield place, rule, f"{what} at grade {grade}, above {limit}"
