"""The explorer in a real page: the numbers agree with SciPy, and every control does its work."""

from __future__ import annotations

import csv
import io
import itertools
import math
import random
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from course import models
from course.models import calcium_influx
from drawing import drawn
from pages import page_showing

SETS = 200
MODELS = {model.id: model for model in (getattr(models, name) for name in models.__all__)}
SPIKING = {id for id, model in MODELS.items() if model.spikes}
PLACES = {
    "nmda-block": "nmda-block",
    "calcium-influx": "magnesium-and-calcium",
    "shouval-2002": "shouval-2002",
}
"""The explorers of chapters that are looked at; of the other models, those on their own pages."""


def open_explorer(page, server, model_id, query=""):
    id_ = PLACES.get(model_id, model_id)
    name = page_showing(id_) if model_id in PLACES else f"model-{model_id}"
    page.goto(f"{server}/book/{name}.html{query}")
    explorer = page.locator(f"course-explorer#{id_}[ready]")
    explorer.wait_for(state="attached")
    return explorer


def random_settings(model, rng):
    values = {}
    for p in model.parameters:
        steps = rng.randint(0, round((p.high - p.low) / p.step))
        values[p.name] = min(p.high, round(p.low + steps * p.step, 6))
    values |= {c.name: rng.choice(c.options).id for c in model.choices}
    return values


@pytest.mark.parametrize("model_id", sorted(MODELS.keys() - SPIKING))
def test_page_and_scipy_agree(model_id, page, server):
    """On random settings each curve agrees within 0.1 % of its range, and so do the scalars."""
    model = MODELS[model_id]
    explorer = open_explorer(page, server, model_id)
    rng = random.Random(20261122)
    settings = [random_settings(model, rng) for _ in range(SETS)]
    # Every tenth point, to keep the transfer small.
    runs = explorer.evaluate(
        """(element, settings) => settings.map((parameters) => {
             element.parameters = parameters;
             const { series, scalars } = element.result;
             const thin = ([name, curve]) => [name, Array.from(curve).filter((_, k) => k % 10 === 0)];
             return { series: Object.fromEntries(Object.entries(series).map(thin)), scalars };
           })""",
        settings,
    )
    assert len(runs) == SETS
    for values, run in zip(settings, runs, strict=True):
        expected = model.run(**values)
        for name, curve in expected.series.items():
            span = np.ptp(curve) or 1.0
            worst = np.max(np.abs(curve[::10] - run["series"][name])) / span
            assert worst < 1e-3, (name, worst, values)
        for name, number in expected.scalars.items():
            found = run["scalars"][name]
            if found is None or not math.isfinite(number):
                assert found is None or not math.isfinite(found)
                assert not math.isfinite(number), (name, values)
            else:
                assert found == pytest.approx(number, rel=1e-3, abs=1e-6), (name, values)


@pytest.mark.parametrize(
    ("potential", "magnesium", "fraction"),
    [
        (-70, 1.0, 0.0445), (-40, 1.0, 0.2302), (0, 1.0, 0.7812), (40, 1.0, 0.9771),
        (-70, 0.3, 0.1343), (-40, 0.8, 0.2720), (-70, 2.0, 0.0227), (-70, 0.0, 1.0),
    ],
)  # fmt: skip
def test_reference_points_of_the_block(potential, magnesium, fraction, page, server):
    explorer = open_explorer(page, server, "nmda-block")
    scalars = explorer.evaluate(
        "(e, p) => { e.parameters = p; return e.result.scalars; }",
        {"Mg": magnesium, "V_read": potential},
    )
    assert scalars["unblocked_at_V"] == pytest.approx(fraction, abs=5e-4)


@pytest.mark.parametrize(
    ("magnesium", "half", "trough", "place"),
    [(1.0, -20.53, -10.826, -26.96), (0.8, -24.12, -12.329, -28.46), (0.3, -39.94, -20.192, -36.32),
     (2.0, -9.35, -6.903, -23.03)],
)  # fmt: skip
def test_reference_points_of_the_current(magnesium, half, trough, place, page, server):
    explorer = open_explorer(page, server, "nmda-block")
    scalars = explorer.evaluate("(e, Mg) => { e.parameters = { Mg }; return e.result.scalars; }", magnesium)
    assert scalars["half_unblock_potential"] == pytest.approx(half, abs=5e-3)
    assert scalars["peak_inward_current"] == pytest.approx(trough, abs=5e-4)
    assert scalars["peak_inward_potential"] == pytest.approx(place, abs=5e-3)


@pytest.mark.parametrize(
    ("magnesium", "potential", "peak"), [(1, -65, 0.2781), (1, -40, 0.9352), (1, 0, 2.4273), (0, -65, 4.6607)]
)
def test_reference_points_of_shouval(magnesium, potential, peak, page, server):
    explorer = open_explorer(page, server, "shouval-2002")
    found = explorer.evaluate(
        "(e, p) => { e.parameters = p; return e.result.scalars.peak_calcium; }",
        {"Mg": magnesium, "V_hold": potential},
    )
    assert found == pytest.approx(peak, rel=0.01)


