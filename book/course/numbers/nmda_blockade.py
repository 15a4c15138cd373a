"""Numbers of the chapter “Magnesium and the NMDA receptor”, in mM, mV and pA."""

import numpy as np

from course.models.channel_stays import channel_stays
from course.models.nmda_block import nmda_block
from lessonkit.page.numbers import fixed


def unblocked(potential_mV: float, magnesium_mM: float = 1.0, fit: str = "jahr_stevens_1990") -> float:
    """Return the unblocked fraction at one potential."""
    return nmda_block.run(Mg=magnesium_mM, V_read=potential_mV, fit=fit).scalars["unblocked_at_V"]


_usual, _csf, _low = (nmda_block.run(Mg=mM).scalars for mM in (1.0, 0.8, 0.3))
_at_rest, _at_minus40 = unblocked(-70.0), unblocked(-40.0)


def _percent_more(magnesium_mM: float) -> str:
    return fixed(100 * (unblocked(-70.0, magnesium_mM) / _at_rest - 1))


b_rest = fixed(_at_rest, 3)
b_rest_percent = fixed(100 * _at_rest, 1)
blocked_rest_percent = fixed(100 * (1 - _at_rest), 1)
b_minus40 = fixed(_at_minus40, 3)
b_zero = fixed(unblocked(0.0), 3)
b_rest_half = fixed(unblocked(-70.0, 0.5), 3)
ratio_half = fixed(unblocked(-70.0, 0.5) / _at_rest, 2)
ratio_low = fixed(unblocked(-70.0, 0.3) / _at_rest, 2)
ratio_double = fixed(unblocked(-70.0, 2.0) / _at_rest, 2)
ratio_csf_percent = _percent_more(0.8)
ratio_healthy_percent = _percent_more(0.65)
blocked_low_percent = fixed(100 * (1 - unblocked(-70.0, 0.3)))

half_unblock, half_unblock_csf, half_unblock_low = (
    fixed(scalars["half_unblock_potential"], 1) for scalars in (_usual, _csf, _low)
)
peak_current, peak_current_low = (fixed(-scalars["peak_inward_current"], 1) for scalars in (_usual, _low))
peak_potential, peak_potential_low = (fixed(scalars["peak_inward_potential"]) for scalars in (_usual, _low))
current_rest = fixed(70 * _at_rest, 1)
current_minus40 = fixed(40 * _at_minus40, 1)
block_growth = fixed(_at_minus40 / _at_rest, 1)
driving_ratio = fixed(40 / 70, 2)

_fits = [option.id for choice in nmda_block.choices for option in choice.options]
_fits_at_rest, _fits_at_zero = ([unblocked(V, fit=fit) for fit in _fits] for V in (-70.0, 0.0))
fit_lowest, fit_highest = (fixed(pick(_fits_at_rest), 4) for pick in (min, max))
fit_zero_lowest, fit_zero_highest = (fixed(pick(_fits_at_zero), 2) for pick in (min, max))
fit_ratio = fixed(max(_fits_at_rest) / min(_fits_at_rest), 1)

# Ascher and Nowak, with 1 mM magnesium: entries and exits of the ion, per s, at −70 and −20 mV
_enters, _enters_less = (610 * np.exp(-V / 17) for V in (-70, -20))
_leaves, _leaves_more = (5400 * np.exp(V / 47) for V in (-70, -20))
entry_falls = fixed(_enters / _enters_less)
exit_rises = fixed(_leaves_more / _leaves, 1)
blocks_per_s = fixed(round(1 / (1 / _enters + 1 / _leaves), -2))
free_us = fixed(1e6 / _enters)
blocked_ms = fixed(1000 / _leaves, 1)

_thermal = 1000 * 8.314 * 298.15 / 96485  # mV
depth_percent = fixed(100 * 0.062 * _thermal / 2)

# What usual slips give at −70 mV and 1 mM
_ratio, _exponent = 1.0 / 3.57, 0.062 * 70
b_volts = fixed(1 / (1 + _ratio * np.exp(_exponent / 1000)), 2)
b_sign = fixed(1 / (1 + _ratio * np.exp(-_exponent)), 3)
b_no_constant = fixed(1 / (1 + np.exp(_exponent)), 3)
b_bracket = fixed(1 / (1 + np.exp(_exponent)) * _ratio, 4)

_less, _more = (channel_stays.run(Mg=mM).scalars for mM in (0.3, 1.2))
opening_less, opening_more = (fixed(run["mean_opening"], 2) for run in (_less, _more))
stay_less, stay_more = (fixed(run["mean_block"], 2) for run in (_less, _more))
chance_rest = fixed(channel_stays.run(Mg=1.0).scalars["unblocked"], 3)
chance_unblock_us = fixed(1000 * channel_stays.run(Mg=1.0, V=40.0).scalars["relaxation"])
