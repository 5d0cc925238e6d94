r"""The exact attribution of a change between two calculations (design section 6).

With columns scaled to one unit of output, x = M x + f and λ = Mᵀλ + d. Both

    Δs = λ₀ᵀΔf + Δdᵀx₁ + λ₀ᵀΔM x₁      and      Δs = λ₁ᵀΔf + Δdᵀx₀ + λ₁ᵀΔM x₀

are exact; their mean is exact and antisymmetric. d sums, over the exchanges with datasets and the environment, amount u times
factor φ, so that Δ(uφ) = Δu φ̄ + ū Δφ with bars for means; with an allocation share s in u = a s, Δu = Δa s̄ + ā Δs. A factor depends
on the datasets G and the method c: Δφ = ½[(φ₁₁−φ₀₁) + (φ₁₀−φ₀₀)] + ½[(φ₁₁−φ₁₀) + (φ₀₁−φ₀₀)], the first for the datasets, the second for
the method (first index G, second c). A process that is there on one side only has λ = 0 and x = 0 on the other: an identity column.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse.linalg as linalg
from numpy.typing import NDArray

from footprint.engine.proof import TOLERANCE
from footprint.engine.result import Calculation, Footprint
from footprint.engine.system import System, flow_factors
from footprint.insight.change.errors import ChangeNotExplained
from footprint.insight.change.records import Cause, Change, Part, State
from footprint.insight.change.sides import Column, Side, Term, background_side, foreground_side, in_common_units, unit_factor

__all__ = ["change"]

# Parts below this fraction of the scale are rounding and are added to the remainder.
_NOTHING = 1e-15


def change(old: Footprint, new: Footprint, name: str | None = None) -> Change:
    """Attribute the difference of two footprints to inputs, factors, methods and structure.

    Parameters
    ----------
    old, new
        Results of calculations, of the same product.
    name
        What to call the product; its name in the new model by default.

    Returns
    -------
    Change
        Whose parts and remainder sum to the difference.

    Raises
    ------
    ChangeNotExplained
        Where the parts miss the difference by more than 1e-9 of the scale: a defect, never a rounded answer.
    """
    first, second = old.calculation, new.calculation
    factors = [_factors_of_both(side.system, first, second) for side in (first, second)]
    intensities = [
        _intensities_of_both(side, given, number) for number, (side, given) in enumerate(zip((first, second), factors, strict=True))
    ]
    sides = tuple(foreground_side(*given) for given in zip((first, second), factors, intensities, strict=True))
    in_common_units(*sides)
    attribution = _Attribution(*sides)
    parts = attribution.parts()
    scale = max(first.proof.scale, second.proof.scale)
    remainder = (new.value - old.value) - math.fsum(part.value for part in parts)
    if not abs(remainder) <= TOLERANCE * scale:
        raise ChangeNotExplained(difference=repr(new.value - old.value), parts=repr(new.value - old.value - remainder))
    shown = [part for part in parts if abs(part.value) > _NOTHING * scale]
    return Change(
        name=name or new.model.product.name.text(),
        old=old.value,
        new=new.value,
        parts=tuple(sorted(shown, key=lambda part: (-abs(part.value), part.what, part.cause))),
        remainder=(new.value - old.value) - math.fsum(part.value for part in shown),
        scale=scale,
        declared_units=(str(old.model.product.declared_unit), str(new.model.product.declared_unit)),
        background=_background(first, second, attribution.mean_uses, factors, intensities, scale),
    )


class _Attribution:
    """Goes through the columns of both sides and splits what each exchange adds."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.found: dict[tuple[Cause, str], Part] = {}
        self.mean_uses: dict[str, float] = {}

    def parts(self) -> list[Part]:
        """Give all parts, those of one exchange and cause added up."""
        absent = Column("", 0.0, 0.0)
        for key in sorted(self.old.columns.keys() | self.new.columns.keys()):
            before, after = self.old.columns.get(key, absent), self.new.columns.get(key, absent)
            demand = self.new.demand.get(key, 0.0) - self.old.demand.get(key, 0.0)
            if demand:
                self._add("structure", "declared unit", (before.intensity + after.intensity) / 2 * demand)
            for label in sorted(before.terms.keys() | after.terms.keys()):
                self._exchange(label, (before, after), before.terms.get(label, []), after.terms.get(label, []))
        return list(self.found.values())

    def _exchange(self, label: str, columns: tuple[Column, Column], before: Sequence[Term], after: Sequence[Term]) -> None:
        aligned = _aligned(before[0], after[0]) if len(before) == len(after) == 1 else None
        # An exchange with several providers is compared provider by provider.
        if aligned is None and {(term.kind, term.target) for term in before} == {(term.kind, term.target) for term in after}:
            order = {(term.kind, term.target): term for term in after}
            for term in before:
                self._both(label, columns, term, order[term.kind, term.target], 1.0)
        elif aligned is not None:
            self._both(label, columns, before[0], after[0], aligned)
        else:
            self._one_sided(label, columns, before, after)

    def _both(self, label: str, columns: tuple[Column, Column], before: Term, after: Term, factor: float) -> None:
        """Split what an exchange adds that is there on both sides; ``factor`` brings the old amount to the unit of the new one."""
        u0, u1 = before.amount * factor, after.amount
        s0, s1 = before.share, after.share
        if before.kind == "internal":
            weight = self._internal_weight(before, after, columns)
            self._amounts(label, (u0, u1), (s0, s1), weight, self._states(before, after, factor))
            return
        level = (columns[0].output + columns[1].output) / 2
        own = self.old.factor(before, 0) / factor, self.new.factor(after, 1)
        crossed = self.old.factor(before, 1) / factor, self.new.factor(after, 0)
        states = self._states(before, after, factor, own)
        self._amounts(label, (u0, u1), (s0, s1), (own[0] + own[1]) / 2 * level, states)
        mean_use = (u0 + u1) / 2 * level
        of_datasets = ((own[1] - crossed[0]) + (crossed[1] - own[0])) / 2
        self._add("factors", label, mean_use * of_datasets, *states)
        self._add("methods", label, mean_use * (own[1] - own[0] - of_datasets), *states)
        # A declared footprint has nothing within it that could have moved.
        same = before.kind == "provider" and (before.target, before.unit) == (after.target, after.unit)
        if same and not after.target.startswith("declared:"):
            self.mean_uses[after.target] = self.mean_uses.get(after.target, 0.0) + mean_use

    def _amounts(
        self, label: str, amounts: tuple[float, float], shares: tuple[float, float], weight: float, states: tuple[State, State]
    ) -> None:
        """Split the change of an amount into that of the whole exchange and that of the share allocated."""
        whole = amounts[0] / shares[0], amounts[1] / shares[1]
        by_share = (whole[0] + whole[1]) / 2 * (shares[1] - shares[0])
        self._add("inputs", label, (amounts[1] - amounts[0] - by_share) * weight, *states)
        if by_share:
            self._add("inputs", f"{label.partition('/')[0]}/allocation", by_share * weight)

    def _internal_weight(self, before: Term, after: Term, columns: tuple[Column, Column]) -> float:
        old, new = self.old.columns[before.target].intensity, self.new.columns[after.target].intensity
        return (old * columns[1].output + new * columns[0].output) / 2

    def _one_sided(self, label: str, columns: tuple[Column, Column], before: Sequence[Term], after: Sequence[Term]) -> None:
        """Count an exchange that is there on one side only, or that something else provides, as structure."""
        level = (columns[0].output + columns[1].output) / 2
        value = 0.0
        for sign, side, method, terms in ((-1.0, self.old, 0, before), (1.0, self.new, 1, after)):
            for term in terms:
                if term.kind == "internal":
                    intensities = [columns_of.columns.get(term.target) for columns_of in (self.old, self.new)]
                    old, new = (column.intensity if column else 0.0 for column in intensities)
                    value += sign * term.amount * (old * columns[1].output + new * columns[0].output) / 2
                else:
                    value += sign * term.amount * side.factor(term, method) * level
        states = [
            State(terms[0].amount, terms[0].unit, None if terms[0].kind == "internal" else side.factor(terms[0], method), terms[0].target)
            if terms
            else None
            for side, method, terms in ((self.old, 0, before), (self.new, 1, after))
        ]
        self._add("structure", label, value, *states)

    def _states(self, before: Term, after: Term, factor: float, factors: tuple[float, float] | None = None) -> tuple[State, State]:
        old, new = factors or (None, None)
        return State(before.amount * factor, after.unit, old, before.target), State(after.amount, after.unit, new, after.target)

    def _add(self, cause: Cause, what: str, value: float, before: State | None = None, after: State | None = None) -> None:
        known = self.found.get((cause, what))
        if known is not None:
            # The parts of an allocated process, or several providers: amounts of different columns do not add up.
            self.found[cause, what] = replace(known, value=known.value + value)
        elif value:
            self.found[cause, what] = Part(cause, what, value, before, after)


