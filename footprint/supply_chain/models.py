"""From a model to its linked supply chain, with the other product models that it takes inputs from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from footprint.errors import Place, nearest
from footprint.files import confined
from footprint.inventory.library import Library
from footprint.inventory.records import Method
from footprint.model import evaluate, read
from footprint.model.fields import DatasetReference
from footprint.model.schema import ProductModel
from footprint.supply_chain.allocation import allocate
from footprint.supply_chain.background import collect_background
from footprint.supply_chain.chain import SupplyChain
from footprint.supply_chain.errors import ModelLoop, UnknownDataset
from footprint.supply_chain.graph import build_graph
from footprint.supply_chain.linking import link
from footprint.units import Amount

__all__ = ["build_supply_chain", "chain_of_dataset"]

DEPTH_LIMIT = 10


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
    method = library.method(model.method, model.place("method"))
    return _build(model, library, method, overrides or {}, (model.source.file,))


def _build(model: ProductModel, library: Library, method: Method, overrides: Mapping[str, Amount], trail: tuple[str, ...]) -> SupplyChain:
    evaluated = evaluate(model, overrides)
    graph = allocate(build_graph(evaluated), evaluated)

    def linked_model(reference: DatasetReference, place: Place) -> SupplyChain:
        folder = Path(model.source.folder or ".")
        path = confined(folder, reference.file, place)
        if str(path) in trail or len(trail) >= DEPTH_LIMIT:
            raise ModelLoop(place, circle=" → ".join(Path(step).name for step in (*trail, str(path))))
        other = read(path)
        wanted = reference.flow or other.product.flow
        if wanted != other.product.flow:
            other = _of_flow(other, wanted, place)
        chain = _build(other, library, method, {}, (*trail, str(path)))
        return _renamed(chain, f"{reference.file}#", {reference.file: other.source.sha256})

    return link(graph, evaluated, library, method, linked_model)


def _of_flow(model: ProductModel, flow: str, place: Place) -> ProductModel:
    """Ask the same model for another of its products."""
    outputs = {name: exchange for process in model.processes.values() for name, exchange in process.outputs.items()}
    if flow not in outputs:
        raise UnknownDataset(
            place, dataset=flow, package=model.source.file, version=model.product.version, suggestions=nearest(flow, outputs)
        )
    declared = outputs[flow].amount
    if not isinstance(declared, Amount):
        declared = next(
            iter(evaluate(model).amounts[key] for key, _, section, name, _ in model.exchanges() if (section, name) == ("outputs", flow))
        )
    product = model.product.model_copy(update={"flow": flow, "declared_unit": Amount(1.0, declared.unit)})
    return model.model_copy(update={"product": product})


def _renamed(chain: SupplyChain, prefix: str, models: Mapping[str, str]) -> SupplyChain:
    """Put the model's file before the keys of its own processes, so that two models may both have a `mixing`."""
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
        models={**models, **{prefix + name: digest for name, digest in chain.models.items()}},
    )


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
