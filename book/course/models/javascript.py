"""A model as JavaScript: the same equations, printed by SymPy, for the solver in the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sympy import Expr, Pow, Symbol, cse, jscode, numbered_symbols, sign

from course.models.kit import Model, Number


def statements(
    model: Model,
    expressions: Sequence[Number],
    target: str,
    code: Callable[[Expr], str] = jscode,
    constant: str = "const",
) -> str:
    """Return statements that write `expressions` into the array `target`.

    The numbers of a run are in the arrays ``p``, ``y``, ``u``, ``n`` and ``r``, the axis is ``t``; `code`
    prints an expression, and `constant` declares what several of them share.
    """
    places = {s: f"p[{i}]" for i, s in enumerate(model.vector_symbols)}
    places |= {s.symbol: f"y[{i}]" for i, s in enumerate(model.states)}
    places |= {s.symbol: f"u[{i}]" for i, s in enumerate(model.inputs)}
    places |= {s.symbol: f"n[{i}]" for i, s in enumerate(model.noises)}
    places |= {s.symbol: f"r[{i}]" for i, s in enumerate(model.readings)}
    places[model.axis.symbol] = "t"

    in_place = {symbol: Symbol(place) for symbol, place in places.items()}
    expanded = [model.expand(e).xreplace(in_place) for e in expressions]
    bases = [power.base for e in expanded for power in e.atoms(Pow) if _is_small(power)]
    shared, reduced = cse([*expanded, *bases], symbols=numbered_symbols("x_"))  # so that bases have names
    lines = [f"{constant} {symbol} = {code(_in_products(value))};" for symbol, value in shared]
    lines += [
        f"{target}[{i}] = {code(_in_products(value))};" for i, value in enumerate(reduced[: len(expanded)])
    ]
    return "\n".join(lines)


def _is_small(power: Pow) -> bool:
    return bool(power.exp.is_Integer) and 2 <= abs(power.exp) <= 4


def _in_products(expression: Expr) -> Expr:
    """Write small powers of what has a name as products, which take a tenth of the time."""
    return expression.replace(
        lambda part: part.is_Pow and part.base.is_Symbol and _is_small(part),
        lambda power: Symbol(f"({'*'.join([str(power.base)] * abs(power.exp))})") ** sign(power.exp),
    )


def javascript(model: Model) -> str:
    """Return the source of an expression whose value is the model for ``solver.js``.

    The object has ``derivatives(t, y, p, u, out)``, ``observe(t, y, p, n, out)`` (with the noises of this
    point), ``initial(p, out)``, ``trains(p, out)`` (the numbers of each train, and for an input width and
    height), ``resets(y, p, out)``, ``spiking(t, y, p, out)`` (the series in which spikes are looked for, if
    any), ``seeds(p, out)`` of the noises, ``readings(p, out)`` (the baseline of each) and
    ``scalars(p, r, out)`` (with the readings); `p` holds the numbers of `Model.vector`.
    """
    trains: list[Number] = []
    for item in model.inputs:
        trains += [*item.train.numbers, item.width, item.height]
    for reset in model.resets:
        trains += reset.train.numbers
    read = [s.baseline if s.expression is None else s.expression for s in model.scalars]
    functions = {
        "derivatives(t, y, p, u, out)": [s.derivative for s in model.states],
        "observe(t, y, p, n, out)": [s.expression for s in model.series],
        "initial(p, out)": [s.initial for s in model.states],
        "trains(p, out)": trains,
        "resets(y, p, out)": [r.to for r in model.resets],
        "spiking(t, y, p, out)": [] if model.spiking is None else [model.spiking],
        "seeds(p, out)": [n.seed for n in model.noises],
        "readings(p, out)": [r.baseline for r in model.readings],
        "scalars(p, r, out)": read,
    }
    methods = ",\n".join(
        f"{head} {{\n{statements(model, expressions, 'out')}\n}}" for head, expressions in functions.items()
    )
    return f"({{\n{methods}\n}})"
