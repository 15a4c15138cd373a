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
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from course import course
from lessonkit.exports import MoodleError, SheetLinks, moodle_file
from lessonkit.quiz.bank import Bank, load_bank
from lessonkit.quiz.index import reading_order
from lessonkit.quiz.item import Item
from lessonkit.quiz.types.choice.type import Option, Single
from lessonkit.quiz.types.numeric.values import all_draws, computed, filled

ROOT = Path(__file__).parents[3]
SAMPLE = load_bank(ROOT / "tests" / "lessonkit" / "quiz" / "banks" / "sample.yml")
BANKS = (*reading_order(), SAMPLE)
ITEMS = {item.id: item for bank in BANKS for item in bank.items}
DRAWN = [id for id, item in ITEMS.items() if item.type == "numeric" and item.values]
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


def printed(question: ET.Element, text: str) -> str:
    """A text as its question should print it: in a numerical one with numbers that can be typed there."""
    if question.get("type") != "numerical":
        return text
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).replace("\N{MINUS SIGN}", "-")


def typed_number(text: str, point: str, separator: str) -> float | None:
    """The number that Moodle reads in what was typed.

    As `apply_units` of question/type/numerical/questiontype.php.
    """
    text = text.replace(" ", "")
    if "." in text or text.count(",") > 1:
        text = text.replace(",", "")
    else:
        text = text.replace(separator, "").replace(point, ".").replace(",", ".")
    found = re.match(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", text)
    return float(found[0]) if found else None


def stored_hints(question: ET.Element) -> list[str]:
    """The hints that Moodle stores; a null in a column that must have a value stops an import half-way.

    `import_hints` of question/format/xml/format.php reads text and format of each hint and, by type, its
    settings. `import_from_xml` of question/type/ordering/questiontype.php makes up settings for two hints or
    more where the question has no shownumcorrect. `save_hints` of question/type/questiontypebase.php goes
    by the longest of these lists, passes over what is empty in all, and stores the format of the rest.
    """
    hints = list(question.iter("hint"))
    told = [(text_in(hint, "."), hint.get("format", "html")) for hint in hints]
    settings = [False] * len(hints)
    if question.get("type") in ("ordering", "matching", "multichoice"):
        settings = [hint.find("shownumcorrect") is not None for hint in hints]
    if question.get("type") == "ordering":
        options = [(hint.findtext("options") or "").strip() not in ("", "0") for hint in hints]
        settings = [a or b for a, b in zip(settings, options, strict=True)]
        if question.find("shownumcorrect") is None:
            settings = [True] * max(2, len(hints))
        else:
            int(question.findtext("shownumcorrect"))  # kept as it stands, in a column of numbers
    stored = []
    for text, setting in itertools.zip_longest(told, settings, fillvalue=None):
        if text is None and setting:
            raise ValueError("hintformat is null")
        if text and (text[0] or setting):
            stored.append(plain(text[0]))
    return stored


COMBINED = {"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "shownumcorrect"}
READ = {
    "multichoice": {
        *("single", "shuffleanswers", "answernumbering", "showstandardinstruction"),
        *("answer", *COMBINED),
    },
    "numerical": {"answer", "unitgradingtype", "unitpenalty", "showunits", "unitsleft", "instructions"},
    "shortanswer": {"usecase", "answer"},
    "matching": {"shuffleanswers", "subquestion", *COMBINED},
    "ordering": {
        *("layouttype", "selecttype", "selectcount", "gradingtype", "showgrading", "numberingstyle"),
        *("answer", *COMBINED),
    },
}
"""What question/format/xml/format.php, or import_from_xml of ordering, looks for in each type."""
HEADERS = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "idnumber", "tags"}


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
    file = moodle_file(BANKS, course.title)
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
    is_interval = item.type == "mark" and item.answer.low is not None
    assert len(questions) == (3 if item.id in DRAWN else 2 if is_interval else 1)
    for question in questions:
        assert text_in(question, "name")
        stem = plain(text_in(question, "questiontext"))
        if item.id not in DRAWN:
            assert stem.startswith(printed(question, item.stem))
            assert stored_hints(question) == [printed(question, hint) for hint in item.hints]
        assert "{" not in "".join(question.itertext())
        tags = [text_in(tag, ".") for tag in question.iter("tag")]
        assert f"objective: {item.objective}" in tags
        assert set(re.split(r",\s*", item.source)) <= set(tags)
        assert question.findtext("penalty") == "0"
        if item.type in ("numeric", "mark"):
            assert item.answer.unit in stem or (item.type == "numeric" and item.units)
    grades = sum(float(question.findtext("defaultgrade")) for question in questions)
    assert grades == (0 if item.type == "predict" else len(questions) if item.id in DRAWN else 1)


@pytest.mark.parametrize("site", ["", "https://example.org/course/"])
def test_a_question_says_which_lesson_explains_it_and_where_it_is_on_the_web(site, monkeypatch):
    monkeypatch.setitem(course.__dict__, "site", site)
    bank = next(bank for bank in BANKS if bank.chapter == "hyperexcitability")
    quiz = ET.fromstring(moodle_file([bank], "Course & all").xml)
    told = {q.findtext("idnumber"): text_in(q, "generalfeedback") for q in quiz.iter("question")}
    assert "Explained in “Does the drive matter?”, of the course “Course & all”." in plain(
        told["name-the-silence"]
    )
    assert "“Slices without magnesium show a mechanism, not a diet: How low is low?”" in plain(
        told["slice-and-person"]
    )
    for item in bank.items:
        assert all("Explained in “" in plain(text) for id, text in told.items() if id == item.id)
    link = '<a href="https://example.org/course/book/hyperexcitability/slices.html#how-low-is-low">'
    assert (link in told["slice-and-person"]) == bool(site)


def test_fractions_are_those_of_moodle():
    for question in exported()[0].values():
        if question.get("type") not in ("ordering", "matching"):
            assert {abs(fraction) for fraction, *_ in answers_of(question)} <= FRACTIONS
            assert max(fraction for fraction, *_ in answers_of(question)) <= 100


def test_each_chapter_is_a_category_with_its_objectives():
    bank = replace(SAMPLE, title="Either/or & both")
    quiz = ET.fromstring(moodle_file([bank, SAMPLE], course.title).xml)
    first, second = [q for q in quiz.iter("question") if q.get("type") == "category"]
    assert text_in(first, "category") == f"$course$/top/{course.title}/Either//or & both"
    assert text_in(second, "category") == f"$course$/top/{course.title}/{SAMPLE.title}"
    assert plain(text_in(first, "info")).splitlines() == list(SAMPLE.objectives.values())


@pytest.mark.parametrize("count", range(4))
@pytest.mark.parametrize("type", sorted({item.type for item in ITEMS.values()}))
def test_a_question_with_any_number_of_hints_can_be_stored(type, count):
    hints = tuple(f"Hint {n}." for n in range(count))
    item = replace(next(item for item in SAMPLE.items if item.type == type), hints=hints)
    quiz = ET.fromstring(moodle_file([replace(SAMPLE, items=(item,))], course.title).xml)
    for question in quiz.findall("question")[1:]:
        assert stored_hints(question) == list(hints)


@pytest.mark.parametrize("id", exported()[0])
def test_each_field_that_the_importer_reads_is_there(id):
    question = exported()[0][id]
    assert HEADERS | READ[question.get("type")] <= {child.tag for child in question}
    for child in question:
        assert child.get("format") or child.find("text") is None or child.tag in ("name", "tags")


def test_older_moodle_has_a_file_without_the_type_that_it_lacks():
    whole, older = moodle_file(BANKS, course.title), moodle_file(BANKS, course.title, ordering=False)
    kinds = [q.get("type") for q in ET.fromstring(older.xml).iter("question")]
    assert set(kinds) == {"category", "multichoice", "numerical", "shortanswer", "matching"}  # since Moodle 2
    assert older.left_out == tuple(ids("ordering"))
    assert not whole.left_out
    assert older.questions == len(kinds) - kinds.count("category")
    assert whole.questions == older.questions + len(older.left_out) == len(exported()[0])


def test_the_page_of_links_tells_how_many_questions_each_file_has():
    shown = " ".join(plain(SheetLinks()._repr_html_()).split())
    whole, older = (moodle_file(reading_order(), course.title, ordering=each) for each in (True, False))
    assert f"({whole.questions} questions)" in shown
    assert f"({older.questions} questions, without {len(older.left_out)} to put in order)" in shown


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


@pytest.mark.parametrize("id", [id for id in ids("numeric") if id not in DRAWN])
def test_numbers(id):
    item, question = ITEMS[id], exported()[0][id]
    check_number(question, item.answer.value, item)
    for slip in item.slips:
        assert numerical(question, slip.value) == (0, printed(question, slip.feedback))
    assert numerical(question, 1e12) == (0, printed(question, item.otherwise))


@pytest.mark.parametrize("id", [id for id, q in exported()[0].items() if q.get("type") == "numerical"])
def test_a_numerical_question_prints_numbers_as_they_can_be_typed(id):
    question = exported()[0][id]
    assert "a hyphen for minus" in plain(text_in(question, "questiontext"))
    told = " ".join(plain(element.text or "") for element in question.iter("text"))
    assert not re.search("[\N{MINUS SIGN}\N{NO-BREAK SPACE}\u202f]|\\d,\\d{3}", told)
    for _, text, _, _ in answers_of(question):
        for separators in ((".", ","), (",", ".")):
            assert text == "*" or typed_number(text, *separators) == float(text)


@given(value=st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6).map(lambda x: round(x, 2)))
@example(value=-23)
@example(value=93.3)
def test_any_number_that_a_numerical_question_prints_is_read_as_it_is(value):
    numeric = ITEMS["sample-numeric"]
    stem = f"Is it {value:,}?".replace("-", "\N{MINUS SIGN}")
    answer = replace(numeric.answer, value=value, feedback=stem)
    quiz = ET.fromstring(
        moodle_file([replace(SAMPLE, items=(replace(numeric, stem=stem, answer=answer),))], course.title).xml
    )
    question = quiz.findall("question")[1]
    for text in (text_in(question, "questiontext"), text_in(question.find("answer"), "feedback")):
        typed = re.search(r"Is it (.*)\?", plain(text))[1]
        for separators in ((".", ","), (",", ".")):
            assert typed_number(typed, *separators) == value


