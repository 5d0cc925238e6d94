"""Intervals of real numbers with outward rounding: whatever lies in the operands, the true result lies in the result.

Every bound is computed to the nearest number and then moved one number outwards, which covers the rounding of IEEE 754
(at most half a unit in the last place). `exp`, `log` and powers come from `decimal` with 40 digits, so that the bounds
have the same bits on every machine. What has no bound raises `NoBound`; an interval is always finite.

The rules of the operations: Moore, Kearfott, Cloud, Introduction to Interval Analysis (SIAM 2009), chapters 2 and 5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from footprint.units.formula_evaluation import scalar_call, scalar_power

__all__ = ["ZERO", "Interval", "NoBound", "hull", "interval_call", "interval_power", "largest", "smallest"]


class NoBound(ArithmeticError):  # no error of the user: the caller turns it into one with a place
    """An operation has no finite bound on its operands: division by an interval with zero in it, a root below zero, overflow."""


@dataclass(frozen=True, slots=True, repr=False)
class Interval:
    """All real numbers from `low` to `high`.

    Parameters
    ----------
    low, high
        Finite, ``low <= high``.

    Raises
    ------
    NoBound
        Where a bound is not finite, or they are the wrong way round.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (-math.inf < self.low <= self.high < math.inf):
            raise NoBound

    @classmethod
    def point(cls, value: float) -> Interval:
        """Give the interval of one number."""
        return cls(value, value)

    @property
    def magnitude(self) -> float:
        """The largest absolute value."""
        return max(-self.low, self.high)

    @property
    def mignitude(self) -> float:
        """The smallest absolute value; 0 where zero lies within."""
        return max(self.low, -self.high, 0.0)

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval | float) -> Interval:
        low, high = _bounds(other)
        if low == high == 0:
            return self
        if self.low == self.high == 0:
            return Interval(low, high)
        return _outwards(self.low + low, self.high + high, _sign(min(self.low, low), max(self.high, high)))

    def __radd__(self, other: float) -> Interval:
        return self + other

    def __sub__(self, other: Interval | float) -> Interval:
        return self + (-other)

    def __rsub__(self, other: float) -> Interval:
        return -self + other

    def __mul__(self, other: Interval | float) -> Interval:
        low, high = (other.low, other.high) if isinstance(other, Interval) else (other, other)
        own_low, own_high = self.low, self.high
        if own_low >= 0 and low >= 0 and not (low == high == 1):  # by far the most frequent case: amounts are not negative
            below, above = own_low * low, own_high * high
            return Interval(math.nextafter(below, 0.0), math.nextafter(above, math.inf) if own_high and high else 0.0)
        if low == high == 1:
            return self
        if own_low == own_high == 1:
            return Interval(low, high)
        if low == high == 0 or own_low == own_high == 0:
            return ZERO
        products = (own_low * low, own_low * high, own_high * low, own_high * high)
        return _outwards(min(products), max(products), _sign(own_low, own_high) * _sign(low, high))

    def __rmul__(self, other: float) -> Interval:
        return self * other

    def __truediv__(self, other: Interval | float) -> Interval:
        low, high = _bounds(other)
        if low <= 0 <= high:
            raise NoBound
        if low == high == 1:
            return self
        if self.low == self.high == 0:
            return ZERO
        quotients = (self.low / low, self.low / high, self.high / low, self.high / high)
        return _outwards(min(quotients), max(quotients), _sign(self.low, self.high) * _sign(low, high))

    def __rtruediv__(self, other: float) -> Interval:
        return Interval(other, other) / self

    def __and__(self, other: Interval) -> Interval:
        """Give what lies in both, where both are known to hold the same number."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else self

    def __repr__(self) -> str:
        return f"<Interval {self.low!r} to {self.high!r}>"


ZERO = Interval(0.0, 0.0)


def hull(parts: Iterable[Interval]) -> Interval:
    """Give the smallest interval that holds all of some intervals.

    Raises
    ------
    ValueError
        Where there are none.
    """
    listed = list(parts)
    return Interval(min(part.low for part in listed), max(part.high for part in listed))


def smallest(parts: Iterable[Interval]) -> Interval:
    """Give the range of the minimum of numbers, one out of each interval."""
    listed = list(parts)
    return Interval(min(part.low for part in listed), min(part.high for part in listed))


def largest(parts: Iterable[Interval]) -> Interval:
    """Give the range of the maximum of numbers, one out of each interval."""
    listed = list(parts)
    return Interval(max(part.low for part in listed), max(part.high for part in listed))


def interval_power(base: Interval, exponent: Fraction) -> Interval:
    """Raise an interval to a fixed power.

    Raises
    ------
    NoBound
        Where a negative power meets zero, or a fractional one a number below zero.
    """
    if exponent == 0:
        return Interval(1.0, 1.0)
    if exponent == 1:
        return base
    if exponent < 0 and base.low <= 0 <= base.high:
        raise NoBound
    if exponent.denominator != 1 and base.low < 0:
        raise NoBound
    ends = (_power(base.low, exponent), _power(base.high, exponent))
    if exponent.denominator == 1 and exponent.numerator % 2 == 0 and base.low < 0 < base.high:
        return _outwards(0.0, max(ends), 1)
    return _outwards(min(ends), max(ends), 1 if base.low >= 0 or exponent.numerator % 2 == 0 else _sign(base.low, base.high))


def interval_call(function: str, argument: Interval) -> Interval:
    """Give the range of ``sqrt``, ``exp`` or ``log``, which all rise.

    Raises
    ------
    NoBound
        Where a part of the interval has no finite value.
    """
    if (function == "sqrt" and argument.low < 0) or (function == "log" and argument.low <= 0):
        raise NoBound
    sign = 0 if function == "log" else 1
    return _outwards(_call(function, argument.low), _call(function, argument.high), sign)


# Forty digits take their time, and a bound asks for the same ends again and again.
@lru_cache(8192)
def _power(base: float, exponent: Fraction) -> float:
    return scalar_power(base, exponent)


@lru_cache(8192)
def _call(function: str, argument: float) -> float:
    return scalar_call(function, [argument])


def _bounds(other: Interval | float) -> tuple[float, float]:
    return (other.low, other.high) if isinstance(other, Interval) else (other, other)


def _sign(low: float, high: float) -> int:
    """Give the sign that all numbers of an interval have, zero allowed; 0 where they have both."""
    return 1 if low >= 0 else -1 if high <= 0 else 0


def _outwards(low: float, high: float, sign: int) -> Interval:
    """Move the bounds one number outwards, but not over zero where the sign of the result is known."""
    low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
    return Interval(max(low, 0.0) if sign > 0 else low, min(high, 0.0) if sign < 0 else high)
