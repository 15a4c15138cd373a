"""The packed state: short enough for SCORM 1.2 whatever the learner did, and the same when unpacked."""

from __future__ import annotations

import copy
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course import course
from lessonkit.page.linker import ROOT
from lessonkit.quiz.index import course_index, task_index
from node_tools import NodeError, node_modules

SUSPEND_DATA = 4096
N_CHAPTERS, N_ITEMS = 13, 350
CHAPTERS = [
    {
        "chapter": f"chapter-{c}",
        "items": [
            {"id": f"item-{i}", "hash": f"{i:012x}", "key": (i * 7919 + 11) % 2**24}
            for i in range(N_ITEMS)
            if i % N_CHAPTERS == c
        ],
    }
    for c in range(N_CHAPTERS)
]
HASHES = {item["id"]: (chapter["chapter"], item["hash"]) for chapter in CHAPTERS for item in chapter["items"]}


@pytest.fixture(scope="module")
def module():
    with node_modules(ROOT / "exports" / "pack.js") as evaluate:
        yield evaluate


def pack(module, state):
    return module("lib.pack(...given)", [CHAPTERS, state])


def unpack(module, text, chapters=CHAPTERS):
    return module("lib.unpack(...given)", [chapters, text])


def state_of(records):
    state = {}
    for id, record in records.items():
        chapter, hash = HASHES[id]
        state.setdefault(chapter, {})[id] = {"hash": hash, **record}
    return state


numbers = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: 0.0 if x == 0 else x)
texts = st.text(max_size=300, alphabet=st.characters(exclude_categories=["Cs"]))
short_texts = st.text(max_size=20, alphabet=string.ascii_letters + " -")
places = st.integers(0, 7)
responses = st.one_of(
    st.none(),
    places,
    st.lists(places, max_size=8),
    st.permutations(range(6)).map(list),
    numbers,
    st.tuples(numbers, numbers).map(list),
    st.fixed_dictionaries({"value": numbers, "unit": st.sampled_from(["mV", "V", "µmol/L"])}),
    texts,
)
small = st.one_of(
    places,
    st.permutations(range(6)).map(list),
    st.integers(-9999, 9999).map(lambda n: n / 100),
    st.tuples(*[st.integers(-999, 999)] * 2).map(list),
    short_texts,
)
scores = st.one_of(st.none(), st.integers(1, 10).flatmap(lambda n: st.integers(0, n).map(lambda k: k / n)))


def records(responses):
    return st.fixed_dictionaries(
        {
            "response": responses,
            "checked": st.booleans(),
            "shown": st.booleans(),
            "score": scores,
            "attempts": st.integers(0, 15),
            "hints": st.integers(0, 3),
        },
        optional={
            "seed": st.integers(0, 2**32 - 1),
            "when": st.tuples(st.integers(18263, 26453), st.floats(0.1, 365), st.floats(1, 10)),
            "ran": st.just(True),
        },
    ).map(with_day)


def with_day(record):
    when = record.pop("when", None)
    memory = dict(zip(("day", "stability", "difficulty"), when or (), strict=False))
    return record | ({"day": when[0]} if when and record["score"] is None else memory)


def assert_as_packed(found, state):
    """Both have the same records, with stability and difficulty as near as a line has them."""
    near = {"stability": {"rel": 0.071}, "difficulty": {"abs": 0.33}}
    expected = {
        chapter: {
            id: record | {name: pytest.approx(record[name], **near[name]) for name in near if name in record}
            for id, record in items.items()
        }
        for chapter, items in state.items()
    }
    assert found == expected


def spread(kinds, count):
    """The state in which the first `count` items have these records in turn."""
    return state_of({id: kinds[n % len(kinds)] for n, id in enumerate(list(HASHES)[:count])})


def heaviest(response):
    record = {"response": response, "checked": True, "shown": True, "score": 1, "attempts": 15, "hints": 3}
    record |= {"day": 26453, "stability": 365, "difficulty": 10, "seed": 2**32 - 1}
    return record


@settings(max_examples=80)
@given(kinds=st.lists(records(responses), min_size=1, max_size=6), count=st.integers(0, N_ITEMS))
@example(kinds=[heaviest("ü" * 125)], count=N_ITEMS)
@example(kinds=[heaviest(-1.2345678901234567e-300)], count=N_ITEMS)
@example(kinds=[heaviest([-1.2345678901234567e-300, 1.2345678901234567e300])], count=N_ITEMS)
@example(kinds=[heaviest("x" * 10_000)], count=N_ITEMS)
@example(kinds=[heaviest(None)], count=N_ITEMS)
def test_any_state_fits_and_keeps_all_but_the_responses_that_it_names(module, kinds, count):
    state = spread(kinds, count)
    packed = pack(module, state)
    assert len(packed["text"]) < SUSPEND_DATA
    assert set(packed["text"]) <= set(string.ascii_letters + string.digits + "-_")
    found = unpack(module, packed["text"])
    assert found["unknown"] == 0
    kept = copy.deepcopy(state)
    for items in kept.values():
        for id, record in items.items():
            if id in packed["leftOut"]:
                record["response"] = None
                record.pop("seed", None)
    assert_as_packed(found["state"], kept)


