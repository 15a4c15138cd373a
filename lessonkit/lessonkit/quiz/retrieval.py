"""Questions of earlier chapters, asked again from memory: drawn for each reader, always blank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessonkit.contents import ContentsError
from lessonkit.course import current
from lessonkit.learner import page_identity
from lessonkit.page.widget import Widget, send_plotly
from lessonkit.quiz.apart import INDEX, asked_apart, index_script, question_index, question_scripts, scored
from lessonkit.quiz.bank import Bank
from lessonkit.quiz.index import chapters_with_banks
from lessonkit.quiz.item import Item, type_modules
from lessonkit.quiz.types.choice.type import Single
from lessonkit.quiz.widget import palette_for
from lessonkit.static import is_static_build

OPENERS, MIXED = 3, 5


class Retrieval(Widget):
    """Ask questions of the chapters before one, as a reader's path has them.

    What the reader has never seen comes first, then what is due for review. What was answered at the same
    sitting comes only if nothing else is left. Each visit draws anew, and each question is blank; the answers
    count as any others do. On the built site each question is a script of its own, which the page loads once
    it is drawn. Without a script, and on paper, there are fixed questions with their answers.

    Parameters
    ----------
    chapter_id : str
        The chapter on whose page it stands.
    mixed : bool
        Whether to ask five questions of this chapter and those before it, in the place of three of those
        before it.
    folder : Path, optional
        Where the banks lie.

    Raises
    ------
    ContentsError
        If there is no such chapter, or none before it.
    BankError
        If a bank has a fault.
    """

    tag = "course-retrieval"
    template = "retrieval.html.j2"
    module = "retrieval.js"
    styles = ("lessonkit/page/widget.css", "lessonkit/figures/figure.css", "quiz.css", "retrieval.css")

    @classmethod
    def first_modules(cls) -> tuple[Path, ...]:
        """Return the modules of the types of items, which add to ``types.js``."""
        return type_modules()

    @classmethod
    def site_files(cls) -> dict[str, str]:
        """Return the scripts of the questions, and their index."""
        return question_scripts() | {INDEX: index_script()}

    def __init__(self, chapter_id: str, *, mixed: bool = False, folder: Path | None = None) -> None:
        self._chapter_id, self._mixed, self._folder = chapter_id, mixed, folder
        banks = [bank for _, bank in chapters_with_banks(folder)]
        names = [bank.chapter for bank in banks]
        if chapter_id not in names[1:]:
            raise ContentsError(
                f"Retrieval({chapter_id!r}): there is no chapter with questions before it: "
                f"choose one of {', '.join(names[1:]) or 'none'}"
            )
        place = names.index(chapter_id)
        self._earlier = banks[:place]
        self._banks = banks[: place + 1] if mixed else self._earlier
        super().__init__()
        self.on_msg(send_plotly)
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        count = MIXED if self._mixed else OPENERS
        data = {"chapter": self._chapter_id, "mixed": self._mixed, "count": count}
        pool: list[dict[str, Any]] = []
        if not is_static_build():
            chapters = []
            index = {each["chapter"]: each for each in question_index(self._folder)}
            for bank in self._banks:
                shown, graded = asked_apart(scored(bank), bank, self._folder or current().quizzes)
                pool += shown
                known = index[bank.chapter]
                items = [a | b for a, b in zip(known["items"], graded, strict=True)]
                chapters.append(known | {"items": items})
            if not self._mixed:
                chapters.append(index[self._chapter_id] | {"items": []})
            data["chapters"] = chapters
        every = [item for bank in self._banks for item in bank.items]
        return {
            "fixed": _fixed(self._earlier, count),
            "pool": pool,
            "buttons": Item.buttons,
            "data": {**page_identity(), **data, **palette_for(every)},
        }


def _fixed(banks: list[Bank[Item]], count: int) -> list[Single]:
    """Return questions for readers without a script: chapters take turns, the nearest first."""
    queues = [[item for item in bank.items if isinstance(item, Single)] for bank in reversed(banks)]
    longest = max(map(len, queues))
    return [queue[i] for i in range(longest) for queue in queues if i < len(queue)][:count]