def test_slider_by_keyboard_moves_everything(page, server):
    explorer = open_explorer(page, server, "calcium-influx")
    before = explorer.locator("tr[data-scalar=peak_calcium] td").first.inner_text()
    slider = explorer.get_by_role("slider", name="Extracellular magnesium")
    slider.focus()
    start = float(slider.input_value())
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    moved = f"{start - 0.2:g}"
    expect(slider).to_have_value(moved)
    expect(slider).to_have_attribute("aria-valuetext", f"{moved} millimolar")
    expect(explorer.locator("output[name=Mg]")).to_have_text(f"{moved} mM")
    expect(explorer.locator("input[type=text][name=Mg]")).to_have_value(moved)
    page.wait_for_function(
        "([e, before]) => e.querySelector('tr[data-scalar=peak_calcium] td').innerText !== before",
        arg=[explorer.element_handle(), before],
    )
    page.keyboard.press("End")
    assert slider.input_value() == "5"
    summary = explorer.locator(".course-summary")
    summary.get_by_text("Extracellular magnesium 5 mM").wait_for()
    assert "Peak calcium" in summary.inner_text()


def test_number_box_refuses_nonsense_and_keeps_the_last_good_value(page, server):
    explorer = open_explorer(page, server, "calcium-influx")
    box = explorer.get_by_label("Extracellular magnesium, in mM")
    fault = explorer.get_by_role("alert")
    box.fill("0.3")
    assert explorer.evaluate("e => e.parameters.Mg") == 0.3
    box.fill("99")
    assert "Mg = 99 is out of range: write a number from 0 to 5 mM" in fault.inner_text()
    assert box.get_attribute("aria-invalid") == "true"
    assert explorer.evaluate("e => e.parameters.Mg") == 0.3
    box.fill("")
    assert "Mg: no number is given" in fault.inner_text()
    page.keyboard.press("Tab")
    assert box.input_value() == "0.3"
    assert not fault.is_visible()
    box.fill("0.5")
    assert not fault.is_visible()
    assert explorer.evaluate("e => e.parameters.Mg") == 0.5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ("{ Mg: NaN }", "Mg = NaN is no number"),
        ("{ Mg: -1 }", "Mg = −1 is out of range: write a number from 0 to 5 mM"),
        ("{ Mg: Infinity }", "out of range"),
        ("{ Mg: '1' }", "is no number"),
        ("{ Ca: 1 }", "Ca is no parameter of calcium-influx"),
        ("{ fit: 'mine' }", "fit = mine is no option: choose one of jahr_stevens_1990"),
    ],
)
def test_bad_parameters_from_a_script_are_refused(changes, message, page, server):
    explorer = open_explorer(page, server, "calcium-influx")
    before = explorer.evaluate("e => e.parameters")
    said = explorer.evaluate(
        f"e => {{ try {{ e.parameters = {changes}; return 'accepted'; }}"
        " catch (error) { return error.name + ': ' + error.message; } }"
    )
    assert said.startswith("RangeError: ")
    assert message in said
    assert explorer.evaluate("e => e.parameters") == before


def test_state_lives_in_the_address(page, server):
    explorer = open_explorer(page, server, "nmda-block")
    id_ = explorer.get_attribute("id")
    explorer.evaluate("e => { e.parameters = { Mg: 0.3, fit: 'spruston_1995' }; }")
    page.wait_for_url(re.compile(re.escape(f"{id_}.Mg=0.3")))
    page.reload()
    explorer.and_(page.locator("[ready]")).wait_for(state="attached")
    assert explorer.evaluate("e => [e.parameters.Mg, e.parameters.fit]") == [0.3, "spruston_1995"]
    explorer.get_by_role("button", name="Reset").click()
    assert explorer.evaluate("e => [e.parameters.Mg, e.parameters.fit]") == [1, "jahr_stevens_1990"]
    page.wait_for_url(re.compile(rf"{page_showing('nmda-block')}\.html$"))


def test_copy_link_gives_the_state(page, server):
    explorer = open_explorer(page, server, "nmda-block")
    explorer.evaluate("e => { e.parameters = { Mg: 2 }; }")
    explorer.get_by_text("Table of values").click()
    explorer.get_by_role("button", name="Copy link").click()
    link = explorer.get_by_label("Link to this state").input_value()
    assert link.endswith(f"{explorer.get_attribute('id')}.Mg=2")


def test_a_bad_address_is_said_and_the_rest_of_it_used(page, server):
    id_ = open_explorer(page, server, "nmda-block").get_attribute("id")
    explorer = open_explorer(page, server, "nmda-block", f"?{id_}.Mg=high&{id_}.V_read=−40,5&{id_}.hat=1")
    fault = explorer.get_by_role("alert").inner_text()
    assert "Mg: “high” is no number on its own" in fault
    assert "hat is no parameter" in fault
    assert explorer.evaluate("e => [e.parameters.Mg, e.parameters.V_read]") == [1, -40.5]


