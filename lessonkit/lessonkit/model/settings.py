"""Values that a reader or a preset gives a parameter or a choice: checked, or refused with the remedy."""

from __future__ import annotations

import math
from typing import Any

from lessonkit.model.describe import Choice, ModelError, Parameter


def checked_number(parameter: Parameter, value: Any) -> float:
    """Return `value` as a float; raises ModelError if `parameter` does not take it."""
    kind = "whole number" if parameter.is_whole else "number"
    allowed = f"write a {kind} from {parameter.low:g} to {parameter.high:g} {parameter.unit}".rstrip()
    try:
        plain = value.item() if hasattr(value, "item") else value  # a NumPy scalar
        if isinstance(plain, bool) or not isinstance(plain, (int, float)):
            raise TypeError
        number = float(plain)
    except (TypeError, ValueError):
        raise ModelError(f"{parameter.name} = {value!r} is no number: {allowed}") from None
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ModelError(f"{parameter.name} = {number} is not finite: {allowed}")
    if not parameter.low <= number <= parameter.high:
        raise ModelError(f"{parameter.name} = {number:g} {parameter.unit} is out of range: {allowed}")
    if parameter.is_whole and not number.is_integer():
        raise ModelError(f"{parameter.name} = {number:g} is no whole number: {allowed}")
    return number


def checked_option(choice: Choice, value: Any) -> str:
    """Return `value`, the id of an option; raises ModelError if `choice` has none with it."""
    ids = [option.id for option in choice.options]
    if value not in ids:
        raise ModelError(f"{choice.name} = {value!r} is no option: choose one of {', '.join(ids)}")
    return value
