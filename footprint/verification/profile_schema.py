"""The records of a rule profile as its author writes it, and the tables of all thresholds and choices that rules know.

This module is the one table of the format ``footprint: rule-profile/1``: the reader validates with it, and the reference in the
documentation is generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from footprint.model.fields import FigureText, PlainText, Record, TrueFalse, short_form
from footprint.model.schema import Name

__all__ = [
    "CHOICES",
    "THRESHOLDS",
    "Allowed",
    "ChoiceKind",
    "Criterion",
    "Headline",
    "Level",
    "ProfileFile",
    "Read",
    "Required",
    "RuleUse",
    "Stated",
    "ThresholdKind",
]

Read = Literal["official", "secondary", "no"]
"""Whether the text was read that a figure is from: the text itself, somebody's account of it, or neither."""

Level = Literal["fail", "warn", "off"]
"""What a breach of a rule means under a profile."""


class Stated(Record):
    """A figure of a profile, with where it is from."""

    value: FigureText = Field(description="The figure, with its unit; a plain number where it has none.")
    source: PlainText = Field(description="Document and clause, or `assumed`.")
    read: Read = Field(description="Whether the text was read: official, secondary (an account of it), no.")
    at_most: TrueFalse = Field(False, description="true: the figure is an upper bound (carbon contents only).")
    comment: PlainText | None = Field(None, description="Remark.")


class Allowed(Record):
    """The values that a profile allows for a choice."""

    values: tuple[PlainText, ...] = Field(description="The values, those to be preferred first.")
    source: PlainText = Field(description="Document and clause, or `assumed`.")
    read: Read = Field(description="Whether the text was read.")
    comment: PlainText | None = Field(None, description="Remark.")


class Required(Record):
    """A field of the product model that a profile requires."""

    source: PlainText = Field(description="Document and clause, or `assumed`.")
    read: Read = Field(description="Whether the text was read.")
    comment: PlainText | None = Field(None, description="Remark.")


class Headline(Record):
    """Which of the three sums is the result."""

    sum: Literal["excl_uptake", "incl_uptake", "iso_net"] = Field(description="The sum that stands first.")
    source: PlainText = Field(description="Document and clause, or `assumed`.")
    read: Read = Field(description="Whether the text was read.")
    comment: PlainText | None = Field(None, description="Remark.")


class Criterion(Record):
    """The document that a profile stands for."""

    title: Name = Field(description="Title of the document.")
    edition: PlainText | None = Field(None, description="Edition or year.")
    read: Read = Field("no", description="Whether the text was read.")
    comment: PlainText | None = Field(None, description="Remark.")


@short_form("level")
class RuleUse(Record):
    """How a profile applies a rule; the short form is the level alone."""

    level: Level = Field(description="What a breach means: fail, warn, or off (not applied).")
    why: PlainText | None = Field(None, description="Reason; needed where the rule is off.")


class ProfileFile(Record):
    """A rule profile, as one file states it."""

    called: ClassVar[tuple[str, str]] = ("the profile", "规则集")

    footprint: Literal["rule-profile/1"] = Field(description="Name and version of the format.")
    id: PlainText = Field(description="Name of the profile: lower-case letters, digits, `.`, `_`, `-`.")
    version: PlainText = Field(description="Version of the profile.")
    title: Name | None = Field(None, description="Title in English and Chinese.")
    extends: PlainText | None = Field(None, description="A shipped profile whose statements hold where this one says nothing.")
    criteria: Mapping[str, Criterion] = Field(default_factory=dict, description="Documents that the profile stands for, by a short id.")
    headline: Headline | None = Field(None, description="Which sum is the result.")
    thresholds: Mapping[str, Stated] = Field(default_factory=dict, description="Figures that rules compare with.")
    required: Mapping[str, Required] = Field(default_factory=dict, description="Fields of the model that must be filled, by path.")
    choices: Mapping[str, Allowed] = Field(default_factory=dict, description="What a model may choose.")
    grid_average: Mapping[str, Allowed] = Field(
        default_factory=dict,
        description="Datasets of average electricity by country, for the sensitivity run; the year that fits is taken.",
    )
    co2_factors: Mapping[str, Stated] = Field(
        default_factory=dict, description="CO2 factors of enterprise reports, which no footprint may use."
    )
    carbon_contents: Mapping[str, Stated] = Field(
        default_factory=dict,
        description="Carbon per amount of products, for the carbon balance, where neither model nor package states it.",
    )
    rules: Mapping[str, RuleUse] = Field(default_factory=dict, description="The rules that are applied, by id.")
    comment: PlainText | None = Field(None, description="Remark.")


@dataclass(frozen=True, slots=True)
class ThresholdKind:
    """What a threshold is: an amount like ``example``, between ``least`` and ``most`` (in the unit of the example)."""

    example: str
    en: str
    zh: str
    least: float = 0.0
    most: float = float("inf")


def _share(en: str, zh: str) -> ThresholdKind:
    return ThresholdKind("1 %", en, zh, 0.0, 100.0)


def _number(en: str, zh: str, least: float, most: float) -> ThresholdKind:
    return ThresholdKind("1", en, zh, least, most)