def test_preset_tells_its_story_and_is_marked(page, server):
    explorer = open_explorer(page, server, "nmda-block")
    button = explorer.get_by_role("button", name="Low magnesium")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert explorer.evaluate("e => e.parameters.Mg") == 0.3
    assert "Magnesium lowered to 0.3 mM" in explorer.locator(".course-story").inner_text()


def test_csv_holds_parameters_version_and_curves(page, server):
    explorer = open_explorer(page, server, "calcium-influx")
    explorer.evaluate("e => { e.parameters = { Mg: 0.5 }; }")
    explorer.get_by_text("Table of values").click()
    with page.expect_download() as download:
        explorer.get_by_role("button", name="Download CSV").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "without the mark spreadsheets show ÂµM"
    text = content.decode("utf-8-sig")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert f"model calcium-influx, version {calcium_influx.version}" in head[0]
    assert "Mg = 0.5 mM" in head[1]
    assert "Mg = 1 mM" in head[2]
    rows = list(csv.DictReader(io.StringIO("\n".join(text.splitlines()[len(head) :]))))
    assert len(rows) == len(calcium_influx.axis)
    peak = max(float(row["Free calcium in the spine (µM)"]) for row in rows)
    values = explorer.evaluate("e => e.parameters")
    assert peak == pytest.approx(calcium_influx.run(**values).scalars["peak_calcium"], rel=1e-3)


def test_result_event_and_units(page, server):
    explorer = open_explorer(page, server, "calcium-influx")
    detail = explorer.evaluate(
        """e => new Promise((resolve) => {
             document.addEventListener("course:result", ({ detail }) => resolve(detail), { once: true });
             e.parameters = { Mg: 0.4 };
           })"""
    )
    assert detail["model"] == "calcium-influx"
    assert detail["parameters"]["Mg"] == 0.4
    assert explorer.evaluate("e => e.result.units.calcium") == "µM"
    assert explorer.evaluate("e => e.result.series.calcium.constructor.name") == "Float64Array"


def test_plot_follows_the_reader_into_the_dark(page, server):
    explorer = open_explorer(page, server, "nmda-block")
    drawn(explorer)
    colour = "e => getComputedStyle(e.querySelector('[data-part=trace-1] path')).stroke"
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    light = explorer.evaluate(colour)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert explorer.evaluate(colour) != light


def test_a_dot_marks_where_the_curves_are_read(page, server):
    explorer = open_explorer(page, server, "nmda-block")
    drawn(explorer)
    before, after = explorer.evaluate(
        """async (e) => {
             const dot = () => [...e.querySelectorAll("[data-part=trace-2] circle")]
               .map((circle) => ["cx", "cy"].map((name) => Number(circle.getAttribute(name))));
             const found = [];
             for (const V_read of [-60, -40]) {
               e.parameters = { V_read };
               await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
               found.push(dot()[0]);
             }
             return found;
           }"""
    )
    assert after[0] > before[0]
    line = explorer.locator("[data-part=trace-1] path").get_attribute("d")
    points = [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", line)]
    (left, low), (right, high) = next(
        pair for pair in itertools.pairwise(points) if pair[0][0] <= after[0] <= pair[1][0]
    )
    on_curve = low + (after[0] - left) / (right - left) * (high - low)
    assert after[1] == pytest.approx(on_curve, abs=0.5)


def test_table_of_values_follows_the_run(page, server):
    explorer = open_explorer(page, server, "nmda-block")
    explorer.get_by_text("Table of values").click()
    cell = explorer.locator(".course-values tbody tr").nth(5).locator("td").first
    before = cell.inner_text()
    explorer.evaluate("e => { e.parameters = { Mg: 0 }; }")
    page.wait_for_function("([c]) => c.innerText === '1'", arg=[cell.element_handle()])
    assert before != "1"


def test_random_moves_leave_no_error(page, server):
    """Hundreds of moves of every control, as fast as the page takes them."""
    explorer = open_explorer(page, server, "calcium-influx")
    drawn(explorer)
    finite = explorer.evaluate(
        """async (e) => {
             let finite = true;
             for (let i = 0; i < 300; i += 1) {
               const sliders = [...e.querySelectorAll("input[type=range][name]")];
               const slider = sliders[(i * 7) % sliders.length];
               const share = ((i * 37) % 101) / 100;
               slider.value = Number(slider.min) + share * (slider.max - slider.min);
               slider.dispatchEvent(new Event("input", { bubbles: true }));
               finite &&= e.result.series.calcium.every(Number.isFinite);
               if (i % 20 === 0) await new Promise(requestAnimationFrame);
             }
             return finite;
           }"""
    )
    assert finite
