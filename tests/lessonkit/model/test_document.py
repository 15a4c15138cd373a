"""Equations and tables of parameters, as a chapter shows them."""

from __future__ import annotations

import re

import pytest

from course import course, models
from course.models import calcium_influx, excitable_neuron, nmda_block, quanta
from lessonkit.model import ModelError, document
from lessonkit.static import STATIC_BUILD

EVERY = [getattr(models, name) for name in models.__all__]
BIBLIOGRAPHY = course.bibliography

every_model = pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)


@pytest.fixture
def built(monkeypatch):
    monkeypatch.setenv(STATIC_BUILD, "1")


@pytest.fixture
def live(monkeypatch):
    monkeypatch.delenv(STATIC_BUILD, raising=False)


def rows(model) -> list[list[str]]:
    lines = model.parameter_table()._repr_markdown_().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_a_definition_is_shown_as_an_equation():
    source = nmda_block.equation("B").source
    assert source.startswith(r"B = \frac{1}{1 + ")
    for part in (r"[\mathrm{Mg}]", "e^{", "K_0"):
        assert part in source


def test_a_state_is_shown_as_a_rate():
    source = calcium_influx.equation("Ca").source
    assert source.startswith(r"\frac{\mathrm{d} [\mathrm{Ca}]}{\mathrm{d} t} = ")
    assert r"1 + \kappa" in source


def test_an_equation_is_displayed_mathematics():
    equation = nmda_block.equation("I")
    assert equation._repr_latex_() == f"$${equation.source}$$"


@every_model
def test_every_definition_and_state_has_an_equation_in_ordinary_latex(model):
    for item in (*model.definitions, *model.states):
        source = model.equation(item.symbol.name).source
        assert source.count("{") == source.count("}")
        assert not re.search(r"\\(operatorname|begin|left\[)", source)


@every_model
def test_an_unknown_equation_is_refused_with_those_that_exist(model):
    known = [item.symbol.name for item in (*model.definitions, *model.states)]
    with pytest.raises(ModelError, match=rf"{model.id} has no equation 'Z'; .*: {', '.join(known)}$"):
        model.equation("Z")


@every_model
def test_the_table_has_a_row_of_five_cells_for_each_quantity(model):
    head, rule, *body = rows(model)
    assert head == ["Quantity", "Symbol", "Value", "Range", "Source"]
    assert rule == ["---"] * 5
    assert all(len(row) == 5 and all(row) for row in body)
    meanings = {row[0] for row in body}
    assert {item.meaning for item in (*model.parameters, *model.constants)} <= meanings
    assert len(body) == len(model.parameters) + len(model.choices) + len(model.constants)


def test_the_table_gives_value_unit_and_range():
    held = next(row for row in rows(calcium_influx) if "membrane is held" in row[0])
    assert held[1:4] == [r"$V_\mathrm{hold}$", "−65 mV", "−90 to 40"]
    volume = next(row for row in rows(calcium_influx) if row[0] == "Volume of the spine head")
    assert volume[1:4] == ["$v$", "0.087 fL", "fixed"]


@every_model
def test_the_table_writes_true_minus_signs(model):
    for row in rows(model)[2:]:
        assert "-" not in row[2] + row[3]


CITES_NOTHING = ("concentrations", "decay", "ion-balance")
"""Models of conversions and of school laws, whose values are the reader's or constants of nature."""


@every_model
@pytest.mark.usefixtures("built")
def test_every_source_that_the_built_table_cites_is_in_the_bibliography(model):
    known = set(re.findall(r"^@\w+\{([^,\s]+)", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE))
    cited = re.findall(r"\{cite:p\}`([^`]+)`", model.parameter_table()._repr_markdown_())
    keys = {key for citation in cited for key in citation.split(",")}
    assert keys or model.id in CITES_NOTHING
    assert keys <= known


@pytest.mark.usefixtures("built")
def test_what_is_no_citation_is_shown_in_words():
    sources = {row[4] for row in rows(calcium_influx)[2:]}
    assert {"your choice", "value used here", "computed"} <= sources


@pytest.mark.usefixtures("live")
def test_a_live_notebook_shows_plain_keys():
    table = nmda_block.parameter_table()._repr_markdown_()
    assert "| jahr1990voltage |" in table
    assert "cite" not in table


# What a model page shows


def test_the_equations_are_all_of_them_with_their_meaning_in_words():
    for model in EVERY:
        shown = document.equations(model)._repr_markdown_()
        for item in (*model.definitions, *model.states):
            assert item.meaning in shown
            assert f"$${model.equation(item.symbol.name).source}$$" in shown


def test_a_state_tells_where_it_starts_and_what_acts_on_it():
    shown = document.equations(excitable_neuron)._repr_markdown_()
    assert r"*Membrane potential,* at first $E_\mathrm{L}$:" in shown
    assert "at random times from $0$ ms on" in shown


def test_noise_is_told_with_its_sequence():
    shown = document.equations(quanta)._repr_markdown_()
    assert shown.count("is drawn anew for each point, evenly between 0 and 1") == len(quanta.noises)


def cells(table) -> list[list[str]]:
    lines = table._repr_markdown_().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_number_that_is_read_has_a_row():
    for model in EVERY:
        rows_ = cells(document.scalar_table(model))
        assert [row[0] for row in rows_] == [scalar.label for scalar in model.scalars]
        assert all(len(row) == 3 and all(row) for row in rows_)


def test_a_number_says_from_what_it_is_read():
    how = {row[0]: row[2] for row in cells(document.scalar_table(quanta))}
    assert how["Failures"] == "calculated from the run"
    assert how["Mean quantal content that was set"] == "calculated from the parameters"
    spikes = {row[0]: row[2] for row in cells(document.scalar_table(excitable_neuron))}
    assert spikes["Spikes"] == "spike count of the membrane potential"


def test_every_situation_has_a_row_that_says_what_it_changes():
    for model in EVERY:
        rows_ = cells(document.preset_table(model))
        assert [row[0] for row in rows_] == [preset.label for preset in model.presets]
    changes = {row[0]: row[2] for row in cells(document.preset_table(excitable_neuron))}
    assert changes["Resting drive"] == "nothing"
    assert changes["Low magnesium"] == "Extracellular magnesium: 0.3 mM"
    assert "Surface charge: toy rule" in changes["Low magnesium, surface charge"]


def test_what_is_left_out_is_a_list():
    for model in EVERY:
        lines = document.not_modelled(model)._repr_markdown_().splitlines()
        assert lines == [f"- {item}" for item in model.not_modelled]


def test_the_summary_names_the_version():
    for model in EVERY:
        shown = document.summary(model)._repr_markdown_()
        assert model.summary in shown
        assert model.version in shown


@pytest.mark.parametrize("name", models.__all__)
def test_a_model_has_a_page_that_shows_all_parts(name):
    model = getattr(models, name)
    source = (BIBLIOGRAPHY.parent / f"model-{model.id}.md").read_text(encoding="utf-8")
    for part in ("equations", "parameter_table", "preset_table", "scalar_table", "not_modelled", "summary"):
        assert f"document.{part}({name})" in source
