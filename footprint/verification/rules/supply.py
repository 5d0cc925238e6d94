"""What rules ask of a calculated supply chain: its leaves with their datasets, its electricity, what an exchange weighs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from footprint.engine.result import Contribution
from footprint.inventory.records import Dataset
from footprint.model.schema import Exchange, Parameter, ProductModel
from footprint.units import Formula, parse_unit
from footprint.verification.rules.registry import Case

__all__ = [
    "DirectUse",
    "Leaf",
    "day",
    "direct_uses",
    "formula_parameters",
    "impact",
    "is_delivery",
    "is_electricity",
    "is_grid_average",
    "leaves",
    "records",
    "says_electricity",
    "share_of",
    "used_datasets",
]

_ELECTRICITY = re.compile(
    r"\belectric(ity|al energy| energy| power)\b|电力|电能|绿电|(wind|solar|hydro|green|grid|nuclear) power\b", re.IGNORECASE
)


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


@dataclass(frozen=True, slots=True)
class DirectUse:
    """What the model, or another product model that takes part, takes from a dataset or a declared footprint.

    Parameters
    ----------
    exchange
        Exchange id; ``FILE#PROCESS`` for a process of another model.
    provider, dataset
        Key of the activity, and the dataset it is; None for a declared footprint.
    amount, unit
        Per declared unit, in the unit of the provider; negative for an avoided product.
    value
        In kg CO2e per declared unit.
    record
        Of the model; None for another model's.
    """

    exchange: str
    provider: str
    dataset: Dataset | None
    amount: float
    unit: str
    value: float
    record: Exchange | None
    avoided: bool


def direct_uses(case: Case) -> Iterator[DirectUse]:
    """Yield all that product models take from outside, exchange by exchange: λ of the provider times what is used."""
    calculation = case.result.calculation
    chain, known = calculation.chain, records(case)
    index = {key: number for number, key in enumerate(calculation.system.activities)}
    for use in chain.uses:
        consumer, provider = chain.activities[use.consumer], chain.activities[use.provider]
        inside = consumer.origin in ("foreground", "model") and use.consumer in index
        if not inside or provider.origin not in ("dataset", "declared"):
            continue
        amount = use.amount * float(calculation.solution.activity[index[use.consumer]])
        value = float(calculation.proof.intensities[index[use.provider]]) * amount
        exchange = use.exchange or use.consumer
        dataset = chain.datasets.get(use.provider)
        yield DirectUse(exchange, use.provider, dataset, amount, provider.unit, value, known.get(exchange), use.avoided)


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


def says_electricity(text: str) -> bool:
    """Tell whether words speak of electricity."""
    return bool(_ELECTRICITY.search(text))


def is_electricity(dataset: Dataset) -> bool:
    """Tell whether a dataset gives electricity, or its delivery."""
    energy = dataset.reference.unit.dimension == parse_unit("kWh").dimension
    return energy and says_electricity(f"{dataset.product} {dataset.name_en} {dataset.name_zh}")


def is_delivery(dataset: Dataset) -> bool:
    """Tell whether a dataset is the transmission and distribution of electricity."""
    return dataset.kind == "transport" and is_electricity(dataset)


def is_grid_average(dataset: Dataset) -> bool:
    """Tell whether a dataset is the average of a grid, delivery included, rather than electricity of one source."""
    return is_electricity(dataset) and (dataset.kind == "market" or dataset.name_en.casefold().startswith("market "))


def day(text: str) -> datetime.date | None:
    """Read a day of a data package; None where it is not stated."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
