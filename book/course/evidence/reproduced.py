"""Published numbers held against what the models give for them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from course import models
from lessonkit.authored.expression import ExpressionError, names_in, value_of
from lessonkit.model import Model, ModelError
from lessonkit.page.numbers import with_unit, written
from lessonkit.tables import NONE, DataError, read_table
from lessonkit.tasks.goal import parsed_reading, read, unknown

TABLE = "reproduced"
CLOSE = 0.1
"""Where a source gives no range, numbers agree that differ by this share of the published one at most."""


@dataclass(frozen=True)
class Reproduced:
    """A published number, the run that stands for it, and what that run gives.

    Attributes
    ----------
    low, high : float
        The range that the source gives, nan if it gives none.
    """

    model: Model
    quantity: str
    settings: dict[str, float]
    published: float
    low: float
    high: float
    unit: str
    source: str
    status: str
    ours: float

    @property
    def difference(self) -> float:
        """Ours less the published number, as a share of the published number."""
        return self.ours / self.published - 1

    @property
    def agrees(self) -> bool:
        """Whether ours lies in the source's range or, if it gives none, within `CLOSE`."""
        if math.isfinite(self.low):
            return self.low <= self.ours <= self.high
        return abs(self.difference) <= CLOSE


def reproduced(folder: Path | None = None) -> list[Reproduced]:
    """Return the rows of ``reproduced.csv``, each with its run.

    Raises
    ------
    DataError
        If the table cannot be read, or names what no model has; the message names the quantity.
    """
    rows = read_table(
        TABLE,
        texts=("model", "quantity", "settings", "reads", "unit", "source", "status"),
        numbers=("published",),
        optional=("low", "high"),
        folder=folder,
    )
    known = {model.id: model for model in (getattr(models, name) for name in models.__all__)}
    return [_reproduced(row, known) for row in rows]


def _reproduced(row: dict, known: dict[str, Model]) -> Reproduced:
    where = f"{TABLE}.csv, {row['quantity']}"
    if row["model"] not in known:
        raise DataError(f"{where}: no model {row['model']!r}: choose one of {', '.join(known)}")
    model = known[row["model"]]
    try:
        reading = parsed_reading(row["reads"])
        names = list(names_in(reading))
        if fault := next(unknown(names, model), None):
            raise ExpressionError(fault)
        settings = _settings(row["settings"])
        run = model.run(**settings)
    except (ExpressionError, ModelError) as error:
        raise DataError(f"{where}: {error}") from None
    except ValueError:
        raise DataError(f"{where}: settings {row['settings']!r}: write NAME=NUMBER;NAME=NUMBER") from None
    unit = "" if row["unit"] == NONE else row["unit"]
    ours = value_of(reading, {name: read(name, run) for name in names})
    kept = ("quantity", "published", "low", "high", "source", "status")
    return Reproduced(model, settings=settings, unit=unit, ours=ours, **{name: row[name] for name in kept})


def _settings(text: str) -> dict[str, float]:
    pairs = (part.split("=") for part in text.split(";") if text != NONE)
    return {name.strip(): float(number) for name, number in pairs}


def table_of(model: Model) -> str:
    """Return the rows of one model as a Markdown table with citations."""
    lines = ["| Quantity | Published | This model | Difference | Source |", "|---|---|---|---|---|"]
    for row in reproduced():
        if row.model is not model:
            continue
        span = f" ({written(row.low)} to {written(row.high)})" if math.isfinite(row.low) else ""
        told = f"{with_unit(written(row.published), row.unit)}{span}"
        ours = with_unit(written(row.ours, 3), row.unit)
        judged = (
            f"{100 * row.difference:+.0f} %".replace("-", "−")
            if not span
            else "within"
            if row.agrees
            else "outside"
        )
        lines.append(
            f"| {row.quantity} | {told} | {ours} | {judged} | {{cite:p}}`{row.source}`, {row.status} |"
        )
    return "\n".join(lines)
