"""Write data packages the same way every time.

The `build.py` of each package says what its records are; this module turns them into a Frictionless Tabular Data
Package: `datapackage.json` and CSV tables in UTF-8 with LF line ends and rows in the order of their keys, so that a
second run gives the same bytes. Numbers are decimal text from the source to the file: no binary float stands between.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

__all__ = [
    "INVENTORY_FORMAT",
    "METHOD_FORMAT",
    "Exchange",
    "Factor",
    "Flow",
    "FlowProperty",
    "Process",
    "Tables",
    "decimal_text",
    "descriptor",
    "number",
    "official_source",
    "read_rows",
    "shared_folder",
    "write_package",
]

INVENTORY_FORMAT = "footprint-inventory/1"
METHOD_FORMAT = "footprint-method/1"

Tables = Mapping[str, Sequence[Any]]
"""Records by table name: `processes`, `exchanges`, `flow_properties`, `flows`, `factors`."""

_DIGITS = Context(prec=16, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Process:
    """One dataset: a row of `processes.csv`."""

    code: str
    product: str
    name_en: str
    name_zh: str
    amount: str
    unit: str
    kind: str
    basis: str
    status: str
    data: str
    capital_goods: str
    geography: str
    start: str
    end: str
    source: str
    comment: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One input or emission of a dataset: a row of `exchanges.csv`."""

    process: str
    kind: str
    package: str
    flow: str
    amount: str
    unit: str
    source: str
    comment: str


@dataclass(frozen=True, slots=True)
class FlowProperty:
    """One property of a product that bridges two dimensions: a row of `flow_properties.csv`."""

    product: str
    property: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One elementary flow: a row of `flows.csv`."""

    flow: str
    unit: str
    name_zh: str
    cas: str
    comment: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One characterisation factor: a row of `factors.csv`."""

    flow: str
    category: str
    factor: str
    unit: str
    source: str


_CODE = "^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$"


def _field(name: str, description: str, type_: str = "string", **constraints: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "type": type_, "description": description}
    if constraints:
        entry["constraints"] = constraints
    return entry


_FIELDS: Mapping[str, list[dict[str, Any]]] = {
    "processes": [
        _field("code", "Code of the dataset, unique in the package", required=True, pattern=_CODE),
        _field("product", "Flow that the dataset supplies or treats; key of the flow properties", required=True),
        _field("name_en", "Name in English", required=True),
        _field("name_zh", "Name in Chinese", required=True),
        _field(
            "amount", "Reference output, in the unit beside it; negative for a treatment that consumes its waste", "number", required=True
        ),
        _field("unit", "Unit of the reference output", required=True),
        _field("kind", "What the dataset does", required=True, enum=["production", "treatment", "transport", "market"]),
        _field(
            "basis",
            "footprint: life cycle; direct: direct emissions only, upstream apart; co2-only: a CO2 factor that no footprint may use",
            required=True,
            enum=["footprint", "direct", "co2-only"],
        ),
        _field("status", "Who stands behind the figure", required=True, enum=["official", "declared", "literature", "demo"]),
        _field("data", "Primary or secondary data", required=True, enum=["primary", "secondary"]),
        _field(
            "capital_goods",
            "Whether the making of plant and vehicles is in the figure",
            required=True,
            enum=["included", "excluded", "unknown"],
        ),
        _field("geography", "ISO 3166 code of the country or province (numeric as in GB/T 2260), or GLO", required=True),
        _field("start", "First day the figure stands for", "date", required=True),
        _field("end", "Last day the figure stands for", "date", required=True),
        _field("source", "Document and table or identifier", required=True),
        _field("comment", "How sure the figure is, and what was changed", required=True),
    ],
    "exchanges": [
        _field("process", "Code of the dataset that the exchange belongs to", required=True),
        _field("kind", "Kind of the exchange", required=True, enum=["technosphere", "elementary", "unlinked"]),
        _field("package", "Package of the dataset that supplies the input; empty for this package and for elementary flows"),
        _field("flow", "Code of the supplying dataset, name of the elementary flow, or name of the unlinked input", required=True),
        _field("amount", "Amount per reference output; inputs and emissions are positive", "number", required=True),
        _field("unit", "Unit of the amount", required=True),
        _field("source", "Document and table or identifier, and the calculation where there is one", required=True),
        _field("comment", "Remark"),
    ],
    "flow_properties": [
        _field("product", "Product that has the property", required=True),
        _field("property", "Property", required=True),
        _field("value", "Value, in the unit beside it", "number", required=True),
        _field("unit", "Unit of the value", required=True),
        _field("source", "Document and table or identifier, and the calculation where there is one", required=True),
    ],
    "flows": [
        _field("flow", "Name of the elementary flow", required=True, unique=True),
        _field("unit", "Unit in which the flow is counted", required=True),
        _field("name_zh", "Name in Chinese"),
        _field("cas", "CAS registry number"),
        _field("comment", "What the flow stands for"),
    ],
    "factors": [
        _field("flow", "Name of the elementary flow", required=True),
        _field("category", "Category that the flow counts in", required=True),
        _field("factor", "Characterisation factor, in the unit beside it", "number", required=True),
        _field("unit", "Unit of the factor", required=True),
        _field("source", "Document and table, with a mark of how sure it is", required=True),
    ],
}

