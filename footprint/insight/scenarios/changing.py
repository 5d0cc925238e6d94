"""A model with other datasets, allocations and values, as a record that calculates like a model written so.

The file the model was read from stays its file, and every part keeps its place; `ProductModel.source.changes` says what is not as the
file says. What a named scenario changes has its place in the scenario, so that a problem points at the line that makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from footprint.errors import Finding, Place, ProblemsFound, Severity
from footprint.insight.scenarios.errors import NoScenarios, UnknownScenario
from footprint.model.evaluation import examine
from footprint.model.evaluation.amounts import amount_path
from footprint.model.fields import DatasetReference
from footprint.model.limits import suggest
from footprint.model.origin import Changes, Source
from footprint.model.rules import apply_rules
from footprint.model.rules.products import makers
from footprint.model.rules.scenarios import scenario_findings
from footprint.model.schema import Allocation, Exchange, Process, ProductModel, Scenario
from footprint.units import Amount

__all__ = ["apply_scenario", "changed", "scenario_named"]

Places = Mapping[str, tuple[int, int]]


def changed(
    model: ProductModel,
    set: Mapping[str, Amount | str] | None = None,
    sources: Mapping[str, DatasetReference | str] | None = None,
    allocations: Mapping[str, Allocation] | None = None,
    *,
    added: Mapping[str, Exchange] | None = None,
    inventories: Mapping[str, str] | None = None,
) -> tuple[ProductModel, dict[str, Amount]]:
    """Give a model with other datasets, allocations and values.

    Parameters
    ----------
    model
        The model; it stays as it is. It may have been changed before.
    set
        Other values, by name of the parameter or exchange id, or by what an allocation states.
    sources
        Where inputs and wastes are from or go to, by exchange id. A declared factor, a cut-off, a contract and ratings that held for
        what was there before are gone; the amount and its evidence stay.
    allocations
        Other allocations, by process.
    added
        Further inputs, wastes, emissions and removals, by the exchange id they get.
    inventories
        Versions of data packages that replace or extend those that are pinned.

    Returns
    -------
    (ProductModel, dict of Amount)
        The changed model, and the values to calculate it with. `ProductModel.source` is that of the file, and its ``changes`` say what
        was changed.

    Raises
    ------
    ProblemsFound
        With everything that does not fit the model, and every rule that the changed model breaks.
    UnitError, ModelError
        A text that cannot be read as an amount or a dataset.
    """
    given = {"amounts": set, "sources": sources, "allocations": allocations, "added": added, "inventories": inventories}
    return apply_scenario(model, Scenario.model_validate({name: part or {} for name, part in given.items()}, by_name=True))


def scenario_named(model: ProductModel, name: str) -> Scenario:
    """Give a scenario of a model.

    Raises
    ------
    UnknownScenario
        It has none of that name; likely ones are suggested.
    NoScenarios
        It has none at all.
    """
    if name in model.scenarios:
        return model.scenarios[name]
    if not model.scenarios:
        raise NoScenarios(Place(model.source.file), model=model.source.file)
    known = list(model.scenarios)
    raise UnknownScenario(model.key_place("scenarios"), name=name, known=known, suggestions=suggest(name, known))


def apply_scenario(
    model: ProductModel, scenario: str | Scenario, overrides: Mapping[str, Amount] | None = None
) -> tuple[ProductModel, dict[str, Amount]]:
    """Give a model as a scenario has it, as `changed` does.

    Parameters
    ----------
    model
        The model; it stays as it is.
    scenario
        Name of one of its scenarios, or a scenario that is not in the file.
    overrides
        Values that hold already; those of the scenario take their place.

    Raises
    ------
    UnknownScenario, NoScenarios
        The model does not have it.
    ProblemsFound
        With everything that does not fit the model, and every rule that the changed model breaks.
    """
    name = scenario if isinstance(scenario, str) else None
    asked = scenario_named(model, scenario) if isinstance(scenario, str) else scenario
    path = f"scenarios/{name}"
    problems = list(scenario_findings(model, asked, lambda part: model.place(f"{path}/{part}") if name else None))
    if problems:
        raise ProblemsFound(problems)
    # What an allocation stated goes with it.
    values = {key: amount for key, amount in (overrides or {}).items() if not _of_allocation(key, asked.allocations)}
    values.update(asked.amounts)
    if name is None and not (asked.sources or asked.added or asked.allocations or asked.inventories):
        return model, values
    processes = _processes(model, asked) if asked.sources or asked.added or asked.allocations else model.processes
    other = model.model_copy(update={"processes": processes, "inventories": {**model.inventories, **asked.inventories}})
    # A copy shares its private parts with the model: what is remembered of the one must not be taken for the other.
    other._known = {}
    other._source = replace(_relocated(model, path, asked) if name else model.source, changes=_changes(model.source.changes, name, asked))
    other._source = replace(other.source, findings=_findings(model, other, values))
    return other, values


def _of_allocation(key: str, allocations: Iterable[str]) -> bool:
    process, _, rest = key.partition("/")
    return rest.startswith("allocation/") and process in allocations


def _processes(model: ProductModel, scenario: Scenario) -> dict[str, Process]:
    made = makers(model)
    updates: dict[str, dict[str, Any]] = {}
    for exchange, reference in scenario.sources.items():
        process, section, name = exchange.split("/")
        section_now = updates.setdefault(process, {}).setdefault(section, dict(getattr(model.processes[process], section)))
        section_now[name] = _taken_from(section_now[name], reference, made)
    for exchange, record in scenario.added.items():
        process, section, name = exchange.split("/")
        updates.setdefault(process, {}).setdefault(section, dict(getattr(model.processes[process], section)))[name] = record
    for process, allocation in scenario.allocations.items():
        updates.setdefault(process, {})["allocation"] = allocation
    return {name: record.model_copy(update=updates[name]) if name in updates else record for name, record in model.processes.items()}


def _taken_from(record: Exchange, reference: DatasetReference, made: Mapping[str, str]) -> Exchange:
    """Give an exchange that is from elsewhere, without what was said of where it was from."""
    gone = dict.fromkeys(("declared", "cut_off", "secondary", "contract", "dqr", "on_site"))
    # `product` names the flow whose properties hold; where it named a product of the model or of another one, it was the source.
    if record.product in made or reference.kind == "model":
        gone["product"] = None
    if record.declared is not None:
        gone["source"] = None
    return record.model_copy(update={**gone, "source_dataset": reference})


def _changes(before: Changes | None, name: str | None, scenario: Scenario) -> Changes:
    """Add up what was changed; one scenario upon another has both names."""
    before = before or Changes()
    added = {key: record.source_dataset.text if record.source_dataset else record.flow or "" for key, record in scenario.added.items()}
    return Changes(
        scenarios=(*before.scenarios, *((name,) if name else ())),
        sources={**before.sources, **{key: reference.text for key, reference in scenario.sources.items()}},
        added={**before.added, **added},
        allocations={**before.allocations, **{process: allocation.key for process, allocation in scenario.allocations.items()}},
        inventories={**before.inventories, **scenario.inventories},
    )


def _relocated(model: ProductModel, path: str, scenario: Scenario) -> Source:
    """Give the places of a model, those of the scenario for what it changes."""
    moved = {f"inventories/{name}": f"inventories/{name}" for name in scenario.inventories}
    for key in scenario.sources:
        # That an amount does not fit its dataset comes of the new dataset.
        moved |= {f"processes/{key}/from": f"from/{key}", f"processes/{key}/amount": f"from/{key}"}
    moved |= {f"processes/{key}": f"add/{key}" for key in scenario.added}
    moved |= {f"processes/{process}/allocation": f"allocation/{process}" for process in scenario.allocations}
    for key in scenario.amounts:
        target = amount_path(model, key) if "/" in key else f"parameters/{key}"
        moved[target] = f"set/{key}"
        # In the short form the amount or the value has no place of its own.
        moved[f"processes/{key}/amount" if "/" in key else f"{target}/value"] = f"set/{key}"
    source = model.source
    quoted = (*(text for text in source.quoted if not _below(text, moved)), *_moved(source.quoted, path, moved))
    return replace(
        source,
        places=_replaced(source.places, path, moved),
        keys=_replaced(source.keys, path, moved),
        quoted=frozenset(quoted),
    )


def _replaced(places: Places, path: str, moved: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    kept = {part: spot for part, spot in places.items() if not _below(part, moved)}
    for new, old in _moved(places, path, moved).items():
        kept[new] = places[old]
    return kept


def _below(part: str, moved: Mapping[str, str]) -> bool:
    """Tell whether a path is one of those that are moved, or below one; these are at most five keys deep."""
    while part:
        if part in moved:
            return True
        part = part.rpartition("/")[0]
    return False


def _moved(parts: Iterable[str], path: str, moved: Mapping[str, str]) -> dict[str, str]:
    """Pair the paths that parts of a scenario get with those at which they stand."""
    known: dict[str, list[str]] = {}
    for new, old in moved.items():
        known.setdefault(f"{path}/{old}", []).append(new)
    found: dict[str, str] = {}
    for part in parts:
        if not part.startswith(path + "/"):
            continue
        head = part
        while len(head) > len(path):
            for new in known.get(head, ()):
                found[new + part[len(head) :]] = part
            head = head.rpartition("/")[0]
    return found


def _findings(model: ProductModel, other: ProductModel, values: Mapping[str, Amount]) -> tuple[Finding, ...]:
    """Give what there is to say of a changed model; it must hold with the values that come with it, not without them.

    Raises
    ------
    ProblemsFound
        Where it does not hold.
    """
    numbers = examine(other, values)
    errors = [finding for finding in (*numbers.findings, *apply_rules(other, numbers)) if finding.severity is Severity.ERROR]
    if errors:
        raise ProblemsFound({(finding.sort_key, finding.place): finding for finding in errors}.values())
    own = {(finding.sort_key, finding.place) for finding in apply_rules(model, examine(model))}
    kept = [finding for finding in model.source.findings if (finding.sort_key, finding.place) not in own]
    return (*kept, *apply_rules(other, examine(other)))
