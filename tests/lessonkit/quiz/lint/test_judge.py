# ruff: noqa: E501 - the tables of cases have one case a line
"""The linter: each rule speaks of a bad item and is silent on a good one."""

from __future__ import annotations

import copy
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from course import course
from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.item import LEVELS
from lessonkit.quiz.lint import ADVISORY, RULES, STRICT, Survey, lint, main, objective_map
from lessonkit.quiz.lint.fields import choices, texts
from lessonkit.quiz.words import count_syllables, reading_grade


def option(text: str, *, correct: bool = False) -> dict[str, Any]:
    """An option whose feedback is in order."""
    if correct:
        return {"text": text, "correct": True, "feedback": "The gradient points inwards, so it goes in."}
    return {
        "text": text,
        "misconception": f"idea behind {text}",
        "feedback": "This turns the gradient round. Look at the first figure.",
    }


def choice(name: str, key: int, **fields: Any) -> dict[str, Any]:
    """An item with three options, of which number `key` is right."""
    words = ["It moves inwards", "It moves outwards", "It stays outside"]
    return {
        "id": name,
        "type": "single",
        "objective": "gradient",
        "level": "apply",
        "stem": f"Where does the ion of cell {name} go?",
        "options": [option(word, correct=i == key) for i, word in enumerate(words)],
        "hints": ["Compare both sides."],
        "source": "jahr1990voltage",
        **fields,
    }


def good() -> dict[str, Any]:
    """A bank of which the linter has nothing to say."""
    numeric = {
        "id": "n",
        "type": "numeric",
        "objective": "block",
        "level": "apply",
        "stem": "How large is the potential of cell n?",
        "answer": {
            "value": -20.5,
            "unit": "mV",
            "tolerance": 0.5,
            "tolerance_reason": "Rounding of the logarithm.",
            "feedback": "The exponential is 1 there, so half is open.",
        },
        "slips": [{"value": 20.5, "misconception": "lost sign", "feedback": "The sign was lost on the way."}],
        "otherwise": "Set the ratio to one, then take the logarithm.",
        "source": "jahr1990voltage",
    }
    items = [choice(f"c{i}", i % 3) for i in range(6)]
    items += [choice("p", 0, type="predict", objective="block", level="predict"), numeric]
    return {
        "chapter": "sample",
        "title": "Sample",
        "objectives": {"gradient": "Explain the gradient", "block": "Calculate the block"},
        "items": items,
    }


def written(data: Any, folder: Path, name: str = "sample") -> BankFile:
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump(data, sort_keys=False, width=10_000, default_style='"'), encoding="utf-8")
    return BankFile(path)


def rules(data: dict[str, Any], folder: Path) -> dict[str, str]:
    return {finding.rule: str(finding) for finding in lint([written(data, folder)])}


def test_a_good_bank_has_no_findings(tmp_path):
    assert lint([written(good(), tmp_path)]) == []


