"""The types of items, one folder each; importing this makes them known, in the order of messages."""

from importlib import import_module

for _name in ("choice", "numeric", "ordering", "matching", "mark", "short", "predict"):
    import_module(f"{__name__}.{_name}.type")
