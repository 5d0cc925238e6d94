"""Read EcoSpold 2: one activity dataset per file, linked by the identifiers of activity and flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from footprint.formats.lca.container import Container
from footprint.formats.lca.records import Direction, Role, SourceDatabase, SourceExchange, SourceProcess
from footprint.formats.lca.values import clean, days, decimal_of, uncertainty_text
from footprint.formats.lca.xml import attribute, child, children, elements, local, path_text, root_name, text_in

__all__ = ["read_ecospold2"]

# Groups of intermediate exchanges. Further outputs that are worth nothing to the activity are waste to be treated.
_OUTPUTS: Mapping[str, Role] = {"0": "reference", "2": "coproduct", "3": "waste"}
_ROOTS = {("ecoSpold", "activityDataset"), ("ecoSpold", "childActivityDataset")}
_DISTRIBUTIONS = {
    "lognormal": ("meanValue", "mu", "variance", "varianceWithPedigreeUncertainty"),
    "normal": ("meanValue", "variance", "varianceWithPedigreeUncertainty"),
    "triangular": ("minValue", "mostLikelyValue", "maxValue"),
    "uniform": ("minValue", "maxValue"),
    "undefined": ("minValue", "maxValue", "standardDeviation95"),
}


def read_ecospold2(container: Container) -> SourceDatabase:
    """Read all activity datasets.

    Raises
    ------
    LcaError
        A file is broken, or not to be read.
    """
    database = SourceDatabase("ecospold2")
    for name in container.names:
        content = container.read(name) if name.lower().endswith((".spold", ".xml")) else b""
        place = container.place(name)
        if not content or root_name(content, place) not in _ROOTS:
            database.ignored.append(name)
            continue
        for element in elements(content, place, "activityDataset", "childActivityDataset"):
            database.processes.append(_process(element, name, database.repairs))
    return database


def _process(dataset: Element, file: str, repairs: Counter[str]) -> SourceProcess:
    description = child(dataset, "activityDescription")
    activity = child(description, "activity")
    identifier = attribute(activity, "id")
    if not identifier:
        identifier = file
        repairs["identifier_from_file"] += 1
    period = child(description, "timePeriod")
    start = attribute(period, "startDate") or path_text(period, "startDate") if period is not None else ""
    end = attribute(period, "endDate") or path_text(period, "endDate") if period is not None else ""
    name = clean(text_in(activity, "activityName"), repairs)
    if not name:
        name = identifier
        repairs["name_missing"] += 1
    flow_data = child(dataset, "flowData")
    exchanges = []
    for element in flow_data if flow_data is not None else ():
        if local(element.tag) == "intermediateExchange":
            exchanges.append(_intermediate(element, repairs))
        elif local(element.tag) == "elementaryExchange":
            exchanges.append(_elementary(element, repairs))
    first, last = days(start, end, repairs)
    return SourceProcess(
        identifier=identifier.lower(),
        name=name,
        file=file,
        exchanges=tuple(exchanges),
        name_zh=clean(text_in(activity, "activityName", "zh")),
        location=path_text(description, "geography", "shortname"),
        start=first,
        end=last,
        sources=clean(_published(dataset), limit=500),
        comment=clean(_comment(description), limit=800),
    )


def _intermediate(element: Element, repairs: Counter[str]) -> SourceExchange:
    direction, group = _group(element, repairs)
    role: Role = "input"
    if direction == "output":
        role = _OUTPUTS.get(group, "coproduct")
        if group not in _OUTPUTS:
            repairs["group_unknown"] += 1
    flow = attribute(element, "intermediateExchangeId").lower()
    provider = attribute(element, "activityLinkId").lower()
    if element.get("activityLinkId", "") != attribute(element, "activityLinkId"):
        repairs["white_space"] += 1
    return _exchange(element, repairs, role=role, direction=direction, flow=flow, provider=provider if direction == "input" else "")


def _elementary(element: Element, repairs: Counter[str]) -> SourceExchange:
    direction, _ = _group(element, repairs)
    inner = child(element, "compartment")
    parts = (text_in(inner, "compartment"), text_in(inner, "subcompartment"))
    flow = attribute(element, "elementaryExchangeId").lower()
    return _exchange(element, repairs, role="elementary", direction=direction, flow=flow, compartment=tuple(part for part in parts if part))


def _exchange(
    element: Element,
    repairs: Counter[str],
    *,
    role: Role,
    direction: Direction,
    flow: str,
    provider: str = "",
    compartment: tuple[str, ...] = (),
) -> SourceExchange:
    name = clean(text_in(element, "name"), repairs)
    if not name:
        name = flow or "?"
        repairs["name_missing"] += 1
    written = attribute(element, "amount")
    return SourceExchange(
        role=role,
        name=name,
        amount=decimal_of(written),
        written=written,
        unit=text_in(element, "unitName"),
        key=attribute(element, "id"),
        flow=flow,
        provider=provider,
        direction=direction,
        compartment=compartment,
        cas=attribute(element, "casNumber"),
        uncertainty=_uncertainty(child(element, "uncertainty")),
        comment=clean(text_in(element, "comment"), repairs, limit=300),
    )


def _group(element: Element, repairs: Counter[str]) -> tuple[Direction, str]:
    """Read the group; an attribute goes before an element where some program wrote both."""
    names: tuple[tuple[Direction, str], ...] = (("output", "outputGroup"), ("input", "inputGroup"))
    for direction, name in names:
        written = attribute(element, name)
        if written:
            repairs["group_in_attribute"] += 1
            return direction, written
    for direction, name in names:
        found = text_in(element, name)
        if found:
            return direction, found
    repairs["group_unknown"] += 1
    return "input", ""


def _uncertainty(element: Element | None) -> str:
    if element is None:
        return ""
    for inner in element:
        names = _DISTRIBUTIONS.get(local(inner.tag))
        if names:
            return uncertainty_text(local(inner.tag), **{name: attribute(inner, name) for name in names})
    return ""


def _comment(description: Element | None) -> str:
    activity = child(description, "activity")
    general = text_in(activity, "generalComment")
    if not general:
        general = " ".join((part.text or "").strip() for part in children(child(activity, "generalComment"), "text"))
    technology = path_text(description, "technology", "comment") if description is not None else ""
    return " ".join(part for part in (technology, general) if part)


def _published(dataset: Element) -> str:
    model = path_text(dataset, "modellingAndValidation", "representativeness", "systemModelName")
    return f"system model: {model}" if model else ""
