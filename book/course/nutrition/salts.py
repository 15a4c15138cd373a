"""Salts of magnesium: how much of the element a mass of the compound holds."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lessonkit.bibliography import Reference, reference
from lessonkit.tables import DataError, read_table

CHARGE = 2
"""Milliequivalents in a millimole of magnesium, for its ion carries two charges."""

BY_CHARGES = "charges"
"""Stands for a source where a formula follows from the charges of the ions."""

WATER = "H2O"

_PART = re.compile(r"([A-Z][a-z]?|\(|\))(\d*)")


def composition(formula: str) -> dict[str, int]:
    """Return how many atoms of each element a formula such as ``Mg3(C6H5O7)2`` has.

    Raises
    ------
    ValueError
        If the text is no formula, or its brackets do not pair.
    """
    parts = _PART.findall(formula)
    if not parts or "".join(symbol + count for symbol, count in parts) != formula:
        raise ValueError(f"{formula!r} is no formula: write elements, counts and brackets, as in Mg(OH)2")
    open_groups: list[Counter[str]] = [Counter()]
    for symbol, count in parts:
        if symbol == "(":
            open_groups.append(Counter())
            continue
        group = Counter({symbol: 1}) if symbol != ")" else open_groups.pop()
        if not open_groups:
            break
        open_groups[-1].update({element: n * int(count or 1) for element, n in group.items()})
    if len(open_groups) != 1:
        raise ValueError(f"{formula!r}: the brackets do not pair: add or remove one")
    return dict(open_groups[0])


@functools.lru_cache
def atomic_masses(folder: Path | None = None) -> dict[str, float]:
    """Return the standard atomic weights of ``atomic_masses.csv``, g/mol by element (Prohaska 2022)."""
    rows = read_table("atomic_masses", texts=("element", "source"), numbers=("g_per_mol",), folder=folder)
    return {row["element"]: row["g_per_mol"] for row in rows}


def molar_mass(formula: str, waters: int = 0) -> float:
    """Return the molar mass of a compound with its crystal water, g/mol.

    Raises
    ------
    ValueError
        If the formula cannot be read, or has an element that ``atomic_masses.csv`` lacks.
    """
    masses = atomic_masses()
    atoms = Counter(composition(formula))
    atoms.update({element: n * waters for element, n in composition(WATER).items()})
    unknown = sorted(set(atoms) - set(masses))
    if unknown:
        raise ValueError(f"{formula!r}: atomic_masses.csv has no {', '.join(unknown)}: add its mass, g/mol")
    return sum(n * masses[element] for element, n in atoms.items())


@dataclass(frozen=True)
class Amounts:
    """One amount of a salt in the four ways that labels and papers use; mmol and mEq are of magnesium."""

    compound: float
    element: float
    mmol: float
    meq: float


@dataclass(frozen=True)
class Salt:
    """A salt of magnesium, as ``salts.csv`` lists it."""

    id: str
    name: str
    formula: str
    waters: int
    source: Reference | None

    @property
    def molar_mass(self) -> float:
        """Mass of a mole of the salt with its crystal water, g/mol."""
        return molar_mass(self.formula, self.waters)

    @property
    def atoms(self) -> int:
        """Atoms of magnesium in the formula."""
        return composition(self.formula)["Mg"]

    @property
    def compound_per_mmol(self) -> float:
        """Mass of the salt that holds one millimole of magnesium, mg."""
        return self.molar_mass / self.atoms

    @property
    def fraction(self) -> float:
        """Share of magnesium in the mass of the salt, 0 to 1."""
        return atomic_masses()["Mg"] / self.compound_per_mmol

    @property
    def written_formula(self) -> str:
        """The formula as it is printed, with small figures and the crystal water."""
        text = self.formula.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
        count = "" if self.waters == 1 else f"{self.waters} "
        return text + (f" · {count}H₂O" if self.waters else "")

    def amounts(self, value: float, kind: str) -> Amounts:
        """Return `value` in all four ways.

        Parameters
        ----------
        value : float
            A positive amount.
        kind : str
            What `value` is: ``compound`` or ``element`` (mg), ``mmol`` or ``meq`` of magnesium.

        Raises
        ------
        ValueError
            If the amount is not positive and finite, or the kind is unknown.
        """
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"amount {value!r}: write a finite number above 0")
        magnesium = atomic_masses()["Mg"]
        mmol_per_unit = {
            "compound": 1 / self.compound_per_mmol,
            "element": 1 / magnesium,
            "mmol": 1.0,
            "meq": 1 / CHARGE,
        }
        if kind not in mmol_per_unit:
            raise ValueError(f"kind {kind!r} is unknown: choose one of {', '.join(mmol_per_unit)}")
        mmol = value * mmol_per_unit[kind]
        return Amounts(mmol * self.compound_per_mmol, mmol * magnesium, mmol, mmol * CHARGE)


def read_salts(folder: Path | None = None) -> list[Salt]:
    """Return the salts of ``salts.csv``.

    Raises
    ------
    DataError
        If the table cannot be read, an id repeats, a formula cannot be used, or the count of waters is no
        whole number.
    UnknownReferenceError
        If a source is not in the bibliography.
    """
    rows = read_table("salts", texts=("id", "name", "formula", "source"), numbers=("waters",), folder=folder)
    salts: dict[str, Salt] = {}
    for row in rows:
        where = f"salts.csv, {row['id']}"
        if row["id"] in salts:
            raise DataError(f"{where}: the id stands twice: rename one")
        if row["waters"] < 0 or row["waters"] % 1:
            raise DataError(f"{where}: waters = {row['waters']:g}: write a whole number, 0 if there are none")
        source = None if row["source"] == BY_CHARGES else reference(row["source"])
        salt = Salt(row["id"], row["name"], row["formula"], int(row["waters"]), source)
        try:
            held = composition(salt.formula)
            molar_mass(salt.formula, salt.waters)
        except ValueError as error:
            raise DataError(f"{where}: {error}") from None
        if "Mg" not in held:
            raise DataError(f"{where}: {salt.formula!r} has no magnesium: mend the formula")
        salts[salt.id] = salt
    return list(salts.values())
