"""Numbers worked out apart from the course's code, which its models must give."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from sympy import Symbol

from course.models import calcium_influx, nmda_block, shouval_2002
from course.models.calcium_influx import UM_PER_FC_PER_FL, I_Ca, r_AMPA, r_NMDA
from lessonkit.model import Model, Series, State

FOUR_DIGITS = 5e-4
TWO_DIGITS = 5e-3

TAU_0_MS = 0.56
VOLUME_FL = 0.087


def observed(states: tuple[State, ...] = (), **expressions) -> Model:
    """The calcium model with more `states`, which also gives `expressions` as curves."""
    extra = tuple(Series(name, expression, "", name) for name, expression in expressions.items())
    return dataclasses.replace(
        calcium_influx,
        states=(*calcium_influx.states, *states),
        series=(*calcium_influx.series, *extra),
    )


def at(result, name: str, place: float) -> float:
    """The value of a curve at a point of its axis."""
    nearest = int(np.abs(result.t - place).argmin())
    assert result.t[nearest] == pytest.approx(place)
    return result.series[name][nearest]


@pytest.mark.parametrize(
    ("potential", "unblocked"),
    [
        (-90, 0.0133), (-80, 0.0244), (-70, 0.0445), (-65, 0.0597), (-60, 0.0796), (-50, 0.1385),
        (-40, 0.2302), (-30, 0.3572), (-20, 0.5081), (0, 0.7812), (20, 0.9250), (40, 0.9771),
    ],
)  # fmt: skip
def test_unblocked_fraction_at_one_millimolar(potential, unblocked):
    result = nmda_block.run(Mg=1.0, V_read=potential)
    assert result.scalars["unblocked_at_V"] == pytest.approx(unblocked, abs=FOUR_DIGITS)
    assert at(result, "unblocked_fraction", potential) == pytest.approx(unblocked, abs=FOUR_DIGITS)


@pytest.mark.parametrize(
    ("magnesium", "at_minus_70", "at_minus_40", "at_0"),
    [
        (0.1, 0.3176, 0.7494, 0.9728),
        (0.3, 0.1343, 0.4991, 0.9225),
        (0.5, 0.0852, 0.3742, 0.8771),
        (0.8, 0.0550, 0.2720, 0.8169),
        (1.2, 0.0373, 0.1994, 0.7484),
        (2.0, 0.0227, 0.1300, 0.6409),
    ],
)
def test_unblocked_fraction_at_other_magnesium(magnesium, at_minus_70, at_minus_40, at_0):
    result = nmda_block.run(Mg=magnesium)
    read = [at(result, "unblocked_fraction", potential) for potential in (-70, -40, 0)]
    assert read == pytest.approx([at_minus_70, at_minus_40, at_0], abs=FOUR_DIGITS)


def test_nothing_is_blocked_without_magnesium():
    result = nmda_block.run(Mg=0.0)
    assert (result.series["unblocked_fraction"] == 1.0).all()
    assert result.scalars["unblocked_at_V"] == 1.0


@pytest.mark.parametrize(("magnesium", "half"), [(1.0, -20.53), (0.8, -24.12), (0.3, -39.94), (2.0, -9.35)])
def test_half_unblock_potential(magnesium, half):
    result = nmda_block.run(Mg=magnesium)
    assert result.scalars["half_unblock_potential"] == pytest.approx(half, abs=TWO_DIGITS)


@pytest.mark.parametrize(
    ("magnesium", "current", "potential"),
    [(1.0, -10.826, -26.96), (0.8, -12.329, -28.46), (0.3, -20.192, -36.32), (2.0, -6.903, -23.03)],
)
def test_peak_inward_current(magnesium, current, potential):
    scalars = nmda_block.run(Mg=magnesium, E_rev=0.0, g_max=1.0).scalars
    assert scalars["peak_inward_current"] == pytest.approx(current, abs=FOUR_DIGITS)
    assert scalars["peak_inward_potential"] == pytest.approx(potential, abs=TWO_DIGITS)


def test_slope_is_negative_at_minus_60():
    result = nmda_block.run(Mg=1.0)
    slope = (at(result, "nmda_current", -59.9) - at(result, "nmda_current", -60.1)) / 0.2
    assert slope == pytest.approx(-0.1930, abs=FOUR_DIGITS)


def test_without_magnesium_the_current_is_a_line_with_no_trough():
    result = nmda_block.run(Mg=0.0)
    assert result.series["nmda_current"] == pytest.approx(result.t)
    assert np.isnan(result.scalars["peak_inward_current"])
    assert np.isnan(result.scalars["peak_inward_potential"])


@pytest.mark.parametrize(
    ("receptor", "open_after_pulse", "decay"), [(r_NMDA, 0.06924, 151.52), (r_AMPA, 0.6180, 5.263)]
)
def test_receptors_after_one_pulse(receptor, open_after_pulse, decay):
    result = observed(open=receptor).run(n_pulses=1)
    first, later = at(result, "open", 21.0), at(result, "open", 31.0)
    assert first == pytest.approx(open_after_pulse, abs=FOUR_DIGITS)
    assert 10.0 / np.log(first / later) == pytest.approx(decay, abs=TWO_DIGITS)


@pytest.mark.parametrize(
    ("magnesium", "potential", "peak"),
    [
        (1.0, -65, 0.2781), (1.0, -40, 0.9352), (1.0, -20, 1.8218), (1.0, 0, 2.4273),
        (0.5, -65, 0.5249), (0.5, 0, 2.7254), (0.1, -65, 1.8093), (0.1, 0, 3.0225),
        (0.0, -65, 4.6607), (0.0, -40, 4.0632), (0.0, -20, 3.5852), (0.0, 0, 3.1072),
    ],
)  # fmt: skip
def test_published_model_of_calcium(magnesium, potential, peak):
    result = shouval_2002.run(Mg=magnesium, V_hold=potential)
    assert result.scalars["peak_calcium"] == pytest.approx(peak, rel=0.01)
    assert result.t[result.series["calcium"].argmax()] == pytest.approx(69.4, abs=0.5)


def test_one_femtocoulomb_of_calcium_in_a_spine():
    total = UM_PER_FC_PER_FL * 1.0 / 0.1
    assert total == pytest.approx(51.82, rel=1e-3)
    assert total / (1 + 20) == pytest.approx(2.468, rel=1e-3)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"Mg": 0.0},
        {"kappa": 0.0},
        {"kappa": 100.0},
        {"n_pulses": 5, "rate": 20.0, "V_hold": 10.0},
        {"clamp": "free", "g_AMPA": 20.0, "bap": 60.0, "kappa": 60.0},
    ],
)
def test_all_calcium_that_enters_is_cleared_or_still_there(settings):
    charge = State(Symbol("charge"), -I_Ca, 0, "Charge of the calcium that entered, fC")
    result = observed(charge=charge.symbol, states=(charge,)).run(**settings)
    entered = result.series["charge"][-1] * UM_PER_FC_PER_FL / VOLUME_FL
    cleared = result.scalars["calcium_time_integral"] / TAU_0_MS
    still_there = (1 + result.parameters["kappa"]) * (result.series["calcium"][-1] - 0.07)
    assert cleared + still_there == pytest.approx(entered, rel=2e-3)
