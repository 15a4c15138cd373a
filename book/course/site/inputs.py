"""What goes into the book is checked before it is built, also what no chapter uses yet."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from course import models
from course.data import DataError
from course.models.kit import ModelError
from course.quiz.bank import BankError, check_banks


def check(app: Sphinx) -> None:
    """Stop the build if a question bank, a table or a model is faulty."""
    try:
        check_banks()
        for name in models.__all__:
            getattr(models, name)
    except (BankError, DataError, ModelError) as error:
        raise ExtensionError(f"What goes into the book has mistakes:\n{error}") from None
