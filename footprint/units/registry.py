"""The one pint registry, built from an empty one and `units.txt`.

pint is imported on first use only. Texts never reach its parser as they are: a preprocessor lets `footprint.units`
read them first, so that `registry().Quantity("5 kgs")` is refused like everywhere else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from footprint.units.definitions import definition_lines, dialect
from footprint.units.unit import Unit, compose

if TYPE_CHECKING:
    import pint

__all__ = ["pint_unit", "registry"]

_FORMAT = "footprint"


@lru_cache(1)
def registry() -> pint.UnitRegistry[Any]:
    """Give the registry; it is made on the first call and the same ever after.

    Returns
    -------
    pint.UnitRegistry
        With the units of `units.txt` and nothing else; it prints units in the order people write them.
    """
    import pint

    made: pint.UnitRegistry[Any] = pint.UnitRegistry(None, case_sensitive=True)
    made.load_definitions(list(definition_lines()))
    _write_as_people_do(pint)
    made.formatter.default_format = _FORMAT
    made.preprocessors.append(_read_first)
    return made


@lru_cache(4096)
def pint_unit(unit: Unit) -> pint.Unit:
    """Give a unit in the registry, by name and not by text."""
    symbols = dialect().symbols
    powers: dict[str, int] = {}
    for symbol, power in unit.parts:
        name = symbols[symbol].name
        powers[name] = powers.get(name, 0) + power
    made = registry()
    return made.Unit(made.UnitsContainer(powers))


def _write_as_people_do(pint: Any) -> None:
    if _FORMAT in pint.delegates.formatter._format_helpers.__dict__:  # pragma: no cover
        return

    def written(unit: Any, registry: Any, **options: Any) -> str:
        return _text(dict(unit))

    try:
        pint.register_unit_format(_FORMAT)(written)
    except ValueError:  # registered by an earlier registry of this process
        pass


def _text(powers: dict[str, Any]) -> str:
    units = dialect().units
    whole = {units[name].symbol: int(power) for name, power in powers.items() if name in units and power == int(power)}
    if len(whole) < len(powers):
        return " ".join(f"{name}^{power}" for name, power in powers.items())
    return compose(whole.items()).text if whole else ""


def _read_first(text: str) -> str:
    """Let the dialect's own parser read a text, and hand pint a product of names."""
    from footprint.units.grammar import parse_unit
    from footprint.units.amounts import parse_amount

    stripped = text.strip()
    if stripped in dialect().units and not dialect().units[stripped].written_out:
        return text
    number = ""
    if stripped[:1].isdigit() or stripped[:1] in "+-":
        amount = parse_amount(text, number_alone=True)
        number, unit = f"{amount.value!r} * ", amount.unit
    else:
        unit = parse_unit(text)
    symbols = dialect().symbols
    return number + " * ".join(f"{symbols[symbol].name} ** {power}" for symbol, power in unit.parts) if unit.parts else f"{number}1"
