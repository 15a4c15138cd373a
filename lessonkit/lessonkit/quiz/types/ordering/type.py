"""Entries to put in order."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase
from typing import TYPE_CHECKING, Annotated, Any

from lessonkit.authored.records import Fault, Meta, Record, Text, about
from lessonkit.page.random import uniforms
from lessonkit.quiz.item import Item, item_type, repeated, said
from lessonkit.quiz.misconceptions import told

if TYPE_CHECKING:
    from lessonkit.quiz.moodle_question import Question

Place = Annotated[int, Meta(ge=1)]


class Entry(Record, frozen=True):
    """One of the entries that are put in order."""

    text: Text
    feedback: Annotated[
        Text, about("Why it stands where it stands; told if what comes before it is not right.")
    ]


class Answer(Record, frozen=True):
    """What is told when all is right."""

    feedback: Text


class Slip(Record, frozen=True):
    """A documented inversion."""

    puts: Annotated[Place, about("The number of the entry, from 1, that is put too early,")]
    before: Annotated[Place, about("and of the one that it is put before.")]
    misconception: Text
    feedback: Text


@item_type
class Ordering(Item, kw_only=True, tag="ordering", frozen=True):
    """Entries to be put in order. Score: the share of steps that follow each other directly."""

    asks = "Put in order"
    asks_on_paper = "Write the letters in order"
    moodle_kind = "ordering"
    moodle_is_new = True

    entries: Annotated[
        tuple[Entry, ...],
        about(
            "In the right order. They are shown in another order, the same for all.",
            3,
            7,
        ),
    ]
    answer: Answer
    slips: Annotated[tuple[Slip, ...], about("Documented inversions, each with its own feedback.", 1, 5)]

    def faults(self) -> Iterator[Fault]:
        yield from repeated(("entries",), self._texts(), "word each differently")
        last = len(self.entries)
        seen = set()
        for i, slip in enumerate(self.slips):
            if not slip.before < slip.puts <= last:
                remedy = f"is no inversion: write an entry from 2 to {last}, and before it an earlier one"
                yield ("slips", i, "puts"), remedy
            if (slip.puts, slip.before) in seen:
                yield ("slips", i, "puts"), "repeats an earlier slip: remove one"
            seen.add((slip.puts, slip.before))

    def _texts(self) -> list[str]:
        return [entry.text for entry in self.entries]

    def essence(self) -> list[Any]:
        return [*super().essence(), self._texts()]

    def start(self) -> list[int]:
        """Return the places of the entries in the order in which they are shown first: not the right one."""
        places = list(range(len(self.entries)))
        random = uniforms(self.own_seed)
        while places == sorted(places):
            places.sort(key=lambda _: next(random))
        return places

    def parts(self) -> dict[str, Any]:
        return {"rows": [(place, self.entries[place]) for place in self.start()]}

    def for_page(self) -> dict[str, Any]:
        return super().for_page() | {"start": self.start()}

    def moodle_feedback(self, question: Question) -> str:
        return question.listed((entry.text, entry.feedback) for entry in self.entries)

    def to_moodle(self, question: Question) -> None:
        question.set(
            layouttype="VERTICAL",
            selecttype="ALL",
            selectcount=str(len(self.entries)),
            gradingtype="RELATIVE_NEXT_EXCLUDE_LAST",  # the share of steps that follow each other directly
            showgrading="SHOW",
            numberingstyle="none",
        )
        texts = self._texts()
        told = [(f"{texts[s.puts - 1]}, before {texts[s.before - 1]}", s.feedback) for s in self.slips]
        question.combined(question.escaped(self.answer.feedback), question.listed(told))
        for place, text in enumerate(texts, start=1):
            question.answer(place, text, "", is_html=True)  # save_question_options keeps no feedback here
        question.lose("feedback on the very slip in an order: that on all slips and entries is shown")

    def for_paper(self, parts: dict[str, Any]) -> dict[str, Any]:
        letters = {place: letter for letter, (place, _) in zip(ascii_uppercase, parts["rows"], strict=False)}
        order = [letters[place] for place in range(len(self.entries))]
        answers = [said(f"Right: {', '.join(order)}.", self.answer.feedback)]
        answers += [
            said(f"{letter}.", entry.feedback) for letter, entry in zip(order, self.entries, strict=False)
        ]
        for slip in self.slips:
            wrong = f"{order[slip.puts - 1]} before {order[slip.before - 1]}"
            answers.append(said(f"{wrong} ({told(slip.misconception)}).", slip.feedback))
        return {
            "rows": [entry.text for _, entry in parts["rows"]],
            "blanks": len(self.entries),
            "width": 1,
            "between": ", ",
            "answers": answers,
        }
