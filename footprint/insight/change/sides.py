"""One side of a change: columns scaled to one unit of output, so that only what means something differs between sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from footprint.engine.result import Calculation
from footprint.units import conversion_factor, parse_unit

__all__ = ["Column", "Side", "Term", "background_side", "foreground_side", "in_common_units", "unit_factor"]

INSIDE = ("foreground", "model")


@dataclass(frozen=True, slots=True)
class Term:
    """What one exchange brings to a column: amount per unit of output.

    Parameters
    ----------
    kind
        ``internal``: the product of another column; ``provider``: a dataset or declared footprint; ``emission``: an elementary flow.
    target
        Key of the column or the provider, or name of the flow.
    share
        Share of the allocation that is part of the amount; 1 where there is none.
    """

    kind: Literal["internal", "provider", "emission"]
    target: str
    amount: float
    unit: str
    product: str
    share: float = 1.0


@dataclass(slots=True)
class Column:
    """An activity per unit of its output.

    Parameters
    ----------
    output
        How much of it one declared unit takes, in ``unit``.
    intensity
        λ in kg CO2e per unit.
    terms
        By exchange id, or ``CONSUMER → PROVIDER`` where the exchange has none.
    """

    unit: str
    output: float
    intensity: float
    terms: dict[str, list[Term]] = field(default_factory=dict)


@dataclass(slots=True)
class Side:
    """One of the two systems that are compared.

    Parameters
    ----------
    columns
        By key of the activity.
    demand
        What is asked for, by column.
    factor
        Factor of a provider or of an elementary flow, in kg CO2e per unit: with the side's own method, and with the other side's.
    """

    columns: dict[str, Column]
    demand: dict[str, float]
    factor: Callable[[Term, int], float]


def foreground_side(
    calculation: Calculation, factors: tuple[NDArray[np.float64], ...], intensities: tuple[NDArray[np.float64], ...]
) -> Side:
    """Take the processes of the model, and of the models it uses, as columns; datasets and declared footprints provide.

    Parameters
    ----------
    calculation
        Of this side.
    factors
        Headline factors of the elementary flows, shape (m,): of the old method and of the new one.
    intensities
        λ, shape (n,): with the old method and with the new one.
    """
    chain = calculation.chain
    inside = {key for key in calculation.system.activities if chain.activities[key].origin in INSIDE}
    key, amount = chain.demand
    own = calculation.proof.intensities
    return _side(calculation, inside, calculation.solution.activity, own, {key: amount}, factors, intensities)


def background_side(
    calculation: Calculation,
    levels: NDArray[np.float64],
    intensities: NDArray[np.float64],
    demand: Mapping[str, float],
    factors: NDArray[np.float64],
) -> Side:
    """Take the datasets as columns, for a demand on them.

    Parameters
    ----------
    calculation
        Of this side.
    levels
        Activity levels for the demand, shape (n,).
    intensities, factors
        λ and the factors of the flows, shapes (n,) and (m,), with the method that both sides are to be compared with.
    demand
        Amount by dataset.
    """
    inside = {key for key in calculation.system.activities if calculation.chain.activities[key].origin not in INSIDE}
    return _side(calculation, inside, levels, intensities, dict(demand), (factors, factors), (intensities, intensities))


def _side(
    calculation: Calculation,
    inside: set[str],
    levels: NDArray[np.float64],
    own: NDArray[np.float64],
    demand: dict[str, float],
    factors: tuple[NDArray[np.float64], ...],
    intensities: tuple[NDArray[np.float64], ...],
) -> Side:
    chain, system = calculation.chain, calculation.system
    index = {key: number for number, key in enumerate(system.activities)}
    flows = {name: number for number, name in enumerate(system.flows)}
    columns: dict[str, Column] = {}
    for key in system.activities:
        if key in inside:
            reference, number = chain.activities[key].reference, index[key]
            columns[key] = Column(chain.activities[key].unit, float(levels[number]) * reference, float(own[number]))
    shares = _shares(calculation)
    for use in chain.uses:
        if use.consumer in columns:
            provider = chain.activities[use.provider]
            kind: Literal["internal", "provider"] = "internal" if use.provider in columns else "provider"
            share = 1.0 if use.avoided else shares.get(use.consumer, 1.0)
            term = Term(kind, use.provider, use.amount / chain.activities[use.consumer].reference, provider.unit, provider.product, share)
            _add(columns[use.consumer], use.exchange or f"{use.consumer} → {use.provider}", term)
    for entry in chain.elementary:
        if entry.activity in columns:
            share = 1.0 if entry.exchange.partition("/")[2].startswith("allocation/") else shares.get(entry.activity, 1.0)
            unit = system.flow_units[flows[entry.flow]]
            term = Term("emission", entry.flow, entry.amount / chain.activities[entry.activity].reference, unit, entry.flow, share)
            _add(columns[entry.activity], entry.exchange or f"{entry.activity} → {entry.flow}", term)

    def factor(term: Term, method: int) -> float:
        if term.kind == "emission":
            return float(factors[method][flows[term.target]])
        return float(intensities[method][index[term.target]])

    return Side(columns, demand, factor)


def _add(column: Column, label: str, term: Term) -> None:
    """Add a term; what one exchange takes twice from the same provider is one term."""
    terms = column.terms.setdefault(label, [])
    for place, known in enumerate(terms):
        if (known.kind, known.target) == (term.kind, term.target):
            terms[place] = replace(known, amount=known.amount + term.amount)
            return
    terms.append(term)


def _shares(calculation: Calculation) -> dict[str, float]:
    """Give the allocation share by activity, where one was applied."""
    found: dict[str, float] = {}
    for allocation in calculation.chain.allocations:
        for product, share in allocation["shares"].items():
            found[f"{allocation['process']}@{product}"] = float(share)
    return {key: share for key, share in found.items() if share}


def in_common_units(old: Side, new: Side) -> None:
    """Bring the columns of the old side to the units of the new one; what cannot be converted becomes a column of its own."""
    for key in sorted(old.columns.keys() & new.columns.keys()):
        before, after = old.columns[key].unit, new.columns[key].unit
        if before == after:
            continue
        factor = unit_factor(before, after)
        renamed = key if factor else f"{key} [{before}]"
        _rescale(old, key, renamed, factor or 1.0, after if factor else before)


def unit_factor(before: str, after: str) -> float | None:
    """Give the number that brings an amount from one unit to another; nothing where they do not measure the same."""
    if before == after:
        return 1.0
    first, second = parse_unit(before), parse_unit(after)
    return conversion_factor(first, second) if first.dimension == second.dimension else None


def _rescale(side: Side, key: str, renamed: str, factor: float, unit: str) -> None:
    column = side.columns.pop(key)
    terms = {label: [replace(term, amount=term.amount / factor) for term in listed] for label, listed in column.terms.items()}
    side.columns[renamed] = Column(unit, column.output * factor, column.intensity / factor, terms)
    for other in side.columns.values():
        for label, listed in other.terms.items():
            other.terms[label] = [
                replace(term, target=renamed, amount=term.amount * factor, unit=unit)
                if (term.kind, term.target) == ("internal", key)
                else term
                for term in listed
            ]
    if key in side.demand:
        side.demand[renamed] = side.demand.pop(key) * factor
