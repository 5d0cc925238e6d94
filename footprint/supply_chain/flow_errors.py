"""What can be wrong with elementary flows: emissions and removals that are the wrong way round, and CO2 factors in the background."""

from __future__ import annotations

from footprint.errors import SupplyChainError

__all__ = ["Co2FactorInBackground", "EmissionAsRemoval", "RemovalAsEmission"]


class Co2FactorInBackground(SupplyChainError):
    """A dataset of a package takes from a CO2 factor for enterprise reports, which counts direct CO2 only, and partly none at all.

    Whoever keeps the package has to take from a footprint factor instead; a CO2 factor may use other CO2 factors only.
    """

    code = "S121"
    title = {"en": "CO2 factor in the background", "zh": "背景数据使用二氧化碳排放因子"}
    message = {
        "en": "`{process}` takes from `{dataset}`, which is a CO2 factor (direct CO2 only); no footprint may use it.",
        "zh": "`{process}` 取用 `{dataset}`，后者是二氧化碳排放因子（仅直接 CO2），不得用于产品碳足迹。",
    }
    hint = {
        "en": "Correct the package: take from a footprint factor (life cycle, CO2e).",
        "zh": "请更正该数据包：改用碳足迹因子（生命周期，CO2e）。",
    }


class RemovalAsEmission(SupplyChainError):
    """An exchange under ``emissions`` names a flow that the method counts as taken out of the air, so it would lower the footprint."""

    code = "S122"
    title = {"en": "Removal among the emissions", "zh": "清除流写在排放中"}
    message = {
        "en": "`{flow}` is taken out of the air: {method} counts it as {factor}; it is no emission.",
        "zh": "`{flow}` 是从大气中吸收的流，{method} 的因子为 {factor}；它不是排放。",
    }
    hint = {
        "en": "Move the exchange to `removals`, or name what is emitted, such as `carbon dioxide, biogenic`.",
        "zh": "请将该交换移到 `removals`，或写出实际排放的流，如 `carbon dioxide, biogenic`。",
    }


class EmissionAsRemoval(SupplyChainError):
    """An exchange under ``removals`` names a flow that the method counts as an emission, so what is removed would raise the footprint."""

    code = "S123"
    title = {"en": "Emission among the removals", "zh": "排放流写在清除中"}
    message = {
        "en": "`{flow}` is an emission: {method} counts it as {factor}; it is no removal.",
        "zh": "`{flow}` 是排放流，{method} 的因子为 {factor}；它不是清除。",
    }
    hint = {
        "en": "Move the exchange to `emissions`, or name what is removed: `carbon dioxide, uptake` or `carbon dioxide, removal`.",
        "zh": "请将该交换移到 `emissions`，或写出所清除的流：`carbon dioxide, uptake` 或 `carbon dioxide, removal`。",
    }
