"""A curve as sound: the notes that are asked for follow it, and it ends when the reader wants."""

from __future__ import annotations

import math

import plotly.graph_objects as go
import pytest
from playwright.sync_api import expect

from course import Explorer, Quiz
from course.models import calcium_influx
from drawing import drawn
from lessonkit.figures import Figure, layout_of_plot
from lessonkit.page.linker import classic_script, link_style
from lessonkit.page.tokens import token_style

ADDRESS = "http://sound.test/"

INSTRUMENT = """
globalThis.audio = { clock: 0, asked: [], playing: 0 };
const param = (name) => ({
  setValueCurveAtTime(values, start, length) {
    audio.asked.push({ name, values: [...values], start, length });
  },
});
globalThis.AudioContext = class {
  constructor() { audio.playing += 1; }
  get currentTime() { return audio.clock; }
  close() { audio.playing -= 1; }
};
class Sounding extends EventTarget {
  connect(next) { return next; }
  start() {}
  stop() { audio.end = () => this.dispatchEvent(new Event("ended")); }
}
globalThis.OscillatorNode = class extends Sounding { frequency = param("frequency"); };
globalThis.GainNode = class extends Sounding { gain = param("gain"); };
globalThis.StereoPannerNode = class extends Sounding { pan = param("pan"); };
"""
"""A stand-in for Web Audio whose clock stands until a test moves it."""


def figure(y: list[float | None], **trace) -> Figure:
    made = go.Figure(layout=layout_of_plot("Calcium (µM)", "Time (ms)", (0, 10), (0, 4)))
    made.add_scatter(x=[0, 2.5, 5, 10], y=y, name="Calcium", **trace)
    return Figure(made, alt="Calcium.", caption="Calcium over time.")


@pytest.fixture(scope="module")
def files():
    made = [
        figure([1, 3, 2, 0]),
        figure([1, 3, 2, 0], mode="markers"),
        Explorer(calcium_influx, vary=["Mg"], id="influx"),
        Quiz("nmda-blockade", only=["mark-peak"]),
    ]
    style = token_style() + link_style(*{each.file(name): 0 for each in made for name in each.styles})
    scripts = {
        f"{each.tag}.js": classic_script(each.file(each.module), each.tag, each.first_modules())
        for each in made
    }
    tags = "".join(f"<script defer src='{name}'></script>" for name in scripts)
    head = f"<!doctype html><html lang='en'><title>Sound</title><style>{style}</style>{tags}"
    return {"": f"{head}<body><main>{''.join(each.html for each in made)}</main>"} | scripts


@pytest.fixture
def open_page(browser, files):
    contexts, faults = [], []

    def open_page(**options):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 720}, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(INSTRUMENT)

        def fulfil(route):
            name = route.request.url.removeprefix(ADDRESS)
            kind = "javascript" if name else "html"
            route.fulfill(body=files.get(name, ""), content_type=f"text/{kind}; charset=utf-8")

        page.route(f"{ADDRESS}**", fulfil)
        page.goto(ADDRESS)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page):
    return open_page()


def button(place):
    return place.locator(".course-sound").first


def asked(page) -> dict[str, dict]:
    return {each["name"]: each for each in page.evaluate("audio.asked")}


def labels(holder):
    return holder.locator(".course-cursor text")


def cursor(page):
    return page.evaluate("document.querySelector('course-explorer').cursor")


