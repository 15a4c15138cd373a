# ruff: noqa: E501 - the table of faults has one fault a line
"""Banks: what is right is read in full, what is wrong is named with its place and its remedy."""

from __future__ import annotations

import itertools
from pathlib import Path

import jsonschema
import pytest
import yaml

from course import course
from lessonkit.quiz import Bank, BankError, check_banks, find_bank, load_bank
from lessonkit.quiz.bank import schema

SAMPLE = Path(__file__).parent / "banks" / "sample.yml"
TEXT = SAMPLE.read_text(encoding="utf-8")

OPTION = "      - text: Outwards\n        misconception: sign turned round\n"
PREDICT = "        misconception: direction turned round\n"
ZERO = "        misconception: zero taken for large\n"


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def fault_of(folder: Path, text: str, name: str = "sample") -> str:
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BankError) as caught:
        load_bank(path)
    return str(caught.value)


def test_sample_is_read_in_full():
    bank = load_bank(SAMPLE)
    assert isinstance(bank, Bank)
    assert [item.type for item in bank.items] == [
        "single",
        "multiple",
        "numeric",
        "predict",
        "numeric",
        "ordering",
        "matching",
        "short",
        "mark",
        "mark",
        "predict",
    ]
    single, multiple, numeric, predict, units, ordering, matching, short, point, interval, observe = (
        bank.items
    )
    assert [option.correct for option in single.options] == [True, False, False]
    assert single.options[1].misconception == "sign turned round"
    assert single.hints == ("Look at the sign.", "Subtract the reversal potential.")
    assert sum(option.correct for option in multiple.options) == 2
    assert (numeric.answer.value, numeric.answer.unit, numeric.answer.tolerance) == (-20.5, "mV", 0.5)
    assert numeric.slips[0].value == 20.5
    assert not hasattr(predict, "answer")
    assert (units.units[0].factor, units.units[1].factor, units.answer.value) == (1000, None, "half")
    assert [entry.text for entry in ordering.entries] == ["One", "Two", "Three", "Four"]
    assert (ordering.slips[0].puts, ordering.slips[0].before) == (4, 1)
    assert [pair.match for pair in matching.pairs] == ["mV", "pA"]
    assert short.answer.accept == ("Anode", "the anode")
    assert (point.answer.value, interval.answer.low, interval.answer.high) == (-27, -90, -27)
    assert (observe.explorer, observe.observe) == ("nmda-block", {"Mg": 0.3})
    assert bank.objectives["driving-force"] == "Explain what drives a current"


def test_banks_of_the_course_are_sound():
    banks = check_banks(course.quizzes)
    assert banks
    ids = [item.id for bank in banks for item in bank.items]
    assert len(ids) == len(set(ids))


def test_schema_is_a_valid_schema_with_descriptions():
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    plain = ("type", "text", "feedback", "misconception")  # say themselves what they are
    for name, part in {"bank": found, **found["$defs"]}.items():
        assert part.get("description"), name
        fields = [field for key, field in part["properties"].items() if key not in plain]
        assert all("description" in field or "$ref" in field for field in fields), name


@pytest.mark.parametrize("path", [SAMPLE, *sorted(course.quizzes.glob("*.yml"))], ids=lambda path: path.stem)
def test_an_editor_that_checks_by_the_schema_finds_nothing_in_a_sound_bank(path):
    assert not [
        *jsonschema.Draft202012Validator(schema()).iter_errors(yaml.safe_load(path.read_text("utf-8")))
    ]


