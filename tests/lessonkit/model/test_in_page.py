"""Noise, readings, trains and logarithmic axes: the page's solver beside NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import Symbol

from course import Explorer
from course.models import end_plate, quanta
from lessonkit.model import (
    Axis,
    Input,
    Model,
    ModelError,
    Noise,
    Reading,
    Scalar,
    Series,
    State,
    Train,
)

t, level, noise, count = (Symbol(name) for name in ("t", "level", "noise", "count"))


def test_one_seed_gives_the_same_trials_in_python_and_in_the_page(solve_as_page):
    sets = [{"seed": seed, "law": law} for seed in (1, 2, 999) for law in ("poisson", "binomial")]
    drawn = [run["series"]["released"] for run in solve_as_page(quanta, sets)]
    assert drawn == [list(quanta.run(**values).series["released"]) for values in sets]
    assert len({tuple(numbers) for numbers in drawn[::2]}) == 3


def rough(**changes) -> Model:
    """A model of noise alone, written rightly but for `changes`."""
    parts = {
        "id": "rough",
        "title": "Rough",
        "summary": "Noise.",
        "axis": Axis(t, 1.0, 50.0, 1.0, "", "Point"),
        "parameters": (),
        "noises": (Noise(noise, 5, "Noise"),),
        "series": (Series("noise", noise, "", "Noise", mode="markers"),),
        "readings": (Reading(count, "noise", "count below", baseline=0.25),),
        "scalars": (
            Scalar("mean", "Mean", "", of="noise", how="mean"),
            Scalar("low", "Low", "", of="noise", how="count below", baseline=0.25),
            Scalar("share", "Share", "", expression=count / 50),
        ),
        "presets": (),
        "not_modelled": (),
    }
    return Model(**{**parts, **changes})


def test_noise_is_read_by_its_mean_and_by_how_much_is_low(solve_as_page):
    run = rough().run()
    curve = run.series["noise"]
    low = sum(curve < 0.25)
    assert 0 < low < 50
    assert run.scalars == pytest.approx({"mean": np.mean(curve), "low": low, "share": low / 50})
    [found] = solve_as_page(rough(), [{}])
    assert found["series"]["noise"] == list(curve)
    assert found["scalars"] == pytest.approx(run.scalars)


@pytest.mark.parametrize(
    ("train", "width", "integral"), [(Train(1, 90, 0.1), 0.1, 9.0), (Train(1, 3, 2), 3, 7.0)]
)
def test_pulses_that_meet_or_overlap_are_one_longer_pulse(train, width, integral, solve_as_page):
    push = Symbol("push")
    pushed = rough(
        noises=(), readings=(), scalars=(),
        states=(State(level, push, 0, "Level"),),
        inputs=(Input(push, train, width=width, height=1, meaning="Push"),),
        series=(Series("level", level, "", "Level"),),
    )  # fmt: skip
    [found] = solve_as_page(pushed, [{}])
    assert found["series"]["level"][-1] == pytest.approx(integral, abs=1e-6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"states": (State(level, noise, 0, "Level"),)}, "state level uses noise"),
        ({"noises": (Noise(noise, noise, "Noise"),)}, "seed of noise uses noise"),
        ({"series": (Series("noise", count, "", "Noise"),)}, "series 'noise' uses count"),
        ({"readings": (Reading(count, "sound", "mean"),)}, "of 'sound'.*one of noise"),
        ({"readings": (Reading(count, "noise", "median"),)}, "the 'median' of.*choose one of max"),
        ({"axis": Axis(t, 0.0, 1.0, 0.1, "", "Point", scale="log")}, "axis above 0"),
        ({"axis": Axis(t, 1.0, 10.0, 0.1, "", "Point", scale="cube")}, "has the scale 'cube'"),
        ({"series": (Series("noise", noise, "", "Noise", mode="bars"),)}, "the mode 'bars': choose"),
    ],
)
def test_what_is_written_wrongly_is_named(changes, message):
    with pytest.raises(ModelError, match=message):
        rough(**changes)


def test_points_are_drawn_as_points_and_logarithms_on_their_axes():
    trial = Explorer(quanta, compare_with={"Mg": 1.0}, show=["amplitude"]).context()["data"]["figure"]
    assert [trace["mode"] for trace in trial["data"]] == ["markers", "markers"]
    assert trial["layout"]["xaxis"]["title"]["text"] == "Trial"
    curves = Explorer(end_plate).context()["data"]["figure"]["layout"]
    assert curves["xaxis"]["type"] == curves["yaxis"]["type"] == "log"
    assert curves["xaxis"]["range"] == pytest.approx([-1, 1])
    assert curves["xaxis"]["ticktext"] == ["0.1", "0.2", "0.5", "1", "2", "5", "10"]
    assert curves["yaxis2"].get("type") is None


def test_the_picture_without_a_script_has_the_same_ticks(monkeypatch):
    monkeypatch.setenv("LESSONKIT_STATIC", "1")
    picture = Explorer(end_plate).context()["key"]["picture"]
    for tick in ("0.2", "0.5", "5"):
        assert f">{tick}</text>" in picture
    assert Explorer(quanta, show=["amplitude"]).context()["key"]["picture"].count("<circle ") > 200
