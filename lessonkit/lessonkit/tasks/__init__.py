"""Tasks with a goal that a run of a model meets: read from YAML, proved to be open and within reach."""

from lessonkit.tasks.bank import TaskError, all_tasks, check_tasks, find_tasks, tasks_from
from lessonkit.tasks.task import Task, TaskSet

__all__ = ["Task", "TaskError", "TaskSet", "all_tasks", "check_tasks", "find_tasks", "tasks_from"]
