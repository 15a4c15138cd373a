"""The proof that a task is one: its goal is not met at the start, and within reach of its free controls."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lessonkit.authored.records import Fault
from lessonkit.model import Model, ModelError, Parameter
from lessonkit.tasks.goal import Goal, gap, holds, names_of, read
from lessonkit.tasks.task import Task, goal_of, locked

MOST_RUNS = 400
BEST = 4
"""From so many of the best points of the coarse grid the search goes on in finer steps."""


def positions(model: Model, name: str) -> list[Any]:
    """Return the values that a control can be set to: the steps of a slider, the options of a list."""
    for choice in model.choices:
        if choice.name == name:
            return [option.id for option in choice.options]
    [parameter] = [each for each in model.parameters if each.name == name]
    count = math.floor((parameter.high - parameter.low) / parameter.step + 1e-6) + 1
    return [_on_slider(parameter, place) for place in range(count)]


def _on_slider(parameter: Parameter, place: int) -> float:
    return float(f"{parameter.low + place * parameter.step:.10g}")


def meets(model: Model, goal: Goal, settings: Mapping[str, Any]) -> bool:
    """Whether the run with these settings meets a goal without ``ref.``."""
    return holds(goal, _values(model, goal, settings))


def _values(model: Model, goal: Goal, settings: Mapping[str, Any]) -> dict[str, float]:
    run = model.run(**settings)
    return {name: read(name, run) for name in names_of(goal)}


def found(
    model: Model, goal: Goal, start: Mapping[str, Any], free: Sequence[str]
) -> tuple[dict[str, Any] | None, int]:
    """Look for settings that meet a goal, moving the controls `free` alone; return them and the runs made.

    A grid over all of them first, then finer and finer steps from the best of its points. It is the same at
    each call.
    """
    axes = [positions(model, name) for name in free]
    seen: dict[tuple[int, ...], float] = {}

    def far(places: tuple[int, ...]) -> float:
        if places not in seen:
            given = {name: axis[place] for name, axis, place in zip(free, axes, places, strict=True)}
            try:
                seen[places] = gap(goal, _values(model, goal, {**start, **given}))
            except ModelError:  # a run that cannot be
                seen[places] = math.inf
        return seen[places]

    def settings(places: tuple[int, ...]) -> dict[str, Any]:
        return {name: axis[place] for name, axis, place in zip(free, axes, places, strict=True)}

    for places in _grid([len(axis) for axis in axes]):
        if far(places) == 0:
            return settings(places), len(seen)
    for places in sorted(seen, key=seen.__getitem__)[:BEST]:
        stride = max(map(len, axes)) // 4 or 1
        while stride and len(seen) < MOST_RUNS:
            nearer = min(_beside(places, stride, axes), key=far, default=places)
            if far(nearer) < far(places):
                places = nearer
            else:
                stride //= 2
            if far(places) == 0:
                return settings(places), len(seen)
    return None, len(seen)


def _grid(counts: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield points that are evenly spread, at most half of the runs; all of them if they are few."""
    if math.prod(counts) <= MOST_RUNS // 2:
        each = [range(count) for count in counts]
    else:
        number = max(2, int((MOST_RUNS // 2) ** (1 / len(counts))))
        each = [sorted({round(i * (count - 1) / (number - 1)) for i in range(number)}) for count in counts]
    yield from itertools.product(*each)


def _beside(places: tuple[int, ...], stride: int, axes: Sequence[list[Any]]) -> Iterator[tuple[int, ...]]:
    for i, place in enumerate(places):
        for moved in (place - stride, place + stride):
            if 0 <= moved < len(axes[i]):
                yield (*places[:i], moved, *places[i + 1 :])


def solution_of(task: Task, model: Model, offered: Sequence[str] | None = None) -> dict[str, Any] | None:
    """Return settings of free controls that reach the goal: those that the author gives, else found ones.

    With `offered`, of those that the explorer offers alone; None if there are none.
    """
    held = locked(task, model, offered)
    if task.solution:
        return None if set(held) & set(task.solution) else dict(task.solution)
    free = [name for name in model.defaults if name not in held]
    return found(model, goal_of(task, model), task.start, free)[0] if free else None


def unproved(model: Model, task: Task) -> Fault | None:
    """Return why a task is none, if its goal is met at the start or cannot be reached."""
    goal = goal_of(task, model)
    if meets(model, goal, task.start):
        return ("goal",), "is met at the start already: begin elsewhere, or ask for more"
    if task.solution:
        if meets(model, goal, {**task.start, **task.solution}):
            return None
        return ("solution",), "does not reach the goal: mend it, or leave it out to have one looked for"
    if solution_of(task, model) is None:
        return ("goal",), "is reached by no run that was tried: free a control, or write the solution"
    return None
