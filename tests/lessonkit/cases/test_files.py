"""Cases as authors write them: what is sound is read in full; what is not is named with line and remedy."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course import course
from lessonkit import __main__ as command
from lessonkit.cases import CaseError, all_cases, find_case
from lessonkit.cases.case import Case, ways_from
from lessonkit.cases.files import MOST_STEPS, schema
from lessonkit.cases.graph import layers, long_way
from lessonkit.cases.kept import kept_of
from lessonkit.cases.tree import tree
from lessonkit.cases.words import against_range, cost_in_words, shown_range, shown_value
from lessonkit.lessons.branching import check_cases

SVG = "{http://www.w3.org/2000/svg}"
SAMPLE = Path(__file__).with_name("sample.yml")
TEXT = SAMPLE.read_text(encoding="utf-8")
BANK = """\
chapter: flask
title: Flask
objectives: {tell: Tell}
items:
- id: twice
  type: numeric
  objective: tell
  level: recall
  stem: How many?
  answer: {value: 2, unit: cells, tolerance: 0.1, tolerance_reason: Rounding., feedback: Two.}
  slips: [{value: 1, misconception: start-sets-end, feedback: No.}]
  otherwise: Count.
  source: jahr1990voltage
"""
IDEAS = "misconceptions: [{id: start-sets-end, text: The start sets the end., ours: true}]\n"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """The folder of the cases of a small book."""
    for name, text in (
        ("cases/sample.yml", TEXT),
        ("quizzes/flask.yml", BANK),
        ("misconceptions.yml", IDEAS),
        ("_toc.yml", "root: index\nchapters: [{file: flask}]\n"),
        ("index.md", "# A book\n"),
        ("flask.md", "# The flask\n"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "cases"


def faults(cases: Path, old: str, new: str, times: int = 1) -> str:
    assert old in TEXT
    (cases / "sample.yml").write_text(TEXT.replace(old, new, times), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        check_cases(cases)
    return str(caught.value)


def test_a_sound_case_is_read_in_full(cases):
    [file] = check_cases(cases)
    bench, meter, full, lost = file.case.nodes
    assert file.id == "sample"
    assert [way.id for way in ways_from(bench)] == ["feed", "count", "shake", "wait"]
    assert [way.id for way in ways_from(meter)] == ["right", "wrong"]
    assert file.case.ends == [full, lost]
    assert find_case("sample", cases).case == file.case
    values = [(shown_value(each), shown_range(each), against_range(each)) for each in bench.findings]
    assert values == [("0.41 mmol/L", "0.70 to 1.00 mmol/L", "low"), ("yellow", "", "")]
    assert [cost_in_words(action.cost) for action in bench.actions] == [
        "1 h 30 min, low price, no harm",
        "1 day 30 min, no money, no harm",
        "no time, no money, serious harm",
        "2 days, no money, no harm",
    ]


def test_what_is_kept_is_bound_to_ids_and_not_to_words(cases):
    def kept(old: str, new: str) -> list[dict[str, str]]:
        assert old in TEXT
        (cases / "sample.yml").write_text(TEXT.replace(old, new), encoding="utf-8")
        return kept_of(find_case("sample", cases))

    before = kept("", "")
    assert [each["id"] for each in before] == ["way", "end-full", "end-lost"]
    assert kept("It grew **well** until noon.", "It grew until noon.") == before
    renamed = kept("lost", "broken")
    assert [a == b for a, b in zip(before, renamed, strict=True)] == [True, True, False]


FAULTS = [
    # what stands there, what is written, how the line begins that is told of, and what is said
    ("title: The flask that stood still\n", "", "person:", "title: is missing: add it"),
    ("start: bench", "start: desk", "start:", "start = 'desk': is no node: choose one of bench, meter, full, lost"),
    ("chapter: flask", "chapter: flak", "chapter:", "chapter = 'flak': is no chapter: choose one of index, flask"),
    ("review: twice", "review: thrice", "review:", "review = 'thrice': is no item of the bank flask: choose one of twice"),
    ("stage: tests", "stage: test", "  stage: test", "node meter, stage = 'test': choose one of end, examination, history, tests, treatment"),
    ("harm: serious", "harm: bad", "    cost: {harm: bad", "node bench, action 3, cost, harm = 'bad': choose one of mild, none, serious"),
    ("- id: lost", "- id: full", "- id: full\n  stage: end\n  say: The flask is in", "node full, id = 'full': is the id of an earlier node, too: choose another"),
    ("- id: count", "- id: feed", "  - id: feed\n    say: Count", "action 2, id = 'feed': is the id of an earlier action of this node, too"),
    ("to: lost", "to: gone", "    to: gone", "node bench, action 3, to = 'gone': is no node: choose one of"),
    ("source: jahr1990voltage, dodge", "source: nobody1900, dodge", "    source: nobody", "action 3, source = 'nobody1900, dodge1967cooperative': references.bib has no entry 'nobody1900': add it"),
    ("    consequence: It breaks.\n    source: jahr1990voltage, dodge1967cooperative\n", "    consequence: It breaks.\n", "  - id: shake", "node bench, action 3, source: is missing: add it"),
    ("    misconception: start-sets-end\n", "", "  - id: feed", "action 1, misconception: is missing: name the idea that this wrong turn stands for"),
    ("    wrong: true\n", "", "    misconception", "action 1, misconception = 'start-sets-end': stands at no wrong turn: write wrong: true, or take it away"),
    ("misconception: start-sets-end", "misconception: start-sets-all", "    misconception: start-sets-all", "action 1, misconception = 'start-sets-all': is not in misconceptions.yml: choose an id of it, such as start-sets-end, or add it there"),
    ("model: nmda-block", "model: flask", "  explore", "node meter, explore, model = 'flask': there is no model 'flask': choose one of"),
    ("set: {Mg: 0.5}", "set: {Mg: 500}", "  explore", "node meter, explore, set: does not fit the model: "),
    ("set: {Mg: 0.5}", "set: {Ca: 1}", "  explore", "node meter, explore, set: does not fit the model: "),
    ("lessons: [flask]", "lessons: [flasks]", "  debrief", "node full, debrief, lesson 1 = 'flasks': is no page: choose one of index, flask"),
    ("lessons: [flask]", "lessons: []", "  debrief", "node full, debrief, lessons: has too few entries: needs at least 1"),
    ("  debrief: {decided: Counting., say: It rests on a count., lessons: [flask], source: jahr1990voltage}\n", "", "- id: full", "node full, debrief: is missing: add it"),
    ("  outcome: solved\n", "", "- id: full", "node full, outcome: is missing: add it"),
    ("  say: A model can tell.\n", "  say: A model can tell.\n  outcome: solved\n", "  outcome: solved", "node meter, outcome = 'solved': is for an end alone: write stage: end, or take it away"),
    ("  - {name: Colour, text: yellow}", "  - {name: Colour}", "  - {name: Colour", "node bench, finding 2: needs a value or a text: write one of the two"),
    ("  - {name: Colour, text: yellow}", "  - {name: Colour, text: yellow, unit: L}", "  - {name: Colour", "finding 2: has a unit or a range beside a text"),
    ("low: 0.70, high: 1.00", "low: 1.70, high: 1.00", "  - {name: Cells", "finding 1, low = 1.7: is not below high: mend one of the two"),
    ("tolerance: 0.25", "tolerance: 0", "    tolerance", "node meter, ask, tolerance = 0: is too small: needs more than 0"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "begins", "told"), FAULTS)
def test_a_fault_is_told_with_its_line_and_remedy(cases, old, new, begins, told):
    first = faults(cases, old, new).split("\n")[0]
    text = f"\n{TEXT.replace(old, new, 1)}"
    line = text[: text.index(f"\n{begins}") + 1].count("\n") if begins != "person:" else 1  # the whole file
    assert first.startswith(f"{cases / 'sample.yml'}:{line}: ")
    assert told in first


def ways_changed(cases: Path, changes: dict[str, str]) -> str:
    """Lead the actions of the first node elsewhere, by their ids."""
    data = yaml.safe_load(TEXT)
    for action in data["nodes"][0]["actions"]:
        action["to"] = changes.get(action["id"], action["to"])
    return faults(cases, TEXT, yaml.safe_dump(data, sort_keys=False))


def test_a_node_that_no_way_reaches(cases):
    told = ways_changed(cases, {"shake": "meter"})
    assert "node lost, id = 'lost': is reached by no way: name it in a to, or take the node away" in told


def test_a_node_without_ways_on(cases):
    told = faults(
        cases, "  stage: end\n  say: The flask is full.", "  stage: tests\n  say: The flask is full."
    )
    assert "node full, actions: leads nowhere, or leaves no choice: write 3 or 4 actions, an ask, or" in told


def test_a_loop_without_an_exit(cases):
    told = faults(cases, "to: full", "to: meter", 2)
    assert "node meter, id = 'meter': leads to no end: let one of its ways, or of those after it" in told


def test_too_few_wrong_turns_that_can_be_mended(cases):
    told = ways_changed(cases, {"feed": "lost", "count": "meter"})
    assert "nodes: have too few wrong turns that can be mended (wait): write 2 actions" in told


def test_a_way_that_is_too_long_is_told_in_full(cases):
    data = yaml.safe_load(TEXT)
    bench, *_ = data["nodes"]
    bench["actions"][1]["to"] = "n1"
    for n in range(1, MOST_STEPS + 1):
        copy = yaml.safe_load(yaml.safe_dump(bench))
        copy["id"] = f"n{n}"
        for action in copy["actions"]:
            action["to"] = f"n{n + 1}" if n < MOST_STEPS else "full"
        data["nodes"].append(copy)
    told = faults(cases, TEXT, yaml.safe_dump(data, sort_keys=False))
    assert f"start = 'bench': begins a way of more than {MOST_STEPS} steps (bench > n1 > n2" in told


def test_a_case_that_is_not_there_is_told_with_those_that_are(cases):
    with pytest.raises(CaseError, match=r"gone\.yml: no such case: .*one of those in the folder: sample"):
        find_case("gone", cases)


@pytest.mark.parametrize("path", [SAMPLE, *sorted(course.cases.glob("*.yml"))], ids=lambda path: path.stem)
def test_the_schema_for_editors_describes_each_field_and_takes_a_sound_file(path):
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    for part in (found, *found["$defs"].values()):
        assert part.get("description")
        assert all("description" in field for key, field in part["properties"].items() if key != "title")
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), found)


# What holds of each sound case

SOUND = {file.id: file.case for file in all_cases()}


def walk(case: Case, choose) -> int:
    """Go on by what is chosen until the case ends; return the number of steps."""
    node, steps = case.node(case.start), 0
    while not node.is_end:
        node = case.node(choose([*ways_from(node)]).step.to)
        steps += 1
    return steps


@settings(max_examples=60)
@given(st.sampled_from(sorted(SOUND)), st.randoms(use_true_random=False))
def test_who_chooses_at_random_comes_to_an_end(id, chance: random.Random):
    assert walk(SOUND[id], chance.choice) >= 1


@pytest.mark.parametrize("id", SOUND)
def test_who_makes_no_wrong_turn_ends_well_within_the_limit(id):
    chance = random.Random(1)
    case = SOUND[id]
    for _ in range(50):
        steps = walk(case, lambda ways: chance.choice([way for way in ways if not way.is_wrong] or ways))
        assert steps <= MOST_STEPS


@st.composite
def graphs(draw) -> dict[str, list[str]]:
    names = [f"n{i}" for i in range(draw(st.integers(1, 7)))]
    return {name: draw(st.lists(st.sampled_from(names), max_size=4)) for name in names}


def every_way(graph: dict[str, list[str]], way: list[str]):
    yield way
    for target in graph[way[-1]]:
        if target not in way:
            yield from every_way(graph, [*way, target])


@given(graphs(), st.integers(0, 7))
def test_a_long_way_is_found_if_there_is_one_and_is_one(graph, most):
    found = long_way(graph, "n0", most)
    assert bool(found) == any(len(way) - 1 > most for way in every_way(graph, ["n0"]))
    assert all(b in graph[a] for a, b in zip(found, found[1:], strict=False))
    assert len(set(found)) == len(found)


# The tree


@pytest.mark.parametrize("id", SOUND)
def test_the_tree_has_each_node_once_and_a_line_for_each_way(id):
    case = SOUND[id]
    assert sorted(node for layer in layers(case) for node in layer) == sorted(node.id for node in case.nodes)
    drawn = ElementTree.fromstring(tree(case))
    assert len(drawn.findall(f"{SVG}rect")) == len(case.nodes)
    ways = [way for node in case.nodes for way in ways_from(node)]
    paths = drawn.findall(f"{SVG}path")
    assert len(paths) == 2 * len(ways)  # a line and its tip
    assert sum("stroke-dasharray" in path.attrib for path in paths) == sum(way.is_wrong for way in ways)
    words = " ".join(text.text or "" for text in drawn.iter(f"{SVG}text"))
    assert [node.id for node in case.nodes if node.id.split("-")[0] not in words] == []
    left, top, width, height = map(float, drawn.attrib["viewBox"].split())
    for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", " ".join(path.attrib["d"] for path in paths)):
        assert left <= float(x) <= left + width
        assert top <= float(y) <= top + height


def test_the_command_draws_the_trees(tmp_path, capsys):
    assert command.main(["check", "--trees", str(tmp_path / "trees")]) == 0
    assert sorted(path.stem for path in (tmp_path / "trees").glob("*.svg")) == sorted(SOUND)
    assert f"{len(SOUND)} cases." in capsys.readouterr().out


def test_what_is_faulty_is_not_drawn(cases, tmp_path, monkeypatch, capsys):
    shutil.copy(SAMPLE, cases / "other.yml")
    (cases / "other.yml").write_text(TEXT.replace("to: lost", "to: gone"), encoding="utf-8")
    monkeypatch.setattr(type(course), "cases", property(lambda self: cases))
    assert command.main(["check", "--trees", str(tmp_path / "trees")]) == 2
    assert "other.yml:34: node bench, action 3, to = 'gone'" in capsys.readouterr().err
    assert not (tmp_path / "trees").exists()
