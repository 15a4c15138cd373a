"""Settings that no solver can follow: the explorer says which value to change and keeps the last curves."""

from __future__ import annotations

import itertools
import random

import pytest
from playwright.sync_api import expect
from sympy import Symbol

from course import Explorer, models
from lessonkit.model import (
    Axis,
    Choice,
    Model,
    ModelError,
    Option,
    Parameter,
    Preset,
    RandomTrain,
    Reset,
    Scalar,
    Series,
    State,
)
from lessonkit.page.linker import ROOT, classic_script

CORNERS = 150

t, x, decay, growth, rate, draw, scale = (
    Symbol(name) for name in ("t", "x", "decay", "growth", "rate", "draw", "scale")
)
OPTIONS = (Option("slow", "slow", {scale: 1.0}), Option("fast", "fast", {scale: 1e6}))

stiff = Model(
    id="stiff",
    title="A stiff decay",
    summary="A level that decays too fast for the steps of the page at the end of its sliders.",
    axis=Axis(t, 0.0, 100.0, 1.0, "ms", "Time"),
    parameters=(
        Parameter(decay, 1.0, 0.0, 1000.0, 1.0, "/ms", "Decay", "Rate of the decay", "your choice"),
        Parameter(growth, 0.0, 0.0, 1000.0, 1.0, "/ms", "Growth", "Rate of the growth", "your choice"),
        Parameter(rate, 10.0, 0.0, 1e9, 1.0, "Hz", "Rate", "Rate of the pushes", "your choice"),
        Parameter(draw, 1, 0, 9, 1, "", "Draw", "Which draw", "your choice"),
    ),
    choices=(Choice("speed", "slow", "Speed", "How fast", OPTIONS),),
    states=(State(x, scale * (growth - decay) * x, 1, "Level"),),
    resets=(Reset(x, RandomTrain(0, rate / 1000, draw), x + 1),),
    series=(Series("level", x, "mM", "Level"),),
    scalars=(Scalar("peak", "Peak", "mM", of="level", how="max"),),
    presets=(Preset("stiff", "Too stiff", "Nothing can follow this", {"decay": 900.0, "rate": 20.0}),),
    not_modelled=(),
)


@pytest.fixture
def page(browser):
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert faults == []


def shown(page, model, query="", **options):
    """Return the explorer of `model`, on a page with nothing else."""
    script = classic_script(ROOT / "explorer" / "explorer.js", "course-explorer")
    html = Explorer(model, **{"compare_with": {}, **options}).html
    document = f"<!doctype html><title>Explorer</title><body>{html}<script>{script}</script>"
    html_type = "text/html; charset=utf-8"
    page.route("http://explorer.test/**", lambda route: route.fulfill(body=document, content_type=html_type))
    page.goto(f"http://explorer.test/{query}")
    explorer = page.locator("course-explorer[ready]")
    explorer.wait_for(state="attached")
    return explorer


def move(explorer, name, value):
    explorer.locator(f"input[type=range][name={name}]").evaluate(
        """(slider, value) => {
             slider.value = value;
             slider.dispatchEvent(new Event("input", { bubbles: true }));
             slider.dispatchEvent(new Event("change", { bubbles: true }));
           }""",
        value,
    )


def test_a_slider_in_a_stiff_corner_is_named_and_the_last_curves_stay(page):
    explorer = shown(page, stiff)
    fault = explorer.get_by_role("alert")
    move(explorer, "decay", 5)
    before = explorer.evaluate("e => Array.from(e.result.series.level)")
    for _ in range(2):
        move(explorer, "decay", 900)
        expect(fault).to_contain_text("gives no finite numbers: move Decay (decay) towards 5 /ms")
        expect(fault).to_contain_text("The last good value is kept")
        assert explorer.evaluate("e => e.parameters.decay") == 5
        assert explorer.evaluate("e => Array.from(e.result.series.level)") == before
        expect(explorer.locator("input[type=range][name=decay]")).to_have_value("5")
    move(explorer, "decay", 2)
    expect(fault).to_be_hidden()


def test_the_one_of_several_values_that_matters_is_named(page):
    explorer = shown(page, stiff)
    explorer.get_by_role("button", name="Too stiff").click()
    expect(explorer.get_by_role("alert")).to_contain_text("move Decay (decay) towards 1 /ms.")
    assert explorer.evaluate("e => e.parameters") == stiff.settings({})


def test_values_that_only_together_matter_are_all_named(page):
    explorer = shown(page, stiff)
    said = explorer.evaluate(
        """e => {
             try {
               e.parameters = { decay: 900, speed: "fast", rate: 20 };
             } catch (error) {
               return error.message;
             }
           }"""
    )
    assert said == (
        "With these settings the model gives no finite numbers: "
        "move Decay (decay) towards 1 /ms and move Rate (rate) towards 10 Hz and set Speed (speed) to slow"
    )


def test_a_choice_that_cannot_run_goes_back(page):
    explorer = shown(page, stiff)
    explorer.get_by_label("Speed").select_option("fast")
    expect(explorer.get_by_role("alert")).to_contain_text("set Speed (speed) to slow")
    expect(explorer.get_by_label("Speed")).to_have_value("slow")


def test_more_events_than_a_page_can_take_are_refused(page):
    explorer = shown(page, stiff)
    move(explorer, "rate", 1e9 - 1)
    expect(explorer.get_by_role("alert")).to_contain_text(
        "more than 100000 events: move Rate (rate) towards 10 Hz."
    )
    assert explorer.evaluate("e => e.parameters.rate") == 10


def test_an_address_in_a_stiff_corner_starts_from_the_default(page):
    explorer = shown(page, stiff, "?stiff.decay=900")
    expect(explorer.get_by_role("alert")).to_contain_text("move Decay (decay) towards 1 /ms.")
    assert explorer.evaluate("e => e.parameters") == stiff.settings({})


def test_whole_numbers_are_whole_in_python_and_in_the_page(page):
    remedy = "draw = 2.5 is no whole number: write a whole number from 0 to 9"
    with pytest.raises(ModelError, match=f"^{remedy}$"):
        stiff.settings({"draw": 2.5})
    explorer = shown(page, stiff)
    box = explorer.locator("input[type=text][name=draw]")
    box.fill("2.5")
    expect(explorer.get_by_role("alert")).to_contain_text(remedy)
    assert explorer.evaluate("e => e.parameters.draw") == 1
    box.fill("3")
    assert explorer.evaluate("e => e.parameters.draw") == 3


@pytest.mark.parametrize("name", models.__all__)
def test_each_corner_of_the_sliders_gives_finite_curves(name, page):
    model = getattr(models, name)
    explorer = shown(page, model)
    ends = [{"name": p.name, "values": [p.low, p.high]} for p in model.parameters]
    ends += [{"name": c.name, "values": [option.id for option in c.options]} for c in model.choices]
    corners = list(itertools.islice(sampled(ends), CORNERS))
    unfinished = explorer.evaluate(
        """(e, corners) => corners.filter((corner) => {
             e.parameters = corner;
             return !Object.values(e.result.series).every((curve) => curve.every(Number.isFinite));
           })""",
        corners,
    )
    assert unfinished == []


def sampled(ends):
    rng = random.Random(20261122)
    while True:
        yield {end["name"]: rng.choice(end["values"]) for end in ends}
