"""The range of every input: what is stated of its uncertainty, widened to the floor that the verifier set for its kind of data.

* lognormal: value / gsd^z to value · gsd^z, with z the quantile of the coverage (1.96 for 95 %); gsd2 is gsd².
* normal: value ± z · sd.
* triangular, uniform, PERT: smallest to largest value, whatever the coverage.
* the plausible range (``min``, ``max``) of a parameter.

The range is the hull of all of these and of the floor, so that what a client states can widen it and never narrow it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from footprint.insight.dependence import Foreground, Input, run
from footprint.model.evaluation.amounts import stated_amounts
from footprint.model.evaluation.parameters import stated_parameters
from footprint.model.schema import Exchange, Parameter, ProductModel, Uncertainty
from footprint.units import Amount, Formula
from footprint.units.formula_tree import Call, Name, Node, Number, Product, Sum, walk
from footprint.units.interval import Interval
from footprint.verification.sampling.floors import Floors

__all__ = ["Basis", "Range", "data_kind", "ranges"]

Basis = Literal["floor", "stated", "definition", "zero", "formula of parameters"]
FARTHEST = 1e300
"""Ends of ranges lie within this; whatever uses one of those has no bound."""

Record = Exchange | Parameter | None


@dataclass(frozen=True, slots=True)
class Range:
    """How far an input may move.

    Parameters
    ----------
    interval
        In base units, the stated value within; of a formula the ratio to what it gives.
    kind
        Kind of data that the floor was taken by; ``None`` where there is none.
    basis
        ``floor``, or ``stated`` where what is stated is wider; ``definition`` of a reference flow, ``zero`` of what is stated as
        zero, ``formula of parameters`` of a formula without numbers of its own: these have no range.
    """

    interval: Interval
    kind: str | None
    basis: Basis


def ranges(model: ProductModel, foreground: Foreground, floors: Floors, coverage: float) -> dict[str, Range]:
    """Give the range of every input of a foreground, by name.

    Parameters
    ----------
    model
        Where uncertainties and kinds of data are stated.
    foreground
        Of the model's result.
    floors
        Set by the verifier.
    coverage
        Probability that the range of a stated distribution holds.
    """
    z = NormalDist().inv_cdf((1 + coverage) / 2)
    expressions: dict[str, Amount | Formula | None] = {**stated_parameters(model), **stated_amounts(model)}
    records: dict[str, Record] = {**model.parameters, **{exchange: record for exchange, _, _, _, record in model.exchanges()}}
    values = run(foreground.program, [given.value for given in foreground.program.inputs], slopes=False).values
    results = {name: values[node] for name, node in foreground.program.named.items()}
    return {given.name: _range(given, model, expressions, records, results, floors, z) for given in foreground.program.inputs}


def data_kind(name: str, model: ProductModel) -> str:
    """Give the kind of data of a parameter, an amount, a formula or a property, as far as it can be believed.

    ``primary`` needs a document: evidence, a source or an activity table. A property with a source is secondary. Everything
    else of which nothing is said is unstated.
    """
    name = name.removeprefix("formula:")
    if name.startswith("flows/"):
        properties = model.flows.get(name.split("/", 2)[1])
        return "secondary" if properties is not None and properties.source else "unstated"
    records = {exchange: record for exchange, _, _, _, record in model.exchanges()}
    record: Record = model.parameters.get(name) or records.get(name)
    kind = record.data if record is not None else None
    if kind == "primary" and not _documented(name, record, model):
        return "unstated"
    return kind or "unstated"


def _documented(name: str, record: Record, model: ProductModel) -> bool:
    tables = model.source.activities
    if isinstance(record, Exchange):
        process, _, path = name.partition("/")
        return bool(record.evidence or record.source) or (process in tables and path in tables[process].amounts)
    return bool(record and record.source) or any(name in table.parameters for table in tables.values())


def _range(
    given: Input,
    model: ProductModel,
    expressions: Mapping[str, Amount | Formula | None],
    records: Mapping[str, Record],
    results: Mapping[str, float],
    floors: Floors,
    z: float,
) -> Range:
    name, value = given.name.removeprefix("formula:"), given.value
    if given.kind == "factor":
        return Range(_around(value, floors.by_kind["factor"]), "factor", "floor")
    record, kind = records.get(name), data_kind(name, model)
    expression = expressions.get(name)
    if given.kind == "formula" and isinstance(expression, Formula) and not _own_numbers(expression, record):
        return Range(Interval.point(1.0), None, "formula of parameters")
    if _is_definition(name, model, record, value):
        return Range(Interval.point(value), None, "definition")
    # What a formula gives is stated in the unit of its record; its input is the ratio to that.
    scale = results[name] if given.kind == "formula" else 1.0
    floor = _around(value, floors.by_kind[kind])
    low, high = floor.low, floor.high
    for bound in _stated(record, value * scale, z):
        relative = bound / scale if scale else bound
        relative = min(max(relative, -FARTHEST), FARTHEST)
        low, high = min(low, relative), max(high, relative)
    if given.kind in ("amount", "property", "formula"):
        low = max(low, 0.0)
    if name.endswith("/allocation/ratio") or "/allocation/shares/" in name:
        high = max(min(high, 1.0), value)
    basis: Basis = "zero" if low == high else "floor" if (low, high) == (floor.low, floor.high) else "stated"
    return Range(Interval(min(low, value), max(high, value)), kind, basis)


def _around(value: float, floor: float) -> Interval:
    if not floor:
        return Interval.point(value)
    half = min(floor * abs(value), FARTHEST)
    return Interval(max(value - half, -FARTHEST), min(value + half, FARTHEST)) if abs(value) < FARTHEST else Interval.point(value)


def _own_numbers(formula: Formula, record: Record) -> bool:
    """Tell whether a formula says more than its parameters: it has numbers of its own, or something is stated of its result.

    A plain 1, as in ``1 - x``, and a unit that parameters are multiplied with, as in ``1 t * rate``, say nothing of their own.
    """
    structural = {id(node) for part in walk(formula.tree) for node in _structural(part)}
    numbers = any(isinstance(node, Number) and id(node) not in structural for node in walk(formula.tree))
    stated = record is not None and (record.uncertainty is not None or record.data in ("assumed", "proxy"))
    return numbers or stated or not formula.names or (isinstance(record, Parameter) and (record.min is not None or record.max is not None))


def _structural(part: Node) -> list[Node]:
    """Give the numbers of a sum, product or function that are a plain 1 beside parameters, or a unit that those are multiplied with.

    Only one of a dimension: with several any number can be said, as by ``1 + 1`` or ``1 t / 1 kg``.
    """
    match part:
        case Product():
            beside = [part.first, *(factor for _, factor in part.rest)]
        case Sum():
            beside = [part.first, *(term for _, term in part.rest)]
        case Call():
            beside = list(part.arguments)
        case _:
            return []
    ones = [node for node in beside if isinstance(node, Number) and node.amount.value == 1]
    dimensions = [node.amount.dimension for node in ones]
    if not any(isinstance(node, Name) for other in beside for node in walk(other)):
        return []
    units = isinstance(part, Product)
    return [one for one in ones if dimensions.count(one.amount.dimension) == 1 and (units or not one.amount.unit.parts)]


def _is_definition(name: str, model: ProductModel, record: Record, value: float) -> bool:
    """Tell whether an amount only says what the others relate to: the first output of a process, a power of ten, nothing else said."""
    process, _, path = name.partition("/")
    if not path.startswith("outputs/") or not isinstance(record, Exchange) or not isinstance(record.amount, Amount):
        return False
    first = next(iter(model.processes[process].outputs), None)
    nothing = record.uncertainty is None and record.data is None and record.evidence is None and model.processes[process].activity is None
    digits = f"{record.amount.value:.15e}".partition("e")[0].strip("0.")
    return nothing and f"outputs/{first}" == path and digits == "1" and value > 0


def _stated(record: Record, value: float, z: float) -> list[float]:
    """Give the ends of the ranges that are stated, in base units."""
    if record is None:
        return []
    bounds = [amount.base for amount in (record.min, record.max) if amount is not None] if isinstance(record, Parameter) else []
    return [*bounds, *(_of_distribution(record.uncertainty, value, z) if record.uncertainty is not None else [])]


def _of_distribution(stated: Uncertainty, value: float, z: float) -> list[float]:
    found = [amount.base for amount in (stated.min, stated.max) if amount is not None]
    for gsd in (stated.gsd, None if stated.gsd2 is None else stated.gsd2**0.5):
        if gsd is not None and gsd > 0:
            spread = z * math.log(gsd)  # beyond all measure where it overflows
            found += [value * math.exp(min(spread, 690.0)), value * math.exp(-min(spread, 690.0))]
    if stated.sd is not None:
        found += [value - z * stated.sd.base, value + z * stated.sd.base]
    return found
