"""From a model to its footprint: check, graph, calculate, compare."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint import __version__
from footprint.engine import check_structure, compile_system, prove, solve
from footprint.engine.brightway import brightway_versions
from footprint.engine.errors import MethodWithoutFootprint
from footprint.engine.result import Calculation, Footprint
from footprint.engine.system import System
from footprint.errors import EngineError, Finding, FootprintError, ProblemsFound
from footprint.insight.change import Change, change
from footprint.insight.contributions import cut_off_bounds, gases, leaf_contributions, stages
from footprint.insight.quality import data_quality, primary_data_share
from footprint.insight.scenarios import apply_scenario, scenario_problems
from footprint.insight.sums import sum_up
from footprint.inventory import open_library
from footprint.inventory.brightway_project import BrightwayProject
from footprint.model import ProductModel, check_model, evaluate, read
from footprint.model.evaluation import examine
from footprint.model.rules import apply_rules
from footprint.model.rules.errors import PackageNotListed
from footprint.supply_chain import SupplyChain, build_graph, build_supply_chain
from footprint.supply_chain.errors import PackageNotPinned
from footprint.units import Amount

if TYPE_CHECKING:
    import networkx

    from footprint.inventory import Library
    from footprint.inventory.source import DatasetSource


__all__ = ["ModelOrPath", "calculate", "calculate_with", "check", "difference", "graph", "library", "sources_of"]

ModelOrPath = ProductModel | str | os.PathLike[str]


def check(
    path: str | os.PathLike[str], inventories: Sequence[str | Path] = (), *, brightway: BrightwayProject | str | None = None
) -> tuple[Finding, ...]:
    """Collect the findings of every stage up to linking, and whether the processes can deliver at all.

    Parameters
    ----------
    path
        A product model file.
    inventories
        Folders with data packages of one's own.
    brightway
        A Brightway project, or its name, for datasets taken ``from: brightway:DATABASE/CODE``.

    Returns
    -------
    tuple of Finding
        Errors, warnings and notes in order of reading; empty where all is well.
    """
    library = open_library(inventories, sources_of(brightway))
    model, findings = check_model(path)
    findings = tuple(_at_hand(finding, library) for finding in findings)
    if model is not None:
        try:
            chain = build_supply_chain(model, library)
            found = chain.findings
            _structure(model, chain, library)
            found = (*found, *scenario_problems(model, (*findings, *found), lambda other, values: _linked(other, values, library)))
        except FootprintError as error:
            found = error.findings
        seen = {(finding.code, finding.place) for finding in findings}
        findings = (*findings, *(finding for finding in found if (finding.code, finding.place) not in seen))
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def _linked(model: ProductModel, values: Mapping[str, Amount], library: Library) -> tuple[Finding, ...]:
    """Link a model with other values, refuse what cannot deliver, and give what there is to say of it."""
    chain = build_supply_chain(model, library, values)
    _structure(model, chain, library)
    return chain.findings


def graph(model: ModelOrPath) -> networkx.MultiDiGraph:
    """Give the supply chain of a model as a graph; see `footprint.supply_chain.graph` for nodes, edges and attributes.

    In a notebook it shows itself as a drawing.

    Parameters
    ----------
    model
        A product model or its file.

    Raises
    ------
    ProblemsFound
        Where the model has errors.
    """
    from footprint.report.notebook import DrawnGraph

    return build_graph(evaluate(_model(model)), DrawnGraph())


def calculate(
    model: ModelOrPath,
    inventories: Sequence[str | Path] = (),
    overrides: Mapping[str, Amount] | None = None,
    *,
    scenario: str | None = None,
    brightway: BrightwayProject | str | None = None,
) -> Footprint:
    """Calculate the footprint of a product, with Brightway, and prove it.

    Parameters
    ----------
    model
        A product model or its file.
    inventories
        Folders with data packages of one's own.
    overrides
        Values of parameters that replace those of the model.
    scenario
        Name of a scenario of the model; `overrides` have the last word.
    brightway
        A Brightway project, or its name, for datasets taken ``from: brightway:DATABASE/CODE``.

    Returns
    -------
    Footprint
        Per declared unit, with everything that explains it.

    Raises
    ------
    ProblemsFound
        Where the model has errors.
    UnknownScenario, NoScenarios
        Where the model does not have the scenario.
    EngineError
        Where the result cannot be proved.
    """
    library = open_library(inventories, sources_of(brightway))
    try:
        model = _model(model)
    except ProblemsFound as error:
        raise ProblemsFound(_at_hand(finding, library) for finding in error.findings) from None
    if scenario is not None:
        model, values = apply_scenario(model, scenario)
        overrides = {**values, **(overrides or {})}
    return calculate_with(model, library, overrides)


def calculate_with(model: ProductModel, library: Library, overrides: Mapping[str, Amount] | None = None) -> Footprint:
    """Calculate as `calculate` does, with the packages of one library and no others: an evidence bundle must stand alone.

    Parameters
    ----------
    model
        A product model.
    library
        Where packages and methods are found.
    overrides
        Values of parameters that replace those of the model.
    """
    chain = build_supply_chain(model, library, overrides)
    if "fossil" not in {category.name for category in chain.method.categories}:
        raise MethodWithoutFootprint(model.place("method"), method=chain.method.name)
    system = _structure(model, chain, library)
    solution = solve(system)
    calculation = Calculation(chain, system, solution, prove(system, solution))
    return _interpret(model, calculation, overrides or {})


def library(inventories: Sequence[str | Path] = (), *, brightway: BrightwayProject | str | None = None) -> Library:
    """Open the packages that `calculate` would find, for analyses that calculate again: uncertainty, data quality of other models."""
    return open_library(inventories, sources_of(brightway))


def difference(
    old: ModelOrPath | Footprint,
    new: ModelOrPath | Footprint,
    old_inventories: Sequence[str | Path] = (),
    new_inventories: Sequence[str | Path] = (),
) -> Change:
    """Attribute the difference of two footprints exactly to inputs, factors, methods and structure.

    Parameters
    ----------
    old, new
        Results, or the models to calculate.
    old_inventories, new_inventories
        Folders with data packages of one's own, for each side.
    """
    before = old if isinstance(old, Footprint) else calculate(old, old_inventories)
    after = new if isinstance(new, Footprint) else calculate(new, new_inventories)
    return change(before, after)


def _at_hand(finding: Finding, library: Library) -> Finding:
    """Say of a package that the model does not list in which version it is at hand, if it is; the model alone cannot know."""
    name = finding.values.get("package", "")
    if finding.error is not PackageNotListed or name not in library.package_names():
        return finding
    return PackageNotPinned(finding.place, package=name, version=library.package(name).version).finding


def _structure(model: ProductModel, chain: SupplyChain, library: Library) -> System:
    """Compile, and refuse what would solve to nonsense, at the place of the exchange to look at first."""
    system = compile_system(chain, {name: flow.unit.text for name, flow in library.flows().items()})
    try:
        check_structure(system)
    except EngineError as error:
        exchange = next(iter(error.values.get("exchanges", ())), error.values.get("process", ""))
        raise error.at(model.place(f"processes/{exchange}")) from None
    return system


def _interpret(model: ProductModel, calculation: Calculation, overrides: Mapping[str, Amount]) -> Footprint:
    total = calculation.solution.total
    leaves = leaf_contributions(calculation, model)
    summed = sum_up(model, calculation)
    share, why_share = primary_data_share(leaves, total)
    quality, why_quality = data_quality(leaves, model)
    unknown = {"primary_data_share": why_share, "data_quality": why_quality}
    return Footprint(
        model=model,
        value=total,
        sum="excl_uptake",
        sums=summed.sums,
        categories=summed.categories,
        of_which=summed.of_which,
        biogenic_carbon_content=summed.biogenic_carbon,
        stages=stages(leaves, model, total),
        gases=gases(calculation),
        contributions=leaves,
        numerical_error=calculation.proof.numerical_error,
        cut_offs=cut_off_bounds(calculation),
        primary_data_share=share,
        data_quality=quality,
        allocations=calculation.chain.allocations,
        secondary_materials=calculation.chain.secondary_materials,
        reasons={**summed.reasons, **{name: why for name, why in unknown.items() if why}},
        provenance=_provenance(calculation.chain),
        findings=(*_findings(model, overrides), *calculation.chain.findings),
        calculation=calculation,
        overrides=dict(overrides),
    )


def _findings(model: ProductModel, overrides: Mapping[str, Amount]) -> tuple[Finding, ...]:
    """Give what there is to say of a model: with other values, what the rules say of those and no longer of its own."""
    if not overrides:
        return model.source.findings
    own = {(finding.sort_key, finding.place) for finding in apply_rules(model, examine(model))}
    kept = [finding for finding in model.source.findings if (finding.sort_key, finding.place) not in own]
    return (*kept, *apply_rules(model, examine(model, overrides)))


def _provenance(chain: SupplyChain) -> dict[str, Any]:
    counts = {name: dict(package.counts) for name, package in chain.packages.items() if package.counts}
    return {
        "inventories": {name: package.sha256 for name, package in chain.packages.items()},
        "versions": {name: package.version for name, package in chain.packages.items()},
        "method": chain.method.sha256,
        "models": dict(chain.models),
        "activity_tables": dict(chain.activity_tables),
        "inputs_without_producer": chain.omitted,
        **({"counts": counts} if counts else {}),
        "notices": sorted({package.notice for package in chain.packages.values() if package.notice}),
        "engine": {"footprint": __version__, **brightway_versions()},
    }


def sources_of(brightway: BrightwayProject | str | None) -> tuple[DatasetSource, ...]:
    """Give the sources of datasets beside data packages: a Brightway project, or the one of that name."""
    if brightway is None:
        return ()
    return (BrightwayProject(brightway),) if isinstance(brightway, str) else (brightway,)


def _model(model: ModelOrPath) -> ProductModel:
    return model if isinstance(model, ProductModel) else read(model)
