"""What can be wrong with a supply chain: building, allocating, linking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from footprint.errors import Place, Severity, SupplyChainError

__all__ = [
    "AllocatedAway",
    "AllocationDimension",
    "AllocationProperty",
    "AllocationTotal",
    "AmbiguousBridge",
    "CapitalGoodsMixed",
    "CarbonOfCoproducts",
    "Co2FactorInFootprint",
    "DemoData",
    "FlowWithoutFactor",
    "GwpSetDiffers",
    "HeatRatio",
    "InputsWithoutProducer",
    "LinkDimension",
    "ModelLoop",
    "PackageNotPinned",
    "PackageVersionsDiffer",
    "SubstitutionUsed",
    "TooManyModels",
    "TreatmentAsInput",
    "UnknownDataset",
    "UnknownElementaryFlow",
    "WasteToProduction",
]


class UnknownDataset(SupplyChainError):
    """``from`` names a dataset that its package does not have. Nothing is matched by likeness: choose one."""

    code = "S101"
    title = {"en": "Unknown dataset", "zh": "未知数据集"}
    message = {"en": "There is no dataset `{dataset}` in {package} {version}.", "zh": "{package} {version} 中没有数据集 `{dataset}`。"}
    hint = {"en": "`footprint inventories search WORDS` finds datasets.", "zh": "`footprint inventories search 关键词` 可查找数据集。"}


class PackageNotPinned(SupplyChainError):
    """``from`` names a data package that ``inventories`` does not pin to a version."""

    code = "S102"
    title = {"en": "Package not pinned", "zh": "数据包未固定版本"}
    message = {
        "en": "Package `{package}` is used but not listed under `inventories`.",
        "zh": "使用了数据包 `{package}`，但未列在 `inventories` 下。",
    }
    hint = {
        "en": 'It is at hand: add `{package}: "{version}"` under `inventories`.',
        "zh": '该数据包可用：请在 `inventories` 下添加 `{package}: "{version}"`。',
    }


class LinkDimension(SupplyChainError):
    """An amount has another dimension than what it is taken from, and no flow property with a source bridges them.

    A mass and a dataset counted in t km lack the distance; m3 and Nm3 differ by pressure and temperature; mass and volume lack the
    density, and energy the lower heating value, which stands under ``flows`` by the name of the product, or else of the exchange.
    """

    code = "S103"
    title = {"en": "Wrong dimension", "zh": "量纲不符"}
    message = {
        "en": "{amount} is {dimension}, but `{target}` is counted in {unit}, which is {unit_dimension}.",
        "zh": "{amount} 的量纲为 {dimension}，而 `{target}` 以 {unit} 计量，量纲为 {unit_dimension}。",
    }
    hint = {"en": "{advice_en}", "zh": "{advice_zh}"}

    def __init__(self, place: Place | None = None, **values: Any) -> None:
        super().__init__(place, **{**_advice(values), **values})


def _advice(values: Mapping[str, Any]) -> dict[str, str]:
    """Say what turns the one dimension into the other, in both languages."""
    sides = frozenset((str(values.get("dimension")), str(values.get("unit_dimension"))))
    unit = values.get("unit", "")
    flow = values.get("flow") or ""
    if "mass·length" in sides and sides <= {"mass·length", "mass", "length"}:
        return {
            "advice_en": "Transport is counted as mass times distance: write a formula such as `= 1.2 t * 300 km`.",
            "advice_zh": "运输按质量乘以距离计量：请写成公式，如 `= 1.2 t * 300 km`。",
        }
    if "CO2e" in "".join(sides):
        return {"advice_en": f"Write the amount in {unit}.", "advice_zh": f"请以 {unit} 书写数量。"}
    named = {"en": f"`{flow}`", "zh": f" `{flow}` "} if flow else {"en": "the flow", "zh": "该流"}
    needed = next((name for pair, name in _PROPERTIES.items() if sides <= pair), "")
    if not needed:
        return {
            "advice_en": f"Write the amount in {unit}, or choose what is counted like the amount; no flow property bridges the two.",
            "advice_zh": f"请以 {unit} 书写数量，或改用计量方式与数量一致的对象；没有流属性可以换算二者。",
        }
    advice_en = f"Write the amount in {unit}, or state {needed} of {named['en']} under `flows` with its source."
    advice_zh = f"请以 {unit} 书写数量，或在 `flows` 下给出{named['zh']}的 {needed} 及其来源。"
    if sides == {"volume", "normal volume"}:
        advice_en = f"m3 is a volume as it is, Nm3 one at 0 °C and 101.325 kPa; a meter of gas mostly reads Nm3. {advice_en}"
        advice_zh = f"m3 为实际状态体积，Nm3 为标准状态（0 °C、101.325 kPa）体积；燃气表读数多为 Nm3。{advice_zh}"
    return {"advice_en": advice_en, "advice_zh": advice_zh}


# Dimensions, and the flow property that leads from one of them to another.
_PROPERTIES = {
    frozenset(("mass", "volume")): "density",
    frozenset(("mass", "normal volume")): "density",
    frozenset(("volume", "normal volume")): "normal_volume",
    frozenset(("energy", "mass")): "lower_heating_value",
    frozenset(("energy", "volume")): "lower_heating_value",
    frozenset(("energy", "normal volume")): "lower_heating_value",
    frozenset(("item", "mass")): "mass",
}


class AmbiguousBridge(SupplyChainError):
    """Two flow properties lead from one dimension to the other and give different answers."""

    code = "S104"
    title = {"en": "Two ways to convert", "zh": "换算途径不唯一"}
    message = {
        "en": "{amount} can be converted to {unit} by {first} or by {second}, with different answers.",
        "zh": "{amount} 可通过 {first} 或 {second} 换算为 {unit}，但结果不同。",
    }
    hint = {"en": "Write the amount in {unit}.", "zh": "请直接以 {unit} 书写数量。"}


class Co2FactorInFootprint(SupplyChainError):
    """The dataset is a CO2 factor for enterprise reports: direct CO2 without upstream and other gases. A footprint needs a footprint factor."""

    code = "S105"
    title = {"en": "CO2 factor in a footprint", "zh": "在碳足迹中使用二氧化碳排放因子"}
    message = {
        "en": "`{dataset}` is a CO2 factor (direct CO2 only); no footprint may use it.",
        "zh": "`{dataset}` 是二氧化碳排放因子（仅直接 CO2），不得用于产品碳足迹。",
    }
    hint = {
        "en": "Use a footprint factor (life cycle, CO2e), such as `cn-electricity/national-average-2024`.",
        "zh": "请使用碳足迹因子（生命周期，CO2e），如 `cn-electricity/national-average-2024`。",
    }


class UnknownElementaryFlow(SupplyChainError):
    """An emission or removal names an elementary flow that is in no list of flows."""

    code = "S106"
    title = {"en": "Unknown elementary flow", "zh": "未知基本流"}
    message = {"en": "There is no elementary flow `{flow}`.", "zh": "没有名为 `{flow}` 的基本流。"}
    hint = {
        "en": "The flow says which gas and origin: `carbon dioxide, fossil`, `methane, biogenic`.",
        "zh": "流名应说明气体与来源，如 `carbon dioxide, fossil`、`methane, biogenic`。",
    }


class TreatmentAsInput(SupplyChainError):
    """A treatment dataset with a negative reference is used as an input; its sign would turn a burden into a credit."""

    code = "S107"
    title = {"en": "Treatment used as input", "zh": "将处置数据集用作输入"}
    message = {"en": "`{dataset}` treats waste; it cannot be an input.", "zh": "`{dataset}` 是废物处置数据集，不能作为输入。"}
    hint = {"en": "Move the exchange to `wastes`; amounts there are positive.", "zh": "请将该交换移到 `wastes`，数量写正值。"}


class WasteToProduction(SupplyChainError):
    """A waste is sent to a dataset that makes a product instead of treating waste."""

    code = "S108"
    title = {"en": "Waste sent to production", "zh": "废物去向不是处置"}
    message = {"en": "`{dataset}` makes {product}; it does not treat waste.", "zh": "`{dataset}` 生产 {product}，并不处置废物。"}
    hint = {"en": "Name a dataset of kind `treatment`.", "zh": "请选用 `treatment` 类数据集。"}


class ModelLoop(SupplyChainError):
    """Product models refer to each other in a circle, or too deeply."""

    code = "S109"
    title = {"en": "Models in a circle", "zh": "模型循环引用"}
    message = {"en": "The models refer to each other in a circle: {circle}.", "zh": "模型之间循环引用：{circle}。"}
    hint = {
        "en": "Put processes that feed each other into one model; loops inside a model are solved exactly.",
        "zh": "请将互相供应的过程放入同一模型；模型内部的循环可精确求解。",
    }


class PackageVersionsDiffer(SupplyChainError):
    """Two parts of the supply chain need different versions of one data package; one result cannot rest on both."""

    code = "S110"
    title = {"en": "Versions differ", "zh": "版本不一致"}
    message = {
        "en": "{who} needs `{package}` in version {wanted}, the model in version {pinned}.",
        "zh": "{who} 需要 `{package}` 的 {wanted} 版，而模型使用 {pinned} 版。",
    }
    hint = {"en": "Pin the same version in all models and packages.", "zh": "请在所有模型和数据包中固定同一版本。"}


class TooManyModels(SupplyChainError):
    """A product model rests on too many other product models.

    Every way that leads to a model counts, because each has processes of its own: of two models that both take from a third,
    and of which a fourth takes, the third counts twice.
    """

    code = "S111"
    title = {"en": "Too many models", "zh": "模型过多"}
    message = {"en": "The supply chain joins more than {limit} product models.", "zh": "供应链连接的产品模型超过 {limit} 个。"}
    hint = {
        "en": "Put models that many others take from into a data package, or join models into one.",
        "zh": "请将被多处引用的模型做成数据包，或将若干模型合并为一个。",
    }


class AllocationDimension(SupplyChainError):
    """The outputs of a process cannot be compared by the allocation key: they come out in different dimensions."""

    code = "S201"
    title = {"en": "Allocation over incompatible dimensions", "zh": "分配量纲不一致"}
    message = {
        "en": "Allocation by {key} needs {needed} of every product of `{process}`; `{flow}` is {amount} ({dimension}).",
        "zh": "按 {key} 分配需要 `{process}` 每个产品的{needed}；`{flow}` 为 {amount}（{dimension}）。",
    }
    hint = {
        "en": "State a property of `{flow}` under `flows`, or choose another key.",
        "zh": "请在 `flows` 下给出 `{flow}` 的属性，或改用其他分配方法。",
    }


class AllocationProperty(SupplyChainError):
    """The flow property that the allocation key needs is not stated for one of the products."""

    code = "S202"
    title = {"en": "Missing property for allocation", "zh": "缺少分配所需属性"}
    message = {
        "en": "Allocation by {key} needs `{needed}` of `{flow}`, which `flows` does not state.",
        "zh": "按 {key} 分配需要 `{flow}` 的 `{needed}`，但 `flows` 中没有给出。",
    }


class AllocationTotal(SupplyChainError):
    """What the products weigh under the key sums to nothing, or stated shares do not sum to 1; nothing is normalised."""

    code = "S206"
    title = {"en": "Allocation does not add up", "zh": "分配合计不成立"}
    message = {
        "en": "Allocation of `{process}` by {key} cannot be applied: the products sum to {total}.",
        "zh": "`{process}` 无法按 {key} 分配：各产品合计为 {total}。",
    }
    hint = {
        "en": "Shares must sum to 1; prices and properties must give a total above zero.",
        "zh": "份额之和须为 1；价格和属性的合计须大于零。",
    }


class HeatRatio(SupplyChainError):
    """The heat supply ratio does not follow from what is stated, or lies outside 0 to 1."""

    code = "S203"
    title = {"en": "Heat supply ratio", "zh": "供热比"}
    message = {"en": "The heat supply ratio of `{process}` cannot be used: {why}.", "zh": "`{process}` 的供热比不可用：{why}。"}
    hint = {
        "en": "State `heat`, and `ratio` or `boiler_heat`; there are exactly two products.",
        "zh": "请给出 `heat` 以及 `ratio` 或 `boiler_heat`；产品必须正好两个。",
    }


class CarbonOfCoproducts(SupplyChainError):
    """Biogenic carbon follows the physical carbon of the products, whatever the key; that needs the content of each of them."""

    code = "S204"
    title = {"en": "Carbon content of a co-product", "zh": "共产品含碳量"}
    message = {
        "en": "`{process}` shares biogenic carbon among its products, but `{flow}` has no biogenic_carbon_content.",
        "zh": "`{process}` 需在产品之间分配生物碳，但 `{flow}` 没有给出 biogenic_carbon_content。",
    }
    hint = {"en": "State it under `flows`; 0 kg/kg where there is none.", "zh": "请在 `flows` 下给出；没有则写 0 kg/kg。"}


class AllocatedAway(SupplyChainError):
    """A product that substitution gives away as a credit is used inside the model, where nothing makes it any more."""

    code = "S205"
    title = {"en": "Substituted product is used", "zh": "被替代的产品仍被使用"}
    message = {
        "en": "`{flow}` is credited by substitution in `{process}` but used by `{user}`.",
        "zh": "`{flow}` 已在 `{process}` 中按替代法抵扣，却又被 `{user}` 使用。",
    }
    hint = {
        "en": "Give as output only what leaves the system, or choose another key.",
        "zh": "输出中只写离开系统的部分，或改用其他分配方法。",
    }


class DemoData(SupplyChainError):
    """The dataset is a demonstration record; a result that uses it cannot be certified."""

    code = "S301"
    severity = Severity.WARNING
    title = {"en": "Demonstration data", "zh": "演示数据"}
    message = {"en": "`{dataset}` is demonstration data.", "zh": "`{dataset}` 为演示数据。"}


class GwpSetDiffers(SupplyChainError):
    """An aggregated CO2e factor was made with another GWP set than the method's."""

    code = "S302"
    severity = Severity.WARNING
    title = {"en": "Other GWP set", "zh": "GWP 版本不同"}
    message = {
        "en": "`{dataset}` holds `{flow}`, made with another GWP set than {method}.",
        "zh": "`{dataset}` 含 `{flow}`，其 GWP 版本与 {method} 不同。",
    }


