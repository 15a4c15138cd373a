"""The built site in one file, for a memory stick in a class without network."""

from __future__ import annotations

import zipfile
from pathlib import Path

START = "START-HERE.txt"
FIRST_PAGE = "book/index.html"
NOTE = """{course}: an interactive course

1. Unpack the whole archive. In most systems: right click, then "Extract all" or "Unpack".
   The pages do not work from inside the archive.
2. Open {folder}/index.html in a browser: Firefox, Chrome, Edge or Safari, of the last three years.

Nothing has to be installed, and no network is needed. The answers stay in the browser of that computer.
Tablets and phones as a rule do not open pages from a folder: use the course from a web server there.

Worksheets, answer keys and questions for Moodle: {folder}/book/worksheets.html
"""


class SiteError(ValueError):
    """There is no built site to pack; the message says how to build it."""


def zip_site(site: Path, file: Path, course: str) -> Path:
    """Pack the built site under one folder, with a note on how to start at the top.

    Parameters
    ----------
    site : Path
        The folder of the built site.
    file : Path
        The archive to write; its name without ending names the folder in it. If it lies within the site, it
        is left out of itself.
    course : str
        The name of the course, for the note.

    Returns
    -------
    Path
        The archive.

    Raises
    ------
    SiteError
        If the folder holds no built site.
    """
    if not (site / FIRST_PAGE).is_file():
        raise SiteError(f"{site}: has no {FIRST_PAGE}: build the course first, with make book")
    paths = [path for path in sorted(site.rglob("*")) if path.is_file() and path.resolve() != file.resolve()]
    # The format's dates begin in 1980: an earlier one is written as that.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        # Windows' editor shows accents and dashes only with a mark of the encoding, so the note has none.
        archive.writestr(START, NOTE.format(course=course, folder=file.stem).replace("\n", "\r\n"))
        for path in paths:
            archive.write(path, Path(file.stem, path.relative_to(site)))
    return file