@settings(max_examples=60)
@given(kinds=st.lists(records(small), min_size=1, max_size=6), count=st.integers(0, 60))
def test_the_answers_of_sixty_items_keep_every_response(module, kinds, count):
    state = spread(kinds, count)
    packed = pack(module, state)
    assert packed["leftOut"] == []
    assert_as_packed(unpack(module, packed["text"])["state"], state)


def mixed_course():
    """Every item answered, in the proportions of a course that uses all types."""
    kinds = [2, [0, 2], 1, -31.7, 3, [2, 0, 1, 3, 4], [1, 0, 2, 3], 0, "calcium", [-60, -20], 0.5, 1, 2, 0]
    kinds += [{"value": 20.5, "unit": "mV"}]
    records = {}
    for n, id in enumerate(HASHES):
        record = {"response": kinds[n % len(kinds)], "checked": True, "shown": False, "score": 0.5}
        record |= {
            "attempts": 1 + n % 4,
            "hints": n % 4,
            "day": 20700 + n,
            "stability": 1 + n,
            "difficulty": 1 + n % 10,
        }
        records[id] = record | ({"seed": n + 1} if n % 15 == 3 else {})
    return state_of(records)


def without_responses(state):
    """The state without what a full line leaves out."""
    return {
        chapter: {id: record | {"response": None, "seed": None} for id, record in items.items()}
        for chapter, items in state.items()
    }


def test_a_course_of_240_answered_items_fits_with_every_response(module):
    state = dict(list(mixed_course().items())[:9])
    assert sum(map(len, state.values())) > 240
    packed = pack(module, state)
    assert packed["leftOut"] == []
    assert_as_packed(unpack(module, packed["text"])["state"], state)
    assert len(packed["text"]) < SUSPEND_DATA


def test_responses_given_longest_ago_are_left_out_first(module):
    state = spread([heaviest("a text of some forty characters, or so")], N_ITEMS)
    for n, (id, (chapter, _)) in enumerate(HASHES.items()):
        state[chapter][id]["day"] = 20000 + n
    packed = pack(module, state)
    gone = packed["leftOut"]
    assert 0 < len(gone) < N_ITEMS
    assert gone == list(HASHES)[: len(gone)]


def test_the_bound_holds_for_as_many_items_as_the_module_promises(module):
    most = module("lib.mostItems(0)")
    assert most >= N_ITEMS

    def packed(count):
        items = [{"id": f"i{n}", "hash": "h", "key": n} for n in range(count)]
        record = heaviest(None) | {"hash": "h"}
        del record["seed"]
        state = {"c": {item["id"]: record for item in items}}
        chapters = [{"chapter": "c", "items": items}]
        state["c"]["i7"] = record | {"day": 20000}
        return module("lib.pack(...given)", [chapters, state])

    assert SUSPEND_DATA - 20 < len(packed(most)["text"]) < SUSPEND_DATA
    assert packed(most)["leftOut"] == []
    assert packed(most + 1)["leftOut"] == ["i7"]  # the one answered longest ago
    assert len(packed(most + 1)["text"]) < SUSPEND_DATA


@settings(max_examples=80)
@given(place=st.integers(0, 10_000), letter=st.sampled_from(string.printable))
def test_a_damaged_line_is_refused(module, place, letter):
    text = pack(module, mixed_course())["text"]
    place %= len(text)
    broken = text[:place] + letter + text[place + 1 :]
    if broken == text:
        return
    with pytest.raises(NodeError, match="damaged" if place else "no state of the course"):
        unpack(module, broken)


@pytest.mark.parametrize("text", ["A", "B", "C", "D", "DAAAA", "D1234", "DAAAAA", "D" * 4095])
def test_a_line_that_is_cut_or_made_up_is_refused(text, module):
    with pytest.raises(NodeError, match="damaged"):
        unpack(module, text)


@pytest.mark.parametrize("text", ["E7", "{}", " ", "1.0|page=3", "ü"])
def test_a_foreign_line_is_refused_in_words(text, module):
    with pytest.raises(NodeError, match="no state of the course: it has to begin with D"):
        unpack(module, text)


def test_nothing_stored_is_the_empty_state(module):
    assert unpack(module, "") == {"state": {}, "unknown": 0}


