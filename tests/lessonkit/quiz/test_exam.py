"""The exam: what Python puts into the page, and the draw that the page makes of it."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from lessonkit.page.linker import ROOT
from lessonkit.quiz import Exam
from lessonkit.quiz.index import reading_order
from node_tools import node_modules


@pytest.fixture(autouse=True)
def _no_kernel(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")


@pytest.fixture(scope="module")
def exam():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LESSONKIT_STATIC", raising=False)
        yield BeautifulSoup(Exam().html, "html.parser")


def forms_of(exam):
    forms = exam.find("template").find_all("form")
    assert forms
    return forms


@pytest.mark.parametrize("n", [0, -1, 2.5, "20"])
def test_the_number_of_questions_has_to_be_one(n):
    with pytest.raises(ValueError, match="n_questions"):
        Exam(n)


def test_all_items_but_predictions_are_in_the_pool(exam):
    items = [item for bank in reading_order() for item in bank.items if item.type != "predict"]
    forms = forms_of(exam)
    assert [form.fieldset["data-item"] for form in forms] == [item.id for item in items]
    data = json.loads(exam.select_one("script").string)
    graded = [item for chapter in data["chapters"] for item in chapter["items"]]
    assert [(g["id"], g["objective"]) for g in graded] == [(item.id, item.objective) for item in items]


def test_a_built_page_knows_of_each_question_and_each_is_a_script_of_its_own(exam):
    whole = json.loads(exam.select_one("script").string)["chapters"]
    built = BeautifulSoup(Exam().html, "html.parser")
    assert not built.find("template").find_all("form")
    known = json.loads(built.select_one("script").string)["chapters"]
    files = Exam.site_files()
    for chapter, index in zip(whole, known, strict=True):
        for item, short in zip(chapter["items"], index["items"], strict=True):
            has_figure = {"figure": True} if "figure" in item else {}
            assert short == {key: item[key] for key in ("id", "hash", "objective")} | has_figure
            text = files.pop(f"exam/{item['id']}.js")
            told = json.loads(text.partition(" = ")[2].removesuffix(";\n"))
            assert told["item"] == item
            assert BeautifulSoup(told["html"], "html.parser").select_one(f"[data-item={item['id']}] legend")
    assert files == {}


def test_nothing_in_the_exam_gives_feedback_before_its_end(exam):
    for form in forms_of(exam):
        assert form.select_one(".quiz-feedback").text == ""
        assert not form.find_all("button", type="submit")
        assert not form.find_all(attrs={"data-action": True})


def test_ids_are_unique(exam):
    ids = [tag["id"] for tag in exam.find_all(id=True)]
    assert len(ids) >= len(forms_of(exam))
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def draw():
    """A function that calls drawExam of draw.js."""
    with node_modules(ROOT / "quiz" / "draw.js") as evaluate:
        yield lambda *given: evaluate("lib.drawExam(...given)", given)


chapters = st.lists(st.lists(st.integers(1, 4), max_size=4), min_size=1, max_size=6).map(
    lambda sizes: [
        {
            "items": [
                {"id": f"{c}-{o}-{i}", "chapter": c, "objective": f"{c}-{o}"}
                for o, size in enumerate(objectives)
                for i in range(size)
            ]
        }
        for c, objectives in enumerate(sizes)
    ]
)
seeds = st.integers(0, 2**32 - 1)


def is_balanced(counts, sizes):
    """Each has as many as any other, give or take one, unless it has no more."""
    most = max(counts.values(), default=0)
    return all(counts[name] >= min(most - 1, size) for name, size in sizes.items())


@settings(max_examples=100)
@given(chapters=chapters, count=st.integers(1, 30), seed=seeds)
def test_a_draw_is_balanced_over_chapters_and_objectives(draw, chapters, count, seed):
    items = [item for chapter in chapters for item in chapter["items"]]
    found = draw(chapters, count, seed)
    assert len(found) == min(count, len(items))
    assert len({item["id"] for item in found}) == len(found)
    by_chapter = Counter(item["chapter"] for item in found)
    assert is_balanced(by_chapter, Counter(item["chapter"] for item in items))
    for chapter in by_chapter:
        in_chapter = Counter(i["objective"] for i in found if i["chapter"] == chapter)
        assert is_balanced(in_chapter, Counter(i["objective"] for i in items if i["chapter"] == chapter))
    assert draw(chapters, count, seed) == found


@settings(max_examples=50)
@given(chapters=chapters, count=st.integers(1, 30), seed=seeds, every=st.integers(1, 4))
def test_a_draw_has_one_figure_at_most_and_stays_balanced(draw, chapters, count, seed, every):
    items = [item for chapter in chapters for item in chapter["items"]]
    for item in items[::every]:
        item["figure"] = True
    found = draw(chapters, len(items) + 1, seed)
    plain = [item["id"] for item in items if "figure" not in item]
    assert sorted(item["id"] for item in found if "figure" not in item) == sorted(plain)
    assert len(found) - len(plain) == min(1, len(items) - len(plain))
    by_chapter = Counter(item["chapter"] for item in draw(chapters, count, seed))
    assert is_balanced(by_chapter, Counter(item["chapter"] for item in items if "figure" not in item))


def test_other_seeds_draw_other_exams(draw):
    chapters = [{"items": [{"id": f"{c}-{i}", "objective": str(i % 4)} for i in range(12)]} for c in range(8)]
    exams = {tuple(item["id"] for item in draw(chapters, 20, seed)) for seed in range(40)}
    assert len(exams) == 40
    assert len({id for exam in exams for id in exam}) > 80


LIVE = """async ([source, html]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  const model = { get: () => html, on() {}, off() {}, send() {} };
  window.stop = widget.render({ model, el });
}"""


def test_a_notebook_asks_the_same_exam_without_storage(exam, browser):
    page = browser.new_page()  # about:blank: the browser refuses its storage
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.evaluate(LIVE, [str(Exam._esm), str(exam)])
    element = page.locator("course-exam[ready]")
    element.get_by_role("button", name="Start the exam").click()
    assert element.locator(".exam-questions form").count() == 20
    element.get_by_role("button", name="Finish the exam").click()
    element.get_by_role("button", name="Finish all the same").click()
    assert "0 of 20 points" in element.locator(".exam-score").inner_text()
    assert element.locator(".exam-result a[href]").count() == 0
    page.evaluate("window.stop()")
    page.close()
    assert faults == []