def first(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda bank: bank["items"][0].update(fields)


def text_of(i: int, text: str) -> Callable[[dict[str, Any]], None]:
    return lambda bank: bank["items"][0]["options"][i].update(text=text)


def feedback(text: str) -> Callable[[dict[str, Any]], None]:
    return lambda bank: bank["items"][0]["options"][1].update(feedback=text)


def every(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda bank: [item.update(fields) for item in bank["items"]]


def keys_at(place: int) -> Callable[[dict[str, Any]], None]:
    return lambda bank: bank["items"].__setitem__(slice(7), [choice(f"c{i}", place) for i in range(7)])


def short_key(bank: dict[str, Any]) -> None:
    for one, text in zip(
        bank["items"][0]["options"], ["In", "It moves outwards", "It stays outside"], strict=True
    ):
        one["text"] = f"{text}side, where it is needed" if text != "In" else text


def echo(bank: dict[str, Any]) -> None:
    bank["items"][0]["stem"] = "Where does the force move the ion?"
    bank["items"][0]["options"][0]["text"] = "It follows forces"


LONG = "It moves inwards along the gradient, as both of the forces on it pull the same way"
HARD = (
    "Notwithstanding considerable electrophysiological complexity, intracellular concentrations "
    "necessarily accommodate extracellular perturbations."
)

# What is done to the good bank, where the finding lies, and a part of what it says was found. Rules without a
# case here have a test of their own.
BAD: dict[str, list[tuple[Callable, str, str]]] = {
    "key-length": [(text_of(0, "It moves inwards, down both of its gradients"), "item c0, option 1, text", "has 44"), (short_key, "item c0, option 1, text", "has 2 ")],
    "option-length": [(text_of(1, LONG), "item c0, options", "16 to 82")],
    "key-position": [(keys_at(0), "items", "of the 7 items with 3 options the right one is 7 times option 1")],
    "negative-stem": [
        (first(stem="Which ion does not enter?"), "item c0, stem", "'not'"),
        (first(stem="All ions enter except one. Name it, never two."), "item c0, stem", "'never'"),
        (first(stem="Which ion doesn’t enter?"), "item c0, stem", "'doesn’t'"),
    ],
    "negative-kept": [(first(stem="Which ion does NOT enter?"), "item c0, stem", "'NOT'")],
    "open-stem": [
        (first(stem="The ion moves"), "item c0, stem", "ion moves'"),
        (first(stem="The ion moves:"), "item c0, stem", "moves:'"),
    ],
    "stem-alone": [
        (first(stem="Where does the ion of this chapter go?"), "item c0, stem", "'this chapter'"),
        (first(stem="With the same constants, where does it go?"), "item c0, stem", "'the same constants'"),
        (first(stem="In these trials, where does it go?"), "item c0, stem", "'these trials'"),
        (first(stem="Where does the ion go in the figure?"), "item c0, stem", "'the figure'"),
        (first(stem="Where does the ion go that is shown above?"), "item c0, stem", "'shown above'"),
    ],
    "all-none": [
        (text_of(2, "None of the above"), "item c0, option 3, text", "'None of the above'"),
        (text_of(2, "All of these"), "item c0, option 3, text", "'All of these'"),
        (text_of(2, "Both of the above."), "item c0, option 3, text", "'Both of the above'"),
        (text_of(2, "Neither of the others"), "item c0, option 3, text", "'Neither of the others'"),
        (text_of(2, "Both A and B"), "item c0, option 3, text", "'Both A and B'"),
    ],
    "vague": [(text_of(0, "It often goes in"), "item c0, option 1, text", "'often'")],
    "absolute": [(text_of(2, "It never moves"), "item c0, option 3, text", "'never'")],
    "clang": [(echo, "item c0, option 1, text", "repeats forces of")],
    "number-order": [],
    "feedback-missing": [],
    "feedback-length": [(feedback("one " * 61), "item c0, option 2, feedback", "61 words")],
    "feedback-reason": [
        (feedback("Well done, correct!"), "item c0, option 2, feedback", "no reason"),
        (feedback("Not right."), "item c0, option 2, feedback", "no reason"),
    ],
    "feedback-grade": [
        (feedback("Most students turn the gradient round."), "item c0, option 2, feedback", "'Most students'"),
        (feedback("This lowers your score by a point."), "item c0, option 2, feedback", "'your score'"),
    ],
    "reading-level": [
        (first(stem=f"{HARD} {HARD} {HARD} Why?"), "item c0, stem", "above 12"),
        (lambda bank: bank["items"][7].update(otherwise=HARD, hints=[HARD, HARD]), "item n", "above 9"),
    ],
    "reading-level-one": [
        (first(hints=[HARD]), "item c0, hint 1", "above 12"),
        (first(stem=HARD), "item c0, stem", "above 12"),
    ],
    "objective-items": [(lambda bank: bank["objectives"].update(new="Judge it"), "objectives, new", "0 items")],
    "level-mix": [(every(level="recall"), "items", "8 of 8 only ask to recall")],
    "type-mix": [(lambda bank: bank["items"].pop(6), "items", "numeric or single")],
    "repeated-id": [],
    "repeated-stem": [(first(stem="Where does the ion of Cell c1 go??"), "item c1, stem", "sample.yml:")],
    "repeated-option": [(text_of(2, "it moves inwards!"), "item c0, option 3, text", "option 1")],
    "bank": [(first(level="hard"), "item c0, level", "'hard'")],
    "given-away": [],
    "outcome-missing": [],
    "observe-missing": [],
}  # fmt: skip
# Wording that comes close to what a rule forbids, and is right.
NEAR: dict[str, list[Callable]] = {
    "negative-stem": [
        first(stem="The cell cannot move. Where does the ion go?"),
        first(stem="The cell does not move. Where does the ion go?"),
        first(stem="Why does the ion not enter?"),
        first(stem="Where can't the ion go, and where cannot it stay?"),
        first(stem="Is the notable ion in a knot?"),
    ],
    "open-stem": [first(stem="Say where the ion goes."), first(stem="Where does it go (in the first cell)?")],
    "stem-alone": [
        first(stem="A map has two ions. Where on the map does the first one go?"),
        first(stem="Two trials disagree. Where does the ion go in these trials?"),
        first(stem="Where does an ion go at potentials above 1 mV?"),
    ],
    "all-none": [text_of(2, "All of the ions stay"), text_of(2, "Both of them")],
    "absolute": [text_of(0, "It never goes out")],
    "vague": [text_of(2, "It goes most ways")],
    "key-length": [text_of(0, "It moves inwards again")],
    "feedback-length": [feedback("one " * 60)],
    "reading-level": [first(stem=HARD)],
    "reading-level-one": [first(hints=["Intracellular concentration = electrophysiological perturbation."])],
    "feedback-reason": [feedback("Correct gradient, wrong way round.")],
    "feedback-grade": [feedback("A student of nerves finds this gradient in each axon.")],
    "repeated-option": [text_of(2, "It moves (partly) inwards")],
}


def test_each_rule_has_a_bad_bank():
    assert set(BAD) == set(RULES) - STRICT
    assert set(BAD) > ADVISORY


@pytest.mark.parametrize("rule", [rule for rule, cases in BAD.items() if cases])
def test_a_rule_names_line_item_found_and_remedy(rule, tmp_path):
    for spoil, where, found in BAD[rule]:
        bank = good()
        spoil(bank)
        told = rules(bank, tmp_path)
        assert rule in told, told
        assert re.match(rf"{re.escape(str(tmp_path))}/sample\.yml:\d+: {where}\b", told[rule]), told[rule]
        assert found in told[rule]
        if rule != "bank":
            assert RULES[rule] in told[rule]
        assert told[rule].endswith(f"[{rule}, advisory]" if rule in ADVISORY else f"[{rule}]")


@pytest.mark.parametrize("rule", NEAR)
def test_a_rule_is_silent_on_wording_that_is_right(rule, tmp_path):
    for change in NEAR[rule]:
        bank = good()
        change(bank)
        assert rule not in rules(bank, tmp_path)


def test_the_line_is_that_of_the_text(tmp_path):
    bank = good()
    bank["items"][3]["options"][2]["text"] = "It never moves"
    file = written(bank, tmp_path)
    line = file.path.read_text(encoding="utf-8").split("It never moves")[0].count("\n") + 1
    (finding,) = [finding for finding in lint([file]) if finding.rule == "absolute"]
    assert finding.text.startswith(f"{file.path}:{line}: ")


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (["−5 mV", "−20 mV", "30 mV"], True),
        (["−20 mV", "−5 mV", "30 mV"], False),
        (["30 mV", "−5 mV", "−20 mV"], False),
        (["1.5 mV", "10 mV", "3 mV"], True),
        (["10 mV", "1 V", "20 mV"], False),
    ],
)
def test_numbers_of_one_unit_stand_in_order(numbers, found, tmp_path):
    bank = good()
    for one, text in zip(bank["items"][0]["options"], numbers, strict=True):
        one["text"] = text
    assert ("number-order" in rules(bank, tmp_path)) == found


