"""The end-plate potential as calcium and magnesium change: release, summation, threshold.

The axis is extracellular calcium, logarithmic, as in the experiments behind the law (Dodge and Rahamimoff
1967): the straight part with its slope of nearly four shows there and nowhere else, and magnesium moves
the whole curve to the right without bending it. Over magnesium, its slider would move a point along the
curve and the competition would not be seen.

Units: mM, mV. End-plate potentials sum by Martin's relation (Martin 1955, J Physiol 130:114-122): each
quantum opens channels, and the potential approaches the reversal potential as more of them open.
"""

from sympy import Piecewise, Symbol, oo, symbols

from course.models.release_law import (
    DISSOCIATION,
    K1,
    K2,
    MAGNESIUM,
    NORMAL,
    SOURCE,
    Ca_n,
    Mg,
    Mg_n,
    n,
    occupied,
)
from lessonkit.model import Axis, Constant, Definition, Model, Parameter, Preset, Scalar, Series

Ca, Ca_read, m_0, q, V_rest, E_rev, threshold = symbols(
    "Ca Ca_read m_0 q V_rest E_rev threshold", positive=True
)
R, m, EPP, slope = (Symbol(name) for name in ("R", "m", "EPP", "slope"))


def _release(calcium):
    """Release relative to that in normal calcium and magnesium."""
    return (occupied(calcium, Mg) / occupied(Ca_n, Mg_n)) ** n


def _summed(quanta):
    """Martin's relation: the potential, mV, that `quanta` make together."""
    return quanta * q / (1 + quanta * q / (E_rev - V_rest))


def _slope(calcium):
    """D log release / d log calcium."""
    return n * (1 - occupied(calcium, Mg))


_needed = threshold / (1 - threshold / (E_rev - V_rest)) / (m_0 * q)
"""The relative release whose end-plate potential just reaches the threshold."""
_share = _needed ** (1 / n) * occupied(Ca_n, Mg_n)

end_plate = Model(
    id="end-plate",
    title="Release of transmitter and the end-plate potential",
    summary="How calcium and magnesium outside a motor nerve terminal set the end-plate potential.",
    axis=Axis(
        Ca, 0.1, 10.0, 0.01, "mM", "Extracellular calcium", scale="log", latex=r"[\mathrm{Ca}]"
    ),
    read_at=Ca_read,
    parameters=(
        MAGNESIUM,
        Parameter(
            Ca_read, 1.2, 0.1, 10.0, 0.05, "mM", "Read the curves at calcium",
            "Calcium at which the numbers below are read", "your choice",
            latex=r"[\mathrm{Ca}]_\mathrm{read}",
        ),
        Parameter(
            m_0, 60.0, 10.0, 200.0, 5.0, "", "Quanta of a normal impulse",
            "Quantal content in normal calcium and magnesium", "value used here", latex="m_0",
        ),
        Parameter(
            q, 0.5, 0.1, 1.5, 0.05, "mV", "Size of one quantum",
            "Potential that one quantum makes alone", "value used here", latex="q",
        ),
        Parameter(
            threshold, 12.0, 5.0, 25.0, 0.5, "mV", "Rise that starts an action potential",
            "Rise from rest that starts an action potential of the muscle fibre", "value used here",
            latex=r"\theta",
        ),
        Parameter(
            n, 4.0, 1.0, 5.0, 0.5, "", "Calcium ions that act together",
            "Power of the occupied sites to which release is proportional", SOURCE, latex="n",
        ),
    ),
    constants=(
        *DISSOCIATION,
        *NORMAL,
        Constant(
            V_rest, -80.0, "mV", "Resting potential of the fibre", "value used here", r"V_\mathrm{rest}"
        ),
        Constant(
            E_rev, 0.0, "mV", "Reversal potential of the end plate", "value used here", r"E_\mathrm{rev}"
        ),
    ),
    definitions=(
        Definition(R, _release(Ca), "Release relative to normal"),
        Definition(m, m_0 * R, "Quantal content"),
        Definition(EPP, _summed(m), "End-plate potential", latex=r"\mathrm{EPP}"),
        Definition(slope, _slope(Ca), "Log–log slope of release", latex="s"),
    ),
    series=(
        Series("relative_release", R, "", "Release relative to normal", (1e-4, 20.0), scale="log"),
        Series("end_plate_potential", EPP, "mV", "End-plate potential", (0.0, 80.0)),
        Series("safety_factor_curve", EPP / threshold, "", "Safety factor (1: threshold)", (0.0, 6.0)),
        Series("slope_curve", slope, "", "Log–log slope of release", (0.0, 5.0)),
    ),
    scalars=(
        Scalar("relative_release_read", "Release relative to normal", "", expression=_release(Ca_read)),
        Scalar("quantal_content", "Quantal content", "", expression=m_0 * _release(Ca_read)),
        Scalar("epp", "End-plate potential", "mV", expression=_summed(m_0 * _release(Ca_read))),
        Scalar(
            "safety_factor", "Safety factor", "",
            expression=_summed(m_0 * _release(Ca_read)) / threshold,
        ),
        Scalar("log_log_slope", "Log–log slope", "", expression=_slope(Ca_read)),
        Scalar(
            "calcium_at_threshold", "Calcium that just reaches threshold", "mM",
            expression=Piecewise((K1 * (1 + Mg / K2) * _share / (1 - _share), _share < 1), (oo, True)),
        ),
    ),
    presets=(
        Preset("normal", "Normal", "Ionised calcium 1.2 mM and magnesium 0.55 mM", {}),
        Preset("low-magnesium", "Low magnesium", "Ionised magnesium 0.3 mM", {"Mg": 0.3}),
        Preset("no-magnesium", "No magnesium", "Magnesium taken out of the bath", {"Mg": 0.0}),
        Preset("raised-magnesium", "Raised magnesium", "Magnesium raised to 3 mM", {"Mg": 3.0}),
        Preset(
            "antagonism", "Calcium against magnesium", "Magnesium 5 mM, and calcium raised to 3 mM",
            {"Mg": 5.0, "Ca_read": 3.0},
        ),
    ),
    not_modelled=(
        "The end plate itself: magnesium also makes it less sensitive to acetylcholine, and the fibre less "
        "excitable. The curve shows release alone.",
        "Release at very low calcium: in 2 to 10 mM magnesium it is markedly higher than the fourth power "
        "predicts (Andreu and Barrett 1980).",
        "The mouse: there raised magnesium also lowers the largest slope, so it does not only compete "
        "(Cooke, Okamoto and Quastel 1973).",
        "Trains of impulses: facilitation, depression and tetanic rise.",
        "The time course of the end-plate potential: the relation of its size to the quanta is Martin's, "
        "of resistances alone.",
        "What low magnesium does to the nerve: surface charge, excitability and secondary low calcium.",
    ),
)
