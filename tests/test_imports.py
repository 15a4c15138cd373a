"""What a chapter does not use is not loaded with the course."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BOOK = Path(__file__).parents[1] / "book"
LATE = {"scipy.integrate", "matplotlib", "py_mini_racer", "jsonschema", "sphinx"}


def test_importing_the_course_loads_no_solver_drawing_schema_or_builder():
    program = "import sys, course; print(*sys.modules, sep='\\n')"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, cwd=BOOK, check=True, capture_output=True, text=True).stdout.split()
    assert "course" in loaded
    assert LATE & set(loaded) == set()


def test_a_model_stays_the_model_after_its_module_was_imported():
    program = (
        "from course.models.quanta import MOST_QUANTA; from course.models import quanta; "
        "import course.models.quanta as again; print(type(quanta).__name__, again is quanta)"
    )
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, cwd=BOOK, check=True, capture_output=True, text=True).stdout
    assert told == "Model True\n"


WIDGET_LIBRARIES = {
    "anywidget",
    "ipywidgets",
    "plotly",
    "yaml",
    "jinja2",
    "matplotlib",
    "py_mini_racer",
    "jsonschema",
    "PIL",
    "typst",
}


def test_a_model_needs_no_widget_library():
    program = "import sys, lessonkit.model; print(*sys.modules, sep='\\n')"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert "lessonkit.model.describe" in told.split()
    assert WIDGET_LIBRARIES & set(told.split()) == set()
