"""A case on a page: the reader decides node by node, and sees what follows and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets
from ipywidgets import CallbackDispatcher

from lessonkit.bibliography import reference
from lessonkit.cases import Node, find_case
from lessonkit.cases.case import ASKED, Cost, Way, sources_of, ways_from
from lessonkit.cases.graph import layers
from lessonkit.cases.kept import ending, kept_of
from lessonkit.cases.tree import tree
from lessonkit.cases.words import (
    OUTCOMES,
    STAGES,
    against_range,
    cost_in_words,
    letter,
    shown_range,
    shown_value,
)
from lessonkit.course import current
from lessonkit.explorer import Explorer
from lessonkit.learner import page_identity
from lessonkit.lessons.branching import linked_page, refuse_unknown, review_of
from lessonkit.page.numbers import EXACT, with_unit, written
from lessonkit.page.widget import Widget, send_plotly
from lessonkit.quiz.misconceptions import told

if TYPE_CHECKING:
    from markupsafe import Markup

_BOLD = re.compile(r"\*\*(.+?)\*\*")


class WayError(ValueError, traitlets.TraitError):
    """What `Case.way` is set to cannot be gone in this case; the message names the step and the remedy."""


class Case(Widget):
    """Tell a case of the course's folder ``cases/``, branch by branch.

    Parameters
    ----------
    case_id : str
        The name of its file, without ending.
    folder : Path, optional
        Where the cases lie.

    Attributes
    ----------
    way : list of dict
        What the reader chose, from the first node on: ``{"node": ID, "action": ID}`` or, where a number is
        asked, ``{"node": ID, "given": NUMBER}``. Set it to lead the reader there.

    Raises
    ------
    CaseError
        If the case is missing or faulty.
    WayError
        If `way` is set to what cannot be gone.
    """

    tag = "course-case"
    template = "case.html.j2"
    module = "case.js"
    styles = (
        "lessonkit/page/widget.css",
        "lessonkit/figures/figure.css",
        "lessonkit/explorer/explorer.css",
        "lessonkit/scene/scene.css",
        "case.css",
    )

    way = traitlets.List(help="What the reader chose.").tag(sync=True)

    def __init__(self, case_id: str, *, folder: Path | None = None) -> None:
        file = find_case(case_id, folder)
        refuse_unknown([file])
        self._file, self._case = file, file.case
        self._on_end = CallbackDispatcher()
        super().__init__()
        self.on_msg(send_plotly)
        self.on_msg(self._tell)
        self.refresh()

    @traitlets.validate("way")
    def _check(self, proposal: Any) -> list[dict[str, Any]]:
        node = self._case.node(self._case.start)
        for number, step in enumerate(proposal["value"], 1):
            ways = {way.id: way for way in ways_from(node)}
            chosen = _chosen(node, step)
            if chosen not in ways:
                form = '"given": NUMBER' if node.ask else f'"action": one of {", ".join(ways) or "none"}'
                raise WayError(
                    f"step {number} of the way is {step!r}, and the reader is at {node.id!r}: "
                    f'write {{"node": {node.id!r}, {form}}}, or end the way before it'
                )
            node = self._case.node(ways[chosen].step.to)
        return proposal["value"]

    def on_end(self, callback: Callable[[str, list[dict[str, Any]]], None], remove: bool = False) -> None:
        """Call ``callback(end, way)`` each time the reader comes to an end; with `remove`, no longer.

        Parameters
        ----------
        callback : callable
            Takes the id of the end and the way that led there.
        remove : bool
            Whether to forget the callback.
        """
        self._on_end.register_callback(callback, remove=remove)

    def _tell(self, widget: Case, message: dict[str, Any], buffers: list[bytes]) -> None:
        if message.get("type") == "end":
            self._on_end(message["end"], message["way"])

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        case = self._case
        order = [case.node(id) for layer in layers(case) for id in layer]
        numbers = {node.id: number for number, node in enumerate(order, 1)}
        return {
            "id": self._file.id,
            "case": case,
            "nodes": [self._shown(node, numbers) for node in order],
            "bold": bold,
            "sources": _sources,
            "tree": tree(case),
            "data": {
                **page_identity(),
                "case": self._file.id,
                "start": case.start,
                "nodes": {node.id: _data(node) for node in case.nodes},
                "ends": {node.id: ending(node.id) for node in case.ends},
                "kept": kept_of(self._file),
                "review": review_of(self._file),
                "way": [],
            },
        }

    def _shown(self, node: Node, numbers: Mapping[str, int]) -> dict[str, Any]:
        return {
            "node": node,
            "number": numbers[node.id],
            "stage": STAGES[node.stage],
            "name": node.id.replace("-", " "),
            "findings": [
                {
                    "name": each.name,
                    "value": shown_value(each),
                    "range": shown_range(each),
                    "off": against_range(each),
                }
                for each in node.findings
            ],
            "model": node.explore and self._model(node),
            "ways": [
                {
                    "id": way.id,
                    "letter": letter(way, place),
                    "say": _said(node, way),
                    "step": way.step,
                    "cost": cost_in_words(way.step.cost),
                    "number": numbers[way.step.to],
                    "misconception": told(misconception) if (misconception := _misconception(way)) else "",
                }
                for place, way in enumerate(ways_from(node))
            ],
            "outcome": OUTCOMES[node.outcome] if node.outcome else "",
            "lessons": [
                linked_page(name, self._file) for name in (node.debrief.lessons if node.debrief else ())
            ],
        }

    def _model(self, node: Node) -> dict[str, Any]:
        """Return the model that a node opens, as an explorer in its state, and the state in words."""
        explore = node.explore
        assert explore is not None
        model = current().model(explore.model)
        widget = Explorer(
            model,
            vary=explore.vary or None,
            start=explore.set,
            situations=[],
            id=f"case-{self._file.id}-{node.id}-model",
        )
        html = widget.html.replace(" course-wide full-width", "", 1)  # it stands within the case's own card
        html = html.replace('<details data-fold="numbers">', '<details data-fold="numbers" open>', 1)
        widget.close()
        given: dict[str, Any] = explore.set
        numbers = [
            f"{each.label.lower()} {with_unit(written(given[each.name], EXACT), each.unit)}"
            for each in model.parameters
            if each.name in given
        ]
        options = [
            f"{each.label.lower()}: {each.option(given[each.name]).label}"
            for each in model.choices
            if each.name in given
        ]
        return {
            "title": model.title,
            "say": explore.say,
            "state": "; ".join([*numbers, *options]),
            "html": html,
        }


def _chosen(node: Node, step: Any) -> str | None:
    """Return the id of the way that a step takes from a node; None if it is none from there."""
    if not isinstance(step, Mapping) or step.get("node") != node.id:
        return None
    if node.ask is None:
        return step.get("action")
    given = step.get("given")
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return None
    return ASKED[abs(given - node.ask.answer) > node.ask.tolerance]


def _misconception(way: Way) -> str | None:
    return getattr(way.step, "misconception", None)


def _said(node: Node, way: Way) -> str:
    """Return what is chosen by a way; a right number is told as the range that counts as right."""
    if node.ask is None:
        return getattr(way.step, "say", "")
    low, high = (node.ask.answer + sign * node.ask.tolerance for sign in (-1, 1))
    if way.id == "right":
        return with_unit(f"{written(low, 4)} to {written(high, 4)}", node.ask.unit)
    return "Any other number"


def _data(node: Node) -> dict[str, Any]:
    """Return what the page needs of a node besides its text."""
    ways = {
        way.id: {
            "to": way.step.to,
            "cost": _cost(way.step.cost),
            **({"misconception": told(idea)} if (idea := _misconception(way)) else {}),
        }
        for way in ways_from(node)
    }
    data: dict[str, Any] = {"ways": ways}
    if node.ask:
        data["ask"] = {"answer": node.ask.answer, "tolerance": node.ask.tolerance}
    if node.outcome:
        data["outcome"] = node.outcome
    return data


def _cost(cost: Cost) -> dict[str, Any]:
    return {name: getattr(cost, name) for name in ("minutes", "days", "money", "harm")}


def _sources(keys: str | None) -> Iterator[Any]:
    return (reference(key) for key in sources_of(keys))


def bold(text: str) -> Markup:
    """Return a plain text as HTML, in which two stars on each side set words in bold."""
    from markupsafe import Markup, escape

    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))
