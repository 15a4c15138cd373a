"""How long one NMDA receptor channel stays open, and how long magnesium stays in it: a minute of one channel."""

from dataclasses import replace

from sympy import exp, symbols

from course.models.channel_scheme import GATING, B, O, V, alpha, b_M, channel, entry, exit_, scheme
from course.models.magnesium_block import MAGNESIUM
from lessonkit.model import Axis, Model, Parameter, Preset, Scalar, Series, Stays

CHOICE = "your choice"
PER_DECADE = 0.1
SPAN = 60_000.0

tau, seed = symbols("tau seed", positive=True)
f_O, f_B = symbols("f_O f_B", nonnegative=True)
n_O, n_B, m_O, m_B = symbols("n_O n_B m_O m_B", nonnegative=True)

_half = 10 ** (PER_DECADE / 2)
_leaves_open = alpha + entry(V)
_leaves_block = exit_(V) + b_M


def _expected(rate):
    """Return the share of stays, exponential with this rate, that lies nearest to the point."""
    return exp(-rate * tau / _half) - exp(-rate * tau * _half)


channel_stays = Model(
    id="channel-stays",
    title="How long a channel stays open, and blocked",
    summary="Lengths of the openings of one channel, and of the stays of magnesium in it, counted over a minute.",
    axis=Axis(tau, 0.001, 100.0, PER_DECADE, "ms", "Length of a stay", scale="log", latex=r"\tau"),
    parameters=(
        replace(MAGNESIUM, value=0.3),
        Parameter(V, -60.0, -100.0, 60.0, 1.0, "mV", "Potential", "Membrane potential", CHOICE, latex="V"),
        Parameter(seed, 1, 1, 999, 1, "", "Draw", "Which sequence of random numbers", CHOICE, latex=r"\mathrm{seed}"),
    ),
    choices=(scheme(),),
    constants=GATING,
    chain=channel(V, seed, span=SPAN),
    stays=(
        Stays(f_O, O, n_O, m_O, "Share of the openings with about this length"),
        Stays(f_B, B, n_B, m_B, "Share of the stays of magnesium with about this length"),
    ),
    series=(
        Series("openings", f_O, "", "Openings, by length", mode="markers"),
        Series("openings_expected", _expected(_leaves_open), "", "One exponential", beside="openings"),
        Series("blocks", f_B, "", "Stays of magnesium, by length", mode="markers"),
        Series("blocks_expected", _expected(_leaves_block), "", "One exponential", beside="blocks"),
    ),
    scalars=(
        Scalar("mean_opening", "Mean opening, counted", "ms", expression=m_O),
        Scalar("mean_opening_expected", "Mean opening, from the rates", "ms", expression=1 / _leaves_open),
        Scalar("openings_counted", "Openings counted", "", expression=n_O),
        Scalar("mean_block", "Mean stay of magnesium, counted", "ms", expression=m_B),
        Scalar("mean_block_expected", "Mean stay, from the rates", "ms", expression=1 / _leaves_block),
        Scalar("blocks_counted", "Stays counted", "", expression=n_B),
        Scalar("entry", "Rate at which magnesium enters", "1/ms", expression=entry(V)),
        Scalar("exit", "Rate at which it leaves", "1/ms", expression=exit_(V)),
        Scalar("unblocked", "Unblocked, from the rates", "", expression=exit_(V) / (exit_(V) + entry(V))),
        Scalar("relaxation", "Time constant of block", "ms", expression=1 / (entry(V) + exit_(V))),
    ),
    presets=(
        Preset("chopped", "Chopped", "0.3 mM at −60 mV", {}),
        Preset("more-magnesium", "More magnesium", "1 mM: openings get shorter", {"Mg": 1.0}),
        Preset("whole", "Without magnesium", "None: whole openings, and nothing to block", {"Mg": 0.0}),
        Preset("depolarised", "Depolarised", "0.3 mM at 0 mV", {"V": 0.0}),
    ),
    not_modelled=(
        "What a recording misses: here each stay is counted, however short.",
        "Openings of several kinds, which add exponentials in real channels.",
        "Magnesium that passes through the channel into the cell.",
        "Stays that the end of the minute cuts off.",
    ),
)
