"""A model as a reader sees it: equations in LaTeX, parameters in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sympy import Symbol, latex

from course.models.kit import Model, ModelError
from course.text import with_unit, written
from course.widget import is_static_build


_CITATION_KEYS = re.compile(r"[a-z]+\d{4}[a-z]+(,[a-z]+\d{4}[a-z]+)*")


@dataclass(frozen=True)
class Latex:
    """An equation that notebooks and the built page show as mathematics."""

    source: str

    def _repr_latex_(self) -> str:
        return f"$${self.source}$$"


@dataclass(frozen=True)
class Table:
    """A Markdown table; its sources are citations on the built page, plain keys in a live notebook."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]

    def _repr_markdown_(self) -> str:
        lines = [self.head, ("---",) * len(self.head)]
        lines += [(*row, _cited(source)) for row, source in zip(self.rows, self.sources)]
        return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _cited(source: str) -> str:
    if is_static_build() and _CITATION_KEYS.fullmatch(source):
        return f"{{cite:p}}`{source}`"
    return source


def _symbol_names(model: Model) -> dict[Symbol, str]:
    described: list[Any] = [
        *model.parameters, *model.constants, *model.definitions, *model.states, *model.inputs
    ]
    names = {item.symbol: item.latex for item in described if item.latex}
    for choice in model.choices:
        names |= choice.latex
    return names


def equation(model: Model, name: str) -> Latex:
    """Return the equation that defines the symbol `name`, as it is integrated.

    Raises
    ------
    ModelError
        If no definition or state has this name; the message lists those that exist.
    """
    names = _symbol_names(model)

    def math(expression: Any) -> str:
        return latex(expression, symbol_names=names, order="none")

    for definition in model.definitions:
        if definition.symbol.name == name:
            return Latex(f"{math(definition.symbol)} = {math(definition.expression)}")
    for state in model.states:
        if state.symbol.name == name:
            rate = rf"\frac{{\mathrm{{d}} {math(state.symbol)}}}{{\mathrm{{d}} {math(model.axis.symbol)}}}"
            return Latex(f"{rate} = {math(state.derivative)}")
    known = ", ".join(item.symbol.name for item in (*model.definitions, *model.states))
    raise ModelError(f"model {model.id} has no equation {name!r}; choose one of: {known}")


def parameter_table(model: Model) -> Table:
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
