"""Magnesium given by mouth or into a vein, and the kidney that lets it out.

Serum and tissue fluid are the two compartments of a published fit to 51 women with pre-eclampsia (PMID 12403646).
That fit has one clearance. Here the kidney filters, and takes back as much as its tubules can (Rude, Bethune and
Singer 1980): above that threshold all that is filtered more is lost, below it nothing. The stores hold in all
what tracer studies could exchange (Avioli and Berman 1966), 80 % of 1.77 mmol/kg in 70 kg, over 0.86 mmol/L.
A tablet is absorbed along a curve between the shares that Fine and colleagues measured, 65 % of a small and 11 %
of a large dose, of which 7 % without a limit (doi 10.1172/JCI115317).

Units: mmol, L, h. A concentration is total magnesium; of that a share passes the filter.
"""

from sympy import Max, Piecewise, oo, symbols

from lessonkit.model import (
    Axis,
    Band,
    Choice,
    Constant,
    Definition,
    Input,
    Model,
    Option,
    Parameter,
    Preset,
    Reading,
    Reset,
    Scalar,
    Series,
    State,
    Train,
)

FIT = "lu2002modelling"
TUBULE = "rude1980tubular"
USED = "value used here"
CHOICE = "your choice"

MINUTES = 60
PERCENT = 100
DAY = 24
STEP = 0.1
END = 72.0
LOW_MM = 0.7
"""Below this the hours are counted: the lower end of a reference range."""

SIGNS = (
    Band(LOW_MM, 1.0, "usual"),
    Band(1.8, 3.0, "eclampsia"),
    Band(3.7, 4.9, "reflexes lost"),
    Band(5.0, None, "breathing may fail"),
)
"""Rows of ``book/data/magnesium_bands.csv``, which names their sources."""

t = symbols("t", real=True)
load, load_min, rate, hours, tablet, per_day = symbols("load load_min rate hours tablet per_day", nonnegative=True)
GFR, Tm, deficit = symbols("GFR Tm deficit", nonnegative=True)
V_max, K_half, F = symbols("V_max K_half F", nonnegative=True)
A, C, T, S, L, U = symbols("A C T S L U", real=True)
V_c, V_p, Q, V_s, Q_s, k_a = symbols("V_c V_p Q V_s Q_s k_a", positive=True)
phi, D, m_S, m_Mg, L_0, share, tau_L = symbols("phi D m_S m_Mg L_0 share tau_L", positive=True)
I_load, I_rate = symbols("I_load I_rate", nonnegative=True)
CL, C_T, C_0, E, taken = symbols("CL C_T C_0 E taken", real=True)
peak, last, below, first_day = symbols("peak last below first_day", real=True)

_load_mmol = load * m_S
_rate_mmol = rate * m_S
_load_hours = load_min / MINUTES
_given = _load_mmol + _rate_mmol * hours
_divisor = Max(_given, 1e-9)  # both branches of a Piecewise are computed
_tablet_mmol = tablet / m_Mg


