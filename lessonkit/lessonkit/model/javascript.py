"""A model as JavaScript: the same equations, printed by SymPy, for the solver in the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from sympy import Expr, Pow, Symbol, cse, jscode, numbered_symbols, sign

from lessonkit.model.describe import Input, Number, Reset
from lessonkit.model.equations import Equations


def places(model: Equations) -> dict[str, list[str]]:
    """Return the names of what stands in the arrays of the generated functions, in order.

    ``p`` are the numbers of a run, ``y`` the states and their derivatives, ``u`` the inputs, ``n`` the
    noises, ``c`` the places and stays of a chain, and ``series`` the curves.
    """
    return {
        "p": [symbol.name for symbol in model.number_symbols],
        "y": [state.symbol.name for state in model.states],
        "u": [item.symbol.name for item in model.inputs],
        "n": [noise.symbol.name for noise in model.noises],
        "c": [symbol.name for symbol in model.by_chance],
        "series": [series.name for series in model.series],
    }


def statements(
    model: Equations,
    targets: Mapping[str, Number],
    code: Callable[[Expr], Any] = jscode,
    constant: str = "const",
) -> str:
    """Return statements that give each of `targets`, such as ``out[0]``, the value of its expression.

    What the expressions hold is read from the arrays of `places`, the axis from ``t``, readings from ``r`` by
    name; `code` prints an expression, and `constant` declares what several of them share.
    """
    symbols = {
        "p": model.number_symbols,
        "y": [state.symbol for state in model.states],
        "u": [item.symbol for item in model.inputs],
        "n": [noise.symbol for noise in model.noises],
        "c": model.by_chance,
    }
    in_place = {s: Symbol(f"{array}[{i}]") for array, held in symbols.items() for i, s in enumerate(held)}
    read = [r.symbol for r in model.readings]
    read += [symbol for each in model.stays for symbol in (each.number, each.mean)]
    in_place |= {symbol: Symbol(f"r[{json.dumps(symbol.name)}]") for symbol in read}
    in_place[model.axis.symbol] = Symbol("t")

    expanded = [model.expand(e).xreplace(in_place) for e in targets.values()]
    bases = [power.base for e in expanded for power in e.atoms(Pow) if _is_small(power)]
    shared, reduced = cse([*expanded, *bases], symbols=numbered_symbols("x_"))  # so that bases have names
    lines = [f"{constant} {symbol} = {code(_in_products(value))};" for symbol, value in shared]
    lines += [
        f"{target} = {code(_in_products(cast(Expr, value)))};"
        for target, value in zip(targets, reduced, strict=False)
    ]
    return "\n".join(lines)


def in_order(expressions: list[Number]) -> dict[str, Number]:
    """Return the targets that write `expressions` into the array ``out``."""
    return {f"out[{i}]": expression for i, expression in enumerate(expressions)}


def _by_name(expressions: Mapping[str, Number]) -> dict[str, Number]:
    return {f"out[{json.dumps(name)}]": expression for name, expression in expressions.items()}


def _is_small(power: Pow) -> bool:
    return bool(power.exp.is_Integer) and 2 <= abs(power.exp) <= 4


def _in_products(expression: Expr) -> Expr:
    """Write small powers of what has a name as products, which take a tenth of the time."""
    products = expression.replace(
        lambda part: part.is_Pow and part.base.is_Symbol and _is_small(part),
        lambda power: Symbol(f"({'*'.join([str(power.base)] * abs(power.exp))})") ** sign(power.exp),
    )
    return cast(Expr, products)


def javascript(model: Equations) -> str:
    """Return the source of an expression whose value is the model for ``solver.js``.

    The object says in ``places`` what stands where in the arrays of the functions that are asked at each
    point: ``derivatives(t, y, p, u, out)``, ``observe(t, y, p, n, c, out)`` and ``spiking(t, y, p, out)`` (of
    the series in which spikes are looked for, if any). All else is by name: ``initial(p, out)``,
    ``seeds(p, out)`` of the noises, ``levels(p, out)`` of the readings, ``baselines(p, out)`` of the scalars
    that are read, ``scalars(p, r, out)`` of those that are calculated, ``chain`` with its ``numbers(p, out)``
    and, in the order of its jumps, ``rates(p, u, out)``, and ``inputs`` and ``resets`` with the kind and the
    ``numbers(p, out)`` of their trains.
    """

    def method(head: str, targets: Mapping[str, Number]) -> str:
        return f"{head} {{\n{statements(model, targets)}\n}}"

    def named(head: str, expressions: Mapping[str, Number]) -> str:
        return method(head, _by_name(expressions))

    def train(item: Input | Reset, **more: Number) -> str:
        numbers = named("numbers(p, out)", {**item.train.numbers, **more})
        return f"kind: {json.dumps(item.train.kind)},\n{numbers}"

    inputs = [
        f"{json.dumps(item.symbol.name)}: {{\n{train(item, width=item.width, height=item.height)}\n}}"
        for item in model.inputs
    ]
    resets = [
        f"{{\nstate: {json.dumps(reset.state.name)},\n{train(reset)},\n"
        f"{named('to(y, p, out)', {'to': reset.to})}\n}}"
        for reset in model.resets
    ]
    chain = "null"
    if model.chain is not None:
        names = {"seed": model.chain.seed, "copies": model.chain.copies, "span": model.chain.span or 0}
        rates = method("rates(p, u, out)", in_order(list(model.chain.rates.values())))
        chain = f"{{\n{named('numbers(p, out)', names)},\n{rates}\n}}"
    read = {s.name: s.baseline for s in model.scalars if s.expression is None}
    calculated = {s.name: s.expression for s in model.scalars if s.expression is not None}
    parts = [
        f"places: {json.dumps(places(model))}",
        method("derivatives(t, y, p, u, out)", in_order([s.derivative for s in model.states])),
        method("observe(t, y, p, n, c, out)", in_order([s.expression for s in model.series])),
        method("spiking(t, y, p, out)", in_order([] if model.spiking is None else [model.spiking])),
        named("initial(p, out)", {s.symbol.name: s.initial for s in model.states}),
        named("seeds(p, out)", {n.symbol.name: n.seed for n in model.noises}),
        named("levels(p, out)", {r.symbol.name: r.baseline for r in model.readings}),
        named("baselines(p, out)", read),
        named("scalars(p, r, out)", calculated),
        f"chain: {chain}",
        "inputs: {{\n{}\n}}".format(",\n".join(inputs)),
        "resets: [\n{}\n]".format(",\n".join(resets)),
    ]
    return "({{\n{}\n}})".format(",\n".join(parts))


def _jumps(model: Equations) -> dict[str, Any]:
    """Return between which places a chain jumps, in the order of its rates, and which stays are asked for."""
    assert model.chain is not None
    places = model.chain.places
    return {
        "jumps": [[places.index(place) for place in way] for way in model.chain.rates],
        "isLengths": model.chain.span is not None,
        "stays": [
            {"place": places.index(each.place), "number": each.number.name, "mean": each.mean.name}
            for each in model.stays
        ],
    }


def program(model: Equations) -> dict[str, Any]:
    """Return what ``solver.js`` runs, ready for JSON: each number, curve and reduction by its name."""
    axis, spikes = model.axis, model.spikes
    return {
        "id": model.id,
        "axis": {"low": axis.low, "step": axis.step, "length": len(axis), "scale": axis.scale},
        "maxStep": model.max_step,
        "parameters": [p.name for p in model.parameters],
        "constants": {c.symbol.name: c.value for c in model.constants},
        "choices": {
            choice.name: {o.id: {s.name: n for s, n in o.values.items()} for o in choice.options}
            for choice in model.choices
        },
        "chain": model.chain and _jumps(model),
        "spikes": spikes
        and {"threshold": spikes.threshold, "gap": spikes.burst_gap, "size": spikes.burst_size},
        "readings": {r.symbol.name: {"of": r.of, "how": r.how} for r in model.readings},
        "scalars": {
            s.name: {"of": s.of, "how": s.how} if s.expression is None else None for s in model.scalars
        },
        "code": javascript(model),
    }
