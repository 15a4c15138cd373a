"""A quantity that loses the same share in each stretch of time."""

from sympy import exp, log, symbols

from lessonkit.model import Axis, Definition, Model, Parameter, Preset, Scalar, Series

t, tau, t_read, y_0 = symbols("t tau t_read y_0", positive=True)
y = symbols("y", real=True)

CHOICE = "your choice"

decay = Model(
    id="decay",
    title="A decay by equal shares",
    summary="What is left of a quantity that loses the same share in each stretch of time.",
    axis=Axis(t, 0.0, 400.0, 1.0, "ms", "Time", latex="t"),
    read_at=t_read,
    parameters=(
        Parameter(tau, 100.0, 5.0, 400.0, 1.0, "ms", "Time constant", "Time constant", CHOICE, latex=r"\tau"),
        Parameter(
            y_0, 100.0, 10.0, 100.0, 1.0, "%", "Start", "What is there at the start", CHOICE, latex="y_0",
        ),
        Parameter(t_read, 100.0, 0.0, 400.0, 1.0, "ms", "Time", "Time at which it is read", CHOICE,
                  latex=r"t_\mathrm{read}"),
    ),
    definitions=(
        Definition(y, y_0 * exp(-t / tau), "What is left", latex="y"),
    ),
    series=(
        Series("left", y, "%", "What is left"),
    ),
    scalars=(
        Scalar("left_at_t", "Left at the time you read", "%", expression=y_0 * exp(-t_read / tau)),
        Scalar("half_life", "Half-life", "ms", expression=tau * log(2)),
        Scalar("logarithm", "Natural logarithm of the share left", "", expression=-t_read / tau),
    ),
    presets=(
        Preset("receptor", "An NMDA receptor closes", "151.5 ms", {"tau": 151.5}),
        Preset("calcium", "Calcium in a spine is cleared", "14 ms", {"tau": 14.0}),
        Preset("half", "Read at the half-life", "69 of 100 ms", {"tau": 100.0, "t_read": 69.0}),
    ),
    not_modelled=("Anything that feeds the quantity while it decays.",),
)