magnesium_dose = Model(
    id="magnesium-dose",
    title="A dose, a kidney, a serum level: for learning, not for dosing",
    summary="Where magnesium from a drip or tablets goes, and how the kidney brings the serum level down again.",
    axis=Axis(t, -6.0, END, STEP, "h", "Time after the first dose", latex="t"),
    parameters=(
        Parameter(
            load, 4.0, 0.0, 6.0, 0.5, "g", "First dose into a vein",
            "Magnesium sulfate heptahydrate given first", CHOICE, latex=r"m_\mathrm{load}",
        ),
        Parameter(
            load_min, 20.0, 5.0, 60.0, 5.0, "min", "given over", "How long the first dose takes", CHOICE,
            latex=r"\Delta t_\mathrm{load}",
        ),
        Parameter(
            rate, 1.0, 0.0, 3.0, 0.1, "g/h", "Drip after it",
            "Magnesium sulfate heptahydrate that then runs into the vein", CHOICE, latex="r",
        ),
        Parameter(
            hours, 24.0, 1.0, 48.0, 1.0, "h", "for", "How long the drip runs", CHOICE,
            latex=r"\Delta t_\mathrm{drip}",
        ),
        Parameter(
            tablet, 0.0, 0.0, 600.0, 50.0, "mg", "Magnesium in a tablet",
            "Elemental magnesium of one tablet", CHOICE, latex=r"m_\mathrm{tab}",
        ),
        Parameter(
            per_day, 2, 1, 4, 1, "", "Tablets a day", "Evenly spaced, for three days", CHOICE,
            latex=r"n_\mathrm{tab}",
        ),
        Parameter(
            GFR, 100.0, 10.0, 150.0, 5.0, "mL/min", "Creatinine clearance",
            "Creatinine clearance, taken as the volume that the kidneys filter", CHOICE, latex=r"\mathrm{GFR}",
        ),
        Parameter(
            Tm, 0.58, 0.4, 0.7, 0.01, "mmol/L", "The kidney takes back",
            "Most that the tubules take back from each litre filtered", TUBULE, latex=r"T_\mathrm{m}",
        ),
        Parameter(
            deficit, 0.0, 0.0, 80.0, 5.0, "mmol", "Missing at the start",
            "Magnesium that serum, tissues and stores lack together", CHOICE, latex="M",
        ),
    ),
    choices=(
        Choice(
            "salt", "soluble", "Tablet", "Absorption of a tablet: a part that fills up, and a share",
            (
                Option("soluble", "soluble salt", {V_max: 1.7, K_half: 1.5, F: 0.07}, "fine1991intestinal"),
                Option("oxide", "oxide: 4 %", {V_max: 0.0, K_half: 1.5, F: 0.04}, "firoz2001bioavailability"),
            ),
            latex={V_max: r"A_\mathrm{max}", K_half: r"K_\mathrm{half}", F: "F"},
        ),
    ),
    constants=(
        Constant(V_c, 24.0, "L", "Volume that serum shares at once", FIT, r"V_\mathrm{c}"),
        Constant(V_p, 25.0, "L", "Volume of tissue fluid", FIT, r"V_\mathrm{p}"),
        Constant(Q, 5.6, "L/h", "Exchange of serum with tissue fluid", FIT, "Q"),
        Constant(V_s, 116.0, "L", "Apparent volume of the stores", "avioli1966kinetics", r"V_\mathrm{s}"),
        Constant(Q_s, 0.3, "L/h", "Exchange of serum with the stores", USED, r"Q_\mathrm{s}"),
        Constant(phi, 0.7, "", "Share that passes the filter", "rude1998magnesium", r"\varphi"),
        Constant(D, 4.0 / DAY, "mmol/h", "Absorbed from food", USED, "D"),
        Constant(k_a, 0.2, "1/h", "Rate of absorption", USED, r"k_\mathrm{a}"),
        Constant(
            m_S, 4.057, "mmol/g", "Magnesium in a gram of sulfate heptahydrate", "prohaska2022standard", r"\mu"
        ),
        Constant(m_Mg, 24.305, "mg/mmol", "Mass of magnesium", "prohaska2022standard", r"M_\mathrm{Mg}"),
        Constant(L_0, 1.1, "mmol/L", "Magnesium of cerebrospinal fluid at the start", USED, "L_0"),
        Constant(share, 0.13, "", "Share of a lasting change of serum that reaches it", USED, r"\lambda"),
        Constant(tau_L, 8.0, "h", "Time that it takes", USED, r"\tau_\mathrm{L}"),
    ),
    definitions=(
        Definition(CL, phi * GFR * MINUTES / 1000, "Volume of serum cleared in an hour above the threshold", latex=r"\mathrm{CL}"),
        Definition(C_T, Tm / phi, "Serum level at which the kidney begins to let magnesium out", latex=r"C_\mathrm{T}"),
        Definition(C_0, C_T + D / CL - deficit / (V_c + V_p + V_s), "Serum level at the start", latex="C_0"),
        Definition(E, CL * Max(0, C - C_T), "What the kidney lets out"),
        Definition(
            taken, V_max * _tablet_mmol / (K_half + _tablet_mmol) + F * _tablet_mmol, "Absorbed of one tablet",
            latex=r"A_\mathrm{tab}",
        ),
    ),
    states=(
        State(A, -k_a * A, 0, "Magnesium in the gut that will be absorbed"),
        State(
            C, (I_load + I_rate + D + k_a * A - E - Q * (C - T) - Q_s * (C - S)) / V_c, C_0, "Magnesium in serum"
        ),
        State(T, Q * (C - T) / V_p, C_0, "Magnesium in tissue fluid"),
        State(S, Q_s * (C - S) / V_s, C_0, "Stores, as the serum level with which they are in balance"),
        State(L, (L_0 + share * (C - C_0) - L) / tau_L, L_0, "Magnesium in cerebrospinal fluid"),
        State(U, E, 0, "Magnesium in the urine since the first dose"),
    ),
    inputs=(
        Input(
            I_load, Train(0, 1, 1), _load_hours, _load_mmol / _load_hours, "The first dose", r"I_\mathrm{load}"
        ),
        Input(I_rate, Train(_load_hours, 1, 1), hours, _rate_mmol, "The drip", r"I_\mathrm{drip}"),
    ),
    resets=(
        Reset(A, Train(0, 3 * per_day, DAY / per_day), A + taken),
        Reset(U, Train(0, 1, 1), 0),
    ),
    series=(
        Series("serum", C, "mmol/L", "Serum magnesium", bands=SIGNS),
        Series("csf", L, "mmol/L", "Cerebrospinal fluid", (0.0, 2.5)),
        Series("excretion", E, "mmol/h", "Into the urine"),
        Series("tissue", T, "mmol/L", "Tissue fluid"),
        Series("stored", V_s * (S - C_0), "mmol", "Gained by the stores"),
        Series("urine", U, "mmol", "Urine since the first dose"),
        Series(
            "first_day_urine", Piecewise((E, (t >= 0) & (t < DAY)), (0, True)), "mmol/h", "Into the urine on day 1",
            plotted=False,
        ),
    ),
    readings=(
        Reading(peak, "serum", "max"),
        Reading(below, "serum", "count below", baseline=LOW_MM),
        Reading(first_day, "first_day_urine", "integral"),
    ),
    scalars=(
        Scalar("start", "Serum at the start", "mmol/L", expression=C_0),
        Scalar("peak", "Highest serum", "mmol/L", expression=peak),
        Scalar("settles_at", "Serum if the drip never ended", "mmol/L", expression=C_T + (D + _rate_mmol) / CL),
        Scalar("threshold", "The kidney's threshold", "mmol/L", expression=C_T),
        Scalar("hours_low", "Hours below 0.7 mmol/L", "h", expression=STEP * below),
        Scalar("given", "Given into the vein", "mmol", expression=_given),
        Scalar(
            "kept", "Kept of it after a day", "%",
            expression=Piecewise((PERCENT * (1 - (first_day - D * DAY) / _divisor), _given > 0), (oo, True)),
        ),
        Scalar("absorbed", "Absorbed of one tablet", "mmol", expression=taken),
    ),
    presets=(
        Preset(
            "pre-eclampsia", "Pre-eclampsia", "4 g, then 1 g an hour for 24 hours", {},
        ),
        Preset(
            "failing-kidneys", "The same, kidneys failing", "The same drip with a creatinine clearance of 15 mL/min",
            {"GFR": 15.0},
        ),
        Preset(
            "one-dose", "One dose in depletion", "2 g over 10 minutes, with 50 mmol missing",
            {"load": 2.0, "load_min": 10.0, "rate": 0.0, "deficit": 50.0},
        ),
        Preset(
            "refill", "A slow drip in depletion", "About 50 mmol over 24 hours, with 50 mmol missing",
            {"load": 0.0, "rate": 0.5, "deficit": 50.0},
        ),
        Preset(
            "leak", "A kidney that leaks", "The same drip, and tubules that take back 0.40 mmol from a litre",
            {"load": 0.0, "rate": 0.5, "Tm": 0.4},
        ),
        Preset(
            "tablets", "Tablets", "300 mg twice a day for three days", {"load": 0.0, "rate": 0.0, "tablet": 300.0},
        ),
    ),
    not_modelled=(
        "You, or anybody: one set of values stands for all people. The published clearances vary by 39 %, the "
        "volumes by 26 and 38 %, from woman to woman (Lu 2002). No dose follows from it.",
        "Pregnancy, weight and age, except as creatinine clearance.",
        "A smooth threshold: real kidneys let a little magnesium out below it, and take a little more back above.",
        "A kidney that adapts: its tubules take back more after days of little magnesium, and diuretics, calcium "
        "and hormones change them.",
        "Stores that differ: bone and muscle are one slow compartment here, in balance with serum at the start.",
        "The share bound to protein, which is fixed, and the citrate and phosphate that bind magnesium.",
        "The fluid of the brain in detail: studies disagree on whether it rises at all. Here it follows a lasting "
        "change of serum by 13 %, with 8 hours of delay.",
        "Loose stool, which limits what is taken by mouth, and a gut that loses magnesium.",
        "Dialysis, and calcium given against too much magnesium.",
    ),
    max_step=0.1,
)
