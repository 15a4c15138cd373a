"""Numbers of the chapter “Neuromuscular function”, in mM, mV and quanta."""

import math

from course.models.end_plate import end_plate
from course.models.quanta import quanta
from lessonkit.page.numbers import fixed

NORMAL_MM = {"Ca_read": 1.2, "Mg": 0.55}
"""Free calcium and magnesium of blood; values used here."""


def end_plate_at(**settings: float) -> dict[str, float]:
    """Return the numbers of one run of the end plate."""
    return end_plate.run(**settings).scalars


def count(**settings: float | str) -> dict[str, float]:
    """Return the numbers of 200 simulated stimuli."""
    return quanta.run(**settings).scalars


def magnesium_at_block(m_0: float = 60.0) -> float:
    """Return the free magnesium, mM, at which a fibre with `m_0` quanta an impulse just fails.

    The calcium that threshold needs rises in proportion to magnesium, because the two compete for one site.
    """
    low, high = (end_plate_at(m_0=m_0, Mg=NORMAL_MM["Mg"] + more)["calcium_at_threshold"] for more in (0, 1))
    return NORMAL_MM["Mg"] + (NORMAL_MM["Ca_read"] - low) / (high - low)


_normal, _two, _raised = (end_plate_at(Mg=mM) for mM in (0.55, 2.0, 3.0))

epp = fixed(_normal["epp"], 1)
safety = fixed(_normal["safety_factor"], 2)
_needed = 12 / (1 - 12 / 80) / 0.5  # Martin's relation, solved for the sum of the quanta
quanta_needed = fixed(_needed)
quanta_reserve = fixed(60 / _needed, 1)

slope_foot, slope_normal, slope_top = (
    fixed(end_plate_at(Ca_read=mM)["log_log_slope"], digits) for mM, digits in ((0.1, 2), (1.2, 1), (10.0, 1))
)
release_two, release_three = (fixed(run["relative_release_read"], 2) for run in (_two, _raised))
safety_raised = fixed(_raised["safety_factor"], 2)
safety_rescued = fixed(end_plate_at(Mg=3.0, Ca_read=2.0)["safety_factor"], 2)
shift = fixed((1 + 3.0 / 3) / (1 + 0.55 / 3), 1)
border_slope = fixed(_raised["calcium_at_threshold"] - _two["calcium_at_threshold"], 2)

block_magnesium = fixed(magnesium_at_block(), 1)
safety_six, safety_six_bath = (
    fixed(end_plate_at(Mg=6.0, Ca_read=mM)["safety_factor"], 2) for mM in (1.2, 2.5)
)

_few, _full = count(), count(Ca=0.6, Mg=0.0)
failures = fixed(_few["failures"])
m_failures, m_error, m_mean, m_true = (
    fixed(_few[name], 3) for name in ("m_from_failures", "m_standard_error", "m_from_mean", "m_true")
)
full_true, full_mean = (fixed(_full[name], 1) for name in ("m_true", "m_from_mean"))
full_expected = fixed(200 * math.exp(-_full["m_true"]), 3)

_sites = count(Ca=0.5, Mg=1.0, sites=12, law="binomial")
_chance = _sites["m_true"] / 12
sites_chance = fixed(_chance, 2)
sites_true = fixed(_sites["m_true"], 2)
sites_tends = fixed(-12 * math.log(1 - _chance), 2)