def test_the_pitch_follows_the_curve_and_the_side_the_place(page):
    place = page.locator("course-figure[ready]").first
    drawn(place)
    expect(button(place)).to_have_accessible_name("Hear the curve")
    assert page.evaluate("audio") == {"clock": 0, "asked": [], "playing": 0}  # nothing sounds unasked
    button(place).click()
    told = asked(page)
    pitches = told["frequency"]["values"]
    octaves = [math.log2(pitch / pitches[-1]) for pitch in pitches]  # the curve ends at its foot
    top = octaves[round(0.25 * (len(octaves) - 1))]
    for share, value in ((0, 1), (0.25, 3), (0.5, 2), (0.75, 1), (1, 0)):
        heard = octaves[round(share * (len(octaves) - 1))]
        assert heard == pytest.approx(top * value / 3, abs=0.02), share
    assert told["pan"]["values"] == [-1, 1]
    assert max(told["gain"]["values"]) <= 0.2
    assert {each["start"] for each in told.values()} == {told["pan"]["start"]}
    assert {each["length"] for each in told.values()} == {told["pan"]["length"]}


def test_the_cursor_walks_along_and_is_put_back_at_the_end(page):
    place = page.locator("course-figure[ready]").first
    holder = drawn(place)
    button(place).click()
    told = asked(page)["pan"]
    page.evaluate("now => { audio.clock = now; }", told["start"] + told["length"] / 4)
    expect(labels(holder)).to_have_text(["3 µM", "2.5 ms"])
    page.evaluate("now => { audio.clock = now; }", told["start"] + told["length"])
    expect(labels(holder).last).to_have_text("10 ms")
    page.evaluate("audio.end()")
    expect(labels(holder)).to_have_count(0)
    expect(button(place)).to_have_text("Hear the curve")
    assert page.evaluate("audio.playing") == 0


@pytest.mark.parametrize("way", ["again", "Escape"])
def test_a_second_press_and_escape_stop_it_where_it_is(way, page):
    place = page.locator("course-explorer[ready]")
    drawn(place)
    button(place).focus()
    page.keyboard.press("Enter")
    expect(button(place)).to_have_text("Stop the sound")
    told = asked(page)["pan"]
    page.evaluate("now => { audio.clock = now; }", told["start"] + told["length"] / 2)
    page.wait_for_function("document.querySelector('course-explorer').cursor > 200")
    page.keyboard.press("Enter" if way == "again" else "Escape")
    expect(button(place)).to_have_text("Hear the curve")
    assert cursor(page) == pytest.approx(250, abs=2)
    assert page.evaluate("audio.playing") == 0


def test_the_curve_of_the_cursor_is_heard_and_another_one_takes_its_place(page):
    explorer = page.locator("course-explorer[ready]")
    holder = drawn(explorer)
    holder.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    button(explorer).click()
    unblocked = asked(page)["frequency"]["values"]
    series = explorer.evaluate("(e) => [...e.result.series.unblocked_fraction]")
    assert math.log2(unblocked[100] / unblocked[-1]) == pytest.approx(0, abs=0.05)
    assert max(series) - min(series) < 0.01  # at a held potential the block stands
    button(page.locator("course-figure").first).click()
    expect(button(explorer)).to_have_text("Hear the curve")
    assert page.evaluate("audio.playing") == 1
    explorer.evaluate("(e) => { e.parameters = { Mg: 0.3 }; }")  # a picture that does not sound
    button(explorer).click()
    assert page.evaluate("audio.playing") == 1
    explorer.evaluate("(e) => { e.parameters = { Mg: 2 }; }")
    expect(button(explorer)).to_have_text("Hear the curve")  # the curve has changed
    assert page.evaluate("audio.playing") == 0


def test_where_nothing_is_a_curve_nothing_is_offered_and_a_question_can_be_heard(page):
    assert button(page.locator("course-figure[ready]").nth(1)).count() == 0
    question = page.locator("course-quiz[ready]")
    drawn(question)
    expect(button(question)).to_be_visible()


def test_with_reduced_motion_it_sounds_and_nothing_moves(open_page):
    page = open_page(reduced_motion="reduce")
    explorer = page.locator("course-explorer[ready]")
    drawn(explorer)
    button(explorer).click()
    expect(button(explorer)).to_have_text("Stop the sound")
    page.evaluate("audio.clock = 2")
    page.evaluate("async () => { for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame); }")
    assert cursor(page) is None
