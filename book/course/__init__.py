"""The course: what it is called, where its chapters lie, and what they import."""

from pathlib import Path

from course import models
from lessonkit import (
    Case,
    CaseLead,
    Chapter,
    Course,
    Exam,
    Explorer,
    Figure,
    Map,
    Paths,
    Placement,
    Progress,
    Quiz,
    Retrieval,
    TeachBack,
)

__all__ = [
    "Case",
    "CaseLead",
    "Chapter",
    "Exam",
    "Explorer",
    "Figure",
    "Map",
    "Paths",
    "Placement",
    "Progress",
    "Quiz",
    "Retrieval",
    "TeachBack",
    "course",
]
__version__ = "0.1.0"

_package = Path(__file__).parent
_inside = _package / "book"  # what an installed course carries along; in a copy it lies around the package

course = Course(
    id="magnesium-and-myoclonus",
    title="Magnesium and myoclonus",
    root=_inside if _inside.is_dir() else _package.parent,
    version=__version__,
    models=models,
    reference={"Mg": 1.0},  # extracellular magnesium in mM
    picture=Path("figures/jerk-generators.svg"),
    package=_package,
    install=(
        "lessonkit @ git+{address}#subdirectory=lessonkit",
        "magnesium-and-myoclonus @ git+{address}",
    ),
)
