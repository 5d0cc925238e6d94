"""The range of a formula, and of its derivatives, while its parameters move within intervals: true enclosures.

The natural interval extension: every operation of the tree is done on intervals with outward rounding, so that whatever
values the parameters take within theirs, the value of the formula lies within its own (Moore, Kearfott, Cloud, Introduction
to Interval Analysis, SIAM 2009, theorem 5.1). It may be too wide where a parameter occurs more than once, never too narrow.
Where an operation has no bound, such as a division by an interval with zero in it, the formula is unbounded and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from footprint.units.formula import Formula
from footprint.units.formula_derivative import Rules, differentiate
from footprint.units.formula_errors import UnboundedFormula
from footprint.units.formula_lexer import located
from footprint.units.formula_tree import Call, Node, Power
from footprint.units.interval import ZERO, Interval, NoBound, interval_call, interval_power, largest, smallest

__all__ = ["enclose", "enclose_derivatives"]


def enclose(formula: Formula, ranges: Mapping[str, Interval]) -> Interval:
    """Bound a formula.

    Parameters
    ----------
    formula
        The formula.
    ranges
        Range of every parameter that it uses, in base units.

    Returns
    -------
    Interval
        Holds the value of the formula for all values of the parameters within their ranges.

    Raises
    ------
    UnboundedFormula
        With the part of the formula that has no bound.

    Examples
    --------
    >>> from footprint.units import parse_formula
    >>> found = enclose(parse_formula("= a / b"), {"a": Interval(1.0, 2.0), "b": Interval(4.0, 5.0)})
    >>> round(found.low, 12), round(found.high, 12)
    (0.2, 0.5)
    """
    return _walk(formula, ranges, slopes=False)[0]


def enclose_derivatives(formula: Formula, ranges: Mapping[str, Interval]) -> tuple[Interval, dict[str, Interval]]:
    """Bound a formula and its derivatives by each parameter.

    At a kink of ``min`` or ``max`` the interval holds the derivatives from both sides, so that the mean value theorem of
    Lebourg for functions with kinks applies.

    Returns
    -------
    (Interval, dict)
        Range of the value, and of each derivative, in base units.

    Raises
    ------
    UnboundedFormula
        With the part of the formula that has no bound.
    """
    return _walk(formula, ranges, slopes=True)


def _walk(formula: Formula, ranges: Mapping[str, Interval], *, slopes: bool) -> tuple[Interval, dict[str, Interval]]:
    try:
        return differentiate(formula.tree, ranges, _rules(formula.source, slopes))
    except NoBound:
        _unbounded(formula.tree, formula.source)


def _rules(source: str, slopes: bool) -> Rules:
    """Give the rules of intervals; without slopes a root of zero has a range, although its derivative has none."""

    def divide(node: Node, dividend: Interval, divisor: Interval) -> Interval:
        if 0 in divisor:
            _unbounded(node, source)
        return dividend / divisor

    def power(node: Power, base: Interval) -> tuple[Interval, Interval]:
        exponent = node.exponent
        try:
            value = interval_power(base, exponent)
            if not slopes or exponent == 0:
                return value, ZERO
            # An exponent has at most twelve characters, so that both parts of the fraction are numbers of the machine.
            return value, interval_power(base, exponent - 1) * float(exponent.numerator) / float(exponent.denominator)
        except NoBound:
            _unbounded(node, source)

    def call(node: Call, arguments: Sequence[Interval]) -> tuple[Interval, Sequence[Interval]]:
        if node.function in ("min", "max"):
            return _extreme(node.function, arguments)
        argument = arguments[0]
        try:
            value = interval_call(node.function, argument)
            if not slopes:
                return value, [ZERO]
            if node.function == "exp":
                return value, [value]
            return value, [Interval.point(1.0) / argument if node.function == "log" else Interval.point(0.5) / value]
        except NoBound:
            _unbounded(node, source)

    return Rules(constant=Interval.point, divide=divide, power=power, call=call)


def _extreme(function: str, arguments: Sequence[Interval]) -> tuple[Interval, Sequence[Interval]]:
    """Bound ``min`` or ``max``: an argument that may be the one has a slope of 0 to 1, unless it must be."""
    value = smallest(arguments) if function == "min" else largest(arguments)
    slopes = []
    for number, argument in enumerate(arguments):
        others = [other for place, other in enumerate(arguments) if place != number]
        if function == "min":
            may, must = argument.low <= min(other.high for other in others), argument.high < min(other.low for other in others)
        else:
            may, must = argument.high >= max(other.low for other in others), argument.low > max(other.high for other in others)
        slopes.append(Interval(1.0 if must else 0.0, 1.0 if may else 0.0))
    return value, slopes


def _unbounded(node: Node, source: str) -> NoReturn:
    raise located(UnboundedFormula(right=source[node.span.start : node.span.end]), source, node.span.start)
