"""Choices: one option that is right, or several."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from lessonkit.authored.records import MISSING, Fault, Record, Text, about
from lessonkit.quiz.item import Item, item_type, repeated, said
from lessonkit.quiz.misconceptions import told

if TYPE_CHECKING:
    from lessonkit.quiz.moodle_question import Question


class Option(Record, frozen=True):
    """One option of a choice, with what the reader is told who chooses it."""

    text: Text
    feedback: Annotated[Text, about("Why it is right, or which idea is at fault, and why.")]
    correct: Annotated[bool, about("true for a right option, else left out.")] = False
    misconception: Annotated[
        Text, about("The idea behind it; an id, if the book has misconceptions.yml.")
    ] = ""


class Choice(Item, kw_only=True, frozen=True):
    """What choices have in common."""

    control: ClassVar[str] = "radio"
    moodle_kind = "multichoice"

    options: Annotated[
        tuple[Option, ...],
        about(
            "Three good ones are enough. Learner state refers to them by their place, counted from 0.",
            2,
            6,
        ),
    ]

    @property
    def n_right(self) -> int:
        """How many options are right."""
        return sum(option.correct for option in self.options)

    def faults(self) -> Iterator[Fault]:
        for i, option in enumerate(self.options):
            if not option.correct and not option.misconception:
                yield ("options", i, "misconception"), MISSING
        yield from self.faults_of_count()
        yield from repeated(
            ("options",), [option.text for option in self.options], "word each option differently"
        )

    def faults_of_count(self) -> Iterator[Fault]:
        """Yield a fault if there are too few or too many right options."""
        if self.n_right != 1:
            yield ("options",), f"has {self.n_right} right: mark exactly 1 with correct: true"

    def essence(self) -> list[Any]:
        return [[(option.text, option.correct) for option in self.options]]

    def to_moodle(self, question: Question) -> None:
        is_multiple = self.control == "checkbox"
        question.set(
            single="false" if is_multiple else "true",
            shuffleanswers="false",
            answernumbering="none",
            showstandardinstruction="1" if is_multiple else "0",
        )
        question.combined()
        share = 100 / self.n_right
        for option in self.options:
            fraction = share if option.correct else -share if is_multiple else 0
            question.answer(fraction, option.text, option.feedback, is_html=True)

    def for_paper(self, parts: dict[str, Any]) -> dict[str, Any]:
        answers = []
        for letter, option in zip(ascii_uppercase, self.options, strict=False):
            verdict = "right" if option.correct else f"not right ({told(option.misconception)})"
            answers.append(said(f"{letter} is {verdict}.", option.feedback))
        return {"rows": [option.text for option in self.options], "answers": answers}


@item_type
class Single(Choice, kw_only=True, tag="single", frozen=True):
    """One right option."""

    asks = "Choose one"
    asks_on_paper = "Circle one letter"


@item_type
class Multiple(Choice, kw_only=True, tag="multiple", frozen=True):
    """Two or more right options. Score: the share of them that is chosen, less the wrong ones."""

    asks = "Choose all that apply"
    asks_on_paper = "Circle all that apply"
    control = "checkbox"

    def faults_of_count(self) -> Iterator[Fault]:
        if self.n_right < 2:
            remedy = "mark at least 2 with correct: true, or use type single"
            yield ("options",), f"has {self.n_right} right: {remedy}"
        if self.n_right == len(self.options):
            yield ("options",), "has no wrong one: add at least 1 without correct: true"

    def to_moodle(self, question: Question) -> None:
        super().to_moodle(question)
        question.lose("feedback about a right option that was missed: Moodle tells it of chosen options only")
