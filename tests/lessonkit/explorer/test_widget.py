"""The explorer in Python: its settings, its run and its HTML."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from bs4 import BeautifulSoup

from course import Explorer
from course.models import calcium_influx, concentrations, end_plate, nmda_block, shouval_2002, trial_power
from lessonkit.explorer.figure import panels
from lessonkit.figures import picture
from lessonkit.model import Band, ModelError
from lessonkit.page.linker import ROOT, link_module
from lessonkit.page.numbers import compared, read_number, with_unit, written
from lessonkit.static import STATIC_BUILD
from node_tools import run_node

every_model = pytest.mark.parametrize(
    "model", [nmda_block, calcium_influx, shouval_2002], ids=lambda model: model.id
)


@pytest.fixture(autouse=True)
def built(monkeypatch):
    monkeypatch.setenv(STATIC_BUILD, "1")


def soup(explorer: Explorer) -> BeautifulSoup:
    return BeautifulSoup(explorer.html, "html.parser")


def data_of(explorer: Explorer) -> dict:
    """The JSON of the explorer, read as a browser reads it."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    source = soup(explorer).find("script", type="application/json").string
    return json.loads(source, parse_constant=refuse)


def test_it_starts_from_the_defaults():
    assert Explorer(nmda_block).parameters == nmda_block.defaults


@pytest.mark.parametrize("model", [concentrations, trial_power], ids=lambda model: model.id)
def test_a_model_without_the_courses_reference_is_compared_with_its_defaults(model):
    explorer = Explorer(model)
    assert data_of(explorer)["spec"]["compareWith"] == model.defaults
    assert "Reference: the default values" in soup(explorer).get_text()


def test_a_place_to_read_beyond_the_axis_reads_its_end_in_the_page_as_in_python():
    places, t, curve = [-5.0, 0.0, 0.5, 2.0, 9.0], [0.0, 1.0, 2.0], [1.0, 3.0, 2.0]
    module = link_module(ROOT / "explorer" / "picture.js")
    script = f"{module}\nconsole.log(JSON.stringify({places}.map((at) => valueAt(at, {t}, {curve}))));"
    told = run_node("--input-type=module", "--eval", script)
    assert json.loads(told.stdout) == pytest.approx(np.interp(places, t, curve)), told.stderr


def test_it_starts_from_what_the_chapter_says():
    explorer = Explorer(nmda_block, start={"Mg": 0.3})
    assert explorer.parameters == {**nmda_block.defaults, "Mg": 0.3}
    assert data_of(explorer)["parameters"]["Mg"] == 0.3


def test_setting_some_parameters_keeps_the_others():
    explorer = Explorer(nmda_block, start={"V_read": -40.0})
    explorer.parameters = {"Mg": 0.3}
    explorer.parameters = {"fit": "maex_1998"}
    assert explorer.parameters == {**nmda_block.defaults, "V_read": -40.0, "Mg": 0.3, "fit": "maex_1998"}


def test_a_page_that_sets_some_parameters_keeps_the_others():
    explorer = Explorer(nmda_block, start={"V_read": -40.0})
    explorer.set_state({"parameters": {"Mg": 0.3}})
    assert explorer.parameters == {**nmda_block.defaults, "V_read": -40.0, "Mg": 0.3}


BAD = [{"Mg": -1.0}, {"Mg": float("nan")}, {"Mg": "1"}, {"fit": "none"}, {"mg": 1.0}]


@pytest.mark.parametrize("changes", BAD, ids=str)
def test_a_bad_setting_is_refused_and_the_old_one_kept(changes):
    explorer = Explorer(nmda_block, start={"Mg": 0.5})
    before = explorer.parameters
    with pytest.raises(ModelError, match="write a number|choose one of"):
        explorer.parameters = changes
    assert explorer.parameters == before


@pytest.mark.parametrize("changes", BAD, ids=str)
def test_a_bad_setting_from_the_page_is_refused_and_the_old_one_kept(changes):
    explorer = Explorer(nmda_block, start={"Mg": 0.5})
    before = explorer.parameters
    with pytest.raises(ModelError, match="write a number|choose one of"):
        explorer.set_state({"parameters": changes})
    assert explorer.parameters == before


