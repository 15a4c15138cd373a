"""What both pictures show: a gauge of the potential, a bottle of magnesium and a channel that is cut open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sympy import Expr, Max, Min, Piecewise, Symbol

from course.models.magnesium_block import MAGNESIUM
from lessonkit.scene import Grab, Part, Quantity

SIZE = (480, 300)
CHANNELS = 20

INK, MUTED, LINE, SURFACE, SUNKEN = (
    f"var(--course-{name})" for name in ("ink", "muted", "line", "surface", "sunken")
)
MAGNESIUM_COLOUR = "var(--course-series-5)"
CHANNEL_COLOUR = "var(--course-accent)"

OUTSIDE_TOP, MEMBRANE, INSIDE_END = 8, (138, 190), 292
PORE_X = 208
"""The middle of the channel that is cut open."""
PANEL = (118, 308)
"""Where the fluid around it begins and ends."""

MOUTH_Y, SITE_Y = 86, 174
"""Where a magnesium ion is that blocks never, and always."""
GAUGE_X, GAUGE = 64, (262, 46)
"""The gauge of the potential: its place, its lower and its upper end."""
BOTTLE = ((142, 46), (284, 46))
"""Where the bottle stands with no magnesium, and with the most."""

Mg = Symbol(MAGNESIUM.name)
FREE_IONS = (
    (136, 92), (294, 112), (154, 112), (276, 84), (168, 84), (130, 116), (246, 92), (298, 86), (148, 78), (272, 108),
)  # fmt: skip
"""Where the free magnesium ions are, those of a low concentration first."""
FLOW = (
    (0, 34), (0, 70), (0, 52), (-15, 76), (15, 84), (0, 88), (-30, 90), (30, 98), (-15, 94), (15, 102),
    (-45, 98), (45, 104), (0, 104), (-58, 88), (58, 94), (-30, 104), (-70, 102), (72, 104), (44, 84), (-45, 80),
)  # fmt: skip
"""Where the ions are that have come in, from the middle of the channel."""


def drawing(body: Iterable[str]) -> str:
    """Return the SVG that holds `body`."""
    width, height = SIZE
    return f'<svg viewBox="0 0 {width} {height}" font-size="16" fill="{INK}">{"".join(body)}</svg>'


def ion(radius: float, colour: str, x: float = 0, y: float = 0) -> str:
    """Return an ion."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}" />'


def text(words: str, x: float, y: float, anchor: str = "start", **more: str) -> str:
    """Return words at a place; the names of more attributes are written with ``_`` for ``-``."""
    more = more if anchor == "start" else {"text_anchor": anchor, **more}
    given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text x="{x}" y="{y}"{given}>{words}</text>'


def _height(potential: float, low: float, high: float) -> float:
    bottom, top = GAUGE
    return bottom + (top - bottom) * (potential - low) / (high - low)


def gauge(low: float, high: float, ticks: Sequence[int], colour: str) -> str:
    """Return the gauge of the potential, with the electrode that sets it."""
    bottom, top = GAUGE
    marks = "".join(
        f'<path d="M{GAUGE_X - 12} {_height(tick, low, high):g}h10" stroke="{MUTED}" />'
        + text(
            f"{tick}".replace("-", "−"),
            GAUGE_X - 16,
            round(_height(tick, low, high) + 5, 1),
            "end",
            fill=MUTED,
        )
        for tick in ticks
    )
    return (
        text("mV", GAUGE_X - 16, top - 20, "end", fill=MUTED)
        + f'<path d="M{GAUGE_X} {top}V{bottom}" stroke="{LINE}" stroke-width="8" stroke-linecap="round" />'
        + marks
        + f'<g data-part="potential"><circle r="8" cx="{GAUGE_X}" fill="{colour}" stroke="{SURFACE}" stroke-width="2" /></g>'
        # a glass pipette, its tip on the gauge
        + '<g data-part="electrode"><circle r="17" cx="22" fill="transparent" />'
        f'<path d="M2 0L44 -9V9Z" fill="{SUNKEN}" stroke="{INK}" stroke-width="1.5" stroke-linejoin="round" />'
        f'<path d="M14 0H44" stroke="{colour}" stroke-width="2" /></g>'
    )


