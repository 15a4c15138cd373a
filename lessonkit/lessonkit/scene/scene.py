"""A scene: a drawing bound to the runs of a model, told in words too."""

from __future__ import annotations

import functools
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sympy import Symbol

from lessonkit.model import Model, ModelError, Parameter
from lessonkit.page.numbers import with_unit, written
from lessonkit.scene.bindings import Bindings
from lessonkit.scene.describe import Bound, Grab, Moment, Part, Quantity, SceneError, Words
from lessonkit.scene.drawing import MOVES, Drawing

if TYPE_CHECKING:
    from lessonkit.model.solve import Result

FOLLOWED = (*MOVES, "opacity", "count")
STEPS = 100


@dataclass(frozen=True, eq=False)
class Scene:
    """A drawing whose parts follow a model at a moment, that is at a place of its axis.

    Parameters
    ----------
    model : Model
        The model; its axis is linear.
    drawing : str or callable
        An SVG of our own, or a function that returns it. Colours are the tokens' custom properties.
    parts : sequence of Part
        What moves, and what it follows.
    moments : sequence of Moment
        The moments that stand on paper and where no script runs; the scene starts with the first.
    here, happens, can : str
        What is drawn, what happens at the moment, and what the reader can do. `happens` is a template such
        as ``"At {time}, …"``.
    words : mapping of str to Quantity or Words
        What the template's names stand for.
    caption : str
        What in the drawing is a cartoon.
    grabs : sequence of Grab
        The parts that can be grabbed.
    seconds : float
        How long the whole axis plays.
    step : float, optional
        How far a step goes, in units of the axis; a hundredth of it if not given.

    Raises
    ------
    SceneError
        If a part is not in the drawing or follows what the model does not have, a name of the template has no
        words, a grab sets no parameter, or a moment is not on the axis.
    """

    model: Model
    drawing: str | Callable[[], str]
    parts: Sequence[Part]
    moments: Sequence[Moment]
    here: str
    happens: str
    can: str
    words: Mapping[str, Quantity | Words]
    caption: str
    grabs: Sequence[Grab] = ()
    seconds: float = 10
    step: float | None = None
    _drawing: Drawing = field(init=False, repr=False)
    _bindings: Bindings = field(init=False, repr=False)

    def __post_init__(self) -> None:
        svg = self.drawing if isinstance(self.drawing, str) else self.drawing()
        object.__setattr__(self, "_drawing", Drawing(svg, self.model.id))
        for fault in self._faults():
            raise SceneError(f"scene of {self.model.id}: {fault}")
        object.__setattr__(self, "_bindings", Bindings(self.model, self._bound()))

    def _faults(self) -> Any:
        axis, drawn = self.model.axis, self._drawing.parts
        if axis.scale != "linear":
            yield f"the axis is {axis.scale}, and a moment moves evenly: take a model with a linear axis"
        names = [part.name for part in self.parts]
        for name in [*names, *(grab.part for grab in self.grabs)]:
            if name not in drawn:
                yield f"the drawing has no part {name!r}: it has {', '.join(drawn) or 'none'}"
            if names.count(name) > 1:
                yield f"part {name!r} is given twice: write all that it follows in one"
            if drawn[name].get("transform"):
                yield f"part {name!r} has a transform of its own: put it on a <g> around it"
        for part in self.parts:
            if part.says is not None and len(drawn[part.name]):
                yield f"part {part.name!r} says a text but holds elements"
            if part.count is not None and not len(drawn[part.name]):
                yield f"part {part.name!r} has a count but holds no elements"
        moved = {part.name for part in self.parts if part.x is not None or part.y is not None}
        for grab in self.grabs:
            if grab.parameter not in self._parameters:
                yield f"{grab.part} sets {grab.parameter!r}, which is no parameter of the model"
            if grab.part in moved:
                yield f"{grab.part} is grabbed, so that its x and y are its parameter's: leave them out"
            try:
                self.model.settings(grab.also)
            except ModelError as error:
                yield f"{grab.part}: {error}"
        held = {name for _, name, _, _ in string.Formatter().parse(self.happens) if name is not None}
        if lacking := sorted(held - set(self.words)):
            yield f"the sentence holds {', '.join(lacking)}, which words does not have"
        if not self.moments:
            yield "it has no moments to show on paper"
        for moment in self.moments:
            if not axis.low <= moment.at <= axis.high:
                ends = f"{axis.low:g} to {axis.high:g} {axis.unit}"
                yield f"the moment {moment.at:g} is not on the axis, {ends}"

    @functools.cached_property
    def _parameters(self) -> dict[str, Parameter]:
        return {parameter.name: parameter for parameter in self.model.parameters}

    def _bound(self) -> dict[str, Bound]:
        """Return all that is followed: ``PART.ATTRIBUTE``, ``PART.says``, and ``{NAME}`` for the sentence."""
        bound: dict[str, Bound] = {}
        for part in self.parts:
            given = {name: getattr(part, name) for name in FOLLOWED}
            bound |= {f"{part.name}.{name}": value for name, value in given.items() if value is not None}
            if part.says is not None:
                bound[f"{part.name}.says"] = part.says.of
        for grab in self.grabs:
            parameter = self._parameters[grab.parameter]
            share = (Symbol(parameter.name) - parameter.low) / (parameter.high - parameter.low)
            for axis, start, end in zip("xy", grab.start, grab.end, strict=True):
                bound[f"{grab.part}.{axis}"] = start + (end - start) * share
        bound |= {f"{{{name}}}": words.of for name, words in self.words.items()}
        return bound

    def start(self, run: Result) -> float:
        """Return the moment to begin with: where the run is read, if its model has such a place."""
        read_at = self.model.read_at
        return self.moments[0].at if read_at is None else run.parameters[read_at.name]

    def still(self, run: Result, at: float) -> str:
        """Return the drawing at a moment, as SVG."""
        found: dict[str, dict[str, Any]] = {}
        says = {part.name: part.says for part in self.parts}
        for what, value in self._bindings.values(run, at).items():
            if what.startswith("{"):
                continue
            part, _, name = what.rpartition(".")
            text = says.get(part) if name == "says" else None
            found.setdefault(part, {})[name] = float(value) if text is None else text.text(float(value))
        return self._drawing.with_values(found)

    def sentence(self, run: Result, at: float) -> str:
        """Return what happens at a moment."""
        values = self._bindings.values(run, at)
        return self.happens.format(
            **{name: words.text(float(values[f"{{{name}}}"])) for name, words in self.words.items()}
        )

    def context(self, run: Result) -> dict[str, Any]:
        """Return what ``scene.html.j2`` shows of a run.

        Raises
        ------
        SceneError
            If what a part follows has no finite value on the run.
        """
        self._bindings.refuse_lost(run)
        axis, start = self.model.axis, self.start(run)
        return {
            "scene": self,
            "svg": self.still(run, start),
            "ratio": self._drawing.ratio,
            "start": start,
            "axis": axis,
            "now": with_unit(written(start), axis.unit),
            "sentence": self.sentence(run, start),
            "stills": [
                {
                    "label": f"{moment.label} ({with_unit(written(moment.at), axis.unit)})",
                    "svg": self.still(run, moment.at),
                    "sentence": self.sentence(run, moment.at),
                }
                for moment in self.moments
            ],
        }

    def data(self) -> dict[str, Any]:
        """Return what the page needs to move the drawing, ready for JSON."""
        axis = self.model.axis
        return {
            "program": self._bindings.program(),
            "says": {
                **{part.name: _told(part.says) for part in self.parts if part.says is not None},
                **{f"{{{name}}}": _told(words) for name, words in self.words.items()},
            },
            "here": self.here,
            "happens": self.happens,
            "moments": [moment.at for moment in self.moments],
            "axis": {"low": axis.low, "high": axis.high, "unit": axis.unit},
            "seconds": self.seconds,
            "step": self.step or (axis.high - axis.low) / STEPS,
            "grabs": [
                {
                    "part": grab.part,
                    "parameter": grab.parameter,
                    "start": grab.start,
                    "end": grab.end,
                    "also": dict(grab.also),
                    "slider": [
                        getattr(self._parameters[grab.parameter], name) for name in ("low", "high", "step")
                    ],
                }
                for grab in self.grabs
            ],
        }


def _told(words: Quantity | Words) -> dict[str, Any]:
    if isinstance(words, Quantity):
        return {"unit": words.unit, "digits": words.digits}
    return {"below": words.below, "otherwise": words.otherwise}
