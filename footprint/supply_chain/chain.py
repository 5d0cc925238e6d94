"""The linked supply chain: every open input tied to exactly one provider, in the provider's unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from footprint.errors import Finding
from footprint.inventory.records import Dataset, Method, Package
from footprint.units import Amount

__all__ = ["Activity", "CutOffInput", "Elementary", "Origin", "SupplyChain", "Use"]

Origin = Literal["foreground", "model", "dataset", "declared"]


@dataclass(frozen=True, slots=True)
class Activity:
    """A single-output process: a column of the technosphere, whose row is its product.

    Parameters
    ----------
    key
        Foreground: process id, with ``@product`` where it was allocated. Others: the dataset's key, ``MODEL#process`` or ``declared:ID``.
    reference
        Output in ``unit``; negative for a treatment in the manner of Brightway.
    """

    key: str
    name: str
    product: str
    unit: str
    reference: float
    origin: Origin
    process: str = ""
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """An activity uses the product of another: amount per reference output, in the unit of the provider.

    ``amount`` is what stands in the technosphere matrix with its sign turned: positive consumes a product with a positive
    reference; a waste that goes to a treatment with reference −1 is negative, so that it causes a positive activity.
    """

    consumer: str
    provider: str
    amount: float
    exchange: str = ""
    bridges: tuple[str, ...] = ()
    avoided: bool = False


@dataclass(frozen=True, slots=True)
class Elementary:
    """An activity exchanges an elementary flow with the environment, in the unit of the flow."""

    activity: str
    flow: str
    amount: float
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class CutOffInput:
    """An input that is left out, with the provider that bounds it, if one is named.

    ``amount`` is in the unit of the proxy, ``written`` as the model has it; both per reference output of the activity.
    """

    exchange: str
    why: str
    activity: str
    proxy: str | None
    amount: float
    written: Amount


@dataclass(frozen=True, slots=True)
class SupplyChain:
    """All that the engine needs to know of a product.

    What is of another model has ``FILE#`` before its name. A model that only bounds what is cut off adds no cut-offs,
    allocations, secondary materials or findings.

    Parameters
    ----------
    activities
        By key, foreground first in the order of the model, then other models, then datasets by key.
    demand
        Key of the activity and amount in its unit that make one declared unit.
    packages
        The data packages used, by name.
    models
        SHA-256 of the other models by file.
    activity_tables
        SHA-256 of the monthly tables by file.
    allocations
        Processes with several products, and how they were shared.
    secondary_materials
        Exchange ids of inputs that enter free of primary burden.
    findings
        Warnings and notes of linking, and of the other models all that was found.
    omitted
        Datasets with the number of their inputs that have no producer.
    """

    activities: Mapping[str, Activity]
    uses: tuple[Use, ...]
    elementary: tuple[Elementary, ...]
    demand: tuple[str, float]
    cut_offs: tuple[CutOffInput, ...]
    datasets: Mapping[str, Dataset]
    packages: Mapping[str, Package]
    method: Method
    models: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    activity_tables: Mapping[str, str] = field(default_factory=dict)
    allocations: tuple[Mapping[str, Any], ...] = ()
    secondary_materials: tuple[str, ...] = ()

    @property
    def omitted(self) -> dict[str, int]:
        """Count the inputs without producer by dataset."""
        counts = {key: sum(exchange.kind == "unlinked" for exchange in dataset.exchanges) for key, dataset in self.datasets.items()}
        return {key: count for key, count in counts.items() if count}
