"""The widgets in a live JupyterLab, without a network: the page and Python move each other."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator

import jupytext
import pytest
from playwright.sync_api import Browser, Locator, expect

from conftest import ROOT
from course import course
from course.models import nmda_block
from drawing import DRAWN
from jupyter_program import PATIENCE_MS, Notebook, serve, write_notebook
from lessonkit.page.tokens import colour
from pages import page_with

BOOK = ROOT / "book"
# Each page runs when the book is built. Here a page of each model, and the first with each other widget, do.
SHOWN = [f"model-{model.id}" for model in course.all_models()]
ALL_KINDS = (
    "Chapter",
    "Claims",
    "DayPlate",
    "Exam",
    "FoodExplorer",
    "LabelReader",
    "Paths",
    "Placement",
    "Progress",
    "TeachBack",
)
WITH_WIDGETS = [*SHOWN, *dict.fromkeys(page_with(f"\n{kind}(") for kind in ALL_KINDS)]

BANK = """
chapter: live-notebook
title: Questions of a test
objectives:
  arithmetic: Add small numbers
items:
  - id: sum-of-two
    type: single
    objective: arithmetic
    level: apply
    stem: What is 1 + 1?
    options:
      - {text: One, misconception: quantity-mistaken, feedback: That is only the first number.}
      - {text: Two, correct: true, feedback: Both were counted.}
    source: jahr1990voltage
  - id: even-numbers
    type: multiple
    objective: arithmetic
    level: recall
    stem: Which numbers are even?
    options:
      - {text: Two, correct: true, feedback: It is twice one.}
      - {text: Three, misconception: quantity-mistaken, feedback: One is left over.}
      - {text: Four, correct: true, feedback: It is twice two.}
    source: jahr1990voltage
  - id: half-of-one
    type: numeric
    objective: arithmetic
    level: apply
    stem: What is half of 1?
    answer: {value: 0.5, unit: mV, tolerance: 0.01, tolerance_reason: Rounding., feedback: One over two.}
    slips:
      - {value: 2, misconception: quantity-mistaken, feedback: That is twice.}
    otherwise: Divide by two.
    source: jahr1990voltage
  - id: next-toss
    type: predict
    objective: arithmetic
    level: predict
    stem: How does the coin fall?
    options:
      - {text: Heads, correct: true, feedback: It fell so.}
      - {text: Tails, misconception: quantity-mistaken, feedback: It fell the other way.}
    source: jahr1990voltage
  - id: less-block
    type: predict
    objective: arithmetic
    level: predict
    stem: What does less magnesium do to the current?
    options:
      - {text: It grows, correct: true, feedback: Fewer channels are blocked.}
      - {text: It shrinks, misconception: quantity-mistaken, feedback: Magnesium blocks.}
    explorer: nmda-block
    observe: {Mg: 0.3}
    scalar: peak_inward_current
    source: "model: nmda-block"
  - id: by-size
    type: ordering
    objective: arithmetic
    level: recall
    stem: In which order do the numbers grow?
    entries:
      - {text: One, feedback: Nothing smaller is here.}
      - {text: Two, feedback: It follows one.}
      - {text: Three, feedback: It follows two.}
    answer: {feedback: Each is one more than the last.}
    slips:
      - {puts: 3, before: 1, misconception: order-turned-round, feedback: This falls.}
    source: jahr1990voltage
  - id: words-and-signs
    type: matching
    objective: arithmetic
    level: recall
    stem: Which sign belongs to each word?
    pairs:
      - {text: plus, match: "+", feedback: Adds., misconception: unit-mistaken, otherwise: It takes away.}
      - {text: minus, match: "−", feedback: Takes away., misconception: unit-mistaken, otherwise: It adds.}
    source: jahr1990voltage
  - id: name-of-two
    type: short
    objective: arithmetic
    level: recall
    stem: What is the number after one called?
    answer: {accept: [two], feedback: It follows one.}
    slips:
      - {accept: [three], misconception: quantity-mistaken, feedback: That is one further.}
    otherwise: Count on from one.
    source: jahr1990voltage