THRESHOLDS: Mapping[str, ThresholdKind] = {
    "reference_period": ThresholdKind("1 a", "Shortest period of own data", "自有数据的最短期间", 0.0, 10.0),
    "validity": ThresholdKind("1 a", "Longest time from the end of the period to the statement", "期间结束至出具声明的最长时间", 0.0, 20.0),
    "cut_off_each": _share("Largest share of the result that one input left out may have", "单项取舍占结果的最大份额"),
    "cut_off_total": _share("Largest share of the result that all inputs left out may have together", "取舍合计占结果的最大份额"),
    "materiality": _share("Share of the result from which an error is material", "构成实质性偏差的结果份额（实质性门槛）"),
    "numerical_error": _share("Largest numerical error, as a share of the materiality", "数值误差占实质性门槛的最大份额"),
    "data_quality_rating": _number(
        "Worst mean rating of data quality (1 best, 5 worst)", "数据质量平均评分上限（1 最好，5 最差）", 1.0, 5.0
    ),
    "rated_share": _share("Smallest share of the impact that key processes with ratings cover", "有评分的关键过程至少覆盖的影响份额"),
    "primary_data_share": _share("Smallest primary data share", "初级数据占比下限"),
    "assumed_share": _share("Largest share of the impact that rests on assumed or proxy amounts", "假设或替代数据所占影响的上限"),
    "primary_amount": _share(
        "Share of the result by which a figure moves it, above which it is primary or explained",
        "数据使结果变动超过该份额时须为初级数据或有说明",
    ),
    "unsourced_share": _share("Largest share of the impact whose amounts name no source", "未注明来源的数量所占影响的上限"),
    "uncertainty_share": _share("Smallest share of the impact whose amounts state an uncertainty", "给出不确定性的数量至少覆盖的影响份额"),
    "secondary_age": ThresholdKind("1 a", "Longest time between secondary data and the period", "次级数据与期间相距的最长年限", 0.0, 50.0),
    "noticeable_share": _share("Share of the impact below which a single dataset is only counted", "单个数据集低于该影响份额时仅计数"),
    "other_gwp_set": _share(
        "Largest share of the impact from aggregates of another or an unstated GWP set", "其他或未说明 GWP 版本的汇总因子所占影响的上限"
    ),
    "biogenic_balance": _share("Largest gap of the biogenic carbon balance, of the larger side", "生物碳平衡的最大偏差（相对较大一侧）"),
    "carbon_balance": _share("Largest gap of the carbon balance of a process, of the larger side", "过程碳平衡的最大偏差（相对较大一侧）"),
    "fuel_supply_gap": _share("Largest gap between a fuel burnt and its supply, of the larger amount", "燃料消耗与其供应量的最大偏差"),
    "energy_output": ThresholdKind(
        "1 %", "Upper bound of useful energy per fuel energy (CHP)", "热电联产能量产出与燃料能量之比的上限", 0.0, 100.0
    ),
    "condensing_output": ThresholdKind(
        "1 %", "Upper bound of electricity per fuel energy of condensing units", "纯凝机组供电与燃料能量之比的上限", 0.0, 100.0
    ),
    "lignite_carbon_least": _share("Least carbon of dry ash-free lignite", "褐煤干燥无灰基碳含量下限"),
    "lignite_carbon_most": _share("Most carbon of dry ash-free lignite", "褐煤干燥无灰基碳含量上限"),
    "bituminous_carbon_least": _share("Least carbon of dry ash-free bituminous coal", "烟煤干燥无灰基碳含量下限"),
    "bituminous_carbon_most": _share("Most carbon of dry ash-free bituminous coal", "烟煤干燥无灰基碳含量上限"),
    "anthracite_carbon_least": _share("Least carbon of dry ash-free anthracite", "无烟煤干燥无灰基碳含量下限"),
    "anthracite_carbon_most": _share("Most carbon of dry ash-free anthracite", "无烟煤干燥无灰基碳含量上限"),
    "natural_gas_carbon_least": ThresholdKind("1 t/万Nm3", "Least carbon of natural gas", "天然气碳含量下限", 0.0, 20.0),
    "natural_gas_carbon_most": ThresholdKind("1 t/万Nm3", "Most carbon of natural gas", "天然气碳含量上限", 0.0, 20.0),
    "heating_value_gap": _share("Largest gap between a stated heating value and the default of the fuel", "燃料热值与缺省值的最大偏差"),
    "cross_check_gap": _share("Largest gap between a figure and its cross-check", "数据与交叉核对值的最大偏差"),
    "outlier_factor": _number(
        "Factor from which an amount is an outlier against other models", "与其他模型相比视为离群的倍数", 1.0, 1000.0
    ),
    "price_ratio": _number(
        "Ratio of co-product prices above which allocation is economic", "副产品价格比超过该值时采用经济分配", 1.0, 1000.0
    ),
}
"""Every threshold by name."""


@dataclass(frozen=True, slots=True)
class ChoiceKind:
    """What a choice is, and the values it can have; none where anything can be named."""

    en: str
    zh: str
    known: tuple[str, ...] = ()


CHOICES: Mapping[str, ChoiceKind] = {
    "boundaries": ChoiceKind("System boundaries allowed", "允许的系统边界", ("cradle-to-gate",)),
    "statuses": ChoiceKind("Statuses of the model that can be verified", "可核查的模型状态", ("primary", "representative")),
    "gwp_sets": ChoiceKind("GWP sets allowed", "允许的 GWP 版本"),
    "allocation": ChoiceKind(
        "Keys of allocation allowed, in the order of preference",
        "允许的分配方法，按优先顺序",
        ("mass", "energy", "exergy", "heat_ratio", "property", "economic", "shares"),
    ),
    "substitution": ChoiceKind("Whether avoided burden is allowed", "是否允许避免负荷（替代法）", ("never", "prescribed")),
    "capital_goods": ChoiceKind("Capital goods in datasets", "数据集中的资本货物", ("included", "excluded")),
    "declared_units": ChoiceKind("Units that a declared unit may be counted in", "声明单位允许的计量单位"),
    "geographies": ChoiceKind("Geographies that stand for the site besides its own", "除所在地外可代表该地的地理范围"),
    "secondary_materials": ChoiceKind("How recycled material enters", "再生材料的处理方式", ("cut-off",)),
}
