"""The one way in which numbers are written, and what is said about every other way."""

from __future__ import annotations

import re
from typing import NoReturn

from footprint.errors import UnitError
from footprint.units.characters import show
from footprint.units.errors import AmountOutOfRange, MissingSpace, NotANumber, NotFinite, NumberFormat
from footprint.units.grammar import parse_unit

__all__ = ["NUMBER", "follows_directly", "number_text", "number_value", "refuse_number"]

#: Digits with a decimal point and an exponent; no sign.
NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")

_SEPARATED = re.compile(r"([+-]?)([0-9]{1,3}(?:[ ,'’_，][0-9]{3})+(?:\.[0-9]+)?)(?![0-9])(.*)\Z", re.DOTALL)
_COMMA = re.compile(r"([+-]?[0-9]+)[,，]([0-9]+)(?![0-9,，.])(.*)\Z", re.DOTALL)
_POINT = re.compile(r"([+-]?)([0-9]*)\.([0-9]*)(?![0-9.])(.*)\Z", re.DOTALL)
_ZEROS = re.compile(r"([+-]?)0+([0-9].*)\Z", re.DOTALL)
_POWER_OF_TEN = re.compile(r"([+-]?[0-9.]*?)\s*[×xX*·]?\s*10\s*(?:\^|\*\*)\s*([+-]?[0-9]{1,3})(?![0-9])(.*)\Z", re.DOTALL)
_NOT_FINITE = re.compile(r"[+-]?\s*(?:nan|inf|infinity|∞)(?![\w])", re.IGNORECASE)
_BASED = re.compile(r"[+-]?0[xXoObB][0-9a-fA-F]")

_REASONS = {
    "comma": ("a comma is no decimal point.", "逗号不是小数点。"),
    "separators": ("thousands are not separated.", "不写千位分隔符。"),
    "point": ("digits are needed on both sides of the decimal point.", "小数点两侧都要有数字。"),
    "zeros": ("leading zeros read as octal elsewhere.", "前导零在别处会被读作八进制。"),
    "power": ("a power of ten is written 1e3.", "十的幂写作 1e3。"),
    "based": ("only decimal numbers are read.", "只接受十进制数。"),
    "dash": ("a hyphen or a dash is no minus sign.", "连字符或破折号不是负号。"),
    "other": ("it is not a plain decimal number.", "不是普通的十进制数。"),
}


def number_text(value: float) -> str:
    """Write a number so that it is read back as the same one: ``1.5``, ``300``, ``1e-07``."""
    return repr(float(value)).removesuffix(".0")


def number_value(digits: str, text: str) -> float:
    """Convert the matched digits.

    Raises
    ------
    AmountOutOfRange
        For `1e400`, and for a number above zero that is too small to be told from zero.
    """
    value = float(digits)
    if value in (float("inf"), float("-inf")) or (value == 0 and digits.lower().partition("e")[0].strip("+-0.")):
        raise AmountOutOfRange(text=show(text))
    return value


def follows_directly(rest: str) -> bool:
    """Tell whether what comes after a number may stand there without a space: %, ‰ and Chinese characters."""
    return rest[0] in "%‰" or "\u4e00" <= rest[0] <= "\u9fff"


def refuse_number(text: str, digits: str = "", rest: str = "") -> NoReturn:
    """Say what is wrong with a number.

    Parameters
    ----------
    text
        The whole amount, normalised and stripped.
    digits, rest
        What was read as a number, and what came directly after it; empty where no number could be read.
    """
    if _NOT_FINITE.match(text):
        raise NotFinite(text=show(text))
    if _BASED.match(text):
        _format(text, "based", None)
    for kind, pattern in (("separators", _SEPARATED), ("comma", _COMMA), ("zeros", _ZEROS), ("power", _POWER_OF_TEN), ("point", _POINT)):
        match = pattern.match(text)
        if match and not (kind == "point" and match[2] and match[3]):  # `1.6kg` has its digits; what it lacks is the space
            one_group = kind == "separators" and match[2].count(",") == 1 and "." not in match[2]
            as_point = [f"{match[1]}{match[2].replace(',', '.')}{_spaced(match[3])}"] if one_group else []
            _format(text, kind, _corrected(kind, match), *as_point)
    if text[0] in "‐‑‒–—―﹣－" and len(text) > 1:
        _format(text, "dash", "-" + text[1:].lstrip())
    if not digits:
        raise NotANumber(text=show(text))
    if rest[0].isalpha() or rest[0] in "µ°$¥€£￥_":
        corrected = f"{digits} {rest}"
        raise MissingSpace(text=show(text), suggestions=_good([corrected]))
    _format(text, "other", None)


def _corrected(kind: str, match: re.Match[str]) -> str | None:
    if kind == "separators":
        return f"{match[1]}{re.sub('[^0-9.]', '', match[2])}{_spaced(match[3])}"
    if kind == "comma":
        return f"{match[1]}.{match[2]}{_spaced(match[3])}"
    if kind == "zeros":
        return match[1] + match[2]
    if kind == "power":
        return f"{match[1] or 1}e{match[2]}{_spaced(match[3])}"
    whole, part = match[2], match[3]
    if not whole and not part:
        return None
    return f"{match[1]}{whole or 0}{'.' + part if part else ''}{_spaced(match[4])}"


def _spaced(rest: str) -> str:
    return f" {rest.lstrip()}" if rest.strip() else ""


def _format(text: str, kind: str, *suggestions: str | None) -> NoReturn:
    reason_en, reason_zh = _REASONS[kind]
    good = _good([suggestion for suggestion in suggestions if suggestion])
    raise NumberFormat(text=show(text), reason_en=reason_en, reason_zh=reason_zh, suggestions=good)


def _good(suggestions: list[str]) -> list[str]:
    """Keep only suggestions that would be read."""
    good = []
    for suggestion in suggestions:
        sign = suggestion[:1] if suggestion[:1] in "+-" else ""
        digits = NUMBER.match(suggestion, len(sign))
        if digits:
            try:
                unit = suggestion[digits.end() :]
                if unit.strip():
                    parse_unit(unit)
            except UnitError:
                continue
            good.append(suggestion)
    return good
