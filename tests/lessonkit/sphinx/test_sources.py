"""What is made from the course's files is made anew when they change, and not before."""

from __future__ import annotations

import os
import shutil
from types import SimpleNamespace

import pytest

from lessonkit.sphinx import sources


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Make something, and return whether it had to be made; with the folder of a course."""
    (tmp_path / "quizzes").mkdir()
    monkeypatch.setattr(sources, "ROOT", tmp_path / "quizzes")
    course = SimpleNamespace(
        root=tmp_path,
        contents=tmp_path / "_toc.yml",
        bibliography=tmp_path / "references.bib",
        package=None,
    )
    monkeypatch.setattr(sources, "current", lambda: course)
    (tmp_path / "site").mkdir()
    app = SimpleNamespace(doctreedir=tmp_path, outdir=tmp_path / "site")

    def make() -> bool:
        with sources.unless_made(app, "a-thing") as is_needed:
            return is_needed

    return make


def changed(path, text: str, seconds: int) -> None:
    path.write_text(text, encoding="utf-8")
    time = path.stat().st_mtime + seconds
    os.utime(path, (time, time))


def test_it_is_made_once_until_a_file_changes(made, tmp_path):
    assert made()
    assert not made()
    changed(tmp_path / "quizzes" / "safety.yml", "chapter: safety", 5)
    assert made()


@pytest.mark.parametrize("name", ["outline.txt", "references.bib", "misconceptions.yml"])
def test_what_pages_say_of_themselves_sources_and_wrong_ideas_count(name, made, tmp_path):
    assert made()
    changed(tmp_path / name, "anew", 5)
    assert made()


def test_what_failed_is_made_the_next_time(made, tmp_path):
    app = SimpleNamespace(doctreedir=tmp_path, outdir=tmp_path / "site")
    with pytest.raises(OSError, match="full"), sources.unless_made(app, "a-thing"):
        raise OSError("the disk is full")
    assert made()


def test_what_somebody_has_deleted_is_made_again(made, tmp_path):
    assert made()
    shutil.rmtree(tmp_path / "site")
    (tmp_path / "site").mkdir()  # Sphinx makes it at each start
    assert made()
    assert not made()
