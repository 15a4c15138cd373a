"""A mark on a plot."""
