"""The widget that runs a model of the kit."""

from course.explorer.widget import Explorer

__all__ = ["Explorer"]
