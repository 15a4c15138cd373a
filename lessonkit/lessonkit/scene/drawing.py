"""The drawing of a scene at one moment: the same attributes that ``drawing.js`` sets."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from lessonkit.scene.describe import SceneError

MOVES = ("x", "y", "turn", "level")
_NAMESPACE = re.compile(r'\sxmlns="[^"]*"')
_REFUSED = ("script", "style", "foreignObject", "image", "use", "a")


class Drawing:
    """An SVG whose parts are named by ``data-part``.

    Raises
    ------
    SceneError
        If it is no SVG, holds what a page cannot repeat (ids, styles, scripts) or names a part twice.
    """

    def __init__(self, svg: str, owner: str) -> None:
        try:
            self._root = ElementTree.fromstring(_NAMESPACE.sub("", svg, count=1))
        except ElementTree.ParseError as error:
            raise SceneError(f"scene of {owner}: the drawing is no SVG that can be read: {error}") from None
        if self._root.tag != "svg" or not self._root.get("viewBox"):
            raise SceneError(f"scene of {owner}: the drawing is no <svg> with a viewBox")
        self.parts: dict[str, ElementTree.Element] = {}
        for element in self._root.iter():
            if element.tag in _REFUSED or element.get("id"):
                what = f'id="{element.get("id")}"' if element.get("id") else f"<{element.tag}>"
                raise SceneError(
                    f"scene of {owner}: the drawing holds {what}, which a page cannot show several times: "
                    "name parts by data-part, and colour them by attributes"
                )
            name = element.get("data-part")
            if name is None:
                continue
            if name in self.parts:
                raise SceneError(f"scene of {owner}: two elements of the drawing are data-part {name!r}")
            self.parts[name] = element

    @property
    def svg(self) -> str:
        """The drawing as it was drawn."""
        return _text(self._root)

    @property
    def ratio(self) -> str:
        """Its width to its height, as CSS writes it."""
        return " / ".join(self._root.attrib["viewBox"].split()[2:])

    def with_values(self, values: Mapping[str, Mapping[str, Any]]) -> str:
        """Return the SVG with, for each part, what it follows: numbers, and the text that it says."""
        root = copy.deepcopy(self._root)
        for element in root.iter():
            if element.get("data-part") in values:
                _set(element, values[element.attrib["data-part"]])
        return _text(root)


def _set(element: ElementTree.Element, values: Mapping[str, Any]) -> None:
    if any(name in values for name in MOVES):
        x, y, turn, level = (float(values.get(name, name == "level")) for name in MOVES)
        transform = f"translate({_short(x)} {_short(y)})"
        transform += f" rotate({_short(turn)})" if "turn" in values else ""
        transform += f" scale(1 {_short(level)})" if "level" in values else ""
        element.set("transform", transform)
    if "opacity" in values:
        element.set("opacity", _short(_share(values["opacity"])))
    if "count" in values:
        for i, child in enumerate(element):
            child.set("opacity", _short(_share(values["count"] - i)))
    if "says" in values:
        element.text = values["says"]


def _share(value: float) -> float:
    return min(1.0, max(0.0, float(value)))


def _short(value: float) -> str:
    """Return a number as JavaScript writes it, with three decimals at most."""
    return f"{math.floor(value * 1000 + 0.5) / 1000 + 0.0:.12g}"


def _text(root: ElementTree.Element) -> str:
    text = ElementTree.tostring(root, encoding="unicode")
    return text.replace(" />", "/>")  # four drawings a page: a kilobyte; a text has its > as &gt;
