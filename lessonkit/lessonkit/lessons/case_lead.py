"""How a chapter begins with a case: who it is, what happened, and the way to the page that tells it."""

from __future__ import annotations

from pathlib import Path
from posixpath import dirname, relpath
from typing import Any

from lessonkit.cases import find_case
from lessonkit.cases.kept import ending, kept_of
from lessonkit.learner import page_identity
from lessonkit.lessons.branching import page_of
from lessonkit.lessons.case import bold
from lessonkit.page.widget import Widget


class CaseLead(Widget):
    """Show how a case begins, unresolved, on the first page of its chapter.

    Parameters
    ----------
    case_id : str
        The name of its file in the course's folder ``cases/``, without ending.
    folder : Path, optional
        Where the cases lie.

    Raises
    ------
    CaseError
        If the case is missing or faulty.
    """

    tag = "course-case-lead"
    template = "case_lead.html.j2"
    module = "case_lead.js"
    styles = ("lessonkit/page/widget.css", "case_lead.css")

    def __init__(self, case_id: str, *, folder: Path | None = None) -> None:
        self._file = find_case(case_id, folder)
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        case, address = self._file.case, page_of(self._file).address
        return {
            "id": self._file.id,
            "case": case,
            "bold": bold,
            # A chapter of one page tells the case further down.
            "address": f"{relpath(address, dirname(address) or '.')}#case-{self._file.id}",
            "data": {
                **page_identity(),
                "case": self._file.id,
                "ends": [ending(node.id) for node in case.ends],
                "kept": kept_of(self._file),
            },
        }
