"""What can be wrong with a formula (U2xx). Every error gives the `offset` of the trouble in the text as written."""

from __future__ import annotations

from footprint.errors import UnitError

__all__ = [
    "AmbiguousFormula",
    "BadExponent",
    "BadParameterName",
    "DivisionByZero",
    "FormulaError",
    "FormulaSyntax",
    "FormulaTooLong",
    "FormulaWithoutSign",
    "MismatchedSides",
    "NoDerivative",
    "NotDimensionless",
    "NotInFormulas",
    "ResultNotFinite",
    "UnboundedFormula",
    "UnitWithoutNumber",
    "UnknownName",
    "WrongNumberOfArguments",
]


class FormulaError(UnitError):
    """A formula cannot be read, or has no value."""


class FormulaSyntax(FormulaError):
    """A formula does not follow the grammar.

    A formula is made of numbers with units, parameters, `+ - * / **`, parentheses and the functions min, max, sqrt, exp
    and log. Everything between two terms needs an operator.
    """

    code = "U201"
    title = {"en": "Formula cannot be read", "zh": "公式无法解析"}
    message = {
        "en": "`{text}`, character {position}: {reason_en}",
        "zh": "`{text}` 第 {position} 个字符：{reason_zh}",
    }


class NotInFormulas(FormulaError):
    """A formula contains something that formulas do not have: attributes, subscripts, strings, comparisons, calls.

    Formulas are not a programming language. Give the value as a parameter, or use the functions min, max, sqrt, exp, log.
    """

    code = "U202"
    title = {"en": "Not allowed in formulas", "zh": "公式中不允许"}
    message = {
        "en": "`{text}`, character {position}: `{token}` is not allowed in formulas.",
        "zh": "`{text}` 第 {position} 个字符：公式中不允许 `{token}`。",
    }
    hint = {
        "en": "Formulas know parameters, numbers with units, + - * / **, parentheses and min, max, sqrt, exp, log.",
        "zh": "公式只有参数、带单位的数值、+ - * / **、括号和 min、max、sqrt、exp、log。",
    }


class UnknownName(FormulaError):
    """A formula uses a name that is no parameter.

    Define the parameter, or take one of the suggestions. A unit stands only directly after a number.
    """

    code = "U203"
    title = {"en": "Unknown parameter", "zh": "未知参数"}
    message = {"en": "`{text}` uses `{token}`, which is no parameter.", "zh": "`{text}` 用到 `{token}`，但没有这个参数。"}


class MismatchedSides(FormulaError):
    """Two terms of different dimensions are added, subtracted or compared, such as kilograms and kilometres.

    Both sides are shown with their dimensions. Correct the unit of one, or multiply it by what is missing.
    """

    code = "U204"
    title = {"en": "Terms of different dimensions", "zh": "各项量纲不同"}
    message = {
        "en": "`{text}`: `{operator}` needs terms of one dimension, but `{left}` has the dimension {left_dimension} "
        "and `{right}` {right_dimension}.",
        "zh": "`{text}`：`{operator}` 要求各项量纲相同，但 `{left}` 的量纲是 {left_dimension}，`{right}` 的量纲是 {right_dimension}。",
    }


class NotDimensionless(FormulaError):
    """exp or log is taken of something with a dimension.

    Divide it by a reference quantity of the same dimension first.
    """

    code = "U205"
    title = {"en": "Not a plain number", "zh": "不是纯数"}
    message = {
        "en": "`{text}`: `{operator}` needs a plain number, but `{right}` has the dimension {right_dimension}.",
        "zh": "`{text}`：`{operator}` 要求纯数，但 `{right}` 的量纲是 {right_dimension}。",
    }


class BadExponent(FormulaError):
    """The exponent of `**` is not a small plain number.

    Exponents are numbers from -10 to 10, written out (`x**2`, `x**0.5`), not parameters and not powers of powers. A base
    with a dimension takes simple fractions only.
    """

    code = "U206"
    title = {"en": "Exponent", "zh": "指数"}
    message = {
        "en": "`{text}`, character {position}: the exponent is not a small plain number.",
        "zh": "`{text}` 第 {position} 个字符：指数不是小的纯数。",
    }
    hint = {"en": "Write a number from -10 to 10, such as x**2 or x**0.5.", "zh": "请写 -10 到 10 的数值，如 x**2 或 x**0.5。"}


class DivisionByZero(FormulaError):
    """A formula divides by zero, or raises zero to a negative power, with the values given.

    Look at the values of the parameters in the divisor.
    """

    code = "U207"
    title = {"en": "Division by zero", "zh": "除以零"}
    message = {"en": "`{text}` divides by zero: `{right}` is 0.", "zh": "`{text}` 除以零：`{right}` 等于 0。"}


