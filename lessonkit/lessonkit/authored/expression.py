"""The arithmetic that an author may write in YAML, read without running any of it.

Python's own grammar parses the text; only numbers, names, ``+ - * / **``, brackets and a few functions are
let through. What comes out are nested lists, ``["/", ["ln", "Mg"], 0.062]``, which Python and the page
(``expression.js``) evaluate alike.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Expression = float | str | list

LONGEST = 200

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": math.exp,
    "ln": math.log,
    "log10": math.log10,
    "sqrt": math.sqrt,
    "abs": abs,
}
OPERATORS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": math.pow,
    "negative": operator.neg,
}
_SYMBOLS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


class ExpressionError(ValueError):
    """An expression holds what it may not, or has no value; the message names the remedy."""


def parsed(text: str) -> Expression:
    """Return `text` as nested lists of an operator or function and its operands.

    Raises
    ------
    ExpressionError
        If it is too long, is no expression, or holds anything but arithmetic.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"is longer than {LONGEST} characters: split it with a value that has of:")
    try:
        return listed(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError("is no arithmetic: write it as in ln(Mg / 3.57) / 0.062") from None


def listed(node: ast.AST) -> Expression:
    """Return a part of parsed arithmetic as nested lists.

    Raises
    ------
    ExpressionError
        If it holds anything but arithmetic.
    """
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.BinOp) and type(node.op) in _SYMBOLS:
        return [_SYMBOLS[type(node.op)], listed(node.left), listed(node.right)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return ["negative", listed(node.operand)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id in FUNCTIONS and len(node.args) == 1:
            return [node.func.id, listed(node.args[0])]
        raise ExpressionError(f"calls {node.func.id}: call one of {', '.join(FUNCTIONS)} with one argument")
    raise ExpressionError("holds more than numbers, names, + − * / ** and brackets: write plain arithmetic")


def names_in(expression: Expression) -> Iterator[str]:
    """Yield the names of the values that an expression needs."""
    if isinstance(expression, str):
        yield expression
    elif isinstance(expression, list):
        for part in expression[1:]:
            yield from names_in(part)


def value_of(expression: Expression, values: Mapping[str, float]) -> float:
    """Return the value of an expression.

    Raises
    ------
    ExpressionError
        If it has none, as a division by zero.
    """
    found = value_or_nan(expression, values)
    if not math.isfinite(found):
        raise ExpressionError("has no finite value: mend the expression or the ranges")
    return found


def value_or_nan(expression: Expression, values: Mapping[str, float]) -> float:
    """Return the value of an expression; not a number where it has none, as after a division by zero."""
    try:
        return _value(expression, values)
    except (ArithmeticError, ValueError):
        return math.nan


def _value(expression: Any, values: Mapping[str, float]) -> float:
    if isinstance(expression, str):
        return values[expression]
    if isinstance(expression, list):
        name, *parts = expression
        act = OPERATORS.get(name) or FUNCTIONS[name]
        return act(*(_value(part, values) for part in parts))
    return expression