class FlowWithoutFactor(SupplyChainError):
    """The method has no factor for the flow: it is reported but counts nothing."""

    code = "S303"
    severity = Severity.WARNING
    title = {"en": "Flow without factor", "zh": "基本流无特征化因子"}
    message = {
        "en": "Method {method} has no factor for `{flow}`; it counts nothing.",
        "zh": "方法 {method} 没有 `{flow}` 的因子；该流不计入结果。",
    }


class CapitalGoodsMixed(SupplyChainError):
    """Some datasets include capital goods and others exclude them, so the parts of the result are not alike."""

    code = "S304"
    severity = Severity.WARNING
    title = {"en": "Capital goods mixed", "zh": "资本品口径不一"}
    message = {
        "en": "Capital goods are included in {included} and excluded in {excluded}.",
        "zh": "{included} 含资本品，而 {excluded} 不含。",
    }


class SubstitutionUsed(SupplyChainError):
    """Avoided burden is allowed only where the rules a footprint is verified against prescribe it."""

    code = "S305"
    severity = Severity.WARNING
    title = {"en": "Substitution", "zh": "替代法"}
    message = {
        "en": "`{process}` takes credit for avoided products; many rules do not allow that.",
        "zh": "`{process}` 采用替代法扣减避免的负荷；许多规则不允许。",
    }


class InputsWithoutProducer(SupplyChainError):
    """Datasets in the background have inputs that nobody makes, so the result is a lower bound.

    The package lists them as ``unlinked``; `footprint inventories show PACKAGE/CODE` names those of a dataset.
    """

    code = "S306"
    severity = Severity.WARNING
    title = {"en": "Background incomplete", "zh": "背景数据不完整"}
    message = {
        "en": "Inputs without producer in the datasets used from `{package}`: {count} (in {datasets}); the result is a lower bound.",
        "zh": "所用 `{package}` 的 {datasets} 个数据集中有 {count} 个输入没有供应者；结果为下限。",
    }
