"""Solving a model in Python: SciPy's integrator, one stretch between two events at a time."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import Symbol, lambdify, sympify

from course.models.kit import SPIKE_REDUCTIONS, Model, ModelError, Number, RandomTrain, Spikes, Train
from course.random import uniforms

RELATIVE_TOLERANCE = 1e-8
ABSOLUTE_TOLERANCE = 1e-10

SHORTEST_STRETCH = 1e-9
"""Two events that differ by rounding alone happen at once: the integrator refuses such a stretch."""


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
    derivatives: Callable
    observe: Callable
    initial: Callable
    events: Callable
    seeds: Callable
    readings: Callable
    scalars: Callable
    spiking: Callable | None


def _exp(number: float) -> float:
    """Return e to the `number`, infinite where that is too large, as in an array."""
    try:
        return math.exp(number)
    except OverflowError:
        return math.inf


@functools.lru_cache(maxsize=None)
def _compile(model: Model) -> _Functions:
    p = list(model.vector_symbols)
    y = [state.symbol for state in model.states]
    u = [input_.symbol for input_ in model.inputs]
    n = [noise.symbol for noise in model.noises]
    r = [reading.symbol for reading in model.readings]
    t = model.axis.symbol

    def function(arguments: list, expressions: list[Number]) -> Callable:
        expanded = [model.expand(e) for e in expressions]
        return lambdify(arguments, expanded, modules="numpy", cse=True)

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

    inputs = [[*i.train.numbers, i.width, i.height] for i in model.inputs]
    resets = [[*r.train.numbers] for r in model.resets]
    return _Functions(
        derivatives=at_a_point([s.derivative for s in model.states]),
        observe=function([t, y, p, n], [s.expression for s in model.series]),
        initial=function([p], [s.initial for s in model.states]),
        events=lambdify([p], [sympify(inputs), sympify(resets)], modules="numpy"),
        seeds=function([p], [noise.seed for noise in model.noises]),
        readings=function([p], [reading.baseline for reading in model.readings]),
        scalars=function(
            [p, r], [s.baseline if s.expression is None else s.expression for s in model.scalars]
        ),
        spiking=None if model.spiking is None else at_a_point([model.spiking]),
    )


@functools.lru_cache(maxsize=None)
def _reset_value(model: Model, index: int) -> Callable:
    arguments: list[Any] = [[s.symbol for s in model.states], list(model.vector_symbols)]
    return lambdify(arguments, model.expand(model.resets[index].to), modules="numpy")


Event = tuple[float, str, int, float]
"""Time, "input" or "reset", index of the input or reset, new value of the input."""


def times(train: Train | RandomTrain, numbers: Sequence[float], end: float) -> list[float]:
    """Return the times of `train`, whose numbers in a run are `numbers`, on an axis that ends at `end`."""
    start, *rest = numbers
    if isinstance(train, Train):
        count, interval = rest
        return [start + k * interval for k in range(round(count))]
    rate, seed = rest
    if rate <= 0:
        return []
    intervals = (-math.log(number) for number in uniforms(seed))
    reached = (start + sum_ / rate for sum_ in itertools.accumulate(intervals))
    return list(itertools.takewhile(lambda time: time <= end, reached))


def events_of(model: Model, p: list[float]) -> list[Event]:
    inputs, resets = _compile(model).events(p)
    events: list[Event] = []
    end = model.axis.low + model.axis.step * (len(model.axis) - 1)
    for index, (item, (*numbers, width, height)) in enumerate(zip(model.inputs, inputs)):
        for on in times(item.train, numbers, end):
            events += [(on, "input", index, height), (on + width, "input", index, 0.0)]
    for index, (item, numbers) in enumerate(zip(model.resets, resets)):
        events += [(time, "reset", index, 0.0) for time in times(item.train, numbers, end)]
    return sorted(events, key=lambda event: event[0])


def _apply(model: Model, event: Event, y: np.ndarray, p: list[float], u: np.ndarray) -> None:
    _, kind, index, value = event
    if kind == "input":
        u[index] = value
    else:
        symbols: list[Symbol] = [s.symbol for s in model.states]
        y[symbols.index(model.resets[index].state)] = _reset_value(model, index)(y, p)


def _watch(model: Model) -> Callable | None:
    """Return the event function of the integrator that is zero when a spike begins."""
    spikes, spiking = model.spikes, _compile(model).spiking
    if spikes is None or spiking is None:
        return None

    def above(t: float, y: np.ndarray, p: list[float], u: np.ndarray) -> float:
        return spiking(t, y, p, u)[0] - spikes.threshold

    above.direction = 1.0
    return above


def _integrate(model: Model, grid: np.ndarray, p: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Return the states on `grid`, shape (number of states, n), and the times of the spikes.

    At an event the states are those after it.
    """
    from scipy.integrate import solve_ivp

    derivatives = _compile(model).derivatives
    y = np.array(_compile(model).initial(p), dtype=float)
    u = np.zeros(len(model.inputs))
    states = np.empty((y.size, grid.size))
    events = events_of(model, p)
    watch, spikes = _watch(model), []
    stops = sorted({grid[0], *(e[0] for e in events if grid[0] < e[0] < grid[-1]), grid[-1]})
    for begin, end in zip(stops, stops[1:]):
        while events and events[0][0] <= begin:
            _apply(model, events.pop(0), y, p, u)
        inside = (grid >= begin) & (grid < end)
        if end - begin < SHORTEST_STRETCH:
            states[:, inside] = y[:, np.newaxis]
            continue
        solution = solve_ivp(
            derivatives,
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


def solve(model: Model, values: dict[str, Any]) -> Result:
    """Run `model` with checked `values` (`Model.settings`).

    The states are integrated by ``scipy.integrate.solve_ivp`` (LSODA, rtol 1e-8), anew after each event.

    Raises
    ------
    ModelError
        If the integrator gives up.
    """
    axis = model.axis
    steps = axis.step * np.arange(len(axis))
    grid = axis.low + steps if axis.scale == "linear" else axis.low * 10**steps
    p = model.vector(values)
    states, spikes = np.empty((0, grid.size)), np.empty(0)
    if model.states:
        states, spikes = _integrate(model, grid, p)
    noises = [_drawn(seed, grid.size) for seed in _compile(model).seeds(p)]
    curves = _compile(model).observe(grid, states, p, noises)
    series = {s.name: np.broadcast_to(c, grid.shape) for s, c in zip(model.series, curves)}
    levels = _compile(model).readings(p)
    readings = [_reduce(grid, series[r.of] - level, r.how) for r, level in zip(model.readings, levels)]
    with np.errstate(divide="ignore", invalid="ignore"):
        read = _compile(model).scalars(p, readings)
    scalars = {}
    for scalar, number in zip(model.scalars, read):
        if scalar.expression is None and scalar.how in SPIKE_REDUCTIONS:
            number = _reduce_spikes(spikes, grid, scalar.how, model.spikes)
        elif scalar.expression is None:
            number = _reduce(grid, series[scalar.of] - number, scalar.how)
        scalars[scalar.name] = float(number)
    units = {item.name: item.unit for item in (*model.series, *model.scalars)}
    return Result(grid, series, units, scalars, values, spikes)


def _drawn(seed: float, count: int) -> np.ndarray:
    return np.fromiter(itertools.islice(uniforms(seed), count), float, count)


def _reduce(t: np.ndarray, curve: np.ndarray, how: str) -> np.floating | float:
    if how == "max":
        return curve.max()
    if how == "mean":
        return curve.mean()
    if how == "count below":
        return np.float64(np.count_nonzero(curve < 0))  # a NumPy number: n / 0 is then infinite, no error
    if how == "integral":
        return float(np.sum((curve[1:] + curve[:-1]) / 2 * np.diff(t)))
    if how == "trough":
        return _trough(t, curve)[1]
    return _trough(t, curve)[0]


def _reduce_spikes(spikes: np.ndarray, t: np.ndarray, how: str, looked_for: Spikes) -> float:
    if how == "spike count":
        return spikes.size
    if how == "spike rate":
        return 1000.0 * spikes.size / (t[-1] - t[0])
    if how == "burst count":
        runs = np.split(spikes, np.flatnonzero(np.diff(spikes) > looked_for.burst_gap) + 1)
        return sum(run.size >= looked_for.burst_size for run in runs)
    return spikes[0] if spikes.size else np.nan


def _trough(t: np.ndarray, curve: np.ndarray) -> tuple[float, float]:
    """Return where the curve is lowest and how low, from the parabola through the lowest three points.

    Both are nan if the lowest point is at an end: then the curve has no trough.
    """
    k = int(curve.argmin())
    if k in (0, curve.size - 1):
        return np.nan, np.nan
    before, lowest, after = curve[k - 1 : k + 2]
    shift = (before - after) / (2 * (before - 2 * lowest + after))
    return t[k] + shift * (t[k + 1] - t[k]), lowest - (before - after) * shift / 4
