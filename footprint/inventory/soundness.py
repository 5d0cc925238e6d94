"""Is a technosphere sound? Loops must lose, nothing may eat its own output, activity levels must be unique.

With M what the processes use per unit that they make, a loop loses where the spectral radius ρ of its block of M is
below 1. That is so if and only if I − M has a non-negative inverse (M-matrices: Berman and Plemmons, Nonnegative
Matrices in the Mathematical Sciences, 1994, chapter 6), and then ρ ≤ max (M x)ᵢ / xᵢ for every x > 0 (Collatz and
Wielandt). Scaled by its Perron vector, such a block has ‖M‖₁ = ρ and ‖(I − M)⁻¹‖₁ = 1/(1 − ρ), so that its condition
is at most (1 + ρ)/(1 − ρ), whatever units its processes are counted in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, onenormest, splu

__all__ = ["CONDITION_LIMIT", "DENSE_LIMIT", "Loop", "consumption", "loops"]

DENSE_LIMIT = 400
"""Processes in a loop up to which eigenvalues are computed densely."""

CONDITION_LIMIT = 1e8
"""Condition number of a loop beyond which eight of sixteen digits are gone."""

ITERATIONS = 2_000
"""Products with a large loop, before a factorisation has to tell its gain."""

ROUNDS = 60
"""Solves that the gain of a large loop is sharpened with at most; its bounds are proved after the first."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A strongly connected component of the technosphere.

    Parameters
    ----------
    members
        Indices of its processes.
    gain
        Spectral radius of what its members use per unit that they make; below 1 the loop loses. In loops of more than
        `DENSE_LIMIT` processes an upper bound, the sharper the nearer it is to 1.
    condition
        Condition number of the loop in the 1-norm, scaled to take units out; an upper bound, infinite where singular.
    ring
        Each member uses the product of exactly one other.
    """

    members: tuple[int, ...]
    gain: float
    condition: float
    ring: bool = False

    @property
    def per_round(self) -> float:
        """What a unit that goes round once takes of itself: in a ring the product of the uses, which can be checked by hand."""
        return self.gain ** len(self.members) if self.ring else self.gain


def consumption(technosphere: sparse.csc_matrix) -> sparse.csc_matrix:
    """Give what each process uses per unit that it makes, credits aside.

    Parameters
    ----------
    technosphere
        Shape (n, n); production on the diagonal, inputs negative. A treatment may have a production of −1.

    Returns
    -------
    csc_matrix
        Shape (n, n), non-negative: element (i, j) is the use of product i per unit of product j. Amounts on the
        diagonal are the net production already, so that a self-use does not show here.
    """
    used = _signed(technosphere).maximum(0).tocsc()
    used.eliminate_zeros()
    return used


def loops(technosphere: sparse.csc_matrix) -> list[Loop]:
    """Find the loops of a technosphere with their gains.

    Parameters
    ----------
    technosphere
        Shape (n, n), as in `consumption`.

    Returns
    -------
    list of Loop
        Components of two or more processes, by first member. Where credits close a loop, it has the gain of its uses.
        Where uses alone gain, the loop that does so stands for the component.
    """
    signed = _signed(technosphere)
    found = []
    for members in _components(signed):
        part = signed[:, members][members]
        uses = part.maximum(0).tocsc()
        uses.eliminate_zeros()
        parts = [(members, uses)] if uses.nnz == part.nnz else [(members[inner], uses[:, inner][inner]) for inner in _components(uses)]
        gains = [(_gain(block), tuple(map(int, within)), block.nnz == len(within)) for within, block in parts]
        gain, worst, ring = max(gains, default=(0.0, (), False))
        if gain >= 1:
            found.append(Loop(worst, gain, np.inf, ring))
        else:
            found.append(Loop(tuple(map(int, members)), gain, _condition(part, gain), ring and len(parts) == 1))
    return sorted(found, key=lambda loop: loop.members)


def _signed(technosphere: sparse.csc_matrix) -> sparse.csc_matrix:
    """Give uses as positive and credits as negative numbers, per unit of production; zero on the diagonal."""
    production = technosphere.diagonal()
    with np.errstate(divide="ignore"):
        scale = np.where(production != 0, 1 / np.abs(production), 0.0)
    off = technosphere - sparse.diags(production)
    signed = (sparse.diags(-np.sign(production)) @ off @ sparse.diags(scale)).tocsc()
    signed.eliminate_zeros()
    return signed


def _components(matrix: sparse.csc_matrix) -> list[NDArray[np.int64]]:
    """Give the strongly connected components of two or more members."""
    count, labels = connected_components(matrix, directed=True, connection="strong")
    if count == matrix.shape[0]:
        return []
    order = np.argsort(labels, kind="stable")
    boundaries = np.flatnonzero(np.diff(labels[order])) + 1
    return [members for members in np.split(order, boundaries) if len(members) > 1]


def _gain(part: sparse.csc_matrix) -> float:
    """Give the spectral radius of an irreducible non-negative matrix."""
    if not np.all(np.isfinite(part.data)):
        return float("inf")
    if part.shape[0] <= DENSE_LIMIT:
        return float(np.max(np.abs(np.linalg.eigvals(part.toarray()))))
    lower, upper = _bounds(part)
    if upper - lower <= 1e-9 * upper or upper < 1 - 1e-6:
        return upper
    return lower if lower >= 1 else _gain_by_solving(part, upper)


def _bounds(part: sparse.csc_matrix) -> tuple[float, float]:
    """Bound the spectral radius by power iteration; the identity is added because a plain loop would go round for ever."""
    turned = part.T.tocsr()
    level = np.ones(part.shape[0])
    lower, upper = 0.0, np.inf
    for _ in range(ITERATIONS):
        grown = turned @ level
        ratios = grown / level
        lower, upper = max(lower, float(np.min(ratios))), min(upper, float(np.max(ratios)))
        level = level + grown
        level /= np.max(level)
        if upper - lower <= 1e-9 * upper or np.min(level) < 1e-250:
            break
    return lower, upper


def _gain_by_solving(part: sparse.csc_matrix, upper: float) -> float:
    """Decide by a factorisation whether a loop loses, where bounds converge too slowly to tell."""
    lower = 0.0
    try:
        # The transposed matrix: its factors fill far less in real inventories, where many use what few make.
        solver = splu((sparse.identity(part.shape[0], format="csc") - part.T).tocsc())
        level = np.ones(part.shape[0])
        for _ in range(ROUNDS):
            solved = solver.solve(level)
            if not np.all(np.isfinite(solved)) or np.min(solved) <= 0:
                return max(1.0, _bounds(part)[0])
            # Mᵀ x = x − y for (I − Mᵀ) x = y, so that the bounds of Collatz and Wielandt need no product.
            ratios = 1 - level / solved
            lower, upper = max(lower, float(np.min(ratios))), min(upper, float(np.max(ratios)))
            if upper - lower <= 1e-12:
                break
            level = solved / np.max(solved)
    except RuntimeError:
        return max(1.0, _bounds(part)[0])
    return upper


def _condition(part: sparse.csc_matrix, gain: float) -> float:
    """Bound the condition of I − M; credits count as uses where the loop loses even so."""
    bound = gain if not np.any(part.data < 0) else _gain(abs(part))
    if bound < 1 - 1e-9:
        return (1 + bound) / (1 - bound)
    if bound == gain:
        return 2 / max(1 - gain, 1e-16)
    if part.shape[0] <= DENSE_LIMIT:
        return _dense_condition(part.toarray())
    matrix = (sparse.identity(part.shape[0], format="csc") - part).tocsc()
    try:
        solver = splu(matrix.T.tocsc())
    except RuntimeError:
        return float("inf")
    inverse = LinearOperator(matrix.shape, matvec=lambda x: solver.solve(x, "T"), rmatvec=solver.solve)
    return float(sparse.linalg.norm(matrix, 1) * onenormest(inverse, t=1))


def _dense_condition(part: NDArray[np.float64]) -> float:
    matrix = np.eye(len(part)) - _balanced(part)
    try:
        return float(np.linalg.cond(matrix, 1))
    except np.linalg.LinAlgError:
        return float("inf")


def _balanced(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the units out: scale by powers of two so that rows and columns weigh alike (Osborne's method)."""
    scaled = part.copy()
    for _ in range(10):
        for index in range(len(scaled)):
            row = np.abs(scaled[index]).sum() - abs(scaled[index, index])
            column = np.abs(scaled[:, index]).sum() - abs(scaled[index, index])
            if row > 0 and column > 0:
                factor = 2.0 ** np.round(0.5 * np.log2(row / column))
                scaled[index] /= factor
                scaled[:, index] *= factor
    return scaled
