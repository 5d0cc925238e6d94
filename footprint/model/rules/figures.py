"""Rules about single figures: the declared unit, the period, flow properties, uncertainties."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import lru_cache

from footprint.errors import Finding
from footprint.model.evaluation.amounts import Evaluation, stated_amounts
from footprint.model.evaluation.errors import ImplausibleParameter, TinyDivisor, UnusedParameter
from footprint.model.rules.errors import (
    BiogenicAboveTotal,
    FigureDimension,
    MassContradicts,
    MassOfFlowContradicts,
    MissingMass,
    NothingDeclared,
    NotPositive,
    PeriodReversed,
    PropertyTwice,
    ShortPeriod,
    SupersedesLater,
)
from footprint.model.rules.scenarios import scenario_expressions
from footprint.model.schema import FlowProperties, ProductModel
from footprint.units import Amount, Dimension, Formula, parse_amount, parse_unit

__all__ = [
    "RULES",
    "TINY_SHARE",
    "check_declared_factors",
    "check_declared_unit",
    "check_divisors",
    "check_flow_properties",
    "check_mass",
    "check_mass_of_flow",
    "check_parameters_plausible",
    "check_parameters_used",
    "check_period",
    "check_versions",
    "doubtful_divisors",
]

MASS_TOLERANCE = 1e-9

TINY_SHARE = 0.02
"""A yield this low is mostly a slip of the unit; a formula that divides by it multiplies by more than fifty."""


@lru_cache(maxsize=64)
def _of(unit: str) -> Dimension:
    return parse_unit(unit).dimension


def check_declared_unit(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that the declared unit is more than nothing."""
    unit = model.product.declared_unit
    if unit.value <= 0:
        yield NotPositive(model.place("product/declared_unit"), key="declared_unit", amount=str(unit)).finding


