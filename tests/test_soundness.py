"""Loops of a technosphere: their gains against hand computation and dense eigenvalues, their condition against dense inverses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from footprint.inventory import soundness
from footprint.inventory.soundness import CONDITION_LIMIT, DENSE_LIMIT, consumption, loops
from patience import ends

Matrix = NDArray[np.float64]


def found(matrix: Any) -> list[soundness.Loop]:
    return loops(sparse.csc_matrix(np.asarray(matrix, dtype=float)) if not sparse.issparse(matrix) else matrix)


def ring(size: int, gain: float, chords: int = 0) -> sparse.csc_matrix:
    """Give a technosphere with one loop through all processes; its gain is that of one round, spread evenly."""
    each = gain ** (1 / size)
    rows, columns = np.arange(size), (np.arange(size) + 1) % size
    values = np.full(size, -each)
    rng = np.random.default_rng(7)
    extra = (rng.integers(0, size, chords), rng.integers(0, size, chords), -np.full(chords, 1e-5))
    off = sparse.csc_matrix(
        (np.concatenate([values, extra[2]]), (np.concatenate([rows, extra[0]]), np.concatenate([columns, extra[1]]))), shape=(size, size)
    )
    return (off - sparse.diags(off.diagonal()) + sparse.identity(size)).tocsc()


def test_what_uses_nothing_of_its_users_has_no_loop() -> None:
    assert found([[1, -5, 0], [0, 1, -3], [0, 0, 1]]) == []


def test_the_gain_of_two_processes_is_the_root_of_what_goes_round() -> None:
    (loop,) = found([[1, -0.5], [-0.32, 1]])
    assert loop.members == (0, 1)
    assert loop.gain == pytest.approx(0.4, rel=1e-12)
    (even,) = found([[1, -2], [-0.5, 1]])
    assert even.gain == pytest.approx(1, rel=1e-12)
    assert even.condition > CONDITION_LIMIT


def test_the_gain_does_not_depend_on_the_units_of_production() -> None:
    (plain,) = found([[1, -0.5], [-0.32, 1]])
    (scaled,) = found([[1000, -500e6], [-0.32, 1e6]])
    assert scaled.gain == pytest.approx(plain.gain, rel=1e-12)
    assert scaled.condition == pytest.approx(plain.condition, rel=1e-6)
    (other_units,) = found(np.diag([1e6, 1e-6]) @ np.array([[1, -0.5], [-0.32, 1]]) @ np.diag([1e-6, 1e6]))
    assert other_units.gain == pytest.approx(plain.gain, rel=1e-12)


def test_every_loop_stands_for_itself() -> None:
    matrix = np.eye(6)
    matrix[0, 1] = matrix[1, 0] = -0.5
    matrix[3, 4] = matrix[4, 5] = matrix[5, 3] = -0.9
    matrix[0, 3] = -7
    assert [(loop.members, round(loop.gain, 12)) for loop in found(matrix)] == [((0, 1), 0.5), ((3, 4, 5), 0.9)]


def test_a_treatment_of_minus_one_uses_what_it_consumes() -> None:
    # Process 0 makes 1 and sends 0.5 of waste (−0.5) to treatment 1, whose reference is −1 and which takes 0.4 of product 0.
    matrix = [[1, -0.4], [0.5, -1]]
    assert consumption(sparse.csc_matrix(np.array(matrix))).toarray().tolist() == [[0, 0.4], [0.5, 0]]
    (loop,) = found(matrix)
    assert loop.gain == pytest.approx(0.2**0.5, rel=1e-12)
    assert loop.gain < 1 < np.linalg.solve(np.array(matrix, dtype=float), [1, 0])[0], "the loop makes more necessary, and ends"


def test_a_net_production_of_zero_is_left_to_the_check_of_self_consumption() -> None:
    assert np.all(np.isfinite(consumption(sparse.csc_matrix(np.array([[0.0, -1.0], [-1.0, 1.0]]))).toarray()))


def test_credits_do_not_count_as_uses_but_for_the_condition() -> None:
    assert found([[1, 0.5], [0, 1]]) == []
    (mild,) = found([[1, 0.5], [-0.5, 1]])
    assert mild.gain == 0
    assert mild.condition < 10
    (singular,) = found([[1, 1], [1, 1]])
    assert singular.gain == 0
    assert singular.condition > CONDITION_LIMIT


def test_a_loop_that_gains_is_named_without_the_credits_around_it() -> None:
    matrix = np.eye(4)
    matrix[0, 1] = matrix[1, 0] = -2
    matrix[1, 2] = matrix[2, 3] = matrix[3, 0] = 0.1
    (loop,) = found(matrix)
    assert loop.members == (0, 1)
    assert loop.gain == pytest.approx(2)


def test_no_loop_has_no_members_in_an_empty_system() -> None:
    assert loops(sparse.identity(3, format="csc")) == []


amounts = st.floats(1e-6, 2.0).map(lambda value: round(value, 6))


@st.composite
def systems(draw: st.DrawFn) -> Matrix:
    """Give a technosphere with production of either sign, uses, and a few credits."""
    size = draw(st.integers(2, 12))
    matrix = np.zeros((size, size))
    for _ in range(draw(st.integers(0, 3 * size))):
        row, column = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
        if row != column:
            matrix[row, column] = draw(amounts) * (1 if draw(st.integers(0, 5)) == 0 else -1)
    production = np.array([draw(st.sampled_from([1.0, 1.0, 100.0, 0.01, -1.0])) for _ in range(size)])
    signs = np.sign(production)
    return np.diag(signs) @ matrix + np.diag(production)


@given(systems())
@settings(max_examples=150, deadline=None)
def test_the_largest_gain_is_the_spectral_radius_of_all_uses(matrix: Matrix) -> None:
    used = consumption(sparse.csc_matrix(matrix)).toarray()
    radius = float(np.max(np.abs(np.linalg.eigvals(used))))
    largest = max((loop.gain for loop in found(matrix)), default=0.0)
    # Eigenvalues of a nilpotent matrix come out at the fourth root of the rounding unit and worse; loops() has none there.
    assert largest == pytest.approx(radius, rel=1e-6, abs=1e-2)
    if radius > 0.1:
        assert largest == pytest.approx(radius, rel=1e-6, abs=1e-6) or largest == 0


@given(systems())
@settings(max_examples=150, deadline=None)
def test_a_system_whose_loops_are_sound_has_one_solution_and_a_gain_below_one_a_positive_one(matrix: Matrix) -> None:
    parts = found(matrix)
    assert all(loop.members == tuple(sorted(loop.members)) and len(loop.members) > 1 for loop in parts)
    if all(loop.gain < 1 and loop.condition <= CONDITION_LIMIT for loop in parts):
        assert np.linalg.matrix_rank(matrix / np.max(np.abs(matrix), axis=0), tol=1e-14) == len(matrix)
    positive = np.diag(np.sign(np.diag(matrix))) @ matrix
    if np.all(positive - np.diag(np.diag(positive)) <= 0):
        inverse_is_positive = bool(np.linalg.det(positive) != 0 and np.all(np.linalg.inv(positive) >= -1e-9))
        largest = max((loop.gain for loop in parts), default=0.0)
        if abs(largest - 1) > 1e-6:
            assert inverse_is_positive == (largest < 1)


@given(systems())
@settings(max_examples=100, deadline=None)
def test_large_loops_are_judged_as_small_ones(matrix: Matrix) -> None:
    dense = found(matrix)
    limit = soundness.DENSE_LIMIT
    soundness.DENSE_LIMIT = 0
    try:
        iterated = found(matrix)
    finally:
        soundness.DENSE_LIMIT = limit
    assert [loop.members for loop in iterated] == [loop.members for loop in dense]
    for one, other in zip(dense, iterated, strict=True):
        if abs(one.gain - 1) > 1e-6:
            assert (one.gain < 1) == (other.gain < 1)
        if one.gain < 1:
            assert other.gain >= one.gain - 1e-9, "an upper bound"


@pytest.mark.parametrize(("gain", "sound"), [(0.5, True), (0.999, True), (1.001, False), (3.0, False)])
def test_a_loop_of_thousands_is_judged_quickly(gain: float, sound: bool) -> None:
    matrix = ring(3 * DENSE_LIMIT, gain)
    with ends():
        (loop,) = loops(matrix)
    assert len(loop.members) == 3 * DENSE_LIMIT
    assert loop.gain == pytest.approx(gain ** (1 / (3 * DENSE_LIMIT)), rel=1e-6)
    assert (loop.gain < 1) == sound


def test_a_large_loop_with_shortcuts_has_the_gain_of_its_dense_matrix() -> None:
    matrix = ring(2 * DENSE_LIMIT, 1e-200, chords=4_000)
    (loop,) = loops(matrix)
    radius = float(np.max(np.abs(np.linalg.eigvals(consumption(matrix).toarray()))))
    assert loop.gain == pytest.approx(radius, rel=1e-4)
    assert loop.condition == pytest.approx((1 + radius) / (1 - radius), rel=1e-3)


def test_many_small_loops_in_a_large_system_take_no_long_time() -> None:
    size = 20_000
    rows = np.arange(size)
    partner = rows ^ 1
    matrix = sparse.csc_matrix((np.full(size, -0.5), (rows, partner)), shape=(size, size)) + sparse.identity(size)
    with ends():
        assert len(loops(matrix.tocsc())) == size // 2


@pytest.mark.parametrize("gain", [0.3, 0.9, 0.99999])
def test_the_condition_bounds_that_of_the_loop_in_its_best_units(gain: float) -> None:
    (loop,) = found([[1, -gain], [-gain, 1]])
    exact = np.linalg.cond(np.array([[1, -gain], [-gain, 1]]), 1)
    assert loop.condition == pytest.approx(exact, rel=1e-6)
