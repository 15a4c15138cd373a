"""A toy model of calcium influx: pulses, receptors, potential, block, current, calcium.

Units: ms, mV, mM, nS, pA, fL, µM; 1 pA ms = 1 fC. Currents are negative when inward.
"""

from sympy import Rational, Symbol, symbols

from course.models.magnesium_block import MAGNESIUM, Mg, fits, unblocked_fraction
from lessonkit.model import (
    Axis,
    Choice,
    Constant,
    Definition,
    Input,
    Model,
    Option,
    Parameter,
    Preset,
    Reset,
    Scalar,
    Series,
    State,
    Train,
)

FARADAY = 96485.33212
"""Faraday's constant, C/mol (2019 SI)."""

UM_PER_FC_PER_FL = 1e6 / (2 * FARADAY)
"""Concentration of calcium, µM, that a charge of 1 fC makes in 1 fL: 1e-15 C / (2 F 1e-15 L)."""

KINETICS = "destexhe1998kinetic"
SPINE = "sabatini2002life"

t, V = Symbol("t", real=True), Symbol("V", real=True)
n_pulses, rate, V_hold = symbols("n_pulses rate V_hold", real=True)
g_AMPA, bap, bap_delay = symbols("g_AMPA bap bap_delay", real=True)
g_NMDA, calcium_fraction, kappa = symbols("g_NMDA calcium_fraction kappa", real=True)
free = Symbol("free", real=True)
T = Symbol("T", real=True)
r_NMDA, r_AMPA, V_m, a_fast, a_slow, Ca = symbols("r_NMDA r_AMPA V_m a_fast a_slow Ca", real=True)
alpha_N, beta_N, alpha_A, beta_A = symbols("alpha_N beta_N alpha_A beta_A", real=True)
E_rev, E_Ca, V_P, V_rest, tau_m, g_L = symbols("E_rev E_Ca V_P V_rest tau_m g_L", real=True)
vol, k_Q, Ca_0, tau_0, tau_bf, tau_bs = symbols("vol k_Q Ca_0 tau_0 tau_bf tau_bs", real=True)
B, I_NMDA, I_Ca = symbols("B I_NMDA I_Ca", real=True)

FIRST_PULSE = 20
PULSE_WIDTH = 1

_interval = 1000 / rate
_pulses = Train(FIRST_PULSE, n_pulses, _interval)
_action_potentials = Train(FIRST_PULSE + bap_delay, n_pulses, _interval)

_clamp = Choice(
    "clamp", "held", "Membrane potential", "Potential held (0) or free to follow the membrane (1)",
    (
        Option("held", "held by the experimenter", {free: 0.0}, "your choice"),
        Option("free", "free: follows the membrane", {free: 1.0}, "your choice"),
    ),
    latex={free: r"\varphi"},
)

