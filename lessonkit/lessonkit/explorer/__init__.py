"""The widget that runs a model of the kit, and the map that sets it."""

from lessonkit.explorer.map import Map
from lessonkit.explorer.widget import Explorer

__all__ = ["Explorer", "Map"]
