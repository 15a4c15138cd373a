"""What goes into the book is checked before it is built, also what no chapter uses yet."""

from __future__ import annotations

from pathlib import Path

from lessonkit.cases import CaseError
from lessonkit.cases.tree import tree
from lessonkit.contents import ContentsError, check_contents
from lessonkit.course import current
from lessonkit.lessons.branching import check_cases
from lessonkit.model import ModelError
from lessonkit.paths import read_paths
from lessonkit.quiz.bank import BankError, check_banks
from lessonkit.redirects import read_redirects
from lessonkit.tables import DataError
from lessonkit.tasks import TaskError, all_tasks, check_tasks


class InputError(ValueError):
    """What goes into the book is faulty; each line says where, and the remedy."""


def check(*, prove: bool = True) -> str:
    """Read all lessons, banks, models, tasks and cases of the course; returns how many there are.

    Parameters
    ----------
    prove : bool, optional
        Whether the solver shows of each task that its goal is open at the start and within reach.

    Raises
    ------
    InputError
        If one of them, or a table that it reads, is faulty.
    """
    try:
        lessons = check_contents()
        read_redirects()
        read_paths()
        banks, models, tasks = check_banks(), current().all_models(), (check_tasks if prove else all_tasks)()
        cases = check_cases()
    except (BankError, CaseError, ContentsError, DataError, ModelError, TaskError) as error:
        raise InputError(f"What goes into the book has mistakes:\n{error}") from None
    items = sum(len(bank.items) for bank in banks)
    asked = sum(len(each.tasks) for each in tasks)
    return (
        f"Sound: {lessons} lessons, {len(banks)} question banks with {items} questions, "
        f"{len(models)} models, {asked} tasks, {len(cases)} cases."
    )


def draw_trees(folder: Path) -> list[Path]:
    """Draw each case as a tree, ``ID.svg`` in a folder, which is made if it is missing; return the files.

    Raises
    ------
    InputError
        If a case is faulty.
    """
    try:
        files = check_cases()
    except CaseError as error:
        raise InputError(str(error)) from None
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [folder / f"{file.id}.svg" for file in files]
    for path, file in zip(drawn, files, strict=True):
        path.write_text(tree(file.case), encoding="utf-8")
    return drawn
