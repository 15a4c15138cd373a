"""The bar of a long piece of work: in a live notebook only, in step with the work, gone when it ends."""

from __future__ import annotations

import ipywidgets
import pytest

from lessonkit.model import followed
from lessonkit.static import STATIC_BUILD


@pytest.fixture
def bars(monkeypatch):
    """The bars that a live notebook shows."""
    shown = []
    monkeypatch.delenv(STATIC_BUILD, raising=False)
    monkeypatch.setattr(followed, "_in_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", shown.append)
    return shown


def test_a_bar_counts_the_items_that_are_done_and_goes(bars, monkeypatch):
    closed = []
    monkeypatch.setattr(ipywidgets.IntProgress, "close", lambda bar: closed.append(bar.value))
    counts = [bars[0].value for _ in followed.followed("abc", 3, "Letters")]
    assert counts == [0, 1, 2]
    assert bars[0].max == 3
    assert bars[0].description == "Letters"
    assert closed == [3]


def test_a_bar_goes_when_the_work_fails(bars, monkeypatch):
    closed = []
    monkeypatch.setattr(ipywidgets.IntProgress, "close", lambda bar: closed.append(bar.value))

    def work():
        yield 1
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        list(followed.followed(work(), 2, "Work"))
    assert closed == [1]


def test_a_built_page_has_no_bar(bars, monkeypatch):
    monkeypatch.setenv(STATIC_BUILD, "1")
    assert list(followed.followed(range(3), 3, "Numbers")) == [0, 1, 2]
    assert bars == []


def test_a_script_has_no_bar(bars, monkeypatch):
    monkeypatch.undo()
    assert list(followed.followed(range(3), 3, "Numbers")) == [0, 1, 2]
    assert bars == []
