"""The calcium part of a published model of plasticity: Shouval, Bear and Cooper 2002.

Equations and values: doi 10.1073/pnas.152343099. Calcium is given relative to its value at rest.
"""

from sympy import Rational, Symbol, symbols

from course.models.magnesium_block import MAGNESIUM, Mg, fits, unblocked_fraction
from lessonkit.model import (
    Axis,
    Constant,
    Definition,
    Model,
    Parameter,
    Preset,
    Reset,
    Scalar,
    Series,
    State,
    Train,
)

SOURCE = "shouval2002unified"

t, V_hold = symbols("t V_hold", real=True)
f, s_slow, Ca = symbols("f s_slow Ca", real=True)
P0, G, E_Ca, tau_fast, tau_slow, tau_Ca = symbols("P0 G E_Ca tau_fast tau_slow tau_Ca", real=True)
B, I_NMDA = Symbol("B"), Symbol("I_NMDA")

_one_spike = Train(start=0, count=1, interval=1)

shouval_2002 = Model(
    id="shouval-2002",
    title="Calcium after one presynaptic pulse (Shouval, Bear and Cooper 2002)",
    summary="A published model: calcium that enters through NMDA receptors at a held potential.",
    axis=Axis(t, 0.0, 500.0, 0.5, "ms", "Time"),
    parameters=(
        MAGNESIUM,
        Parameter(
            V_hold, -65.0, -90.0, 40.0, 1.0, "mV", "Held potential",
            "Potential at which the membrane is held", SOURCE, latex=r"V_\mathrm{hold}",
        ),
    ),
    choices=(fits(),),
    constants=(
        Constant(P0, 0.5, "", "Fraction of receptors that a pulse opens", SOURCE, r"P_0"),
        Constant(G, -1 / 500, "µM/(ms mV)", "Calcium conductance", SOURCE),
        Constant(E_Ca, 130.0, "mV", "Reversal potential of calcium", SOURCE, r"E_\mathrm{Ca}"),
        Constant(tau_fast, 50.0, "ms", "Fast decay of the receptor", SOURCE, r"\tau_\mathrm{f}"),
        Constant(tau_slow, 200.0, "ms", "Slow decay of the receptor", SOURCE, r"\tau_\mathrm{s}"),
        Constant(tau_Ca, 50.0, "ms", "Decay of calcium", SOURCE, r"\tau_\mathrm{Ca}"),
    ),
    definitions=(
        Definition(B, unblocked_fraction(Mg, V_hold), "Unblocked fraction"),
        Definition(
            I_NMDA, P0 * G * (f + s_slow) * B * (V_hold - E_Ca), "Calcium influx",
            latex=r"I_\mathrm{NMDA}",
        ),
    ),
    states=(
        State(f, -f / tau_fast, 0, "Fast half of the open receptors"),
        State(s_slow, -s_slow / tau_slow, 0, "Slow half of the open receptors", latex="s"),
        State(Ca, I_NMDA - Ca / tau_Ca, 0, "Calcium above rest", latex=r"[\mathrm{Ca}]"),
    ),
    resets=(
        Reset(f, _one_spike, Rational(1, 2)),
        Reset(s_slow, _one_spike, Rational(1, 2)),
    ),
    series=(
        Series("calcium_influx", I_NMDA, "µM/ms", "Calcium influx"),
        Series("calcium", Ca, "µM", "Calcium above rest"),
    ),
    scalars=(
        Scalar("peak_calcium", "Peak calcium above rest", "µM", of="calcium", how="max"),
    ),
    presets=(
        Preset("resting-synapse", "Resting synapse", "Magnesium 1 mM, held at −65 mV", {}),
        Preset("depolarised", "Depolarised", "Magnesium 1 mM, held at 0 mV", {"V_hold": 0.0}),
        Preset("no-block", "No block at rest", "No magnesium, held at −65 mV", {"Mg": 0.0}),
        Preset(
            "no-block-depolarised", "No block, depolarised", "No magnesium, held at 0 mV",
            {"Mg": 0.0, "V_hold": 0.0},
        ),
    ),
    not_modelled=(
        "The volume of the spine and its buffers: the constants are those of the published model.",
        "The plasticity rule that the authors build on this calcium.",
    ),
    max_step=0.5,
)
