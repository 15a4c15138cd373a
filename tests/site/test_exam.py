"""The mixed exam: drawn, answered, left and taken up again, marked at the end, printed."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from playwright.sync_api import expect

from conftest import axe_violations, set_aside, watch
from course import course
from lessonkit.quiz.index import course_index

KEY = f"course:2:{course.id}:exam"
INDEX = course_index()
TITLES = {chapter["chapter"]: chapter["title"] for chapter in INDEX}
COUNT = 20
LIGHT = 204_000  # gzip: of which 176 kB are the theme, the widgets and the index of the questions


@pytest.fixture
def exam(page, server):
    page.goto(f"{server}/book/exam.html")
    element = page.locator("course-exam")
    page.locator("course-exam[ready]").wait_for(state="attached")
    return element


def begin(exam):
    exam.get_by_role("button", name="Start the exam").click()
    exam.page.locator("course-exam[data-state=asking]").wait_for(state="attached")
    return exam.locator(".exam-questions form")


def again(page):
    page.reload()
    page.locator("course-exam[ready]").wait_for(state="attached")


def stored(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))


def data_of(page):
    return json.loads(page.locator("course-exam > script").text_content())


def answer(form):
    """Give some answer, whatever the type of the question is."""
    boxes = form.locator("input[type=text]")
    for n in range(boxes.count()):
        boxes.nth(n).fill(str(n + 1))
    for n in range(form.locator("select").count()):
        form.locator("select").nth(n).select_option(index=1)
    if form.locator("[data-move=down]").count():
        form.locator("[data-move=down]").first.click()
    if form.locator("input:is([type=radio], [type=checkbox])").count():
        form.locator("input").first.check()


def answer_all(exam):
    for form in exam.locator(".exam-questions form").all():
        answer(form)


def finish(exam):
    exam.get_by_role("button", name="Finish the exam").click()


def test_an_exam_is_mixed_and_has_no_predictions(exam, page):
    forms = begin(exam)
    assert forms.count() == COUNT
    ids = forms.locator("fieldset").evaluate_all("fields => fields.map((field) => field.dataset.item)")
    chapter_of = {item["id"]: (c["chapter"], item["type"]) for c in INDEX for item in c["items"]}
    counts = {name: [chapter_of[id][0] for id in ids].count(name) for name in TITLES}
    assert max(counts.values()) - min(counts.values()) <= 1
    assert "predict" not in {chapter_of[id][1] for id in ids}
    assert exam.get_by_text(f"Question {COUNT} of {COUNT}").is_visible()


def test_a_drawn_exam_is_light(page, server):
    answers = []
    page.on("response", lambda response: answers.append(response))
    page.goto(f"{server}/book/exam.html")
    page.locator("course-exam[ready]").wait_for(state="attached")
    assert begin(page.locator("course-exam")).count() == COUNT
    page.wait_for_load_state("networkidle")
    assert len([answer for answer in answers if "/course/exam/" in answer.url]) == COUNT
    assert sum(len(gzip.compress(answer.body())) for answer in answers if answer.ok) <= LIGHT


def test_questions_come_from_disk(browser, site):
    context = browser.new_context()
    page = context.new_page()
    faults = watch(page, site.as_uri())
    page.goto(f"{site.as_uri()}/book/exam.html")
    page.locator("course-exam[ready]").wait_for(state="attached")
    assert begin(page.locator("course-exam")).count() == COUNT
    context.close()
    assert faults == []


def test_questions_that_do_not_arrive_can_be_asked_for_again(browser, server):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}/book/exam.html")
    page.locator("course-exam[ready]").wait_for(state="attached")
    page.route("**/course/exam/*.js", lambda route: route.abort())
    exam = page.locator("course-exam")
    exam.get_by_role("button", name="Start the exam").click()
    expect(exam.locator(".exam-said")).to_contain_text("could not be loaded")
    assert exam.locator(".exam-questions form").count() == 0
    page.unroute("**/course/exam/*.js")
    exam.get_by_role("button", name="Try again").click()
    expect(exam.locator(".exam-questions form")).to_have_count(COUNT)
    expect(exam.locator(".exam-said")).to_have_text("")
    context.close()


def test_nothing_is_told_before_the_end(exam, page):
    begin(exam)
    answer_all(exam)
    assert exam.locator(".exam-count").inner_text() == f"{COUNT} of {COUNT} answered"
    assert set(exam.locator(".quiz-feedback").all_inner_texts()) == {""}
    assert exam.locator(".exam-result").is_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':quiz:'))") == []


def test_answers_and_draw_survive_a_reload(exam, page):
    begin(exam)
    answer_all(exam)
    before = stored(page)
    values = "forms => forms.map((form) => [...new FormData(form)].map(([, value]) => value).join())"
    shown = exam.locator(".exam-questions form").evaluate_all(values)
    stems = exam.locator(".exam-questions legend").all_inner_texts()
    again(page)
    assert exam.locator(".exam-questions form").evaluate_all(values) == shown
    assert exam.locator(".exam-questions legend").all_inner_texts() == stems
    assert exam.locator(".exam-count").inner_text() == f"{COUNT} of {COUNT} answered"
    assert stored(page) == before


def test_open_questions_are_named_before_the_end(exam, page):
    forms = begin(exam)
    answer(forms.nth(0))
    finish(exam)
    said = exam.locator(".exam-said").inner_text()
    assert said.startswith("Still open: question 2, 3, 4")
    exam.get_by_role("button", name="Go on answering").click()
    assert forms.nth(1).evaluate("form => form.contains(document.activeElement)")
    finish(exam)
    exam.get_by_role("button", name="Finish all the same").click()
    assert "Not answered" in forms.nth(1).locator(".quiz-feedback").inner_text()
    lesson = forms.nth(1).locator("p", has_text="Look again:").get_by_role("link")
    assert re.search(r"/[\w-]+\.html(#[\w-]+)?$", lesson.get_attribute("href"))


def right_responses(page):
    """Answer all questions of the exam rightly, through the store, from the data in the page."""
    page.evaluate(
        """([key]) => {
             const exam = JSON.parse(localStorage.getItem(key));
             const { chapters } = JSON.parse(document.querySelector('course-exam > script').textContent);
             const all = chapters.flatMap((chapter) => chapter.items);
             const items = Object.fromEntries(all.map((item) => [item.id, courseQuestions[item.id]?.item]));
             const right = {
               single: ({ options }) => options.findIndex(({ correct }) => correct),
               multiple: ({ options }) => [...options.keys()].filter((k) => options[k].correct),
               short: ({ answer }) => answer.accept[0],
               ordering: ({ entries }) => [...entries.keys()],
             };
             exam.items = exam.items.filter(({ id }) => right[items[id].type]);
             for (const { id } of exam.items) {
               exam.responses[id] = { response: right[items[id].type](items[id]), at: Date.now() };
             }
             localStorage.setItem(key, JSON.stringify(exam));
           }""",
        [KEY],
    )
    again(page)


def test_right_answers_give_all_points_by_objective(exam, page):
    begin(exam)
    right_responses(page)
    count = exam.locator(".exam-questions form").count()
    assert count >= 5
    finish(exam)
    assert f"{count} of {count} points (100 %)" in exam.locator(".exam-score").inner_text()
    parts = exam.locator(".exam-parts li strong").all_inner_texts()
    assert sum(int(part.split(" of ")[0]) for part in parts) == count
    assert all(part.split(" of ")[0] == part.split(" of ")[1] for part in parts)
    assert all(text.startswith("Right") for text in exam.locator(".quiz-feedback").all_inner_texts())
    assert page.evaluate("document.activeElement.textContent") == "Your result"
    assert "The exam is marked" in exam.locator(".exam-said").inner_text()


def test_a_marked_exam_stays_as_it_is(exam, page):
    begin(exam)
    answer_all(exam)
    finish(exam)
    score = exam.locator(".exam-score").inner_text()
    before = stored(page)["responses"]
    exam.locator(".exam-questions input[type=radio]:not(:checked)").last.click(force=True)
    assert stored(page)["responses"] == before
    again(page)
    assert exam.locator(".exam-score").inner_text() == score
    assert exam.get_by_role("button", name="Finish the exam").is_hidden()


def test_the_record_of_completion(exam, page):
    begin(exam)
    finish(exam)
    exam.get_by_role("button", name="Finish all the same").click()
    exam.get_by_label("Your name").fill("<b>Ada</b> Example")
    again(page)
    record = exam.locator(".exam-record")
    said = record.inner_text()
    assert "<b>Ada</b> Example" in said
    assert f"version {data_of(page)['version']}" in said
    form = "{ day: 'numeric', month: 'long', year: 'numeric' }"
    assert page.evaluate(f"new Date().toLocaleDateString('en-GB', {form})") in said
    assert f"0 of {COUNT} points (0 %)" in said
    assert "It is no certificate" in said
    page.emulate_media(media="print")
    assert record.is_visible()
    assert exam.locator(".exam-questions").is_hidden()
    assert exam.get_by_label("Your name").is_hidden()
    assert page.locator("article p").first.is_hidden()


def test_a_new_exam_is_a_new_draw_and_asks_first(exam, page):
    begin(exam)
    finish(exam)
    exam.get_by_role("button", name="Finish all the same").click()
    exam.get_by_label("Your name").fill("Ada")
    before = stored(page)
    exam.get_by_role("button", name="New exam").click()
    exam.get_by_role("button", name="No").click()
    assert stored(page) == before
    exam.get_by_role("button", name="New exam").click()
    exam.get_by_role("button", name="Yes").click()
    after = stored(page)
    assert after["seed"] != before["seed"]
    assert after["items"] != before["items"]
    assert after["responses"] == {}
    assert after["name"]["text"] == "Ada"
    assert exam.locator(".exam-result").is_hidden()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "null",
        '{"schema":3}',
        '{"schema":2,"at":1,"seed":1,"items":[{"id":"gone","hash":"x"}],"responses":{}}',
        '{"schema":2,"at":1,"seed":1,"items":[null],"responses":{}}',
        '{"schema":2,"at":1,"seed":1,"items":[],"responses":[]}',
    ],
)
def test_an_exam_that_does_not_fit_is_set_aside(text, exam, page):
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    again(page)
    assert exam.get_by_text("was set aside").is_visible()
    assert set_aside(page) == {"exam": [text]}
    assert begin(exam).count() == COUNT


def test_a_response_that_cannot_be_one_counts_as_open(exam, page):
    begin(exam)
    page.evaluate(
        """key => { const exam = JSON.parse(localStorage.getItem(key));
                    const strange = { response: { strange: true }, at: 1 };
                    for (const { id } of exam.items) exam.responses[id] = strange;
                    localStorage.setItem(key, JSON.stringify(exam)); }""",
        KEY,
    )
    again(page)
    assert exam.locator(".exam-count").inner_text() == f"0 of {COUNT} answered"


def test_by_keyboard_alone(exam, page):
    exam.get_by_role("button", name="Start the exam").focus()
    page.keyboard.press("Enter")
    first = exam.locator(".exam-questions form").first
    expect(first.locator(":focus")).to_have_count(1)  # the questions are fetched first
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Finish the exam":
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Go on answering"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Your result"
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "name":
        page.keyboard.press("Tab")
    page.keyboard.type("Ada")
    assert "Ada" in exam.locator(".exam-record").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(theme, exam, page):
    page.evaluate(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
    again(page)
    assert axe_violations(page) == []
    begin(exam)
    for form in exam.locator(".exam-questions form").all()[::2]:
        answer(form)
    finish(exam)
    assert axe_violations(page) == []
    exam.get_by_role("button", name="Finish all the same").click()
    exam.get_by_role("button", name="New exam").click()
    assert axe_violations(page) == []


def test_it_fits_a_narrow_screen_with_large_targets_and_large_text(exam, page):
    page.set_viewport_size({"width": 320, "height": 700})
    begin(exam)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    answer_all(exam)
    finish(exam)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """[...document.querySelectorAll('course-exam :is(button, label, select, summary, h3 a)')]
             .filter((e) => e.checkVisibility()).map((e) => [e.textContent, e.getBoundingClientRect()])
             .filter(([, box]) => box.width < 24 || box.height < 24)"""
    )
    assert small == []
    page.set_viewport_size({"width": 1280, "height": 700})
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_without_a_script_the_page_says_so(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/exam.html")
    assert page.get_by_text("The exam needs a script").is_visible()
    assert page.locator("course-exam").get_by_role("button").count() == 0
    context.close()
