"""The kit: models that are written wrongly and settings that do not fit are named, with a remedy."""

from __future__ import annotations

import dataclasses
import math
import re

import numpy as np
import pytest
from sympy import Symbol, log, sqrt

from course.models import calcium_influx, nmda_block, shouval_2002
from lessonkit.model import (
    Axis,
    Choice,
    Constant,
    Definition,
    Input,
    Model,
    ModelError,
    Noise,
    Option,
    Parameter,
    Preset,
    Reading,
    Reset,
    Scalar,
    Series,
    Spikes,
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


@pytest.mark.parametrize(
    ("train", "width", "integral"),
    [
        (Train(1, 90, 0.1), 0.1, 9.0),  # back to back
        (Train(1, 3, 2), 3, 7.0),  # overlapping: from 1 to 8
        (Train(1, 3, 2), 1, 3.0),  # apart
    ],
    ids=["meeting", "overlapping", "apart"],
)
def test_pulses_that_meet_or_overlap_are_one_longer_pulse(train, width, integral):
    push = Symbol("push")
    pushed = decay(
        axis=Axis(t, 0.0, 12.0, 0.5, "s", "Time"),
        states=(State(x, push, 0, "Level"),),
        inputs=(Input(push, train, width=width, height=1, meaning="Push"),),
    )
    assert pushed.run().series["level"][-1] == pytest.approx(integral, abs=1e-6)


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


PUSH, DRAW, READ = (Symbol(name) for name in ("push", "draw", "read_out"))
WITH_ALL = {
    "inputs": (Input(PUSH, TRAIN, 1, 1, "Push"),),
    "noises": (Noise(DRAW, 1, "Draw"),),
    "readings": (Reading(READ, "level", "max"),),
}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"series": (Series("level", PUSH * x, "", "Level"),)}, "series 'level' uses push (input)"),
        ({"series": (LEVEL, Series("r", READ, "", "R"))}, "series 'r' uses read_out (reading)"),
        ({"states": (State(x, -DRAW * x, 1, "Level"),)}, "state x uses draw (noise)"),
        ({"states": (State(x, -x, t, "Level"),)}, "start of x uses t (axis)"),
        ({"scalars": (Scalar("s", "S", "", expression=x * rate),)}, "scalar 's' uses x (state)"),
        ({"scalars": (Scalar("s", "S", "", expression=t),)}, "scalar 's' uses t (axis)"),
        (
            {"scalars": (Scalar("s", "S", "", of="level", how="max", baseline=x),)},
            "reading of scalar 's' uses x (state)",
        ),
        ({"resets": (Reset(x, TRAIN, t),)}, "reset of x uses t (axis)"),
        ({"inputs": (Input(PUSH, Train(t, 1, 1), 1, 1, "Push"),)}, "train of push uses t (axis)"),
        ({"inputs": (Input(PUSH, TRAIN, x, 1, "Push"),)}, "input push uses x (state)"),
        ({"noises": (Noise(DRAW, t, "Draw"),)}, "seed of draw uses t (axis)"),
        (
            {"series": (Series("level", DRAW * x, "", "Level"),), "spikes": Spikes("level", 0.5, 1),
             "axis": Axis(t, 0.0, 10.0, 0.5, "ms", "Time")},
            "search for spikes in 'level' uses draw (noise)",
        ),
    ],
)  # fmt: skip
def test_a_symbol_in_a_place_that_does_not_know_it_is_refused(changes, named):
    with pytest.raises(ModelError, match=rf"^model decay: {re.escape(named)}, which is not known there: "):
        decay(**{**WITH_ALL, **changes})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (
            {"parameters": (dataclasses.replace(RATE, value=3.0),)},
            "the defaults: rate = 3 /s is out of range",
        ),
        ({"choices": (dataclasses.replace(GAIN, value="nope"),)}, "the defaults: gain = 'nope' is no option"),
        (
            {"choices": (dataclasses.replace(GAIN, options=(*OPTIONS, Option("odd", "odd", {rate: 1.0}))),)},
            "the options of 'gain' set different symbols",
        ),
    ],
)
def test_a_default_that_its_parameter_does_not_allow_is_refused(changes, named):
    with pytest.raises(ModelError, match=rf"^model decay: {re.escape(named)}"):
        decay(**changes)


def test_the_numbers_of_an_option_are_found_by_their_symbols(solve_as_page):
    first, second = Symbol("first"), Symbol("second")
    options = (
        Option("one", "one", {first: 1.0, second: 2.0}),
        Option("other", "other", {second: 20.0, first: 10.0}),
    )
    model = decay(
        choices=(Choice("pair", "one", "Pair", "Pair", options),),
        series=(Series("level", first + 0 * x, "", "Level"),),
    )
    assert model.run(pair="other").series["level"][0] == 10.0
    [run] = solve_as_page(model, [{"pair": "other"}])
    assert run["series"]["level"][0] == 10.0


def test_a_run_that_is_lost_says_where_and_with_what():
    model = decay(states=(State(x, -sqrt(x) - rate, 1, "Level"),))
    # The level is zero at 2 (1 − rate ln(1 + 1/rate)) = 0.90 s: the next point of the axis is at 1 s.
    with pytest.raises(ModelError, match=r"decay: the state x is nan from Time 1 s on, with rate = 0\.5,"):
        model.run()
    series = decay(series=(Series("level", log(5 - t), "", "Level"),))
    with pytest.raises(ModelError, match=r"the series level is -inf from Time 5 s on, with rate = 0.5, gain"):
        series.run()


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
