"""Lessons: where a chapter begins and goes on, and what a reader makes of it in their own words."""

from lessonkit.lessons.case import Case
from lessonkit.lessons.case_lead import CaseLead
from lessonkit.lessons.chapter import Chapter
from lessonkit.lessons.paths import Paths
from lessonkit.lessons.placement import Placement
from lessonkit.lessons.teachback import TeachBack

__all__ = ["Case", "CaseLead", "Chapter", "Paths", "Placement", "TeachBack"]
