"""The quiz: questions of a bank on the spot where a chapter asks them."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import traitlets
from ipywidgets import CallbackDispatcher

from course.assets import link_module, link_style
from course.design import figure_palette, token_style
from course.figures import picture, rows_of
from course.quiz.bank import FOLDER, BankError, Item, find_bank
from course.quiz.expression import parsed
from course.quiz.plot import curve_of, figure_of, find_model
from course.quiz.rules import plain
from course.quiz.values import FIRST_SEED, computed, draw, filled
from course.random import uniforms
from course.widget import CourseWidget, is_static_build, send_plotly

HERE = Path(__file__).parent

KINDS = {
    "single": "Choose one",
    "multiple": "Choose all that apply",
    "numeric": "Type a number",
    "ordering": "Put in order",
    "matching": "Match",
    "mark": "Mark on the plot",
    "short": "Type a word or two",
    "predict": "Predict",
}
"""What the reader is asked to do, for each type of item."""


TABLE_ROWS = 11

_asked = itertools.count(1)  # keeps the ids of a page apart where it asks a question twice


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
        For each answered item its ``response``, ``score`` (0 to 1, None for a prediction), ``attempts`` and,
        if its numbers were drawn anew, the ``seed``. Places count from 0 in the order of the bank. A response
        is a place (single, predict), a list of places (multiple; ordering, from the top; matching, one for
        each entry), a number, ``{"value": …, "unit": …}`` where units are offered, a number or
        ``[low, high]`` (mark), or a text (short). Set it to ``{}`` to clear the page.

    Raises
    ------
    BankError
        If the bank is missing or faulty, or `only` names an item that it does not have.
    """

    tag = "course-quiz"
    template = "quiz/quiz.html.j2"
    _esm = link_module(HERE / "quiz.js")
    _css = token_style() + link_style("design/widget.css", "figures/figure.css", "quiz/quiz.css")

    responses = traitlets.Dict(help="What the reader answered.").tag(sync=True)

    def __init__(
        self, bank_id: str, only: Sequence[str] | None = None, *, folder: Path = FOLDER
    ) -> None:
        self._bank = find_bank(bank_id, folder)
        self._items = _chosen(self._bank.chapter, self._bank.items, only)
        self._on_answer = CallbackDispatcher()
        super().__init__()
        self.on_msg(send_plotly)
        self.on_msg(self._tell)
        self.refresh()

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
        scored = [item.id for item in self._items if item.type != "predict"]
        if not scored:
            return None
        return sum(self.responses.get(id, {}).get("score") or 0 for id in scored) / len(scored)

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        items, data = asked(self._items)
        return {
            "quiz": self._bank.chapter,
            "items": items,
            "kinds": KINDS,
            "number": lambda value: str(value).replace("-", "−"),
            "data": {
                "quiz": self._bank.chapter,
                "items": data,
                "responses": {},
                **palette_for(self._items),
            },
        }


