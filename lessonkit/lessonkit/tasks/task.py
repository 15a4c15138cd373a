"""A task beside a model as its author writes it, and what it means for the model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from lessonkit.authored.records import Id, Number, Record, Symbol, Text, about
from lessonkit.model import Model
from lessonkit.tasks.goal import REFERENCE, Goal, folded, names_of, parsed_goal, read

LONGEST_TITLE = 40

Settings = dict[Symbol, Number | str]


class Task(Record, kw_only=True, frozen=True):
    """One task: what to reach from where, with which controls.

    In `say`, `hints` and `after`, ``{peak}`` stands for a number of the run that solves the task,
    ``{start.peak}`` and ``{ref.peak}`` for one of the run at the start and of the reference.
    """

    id: Annotated[Id, about("Unique in the file; learners' records have it.")]
    title: Annotated[str, Meta(pattern=r"\S", max_length=LONGEST_TITLE)]
    say: Annotated[Text, about("What to reach, in words.")]
    goal: Annotated[
        Text, about("Comparisons joined by and, as in peak == 2 * ref.peak ± 0.1 and at(calcium, 60) > 1.")
    ]
    after: Annotated[Text, about("Why it is so: shown when the goal is reached.")]
    source: Annotated[Text, about('Keys of references.bib with commas between them, or "model: <model id>".')]
    start: Annotated[Settings, about("Where the task begins: what differs from the model's defaults.")] = {}
    reference: Annotated[
        Settings, about("Settings of the run that ref. names: what differs from the model's defaults.")
    ] = {}
    lock: Annotated[tuple[Symbol, ...], about("Controls that the task holds.")] = ()
    free: Annotated[tuple[Symbol, ...], about("In place of lock: the controls that it does not hold.")] = ()
    hints: Annotated[tuple[Text, ...], about("Shown one by one when the reader asks.", 0, 3)] = ()
    solution: Annotated[
        Settings, about("Settings of free controls that reach the goal; looked for if not given.")
    ] = {}


class TaskSet(Record, kw_only=True, frozen=True):
    """The tasks of one explorer."""

    set: Annotated[Id, about("The set's id: the name of its file.")]
    title: Annotated[Text, about("What the page of progress calls it.")]
    chapter: Annotated[Id, about("The chapter, or other page, that has the explorer.")]
    model: Annotated[Id, about("The id of its model.")]
    tasks: Annotated[tuple[Task, ...], about("In the order in which they are offered.", 1)]


def locked(task: Task, model: Model, offered: Sequence[str] | None = None) -> list[str]:
    """Return the controls that a task holds, or that the explorer does not offer."""
    names = list(model.defaults)
    held = [name for name in names if name not in task.free] if task.free else task.lock
    return [name for name in names if name in held or (offered is not None and name not in offered)]


def goal_of(task: Task, model: Model) -> Goal:
    """Return the goal with the numbers of the reference run in it."""
    goal = parsed_goal(task.goal)
    names = [name for name in names_of(goal) if name.startswith(REFERENCE)]
    run = model.run(**task.reference) if names else None
    return folded(goal, {name: read(name.removeprefix(REFERENCE), run) for name in names}) if run else goal


def hash_of(task: Task) -> str:
    """Return a short hash of what makes an old record stale: another wording does not."""
    asked = [task.goal, task.start, task.reference, task.lock, task.free]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
