"""The exam as a person takes it: in two tabs of a phone, with a decimal comma, through a translator."""

from __future__ import annotations

import json

import msgspec
import pytest
from playwright.sync_api import Locator, expect

from conftest import watch
from lessonkit.page.linker import ROOT
from lessonkit.page.random import integers
from lessonkit.quiz.index import reading_order
from node_tools import run_node
from reader import TRANSLATE, answer_rightly, kinds_of

ITEMS = {item.id: item for bank in reading_order() for item in bank.items}
SEEDS = 4096  # as in exam.js
KINDS = {"single", "multiple", "numeric", "units", "ordering", "matching", "short", "mark"}
COUNT = 20


@pytest.fixture(params=["as it is", "translated"])
def tabs(request, browser, server):
    """Two tabs of a phone; each must stay without an error."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    if request.param == "translated":
        context.add_init_script(f"({TRANSLATE})()")
    pages = [context.new_page() for _ in range(2)]
    faults = [watch(page, server) for page in pages]
    for page in pages:
        page.set_default_timeout(15_000)
    yield pages
    context.close()
    assert faults == [[], []]


def seed_with_all_kinds(index: list[dict]) -> int:
    """Return the first seed whose exam asks each kind of question, and one with drawn numbers."""
    chapters = [
        {"items": [item | ITEMS[item["id"]].for_page() for item in chapter["items"]]} for chapter in index
    ]
    module = (ROOT / "quiz" / "draw.js").as_uri()
    program = f"""import {{ drawExam }} from {json.dumps(module)}; import {{ readFileSync }} from "node:fs";
      const chapters = JSON.parse(readFileSync(0, "utf-8"));
      const kinds = {json.dumps(sorted(KINDS))};
      const has = (items) => items.some(({{ values }}) => values?.length) && kinds.every((kind) =>
        items.some(({{ type, units }}) => type === kind || (kind === "units" && units?.length)));
      let seed = 1;
      while (!has(drawExam(chapters, {COUNT}, seed))) seed += 1;
      console.log(seed);"""
    return int(run_node("--input-type=module", "-e", program, input=json.dumps(chapters), check=True).stdout)


def open_exam(page, server) -> None:
    page.goto(f"{server}/book/exam.html")
    page.locator("course-exam[ready]").wait_for(state="attached")


def begin(page) -> int:
    """Tap the button that starts an exam, and return the seed of its draw."""
    data = json.loads(page.locator("course-exam > script").text_content())
    seed = seed_with_all_kinds(data["chapters"])
    page.evaluate(
        """(seed) => {
             const { random } = Math;
             Math.random = () => {
               Math.random = random;
               return (seed - 0.5) / (2 ** 32 - 1);
             };
           }""",
        seed,
    )
    page.locator("[data-action=start]").tap()
    page.locator("course-exam[data-state=asking]").wait_for(state="attached")
    return seed


def with_a_comma(number: float) -> str:
    return f"{number:.4f}".replace("-", "−").replace(".", ",")


def test_an_exam_in_two_tabs_of_a_phone_loses_nothing(tabs, server):
    one, other = tabs
    open_exam(one, server)
    draws = integers(begin(one))
    open_exam(other, server)
    places = one.locator(".exam-questions fieldset")
    ids = places.evaluate_all("all => all.map((field) => field.dataset.item)")
    asked = [msgspec.to_builtins(ITEMS[id].drawn(1 + next(draws) % SEEDS)) for id in ids]
    assert len(asked) == COUNT
    assert set().union(*map(kinds_of, asked)) >= KINDS
    for place, item in enumerate(asked):
        if place == COUNT // 2:  # one tab is loaded anew, the other left and come back to
            one.reload()
            one.locator("course-exam[ready]").wait_for(state="attached")
            other.goto(f"{server}/book/safety/index.html")
            other.go_back()
            other.locator("course-exam[ready]").wait_for(state="attached")
        page = tabs[place % 2]
        page.bring_to_front()
        form = page.locator(".exam-questions form").nth(place)
        answer_rightly(form, item, with_a_comma, Locator.tap)
        for each in tabs:
            expect(each.locator(".exam-count")).to_contain_text(f"{place + 1} ")
        expect(form.locator(".quiz-feedback")).to_have_text("")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    other.locator(".exam-foot [data-ask=ask]").tap()
    for each in tabs:
        each.locator(".exam-result").wait_for()
        wrong = each.locator(".exam-questions form").evaluate_all(
            """forms => forms.flatMap((form, place) =>
                 (form.querySelector(".quiz-feedback [data-tone=right]") ? [] : [place]))"""
        )
        assert [ids[place] for place in wrong] == []
        expect(each.locator(".exam-score")).to_contain_text("(100 %)")
