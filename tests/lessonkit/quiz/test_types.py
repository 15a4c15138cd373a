"""Each item type in a browser: by keyboard alone, told in a live region, kept over a reload, axe-clean."""

from __future__ import annotations

import itertools
import json
import math
from functools import partial
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from conftest import axe_violations, choose_by_keyboard, set_aside, watch
from course import Explorer, Quiz, course
from course.models import nmda_block
from drawing import DOTS, drawn, place_in
from lessonkit.authored.expression import parsed, value_of
from lessonkit.page.linker import ROOT, classic_script, link_module, link_style
from lessonkit.page.tokens import token_style
from lessonkit.quiz import load_bank
from lessonkit.quiz.bank import schema
from lessonkit.quiz.types.numeric.values import FIRST_SEED, draw
from lessonkit.quiz.types.short.type import plain

FOLDER = Path(__file__).parent / "banks"
BANK = load_bank(FOLDER / "sample.yml")
KEY = f"course:2:{course.id}:quiz:sample"
STYLES = dict.fromkeys(widget.file(name) for widget in (Quiz, Explorer) for name in widget.styles)
PAGE = (
    '<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8"><title>Questions</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body {{ margin: 0; padding: .5rem; color: var(--course-ink); background: var(--course-paper) }}"
    "{style}</style>"
    "<main><h1>Questions</h1>{body}</main>"
    '<script src="quiz.js"></script><script src="explorer.js"></script>'
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    """A folder with pages that ask the sample's questions, as the built book would."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LESSONKIT_STATIC", "1")
        quiz = Quiz("sample", folder=FOLDER).html
        again = Quiz("sample", ["sample-numeric", "sample-mark"], folder=FOLDER).html
        explorer = Explorer(nmda_block, vary=["Mg"]).html
    style = token_style() + link_style(*STYLES)
    for theme in ("light", "dark"):
        body = quiz + again + explorer
        (folder / f"{theme}.html").write_text(PAGE.format(theme=theme, style=style, body=body), "utf-8")
    (folder / "alone.html").write_text(PAGE.format(theme="light", style=style, body=quiz), "utf-8")
    for widget in (Quiz, Explorer):
        script = classic_script(widget.file(widget.module), widget.tag, widget.first_modules())
        (folder / widget.module).write_text(script, "utf-8")
    return folder


@pytest.fixture
def sheet(browser, pages):
    """The page in light; the test fails if it logs an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults = watch(page, pages.as_uri())
    open_page(page, pages)
    yield page
    context.close()
    assert faults == []


def open_page(page, pages, name="light"):
    page.goto(f"{pages.as_uri()}/{name}.html")
    page.locator("course-quiz[ready]").first.wait_for(state="attached")


def item(page, name):
    return page.locator(f"fieldset[data-item=sample-{name}]").first


def told(page, name):
    return item(page, name).get_by_role("status").inner_text()


def stored(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))["items"]


def focused(page):
    return page.evaluate("(({ ariaLabel, textContent }) => ariaLabel ?? textContent)(document.activeElement)")


def tab_to(page, name):
    """Press Tab until the control with this name has the focus."""
    for _ in range(40):
        if focused(page).strip().startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by keyboard")


# Wrong answers and right ones, put in by keyboard alone


def answer_units(page, right):
    number = draw(BANK.items[4].values, FIRST_SEED + own_seed(page, "units"))
    item(page, "units").get_by_label("Your answer").focus()
    page.keyboard.type(f"{number['half']:g}" if right else "0.123")
    page.keyboard.press("Tab")
    choose_by_keyboard(page, "mV")


def own_seed(page, name):
    return page.evaluate(
        """id => JSON.parse(document.querySelector('course-quiz script').textContent)
             .items.find((item) => item.id === id).seed""",
        f"sample-{name}",
    )


