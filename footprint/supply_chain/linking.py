"""Linking: tie every exchange of an allocated graph to one provider or elementary flow, or say why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from footprint.errors import Finding, FootprintError, Place, ProblemsFound, nearest
from footprint.inventory.library import Library
from footprint.inventory.records import Dataset, Method
from footprint.inventory.source import scheme_of
from footprint.model import Evaluated
from footprint.model.errors import TooManyProblems
from footprint.model.fields import DatasetReference
from footprint.model.limits import FINDING_LIMIT
from footprint.model.schema import Exchange
from footprint.supply_chain.allocation import allocation_shares, flow_amounts
from footprint.supply_chain.background import Background, dataset_properties
from footprint.supply_chain.chain import Activity, CutOffInput, Elementary, SupplyChain, Use
from footprint.supply_chain.conversion import Converted, convert, shortened
from footprint.supply_chain.directions import check_directions
from footprint.supply_chain.errors import (
    AllocatedAway,
    Co2FactorInFootprint,
    LinkDimension,
    PackageNotPinned,
    PackageVersionsDiffer,
    TreatmentAsInput,
    UnknownDataset,
    UnknownElementaryFlow,
    WasteToProduction,
)
from footprint.supply_chain.flow_names import suggest_flows
from footprint.supply_chain.graph import AVOIDED, makers
from footprint.supply_chain.warnings import chain_warnings
from footprint.units import Amount, conversion_factor, parse_unit
from footprint.units.errors import WrongDimension

if TYPE_CHECKING:
    import networkx

__all__ = ["LinkedModel", "link"]

AGGREGATED = "CO2e, GWP set not stated"

# Gives the linked supply chain of another product model: (file as written, place) -> chain.
LinkedModel = Callable[[DatasetReference, Place], SupplyChain]


@dataclass(slots=True)
class _Linker:
    """Collects the links of one model; one method per kind of edge."""

    graph: networkx.MultiDiGraph
    evaluated: Evaluated
    library: Library
    linked_model: LinkedModel
    activities: dict[str, Activity] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    elementary: list[Elementary] = field(default_factory=list)
    cut_offs: list[CutOffInput] = field(default_factory=list)
    roots: dict[str, Dataset] = field(default_factory=dict)
    others: dict[str, SupplyChain] = field(default_factory=dict)
    first_named: dict[str, str] = field(default_factory=dict)
    taken_from: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    records: dict[str, Exchange] = field(default_factory=dict)
    made_by: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        self.records = {exchange_id: record for exchange_id, _, _, _, record in self.evaluated.model.exchanges()}
        self.made_by = makers(self.graph)
        for node, attributes in self.graph.nodes(data=True):
            if attributes["kind"] == "process":
                self._activity(node, attributes)
        for source, target, data in self.graph.edges(data=True):
            if len(self.findings) >= FINDING_LIMIT:
                self.findings.append(TooManyProblems(self.place(data["exchange"]), limit=FINDING_LIMIT).finding)
                break
            if data["section"] == "outputs":
                continue
            process, other = (source, target) if source.startswith("process:") else (target, source)
            try:
                self._edge(process.removeprefix("process:"), other, data)
            except FootprintError as error:
                place = self.place(data["exchange"])
                found = (finding.error(finding.place or place, **finding.values).finding for finding in error.findings)
                # A package that is not at hand fails every exchange that uses it, at one and the same place.
                self.findings.extend(finding for finding in found if finding not in self.findings)

    def place(self, exchange: str, key: str = "") -> Place:
        path = f"processes/{exchange}" + (f"/{key}" if key else "")
        return self.evaluated.model.place(path)

    def _activity(self, node: str, attributes: Mapping[str, Any]) -> None:
        key = node.removeprefix("process:")
        outputs = [data for _, _, data in self.graph.out_edges(node, data=True) if data["section"] == "outputs"]
        if len(outputs) != 1:  # a process without outputs, or several without allocation: found by the checks of the model
            return
        amount = outputs[0]["amount"]
        self.activities[key] = Activity(
            key=key,
            name=attributes["name"],
            product=outputs[0]["exchange"].rpartition("/")[2],
            unit=amount.unit.text,
            reference=amount.value,
            origin="foreground",
            process=attributes["process"],
            stage=attributes["stage"],
        )

    def _edge(self, activity: str, node: str, data: Mapping[str, Any]) -> None:
        kind, _, name = node.partition(":")
        exchange, section, amount = data["exchange"], data["section"], data["amount"]
        record = self.records.get(exchange)
        if kind == "flow":
            self._flow(activity, name, amount, exchange, section)
        elif record is not None and record.cut_off is not None:
            self._cut_off(activity, amount, exchange, record)
        elif kind == "secondary":
            return  # enters free of primary burden; its processing is modelled as a process of its own
        elif kind == "product":
            self._product(activity, name, amount, exchange)
        elif kind == "declared" and record is not None and record.declared is not None:
            self._declared(activity, amount, exchange, record.declared)
        elif kind == "model":
            reference = self._reference(exchange, record)
            provider, value = self._model(reference, amount, exchange)
            self.taken_from.add(reference.file)
            avoided = section == AVOIDED
            self.uses.append(Use(activity, provider, -value if avoided else value, exchange, avoided=avoided))
        else:
            self._dataset(activity, name, amount, exchange, section)

    def _flow(self, activity: str, name: str, amount: Amount, exchange: str, section: str) -> None:
        flow = self.library.flows().get(name)
        if flow is None:
            raise UnknownElementaryFlow(self.place(exchange, "flow"), flow=name, suggestions=suggest_flows(name, self.library.flows()))
        try:
            value = amount.value * conversion_factor(amount.unit, flow.unit)
        except WrongDimension:
            dimensions = {"dimension": str(amount.unit.dimension), "unit": flow.unit.text, "unit_dimension": str(flow.unit.dimension)}
            raise LinkDimension(self.place(exchange, "amount"), amount=shortened(amount), target=name, **dimensions) from None
        self.elementary.append(Elementary(activity, name, value, exchange))

    def _product(self, activity: str, name: str, amount: Amount, exchange: str) -> None:
        maker = self.made_by.get(f"product:{name}")
        if maker is None:
            process = next((key for key, process in self.evaluated.model.processes.items() if name in process.outputs), "")
            raise AllocatedAway(self.place(exchange), flow=name, process=process, user=activity)
        provider = self.activities[maker.removeprefix("process:")]
        converted = self._convert(amount, provider.unit, name, exchange, {})
        self.uses.append(Use(activity, provider.key, converted.value, exchange, tuple(map(str, converted.bridges))))

    def _declared(self, activity: str, amount: Amount, exchange: str, declared: Amount) -> None:
        unit = parse_unit("kg CO2e")
        burden = amount.unit.dimension * declared.unit.dimension
        if burden != unit.dimension:
            dimensions = {"dimension": str(burden), "unit": unit.text, "unit_dimension": str(unit.dimension)}
            raise LinkDimension(self.place(exchange, "declared"), amount=f"{shortened(amount)} × {declared}", target=exchange, **dimensions)
        key = f"declared:{exchange}"
        if key not in self.activities:
            name = f"declared footprint of {exchange.rpartition('/')[2]}"
            self.activities[key] = Activity(key, name, exchange.rpartition("/")[2], amount.unit.text, 1.0, "declared")
            self.elementary.append(Elementary(key, AGGREGATED, amount.unit.factor * declared.base / unit.factor))
        self.uses.append(Use(activity, key, amount.value, exchange))

    def _model(self, reference: DatasetReference, amount: Amount, exchange: str) -> tuple[str, float]:
        place = self.place(exchange, "from")
        chain = self.linked_model(reference, place)
        # Several products of one model share its processes, which are joined once.
        self.others.setdefault(reference.file, chain)
        self.first_named.setdefault(reference.file, reference.text)
        provider = chain.activities[chain.demand[0]]
        return provider.key, self._convert(amount, provider.unit, reference.text, exchange, {}).value

    def _reference(self, exchange: str, record: Exchange | None) -> DatasetReference:
        """Give the other model that an exchange, or what a co-product replaces, is taken from."""
        if record is not None and record.source_dataset is not None:
            return record.source_dataset
        process, _, _, name = exchange.split("/", 3)
        allocation = self.evaluated.model.processes[process].allocation
        avoided = allocation.avoided if allocation is not None else None
        assert avoided is not None, "no other edge leads to a model"
        return avoided[name].source_dataset

    def _dataset(self, activity: str, name: str, amount: Amount, exchange: str, section: str) -> None:
        dataset = self._find(name, exchange)
        treats = dataset.reference.value < 0
        if section == "wastes" and dataset.kind != "treatment" and not treats:
            raise WasteToProduction(self.place(exchange, "from"), dataset=dataset.key, product=dataset.product)
        if section != "wastes" and treats:
            raise TreatmentAsInput(self.place(exchange, "from"), dataset=dataset.key)
        properties = dataset_properties(self.library.package(dataset.package, self._version(dataset.package)), dataset)
        converted = self._convert(amount, dataset.reference.unit.text, dataset.key, exchange, properties)
        # A treatment in the manner of Brightway has a reference of −1: a positive amount of waste must cause a positive activity.
        sign = -1.0 if (section == AVOIDED) != treats else 1.0
        bridges = tuple(map(str, converted.bridges))
        self.uses.append(Use(activity, dataset.key, sign * converted.value, exchange, bridges, avoided=section == AVOIDED))

    def _cut_off(self, activity: str, amount: Amount, exchange: str, record: Exchange) -> None:
        assert record.cut_off is not None
        proxy, value = None, 0.0
        reference = record.cut_off.proxy
        if reference is not None and reference.kind == "model":
            proxy, value = self._model(reference, amount, exchange)
        elif reference is not None:
            dataset = self._find(reference.text, exchange, "cut_off/proxy")
            properties = dataset_properties(self.library.package(dataset.package, self._version(dataset.package)), dataset)
            proxy = dataset.key
            value = self._convert(amount, dataset.reference.unit.text, dataset.key, exchange, properties).value
            value *= -1.0 if dataset.reference.value < 0 else 1.0
        self.cut_offs.append(CutOffInput(exchange, record.cut_off.why, activity, proxy, value, amount))

    def _find(self, key: str, exchange: str, where: str = "from") -> Dataset:
        name, _, code = key.partition("/")
        place = self.place(exchange, where)
        pins = self.evaluated.model.inventories
        # A Brightway database has no version that it could be pinned to; its digest stands in the provenance.
        if name not in pins and not scheme_of(name):
            package = self.library.package(name, None, place)
            raise PackageNotPinned(place, package=name, version=package.version)
        package = self.library.package(name, pins.get(name), self.evaluated.model.place(f"inventories/{name}") if name in pins else place)
        if code not in package.datasets and not scheme_of(name):
            suggestions = [f"{name}/{match}" for match in nearest(code, package.datasets, limit=4)]
            raise UnknownDataset(place, dataset=code, package=name, version=package.version, suggestions=suggestions)
        dataset = package.datasets[code]
        if dataset.basis == "co2-only":
            raise Co2FactorInFootprint(place, dataset=key)
        self.roots[dataset.key] = dataset
        return dataset

    def _version(self, package: str) -> str | None:
        return self.evaluated.model.inventories.get(package)

    def _convert(self, amount: Amount, unit: str, target: str, exchange: str, known: Mapping[str, Amount]) -> Converted:
        """Convert with the properties that the package states, and those of the model, which come first."""
        record = self.records.get(exchange)
        flow = (record.product if record else None) or exchange.rpartition("/")[2]
        own = flow_amounts(self.evaluated.model, flow)
        return convert(amount, parse_unit(unit), {**known, **own}, target, self.place(exchange, "amount"), flow)


def link(
    graph: networkx.MultiDiGraph,
    evaluated: Evaluated,
    library: Library,
    method: Method,
    linked_model: LinkedModel,
    collect: Callable[[Iterable[Dataset], Mapping[str, str]], Background],
) -> SupplyChain:
    """Link an allocated graph.

    Parameters
    ----------
    graph
        As `allocate` gives it.
    evaluated
        The model it was built from.
    library
        Where datasets are found.
    method
        Decides which flows count.
    linked_model
        Gives the supply chain of another product model.
    collect
        Follows datasets to all that they use, with the versions that are pinned.

    Raises
    ------
    ProblemsFound
        With every exchange that cannot be linked.
    """
    linker = _Linker(graph, evaluated, library, linked_model)
    linker.run()
    linker.findings.extend(check_directions(linker.elementary, method, linker.place))
    demand = _demand(linker)
    if linker.findings:
        raise ProblemsFound(linker.findings)
    pins = _pins(linker)
    # What a model that only bounds a cut-off leaves out or shares is no part of the result.
    taken = [chain for file, chain in linker.others.items() if file in linker.taken_from]
    roots = [*linker.roots.values(), *(dataset for chain in linker.others.values() for dataset in chain.datasets.values())]
    background = collect(roots, pins)
    other_activities = {
        key: activity for chain in linker.others.values() for key, activity in chain.activities.items() if activity.origin != "dataset"
    }
    chain = SupplyChain(
        activities={**linker.activities, **other_activities, **background.activities},
        uses=(*linker.uses, *_of_others(linker.others, "uses", other_activities), *background.uses),
        elementary=(*linker.elementary, *_of_others(linker.others, "elementary", other_activities), *background.elementary),
        demand=demand,
        cut_offs=(*linker.cut_offs, *(cut for other in taken for cut in other.cut_offs)),
        datasets=background.datasets,
        packages=background.packages,
        method=method,
        models={name: digest for other in linker.others.values() for name, digest in other.models.items()},
        activity_tables=_tables(linker),
        allocations=(*_allocations(evaluated), *(allocation for other in taken for allocation in other.allocations)),
        secondary_materials=(*_secondary(evaluated), *(exchange for other in taken for exchange in other.secondary_materials)),
    )
    findings = (*chain_warnings(chain, evaluated, linker.roots), *(finding for other in taken for finding in other.findings))
    # A model that is reached on two ways says everything twice.
    return replace(chain, findings=tuple({(finding.sort_key, finding.place): finding for finding in findings}.values()))


def _tables(linker: _Linker) -> dict[str, str]:
    own = {activity.file: activity.sha256 for activity in linker.evaluated.model.source.activities.values()}
    return {**own, **{name: digest for other in linker.others.values() for name, digest in other.activity_tables.items()}}


def _allocations(evaluated: Evaluated) -> tuple[Mapping[str, Any], ...]:
    """Record how the processes with several products of a model were shared."""
    return tuple(
        {
            "process": name,
            "by": process.allocation.key,
            "why": process.allocation.why,
            "shares": allocation_shares(name, process, evaluated),
        }
        for name, process in evaluated.model.processes.items()
        if process.allocation is not None and len(process.outputs) > 1
    )


def _secondary(evaluated: Evaluated) -> tuple[str, ...]:
    return tuple(exchange for exchange, _, _, _, record in evaluated.model.exchanges() if record.secondary)


def _pins(linker: _Linker) -> dict[str, str]:
    """Join the versions that this model and the other models pin; they must agree."""
    pins = dict(linker.evaluated.model.inventories)
    findings = []
    for file, chain in linker.others.items():
        for name, package in chain.packages.items():
            if pins.setdefault(name, package.version) != package.version:
                place = linker.evaluated.model.place(f"inventories/{name}")
                values = {"who": linker.first_named[file], "package": name, "wanted": package.version, "pinned": pins[name]}
                findings.append(PackageVersionsDiffer(place, **values).finding)
    if findings:
        raise ProblemsFound(findings)
    return pins


def _demand(linker: _Linker) -> tuple[str, float]:
    """Give the activity that makes the product, and how much of it one declared unit takes."""
    model = linker.evaluated.model
    maker = linker.made_by.get(f"product:{model.product.flow}", "").removeprefix("process:")
    if maker not in linker.activities:
        if not linker.findings:
            place = model.place("product/flow")
            process = next((key for key, record in model.processes.items() if model.product.flow in record.outputs), "")
            linker.findings.append(AllocatedAway(place, flow=model.product.flow, process=process, user="product").finding)
        return "", 0.0
    properties = dict(flow_amounts(model, model.product.flow))
    mass, declared = model.product.mass_per_declared_unit, model.product.declared_unit
    if mass is not None and mass.unit.dimension != declared.unit.dimension:
        properties["mass"] = Amount(mass.value / declared.value, mass.unit / declared.unit)
    unit = parse_unit(linker.activities[maker].unit)
    try:
        converted = convert(model.product.declared_unit, unit, properties, model.product.flow, model.place("product/declared_unit"))
    except FootprintError as error:
        linker.findings.extend(error.findings)
        return "", 0.0
    return maker, converted.value


def _of_others(others: Mapping[str, SupplyChain], part: str, activities: Mapping[str, Activity]) -> list[Any]:
    """Give the links of other models' own activities; a model reached on two ways counts once."""
    links: list[Any] = []
    done: set[str] = set()
    for chain in others.values():
        owned = [(entry.consumer if part == "uses" else entry.activity, entry) for entry in getattr(chain, part)]
        links.extend(replace(entry, exchange="") for owner, entry in owned if owner in activities and owner not in done)
        done.update(chain.activities)
    return links
