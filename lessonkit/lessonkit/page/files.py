"""The files of a package that hold no Python: one that is missing is named, with the remedy."""

from __future__ import annotations

from pathlib import Path


class MissingFileError(FileNotFoundError):
    """A file that belongs to a package is not there; the message names it and the remedy."""


def text_of(path: Path) -> str:
    """Return the text of a file of a package.

    Raises
    ------
    MissingFileError
        If it is not there.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingFileError(
            f"{path} is missing: mend its name where it is asked for, or install the package anew"
        ) from None