# Each row: what is written, what stands there instead, the item and field that the message has to name,
# the value found, and a part of the remedy.
# fmt: off
FAULTS = {
    "number with two readings": ("value: -20.5", "value: -20,500", "item sample-numeric, answer, value", "'-20,500'", "can be −20500 or −20.5: write"),
    "octal number": ("tolerance: 0.5", "tolerance: 010", "item sample-numeric, answer, tolerance", "8", "010 is 8 for YAML: write 10 for a number, or '010' in quotes"),
    "number to the base of sixty": ("value: 20.5", "value: 1:30", "item sample-numeric, slip 1, value", "90", "1:30 is 90 for YAML: write 90 for a number, or '1:30' in quotes"),
    "underscore in a number": ("value: 20.5", "value: 2_0.5", "item sample-numeric, slip 1, value", "20.5", "2_0.5 is 20.5 for YAML: write 20.5"),
    "hexadecimal number": ("value: 20.5", "value: 0x1A", "item sample-numeric, slip 1, value", "26", "0x1A is 26 for YAML: write 26"),
    "octal number for a text": ("text: Inwards", "text: 010", "item sample-single, option 1, text", "8", "'010' in quotes for a text"),
    "text cut by a comment": ("text: Inwards", "text: Inwards # through channel #2", "item sample-single, option 1, text", "'Inwards'", "put the whole text in quotes"),
    "unit in the value": ("value: -20.5", "value: -20.5 mV", "item sample-numeric, answer, value", "'-20.5 mV'", "a unit goes into the field unit"),
    "quoted number": ("value: 20.5", 'value: "20.5"', "item sample-numeric, slip 1, value", "'20.5'", "write 20.5, without quotes"),
    "value that is no number": ("value: -20.5", "value: .nan", "item sample-numeric, answer, value", "nan", "is not finite"),
    "infinite slip": ("value: 20.5", "value: .inf", "item sample-numeric, slip 1, value", "inf", "is not finite"),
    "negative tolerance": ("tolerance: 0.5", "tolerance: -0.5", "item sample-numeric, answer, tolerance", "-0.5", "at least 0"),
    "slip within tolerance": ("value: 20.5", "value: -20.1", "item sample-numeric, slip 1, value", "-20.1", "counts as right"),
    "slip on the edge of the tolerance": ("value: 20.5", "value: -20.0", "item sample-numeric, slip 1, value", "-20.0", "counts as right"),
    "no right answer": ("        correct: true\n        feedback: The driving force is negative.", "        misconception: none\n        feedback: The driving force is negative.", "item sample-single, options", "has 0 right", "exactly 1"),
    "two right answers": (OPTION, "      - text: Outwards\n        correct: true\n", "item sample-single, options", "has 2 right", "exactly 1"),
    "prediction with two outcomes": (PREDICT, "        correct: true\n", "item sample-predict, options", "has 2 right", "exactly 1"),
    "multiple with one right": ("        correct: true\n        feedback: The conductance grows.", "        misconception: none\n        feedback: The conductance grows.", "item sample-multiple, options", "has 1 right", "at least 2"),
    "multiple without a wrong one": (ZERO, "        correct: true\n", "item sample-multiple, options", "no wrong one", "at least 1 without"),
    "same text twice": ("text: Not at all", "text: Outwards", "item sample-single, options", "'Outwards' 2 times", "differently"),
    "undeclared objective": ("    objective: half-block\n    level: apply", "    objective: full-block\n    level: apply", "item sample-numeric, objective", "'full-block'", "choose one of driving-force, half-block"),
    "same id twice": ("id: sample-multiple", "id: sample-single", "item sample-single, id", "'sample-single'", "choose another id"),
    "id not in kebab-case": ("id: sample-predict", "id: Sample_Predict", "item Sample_Predict, id", "'Sample_Predict'", "kebab-case"),
    "unknown type": ("type: predict", "type: essay", "item sample-predict, type", "'essay'", "single, multiple, numeric, ordering"),
    "unknown level": ("level: interpret", "level: hard", "item sample-multiple, level", "'hard'", "recall, apply, predict, interpret"),
    "unknown field": ("    otherwise:", "    othrwise:", "item sample-numeric, othrwise", "Set the ratio", "is no field here"),
    "missing field": ("    otherwise: Set the ratio to one.\n", "", "item sample-numeric, otherwise", "", "is missing: add it"),
    "missing feedback": ("        feedback: This turns the sign round.\n", "", "item sample-single, option 2, feedback", "", "is missing"),
    "missing type": ("    type: predict\n", "", "item sample-predict, type", "", "is missing"),
    "blank stem": ("stem: What will happen to the curve?", 'stem: "  "', "item sample-predict, stem", "'  '", "is blank"),
    "blank hint": ("[Look at the sign.,", '["",', "item sample-single, hint 1", "''", "is blank"),
    "text that YAML takes for a truth": ("text: Inwards", "text: yes", "item sample-single, option 1, text", "True", "put it in quotes"),
    "text that YAML takes for nothing": ("unit: mV", "unit:", "item sample-numeric, answer, unit", "", "put it in quotes"),
    "four hints": ("hints: [Look at the sign.,", "hints: [a, b, c,", "item sample-single, hints", "", "at most 3"),
    "one option": (OPTION + "        feedback: This turns the sign round.\n      - text: Not at all\n        misconception: no driving force\n        feedback: This leaves the driving force out.\n", "", "item sample-single, options", "", "at least 2"),
    "wrong option without its misconception": ("        misconception: sign turned round\n", "", "item sample-single, option 2, misconception", "", "is missing: add it"),
    "expression without values": ("value: 20.5", "value: half", "item sample-numeric, slip 1, value", "'half'", "no number for YAML"),
    "unknown name in arithmetic": ("value: -half", "value: -hlaf", "item sample-units, slip 1, value", "'-hlaf'", "uses hlaf: choose one of whole, half"),
    "a call that is no arithmetic": ("value: -half", "value: open(1)", "item sample-units, slip 1, value", "'open(1)'", "call one of exp, ln"),
    "an attribute in arithmetic": ("value: -half", "value: half.real", "item sample-units, slip 1, value", "'half.real'", "write plain arithmetic"),
    "arithmetic that does not end": ("value: -half", "value: (half", "item sample-units, slip 1, value", "'(half'", "is no arithmetic"),
    "division by zero": ("value: -half", "value: 1 / (whole - 4)", "item sample-units, values", "", "no finite value"),
    "a slip that some draws make right": ("value: -half", "value: 4 - half", "item sample-units, slip 1, value", "'4 - half'", "with whole = 4"),
    "a value that comes later": ("{of: whole / 2}", "{of: half / 2}", "item sample-units, values, half, of", "'half / 2'", "uses half: choose one of whole"),
    "an empty range": ("{from: 2, to: 40,", "{from: 40, to: 40,", "item sample-units, values, whole, to", "40", "not above from"),
    "too many draws": ("step: 2}", "step: 0.001}", "item sample-units, values", "", "more than 2000 draws"),
    "a step of zero": ("step: 2}", "step: 0}", "item sample-units, values, whole, step", "0", "more than 0"),
    "unknown field in a text": ("Half of {whole} is", "Half of {hole} is", "item sample-units, answer, feedback", "", "{hole}: choose one of whole, half"),
    "the answer's own unit again": ("- unit: V\n", "- unit: mV\n", "item sample-units, units", "'mV' 2 times", "name each unit once"),
    "an inversion that is none": ("{puts: 4, before: 1,", "{puts: 1, before: 4,", "item sample-ordering, slip 1, puts", "1", "is no inversion"),
    "an entry that is not there": ("{puts: 4,", "{puts: 5,", "item sample-ordering, slip 1, puts", "5", "from 2 to 4"),
    "the same entry twice": ("{text: Two, feed", "{text: One, feed", "item sample-ordering, entries", "'One' 2 times", "differently"),
    "a distractor that is a match": ("text: mL, mis", "text: mV, mis", "item sample-matching, distractors", "'mV' 2 times", "differently"),
    "a pair without its wrong idea": ("misconception: potential as flow, ", "", "item sample-matching, pair 1, misconception", "", "is missing"),
    "a near miss that is right": ("accept: [diode]", "accept: [An-ODE.]", "item sample-short, slip 1, accept 1", "'An-ODE.'", "same as 'Anode'"),
    "a text of marks alone": ("accept: [diode]", 'accept: ["- ."]', "item sample-short, slip 1, accept 1", "'- .'", "write letters"),
    "unknown model": ("model: nmda-block\n      series: nmda_current\n      settings", "model: nmda-blok\n      series: nmda_current\n      settings", "item sample-mark, plot, model", "'nmda-blok'", "choose one of calcium-influx"),
    "unknown series": ("series: nmda_current", "series: current", "item sample-mark, plot, series", "'current'", "unblocked_fraction, nmda_current"),
    "settings out of range": ("settings: {Mg: 1.0}", "settings: {Mg: 50}", "item sample-mark, plot, settings", "", "out of range"),
    "an answer off the plot": ("answer: {value: -27,", "answer: {value: 27,", "item sample-mark, answer, value", "27", "it shows -100 to 20"),
    "a point for an interval": ("- {low: -27, high: 0,", "- {value: -27,", "item sample-interval, slip 1, value", "-27", "low and high for an interval"),
    "an interval turned round": ("{low: -27, high: 0,", "{low: 0, high: -27,", "item sample-interval, slip 1, high", "-27", "is below low"),
    "an interval without its end": ("low: -90, high: -27,", "low: -90,", "item sample-interval, answer, high", "", "is missing"),
    "observation without its number": ("    scalar: peak_inward_current\n", "", "item sample-observe, scalar", "", "go together"),
    "observation of an unknown number": ("scalar: peak_inward_current", "scalar: peak", "item sample-observe, scalar", "'peak'", "choose one of unblocked_at_V"),
    "observation of an unknown parameter": ("observe: {Mg: 0.3}", "observe: {Ca: 0.3}", "item sample-observe, observe", "", "does not fit the model"),
    "observation without a model": ('scalar: peak_inward_current\n    source: "model: nmda-block"', "scalar: peak_inward_current\n    source: jahr1990voltage", "item sample-observe, source", "'jahr1990voltage'", "names no model"),
    "other chapter than file": ("chapter: sample", "chapter: simple", "chapter", "'simple'", "write sample"),
    "objective not in kebab-case": ("  half-block: Calc", "  Half Block: Calc", "objectives, Half Block", "", "kebab-case"),
}
# fmt: on


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_line_item_field_value_and_remedy(name, tmp_path):
    right, wrong, field, value, remedy = FAULTS[name]
    assert right in TEXT
    text = TEXT.replace(right, wrong, 1)
    lines = fault_of(tmp_path, text).splitlines()
    told = [line for line in lines if field in line and value in line and remedy in line]
    assert told, lines
    path, _, rest = told[0].partition(".yml:")
    assert path == str(tmp_path / "sample")
    number = int(rest.partition(":")[0])
    assert 1 <= number <= text.count("\n")