def test_an_answer_without_feedback_is_found_in_a_type_that_does_not_ask_for_it(tmp_path):
    file = written(good(), tmp_path)
    bare = {
        "type": "ordering",
        "steps": [{"text": "First"}, {"text": "Then"}],
        "feedback": "The wave comes first.",
    }
    half = {"type": "mark", "regions": [option("left", correct=True), {"text": "right"}]}
    for fields in (bare, half):
        common = {"objective": "block", "level": "apply", "stem": f"What is {fields['type']}?"}
        file.data["items"].append({"id": fields["type"], **common, **fields})
    told = [finding.text for finding in lint([file]) if finding.rule == "feedback-missing"]
    assert [re.search(r"item .*?:", text)[0] for text in told] == [
        "item ordering:",
        "item mark, region 2, text = 'right':",
        "item mark:",
    ]


def test_matches_and_distractors_are_read_as_options_are(tmp_path):
    file = written(good(), tmp_path)
    item = {
        "id": "m",
        "type": "matching",
        "objective": "block",
        "level": "apply",
        "stem": "Which unit goes with which quantity?",
        "pairs": [
            {
                "text": "Charge",
                "match": "often fC",
                "feedback": "Charge is in fC here.",
                "otherwise": "See it.",
            }
        ],
        "distractors": [{"text": "never mV", "feedback": "Potentials are in mV."}],
    }
    file.data["items"].append(item)
    told = [finding.text for finding in lint([file]) if finding.rule in ("vague", "absolute")]
    assert [re.search(r"item m.*?:", text)[0] for text in told] == [
        "item m, pair 1, match = 'often fC':",
        "item m, distractor 1, text = 'never mV':",
    ]


