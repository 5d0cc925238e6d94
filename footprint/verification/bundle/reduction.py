"""Reduced data packages: the records that a calculation used, and nothing else of the packages they are from.

A reduced package is a data package like any other, in the same tables and columns, with the rows that were used as they stand; what the
ordinary reader finds in them gives the same matrices. Methods and lists of elementary flows are small and kept whole.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from footprint.files import decode_utf8, read_bytes
from footprint.inventory import Library
from footprint.inventory.records import Package
from footprint.inventory.source import scheme_of
from footprint.supply_chain import SupplyChain
from footprint.verification.bundle.archive import SIZE_LIMIT

__all__ = ["method_members", "package_members", "reduced_package", "used_flows"]

DESCRIPTION = "datapackage.json"
_TABLES = ("processes.csv", "exchanges.csv", "flow_properties.csv", "flows.csv")


def package_members(chain: SupplyChain, library: Library, committed: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path below ``inventories`` and content of the reduced data packages of a supply chain.

    Parameters
    ----------
    chain
        Linked with the library. Its Brightway databases are no data packages, see `footprint.verification.bundle.brightway`.
    library
        The packages it was linked with.
    committed
        Names of packages that are not disclosed.
    """
    flows = used_flows(chain, library)
    present = {*chain.packages, *(_name(folder) for folder in flows)}
    folders = set()
    for name, package in chain.packages.items():
        if name not in committed and not scheme_of(name):
            folder = Path(package.folder)
            folders.add(folder)
            used = [dataset for dataset in chain.datasets.values() if dataset.package == name]
            codes, products = {dataset.code for dataset in used}, {dataset.product for dataset in used}
            yield from reduced_package(folder, name, codes, products, flows.get(folder, set()), package, present).items()
    kept_back = {Path(chain.packages[name].folder) for name in committed if not scheme_of(name)}
    for folder, names in sorted(flows.items()):
        if folder not in folders and folder not in kept_back:
            yield from _flow_list(folder, names, library, present)


def method_members(chain: SupplyChain, library: Library) -> Iterator[tuple[str, bytes]]:
    """Yield path below ``inventories`` and content of the files of the method, as they stand."""
    folder = library.folder_of_method(chain.method.name)
    for name in (DESCRIPTION, "factors.csv"):
        yield f"methods/{chain.method.name}/{name}", read_bytes(folder / name)


def used_flows(chain: SupplyChain, library: Library) -> dict[Path, set[str]]:
    """Give the elementary flows of a supply chain by the folder of the list that defines them."""
    homes = library.folders_of_flows()
    flows: dict[Path, set[str]] = {}
    for entry in chain.elementary:
        flows.setdefault(homes[entry.flow], set()).add(entry.flow)
    return flows


def reduced_package(
    folder: Path,
    name: str,
    codes: Collection[str],
    products: Collection[str],
    flows: Collection[str],
    package: Package,
    present: Collection[str],
) -> dict[str, bytes]:
    """Reduce a package to some of its records.

    Parameters
    ----------
    folder, name, package
        The package and where it lies.
    codes
        Of the datasets to keep, with all their inputs and emissions.
    products
        Whose flow properties to keep.
    flows
        Elementary flows of its own to keep.
    present
        Names of the packages that are at hand; it requires no others any more.

    Returns
    -------
    dict
        Content by path below ``inventories``; a table without rows is left out.
    """
    keep: dict[str, Callable[[Mapping[str, str]], bool]] = {
        "processes.csv": lambda row: row["code"] in codes,
        "exchanges.csv": lambda row: row["process"] in codes,
        "flow_properties.csv": lambda row: row["product"] in products,
        "flows.csv": lambda row: row["flow"] in flows,
    }
    tables = {table: rows for table, wanted in keep.items() if (rows := _rows(folder / table, wanted)) is not None}
    about = {"sha256": package.sha256, "records": len(codes), "of": len(package.datasets)}
    members = {DESCRIPTION: _description(folder, tables, about, present), **tables}
    return {f"{name}/{table}": content for table, content in members.items()}


def _flow_list(folder: Path, names: Collection[str], library: Library, present: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield a package only for the flows it lists: as it stands, unless other packages say something else of some of its flows."""
    homes = library.folders_of_flows()
    description = read_bytes(folder / DESCRIPTION)
    name = _name(folder)
    own = _rows(folder / "flows.csv", lambda row: homes.get(row["flow"]) == folder)
    whole = _rows(folder / "flows.csv", lambda row: True)
    assert own is not None, "one of its flows is used"
    alone = not any((folder / table).exists() for table in _TABLES[:3])
    if own == whole and alone:
        yield f"{name}/{DESCRIPTION}", description
        yield f"{name}/flows.csv", read_bytes(folder / "flows.csv", SIZE_LIMIT)
    else:
        version = json.loads(description)["version"]
        place = f"{name}@{version}"
        kept = _rows(folder / "flows.csv", lambda row: row["flow"] in names)
        assert kept is not None, "one of its flows is used"
        yield f"{place}/{DESCRIPTION}", _description(folder, {"flows.csv": kept}, {"flows": len(names)}, present)
        yield f"{place}/flows.csv", kept


def _name(folder: Path) -> str:
    return str(json.loads(read_bytes(folder / DESCRIPTION))["name"])


def _rows(path: Path, wanted: Callable[[Mapping[str, str]], bool]) -> bytes | None:
    """Give the header and the rows wanted of a table, with cells as the reader sees them; None where no row is wanted."""
    if not path.exists():
        return None
    reader = csv.reader(io.StringIO(decode_utf8(read_bytes(path, SIZE_LIMIT), str(path)), newline=""), strict=True)
    header = [cell.strip() for cell in next(reader)]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    empty = True
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(row) and wanted(dict(zip(header, cells, strict=True))):
            writer.writerow(cells)
            empty = False
    return None if empty else target.getvalue().encode()


def _description(folder: Path, tables: Mapping[str, bytes], about: Mapping[str, Any], present: Collection[str]) -> bytes:
    """Give ``datapackage.json`` with the tables that are left, and what was reduced."""
    description = json.loads(decode_utf8(read_bytes(folder / DESCRIPTION), str(folder / DESCRIPTION)))
    resources = description.get("resources")
    if not isinstance(resources, list) or not resources:
        resources = [{"path": table} for table in tables]
    left = [item for item in resources if not (isinstance(item, dict) and item.get("path") not in tables)]
    listed = {item.get("path") for item in left if isinstance(item, dict)}
    left += [{"name": table.removesuffix(".csv"), "path": table} for table in tables if table not in listed]
    requires = description.get("requires")
    if isinstance(requires, dict):
        description["requires"] = {name: version for name, version in requires.items() if name in present}
    return (json.dumps({**description, "resources": left, "reduced": about}, ensure_ascii=False, indent=2) + "\n").encode()