_KEYS: Mapping[str, list[str]] = {
    "processes": ["code"],
    "exchanges": ["process", "kind", "package", "flow"],
    "flow_properties": ["product", "property"],
    "flows": ["flow"],
    "factors": ["flow", "category"],
}


def number(text: str) -> Fraction:
    """Read a decimal number exactly."""
    return Fraction(text)


def decimal_text(value: Fraction) -> str:
    """Write an exact number as plain decimal text: in full where it ends, else rounded half-even to 16 significant digits.

    Sixteen digits are one more than a decimal text needs to survive a float64, so nothing is lost by reading it back.
    """
    exact = _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = format(exact.normalize(_DIGITS), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV table with a header as one dictionary per row."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shared_folder(description: str, package: Path) -> tuple[Path, Path]:
    """Read the two arguments of a build: where the source tables are, and where to write.

    Parameters
    ----------
    description
        What the program builds, for `--help`.
    package
        The folder of the package: the place to write unless another is asked for.

    Returns
    -------
    tuple
        The folder that holds `data/`, and the folder to write to.
    """
    parser = argparse.ArgumentParser(description=description)
    beside = Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", type=Path, default=beside, help="folder that holds data/ (default: shared, beside this repository)")
    parser.add_argument("--output", type=Path, default=package, help="folder to write to (default: the package itself)")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    return arguments.shared, arguments.output


def official_source(status: str) -> str:
    """Say in a comment how a figure was read; a figure that was only recalled is refused."""
    reading = {
        "verified": "verified: read in the official text.",
        "verified-secondary": "verified-secondary: read in a third party's copy, not in the official text.",
    }
    return reading[status]


def descriptor(*, name: str, version: str, title: str, title_zh: str, format_: str, **more: Any) -> dict[str, Any]:
    """Describe a package but for its tables, in the order in which people read it."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "version": version,
        "title": title,
        "title_zh": title_zh,
        "format": format_,
        **more,
    }


def write_package(folder: Path, package: Mapping[str, Any], tables: Tables) -> None:
    """Write `datapackage.json` and one CSV per table.

    Parameters
    ----------
    folder
        Where to write; it must exist.
    package
        The descriptor without its `resources`.
    tables
        Records by table name: `processes`, `exchanges`, `flow_properties`, `flows`, `factors`.
    """
    resources = []
    for table, records in tables.items():
        _write(folder / f"{table}.csv", _csv_text(table, records))
        resources.append(_resource(table))
    _write(folder / "datapackage.json", json.dumps({**package, "resources": resources}, indent=2, ensure_ascii=False) + "\n")


def _resource(table: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": _FIELDS[table], "primaryKey": _KEYS[table]}
    if table == "exchanges":
        schema["foreignKeys"] = [{"fields": ["process"], "reference": {"resource": "processes", "fields": ["code"]}}]
    return {"name": table, "path": f"{table}.csv", "profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}


def _csv_text(table: str, records: Iterable[Any]) -> str:
    header = [entry["name"] for entry in _FIELDS[table]]
    keys = [header.index(key) for key in _KEYS[table]]
    rows = []
    for record in records:
        if [entry.name for entry in fields(record)] != header:
            raise TypeError(f"{type(record).__name__} is no record of {table}")
        rows.append(astuple(record))
    rows.sort(key=lambda row: tuple(row[key] for key in keys))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
