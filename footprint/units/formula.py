"""Formulas: parsed once, checked once for dimension, evaluated on numbers or arrays as often as needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from footprint.errors import UnitError
from footprint.units.amounts import Amount, parse_amount
from footprint.units.characters import normalise, show
from footprint.units.dimension import Dimension
from footprint.units.errors import AmountTooLong
from footprint.units.formula_dimension import dimension_of
from footprint.units.formula_errors import BadParameterName, FormulaWithoutSign
from footprint.units.formula_evaluation import Value, value_of
from footprint.units.formula_parser import LONGEST_FORMULA, parse_tree
from footprint.units.formula_tree import FUNCTIONS, Name, Node, divisors, walk
from footprint.units.grammar import is_unit_name

__all__ = ["Formula", "check_parameter_name", "function_names", "parse_expression", "parse_formula"]

_NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff]\w*\Z")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Formula:
    """A formula; equal where the text is.

    Parameters
    ----------
    text
        The formula without its equals sign.
    source
        The text as it was given; offsets in errors count in it, from 0.
    tree
        The whitelisted syntax tree.
    names
        The parameters it uses.
    """

    text: str
    source: str
    tree: Node
    names: frozenset[str] = field(default_factory=frozenset)

    @property
    def divisors(self) -> frozenset[str]:
        """The parameters that it divides by, as factors: not those of ``1 / (1 - x)``."""
        return frozenset(divisors(self.tree))

    def dimension(self, dimensions: Mapping[str, Dimension]) -> Dimension:
        """Check the formula and give its dimension.

        Parameters
        ----------
        dimensions
            Dimension of every parameter it uses; there may be more.

        Raises
        ------
        UnknownName, MismatchedSides, NotDimensionless, BadExponent
            With both sides, both dimensions and the offset.
        """
        return dimension_of(self.tree, dimensions, self.source)

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Give the value in base units.

        Parameters
        ----------
        values
            Value of every parameter in base units: numbers, or arrays of shapes that broadcast.

        Returns
        -------
        float or array
            A number where all parameters used are numbers, with the same bits on every machine.

        Raises
        ------
        UnknownName, DivisionByZero, ResultNotFinite
            With the part of the formula and its offset.
        """
        return value_of(self.tree, {name: values[name] for name in self.names if name in values}, self.source)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and self.text == other.text

    def __hash__(self) -> int:
        return hash(("Formula", self.text))

    def __str__(self) -> str:
        return f"= {self.text}"

    def __repr__(self) -> str:
        return f"<Formula {self.text}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (parse_formula, (self.source,))


@lru_cache(2048)
def parse_formula(text: str) -> Formula:
    """Read a formula, with or without its equals sign.

    Raises
    ------
    UnitError
        With `offset`, counted from 0 in `text`.

    Examples
    --------
    >>> parse_formula("= 1 t * px_rate * 300 km").names
    frozenset({'px_rate'})
    """
    if len(text) > 2 * LONGEST_FORMULA:  # before anything looks at every character
        raise _too_long(text)
    source = normalise(text)
    start = len(source) - len(source.lstrip())
    if source[start : start + 1] == "=":
        start += 1
    tree = parse_tree(source, start)
    names = frozenset(node.name for node in walk(tree) if isinstance(node, Name))
    return Formula(source[start:].strip(), source, tree, names)


def parse_expression(text: str) -> Amount | Formula:
    """Read what stands where an amount is expected: a formula when it starts with ``=``, an amount otherwise.

    Raises
    ------
    UnitError
        As `parse_amount` and `parse_formula` do.
    """
    if text[:1] == "=" or text.lstrip()[:1] in ("=", "＝"):
        return parse_formula(text)
    try:
        return parse_amount(text)
    except UnitError:
        if _formula_without_sign(text):
            raise FormulaWithoutSign(text=show(text), suggestions=[f"= {text.strip()}"]) from None
        raise


def _formula_without_sign(text: str) -> bool:
    """Tell whether a text is a formula of parameters, and neither a single word nor an amount with a misspelt unit: 1 kg/kWhh."""
    try:
        formula = parse_formula(text)
    except UnitError:
        return False
    meant = any(sign in formula.text for sign in "*+(") or any("_" in name for name in formula.names)
    return meant and bool(formula.names) and not isinstance(formula.tree, Name)


def function_names() -> tuple[str, ...]:
    """Give the functions that formulas know."""
    return tuple(FUNCTIONS)


def check_parameter_name(name: str) -> None:
    """Check that formulas can use a name.

    Raises
    ------
    BadParameterName
        Where it has other characters than letters, digits and `_`, or belongs to a unit or a function.
    """
    reasons: tuple[str, str] | None = None
    if is_unit_name(name):
        reasons = ("it is a unit.", "它是单位。")
    elif name in FUNCTIONS:
        reasons = ("it is a function.", "它是函数。")
    elif len(name) > 100 or not _NAME.match(name) or normalise(name) != name or any(map(_foreign_digit, name)):
        reasons = (
            "names start with a letter or `_` and go on with letters, digits and `_`.",
            "名称以字母、汉字或 `_` 开头，其后为字母、汉字、数字或 `_`。",
        )
    if reasons:
        raise BadParameterName(token=show(name), reason_en=reasons[0], reason_zh=reasons[1])


def _foreign_digit(char: str) -> bool:
    """Tell superscripts, fractions and the digits of other scripts, which a regular expression takes for letters."""
    return not char.isascii() and unicodedata.category(char).startswith("N")


def _too_long(text: str) -> AmountTooLong:
    return AmountTooLong(length=len(text), limit=LONGEST_FORMULA, offset=0)
