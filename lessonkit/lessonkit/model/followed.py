"""A bar that shows how far a long piece of work is, where there is a reader to see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from lessonkit.static import is_static_build

T = TypeVar("T")


def followed(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """Yield `items`; in a live notebook a bar of `total` steps follows them and goes when they end."""
    if is_static_build() or not _in_notebook():
        yield from items
        return
    from IPython.display import display
    from ipywidgets import IntProgress

    bar = IntProgress(max=total, description=label, style={"description_width": "initial"})
    display(bar)
    try:
        for item in items:
            yield item
            bar.value += 1
    finally:
        bar.close()


def _in_notebook() -> bool:
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")
