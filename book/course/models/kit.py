"""What a model is: SymPy equations plus described parameters, written once.

From one `Model` come the LaTeX of the chapter (`document`), the NumPy functions that SciPy integrates
(`solve`) and the JavaScript that the page integrates (`javascript`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Union

from sympy import Expr, Symbol, sympify

if TYPE_CHECKING:
    from course.models.document import Latex, Table
    from course.models.solve import Result

Number = Union[int, float, Expr]

REDUCTIONS = ("max", "integral", "trough", "trough position", "mean", "count below")

SCALES = ("linear", "log")

MODES = ("lines", "markers")

SPIKE_REDUCTIONS = ("spike count", "spike rate", "burst count", "first spike")


@dataclass(frozen=True)
class Parameter:
    """A quantity that the reader may change.

    Its name in Python, in the address of a page and in a CSV file is the name of its `symbol`. Written with
    a `step` that is an int (1, not 1.0), it takes whole numbers only.
    """

    symbol: Symbol
    value: float
    low: float
    high: float
    step: float
    unit: str
    label: str
    meaning: str
    source: str
    latex: str = ""

    @property
    def name(self) -> str:
        return self.symbol.name

    @property
    def is_whole(self) -> bool:
        return isinstance(self.step, int)


@dataclass(frozen=True)
class Constant:
    """A quantity that stays as it is, with its unit, meaning and source."""

    symbol: Symbol
    value: float
    unit: str
    meaning: str
    source: str
    latex: str = ""


@dataclass(frozen=True)
class Option:
    """One entry of a `Choice`: the numbers that it stands for."""

    id: str
    label: str
    values: Mapping[Symbol, float]
    source: str = ""


@dataclass(frozen=True)
class Choice:
    """A parameter that takes one of a few named options; `latex` writes the numbers that it sets."""

    name: str
    value: str
    label: str
    meaning: str
    options: tuple[Option, ...]
    latex: Mapping[Symbol, str] = field(default_factory=dict)

    def option(self, id_: str) -> Option:
        """Return the option `id_`; raises KeyError if there is none."""
        for option in self.options:
            if option.id == id_:
                return option
        raise KeyError(id_)


@dataclass(frozen=True)
class Axis:
    """The independent variable: the curves are given at ``low, low + step, …, high``.

    With the `scale` "log" the points are evenly spaced in the logarithm, and `step` is in decades. `marks`
    are places that a plot names, each with its words.
    """

    symbol: Symbol
    low: float
    high: float
    step: float
    unit: str
    label: str
    scale: str = "linear"
    latex: str = ""
    marks: tuple[tuple[float, str], ...] = ()

    def __len__(self) -> int:
        span = self.high - self.low if self.scale == "linear" else math.log10(self.high / self.low)
        return round(span / self.step) + 1


@dataclass(frozen=True)
class Definition:
    """A named quantity: ``symbol = expression``."""

    symbol: Symbol
    expression: Expr
    meaning: str
    latex: str = ""


@dataclass(frozen=True)
class State:
    """A quantity that follows ``d symbol / d axis = derivative`` from `initial` on."""

    symbol: Symbol
    derivative: Expr
    initial: Number
    meaning: str
    latex: str = ""


@dataclass(frozen=True)
class Train:
    """`count` times, the first at `start`, then every `interval` on the axis."""

    start: Number
    count: Number
    interval: Number

    kind = "regular"

    @property
    def numbers(self) -> tuple[Number, Number, Number]:
        return self.start, self.count, self.interval


@dataclass(frozen=True)
class RandomTrain:
    """Irregular times from `start` to the end of the axis: a Poisson process of `rate` events per unit of it.

    One `seed` is one sequence of exponential intervals of mean 1; `rate` only scales them, so that the
    times move smoothly with it. See `course.random`.
    """

    start: Number
    rate: Number
    seed: Number

    kind = "random"

    @property
    def numbers(self) -> tuple[Number, Number, Number]:
        return self.start, self.rate, self.seed


@dataclass(frozen=True)
class Input:
    """A quantity that is `height` for `width` after each time of `train`, and zero otherwise."""

    symbol: Symbol
    train: Train | RandomTrain
    width: Number
    height: Number
    meaning: str
    latex: str = ""


@dataclass(frozen=True)
class Reset:
    """At each time of `train`, `state` takes the value `to` (which may hold the state itself)."""

    state: Symbol
    train: Train | RandomTrain
    to: Number


@dataclass(frozen=True)
class Noise:
    """Independent random numbers, evenly spread between 0 and 1, one for each point of the axis.

    One `seed` is one sequence (`course.random`). Only series may hold noise.
    """

    symbol: Symbol
    seed: Number
    meaning: str
    latex: str = ""


@dataclass(frozen=True)
class Spikes:
    """The times at which the series named `of` rises through `threshold` while it is integrated.

    Between two steps of the integrator the time is interpolated; a reset is no spike. A burst is a run of
    at least `burst_size` spikes with no gap longer than `burst_gap`, in ms as the axis.
    """

    of: str
    threshold: float
    burst_gap: float
    burst_size: int = 3


@dataclass(frozen=True)
class Series:
    """A curve that the model gives; `range` fixes what its plot shows.

    Its `scale` is "linear" or "log"; its `mode` is "lines", or "markers" for points that no line joins.
    """

    name: str
    expression: Expr
    unit: str
    label: str
    range: tuple[float, float] | None = None
    scale: str = "linear"
    mode: str = "lines"


@dataclass(frozen=True)
class Reading:
    """A number read from a run that the expressions of scalars may hold; `how` is one of `REDUCTIONS`."""

    symbol: Symbol
    of: str
    how: str
    baseline: Number = 0


@dataclass(frozen=True)
class Scalar:
    """A number read from a run.

    Either `expression` of the parameters and the model's readings, or `how` (one of `REDUCTIONS`) applied
    to the series named `of`, less `baseline` ("count below": how many of its points are below the
    baseline), or (one of `SPIKE_REDUCTIONS`) to the model's spikes: how many, how many a second, how many
    bursts, the time of the first (nan if there is none). The integral is by the trapezoidal rule; a trough
    at an end of the axis is no trough, and the scalar is then nan. `has_zero` tells whether it makes sense
    to say "twice as much": not for a potential.
    """

    name: str
    label: str
    unit: str
    expression: Expr | None = None
    of: str = ""
    how: str = ""
    baseline: Number = 0
    has_zero: bool = True


@dataclass(frozen=True)
class Preset:
    """A situation: a name that tells a story, and the parameters that differ from the defaults."""

    id: str
    label: str
    story: str
    parameters: Mapping[str, Any]


class ModelError(ValueError):
    """A model is written wrongly, or is asked for what it cannot do."""


@dataclass(frozen=True, eq=False)
class Model:
    """Equations, parameters and what is read from them.

    `read_at` is the parameter that says where on the axis the reader reads the curves, if there is one.

    Raises
    ------
    ModelError
        If names repeat, an equation holds a symbol that nothing defines, or a preset is out of range.
    """

    id: str
    title: str
    summary: str
    axis: Axis
    parameters: tuple[Parameter, ...]
    series: tuple[Series, ...]
    scalars: tuple[Scalar, ...]
    presets: tuple[Preset, ...]
    not_modelled: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    constants: tuple[Constant, ...] = ()
    definitions: tuple[Definition, ...] = ()
    states: tuple[State, ...] = ()
    inputs: tuple[Input, ...] = ()
    resets: tuple[Reset, ...] = ()
    spikes: Spikes | None = None
    noises: tuple[Noise, ...] = ()
    readings: tuple[Reading, ...] = ()
    read_at: Symbol | None = None
    max_step: float = 0.1
    version: str = "1.0"

    def __post_init__(self) -> None:
        for kind, names in self._all_names().items():
            repeated = sorted({name for name in names if names.count(name) > 1})
            if repeated:
                raise ModelError(f"model {self.id}: {kind} named twice: {', '.join(repeated)}: rename one")
        known = {self.axis.symbol, *self.vector_symbols}
        known |= {s.symbol for s in self.states} | {i.symbol for i in self.inputs}
        noise = {n.symbol for n in self.noises}
        read = {r.symbol for r in self.readings}
        for name, expression in self._all_expressions():
            unknown = self.expand(expression).free_symbols - known
            if name.startswith(("series", "definition")):
                unknown -= noise
            elif name.startswith("scalar"):
                unknown -= read
            if unknown:
                symbols = ", ".join(sorted(s.name for s in unknown))
                raise ModelError(
                    f"model {self.id}: {name} uses {symbols}, which is no parameter, constant, state, "
                    "input or earlier definition: declare it"
                )
        curves = [s.name for s in self.series]
        if self.spikes is not None:
            self._check_spikes(self.spikes, curves)
        self._check_scales()
        if self.read_at is not None and self.read_at not in {p.symbol for p in self.parameters}:
            raise ModelError(
                f"model {self.id}: read_at={self.read_at} is no parameter: choose one of "
                f"{', '.join(p.name for p in self.parameters)}"
            )
        for reading in self.readings:
            if reading.of not in curves or reading.how not in REDUCTIONS:
                raise ModelError(
                    f"model {self.id}: reading {reading.symbol} is the {reading.how!r} of {reading.of!r}: "
                    f"choose one of {', '.join(REDUCTIONS)} of one of {', '.join(curves)}"
                )
        for scalar in self.scalars:
            if scalar.expression is None and scalar.of not in curves:
                raise ModelError(
                    f"model {self.id}: scalar {scalar.name!r} is read from {scalar.of!r}: "
                    f"choose one of {', '.join(curves)}, or give an expression"
                )
            if scalar.expression is None and scalar.how not in (*REDUCTIONS, *SPIKE_REDUCTIONS):
                raise ModelError(
                    f"model {self.id}: scalar {scalar.name!r} is read by {scalar.how!r}: "
                    f"choose one of {', '.join((*REDUCTIONS, *SPIKE_REDUCTIONS))}, or give an expression"
                )
            reads_spikes = scalar.expression is None and scalar.how in SPIKE_REDUCTIONS
            if reads_spikes and (self.spikes is None or self.spikes.of != scalar.of):
                raise ModelError(
                    f"model {self.id}: scalar {scalar.name!r} is the {scalar.how} of {scalar.of!r}, whose "
                    f"spikes are not looked for: give the model Spikes(of={scalar.of!r}, …)"
                )
        for preset in self.presets:
            try:
                self.settings(preset.parameters)
            except ModelError as error:
                raise ModelError(f"model {self.id}: preset {preset.id!r}: {error}") from None

    def _check_spikes(self, spikes: Spikes, curves: list[str]) -> None:
        if spikes.of not in curves:
            raise ModelError(
                f"model {self.id}: spikes are looked for in {spikes.of!r}: choose one of {', '.join(curves)}"
            )
        if not self.states:
            raise ModelError(f"model {self.id}: spikes are found while states are integrated: it has none")
        if self.axis.unit != "ms":
            raise ModelError(f"model {self.id}: spikes need an axis in ms, not in {self.axis.unit!r}")

    def _check_scales(self) -> None:
        axis = self.axis
        if axis.scale not in SCALES or (axis.scale == "log" and (axis.low <= 0 or self.states)):
            raise ModelError(
                f"model {self.id}: the axis {axis.label!r} has the scale {axis.scale!r}: "
                'choose "linear", or "log" for an axis above 0 of a model without states'
            )
        for series in self.series:
            if series.scale not in SCALES or series.mode not in MODES:
                raise ModelError(
                    f"model {self.id}: series {series.name!r} has the scale {series.scale!r} and the mode "
                    f"{series.mode!r}: choose from {', '.join(SCALES)} and {', '.join(MODES)}"
                )

    @functools.cached_property
    def spiking(self) -> Expr | None:
        """The expression of the series in which spikes are looked for, if there are any to look for."""
        if self.spikes is None:
            return None
        return next((s.expression for s in self.series if s.name == self.spikes.of), None)

    def _all_names(self) -> dict[str, list[str]]:
        symbols = [self.axis.symbol, *self.vector_symbols]
        for items in (self.definitions, self.states, self.inputs, self.noises, self.readings):
            symbols += [item.symbol for item in items]
        return {
            "parameter": [p.name for p in self.parameters] + [c.name for c in self.choices],
            "symbol": [symbol.name for symbol in symbols],
            "series or scalar": [item.name for item in (*self.series, *self.scalars)],
        }

    def _all_expressions(self) -> list[tuple[str, Number]]:
        found: list[tuple[str, Number]] = [(f"series {s.name!r}", s.expression) for s in self.series]
        found += [(f"state {s.symbol}", s.derivative) for s in self.states]
        found += [(f"start of {s.symbol}", s.initial) for s in self.states]
        found += [
            (f"scalar {s.name!r}", s.baseline if s.expression is None else s.expression)
            for s in self.scalars
        ]
        if self.spiking is not None:
            found.append(("the search for spikes", self.spiking))
        found += [(f"seed of {n.symbol}", n.seed) for n in self.noises]
        found += [(f"reading {r.symbol}", r.baseline) for r in self.readings]
        for item in (*self.inputs, *self.resets):
            found += [("a train", part) for part in item.train.numbers]
        for item in self.inputs:
            found += [(f"input {item.symbol}", part) for part in (item.width, item.height)]
        for item in self.resets:
            found += [(f"reset of {item.state}", part) for part in (item.state, item.to)]
        found += [(f"definition {d.symbol}", d.symbol) for d in self.definitions]
        return found

    @functools.cached_property
    def vector_symbols(self) -> tuple[Symbol, ...]:
        """The symbols of the numbers that a run needs: parameters, constants, values of choices."""
        chosen = [symbol for choice in self.choices for symbol in choice.options[0].values]
        return (
            *(p.symbol for p in self.parameters),
            *(c.symbol for c in self.constants),
            *chosen,
        )

    def expand(self, expression: Number) -> Expr:
        """Return `expression` with all definitions put in."""
        return sympify(expression).xreplace(self._defined)

    @functools.cached_property
    def _defined(self) -> dict[Symbol, Expr]:
        """What each definition stands for, with the earlier ones put in."""
        found: dict[Symbol, Expr] = {}
        for definition in self.definitions:
            found[definition.symbol] = sympify(definition.expression).xreplace(found)
        return found

    @property
    def defaults(self) -> dict[str, Any]:
        """The value of each parameter and choice before anything is changed."""
        return {p.name: p.value for p in self.parameters} | {c.name: c.value for c in self.choices}

    def settings(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return the defaults with `changes`, checked.

        Raises
        ------
        ModelError
            If a name is unknown or a value is no number, not finite or out of range; the message names
            the parameter, the value and what is allowed.
        """
        values = self.defaults
        parameters = {p.name: p for p in self.parameters}
        choices = {c.name: c for c in self.choices}
        for name, value in changes.items():
            if name in parameters:
                values[name] = _checked_number(parameters[name], value)
            elif name in choices:
                values[name] = _checked_option(choices[name], value)
            else:
                raise ModelError(
                    f"{name!r} is no parameter of {self.id}; choose one of: {', '.join(values)}"
                )
        return values

    def vector(self, values: Mapping[str, Any]) -> list[float]:
        """Return the numbers of `vector_symbols` for checked `values`."""
        numbers = [values[p.name] for p in self.parameters]
        numbers += [c.value for c in self.constants]
        for choice in self.choices:
            numbers += choice.option(values[choice.name]).values.values()
        return numbers

    def run(self, **changes: Any) -> Result:
        """Solve the model with SciPy; `changes` are parameters that differ from the defaults.

        See `course.models.solve.solve`.
        """
        from course.models.solve import solve

        return solve(self, self.settings(changes))

    def equation(self, name: str) -> Latex:
        """Return one of the model's equations as LaTeX that a chapter can show."""
        from course.models.document import equation

        return equation(self, name)

    def parameter_table(self) -> Table:
        """Return the table of parameters and constants with units, ranges, meanings and sources."""
        from course.models.document import parameter_table

        return parameter_table(self)


def _checked_number(parameter: Parameter, value: Any) -> float:
    kind = "whole number" if parameter.is_whole else "number"
    allowed = f"write a {kind} from {parameter.low:g} to {parameter.high:g} {parameter.unit}".rstrip()
    try:
        plain = value.item() if hasattr(value, "item") else value  # a NumPy scalar
        if isinstance(plain, bool) or not isinstance(plain, (int, float)):
            raise TypeError
        number = float(plain)
    except (TypeError, ValueError):
        raise ModelError(f"{parameter.name} = {value!r} is no number: {allowed}") from None
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ModelError(f"{parameter.name} = {number} is not finite: {allowed}")
    if not parameter.low <= number <= parameter.high:
        raise ModelError(f"{parameter.name} = {number:g} {parameter.unit} is out of range: {allowed}")
    if parameter.is_whole and not number.is_integer():
        raise ModelError(f"{parameter.name} = {number:g} is no whole number: {allowed}")
    return number


def _checked_option(choice: Choice, value: Any) -> str:
    ids = [option.id for option in choice.options]
    if value not in ids:
        raise ModelError(f"{choice.name} = {value!r} is no option: choose one of {', '.join(ids)}")
    return value
