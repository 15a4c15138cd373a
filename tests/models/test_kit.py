"""The kit: models that are written wrongly and settings that do not fit are named, with a remedy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sympy import Symbol

from course.models import calcium_influx, nmda_block, shouval_2002
from course.models.kit import (
    Axis,
    Choice,
    Constant,
    Definition,
    Input,
    Model,
    ModelError,
    Option,
    Parameter,
    Preset,
    Reset,
    Scalar,
    Series,
    State,
    Train,
)

t, x, rate, gain, stray = (Symbol(name) for name in ("t", "x", "rate", "gain", "stray"))
TRAIN = Train(start=1, count=1, interval=1)
RATE = Parameter(rate, 0.5, 0.0, 2.0, 0.1, "/s", "Rate", "Rate of the decay", "value used here")
OPTIONS = (Option("plain", "plain", {gain: 1.0}), Option("double", "doubled", {gain: 2.0}))
GAIN = Choice("gain", "plain", "Gain", "Gain", OPTIONS)
LEVEL = Series("level", gain * x, "mM", "Level")


def decay(**changes) -> Model:
    """A model that decays, written rightly but for `changes`."""
    parts = {
        "id": "decay",
        "title": "Decay",
        "summary": "A quantity decays.",
        "axis": Axis(t, 0.0, 10.0, 0.5, "s", "Time"),
        "parameters": (RATE,),
        "choices": (GAIN,),
        "states": (State(x, -rate * x, 1, "Level"),),
        "series": (LEVEL,),
        "scalars": (),
        "presets": (),
        "not_modelled": (),
    }
    return Model(**{**parts, **changes})


def test_a_model_is_solved():
    result = decay().run(rate=1.0, gain="double")
    assert result.series["level"] == pytest.approx(2 * np.exp(-result.t), abs=1e-7)
    assert result.units == {"level": "mM"}


def test_the_curves_reach_both_ends_of_the_axis():
    for model in (nmda_block, calcium_influx, shouval_2002):
        result = model.run()
        assert (result.t[0], result.t[-1]) == pytest.approx((model.axis.low, model.axis.high))
        assert {curve.shape for curve in result.series.values()} == {(len(model.axis),)}


@pytest.mark.parametrize(
    ("how", "expected"),
    [("max", 1.0), ("integral", 1 - math.exp(-10)), ("trough", math.nan), ("trough position", math.nan)],
)
def test_a_scalar_is_read_from_its_series(how, expected):
    model = decay(
        axis=Axis(t, 0.0, 10.0, 0.01, "s", "Time"),
        scalars=(Scalar("read", "Read", "mM", of="level", how=how),),
    )
    read = model.run(rate=1.0).scalars["read"]
    assert read == pytest.approx(expected, abs=1e-4, nan_ok=True)


def test_a_baseline_is_taken_off_before_the_scalar_is_read():
    model = decay(scalars=(Scalar("above", "Above", "mM", of="level", how="max", baseline=rate),))
    assert model.run(rate=0.25).scalars["above"] == pytest.approx(0.75)


def test_a_trough_lies_between_the_points_of_the_axis():
    model = decay(
        series=(Series("valley", (t - 3.3) ** 2 - 2, "", "Valley"),),
        scalars=(
            Scalar("depth", "Depth", "", of="valley", how="trough"),
            Scalar("place", "Place", "s", of="valley", how="trough position"),
        ),
    )
    assert model.run().scalars == pytest.approx({"depth": -2.0, "place": 3.3})


def test_an_input_acts_for_its_width_at_each_time_of_its_train():
    push = Symbol("push")
    model = decay(
        states=(State(x, push, 0, "Level"),),
        inputs=(Input(push, Train(start=2, count=2, interval=4), width=1, height=3, meaning="Push"),),
    )
    level = model.run().series["level"]
    assert level[[0, 4, 6, 12, 14, 20]] == pytest.approx([0, 0, 3, 3, 6, 6], abs=1e-7)


def test_a_reset_shows_the_value_after_it():
    model = decay(
        states=(State(x, 0, 1, "Level"),), resets=(Reset(x, Train(start=2, count=2, interval=3), 2 * x),)
    )
    level = model.run().series["level"]
    assert level[[3, 4, 9, 10]] == pytest.approx([1, 2, 2, 4])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"parameters": (RATE, RATE)}, "rate"),
        ({"choices": (GAIN, GAIN)}, "gain"),
        ({"choices": (Choice("rate", "plain", "Rate", "Rate", OPTIONS),)}, "rate"),
        ({"constants": (Constant(rate, 1.0, "/s", "Rate", "computed"),)}, "rate"),
        ({"series": (LEVEL, LEVEL)}, "level"),
    ],
    ids=["parameters", "choices", "choice and parameter", "constant and parameter", "series"],
)
def test_a_repeated_name_is_refused(changes, named):
    with pytest.raises(ModelError, match=rf"model decay: .*\b{named}\b"):
        decay(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"series": (Series("level", stray * x, "", "Level"),)},
        {"states": (State(x, -stray * x, 1, "Level"),)},
        {"states": (State(x, -rate * x, stray, "Level"),)},
        {"scalars": (Scalar("s", "S", "", expression=stray * rate),)},
        {"scalars": (Scalar("s", "S", "", of="level", how="max", baseline=stray),)},
        {"inputs": (Input(Symbol("push"), Train(stray, 1, 1), 1, 1, "Push"),)},
        {"inputs": (Input(Symbol("push"), TRAIN, stray, 1, "Push"),)},
        {"inputs": (Input(Symbol("push"), TRAIN, 1, stray, "Push"),)},
        {"resets": (Reset(x, Train(1, stray, 1), 0),)},
        {"resets": (Reset(x, TRAIN, stray),)},
        {"resets": (Reset(stray, TRAIN, 0),)},
        {"definitions": (Definition(Symbol("unused"), stray * x, "Unused"),)},
    ],
    ids=[
        "series", "derivative", "start", "scalar", "baseline", "train", "width", "height", "count",
        "reset value", "reset state", "definition",
    ],
)  # fmt: skip
def test_a_symbol_that_nothing_defines_is_refused(changes):
    with pytest.raises(ModelError, match=r"model decay: .*\bstray\b.*: declare it"):
        decay(**changes)


def test_a_definition_may_use_an_earlier_one_but_no_later_one():
    early, late = Symbol("early"), Symbol("late")
    first = Definition(early, 2 * rate, "Early")
    second = Definition(late, early + 1, "Late")
    series = (Series("late", late, "", "Late"),)
    ordered = decay(definitions=(first, second), series=series)
    assert ordered.run(rate=1.5).series["late"] == pytest.approx(4.0)
    with pytest.raises(ModelError, match=r"model decay: .*\bearly\b.*earlier definition"):
        decay(definitions=(second, first), series=series)


def test_an_unknown_reduction_is_refused():
    with pytest.raises(ModelError, match=r"scalar 'mean' is read by 'average': choose one of max, integral"):
        decay(scalars=(Scalar("mean", "Mean", "", of="level", how="average"),))


def test_a_place_to_read_that_is_no_parameter_is_refused():
    with pytest.raises(ModelError, match=r"model decay: read_at=x is no parameter: choose one of .*rate"):
        decay(read_at=x)


def test_a_scalar_of_an_unknown_series_is_refused():
    with pytest.raises(ModelError, match=r"scalar 'top' .*'height'.*level"):
        decay(scalars=(Scalar("top", "Top", "", of="height", how="max"),))


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"rate": 3.0}, "rate = 3 /s is out of range"),
        ({"rate": "1"}, "rate = '1' is no number"),
        ({"speed": 1.0}, "'speed' is no parameter of decay"),
        ({"gain": "triple"}, "gain = 'triple' is no option"),
    ],
)
def test_a_bad_preset_is_refused(parameters, fault):
    with pytest.raises(ModelError, match=f"model decay: preset 'odd': {fault}"):
        decay(presets=(Preset("odd", "Odd", "Odd", parameters),))


@pytest.mark.parametrize("model", [nmda_block, calcium_influx, shouval_2002], ids=lambda model: model.id)
def test_the_courses_presets_and_defaults_are_allowed(model):
    for preset in model.presets:
        assert model.settings(preset.parameters)
    assert model.settings(model.defaults) == model.defaults


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (-0.1, "-0.1"),
        (5.1, "5.1"),
        (10**400, ""),
        ("0.5", "'0.5'"),
        ("", "''"),
        (True, "True"),
        (np.True_, "True"),
        (np.str_("0.5"), "0.5"),
        (None, "None"),
        (1j, "1j"),
        ([1.0], r"\[1.0\]"),
        (np.array([0.5, 1.0]), "array"),
        (np.nan * np.float32(1), "nan"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_bad_number_is_refused_with_its_name_and_the_remedy(value, shown):
    with pytest.raises(ModelError, match=rf"^Mg = .*{shown}.*: write a number from 0 to 5 mM$"):
        nmda_block.run(Mg=value)


@pytest.mark.parametrize("value", ["jahr", "", None, 0, True])
def test_an_unknown_option_is_refused_with_those_that_exist(value):
    with pytest.raises(ModelError, match=r"^fit = .* is no option: choose one of jahr_stevens_1990, sp"):
        nmda_block.run(fit=value)


def test_an_unknown_parameter_is_refused_with_those_that_exist():
    with pytest.raises(ModelError, match=r"^'mg' is no parameter of nmda-block; choose one of: Mg, V_read"):
        nmda_block.run(mg=1.0)


@pytest.mark.parametrize("value", [2, np.float32(0.5), np.float64(0.5), np.int64(2)])
def test_numbers_of_any_kind_become_floats(value):
    read = nmda_block.settings({"Mg": value})["Mg"]
    assert type(read) is float
    assert read == value


@pytest.mark.parametrize("value", [0.0, 5.0])
def test_both_ends_of_a_range_are_allowed(value):
    assert nmda_block.settings({"Mg": value})["Mg"] == value


def test_settings_and_runs_leave_the_defaults_alone():
    before = nmda_block.defaults
    settings = nmda_block.settings({"Mg": 0.3, "fit": "maex_1998"})
    settings["V_read"] = 0.0
    nmda_block.run(Mg=0.3, fit="maex_1998").parameters["E_rev"] = 5.0
    assert nmda_block.defaults == before
    assert nmda_block.settings({}) == before


def test_a_run_says_what_it_was_run_with():
    assert nmda_block.run(Mg=0.3).parameters == {**nmda_block.defaults, "Mg": 0.3}
