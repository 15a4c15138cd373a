"""A regular-spiking pyramidal cell of the cortex: an excitatory neuron that adapts.

The membrane is the simplest regular-spiking cell of Pospischil and colleagues 2008 (sodium and potassium
currents after Traub and Miles, and a slow potassium current, the M current), with the constants of its
public code, ModelDB 123623, at 36 °C. That less magnesium means more spikes is no law here either: under
strong drive the cell stays too depolarised to fire.

Units: ms, mV, mM, Hz; per area of membrane mS/cm², µA/cm², µF/cm². Currents are negative when inward.
"""

from sympy import Expr, Mul, Rational, exp, symbols

from course.models import synaptic_drive as drive
from course.models.synaptic_drive import I_AMPA, I_NMDA, I_app, V, V_Na, a_h, a_m, a_n, b_h, b_m, b_n
from lessonkit.model import Axis, Constant, Definition, Model, State

MEMBRANE = "pospischil2008minimal"

t, C_m, g_Na, g_K, g_M, g_L = symbols("t C_m g_Na g_K g_M g_L", real=True)
E_Na, E_K, E_L, V_T, tau_max = symbols("E_Na E_K E_L V_T tau_max", real=True)
m, h, n, p, p_inf, tau_p = symbols("m h n p p_inf tau_p", real=True)
I_Na, I_K, I_M, I_leak = symbols("I_Na I_K I_M I_leak", real=True)


def _over(potential: Expr, zero: int, width: int) -> Expr:
    """Return ``(potential - V_T - zero) / width``, kept in this form so that the equation reads as published."""
    return Mul(Rational(1, width), potential - V_T - zero, evaluate=False)


def _linear(scale: Expr, potential: Expr, zero: int, width: int) -> Expr:
    """Return a rate that grows in proportion on one side of `zero` and fades on the other.

    It is 0/0 at exactly `zero`, which an integrated potential does not meet.
    """
    return scale / (1 - exp(-_over(potential, zero, width))) * (potential - V_T - zero)


_rates = {
    a_m: _linear(Rational(8, 25), V_Na, 13, 4),
    b_m: _linear(Rational(-7, 25), V_Na, 40, -5),
    a_h: Rational(16, 125) * exp(_over(V_Na, 17, -18)),
    b_h: 4 / (1 + exp(_over(V_Na, 40, -5))),
    a_n: _linear(Rational(4, 125), V, 15, 5),
    b_n: Rational(1, 2) * exp(_over(V, 10, -40)),
}
_p_inf = 1 / (1 + exp(Mul(Rational(-1, 10), V + 35, evaluate=False)))


pyramidal_neuron = Model(
    id="pyramidal-neuron",
    title="A pyramidal neuron with AMPA and NMDA synapses",
    summary="How often one excitatory neuron of the cortex fires when irregular inputs reach it.",
    axis=Axis(t, 0.0, 500.0, 0.25, "ms", "Time"),
    parameters=drive.parameters(ampa=0.3, draw=8),
    choices=drive.CHOICES,
    constants=(
        Constant(C_m, 1.0, "µF/cm²", "Capacitance of the membrane", MEMBRANE, r"C_\mathrm{m}"),
        Constant(g_Na, 50.0, "mS/cm²", "Largest sodium conductance", MEMBRANE, r"g_\mathrm{Na}"),
        Constant(g_K, 5.0, "mS/cm²", "Largest potassium conductance", MEMBRANE, r"g_\mathrm{K}"),
        Constant(g_M, 0.07, "mS/cm²", "Largest conductance of the M current", MEMBRANE, r"g_\mathrm{M}"),
        Constant(g_L, 0.1, "mS/cm²", "Leak conductance", MEMBRANE, r"g_\mathrm{L}"),
        Constant(E_Na, 50.0, "mV", "Reversal potential of sodium", MEMBRANE, r"E_\mathrm{Na}"),
        Constant(E_K, -100.0, "mV", "Reversal potential of potassium", MEMBRANE, r"E_\mathrm{K}"),
        Constant(E_L, -70.0, "mV", "Reversal potential of the leak", MEMBRANE, r"E_\mathrm{L}"),
        Constant(V_T, -55.0, "mV", "Potential from which the gates are counted", MEMBRANE, r"V_\mathrm{T}"),
        Constant(tau_max, 1000.0, "ms", "Sets how slow the M current is", MEMBRANE, r"\tau_\mathrm{max}"),
        *drive.CONSTANTS,
    ),
    definitions=(
        *drive.SODIUM_GATES_FEEL,
        *drive.gates(_rates),
        Definition(p_inf, _p_inf, "Settled value of the M gate", latex=r"p_\infty"),
        Definition(
            tau_p, tau_max / (Rational(33, 10) * exp((V + 35) / 20) + exp(-(V + 35) / 20)),
            "Time constant of the M gate, ms", latex=r"\tau_p",
        ),
        Definition(I_Na, g_Na * m**3 * h * (V - E_Na), "Sodium current", latex=r"I_\mathrm{Na}"),
        Definition(I_K, g_K * n**4 * (V - E_K), "Potassium current", latex=r"I_\mathrm{K}"),
        Definition(I_M, g_M * p * (V - E_K), "M current", latex=r"I_\mathrm{M}"),
        Definition(I_leak, g_L * (V - E_L), "Leak current", latex=r"I_\mathrm{L}"),
        *drive.CURRENTS,
    ),
    states=(
        State(V, (I_app - I_Na - I_K - I_M - I_leak - I_AMPA - I_NMDA) / C_m, E_L, "Membrane potential"),
        State(m, a_m * (1 - m) - b_m * m, drive.at_rest(_rates[a_m], _rates[b_m], E_L), "Sodium activation"),
        State(h, a_h * (1 - h) - b_h * h, drive.at_rest(_rates[a_h], _rates[b_h], E_L), "Sodium inactivation"),
        State(n, a_n * (1 - n) - b_n * n, drive.at_rest(_rates[a_n], _rates[b_n], E_L), "Potassium gate"),
        State(p, (p_inf - p) / tau_p, _p_inf.subs(V, E_L), "M gate"),
        *drive.STATES,
    ),
    resets=drive.RESETS,
    spikes=drive.SPIKES,
    series=drive.series(lowest=-102.0),
    scalars=drive.scalars(E_L, -70),
    presets=drive.PRESETS,
    not_modelled=(
        *drive.NOT_MODELLED,
        "Other currents of a pyramidal cell: calcium, calcium-gated potassium, and those of its dendrites. "
        "Potassium does not build up outside the cell.",
    ),
    max_step=0.0125,
)
