"""Solving a model in Python: SciPy's integrator, one stretch between two events at a time."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import Symbol, lambdify, sympify

from course.models.kit import Model, ModelError, Number, Train

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
    """

    t: np.ndarray
    series: dict[str, np.ndarray]
    units: dict[str, str]
    scalars: dict[str, float]
    parameters: dict[str, Any]


@dataclass(frozen=True)
class _Functions:
    derivatives: Callable
    observe: Callable
    initial: Callable
    events: Callable
    scalars: Callable


@functools.lru_cache(maxsize=None)
def _compile(model: Model) -> _Functions:
    p = list(model.vector_symbols)
    y = [state.symbol for state in model.states]
    u = [input_.symbol for input_ in model.inputs]
    t = model.axis.symbol

    def function(arguments: list, expressions: list[Number]) -> Callable:
        expanded = [model.expand(e) for e in expressions]
        return lambdify(arguments, expanded, modules="numpy", cse=True)

    def train(item: Train) -> list[Number]:
        return [item.start, item.count, item.interval]

    inputs = [[*train(i.train), i.width, i.height] for i in model.inputs]
    resets = [train(r.train) for r in model.resets]
    return _Functions(
        derivatives=function([t, y, p, u], [s.derivative for s in model.states]),
        observe=function([t, y, p], [s.expression for s in model.series]),
        initial=function([p], [s.initial for s in model.states]),
        events=lambdify([p], [sympify(inputs), sympify(resets)], modules="numpy"),
        scalars=function(
            [p], [s.baseline if s.expression is None else s.expression for s in model.scalars]
        ),
    )


@functools.lru_cache(maxsize=None)
def _reset_value(model: Model, index: int) -> Callable:
    arguments: list[Any] = [[s.symbol for s in model.states], list(model.vector_symbols)]
    return lambdify(arguments, model.expand(model.resets[index].to), modules="numpy")


Event = tuple[float, str, int, float]
"""Time, "input" or "reset", index of the input or reset, new value of the input."""


def _events(model: Model, p: list[float]) -> list[Event]:
    inputs, resets = _compile(model).events(p)
    events: list[Event] = []
    for index, (start, count, interval, width, height) in enumerate(inputs):
        for k in range(round(count)):
            on = start + k * interval
            events += [(on, "input", index, height), (on + width, "input", index, 0.0)]
    for index, (start, count, interval) in enumerate(resets):
        events += [(start + k * interval, "reset", index, 0.0) for k in range(round(count))]
    return sorted(events, key=lambda event: event[0])


def _apply(model: Model, event: Event, y: np.ndarray, p: list[float], u: np.ndarray) -> None:
    _, kind, index, value = event
    if kind == "input":
        u[index] = value
    else:
        symbols: list[Symbol] = [s.symbol for s in model.states]
        y[symbols.index(model.resets[index].state)] = _reset_value(model, index)(y, p)


def _integrate(model: Model, grid: np.ndarray, p: list[float]) -> np.ndarray:
    """Return the states on `grid`, shape (number of states, n): at an event, the values after it."""
    from scipy.integrate import solve_ivp

    derivatives = _compile(model).derivatives
    y = np.array(_compile(model).initial(p), dtype=float)
    u = np.zeros(len(model.inputs))
    states = np.empty((y.size, grid.size))
    events = _events(model, p)
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
            rtol=RELATIVE_TOLERANCE,
            atol=ABSOLUTE_TOLERANCE,
        )
        if not solution.success:
            raise ModelError(f"model {model.id}: the integrator stopped: {solution.message}")
        states[:, inside] = solution.y[:, :-1]
        y = solution.y[:, -1].copy()
    states[:, -1] = y
    return states


def solve(model: Model, values: dict[str, Any]) -> Result:
    """Run `model` with checked `values` (`Model.settings`).

    The states are integrated by ``scipy.integrate.solve_ivp`` (LSODA, rtol 1e-8), anew after each event.

    Raises
    ------
    ModelError
        If the integrator gives up.
    """
    axis = model.axis
    grid = axis.low + axis.step * np.arange(len(axis))
    p = model.vector(values)
    states = _integrate(model, grid, p) if model.states else np.empty((0, grid.size))
    curves = _compile(model).observe(grid, states, p)
    series = {s.name: np.broadcast_to(c, grid.shape) for s, c in zip(model.series, curves)}
    with np.errstate(divide="ignore"):
        read = _compile(model).scalars(p)
    scalars = {}
    for scalar, number in zip(model.scalars, read):
        if scalar.expression is None:
            number = _reduce(grid, series[scalar.of] - number, scalar.how)
        scalars[scalar.name] = float(number)
    units = {item.name: item.unit for item in (*model.series, *model.scalars)}
    return Result(grid, series, units, scalars, values)


def _reduce(t: np.ndarray, curve: np.ndarray, how: str) -> float:
    if how == "max":
        return curve.max()
    if how == "integral":
        return float(np.sum((curve[1:] + curve[:-1]) / 2 * np.diff(t)))
    if how == "trough":
        return _trough(t, curve)[1]
    return _trough(t, curve)[0]


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
