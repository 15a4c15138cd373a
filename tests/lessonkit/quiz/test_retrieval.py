"""Questions of earlier chapters: what Python puts into the page, and the draw that the page makes."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from lessonkit.contents import ContentsError
from lessonkit.page.linker import ROOT
from lessonkit.quiz import Retrieval
from lessonkit.quiz.apart import index_script
from lessonkit.quiz.index import reading_order
from node_tools import node_modules

FIRST, SECOND, *_, LAST = [bank.chapter for bank in reading_order()]


def soup_of(widget):
    return BeautifulSoup(widget.html, "html.parser")


def data_of(widget):
    return json.loads(soup_of(widget).select_one("script").string)


def test_without_a_script_there_are_fixed_questions_of_earlier_chapters_with_their_answers():
    for mixed, count in [(False, 3), (True, 5)]:
        fixed = soup_of(Retrieval(LAST, mixed=mixed)).select_one(".retrieval-fixed")
        stems = [item.p.text for item in fixed.select(":scope > ol > li")]
        earlier = {item.stem for bank in reading_order()[:-1] for item in bank.items}
        assert len(set(stems)) == count
        assert earlier.issuperset(stems)
        assert [item.p.text for item in fixed.select("details > ol > li")] == stems
        assert fixed.select("details strong")


def test_a_notebook_has_the_questions_that_can_be_drawn(monkeypatch):
    monkeypatch.delenv("LESSONKIT_STATIC", raising=False)
    first, second = reading_order()[:2]
    for mixed, banks in [(False, [first]), (True, [first, second])]:
        widget = Retrieval(SECOND, mixed=mixed)
        ids = [item.id for bank in banks for item in bank.items if item.is_scored]
        pool = soup_of(widget).find("template").find_all("fieldset")
        assert [field["data-item"] for field in pool] == ids
        assert [item["id"] for each in data_of(widget)["chapters"] for item in each["items"]] == ids
        assert data_of(widget)["chapters"][-1]["chapter"] == SECOND


def test_a_built_page_loads_the_index_and_each_question(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    widget = Retrieval(LAST)
    assert "chapters" not in data_of(widget)
    assert not soup_of(widget).find("template").find_all("fieldset")
    files = Retrieval.site_files()
    index = json.loads(index_script().partition(" = ")[2].removesuffix(";\n"))
    assert files["questions.js"] == index_script()
    assert {f"exam/{item['id']}.js" for each in index for item in each["items"]} == set(files) - {
        "questions.js"
    }


@pytest.mark.parametrize("chapter", [FIRST, "no-such-chapter"])
def test_a_chapter_with_nothing_before_it_is_refused(chapter):
    with pytest.raises(ContentsError, match=f"Retrieval.'{chapter}'.*choose one of {SECOND}"):
        Retrieval(chapter)


# The draw

NOW = 1_800_000_000_000
DAY = NOW // 86_400_000
KINDS = {
    "unseen": None,
    "due": {"attempts": 1, "score": 1, "day": 10, "at": 1, "stability": 2, "difficulty": 5},
    "known": {"attempts": 1, "score": 1, "day": 90_000, "at": 2, "stability": 300, "difficulty": 5},
    "just": {"attempts": 1, "score": 0, "day": DAY, "at": NOW - 60_000, "stability": 2, "difficulty": 5},
    "changed": {
        "attempts": 1,
        "score": 1,
        "day": 10,
        "at": 1,
        "hash": "old",
        "stability": 2,
        "difficulty": 5,
    },
}
RANK = {"unseen": 0, "changed": 0, "due": 1, "known": 2, "just": 3}


@pytest.fixture(scope="module")
def js():
    with node_modules(*(ROOT / "quiz" / f"{name}.js" for name in ("retrieve", "due"))) as evaluate:
        yield evaluate


def kind_of(item):
    return item["id"].rpartition("-")[2]


def draw(js, chapters, own, count, seed):
    """Draw from chapters that are lists of kinds of records."""
    given, records = [], {}
    for c, kinds in enumerate([*chapters, own]):
        items = [{"id": f"{c}-{i}-{kind}", "hash": "h", "taught": f"{c}/a"} for i, kind in enumerate(kinds)]
        given.append({"chapter": str(c), "items": items})
        records[str(c)] = {
            item["id"]: {"hash": "h"} | KINDS[kind_of(item)] for item in items if KINDS[kind_of(item)]
        }
    *earlier, itself = given
    return js(
        "lib.retrieve(given)",
        {"earlier": earlier, "own": [itself], "count": count, "seed": seed, "records": records, "now": NOW},
    )


kinds = st.lists(st.sampled_from(sorted(KINDS)), max_size=8)
drawing = {
    "chapters": st.lists(kinds, min_size=1, max_size=5),
    "count": st.integers(1, 6),
    "seed": st.integers(0, 2**32 - 1),
}


@settings(max_examples=150)
@given(**drawing)
def test_unseen_goes_before_due_before_known_and_what_was_just_answered_comes_last(js, chapters, count, seed):
    found = draw(js, chapters, [], count, seed)
    there = sorted(RANK[kind] for kinds in chapters for kind in kinds)
    assert sorted(RANK[kind_of(item)] for item in found) == there[:count]
    assert len({item["id"] for item in found}) == len(found)
    assert draw(js, chapters, [], count, seed) == found


@settings(max_examples=150)
@given(own=kinds, **drawing)
def test_a_mixed_set_has_two_of_its_own_chapter_unless_they_were_just_answered(
    js, chapters, own, count, seed
):
    count = max(count, 3)
    found = draw(js, chapters, own, count, seed)
    everything = [*(kind for kinds in chapters for kind in kinds), *own]
    assert len(found) == min(count, len(everything))
    ours = [item for item in found if item["chapter"] == str(len(chapters))]
    assert len(ours) >= min(2, len([kind for kind in own if kind != "just"]))
    if any(kind_of(item) == "just" for item in found):
        left = [kind for kind in everything if kind != "just"]
        assert len(left) == len([item for item in found if kind_of(item) != "just"])


def test_unseen_questions_come_from_many_chapters_and_others_at_each_visit(js):
    chapters = [["unseen"] * 20] * 5
    assert max(Counter(item["chapter"] for item in draw(js, chapters, [], 5, 3)).values()) == 1
    visits = {tuple(item["id"] for item in draw(js, chapters, [], 3, seed)) for seed in range(1, 40)}
    assert len(visits) > 35


def chapters_of(**taught):
    return [
        {"chapter": name, "items": [{"id": page, "hash": "h", "taught": page} for page in pages]}
        for name, pages in taught.items()
    ]


BOOK = chapters_of(a=["a/1", "a/2"], b=["b/1", "b/2"], c=["c/1"], d=["d/1"])


@pytest.mark.parametrize(
    ("chapter", "along", "earlier", "own"),
    [
        ("c", None, ["a/1", "a/2", "b/1", "b/2"], ["c/1"]),
        ("a", None, [], ["a/1", "a/2"]),
        ("c", ["a/index", "a/2", "c/index", "c/1"], ["a/2"], ["c/1"]),
        ("b", ["d/index", "d/1", "b/index", "b/1", "a/1"], ["d/1"], ["b/1"]),
        ("d", ["b/index", "b/1"], ["b/1"], ["d/1"]),  # off the path
        ("a", ["a/index", "a/1"], [], ["a/1"]),
    ],
)
def test_what_comes_before_is_what_the_path_has_taught(js, chapter, along, earlier, own):
    found = js("lib.reached(...given)", [BOOK, chapter, along])
    ids = {name: [item["id"] for each in part for item in each["items"]] for name, part in found.items()}
    assert ids == {"earlier": earlier, "own": own}


# The badge


def test_the_badge_counts_each_due_question_of_today_once(js):
    record = KINDS["due"] | {"hash": "h"}
    answered_since = record | {"at": 5, "day": DAY + 9_000}
    texts = [
        json.dumps({"schema": 2, "items": {"a/1": record, "a/2": record, "gone": record, "b/1": record}}),
        json.dumps({"schema": 2, "items": {"a/1": record, "b/1": answered_since, "c/1": {"at": 3}}}),
        json.dumps({"schema": 2, "items": {"b/2": record | {"hash": "old"}, "d/1": None}}),
        "{", "null", "7",
    ]  # fmt: skip
    assert js("lib.dueCount(lib.dueIn(given[0]), given[1])", [texts, BOOK]) == 2
    assert js("lib.dueIn(given)", [[]]) == []


# In a notebook

LIVE = """async ([source, html]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({ model: { get: () => html, on() {}, off() {}, send() {} }, el });
}"""


def test_a_notebook_asks_without_storage(browser, monkeypatch):
    monkeypatch.delenv("LESSONKIT_STATIC", raising=False)
    page = browser.new_page()  # about:blank: the browser refuses its storage
    page.evaluate(LIVE, [str(Retrieval._esm), Retrieval(LAST, mixed=True).html])
    element = page.locator("course-retrieval[ready]")
    expect(element.locator(".retrieval-questions form")).to_have_count(5)
    page.close()
