"""Affine forms: numbers that remember what they depend on, so that what cancels does cancel in a bound.

A quantity is written c + Σ aᵢεᵢ with the same unknown εᵢ ∈ [−1, 1] wherever the same input, or the same product of two inputs,
occurs: x − x is 0, where intervals say ±2r. Each form carries an interval as well, and is no wider than that. What a product,
a quotient or a kink adds beyond the linear part becomes an ε of its own; what rounding adds is counted in `error`, which is never
shared. The rules: de Figueiredo and Stolfi, Affine arithmetic: concepts and applications, Numerical Algorithms 37 (2004).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from footprint.units.formula_tree import Call, Name, Negative, Node, Number, Power, Product, Sum
from footprint.units.interval import Interval, NoBound, interval_call, interval_power, largest, smallest

__all__ = ["Affine", "Symbols", "affine_value"]

SLACK = 1e-14
"""Times the sizes of the operands: more than ten times what one operation and its additions can lose by rounding."""

GROWTH = 1 + 1e-11
"""For the rounding of sums of up to ten thousand absolute values."""


@dataclass(slots=True)
class Symbols:
    """Hands out numbers for new ε."""

    numbers: count[int]

    @classmethod
    def after(cls, used: int) -> Symbols:
        """Begin after so many that are used already."""
        return cls(count(used))


@dataclass(frozen=True, slots=True, eq=False)
class Affine:
    """c + Σ aᵢεᵢ ± error, within an interval.

    Parameters
    ----------
    center, terms, error
        c, aᵢ by the number of ε (later ones are 0), and what is shared with nothing.
    range
        An enclosure of the same quantity.
    symbols
        Where new ε come from.
    """

    center: float
    terms: NDArray[np.float64]
    error: float
    range: Interval
    symbols: Symbols

    @classmethod
    def of(cls, part: Interval, symbols: Symbols, number: int | None = None) -> Affine:
        """Write an interval as c + rε; a point has no ε."""
        if part.is_point:
            return cls(part.low, np.zeros(0), 0.0, part, symbols)
        center = min(max(part.low / 2 + part.high / 2, part.low), part.high)
        radius = max(part.high - center, center - part.low) * GROWTH
        number = next(symbols.numbers) if number is None else number
        terms = np.zeros(number + 1)
        terms[number] = radius
        return cls(center, terms, 0.0, part, symbols)

    @property
    def radius(self) -> float:
        """How far it reaches from its center."""
        return (float(np.sum(np.abs(self.terms))) + self.error) * GROWTH

    def made(self, center: float, terms: NDArray[np.float64], error: float, natural: Interval, size: float) -> Affine:
        """Put a form together, with room for the rounding of an operation on numbers of this size."""
        error = error * GROWTH + SLACK * size + 1e-300
        reach = (float(np.sum(np.abs(terms))) + error) * GROWTH
        if not math.isfinite(reach + abs(center)):
            raise NoBound
        own = Interval(math.nextafter(center - reach, -math.inf), math.nextafter(center + reach, math.inf))
        return Affine(center, terms, error, natural & own, self.symbols)

    def __neg__(self) -> Affine:
        return Affine(-self.center, -self.terms, self.error, -self.range, self.symbols)

    def __add__(self, other: Affine) -> Affine:
        terms = _joined(self.terms, other.terms, 1.0, 1.0)
        size = abs(self.center) + abs(other.center) + self.radius + other.radius
        return self.made(self.center + other.center, terms, self.error + other.error, self.range + other.range, size)

    def __sub__(self, other: Affine) -> Affine:
        return self + (-other)

    def times(self, number: float) -> Affine:
        """Multiply by a plain number."""
        size = abs(number) * (abs(self.center) + self.radius)
        return self.made(self.center * number, self.terms * number, self.error * abs(number), self.range * number, size)

    def __mul__(self, other: Affine) -> Affine:
        if other.range.is_point and not len(other.terms):
            return self.times(other.center)
        if self.range.is_point and not len(self.terms):
            return other.times(self.center)
        own, others = self.radius, other.radius
        terms = _joined(self.terms, other.terms, other.center, self.center)
        error = abs(self.center) * other.error + abs(other.center) * self.error
        size = abs(self.center * other.center) + abs(self.center) * others + abs(other.center) * own
        terms = self._new(terms, own * others * GROWTH)
        return self.made(self.center * other.center, terms, error, self.range * other.range, size + own * others)

    def inverse(self) -> Affine:
        """Give 1/x by the straight line that is off by least (Chebyshev).

        Raises
        ------
        NoBound
            Where zero lies within.
        """
        if 0 in self.range:
            raise NoBound
        if self.range.high < 0:
            return -(-self).inverse()
        low, high = self.range.low, self.range.high
        natural = Interval.point(1.0) / self.range
        if self.range.is_point:
            return Affine.of(natural, self.symbols)
        slope = -1 / (low * high)
        ends, middle = 1 / low + 1 / high, 2 / math.sqrt(low * high)
        off = max((ends - middle) / 2, 0.0) * GROWTH + SLACK * ends
        size = ends + abs(slope) * (abs(self.center) + self.radius)
        terms = self._new(self.terms * slope, off)
        return self.made(slope * self.center + (ends + middle) / 2, terms, abs(slope) * self.error, natural, size)

    def positive(self) -> Affine:
        """Give max(x, 0)."""
        low, high = self.range.low, self.range.high
        if low >= 0:
            return self
        if high <= 0:
            return Affine.of(Interval.point(0.0), self.symbols)
        slope = high / (high - low)
        off = -slope * low / 2
        size = abs(off) + slope * (abs(self.center) + self.radius)
        terms = self._new(self.terms * slope, off * GROWTH + SLACK * size)
        return self.made(slope * self.center + off, terms, slope * self.error, Interval(0.0, high), size)

    def _new(self, terms: NDArray[np.float64], size: float) -> NDArray[np.float64]:
        """Add an ε of its own."""
        if not size:
            return terms
        number = next(self.symbols.numbers)
        longer = np.zeros(number + 1)
        longer[: len(terms)] = terms
        longer[number] = size
        return longer


def affine_value(node: Node, values: dict[str, Affine], symbols: Symbols) -> Affine:
    """Evaluate a formula on affine forms.

    Raises
    ------
    NoBound
        Where a part has no bound.
    """
    match node:
        case Number():
            return Affine.of(Interval.point(node.base), symbols)
        case Name():
            return values[node.name]
        case Negative():
            return -affine_value(node.operand, values, symbols)
        case Sum():
            total = affine_value(node.first, values, symbols)
            for sign, term in node.rest:
                other = affine_value(term, values, symbols)
                total = total + other if sign == "+" else total - other
            return total
        case Product():
            total = affine_value(node.first, values, symbols)
            for operator, factor in node.rest:
                other = affine_value(factor, values, symbols)
                total = total * (other if operator == "*" else other.inverse())
            return total
        case Power():
            return _power(node, affine_value(node.base, values, symbols), symbols)
        case Call():
            return _call(node, [affine_value(argument, values, symbols) for argument in node.arguments], symbols)


def _power(node: Power, base: Affine, symbols: Symbols) -> Affine:
    if node.exponent == 1:
        return base
    if node.exponent == 2:
        return base * base
    if node.exponent == -1:
        return base.inverse()
    return Affine.of(interval_power(base.range, node.exponent), symbols)


def _call(node: Call, arguments: list[Affine], symbols: Symbols) -> Affine:
    """Take the range of a function as a form of its own; of a minimum that is clear, the argument."""
    if node.function not in ("min", "max"):
        return Affine.of(interval_call(node.function, arguments[0].range), symbols)
    for number, argument in enumerate(arguments):
        others = [other.range for place, other in enumerate(arguments) if place != number]
        least = node.function == "min" and all(argument.range.high <= other.low for other in others)
        greatest = node.function == "max" and all(argument.range.low >= other.high for other in others)
        if least or greatest:
            return argument
    ranges = [argument.range for argument in arguments]
    return Affine.of(smallest(ranges) if node.function == "min" else largest(ranges), symbols)


def _joined(first: NDArray[np.float64], second: NDArray[np.float64], by: float, other: float) -> NDArray[np.float64]:
    """Give by · first + other · second, the shorter one filled up with zeros."""
    joined = np.zeros(max(len(first), len(second)))
    joined[: len(first)] += by * first
    joined[: len(second)] += other * second
    return joined
