"""Problems of parameters, formulas and amounts (M20x)."""

from __future__ import annotations

from footprint.errors import ModelError, Severity

__all__ = [
    "AmountTooLarge",
    "CircularParameters",
    "ImplausibleParameter",
    "MissingAmount",
    "MissingParameterValue",
    "NegativeAmount",
    "NoOutputAmount",
    "OverrideDimension",
    "TinyDivisor",
    "UnknownOverride",
    "UnknownParameter",
    "UnusedParameter",
]


class UnknownParameter(ModelError):
    """A formula names a parameter that the model does not have.

    Formulas know the names below ``parameters`` and nothing else: not the ids of exchanges, not those of products.
    """

    code = "M201"
    title = {"en": "Unknown parameter", "zh": "未知参数"}
    message = {"en": "The formula names `{name}`, which is no parameter.", "zh": "公式中的 `{name}` 不是参数。"}
    hint = {"en": "Parameters stand below `parameters`.", "zh": "参数应在 `parameters` 下定义。"}


class CircularParameters(ModelError):
    """Parameters are defined by each other in a circle, so none of them has a value."""

    code = "M202"
    title = {"en": "Circular parameters", "zh": "参数循环引用"}
    message = {"en": "Parameters are defined in a circle: {cycle}.", "zh": "参数互相循环定义：{cycle}。"}
    hint = {"en": "Give one of them a value.", "zh": "请给其中一个参数赋值。"}


class NegativeAmount(ModelError):
    """An amount of an exchange is negative.

    Amounts say how much; the section (inputs, outputs, wastes, emissions, removals) says in which direction. What is
    taken from the air is a removal with a positive amount, what leaves for treatment a waste, and what a by-product
    replaces an avoided product of the allocation.
    """

    code = "M204"
    title = {"en": "Negative amount", "zh": "数量为负"}
    message = {
        "en": "The amount of `{exchange}` is {amount}; amounts are never negative.",
        "zh": "`{exchange}` 的数量为 {amount}；数量不能为负。",
    }
    hint = {"en": "The section says the direction.", "zh": "方向由所在的分组（inputs、outputs 等）表示。"}


class NoOutputAmount(ModelError):
    """An output is zero: nothing can be related to it.

    Delete the output, or the process if it makes nothing.
    """

    code = "M205"
    title = {"en": "Output of zero", "zh": "产出为零"}
    message = {"en": "The output `{exchange}` is zero.", "zh": "产出 `{exchange}` 为零。"}


class MissingAmount(ModelError):
    """An exchange has no amount, and no activity table of its process gives one. Unknown is not zero."""

    code = "M206"
    title = {"en": "Missing amount", "zh": "缺少数量"}
    message = {"en": "`{exchange}` has no amount.", "zh": "`{exchange}` 没有数量。"}
    hint = {
        "en": "Write `amount`, or a column `{column} [unit]` in the activity table of the process.",
        "zh": "请填写 `amount`，或在该过程的活动数据表中加入列 `{column} [单位]`。",
    }


class AmountTooLarge(ModelError):
    """A formula gives a number beyond all measure (infinite, or not a number)."""

    code = "M207"
    title = {"en": "Amount out of range", "zh": "数值溢出"}
    message = {"en": "`{formula}` gives no finite number.", "zh": "`{formula}` 的结果不是有限的数。"}


class UnknownOverride(ModelError):
    """A value was given for a parameter that the model does not have."""

    code = "M208"
    title = {"en": "Unknown parameter to set", "zh": "要设置的参数不存在"}
    message = {"en": "`{name}` is no parameter of the model.", "zh": "模型没有参数 `{name}`。"}


class OverrideDimension(ModelError):
    """A value was given for a parameter in a unit of another dimension than the model's own value has."""

    code = "M209"
    title = {"en": "Wrong dimension of a set value", "zh": "设置值的量纲不符"}
    message = {
        "en": "`{name}` is set to {amount} ({found}); the model has it as {expected}.",
        "zh": "`{name}` 被设为 {amount}（{found}）；模型中其量纲为 {expected}。",
    }


class UnusedParameter(ModelError):
    """No formula uses a parameter. It has no effect on the result."""

    code = "M210"
    severity = Severity.NOTE
    title = {"en": "Unused parameter", "zh": "参数未使用"}
    message = {"en": "No formula uses the parameter `{name}`.", "zh": "没有公式使用参数 `{name}`。"}


class ImplausibleParameter(ModelError):
    """A parameter lies outside the plausible range that the model itself states."""

    code = "M211"
    severity = Severity.WARNING
    title = {"en": "Outside the plausible range", "zh": "超出合理范围"}
    message = {"en": "`{name}` is {amount}, {side} its plausible {bound}.", "zh": "`{name}` 为 {amount}，{side_zh}其合理界限 {bound}。"}


class MissingParameterValue(ModelError):
    """A parameter has no value, and no activity table has a column for it."""

    code = "M212"
    title = {"en": "Parameter without value", "zh": "参数没有值"}
    message = {"en": "The parameter `{name}` has no value.", "zh": "参数 `{name}` 没有值。"}
    hint = {
        "en": "Write `value`, or a column `parameters/{name} [unit]` in an activity table.",
        "zh": "请填写 `value`，或在活动数据表中加入列 `parameters/{name} [单位]`。",
    }


class TinyDivisor(ModelError):
    """A formula divides by a share below 2 %, so that what it gives is more than fifty times as large.

    That is mostly a yield written with a wrong unit: ``0.96 %`` in place of ``96 %``. Correct it, or state with ``min`` in
    which range the share is plausible; a value within it is not questioned. ``min`` and ``max`` are worth stating for every
    yield: they catch such a slip on the other side, too.
    """

    code = "M213"
    severity = Severity.WARNING
    title = {"en": "Division by a tiny share", "zh": "除以很小的比例"}
    message = {
        "en": "`{name}` is {amount} and a formula divides by it: what it gives is {times} times as large.",
        "zh": "`{name}` 为 {amount}，有公式除以它：结果因此放大 {times} 倍。",
    }
    hint = {
        "en": "A yield of ninety-six per cent is written `96 %`; if it is right, state its plausible range: `{{value: {amount}, min: ...}}`.",
        "zh": "百分之九十六的收率写作 `96 %`；若数值无误，请给出合理范围：`{{value: {amount}, min: ...}}`。",
    }
