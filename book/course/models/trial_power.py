"""How many people a trial needs, and how likely a trial of a given size is to find an effect.

Two groups of equal size are compared by the share with an event. The test is two-sided, and only a
significant result in the right direction counts as found. Without a correction this is the classical normal
approximation to the chi-squared test; with it, the approximation to Fisher's exact test of Casagrande, Pike
and Smith (1978), solved for the power as well: ``√N = (√N₁ + √(N₁ + 4/Δ))/2`` gives ``√N₁ = √N − 1/(Δ √N)``.
"""

from statistics import NormalDist

from sympy import Expr, Symbol, ceiling, exp, sqrt, symbols

from course.models.normal_law import Phi
from lessonkit.model import (
    Axis,
    Choice,
    Definition,
    Model,
    Option,
    Parameter,
    Preset,
    Scalar,
    Series,
)

quantile = NormalDist().inv_cdf

n, n_read, p_0, R, d = symbols("n n_read p_0 R d", positive=True)
z_alpha, z_beta, kappa = symbols("z_alpha z_beta kappa", nonnegative=True)
p_c, p_m, Delta, s_0, s_1, m, z, N_1, N = symbols("p_c p_m Delta s_0 s_1 m z N_1 N", positive=True)

CHOICE = "your choice"


def _counted(people: Symbol) -> Expr:
    """How many of `people` are still there when the jerks are counted."""
    return people * (1 - d / 100)


def _normal_score(counted: Expr) -> Expr:
    """By how many standard errors the expected difference exceeds what the test asks for."""
    return (Delta * sqrt(counted) - kappa / sqrt(counted) - z_alpha * s_0) / s_1


_counted_here = _counted(n_read)
_error = sqrt(((1 - p_m) / p_m + (1 - p_c) / p_c) / _counted_here)
_needed = ceiling(N / (1 - d / 100))

trial_power = Model(
    id="trial-power",
    title="How large a trial must be",
    summary="Chance that a trial of two groups finds an effect of a given size, and the people it needs.",
    axis=Axis(
        n, 10.0, 1000.0, 0.02, "", "People in each group", scale="log", latex="n",
        marks=((25.0, "Guler, Rashdi"), (50.0, "Un"), (71.0, "Sedighinejad")),
    ),
    read_at=n_read,
    parameters=(
        Parameter(
            p_0, 65.0, 2.0, 95.0, 1.0, "%", "Myoclonus without magnesium",
            "Share with myoclonus in the control group", CHOICE, latex="p_0",
        ),
        Parameter(
            R, 0.7, 0.1, 0.95, 0.01, "", "Smallest risk ratio worth having",
            "Risk on magnesium over risk in the control group", CHOICE, latex="R",
        ),
        Parameter(
            n_read, 100, 10, 1000, 1, "", "People in each group of your trial",
            "People in each group, before anyone leaves", CHOICE, latex=r"n_\mathrm{read}",
        ),
        Parameter(
            d, 5.0, 0.0, 40.0, 1.0, "%", "Leave before the count", "Share of people whose count is missing",
            CHOICE, latex="d",
        ),
    ),
    choices=(
        Choice(
            "alpha", "5-percent", "Significance level (two-sided)", "Quantile of the significance level",
            tuple(
                Option(f"{level}-percent", f"{level} %", {z_alpha: quantile(1 - level / 200)}, CHOICE)
                for level in (10, 5, 1)
            ),
            latex={z_alpha: r"z_\alpha"},
        ),
        Choice(
            "goal", "80-percent", "Power that is wanted", "Quantile of the power",
            tuple(
                Option(f"{goal}-percent", f"{goal} %", {z_beta: quantile(goal / 100)}, CHOICE)
                for goal in (80, 90, 95)
            ),
            latex={z_beta: r"z_\beta"},
        ),
        Choice(
            "test", "fisher", "Test", "Chi-squared test (0) or Fisher's exact test (1)",
            (
                Option("fisher", "Fisher's exact test", {kappa: 1.0}, "casagrande1978improved"),
                Option("chi-squared", "chi-squared, no correction", {kappa: 0.0}, "fleiss1980simple"),
            ),
            latex={kappa: r"\kappa"},
        ),
    ),
    definitions=(
        Definition(p_c, p_0 / 100, "Risk in the control group", latex=r"p_\mathrm{c}"),
        Definition(p_m, R * p_c, "Risk on magnesium that is looked for", latex=r"p_\mathrm{m}"),
        Definition(Delta, p_c - p_m, "Difference of the risks", latex=r"\Delta"),
        Definition(
            s_0, sqrt((p_c + p_m) * (2 - p_c - p_m) / 2), "Spread of the difference if there is no effect",
            latex="s_0",
        ),
        Definition(
            s_1, sqrt(p_c * (1 - p_c) + p_m * (1 - p_m)), "Spread of the difference if the effect is true",
            latex="s_1",
        ),
        Definition(m, _counted(n), "People counted in each group", latex="m"),
        Definition(z, _normal_score(m), "Standard errors to spare", latex="z"),
        Definition(
            N_1, ((z_alpha * s_0 + z_beta * s_1) / Delta) ** 2, "People counted in each group, uncorrected",
            latex="N_1",
        ),
        Definition(
            N, N_1 / 4 * (1 + sqrt(1 + 4 * kappa / (Delta * N_1))) ** 2,
            "People counted in each group for the wanted power", latex="N",
        ),
    ),
    series=(Series("power", 100 * Phi(z), "%", "Power", range=(0.0, 100.0)),),
    scalars=(
        Scalar("power_of_yours", "Power of your trial", "%", 100 * Phi(_normal_score(_counted_here))),
        Scalar("people_per_group", "Needed in each group", "", _needed),
        Scalar("people_in_all", "Needed in all", "", 2 * _needed),
        Scalar("risk_on_magnesium", "Looked for on magnesium", "%", 100 * p_m),
        Scalar("spared_per_100", "Spared in 100, if true", "", 100 * Delta),
        Scalar(
            "ratio_low", "Expected interval, from", "", R * exp(-z_alpha * _error)
        ),
        Scalar("ratio_high", "Expected interval, to", "", R * exp(z_alpha * _error)),
    ),
    presets=(
        Preset("as-guler", "25 a group", "The size of Guler 2005 and Rashdi 2013", {"n_read": 25}),
        Preset("as-un", "50 a group", "The size of Un 2011, if its people were split evenly", {"n_read": 50}),
        Preset("as-sedighinejad", "71 a group", "The groups of Sedighinejad 2016", {"n_read": 71}),
        Preset(
            "hopeful", "If Guler is right", "The rates that Guler found, taken as the truth",
            {"n_read": 25, "p_0": 72.0, "R": 0.33},
        ),
        Preset(
            "rare", "Rare jerks", "About 2 %, as rare as in one emergency department",
            {"p_0": 2.0, "R": 0.5, "n_read": 1000},
        ),
        Preset(
            "strict", "Hard to convince", "Significance level 1 %, power 95 %",
            {"alpha": "1-percent", "goal": "95-percent"},
        ),
    ),
    not_modelled=(
        "The steps of the counts: people come whole, and true power moves in small jumps with their number.",
        "Groups of unequal size, and more than two groups.",
        "Looks at the data before the end, and plans that change on the way.",
        "How severe the jerks are: they are there or not.",
        "Bias: an observer who knows the group, or people who leave because of what they were given. More "
        "people do not mend it.",
        "What is already known: earlier trials do not enter.",
    ),
)
