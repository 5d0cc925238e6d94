"""The background of a supply chain: all datasets that the foreground reaches, in the units of their providers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from footprint.errors import Finding, FootprintError, ProblemsFound
from footprint.inventory.errors import UnitOfExchange, UnitOfFlow, UnknownFlow, UnknownProvider
from footprint.inventory.library import Library
from footprint.inventory.records import Dataset, DatasetExchange, Package
from footprint.supply_chain.chain import Activity, Elementary, Use
from footprint.supply_chain.conversion import convert
from footprint.supply_chain.errors import LinkDimension, PackageVersionsDiffer
from footprint.supply_chain.flow_errors import Co2FactorInBackground
from footprint.units import Amount, conversion_factor
from footprint.units.errors import WrongDimension

__all__ = ["Background", "collect_background", "dataset_properties"]


@dataclass(frozen=True, slots=True)
class Background:
    """Datasets by key with their links, ordered by key."""

    datasets: Mapping[str, Dataset]
    packages: Mapping[str, Package]
    activities: Mapping[str, Activity]
    uses: tuple[Use, ...]
    elementary: tuple[Elementary, ...]


@dataclass(slots=True)
class _Collector:
    library: Library
    pins: Mapping[str, str]
    packages: dict[str, Package] = field(default_factory=dict)
    datasets: dict[str, Dataset] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    elementary: list[Elementary] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    differing: set[tuple[str, str]] = field(default_factory=set)

    def package(self, name: str, wanted: str | None, who: str = "") -> Package:
        if name not in self.packages:
            self.packages[name] = self.library.package(name, self.pins.get(name, wanted))
        package = self.packages[name]
        if wanted is not None and package.version != wanted:
            raise PackageVersionsDiffer(who=f"`{who}`", package=name, wanted=wanted, pinned=package.version)
        return package

    def find(self, key: str, origin: Dataset, exchange: DatasetExchange) -> Dataset | None:
        name, _, code = key.partition("/")
        if (origin.package, name) in self.differing:
            return None
        try:
            package = self.package(name, self.packages[origin.package].requires.get(name), origin.package)
            found = package.datasets.get(code)
        except FootprintError as error:
            if isinstance(error, PackageVersionsDiffer):  # of two packages, whatever the number of exchanges between them
                self.differing.add((origin.package, name))
            self.findings.extend(finding.error(finding.place or exchange.place, **finding.values).finding for finding in error.findings)
            return None
        if found is None:
            self.findings.append(UnknownProvider(exchange.place, process=origin.key, provider=key).finding)
        return found

    def visit(self, dataset: Dataset) -> list[Dataset]:
        """Link the exchanges of a dataset; give the datasets that it uses."""
        reached = []
        for exchange in dataset.exchanges:
            if exchange.kind == "technosphere":
                provider = self.find(exchange.flow, dataset, exchange)
                if provider is not None:
                    if provider.basis == "co2-only" and dataset.basis != "co2-only":
                        self.findings.append(Co2FactorInBackground(exchange.place, process=dataset.key, dataset=provider.key).finding)
                    reached.append(provider)
                    self._use(dataset, provider, exchange)
            elif exchange.kind == "elementary":
                self._emit(dataset, exchange)
        return reached

    def _use(self, dataset: Dataset, provider: Dataset, exchange: DatasetExchange) -> None:
        properties = dataset_properties(self.packages[provider.package], provider)
        try:
            converted = convert(exchange.amount, provider.reference.unit, properties, provider.key, exchange.place)
        except LinkDimension as error:
            values = {name: error.values[name] for name in ("amount", "dimension", "unit", "unit_dimension")}
            self.findings.append(UnitOfExchange(exchange.place, provider=provider.key, **values).finding)
        else:
            self.uses.append(Use(dataset.key, provider.key, converted.value, bridges=tuple(map(str, converted.bridges))))

    def _emit(self, dataset: Dataset, exchange: DatasetExchange) -> None:
        flow = self.library.flows().get(exchange.flow)
        if flow is None:
            self.findings.append(UnknownFlow(exchange.place, flow=exchange.flow).finding)
            return
        try:
            amount = exchange.amount.value * conversion_factor(exchange.amount.unit, flow.unit)
        except WrongDimension:
            unit = exchange.amount.unit
            self.findings.append(
                UnitOfFlow(
                    exchange.place,
                    flow=flow.name,
                    amount=str(exchange.amount),
                    dimension=str(unit.dimension),
                    unit=flow.unit.text,
                    unit_dimension=str(flow.unit.dimension),
                ).finding
            )
            return
        self.elementary.append(Elementary(dataset.key, flow.name, amount))


def collect_background(roots: Iterable[Dataset], library: Library, pins: Mapping[str, str]) -> Background:
    """Follow the inputs of datasets until nothing new is reached.

    Parameters
    ----------
    roots
        The datasets that the foreground uses.
    library
        Where packages are found.
    pins
        Version by package name.

    Raises
    ------
    ProblemsFound
        With every defect of the datasets reached.
    """
    collector = _Collector(library, pins)
    waiting = []
    for dataset in roots:
        collector.package(dataset.package, None)
        waiting.append(dataset)
    while waiting:
        dataset = waiting.pop()
        if dataset.key not in collector.datasets:
            collector.datasets[dataset.key] = dataset
            waiting.extend(collector.visit(dataset))
    if collector.findings:
        raise ProblemsFound(collector.findings)
    datasets = dict(sorted(collector.datasets.items()))
    order = {key: number for number, key in enumerate(datasets)}
    return Background(
        datasets=datasets,
        packages={name: library.as_used(package, _of_package(name, datasets)) for name, package in sorted(collector.packages.items())},
        activities={key: _activity(dataset) for key, dataset in datasets.items()},
        uses=tuple(sorted(collector.uses, key=lambda use: (order[use.consumer], order[use.provider]))),
        elementary=tuple(sorted(collector.elementary, key=lambda flow: (order[flow.activity], flow.flow))),
    )


def _of_package(name: str, datasets: Mapping[str, Dataset]) -> dict[str, Dataset]:
    return {dataset.code: dataset for dataset in datasets.values() if dataset.package == name}


def dataset_properties(package: Package, dataset: Dataset) -> dict[str, Amount]:
    """Give the flow properties that a package states for the product of a dataset."""
    return {name: property_.amount for name, property_ in package.properties.get(dataset.product, {}).items()}


def _activity(dataset: Dataset) -> Activity:
    return Activity(
        key=dataset.key,
        name=dataset.name(),
        product=dataset.product,
        unit=dataset.reference.unit.text,
        reference=dataset.reference.value,
        origin="dataset",
    )
