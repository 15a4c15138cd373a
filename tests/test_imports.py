"""What a chapter does not use is not loaded with the course."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BOOK = Path(__file__).parents[1] / "book"
LATE = {"scipy.integrate", "matplotlib", "jsonschema", "sphinx"}


def test_importing_the_course_loads_no_solver_drawing_schema_or_builder():
    program = "import sys, course; print(*sys.modules, sep='\\n')"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, cwd=BOOK, check=True, capture_output=True, text=True).stdout.split()
    assert "course" in loaded
    assert LATE & set(loaded) == set()
