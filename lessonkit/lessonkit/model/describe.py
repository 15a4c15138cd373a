"""The parts that a model is written with: parameters, states, inputs, series and what is read from a run.

The ways to read a run, `REDUCTIONS` and `SPIKE_REDUCTIONS`, stand in `reductions`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Symbol

Number = int | float | Expr

SCALES = ("linear", "log")

MODES = ("lines", "markers")


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
        """The symbol, as text."""
        return self.symbol.name

    @property
    def is_whole(self) -> bool:
        """Whether it takes whole numbers alone."""
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

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols whose numbers the choice sets, in the order of its first option."""
        return tuple(self.options[0].values)

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
    def numbers(self) -> dict[str, Number]:
        """The numbers of the train by their names."""
        return dict(vars(self))


@dataclass(frozen=True)
class RandomTrain:
    """Irregular times from `start` to the end of the axis: a Poisson process of `rate` events per unit of it.

    One `seed` is one sequence of exponential intervals of mean 1; `rate` only scales them, so that the
    times move smoothly with it. See `lessonkit.page.random`.
    """

    start: Number
    rate: Number
    seed: Number

    kind = "random"

    @property
    def numbers(self) -> dict[str, Number]:
        """The numbers of the train by their names."""
        return dict(vars(self))


TRAINS = (Train, RandomTrain)
"""What an input or a reset may follow; the page knows each by its `kind`."""


@dataclass(frozen=True)
class Input:
    """A quantity that is `height` for `width` after each time of `train`, and zero otherwise.

    Pulses that meet or overlap are one longer pulse of the same height.
    """

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

    One `seed` is one sequence (`lessonkit.page.random`). Only series may hold noise.
    """

    symbol: Symbol
    seed: Number
    meaning: str
    latex: str = ""


@dataclass(frozen=True)
class Chain:
    """`copies` of a process that jumps between `places` by chance, each kind of jump at its own rate.

    `rates` are jumps per unit of the axis, from one place to another. They may hold inputs, which are
    constant between their events. All copies begin at the first place. In a series a place stands for the
    share of copies and time that was spent there since the point before. A chain with a `span` runs that long
    on a time of its own, and the axis of its model is that of the lengths of its stays.
    """

    places: tuple[Symbol, ...]
    rates: Mapping[tuple[Symbol, Symbol], Number]
    seed: Number
    meaning: str
    copies: Number = 1
    span: Number | None = None


@dataclass(frozen=True)
class Stays:
    """How long a chain stays in `place`, of the stays that end by a jump, on an axis of lengths.

    In a series `symbol` is the share of stays whose length is nearest to the point, by its ratio. In scalars
    `number` and `mean` are how many stays there are, and how long on average.
    """

    symbol: Symbol
    place: Symbol
    number: Symbol
    mean: Symbol
    meaning: str


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
class Band:
    """Values of a series that a plot shades and names, from `low` to `high`, or upwards if that is None."""

    low: float
    high: float | None
    words: str


@dataclass(frozen=True)
class Series:
    """A curve that the model gives; `range` fixes what its plot shows; `bands` are shaded in it.

    Its `scale` is "linear" or "log"; its `mode` is "lines", or "markers" for points that no line joins.
    `plotted` tells whether an explorer shows it unasked; `beside` is the series whose panel it shares.
    """

    name: str
    expression: Expr
    unit: str
    label: str
    range: tuple[float, float] | None = None
    scale: str = "linear"
    mode: str = "lines"
    plotted: bool = True
    bands: tuple[Band, ...] = ()
    beside: str = ""


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
