"""Goals: what they may say, and that the page judges a run as Python does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.models import calcium_influx, nmda_block
from lessonkit.authored.expression import ExpressionError
from lessonkit.page.linker import ROOT
from lessonkit.tasks.goal import folded, gap, holds, names_of, parsed_goal, read, unknown
from node_tools import node_modules


def test_a_goal_is_a_list_of_comparisons():
    goal = parsed_goal("peak == 2 * ref.peak + 1 ± 0.1 and at(calcium, 60) > 1 and\n V <= -20")
    assert goal == [
        ["==", "peak", ["+", ["*", 2.0, "ref.peak"], 1.0], 0.1],
        [">", "calcium@60.0", 1.0],
        ["<=", "V", ["negative", 20.0]],
    ]
    assert names_of(goal) == ["peak", "ref.peak", "calcium@60.0", "V"]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("peak", "no comparison of two sides"),
        ("peak > 1 or peak < 0", "no comparison of two sides"),
        ("not peak > 1", "no comparison of two sides"),
        ("1 < peak < 2", "no comparison of two sides"),
        ("peak != 1", "no comparison of two sides"),
        ("peak == 1", "write the tolerance, as in == 2 ± 0.1"),
        ("peak > 1 ± 0.1", "± goes with == alone"),
        ("peak == 1 ± 0", "a tolerance that is no number above 0"),
        ("peak == 1 ± q", "a tolerance that is no number above 0"),
        ("peak == 1 | 0.1", "holds |"),
        ("peak >", "is no goal"),
        ("run.peak > 1", "write ref.peak for the reference run"),
        ("at(calcium, place) > 1", "write at(SERIES, NUMBER)"),
        ("at(1, 2) > 1", "write at(SERIES, NUMBER)"),
        ("open('x') > 1", "calls open"),
        ("peak[0] > 1", "write plain arithmetic"),
        ("peak > 'high'", "write plain arithmetic"),
        ("(" * 5000 + "1", "is no goal"),
    ],
)
def test_what_is_no_goal_is_refused_with_the_remedy(text, remedy):
    with pytest.raises(ExpressionError) as caught:
        parsed_goal(text)
    assert remedy in str(caught.value)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("peek_calcium > 1", "needs peek_calcium, which no run gives: choose one of peak_calcium"),
        ("ref.clamp > 1", "needs clamp, which no run gives"),
        ("at(peak_calcium, 10) > 1", "reads at peak_calcium, which is no series: choose one of potential"),
        ("at(calcium, 900) > 1", "reads calcium at 900: choose a place from 0 to 500"),
    ],
)
def test_names_that_no_run_gives_are_told_with_those_it_does(text, remedy):
    [fault] = unknown(names_of(parsed_goal(text)), calcium_influx)
    assert remedy in fault


def test_a_run_is_read_by_name_by_setting_and_between_the_points_of_a_curve():
    run = nmda_block.run(Mg=0.3)
    assert read("unblocked_at_V", run) == run.scalars["unblocked_at_V"]
    assert read("Mg", run) == 0.3
    before, after = (read(f"nmda_current@{place}", run) for place in (-50.0, -49.9))
    assert read("nmda_current@-49.95", run) == pytest.approx((before + after) / 2)


def test_a_side_without_a_finite_value_meets_nothing():
    goal = parsed_goal("a < b")
    assert holds(goal, {"a": 1.0, "b": 2.0})
    for value in (math.nan, math.inf):
        assert not holds(goal, {"a": 1.0, "b": value})
    assert not holds(parsed_goal("1 / a > 0"), {"a": 0.0})


def test_the_gap_is_nothing_where_the_goal_is_met_and_grows_with_the_distance():
    goal = parsed_goal("a == 10 ± 1")
    assert gap(goal, {"a": 10.9}) == 0
    assert 0 < gap(goal, {"a": 12.0}) < gap(goal, {"a": 20.0}) < 1


SIDES = ["a", "b * 2", "a - b", "ln(a)", "1 / b", "at(curve, 0.25)", "at(curve, 2)", "s", "-3.5", "abs(a)"]
sides, signs = st.sampled_from(SIDES), st.sampled_from(["<", "<=", ">", ">=", "=="])
numbers = st.floats(-1e6, 1e6) | st.sampled_from([0.0, -0.0, math.nan, math.inf, 1e-300])


@pytest.fixture(scope="module")
def page():
    with node_modules(ROOT / "tasks" / "goal.js") as evaluate:
        yield evaluate


@given(
    st.lists(
        st.tuples(
            st.sampled_from(SIDES), st.sampled_from(["<", "<=", ">", ">=", "=="]), st.sampled_from(SIDES)
        ),
        min_size=1,
        max_size=4,
    ),
    st.fixed_dictionaries({"a": numbers, "b": numbers}),
    st.floats(-100, 100),
    st.lists(st.floats(-100, 100), min_size=3, max_size=3),
)
def test_the_page_judges_as_python_does(page, parts, scalars, setting, curve):
    text = " and ".join(f"{a} {sign} {b}{' ± 0.5' if sign == '==' else ''}" for a, sign, b in parts)
    goal = parsed_goal(text)
    t = [0.0, 0.5, 2.0]
    points = {
        name: float(np.interp(float(name.partition("@")[2]), t, curve))
        for name in names_of(goal)
        if "@" in name
    }
    values = {**scalars, "s": setting, **points}
    told = page(
        """(() => {
          const number = (text) => Number(text.replace("inf", "Infinity"));
          const scalars = Object.fromEntries(Object.entries(given.scalars).map(([k, v]) => [k, number(v)]));
          const result = { t: given.t, series: { curve: given.curve }, scalars };
          return lib.unmet(given.goal, { settings: { s: given.s }, result }).length;
        })()""",
        {
            "goal": goal,
            "scalars": {name: str(value).replace("nan", "NaN") for name, value in scalars.items()},
            "t": t,
            "curve": curve,
            "s": setting,
        },
    )
    assert (told == 0) is holds(goal, values)


def test_a_folded_goal_has_the_numbers_of_the_reference_in_it():
    assert folded(parsed_goal("a > 2 * ref.a"), {"ref.a": 1.5}) == [[">", "a", ["*", 2.0, 1.5]]]
