"""Numbers of the chapter “Drug-induced myoclonus: the etomidate trials”."""

from course.evidence.trials import Arm, ratio_of_ratios, read_trials
from course.models.trial_power import trial_power
from lessonkit.page.numbers import fixed

_trials = read_trials()
_by_name = {trial.study: trial for trial in _trials}
_guler, _un, _rashdi, _sedighinejad = (
    _by_name[name] for name in ("Guler 2005", "Un 2011", "Rashdi 2013", "Sedighinejad 2016")
)


def _percent(arm: Arm) -> str:
    return fixed(100 * arm.rate)


def _with_interval(ratio: float, low: float, high: float) -> str:
    return f"{fixed(ratio, 2)} (95 % interval {fixed(low, 2)} to {fixed(high, 2)})"


def _planned(name: str, **settings: float) -> str:
    return fixed(trial_power.run(**settings).scalars[name])


people = fixed(sum(trial.magnesium.n for trial in _trials if trial.magnesium.n > 0))
"""People on magnesium, in the trials whose size was seen."""

guler_mg, guler_control = map(_percent, (_guler.magnesium, _guler.control))
guler_low, guler_high = (fixed(100 * end) for end in _guler.magnesium.interval())
guler_rr = _with_interval(*_guler.risk_ratio())
rashdi_mg, rashdi_control = map(_percent, (_rashdi.magnesium, _rashdi.control))
rashdi_rr = _with_interval(*_rashdi.risk_ratio())
un_mg = _percent(_un.magnesium)
sed_mg = _percent(_sedighinejad.magnesium)
apart, apart_least, apart_most = (fixed(ratio, 1) for ratio in ratio_of_ratios(_guler, _rashdi))

_by_weight = _sedighinejad.dose.readings[0]
sed_dose, sed_light, sed_heavy = (
    fixed(mmol, 1) for mmol in (_by_weight.mmol, _by_weight.low, _by_weight.high)
)
dose_ratio = fixed(_by_weight.mmol / _un.dose.mmol, 1)
_element, _salt = _rashdi.dose.readings
element_60, salt_60 = (fixed(reading.mmol, 2) for reading in (_element, _salt))
trap = fixed(_element.mmol / _salt.mmol)

usual_people = _planned("people_per_group")
half_people = _planned("people_per_group", R=0.85)
as_guler_power, as_un_power, as_sed_power = (_planned("power_of_yours", n_read=size) for size in (25, 50, 71))
hopeful_power = _planned("power_of_yours", n_read=25, R=0.33)
