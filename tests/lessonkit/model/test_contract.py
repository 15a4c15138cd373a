"""What Python and the page share is found by its name: an unknown one is said, a known one means the same."""

from __future__ import annotations

import copy
import re
import subprocess
import sys

import numpy as np
import pytest
from sympy import Symbol

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
    RandomTrain,
    Reading,
    Reset,
    Scalar,
    Series,
    Spikes,
    State,
    Train,
)
from lessonkit.model.describe import TRAINS
from lessonkit.model.javascript import program
from lessonkit.model.reductions import REDUCTIONS, SPIKE_REDUCTIONS
from lessonkit.model.trains import pulses, times
from lessonkit.page.linker import ROOT
from node_tools import NodeError, node_modules

t, x, z, rate, gain, base, push, draw, peak, gap = (
    Symbol(name) for name in ("t", "x", "z", "rate", "gain", "base", "push", "draw", "peak", "gap")
)


@pytest.fixture(scope="module")
def page():
    """A Node with the scripts of the page that solve a model."""
    names = ("solver.js", "reductions.js", "trains.js")
    with node_modules(*(ROOT / "model" / name for name in names)) as evaluate:
        yield evaluate


def whole(order: int = 1) -> Model:
    """A model that has one of everything, its parts of a kind in this `order` or the other, -1."""
    options = (Option("plain", "plain", {gain: 1.0}), Option("double", "doubled", {gain: 2.0}))
    return Model(
        id="whole",
        title="Whole",
        summary="One of everything.",
        axis=Axis(t, 0.0, 40.0, 0.5, "ms", "Time"),
        parameters=(
            Parameter(rate, 0.5, 0.0, 2.0, 0.1, "/ms", "Rate", "Rate", "your choice"),
            Parameter(base, 3.0, 0.0, 9.0, 1.0, "ms", "Base", "Base", "your choice"),
        )[::order],
        choices=(Choice("gain", "plain", "Gain", "Gain", options),),
        constants=(Constant(Symbol("k"), 0.25, "/ms", "Leak", "value used here"),),
        definitions=(Definition(gap, 2 * base, "Time between two pulses"),),
        states=(
            State(x, push - rate * x, 0.25, "Level"),
            State(z, rate * x - Symbol("k") * z, 0, "Follower"),
        )[::order],
        inputs=(
            Input(push, Train(base, 3, gap), 1, gain, "Push"),
            Input(Symbol("pull"), RandomTrain(base, rate / 10, 4), 1, 1, "Pull"),
        )[::order],
        resets=(Reset(z, Train(30, 1, 1), 2 * x), Reset(x, RandomTrain(32, rate, 5), 0.5 * x))[::order],
        noises=(Noise(draw, 3, "Draw"),),
        spikes=Spikes("level", 0.3, 5.0),
        series=(Series("level", x, "mM", "Level"), Series("rough", z + draw, "mM", "Rough"))[::order],
        readings=(Reading(peak, "level", "max", baseline=base / 100),),
        scalars=(
            Scalar("peak of levels", "Peak", "mM", expression=gain * peak),
            Scalar("rough mean", "Mean", "mM", of="rough", how="mean", baseline=rate),
            Scalar("spikes", "Spikes", "", of="level", how="spike count"),
        )[::order],
        presets=(),
        not_modelled=(),
    )


SETS = [{}, {"rate": 0.2, "gain": "double"}, {"base": 5.0, "rate": 1.3}]


def test_the_order_of_the_parts_makes_no_difference_in_either_language(solve_as_page):
    expected = [whole().run(**values) for values in SETS]
    for model in (whole(), whole(-1)):
        in_page = solve_as_page(model, SETS)
        for run, shown, values in zip(expected, in_page, SETS, strict=True):
            again = model.run(**values)
            assert again.scalars == pytest.approx(run.scalars, abs=1e-6)
            assert shown["scalars"] == pytest.approx(run.scalars, abs=1e-4)
            for name, curve in run.series.items():
                assert again.series[name] == pytest.approx(curve, abs=1e-6)
                assert shown["series"][name] == pytest.approx(curve, abs=1e-4)


def test_a_train_may_be_written_with_a_definition(solve_as_page):
    [run] = solve_as_page(whole(), [{"base": 9.0}])
    rises = [k for k in range(80) if run["series"]["level"][k + 1] > run["series"]["level"][k]]
    assert {9.0, 27.0} <= {k / 2 for k in rises}
    assert whole().run(base=9.0).series["level"] == pytest.approx(run["series"]["level"], abs=1e-4)


