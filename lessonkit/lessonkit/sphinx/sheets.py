"""What a teacher can take from the site, written where the page of links expects it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from lessonkit.cases import all_cases
from lessonkit.course import current
from lessonkit.exports import MoodleError, SheetError, write_case_sheets, write_moodle, write_sheets
from lessonkit.exports.links import SHEETS
from lessonkit.quiz.index import reading_order
from lessonkit.sphinx.sources import unless_made

PAGE = "worksheets"


def write(app: Sphinx, env: Any, docnames: list[str]) -> None:
    """Write worksheets, answer keys and questions for Moodle, if the book has the page that links to them."""
    pages = {docname.rpartition("/")[2] for docname in env.found_docs}
    if app.builder.format != "html" or PAGE not in pages:
        return
    with unless_made(app, "sheets") as is_needed:
        if is_needed:
            _write(Path(app.outdir, SHEETS))


def _write(folder: Path) -> None:
    banks, title = reading_order(), current().title
    try:
        write_sheets(banks, folder, title)
        write_case_sheets(all_cases(), folder, title)
        write_moodle(banks, folder, title, "course")
        for bank in banks:
            write_moodle([bank], folder, title, bank.chapter)
    except (SheetError, MoodleError) as error:
        raise ExtensionError(str(error)) from None
