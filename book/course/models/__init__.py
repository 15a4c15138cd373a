"""The models of the course; each file holds one, and is read when it is first asked for."""

import importlib
import sys
from types import ModuleType
from typing import Any

__all__ = [
    "calcium_influx",
    "channel_stays",
    "concentrations",
    "decay",
    "end_plate",
    "excitable_neuron",
    "ion_balance",
    "magnesium_dose",
    "nmda_block",
    "one_channel",
    "pyramidal_neuron",
    "quanta",
    "shouval_2002",
    "trial_power",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"course.models has no model {name!r}; choose one of: {', '.join(__all__)}")
    importlib.import_module(f"{__name__}.{name}")
    return globals()[name]


class _Models(ModuleType):
    """A package whose attribute NAME is the model, also after its module NAME was imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in __all__ and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Models
