"""The potential at which one ion is in balance across a membrane."""

from sympy import Expr, Symbol, log, symbols

from lessonkit.model import (
    Axis,
    Choice,
    Constant,
    Definition,
    Model,
    Option,
    Parameter,
    Preset,
    Scalar,
    Series,
)

c, c_out, c_in, R, F, T0 = symbols("c c_out c_in R F T0", positive=True)
z, theta, slope, E = symbols("z theta slope E", real=True)

CHOICE = "your choice"
MV_PER_V = 1000


def _balance(outside: Symbol) -> Expr:
    """Return the equilibrium potential, mV, with the concentration `outside`."""
    return slope * log(outside / c_in)


ion_balance = Model(
    id="ion-balance",
    title="The balance of one ion",
    summary="The membrane potential at which an ion flows neither in nor out, by Nernst's equation.",
    axis=Axis(
        c, 1e-1, 200.0, 0.02, "mM", "Concentration outside", scale="log", latex=r"c",
    ),
    read_at=c_out,
    parameters=(
        Parameter(
            c_out, 4.0, 0.1, 200.0, 0.1, "mM", "Concentration outside",
            "Concentration of the ion around the cell", CHOICE, latex=r"c_\mathrm{out}",
        ),
        Parameter(
            theta, 37.0, 5.0, 40.0, 1.0, "°C", "Temperature", "Temperature", CHOICE, latex=r"\vartheta",
        ),
    ),
    choices=(
        Choice(
            "ion", "potassium", "Ion", "Concentration inside and charge number",
            tuple(
                Option(name.lower(), f"{name} ({shown} inside)", {c_in: inside, z: charge}, "value used here")
                for name, shown, inside, charge in (
                    ("Potassium", "140 mM", 140.0, 1.0),
                    ("Sodium", "12 mM", 12.0, 1.0),
                    ("Chloride", "10 mM", 10.0, -1.0),
                    ("Calcium", "0.0001 mM", 1e-4, 2.0),
                    ("Magnesium", "0.5 mM", 0.5, 2.0),
                )
            ),
            latex={c_in: r"c_\mathrm{in}", z: "z"},
        ),
    ),
    constants=(
        Constant(R, 8.314463, "J/(mol K)", "Molar gas constant", "value used here", "R"),
        Constant(F, 96485.33, "C/mol", "Faraday's constant", "value used here", "F"),
        Constant(T0, 273.15, "K", "Zero degrees Celsius", "value used here", "T_0"),
    ),
    definitions=(
        Definition(slope, MV_PER_V * R * (theta + T0) / (z * F), "Potential of a factor e", latex="s"),
        Definition(E, _balance(c), "Equilibrium potential", latex="E"),
    ),
    series=(Series("equilibrium_potential", E, "mV", "Equilibrium potential"),),
    scalars=(
        Scalar("potential", "Equilibrium potential", "mV", expression=_balance(c_out)),
        Scalar("per_tenfold", "Change for a tenfold concentration", "mV", expression=slope * log(10)),
        Scalar("ratio", "Outside over inside", "", expression=c_out / c_in),
    ),
    presets=(
        Preset("potassium", "Potassium", "4 mM outside", {}),
        Preset("much-potassium", "Much potassium outside", "12 mM", {"c_out": 12.0}),
        Preset("sodium", "Sodium", "145 mM outside", {"ion": "sodium", "c_out": 145.0}),
        Preset("calcium", "Calcium", "1.2 mM outside", {"ion": "calcium", "c_out": 1.2}),
        Preset("magnesium", "Magnesium", "0.8 mM outside", {"ion": "magnesium", "c_out": 0.8}),
    ),
    not_modelled=(
        "Which ions the membrane lets through: the potential of a cell lies between those of its ions.",
        "The pumps that keep the concentrations apart, and the fall of a concentration as ions flow.",
        "Activities: the equation takes concentrations as they are.",
    ),
)
