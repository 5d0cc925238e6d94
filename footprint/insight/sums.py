"""The three sums, the categories and the biogenic carbon of a result; what is unknown, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from footprint.engine.result import Calculation
from footprint.engine.system import SUMS
from footprint.errors import Language
from footprint.model.schema import ProductModel
from footprint.supply_chain.allocation import CO2_PER_C, product_carbon

__all__ = ["REASONS", "Reason", "Sums", "biogenic_carbon", "reason", "sum_up"]

Reason = Mapping[Language, str]

REASONS: Mapping[str, Reason] = {
    "no_carbon_content": {
        "en": "flows/{flow}/biogenic_carbon_content is not stated",
        "zh": "未给出 flows/{flow}/biogenic_carbon_content",
    },
    "aggregated": {
        "en": "{value:.6g} kg CO2e come from factors that do not tell gases and origins apart",
        "zh": "{value:.6g} kg CO2e 来自未区分气体与来源的因子",
    },
    "aggregated_as_fossil": {
        "en": "{value:.6g} kg CO2e of factors that do not tell gases and origins apart are counted as fossil",
        "zh": "{value:.6g} kg CO2e 来自未区分气体与来源的因子，按化石排放计",
    },
    "partly_aggregated": {
        "en": "partly unknown: {value:.6g} kg CO2e come from factors that do not tell gases and origins apart, and are not counted here",
        "zh": "部分未知：{value:.6g} kg CO2e 来自未区分气体与来源的因子，未计入此类",
    },
    "credits": {
        "en": "with credits the primary part is {share:.4g} times the total, which is no share of it",
        "zh": "计入抵扣后，初级数据部分为合计的 {share:.4g} 倍，不构成占比",
    },
    "total_is_zero": {"en": "the total is zero", "zh": "合计为零"},
    "no_data_kind": {
        "en": "no exchange states the kind of its data (data: primary, secondary, proxy or assumed)",
        "zh": "没有任何交换注明数据类型（data: primary、secondary、proxy 或 assumed）",
    },
    "no_ratings": {"en": "no exchange states data quality ratings (dqr)", "zh": "没有任何交换给出数据质量评分（dqr）"},
}


@dataclass(frozen=True, slots=True)
class Sums:
    """What the scores of the categories add up to.

    Parameters
    ----------
    sums, categories, of_which
        In kg CO2e per declared unit; ``None`` is unknown.
    biogenic_carbon
        In kg of carbon per declared unit; ``None`` is unknown.
    reasons
        Why something is unknown or only partly known, by its name in the result.
    """

    sums: Mapping[str, float | None]
    categories: Mapping[str, float | None]
    of_which: Mapping[str, float | None]
    biogenic_carbon: float | None
    reasons: Mapping[str, Reason]


def reason(key: str, **values: object) -> Reason:
    """Fill a reason in both languages."""
    texts = REASONS[key]
    return {"en": texts["en"].format(**values), "zh": texts["zh"].format(**values)}


def sum_up(model: ProductModel, calculation: Calculation) -> Sums:
    """Add up the categories (design section 7).

    A category whose score is zero while aggregated CO2e takes part is unknown, not zero: the aggregate may hold some of it.
    One that is not zero keeps its value, and the reasons say that part of it is unknown. ``iso_net`` counts the whole aggregate
    as fossil. Aggregates that credits cancel take part all the same: nobody knows whether they cancel category by category.
    """
    scores, total = calculation.solution.scores, calculation.solution.total
    carbon, reasons = biogenic_carbon(model)
    addends = SUMS["iso_net"]
    categories: dict[str, float | None] = {name: scores[name] for name in addends if name in scores}
    of_which: dict[str, float | None] = {name: score for name, score in scores.items() if name not in addends}
    aggregated = _aggregated(calculation)
    if aggregated:
        reasons["sums/iso_net"] = reason("aggregated_as_fossil", value=aggregated)
        for name, known in categories.items():
            if name == "fossil":
                continue
            if known:
                reasons[f"categories/{name}"] = reason("partly_aggregated", value=aggregated)
            else:
                categories[name] = None
                reasons[f"categories/{name}"] = reason("aggregated", value=aggregated)
    sums = {
        "excl_uptake": total,
        "incl_uptake": None if carbon is None else total - CO2_PER_C * carbon,
        "iso_net": sum(scores[name] for name in addends if name in scores),
    }
    return Sums(sums, categories, of_which, carbon, reasons)


def _aggregated(calculation: Calculation) -> float:
    """Add up |CO2e| of all flows that do not tell gases and origins apart, whether they are burdens or credits."""
    system = calculation.system
    if "unsplit" not in system.factors:
        return 0.0
    amounts = system.absolute_b @ np.abs(calculation.solution.activity)
    return float(np.abs(system.factors["unsplit"]) @ amounts)


def biogenic_carbon(model: ProductModel) -> tuple[float | None, dict[str, Reason]]:
    """Give the biogenic carbon in one declared unit, in kg, or why it is unknown."""
    carbon = product_carbon(model)
    if carbon is None:
        why = reason("no_carbon_content", flow=model.product.flow)
        return None, {"biogenic_carbon_content": why, "sums/incl_uptake": why}
    return carbon, {}
