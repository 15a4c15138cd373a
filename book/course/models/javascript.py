"""A model as JavaScript: the same equations, printed by SymPy, for the solver in the page."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Symbol, cse, jscode, numbered_symbols

from course.models.kit import Model, Number, Train


def _body(model: Model, expressions: Sequence[Number], target: str) -> str:
    """Return statements that write `expressions` into the array `target`."""
    places = {s: f"p[{i}]" for i, s in enumerate(model.vector_symbols)}
    places |= {s.symbol: f"y[{i}]" for i, s in enumerate(model.states)}
    places |= {s.symbol: f"u[{i}]" for i, s in enumerate(model.inputs)}
    places[model.axis.symbol] = "t"

    in_place = {symbol: Symbol(place) for symbol, place in places.items()}
    shared, reduced = cse(
        [model.expand(e).subs(in_place) for e in expressions], symbols=numbered_symbols("x_")
    )
    lines = [f"const {symbol} = {jscode(value)};" for symbol, value in shared]
    lines += [f"{target}[{i}] = {jscode(value)};" for i, value in enumerate(reduced)]
    return "\n".join(lines)


def _train(train: Train) -> list[Number]:
    return [train.start, train.count, train.interval]


def javascript(model: Model) -> str:
    """Return the source of an expression whose value is the model for ``solver.js``.

    The object has ``derivatives(t, y, p, u, out)``, ``observe(t, y, p, out)``, ``initial(p, out)``,
    ``trains(p, out)`` (start, count, interval, and for an input width and height), ``resets(y, p, out)``
    and ``scalars(p, out)``; `p` holds the numbers of `Model.vector`.
    """
    trains: list[Number] = []
    for item in model.inputs:
        trains += [*_train(item.train), item.width, item.height]
    for reset in model.resets:
        trains += _train(reset.train)
    read = [s.baseline if s.expression is None else s.expression for s in model.scalars]
    functions = {
        "derivatives(t, y, p, u, out)": [s.derivative for s in model.states],
        "observe(t, y, p, out)": [s.expression for s in model.series],
        "initial(p, out)": [s.initial for s in model.states],
        "trains(p, out)": trains,
        "resets(y, p, out)": [r.to for r in model.resets],
        "scalars(p, out)": read,
    }
    methods = ",\n".join(
        f"{head} {{\n{_body(model, expressions, 'out')}\n}}" for head, expressions in functions.items()
    )
    return f"({{\n{methods}\n}})"
