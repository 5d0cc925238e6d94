"""The only door to Brightway: solve a system with ``bw2calc.LCA`` on datapackages."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.engine.datapackage import activity_id, datapackage, method_datapackage
from footprint.engine.errors import NothingEmitted, SingularSystem
from footprint.engine.system import System

__all__ = ["Solution", "brightway_versions", "solve"]


@dataclass(frozen=True, eq=False)
class Solution:
    """What Brightway computed.

    Parameters
    ----------
    activity
        Activity levels x, shape (n,), in the order of the system.
    total
        Score of the headline sum.
    scores
        Score by category of the method.
    """

    activity: NDArray[np.float64]
    total: float
    scores: Mapping[str, float]


def solve(system: System) -> Solution:
    """Solve a system with bw2calc.

    Returns
    -------
    Solution
        As Brightway gives it: not yet proved.

    Raises
    ------
    NothingEmitted
        Where there is nothing to count.
    SingularSystem
        Where the factorisation fails.
    """
    bw2calc = _bw2calc()
    if not len(system.flows):
        raise NothingEmitted
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lca = bw2calc.LCA({activity_id(system.demand[0]): system.demand[1]}, data_objs=[datapackage(system)])
        try:
            lca.lci()
        except (RuntimeError, ValueError, bw2calc.errors.BW2CalcError) as error:
            raise SingularSystem(processes=f"{error}") from error
        lca.lcia()
        total = float(lca.score)
        scores = {category.name: _score(lca, system, (category.name,)) for category in system.categories}
    columns = [lca.dicts.activity[activity_id(number)] for number in range(system.size)]
    return Solution(np.asarray(lca.supply_array, dtype=np.float64)[columns], total, scores)


def brightway_versions() -> dict[str, str]:
    """Name the versions of what computed the result."""
    from importlib.metadata import version

    return {name: version(name) for name in ("bw2calc", "bw_processing", "matrix_utils", "numpy", "scipy")}


def _score(lca: Any, system: System, parts: Sequence[str]) -> float:
    if not np.any(system.characterisation(parts)):
        return 0.0
    lca.load_lcia_data([method_datapackage(system, parts)])
    lca.lcia_calculation()
    return float(lca.score)


def _bw2calc() -> Any:
    with warnings.catch_warnings(), _bw2data_out_of_sight():
        # bw2calc advises on its solver when imported; a command with --json must stay silent.
        warnings.simplefilter("ignore")
        import bw2calc
        import bw2calc.errors
    return bw2calc


@contextmanager
def _bw2data_out_of_sight() -> Iterator[None]:
    """Let bw2calc be imported as if bw2data were not installed, unless one of them is loaded already.

    Importing bw2data creates folders among the user's Brightway projects and may write to standard output. bw2calc needs it for
    the names in its data frames only, and imports it again where it is given databases instead of datapackages.
    """
    if {"bw2calc", "bw2data"} & set(sys.modules):
        yield
        return
    sys.modules["bw2data"] = None  # type: ignore[assignment]  # makes the import fail, as documented
    try:
        yield
    finally:
        del sys.modules["bw2data"]
