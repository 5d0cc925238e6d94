"""The electricity of a result: what is taken from where, which of it is claimed from single sources, what delivers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from footprint.engine.result import Footprint
from footprint.inventory.records import Dataset
from footprint.model.schema import Exchange
from footprint.units import conversion_factor, parse_unit

__all__ = [
    "DirectUse",
    "claims",
    "direct_uses",
    "is_delivery",
    "is_electricity",
    "is_grid_average",
    "kilowatt_hours",
    "says_electricity",
]

_ELECTRICITY = re.compile(
    r"\belectric(ity|al energy| energy| power)\b|电力|电能|绿电|(wind|solar|hydro|green|grid|nuclear) power\b", re.IGNORECASE
)


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


def direct_uses(result: Footprint) -> Iterator[DirectUse]:
    """Yield all that product models take from outside, exchange by exchange: λ of the provider times what is used.

    Parameters
    ----------
    result
        Of a calculation.
    """
    calculation = result.calculation
    chain = calculation.chain
    known = {exchange: record for exchange, _, _, _, record in result.model.exchanges()}
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


def claims(use: DirectUse) -> bool:
    """Tell whether a use claims electricity of a single source: a dataset at the plant, or a declared figure of electricity."""
    if use.dataset is not None:
        return is_electricity(use.dataset) and not is_delivery(use.dataset) and not is_grid_average(use.dataset)
    record = use.record
    if record is None or parse_unit(use.unit).dimension != parse_unit("kWh").dimension:
        return False
    words = (use.exchange.replace("_", " ").replace("-", " "), record.product, record.source, record.comment, record.evidence)
    return record.contract is not None or says_electricity(" ".join(word for word in words if word))


def kilowatt_hours(use: DirectUse) -> float:
    """Give a use of energy in kWh per declared unit."""
    return use.amount * conversion_factor(parse_unit(use.unit), parse_unit("kWh"))


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