@pytest.mark.parametrize(
    "name",
    [
        "number with two readings",
        "octal number",
        "text cut by a comment",
        "slip within tolerance",
        "unknown level",
        "unknown field",
    ],
)
def test_the_line_is_that_of_the_value(name, tmp_path):
    right, wrong, *_ = FAULTS[name]
    text = TEXT.replace(right, wrong, 1)
    assert f"sample.yml:{line_of(text, wrong.strip())}: " in fault_of(tmp_path, text)


@pytest.mark.parametrize(
    ("written", "number"),
    [("-20,5", -20.5), ("−20.5", -20.5), ("1e-3", 0.001), ("1 200", 1200), ("1/2", 0.5), ("2 × 10⁻³", 0.002)],
)
def test_a_number_is_read_as_in_the_boxes_of_the_pages(written, number, tmp_path):
    (tmp_path / "sample.yml").write_text(TEXT.replace("value: -20.5", f"value: {written}"), encoding="utf-8")
    [item] = [item for item in load_bank(tmp_path / "sample.yml").items if item.id == "sample-numeric"]
    assert item.answer.value == number


@pytest.mark.parametrize("text", ["'010'", '"Inwards # not outwards"', "C#2", "'1:30'", "2019-05-01"])
def test_a_text_that_is_meant_as_one_is_kept(text, tmp_path):
    (tmp_path / "sample.yml").write_text(TEXT.replace("text: Inwards", f"text: {text}"), encoding="utf-8")
    [item] = [item for item in load_bank(tmp_path / "sample.yml").items if item.id == "sample-single"]
    assert item.options[0].text == text.strip("'\"")


