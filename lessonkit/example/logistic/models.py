"""The logistic law of growth."""

from sympy import Symbol, symbols

from lessonkit.model import Axis, Model, Parameter, Preset, Scalar, Series, State

__all__ = ["logistic_growth"]

t, N = Symbol("t", real=True), Symbol("N", real=True)
r, K, N_0 = symbols("r K N_0", real=True)
VERHULST, CHOSEN = "verhulst1838notice", "your choice"

logistic_growth = Model(
    id="logistic-growth",
    title="Logistic growth",
    summary="How many cells a flask holds, hour by hour.",
    axis=Axis(t, 0.0, 30.0, 0.1, "h", "Time"),
    parameters=(
        Parameter(N_0, 1.0, 0.1, 20.0, 0.1, "million", "First number of cells", "Cells at the start", CHOSEN),
        Parameter(
            r, 0.5, 0.1, 1.0, 0.05, "/h", "Rate of growth", "Growth per cell with room for all", VERHULST
        ),
        Parameter(K, 100.0, 20.0, 200.0, 5.0, "million", "Room for", "Cells that the flask feeds", VERHULST),
    ),
    states=(State(N, r * N * (1 - N / K), N_0, "Number of cells"),),
    series=(Series("population", N, "million", "Cells", (0.0, 210.0)),),
    scalars=(Scalar("last", "Highest number of cells", "million", of="population", how="max"),),
    presets=(
        Preset("fresh-flask", "Fresh flask", "One million cells in broth for a hundred million", {}),
        Preset("crowded", "Crowded from the start", "Twenty million cells in the same flask", {"N_0": 20.0}),
    ),
    not_modelled=("Cells that die.", "The time that cells need to start growing in fresh broth."),
)
