"""Solving a model in Python: SciPy's integrator, one stretch between two events at a time."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import lambdify

from lessonkit.model.chains import Stretch, copies_of, lengths, shares, spread
from lessonkit.model.describe import Input, ModelError, Number, Reset, Scalar
from lessonkit.model.equations import Equations
from lessonkit.model.reductions import REDUCTIONS, SPIKE_REDUCTIONS
from lessonkit.model.trains import SHORTEST_STRETCH, pulses, times
from lessonkit.page.random import uniforms

RELATIVE_TOLERANCE = 1e-8
ABSOLUTE_TOLERANCE = 1e-10


@dataclass(frozen=True)
class Result:
    """A run of a model.

    Attributes
    ----------
    t : numpy.ndarray, shape (n,)
        The independent variable, in the unit of the model's axis.
    series : dict of str to numpy.ndarray, each of shape (n,)
    units : dict of str to str
        The unit of each series and scalar.
    scalars : dict of str to float
    parameters : dict
        The checked settings of the run.
    spikes : numpy.ndarray, shape (number of spikes,)
        The times of the model's `Spikes`, in ms; empty if it has none to look for.
    """

    t: np.ndarray
    series: dict[str, np.ndarray]
    units: dict[str, str]
    scalars: dict[str, float]
    parameters: dict[str, Any]
    spikes: np.ndarray


@dataclass(frozen=True)
class _Functions:
    """A model compiled: names have become places here, and nowhere else in Python.

    `derivatives` and `spiking` take and give plain numbers in the order of the states; all others give theirs
    by name. `vector` puts the numbers of a run in the order that all take.
    """

    vector: Callable[[Mapping[str, float]], list[float]]
    derivatives: Callable
    spiking: Callable | None
    observe: Callable[..., dict[str, np.ndarray]]
    initial: Callable[..., dict[str, float]]
    seeds: Callable[..., dict[str, float]]
    levels: Callable[..., dict[str, float]]
    baselines: Callable[..., dict[str, float]]
    scalars: Callable[[list[float], Mapping[str, float]], dict[str, float]]
    happenings: list[Happening]
    rates: Callable[..., list[float]]
    chained: Callable[..., dict[str, float]]


@dataclass(frozen=True, eq=False)
class Happening:
    """What an input or a reset does: its train, by its `numbers`, and the `place` of what it sets."""

    of: Input | Reset
    place: int
    numbers: Callable[..., dict[str, float]]
    to: Callable[[np.ndarray, list[float]], float] | None = None


def _exp(number: float) -> float:
    """Return e to the `number`, infinite where that is too large, as in an array."""
    try:
        return math.exp(number)
    except OverflowError:
        return math.inf


@functools.cache
def _compile(model: Equations) -> _Functions:
    p = list(model.number_symbols)
    y = [state.symbol for state in model.states]
    u = [input_.symbol for input_ in model.inputs]
    n = [noise.symbol for noise in model.noises]
    c = list(model.by_chance)
    r = [reading.symbol for reading in model.readings]
    r += [symbol for each in model.stays for symbol in (each.number, each.mean)]
    chain = model.chain
    t = model.axis.symbol

    def named(arguments: list, expressions: Mapping[str, Number]) -> Callable[..., dict[str, Any]]:
        expanded = [model.expand(e) for e in expressions.values()]
        in_order = lambdify(arguments, expanded, modules="numpy", cse=True)
        return lambda *given: dict(zip(expressions, in_order(*given), strict=True))

    def at_a_point(expressions: list[Number]) -> Callable:
        """Return a function of plain numbers: the integrator asks for one point at a time."""
        expanded = [model.expand(e) for e in expressions]
        of_numbers = lambdify([t, y, p, u], expanded, modules=[{"exp": _exp}, "math"], cse=True)

        def of_arrays(t: float, y: np.ndarray, p: list[float], u: np.ndarray) -> list[float]:
            try:
                return of_numbers(t, y.tolist(), p, u.tolist())
            except (ArithmeticError, ValueError):
                return [math.nan] * len(expanded)

        return of_arrays

    read = {s.name: s for s in model.scalars if s.expression is None}
    scalars = named([p, r], {s.name: s.expression for s in model.scalars if s.expression is not None})
    happenings = []
    for item in model.inputs:
        numbers = named([p], {**item.train.numbers, "width": item.width, "height": item.height})
        happenings.append(Happening(item, u.index(item.symbol), numbers))
    for reset in model.resets:
        to = lambdify([y, p], model.expand(reset.to), modules="numpy")
        happenings.append(Happening(reset, y.index(reset.state), named([p], reset.train.numbers), to))
    return _Functions(
        vector=lambda numbers: [numbers[symbol.name] for symbol in p],
        derivatives=at_a_point([s.derivative for s in model.states]),
        spiking=None if model.spiking is None else at_a_point([model.spiking]),
        observe=named([t, y, p, n, c], {s.name: s.expression for s in model.series}),
        initial=named([p], {s.symbol.name: s.initial for s in model.states}),
        seeds=named([p], {noise.symbol.name: noise.seed for noise in model.noises}),
        levels=named([p], {reading.symbol.name: reading.baseline for reading in model.readings}),
        baselines=named([p], {name: s.baseline for name, s in read.items()}),
        scalars=lambda p, readings: scalars(p, [readings[symbol.name] for symbol in r]),
        happenings=happenings,
        rates=lambdify(
            [p, u], [model.expand(rate) for rate in chain.rates.values()] if chain else [], cse=True
        ),
        chained=named(
            [p], {"seed": chain.seed, "copies": chain.copies, "span": chain.span or 0} if chain else {}
        ),
    )


@dataclass(frozen=True)
class Event:
    """At `time` an input takes the `value`, or a reset happens."""

    time: float
    happening: Happening
    value: float = 0.0


def events_of(model: Equations, numbers: Mapping[str, float]) -> list[Event]:
    """Return what happens in a run with these `Equations.numbers`, in order."""
    functions = _compile(model)
    p = functions.vector(numbers)
    events: list[Event] = []
    end = model.axis.low + model.axis.step * (len(model.axis) - 1)
    for happening in functions.happenings:
        told, train = happening.numbers(p), happening.of.train
        begins = times(type(train)(**{name: told[name] for name in train.numbers}), end)
        if happening.to is not None:
            events += [Event(time, happening) for time in begins]
            continue
        for on, off in pulses(begins, told["width"]):
            events += [Event(on, happening, told["height"]), Event(off, happening)]
    return sorted(events, key=lambda event: event.time)


def _apply(event: Event, y: np.ndarray, p: list[float], u: np.ndarray) -> None:
    happening = event.happening
    if happening.to is None:
        u[happening.place] = event.value
    else:
        y[happening.place] = happening.to(y, p)


def _watch(model: Equations) -> Callable | None:
    """Return the event function of the integrator that is zero when a spike begins."""
    spikes, spiking = model.spikes, _compile(model).spiking
    if spikes is None or spiking is None:
        return None

    def above(t: float, y: np.ndarray, p: list[float], u: np.ndarray) -> float:
        return spiking(t, y, p, u)[0] - spikes.threshold

    above.direction = 1.0
    return above


def _integrate(
    model: Equations, grid: np.ndarray, numbers: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the states on `grid`, shape (number of states, n), and the times of the spikes.

    At an event the states are those after it.
    """
    from scipy.integrate import solve_ivp

    functions = _compile(model)
    p = functions.vector(numbers)
    y = np.array(list(functions.initial(p).values()), dtype=float)
    u = np.zeros(len(model.inputs))
    states = np.empty((y.size, grid.size))
    events = events_of(model, numbers)
    watch, spikes = _watch(model), []
    stops = sorted({grid[0], *(e.time for e in events if grid[0] < e.time < grid[-1]), grid[-1]})
    for begin, end in itertools.pairwise(stops):
        while events and events[0].time <= begin:
            _apply(events.pop(0), y, p, u)
        inside = (grid >= begin) & (grid < end)
        if end - begin < SHORTEST_STRETCH:
            states[:, inside] = y[:, np.newaxis]
            continue
        solution = solve_ivp(
            functions.derivatives,
            (begin, end),
            y,
            method="LSODA",
            t_eval=[*grid[inside], end],
            args=(p, u),
            events=watch,
            rtol=RELATIVE_TOLERANCE,
            atol=ABSOLUTE_TOLERANCE,
        )
        if not solution.success:
            raise ModelError(f"model {model.id}: the integrator stopped: {solution.message}")
        states[:, inside] = solution.y[:, :-1]
        y = solution.y[:, -1].copy()
        if watch is not None:
            spikes += [*solution.t_events[0]]
    states[:, -1] = y
    return states, np.array(spikes)


