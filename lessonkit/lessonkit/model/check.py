"""What is wrong with a model as it is written, said when it is made: the model, the part, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Basic

from lessonkit.model.describe import MODES, SCALES, TRAINS, ModelError, Number
from lessonkit.model.equations import Equations
from lessonkit.model.reductions import REDUCTIONS, SPIKE_REDUCTIONS

MAY_HOLD = {
    "definition": ("axis", "state", "input", "noise", "reading", "place or stay of the chain"),
    "rate": ("input",),
    "chain": (),
    "series": ("axis", "state", "noise", "place or stay of the chain"),
    "state": ("axis", "state", "input"),
    "start": (),
    "scalar": ("reading",),
    "reading": (),
    "search for spikes": ("axis", "state"),
    "seed": (),
    "train": (),
    "input": (),
    "reset": ("state",),
}
"""What each expression of a model may hold besides parameters, constants and numbers of choices: nothing
else is known where it is computed, in Python and in the page."""


def check(model: Equations) -> None:
    """Raise a ModelError about the first fault of `model`, if it has one."""
    rules = (
        _names,
        _choices,
        _trains,
        _symbols,
        _chain,
        _spikes,
        _scales,
        _place_to_read,
        _readings,
        _scalars,
        _settings,
    )
    for rule in rules:
        for fault in rule(model):
            raise ModelError(f"model {model.id}: {fault}")


def _names(model: Equations) -> Iterator[str]:
    symbols = [model.axis.symbol, *model.number_symbols, *model.by_chance]
    symbols += [symbol for each in model.stays for symbol in (each.number, each.mean)]
    for items in (model.definitions, model.states, model.inputs, model.noises, model.readings):
        symbols += [item.symbol for item in items]
    named = {
        "parameter": [p.name for p in model.parameters] + [c.name for c in model.choices],
        "symbol": [symbol.name for symbol in symbols],
        "series or scalar": [item.name for item in (*model.series, *model.scalars)],
    }
    for kind, names in named.items():
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            yield f"{kind} named twice: {', '.join(repeated)}: rename one"


def _choices(model: Equations) -> Iterator[str]:
    for choice in model.choices:
        if len({frozenset(option.values) for option in choice.options}) != 1:
            yield (
                f"the options of {choice.name!r} set different symbols: "
                "give each option a number for each of them"
            )


def _trains(model: Equations) -> Iterator[str]:
    named = [(f"input {item.symbol}", item.train) for item in model.inputs]
    named += [(f"reset of {item.state}", item.train) for item in model.resets]
    for name, train in named:
        if not isinstance(train, TRAINS):
            known = ", ".join(kind.__name__ for kind in TRAINS)
            yield f"{name} follows a {type(train).__name__}, which is no train: choose one of {known}"


def _symbols(model: Equations) -> Iterator[str]:
    """Yield the expressions that hold a symbol which their place does not know."""
    kinds = {
        "axis": {model.axis.symbol},
        "state": {s.symbol for s in model.states},
        "input": {i.symbol for i in model.inputs},
        "noise": {n.symbol for n in model.noises},
        "reading": {r.symbol for r in model.readings}
        | {symbol for each in model.stays for symbol in (each.number, each.mean)},
        "place or stay of the chain": set(model.by_chance),
    }
    numbers = set(model.number_symbols)
    declared = numbers.union(*kinds.values())
    for place, name, expression in _expressions(model):
        held = model.expand(expression).free_symbols
        if unknown := held - declared:
            yield (
                f"{place} {name} uses {_listed(unknown)}, which is no parameter, constant, state, input or "
                "earlier definition: declare it"
            )
        allowed = numbers.union(*(kinds[kind] for kind in MAY_HOLD[place]))
        if misplaced := held - allowed:
            found = [kind for kind, symbols in kinds.items() if misplaced & symbols]
            may = ", ".join(["parameters and constants", *(f"its {kind}" for kind in MAY_HOLD[place])])
            yield (
                f"{place} {name} uses {_listed(misplaced)} ({', '.join(found)}), "
                f"which is not known there: it may hold {may}"
            )
    for reset in model.resets:
        if reset.state not in kinds["state"]:
            yield f"reset of {reset.state}: it is no state: declare it"


def _expressions(model: Equations) -> Iterator[tuple[str, str, Number]]:
    """Yield the place (a key of `MAY_HOLD`), the name and the text of each expression."""
    for series in model.series:
        yield "series", repr(series.name), series.expression
    for state in model.states:
        yield "state", state.symbol.name, state.derivative
    for state in model.states:
        yield "start", f"of {state.symbol}", state.initial
    for scalar in model.scalars:
        if scalar.expression is None:
            yield "reading", f"of scalar {scalar.name!r}", scalar.baseline
        else:
            yield "scalar", repr(scalar.name), scalar.expression
    if model.spikes is not None and model.spiking is not None:
        yield "search for spikes", f"in {model.spikes.of!r}", model.spiking
    if model.chain is not None:
        for (begin, end), rate in model.chain.rates.items():
            yield "rate", f"from {begin} to {end}", rate
        for part in ("seed", "copies", "span"):
            yield "chain", part, getattr(model.chain, part) or 0
    for noise in model.noises:
        yield "seed", f"of {noise.symbol}", noise.seed
    for reading in model.readings:
        yield "reading", reading.symbol.name, reading.baseline
    for item in model.inputs:
        for part in item.train.numbers.values():
            yield "train", f"of {item.symbol}", part
        for part in (item.width, item.height):
            yield "input", item.symbol.name, part
    for reset in model.resets:
        for part in reset.train.numbers.values():
            yield "train", f"of the reset of {reset.state}", part
        yield "reset", f"of {reset.state}", reset.to
    for definition in model.definitions:
        yield "definition", definition.symbol.name, definition.symbol


def _listed(symbols: Iterable[Basic]) -> str:
    return ", ".join(sorted(map(str, symbols)))


def _chain(model: Equations) -> Iterator[str]:
    chain = model.chain
    if chain is None:
        if model.stays:
            yield "it has stays and no chain: give it a Chain"
        return
    names = _listed(chain.places)
    for begin, end in chain.rates:
        if begin == end or not {begin, end} <= set(chain.places):
            yield f"a rate leads from {begin} to {end}: choose two of the places {names}"
    for each in model.stays:
        if each.place not in chain.places:
            yield f"stays are counted in {each.place}: choose one of the places {names}"
    if (chain.span is None) != (model.axis.scale == "linear"):
        yield "a chain with a span needs a logarithmic axis of lengths, and one without a linear axis of time"
    if chain.span is None and model.stays:
        yield "stays are counted on an axis of lengths: give the chain a span"
    if chain.span is not None and (model.inputs or model.states):
        yield "a chain with a span runs on a time of its own: leave out inputs and states"


def _spikes(model: Equations) -> Iterator[str]:
    if model.spikes is None:
        return
    curves = [series.name for series in model.series]
    if model.spikes.of not in curves:
        yield f"spikes are looked for in {model.spikes.of!r}: choose one of {', '.join(curves)}"
    if not model.states:
        yield "spikes are found while states are integrated: it has none"
    if model.axis.unit != "ms":
        yield f"spikes need an axis in ms, not in {model.axis.unit!r}"


def _scales(model: Equations) -> Iterator[str]:
    axis = model.axis
    if axis.scale not in SCALES or (axis.scale == "log" and (axis.low <= 0 or model.states)):
        yield (
            f"the axis {axis.label!r} has the scale {axis.scale!r}: "
            'choose "linear", or "log" for an axis above 0 of a model without states'
        )
    for series in model.series:
        if series.beside and series.beside not in {each.name for each in model.series if not each.beside}:
            yield (
                f"series {series.name!r} is drawn beside {series.beside!r}: "
                "choose a series that has a panel of its own"
            )
        if series.scale not in SCALES or series.mode not in MODES:
            yield (
                f"series {series.name!r} has the scale {series.scale!r} and the mode {series.mode!r}: "
                f"choose from {', '.join(SCALES)} and {', '.join(MODES)}"
            )


def _place_to_read(model: Equations) -> Iterator[str]:
    if model.read_at is not None and model.read_at not in {p.symbol for p in model.parameters}:
        names = ", ".join(p.name for p in model.parameters)
        yield f"read_at={model.read_at} is no parameter: choose one of {names}"


def _readings(model: Equations) -> Iterator[str]:
    curves = [series.name for series in model.series]
    for reading in model.readings:
        if reading.of not in curves or reading.how not in REDUCTIONS:
            yield (
                f"reading {reading.symbol} is the {reading.how!r} of {reading.of!r}: "
                f"choose one of {', '.join(REDUCTIONS)} of one of {', '.join(curves)}"
            )


def _scalars(model: Equations) -> Iterator[str]:
    curves = [series.name for series in model.series]
    known = (*REDUCTIONS, *SPIKE_REDUCTIONS)
    for scalar in model.scalars:
        if scalar.expression is not None:
            continue
        if scalar.of not in curves:
            yield (
                f"scalar {scalar.name!r} is read from {scalar.of!r}: "
                f"choose one of {', '.join(curves)}, or give an expression"
            )
        if scalar.how not in known:
            yield (
                f"scalar {scalar.name!r} is read by {scalar.how!r}: "
                f"choose one of {', '.join(known)}, or give an expression"
            )
        if scalar.how in SPIKE_REDUCTIONS and (model.spikes is None or model.spikes.of != scalar.of):
            yield (
                f"scalar {scalar.name!r} is the {scalar.how} of {scalar.of!r}, whose spikes are not looked "
                f"for: give the model Spikes(of={scalar.of!r}, …)"
            )


def _settings(model: Equations) -> Iterator[str]:
    given = [("the defaults", model.defaults), *((f"preset {p.id!r}", p.parameters) for p in model.presets)]
    for what, parameters in given:
        try:
            model.settings(parameters)
        except ModelError as error:
            yield f"{what}: {error}"
