"""Amounts: a number and a unit, and the texts they are read from and written to."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footprint.units.characters import normalise, show
from footprint.units.dimension import Dimension
from footprint.units.errors import AmountOutOfRange, AmountTooLong, MissingUnit, NotANumber
from footprint.units.grammar import LONGEST_TEXT, parse_unit
from footprint.units.numbers import NUMBER, follows_directly, number_text, number_value, refuse_number
from footprint.units.unit import Unit, conversion_fraction, scaled

if TYPE_CHECKING:
    import pint

__all__ = ["Amount", "parse_amount", "quantity"]

#: The common shape, read without further ado; everything else goes the long way.
_PLAIN = re.compile(r"([+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?) ([^\s0-9+-].*)\Z")
_GROUP_OF_THREE = re.compile(r" [0-9]{3}(?![0-9])")


@dataclass(frozen=True, slots=True, repr=False)
class Amount:
    """A number with a unit; immutable.

    Parameters
    ----------
    value
        The number, in `unit`.
    unit
        The unit.

    Examples
    --------
    >>> parse_amount("1.5 MWh").to("kWh")
    <Amount 1500 kWh>
    """

    value: float
    unit: Unit

    @property
    def base(self) -> float:
        """The value in base units (kg, m, s, J, ...), rounded once."""
        return scaled(self.value, self.unit.exact)

    @property
    def dimension(self) -> Dimension:
        """What is measured."""
        return self.unit.dimension

    @property
    def quantity(self) -> pint.Quantity[float]:
        """The same amount as a quantity of the one pint registry."""
        from footprint.units.registry import registry

        return registry().Quantity(self.value, self.unit.pint)

    def to(self, unit: Unit | str) -> Amount:
        """Convert to another unit of the same dimension.

        Raises
        ------
        WrongDimension
            With both units and both dimensions.
        """
        target = parse_unit(unit) if isinstance(unit, str) else unit
        if target == self.unit:
            return self
        return Amount(scaled(self.value, conversion_fraction(self.unit, target)), target)

    def __str__(self) -> str:
        number = number_text(self.value)
        return number if not self.unit.parts else f"{number} {self.unit.text}"

    def __repr__(self) -> str:
        return f"<Amount {self}>"


def parse_amount(text: str, *, number_alone: bool = False) -> Amount:
    """Read an amount: a number, a space and a unit.

    Parameters
    ----------
    text
        Such as ``1.5 kWh``, ``-3 kg``, ``5%``, ``１００　ｋＷｈ``, ``0.5777 kg CO2e/kWh``.
    number_alone
        Whether a number without a unit is read as a dimensionless amount instead of being refused.

    Returns
    -------
    Amount
        Its number is finite, also in base units.

    Raises
    ------
    UnitError
        `NotANumber`, `NumberFormat`, `MissingSpace`, `MissingUnit`, `NotFinite`, `AmountOutOfRange`, `AmountTooLong`, or
        what `parse_unit` raises.
    """
    if len(text) <= LONGEST_TEXT:
        plain = _PLAIN.match(text)
        if plain:
            return _checked(number_value(plain[1], text), parse_unit(plain[2]), text)
    return _read(text, number_alone)


def quantity(text: str) -> pint.Quantity[float]:
    """Read an amount as a quantity of the one pint registry; see `parse_amount`."""
    return parse_amount(text).quantity


def _read(text: str, number_alone: bool) -> Amount:
    if len(text) > LONGEST_TEXT:
        raise AmountTooLong(length=len(text), limit=LONGEST_TEXT)
    plain = normalise(text).strip()
    if not plain:
        raise NotANumber(text="")
    sign = plain[0] if plain[0] in "+-" else ""
    match = NUMBER.match(plain, len(sign))
    if not match:
        refuse_number(plain)
    digits, rest = plain[: match.end()], plain[match.end() :]
    if not rest:
        value = number_value(digits, plain)
        if not number_alone:
            raise MissingUnit(text=show(plain))
        return Amount(value, parse_unit("1"))
    glued = rest[0] != " " and not follows_directly(rest)
    if glued or _GROUP_OF_THREE.match(rest) or rest.strip() == "1":  # `5 1` is a slip and no dimensionless five
        refuse_number(plain, digits, rest)
    return _checked(number_value(digits, plain), parse_unit(rest), plain)


def _checked(value: float, unit: Unit, text: str) -> Amount:
    if value:
        size = abs(value * unit.factor)
        if not size or size == math.inf:
            raise AmountOutOfRange(text=show(text))
    return Amount(value, unit)
