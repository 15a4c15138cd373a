"""Which class has which tag, and how a built page says whose files it needs."""

from __future__ import annotations

import importlib
import operator
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lessonkit.page.modules import located

if TYPE_CHECKING:
    from lessonkit.page.widget import Widget

_NAMED = re.compile(r' data-class="([\w.]+:[\w.]+)"')

_classes: dict[str, type[Widget]] = {}


class WidgetError(ValueError):
    """A widget is declared wrongly, or lacks a file; the message names it and the remedy."""


def register(cls: type[Widget]) -> dict[str, Path]:
    """Note a class under its tag; returns where each file that it names lies.

    Raises
    ------
    WidgetError
        If a file is missing, another class has the tag, or the class stands in a notebook.
    """
    name = f"{cls.__module__}.{cls.__qualname__}"
    other = _classes.get(cls.tag)
    if other and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
        raise WidgetError(
            f"{name}: the tag {cls.tag!r} is that of {other.__module__}.{other.__qualname__}: choose another"
        )
    home = getattr(sys.modules[cls.__module__], "__file__", None)
    if home is None:
        raise WidgetError(f"{name}: is defined in a notebook: put it in a module, and import it from there")
    files = {file: located(file, Path(home).parent) for file in (cls.template, cls.module, *cls.styles)}
    for path in files.values():
        if not path.is_file():
            raise WidgetError(f"{name}: {path} is missing: mend its name, or install the package anew")
    _classes[cls.tag] = cls
    return files


def named(tag: str, html: str) -> str:
    """Return a widget's HTML with the name of its class, for a page that is built."""
    owner = _classes[tag]
    return html.replace(f"<{tag}", f'<{tag} data-class="{owner.__module__}:{owner.__qualname__}"', 1)


def taken_names(html: str) -> tuple[str, list[type[Widget]]]:
    """Return a built page as readers get it, and the classes of its widgets, each once."""
    return _NAMED.sub("", html), list(map(class_named, names_in(html)))


def names_in(html: str) -> list[str]:
    """Return the names of the classes in a page that is built, each once."""
    return list(dict.fromkeys(_NAMED.findall(html)))


def class_named(name: str) -> type[Widget]:
    """Return the class of a name such as `names_in` returns."""
    module, _, qualified = name.partition(":")
    return operator.attrgetter(qualified)(importlib.import_module(module))
