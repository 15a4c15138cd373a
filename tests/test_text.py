"""Numbers in words."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.models import calcium_influx, nmda_block, shouval_2002
from course.text import SPOKEN_UNITS, compared, with_unit, written

quantities = st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9)


def read(text: str) -> float:
    """The number that a reader takes from `text`."""
    return float(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.0, "0"), (1.0, "1"), (0.5, "0.5"), (0.04454, "0.0445"), (-20.53, "−20.5"),
        (-65.0, "−65"), (999.6, "1000"), (123456.0, "123000"), (0.00001234, "1.23e−05"),
        (math.nan, "none"), (math.inf, "none"), (-math.inf, "none"),
    ],
)  # fmt: skip
def test_a_number_is_written_with_three_digits(value, text):
    assert written(value) == text


@given(quantities)
def test_a_written_number_has_no_hyphen_and_at_most_three_digits(value):
    text = written(value)
    assert "-" not in text
    mantissa = re.sub(r"e.*", "", text)
    digits = re.sub(r"[−.]", "", mantissa).lstrip("0")
    assert len(digits.rstrip("0")) <= 3


@given(quantities)
def test_a_written_number_is_the_number_to_three_digits(value):
    assert read(written(value)) == pytest.approx(value, rel=0.005)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [("1", "mM", "1 mM"), ("1", "", "1"), ("none", "mM", "none"), ("−65", "mV", "−65 mV")],
)
def test_a_unit_follows_a_number_that_exists(text, unit, expected):
    assert with_unit(text, unit) == expected


@pytest.mark.parametrize(
    ("value", "reference", "text"),
    [
        (2.0, 1.0, "× 2"),
        (0.5, 1.0, "× 0.5"),
        (-15.0, -10.0, "× 1.5"),
        (-5.0, 10.0, "−15 pA"),
        (1.0, 0.0, "+1 pA"),
        (0.0, 1.0, "−1 pA"),
        (1.0, 1.0, "the same"),
        (0.0, 0.0, "the same"),
        (math.nan, 1.0, "–"),
        (1.0, math.nan, "–"),
        (math.inf, math.inf, "–"),
    ],
)
def test_a_quantity_with_a_zero_is_compared_as_a_multiple(value, reference, text):
    assert compared(value, reference, "pA") == text


@pytest.mark.parametrize(
    ("value", "reference", "text"),
    [
        (-20.5, -41.0, "+20.5 mV"),
        (-41.0, -20.5, "−20.5 mV"),
        (-20.5, -20.5, "the same"),
        (math.nan, -20.5, "–"),
    ],
)
def test_a_quantity_without_a_zero_is_compared_by_its_distance(value, reference, text):
    assert compared(value, reference, "mV", has_zero=False) == text


@given(quantities, quantities, st.booleans())
def test_a_comparison_has_no_hyphen_and_the_right_direction(value, reference, has_zero):
    text = compared(value, reference, "mV", has_zero=has_zero)
    assert "-" not in text
    if value == reference:
        assert text == "the same"
    elif text.startswith("×"):
        assert has_zero
        assert read(text[2:]) == pytest.approx(value / reference, rel=0.005)
    else:
        assert text.startswith("+" if value > reference else "−")
        assert text.endswith(" mV")


def test_a_screen_reader_knows_every_unit_of_the_controls():
    models = (nmda_block, calcium_influx, shouval_2002)
    units = {parameter.unit for model in models for parameter in model.parameters}
    assert units - {""} <= set(SPOKEN_UNITS)
