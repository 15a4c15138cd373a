"""A Plotly figure as the plain JSON that the page draws from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import plotly.graph_objects as go


def plain(figure: go.Figure) -> dict[str, Any]:
    """Return `figure` as JSON, its data with numbers of five digits: Plotly would pack its arrays in base 64.

    Its layout keeps all digits, or a tick at the end of an axis would lie outside.
    """
    traces = [trace.to_plotly_json() for trace in figure.data]
    return {"data": _plain(traces, ".5g"), "layout": _plain(figure.layout.to_plotly_json(), ".15g")}


def _plain(value: Any, form: str) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {name: _plain(part, form) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, form) for part in value]
    if isinstance(value, float):
        return float(f"{value:{form}}") if math.isfinite(value) else None
    return value
