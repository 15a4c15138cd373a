"""Numbers of runs in the texts of a task."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lessonkit.authored.expression import ExpressionError, names_in, value_or_nan
from lessonkit.authored.records import Fault, Place
from lessonkit.model import Model
from lessonkit.model.solve import Result
from lessonkit.page.numbers import written
from lessonkit.tasks.goal import REFERENCE, parsed_reading, read, unknown
from lessonkit.tasks.task import Task

START = "start."
_FIELD = re.compile(r"\{((?:start\.|ref\.)?)([^{}]+)\}")


def filled(text: str, task: Task, model: Model, solution: Mapping[str, Any]) -> str:
    """Return a text of a task with each ``{…}`` replaced by its number, in three digits."""
    settings = {"": {**task.start, **solution}, START: task.start, REFERENCE: task.reference}

    def number(field: re.Match[str]) -> str:
        run = _run(model, tuple(sorted(settings[field[1]].items())))
        expression = parsed_reading(field[2])
        return written(value_or_nan(expression, {name: read(name, run) for name in names_in(expression)}))

    return _FIELD.sub(number, text)


@functools.lru_cache(maxsize=64)
def _run(model: Model, settings: tuple[tuple[str, Any], ...]) -> Result:
    return model.run(**dict(settings))


def faults_of_texts(task: Task, model: Model) -> Iterator[Fault]:
    """Yield what is wrong with the numbers that a task's texts ask for."""
    texts: dict[Place, str] = {("say",): task.say, ("after",): task.after}
    texts |= {("hints", i): hint for i, hint in enumerate(task.hints)}
    for place, text in texts.items():
        for field in _FIELD.finditer(text):
            try:
                names = list(names_in(parsed_reading(field[2])))
                yield from ((place, fault) for fault in unknown(names, model))
            except ExpressionError as error:
                yield place, f"{field[0]} {error}"
