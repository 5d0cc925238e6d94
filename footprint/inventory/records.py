"""Records of data packages and methods, as the engine uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from footprint.errors import Finding, Language, Place
from footprint.units import Amount, Unit

__all__ = [
    "BASES",
    "Basis",
    "Category",
    "Dataset",
    "DatasetExchange",
    "ElementaryFlow",
    "ExchangeKind",
    "FlowProperty",
    "Kind",
    "Method",
    "Package",
]

Kind = Literal["production", "treatment", "transport", "market"]
Basis = Literal["footprint", "direct", "co2-only"]
ExchangeKind = Literal["technosphere", "elementary", "unlinked"]

BASES: Mapping[Basis, str] = {
    "footprint": "life cycle factor, upstream included",
    "direct": "direct emissions only, upstream apart",
    "co2-only": "CO2 factor for enterprise reports; no footprint may use it",
}


@dataclass(frozen=True, slots=True)
class ElementaryFlow:
    """A flow between a process and the environment."""

    name: str
    unit: Unit
    name_zh: str = ""


@dataclass(frozen=True, slots=True)
class FlowProperty:
    """A property of a flow, such as its lower heating value, with the source that allows its use."""

    product: str
    name: str
    amount: Amount
    source: str


@dataclass(frozen=True, slots=True)
class DatasetExchange:
    """One input or emission of a dataset, per reference amount of the dataset.

    Parameters
    ----------
    kind
        ``technosphere``, ``elementary`` or ``unlinked`` (an input that has no producer and is not calculated).
    flow
        Key ``PACKAGE/CODE`` of the provider, or name of the elementary flow or of the unlinked input.
    amount
        Signed as the source gives it; an input or an emission is positive.
    """

    kind: ExchangeKind
    flow: str
    amount: Amount
    place: Place


@dataclass(frozen=True, slots=True)
class Dataset:
    """A process of a data package.

    Parameters
    ----------
    key
        ``PACKAGE/CODE``.
    reference
        Reference output that the exchanges relate to; negative for a treatment in the manner of Brightway.
    """

    key: str
    package: str
    code: str
    product: str
    name_en: str
    name_zh: str
    reference: Amount
    kind: Kind
    basis: Basis
    status: str
    data: str
    capital_goods: str
    geography: str
    start: str
    end: str
    source: str
    comment: str
    exchanges: tuple[DatasetExchange, ...]
    place: Place

    def name(self, lang: Language = "en") -> str:
        """Give the name in a language, or in the other one where that is missing, or else the product."""
        names = (self.name_zh, self.name_en) if lang == "zh" else (self.name_en, self.name_zh)
        return names[0] or names[1] or self.product


@dataclass(frozen=True, slots=True)
class Package:
    """A data package: datasets, flow properties and where all of it came from.

    Parameters
    ----------
    findings
        What to know about the datasets used, where that shows only when they are (a Brightway database).
    counts
        How much of the package was used and left out, likewise.
    """

    name: str
    version: str
    title: Mapping[Language, str]
    status: str
    geography: str
    period: tuple[str, str]
    notice: str
    licence: str
    requires: Mapping[str, str]
    datasets: Mapping[str, Dataset]
    properties: Mapping[str, Mapping[str, FlowProperty]]
    flows: Mapping[str, ElementaryFlow]
    folder: str
    sha256: str
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Category:
    """An indicator of a method, with the unit its scores have."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Method:
    """Characterisation factors: score per unit of elementary flow, by flow and category."""

    name: str
    version: str
    title: Mapping[Language, str]
    gwp_set: str
    categories: tuple[Category, ...]
    factors: Mapping[str, Mapping[str, Amount]]
    sha256: str
