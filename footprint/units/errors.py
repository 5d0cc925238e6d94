"""What can be wrong with a unit or an amount (U1xx); formulas have `footprint.units.formula_errors` (U2xx)."""

from __future__ import annotations

from footprint.errors import UnitError

__all__ = [
    "AmbiguousDivision",
    "AmbiguousUnit",
    "AmountOutOfRange",
    "AmountTooLong",
    "ExponentTooLarge",
    "MissingSpace",
    "MissingUnit",
    "NotANumber",
    "NotFinite",
    "NumberFormat",
    "RefusedUnit",
    "UnitSyntax",
    "UnknownUnit",
    "UnwritableUnit",
    "WrongDimension",
]


class UnknownUnit(UnitError):
    """A word stands where a unit should, and the dialect has no such unit.

    Case matters, there are no plurals, and prefixes do not combine by themselves: every unit is listed in the table of
    units. Take one of the suggestions, or look the unit up in that table.
    """

    code = "U101"
    title = {"en": "Unknown unit", "zh": "未知单位"}
    message = {"en": "`{token}` is not a unit.", "zh": "`{token}` 不是单位。"}


class AmbiguousUnit(UnitError):
    """A word that people read in two ways, such as `ton`, `标方` or `M`.

    It is refused rather than guessed. Write the unit that is meant; the message names the candidates.
    """

    code = "U102"
    title = {"en": "Ambiguous unit", "zh": "单位有歧义"}
    message = {"en": "`{token}` can be read in more than one way. {reason_en}", "zh": "`{token}` 有歧义。{reason_zh}"}


class RefusedUnit(UnitError):
    """A spelling of a unit that is not taken, such as `KWH`, `kgCO2e` or `pcs`.

    The reason is given with the message, and the spelling to use as a suggestion.
    """

    code = "U103"
    title = {"en": "Refused spelling of a unit", "zh": "不接受的单位写法"}
    message = {"en": "`{token}` is not taken as a unit. {reason_en}", "zh": "`{token}` 不作为单位接受。{reason_zh}"}


class WrongDimension(UnitError):
    """Two quantities that should measure the same thing do not, such as kilowatt hours and tonnes.

    Nothing converts between dimensions by itself. Correct the unit, or give the property of the flow that bridges the
    two (heating value, density, mass per item) with its source.
    """

    code = "U104"
    title = {"en": "Wrong dimension", "zh": "量纲不符"}
    message = {
        "en": "`{left_unit}` has the dimension {left_dimension}, `{right_unit}` {right_dimension}: they do not convert into each other.",
        "zh": "`{left_unit}` 的量纲是 {left_dimension}，`{right_unit}` 的量纲是 {right_dimension}，二者不能换算。",
    }
    hint = {
        "en": "Only a flow property with a source, such as a heating value or a density, leads from one dimension to another.",
        "zh": "只有注明来源的流属性（如热值、密度）才能在量纲之间换算。",
    }


class NotANumber(UnitError):
    """An amount does not start with a number.

    An amount is a number, a space and a unit: `1.5 kWh`.
    """

    code = "U105"
    title = {"en": "No number", "zh": "没有数值"}
    message = {"en": "`{text}` does not start with a number.", "zh": "`{text}` 不以数值开头。"}
    hint = {"en": "Write a number, a space and a unit, such as 1.5 kWh.", "zh": "请写数值、空格和单位，如 1.5 kWh。"}


class MissingUnit(UnitError):
    """A number stands alone where an amount with a unit is needed.

    Every number carries a unit. A share or a ratio is written in % or as a ratio of units such as kg/kg.
    """

    code = "U106"
    title = {"en": "Missing unit", "zh": "缺少单位"}
    message = {"en": "`{text}` has no unit.", "zh": "`{text}` 没有单位。"}
    hint = {
        "en": "Write a unit after a space; a share is written in %, a ratio in units such as kg/kg.",
        "zh": "请在空格后写单位；份额用 %，比值用 kg/kg 之类的单位。",
    }


