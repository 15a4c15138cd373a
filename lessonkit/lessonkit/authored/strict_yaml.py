"""YAML as its writer means it: what YAML 1.1 would silently take for something else is a fault."""

from __future__ import annotations

import math
import re

import yaml

from lessonkit.page.numbers import AmbiguousNumberError, NumberError, read_number

TAG = "tag:yaml.org,2002:"
CUT_OFF = re.compile(r"[ \t]+#")
PLAIN_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)


# libyaml reads a bank ten times as fast; PyYAML comes without it on a few platforms.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_SafeLoader):
    """Safe loading in which a date stays the text that it is, and a number is read by `read_number`."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != f"{TAG}timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def plain_fault(self, node: yaml.ScalarNode) -> str:
        """Return what is wrong with a scalar, or an empty text; one that is a number becomes that number.

        A scalar in quotes or of several lines (``|``, ``>``) is the text that it is.
        """
        if node.style:
            return ""
        if node.tag in (f"{TAG}int", f"{TAG}float"):
            is_plain = PLAIN_NUMBER.fullmatch(node.value) or not math.isfinite(self.construct_object(node))
            return "" if is_plain else self._trap(node)
        if node.tag != f"{TAG}str":
            return ""
        rest = self.text[node.end_mark.index :].partition("\n")[0]
        if CUT_OFF.match(rest):
            return f"{node.value!r} ends where ' #' begins a comment: put the whole text in quotes"
        try:
            number = read_number(node.value)
        except AmbiguousNumberError as error:
            return str(error)
        except NumberError:
            return ""
        node.tag, node.value = f"{TAG}float", repr(number)
        return ""

    def _trap(self, node: yaml.ScalarNode) -> str:
        taken = self.construct_object(node)
        return (
            f"{node.value} is {taken} for YAML: write {_meant(node.value, taken)} for a number, "
            f"or '{node.value}' in quotes for a text"
        )


def _meant(text: str, taken: float) -> str:
    """Return how to write the number without a trap: `010` is ten for most, `1:30` only YAML's ninety."""
    digits = text.replace("_", "").lstrip("+-0")
    sign = "-" if text.startswith("-") else ""
    return f"{sign}{digits}" if PLAIN_NUMBER.fullmatch(digits) else f"{taken}"