def test_a_course_that_has_changed_reads_what_still_fits(module):
    state = mixed_course()
    text = pack(module, state)["text"]
    changed = copy.deepcopy(CHAPTERS)
    gone = changed[0]["items"].pop()
    changed[1]["items"][0] |= {"hash": "reworded", "key": 2**24 - 1}
    changed[2]["items"].insert(0, {"id": "new", "hash": "new", "key": 2**24 - 2})
    found = unpack(module, text, changed)
    assert found["unknown"] == 2
    del state["chapter-0"][gone["id"]]
    del state["chapter-1"]["item-1"]
    assert_as_packed(without_responses(found["state"]), without_responses(state))


def test_an_answer_to_a_question_that_has_changed_is_not_packed(module):
    state = mixed_course()
    state["chapter-0"]["item-0"]["hash"] = "another"
    found = unpack(module, pack(module, state)["text"])["state"]
    assert "item-0" not in found["chapter-0"]


def test_the_items_of_the_course_have_keys_and_most_of_them_fit(module):
    questions = [item for chapter in course_index() for item in chapter["items"]]
    tasks = [item for each in task_index() for item in each["items"]]
    items = questions + tasks
    assert len({item["key"] for item in items}) == len(items)
    assert 0.8 * len(questions) < module("lib.mostItems(given)", len(tasks))
    assert all(0 <= item["key"] < 2**24 for item in items)


SETS = [
    {
        "set": f"set-{c}",
        "items": [{"id": f"task-{i}", "hash": f"t{i}", "key": 2**23 + 3 * c + i} for i in range(3)],
    }
    for c in range(12)
]


def tried(solved, tries, hints):
    record = {"response": None, "checked": solved, "score": int(solved), "attempts": tries}
    return record | {"hints": hints, "shown": False}


def test_tasks_fit_beside_a_whole_course_and_come_back(module):
    state = mixed_course()
    state |= {
        f"tasks:{each['set']}": {
            item["id"]: {"hash": item["hash"]} | tried(n % 2 == 0, 5 * n + 1, n)
            for n, item in enumerate(each["items"])
        }
        for each in SETS
    }
    packed = module("lib.pack(...given)", [CHAPTERS, state, SETS])
    assert len(packed["text"]) < SUSPEND_DATA
    found = module("lib.unpack(...given)", [CHAPTERS, packed["text"], SETS])
    assert_as_packed(without_responses(found["state"]), without_responses(state))
    assert found["unknown"] == 0
    assert module("lib.unpack(...given)", [CHAPTERS, packed["text"]])["unknown"] == 36


def test_a_line_from_before_tasks_is_read_as_before(module):
    line = "AUkT2AQAAC52ICQAABM"
    state = {"chapter-0": {"item-0": {"hash": f"{0:012x}"} | tried(True, 2, 1) | {"response": 3}}}
    assert unpack(module, line) == {"state": state, "unknown": 0}


def test_a_line_from_before_runs_is_read_as_before(module):
    line = "BoGhfAQEAAAudiAkAAATgAAAgi"
    state = {"chapter-0": {"item-0": {"hash": f"{0:012x}"} | tried(True, 2, 1) | {"response": 3}}}
    state["tasks:set-0"] = {"task-0": {"hash": "t0"} | tried(True, 4, 1)}
    assert module("lib.unpack(...given)", [CHAPTERS, line, SETS]) == {"state": state, "unknown": 0}


def test_a_line_from_before_fsrs_is_read_with_its_answers_in_a_row_and_packed_as_their_gap(module):
    line = "CJBl4AgAAAAudiAmcQIJgMkXJ2QCTiEYAAAAO6IMXg"
    first = tried(True, 2, 1) | {"hash": f"{0:012x}", "response": 3, "day": 20000, "streak": 2}
    other = {
        "hash": f"{13:012x}",
        "response": -20.5,
        "checked": True,
        "score": 0.5,
        "attempts": 1,
        "hints": 0,
    }
    other |= {"shown": False, "day": 20001, "streak": 0, "seed": 7, "ran": True}
    state = {"chapter-0": {"item-0": first, "item-13": other}}
    assert unpack(module, line) == {"state": state, "unknown": 0}
    again = unpack(module, pack(module, state)["text"])["state"]["chapter-0"]
    assert [again[id]["stability"] for id in state["chapter-0"]] == pytest.approx([3, 1], rel=0.071)


def test_no_script_of_a_page_imports_what_only_a_learning_platform_needs():
    scripts = [path for root in (ROOT, course.package) for path in root.rglob("*.js")]
    assert len(scripts) > 40
    assert [path for path in scripts if "pack.js" in path.read_text(encoding="utf-8")] == []
