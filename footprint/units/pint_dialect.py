"""pint, taught to read and print units as this dialect does; imported by `footprint.units.registry` only."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Mapping
from typing import Any

import pint
from pint.registry import Quantity as PintQuantity
from pint.registry import Unit as PintUnit

from footprint.errors import UnitError
from footprint.units.amounts import parse_amount
from footprint.units.definitions import definition_lines, dialect
from footprint.units.grammar import parse_unit
from footprint.units.unit import Unit, compose

__all__ = ["DialectQuantity", "DialectRegistry", "DialectUnit", "load", "named_powers"]

_FORMAT = "footprint"
_NUMERIC = re.compile(r"[<>=^+\- 0-9,.]*[eEfFgGn%]?\Z")


class DialectQuantity(PintQuantity):  # type: ignore[type-arg]
    """A quantity that shows its unit as people write it."""

    def __repr__(self) -> str:
        return f"<Quantity({self._magnitude}, '{_text(dict(self._units))}')>"

    def __format__(self, spec: str) -> str:
        if spec and _NUMERIC.match(spec):
            return f"{format(self._magnitude, spec)} {_text(dict(self._units))}".rstrip()
        return str(super().__format__(spec))

    def _repr_html_(self) -> str:
        return html.escape(str(self))


class DialectUnit(PintUnit):
    """A unit that shows itself as people write it."""

    def __repr__(self) -> str:
        return f"<Unit('{_text(dict(self._units))}')>"

    def _repr_html_(self) -> str:
        return html.escape(str(self))


class DialectRegistry(pint.UnitRegistry):  # type: ignore[type-arg]
    """A registry whose attributes are the units of the dialect."""

    Quantity = DialectQuantity
    Unit = DialectUnit

    def __getattr__(self, item: str) -> Any:
        try:
            return super().__getattr__(item)
        except UnitError as error:
            raise AttributeError(str(error)) from error


def load(registry: DialectRegistry) -> DialectRegistry:
    """Fill an empty registry with `units.txt`, and let no text reach pint's parser unread."""
    registry.load_definitions(list(definition_lines()))
    with contextlib.suppress(ValueError):  # the format is known from an earlier registry of this process
        pint.register_unit_format(_FORMAT)(_format)
    registry.formatter.default_format = _FORMAT
    registry.preprocessors.append(_read_first)
    return registry


def named_powers(unit: Unit) -> dict[str, int]:
    """Give the exponent of each unit by the name that pint knows it by."""
    powers: dict[str, int] = {}
    for symbol, power in unit.parts:
        name = dialect().symbols[symbol].name
        powers[name] = powers.get(name, 0) + power
    return {name: power for name, power in powers.items() if power}


def _format(unit: Any, registry: Any, **options: Any) -> str:
    return _text(dict(unit))


def _text(powers: Mapping[str, Any]) -> str:
    units = dialect().units
    whole = [(units[name].symbol, int(power)) for name, power in powers.items() if name in units and power == int(power)]
    if len(whole) == len(powers):
        with contextlib.suppress(UnitError):
            return compose(whole).text if whole else ""
    return " ".join(f"{name}^{power}" for name, power in powers.items())


def _read_first(text: str) -> str:
    """Let the dialect's own parser read a text, and hand pint a product of names."""
    stripped = text.strip()
    if stripped in dialect().names:
        return text
    number = ""
    if stripped[:1].isdigit() or stripped[:1] in ("+", "-"):
        amount = parse_amount(text, number_alone=True)
        number, unit = f"{amount.value!r} * ", amount.unit
    else:
        unit = parse_unit(text)
    return number + (" * ".join(f"{name} ** {power}" for name, power in named_powers(unit).items()) or "1")
