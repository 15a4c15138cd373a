"""The Moodle file, read back as Moodle documents and grades it: each answer scores what it should."""

from __future__ import annotations

import base64
import html
import itertools
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course.exports import COURSE, MoodleError, moodle_file
from course.quiz.bank import Bank, Item, Option, load_bank
from course.quiz.index import reading_order
from course.quiz.values import all_draws, computed, filled

ROOT = Path(__file__).parents[2]
SAMPLE = load_bank(ROOT / "tests" / "quiz" / "banks" / "sample.yml")
BANKS = (*reading_order(), SAMPLE)
ITEMS = {item.id: item for bank in BANKS for item in bank.items}
SHARES = (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571)
FRACTIONS = {0, *SHARES, 12.5, 11.11111, 10, 5}


# A reader of the format, from Moodle's documentation and importer. Texts are trimmed, as Moodle does.


def text_in(element: ET.Element, path: str) -> str:
    return (element.findtext(f"{path}/text") or "").strip()


def plain(text: str) -> str:
    """What a browser shows of a piece of HTML; list items on lines of their own."""
    shown: list[str] = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = shown.append
    parser.handle_endtag = lambda tag: shown.append("\n") if tag in ("li", "p") else None
    parser.feed(text)
    parser.close()
    return "".join(shown).strip()


def answers_of(question: ET.Element) -> list[tuple[float, str, str, float]]:
    """For each answer its fraction, text, feedback and tolerance."""
    return [
        (
            float(answer.get("fraction")),
            plain(text_in(answer, ".")) if answer.get("format") == "html" else text_in(answer, "."),
            plain(text_in(answer, "feedback")),
            float(answer.findtext("tolerance") or 0),
        )
        for answer in question.iter("answer")
    ]


def numerical(question: ET.Element, number: float, unit: str | None = None) -> tuple[float, str]:
    """The score and the feedback that Moodle's numerical question gives: the first answer that fits."""
    units = {u.findtext("unit_name"): float(u.findtext("multiplier")) for u in question.iter("unit")}
    for fraction, text, feedback, tolerance in answers_of(question):
        if text == "*":
            return fraction, feedback
        value = float(text)
        room = tolerance + 1e-14 * max(1, abs(value))
        if unit in units and abs(number / units[unit] - value) <= room:
            return fraction, feedback
        if abs(number - value) <= room:
            return (0 if units else fraction), feedback
    return 0, ""


def shortanswer(question: ET.Element, text: str) -> tuple[float, str]:
    assert question.findtext("usecase") == "0"
    for fraction, pattern, feedback, _ in answers_of(question):
        pieces = re.split(r"(?<!\\)\*+", unicodedata.normalize("NFC", pattern))
        parts = [re.escape(piece.replace(r"\*", "*")) for piece in pieces]
        same = re.fullmatch(".*".join(parts), unicodedata.normalize("NFC", text.strip()), re.IGNORECASE)
        if same:
            return fraction, feedback
    return 0, ""


@lru_cache
def exported() -> tuple[dict[str, ET.Element], dict[str, tuple[str, ...]]]:
    file = moodle_file(BANKS, COURSE)
    quiz = ET.fromstring(file.xml)
    questions = [q for q in quiz.iter("question") if q.get("type") != "category"]
    by_id = {question.findtext("idnumber"): question for question in questions}
    assert len(by_id) == len(questions), "an idnumber is used twice"
    return by_id, file.lost


def ids(*types: str) -> list[str]:
    return [id for id, item in ITEMS.items() if item.type in types]


# What is common to all types


