"""Is a technosphere sound? Loops must lose, nothing may eat its own output, activity levels must be unique."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackError, eigs

__all__ = ["CONDITION_LIMIT", "DENSE_LIMIT", "Loop", "consumption", "loops"]

DENSE_LIMIT = 1_500
"""Processes in a loop up to which eigenvalues are computed densely."""

CONDITION_LIMIT = 1e8
"""Condition number of a loop beyond which eight of sixteen digits are gone."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A strongly connected component of the technosphere.

    Parameters
    ----------
    members
        Indices of its processes.
    gain
        Spectral radius of what its members use per unit that they make; below 1 the loop loses.
    condition
        Condition number of I − M in the 1-norm, scaled to unit production; infinite where singular.
    """

    members: tuple[int, ...]
    gain: float
    condition: float


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
    production = technosphere.diagonal()
    signs = np.sign(production)
    with np.errstate(divide="ignore"):
        scale = np.where(production != 0, 1 / np.abs(production), 0.0)
    off = technosphere - sparse.diags(production)
    used = sparse.diags(-signs) @ off @ sparse.diags(scale)
    used = used.maximum(0).tocsc()
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
        Components of two or more processes, by first member.
    """
    used = consumption(technosphere)
    count, labels = connected_components(used, directed=True, connection="strong")
    if count == used.shape[0]:
        return []
    found = []
    order = np.argsort(labels, kind="stable")
    boundaries = np.flatnonzero(np.diff(labels[order])) + 1
    for members in np.split(order, boundaries):
        if len(members) > 1:
            part = used[members][:, members]
            found.append(Loop(tuple(int(member) for member in members), _gain(part), _condition(part)))
    return sorted(found, key=lambda loop: loop.members)


def _gain(part: sparse.csc_matrix) -> float:
    if part.shape[0] <= DENSE_LIMIT:
        return float(np.max(np.abs(np.linalg.eigvals(part.toarray()))))
    try:
        value = eigs(part.astype(float), k=1, which="LM", v0=np.ones(part.shape[0]), return_eigenvectors=False)
    except ArpackError:
        # The largest column sum bounds the spectral radius from above: a safe answer where no exact one is to be had.
        return float(np.max(np.asarray(part.sum(axis=0))))
    return float(np.abs(value[0]))


def _condition(part: sparse.csc_matrix) -> float:
    if part.shape[0] > DENSE_LIMIT:
        return 1.0
    scaled: NDArray[Any] = _balanced(part.toarray())
    try:
        return float(np.linalg.cond(np.eye(len(scaled)) - scaled, 1))
    except np.linalg.LinAlgError:
        return float("inf")


def _balanced(part: NDArray[Any]) -> NDArray[Any]:
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
