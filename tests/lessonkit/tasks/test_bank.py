"""Tasks as authors write them: what is refused, with line and remedy, and the proof that they are tasks."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from course import Explorer, course
from course.models import calcium_influx, nmda_block
from lessonkit.check import InputError, check
from lessonkit.contents import read_contents
from lessonkit.tasks import TaskError, all_tasks, check_tasks, find_tasks
from lessonkit.tasks.bank import schema
from lessonkit.tasks.proof import found, meets, solution_of
from lessonkit.tasks.task import goal_of, hash_of, locked

FILE = """\
set: sample
title: A sample
chapter: nmda-blockade
model: nmda-block
tasks:
- id: double
  title: Twice as many
  say: Find the magnesium with twice as many open channels.
  goal: unblocked_at_V == 2 * ref.unblocked_at_V ± 0.005
  free: [Mg]
  hints: [Lower it.]
  after: At {Mg} mM it is {unblocked_at_V}, and it was {start.unblocked_at_V}.
  source: jahr1990voltage
  solution: {Mg: 0.5}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sample.yml").write_text(FILE, encoding="utf-8")
    return tmp_path


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in FILE
    (folder / "sample.yml").write_text(FILE.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", sorted(course.tasks.glob("*.yml")), ids=lambda path: path.stem)
def test_the_schema_for_editors_describes_each_field_and_takes_a_sound_file(path):
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    for part in (found, *found["$defs"].values()):
        assert part.get("description")
        assert all("description" in field for key, field in part["properties"].items() if key != "title")
    assert not [*jsonschema.Draft202012Validator(found).iter_errors(yaml.safe_load(path.read_text("utf-8")))]


def test_a_sound_file_is_read_and_proved(folder):
    [tasks] = check_tasks(folder)
    assert [task.id for task in tasks.tasks] == ["double"]
    assert find_tasks("sample", folder) == tasks


@pytest.mark.parametrize(
    ("old", "new", "line", "remedy"),
    [
        ("set: sample", "set: another", 1, "has to be the file's name: write sample"),
        ("model: nmda-block", "model: nmda", 4, "there is no model 'nmda': choose one of"),
        ("title: Twice as many", "title: " + "Twice as many " * 4, 7, "at most this many characters: 40"),
        ("± 0.005", "", 9, "write the tolerance"),
        ("unblocked_at_V ==", "unblocked ==", 9, "which no run gives: choose one of unblocked_at_V"),
        ("free: [Mg]", "free: [Mn]", 10, "is no control of the model: choose one of Mg"),
        ("free: [Mg]", "free: [Mg]\n  lock: [fit]", 10, "stands beside lock: keep one of the two"),
        ("hints: [Lower it.]", "hints: [a, b, c, d]", 11, "takes at most 3"),
        ("{unblocked_at_V},", "{unblocked},", 12, "which no run gives"),
        ("source: jahr1990voltage", "source: jahr", 13, "has no entry 'jahr'"),
        ("source: jahr1990voltage", '  source: "model: none"'[2:], 13, "there is no model 'none'"),
        ("solution: {Mg: 0.5}", "solution: {Mg: 9}", 14, "does not fit the model: Mg = 9 mM is out of range"),
        ("solution: {Mg: 0.5}", "solution: {Mg: 0.51}", 14, "is no step of its slider"),
        ("solution: {Mg: 0.5}", "solution: {V_read: -60}", 14, "is held by the task"),
        ("solution: {Mg: 0.5}", "solution: {Mg: 0.1}", 14, "does not reach the goal"),
        ("  free: [Mg]", "  start: {Mg: 0.5}\n  free: [Mg]", 9, "is met at the start already"),
        ("  after:", "  afterwards: x\n  after:", 12, "is no field here"),
        ("say: Find the", "say: Find # the", 8, "ends where ' #' begins a comment"),
    ],
)
def test_a_fault_is_named_with_its_line_and_the_remedy(old, new, line, remedy, folder):
    with pytest.raises(TaskError) as caught:
        check_tasks(changed(folder, old, new))
    said = str(caught.value)
    assert f"sample.yml:{line}: " in said
    assert remedy in said
    assert "task double" in said or line < 6


def test_a_goal_out_of_reach_is_an_error_that_names_the_task(folder):
    text = FILE.replace("== 2 * ref.unblocked_at_V ± 0.005", "> 1.5").replace("  solution: {Mg: 0.5}\n", "")
    (folder / "sample.yml").write_text(text, encoding="utf-8")
    with pytest.raises(TaskError, match=r"sample\.yml:9: task double, goal = .*: is reached by no run"):
        check_tasks(folder)


def test_missing_tasks_are_told_with_those_that_there_are(folder):
    with pytest.raises(TaskError, match="no such file of tasks: write it, .* in the folder: sample"):
        find_tasks("samples", folder)


def test_the_check_of_the_course_says_faulty_tasks(monkeypatch, folder):
    changed(folder, "{Mg: 0.5}", "{Mg: 0.1}")
    monkeypatch.setattr(type(course), "tasks", property(lambda self: folder))
    with pytest.raises(InputError, match="task double, solution"):
        check()


# Searching


def test_without_a_solution_one_is_looked_for_on_the_sliders_and_is_the_same_each_time(folder):
    [tasks] = check_tasks(changed(folder, "  solution: {Mg: 0.5}\n", ""))
    [task] = tasks.tasks
    settings = solution_of(task, nmda_block)
    assert settings == solution_of(task, nmda_block)
    assert meets(nmda_block, goal_of(task, nmda_block), settings)


def test_the_search_goes_on_between_the_points_of_a_coarse_grid():
    goal = [["==", "Mg", 2.35, 0.001], ["==", "V_read", -63.0, 0.1], ["==", "g_max", 3.3, 0.01]]
    settings, runs = found(nmda_block, goal, {}, ["Mg", "V_read", "g_max"])
    assert settings == {"Mg": 2.35, "V_read": -63.0, "g_max": 3.3}
    assert runs < 420


def test_the_search_tries_the_options_of_a_list():
    settings, _ = found(nmda_block, [["<", "unblocked_at_V", 0.0135]], {}, ["fit"])
    assert settings == {"fit": "milstein_2015"}


# What a task means


def test_free_controls_hold_all_others_and_what_is_not_offered_is_held(folder):
    [tasks] = all_tasks(folder)
    [task] = tasks.tasks
    assert locked(task, nmda_block) == ["V_read", "g_max", "E_rev", "fit"]
    assert locked(task, nmda_block, ["V_read"]) == list(nmda_block.defaults)


def test_another_wording_keeps_a_learners_record_and_another_goal_does_not(folder):
    def hashed(old: str = "set", new: str = "set") -> str:
        return hash_of(all_tasks(changed(folder, old, new))[0].tasks[0])

    assert hashed("Twice as many", "Double") == hashed()
    assert hashed("± 0.005", "± 0.006") != hashed()


# In the explorer


def own(**changes) -> list[dict]:
    task = {
        "id": "one",
        "title": "One",
        "say": "Do it.",
        "goal": "peak_calcium > 1",
        "after": "So it is.",
        "source": "model: calcium-influx",
    }
    return [task | changes]


def test_tasks_can_be_written_beside_the_explorer():
    assert "Do it." in Explorer(calcium_influx, tasks=own(free=["Mg"])).html


def test_a_fault_of_such_a_task_is_told():
    with pytest.raises(TaskError, match="tasks, 0, goal: .*which no run gives"):
        Explorer(calcium_influx, tasks=own(goal="peak > 1"))


def test_tasks_of_another_model_are_refused():
    with pytest.raises(TaskError, match="are of the model nmda-block, and the explorer runs calcium-influx"):
        Explorer(calcium_influx, tasks="nmda-block")


@pytest.mark.parametrize(
    "changes", [{"free": ["kappa"]}, {"free": ["Mg", "kappa"], "solution": {"kappa": 0}}]
)
def test_a_task_that_needs_a_control_that_is_not_offered_is_refused(changes):
    with pytest.raises(TaskError, match="task one: needs a control that this explorer does not offer"):
        Explorer(calcium_influx, vary=["V_hold"], more=False, tasks=own(**changes))


def test_every_file_of_the_course_is_asked_once():
    texts = {chapter.id: "".join(page.text for page in chapter.pages) for chapter in read_contents()}
    for tasks in all_tasks():
        asked = f'tasks="{tasks.set}"'
        assert {id: text.count(asked) for id, text in texts.items() if asked in text} == {tasks.chapter: 1}
        assert len(tasks.tasks) >= 3
