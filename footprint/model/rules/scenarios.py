"""Rules about named scenarios: what they change is there, has the dimension of what it replaces, and is stated once.

Whether a scenario can be allocated, linked and calculated is found where it is applied, by ``footprint check``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from footprint.errors import Finding, Place
from footprint.model.evaluation.amounts import Evaluation, stated_amounts, stated_in
from footprint.model.evaluation.errors import OverrideDimension, UnknownOverride
from footprint.model.evaluation.parameters import stated_parameters
from footprint.model.limits import suggest
from footprint.model.rules.references import all_references
from footprint.model.rules.scenario_errors import (
    AddedBadly,
    ScenarioChangesNothing,
    ScenarioStatesTwice,
    ScenarioWithoutAllocation,
    ScenarioWithoutExchange,
)
from footprint.model.schema import Allocation, Exchange, ProductModel, Scenario
from footprint.units import Amount, Formula

__all__ = [
    "BOUGHT",
    "RULES",
    "check_scenarios",
    "check_scenarios_change",
    "scenario_expressions",
    "scenario_findings",
]

BOUGHT = ("inputs", "wastes")
"""Sections of exchanges that may be from a dataset."""

ADDABLE = (*BOUGHT, "emissions", "removals")
"""Sections that a scenario may add to; another output would be another process."""

Placed = Callable[[str], Place | None]
"""Gives the place of a part of a scenario, such as ``from/kiln/inputs/coal``."""


def scenario_findings(model: ProductModel, scenario: Scenario, place: Placed) -> Iterator[Finding]:
    """Find what a scenario names that the model does not have.

    Parameters
    ----------
    model
        The model.
    scenario
        One of its own, or one that was made for it.
    place
        Where each part of it stands.
    """
    bought = [exchange for exchange, _, section, _, _ in model.exchanges() if section in BOUGHT]
    for name in scenario.sources:
        if name not in bought:
            yield ScenarioWithoutExchange(place(f"from/{name}"), name=name, suggestions=suggest(name, bought)).finding
    for name in scenario.added:
        why = _not_addable(model, name)
        if why:
            yield AddedBadly(place(f"add/{name}"), name=name, why=why[0], why_zh=why[1]).finding
    shared = [name for name, process in model.processes.items() if len(process.outputs) > 1]
    for name in scenario.allocations:
        if name not in shared:
            yield ScenarioWithoutAllocation(place(f"allocation/{name}"), name=name, suggestions=suggest(name, shared)).finding
    known = [*stated_parameters(model), *stated_amounts(model)]
    for name in scenario.amounts:
        process, _, rest = name.partition("/")
        if name in scenario.added or (process in scenario.allocations and rest.startswith("allocation/")):
            yield ScenarioStatesTwice(place(f"set/{name}"), name=name).finding
        elif name not in known:
            yield UnknownOverride(place(f"set/{name}"), name=name, suggestions=suggest(name, known)).finding


def _not_addable(model: ProductModel, name: str) -> tuple[str, str] | None:
    process, _, rest = name.partition("/")
    section, _, own = rest.partition("/")
    if process not in model.processes:
        return f"there is no process `{process}`", f"没有过程 `{process}`"
    if section not in ADDABLE or not own.strip() or "/" in own:
        return (
            f"an id is PROCESS/SECTION/NAME, with a section of {', '.join(ADDABLE)}",
            f"编号格式为 过程/类别/名称，类别为 {'、'.join(ADDABLE)}",
        )
    if own in getattr(model.processes[process], section):
        return "the model has it already; change it with `set` or `from`", "模型中已有该交换；请用 `set` 或 `from` 修改"
    return None


def check_scenarios(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a scenario changes what the model has, and sets parameters in their dimension."""
    if model.source.changes is not None:
        return
    for name, scenario in model.scenarios.items():
        placed = _placed(model, name)
        yield from scenario_findings(model, scenario, placed)
        for key, amount in scenario.amounts.items():
            expected = numbers.parameters.dimensions.get(key)
            if expected is not None and amount.dimension != expected:
                values = {"name": key, "amount": str(amount), "found": str(amount.dimension), "expected": str(expected)}
                yield OverrideDimension(placed(f"set/{key}"), **values).finding


def check_scenarios_change(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Warn of scenarios, and parts of them, that leave things as they are."""
    if model.source.changes is not None:
        return
    records = {exchange: record for exchange, _, _, _, record in model.exchanges()} if model.scenarios else {}
    stated = {**stated_parameters(model), **stated_amounts(model)} if model.scenarios else {}
    for name, scenario in model.scenarios.items():
        placed = _placed(model, name)
        if not (scenario.amounts or scenario.sources or scenario.added or scenario.allocations or scenario.inventories):
            yield ScenarioChangesNothing(model.key_place(f"scenarios/{name}"), scenario=name, at="", at_zh="").finding
        for part in _idle(model, scenario, stated, records):
            at = part.partition("/")[2]
            yield ScenarioChangesNothing(placed(part), scenario=name, at=f" of `{at}`", at_zh=f"（`{at}`）").finding


def scenario_expressions(model: ProductModel) -> Iterator[Amount | Formula | None]:
    """Yield what scenarios state with formulas: the amounts of what they add, and the figures of their allocations."""
    for scenario in model.scenarios.values():
        yield from (record.amount for record in scenario.added.values())
        for allocation in scenario.allocations.values():
            yield from (expression for _, expression in stated_in(allocation))


def _placed(model: ProductModel, name: str) -> Placed:
    return lambda part: model.place(f"scenarios/{name}/{part}")


def _idle(
    model: ProductModel, scenario: Scenario, stated: Mapping[str, Amount | Formula | None], records: Mapping[str, Exchange]
) -> Iterator[str]:
    """Name the parts of a scenario that state what the model has."""
    for key, amount in scenario.amounts.items():
        own = stated.get(key)
        if isinstance(own, Amount) and own.dimension == amount.dimension and own.base == amount.base:
            yield f"set/{key}"
    for exchange, reference in scenario.sources.items():
        record = records.get(exchange)
        if record is not None and record.source_dataset is not None and record.source_dataset.text == reference.text:
            yield f"from/{exchange}"
    for process, allocation in scenario.allocations.items():
        own_allocation = model.processes[process].allocation if process in model.processes else None
        if own_allocation is not None and _shares(own_allocation) == _shares(allocation):
            yield f"allocation/{process}"
    used = {reference.package for _, reference in all_references(model)} | {"elementary-flows"}
    for package, version in scenario.inventories.items():
        if package not in used or model.inventories.get(package) == version:
            yield f"inventories/{package}"


def _shares(allocation: Allocation) -> dict[str, object]:
    """Give what decides how a process is shared: all but the words."""
    return {name: getattr(allocation, name) for name in type(allocation).model_fields if name not in ("why", "source")}


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (check_scenarios, check_scenarios_change)
