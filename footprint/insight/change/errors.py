"""Problems of comparing results (D1xx)."""

from __future__ import annotations

from footprint.errors import InsightError, Severity

__all__ = ["ChangeNotExplained", "NoCounterpart", "NotComparable", "NothingToCompare"]


class ChangeNotExplained(InsightError):
    """The parts of a change do not sum to the difference of the two results. That is a defect of footprint."""

    code = "D101"
    title = {"en": "Change not explained", "zh": "变化未能完全解释"}
    message = {
        "en": "The parts of the change sum to {parts}, but the results differ by {difference}.",
        "zh": "各项变化之和为 {parts}，而两个结果之差为 {difference}。",
    }
    hint = {"en": "Please report this with both inputs.", "zh": "请连同两份输入一起报告。"}


class NotComparable(InsightError):
    """A file is nothing that a comparison can read.

    ``footprint diff`` compares product models, evidence bundles, results as ``footprint run --json`` prints them, and files of
    ``footprint batch``; both sides must be of the same sort, but a model may be compared with a bundle.
    """

    code = "D102"
    title = {"en": "Not comparable", "zh": "无法比较"}
    message = {"en": "{file} cannot be compared: {why_en}.", "zh": "{file} 无法比较：{why_zh}。"}
    hint = {
        "en": "Give product models, evidence bundles, results (run --json) or batch files.",
        "zh": "请给出产品模型、证据包、结果（run --json）或批量计算结果文件。",
    }


class NothingToCompare(InsightError):
    """The two sides have no product in common."""

    code = "D103"
    title = {"en": "Nothing to compare", "zh": "没有可比较的产品"}
    message = {
        "en": "{old} and {new} have no product in common: {names_old} and {names_new}.",
        "zh": "{old} 与 {new} 没有共同的产品：{names_old} 与 {names_new}。",
    }
    hint = {
        "en": "Products are paired by name of the file, by id in batch files; a single file on each side is always paired.",
        "zh": "产品按文件名配对，批量结果按 id 配对；两边各只有一个文件时直接配对。",
    }


class NoCounterpart(InsightError):
    """Products are there on one side only: they were added or removed, so there is nothing to compare them with."""

    code = "D104"
    severity = Severity.NOTE
    title = {"en": "No counterpart", "zh": "缺少对应产品"}
    message = {"en": "In {side} only: {names}.", "zh": "仅存在于 {side}：{names}。"}
