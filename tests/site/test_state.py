"""Nothing a learner did is lost: double clicks, two tabs, the way back, storage that fails, other courses."""

from __future__ import annotations

import json

import pytest

from conftest import axe_violations, set_aside, watch
from course import course
from lessonkit.quiz.index import chapters_with_banks, course_index
from lessonkit.quiz.places import asked_by_name
from pages import page_asking, page_with

INDEX = course_index()
CHAPTER = "nmda-blockade"
ITEMS = {item["id"]: item for chapter in INDEX for item in chapter["items"]}
PAGE = page_asking("find-the-slip")
NAMED = {id for chapter, bank in chapters_with_banks() for id in asked_by_name(chapter, bank)}
OWN = [
    item["id"]
    for c in INDEX
    if c["chapter"] == CHAPTER
    for item in c["items"]
    if item["type"] == "single" and item["id"] in NAMED and page_asking(item["id"]) == PAGE
]
"""Questions of one choice on one page, those apart that it folds away."""
QUIZ = f"course:2:{course.id}:quiz:{CHAPTER}"
EXAM = f"course:2:{course.id}:exam"
SIZES = [{"width": 1280, "height": 720}, {"width": 360, "height": 640}]


def open_page(page, server, name, tag):
    page.goto(f"{server}/book/{name}.html")
    page.locator(f"{tag}[ready]").first.wait_for(state="attached")


def open_quiz(page, server):
    open_page(page, server, PAGE, "course-quiz")


def open_exam(page, server):
    open_page(page, server, "exam", "course-exam")


def open_progress(page, server):
    open_page(page, server, "progress", "course-progress")


def kept(page, key):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key) or "null")


def answers(page, key=QUIZ):
    """The answers by item, without the time of their last change."""
    items = (kept(page, key) or {"items": {}})["items"]
    return {
        id: {name: value for name, value in record.items() if name != "at"}
        for id, record in items.items()
        if "hash" in record
    }


def put(page, key, value):
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(value)])


def record(item, **other):
    base = {"hash": ITEMS[item]["hash"], "response": 0, "checked": True, "score": 1, "attempts": 1}
    return base | {"hints": 0, "shown": False} | other


def question(page, item):
    return page.locator(f"form:has(fieldset[data-item={item}])").first


def check(page, item, place=0):
    question(page, item).locator("input").nth(place).check()
    question(page, item).locator("[type=submit]").click()


def begin(page):
    page.get_by_role("button", name="Start the exam").click()
    page.locator("course-exam[data-state=asking]").wait_for(state="attached")
    return page.locator(".exam-questions form")


def choices(page):
    return page.locator(".exam-questions form:has(input[type=radio])")


# A double click confirms nothing, and what is cleared comes back


def quiz_reset(page, server):
    open_quiz(page, server)
    check(page, OWN[0])
    spot = page.locator("course-quiz", has=question(page, OWN[0]))
    return spot.get_by_role("button", name="Reset answers"), spot.get_by_role("button", name="Yes")


def chapter_clear(page, server):
    open_progress(page, server)
    put(page, QUIZ, {"schema": 2, "items": {OWN[0]: record(OWN[0], at=1)}})
    open_progress(page, server)
    section = page.locator(f"[data-chapter={CHAPTER}]")
    return section.get_by_role("button", name="Clear this chapter"), section.get_by_role("button", name="Yes")


def course_clear(page, server):
    chapter_clear(page, server)
    record = page.locator(".progress-record")
    return (
        record.get_by_role("button", name="Clear the whole course"),
        record.get_by_role("button", name="Yes"),
    )


def exam_end(page, server):
    open_exam(page, server)
    begin(page)
    choices(page).first.locator("input").first.check()
    return (
        page.get_by_role("button", name="Finish the exam"),
        page.get_by_role("button", name="Finish all the same"),
    )


def exam_again(page, server):
    button, confirm = exam_end(page, server)
    button.click()
    confirm.click()
    return page.get_by_role("button", name="New exam"), page.locator(".exam-result").get_by_role(
        "button", name="Yes"
    )


