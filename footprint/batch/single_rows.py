"""Models that are calculated once each: the whole system solved directly and proved, without a template.

Linking, compiling and proving are those of an ordinary calculation; only the equations are solved here instead of by
Brightway, which recomputes some rows of every batch.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse.linalg as linalg
from numpy.typing import NDArray

from footprint.batch.columns import NUMBERS
from footprint.batch.evaluation import Results, warned
from footprint.batch.heads import Head
from footprint.engine import check_structure, compile_system, prove
from footprint.engine.brightway import Solution
from footprint.engine.errors import MethodWithoutFootprint, NothingEmitted, SingularSystem
from footprint.engine.result import Calculation
from footprint.engine.system import System
from footprint.errors import EngineError, FootprintError
from footprint.insight.sums import sum_up
from footprint.inventory import Library
from footprint.model import ProductModel
from footprint.supply_chain import SupplyChain

__all__ = ["LARGEST_SYSTEM", "Once", "solve_directly"]

LARGEST_SYSTEM = 3000
"""Activities above which a background that was solved before is worth a template."""


@dataclass(frozen=True, eq=False)
class Once:
    """Calculates a model at its own values, however many rows ask for it."""

    model: ProductModel
    chain: SupplyChain
    library: Library

    def evaluate(self, heads: tuple[Head, ...], values: Mapping[str, NDArray[np.float64]], count: int) -> Results:
        """Calculate the model and give it to every row."""
        assert not heads, "models of a batch without table have nothing that varies"
        try:
            numbers = self._numbers()
        except FootprintError as error:
            return Results({}, dict.fromkeys(range(count), error.findings))
        everywhere = np.arange(count)
        doubts = dict.fromkeys(warned((*self.model.source.findings, *self.chain.findings)), everywhere)
        return Results({name: np.full(count, np.nan if value is None else value) for name, value in numbers.items()}, doubts=doubts)

    def _numbers(self) -> dict[str, float | None]:
        chain = self.chain
        if "fossil" not in {category.name for category in chain.method.categories}:
            raise MethodWithoutFootprint(self.model.place("method"), method=chain.method.name)
        system = compile_system(chain, {name: flow.unit.text for name, flow in self.library.flows().items()})
        try:
            check_structure(system)
        except EngineError as error:
            exchange = next(iter(error.values.get("exchanges", ())), error.values.get("process", ""))
            raise error.at(self.model.place(f"processes/{exchange}")) from None
        solution = solve_directly(system)
        calculation = Calculation(chain, system, solution, prove(system, solution))
        summed = sum_up(self.model, calculation)
        own: dict[str, Any] = {"total": solution.total, "numerical_error": calculation.proof.numerical_error}
        found = {**own, **summed.sums, **summed.categories, **summed.of_which}
        return {name: found.get(name) for name in NUMBERS}


def solve_directly(system: System) -> Solution:
    """Solve A x = f with SciPy; the answer is not yet proved.

    Raises
    ------
    NothingEmitted
        Where there is nothing to count.
    SingularSystem
        Where the factorisation fails.
    """
    if not len(system.flows):
        raise NothingEmitted
    with warnings.catch_warnings():
        warnings.simplefilter("error", linalg.MatrixRankWarning)
        try:
            activity = linalg.splu(system.a.tocsc()).solve(system.f)
        except (RuntimeError, linalg.MatrixRankWarning) as error:
            raise SingularSystem(processes=f"{error}") from error
    inventory = system.b @ activity
    scores = {category.name: float(system.factors[category.name] @ inventory) for category in system.categories}
    return Solution(np.asarray(activity, np.float64), float(system.characterisation(system.headline) @ inventory), scores)
