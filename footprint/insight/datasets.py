"""Footprints of datasets: what one reference output carries, without any product model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from footprint.engine.proof import adjoint, check_structure
from footprint.engine.system import System, compile_system
from footprint.errors import FootprintError
from footprint.inventory.library import Library
from footprint.inventory.records import Dataset
from footprint.supply_chain.background import Background, collect_background
from footprint.supply_chain.chain import Activity, SupplyChain, Use

__all__ = ["METHOD", "DatasetFootprint", "dataset_footprints"]

METHOD = "ipcc-ar6-gwp100"
"""The method of a product model that names none."""

ALL = "all datasets"


@dataclass(frozen=True, slots=True)
class DatasetFootprint:
    """What one reference output of a dataset carries.

    Parameters
    ----------
    value
        In kg CO2e, of the headline sum.
    lower_bound
        Whether inputs without producer are left out somewhere in its supply chain.
    method
        The method that weighs the elementary flows.
    """

    value: float
    lower_bound: bool
    method: str


def dataset_footprints(datasets: Iterable[Dataset], library: Library, method: str = METHOD) -> dict[str, DatasetFootprint]:
    """Compute the footprints of datasets, in one solution for each package.

    Parameters
    ----------
    datasets
        What to compute; CO2 factors, which no footprint may use, are passed over.
    library
        Where packages and methods are found.
    method
        Name of the method.

    Returns
    -------
    dict
        By key of the dataset. What cannot be computed is missing: the check of the package says why.
    """
    by_package: dict[str, list[Dataset]] = {}
    for dataset in datasets:
        if dataset.basis != "co2-only":
            by_package.setdefault(dataset.package, []).append(dataset)
    found: dict[str, DatasetFootprint] = {}
    for roots in by_package.values():
        try:
            found.update(_of_package(roots, library, method))
        except FootprintError:
            continue
    return found


def _of_package(roots: Sequence[Dataset], library: Library, method: str = METHOD) -> dict[str, DatasetFootprint]:
    background = collect_background(roots, library, {})
    system = _system(roots, background, library, method)
    check_structure(system)
    parts = adjoint(system)
    column = {key: number for number, key in enumerate(system.activities)}
    incomplete = _incomplete(background)
    return {
        dataset.key: DatasetFootprint(
            value=dataset.reference.value * sum(float(parts[part][column[dataset.key]]) for part in system.headline if part in parts),
            lower_bound=dataset.key in incomplete,
            method=method,
        )
        for dataset in roots
    }


def _system(roots: Sequence[Dataset], background: Background, library: Library, method: str) -> System:
    """Compile the datasets under one activity that uses them all: the intensities do not depend on what is asked for."""
    chain = SupplyChain(
        activities={ALL: Activity(ALL, ALL, ALL, "item", 1.0, "foreground"), **background.activities},
        uses=(*(Use(ALL, dataset.key, 1.0) for dataset in roots), *background.uses),
        elementary=background.elementary,
        demand=(ALL, 1.0),
        cut_offs=(),
        datasets=background.datasets,
        packages=background.packages,
        method=library.method(method),
    )
    units: Mapping[str, str] = {name: flow.unit.text for name, flow in library.flows().items()}
    return compile_system(chain, units)


def _incomplete(background: Background) -> set[str]:
    """Find the datasets that use, at whatever distance, one with an input that nobody makes."""
    users: dict[str, list[str]] = {}
    for use in background.uses:
        users.setdefault(use.provider, []).append(use.consumer)
    waiting = [key for key, dataset in background.datasets.items() if any(part.kind == "unlinked" for part in dataset.exchanges)]
    reached: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(users.get(key, ()))
    return reached
