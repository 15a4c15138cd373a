"""Formulas, molar masses and conversions of the salts of magnesium."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.nutrition.salts import atomic_masses, composition, molar_mass, read_salts
from lessonkit.bibliography import UnknownReferenceError, reference
from lessonkit.tables import DataError

SALTS = {salt.id: salt for salt in read_salts()}
HEAD = "id,name,formula,waters,source\n"
GOOD = "oxide,magnesium oxide,MgO,0,charges\n"

# Worked out apart from the course, to two decimals and one.
REVIEWED = {
    "oxide": (40.30, 60.3),
    "hydroxide": (58.32, 41.7),
    "carbonate": (84.31, 28.8),
    "chloride": (95.21, 25.5),
    "chloride-hexahydrate": (203.30, 12.0),
    "sulfate": (120.36, 20.2),
    "sulfate-heptahydrate": (246.47, 9.9),
    "citrate": (451.11, 16.2),
    "citrate-nonahydrate": (613.25, 11.9),
    "malate": (156.38, 15.5),
    "bisglycinate": (172.42, 14.1),
    "lactate": (202.44, 12.0),
    "lactate-dihydrate": (238.48, 10.2),
    "taurate": (272.57, 8.9),
    "aspartate": (288.50, 8.4),
    "threonate": (294.50, 8.3),
    "threonate-monohydrate": (312.51, 7.8),
    "gluconate": (414.60, 5.9),
}

# The anion of each family with its charge; the salt must be neutral.
ANIONS = {
    "oxide": ("O", 2), "hydroxide": ("OH", 1), "carbonate": ("CO3", 2), "chloride": ("Cl", 1),
    "sulfate": ("SO4", 2), "citrate": ("C6H5O7", 3), "malate": ("C4H4O5", 2), "bisglycinate": ("C2H4NO2", 1),
    "lactate": ("C3H5O3", 1), "taurate": ("C2H6NO3S", 1), "aspartate": ("C4H6NO4", 1),
    "threonate": ("C4H7O5", 1), "gluconate": ("C6H11O7", 1),
}  # fmt: skip


def test_every_salt_is_reviewed():
    assert set(SALTS) == set(REVIEWED)
    assert {id.split("-")[0] for id in SALTS} == set(ANIONS)


@pytest.mark.parametrize("id", REVIEWED)
def test_mass_and_share_agree_with_the_reviewed_table(id):
    mass, percent = REVIEWED[id]
    assert SALTS[id].molar_mass == pytest.approx(mass, abs=0.01)
    assert 100 * SALTS[id].fraction == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize("id", REVIEWED)
def test_the_charges_of_the_ions_cancel(id):
    anion, charge = ANIONS[id.split("-")[0]]
    salt = SALTS[id]
    rest = Counter(composition(salt.formula))
    magnesium = rest.pop("Mg")
    anions = 2 * magnesium // charge
    assert rest == Counter({element: n * anions for element, n in composition(anion).items()})


def test_the_masses_have_a_source():
    assert reference("prohaska2022standard").url
    assert atomic_masses()["Mg"] == 24.305


def test_a_formula_is_read():
    assert composition("Mg3(C6H5O7)2") == {"Mg": 3, "C": 12, "H": 10, "O": 14}
    assert composition("Mg(C2(OH)2)3") == {"Mg": 1, "C": 6, "O": 6, "H": 6}
    assert SALTS["citrate-nonahydrate"].written_formula == "Mg₃(C₆H₅O₇)₂ · 9 H₂O"
    assert SALTS["threonate-monohydrate"].written_formula == "Mg(C₄H₇O₅)₂ · H₂O"


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("", "is no formula: write elements"),
        ("mgO", "is no formula: write elements"),
        ("MgO·H2O", "is no formula: write elements"),
        ("Mg(OH", "the brackets do not pair"),
        ("MgOH)2", "the brackets do not pair"),
        ("MgXe", "atomic_masses.csv has no Xe: add its mass"),
    ],
)
def test_a_faulty_formula_is_refused(formula, message):
    with pytest.raises(ValueError, match=message):
        molar_mass(formula)


@given(
    id=st.sampled_from(sorted(SALTS)),
    kind=st.sampled_from(["compound", "element", "mmol", "meq"]),
    value=st.floats(1e-3, 1e5),
)
def test_each_way_leads_back(id, kind, value):
    salt = SALTS[id]
    there = salt.amounts(value, kind)
    assert getattr(there, kind) == pytest.approx(value)
    assert there.meq == pytest.approx(2 * there.mmol)
    assert there.element <= there.compound
    for other in ("compound", "element", "mmol", "meq"):
        back = salt.amounts(getattr(there, other), other)
        assert getattr(back, kind) == pytest.approx(value)


def test_sixty_milligrams_differ_tenfold_between_salt_and_element():
    salt = SALTS["sulfate-heptahydrate"]
    as_salt, as_element = salt.amounts(60, "compound"), salt.amounts(60, "element")
    assert as_salt.element == pytest.approx(5.917, abs=1e-3)
    assert as_element.mmol == pytest.approx(2.469, abs=1e-3)
    assert as_element.mmol / as_salt.mmol == pytest.approx(10.14, abs=0.01)


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_an_amount_that_cannot_be_is_refused(value):
    with pytest.raises(ValueError, match="write a finite number above 0"):
        SALTS["oxide"].amounts(value, "element")


def test_an_unknown_kind_is_refused():
    with pytest.raises(
        ValueError, match="kind 'gram' is unknown: choose one of compound, element, mmol, meq"
    ):
        SALTS["oxide"].amounts(1, "gram")


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (GOOD + GOOD, DataError, "salts.csv, oxide: the id stands twice"),
        (GOOD.replace(",0,", ",0.5,"), DataError, "oxide: waters = 0.5: write a whole number"),
        (GOOD.replace("MgO", "CaO"), DataError, "oxide: 'CaO': atomic_masses.csv has no Ca"),
        (GOOD.replace("MgO", "H2O"), DataError, "oxide: 'H2O' has no magnesium"),
        (GOOD.replace("MgO", "Mg(O"), DataError, "oxide: 'Mg\\(O': the brackets do not pair"),
        (GOOD.replace("charges", "nobody1900"), UnknownReferenceError, "has no entry 'nobody1900'"),
    ],
)
def test_a_faulty_table_is_refused(rows, error, message, tmp_path):
    (tmp_path / "salts.csv").write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(error, match=message):
        read_salts(tmp_path)
