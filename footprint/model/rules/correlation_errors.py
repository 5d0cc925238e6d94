"""What a model says wrongly about values that vary together (M28x)."""

from __future__ import annotations

from footprint.errors import ModelError, Severity

__all__ = ["CorrelationImpossible", "CorrelationOfComputed", "CorrelationPair", "CorrelationUnknown"]


class CorrelationUnknown(ModelError):
    """A correlation names something that is neither a parameter nor an exchange of the model."""

    code = "M281"
    title = {"en": "Correlation with something unknown", "zh": "相关系数引用未知名称"}
    message = {
        "en": "`{name}` is neither a parameter nor an exchange of the model.",
        "zh": "`{name}` 既不是模型的参数，也不是模型的交换。",
    }
    hint = {
        "en": "Name a parameter, or an exchange as PROCESS/SECTION/NAME.",
        "zh": "请填写参数名称，或以 过程/类别/名称 填写交换。",
    }


class CorrelationPair(ModelError):
    """A correlation is between two different values, and each pair has one coefficient."""

    code = "M282"
    title = {"en": "Correlation of no pair", "zh": "相关系数并非对应一对数值"}
    message = {
        "en": "`{between}`: a correlation is between two different values, and is stated once.",
        "zh": "`{between}`：相关系数须对应两个不同的数值，且只能给出一次。",
    }
    hint = {"en": "Write `between: [a, b]`, each pair once.", "zh": "请写作 `between: [a, b]`，每对只写一次。"}


class CorrelationImpossible(ModelError):
    """The coefficients contradict each other: no values can be correlated in this way.

    The matrix of the coefficients must be positive semidefinite. Where a goes with b and b goes with c, a cannot go against c.
    """

    code = "M283"
    title = {"en": "Correlations contradict each other", "zh": "相关系数相互矛盾"}
    message = {
        "en": "The correlations of {names} cannot hold together: their matrix is not positive semidefinite.",
        "zh": "{names} 之间的相关系数不能同时成立：相关矩阵不是半正定的。",
    }
    hint = {
        "en": "State the coefficients that are missing among them, or bring the large ones nearer to zero.",
        "zh": "请补充其间缺少的系数，或减小绝对值较大的系数。",
    }


class CorrelationOfComputed(ModelError):
    """A correlation names a value that a formula gives and that states no uncertainty of its own; it varies with what it is made of."""

    code = "M284"
    severity = Severity.WARNING
    title = {"en": "Correlation of a computed value", "zh": "计算值的相关系数"}
    message = {
        "en": "`{name}` is computed by a formula and varies with its parts alone; the correlation has no effect.",
        "zh": "`{name}` 由公式计算，只随其组成部分变化；该相关系数不起作用。",
    }
    hint = {"en": "Correlate the parameters of the formula.", "zh": "请改为对公式中的参数给出相关系数。"}
