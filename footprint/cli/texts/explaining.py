"""Texts of explain and report."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS"]

# key: (English, Chinese). Terms follow GB/T 24067 and ISO 14067.
TEXTS: Mapping[str, tuple[str, str]] = {
    "explain_tree": ("What it is made of", "构成"),
    "explain_taken": ("Taken", "用量"),
    "explain_rest_one": ("1 smaller part", "其余 1 项"),
    "explain_rest": ("{count} smaller parts", "其余 {count} 项"),
    "explain_loop": ("{name} (again: the rest of the loop)", "{name}（再次出现：循环的其余部分）"),
    "explain_paths": ("Paths of at least {cut_off} of the scale", "占比不低于 {cut_off} 的路径"),
    "explain_hidden": ("not shown", "未列出"),
    "explain_incomplete": ("The search ended before every way above the cut-off was followed.", "搜索在穷尽全部路径之前已终止。"),
    "explain_sensitivities": ("Moves with", "影响因素"),
    "explain_stated": ("Stated", "取值"),
    "explain_elasticity": ("+1 % moves it by", "该值 +1 % 时结果变化"),
    "uncertain_range": ("95 % of the draws", "95 % 的抽样结果"),
    "uncertain_between": ("{low} to {high} kg CO2e", "{low} 至 {high} kg CO2e"),
    "uncertain_median": ("Median, mean", "中位数、均值"),
    "uncertain_sd": ("Standard deviation", "标准差"),
    "uncertain_linear": ("To first order", "一阶近似"),
    "uncertain_linear_value": ("mean {mean}, standard deviation {sd}", "均值 {mean}，标准差 {sd}"),
    "uncertain_curved": (
        "The model bends over these ranges: believe the draws and the ends at 5 % and 95 %, not the shares of the variance.",
        "模型在这些取值范围内呈非线性：请以抽样结果和 5 %、95 % 分位处的结果为准，方差占比仅供参考。",
    ),
    "uncertain_draws": ("Draws", "抽样"),
    "uncertain_draws_value": (
        "{draws} (seed {seed}); standard error of the mean {error}",
        "{draws} 次（种子 {seed}）；均值的标准误 {error}",
    ),
    "uncertain_failed": ("Draws without result", "无结果的抽样"),
    "uncertain_derived": ("Derived, not stated", "推导而非给出"),
    "uncertain_derived_value": ("{share} of the variance", "占方差的 {share}"),
    "uncertain_input": ("Uncertain", "不确定的数值"),
    "uncertain_share": ("of variance", "占方差"),
    "uncertain_low": ("at its 5 %", "其 5 % 分位"),
    "uncertain_high": ("at its 95 %", "其 95 % 分位"),
    "uncertain_origin": ("Distribution", "分布"),
    "uncertain_correlated": ("Varying together", "共同变化"),
    "origin_stated": ("stated", "给出"),
    "origin_range": ("derived from its range", "由合理范围推导"),
    "origin_pedigree": ("derived from data quality", "由数据质量推导"),
    "quality_indicator": ("Data quality (1 best, 5 worst)", "数据质量（1 最好，5 最差）"),
    "quality_mean": ("mean", "均值"),
    "quality_derived": ("derived", "推导占比"),
    "quality_share": ("Part of the contributions", "占贡献的份额"),
    "quality_exchange": ("Exchange", "交换"),
    "quality_inherited": ("primary data share of {provider}", "{provider} 的初级数据占比"),
    "quality_technology": ("technology", "技术"),
    "quality_geography": ("geography", "地理"),
    "quality_time": ("time", "时间"),
    "quality_precision": ("precision", "精度"),
    "quality_primary": ("amount and factor primary", "数量与因子均为初级数据"),
    "quality_primary_amount": ("amount primary", "数量为初级数据"),
    "quality_proxy": ("proxy", "替代数据"),
    "quality_assumed": ("amount assumed", "数量为假定"),
    "quality_unstated": ("kind of data not stated", "数据类型未说明"),
    "quality_demo": ("factor is a demonstration record", "因子为演示数据"),
    "quality_note": (
        "* derived from metadata, not stated; it changes no number of the result.",
        "* 由元数据推导，并非模型给出；不影响结果。",
    ),
    "explain_per_unit": ("kg CO2e per unit of it", "每单位变化 kg CO2e"),
}
