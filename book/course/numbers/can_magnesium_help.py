"""Numbers of the chapter “Can magnesium help?”."""

from math import sqrt

from scipy.stats import norm

from course.models.nmda_block import nmda_block
from lessonkit.page.numbers import fixed

CSF_IONISED = 0.82
"""Ionised magnesium of the fluid of the brain, mmol/L, by Brewer and others (2001)."""

RISE = 1.13 / 0.95
"""How far the total in the fluid rose, by Fuchs-Buder and others (1997)."""

RAISED = round(CSF_IONISED * RISE, 2)
Z_ALPHA, Z_BETA = float(norm.ppf(0.975)), float(norm.ppf(0.9))


def people_per_group(control: float, treated: float) -> float:
    """Return how many people each group needs: 5 % two-sided, power 90 %, normal approximation."""
    spread = control * (1 - control) + treated * (1 - treated)
    return (Z_ALPHA + Z_BETA) ** 2 * spread / (control - treated) ** 2


def chance_to_see(control: float, treated: float, people: int) -> float:
    """Return the power of a trial with so many people in each group."""
    spread = sqrt((control * (1 - control) + treated * (1 - treated)) / people)
    return float(norm.cdf(abs(control - treated) / spread - Z_ALPHA))


_before, _after = (nmda_block.run(Mg=mM).scalars["unblocked_at_V"] for mM in (CSF_IONISED, RAISED))

csf_rise = fixed(100 * (RISE - 1))
csf_after = fixed(RAISED, 2)
unblocked_before = fixed(100 * _before, 1)
unblocked_after = fixed(100 * _after, 1)
unblocked_fall = fixed(100 * (1 - _after / _before))
needed = fixed(people_per_group(0.6, 0.4))
power_25 = fixed(100 * chance_to_see(0.6, 0.4, 25))
z_sum = fixed((Z_ALPHA + Z_BETA) ** 2, 1)
seizure_fall = fixed(100 * (1 - 7.8 / 15.3))