PAGE = """# Ions in a cell

```{code-cell} ipython3
# Inwards, says the code.
```

## Where an ion goes

Ions go inwards, as the last chapter said.

The cell is at rest. Guess first.

```{code-cell} ipython3
Quiz("sample", only=["p"])
```

Now run it.

<!-- outcome: p -->

### What happened

It went inwards.

<!-- end of outcome -->

## Ions move inwards
"""


@pytest.mark.parametrize(
    ("old", "new", "rule", "found"),
    [
        (
            "Where an ion goes",
            "An ion goes inwards",
            "given-away",
            "has inwards of the page's “An ion goes inwards”",
        ),
        ("What happened", "Inwards", "given-away", "“Inwards”"),
        ("# Ions in a cell", "# The inward ion", "given-away", "has inwards of the page's “The inward ion”"),
        ("The cell is at rest.", "The way is inward.", "given-away", "“The way is inward. Guess first.”"),
        ("<!-- outcome: p -->", "", "outcome-missing", "no outcome below it"),
        ("<!-- outcome: p -->", "<!-- outcome: q -->", "outcome-missing", "no outcome below it"),
        (
            "Now run it.",
            "```{code-cell} ipython3\nExplorer(nmda_block)\n```",
            "observe-missing",
            "before an explorer",
        ),
    ],
)
def test_what_a_page_does_to_a_prediction(old, new, rule, found, tmp_path):
    (tmp_path / "quizzes").mkdir()
    file = written(good(), tmp_path / "quizzes")
    page = tmp_path / "sample.md"
    page.write_text(PAGE, encoding="utf-8")
    assert lint([file]) == []
    assert PAGE.count(old) == 1
    page.write_text(PAGE.replace(old, new), encoding="utf-8")
    (finding,) = lint([file])
    assert finding.rule == rule
    assert found in finding.text
    assert "sample.yml:" in finding.text
    assert RULES[rule] in finding.text


def test_a_prediction_with_settings_may_stand_before_its_explorer(tmp_path):
    (tmp_path / "quizzes").mkdir()
    bank = good()
    bank["items"][6] |= {
        "explorer": "nmda-block", "observe": {"Mg": 0.3}, "scalar": "peak_inward_current", "source": "model: nmda-block"
    }  # fmt: skip
    page = PAGE.replace("Now run it.", "```{code-cell} ipython3\nExplorer(nmda_block)\n```")
    (tmp_path / "sample.md").write_text(page, encoding="utf-8")
    assert lint([written(bank, tmp_path / "quizzes")]) == []


