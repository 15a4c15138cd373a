"""How the transmitter that a nerve impulse releases depends on calcium and magnesium.

The law of Dodge and Rahamimoff (1967, doi 10.1113/jphysiol.1967.sp008367) for the frog: release follows
the `n`-th power of a site that calcium occupies and that magnesium competes for. The fourth power is in
the abstract; the two dissociation constants are values used here, not checked against the paper.
"""

from __future__ import annotations

from sympy import Expr, symbols

from lessonkit.model import Constant, Parameter

SOURCE = "dodge1967cooperative"

Mg, K1, K2, n, Ca_n, Mg_n = symbols("Mg K1 K2 n Ca_n Mg_n", positive=True)

MAGNESIUM = Parameter(
    Mg, 0.55, 0.0, 10.0, 0.05, "mM", "Extracellular magnesium",
    "Free magnesium outside the nerve terminal", "your choice", latex=r"[\mathrm{Mg}]",
)
"""It reaches further than in the models of the NMDA receptor: a rat's diaphragm is blocked at 6 mM."""

DISSOCIATION = (
    Constant(K1, 1.1, "mM", "Dissociation constant of calcium", "value used here", "K_1"),
    Constant(K2, 3.0, "mM", "Dissociation constant of magnesium", "value used here", "K_2"),
)

NORMAL = (
    Constant(
        Ca_n, 1.2, "mM", "Ionised calcium taken as normal", "value used here", r"[\mathrm{Ca}]_\mathrm{n}"
    ),
    Constant(
        Mg_n, 0.55, "mM", "Ionised magnesium taken as normal", "value used here",
        r"[\mathrm{Mg}]_\mathrm{n}",
    ),
)


def occupied(calcium: Expr, magnesium: Expr) -> Expr:
    """Return the fraction of sites that calcium occupies.

    Parameters
    ----------
    calcium, magnesium : Expr
        Free extracellular concentrations, mM.
    """
    return calcium / K1 / (1 + calcium / K1 + magnesium / K2)
