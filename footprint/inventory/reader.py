"""Read a data package or a method from its folder; report every defect with file, line and column name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from footprint.errors import Finding, Place, ProblemsFound, UnreadableFile, nearest
from footprint.files import read_bytes
from footprint.inventory.description import METHOD_FORMAT, PACKAGE_FORMAT, STATUSES, read_description
from footprint.inventory.errors import (
    DuplicateDataset,
    InventoryFieldMissing,
    InventoryFileMissing,
    UnknownProcess,
    ZeroReference,
)
from footprint.inventory.records import (
    BASES,
    Dataset,
    DatasetExchange,
    ElementaryFlow,
    ExchangeKind,
    FlowProperty,
    Kind,
    Method,
    Package,
)
from footprint.inventory.table import SIZE_LIMIT, Table, shortened
from footprint.units import Amount
from footprint.units.characters import show

__all__ = ["BRIDGING", "TABLES", "Reading", "digest_of_folder", "read_flows", "read_method", "read_package", "scan_method", "scan_package"]

TABLES = ("processes.csv", "exchanges.csv", "flow_properties.csv", "flows.csv", "factors.csv")
CODE = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
BRIDGING = ("density", "lower_heating_value", "enthalpy", "mass", "normal_volume")
"""Flow properties that convert between dimensions; a carbon content, say, has a dimension of its own but never turns tonnes into tonnes."""
DATA = ("secondary", "primary")
CAPITAL_GOODS = ("included", "excluded", "unknown")

# Columns that must be there, and those that mean something besides.
_PROCESSES = ("code", "amount", "unit", "kind", "basis", "status", "source")
_PROCESSES_KNOWN = ("product", "name_en", "name_zh", "data", "capital_goods", "geography", "start", "end", "comment")
_EXCHANGES = ("process", "kind", "flow", "amount", "unit")
_PROPERTIES = ("product", "property", "value", "unit", "source")
_FACTORS = ("flow", "category", "factor", "unit", "source")


@dataclass(slots=True)
class Reading:
    """What could be read of a package or method, with the defects met.

    Parameters
    ----------
    package
        With the records that are right, as far as each can be told alone.
    method
        In place of a package.
    findings
        Defects, in order of reading.
    codes
        All codes in ``processes.csv``, those of defective rows too, so that no reference to them is called unknown.
    partial
        Codes of processes that lack a row, or a cell of one, because of a defect.
    places
        Place of each factor of a method, of each flow and of each product with properties.
    sound
        Whether every line of every table was a row.
    requires_line
        Line of ``requires`` in ``datapackage.json``; None where that could not be read.
    unsure
        Products whose flow properties have a defect.
    """

    package: Package | None = None
    method: Method | None = None
    findings: list[Finding] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)
    places: dict[tuple[str, ...], Place] = field(default_factory=dict)
    sound: bool = True
    requires_line: int | None = None
    unsure: set[str] = field(default_factory=set)


def read_package(folder: Path) -> Package:
    """Read an inventory package.

    Parameters
    ----------
    folder
        Holds ``datapackage.json`` and the tables of design section 4.

    Returns
    -------
    Package
        Amounts as written; nothing is converted or dropped.

    Raises
    ------
    ProblemsFound
        With every defect that can be seen without the other packages.
    """
    reading = scan_package(folder)
    if reading.findings or reading.package is None:
        raise ProblemsFound(shortened(reading.findings))
    return reading.package


def read_method(folder: Path) -> Method:
    """Read a characterisation method.

    Raises
    ------
    ProblemsFound
        With every defect of ``datapackage.json`` and ``factors.csv``.
    """
    reading = scan_method(folder)
    if reading.findings or reading.method is None:
        raise ProblemsFound(shortened(reading.findings))
    return reading.method


def read_flows(folder: Path) -> dict[str, ElementaryFlow]:
    """Read only the elementary flows that a package lists, however large the rest of it is.

    Raises
    ------
    ProblemsFound
        With every defect of ``flows.csv``.
    """
    reading = Reading()
    flows = _flows(Table(folder, "flows.csv", ("flow", "unit"), reading.findings, optional=True), reading)
    if reading.findings:
        raise ProblemsFound(shortened(reading.findings))
    return flows


def scan_package(folder: Path) -> Reading:
    """Read what can be read of an inventory package, and collect its defects."""
    reading = Reading()
    if not _is_folder(folder, reading):
        return reading
    findings = reading.findings
    description = read_description(folder, PACKAGE_FORMAT, findings)
    flows_only = not (folder / "processes.csv").exists() and (folder / "flows.csv").exists()
    absent = flows_only or not ((folder / "processes.csv").exists() or (folder / "datapackage.json").exists())
    processes = Table(folder, "processes.csv", _PROCESSES, findings, _PROCESSES_KNOWN, optional=absent)
    # A part of a package may hold only processes without inputs and emissions; its description then lists no such table.
    bare = absent or (bool(description.tables) and "exchanges.csv" not in description.tables)
    exchanges = Table(folder, "exchanges.csv", _EXCHANGES, findings, ("package", "source", "comment"), optional=bare)
    properties = Table(folder, "flow_properties.csv", _PROPERTIES, findings, optional=True)
    flows = Table(folder, "flows.csv", ("flow", "unit"), findings, ("name_zh",), optional=True)
    tables = (processes, exchanges, properties, flows)
    reading.sound = all(table.sound for table in tables)
    if isinstance(description.about.get("requires", {} if description.about else None), dict):
        reading.requires_line = description.place("requires").line
    name = description.name
    reading.package = Package(
        name=name,
        version=description.text("version"),
        title=description.title,
        status=description.text("status"),
        geography=description.text("geography"),
        period=description.period(),
        notice=description.text("notice"),
        licence=description.licence,
        requires=description.requires(),
        datasets=_datasets(name, processes, _exchanges(name, processes, exchanges, reading), reading),
        properties=_properties(properties, reading),
        flows=_flows(flows, reading),
        folder=str(folder),
        sha256=_digest(("datapackage.json", description.data), *((table.name, table.data) for table in tables)),
    )
    return reading


def scan_method(folder: Path) -> Reading:
    """Read what can be read of a method, and collect its defects."""
    reading = Reading()
    if not _is_folder(folder, reading):
        return reading
    description = read_description(folder, METHOD_FORMAT, reading.findings)
    categories = tuple(description.categories()) if description.about else ()
    table = Table(folder, "factors.csv", _FACTORS, reading.findings)
    reading.sound = table.sound
    reading.method = Method(
        name=description.name,
        version=description.text("version"),
        title=description.title,
        gwp_set=description.text("gwp_set"),
        categories=categories,
        factors=_factors(table, tuple(sorted(description.declared)), reading),
        sha256=_digest(("datapackage.json", description.data), (table.name, table.data)),
    )
    return reading


def digest_of_folder(folder: Path) -> str:
    """Give the SHA-256 over the files of a package or method that count, as its record has it.

    Raises
    ------
    UnreadableFile, FileTooLarge
        Where a file is a folder, a device or a pipe, cannot be read or is too large.
    """
    files = [folder / name for name in ("datapackage.json", *TABLES)]
    return _digest(*((path.name, read_bytes(path, limit=SIZE_LIMIT)) for path in files if path.exists()))


def _is_folder(folder: Path, reading: Reading) -> bool:
    place = Place(str(folder))
    if folder.is_dir():
        return True
    if folder.exists():
        reading.findings.append(UnreadableFile(place, file=str(folder), why="it is no folder of a data package").finding)
    else:
        reading.findings.append(InventoryFileMissing(place, file=str(folder)).finding)
    return False


def _exchanges(package: str, processes: Table, table: Table, reading: Reading) -> dict[str, list[DatasetExchange]]:
    grouped: dict[str, list[DatasetExchange]] = {row["code"]: [] for _, row in processes.rows}
    kinds = cast(tuple[str, ...], get_args(ExchangeKind))
    for line, row in table.rows:
        before = len(table.findings)
        process, flow, kind = table.text(line, row, "process"), table.text(line, row, "flow"), row["kind"]
        if kind not in kinds:
            table.choice(line, row, "kind", kinds)
        # Where processes.csv could not be read in full, a process may be in a line that was not.
        if process and process not in grouped and processes.sound:
            suggestions = nearest(process, grouped)
            table.findings.append(UnknownProcess(table.place(line, "process"), process=show(process), suggestions=suggestions).finding)
        amount = table.amount(line, row)
        if len(table.findings) > before or amount is None:
            reading.partial.add(process)
        elif process in grouped:
            key = f"{row.get('package') or package}/{flow}" if kind == "technosphere" else flow
            grouped[process].append(DatasetExchange(cast(ExchangeKind, kind), key, amount, table.place(line)))
    return grouped


def _datasets(package: str, table: Table, exchanges: Mapping[str, list[DatasetExchange]], reading: Reading) -> dict[str, Dataset]:
    datasets: dict[str, Dataset] = {}
    first: dict[str, int] = {}
    for line, row in table.rows:
        before = len(table.findings)
        code = table.text(line, row, "code")
        if code and not CODE.fullmatch(code):
            why = "lower-case letters, digits, . _ - and / between parts", "只用小写字母、数字和 . _ -，各部分以 / 分隔"
            table.refuse(line, "code", code, *why)
        if code in first:
            table.findings.append(DuplicateDataset(table.place(line, "code"), code_name=show(code), first=first[code]).finding)
            continue
        first[code] = line
        reading.codes.add(code)
        dataset = _dataset(package, code, line, row, table, exchanges.get(code, ()))
        if len(table.findings) > before:
            reading.partial.add(code)
        if dataset is not None:
            datasets[code] = dataset
    return datasets


def _dataset(
    package: str, code: str, line: int, row: Mapping[str, str], table: Table, exchanges: list[DatasetExchange] | tuple[()]
) -> Dataset | None:
    reference = table.amount(line, row)
    if reference is not None and reference.value == 0:
        table.findings.append(ZeroReference(table.place(line, "amount"), process=show(code)).finding)
    start, end = table.date(line, row, "start"), table.date(line, row, "end")
    if start and end and start > end:
        table.refuse(line, "end", end, f"it is before the start, {start}", f"早于开始日期 {start}")
    words = {
        "kind": table.choice(line, row, "kind", get_args(Kind)),
        "basis": table.choice(line, row, "basis", tuple(BASES)),
        "status": table.choice(line, row, "status", STATUSES),
        "data": table.choice(line, row, "data", DATA, default="secondary"),
        "capital_goods": table.choice(line, row, "capital_goods", CAPITAL_GOODS, default="unknown"),
    }
    if reference is None or reference.value == 0:
        return None
    return Dataset(
        key=f"{package}/{code}",
        package=package,
        code=code,
        product=row.get("product") or code,
        name_en=row.get("name_en", ""),
        name_zh=row.get("name_zh", ""),
        reference=reference,
        geography=row.get("geography", ""),
        start=start,
        end=end,
        source=row.get("source", ""),
        comment=row.get("comment", ""),
        exchanges=tuple(exchanges),
        place=table.place(line),
        **cast(Any, words),
    )


def _properties(table: Table, reading: Reading) -> dict[str, dict[str, FlowProperty]]:
    properties: dict[str, dict[str, FlowProperty]] = {}
    first: dict[tuple[str, str], int] = {}
    for line, row in table.rows:
        before = len(table.findings)
        product, name, source = (table.text(line, row, column) for column in ("product", "property", "source"))
        amount = table.amount(line, row, "value")
        if amount is not None and amount.value <= 0 and name in BRIDGING:
            table.refuse(line, "value", row["value"], "what converts an amount must be above zero", "用于换算的属性必须大于零")
        if (product, name) in first:
            named = f"{show(product)}: {show(name)}"
            table.findings.append(DuplicateDataset(table.place(line, "property"), code_name=named, first=first[product, name]).finding)
        elif amount is not None:
            properties.setdefault(product, {})[name] = FlowProperty(product, name, amount, source)
        first.setdefault((product, name), line)
        if len(table.findings) > before:
            reading.unsure.add(product)
        reading.places.setdefault(("property", product), table.place(line))
    return properties


def _flows(table: Table, reading: Reading) -> dict[str, ElementaryFlow]:
    flows: dict[str, ElementaryFlow] = {}
    first: dict[str, int] = {}
    for line, row in table.rows:
        name, unit = table.text(line, row, "flow"), table.unit(line, row)
        if name in first:
            table.findings.append(DuplicateDataset(table.place(line, "flow"), code_name=show(name), first=first[name]).finding)
        elif unit is not None:
            flows[name] = ElementaryFlow(name, unit, row.get("name_zh", ""))
        first.setdefault(name, line)
        reading.places.setdefault(("flow", name), table.place(line))
    return flows


def _factors(table: Table, names: tuple[str, ...], reading: Reading) -> dict[str, dict[str, Amount]]:
    factors: dict[str, dict[str, Amount]] = {}
    first: dict[tuple[str, str], int] = {}
    for line, row in table.rows:
        flow = table.text(line, row, "flow")
        # Without categories every row would be wrong for the one reason that is reported already.
        category = table.choice(line, row, "category", names) if names else row["category"]
        factor = table.amount(line, row, "factor")
        if not row["source"]:
            table.findings.append(InventoryFieldMissing(table.place(line, "source"), field="source").finding)
        if (flow, category) in first:
            named = f"{show(flow)}: {show(category)}"
            table.findings.append(DuplicateDataset(table.place(line, "flow"), code_name=named, first=first[flow, category]).finding)
        elif factor is not None:
            factors.setdefault(flow, {})[category] = factor
        first.setdefault((flow, category), line)
        reading.places.setdefault((flow, category), table.place(line))
    return factors


def _digest(*members: tuple[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, data in members:
        if data:
            whole.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()
