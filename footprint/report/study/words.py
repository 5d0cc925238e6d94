"""Words of a study report for what the records name by keys; terms follow GB/T 24067 and ISO 14067."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.report.study.document import Text

__all__ = [
    "ALLOCATION_KEYS",
    "BOUNDARIES",
    "DATASET_STATUSES",
    "DATA_KINDS",
    "INDICATOR_NAMES",
    "ORIGINS",
    "STATUSES",
    "SUM_NAMES",
    "called",
]

BOUNDARIES: Mapping[str, Text] = {"cradle-to-gate": Text("cradle to gate", "从摇篮到大门")}

STATUSES: Mapping[str, Text] = {
    "representative": Text("representative: no enterprise's own data", "代表性模型：非特定企业实测数据"),
    "primary": Text("primary: the producer's own data", "初级数据模型：企业自有数据"),
}

SUM_NAMES: Mapping[str, Text] = {
    "excl_uptake": Text("sum without biogenic uptake", "不计生物吸收"),
    "incl_uptake": Text("sum with biogenic uptake", "计入生物吸收"),
    "iso_net": Text("net sum, as in ISO 14067", "净值（ISO 14067）"),
}

DATA_KINDS: Mapping[str, Text] = {
    "primary": Text("primary", "初级数据"),
    "secondary": Text("secondary", "次级数据"),
    "proxy": Text("proxy", "替代数据"),
    "assumed": Text("assumed", "假定"),
    "": Text("not stated", "未说明"),
}

DATASET_STATUSES: Mapping[str, Text] = {
    "official": Text("official", "官方发布"),
    "declared": Text("declared by a company", "企业声明"),
    "literature": Text("literature", "文献"),
    "demo": Text("demonstration", "演示数据"),
    "": Text("not stated", "未说明"),
}

ALLOCATION_KEYS: Mapping[str, Text] = {
    "mass": Text("mass", "质量"),
    "energy": Text("energy content", "能量"),
    "exergy": Text("exergy", "㶲"),
    "heat_ratio": Text("ratio of heat supply", "供热比"),
    "economic": Text("economic value", "经济价值"),
    "shares": Text("stated shares", "给定份额"),
    "substitution": Text("substitution (credit for what is avoided)", "替代法（抵扣避免的产品）"),
}

INDICATOR_NAMES: Mapping[str, Text] = {
    "technology": Text("technology", "技术代表性"),
    "geography": Text("geography", "地理代表性"),
    "time": Text("time", "时间代表性"),
    "precision": Text("precision", "精度"),
}

ORIGINS: Mapping[str, Text] = {
    "stated": Text("stated in the model", "模型给出"),
    "range": Text("derived from the stated range", "由给出的合理范围推导"),
    "pedigree": Text("derived from data quality", "由数据质量推导"),
}


def called(words: Mapping[str, Text], key: str | None) -> Text:
    """Give the word for a key; what is not in the table stands for itself."""
    found = key or ""
    return words.get(found) or Text(found, found)
