"""A map in a real page: it sets the explorer by mouse and by keyboard, and shows where it stands."""

from __future__ import annotations

import json

import pytest

from conftest import open_outcomes
from drawing import DOTS, drawn, place_in
from pages import page_asking

PAGE = f"book/{page_asking('explain-same-peak')}"
EXPLORER = "magnesium-and-calcium"


@pytest.fixture
def chart(page, server):
    page.goto(f"{server}/{PAGE}.html")
    page.locator(f"course-explorer#{EXPLORER}[ready]").wait_for(state="attached")
    chart = page.locator("course-map[ready]")
    chart.wait_for(state="attached")
    open_outcomes(page)
    return chart


@pytest.fixture
def explorer(page):
    return page.locator(f"#{EXPLORER}")


def data_of(chart) -> dict:
    return json.loads(chart.locator("script").text_content())


def click_on(chart, magnesium: float, rate: float) -> None:
    """Click on the place of the picture that stands for these two values."""
    drawn(chart).locator("svg").click(**place_in(chart, magnesium, rate))


def marked(chart) -> list:
    dots = drawn(chart).evaluate(DOTS, "trace-1")
    return [pytest.approx(value, abs=0.02) for value in dots[0]] if dots else []


def pressed(chart) -> list[str]:
    return chart.locator("button[aria-pressed=true]").all_text_contents()


@pytest.mark.parametrize(("magnesium", "rate"), [(0.4, 40), (1.0, 10), (2.6, 90)])
def test_a_click_on_the_map_sets_the_explorer(magnesium, rate, chart, explorer):
    click_on(chart, magnesium, rate)
    status = chart.get_by_role("status")
    status.get_by_text("The model is set to").wait_for()
    parameters = explorer.evaluate("e => e.parameters")
    assert (parameters["Mg"], parameters["rate"]) == (magnesium, rate)
    assert parameters == {**data_of(chart)["settings"], "Mg": magnesium, "rate": rate}
    number = pressed(chart)[0]
    assert status.inner_text() == (
        f"The model is set to extracellular magnesium {magnesium:g} mM and rate of the pulses {rate} Hz. "
        f"Peak calcium: {number} µM."
    )
    assert [magnesium, rate] == marked(chart)


def test_the_map_and_the_explorer_agree_on_every_tenth_cell(page, chart, explorer):
    """The map's numbers are SciPy's, the explorer's those of the page's solver."""
    data = data_of(chart)
    across, down = (axis["values"] for axis in data["axes"])
    cells = [(i, j) for i in range(len(across)) for j in range(len(down))][::10]
    found = explorer.evaluate(
        "(e, runs) => runs.map((run) => { e.parameters = run; return e.result.scalars.peak_calcium; })",
        [{**data["settings"], "Mg": across[i], "rate": down[j]} for i, j in cells],
    )
    z = data["figure"]["data"][0]["z"]
    for (i, j), number in zip(cells, found, strict=True):
        assert 10 ** z[j][i] == pytest.approx(number, rel=1e-3)


def test_the_table_sets_the_explorer_by_keyboard(page, chart, explorer):
    chart.get_by_text("Table of values").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the box that scrolls
    page.keyboard.press("Tab")  # one cell stands for all
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    parameters = explorer.evaluate("e => e.parameters")
    across, down = (axis["values"] for axis in data_of(chart)["axes"])
    assert (parameters["Mg"], parameters["rate"]) == (across[1], down[1])
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert chart.locator("button[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert not chart.evaluate("e => e.contains(document.activeElement)")


def test_the_mark_follows_the_explorer(page, chart, explorer):
    settings = data_of(chart)["settings"]
    assert pressed(chart) == []
    explorer.evaluate("(e, values) => { e.parameters = values; }", {**settings, "Mg": 1.2, "rate": 30})
    assert marked(chart) == [1.2, 30]
    assert len(pressed(chart)) == 1
    explorer.evaluate("e => { e.parameters = { Mg: 1.25 }; }")
    assert marked(chart) == [1.25, 30]  # between two cells
    assert pressed(chart) == []
    explorer.evaluate("e => { e.parameters = { Mg: 4 }; }")
    assert marked(chart) == []
    explorer.evaluate("e => { e.parameters = { Mg: 1.2, kappa: 50 }; }")
    assert marked(chart) == []  # another spine than that of the map


def test_without_a_script_a_map_is_a_picture_and_a_table(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{PAGE}.html")
    chart = page.locator("course-map")
    assert chart.locator("svg path").count() > 100  # cells of one colour are one path
    assert chart.locator("button:visible").count() == 0
    assert not chart.get_by_role("status").is_visible()
    chart.get_by_text("Table of values").click()
    assert chart.locator("tbody td").count() == 150
    context.close()