def answer_ordering(page, right):
    item(page, "ordering").get_by_role("button").first.focus()
    if not right:
        return
    names = ("One", "Two", "Three", "Four")
    for place, name in enumerate(names):
        button = item(page, "ordering").get_by_role("button", name=f"Move up: {name}")
        button.focus()
        for _ in range(4):
            if order(page).index(name) == place:
                break
            page.keyboard.press("Enter")
            assert focused(page) == f"Move up: {name}"


def order(page):
    return item(page, "ordering").locator(".quiz-text").all_inner_texts()


def answer_matching(page, right):
    item(page, "matching").locator("select").first.focus()
    choose_by_keyboard(page, "mV")
    page.keyboard.press("Tab")
    choose_by_keyboard(page, "pA" if right else "mL")


def typed(name, *texts):
    """Return what types the texts into the boxes of an item."""

    def act(page):
        item(page, name).locator("input").first.focus()
        for i, text in enumerate(texts):
            if i:
                page.keyboard.press("Tab")
            page.keyboard.type(text)

    return act


ANSWERS = {
    "numeric": (typed("numeric", "20.5"), typed("numeric", "-20.5"), "Not yet"),
    "units": (partial(answer_units, right=False), partial(answer_units, right=True), "Not yet"),
    "ordering": (partial(answer_ordering, right=False), partial(answer_ordering, right=True), ""),
    "matching": (
        partial(answer_matching, right=False),
        partial(answer_matching, right=True),
        "Partly right: 1",
    ),
    "short": (typed("short", "diode"), typed("short", " ANÓ-de. "), "Not yet"),
    "mark": (typed("mark", "0"), typed("mark", "−26"), "Not yet"),
    "interval": (typed("interval", "-90", "0"), typed("interval", "-27", "-91"), "Partly right: 1 of 2 ends"),
}
"""For each item what answers it wrongly, what answers it rightly, and what is told of the wrong answer."""


@pytest.mark.parametrize("name", ANSWERS)
def test_wrong_then_right_by_keyboard_alone_and_kept_over_a_reload(name, sheet, pages):
    wrong, right, said = ANSWERS[name]
    wrong(sheet)
    tab_to(sheet, "Check")
    sheet.keyboard.press("Enter")
    assert told(sheet, name).startswith(said)
    assert not told(sheet, name).startswith("Right")
    assert focused(sheet) == "Check"
    tab_to(sheet, "Retry")
    sheet.keyboard.press("Enter")
    for box in item(sheet, name).locator("input").all():
        box.fill("")
    right(sheet)
    tab_to(sheet, "Check")
    sheet.keyboard.press("Enter")
    assert told(sheet, name).startswith("Right")
    record = stored(sheet)[f"sample-{name}"]
    assert (record["score"], record["attempts"]) == (1, 2)
    assert len(json.dumps(record)) < 250
    sheet.reload()
    sheet.locator("course-quiz[ready]").first.wait_for(state="attached")
    assert told(sheet, name).startswith("Right")
    assert stored(sheet)[f"sample-{name}"] == record


def choose(name, *places):
    """Return what chooses options of an item."""

    def act(page):
        for place in places:
            item(page, name).locator("input").nth(place).check()

    return act


def exchange_unit(page):
    half = draw(BANK.items[4].values, FIRST_SEED + own_seed(page, "units"))["half"]
    item(page, "units").get_by_label("Your answer").fill(f"{half:g}")
    item(page, "units").get_by_label("Unit").select_option("V")


def turn_round(page):
    """Put the last entry first."""
    button = item(page, "ordering").get_by_role("button", name="Move up: Four")
    while order(page)[0] != "Four":
        button.click()


def match(*texts):
    def act(page):
        for box, text in zip(item(page, "matching").locator("select").all(), texts, strict=True):
            box.select_option(text)

    return act