def test_each_type_of_item_can_be_linted():
    file = BankFile(Path(__file__).parents[1] / "banks" / "sample.yml")
    assert "bank" not in {finding.rule for finding in lint([file])}


def test_an_id_and_a_stem_of_another_bank_are_told_with_their_place(tmp_path):
    one = written(good(), tmp_path)
    other = written({**good(), "chapter": "second"}, tmp_path, "second")
    told = [(finding.rule, finding.text) for finding in lint([one, other])]
    assert len(told) == 2 * len(one.data["items"])
    assert {rule for rule, _ in told} == {"repeated-id", "repeated-stem"}
    assert all(str(other.path) in text and f"is the same as at {one.path}:" in text for _, text in told)


def test_a_faulty_bank_keeps_no_other_from_being_linted(tmp_path):
    spoilt = good()
    spoilt["items"][0]["options"][2]["text"] = "It never moves"
    faulty = written({"chapter": "faulty"}, tmp_path, "faulty")
    told = [finding.rule for finding in lint([faulty, written(spoilt, tmp_path)])]
    assert set(told) == {"bank", "absolute"}


def test_texts_are_found_by_field_name_however_deep():
    item = {
        "stem": "a",
        "hints": ["b", "c"],
        "parts": [{"text": "d", "feedback": "e", "inner": {"otherwise": "f", "value": 3}}],
        "options": ["x"],
    }
    found = dict(texts(item, ("stem", "hints", "text", "feedback", "otherwise")))
    assert found == {
        ("stem",): "a",
        ("hints", 0): "b",
        ("hints", 1): "c",
        ("parts", 0, "text"): "d",
        ("parts", 0, "feedback"): "e",
        ("parts", 0, "inner", "otherwise"): "f",
    }


def test_choices_are_lists_with_right_and_wrong_texts():
    item = choice("c", 1)
    item["slips"] = [{"value": 1, "feedback": "no text"}]
    item["steps"] = [{"text": "First"}, {"text": "Then"}]
    assert [place for place, _ in choices(item)] == [("options",)]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("a", 1), ("beyond", 2), ("made", 1), ("makes", 1), ("fixes", 2), ("changes", 2), ("needed", 2), ("passed", 1),
        ("table", 2), ("tables", 2), ("whole", 1), ("called", 1), ("nothing", 2), ("going", 2), ("being", 2),
        ("calcium", 3), ("magnesium", 4), ("myoclonus", 4), ("potential", 3), ("concentration", 4),
        ("receptor", 3), ("depolarised", 4), ("rate", 1), ("valuable", 4), ("quite", 1), ("mV", 1),
        ("3.57", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted(word, syllables):
    assert count_syllables(word) == syllables


def test_reading_grade_is_that_of_the_formula():
    # 10 words, 2 sentences, 11 syllables
    assert reading_grade("The cat sat on the mat. It saw a rabbit.") == round(
        0.39 * 5 + 11.8 * 1.1 - 15.59, 1
    )
    assert reading_grade("") == reading_grade("→ … !") == 0
    assert reading_grade(HARD) > 20


@given(
    st.lists(st.sampled_from(["calcium", "ion", "moves", "through", "one", "at", "−70", "mV"]), min_size=1)
)
def test_a_passage_said_twice_reads_as_hard(words):
    sentence = f"{' '.join(words)}."
    assert reading_grade(f"{sentence} {sentence}") == reading_grade(sentence)


@given(st.text())
def test_each_word_has_a_syllable(word):
    assert count_syllables(word) >= 1


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
sentences = st.one_of(
    words,
    st.lists(
        st.sampled_from(
            [
                "not",
                "NOT",
                "never",
                "often",
                "all of the above",
                "none of these",
                "−2.5",
                "mV.",
                "?",
                "It",
                "Well done!",
                "()",
            ]
        ),
        min_size=1,
        max_size=12,
    ).map(" ".join),
)


@st.composite
def banks(draw) -> dict[str, Any]:
    """A bank that is sound for the schema, with any texts in it."""
    bank = copy.deepcopy(good())
    for item in bank["items"]:
        item["stem"] = draw(sentences)
        item["level"] = draw(st.sampled_from(LEVELS))
        item["objective"] = draw(st.sampled_from(sorted(bank["objectives"])))
        item["hints"] = draw(st.lists(sentences, max_size=3))
        if "options" in item:
            size = draw(st.integers(2, 6))
            texts_drawn = draw(st.lists(sentences, min_size=size, max_size=size, unique=True))
            key = draw(st.integers(0, size - 1))
            item["options"] = [option(text, correct=i == key) for i, text in enumerate(texts_drawn)]
            for one in item["options"]:
                one["feedback"] = draw(sentences)
    bank["items"] = bank["items"][draw(st.integers(0, 7)) :]
    return bank


@given(banks())
def test_any_bank_is_linted_without_a_crash(bank):
    with tempfile.TemporaryDirectory() as folder:
        file = written(bank, Path(folder))
        findings = lint([file])
        assert "bank" not in {finding.rule for finding in findings}, findings
        for finding in findings:
            assert re.match(rf"{re.escape(str(file.path))}:\d+: \S", finding.text)
            assert RULES[finding.rule] in finding.text
        assert objective_map(file.data)


scalars = st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5))


