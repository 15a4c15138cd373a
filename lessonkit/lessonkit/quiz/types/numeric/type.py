"""A number, with a unit to choose if others are offered; its numbers may be drawn anew."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import msgspec

from lessonkit.authored.expression import ExpressionError, names_in, parsed
from lessonkit.authored.records import (
    Fault,
    NotNegative,
    Number,
    Place,
    Positive,
    Record,
    Symbol,
    Text,
    about,
    number_remedy,
    of_form,
)
from lessonkit.page.numbers import written
from lessonkit.quiz.item import FIRST_SEED, Item, item_type, repeated, said
from lessonkit.quiz.misconceptions import told
from lessonkit.quiz.types.numeric.values import FIELD, all_draws, computed, count_of, draw, filled

if TYPE_CHECKING:
    from lessonkit.quiz.moodle_question import Lose, Question

MOST_DRAWS = 2000
"""So many that every one can be checked."""
MOODLE_DRAWS = 3
"""So many questions of Moodle's stand for one with drawn numbers."""
LINES_TO_WORK = 3

change = msgspec.structs.replace


class Answer(Record, frozen=True):
    """What is right, and why. With drawn values a number may be arithmetic of them."""

    value: Annotated[Number | str, about("The right number, in the unit below.")]
    unit: Annotated[Text, about("Shown after the box.")]
    tolerance: Annotated[
        NotNegative | str, about("Largest difference that still counts as right, in the same unit.")
    ]
    tolerance_reason: Annotated[Text, about("Why that much, for teachers.")]
    feedback: Text


class Slip(Record, frozen=True):
    """A documented wrong number."""

    value: Annotated[
        Number | str, about("What the slip gives; it counts within the tolerance of the answer.")
    ]
    misconception: Text
    feedback: Text


class Unit(Record, frozen=True):
    """A unit offered beside the answer's own."""

    unit: Annotated[Text, about("As it stands in the list.")]
    misconception: Text
    feedback: Annotated[
        Text,
        about(
            "Told if the unit measures something else, or the answer's own number is given with this unit."
        ),
    ]
    factor: Annotated[
        Positive | None,
        about(
            "How many of the answer's unit make one of this: 1000 for V where the answer is in mV. The right "
            "amount in this unit counts then. Left out for a unit that measures something else."
        ),
    ] = None


Value = TypedDict(
    "Value",
    {
        "from": Annotated[Number, about("The smallest number.")],
        "to": Annotated[Number, about("The largest number.")],
        "step": Annotated[Positive, about("The distance between two numbers that can be drawn.")],
        "of": Annotated[Text, about("Arithmetic: + - * / ** brackets, exp ln log10 sqrt abs.")],
    },
    total=False,
)
Value.__doc__ = "A range to draw from (from, to, step), or arithmetic of the values before it (of)."


