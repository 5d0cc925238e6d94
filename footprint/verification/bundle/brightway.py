"""Records of Brightway databases in a bundle: exported as data packages, and read again under the names the model knows them by.

A database has codes and names of any kind, and processes and products under several codes. In the exported package the datasets are
numbered in the order of their codes, inputs name the dataset that was used, and ``datapackage.json`` says under ``brightway`` what
everything was called, the digest of the records used, and what was found when they were read.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from footprint.errors import Finding, FootprintError, InventoryError, Place, error_classes
from footprint.files import read_bytes
from footprint.inventory import Library
from footprint.inventory.brightway_errors import BrightwayDatabaseNotFound, BrightwayDatasetNotFound
from footprint.inventory.brightway_project import brightway_name, database_of
from footprint.inventory.reader import read_package
from footprint.inventory.records import Dataset, DatasetExchange, ElementaryFlow, Package
from footprint.inventory.source import BRIGHTWAY, DatasetSource, scheme_of
from footprint.inventory.table import INVISIBLE
from footprint.supply_chain import SupplyChain
from footprint.verification.bundle.errors import MemberUnusable

__all__ = ["ExportedDatabases", "database_members"]

KEY = "brightway"
LABEL = "brightway."
_PROCESSES = (
    *("code", "product", "name_en", "name_zh", "amount", "unit", "kind", "basis", "status", "data", "capital_goods", "geography"),
    *("start", "end", "source", "comment"),
)
_EXCHANGES = ("process", "kind", "package", "flow", "amount", "unit")


def database_members(
    chain: SupplyChain, library: Library, committed: Collection[str], asked: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, bytes]]:
    """Yield path below ``inventories`` and content of the exported databases.

    Parameters
    ----------
    chain, library
        As calculated.
    committed
        Names of packages that are not disclosed.
    asked
        Package and code of every dataset that a model names; it may be another code of the same dataset.
    """
    names = [name for name in sorted(chain.packages) if scheme_of(name) == BRIGHTWAY and name not in committed]
    free = (label for number in itertools.count(1) if (label := f"{LABEL}{number}") not in chain.packages)
    labels = dict(zip(names, free, strict=False))
    codes = {name: _numbered(chain, name) for name in names}
    exported = {f"{name}/{code}": (labels[name], number) for name in names for number, code in codes[name].items()}
    for name in names:
        used = {number: chain.datasets[f"{name}/{code}"] for number, code in codes[name].items()}
        tables = {"processes.csv": _table(_PROCESSES, (_process(number, dataset) for number, dataset in used.items()))}
        exchanges = [row for number, dataset in used.items() for row in _exchanges(number, dataset, exported, library)]
        if exchanges:
            tables["exchanges.csv"] = _table(_EXCHANGES, exchanges)
        also = _other_codes(name, library, asked)
        yield f"{labels[name]}/datapackage.json", _description(chain.packages[name], labels[name], codes[name], also, tables)
        yield from ((f"{labels[name]}/{table}", content) for table, content in tables.items())


class ExportedDatabases:
    """A source of the datasets of Brightway databases that a bundle holds; what it only commits to comes from a project.

    Parameters
    ----------
    folder
        The folder ``inventories`` of an extracted bundle.
    project
        The licence holder's Brightway project.
    """

    def __init__(self, folder: Path, project: DatasetSource | None = None) -> None:
        self._project = project
        self._folders: dict[str, Path] = {}
        self._about: dict[str, Mapping[str, Any]] = {}
        self._packages: dict[str, Package] = {}
        for path in sorted(folder.glob(f"{LABEL}*/datapackage.json")):
            about = _about(path)
            if about is not None:
                name = brightway_name(about["database"])
                self._folders[name], self._about[name] = path.parent, about

    def __bool__(self) -> bool:
        return bool(self._folders) or self._project is not None

    @property
    def scheme(self) -> str:
        """``brightway``."""
        return BRIGHTWAY

    def package(self, name: str, flows: Mapping[str, ElementaryFlow], place: Place | None = None) -> Package:
        """Give a database that was exported, or that of the project."""
        if name not in self._folders:
            if self._project is not None:
                return self._project.package(name, flows, place)
            known = [database_of(other) for other in self._folders]
            raise BrightwayDatabaseNotFound(place, project="-", database=database_of(name), known=known, suggestions=[])
        if name not in self._packages:
            self._packages[name] = self._read(name)
        return self._packages[name]

    def as_used(self, package: Package, used: Mapping[str, Dataset]) -> Package:
        """Give the package with the digest, the counts and the findings of the request."""
        if package.name not in self._folders:
            assert self._project is not None, "the package is from the project"
            return self._project.as_used(package, used)
        about = self._about[package.name]
        findings = tuple(_finding(item) for item in about["findings"])
        return replace(package, datasets=dict(sorted(used.items())), sha256=about["sha256"], counts=about["counts"], findings=findings)

    def _read(self, name: str) -> Package:
        package = read_package(self._folders[name])
        named = {
            f"{self._folders[other].name}/{number}": f"{other}/{code}"
            for other, about in self._about.items()
            for number, code in about["datasets"].items()
        }
        datasets = {}
        for number, dataset in package.datasets.items():
            key = named.get(f"{package.name}/{number}")
            if key is not None:
                code = key.removeprefix(f"{name}/")
                exchanges = tuple(_named(exchange, named) for exchange in dataset.exchanges)
                datasets[code] = replace(dataset, key=key, package=name, code=code, exchanges=exchanges)
        for other, code in self._about[name]["also"].items():
            if code in datasets:
                datasets[other] = datasets[code]
        about = self._about[name]
        return replace(package, name=name, version=about["version"], datasets=_Found(name, datasets), requires={}, licence=about["licence"])


class _Found(dict[str, Dataset]):
    """Datasets by code; one that is not there is no KeyError but a problem with a name, as in a project."""

    def __init__(self, package: str, datasets: Mapping[str, Dataset]) -> None:
        super().__init__(datasets)
        self._package = package

    def __missing__(self, code: str) -> Dataset:
        raise BrightwayDatasetNotFound(database=database_of(self._package), code_asked=code, suggestions=[])


def _numbered(chain: SupplyChain, name: str) -> dict[str, str]:
    """Give the codes of the datasets used by their number in the exported package."""
    used = sorted(dataset.code for dataset in chain.datasets.values() if dataset.package == name)
    return {str(number): code for number, code in enumerate(used, 1)}


def _resolved(key: str, library: Library) -> Dataset:
    """Find a dataset by any of its codes."""
    name, _, code = key.partition("/")
    return library.package(name).datasets[code]


def _other_codes(name: str, library: Library, asked: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the codes by which models ask for datasets of a database, where the dataset has another one."""
    codes = sorted({code for package, code in asked if package == name})
    return {code: dataset.code for code in codes if (dataset := _resolved(f"{name}/{code}", library)).code != code}


