"""What can be wrong with what a sampling plan is asked for (V40x)."""

from __future__ import annotations

from footprint.errors import VerificationError

__all__ = ["BadCoverage", "BadFloor", "BadMateriality", "FloorRewardsSilence"]


class BadFloor(VerificationError):
    """A floor of a range is not a number from 0 to 10, or is of a kind of data that does not exist.

    A floor is the least that a value of this kind may be off by, up or down, as a fraction: 0.05 is ±5 %.
    """

    code = "V401"
    title = {"en": "Floor of a range", "zh": "范围下限"}
    message = {"en": "The floor of `{kind}` is `{value}`.", "zh": "`{kind}` 的范围下限为 `{value}`。"}
    hint = {
        "en": "Kinds are primary, secondary, proxy, assumed, unstated, factor; a floor is a fraction such as 0.05 for ±5 %.",
        "zh": "类别为 primary、secondary、proxy、assumed、unstated、factor；下限为小数，如 0.05 表示 ±5 %。",
    }


class BadMateriality(VerificationError):
    """The materiality threshold is not a fraction above 0 and up to 1."""

    code = "V402"
    title = {"en": "Materiality threshold", "zh": "实质性门槛"}
    message = {"en": "The materiality threshold is `{value}`.", "zh": "实质性门槛为 `{value}`。"}
    hint = {"en": "Give a fraction of the result, such as 0.05 for 5 %.", "zh": "请给出占结果的小数，如 0.05 表示 5 %。"}


class BadCoverage(VerificationError):
    """The coverage at which stated uncertainties are turned into ranges is not between 0.5 and 0.9999."""

    code = "V403"
    title = {"en": "Coverage of ranges", "zh": "范围的覆盖概率"}
    message = {"en": "The coverage is `{value}`.", "zh": "覆盖概率为 `{value}`。"}
    hint = {"en": "Give a probability such as 0.95.", "zh": "请给出概率，如 0.95。"}


class FloorRewardsSilence(VerificationError):
    """The floor of data whose kind is not stated lies below that of another kind of amounts, so that saying nothing would shorten the sample."""

    code = "V404"
    title = {"en": "Floor rewards silence", "zh": "下限使不说明类别反而有利"}
    message = {
        "en": "The floor of `unstated` ({unstated}) lies below that of `{kind}` ({value}).",
        "zh": "`unstated` 的下限（{unstated}）低于 `{kind}` 的下限（{value}）。",
    }
    hint = {"en": "Set the floor of `unstated` at least as high.", "zh": "请将 `unstated` 的下限设得至少同样高。"}
