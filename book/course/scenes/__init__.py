"""The moving pictures of the course."""

from course.scenes.pore import pore
from course.scenes.spine import spine

__all__ = ["pore", "spine"]
