"""The course's colours and type, read once from ``tokens.json`` by pages, widgets and figures alike."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from lessonkit.page.files import text_of

_DARK_SELECTOR = ':root[data-theme=dark], [data-jp-theme-light="false"]'
# A program that shows each widget in a shadow root (marimo) hands it no style of the page. In a rule of its
# own, as a browser that does not know this selector drops the whole rule, and shows a light card.
_DARK_HOST = ":host-context([data-theme=dark]), :host-context(.dark)"


@functools.lru_cache(maxsize=1)
def tokens() -> dict[str, dict]:
    """Return the design tokens: ``colour``, ``size`` and ``font``."""
    return json.loads(text_of(Path(__file__).with_name("tokens.json")))


def colour(name: str, scheme: str = "light") -> str:
    """Return the hex value of a colour token.

    Parameters
    ----------
    name : str
        A token such as ``"ink"`` or ``"series-1"``.
    scheme : {"light", "dark"}
        Figures are made with the light values; the page maps them to the dark ones.

    Raises
    ------
    ValueError
        If there is no such token; the message lists those that exist.
    """
    try:
        return tokens()["colour"][name][scheme]
    except KeyError:
        known = ", ".join(tokens()["colour"])
        raise ValueError(f"no colour token {name!r} ({scheme}); choose one of: {known}") from None


def figure_palette() -> dict[str, dict[str, str]]:
    """Return, for each light hex value that a figure may use, its token and its dark value."""
    return {
        values["light"]: {"token": name, "dark": values["dark"]}
        for name, values in tokens()["colour"].items()
    }


def token_style() -> str:
    """Return the tokens as CSS custom properties; dark is for screens alone, paper is light."""

    def colours(scheme: str) -> str:
        values = tokens()["colour"].items()
        return "".join(f"--course-{name}:{value[scheme]};" for name, value in values)

    rest = "".join(f"--course-{name}:{value};" for name, value in tokens()["size"].items())
    rest += "".join(f"--course-font-{name}:{value};" for name, value in tokens()["font"].items())
    return (
        f":root, :host{{{rest}{colours('light')}}}\n"
        f"@media screen{{{_DARK_SELECTOR}{{{colours('dark')}}}{_DARK_HOST}{{{colours('dark')}}}}}\n"
    )