@given(st.data())
def test_a_broken_bank_is_reported_as_such(data):
    bank = good()
    place = data.draw(st.sampled_from(["chapter", "objectives", "items", "item", "options", "stem"]))
    value = data.draw(
        st.one_of(scalars.filter(lambda value: not isinstance(value, str)), st.just([]), st.just(""))
    )
    if place in bank:
        bank[place] = value
    elif place == "item":
        bank["items"][0] = value
    else:
        bank["items"][0][place] = value
    with tempfile.TemporaryDirectory() as folder:
        findings = lint([written(bank, Path(folder))])
    assert {finding.rule for finding in findings} == {"bank"}


def test_the_map_is_aligned_and_adds_up():
    lines = objective_map(good()).splitlines()
    assert lines[0] == "sample: 6 single, 1 predict, 1 numeric"
    assert lines[1].split() == ["objective", *LEVELS, "items"]
    assert lines[2].split() == ["gradient", "0", "6", "0", "0", "6"]
    assert lines[3].split() == ["block", "0", "1", "1", "0", "2"]
    assert lines[4].split() == ["all", "0", "7", "1", "0", "8"]
    assert len(set(map(len, lines[1:]))) == 1


def test_the_command_prints_the_map_and_passes_a_good_bank(tmp_path, capsys):
    written(good(), tmp_path)
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert objective_map(good()) in printed
    assert printed.endswith("Banks: 1, items: 8, errors: 0, advisory findings: 0\n")


@pytest.mark.parametrize(
    ("stem", "code", "tally"),
    [
        ("Which ion does not enter?", 1, "errors: 1, advisory findings: 0"),
        ("Which ion does NOT enter?", 0, "errors: 0, advisory findings: 1"),
    ],
)
def test_the_command_fails_on_an_error_and_not_on_an_advisory_finding(stem, code, tally, tmp_path, capsys):
    bank = good()
    bank["items"][0]["stem"] = stem
    file = written(bank, tmp_path)
    assert main([str(file.path)]) == code
    printed = capsys.readouterr().out
    assert f"\n{file.path}:" in printed
    assert tally in printed


def test_the_command_fails_on_a_broken_bank(tmp_path, capsys):
    written({"chapter": "sample"}, tmp_path)
    assert main([str(tmp_path)]) == 1
    assert "items: is missing: add it [bank]" in capsys.readouterr().out


@pytest.mark.parametrize("given_path", ["absent.yml", "."])
def test_the_command_says_when_there_is_no_bank(given_path, tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        main([str(tmp_path / given_path)])
    assert caught.value.code == 2
    assert "no such bank" in (told := capsys.readouterr().err) or "no bank" in told


def test_banks_of_the_course_are_clean():
    """Also to those who guess, and to those who look for the answer in the text."""
    files = [BankFile(path) for path in sorted(course.quizzes.glob("*.yml"))]
    findings = lint(files) + Survey(files).findings()
    assert [str(finding) for finding in findings if not finding.advisory] == []
