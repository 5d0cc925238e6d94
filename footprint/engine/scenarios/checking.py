"""Recompute rows of a batch one by one with Brightway, from the model on, and compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footprint.engine.brightway import solve
from footprint.engine.proof import TOLERANCE, check_structure, prove
from footprint.engine.scenarios.errors import ScenariosDisagree
from footprint.engine.scenarios.kernel import Scores
from footprint.engine.scenarios.template import Template
from footprint.engine.system import ADDENDS, compile_system
from footprint.errors import FootprintError
from footprint.inventory.library import Library
from footprint.model import evaluate
from footprint.supply_chain.models import link_evaluated
from footprint.units import Amount

__all__ = ["RowCheck", "check_rows", "row_overrides"]


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One row, computed twice.

    Parameters
    ----------
    row
        Its position.
    kernel, brightway
        The headline sum by the batch and by Brightway, in kg CO2e; ``None`` where the row fails.
    tolerance
        What they may be apart.
    codes
        Why it fails, by Brightway's way.
    """

    row: int
    kernel: float | None
    brightway: float | None
    tolerance: float
    codes: tuple[str, ...] = ()


def row_overrides(template: Template, values: Mapping[str, NDArray[np.float64]], row: int) -> dict[str, Amount]:
    """Give the amounts of one row as overrides of a single calculation, those of the template included."""
    overrides = dict(template.overrides)
    evaluated = template.evaluated
    for name, array in values.items():
        unit = (evaluated.amounts if "/" in name else evaluated.parameters)[name].unit
        value = np.atleast_1d(np.asarray(array, dtype=np.float64))
        overrides[name] = Amount(float(value[row if len(value) > 1 else 0]) / unit.factor, unit)
    return overrides


def check_rows(
    template: Template, library: Library, values: Mapping[str, NDArray[np.float64]], scores: Scores, rows: Sequence[int]
) -> tuple[RowCheck, ...]:
    """Recompute rows with ``bw2calc.LCA`` on the full system and compare every category and sum.

    Parameters
    ----------
    template, values, scores
        As they were given to, and came from, the kernel.
    library
        The one that the template was compiled with.
    rows
        Positions.

    Returns
    -------
    tuple of RowCheck
        One for each row.

    Raises
    ------
    ScenariosDisagree
        Where a score differs by more than 1e-9 of its scale, or a row fails on one side only.
    """
    return tuple(_checked(template, library, values, scores, row) for row in rows)


def _checked(template: Template, library: Library, values: Mapping[str, NDArray[np.float64]], scores: Scores, row: int) -> RowCheck:
    kernel = None if scores.failed[row] else float(scores.total[row])
    try:
        chain = link_evaluated(evaluate(template.model, row_overrides(template, values, row)), library)
        system = compile_system(chain, {name: flow.unit.text for name, flow in library.flows().items()})
        check_structure(system)
        solution = solve(system)
        proof = prove(system, solution)
    except FootprintError as error:
        codes = tuple(sorted({finding.code for finding in error.findings}))
        if kernel is not None:
            raise ScenariosDisagree(row=row, what="the total", kernel=repr(kernel), brightway=", ".join(codes), tolerance="0") from None
        return RowCheck(row, None, None, 0.0, codes)
    tolerance = max(proof.numerical_error, TOLERANCE * max(proof.scale, float(np.nan_to_num(scores.scale[row]))))
    if kernel is None:
        codes = tuple(sorted({failure.code for failure in scores.failures if row in failure.rows}))
        raise ScenariosDisagree(row=row, what="the total", kernel=", ".join(codes), brightway=repr(solution.total), tolerance="0")
    stated = {**solution.scores, "excl_uptake": solution.total, "iso_net": sum(solution.scores.get(part, 0.0) for part in ADDENDS)}
    for name, value in stated.items():
        found = float((scores.sums if name in scores.sums else scores.categories)[name][row])
        if not abs(found - value) <= tolerance:
            raise ScenariosDisagree(row=row, what=name, kernel=repr(found), brightway=repr(value), tolerance=f"{tolerance:.3g}")
    return RowCheck(row, kernel, solution.total, tolerance)
