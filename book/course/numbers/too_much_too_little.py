"""Numbers of the chapter “Too much, too little”, in mM and mmol/L: those of the model, not of a patient."""

from course.numbers.neuromuscular_function import end_plate_at, magnesium_at_block
from lessonkit.page.numbers import fixed

FREE_SHARE = 0.55
"""Share of serum magnesium that is free; a value used here."""


def _safety(**settings: float) -> str:
    return fixed(end_plate_at(**settings)["safety_factor"], 2)


def _more_release(magnesium_mM: float) -> str:
    return fixed(100 * (end_plate_at(Mg=magnesium_mM)["relative_release_read"] - 1))


block_magnesium = fixed(magnesium_at_block(), 1)
block_total, block_40, block_100, block_200 = (
    fixed(magnesium_at_block(quanta) / FREE_SHARE, 1) for quanta in (60.0, 40.0, 100.0, 200.0)
)
threshold_calcium, threshold_calcium_raised = (
    fixed(end_plate_at(Mg=mM)["calcium_at_threshold"], 2) for mM in (0.55, 3.0)
)

women_before, women_magnesium, women_both = (
    _safety(Ca_read=calcium, Mg=magnesium) for calcium, magnesium in ((1.1, 0.45), (1.1, 1.4), (1.0, 1.4))
)

safety, safety_low, strong_raised = (_safety(Mg=mM) for mM in (0.55, 0.3, 1.0))
weak_normal, weak_raised = (_safety(q=0.3, Mg=mM) for mM in (0.55, 1.0))
release_low_percent, release_none_percent = (_more_release(mM) for mM in (0.3, 0.0))
