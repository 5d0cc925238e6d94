"""Dimensions: products of powers of the base dimensions of the dialect."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

__all__ = ["DIMENSIONLESS", "Dimension"]

#: The order in which base dimensions are written; further ones follow by name.
_ORDER = ("item", "person", "mass", "CO2e", "substance", "normal_volume", "standard_volume", "energy", "length", "time")
_LENGTHS = {2: "area", 3: "volume"}


class Dimension:
    """A product of powers of base dimensions, such as ``mass·CO2e/energy``; immutable and hashable.

    Parameters
    ----------
    powers
        Exponent of each base dimension; zeros may be given and are dropped.

    Examples
    --------
    >>> Dimension({"mass": 1}) / Dimension({"energy": 1})
    <Dimension mass/energy>
    >>> str(Dimension({"length": 3}))
    'volume'
    """

    __slots__ = ("_hash", "_powers")
    _powers: tuple[tuple[str, Fraction], ...]
    _hash: int

    def __init__(self, powers: Mapping[str, int | Fraction] | None = None) -> None:
        kept = tuple(sorted((name, Fraction(power)) for name, power in (powers or {}).items() if power))
        object.__setattr__(self, "_powers", kept)
        object.__setattr__(self, "_hash", hash(kept))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a dimension is immutable")

    def __reduce__(self) -> tuple[type[Dimension], tuple[dict[str, Fraction]]]:
        return (Dimension, (dict(self._powers),))

    @property
    def powers(self) -> dict[str, Fraction]:
        """Exponent of each base dimension; none is zero."""
        return dict(self._powers)

    @property
    def dimensionless(self) -> bool:
        """Whether this is the dimension of a plain number."""
        return not self._powers

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dimension) and self._powers == other._powers

    def __mul__(self, other: Dimension) -> Dimension:
        return _combined(self, other, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return _combined(self, other, -1)

    def __pow__(self, exponent: int | Fraction) -> Dimension:
        return Dimension({name: power * exponent for name, power in self._powers})

    def __str__(self) -> str:
        above = [_written(name, power) for name, power in sorted(self._powers, key=_rank) if power > 0]
        below = [_written(name, -power) for name, power in sorted(self._powers, key=_rank) if power < 0]
        if not below:
            return "·".join(above) or "1"
        under = below[0] if len(below) == 1 else f"({'·'.join(below)})"
        return f"{'·'.join(above) or '1'}/{under}"

    def __repr__(self) -> str:
        return f"<Dimension {self}>"


@lru_cache(4096)
def _combined(first: Dimension, second: Dimension, sign: int) -> Dimension:
    powers = dict(first._powers)
    for name, power in second._powers:
        powers[name] = powers.get(name, Fraction(0)) + sign * power
    return Dimension(powers)


#: The dimension of plain numbers.
DIMENSIONLESS = Dimension()


def _rank(item: tuple[str, Fraction]) -> tuple[int, str]:
    name = item[0]
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _written(name: str, power: Fraction) -> str:
    if name == "length" and power in _LENGTHS:
        return _LENGTHS[int(power)]
    shown = name.replace("_", " ")
    if power == 1:
        return shown
    return f"{shown}^{power}" if power.denominator == 1 else f"{shown}^({power})"
