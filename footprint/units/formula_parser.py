"""Reads formulas: tokens in, a whitelisted syntax tree out.

    formula  = sum
    sum      = product { ( "+" | "-" ) product }
    product  = signed { ( "*" | "/" ) signed }
    signed   = { "-" | "+" } power
    power    = primary [ "**" [ "-" | "+" ] NUMBER ]
    primary  = literal | NAME | FUNCTION "(" sum { "," sum } ")" | "(" sum ")"
    literal  = NUMBER [ unit words ] [ "/" unit ]

A unit belongs to the number before it, and so does a unit that the literal is divided by: `0.5 kg CO2e/kWh`. Where that
reading differs from reading from left to right (`x / 0.5 kg/kWh`), and where a literal with a unit is raised to a power
(`2 m**2`), the formula is refused with both readings.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from footprint.errors import UnitError
from footprint.units.amounts import Amount
from footprint.units.characters import show
from footprint.units.errors import AmountOutOfRange, UnknownUnit
from footprint.units.formula_errors import (
    AmbiguousFormula,
    BadExponent,
    FormulaTooLong,
    NotInFormulas,
    UnitWithoutNumber,
    WrongNumberOfArguments,
)
from footprint.units.formula_lexer import KEYWORDS, Token, fail, located, tokenise
from footprint.units.formula_tree import FUNCTIONS, Call, Name, Negative, Node, Number, Power, Product, Span, Sum
from footprint.units.grammar import is_unit_name, parse_unit, split_superscript
from footprint.units.unit import Unit

__all__ = ["LARGEST_POWER", "LONGEST_FORMULA", "parse_tree"]

#: Formulas are refused beyond this number of characters.
LONGEST_FORMULA = 2000
#: Exponents in formulas go from minus this number to it.
LARGEST_POWER = 10
_DEEPEST = 30


def parse_tree(source: str, start: int = 0) -> Node:
    """Read a normalised formula.

    Parameters
    ----------
    source
        The formula.
    start
        Where it begins, after an equals sign.

    Raises
    ------
    UnitError
        With the `offset` of the trouble in `source`.
    """
    if len(source) > LONGEST_FORMULA:
        raise located(FormulaTooLong(length=len(source), limit=LONGEST_FORMULA), source, 0)
    reader = _Reader(source, tokenise(source, start))
    return reader.formula()


class _Reader:
    def __init__(self, source: str, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    def peek(self, count: int = 0) -> Token:
        return self.tokens[min(self.position + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.peek()
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def at(self, *operators: str) -> bool:
        return self.peek().kind == "operator" and self.peek().text in operators

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise located(FormulaTooLong(length=self.depth, limit=_DEEPEST), self.source, self.peek().start)

    def formula(self) -> Node:
        if self.peek().kind == "end":
            fail(self.source, self.peek().start, "it is empty.", "公式为空。")
        node = self.sum()
        if self.peek().kind != "end":
            self.out_of_place(node)
        return node

    def out_of_place(self, before: Node) -> None:
        """Say what is wrong with what follows a complete formula."""
        token = self.peek()
        if token.text in KEYWORDS or (isinstance(before, Name) and before.name in KEYWORDS and token.kind in ("word", "number")):
            foreign = (
                (token.text, token.start)
                if token.text in KEYWORDS
                else (self.source[before.span.start : before.span.end], before.span.start)
            )
            raise located(NotInFormulas(token=foreign[0]), self.source, foreign[1])
        if token.text == "(" and isinstance(before, Name):
            raise located(NotInFormulas(token=f"{before.name}("), self.source, before.span.start)
        if token.text == "**":
            raise located(BadExponent(), self.source, token.start)
        if token.text == "^":
            fail(self.source, token.start, "`^` is no operator here.", "此处不能使用 `^`。", suggestions=["**"])
        if token.text == "·":
            fail(self.source, token.start, "`·` is no operator here.", "此处不能使用 `·`。", suggestions=["*"])
        if token.text in (",", ")"):
            fail(self.source, token.start, f"`{token.text}` is out of place.", f"`{token.text}` 位置不对。")
        shown = show(token.text)
        fail(self.source, token.start, f"an operator is missing before `{shown}`.", f"`{shown}` 前缺少运算符。")

    def sum(self) -> Node:
        first = self.product()
        rest: list[tuple[Literal["+", "-"], Node]] = []
        while self.at("+", "-"):
            sign: Literal["+", "-"] = "+" if self.take().text == "+" else "-"
            rest.append((sign, self.product()))
        return Sum(first, tuple(rest), Span(first.span.start, rest[-1][1].span.end)) if rest else first

    def product(self) -> Node:
        first = self.signed(None)
        rest: list[tuple[Literal["*", "/"], Node]] = []
        while self.at("*", "/"):
            operator = self.take()
            sign: Literal["*", "/"] = "*" if operator.text == "*" else "/"
            divided = self.source[first.span.start : operator.start].strip() if sign == "/" else None
            rest.append((sign, self.signed(divided)))
        return Product(first, tuple(rest), Span(first.span.start, rest[-1][1].span.end)) if rest else first

    def signed(self, dividend: str | None) -> Node:
        """Read a term; `dividend` is what it divides, if it does."""
        if not self.at("+", "-"):
            return self.power(dividend)
        sign = self.take()
        self.deeper()
        operand = self.signed(dividend)
        self.depth -= 1
        return Negative(operand, Span(sign.start, operand.span.end)) if sign.text == "-" else operand

    def power(self, dividend: str | None) -> Node:
        base = self.primary(dividend)
        if not self.at("**"):
            return base
        operator = self.take()
        negative = self.at("-", "+") and self.take().text == "-"
        token = self.take()
        if token.kind != "number" or self.peek().kind == "word" or self.at("**", "("):
            raise located(BadExponent(), self.source, operator.end)
        exponent = Fraction(token.text) if len(token.text) <= 12 else Fraction(LARGEST_POWER + 1)
        exponent = -exponent if negative else exponent
        if abs(exponent) > LARGEST_POWER:
            raise located(BadExponent(), self.source, operator.end)
        if isinstance(base, Number) and base.amount.unit.parts and self.source[base.span.end - 1] != ")":
            self.two_powers(base, operator, "-" * negative + token.text)
        return Power(base, exponent, Span(base.span.start, token.end))

    def two_powers(self, base: Number, operator: Token, exponent: str) -> None:
        written = self.source[base.span.start : base.span.end]
        readings = [f"({written})**{exponent}"]
        if exponent in ("2", "3") and len(base.amount.unit.parts) == 1:
            readings.insert(0, str(Amount(base.amount.value, base.amount.unit ** int(exponent))))
        raise located(AmbiguousFormula(suggestions=readings), self.source, operator.start)

    def primary(self, dividend: str | None) -> Node:
        token = self.take()
        if token.kind == "number":
            return self.literal(token, dividend)
        if token.text == "(":
            self.deeper()
            node = self.sum()
            self.close(node)
            self.depth -= 1
            return replace(node, span=Span(token.start, self.tokens[self.position - 1].end))
        if token.kind != "word":
            where = show(token.text) or "…"
            if token.kind == "end":
                fail(self.source, token.start, "the formula ends too early.", "公式不完整。")
            fail(self.source, token.start, f"a term is missing before `{where}`.", f"`{where}` 前缺少一项。")
        if token.text in FUNCTIONS and self.at("("):
            return self.call(token)
        if is_unit_name(split_superscript(token.text)[0]):
            raise located(UnitWithoutNumber(token=token.text, suggestions=[f"1 {token.text}"]), self.source, token.start)
        base, raised = split_superscript(token.text)
        if raised:
            fail(self.source, token.start, "a power is written with `**`.", "乘方写作 `**`。", suggestions=[f"{base}**{raised}"])
        if token.text in FUNCTIONS:
            fail(self.source, token.start, f"`{token.text}` needs parentheses.", f"`{token.text}` 后需要括号。")
        return Name(token.text, Span(token.start, token.end))

    def close(self, node: Node) -> None:
        if self.peek().kind == "end":
            fail(self.source, self.peek().start, "a parenthesis is not closed.", "括号没有闭合。")
        if not self.at(")"):
            self.out_of_place(node)
        self.take()

    def call(self, function: Token) -> Node:
        opening = self.take()
        self.deeper()
        arguments: list[Node] = []
        while not self.at(")"):
            arguments.append(self.sum())
            if not self.at(","):
                break
            self.take()
        if arguments or not self.at(")"):
            self.close(arguments[-1])
        else:
            self.take()
        self.depth -= 1
        least, most = FUNCTIONS[function.text]
        if not least <= len(arguments) <= most:
            limit = "1" if most == 1 else f"≥ {least}"
            raise located(WrongNumberOfArguments(token=function.text, length=len(arguments), limit=limit), self.source, opening.start)
        return Call(function.text, tuple(arguments), Span(function.start, self.tokens[self.position - 1].end))

    def literal(self, number: Token, dividend: str | None) -> Node:
        first = self.position
        above_end = self.unit_words()
        divided = self.unit_divisors()
        last = self.tokens[self.position - 1]
        if self.position == first:
            return Number(Amount(number.value, parse_unit("1")), number.value, Span(number.start, number.end))
        start = self.tokens[first].start
        written = self.source[start : last.end]
        unit = self.unit(number, written, start)
        if divided and dividend is not None:
            self.two_quotients(number, dividend, self.source[number.start : above_end], unit)
        amount = Amount(number.value, unit)
        base = amount.base
        if not math.isfinite(base) or (not base and number.value):
            raise located(AmountOutOfRange(), self.source, number.start)
        return Number(amount, base, Span(number.start, last.end))

    def unit(self, number: Token, written: str, start: int) -> Unit:
        """Read the unit of a literal; a word that is none may be a parameter with the sign of multiplication left out."""
        try:
            return parse_unit(f"1{written}" if written.startswith("/") else written)
        except UnitError as error:
            token = str(error.values.get("token", ""))
            inside = max(written.find(token), 0) if token else 0
            if isinstance(error, UnknownUnit) and token in KEYWORDS:
                raise located(NotInFormulas(token=token), self.source, start + inside) from None
            if isinstance(error, UnknownUnit) and token == written and token.isidentifier():
                error.values["suggestions"] = [*error.values["suggestions"], f"{number.text} * {token}"]
            raise located(error, self.source, start + inside, text=error.values.get("text", show(self.source))) from None

    def unit_words(self) -> int:
        """Take the units that stand beside a number; give where they end."""
        while True:
            if self.peek().kind == "word":
                self.take()
                if self.at("^"):
                    self.take()
                    if self.at("-", "+"):
                        self.take()
                    if self.peek().kind != "number":
                        fail(self.source, self.peek().start, "an exponent is missing.", "缺少指数。")
                    self.take()
            elif self.at("·") and self.peek(1).kind == "word":
                self.take()
            else:
                return self.tokens[self.position - 1].end

    def unit_divisors(self) -> bool:
        """Take the units that a literal is divided by; tell whether there are any."""
        found = False
        while self.at("/"):
            if self.is_unit(1):
                self.take()
                self.unit_words()
            elif self.peek(1).text == "(" and self.is_unit(2):
                self.take()
                while not self.at(")") and self.peek().kind != "end":
                    self.take()
                if self.peek().kind == "end":
                    fail(self.source, self.peek().start, "a parenthesis is not closed.", "括号没有闭合。")
                self.take()
            else:
                break
            found = True
        return found

    def is_unit(self, count: int) -> bool:
        """Tell whether the token so many places ahead is a unit, and no function."""
        token = self.peek(count)
        function = token.text in FUNCTIONS and self.peek(count + 1).text == "("
        return token.kind == "word" and not function and is_unit_name(split_superscript(token.text)[0])

    def two_quotients(self, number: Token, dividend: str, above: str, unit: Unit) -> None:
        written = self.source[number.start : self.tokens[self.position - 1].end]
        below = unit.text.partition("/")[2].strip("()")
        readings = [f"{dividend} / ({written})", f"{dividend} / {above} / (1 {below})"]
        raise located(AmbiguousFormula(suggestions=readings), self.source, number.start)
