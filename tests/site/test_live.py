"""The widgets in a live JupyterLab, without a network: the page and Python move each other."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import jupytext
import nbformat
import pytest
from conftest import CHAPTERS, ROOT
from course.design import colour
from course.models import nmda_block
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

BOOK = ROOT / "book"
DECLARED = re.compile(r"^(DayPlate|Explorer|Figure|FoodExplorer|LabelReader|Map|Quiz)\(", re.MULTILINE)
LISTING = re.compile(r"^````+.*?^````+$", re.DOTALL | re.MULTILINE)
WITH_WIDGETS = [
    name for name in CHAPTERS if DECLARED.search(LISTING.sub("", (BOOK / f"{name}.md").read_text("utf-8")))
]
START_S = 60
PATIENCE_MS = 30_000
RUN_MS = 300_000
"""A chapter that sweeps a model takes a minute on two cores."""

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
      - {text: One, misconception: first number alone, feedback: That is only the first number.}
      - {text: Two, correct: true, feedback: Both were counted.}
    source: jahr1990voltage
  - id: even-numbers
    type: multiple
    objective: arithmetic
    level: recall
    stem: Which numbers are even?
    options:
      - {text: Two, correct: true, feedback: It is twice one.}
      - {text: Three, misconception: odd for even, feedback: One is left over.}
      - {text: Four, correct: true, feedback: It is twice two.}
    source: jahr1990voltage
  - id: half-of-one
    type: numeric
    objective: arithmetic
    level: apply
    stem: What is half of 1?
    answer: {value: 0.5, unit: mV, tolerance: 0.01, tolerance_reason: Rounding., feedback: One over two.}
    slips:
      - {value: 2, misconception: doubled, feedback: That is twice.}
    otherwise: Divide by two.
    source: jahr1990voltage
  - id: next-toss
    type: predict
    objective: arithmetic
    level: predict
    stem: How does the coin fall?
    options:
      - {text: Heads, correct: true, feedback: It fell so.}
      - {text: Tails, misconception: chance, feedback: It fell the other way.}
    source: jahr1990voltage
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
      - {puts: 3, before: 1, misconception: order turned round, feedback: This falls.}
    source: jahr1990voltage
  - id: words-and-signs
    type: matching
    objective: arithmetic
    level: recall
    stem: Which sign belongs to each word?
    pairs:
      - {text: plus, match: "+", feedback: It adds., misconception: signs mixed, otherwise: That one takes away.}
      - {text: minus, match: "−", feedback: It takes away., misconception: signs mixed, otherwise: That one adds.}
    source: jahr1990voltage
  - id: name-of-two
    type: short
    objective: arithmetic
    level: recall
    stem: What is the number after one called?
    answer: {accept: [two], feedback: It follows one.}
    slips:
      - {accept: [three], misconception: one too far, feedback: That is one further.}
    otherwise: Count on from one.
    source: jahr1990voltage
"""
TAGS = {
    "course-explorer": "Explorer",
    "course-map": "Map",
    "course-quiz": "Quiz",
    "course-plate": "DayPlate",
    "course-foods": "FoodExplorer",
    "course-label": "LabelReader",
}
ITEMS = (
    "sum-of-two", "even-numbers", "half-of-one", "next-toss", "by-size", "words-and-signs", "name-of-two"
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
SLEEP_ONCE = """
import pathlib, time
flag = pathlib.Path("slept")
if not flag.exists():
    flag.touch()
    time.sleep(600)
"""
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


# The server


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that serves a copy of the book and keeps all its files to itself."""
    home = tmp_path_factory.mktemp("lab")
    book = home / "book"
    shutil.copytree(BOOK, book, ignore=shutil.ignore_patterns("__pycache__", ".*", "*.ipynb"))
    for name in WITH_WIDGETS:
        jupytext.write(jupytext.read(book / f"{name}.md"), book / f"{name}.ipynb")
    (book / "quizzes" / "live-notebook.yml").write_text(BANK, encoding="utf-8")
    for name, last in (("desk", ""), ("busy", SLEEP_ONCE), ("mortal", "")):
        _write_notebook(book / f"{name}.ipynb", (*DESK, last))
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS), encoding="utf-8")

    address = f"http://127.0.0.1:{_free_port()}"
    log = home / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            _command(address, book), cwd=home, env=_environment(home), stdout=output, stderr=output
        )
        try:
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _write_notebook(path: Path, sources: tuple[str, ...]) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command(address: str, root: Path) -> list[str]:
    return [
        sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={urlsplit(address).port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}",
        "--IdentityProvider.token=", "--PasswordIdentityProvider.hashed_password=",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly", "--LabApp.expose_app_in_browser=True",
        # A kernel whose page is closed gives its memory back.
        "--MappingKernelManager.cull_idle_timeout=20", "--MappingKernelManager.cull_interval=10",
    ]  # fmt: skip


def _environment(home: Path) -> dict[str, str]:
    # A kernel of a reader: nothing of the machine's own Jupyter, and not the site build.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "XDG_", "COURSE_", "PYTHON"))
    }
    places = {
        "HOME": "home", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython", "XDG_CONFIG_HOME": "xdg-config",
        "XDG_DATA_HOME": "xdg-data", "XDG_CACHE_HOME": "xdg-cache",
    }  # fmt: skip
    private = {variable: home / place for variable, place in places.items()}
    for folder in private.values():
        folder.mkdir(exist_ok=True)
    return kept | {variable: str(folder) for variable, folder in private.items()}


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api/status", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


# A notebook in it


class Notebook:
    """A notebook that is open in JupyterLab, with what its page did wrong."""

    def __init__(self, context: BrowserContext, address: str, name: str) -> None:
        self.asked_outside: list[str] = []
        self.errors: list[str] = []
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{address}/doc/tree/{name}.ipynb?reset")
        self.wait_until_idle()

    def _answer(self, route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.asked_outside.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    def menu(self, *names: str) -> None:
        labels = self.page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel")
        for name in names:
            labels.filter(has_text=re.compile(f"^{re.escape(name)}$")).click()

    def run_all(self) -> None:
        self.menu("Run", "Run All Cells")
        self.wait_until_run()

    def run(self, code: str) -> list[dict]:
        """Type `code` into the last cell, run it, and return its outputs."""
        last = self.page.locator(".jp-Notebook .jp-CodeCell").last
        place = self.page.locator(".jp-Notebook .jp-CodeCell").count() - 1
        last.locator(".cm-content").click()
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "n => jupyterapp.shell.currentWidget.content.model.cells.length > n", arg=place + 1
        )
        self.wait_until_run()
        return self.cells()[place]["outputs"]

    def print(self, expression: str) -> object:
        """Return the value of a Python expression, printed as JSON in a new cell."""
        [output] = self.run(f"import json; print(json.dumps({expression}))")
        return json.loads(output["text"])

    def cells(self) -> list[dict]:
        return self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.model.toJSON().cells
                 .filter(({ cell_type }) => cell_type === "code")"""
        )

    def wait_until_idle(self) -> None:
        # Before its kernel is connected, a notebook that is told to run asks which kernel to take.
        self.page.wait_for_function(
            """() => {
                 const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
                 const kernel = session?.session?.kernel;
                 return session?.isReady && kernel?.connectionStatus === "connected"
                   && kernel.status === "idle";
               }"""
        )

    def wait_until_run(self) -> None:
        """Wait until each cell with code in it was run and the kernel has nothing left to do."""
        self.page.wait_for_function(
            """() => {
                 const { content, sessionContext } = jupyterapp.shell.currentWidget;
                 const code = [...content.model.cells].filter(({ type }) => type === "code");
                 const isRun = (cell) => cell.executionState === "idle" && cell.executionCount;
                 return sessionContext.session?.kernel?.status === "idle"
                   && code.every((cell) => !cell.sharedModel.source.trim() || isRun(cell));
               }""",
            timeout=RUN_MS,
        )


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
def test_chapter_runs_from_top_to_bottom(name, lab, context):
    """No cell fails or warns, each widget works, each plot is drawn, and no other host is asked."""
    notebook = Notebook(context, lab, name)
    notebook.run_all()
    outputs = [output for cell in notebook.cells() for output in cell["outputs"]]
    faults = [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert faults == []

    kinds = DECLARED.findall((BOOK / f"{name}.md").read_text("utf-8"))
    page = notebook.page
    for tag, kind in TAGS.items():
        expect(page.locator(f".jp-OutputArea {tag}[ready]")).to_have_count(kinds.count(kind))
    plots = page.locator(".jp-OutputArea :is(course-explorer, course-figure, course-map)")
    assert plots.count() >= sum(map(kinds.count, ("Explorer", "Figure", "Map")))
    expect(plots.locator(".js-plotly-plot:has(svg.main-svg)")).to_have_count(plots.count())
    assert (notebook.asked_outside, notebook.errors) == ([], [])


# Explorer


def test_plotly_comes_from_the_kernel(desk, explorer):
    expect(explorer.locator(".course-picture svg.main-svg").first).to_be_visible()
    assert desk.asked_outside == []


def test_plotly_comes_after_a_restart_of_a_busy_kernel(lab, context):
    """The kernel dies before it could answer the request for Plotly; the next run draws all the same."""
    notebook = Notebook(context, lab, "busy")
    explorer = notebook.page.locator("course-explorer[ready]")
    notebook.menu("Run", "Run All Cells")
    expect(explorer).to_be_visible(timeout=PATIENCE_MS)
    expect(explorer.locator("svg.main-svg")).to_have_count(0)

    notebook.menu("Kernel", "Restart Kernel and Run All Cells…")
    notebook.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(explorer.locator("svg.main-svg").first).to_be_visible(timeout=PATIENCE_MS)
    assert notebook.errors == []


def test_python_moves_slider_box_and_curve(desk, explorer):
    desk.run('explorer.parameters = {"Mg": 0.3}')
    expect(slider(explorer)).to_have_value("0.3")
    expect(explorer.locator('input[type=number][name="Mg"]')).to_have_value("0.3")
    expect(explorer.locator('output[name="Mg"]')).to_have_text("0.3 mM")
    assert explorer.evaluate("({ parameters }) => parameters") == nmda_block.settings({"Mg": 0.3})

    drawn = explorer.evaluate(
        """(element) => Array.from(element.querySelector(".course-plot").data[1].y)"""
    )
    assert drawn == pytest.approx(nmda_block.run(Mg=0.3).series["unblocked_fraction"], rel=1e-6)


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
    curve = "element => element.querySelector('.course-plot').data[1].line.color"
    for theme, scheme in (("JupyterLab Dark", "dark"), ("JupyterLab Light", "light")):
        desk.menu("Settings", "Theme", theme)
        body = desk.page.locator("body")
        expect(body).to_have_attribute("data-jp-theme-light", "true" if scheme == "light" else "false")
        assert explorer.evaluate(ground) == rgb(colour("surface", scheme))
        assert explorer.evaluate(curve) == colour("series-1", scheme)


def rgb(hex_colour: str) -> str:
    red, green, blue = bytes.fromhex(hex_colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


# Quiz


def test_answer_reaches_python_with_score_and_attempts(desk, quiz):
    answer(quiz, "sum-of-two", "One")
    assert desk.print("quiz.responses") == {"sum-of-two": {"response": 0, "score": 0, "attempts": 1}}
    answer(quiz, "sum-of-two", "Two")
    assert desk.print("quiz.responses") == {"sum-of-two": {"response": 1, "score": 1, "attempts": 2}}


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
    expect(almonds.get_by_role("spinbutton")).to_have_value("2")
    almonds.get_by_role("spinbutton").fill("0.5")
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
    expect(quiz.locator(".quiz-progress")).to_have_text("2 of 7 answered")
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