"""
ITEMS = (
    "sum-of-two", "even-numbers", "half-of-one", "next-toss", "less-block", "by-size", "words-and-signs",
    "name-of-two",
)  # fmt: skip
DESK = (
    "import ipywidgets\n"
    "from course import Explorer, Quiz\n"
    "from course.models import nmda_block\n"
    "from course.nutrition import DayPlate, FoodExplorer\n"
    'explorer = Explorer(nmda_block, vary=["Mg", "fit"])\n'
    'quiz = Quiz("live-notebook")\n'
    'plate = DayPlate(day="refined")',
    "explorer",
    "quiz",
    "plate",
)
STAGE = (
    "from course import Explorer, models, scenes\n"
    'explorer = Explorer(models.nmda_block, vary=["Mg"], scene=scenes.pore, tasks="nmda-block")',
    "explorer",
    "",
)
SLEEP_ONCE = """
import pathlib, time
flag = pathlib.Path("slept")
if not flag.exists():
    flag.touch()
    time.sleep(600)
"""


# The server


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that serves a copy of the book and keeps all its files to itself."""
    home = tmp_path_factory.mktemp("lab")
    book = home / "book"
    shutil.copy(ROOT / "_toc.yml", home)
    shutil.copytree(BOOK, book, ignore=shutil.ignore_patterns("__pycache__", ".*", "*.ipynb"))
    for name in WITH_WIDGETS:
        jupytext.write(jupytext.read(book / f"{name}.md"), book / f"{name}.ipynb")
    (book / "quizzes" / "live-notebook.yml").write_text(BANK, encoding="utf-8")
    for name, last in (("desk", ""), ("busy", SLEEP_ONCE), ("mortal", "")):
        write_notebook(book / f"{name}.ipynb", (*DESK, last))
    write_notebook(book / "stage.ipynb", STAGE)
    with serve(home, book) as address:
        yield address


