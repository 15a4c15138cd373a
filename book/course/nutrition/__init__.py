"""Magnesium in foods and supplements."""

from course.nutrition.foods import FoodExplorer
from course.nutrition.label import LabelReader
from course.nutrition.plate import DayPlate

__all__ = ["DayPlate", "FoodExplorer", "LabelReader"]
