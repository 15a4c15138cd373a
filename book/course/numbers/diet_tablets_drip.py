"""Numbers of the chapter “Diet, tablets or drip”."""

from course.nutrition.salts import atomic_masses, read_salts
from lessonkit.page.numbers import fixed

_salts = {salt.id: salt for salt in read_salts()}
_sulfate, _oxide, _citrate = (_salts[name] for name in ("sulfate-heptahydrate", "oxide", "citrate"))
_magnesium = atomic_masses()["Mg"]
_gram = _sulfate.amounts(1000, "compound")

TREATMENT_MMOL = (20, 30)
"""Treatment of a mild deficiency by mouth, a day, as a textbook describes it."""

treatment_mg = tuple(round(mmol * _magnesium) for mmol in TREATMENT_MMOL)
treatment_low, treatment_high = map(str, treatment_mg)

oxide_percent = fixed(100 * _oxide.fraction)
gluconate_percent = fixed(100 * _salts["gluconate"].fraction, 1)
oxide_500 = fixed(_oxide.amounts(500, "compound").element)
citrate_500 = fixed(_citrate.amounts(500, "compound").element)
oxide_over_citrate = fixed(_oxide.fraction / _citrate.fraction, 1)

sulfate_percent = fixed(100 * _sulfate.fraction, 1)
sulfate_mass = fixed(_sulfate.molar_mass, 2)
gram_mmol = fixed(_gram.mmol, 2)
gram_mg = fixed(_gram.element, 1)
gram_meq = fixed(_gram.meq, 2)
gram_misread = fixed(1000 / _magnesium, 1)
gram_factor = fixed(1000 / _gram.element, 1)

load_mg = fixed(80 / 2 * _magnesium)
firoz_mg = fixed(21 / 2 * _magnesium)
brewer_mg = fixed(20 * _magnesium)
shechter_ratio = fixed(520 / 296, 1)
