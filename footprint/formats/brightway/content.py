"""What a Brightway database of a model holds, before it is written anywhere.

One database holds it all: the foreground as it was calculated (allocated, every process with one product), the datasets of data
packages that it reaches, and the elementary flows. Datasets of the user's own Brightway databases are linked and never copied. Keys
of footprint are the codes, so that the origin of every node can be told. The factors of the method come along, for every sum and
category, so that the same score can be calculated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from footprint.engine.result import Calculation
from footprint.engine.system import SUMS
from footprint.inventory.brightway_project import BrightwayProject, database_of
from footprint.inventory.brightway_terms import brightway_unit
from footprint.inventory.source import BRIGHTWAY, scheme_of
from footprint.model import ProductModel
from footprint.supply_chain.chain import Activity, SupplyChain

__all__ = ["BrightwayExport", "ExportedEdge", "ExportedFlow", "ExportedProcess", "brightway_export", "flow_code"]

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ExportedEdge:
    """An exchange: what it takes from or makes, in the unit of that."""

    kind: str
    key: Key
    name: str
    amount: float
    unit: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ExportedProcess:
    """A process with one product."""

    code: str
    name: str
    product: str
    unit: str
    location: str
    comment: str
    edges: tuple[ExportedEdge, ...]


@dataclass(frozen=True, slots=True)
class ExportedFlow:
    """An elementary flow."""

    code: str
    name: str
    unit: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrightwayExport:
    """A database with its method.

    Parameters
    ----------
    database
        Its name.
    title
        Name of the product.
    processes, flows
        Nodes of the database.
    factors
        For each sum and category of the method, factor by elementary flow, in kg CO2e per unit of the flow.
    method
        Name of the method.
    demand
        Code of the process and amount that make one declared unit.
    linked
        Other databases that exchanges point to, and the project they are in.
    """

    database: str
    title: str
    processes: tuple[ExportedProcess, ...]
    flows: tuple[ExportedFlow, ...]
    factors: Mapping[str, Mapping[Key, float]]
    method: str
    demand: tuple[str, float]
    linked: tuple[str, ...] = ()
    project: str = ""

    def method_key(self, part: str) -> tuple[str, str, str, str]:
        """Name a method of Brightway: there is one for every sum and category."""
        return ("footprint", self.database, self.method, part)


def flow_code(flow: str) -> str:
    """Give the code of an elementary flow."""
    return f"elementary:{flow}"


def brightway_export(
    calculation: Calculation, model: ProductModel, database: str, project: BrightwayProject | None = None
) -> BrightwayExport:
    """Gather what a Brightway database of a model holds.

    Parameters
    ----------
    calculation
        Of the model: `footprint.calculate` gives it with its result.
    model
        The model.
    database
        Name of the database to be.
    project
        The Brightway project that the model takes datasets from, if it does.
    """
    chain, system = calculation.chain, calculation.system
    needed = _needed(chain)
    keys = {key: _key(chain, key, database) for key in needed}
    edges: dict[str, list[ExportedEdge]] = {key: [] for key in needed}
    for use in chain.uses:
        if use.consumer in needed:
            provider = chain.activities[use.provider]
            kind, sign = ("substitution", -1.0) if use.avoided else ("technosphere", 1.0)
            unit = brightway_unit(provider.unit)
            edge = ExportedEdge(kind, keys[use.provider], provider.name, sign * use.amount, unit, use.exchange)
            edges[use.consumer].append(edge)
    units = dict(zip(system.flows, system.flow_units, strict=True))
    used_flows: set[str] = set()
    for entry in chain.elementary:
        if entry.activity in needed and keys[entry.activity][0] == database:
            used_flows.add(entry.flow)
            unit = brightway_unit(units[entry.flow])
            edge = ExportedEdge("biosphere", (database, flow_code(entry.flow)), entry.flow, entry.amount, unit, entry.exchange)
            edges[entry.activity].append(edge)
    own = [activity for key, activity in chain.activities.items() if key in needed and keys[key][0] == database]
    site = model.producer.site if model.producer else None
    location = (site.subdivision or site.country or "") if site else ""
    return BrightwayExport(
        database=database,
        title=model.product.name.text(),
        processes=tuple(_process(chain, activity, keys[activity.key], edges[activity.key], location) for activity in own),
        flows=tuple(ExportedFlow(flow_code(name), name, brightway_unit(units[name]), _categories(name)) for name in sorted(used_flows)),
        factors=_factors(calculation, database, used_flows, project),
        method=system.method,
        demand=chain.demand,
        linked=tuple(sorted({key[0] for key in keys.values()} - {database})),
        project=project.project if project is not None else "",
    )


def _needed(chain: SupplyChain) -> set[str]:
    """Follow the uses from the product; what only bounds a cut-off is no part of the system.

    Datasets of the user's own databases are not followed: they stay where they are.
    """
    providers: dict[str, list[str]] = {}
    for use in chain.uses:
        providers.setdefault(use.consumer, []).append(use.provider)
    waiting, needed = [chain.demand[0]], set[str]()
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            if not _is_linked(chain, key):
                waiting.extend(providers.get(key, ()))
    return needed


def _is_linked(chain: SupplyChain, key: str) -> bool:
    dataset = chain.datasets.get(key)
    return dataset is not None and scheme_of(dataset.package) == BRIGHTWAY


def _key(chain: SupplyChain, key: str, database: str) -> Key:
    if _is_linked(chain, key):
        dataset = chain.datasets[key]
        return (database_of(dataset.package), dataset.code)
    return (database, key)


def _process(chain: SupplyChain, activity: Activity, key: Key, edges: list[ExportedEdge], location: str) -> ExportedProcess:
    dataset = chain.datasets.get(activity.key)
    if dataset is not None:
        package = chain.packages[dataset.package]
        parts = [f"{dataset.key}, {package.name} {package.version}", dataset.source, package.licence, dataset.comment]
        location = dataset.geography
    else:
        parts = [f"stage: {activity.stage}" if activity.stage else ""]
    unit = brightway_unit(activity.unit)
    made = ExportedEdge("production", key, activity.name, activity.reference, unit)
    comment = "; ".join(part for part in parts if part)
    return ExportedProcess(activity.key, activity.name, activity.product, unit, location or "GLO", comment, (made, *edges))


def _categories(flow: str) -> tuple[str, ...]:
    return ("natural resource", "in air") if flow in ("carbon dioxide, uptake", "carbon dioxide, removal") else ("air",)


def _factors(calculation: Calculation, database: str, used: set[str], project: BrightwayProject | None) -> dict[str, dict[Key, float]]:
    system = calculation.system
    sums = {name: parts for name, parts in SUMS.items() if "fossil" in system.factors}
    parts = {**sums, **{category.name: (category.name,) for category in system.categories}}
    tables = {}
    for name, members in parts.items():
        factors = dict(zip(system.flows, map(float, system.characterisation(members)), strict=True))
        table = {(database, flow_code(flow)): factors[flow] for flow in sorted(used) if factors[flow]}
        if project is not None:
            for key, (flow, amount) in project.mapped_flows().items():
                if factors.get(flow):
                    table[key] = amount * factors[flow]
        tables[name] = table
    return tables
