"""What drives the model neurons: irregular inputs that open AMPA and NMDA receptors, and the toy rule of surface charge.

The synapses add up linearly: AMPA as one exponential, NMDA as the difference of two. A neuron adds its
membrane, whose sodium gates feel `V_Na`.
"""

from collections.abc import Mapping

from sympy import Expr, Symbol, log, symbols

from course.models.magnesium_block import fits, unblocked_fraction
from lessonkit.model import (
    Choice,
    Constant,
    Definition,
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

SYNAPSES = "wang2002probabilistic"
SURFACE = "hille1975negative"

NMDA_NORMALISER = 1.10522
"""1 over the peak of exp(-t/100 ms) - exp(-t/2 ms), so that one input alone opens 1."""

SPIKE_THRESHOLD = -20.0
"""A spike is counted where the potential rises through this, mV."""

BURST_GAP = 15.0
"""Longest gap within a burst, ms."""

V, Mg, Ca, rate, ratio, g_AMPA = symbols("V Mg Ca rate ratio g_AMPA", real=True)
I_app, seed, k_surface = symbols("I_app seed k_surface", real=True)
E_syn, tau_A, tau_rise, tau_decay, k_N, Ca_ref, Mg_ref, q = symbols(
    "E_syn tau_A tau_rise tau_decay k_N Ca_ref Mg_ref q", real=True
)
s_A, s_rise, s_decay = symbols("s_A s_rise s_decay", real=True)
a_m, b_m, a_h, b_h, a_n, b_n = symbols("a_m b_m a_h b_h a_n b_n", real=True)
shift, V_Na, s_N, B, I_AMPA, I_NMDA = symbols("shift V_Na s_N B I_AMPA I_NMDA", real=True)

_inputs = RandomTrain(start=0, rate=rate / 1000, seed=seed)


def parameters(ampa: float, draw: int) -> tuple[Parameter, ...]:
    """Return the settings of the drive: `ampa` is what one input opens, mS/cm², `draw` the default draw."""
    return (
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
            g_AMPA, ampa, 0.0, 0.4, 0.01, "mS/cm²", "AMPA conductance of one input",
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
            seed, draw, 0, 99, 1, "", "Draw of the input times",
            "Which draw of irregular input times (a whole number)", "your choice", latex=r"\sigma",
        ),
    )  # fmt: skip


CHOICES = (
    Choice(
        "surface", "off", "Surface charge",
        "Toy rule of surface charge: shift of the sodium gates for ten times the divalent ions, mV",
        (
            Option("off", "left out", {k_surface: 0.0}, "your choice"),
            Option("toy_rule", "toy rule: 22.5 mV for ten times the ions", {k_surface: 22.5}, SURFACE),
        ),
        latex={k_surface: r"k_\mathrm{surf}"},
    ),
    fits(),
)  # fmt: skip

CONSTANTS = (
    Constant(E_syn, 0.0, "mV", "Reversal potential of both synaptic currents", SYNAPSES, r"E_\mathrm{syn}"),
    Constant(tau_A, 2.0, "ms", "Decay of the AMPA conductance", SYNAPSES, r"\tau_\mathrm{A}"),
    Constant(tau_rise, 2.0, "ms", "Rise of the NMDA conductance", SYNAPSES, r"\tau_\mathrm{r}"),
    Constant(tau_decay, 100.0, "ms", "Decay of the NMDA conductance", SYNAPSES, r"\tau_\mathrm{d}"),
    Constant(k_N, NMDA_NORMALISER, "", "Makes one NMDA response peak at 1", "computed", r"k_\mathrm{N}"),
    Constant(
        Ca_ref, 1.2, "mM", "Calcium at which surface charge shifts nothing", "value used here",
        r"[\mathrm{Ca}]_\mathrm{ref}",
    ),
    Constant(
        Mg_ref, 0.8, "mM", "Magnesium at which surface charge shifts nothing", "value used here",
        r"[\mathrm{Mg}]_\mathrm{ref}",
    ),
    Constant(q, 1.4, "", "How much more calcium shifts the gates than magnesium", "value used here", "q"),
)  # fmt: skip

SODIUM_GATES_FEEL = (
    Definition(
        shift, k_surface * log((Ca + Mg / q) / (Ca_ref + Mg_ref / q)) / log(10),
        "Shift of the sodium gates by the toy rule of surface charge", latex=r"\Delta V",
    ),
    Definition(V_Na, V - shift, "Potential that the sodium gates feel", latex=r"V_\mathrm{Na}"),
)  # fmt: skip


