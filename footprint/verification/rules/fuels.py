"""Fuels of a model: what is burnt by direct emissions, with its properties, and what supplies it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from footprint.errors import FootprintError
from footprint.inventory.records import Dataset
from footprint.model import evaluate
from footprint.model.schema import Exchange
from footprint.supply_chain.allocation import flow_amounts
from footprint.supply_chain.background import dataset_properties
from footprint.supply_chain.conversion import convert
from footprint.units import Amount, parse_unit
from footprint.verification.rules.registry import Case

__all__ = ["Burnt", "FuelSupply", "burnt", "burnt_and_supplied", "properties_of", "supplies"]

_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Burnt:
    """A fuel that a process burns by a dataset of direct emissions.

    Parameters
    ----------
    amount
        As the model has it, before allocation.
    properties
        Flow properties: of the model where it states them, or else of the data package.
    own
        Names of those that the model itself states.
    """

    process: str
    exchange: str
    product: str
    dataset: Dataset
    amount: Amount
    properties: Mapping[str, Amount]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class FuelSupply:
    """A fuel burnt in a process with what supplies it there; ``supplied`` is None where the amounts do not convert."""

    process: str
    exchange: str
    product: str
    burnt: float
    supplied: float | None
    unit: str


def properties_of(case: Case, exchange: str, record: Exchange, dataset: Dataset | None) -> tuple[dict[str, Amount], frozenset[str]]:
    """Give the flow properties of what an exchange moves, and which of them the model states itself."""
    own = dict(flow_amounts(case.model, record.product or exchange.rpartition("/")[2]))
    package = case.result.calculation.chain.packages.get(dataset.package) if dataset is not None else None
    known = dataset_properties(package, dataset) if package is not None and dataset is not None else {}
    return {**known, **own}, frozenset(own)


def burnt(case: Case) -> Iterator[Burnt]:
    """Yield every fuel that is burnt by direct emissions: a dataset whose product has a heating value."""
    amounts = evaluate(case.model).amounts
    datasets = case.result.calculation.chain.datasets
    for exchange, process, section, _, record in case.model.exchanges():
        dataset = datasets.get(record.source_dataset.text) if record.source_dataset is not None else None
        if section != "inputs" or dataset is None or dataset.basis != "direct" or not amounts[exchange].value:
            continue
        properties, own = properties_of(case, exchange, record, dataset)
        if "lower_heating_value" in properties:
            yield Burnt(process, exchange, dataset.product, dataset, amounts[exchange], properties, own)


_WIDER = {"anthracite": "coal", "lignite": "coal"}
"""Kinds of a fuel whose supply has the name of all kinds; bituminous coal says so itself."""


def supplies(case: Case, process: str, product: str, burnt_as: str = "") -> list[tuple[str, Exchange, Dataset | None]]:
    """Give the other inputs of a process that supply a fuel.

    Parameters
    ----------
    product
        The fuel. An input supplies it that bears its name, or a wider one such as coal.
    burnt_as
        Name of the exchange that burns it: an input called after it, such as ``oil_supply`` beside ``oil``, supplies it too.
    """
    datasets = case.result.calculation.chain.datasets
    wanted = [_words(product), *([[_WIDER[product]]] if product in _WIDER else [])]
    after = _words(burnt_as)
    found = []
    for name, record in case.model.processes[process].inputs.items():
        dataset = datasets.get(record.source_dataset.text) if record.source_dataset is not None else None
        if dataset is not None and (dataset.basis == "direct" or dataset.kind == "transport"):
            continue
        flow = record.source_dataset.flow if record.source_dataset is not None and record.source_dataset.kind == "model" else ""
        called = [_words(text) for text in (dataset.product if dataset else "", record.product or "", flow, name) if text]
        follows = bool(after) and len(_words(name)) > len(after) and _words(name)[: len(after)] == after
        if follows or any(words and words == fuel[-len(words) :] for words in called for fuel in wanted):
            found.append((f"{process}/inputs/{name}", record, dataset))
    return found


def _of_supply(case: Case, fuel: Burnt, exchange: str, record: Exchange, dataset: Dataset | None) -> dict[str, Amount]:
    """Give the properties by which a supply is counted: those of the fuel where a proxy stands for it."""
    own = {} if record.data == "proxy" else properties_of(case, exchange, record, dataset)[0]
    return {**fuel.properties, **own}


def _words(text: str) -> list[str]:
    return [word for word in _WORD.split(text.casefold()) if word]


def burnt_and_supplied(case: Case) -> Iterator[FuelSupply]:
    """Compare, by process and fuel, what is burnt with what is supplied, in GJ; a fuel that arises on the site needs no supply."""
    amounts = evaluate(case.model).amounts
    by_fuel: dict[tuple[str, str], list[Burnt]] = {}
    for fuel in burnt(case):
        if case.model.processes[fuel.process].inputs[fuel.exchange.rpartition("/")[2]].on_site:
            continue
        by_fuel.setdefault((fuel.process, fuel.product), []).append(fuel)
    for (process, product), fuels in by_fuel.items():
        first = fuels[0]
        energy = parse_unit("GJ")
        try:
            consumed = sum(convert(fuel.amount, energy, fuel.properties, product).value for fuel in fuels)
            supplied = sum(
                convert(amounts[exchange], energy, _of_supply(case, first, exchange, record, dataset), product).value
                for exchange, record, dataset in {
                    item[0]: item for fuel in fuels for item in supplies(case, process, product, fuel.exchange.rpartition("/")[2])
                }.values()
            )
        except FootprintError:
            yield FuelSupply(process, first.exchange, product, first.amount.value, None, first.amount.unit.text)
            continue
        yield FuelSupply(process, first.exchange, product, consumed, supplied, "GJ")