SHOWN = [
    ("single", choose("single", 1), ["sign turned round"]),
    ("multiple", choose("multiple", 0, 2), ["zero taken for large"]),
    ("multiple", choose("multiple", 0), None),
    ("numeric", typed("numeric", "20.5"), ["lost sign"]),
    ("numeric", typed("numeric", "3"), None),
    ("units", exchange_unit, ["volts for millivolts"]),
    ("ordering", turn_round, ["order turned round"]),
    ("matching", match("mV", "mL"), ["volume for charge"]),
    ("matching", match("pA", "mV"), ["potential as flow", "current as store"]),
    ("short", typed("short", "diode"), ["part for pole"]),
    ("mark", typed("mark", "0"), ["reversal for peak"]),
    ("interval", typed("interval", "-27", "0"), ["rise for fall"]),
    ("predict", choose("predict", 0), None),
]
"""Items, what answers them wrongly, and which misconceptions that shows."""


@pytest.mark.parametrize(("name", "act", "shown"), SHOWN)
def test_the_record_keeps_which_misconceptions_a_wrong_answer_shows(name, act, shown, sheet):
    act(sheet)
    item(sheet, name).locator("[type=submit]").click()
    record = stored(sheet)[f"sample-{name}"]
    assert record["score"] != 1
    assert record.get("misconceptions") == shown
    sheet.reload()
    sheet.locator("course-quiz[ready]").first.wait_for(state="attached")
    assert stored(sheet)[f"sample-{name}"] == record


def test_a_right_answer_takes_the_misconception_back(sheet):
    choose("single", 1)(sheet)
    item(sheet, "single").locator("[type=submit]").click()
    assert stored(sheet)["sample-single"]["misconceptions"] == ["sign turned round"]
    item(sheet, "single").get_by_role("button", name="Retry").click()
    choose("single", 0)(sheet)
    item(sheet, "single").locator("[type=submit]").click()
    assert "misconceptions" not in stored(sheet)["sample-single"]


@pytest.mark.parametrize("name", [*ANSWERS, "single", "multiple", "predict"])
def test_nothing_put_in_counts_nothing(name, sheet):
    if name == "ordering":
        return
    item(sheet, name).locator("[type=submit]").click()
    assert "first" in told(sheet, name)
    assert sheet.evaluate("key => localStorage.getItem(key)", KEY) is None


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (lambda half: half, "mV", "Right"),
        (lambda half: half / 1000, "V", "Right"),
        (lambda half: half, "V", "One volt is 1000 mV"),
        (lambda half: half, "pA", "This measures a current"),
        (lambda half: -half, "mV", "The sign of"),
        (lambda half: -half / 1000, "V", "The sign of"),
        (lambda half: 99, "mV", "by two"),
    ],
)
def test_a_unit_is_chosen_with_the_number(value, unit, said, sheet):
    half = draw(BANK.items[4].values, FIRST_SEED + own_seed(sheet, "units"))["half"]
    item(sheet, "units").get_by_label("Your answer").fill(f"{value(half):g}")
    item(sheet, "units").locator("[type=submit]").click()
    assert "Choose a unit as well" in told(sheet, "units")
    item(sheet, "units").get_by_label("Unit").select_option(unit)
    item(sheet, "units").locator("[type=submit]").click()
    assert said in told(sheet, "units")


def test_new_numbers_come_on_request_and_stay_over_a_reload(sheet):
    first = item(sheet, "units").locator("legend").inner_text()
    new = item(sheet, "units").get_by_role("button", name="New numbers")
    assert not new.is_visible()
    answer_units(sheet, True)
    item(sheet, "units").locator("[type=submit]").click()
    stems = {first}
    while len(stems) < 2:
        new.click()
        stems.add(item(sheet, "units").locator("legend").inner_text())
    assert told(sheet, "units") == ""
    now = item(sheet, "units").locator("legend").inner_text()
    seed = stored(sheet)["sample-units"]["seed"]
    values = draw(BANK.items[4].values, seed + own_seed(sheet, "units"))
    assert now == f"What is half of {values['whole']:g} mV?"
    sheet.reload()
    sheet.locator("course-quiz[ready]").first.wait_for(state="attached")
    assert item(sheet, "units").locator("legend").inner_text() == now
    item(sheet, "units").get_by_label("Your answer").fill(f"{values['half']:g}")
    item(sheet, "units").get_by_label("Unit").select_option("mV")
    item(sheet, "units").locator("[type=submit]").click()
    assert told(sheet, "units").startswith("Right")


