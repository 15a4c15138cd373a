"""A point, or an interval, marked on a curve."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from lessonkit.authored.records import (
    MISSING,
    Fault,
    NotNegative,
    Number,
    Place,
    Record,
    Text,
    about,
    of_form,
)
from lessonkit.figures import picture, rows_of
from lessonkit.figures.plain import plain
from lessonkit.page.numbers import written
from lessonkit.quiz.item import Item, item_type, said
from lessonkit.quiz.misconceptions import told
from lessonkit.quiz.plot import Plot, PlotError, curve_of, figure_of, standalone_svg
from lessonkit.quiz.types.numeric.type import moodle_numbers, moodle_unit, too_near
from lessonkit.static import is_static_build

if TYPE_CHECKING:
    from lessonkit.quiz.moodle_question import Lose, Question

TABLE_ROWS = 11
FORMS = {
    "table": (("table", "x", "y", "x_title", "y_title", "alt"), ("from", "to")),
    "model": (("model", "series", "alt"), ("settings", "from", "to")),
}
"""What a plot needs, and what it may have besides."""


class Ends(Record, frozen=True):
    """A point, or the two ends of an interval."""

    value: Annotated[Number | None, about("The place of a point.")] = None
    low: Annotated[Number | None, about("The left end of an interval.")] = None
    high: Annotated[Number | None, about("The right end of an interval.")] = None

    @property
    def ends(self) -> dict[str, float]:
        """The point, or the two ends, by name."""
        given = {name: getattr(self, name) for name in ("value", "low", "high")}
        return {name: end for name, end in given.items() if end is not None}

    def __str__(self) -> str:
        return " to ".join(map(written, self.ends.values()))


class Answer(Ends, kw_only=True, frozen=True):
    """What is right, and why."""

    unit: Annotated[Text, about("Shown after the box.")]
    tolerance: Annotated[
        NotNegative, about("Largest difference that still counts as right, for each end of an interval.")
    ]
    tolerance_reason: Annotated[Text, about("Why that much, for teachers.")]
    feedback: Text


class Slip(Ends, kw_only=True, frozen=True):
    """A documented wrong mark."""

    misconception: Text
    feedback: Text


@item_type
class Mark(Item, kw_only=True, tag="mark", frozen=True):
    """A point or an interval on a curve. Score: the share of ends (one or two) within the tolerance."""

    asks = "Mark on the plot"
    asks_on_paper = "Mark on the plot, and write the number"
    has_plot = True
    moodle_kind = "numerical"

    plot: Annotated[Plot, about("The curve: a series of a model, or two columns of a table in book/data.")]
    answer: Answer
    slips: Annotated[tuple[Slip, ...], about("Documented wrong marks, each with its own feedback.", 1, 5)]
    otherwise: Annotated[Text, about("Feedback for any other mark.")]

    def faults(self) -> Iterator[Fault]:
        marks: dict[Place, Ends] = {("answer",): self.answer}
        marks |= {("slips", i): slip for i, slip in enumerate(self.slips)}
        broken = [*self._faults_of_form(marks)]
        yield from broken
        if broken:
            return
        try:
            curve = curve_of(self.plot)
        except PlotError as error:
            yield ("plot", error.field), str(error)
            return
        for place, mark in marks.items():
            if mark.ends.keys() != self.answer.ends.keys():
                yield (*place, "value"), "is not alone: write value for a point, low and high for an interval"
                return
        for place, mark in marks.items():
            if list(mark.ends.values()) != sorted(mark.ends.values()):
                yield (*place, "high"), "is below low: write the larger number"
            for name, end in mark.ends.items():
                if not curve.x[0] <= end <= curve.x[-1]:
                    yield (*place, name), f"is off the plot: it shows {curve.x[0]:g} to {curve.x[-1]:g}"
        right = [*self.answer.ends.values()]
        for end in right:
            gap = min(abs(x - end) for x in curve.x)
            if gap > self.answer.tolerance:
                remedy = f"is less than {gap:g}, the way to the nearest point of the curve"
                yield ("answer", "tolerance"), remedy
        for i, slip in enumerate(self.slips):
            gaps = [abs(a - b) for a, b in zip(slip.ends.values(), right, strict=True)]
            if max(gaps) <= self.answer.tolerance:
                yield ("slips", i, next(iter(slip.ends))), too_near(self.answer.tolerance, right)

    def _faults_of_form(self, marks: dict[Place, Ends]) -> Iterator[Fault]:
        yield from of_form(self.plot, ("plot",), *FORMS["table" if "table" in self.plot else "model"])
        for place, mark in marks.items():
            if mark.low is not None and mark.high is None:
                yield (*place, "high"), MISSING
            elif mark.low is None and mark.value is None:
                yield (*place, "value"), MISSING
            elif mark.value is not None and len(mark.ends) > 1:
                yield (*place, "value"), "is not alone: write value for a point, low and high for an interval"

    def essence(self) -> list[Any]:
        answer = self.answer
        numbers = [answer.value, answer.unit, answer.tolerance, answer.low, answer.high]
        return [*super().essence(), *numbers, self.plot]

    def parts(self) -> dict[str, Any]:
        curve, figure = curve_of(self.plot), figure_of(self.plot)
        figure.data = figure.data[:1]  # no marks yet
        return {
            "curve": curve,
            "height": figure.layout["height"],
            "picture": picture(figure) if is_static_build() else "",
            "table": rows_of(curve.x, [curve.y], TABLE_ROWS),
        }

    def for_page(self) -> dict[str, Any]:
        shown = super().for_page()
        del shown["plot"]
        return shown | {"figure": plain(figure_of(self.plot))}

    def moodle_items(self, lose: Lose) -> Iterator[tuple[Item, float]]:
        if self.answer.low is None:
            yield self, 1
            return
        lose("an interval in one answer: its two ends are asked apart, for half a mark each")
        change = msgspec.structs.replace
        for end, place in (("low", "lower"), ("high", "upper")):
            value = getattr(self.answer, end)
            slips = [change(slip, value=getattr(slip, end), low=None, high=None) for slip in self.slips]
            far = [slip for slip in slips if abs(slip.value - value) > self.answer.tolerance]
            answer = change(self.answer, value=value, low=None, high=None)
            stem = f"{self.stem} Give the {place} end."
            yield change(self, id=f"{self.id}-{end}", stem=stem, answer=answer, slips=tuple(far)), 0.5

    def moodle_text(self, question: Question) -> str:
        name = f"{self.id}.svg"
        question.files.append((name, standalone_svg(self.plot).encode()))
        alt = html.escape(self.plot.get("alt", ""))
        image = f'<p><img src="@@PLUGINFILE@@/{name}" alt="{alt}"></p>'
        return image + moodle_unit(question, self.answer.unit)

    def to_moodle(self, question: Question) -> None:
        moodle_numbers(question, self.answer, self.slips, self.otherwise)
        question.lose("the click on the plot and the table behind it: the mark is typed as a number")

    def for_paper(self, parts: dict[str, Any]) -> dict[str, Any]:
        answer = self.answer
        near = f"give or take {written(answer.tolerance)}"
        answers = [said(f"Right: {answer} {answer.unit}, {near}.", answer.feedback)]
        for slip in self.slips:
            answers.append(said(f"{slip} {answer.unit} ({told(slip.misconception)}).", slip.feedback))
        return {
            "picture": standalone_svg(self.plot),
            "alt": self.plot.get("alt", ""),
            "blanks": len(answer.ends),
            "width": 3,
            "between": " to ",
            "unit": f" {answer.unit}",
            "answers": [*answers, said("Anything else.", self.otherwise)],
        }
