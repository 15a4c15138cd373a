"""A model as a reader sees it: equations in LaTeX, parameters in a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sympy import Symbol, latex, sympify

from lessonkit.model.describe import ModelError, Number, RandomTrain, Train
from lessonkit.model.equations import Equations
from lessonkit.page.numbers import with_unit, written
from lessonkit.static import is_static_build

_CITATION_KEYS = re.compile(r"[a-z]+\d{4}[a-z]+(,[a-z]+\d{4}[a-z]+)*")


@dataclass(frozen=True)
class Latex:
    """An equation that notebooks and the built page show as mathematics."""

    source: str

    def _repr_latex_(self) -> str:
        return f"$${self.source}$$"


@dataclass(frozen=True)
class Markdown:
    """Text that notebooks and the built page show with its mathematics."""

    source: str

    def _repr_markdown_(self) -> str:
        return self.source


@dataclass(frozen=True)
class Table:
    """A Markdown table; its sources are citations on the built page, plain keys in a live notebook."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...] = ()

    def _repr_markdown_(self) -> str:
        rows = list(self.rows)
        if self.sources:
            rows = [(*row, _cited(source)) for row, source in zip(self.rows, self.sources, strict=True)]
        lines = [self.head, ("---",) * len(self.head), *rows]
        return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _cited(source: str) -> str:
    if is_static_build() and _CITATION_KEYS.fullmatch(source):
        return f"{{cite:p}}`{source}`"
    return source


def _symbol_names(model: Equations) -> dict[Symbol, str]:
    described: list[Any] = [
        *model.parameters,
        *model.constants,
        *model.definitions,
        *model.states,
        *model.inputs,
        *model.noises,
        model.axis,
    ]
    names = {item.symbol: item.latex for item in described if item.latex}
    for choice in model.choices:
        names |= choice.latex
    return names


def _written_math(model: Equations, expression: Any) -> str:
    return latex(expression, symbol_names=_symbol_names(model), order="none")


def equation(model: Equations, name: str) -> Latex:
    """Return the equation that defines the symbol `name`, as it is integrated.

    Raises
    ------
    ModelError
        If no definition or state has this name; the message lists those that exist.
    """

    def math(expression: Any) -> str:
        return _written_math(model, expression)

    for definition in model.definitions:
        if definition.symbol.name == name:
            return Latex(f"{math(definition.symbol)} = {math(definition.expression)}")
    for state in model.states:
        if state.symbol.name == name:
            rate = rf"\frac{{\mathrm{{d}} {math(state.symbol)}}}{{\mathrm{{d}} {math(model.axis.symbol)}}}"
            return Latex(f"{rate} = {math(state.derivative)}")
    known = ", ".join(item.symbol.name for item in (*model.definitions, *model.states))
    raise ModelError(f"model {model.id} has no equation {name!r}; choose one of: {known}")


def parameter_table(model: Equations) -> Table:
    """Return parameters, choices and constants with value, range, meaning and source."""
    names = _symbol_names(model)
    rows: list[tuple[str, ...]] = []
    sources: list[str] = []

    def add(meaning: str, symbols: Iterable[Symbol], value: str, allowed: str, source: str) -> None:
        written_symbols = ", ".join(f"${names.get(s, latex(s))}$" for s in symbols)
        rows.append((meaning, written_symbols, value, allowed))
        sources.append(source)

    for p in model.parameters:
        allowed = f"{written(p.low)} to {written(p.high)}"
        add(p.meaning, [p.symbol], with_unit(written(p.value), p.unit), allowed, p.source)
    for choice in model.choices:
        option = choice.option(choice.value)
        values = ", ".join(written(value) for value in option.values.values())
        allowed = f"{len(choice.options)} options"
        add(choice.meaning, option.values, f"{values} ({option.label})", allowed, option.source)
    for c in model.constants:
        add(c.meaning, [c.symbol], with_unit(written(c.value), c.unit), "fixed", c.source)
    return Table(("Quantity", "Symbol", "Value", "Range", "Source"), tuple(rows), tuple(sources))