@pytest.mark.parametrize(
    ("places", "name", "said"),
    [
        (("parameters",), lambda names: [*names[1:]], 'the number "rate" is unknown: choose one of'),
        (("constants",), lambda _: {}, 'the number "k" is unknown: choose one of rate, base, gain'),
        (("choices", "gain"), lambda _: {"plain": {"gian": 1}}, 'the number "gain" is unknown'),
        (("readings", "peak", "of"), lambda _: "levle", 'the series "levle" is unknown: choose one of level'),
        (("readings", "peak", "how"), lambda _: "median", 'the reduction "median" is unknown: choose one'),
        (("scalars", "rough mean", "how"), lambda _: "constructor", 'the reduction "constructor" is unknown'),
        (("scalars", "rough mean", "of"), lambda _: "", 'the series "" is unknown'),
        (("scalars", "spare"), lambda _: None, 'the scalar "spare" is unknown: choose one of peak of levels'),
        (("code",), lambda code: code.replace('"regular"', '"odd"'), 'the kind of train "odd" is unknown'),
        (("code",), lambda code: code.replace('state: "z"', 'state: "v"'), 'the state of a reset "v"'),
        (("code",), lambda code: code.replace('"push": {', '"pusch": {'), 'the input "pusch" is unknown'),
    ],
)  # fmt: skip
def test_an_unknown_name_is_thrown_by_the_page(places, name, said, page):
    written = copy.deepcopy(program(whole()))
    *holders, last = places
    holder = written
    for each in holders:
        holder = holder[each]
    holder[last] = name(holder.get(last))
    with pytest.raises(NodeError, match=rf"^Error: model whole: {re.escape(said)}"):
        page("lib.compile(given[0])(given[1])", [written, whole().defaults])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"rate": 0.5, "base": 3}, 'the settings lack gain'),
        ({"rate": 0.5, "base": 3, "gain": "plain", "rats": 1}, 'the setting "rats" is unknown: choose one'),
        ({"rate": 0.5, "base": 3, "gain": "triple"}, 'the gain "triple" is unknown: choose one of plain'),
    ],
)  # fmt: skip
def test_settings_are_found_by_their_names(settings, said, page):
    with pytest.raises(NodeError, match=rf"^Error: model whole: {re.escape(said)}"):
        page("lib.compile(given[0])(given[1])", [program(whole()), settings])


def test_what_follows_no_train_is_refused():
    parts = dict(vars(whole())) | {"resets": (Reset(x, (1, 2, 3), 0),)}
    fields = {name: parts[name] for name in Model.__dataclass_fields__}
    with pytest.raises(
        ModelError,
        match=r"^model whole: reset of x follows a tuple, which is no train: choose one of Train, R",
    ):
        Model(**fields)


def test_reductions_have_the_same_names_and_give_the_same_numbers(page):
    rng = np.random.default_rng(20261126)
    for _ in range(200):
        points = np.cumsum(rng.uniform(0.1, 1, 40))
        curve, level = rng.normal(size=40), rng.normal()
        curve[rng.integers(1, 39)] -= rng.choice([0, 5])
        found = page(
            "(([t, curve]) => Object.fromEntries(Object.entries(lib.reductions).map(([name, reduce]) =>"
            " [name, reduce(t, curve, given.level)])))"
            "(['t', 'curve'].map((name) => Float64Array.from(given[name])))",
            {"t": points.tolist(), "curve": curve.tolist(), "level": level},
        )
        expected = {name: float(reduce(points, curve - level)) for name, reduce in REDUCTIONS.items()}
        assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_reductions_of_spikes_have_the_same_names_and_give_the_same_numbers(page):
    rng = np.random.default_rng(20261126)
    points = np.arange(0, 500, 0.5)
    for count in (0, 1, *rng.integers(2, 60, 100)):
        spikes = np.sort(rng.uniform(0, 500, count))
        looked_for = Spikes("level", 0, float(rng.uniform(1, 30)), int(rng.integers(2, 5)))
        found = page(
            "Object.fromEntries(Object.entries(lib.spikeReductions).map(([name, reduce]) =>"
            " [name, reduce(given.spikes, given.t, given.watched)]))",
            {
                "spikes": spikes.tolist(),
                "t": points.tolist(),
                "watched": {"gap": looked_for.burst_gap, "size": looked_for.burst_size},
            },
        )
        expected = {
            name: float(reduce(spikes, points, looked_for)) for name, reduce in SPIKE_REDUCTIONS.items()
        }
        assert found == pytest.approx(expected, nan_ok=True)


def test_trains_have_the_same_kinds_and_times(page):
    rng = np.random.default_rng(20261126)
    assert page("Object.keys(lib.trains)") == [kind.kind for kind in TRAINS]
    for _ in range(200):
        start, width = (float(number) for number in rng.uniform(0, 20, 2))
        for train in (
            Train(start, int(rng.integers(0, 30)), float(rng.uniform(0.1, 30))),
            RandomTrain(start, float(rng.choice([0, rng.uniform(0, 0.2)])), int(rng.integers(0, 1000))),
        ):
            expected = times(train, 300.0)
            found = page("lib.trains[given[0]](given[1], 300)", [train.kind, train.numbers])
            assert found == pytest.approx(expected, rel=1e-12)
            rises = [list(pulse) for pulse in pulses(expected, width)]
            assert page("lib.pulses(...given)", [expected, width]) == rises


def test_a_trace_is_found_by_its_name():
    figure = {"data": [{"meta": "cells"}, {"meta": "chosen"}]}
    with node_modules(ROOT / "figures" / "picture.js") as evaluate:
        assert evaluate('lib.placeOfTrace(given, "chosen")', figure) == 1
        with pytest.raises(
            NodeError, match='^Error: the figure has no trace "mark": choose one of cells, chosen'
        ):
            evaluate('lib.placeOfTrace(given, "mark")', figure)


def test_a_model_needs_neither_widgets_nor_plots_nor_yaml():
    code = (
        "import sys, lessonkit.model, lessonkit.model.javascript, lessonkit.model.sweep; print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "lessonkit.model.solve" in told
    late = {
        "anywidget",
        "ipywidgets",
        "traitlets",
        "IPython",
        "plotly",
        "matplotlib",
        "yaml",
        "scipy",
        "joblib",
    }
    assert late & set(told) == set()
