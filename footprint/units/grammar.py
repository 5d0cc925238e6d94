"""The grammar of unit texts.

    unit      = product [ "/" divisor ] | "1" "/" divisor | "1"
    product   = factor { ( " " | "·" | "*" ) factor }
    divisor   = factor | mass " " "CO2e"
    factor    = ( TOKEN | "(" unit ")" ) [ exponent ]
    exponent  = ( "^" | "**" ) INTEGER | superscript digits

A second factor after a division without parentheses (`kg CO2e/t km`, `kg/m2/a`) is refused with both readings. Only
`CO2e` clings to the mass before it: `kWh/kg CO2e` is kWh/(kg CO2e).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NoReturn

from footprint.units.characters import SUPERSCRIPTS, normalise, show
from footprint.units.definitions import dialect
from footprint.units.dimension import Dimension
from footprint.units.errors import AmbiguousDivision, AmountTooLong, ExponentTooLarge, UnitSyntax
from footprint.units.suggestions import refuse_token
from footprint.units.unit import LARGEST_EXPONENT, Unit, compose

__all__ = ["LONGEST_TEXT", "is_unit_name", "parse_unit", "split_superscript", "unit_tokens"]

#: Amounts and units are refused beyond this number of characters.
LONGEST_TEXT = 200
_DEEPEST = 6
_SUPERSCRIPT = "".join(SUPERSCRIPTS)
_TOKEN = re.compile(r"\s*(\*\*|[()/*·^]|[^\s()/*·^]+)")
_RAISED = re.compile(rf"([^{_SUPERSCRIPT}]+)([{_SUPERSCRIPT}]+)\Z")
_PLAIN_DIGITS = str.maketrans(SUPERSCRIPTS)
_INTEGER = re.compile(r"[+-]?[0-9]{1,3}\Z")
_MASS = Dimension({"mass": 1})

_Parts = tuple[tuple[str, int], ...]


@lru_cache(4096)
def parse_unit(text: str) -> Unit:
    """Read a unit.

    Parameters
    ----------
    text
        Such as ``kWh``, ``kg CO2e/(t km)``, ``万吨``; ``1`` is the unit of plain numbers.

    Returns
    -------
    Unit
        With its canonical text; the same object for the same text.

    Raises
    ------
    UnknownUnit, AmbiguousUnit, RefusedUnit
        Where a token is no unit, with suggestions.
    AmbiguousDivision, UnitSyntax, ExponentTooLarge, AmountTooLong
        Where the text does not follow the grammar.

    Examples
    --------
    >>> parse_unit("kg CO2e/(km*t)")
    <Unit kg CO2e/(t km)>
    >>> parse_unit("千瓦时")
    <Unit kWh>
    """
    if len(text) > LONGEST_TEXT:
        raise AmountTooLong(length=len(text), limit=LONGEST_TEXT)
    plain = normalise(text).strip()
    definition = dialect().units.get(plain)
    if definition and not definition.written_out:
        return compose([(definition.symbol, 1)])
    if plain == "1":
        return compose([])
    return compose(_Reader(plain).read())


def is_unit_name(name: str) -> bool:
    """Tell whether a word is a unit of the dialect, so that no parameter may bear it."""
    return normalise(name).strip() in dialect().units


def unit_tokens() -> tuple[str, ...]:
    """Give every accepted token, in the order of `units.txt`."""
    return tuple(dialect().units)


def split_superscript(token: str) -> tuple[str, str]:
    """Split `m²` into its unit and the exponent in plain digits; `Nm³` is a unit of its own."""
    plain = token.translate(_PLAIN_DIGITS)
    raised = _RAISED.match(token)
    if plain in dialect().units or not raised:
        return plain, ""
    return raised[1], raised[2].translate(_PLAIN_DIGITS)


def token_parts(token: str, following: str = "") -> _Parts:
    """Give the symbols with exponents that a token stands for.

    Raises
    ------
    UnknownUnit, AmbiguousUnit, RefusedUnit
        Where it is no unit.
    """
    definition = dialect().units.get(token)
    if definition is None:
        refuse_token(token, following)
    if definition.written_out:
        return parse_unit(definition.written_out).parts
    return ((definition.symbol, 1),)


class _Reader:
    """Reads one unit text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [match[1] for match in _TOKEN.finditer(text)]
        self.position = 0

    def read(self) -> _Parts:
        if not self.tokens:
            self.fail("it is empty.", "文本为空。")
        parts = self.quotient(0)
        if self.position < len(self.tokens):
            self.fail(f"`{show(self.next)}` is out of place.", f"`{show(self.next)}` 位置不对。")
        return parts

    @property
    def next(self) -> str:
        """The next token; empty at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        self.position += 1
        return token

    def fail(self, reason_en: str, reason_zh: str) -> NoReturn:
        raise UnitSyntax(text=show(self.text), reason_en=reason_en, reason_zh=reason_zh)

    def quotient(self, depth: int) -> _Parts:
        if depth > _DEEPEST:
            self.fail("the parentheses are nested too deeply.", "括号嵌套过深。")
        above: _Parts = ()
        if self.next == "1" and self.tokens[self.position + 1 : self.position + 2] == ["/"]:
            self.take()
        else:
            above = self.factor(depth)
            while self.joined():
                above += self.factor(depth)
        if self.next != "/":
            return above
        self.take()
        first = self.divisor(depth)
        rest: list[tuple[bool, _Parts]] = []
        while self.next == "/" or self.joined():
            divides = self.next == "/"
            if divides:
                self.take()
            rest.append((divides, self.divisor(depth)))
        if rest:
            self.two_readings(above, first, rest)
        return above + _inverse(first)

    def divisor(self, depth: int) -> _Parts:
        parts = self.factor(depth)
        mass = len(parts) == 1 and parts[0][1] == 1 and dialect().symbols[parts[0][0]].dimension == _MASS
        ahead = self.position + (self.next in ("*", "·"))
        if mass and self.tokens[ahead : ahead + 1] == ["CO2e"]:
            self.position = ahead
            parts += self.factor(depth)
        return parts

    def joined(self) -> bool:
        """Whether another factor follows; takes the sign that joins it."""
        if self.next in ("*", "·"):
            self.take()
            if self.next in ("", "/", ")", "*", "·", "^", "**"):
                self.fail("a unit is missing after the sign that joins.", "连接符后缺少单位。")
            return True
        if self.next == "(":  # item(s) is no product of item and second
            self.fail("a sign is missing before the parenthesis.", "括号前缺少连接符。")
        return self.next not in ("", "/", ")")

    def factor(self, depth: int) -> _Parts:
        token = self.take()
        if token == "(":
            parts = self.quotient(depth + 1)
            if self.take() != ")":
                self.fail("a parenthesis is not closed.", "括号没有闭合。")
        elif not token or token in "()/*·^" or token == "**":
            where = show(token) or "…"
            self.fail(f"a unit is missing before `{where}`.", f"`{where}` 前缺少单位。")
        elif token[0] in "0123456789+-":
            self.fail(f"`{show(token)}` is a number inside a unit.", f"单位中含有数值 `{show(token)}`。")
        else:
            token, raised = split_superscript(token)
            parts = token_parts(token, self.next)
            if raised:
                return _raised(parts, self.checked(raised))
        if self.next not in ("^", "**"):
            return parts
        self.take()
        return _raised(parts, self.checked(self.take()))

    def checked(self, written: str) -> int:
        """Check an exponent, after which no other may follow."""
        if not _INTEGER.match(written) or not 0 < abs(int(written)) <= LARGEST_EXPONENT or self.next in ("^", "**"):
            raise ExponentTooLarge(text=show(self.text))
        return int(written)

    def two_readings(self, above: _Parts, first: _Parts, rest: list[tuple[bool, _Parts]]) -> NoReturn:
        below = first
        for _, parts in rest:
            below += parts
        swapped = above
        for _, parts in rest:
            swapped += parts
        readings = [compose(above + _inverse(below)).text, compose(swapped + _inverse(first)).text]
        raise AmbiguousDivision(text=show(self.text), suggestions=list(dict.fromkeys(readings)))


def _raised(parts: _Parts, power: int) -> _Parts:
    return tuple((symbol, each * power) for symbol, each in parts)


def _inverse(parts: _Parts) -> _Parts:
    return tuple((symbol, -power) for symbol, power in parts)
