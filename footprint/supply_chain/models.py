"""From a model to its linked supply chain, with the other product models that it takes inputs from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from footprint.errors import FootprintError, Place, nearest
from footprint.files import confined
from footprint.inventory.library import Library
from footprint.inventory.records import Dataset, Method
from footprint.model import Evaluated, evaluate, read
from footprint.model.fields import DatasetReference
from footprint.model.schema import ProductModel
from footprint.supply_chain.allocation import allocate
from footprint.supply_chain.background import Background, collect_background
from footprint.supply_chain.chain import CutOffInput, SupplyChain
from footprint.supply_chain.errors import AllocatedAway, ModelLoop, TooManyModels, UnknownDataset
from footprint.supply_chain.graph import build_graph
from footprint.supply_chain.linking import link
from footprint.units import Amount

__all__ = ["build_supply_chain", "chain_of_dataset", "link_alike", "link_evaluated"]

DEPTH_LIMIT = 10
# Models of one supply chain, counted once for every way that leads to them: each way has processes of its own.
MODEL_LIMIT = 200


def build_supply_chain(model: ProductModel, library: Library, overrides: Mapping[str, Amount] | None = None) -> SupplyChain:
    """Evaluate, build, allocate and link a model.

    Parameters
    ----------
    model
        As `footprint.model.read` gives it.
    library
        Where packages and methods are found.
    overrides
        Values of parameters that replace those of the file.

    Raises
    ------
    ProblemsFound
        With every problem of the stage that fails.
    """
    return link_evaluated(evaluate(model, overrides or {}), library)


def link_evaluated(evaluated: Evaluated, library: Library) -> SupplyChain:
    """Build, allocate and link a model whose amounts are known; see `build_supply_chain`.

    Parameters
    ----------
    evaluated
        A model with the amounts of all its exchanges, whether or not they are its own.
    """
    return link_alike([evaluated], library)[0]


def link_alike(versions: Sequence[Evaluated], library: Library) -> list[SupplyChain]:
    """Link one model with several sets of amounts; other models are read, and datasets collected, only once.

    Parameters
    ----------
    versions
        Of the same model.
    """
    model = versions[0].model
    method = library.method(model.method, model.place("method"))
    builder = _Builder(library, method)
    return [builder.build(evaluated, (_identity(model.source.file),)) for evaluated in versions]


@dataclass(slots=True)
class _Builder:
    """Builds a model and all that it refers to; each file is read and built once, however many ways lead to it."""

    library: Library
    method: Method
    known: dict[str, tuple[ProductModel, SupplyChain] | FootprintError] = field(default_factory=dict)
    collected: dict[tuple[frozenset[str], frozenset[tuple[str, str]]], Background] = field(default_factory=dict)

    def build(self, evaluated: Evaluated, trail: tuple[str, ...]) -> SupplyChain:
        model = evaluated.model
        graph = allocate(build_graph(evaluated), evaluated)
        renamed: dict[str, tuple[ProductModel, SupplyChain]] = {}

        def linked_model(reference: DatasetReference, place: Place) -> SupplyChain:
            if reference.file not in renamed:
                other, chain = self._other(model, reference, place, trail)
                count = sum(len(chain.models) for _, chain in renamed.values()) + len(chain.models) + 1
                if count > MODEL_LIMIT:
                    raise TooManyModels(place, limit=MODEL_LIMIT)
                renamed[reference.file] = other, _renamed(chain, f"{reference.file}#", other)
            other, chain = renamed[reference.file]
            return _asked_for(other, chain, f"{reference.file}#", reference.flow or other.product.flow, place)

        return link(graph, evaluated, self.library, self.method, linked_model, self._collect)

    def _collect(self, roots: Iterable[Dataset], pins: Mapping[str, str]) -> Background:
        """Collect the datasets behind some, once for the same ones."""
        roots = list(roots)
        key = frozenset(dataset.key for dataset in roots), frozenset(pins.items())
        if key not in self.collected:
            self.collected[key] = collect_background(roots, self.library, pins)
        return self.collected[key]

    def _other(
        self, model: ProductModel, reference: DatasetReference, place: Place, trail: tuple[str, ...]
    ) -> tuple[ProductModel, SupplyChain]:
        """Give another model and its chain, which depend on nothing but its file; what it fails with it fails with again."""
        path = confined(Path(model.source.folder or "."), reference.file, place)
        identity = _identity(path)
        circle = " → ".join(Path(step).name for step in (*trail, identity))
        if identity in trail or len(trail) >= DEPTH_LIMIT:
            raise ModelLoop(place, circle=circle)
        if identity not in self.known:
            if len(self.known) >= MODEL_LIMIT:
                raise TooManyModels(place, limit=MODEL_LIMIT)
            try:
                other = read(path)
                self.known[identity] = other, self.build(evaluate(other), (*trail, identity))
            except FootprintError as error:
                self.known[identity] = error
        known = self.known[identity]
        if isinstance(known, FootprintError):
            raise known
        below = max((name.count("#") + 1 for name in known[1].models), default=0)
        if len(trail) + 1 + below > DEPTH_LIMIT:
            raise ModelLoop(place, circle=circle)
        return known


def _identity(path: str | Path) -> str:
    try:
        return str(Path(path).resolve())
    except (OSError, RuntimeError, ValueError):
        return str(path)


def _asked_for(model: ProductModel, chain: SupplyChain, prefix: str, flow: str, place: Place) -> SupplyChain:
    """Ask a renamed chain for one of the products of its model: nothing changes but the demand."""
    if flow == model.product.flow:
        return chain
    processes = {name: process_id for process_id, process in model.processes.items() for name in process.outputs}
    if flow not in processes:
        values = {"dataset": flow, "package": model.source.file, "version": model.product.version}
        raise UnknownDataset(place, **values, suggestions=nearest(flow, processes))
    for key in (f"{prefix}{processes[flow]}", f"{prefix}{processes[flow]}@{flow}"):
        if key in chain.activities and chain.activities[key].product == flow:
            return replace(chain, demand=(key, 1.0))
    raise AllocatedAway(place, flow=flow, process=processes[flow], user=place.path or place.file)


def _renamed(chain: SupplyChain, prefix: str, model: ProductModel) -> SupplyChain:
    """Put the model's file before all names of its own, so that two models may both have a `mixing`."""
    names = {key: key if activity.origin == "dataset" else prefix + key for key, activity in chain.activities.items()}
    activities = {
        names[key]: activity if activity.origin == "dataset" else replace(activity, key=names[key], origin="model")
        for key, activity in chain.activities.items()
    }
    return replace(
        chain,
        activities=activities,
        uses=tuple(replace(use, consumer=names[use.consumer], provider=names[use.provider]) for use in chain.uses),
        elementary=tuple(replace(entry, activity=names[entry.activity]) for entry in chain.elementary),
        demand=(names[chain.demand[0]], chain.demand[1]),
        cut_offs=tuple(_renamed_cut_off(cut, prefix, names) for cut in chain.cut_offs),
        findings=(*model.source.findings, *chain.findings),
        activity_tables=_prefixed(chain.activity_tables, prefix),
        allocations=tuple({**allocation, "process": f"{prefix}{allocation['process']}"} for allocation in chain.allocations),
        secondary_materials=tuple(prefix + exchange for exchange in chain.secondary_materials),
        models={prefix.removesuffix("#"): model.source.sha256, **_prefixed(chain.models, prefix)},
    )


