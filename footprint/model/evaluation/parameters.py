"""Evaluates the parameters of a model, each after those it is made of."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from footprint.errors import Finding, FootprintError, Place
from footprint.model.evaluation.errors import (
    AmountTooLarge,
    CircularParameters,
    MissingParameterValue,
    OverrideDimension,
    UnknownOverride,
    UnknownParameter,
)
from footprint.model.evaluation.readable import readable_unit
from footprint.model.limits import FINDING_LIMIT, suggest
from footprint.model.schema import ProductModel
from footprint.units import Amount, Dimension, Formula

__all__ = ["Parameters", "circles", "evaluate_formula", "order_of_evaluation", "parameters_of", "stated_parameters"]


@dataclass(slots=True)
class Parameters:
    """The parameters of a model, evaluated.

    Parameters
    ----------
    amounts
        Value and unit by name; a parameter with a problem is absent.
    dimensions
        Dimension by name, also where the value could not be computed.
    base
        Value in coherent base units by name, for formulas.
    stated
        Names the model has, whether or not they could be evaluated.
    findings
        What is wrong.
    """

    stated: frozenset[str] = frozenset()
    amounts: dict[str, Amount] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    base: dict[str, float] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def set(self, name: str, amount: Amount) -> None:
        """Give a parameter its value."""
        self.amounts[name] = amount
        self.dimensions[name] = amount.dimension
        self.base[name] = amount.base


def parameters_of(model: ProductModel, overrides: Mapping[str, Amount]) -> Parameters:
    """Evaluate all parameters of a model.

    Parameters
    ----------
    model
        The model; its activity tables may give parameters, too.
    overrides
        Values that take the place of the model's own, by name.
    """
    stated = stated_parameters(model)
    result = Parameters(stated=frozenset(model.parameters) | frozenset(stated))
    for name in model.parameters:
        if name not in stated:
            result.findings.append(MissingParameterValue(model.key_place(f"parameters/{name}"), name=name).finding)
    for name in overrides:
        if name not in result.stated:
            result.findings.append(UnknownOverride(name=name, suggestions=suggest(name, result.stated)).finding)
    for circle in circles(stated):
        place = model.place(_path(model, circle[0]))
        result.findings.append(CircularParameters(place, cycle=" → ".join([*circle, circle[0]])).finding)
    for name in order_of_evaluation(stated):
        if len(result.findings) >= FINDING_LIMIT:
            break
        _evaluate_one(model, name, stated[name], result)
        if name in overrides:
            _override(name, overrides[name], result)
    return result


def order_of_evaluation(expressions: Mapping[str, Amount | Formula]) -> list[str]:
    """Order parameters so that each comes after those it is made of; members of a circle are left out.

    Parameters
    ----------
    expressions
        Value or formula by name.
    """
    waiting = {name: {used for used in _names(expression) if used in expressions} for name, expression in expressions.items()}
    users: dict[str, list[str]] = {name: [] for name in expressions}
    for name, used in waiting.items():
        for other in used:
            users[other].append(name)
    ready = [name for name, used in waiting.items() if not used]
    order: list[str] = []
    while ready:
        name = ready.pop()
        order.append(name)
        for user in users[name]:
            waiting[user].discard(name)
            if not waiting[user]:
                ready.append(user)
    return order


def circles(expressions: Mapping[str, Amount | Formula]) -> list[list[str]]:
    """Find parameters that are defined by each other in a circle; each circle starts at the name that the model has first."""
    ordered = set(order_of_evaluation(expressions))
    rest = [name for name in expressions if name not in ordered]
    position = {name: number for number, name in enumerate(expressions)}
    seen: set[str] = set()
    found: list[list[str]] = []
    for start in rest:
        trail: list[str] = []
        name = start
        while name not in seen:
            seen.add(name)
            trail.append(name)
            # Every name that is left depends on at least one other that is left.
            name = min((used for used in _names(expressions[name]) if used in position and used not in ordered), key=position.__getitem__)
        if name in trail:
            circle = trail[trail.index(name) :]
            first = circle.index(min(circle, key=position.__getitem__))
            found.append(circle[first:] + circle[:first])
    return found


def evaluate_formula(
    formula: Formula, path: str, model: ProductModel, parameters: Parameters
) -> tuple[Amount | None, Dimension | None, list[Finding]]:
    """Check the dimension of a formula and compute its value.

    Parameters
    ----------
    formula
        The formula.
    path
        Where it stands in the model.
    parameters
        What is known so far. A formula that uses a parameter with a problem of its own is passed over.

    Returns
    -------
    (Amount or None, Dimension or None, list of Finding)
        The amount in the coherent unit of its dimension.
    """
    unknown = sorted(name for name in formula.names if name not in parameters.stated)
    if unknown:
        findings = [
            UnknownParameter(_inside(model, path, formula, name), name=name, suggestions=suggest(name, parameters.stated)).finding
            for name in unknown
        ]
        return None, None, findings
    if any(name not in parameters.dimensions for name in formula.names):
        return None, None, []
    place = model.place(path)
    dimension: Dimension | None = None
    try:
        dimension = formula.dimension({name: parameters.dimensions[name] for name in formula.names})
        if any(name not in parameters.base for name in formula.names):
            return None, dimension, []
        value = float(formula.evaluate({name: parameters.base[name] for name in formula.names}))
    except FootprintError as error:
        offset = error.values.get("offset")
        return None, dimension, [Finding(type(error), _shifted(model, path, offset), error.values)]
    if not math.isfinite(value):
        return None, dimension, [AmountTooLarge(place, formula=formula.text).finding]
    try:
        unit = readable_unit(dimension)
    except FootprintError as error:
        return None, dimension, [Finding(type(error), place, error.values)]
    return Amount(value / unit.factor, unit), dimension, []


def stated_parameters(model: ProductModel) -> dict[str, Amount | Formula]:
    """Give what stands for each parameter: an amount or a formula, from the model or from its activity tables."""
    stated = {name: parameter.value for name, parameter in model.parameters.items() if parameter.value is not None}
    for activity in model.source.activities.values():
        stated.update(activity.parameters)
    return stated


def _names(expression: Amount | Formula) -> Iterable[str]:
    return expression.names if isinstance(expression, Formula) else ()


def _path(model: ProductModel, name: str) -> str:
    """Give the path of a parameter's value, in the short form as well as in the long one."""
    long = f"parameters/{name}/value"
    return long if long in model.source.places else f"parameters/{name}"