def _aligned(before: Term, after: Term) -> float | None:
    """Tell how to compare two providers of one exchange: the factor for the old amount, or nothing where that makes no sense.

    Two datasets of the same product are a change of the factor, another product is a change of structure.
    """
    if before.kind != after.kind or (before.kind != "provider" and before.target != after.target) or before.product != after.product:
        return None
    return unit_factor(before.unit, after.unit)


def _factors_of_both(system: System, *calculations: Calculation) -> tuple[NDArray[np.float64], ...]:
    """Give the headline factors of the flows of a system with the method of each calculation."""
    units = dict(zip(system.flows, system.flow_units, strict=True))
    found = []
    for calculation in calculations:
        if calculation.system is system:
            found.append(system.characterisation(system.headline))
            continue
        by_category = flow_factors(calculation.chain.method, system.flows, units)
        parts = [by_category[part] for part in calculation.system.headline if part in by_category]
        found.append(np.sum(parts, axis=0) if parts else np.zeros(len(system.flows)))
    return tuple(found)


def _intensities_of_both(calculation: Calculation, factors: Sequence[NDArray[np.float64]], own: int) -> tuple[NDArray[np.float64], ...]:
    """Give λ with either method; where the methods count alike the proven λ serves for both."""
    known = calculation.proof.intensities
    if np.array_equal(factors[0], factors[1]):
        return known, known
    system = calculation.system
    solved = linalg.splu(system.a.T.tocsc()).solve(system.b.T @ factors[1 - own])
    return (known, solved) if own == 0 else (solved, known)