class ResultNotFinite(FormulaError):
    """A formula has no finite value: it is too large, or takes the root or the logarithm of a number below zero.

    Look at the values of the parameters in the part that the message names.
    """

    code = "U208"
    title = {"en": "No finite value", "zh": "结果不是有限数"}
    message = {"en": "`{text}`: `{right}` has no finite value.", "zh": "`{text}`：`{right}` 没有有限的值。"}


class FormulaTooLong(FormulaError):
    """A formula is longer than 2000 characters or nested deeper than 30 levels.

    Split it into several parameters.
    """

    code = "U209"
    title = {"en": "Formula too long", "zh": "公式过长"}
    message = {
        "en": "The formula is too long or too deeply nested ({length}; the limit is {limit}).",
        "zh": "公式过长或嵌套过深（{length}，上限 {limit}）。",
    }
    hint = {"en": "Split it into several parameters.", "zh": "请拆成多个参数。"}


class AmbiguousFormula(FormulaError):
    """A formula that people read in two ways, such as `1 t / 0.5 kg/kWh` or `2 m**2`.

    Put parentheses around what belongs together; the candidates are given.
    """

    code = "U210"
    title = {"en": "Ambiguous formula", "zh": "公式有歧义"}
    message = {
        "en": "`{text}`, character {position}: this can be read in two ways.",
        "zh": "`{text}` 第 {position} 个字符：此处有两种读法。",
    }
    hint = {"en": "Put parentheses around what belongs together.", "zh": "请用括号标明结合关系。"}


class UnitWithoutNumber(FormulaError):
    """A unit stands in a formula without a number before it.

    Between terms `* / **` are operators, and a unit belongs to a number: `x / (1 kWh)`, `1 t km`.
    """

    code = "U211"
    title = {"en": "Unit without a number", "zh": "单位前没有数值"}
    message = {
        "en": "`{text}`, character {position}: the unit `{token}` has no number before it.",
        "zh": "`{text}` 第 {position} 个字符：单位 `{token}` 前没有数值。",
    }


class BadParameterName(FormulaError):
    """A parameter bears a name that formulas cannot use.

    Names start with a letter, a Chinese character or `_` and go on with letters, digits and `_`; units and functions keep
    their names for themselves.
    """

    code = "U212"
    title = {"en": "Name of a parameter", "zh": "参数名称"}
    message = {"en": "`{token}` cannot be the name of a parameter: {reason_en}", "zh": "`{token}` 不能作为参数名：{reason_zh}"}


class WrongNumberOfArguments(FormulaError):
    """A function has too few or too many arguments.

    min and max take two or more, sqrt, exp and log exactly one.
    """

    code = "U213"
    title = {"en": "Number of arguments", "zh": "参数个数"}
    message = {
        "en": "`{text}`, character {position}: `{token}` takes {limit}, not {length}.",
        "zh": "`{text}` 第 {position} 个字符：`{token}` 的自变量个数应为 {limit}，而不是 {length}。",
    }


class FormulaWithoutSign(FormulaError):
    """What stands where an amount is expected is a formula, but without the equals sign that formulas start with.

    Write `= 1 t * px_rate`, in quotes. Without the sign it would be an amount with a strange unit.
    """

    code = "U214"
    title = {"en": "Formula without equals sign", "zh": "公式缺少等号"}
    message = {"en": "`{text}` is no amount; a formula starts with `=`.", "zh": "`{text}` 不是数量；公式须以 `=` 开头。"}


class NoDerivative(FormulaError):
    """A formula has no finite derivative with the values given: a root of zero rises without bound.

    Sensitivities cannot be given there. Look at the values of the parameters in the part that the message names.
    """

    code = "U215"
    title = {"en": "No derivative", "zh": "导数不存在"}
    message = {"en": "`{text}`: the derivative of `{right}` is not finite.", "zh": "`{text}`：`{right}` 的导数不是有限数。"}


class UnboundedFormula(FormulaError):
    """A formula has no bound while its parameters move within their ranges.

    It divides by something whose range holds zero, takes the root of a range that goes below zero, or the logarithm of one that
    reaches it. Narrow the range of a parameter in that part, or verify its value, so that it counts as known.
    """

    code = "U216"
    title = {"en": "Formula without bound", "zh": "公式无界"}
    message = {
        "en": "`{text}` is unbounded within the ranges of its parameters: see `{right}`.",
        "zh": "`{text}` 在其参数的范围内无界：见 `{right}`。",
    }
