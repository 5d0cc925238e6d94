"""Exact sensitivities: how the result moves with every amount, factor and parameter.

With x and λ from the forward and the adjoint solution, for an input uᵢⱼ = −aᵢⱼ, an output aⱼⱼ, an elementary flow bₖⱼ, a
characterisation factor cₖ and the demand f:

    ∂s/∂uᵢⱼ = λᵢ xⱼ     ∂s/∂aⱼⱼ = −λⱼ xⱼ     ∂s/∂bₖⱼ = cₖ xⱼ     ∂s/∂cₖ = (Bx)ₖ     ∂s/∂fᵢ = λᵢ

which follow by differentiating A x = f and s = dᵀx. What the model states reaches the matrices through formulas, conversions,
allocation shares and carbon balances: one walk backwards through them (`footprint.insight.dependence`) carries the derivatives by
all entries to all stated values at once. Nothing is solved again and nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from footprint.engine.result import Calculation, Footprint
from footprint.engine.system import SUMS
from footprint.insight.dependence import Foreground, foreground_of
from footprint.insight.dependence.program import Run, run
from footprint.units import Amount
from footprint.units.formula_derivative import derivatives

if TYPE_CHECKING:
    import pandas

__all__ = [
    "EntrySensitivity",
    "FactorSensitivity",
    "Sensitivity",
    "entry_sensitivities",
    "entry_slopes",
    "factor_sensitivities",
    "sensitivities",
    "sensitivity",
    "stated_units",
]

Kind = Literal["parameter", "amount", "property", "factor"]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the result moves with something that the model states.

    Parameters
    ----------
    name
        Name of a parameter, exchange id, ``flows/FLOW/PROPERTY``, ``product/mass_per_declared_unit``, or ``factor:PROVIDER``.
    kind
        ``parameter``, ``amount``, ``property``, or ``factor``: the footprint of one unit of a dataset, of another model's product,
        or of what has a declared footprint.
    value, unit
        As stated, in the unit of the statement; a factor in kg CO2e per unit of its provider.
    derivative
        ∂s/∂value, in kg CO2e per ``unit``.
    elasticity
        (∂s/∂value) · value / s: the result moves by so many percent where the value moves by one. ``None`` where the result is zero.
    formula
        Whether a formula gives the value; the derivative is then that by its result.
    kinks
        Parts of formulas with ``min`` or ``max`` on whose kink the value sits: the derivative is one-sided there.
    """

    name: str
    kind: Kind
    value: float
    unit: str
    derivative: float
    elasticity: float | None
    formula: bool = False
    kinks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntrySensitivity:
    """How the result moves with one entry of the matrices, of the foreground or of the background.

    Parameters
    ----------
    kind
        ``input``, ``output`` or ``elementary``.
    activity
        Key of the process, per reference output of which the amount is.
    other
        Key of the provider, or the elementary flow; of an output the process itself.
    amount
        In the unit of the other: uᵢⱼ, aⱼⱼ or bₖⱼ.
    derivative
        ∂s/∂amount.
    exchange
        Exchange id; empty in the background and for outputs.
    """

    kind: Literal["input", "output", "elementary"]
    activity: str
    other: str
    amount: float
    derivative: float
    elasticity: float | None
    exchange: str


@dataclass(frozen=True, slots=True)
class FactorSensitivity:
    """How the result moves with a characterisation factor: by the amount of the flow in the whole system."""

    flow: str
    factor: float
    derivative: float
    elasticity: float | None


def sensitivity(result: Footprint, *, sum: str | None = None, overrides: Mapping[str, Amount] | None = None) -> pandas.DataFrame:
    """Give the sensitivities to all that the model states as a table, the most influential first.

    Parameters
    ----------
    result
        Of a calculation.
    sum
        ``excl_uptake``, ``incl_uptake`` or ``iso_net``; that of the result where it is not given.
    overrides
        Those that the result was calculated with.

    Returns
    -------
    pandas.DataFrame
        Columns as in `Sensitivity`.
    """
    import pandas

    columns = ("name", "kind", "value", "unit", "derivative", "elasticity", "formula", "kinks")
    found = sensitivities(result, sum=sum, overrides=overrides)
    rows = [{column: getattr(entry, column) for column in columns} for entry in found]
    return pandas.DataFrame(rows, columns=list(columns))


def sensitivities(result: Footprint, *, sum: str | None = None, overrides: Mapping[str, Amount] | None = None) -> tuple[Sensitivity, ...]:
    """Compute the sensitivities to all that the model states; see `sensitivity`.

    Returns
    -------
    tuple of Sensitivity
        Largest |elasticity| first; every parameter and amount is in it, also those without effect.

    Raises
    ------
    UnknownSum
        Where the result has no such sum.
    NoDerivative
        Where a formula has no finite derivative at the stated values.
    """
    foreground = foreground_of(result.calculation, result.model, sum or result.sum, overrides)
    walked = run(foreground.program, [given.value for given in foreground.program.inputs])
    slopes = walked.backwards(entry_slopes(foreground, walked))
    kinks = _kinks(foreground, walked)
    units = stated_units(result, foreground, overrides or {})
    formulas = {given.name.removeprefix("formula:") for given in foreground.program.inputs if given.kind == "formula"}
    kinds = {given.name: given.kind for given in foreground.program.inputs}
    found = []
    for name, node in foreground.program.named.items():
        if name.startswith("formula:"):
            continue
        unit, scale = units[name]
        value = walked.values[node]
        kind = kinds.get(name, "amount" if "/" in name else "parameter")
        elasticity = slopes[node] * value / foreground.total if foreground.total else None
        found.append(
            Sensitivity(name, _kind(kind), value / scale, unit, slopes[node] * scale, elasticity, name in formulas, kinks.get(name, ()))
        )
    return tuple(sorted(found, key=lambda entry: (-abs(entry.elasticity or 0.0), -abs(entry.derivative), entry.name)))


