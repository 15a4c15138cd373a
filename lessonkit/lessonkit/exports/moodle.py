"""The question bank as Moodle XML, with every feedback and hint.

Writes each field that Moodle's ``question/format/xml/format.php`` and ``question/type/*/questiontype.php``
look for: https://docs.moodle.org/en/Moodle_XML_format. Questions with drawn numbers become a few fixed draws:
Moodle's own calculated questions have another arithmetic, and draw from ranges without steps.
"""

from __future__ import annotations

import base64
import functools
import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lessonkit.course import current
from lessonkit.quiz.bank import Bank
from lessonkit.quiz.item import Item
from lessonkit.quiz.moodle_question import BadCharacterError, Lose, Question
from lessonkit.quiz.places import Place, look_again

LONGEST_TAG = 50
"""Moodle cuts a tag after so many characters."""

HOW_TO_TYPE = "Type a decimal point, no commas, and a hyphen for minus: -0.5."
"""What `apply_units` of Moodle's ``question/type/numerical/questiontype.php`` reads in every language.

It knows no other minus, and takes a comma as the reader's language does: 93,3 is 933 in English.
"""

_GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class MoodleError(ValueError):
    """A text cannot stand in a Moodle file; the message names the item and the remedy."""


@dataclass(frozen=True)
class MoodleFile:
    """A file for Moodle, and what it cannot hold: for each loss the ids of the items.

    `left_out` has the ids of the items that are not in the file because their type was not wanted.
    """

    xml: bytes
    questions: int
    lost: dict[str, tuple[str, ...]]
    left_out: tuple[str, ...] = ()


def moodle_file(banks: Iterable[Bank], course: str, *, ordering: bool = True) -> MoodleFile:
    """Return the questions of some chapters, each chapter a category below the course.

    Parameters
    ----------
    banks : iterable of Bank
        The chapters.
    course : str
        Names the category that holds them.
    ordering : bool
        Whether questions to put in order go in; Moodle before 4.4 reads no file that has one.

    Raises
    ------
    MoodleError
        If a text has a character that XML does not allow.
    """
    quiz = ET.Element("quiz")
    lost: dict[str, list[str]] = {}
    left_out: list[str] = []
    questions = 0
    for bank in banks:
        _category(quiz, bank, course)
        places = look_again(bank, current().quizzes)
        for item in bank.items:
            if item.moodle_is_new and not ordering:
                left_out.append(item.id)
                continue
            try:
                lose = functools.partial(_note, lost, item.id)
                for part, grade in item.moodle_items(lose):
                    _question(quiz, part, grade, lose, _explained(places.get(item.id), course))
                    questions += 1
            except BadCharacterError as error:
                raise MoodleError(
                    f"{bank.chapter}, item {item.id}: the character {error} cannot stand in XML: remove it"
                ) from None
    ET.indent(quiz)
    written = ET.tostring(quiz, encoding="UTF-8", xml_declaration=True)
    return MoodleFile(written, questions, {what: tuple(ids) for what, ids in lost.items()}, tuple(left_out))


def write_moodle(
    banks: Sequence[Bank], folder: Path, course: str, name: str
) -> list[tuple[Path, MoodleFile]]:
    """Write ``NAME-moodle.xml`` and, if it has questions to put in order, a file without them beside it.

    Returns the path of each and what is in it. See `moodle_file`.
    """
    files = [moodle_file(banks, course)]
    if any(has_ordering(bank) for bank in banks):
        files.append(moodle_file(banks, course, ordering=False))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in files:
        path = folder / moodle_name(name, ordering=not file.left_out)
        path.write_bytes(file.xml)
        written.append((path, file))
    return written


def moodle_name(name: str, *, ordering: bool = True) -> str:
    """Return what the file of a chapter, or of the course, is called."""
    return f"{name}-moodle.xml" if ordering else f"{name}-moodle-without-ordering.xml"


def has_ordering(bank: Bank) -> bool:
    """Tell whether a bank has a question to put in order, so that older Moodle needs a file without it."""
    return any(item.moodle_is_new for item in bank.items)


def _note(lost: dict[str, list[str]], id: str, what: str) -> None:
    ids = lost.setdefault(what, [])
    if id not in ids:
        ids.append(id)


def _category(quiz: ET.Element, bank: Bank, course: str) -> None:
    question = Question(quiz, "category", lambda _: None)
    names = [name.replace("/", "//") for name in (course, bank.title)]  # a single one would divide
    question.add("text", "/".join(["$course$", "top", *names]), question.add("category"))
    listed = "".join(f"<li>{question.escaped(text)}</li>" for text in bank.objectives.values())
    question.add_html("info", f"<ul>{listed}</ul>")
    question.set(idnumber=bank.chapter)


def _explained(place: Place | None, course: str) -> str:
    """Return, in HTML, where the course explains what a question asks; it is told after any answer."""
    if place is None:
        return ""
    name = f"“{Question.escaped(place.name)}”"
    if site := current().site:
        name = f'<a href="{html.escape(site + place.page)}">{name}</a>'
    return f"<p>Explained in {name}, of the course “{Question.escaped(course)}”.</p>"


def _question(quiz: ET.Element, item: Item, grade: float, lose: Lose, explained: str) -> None:
    question = Question(quiz, item.moodle_kind, lose)
    is_number = item.moodle_kind == "numerical"
    question.add("text", item.id.replace("-", " ").capitalize(), question.add("name"))
    stem = f"<p>{question.escaped(item.stem)}</p>{item.moodle_text(question)}"
    asked = question.add_html("questiontext", stem + (f"<p>{HOW_TO_TYPE}</p>" if is_number else ""))
    for name, content in question.files:
        svg = base64.b64encode(content).decode()
        question.add("file", svg, asked, name=name, path="/", encoding="base64")
    question.add_html("generalfeedback", item.moodle_feedback(question) + explained)
    question.set(defaultgrade=question.number(grade), penalty="0", hidden="0", idnumber=item.id)
    item.to_moodle(question)
    for hint in item.hints:
        element = question.add_html("hint", question.escaped(hint))
        # read by qtype_ordering alone, where 1 would mark the right places
        question.add("options", "0", element)
    if is_number:
        for text in question.element.iter("text"):
            text.text = _as_typed(text.text or "")
    tags = question.add("tags")
    sources = [source.strip() for source in item.source.split(",")]
    for tag in (f"objective: {item.objective}", f"level: {item.level}", *sources):
        question.add("text", tag, question.add("tag", parent=tags))
        if len(tag) > LONGEST_TAG:
            lose(f"tags of more than {LONGEST_TAG} characters, which Moodle cuts")


def _as_typed(text: str) -> str:
    """Return a text with its numbers as Moodle can read them, for a reader who types what is printed."""
    return _GROUPING.sub("", text).replace("\N{MINUS SIGN}", "-")
