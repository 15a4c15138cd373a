"""One channel by chance: exact probabilities of both schemes, the law of the stays, the published rates."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from course.models import channel_stays, nmda_block, one_channel
from lessonkit.model.chains import copies_of
from lessonkit.model.solve import stretches_of

RUNS = 10_000
SCHEMES = ("open-block", "trapping")


def matrices(**changes) -> list[tuple[float, np.ndarray]]:
    """Return how long each stretch lasts and the matrix of its rates."""
    grid = one_channel.run().t
    numbers = one_channel.numbers(one_channel.settings(changes))
    found = []
    for stretch in stretches_of(one_channel, grid, numbers):
        matrix = np.zeros((len(stretch.rates),) * 2)
        for place, ways in enumerate(stretch.rates):
            for target, rate in ways:
                matrix[place, target] += rate
                matrix[place, place] -= rate
        found.append((stretch.end - stretch.begin, matrix))
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("changes", [{"Mg": 0.3}, {"Mg": 1.0, "V_2": 40.0}, {"Mg": 0.0}], ids=str)
def test_after_the_record_the_places_have_their_exact_probabilities(scheme, changes):
    settings = one_channel.settings({**changes, "scheme": scheme})
    stretches = stretches_of(one_channel, one_channel.run().t, one_channel.numbers(settings))
    last = [copy[-1][0] for copy in copies_of(stretches, 5, RUNS)]
    found = np.bincount(last, minlength=8) / RUNS
    exact = np.eye(8)[0]
    for lasts, matrix in matrices(**changes, scheme=scheme):
        exact = exact @ expm(matrix * lasts)
    assert exact.sum() == pytest.approx(1)
    errors = np.sqrt(np.maximum(exact * (1 - exact), 1 / RUNS) / RUNS)
    assert (np.abs(found - exact) <= 4 * errors).all()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_mean_of_many_channels_follows_the_exact_open_share(scheme):
    settings = {"Mg": 1.0, "V_2": 40.0, "scheme": scheme, "n": 200}
    found = np.mean([one_channel.run(**settings, seed=seed).series["open"] for seed in range(1, 21)], axis=0)
    state, place, exact = np.eye(8)[0], 0.0, {}
    for lasts, matrix in matrices(Mg=1.0, V_2=40.0, scheme=scheme):
        steps = np.linspace(0, lasts, 11)
        for step in steps[1:]:
            exact[round(place + step, 6)] = (state @ expm(matrix * step))[0]
        state, place = state @ expm(matrix * lasts), place + lasts
    for time, share in exact.items():
        near = found[(one_channel.run().t > time - 0.5) & (one_channel.run().t <= time)].mean()
        assert near == pytest.approx(share, abs=4 * np.sqrt(max(share, 1e-4) / 4000) + 2e-3)


def test_openings_of_each_length_are_as_many_as_the_exponential_says():
    counted = expected = 0.0
    openings = 0
    for seed in range(1, 40):
        run = channel_stays.run(Mg=1.0, seed=seed)
        number = run.scalars["openings_counted"]
        counted += run.series["openings"] * number
        expected = run.series["openings_expected"]
        openings += int(number)
        if openings >= RUNS:
            break
    assert openings >= RUNS
    errors = np.sqrt(np.maximum(expected * (1 - expected), 1 / openings) / openings)
    assert (np.abs(counted / openings - expected) <= 4 * errors).all()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("Mg", "V"), [(0.1, -60.0), (1.0, -40.0), (2.0, 0.0)])
def test_mean_stays_are_one_over_the_rates(scheme, Mg, V):
    read = channel_stays.run(Mg=Mg, V=V, scheme=scheme).scalars
    for stay, number in (("mean_opening", "openings_counted"), ("mean_block", "blocks_counted")):
        expected = read[f"{stay}_expected"]
        assert read[stay] == pytest.approx(expected, abs=4 * expected / np.sqrt(read[number]))


@pytest.mark.parametrize("V", [-80.0, -60.0, -20.0, 0.0, 40.0])
def test_the_rates_give_the_fit_of_the_block_equation(V):
    share = channel_stays.run(Mg=1.0, V=V).scalars["unblocked"]
    assert share == pytest.approx(1 / (1 + np.exp(-V * (1 / 17 + 1 / 47)) * 610 / 5400))
    fits = {option.id for choice in nmda_block.choices for option in choice.options}
    same = [fit for fit in fits if "ascher" in fit]
    for fit in same:
        known = nmda_block.run(Mg=1.0, V_read=V, fit=fit).scalars["unblocked_at_V"]
        assert share == pytest.approx(known, rel=5e-3)


def test_more_magnesium_shortens_openings_and_not_its_stays():
    less, more = (channel_stays.run(Mg=Mg).scalars for Mg in (0.3, 1.2))
    assert more["mean_opening"] < less["mean_opening"] / 2
    assert more["mean_block"] == pytest.approx(less["mean_block"], rel=0.1)


def test_the_second_scheme_has_the_rates_of_its_code():
    """At 40 mV the published exponents are 1; see NMDA_Mg.mod in ModelDB 50207."""
    read = channel_stays.run(Mg=1.0, V=40.0, scheme="trapping").scalars
    assert read["entry"] == pytest.approx(0.05)
    assert read["exit"] == pytest.approx(12.8)


def test_without_magnesium_nothing_is_blocked():
    for scheme in SCHEMES:
        run = one_channel.run(Mg=0.0, n=50, scheme=scheme)
        assert not run.series["blocked"].any()
        assert run.scalars["unblocked"] == 1


def test_one_seed_is_one_record():
    first, again, other = (one_channel.run(seed=seed).series["current"] for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()
