"""The one pint registry, made on first use: pint takes longer to import than most models take to calculate."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from footprint.units.unit import Unit

if TYPE_CHECKING:
    import pint

__all__ = ["pint_unit", "registry"]


@lru_cache(1)
def registry() -> pint.UnitRegistry[Any]:
    """Give the registry; it is made on the first call and the same ever after.

    Returns
    -------
    pint.UnitRegistry
        With the units of `units.txt` and nothing else. It reads texts as `footprint.units` does and prints units in the
        order people write them.
    """
    from footprint.units.pint_dialect import DialectRegistry, load

    return load(DialectRegistry(None, case_sensitive=True))


@lru_cache(4096)
def pint_unit(unit: Unit) -> pint.Unit:
    """Give a unit in the registry, by names and not by text."""
    from footprint.units.pint_dialect import named_powers

    made = registry()
    return made.Unit(made.UnitsContainer(named_powers(unit)))
