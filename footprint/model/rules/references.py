"""Every dataset that a model names, with the path at which it stands."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.model.fields import DatasetReference
from footprint.model.schema import Exchange, ProductModel, Scenario

__all__ = ["all_references", "references", "scenario_references"]


def references(model: ProductModel) -> Iterator[tuple[str, DatasetReference]]:
    """Yield every dataset that a model names, with the path at which it stands."""
    for exchange, _, _, _, record in model.exchanges():
        yield from _of_exchange(exchange, record)
    for process, record_of_process in model.processes.items():
        avoided = record_of_process.allocation.avoided if record_of_process.allocation else None
        for name, product in (avoided or {}).items():
            yield f"processes/{process}/allocation/avoided/{name}/from", product.source_dataset


def _of_exchange(exchange: str, record: Exchange) -> Iterator[tuple[str, DatasetReference]]:
    if record.source_dataset:
        yield f"processes/{exchange}/from", record.source_dataset
    if record.cut_off and record.cut_off.proxy:
        yield f"processes/{exchange}/cut_off/proxy", record.cut_off.proxy


def all_references(model: ProductModel) -> Iterator[tuple[str, DatasetReference]]:
    """Yield every dataset that a model names, those of its scenarios as well."""
    yield from references(model)
    for path, reference, _ in scenario_references(model):
        yield path, reference


def scenario_references(model: ProductModel) -> Iterator[tuple[str, DatasetReference, Scenario]]:
    """Yield every dataset that a scenario names, with the path at which it stands."""
    for name, scenario in model.scenarios.items():
        for exchange, reference in scenario.sources.items():
            yield f"scenarios/{name}/from/{exchange}", reference, scenario
        for exchange, record in scenario.added.items():
            if record.source_dataset is not None:
                yield f"scenarios/{name}/add/{exchange}/from", record.source_dataset, scenario
        for process, allocation in scenario.allocations.items():
            for product, avoided in (allocation.avoided or {}).items():
                yield f"scenarios/{name}/allocation/{process}/avoided/{product}/from", avoided.source_dataset, scenario
