"""The quiz in Python: what it renders is complete, safe and graded by nobody but the page."""

from __future__ import annotations

import json
import re
import string
import tempfile
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessonkit.page.registry import taken_names
from lessonkit.quiz import BankError, Quiz
from lessonkit.quiz.bank import load_bank
from lessonkit.quiz.widget import ResponseError

SAMPLE = Path(__file__).parent / "banks" / "sample.yml"
NASTY = [
    "<script>alert(1)</script>",
    "</script><b>",
    '"><img src=x onerror=x>',
    "{{ 7 * 7 }}",
    "&amp; 🙂 'µ'",
]


@pytest.fixture(autouse=True)
def _no_kernel(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")


def sample(**kwargs) -> Quiz:
    return Quiz("sample", folder=SAMPLE.parent, **kwargs)


def soup(quiz: Quiz) -> BeautifulSoup:
    return BeautifulSoup(quiz.html, "html.parser")


def data_of(quiz: Quiz) -> dict:
    return json.loads(soup(quiz).select_one('script[type="application/json"]').string)


def test_the_contract_of_the_element():
    element = soup(sample()).select_one("course-quiz")
    assert element["quiz"] == "sample"
    assert not element.has_attr("ready")
    fields = element.select("fieldset[data-item]")
    assert [field["data-item"] for field in fields] == [item.id for item in load_bank(SAMPLE).items]
    for field in fields:
        assert field.find(True).name == "legend"
        (status,) = field.select("[role=status]")
        assert status.get_text() == ""
    assert fields[0].legend.string == "Which way does the current flow?"
    assert {i["type"] for i in fields[0].select("input")} == {"radio"}
    assert {i["type"] for i in fields[1].select("input")} == {"checkbox"}
    (box,) = fields[2].select("input")
    assert (box["type"], box["inputmode"]) == ("text", "text")
    assert "mV" in fields[2].get_text()
    assert fields[3].select_one("[type=submit]").string == "Record my prediction"


def test_every_input_has_a_label_and_every_reference_a_target():
    html = soup(sample())
    for box in html.select("input, select"):
        assert box.find_parent("label")
    for name in " ".join(e["aria-describedby"] for e in html.select("[aria-describedby]")).split():
        assert len(html.select(f"#{name}")) == 1


def test_without_a_script_no_button_is_visible_and_the_answers_are_there():
    html = soup(sample())
    buttons = html.select("button")
    assert buttons
    for button in buttons:
        assert button.find_parent(hidden=True) or button.has_attr("hidden")
    answers = html.select_one("details.course-answers")
    assert not answers.has_attr("open")
    text = " ".join(answers.get_text().split())
    for item in load_bank(SAMPLE).items:
        if not getattr(item, "values", ()):
            assert item.stem in text
        for option in getattr(item, "options", ()):
            assert option.text in text
        for name in ("options", "slips", "entries", "pairs", "distractors", "units"):
            for part in getattr(item, name, ()):
                assert part.feedback.split("{")[0] in text
    assert "Right: −20.5 mV" in text
    assert "Set the ratio to one." in text


def test_questions_are_numbered_only_where_there_are_several():
    assert "Question 2 of 11" in soup(sample()).get_text()
    assert "Question" not in soup(sample(only=["sample-single"])).get_text()


def test_the_type_is_said_in_words():
    kinds = [kind.string for kind in soup(sample()).select(".quiz-kind")]
    assert kinds == [
        "Choose one",
        "Choose all that apply",
        "Type a number",
        "Predict",
        "Type a number",
        "Put in order",
        "Match",
        "Type a word or two",
        "Mark on the plot",
        "Mark on the plot",
        "Predict",
    ]


def test_only_picks_items_in_its_order():
    quiz = sample(only=["sample-predict", "sample-single"])
    assert [item["id"] for item in data_of(quiz)["items"]] == ["sample-predict", "sample-single"]


@pytest.mark.parametrize("only", [["absent"], [], "sample-single", ["sample-single", "sample-single"]])
def test_only_that_cannot_be_used_is_told(only):
    with pytest.raises(BankError, match="choose from sample-single, sample-multiple"):
        sample(only=only)


def test_score_is_the_mean_over_scored_items():
    quiz = sample(only=["sample-single", "sample-multiple", "sample-numeric", "sample-predict"])
    assert quiz.score == 0
    quiz.responses = {
        "sample-single": {"response": 0, "score": 1, "attempts": 1},
        "sample-multiple": {"response": [0], "score": 0.5, "attempts": 2},
        "sample-predict": {"response": 1, "score": None, "attempts": 1},
    }
    assert quiz.score == pytest.approx(0.5)
    quiz.responses = {}
    assert quiz.score == 0
    assert sample(only=["sample-predict"]).score is None


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        ({"absent": {"response": 0}}, "'absent' is no question of this quiz: choose from sample-single"),
        ({"sample-single": 1}, "the answer of 'sample-single' is 1: write {'response': …}"),
        ({"sample-single": {"score": 1}}, "write {'response': …}"),
        ({"sample-single": {"response": 0, "score": 2}}, "the score of 'sample-single' is 2: write a number"),
        ({"sample-single": {"response": 0, "score": True}}, "the score of 'sample-single' is True"),
        ({"sample-single": {"response": 0, "attempts": 1.5}}, "the attempts of 'sample-single' are 1.5"),
    ],
)
def test_responses_that_cannot_be_are_refused_and_the_old_ones_stay(responses, message):
    quiz = sample(only=["sample-single"])
    kept = {"sample-single": {"response": 0, "score": 1, "attempts": 1}}
    quiz.responses = kept
    with pytest.raises(ResponseError, match=re.escape(message)):
        quiz.responses = responses
    assert quiz.responses == kept
    assert quiz.score == 1


