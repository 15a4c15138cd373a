"""A strict run: what is printed, what is asked twice, and what there is too little of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lessonkit.quiz.bank import BankFile
from lessonkit.quiz.lint import STRICT, Survey, main
from lessonkit.quiz.lint.duplicates import near_duplicates
from lessonkit.quiz.lint.printed import is_printed, sentences


def single(name: str, stem: str, key: str, *wrong: str, **fields: Any) -> dict[str, Any]:
    options = [{"text": key, "correct": True, "feedback": "The pump needs it, so it does."}]
    options += [
        {"text": text, "misconception": "another idea", "feedback": "That is another idea."}
        for text in wrong or ("Elsewhere", "Nowhere")
    ]
    return {
        "id": name,
        "type": "single",
        "objective": "pump",
        "level": "apply",
        "stem": stem,
        "options": options,
        "source": "jahr1990voltage",
        **fields,
    }


def banks(folder: Path, *lists: list[dict[str, Any]]) -> list[BankFile]:
    (folder / "quizzes").mkdir(exist_ok=True)
    files = []
    for i, items in enumerate(lists):
        data = {"chapter": f"b{i}", "title": "B", "objectives": {"pump": "Explain the pump"}, "items": items}
        path = folder / "quizzes" / f"b{i}.yml"
        path.write_text(yaml.safe_dump(data), encoding="utf-8")
        files.append(BankFile(path))
        assert files[-1].faults == []
    return files


DRIP = single("drip", "A drip raises serum magnesium. What does the spinal fluid do?", "It hardly changes")
AGAIN = single(
    "again", "A drip raises magnesium of the serum. And the fluid?", "In the spine it hardly changes"
)
WHY = single("why", "A drip raises serum magnesium, the spinal fluid stays. Why?", "A barrier keeps it out")


def test_a_question_asked_again_in_other_words_is_found_in_another_bank(tmp_path):
    files = banks(tmp_path, [DRIP], [AGAIN])
    [(file, (place, rule, found))] = near_duplicates(files)
    assert (file, place, rule) == (files[1], ("items", 0, "stem"), "near-duplicate")
    assert found == "asks nearly what drip of b0 asks"


def test_what_happens_and_why_are_two_questions(tmp_path):
    assert [*near_duplicates(banks(tmp_path, [DRIP | {"type": "predict"}, WHY]))] == []


PAGE = """---
lesson: {minutes: 5}
---
# The pump

```{code-cell} ipython3
Quiz("b0", only=["fuel"])
```

Sodium leaves the cell by a pump that burns phosphate {cite:p}`author2000barrier`. Nothing else matters.

| Ion | Way |
|---|---|
| calcium | exchanger and mitochondria |

<!-- a comment on hidden potassium gradients -->
The resting potential is −70 mV. A coincidence detector needs two events.
"""


@pytest.mark.parametrize(
    ("item", "printed"),
    [
        (single("a", "What drives sodium?", "A pump that burns phosphate"), True),
        (single("a", "What drives sodium?", "It burns sugar and oxygen"), False),
        (single("a", "Where to?", "To exchanger, mitochondria"), True),
        (single("a", "Where to?", "Hidden potassium gradients"), False),
        (
            single("a", "Where to?", "Exchanger and mitochondria outside calcium-free phosphate gels here"),
            False,
        ),
        ({"answer": {"value": -70, "unit": "mV"}}, True),
        ({"answer": {"value": 70.5, "unit": "mV"}}, False),
        ({"answer": {"value": -70, "unit": "mV"}, "values": {"x": {"from": 1, "to": 2, "step": 1}}}, False),
        ({"answer": {"value": -70, "unit": "mV"}, "plot": {"model": "m"}}, False),
        ({"answer": {"accept": ["Coincidence detector"]}}, True),
        ({"answer": {"accept": ["leak detector"]}}, False),
        ({"pairs": [{"text": "Calcium", "match": "exchanger"}, {"text": "Sodium", "match": "pump"}]}, True),
        (
            {"pairs": [{"text": "Calcium", "match": "exchanger"}, {"text": "Chloride", "match": "carrier"}]},
            False,
        ),
    ],
)
def test_an_answer_that_stands_in_a_sentence_or_row_is_printed(item, printed):
    assert is_printed(item, sentences([PAGE])) == printed


def test_a_sentence_or_a_heading_that_answers_is_told(tmp_path):
    (file,) = files = banks(tmp_path, [single("fuel", "What does it burn?", "Phosphate")])
    page = tmp_path / "b0.md"
    for line, told in (
        ("Look. It burns phosphate.", 1),
        ("It burns phosphate. Look.", 0),
        ("## Phosphate", 1),
    ):
        page.write_text(PAGE.replace("# The pump\n", f"# The pump\n\n{line}\n"), encoding="utf-8")
        findings = [each for each in Survey(files).findings() if each.rule == "told-before"]
        assert len(findings) == told, line
        assert all(f"{file.path}:" in each.text and "has phosphate of" in each.text for each in findings)


def test_a_bank_has_to_ask_enough_and_enough_that_is_new(tmp_path):
    words = ["sodium pump", "glial buffer", "axon terminal", "leak channel"]
    items = [single(f"q{i}", f"What of {word}?", f"The {word} itself") for i, word in enumerate(words)]
    (tmp_path / "b0.md").write_text(
        f"# B\n\nThe {words[0]}. The {words[1]}. The {words[2]}.", encoding="utf-8"
    )
    told = {each.rule: each.text for each in Survey(banks(tmp_path, items)).findings()}
    assert "the answers of 3 of 4 stand in the chapter" in told["printed"]
    assert "has 1 items whose answer is not printed" in told["objective-printed"]
    assert "objective-few" not in told
    told = {each.rule: each.text for each in Survey(banks(tmp_path, items[2:])).findings()}
    assert "has 2 items" in told["objective-few"]


def leaking(bank: int) -> list[dict[str, Any]]:
    """Items of which the key is always the shortest option."""
    return [
        single(
            f"b{bank}-{i}",
            f"What does ion {word} of bank {bank} do?",
            f"It {word}",
            f"It {word} far away, because it can",
            f"It {word} there, since it has to",
        )
        for i, word in enumerate(["rises", "sinks", "waits", "turns", "grows", "fades"])
    ]


def test_the_table_shows_what_form_gives_away_and_the_findings_say_it(tmp_path):
    survey = Survey(banks(tmp_path, leaking(0), leaking(1)))
    lines = survey.table().splitlines()
    assert len(set(map(len, lines[:4]))) == 1
    assert lines[1].split()[:6] == ["b0", "6", "100%", "6", "100%", "(33%)"]
    assert lines[3].split()[0] == "all"
    assert "shortest 100% (33%)" in lines[4]
    found = {each.rule for each in survey.findings()}
    assert {"key-cue", "strategy", "surface"} <= found <= STRICT


def test_the_strict_rules_fail_a_strict_run_alone(tmp_path, capsys):
    banks(tmp_path, leaking(0))
    folder = str(tmp_path / "quizzes")
    main([folder])
    assert "[key-cue]" not in (plain := capsys.readouterr().out)
    assert "100% (33%)" in plain
    assert main([folder, "--strict"]) == 1
    assert "[key-cue]" in capsys.readouterr().out
