"""Outcomes of predictions: folded until the reader has predicted and run, open where they have to be."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from conftest import CHAPTERS, ROOT, axe_violations
from lessonkit.quiz.index import chapters_with_banks
from lessonkit.quiz.places import places
from pages import page_asking, page_with

PREDICTIONS = [
    (asked[item.id].removesuffix(".html"), item)
    for chapter, bank in chapters_with_banks()
    for asked in [places(chapter, bank)]
    for item in bank.items
    if item.type == "predict"
]
"""Each prediction, and the page that asks it."""
WITH_PREDICTIONS = sorted({page for page, _ in PREDICTIONS})
ITEM = "predict-low-magnesium"
PAGE = page_asking(ITEM)
NUMBER = re.compile(r"−?\d+(?:\.\d+)?")


def open_page(page, origin, chapter=PAGE, tail=""):
    page.goto(f"{origin}/book/{chapter}.html{tail}")
    page.wait_for_load_state("load")


def outcome(page, item=ITEM):
    return page.locator(f".prediction-outcome[data-outcome={item}]").first


def is_open(page, item=ITEM):
    # Only the browser knows of `content-visibility`, which hides what keeps its place.
    return (
        outcome(page, item).locator(".prediction-outcome-body > *").first.evaluate("e => e.checkVisibility()")
    )


def anyway(page, item=ITEM):
    return outcome(page, item).get_by_role("button", name="Show it anyway")


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def tab_to(page, name):
    for _ in range(30):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"no way to {name} by keyboard")


@pytest.mark.parametrize("chapter", WITH_PREDICTIONS)
def test_each_outcome_is_folded_below_its_prediction(chapter, page, server):
    open_page(page, server, chapter)
    for item in (item.id for where, item in PREDICTIONS if where == chapter):
        boxes = page.locator(f".prediction-outcome[data-outcome={item}]")
        assert boxes.count() > 0, item
        for box in boxes.all():
            body = box.locator(".prediction-outcome-body > *").first
            assert not body.evaluate("e => e.checkVisibility()"), item
            follows = box.evaluate(
                """(box, item) => box.compareDocumentPosition(document.querySelector(`[data-item="${item}"]`))
                     === Node.DOCUMENT_POSITION_PRECEDING""",
                item,
            )
            assert follows, item


READ = """(item) => {
  const asked = document.querySelector(`[data-item="${item}"]`);
  let part = asked.closest("section");
  while (part.parentElement.closest("section section")) part = part.parentElement.closest("section");
  const texts = [...part.querySelectorAll("h2, h3, p, li, td, th, figcaption, svg text")];
  const isWidget = "course-quiz, course-explorer, course-foods, course-plate, course-label";
  const isRead = (e) => e.checkVisibility() && !e.closest(isWidget);
  return texts.filter(isRead).map((e) => e.textContent).join("\\n");
}"""


@pytest.mark.parametrize(("chapter", "item"), PREDICTIONS, ids=[item.id for _, item in PREDICTIONS])
def test_no_outcome_can_be_read_before_the_prediction(chapter, item, page, server):
    """The numbers that tell the outcome are not all in its part of the page while it is folded."""
    [key] = [option for option in item.options if option.correct]
    asked = " ".join(
        [item.stem, *item.hints, *(option.text for option in item.options if not option.correct)]
    )
    set_at = {f"{value}".replace("-", "−") for value in item.observe.values()}
    telling = set(NUMBER.findall(f"{key.text} {key.feedback}")) - set(NUMBER.findall(asked)) - set_at
    open_page(page, server, chapter)
    shown = set(NUMBER.findall(page.evaluate(READ, item.id)))
    assert not telling or telling - shown, telling


def test_a_reader_predicts_runs_and_compares_by_keyboard(page, server):
    open_page(page, server)
    question = page.locator(f"fieldset[data-item={ITEM}]")
    question.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    tab_to(page, "Record my prediction")
    page.keyboard.press("Enter")
    assert not is_open(page)
    assert "and run the model" in outcome(page).locator(".prediction-outcome-lead").inner_text()
    tab_to(page, "I have run the model")
    page.keyboard.press("Enter")
    assert "differs" not in question.get_by_role("status").inner_text()
    tab_to(page, "Set the model")
    page.keyboard.press("Enter")
    assert is_open(page)
    assert not outcome(page).locator(".prediction-outcome-lead").is_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert "The outcome differs" in question.get_by_role("status").inner_text()
    page.reload()
    page.wait_for_load_state("load")
    assert is_open(page)
    quiz = page.locator("course-quiz", has=question)
    quiz.get_by_role("button", name="Reset answers").click()
    quiz.get_by_role("button", name="Yes").click()
    assert not is_open(page)


def test_the_readers_own_run_opens_it_too(page, server):
    open_page(page, server)
    question = page.locator(f"fieldset[data-item={ITEM}]")
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Record my prediction").click()
    explorer = page.locator("course-explorer#nmda-block")
    explorer.evaluate("e => { e.parameters = { Mg: 0.4 }; }")
    assert not is_open(page)
    explorer.evaluate("e => { e.parameters = { Mg: 0.3 }; }")
    assert is_open(page)
    explorer.evaluate("e => { e.parameters = { Mg: 2 }; }")
    assert is_open(page)


def test_another_tab_opens_it_too(page, context, server):
    other = context.new_page()
    for each in (page, other):
        open_page(each, server, page_with("predict-measure"))
    question = page.locator("fieldset[data-item=predict-measure]")
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Record my prediction").click()
    assert is_open(page, "predict-measure")
    other.wait_for_function(
        "document.querySelector('[data-outcome=predict-measure] .prediction-outcome-lead').hidden"
    )
    assert is_open(other, "predict-measure")


def test_it_is_shown_anyway_and_folded_again(page, server):
    open_page(page, server)
    button = anyway(page)
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    page.keyboard.press("Enter")
    assert is_open(page)
    assert focused(page) == "Fold it again"
    assert page.evaluate("document.activeElement.ariaExpanded") == "true"
    assert axe_violations(page) == []
    page.keyboard.press("Enter")
    assert not is_open(page)
    page.reload()
    page.wait_for_load_state("load")
    assert not is_open(page)


@pytest.mark.parametrize("chapter", WITH_PREDICTIONS)
def test_without_a_script_all_outcomes_are_open(chapter, browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, server, chapter)
    for box in page.locator(".prediction-outcome").all():
        expect(box.locator(".prediction-outcome-lead")).to_be_hidden()
        expect(box.locator(".prediction-outcome-body > *").first).to_be_visible()
    context.close()


def test_on_paper_all_outcomes_are_open(page, server):
    open_page(page, server)
    page.emulate_media(media="print")
    assert is_open(page)
    assert not outcome(page).locator(".prediction-outcome-lead").is_visible()


def test_a_link_into_an_outcome_opens_it(page, origin, browser):
    context = browser.new_context()
    page = context.new_page()
    open_page(page, origin, tail="#item-explain-low-magnesium")
    assert is_open(page)
    expect(page.locator("#item-explain-low-magnesium")).to_be_in_viewport()
    open_page(page, origin, "hyperexcitability/one-neuron")
    assert not is_open(page, "predict-lifted-block")
    page.evaluate("location.hash = '#item-explain-lifted-block'")
    page.wait_for_function("document.querySelector('#item-explain-lifted-block').checkVisibility()")
    expect(page.locator("#item-explain-lifted-block")).to_be_in_viewport()
    context.close()


def test_the_browsers_own_search_opens_it(page, server):
    """A link to a text does what the search of the browser does."""
    open_page(page, server, tail="#:~:text=At%200.3%20mM%20the%20largest")
    page.wait_for_function("!document.querySelector('.prediction-outcome-body').hidden")
    assert is_open(page)


def only_in(page, item):
    """A word that the page has in the outcome alone."""
    return page.evaluate(
        """(item) => {
          const words = (text) => new Set(text.toLowerCase().match(/[a-z]{6,}/g));
          const body = document.querySelector(`[data-outcome=${item}] .prediction-outcome-body`);
          const inside = [...body.querySelectorAll(":scope > p")].map((p) => p.textContent).join(" ");
          const rest = document.querySelector("article").cloneNode(true);
          for (const box of rest.querySelectorAll(`[data-outcome=${item}]`)) box.remove();
          const others = words(rest.textContent);
          return [...words(inside)].find((word) => !others.has(word));
        }""",
        item,
    )


def test_a_hit_of_the_sites_search_that_lies_in_it_alone_opens_it(page, server):
    item = "predict-measure"
    name = page_with(item)
    open_page(page, server, name)
    word = only_in(page, item)
    assert word
    page.goto(f"{server}/search.html?q={word}")
    page.locator("#search-results").get_by_text("Search finished, found").wait_for()
    page.locator(f"#search-results li > a[href*='{name}.html']").first.click()
    page.wait_for_function(
        "!document.querySelector('[data-outcome=predict-measure] .prediction-outcome-body').hidden"
    )
    assert is_open(page, item)


def test_a_word_that_stands_elsewhere_too_opens_none(page, server):
    page.goto(f"{server}/search.html?q=magnesium")
    page.locator("#search-results").get_by_text("Search finished, found").wait_for()
    page.locator(f"#search-results li > a[href*='{PAGE}.html']").first.click()
    page.locator("article .highlighted").first.wait_for(state="attached")
    page.wait_for_load_state("load")
    assert not is_open(page)


def test_the_page_does_not_jump_as_it_loads(page, server):
    page.add_init_script(
        """window.jumps = 0;
           new PerformanceObserver((list) => { for (const e of list.getEntries()) window.jumps += e.value; })
             .observe({ type: "layout-shift", buffered: true });"""
    )
    open_page(page, server)
    assert page.evaluate("window.jumps") < 0.1


@pytest.mark.parametrize("name", [name for name in CHAPTERS if name in WITH_PREDICTIONS])
def test_a_notebook_shows_no_mark_of_an_outcome(name, site):
    notebook = json.loads((site / "_sources" / "book" / f"{name}.ipynb").read_text(encoding="utf-8"))
    text = "".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    assert (ROOT / "book" / f"{name}.md").read_text("utf-8").count("<!-- outcome: ") > 0
    assert "<!--" not in text
