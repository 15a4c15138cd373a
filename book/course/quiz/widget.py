"""The quiz: questions of a bank on the spot where a chapter asks them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import traitlets

from course.assets import link_module, link_style
from course.design import token_style
from course.quiz.bank import FOLDER, BankError, Item, find_bank
from course.widget import CourseWidget

HERE = Path(__file__).parent

KINDS = {
    "single": "Choose one",
    "multiple": "Choose all that apply",
    "numeric": "Type a number",
    "predict": "Predict",
}
"""What the reader is asked to do, for each type of item."""


class Quiz(CourseWidget):
    """Ask the questions of a bank.

    Parameters
    ----------
    bank_id : str
        The chapter whose bank it is: the name of the file in ``book/quizzes``, without ending.
    only : sequence of str, optional
        The ids of the items to ask here, in this order; the whole bank if it is not given.
    folder : Path, optional
        Where the banks lie.

    Attributes
    ----------
    responses : dict
        For each answered item its ``response`` (the place of the chosen option counted from 0, a list of
        places, or a number), ``score`` (0 to 1, None for a prediction) and ``attempts``. Set it to ``{}``
        to clear the page.

    Raises
    ------
    BankError
        If the bank is missing or faulty, or `only` names an item that it does not have.
    """

    tag = "course-quiz"
    template = "quiz/quiz.html.j2"
    _esm = link_module(HERE / "quiz.js")
    _css = token_style() + link_style("design/widget.css", "quiz/quiz.css")

    responses = traitlets.Dict(help="What the reader answered.").tag(sync=True)

    def __init__(
        self, bank_id: str, only: Sequence[str] | None = None, *, folder: Path = FOLDER
    ) -> None:
        self._bank = find_bank(bank_id, folder)
        self._items = _chosen(self._bank.chapter, self._bank.items, only)
        super().__init__()
        self.refresh()

    @property
    def score(self) -> float | None:
        """The mean score of the items asked here, predictions left out; None if there are only those."""
        scored = [item.id for item in self._items if item.type != "predict"]
        if not scored:
            return None
        return sum(self.responses.get(id, {}).get("score") or 0 for id in scored) / len(scored)

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        return {
            "quiz": self._bank.chapter,
            "items": self._items,
            "kinds": KINDS,
            "number": lambda value: str(value).replace("-", "−"),
            "data": {
                "quiz": self._bank.chapter,
                "items": [_for_page(item) for item in self._items],
                "responses": {},
            },
        }


def _chosen(chapter: str, items: tuple[Item, ...], only: Sequence[str] | None) -> list[Item]:
    if only is None:
        return list(items)
    by_id = {item.id: item for item in items}
    unknown = [id for id in only if id not in by_id]
    if isinstance(only, str) or not only or unknown or len(set(only)) < len(only):
        found = f"unknown: {', '.join(unknown)}" if unknown and not isinstance(only, str) else repr(only)
        raise BankError(
            f"Quiz({chapter!r}): only has to be a list of item ids, each once ({found}): "
            f"choose from {', '.join(by_id)}"
        )
    return [by_id[id] for id in only]


def _for_page(item: Item) -> dict[str, Any]:
    """Return what the page needs to grade an item and to tell the reader about it."""
    fields = asdict(item)
    shown = ("id", "type", "options", "answer", "slips", "otherwise", "hints")
    return {name: fields[name] for name in shown} | {"hash": _hash(item)}


def _hash(item: Item) -> str:
    """Return a short hash of what makes an old answer stale; a reworded feedback does not."""
    asked = [item.type, item.stem, [(option.text, option.correct) for option in item.options]]
    if item.answer:
        asked += [item.answer.value, item.answer.unit, item.answer.tolerance]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
