"""A worksheet and its answer key for each chapter, from the question bank, as PDF and as HTML.

Typst sets both from one template (``worksheet.typ``); the PDF is tagged as PDF/UA-1 asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from lessonkit.bibliography import reference
from lessonkit.course import current
from lessonkit.exports.typesetting import typeset
from lessonkit.quiz.bank import Bank
from lessonkit.quiz.item import Item
from lessonkit.quiz.places import look_again
from lessonkit.quiz.widget import asked

TEMPLATE = Path(__file__).with_name("worksheet.typ")
INTRO = "Chapter of the course “{course}”. Give units with every number."
KEY_INTRO = "Answers to the worksheet of the course “{course}”, with what to say to each. For teachers."
KEY_SITE = " The lessons that it names are at {site}"
PLACE = {"rows": [], "pairs": [], "room": 0, "blanks": 0, "width": 4, "between": "", "unit": ""}
"""What the template shows of an item that says nothing else."""


class SheetError(ValueError):
    """A worksheet cannot be set; the message names the chapter and what Typst says."""


def write_sheets(banks: Iterable[Bank], folder: Path, course: str) -> list[Path]:
    """Write ``CHAPTER-worksheet`` and ``CHAPTER-key``, each as ``.pdf`` and as ``.html``.

    Parameters
    ----------
    banks : iterable of Bank
        The chapters.
    folder : Path
        Where the files go; it is made if it is missing.
    course : str
        The name of the course, for the first lines.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    SheetError
        If Typst refuses a sheet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for bank in banks:
        items = [*_items(bank)]
        for kind, title in (("worksheet", "Worksheet"), ("key", "Answer key")):
            sheet = {
                "title": f"{title}: {bank.title}",
                "intro": _intro(kind, course),
                "key": kind == "key",
                "items": items,
            }
            files += set_sheet(TEMPLATE, sheet, folder / f"{bank.chapter}-{kind}", bank.chapter)
    return files


def _intro(kind: str, course: str) -> str:
    site = current().site
    intro = KEY_INTRO + (KEY_SITE if site else "") if kind == "key" else INTRO
    return intro.format(course=course, site=site)


def set_sheet(template: Path, sheet: dict[str, Any], place: Path, name: str) -> list[Path]:
    """Write a sheet at `place`, to which an ending is added: as PDF, tagged as PDF/UA-1 asks, and as HTML.

    Raises
    ------
    SheetError
        If Typst refuses it; `name` says which one it is.
    """
    import typst  # not at the top: who reads the course does not need it

    endings: tuple[Literal["pdf", "html"], ...] = ("pdf", "html")
    files = []
    for ending in endings:
        inputs = {"sheet": sheet, "target": ending}
        standards = ["ua-1"] if ending == "pdf" else []
        try:
            text = typeset(template, ending, inputs=inputs, pdf_standards=standards, timestamp=0)
        except typst.TypstError as error:
            raise SheetError(f"{name}: the sheet cannot be set: {error}") from None
        files.append(place.with_name(f"{place.name}.{ending}"))
        files[-1].write_bytes(text)
    return files


def _items(bank: Bank) -> Iterator[dict[str, Any]]:
    places = look_again(bank, current().quizzes)
    for shown in asked(bank.items)[0]:
        item = shown["item"]
        place = places.get(item.id)
        yield {
            "kind": item.asks_on_paper,
            "stem": item.stem,
            **PLACE,
            **item.for_paper(shown["parts"]),
            "hints": list(item.hints),
            "objective": _sentence(bank.objectives[item.objective]),
            "lesson": place.name if place else "",
            "address": current().site + place.page if place and current().site else "",
            "source": _sources(item),
        }


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _sources(item: Item) -> str:
    kind, _, model = item.source.partition(":")
    if kind == "model":
        return f"the model {model.strip()} of the course."
    return f"{'; '.join(reference(key.strip()).label for key in item.source.split(','))}."
