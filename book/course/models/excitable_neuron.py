"""A neuron that fires when its synapses drive it, and more when magnesium blocks fewer NMDA receptors.

The membrane is that of Wang and Buzsáki 1996 (sodium activation at once, sodium inactivation and the
potassium gate five times as fast as their rates say). Its synapses add up linearly: AMPA as one
exponential, NMDA as the difference of two. That less magnesium means more spikes is no law: under strong
drive the cell stays too depolarised to fire, and magnesium then brings spikes back.

Units: ms, mV, mM, Hz; per area of membrane mS/cm², µA/cm², µF/cm². Currents are negative when inward.
"""

from sympy import Expr, Mul, Rational, Symbol, exp, log, symbols

from course.models.kit import (
    Axis,
    Choice,
    Constant,
    Definition,
    Model,
    Option,
    Parameter,
    Preset,
    RandomTrain,
    Reset,
    Scalar,
    Series,
    Spikes,
    State,
)
from course.models.magnesium_block import fits, unblocked_fraction

MEMBRANE = "wang1996gamma"
SYNAPSES = "wang2002probabilistic"
SURFACE = "hille1975negative"

NMDA_NORMALISER = 1.10522
"""1 over the peak of exp(-t/100 ms) - exp(-t/2 ms), so that one input alone opens 1."""

BURST_GAP = 15.0
"""Longest gap within a burst, ms."""

t, Mg, Ca, rate, ratio, g_AMPA = symbols("t Mg Ca rate ratio g_AMPA", real=True)
I_app, seed, k_surface = symbols("I_app seed k_surface", real=True)
C_m, g_Na, g_K, g_L = symbols("C_m g_Na g_K g_L", real=True)
E_Na, E_K, E_L, E_syn, phi = symbols("E_Na E_K E_L E_syn phi", real=True)
tau_A, tau_rise, tau_decay, k_N, Ca_ref, Mg_ref, q = symbols(
    "tau_A tau_rise tau_decay k_N Ca_ref Mg_ref q", real=True
)
V, h, n, s_A, s_rise, s_decay = symbols("V h n s_A s_rise s_decay", real=True)
shift, V_Na, m, s_N, B = symbols("shift V_Na m s_N B", real=True)
a_m, b_m, a_h, b_h, a_n, b_n = symbols("a_m b_m a_h b_h a_n b_n", real=True)
I_Na, I_K, I_leak, I_AMPA, I_NMDA = symbols("I_Na I_K I_leak I_AMPA I_NMDA", real=True)


def _over(potential: Expr, zero: int, width: int) -> Expr:
    """Return ``-(potential - zero) / width``, kept in this form so that the equation reads as published."""
    return Mul(Rational(-1, width), potential - zero, evaluate=False)


def _opening_rate(potential: Expr, zero: int, scale: Expr) -> Expr:
    """Return a rate that grows in proportion above `zero` and fades below it.

    It is 0/0 at exactly `zero`, which an integrated potential does not meet.
    """
    return scale / (1 - exp(_over(potential, zero, 10))) * (potential - zero)


_rates = {
    a_m: _opening_rate(V_Na, -35, Rational(1, 10)),
    b_m: 4 * exp(_over(V_Na, -60, 18)),
    a_h: Rational(7, 100) * exp(_over(V_Na, -58, 20)),
    b_h: 1 / (1 + exp(_over(V_Na, -28, 10))),
    a_n: _opening_rate(V, -34, Rational(1, 100)),
    b_n: Rational(1, 8) * exp(_over(V, -44, 80)),
}


def _at_rest(opening: Symbol, closing: Symbol) -> Expr:
    """Return the settled value of a gate at the leak's potential, with no shift."""
    rates = {rate: _rates[rate].subs({V: E_L, V_Na: E_L}) for rate in (opening, closing)}
    return (opening / (opening + closing)).subs(rates)


_inputs = RandomTrain(start=0, rate=rate / 1000, seed=seed)

_surface = Choice(
    "surface", "off", "Surface charge",
    "Toy rule of surface charge: shift of the sodium gates for ten times the divalent ions, mV",
    (
        Option("off", "left out", {k_surface: 0.0}, "your choice"),
        Option("toy_rule", "toy rule: 22.5 mV for ten times the ions", {k_surface: 22.5}, SURFACE),
    ),
    latex={k_surface: r"k_\mathrm{surf}"},
)

