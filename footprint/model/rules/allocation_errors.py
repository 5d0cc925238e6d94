"""What is wrong with an allocation (M24x)."""

from __future__ import annotations

from footprint.errors import ModelError, Severity

__all__ = [
    "AllocationKeyMissing",
    "AllocationKeyUnused",
    "AllocationWithoutNeed",
    "MissingAllocation",
    "NotAnOutput",
    "SharesSum",
]


class MissingAllocation(ModelError):
    """A process has several outputs and does not say how its burdens are shared among them."""

    code = "M240"
    title = {"en": "Missing allocation", "zh": "缺少分配方法"}
    message = {"en": "`{process}` has {count} outputs and no `allocation`.", "zh": "`{process}` 有 {count} 个产出，却没有 `allocation`。"}
    hint = {
        "en": "Subdivide the process, or write `allocation: {{by: mass, why: ...}}` or another key.",
        "zh": "请拆分过程，或写 `allocation: {{by: mass, why: ...}}` 或其他分配方法。",
    }


class AllocationWithoutNeed(ModelError):
    """A process with one output has an allocation, which has no effect."""

    code = "M241"
    severity = Severity.WARNING
    title = {"en": "Allocation without need", "zh": "不需要分配"}
    message = {
        "en": "`{process}` has one output; its `allocation` has no effect.",
        "zh": "`{process}` 只有一个产出，`allocation` 不起作用。",
    }


class AllocationKeyMissing(ModelError):
    """An allocation lacks what its key needs, such as the price of one of the products."""

    code = "M242"
    title = {"en": "Allocation incomplete", "zh": "分配信息不全"}
    message = {"en": "Allocation by {by} of `{process}` needs `{needed}`.", "zh": "`{process}` 按 {by} 分配需要 `{needed}`。"}


class NotAnOutput(ModelError):
    """An allocation names something that is no output of its process."""

    code = "M243"
    title = {"en": "Not an output", "zh": "不是产出"}
    message = {"en": "`{name}` is no output of `{process}`.", "zh": "`{name}` 不是 `{process}` 的产出。"}


class SharesSum(ModelError):
    """The stated shares do not sum to 1. They are never scaled to fit."""

    code = "M244"
    title = {"en": "Shares do not sum to 1", "zh": "份额之和不为 1"}
    message = {"en": "The shares of `{process}` sum to {sum}.", "zh": "`{process}` 的份额之和为 {sum}。"}


class AllocationKeyUnused(ModelError):
    """An allocation states something that its key does not use, such as prices beside ``by: mass``."""

    code = "M245"
    severity = Severity.WARNING
    title = {"en": "Unused by the allocation", "zh": "分配未使用的键"}
    message = {"en": "Allocation by {by} does not use `{key}`.", "zh": "按 {by} 分配不使用 `{key}`。"}
