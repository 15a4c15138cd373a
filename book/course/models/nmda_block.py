"""The block of the NMDA receptor by magnesium, and the current that it leaves (steady state)."""

from sympy import Symbol, log, symbols

from course.models.magnesium_block import K0, MAGNESIUM, STEEPNESS, Mg, fits, unblocked_fraction
from lessonkit.model import Axis, Definition, Model, Parameter, Preset, Scalar, Series

V, E_rev, g_max, V_read = symbols("V E_rev g_max V_read", real=True)
B, I = Symbol("B"), Symbol("I")

nmda_block = Model(
    id="nmda-block",
    title="Magnesium block of the NMDA receptor",
    summary="How many open NMDA channels magnesium leaves unblocked at each membrane potential.",
    axis=Axis(V, -100.0, 60.0, 0.1, "mV", "Membrane potential"),
    read_at=V_read,
    parameters=(
        MAGNESIUM,
        Parameter(
            V_read, -70.0, -100.0, 60.0, 1.0, "mV", "Read the curve at",
            "Potential at which the numbers below are read", "your choice",
            latex=r"V_\mathrm{read}",
        ),
        Parameter(
            g_max, 1.0, 0.1, 5.0, 0.1, "nS", "Conductance with no block",
            "Conductance of all open channels together, with no block", "value used here",
            latex=r"g_\mathrm{max}",
        ),
        Parameter(
            E_rev, 0.0, -10.0, 10.0, 0.5, "mV", "Reversal potential",
            "Potential at which the current changes its direction", "spruston1995dendritic",
            latex=r"E_\mathrm{rev}",
        ),
    ),
    choices=(fits(),),
    definitions=(
        Definition(B, unblocked_fraction(Mg, V), "Unblocked fraction"),
        Definition(I, g_max * B * (V - E_rev), "NMDA current"),
    ),
    series=(
        Series("unblocked_fraction", B, "", "Unblocked fraction", (0.0, 1.0)),
        Series("nmda_current", I, "pA", "NMDA current"),
    ),
    scalars=(
        Scalar(
            "unblocked_at_V", "Unblocked fraction at the chosen potential", "",
            expression=unblocked_fraction(Mg, V_read),
        ),
        Scalar(
            "half_unblock_potential", "Half of the channels are unblocked at", "mV",
            expression=log(Mg / K0) / STEEPNESS, has_zero=False,
        ),
        Scalar(
            "peak_inward_current", "Largest inward current", "pA",
            of="nmda_current", how="trough",
        ),
        Scalar(
            "peak_inward_potential", "Largest inward current at", "mV",
            of="nmda_current", how="trough position", has_zero=False,
        ),
    ),
    presets=(
        Preset("slice-bath", "Slice bath", "Magnesium as in many bath solutions: 1 mM", {"Mg": 1.0}),
        Preset(
            "cerebrospinal-fluid", "Cerebrospinal fluid",
            "Ionised magnesium of the cerebrospinal fluid of people with brain injury: about 0.8 mM", {"Mg": 0.8},
        ),
        Preset("low-magnesium", "Low magnesium", "Magnesium lowered to 0.3 mM", {"Mg": 0.3}),
        Preset("raised-magnesium", "Raised magnesium", "Magnesium raised to 2 mM", {"Mg": 2.0}),
        Preset("no-block", "No block", "No magnesium at all", {"Mg": 0.0}),
    ),
    not_modelled=(
        "Time: the block is taken as settled at each potential; in the cell part of it takes milliseconds "
        "to hundreds of milliseconds to follow.",
        "Which subunits form the receptor: GluN2C and GluN2D are blocked less.",
        "Magnesium inside the cell, and other ions that compete for the pore.",
        "The opening of the channel by glutamate: these are the channels that are open already.",
    ),
)