@pytest.mark.parametrize("id", ITEMS)
def test_what_every_question_has(id):
    item = ITEMS[id]
    questions = [q for key, q in exported()[0].items() if re.fullmatch(rf"{id}(-\d|-low|-high)?", key)]
    assert len(questions) == (3 if item.values else 2 if item.answer and item.answer.low is not None else 1)
    for question in questions:
        assert text_in(question, "name")
        stem = plain(text_in(question, "questiontext"))
        if not item.values:
            assert stem.startswith(item.stem)
            assert [plain(text_in(hint, ".")) for hint in question.iter("hint")] == list(item.hints)
        assert "{" not in "".join(question.itertext())
        tags = [text_in(tag, ".") for tag in question.iter("tag")]
        assert f"objective: {item.objective}" in tags
        assert set(re.split(r",\s*", item.source)) <= set(tags)
        assert question.findtext("penalty") == "0"
        if item.answer and item.answer.unit:
            assert item.answer.unit in stem or item.units
    grades = sum(float(question.findtext("defaultgrade")) for question in questions)
    assert grades == (0 if item.type == "predict" else len(questions) if item.values else 1)


def test_fractions_are_those_of_moodle():
    for question in exported()[0].values():
        if question.get("type") not in ("ordering", "matching"):
            assert {abs(fraction) for fraction, *_ in answers_of(question)} <= FRACTIONS
            assert max(fraction for fraction, *_ in answers_of(question)) <= 100


def test_each_chapter_is_a_category_with_its_objectives():
    bank = replace(SAMPLE, title="Either/or & both")
    quiz = ET.fromstring(moodle_file([bank, SAMPLE], COURSE).xml)
    first, second = [q for q in quiz.iter("question") if q.get("type") == "category"]
    assert text_in(first, "category") == f"$course$/top/{COURSE}/Either//or & both"
    assert text_in(second, "category") == f"$course$/top/{COURSE}/{SAMPLE.title}"
    assert plain(text_in(first, "info")).splitlines() == list(SAMPLE.objectives.values())


# By type


@pytest.mark.parametrize("id", ids("single", "predict", "multiple"))
def test_choices(id):
    item, question = ITEMS[id], exported()[0][id]
    many = item.type == "multiple"
    assert question.get("type") == "multichoice"
    assert question.findtext("single") == ("false" if many else "true")
    answers = answers_of(question)
    assert [(text, told) for _, text, told, _ in answers] == [(o.text, o.feedback) for o in item.options]
    right = {place for place, option in enumerate(item.options) if option.correct}
    sizes = range(len(answers) + 1) if many else [1]
    for chosen in itertools.chain(*(itertools.combinations(range(len(answers)), size) for size in sizes)):
        score = min(1, max(0, sum(answers[place][0] for place in chosen) / 100))
        found = len(right & set(chosen))
        expected = max(0, found - (len(chosen) - found)) / len(right)
        assert score == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("id", [id for id in ids("numeric") if not ITEMS[id].values])
def test_numbers(id):
    item, question = ITEMS[id], exported()[0][id]
    check_number(question, item.answer.value, item)
    for slip in item.slips:
        assert numerical(question, slip.value) == (0, slip.feedback)
    assert numerical(question, 1e12) == (0, item.otherwise)


def check_number(question: ET.Element, value: float, item: Item) -> None:
    answer = item.answer
    edge = 1e-6 * max(answer.tolerance, abs(value))
    for sign in (-1, 1):
        assert numerical(question, value + sign * answer.tolerance) == (100, answer.feedback)
        outside = numerical(question, value + sign * (answer.tolerance + edge))
        assert outside[0] == 0
        assert outside[1] in {item.otherwise, *(slip.feedback for slip in item.slips)}


def test_drawn_numbers_and_units():
    """What is half of {whole} mV: mV are asked for, V convert, pA cannot be told apart in Moodle."""
    item = ITEMS["sample-units"]
    stems = set()
    for n in (1, 2, 3):
        question = exported()[0][f"sample-units-{n}"]
        stem = plain(text_in(question, "questiontext"))
        whole = float(re.search(r"half of (\d+) mV", stem)[1])
        half = whole / 2
        stems.add(stem)
        told = f"Half of {whole:g} is {half:g}."
        assert [plain(text_in(hint, ".")) for hint in question.iter("hint")] == [f"Take {whole:g}."]
        for inside in (half * 0.998, half, half * 1.002):
            assert numerical(question, inside, "mV") == (100, told)
        assert numerical(question, half * 1.0021, "mV") == (0, f"Divide {whole:g} by two.")
        assert numerical(question, half / 1000, "V") == (100, told)
        assert numerical(question, half, "V") == (0, item.units[0].feedback)
        assert numerical(question, -half, "mV") == (0, f"The sign of {half:g} was lost.")
    assert len(stems) == 3
    lost = [what for what, ids in exported()[1].items() if "sample-units" in ids]
    assert any(what.startswith("units that never fit") for what in lost)


