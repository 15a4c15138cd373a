"""Magnesium in supplements."""

from course.nutrition.label import LabelReader

__all__ = ["LabelReader"]
