"""Numbers of the primers."""

from scipy.stats.contingency import relative_risk

from course.models.decay import decay
from course.models.ion_balance import ion_balance
from course.nutrition.salts import molar_mass
from lessonkit.page.numbers import fixed

GROUPS = (20, 80, 320, 1280)
EVENTS_OF_TWENTY = (7, 10)


def ratio_with_interval(people: int) -> tuple[float, float, float]:
    """Return the risk ratio of the invented trial and its 95 % interval (Katz), `people` in each group."""
    with_medicine, without = (events * people // 20 for events in EVENTS_OF_TWENTY)
    found = relative_risk(with_medicine, people, without, people)
    interval = found.confidence_interval(0.95)
    return float(found.relative_risk), float(interval.low), float(interval.high)


_potassium = ion_balance.run().scalars
potassium = fixed(_potassium["potential"])
tenfold = fixed(_potassium["per_tenfold"], 1)
sodium = fixed(ion_balance.run(ion="sodium", c_out=145.0).scalars["potential"])
calcium = fixed(ion_balance.run(ion="calcium", c_out=1.2).scalars["potential"])
magnesium_balance = fixed(ion_balance.run(ion="magnesium", c_out=0.8).scalars["potential"])

after_one, after_two = (
    fixed(decay.run(tau=100.0, t_read=t).scalars["left_at_t"], digits)
    for t, digits in ((100.0, 0), (200.0, 1))
)
half_life = fixed(decay.run(tau=100.0).scalars["half_life"])

magnesium = fixed(molar_mass("Mg"), 1)
oxide = fixed(molar_mass("MgO"), 1)
in_300 = fixed(300 / molar_mass("Mg"), 1)
oxide_share = fixed(100 * molar_mass("Mg") / molar_mass("MgO"))

ratio, low_20, high_20 = (fixed(number, 2) for number in ratio_with_interval(20))
most = str(GROUPS[-1])
_, low_most, high_most = (fixed(number, 2) for number in ratio_with_interval(GROUPS[-1]))
