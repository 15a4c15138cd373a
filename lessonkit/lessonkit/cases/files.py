"""The files of cases: one a case, whose name is its id, checked before a reader meets it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from lessonkit.authored.file import ENDING, AuthoredFile, file_named, refuse_faults
from lessonkit.authored.records import MISSING, Fault, Place, faults_of, schema_of
from lessonkit.bibliography import UnknownReferenceError, reference
from lessonkit.cases.case import Case, Finding, Node, sources_of, ways_from
from lessonkit.cases.graph import graph_of, leading_to, long_way, mended, reached
from lessonkit.contents import read_contents
from lessonkit.course import current
from lessonkit.model import ModelError

MOST_STEPS = 12
LEAST_MENDED = 2
LEAST_ACTIONS = 3


class CaseError(ValueError):
    """A case cannot be used; each line names file and line, node, field, value and remedy."""


class CaseFile(AuthoredFile):
    """A case as it is written; its id is the name of its file."""

    case: Case

    def __init__(self, path: Path) -> None:
        super().__init__(path, "nodes", "node", "title, person, chapter, lead, start, review and nodes")
        if self.data is None:
            return
        broken = list(faults_of(self.data, _shape()))
        if not broken:
            self.case = msgspec.convert(self.data, Case)
            broken = [*_broken_nodes(self.case), *_broken_names(self.case, path.parent.parent)]
            broken = broken or list(_broken_ways(self.case))
        self.add(broken)

    @property
    def id(self) -> str:
        """The case's id."""
        return self.path.stem