def test_score_cannot_be_set():
    with pytest.raises(AttributeError):
        sample().score = 1


def test_responses_go_both_ways():
    assert Quiz.responses.metadata["sync"] is True


def test_each_answer_calls_back():
    quiz = sample()
    heard = []
    answer = {"response": [0, 2], "score": 0.5, "attempts": 1}

    def note(item, answer):
        heard.append((item, answer))

    quiz.on_answer(note)
    for message in ({"type": "answer", "item": "sample-multiple", "answer": answer}, {"type": "other"}):
        quiz._handle_custom_msg(message, [])
    assert heard == [("sample-multiple", answer)]
    quiz.on_answer(note, remove=True)
    quiz._handle_custom_msg({"type": "answer", "item": "sample-multiple", "answer": answer}, [])
    assert len(heard) == 1


def test_the_drawn_numbers_stand_in_the_html_that_needs_no_script():
    html = soup(sample(only=["sample-units"]))
    number = int(html.legend.get_text().removeprefix("What is half of ").removesuffix(" mV?"))
    answers = " ".join(html.select_one(".course-answers").get_text().split())
    assert f"Right: {number / 2}" in answers
    assert f"Half of {number} is {number / 2:g}." in answers
    assert "{" not in html.select_one(".course-card").get_text()


def test_what_is_offered_can_be_read_without_a_script():
    assert "To choose from: mL; mV; pA." in soup(sample(only=["sample-matching"])).get_text()
    start = [row["data-place"] for row in soup(sample(only=["sample-ordering"])).select(".quiz-order li")]
    assert sorted(start) == ["0", "1", "2", "3"] != start
    mark = soup(sample(only=["sample-mark"]))
    assert len(mark.select(".quiz-mark svg")) == 1
    assert len(mark.select(".quiz-mark tbody tr")) == 11


def test_ids_are_unique_where_a_page_asks_an_item_twice():
    html = BeautifulSoup(sample().html + sample().html, "html.parser")
    ids = [tag["id"] for tag in html.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_page_build_gets_html_alone():
    data, metadata = sample()._repr_mimebundle_()
    html, classes = taken_names(data["text/html"])
    assert html.startswith('<course-quiz quiz="sample">')
    assert classes == [Quiz]
    assert set(data) == {"text/html", "text/plain"}
    assert metadata == {}


def hash_with(tmp_path: Path, old: str, new: str) -> dict[str, str]:
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "sample.yml").write_text(text.replace(old, new), encoding="utf-8")
    return {item["id"]: item["hash"] for item in data_of(Quiz("sample", folder=tmp_path))["items"]}


