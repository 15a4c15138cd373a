"""End-plate potentials trial by trial: how the quantal content is found from the failures.

Each trial draws a number of quanta by the inverse of its distribution: as many as there are cumulative
probabilities below a random number. Poisson's law and the binomial law are one recursion (Panjer 1981):
``P(k) = P(k - 1) (a + b / k)``, with a = 0 and b = m, or a = -p/(1 - p) and b = (n + 1) p/(1 - p).
The sizes of the quanta are normal, so that the sum of k of them is drawn at once, by Box and Muller.

The failures give m = ln(N/N0) (del Castillo and Katz 1954). Its standard error follows by the delta method:
N0/N has the variance P0 (1 - P0)/N, so ln(N/N0) has (1 - P0)/(P0 N), where 1/P0 is N/N0.
"""

from dataclasses import replace

from sympy import Symbol, cos, exp, log, pi, sqrt, symbols
from sympy.core.function import DefinedFunction

from course.models.release_law import DISSOCIATION, MAGNESIUM, NORMAL, SOURCE, Ca_n, Mg, Mg_n, n, occupied
from lessonkit.model import (
    Axis,
    Choice,
    Constant,
    Definition,
    Model,
    Noise,
    Option,
    Parameter,
    Preset,
    Reading,
    Scalar,
    Series,
)

MOST_QUANTA = 40
"""No trial gives more: the settings allow a mean of 12 at most, and 40 sites."""

trial, Ca, m_0, q, cv, sites, seed, N = symbols("trial Ca m_0 q cv sites seed N")
binomial = Symbol("binomial")
u, u_1, u_2 = symbols("u u_1 u_2")
N_0, mean = symbols("N_0 mean")
m, p, a, b, P_0 = symbols("m p a b P_0")


class Drawn(DefinedFunction):
    """How many cumulative probabilities are below the first argument, at most `MOST_QUANTA`.

    The others are the first probability, `a` and `b` of the recursion. It is a function of its own, with a
    loop in JavaScript: written out, its forty sums of products keep SymPy busy for ten seconds.
    """

    nargs = 4

    def _numpycode(self, printer) -> str:
        number, first, a, b = (printer._print(argument) for argument in self.args)
        ratios = f"({a}) + ({b}) / numpy.arange(1.0, {MOST_QUANTA})"
        cumulative = f"({first}) * numpy.cumsum(numpy.cumprod(numpy.concatenate(([1.0], {ratios}))))"
        return f"(1.0 * numpy.searchsorted({cumulative}, {number}))"

    def _javascript(self, printer) -> str:
        arguments = ", ".join(printer._print(argument) for argument in self.args)
        return (
            "((u, w, a, b) => { let k = 0; "
            f"for (let sum = w; u > sum && k < {MOST_QUANTA}; sum += w) {{ k += 1; w *= a + b / k; }} "
            f"return k; }})({arguments})"
        )


_quanta = Drawn(u, P_0, a, b)
_normal = sqrt(-2 * log(u_1)) * cos(2 * pi * u_2)
_amplitude = q * (_quanta + sqrt(_quanta) * cv * _normal)

