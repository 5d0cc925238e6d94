"""What can be wrong with the question for levers (D44x)."""

from __future__ import annotations

from footprint.errors import InsightError

__all__ = ["StepOutsideRange", "TargetOutsideRange"]


class TargetOutsideRange(InsightError):
    """The reduction asked for is no share between nothing and everything."""

    code = "D441"
    title = {"en": "Target is no reduction", "zh": "目标不是有效的降幅"}
    message = {"en": "The target {target} lies outside 0 to 1.", "zh": "目标 {target} 不在 0 至 1 之间。"}
    hint = {"en": "Give the share by which the result should fall, such as 33%.", "zh": "请给出结果应降低的比例，例如 33%。"}


class StepOutsideRange(InsightError):
    """The step by which inputs fall is no share between nothing and everything."""

    code = "D442"
    title = {"en": "Step is no share", "zh": "步长不是有效比例"}
    message = {"en": "The step {step} lies outside 0 to 1.", "zh": "步长 {step} 不在 0 至 1 之间。"}