def check_number(question: ET.Element, value: float, item: Item) -> None:
    answer = item.answer
    edge = 1e-6 * max(answer.tolerance, abs(value))
    for sign in (-1, 1):
        right = printed(question, answer.feedback)
        assert numerical(question, value + sign * answer.tolerance) == (100, right)
        outside = numerical(question, value + sign * (answer.tolerance + edge))
        assert outside[0] == 0
        told = {item.otherwise, *(slip.feedback for slip in item.slips)}
        assert outside[1] in {printed(question, text) for text in told}


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


@pytest.mark.parametrize("id", DRAWN)
def test_draws_are_some_of_those_that_the_bank_allows(id):
    item = ITEMS[id]
    question = exported()[0][f"{id}-1"]
    allowed = {printed(question, filled(item.stem, v)): v for v in all_draws(item.values)}
    unit = item.answer.unit if item.units else None
    lost = "feedback on the right number with a wrong unit: Moodle takes off all marks"
    lost_unit = exported()[1].get(lost, ())
    assert "magnesium-for-half" not in lost_unit
    for n in (1, 2, 3):
        question = exported()[0][f"{id}-{n}"]
        stem = plain(text_in(question, "questiontext")).splitlines()[0]
        values = allowed[stem]
        value, tolerance = (computed(number, values) for number in (item.answer.value, item.answer.tolerance))
        right = (100, printed(question, filled(item.answer.feedback, values)))
        for inside in (value - tolerance, value, value + tolerance):
            assert numerical(question, inside, unit) == right
        for slip in item.slips:
            assert numerical(question, computed(slip.value, values), unit)[0] == 0
        for other in item.units:
            if other.factor:
                assert numerical(question, value / other.factor, other.unit) == right
                score, told = numerical(question, value, other.unit)
                assert score == 0
                assert told == printed(question, filled(other.feedback, values)) or id in lost_unit


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
        assert (image[1], html.unescape(image[2])) == (file.get("name"), printed(question, item.plot["alt"]))
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
    assert [text for _, text, *_ in entries] == [entry.text for entry in item.entries]
    assert [place for place, *_ in entries] == list(range(1, len(entries) + 1))
    assert question.findtext("gradingtype") == "RELATIVE_NEXT_EXCLUDE_LAST"
    assert question.findtext("selecttype") == "ALL"
    assert plain(text_in(question, "correctfeedback")) == item.answer.feedback
    told = plain(text_in(question, "incorrectfeedback"))
    assert told == plain(text_in(question, "partiallycorrectfeedback"))
    for slip in item.slips:
        assert slip.feedback in told
    general = plain(text_in(question, "generalfeedback")).splitlines()  # the type stores none with an entry
    assert general[: len(entries)] == [f"{entry.text}: {entry.feedback}" for entry in item.entries]


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


