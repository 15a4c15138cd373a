"""Building: mistakes in what goes in stop it and are named; a second build does only what is needed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

CHAPTER = """---
file_format: mystnb
kernelspec:
  name: python3
---
# A page

```{code-cell} ipython3
from course import Quiz
Quiz("nmda-blockade")
```
"""


def build(folder: Path) -> subprocess.CompletedProcess:
    tool = shutil.which("jupyter-book", path=str(Path(sys.executable).parent))
    command = [tool, "build", str(folder), "-W", "-n", "--keep-going"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """A book of one page on a copy of the package, the banks and the tables."""
    shutil.copy(ROOT / "_config.yml", tmp_path)
    for name in ("course", "data", "quizzes", "figures"):
        shutil.copytree(
            ROOT / "book" / name, tmp_path / "book" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "book" / "references.bib", tmp_path / "book")
    (tmp_path / "book" / "index.md").write_text(CHAPTER, encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", encoding="utf-8")
    return tmp_path


def change(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_a_faulty_bank_stops_the_build_and_is_named(small_book):
    bank = small_book / "book" / "quizzes" / "nmda-blockade.yml"
    change(bank, r"type: single", "type: singel")
    done = build(small_book)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert re.search(r"nmda-blockade\.yml:\d+", said)
    assert "singel" in said


def test_a_table_without_a_column_stops_the_build_and_is_named(small_book):
    change(small_book / "book" / "data" / "nmda_block_fits.csv", "K0_mM", "K0")
    done = build(small_book)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "nmda_block_fits.csv, line 1: lacks the column K0_mM" in said


def test_a_second_build_runs_nothing_and_a_changed_bank_is_noticed(small_book):
    assert build(small_book).returncode == 0
    page = small_book / "_build" / "html" / "book" / "index.html"
    first = page.read_text(encoding="utf-8")
    again = build(small_book)
    assert again.returncode == 0
    assert "0 added, 0 changed, 0 removed" in again.stdout + again.stderr
    change(small_book / "book" / "quizzes" / "nmda-blockade.yml", r"stem: ", "stem: Changed. ")
    assert build(small_book).returncode == 0
    assert "Changed. " in page.read_text(encoding="utf-8")
    assert "Changed. " not in first


def test_a_figure_that_would_be_lost_stops_the_build(small_book):
    """A bare Plotly figure has no words and no picture without a script: it must not vanish silently."""
    chapter = CHAPTER.replace('Quiz("nmda-blockade")', "import plotly.graph_objects as go\ngo.Figure()")
    (small_book / "book" / "index.md").write_text(chapter, encoding="utf-8")
    done = build(small_book)
    assert done.returncode != 0
    assert "Figure(" in done.stdout + done.stderr
