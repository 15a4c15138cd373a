"""Questions of earlier chapters: blank and unseen at each visit; the number of what is due on every page."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from conftest import axe_violations, open_outcomes, watch
from course import course
from lessonkit.contents import read_contents
from lessonkit.quiz.index import course_index

INDEX = course_index()
CHAPTER_OF = {item["id"]: each["chapter"] for each in INDEX for item in each["items"]}
CHAPTERS = {each["chapter"]: each for each in INDEX}
ASKED, NEXT = "magnesium-in-the-body", "nmda-blockade"
ANSWER = """([course, chapter, items, day]) => {
  const rest = { response: null, checked: true, score: 1, attempts: 1, hints: 0, shown: false, stability: 2 };
  const record = (hash) => ({ ...rest, hash, day, difficulty: 5, at: day < 1000 ? 1 : Date.now() });
  const kept = Object.fromEntries(items.map(({ id, hash }) => [id, record(hash)]));
  localStorage.setItem(`course:2:${course}:quiz:${chapter}`, JSON.stringify({ schema: 2, items: kept }));
}"""
TODAY = "() => Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4) / 864e5)"


def keep(page, chapters, day):
    """Keep an answer to each question of some chapters, of a day."""
    for each in INDEX:
        if each["chapter"] in chapters:
            page.evaluate(ANSWER, [course.id, each["chapter"], each["items"], day])


def visit(page, origin, name):
    page.goto(f"{origin}/book/{name}.html")
    page.locator("course-retrieval[ready]").wait_for()
    return page.locator("course-retrieval")


def drawn(element):
    return element.locator(".retrieval-questions fieldset").evaluate_all(
        "fields => fields.map((field) => field.dataset.item)"
    )


def answer(form):
    """Give some answer, whatever the type of the question is, and check it."""
    for box in form.locator("input[type=text]").all():
        box.fill("1")
    for choice in form.locator("select").all():
        choice.select_option(index=1)
    if form.locator("[data-move=down]").count():
        form.locator("[data-move=down]").first.click()
    if form.locator("input:is([type=radio], [type=checkbox])").count():
        form.locator("input").first.check()
    form.locator("[type=submit]").click()


@pytest.fixture
def anywhere(context, origin):
    """A page of the book over http, and one from disk; the test fails at an error or a foreign request."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults = watch(page, origin)
    yield page
    assert faults == []


def test_after_a_chapter_the_next_one_opens_with_blank_questions_that_were_never_seen(anywhere, origin):
    chapter = next(each for each in read_contents() if each.id == ASKED)
    for each in chapter.pages:
        anywhere.goto(f"{origin}/book/{each.address}")
        open_outcomes(anywhere)
        for form in anywhere.locator("course-quiz[ready] .quiz-item").filter(visible=True).all():
            answer(form)
            expect(form.locator(".quiz-feedback")).not_to_be_empty()
    kept = anywhere.evaluate("key => localStorage.getItem(key)", f"course:2:{course.id}:quiz:{ASKED}")
    answered = {id for id, record in json.loads(kept)["items"].items() if record["attempts"]}
    assert len(answered) > 10
    for _ in range(3):
        element = visit(anywhere, origin, f"{NEXT}/index")
        ids = drawn(element)
        assert len(set(ids)) == 3
        assert not answered & set(ids)
        assert element.locator(".retrieval-questions input:checked").count() == 0
        assert element.locator(".quiz-feedback").all_inner_texts() == [""] * 3


def test_where_all_is_answered_what_is_due_comes_first_and_is_blank(page, server):
    page.goto(f"{server}/book/index.html")
    today = page.evaluate(TODAY)
    earlier = [each["chapter"] for each in INDEX[: [e["chapter"] for e in INDEX].index(NEXT)]]
    keep(page, earlier, today)
    keep(page, ["myoclonus"], 10)
    element = visit(page, server, f"{NEXT}/index")
    assert {CHAPTER_OF[id] for id in drawn(element)} == {"myoclonus"}
    form = element.locator("form:not([hidden])")
    expect(form.locator(".quiz-feedback")).to_be_empty()
    answer(form)
    expect(form.locator(".quiz-feedback")).not_to_be_empty()
    id = form.locator("fieldset").get_attribute("data-item")
    kept = page.evaluate("key => localStorage.getItem(key)", f"course:2:{course.id}:quiz:myoclonus")
    record = json.loads(kept)["items"][id]
    assert record["attempts"] == 2
    assert record["day"] == today


def test_five_mixed_questions_are_others_than_those_of_the_page(page, server):
    element = visit(page, server, f"{ASKED}/check-yourself")
    ids = drawn(element)
    own = (
        page.locator("course-quiz")
        .first.locator("fieldset")
        .evaluate_all("fields => fields.map((field) => field.dataset.item)")
    )
    assert len(ids) == len(set(ids)) == 5
    assert not set(ids) & set(own)
    assert [CHAPTER_OF[id] for id in ids].count(ASKED) == 2
    order = [each["chapter"] for each in INDEX]
    assert all(order.index(CHAPTER_OF[id]) <= order.index(ASKED) for id in ids)