def gauge_part(potential: Expr, low: float, high: float) -> Part:
    """Return what the gauge shows."""
    return Part("potential", y=GAUGE[0] + (GAUGE[1] - GAUGE[0]) * (potential - low) / (high - low))


def electrode(parameter: str, low: float, high: float, **also: str) -> Grab:
    """Return the grab of the electrode, whose parameter goes from `low` to `high`."""
    bottom, top = GAUGE
    return Grab("electrode", parameter, (GAUGE_X + 8, bottom), (GAUGE_X + 8, top), also)


def fluids_and_membrane() -> str:
    """Return the fluid outside and inside of the cell, and the membrane between them."""
    (left, right), (upper, lower) = PANEL, MEMBRANE
    width = right - left
    heads = f'stroke="{MUTED}" stroke-width="9" stroke-linecap="round" stroke-dasharray="0 11.6"'
    tails = f'stroke="{LINE}" stroke-width="17" stroke-dasharray="2.4 3.4"'
    return (
        f'<rect x="{left}" y="{OUTSIDE_TOP}" width="{width}" height="{INSIDE_END - OUTSIDE_TOP}" rx="10" '
        f'fill="{SURFACE}" stroke="{LINE}" />'
        f'<path d="M{left} {upper}V{OUTSIDE_TOP + 10}a10 10 0 0 1 10 -10H{right - 10}a10 10 0 0 1 10 10V{upper}Z" '
        f'fill="{SUNKEN}" />'
        f'<path d="M{left + 4} {upper + 15}H{right - 3}M{left + 4} {lower - 15}H{right - 3}" {tails} />'
        f'<path d="M{left + 8} {upper + 2}H{right - 5}M{left + 8} {lower - 2}H{right - 5}" {heads} />'
    )


def channel() -> str:
    """Return the channel, cut open: a wide mouth, a deep narrow site, and the ion that sits in it."""
    half = (
        "M{0} 108C{1} 104 {2} 100 {3} 104C{4} 116 {5} 134 {6} 158C{7} 166 {7} 180 {8} 188C{9} 202 {10} 212 {11} 212"
        "C{12} 214 {13} 200 {14} 178C{14} 150 {13} 118 {0} 108Z"
    )
    reach = (50, 44, 38, 33, 30, 20, 15, 13.5, 15, 19, 22, 26, 44, 54, 50)
    sides = "".join(
        f'<path d="{half.format(*(round(PORE_X + side * x, 1) for x in reach))}" fill="{SURFACE}" />'
        f'<path d="{half.format(*(round(PORE_X + side * x, 1) for x in reach))}" fill="{CHANNEL_COLOUR}" '
        f'fill-opacity=".45" stroke="{CHANNEL_COLOUR}" stroke-width="2" />'
        for side in (-1, 1)
    )
    pore = (
        f'<path d="M{PORE_X - 34} 104C{PORE_X - 20} 134 {PORE_X - 15} 150 {PORE_X - 13.5} 174V212H{PORE_X + 13.5}V174'
        f'C{PORE_X + 15} 150 {PORE_X + 20} 134 {PORE_X + 34} 104Z" fill="{SUNKEN}" />'
    )
    site = (
        f'<circle cx="{PORE_X}" cy="{SITE_Y}" r="13" fill="none" stroke="{INK}" stroke-width="1.5" '
        'stroke-dasharray="3 3" />'
    )
    return pore + sides + site


def words_of_places() -> str:
    """Return where outside and inside are."""
    return text("outside", PANEL[0] + 10, 25, fill=MUTED) + text("inside", PANEL[0] + 10, 284, fill=MUTED)


def blocker() -> str:
    """Return the magnesium ion of the channel that is cut open."""
    label = text("Mg", 0, 5, "middle", font_size="14", font_weight="700", fill=SURFACE)
    return f'<g data-part="blocker"><g transform="translate({PORE_X} 0)">{ion(13, MAGNESIUM_COLOUR)}{label}</g></g>'


