"""What the explorer draws: the curves of its result, in the frame after each change."""

from __future__ import annotations

import random

import pytest

from course import Explorer
from course.models import calcium_influx, end_plate, nmda_block, quanta
from drawing import drawn
from lessonkit.page.linker import ROOT, classic_script

ADDRESS = "http://explorer.test/"
DRAWN_MODELS = (calcium_influx, end_plate, nmda_block, quanta)
COMPARED = {"Mg": 1.0}

FRESH = """
async (e, [values, compared]) => {
  const { pictureOf } = await import("/figures/draw.js");
  const text = e.querySelector("script[type='application/json']").textContent;
  const { figure, palette, spec } = JSON.parse(text);
  e.parameters = { ...values, ...compared };
  const reference = e.result;
  e.parameters = values;
  const run = e.result;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const svg = e.querySelector(".course-picture > svg");
  const parts = (picture) => [...picture.children].map((part) => part.innerHTML);
  const data = figure.data.map((trace) => {
    const [kind, name] = trace.meta.split(":");
    const { t, series } = kind === "reference" ? reference : run;
    if (kind !== "read") return { ...trace, x: t, y: series[name] };
    const place = values[spec.readAt];
    const k = Math.max(1, t.findIndex((point) => point >= place));
    const share = (place - t[k - 1]) / (t[k] - t[k - 1]);
    const [low, high] = [series[name][k - 1], series[name][k]];
    return { ...trace, x: [place], y: [low + share * (high - low)] };
  });
  const box = document.createElement("div");
  const width = Number(svg.getAttribute("viewBox").split(" ")[2]);
  box.innerHTML = pictureOf({ ...figure, data }, palette, { width });
  const fresh = parts(box.firstChild);
  const same = parts(svg).map((part, k) => part === fresh[k]);
  return { same, faults: fresh.join().match(/NaN|undefined/g) };
}
"""


@pytest.fixture(scope="module")
def page(browser):
    """A page with an explorer of each model of this module, and the modules that draw."""
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    html = "".join(Explorer(model, compare_with=COMPARED).html for model in DRAWN_MODELS)
    files = {
        "": f"<!doctype html><title>Explorers</title><body>{html}<script src='explorer.js'></script>",
        "explorer.js": classic_script(ROOT / "explorer" / "explorer.js", "course-explorer"),
    }

    def fulfil(route):
        name = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        kind = "javascript" if name else "html"
        body = files[name] if name in files else (ROOT / name).read_text("utf-8")
        route.fulfill(body=body, content_type=f"text/{kind}; charset=utf-8")

    page.route(f"{ADDRESS}**", fulfil)
    page.goto(ADDRESS)
    yield page
    page.close()
    assert faults == []


def settings(model, rng):
    values = {p.name: p.low + rng.randint(0, 4) / 4 * (p.high - p.low) for p in model.parameters}
    values = {p.name: round(values[p.name]) if p.is_whole else values[p.name] for p in model.parameters}
    return values | {c.name: rng.choice(c.options).id for c in model.choices}


@pytest.mark.parametrize("model", DRAWN_MODELS, ids=lambda model: model.id)
def test_what_is_moved_is_what_a_new_drawing_would_be(model, page):
    explorer = page.locator(f"course-explorer#{model.id}[ready]")
    drawn(explorer)
    rng = random.Random(20261123)
    for _ in range(8):
        found = explorer.evaluate(FRESH, [settings(model, rng), COMPARED])
        assert all(found["same"]), found
        assert found["faults"] is None


def test_a_change_is_drawn_in_the_next_frame_and_what_stays_is_left_alone(page):
    explorer = page.locator(f"course-explorer#{calcium_influx.id}[ready]")
    drawn(explorer)
    kept, moved = explorer.evaluate(
        """async (e) => {
             const parts = () => [...e.querySelectorAll("[data-part]")];
             const lines = () => parts().map((part) => part.querySelector("path"));
             e.parameters = { Mg: 1 };
             await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
             const before = [parts(), lines()];
             e.parameters = { Mg: 1.05 };
             await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
             return [parts().every((part, k) => part === before[0][k]),
                     lines().map((line, k) => line !== before[1][k])];
           }"""
    )
    assert kept
    ground, *traces, front = moved
    assert [ground, front] == [False, False]
    assert traces == [False, False, False, True]
