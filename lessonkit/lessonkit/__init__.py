"""Widgets for Jupyter Books, written once in Python: alive in a static page and a kernel, whole on paper."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessonkit.course import Course
    from lessonkit.explorer import Explorer, Map
    from lessonkit.figures import Figure
    from lessonkit.lessons import Case, CaseLead, Chapter, Paths, Placement, TeachBack
    from lessonkit.page.widget import Widget
    from lessonkit.quiz import Exam, Progress, Quiz, Retrieval

__all__ = [
    "Case",
    "CaseLead",
    "Chapter",
    "Course",
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
    "Widget",
]
__version__ = "0.1.0"

_HOMES = {
    "Case": "lessonkit.lessons",
    "CaseLead": "lessonkit.lessons",
    "Chapter": "lessonkit.lessons",
    "Course": "lessonkit.course",
    "Exam": "lessonkit.quiz",
    "Explorer": "lessonkit.explorer",
    "Figure": "lessonkit.figures",
    "Map": "lessonkit.explorer",
    "Paths": "lessonkit.lessons",
    "Placement": "lessonkit.lessons",
    "Progress": "lessonkit.quiz",
    "Quiz": "lessonkit.quiz",
    "Retrieval": "lessonkit.quiz",
    "TeachBack": "lessonkit.lessons",
    "Widget": "lessonkit.page.widget",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is first asked for: a model needs no widget library."""
    if name not in _HOMES:
        raise AttributeError(f"lessonkit has no {name!r}; choose one of: {', '.join(__all__)}")
    return getattr(importlib.import_module(_HOMES[name]), name)
