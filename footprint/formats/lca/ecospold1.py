"""Read EcoSpold 1: datasets of ``processInformation``, ``sources`` and ``flowData``, with groups as elements or attributes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element

from footprint.formats.lca.container import Container
from footprint.formats.lca.records import Direction, Role, Share, SourceDatabase, SourceExchange, SourceProcess
from footprint.formats.lca.values import clean, days, decimal_of, uncertainty_text, visible
from footprint.formats.lca.xml import attribute, child, children, elements, local, path_text, root_name

__all__ = ["read_ecospold1"]

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

# Output and input groups of the format. Inputs but those from nature come from other processes.
_OUTPUTS: Mapping[str, Role] = {"0": "reference", "1": "avoided", "2": "coproduct", "3": "waste", "4": "elementary"}
_INPUTS: Mapping[str, Role] = {"1": "input", "2": "input", "3": "input", "4": "elementary", "5": "input"}
_DISTRIBUTIONS = {"1": "lognormal", "2": "normal", "3": "triangular", "4": "uniform"}


def read_ecospold1(container: Container) -> SourceDatabase:
    """Read all datasets of all files.

    Raises
    ------
    LcaError
        A file is broken, or not to be read.
    """
    database = SourceDatabase("ecospold1")
    for name in container.names:
        content = container.read(name) if name.lower().endswith(".xml") else b""
        place = container.place(name)
        if not content or root_name(content, place) != ("ecoSpold", "dataset"):
            database.ignored.append(name)
            continue
        for element in elements(content, place, "dataset"):
            database.processes.append(_process(element, name, database.repairs))
    return database


def _process(dataset: Element, file: str, repairs: Counter[str]) -> SourceProcess:
    information = child(dataset, "metaInformation", "processInformation")
    function = child(information, "referenceFunction")
    period = child(information, "timePeriod")
    flow_data = child(dataset, "flowData")
    identifier = attribute(dataset, "number")
    if not identifier:
        found = _UUID.search(file)
        identifier = found[0].lower() if found else file
        repairs["identifier_from_file"] += 1
    start, end = _period(period, repairs)
    exchanges = tuple(_exchange(element, repairs) for element in children(flow_data, "exchange"))
    shares, of_exchange = _allocations(flow_data)
    if of_exchange:
        exchanges = tuple(_with_shares(exchange, of_exchange) for exchange in exchanges)
    name = clean(attribute(function, "name"), repairs)
    if not name:
        name = next((exchange.name for exchange in exchanges if exchange.role == "reference"), "") or identifier
        repairs["name_missing"] += 1
    impacts = attribute(child(information, "dataSetInformation"), "impactAssessmentResult") == "true"
    return SourceProcess(
        identifier=identifier,
        name=name,
        file=file,
        exchanges=exchanges,
        location=attribute(child(information, "geography"), "location"),
        start=start,
        end=end,
        sources=clean(_sources(dataset), limit=500),
        comment=clean(_comment(dataset, function, information), limit=800),
        shares=shares,
        defect="impact_result" if impacts else "",
    )


def _period(period: Element | None, repairs: Counter[str]) -> tuple[str, str]:
    """Read the period, whether in elements, as the scheme has it, or in attributes, as some programs write it."""
    ends = []
    for word in ("start", "end"):
        names = [f"{word}{unit}" for unit in ("Date", "YearMonth", "Year")]
        found = next((text for text in (path_text(period, name) for name in names) if text), "") if period is not None else ""
        if not found:
            found = attribute(period, *names)
            if found:
                repairs["period_in_attributes"] += 1
        ends.append(found)
    return days(ends[0], ends[1], repairs)


def _exchange(element: Element, repairs: Counter[str]) -> SourceExchange:
    direction, group = _group(element, repairs)
    role = (_OUTPUTS if direction == "output" else _INPUTS).get(group)
    if role is None:
        role = "elementary"
        repairs["group_unknown"] += 1
    written = attribute(element, "meanValue", "amount")
    if not attribute(element, "meanValue") and written:
        repairs["amount_attribute"] += 1
    name = clean(attribute(element, "name"), repairs)
    if not name:
        name = attribute(element, "number") or "?"
        repairs["name_missing"] += 1
    location = attribute(element, "location")
    if role == "input" and not location:
        repairs["location_missing"] += 1
    compartment = tuple(part for part in (attribute(element, "category"), attribute(element, "subCategory")) if part)
    return SourceExchange(
        role=role,
        name=name,
        amount=decimal_of(written),
        written=written,
        unit=attribute(element, "unit"),
        key=attribute(element, "number"),
        location=location,
        provider=attribute(element, "number") if role == "input" else "",
        direction=direction,
        compartment=compartment if role == "elementary" else (),
        cas=attribute(element, "CASNumber"),
        uncertainty=_uncertainty(element),
        comment=clean(attribute(element, "generalComment"), repairs, limit=300),
    )


def _group(element: Element, repairs: Counter[str]) -> tuple[Direction, str]:
    for direction, name in (("output", "outputGroup"), ("input", "inputGroup")):
        written = attribute(element, name)
        if written:
            repairs["group_in_attribute"] += 1
            return direction, written  # type: ignore[return-value]
        found = path_text(element, name)
        if found:
            return direction, found  # type: ignore[return-value]
    return "input", ""


def _uncertainty(element: Element) -> str:
    kind = _DISTRIBUTIONS.get(attribute(element, "uncertaintyType"), "")
    values = {
        "sd95": attribute(element, "standardDeviation95"),
        "mode": attribute(element, "mostLikelyValue"),
        "min": attribute(element, "minValue"),
        "max": attribute(element, "maxValue"),
    }
    return uncertainty_text(kind or ("not stated" if any(values.values()) else ""), **values)


def _allocations(flow_data: Element | None) -> tuple[tuple[Share, ...], dict[str, list[Share]]]:
    """Read the shares: of the whole dataset, and of single exchanges by number."""
    whole: dict[str, Decimal] = {}
    single: dict[str, list[Share]] = {}
    for element in children(flow_data, "allocation"):
        product, percent = attribute(element, "referenceToCoProduct"), decimal_of(attribute(element, "fraction"))
        if not product or percent is None:
            continue
        targets = [visible(inner.text or "") for inner in element if local(inner.tag) == "referenceToInputOutput"]
        targets = targets or attribute(element, "referenceToInputOutput").split()
        if not targets:
            whole[product] = percent / 100
        for target in targets:
            single.setdefault(target, []).append((product, percent / 100))
    return tuple(whole.items()), single


def _with_shares(exchange: SourceExchange, shares: Mapping[str, list[Share]]) -> SourceExchange:
    from dataclasses import replace

    own = shares.get(exchange.key)
    return replace(exchange, shares=tuple(own)) if own else exchange


def _sources(dataset: Element) -> str:
    """Name the literature of a dataset."""
    meta = child(dataset, "metaInformation")
    found = children(child(meta, "modellingAndValidation"), "source") + children(child(meta, "sources"), "source")
    texts = []
    for source in found:
        author, title = attribute(source, "firstAuthor"), attribute(source, "title")
        year = attribute(source, "year")
        # 9999 and the like stand for an unknown year in files of this format.
        year = year if year.isdigit() and 1800 <= int(year) <= 2100 else ""
        texts.append(" ".join(part for part in (author and f"{author}:", title, f"({year})" if year else "") if part))
    return "; ".join(text for text in texts if text)


def _comment(dataset: Element, function: Element | None, information: Element | None) -> str:
    representativeness = child(dataset, "metaInformation", "modellingAndValidation", "representativeness")
    volume = attribute(representativeness, "productionVolume")
    parts = (
        attribute(child(information, "technology"), "text"),
        f"Production volume: {volume}." if volume and volume != "unknown" else "",
        attribute(function, "generalComment"),
    )
    return " ".join(part for part in parts if part)