def test_the_start_order_is_never_the_right_one_and_a_move_is_told(sheet):
    start = order(sheet)
    assert start != ["One", "Two", "Three", "Four"]
    item(sheet, "ordering").get_by_role("button", name=f"Move down: {start[0]}").click()
    assert order(sheet)[:2] == [start[1], start[0]]
    assert item(sheet, "ordering").locator(".quiz-said").inner_text() == f"{start[0]}: now 2 of 4"
    first_up = item(sheet, "ordering").get_by_role("button", name=f"Move up: {start[1]}")
    assert first_up.get_attribute("aria-disabled") == "true"


@pytest.mark.parametrize(
    ("places", "score"),
    [((0, 1, 2, 3), 1), ((1, 2, 3, 0), 2 / 3), ((3, 2, 1, 0), 0), ((0, 1, 3, 2), 1 / 3)],
)
def test_ordering_counts_the_neighbours_that_follow_each_other(places, score, sheet):
    restore(sheet, "sample-ordering", list(places))
    assert stored_score(sheet, "ordering") == pytest.approx(score)


def restore(page, item_id, response):
    """Put an answer into the store, as an import would, and open the page again."""
    page.evaluate(
        """([key, id, response]) => {
          const { hash } = JSON.parse(document.querySelector('course-quiz script').textContent)
            .items.find((item) => item.id === id);
          const marked = { checked: true, score: 0, attempts: 1, hints: 0, shown: false, at: 1 };
          const record = { hash, response, ...marked };
          localStorage.setItem(key, JSON.stringify({ schema: 2, items: { [id]: record } }));
        }""",
        [KEY, item_id, response],
    )
    page.reload()
    page.locator("course-quiz[ready]").first.wait_for(state="attached")


def stored_score(page, name):
    """The score that the page gives to the answer that it found."""
    title = told(page, name).splitlines()[0]
    if title.startswith("Right"):
        return 1
    counts = [int(word) for word in title.replace(",", " ").split() if word.isdigit()]
    return counts[0] / counts[1] if counts else 0


@pytest.mark.parametrize(
    ("name", "response"),
    [
        ("ordering", [0, 1, 2]),
        ("ordering", [0, 0, 1, 2]),
        ("ordering", "0123"),
        ("matching", [0]),
        ("matching", [0, 7]),
        ("short", 4),
        ("short", " "),
        ("mark", [1, 2]),
        ("mark", "x"),
        ("interval", 4),
        ("interval", [1, None]),
        ("units", 4),
        ("units", {"value": 1, "unit": "kg"}),
    ],
)
def test_a_response_that_makes_no_sense_is_set_aside(name, response, sheet):
    restore(sheet, f"sample-{name}", response)
    assert told(sheet, name) == ""
    [text] = set_aside(sheet)["quiz:sample"]
    assert json.loads(text)["items"][f"sample-{name}"]["response"] == response


def test_a_click_on_the_plot_fills_the_boxes_and_the_mark_is_shown(sheet):
    for name, clicks in (("mark", (0.5,)), ("interval", (0.3, 0.7))):
        plot = drawn(item(sheet, name))
        for share in clicks:
            plot.locator("svg").click(**place_in(plot, -100 + 120 * share, 0))
        boxes = item(sheet, name).locator("input").all()
        values = [float(each.input_value().replace("−", "-")) for each in boxes]
        expected = [-100 + 120 * share for share in clicks]
        assert all(math.isclose(a, b, abs_tol=2) for a, b in zip(values, expected, strict=True)), values
        marked = [x for x, _ in plot.evaluate(DOTS, "trace-1")]
        assert marked[0] == pytest.approx(values[0], abs=0.5)
        assert marked[-1] == pytest.approx(values[-1], abs=0.5)