def delete_aside(page, server):
    open_progress(page, server)
    page.evaluate("key => localStorage.setItem(key, '{')", QUIZ)
    open_progress(page, server)
    row = page.locator(".progress-aside li")
    return row.get_by_role("button", name="Delete"), row.get_by_role("button", name="Yes")


ASKING = [quiz_reset, chapter_clear, course_clear, exam_end, exam_again, delete_aside]


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
@pytest.mark.parametrize("block", ["center", "end"])
@pytest.mark.parametrize("ask", ASKING)
def test_a_second_click_at_the_same_place_confirms_nothing(ask, block, size, page, server):
    page.set_viewport_size(size)
    button, confirm = ask(page, server)
    page.add_style_tag(content="html { scroll-behavior: auto !important; }")  # the places are final at once
    before = page.evaluate("JSON.stringify(Object.entries(localStorage).sort())")
    for click in (lambda x, y: [page.mouse.click(x, y) for _ in "12"], page.mouse.dblclick):
        button.evaluate("(button, block) => button.scrollIntoView({ block, behavior: 'instant' })", block)
        box = button.bounding_box()
        click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.evaluate("JSON.stringify(Object.entries(localStorage).sort())") == before
    if not confirm.is_visible():  # the page has moved, and the second click said No
        button.click()
    confirm.click()
    assert page.evaluate("JSON.stringify(Object.entries(localStorage).sort())") != before


@pytest.mark.parametrize("ask", [quiz_reset, chapter_clear, course_clear])
def test_cleared_answers_come_back_as_they_were(ask, page, server):
    button, confirm = ask(page, server)
    before = answers(page)
    assert OWN[0] in before
    button.click()
    confirm.click()
    assert answers(page) == {}
    page.get_by_role("button", name="Undo").click()
    assert answers(page) == before
    page.reload()
    page.locator("[ready]").first.wait_for(state="attached")
    assert answers(page) == before


def test_what_was_answered_after_the_clearing_stays_when_it_is_undone(page, server):
    button, confirm = quiz_reset(page, server)
    button.click()
    confirm.click()
    check(page, OWN[0], 1)
    since = answers(page)[OWN[0]]
    page.get_by_role("button", name="Undo").click()
    assert answers(page)[OWN[0]] == since
    assert since["response"] == 1


def test_a_cleared_exam_comes_back_as_it_was_and_the_new_one_too(page, server):
    button, confirm = exam_again(page, server)
    score = page.locator(".exam-score").inner_text()
    before = kept(page, EXAM)
    button.click()
    confirm.click()
    drawn = kept(page, EXAM)
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    assert {**kept(page, EXAM), "at": 0} == {**before, "at": 0}
    assert page.locator(".exam-score").inner_text() == score
    undo.click()
    assert {**kept(page, EXAM), "at": 0} == {**drawn, "at": 0}


# Two tabs, and the way back


@pytest.fixture
def two(page, context, server):
    other = context.new_page()
    other.set_default_timeout(15_000)
    faults = watch(other, server)
    yield page, other
    assert faults == []


def test_two_tabs_keep_each_others_answers_to_a_quiz(two, server):
    a, b = two
    open_quiz(a, server)
    open_quiz(b, server)
    check(a, OWN[0])
    check(b, OWN[1], 1)
    assert set(answers(b)) == {OWN[0], OWN[1]}
    for page, item in ((b, OWN[0]), (a, OWN[1])):
        question(page, item).locator("[role=status]:not(:empty)").wait_for()
    assert question(b, OWN[0]).locator("input").nth(0).is_checked()
    assert question(a, OWN[1]).locator("input").nth(1).is_checked()


def test_a_tab_clears_for_the_other_too_and_nothing_comes_back(two, server):
    a, b = two
    open_quiz(a, server)
    check(a, OWN[0])
    open_quiz(b, server)
    spot = b.locator("course-quiz", has=question(b, OWN[0]))
    spot.get_by_role("button", name="Reset answers").click()
    spot.get_by_role("button", name="Yes").click()
    question(a, OWN[0]).locator("[role=status]:empty").wait_for(state="attached")
    assert question(a, OWN[0]).locator(":checked").count() == 0
    check(a, OWN[1])
    assert set(answers(a)) == {OWN[1]}


