"""One NMDA receptor channel as a scheme of places between which it jumps, shared by the models that use it.

With magnesium that enters the open channel and leaves it again, and nothing else, the channel closes only while
it is free (Ascher and Nowak 1988; the rates as ModelDB 150538 has them). In the second scheme it closes over the
magnesium and desensitises, too (Kampa and others 2004; ModelDB 50207 at 550d8e9, ``NMDA_Mg.mod``, with glutamate
bound throughout). Its rates are written there for 40 mV and 25 mV of thermal voltage; here they are put in the
form of the first, at 0 mV. Opening and closing have the rates of the second in both.

Units: mM, mV, ms; rates are jumps a millisecond.
"""

from sympy import Expr, exp, symbols

from course.models.magnesium_block import Mg
from lessonkit.model import Chain, Choice, Constant, Number, Option

RATES = "ascher1988role"
TRAPPING = "kampa2004kinetics"

V = symbols("V", real=True)
O, C, B, D_1, D_2, C_M, D_1M, D_2M = symbols("O C B D_1 D_2 C_M D_1M D_2M", nonnegative=True)
a_on, v_on, a_off, v_off, beta, alpha = symbols("a_on v_on a_off v_off beta alpha", positive=True)
b_M, a_M, x_M, k_C, k_1, k_2 = symbols("b_M a_M x_M k_C k_1 k_2", nonnegative=True)
d_1, r_1, d_2, r_2, d_1M, r_1M, d_2M, r_2M = symbols("d_1 r_1 d_2 r_2 d_1M r_1M d_2M r_2M", nonnegative=True)

_AT_0 = (64 / 25, 16 / 25)
"""By how much the exponents of binding and unbinding are larger and smaller at 0 mV than at 40 mV."""

_TRAPPED = (b_M, a_M, x_M, k_C, k_1, k_2, d_1, r_1, d_2, r_2, d_1M, r_1M, d_2M, r_2M)


def _option(id_: str, label: str, block: tuple[float, ...], rest: tuple[float, ...], source: str) -> Option:
    names = (a_on, v_on, a_off, v_off, *_TRAPPED)
    return Option(id_, label, dict(zip(names, (*block, *rest), strict=True)), source)


def scheme() -> Choice:
    """Return the two schemes as a choice."""
    on, off = (float(exp(_AT_0[0])), float(exp(-_AT_0[1])))
    kampa_block = (0.05 * on, 15.625, 12.8 * off, 62.5)
    kampa_rest = (
        0.548, 0.01, 5e-5 * on, 5.041915e-3 * off, 2.98874e-3 * off, 2.953408e-3 * off,
        2.2e-3, 1.6e-3, 0.43e-3, 0.5e-3, 2.1e-3, 0.87e-3, 0.26e-3, 0.42e-3,
    )  # fmt: skip
    return Choice(
        "scheme",
        "open-block",
        "Scheme",
        "Rates of the scheme: entry and exit of magnesium, and what happens over it",
        (
            _option("open-block", "blocks when open", (0.61, 17.0, 5.4, 47.0), (0.0,) * len(_TRAPPED), RATES),
            _option("trapping", "can close over magnesium", kampa_block, kampa_rest, TRAPPING),
        ),
        latex={
            a_on: r"a_\mathrm{on}", v_on: r"v_\mathrm{on}", a_off: r"a_\mathrm{off}", v_off: r"v_\mathrm{off}",
            b_M: r"\alpha_\mathrm{M}", a_M: r"\beta_\mathrm{M}", x_M: r"a_\mathrm{C}", k_C: r"k_\mathrm{C}",
        },
    )  # fmt: skip


GATING = (
    Constant(alpha, 0.273, "1/ms", "Rate of closing, without magnesium in the channel", TRAPPING, r"\alpha"),
    Constant(beta, 0.01, "1/ms", "Rate of opening, with glutamate bound", TRAPPING, r"\beta"),
)


def entry(potential: Expr) -> Expr:
    """Return the rate, 1/ms, at which magnesium enters an open channel at a `potential`, mV."""
    return a_on * Mg * exp(-potential / v_on)


def exit_(potential: Expr) -> Expr:
    """Return the rate, 1/ms, at which it leaves again."""
    return a_off * exp(potential / v_off)


def unblocked(potential: Expr) -> Expr:
    """Return the share of the open and blocked time that a channel is free, from entry and exit alone."""
    return exit_(potential) / (exit_(potential) + entry(potential))


def channel(potential: Expr, seed: Number, copies: Number = 1, span: Number | None = None) -> Chain:
    """Return the channel at a `potential`, mV, which may hold inputs."""
    into, out = x_M * Mg * exp(-potential / v_on), exp(potential / v_off)
    return Chain(
        (O, C, B, D_1, D_2, C_M, D_1M, D_2M),
        {
            (O, C): alpha, (C, O): beta, (O, B): entry(potential), (B, O): exit_(potential),
            (C, D_1): d_1, (D_1, C): r_1, (D_1, D_2): d_2, (D_2, D_1): r_2,
            (B, C_M): b_M, (C_M, B): a_M, (C_M, D_1M): d_1M, (D_1M, C_M): r_1M, (D_1M, D_2M): d_2M,
            (D_2M, D_1M): r_2M, (C, C_M): into, (C_M, C): k_C * out, (D_1, D_1M): into, (D_1M, D_1): k_1 * out,
            (D_2, D_2M): into, (D_2M, D_2): k_2 * out,
        },
        seed, "A channel is open, closed or blocked", copies, span,
    )  # fmt: skip
