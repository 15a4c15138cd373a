"""What must hold for any settings, and the models against other ways to work them out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.special import lambertw

from course.models import calcium_influx, nmda_block

TAU_0_MS = 0.56
REST_UM = 0.07

law = settings(max_examples=25)
fits = st.sampled_from([option.id for option in nmda_block.choices[0].options])
magnesium = st.floats(0.05, 5.0)
held = st.floats(-90.0, 40.0)
capacities = st.floats(0.0, 100.0)


def peak(**changes) -> float:
    return calcium_influx.run(**changes).scalars["peak_calcium"]


def integral(**changes) -> float:
    return calcium_influx.run(**changes).scalars["calcium_time_integral"]


@law
@given(Mg=magnesium, fit=fits)
def test_unblocked_fraction_rises_with_potential(Mg, fit):
    curve = nmda_block.run(Mg=Mg, fit=fit).series["unblocked_fraction"]
    assert (np.diff(curve) > 0).all()


@law
@given(two=st.tuples(magnesium, magnesium).filter(lambda two: abs(two[0] - two[1]) > 1e-6), fit=fits)
def test_unblocked_fraction_falls_with_magnesium(two, fit):
    less, more = (nmda_block.run(Mg=Mg, fit=fit).series["unblocked_fraction"] for Mg in sorted(two))
    assert (more < less).all()


@law
@given(Mg=st.floats(0.0, 5.0), fit=fits)
def test_unblocked_fraction_is_a_fraction(Mg, fit):
    curve = nmda_block.run(Mg=Mg, fit=fit).series["unblocked_fraction"]
    assert (curve > 0).all()
    assert (curve <= 1).all()


@law
@given(Mg=magnesium, fit=fits)
def test_half_is_unblocked_at_the_half_unblock_potential(Mg, fit):
    half = nmda_block.run(Mg=Mg, fit=fit).scalars["half_unblock_potential"]
    there = nmda_block.run(Mg=Mg, fit=fit, V_read=half)
    assert there.scalars["unblocked_at_V"] == pytest.approx(0.5, abs=1e-12)


@law
@given(Mg=magnesium, fit=fits, E=st.floats(-10.0, 10.0), g=st.floats(0.1, 5.0))
def test_peak_inward_current_has_a_closed_form(Mg, fit, E, g):
    """With x = V − E, dI/dx = 0 reads u e^u = 1/(c e) for u = −s x − 1: the Lambert W function."""
    K0, s = nmda_block.choices[0].option(fit).values.values()
    w = lambertw(1 / (Mg / K0 * np.exp(-s * E) * np.e)).real
    scalars = nmda_block.run(Mg=Mg, fit=fit, E_rev=E, g_max=g).scalars
    assert scalars["peak_inward_potential"] == pytest.approx(E - (1 + w) / s, abs=1e-3)
    assert scalars["peak_inward_current"] == pytest.approx(-g * w / s, rel=1e-5)


@law
@given(two=st.tuples(magnesium, magnesium).filter(lambda two: abs(two[0] - two[1]) > 0.01), V_hold=held)
def test_peak_calcium_falls_with_magnesium_at_a_held_potential(two, V_hold):
    less, more = sorted(two)
    assert peak(Mg=more, V_hold=V_hold) < peak(Mg=less, V_hold=V_hold)


@law
@given(kappa=st.floats(0.0, 40.0), Mg=magnesium, V_hold=held)
def test_time_integral_does_not_depend_on_the_buffer(kappa, Mg, V_hold):
    one_pulse = {"Mg": Mg, "V_hold": V_hold, "n_pulses": 1}
    assert integral(kappa=kappa, **one_pulse) == pytest.approx(integral(kappa=0.0, **one_pulse), rel=0.01)


@law
@given(kappa=capacities, n_pulses=st.integers(1, 10), rate=st.floats(10.0, 100.0))
def test_time_integral_with_its_tail_does_not_depend_on_the_buffer(kappa, n_pulses, rate):
    def with_tail(kappa):
        result = calcium_influx.run(kappa=kappa, n_pulses=n_pulses, rate=rate)
        left = result.series["calcium"][-1] - REST_UM
        return result.scalars["calcium_time_integral"] + TAU_0_MS * (1 + kappa) * left

    assert with_tail(kappa) == pytest.approx(with_tail(24.0), rel=2e-3)


@law
@given(two=st.tuples(capacities, capacities).filter(lambda two: abs(two[0] - two[1]) > 1.0), Mg=magnesium)
def test_buffer_lowers_the_peak(two, Mg):
    less, more = sorted(two)
    assert peak(kappa=more, Mg=Mg) < peak(kappa=less, Mg=Mg)


@law
@given(n_pulses=st.integers(1, 9), rate=st.floats(10.0, 100.0), V_hold=held)
def test_one_more_pulse_never_lowers_the_time_integral(n_pulses, rate, V_hold):
    fewer = integral(n_pulses=n_pulses, rate=rate, V_hold=V_hold)
    assert integral(n_pulses=n_pulses + 1, rate=rate, V_hold=V_hold) >= fewer * (1 - 1e-6)


@pytest.mark.parametrize("clamp", ["held", "free"])
def test_pulses_after_the_window_do_nothing(clamp):
    last_in_window = calcium_influx.run(n_pulses=5, rate=10.0, clamp=clamp, bap=50.0)
    beyond = calcium_influx.run(n_pulses=10, rate=10.0, clamp=clamp, bap=50.0)
    for name, curve in last_in_window.series.items():
        np.testing.assert_array_equal(beyond.series[name], curve)


INDEPENDENT = {
    "alpha_N": 0.072, "beta_N": 0.0066, "alpha_A": 1.1, "beta_A": 0.19, "tau_m": 15.0, "g_L": 10.0,
    "rest": -65.0, "E_Ca": 130.0, "V_P": -60.0, "volume": 0.087,
}  # fmt: skip
UM_FL_PER_FC = 1e6 / (2 * 96485.33212)


def written_out(
    *, Mg=1.0, n_pulses=1, rate=50.0, clamp="held", V_hold=-65.0, g_AMPA=5.0, bap=0.0, bap_delay=5.0,
    g_NMDA=0.5, calcium_fraction=0.1, kappa=24.0,
):  # fmt: skip
    """Integrate the equations of the calcium model as the sources give them, without the kit."""
    c = INDEPENDENT
    pulses = [20.0 + k * 1000.0 / rate for k in range(n_pulses)]
    spikes = [pulse + bap_delay for pulse in pulses]

    def potential(t, V_m, last_spike):
        if clamp == "held":
            return V_hold + 0.0 * V_m
        since = t - last_spike
        return V_m + bap * (0.75 * np.exp(-since / 3.0) + 0.25 * np.exp(-since / 25.0))

    def currents(V, r_N):
        unblocked = 1.0 / (1.0 + Mg / 3.57 * np.exp(-0.062 * V))
        open_conductance = g_NMDA * r_N * unblocked
        share = calcium_fraction * c["V_P"] / (c["V_P"] - c["E_Ca"])
        return unblocked, open_conductance * V, share * open_conductance * (V - c["E_Ca"])

    def slopes(t, y, transmitter, last_spike):
        r_N, r_A, V_m, Ca = y
        _, _, calcium_current = currents(potential(t, V_m, last_spike), r_N)
        return [
            c["alpha_N"] * transmitter * (1 - r_N) - c["beta_N"] * r_N,
            c["alpha_A"] * transmitter * (1 - r_A) - c["beta_A"] * r_A,
            (c["rest"] - V_m - g_AMPA / c["g_L"] * r_A * V_m) / c["tau_m"],
            (-UM_FL_PER_FC / c["volume"] * calcium_current - (Ca - REST_UM) / TAU_0_MS) / (1 + kappa),
        ]

    grid = np.linspace(0.0, 500.0, 1001)
    changes = {*pulses, *(pulse + 1.0 for pulse in pulses), *spikes}
    cuts = sorted({0.0, 500.0, *(time for time in changes if 0.0 < time < 500.0)})
    y = np.array([0.0, 0.0, c["rest"], REST_UM])
    columns = []
    for begin, end in itertools.pairwise(cuts):
        middle = (begin + end) / 2
        transmitter = float(any(pulse <= middle < pulse + 1.0 for pulse in pulses))
        last_spike = max((spike for spike in spikes if spike <= middle), default=-np.inf)
        inside = grid[(grid >= begin) & ((grid < end) | (end == 500.0))]
        solution = solve_ivp(
            slopes, (begin, end), y, method="DOP853", rtol=1e-10, atol=1e-13, max_step=5.0,
            dense_output=True, args=(transmitter, last_spike),
        )  # fmt: skip
        y = solution.y[:, -1]
        states = solution.sol(inside)
        V = potential(inside, states[2], last_spike)
        unblocked, nmda_current, _ = currents(V, states[0])
        columns.append([V, unblocked, nmda_current, states[3]])
    curves = np.concatenate(columns, axis=1)
    return dict(zip(("potential", "unblocked_fraction", "nmda_current", "calcium"), curves, strict=True))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"Mg": 0.0, "kappa": 0.0},
        {"Mg": 0.3, "V_hold": 20.0, "g_NMDA": 2.0, "calcium_fraction": 0.15},
        {"clamp": "free", "g_AMPA": 20.0, "bap": 60.0},
        {"clamp": "free", "n_pulses": 10, "rate": 100.0, "g_AMPA": 40.0, "bap": 100.0, "bap_delay": 13.0},
        {"clamp": "free", "n_pulses": 7, "rate": 15.0, "bap": 80.0, "bap_delay": 0.0, "kappa": 100.0},
        {"clamp": "free", "n_pulses": 6, "rate": 10.0, "Mg": 2.0, "bap": 30.0, "bap_delay": 40.0},
    ],
)
def test_calcium_model_agrees_with_its_equations_written_out(changes):
    result = calcium_influx.run(**changes)
    for name, expected in written_out(**changes).items():
        scale = np.ptp(expected) or 1.0
        np.testing.assert_allclose(result.series[name], expected, rtol=0, atol=1e-5 * scale, err_msg=name)
