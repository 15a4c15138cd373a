"""A case for paper: all its ways for the teacher, its moments alone for a class, as PDF and as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lessonkit.bibliography import reference
from lessonkit.cases import CaseFile
from lessonkit.cases.case import sources_of
from lessonkit.cases.tree import tree
from lessonkit.exports.worksheets import set_sheet
from lessonkit.lessons.case import Case

TEMPLATE = Path(__file__).with_name("case.typ")
KINDS = {"ways": "All ways", "class": "For the class"}
INTRO = {
    "ways": "A case of the course “{course}” with all its ways. For teachers.",
    "class": (
        "A case of the course “{course}”. Your teacher says which moment comes next. "
        "At each, choose, and say why."
    ),
}
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def write_case_sheets(files: Iterable[CaseFile], folder: Path, course: str) -> list[Path]:
    """Write ``case-ID-ways`` and ``case-ID-class``, each as ``.pdf`` and as ``.html``.

    Parameters
    ----------
    files : iterable of CaseFile
        The cases.
    folder : Path
        Where the files go; it is made if it is missing.
    course : str
        The name of the course, for the first lines.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    SheetError
        If Typst refuses a sheet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in files:
        moments = [_moment(shown) for shown in Case(file.id, folder=file.path.parent).context()["nodes"]]
        for kind, title in KINDS.items():
            key = kind == "ways"
            sheet = {
                "title": f"{title}: {file.case.title}",
                "intro": INTRO[kind].format(course=course),
                "key": key,
                "person": file.case.person,
                "lead": _runs(file.case.lead),
                "tree": tree(file.case),
                "alt": f"The tree of the case “{file.case.title}”, which stands as text below.",
                "moments": [moment for moment in moments if key or not moment["outcome"]],
            }
            written += set_sheet(TEMPLATE, sheet, folder / f"case-{file.id}-{kind}", file.id)
    return written


def _moment(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what the template needs of a node, from what the widget shows of it."""
    node, model = shown["node"], shown["model"]
    debrief = node.debrief
    state = f", {model['state']}" if model and model["state"] else ""
    return {
        **{name: shown[name] for name in ("number", "stage", "name", "outcome", "findings")},
        "say": _runs(node.say),
        "sources": _labels(debrief.source if debrief else node.source),
        "model": _runs(f"**The model “{model['title']}”{state}.** {model['say']}") if model else [],
        "ask": " ".join(filter(None, (node.ask.say, f"({node.ask.unit})" * bool(node.ask.unit))))
        if node.ask
        else "",
        "ways": [
            {
                "letter": way["letter"],
                "say": way["say"],
                "consequence": _runs(way["step"].consequence),
                "sources": _labels(way["step"].source),
                "cost": way["cost"],
                "wrong": way["misconception"],
                "to": way["number"],
            }
            for way in shown["ways"]
        ],
        "others": [
            {"who": other.who, "say": _runs(other.say), "sources": _labels(other.source)}
            for other in node.others
        ],
        "decided": _runs(debrief.decided) if debrief else [],
        "debrief": _runs(debrief.say) if debrief else [],
        "lessons": [lesson["title"] for lesson in shown["lessons"]],
    }


def _runs(text: str) -> list[dict[str, Any]]:
    """Return a text in which two stars on each side set words in bold as its runs."""
    return [{"text": part, "bold": i % 2 == 1} for i, part in enumerate(_BOLD.split(text)) if part]


def _labels(keys: str | None) -> list[str]:
    return [reference(key).label for key in sources_of(keys)]
