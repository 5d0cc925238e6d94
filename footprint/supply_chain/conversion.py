"""Convert an amount of a flow into another unit, across dimensions only by a named flow property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from footprint.errors import Place
from footprint.inventory.reader import BRIDGING
from footprint.supply_chain.errors import AmbiguousBridge, LinkDimension
from footprint.units import Amount, Dimension, Unit, conversion_factor

__all__ = ["Bridge", "Converted", "convert", "shortened"]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A flow property used to change the dimension of an amount."""

    name: str
    amount: Amount
    divides: bool

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"


@dataclass(frozen=True, slots=True)
class Converted:
    """A value in the unit asked for, and the flow properties that were needed."""

    value: float
    bridges: tuple[Bridge, ...] = ()


def convert(
    amount: Amount, unit: Unit, properties: Mapping[str, Amount], target: str, place: Place | None = None, flow: str = ""
) -> Converted:
    """Convert an amount of a flow.

    Parameters
    ----------
    amount
        What was written.
    unit
        What the target is counted in.
    properties
        Flow properties by name, each per amount of the flow.
    target
        Name of the target, for the message.
    place
        Where the amount stands.
    flow
        Name under which ``flows`` may state properties, for the message.

    Raises
    ------
    LinkDimension
        Where no flow property bridges the two dimensions.
    AmbiguousBridge
        Where two ways give different values.
    """
    if amount.unit.dimension == unit.dimension:
        return Converted(amount.value * conversion_factor(amount.unit, unit))
    bridges = [(name, properties[name]) for name in BRIDGING if name in properties]
    ways = list(_ways(amount.base, amount.unit.dimension, unit, bridges, ()))
    if not ways:
        raise LinkDimension(
            place,
            amount=shortened(amount),
            dimension=str(amount.unit.dimension),
            target=target,
            unit=unit.text,
            unit_dimension=str(unit.dimension),
            flow=flow,
        )
    shortest = min(len(way.bridges) for way in ways)
    best = [way for way in ways if len(way.bridges) == shortest]
    for other in best[1:]:
        if abs(other.value - best[0].value) > 1e-9 * abs(best[0].value):
            first, second = (" × ".join(map(str, way.bridges)) for way in (best[0], other))
            raise AmbiguousBridge(place, amount=shortened(amount), unit=unit.text, first=first, second=second)
    return best[0]


def shortened(amount: Amount) -> str:
    """Write an amount with six significant digits at most: more say nothing in a message.

    Examples
    --------
    >>> from footprint.units import parse_amount
    >>> shortened(parse_amount("1041.6666666666667 kg")), shortened(parse_amount("90 kWh"))
    ('1041.67 kg', '90 kWh')
    """
    return str(Amount(float(f"{amount.value:.6g}"), amount.unit))


def _ways(
    base: float, dimension: Dimension, unit: Unit, bridges: list[tuple[str, Amount]], used: tuple[Bridge, ...]
) -> Iterator[Converted]:
    """Yield every way over at most two bridges; more would be a chain nobody wants to verify."""
    for name, property_ in bridges:
        if any(bridge.name == name for bridge in used):
            continue
        for divides in (False, True):
            if divides and property_.base == 0:
                continue
            reached = base / property_.base if divides else base * property_.base
            there = dimension / property_.unit.dimension if divides else dimension * property_.unit.dimension
            chain = (*used, Bridge(name, property_, divides))
            if there == unit.dimension:
                yield Converted(reached / unit.factor, chain)
            elif not used:
                yield from _ways(reached, there, unit, bridges, chain)
