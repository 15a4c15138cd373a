"""A worksheet and its answer key for each chapter, from the question bank, as PDF and as HTML.

Typst sets both from one template (``worksheet.typ``); the PDF is tagged as PDF/UA-1 asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from course.exports.picture import standalone_svg
from course.quiz.bank import Bank, Item
from course.quiz.widget import KINDS, asked
from course.references import reference
from course.text import written

TEMPLATE = Path(__file__).with_name("worksheet.typ")
INTRO = "Chapter of the course “{course}”. Give units with every number."
KEY_INTRO = "Answers to the worksheet of the course “{course}”, with what to say to each. For teachers."
ASKED = {
    **KINDS,
    "single": "Circle one letter",
    "multiple": "Circle all that apply",
    "numeric": "Give a number",
    "ordering": "Write the letters in order",
    "matching": "Write a letter on each line",
    "mark": "Mark on the plot, and write the number",
    "short": "Write a word or two",
    "predict": "Predict, before you run the model: circle one letter",
}
"""What to do on paper, for each type of item."""
LINES_TO_WORK = 3


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
                "intro": (KEY_INTRO if kind == "key" else INTRO).format(course=course),
                "key": kind == "key",
                "items": items,
            }
            for ending in ("pdf", "html"):
                path = folder / f"{bank.chapter}-{kind}.{ending}"
                path.write_bytes(_set(sheet, ending, bank.chapter))
                files.append(path)
    return files


def _set(sheet: dict[str, Any], ending: str, chapter: str) -> bytes:
    """Return a sheet as PDF or HTML, with fonts that the packages bring: the same on each machine."""
    import matplotlib
    import typst  # not at the top: who reads the course does not need it

    try:
        return typst.compile(
            str(TEMPLATE),
            format=ending,
            sys_inputs={"sheet": json.dumps(sheet), "target": ending},
            font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"] if ending == "pdf" else [],
            timestamp=0,
        )
    except typst.TypstError as error:
        raise SheetError(f"{chapter}: the worksheet cannot be set: {error}") from None


def _items(bank: Bank) -> Iterator[dict[str, Any]]:
    for shown in asked(bank.items)[0]:
        item, parts = shown["item"], shown["parts"]
        yield {
            "kind": ASKED[item.type],
            "stem": item.stem,
            "pairs": [pair.text for pair in item.pairs],
            "rows": _rows(item, parts),
            **_place(item, parts),
            **({"picture": standalone_svg(item.plot), "alt": item.plot["alt"]} if item.plot else {}),
            "answers": [*_answers(item, parts)],
            "hints": list(item.hints),
            "objective": _sentence(bank.objectives[item.objective]),
            "source": _sources(item),
        }


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _rows(item: Item, parts: dict[str, Any]) -> list[str]:
    """Return what has letters: options, entries in their first order, or matches."""
    if item.entries:
        return [entry.text for _, entry in parts["rows"]]
    if item.pairs:
        return [text for _, text in parts["offered"]]
    return [option.text for option in item.options]


def _place(item: Item, parts: dict[str, Any]) -> dict[str, Any]:
    """Return what is left free to write in: lines of room, blanks, their width in cm, what follows them."""
    unit = f" {item.answer.unit}" if item.answer and item.answer.unit else ""
    if item.units:
        unit = f" in {', '.join(parts['units'][:-1])} or {parts['units'][-1]} (circle one)"
    place = {"room": 0, "blanks": 0, "width": 4, "between": "", "unit": unit}
    if item.type == "numeric":
        return place | {"room": LINES_TO_WORK, "blanks": 1}
    if item.type == "mark":
        is_point = item.answer.low is None
        return place | {"blanks": 1 if is_point else 2, "width": 3, "between": " to "}
    if item.type == "short":
        return place | {"blanks": 1, "width": 9}
    if item.type == "ordering":
        return place | {"blanks": len(item.entries), "width": 1, "between": ", "}
    return place


def _answers(item: Item, parts: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Yield what is right, then what each wrong answer shows and what to say to it."""
    answer = item.answer
    lettered = parts.get("rows") or parts.get("offered") or [*enumerate(item.options)]
    letters = {place: letter for letter, (place, _) in zip(ascii_uppercase, lettered)}
    for place, option in enumerate(item.options):
        verdict = "right" if option.correct else f"not right ({option.misconception})"
        yield _said(f"{letters[place]} is {verdict}.", option.feedback)
    if item.type in ("numeric", "mark"):
        near = f"give or take {written(answer.tolerance)}"
        yield _said(f"Right: {_marked(answer)} {answer.unit}, {near}.", answer.feedback)
    elif item.type == "short":
        yield _said(f"Right: {'; '.join(answer.accept)}.", answer.feedback)
    elif item.type == "ordering":
        order = ", ".join(letters[place] for place in range(len(item.entries)))
        yield _said(f"Right: {order}.", answer.feedback)
        for place, entry in enumerate(item.entries):
            yield _said(f"{letters[place]}.", entry.feedback)
    place_of = {text: place for place, text in parts.get("offered", ())}
    for pair in item.pairs:
        yield _said(f"{pair.text}: {letters[place_of[pair.match]]}.", pair.feedback)
        yield _said(f"With another letter ({pair.misconception}).", pair.otherwise)
    for distractor in item.distractors:
        letter = letters[place_of[distractor.text]]
        yield _said(f"{letter} fits nowhere ({distractor.misconception}).", distractor.feedback)
    for slip in item.slips:
        if slip.puts:
            wrong = f"{letters[slip.puts - 1]} before {letters[slip.before - 1]}"
        else:
            wrong = "; ".join(slip.accept) or f"{_marked(slip)} {answer.unit}"
        yield _said(f"{wrong} ({slip.misconception}).", slip.feedback)
    for unit in item.units:
        yield _said(f"In {unit.unit} ({unit.misconception}).", unit.feedback)
    if item.otherwise:
        yield _said("Anything else.", item.otherwise)


def _said(lead: str, text: str) -> dict[str, str]:
    return {"lead": lead, "text": text}


def _marked(mark: Any) -> str:
    """Return the number of an answer or slip, or the two ends of an interval."""
    return written(mark.value) if mark.low is None else f"{written(mark.low)} to {written(mark.high)}"


def _sources(item: Item) -> str:
    kind, _, model = item.source.partition(":")
    if kind == "model":
        return f"the model {model.strip()} of the course."
    return f"{'; '.join(reference(key.strip()).label for key in item.source.split(','))}."
