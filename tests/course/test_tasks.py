"""The tasks of the course, in the page's own solver: open at the start, and solved by their solutions."""

from __future__ import annotations

import pytest

from course import course
from lessonkit.model.javascript import program
from lessonkit.page.linker import ROOT
from lessonkit.tasks import all_tasks
from lessonkit.tasks.task import goal_of
from node_tools import node_modules

TASKS = [(tasks, task) for tasks in all_tasks() for task in tasks.tasks]

LEFT = """given.tasks.map(({ program, goal, runs }) => {
  const run = lib.compile(program);
  return runs.map((settings) => lib.unmet(goal, { settings, result: run(settings) }).length);
})"""


@pytest.fixture(scope="module")
def page():
    with node_modules(ROOT / "model" / "solver.js", ROOT / "tasks" / "goal.js") as evaluate:
        yield evaluate


def test_every_task_is_open_at_its_start_and_solved_by_its_solution(page):
    asked = []
    for tasks, task in TASKS:
        model = course.model(tasks.model)
        runs = [model.settings(task.start), model.settings({**task.start, **task.solution})]
        asked.append({"program": program(model), "goal": goal_of(task, model), "runs": runs})
    told = dict(zip([task.id for _, task in TASKS], page(LEFT, {"tasks": asked}), strict=True))
    assert [id for id, (start, _) in told.items() if not start] == []
    assert [id for id, (_, end) in told.items() if end] == []
    assert len(TASKS) >= 36


def test_every_task_has_hints_and_a_solution_that_spares_the_search():
    assert [task.id for _, task in TASKS if not task.hints or not task.solution] == []
