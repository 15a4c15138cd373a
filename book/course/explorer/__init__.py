"""The widget that runs a model of the kit, and the map that sets it."""

from course.explorer.map import Map
from course.explorer.widget import Explorer

__all__ = ["Explorer", "Map"]