def test_several_faults_are_reported_together(tmp_path):
    text = TEXT.replace("value: -20.5", "value: -20,500").replace("level: interpret", "level: hard", 1)
    text = text.replace("unit: mV", 'unit: ""', 1)
    lines = fault_of(tmp_path, text).splitlines()
    assert len(lines) == 3
    assert [word in " ".join(lines) for word in ("-20,500", "hard", "blank")] == [True] * 3


def test_a_key_written_twice_is_an_error(tmp_path):
    text = TEXT.replace("    level: interpret\n", "    level: interpret\n    level: apply\n")
    first = line_of(text, "level: interpret")
    message = fault_of(tmp_path, text)
    assert f"sample.yml:{first + 1}: level is written twice, first in line {first}: remove one" in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("just text\n", "has to be of type object"),
        ("- a\n- b\n", "has to be of type object"),
        ("chapter: sample\nitems: {}\n", "item"),
        ("chapter: [sample\n", "sample.yml:2: "),
        ("title: a: b\n", "sample.yml:1: "),
        ("chapter: !!python/object:os.system {}\n", "sample.yml:1: "),
        ("chapter: &a [*a]\n", "sample.yml:1: "),
        ("? [a, b]\n: c\n", "sample.yml:1: "),
    ],
)
def test_what_is_no_bank_at_all_is_told_without_a_crash(text, told, tmp_path):
    assert told in fault_of(tmp_path, text)


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    path = tmp_path / "sample.yml"
    path.write_bytes(b"title: caf\xe9\n")
    with pytest.raises(BankError, match="save the file as UTF-8"):
        load_bank(path)