def test_a_prediction_stands_beside_the_outcome_of_its_explorer(sheet):
    outcome = item(sheet, "observe").locator(".quiz-outcome")
    set_model = item(sheet, "observe").get_by_role("button", name="Set the model")
    assert not set_model.is_visible()
    item(sheet, "observe").get_by_label("It shrinks").check()
    item(sheet, "observe").get_by_role("button", name="Record my prediction").click()
    assert (
        outcome.inner_text()
        == "You can compare once you have run the model with extracellular magnesium 0.3 mM."
    )
    compare = item(sheet, "observe").get_by_role("button", name="I have run the model: compare")
    assert compare.get_attribute("aria-disabled") == "true"
    assert compare.get_attribute("aria-describedby") == outcome.get_attribute("id")
    compare.press("Enter")
    assert "outcome" not in told(sheet, "observe").lower()
    set_model.focus()
    sheet.keyboard.press("Enter")
    assert compare.get_attribute("aria-disabled") == "false"
    peak = nmda_block.run(Mg=0.3).scalars["peak_inward_current"]
    said = outcome.inner_text()
    assert said.startswith("The model is at the settings of this prediction: largest inward current")
    assert f"{peak:.1f} pA".replace("-", "−") in said
    assert said.endswith("You predicted: It shrinks")
    assert sheet.evaluate("document.getElementById('nmda-block').parameters.Mg") == 0.3
    sheet.evaluate("document.getElementById('nmda-block').parameters = { Mg: 2 }")
    assert outcome.inner_text() == ""
    # The box shows a number set by a script in the next frame, which would undo what is being typed.
    box = sheet.locator("#nmda-block input[type=text][name=Mg]")
    expect(box).to_have_value("2")
    box.fill("0.3")
    assert outcome.inner_text() == said


def outcomes(page):
    """A list that fills with what the page is told of an outcome, and whether it is free."""
    return page.evaluate_handle(
        """() => { const told = [];
                   document.addEventListener('course:outcome', ({ detail }) => told.push(detail));
                   return told; }"""
    )


def test_an_outcome_is_free_once_the_prediction_is_recorded_and_the_model_has_run(sheet):
    seen = outcomes(sheet)
    last = lambda: [told for told in seen.json_value() if told["item"] == "sample-observe"][-1]  # noqa: E731
    sheet.evaluate("document.getElementById('nmda-block').parameters = { Mg: 0.3 }")
    assert last() == {"item": "sample-observe", "free": False, "asksForRun": True}
    sheet.evaluate("document.getElementById('nmda-block').parameters = { Mg: 1 }")
    item(sheet, "observe").get_by_label("It grows").check()
    item(sheet, "observe").get_by_role("button", name="Record my prediction").click()
    assert last() == {"item": "sample-observe", "free": False, "asksForRun": True}
    assert "ran" not in stored(sheet)["sample-observe"]
    sheet.evaluate("document.getElementById('nmda-block').parameters = { Mg: 0.3 }")
    assert last() == {"item": "sample-observe", "free": True, "asksForRun": False}
    assert stored(sheet)["sample-observe"]["ran"] is True
    sheet.reload()
    sheet.locator("course-explorer[ready]").wait_for(state="attached")
    compare = item(sheet, "observe").get_by_role("button", name="I have run the model: compare")
    assert compare.get_attribute("aria-disabled") == "false"
    seen = outcomes(sheet)
    sheet.get_by_role("button", name="Reset answers").first.click()
    sheet.get_by_role("button", name="Yes").first.click()
    assert last() == {"item": "sample-observe", "free": False, "asksForRun": True}
    item(sheet, "predict").locator("input").first.check()
    item(sheet, "predict").get_by_role("button", name="Record my prediction").click()
    assert seen.json_value()[-1] == {"item": "sample-predict", "free": True, "asksForRun": False}


def test_without_its_explorer_a_prediction_works_as_any_other(sheet, pages):
    open_page(sheet, pages, "alone")
    item(sheet, "observe").get_by_label("It grows").check()
    item(sheet, "observe").get_by_role("button", name="Record my prediction").click()
    assert not item(sheet, "observe").get_by_role("button", name="Set the model").is_visible()
    item(sheet, "observe").get_by_role("button", name="I have run the model: compare").click()
    assert "The outcome is what you predicted" in told(sheet, "observe")