def test_the_result_is_the_run_with_the_current_settings():
    explorer = Explorer(nmda_block)
    explorer.parameters = {"Mg": 0.3}
    expected = nmda_block.run(Mg=0.3)
    assert explorer.result.parameters == explorer.parameters
    assert explorer.result.scalars == expected.scalars
    np.testing.assert_array_equal(explorer.result.series["nmda_current"], expected.series["nmda_current"])


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"vary": ["Mg", "mg"]}, "vary names mg; choose from Mg, V_read"),
        ({"show": ["current"]}, "series names current; choose from unblocked_fraction, nmda_current"),
        ({"situations": ["night"]}, "situations names night; choose from slice-bath, cerebrospinal-fluid"),
        ({"compare_with": {"magnesium": 1.0}}, "'magnesium' is no parameter"),
        ({"compare_with": {"Mg": 9.0}}, "Mg = 9 mM is out of range"),
        ({"start": {"Mg": "low"}}, "Mg = 'low' is no number"),
    ],
    ids=["vary", "show", "situations", "compare_with name", "compare_with value", "start"],
)
def test_a_name_or_value_that_does_not_fit_the_model_is_refused(arguments, fault):
    with pytest.raises(ModelError, match=fault):
        Explorer(nmda_block, **arguments)


@every_model
def test_every_parameter_has_a_labelled_slider_a_box_and_an_output(model):
    explorer = Explorer(model)
    page = soup(explorer)
    for parameter in model.parameters:
        slider = page.find("input", type="range", attrs={"name": parameter.name})
        box = page.find("input", type="text", attrs={"name": parameter.name})
        output = page.find("output", attrs={"name": parameter.name})
        assert page.find("label", attrs={"for": slider["id"]}).text == parameter.label
        assert box["aria-label"].startswith(parameter.label)
        # The decimal keypad of an iPhone has no minus.
        assert box["inputmode"] == ("decimal" if parameter.low >= 0 else "text")
        assert output["for"] == [slider["id"]]
        assert output.text == with_unit(written(parameter.value), parameter.unit)
        limits = [float(slider[name]) for name in ("min", "max", "step", "value")]
        assert limits == [parameter.low, parameter.high, parameter.step, parameter.value]
        assert read_number(box["value"]) == parameter.value


@every_model
def test_every_choice_has_a_labelled_list_of_its_options(model):
    page = soup(Explorer(model))
    for choice in model.choices:
        select = page.find("select", attrs={"name": choice.name})
        assert page.find("label", attrs={"for": select["id"]}).text == choice.label
        assert [option["value"] for option in select("option")] == [option.id for option in choice.options]
        assert [option["value"] for option in select("option", selected=True)] == [choice.value]


@every_model
def test_every_default_can_be_reached_by_its_slider(model):
    for parameter in model.parameters:
        steps = (parameter.value - parameter.low) / parameter.step
        assert steps == pytest.approx(round(steps), abs=1e-9)


@every_model
def test_ids_are_unique_and_every_reference_has_its_target(model):
    page = soup(Explorer(model))
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for element in page.find_all(attrs={attribute: True}):
            names = element[attribute]
            assert set(names if isinstance(names, list) else names.split()) <= set(ids)


def test_two_explorers_of_one_model_can_have_ids_of_their_own():
    first, second = (
        {element["id"] for element in soup(Explorer(nmda_block, id=name)).select(".course-card [id]")}
        for name in ("before", "after")
    )
    labelled = {name for name in first if name.startswith("before-")}
    assert labelled
    assert labelled & second == set()


def test_controls_that_the_chapter_does_not_vary_are_folded_away():
    page = soup(Explorer(nmda_block, vary=["Mg"]))
    folded = {control["name"] for control in page.select(".course-more [type=range], .course-more select")}
    assert folded == set(nmda_block.defaults) - {"Mg"}


def test_controls_can_be_left_out_of_reach():
    page = soup(Explorer(nmda_block, vary=["Mg"], more=False))
    assert page.select_one(".course-more") is None
    hidden = page.select("[hidden] > div [type=range], [hidden] > div select")
    assert {control["name"] for control in hidden} >= set(nmda_block.defaults) - {"Mg"}


def test_only_the_series_asked_for_are_shown():
    page = soup(Explorer(nmda_block, show=["nmda_current"]))
    heads = [cell.text for cell in page.select(".course-values thead th")]
    assert heads == ["Membrane potential (mV)", "NMDA current (pA)"]


def test_only_the_situations_asked_for_are_offered():
    explorer = Explorer(nmda_block, situations=["no-block", "low-magnesium"])
    offered = [button["data-preset"] for button in soup(explorer).select("[data-preset]")]
    assert offered == [preset["id"] for preset in data_of(explorer)["spec"]["presets"]]
    assert set(offered) == {"no-block", "low-magnesium"}
    assert not soup(Explorer(nmda_block, situations=[])).select(".course-presets")