def stretches_of(model: Equations, grid: np.ndarray, numbers: Mapping[str, float]) -> list[Stretch]:
    """Return the parts of a run on which the rates of the chain are constant."""
    chain = model.chain
    if chain is None:
        return []
    functions = _compile(model)
    p, u = functions.vector(numbers), np.zeros(len(model.inputs))
    places, ways = chain.places, list(chain.rates)
    begin, end = grid[0], grid[-1]
    if chain.span is not None:
        begin, end = 0.0, functions.chained(p)["span"]
    events = [event for event in events_of(model, numbers) if event.happening.to is None]
    stops = [begin, *sorted({event.time for event in events if begin < event.time < end}), end]
    found = []
    for start, stop in itertools.pairwise(stops):
        for event in events:
            if event.time <= start:
                u[event.happening.place] = event.value
        rates: list[list[tuple[int, float]]] = [[] for _ in places]
        for (out, into), rate in zip(ways, functions.rates(p, u), strict=True):
            rates[places.index(out)].append((places.index(into), float(rate)))
        found.append(Stretch(start, stop, rates))
    return found


def _by_chance(
    model: Equations, grid: np.ndarray, numbers: Mapping[str, float]
) -> tuple[list[np.ndarray], dict[str, float]]:
    """Return what series and scalars hold of the chain, in the order of `Equations.by_chance` and by name."""
    if model.chain is None:
        return [], {}
    functions = _compile(model)
    told = functions.chained(functions.vector(numbers))
    copies = copies_of(stretches_of(model, grid, numbers), told["seed"], told["copies"])
    places = model.chain.places
    if model.chain.span is None:
        return list(shares(copies, len(places), grid)), {}
    curves, readings = [np.zeros(grid.size) for _ in places], {}
    for each in model.stays:
        found = lengths(copies, places.index(each.place))
        curves.append(spread(found, grid))
        readings[each.number.name] = float(found.size)
        readings[each.mean.name] = float(found.mean()) if found.size else np.nan
    return curves, readings


