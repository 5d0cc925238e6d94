"""Check a data package or a method: one function per rule; all defects at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

from footprint.errors import Finding, FootprintError, Place, nearest
from footprint.files import confined
from footprint.inventory.errors import (
    DatasetWithoutEffect,
    DatasetWithoutSource,
    OrphanFlow,
    OrphanProperty,
    RequirementMissing,
    SelfConsumption,
    UncharacterisedFlow,
    UnitOfExchange,
    UnitOfFactor,
    UnitOfFlow,
    UnknownFlow,
    UnknownProvider,
    UnlinkedInput,
)
from footprint.inventory.examined import Examined
from footprint.inventory.library import Library, flow_twice, is_method, open_library
from footprint.inventory.reader import TABLES, Reading, scan_method, scan_package
from footprint.inventory.records import Dataset, DatasetExchange, Method
from footprint.inventory.solvability import check_solvable
from footprint.inventory.table import shortened
from footprint.units import Amount, parse_unit
from footprint.units.characters import show

__all__ = ["check_package"]

DESCRIPTION = "datapackage.json"

Rule = Callable[[Examined], Iterator[Finding]]


def check_package(folder: Path, library: Library | None = None) -> tuple[Finding, ...]:
    """Check an inventory package, or a method.

    Parameters
    ----------
    folder
        Holds ``datapackage.json``. It is this folder that is checked, also where the library has a package of that name.
    library
        Packages that this one may use; those that ship with footprint where none is given.

    Returns
    -------
    tuple of Finding
        In order of reading. Records with a defect of their own do not take part in rules that would only repeat it.
    """
    folder = Path(folder)
    library = library or open_library()
    if is_method(folder):
        reading = scan_method(folder)
        findings = [*reading.findings, *_leaving(folder)]
        if reading.method is not None:
            findings.extend(check_factors(reading, reading.method, library))
        return tuple(shortened(findings))
    reading = scan_package(folder)
    findings = [*reading.findings, *_leaving(folder)]
    if reading.package is not None:
        examined = Examined(reading, reading.package, library)
        # Providers come first: the later rules need them.
        findings.extend(finding for rule in RULES for finding in rule(examined))
    return tuple(shortened(findings))


def check_providers(examined: Examined) -> Iterator[Finding]:
    """Require that required packages are at hand and that every technosphere exchange names a dataset of one of them."""
    package = examined.package
    examined.homes[package.name] = package
    lost = set()
    place = Place(str(Path(package.folder) / DESCRIPTION), examined.reading.requires_line or 0, 0, "requires")
    for name, version in package.requires.items():
        try:
            examined.homes[name] = examined.library.package(name, version, place)
        except FootprintError as error:
            lost.add(name)
            yield from error.findings
    for dataset, exchange in examined.technosphere():
        name, _, code = exchange.flow.partition("/")
        if name in lost:
            examined.missing = True
        elif name not in examined.homes:
            lost.add(name)
            examined.missing = True
            if examined.reading.requires_line is None:
                continue
            suggestions = examined.suggest(name, examined.homes)
            yield RequirementMissing(exchange.place, package=show(name), suggestions=suggestions).finding
        elif code in examined.homes[name].datasets:
            examined.providers[exchange.flow] = examined.homes[name].datasets[code]
        else:
            examined.missing = True
            if name != package.name or (code not in examined.reading.codes and examined.reading.sound):
                yield _unknown_provider(examined, dataset, exchange, name, code)


def _unknown_provider(examined: Examined, dataset: Dataset, exchange: DatasetExchange, name: str, code: str) -> Finding:
    suggestions = examined.suggest(code, examined.homes[name].datasets)
    return UnknownProvider(exchange.place, process=dataset.key, provider=show(exchange.flow), suggestions=suggestions).finding


def check_sources(examined: Examined) -> Iterator[Finding]:
    """Require that every process says where its figures are from."""
    for dataset in examined.package.datasets.values():
        if not dataset.source:
            yield DatasetWithoutSource(dataset.place, process=show(dataset.code)).finding


def check_effects(examined: Examined) -> Iterator[Finding]:
    """Warn of processes without inputs and emissions: they count as zero, which is rarely meant."""
    for dataset in examined.package.datasets.values():
        if not dataset.exchanges and dataset.code not in examined.reading.partial and examined.reading.sound:
            yield DatasetWithoutEffect(dataset.place, process=show(dataset.code)).finding


def check_units(examined: Examined) -> Iterator[Finding]:
    """Require that the unit of an input has the dimension of its provider, or that flow properties bridge them."""
    for _, exchange in examined.technosphere():
        provider = examined.providers.get(exchange.flow)
        if provider is None or (provider.package == examined.package.name and provider.product in examined.reading.unsure):
            continue
        if examined.in_unit_of(exchange, provider) is None:
            yield UnitOfExchange(
                exchange.place,
                provider=provider.key,
                amount=str(exchange.amount),
                dimension=str(exchange.amount.unit.dimension),
                unit=provider.reference.unit.text,
                unit_dimension=str(provider.reference.unit.dimension),
            ).finding


def check_flows(examined: Examined) -> Iterator[Finding]:
    """Require that every emission is of a known flow in a unit of its dimension; warn where no method counts it."""
    counted = {flow for name in examined.library.method_names() for flow in examined.library.method(name).factors}
    silent: set[str] = set()
    for dataset in examined.package.datasets.values():
        for exchange in dataset.exchanges:
            if exchange.kind != "elementary":
                continue
            flow = examined.flow(exchange.flow)
            if flow is None:
                suggestions = examined.suggest(exchange.flow, {**examined.library.flows(), **examined.package.flows})
                if ("flow", exchange.flow) not in examined.reading.places:
                    yield UnknownFlow(exchange.place, flow=show(exchange.flow), suggestions=suggestions).finding
            elif flow.unit.dimension != exchange.amount.unit.dimension:
                yield UnitOfFlow(
                    exchange.place,
                    flow=flow.name,
                    amount=str(exchange.amount),
                    dimension=str(exchange.amount.unit.dimension),
                    unit=flow.unit.text,
                    unit_dimension=str(flow.unit.dimension),
                ).finding
            elif flow.name not in counted and flow.name not in silent and dataset.basis != "co2-only":
                silent.add(flow.name)
                yield UncharacterisedFlow(exchange.place, flow=flow.name).finding


def check_own_flows(examined: Examined) -> Iterator[Finding]:
    """Refuse flows that another package counts in another dimension; warn of those that no process uses."""
    used = {exchange.flow for dataset in examined.package.datasets.values() for exchange in dataset.exchanges}
    known = examined.library.flows()
    for name, flow in examined.package.flows.items():
        place = examined.reading.places["flow", name]
        if name in known and known[name].unit.dimension != flow.unit.dimension:
            yield flow_twice(place, flow, known[name], "elementary-flows")
        elif name not in used and examined.package.datasets and not examined.reading.partial:
            yield OrphanFlow(place, flow=show(name)).finding


def check_own_properties(examined: Examined) -> Iterator[Finding]:
    """Warn of flow properties whose product is nearly one of the package: a misspelling leaves that one without a bridge."""
    made = {dataset.product for dataset in examined.package.datasets.values()}
    bare = sorted(made - set(examined.package.properties))
    for product in examined.package.properties:
        if product not in made and not examined.reading.partial:
            meant = difflib.get_close_matches(product.lower(), bare, n=1, cutoff=0.8)
            if meant:
                place = examined.reading.places["property", product]
                yield OrphanProperty(place, product=show(product), suggestions=meant).finding


def check_self_consumption(examined: Examined) -> Iterator[Finding]:
    """Refuse processes that use all that they make."""
    for dataset in examined.package.datasets.values():
        own = [exchange for exchange in dataset.exchanges if exchange.kind == "technosphere" and exchange.flow == dataset.key]
        amounts = [examined.in_unit_of(exchange, dataset) for exchange in own]
        used = sum(amount for amount in amounts if amount is not None)
        # A treatment makes −1 and takes positive amounts: what is used counts in the direction of what is made.
        made = dataset.reference.value
        if own and used * (1 if made > 0 else -1) >= abs(made):
            shown = str(Amount(used, dataset.reference.unit))
            yield SelfConsumption(own[0].place, process=show(dataset.code), made=str(dataset.reference), used=shown).finding


def check_unlinked(examined: Examined) -> Iterator[Finding]:
    """Warn of inputs without producer, once for each process: results are lower bounds."""
    for dataset in examined.package.datasets.values():
        names = [show(exchange.flow) for exchange in dataset.exchanges if exchange.kind == "unlinked"]
        if names:
            shown = names[:5] + (["…"] if len(names) > 5 else [])
            yield UnlinkedInput(dataset.place, process=show(dataset.code), count=len(names), inputs=shown).finding


def check_factors(reading: Reading, method: Method, library: Library) -> Iterator[Finding]:
    """Require that every factor is of a known flow and turns its unit into that of the category."""
    units = {category.name: parse_unit(category.unit) for category in method.categories}
    flows = library.flows()
    for name, factors in method.factors.items():
        places = [reading.places[name, category] for category in factors]
        flow = flows.get(name)
        if flow is None:
            yield UnknownFlow(places[0], flow=show(name), suggestions=nearest(name, flows)).finding
            continue
        for place, (category, factor) in zip(places, factors.items(), strict=True):
            unit = units.get(category)
            if unit is not None and factor.unit.dimension * flow.unit.dimension != unit.dimension:
                yield UnitOfFactor(
                    place,
                    factor=str(factor),
                    dimension=str(factor.unit.dimension),
                    flow=show(name),
                    flow_unit=flow.unit.text,
                    category=category,
                    category_unit=unit.text,
                ).finding


def _leaving(folder: Path) -> Iterator[Finding]:
    """Refuse files that are links to elsewhere: a package must be whole when it is handed on."""
    for name in (DESCRIPTION, *TABLES):
        if (folder / name).is_symlink():
            try:
                confined(folder, name, Place(str(folder / name)))
            except FootprintError as error:
                yield error.finding


RULES: tuple[Rule, ...] = (
    check_providers,
    check_sources,
    check_effects,
    check_units,
    check_flows,
    check_own_flows,
    check_own_properties,
    check_self_consumption,
    check_unlinked,
    check_solvable,
)