@functools.cache
def _shape() -> msgspec.inspect.Type:
    return msgspec.inspect.type_info(Case)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a case, for editors; rules between fields are not in it."""
    return schema_of(Case, "A case told in branches")


def find_case(case_id: str, folder: Path | None = None) -> CaseFile:
    """Return the file of the case `case_id`.

    Raises
    ------
    CaseError
        If there is none (the message lists those that there are), or it has a fault.
    """
    file = CaseFile(file_named(case_id, folder or current().cases, "case", CaseError))
    refuse_faults(file.faults, CaseError)
    return file


def case_files(folder: Path | None = None) -> list[CaseFile]:
    """Return the files of a folder, sound or not."""
    return [CaseFile(path) for path in sorted((folder or current().cases).glob(f"*{ENDING}"))]


def all_cases(folder: Path | None = None) -> list[CaseFile]:
    """Return the files of a folder.

    Raises
    ------
    CaseError
        With the faults of all of them.
    """
    files = case_files(folder)
    refuse_faults((fault for file in files for fault in file.faults), CaseError)
    return files


def _broken_nodes(case: Case) -> Iterator[Fault]:
    """Yield what is wrong with the form of each node."""
    ids = [node.id for node in case.nodes]
    for i, node in enumerate(case.nodes):
        place = ("nodes", i)
        if node.id in ids[:i]:
            yield (*place, "id"), "is the id of an earlier node, too: choose another"
        for inner, remedy in (*_broken_form(node), *_broken_findings(node.findings), *_broken_actions(node)):
            yield (*place, *inner), remedy


def _broken_form(node: Node) -> Iterator[Fault]:
    has = {name: bool(getattr(node, name)) for name in ("actions", "ask", "outcome", "debrief")}
    for name in ("outcome", "debrief"):
        if node.is_end and not has[name]:
            yield (name,), MISSING
        if has[name] and not node.is_end:
            yield (name,), "is for an end alone: write stage: end, or take it away"
    if node.is_end:
        for name in ("actions", "ask"):
            if has[name]:
                yield (name,), "stands at an end: take it away, or choose another stage"
    elif has["actions"] and has["ask"]:
        yield ("ask",), "stands beside actions: keep one of the two"
    elif not has["ask"] and len(node.actions) < LEAST_ACTIONS:
        yield (
            ("actions",),
            f"leads nowhere, or leaves no choice: write {LEAST_ACTIONS} or 4 actions, an ask, or stage: end",
        )


def _broken_findings(findings: Sequence[Finding]) -> Iterator[Fault]:
    for i, each in enumerate(findings):
        place = ("findings", i)
        if (each.value is None) == (each.text is None):
            yield place, "needs a value or a text: write one of the two"
        elif each.text is not None and (each.unit or each.low is not None or each.high is not None):
            yield place, "has a unit or a range beside a text: write them in the text, or a value"
        if each.low is not None and each.high is not None and each.low >= each.high:
            yield (*place, "low"), "is not below high: mend one of the two"


def _broken_actions(node: Node) -> Iterator[Fault]:
    ids = [action.id for action in node.actions]
    for i, action in enumerate(node.actions):
        place = ("actions", i)
        if action.id in ids[:i]:
            yield (*place, "id"), "is the id of an earlier action of this node, too: choose another"
        if action.wrong and not action.misconception:
            yield (*place, "misconception"), "is missing: name the idea that this wrong turn stands for"
        if action.misconception and not action.wrong:
            yield (*place, "misconception"), "stands at no wrong turn: write wrong: true, or take it away"


def _broken_names(case: Case, root: Path) -> Iterator[Fault]:
    """Yield what is named and is not there: nodes, sources, models, pages."""
    ids = list(dict.fromkeys(node.id for node in case.nodes))
    if case.start not in ids:
        yield ("start",), _choose("node", ids)
    chapters = read_contents(root)
    if chapters and case.chapter not in [chapter.id for chapter in chapters]:
        yield ("chapter",), _choose("chapter", [chapter.id for chapter in chapters])
    pages = [page.name for chapter in chapters for page in chapter.pages]
    for i, node in enumerate(case.nodes):
        place: Place = ("nodes", i)
        for way in ways_from(node):
            if way.step.to not in ids:
                yield (*place, *way.field, "to"), _choose("node", ids)
        for field, source in _sources(node):
            yield from (((*place, *field), remedy) for remedy in _unknown_sources(source))
        for k, lesson in enumerate(node.debrief.lessons if node.debrief else ()):
            if pages and lesson not in pages:
                yield (*place, "debrief", "lessons", k), _choose("page", pages)
        if node.explore:
            try:
                model = current().model(node.explore.model)
            except ModelError as error:
                yield (*place, "explore", "model"), str(error)
                continue
            try:
                model.settings(node.explore.set)
            except ModelError as error:
                yield (*place, "explore", "set"), f"does not fit the model: {error}"
            for k, name in enumerate(node.explore.vary):
                if name not in model.defaults:
                    yield (*place, "explore", "vary", k), _choose("control of the model", model.defaults)


def _choose(what: str, known: Iterable[str]) -> str:
    return f"is no {what}: choose one of {', '.join(known)}"


def _sources(node: Node) -> Iterator[tuple[Place, str | None]]:
    """Yield each text of a node that names sources, with its place in the node."""
    yield ("source",), node.source
    for i, other in enumerate(node.others):
        yield ("others", i, "source"), other.source
    for way in ways_from(node):
        yield (*way.field, "source"), way.step.source
    if node.debrief:
        yield ("debrief", "source"), node.debrief.source


def _unknown_sources(source: str | None) -> Iterator[str]:
    for key in sources_of(source):
        try:
            reference(key)
        except UnknownReferenceError as error:
            yield str(error)


def _broken_ways(case: Case) -> Iterator[Fault]:
    """Yield what is wrong with a case as a whole, each node of which is sound."""
    graph = graph_of(case)
    met = reached(graph, [case.start])
    ending = leading_to(graph, [node.id for node in case.ends])
    for i, node in enumerate(case.nodes):
        if node.id not in met:
            yield ("nodes", i, "id"), "is reached by no way: name it in a to, or take the node away"
        if node.id not in ending:
            yield (
                ("nodes", i, "id"),
                "leads to no end: let one of its ways, or of those after it, lead to one",
            )
    if too_long := long_way(graph, case.start, MOST_STEPS):
        yield ("start",), f"begins a way of more than {MOST_STEPS} steps ({' > '.join(too_long)}): cut it"
    if len(turns := mended(case)) < LEAST_MENDED:
        named = ", ".join(way.id for way in turns) or "none"
        yield (
            ("nodes",),
            f"have too few wrong turns that can be mended ({named}): write {LEAST_MENDED} actions with "
            "wrong: true from which an end that is solved or nothing-helps can still be reached",
        )
