"""The parts of a model together: its equations, its numbers and its settings."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sympy import Expr, Symbol, sympify

from lessonkit.model.describe import (
    Axis,
    Chain,
    Choice,
    Constant,
    Definition,
    Input,
    ModelError,
    Noise,
    Number,
    Parameter,
    Preset,
    Reading,
    Reset,
    Scalar,
    Series,
    Spikes,
    State,
    Stays,
)
from lessonkit.model.settings import checked_number, checked_option


@dataclass(frozen=True, eq=False)
class Equations:
    """Equations, parameters and what is read from them, as they are written: neither checked nor solved.

    `read_at` is the parameter that says where on the axis the reader reads the curves, if there is one.
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
    chain: Chain | None = None
    stays: tuple[Stays, ...] = ()
    readings: tuple[Reading, ...] = ()
    read_at: Symbol | None = None
    max_step: float = 0.1
    version: str = "1.0"

    @functools.cached_property
    def spiking(self) -> Expr | None:
        """The expression of the series in which spikes are looked for, if there are any to look for."""
        if self.spikes is None:
            return None
        return next((s.expression for s in self.series if s.name == self.spikes.of), None)

    @functools.cached_property
    def by_chance(self) -> tuple[Symbol, ...]:
        """What series may hold of the chain: its places, and the spread of its stays."""
        places = () if self.chain is None else self.chain.places
        return (*places, *(each.symbol for each in self.stays))

    @functools.cached_property
    def number_symbols(self) -> tuple[Symbol, ...]:
        """The symbols of the numbers that a run needs: parameters, constants, values of choices."""
        chosen = [symbol for choice in self.choices for symbol in choice.symbols]
        return (*(item.symbol for item in (*self.parameters, *self.constants)), *chosen)

    def expand(self, expression: Number) -> Expr:
        """Return `expression` with all definitions put in."""
        return cast(Expr, sympify(expression).xreplace(self._defined))

    @functools.cached_property
    def _defined(self) -> dict[Symbol, Expr]:
        """What each definition stands for, with the earlier ones put in."""
        found: dict[Symbol, Expr] = {}
        for definition in self.definitions:
            found[definition.symbol] = cast(Expr, sympify(definition.expression).xreplace(found))
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
                values[name] = checked_number(parameters[name], value)
            elif name in choices:
                values[name] = checked_option(choices[name], value)
            else:
                raise ModelError(f"{name!r} is no parameter of {self.id}; choose one of: {', '.join(values)}")
        return values

    def numbers(self, values: Mapping[str, Any]) -> dict[str, float]:
        """Return the numbers that a run with the checked `values` needs, by the names of their symbols."""
        found = {p.name: values[p.name] for p in self.parameters}
        found |= {c.symbol.name: c.value for c in self.constants}
        for choice in self.choices:
            found |= {symbol.name: n for symbol, n in choice.option(values[choice.name]).values.items()}
        return found
