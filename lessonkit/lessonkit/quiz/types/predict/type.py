"""Predictions: recorded before a model is run, judged when the reader has seen the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from lessonkit.authored.records import Fault, Id, Number, Symbol, about
from lessonkit.quiz.item import item_type
from lessonkit.quiz.plot import PlotError, find_model
from lessonkit.quiz.types.choice.type import Choice

if TYPE_CHECKING:
    from lessonkit.model import Model
    from lessonkit.quiz.moodle_question import Question

TOGETHER = ("explorer", "observe", "scalar")


@item_type
class Predict(Choice, kw_only=True, tag="predict", frozen=True):
    """Options that are recorded before a model is run; the right one is the outcome."""

    asks = "Predict"
    asks_on_paper = "Predict, before you run the model: circle one letter"
    is_scored = False
    buttons = ("Record my prediction", "Change my prediction", "I have run the model: compare")

    explorer: Annotated[
        Id, about("The id of the explorer's element that shows the outcome; source names its model.")
    ] = ""
    observe: Annotated[
        dict[Symbol, Number | str],
        about("The settings of the explorer at which the outcome is seen.", 1),
    ] = {}
    scalar: Annotated[
        Symbol, about("The number of the run that is told beside the prediction: a scalar of the model.")
    ] = ""

    @property
    def has_outcome(self) -> bool:
        return bool(self.explorer)

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        return (("observe", "Set the model"),) if self.explorer else ()

    @property
    def _model_id(self) -> str:
        kind, _, model_id = self.source.partition(":")
        return model_id.strip() if kind.strip() == "model" else ""

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        lacking = [name for name in TOGETHER if not getattr(self, name)]
        if len(lacking) == len(TOGETHER):
            return
        if lacking:
            for name in lacking:
                yield (name,), "is missing: explorer, observe and scalar go together"
            return
        if not self._model_id:
            yield ("source",), 'names no model: write "model: <model id>", whose explorer shows the outcome'
            return
        try:
            model = find_model(self._model_id, "source")
            model.settings(self.observe)
            scalars = [scalar.name for scalar in model.scalars]
            if self.scalar not in scalars:
                yield ("scalar",), f"is none of the model: choose one of {', '.join(scalars)}"
        except PlotError as error:
            yield (error.field,), str(error)
        except ValueError as error:
            yield ("observe",), f"does not fit the model: {error}"

    def for_page(self) -> dict[str, Any]:
        shown = super().for_page()
        if self.explorer:
            model = find_model(self._model_id, "source")
            scalar = next(s for s in model.scalars if s.name == self.scalar)
            shown["scalar"] = {"name": scalar.name, "label": _within(scalar.label), "unit": scalar.unit}
            shown["settings"] = _in_words(model, self.observe)
        return shown

    def to_moodle(self, question: Question) -> None:
        super().to_moodle(question)
        question.lose("a prediction is judged at once, for no marks, and not beside the run of the model")


def _in_words(model: Model, settings: Mapping[str, float | str]) -> str:
    """Return settings as a reader finds them beside the controls of a model."""
    words = {p.name: (p.label, p.unit, {}) for p in model.parameters}
    words |= {c.name: (c.label, "", {o.id: o.label for o in c.options}) for c in model.choices}
    said = []
    for name, value in settings.items():
        label, unit, options = words[name]
        shown = options[str(value)] if options else f"{value:g}".replace("-", "−")
        said.append(f"{_within(label)} {shown} {unit}".rstrip())
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _within(label: str) -> str:
    """Return a label as it stands within a sentence: names and abbreviations keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
