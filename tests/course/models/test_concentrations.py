"""Units of magnesium: the table of conversions, and both ways round."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.models import concentrations

law = settings(max_examples=25)


@pytest.mark.parametrize(
    ("mmol", "mg_dl", "meq"),
    [(0.5, 1.215, 1.0), (0.7, 1.701, 1.4), (0.85, 2.066, 1.7), (1.0, 2.431, 2.0), (2.5, 6.08, 5.0),
     (4.0, 9.72, 8.0), (5.0, 12.15, 10.0)],
)  # fmt: skip
def test_conversions(mmol, mg_dl, meq):
    scalars = concentrations.run(Mg_serum=mmol).scalars
    assert scalars["serum_mg_per_dl"] == pytest.approx(mg_dl, rel=1e-3)
    assert scalars["serum_meq_per_l"] == pytest.approx(meq)


@law
@given(mmol=st.floats(0.0, 8.0))
def test_a_published_factor_leads_back(mmol):
    """1 mg/dL = 0.4114 mmol/L = 0.8228 mEq/L, as medicalalgorithms.com prints it."""
    scalars = concentrations.run(Mg_serum=mmol).scalars
    assert 0.4114 * scalars["serum_mg_per_dl"] == pytest.approx(mmol, rel=2e-4)
    assert 0.8228 * scalars["serum_mg_per_dl"] == pytest.approx(scalars["serum_meq_per_l"], rel=2e-4)


@law
@given(mmol=st.floats(0.0, 8.0), share=st.floats(0.4, 0.8))
def test_the_ionised_part(mmol, share):
    run = concentrations.run(Mg_serum=mmol, ionised_fraction=share)
    assert run.scalars["serum_ionised"] == pytest.approx(mmol * share)
    assert run.series["ionised_mmol_per_l"][-1] == pytest.approx(8.0 * share)


def test_the_curves_are_the_conversions():
    run = concentrations.run()
    assert run.series["mg_per_dl"] == pytest.approx(2.4305 * run.t)
    assert run.series["meq_per_l"] == pytest.approx(2 * run.t)
