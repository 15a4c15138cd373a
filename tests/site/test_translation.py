"""A browser's translation puts other words into the pages, before and during use: all goes on working."""

from __future__ import annotations

import json

import pytest

from conftest import open_outcomes
from drawing import drawn
from pages import page_showing, page_with
from reader import TRANSLATE, answer_rightly, kinds_of


@pytest.fixture(params=["before the scripts", "after them"])
def translated(request, page, server):
    """Open a page whose texts are replaced before its scripts run, or when they have run."""

    def visit(address: str, tag: str):
        if request.param == "before the scripts":
            page.add_init_script(f"({TRANSLATE})()")
        page.goto(f"{server}/book/{address}")
        element = page.locator(f"{tag}[ready]").first
        element.wait_for(state="attached")
        if request.param == "after them":
            page.evaluate(TRANSLATE)
        assert page.locator("h1 font font").first.text_content().startswith("Ü")
        return element

    return visit


def visible_rows(element):
    return element.locator("tbody tr:visible")


def test_claims_are_found_by_topic_verdict_and_the_words_of_either_language(translated):
    claims = translated("claims.html", "course-claims")
    everything = visible_rows(claims).count()
    claims.locator("[name=topic]").select_option("Food")
    claims.locator("[name=verdict]").select_option("wrong in part")
    rows = visible_rows(claims)
    assert 0 < rows.count() < everything
    topics = rows.evaluate_all("rows => [...new Set(rows.map((row) => row.dataset.topic))]")
    assert topics == [claims.locator("[name=topic]").input_value()]
    claims.locator("[type=reset]").click()
    claims.page.wait_for_function(
        "count => document.querySelectorAll('course-claims tbody tr:not([hidden])').length === count",
        arg=everything,
    )
    for words in ("halibut fish", "hölöböt"):
        claims.locator("[name=words]").fill(words)
        assert visible_rows(claims).evaluate_all("rows => rows.map((row) => row.id)") == ["claim-halibut"]


def test_foods_are_found_by_group_measure_and_words(translated):
    foods = translated(f"{page_with('FoodExplorer()')}.html", "course-foods")
    foods.locator("[name=group]").select_option("legumes")
    foods.locator("[name=by]").select_option(index=2)
    groups = visible_rows(foods).evaluate_all("rows => [...new Set(rows.map((row) => row.dataset.group))]")
    assert groups == ["legumes"]
    assert "foods.group=legumes&foods.by=energy" in foods.page.url
    foods.locator("[type=reset]").click()
    foods.locator("[name=q]").fill("kale raw")
    assert visible_rows(foods).count() > 0
    foods.locator("[data-fold=file] summary").click()
    with foods.page.expect_download() as download:
        foods.locator("[data-do=csv]").click()
    assert "Kale" in download.value.path().read_text(encoding="utf-8-sig")


def test_the_plate_is_held_against_each_reference_intake(translated):
    plate = translated(f"{page_with('DayPlate()')}.html", "course-plate")
    total = plate.locator(".plate-total")
    for name, value in (("body", "EFSA"), ("sex", "male")):
        plate.locator(f"[name={name}]").select_option(index=1)
        assert plate.locator(f"[name={name}]").input_value() == value
        assert plate.locator(".course-fault").is_hidden()
    assert "350 mg" in total.text_content()
    plate.locator("[name=sex]").select_option(index=0)
    plate.locator("[name=stage]").select_option(index=1)
    assert "plate.who=EFSA-35-female-pregnancy" in plate.page.url
    plate.locator("[data-do=suggest]").click()
    assert plate.locator(".plate-swaps button").count() > 0
    before = plate.locator(".plate-now tbody tr").count()
    plate.locator("[name=food]").fill("brazil")
    plate.locator(".plate-pick button").click()
    assert plate.locator(".plate-now tbody tr").count() == before + 1
    plate.locator(".plate-now tbody tr").first.locator("[data-do=remove]").click()
    assert plate.locator(".plate-now tbody tr").count() == before


def test_the_label_reader_goes_on_converting(translated):
    label = translated("diet-tablets-drip/read-the-label.html", "course-label")
    label.locator("[name=amount]").fill("100")
    element = label.locator("[data-of=element]").first
    first = element.text_content()
    label.locator("[name=salt]").select_option(index=3)
    assert element.text_content() != first
    name = label.locator("[name=salt]").evaluate("list => list.value")
    assert f"label.salt={name}" in label.page.url
    label.locator("[name=as]").select_option("mmol")
    assert label.locator("[data-of=mmol]").first.text_content().strip("Ü") == "100"


KINDS = {"single", "multiple", "numeric", "units", "ordering", "matching", "short", "mark", "predict"}


