"""The goal of a task: comparisons of what a run gives, joined by ``and``.

A side is arithmetic (`lessonkit.authored.expression`) of scalars and parameters by name, ``at(SERIES,
PLACE)`` and, with ``ref.`` before the name, the same of the task's reference run. ``==`` needs its tolerance:
``peak == 2 * ref.peak ± 0.1``. What comes out are lists, ``["==", "peak", ["*", 2.0, "ref.peak"], 0.1]``, one
for each comparison, which Python and the page (``goal.js``) judge alike.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from lessonkit.authored.expression import Expression, ExpressionError, listed, names_in, value_or_nan
from lessonkit.model import Model
from lessonkit.model.solve import Result

Comparison = list
Goal = list[Comparison]

REFERENCE = "ref."
COMPARES = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_SYMBOLS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=="}
_FORM = "write comparisons as in peak >= 2 * ref.peak and V == -20 ± 2"


class _Named(ast.NodeTransformer):
    """Make one name of ``ref.peak`` and of ``at(calcium, 60)``."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:  # noqa: N802 - ast calls it by this name
        if isinstance(node.value, ast.Name) and f"{node.value.id}." == REFERENCE:
            return ast.Name(f"{REFERENCE}{node.attr}")
        raise ExpressionError(f"has a point before {node.attr}: write ref.{node.attr} for the reference run")

    def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802 - ast calls it by this name
        if not (isinstance(node.func, ast.Name) and node.func.id == "at" and len(node.args) == 2):
            return self.generic_visit(node)
        series = self.visit(node.args[0])
        place = _constant(node.args[1])
        if not isinstance(series, ast.Name) or not math.isfinite(place):
            raise ExpressionError("calls at: write at(SERIES, NUMBER), as in at(calcium, 60)")
        return ast.Name(f"{series.id}@{place}")


def parsed_goal(text: str) -> Goal:
    """Return the comparisons that `text` joins.

    Raises
    ------
    ExpressionError
        If it is anything else; the message names the remedy.
    """
    if "|" in text:
        raise ExpressionError(f"holds |: {_FORM}")
    try:
        # Of Python's operators | is the one that binds less than arithmetic and more than a comparison.
        node = ast.parse(" ".join(text.replace("±", "|").split()), mode="eval").body
        parts = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else [node]
        return [_comparison(_Named().visit(part)) for part in parts]
    except (SyntaxError, ValueError, KeyError, RecursionError, MemoryError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError(f"is no goal: {_FORM}") from None


def parsed_reading(text: str) -> Expression:
    """Return what stands for one number of a run, as a side of a comparison does."""
    [[_, left, _]] = parsed_goal(f"({text}) > 0")
    return left


def _comparison(node: ast.AST) -> Comparison:
    if not isinstance(node, ast.Compare) or len(node.ops) > 1 or type(node.ops[0]) not in _SYMBOLS:
        raise ExpressionError(f"is no comparison of two sides: {_FORM}")
    sign, right = _SYMBOLS[type(node.ops[0])], node.comparators[0]
    if not (isinstance(right, ast.BinOp) and isinstance(right.op, ast.BitOr)):
        if sign == "==":
            raise ExpressionError("compares by ==: write the tolerance, as in == 2 ± 0.1")
        return [sign, listed(node.left), listed(right)]
    if sign != "==":
        raise ExpressionError(f"compares by {sign}: ± goes with == alone")
    tolerance = _constant(right.right)
    if not tolerance > 0:
        raise ExpressionError("has a tolerance that is no number above 0: write one, as in == 2 ± 0.1")
    return [sign, listed(node.left), listed(right.left), tolerance]


def _constant(node: ast.AST) -> float:
    expression = listed(node)
    return math.nan if any(names_in(expression)) else value_or_nan(expression, {})


def names_of(goal: Goal) -> list[str]:
    """Return the names of the values that a goal needs, each once."""
    sides = [side for _, left, right, *_ in goal for side in (left, right)]
    return list(dict.fromkeys(name for side in sides for name in names_in(side)))


def unknown(names: list[str], model: Model) -> Iterator[str]:
    """Yield what is wrong with each of the names that a run of the model does not give."""
    numbers = [item.name for item in (*model.scalars, *model.parameters)]
    series = [item.name for item in model.series]
    end = model.axis.low + model.axis.step * (len(model.axis) - 1)
    if model.axis.scale == "log":
        end = model.axis.high
    for name in (name.removeprefix(REFERENCE) for name in names):
        curve, is_curve, place = name.partition("@")
        if is_curve and curve not in series:
            yield f"reads at {curve}, which is no series: choose one of {', '.join(series)}"
        elif is_curve and not model.axis.low <= float(place) <= end:
            yield f"reads {curve} at {float(place):g}: choose a place from {model.axis.low:g} to {end:g}"
        elif not is_curve and name not in numbers:
            yield f"needs {name}, which no run gives: choose one of {', '.join(numbers)}"


def read(name: str, run: Result) -> float:
    """Return what a name, without ``ref.``, stands for in a run."""
    curve, is_curve, place = name.partition("@")
    if is_curve:
        return float(np.interp(float(place), run.t, run.series[curve]))
    return run.scalars[name] if name in run.scalars else run.parameters[name]


def folded(part: Any, known: Mapping[str, float]) -> Any:
    """Return a goal, or a part of one, with the numbers of the `known` names in their places."""
    if isinstance(part, list):
        return [folded(each, known) for each in part]
    return known.get(part, part) if isinstance(part, str) else part


def is_met(comparison: Comparison, values: Mapping[str, float]) -> bool:
    """Whether a comparison holds; not if a side has no finite value."""
    sign, left, right, *tolerance = comparison
    a, b = value_or_nan(left, values), value_or_nan(right, values)
    if not (math.isfinite(a) and math.isfinite(b)):
        return False
    return abs(a - b) <= tolerance[0] if tolerance else COMPARES[sign](a, b)


def holds(goal: Goal, values: Mapping[str, float]) -> bool:
    """Whether all comparisons of a goal hold."""
    return all(is_met(comparison, values) for comparison in goal)


def gap(goal: Goal, values: Mapping[str, float]) -> float:
    """Return how far a run is from a goal: 0 if it is met, at most 1 for each comparison."""

    def miss(comparison: Comparison) -> float:
        if is_met(comparison, values):
            return 0.0
        a, b = (value_or_nan(side, values) for side in comparison[1:3])
        size = abs(a) + abs(b)
        return abs(a - b) / size if 0 < size < math.inf else 1.0

    return sum(map(miss, goal))
