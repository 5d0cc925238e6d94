"""Brightway's own ways to the same answers, each as its documentation recommends, on datapackages of the same system.

Every function gives the scores it computed and the seconds that they took, so that a run compares answers before it compares times.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.engine.datapackage import FIRST_FLOW_ID, activity_id, datapackage, method_datapackage
from footprint.engine.scenarios import Template
from footprint.engine.system import System

__all__ = ["adjoint_scores", "has_partitioned", "one_by_one", "partitioned_draws", "scenario_arrays"]

Timed = tuple[list[float], list[float]]


@contextmanager
def quiet() -> Iterator[Any]:
    """Give bw2calc without its advice on solvers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc

        yield bw2calc


def one_by_one(system: System, columns: list[int], kind: str = "LCA") -> Timed:
    """Score products one after the other with ``bw2calc.LCA`` or ``IterativeLCA``: redo with another demand, as documented.

    Returns
    -------
    scores
        By column.
    seconds
        Loading and the first product, then one entry for each further product.
    """
    with quiet() as bw2calc:
        data = [datapackage(system)]
        seconds, scores = [], []
        begun = time.perf_counter()
        lca = getattr(bw2calc, kind)({activity_id(columns[0]): 1.0}, data_objs=data)
        # `factorize=True` is the documented way to several products of one system; the iterative class needs none.
        lca.lci(factorize=kind == "LCA")
        lca.lcia()
        seconds.append(time.perf_counter() - begun)
        scores.append(float(lca.score))
        for column in columns[1:]:
            begun = time.perf_counter()
            lca.lci({activity_id(column): 1.0})
            lca.lcia()
            scores.append(float(lca.score))
            seconds.append(time.perf_counter() - begun)
    return scores, seconds


def adjoint_scores(system: System) -> tuple[NDArray[np.float64], float, float]:
    """Score one unit of every product with ``FastScoresOnlyMultiLCA`` in the adjoint direction.

    Returns
    -------
    scores
        By column.
    both, solving
        Seconds for loading and solving, and for solving once more with the matrices at hand.
    """
    with quiet() as bw2calc:
        package = datapackage(system)
        method = method_datapackage(system, system.headline)
        method.metadata["name"] = "headline"
        for resource in method.resources:
            resource["identifier"] = ["footprint", "headline"]
        inventory = package.exclude({"matrix": "characterization_matrix"})
        begun = time.perf_counter()
        lca = bw2calc.FastScoresOnlyMultiLCA(
            demands={str(column): {activity_id(column): 1.0} for column in range(system.size)},
            method_config={"impact_categories": [("footprint", "headline")]},
            data_objs=[inventory, method],
            direction="adjoint",
        )
        next(lca)
        loaded = time.perf_counter()
        lca.calculate()
        solved = time.perf_counter()
        return np.asarray(lca.scores).ravel(), loaded - begun, solved - loaded


def _entries(template: Template, values: Mapping[str, NDArray[np.float64]], count: int) -> dict[str, NDArray[np.float64]]:
    """Give the foreground's entries of A and B, shape (entries, scenarios), in the order of their triplets."""
    amounts = template.amounts(values)
    shares = template.share_values(amounts)
    found = {"A": {}, "B": {}}  # type: dict[str, dict[int, Any]]
    for entry in template.entries:
        if entry.matrix in found:
            value = np.broadcast_to(template.entry_value(entry, amounts, shares), (count,))
            known = found[entry.matrix]
            known[entry.number] = known[entry.number] + value if entry.number in known else value
    return {matrix: np.array([known[number] for number in sorted(known)]) for matrix, known in found.items()}


def _foreground_packages(template: Template) -> tuple[Any, Any, NDArray[np.int64], NDArray[np.int64]]:
    """Give the background's matrices as a package of vectors, the method, and the triplets of the foreground."""
    import bw_processing

    system = template.system
    rows, columns, values = system.technosphere
    flow_rows, flow_columns, flow_values = system.biosphere
    outside, emitted = columns >= template.foreground, flow_columns >= template.foreground
    background = bw_processing.create_datapackage(name="background", metadata={"database_dependencies": []})
    _vector(background, "technosphere_matrix", rows[outside] + 1, columns[outside] + 1, values[outside])
    _vector(background, "biosphere_matrix", flow_rows[emitted] + FIRST_FLOW_ID, flow_columns[emitted] + 1, flow_values[emitted])
    return background, method_datapackage(system, system.headline), np.flatnonzero(~outside), np.flatnonzero(~emitted)


def _vector(package: Any, matrix: str, rows: Any, columns: Any, values: Any, **more: Any) -> None:
    package.add_persistent_vector(
        matrix=matrix, name=f"{package.metadata['name']}_{matrix}", indices_array=_indices(rows, columns), data_array=values, **more
    )


