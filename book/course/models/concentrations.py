"""One concentration of magnesium in the three units of laboratories: mmol/L, mg/dL, mEq/L."""

from sympy import symbols

from lessonkit.model import Axis, Constant, Definition, Model, Parameter, Preset, Scalar, Series

c, Mg_serum, ionised_fraction, A, z = symbols("c Mg_serum ionised_fraction A z", positive=True)
mass, charge, ionised = symbols("mass charge ionised", positive=True)

DECILITRES_PER_LITRE = 10

concentrations = Model(
    id="concentrations",
    title="Magnesium in three units",
    summary="The same concentration of magnesium in mmol/L, mg/dL and mEq/L, and its ionised part.",
    axis=Axis(c, 0.0, 8.0, 0.05, "mmol/L", "Magnesium"),
    read_at=Mg_serum,
    parameters=(
        Parameter(
            Mg_serum, 0.85, 0.0, 8.0, 0.01, "mmol/L", "Serum magnesium",
            "Total magnesium in serum", "your choice", latex=r"[\mathrm{Mg}]_\mathrm{serum}",
        ),
        Parameter(
            ionised_fraction, 0.55, 0.4, 0.8, 0.01, "", "Ionised share",
            "Share of serum magnesium that is free", "value used here", latex="f",
        ),
    ),
    constants=(
        Constant(A, 24.305, "g/mol", "Atomic mass of magnesium", "value used here", "A"),
        Constant(z, 2, "", "Charges of a magnesium ion", "value used here", "z"),
    ),
    definitions=(
        Definition(mass, c * A / DECILITRES_PER_LITRE, "Mass in a decilitre", latex=r"c_\mathrm{mg/dL}"),
        Definition(charge, c * z, "Equivalents in a litre", latex=r"c_\mathrm{mEq/L}"),
        Definition(ionised, c * ionised_fraction, "Ionised part", latex=r"c_\mathrm{ionised}"),
    ),
    series=(
        Series("mg_per_dl", mass, "mg/dL", "Mass concentration"),
        Series("meq_per_l", charge, "mEq/L", "Concentration of charges"),
        Series("ionised_mmol_per_l", ionised, "mmol/L", "Ionised magnesium"),
    ),
    scalars=(
        Scalar(
            "serum_mg_per_dl", "Serum magnesium", "mg/dL",
            expression=Mg_serum * A / DECILITRES_PER_LITRE,
        ),
        Scalar("serum_meq_per_l", "Serum magnesium", "mEq/L", expression=Mg_serum * z),
        Scalar(
            "serum_ionised", "Ionised magnesium, estimated", "mmol/L",
            expression=Mg_serum * ionised_fraction,
        ),
    ),
    presets=(
        Preset("lower-limit", "Lower limit of many laboratories", "0.70 mmol/L", {"Mg_serum": 0.7}),
        Preset("proposed-limit", "A proposed lower limit", "0.85 mmol/L", {"Mg_serum": 0.85}),
        Preset("low", "Low", "0.50 mmol/L", {"Mg_serum": 0.5}),
        Preset("eclampsia", "Treatment of eclampsia", "2.5 mmol/L", {"Mg_serum": 2.5}),
        Preset("very-high", "Very high", "5 mmol/L", {"Mg_serum": 5.0}),
    ),
    not_modelled=(
        "How the ionised share changes with proteins, acidity and other ions: it is one number here.",
        "Magnesium in the cerebrospinal fluid, in cells and in bone: serum holds less than 1 % of all in the "
        "body.",
    ),
)