def gates(rates: Mapping[Symbol, Expr]) -> tuple[Definition, ...]:
    """Return the rates of a membrane's gates: of sodium activation and inactivation, and of potassium."""
    return (
        Definition(a_m, rates[a_m], "Opening rate of sodium activation, /ms", latex=r"\alpha_m"),
        Definition(b_m, rates[b_m], "Closing rate of sodium activation, /ms", latex=r"\beta_m"),
        Definition(a_h, rates[a_h], "Recovery rate of sodium inactivation, /ms", latex=r"\alpha_h"),
        Definition(b_h, rates[b_h], "Onset rate of sodium inactivation, /ms", latex=r"\beta_h"),
        Definition(a_n, rates[a_n], "Opening rate of the potassium gate, /ms", latex=r"\alpha_n"),
        Definition(b_n, rates[b_n], "Closing rate of the potassium gate, /ms", latex=r"\beta_n"),
    )


def at_rest(opening: Expr, closing: Expr, rest: Symbol) -> Expr:
    """Return the settled value of a gate at the potential `rest`, with no shift."""
    up, down = (rate.subs({V: rest, V_Na: rest}) for rate in (opening, closing))
    return up / (up + down)


CURRENTS = (
    Definition(B, unblocked_fraction(Mg, V), "Unblocked fraction"),
    Definition(I_AMPA, g_AMPA * s_A * (V - E_syn), "AMPA current", latex=r"I_\mathrm{AMPA}"),
    Definition(
        s_N, k_N * (s_decay - s_rise), "NMDA conductance, in units of one input", latex=r"s_\mathrm{N}"
    ),
    Definition(I_NMDA, ratio * g_AMPA * s_N * B * (V - E_syn), "NMDA current", latex=r"I_\mathrm{NMDA}"),
)

STATES = (
    State(s_A, -s_A / tau_A, 0, "AMPA conductance, in units of one input", latex=r"s_\mathrm{A}"),
    State(s_rise, -s_rise / tau_rise, 0, "Rising part of the NMDA conductance", latex=r"s_\mathrm{r}"),
    State(s_decay, -s_decay / tau_decay, 0, "Decaying part of the NMDA conductance", latex=r"s_\mathrm{d}"),
)

RESETS = tuple(Reset(opened, _inputs, opened + 1) for opened in (s_A, s_rise, s_decay))

SPIKES = Spikes(of="potential", threshold=SPIKE_THRESHOLD, burst_gap=BURST_GAP)


def series(lowest: float) -> tuple[Series, ...]:
    """Return the curves; that of the potential is drawn from `lowest` on, mV."""
    return (
        Series("potential", V, "mV", "Membrane potential", (lowest, 50.0)),
        Series("unblocked_fraction", B, "", "Unblocked fraction", (0.0, 1.0)),
        Series("ampa_conductance", g_AMPA * s_A, "mS/cm²", "AMPA conductance"),
        Series("nmda_current", I_NMDA, "µA/cm²", "NMDA current"),
    )


def scalars(rest: Expr | Symbol, rest_mV: int) -> tuple[Scalar, ...]:
    """Return the numbers read; `rest` is the potential at rest, of `rest_mV`."""
    return (
        Scalar("spike_count", "Spikes", "", of="potential", how="spike count"),
        Scalar("spike_rate", "Firing rate", "Hz", of="potential", how="spike rate"),
        Scalar(
            "burst_count", f"Bursts: 3 spikes or more, at most {BURST_GAP:g} ms apart", "",
            of="potential", how="burst count",
        ),
        Scalar("first_spike", "First spike at", "ms", of="potential", how="first spike", has_zero=False),
        Scalar(
            "unblocked_at_rest", f"Unblocked fraction at −{-rest_mV} mV", "",
            expression=unblocked_fraction(Mg, rest),
        ),
    )  # fmt: skip


PRESETS = (
    Preset("resting-drive", "Resting drive", "Sparse inputs, magnesium 1 mM: each makes one spike", {}),
    Preset("low-magnesium", "Low magnesium", "The same inputs with magnesium at 0.3 mM", {"Mg": 0.3}),
    Preset("raised-magnesium", "Raised magnesium", "The same inputs with magnesium at 2 mM", {"Mg": 2.0}),
    Preset("no-block", "No block", "The same inputs with no magnesium at all", {"Mg": 0.0}),
    Preset(
        "surface-charge", "Low magnesium, surface charge",
        "Magnesium at 0.3 mM, and the sodium gates feel that divalent ions are missing (a toy rule)",
        {"Mg": 0.3, "surface": "toy_rule"},
    ),
)  # fmt: skip

NOT_MODELLED = (
    "A network: one neuron cannot have a seizure, and there is no inhibition to hold it back.",
    "People: brain slices in a bath without magnesium fire in epileptiform discharges, but the magnesium "
    "around a living brain is held and does not go near zero when the food has little of it. The preset "
    "“No block” shows a mechanism, not what low intake does.",
    "Dendrites: all inputs act on one point, so there are no NMDA spikes of a branch.",
    "Saturation and desensitisation of receptors, failures of release and depression: each input opens "
    "as much as the one before.",
    "The time that the block needs to follow the potential.",
    "Surface charge beyond the toy rule: it shifts the sodium gates only, as if the potassium gates, the "
    "block and the release of transmitter did not feel it, and it must not be used near zero divalent "
    "ions.",
)
