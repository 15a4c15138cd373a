"""What goes into the book is checked before it is built."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from course.quiz.bank import BankError, check_banks


def check(app: Sphinx) -> None:
    """Stop the build if a question bank is faulty, also one that no chapter asks yet."""
    try:
        check_banks()
    except BankError as error:
        raise ExtensionError(f"The question bank has mistakes:\n{error}") from None