@every_model
def test_the_table_of_scalars_compares_run_and_reference(model):
    page = soup(Explorer(model, start={"Mg": 0.5}, compare_with={"Mg": 2.0}))
    run, reference = model.run(Mg=0.5).scalars, model.run(Mg=2.0).scalars
    for scalar in model.scalars:
        now, before, comparison = page.select(f'tr[data-scalar="{scalar.name}"] td')
        assert now.text == with_unit(written(run[scalar.name]), scalar.unit)
        assert before.text == with_unit(written(reference[scalar.name]), scalar.unit)
        expected = compared(run[scalar.name], reference[scalar.name], scalar.unit, has_zero=scalar.has_zero)
        assert comparison.text == expected


def test_the_reference_is_named_in_words():
    compared = {"Mg": 2.0, "fit": "maex_1998"}
    page = soup(Explorer(nmda_block, compare_with=compared))
    words = "extracellular magnesium 2 mM, Maex and De Schutter 1998"
    assert page.select_one(".course-reference").text == f"Reference: {words}"
    assert words in page.select_one(".course-picture")["aria-label"]


@every_model
def test_the_data_of_the_page_are_json_with_all_that_the_solver_needs(model):
    data = data_of(Explorer(model))
    spec, program = data["spec"], data["program"]
    assert data["parameters"] == model.defaults
    assert program["axis"]["length"] == len(model.axis)
    assert [parameter["name"] for parameter in spec["parameters"]] == [p.name for p in model.parameters]
    assert program["parameters"] == [p.name for p in model.parameters]
    assert program["code"].startswith("({")
    assert not re.search(r"not supported|Not supported", program["code"])


def test_a_built_page_has_the_picture_and_a_live_notebook_does_not_wait_for_it(monkeypatch):
    assert soup(Explorer(nmda_block)).select_one(".course-picture svg") is not None
    monkeypatch.delenv(STATIC_BUILD)
    explorer = Explorer(nmda_block)
    assert soup(explorer).select_one(".course-picture svg") is None
    explorer.close()


@every_model
def test_it_works_without_a_script(model):
    page = soup(Explorer(model))
    assert page.select_one("form[data-needs-script]").has_attr("hidden")
    assert "need JavaScript" in page.select_one(".course-still").text
    assert len(page.select(".course-values tbody tr")) == 11


def test_a_setting_is_not_lost_in_place_but_told_how_to_write():
    explorer = Explorer("calcium-influx")
    for change in (
        lambda: explorer.parameters.update(Mg=99),
        lambda: explorer.parameters.__setitem__("Mg", 0.3),
        lambda: explorer.parameters.pop("Mg"),
    ):
        with pytest.raises(TypeError, match=r'do not change in place: write explorer\.parameters = \{"NAME"'):
            change()
    told = []
    explorer.observe(told.append, "parameters")
    explorer.parameters = {"Mg": 0.3}
    assert [change["new"]["Mg"] for change in told] == [0.3]
    own = copy.deepcopy(explorer.parameters)
    own["Mg"] = 99
    assert explorer.parameters["Mg"] == 0.3


def test_a_model_may_be_named_by_its_id():
    assert Explorer("calcium-influx").parameters == Explorer(calcium_influx).parameters
    with pytest.raises(ModelError, match="there is no model 'calcium': choose one of calcium-influx, chan"):
        Explorer("calcium")
    with pytest.raises(ModelError, match="takes a model or its id, not int"):
        Explorer(3)


def test_bands_are_shaded_and_named_where_the_panel_shows_their_values_and_nowhere_else():
    bands = (Band(1.0, 3.0, "within"), Band(3.5, None, "upwards"), Band(90.0, 99.0, "beyond"))
    series = (replace(end_plate.series[0], range=(0.0, 4.0), scale="linear", bands=bands),)
    figure = panels(end_plate, series * 2, end_plate.run(Mg=1.0))
    drawn = BeautifulSoup(picture(figure), "html.parser")
    words = [text.string for text in drawn.find_all("text")]
    assert (words.count("within"), words.count("upwards"), words.count("beyond")) == (2, 2, 0)
    heights = [float(rect["height"]) for rect in drawn.find_all("rect")]
    assert heights == pytest.approx([45.0, 11.2] * 2, abs=0.11)
