"""What goes into the book is checked before it is built."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from lessonkit.check import InputError, check
from lessonkit.sphinx.sources import unless_made


def stop_if_faulty(app: Sphinx) -> None:
    """Stop the build if a question bank, a table or a model is faulty."""
    try:
        with unless_made(app, "proofs") as is_needed:
            check(prove=is_needed)
    except InputError as error:
        raise ExtensionError(str(error)) from None
