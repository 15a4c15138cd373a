"""What the pages of a built site load when they need it: each question, and the index of all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lessonkit.course import current
from lessonkit.page.widget import templates
from lessonkit.quiz.bank import Bank
from lessonkit.quiz.index import chapters_with_banks
from lessonkit.quiz.item import Item
from lessonkit.quiz.places import again_of, look_again, taught
from lessonkit.quiz.widget import asked

INDEX = "questions.js"
"""The name of the script with the index."""


def scored(bank: Bank[Item]) -> list[Item]:
    """Return the items of a bank that have a right answer: all but the predictions."""
    return [item for item in bank.items if item.is_scored]


def question_scripts() -> dict[str, str]:
    """Return a script for each question: its form, and what the page needs to grade it."""
    form = templates().get_template("quiz/exam_question.html.j2")
    files = {}
    for _, bank in chapters_with_banks():
        for shown, graded in zip(*asked_apart(scored(bank), bank, current().quizzes), strict=True):
            known = {"html": form.render(asked=shown), "item": graded}
            files[f"exam/{graded['id']}.js"] = (
                f"(globalThis.courseQuestions ??= {{}})[{json.dumps(graded['id'])}] = "
                f"{json.dumps(known, ensure_ascii=False)};\n"
            )
    return files


def asked_apart(
    items: Sequence[Item], bank: Bank[Item], folder: Path
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what `asked` does, with the objective of each item and where a wrong answer leads."""
    shown, graded = asked(items)
    again = look_again(bank, folder)
    return shown, [
        fields | {"objective": item.objective} | again_of(item, again)
        for item, fields in zip(items, graded, strict=True)
    ]


def question_index(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return, for each chapter, its id, its title and its scored items.

    Of each item there are the id, the `hash` and the name of the page on which it is `taught`.

    Raises
    ------
    BankError
        If a bank has a fault.
    """
    return [
        {
            "chapter": bank.chapter,
            "title": bank.title,
            "items": [
                {"id": item.id, "hash": item.hash, "taught": pages[item.objective].removesuffix(".html")}
                for item in scored(bank)
            ],
        }
        for chapter, bank in chapters_with_banks(folder)
        for pages in [taught(chapter, bank)]
    ]


def index_script() -> str:
    """Return the script that tells a page of all questions."""
    return f"globalThis.courseIndex = {json.dumps(question_index(), ensure_ascii=False)};\n"