def equations(model: Equations) -> Markdown:
    """Return all that is integrated: inputs, definitions, states with their start, resets, in words too."""

    def math(expression: Number) -> str:
        return f"${_written_math(model, sympify(expression))}$"

    unit = model.axis.unit
    parts = [
        f"*{item.meaning}.* {math(item.symbol)} is {math(item.height)} for {math(item.width)} {unit} "
        f"{_when(item.train, math, unit)}, and 0 otherwise."
        for item in model.inputs
    ]
    parts += [
        f"*{item.meaning}.* {math(item.symbol)} is drawn anew for each point, evenly between 0 and 1 "
        f"(the sequence number {math(item.seed)})."
        for item in model.noises
    ]
    if (chain := model.chain) is not None:
        parts += [
            f"*{chain.meaning}.* All begin in {math(chain.places[0])}. Jumps come at random, on average this "
            f"many times a {unit} (the sequence number {math(chain.seed)}):"
        ]
        parts += [
            f"- from {math(begin)} to {math(end)}: {math(rate)}" for (begin, end), rate in chain.rates.items()
        ]
    parts += [f"*{each.meaning}:* {math(each.symbol)}." for each in model.stays]
    parts += [
        f"*{item.meaning}:*\n\n$${equation(model, item.symbol.name).source}$$" for item in model.definitions
    ]
    parts += [
        f"*{item.meaning},* at first {math(item.initial)}:\n\n$${equation(model, item.symbol.name).source}$$"
        for item in model.states
    ]
    parts += [
        f"{math(item.state)} becomes {math(item.to)} {_when(item.train, math, unit)}."
        for item in model.resets
    ]
    return Markdown("\n\n".join(parts))


def _when(train: Train | RandomTrain, math: Callable[[Number], str], unit: str) -> str:
    if isinstance(train, RandomTrain):
        return (
            f"at random times from {math(train.start)} {unit} on, {math(train.rate)} a {unit} on average "
            f"(the sequence number {math(train.seed)})"
        )
    start = f"at {math(train.start)} {unit}"
    if train.count == 1:
        return start
    return f"{start} and every {math(train.interval)} {unit} after it, {math(train.count)} times in all"


def scalar_table(model: Equations) -> Table:
    """Return the numbers that are read from a run, with what each is read from."""
    labels = {series.name: series.label.lower() for series in model.series}
    read = {r.symbol for r in model.readings}
    read |= {symbol for each in model.stays for symbol in (each.number, each.mean)}
    rows = []
    for scalar in model.scalars:
        if scalar.expression is not None:
            reads = model.expand(scalar.expression).free_symbols & read
            how = f"calculated from the {'run' if reads else 'parameters'}"
        elif scalar.how == "count below":
            level = _written_math(model, sympify(scalar.baseline))
            how = f"how many points of the {labels[scalar.of]} are below ${level}$"
        else:
            less = f", less ${_written_math(model, sympify(scalar.baseline))}$" if scalar.baseline else ""
            how = f"{scalar.how} of the {labels[scalar.of]}{less}"
        rows.append((scalar.label, scalar.unit or "none", how))
    return Table(("Number", "Unit", "Read as"), tuple(rows))


def preset_table(model: Equations) -> Table:
    """Return the situations of the model with what each changes of the defaults."""
    units = {p.name: p.unit for p in model.parameters}
    labels = {item.name: item.label for item in (*model.parameters, *model.choices)}
    options = {c.name: c for c in model.choices}
    rows = []
    for preset in model.presets:
        changes = [
            f"{labels[name]}: {options[name].option(value).label}"
            if name in options
            else f"{labels[name]}: {with_unit(written(value), units[name])}"
            for name, value in preset.parameters.items()
        ]
        rows.append((preset.label, preset.story, "; ".join(changes) or "nothing"))
    return Table(("Situation", "What it is", "What it changes"), tuple(rows))


def not_modelled(model: Equations) -> Markdown:
    """Return what the model leaves out, as a list."""
    return Markdown("\n".join(f"- {item}" for item in model.not_modelled))


def summary(model: Equations) -> Markdown:
    """Return what the model is about, and which version of it this is."""
    return Markdown(f"{model.summary} This is version {model.version} of the model `{model.id}`.")
