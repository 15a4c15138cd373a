"""The current of one NMDA receptor channel, chopped by magnesium, and the mean of many such channels."""

from dataclasses import replace

from sympy import Expr, Piecewise, symbols

from course.models.channel_scheme import GATING, B, O, alpha, b_M, channel, entry, exit_, scheme, unblocked
from course.models.magnesium_block import MAGNESIUM
from lessonkit.model import (
    Axis,
    Constant,
    Input,
    Model,
    Parameter,
    Preset,
    Reading,
    Scalar,
    Series,
    Train,
)

CHOICE = "your choice"
STEP_AT = 50.0
PS_PER_NS = 1000

t, V_1, V_2, n, seed, g, E = symbols("t V_1 V_2 n seed g E", real=True)
jump = symbols("DeltaV", real=True)
open_1, blocked_1, open_2, blocked_2 = symbols("open_1 blocked_1 open_2 blocked_2", nonnegative=True)

_is_first = t <= STEP_AT
_potential = Piecewise((V_1, _is_first), (V_2, True))


def _first(share: Expr) -> Expr:
    """Return a share in the first half, and nothing else; the start is no time spent."""
    return Piecewise((share, _is_first & (t > 0)), (0, True))


def _second(share: Expr) -> Expr:
    """Return a share in the second half, and nothing else."""
    return Piecewise((0, _is_first), (share, True))


one_channel = Model(
    id="one-channel",
    title="One channel, by chance",
    summary="The current of one NMDA receptor channel that magnesium enters and leaves at random, and of many.",
    axis=Axis(t, 0.0, 100.0, 0.05, "ms", "Time", latex="t"),
    parameters=(
        replace(MAGNESIUM, value=0.3),
        Parameter(
            V_1, -60.0, -100.0, 60.0, 1.0, "mV", "Potential, first half", "Potential for the first 50 ms", CHOICE,
            latex="V_1",
        ),
        Parameter(
            V_2, -60.0, -100.0, 60.0, 1.0, "mV", "Potential, second half", "Potential from 50 ms on", CHOICE,
            latex="V_2",
        ),
        Parameter(n, 1, 1, 200, 1, "", "Channels", "Channels whose currents are averaged", CHOICE, latex="n"),
        Parameter(seed, 17, 1, 999, 1, "", "Draw", "Which sequence of random numbers", CHOICE, latex=r"\mathrm{seed}"),
    ),
    choices=(scheme(),),
    constants=(
        *GATING,
        Constant(g, 50.0, "pS", "Conductance of the open channel", "value used here", "g"),
        Constant(E, 0.0, "mV", "Reversal potential", "spruston1995dendritic", r"E_\mathrm{rev}"),
    ),
    inputs=(
        Input(jump, Train(STEP_AT, 1, 1), 1000, V_2 - V_1, "The step of the potential", r"\Delta V"),
    ),
    chain=channel(V_1 + jump, seed, n),
    series=(
        Series("current", g * O * (_potential - E) / PS_PER_NS, "pA", "Current of one channel, on average"),
        Series("blocked", B, "", "Share of the time that it is blocked", (0.0, 1.0)),
        Series("open", O, "", "Share of the time that it is open", (0.0, 1.0)),
        Series("open_first", _first(O), "", "Open, first half", plotted=False),
        Series("blocked_first", _first(B), "", "Blocked, first half", plotted=False),
        Series("open_second", _second(O), "", "Open, second half", plotted=False),
        Series("blocked_second", _second(B), "", "Blocked, second half", plotted=False),
    ),
    readings=(
        Reading(open_1, "open_first", "mean"),
        Reading(blocked_1, "blocked_first", "mean"),
        Reading(open_2, "open_second", "mean"),
        Reading(blocked_2, "blocked_second", "mean"),
    ),
    scalars=(
        Scalar("unblocked", "Unblocked in the first half, found", "", expression=open_1 / (open_1 + blocked_1)),
        Scalar("unblocked_expected", "Unblocked, from the rates", "", expression=unblocked(V_1)),
        Scalar("mean_opening", "Mean opening, from the rates", "ms", expression=1 / (alpha + entry(V_1))),
        Scalar("mean_block", "Mean stay of magnesium, from the rates", "ms", expression=1 / (exit_(V_1) + b_M)),
        Scalar("unblocked_second", "Unblocked in the second half, found", "", expression=open_2 / (open_2 + blocked_2)),
        Scalar("unblocked_second_expected", "Unblocked there, from the rates", "", expression=unblocked(V_2)),
        Scalar(
            "unblock_time", "Time constant of block in the second half", "ms",
            expression=1 / (entry(V_2) + exit_(V_2)),
        ),
    ),
    presets=(
        Preset("chopped", "Chopped", "0.3 mM magnesium at −60 mV: bursts of short openings", {}),
        Preset("whole", "Without magnesium", "None: whole openings", {"Mg": 0.0}),
        Preset("depolarised", "Depolarised", "0.3 mM at 40 mV: magnesium hardly stays", {"V_1": 40.0, "V_2": 40.0}),
        Preset(
            "step", "A step, many channels", "200 channels in 1 mM go from −60 to 40 mV",
            {"Mg": 1.0, "V_2": 40.0, "n": 200},
        ),
        Preset(
            "trapped", "A step, with trapping", "The same, where channels close over magnesium",
            {"Mg": 1.0, "V_2": 40.0, "n": 200, "scheme": "trapping"},
        ),
    ),
    not_modelled=(
        "Openings of several lengths, and of several sizes, which real channels have.",
        "Magnesium that passes through the channel into the cell; the authors of the rates needed it for a better fit.",
        "Other ions in the pore, which set how fast magnesium enters and leaves.",
        "Noise and filter of a recording. Each point is the mean of the last 0.05 ms, so shorter openings are shown "
        "small, as a filter shows them.",
        "How the channel came to be open: all channels are open at the start, with glutamate bound throughout. In "
        "the scheme with trapping glutamate does not leave.",
        "Temperature.",
    ),
)
