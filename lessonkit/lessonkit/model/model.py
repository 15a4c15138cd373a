"""A model: equations that are checked when it is made, that run in Python and that a chapter can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lessonkit.model import document
from lessonkit.model.check import check
from lessonkit.model.equations import Equations
from lessonkit.model.solve import Result, solve


@dataclass(frozen=True, eq=False)
class Model(Equations):
    """Equations, parameters and what is read from them.

    Raises
    ------
    ModelError
        If names repeat, an expression holds a symbol that nothing defines or that its place does not know
        (`check.MAY_HOLD`), or a default or a preset is out of range.
    """

    def __post_init__(self) -> None:
        check(self)

    def run(self, **changes: Any) -> Result:
        """Solve the model with SciPy; `changes` are parameters that differ from the defaults.

        See `lessonkit.model.solve.solve`.
        """
        return solve(self, self.settings(changes))

    def equation(self, name: str) -> document.Latex:
        """Return one of the model's equations as LaTeX that a chapter can show."""
        return document.equation(self, name)

    def parameter_table(self) -> document.Table:
        """Return the table of parameters and constants with units, ranges, meanings and sources."""
        return document.parameter_table(self)
