"""The progress page: what was answered, what is due, clearing, saving and reading the record."""

from __future__ import annotations

import json
import re

import pytest

from conftest import axe_violations, open_outcomes, set_aside
from course import course
from lessonkit.quiz.index import course_index
from lessonkit.quiz.misconceptions import misconceptions_in
from pages import page_asking

CHAPTER = "nmda-blockade"
KEY = f"course:2:{course.id}:quiz:{CHAPTER}"
INDEX = course_index()
NAMED = misconceptions_in(course.root).named
ITEMS = {item["id"]: item for chapter in INDEX for item in chapter["items"]}
OWN = next(chapter["items"] for chapter in INDEX if chapter["chapter"] == CHAPTER)
CHOICES = [item["id"] for item in OWN if item["type"] == "single"]
DAY = "Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4) / 864e5)"


def open_page(page, server, name="progress", tag="course-progress"):
    page.goto(f"{server}/book/{name}.html")
    page.locator(f"{tag}[ready]").first.wait_for(state="attached")


def record(item, *, days_ago=0, score=1, stability=1, **other):
    answer = {"hash": ITEMS[item]["hash"], "response": 0, "checked": True, "score": score, "attempts": 1}
    return (
        answer
        | {
            "hints": 0,
            "shown": False,
            "day": -days_ago,
            "stability": stability,
            "difficulty": 5,
            "at": -days_ago,
        }
        | other
    )


def put(page, server, records, key=KEY):
    """Store records; their days count from today."""
    page.goto(f"{server}/book/progress.html")
    page.evaluate(
        f"""([key, items]) => {{
              for (const record of Object.values(items)) {{
                record.at = Date.now() + 864e5 * record.at;
                if ('day' in record) record.day += {DAY};
              }}
              localStorage.setItem(key, JSON.stringify({{ schema: 2, items }}));
            }}""",
        [key, records],
    )
    open_page(page, server)


def stored(page, key=KEY):
    items = json.loads(page.evaluate("key => localStorage.getItem(key)", key) or "{}").get("items", {})
    return {id: record for id, record in items.items() if "hash" in record}


def timeless(records):
    return {id: {**record, "at": 0} for id, record in records.items()}


def section(page, chapter=CHAPTER):
    return page.locator(f"[data-chapter={chapter}]")


def figures(page):
    return section(page).locator(".progress-figures").first


def due(page):
    return page.locator(".progress-due li a")


def right_place(page, item):
    return page.evaluate(
        """item => [...document.querySelectorAll('course-quiz script')]
             .flatMap((script) => JSON.parse(script.textContent).items)
             .find(({ id }) => id === item).options.findIndex(({ correct }) => correct)""",
        item,
    )


def test_an_empty_record(page, server):
    open_page(page, server)
    assert "none answered" in figures(page).inner_text()
    assert page.get_by_text("Nothing yet.").is_visible()
    assert page.locator(".progress-chapter").count() == len(INDEX)


def test_answers_are_counted_by_chapter_and_objective(page, server):
    put(page, server, {CHOICES[0]: record(CHOICES[0]), CHOICES[1]: record(CHOICES[1], score=0, attempts=3)})
    assert figures(page).inner_text() == f"2 of {len(OWN)} answered · 1 of 2 right · 4 attempts"
    objective = ITEMS[CHOICES[0]]["objective"]
    assert "right" in section(page).locator(f"[data-objective={objective}] .progress-figures").inner_text()
    assert "The whole course: 2 of" in page.locator(".progress-total").inner_text()


def test_an_answer_to_a_changed_question_or_without_a_day_is_no_obstacle(page, server):
    old = {
        name: value
        for name, value in record(CHOICES[1]).items()
        if name not in ("day", "stability", "difficulty")
    }
    put(page, server, {CHOICES[0]: record(CHOICES[0], hash="another"), CHOICES[1]: old})
    assert "1 of" in figures(page).inner_text()
    assert due(page).count() == 0


def test_a_question_is_due_once_its_stability_is_over(page, server):
    item = CHOICES[0]
    put(page, server, {item: record(item, days_ago=7, stability=7.4)})
    assert due(page).count() == 1
    put(page, server, {item: record(item, days_ago=6, stability=7.4)})
    assert due(page).count() == 0
    assert "Next: 1 question on" in page.locator(".progress-due-sum").inner_text()


def test_a_prediction_is_not_due(page, server):
    item = next(id for id, item in ITEMS.items() if item["type"] == "predict")
    chapter = next(c["chapter"] for c in INDEX if ITEMS[item] in c["items"])
    put(page, server, {item: record(item, days_ago=90, score=None)}, f"course:2:{course.id}:quiz:{chapter}")
    assert due(page).count() == 0


