"""What may become of a dataset or an exchange of the source, and what is repaired: every one is counted under one of these."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from footprint.errors import Language

__all__ = ["FATES", "REASONS", "REPAIRS", "Fate"]

Texts = Mapping[Language, str]


class Fate(StrEnum):
    """What became of an exchange."""

    REFERENCE = "reference"
    COPRODUCT = "coproduct"
    COPRODUCT_ZERO = "coproduct_zero"
    LINKED = "linked"
    UNLINKED = "unlinked"
    UNLINKED_AMBIGUOUS = "unlinked_ambiguous"
    UNLINKED_LEFT_OUT = "unlinked_left_out"
    UNLINKED_DIMENSION = "unlinked_dimension"
    GAS = "gas"
    FLOW = "flow"
    NOT_A_GAS = "not_a_gas"
    GAS_ELSEWHERE = "gas_elsewhere"
    GAS_FAMILY = "gas_family"
    ZERO = "zero"
    AMOUNT = "amount"
    UNIT = "unit"
    DATASET_LEFT_OUT = "dataset_left_out"


FATES: Mapping[Fate, Texts] = {
    Fate.REFERENCE: {"en": "product of its dataset", "zh": "数据集的基准产品"},
    Fate.COPRODUCT: {"en": "co-product, a process of its own by allocation", "zh": "联产品，经分配成为单独过程"},
    Fate.COPRODUCT_ZERO: {"en": "co-product of zero, dropped", "zh": "数量为零的联产品，已舍去"},
    Fate.LINKED: {"en": "linked to its producer", "zh": "已链接到供应过程"},
    Fate.UNLINKED: {"en": "not linked: the file has no producer", "zh": "未链接：文件中没有供应者"},
    Fate.UNLINKED_AMBIGUOUS: {"en": "not linked: several producers fit", "zh": "未链接：有多个可能的供应者"},
    Fate.UNLINKED_LEFT_OUT: {"en": "not linked: its producer was left out", "zh": "未链接：供应者未导入"},
    Fate.UNLINKED_DIMENSION: {"en": "not linked: counted in another dimension than its producer", "zh": "未链接：量纲与供应者不同"},
    Fate.GAS: {"en": "greenhouse gas, kept", "zh": "温室气体，已保留"},
    Fate.FLOW: {"en": "other elementary flow, kept", "zh": "其他基本流，已保留"},
    Fate.NOT_A_GAS: {"en": "no greenhouse gas, dropped", "zh": "非温室气体，已舍去"},
    Fate.GAS_ELSEWHERE: {"en": "greenhouse gas to water or ground, dropped", "zh": "排入水体或土壤的温室气体，已舍去"},
    Fate.GAS_FAMILY: {"en": "greenhouse gas of no stated species, dropped", "zh": "未注明种类的温室气体，已舍去"},
    Fate.ZERO: {"en": "amount of zero, dropped", "zh": "数量为零，已舍去"},
    Fate.AMOUNT: {"en": "left out: the amount is no finite number", "zh": "未导入：数量不是有限数值"},
    Fate.UNIT: {"en": "left out: the unit is not known", "zh": "未导入：单位未知"},
    Fate.DATASET_LEFT_OUT: {"en": "left out with its dataset", "zh": "随数据集一起未导入"},
}

REASONS: Mapping[str, Texts] = {
    "no_reference": {"en": "it names no reference product", "zh": "未指明基准产品"},
    "several_references": {"en": "it names several reference products", "zh": "指明了多个基准产品"},
    "elementary_reference": {"en": "its reference is an elementary flow", "zh": "基准流是基本流"},
    "reference_amount": {"en": "the amount of its reference product is no finite number", "zh": "基准产品的数量不是有限数值"},
    "reference_zero": {"en": "the amount of its reference product is zero", "zh": "基准产品的数量为零"},
    "reference_unit": {"en": "the unit of its reference product is not known", "zh": "基准产品的单位未知"},
    "not_allocated": {"en": "it has several products and states no allocation", "zh": "有多个产品且未说明分配方法"},
    "not_comparable": {
        "en": "it has several products that cannot be allocated by amount: dimensions or signs differ",
        "zh": "有多个产品，但量纲或正负号不同，无法按数量分配",
    },
    "shares": {"en": "its allocation shares do not add up to 1", "zh": "分配份额之和不为 1"},
    "impact_result": {"en": "it is a result of an impact assessment", "zh": "是影响评价结果，而非过程"},
    "duplicate": {"en": "an earlier dataset has the same identifier and product", "zh": "与前面的数据集标识和产品相同"},
}

REPAIRS: Mapping[str, Texts] = {
    "amount_attribute": {"en": "amount read from another attribute than the format's", "zh": "数量取自非标准属性"},
    "date_dropped": {"en": "date that is no day of the calendar, dropped", "zh": "无效日期，已舍去"},
    "date_from_month": {"en": "month taken as its first or last day", "zh": "月份按首日或末日处理"},
    "date_from_year": {"en": "year taken as its first or last day", "zh": "年份按首日或末日处理"},
    "date_with_time": {"en": "time of day or time zone cut off a date", "zh": "日期中的时刻或时区已去掉"},
    "gas_not_stated": {"en": "carbon dioxide of no stated origin, taken as fossil", "zh": "未注明来源的二氧化碳，按化石源处理"},
    "compartment_missing": {
        "en": "greenhouse gas without compartment, taken as emitted to air",
        "zh": "未注明环境介质的温室气体，按排入大气处理",
    },
    "group_in_attribute": {"en": "group read from an attribute instead of an element", "zh": "输入输出组取自属性而非元素"},
    "group_unknown": {"en": "group missing or not one of the format", "zh": "输入输出组缺失或不在格式规定之内"},
    "identifier_from_file": {"en": "identifier taken from the file name", "zh": "标识取自文件名"},
    "location_missing": {"en": "input without location, linked by name and unit", "zh": "输入未注明地点，按名称和单位链接"},
    "name_missing": {"en": "missing name replaced by an identifier", "zh": "缺失的名称以标识代替"},
    "negative_coproduct": {"en": "negative co-product turned into an input", "zh": "负数联产品改为输入"},
    "only_product": {"en": "only product taken as the reference", "zh": "以唯一产品为基准产品"},
    "period_in_attributes": {"en": "period read from attributes instead of elements", "zh": "数据期间取自属性而非元素"},
    "period_reversed": {"en": "period that ends before it starts, dropped", "zh": "止日早于起日的期间，已舍去"},
    "text_shortened": {"en": "text shortened", "zh": "文本已截短"},
    "unit_converted": {"en": "amount converted, its unit is not one of the dialect", "zh": "单位不在方言内，数量已换算"},
    "white_space": {"en": "white space round an identifier, removed", "zh": "标识前后的空白已去除"},
    "flow_missing": {"en": "flow that the file refers to but does not hold", "zh": "引用的流不在文件中"},
    "formula": {"en": "formula of the source, its stored value taken", "zh": "来源为公式，取其存储值"},
    "decimal_mark": {"en": "decimal mark other than the header declares", "zh": "小数点与文件头声明不一致"},
}