@given(stem=TEXTS, texts=st.lists(TEXTS, min_size=2, max_size=2, unique=True), feedback=TEXTS, hint=TEXTS)
def test_any_text_comes_back_as_it_was(stem, texts, feedback, hint):
    options = (Option(texts[0], feedback, correct=True), Option(texts[1], feedback))
    item = Single(
        id="any",
        objective="one",
        level="apply",
        stem=stem,
        source="somebody2020",
        options=options,
        hints=(hint,),
    )
    quiz = ET.fromstring(moodle_file([Bank("any", stem, {"one": feedback}, (item,))], course.title).xml)
    question = quiz.findall("question")[1]
    assert plain(text_in(question, "questiontext")) == stem
    assert [(t, f) for _, t, f, _ in answers_of(question)] == [(text, feedback) for text in texts]
    assert plain(text_in(question, "hint")) == hint


@given(text=TEXTS)
@example(text="a < b && c-")
def test_an_asterisk_in_a_typed_text_is_no_wildcard(text):
    short = ITEMS["sample-short"]
    item = replace(short, answer=replace(short.answer, accept=(text,)), slips=())
    quiz = ET.fromstring(moodle_file([replace(SAMPLE, items=(item,))], course.title).xml)
    question = quiz.findall("question")[1]
    assert shortanswer(question, text)[0] == 100
    assert shortanswer(question, f"x{text}x")[0] == 0


