"""`make` and its environment: a Python that will not do is told first; what cannot run is made anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import environment
import pytest

from conftest import ROOT

ENVIRONMENT = ".venv/pyvenv.cfg"
PRETENDS = """#!/bin/sh
exec "{python}" -c '
import runpy, sys
sys.version_info = {version}
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")' "$@"
"""
OTHER_PREFIX = """#!/bin/sh
exec "{python}" -c '
import runpy, sys, subprocess
run = subprocess.run
def told(command, **options):
    done = run(command, **options)
    if command[0] == sys.executable:
        done.stdout = b"another Python"
    return done
subprocess.run = told
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")' "$@"
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What `make` needs to make the environment; the folder's name has a blank, as people's have."""
    folder = tmp_path / "my course"
    folder.mkdir()
    for name in ("Makefile", "environment.py", "requirements.txt", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "lessonkit").mkdir()
    shutil.copy(ROOT / "lessonkit" / "pyproject.toml", folder / "lessonkit")
    return folder


def fake(folder: Path, text: str, **parts: object) -> Path:
    """Write an interpreter that runs as this one but for what `text` changes."""
    path = folder.parent / "python-of-another-kind"
    path.write_text(text.format(python=sys.executable, **parts), encoding="utf-8")
    path.chmod(0o755)
    return path


def make(folder: Path, target: str = ENVIRONMENT, python: str | Path = sys.executable):
    command = ["make", target, f"PYTHON={python}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def made(folder: Path, **options: object) -> bool:
    """Tell whether `make` made the environment anew, in which programs then run."""
    done = make(folder, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    subprocess.run([folder / ".venv" / "bin" / "pip", "--version"], check=True, capture_output=True)
    return "Making .venv with Python" in done.stdout


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 14, 0)])
def test_a_python_that_cannot_run_the_course_is_told_before_anything_is_made(copy, version):
    done = make(copy, "book", fake(copy, PRETENDS, version=version))
    assert done.returncode != 0
    [sentence] = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert re.fullmatch(
        r"The course needs Python 3\.10 to 3\.13, and .* is Python [\d.]+: install one .*", sentence
    )
    assert not (copy / ".venv").exists()


def test_an_environment_is_kept_until_its_python_or_its_folder_changes(copy):
    assert made(copy)
    stamp = copy / ".venv" / "course.stamp"  # what `make` knows to be installed
    stamp.touch()
    assert not made(copy)
    assert stamp.exists()

    assert made(copy, python=fake(copy, OTHER_PREFIX))
    assert not stamp.exists(), "what was installed for the other Python is installed again"
    assert not made(copy)

    moved = copy.rename(copy.with_name("renamed"))
    assert made(moved)
    assert not made(moved)

    (moved / ".venv" / "bin" / "python").unlink()
    (moved / ".venv" / "bin" / "python").symlink_to("/no/such/python")
    assert made(moved)


def test_what_was_installed_is_installed_again_after_the_environment_was_made_anew(copy):
    """The stamps alone do not count: `make` says what it would run, and runs nothing."""
    assert made(copy)
    (copy / ".venv" / "course.stamp").touch()
    moved = copy.rename(copy.with_name("renamed"))
    stub = moved / "no-network"
    stub.write_text("[global]\nno-index = true\n", encoding="utf-8")
    done = subprocess.run(
        ["make", ".venv/course.stamp", f"PYTHON={sys.executable}"],
        cwd=moved, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PIP_CONFIG_FILE": str(stub), "PIP_NO_INDEX": "1"},
    )  # fmt: skip
    assert "Making .venv with Python" in done.stdout
    assert "-m pip install" in done.stdout


def test_the_readme_names_the_same_pythons():
    oldest, newest = (".".join(map(str, v)) for v in (environment.OLDEST, environment.NEWEST))
    assert f"You need Python {oldest} to {newest} and" in (ROOT / "README.md").read_text(encoding="utf-8")
