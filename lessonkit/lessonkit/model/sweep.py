"""A model over a grid of its parameters, on all cores or wherever joblib is told to compute."""

from __future__ import annotations

import functools
import itertools
import pickle
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lessonkit.model.describe import ModelError, Scalar
from lessonkit.model.followed import followed
from lessonkit.model.model import Model

MOST_AXES = 2

_one_at_a_time = threading.Lock()
"""SciPy's LSODA (1.15) refuses two threads at once, and a Dask worker has several: they take turns."""


@dataclass(frozen=True)
class Swept:
    """One axis of a sweep: the parameter, and its values in the order in which they were given.

    Attributes
    ----------
    name : str
        The name of the parameter or choice.
    label, unit : str
        As a reader sees them; a choice has no unit.
    values : tuple of float, or of str for a choice
    words : tuple of str
        The options of a choice as a reader sees them; empty for a number.
    """

    name: str
    label: str
    unit: str
    values: tuple[float, ...] | tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Sweep:
    """One number of a model over a grid of one or two of its parameters.

    Attributes
    ----------
    model : Model
    axes : tuple of Swept
    scalar : Scalar
        What was read from each run.
    values : numpy.ndarray, shape (len(axes[0].values),) or (len(axes[0].values), len(axes[1].values))
        The scalar, in `unit`; nan where a run has none.
    settings : dict
        All settings of the model, of which the axes change theirs.
    """

    model: Model
    axes: tuple[Swept, ...]
    scalar: Scalar
    values: np.ndarray
    settings: dict[str, Any]

    @property
    def unit(self) -> str:
        """The unit of the values."""
        return self.scalar.unit


def sweep(
    model: Model,
    vary: Mapping[str, Sequence[Any]],
    read: str,
    fixed: Mapping[str, Any] | None = None,
    jobs: int = -1,
) -> Sweep:
    """Run `model` once for each point of a grid.

    The runs go through joblib: to the cores of this machine, or to whatever backend the caller names,
    ``with joblib.parallel_config(backend="dask"): sweep(…)``. A live notebook shows a bar meanwhile.

    Parameters
    ----------
    model : Model
    vary : mapping of str to sequence
        One or two parameters or choices, with their values.
    read : str
        The name of the scalar to read from each run.
    fixed : mapping, optional
        Other parameters that differ from the defaults.
    jobs : int, optional
        How many processes to use; all cores if not given. A model that takes a millisecond is done
        sooner with 1.

    Returns
    -------
    Sweep

    Raises
    ------
    ModelError
        Before anything runs, if a name is unknown, a value does not fit the model, or there is nothing
        to vary; and if the integrator stops at a point, which the message names.
    """
    import joblib

    fixed = dict(fixed or {})
    scalar = _scalar(model, read)
    names = _checked_names(model, vary, fixed)
    settings = model.settings(fixed)
    axes = tuple(_axis(model, name, vary[name]) for name in names)
    points = [
        dict(zip(names, point, strict=True)) for point in itertools.product(*(axis.values for axis in axes))
    ]
    source = pickle.dumps(model)
    runs = joblib.Parallel(n_jobs=jobs, return_as="generator")(
        joblib.delayed(_read)(source, {**settings, **point}, point, read) for point in points
    )
    numbers = list(followed(runs, len(points), f"{scalar.label}: {len(points)} runs"))
    shape = tuple(len(axis.values) for axis in axes)
    return Sweep(model, axes, scalar, np.array(numbers).reshape(shape), settings)


def _scalar(model: Model, read: str) -> Scalar:
    for scalar in model.scalars:
        if scalar.name == read:
            return scalar
    known = ", ".join(scalar.name for scalar in model.scalars)
    raise ModelError(f"sweep of {model.id}: read={read!r} is no scalar of it: choose one of {known}")


def _checked_names(model: Model, vary: Mapping[str, Any], fixed: Mapping[str, Any]) -> list[str]:
    names = list(vary)
    if not 1 <= len(names) <= MOST_AXES:
        raise ModelError(f"sweep of {model.id}: vary names {len(names)} parameters: name one or two")
    unknown = [name for name in names if name not in model.defaults]
    if unknown:
        raise ModelError(
            f"sweep of {model.id}: vary names {', '.join(map(repr, unknown))}; "
            f"choose from {', '.join(model.defaults)}"
        )
    both = [name for name in names if name in fixed]
    if both:
        raise ModelError(f"sweep of {model.id}: {', '.join(both)} is varied and fixed: drop one of the two")
    return names


def _axis(model: Model, name: str, values: Sequence[Any]) -> Swept:
    if isinstance(values, str) or not np.iterable(values):
        raise ModelError(f"sweep of {model.id}: vary[{name!r}] = {values!r} is no list: write its values")
    checked = tuple(model.settings({name: value})[name] for value in values)
    if not checked:
        raise ModelError(f"sweep of {model.id}: vary[{name!r}] is empty: write at least one value")
    repeated = sorted({str(value) for value in checked if checked.count(value) > 1})
    if repeated:
        raise ModelError(f"sweep of {model.id}: vary[{name!r}] holds {', '.join(repeated)} twice: drop one")
    for choice in model.choices:
        if choice.name == name:
            words = tuple(choice.option(value).label for value in checked)
            return Swept(name, choice.label, "", checked, words)
    parameter = next(p for p in model.parameters if p.name == name)
    return Swept(name, parameter.label, parameter.unit, checked)


@functools.lru_cache(maxsize=8)
def _model(source: bytes) -> Model:
    """Return the model of a task: the same object for all tasks, so that it is compiled once a process.

    Pickled rather than named, so that a model that a notebook defines can be swept too.
    """
    return pickle.loads(source)


def _read(source: bytes, settings: dict[str, Any], point: dict[str, Any], read: str) -> float:
    try:
        with _one_at_a_time:
            return _model(source).run(**settings).scalars[read]
    except ModelError as error:
        place = ", ".join(f"{name} = {value}" for name, value in point.items())
        raise ModelError(f"{error} (at {place})") from None
