"""Read ILCD: processes that refer to flows, these to flow properties and those to unit groups, each in a file of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from footprint.formats.lca.container import Container
from footprint.formats.lca.records import Direction, Role, Share, SourceDatabase, SourceExchange, SourceProcess
from footprint.formats.lca.values import clean, days, decimal_of, uncertainty_text, visible
from footprint.formats.lca.xml import attribute, child, children, elements, path_text, root_name, text_in

__all__ = ["read_ilcd"]

_ROOTS = ("processDataSet", "flowDataSet", "flowPropertyDataSet", "unitGroupDataSet")


@dataclass(frozen=True, slots=True)
class _Flow:
    name: str
    type: str
    cas: str
    compartment: tuple[str, ...]
    property: str


@dataclass(slots=True)
class _Files:
    """What the datasets of a source refer to, by UUID."""

    flows: dict[str, _Flow] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def unit_of(self, flow: _Flow | None) -> str:
        """Give the unit that amounts of a flow are in; empty where a dataset of the way there is missing."""
        return self.units.get(self.properties.get(flow.property, ""), "") if flow else ""


def read_ilcd(container: Container) -> SourceDatabase:
    """Read all processes, with what they refer to.

    Raises
    ------
    LcaError
        A file is broken, or not to be read.
    """
    database = SourceDatabase("ilcd")
    files = _Files()
    processes: list[str] = []
    for name in container.names:
        content = container.read(name) if name.lower().endswith(".xml") else b""
        root = root_name(content, container.place(name))[0] if content else ""
        if root == "processDataSet":
            processes.append(name)
        elif root in _ROOTS:
            for element in elements(content, container.place(name), root):
                _refer(element, root, files)
        else:
            database.ignored.append(name)
    for name in processes:
        for element in elements(container.read(name), container.place(name), "processDataSet"):
            database.processes.append(_process(element, name, files, database.repairs))
    return database


def _refer(element: Element, root: str, files: _Files) -> None:
    """Keep what processes need of a flow, a flow property or a unit group."""
    if root == "flowDataSet":
        information = child(element, "flowInformation", "dataSetInformation")
        identifier = path_text(information, "UUID").lower()
        files.flows[identifier] = _flow(element, information)
    elif root == "flowPropertyDataSet":
        information = child(element, "flowPropertiesInformation")
        group = child(information, "quantitativeReference", "referenceToReferenceUnitGroup")
        identifier = path_text(information, "dataSetInformation", "UUID").lower()
        files.properties[identifier] = attribute(group, "refObjectId").lower()
    else:
        information = child(element, "unitGroupInformation")
        reference = path_text(information, "quantitativeReference", "referenceToReferenceUnit")
        for unit in children(child(element, "units"), "unit"):
            if attribute(unit, "dataSetInternalID") == reference:
                files.units[path_text(information, "dataSetInformation", "UUID").lower()] = text_in(unit, "name")


def _flow(element: Element, information: Element | None) -> _Flow:
    reference = path_text(element, "flowInformation", "quantitativeReference", "referenceToReferenceFlowProperty")
    properties = children(child(element, "flowProperties"), "flowProperty")
    chosen = next((entry for entry in properties if attribute(entry, "dataSetInternalID") == reference), None)
    categories = children(child(information, "classificationInformation", "elementaryFlowCategorization"), "category")
    compartment = tuple(text for text in (visible(category.text or "") for category in categories) if text)
    return _Flow(
        name=clean(path_text(information, "name", "baseName")),
        type=path_text(element, "modellingAndValidation", "LCIMethod", "typeOfDataSet")
        or path_text(element, "modellingAndValidation", "LCIMethodAndAllocation", "typeOfDataSet"),
        cas=path_text(information, "CASNumber"),
        compartment=compartment,
        property=attribute(child(chosen, "referenceToFlowPropertyDataSet"), "refObjectId").lower(),
    )


def _process(element: Element, file: str, files: _Files, repairs: Counter[str]) -> SourceProcess:
    information = child(element, "processInformation")
    about = child(information, "dataSetInformation")
    identifier = path_text(about, "UUID").lower()
    if not identifier:
        identifier = file
        repairs["identifier_from_file"] += 1
    reference = path_text(information, "quantitativeReference", "referenceToReferenceFlow")
    entries = children(child(element, "exchanges"), "exchange")
    exchanges = tuple(_exchange(entry, reference, files, repairs) for entry in entries)
    elementary = any(exchange.role == "elementary" and exchange.key == reference for exchange in exchanges)
    treated = any(exchange.role == "coproduct" and exchange.direction == "input" for exchange in exchanges)
    name = _name(about)
    if not name:
        name = next((exchange.name for exchange in exchanges if exchange.key == reference), "") or identifier
        repairs["name_missing"] += 1
    period = child(information, "time")
    year = path_text(period, "referenceYear")
    start, end = days(year, path_text(period, "dataSetValidUntil") or year, repairs)
    technology = path_text(information, "technology", "technologyDescriptionAndIncludedProcesses")
    return SourceProcess(
        identifier=identifier,
        name=name,
        file=file,
        exchanges=exchanges,
        name_zh=clean(text_in(child(about, "name"), "baseName", "zh")),
        location=_location(information),
        start=start,
        end=end,
        comment=clean(" ".join(part for part in (technology, path_text(about, "generalComment")) if part), limit=800),
        defect="elementary_reference" if elementary else "not_allocated" if treated else "",
    )


def _name(about: Element | None) -> str:
    names = child(about, "name")
    parts = (text_in(names, part) for part in ("baseName", "treatmentStandardsRoutes", "mixAndLocationTypes"))
    return clean("; ".join(part for part in parts if part))


def _location(information: Element | None) -> str:
    geography = child(information, "geography")
    return attribute(child(geography, "locationOfOperationSupplyOrProduction"), "location") or attribute(geography, "location")


def _exchange(entry: Element, reference: str, files: _Files, repairs: Counter[str]) -> SourceExchange:
    link = child(entry, "referenceToFlowDataSet")
    identifier = attribute(link, "refObjectId").lower()
    flow = files.flows.get(identifier)
    if flow is None:
        repairs["flow_missing"] += 1
    key = attribute(entry, "dataSetInternalID")
    direction: Direction = "output" if text_in(entry, "exchangeDirection").lower() == "output" else "input"
    written = text_in(entry, "resultingAmount") or text_in(entry, "meanAmount")
    role = _role(flow, direction, bool(reference) and key == reference)
    amount = decimal_of(written)
    if role == "reference" and direction == "input" and amount is not None:
        amount = -amount
    name = flow.name if flow and flow.name else clean(text_in(link, "shortDescription"))
    if not name:
        name = identifier or "?"
        repairs["name_missing"] += 1
    return SourceExchange(
        role=role,
        name=name,
        amount=amount,
        written=written,
        unit=files.unit_of(flow),
        key=key,
        flow=identifier,
        location=text_in(entry, "location"),
        direction=direction,
        compartment=flow.compartment if flow else (),
        cas=flow.cas if flow else "",
        uncertainty=_uncertainty(entry),
        comment=clean(text_in(entry, "generalComment"), repairs, limit=300),
        shares=_shares(entry),
    )


def _role(flow: _Flow | None, direction: Direction, is_reference: bool) -> Role:
    kind = flow.type.lower() if flow else ""
    if kind == "elementary flow":
        return "elementary"
    if is_reference:
        return "reference"
    if kind == "waste flow":
        # A waste that comes in beside the reference is a second service.
        return "waste" if direction == "output" else "coproduct"
    return "coproduct" if direction == "output" else "input"


def _shares(entry: Element) -> tuple[Share, ...]:
    found = []
    for element in children(child(entry, "allocations"), "allocation"):
        percent = decimal_of(attribute(element, "allocatedFraction"))
        product = attribute(element, "internalReferenceToCoProduct")
        if product and percent is not None:
            found.append((product, percent / Decimal(100)))
    return tuple(found)


def _uncertainty(entry: Element) -> str:
    kind = text_in(entry, "uncertaintyDistributionType")
    if not kind or kind == "undefined":
        return ""
    values = {"min": text_in(entry, "minimumAmount"), "max": text_in(entry, "maximumAmount")}
    return uncertainty_text(kind, rsd95=text_in(entry, "relativeStandardDeviation95In"), **values)
