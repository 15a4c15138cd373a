"""The spine: pulses of glutamate, one of its NMDA channels cut open, and the calcium that comes in."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from sympy import Max, Min, Symbol, floor

from course.models.calcium_influx import FIRST_PULSE, calcium_influx
from course.scenes import membrane as m
from lessonkit.scene import Moment, Part, Quantity, Scene, Words

t, V, B, CURRENT, CALCIUM, OPEN, FREE_TO_MOVE = (
    Symbol(name)
    for name in ("t", "potential", "unblocked_fraction", "nmda_current", "calcium", "open_receptors", "free")
)
_held = next(p for p in calcium_influx.parameters if p.name == "V_hold")
LOW, HIGH = _held.low, _held.high
POTENTIAL_COLOUR, CURRENT_COLOUR, CALCIUM_COLOUR = (f"var(--course-series-{n})" for n in (1, 3, 4))
GLUTAMATE_COLOUR = "var(--course-series-2)"
PICOAMPERES = 2
MICROMOLAR_A_DOT = 0.05
FADES_MS = 15
"""How long a pulse is seen; in the model it lasts 1 ms, which is less than a frame."""
DRIFT_MS = 12
"""The time in which an ion inside moves on to the place of the next."""
PLACES = [(397 + 13 * (i % 10 - 4.5), 126 + 13 * (i // 10)) for i in range(m.CHANNELS)]

_interval = 1000 / Symbol("rate")
_pulse = Max(0, Min(Symbol("n_pulses") - 1, floor((t - FIRST_PULSE) / _interval)))
SINCE_PULSE = t - FIRST_PULSE - _pulse * _interval
CLEFT = (78, 112)


def _spread(count: int) -> list[tuple[float, float]]:
    """Return places in the head of the spine, evenly spread without a pattern: the golden angle."""
    angle = pi * (3 - sqrt(5))
    places = [
        (
            397 + 62 * sqrt((k + 0.5) / count) * cos(k * angle),
            186 + 32 * sqrt((k + 0.5) / count) * sin(k * angle),
        )
        for k in range(count)
    ]
    mixed = sorted(range(count), key=lambda k: (k * 17) % count)
    return [(round(places[k][0], 1), round(places[k][1], 1)) for k in mixed]


HEAD = "M388 300V262C388 240 320 240 320 186C320 136 340 112 362 112H432C454 112 474 136 474 186C474 240 406 240 406 262V300"


def draw() -> str:
    """Return the drawing."""
    bouton = "M372 2C372 16 326 20 326 46C326 66 344 74 362 74H432C450 74 468 66 468 46C468 20 422 16 422 2"
    vesicles = "".join(
        f'<circle cx="{x}" cy="{y}" r="7" fill="{m.SURFACE}" stroke="{GLUTAMATE_COLOUR}" stroke-width="2" />'
        for x, y in ((356, 40), (378, 30), (399, 42), (420, 30), (442, 44), (372, 56), (424, 57))
    )
    glutamate = "".join(
        m.ion(2.6, GLUTAMATE_COLOUR, round(397 + 7.5 * (i - 7.5), 1), (i * 7) % 4 * 2.4) for i in range(16)
    )
    calcium = "".join(m.ion(3.4, CALCIUM_COLOUR, x, y) for x, y in _spread(40))
    return m.drawing(
        (
            m.gauge(LOW, HIGH, (-80, -40, 0, 40), POTENTIAL_COLOUR),
            m.fluids_and_membrane(),
            m.bottle(),
            m.field(),
            m.flow(CURRENT_COLOUR),
            m.channel(),
            m.blocker(),
            m.words_of_places(),
            f'<path d="{bouton}" fill="{m.SUNKEN}" stroke="{m.MUTED}" stroke-width="2" />',
            vesicles,
            f'<path d="{HEAD}" fill="{m.SUNKEN}" />',
            f'<path data-part="tint" d="{HEAD}" fill="{CALCIUM_COLOUR}" />',
            f'<path d="{HEAD}" fill="none" stroke="{m.MUTED}" stroke-width="2.5" />',
            f'<path data-part="depolarised" d="{HEAD}" fill="none" stroke="{POTENTIAL_COLOUR}" stroke-width="4" />',
            f'<g data-part="calcium">{calcium}</g>',
            f'<g data-part="glutamate">{glutamate}</g>',
            m.rings(PLACES, 5.4),
            m.pores("open", PLACES, 3.6, m.MAGNESIUM_COLOUR),
            m.pores("unblocked", PLACES, 3.6, CURRENT_COLOUR),
            f'<path d="M{m.PANEL[1]} 60L{PLACES[10][0] - 5:g} {PLACES[10][1]}L{m.PANEL[1]} 240" fill="none" '
            f'stroke="{m.MUTED}" stroke-dasharray="2 4" />',
            '<g font-weight="600">'
            f'<text data-part="calcium-text" x="382" y="262" text-anchor="end" fill="{CALCIUM_COLOUR}" />'
            f'<text data-part="open-text" x="476" y="262" text-anchor="end" /></g>',
            m.text("Ca²⁺", 382, 280, "end", fill=m.MUTED),
            m.text("open", 476, 280, "end", fill=m.MUTED),
        )
    )


spine = Scene(
    calcium_influx,
    draw,
    parts=[
        m.gauge_part(Max(LOW, Min(HIGH, V)), LOW, HIGH),
        *m.shared_parts(V, B, CURRENT, PICOAMPERES),
        Part("electrode", opacity=1 - 0.75 * FREE_TO_MOVE),
        Part(
            "glutamate",
            y=CLEFT[0] + (CLEFT[1] - CLEFT[0]) * Max(0, Min(1, SINCE_PULSE / FADES_MS)),
            opacity=Min(1 + 4 * Min(0, SINCE_PULSE), 1.4 * (1 - SINCE_PULSE / FADES_MS)),
        ),
        Part("drift", y=18 * (t / DRIFT_MS - floor(t / DRIFT_MS))),
        Part("tint", opacity=Min(0.55, CALCIUM / 4)),
        Part("depolarised", opacity=(V + 65) / 60),
        Part("calcium", count=CALCIUM / MICROMOLAR_A_DOT),
        Part("open", count=m.CHANNELS * OPEN),
        Part("unblocked", count=m.CHANNELS * OPEN * B),
        Part("calcium-text", says=Quantity(CALCIUM, "µM")),
        Part("open-text", says=Quantity(m.CHANNELS * OPEN)),
    ],
    grabs=[m.electrode("V_hold", LOW, HIGH, clamp="held"), m.bottle_grab()],
    moments=[Moment(10, "Before the pulse"), Moment(40, "20 ms after it"), Moment(200, "Later")],
    here="One spine below the end of an axon; one of its NMDA channels cut open; a gauge of the membrane potential "
    "and a bottle of magnesium.",
    happens="At {time} {glutamate}. On average {open} of 20 channels are open, and {unblocked} of them free of "
    "magnesium. The potential is {potential}, free calcium {calcium}.",
    can="Play or step through time; drag the electrode, which holds the potential, or the bottle, or move their "
    "sliders.",
    words={
        "time": Quantity(t, "ms", 3),
        "glutamate": Words(
            SINCE_PULSE, ((0, "no pulse has come yet"), (1, "glutamate arrives")), "the glutamate has gone"
        ),
        "open": Quantity(m.CHANNELS * OPEN),
        "unblocked": Quantity(m.CHANNELS * OPEN * B),
        "potential": Quantity(V, "mV"),
        "calcium": Quantity(CALCIUM, "µM"),
    },
    caption="A cartoon: sizes are not to scale, and numbers of channels are averages, so that one may be open in "
    "part. The deeper the ion sits in the channel that is cut open, the larger the share of open channels that is "
    "blocked. Each ion that has come in stands for 0.1 pA, each dot in the spine for 0.05 µM of calcium (40 at "
    "most). Their speed has no meaning. The pulse of glutamate lasts 1 ms in the "
    "model and is shown for longer.",
    seconds=15,
    step=5,
)
