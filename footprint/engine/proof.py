"""The proof of a result (design section 6): finite, agreed on by two independent solutions, bounded, and possible.

The forward solution is Brightway's. The adjoint is solved here, with SuperLU on the transposed matrix that this project
assembled itself, so that a fault in either assembly or either factorisation shows as a disagreement.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse.linalg as linalg
from numpy.typing import NDArray

from footprint.engine.brightway import Solution
from footprint.engine.errors import (
    AnswersDisagree,
    IllConditionedLoop,
    LoopGains,
    NegativeActivity,
    NotFinite,
    NothingLeft,
    PartsDisagree,
    SingularSystem,
)
from footprint.engine.system import System
from footprint.inventory.soundness import CONDITION_LIMIT, Loop, loops

__all__ = ["TOLERANCE", "UNIT_ROUNDOFF", "Proof", "adjoint", "check_structure", "prove"]

TOLERANCE = 1e-9
"""Relative to the scale S = Σ|c b x|."""

UNIT_ROUNDOFF = np.finfo(np.float64).eps / 2


@dataclass(frozen=True, eq=False)
class Proof:
    """What was found when a solution was proved.

    Parameters
    ----------
    intensities
        λ of the headline sum, shape (n,): footprint of one unit of every product.
    by_category
        λ by category of the method, shape (n,) each.
    scale
        S = Σ|c b x| over every emission, in the unit of the score.
    numerical_error
        |λ|ᵀ(|r| + γ(|A||x| + |f|)) + γS: how far rounding can have moved the score. It is no uncertainty.
    """

    intensities: NDArray[np.float64]
    by_category: Mapping[str, NDArray[np.float64]]
    scale: float
    numerical_error: float


def check_structure(system: System) -> None:
    """Refuse systems that would solve to nonsense, before they are solved.

    Raises
    ------
    NotFinite, NothingLeft, LoopGains, IllConditionedLoop
        Naming the processes and the exchanges to look at.
    """
    _check_finite(system)
    _check_self_use(system)
    for loop in loops(system.a):
        if loop.gain >= 1 - 1e-12:
            raise LoopGains(processes=_names(system, loop), gain=f"{loop.per_round:.6g}", exchanges=_loop_exchanges(system, loop))
        if loop.condition > CONDITION_LIMIT:
            raise IllConditionedLoop(
                processes=_names(system, loop), condition=f"{loop.condition:.2g}", exchanges=_loop_exchanges(system, loop)
            )


def adjoint(system: System) -> dict[str, NDArray[np.float64]]:
    """Solve Aᵀ λ = Bᵀ c for every category.

    Returns
    -------
    dict
        λ, shape (n,), by category.

    Raises
    ------
    SingularSystem
        Where the factorisation fails.
    """
    right = np.column_stack([system.b.T @ system.factors[category.name] for category in system.categories])
    with warnings.catch_warnings():
        warnings.simplefilter("error", linalg.MatrixRankWarning)
        try:
            solved = linalg.splu(system.a.T.tocsc()).solve(right)
        except (RuntimeError, linalg.MatrixRankWarning) as error:
            raise SingularSystem(processes=_suspects(system)) from error
    return {category.name: solved[:, number] for number, category in enumerate(system.categories)}


def prove(system: System, solution: Solution) -> Proof:
    """Prove a solution, or say what is wrong with it.

    Parameters
    ----------
    system
        After `check_structure`.
    solution
        As Brightway gave it.

    Raises
    ------
    NotFinite, AnswersDisagree, NegativeActivity, PartsDisagree
        Where the solution cannot be trusted.
    """
    x = solution.activity
    if not np.all(np.isfinite(x)):
        culprits = [system.activities[number] for number in np.flatnonzero(~np.isfinite(x))[:5]]
        raise NotFinite(what="the activity level", processes=culprits)
    by_category = adjoint(system)
    parts = [part for part in system.headline if part in by_category]
    intensities = np.sum([by_category[part] for part in parts], axis=0)
    direct = system.b.T @ system.characterisation(system.headline)
    scale = _scale(system, system.characterisation(system.headline), x)
    residual = system.f - system.a @ x
    backward = float(intensities @ system.f)
    tolerance = _tolerance(system, system.characterisation(system.headline), x)
    worst = max(abs(solution.total - backward), abs(float(intensities @ residual)), abs(float(direct @ x) - solution.total))
    if not np.isfinite(worst) or worst > tolerance:
        raise AnswersDisagree(
            forward=repr(solution.total), adjoint=repr(backward), tolerance=f"{tolerance:.3g}", processes=_suspects(system)
        )
    _check_levels(system, x)
    _check_parts(system, solution, x, by_category)
    return Proof(intensities, by_category, scale, _numerical_error(system, x, residual, intensities, scale))


def _scale(system: System, factors: NDArray[np.float64], x: NDArray[np.float64]) -> float:
    """Give S = Σ|c b x| over every single emission: what is added up, before anything cancels."""
    return float(np.abs(factors) @ (system.absolute_b @ np.abs(x)))


def _tolerance(system: System, factors: NDArray[np.float64], x: NDArray[np.float64]) -> float:
    """Give the tolerance for a score: 1e-9 of its scale, or rounding noise where the whole score is no more than that.

    A product that causes nothing has a score of zero; what the factorisation leaves there, say 1e-21, has no digits to agree on.
    """
    scale = _scale(system, factors, x)
    largest = float(np.max(system.absolute_b.T @ np.abs(factors), initial=0.0))
    noise = len(x) * UNIT_ROUNDOFF * float(np.max(np.abs(x), initial=0.0)) * largest
    return noise if scale <= noise else TOLERANCE * scale


def _gamma(count: NDArray[np.int64] | int) -> NDArray[np.float64]:
    """Give the bound of Higham for the relative error of a sum of that many terms."""
    rounding = np.asarray(count, dtype=np.float64) * UNIT_ROUNDOFF
    return np.asarray(rounding / (1 - rounding))


def _numerical_error(
    system: System, x: NDArray[np.float64], residual: NDArray[np.float64], intensities: NDArray[np.float64], scale: float
) -> float:
    row_lengths = np.bincount(system.technosphere[0], minlength=system.size) + 1
    bound = np.abs(residual) + _gamma(row_lengths) * (system.absolute_a @ np.abs(x) + np.abs(system.f))
    return float(np.abs(intensities) @ bound + _gamma(len(system.biosphere[2]) + len(system.flows)) * scale)


def _check_finite(system: System) -> None:
    for what, (_, columns, values) in (("an amount", system.technosphere), ("an emission", system.biosphere)):
        bad = np.flatnonzero(~np.isfinite(values))
        if len(bad):
            raise NotFinite(what=what, processes=[system.activities[columns[number]] for number in bad[:5]])


def _check_self_use(system: System) -> None:
    rows, columns, values = system.technosphere
    size = system.size
    own = np.zeros(size)
    self_use = (rows == columns) & (np.arange(len(values)) >= size)
    np.add.at(own, rows[self_use], -values[self_use])
    production = values[:size]
    for number in np.flatnonzero((production == 0) | (np.abs(production) <= own * np.sign(production))):
        raise NothingLeft(
            process=system.activities[number],
            made=f"{production[number]:.6g}",
            used=f"{own[number]:.6g}",
            unit=system.units[number],
        )
    for number in np.flatnonzero(np.abs(production) + own > CONDITION_LIMIT * (np.abs(production) - own)):
        condition = (abs(production[number]) + own[number]) / (abs(production[number]) - own[number])
        name = system.activities[number]
        raise IllConditionedLoop(processes=[name], condition=f"{condition:.2g}", exchanges=_self_uses(system, int(number)))


def _check_levels(system: System, x: NDArray[np.float64]) -> None:
    """No foreground process runs backwards; datasets may, where something is avoided."""
    foreground = np.array([origin == "foreground" for origin in system.origins])
    smallest = -TOLERANCE * max(1.0, float(np.max(np.abs(x), initial=0.0)))
    for number in np.flatnonzero(foreground & (x < smallest)):
        raise NegativeActivity(process=system.activities[number], level=f"{x[number]:.6g}")


def _check_parts(system: System, solution: Solution, x: NDArray[np.float64], by_category: Mapping[str, NDArray[np.float64]]) -> None:
    parts = sum(solution.scores[part] for part in system.headline if part in solution.scores)
    headline = _tolerance(system, system.characterisation(system.headline), x)
    for name, score in solution.scores.items():
        # A category a billion times smaller than the whole has the errors of the activity levels that the whole has.
        tolerance = max(_tolerance(system, system.factors[name], x), headline)
        if abs(float(by_category[name] @ system.f) - score) > tolerance:
            raise AnswersDisagree(
                forward=repr(score),
                adjoint=repr(float(by_category[name] @ system.f)),
                tolerance=f"{tolerance:.3g}",
                processes=_suspects(system),
            )
    if abs(parts - solution.total) > headline:
        raise PartsDisagree(parts="categories", sum=repr(parts), total=repr(solution.total))


def _self_uses(system: System, number: int) -> list[str]:
    rows, columns, _ = system.technosphere
    uses = zip(rows[system.size :], columns[system.size :], system.exchanges[system.size :], strict=True)
    return [exchange or system.activities[number] for row, column, exchange in uses if row == column == number]


def _names(system: System, loop: Loop) -> list[str]:
    return [system.activities[number] for number in loop.members]


def _loop_exchanges(system: System, loop: Loop) -> list[str]:
    members = set(loop.members)
    rows, columns, _ = system.technosphere
    named = [
        exchange or f"{system.activities[row]} → {system.activities[column]}"
        for row, column, exchange in zip(rows[system.size :], columns[system.size :], system.exchanges[system.size :], strict=True)
        if row in members and column in members
    ]
    return sorted(set(named))[:10]


def _suspects(system: System) -> list[str]:
    """Name the processes of the worst loop, or those with the most extreme amounts."""
    found = sorted(loops(system.a), key=lambda loop: -loop.condition)
    if found:
        return _names(system, found[0])[:5]
    sizes = np.abs(system.a).max(axis=0).toarray().ravel()
    return [system.activities[number] for number in np.argsort(-sizes)[:3]]