@item_type
class Numeric(Item, kw_only=True, tag="numeric", frozen=True):
    """A number."""

    asks = "Type a number"
    asks_on_paper = "Give a number"
    moodle_kind = "numerical"

    values: Annotated[
        dict[Symbol, Value],
        about(
            "Numbers drawn anew for each seed, by name. Then value and tolerance may be arithmetic of them, "
            "as ln(Mg / 3.57) / 0.062, rounded to four digits; {name} in a text stands for a number.",
            1,
            8,
        ),
    ] = {}
    answer: Answer
    units: Annotated[
        tuple[Unit, ...],
        about(
            "Other units to choose from, in a list with the answer's own. The reader then has to choose one.",
            1,
            5,
        ),
    ] = ()
    slips: Annotated[tuple[Slip, ...], about("Documented slips, each with its own feedback.", 1, 5)]
    otherwise: Annotated[Text, about("Feedback for any other number.")]

    # What is checked

    def faults(self) -> Iterator[Fault]:
        units = [self.answer.unit, *(unit.unit for unit in self.units)]
        yield from repeated(("units",), units, "name each unit once, the answer's own not at all")
        broken = [*self._faults_of_form()] or [*self._faults_of_values()]
        yield from broken
        if broken:
            return
        told: set[Place] = set()
        try:
            for drawn in all_draws(self.values):
                for place, remedy in self._slips_too_near(drawn):
                    if place not in told:
                        told.add(place)
                        yield place, remedy
        except ExpressionError as error:
            yield ("values",), f"with some of the numbers something {error}"

    def _arithmetic(self) -> Iterator[tuple[Place, str]]:
        numbers: dict[Place, Any] = {
            ("answer", "value"): self.answer.value,
            ("answer", "tolerance"): self.answer.tolerance,
        }
        numbers |= {("slips", i, "value"): slip.value for i, slip in enumerate(self.slips)}
        yield from ((place, number) for place, number in numbers.items() if isinstance(number, str))

    def _faults_of_form(self) -> Iterator[Fault]:
        if not self.values:
            for place, text in self._arithmetic():
                yield place, number_remedy(text)
        for name, value in self.values.items():
            yield from of_form(value, ("values", name), ["of"] if "of" in value else ["from", "to", "step"])

    def _faults_of_values(self) -> Iterator[Fault]:
        draws: float = 1
        known: list[str] = []
        values: dict[str, Any] = {**self.values}
        for name, value in values.items():
            if "of" in value:
                yield from _broken_expression(("values", name, "of"), value["of"], known)
            elif value["from"] >= value["to"]:
                yield ("values", name, "to"), "is not above from: write the larger number"
            elif (value["to"] - value["from"]) / value["step"] > MOST_DRAWS:
                draws = math.inf
            else:
                draws *= count_of(value)
            known.append(name)
        if draws > MOST_DRAWS:
            yield ("values",), f"allow more than {MOST_DRAWS} draws: take larger steps"
        for place, text in self._arithmetic():
            yield from _broken_expression(place, text, known)
        if self.values:
            for place, text in _texts(msgspec.to_builtins(self)):
                unknown = [name for name in FIELD.findall(text) if name not in known]
                if unknown:
                    yield place, f"has the field {{{unknown[0]}}}: choose one of {', '.join(known)}"

    def _slips_too_near(self, drawn: dict[str, float]) -> Iterator[Fault]:
        answer = computed(self.answer.value, drawn)
        tolerance = computed(self.answer.tolerance, drawn)
        where = "".join(f", with {name} = {number:g}" for name, number in drawn.items())
        if tolerance < 0:
            yield ("answer", "tolerance"), f"is {tolerance:g}{where}: needs at least 0"
        for i, slip in enumerate(self.slips):
            if abs(computed(slip.value, drawn) - answer) <= tolerance:
                yield ("slips", i, "value"), too_near(tolerance, answer, where)

    # What the page gets

    def essence(self) -> list[Any]:
        asked = [*super().essence(), self.answer.value, self.answer.unit, self.answer.tolerance]
        asked += [[(unit.unit, unit.factor) for unit in self.units]] if self.units else []
        return asked + ([self.values] if self.values else [])

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        return (("new", "New numbers"),) if self.values else ()

    def drawn(self, seed: int = FIRST_SEED) -> Item:
        if not self.values:
            return self
        values = draw(self.values, seed + self.own_seed)

        def with_numbers(part: Any, *names: str) -> Any:
            numbers = {name: computed(getattr(part, name), values) for name in names}
            return change(part, feedback=filled(part.feedback, values), **numbers)

        return change(
            self,
            stem=filled(self.stem, values),
            answer=with_numbers(self.answer, "value", "tolerance"),
            slips=tuple(with_numbers(slip, "value") for slip in self.slips),
            otherwise=filled(self.otherwise, values),
            hints=tuple(filled(hint, values) for hint in self.hints),
            units=tuple(map(with_numbers, self.units)),
        )

    def parts(self) -> dict[str, Any]:
        units = [self.answer.unit, *(unit.unit for unit in self.units)]
        return {"units": sorted(units, key=str.casefold) if self.units else []}

    def for_page(self) -> dict[str, Any]:
        shown = super().for_page()
        if not self.values:
            return shown
        return shown | {
            "stem": self.stem,
            "seed": self.own_seed,
            "values": [{"name": name, **_listed(value, "of")} for name, value in self.values.items()],
            "answer": _listed(shown["answer"], "value", "tolerance"),
            "slips": [_listed(slip, "value") for slip in shown["slips"]],
        }

    # What leaves the book

    def moodle_items(self, lose: Lose) -> Iterator[tuple[Item, float]]:
        if not self.values:
            yield self, 1
            return
        lose(f"numbers drawn anew at each attempt: {MOODLE_DRAWS} fixed draws stand for them")
        draws: dict[str, Item] = {}
        for seed in range(FIRST_SEED, FIRST_SEED + 10 * MOODLE_DRAWS):
            draw = self.drawn(seed)
            draws.setdefault(draw.stem, draw)
        for n, draw in enumerate([*draws.values()][:MOODLE_DRAWS], start=1):
            yield change(draw, id=f"{self.id}-{n}"), 1

    def moodle_text(self, question: Question) -> str:
        return "" if self.units else moodle_unit(question, self.answer.unit)

    def to_moodle(self, question: Question) -> None:
        moodle_numbers(question, self.answer, self.slips, self.otherwise, self.units)

    def for_paper(self, parts: dict[str, Any]) -> dict[str, Any]:
        answer, units = self.answer, parts["units"]
        near = f"give or take {written(float(answer.tolerance))}"
        answers = [said(f"Right: {written(float(answer.value))} {answer.unit}, {near}.", answer.feedback)]
        for slip in self.slips:
            wrong = f"{written(float(slip.value))} {answer.unit}"
            answers.append(said(f"{wrong} ({told(slip.misconception)}).", slip.feedback))
        answers += [
            said(f"In {unit.unit} ({told(unit.misconception)}).", unit.feedback) for unit in self.units
        ]
        choice = f" in {', '.join(units[:-1])} or {units[-1]} (circle one)" if units else f" {answer.unit}"
        return {
            "room": LINES_TO_WORK,
            "blanks": 1,
            "unit": choice,
            "answers": [*answers, said("Anything else.", self.otherwise)],
        }