def test_a_date_stays_text(tmp_path):
    path = tmp_path / "sample.yml"
    path.write_text(TEXT.replace("text: Inwards", "text: 2020-13-45"), encoding="utf-8")
    assert load_bank(path).items[0].options[0].text == "2020-13-45"


def test_find_bank_lists_the_banks_that_there_are():
    assert find_bank("sample", SAMPLE.parent).chapter == "sample"
    with pytest.raises(BankError, match=r"no such bank.*in the folder: sample$"):
        find_bank("simple", SAMPLE.parent)


def test_an_id_used_in_two_banks_is_told_with_both_places(tmp_path):
    (tmp_path / "sample.yml").write_text(TEXT, encoding="utf-8")
    other = TEXT.replace("chapter: sample", "chapter: second")
    kinds = "single multiple predict units ordering matching short mark interval observe"
    for kind in kinds.split():
        other = other.replace(f"id: sample-{kind}", f"id: second-{kind}")
    (tmp_path / "second.yml").write_text(other, encoding="utf-8")
    with pytest.raises(BankError) as caught:
        check_banks(tmp_path)
    (line,) = str(caught.value).splitlines()
    number = line_of(TEXT, "- id: sample-numeric")
    assert line.count(f".yml:{number}") == 2
    assert "item sample-numeric, id = 'sample-numeric'" in line


def test_check_banks_reports_the_faults_of_all_files(tmp_path):
    for name, kind in itertools.product(("first", "second"), ("single",)):
        text = TEXT.replace("chapter: sample", f"chapter: {name}").replace("id: sample-", f"id: {name}-")
        text = text.replace(f"id: {name}-{kind}", f"id: {name.upper()}")
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BankError) as caught:
        check_banks(tmp_path)
    assert "first.yml:" in str(caught.value)
    assert "second.yml:" in str(caught.value)
