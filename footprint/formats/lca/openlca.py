"""Read openLCA JSON-LD: processes, flows, units and locations, each in a JSON file of its own; both versions of the scheme."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from footprint.errors import Place
from footprint.formats.lca.container import Container
from footprint.formats.lca.errors import LcaNotReadable, TooMuch, WrongEncoding
from footprint.formats.lca.records import Direction, Role, Share, SourceDatabase, SourceExchange, SourceProcess
from footprint.formats.lca.values import clean, days, decimal_of, uncertainty_text, visible

__all__ = ["read_openlca"]

_DISTRIBUTIONS = {
    "NORMAL_DISTRIBUTION": "normal",
    "LOG_NORMAL_DISTRIBUTION": "lognormal",
    "TRIANGLE_DISTRIBUTION": "triangular",
    "UNIFORM_DISTRIBUTION": "uniform",
}
_PARTS = ("mean", "sd", "geomMean", "geomSd", "minimum", "mode", "maximum")


class _Number(str):
    """A JSON number as it is written, so that no digit is lost on the way through a float."""

    __slots__ = ()


def read_openlca(container: Container) -> SourceDatabase:
    """Read all processes, with the flows and locations that they refer to.

    Raises
    ------
    LcaError
        A file is broken, or not to be read.
    """
    database = SourceDatabase("openlca")
    flows: dict[str, Mapping[str, Any]] = {}
    locations: dict[str, str] = {}
    processes: list[tuple[str, Mapping[str, Any]]] = []
    for name in container.names:
        kind = name.split("/")[-2].lower() if "/" in name else ""
        if not name.lower().endswith(".json") or kind not in ("processes", "flows", "locations"):
            database.ignored.append(name)
            continue
        data = _json(container.read(name), container.place(name))
        identifier = _text(data, "@id").lower()
        if kind == "flows":
            flows[identifier] = data
        elif kind == "locations":
            locations[identifier] = _text(data, "code") or _text(data, "name")
        else:
            processes.append((name, data))
    for name, data in processes:
        database.processes.append(_process(data, name, flows, locations, database.repairs))
    return database


def _json(content: bytes, place: Place) -> Mapping[str, Any]:
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        data = json.loads(text, parse_float=_Number, parse_int=_Number, parse_constant=_Number)
    except UnicodeDecodeError:
        raise WrongEncoding(place, file=place.file, encoding="UTF-8") from None
    except json.JSONDecodeError as error:
        where = Place(place.file, error.lineno, error.colno)
        why = error.msg.rstrip(".")
        raise LcaNotReadable(where, file=place.file, why_en=f"it is not JSON ({why})", why_zh=f"不是 JSON（{why}）") from None
    except RecursionError:
        raise TooMuch(place, file=place.file, limit=900, what_en="levels of nesting", what_zh="嵌套层数") from None
    if not isinstance(data, dict):
        raise LcaNotReadable(place, file=place.file, why_en="it is no JSON object", why_zh="不是 JSON 对象")
    return data


def _process(
    data: Mapping[str, Any], file: str, flows: Mapping[str, Mapping[str, Any]], locations: Mapping[str, str], repairs: Counter[str]
) -> SourceProcess:
    identifier = _text(data, "@id").lower()
    if not identifier:
        identifier = file
        repairs["identifier_from_file"] += 1
    entries = [entry for entry in _list(data, "exchanges") if isinstance(entry, dict)]
    exchanges = tuple(_exchange(entry, flows, locations, repairs) for entry in entries)
    name = clean(_text(data, "name"), repairs)
    if not name:
        name = identifier
        repairs["name_missing"] += 1
    documentation = _object(data, "processDocumentation") or _object(data, "documentation")
    start, end = days(_text(documentation, "validFrom"), _text(documentation, "validUntil"), repairs)
    elementary = any(exchange.role == "elementary" and _is_reference(entry) for exchange, entry in zip(exchanges, entries, strict=True))
    treated = any(exchange.role == "coproduct" and exchange.direction == "input" for exchange in exchanges)
    shares, of_exchange = _allocation(data)
    if of_exchange:
        exchanges = _with_shares(exchanges, of_exchange)
    comment = " ".join(part for part in (_text(documentation, "technologyDescription"), _text(data, "description")) if part)
    return SourceProcess(
        identifier=identifier,
        name=name,
        file=file,
        exchanges=exchanges,
        location=_location(data, locations),
        start=start,
        end=end,
        sources=clean(
            "; ".join(_text(source, "name") for source in _list(documentation, "sources") if isinstance(source, dict)), limit=500
        ),
        comment=clean(comment, limit=800),
        shares=shares,
        defect="elementary_reference" if elementary else "not_allocated" if treated else "",
    )


def _exchange(
    entry: Mapping[str, Any], flows: Mapping[str, Mapping[str, Any]], locations: Mapping[str, str], repairs: Counter[str]
) -> SourceExchange:
    reference = _object(entry, "flow")
    identifier = _text(reference, "@id").lower()
    flow = flows.get(identifier, {})
    if not flow:
        repairs["flow_missing"] += 1
    kind = _text(flow, "flowType") or _text(reference, "flowType")
    direction: Direction = "input" if _flag(entry, "isInput", "input") else "output"
    role = _role(entry, kind, direction)
    written = _text(entry, "amount")
    amount = decimal_of(written)
    if role == "reference" and direction == "input" and amount is not None:
        amount = -amount
    if _text(entry, "amountFormula"):
        repairs["formula"] += 1
    name = clean(_text(flow, "name") or _text(reference, "name"), repairs)
    if not name:
        name = identifier or "?"
        repairs["name_missing"] += 1
    return SourceExchange(
        role=role,
        name=name,
        amount=amount,
        written=written,
        unit=_text(_object(entry, "unit"), "name") or _text(reference, "refUnit"),
        key=identifier,
        flow=identifier,
        location=_location(entry, locations),
        provider=_text(_object(entry, "defaultProvider"), "@id").lower(),
        direction=direction,
        compartment=_compartment(flow, reference) if role == "elementary" else (),
        cas=_text(flow, "cas"),
        uncertainty=_uncertainty(_object(entry, "uncertainty")),
        comment=clean(_text(entry, "description"), repairs, limit=300),
    )


def _role(entry: Mapping[str, Any], kind: str, direction: Direction) -> Role:
    if kind == "ELEMENTARY_FLOW":
        return "elementary"
    if _is_reference(entry):
        return "reference"
    if _flag(entry, "isAvoidedProduct", "avoidedProduct"):
        return "avoided"
    if kind == "WASTE_FLOW":
        return "waste" if direction == "output" else "coproduct"
    return "input" if direction == "input" else "coproduct"


def _is_reference(entry: Mapping[str, Any]) -> bool:
    return _flag(entry, "isQuantitativeReference", "quantitativeReference")


def _compartment(flow: Mapping[str, Any], reference: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the category path, which is a text in one version of the scheme and a list in the other."""
    for owner, key in ((flow, "category"), (reference, "category"), (reference, "categoryPath")):
        value = owner.get(key)
        if isinstance(value, str):
            return tuple(part for part in map(visible, value.split("/")) if part)
        if isinstance(value, list):
            return tuple(visible(part) for part in value if isinstance(part, str))
        if isinstance(value, dict):
            path = [visible(part) for part in _list(value, "categoryPath") if isinstance(part, str)]
            return (*path, *([_text(value, "name")] if _text(value, "name") else []))
    return ()