def _process(number: str, dataset: Dataset) -> tuple[str, ...]:
    reference = dataset.reference
    words = (dataset.kind, dataset.basis, dataset.status, dataset.data, dataset.capital_goods)
    names = (_clean(dataset.product), _clean(dataset.name_en), _clean(dataset.name_zh))
    tail = (_clean(dataset.geography), dataset.start, dataset.end, _clean(dataset.source), _clean(dataset.comment))
    return (number, *names, repr(reference.value), reference.unit.text, *words, *tail)


def _exchanges(number: str, dataset: Dataset, exported: Mapping[str, tuple[str, str]], library: Library) -> Iterator[tuple[str, ...]]:
    for exchange in dataset.exchanges:
        package, flow = "", exchange.flow
        if exchange.kind == "technosphere":
            provider = _resolved(exchange.flow, library)
            package, flow = exported.get(provider.key, (provider.package, provider.code))
        yield number, exchange.kind, package, flow, repr(exchange.amount.value), exchange.amount.unit.text


def _named(exchange: DatasetExchange, named: Mapping[str, str]) -> DatasetExchange:
    return replace(exchange, flow=named.get(exchange.flow, exchange.flow)) if exchange.kind == "technosphere" else exchange


def _description(package: Package, label: str, codes: Mapping[str, str], also: Mapping[str, str], tables: Iterable[str]) -> bytes:
    database = database_of(package.name)
    licence = _clean(package.licence) or "not stated"
    about = {
        "name": label,
        "version": package.version or "0",
        "title": f"Records of the Brightway database {_clean(database)}",
        "title_zh": f"Brightway 数据库 {_clean(database)} 的数据",
        "format": "footprint-inventory/1",
        "licenses": [{"name": "terms-of-the-source", "title": licence}],
        "status": package.status,
        "resources": [{"name": table.removesuffix(".csv"), "path": table} for table in tables],
        KEY: {
            "database": database,
            "version": package.version,
            "licence": package.licence,
            "sha256": package.sha256,
            "datasets": dict(codes),
            "also": dict(also),
            "counts": dict(package.counts),
            "findings": [_record(finding) for finding in package.findings],
        },
    }
    return (json.dumps(about, ensure_ascii=True, indent=2) + "\n").encode()


def _record(finding: Finding) -> dict[str, Any]:
    place = finding.place or Place("")
    values = {key: value if isinstance(value, int | str) else str(value) for key, value in sorted(finding.values.items())}
    return {"code": finding.code, "place": place.file, "values": values}


def _finding(record: Mapping[str, Any]) -> Finding:
    """Make a finding again from what the bundle says of it: a warning of the Brightway reader, and nothing else."""
    known = {cls.code: cls for cls in error_classes(InventoryError) if cls.__module__.endswith("brightway_errors")}
    try:
        finding = Finding(known[record["code"]], Place(str(record["place"])), dict(record["values"]))
        finding.message("en")
        finding.message("zh")
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise _unusable("inventories/brightway.*") from None
    return finding


def _about(path: Path) -> Mapping[str, Any] | None:
    """Read what a package says of the database it was exported from; None for a package that only has such a name."""
    member = f"inventories/{path.parent.name}/{path.name}"
    try:
        whole = json.loads(read_bytes(path))
        if KEY not in whole:
            return None
        about = whole[KEY]
        texts = all(isinstance(about[key], str) for key in ("database", "version", "licence", "sha256"))
        mappings = all(_texts(about[key]) for key in ("datasets", "also"))
        counts = isinstance(about["counts"], dict) and all(isinstance(count, int) for count in about["counts"].values())
        sound = texts and mappings and counts and isinstance(about["findings"], list)
    except (FootprintError, ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise _unusable(member)
    return dict(about)


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _unusable(member: str) -> MemberUnusable:
    why, why_zh = "it does not say what the records were called", "没有说明数据的原名"
    return MemberUnusable(Place(member), member=member, why=why, why_zh=why_zh)


def _clean(text: str) -> str:
    return " ".join(re.sub(INVISIBLE, " ", text).split())


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return target.getvalue().encode()