quanta = Model(
    id="quanta",
    title="End-plate potentials, trial by trial",
    summary="200 nerve impulses in little calcium and much magnesium: how many quanta each of them releases.",
    axis=Axis(trial, 1.0, 200.0, 1.0, "", "Trial"),
    parameters=(
        replace(MAGNESIUM, value=4.0),
        Parameter(
            Ca, 0.4, 0.1, 0.6, 0.01, "mM", "Extracellular calcium",
            "Free calcium outside the nerve terminal", "your choice", latex=r"[\mathrm{Ca}]",
        ),
        Parameter(
            m_0, 40.0, 10.0, 40.0, 1.0, "", "Quanta of a normal impulse",
            "Quantal content in normal calcium and magnesium", "value used here", latex="m_0",
        ),
        Parameter(
            q, 0.4, 0.1, 1.0, 0.05, "mV", "Size of one quantum", "Mean potential that one quantum makes",
            "value used here", latex="q",
        ),
        Parameter(
            cv, 0.2, 0.0, 0.3, 0.02, "", "Spread of the sizes",
            "Standard deviation of the size of a quantum over its mean", "value used here", latex="c",
        ),
        Parameter(
            sites, 20, 12, 40, 1, "", "Release sites (binomial law)",
            "Sites of which each releases one quantum or none", "your choice", latex=r"n_\mathrm{s}",
        ),
        Parameter(
            seed, 1, 1, 999, 1, "", "Draw", "Which sequence of random numbers", "your choice",
            latex=r"\mathrm{seed}",
        ),
    ),
    choices=(
        Choice(
            "law", "poisson", "Law of the numbers", "Poisson's law (0) or the binomial law (1)",
            (
                Option("poisson", "Poisson: many sites, each unlikely", {binomial: 0.0}, "your choice"),
                Option("binomial", "binomial: few sites", {binomial: 1.0}, "your choice"),
            ),
            latex={binomial: r"\beta"},
        ),
    ),
    constants=(
        *DISSOCIATION,
        *NORMAL,
        Constant(n, 4.0, "", "Power of the occupied sites", SOURCE, "n"),
        Constant(N, 200.0, "", "Number of trials", "your choice", "N"),
    ),
    noises=(
        Noise(u, seed, "Random number that gives the number of quanta"),
        Noise(u_1, seed + 1000, "First random number that gives the sizes"),
        Noise(u_2, seed + 2000, "Second random number that gives the sizes"),
    ),
    definitions=(
        Definition(m, m_0 * (occupied(Ca, Mg) / occupied(Ca_n, Mg_n)) ** n, "Mean quantal content"),
        Definition(p, m / sites, "Probability that a site releases (binomial law)"),
        Definition(
            P_0, (1 - binomial) * exp(-m) + binomial * (1 - p) ** sites, "Probability of a failure"
        ),
        Definition(a, -binomial * p / (1 - p), "Constant part of P(k)/P(k − 1)"),
        Definition(
            b, (1 - binomial) * m + binomial * (sites + 1) * p / (1 - p), "Part of P(k)/P(k − 1) over k"
        ),
    ),
    series=(
        Series("amplitude", _amplitude, "mV", "End-plate potential", mode="markers"),
        Series("released", _quanta, "", "Quanta released", mode="markers"),
    ),
    readings=(
        Reading(N_0, "released", "count below", baseline=0.5),
        Reading(mean, "amplitude", "mean"),
    ),
    scalars=(
        Scalar("failures", "Failures", "", expression=N_0),
        Scalar("mean_amplitude", "Mean end-plate potential", "mV", expression=mean),
        Scalar("m_true", "Mean quantal content that was set", "", expression=m),
        Scalar("m_from_failures", "Quantal content from the failures", "", expression=log(N / N_0)),
        Scalar("m_standard_error", "Its standard error", "", expression=sqrt((N / N_0 - 1) / N)),
        Scalar("m_from_mean", "Quantal content from the mean", "", expression=mean / q),
    ),
    presets=(
        Preset("few-quanta", "Few quanta", "Calcium 0.4 mM, magnesium 4 mM", {}),
        Preset("many-failures", "Mostly failures", "Calcium 0.3 mM, magnesium 6 mM", {"Ca": 0.3, "Mg": 6.0}),
        Preset(
            "no-failures", "No failures", "Calcium 0.6 mM and no magnesium: the failures say nothing",
            {"Ca": 0.6, "Mg": 0.0},
        ),
        Preset(
            "few-sites", "Few sites", "12 sites that release often: not Poisson's law",
            {"Ca": 0.6, "Mg": 1.0, "law": "binomial", "sites": 12},
        ),
    ),
    not_modelled=(
        "Noise of the recording: a failure is told from one small quantum without doubt.",
        "Summation of the quanta: it is taken as linear, as the potentials are small.",
        "Spontaneous miniature potentials, and change in the course of the trials.",
        "Sites that differ in how readily they release.",
        "Quanta beyond 40 in one trial.",
        "That no quantum is smaller than nothing: with the widest spread one in 2000 is drawn so.",
    ),
)