def test_another_tab_does_not_disturb_what_is_being_typed(two, server):
    a, b = two
    item = next(i["id"] for i in ITEMS.values() if i["id"] == "slope-at-peak")
    open_quiz(a, server)
    open_quiz(b, server)
    box = question(a, item).get_by_label("Your answer")
    box.press_sequentially("zer")
    question(b, item).get_by_label("Your answer").fill("positive")
    question(b, item).locator("[type=submit]").click()
    check(b, OWN[0])
    question(a, OWN[0]).locator("[role=status]:not(:empty)").wait_for()
    assert box.input_value() == "zer"
    assert box.evaluate("box => box === document.activeElement")
    box.press_sequentially("o")
    box.press("Enter")
    assert answers(a)[item]["response"] == "zero"
    assert answers(a)[item]["attempts"] == 2


def test_two_tabs_keep_each_others_answers_to_the_exam_and_its_end(two, server):
    a, b = two
    open_exam(a, server)
    begin(a)
    open_exam(b, server)
    count = choices(a).count()
    assert count >= 2
    choices(a).nth(0).locator("input").first.check()
    choices(b).nth(1).locator("input").first.check()
    assert sum("response" in each for each in kept(b, EXAM)["responses"].values()) == 2
    for page in two:
        page.get_by_text("2 of 20 answered").wait_for()
    a.get_by_role("button", name="Finish the exam").click()
    a.get_by_role("button", name="Finish all the same").click()
    b.locator(".exam-result").wait_for()
    assert b.locator(".exam-score").inner_text() == a.locator(".exam-score").inner_text()
    before = kept(a, EXAM)
    choices(b).nth(0).locator("input").last.click(force=True)
    assert kept(a, EXAM) == before


DEAF = "addEventListener('storage', (event) => event.stopImmediatePropagation(), true);"
COMES_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def test_a_page_that_comes_back_as_it_was_left_takes_what_has_changed_since(two, server):
    """Headless Chromium keeps no page for the way back, so the event tells that it did."""
    a, b = two
    a.add_init_script(DEAF)
    open_quiz(a, server)
    check(a, OWN[0])
    check(a, OWN[2])
    open_quiz(b, server)
    spot = b.locator("course-quiz", has=question(b, OWN[2]))
    spot.get_by_role("button", name="Reset answers").click()
    spot.get_by_role("button", name="Yes").click()
    now = answers(b)
    assert OWN[2] not in now
    a.evaluate(COMES_BACK)
    assert question(a, OWN[2]).locator(":checked").count() == 0
    assert answers(a) == now


@pytest.mark.parametrize("tells", [True, False])
def test_an_exam_that_comes_back_never_writes_old_answers_over_new(tells, two, server):
    a, b = two
    a.add_init_script(DEAF)
    open_exam(a, server)
    begin(a)
    choices(a).nth(0).locator("input").first.check()
    open_exam(b, server)
    choices(b).nth(0).locator("input").nth(1).check()
    choices(b).nth(1).locator("input").first.check()
    if tells:
        a.evaluate(COMES_BACK)
        assert choices(a).nth(0).locator("input").nth(1).is_checked()
    choices(a).nth(2).locator("input").first.check()
    given = [each["response"] for each in kept(a, EXAM)["responses"].values()]
    assert len(given) == 3
    assert choices(a).nth(0).locator("input").nth(1).is_checked()


# Storage that fails

REFUSED = """
for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, {
    configurable: true,
    get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); },
  });
}
"""
UNKEPT = ".course-unkept"


def test_refused_storage_is_said_once_and_the_answers_can_be_saved(page, server):
    page.add_init_script(REFUSED)
    open_quiz(page, server)
    note = page.locator(UNKEPT)
    assert note.count() == 1
    assert "store nothing" in note.get_by_role("status").inner_text()
    check(page, OWN[0])
    assert note.count() == 1
    with page.expect_download() as download:
        note.get_by_role("button", name="Save as a file").click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert list(saved["quizzes"][CHAPTER]) == [OWN[0]]
    assert axe_violations(page) == []