@pytest.fixture(scope="module")
def desk(lab: str, browser: Browser) -> Iterator[Notebook]:
    """A notebook with one `explorer` and one `quiz` on show."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    notebook = Notebook(context, lab, "desk")
    notebook.run_all()
    yield notebook
    context.close()
    assert (notebook.asked_outside, notebook.errors) == ([], [])


@pytest.fixture
def explorer(desk: Notebook) -> Locator:
    """The explorer on the page, with its default settings."""
    desk.run("explorer.parameters = nmda_block.settings({})")
    explorer = desk.page.locator("course-explorer[ready]").first
    expect(slider(explorer)).to_have_value("1")
    return explorer


@pytest.fixture
def quiz(desk: Notebook) -> Locator:
    """The quiz on the page, with no answers and nothing chosen."""
    quiz = desk.page.locator("course-quiz[ready]").first
    quiz.get_by_role("button", name="Reset answers").click()
    quiz.get_by_role("button", name="Yes").click()
    expect(quiz.locator("input:checked")).to_have_count(0)
    return quiz


def slider(explorer: Locator) -> Locator:
    return explorer.locator('input[type=range][name="Mg"]')


def item(quiz: Locator, id_: str) -> Locator:
    return quiz.locator(f'[data-item="{id_}"]')


def answer(quiz: Locator, id_: str, *labels: str) -> None:
    for label in labels:
        item(quiz, id_).get_by_label(label, exact=True).check()
    item(quiz, id_).locator("[type=submit]").click()


# Chapters


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_chapter_runs_from_top_to_bottom(name, lab, context, site):
    """No cell fails or warns, each widget works, each plot is drawn, and no other host is asked."""
    notebook = Notebook(context, lab, name)
    notebook.run_all()
    outputs = [output for cell in notebook.cells() for output in cell["outputs"]]
    faults = [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert faults == []

    page = notebook.page
    built = (site / "book" / f"{name}.html").read_text("utf-8")
    for tag, count in Counter(re.findall(r"<(course-[a-z]+)[ >]", built)).items():
        expect(page.locator(f".jp-OutputArea {tag}[ready]")).to_have_count(count)
    plots = page.locator(".jp-OutputArea :is(course-explorer, course-figure, course-map)")
    for plot in plots.all():
        plot.scroll_into_view_if_needed()  # JupyterLab gives what is far from the screen no width
        expect(plot.locator(DRAWN).first).to_be_visible()
    assert (notebook.asked_outside, notebook.errors) == ([], [])


# Explorer


def test_plotly_comes_from_the_kernel_when_it_is_asked_for(desk, explorer):
    expect(explorer.locator(".course-picture svg").first).to_be_visible()
    explorer.locator(".course-zoom").click()
    expect(explorer.locator(".course-plot svg.main-svg").first).to_be_visible()
    explorer.locator(".course-zoom").click()
    expect(explorer.locator(".course-plot")).to_have_count(0)
    assert desk.asked_outside == []


def test_plotly_comes_after_a_restart_of_a_busy_kernel(lab, context):
    """The kernel dies before it could answer the request for Plotly; the next run draws all the same."""
    notebook = Notebook(context, lab, "busy")
    explorer = notebook.page.locator("course-explorer[ready]")
    notebook.menu("Run", "Run All Cells")
    expect(explorer).to_be_visible(timeout=PATIENCE_MS)
    explorer.locator(".course-zoom").click()
    expect(explorer.locator("svg.main-svg")).to_have_count(0)
    explorer.evaluate("element => { element.dataset.before = ''; }")

    notebook.menu("Kernel", "Restart Kernel and Run All Cells…")
    notebook.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(notebook.page.locator("[data-before]")).to_have_count(0, timeout=PATIENCE_MS)
    expect(explorer.locator(DRAWN)).to_be_visible(timeout=PATIENCE_MS)
    explorer.locator(".course-zoom").click()
    expect(explorer.locator("svg.main-svg").first).to_be_visible(timeout=PATIENCE_MS)
    assert notebook.errors == []


def test_python_moves_slider_box_and_curve(desk, explorer):
    desk.run('explorer.parameters = {"Mg": 0.3}')
    expect(slider(explorer)).to_have_value("0.3")
    expect(explorer.locator('input[type=text][name="Mg"]')).to_have_value("0.3")
    expect(explorer.locator('output[name="Mg"]')).to_have_text("0.3 mM")
    assert explorer.evaluate("({ parameters }) => parameters") == nmda_block.settings({"Mg": 0.3})

    run = explorer.evaluate("({ result }) => Array.from(result.series.unblocked_fraction)")
    assert run == pytest.approx(nmda_block.run(Mg=0.3).series["unblocked_fraction"], rel=1e-6)


def test_slider_moves_python(desk, explorer):
    slider(explorer).fill("2")
    assert desk.print("explorer.parameters") == nmda_block.settings({"Mg": 2.0})
    run = nmda_block.run(Mg=2.0)
    assert desk.print('explorer.result.scalars["unblocked_at_V"]') == run.scalars["unblocked_at_V"]


def test_choice_moves_python(desk, explorer):
    explorer.locator('select[name="fit"]').select_option("spruston_1995")
    assert desk.print('explorer.parameters["fit"]') == "spruston_1995"


def test_preset_moves_python(desk, explorer):
    explorer.locator('[data-preset="no-block"]').click()
    assert desk.print('explorer.parameters["Mg"]') == 0


def test_arrow_keys_move_the_slider_and_not_the_notebook(desk, explorer):
    active = "jupyterapp.shell.currentWidget.content.activeCellIndex"
    slider(explorer).focus()
    before = desk.page.evaluate(active)
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowRight"):
        slider(explorer).press(key)
    step = float(slider(explorer).get_attribute("step"))
    assert float(slider(explorer).input_value()) == pytest.approx(1 + 2 * step)
    assert desk.page.evaluate(active) == before
    assert desk.print('explorer.parameters["Mg"]') == pytest.approx(1 + 2 * step)


@pytest.mark.parametrize("bad", ['{"Mg": 99}', '{"Mg": "much"}', '{"Magnesium": 1.0}', '{"fit": "mine"}'])
def test_bad_value_in_python_is_refused(bad, desk, explorer):
    slider(explorer).fill("0.8")
    [output] = desk.run(f"explorer.parameters = {bad}")
    assert output["ename"] == "SettingError"
    assert desk.print("explorer.parameters") == nmda_block.settings({"Mg": 0.8})
    expect(slider(explorer)).to_have_value("0.8")


def test_observers_hear_of_the_slider(desk, explorer):
    desk.run('heard = []; explorer.observe(lambda change: heard.append(change.new["Mg"]), "parameters")')
    slider(explorer).fill("0.5")
    assert desk.print("heard") == [0.5]
    desk.run("explorer.unobserve_all()")


def test_colours_follow_the_dark_theme(desk, explorer):
    """The card and the curve change with JupyterLab's theme, and back."""
    ground = "element => getComputedStyle(element.querySelector('.course-card')).backgroundColor"
    curve = "element => getComputedStyle(element.querySelector('[data-part=trace-1] path')).stroke"
    for theme, scheme in (("JupyterLab Dark", "dark"), ("JupyterLab Light", "light")):
        desk.menu("Settings", "Theme", theme)
        body = desk.page.locator("body")
        expect(body).to_have_attribute("data-jp-theme-light", "true" if scheme == "light" else "false")
        assert explorer.evaluate(ground) == rgb(colour("surface", scheme))
        assert explorer.evaluate(curve) == rgb(colour("series-1", scheme))