@pytest.mark.parametrize(
    ("old", "new", "stale"),
    [
        ("Which way does", "Where does", {"sample-single"}),
        ("text: Inwards", "text: Into the cell", {"sample-single"}),
        ("tolerance: 0.5", "tolerance: 0.6", {"sample-numeric"}),
        ("The sign was lost.", "A sign was lost.", set()),
        ("Look at the sign.", "Look.", set()),
    ],
)
def test_the_hash_changes_with_the_question_and_not_with_its_feedback(old, new, stale, tmp_path):
    before = hash_with(tmp_path, "chapter: sample", "chapter: sample")
    after = hash_with(tmp_path, old, new)
    assert {id for id in before if before[id] != after[id]} == stale


HASHES = {
    "sample-single": "fbd754f85476",
    "sample-multiple": "b92e0397c536",
    "sample-numeric": "16e3962eab75",
    "sample-predict": "8a993c1626db",
    "sample-units": "ab2adef97ad9",
    "sample-ordering": "745376c6e309",
    "sample-matching": "fb789447c7f5",
    "sample-short": "b68e28b28159",
    "sample-mark": "9465da6aa878",
    "sample-interval": "395aa2cdb228",
    "sample-observe": "58f451d67c27",
}


def test_the_hash_of_a_question_of_any_type_stays_as_learners_records_have_it():
    assert {item.id: item.hash for item in load_bank(SAMPLE).items} == HASHES


texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=string.printable + "µ²⁺−🙂\u2028é", min_size=1, max_size=40),
).filter(str.strip)
numbers = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def choices(draw, kind: str) -> dict:
    words = draw(st.lists(texts, min_size=3, max_size=6, unique=True))
    right = 2 if kind == "multiple" else 1
    options = [
        {"text": text, "feedback": draw(texts)}
        | ({"correct": True} if i < right else {"misconception": draw(texts)})
        for i, text in enumerate(words)
    ]
    return {"options": draw(st.permutations(options))}


@st.composite
def numerics(draw) -> dict:
    value, tolerance = draw(numbers), draw(st.floats(0, 10))
    answer = {"value": value, "unit": draw(texts), "tolerance": tolerance}
    answer |= {"tolerance_reason": draw(texts), "feedback": draw(texts)}
    gaps = draw(st.lists(st.floats(1, 1e3), min_size=1, max_size=3))
    slips = [
        {"value": value + tolerance + gap, "misconception": draw(texts), "feedback": draw(texts)}
        for gap in gaps
    ]
    return {"answer": answer, "slips": slips, "otherwise": draw(texts)}


@st.composite
def orderings(draw) -> dict:
    entries = draw(st.lists(texts, min_size=3, max_size=7, unique=True))
    slip = {"puts": len(entries), "before": 1, "misconception": draw(texts), "feedback": draw(texts)}
    entries = [{"text": text, "feedback": draw(texts)} for text in entries]
    return {"entries": entries, "answer": {"feedback": draw(texts)}, "slips": [slip]}


@st.composite
def matchings(draw) -> dict:
    lefts = draw(st.lists(texts, min_size=2, max_size=5, unique=True))
    rights = draw(st.lists(texts, min_size=len(lefts) + 1, max_size=len(lefts) + 1, unique=True))
    names = ("feedback", "misconception", "otherwise")
    pairs = [
        {"text": left, "match": right} | {name: draw(texts) for name in names}
        for left, right in zip(lefts, rights, strict=False)
    ]
    wrong = {"text": rights[-1], "misconception": draw(texts), "feedback": draw(texts)}
    return {"pairs": pairs, "distractors": [wrong]}


