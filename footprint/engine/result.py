"""The Footprint record: the result of one calculation, as the published schema ``footprint/result/1`` lays it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from footprint.engine.brightway import Solution
from footprint.engine.notebook import table
from footprint.engine.proof import Proof
from footprint.engine.system import System
from footprint.errors import Finding, Language
from footprint.supply_chain.chain import SupplyChain

if TYPE_CHECKING:
    import pint

    from footprint.model.schema import ProductModel
    from footprint.units import Amount

__all__ = ["SCHEMA", "Calculation", "Contribution", "CutOffBound", "Footprint", "Gas", "Stage"]

SCHEMA = "footprint/result/1"
UNIT = "kg CO2e"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one leaf exchange adds to the total.

    Parameters
    ----------
    exchange
        Exchange id, such as ``oxidation/inputs/px``.
    provider
        Dataset, other model, declared footprint or elementary flow.
    amount, unit
        Amount per declared unit, in the unit of the provider.
    value
        In kg CO2e per declared unit, of the headline sum.
    share
        Of the total; ``None`` where the total is zero.
    categories
        Value by category of the method.
    source
        Where the factor of a declared footprint is from, as the model says.
    """

    exchange: str
    process: str
    stage: str
    section: str
    provider: str
    amount: float
    unit: str
    value: float
    share: float | None
    categories: Mapping[str, float]
    data: str | None
    factor_data: str | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A life cycle stage with its part of the total."""

    stage: str
    value: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Gas:
    """An elementary flow of the whole system, per declared unit."""

    flow: str
    amount: float
    unit: str
    value: float
    categories: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CutOffBound:
    """An input left out, with what its proxy would have added."""

    exchange: str
    why: str
    amount: str
    proxy: str | None
    value: float | None
    share: float | None


@dataclass(frozen=True, eq=False)
class Calculation:
    """All intermediate results, for analysis, export and verification."""

    chain: SupplyChain
    system: System
    solution: Solution
    proof: Proof


@dataclass(frozen=True, eq=False)
class Footprint:
    """A proven footprint of one declared unit.

    Parameters
    ----------
    value
        The headline sum, in kg CO2e per declared unit.
    sum
        Which of the sums that is.
    sums, categories, of_which
        In kg CO2e; ``None`` is unknown, and ``reasons`` says why, keyed by ``sums/incl_uptake`` and the like.
    biogenic_carbon_content
        In kg of carbon per declared unit; ``None`` is unknown.
    secondary_materials
        Exchange ids of inputs that enter free of primary burden.
    numerical_error
        In kg CO2e: how far rounding can have moved the total. It is no uncertainty.
    overrides
        Values that took the place of the model's own, by parameter or exchange id: the result is then no longer that of the file alone.
    """

    model: ProductModel
    value: float
    sum: str
    sums: Mapping[str, float | None]
    categories: Mapping[str, float | None]
    of_which: Mapping[str, float | None]
    biogenic_carbon_content: float | None
    stages: tuple[Stage, ...]
    gases: tuple[Gas, ...]
    contributions: tuple[Contribution, ...]
    numerical_error: float
    cut_offs: tuple[CutOffBound, ...]
    primary_data_share: float | None
    data_quality: Mapping[str, float | None]
    allocations: tuple[Mapping[str, Any], ...]
    secondary_materials: tuple[str, ...]
    reasons: Mapping[str, Mapping[Language, str]]
    provenance: Mapping[str, Any]
    findings: tuple[Finding, ...]
    calculation: Calculation = field(repr=False)
    overrides: Mapping[str, Amount] = field(default_factory=dict)

    @property
    def total(self) -> pint.Quantity[float]:
        """The headline sum as a quantity, per declared unit."""
        from footprint.units import Amount, parse_unit

        return Amount(self.value, parse_unit(UNIT)).quantity

    @property
    def departures(self) -> dict[str, Any]:
        """What was calculated in place of what the file says, as plain data: overrides, scenario, changes; empty for the file alone."""
        changes = self.model.source.changes
        parts = {
            "overrides": {name: str(amount) for name, amount in sorted(self.overrides.items())},
            "scenario": changes.scenario if changes else None,
            "changes": changes.as_dict() if changes else {},
        }
        return {name: part for name, part in parts.items() if part}

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the result as plain data, as ``--json`` prints it.

        Parameters
        ----------
        lang
            Language of messages and reasons; everything else is the same in both.
        """
        model = self.model
        return {
            "schema": SCHEMA,
            "model": {"path": model.source.file, "sha256": model.source.sha256, "status": model.status, "version": model.product.version},
            "product": {"name": model.product.name.model_dump(exclude_none=True), "identifiers": dict(model.product.identifiers)},
            "producer": {"name": model.producer.name.model_dump(exclude_none=True)} if model.producer else None,
            "period": {"start": model.period.start.isoformat(), "end": model.period.end.isoformat()},
            "boundary": model.boundary,
            "declared_unit": str(model.product.declared_unit),
            "method": model.method,
            "total": {"value": self.value, "unit": UNIT, "sum": self.sum},
            "sums": dict(self.sums),
            "categories": dict(self.categories),
            "of_which": dict(self.of_which),
            "biogenic_carbon_content": self.biogenic_carbon_content,
            "stages": [{"stage": stage.stage, "value": stage.value, "share": stage.share} for stage in self.stages],
            "gases": [
                {"flow": gas.flow, "amount": gas.amount, "unit": gas.unit, "value": gas.value, "categories": dict(gas.categories)}
                for gas in self.gases
            ],
            "contributions": [_contribution(entry) for entry in self.contributions],
            "numerical_error": self.numerical_error,
            "cut_offs": [
                {"exchange": cut.exchange, "why": cut.why, "amount": cut.amount, "proxy": cut.proxy, "value": cut.value, "share": cut.share}
                for cut in self.cut_offs
            ],
            "primary_data_share": self.primary_data_share,
            "data_quality": dict(self.data_quality),
            "secondary_materials": list(self.secondary_materials),
            "allocations": [dict(allocation) for allocation in self.allocations],
            "reasons": {name: why[lang] for name, why in sorted(self.reasons.items())},
            "findings": [finding.as_dict(lang) for finding in self.findings],
            **self.departures,
            "provenance": dict(self.provenance),
        }

    def __repr__(self) -> str:
        name = self.model.product.name.text()
        return f"<Footprint {name}: {self.value:.6g} {UNIT} per {self.model.product.declared_unit} ({self.sum}, {self.model.method})>"

    def _repr_html_(self) -> str:
        product = self.model.product
        headline = f"{self.value:.6g} {UNIT} per {product.declared_unit}"
        parts = [(entry.stage, entry.exchange, entry.value, entry.share) for entry in self.contributions]
        sums = [(name, value) for name, value in {**self.sums, **self.categories}.items()]
        return table(product.name.text(), headline, ("stage", "exchange", UNIT, "share"), parts) + table(
            self.model.method, "", ("sum or category", UNIT), sums
        )


def _contribution(entry: Contribution) -> dict[str, Any]:
    return {
        "exchange": entry.exchange,
        "stage": entry.stage,
        "provider": entry.provider,
        "amount": entry.amount,
        "unit": entry.unit,
        "value": entry.value,
        "share": entry.share,
        "data": entry.data,
        "factor_data": entry.factor_data,
        "source": entry.source,
    }
