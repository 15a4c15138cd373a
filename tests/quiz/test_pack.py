"""The packed state: short enough for SCORM 1.2 whatever the learner did, and the same when unpacked."""

from __future__ import annotations

import copy
import json
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Error

from course.assets import ROOT, link_module
from course.quiz.index import course_index

SUSPEND_DATA = 4096
N_CHAPTERS, N_ITEMS = 13, 200
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
def module(browser):
    """A page that holds pack.js; the module's functions are called as ``lib.pack(…)``."""
    page = browser.new_page()
    page.evaluate(
        """async (source) => {
             const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
             window.lib = await import(url);
           }""",
        link_module(ROOT / "quiz" / "pack.js"),
    )
    yield page
    page.close()


def pack(module, state):
    return module.evaluate("([chapters, state]) => lib.pack(chapters, state)", [CHAPTERS, state])


def unpack(module, text, chapters=CHAPTERS):
    code = "([chapters, text]) => JSON.stringify(lib.unpack(chapters, text))"
    return json.loads(module.evaluate(code, [chapters, text]), parse_int=float)


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
scores = st.one_of(
    st.none(), st.integers(1, 10).flatmap(lambda n: st.integers(0, n).map(lambda k: k / n))
)


def records(responses):
    return st.fixed_dictionaries(
        {
            "response": responses,
            "checked": st.booleans(),
            "shown": st.booleans(),
            "score": scores,
            "attempts": st.integers(0, 255),
            "hints": st.integers(0, 3),
        },
        optional={
            "seed": st.integers(0, 2**32 - 1),
            "when": st.tuples(st.integers(1, 32767), st.integers(0, 5)),
        },
    ).map(with_day)


def with_day(record):
    when = record.pop("when", None)
    return record | ({"day": when[0], "streak": when[1]} if when else {})


def spread(kinds, count):
    """The state in which the first `count` items have these records in turn."""
    return state_of({id: kinds[n % len(kinds)] for n, id in enumerate(list(HASHES)[:count])})


def heaviest(response):
    record = {"response": response, "checked": True, "shown": True, "score": 1, "attempts": 255, "hints": 3}
    record |= {"day": 32767, "streak": 5, "seed": 2**32 - 1}
    return record


@settings(max_examples=80, deadline=None)
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
                assert record["response"] is not None
                record["response"] = None
    assert found["state"] == kept


@settings(max_examples=60, deadline=None)
@given(kinds=st.lists(records(small), min_size=1, max_size=6), count=st.integers(0, 60))
def test_the_answers_of_sixty_items_keep_every_response(module, kinds, count):
    state = spread(kinds, count)
    packed = pack(module, state)
    assert packed["leftOut"] == []
    assert unpack(module, packed["text"])["state"] == state


def mixed_course():
    """Every item answered, in the proportions of a course that uses all types."""
    kinds = [2, [0, 2], 1, -31.7, 3, [2, 0, 1, 3, 4], [1, 0, 2, 3], 0, "calcium", [-60, -20], 0.5, 1, 2, 0]
    kinds += [{"value": 20.5, "unit": "mV"}]
    records = {}
    for n, id in enumerate(HASHES):
        record = {"response": kinds[n % len(kinds)], "checked": True, "shown": False, "score": 0.5}
        record |= {"attempts": 1 + n % 4, "hints": n % 4, "day": 20700 + n, "streak": n % 6}
        records[id] = record | ({"seed": n + 1} if n % 15 == 3 else {})
    return state_of(records)


def test_the_whole_course_of_200_items_fits_with_every_response(module):
    state = mixed_course()
    packed = pack(module, state)
    assert packed["leftOut"] == []
    assert unpack(module, packed["text"])["state"] == state
    assert len(packed["text"]) < SUSPEND_DATA


def test_responses_given_longest_ago_are_left_out_first(module):
    state = spread([heaviest("a text of some forty characters, or so")], N_ITEMS)
    for n, (id, (chapter, _)) in enumerate(HASHES.items()):
        state[chapter][id]["day"] = 1000 + n
    packed = pack(module, state)
    gone = packed["leftOut"]
    assert 0 < len(gone) < N_ITEMS
    assert gone == list(HASHES)[: len(gone)]


def test_the_bound_holds_for_as_many_items_as_the_module_promises(module):
    most = module.evaluate("lib.MOST_ITEMS")
    assert most >= N_ITEMS

    def packed(count):
        items = [{"id": f"i{n}", "hash": "h", "key": n} for n in range(count)]
        record = heaviest(None) | {"hash": "h"}
        state = {"c": {item["id"]: record for item in items}}
        chapters = [{"chapter": "c", "items": items}]
        return module.evaluate("([chapters, state]) => lib.pack(chapters, state).text", [chapters, state])

    assert SUSPEND_DATA - 20 < len(packed(most)) < SUSPEND_DATA
    with pytest.raises(Error, match=f"{most + 1} answers have no room .* {most} have"):
        packed(most + 1)


@settings(max_examples=80, deadline=None)
@given(place=st.integers(0, 10_000), letter=st.sampled_from(string.printable))
def test_a_damaged_line_is_refused(module, place, letter):
    text = pack(module, mixed_course())["text"]
    place %= len(text)
    broken = text[:place] + letter + text[place + 1 :]
    if broken == text:
        return
    with pytest.raises(Error, match="damaged" if place else "no state of the course"):
        unpack(module, broken)


@pytest.mark.parametrize("text", ["A", "AAAAA", "A1234", "AAAAAA", "A" * 4095])
def test_a_line_that_is_cut_or_made_up_is_refused(text, module):
    with pytest.raises(Error, match="damaged"):
        unpack(module, text)


@pytest.mark.parametrize("text", ["B7", "{}", " ", "1.0|page=3", "ü"])
def test_a_foreign_line_is_refused_in_words(text, module):
    with pytest.raises(Error, match="no state of the course: it has to begin with A"):
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
    assert found["state"] == state


def test_an_answer_to_a_question_that_has_changed_is_not_packed(module):
    state = mixed_course()
    state["chapter-0"]["item-0"]["hash"] = "another"
    found = unpack(module, pack(module, state)["text"])["state"]
    assert "item-0" not in found["chapter-0"]


def test_the_items_of_the_course_have_keys_and_fit(module):
    items = [item for chapter in course_index() for item in chapter["items"]]
    assert len({item["key"] for item in items}) == len(items) <= module.evaluate("lib.MOST_ITEMS")
    assert all(0 <= item["key"] < 2**24 for item in items)
