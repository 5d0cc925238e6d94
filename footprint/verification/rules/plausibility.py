"""Rules about plausibility: coal, gas, heating values, stated ranges, and amounts that stand out against other models."""

from __future__ import annotations

import math
from collections.abc import Iterator

from footprint.engine.result import Contribution
from footprint.model import evaluate
from footprint.model.schema import Product
from footprint.units import Amount, parse_unit
from footprint.verification.profile import Profile
from footprint.verification.rules.fuels import Burnt, burnt
from footprint.verification.rules.registry import Case, Outcome, cannot, does_not_apply, fails, passes, rule, warns
from footprint.verification.rules.supply import leaves, share_of

__all__ = ["check_coal_carbon", "check_gas_carbon", "check_heating_values", "check_outliers", "check_ranges"]

_COALS = ("lignite", "bituminous", "anthracite")


@rule(
    "coal-carbon",
    "data",
    "The dry ash-free carbon of coal is that of its rank",
    "煤的干燥无灰基碳含量与煤种相符",
    source="National verification guide for power plants, plausibility of the carbon of dry ash-free coal (V)",
    thresholds=tuple(f"{coal}_carbon_{bound}" for coal in _COALS for bound in ("least", "most")),
)
def check_coal_carbon(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compute C/(1 − ash − moisture) of every coal that is burnt and compare it with the range of its rank.

    Carbon is as received, by mass or by heating value; without ash and moisture of the same coal the bound cannot be used. A default of
    a guideline is of no coal in particular: the rule is about what the model itself states.
    """
    found = False
    for fuel in burnt(case):
        coal = next((name for name in _COALS if name in fuel.product), None)
        if coal is None or not fuel.own & {"carbon_content", "ash_content", "moisture_content"}:
            continue
        found = True
        least, most = (profile.value(f"{coal}_carbon_{bound}") for bound in ("least", "most"))
        carbon = _carbon_per_mass(fuel)
        about = {
            "exchange": fuel.exchange,
            "fuel": fuel.product,
            "carbon": carbon,
            "range": f"{100 * least:.3g}–{100 * most:.3g} %",
            "least": least,
            "most": most,
            "place": case.model.place(f"processes/{fuel.exchange}"),
        }
        ash, moisture = (fuel.properties.get(name) for name in ("ash_content", "moisture_content"))
        if carbon is None or ash is None or moisture is None:
            yield cannot(
                "Carbon, ash and moisture of the {fuel} of `{exchange}` are not all stated: `flows` may give them.",
                "`{exchange}` 的 {fuel} 未同时给出碳、灰分和水分：可写在 `flows` 中。",
                **about,
            )
            continue
        combustible = 1 - ash.base - moisture.base
        dry = carbon / combustible if combustible > 0 else math.inf
        about.update(dry=dry, percent=f"{100 * dry:.4g} %", ash=str(ash), moisture=str(moisture))
        verdict = passes if least <= dry <= most else fails
        yield verdict(
            "The dry ash-free carbon of the {fuel} of `{exchange}` is {percent}; its rank has {range}.",
            "`{exchange}` 的 {fuel} 干燥无灰基碳含量为 {percent}；该煤种为 {range}。",
            **about,
        )
    if not found:
        yield does_not_apply("The model states no carbon, ash or moisture of a coal that it burns.", "模型未给出所燃煤的碳、灰分或水分。")


def _carbon_per_mass(fuel: Burnt) -> float | None:
    content = fuel.properties.get("carbon_content")
    if content is not None and content.dimension.dimensionless:
        return content.base
    value, per_energy = fuel.properties["lower_heating_value"], fuel.properties.get("carbon_content_per_energy")
    if per_energy is not None and (value.dimension * per_energy.dimension).dimensionless:
        return value.base * per_energy.base
    return None


@rule(
    "natural-gas-carbon",
    "data",
    "The carbon of natural gas is plausible",
    "天然气碳含量合理",
    source="National verification guide for power plants: 4.37 to 6.10 t C/10⁴ Nm3 (V)",
    thresholds=("natural_gas_carbon_least", "natural_gas_carbon_most"),
)
def check_gas_carbon(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the carbon of natural gas per reference volume (0 °C) with its range; a figure per m³ or at 20 °C cannot be compared."""
    least, most = profile.value("natural_gas_carbon_least"), profile.value("natural_gas_carbon_most")
    per_volume = parse_unit("t/万Nm3")
    found = False
    for fuel in burnt(case):
        if "natural gas" not in fuel.product or "liquefied" in fuel.product:
            continue
        found = True
        content = fuel.properties.get("carbon_content")
        about = {
            "exchange": fuel.exchange,
            "stated": None if content is None else str(content),
            "range": f"{least / per_volume.factor:.3g}–{most / per_volume.factor:.3g} t/10⁴ Nm3",
            "least": least / per_volume.factor,
            "most": most / per_volume.factor,
            "place": case.model.place(f"processes/{fuel.exchange}"),
        }
        if content is None or content.dimension != per_volume.dimension:
            yield cannot(
                "The carbon content of the gas of `{exchange}` is not stated per Nm3.",
                "`{exchange}` 的天然气碳含量未按 Nm3 给出。",
                **about,
            )
            continue
        value = content.base / per_volume.factor
        verdict = passes if least <= content.base <= most else fails
        yield verdict(
            "The gas of `{exchange}` has {value} t C/10⁴ Nm3; plausible is {range}.",
            "`{exchange}` 的天然气含碳 {value} t C/10⁴ Nm3；合理范围 {range}。",
            value=value,
            **about,
        )
    if not found:
        yield does_not_apply("No natural gas is burnt.", "没有燃用天然气。")


@rule(
    "heating-value",
    "data",
    "Heating values are near the default of the fuel",
    "燃料热值与缺省值相近",
    source="CETS-AG-03.01 annex A.1 (V); gas heating values may refer to 20 °C, 'normal' often means 0 °C: 7.3 % apart",
    thresholds=("heating_value_gap",),
)
def check_heating_values(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare the heating value that the model states for a fuel with the default of its package: far off is mostly a wrong unit."""
    limit, found = profile.value("heating_value_gap"), False
    for fuel in burnt(case):
        default = case.result.calculation.chain.packages[fuel.dataset.package].properties.get(fuel.product, {}).get("lower_heating_value")
        if "lower_heating_value" not in fuel.own or default is None:
            continue
        found = True
        stated = fuel.properties["lower_heating_value"]
        about = {
            "exchange": fuel.exchange,
            "fuel": fuel.product,
            "stated": str(stated),
            "default": str(default.amount),
            "limit_percent": f"{100 * limit:.4g} %",
            "place": case.model.place(f"flows/{fuel.exchange.rpartition('/')[2]}/lower_heating_value"),
        }
        if stated.dimension != default.amount.dimension:
            yield cannot(
                "The heating value of {fuel} is stated as {stated}, the default as {default}: they do not compare.",
                "{fuel} 的热值为 {stated}，缺省值为 {default}，无法比较。",
                **about,
            )
            continue
        gap = abs(stated.base - default.amount.base) / default.amount.base
        verdict = passes if gap <= limit else fails
        yield verdict(
            "The heating value of {fuel} is {stated}; the default is {default} ({percent} apart, the limit is {limit_percent}).",
            "{fuel} 的热值为 {stated}，缺省值为 {default}（相差 {percent}，限值 {limit_percent}）。",
            gap=gap,
            percent=f"{100 * gap:.3g} %",
            **about,
        )
    if not found:
        yield does_not_apply("The model states no heating value of a fuel that it burns.", "模型未给出所燃燃料的热值。")


@rule(
    "stated-ranges",
    "data",
    "Parameters lie within the ranges that the model states",
    "参数处于模型给出的合理范围内",
    source="National verification guide: plausibility of parameters (V)",
)
def check_ranges(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Check every parameter against its own plausible range; one without a range cannot be checked."""
    values = evaluate(case.model).parameters
    ranged, outside = 0, 0
    for name, parameter in case.model.parameters.items():
        if parameter.min is None and parameter.max is None:
            continue
        ranged += 1
        low, high, amount = parameter.min, parameter.max, values[name]
        about = {
            "parameter": name,
            "value": str(amount),
            "range": f"{low or '…'} – {high or '…'}",
            "place": case.model.place(f"parameters/{name}/value"),
        }
        if (low is not None and amount.base < low.base) or (high is not None and amount.base > high.base):
            outside += 1
            yield fails("`{parameter}` is {value}; plausible is {range}.", "`{parameter}` 为 {value}；合理范围 {range}。", **about)
    if not case.model.parameters:
        yield does_not_apply("The model has no parameters.", "模型没有参数。")
    elif not ranged:
        yield cannot("No parameter states a plausible range.", "没有参数给出合理范围。", place=case.model.place("parameters"))
    elif not outside:
        count, total = ranged, len(case.model.parameters)
        yield passes(
            "All parameters with a range lie within it ({count} of {total}).",
            "{count} 个有范围的参数均在其内（共 {total} 个）。",
            count=count,
            total=total,
        )


_SLIPS: tuple[tuple[float, str, str], ...] = (
    (10.0, "10", "10"),
    (100.0, "100 (percent as fraction)", "100（百分数写成小数）"),
    (1e3, "1000 (kg for t, g for kg, L for m3)", "1000（t 写成 kg、kg 写成 g、m3 写成 L）"),
    (1e4, "10⁴ (万)", "10⁴（万）"),
    (1e6, "10⁶", "10⁶"),
    (3.6, "3.6 (kWh and MJ)", "3.6（kWh 与 MJ）"),
    (29.3076, "29.3076 (tce and GJ)", "29.3076（tce 与 GJ）"),
    (1 / 0.90718474, "1.10231 (short ton and t)", "1.10231（短吨与吨）"),
    (293.15 / 273.15, "1.0732 (Sm3 and Nm3)", "1.0732（20 ℃ 与 0 ℃ 气体体积）"),
    (15.0, "15 (亩 and hectare)", "15（亩与公顷）"),
    (2.0, "2 (斤 and kg)", "2（斤与千克）"),
)
"""Factors of units that are mistaken for each other, in English and Chinese."""


@rule(
    "unit-outliers",
    "data",
    "Amounts do not stand out against other models of the product",
    "数量与同一产品的其他模型相比无离群",
    source="Units seen going wrong (domain); cross-checking between years and sites (V)",
    thresholds=("outlier_factor", "noticeable_share"),
)
def check_outliers(case: Case, profile: Profile) -> Iterator[Outcome]:
    """Compare what each exchange takes per declared unit with the median of the other models, and name the slip a factor looks like.

    Models are compared that have the same product by flow, name or identifiers, per the same amount of declared unit.
    """
    others = [other for other in case.others if _same_product(case.model.product, other.model.product)]
    if not others:
        count = len(case.others)
        yield cannot(
            "No other model of this product was given ({count} of other products).",
            "没有给出同一产品的其他模型（其他产品 {count} 个）。",
            count=count,
        )
        return
    scale = [_per_unit(case.model.product.declared_unit, other.model.product.declared_unit) for other in others]
    comparable = [(other, factor) for other, factor in zip(others, scale, strict=True) if factor is not None]
    if not comparable:
        yield cannot("The other models have declared units of another kind.", "其他模型的声明单位量纲不同。")
        return
    bound, level, compared, outside = profile.value("outlier_factor"), profile.value("noticeable_share"), 0, 0
    known = [{(entry.exchange, entry.unit): _amount(entry) * factor for entry in other.contributions} for other, factor in comparable]
    for leaf in leaves(case):
        entry = leaf.entry
        found = sorted(amounts[entry.exchange, entry.unit] for amounts in known if (entry.exchange, entry.unit) in amounts)
        if not found or _amount(entry) <= 0:
            continue
        middle = found[len(found) // 2] if len(found) % 2 else math.sqrt(found[len(found) // 2 - 1] * found[len(found) // 2])
        if middle <= 0:
            continue
        compared += 1
        ratio = _amount(entry) / middle
        (slip, slip_zh), share = _slip(ratio), share_of(case, entry.value)
        about = {
            "exchange": entry.exchange,
            "amount": _amount(entry),
            "median": middle,
            "unit": entry.unit,
            "ratio": ratio,
            "bound": bound,
            "slip": slip,
            "slip_zh": slip_zh,
            "share": share,
            "place": case.model.place(f"processes/{entry.exchange}"),
        }
        if max(ratio, 1 / ratio) <= bound:
            continue
        outside += 1
        # An amount that is too small hides how much it should weigh; one that is too large shows that it weighs little.
        verdict = warns if ratio > 1 and share < level else fails
        yield verdict(
            "`{exchange}` takes {amount} {unit}, {ratio} times the median of other models ({median}); a slip of {slip}?",
            "`{exchange}` 为 {amount} {unit}，是其他模型中位数（{median}）的 {ratio} 倍；是否为 {slip_zh} 的单位错误？",
            **about,
        )
    total = sorted(other.value * factor for other, factor in comparable)
    if not compared:
        yield cannot("The other models have no exchanges of the same names.", "其他模型没有同名交换。")
    elif not outside:
        yield passes(
            "Amounts within a factor of {bound} of the other models: all ({count}); results {low} to {high}, here {value} kg CO2e.",
            "{count} 个数量与其他模型相差不超过 {bound} 倍；结果 {low} 至 {high}，本模型 {value} kg CO2e。",
            count=compared,
            bound=bound,
            low=total[0],
            high=total[-1],
            value=case.result.value,
        )


def _same_product(first: Product, second: Product) -> bool:
    names = [{name for name in (product.name.en, product.name.zh) if name} for product in (first, second)]
    return first.flow == second.flow or bool(names[0] & names[1]) or bool(set(first.identifiers.items()) & set(second.identifiers.items()))


def _amount(entry: Contribution) -> float:
    return abs(entry.amount)


def _per_unit(own: Amount, other: Amount) -> float | None:
    """Give how many declared units of another model make one of this model."""
    return own.base / other.base if own.dimension == other.dimension and other.base else None


def _slip(ratio: float) -> tuple[str, str]:
    """Name the slip of a unit that a ratio looks like, within 5 %, in both languages."""
    size = max(ratio, 1 / ratio)
    near = [(abs(size / factor - 1), en, zh) for factor, en, zh in _SLIPS if abs(size / factor - 1) <= 0.05]
    return min(near)[1:] if near else ("—", "—")
