"""What rules ask of a calculated supply chain: its leaves with their datasets, its electricity, what an exchange weighs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from footprint.engine.result import Contribution
from footprint.insight.electricity import uses as insight
from footprint.insight.electricity.uses import DirectUse
from footprint.inventory.records import Dataset
from footprint.model.schema import Exchange, Parameter, ProductModel
from footprint.units import Formula
from footprint.verification.rules.registry import Case

__all__ = [
    "Leaf",
    "direct_uses",
    "formula_parameters",
    "impact",
    "leaves",
    "records",
    "share_of",
    "used_datasets",
]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf exchange of the result with its record in the model and the dataset it takes from, if it is one."""

    entry: Contribution
    record: Exchange | None
    dataset: Dataset | None


def records(case: Case) -> dict[str, Exchange]:
    """Give the record of every exchange of the model by id."""
    return {exchange: record for exchange, _, _, _, record in case.model.exchanges()}


def leaves(case: Case) -> tuple[Leaf, ...]:
    """Give the leaf exchanges of the result, largest first."""
    known, datasets = records(case), case.result.calculation.chain.datasets
    return tuple(Leaf(entry, known.get(entry.exchange), datasets.get(entry.provider)) for entry in case.result.contributions)


def formula_parameters(model: ProductModel, record: Exchange) -> Iterator[Parameter]:
    """Yield every parameter that an amount is computed from, through all formulas."""
    waiting = list(record.amount.names) if isinstance(record.amount, Formula) else []
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        parameter = model.parameters.get(name)
        if parameter is None or name in seen:
            continue
        seen.add(name)
        yield parameter
        if isinstance(parameter.value, Formula):
            waiting.extend(parameter.value.names)


def impact(case: Case) -> float:
    """Give Σ|contribution| in kg CO2e: what shares are of where burdens and credits may cancel."""
    return sum(abs(entry.value) for entry in case.result.contributions)


def share_of(case: Case, value: float) -> float:
    """Give |value| as a share of the impact; zero where nothing has any."""
    whole = impact(case)
    return abs(value) / whole if whole else 0.0


def direct_uses(case: Case) -> Iterator[DirectUse]:
    """Yield all that product models take from outside; see `footprint.insight.electricity.uses.direct_uses`."""
    return insight.direct_uses(case.result)


def used_datasets(case: Case) -> Iterator[tuple[Dataset, float, str]]:
    """Yield every dataset that product models take from, with its share of the impact and the exchange that takes most; largest first."""
    sums: dict[str, float] = {}
    most: dict[str, tuple[float, str]] = {}
    found: dict[str, Dataset] = {}
    for use in direct_uses(case):
        if use.dataset is not None:
            key = use.dataset.key
            found[key] = use.dataset
            sums[key] = sums.get(key, 0.0) + abs(use.value)
            most[key] = max(most.get(key, (-1.0, "")), (abs(use.value), use.exchange))
    whole = impact(case)
    for key in sorted(found, key=lambda key: (-sums[key], key)):
        yield found[key], sums[key] / whole if whole else 0.0, most[key][1]
