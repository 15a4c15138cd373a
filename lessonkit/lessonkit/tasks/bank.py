"""The files of tasks: one for each explorer that has some, checked before a reader meets it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from lessonkit.authored.expression import ExpressionError
from lessonkit.authored.file import ENDING, AuthoredFile, file_named, refuse_faults
from lessonkit.authored.records import Fault, faults_of, schema_of
from lessonkit.bibliography import UnknownReferenceError, reference
from lessonkit.course import current
from lessonkit.model import Model, ModelError
from lessonkit.tasks.goal import names_of, parsed_goal, unknown
from lessonkit.tasks.proof import positions, unproved
from lessonkit.tasks.task import Task, TaskSet, locked
from lessonkit.tasks.texts import faults_of_texts


class TaskError(ValueError):
    """Tasks cannot be used; each line names file and line, task, field, value and remedy."""


class TaskFile(AuthoredFile):
    """Tasks as they are written."""

    tasks: TaskSet

    def __init__(self, path: Path) -> None:
        super().__init__(path, "tasks", "task", "set, title, chapter, model and tasks")
        if self.data is None:
            return
        broken = list(faults_of(self.data, _shape()))
        if not broken:
            self.tasks = msgspec.convert(self.data, TaskSet)
            if self.tasks.set != path.stem:
                broken.append((("set",), f"has to be the file's name: write {path.stem}, or rename the file"))
            try:
                model = current().model(self.tasks.model)
            except ModelError as error:
                broken.append((("model",), str(error)))
            else:
                broken += _broken_rules(self.tasks, model)
        self.add(broken)


@functools.cache
def _shape() -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(TaskSet)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of tasks, for editors; rules between fields are not in it."""
    return schema_of(TaskSet, "Tasks of one explorer")


def find_tasks(set_id: str, folder: Path | None = None) -> TaskSet:
    """Return the tasks in the file `set_id` of the course's folder of tasks.

    Raises
    ------
    TaskError
        If there is no such file (the message lists those that there are), or it has a fault.
    """
    file = TaskFile(file_named(set_id, folder or current().tasks, "file of tasks", TaskError))
    return _sound([file])[0]


def tasks_from(entries: Sequence[Mapping[str, Any]], set_id: str, model: Model) -> TaskSet:
    """Return tasks that are written in Python, each with the fields of `Task`.

    Raises
    ------
    TaskError
        If one of them has a fault.
    """
    data = {
        "set": set_id,
        "title": model.title,
        "chapter": set_id,
        "model": model.id,
        "tasks": [dict(entry) for entry in entries],
    }
    broken = list(faults_of(data, _shape()))
    if not broken:
        tasks = msgspec.convert(data, TaskSet)
        broken = list(_broken_rules(tasks, model))
        if not broken:
            return tasks
    raise TaskError("\n".join(f"tasks, {', '.join(map(str, place))}: {remedy}" for place, remedy in broken))


def check_tasks(folder: Path | None = None) -> list[TaskSet]:
    """Read all tasks of a folder, and prove of each that its goal is open at the start and within reach.

    Raises
    ------
    TaskError
        With the faults of all the files.
    """
    files = _files(folder)
    for file in files:
        if not file.faults and file.data is not None:
            model = current().model(file.tasks.model)
            for i, task in enumerate(file.tasks.tasks):
                if broken := unproved(model, task):
                    file.add([(("tasks", i, *broken[0]), broken[1])])
    return _sound(files)


def all_tasks(folder: Path | None = None) -> list[TaskSet]:
    """Read all tasks of a folder, without the proof.

    Raises
    ------
    TaskError
        With the faults of all the files.
    """
    return _sound(_files(folder))


def _files(folder: Path | None) -> list[TaskFile]:
    return [TaskFile(path) for path in sorted((folder or current().tasks).glob(f"*{ENDING}"))]


def _sound(files: Sequence[TaskFile]) -> list[TaskSet]:
    refuse_faults((fault for file in files for fault in file.faults), TaskError)
    return [file.tasks for file in files]


def _broken_rules(tasks: TaskSet, model: Model) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, task in enumerate(tasks.tasks):
        place = ("tasks", i)
        if task.id in seen:
            yield (*place, "id"), "is used earlier in this file: choose another id"
        seen.add(task.id)
        for inner, remedy in _faults(task, model):
            yield (*place, *inner), remedy


def _faults(task: Task, model: Model) -> Iterator[Fault]:
    names = list(model.defaults)
    for field in ("start", "reference", "solution"):
        try:
            model.settings(getattr(task, field))
        except ModelError as error:
            yield (field,), f"does not fit the model: {error}"
            return
    for field in ("lock", "free"):
        for i, name in enumerate(getattr(task, field)):
            if name not in names:
                yield (field, i), f"is no control of the model: choose one of {', '.join(names)}"
                return
    if task.lock and task.free:
        yield ("free",), "stands beside lock: keep one of the two"
    yield from _faults_of_solution(task, model)
    try:
        goal = parsed_goal(task.goal)
        yield from ((("goal",), fault) for fault in unknown(names_of(goal), model))
    except ExpressionError as error:
        yield ("goal",), str(error)
    yield from faults_of_texts(task, model)
    yield from _faults_of_source(task, model)


def _faults_of_solution(task: Task, model: Model) -> Iterator[Fault]:
    held = locked(task, model)
    for name, value in task.solution.items():
        if name in held:
            yield ("solution", name), "is held by the task: free it, or solve the task without it"
        elif value not in positions(model, name):
            yield ("solution", name), "is no step of its slider: give a value that the slider reaches"


def _faults_of_source(task: Task, model: Model) -> Iterator[Fault]:
    kind, is_model, model_id = task.source.partition(":")
    try:
        if is_model and kind.strip() == "model":
            _ = model_id.strip() == model.id or current().model(model_id.strip())
        else:
            for key in task.source.split(","):
                reference(key.strip())
    except (ModelError, UnknownReferenceError) as error:
        yield ("source",), str(error)
