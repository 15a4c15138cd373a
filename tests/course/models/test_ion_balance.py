"""The balance of one ion: textbook values, and the laws of the equation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.models import ion_balance


@pytest.mark.parametrize(
    ("ion", "outside", "theta", "expected"),
    [
        ("potassium", 4.0, 37.0, -95.02),
        ("potassium", 140.0, 37.0, 0.0),
        ("sodium", 145.0, 37.0, 66.60),
        ("chloride", 100.0, 25.0, -59.16),
        ("calcium", 1.2, 37.0, 125.52),
    ],
)
def test_potentials(ion, outside, theta, expected):
    """Worked out by hand with RT/F = 26.73 mV at 37 °C and 25.69 mV at 25 °C."""
    scalars = ion_balance.run(ion=ion, c_out=outside, theta=theta).scalars
    assert scalars["potential"] == pytest.approx(expected, abs=0.02)


@given(outside=st.floats(0.1, 20.0))
def test_a_tenfold_concentration_is_the_same_step_everywhere(outside):
    low = ion_balance.run(ion="magnesium", c_out=outside).scalars
    high = ion_balance.run(ion="magnesium", c_out=10 * outside).scalars
    assert high["potential"] - low["potential"] == pytest.approx(low["per_tenfold"])
