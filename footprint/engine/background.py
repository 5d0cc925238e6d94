"""Intensities of the background: the footprint of one unit of every product that a model does not make itself.

With A = [[F, 0], [−U, G]] the foreground F never feeds the background G. One adjoint solution Gᵀ λ = Bᵀ c for every
indicator serves all models that use the same inventories and the same method, and is kept by the content of the
equations. Whether solved or kept, λ̂ is proved by its own residual (docs/background/scenarios.md has the proof):

    |λ − λ̂| ≤ w · max(|q| / ⟨G⟩ᵀ w),    q = d − Gᵀ λ̂,

for any w > 0 with ⟨G⟩ᵀ w > 0, where ⟨G⟩ has |g_ii| on the diagonal and −|g_ij| beside it. Where no such w is found the
loops are examined one by one, and the factorisation has to answer.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import scipy.sparse as sparse
import scipy.sparse.linalg as linalg
from numpy.typing import NDArray

from footprint.engine.errors import SingularSystem
from footprint.engine.intensity_cache import IntensityCache
from footprint.engine.intensity_errors import IntensitiesMissing, IntensitiesNotProved
from footprint.engine.proof import TOLERANCE, UNIT_ROUNDOFF, check_structure
from footprint.engine.system import System
from footprint.errors import Finding

__all__ = ["UNSPLIT", "Intensities", "background_of", "content_key", "intensities", "proved_error"]

UNSPLIT = "unsplit"
"""Category of CO2e that does not tell gases and origins apart."""

SWEEPS = 60
ITERATIONS = 400
ACCURACY = 1e-11
"""Relative to the size of an intensity: what the bound has to show before the iteration is believed."""

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Intensities:
    """What one unit of every product of the background carries.

    Parameters
    ----------
    keys
        Keys of the n activities, as in `System.activities`.
    categories
        Names of the k categories of the method.
    values
        λ, shape (k, n), per unit of product.
    magnitude
        σ, shape (n,): the same for Σ|c b x| of the headline sum, before anything cancels.
    aggregated
        The same for the absolute amount of CO2e that does not tell gases and origins apart, shape (n,).
    error
        Bound of |λ − λ̂| that holds for every category and every sum of them, shape (n,).
    proof
        ``bound`` or ``factorisation``.
    kept
        Whether they came from the cache.
    notes
        What the cache had to say.
    """

    keys: tuple[str, ...]
    categories: tuple[str, ...]
    values: Array
    magnitude: Array
    aggregated: Array
    error: Array
    proof: Literal["bound", "factorisation"]
    kept: bool = False
    notes: tuple[Finding, ...] = ()

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Position by key."""
        return {key: number for number, key in enumerate(self.keys)}

    def column(self, key: str) -> int:
        """Find an activity.

        Raises
        ------
        IntensitiesMissing
            Where it is not among them.
        """
        if key not in self.columns:
            raise IntensitiesMissing(process=key)
        return self.columns[key]

    def __repr__(self) -> str:
        return f"<Intensities of {len(self.keys)} products in {len(self.categories)} categories, proved by {self.proof}>"


def background_of(system: System) -> tuple[tuple[str, ...], sparse.csc_matrix, Array]:
    """Cut the background out of a system.

    Returns
    -------
    keys
        Of its n activities.
    matrix
        G, shape (n, n).
    direct
        Right-hand sides, shape (n, k + 2): d = Bᵀ c by category, then |B|ᵀ|c| of the headline sum and of the aggregated CO2e.
    """
    columns = np.array([number for number, origin in enumerate(system.origins) if origin != "foreground"], dtype=np.int64)
    first = int(columns[0]) if len(columns) else system.size
    assert np.array_equal(columns, np.arange(first, system.size)), "the foreground comes first"
    a, b, absolute_b = system.a[:, first:], system.b[:, first:], system.absolute_b[:, first:]
    assert a[:first].nnz == 0, "the foreground never feeds the background"
    sides = [b.T @ system.factors[category.name] for category in system.categories]
    sides.append(absolute_b.T @ np.abs(system.characterisation(system.headline)))
    unsplit = system.factors.get(UNSPLIT)
    sides.append(absolute_b.T @ np.abs(unsplit) if unsplit is not None else np.zeros(len(columns)))
    matrix = a[first:].tocsc()
    matrix.sum_duplicates()
    return system.activities[first:], matrix, np.column_stack(sides) if len(columns) else np.zeros((0, len(sides)))


def content_key(matrix: sparse.csc_matrix, direct: Array) -> str:
    """Give the SHA-256 of the equations: equal for equal numbers, whatever the processes are called."""
    digest = hashlib.sha256(b"footprint/intensities/1\0")
    digest.update(np.array([*matrix.shape, matrix.nnz, *direct.shape], dtype=np.int64).tobytes())
    for array, kind in ((matrix.indptr, np.int64), (matrix.indices, np.int64), (matrix.data, np.float64), (direct, np.float64)):
        digest.update(np.ascontiguousarray(array, dtype=kind).tobytes())
    return digest.hexdigest()