def rgb(hex_colour: str) -> str:
    red, green, blue = bytes.fromhex(hex_colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


# Scene, tasks and sound of an explorer


@pytest.fixture(scope="module")
def stage(lab: str, browser: Browser) -> Iterator[Notebook]:
    """A notebook with an explorer that has a scene and tasks."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    notebook = Notebook(context, lab, "stage")
    notebook.run_all()
    yield notebook
    context.close()
    assert (notebook.asked_outside, notebook.errors) == ([], [])


@pytest.fixture
def staged(stage: Notebook) -> Locator:
    """That explorer, with its default settings."""
    stage.run("explorer.parameters = models.nmda_block.settings({})")
    explorer = stage.page.locator("course-explorer[ready]").first
    expect(slider(explorer)).to_have_value("1")
    return explorer


MOMENT = "[data-scene=moment]"


def test_a_scene_plays_in_a_notebook_and_stays_where_it_is_stopped(stage, staged):
    said = staged.locator(".course-happens")
    before = said.text_content()
    start = float(staged.locator(MOMENT).input_value())
    staged.get_by_role("button", name="Play").click()
    stage.page.wait_for_function(
        "([slider, start]) => Number(slider.value) > start + 5",
        arg=[staged.locator(MOMENT).element_handle(), start],
    )
    staged.get_by_role("button", name="Pause").click()
    stopped = staged.locator(MOMENT).input_value()
    expect(said).not_to_have_text(before)
    stage.page.evaluate(
        "async () => { for (let i = 0; i < 5; i += 1) await new Promise(requestAnimationFrame); }"
    )
    assert staged.locator(MOMENT).input_value() == stopped


def test_what_is_grabbed_in_a_scene_reaches_python_and_back(stage, staged):
    bottle = staged.locator(".course-drawing [data-part=bottle]")
    bottle.scroll_into_view_if_needed()
    box = bottle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x + 60, y, steps=4)
    stage.page.mouse.up()
    expect(slider(staged)).not_to_have_value("1")
    assert stage.print('explorer.parameters["Mg"]') == float(slider(staged).input_value())

    picture = staged.locator(".course-drawing svg")
    before = picture.inner_html()
    stage.run('explorer.parameters = {**explorer.parameters, "Mg": 0.1}')
    expect(slider(staged)).to_have_value("0.1")
    assert picture.inner_html() != before


def test_a_task_is_solved_from_python_and_told_to_it(stage, staged):
    stage.run("heard = []; explorer.on_task(lambda task, state: heard.append((task, state)))")
    tasks = staged.get_by_role("group", name="Tasks", exact=True)
    tasks.get_by_role("button", name="Start this task").click()
    expect(tasks.get_by_role("button", name="Leave the task")).to_be_focused()
    slider(staged).fill("0.8")
    expect(tasks.get_by_role("status")).to_contain_text("Not yet")
    slider(staged).fill("0.5")
    expect(tasks.get_by_role("status")).to_contain_text("✓ That is it")
    solved = {"solved": True, "tries": 2, "hints": 0}
    assert stage.print("heard")[-1] == ["twice-as-many-open", solved]
    assert stage.print('explorer.tasks["twice-as-many-open"]') == solved


def test_a_curve_sounds_in_a_notebook_until_escape(stage, staged):
    cells = len(stage.cells())
    sound = staged.locator(".course-key-sound")
    words = sound.text_content()
    sound.click()
    expect(sound).to_have_text("Stop the sound")
    stage.page.wait_for_function("(e) => e.cursor !== null", arg=staged.element_handle())
    stage.page.keyboard.press("Escape")
    expect(sound).to_have_text(words)
    assert len(stage.cells()) == cells


# Case


def test_a_case_and_python_lead_each_other_and_its_end_is_told(stage):
    stage.run("from course import Case; case = Case('nothing-helps'); case")
    stage.run("ended = []; case.on_end(lambda end, way: ended.append([end, len(way)]))")
    case = stage.page.locator("course-case[ready]").first
    case.locator("[data-way=when-jerks] .case-say button").click()
    expect(case.locator("[data-case=on]")).to_be_visible()
    first = {"node": "question", "action": "when-jerks"}
    assert stage.print("case.way") == [first]
    steps = [("cup", "blood-and-recording"), ("values", "explain-now"), ("table", "say-and-do")]
    way = [first, *({"node": node, "action": action} for node, action in steps)]
    stage.run(f"case.way = {way}")
    now = case.locator(".case-node[data-now]")
    expect(now).to_have_attribute("data-node", "six-weeks")
    now.locator("[data-way=honest] .case-say button").click()
    case.locator("[data-case=on]").click()
    expect(now.get_by_text("What decided:")).to_be_visible()
    assert stage.print("ended") == [["honest-answer", 5]]
    [refused] = stage.run("case.way = [{'node': 'cup', 'action': 'genes'}]")
    assert refused["ename"] == "WayError"
    expect(now.get_by_text("What decided:")).to_be_visible()


# Quiz


def test_answer_reaches_python_with_score_and_attempts(desk, quiz):
    answer(quiz, "sum-of-two", "One")
    shown = {"misconceptions": ["quantity-mistaken"]}
    assert desk.print("quiz.responses") == {"sum-of-two": {"response": 0, "score": 0, "attempts": 1, **shown}}
    assert desk.print("quiz.misconceptions") == {"quantity-mistaken": ["sum-of-two"]}
    answer(quiz, "sum-of-two", "Two")
    assert desk.print("quiz.responses") == {"sum-of-two": {"response": 1, "score": 1, "attempts": 2}}
    assert desk.print("quiz.misconceptions") == {}


def test_each_type_of_item_reaches_python(desk, quiz):
    answer(quiz, "even-numbers", "Two")
    item(quiz, "half-of-one").get_by_label("Your answer").fill("0.5")
    answer(quiz, "half-of-one")
    answer(quiz, "next-toss", "Tails")
    assert desk.print("quiz.responses") == {
        "even-numbers": {"response": [0], "score": 0.5, "attempts": 1},
        "half-of-one": {"response": 0.5, "score": 1, "attempts": 1},
        "next-toss": {"response": 1, "score": None, "attempts": 1},
    }


def test_order_matches_and_words_reach_python(desk, quiz):
    order = item(quiz, "by-size")
    for number, steps in (("One", 2), ("Two", 1)):
        for _ in range(steps):  # a step too many is none
            order.get_by_role("button", name=f"Move up: {number}").click(force=True)
    for _ in range(2):
        order.get_by_role("button", name="Move up: One").click(force=True)
    answer(quiz, "by-size")
    for word, sign in (("plus", "+"), ("minus", "−")):
        item(quiz, "words-and-signs").get_by_label(word).select_option(sign)
    answer(quiz, "words-and-signs")
    item(quiz, "name-of-two").get_by_label("Your answer").fill(" TWO ")
    answer(quiz, "name-of-two")
    assert {id: given["score"] for id, given in desk.print("quiz.responses").items()} == {
        "by-size": 1, "words-and-signs": 1, "name-of-two": 1,
    }  # fmt: skip


def test_score_counts_unanswered_items_and_leaves_predictions_out(desk, quiz):
    assert desk.print("quiz.score") == 0
    answer(quiz, "sum-of-two", "Two")
    answer(quiz, "even-numbers", "Two")
    answer(quiz, "next-toss", "Heads")
    assert desk.print("quiz.score") == pytest.approx((1 + 0.5 + 0) / 6)


def test_a_prediction_is_compared_once_the_model_has_run(desk, explorer, quiz):
    answer(quiz, "less-block", "It shrinks")
    compare = item(quiz, "less-block").get_by_role("button", name="I have run the model: compare")
    expect(compare).to_have_attribute("aria-disabled", "true")
    desk.run('explorer.parameters = {**explorer.parameters, "Mg": 0.3}')
    expect(compare).to_have_attribute("aria-disabled", "false")
    compare.click()
    expect(item(quiz, "less-block").get_by_role("status")).to_contain_text("The outcome differs")


def test_python_clears_the_page(desk, quiz):
    answer(quiz, "sum-of-two", "Two")
    expect(item(quiz, "sum-of-two").get_by_role("status")).to_contain_text("Right")
    desk.run("quiz.responses = {}")
    expect(quiz.locator("input:checked")).to_have_count(0)
    expect(item(quiz, "sum-of-two").get_by_role("status")).to_be_empty()
    assert desk.print("quiz.responses") == {}


def test_python_answers_on_the_page(desk, quiz):
    desk.run('quiz.responses = {"sum-of-two": {"response": 1, "score": 1, "attempts": 3}}')
    expect(item(quiz, "sum-of-two").get_by_label("Two", exact=True)).to_be_checked()
    expect(item(quiz, "sum-of-two").get_by_role("status")).to_contain_text("Right")


def test_keyboard_answers_and_does_not_touch_the_notebook(desk, quiz):
    """Arrows, Space and letters stay in the question; they are commands in the rest of a notebook."""
    cells = len(desk.cells())
    item(quiz, "sum-of-two").get_by_label("One", exact=True).focus()
    for key in ("Space", "ArrowDown", "Tab"):
        desk.page.keyboard.press(key)
    expect(item(quiz, "sum-of-two").locator("[type=submit]")).to_be_focused()
    for key in ("a", "Space"):
        desk.page.keyboard.press(key)
    expect(item(quiz, "sum-of-two").get_by_role("status")).to_contain_text("Right")
    assert len(desk.cells()) == cells


# Plate and foods


@pytest.fixture
def plate(desk: Notebook) -> Locator:
    """The plate on the page, with two foods on it."""
    desk.run('plate.plate = {"NDB-12061": 2, "NDB-11457": 1}')
    plate = desk.page.locator("course-plate[ready]")
    expect(plate.locator(".plate-now tbody tr")).to_have_count(2)
    return plate


def test_the_plate_and_python_move_each_other(desk, plate):
    almonds = plate.locator('.plate-now tr[data-id="NDB-12061"]')
    expect(almonds.get_by_role("textbox")).to_have_value("2")
    almonds.get_by_role("textbox").fill("0.5")
    assert desk.print("plate.plate") == {"NDB-12061": 0.5, "NDB-11457": 1}
    desk.run('plate.plate = {"NDB-11457": 3}')
    expect(almonds).to_have_count(0)
    expect(plate.locator(".plate-now tbody tr")).to_have_count(1)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('{"NDB-1": 1}', "plate: there is no food 'NDB-1': look its id up in foods.csv"),
        ('{"NDB-12061": 99}', "plate, Almonds: 99 servings: write more than 0 and at most 20"),
    ],
)
def test_a_plate_that_cannot_be_is_refused(bad, message, desk, plate):
    [output] = desk.run(f"plate.plate = {bad}")
    assert (output["ename"], output["evalue"]) == ("TraitError", message)
    expect(plate.locator(".plate-now tbody tr")).to_have_count(2)


def test_foods_are_searched_and_ranked(desk):
    desk.run("FoodExplorer()")
    foods = desk.page.locator("course-foods[ready]").last
    foods.get_by_label("Look for").fill("spinach")
    rows = foods.locator("tbody tr:visible")
    expect(rows.first).to_contain_text("Spinach, frozen, as bought")
    foods.get_by_label("Rank by").select_option("mass")
    expect(rows.first).to_contain_text("Spinach, boiled")
    expect(foods.get_by_role("status")).to_contain_text("Most magnesium in 100 g: Spinach")


# Endings


@pytest.mark.parametrize("ending", ["dies", "is shut down"])
def test_widgets_outlive_their_kernel_and_answers_are_kept(ending, lab, context):
    notebook = Notebook(context, lab, "mortal")
    page = notebook.page
    notebook.run_all()
    explorer, quiz = (page.locator(f"course-{kind}[ready]") for kind in ("explorer", "quiz"))
    answer(quiz, "sum-of-two", "Two")
    if ending == "dies":
        page.evaluate(
            """() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel
                 .requestExecute({ code: "import os; os._exit(1)" }).done.catch(() => {}); }"""
        )
        page.get_by_role("dialog").get_by_role("button", name="Ok").click()
        expect(page.locator(".course-ended")).to_have_count(3)
    else:
        notebook.menu("Kernel", "Shut Down Kernel")
        expect(page.get_by_role("button", name="No Kernel", exact=True)).to_be_visible()

    slider(explorer).fill("0.5")
    expect(explorer.locator("output").first).to_have_text("0.5 mM")
    answer(quiz, "even-numbers", "Two")
    expect(item(quiz, "even-numbers").get_by_role("status")).to_contain_text("Partly right")
    expect(quiz.locator(".course-ended")).to_contain_text("To connect Python again")

    if ending == "is shut down":
        notebook.menu("Kernel", "Restart Kernel…")
    notebook.wait_until_idle()
    notebook.run_all()
    expect(quiz.locator(".quiz-progress")).to_have_text("2 of 8 answered")
    scores = notebook.print("{id: given['score'] for id, given in quiz.responses.items()}")
    assert scores == {"sum-of-two": 1, "even-numbers": 0.5}
    expect(page.locator(".course-ended")).to_have_count(0)
    assert (notebook.asked_outside, notebook.errors) == ([], [])


# Together


@pytest.mark.parametrize("shown", ["explorer", 'Explorer(nmda_block, vary=["Mg", "fit"])'])
def test_each_view_has_ids_of_its_own(shown, desk, explorer):
    """A label moves the focus to the slider beside it, not to the same slider in another cell."""
    count = desk.page.locator("course-explorer[ready]").count()
    desk.run(shown)
    expect(desk.page.locator("course-explorer[ready]")).to_have_count(count + 1)
    second = desk.page.locator("course-explorer[ready]").last
    second.locator("label", has_text="magnesium").click()
    expect(slider(second)).to_be_focused()
    ids = desk.page.evaluate("[...document.querySelectorAll('course-explorer [id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))


def test_box_shows_explorer_and_quiz_side_by_side(desk, explorer, quiz):
    desk.run("ipywidgets.HBox([explorer, quiz])")
    box = desk.page.locator(".jp-OutputArea .widget-hbox").last
    left = box.locator("course-explorer[ready]")
    right = box.locator("course-quiz[ready]")
    left.scroll_into_view_if_needed()
    expect(left).to_be_visible()
    expect(right).to_be_visible()
    a, b = left.bounding_box(), right.bounding_box()
    assert a["x"] + a["width"] <= b["x"] + 1
    assert min(a["width"], b["width"]) > 150
    # The plot is drawn before the box has its width, and has to follow it.
    desk.page.wait_for_function(
        """([picture, plot]) => Math.abs(plot.clientWidth - picture.clientWidth) <= 1""",
        arg=[left.locator(".course-picture").element_handle(), left.locator("svg").first.element_handle()],
    )

    slider(left).fill("0.5")
    expect(slider(explorer)).to_have_value("0.5")
    answer(right, "sum-of-two", "Two")
    expect(item(quiz, "sum-of-two").get_by_label("Two", exact=True)).to_be_checked()
