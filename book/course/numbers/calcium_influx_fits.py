"""What other values of the calcium model give: each fit of the block, and other calcium shares."""

from course.models.calcium_influx import calcium_influx
from course.numbers.calcium_influx import COINCIDENCE, peak
from lessonkit.page.numbers import fixed

_fits = next(choice for choice in calcium_influx.choices if choice.name == "fit")
_at_rest, _at_coincidence = (
    [[peak(fit=fit.id, Mg=Mg, **drive) for Mg in (1.0, 0.3)] for fit in _fits.options]
    for drive in ({}, COINCIDENCE)
)
factors_rest, factors_coincidence = (
    [low / usual for usual, low in peaks] for peaks in (_at_rest, _at_coincidence)
)
"""By fit: how many times the peak grows from 1 mM to 0.3 mM magnesium."""

peak_low, peak_high = (fixed(pick(usual for usual, _ in _at_rest), 2) for pick in (min, max))
rest_low, rest_high = (fixed(pick(factors_rest), 1) for pick in (min, max))
coincidence_low, coincidence_high = (fixed(pick(factors_coincidence), 1) for pick in (min, max))
share_low, share_high = (fixed(peak(calcium_fraction=share, **COINCIDENCE), 2) for share in (0.05, 0.15))