def intensities(system: System, cache: IntensityCache | None = None) -> Intensities:
    """Solve for the intensities of the background of a system, or take them from the cache, and prove them.

    Parameters
    ----------
    system
        Its foreground does not matter.
    cache
        Where solved intensities are kept.

    Raises
    ------
    NotFinite, NothingLeft, LoopGains, IllConditionedLoop, SingularSystem
        Where the background cannot be solved.
    IntensitiesNotProved
        Where its equations are too ill-conditioned.
    """
    keys, matrix, direct = background_of(system)
    categories = tuple(category.name for category in system.categories)
    if not len(keys):
        empty = np.zeros(0)
        return Intensities((), categories, np.zeros((len(categories), 0)), empty, empty, empty, "bound")
    notes: tuple[Finding, ...] = ()
    key = content_key(matrix, direct) if cache is not None else ""
    if cache is not None:
        found, notes = cache.get(key, (direct.shape[1] + 1, len(keys)))
        if found is not None:
            error = proved_error(matrix, direct, found[:-1].T, found[-1])
            if error is not None and _accurate(error, found[:-1]):
                return _record(keys, categories, found[:-1], error, "bound", True, notes)
    solved, weights = _iterated(matrix, direct)
    error = proved_error(matrix, direct, solved.T, weights)
    proof: Literal["bound", "factorisation"] = "bound"
    if error is None or not _accurate(error, solved):
        check_structure(_alone(system))
        proof = "factorisation"
        solved, weights, error = _factorised(matrix, direct, keys, weights)
    elif cache is not None:
        notes = (*notes, *cache.put(key, np.vstack([solved, weights])))
    return _record(keys, categories, solved, error, proof, False, notes)


def proved_error(matrix: sparse.csc_matrix, direct: Array, solved: Array, weights: Array) -> Array | None:
    """Bound the error of intensities by their own residual.

    Parameters
    ----------
    matrix
        G, shape (n, n).
    direct
        d, shape (n, r).
    solved
        λ̂, shape (n, r).
    weights
        w, shape (n,).

    Returns
    -------
    ndarray or None
        Shape (n,); it holds for every one of the r. ``None`` where w proves nothing.
    """
    turned = matrix.T.tocsr()
    if not (np.all(np.isfinite(weights)) and np.all(weights > 0) and np.all(np.isfinite(solved))):
        return None
    absolute = abs(turned)
    diagonal = np.abs(matrix.diagonal())
    # Row sums are computed with an error of γ per addend; whatever they lose is taken off, so that the signs are certain.
    lengths = np.diff(turned.indptr) + 2.0
    gamma = lengths * UNIT_ROUNDOFF / (1 - lengths * UNIT_ROUNDOFF)
    weighted = absolute @ weights
    slack = 2 * diagonal * weights - weighted - 2 * gamma * (weighted + diagonal * weights)
    if not np.all(slack > 0):
        return None
    residual = np.abs(direct - turned @ solved) + gamma[:, None] * (absolute @ np.abs(solved) + np.abs(direct))
    return np.asarray(weights * (float(np.max(residual / slack[:, None])) * (1 + 1e-12)))


def _record(
    keys: tuple[str, ...],
    categories: tuple[str, ...],
    solved: Array,
    error: Array,
    proof: Literal["bound", "factorisation"],
    kept: bool,
    notes: tuple[Finding, ...],
) -> Intensities:
    values = solved[: len(categories)]
    magnitude = np.maximum(np.abs(solved[-2]), np.max(np.abs(values), axis=0, initial=0.0))
    # A sum of categories has at most the sum of their errors.
    return Intensities(keys, categories, values, magnitude, np.abs(solved[-1]), error * len(categories), proof, kept, notes)


def _accurate(error: Array, solved: Array) -> bool:
    """Tell whether the error is far below what results are compared with; what carries nothing has nothing to be compared."""
    size = np.max(np.abs(solved), axis=0)
    return bool(np.all(error <= np.where(size > 0, ACCURACY * size, np.inf)))


def _iterated(matrix: sparse.csc_matrix, direct: Array) -> tuple[Array, Array]:
    """Solve by BiCGSTAB, scaled by the diagonal and by the size of the intensities themselves; give λ̂, shape (r, n), and w."""
    diagonal = matrix.diagonal()
    size = len(diagonal)
    if np.any(diagonal == 0) or not np.all(np.isfinite(matrix.data)):
        return np.zeros((direct.shape[1], size)), np.zeros(size)
    turned = matrix.T.tocsr()
    own = sparse.diags(1 / diagonal)
    passed_on = abs(sparse.identity(size, format="csr") - own @ turned).tocsr()
    scale = _sizes(passed_on, np.max(np.abs(direct), axis=1) / np.abs(diagonal))
    scaled = (sparse.diags(1 / scale) @ (own @ turned) @ sparse.diags(scale)).tocsr()
    right = direct / (diagonal * scale)[:, None]
    solved = np.zeros((direct.shape[1], size))
    for number in range(direct.shape[1]):
        if np.any(right[:, number]):
            solved[number] = _refined(scaled, np.ascontiguousarray(right[:, number])) * scale
    absolute = sparse.diags(2 * np.abs(scaled.diagonal())) - abs(scaled)
    weights = _bicgstab(absolute.tocsr(), np.ones(size), 1e-3)
    return solved, weights * scale