@pytest.mark.parametrize("id", [id for id, item in ITEMS.items() if item.values])
def test_draws_are_some_of_those_that_the_bank_allows(id):
    item = ITEMS[id]
    allowed = {filled(item.stem, values): values for values in all_draws(item.values)}
    unit = item.answer.unit if item.units else None
    lost_unit = exported()[1]["feedback on the right number with a wrong unit: Moodle takes off all marks"]
    assert "half-unblock-drawn" not in lost_unit
    for n in (1, 2, 3):
        question = exported()[0][f"{id}-{n}"]
        stem = plain(text_in(question, "questiontext")).splitlines()[0]
        values = allowed[stem]
        value, tolerance = (computed(number, values) for number in (item.answer.value, item.answer.tolerance))
        right = (100, filled(item.answer.feedback, values))
        for inside in (value - tolerance, value, value + tolerance):
            assert numerical(question, inside, unit) == right
        for slip in item.slips:
            assert numerical(question, computed(slip.value, values), unit)[0] == 0
        for other in item.units:
            if other.factor:
                assert numerical(question, value / other.factor, other.unit) == right
                score, told = numerical(question, value, other.unit)
                assert score == 0
                assert told == filled(other.feedback, values) or id in lost_unit


@pytest.mark.parametrize("id", ids("mark"))
def test_marks(id):
    item = ITEMS[id]
    ends = ["value"] if item.answer.low is None else ["low", "high"]
    for end in ends:
        question = exported()[0][id if end == "value" else f"{id}-{end}"]
        value = getattr(item.answer, end)
        check_number(question, value, item)
        for slip in item.slips:
            if abs(getattr(slip, end) - value) > item.answer.tolerance:
                assert numerical(question, getattr(slip, end))[0] == 0
        file = question.find("questiontext/file")
        image = re.search(
            r'<img src="@@PLUGINFILE@@/([^"]+)" alt="([^"]+)">', text_in(question, "questiontext")
        )
        assert (image[1], html.unescape(image[2])) == (file.get("name"), item.plot["alt"])
        svg = ET.fromstring(base64.b64decode(file.text))
        assert svg.tag == "{http://www.w3.org/2000/svg}svg"
        assert "var(" not in ET.tostring(svg, encoding="unicode")


@pytest.mark.parametrize("id", ids("short"))
def test_texts(id):
    item, question = ITEMS[id], exported()[0][id]
    for text in item.answer.accept:
        for typed in (text, text.upper(), f" {text} ", text.replace(" ", "-"), text.replace(" ", "")):
            assert shortanswer(question, typed) == (100, item.answer.feedback)
        assert shortanswer(question, f"{text} and more") == (0, item.otherwise)
    for slip in item.slips:
        for text in slip.accept:
            assert shortanswer(question, text) == (0, slip.feedback)


@pytest.mark.parametrize("id", ids("ordering"))
def test_orders(id):
    item, question = ITEMS[id], exported()[0][id]
    entries = sorted(answers_of(question))
    assert [(text, told) for _, text, told, _ in entries] == [(e.text, e.feedback) for e in item.entries]
    assert [place for place, *_ in entries] == list(range(1, len(entries) + 1))
    assert question.findtext("gradingtype") == "RELATIVE_NEXT_EXCLUDE_LAST"
    assert question.findtext("selecttype") == "ALL"
    assert plain(text_in(question, "correctfeedback")) == item.answer.feedback
    told = plain(text_in(question, "incorrectfeedback"))
    assert told == plain(text_in(question, "partiallycorrectfeedback"))
    for part in (*item.slips, *item.entries):
        assert part.feedback in told


