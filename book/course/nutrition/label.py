"""A reader for labels: one amount as mass of the salt, mass of magnesium, mmol and mEq."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course.nutrition.salts import CHARGE, atomic_masses, read_salts
from lessonkit.course import current
from lessonkit.page.numbers import written
from lessonkit.page.widget import Widget
from lessonkit.tables import DataError

KINDS = {
    "compound": {"label": "mass of the salt", "unit": "mg", "other": "element"},
    "element": {"label": "mass of magnesium", "unit": "mg", "other": "compound"},
    "mmol": {"label": "amount of magnesium", "unit": "mmol", "other": "meq"},
    "meq": {"label": "charge of magnesium", "unit": "mEq", "other": "mmol"},
}
"""What the number of a label can be, and with which other reading it is confused."""

START = {"salt": "sulfate-heptahydrate", "amount": 60.0, "as": "compound"}


class LabelReader(Widget):
    """Convert an amount that a label states, and show what a misreading would make of it."""

    tag = "course-label"
    template = "label.html.j2"
    module = "label.js"
    styles = ("lessonkit/page/widget.css", "label.css")

    def __init__(self, folder: Path | None = None) -> None:
        self._salts = {salt.id: salt for salt in read_salts(folder)}
        if START["salt"] not in self._salts:
            raise DataError(f"salts.csv: lacks {START['salt']!r}, with which the reader starts: restore it")
        super().__init__()
        self.refresh()

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        salt, kind = self._salts[START["salt"]], KINDS[START["as"]]
        now = salt.amounts(START["amount"], START["as"])
        other = salt.amounts(START["amount"], kind["other"])
        magnesium = atomic_masses()["Mg"]
        data = {
            "salts": {s.id: {"name": s.name, "perMmol": s.compound_per_mmol} for s in self._salts.values()},
            "kinds": KINDS,
            "start": START,
            "magnesium": magnesium,
            "charge": CHARGE,
            "course": current().id,
        }
        return {
            "salts": [{"salt": s, "per_100": written(100 / s.fraction)} for s in self._salts.values()],
            "start": START,
            "salt": salt,
            "kinds": KINDS,
            "kind": kind,
            "now": now,
            "other": other,
            "factor": max(now.mmol, other.mmol) / min(now.mmol, other.mmol),
            "written": written,
            "data": json.dumps(data).replace("</", "<\\/"),
        }