def test_questions_of_each_type_are_checked(translated, site):
    """The chapters are taken in turn until each type, and a question with a choice of units, was answered."""
    asked = set()
    for path in sorted((site / "book").rglob("*.html")):
        if asked >= KINDS or "<course-quiz" not in path.read_text(encoding="utf-8"):
            continue
        page = translated(path.relative_to(site / "book").as_posix(), "course-quiz").page
        open_outcomes(page)
        page.evaluate("for (const fold of document.querySelectorAll('.quiz-rest')) fold.open = true")
        for quiz in page.locator("course-quiz[ready]").all():
            data = json.loads(quiz.locator("script[type='application/json']").text_content())
            for place, item in enumerate(data["items"]):
                if kinds_of(item) <= asked or (item.get("values") and not item.get("units")):
                    continue
                asked |= kinds_of(item)
                form = quiz.locator(".quiz-item").nth(place)
                if item.get("values"):  # the answer is not in the page: any number with a unit is judged
                    form.locator("input").fill("1")
                    form.locator("select").select_option(index=1)
                else:
                    answer_rightly(form, item)
                form.locator("[type=submit]").click()
                tone = form.locator(".quiz-feedback p").first.get_attribute("data-tone")
                expected = {"predict": ["note"]}.get(
                    item["type"], ["right", "wrong"] if item.get("values") else ["right"]
                )
                assert tone in expected, item["id"]
                kept = page.evaluate("JSON.stringify(Object.values(localStorage))")
                assert item["id"] in kept
    assert asked >= KINDS


def test_the_exam_is_taken_to_its_end(translated):
    exam = translated("exam.html", "course-exam")
    exam.locator(".exam-start [data-action=start]").click()
    exam.page.locator("course-exam[data-state=asking]").wait_for(state="attached")
    forms = exam.locator(".exam-questions .quiz-item")
    questions = exam.page.evaluate("courseQuestions")
    answered = 0
    for form in forms.all():
        item = questions[form.locator("fieldset").get_attribute("data-item")]["item"]
        if not item.get("values"):
            answer_rightly(form, item)
            answered += 1
    foot = exam.locator(".exam-foot")
    foot.locator("[data-ask=ask]").click()
    if foot.locator("[data-ask=yes]").is_visible():  # some questions are open
        foot.locator("[data-ask=yes]").click()
    score = exam.locator(".exam-result .exam-score")
    score.wait_for()
    right = forms.evaluate_all(
        "forms => forms.filter((form) => form.querySelector('.quiz-feedback [data-tone=right]')).length"
    )
    assert right >= answered - 1  # an order may stand right before it is touched
    assert exam.locator(".exam-parts strong").count() > 0


def test_progress_shows_what_was_answered_and_clears_it(translated):
    quiz = translated("safety/way-in-way-out.html", "course-quiz")
    form = quiz.locator(".quiz-item").first
    item = json.loads(quiz.locator("script[type='application/json']").text_content())["items"][0]
    answer_rightly(form, item)
    form.locator("[type=submit]").click()
    chapter = quiz.get_attribute("quiz")
    progress = translated("progress.html", "course-progress")
    figures = progress.locator(f"[data-chapter={chapter}] .progress-figures").first
    assert "1 öf " in figures.text_content()
    with progress.page.expect_download() as download:
        progress.locator("[data-action=save]").click()
    assert item["id"] in download.value.path().read_text(encoding="utf-8")


def test_an_explorer_and_its_map_go_on(translated):
    explorer = translated(f"{page_showing('both-ions')}.html", "course-explorer")
    page = explorer.page
    drawn(explorer)
    before = explorer.evaluate("element => JSON.stringify(element.parameters)")
    explorer.locator("[data-preset]").last.locator("font font").click()
    assert explorer.evaluate("element => JSON.stringify(element.parameters)") != before
    slider = explorer.locator("input[type=range]:visible").first
    slider.press("Home")
    name, low = slider.get_attribute("name"), float(slider.get_attribute("min"))
    assert explorer.evaluate("(element, name) => element.parameters[name]", name) == low
    assert "font" not in explorer.locator(f"output[name='{name}']").inner_html()  # numbers with units stay
    assert "<font" not in explorer.locator(".course-picture").first.inner_html()  # a font breaks a drawing

    open_outcomes(page)
    chart = page.locator("course-map[ready]").first
    chart.locator("summary").click()
    cell = chart.locator("tbody button").last
    cell.click()
    assert cell.get_attribute("aria-pressed") == "true"


def test_a_figure_goes_on(translated):
    figure = translated(f"{page_showing('end-plate')}.html", "course-figure")
    open_outcomes(figure.page)
    drawn(figure)
    figure.locator("summary").click()
    assert figure.locator("tbody td").first.is_visible()


def test_a_choice_of_an_explorer_keeps_its_id(translated):
    explorer = translated(f"{page_showing('nmda-block')}.html", "course-explorer")
    explorer.locator("details summary").first.click()
    choice = explorer.locator("select").first
    choice.select_option(index=1)
    name = choice.get_attribute("name")
    assert explorer.evaluate("(element, name) => element.parameters[name]", name) == choice.input_value()
    assert "ö" not in choice.input_value()


def test_no_choice_takes_its_value_from_its_words(site):
    """An `option` without a value has its text as value, which a translation changes."""
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert text.count("<option") == text.count("<option value="), path.name