def _indices(rows: Any, columns: Any) -> Any:
    import bw_processing

    indices = np.empty(len(rows), dtype=bw_processing.INDICES_DTYPE)
    indices["row"], indices["col"] = rows, columns
    return indices


def scenario_arrays(template: Template, values: Mapping[str, NDArray[np.float64]], count: int) -> Timed:
    """Score scenarios with ``LCA(use_arrays=True)``: the foreground as arrays, one column per scenario, the next one by ``next``.

    Returns
    -------
    scores
        By scenario.
    seconds
        By scenario; the first includes loading.
    """
    import bw_processing

    system = template.system
    with quiet() as bw2calc:
        background, method, own, emitted = _foreground_packages(template)
        entries = _entries(template, values, count)
        package = bw_processing.create_datapackage(name="foreground", sequential=True)
        rows, columns, _ = system.technosphere
        flow_rows, flow_columns, _ = system.biosphere
        package.add_persistent_array(
            matrix="technosphere_matrix", name="a", indices_array=_indices(rows[own] + 1, columns[own] + 1), data_array=entries["A"]
        )
        package.add_persistent_array(
            matrix="biosphere_matrix",
            name="b",
            indices_array=_indices(flow_rows[emitted] + FIRST_FLOW_ID, flow_columns[emitted] + 1),
            data_array=entries["B"],
        )
        begun = time.perf_counter()
        lca = bw2calc.LCA({activity_id(system.demand[0]): system.demand[1]}, data_objs=[background, package, method], use_arrays=True)
        lca.lci()
        lca.lcia()
        scores, seconds = [float(lca.score)], [time.perf_counter() - begun]
        for _ in range(count - 1):
            begun = time.perf_counter()
            next(lca)
            scores.append(float(lca.score))
            seconds.append(time.perf_counter() - begun)
    return scores, seconds


def has_partitioned() -> bool:
    """Tell whether ``PartitionedMonteCarloLCA`` can run here: it needs bw_graph_tools."""
    from importlib.util import find_spec

    return find_spec("bw_graph_tools") is not None


def partitioned_draws(template: Template, deviation: float, count: int) -> tuple[NDArray[np.float64], float, list[float]]:
    """Draw with ``PartitionedMonteCarloLCA``: the background solved once, inputs and emissions of the foreground lognormal.

    Returns
    -------
    scores
        By draw.
    setup
        Seconds until the first draw.
    seconds
        By draw.
    """
    import bw_processing
    import stats_arrays

    system = template.system
    with quiet() as bw2calc:
        background, method, own, emitted = _foreground_packages(template)
        package = bw_processing.create_datapackage(name="foreground", metadata={"database_dependencies": ["background"]})
        rows, columns, values = system.technosphere
        flow_rows, flow_columns, flow_values = system.biosphere

        def distributions(amounts: NDArray[np.float64], fixed: NDArray[np.bool_]) -> Any:
            found = np.zeros(len(amounts), dtype=bw_processing.UNCERTAINTY_DTYPE)
            usable = ~fixed & (amounts != 0)
            found["uncertainty_type"] = np.where(usable, stats_arrays.LognormalUncertainty.id, stats_arrays.UndefinedUncertainty.id)
            found["loc"] = np.where(usable, np.log(np.abs(np.where(amounts != 0, amounts, 1.0))), np.abs(amounts))
            found["scale"] = np.where(usable, deviation, np.nan)
            found["shape"] = found["minimum"] = found["maximum"] = np.nan
            found["negative"] = amounts < 0
            return found

        production = own < system.size
        inputs = values[own] < 0
        _vector(
            package,
            "technosphere_matrix",
            rows[own] + 1,
            columns[own] + 1,
            np.abs(values[own]),
            flip_array=inputs,
            distributions_array=distributions(np.abs(values[own]), production),
        )
        _vector(
            package,
            "biosphere_matrix",
            flow_rows[emitted] + FIRST_FLOW_ID,
            flow_columns[emitted] + 1,
            flow_values[emitted],
            distributions_array=distributions(flow_values[emitted], np.zeros(len(emitted), dtype=bool)),
        )
        begun = time.perf_counter()
        lca = bw2calc.PartitionedMonteCarloLCA(
            {activity_id(system.demand[0]): system.demand[1]}, ["background"], [background, package, method], seed_override=1
        )
        lca.lci()
        lca.lcia()
        setup = time.perf_counter() - begun
        scores, seconds = [], []
        for _ in range(count):
            begun = time.perf_counter()
            next(lca)
            scores.append(float(lca.score))
            seconds.append(time.perf_counter() - begun)
    return np.array(scores), setup, seconds
