"""Chains: exact probabilities, the page's draws, and what is refused."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats
from scipy.linalg import expm
from sympy import Symbol

from lessonkit.model import (
    Axis,
    Chain,
    Input,
    Model,
    ModelError,
    Parameter,
    Scalar,
    Series,
    Stays,
    Train,
    document,
)
from lessonkit.model.chains import Stretch, lengths, shares, spread, stays_of
from lessonkit.model.javascript import program
from lessonkit.page.linker import ROOT
from node_tools import node_modules

t, a, b, c, opens, closes, seed, n, push = (
    Symbol(name) for name in ("t", "a", "b", "c", "opens", "closes", "seed", "n", "push")
)
f, number, mean = Symbol("f"), Symbol("number"), Symbol("mean")

RUNS = 10_000
THREE = [[(1, 0.7), (2, 0.3)], [(0, 0.5)], [(1, 0.2), (0, 0.1)]]
"""For each of three places where a jump leads, and its rate."""


def generator(rates) -> np.ndarray:
    """The matrix whose exponential holds the exact probabilities."""
    matrix = np.zeros((len(rates), len(rates)))
    for place, ways in enumerate(rates):
        for target, rate in ways:
            matrix[place, target] += rate
            matrix[place, place] -= rate
    return matrix


def parameters(*more: Parameter) -> tuple[Parameter, ...]:
    return (
        Parameter(opens, 0.5, 0.0, 5.0, 0.1, "/ms", "Opening", "Opening", "your choice"),
        Parameter(closes, 0.3, 0.0, 5.0, 0.1, "/ms", "Closing", "Closing", "your choice"),
        Parameter(seed, 1, 1, 99, 1, "", "Draw", "Draw", "your choice"),
        *more,
    )


RATES = {(a, b): closes + push, (b, a): opens, (b, c): 0.1, (c, b): 0.2}
recorded = Model(
    id="recorded",
    title="Recorded",
    summary="A chain in time.",
    axis=Axis(t, 0.0, 40.0, 0.1, "ms", "Time"),
    parameters=parameters(Parameter(n, 1, 1, 200, 1, "", "Copies", "Copies", "your choice")),
    inputs=(Input(push, Train(15, 2, 10), 3, 4, "Push"),),
    chain=Chain((a, b, c), RATES, seed, "It jumps", n),
    series=(Series("first", a, "", "First"), Series("rest", b + c, "", "Rest")),
    scalars=(Scalar("top", "Top", "", of="first", how="max"),),
    presets=(),
    not_modelled=(),
)
counted = Model(
    id="counted",
    title="Counted",
    summary="The stays of a chain.",
    axis=Axis(t, 0.01, 100.0, 0.1, "ms", "Length", scale="log"),
    parameters=parameters(),
    chain=Chain(
        (a, b, c),
        RATES | {(a, b): closes},
        seed,
        "It jumps",
        1,
        5000,
    ),
    stays=(Stays(f, b, number, mean, "Stays in the second place"),),
    series=(Series("spread", f, "", "Spread", mode="markers"),),
    scalars=(Scalar("stays", "Stays", "", number), Scalar("mean", "Mean", "ms", mean)),
    presets=(),
    not_modelled=(),
)


@pytest.fixture(scope="module")
def page():
    with node_modules(ROOT / "model" / "solver.js") as evaluate:
        yield evaluate


@pytest.mark.parametrize("when", [0.5, 2.0, 10.0])
def test_where_it_is_follows_the_exact_probabilities(when):
    found = np.zeros(3)
    for copy in range(RUNS):
        *_, (place, _, _, _) = stays_of([Stretch(0.0, when, THREE)], copy)
        found[place] += 1 / RUNS
    exact = expm(generator(THREE) * when)[0]
    assert found == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / RUNS).max())


def test_where_it_is_after_the_rates_have_changed():
    other = [[(2, 2.0)], [(2, 1.0)], [(0, 0.3)]]
    stretches = [Stretch(0.0, 1.0, THREE), Stretch(1.0, 1.8, other)]
    found = np.zeros(3)
    for copy in range(RUNS):
        *_, (place, _, _, _) = stays_of(stretches, copy)
        found[place] += 1 / RUNS
    exact = (expm(generator(THREE)) @ expm(generator(other) * 0.8))[0]
    assert found == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / RUNS).max())


@pytest.mark.parametrize("place", range(3))
def test_stays_are_exponential_and_lead_where_they_should(place):
    copy = list(stays_of([Stretch(0.0, 40_000.0, THREE)], 7))
    total = sum(rate for _, rate in THREE[place])
    found = lengths([copy], place)
    assert stats.kstest(found, "expon", args=(0, 1 / total)).pvalue > 1e-3
    assert found.mean() == pytest.approx(1 / total, abs=4 / total / np.sqrt(found.size))
    followers = np.array([then for (at, *_), (then, *_) in zip(copy, copy[1:], strict=False) if at == place])
    for target, rate in THREE[place]:
        p = rate / total
        assert np.mean(followers == target) == pytest.approx(
            p, abs=4 * np.sqrt(p * (1 - p) / followers.size) + 1e-9
        )


def test_shares_are_the_time_that_was_spent():
    copies = [list(stays_of([Stretch(0.0, 20.0, THREE)], seed)) for seed in (1, 2, 3)]
    grid = np.linspace(0.0, 20.0, 201)
    found = shares(copies, 3, grid)
    assert found.sum(axis=0) == pytest.approx(1)
    spent = [sum(end - begin for copy in copies for at, begin, end, _ in copy if at == k) for k in range(3)]
    assert found[:, 1:].sum(axis=1) * 0.1 * 3 == pytest.approx(spent)


def test_lengths_are_counted_at_the_nearest_point():
    grid = np.array([1.0, 10.0, 100.0])
    assert spread(np.array([0.1, 1.1, 3.0, 3.3, 200.0]), grid) == pytest.approx([0.4, 0.2, 0.2])
    assert spread(np.array([]), grid) == pytest.approx([0, 0, 0])


def test_the_page_draws_the_same(page):
    rng = np.random.default_rng(20261127)
    for model in (recorded, counted):
        asked = [
            {
                p.name: float(rng.integers(p.low, p.high + 1) if p.is_whole else rng.uniform(0.1, p.high))
                for p in model.parameters
            }
            for _ in range(20)
        ]
        runs = page(
            """((run) => given.settings.map((settings) => {
                 const { series, scalars } = run(settings);
                 const listed = Object.entries(series).map(([name, curve]) => [name, [...curve]]);
                 return { series: Object.fromEntries(listed), scalars };
               }))(lib.compile(given.program))""",
            {"program": program(model), "settings": asked},
        )
        for settings, run in zip(asked, runs, strict=True):
            ours = model.run(**settings)
            for name, curve in ours.series.items():
                assert run["series"][name] == pytest.approx(curve, abs=1e-9)
            assert run["scalars"] == pytest.approx(ours.scalars, rel=1e-9)


def test_no_rate_is_no_jump():
    run = recorded.run(opens=0, closes=0)
    assert run.series["first"][: 150 + 1] == pytest.approx(1)
    assert counted.run(closes=0).scalars["stays"] == 0


def test_the_equations_tell_the_jumps():
    text = document.equations(recorded)._repr_markdown_()
    assert "All begin in $a$" in text
    assert text.count("- from $") == len(RATES)
    assert "Stays in the second place" in document.equations(counted)._repr_markdown_()


@pytest.mark.parametrize(
    ("model", "changes", "told"),
    [
        (
            recorded,
            {"chain": Chain((a, b, c), {(a, n): closes}, seed, "")},
            "a rate leads from a to n: choose two",
        ),
        (recorded, {"chain": Chain((a, b, c), {(a, b): t}, seed, "")}, r"rate from a to b uses t \(axis\)"),
        (recorded, {"chain": None}, "uses a"),
        (recorded, {"stays": counted.stays}, "give the chain a span"),
        (counted, {"chain": None, "series": (), "scalars": ()}, "it has stays and no chain"),
        (counted, {"stays": (Stays(f, n, number, mean, ""),)}, "stays are counted in n: choose one of"),
        (counted, {"axis": recorded.axis}, "a chain with a span needs a logarithmic axis"),
        (recorded, {"series": (*recorded.series, Series("x", a, "", "X", beside="y"))}, "drawn beside 'y'"),
    ],
)
def test_a_chain_that_is_written_wrongly_is_named(model, changes, told):
    with pytest.raises(ModelError, match=told):
        dataclasses.replace(model, **changes)
