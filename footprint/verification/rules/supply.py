"""What rules ask of a calculated supply chain: its leaves with their datasets, its electricity, what an exchange weighs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from footprint.engine.result import Contribution
from footprint.inventory.records import Dataset
from footprint.model.schema import Exchange
from footprint.units import parse_unit
from footprint.verification.rules.registry import Case

__all__ = ["Leaf", "day", "impact", "is_delivery", "is_electricity", "is_grid_average", "leaves", "records", "share_of", "used_datasets"]

_ELECTRICITY = re.compile(r"\belectric(ity|al energy| energy| power)\b|电力|电能", re.IGNORECASE)


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


def impact(case: Case) -> float:
    """Give Σ|contribution| in kg CO2e: what shares are of where burdens and credits may cancel."""
    return sum(abs(entry.value) for entry in case.result.contributions)


def share_of(case: Case, value: float) -> float:
    """Give |value| as a share of the impact; zero where nothing has any."""
    whole = impact(case)
    return abs(value) / whole if whole else 0.0


def used_datasets(case: Case) -> Iterator[tuple[Dataset, float, str]]:
    """Yield every dataset that the model itself takes from, with its share of the impact and the exchange that takes most."""
    sums: dict[str, float] = {}
    first: dict[str, str] = {}
    found: dict[str, Dataset] = {}
    for leaf in leaves(case):
        if leaf.dataset is not None:
            key = leaf.dataset.key
            found[key] = leaf.dataset
            sums[key] = sums.get(key, 0.0) + abs(leaf.entry.value)
            first.setdefault(key, leaf.entry.exchange)
    whole = impact(case)
    for key, dataset in found.items():
        yield dataset, sums[key] / whole if whole else 0.0, first[key]


def is_electricity(dataset: Dataset) -> bool:
    """Tell whether a dataset gives electricity, or its delivery."""
    energy = dataset.reference.unit.dimension == parse_unit("kWh").dimension
    return energy and bool(_ELECTRICITY.search(f"{dataset.product} {dataset.name_en} {dataset.name_zh}"))


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
