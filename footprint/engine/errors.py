"""What can go wrong when a system is compiled, solved or proved."""

from __future__ import annotations

from footprint.errors import EngineError

__all__ = [
    "AnswersDisagree",
    "IllConditionedLoop",
    "LoopGains",
    "MethodWithoutFootprint",
    "NegativeActivity",
    "NotFinite",
    "NothingEmitted",
    "NothingLeft",
    "PartsDisagree",
    "SingularSystem",
]


class LoopGains(EngineError):
    """Processes feed each other more than they deliver.

    Such a loop solves to plausible numbers, with activity levels of the wrong sign or size and perfect residuals; no
    production of this kind exists. One of the amounts in the loop is wrong, usually a unit or a per-tonne figure.
    """

    code = "E101"
    title = {"en": "Loop that gains", "zh": "循环自增"}
    message = {
        "en": "The processes {processes} feed each other: a unit that goes round takes {gain} units of itself.",
        "zh": "过程 {processes} 互相供应：一单位产品循环一周要消耗自身 {gain} 单位。",
    }
    hint = {
        "en": "A loop must use less than it makes. Check the amounts and units of: {exchanges}.",
        "zh": "循环消耗必须小于产出。请检查以下交换的数量和单位：{exchanges}。",
    }


class IllConditionedLoop(EngineError):
    """A loop uses almost all that it makes; a rounding error in an input would change the result beyond use."""

    code = "E102"
    title = {"en": "Ill-conditioned loop", "zh": "循环病态"}
    message = {
        "en": "The loop {processes} multiplies errors by {condition}: it uses nearly all that it makes.",
        "zh": "循环 {processes} 将误差放大 {condition} 倍：几乎消耗了全部产出。",
    }
    hint = {"en": "Check the amounts of: {exchanges}.", "zh": "请检查以下交换的数量：{exchanges}。"}


class NothingLeft(EngineError):
    """A process consumes all that it makes, or more."""

    code = "E103"
    title = {"en": "Eats its own output", "zh": "自耗全部产出"}
    message = {
        "en": "`{process}` makes {made} {unit} and uses {used} {unit} of it itself.",
        "zh": "`{process}` 产出 {made} {unit}，自用 {used} {unit}。",
    }
    hint = {"en": "Correct the input, or state the net output without it.", "zh": "请更正该输入，或直接写净产出。"}


class SingularSystem(EngineError):
    """The equations have no single solution, so that no activity levels can deliver the product."""

    code = "E104"
    title = {"en": "Singular system", "zh": "方程组奇异"}
    message = {"en": "The system cannot be solved; suspect: {processes}.", "zh": "系统无法求解；可疑过程：{processes}。"}
    hint = {"en": "Look for processes that need each other in equal amounts.", "zh": "请查找彼此等量消耗的过程。"}


class NotFinite(EngineError):
    """A number of the system or of its solution is NaN or infinite."""

    code = "E105"
    title = {"en": "Not finite", "zh": "结果不是有限数"}
    message = {"en": "{what} of {processes} is not a finite number.", "zh": "{processes} 的{what}不是有限数。"}
    hint = {"en": "Check the sizes of the amounts.", "zh": "请检查数量级。"}


class NegativeActivity(EngineError):
    """A foreground process would have to run backwards to deliver the product."""

    code = "E106"
    title = {"en": "Negative activity", "zh": "活动水平为负"}
    message = {"en": "`{process}` would have to run at {level}.", "zh": "`{process}` 的活动水平为 {level}。"}
    hint = {
        "en": "Something in its chain gives more than it takes; check avoided products and loops.",
        "zh": "供应链中某处产出多于消耗；请检查避免产品和循环。",
    }


class AnswersDisagree(EngineError):
    """Brightway's forward solution and the independent adjoint solution differ by more than the tolerance."""

    code = "E107"
    title = {"en": "Forward and adjoint disagree", "zh": "正向与伴随求解不一致"}
    message = {
        "en": "The score is {forward} by the forward and {adjoint} by the adjoint solution, more than {tolerance} apart.",
        "zh": "正向求解得 {forward}，伴随求解得 {adjoint}，差值超过 {tolerance}。",
    }
    hint = {
        "en": "The system is too ill-conditioned to be trusted; suspect: {processes}.",
        "zh": "系统病态，结果不可信；可疑过程：{processes}。",
    }


class PartsDisagree(EngineError):
    """Categories or contributions do not sum to the total."""

    code = "E108"
    title = {"en": "Parts do not sum", "zh": "分项与合计不符"}
    message = {"en": "The {parts} sum to {sum}, the total is {total}.", "zh": "{parts}之和为 {sum}，合计为 {total}。"}


class MethodWithoutFootprint(EngineError):
    """The method does not have the categories that make a carbon footprint."""

    code = "E109"
    title = {"en": "Not a footprint method", "zh": "不是碳足迹方法"}
    message = {
        "en": "Method `{method}` has no category `fossil`; it cannot give a carbon footprint.",
        "zh": "方法 `{method}` 没有 `fossil` 类别，不能用于碳足迹。",
    }


class NothingEmitted(EngineError):
    """Neither the processes of the model nor the datasets they use emit anything.

    A footprint of zero would then be a statement that nobody made: most likely inputs or emissions are missing.
    """

    code = "E110"
    title = {"en": "Nothing emitted", "zh": "没有任何排放"}
    message = {"en": "Nothing in the supply chain of the product emits anything.", "zh": "该产品的供应链中没有任何排放。"}
    hint = {"en": "Add the inputs and emissions that are missing.", "zh": "请补充缺失的输入和排放。"}
