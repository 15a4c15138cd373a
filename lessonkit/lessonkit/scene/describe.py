"""What a scene is written with: parts of a drawing, what can be grabbed, moments, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr

from lessonkit.page.numbers import with_unit, written

Bound = str | int | float | Expr
"""The name of a series, a number or the axis of the model, or an expression of SymPy with such names."""


class SceneError(ValueError):
    """A scene is written wrongly; the message names the scene's model, the part and the remedy."""


@dataclass(frozen=True)
class Quantity:
    """A value as a number with so many `digits` and its unit."""

    of: Bound
    unit: str = ""
    digits: int = 2

    def text(self, value: float) -> str:
        """Return what the reader sees for `value`."""
        return with_unit(written(value, self.digits), self.unit)


@dataclass(frozen=True)
class Words:
    """A value as words: those of the first of `below`, ``(limit, words)``, whose limit it is below."""

    of: Bound
    below: tuple[tuple[float, str], ...]
    otherwise: str

    def text(self, value: float) -> str:
        """Return what the reader sees for `value`."""
        return next((words for limit, words in self.below if value < limit), self.otherwise)


@dataclass(frozen=True)
class Part:
    """An element of the drawing, ``data-part="NAME"``, and what it follows.

    Attributes
    ----------
    x, y : Bound
        How far it is moved, in units of the drawing.
    turn : Bound
        Degrees, clockwise, about its origin.
    level : Bound
        Its height as a share of the one drawn, from its origin; a negative one is upside down.
    opacity : Bound
        From 0 to 1; what is beyond counts as the end.
    count : Bound
        How many of its children are seen; of a fraction the next one is seen in part.
    says : Quantity or Words
        Its text.
    """

    name: str
    x: Bound | None = None
    y: Bound | None = None
    turn: Bound | None = None
    level: Bound | None = None
    opacity: Bound | None = None
    count: Bound | None = None
    says: Quantity | Words | None = None


@dataclass(frozen=True)
class Grab:
    """A part that a pointer drags along a line of the drawing, from the least to the greatest value.

    The part is drawn about the origin, and follows the parameter. `also` is set too when it is grabbed.
    """

    part: str
    parameter: str
    start: tuple[float, float]
    end: tuple[float, float]
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Moment:
    """A place of the axis that stands on paper, and its name."""

    at: float
    label: str
