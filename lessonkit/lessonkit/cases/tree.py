"""A case drawn as a tree: a node a box, its ways as lettered lines, those that are wrong turns dashed.

It is drawn in `currentColor`, so that it follows a page's colours and is black on white elsewhere.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from lessonkit.cases.case import Case, Node, Way, ways_from
from lessonkit.cases.graph import layers
from lessonkit.cases.words import OUTCOMES, STAGES, letter

WIDTH, HEIGHT = 170, 62  # of a box
ACROSS, DOWN = 24, 64  # between boxes
MARGIN = 8
LANE = 9  # between lines beside the boxes
LETTERS = 24  # of a line in a box
SWEEPS = 4

Place = tuple[float, float]


class _Line(NamedTuple):
    """A way between two boxes, whose left upper corners are given."""

    start: Place
    end: Place
    way: Way
    name: str
    at: float
    """Where it leaves its box, as a share of the width."""

    @property
    def rows(self) -> int:
        """How many rows of boxes it leads down."""
        return round((self.end[1] - self.start[1]) / (HEIGHT + DOWN))


def tree(case: Case) -> str:
    """Return the SVG of a case."""
    ranks = _ordered(case)
    places = _places(ranks)
    lines = [
        _Line(places[node.id], places[way.step.to], way, letter(way, i), (i + 1) / (len(ways) + 1))
        for node in case.nodes
        for ways in [[*ways_from(node)]]
        for i, way in enumerate(ways)
    ]
    aside = {up: [line for line in lines if line.rows != 1 and (line.rows < 1) == up] for up in (False, True)}
    left, right = (len(aside[up]) * LANE + MARGIN for up in (False, True))
    width = max(x for x, _ in places.values()) + WIDTH
    height = len(ranks) * (HEIGHT + DOWN) - DOWN
    box = f"{-left:g} {-MARGIN:g} {width + left + right:g} {height + 2 * MARGIN:g}"
    named = f"The tree of the case “{case.title}”, which stands as text beside it"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width + left + right:g}" '
            f'height="{height + 2 * MARGIN:g}" '
            f'role="img" aria-label="{escape(named)}" fill="none" stroke="currentColor" '
            'font-family="system-ui, sans-serif" font-size="12">',
            *(_drawn(line) for line in lines if line.rows == 1),
            *(_led_round(line, i, -LANE * (i + 1), up=False) for i, line in enumerate(aside[False])),
            *(_led_round(line, i, width + LANE * (i + 1), up=True) for i, line in enumerate(aside[True])),
            *(_box(case.node(id), place) for id, place in places.items()),
            "</svg>\n",
        ]
    )


def _ordered(case: Case) -> list[list[str]]:
    """Return the layers of a case, each in an order that lets few lines cross."""
    ranks = layers(case)
    near: dict[str, list[str]] = {node.id: [] for node in case.nodes}
    for node in case.nodes:
        for way in ways_from(node):
            near[node.id].append(way.step.to)
            near[way.step.to].append(node.id)
    for sweep in range(SWEEPS):
        pairs = list(zip(ranks, ranks[1:], strict=False))
        for first, second in pairs if sweep % 2 == 0 else [pair[::-1] for pair in pairs[::-1]]:
            at = {id: (i + 0.5) / len(first) for i, id in enumerate(first)}
            second.sort(key=lambda id: _mean([at[each] for each in near[id] if each in at]))
    return ranks


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.5


def _places(ranks: Sequence[Sequence[str]]) -> dict[str, Place]:
    widest = max(map(len, ranks))
    return {
        id: ((WIDTH + ACROSS) * (i + (widest - len(rank)) / 2), (HEIGHT + DOWN) * down)
        for down, rank in enumerate(ranks)
        for i, id in enumerate(rank)
    }


def _drawn(line: _Line) -> str:
    """Return a line to the next row."""
    x, y = line.start[0] + WIDTH * line.at, line.start[1] + HEIGHT
    to_x, to_y = line.end[0] + WIDTH * (0.3 + 0.4 * line.at), line.end[1]
    half = (to_y - y) / 2
    return _line(line, x, y, f"C{x:g} {y + half:g} {to_x:g} {to_y - half:g} {to_x:g} {to_y:g}", to_x, to_y)


def _led_round(line: _Line, number: int, lane: float, *, up: bool) -> str:
    """Return a line to any other row: along a lane of its own beside all boxes, and between rows."""
    x, y = line.start[0] + WIDTH * line.at, line.start[1] + HEIGHT
    to_x, to_y = line.end[0] + WIDTH * (0.85 if up else 0.15), line.end[1]
    away = 20 + number % 6 * 5
    return _line(line, x, y, f"V{y + away:g}H{lane:g}V{to_y - away:g}H{to_x:g}V{to_y:g}", to_x, to_y)


def _line(line: _Line, x: float, y: float, path: str, to_x: float, to_y: float) -> str:
    dashes = ' stroke-dasharray="5 4"' if line.way.is_wrong else ""
    tip = f"M{to_x - 4:g} {to_y - 7:g}L{to_x:g} {to_y:g}L{to_x + 4:g} {to_y - 7:g}"
    name = _text(x + 4, y + 13, line.name, "bold")
    return f'<path d="M{x:g} {y:g}{path}"{dashes} stroke-linejoin="round"/><path d="{tip}"/>{name}'


def _box(node: Node, place: Place) -> str:
    x, y = place
    kicker = f"{STAGES[node.stage]}: {OUTCOMES[node.outcome]}" if node.outcome else STAGES[node.stage]
    lines = textwrap.wrap(node.id.replace("-", " "), LETTERS, max_lines=2, placeholder=" …")
    frame = f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="{14 if node.is_end else 4}"'
    return "".join(
        [
            f'{frame} stroke-width="{3 if node.is_end else 1}"/>',
            _text(x + 10, y + 18, textwrap.shorten(kicker, LETTERS + 4, placeholder=" …"), size=10),
            *(_text(x + 10, y + 36 + 15 * i, text, "bold") for i, text in enumerate(lines)),
        ]
    )


def _text(x: float, y: float, text: str, weight: str = "normal", size: int = 12) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="currentColor" stroke="none" font-weight="{weight}" '
        f'font-size="{size}">{escape(text)}</text>'
    )