def _renamed_cut_off(cut: CutOffInput, prefix: str, names: Mapping[str, str]) -> CutOffInput:
    proxy = cut.proxy if cut.proxy is None else names[cut.proxy]
    return replace(cut, exchange=prefix + cut.exchange, activity=names[cut.activity], proxy=proxy)


def _prefixed(digests: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {prefix + name: digest for name, digest in digests.items()}


def chain_of_dataset(key: str, library: Library, method: str) -> SupplyChain:
    """Give the supply chain of one reference output of a dataset, without any foreground.

    Parameters
    ----------
    key
        ``PACKAGE/CODE``.
    library
        Where packages and methods are found.
    method
        Name of the method.

    Raises
    ------
    UnknownDataset
        Where the package does not have it.
    ProblemsFound
        With every defect of the datasets reached.
    """
    name, _, code = key.partition("/")
    package = library.package(name)
    if code not in package.datasets:
        raise UnknownDataset(dataset=code, package=name, version=package.version, suggestions=nearest(code, package.datasets))
    background = collect_background([package.datasets[code]], library, {})
    return SupplyChain(
        activities=background.activities,
        uses=background.uses,
        elementary=background.elementary,
        demand=(key, package.datasets[code].reference.value),
        cut_offs=(),
        datasets=background.datasets,
        packages=background.packages,
        method=library.method(method),
    )