def test_the_same_item_twice_on_a_page_has_ids_of_its_own(sheet):
    ids = sheet.evaluate("[...document.querySelectorAll('course-quiz [id]')].map(({ id }) => id)")
    assert ids
    assert len(ids) == len(set(ids))


def answer_all(page):
    page.locator("fieldset[data-item=sample-single] input").first.check()
    for name in ("multiple", "predict", "observe"):
        item(page, name).locator("input").last.check()
    for name in ("matching", "short", "mark", "interval", "numeric", "units"):
        if name == "units":
            answer_units(page, False)
        else:
            ANSWERS[name][0](page)
    check_all(page)


def check_all(page):
    for button in page.locator("course-quiz").first.locator("[type=submit][aria-disabled=false]").all()[::-1]:
        button.click()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_any_type(theme, sheet, pages):
    open_page(sheet, pages, theme)
    for plot in sheet.locator("course-quiz .course-picture").all():
        drawn(plot)
    assert axe_violations(sheet) == []
    check_all(sheet)
    assert axe_violations(sheet) == []
    answer_all(sheet)
    for hint in sheet.get_by_role("button", name="Hint").all():
        hint.click()
    assert axe_violations(sheet) == []
    sheet.locator("course-quiz [data-action=observe]").click()  # a prediction is compared after the run
    for button in sheet.locator("course-quiz [data-action=show]").all():
        if button.is_visible():
            button.click()
    assert axe_violations(sheet) == []


def test_on_a_narrow_screen_and_with_large_text_nothing_is_cut_or_small(sheet):
    answer_all(sheet)
    sheet.set_viewport_size({"width": 320, "height": 700})
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 320
    small = sheet.evaluate(
        """[...document.querySelectorAll('course-quiz :is(button, label, summary, select, input[type=text])')]
             .filter((e) => e.checkVisibility())
             .map((e) => [e.textContent, e.getBoundingClientRect()])
             .filter(([, box]) => box.width < 24 || box.height < 24)"""
    )
    assert small == []
    sheet.set_viewport_size({"width": 1280, "height": 800})
    sheet.add_style_tag(content="html { font-size: 200% !important; }")
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 1280


# In a live kernel

KERNEL = """html => {
  const values = { html, responses: {} };
  const heard = {};
  globalThis.kernel = {
    sent: [],
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; },
    save_changes() {},
    on: (event, act) => { heard[event] = act; },
    off() {},
    send(message) { if (message.type === "answer") this.sent.push(message); },
    answers(responses) { values.responses = responses; heard["change:responses"](); },
  };
  const el = document.createElement("div");
  el.id = "live";
  document.querySelector("main").prepend(el);
  liveQuiz.render({ model: kernel, el });
}"""
RIGHT = {
    "single": 0,
    "multiple": [0, 1],
    "numeric": -20.5,
    "ordering": [0, 1, 2, 3],
    "matching": [0, 1],
    "short": "anode",
    "mark": -27,
    "interval": [-90, -27],
}


