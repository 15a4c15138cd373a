"""A word or two, typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from lessonkit.authored.records import Fault, Meta, Place, Record, Text, about
from lessonkit.page.search import folded
from lessonkit.quiz.item import Item, item_type, said
from lessonkit.quiz.misconceptions import told

if TYPE_CHECKING:
    from lessonkit.quiz.moodle_question import Question

_SEPARATORS = re.compile(r"[\s\u2212-]+")

Spellings = Annotated[
    tuple[Annotated[Text, Meta(max_length=80)], ...],
    about(
        "The texts that count, the best one first. Case, accents, hyphens, blanks, quotes, a leading article "
        "and a stop or comma at the end make no difference; nothing is guessed.",
        1,
        12,
    ),
]


class Answer(Record, frozen=True):
    """The texts that count, and what is told of them."""

    accept: Spellings
    feedback: Text


class Slip(Record, frozen=True):
    """Texts that are near and not right."""

    accept: Spellings
    misconception: Text
    feedback: Text


@item_type
class Short(Item, kw_only=True, tag="short", frozen=True):
    """A word or two."""

    asks = "Type a word or two"
    asks_on_paper = "Write a word or two"
    moodle_kind = "shortanswer"

    answer: Answer
    slips: Annotated[
        tuple[Slip, ...], about("Answers that are near and not right, each with its own feedback.", 1, 5)
    ]
    otherwise: Annotated[Text, about("Feedback for any other text.")]

    def faults(self) -> Iterator[Fault]:
        lists: dict[Place, tuple[str, ...]] = {("answer", "accept"): self.answer.accept}
        lists |= {("slips", i, "accept"): slip.accept for i, slip in enumerate(self.slips)}
        first: dict[str, tuple[Place, str]] = {}
        for place, texts in lists.items():
            for i, text in enumerate(texts):
                key = plain(text)
                other, known = first.setdefault(key, (place, text))
                if not key:
                    yield (*place, i), "has nothing but marks that make no difference: write letters"
                elif other != place or text in texts[:i]:  # Moodle tells spellings of one answer apart
                    yield (*place, i), f"is read as the same as {known!r}: remove one"

    def to_moodle(self, question: Question) -> None:
        question.set(usecase="0")
        rows = [(100, self.answer.accept, self.answer.feedback)]
        rows += [(0, slip.accept, slip.feedback) for slip in self.slips]
        for fraction, accept, feedback in rows:
            typed = [text.strip() for text in accept]
            by = (" ", "-", "", "\N{MINUS SIGN}")
            spellings = [_SEPARATORS.sub(separator, text) for text in typed for separator in by]
            for spelling in dict.fromkeys([*typed, *spellings]):
                question.answer(fraction, spelling.replace("*", r"\*"), feedback)
        question.answer(0, "*", self.otherwise)
        question.lose("accents, a full stop and mixed hyphens and blanks make a difference in a typed text")

    def for_paper(self, parts: dict[str, Any]) -> dict[str, Any]:
        answers = [said(f"Right: {'; '.join(self.answer.accept)}.", self.answer.feedback)]
        for slip in self.slips:
            answers.append(said(f"{'; '.join(slip.accept)} ({told(slip.misconception)}).", slip.feedback))
        return {"blanks": 1, "width": 9, "answers": [*answers, said("Anything else.", self.otherwise)]}


def plain(text: str) -> str:
    """Return a short text without what makes no difference, as ``type.js`` does."""
    kept = re.sub("[\"'`\u00b4\u201a]", "", folded(text))
    kept = "".join(
        " " if unicodedata.category(c)[0] == "Z" or unicodedata.category(c) == "Cc" else c for c in kept
    )
    kept = re.sub("^(?:an?|the) (?=.)", "", " ".join(kept.split()))
    return re.sub("[ -]", "", kept).rstrip(".,;:!?")
