"""The question bank as Moodle XML, with every feedback and hint.

Follows the format that ``question/format/xml`` and the question types of Moodle 4.4 and later read:
https://docs.moodle.org/en/Moodle_XML_format. Questions with drawn numbers become a few fixed draws: Moodle's
own calculated questions have another arithmetic, and draw from ranges without steps.
"""

from __future__ import annotations

import base64
import functools
import html
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from course.exports.picture import standalone_svg
from course.quiz.bank import Answer, Bank, Item
from course.quiz.values import FIRST_SEED
from course.quiz.widget import drawn

DRAWS = 3
"""So many questions stand for one with drawn numbers."""
LONGEST_TAG = 50
"""Moodle cuts a tag after so many characters."""
UNIT_LIST, NO_UNIT = "2", "3"
"""Moodle's numbers for a list of units beside the box, and for a box without units."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEPARATORS = re.compile(r"[\s-]+")

Lose = Callable[[str], None]


class MoodleError(ValueError):
    """A text cannot stand in a Moodle file; the message names the item and the remedy."""


@dataclass(frozen=True)
class MoodleFile:
    """A file for Moodle, and what it cannot hold: for each loss the ids of the items."""

    xml: bytes
    lost: dict[str, tuple[str, ...]]


def moodle_file(banks: Iterable[Bank], course: str) -> MoodleFile:
    """Return the questions of some chapters, each chapter a category below the course.

    Parameters
    ----------
    banks : iterable of Bank
        The chapters.
    course : str
        Names the category that holds them.

    Raises
    ------
    MoodleError
        If a text has a character that XML does not allow.
    """
    quiz = ET.Element("quiz")
    lost: dict[str, list[str]] = {}
    for bank in banks:
        _category(quiz, bank, course)
        for item in bank.items:
            try:
                lose = functools.partial(_note, lost, item.id)
                for part, grade in _parts_of(item, lose):
                    _question(quiz, part, grade, lose)
            except _BadCharacterError as error:
                raise MoodleError(
                    f"{bank.chapter}, item {item.id}: the character {error} cannot stand in XML: remove it"
                ) from None
    ET.indent(quiz)
    written = ET.tostring(quiz, encoding="UTF-8", xml_declaration=True)
    return MoodleFile(written, {what: tuple(ids) for what, ids in lost.items()})


def write_moodle(banks: Iterable[Bank], folder: Path, course: str, name: str) -> tuple[Path, MoodleFile]:
    """Write ``NAME-moodle.xml``; returns its path and what is in it. See `moodle_file`."""
    file = moodle_file(banks, course)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-moodle.xml"
    path.write_bytes(file.xml)
    return path, file


class _BadCharacterError(ValueError):
    pass


def _note(lost: dict[str, list[str]], id: str, what: str) -> None:
    ids = lost.setdefault(what, [])
    if id not in ids:
        ids.append(id)


def _escaped(text: str) -> str:
    """Return plain text as the HTML that shows it."""
    return html.escape(text, quote=False)


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    if bad := _NOT_XML.search(text):
        raise _BadCharacterError(f"U+{ord(bad[0]):04X}")
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _add_text(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    """Add an element that holds its text, which is HTML, in an element of its own."""
    element = ET.SubElement(parent, tag, {**attributes, "format": "html"})
    _add(element, "text", text)
    return element


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _category(quiz: ET.Element, bank: Bank, course: str) -> None:
    question = ET.SubElement(quiz, "question", type="category")
    names = [name.replace("/", "//") for name in (course, bank.title)]  # a single one would divide
    _add(ET.SubElement(question, "category"), "text", "/".join(["$course$", "top", *names]))
    listed = "".join(f"<li>{_escaped(text)}</li>" for text in bank.objectives.values())
    _add_text(question, "info", f"<ul>{listed}</ul>")
    _add(question, "idnumber", bank.chapter)


def _parts_of(item: Item, lose: Lose) -> Iterator[tuple[Item, float]]:
    """Yield the questions that stand for an item, each with its share of one mark."""
    if item.values:
        lose(f"numbers drawn anew at each attempt: {DRAWS} fixed draws stand for them")
        draws: dict[str, Item] = {}
        for seed in range(FIRST_SEED, FIRST_SEED + 10 * DRAWS):
            draw = drawn(item, seed)
            draws.setdefault(draw.stem, draw)
        for n, draw in enumerate([*draws.values()][:DRAWS], start=1):
            yield replace(draw, id=f"{item.id}-{n}"), 1
    elif item.type == "mark" and item.answer.low is not None:
        lose("an interval in one answer: its two ends are asked apart, for half a mark each")
        for end, place in (("low", "lower"), ("high", "upper")):
            value = getattr(item.answer, end)
            slips = [replace(slip, value=getattr(slip, end), low=None, high=None) for slip in item.slips]
            far = [slip for slip in slips if abs(slip.value - value) > item.answer.tolerance]
            answer = replace(item.answer, value=value, low=None, high=None)
            stem = f"{item.stem} Give the {place} end."
            yield replace(item, id=f"{item.id}-{end}", stem=stem, answer=answer, slips=tuple(far)), 0.5
    else:
        yield item, 0 if item.type == "predict" else 1


def _question(quiz: ET.Element, item: Item, grade: float, lose: Lose) -> None:
    kind, write = _WRITERS[item.type]
    question = ET.SubElement(quiz, "question", type=kind)
    _add(ET.SubElement(question, "name"), "text", item.id.replace("-", " ").capitalize())
    stem = f"<p>{_escaped(item.stem)}</p>"
    if item.plot:
        alt = html.escape(item.plot["alt"])
        stem += f'<p><img src="@@PLUGINFILE@@/{item.id}.svg" alt="{alt}"></p>'
    if item.answer and item.answer.unit and not item.units:
        stem += f"<p>Your answer: … {_escaped(item.answer.unit)}. Type the number alone.</p>"
    asked = _add_text(question, "questiontext", stem)
    if item.plot:
        svg = base64.b64encode(standalone_svg(item.plot).encode()).decode()
        _add(asked, "file", svg, name=f"{item.id}.svg", path="/", encoding="base64")
    _add_text(question, "generalfeedback", "")
    _add(question, "defaultgrade", _number(grade))
    _add(question, "penalty", "0")
    _add(question, "hidden", "0")
    _add(question, "idnumber", item.id)
    write(question, item, lose)
    for hint in item.hints:
        _add_text(question, "hint", _escaped(hint))
    tags = ET.SubElement(question, "tags")
    sources = [source.strip() for source in item.source.split(",")]
    for tag in (f"objective: {item.objective}", f"level: {item.level}", *sources):
        _add(ET.SubElement(tags, "tag"), "text", tag)
        if len(tag) > LONGEST_TAG:
            lose(f"tags of more than {LONGEST_TAG} characters, which Moodle cuts")


def _answer(question: ET.Element, fraction: float, text: str, feedback: str, *, is_html: bool) -> ET.Element:
    form = "html" if is_html else "plain_text"
    answer = ET.SubElement(question, "answer", fraction=_number(round(fraction, 5)), format=form)
    _add(answer, "text", _escaped(text) if is_html else text)
    _add_text(answer, "feedback", _escaped(feedback))
    return answer


def _choice(question: ET.Element, item: Item, lose: Lose) -> None:
    many = item.type == "multiple"
    _add(question, "single", "false" if many else "true")
    _add(question, "shuffleanswers", "false")
    _add(question, "answernumbering", "none")
    share = 100 / sum(option.correct for option in item.options)
    for option in item.options:
        fraction = share if option.correct else -share if many else 0
        _answer(question, fraction, option.text, option.feedback, is_html=True)
    if many:
        lose("feedback about a right option that was missed: Moodle tells it of chosen options only")
    if item.type == "predict":
        lose("a prediction is judged at once, for no marks, and not beside the run of the model")


def _numerical(question: ET.Element, item: Item, lose: Lose) -> None:
    """Write answers, of which Moodle takes the first that fits; units are converted before it compares."""
    answer = item.answer
    rows = [(100, answer.value, answer.feedback, 1.0)]
    rows += [(0, slip.value, slip.feedback, 1.0) for slip in item.slips]
    factors = [unit.factor for unit in item.units if unit.factor]
    for unit in item.units:
        if unit.factor is None:
            lose("units that never fit, with their feedback: Moodle offers units that convert only")
        elif _is_apart(answer, unit.factor, factors):
            rows.insert(0, (0, answer.value * unit.factor, unit.feedback, unit.factor))
        else:
            lose("feedback on the right number with a wrong unit: Moodle takes off all marks")
    for fraction, value, feedback, scale in rows:
        element = _answer(question, fraction, _number(value), feedback, is_html=False)
        _add(element, "tolerance", _number(answer.tolerance * scale))
    if item.otherwise:
        _add(_answer(question, 0, "*", item.otherwise, is_html=False), "tolerance", "0")
    if item.units:
        units = ET.SubElement(question, "units")
        for name, factor in ((answer.unit, 1.0), *((unit.unit, unit.factor) for unit in item.units)):
            if factor:
                unit = ET.SubElement(units, "unit")
                _add(unit, "multiplier", _number(1 / factor))
                _add(unit, "unit_name", name)
        _add(question, "unitgradingtype", "1")
        _add(question, "unitpenalty", "1")
    _add(question, "showunits", UNIT_LIST if item.units else NO_UNIT)
    values = sorted(slip.value for slip in item.slips)
    if any(b - a <= 2 * answer.tolerance for a, b in itertools.pairwise(values)):
        lose("of two slips that a number fits, the nearer one: Moodle takes the first")
    if item.plot:
        lose("the click on the plot and the table behind it: the mark is typed as a number")


def _is_apart(answer: Answer, factor: float, factors: list[float]) -> bool:
    """Tell whether the answer's number with a wrong unit is no right number in another unit.

    It has to stand before the answer, as Moodle compares with each in turn what was typed, too.
    """
    return all(
        abs(answer.value * (factor - 1 / other)) > answer.tolerance * (factor + 1 / other)
        for other in (1, *factors)
    )


def _short(question: ET.Element, item: Item, lose: Lose) -> None:
    _add(question, "usecase", "0")
    rows = [(100, item.answer.accept, item.answer.feedback)]
    rows += [(0, slip.accept, slip.feedback) for slip in item.slips]
    for fraction, accept, feedback in rows:
        typed = [text.strip() for text in accept]
        spellings = [_SEPARATORS.sub(by, text) for text in typed for by in (" ", "-", "")]
        for spelling in dict.fromkeys([*typed, *spellings]):
            _answer(question, fraction, spelling.replace("*", r"\*"), feedback, is_html=False)
    if item.otherwise:
        _answer(question, 0, "*", item.otherwise, is_html=False)
    lose("accents, a full stop and mixed hyphens and blanks make a difference in a typed text")


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    parts = (f"<li><strong>{_escaped(lead)}</strong>: {_escaped(text)}</li>" for lead, text in rows)
    return f"<ul>{''.join(parts)}</ul>"


def _combined(question: ET.Element, right: str, wrong: str) -> None:
    for name, text in (("correct", right), ("partiallycorrect", wrong), ("incorrect", wrong)):
        _add_text(question, f"{name}feedback", text)


def _ordering(question: ET.Element, item: Item, lose: Lose) -> None:
    settings = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": str(len(item.entries)),
        "gradingtype": "RELATIVE_NEXT_EXCLUDE_LAST",  # the share of steps that follow each other directly
        "showgrading": "SHOW",
        "numberingstyle": "none",
    }
    for name, value in settings.items():
        _add(question, name, value)
    texts = [entry.text for entry in item.entries]
    told = [(f"{texts[s.puts - 1]}, before {texts[s.before - 1]}", s.feedback) for s in item.slips]
    told += [(entry.text, entry.feedback) for entry in item.entries]
    _combined(question, _escaped(item.answer.feedback), _listed(told))
    for place, entry in enumerate(item.entries, start=1):
        _answer(question, place, entry.text, entry.feedback, is_html=True)
    lose("feedback on the very slip in an order: that on all slips and entries is shown")
    lose("questions to put in order, in Moodle before 4.4, which has no such type")


def _matching(question: ET.Element, item: Item, lose: Lose) -> None:
    _add(question, "shuffleanswers", "true")
    right = [(f"{pair.text} – {pair.match}", pair.feedback) for pair in item.pairs]
    wrong = [(f"{pair.text}, with another match", pair.otherwise) for pair in item.pairs]
    wrong += [(distractor.text, distractor.feedback) for distractor in item.distractors]
    _combined(question, _listed(right), _listed(wrong))
    offered = [(pair.text, pair.match) for pair in item.pairs]
    for text, match in (*offered, *(("", distractor.text) for distractor in item.distractors)):
        part = _add_text(question, "subquestion", _escaped(text))
        _add(ET.SubElement(part, "answer"), "text", match)
    lose("feedback on each match apart: that on all matches is shown")


_WRITERS: dict[str, tuple[str, Callable[[ET.Element, Item, Lose], None]]] = {
    "single": ("multichoice", _choice),
    "multiple": ("multichoice", _choice),
    "predict": ("multichoice", _choice),
    "numeric": ("numerical", _numerical),
    "mark": ("numerical", _numerical),
    "short": ("shortanswer", _short),
    "ordering": ("ordering", _ordering),
    "matching": ("matching", _matching),
}