def _background(
    old: Calculation,
    new: Calculation,
    uses: Mapping[str, float],
    factors: Sequence[Sequence[NDArray[np.float64]]],
    intensities: Sequence[Sequence[NDArray[np.float64]]],
    scale: float,
) -> tuple[Part, ...]:
    """Attribute the change of the factors to the exchanges within the datasets, for the mean uses and the mean of the methods.

    Σ ū Δφ over the providers is the change of a score with the demand ū on both sides, so the same formula splits it.
    """
    if not uses:
        return ()
    sides = []
    for calculation, given, lambdas in zip((old, new), factors, intensities, strict=True):
        system = calculation.system
        index = {key: number for number, key in enumerate(system.activities)}
        demand = np.zeros(system.size)
        for key, amount in uses.items():
            demand[index[key]] = amount
        levels = linalg.splu(system.a.tocsc()).solve(demand)
        sides.append(background_side(calculation, levels, (lambdas[0] + lambdas[1]) / 2, uses, (given[0] + given[1]) / 2))
    in_common_units(*sides)
    parts = [replace(part, cause="factors") for part in _Attribution(*sides).parts()]
    shown = [part for part in parts if abs(part.value) > TOLERANCE * scale]
    return tuple(sorted(shown, key=lambda part: (-abs(part.value), part.what)))
