"""Problems of scenarios, found without calculating them: each is applied, evaluated, allocated and linked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from footprint.errors import Finding, FootprintError, Place, Severity
from footprint.insight.scenarios.changing import apply_scenario
from footprint.insight.scenarios.errors import ScenarioFails, ScenarioWarns
from footprint.model.evaluation import examine
from footprint.model.rules import apply_rules
from footprint.model.schema import ProductModel
from footprint.units import Amount

__all__ = ["Link", "identities", "scenario_problems"]

Link = Callable[[ProductModel, Mapping[str, Amount]], Iterable[Finding]]
"""Allocates and links a model with other values, and gives what there is to say of it; raises what stands against it."""


def scenario_problems(model: ProductModel, known: Iterable[Finding], link: Link) -> Iterator[Finding]:
    """Yield what stands against each scenario of a model, and what there is to say with it only.

    A problem that stands in the scenario itself is given as it is; one that stands elsewhere is told by the scenario that makes it.

    Parameters
    ----------
    model
        The model, without errors of its own.
    known
        What was found in it without any scenario.
    link
        The stages of the pipeline up to linking.
    """
    said = {identity for finding in known for identity in identities(finding)}
    for name in model.scenarios:
        inside = f"scenarios/{name}/"
        spots = sorted((spot, path) for path, spot in model.source.places.items() if path.startswith(inside))
        for finding in _found(model, name, link):
            if finding.severity is Severity.NOTE or not said.isdisjoint(identities(finding)):
                continue
            path = _path_of(finding.place, spots) if finding.place and finding.place.file == model.source.file else ""
            if finding.place and path:
                yield replace(finding, place=replace(finding.place, path=path))
            else:
                yield _told(model, name, finding)


def _path_of(place: Place, spots: Sequence[tuple[tuple[int, int], str]]) -> str:
    """Give the part of a scenario that a place lies in; nothing where it lies elsewhere."""
    before = [path for (line, column), path in spots if line == place.line and column <= place.column]
    return before[-1] if before else ""


def identities(finding: Finding) -> tuple[tuple[object, ...], ...]:
    """Give what tells one finding from another: its code with its words, and with its place.

    What is said of all datasets of a package at one place names other ones with a scenario, and is no news.
    """
    words = finding.code, finding.message()
    return (words, (finding.code, finding.place)) if finding.place else (words,)


def _found(model: ProductModel, name: str, link: Link) -> list[Finding]:
    try:
        other, values = apply_scenario(model, name)
        return [*apply_rules(other, examine(other, values)), *link(other, values)]
    except FootprintError as error:
        return list(error.findings)


def _told(model: ProductModel, name: str, finding: Finding) -> Finding:
    error = ScenarioFails if finding.severity is Severity.ERROR else ScenarioWarns
    words = {"what": finding.message("en"), "what_zh": finding.message("zh"), "help": finding.hint("en"), "help_zh": finding.hint("zh")}
    return error(model.key_place(f"scenarios/{name}"), scenario=name, problem=finding.code, **words).finding
