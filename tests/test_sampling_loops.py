"""Bounds of uncertain loops: they hold for every loop in the ranges, and a loop that may gain has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footprint.units.interval import Interval, NoBound
from footprint.verification.sampling.loops import inverse_of_loop


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.floats(0, 0.5), st.floats(0.05, 1.2))
def test_the_bound_holds_the_inverse_of_every_loop_within_the_ranges(size: int, seed: int, width: float, gain: float) -> None:
    chance = np.random.default_rng(seed)
    middle = chance.random((size, size)) * (chance.random((size, size)) < 0.7)
    radius = max(abs(np.linalg.eigvals(middle)))
    if radius:
        middle *= gain / radius
    low, high = middle * (1 - width), middle * (1 + width)
    uses = [[Interval(float(low[i, j]), float(high[i, j])) for j in range(size)] for i in range(size)]
    largest = max(abs(np.linalg.eigvals(high)))
    if largest >= 1:
        if largest > 1 + 1e-9:
            with pytest.raises(NoBound):
                inverse_of_loop(uses)
        return
    if largest > 1 - 1e-6:
        return
    found = inverse_of_loop(uses)
    for _ in range(10):
        matrix = np.where(chance.random((size, size)) < 0.5, low, high) if chance.random() < 0.5 else chance.uniform(low, high)
        inverse = np.linalg.inv(np.eye(size) - matrix)
        rounding = 1e-11 * np.max(np.abs(inverse))
        for i in range(size):
            for j in range(size):
                assert found[i][j].low - rounding <= inverse[i, j] <= found[i][j].high + rounding
    # The ends are reached: the bound is no wider than rounding makes it.
    for matrix, end in ((low, "low"), (high, "high")):
        inverse = np.linalg.inv(np.eye(size) - matrix)
        bounds = np.array([[getattr(found[i][j], end) for j in range(size)] for i in range(size)])
        assert bounds == pytest.approx(inverse, rel=1e-6, abs=1e-6 * float(np.max(inverse)))


def test_credits_in_a_loop_have_no_bound() -> None:
    with pytest.raises(NoBound):
        inverse_of_loop([[Interval(0.0, 0.0), Interval(-0.1, 0.2)], [Interval(0.1, 0.2), Interval(0.0, 0.0)]])


def test_a_loop_on_the_brink_has_no_bound() -> None:
    with pytest.raises(NoBound):
        inverse_of_loop([[Interval(0.0, 0.0), Interval(1.0, 1.0)], [Interval(1.0, 1.0), Interval(0.0, 0.0)]])
