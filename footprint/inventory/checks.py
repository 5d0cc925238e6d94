"""Check a data package: one function per rule; all defects at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from footprint.errors import Finding, FootprintError, Place, nearest
from footprint.inventory.errors import (
    DatasetLoopGains,
    DatasetSingular,
    DatasetWithoutEffect,
    DatasetWithoutSource,
    OrphanFlow,
    RequirementMissing,
    SelfConsumption,
    UncharacterisedFlow,
    UnitOfExchange,
    UnitOfFlow,
    UnknownFlow,
    UnknownProvider,
    UnlinkedInput,
)
from footprint.inventory.library import Library, open_library
from footprint.inventory.reader import read_method, read_package
from footprint.inventory.records import Dataset, DatasetExchange, ElementaryFlow, Package
from footprint.units import Amount, Unit

__all__ = ["check_package"]

BRIDGING = ("density", "lower_heating_value", "enthalpy", "mass", "normal_volume")


@dataclass(slots=True)
class _Examined:
    """A package with what it refers to."""

    package: Package
    library: Library
    providers: dict[str, Dataset] = field(default_factory=dict)
    missing: list[tuple[Dataset, DatasetExchange]] = field(default_factory=list)

    def technosphere(self) -> Iterator[tuple[Dataset, DatasetExchange]]:
        for dataset in self.package.datasets.values():
            for exchange in dataset.exchanges:
                if exchange.kind == "technosphere":
                    yield dataset, exchange

    def flow(self, name: str) -> ElementaryFlow | None:
        return self.package.flows.get(name) or self.library.flows().get(name)


Rule = Callable[[_Examined], Iterator[Finding]]


def check_package(folder: Path, library: Library | None = None) -> tuple[Finding, ...]:
    """Check an inventory package, or a method.

    Parameters
    ----------
    folder
        Holds ``datapackage.json``.
    library
        Packages that this one may use; those that ship with footprint where none is given.

    Returns
    -------
    tuple of Finding
        In order of reading. Where the files cannot be read as tables, only what stands against that.
    """
    try:
        if (folder / "factors.csv").exists():
            read_method(folder)
            return ()
        package = read_package(folder)
    except FootprintError as error:
        return error.findings
    examined = _Examined(package, library or open_library())
    findings = [finding for rule in (check_providers, check_sources, check_effects) for finding in rule(examined)]
    rules: tuple[Rule, ...] = (check_units, check_flows, check_orphan_flows, check_self_consumption, check_unlinked, check_solvable)
    findings.extend(finding for rule in rules for finding in rule(examined))
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def check_providers(examined: _Examined) -> Iterator[Finding]:
    """Every technosphere exchange names a dataset that exists, in a package that is required."""
    package = examined.package
    reported: set[str] = set()
    for dataset, exchange in examined.technosphere():
        name, _, code = exchange.flow.partition("/")
        if name != package.name and name not in package.requires:
            if name not in reported:
                reported.add(name)
                yield RequirementMissing(exchange.place, package=name).finding
            examined.missing.append((dataset, exchange))
            continue
        try:
            home = package if name == package.name else examined.library.package(name, package.requires[name], exchange.place)
        except FootprintError as error:
            examined.missing.append((dataset, exchange))
            if name not in reported:
                reported.add(name)
                yield from error.findings
            continue
        if code in home.datasets:
            examined.providers[exchange.flow] = home.datasets[code]
        else:
            examined.missing.append((dataset, exchange))
            suggestions = nearest(code, home.datasets)
            yield UnknownProvider(exchange.place, process=dataset.key, provider=exchange.flow, suggestions=suggestions).finding


def check_sources(examined: _Examined) -> Iterator[Finding]:
    """Every process says where its figures are from."""
    for dataset in examined.package.datasets.values():
        if not dataset.source:
            yield DatasetWithoutSource(dataset.place, process=dataset.code).finding


def check_effects(examined: _Examined) -> Iterator[Finding]:
    """A process without inputs and emissions counts as zero, which is rarely meant."""
    for dataset in examined.package.datasets.values():
        if not dataset.exchanges:
            yield DatasetWithoutEffect(dataset.place, process=dataset.code).finding


def check_units(examined: _Examined) -> Iterator[Finding]:
    """The unit of an input has the dimension of its provider, or a flow property bridges them."""
    for _, exchange in examined.technosphere():
        provider = examined.providers.get(exchange.flow)
        if provider is None:
            continue
        unit, wanted = exchange.amount.unit, provider.reference.unit
        if unit.dimension != wanted.dimension and not _bridged(examined, provider, unit, wanted):
            yield UnitOfExchange(
                exchange.place,
                provider=provider.key,
                amount=str(exchange.amount),
                dimension=str(unit.dimension),
                unit=wanted.text,
                unit_dimension=str(wanted.dimension),
            ).finding


def check_flows(examined: _Examined) -> Iterator[Finding]:
    """Every emission is of a known flow, in a unit of its dimension, and some method counts it."""
    counted = {flow for name in examined.library.method_names() for flow in examined.library.method(name).factors}
    silent: set[str] = set()
    for dataset in examined.package.datasets.values():
        for exchange in dataset.exchanges:
            if exchange.kind != "elementary":
                continue
            flow = examined.flow(exchange.flow)
            if flow is None:
                suggestions = nearest(exchange.flow, examined.library.flows())
                yield UnknownFlow(exchange.place, flow=exchange.flow, suggestions=suggestions).finding
            elif flow.unit.dimension != exchange.amount.unit.dimension:
                unit = exchange.amount.unit
                yield UnitOfFlow(
                    exchange.place,
                    flow=flow.name,
                    amount=str(exchange.amount),
                    dimension=str(unit.dimension),
                    unit=flow.unit.text,
                    unit_dimension=str(flow.unit.dimension),
                ).finding
            elif flow.name not in counted and flow.name not in silent and dataset.basis != "co2-only":
                silent.add(flow.name)
                yield UncharacterisedFlow(exchange.place, flow=flow.name).finding


def check_orphan_flows(examined: _Examined) -> Iterator[Finding]:
    """A flow that the package lists is used by one of its processes."""
    if not examined.package.datasets:
        return
    used = {exchange.flow for dataset in examined.package.datasets.values() for exchange in dataset.exchanges}
    for name in examined.package.flows:
        if name not in used:
            yield OrphanFlow(Place(str(Path(examined.package.folder) / "flows.csv")), flow=name).finding


def check_self_consumption(examined: _Examined) -> Iterator[Finding]:
    """No process uses all that it makes."""
    for dataset in examined.package.datasets.values():
        own = [exchange for exchange in dataset.exchanges if exchange.kind == "technosphere" and exchange.flow == dataset.key]
        if any(exchange.amount.unit.dimension != dataset.reference.unit.dimension for exchange in own):
            continue
        used = sum(exchange.amount.base for exchange in own)
        if own and abs(used) >= abs(dataset.reference.base):
            unit = dataset.reference.unit
            used_text = str(Amount(used / unit.factor, unit))
            yield SelfConsumption(own[0].place, process=dataset.code, made=str(dataset.reference), used=used_text).finding


def check_unlinked(examined: _Examined) -> Iterator[Finding]:
    """Inputs without producer make results lower bounds; each process says so once."""
    for dataset in examined.package.datasets.values():
        names = [exchange.flow for exchange in dataset.exchanges if exchange.kind == "unlinked"]
        if names:
            shown = names[:5] + (["…"] if len(names) > 5 else [])
            yield UnlinkedInput(dataset.place, process=dataset.code, count=len(names), inputs=shown).finding


def check_solvable(examined: _Examined) -> Iterator[Finding]:
    """The processes have one set of activity levels, and loops lose."""
    if examined.missing or not examined.package.datasets:
        return
    import numpy as np
    import scipy.sparse as sparse
    from scipy.sparse.linalg import splu

    from footprint.inventory.soundness import CONDITION_LIMIT, loops

    index = {dataset.key: number for number, dataset in enumerate(examined.package.datasets.values())}
    datasets = list(examined.package.datasets.values())
    entries = [(number, number, dataset.reference.value) for number, dataset in enumerate(datasets)]
    for dataset, exchange in examined.technosphere():
        unit = exchange.amount.unit
        if exchange.flow in index and unit.dimension == examined.providers[exchange.flow].reference.unit.dimension:
            value = -exchange.amount.base / examined.providers[exchange.flow].reference.unit.factor
            entries.append((index[exchange.flow], index[dataset.key], value))
    rows, columns, values = (np.array(column) for column in zip(*entries, strict=True))
    matrix = sparse.csc_matrix((values, (rows, columns)), shape=(len(index), len(index)))
    place = Place(str(Path(examined.package.folder) / "processes.csv"))
    sound = True
    for loop in loops(matrix):
        names = [datasets[number].code for number in loop.members]
        if loop.gain >= 1 - 1e-12:
            sound = False
            yield DatasetLoopGains(datasets[loop.members[0]].place, processes=names, gain=f"{loop.gain:.6g}").finding
        elif loop.condition > CONDITION_LIMIT:
            sound = False
            yield DatasetSingular(place, count=len(index), processes=names).finding
    if sound:
        try:
            splu(matrix)
        except RuntimeError:
            suspects = [datasets[number].code for number in np.flatnonzero(matrix.diagonal() == 0)[:5]]
            yield DatasetSingular(place, count=len(index), processes=suspects or ["?"]).finding


def _bridged(examined: _Examined, provider: Dataset, unit: Unit, wanted: Unit) -> bool:
    home = examined.package if provider.package == examined.package.name else examined.library.package(provider.package)
    properties = home.properties.get(provider.product, {})
    for name in BRIDGING:
        if name in properties:
            dimension = properties[name].amount.unit.dimension
            if wanted.dimension in (unit.dimension * dimension, unit.dimension / dimension):
                return True
    return False
