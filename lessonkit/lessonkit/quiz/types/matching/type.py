"""Entries, and what each goes with."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase
from typing import TYPE_CHECKING, Annotated, Any

from lessonkit.authored.records import Fault, Record, Text, about
from lessonkit.quiz.item import Item, item_type, repeated, said
from lessonkit.quiz.misconceptions import told
from lessonkit.quiz.types.short.type import plain

if TYPE_CHECKING:
    from lessonkit.quiz.moodle_question import Question


class Pair(Record, frozen=True):
    """An entry and what it goes with."""

    text: Text
    match: Annotated[Text, about("What it goes with.")]
    feedback: Annotated[Text, about("Why they go together.")]
    misconception: Annotated[Text, about("The wrong idea behind another match.")]
    otherwise: Annotated[Text, about("Told if it is matched with another entry's match.")]


class Distractor(Record, frozen=True):
    """A match that fits no entry."""

    text: Text
    misconception: Text
    feedback: Annotated[Text, about("Which idea is at fault, and why.")]


@item_type
class Matching(Item, kw_only=True, tag="matching", frozen=True):
    """A match for each entry. Score: the share of entries that are matched rightly."""

    asks = "Match"
    asks_on_paper = "Write a letter on each line"
    moodle_kind = "matching"

    pairs: Annotated[
        tuple[Pair, ...],
        about(
            "Each entry with its match; two may share one. The matches are offered in alphabetical order.",
            2,
            7,
        ),
    ]
    distractors: Annotated[tuple[Distractor, ...], about("Matches that fit no entry.", 0, 4)] = ()

    def faults(self) -> Iterator[Fault]:
        yield from repeated(("pairs",), [pair.text for pair in self.pairs], "word each entry differently")
        offered = self._offered()
        yield from repeated(("distractors",), offered, "word each match differently")
        if len(offered) < 2:
            yield ("pairs",), "offer a single match: add another, or a distractor"

    def _offered(self) -> list[str]:
        """Return what is offered, in the order of the bank: matches, then distractors."""
        return [*dict.fromkeys(p.match for p in self.pairs), *(d.text for d in self.distractors)]

    def essence(self) -> list[Any]:
        return [*super().essence(), [(pair.text, pair.match) for pair in self.pairs], self._offered()]

    def parts(self) -> dict[str, Any]:
        return {"offered": sorted(enumerate(self._offered()), key=lambda offer: plain(offer[1]))}

    def to_moodle(self, question: Question) -> None:
        question.set(shuffleanswers="true")
        right = [(f"{pair.text} – {pair.match}", pair.feedback) for pair in self.pairs]
        wrong = [(f"{pair.text}, with another match", pair.otherwise) for pair in self.pairs]
        wrong += [(distractor.text, distractor.feedback) for distractor in self.distractors]
        question.combined(question.listed(right), question.listed(wrong))
        offered = [(pair.text, pair.match) for pair in self.pairs]
        for text, match in (*offered, *(("", distractor.text) for distractor in self.distractors)):
            part = question.add_html("subquestion", question.escaped(text))
            question.add("text", match, question.add("answer", parent=part))
        question.lose("feedback on each match apart: that on all matches is shown")

    def for_paper(self, parts: dict[str, Any]) -> dict[str, Any]:
        texts = [text for _, text in parts["offered"]]
        letters = dict(zip(texts, ascii_uppercase, strict=False))
        answers = []
        for pair in self.pairs:
            answers.append(said(f"{pair.text}: {letters[pair.match]}.", pair.feedback))
            answers.append(said(f"With another letter ({told(pair.misconception)}).", pair.otherwise))
        for each in self.distractors:
            answers.append(
                said(f"{letters[each.text]} fits nowhere ({told(each.misconception)}).", each.feedback)
            )
        return {"rows": texts, "pairs": [pair.text for pair in self.pairs], "answers": answers}