def test_refused_storage_leaves_the_exam_and_what_it_promises_is_true(page, server):
    page.add_init_script(REFUSED)
    open_exam(page, server)
    assert "your answers stay in this browser" not in page.locator(".exam-start").inner_text()
    assert page.locator(UNKEPT).is_visible()
    begin(page)
    choices(page).first.locator("input").first.check()
    with page.expect_download() as download:
        page.locator(UNKEPT).get_by_role("button", name="Save as a file").click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    assert len(saved["exam"]["responses"]) == 1
    page.get_by_role("button", name="Finish the exam").click()
    page.get_by_role("button", name="Finish all the same").click()
    assert "of 20 points" in page.locator(".exam-score").inner_text()
    # The file brings the exam to a browser that keeps it.
    own = page.context.browser.new_context()
    other = own.new_page()
    open_progress(other, server)
    file = {"name": "record.json", "mimeType": "application/json", "buffer": json.dumps(saved).encode()}
    other.get_by_label("Read a file").set_input_files(file)
    other.get_by_role("button", name="Merge").click()
    open_exam(other, server)
    assert other.get_by_text("1 of 20 answered").is_visible()
    own.close()


def test_refused_storage_leaves_dark_mode_and_search_alive(page, server):
    page.add_init_script(REFUSED)
    open_quiz(page, server)
    before = page.evaluate("document.documentElement.dataset.mode")
    page.locator("button.theme-switch-button:visible, .theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != before
    page.goto(f"{server}/search.html?q=magnesium")
    page.locator("#search-results li").first.wait_for()


FILL = """() => {
  let piece = 'x'.repeat(1 << 22);
  for (let n = 0; piece.length; n += 1) {
    try { localStorage.setItem(`filler${n}`, piece); } catch { piece = piece.slice(piece.length / 2 + 0.5); }
  }
}"""
FREE = """() => {
  for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key);
}"""


def test_full_storage_is_said_where_the_reader_is_and_no_longer_when_there_is_room(page, server):
    open_quiz(page, server)
    assert page.locator(UNKEPT).count() == 0
    page.evaluate(FILL)
    check(page, OWN[0])
    note = page.locator(UNKEPT)
    assert "no room left" in note.inner_text()
    assert note.evaluate("(note) => note.nextElementSibling.contains(document.activeElement)")
    assert question(page, OWN[0]).locator("[role=status]").inner_text() != ""
    assert answers(page) == {}
    page.evaluate(FREE)
    check(page, OWN[1])
    assert set(answers(page)) == {OWN[0], OWN[1]}
    assert note.count() == 0


def test_full_storage_leaves_the_exam_dark_mode_and_search_alive(page, server):
    open_exam(page, server)
    page.evaluate(FILL)
    page.reload()
    page.locator("course-exam[ready]").wait_for()
    assert page.locator(UNKEPT).is_visible()
    before = page.evaluate("document.documentElement.dataset.mode")
    page.locator(".theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != before
    begin(page)
    choices(page).first.locator("input").first.check()
    assert page.get_by_text("1 of 20 answered").is_visible()
    page.goto(f"{server}/search.html?q=magnesium")
    page.locator("#search-results li").first.wait_for()


def framed(page, server, name):
    page.goto(f"{server}/book/index.html")
    page.evaluate(
        """(address) => {
             const frame = document.createElement('iframe');
             frame.sandbox = 'allow-scripts';
             Object.assign(frame, { src: address, width: 900, height: 600, title: 'A course page' });
             document.body.replaceChildren(frame);
           }""",
        f"{server}/book/{name}.html",
    )
    return page.frame_locator("iframe")


def test_in_a_frame_that_is_shut_off_questions_are_checked_by_click_and_by_key(page, server):
    frame = framed(page, server, PAGE)
    frame.locator("course-quiz[ready]").first.wait_for()
    assert "a tab of its own" in frame.locator(UNKEPT).inner_text()
    form = frame.locator(f"form:has(fieldset[data-item={OWN[0]}])").first
    form.locator("input").first.check()
    form.locator("[type=submit]").click()
    assert form.get_by_role("status").inner_text() != ""
    typed = frame.locator("form:has(fieldset[data-item=slope-at-peak])").first
    typed.get_by_label("Your answer").fill("zero")
    typed.get_by_label("Your answer").press("Enter")
    assert typed.get_by_role("status").inner_text().startswith("Right")
    assert frame.locator(UNKEPT).count() == 1


def test_in_a_frame_that_is_shut_off_a_food_is_added_to_the_plate(page, server):
    frame = framed(page, server, page_with("DayPlate()"))
    frame.locator("course-plate[ready]").wait_for()
    before = frame.locator(".plate-now tbody tr").count()
    box = frame.get_by_label("Food to add")
    box.fill("almonds")
    box.press("Enter")
    frame.locator(f".plate-now tbody tr:nth-child({before + 1})").wait_for()


# Version 1, and other courses of the host

V1_EXAM = {"schema": 1, "seed": 7, "responses": {}}


def v1_exam(*items, **other):
    return V1_EXAM | {"items": [{"id": id, "hash": ITEMS[id]["hash"]} for id in items]} | other


def all_of(page):
    return page.evaluate("Object.fromEntries(Object.entries(localStorage))")


def test_answers_of_version_1_are_taken_over_and_what_is_cleared_stays_cleared(page, server):
    open_progress(page, server)
    old = {"schema": 1, "items": {OWN[0]: record(OWN[0], day=20_000, streak=2), "theirs": record(OWN[1])}}
    put(page, f"course:1:quiz:{CHAPTER}", old)
    before = all_of(page)[f"course:1:quiz:{CHAPTER}"]
    open_progress(page, server)
    section = page.locator(f"[data-chapter={CHAPTER}]")
    assert section.locator(".progress-figures").first.inner_text().startswith("1 of")
    open_quiz(page, server)
    assert "Due for review" in question(page, OWN[0]).get_by_role("status").inner_text()
    check(page, OWN[1])
    assert set(answers(page)) == {OWN[0], OWN[1]}
    open_progress(page, server)
    section.get_by_role("button", name="Clear this chapter").click()
    section.get_by_role("button", name="Yes").click()
    open_progress(page, server)
    assert "none answered" in section.locator(".progress-figures").first.inner_text()
    assert all_of(page)[f"course:1:quiz:{CHAPTER}"] == before


def test_an_exam_of_version_1_goes_on(page, server):
    open_exam(page, server)
    single = OWN[:3]
    put(page, "course:1:exam", v1_exam(*single, responses={single[0]: 1}, name="Ada"))
    open_exam(page, server)
    assert page.get_by_text("1 of 3 answered").is_visible()
    page.get_by_role("button", name="Finish the exam").click()
    page.get_by_role("button", name="Finish all the same").click()
    assert page.get_by_label("Your name").input_value() == "Ada"
    assert kept(page, "course:1:exam")["responses"] == {single[0]: 1}
    assert kept(page, EXAM)["responses"][single[0]]["response"] == 1


def test_an_exam_of_version_1_that_fits_no_longer_is_set_aside_once(page, server):
    open_exam(page, server)
    old = v1_exam(OWN[0], OWN[1]) | {"items": [{"id": OWN[0], "hash": "reworded"}]}
    put(page, "course:1:exam", old)
    open_exam(page, server)
    assert page.get_by_text("was set aside").is_visible()
    open_exam(page, server)
    assert page.get_by_text("was set aside").count() == 0
    assert set_aside(page) == {"exam": [json.dumps(old)]}


def test_what_another_course_of_the_host_keeps_is_left_alone(page, server):
    open_progress(page, server)
    theirs = {
        "course:1:exam": V1_EXAM | {"items": [{"id": "theirs", "hash": "x"}]},
        f"course:1:quiz:{CHAPTER}": {"schema": 1, "items": {"theirs": record(OWN[0])}},
        "course:1:set-aside:exam": V1_EXAM | {"items": [{"id": "theirs", "hash": "x"}]},
        f"course:2:other:quiz:{CHAPTER}": {"schema": 2, "items": {OWN[0]: record(OWN[0], at=5)}},
        "course:2:other:exam": {"schema": 9},
        "course:2:other:set-aside:1:exam": "{",
    }
    for key, value in theirs.items():
        put(page, key, value)
    before = all_of(page)
    open_exam(page, server)
    assert page.get_by_text("set aside").count() == 0
    begin(page)
    open_quiz(page, server)
    assert question(page, OWN[0]).get_by_role("status").inner_text() == ""
    check(page, OWN[0])
    open_progress(page, server)
    assert page.locator(".progress-aside").is_hidden()
    page.get_by_role("button", name="Clear the whole course").click()
    page.locator(".progress-record").get_by_role("button", name="Yes").click()
    after = all_of(page)
    assert {key: after[key] for key in theirs} == {key: before[key] for key in theirs}


def test_what_version_1_set_aside_is_listed_once(page, server):
    open_exam(page, server)
    old = {"schema": 1, "items": {OWN[0]: record(OWN[0])}}
    put(page, f"course:1:set-aside:quiz:{CHAPTER}", old)
    open_progress(page, server)
    row = page.locator(".progress-aside li")
    row.get_by_role("button", name="Delete").click()
    row.get_by_role("button", name="Yes").click()
    open_progress(page, server)
    assert page.locator(".progress-aside").is_hidden()
    assert kept(page, f"course:1:set-aside:quiz:{CHAPTER}") == old


# What is set aside


def test_each_damaged_record_is_kept_and_none_that_was_not_there(page, server):
    open_progress(page, server)
    for text in ("{", "<b>", "{"):
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [QUIZ, text])
        open_progress(page, server)
    assert set_aside(page) == {f"quiz:{CHAPTER}": ["{", "<b>"]}
    file = {"course": course.id, "schema": 2, "quizzes": {CHAPTER: {OWN[0]: record(OWN[0], at=1)}}}
    page.get_by_label("Read a file").set_input_files(
        {"name": "record.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
    )
    page.get_by_role("button", name="Replace all").click()
    assert set_aside(page) == {f"quiz:{CHAPTER}": ["{", "<b>"]}


def test_what_is_set_aside_is_listed_saved_and_brought_back(page, server):
    open_progress(page, server)
    damaged = {"schema": 2, "items": {OWN[0]: record(OWN[0], at=4), OWN[1]: {"score": 1}}}
    put(page, QUIZ, damaged)
    open_progress(page, server)
    # What can be read of it is not lost on the way.
    assert list(answers(page)) == [OWN[0]]
    page.locator(f"[data-chapter={CHAPTER}]").get_by_role("button", name="Clear this chapter").click()
    page.locator(f"[data-chapter={CHAPTER}]").get_by_role("button", name="Yes").click()
    row = page.locator(".progress-aside li")
    year = page.evaluate("new Date().getFullYear()")
    assert "Answers of the chapter" in row.locator("p").inner_text()
    assert str(year) in row.locator("p").inner_text()
    with page.expect_download() as download:
        row.get_by_role("button", name="Save as a file").click()
    assert json.loads(download.value.path().read_text("utf-8")) == damaged
    row.get_by_role("button", name="Bring back").click()
    assert list(answers(page)) == [OWN[0]]
    assert "1 brought back" in page.locator(".progress-aside").inner_text()
    assert row.count() == 1
    assert axe_violations(page) == []
    row.get_by_role("button", name="Delete").click()
    row.get_by_role("button", name="Yes").click()
    assert set_aside(page) == {}
    page.locator(".progress-aside").get_by_role("button", name="Undo").click()
    assert list(map(json.loads, set_aside(page)[f"quiz:{CHAPTER}"])) == [damaged]


def test_what_cannot_be_read_says_so_and_stays(page, server):
    open_progress(page, server)
    page.evaluate("key => localStorage.setItem(key, '{')", QUIZ)
    open_progress(page, server)
    page.locator(".progress-aside").get_by_role("button", name="Bring back").click()
    assert "nothing in it fits" in page.locator(".progress-aside-said").inner_text()
    assert set_aside(page) == {f"quiz:{CHAPTER}": ["{"]}


def test_an_exam_that_was_set_aside_by_mistake_comes_back(page, server):
    open_exam(page, server)
    begin(page)
    exam = kept(page, EXAM)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [EXAM, "{"])
    put(page, f"course:2:{course.id}:set-aside:5:exam", exam)
    open_progress(page, server)
    rows = page.locator(".progress-aside li")
    rows.filter(has_text="1970").get_by_role("button", name="Bring back").click()
    assert kept(page, EXAM)["items"] == exam["items"]
    open_exam(page, server)
    assert page.locator(".exam-questions form").count() == 20


# Files


def test_the_reader_is_reminded_of_what_is_in_no_file(page, server):
    open_quiz(page, server)
    check(page, OWN[0])
    open_progress(page, server)
    reminder = page.locator(".progress-unsaved")
    assert "not saved a file yet: 1 answer is in this browser alone" in reminder.inner_text()
    assert page.get_by_text("after a week without a visit").is_visible()
    with page.expect_download():
        page.locator(".progress-record").get_by_role("button", name="Save as a file").first.click()
    assert reminder.is_hidden()
    open_progress(page, server)
    assert reminder.is_hidden()
    open_quiz(page, server)
    check(page, OWN[1])
    open_progress(page, server)
    assert "1 answer is in this browser alone" in reminder.inner_text()


def test_a_file_of_form_1_is_still_read(page, server):
    open_progress(page, server)
    file = {
        "course": course.id,
        "schema": 1,
        "quizzes": {CHAPTER: {OWN[0]: record(OWN[0], day=20_000, streak=1)}},
    }
    page.get_by_label("Read a file").set_input_files(
        {"name": "record.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
    )
    page.get_by_role("button", name="Merge").click()
    assert answers(page) == {OWN[0]: file["quizzes"][CHAPTER][OWN[0]]}


def test_a_merged_and_a_replaced_record_come_back_as_they_were(page, server):
    open_progress(page, server)
    put(page, QUIZ, {"schema": 2, "items": {OWN[0]: record(OWN[0], at=5), OWN[1]: record(OWN[1], at=5)}})
    open_progress(page, server)
    before = answers(page)
    file = {"course": course.id, "schema": 2, "quizzes": {CHAPTER: {OWN[0]: record(OWN[0], at=9, score=0)}}}
    for name in ("Merge", "Replace all"):
        page.get_by_label("Read a file").set_input_files(
            {"name": "record.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
        )
        page.get_by_role("button", name=name).click()
        assert answers(page)[OWN[0]]["score"] == 0
        page.locator(".progress-read").get_by_role("button", name="Undo").click()
        assert answers(page) == before
    assert set_aside(page) == {}


def test_the_objectives_of_the_result_stand_in_the_order_of_the_bank(page, server):
    open_exam(page, server)
    begin(page)
    page.get_by_role("button", name="Finish the exam").click()
    page.get_by_role("button", name="Finish all the same").click()
    parts = page.locator(".exam-parts")
    titles = {chapter["title"]: list(chapter["objectives"].values()) for chapter in INDEX}
    seen = parts.evaluate(
        """(parts) => [...parts.querySelectorAll('h3')].map((heading) => [heading.textContent,
             [...heading.nextElementSibling.children].map((row) => row.firstChild.textContent)])"""
    )
    assert len(seen) > 5
    for title, rows in seen:
        found = [row.strip().removesuffix(":") for row in rows]
        assert found == [text for text in titles[title] if text in found]
    data = json.loads(page.locator("course-exam > script").text_content())
    assert [list(c["objectives"]) for c in data["chapters"]] == [list(c["objectives"]) for c in INDEX]
