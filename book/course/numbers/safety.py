"""Numbers of the chapter “Safety”."""

import numpy as np

from course.models.end_plate import end_plate
from course.models.magnesium_dose import magnesium_dose
from lessonkit.model.solve import Result
from lessonkit.page.numbers import fixed

_usual, _raised = (end_plate.run(Mg=mM).scalars for mM in (0.55, 1.2))
_weak, _weak_raised = (end_plate.run(Mg=mM, q=0.3).scalars for mM in (0.55, 1.2))

release_raised = fixed(100 * _raised["relative_release_read"])
safety_normal = fixed(_usual["safety_factor"], 1)
safety_raised = fixed(_raised["safety_factor"], 1)
safety_weak_normal = fixed(_weak["safety_factor"], 1)
safety_weak = fixed(_weak_raised["safety_factor"], 1)


def _serum(run: Result, hour: float) -> float:
    return float(np.interp(hour, run.t, run.series["serum"]))


_sound, _failing = magnesium_dose.run(), magnesium_dose.run(GFR=15.0)
sound_start = fixed(_sound.scalars["start"], 2)
sound_peak = fixed(_sound.scalars["peak"], 2)
failing_start = fixed(_failing.scalars["start"], 2)
failing_peak = fixed(_failing.scalars["peak"], 2)
sound_rise = fixed(_sound.scalars["peak"] - _sound.scalars["start"], 2)
failing_rise = fixed(_failing.scalars["peak"] - _failing.scalars["start"], 2)
sound_settles = fixed(_sound.scalars["settles_at"], 1)
failing_settles = fixed(_failing.scalars["settles_at"], 1)
sound_cleared, failing_cleared = (fixed(0.7 * 0.06 * clearance, 1) for clearance in (100, 15))

_once = magnesium_dose.run(load=2.0, load_min=10.0, rate=0.0, deficit=50.0)
once_given = fixed(_once.scalars["given"], 1)
once_start = fixed(_once.scalars["start"], 2)
once_peak = fixed(_once.scalars["peak"], 2)
once_later = fixed(_serum(_once, 6), 2)
once_urine = fixed(float(np.interp(6, _once.t, _once.series["urine"])), 1)

_full = magnesium_dose.run(rate=0.0)
full_given = fixed(_full.scalars["given"], 1)
full_gone = fixed(100 - _full.scalars["kept"])

_leak = magnesium_dose.run(load=0.0, rate=0.5, Tm=0.4)
leak_given = fixed(_leak.scalars["given"])
leak_start = fixed(_leak.scalars["start"], 2)
leak_top = fixed(_leak.scalars["peak"], 2)
leak_end = fixed(_serum(_leak, 72), 2)