class NumberFormat(UnitError):
    """A number is written in a way that could be misread.

    A decimal point, no separators between thousands, no leading zeros, exponents as in 1.5e3. A decimal comma, `1'234`,
    `1 234`, `1_000`, `0x1F` and fractions are refused, because other programs read them as other numbers.
    """

    code = "U107"
    title = {"en": "Number format", "zh": "数值格式"}
    message = {"en": "The number in `{text}` can be misread: {reason_en}", "zh": "`{text}` 中的数值可能被误读：{reason_zh}"}
    hint = {
        "en": "Write a decimal point, no separators between thousands, and powers of ten as 1.5e3.",
        "zh": "请使用小数点，不写千位分隔符，十的幂写作 1.5e3。",
    }


class NotFinite(UnitError):
    """NaN or infinity is given as a number.

    An unknown amount is left out or estimated with a reason; it has no number that could be calculated with.
    """

    code = "U108"
    title = {"en": "Not a finite number", "zh": "不是有限数"}
    message = {"en": "`{text}` is not a finite number.", "zh": "`{text}` 不是有限数。"}


class AmountOutOfRange(UnitError):
    """A number is too large or too small for a 64-bit floating-point number in base units.

    No amount of a supply chain comes near these limits (1e308 and 1e-308): look for a typing error in the exponent.
    """

    code = "U109"
    title = {"en": "Amount out of range", "zh": "数值超出范围"}
    message = {"en": "`{text}` is too large or too small to calculate with.", "zh": "`{text}` 过大或过小，无法计算。"}


class AmountTooLong(UnitError):
    """The text of an amount or a unit is longer than any real one.

    Amounts and units are limited to 200 characters.
    """

    code = "U110"
    title = {"en": "Text too long", "zh": "文本过长"}
    message = {"en": "The text has {length} characters; {limit} are allowed.", "zh": "文本有 {length} 个字符，最多允许 {limit} 个。"}


class UnitSyntax(UnitError):
    """A unit is not written as a product or a quotient of units.

    Units are joined by a space, `·` or `*`, divided by one `/`, and raised by `^2`, `²` or, for lengths, as m2 and m3.
    """

    code = "U111"
    title = {"en": "Unit cannot be read", "zh": "单位无法解析"}
    message = {"en": "`{text}` is not a unit: {reason_en}", "zh": "`{text}` 不是单位：{reason_zh}"}


class AmbiguousDivision(UnitError):
    """A unit with a division that people read in two ways, such as `kg CO2e/t km` or `kg/m2/a`.

    Put what is divided by into parentheses: `kg CO2e/(t km)`.
    """

    code = "U112"
    title = {"en": "Ambiguous division", "zh": "除法有歧义"}
    message = {"en": "`{text}` can be read in two ways.", "zh": "`{text}` 有两种读法。"}
    hint = {"en": "Put what is divided by into parentheses.", "zh": "请给除数加括号。"}


class MissingSpace(UnitError):
    """A number and a unit are glued together, such as `5kg` or `1e3kg`.

    A space is needed before a unit in Latin letters, because e, E, x and o also occur in numbers. `5%`, `5‰` and units in
    Chinese characters may stand directly after the number.
    """

    code = "U113"
    title = {"en": "Missing space", "zh": "缺少空格"}
    message = {"en": "Number and unit are not separated in `{text}`.", "zh": "`{text}` 的数值与单位之间没有空格。"}


class ExponentTooLarge(UnitError):
    """A unit is raised to a power that no quantity has.

    Exponents of units are whole numbers from -6 to 6.
    """

    code = "U114"
    title = {"en": "Exponent of a unit", "zh": "单位的指数"}
    message = {"en": "The exponent in `{text}` is not a whole number from -6 to 6.", "zh": "`{text}` 中的指数不是 -6 到 6 的整数。"}


class UnwritableUnit(UnitError):
    """A value has a dimension that no unit is written for, such as the square root of a mass.

    Such a value may occur inside a formula; as a parameter or an amount it has no meaning. Complete the formula.
    """

    code = "U115"
    title = {"en": "No unit for this dimension", "zh": "该量纲没有单位"}
    message = {"en": "There is no unit for the dimension {dimension}.", "zh": "量纲 {dimension} 没有对应的单位。"}
