"""The models of the course; each file holds one, and is read when it is first asked for."""

import importlib
from typing import Any

__all__ = [
    "calcium_influx",
    "concentrations",
    "end_plate",
    "excitable_neuron",
    "nmda_block",
    "quanta",
    "shouval_2002",
    "trial_power",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"course.models has no model {name!r}; choose one of: {', '.join(__all__)}")
    model = getattr(importlib.import_module(f"{__name__}.{name}"), name)
    globals()[name] = model  # in the place of the module that the import has put there
    return model
