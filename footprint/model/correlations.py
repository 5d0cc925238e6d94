"""Correlated values: groups of names with a factor L of their matrix, C = L Lᵀ.

The arithmetic is plain and in a fixed order, so that correlated draws are the same on every machine. A group is what hangs
together by coefficients that are not zero; names outside of it have no part in its factor.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["CorrelationGroup", "NotPositiveSemidefinite", "correlation_groups"]

TOLERANCE = 1e-9
"""How far below zero rounding may take a pivot of a matrix that is only just semidefinite."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CorrelationGroup:
    """Names that vary together.

    Parameters
    ----------
    names
        In alphabetical order.
    matrix
        Coefficients, one row for each name.
    factor
        Lower triangular L with L Lᵀ the matrix: normal scores z = L e of independent ones e have these coefficients.
    """

    names: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]
    factor: tuple[tuple[float, ...], ...]


class NotPositiveSemidefinite(ArithmeticError):
    """No values can be correlated as stated; ``names`` are those of the group up to the first that contradicts the others."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def correlation_groups(coefficients: Mapping[Pair, float]) -> tuple[CorrelationGroup, ...]:
    """Put correlated names into groups and factorise the matrix of each.

    Parameters
    ----------
    coefficients
        By pair of two different names; every pair once.

    Raises
    ------
    NotPositiveSemidefinite
        Where a matrix has a negative eigenvalue.
    """
    stated = {frozenset(pair): value for pair, value in coefficients.items() if value}
    groups = []
    for names in _together(stated):
        rows = tuple(tuple(1.0 if one == other else stated.get(frozenset((one, other)), 0.0) for other in names) for one in names)
        groups.append(CorrelationGroup(names, rows, _factor(names, rows)))
    return tuple(groups)


def _together(pairs: Iterable[frozenset[str]]) -> list[tuple[str, ...]]:
    neighbours: dict[str, set[str]] = {}
    for pair in pairs:
        for name in pair:
            neighbours.setdefault(name, set()).update(pair)
    found, seen = [], set[str]()
    for name in sorted(neighbours):
        if name in seen:
            continue
        group, waiting = {name}, [name]
        while waiting:
            new = neighbours[waiting.pop()] - group
            group |= new
            waiting.extend(new)
        seen |= group
        found.append(tuple(sorted(group)))
    return found


def _factor(names: tuple[str, ...], matrix: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """Factorise by Cholesky, row by row; a pivot of zero leaves a column of zeros, as in a matrix that is only semidefinite."""
    lower: list[list[float]] = []
    for i in range(len(names)):
        row = [0.0] * len(names)
        for j in range(i):
            rest = matrix[i][j] - math.fsum(row[k] * lower[j][k] for k in range(j))
            if lower[j][j] > 0:
                row[j] = rest / lower[j][j]
            elif abs(rest) > math.sqrt(TOLERANCE):
                raise NotPositiveSemidefinite(names[: i + 1])
        pivot = matrix[i][i] - math.fsum(row[k] * row[k] for k in range(i))
        if pivot < -TOLERANCE:
            raise NotPositiveSemidefinite(names[: i + 1])
        row[i] = math.sqrt(pivot) if pivot > TOLERANCE else 0.0
        lower.append(row)
    return tuple(tuple(row) for row in lower)
