"""Paths through a supply chain: each from the product to one emission or leaf, with what it adds alone.

The footprint is the sum over all paths (the power series of the inverse). They are followed from the product, the most promising
first; a way on which all that is left upstream, counted without signs, is below the cut-off is not followed further, and what the
shown paths leave out is stated.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
import scipy.sparse.linalg as linalg

from footprint.engine.result import Calculation, Footprint
from footprint.insight.explanation.tree import Links, links_of

__all__ = ["Path", "Paths", "Step", "supply_paths"]

PATH_LIMIT = 10_000
"""How many ways are followed at most; what is left then is part of what is hidden."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step upstream: exchange id (empty within datasets), and what is taken."""

    exchange: str
    name: str

    def as_dict(self) -> dict[str, Any]:
        """Give the step as plain data."""
        return {"exchange": self.exchange or None, "name": self.name}


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the product to where something is emitted.

    Parameters
    ----------
    steps
        From the product to the emission, or to a dataset or declared footprint that is not unfolded.
    value
        In kg CO2e per declared unit.
    share
        Of the total; ``None`` where the total is zero.
    """

    steps: tuple[Step, ...]
    value: float
    share: float | None

    def as_dict(self) -> dict[str, Any]:
        """Give the path as plain data."""
        return {"steps": [step.as_dict() for step in self.steps], "value": self.value, "share": self.share}


@dataclass(frozen=True, slots=True)
class Paths:
    """The largest paths, and what they hide.

    Parameters
    ----------
    paths
        Largest |value| first.
    hidden
        Total less the shown paths, in kg CO2e.
    cut_off
        Share of the scale below which a way is not followed.
    complete
        Whether every way above the cut-off was followed; with loops or many paths the limit may end the search.
    """

    paths: tuple[Path, ...]
    total: float
    hidden: float
    cut_off: float
    complete: bool

    def as_dict(self) -> dict[str, Any]:
        """Give the paths as plain data."""
        return {
            "paths": [path.as_dict() for path in self.paths],
            "total": self.total,
            "hidden": self.hidden,
            "cut_off": self.cut_off,
            "complete": self.complete,
        }


def supply_paths(result: Footprint, *, cut_off: float = 0.005, datasets: bool = False) -> Paths:
    """Give the paths of a footprint that carry more than a share of it.

    Parameters
    ----------
    result
        Of a calculation.
    cut_off
        Share of the scale S = Σ|c b x|; a way with less left upstream is not followed.
    datasets
        Whether to go on within datasets; otherwise a dataset ends a path with all that it carries.
    """
    calculation, total = result.calculation, result.value
    links = links_of(calculation)
    bounds = _unsigned_intensities(calculation, links)
    least = cut_off * calculation.proof.scale
    key, amount = calculation.chain.demand
    count = itertools.count()
    waiting: list[tuple[float, int, str, float, tuple[Step, ...]]] = [(-math.inf, next(count), key, amount, (Step("", key),))]
    found: list[Path] = []
    followed = 0
    while waiting and followed < PATH_LIMIT:
        _, _, key, amount, steps = heapq.heappop(waiting)
        followed += 1
        for exchange, flow, per_unit in links.emissions.get(key, ()):
            value = amount * per_unit * links.factors[flow]
            if abs(value) >= least:
                found.append(Path((*steps, Step(exchange, flow)), value, value / total if total else None))
        for exchange, provider, per_unit in links.inputs.get(key, ()):
            taken, way = amount * per_unit, (*steps, Step(exchange, provider))
            if not datasets and links.origins[provider] in ("dataset", "declared"):
                value = taken * links.intensities[provider]
                if abs(value) >= least:
                    found.append(Path(way, value, value / total if total else None))
                continue
            left = abs(taken) * bounds[provider]
            if left >= least:
                heapq.heappush(waiting, (-left, next(count), provider, taken, way))
    found.sort(key=lambda path: (-abs(path.value), tuple(step.name for step in path.steps)))
    return Paths(tuple(found), total, total - math.fsum(path.value for path in found), cut_off, not waiting)


def _unsigned_intensities(calculation: Calculation, links: Links) -> Mapping[str, float]:
    """Give for every activity what it carries when nothing cancels: the solution with all entries of one sign.

    Where such a solution does not exist (credits within a loop) there is no bound, and every way counts as promising.
    """
    system = calculation.system
    index = {key: number for number, key in enumerate(system.activities)}
    rows, columns, values = [], [], []
    for consumer, inputs in links.inputs.items():
        for _, provider, amount in inputs:
            rows.append(index[provider])
            columns.append(index[consumer])
            values.append(abs(amount))
    uses = sparse.csc_matrix((values, (rows, columns)), shape=(system.size, system.size))
    direct = np.array([_direct(links, key) for key in system.activities])
    solved = linalg.spsolve((sparse.identity(system.size, format="csc") - uses.T).tocsc(), direct)
    if not np.all(np.isfinite(solved)) or np.any(solved < -1e-9 * np.max(np.abs(solved), initial=1.0)):
        return dict.fromkeys(system.activities, math.inf)
    return {key: float(solved[number]) for key, number in index.items()}


def _direct(links: Links, key: str) -> float:
    return math.fsum(abs(amount * links.factors[flow]) for _, flow, amount in links.emissions.get(key, ()))
