"""A fast-spiking GABAergic interneuron of the hippocampus: what it excites, it calms.

The membrane is that of Wang and Buzsáki 1996 (sodium activation at once, sodium inactivation and the
potassium gate five times as fast as their rates say). That less magnesium means more spikes is no law: under
strong drive the cell stays too depolarised to fire, and magnesium then brings spikes back.

Units: ms, mV, mM, Hz; per area of membrane mS/cm², µA/cm², µF/cm². Currents are negative when inward.
"""

from sympy import Expr, Mul, Rational, exp, symbols

from course.models import synaptic_drive as drive
from course.models.synaptic_drive import I_AMPA, I_NMDA, I_app, V, V_Na, a_h, a_m, a_n, b_h, b_m, b_n
from lessonkit.model import Axis, Constant, Definition, Model, State

MEMBRANE = "wang1996gamma"

t, C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, phi = symbols("t C_m g_Na g_K g_L E_Na E_K E_L phi", real=True)
h, n, m = symbols("h n m", real=True)
I_Na, I_K, I_leak = symbols("I_Na I_K I_leak", real=True)


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


excitable_neuron = Model(
    id="excitable-neuron",
    title="An inhibitory interneuron with AMPA and NMDA synapses",
    summary="How often one fast-spiking interneuron fires when irregular inputs reach it.",
    axis=Axis(t, 0.0, 500.0, 0.25, "ms", "Time"),
    parameters=drive.parameters(ampa=0.1, draw=4),
    choices=drive.CHOICES,
    constants=(
        Constant(C_m, 1.0, "µF/cm²", "Capacitance of the membrane", MEMBRANE, r"C_\mathrm{m}"),
        Constant(g_Na, 35.0, "mS/cm²", "Largest sodium conductance", MEMBRANE, r"g_\mathrm{Na}"),
        Constant(g_K, 9.0, "mS/cm²", "Largest potassium conductance", MEMBRANE, r"g_\mathrm{K}"),
        Constant(g_L, 0.1, "mS/cm²", "Leak conductance", MEMBRANE, r"g_\mathrm{L}"),
        Constant(E_Na, 55.0, "mV", "Reversal potential of sodium", MEMBRANE, r"E_\mathrm{Na}"),
        Constant(E_K, -90.0, "mV", "Reversal potential of potassium", MEMBRANE, r"E_\mathrm{K}"),
        Constant(E_L, -65.0, "mV", "Reversal potential of the leak", MEMBRANE, r"E_\mathrm{L}"),
        Constant(phi, 5.0, "", "How much faster the gates are than their rates", MEMBRANE, r"\varphi"),
        *drive.CONSTANTS,
    ),
    definitions=(
        *drive.SODIUM_GATES_FEEL,
        *drive.gates(_rates),
        Definition(m, a_m / (a_m + b_m), "Sodium activation"),
        Definition(I_Na, g_Na * m**3 * h * (V - E_Na), "Sodium current", latex=r"I_\mathrm{Na}"),
        Definition(I_K, g_K * n**4 * (V - E_K), "Potassium current", latex=r"I_\mathrm{K}"),
        Definition(I_leak, g_L * (V - E_L), "Leak current", latex=r"I_\mathrm{L}"),
        *drive.CURRENTS,
    ),
    states=(
        State(V, (I_app - I_Na - I_K - I_leak - I_AMPA - I_NMDA) / C_m, E_L, "Membrane potential"),
        State(h, phi * (a_h * (1 - h) - b_h * h), drive.at_rest(_rates[a_h], _rates[b_h], E_L), "Sodium inactivation"),
        State(n, phi * (a_n * (1 - n) - b_n * n), drive.at_rest(_rates[a_n], _rates[b_n], E_L), "Potassium gate"),
        *drive.STATES,
    ),
    resets=drive.RESETS,
    spikes=drive.SPIKES,
    series=drive.series(lowest=-92.0),
    scalars=drive.scalars(E_L, -65),
    presets=drive.PRESETS,
    not_modelled=(
        *drive.NOT_MODELLED,
        "Adaptation: nothing slows the firing during a long drive, and potassium does not build up outside "
        "the cell.",
    ),
    max_step=0.02,
)
