"""Numbers of the chapter “A toy model of calcium influx”, in mM, µM, mV, ms, fC and pA."""

import numpy as np
from sympy import Symbol, lambdify

from course.models.calcium_influx import UM_PER_FC_PER_FL, calcium_influx
from course.models.magnesium_block import K0, STEEPNESS, Mg, unblocked_fraction
from course.models.shouval_2002 import shouval_2002
from lessonkit.page.numbers import fixed

COINCIDENCE = {"clamp": "free", "g_AMPA": 20.0, "bap": 60.0}
FIVE_PULSES = {"clamp": "free", "g_AMPA": 20.0, "n_pulses": 5, "rate": 10.0}

_k = calcium_influx.numbers(calcium_influx.settings({}))
_V = Symbol("V", real=True)
_unblocked_at = lambdify(
    _V, unblocked_fraction(Mg, _V).subs({Mg: _k["Mg"], K0: _k["K0"], STEEPNESS: _k["s"]})
)


def peak(**settings: float | str) -> float:
    """Return the peak of free calcium, µM, of one run."""
    return calcium_influx.run(**settings).scalars["peak_calcium"]


def published_peak(**settings: float | str) -> float:
    """Return the peak of calcium above rest, µM, of one run of the published model."""
    return shouval_2002.run(**settings).scalars["peak_calcium"]


def above_rest(peak_uM: float) -> float:
    """Return how far a peak lies above resting calcium, µM."""
    return peak_uM - _k["Ca_0"]


rest, coincidence = calcium_influx.run(), calcium_influx.run(**COINCIDENCE)
"""One pulse of the resting synapse, and the same pulse at coincidence."""


# Receptors after one pulse of 1 mM for 1 ms
def _open(receptor: str) -> float:
    opening, closing = _k[f"alpha_{receptor}"], _k[f"beta_{receptor}"]
    return opening / (opening + closing) * -np.expm1(-(opening + closing))


open_nmda, open_ampa = fixed(_open("N"), 4), fixed(_open("A"), 3)
decay_nmda, decay_ampa = fixed(1 / _k["beta_N"], 1), fixed(1 / _k["beta_A"], 1)