def solve(model: Equations, values: dict[str, Any]) -> Result:
    """Run `model` with checked `values` (`Equations.settings`).

    The states are integrated by ``scipy.integrate.solve_ivp`` (LSODA, rtol 1e-8), anew after each event.

    Raises
    ------
    ModelError
        If the integrator gives up, or a state or a series is not finite somewhere; the message names the
        first place and the settings.
    """
    axis = model.axis
    steps = axis.step * np.arange(len(axis))
    grid = axis.low + steps if axis.scale == "linear" else axis.low * 10**steps
    functions = _compile(model)
    numbers = model.numbers(values)
    p = functions.vector(numbers)
    states, spikes = np.empty((0, grid.size)), np.empty(0)
    if model.states:
        states, spikes = _integrate(model, grid, numbers)
    _refuse_lost(
        model, "state", {s.symbol.name: y for s, y in zip(model.states, states, strict=True)}, grid, values
    )
    chance, chances = _by_chance(model, grid, numbers)
    noises = [_drawn(seed, grid.size) for seed in functions.seeds(p).values()]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # refused by name below
        curves = functions.observe(grid, states, p, noises, chance)
    series = {name: np.broadcast_to(curve, grid.shape) for name, curve in curves.items()}
    _refuse_lost(model, "series", series, grid, values)
    scalars = _scalars(model, p, grid, series, spikes, chances)
    units = {item.name: item.unit for item in (*model.series, *model.scalars)}
    return Result(grid, series, units, scalars, values, spikes)


def _scalars(
    model: Equations,
    p: list[float],
    grid: np.ndarray,
    series: Mapping[str, np.ndarray],
    spikes: np.ndarray,
    chances: Mapping[str, float],
) -> dict[str, float]:
    functions = _compile(model)
    levels, baselines = functions.levels(p), functions.baselines(p)
    readings = {
        r.symbol.name: REDUCTIONS[r.how](grid, series[r.of] - levels[r.symbol.name]) for r in model.readings
    }
    readings |= chances
    with np.errstate(divide="ignore", invalid="ignore"):
        calculated = functions.scalars(p, readings)

    def number(scalar: Scalar) -> float:
        if scalar.expression is not None:
            return calculated[scalar.name]
        if model.spikes is not None and scalar.how in SPIKE_REDUCTIONS:
            return SPIKE_REDUCTIONS[scalar.how](spikes, grid, model.spikes)
        return REDUCTIONS[scalar.how](grid, series[scalar.of] - baselines[scalar.name])

    return {scalar.name: float(number(scalar)) for scalar in model.scalars}


def _refuse_lost(
    model: Equations,
    what: str,
    curves: Mapping[str, np.ndarray],
    grid: np.ndarray,
    values: Mapping[str, Any],
) -> None:
    """Raise a ModelError if one of the `curves` is not finite somewhere on the `grid`."""
    for name, curve in curves.items():
        lost = np.flatnonzero(~np.isfinite(curve))
        if lost.size:
            settings = ", ".join(f"{key} = {value}" for key, value in values.items())
            raise ModelError(
                f"model {model.id}: the {what} {name} is {curve[lost[0]]} from {model.axis.label} "
                f"{grid[lost[0]]:.6g} {model.axis.unit} on, with {settings}: move a parameter back, or "
                "write the equation so that it holds there"
            )


def _drawn(seed: float, count: int) -> np.ndarray:
    return np.fromiter(itertools.islice(uniforms(seed), count), float, count)
