"""What a page gets of the tasks beside an explorer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lessonkit.bibliography import Reference, reference
from lessonkit.learner import page_identity
from lessonkit.model import Model
from lessonkit.tasks.bank import TaskError, find_tasks, tasks_from
from lessonkit.tasks.proof import solution_of
from lessonkit.tasks.task import Task, goal_of, hash_of, locked
from lessonkit.tasks.texts import filled


def page_tasks(
    tasks: str | Sequence[Mapping[str, Any]], model: Model, offered: Sequence[str], set_id: str
) -> dict[str, Any]:
    """Return what the template shows of tasks, and as ``data`` what ``tasks.js`` needs of them.

    Parameters
    ----------
    tasks : str or sequence of mapping
        The name of a file in the course's folder of tasks, or the fields of each task.
    model : Model
    offered : sequence of str
        The controls that the explorer offers; the others are held in each task.
    set_id : str
        What tasks without a file are kept under.

    Raises
    ------
    TaskError
        If they are missing or faulty, are tasks of another model, or need a control that is not offered.
    """
    found = find_tasks(tasks) if isinstance(tasks, str) else tasks_from(tasks, set_id, model)
    if found.model != model.id:
        raise TaskError(
            f"tasks {found.set}: are of the model {found.model}, and the explorer runs {model.id}"
        )
    shown, items = [], []
    for task in found.tasks:
        solution = solution_of(task, model, offered)
        if solution is None:
            raise TaskError(
                f"tasks {found.set}, task {task.id}: needs a control that this explorer does not offer: "
                f"offer it, or solve the task with {', '.join(offered)} alone"
            )
        shown.append(
            {
                "id": task.id,
                "title": task.title,
                "say": filled(task.say, task, model, solution),
                "hints": [filled(hint, task, model, solution) for hint in task.hints],
                "after": filled(task.after, task, model, solution),
                "sources": _sources(task),
            }
        )
        items.append(
            {
                "id": task.id,
                "hash": hash_of(task),
                "start": model.settings(task.start),
                "locked": locked(task, model, offered),
                "goal": goal_of(task, model),
            }
        )
    return {"id": found.set, "shown": shown, "data": {"set": found.set, "items": items, **page_identity()}}


def _sources(task: Task) -> list[Reference]:
    """Return the sources that a task cites; the model itself stands beside the task."""
    return [] if ":" in task.source else [reference(key.strip()) for key in task.source.split(",")]