def _allocation(data: Mapping[str, Any]) -> tuple[tuple[Share, ...], dict[str, list[Share]]]:
    """Read the factors of the method that the process names as its own: for the whole, or for single exchanges."""
    method = _text(data, "defaultAllocationMethod")
    whole: dict[str, Decimal] = {}
    single: dict[str, list[Share]] = {}
    for factor in _list(data, "allocationFactors"):
        if not isinstance(factor, dict) or _text(factor, "allocationType") != method or not method:
            continue
        value, product = factor.get("value"), _text(_object(factor, "product"), "@id").lower()
        share = decimal_of(value) if isinstance(value, str) else None
        if share is None or not product:
            continue
        flow = _text(_object(_object(factor, "exchange"), "flow"), "@id").lower()
        if method == "CAUSAL_ALLOCATION" and flow:
            single.setdefault(flow, []).append((product, share))
        else:
            whole[product] = share
    return tuple(whole.items()), single


def _with_shares(exchanges: tuple[SourceExchange, ...], shares: Mapping[str, list[Share]]) -> tuple[SourceExchange, ...]:
    from dataclasses import replace

    return tuple(replace(exchange, shares=tuple(shares[exchange.key])) if exchange.key in shares else exchange for exchange in exchanges)


def _location(data: Mapping[str, Any], locations: Mapping[str, str]) -> str:
    location = _object(data, "location")
    return _text(location, "code") or locations.get(_text(location, "@id").lower(), "") or _text(location, "name")


def _uncertainty(data: Mapping[str, Any]) -> str:
    kind = _DISTRIBUTIONS.get(_text(data, "distributionType"), "")
    return uncertainty_text(kind, **{name: _text(data, name) for name in _PARTS}) if kind else ""


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return visible(value) if isinstance(value, str) else ""


def _object(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _flag(data: Mapping[str, Any], *keys: str) -> bool:
    return any(data.get(key) is True for key in keys)