@pytest.mark.parametrize("id", ids("matching"))
def test_matches(id):
    item, question = ITEMS[id], exported()[0][id]
    pairs = [(plain(text_in(q, ".")), text_in(q, "answer")) for q in question.iter("subquestion")]
    extra = [("", distractor.text) for distractor in item.distractors]
    assert pairs == [*((pair.text, pair.match) for pair in item.pairs), *extra]
    right, wrong = (plain(text_in(question, f"{name}feedback")) for name in ("correct", "incorrect"))
    assert all(pair.feedback in right and pair.otherwise in wrong for pair in item.pairs)
    assert all(distractor.feedback in wrong for distractor in item.distractors)


# Texts of any kind

NASTY = st.sampled_from(["<b>", "&amp;", "]]>", '"', "'", "<![CDATA[", "a < b && c", "µM²⁺", "*", "{x}"])
LETTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
TEXTS = st.lists(NASTY | st.text(LETTERS, max_size=8), min_size=1).map("".join)
TEXTS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)


@settings(deadline=None)
@given(stem=TEXTS, texts=st.lists(TEXTS, min_size=2, max_size=2, unique=True), feedback=TEXTS, hint=TEXTS)
def test_any_text_comes_back_as_it_was(stem, texts, feedback, hint):
    options = (Option(texts[0], feedback, correct=True), Option(texts[1], feedback))
    item = Item("any", "single", "one", "apply", stem, "somebody2020", options=options, hints=(hint,))
    quiz = ET.fromstring(moodle_file([Bank("any", stem, {"one": feedback}, (item,))], COURSE).xml)
    question = quiz.findall("question")[1]
    assert plain(text_in(question, "questiontext")) == stem
    assert [(t, f) for _, t, f, _ in answers_of(question)] == [(text, feedback) for text in texts]
    assert plain(text_in(question, "hint")) == hint


@settings(deadline=None)
@given(text=TEXTS)
@example(text="a < b && c-")
def test_an_asterisk_in_a_typed_text_is_no_wildcard(text):
    short = ITEMS["sample-short"]
    item = replace(short, answer=replace(short.answer, accept=(text,)), slips=())
    quiz = ET.fromstring(moodle_file([replace(SAMPLE, items=(item,))], COURSE).xml)
    question = quiz.findall("question")[1]
    assert shortanswer(question, text)[0] == 100
    assert shortanswer(question, f"x{text}x")[0] == 0


@settings(deadline=None)
@given(value=st.floats(1e-6, 1e9), sign=st.sampled_from([-1, 1]), share=st.floats(0.001, 1))
def test_any_tolerance_has_its_edges_in_and_what_lies_outside_out(value, sign, share):
    numeric = ITEMS["sample-numeric"]
    answer = replace(numeric.answer, value=sign * value, tolerance=share * value)
    item = replace(numeric, answer=answer, slips=())
    quiz = ET.fromstring(moodle_file([replace(SAMPLE, items=(item,))], COURSE).xml)
    check_number(quiz.findall("question")[1], answer.value, item)


def test_a_character_that_xml_forbids_is_named():
    item = replace(ITEMS["sample-single"], stem="A bell \x07?")
    with pytest.raises(MoodleError, match=r"sample, item sample-single: the character U\+0007 .* remove it"):
        moodle_file([replace(SAMPLE, items=(item,))], COURSE)


# On the command line


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "course.exports", *arguments]
    return subprocess.run(command, cwd=ROOT / "book", capture_output=True, text=True, check=False)


def test_one_chapter_from_the_command_line(tmp_path):
    done = run("moodle", "--chapter", "nmda-blockade", "--to", str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr
    file = tmp_path / "new" / "nmda-blockade-moodle.xml"
    assert str(file) in done.stdout
    quiz = ET.parse(file).getroot()
    assert len(quiz.findall("question")) > len(ITEMS) / len(BANKS) / 2
    assert "Moodle cannot hold" in done.stdout
    assert re.search(r"click on the plot.*\n +mark-peak", done.stdout)


def test_an_unknown_chapter_is_named_with_those_there_are(tmp_path):
    done = run("moodle", "--chapter", "nmda", "--to", str(tmp_path))
    assert done.returncode == 2
    assert "nmda-blockade" in done.stderr
    assert "Traceback" not in done.stderr
