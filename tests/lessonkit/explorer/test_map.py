"""The map in Python: what makes one, its picture, its table and what the page's script is told."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from bs4 import BeautifulSoup

from course import Figure, Map
from course.models import nmda_block
from lessonkit.figures.svg import FigureError
from lessonkit.model.sweep import sweep
from lessonkit.page.numbers import with_unit, written
from lessonkit.static import STATIC_BUILD

WORDS = {"alt": "A map of the trough.", "caption": "Magnesium moves the trough."}
VARY = {"Mg": [0.0, 0.3, 1.0], "g_max": [1.0, 2.0]}


@pytest.fixture(autouse=True)
def built(monkeypatch):
    monkeypatch.setenv(STATIC_BUILD, "1")


def swept(vary=VARY, read="half_unblock_potential", fixed=None):
    return sweep(nmda_block, vary, read, fixed, jobs=1)


def soup(chart: Map) -> BeautifulSoup:
    return BeautifulSoup(chart.html, "html.parser")


def data_of(chart: Map) -> dict:
    """The JSON of the map, read as a browser reads it."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    source = soup(chart).find("script", type="application/json").string
    return json.loads(source, parse_constant=refuse)


def test_the_table_has_the_first_parameter_across_and_the_second_down():
    grid = swept()
    page = soup(Map(grid, **WORDS))
    heads = [cell.text for cell in page.select("thead th")]
    assert heads == ["Extracellular magnesium (mM)", "Conductance with no block (nS)", "0", "0.3", "1"]
    rows = [[cell.text for cell in row(["th", "td"])] for row in page.select("tbody tr")]
    assert rows == [
        [written(g_max), *map(written, grid.values[:, j])] for j, g_max in enumerate(VARY["g_max"])
    ]
    assert rows[0][1] == "none"  # without magnesium there is no half


def test_the_picture_is_drawn_and_described():
    page = soup(Map(swept(), **WORDS))
    assert page.select_one(".course-picture svg") is not None
    assert page.select_one(".course-picture")["aria-label"] == WORDS["alt"]
    assert page.select_one("figcaption").text == WORDS["caption"]


def test_the_script_is_told_the_runs_behind_the_cells():
    grid = swept(fixed={"V_read": -40.0})
    data = data_of(Map(grid, **WORDS, sets="a-model"))
    assert data["sets"] == "a-model"
    assert data["settings"] == nmda_block.settings({"V_read": -40.0})
    assert [(axis["name"], axis["values"]) for axis in data["axes"]] == [
        ("Mg", [0.0, 0.3, 1.0]), ("g_max", [1.0, 2.0]),
    ]  # fmt: skip
    assert data["axes"][0]["said"][1] == "extracellular magnesium 0.3 mM"
    heat, mark = data["figure"]["data"]
    assert (heat["z"][1][0], mark["x"]) == (None, [])
    assert heat["text"][1] == [with_unit(written(value), "mV") for value in grid.values[:, 1]]


def test_a_choice_has_its_words_on_the_axis_and_its_options_behind_it():
    fits = ["jahr_stevens_1990", "maex_1998"]
    data = data_of(Map(swept({"Mg": [0.3, 1.0], "fit": fits}, "unblocked_at_V"), **WORDS))
    words = ["Jahr and Stevens 1990", "Maex and De Schutter 1998"]
    assert data["figure"]["data"][0]["y"] == words
    assert data["axes"][1]["values"] == fits


def test_equal_ratios_can_have_equal_steps_of_colour():
    grid = swept({"Mg": [0.1, 1.0, 5.0], "V_read": [-80, -40]}, "unblocked_at_V")
    heat = data_of(Map(grid, **WORDS, log=True))["figure"]["data"][0]
    assert np.allclose(heat["z"], np.log10(grid.values.T), atol=1e-4)
    ticks = heat["colorbar"]["tickvals"]
    assert heat["colorbar"]["ticktext"] == [written(10**tick) for tick in ticks]
    assert all(math.log10(grid.values.min()) <= tick <= math.log10(grid.values.max()) for tick in ticks)


@pytest.mark.parametrize("sets", [None, "a-model"])
def test_no_control_is_there_before_a_script_makes_it_work(sets):
    page = soup(Map(swept(), **WORDS, sets=sets))
    assert page.select("button:not([hidden])") == []
    assert (page.select_one("[role=status]") is None) is (sets is None)
    if sets:
        assert page.select_one(".course-chosen[hidden] a")["href"] == "#a-model"


@pytest.mark.parametrize(
    ("vary", "read", "options", "message"),
    [
        ({"Mg": [0.3, 1.0]}, "unblocked_at_V", {}, "needs a sweep of two parameters"),
        ({"Mg": [0.3, 1.0], "g_max": [1]}, "unblocked_at_V", {}, "needs two values of g_max or more"),
        ({"Mg": [1.0, 0.3], "g_max": [1, 2]}, "unblocked_at_V", {}, "values of Mg in rising order: sort"),
        ({"Mg": [0.3, 1], "g_max": [1, 2]}, "half_unblock_potential", {"log": True}, "above zero: leave log"),
        ({"Mg": [0.3, 1], "g_max": [1, 2]}, "unblocked_at_V", {"caption": " "}, "needs caption=…"),
    ],
    ids=lambda part: str(part)[:40],
)
def test_a_sweep_that_makes_no_map_is_refused(vary, read, options, message):
    grid = swept(vary, read)
    with pytest.raises(FigureError, match=message):
        Map(grid, **{**WORDS, **options})


def test_a_sweep_without_a_number_is_refused():
    grid = swept({"Mg": [0.0, 1e-9], "g_max": [1, 2]})
    grid.values[:] = np.nan
    with pytest.raises(FigureError, match="half_unblock_potential is empty: no run"):
        Map(grid, **WORDS)


def test_a_figure_sends_a_heat_map_here():
    with pytest.raises(FigureError, match="show it with Map"):
        Figure(Map(swept(), **WORDS).figure, **WORDS)