def _evaluate_one(model: ProductModel, name: str, expression: Amount | Formula, result: Parameters) -> None:
    if isinstance(expression, Amount):
        result.set(name, expression)
        return
    amount, dimension, findings = evaluate_formula(expression, _path(model, name), model, result)
    result.findings.extend(findings)
    if amount is not None:
        result.set(name, amount)
    elif dimension is not None:
        result.dimensions[name] = dimension


def _override(name: str, amount: Amount, result: Parameters) -> None:
    expected = result.dimensions.get(name)
    if expected is not None and amount.dimension != expected:
        found = {"name": name, "amount": str(amount), "found": str(amount.dimension), "expected": str(expected)}
        result.findings.append(OverrideDimension(None, **found).finding)
    else:
        result.set(name, amount)


def _inside(model: ProductModel, path: str, formula: Formula, name: str) -> Place:
    """Point at a name within a formula."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", formula.source)
    return _shifted(model, path, found.start() if found else None)


def _shifted(model: ProductModel, path: str, offset: object) -> Place:
    """Point at a character of a formula; block texts are folded, so only their start is known."""
    place = model.place(path)
    if not isinstance(offset, int) or path not in model.source.places:
        return place
    return Place(place.file, place.line, place.column + offset + (path in model.source.quoted), place.path)
