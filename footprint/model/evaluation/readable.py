"""The unit in which the result of a formula is shown."""

from __future__ import annotations

from functools import lru_cache

from footprint.units import Dimension, Unit, base_unit
from footprint.units.unit import compose

__all__ = ["readable_unit"]

# People read MJ rather than J, and t km rather than kg m; the other base units are read as they are.
_READABLE = {"J": "MJ", "s": "h"}


@lru_cache(maxsize=1024)
def readable_unit(dimension: Dimension) -> Unit:
    """Choose a unit for a dimension: kg, MJ, m3, t km, kg/MJ ...

    Parameters
    ----------
    dimension
        Any dimension.

    Raises
    ------
    UnwritableUnit
        An exponent is not whole.
    """
    parts = base_unit(dimension).parts
    if sorted(parts) == [("kg", 1), ("m", 1)]:
        return compose((("t", 1), ("km", 1)))
    return compose((_READABLE.get(symbol, symbol), power) for symbol, power in parts)
