"""What a bank says about its chapter, for those who teach it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from IPython.display import Markdown

from course.quiz.bank import FOLDER, find_bank


def objectives(chapter: str, folder: Path = FOLDER) -> Markdown:
    """Return the objectives of a chapter as a list, each with the number of its questions.

    Raises
    ------
    BankError
        If there is no such bank, or it has a fault.
    """
    bank = find_bank(chapter, folder)
    count = Counter(item.objective for item in bank.items)
    return Markdown("\n".join(f"- {text} ({count[id]} questions)." for id, text in bank.objectives.items()))