def test_answers_go_both_ways_for_each_type(sheet, monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    module = str(Quiz._esm).replace("export default", "globalThis.liveQuiz =")
    sheet.evaluate(f"() => {{ {module.replace('export ', '')} }}")
    sheet.evaluate(KERNEL, Quiz("sample", folder=FOLDER).html)
    live = sheet.locator("#live")
    answers = {
        f"sample-{name}": {"response": right, "score": 1, "attempts": 1} for name, right in RIGHT.items()
    }
    units = {"response": {"value": 0.5, "unit": "V"}, "score": 0, "attempts": 1, "seed": 5}
    sheet.evaluate("responses => kernel.answers(responses)", answers | {"sample-units": units})
    for name in RIGHT:
        assert (
            live.locator(f"[data-item=sample-{name}]").get_by_role("status").inner_text().startswith("Right")
        ), name
    values = draw(BANK.items[4].values, 5 + own_seed(sheet, "units"))
    stem = live.locator("[data-item=sample-units] legend").inner_text()
    assert stem == f"What is half of {values['whole']:g} mV?"
    assert sheet.evaluate("kernel.get('responses')") == answers | {"sample-units": units}
    sheet.evaluate("kernel.answers({})")
    assert live.locator(".quiz-feedback:not(:empty)").count() == 0
    live.locator("[data-item=sample-short] input").fill("diode")
    live.locator("[data-item=sample-short] [type=submit]").click()
    answer = {"response": "diode", "score": 0, "attempts": 1, "misconceptions": ["part for pole"]}
    assert sheet.evaluate("kernel.get('responses')") == {"sample-short": answer}
    assert sheet.evaluate("kernel.sent") == [{"type": "answer", "item": "sample-short", "answer": answer}]


# The page and Python agree


def in_page(sheet, module, call):
    """Evaluate `call` with the exported names of one module of the quiz."""
    source = link_module(ROOT / "quiz" / "types" / module).replace("export ", "")
    return sheet.evaluate(f"() => {{ {source}\nreturn {call}; }}")


def test_arithmetic_has_the_same_value_in_the_page(sheet):
    values = {"a": 0.7, "b": -2.5, "c": 12.0}
    texts = [
        "a + b * c",
        "-(a - b) / c",
        "exp(b) * ln(c)",
        "log10(c) ** 2 - sqrt(a)",
        "abs(b) ** a",
        "2 ** -a",
        "-a ** 2",
    ]
    expressions = [parsed(text) for text in texts]
    call = f"{json.dumps(expressions)}.map((expression) => valueOf(expression, {json.dumps(values)}))"
    found = in_page(sheet, "numeric/values.js", call)
    assert found == pytest.approx([value_of(each, values) for each in expressions])


def test_a_seed_draws_the_same_numbers_in_the_page(sheet):
    values = {
        "x": {"from": 0.1, "to": 2.0, "step": 0.1},
        "y": {"from": -3, "to": 40, "step": 0.25},
        "z": {"of": "x * y"},
    }
    for_page = [{"name": name} | value for name, value in values.items()]
    for_page[2]["of"] = parsed("x * y")
    seeds = [1, 2, 77, 4096, 16_777_216]
    found = in_page(sheet, "numeric/values.js", f"{seeds}.map((seed) => draw({json.dumps(for_page)}, seed))")
    for seed, numbers in zip(seeds, found, strict=True):
        assert numbers == pytest.approx(draw(values, seed), rel=1e-12)


@pytest.mark.parametrize(
    ("texts", "same"),
    [
        (("Mg²⁺", "mg2+", "MG 2+"), True),
        (("negative slope", "Negative-Slope.", " négative  slope "), True),
        (("Müller–Cell", "mueller cell"), False),
        (("anode", "cathode"), False),
        (("ΔG", "δg"), True),
        (("a.b", "ab"), False),
        (("negative slope", "“Negative slope”,", "'the negative slope'.", "A negative slope!"), True),
        (("5 µM", "5 μM"), True),
        (("Alzheimer's", "alzheimer’s"), True),
        (("the", "a"), False),
        (("another", "other"), False),
    ],
)
def test_short_texts_are_read_alike_in_python_and_in_the_page(texts, same, sheet):
    found = in_page(sheet, "short/type.js", f"{json.dumps(texts)}.map(plainText)")
    assert found == [plain(text) for text in texts]
    assert all(a == b for a, b in itertools.pairwise(found)) is same


def test_the_sample_has_every_type_of_the_schema():
    types = [part["properties"].get("type") for part in schema()["$defs"].values()]
    assert {one.type for one in BANK.items} == {name for type in types if type for name in type["enum"]}
    assert len(yaml.safe_load((FOLDER / "sample.yml").read_text("utf-8"))["items"]) == len(BANK.items)
