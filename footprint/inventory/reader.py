"""Read a data package or a method from its folder; report every defect with file, line and column name."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from footprint.errors import Finding, FootprintError, Place, ProblemsFound, UnitError
from footprint.files import read_bytes
from footprint.inventory.errors import (
    DatasetNotANumber,
    DuplicateDataset,
    InventoryEmpty,
    InventoryFieldMissing,
    InventoryNotReadable,
    InventoryUnit,
    InventoryValue,
    UnknownProcess,
    ZeroReference,
)
from footprint.inventory.records import (
    BASES,
    Category,
    Dataset,
    DatasetExchange,
    ElementaryFlow,
    ExchangeKind,
    FlowProperty,
    Kind,
    Method,
    Package,
)
from footprint.units import Amount, Unit, parse_unit

__all__ = ["read_method", "read_package"]

SIZE_LIMIT = 256 * 1024 * 1024
FIELD_LIMIT = 20_000
CODE = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
STATUSES = ("official", "declared", "literature", "demo")
PACKAGE_FORMAT = "footprint-inventory/1"
METHOD_FORMAT = "footprint-method/1"


class _Table:
    """Rows of one CSV file, with the findings made while reading them."""

    def __init__(self, folder: Path, name: str, columns: tuple[str, ...], findings: list[Finding], optional: bool = False) -> None:
        self.file = str(folder / name)
        self.findings = findings
        self.rows: list[tuple[int, dict[str, str]]] = []
        self.data = b""
        if optional and not (folder / name).exists():
            return
        try:
            self.data = read_bytes(folder / name, limit=SIZE_LIMIT)
            text = self.data.decode("utf-8-sig")
        except (FootprintError, UnicodeDecodeError) as error:
            why = error.finding.message() if isinstance(error, FootprintError) else f"not UTF-8 ({error.reason} at byte {error.start})"
            self.findings.append(InventoryNotReadable(Place(self.file), file=name, why=why.rstrip(".")).finding)
            return
        self._parse(text, columns)

    def _parse(self, text: str, columns: tuple[str, ...]) -> None:
        csv.field_size_limit(FIELD_LIMIT)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = [cell.strip() for cell in next(reader, [])]
            for column in columns:
                if column not in header:
                    self.findings.append(InventoryFieldMissing(Place(self.file, 1), field=column).finding)
            for row in reader:
                if len(row) != len(header):
                    why = f"{len(row)} cells where the header has {len(header)}"
                    self.findings.append(
                        InventoryNotReadable(Place(self.file, reader.line_num), file=Path(self.file).name, why=why).finding
                    )
                    continue
                self.rows.append((reader.line_num, dict(zip(header, map(str.strip, row), strict=True))))
        except csv.Error as error:
            self.findings.append(InventoryNotReadable(Place(self.file, reader.line_num), file=Path(self.file).name, why=str(error)).finding)
            return
        if not self.rows:
            self.findings.append(InventoryEmpty(Place(self.file), file=Path(self.file).name).finding)

    def place(self, line: int, column: str = "") -> Place:
        return Place(self.file, line, 0, column)

    def number(self, line: int, row: Mapping[str, str], column: str) -> float:
        text = row.get(column, "")
        if not text:
            self.findings.append(InventoryFieldMissing(self.place(line, column), field=column).finding)
            return math.nan
        try:
            value = float(text) if "_" not in text else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.findings.append(DatasetNotANumber(self.place(line, column), field=column, value=text).finding)
        return value

    def unit(self, line: int, row: Mapping[str, str], column: str = "unit") -> Unit | None:
        text = row.get(column, "")
        try:
            return parse_unit(text)
        except UnitError as error:
            found = error.finding
            why = f"{found.message()} {found.hint()}".strip()
            self.findings.append(InventoryUnit(self.place(line, column), field=column, unit=text, why=why).finding)
            return None

    def amount(self, line: int, row: Mapping[str, str], number: str = "amount") -> Amount | None:
        value, unit = self.number(line, row, number), self.unit(line, row)
        return None if unit is None or not math.isfinite(value) else Amount(value, unit)

    def choice(self, line: int, row: Mapping[str, str], column: str, allowed: tuple[str, ...]) -> str:
        value = row.get(column, "")
        if value not in allowed:
            why = "one of " + ", ".join(allowed)
            self.findings.append(InventoryValue(self.place(line, column), field=column, value=value, why=why).finding)
        return value


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
    findings: list[Finding] = []
    about, about_bytes = _description(folder, PACKAGE_FORMAT, findings)
    name = str(about.get("name", folder.name))
    flows_only = not (folder / "processes.csv").exists() and (folder / "flows.csv").exists()
    processes = _Table(folder, "processes.csv", ("code", "amount", "unit"), findings, optional=flows_only)
    exchanges = _Table(folder, "exchanges.csv", ("process", "kind", "flow", "amount", "unit"), findings, optional=flows_only)
    properties = _Table(folder, "flow_properties.csv", ("product", "property", "value", "unit", "source"), findings, optional=True)
    flows = _Table(folder, "flows.csv", ("flow", "unit"), findings, optional=True)
    package = Package(
        name=name,
        version=str(about.get("version", "")),
        title={"en": str(about.get("title", name)), "zh": str(about.get("title_zh", about.get("title", name)))},
        status=str(about.get("status", "")),
        geography=str(about.get("geography", "")),
        period=_period(about),
        notice=str(about.get("notice", "")),
        licence=_licence(about),
        requires=_requires(about, folder, findings),
        datasets=_datasets(name, processes, _exchanges(name, processes, exchanges)),
        properties=_properties(properties),
        flows=_flows(flows),
        folder=str(folder),
        sha256=_digest(
            ("datapackage.json", about_bytes),
            ("processes.csv", processes.data),
            ("exchanges.csv", exchanges.data),
            ("flow_properties.csv", properties.data),
            ("flows.csv", flows.data),
        ),
    )
    if findings:
        raise ProblemsFound(findings)
    return package


def read_method(folder: Path) -> Method:
    """Read a characterisation method.

    Raises
    ------
    ProblemsFound
        With every defect of ``datapackage.json`` and ``factors.csv``.
    """
    findings: list[Finding] = []
    about, about_bytes = _description(folder, METHOD_FORMAT, findings)
    categories = tuple(
        Category(str(category["name"]), str(category.get("unit", "kg CO2e")))
        for category in _list_of_objects(about, "categories", folder, findings)
        if "name" in category
    )
    table = _Table(folder, "factors.csv", ("flow", "category", "factor", "unit", "source"), findings)
    names = tuple(category.name for category in categories)
    factors: dict[str, dict[str, Amount]] = {}
    for line, row in table.rows:
        category = table.choice(line, row, "category", names)
        factor = table.amount(line, row, "factor")
        if category in factors.setdefault(row["flow"], {}):
            code_name = f"{row['flow']}: {category}"
            findings.append(DuplicateDataset(table.place(line, "flow"), code_name=code_name, first="?").finding)
        if factor is not None:
            factors[row["flow"]][category] = factor
        if not row.get("source"):
            findings.append(InventoryFieldMissing(table.place(line, "source"), field="source").finding)
    if findings:
        raise ProblemsFound(findings)
    title = {"en": str(about.get("title", "")), "zh": str(about.get("title_zh", about.get("title", "")))}
    digest = _digest(("datapackage.json", about_bytes), ("factors.csv", table.data))
    return Method(
        name=str(about.get("name", folder.name)),
        version=str(about.get("version", "")),
        title=cast(Any, title),
        gwp_set=str(about.get("gwp_set", "")),
        categories=categories,
        factors=factors,
        sha256=digest,
    )


def _description(folder: Path, expected: str, findings: list[Finding]) -> tuple[dict[str, Any], bytes]:
    path = folder / "datapackage.json"
    place = Place(str(path))
    try:
        data = read_bytes(path)
        about = json.loads(data.decode("utf-8-sig"))
    except FootprintError as error:
        findings.append(InventoryNotReadable(place, file=path.name, why=error.finding.message().rstrip(".")).finding)
        return {}, b""
    except (ValueError, RecursionError) as error:
        findings.append(InventoryNotReadable(place, file=path.name, why=f"not JSON ({error})").finding)
        return {}, b""
    if not isinstance(about, dict):
        findings.append(InventoryNotReadable(place, file=path.name, why="not a JSON object").finding)
        return {}, data
    for key in ("name", "version", "title"):
        if not isinstance(about.get(key), str) or not about[key]:
            findings.append(InventoryFieldMissing(place, field=key).finding)
    if about.get("format") != expected:
        findings.append(InventoryValue(place, field="format", value=about.get("format"), why=f"expected {expected}").finding)
    if expected == PACKAGE_FORMAT and about.get("status") not in STATUSES:
        findings.append(InventoryValue(place, field="status", value=about.get("status"), why="one of " + ", ".join(STATUSES)).finding)
    return about, data


def _list_of_objects(about: Mapping[str, Any], key: str, folder: Path, findings: list[Finding]) -> Iterator[dict[str, Any]]:
    value = about.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        findings.append(InventoryFieldMissing(Place(str(folder / "datapackage.json")), field=key).finding)
        return
    yield from value


def _requires(about: Mapping[str, Any], folder: Path, findings: list[Finding]) -> dict[str, str]:
    value = about.get("requires", {})
    if not isinstance(value, dict):
        place = Place(str(folder / "datapackage.json"))
        findings.append(InventoryValue(place, field="requires", value=value, why="an object of package names and versions").finding)
        return {}
    return {str(name): str(version) for name, version in sorted(value.items())}


def _period(about: Mapping[str, Any]) -> tuple[str, str]:
    period = about.get("period")
    return (str(period.get("start", "")), str(period.get("end", ""))) if isinstance(period, dict) else ("", "")


def _licence(about: Mapping[str, Any]) -> str:
    licences = about.get("licenses")
    named = (
        [str(item.get("title") or item.get("name", "")) for item in licences if isinstance(item, dict)]
        if isinstance(licences, list)
        else []
    )
    return "; ".join(named)


def _exchanges(package: str, processes: _Table, table: _Table) -> dict[str, list[DatasetExchange]]:
    grouped: dict[str, list[DatasetExchange]] = {row.get("code", ""): [] for _, row in processes.rows}
    kinds = get_args(ExchangeKind)
    for line, row in table.rows:
        process, kind = row.get("process", ""), table.choice(line, row, "kind", kinds)
        if process not in grouped:
            table.findings.append(UnknownProcess(table.place(line, "process"), process=process).finding)
            continue
        flow = row.get("flow", "")
        if not flow:
            table.findings.append(InventoryFieldMissing(table.place(line, "flow"), field="flow").finding)
        amount = table.amount(line, row)
        if amount is None:
            continue
        key = f"{row.get('package') or package}/{flow}" if kind == "technosphere" else flow
        grouped[process].append(DatasetExchange(cast(ExchangeKind, kind), key, amount, table.place(line)))
    return grouped


def _datasets(package: str, table: _Table, exchanges: Mapping[str, list[DatasetExchange]]) -> dict[str, Dataset]:
    datasets: dict[str, Dataset] = {}
    for line, row in table.rows:
        code = row.get("code", "")
        if not CODE.fullmatch(code):
            why = "lower-case letters, digits, . _ - and / between parts"
            table.findings.append(InventoryValue(table.place(line, "code"), field="code", value=code, why=why).finding)
        if code in datasets:
            first = datasets[code].place.line
            table.findings.append(DuplicateDataset(table.place(line, "code"), code_name=code, first=first).finding)
        reference = table.amount(line, row)
        if reference is None:
            continue
        if reference.value == 0:
            table.findings.append(ZeroReference(table.place(line, "amount"), process=code).finding)
        datasets[code] = Dataset(
            key=f"{package}/{code}",
            package=package,
            code=code,
            product=row.get("product") or code,
            name_en=row.get("name_en", ""),
            name_zh=row.get("name_zh", ""),
            reference=reference,
            kind=cast(Kind, table.choice(line, row, "kind", get_args(Kind))),
            basis=cast(Any, table.choice(line, row, "basis", tuple(BASES))),
            status=table.choice(line, row, "status", STATUSES),
            data=row.get("data") or "secondary",
            capital_goods=row.get("capital_goods") or "unknown",
            geography=row.get("geography", ""),
            start=row.get("start", ""),
            end=row.get("end", ""),
            source=row.get("source", ""),
            comment=row.get("comment", ""),
            exchanges=tuple(exchanges.get(code, ())),
            place=table.place(line),
        )
    return datasets


def _properties(table: _Table) -> dict[str, dict[str, FlowProperty]]:
    properties: dict[str, dict[str, FlowProperty]] = {}
    for line, row in table.rows:
        amount = table.amount(line, row, "value")
        if not row.get("source"):
            table.findings.append(InventoryFieldMissing(table.place(line, "source"), field="source").finding)
        if amount is not None:
            product, name = row.get("product", ""), row.get("property", "")
            properties.setdefault(product, {})[name] = FlowProperty(product, name, amount, row.get("source", ""))
    return properties


def _flows(table: _Table) -> dict[str, ElementaryFlow]:
    flows: dict[str, ElementaryFlow] = {}
    for line, row in table.rows:
        name, unit = row.get("flow", ""), table.unit(line, row)
        if name in flows:
            table.findings.append(DuplicateDataset(table.place(line, "flow"), code_name=name, first="?").finding)
        if unit is not None:
            flows[name] = ElementaryFlow(name, unit, row.get("name_zh", ""))
    return flows


def _digest(*members: tuple[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, data in members:
        if data:
            whole.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()
