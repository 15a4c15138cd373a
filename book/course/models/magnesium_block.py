"""The voltage-dependent block of the NMDA receptor by magnesium, shared by the models that use it.

Every published fit offered here has the form ``B = 1 / (1 + [Mg]/K0 exp(-s V))``, where `K0` is the
concentration that blocks half of the channels at 0 mV and `s` the steepness. The fits are rows of
``book/data/nmda_block_fits.csv``.
"""

from __future__ import annotations

from sympy import Expr, Symbol, exp

from lessonkit.model import Choice, Option, Parameter
from lessonkit.tables import read_table

Mg = Symbol("Mg", real=True)

MAGNESIUM = Parameter(
    Mg, 1.0, 0.0, 5.0, 0.05, "mM", "Extracellular magnesium",
    "Free magnesium outside the cell, at the synapse", "jahr1990voltage",
    latex=r"[\mathrm{Mg}]",
)
"""The parameter that the models share; its default is the classic value of slice experiments."""

K0 = Symbol("K0", positive=True)
STEEPNESS = Symbol("s", positive=True)

DEFAULT_FIT = "jahr_stevens_1990"


def unblocked_fraction(magnesium: Expr, potential: Expr) -> Expr:
    """Return the fraction of channels that magnesium leaves unblocked.

    Parameters
    ----------
    magnesium : Expr
        Free extracellular magnesium, mM.
    potential : Expr
        Membrane potential, mV.
    """
    return 1 / (1 + magnesium / K0 * exp(-STEEPNESS * potential))


def fits() -> Choice:
    """Return the published fits as a choice, in the order of the table."""
    rows = read_table(
        "nmda_block_fits",
        numbers=("K0_mM", "steepness_per_mV"),
        texts=("fit", "label", "source", "note"),
    )
    options = tuple(
        Option(
            row["fit"],
            row["label"],
            {K0: row["K0_mM"], STEEPNESS: row["steepness_per_mV"]},
            row["source"],
        )
        for row in rows
    )
    return Choice(
        "fit",
        DEFAULT_FIT,
        "Published fit of the block",
        "Published fit of the block (K₀ in mM, s per mV)",
        options,
        latex={K0: "K_0", STEEPNESS: "s"},
    )