def entry_sensitivities(calculation: Calculation, sum: str = "excl_uptake") -> tuple[EntrySensitivity, ...]:
    """Compute the sensitivities to every exchange of the foreground and the background.

    Parameters
    ----------
    calculation
        Of a proven footprint.
    sum
        ``excl_uptake`` or ``iso_net``.

    Returns
    -------
    tuple of EntrySensitivity
        In the order of the matrices: outputs, inputs, elementary flows.
    """
    system, x = calculation.system, calculation.solution.activity
    parts = [part for part in SUMS[sum] if part in calculation.proof.by_category]
    intensities = np.sum([calculation.proof.by_category[part] for part in parts], axis=0)
    total = float(intensities @ system.f)
    found: list[EntrySensitivity] = []

    def add(
        kind: Literal["input", "output", "elementary"], column: int, other: str, amount: float, derivative: float, exchange: str
    ) -> None:
        elasticity = amount * derivative / total if total else None
        found.append(EntrySensitivity(kind, system.activities[column], other, amount, derivative, elasticity, exchange))

    rows, columns, values = (part.tolist() for part in system.technosphere)
    for number, (row, column, value) in enumerate(zip(rows, columns, values, strict=True)):
        slope = float(intensities[row] * x[column])
        if number < system.size:
            add("output", column, system.activities[row], value, -slope, system.exchanges[number])
        else:
            add("input", column, system.activities[row], -value, slope, system.exchanges[number])
    factors = system.characterisation(parts)
    rows, columns, values = (part.tolist() for part in system.biosphere)
    for number, (row, column, value) in enumerate(zip(rows, columns, values, strict=True)):
        slope = float(factors[row] * x[column])
        add("elementary", column, system.flows[row], value, slope, system.biosphere_exchanges[number])
    return tuple(found)


def factor_sensitivities(calculation: Calculation, sum: str = "excl_uptake") -> tuple[FactorSensitivity, ...]:
    """Compute the sensitivities to every characterisation factor, in the order of the flows."""
    system = calculation.system
    factors = system.characterisation([part for part in SUMS[sum] if part in system.factors])
    inventory = system.b @ calculation.solution.activity
    total = float(factors @ inventory)
    return tuple(
        FactorSensitivity(flow, float(factor), float(amount), float(factor * amount / total) if total else None)
        for flow, factor, amount in zip(system.flows, factors, inventory, strict=True)
    )


def entry_slopes(foreground: Foreground, walked: Run[float]) -> dict[int, float]:
    """Give ∂s/∂entry by node, for every entry of the foreground and every factor, from x and λ."""
    x, intensities = foreground.levels.tolist(), foreground.intensities.tolist()
    slopes: dict[int, float] = {}

    def add(node: int, slope: float) -> None:
        slopes[node] = slopes.get(node, 0.0) + slope

    for number, node in enumerate(foreground.references):
        add(node, -intensities[number] * x[number])
    for link in foreground.links:
        if link.provider is not None:
            add(link.amount, intensities[link.provider] * x[link.consumer])
        elif link.factor is not None:
            add(link.amount, walked.values[link.factor] * x[link.consumer])
            add(link.factor, walked.values[link.amount] * x[link.consumer])
    for emission in foreground.emissions:
        add(emission.amount, emission.factor * x[emission.activity])
    maker, demand = foreground.demand
    add(demand, intensities[maker])
    if foreground.extra is not None:
        add(foreground.extra, 1.0)
    return slopes


def _kind(kind: str) -> Kind:
    assert kind in ("parameter", "amount", "property", "factor"), "formulas are listed by the name of what they give"
    return kind  # type: ignore[return-value]


def _kinks(foreground: Foreground, walked: Run[float]) -> dict[str, tuple[str, ...]]:
    """Find the formulas whose value sits on a kink; what is above them in the program sits there, too."""
    nodes = foreground.program.nodes
    own: list[tuple[str, ...]] = []
    for node in nodes:
        if node.formula is not None:
            values = {name: walked.values[argument] for name, argument in zip(node.names, node.arguments, strict=True)}
            own.append(tuple(kink.text for kink in derivatives(node.formula, values).kinks))
        else:
            own.append(())
    reached = [set[str]() for _ in nodes]
    for number in range(len(nodes) - 1, -1, -1):
        for argument in nodes[number].arguments:
            reached[argument].update(reached[number], own[number])
    return {name: tuple(sorted(reached[node])) for name, node in foreground.program.named.items() if reached[node]}


def stated_units(result: Footprint, foreground: Foreground, overrides: Mapping[str, Amount]) -> dict[str, tuple[str, float]]:
    """Give unit and size of that unit in base units, by name."""
    from footprint.model import evaluate
    from footprint.supply_chain.allocation import flow_amounts

    model, chain = result.model, result.calculation.chain
    evaluated = evaluate(model, overrides)
    found: dict[str, tuple[str, float]] = {}
    for name in foreground.program.named:
        if name.startswith("factor:"):
            found[name] = f"kg CO2e/{_grouped(chain.activities[foreground.providers[name]].unit)}", 1.0
            continue
        amount: Amount | None = evaluated.parameters.get(name, evaluated.amounts.get(name))
        if name == "product/mass_per_declared_unit":
            amount = model.product.mass_per_declared_unit
        elif name.startswith("flows/"):
            _, flow, what = name.split("/", 2)
            amount = flow_amounts(model, flow)[what]
        if amount is not None:
            found[name] = amount.unit.text, amount.unit.factor
    return found


def _grouped(unit: str) -> str:
    return f"({unit})" if " " in unit or "/" in unit else unit
