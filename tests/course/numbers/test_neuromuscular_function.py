"""The numbers of the lessons on nerve and muscle are those that their question banks quote."""

from __future__ import annotations

import pytest

from course.numbers import neuromuscular_function as n
from course.numbers import too_much_too_little as levels


def test_release_and_quanta_give_the_numbers_of_the_bank():
    assert (n.safety, n.release_three, n.quanta_reserve) == ("1.82", "0.29", "2.1")
    assert (n.full_true, n.full_mean, n.full_expected) == ("11.7", "11.6", "0.002")
    assert (n.sites_chance, n.sites_true, n.sites_tends) == ("0.26", "3.16", "3.66")


def test_too_much_and_too_little_give_the_numbers_of_the_bank():
    assert (levels.threshold_calcium, levels.threshold_calcium_raised) == ("0.86", "1.45")
    assert (levels.weak_normal, levels.weak_raised, levels.strong_raised) == ("1.22", "0.99", "1.50")
    assert levels.release_low_percent == "16"


@pytest.mark.parametrize("quanta", [40.0, 60.0, 200.0])
def test_at_the_magnesium_of_block_the_fibre_just_fires(quanta):
    at_block = n.end_plate_at(m_0=quanta, Mg=n.magnesium_at_block(quanta), Ca_read=1.2)
    assert at_block["safety_factor"] == pytest.approx(1, abs=0.02)