def test_one_question_at_a_time_by_keyboard(page, server):
    element = visit(page, server, f"{NEXT}/index")
    forms = element.locator(".retrieval-questions form")
    expect(forms.filter(visible=True)).to_have_count(1)
    element.get_by_role("button", name="Next question").press("Enter")
    expect(forms.nth(1)).to_be_visible()
    expect(forms.nth(1).locator(":focus")).to_have_count(1)
    expect(forms.nth(0)).to_be_hidden()
    element.get_by_role("button", name="Previous question").press("Enter")
    expect(forms.nth(0)).to_be_visible()


def test_the_path_says_what_comes_before(page, server):
    page.goto(f"{server}/book/index.html?path=tour")
    element = visit(page, server, "diet-tablets-drip/index")
    assert {CHAPTER_OF[id] for id in drawn(element)} <= {"myoclonus", ASKED}
    element = visit(page, server, "myoclonus/index")
    expect(element).to_contain_text("Your path has no questions before this chapter")


def test_questions_that_do_not_arrive_can_be_asked_for_again(browser, server):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/course/exam/*.js", lambda route: route.abort())
    element = visit(page, server, f"{NEXT}/index")
    expect(element.locator(".retrieval-said")).to_contain_text("could not be loaded")
    page.unroute("**/course/exam/*.js")
    element.get_by_role("button", name="Try again").click()
    expect(element.locator(".retrieval-questions form")).to_have_count(3)
    context.close()


def test_without_a_script_and_on_paper_there_are_fixed_questions_with_answers(browser, page, server):
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(f"{server}/book/{NEXT}/index.html")
    element = still.locator("course-retrieval")
    expect(element.locator(".retrieval-fixed > ol > li").filter(visible=True)).to_have_count(3)
    element.locator("summary").click()
    expect(element.get_by_text("Right:").first).to_be_visible()
    expect(element.get_by_role("button")).to_have_count(0)
    context.close()
    element = visit(page, server, f"{NEXT}/index")
    expect(element.locator(".retrieval-fixed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(element.locator(".retrieval-fixed")).to_be_visible()
    expect(element.locator(".retrieval-drawn")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme, page, server):
    page.goto(f"{server}/book/index.html")
    page.evaluate(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
    keep(page, ["myoclonus"], 10)
    element = visit(page, server, f"{NEXT}/index")
    expect(page.locator(".course-due")).to_be_attached()
    assert axe_violations(page) == []
    answer(element.locator("form:not([hidden])"))
    assert axe_violations(page) == []


def test_what_another_tab_answers_counts_once_and_leaves_this_one_blank(page, context, server):
    element = visit(page, server, f"{NEXT}/index")
    [id, *_] = drawn(element)
    chapter = CHAPTERS[CHAPTER_OF[id]]
    other = context.new_page()
    other.goto(f"{server}/book/index.html")
    items = [item for item in chapter["items"] if item["id"] == id]
    other.evaluate(ANSWER, [course.id, chapter["chapter"], items, other.evaluate(TODAY)])
    other.close()
    form = element.locator("form:not([hidden])")
    expect(form.locator(".quiz-feedback")).to_be_empty()
    answer(form)
    key = f"course:2:{course.id}:quiz:{chapter['chapter']}"
    page.wait_for_function(
        "([key, id]) => JSON.parse(localStorage.getItem(key)).items[id].attempts === 2", arg=[key, id]
    )


# The badge


def test_what_is_due_stands_at_the_link_to_the_progress_on_every_page(anywhere, context, origin):
    anywhere.goto(f"{origin}/book/exam.html")
    expect(anywhere.locator(".course-due:not([hidden])")).to_have_count(0)
    keep(anywhere, ["myoclonus"], 10)
    scored = [item for item in CHAPTERS["myoclonus"]["items"] if item["type"] != "predict"]
    for name in ("exam", "progress", f"{NEXT}/index", "myoclonus/treatment"):
        anywhere.goto(f"{origin}/book/{name}.html")
        badge = anywhere.locator(".course-due")
        count = len(scored)
        expect(badge).to_have_attribute("data-due", str(count))
        expect(
            anywhere.get_by_role("link", name=f"Your progress ({count} questions due for review)")
        ).to_be_attached()
    other = context.new_page()
    other.goto(f"{origin}/book/exam.html")
    other.evaluate("localStorage.clear()")
    other.close()
    expect(anywhere.locator(".course-due:not([hidden])")).to_have_count(0)


def test_the_badge_moves_nothing_and_comes_from_disk(browser, site):
    context = browser.new_context()
    page = context.new_page()
    faults = watch(page, site.as_uri())
    page.goto(f"{site.as_uri()}/book/exam.html")
    link = page.locator(".bd-docs-nav a[href='progress.html']")
    before = link.bounding_box()
    keep(page, ["myoclonus"], 10)
    page.reload()
    expect(page.locator(".course-due")).to_be_attached()
    after = link.bounding_box()
    assert (before["y"], before["height"]) == (after["y"], after["height"])
    assert faults == []
    context.close()
