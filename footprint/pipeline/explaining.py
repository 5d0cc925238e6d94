"""What if: a product calculated again, with something changed: scenarios, electricity, allocation, reduction levers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from footprint.engine.result import Footprint
from footprint.insight.allocation_envelope import Envelope
from footprint.insight.allocation_envelope import envelope as envelope_with
from footprint.insight.electricity import GridSensitivity, grid_sensitivity
from footprint.insight.levers import STEP, TARGET, Levers
from footprint.insight.levers import levers as levers_with
from footprint.insight.scenarios import Calculate, WhatIf
from footprint.insight.scenarios import what_if as what_if_with
from footprint.inventory import Library, open_library
from footprint.pipeline.calculation import ModelOrPath, calculate, calculate_with, sources_of

if TYPE_CHECKING:
    from footprint.inventory.brightway_project import BrightwayProject
    from footprint.model.schema import Scenario

__all__ = ["electricity", "envelope", "levers", "what_if"]


def what_if(
    result: ModelOrPath | Footprint,
    scenarios: Iterable[str] | Mapping[str, Scenario] | None = None,
    inventories: Sequence[str | Path] = (),
    *,
    brightway: BrightwayProject | str | None = None,
) -> WhatIf:
    """Calculate scenarios of a product, each whole and with Brightway, and set them beside its footprint.

    Parameters
    ----------
    result
        A result, or a product model or its file, which is calculated first. Scenarios are applied on top of what was set for a result.
    scenarios
        Names of scenarios of the model, or scenarios by name, made with `footprint.model.Scenario`; all of the model by default.
    inventories
        Folders with data packages of one's own.
    brightway
        A Brightway project, or its name, for datasets taken ``from: brightway:DATABASE/CODE``.

    Returns
    -------
    WhatIf
        Value, delta and delta by stage of every scenario, in kg CO2e per declared unit; a scenario that cannot be calculated has
        findings in place of numbers.

    Raises
    ------
    UnknownScenario, NoScenarios
        The model does not have a scenario that is named.
    ProblemsFound
        Where the model itself has errors.
    """
    base, _, recalculate = _base(result, inventories, brightway)
    return what_if_with(base, scenarios, recalculate)


def electricity(
    result: ModelOrPath | Footprint,
    inventories: Sequence[str | Path] = (),
    *,
    averages: Sequence[str] | None = None,
    residuals: Sequence[str] | None = None,
    brightway: BrightwayProject | str | None = None,
) -> GridSensitivity:
    """Give the footprint with average electricity and with the residual mix; see `footprint.insight.electricity.grid_sensitivity`.

    Parameters
    ----------
    result
        A result, or a product model or its file, which is calculated first.
    inventories, brightway
        As for `what_if`.
    averages, residuals
        Datasets to choose from, such as those that a rule profile names.
    """
    base, library, _ = _base(result, inventories, brightway)
    return grid_sensitivity(base, library, averages=averages, residuals=residuals)


def envelope(
    result: ModelOrPath | Footprint, inventories: Sequence[str | Path] = (), *, brightway: BrightwayProject | str | None = None
) -> Envelope:
    """Give the range of a footprint over all allocation keys that can be applied; see `footprint.insight.allocation_envelope`.

    Parameters
    ----------
    result
        A result, or a product model or its file, which is calculated first.
    inventories, brightway
        As for `what_if`.
    """
    base, _, recalculate = _base(result, inventories, brightway)
    return envelope_with(base, recalculate)


def levers(
    result: ModelOrPath | Footprint,
    inventories: Sequence[str | Path] = (),
    *,
    target: float = TARGET,
    step: float = STEP,
    brightway: BrightwayProject | str | None = None,
) -> Levers:
    """Rank what would lower a footprint, each change calculated whole with Brightway.

    Parameters
    ----------
    result
        A result, or a product model or its file, which is calculated first.
    inventories, brightway
        As for `what_if`.
    target
        Share by which the footprint should fall: of each lever it is said how much of it alone would do.
    step
        Share by which the inputs of a process fall in the levers "less input per output".

    Returns
    -------
    Levers
        Values and differences in kg CO2e per declared unit, the largest reduction first; what is no lever with the reason; the best
        that go together.

    Raises
    ------
    TargetOutsideRange, StepOutsideRange
        Where target or step is no share between 0 and 1.
    ProblemsFound
        Where the model has errors.
    """
    base, library, recalculate = _base(result, inventories, brightway)
    return levers_with(base, library, recalculate, target, step=step)


def _base(
    result: ModelOrPath | Footprint, inventories: Sequence[str | Path], brightway: BrightwayProject | str | None
) -> tuple[Footprint, Library, Calculate]:
    """Give the result to start from, the library, and what calculates with it."""
    base = result if isinstance(result, Footprint) else calculate(result, inventories, brightway=brightway)
    library = open_library(inventories, sources_of(brightway))
    return base, library, lambda model, values: calculate_with(model, library, values)