def test_a_due_question_is_asked_anew_where_it_stands_and_then_waits_longer(page, server):
    item = CHOICES[0]
    put(page, server, {item: record(item, days_ago=3, stability=3)})
    due(page).click()
    page.locator("course-quiz[ready]").first.wait_for(state="attached")
    assert page.url.endswith(f"#item-{item}")
    form = page.locator(f"#item-{item}")
    top = form.evaluate("form => form.getBoundingClientRect().top")
    assert 0 <= top < page.viewport_size["height"]
    assert "Due for review" in form.get_by_role("status").inner_text()
    assert form.locator(":checked").count() == 0
    right = right_place(page, item)
    form.locator("input").nth(right).check()
    form.get_by_role("button", name="Check").click()
    kept = stored(page)[item]
    assert (kept["attempts"], kept["score"]) == (2, 1)
    assert kept["stability"] > 3
    assert kept["day"] == page.evaluate(DAY)
    open_page(page, server)
    assert due(page).count() == 0


def test_a_right_answer_after_a_wrong_one_on_the_same_day_comes_back_tomorrow(page, server):
    item = CHOICES[0]
    open_page(page, server, page_asking(item), "course-quiz")
    form = page.locator(f"#item-{item}")
    right = right_place(page, item)
    form.locator("input").nth(0 if right else 1).check()
    form.get_by_role("button", name="Check").click()
    form.get_by_role("button", name="Retry").click()
    form.locator("input").nth(right).check()
    form.get_by_role("button", name="Check").click()
    kept = stored(page)[item]
    assert (kept["score"], kept["attempts"]) == (1, 2)
    assert kept["stability"] < 1
    open_page(page, server)
    assert "Next: 1 question" in page.locator(".progress-due-sum").inner_text()


def test_what_was_right_by_a_guess_is_counted_and_comes_back_sooner(page, server):
    for item, level in ((CHOICES[0], "Guess"), (CHOICES[1], "Sure")):
        open_page(page, server, page_asking(item), "course-quiz")
        open_outcomes(page)  # what a prediction leads to may ask the question
        form = page.locator(f"#item-{item}")
        form.locator("input").nth(right_place(page, item)).check()
        form.get_by_role("button", name=level).press("Enter")
        assert "Right" in form.get_by_role("status").inner_text()
        assert form.get_by_role("button", name=level).is_hidden()
    guess, sure = (stored(page)[item] for item in CHOICES[:2])
    assert (guess["confidence"], sure["confidence"]) == ("guess", "sure")
    assert guess["stability"] < sure["stability"]
    open_page(page, server)
    rows = page.locator(".progress-confidence li").all_inner_texts()
    assert rows == ["Sure: 1 of 1 right (100 %)", "Guess: 1 of 1 right (100 %)"]


def ideas(page):
    return page.locator(".progress-misconceptions li")


def test_ideas_of_wrong_answers_are_listed_with_the_lesson_and_go_once_answered_right(page, server):
    item = "negative-slope"
    assert ITEMS[item]["page"].endswith("current-voltage.html")
    open_page(page, server, page_asking(item), "course-quiz")
    question = page.locator(f"fieldset[data-item={item}]")
    right = right_place(page, item)
    question.locator("input").nth(1 if right == 0 else 0).check()
    question.get_by_role("button", name="Check", exact=True).click()
    (shown,) = stored(page)[item]["misconceptions"]
    open_page(page, server)
    assert ideas(page).count() == 1
    assert NAMED[shown].text in ideas(page).inner_text()
    assert "In 1 answer. Look again: Inward current peaks" in ideas(page).inner_text()
    ideas(page).get_by_role("link").click()
    page.wait_for_url("**/nmda-blockade/current-voltage.html")
    question.get_by_role("button", name="Retry").click()
    question.locator("input").nth(right).check()
    question.get_by_role("button", name="Check", exact=True).click()
    open_page(page, server)
    assert page.locator(".progress-misconceptions").is_hidden()