def _sizes(passed_on: sparse.csr_matrix, direct: Array) -> Array:
    """Estimate the size of every intensity from below by going up the supply chain a number of times; none is zero."""
    scale = direct.copy()
    for _ in range(SWEEPS):
        grown = direct + passed_on @ scale
        settled = np.all(grown <= 1.1 * scale)
        scale = grown
        if settled or not np.all(np.isfinite(scale)):
            break
    scale = np.where(np.isfinite(scale), scale, 0.0)
    positive = scale[scale > 0]
    return np.where(scale > 0, scale, np.min(positive) if len(positive) else 1.0)


def _refined(matrix: sparse.csr_matrix, right: Array) -> Array:
    """Solve, and solve once more for what is left of the right-hand side."""
    solved = np.zeros(len(right))
    left = right
    for _ in range(3):
        step = _bicgstab(matrix, left, 1e-10)
        if not np.all(np.isfinite(step)):
            break
        solved = solved + step
        left = right - matrix @ solved
        if np.max(np.abs(left)) <= 1e-14 * np.max(np.abs(right)):
            break
    return solved


def _bicgstab(matrix: sparse.csr_matrix, right: Array, accuracy: float) -> Array:
    """Solve by BiCGSTAB (van der Vorst 1992) from zero; what comes out is not to be believed without a proof.

    Inner products do not go through BLAS, which starts threads for vectors of this length that cost more than they save.
    """
    solved = np.zeros(len(right))
    left, shadow, direction = right.copy(), right, right.copy()
    rho = _inner(shadow, left)
    target = accuracy * np.sqrt(_inner(right, right))
    for _ in range(ITERATIONS):
        passed = matrix @ direction
        below = _inner(shadow, passed)
        if below == 0 or rho == 0:
            break
        alpha = rho / below
        left -= alpha * passed
        turned = matrix @ left
        size = _inner(turned, turned)
        omega = _inner(turned, left) / size if size else 0.0
        solved += alpha * direction + omega * left
        left -= omega * turned
        if not np.sqrt(_inner(left, left)) > target:
            break
        before, rho = rho, _inner(shadow, left)
        if omega == 0:
            break
        direction = left + (rho / before) * (alpha / omega) * (direction - omega * passed)
    return solved


def _inner(one: Array, other: Array) -> float:
    return float(np.einsum("i,i->", one, other))


def _factorised(matrix: sparse.csc_matrix, direct: Array, keys: tuple[str, ...], weights: Array) -> tuple[Array, Array, Array]:
    """Solve by a factorisation with one step of refinement; bound the error by w, or else estimate it by the factorisation."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", linalg.MatrixRankWarning)
        try:
            solver = linalg.splu(matrix.T.tocsc())
        except (RuntimeError, linalg.MatrixRankWarning) as failure:
            raise SingularSystem(processes=list(keys[:3])) from failure
    turned = matrix.T.tocsr()
    solved = solver.solve(direct)
    solved = solved + solver.solve(direct - turned @ solved)
    if not np.all(np.isfinite(solved)):
        raise SingularSystem(processes=[keys[number] for number in np.flatnonzero(~np.all(np.isfinite(solved), axis=1))[:3]])
    error = proved_error(matrix, direct, solved, weights)
    if error is None:
        left = np.abs(direct - turned @ solved) + 8 * UNIT_ROUNDOFF * (abs(turned) @ np.abs(solved) + np.abs(direct))
        estimated = np.max(np.abs(solver.solve(left)), axis=1) + np.max(np.abs(solver.solve(direct - turned @ solved)), axis=1)
        error = np.asarray(2 * estimated)
    size = np.max(np.abs(solved), axis=1)
    worst = np.where(size > 0, error / np.where(size > 0, size, 1.0), 0.0)
    if np.max(worst) > TOLERANCE:
        number = int(np.argmax(worst))
        raise IntensitiesNotProved(process=keys[number], error=f"{worst[number]:.2g}")
    return solved.T, weights, error


def _alone(system: System) -> System:
    """Give the background as a system of its own, to be examined."""
    first = sum(origin == "foreground" for origin in system.origins)
    rows, columns, values = system.technosphere
    inside = columns >= first
    flow_rows, flow_columns, flow_values = system.biosphere
    emitted = flow_columns >= first
    return replace(
        system,
        activities=system.activities[first:],
        origins=system.origins[first:],
        units=system.units[first:],
        technosphere=(rows[inside] - first, columns[inside] - first, values[inside]),
        biosphere=(flow_rows[emitted], flow_columns[emitted] - first, flow_values[emitted]),
        exchanges=tuple(name for name, kept in zip(system.exchanges, inside, strict=True) if kept),
        biosphere_exchanges=tuple(name for name, kept in zip(system.biosphere_exchanges, emitted, strict=True) if kept),
        avoided=tuple(credit for credit, kept in zip(system.avoided, inside, strict=True) if kept),
        demand=(0, 1.0),
    )