def currents_after_a_pulse(potential_mV: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return net NMDA current and its calcium part, pA, just after one pulse, with the default magnesium."""
    conductance = _k["g_NMDA"] * _open("N") * _unblocked_at(potential_mV)
    net = conductance * (potential_mV - _k["E_rev"])
    calcium = _k["calcium_fraction"] * conductance * (potential_mV - _k["E_Ca"])
    return net, calcium * (_k["V_P"] - _k["E_rev"]) / (_k["V_P"] - _k["E_Ca"])


# The share of calcium in the current
_net, _calcium = currents_after_a_pulse(np.array([_k["V_hold"], 0.0]))
share_at_hold = float(_calcium[0] / _net[0])
share_at_rest = fixed(100 * share_at_hold, 1)
current_at_zero = float(_calcium[1])
calcium_at_zero = fixed(-1000 * current_at_zero)


def ghk_share(permeability_ratio: float, calcium_mM: float = 1.2, potential_mV: float = -60.0) -> float:
    """Return the calcium share of the current by the Goldman–Hodgkin–Katz equation.

    Plain concentrations at 37 °C: 150 and 10 mM sodium, 3 and 140 mM potassium, outside and inside.

    Parameters
    ----------
    permeability_ratio : float
        Of calcium to sodium; potassium is as permeant as sodium.
    calcium_mM : float
        Calcium outside.
    potential_mV : float
        Membrane potential, not 0.
    """
    thermal_mV = 1000 * 8.314 * 310.15 / 96485

    def current(permeability: float, z: int, inside_mM: float, outside_mM: float) -> float:
        u = z * potential_mV / thermal_mV
        return permeability * z * u * (inside_mM - outside_mM * np.exp(-u)) / (1 - np.exp(-u))

    calcium = current(permeability_ratio, 2, 7e-5, calcium_mM)
    return float(calcium / (calcium + current(1, 1, 10, 150) + current(1, 1, 140, 3)))


share_ghk, share_ghk_low = fixed(100 * ghk_share(10.6)), fixed(100 * ghk_share(3.6))

# The charge of the default run, and the area by hand
_charge = -float(np.sum(rest.series["nmda_current"])) * (rest.t[1] - rest.t[0])
_total = UM_PER_FC_PER_FL * share_at_hold * _charge / _k["vol"]
charge = fixed(_charge, 1)
calcium_charge = fixed(share_at_hold * _charge, 2)
total_rise = fixed(_total)
hand_integral = fixed(_total * _k["tau_0"], 1)

# Rest and coincidence
_peak_at_rest, _peak_together = (run.scalars["peak_calcium"] for run in (rest, coincidence))
_areas = [run.scalars["calcium_time_integral"] for run in (rest, coincidence)]
_unblocked = [float(run.series["unblocked_fraction"].max()) for run in (rest, coincidence)]
factors = {
    "open receptors": float(coincidence.series["open_receptors"].max() / rest.series["open_receptors"].max()),
    "unblocked": _unblocked[1] / _unblocked[0],
    "calcium peak": above_rest(_peak_together) / above_rest(_peak_at_rest),
    "calcium area": _areas[1] / _areas[0],
}
"""How many times larger each step of the chain is at coincidence than at rest."""
peak_rest, peak_coincidence = fixed(_peak_at_rest, 2), fixed(_peak_together, 2)
ratio_peak = fixed(_peak_together / _peak_at_rest, 1)
ratio_above = fixed(factors["calcium peak"], 1)
ratio_integral = fixed(factors["calcium area"], 1)
ratio_unblocked = fixed(factors["unblocked"])
integral_rest, integral_coincidence = (fixed(area, 1) for area in _areas)
unblocked_rest, unblocked_coincidence = fixed(_unblocked[0], 3), fixed(_unblocked[1], 2)
half_ms = fixed(np.sum(coincidence.series["unblocked_fraction"] > 0.5) * (rest.t[1] - rest.t[0]), 1)
peak_ampa_only = fixed(peak(**{**COINCIDENCE, "bap": 0.0}), 2)
peak_bap_only = fixed(peak(**{**COINCIDENCE, "g_AMPA": 0.0}), 2)

# Another magnesium
_rest_low, _coincidence_low = peak(Mg=0.3), peak(Mg=0.3, **COINCIDENCE)
_rest_raised, _coincidence_raised = peak(Mg=2.0), peak(Mg=2.0, **COINCIDENCE)
factor_rest = fixed(_rest_low / _peak_at_rest, 1)
factor_coincidence = fixed(_coincidence_low / _peak_together, 1)
factor_rest_above = fixed(above_rest(_rest_low) / above_rest(_peak_at_rest), 1)
factor_coincidence_above = fixed(above_rest(_coincidence_low) / above_rest(_peak_together), 1)
gain_rest = fixed(_rest_low - _peak_at_rest, 2)
gain_coincidence = fixed(_coincidence_low - _peak_together, 2)
contrast_low = fixed(_coincidence_low / _rest_low, 1)
contrast_raised = fixed(_coincidence_raised / _rest_raised, 1)
rest_raised, coincidence_raised = fixed(_rest_raised, 2), fixed(_coincidence_raised, 2)

# Five pulses: at 10 Hz and 1 mM, faster, with less magnesium, and both
_slow, _fast, _less, _both = (
    calcium_influx.run(**{**FIVE_PULSES, **changes})
    for changes in ({}, {"rate": 40.0}, {"Mg": 0.4}, {"rate": 40.0, "Mg": 0.4})
)
_five = [run.scalars["peak_calcium"] for run in (_slow, _fast, _less, _both)]
five_slow, five_fast, five_less, _ = (fixed(uM, 2) for uM in _five)
factor_faster, factor_less, factor_both = (fixed(uM / _five[0], 1) for uM in _five[1:])
factor_product = fixed(_five[1] * _five[2] / _five[0] ** 2, 1)
potential_slow, potential_fast = (fixed(-run.series["potential"].max()) for run in (_slow, _fast))

# Without a block
none_rest, none_coincidence = fixed(peak(Mg=0.0), 2), fixed(peak(Mg=0.0, **COINCIDENCE), 2)