def _listed(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return fields with the arithmetic in them as the lists that the page evaluates."""
    return {**fields} | {name: parsed(fields[name]) for name in names if isinstance(fields.get(name), str)}


def _broken_expression(place: Place, text: str, known: list[str]) -> Iterator[Fault]:
    try:
        unknown = [name for name in names_in(parsed(text)) if name not in known]
    except ExpressionError as error:
        yield place, str(error)
        return
    if unknown:
        yield place, f"uses {unknown[0]}: choose one of {', '.join(known) or 'no values before it'}"


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield the texts of an item that may hold fields."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in ("id", "values", "source"):
                yield from _texts(part, (*place, key))
    elif isinstance(value, (list, tuple)):
        for i, part in enumerate(value):
            yield from _texts(part, (*place, i))
    elif isinstance(value, str):
        yield place, value


def too_near(tolerance: float, answer: Any, where: str = "") -> str:
    """Return the remedy for a slip that counts as right."""
    return (
        f"lies within the tolerance {tolerance} of the answer {answer}{where}, "
        "so it counts as right: mend the slip or the tolerance"
    )


# Numbers in Moodle, for marks too


def moodle_unit(question: Question, unit: str) -> str:
    """Return the line, in HTML, that names the unit of the number to type."""
    return f"<p>Your answer: … {question.escaped(unit)}. Type the number alone.</p>"


UNIT_LIST, NO_UNIT = "2", "3"
"""Moodle's numbers for a list of units beside the box, and for a box without units."""


def moodle_numbers(
    question: Question, answer: Any, slips: Sequence[Any], otherwise: str, units: Sequence[Unit] = ()
) -> None:
    """Write answers, of which Moodle takes the first that fits; units are converted before it compares."""
    rows = [(100, answer.value, answer.feedback, 1.0)]
    rows += [(0, slip.value, slip.feedback, 1.0) for slip in slips]
    factors = [unit.factor for unit in units if unit.factor]
    for unit in units:
        if unit.factor is None:
            question.lose("units that never fit, with their feedback: Moodle offers units that convert only")
        elif _is_apart(answer, unit.factor, factors):
            rows.insert(0, (0, answer.value * unit.factor, unit.feedback, unit.factor))
        else:
            question.lose("feedback on the right number with a wrong unit: Moodle takes off all marks")
    for fraction, value, feedback, scale in rows:
        element = question.answer(fraction, question.number(value), feedback)
        question.add("tolerance", question.number(answer.tolerance * scale), element)
    question.add("tolerance", "0", question.answer(0, "*", otherwise))
    if units:
        listed = question.add("units")
        for name, factor in ((answer.unit, 1.0), *((unit.unit, unit.factor) for unit in units)):
            if factor:
                unit = question.add("unit", parent=listed)
                question.add("multiplier", question.number(1 / factor), unit)
                question.add("unit_name", name, unit)
    all_marks = "1" if units else "0"
    question.set(
        unitgradingtype=all_marks,
        unitpenalty=all_marks,
        showunits=UNIT_LIST if units else NO_UNIT,
        unitsleft="0",
    )
    question.add_html("instructions", "")
    values = sorted(slip.value for slip in slips)
    if any(b - a <= 2 * answer.tolerance for a, b in itertools.pairwise(values)):
        question.lose("of two slips that a number fits, the nearer one: Moodle takes the first")


def _is_apart(answer: Any, factor: float, factors: list[float]) -> bool:
    """Tell whether the answer's number with a wrong unit is no right number in another unit.

    It has to stand before the answer, as Moodle compares with each in turn what was typed, too.
    """
    return all(
        abs(answer.value * (factor - 1 / other)) > answer.tolerance * (factor + 1 / other)
        for other in (1, *factors)
    )