@st.composite
def shorts(draw) -> dict:
    slip = {"accept": ["near miss"], "misconception": draw(texts), "feedback": draw(texts)}
    answer = {"accept": ["right " + str(draw(st.integers(0, 99)))], "feedback": draw(texts)}
    return {"answer": answer, "slips": [slip], "otherwise": draw(texts)}


PARTS = {"numeric": numerics, "ordering": orderings, "matching": matchings, "short": shorts}


@st.composite
def banks(draw) -> dict:
    kind = st.sampled_from(["single", "multiple", "numeric", "predict", "ordering", "matching", "short"])
    kinds = draw(st.lists(kind, min_size=1, max_size=3))
    items = [
        {
            "id": f"item-{i}",
            "type": kind,
            "objective": "aim",
            "level": draw(st.sampled_from(["recall", "apply", "predict", "interpret"])),
            "stem": draw(texts),
            "source": draw(texts),
            "hints": draw(st.lists(texts, max_size=3)),
        }
        | draw(PARTS[kind]() if kind in PARTS else choices(kind))
        for i, kind in enumerate(kinds)
    ]
    return {"chapter": "random", "title": draw(texts), "objectives": {"aim": draw(texts)}, "items": items}


def rendered(bank: dict) -> Quiz:
    with tempfile.TemporaryDirectory() as folder:
        text = yaml.safe_dump(bank, allow_unicode=True, sort_keys=False, default_style='"')
        Path(folder, "random.yml").write_text(text, encoding="utf-8", newline="")
        return Quiz("random", folder=Path(folder))


KNOWN_TAGS = {
    "course-quiz",
    "div",
    "form",
    "p",
    "span",
    "fieldset",
    "legend",
    "ul",
    "ol",
    "li",
    "label",
    "input",
    "select",
    "option",
    "button",
    "details",
    "summary",
    "strong",
    "script",
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bank=banks())
def test_any_text_is_shown_as_it_is_and_never_becomes_markup(bank):
    quiz = rendered(bank)
    html = soup(quiz)
    assert {tag.name for tag in html.find_all(True)} <= KNOWN_TAGS
    assert len(html.select("script")) == 1
    assert not [name for tag in html.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert [legend.get_text() for legend in html.select("legend")] == [item["stem"] for item in bank["items"]]
    shown = [span.get_text() for span in html.select(".quiz-options label span")]
    assert shown == [option["text"] for item in bank["items"] for option in item.get("options", ())]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bank=banks())
def test_the_data_in_the_page_are_those_of_the_bank(bank):
    data = data_of(rendered(bank))
    assert data["quiz"] == "random"
    assert data["responses"] == {}
    for given_item, item in zip(bank["items"], data["items"], strict=True):
        assert (item["id"], item["type"]) == (given_item["id"], given_item["type"])
        assert item["hints"] == given_item["hints"]
        if item["type"] == "numeric":
            assert item["answer"] == given_item["answer"]
            assert item["slips"] == given_item["slips"]
            assert item["otherwise"] == given_item["otherwise"]
        for name in ("entries", "pairs", "distractors"):
            assert item.get(name) == given_item.get(name)
        for written, option in zip(given_item.get("options", ()), item.get("options", ()), strict=True):
            assert option.get("correct", False) is written.get("correct", False)
            assert (option["text"], option["feedback"]) == (written["text"], written["feedback"])


@pytest.mark.parametrize("text", NASTY)
def test_markup_in_any_field_is_text(text):
    option = {"text": text, "feedback": text}
    item = {"id": "a", "type": "single", "objective": "aim", "level": "apply", "stem": text, "source": "s"}
    item["options"] = [option | {"correct": True}, {"text": "other", "feedback": text, "misconception": text}]
    bank = {"chapter": "random", "title": text, "objectives": {"aim": text}, "items": [item]}
    quiz = rendered(bank)
    assert soup(quiz).legend.get_text() == text
    assert data_of(quiz)["items"][0]["options"][0] == option | {"correct": True}
    assert "<script>alert" not in quiz.html
    assert "<img" not in quiz.html
