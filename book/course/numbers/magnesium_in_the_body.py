"""Numbers of the chapter “Magnesium in the body”."""

from course.models.concentrations import concentrations
from lessonkit.page.numbers import fixed

ATOMIC_MASS = 24.305  # g/mol
_usual = concentrations.run(Mg_serum=0.85).scalars

mmol_in_25_g = fixed(25_000 / ATOMIC_MASS)
per_mmol = fixed(concentrations.run(Mg_serum=1.0).scalars["serum_mg_per_dl"], 2)
mg_dl_085 = fixed(_usual["serum_mg_per_dl"], 2)
meq_085 = fixed(_usual["serum_meq_per_l"], 1)
