"""A moving picture: a drawing whose parts follow the run of a model."""

from lessonkit.scene.describe import Grab, Moment, Part, Quantity, SceneError, Words
from lessonkit.scene.scene import Scene

__all__ = ["Grab", "Moment", "Part", "Quantity", "Scene", "SceneError", "Words"]
