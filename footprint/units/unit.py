"""The Unit record: a text as people write it, its value in base units, and its dimension."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from footprint.units.definitions import dialect
from footprint.units.dimension import DIMENSIONLESS, Dimension
from footprint.units.errors import AmountOutOfRange, ExponentTooLarge, UnwritableUnit, WrongDimension

if TYPE_CHECKING:
    import pint

__all__ = ["LARGEST_EXPONENT", "Unit", "base_unit", "compose", "conversion_factor", "conversion_fraction", "scaled"]

#: Exponents of units are whole numbers up to this one.
LARGEST_EXPONENT = 6


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Unit:
    """A unit of the dialect; equal where the canonical text is.

    Parameters
    ----------
    text
        The canonical text, as people write it: ``kg CO2e/kWh``. It is read back as the same unit.
    factor
        One of this unit in base units (kg, m, s, J, ...).
    dimension
        What it measures.
    exact
        `factor` as an exact fraction.
    parts
        Symbols with exponents, those that are divided by with negative ones.
    """

    text: str
    factor: float
    dimension: Dimension
    exact: Fraction
    parts: tuple[tuple[str, int], ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unit) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Unit {self.text}>"

    def __mul__(self, other: Unit) -> Unit:
        return compose(self.parts + other.parts)

    def __truediv__(self, other: Unit) -> Unit:
        return compose(self.parts + tuple((symbol, -power) for symbol, power in other.parts))

    def __pow__(self, exponent: int) -> Unit:
        return compose((symbol, power * exponent) for symbol, power in self.parts)

    def __reduce__(self) -> tuple[Any, ...]:
        return (compose, (self.parts,))

    @property
    def dimensionless(self) -> bool:
        """Whether this unit is a plain number, such as ``%`` or ``kg/kg``."""
        return self.dimension.dimensionless

    @property
    def pint(self) -> pint.Unit:
        """The same unit in the one pint registry."""
        from footprint.units.registry import pint_unit

        return pint_unit(self)


def compose(parts: Iterable[tuple[str, int]]) -> Unit:
    """Build a unit from symbols with exponents; what is above and below the line does not cancel.

    Parameters
    ----------
    parts
        Printed symbols of the dialect with whole exponents, negative for what is divided by.

    Raises
    ------
    ExponentTooLarge
        Where a symbol gets an exponent beyond six.
    AmountOutOfRange
        Where the value in base units is no floating-point number.
    """
    above: dict[str, int] = {}
    below: dict[str, int] = {}
    for symbol, power in parts:
        side = above if power > 0 else below
        side[symbol] = side.get(symbol, 0) + abs(power)
    symbols = dialect().symbols
    over, under = _side(above), _side(below)
    text = " ".join(_words(over)) or "1"
    if under:
        words = _words(under)
        text += f"/{words[0]}" if len(words) == 1 else f"/({' '.join(words)})"
    merged = (*over, *((symbol, -power) for symbol, power in under))
    exact, dimension = Fraction(1), DIMENSIONLESS
    for symbol, power in merged:
        if abs(power) > LARGEST_EXPONENT:
            raise ExponentTooLarge(text=text)
        definition = symbols[symbol]
        exact *= definition.factor**power
        dimension *= definition.dimension**power
    try:
        factor = float(exact)
    except OverflowError:
        factor = 0.0
    if not factor:
        raise AmountOutOfRange(text=text)
    return Unit(text, factor, dimension, exact, merged)


def base_unit(dimension: Dimension) -> Unit:
    """Give the unit made of base units (kg, m, s, J, CO2e ...) for a dimension.

    Raises
    ------
    UnwritableUnit
        Where an exponent is not a whole number, or has no base unit.
    """
    bases = _base_symbols()
    parts = []
    for name, power in dimension.powers.items():
        if power.denominator != 1 or name not in bases or abs(power) > LARGEST_EXPONENT:
            raise UnwritableUnit(dimension=str(dimension))
        parts.append((bases[name], int(power)))
    return compose(parts)


def conversion_fraction(from_unit: Unit, to_unit: Unit) -> Fraction:
    """Give how many of one unit make one of another, exactly; see `conversion_factor`."""
    if from_unit.dimension != to_unit.dimension:
        raise WrongDimension(
            left_unit=from_unit.text,
            left_dimension=str(from_unit.dimension),
            right_unit=to_unit.text,
            right_dimension=str(to_unit.dimension),
        )
    return from_unit.exact / to_unit.exact


def conversion_factor(from_unit: Unit, to_unit: Unit) -> float:
    """Give the number by which a value in one unit is multiplied to have it in another.

    Parameters
    ----------
    from_unit, to_unit
        Units of one dimension.

    Returns
    -------
    float
        The correctly rounded factor; exactly 1.0 for equal units.

    Raises
    ------
    WrongDimension
        With both units and both dimensions.
    """
    if from_unit == to_unit:
        return 1.0
    return float(conversion_fraction(from_unit, to_unit))


def scaled(value: float, fraction: Fraction) -> float:
    """Multiply a number by an exact fraction and round once, so that 35 g are 0.035 kg and not the number beside it."""
    above, below = fraction.numerator, fraction.denominator
    if below == 1 and above <= 2**53:
        return value * above
    if above == 1 and below <= 2**53:
        return value / below
    try:
        return float(Fraction(value) * fraction)
    except OverflowError:
        return value * float(fraction)


def _side(powers: dict[str, int]) -> list[tuple[str, int]]:
    """Bring one side of the line into order, `m^2` written as `m2`."""
    symbols = dialect().symbols
    joined: dict[str, int] = {}
    for symbol, power in powers.items():
        short = symbols.get(f"{symbol}{power}")
        known = power > 1 and short is not None and short.dimension == symbols[symbol].dimension ** power
        name, exponent = (f"{symbol}{power}", 1) if known else (symbol, power)
        joined[name] = joined.get(name, 0) + exponent
    return sorted(joined.items(), key=lambda item: symbols[item[0]].order)


def _words(side: list[tuple[str, int]]) -> list[str]:
    return [symbol if power == 1 else f"{symbol}^{power}" for symbol, power in side]


def _base_symbols() -> dict[str, str]:
    """Name of each base dimension with the symbol of its unit."""
    found: dict[str, str] = {}
    for definition in dialect().definitions:
        powers = definition.dimension.powers
        if len(powers) == 1 and definition.factor == 1 and set(powers.values()) == {1}:
            found.setdefault(next(iter(powers)), definition.symbol)
    return found
