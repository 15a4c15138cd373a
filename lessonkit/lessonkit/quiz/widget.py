"""The quiz: questions of a bank on the spot where a chapter asks them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import traitlets
from ipywidgets import CallbackDispatcher

from lessonkit.course import current
from lessonkit.learner import page_identity
from lessonkit.page.tokens import figure_palette
from lessonkit.page.widget import Widget, send_plotly
from lessonkit.quiz.bank import Bank, BankError, find_bank
from lessonkit.quiz.item import Item, type_modules
from lessonkit.quiz.places import again_of, asked_by_name, chapter_of, look_again

_asked = itertools.count(1)  # keeps the ids of a page apart where it asks a question twice


class ResponseError(ValueError, traitlets.TraitError):
    """What `Quiz.responses` is set to cannot be answers of this quiz; the message names item and remedy."""


class Quiz(Widget):
    """Ask the questions of a bank.

    Parameters
    ----------
    bank_id : str
        The chapter whose bank it is: the name of the file in ``quizzes/``, without ending.
    only : sequence of str, optional
        The ids of the items to ask here, in this order; the whole bank if it is not given.
    rest : bool
        Whether to ask, folded, all items that no page of the chapter names.
    folder : Path, optional
        Where the banks lie.

    Attributes
    ----------
    responses : dict
        For each answered item its ``response``, ``score`` (0 to 1, None for a prediction), ``attempts`` and,
        if its numbers were drawn anew, the ``seed``, ``confidence`` ("sure", "fairly" or "guess") if the
        reader said it, and ``misconceptions``, the ids of those that the answer shows. Places count from 0 in
        the order of the bank. A response is a place (single, predict), a list of places (multiple; ordering,
        from the top; matching, one for each entry), a number, ``{"value": …, "unit": …}`` where units are
        offered, a number or ``[low, high]`` (mark), or a text (short). Set it to ``{}`` to clear the page.

    Raises
    ------
    BankError
        If the bank is missing or faulty, `only` names an item that it does not have, or no item is left
        for `rest`.
    ResponseError
        If `responses` is set to something that cannot have been answered here.
    """

    tag = "course-quiz"
    template = "quiz.html.j2"
    module = "quiz.js"
    styles = ("lessonkit/page/widget.css", "lessonkit/figures/figure.css", "quiz.css")

    @classmethod
    def first_modules(cls) -> tuple[Path, ...]:
        """Return the modules of the types of items, which add to ``types.js``."""
        return type_modules()

    responses = traitlets.Dict(help="What the reader answered.").tag(sync=True)

    def __init__(
        self,
        bank_id: str,
        only: Sequence[str] | None = None,
        *,
        rest: bool = False,
        folder: Path | None = None,
    ) -> None:
        self._bank = find_bank(bank_id, folder)
        folder = folder or current().quizzes
        self._again = look_again(self._bank, folder)
        self._rest = rest
        if rest:
            only = _not_asked_by_name(self._bank, only, folder)
        self._items = _chosen(self._bank.chapter, self._bank.items, only)
        self._on_answer = CallbackDispatcher()
        super().__init__()
        self.on_msg(send_plotly)
        self.on_msg(self._tell)
        self.refresh()

    @traitlets.validate("responses")
    def _check(self, proposal: Any) -> dict[str, dict[str, Any]]:
        known = [item.id for item in self._items]
        for id, answer in proposal["value"].items():
            if id not in known:
                raise ResponseError(f"{id!r} is no question of this quiz: choose from {', '.join(known)}")
            _check_answer(id, answer)
        return proposal["value"]

    def on_answer(self, callback: Callable[[str, dict[str, Any]], None], remove: bool = False) -> None:
        """Call ``callback(item, answer)`` each time the reader answers; with `remove`, no longer.

        Parameters
        ----------
        callback : callable
            Takes the item's id and its entry of `responses`.
        remove : bool
            Whether to forget the callback.
        """
        self._on_answer.register_callback(callback, remove=remove)

    def _tell(self, widget: Quiz, message: dict[str, Any], buffers: list[bytes]) -> None:
        if message.get("type") == "answer":
            self._on_answer(message["item"], message["answer"])

    @property
    def score(self) -> float | None:
        """The mean score of the items asked here, predictions left out; None if there are only those."""
        scored = [item.id for item in self._items if item.is_scored]
        if not scored:
            return None
        return sum(self.responses.get(id, {}).get("score") or 0 for id in scored) / len(scored)

    @property
    def misconceptions(self) -> dict[str, list[str]]:
        """The misconceptions that the responses show, what most of them show first: by id the items' ids.

        The page finds them when it judges an answer. A prediction is not judged, so it shows none.
        """
        shown: dict[str, list[str]] = {}
        for item, answer in self.responses.items():
            for misconception in answer.get("misconceptions") or ():
                shown.setdefault(misconception, []).append(item)
        return dict(sorted(shown.items(), key=lambda entry: -len(entry[1])))

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        items, data = asked(self._items)
        return {
            "quiz": self._bank.chapter,
            "rest": self._rest,
            "items": items,
            "number": lambda value: str(value).replace("-", "−"),
            "data": {
                "quiz": self._bank.chapter,
                "items": [
                    fields | again_of(item, self._again)
                    for item, fields in zip(self._items, data, strict=True)
                ],
                "responses": {},
                **page_identity(),
                **palette_for(self._items),
            },
        }


def _check_answer(id: str, answer: Any) -> None:
    if not isinstance(answer, dict) or "response" not in answer:
        raise ResponseError(
            f"the answer of {id!r} is {answer!r}: write {{'response': …}}, as `responses` gives it"
        )
    confidence = answer.get("confidence", "sure")
    if confidence not in ("sure", "fairly", "guess"):
        raise ResponseError(
            f"the confidence of {id!r} is {confidence!r}: write 'sure', 'fairly' or 'guess', or leave it out"
        )
    score, attempts = answer.get("score"), answer.get("attempts", 1)
    if score is not None and not (_is_number(score) and 0 <= score <= 1):
        raise ResponseError(f"the score of {id!r} is {score!r}: write a number from 0 to 1, or None")
    if not (_is_number(attempts) and attempts == int(attempts) and attempts >= 0):
        raise ResponseError(f"the attempts of {id!r} are {attempts!r}: write a whole number")


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def asked(items: Sequence[Item]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what a template needs to ask some items, and what the page needs to grade them."""
    shown = [{"item": item.drawn(), "parts": item.parts(), "uid": f"quiz-{next(_asked)}"} for item in items]
    return shown, [item.for_page() for item in items]


def palette_for(items: Sequence[Item]) -> dict[str, Any]:
    """Return the palette of figures for the page, if an item has a plot."""
    return {"palette": figure_palette()} if any(item.has_plot for item in items) else {}


def _not_asked_by_name(bank: Bank[Item], only: Sequence[str] | None, folder: Path) -> list[str]:
    if only is not None:
        raise BankError(
            f"Quiz({bank.chapter!r}): only names what to ask, and rest what no page names: give one"
        )
    chapter = chapter_of(bank, folder)
    named = asked_by_name(chapter, bank) if chapter else {}
    left = [item.id for item in bank.items if item.id not in named]
    if not left:
        raise BankError(
            f"Quiz({bank.chapter!r}, rest=True): every item is asked by name: take this quiz away"
        )
    return left


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
