"""What the explorer draws: the curves of its result, while they follow a slider and after Plotly painted."""

from __future__ import annotations

import random

import pytest
from plotly.offline import get_plotlyjs

from course import Explorer
from course.assets import ROOT, classic_script
from course.models import calcium_influx, end_plate, nmda_block, quanta

ADDRESS = "http://explorer.test/"
DRAWN_MODELS = (calcium_influx, end_plate, nmda_block, quanta)

DRAWN = """
async (e) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const plot = e.querySelector(".js-plotly-plot");
  const { layout } = JSON.parse(e.querySelector("script[type='application/json']").textContent).figure;
  const numbers = (text) => text.match(/-?[\\d.]+(e-?\\d+)?/g)?.map(Number) ?? [0, 0]; // no translation
  let [furthest, outside, points] = [0, 0, 0];
  plot.data.forEach(({ x, y }, i) => {
    const { uid, xaxis, yaxis } = plot._fullData[i];
    const [across, down] = [xaxis, yaxis].map((id) => plot._fullLayout[id.replace(/^./, "$&axis")]);
    const places = Array.from(x, (value, k) => [across.c2p(value), down.c2p(y[k])])
      .filter((place) => place.every(Number.isFinite));
    const trace = plot.querySelector(`.trace${uid}`);
    const dots = [...trace.querySelectorAll(".point")]
      .flatMap((dot) => numbers(dot.getAttribute("transform")));
    const line = trace.querySelector(".js-line");
    for (const found of [line && numbers(line.getAttribute("d")), dots.length && dots]) {
      if (!found) continue;
      if (found.length !== 2 * places.length) throw new Error(`${found.length} is not 2 × ${places.length}`);
      places.flat().forEach((place, k) => { furthest = Math.max(furthest, Math.abs(place - found[k])); });
      points += places.length;
    }
    if (layout[yaxis.replace("y", "yaxis")].range) return;
    for (const [, place] of places) outside = Math.max(outside, -place, place - down._length);
  });
  return { furthest, outside, points };
}
"""
RANGES = """
async (e) => {
  const ranges = ({ _fullLayout }) => Object.entries(_fullLayout)
    .filter(([name]) => /^[xy]axis/.test(name)).flatMap(([, { range }]) => range);
  const plot = e.querySelector(".js-plotly-plot");
  const { figure } = JSON.parse(e.querySelector("script[type='application/json']").textContent);
  const fresh = document.createElement("div");
  fresh.style.width = `${plot.clientWidth}px`;
  document.body.append(fresh);
  await Plotly.newPlot(fresh, figure.data.map((trace, i) => ({ ...trace, ...plot.data[i] })), figure.layout);
  const found = [ranges(plot), ranges(fresh)];
  fresh.remove();
  return found;
}
"""


@pytest.fixture(scope="module")
def page(browser):
    """A page with an explorer of each model of this module, and Plotly."""
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    html = "".join(Explorer(model, compare_with={"Mg": 1.0}).html for model in DRAWN_MODELS)
    files = {
        "": f"<!doctype html><title>Explorers</title><body>{html}<script src='explorer.js'></script>",
        "explorer.js": classic_script(ROOT / "explorer" / "explorer.js", "course-explorer"),
        "plotly.min.js": get_plotlyjs(),
    }

    def fulfil(route):
        name = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        kind = "javascript" if name else "html"
        route.fulfill(body=files[name], content_type=f"text/{kind}; charset=utf-8")

    page.route(f"{ADDRESS}**", fulfil)
    page.goto(ADDRESS)
    yield page
    page.close()
    assert faults == []


def plotted(page, model):
    """Return the explorer of `model` with its curves; it counts from now on what Plotly paints of it."""
    explorer = page.locator(f"course-explorer#{model.id}[ready]")
    explorer.scroll_into_view_if_needed()
    explorer.locator(".scatterlayer .trace").first.wait_for(state="attached")
    explorer.evaluate(
        """(e) => {
             if (!("painted" in e)) {
               e.querySelector(".js-plotly-plot").on("plotly_afterplot", () => { e.painted += 1; });
             }
             e.painted = 0;
           }"""
    )
    return explorer


def settings(model, rng):
    values = {p.name: p.low + rng.randint(0, 4) / 4 * (p.high - p.low) for p in model.parameters}
    values = {p.name: round(values[p.name]) if p.is_whole else values[p.name] for p in model.parameters}
    return values | {c.name: rng.choice(c.options).id for c in model.choices}


@pytest.mark.parametrize("model", DRAWN_MODELS, ids=lambda model: model.id)
def test_curves_and_dots_are_where_their_axes_say(model, page):
    """On random settings, right after each; at rest the axes are those of a new plot of the same curves."""
    explorer = plotted(page, model)
    rng = random.Random(20261123)
    for _ in range(8):
        explorer.evaluate("(e, values) => { e.parameters = values; }", settings(model, rng))
        drawn = explorer.evaluate(DRAWN)
        assert drawn["points"] > len(model.axis)
        assert drawn["furthest"] < 0.02
        assert drawn["outside"] < 0.5
    painted = explorer.evaluate("(e) => e.painted")
    explorer.evaluate("(e, values) => { e.parameters = values; }", model.settings({}))
    page.wait_for_function("([e, painted]) => e.painted > painted", arg=[explorer.element_handle(), painted])
    assert explorer.evaluate(DRAWN)["furthest"] < 0.02
    found, fresh = explorer.evaluate(RANGES)
    assert found == pytest.approx(fresh)


def test_curves_move_at_once_and_plotly_paints_once_at_rest(page):
    explorer = plotted(page, calcium_influx)
    painted, moved = explorer.evaluate(
        """async (e) => {
             const paths = () => [...e.querySelectorAll(".js-line")].map((line) => line.getAttribute("d"));
             const before = paths();
             for (const Mg of [1.05, 1.1]) {
               e.parameters = { Mg };
               await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
             }
             return [e.painted, paths().map((path, i) => path !== before[i])];
           }"""
    )
    assert painted == 0
    assert moved == [False, False, False, True, False, True, False, True]
    page.wait_for_function("(e) => e.painted > 0", arg=explorer.element_handle())
    assert explorer.evaluate("(e) => e.painted") == 1
