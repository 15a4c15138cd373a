"""A small course: how a population fills its space."""

from pathlib import Path

from lessonkit import Course
from logistic import models

course = Course(
    id="logistic-growth",
    title="How a population fills its space",
    root=Path(__file__).parents[1],
    models=models,
    package=Path(__file__).parent,
)
