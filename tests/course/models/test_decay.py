"""Equal shares in equal times."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.models import decay


@given(tau=st.floats(5.0, 400.0), t=st.floats(0.0, 200.0))
def test_a_stretch_twice_as_long_leaves_the_share_squared(tau, t):
    once = decay.run(tau=tau, t_read=t).scalars["left_at_t"] / 100
    twice = decay.run(tau=tau, t_read=2 * t).scalars["left_at_t"] / 100
    assert twice == pytest.approx(once**2)


def test_the_half_life_leaves_half():
    half_life = decay.run(tau=100.0).scalars["half_life"]
    assert half_life == pytest.approx(100 * math.log(2))
    assert decay.run(tau=100.0, t_read=half_life).scalars["left_at_t"] == pytest.approx(50.0)


def test_the_logarithm_is_a_straight_line():
    times = (50.0, 100.0, 150.0)
    logs = [decay.run(tau=80.0, t_read=t).scalars["logarithm"] for t in times]
    assert logs[1] - logs[0] == pytest.approx(logs[2] - logs[1])
    assert math.exp(logs[0]) * 100 == pytest.approx(decay.run(tau=80.0, t_read=50.0).scalars["left_at_t"])
