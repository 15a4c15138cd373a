"""Two tabs, or a browser and a file, lose nothing of each other: the laws of merging, in Node."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lessonkit.page.linker import ROOT
from node_tools import run_node

HERE = Path(__file__).parent

times = st.integers(0, 3)
ids = st.sampled_from(["a", "b", "c"])
cleared = st.fixed_dictionaries({"at": times})
records = st.fixed_dictionaries(
    {
        "at": times,
        "hash": st.sampled_from(["x", "y"]),
        "checked": st.booleans(),
        "attempts": st.integers(0, 2),
        "hints": st.just(0),
    },
    optional={"response": st.one_of(st.integers(0, 2), st.just({"value": 1, "unit": "mV"}))},
)
responses = st.fixed_dictionaries(
    {"at": times}, optional={"response": st.sampled_from([0, 1, [1, 2], "text"])}
)
names = st.fixed_dictionaries({"at": times, "text": st.sampled_from(["Ada", "Bo"])})
ends = st.sampled_from(
    [
        {},
        {"finished": "2026-01-01T00:00:00Z", "version": "1"},
        {"finished": "2026-01-01T00:00:00Z", "version": "2"},
        {"finished": "2026-01-02T00:00:00Z", "version": "1"},
    ]
)
exams = st.builds(
    lambda fields, end: fields | end,
    st.fixed_dictionaries(
        {
            "at": st.integers(0, 1),
            "seed": st.integers(1, 2),
            "items": st.sampled_from([[], [{"id": "a", "hash": "x"}], [{"id": "b", "hash": "x"}]]),
            "responses": st.dictionaries(ids, responses, max_size=3),
        },
        optional={"name": names},
    ),
    ends,
)
quizzes = st.dictionaries(ids, st.one_of(records, cleared), max_size=3)


def triples(kind, docs):
    return st.fixed_dictionaries({"kind": st.just(kind), "a": docs, "b": docs, "c": docs})


@settings(max_examples=20)
@given(st.lists(st.one_of(triples("items", quizzes), triples("exam", exams)), min_size=30, max_size=60))
def test_the_order_and_the_number_of_meetings_make_no_difference(cases):
    told = run_node(HERE / "merge_laws.mjs", ROOT / "learner" / "merge.js", input=json.dumps(cases))
    assert (told.stdout, told.returncode) == ("", 0), told.stderr


def test_two_tabs_with_late_views_of_each_other_end_alike_and_lose_nothing():
    told = run_node(HERE / "two_tabs.mjs", ROOT / "learner" / "state.js", ROOT / "page" / "random.js", "500")
    assert (told.stdout, told.returncode) == ("", 0), told.stderr
