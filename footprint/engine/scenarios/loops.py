"""Loops of the foreground, solved for many scenarios at once by elimination along the scenario axis.

A block of the foreground has positive production on its diagonal and uses (never credits) beside it. It loses if and only
if all pivots are positive (Berman and Plemmons 1994, theorem 6.2.3), so that the elimination that solves it also tells
whether it may be solved; it needs no pivoting, and nothing in it cancels but the pivots themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from footprint.inventory.soundness import CONDITION_LIMIT, loops
from footprint.units.formula_evaluation import Value

__all__ = ["Block", "BlockSolution", "solve_block"]

GAIN_LIMIT = 1 - 1e-12
"""As `footprint.engine.proof.check_structure` has it."""

SUSPECT = 0.5 * CONDITION_LIMIT
"""Amplification of errors beyond which the loop of a single scenario is examined; it is never below its condition number."""


@dataclass(frozen=True, slots=True)
class Block:
    """A strongly connected part of the foreground: members in the order in which they are eliminated, and who uses whose product."""

    members: tuple[int, ...]
    uses: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, members: tuple[int, ...], uses: frozenset[tuple[int, int]]) -> Block:
        """Order the members so that elimination fills in little: those with few neighbours first."""
        left, pattern, order = set(members), {(row, column) for row, column in uses if row != column}, []
        while left:
            first = min(left, key=lambda member: (sum(member in pair for pair in pattern), member))
            users = {row for row, column in pattern if column == first}
            used = {column for row, column in pattern if row == first}
            pattern = {pair for pair in pattern if first not in pair} | {(row, column) for row in users for column in used if row != column}
            left.discard(first)
            order.append(first)
        return cls(tuple(order), uses)


@dataclass(frozen=True, slots=True)
class BlockSolution:
    """Activity levels of the members, and what is wrong in which scenario.

    Parameters
    ----------
    levels
        By member.
    amplification
        How many times relative errors of the amounts can grow in the levels.
    empty, nearly, gains, singular
        Masks: a member uses all that it makes, or nearly all; the loop gains; it is too ill-conditioned to be solved.
    """

    levels: Mapping[int, Value]
    amplification: Value
    empty: NDArray[np.bool_]
    nearly: NDArray[np.bool_]
    gains: NDArray[np.bool_]
    singular: NDArray[np.bool_]


def solve_block(
    block: Block,
    production: Mapping[int, Value],
    uses: Mapping[tuple[int, int], Value],
    demand: Mapping[int, Value],
    count: int,
) -> BlockSolution:
    """Solve one block in all scenarios.

    Parameters
    ----------
    production
        Output of each member.
    uses
        Use by (product, user), the members' use of their own product included.
    demand
        What is asked of each member from outside the block; zero or more.
    count
        Number of scenarios.
    """
    own = {member: uses.get((member, member), 0.0) for member in block.members}
    net: dict[int, Any] = {member: production[member] - own[member] for member in block.members}
    empty = _any(net[member] <= 0 for member in block.members)
    nearly = _any(production[member] + own[member] > CONDITION_LIMIT * net[member] for member in block.members) & ~empty
    diagonal = {member: _kept(net[member]) for member in block.members}
    between: dict[tuple[int, int], Any] = {pair: value for pair, value in uses.items() if pair[0] != pair[1]}
    pivots, factors, rows, gains = _eliminated(block, diagonal, between)
    levels = _substituted(block, pivots, factors, rows, demand)
    # |A| x + |f|, what rounding is relative to, and the residual of the equations as they were before elimination.
    taken: dict[int, Any] = {
        member: (production[member] + own[member]) * levels[member] + demand.get(member, 0.0) for member in block.members
    }
    left: dict[int, Any] = {member: demand.get(member, 0.0) - diagonal[member] * levels[member] for member in block.members}
    for (member, user), value in between.items():
        taken[member] = taken[member] + value * levels[user]
        left[member] = left[member] + value * levels[user]
    errors = _substituted(
        block, pivots, factors, rows, {member: taken[member] + np.abs(left[member]) * 2.0**52 for member in block.members}
    )
    amplification: Any = 1.0
    for member in block.members:
        level: Any = levels[member]
        with np.errstate(divide="ignore", invalid="ignore"):
            amplification = np.maximum(amplification, np.where(level > 0, errors[member] / level, 1.0))
    settled = empty | nearly
    gains = gains & ~settled
    singular = np.zeros(1, dtype=bool)
    suspect = np.broadcast_to(~(amplification <= SUSPECT), (count,)) & ~np.broadcast_to(gains | settled, (count,))
    if suspect.any():
        gains, singular = _examined(block, production, own, between, suspect, np.broadcast_to(gains, (count,)).copy())
    return BlockSolution(levels, amplification, empty, nearly, gains, singular)


def _eliminated(
    block: Block, diagonal: Mapping[int, Any], between: Mapping[tuple[int, int], Any]
) -> tuple[dict[int, Any], dict[tuple[int, int], Any], dict[tuple[int, int], Any], NDArray[np.bool_]]:
    """Eliminate member after member; give pivots, factors and the rows as they were when eliminated."""
    working: dict[int, Any] = dict(diagonal)
    matrix = dict(between)
    factors: dict[tuple[int, int], Any] = {}
    rows: dict[tuple[int, int], Any] = {}
    pivots: dict[int, Any] = {}
    gains = np.zeros(1, dtype=bool)
    for position, member in enumerate(block.members):
        gains = gains | np.atleast_1d(working[member] <= 0)
        pivots[member] = _kept(working[member])
        later = block.members[position + 1 :]
        used = [other for other in later if (member, other) in matrix]
        for other in used:
            rows[member, other] = matrix[member, other]
        for row in later:
            if (row, member) not in matrix:
                continue
            factor = matrix[row, member] / pivots[member]
            factors[row, member] = factor
            for other in used:
                if other == row:
                    working[row] = working[row] - factor * matrix[member, other]
                else:
                    matrix[row, other] = matrix.get((row, other), 0.0) + factor * matrix[member, other]
    return pivots, factors, rows, gains


def _substituted(
    block: Block,
    pivots: Mapping[int, Any],
    factors: Mapping[tuple[int, int], Any],
    rows: Mapping[tuple[int, int], Any],
    right: Mapping[int, Any],
) -> dict[int, Any]:
    known: dict[int, Any] = {member: right.get(member, 0.0) for member in block.members}
    for (row, member), factor in factors.items():
        known[row] = known[row] + factor * known[member]
    for member in reversed(block.members):
        for other in block.members:
            if (member, other) in rows:
                known[member] = known[member] + rows[member, other] * known[other]
        known[member] = known[member] / pivots[member]
    return known


def _kept(value: Any) -> Any:
    """Go on with 1 where there is nothing to divide by; these scenarios are marked."""
    return value if np.all(value > 0) else np.where(value > 0, value, 1.0)


def _any(masks: Any) -> NDArray[np.bool_]:
    found = np.zeros(1, dtype=bool)
    for mask in masks:
        found = found | np.atleast_1d(mask)
    return found


def _examined(
    block: Block,
    production: Mapping[int, Any],
    own: Mapping[int, Any],
    between: Mapping[tuple[int, int], Any],
    suspect: NDArray[np.bool_],
    gains: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Examine the loop of single scenarios as a single calculation would."""
    position = {member: number for number, member in enumerate(sorted(block.members))}
    singular = np.zeros(len(suspect), dtype=bool)

    def at(value: Any, scenario: int) -> float:
        array = np.atleast_1d(value)
        return float(array[scenario if len(array) > 1 else 0])

    for scenario in np.flatnonzero(suspect).tolist():
        matrix = np.zeros((len(position), len(position)))
        for member, number in position.items():
            matrix[number, number] = at(production[member], scenario) - at(own[member], scenario)
        for (row, column), value in between.items():
            matrix[position[row], position[column]] = -at(value, scenario)
        for loop in loops(sparse.csc_matrix(matrix)):
            if loop.gain >= GAIN_LIMIT:
                gains[scenario] = True
            elif loop.condition > CONDITION_LIMIT:
                singular[scenario] = True
    return gains, singular
