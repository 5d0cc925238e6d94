"""The inverse of I − M for an uncertain, non-negative M: bounds that hold for every loop within its ranges.

For 0 ≤ M ≤ M̄ elementwise and a spectral radius of M̄ below 1, (I − M)⁻¹ = I + M + M² + … rises with every element of M, so
that it lies between its values at both ends (M-matrices: Berman and Plemmons, Nonnegative Matrices in the Mathematical Sciences,
1994, chapter 6). A computed inverse X is turned into a bound with any v > 0 for which w = (I − M)v > 0, which at the same time
proves that the loop loses: (I − M)⁻¹ = X + (I − M)⁻¹R with R = I − (I − M)X, and (I − M)⁻¹|r| ≤ v · max(|r| / w).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from footprint.units.interval import Interval, NoBound

__all__ = ["inverse_of_loop"]

UNIT_ROUNDOFF = np.finfo(np.float64).eps / 2


def inverse_of_loop(uses: Sequence[Sequence[Interval]]) -> list[list[Interval]]:
    """Bound every element of (I − M)⁻¹.

    Parameters
    ----------
    uses
        M, shape (k, k), non-negative: use of product i per unit of product j.

    Raises
    ------
    NoBound
        Where the loop may gain within these ranges, or M may be negative.
    """
    low = np.array([[element.low for element in row] for row in uses])
    high = np.array([[element.high for element in row] for row in uses])
    if np.any(low < 0):
        raise NoBound
    below, error_below = _inverse(low)
    above, error_above = _inverse(high)
    size = len(low)
    # The inverse is at least I + M, and so not negative.
    smallest = np.maximum(below - error_below, np.eye(size))
    largest = np.maximum(above + error_above, smallest)
    return [[Interval(float(smallest[i, j]), float(largest[i, j])) for j in range(size)] for i in range(size)]


def _inverse(uses: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give (I − M)⁻¹ as computed, and a proved bound of its error, elementwise."""
    size = len(uses)
    matrix = np.eye(size) - uses
    # The subtraction on the diagonal is rounded, too: γ has room for it.
    gamma = (size + 4) * UNIT_ROUNDOFF / (1 - (size + 4) * UNIT_ROUNDOFF)
    sizes = np.eye(size) + uses
    try:
        inverse = np.linalg.inv(matrix)
        vector = np.linalg.solve(matrix, np.ones(size))
    except np.linalg.LinAlgError:
        raise NoBound from None
    with np.errstate(all="ignore"):
        surely = matrix @ vector - gamma * (sizes @ np.abs(vector))
        if not (np.all(np.isfinite(inverse)) and np.all(vector > 0) and np.all(surely > 0)):
            raise NoBound
        residual = np.abs(np.eye(size) - matrix @ inverse) + gamma * (np.eye(size) + sizes @ np.abs(inverse))
        error = np.outer(vector, np.max(residual / surely[:, None], axis=0)) * (1 + 8 * UNIT_ROUNDOFF)
    if not np.all(np.isfinite(error)):
        raise NoBound
    return np.asarray(inverse, dtype=np.float64), error
