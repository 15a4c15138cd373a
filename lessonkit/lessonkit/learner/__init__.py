"""What a learner's browser keeps of one course, and how it leaves it as a file."""

from __future__ import annotations

from lessonkit.course import current


def page_identity() -> dict[str, str]:
    """Return what the page needs to keep a learner's state: the course's id and version."""
    course = current()
    return {"course": course.id, "version": course.version}