calcium_influx = Model(
    id="calcium-influx",
    title="Calcium influx through NMDA receptors",
    summary="Calcium in one dendritic spine when pulses reach its synapse.",
    axis=Axis(t, 0.0, 500.0, 0.5, "ms", "Time"),
    parameters=(
        MAGNESIUM,
        Parameter(
            n_pulses, 1, 1, 10, 1, "", "Presynaptic pulses",
            "Number of presynaptic pulses (the first at 20 ms)", "your choice", latex="n",
        ),
        Parameter(
            rate, 50.0, 10.0, 100.0, 5.0, "Hz", "Rate of the pulses", "Rate of the pulses",
            "your choice", latex=r"f",
        ),
        Parameter(
            V_hold, -65.0, -90.0, 40.0, 1.0, "mV", "Held potential",
            "Potential at which the membrane is held", "your choice", latex=r"V_\mathrm{hold}",
        ),
        Parameter(
            g_AMPA, 5.0, 0.0, 40.0, 0.5, "nS", "AMPA conductance of the active synapses",
            "AMPA conductance of the synapses that are active together", "value used here",
            latex=r"g_\mathrm{AMPA}",
        ),
        Parameter(
            bap, 0.0, 0.0, 100.0, 5.0, "mV", "Back-propagating action potential",
            "Height of the back-propagating action potential (0: none)", "shouval2002unified",
            latex=r"A",
        ),
        Parameter(
            bap_delay, 5.0, 0.0, 40.0, 1.0, "ms", "Action potential after each pulse by",
            "Time from each pulse to its action potential", "your choice", latex=r"\Delta",
        ),
        Parameter(
            g_NMDA, 0.5, 0.1, 2.0, 0.1, "nS", "NMDA conductance of the spine",
            "NMDA conductance of the spine with all its channels open", "value used here",
            latex=r"g_\mathrm{NMDA}",
        ),
        Parameter(
            calcium_fraction, 0.10, 0.05, 0.15, 0.01, "", "Calcium share of the NMDA current",
            "Share of the NMDA current that calcium carries at −60 mV", "value used here",
            latex=r"P_\mathrm{f}",
        ),
        Parameter(
            kappa, 24.0, 0.0, 100.0, 1.0, "", "Buffer capacity",
            "Bound calcium per free calcium", SPINE, latex=r"\kappa",
        ),
    ),
    choices=(_clamp, fits()),
    constants=(
        Constant(alpha_N, 0.072, "/(mM ms)", "Opening of NMDA receptors", KINETICS, r"\alpha_\mathrm{N}"),
        Constant(beta_N, 0.0066, "/ms", "Closing of NMDA receptors", KINETICS, r"\beta_\mathrm{N}"),
        Constant(alpha_A, 1.1, "/(mM ms)", "Opening of AMPA receptors", KINETICS, r"\alpha_\mathrm{A}"),
        Constant(beta_A, 0.19, "/ms", "Closing of AMPA receptors", KINETICS, r"\beta_\mathrm{A}"),
        Constant(E_rev, 0.0, "mV", "Reversal potential of both currents", KINETICS, r"E_\mathrm{rev}"),
        Constant(E_Ca, 130.0, "mV", "Reversal potential of calcium", "shouval2002unified", r"E_\mathrm{Ca}"),
        Constant(V_P, -60.0, "mV", "Potential at which the calcium share is stated", "value used here", r"V_\mathrm{P}"),
        Constant(V_rest, -65.0, "mV", "Resting potential", "shouval2002unified", r"V_\mathrm{rest}"),
        Constant(tau_m, 15.0, "ms", "Time constant of the membrane", "value used here", r"\tau_\mathrm{m}"),
        Constant(g_L, 10.0, "nS", "Leak conductance of the dendrite", "value used here", r"g_\mathrm{L}"),
        Constant(tau_bf, 3.0, "ms", "Fast decay of the action potential", "shouval2002unified", r"\tau_\mathrm{f}"),
        Constant(tau_bs, 25.0, "ms", "Slow decay of the action potential", "shouval2002unified", r"\tau_\mathrm{s}"),
        Constant(vol, 0.087, "fL", "Volume of the spine head", "value used here", r"v"),
        Constant(k_Q, UM_PER_FC_PER_FL, "µM fL/fC", "Charge to concentration, 1/(2F)", "computed", r"k_Q"),
        Constant(Ca_0, 0.07, "µM", "Calcium at rest", SPINE, r"[\mathrm{Ca}]_0"),
        Constant(tau_0, 0.56, "ms", "Clearance of calcium with no buffer", "value used here", r"\tau_0"),
    ),
    inputs=(
        Input(T, _pulses, PULSE_WIDTH, 1, "Transmitter in the cleft, mM"),
    ),
    definitions=(
        Definition(
            V, (1 - free) * V_hold + free * (V_m + a_fast + a_slow), "Potential of the spine"
        ),
        Definition(B, unblocked_fraction(Mg, V), "Unblocked fraction"),
        Definition(
            I_NMDA, g_NMDA * r_NMDA * B * (V - E_rev), "NMDA current", latex=r"I_\mathrm{NMDA}"
        ),
        Definition(
            I_Ca,
            calcium_fraction * g_NMDA * r_NMDA * B * (V - E_Ca) * (V_P - E_rev) / (V_P - E_Ca),
            "Calcium current",
            latex=r"I_\mathrm{Ca}",
        ),
    ),
    states=(
        State(
            r_NMDA, alpha_N * T * (1 - r_NMDA) - beta_N * r_NMDA, 0, "Open NMDA receptors",
            latex=r"r_\mathrm{N}",
        ),
        State(
            r_AMPA, alpha_A * T * (1 - r_AMPA) - beta_A * r_AMPA, 0, "Open AMPA receptors",
            latex=r"r_\mathrm{A}",
        ),
        State(
            V_m, (V_rest - V_m - g_AMPA / g_L * r_AMPA * (V_m - E_rev)) / tau_m, V_rest,
            "Potential of the dendrite",
            latex=r"V_\mathrm{m}",
        ),
        State(a_fast, -a_fast / tau_bf, 0, "Fast part of the action potential", latex=r"a_\mathrm{f}"),
        State(a_slow, -a_slow / tau_bs, 0, "Slow part of the action potential", latex=r"a_\mathrm{s}"),
        State(
            Ca, (-k_Q / vol * I_Ca - (Ca - Ca_0) / tau_0) / (1 + kappa), Ca_0, "Free calcium",
            latex=r"[\mathrm{Ca}]",
        ),
    ),
    resets=(
        Reset(a_fast, _action_potentials, Rational(3, 4) * bap),
        Reset(a_slow, _action_potentials, Rational(1, 4) * bap),
    ),
    series=(
        Series("potential", V, "mV", "Membrane potential", (-92.0, 45.0)),
        Series("unblocked_fraction", B, "", "Unblocked fraction", (0.0, 1.0)),
        Series("nmda_current", I_NMDA, "pA", "NMDA current"),
        Series("calcium", Ca, "µM", "Free calcium in the spine"),
        Series("open_receptors", r_NMDA, "", "Open NMDA receptors", (0.0, 1.0), plotted=False),
    ),
    scalars=(
        Scalar("peak_calcium", "Peak calcium", "µM", of="calcium", how="max"),
        Scalar(
            "calcium_time_integral", "Calcium above rest, over time", "µM·ms",
            of="calcium", how="integral", baseline=Ca_0,
        ),
    ),
    presets=(
        Preset(
            "resting-synapse", "Resting synapse",
            "One pulse reaches a spine that is held at rest", {},
        ),
        Preset(
            "coincidence", "Coincidence",
            "One pulse, strong AMPA drive and an action potential that runs back 5 ms later",
            {"clamp": "free", "g_AMPA": 20.0, "bap": 60.0},
        ),
        Preset(
            "low-magnesium", "Low magnesium", "The resting synapse with magnesium at 0.3 mM",
            {"Mg": 0.3},
        ),
        Preset(
            "raised-magnesium", "Raised magnesium", "The coincidence with magnesium at 2 mM",
            {"Mg": 2.0, "clamp": "free", "g_AMPA": 20.0, "bap": 60.0},
        ),
        Preset("no-block", "No block", "The resting synapse with no magnesium", {"Mg": 0.0}),
    ),
    not_modelled=(
        "The NMDA current does not move the potential: one spine is taken as too small, so there are no "
        "NMDA spikes.",
        "Other sources of calcium: voltage-gated channels, AMPA receptors and the stores of the cell.",
        "The spine neck: calcium does not diffuse into the dendrite.",
        "Buffers that fill up: the buffer capacity stays the same at any calcium.",
        "Slow unblocking, desensitisation and the differences between receptor subunits.",
        "What magnesium does elsewhere: on transmitter release, other channels and surface charge.",
    ),
)