def test_six_ideas_stand_open_the_most_frequent_first_and_the_rest_is_folded(page, server):
    names = list(NAMED)[:8]
    wrong = {
        item: record(item, score=0, misconceptions=[names[7], names[n]]) for n, item in enumerate(CHOICES[:7])
    }
    stale = {CHOICES[7]: record(CHOICES[7], score=0, hash="0", misconceptions=[list(NAMED)[9]])}
    put(page, server, wrong | stale)
    assert ideas(page).count() == 8
    assert ideas(page).locator("visible=true").count() == 6
    assert ideas(page).first.inner_text().startswith(NAMED[names[7]].text)
    assert "In 7 answers." in ideas(page).first.inner_text()
    page.get_by_text("2 more", exact=True).click()
    assert ideas(page).locator("visible=true").count() == 8
    assert axe_violations(page) == []


def test_every_question_of_the_index_is_asked_on_the_page_that_its_link_names(site):
    missing = [
        f"{chapter['chapter']}: {item['id']}"
        for chapter in INDEX
        for item in chapter["items"]
        if f'data-item="{item["id"]}"' not in (site / "book" / item["page"]).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_clearing_asks_first_and_spares_other_chapters(page, server):
    put(page, server, {CHOICES[0]: record(CHOICES[0])})
    section(page).get_by_role("button", name="Clear this chapter").click()
    section(page).get_by_role("button", name="No").click()
    assert CHOICES[0] in stored(page)
    other = next(c for c in INDEX if c["chapter"] != CHAPTER)
    key = f"course:2:{course.id}:quiz:{other['chapter']}"
    put(page, server, {other["items"][0]["id"]: record(other["items"][0]["id"])}, key)
    section(page).get_by_role("button", name="Clear this chapter").click()
    section(page).get_by_role("button", name="Yes").click()
    assert section(page).get_by_text("Cleared.").is_visible()
    assert stored(page) == {}
    assert len(stored(page, key)) == 1
    page.get_by_role("button", name="Clear the whole course").click()
    page.locator(".progress-record").get_by_role("button", name="Yes").click()
    assert stored(page, key) == {}
    assert "none answered" in page.locator(".progress-total").inner_text()


def save(page):
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    return json.loads(download.value.path().read_text(encoding="utf-8"))


def read(page, content, name="record.json"):
    text = content if isinstance(content, str) else json.dumps(content)
    file = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    page.get_by_label("Read a file").set_input_files(file)
    page.locator(".progress-found:not([hidden]), .progress-said:not(:empty)").first.wait_for()


def test_a_record_goes_to_another_browser(page, server):
    records = {item: record(item, days_ago=n) for n, item in enumerate(CHOICES[:3])}
    put(page, server, records)
    before = stored(page)
    saved = save(page)
    assert saved["quizzes"][CHAPTER] == before
    page.evaluate("localStorage.clear()")
    open_page(page, server)
    read(page, saved)
    assert "holds 3 answers" in page.locator(".progress-found").inner_text()
    page.get_by_role("button", name="Replace all").click()
    assert stored(page) == before
    assert "Replaced" in page.locator(".progress-read").inner_text()


def test_merging_keeps_the_later_answer(page, server):
    a, b, c = CHOICES[:3]
    put(page, server, {a: record(a, days_ago=5), b: record(b, days_ago=1)})
    here = stored(page)
    saved = save(page)
    theirs = saved["quizzes"][CHAPTER]
    theirs[a] |= {"at": theirs[a]["at"] + 2, "score": 0}
    theirs[b] |= {"at": theirs[b]["at"] - 2, "score": 0}
    theirs[c] = theirs[a] | {"hash": ITEMS[c]["hash"]}
    theirs["gone"] = theirs[a]
    read(page, saved)
    said = page.locator(".progress-found").inner_text()
    assert "holds 3 answers" in said
    assert "2 of them" in said
    assert "1 other cannot be used" in said
    page.get_by_role("button", name="Merge").click()
    assert stored(page) == {a: theirs[a], b: here[b], c: theirs[c]}
    assert "2 answers taken" in page.locator(".progress-read").inner_text()


RECORD = {"course": course.id, "schema": 2, "quizzes": {}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("null", "no record of this course"),
        ({"course": "another"}, "no record of this course"),
        (RECORD | {"schema": 3}, "form 3"),
        (RECORD | {"quizzes": []}, "holds no chapters"),
        (RECORD | {"quizzes": {CHAPTER: {"x": {"score": 1}}}}, f"chapter “{CHAPTER}” is damaged"),
        (RECORD | {"quizzes": {CHAPTER: None}}, "damaged"),
    ],
)
def test_a_file_that_is_no_record_changes_nothing(content, said, page, server):
    put(page, server, {CHOICES[0]: record(CHOICES[0])})
    before = stored(page)
    read(page, content, "strange.json")
    told = page.locator(".progress-said").inner_text()
    assert said in told
    assert told.startswith("“strange.json” was not read")
    assert told.endswith("Nothing here was changed.")
    assert page.locator(".progress-found").is_hidden()
    assert stored(page) == before


