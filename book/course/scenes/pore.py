"""The pore: one NMDA channel cut open and twenty from above, at each potential."""

from __future__ import annotations

from sympy import Symbol

from course.models.nmda_block import nmda_block
from course.scenes import membrane as m
from lessonkit.scene import Moment, Part, Quantity, Scene, Words

V, B, CURRENT = Symbol("V"), Symbol("unblocked_fraction"), Symbol("nmda_current")
LOW, HIGH = nmda_block.axis.low, nmda_block.axis.high
CURRENT_COLOUR = "var(--course-series-2)"
PICOAMPERES = 40
PLACES = [(345 + 26 * (i % 5), 72 + 28 * (i // 5)) for i in range(m.CHANNELS)]


def draw() -> str:
    """Return the drawing."""
    return m.drawing(
        (
            m.gauge(LOW, HIGH, (-100, -50, 0, 50), m.INK),
            m.fluids_and_membrane(),
            m.bottle(),
            m.field(),
            m.flow(CURRENT_COLOUR),
            m.channel(),
            m.blocker(),
            m.words_of_places(),
            m.text("20 channels", 397, 30, "middle", font_weight="600"),
            m.text("from above", 397, 50, "middle", fill=m.MUTED),
            m.rings(PLACES, 10),
            m.pores("pores", PLACES, 6.2, CURRENT_COLOUR),
            m.pores("blocked", PLACES[::-1], 6.2, m.MAGNESIUM_COLOUR),
            f'<g font-weight="600"><text data-part="free-text" x="397" y="198" text-anchor="middle" />'
            f'<text data-part="current-text" x="397" y="244" text-anchor="middle" fill="{CURRENT_COLOUR}" /></g>',
            m.text("let ions through", 397, 217, "middle", fill=m.MUTED),
            f'<text data-part="direction-text" x="397" y="263" text-anchor="middle" fill="{m.MUTED}" />',
        )
    )


DIRECTION = Words(CURRENT, ((-0.005, "inwards"), (0.005, "neither way")), "outwards")

pore = Scene(
    nmda_block,
    draw,
    parts=[
        m.gauge_part(V, LOW, HIGH),
        *m.shared_parts(V, B, CURRENT, PICOAMPERES),
        Part("blocked", count=m.CHANNELS * (1 - B)),
        Part("free-text", says=Quantity(m.CHANNELS * B, "of 20")),
        Part("current-text", says=Quantity(CURRENT, "pA")),
        Part("direction-text", says=DIRECTION),
    ],
    grabs=[m.electrode("V_read", LOW, HIGH), m.bottle_grab()],
    moments=[Moment(-70, "At rest"), Moment(-25, "Depolarised"), Moment(40, "Inside positive")],
    here="A membrane with one NMDA channel cut open, twenty open channels seen from above, a gauge of the "
    "membrane potential and a bottle of magnesium.",
    happens="At {potential} with {magnesium} magnesium outside, {free} of 20 open channels let ions through: "
    "{current}, {direction}. The field pushes magnesium {push}.",
    can="Play or step through the potential; drag the electrode or the bottle, or move their sliders.",
    words={
        "potential": Quantity(V, "mV", 3),
        "magnesium": Quantity("Mg", "mM"),
        "free": Quantity(m.CHANNELS * B),
        "current": Quantity(CURRENT, "pA"),
        "direction": DIRECTION,
        "push": Words(V, ((-0.5, "into the pore"), (0.5, "neither in nor out")), "out of the pore"),
    },
    caption="A cartoon: sizes are not to scale. In the channel that is cut open, the deeper the ion sits the larger "
    "the share of time that a channel is blocked; in the cell it is in its site or not. Each ion below the membrane "
    "stands for 2 pA.",
    seconds=12,
    step=2,
)