@given(value=st.floats(1e-6, 1e9), sign=st.sampled_from([-1, 1]), share=st.floats(0.001, 1))
def test_any_tolerance_has_its_edges_in_and_what_lies_outside_out(value, sign, share):
    numeric = ITEMS["sample-numeric"]
    answer = replace(numeric.answer, value=sign * value, tolerance=share * value)
    item = replace(numeric, answer=answer, slips=())
    quiz = ET.fromstring(moodle_file([replace(SAMPLE, items=(item,))], course.title).xml)
    check_number(quiz.findall("question")[1], answer.value, item)


def test_a_character_that_xml_forbids_is_named():
    item = replace(ITEMS["sample-single"], stem="A bell \x07?")
    with pytest.raises(MoodleError, match=r"sample, item sample-single: the character U\+0007 .* remove it"):
        moodle_file([replace(SAMPLE, items=(item,))], course.title)


# On the command line


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "lessonkit", "export", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_one_chapter_from_the_command_line(tmp_path):
    done = run("moodle", "--chapter", "nmda-blockade", "--to", str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr
    file = tmp_path / "new" / "nmda-blockade-moodle.xml"
    assert f"{file}: " in done.stdout
    older = file.with_name("nmda-blockade-moodle-without-ordering.xml")
    assert older.is_file() == ("before 4.4" in done.stdout)
    quiz = ET.parse(file).getroot()
    assert len(quiz.findall("question")) > len(ITEMS) / len(BANKS) / 2
    assert "Moodle cannot hold" in done.stdout
    assert re.search(r"click on the plot.*\n.*\bmark-peak", done.stdout)


def test_an_unknown_chapter_is_named_with_those_there_are(tmp_path):
    done = run("moodle", "--chapter", "nmda", "--to", str(tmp_path))
    assert done.returncode == 2
    assert "nmda-blockade" in done.stderr
    assert "Traceback" not in done.stderr