def asked(items: Sequence[Item]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what a template needs to ask some items, and what the page needs to grade them."""
    shown = [drawn(item) for item in items]
    data = [_for_page(item) for item in items]
    return [
        {"item": item, "parts": _parts(item, for_page), "uid": f"quiz-{next(_asked)}"}
        for item, for_page in zip(shown, data)
    ], data


def palette_for(items: Sequence[Item]) -> dict[str, Any]:
    """Return the palette of figures for the page, if an item has a plot."""
    return {"palette": figure_palette()} if any(item.plot for item in items) else {}


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


def drawn(item: Item, seed: int = FIRST_SEED) -> Item:
    """Return the item with the numbers of a seed in its texts; without values, as it is."""
    if not item.values:
        return item
    values = draw(item.values, seed + _own_seed(item))
    answer = item.answer and replace(
        item.answer,
        value=computed(item.answer.value, values),
        tolerance=computed(item.answer.tolerance, values),
        feedback=filled(item.answer.feedback, values),
    )
    slips = [
        replace(slip, value=computed(slip.value, values), feedback=filled(slip.feedback, values))
        for slip in item.slips
    ]
    return replace(
        item,
        stem=filled(item.stem, values),
        answer=answer,
        slips=tuple(slips),
        otherwise=filled(item.otherwise, values),
        hints=tuple(filled(hint, values) for hint in item.hints),
        units=tuple(replace(unit, feedback=filled(unit.feedback, values)) for unit in item.units),
    )


def _own_seed(item: Item) -> int:
    """Return what keeps the draws of one item apart from those of another."""
    return int(_hash(item)[:6], 16)


def _start_order(item: Item) -> list[int]:
    """Return the places of an ordering item in the order in which they are shown first: not the right one."""
    places = list(range(len(item.entries)))
    random = uniforms(_own_seed(item))
    while places == sorted(places):
        places.sort(key=lambda _: next(random))
    return places


def _matches(item: Item) -> list[str]:
    """Return what a matching item offers, in the order of the bank: matches, then distractors."""
    return [*dict.fromkeys(p.match for p in item.pairs), *(d.text for d in item.distractors)]


def _parts(item: Item, for_page: dict[str, Any]) -> dict[str, Any]:
    """Return what the template shows of an item besides its fields."""
    parts: dict[str, Any] = {}
    if item.units:
        parts["units"] = sorted([item.answer.unit, *(u.unit for u in item.units)], key=str.casefold)
    if item.entries:
        parts["rows"] = [(place, item.entries[place]) for place in for_page["start"]]
    if item.pairs:
        offered = list(enumerate(_matches(item)))
        parts["offered"] = sorted(offered, key=lambda offer: plain(offer[1]))
    if item.plot:
        curve, figure = curve_of(item.plot), figure_of(item.plot)
        parts["curve"] = curve
        parts["height"] = figure.layout.height
        figure.data = figure.data[:1]  # no marks yet
        parts["picture"] = picture(figure) if is_static_build() else ""
        parts["table"] = rows_of(curve.x, [curve.y], TABLE_ROWS)
    return parts


def _for_page(item: Item) -> dict[str, Any]:
    """Return what the page needs to grade an item and to tell the reader about it."""
    fields = _filled_fields(asdict(item))
    not_shown = ("objective", "level", "source", "plot", "observe", "scalar", "explorer", "values")
    shown = {name: value for name, value in fields.items() if name not in not_shown}
    if not item.values:
        del shown["stem"]
    else:
        shown |= _with_expressions(item, shown)
    shown |= {"hints": list(item.hints), "hash": _hash(item)}
    if item.entries:
        shown["start"] = _start_order(item)
    if item.plot:
        shown["figure"] = _plain_figure(item)
    if item.explorer:
        model = find_model(item.source.partition(":")[2].strip(), "source")
        scalar = next(s for s in model.scalars if s.name == item.scalar)
        shown["explorer"], shown["observe"] = item.explorer, item.observe
        shown["scalar"] = {"name": scalar.name, "label": scalar.label.lower(), "unit": scalar.unit}
    return shown


def _filled_fields(value: Any) -> Any:
    """Return nested fields without those that are empty."""
    if isinstance(value, dict):
        return {k: _filled_fields(v) for k, v in value.items() if v or type(v) in (int, float)}
    if isinstance(value, (list, tuple)):
        return [_filled_fields(part) for part in value]
    return value


def _with_expressions(item: Item, shown: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an item that hold arithmetic, as the lists that the page evaluates."""

    def listed(fields: dict[str, Any], *names: str) -> dict[str, Any]:
        return fields | {name: parsed(fields[name]) for name in names if isinstance(fields[name], str)}

    return {
        "seed": _own_seed(item),
        "values": [
            {"name": name, **(listed(value, "of") if "of" in value else value)}
            for name, value in item.values.items()
        ],
        "answer": listed(shown["answer"], "value", "tolerance"),
        "slips": [listed(slip, "value") for slip in shown["slips"]],
    }


def _plain_figure(item: Item) -> dict[str, Any]:
    figure = figure_of(item.plot).to_dict()
    curve = curve_of(item.plot)
    figure["data"][0] |= {"x": curve.x, "y": curve.y}  # Plotly would pack them in base 64
    return figure


def _hash(item: Item) -> str:
    """Return a short hash of what makes an old answer stale; a reworded feedback does not."""
    asked: list[Any] = [item.type, item.stem, [(option.text, option.correct) for option in item.options]]
    answer = item.answer
    if answer and item.type in ("numeric", "mark"):
        asked += [answer.value, answer.unit, answer.tolerance]
    if item.type == "mark":
        asked += [answer.low, answer.high, item.plot]
    asked += [[entry.text for entry in item.entries]] if item.entries else []
    asked += [[(pair.text, pair.match) for pair in item.pairs], _matches(item)] if item.pairs else []
    asked += [[(unit.unit, unit.factor) for unit in item.units]] if item.units else []
    asked += [item.values] if item.values else []
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