excitable_neuron = Model(
    id="excitable-neuron",
    title="A neuron with AMPA and NMDA synapses",
    summary="How often one model neuron fires when irregular inputs reach it.",
    axis=Axis(t, 0.0, 500.0, 0.25, "ms", "Time"),
    parameters=(
        Parameter(
            Mg, 1.0, 0.0, 5.0, 0.05, "mM", "Extracellular magnesium",
            "Free magnesium outside the cell, at the synapse", "jahr1990voltage",
            latex=r"[\mathrm{Mg}]",
        ),
        Parameter(
            rate, 10.0, 0.0, 100.0, 1.0, "Hz", "Rate of all inputs together",
            "Inputs in a second, of all synapses together; they come at irregular times", "your choice",
            latex="f",
        ),
        Parameter(
            g_AMPA, 0.1, 0.0, 0.4, 0.01, "mS/cm²", "AMPA conductance of one input",
            "Peak AMPA conductance that one input opens", "value used here",
            latex=r"g_\mathrm{AMPA}",
        ),
        Parameter(
            ratio, 0.4, 0.0, 2.0, 0.05, "", "NMDA conductance per AMPA conductance",
            "Peak NMDA conductance of one input with no block, per AMPA conductance", "value used here",
            latex="r",
        ),
        Parameter(
            I_app, 0.0, -1.0, 3.0, 0.05, "µA/cm²", "Constant current",
            "Constant current into the cell", "your choice", latex=r"I_\mathrm{app}",
        ),
        Parameter(
            Ca, 1.2, 0.5, 4.0, 0.05, "mM", "Extracellular calcium",
            "Free calcium outside the cell; it acts through the surface charge only", "value used here",
            latex=r"[\mathrm{Ca}]",
        ),
        Parameter(
            seed, 4, 0, 99, 1, "", "Draw of the input times",
            "Which draw of irregular input times (a whole number)", "your choice", latex=r"\sigma",
        ),
    ),
    choices=(_surface, fits()),
    constants=(
        Constant(C_m, 1.0, "µF/cm²", "Capacitance of the membrane", MEMBRANE, r"C_\mathrm{m}"),
        Constant(g_Na, 35.0, "mS/cm²", "Largest sodium conductance", MEMBRANE, r"g_\mathrm{Na}"),
        Constant(g_K, 9.0, "mS/cm²", "Largest potassium conductance", MEMBRANE, r"g_\mathrm{K}"),
        Constant(g_L, 0.1, "mS/cm²", "Leak conductance", MEMBRANE, r"g_\mathrm{L}"),
        Constant(E_Na, 55.0, "mV", "Reversal potential of sodium", MEMBRANE, r"E_\mathrm{Na}"),
        Constant(E_K, -90.0, "mV", "Reversal potential of potassium", MEMBRANE, r"E_\mathrm{K}"),
        Constant(E_L, -65.0, "mV", "Reversal potential of the leak", MEMBRANE, r"E_\mathrm{L}"),
        Constant(phi, 5.0, "", "How much faster the gates are than their rates", MEMBRANE, r"\varphi"),
        Constant(E_syn, 0.0, "mV", "Reversal potential of both synaptic currents", SYNAPSES, r"E_\mathrm{syn}"),
        Constant(tau_A, 2.0, "ms", "Decay of the AMPA conductance", SYNAPSES, r"\tau_\mathrm{A}"),
        Constant(tau_rise, 2.0, "ms", "Rise of the NMDA conductance", SYNAPSES, r"\tau_\mathrm{r}"),
        Constant(tau_decay, 100.0, "ms", "Decay of the NMDA conductance", SYNAPSES, r"\tau_\mathrm{d}"),
        Constant(k_N, NMDA_NORMALISER, "", "Makes one NMDA response peak at 1", "computed", r"k_\mathrm{N}"),
        Constant(Ca_ref, 1.2, "mM", "Calcium at which surface charge shifts nothing", "value used here", r"[\mathrm{Ca}]_\mathrm{ref}"),
        Constant(Mg_ref, 0.8, "mM", "Magnesium at which surface charge shifts nothing", "value used here", r"[\mathrm{Mg}]_\mathrm{ref}"),
        Constant(q, 1.4, "", "How much more calcium shifts the gates than magnesium", "value used here", "q"),
    ),
    definitions=(
        Definition(
            shift, k_surface * log((Ca + Mg / q) / (Ca_ref + Mg_ref / q)) / log(10),
            "Shift of the sodium gates by the toy rule of surface charge", latex=r"\Delta V",
        ),
        Definition(V_Na, V - shift, "Potential that the sodium gates feel", latex=r"V_\mathrm{Na}"),
        Definition(a_m, _rates[a_m], "Opening rate of sodium activation, /ms", latex=r"\alpha_m"),
        Definition(b_m, _rates[b_m], "Closing rate of sodium activation, /ms", latex=r"\beta_m"),
        Definition(a_h, _rates[a_h], "Recovery rate of sodium inactivation, /ms", latex=r"\alpha_h"),
        Definition(b_h, _rates[b_h], "Onset rate of sodium inactivation, /ms", latex=r"\beta_h"),
        Definition(a_n, _rates[a_n], "Opening rate of the potassium gate, /ms", latex=r"\alpha_n"),
        Definition(b_n, _rates[b_n], "Closing rate of the potassium gate, /ms", latex=r"\beta_n"),
        Definition(m, a_m / (a_m + b_m), "Sodium activation"),
        Definition(I_Na, g_Na * m**3 * h * (V - E_Na), "Sodium current", latex=r"I_\mathrm{Na}"),
        Definition(I_K, g_K * n**4 * (V - E_K), "Potassium current", latex=r"I_\mathrm{K}"),
        Definition(I_leak, g_L * (V - E_L), "Leak current", latex=r"I_\mathrm{L}"),
        Definition(B, unblocked_fraction(Mg, V), "Unblocked fraction"),
        Definition(I_AMPA, g_AMPA * s_A * (V - E_syn), "AMPA current", latex=r"I_\mathrm{AMPA}"),
        Definition(s_N, k_N * (s_decay - s_rise), "NMDA conductance, in units of one input", latex=r"s_\mathrm{N}"),
        Definition(
            I_NMDA, ratio * g_AMPA * s_N * B * (V - E_syn), "NMDA current", latex=r"I_\mathrm{NMDA}"
        ),
    ),
    states=(
        State(V, (I_app - I_Na - I_K - I_leak - I_AMPA - I_NMDA) / C_m, E_L, "Membrane potential"),
        State(h, phi * (a_h * (1 - h) - b_h * h), _at_rest(a_h, b_h), "Sodium inactivation"),
        State(n, phi * (a_n * (1 - n) - b_n * n), _at_rest(a_n, b_n), "Potassium gate"),
        State(s_A, -s_A / tau_A, 0, "AMPA conductance, in units of one input", latex=r"s_\mathrm{A}"),
        State(s_rise, -s_rise / tau_rise, 0, "Rising part of the NMDA conductance", latex=r"s_\mathrm{r}"),
        State(s_decay, -s_decay / tau_decay, 0, "Decaying part of the NMDA conductance", latex=r"s_\mathrm{d}"),
    ),
    resets=(
        Reset(s_A, _inputs, s_A + 1),
        Reset(s_rise, _inputs, s_rise + 1),
        Reset(s_decay, _inputs, s_decay + 1),
    ),
    spikes=Spikes(of="potential", threshold=-20.0, burst_gap=BURST_GAP),
    series=(
        Series("potential", V, "mV", "Membrane potential", (-92.0, 50.0)),
        Series("unblocked_fraction", B, "", "Unblocked fraction", (0.0, 1.0)),
        Series("ampa_conductance", g_AMPA * s_A, "mS/cm²", "AMPA conductance"),
        Series("nmda_current", I_NMDA, "µA/cm²", "NMDA current"),
    ),
    scalars=(
        Scalar("spike_count", "Spikes", "", of="potential", how="spike count"),
        Scalar("spike_rate", "Firing rate", "Hz", of="potential", how="spike rate"),
        Scalar(
            "burst_count", f"Bursts: 3 spikes or more, at most {BURST_GAP:g} ms apart", "",
            of="potential", how="burst count",
        ),
        Scalar(
            "first_spike", "First spike at", "ms", of="potential", how="first spike", has_zero=False
        ),
        Scalar(
            "unblocked_at_rest", "Unblocked fraction at −65 mV", "",
            expression=unblocked_fraction(Mg, E_L),
        ),
    ),
    presets=(
        Preset("resting-drive", "Resting drive", "Sparse inputs, magnesium 1 mM: each makes one spike", {}),
        Preset("low-magnesium", "Low magnesium", "The same inputs with magnesium at 0.3 mM", {"Mg": 0.3}),
        Preset("raised-magnesium", "Raised magnesium", "The same inputs with magnesium at 2 mM", {"Mg": 2.0}),
        Preset("no-block", "No block", "The same inputs with no magnesium at all", {"Mg": 0.0}),
        Preset(
            "surface-charge", "Low magnesium, surface charge",
            "Magnesium at 0.3 mM, and the sodium gates feel that divalent ions are missing (a toy rule)",
            {"Mg": 0.3, "surface": "toy_rule"},
        ),
    ),
    not_modelled=(
        "A network: one neuron cannot have a seizure, and there is no inhibition to hold it back.",
        "People: brain slices in a bath without magnesium fire in epileptiform discharges, but the magnesium "
        "around a living brain is held and does not go near zero when the food has little of it. The preset "
        "“No block” shows a mechanism, not what low intake does.",
        "Adaptation: nothing slows the firing during a long drive, and potassium does not build up outside "
        "the cell.",
        "Dendrites: all inputs act on one point, so there are no NMDA spikes of a branch.",
        "Saturation and desensitisation of receptors, failures of release and depression: each input opens "
        "as much as the one before.",
        "The time that the block needs to follow the potential.",
        "Surface charge beyond the toy rule: it shifts the sodium gates only, as if the potassium gates, the "
        "block and the release of transmitter did not feel it, and it must not be used near zero divalent "
        "ions.",
    ),
    max_step=0.02,
)
