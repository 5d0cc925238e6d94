"""A Brightway project of the user's as a source of datasets: ``from: brightway:DATABASE/CODE``.

Every dataset is read when it is first looked up, and with it those that it reaches, across the databases of the project. Nothing is
written into the project (see `footprint.inventory.brightway_storage`).

How Brightway's graph is read:

* A ``process`` or ``processwithreferenceproduct`` is a dataset; its reference is the sum of its production exchanges with itself, which
  is −1 for the treatments of ecoinvent, or 1 where it has none.
* A ``product`` that exactly one process makes (or takes for treatment, by a ``functional`` input) is one dataset with that process.
* A ``technosphere`` exchange is an input; a ``substitution`` exchange is an input with the sign turned.
* A ``biosphere`` exchange is an elementary flow where the tables of `footprint.inventory.brightway_terms` know it, and left out and
  counted where they do not.
* Everything else is refused with an explanation.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from footprint.errors import Finding, Place, nearest
from footprint.inventory.brightway_errors import (
    BrightwayAmount,
    BrightwayBackend,
    BrightwayDanglingInput,
    BrightwayDatabaseNotFound,
    BrightwayDatasetNotFound,
    BrightwayExchangeUnit,
    BrightwayGasNotMapped,
    BrightwayUnit,
)
from footprint.inventory.brightway_reference import CONSUMED, PROCESSES, Reference, reference_of
from footprint.inventory.brightway_storage import Edge, Key, Node, Storage, brightway_folder, project_folder
from footprint.inventory.brightway_terms import MappedFlow, map_flow, unit_of
from footprint.inventory.records import Dataset, DatasetExchange, ElementaryFlow, Package
from footprint.inventory.source import BRIGHTWAY
from footprint.units import Amount, Unit, conversion_factor

__all__ = ["BrightwayProject", "brightway_name", "database_of"]


def brightway_name(database: str) -> str:
    """Give the name of the package that a database is; a ``/`` in it would look like the start of a code."""
    return f"{BRIGHTWAY}:{database.replace('/', '%2F')}"


def database_of(name: str) -> str:
    """Give the database that a package of `brightway_name` stands for."""
    return name.partition(":")[2].replace("%2F", "/")


@dataclass(slots=True)
class _Notes:
    """What was met in reading one dataset that is worth a word where the dataset is used."""

    left_out: int = 0
    flows: set[Key] = field(default_factory=set)
    gases: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


class _Datasets(Mapping[str, Dataset]):
    """The datasets of a database by code, each read when it is looked up."""

    def __init__(self, project: BrightwayProject, database: str) -> None:
        self._project = project
        self._database = database

    def __getitem__(self, code: str) -> Dataset:
        return self._project.dataset((self._database, code))

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self._project.has((self._database, code))

    def __iter__(self) -> Iterator[str]:
        return iter(self._project.codes(self._database))

    def __len__(self) -> int:
        return len(self._project.codes(self._database))


class BrightwayProject:
    """A Brightway project, read-only.

    Parameters
    ----------
    project
        Name of the project.
    folder
        Folder of all projects; Brightway's own where none is given.

    Raises
    ------
    BrightwayFolderNotFound, BrightwayProjectNotFound
        Where there is no such project.

    Examples
    --------
    >>> project = BrightwayProject("steel study")              # doctest: +SKIP
    >>> footprint.calculate("gear.yaml", brightway=project)    # doctest: +SKIP
    """

    scheme = BRIGHTWAY

    def __init__(self, project: str, folder: str | os.PathLike[str] | None = None) -> None:
        self.project = project
        self.base = brightway_folder(folder)
        self.folder = project_folder(project, self.base)
        self._storage = Storage(self.folder)
        self._flows: Mapping[str, ElementaryFlow] = {}
        self._packages: dict[str, Package] = {}
        self._nodes: dict[Key, Node | None] = {}
        self._mapped: dict[Key, tuple[MappedFlow, Unit | None]] = {}
        self._datasets: dict[Key, Dataset] = {}
        self._notes: dict[str, _Notes] = {}
        self._codes: dict[str, list[str]] = {}

    def __repr__(self) -> str:
        return f"<BrightwayProject {self.project}: {', '.join(sorted(self._storage.databases))}>"

    def databases(self) -> tuple[str, ...]:
        """Name the databases of the project."""
        return tuple(sorted(self._storage.databases))

    def package(self, name: str, flows: Mapping[str, ElementaryFlow], place: Place | None = None) -> Package:
        """Give a database as a package; `footprint.inventory.source.DatasetSource` says how.

        Raises
        ------
        BrightwayDatabaseNotFound
            With the databases most like it.
        BrightwayBackend
            Where its exchanges are not in the database file.
        """
        if self._flows is not flows:  # another library may know other flows
            self._flows = flows
            for known in (self._packages, self._mapped, self._datasets, self._notes):
                known.clear()
        if name not in self._packages:
            self._packages[name] = self._package(name, place)
        return self._packages[name]

    def as_used(self, package: Package, used: Mapping[str, Dataset]) -> Package:
        """Give a database with only the datasets used, their digest, findings and counts."""
        ordered = {code: used[code] for code in sorted(used)}
        notes = [self._notes[dataset.key] for dataset in ordered.values()]
        gases = sum((note.gases for note in notes), Counter[str]())
        place = Place(package.name)
        findings = [finding for note in notes for finding in note.findings]
        findings += [
            BrightwayGasNotMapped(place, package=package.name, flow=gas, exchanges=count).finding for gas, count in sorted(gases.items())
        ]
        counts = {
            "datasets": len(package.datasets),
            "datasets_used": len(ordered),
            "exchanges_left_out": sum(note.left_out for note in notes),
            "flows_left_out": len(set().union(*(note.flows for note in notes))),
        }
        digest = hashlib.sha256()
        for dataset in ordered.values():
            digest.update(_canonical(dataset))
        return replace(package, datasets=ordered, sha256=digest.hexdigest(), findings=tuple(findings), counts=counts)

    def mapped_flows(self) -> dict[Key, tuple[str, float]]:
        """Give the elementary flows met so far that carbon footprints count, by database and code.

        Returns
        -------
        dict
            Flow of footprint, and how much of it one unit of the database's flow is, in the unit of footprint's flow.
        """
        return {
            key: (mapped.flow, mapped.sign * conversion_factor(unit, self._flows[mapped.flow].unit))
            for key, (mapped, unit) in self._mapped.items()
            if mapped.flow and unit is not None
        }

    def has(self, key: Key) -> bool:
        """Tell whether there is a node that is no elementary flow."""
        return self._node(key) is not None

    def codes(self, database: str) -> list[str]:
        """Give the codes of the processes of a database."""
        if database not in self._codes:
            self._codes[database] = self._storage.codes(database, PROCESSES)
        return self._codes[database]

    def dataset(self, key: Key) -> Dataset:
        """Read a dataset.

        Raises
        ------
        BrightwayDatasetNotFound
            With datasets of that name.
        InventoryError
            Where the dataset is of a kind that cannot be used, or has a defect.
        """
        if key not in self._datasets:
            node = self._node(key)
            if node is None:
                raise self._unknown(key)
            reference = reference_of(node, self._storage, self._node, _place(key))
            # A product and the process that makes it are one dataset, under the product's code.
            same = reference.product.key
            if same not in self._datasets:
                self._datasets[same] = self._read(reference)
            self._datasets[key] = self._datasets[same]
        return self._datasets[key]

    def _package(self, name: str, place: Place | None) -> Package:
        database = database_of(name)
        known = self.databases()
        if database not in known:
            suggestions = nearest(database, known)
            raise BrightwayDatabaseNotFound(place, project=self.project, database=database, known=list(known), suggestions=suggestions)
        about = self._storage.databases[database]
        if about.get("backend", "sqlite") != "sqlite":
            raise BrightwayBackend(place, database=database, backend=str(about["backend"]))
        return Package(
            name=name,
            version=str(about.get("version", "")),
            title={"en": database, "zh": database},
            status="literature",
            geography="",
            period=("", ""),
            notice="",
            licence=str(about.get("licence", about.get("license", ""))),
            requires={},
            datasets=_Datasets(self, database),
            properties={},
            flows={},
            folder=str(self.folder),
            sha256="",
        )

    def _node(self, key: Key) -> Node | None:
        if key not in self._nodes:
            self._nodes[key] = self._storage.node(key)
        return self._nodes[key]

    def _unknown(self, key: Key) -> BrightwayDatasetNotFound:
        database, code = key
        named = self._storage.named_like(database, code) if len(code) > 3 else []
        suggestions = [f"{brightway_name(database)}/{other}" for other in named]
        return BrightwayDatasetNotFound(database=database, code_asked=code, suggestions=suggestions)

    def _read(self, reference: Reference) -> Dataset:
        product, process = reference.product, reference.process
        key = f"{brightway_name(product.key[0])}/{product.key[1]}"
        notes = self._notes[key] = _Notes()
        place = _place(process.key)
        exchanges = [exchange for edge in reference.edges if (exchange := self._exchange(key, edge, notes, place)) is not None]
        location = process.data.get("location") or product.data.get("location") or ""
        treats = reference.amount < 0 or _simapro_category(process) == "waste treatment"
        return Dataset(
            key=key,
            package=brightway_name(product.key[0]),
            code=product.key[1],
            product=process.text("reference product") or product.text("name") or product.key[1],
            name_en=process.text("name") or product.text("name"),
            name_zh="",
            reference=Amount(reference.amount, self._unit(product)),
            kind="treatment" if treats else "production",
            basis="footprint",
            status="literature",
            data="secondary",
            capital_goods="unknown",
            geography=location if isinstance(location, str) else ", ".join(map(str, location)),
            start="",
            end="",
            source=f"Brightway project `{self.project}`, database `{product.key[0]}`, code {product.key[1]}",
            comment="",
            exchanges=tuple(exchanges),
            place=_place(product.key),
        )

    def _exchange(self, dataset: str, edge: Edge, notes: _Notes, place: Place) -> DatasetExchange | None:
        if edge.kind == "biosphere":
            return self._elementary(dataset, edge, notes, place)
        provider = self._node(edge.input)
        if provider is None:
            raise BrightwayDanglingInput(place, dataset=dataset, input=_shown(edge.input))
        stated = edge.data
        amount = _amount(stated, dataset, edge, place)
        unit = self._unit(provider)
        label = stated.get("unit")
        if isinstance(label, str) and unit_of(label) not in (None, unit):
            values = {"unit": label, "input": _shown(edge.input), "input_unit": provider.text("unit")}
            notes.findings.append(BrightwayExchangeUnit(place, dataset=dataset, amount=f"{amount:.6g}", **values).finding)
        sign = 1.0 if edge.kind in CONSUMED else -1.0
        return DatasetExchange("technosphere", f"{brightway_name(edge.input[0])}/{edge.input[1]}", Amount(sign * amount, unit), place)

    def _elementary(self, dataset: str, edge: Edge, notes: _Notes, place: Place) -> DatasetExchange | None:
        if edge.input not in self._mapped:
            self._mapped[edge.input] = self._map(edge, dataset, place)
        mapped, unit = self._mapped[edge.input]
        if mapped.flow:
            node = self._node(edge.input)
            assert node is not None
            amount = _amount(edge.data, dataset, edge, place)
            return DatasetExchange("elementary", mapped.flow, Amount(mapped.sign * amount, unit or self._unit(node)), place)
        notes.left_out += 1
        notes.flows.add(edge.input)
        if mapped.gas:
            node = self._node(edge.input)
            notes.gases[node.text("name") if node else edge.input[1]] += 1
        return None

    def _map(self, edge: Edge, dataset: str, place: Place) -> tuple[MappedFlow, Unit | None]:
        node = self._node(edge.input)
        if node is None:
            raise BrightwayDanglingInput(place, dataset=dataset, input=_shown(edge.input))
        stated = node.data.get("categories") or ()
        categories = [part for part in stated if isinstance(part, str)] if isinstance(stated, list | tuple) else [str(stated)]
        return map_flow(node.text("name"), categories, node.text("CAS number"), self._flows), unit_of(node.text("unit"))

    def _unit(self, node: Node) -> Unit:
        text = node.text("unit")
        unit = unit_of(text)
        if unit is None:
            raise BrightwayUnit(_place(node.key), dataset=_shown(node.key), name=node.text("name"), unit=text)
        return unit


def _amount(stated: Mapping[str, Any], dataset: str, edge: Edge, place: Place) -> float:
    amount = stated.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not math.isfinite(amount):
        raise BrightwayAmount(place, dataset=dataset, input=_shown(edge.input), amount=str(amount))
    return float(amount)


def _simapro_category(node: Node) -> str:
    stated = node.data.get("simapro metadata")
    return str(stated.get("Category type", "")) if isinstance(stated, dict) else ""


def _shown(key: Key) -> str:
    return f"{brightway_name(key[0])}/{key[1]}"


def _place(key: Key) -> Place:
    return Place(_shown(key))


def _canonical(dataset: Dataset) -> bytes:
    """Give what a calculation takes from a dataset as JSON that is the same wherever and in whatever order it is read."""
    exchanges = [[exchange.kind, exchange.flow, exchange.amount.value, exchange.amount.unit.text] for exchange in dataset.exchanges]
    record = {
        "code": dataset.code,
        "name": dataset.name_en,
        "product": dataset.product,
        "geography": dataset.geography,
        "reference": [dataset.reference.value, dataset.reference.unit.text],
        "exchanges": sorted(exchanges),
    }
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
