"""What the parts of a scene follow, as one list of expressions: for NumPy, and as JavaScript for the page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from sympy import Expr, Symbol, jscode, lambdify, sympify

from lessonkit.model import Model
from lessonkit.scene.describe import Bound, SceneError

if TYPE_CHECKING:
    from lessonkit.model.solve import Result


@dataclass(frozen=True, eq=False)
class Bindings:
    """Expressions by what they are for, such as ``ion.y``; they hold names of `model`.

    Raises
    ------
    SceneError
        If one holds a name that is no series, no number and not the axis of the model.
    """

    model: Model
    bound: Mapping[str, Bound]

    def __post_init__(self) -> None:
        known = self._known
        for what, expression in self._expressions.items():
            for name in _names_in(expression):
                if name not in known:
                    raise SceneError(
                        f"scene of {self.model.id}: {what} follows {name!r}, which the model does not have: "
                        f"choose from {', '.join(known)}"
                    )

    @functools.cached_property
    def _known(self) -> dict[str, str]:
        """What the expressions may hold: for each name its kind."""
        model = self.model
        kinds = {symbol.name: "number" for symbol in model.number_symbols}
        kinds |= {series.name: "series" for series in model.series}
        return {model.axis.symbol.name: "axis", **kinds}

    @functools.cached_property
    def _expressions(self) -> dict[str, Expr]:
        """The expressions; all that bear one name are one symbol, whatever else is told of it."""
        found = {}
        for what, bound in self.bound.items():
            expression = Symbol(bound) if isinstance(bound, str) else cast(Expr, sympify(bound))
            names = {symbol: Symbol(cast(Symbol, symbol).name) for symbol in expression.free_symbols}
            found[what] = expression.xreplace(names)
        return found

    @functools.cached_property
    def names(self) -> list[str]:
        """The names that the expressions hold, in order."""
        held = {name for expression in self._expressions.values() for name in _names_in(expression)}
        return [name for name in self._known if name in held]

    @functools.cached_property
    def _compute(self) -> Callable[..., list[Any]]:
        return lambdify([Symbol(name) for name in self.names], list(self._expressions.values()), "numpy")

    def values(self, run: Result, at: Any) -> dict[str, Any]:
        """Return what each expression gives at a place of the axis (or at several), between points linear."""
        given = {
            "axis": lambda name: at,
            "series": lambda name: np.interp(at, run.t, run.series[name]),
            "number": self.model.numbers(run.parameters).__getitem__,
        }
        computed = self._compute(*(given[self._known[name]](name) for name in self.names))
        return dict(zip(self._expressions, computed, strict=True))

    def refuse_lost(self, run: Result) -> None:
        """Raise a SceneError if an expression has no finite value somewhere on a run."""
        with np.errstate(all="ignore"):
            found = self.values(run, run.t)
        for what, values in found.items():
            lost = np.flatnonzero(~np.isfinite(np.broadcast_to(values, run.t.shape)))
            if lost.size:
                axis = self.model.axis
                raise SceneError(
                    f"scene of {self.model.id}: {what} has no finite value at {axis.label.lower()} "
                    f"{run.t[lost[0]]:g} {axis.unit}: write it so that it has one there"
                )

    def program(self) -> dict[str, Any]:
        """Return what the page computes: ``code`` makes the values of ``bound`` from those of ``inputs``."""
        places = {Symbol(name): Symbol(f"v[{i}]") for i, name in enumerate(self.names)}
        lines = [
            f"out[{i}] = {jscode(expression.xreplace(places))};"
            for i, expression in enumerate(self._expressions.values())
        ]
        return {
            "inputs": [{"kind": self._known[name], "name": name} for name in self.names],
            "bound": list(self._expressions),
            "code": "(v, out) => {\n{}\n}".replace("{}", "\n".join(lines)),
        }


def _names_in(expression: Expr) -> list[str]:
    return sorted(symbol.name for symbol in cast("set[Symbol]", expression.free_symbols))