def field() -> str:
    """Return the field across the membrane: charges on its faces, and arrows that point where it pushes."""
    upper, lower = MEMBRANE
    middle = (upper + lower) / 2

    def charges(above: str, below: str, name: str) -> str:
        places = (PANEL[0] + 17, PANEL[0] + 42, PANEL[1] - 42, PANEL[1] - 17)
        return (
            f'<g data-part="{name}" font-size="18" font-weight="700" fill="{MUTED}">'
            + "".join(
                text(sign_, x, y, "middle")
                for sign_, y in ((above, upper - 6), (below, lower + 17))
                for x in places
            )
            + "</g>"
        )

    chevrons = "".join(
        f'<path d="M-9 {y}l9 8l9 -8" fill="none" stroke="{INK}" stroke-width="3" stroke-linecap="round" '
        'stroke-linejoin="round" />'
        for y in (-4, -16, 8, -28, 20)
    )
    arrows = f'<g transform="translate({PANEL[1] - 30} {middle:g})"><g data-part="push">{chevrons}</g></g>'
    label = text("field", PANEL[1] - 30, lower + 36, "middle", fill=MUTED)
    return label + charges("+", "−", "inside-negative") + charges("−", "+", "inside-positive") + arrows


def flow(colour: str) -> str:
    """Return the ions that flow: inwards, or turned over outwards."""
    middle = sum(MEMBRANE) / 2
    ions = "".join(ion(4.5, colour, x, y) for x, y in FLOW)
    return f'<g transform="translate({PORE_X} {middle:g})"><g data-part="direction"><g data-part="drift"><g data-part="flow">{ions}</g></g></g></g>'


def bottle() -> str:
    """Return the bottle of magnesium on its scale, and the free ions outside."""
    (left, y), (right, _) = BOTTLE
    scale = f'<path d="M{left} {y}H{right}" stroke="{LINE}" stroke-width="6" stroke-linecap="round" />'
    body = (
        '<circle r="19" fill="transparent" />'
        f'<path d="M-9 -15h18v18l-6 6v7h-6v-7l-6 -6z" fill="{MAGNESIUM_COLOUR}" stroke="{INK}" stroke-width="1.5" '
        'stroke-linejoin="round" />'
        f'<path d="M0 20c4 5 3 9 0 9s-4 -4 0 -9z" fill="{MAGNESIUM_COLOUR}" />'
    )
    ions = "".join(ion(5, MAGNESIUM_COLOUR, x, y) for x, y in FREE_IONS)
    return (
        scale
        + f'<g data-part="magnesium">{ions}</g>'
        + f'<g data-part="bottle">{body}</g>'
        + f'<text data-part="magnesium-text" x="{PANEL[1] - 8}" y="25" text-anchor="end" />'
    )


def shared_parts(potential: Expr, unblocked: Expr, current: Expr, most: float) -> list[Part]:
    """Return what the channel that is cut open follows: `most` is the current, pA, at which all ions are seen."""
    return [
        Part("blocker", y=SITE_Y + (MOUTH_Y - SITE_Y) * unblocked, opacity=20 * Mg),
        Part("magnesium", count=2 * Mg),
        Part("magnesium-text", says=Quantity("Mg", "mM Mg²⁺")),
        Part("inside-negative", opacity=-potential / 80),
        Part("inside-positive", opacity=potential / 80),
        Part("push", level=Piecewise((1, potential <= 0), (-1, True)), count=Max(potential, -potential) / 20),
        Part("direction", level=Piecewise((1, current <= 0), (-1, True))),
        Part("flow", count=Min(len(FLOW), len(FLOW) * Max(current, -current) / most)),
    ]


def bottle_grab() -> Grab:
    """Return the grab of the bottle."""
    return Grab("bottle", MAGNESIUM.name, *BOTTLE)


def rings(places: Sequence[tuple[float, float]], radius: float) -> str:
    """Return channels seen from above, closed."""
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{SURFACE}" stroke="{CHANNEL_COLOUR}" '
        f'stroke-width="{radius / 3:g}" />'
        for x, y in places
    )


def pores(name: str, places: Sequence[tuple[float, float]], radius: float, colour: str) -> str:
    """Return a part with what fills the pores of channels seen from above, in the order of `places`."""
    return f'<g data-part="{name}">' + "".join(ion(radius, colour, x, y) for x, y in places) + "</g>"