def test_a_record_that_is_read_may_be_left_alone(page, server):
    put(page, server, {CHOICES[0]: record(CHOICES[0])})
    before = stored(page)
    read(page, RECORD | {"quizzes": {CHAPTER: {CHOICES[1]: record(CHOICES[1], day=20_000)}}})
    page.get_by_role("button", name="Cancel").click()
    assert stored(page) == before
    assert page.locator(".progress-found").is_hidden()


def test_storage_that_cannot_be_read_is_set_aside(page, server):
    page.goto(f"{server}/book/progress.html")
    page.evaluate("key => localStorage.setItem(key, '{')", KEY)
    open_page(page, server)
    assert set_aside(page) == {f"quiz:{CHAPTER}": ["{"]}
    assert "none answered" in figures(page).inner_text()


def test_by_keyboard_alone(page, server):
    put(page, server, {CHOICES[0]: record(CHOICES[0], days_ago=1)})
    due(page).focus()
    seen = []
    for _ in range(200):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.type"))
        if seen[-1] == "Clear the whole course":
            break
    assert {"Clear this chapter", "Save as a file", "file"} <= set(seen)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "No"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert stored(page) == {}
    assert page.evaluate("document.activeElement.textContent") == "Clear the whole course"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(theme, page, server):
    page.add_init_script(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
    open_page(page, server)
    assert axe_violations(page) == []
    shown = {"misconceptions": [next(iter(NAMED))]}
    put(
        page, server, {item: record(item, days_ago=9, score=n % 2, **shown) for n, item in enumerate(CHOICES)}
    )
    section(page).get_by_role("button", name="Clear this chapter").click()
    read(page, RECORD)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Merge").click()
    assert axe_violations(page) == []


def test_it_fits_a_narrow_screen_with_large_targets_and_large_text(page, server):
    page.set_viewport_size({"width": 320, "height": 700})
    shown = {"score": 0, "misconceptions": [*NAMED]}
    put(page, server, {item: record(item, days_ago=9, **shown) for item in CHOICES})
    section(page).get_by_role("button", name="Clear this chapter").click()
    read(page, RECORD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """[...document.querySelectorAll(
             'course-progress :is(button, input, summary, .progress-due a)')]
             .filter((e) => e.checkVisibility()).map((e) => [e.textContent, e.getBoundingClientRect()])
             .filter(([, box]) => box.width < 24 || box.height < 24)"""
    )
    assert small == []
    page.add_style_tag(content="html { font-size: 200% !important; }")
    wide = page.evaluate(
        """[...document.querySelectorAll('course-progress *')].filter((e) => e.checkVisibility())
             .filter((e) => e.getBoundingClientRect().right > 320).map((e) => e.outerHTML)"""
    )
    assert wide == []


def test_without_a_script_the_page_says_so_and_lists_the_course(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/book/progress.html")
    assert page.get_by_text("a script shows it").is_visible()
    assert page.locator("course-progress h3").count() == len(INDEX)
    assert page.locator("course-progress").get_by_role("button").count() == 0
    context.close()


def test_two_pages_that_ask_the_same_bank_agree(page, server, context):
    """A chapter that opens with a question of an earlier chapter shares its record with that chapter."""
    item = CHOICES[0]
    open_page(page, server, page_asking(item), "course-quiz")
    html = page.request.get(page.url).text()
    start = html.rindex("<course-quiz", 0, html.index(f'data-item="{item}"'))
    quiz = html[start : html.index("</course-quiz>", start) + len("</course-quiz>")]

    def with_quiz(route):
        body = route.fetch().text()
        spot = re.search(r"<course-quiz", body).start()
        route.fulfill(body=body[:spot] + quiz + body[spot:], content_type="text/html; charset=utf-8")

    elsewhere = page_asking("name-of-detector")
    other = context.new_page()
    other.route(f"**/book/{elsewhere}.html", with_quiz)
    open_page(other, server, elsewhere, "course-quiz")
    form = other.locator(f"#item-{item}")
    form.locator("input").first.check()
    form.get_by_role("button", name="Check").click()
    assert list(stored(other)) == [item]
    assert (
        other.evaluate("key => localStorage.getItem(key)", f"course:2:{course.id}:quiz:calcium-influx")
        is None
    )
    page.reload()
    page.locator("course-quiz[ready]").first.wait_for(state="attached")
    assert page.locator(f"#item-{item} input").first.is_checked()
