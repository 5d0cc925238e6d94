"""Write an inventory package: ``datapackage.json``, its tables, a README and the report of the import."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footprint.errors import Place, UnreadableFile
from footprint.files import write_atomically
from footprint.formats.lca.conversion import Converted, ProcessRow
from footprint.formats.lca.errors import FolderInTheWay, NameRefused
from footprint.formats.lca.records import FORMATS
from footprint.formats.lca.values import clean

__all__ = ["PackageName", "write_package"]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_CODE = "^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$"

_KINDS = (("market for ", "market"), ("market group for ", "market"), ("treatment of ", "treatment"), ("transport", "transport"))

_Field = tuple[str, str, str, Mapping[str, Any]]
_REQUIRED: Mapping[str, Any] = {"required": True}

_PROCESSES: tuple[_Field, ...] = (
    ("code", "string", "Code of the dataset, unique in the package", {"required": True, "unique": True, "pattern": _CODE}),
    ("product", "string", "Flow that the dataset supplies or treats", _REQUIRED),
    ("name_en", "string", "Name in English", {}),
    ("name_zh", "string", "Name in Chinese", {}),
    ("amount", "number", "Reference output; negative for a treatment that consumes its waste", _REQUIRED),
    ("unit", "string", "Unit of the reference output", _REQUIRED),
    ("kind", "string", "What the dataset does", {"required": True, "enum": ["production", "treatment", "transport", "market"]}),
    ("basis", "string", "What the figures cover", {"required": True, "enum": ["footprint", "direct", "co2-only"]}),
    ("status", "string", "Who stands behind the figure", {"required": True, "enum": ["official", "declared", "literature", "demo"]}),
    ("data", "string", "Primary or secondary data", {"required": True, "enum": ["primary", "secondary"]}),
    ("capital_goods", "string", "Whether plant and vehicles are in it", {"required": True, "enum": ["included", "excluded", "unknown"]}),
    ("geography", "string", "Location as the source has it", {}),
    ("start", "date", "First day the figure stands for", {}),
    ("end", "date", "Last day the figure stands for", {}),
    ("source", "string", "Dataset and its literature", _REQUIRED),
    ("comment", "string", "What was changed, and what the source remarks", {}),
)
_EXCHANGES: tuple[_Field, ...] = (
    ("process", "string", "Code of the dataset that the exchange belongs to", _REQUIRED),
    ("kind", "string", "Kind of the exchange", {"required": True, "enum": ["technosphere", "elementary", "unlinked"]}),
    ("package", "string", "Empty: this package", {}),
    ("flow", "string", "Code of the supplying dataset, or name of the elementary flow or of the unlinked input", _REQUIRED),
    ("amount", "number", "Amount per reference output; inputs and emissions are positive", _REQUIRED),
    ("unit", "string", "Unit of the amount", _REQUIRED),
    ("source", "string", "Empty: as the dataset", {}),
    ("comment", "string", "Name in the source, uncertainty and remark, separated by |", {}),
)
_FLOWS: tuple[_Field, ...] = (
    ("flow", "string", "Name of the elementary flow", {"required": True, "unique": True}),
    ("unit", "string", "Unit in which the flow is counted", _REQUIRED),
    ("name_zh", "string", "Name in Chinese", {}),
    ("cas", "string", "CAS registry number", {}),
    ("comment", "string", "What the flow stands for", {}),
)


@dataclass(frozen=True, slots=True)
class PackageName:
    """Name and version of the package to write, and where the source is from.

    Parameters
    ----------
    origin
        Name of the file that was imported.
    sha256
        Of that file; empty for a folder.
    """

    name: str
    version: str
    origin: str
    sha256: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NameRefused(name=clean(self.name, limit=80))


def write_package(folder: Path, name: PackageName, converted: Converted, report: Mapping[str, Any], readme: str) -> None:
    """Write the whole package, or nothing.

    Parameters
    ----------
    folder
        Must not exist, or be empty.
    report
        What is written as ``import-report.json``.
    readme
        What is written as ``README.md``.

    Raises
    ------
    FolderInTheWay
        The folder holds files.
    UnreadableFile
        It cannot be written.
    """
    place = Place(str(folder))
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderInTheWay(place, folder=str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Written beside its place and then moved there: a package that is half written is never found.
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.", ignore_cleanup_errors=True) as temporary:
            built = Path(temporary) / "package"
            built.mkdir()
            for file, text in _files(name, converted, report, readme).items():
                write_atomically(built / file, text)
            if folder.exists():
                folder.rmdir()
            built.rename(folder)
    except OSError as error:
        raise UnreadableFile(place, file=str(folder), why=error.strerror or type(error).__name__) from None


def _files(name: PackageName, converted: Converted, report: Mapping[str, Any], readme: str) -> dict[str, str]:
    tables = {"processes": _PROCESSES, "exchanges": _EXCHANGES}
    rows = sorted(converted.rows, key=lambda row: row.code)
    files = {
        "processes.csv": _table(_PROCESSES, (_process(row, converted, name) for row in rows)),
        "exchanges.csv": _table(_EXCHANGES, (_exchange(row.code, entry) for row in rows for entry in row.exchanges)),
    }
    if converted.own_flows:
        tables["flows"] = _FLOWS
        flows = sorted(converted.own_flows.items())
        files["flows.csv"] = _table(_FLOWS, ((flow, unit, "", "", "") for flow, unit in flows))
    files["datapackage.json"] = _json(_description(name, converted, tables))
    files["import-report.json"] = _json(report)
    files["README.md"] = readme
    return files


def _description(name: PackageName, converted: Converted, tables: Mapping[str, tuple[_Field, ...]]) -> dict[str, Any]:
    format_ = FORMATS[converted.database.format]
    starts = [row.process.start for row in converted.rows if row.process.start]
    ends = [row.process.end for row in converted.rows if row.process.end]
    period = {"start": min(starts), "end": max(ends)} if starts and ends and min(starts) <= max(ends) else None
    places = {row.process.location for row in converted.rows}
    about: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name.name,
        "version": name.version,
        "title": f"Imported from {format_}: {clean(name.origin, limit=120)}",
        "title_zh": f"由 {format_} 导入：{clean(name.origin, limit=120)}",
        "format": "footprint-inventory/1",
        "licenses": [{"name": "terms-of-the-source", "title": "The terms of the source apply; see README.md"}],
        "sources": [{"title": clean(f"{name.origin} ({format_})" + (f", SHA-256 {name.sha256}" if name.sha256 else ""))}],
        "status": "literature",
        "geography": places.pop() if len(places) == 1 and "" not in places else "",
        "requires": {"elementary-flows": "1"},
        "resources": [_resource(table, fields) for table, fields in tables.items()],
    }
    if not about["geography"]:
        del about["geography"]
    if period:
        about["period"] = period
    return about


def _resource(table: str, fields: Sequence[_Field]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": []}
    for name, type_, description, constraints in fields:
        entry = {"name": name, "type": type_, "description": description}
        schema["fields"].append({**entry, "constraints": dict(constraints)} if constraints else entry)
    if table == "exchanges":
        schema["foreignKeys"] = [{"fields": ["process"], "reference": {"resource": "processes", "fields": ["code"]}}]
    else:
        schema["primaryKey"] = [fields[0][0]]
    return {"name": table, "path": f"{table}.csv", "profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}


def _process(row: ProcessRow, converted: Converted, name: PackageName) -> tuple[str, ...]:
    process = row.process
    source = f"{FORMATS[converted.database.format]} dataset {process.identifier} in {name.origin}"
    source += f"; {process.sources}" if process.sources else ""
    comment = " ".join(part for part in (row.allocation, *row.notes[:20], process.comment) if part)
    if len(row.notes) > 20:
        comment = f"{len(row.notes)} exchanges left out. {comment}"
    lowered = process.name.lower()
    kind = next((kind for start, kind in _KINDS if lowered.startswith(start)), "production")
    if row.amount.startswith("-"):
        kind = "treatment"
    english = process.name if not process.name_zh or process.name != process.name_zh else ""
    basis, status, data, capital_goods = "footprint", "literature", "secondary", "unknown"
    return (
        row.code,
        row.product,
        english,
        process.name_zh,
        row.amount,
        row.unit,
        kind,
        basis,
        status,
        data,
        capital_goods,
        clean(process.location, limit=60),
        process.start,
        process.end,
        clean(source),
        clean(comment),
    )


def _exchange(code: str, entry: tuple[str, str, str, str, str]) -> tuple[str, ...]:
    kind, flow, amount, unit, comment = entry
    return (code, kind, "", flow, amount, unit, "", clean(comment))


def _table(fields: Sequence[_Field], rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field[0] for field in fields])
    writer.writerows(rows)
    return text.getvalue()


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