def check_mass(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that the mass of the declared unit is a mass, agrees with a declared mass, and is there where it is needed.

    Energy and transport have no mass; goods that are counted by volume, area, length or item have.
    """
    unit, mass = model.product.declared_unit, model.product.mass_per_declared_unit
    if mass is None:
        goods = ("item", "m3", "m2", "m", "Nm3", "Sm3")
        if unit.dimension in [_of(name) for name in goods]:
            yield MissingMass(model.place("product/declared_unit"), unit=str(unit)).finding
        return
    place = model.place("product/mass_per_declared_unit")
    if mass.dimension != _of("kg"):
        values = {"key": "mass_per_declared_unit", "amount": str(mass), "found": str(mass.dimension)}
        yield FigureDimension(place, expected="a mass", expected_zh="质量", **values).finding
    elif mass.value <= 0:
        yield NotPositive(place, key="mass_per_declared_unit", amount=str(mass)).finding
    elif unit.dimension == _of("kg") and unit.value > 0 and abs(mass.base - unit.base) > 1e-9 * abs(unit.base):
        yield MassContradicts(place, unit=str(unit), mass=str(mass)).finding


def check_mass_of_flow(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that the mass of the declared unit is what the property of the product says."""
    product = model.product
    unit, mass, properties = product.declared_unit, product.mass_per_declared_unit, model.flows.get(product.flow)
    stated = properties.mass if properties is not None else None
    if mass is None or stated is None or stated.dimension * unit.dimension != mass.dimension:
        return
    other = stated.base * unit.base
    if abs(mass.base - other) > MASS_TOLERANCE * abs(other):
        values = {"mass": str(mass), "unit": str(unit), "stated": str(stated), "flow": product.flow}
        shown = str(Amount(other / mass.unit.factor, mass.unit))
        yield MassOfFlowContradicts(model.place("product/mass_per_declared_unit"), other=shown, **values).finding


def check_versions(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a version supersedes an earlier one."""
    product = model.product
    if product.supersedes is not None and product.supersedes >= product.version:
        yield SupersedesLater(model.place("product/supersedes"), version=product.version, old=product.supersedes).finding


def check_period(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that the period ends after it starts, and warn where it is shorter than 12 months."""
    start, end = model.period.start, model.period.end
    if end < start:
        yield PeriodReversed(model.place("period/end"), start=start.isoformat(), end=end.isoformat()).finding
        return
    try:
        # Twelve months from 29 February end on 28 February.
        year_later = start.replace(year=start.year + 1) if (start.month, start.day) != (2, 29) else datetime.date(start.year + 1, 3, 1)
    except ValueError:
        return
    if end < year_later - datetime.timedelta(days=1):
        yield ShortPeriod(model.key_place("period"), days=model.period.days).finding


def check_flow_properties(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that flow properties stand at their place, have the dimension that their name says, and are not negative."""
    for flow, properties in model.flows.items():
        for name in properties.other:
            if name in FlowProperties.model_fields:
                yield PropertyTwice(model.key_place(f"flows/{flow}/other/{name}"), key=name, flow=flow).finding
        stated = properties.amounts()
        for name, amount in stated.items():
            path = f"flows/{flow}/other/{name}" if name in properties.other else f"flows/{flow}/{name}"
            # Zero is a statement for contents, but a bridge of zero leads nowhere.
            least_is_zero = name.endswith("_content") or name in properties.other or name == "exergy"
            if amount.value < 0 or (amount.value == 0 and not least_is_zero):
                yield NotPositive(model.place(path), key=name, amount=str(amount)).finding
            if name not in properties.other:
                yield from _property_dimension(model, path, name, amount)
        biogenic, total = stated.get("biogenic_carbon_content"), stated.get("carbon_content")
        if biogenic and total and biogenic.dimension == total.dimension and biogenic.base > total.base * (1 + 1e-9):
            place = model.place(f"flows/{flow}/biogenic_carbon_content")
            yield BiogenicAboveTotal(place, flow=flow, biogenic=str(biogenic), total=str(total)).finding


def _property_dimension(model: ProductModel, path: str, name: str, amount: Amount) -> Iterator[Finding]:
    mass, energy = _of("kg"), _of("MJ")
    amounts = [_of(unit) for unit in ("kg", "m3", "Nm3", "Sm3", "item", "m2", "m", "MJ")]
    volumes = amounts[1:4]
    allowed: dict[str, tuple[list[Dimension], str, str]] = {
        "lower_heating_value": ([energy / per for per in amounts], "an energy per amount of flow", "单位数量的能量"),
        "enthalpy": ([energy / per for per in amounts], "an energy per amount of flow", "单位数量的能量"),
        "exergy": ([energy / per for per in amounts], "an energy per amount of flow", "单位数量的能量"),
        "density": ([mass / per for per in volumes], "a mass per volume", "单位体积的质量"),
        "mass": ([mass / per for per in amounts[1:]], "a mass per amount of flow", "单位数量的质量"),
        "carbon_content": ([mass / per for per in amounts], "a mass per amount of flow", "单位数量的质量"),
        "biogenic_carbon_content": ([mass / per for per in amounts], "a mass per amount of flow", "单位数量的质量"),
        "normal_volume": ([_of("Nm3/Sm3")], "Nm3 per Sm3", "Nm3/Sm3"),
        "ash_content": ([mass / mass], "a mass per mass", "质量/质量"),
        "moisture_content": ([mass / mass], "a mass per mass", "质量/质量"),
    }
    dimensions, expected, expected_zh = allowed[name]
    if amount.dimension not in dimensions:
        values = {"key": name, "amount": str(amount), "found": str(amount.dimension)}
        yield FigureDimension(model.place(path), expected=expected, expected_zh=expected_zh, **values).finding


def check_declared_factors(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check that a declared factor is CO2e per amount of the exchange, and question one of zero or less."""
    co2e = _of("kg CO2e")
    for exchange, _, _, _, record in model.exchanges():
        dimension = numbers.dimensions.get(exchange)
        declared = record.declared
        if declared is None or dimension is None:
            continue
        if declared.dimension * dimension != co2e:
            amount = numbers.amounts.get(exchange)
            unit = f"kg CO2e/{amount.unit.text}" if amount is not None and len(amount.unit.parts) == 1 else ""
            expected = f"{co2e}/{dimension}" if not dimension.dimensionless else str(co2e)
            said, said_zh = (f", such as {unit}", f"，如 {unit}") if unit else ("", "")
            values = {"key": "declared", "amount": str(declared), "found": str(declared.dimension)}
            suggestions = [written for written in (_as_co2e(declared),) if written and parse_amount(written).dimension * dimension == co2e]
            place = model.place(f"processes/{exchange}/declared")
            yield FigureDimension(
                place, expected=expected + said, expected_zh=expected + said_zh, suggestions=suggestions, **values
            ).finding
        elif declared.value <= 0:
            effect = ("what is bought counts as nothing", "外购品不计入碳足迹")
            if declared.value < 0:
                effect = ("what is bought lowers the footprint", "外购品反而降低碳足迹")
            place = model.place(f"processes/{exchange}/declared")
            yield NothingDeclared(place, amount=str(declared), effect=effect[0], effect_zh=effect[1]).finding


def _as_co2e(amount: Amount) -> str:
    """Write a mass per something as CO2e per something: 2150 kg CO2e/t for 2150 kg/t; empty where it is none."""
    number, _, unit = str(amount).partition(" ")
    mass, slash, per = unit.partition("/")
    return f"{number} {mass} CO2e{slash}{per}" if mass in ("g", "kg", "t") else ""


def check_parameters_plausible(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Check the plausible range of a parameter: its dimension, and that the value lies within."""
    for name, parameter in model.parameters.items():
        amount = numbers.parameters.amounts.get(name)
        for bound in ("min", "max"):
            limit: Amount | None = getattr(parameter, bound)
            if limit is None or amount is None:
                continue
            place = model.place(f"parameters/{name}/{bound}")
            if limit.dimension != amount.dimension:
                values = {"key": bound, "amount": str(limit), "found": str(limit.dimension)}
                expected = str(amount.dimension)
                yield FigureDimension(place, expected=expected, expected_zh=expected, **values).finding
            elif (amount.base < limit.base) if bound == "min" else (amount.base > limit.base):
                side, side_zh = ("below", "低于") if bound == "min" else ("above", "高于")
                values = {"name": name, "amount": str(amount), "bound": f"{bound} {limit}", "side": side, "side_zh": side_zh}
                yield ImplausibleParameter(model.place(f"parameters/{name}/value"), **values).finding


def doubtful_divisors(model: ProductModel) -> frozenset[str]:
    """Name the parameters that a formula divides by, whose value is stated and whose plausible range is not."""
    expressions = [*(parameter.value for parameter in model.parameters.values()), *stated_amounts(model).values()]
    divided = {name for expression in expressions if isinstance(expression, Formula) for name in expression.divisors}
    # What is computed is no slip of the pen.
    return frozenset(
        name
        for name, parameter in model.parameters.items()
        if name in divided and not isinstance(parameter.value, Formula) and parameter.min is None
    )


def check_divisors(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Question a tiny share that a formula divides by, unless the model states its plausible range."""
    doubtful = doubtful_divisors(model)
    for name in model.parameters:
        amount = numbers.parameters.amounts.get(name)
        if name in doubtful and amount is not None and amount.dimension.dimensionless and 0 < amount.base < TINY_SHARE:
            path = f"parameters/{name}/value"
            place = model.place(path if path in model.source.places else f"parameters/{name}")
            yield TinyDivisor(place, name=name, amount=str(amount), times=f"{1 / amount.base:.3g}").finding


def check_parameters_used(model: ProductModel, numbers: Evaluation) -> Iterator[Finding]:
    """Note parameters that no formula uses."""
    own = (parameter.value for parameter in model.parameters.values())
    expressions = [*own, *stated_amounts(model).values(), *scenario_expressions(model)]
    used = {name for expression in expressions if isinstance(expression, Formula) for name in expression.names}
    for name in model.parameters:
        if name not in used:
            yield UnusedParameter(model.key_place(f"parameters/{name}"), name=name).finding


RULES: tuple[Callable[[ProductModel, Evaluation], Iterator[Finding]], ...] = (
    check_declared_unit,
    check_mass,
    check_mass_of_flow,
    check_versions,
    check_period,
    check_flow_properties,
    check_declared_factors,
    check_parameters_plausible,
    check_divisors,
    check_parameters_used,
)
