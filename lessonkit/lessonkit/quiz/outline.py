"""What a bank says about its chapter, for those who teach it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from IPython.display import HTML, Markdown

from lessonkit.bibliography import Reference, reference
from lessonkit.course import current
from lessonkit.page.widget import templates
from lessonkit.quiz.bank import find_bank
from lessonkit.quiz.item import Item
from lessonkit.quiz.misconceptions import misconceptions_in, shown_by, told
from lessonkit.quiz.places import chapter_of, look_again, places


def objectives(chapter: str, folder: Path | None = None) -> Markdown:
    """Return the objectives of a chapter as a list, each with the number of its questions.

    Raises
    ------
    BankError
        If there is no such bank, or it has a fault.
    """
    bank = find_bank(chapter, folder)
    count = Counter(item.objective for item in bank.items)
    return Markdown("\n".join(f"- {text} ({count[id]} questions)." for id, text in bank.objectives.items()))


def wrong_ideas(chapter: str, folder: Path | None = None) -> HTML:
    """Return the misconceptions that a chapter's questions show, folded, those that most of them show first.

    Each has the questions that show it and the lessons that deal with it.

    Raises
    ------
    BankError
        If there is no such bank, or it has a fault.
    """
    bank = find_bank(chapter, folder)
    folder = folder or current().quizzes
    place, again = chapter_of(bank, folder), look_again(bank, folder)
    asked = places(place, bank) if place else {}
    found: dict[str, list[Item]] = {}
    for item in bank.items:
        for idea in shown_by(item):
            found.setdefault(idea, []).append(item)
    ideas = [
        {
            "text": told(idea),
            "source": _source(idea),
            "questions": [
                {"name": item.id.replace("-", " "), "page": asked.get(item.id), "id": item.id}
                for item in items
            ],
            "lessons": list(dict.fromkeys(again[item.id].whole for item in items if again)),
        }
        for idea, items in sorted(found.items(), key=lambda entry: -len(entry[1]))
    ]
    return HTML(templates().get_template("quiz/wrong_ideas.html.j2").render(ideas=ideas))


def _source(idea: str) -> Reference | None:
    """Return the work that documents a misconception, if the course's list names one."""
    listed = misconceptions_in(current().root)
    found = listed.named.get(idea) if listed else None
    return reference(found.source) if found and found.source else None
